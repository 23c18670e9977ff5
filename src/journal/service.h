/* service.h: what the service's threads share. Private to journal/.
 *
 * One thread stamps and follows, one fires timers, and each channel of the outbox has its own, so
 * that a slow outside system holds up nobody else. All sleep on a bell; none polls for work on a
 * local store. */
#ifndef DOCKET_JOURNAL_SERVICE_H
#define DOCKET_JOURNAL_SERVICE_H

#include "journal/bell.h"
#include "journal/journal_db.h"

enum {
    SERVICE_POLL_MS = 1000,       /* with several nodes: in case a notice was lost */
    SERVICE_TAKEOVER_MS = 10000,  /* the same: for what a node that died had to fire or send */
    SERVICE_TROUBLE_MS = 1000,    /* after the store refused */
    SERVICE_SLEEP_MAX_MS = 60000, /* until a far instant: the wall clock may jump meanwhile */
};

struct follower_state {
    const struct follower *follower;
    bool is_known;           /* the cursor is what the store said last */
    int64_t cursor;          /* under the service's lock */
    bool is_stopped;         /* a gap was seen: going on would miss something */
    int failures;            /* in a row */
    int64_t retry_us;        /* monotonic: not before */
    struct arena *arena;     /* the entries of a batch */
    struct arena *job_arena; /* for follow(), anew for each try */
};

struct channel_state {
    struct journal_service *service;
    const struct outbox_channel *channel;
    struct bell bell;
    pthread_t thread;
};

struct journal_service {
    struct db *db;
    struct journal_config config;
    _Atomic bool is_stopping;
    pthread_mutex_t lock;
    pthread_cond_t progress; /* a cursor moved, or rows were stamped */
    struct follower_state *followers;
    /* Monotonic: when rows were stamped last, and when a follower last caught up. */
    int64_t stamped_us, followed_us;
    struct bell follow_bell, timer_bell;
    pthread_t follow_thread, timer_thread;
    struct channel_state *channels;
};

void *follow_main(void *service);
void *timer_main(void *service);
void *channel_main(void *channel);

/* One look at the due timers, on the calling thread; *ret_trouble: the store refused. */
int timers_fire_due(struct journal_service *service, bool *ret_trouble);

/* Waiting times in ms, of which BELL_FOREVER is the longest. */
static inline int64_t wait_shorter(int64_t a, int64_t b)
{
    if (a == BELL_FOREVER || b == BELL_FOREVER)
        return a == BELL_FOREVER ? b : a;
    return a < b ? a : b;
}
/* Until something due at an instant of the settable clock (INSTANT_NONE: nothing is). */
int64_t wait_until(const struct journal_service *service, int64_t due_ms);
/* `base` doubled with each failure before this one, at most `most`. */
int64_t backoff(int64_t base, int64_t failures, int64_t most);

#endif
