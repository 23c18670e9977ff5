/* What only the PostgreSQL store promises: what is tried again, what is not, and lost connections.
 */
#include <pthread.h>
#include <semaphore.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>
#include <time.h>

#include <cmocka.h>

#include "base/clock.h"
#include "base/list.h"
#include "db/test_store.h"

static struct test_store store;
static struct id left_id, right_id;

/* A row noted with `kill` ends its own session at the moment of COMMIT. */
static enum error create_tables(struct tx *tx, void *argument)
{
    (void)argument;
    tx_execute(tx, "CREATE TABLE entry (id bytea PRIMARY KEY, n bigint NOT NULL, note text)");
    tx_execute(tx, "CREATE TABLE span (during int8range, EXCLUDE USING gist (during WITH &&))");
    tx_execute(tx, "CREATE FUNCTION end_session() RETURNS trigger LANGUAGE plpgsql AS"
                   " 'BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END'");
    tx_execute(tx, "CREATE CONSTRAINT TRIGGER end_session AFTER INSERT ON entry"
                   " DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.note = 'kill')"
                   " EXECUTE FUNCTION end_session()");
    tx_execute(tx, "INSERT INTO entry (id, n) VALUES ($1, 0), ($2, 0)", db_id(&left_id),
               db_id(&right_id));
    return ERROR_NONE;
}

static int open_store(void **state)
{
    (void)state;
    left_id = id_new();
    right_id = id_new();
    test_store_open(&store, TEST_POSTGRES);
    assert_int_equal(db_write(store.db, create_tables, NULL), ERROR_NONE);
    return 0;
}

static int close_store(void **state)
{
    (void)state;
    test_store_close(&store);
    return 0;
}

static int64_t retries_made(void)
{
    struct db_statistics statistics;
    db_statistics(store.db, &statistics);
    return statistics.retries;
}

static enum error sum_entries(struct tx *tx, void *argument)
{
    struct cursor *cursor = tx_query(tx, "SELECT CAST(sum(n) AS bigint) FROM entry");
    *(int64_t *)argument = cursor_next(cursor) ? cursor_int(cursor, 0) : -1;
    return ERROR_NONE;
}

static int64_t sum_stored(void)
{
    int64_t sum = -1;
    assert_int_equal(db_read(store.db, sum_entries, &sum), ERROR_NONE);
    return sum;
}

static enum error insert_entry(struct tx *tx, void *argument)
{
    struct id id = id_new();
    tx_execute(tx, "INSERT INTO entry (id, n, note) VALUES ($1, 1, $2)", db_id(&id),
               db_text(str_from(argument)));
    return ERROR_NONE;
}

/* ---- lost connections ---- */

static enum error lose_connection_once(struct tx *tx, void *argument)
{
    int *runs = argument;
    insert_entry(tx, "before");
    if (++*runs == 1)
        tx_execute(tx, "SELECT pg_terminate_backend(pg_backend_pid())");
    insert_entry(tx, "after");
    return ERROR_NONE;
}

static void test_a_connection_lost_before_commit_is_replaced_and_the_job_run_again(void **state)
{
    (void)state;
    int runs = 0;
    assert_int_equal(db_write(store.db, lose_connection_once, &runs), ERROR_NONE);
    assert_int_equal(runs, 2);
    assert_int_equal(sum_stored(), 2);
}

static int hook_runs;

static void count_hook(void *argument)
{
    (void)argument;
    hook_runs++;
}

static enum error insert_and_die_at_commit(struct tx *tx, void *argument)
{
    ++*(int *)argument;
    tx_on_commit(tx, count_hook, NULL);
    return insert_entry(tx, "kill");
}

static void test_a_connection_lost_at_commit_leaves_the_outcome_unknown(void **state)
{
    (void)state;
    int runs = 0;
    hook_runs = 0;
    assert_int_equal(db_write(store.db, insert_and_die_at_commit, &runs), ERROR_OUTCOME_UNKNOWN);
    assert_int_equal(runs, 1);
    assert_int_equal(hook_runs, 0);
    assert_int_equal(db_write(store.db, insert_entry, "next"), ERROR_NONE);
}

static void test_idle_connections_that_were_cut_are_replaced_unseen(void **state)
{
    (void)state;
    assert_int_equal(db_write(store.db, insert_entry, "one"), ERROR_NONE);
    sum_stored();
    test_server_run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE datname LIKE 'docket_test_%' AND application_name = 'docket'");
    for (int i = 0; i < 16; i++)
        assert_int_equal(db_write(store.db, insert_entry, "two"), ERROR_NONE);
    assert_int_equal(sum_stored(), 17);
}

/* ---- collisions ---- */

struct transfer {
    const struct id *first, *second;
    enum error outcome;
};

static enum error move_one(struct tx *tx, void *argument)
{
    const struct transfer *transfer = argument;
    tx_execute(tx, "UPDATE entry SET n = n - 1 WHERE id = $1", db_id(transfer->first));
    tx_execute(tx, "UPDATE entry SET n = n + 1 WHERE id = $1", db_id(transfer->second));
    return ERROR_NONE;
}

static void *move_many(void *argument)
{
    struct transfer *transfer = argument;
    for (int i = 0; i < 10 && !transfer->outcome; i++)
        transfer->outcome = db_write(store.db, move_one, transfer);
    return NULL;
}

static void test_deadlocks_are_tried_again_until_they_pass(void **state)
{
    (void)state;
    struct transfer transfers[] = {{.first = &left_id, .second = &right_id},
                                   {.first = &right_id, .second = &left_id}};
    pthread_t threads[2];
    for (int i = 0; i < 2; i++)
        pthread_create(&threads[i], NULL, move_many, &transfers[i]);
    for (int i = 0; i < 2; i++) {
        pthread_join(threads[i], NULL);
        assert_int_equal(transfers[i].outcome, ERROR_NONE);
    }
    assert_int_equal(sum_stored(), 0);
}

struct violation {
    const char *sql;
    int runs;
};

static enum error violate(struct tx *tx, void *argument)
{
    struct violation *violation = argument;
    violation->runs++;
    insert_entry(tx, "with it");
    tx_execute(tx, violation->sql);
    return ERROR_NONE;
}

static void test_how_often_a_failure_is_tried(void **state)
{
    (void)state;
    static const struct {
        const char *what, *sql;
        int runs;
        enum error outcome;
    } rows[] = {
        {"a span taken for good", "INSERT INTO span VALUES ('[5,6)')", 10, ERROR_SLOT_TAKEN},
        {"a key taken for good", "INSERT INTO entry SELECT id, 1, '' FROM entry", 3,
         ERROR_CONFLICT},
        {"a null where none may be", "UPDATE entry SET n = NULL", 1, ERROR_CONFLICT},
        {"serialization", "DO 'BEGIN RAISE SQLSTATE ''40001''; END'", 10, ERROR_UNAVAILABLE},
        {"a lock waited for too long", "DO 'BEGIN RAISE SQLSTATE ''55P03''; END'", 1,
         ERROR_UNAVAILABLE},
        {"a full disk", "DO 'BEGIN RAISE SQLSTATE ''53100''; END'", 1, ERROR_UNAVAILABLE},
        {"a stale plan", "DO 'BEGIN RAISE SQLSTATE ''0A000''; END'", 2, ERROR_INTERNAL},
        {"division by zero", "SELECT 1 / (n - n) FROM entry", 1, ERROR_INTERNAL},
    };
    struct violation first = {.sql = "INSERT INTO span VALUES ('[1,9)')"};
    assert_int_equal(db_write(store.db, violate, &first), ERROR_NONE);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct violation violation = {.sql = rows[i].sql};
        int64_t before = retries_made();
        print_message("    %s\n", rows[i].what);
        assert_int_equal(db_write(store.db, violate, &violation), rows[i].outcome);
        assert_int_equal(violation.runs, rows[i].runs);
        assert_int_equal(retries_made() - before, rows[i].runs - 1);
        assert_int_equal(sum_stored(), 1);
    }
}

static enum error commit_early(struct tx *tx, void *argument)
{
    (void)argument;
    tx_execute(tx, "COMMIT");
    return ERROR_NONE;
}

static void test_a_job_that_ends_its_transaction_is_our_bug(void **state)
{
    (void)state;
    assert_int_equal(db_write(store.db, commit_early, NULL), ERROR_INTERNAL);
    assert_int_equal(db_write(store.db, insert_entry, "next"), ERROR_NONE);
}

/* ---- between nodes ---- */

/* The other node's attempt, while this one's transaction holds the lock. */
struct two_nodes {
    struct db *other;
    bool first, second, after;
};

static enum error try_lock(struct tx *tx, void *argument)
{
    *(bool *)argument = tx_try_lock(tx, 77);
    return ERROR_NONE;
}

static enum error try_lock_on_both(struct tx *tx, void *argument)
{
    struct two_nodes *nodes = argument;
    nodes->first = tx_try_lock(tx, 77) && tx_try_lock(tx, 77); /* one's own is no obstacle */
    return db_write(nodes->other, try_lock, &nodes->second);
}

static void test_one_node_at_a_time_holds_a_lock_by_number(void **state)
{
    (void)state;
    struct str reason;
    struct two_nodes nodes = {.other = db_open(&store.options, store.arena, &reason)};
    assert_non_null(nodes.other);
    assert_int_equal(db_write(store.db, try_lock_on_both, &nodes), ERROR_NONE);
    assert_int_equal(db_write(nodes.other, try_lock, &nodes.after), ERROR_NONE);
    assert_true(nodes.first);
    assert_false(nodes.second);
    assert_true(nodes.after);
    db_close(nodes.other);
}

static void post(void *semaphore)
{
    sem_post(semaphore);
}

/* True when a notice comes within the time. */
static bool hears(sem_t *notices, int wait_ms)
{
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_nsec += wait_ms * INT64_C(1000000);
    until.tv_sec += until.tv_nsec / 1000000000;
    until.tv_nsec %= 1000000000;
    return sem_timedwait(notices, &until) == 0;
}

static enum error notify_and(struct tx *tx, void *argument)
{
    tx_notify(tx);
    return *(enum error *)argument;
}

static void test_a_listener_hears_what_was_committed_and_that_it_may_have_missed_some(void **state)
{
    (void)state;
    enum error kept = ERROR_NONE, refused = ERROR_CONFLICT;
    sem_t notices;
    sem_init(&notices, 0, 0);
    assert_true(db_listen(store.db, post, &notices));
    assert_true(hears(&notices, 5000)); /* it has begun to listen */
    assert_int_equal(db_write(store.db, notify_and, &refused), ERROR_CONFLICT);
    assert_false(hears(&notices, 100));
    assert_int_equal(db_write(store.db, notify_and, &kept), ERROR_NONE);
    assert_true(hears(&notices, 5000));
    test_server_run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE query LIKE 'LISTEN%'");
    assert_true(hears(&notices, 5000)); /* it listens again */
    assert_true(db_listen(store.db, NULL, NULL));
    assert_int_equal(db_write(store.db, notify_and, &kept), ERROR_NONE);
    assert_false(hears(&notices, 100));
}

/* ---- the server ---- */

static void test_a_server_that_is_not_there_is_reported(void **state)
{
    (void)state;
    struct str reason = STR_NONE;
    struct db_options options = {.url = STR("host=/nowhere user=nobody dbname=docket")};
    assert_null(db_open(&options, store.arena, &reason));
    assert_non_null(strstr(reason.data, "cannot reach PostgreSQL"));
}

static void answer_with(enum error outcome, void *argument)
{
    *(enum error *)argument = outcome;
}

static enum error nothing(struct tx *tx, void *argument)
{
    (void)tx, (void)argument;
    return ERROR_NONE;
}

/* A server of its own, since it is stopped and started. */
static void test_a_server_gone_for_a_while_is_unavailable_then_found_again(void **state)
{
    (void)state;
    enum { JOBS = 200 };
    static enum error outcomes[JOBS];
    char directory[32], url[256] = "";
    struct str reason = STR_NONE;
    test_directory_make(directory);
    assert_int_equal(chmod(directory, 0755), 0); /* the server can live in it: its address stays */
    test_server_tool("start", directory, url, sizeof url);
    struct db_options options = {.url = str_from(url), .connections = 4};
    struct db *db = db_open(&options, store.arena, &reason);
    assert_non_null(db);
    assert_int_equal(db_write(db, nothing, NULL), ERROR_NONE);
    test_server_tool("stop", directory, NULL, 0);
    int64_t start_us = clock_monotonic_us();
    for (int i = 0; i < JOBS; i++)
        assert_true(db_submit(db, nothing, &outcomes[i], answer_with));
    assert_int_equal(db_write(db, nothing, NULL), ERROR_UNAVAILABLE);
    assert_true(clock_monotonic_us() - start_us < 20 * INT64_C(1000000)); /* they fail together */
    test_server_tool("start", directory, url, sizeof url);
    usleep(300000); /* longer than the pause between two attempts to connect */
    for (int i = 0; i < 8; i++)
        assert_int_equal(db_write(db, nothing, NULL), ERROR_NONE);
    db_close(db);
    int refused = 0;
    for (int i = 0; i < JOBS; i++)
        refused += outcomes[i] == ERROR_UNAVAILABLE;
    assert_true(refused >= JOBS - options.connections); /* the last tries may have met it again */
    test_server_tool("stop", directory, NULL, 0);
    test_directory_remove(directory);
}

/* ---- one snapshot for many ---- */

/* Another number each time the statement is run. */
static int64_t ask_time(struct tx *tx, int64_t number, const char *text)
{
    struct cursor *cursor = tx_query(
        tx, "SELECT CAST(extract(epoch FROM clock_timestamp()) * 1000000 AS bigint), $1, $2",
        db_int(number), db_text(str_from(text)));
    int64_t time_us = cursor_next(cursor) ? cursor_int(cursor, 0) : -1;
    cursor_close(cursor);
    usleep(2);
    return time_us;
}

static const struct question {
    int64_t number;
    const char *text;
} questions[] = {{1, "a"}, {1, "b"}, {1, ""}, {1, NULL}, {2, "a"}, {97, "a"}, {24833, ""}};

static enum error ask_all_twice(struct tx *tx, void *argument)
{
    int64_t first[COUNT_OF(questions)], *ret_first = argument;
    tx_keep_answers(tx);
    for (size_t i = 0; i < COUNT_OF(questions); i++)
        first[i] = ask_time(tx, questions[i].number, questions[i].text);
    for (size_t i = 0; i < COUNT_OF(questions); i++) {
        assert_int_equal(ask_time(tx, questions[i].number, questions[i].text), first[i]);
        for (size_t k = 0; k < i; k++)
            assert_true(first[k] < first[i]);
    }
    *ret_first = first[0];
    return ERROR_NONE;
}

static void test_one_snapshot_is_asked_once_and_the_next_anew(void **state)
{
    (void)state;
    int64_t before = 0, first = 0;
    for (int i = 0; i < 20; i++) { /* on whichever connection */
        assert_int_equal(db_read(store.db, ask_all_twice, &first), ERROR_NONE);
        assert_true(before < first);
        before = first;
    }
}

static enum error ask_without_keeping(struct tx *tx, void *argument)
{
    uint64_t ignored;
    if (argument)
        tx_keep_answers(tx); /* a write sees what it has written */
    assert_true(ask_time(tx, 1, "a") < ask_time(tx, 1, "a"));
    assert_false(tx_generation(tx, &ignored));
    return ERROR_NONE;
}

static void test_answers_are_kept_for_reads_that_want_it(void **state)
{
    (void)state;
    bool wants = true;
    assert_int_equal(db_read(store.db, ask_without_keeping, NULL), ERROR_NONE);
    assert_int_equal(db_write(store.db, ask_without_keeping, &wants), ERROR_NONE);
}

/* More than are kept, and longer than is kept: each is asked, and gets its own. */
static enum error ask_too_much(struct tx *tx, void *argument)
{
    enum { MANY = 600, LONG = 1000 };
    char text[LONG + 1] = {0};
    memset(text, 'x', LONG);
    (void)argument;
    tx_keep_answers(tx);
    for (int64_t i = 0; i < MANY; i++) {
        struct cursor *cursor = tx_query(tx, "SELECT $1 + 1", db_int(i));
        assert_true(cursor_next(cursor));
        assert_int_equal(cursor_int(cursor, 0), i + 1);
        cursor_close(cursor);
    }
    assert_true(ask_time(tx, 1, text) < ask_time(tx, 1, text));
    return ERROR_NONE;
}

static void test_what_is_too_much_to_keep_is_asked_again(void **state)
{
    (void)state;
    assert_int_equal(db_read(store.db, ask_too_much, NULL), ERROR_NONE);
}

/* The failure is told, also to who asks again, and is forgotten with its transaction. */
static enum error fail_a_question(struct tx *tx, void *argument)
{
    uint64_t *ret_number = argument;
    tx_keep_answers(tx);
    assert_true(tx_generation(tx, ret_number));
    assert_true(ask_time(tx, 1, "a") > 0);
    for (int i = 0; i < 2; i++)
        assert_false(cursor_next(tx_query(tx, "SELECT 1 / (1 - $1)", db_int(1))));
    assert_int_equal(ask_time(tx, 1, "a"), -1);
    return ERROR_NONE;
}

static void test_each_snapshot_has_its_number_even_one_that_fails(void **state)
{
    (void)state;
    uint64_t first = 0, second = 0;
    int64_t ignored;
    assert_int_equal(db_read(store.db, fail_a_question, &first), ERROR_INTERNAL);
    assert_int_equal(db_read(store.db, fail_a_question, &second), ERROR_INTERNAL);
    assert_true(first < second);
    assert_int_equal(db_read(store.db, ask_all_twice, &ignored), ERROR_NONE);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_store, close_store)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_a_connection_lost_before_commit_is_replaced_and_the_job_run_again),
        TEST(test_a_connection_lost_at_commit_leaves_the_outcome_unknown),
        TEST(test_idle_connections_that_were_cut_are_replaced_unseen),
        TEST(test_deadlocks_are_tried_again_until_they_pass),
        TEST(test_how_often_a_failure_is_tried),
        TEST(test_a_job_that_ends_its_transaction_is_our_bug),
        TEST(test_one_node_at_a_time_holds_a_lock_by_number),
        TEST(test_a_listener_hears_what_was_committed_and_that_it_may_have_missed_some),
        TEST(test_one_snapshot_is_asked_once_and_the_next_anew),
        TEST(test_answers_are_kept_for_reads_that_want_it),
        TEST(test_what_is_too_much_to_keep_is_asked_again),
        TEST(test_each_snapshot_has_its_number_even_one_that_fails),
        TEST(test_a_server_that_is_not_there_is_reported),
        TEST(test_a_server_gone_for_a_while_is_unavailable_then_found_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
