/* Timers, on both drivers: each fires once, in time, from the state it finds. */
#include "journal/service.h"
#include "journal/test_journal.h"

/* ---- what fires ---- */

static struct watch fired = WATCH_INIT, failed = WATCH_INIT;
static _Atomic bool fails;

/* The subject's last byte is its number. */
static struct id subject(uint8_t number)
{
    return (struct id){{1, [15] = number}};
}

static enum error fire_and_see(struct tx *tx, struct arena *arena, struct id subject_id,
                               int64_t now_ms, void *context)
{
    (void)arena;
    (void)now_ms;
    see(tx, context, subject_id.bytes[15]);
    if (atomic_load(&fails)) {
        watch_add(&failed);
        return ERROR_CONFLICT;
    }
    tx_on_commit(tx, watch_add, &fired);
    return ERROR_NONE;
}

static enum error fire_and_set_again(struct tx *tx, struct arena *arena, struct id subject_id,
                                     int64_t now_ms, void *context)
{
    timer_set(tx, "again", subject_id, now_ms + HOUR_MS);
    return fire_and_see(tx, arena, subject_id, now_ms, context);
}

static const struct timer_kind kinds[] = {
    {.name = "plain", .fire = fire_and_see, .context = "plain"},
    {.name = "again", .fire = fire_and_set_again, .context = "again"},
};
static const struct journal_config config = {.timers = kinds, .timer_count = 2};

static int begin(void **state)
{
    fired.count = 0;
    failed.count = 0;
    atomic_store(&fails, false);
    return open_store(state);
}

/* ---- setting and clearing ---- */

struct change {
    const char *kind;
    uint8_t first, last;
    bool clears;
    int64_t due_ms;
};

static enum error change_job(struct tx *tx, void *argument)
{
    const struct change *change = argument;
    for (int number = change->first; number <= change->last; number++) {
        if (change->clears)
            timer_clear(tx, change->kind, subject((uint8_t)number));
        else
            timer_set(tx, change->kind, subject((uint8_t)number), change->due_ms);
    }
    return ERROR_NONE;
}

static void set(const char *kind, uint8_t first, uint8_t last, int64_t in_ms)
{
    struct change change = {kind, first, last, false, clock_now_ms() + in_ms};
    assert_int_equal(db_write(store.db, change_job, &change), ERROR_NONE);
}

static void clear(const char *kind, uint8_t number)
{
    struct change change = {kind, number, number, true, 0};
    assert_int_equal(db_write(store.db, change_job, &change), ERROR_NONE);
}

static enum error count_timers(struct tx *tx, void *argument)
{
    struct cursor *cursor = tx_query(tx, "SELECT count(*) FROM timer");
    if (cursor_next(cursor))
        *(int64_t *)argument = cursor_int(cursor, 0);
    cursor_close(cursor);
    return ERROR_NONE;
}

static int64_t timers_left(void)
{
    int64_t count = -1;
    assert_int_equal(db_read(store.db, count_timers, &count), ERROR_NONE);
    return count;
}

/* ---- tests ---- */

static void a_timer_fires_once_and_not_before_it_is_due(void **state)
{
    (void)state;
    struct journal_service *service = journal_start(store.db, &config);
    set("plain", 1, 1, HOUR_MS); /* the thread sleeps until this … */
    int64_t start_ms = clock_now_ms();
    set("plain", 2, 2, 60); /* … and is woken for that */
    assert_true(watch_wait(&fired, 1, PATIENCE_MS));
    assert_true(clock_now_ms() - start_ms >= 60);
    journal_fire_due(service);
    journal_stop(service);
    assert_seen_once("plain", 2, 2);
    assert_int_equal(timers_left(), 1);
}

static void a_cleared_timer_does_not_fire(void **state)
{
    (void)state;
    set("plain", 1, 3, HOUR_MS);
    clear("plain", 2);
    set("plain", 3, 3, 3 * HOUR_MS); /* replaces */
    clock_shift(2 * HOUR_MS);
    struct journal_service *service = journal_start(store.db, &config);
    assert_true(watch_wait(&fired, 1, PATIENCE_MS));
    assert_int_equal(journal_fire_due(service), 0);
    assert_seen_once("plain", 1, 1);
    clock_shift(4 * HOUR_MS);
    journal_fire_due(service);
    assert_true(watch_wait(&fired, 2, PATIENCE_MS));
    journal_stop(service);
    assert_int_equal(seen_by("plain").total, 2);
    assert_int_equal(timers_left(), 0);
}

/* The row is looked at once more by the job that fires: what was decided from an older list of due
 * timers counts for nothing. */
static enum error take_job(struct tx *tx, void *argument)
{
    bool *taken = argument;
    int64_t now_ms = clock_now_ms();
    taken[0] = timer_take(tx, "plain", subject(1), now_ms);
    taken[1] = timer_take(tx, "plain", subject(2), now_ms);
    taken[2] = timer_take(tx, "plain", subject(3), now_ms);
    taken[3] = timer_take(tx, "plain", subject(3), now_ms);
    return ERROR_NONE;
}

static void only_what_is_still_due_is_taken_and_only_once(void **state)
{
    (void)state;
    bool taken[4];
    set("plain", 1, 3, -1);
    clear("plain", 1);
    set("plain", 2, 2, HOUR_MS);
    assert_int_equal(db_write(store.db, take_job, taken), ERROR_NONE);
    assert_false(taken[0]);
    assert_false(taken[1]);
    assert_true(taken[2]);
    assert_false(taken[3]);
}

static void a_firing_timer_may_set_itself_again(void **state)
{
    (void)state;
    struct journal_service *service = journal_start(store.db, &config);
    set("again", 1, 1, 0);
    assert_true(watch_wait(&fired, 1, PATIENCE_MS));
    clock_shift(90 * MINUTE_MS);
    journal_fire_due(service);
    assert_true(watch_wait(&fired, 2, PATIENCE_MS));
    journal_stop(service);
    assert_int_equal(seen_by("again").total, 2);
    assert_int_equal(timers_left(), 1);
}

static void timers_survive_a_restart(void **state)
{
    (void)state;
    set("plain", 1, 5, HOUR_MS);
    test_store_reopen(&store);
    clock_shift(2 * HOUR_MS);
    struct journal_service *service = journal_start(store.db, &config);
    assert_true(watch_wait(&fired, 5, PATIENCE_MS));
    journal_stop(service);
    assert_seen_once("plain", 1, 5);
}

static void a_failed_timer_is_rolled_back_and_fires_later(void **state)
{
    (void)state;
    atomic_store(&fails, true);
    struct journal_service *service = journal_start(store.db, &config);
    set("plain", 1, 1, 0);
    assert_true(watch_wait(&failed, 1, PATIENCE_MS));
    assert_int_equal(seen_by("plain").total, 0);
    assert_int_equal(timers_left(), 1);
    atomic_store(&fails, false);
    /* The new due instant may be written before or after the clock is set. */
    for (int64_t hours = 1; !watch_wait(&fired, 1, 20); hours++) {
        assert_true(hours < 1000);
        clock_shift(hours * HOUR_MS);
        journal_fire_due(service);
    }
    journal_stop(service);
    assert_seen_once("plain", 1, 1);
}

static void two_who_fire_at_once_never_fire_the_same(void **state)
{
    (void)state;
    set("plain", 1, 200, HOUR_MS);
    struct str reason;
    struct db *other =
        driver == TEST_POSTGRES ? db_open(&store.options, store.arena, &reason) : NULL;
    struct journal_service *service = journal_start(store.db, &config);
    struct journal_service *second = journal_start(other ? other : store.db, &config);
    clock_shift(2 * HOUR_MS);
    bool trouble;
    bell_ring(&second->timer_bell);
    timers_fire_due(service, &trouble);
    assert_false(trouble);
    assert_true(watch_wait(&fired, 200, PATIENCE_MS));
    journal_stop(service);
    journal_stop(second);
    db_close(other);
    assert_seen_once("plain", 1, 200);
    assert_int_equal(timers_left(), 0);
}

static void nothing_due_lets_the_thread_sleep(void **state)
{
    (void)state;
    struct journal_service *service = journal_start(store.db, &config);
    assert_int_equal(wait_until(service, INSTANT_NONE),
                     driver == TEST_SQLITE ? BELL_FOREVER : SERVICE_TAKEOVER_MS);
    assert_int_equal(wait_until(service, clock_now_ms() + DAY_MS),
                     driver == TEST_SQLITE ? SERVICE_SLEEP_MAX_MS : SERVICE_TAKEOVER_MS);
    assert_int_equal(wait_until(service, clock_now_ms() - 5), 0);
    journal_stop(service);
}

#define TIMER_TEST(name) cmocka_unit_test_setup_teardown(name, begin, close_store)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TIMER_TEST(a_timer_fires_once_and_not_before_it_is_due),
        TIMER_TEST(a_cleared_timer_does_not_fire),
        TIMER_TEST(only_what_is_still_due_is_taken_and_only_once),
        TIMER_TEST(a_firing_timer_may_set_itself_again),
        TIMER_TEST(timers_survive_a_restart),
        TIMER_TEST(a_failed_timer_is_rolled_back_and_fires_later),
        TIMER_TEST(two_who_fire_at_once_never_fire_the_same),
        TIMER_TEST(nothing_due_lets_the_thread_sleep),
    };
    return run_on_both("timers", tests, sizeof tests / sizeof tests[0]);
}
