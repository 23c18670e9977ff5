/* bell.h: wakes the service's threads when something they wait for has been committed. Private to
 * journal/.
 *
 * A bell is a flag and a condition variable. Ringing a bell that has already been rung is one
 * atomic exchange; ringing for a thread that is awake costs no system call. Hooks of committed
 * transactions reach the bells of this process through a register, so that appending needs to know
 * no service. */
#ifndef DOCKET_JOURNAL_BELL_H
#define DOCKET_JOURNAL_BELL_H

#include <pthread.h>
#include <stdatomic.h>

#include "db/db.h"

enum bell_kind { BELL_JOURNAL, BELL_TIMER, BELL_OUTBOX };
enum { BELL_FOREVER = -1 };

struct bell {
    enum bell_kind kind;
    const struct db *db;
    /* Timers due at or after this instant need not ring: whoever sleeps wakes by then and looks
     * again. INT64_MAX: everybody rings. */
    _Atomic int64_t asleep_until_ms;
    _Atomic bool rung;
    pthread_mutex_t lock;
    pthread_cond_t cond;
    struct bell *next; /* in the register */
};

void bell_init(struct bell *bell, enum bell_kind kind, const struct db *db); /* and registers it */
void bell_release(struct bell *bell); /* after it no hook touches it any more */
void bell_ring(struct bell *bell);
/* Returns at once when it was rung since the last wait. */
void bell_wait(struct bell *bell, int64_t timeout_ms);

/* Rings all bells of a kind when the transaction commits. */
void bell_ring_on_commit(struct tx *tx, enum bell_kind kind);
/* The same for a timer, unless its waiters wake in time by themselves. */
void bell_ring_on_commit_due(struct tx *tx, int64_t due_ms);

#endif
