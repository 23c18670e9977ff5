/* The outbox, on both drivers: tried until known, with one key, reported once. */
#include "journal/test_journal.h"

/* ---- a channel that does as it is told ---- */

enum { SENDS_MAX = 16 };
struct outside {
    struct watch sends, reports;
    enum outbox_outcome script[SENDS_MAX]; /* what the n-th send answers */
    char keys[SENDS_MAX][32];
    int64_t attempts[SENDS_MAX];
    enum outbox_outcome reported;
    char reply[32];
    bool dies;
};
static struct outside outside;

static void copy_text(char *to, size_t size, struct str text)
{
    snprintf(to, size, "%.*s", STR_ARG(text));
}

static enum outbox_outcome send(struct arena *arena, const struct outbox_message *message,
                                struct str *ret_reply, void *context)
{
    struct outside *to = context;
    if (to->dies)
        die(NULL);
    int64_t n = to->sends.count;
    if (n >= SENDS_MAX)
        abort(); /* not the test's thread */
    copy_text(to->keys[n], sizeof to->keys[n], message->idempotency_key);
    to->attempts[n] = message->attempts;
    *ret_reply = str_format(arena, "answer %d\xff tail", (int)n);
    enum outbox_outcome outcome = to->script[n];
    watch_add(&to->sends);
    return outcome;
}

static enum error report(struct tx *tx, struct arena *arena, const struct outbox_message *message,
                         enum outbox_outcome outcome, struct str reply, void *context)
{
    (void)arena;
    (void)message;
    struct outside *to = context;
    to->reported = outcome;
    copy_text(to->reply, sizeof to->reply, reply);
    see(tx, "reports", outcome);
    tx_on_commit(tx, watch_add, &to->reports);
    return ERROR_NONE;
}

static const struct outbox_channel channel = {
    .name = "test", .attempts_max = 3, .send = send, .report = report, .context = &outside};
static const struct journal_config config = {.channels = &channel, .channel_count = 1};

static int begin(void **state)
{
    outside = (struct outside){.sends = WATCH_INIT, .reports = WATCH_INIT};
    return open_store(state);
}

static enum error add_job(struct tx *tx, void *argument)
{
    outbox_add(tx, STR("test"), str_from(argument), STR("{\"to\":\"somebody\"}"), clock_now_ms());
    return ERROR_NONE;
}

static void add(const char *key)
{
    char copy[32];
    snprintf(copy, sizeof copy, "%s", key);
    assert_int_equal(db_write(store.db, add_job, copy), ERROR_NONE);
}

/* Sets the clock ahead until there is one more; a new waiting time may be written before or after.
 */
static void pass_time_until(struct journal_service *service, struct watch *watch, int64_t count)
{
    static int64_t hours;
    for (int tries = 0; !watch_wait(watch, count, 20); tries++) {
        assert_true(tries < 1000);
        clock_shift(++hours * HOUR_MS);
        journal_fire_due(service);
    }
}

static enum error load_state(struct tx *tx, void *argument)
{
    int64_t *state = argument;
    struct cursor *cursor = tx_query(tx, "SELECT count(*), CAST(sum(state) AS bigint), "
                                         "CAST(sum(attempts) AS bigint) FROM outbox");
    for (int column = 0; cursor_next(cursor) && column < 3;)
        for (; column < 3; column++)
            state[column] = cursor_int(cursor, column);
    cursor_close(cursor);
    return ERROR_NONE;
}

static void assert_outbox(int64_t rows, int64_t state, int64_t attempts)
{
    int64_t found[3] = {0};
    assert_int_equal(db_read(store.db, load_state, found), ERROR_NONE);
    assert_int_equal(found[0], rows);
    assert_int_equal(found[1], state);
    assert_int_equal(found[2], attempts);
}

/* ---- tests ---- */

static void what_is_added_is_sent_and_reported_once(void **state)
{
    (void)state;
    struct journal_service *service = journal_start(store.db, &config);
    add("charge-1");
    assert_true(watch_wait(&outside.reports, 1, PATIENCE_MS));
    add("charge-1"); /* the same key: there already */
    add("charge-2");
    assert_true(watch_wait(&outside.reports, 2, PATIENCE_MS));
    journal_stop(service);
    assert_int_equal(outside.sends.count, 2);
    assert_string_equal(outside.keys[0], "charge-1");
    assert_string_equal(outside.keys[1], "charge-2");
    assert_int_equal(outside.reported, OUTBOX_DONE);
    assert_string_equal(outside.reply, "answer 1"); /* cut where it is no text */
    assert_outbox(2, 2, 2);
}

static void a_retry_comes_later_and_has_the_same_key(void **state)
{
    (void)state;
    outside.script[0] = OUTBOX_RETRY;
    outside.script[1] = OUTBOX_RETRY;
    struct journal_service *service = journal_start(store.db, &config);
    add("charge-1");
    assert_true(watch_wait(&outside.sends, 1, PATIENCE_MS));
    pass_time_until(service, &outside.reports, 1);
    journal_stop(service);
    assert_int_equal(outside.sends.count, 3);
    for (int i = 0; i < 3; i++) {
        assert_string_equal(outside.keys[i], "charge-1");
        assert_int_equal(outside.attempts[i], i);
    }
    assert_int_equal(outside.reported, OUTBOX_DONE);
    assert_outbox(1, 1, 3);
    assert_int_equal(seen_by("reports").total, 1);
}

static void after_the_last_attempt_it_is_given_up_and_reported(void **state)
{
    (void)state;
    for (int i = 0; i < SENDS_MAX; i++)
        outside.script[i] = OUTBOX_RETRY;
    struct journal_service *service = journal_start(store.db, &config);
    add("charge-1");
    pass_time_until(service, &outside.reports, 1);
    clock_shift(1000 * (int64_t)DAY_MS);
    journal_fire_due(service);
    add("charge-2"); /* sent after the thread has looked: the first was not tried again */
    assert_true(watch_wait(&outside.sends, 4, PATIENCE_MS));
    journal_stop(service);
    assert_int_equal(outside.reported, OUTBOX_GIVE_UP);
    assert_string_equal(outside.keys[3], "charge-2");
    assert_int_equal(seen_by("reports").total, 1);
    assert_outbox(2, 2, 4);
}

static void send_until_killed(void)
{
    outside.dies = true;
    journal_start(store.db, &config);
    watch_wait(&outside.reports, 1, PATIENCE_MS);
}

static void what_was_being_sent_in_a_crash_is_sent_again_after_its_lease(void **state)
{
    (void)state;
    add("charge-1");
    run_until_killed(send_until_killed);
    assert_outbox(1, 0, 1);
    struct journal_service *service = journal_start(store.db, &config);
    add("charge-2");
    assert_true(watch_wait(&outside.reports, 1, PATIENCE_MS));
    assert_string_equal(outside.keys[0], "charge-2"); /* the first is still leased */
    pass_time_until(service, &outside.reports, 2);
    journal_stop(service);
    assert_string_equal(outside.keys[1], "charge-1");
    assert_int_equal(outside.attempts[1], 1);
    assert_outbox(2, 2, 3);
}

struct claim {
    struct outbox_message message;
    bool found;
};

static enum error claim_job(struct tx *tx, void *argument)
{
    struct claim *claim = argument;
    int64_t now_ms = clock_now_ms();
    claim->found = outbox_claim(tx, store.arena, STR("test"), now_ms, now_ms + OUTBOX_LEASE_MS,
                                &claim->message);
    return ERROR_NONE;
}

static enum error close_twice(struct tx *tx, void *argument)
{
    const struct claim *claim = argument;
    bool first = outbox_close(tx, &claim->message, OUTBOX_DONE, STR("ok"), clock_now_ms());
    bool second = outbox_close(tx, &claim->message, OUTBOX_GIVE_UP, STR_NONE, clock_now_ms());
    return first && !second ? ERROR_NONE : ERROR_CONFLICT;
}

static void a_claimed_message_is_out_of_reach_and_closed_once(void **state)
{
    (void)state;
    struct claim first = {0}, second = {0};
    add("charge-1");
    assert_int_equal(db_write(store.db, claim_job, &first), ERROR_NONE);
    assert_int_equal(db_write(store.db, claim_job, &second), ERROR_NONE);
    assert_true(first.found);
    assert_false(second.found);
    assert_int_equal(db_write(store.db, close_twice, &first), ERROR_NONE);
    assert_outbox(1, 1, 1);
}

#define OUTBOX_TEST(name) cmocka_unit_test_setup_teardown(name, begin, close_store)

int main(void)
{
    const struct CMUnitTest tests[] = {
        OUTBOX_TEST(what_is_added_is_sent_and_reported_once),
        OUTBOX_TEST(a_retry_comes_later_and_has_the_same_key),
        OUTBOX_TEST(after_the_last_attempt_it_is_given_up_and_reported),
        OUTBOX_TEST(what_was_being_sent_in_a_crash_is_sent_again_after_its_lease),
        OUTBOX_TEST(a_claimed_message_is_out_of_reach_and_closed_once),
    };
    return run_on_both("outbox", tests, sizeof tests / sizeof tests[0]);
}
