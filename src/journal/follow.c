/* follow.c: the thread that gives rows their positions and hands them to the followers.
 *
 * Entries are read from a snapshot, outside the writer; only the cursor's move and what the
 * follower does run as a write job. The move is a compare-and-set, so that of two nodes that hold
 * the same entries one goes on and the other finds the cursor moved. */
#include "journal/service.h"

#include <time.h>

#include "base/clock.h"
#include "base/log.h"

enum {
    STAMP_PAUSE_MS = 5,  /* at most one batch of stamps, and one notice, in this time */
    FOLLOW_PAUSE_MS = 3, /* after a batch that was not full: under load the next one is larger */
    BUSY_WAIT_MS = 10,   /* another node is at it */
    BACKOFF_FIRST_MS = 20,
    BACKOFF_MOST_MS = 30000,
};

enum follow_outcome { FOLLOW_DONE, FOLLOW_BUSY, FOLLOW_MOVED };
struct follow_work {
    struct follower_state *state;
    struct list entries; /* of struct journal_entry */
    enum follow_outcome outcome;
};

static void say_progress(struct journal_service *service)
{
    pthread_mutex_lock(&service->lock);
    pthread_cond_broadcast(&service->progress);
    pthread_mutex_unlock(&service->lock);
}

static void set_cursor(struct journal_service *service, struct follower_state *state,
                       int64_t position)
{
    pthread_mutex_lock(&service->lock);
    state->cursor = position;
    pthread_cond_broadcast(&service->progress);
    pthread_mutex_unlock(&service->lock);
}

/* ---- stamping ---- */

static enum error stamp_job(struct tx *tx, void *argument)
{
    *(int64_t *)argument = journal_stamp(tx);
    return ERROR_NONE;
}

static void pause_since(int64_t since_us, int64_t pause_ms)
{
    int64_t left_us = since_us + pause_ms * 1000 - clock_monotonic_us();
    if (since_us && left_us > 0)
        nanosleep(&(struct timespec){.tv_nsec = left_us * 1000}, NULL);
}

/* How long to wait before the next look. */
static int64_t stamp(struct journal_service *service)
{
    pause_since(service->stamped_us, STAMP_PAUSE_MS);
    int64_t stamped = 0;
    if (db_write(service->db, stamp_job, &stamped))
        return SERVICE_TROUBLE_MS / 10;
    if (stamped < 0)
        return BUSY_WAIT_MS;
    service->stamped_us = clock_monotonic_us();
    say_progress(service);
    return 0;
}

/* ---- one follower ---- */

struct cursor_work {
    const char *name;
    int64_t position;
};

static enum error load_cursor_job(struct tx *tx, void *argument)
{
    struct cursor_work *work = argument;
    work->position = follower_load(tx, work->name, clock_now_ms());
    return ERROR_NONE;
}

static bool know_cursor(struct journal_service *service, struct follower_state *state)
{
    if (state->is_known)
        return true;
    struct cursor_work work = {.name = state->follower->name};
    if (db_write(service->db, load_cursor_job, &work))
        return false;
    state->is_known = true;
    set_cursor(service, state, work.position);
    return true;
}

static enum error read_job(struct tx *tx, void *argument)
{
    struct follow_work *work = argument;
    arena_clear(work->state->arena);
    work->entries = journal_read(tx, work->state->arena, work->state->cursor, JOURNAL_BATCH_MAX);
    return ERROR_NONE;
}

static enum error follow_job(struct tx *tx, void *argument)
{
    struct follow_work *work = argument;
    struct follower_state *state = work->state;
    const struct follower *follower = state->follower;
    size_t count = work->entries.count;
    int64_t last = LIST_AT(work->entries, struct journal_entry, count - 1)->position;
    arena_clear(state->job_arena);
    work->outcome = FOLLOW_BUSY;
    if (!tx_try_lock(tx, follower_lock_key(follower->name)))
        return ERROR_NONE;
    work->outcome = FOLLOW_MOVED;
    if (!follower_move(tx, follower->name, state->cursor, last, clock_now_ms()))
        return ERROR_NONE;
    work->outcome = FOLLOW_DONE;
    return follower->follow(tx, state->job_arena, work->entries.items, count, follower->context);
}

/* A missing position would be a fact that this follower never sees. Better it stands still, loudly,
 * than that it goes on over the gap. */
static bool are_dense(struct follower_state *state, struct list entries)
{
    for (size_t i = 0; i < entries.count; i++) {
        int64_t expected = state->cursor + 1 + (int64_t)i;
        int64_t found = LIST_AT(entries, struct journal_entry, i)->position;
        if (found == expected)
            continue;
        log_event(LOG_ERROR, "journal_gap", LOG_TEXT("follower", str_from(state->follower->name)),
                  LOG_INT("expected", expected), LOG_INT("found", found));
        state->is_stopped = true;
        return false;
    }
    return true;
}

static int64_t put_off(struct follower_state *state, enum error error)
{
    int64_t wait_ms = backoff(BACKOFF_FIRST_MS, state->failures++, BACKOFF_MOST_MS);
    log_event(LOG_WARNING, "follower_failed", LOG_TEXT("follower", str_from(state->follower->name)),
              LOG_TEXT("code", str_from(error_info(error)->code)),
              LOG_INT("position", state->cursor + 1), LOG_INT("failures", state->failures),
              LOG_INT("wait_ms", wait_ms));
    state->retry_us = clock_monotonic_us() + wait_ms * 1000;
    /* After a COMMIT of unknown outcome the cursor may have moved; reading it again is cheap. */
    state->is_known = false;
    return wait_ms;
}

static int64_t follow_entries(struct journal_service *service, struct follow_work *work)
{
    struct follower_state *state = work->state;
    enum error error = db_write(service->db, follow_job, work);
    if (error)
        return put_off(state, error);
    state->failures = 0;
    if (work->outcome == FOLLOW_BUSY) {
        state->is_known = false; /* that node is moving it */
        return BUSY_WAIT_MS;
    }
    if (work->outcome == FOLLOW_MOVED)
        state->is_known = false;
    else
        set_cursor(service, state, state->cursor + (int64_t)work->entries.count);
    if (work->entries.count < JOURNAL_BATCH_MAX)
        service->followed_us = clock_monotonic_us();
    return 0;
}

/* Follows one batch, if there is one. How long to wait before the next look. */
static int64_t follow(struct journal_service *service, struct follower_state *state, int64_t head)
{
    if (state->is_stopped)
        return BELL_FOREVER;
    int64_t left_us = state->failures ? state->retry_us - clock_monotonic_us() : 0;
    if (left_us > 0)
        return left_us / 1000 + 1;
    if (!know_cursor(service, state))
        return put_off(state, ERROR_UNAVAILABLE);
    if (state->cursor >= head)
        return BELL_FOREVER;
    struct follow_work work = {.state = state};
    enum error error = db_read(service->db, read_job, &work);
    if (error)
        return put_off(state, error);
    if (!work.entries.count || !are_dense(state, work.entries))
        return BELL_FOREVER;
    return follow_entries(service, &work);
}

/* ---- the thread ---- */

static enum error look_job(struct tx *tx, void *argument)
{
    journal_state_load(tx, argument);
    return ERROR_NONE;
}

static int64_t follow_round(struct journal_service *service)
{
    struct journal_state state;
    pause_since(service->followed_us, FOLLOW_PAUSE_MS);
    if (db_read(service->db, look_job, &state))
        return SERVICE_TROUBLE_MS;
    int64_t wait_ms = db_is_local(service->db) ? BELL_FOREVER : SERVICE_POLL_MS;
    if (state.has_unstamped)
        wait_ms = wait_shorter(wait_ms, stamp(service));
    for (size_t i = 0; i < service->config.follower_count; i++) {
        if (atomic_load(&service->is_stopping))
            break;
        wait_ms = wait_shorter(wait_ms, follow(service, &service->followers[i], state.head));
    }
    return wait_ms;
}

void *follow_main(void *argument)
{
    struct journal_service *service = argument;
    while (!atomic_load(&service->is_stopping)) {
        int64_t wait_ms = follow_round(service);
        if (wait_ms)
            bell_wait(&service->follow_bell, wait_ms);
    }
    return NULL;
}
