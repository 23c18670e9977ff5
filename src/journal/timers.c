/* timers.c: the thread that fires what is due.
 *
 * Each timer is one write job: remove the row, let its kind decide. Whoever removes the row fires,
 * so two nodes never fire the same one twice, and a timer that was set anew or cleared meanwhile is
 * left alone. The jobs of a batch are queued together, so that on SQLite they share a COMMIT. */
#include "journal/service.h"

#include <errno.h>
#include <semaphore.h>

#include "base/clock.h"
#include "base/log.h"

enum { FIRE_BATCH_MAX = 64, RETRY_FIRST_MS = 1000, RETRY_MOST_MS = HOUR_MS };

struct fire {
    const struct timer_kind *kind;
    struct timer_row row;
    int64_t now_ms;
    struct arena *arena;
    sem_t *is_done;
    bool was_taken;
    enum error outcome;
};

static enum error fire_job(struct tx *tx, void *argument)
{
    struct fire *fire = argument;
    const struct timer_kind *kind = fire->kind;
    arena_clear(fire->arena);
    fire->was_taken = timer_take(tx, kind->name, fire->row.subject_id, fire->now_ms);
    if (!fire->was_taken)
        return ERROR_NONE;
    return kind->fire(tx, fire->arena, fire->row.subject_id, fire->now_ms, kind->context);
}

static void fire_done(enum error outcome, void *argument)
{
    struct fire *fire = argument;
    fire->outcome = outcome;
    sem_post(fire->is_done);
}

static enum error put_off_job(struct tx *tx, void *argument)
{
    const struct fire *fire = argument;
    int64_t wait_ms = backoff(RETRY_FIRST_MS, fire->row.failures, RETRY_MOST_MS);
    timer_put_off(tx, fire->kind->name, &fire->row, clock_now_ms() + wait_ms);
    return ERROR_NONE;
}

/* True: it fired. */
static bool settle(struct db *db, struct fire *fire, bool *trouble)
{
    if (!fire->outcome)
        return fire->was_taken;
    log_event(LOG_WARNING, "timer_failed", LOG_TEXT("kind", str_from(fire->kind->name)),
              LOG_TEXT("subject", id_text(fire->arena, "id", fire->row.subject_id)),
              LOG_TEXT("code", str_from(error_info(fire->outcome)->code)),
              LOG_INT("failures", fire->row.failures + 1));
    bool store_refused =
        fire->outcome == ERROR_UNAVAILABLE || fire->outcome == ERROR_OUTCOME_UNKNOWN;
    if (store_refused || db_write(db, put_off_job, fire))
        *trouble = true;
    return false;
}

static int fire_all(struct db *db, struct fire *fires, size_t count, bool *trouble)
{
    sem_t is_done;
    sem_init(&is_done, 0, 0);
    for (size_t i = 0; i < count; i++) {
        fires[i].is_done = &is_done;
        fires[i].arena = arena_new(0);
        if (!db_submit(db, fire_job, &fires[i], fire_done))
            fire_done(ERROR_UNAVAILABLE, &fires[i]);
    }
    for (size_t i = 0; i < count; i++)
        while (sem_wait(&is_done))
            continue; /* a signal came in between */
    sem_destroy(&is_done);
    int fired = 0;
    for (size_t i = 0; i < count; i++) {
        fired += settle(db, &fires[i], trouble);
        arena_free(fires[i].arena);
    }
    return fired;
}

/* ---- looking ---- */

struct look {
    const struct journal_config *config;
    const struct timer_kind *kind;
    struct arena *arena;
    int64_t now_ms;
    struct list rows;
    int64_t earliest_ms;
};

static enum error list_job(struct tx *tx, void *argument)
{
    struct look *look = argument;
    arena_clear(look->arena);
    look->rows = timer_list_due(tx, look->arena, look->kind->name, look->now_ms, FIRE_BATCH_MAX);
    return ERROR_NONE;
}

/* One batch of one kind; *ret_more: it was full. */
static int fire_batch(struct db *db, struct look *look, bool *ret_more, bool *trouble)
{
    *ret_more = false;
    if (db_read(db, list_job, look)) {
        *trouble = true;
        return 0;
    }
    struct fire *fires = ARENA_ARRAY(look->arena, struct fire, look->rows.count);
    for (size_t i = 0; i < look->rows.count; i++)
        fires[i] = (struct fire){.kind = look->kind,
                                 .row = *LIST_AT(look->rows, struct timer_row, i),
                                 .now_ms = look->now_ms};
    *ret_more = look->rows.count == FIRE_BATCH_MAX;
    return fire_all(db, fires, look->rows.count, trouble);
}

int timers_fire_due(struct journal_service *service, bool *ret_trouble)
{
    int fired = 0;
    bool trouble = false;
    struct look look = {.arena = arena_new(0), .now_ms = clock_now_ms()};
    for (size_t i = 0; i < service->config.timer_count; i++) {
        look.kind = &service->config.timers[i];
        bool more = true;
        while (more && !trouble && !atomic_load(&service->is_stopping))
            fired += fire_batch(service->db, &look, &more, &trouble);
    }
    arena_free(look.arena);
    *ret_trouble = trouble;
    return fired;
}

static enum error earliest_job(struct tx *tx, void *argument)
{
    struct look *look = argument;
    look->earliest_ms = INSTANT_NONE;
    for (size_t i = 0; i < look->config->timer_count; i++) {
        int64_t due_ms = timer_earliest(tx, look->config->timers[i].name);
        if (due_ms != INSTANT_NONE &&
            (look->earliest_ms == INSTANT_NONE || due_ms < look->earliest_ms))
            look->earliest_ms = due_ms;
    }
    return ERROR_NONE;
}

void *timer_main(void *argument)
{
    struct journal_service *service = argument;
    struct bell *bell = &service->timer_bell;
    while (!atomic_load(&service->is_stopping)) {
        bool trouble;
        timers_fire_due(service, &trouble);
        /* From here on every timer that is set rings, until the earliest is known. */
        atomic_store(&bell->asleep_until_ms, INT64_MAX);
        struct look look = {.config = &service->config};
        if (trouble || db_read(service->db, earliest_job, &look)) {
            bell_wait(bell, SERVICE_TROUBLE_MS);
            continue;
        }
        if (look.earliest_ms != INSTANT_NONE)
            atomic_store(&bell->asleep_until_ms, look.earliest_ms);
        int64_t wait_ms = wait_until(service, look.earliest_ms);
        if (wait_ms)
            bell_wait(bell, wait_ms);
    }
    return NULL;
}
