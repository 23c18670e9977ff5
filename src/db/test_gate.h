/* test_gate.h: keeps the thread that writes, or one of them, busy until it is released. Included by
 * tests only.
 *
 *   struct gate gate;
 *   gate_close(store.db, &gate);
 *   … what is submitted now waits …
 *   sem_post(&gate.may_leave); */
#ifndef DOCKET_DB_TEST_GATE_H
#define DOCKET_DB_TEST_GATE_H

#include <semaphore.h>
#include <stdlib.h>

#include "db/db.h"

struct gate {
    sem_t entered, may_leave;
};

static inline enum error wait_at_gate(struct tx *tx, void *argument)
{
    (void)tx;
    struct gate *gate = argument;
    sem_post(&gate->entered);
    sem_wait(&gate->may_leave);
    sem_post(&gate->may_leave); /* open for good: a batch may run again */
    return ERROR_NONE;
}

static inline void nothing_done(enum error outcome, void *argument)
{
    (void)outcome, (void)argument;
}

static inline void gate_close(struct db *db, struct gate *gate)
{
    sem_init(&gate->entered, 0, 0);
    sem_init(&gate->may_leave, 0, 0);
    if (!db_submit(db, wait_at_gate, gate, nothing_done))
        abort();
    sem_wait(&gate->entered);
}

#endif
