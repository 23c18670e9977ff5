#include "journal/bell.h"

#include <errno.h>
#include <stdlib.h>
#include <time.h>

#include "base/clock.h"

static pthread_mutex_t register_lock = PTHREAD_MUTEX_INITIALIZER;
static struct bell *registered;

void bell_init(struct bell *bell, enum bell_kind kind, const struct db *db)
{
    pthread_condattr_t monotonic;
    *bell = (struct bell){.kind = kind, .db = db, .asleep_until_ms = INT64_MAX};
    if (pthread_condattr_init(&monotonic) ||
        pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC) ||
        pthread_mutex_init(&bell->lock, NULL) || pthread_cond_init(&bell->cond, &monotonic))
        abort();
    pthread_condattr_destroy(&monotonic);
    pthread_mutex_lock(&register_lock);
    bell->next = registered;
    registered = bell;
    pthread_mutex_unlock(&register_lock);
}

void bell_release(struct bell *bell)
{
    pthread_mutex_lock(&register_lock);
    struct bell **link = &registered;
    while (*link != bell)
        link = &(*link)->next;
    *link = bell->next;
    pthread_mutex_unlock(&register_lock);
    pthread_cond_destroy(&bell->cond);
    pthread_mutex_destroy(&bell->lock);
}

void bell_ring(struct bell *bell)
{
    if (atomic_exchange(&bell->rung, true))
        return;
    pthread_mutex_lock(&bell->lock);
    pthread_cond_signal(&bell->cond);
    pthread_mutex_unlock(&bell->lock);
}

static struct timespec deadline_after(int64_t timeout_ms)
{
    int64_t us = clock_monotonic_us() + timeout_ms * 1000;
    return (struct timespec){.tv_sec = us / 1000000, .tv_nsec = us % 1000000 * 1000};
}

void bell_wait(struct bell *bell, int64_t timeout_ms)
{
    struct timespec deadline = deadline_after(timeout_ms > 0 ? timeout_ms : 0);
    int outcome = timeout_ms == 0 ? ETIMEDOUT : 0;
    pthread_mutex_lock(&bell->lock);
    while (!atomic_load(&bell->rung) && outcome != ETIMEDOUT) {
        if (timeout_ms == BELL_FOREVER)
            pthread_cond_wait(&bell->cond, &bell->lock);
        else
            outcome = pthread_cond_timedwait(&bell->cond, &bell->lock, &deadline);
    }
    /* Cleared before the waiter looks: what rings from now on is seen by the next wait. */
    atomic_store(&bell->rung, false);
    pthread_mutex_unlock(&bell->lock);
}

static void ring_all(const struct db *db, enum bell_kind kind)
{
    pthread_mutex_lock(&register_lock);
    for (struct bell *bell = registered; bell; bell = bell->next)
        if (bell->kind == kind && bell->db == db)
            bell_ring(bell);
    pthread_mutex_unlock(&register_lock);
}

static void ring_journal(void *argument)
{
    ring_all(argument, BELL_JOURNAL);
}

static void ring_outbox(void *argument)
{
    ring_all(argument, BELL_OUTBOX);
}

void bell_ring_on_commit(struct tx *tx, enum bell_kind kind)
{
    tx_on_commit(tx, kind == BELL_OUTBOX ? ring_outbox : ring_journal, tx_db(tx));
}

/* The hook carries the instant instead of the store; ringing another store's timers, which only a
 * test has in the same process, makes them look once in vain. The thread says INT64_MAX before it
 * reads the earliest timer and that timer's instant after, and this runs after COMMIT: either the
 * thread's reading saw the new timer, or the bell rings. */
static void ring_due(void *argument)
{
    int64_t due_ms = (int64_t)(intptr_t)argument;
    pthread_mutex_lock(&register_lock);
    for (struct bell *bell = registered; bell; bell = bell->next)
        if (bell->kind == BELL_TIMER && due_ms < atomic_load(&bell->asleep_until_ms))
            bell_ring(bell);
    pthread_mutex_unlock(&register_lock);
}

void bell_ring_on_commit_due(struct tx *tx, int64_t due_ms)
{
    _Static_assert(sizeof(void *) == sizeof(int64_t), "an instant fits a hook's argument");
    tx_on_commit(tx, ring_due, (void *)(intptr_t)due_ms);
}
