/* The promises of db.h, on both drivers. */
#include <pthread.h>
#include <semaphore.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/clock.h"
#include "base/list.h"
#include "db/queue.h"
#include "db/test_gate.h"
#include "db/test_store.h"

static enum test_driver driver;
static struct test_store store;

/* ---- jobs the tests share ---- */

static enum error create_tables(struct tx *tx, void *argument)
{
    (void)argument;
    tx_execute(tx, "CREATE TABLE counter (id bytea PRIMARY KEY, value bigint NOT NULL)");
    tx_execute(tx, "CREATE TABLE item (name text PRIMARY KEY, number bigint CHECK (number < 1000),"
                   " data bytea, counter_id bytea REFERENCES counter (id))");
    return ERROR_NONE;
}

static int open_store(void **state)
{
    (void)state;
    test_store_open(&store, driver);
    assert_int_equal(db_write(store.db, create_tables, NULL), ERROR_NONE);
    return 0;
}

static int close_store(void **state)
{
    (void)state;
    test_store_close(&store);
    return 0;
}

struct item {
    const char *name;
    int64_t number;
    enum error refusal; /* returned after the insert */
    enum error outcome;
};

static enum error insert_item(struct tx *tx, void *argument)
{
    const struct item *item = argument;
    tx_execute(tx, "INSERT INTO item (name, number) VALUES ($1, $2)", db_text(str_from(item->name)),
               db_int(item->number));
    return item->refusal;
}

static enum error count_items(struct tx *tx, void *argument)
{
    int64_t *count = argument;
    struct cursor *cursor = tx_query(tx, "SELECT count(*) FROM item");
    *count = cursor_next(cursor) ? cursor_int(cursor, 0) : -1;
    cursor_close(cursor);
    return ERROR_NONE;
}

static int64_t items_stored(void)
{
    int64_t count = -1;
    assert_int_equal(db_read(store.db, count_items, &count), ERROR_NONE);
    return count;
}

/* ---- values ---- */

struct round_trip {
    const char *what;
    struct db_value value;
};

static enum error check_round_trip(struct tx *tx, void *argument)
{
    const struct round_trip *row = argument;
    const struct db_value *value = &row->value;
    tx_execute(tx, "DELETE FROM item");
    tx_execute(tx, "CREATE TABLE IF NOT EXISTS box (a bigint, b text, c bytea)");
    tx_execute(tx, "DELETE FROM box");
    struct db_value none = DB_NULL;
    tx_execute(tx, "INSERT INTO box (a, b, c) VALUES ($1, $2, $3)",
               value->type == DB_TYPE_INT ? *value : none,
               value->type == DB_TYPE_TEXT ? *value : none,
               value->type == DB_TYPE_BYTES ? *value : none);
    struct cursor *cursor = tx_query(tx, "SELECT a, b, c FROM box");
    assert_true(cursor_next(cursor));
    assert_int_equal(cursor_is_null(cursor, 0), value->type != DB_TYPE_INT);
    assert_int_equal(cursor_is_null(cursor, 1), value->type != DB_TYPE_TEXT);
    assert_int_equal(cursor_is_null(cursor, 2), value->type != DB_TYPE_BYTES);
    assert_int_equal(cursor_int(cursor, 0), value->type == DB_TYPE_INT ? value->integer : 0);
    if (value->type != DB_TYPE_INT)
        assert_true(cursor_instant(cursor, 0) == INSTANT_NONE);
    struct str text = cursor_text(cursor, 1, store.arena);
    struct str bytes = cursor_bytes(cursor, 2, store.arena);
    assert_true(value->type == DB_TYPE_TEXT ? str_equal(text, value->bytes) : !text.data);
    assert_true(value->type == DB_TYPE_BYTES ? str_equal(bytes, value->bytes) : !bytes.data);
    assert_false(cursor_next(cursor));
    return ERROR_NONE;
}

static void test_values_come_back_as_they_went(void **state)
{
    (void)state;
    size_t big = 1 << 20;
    char *long_text = arena_alloc(store.arena, big);
    memset(long_text, 'x', big);
    const struct id id = id_new();
    const struct id no_id = ID_NONE;
    const struct round_trip rows[] = {
        {"zero", db_int(0)},
        {"minus one", db_int(-1)},
        {"the largest", db_int(INT64_MAX)},
        {"the smallest", db_int(INT64_MIN)},
        {"an instant", db_instant(1767225600000)},
        {"no instant", db_instant(INSTANT_NONE)},
        {"empty text", db_text(STR(""))},
        {"text", db_text(STR("Zoë 日本 🎚"))},
        {"digits stay text", db_text(STR("0012"))},
        {"a mebibyte of text", db_text((struct str){long_text, big})},
        {"no text", db_text(STR_NONE)},
        {"empty bytes", db_bytes(STR(""))},
        {"bytes with zeros", db_bytes(STR("\0\1\0\xff"))},
        {"an id", db_id(&id)},
        {"no id", db_id(&no_id)},
        {"null", DB_NULL},
        {"zero again, after the nulls", db_int(0)},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct round_trip row = rows[i];
        print_message("    %s\n", row.what);
        assert_int_equal(db_write(store.db, check_round_trip, &row), ERROR_NONE);
    }
}

static enum error check_id(struct tx *tx, void *argument)
{
    const struct id *id = argument;
    tx_execute(tx, "INSERT INTO counter (id, value) VALUES ($1, 1)", db_id(id));
    struct cursor *cursor = tx_query(tx, "SELECT id, NULL FROM counter WHERE id = $1", db_id(id));
    assert_true(cursor_next(cursor));
    assert_true(id_equal(cursor_id(cursor, 0), *id));
    assert_false(id_is_set(cursor_id(cursor, 1)));
    return ERROR_NONE;
}

static void test_ids_are_sixteen_bytes(void **state)
{
    (void)state;
    struct id id = id_new();
    assert_int_equal(db_write(store.db, check_id, &id), ERROR_NONE);
}

static enum error check_parameters(struct tx *tx, void *argument)
{
    (void)argument;
    tx_execute(tx, "INSERT INTO item (number, name) VALUES ($2, $1)", db_text(STR("a")), db_int(7));
    tx_execute(tx, "INSERT INTO item (number, name) VALUES ($2, $1)", db_text(STR("b")), DB_NULL);
    struct cursor *cursor =
        tx_query(tx,
                 "SELECT name FROM item WHERE (number = $3 OR $3 = $2) AND name <> $1"
                 " AND ($4 IS NULL OR name = $4) AND $2 = $2",
                 db_text(STR("b")), db_int(8), db_int(7), db_text(STR_NONE));
    assert_true(cursor_next(cursor));
    assert_true(str_equal(cursor_text(cursor, 0, store.arena), STR("a")));
    assert_false(cursor_next(cursor));
    return ERROR_NONE;
}

static void test_parameters_go_by_number(void **state)
{
    (void)state;
    assert_int_equal(db_write(store.db, check_parameters, NULL), ERROR_NONE);
}

/* The same statement with a parameter that is NULL at first, then text, then NULL. */
static enum error find_optional(struct tx *tx, void *argument)
{
    const char *const *wanted = argument;
    struct cursor *cursor =
        tx_query(tx, "SELECT count(*) FROM item WHERE ($1 IS NULL OR name = $1)",
                 db_text(str_from(*wanted)));
    assert_true(cursor_next(cursor));
    assert_int_equal(cursor_int(cursor, 0), *wanted ? 1 : 2);
    return ERROR_NONE;
}

static void test_an_optional_parameter_may_change_between_null_and_text(void **state)
{
    (void)state;
    static const char *const wanted[] = {NULL, "a", NULL, "b", "b", NULL};
    db_write(store.db, insert_item, &(struct item){.name = "a"});
    db_write(store.db, insert_item, &(struct item){.name = "b"});
    for (size_t i = 0; i < COUNT_OF(wanted); i++)
        assert_int_equal(db_write(store.db, find_optional, (void *)&wanted[i]), ERROR_NONE);
}

static enum error check_changes(struct tx *tx, void *argument)
{
    (void)argument;
    for (int i = 0; i < 3; i++) {
        char name = (char)('a' + i);
        assert_int_equal(tx_execute(tx, "INSERT INTO item (name, number) VALUES ($1, 1)",
                                    db_text((struct str){&name, 1})),
                         1);
    }
    assert_int_equal(tx_execute(tx, "UPDATE item SET number = 2"), 3);
    assert_int_equal(tx_execute(tx, "UPDATE item SET number = 3 WHERE number = 9"), 0);
    assert_int_equal(tx_execute(tx, "SELECT name FROM item"), 0);
    assert_int_equal(
        tx_execute(tx, "INSERT INTO item (name) VALUES ('a') ON CONFLICT (name) DO NOTHING"), 0);
    assert_int_equal(tx_execute(tx, "INSERT INTO item (name) VALUES ('a') ON CONFLICT (name)"
                                    " DO UPDATE SET number = 5 RETURNING number"),
                     1);
    assert_int_equal(tx_execute(tx, "DELETE FROM item"), 3);
    return ERROR_NONE;
}

static void test_execute_counts_changed_rows(void **state)
{
    (void)state;
    assert_int_equal(db_write(store.db, check_changes, NULL), ERROR_NONE);
}

/* ---- cursors ---- */

static enum error nest_cursors(struct tx *tx, void *argument)
{
    int64_t *pairs = argument;
    *pairs = 0;
    struct cursor *outer = tx_query(tx, "SELECT name FROM item ORDER BY name");
    while (cursor_next(outer)) {
        struct str name = cursor_text(outer, 0, store.arena);
        struct cursor *inner = tx_query(tx, "SELECT name FROM item WHERE name > $1", db_text(name));
        while (cursor_next(inner))
            (*pairs)++;
        cursor_close(inner);
        assert_false(cursor_next(inner));
    }
    return ERROR_NONE;
}

static void test_cursors_of_different_statements_nest(void **state)
{
    (void)state;
    int64_t pairs;
    for (int i = 0; i < 4; i++)
        db_write(store.db, insert_item,
                 &(struct item){.name = (const char *[]){"a", "b", "c", "d"}[i]});
    assert_int_equal(db_read(store.db, nest_cursors, &pairs), ERROR_NONE);
    assert_int_equal(pairs, 6);
}

static enum error leave_cursors_open(struct tx *tx, void *argument)
{
    (void)argument;
    cursor_next(tx_query(tx, "SELECT name FROM item"));
    tx_query(tx, "INSERT INTO item (name) VALUES ('x'), ('y') RETURNING name");
    return ERROR_NONE;
}

static void test_what_a_job_leaves_open_is_closed_and_has_happened(void **state)
{
    (void)state;
    assert_int_equal(db_write(store.db, leave_cursors_open, NULL), ERROR_NONE);
    assert_int_equal(items_stored(), 2);
    assert_int_equal(db_write(store.db, leave_cursors_open, NULL), ERROR_CONFLICT);
    assert_int_equal(items_stored(), 2);
}

static enum error misuse_open_twice(struct tx *tx, void *argument)
{
    (void)argument;
    static const char sql[] = "SELECT name FROM item";
    struct cursor *first = tx_query(tx, sql);
    struct cursor *second = tx_query(tx, sql);
    assert_false(cursor_next(second));
    assert_false(cursor_next(first));
    return ERROR_NONE;
}

static enum error misuse_no_row(struct tx *tx, void *argument)
{
    (void)argument;
    struct cursor *cursor = tx_query(tx, "SELECT name FROM item WHERE name = 'nobody'");
    assert_false(cursor_next(cursor));
    assert_int_equal(cursor_int(cursor, 0), 0);
    return ERROR_NONE;
}

static enum error misuse_text_as_number(struct tx *tx, void *argument)
{
    (void)argument;
    struct cursor *cursor = tx_query(tx, "SELECT name FROM item");
    assert_true(cursor_next(cursor));
    assert_int_equal(cursor_int(cursor, 0), 0);
    return ERROR_NONE;
}

static enum error misuse_number_as_text(struct tx *tx, void *argument)
{
    (void)argument;
    struct cursor *cursor = tx_query(tx, "SELECT count(*) FROM item");
    assert_true(cursor_next(cursor));
    assert_null(cursor_text(cursor, 0, store.arena).data);
    return ERROR_NONE;
}

static enum error misuse_short_id(struct tx *tx, void *argument)
{
    (void)argument;
    tx_execute(tx, "UPDATE item SET data = $1", db_bytes(STR("short")));
    struct cursor *cursor = tx_query(tx, "SELECT data FROM item");
    assert_true(cursor_next(cursor));
    assert_false(id_is_set(cursor_id(cursor, 0)));
    return ERROR_NONE;
}

static enum error misuse_missing_parameter(struct tx *tx, void *argument)
{
    (void)argument;
    tx_execute(tx, "INSERT INTO item (name, number) VALUES ($1, $2)", db_text(STR("z")));
    return ERROR_NONE;
}

static enum error misuse_syntax(struct tx *tx, void *argument)
{
    (void)argument;
    tx_execute(tx, "INSERT INTO item (name) VALUES ('z')");
    tx_execute(tx, "SELEKT 1");
    return ERROR_NONE;
}

static enum error misuse_own_mark(struct tx *tx, void *argument)
{
    (void)argument;
    tx_execute(tx, "INSERT INTO item (name) VALUES ('z')");
    tx_fail(tx, ERROR_INTERNAL);
    tx_fail(tx, ERROR_CONFLICT); /* the first counts */
    assert_true(tx_failed(tx));
    return ERROR_NOT_FOUND;
}

static void test_misuse_is_our_bug_and_changes_nothing(void **state)
{
    (void)state;
    static const struct {
        const char *what;
        db_job_fn job;
    } rows[] = {
        {"the same statement open twice", misuse_open_twice},
        {"a column without a row", misuse_no_row},
        {"text read as a number", misuse_text_as_number},
        {"a number read as text", misuse_number_as_text},
        {"an id of five bytes", misuse_short_id},
        {"a parameter not given", misuse_missing_parameter},
        {"SQL that is none", misuse_syntax},
        {"a broken invariant, whatever is returned", misuse_own_mark},
    };
    assert_int_equal(db_write(store.db, insert_item, &(struct item){.name = "a"}), ERROR_NONE);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        print_message("    %s\n", rows[i].what);
        assert_int_equal(db_write(store.db, rows[i].job, NULL), ERROR_INTERNAL);
        assert_int_equal(items_stored(), 1);
    }
}

static enum error go_on_after_failure(struct tx *tx, void *argument)
{
    (void)argument;
    tx_execute(tx, "INSERT INTO item (name) VALUES ('first')");
    tx_execute(tx, "INSERT INTO item (name) VALUES ('first')");
    assert_true(tx_failed(tx));
    assert_int_equal(tx_execute(tx, "INSERT INTO item (name) VALUES ('second')"), 0);
    struct cursor *cursor = tx_query(tx, "SELECT name FROM item");
    assert_false(cursor_next(cursor));
    assert_int_equal(cursor_int(cursor, 0), 0);
    assert_null(cursor_text(cursor, 0, store.arena).data);
    cursor_close(cursor);
    tx_lock_row(tx, "counter", id_new());
    return ERROR_NOT_FOUND; /* the failure, not this, is the outcome */
}

static void test_failure_is_sticky(void **state)
{
    (void)state;
    assert_int_equal(db_write(store.db, go_on_after_failure, NULL), ERROR_CONFLICT);
    assert_int_equal(items_stored(), 0);
}

/* ---- outcomes ---- */

static enum error violate(struct tx *tx, void *argument)
{
    tx_execute(tx, "INSERT INTO item (name) VALUES ('before')");
    switch (*(const int *)argument) {
    case 0:
        tx_execute(tx, "INSERT INTO item (name) VALUES ('taken')");
        break;
    case 1:
        tx_execute(tx, "INSERT INTO counter (id, value) VALUES ($1, NULL)", db_bytes(STR("k")));
        break;
    case 2:
        tx_execute(tx, "INSERT INTO item (name, number) VALUES ('big', 1000)");
        break;
    default:
        tx_execute(tx, "INSERT INTO item (name, counter_id) VALUES ('lost', $1)",
                   db_bytes(STR("k")));
    }
    return ERROR_NONE;
}

static void test_a_violated_constraint_is_a_conflict(void **state)
{
    (void)state;
    static const char *const what[] = {"unique", "not null", "check", "reference"};
    db_write(store.db, insert_item, &(struct item){.name = "taken"});
    for (int i = 0; i < 4; i++) {
        print_message("    %s\n", what[i]);
        assert_int_equal(db_write(store.db, violate, &i), ERROR_CONFLICT);
        assert_int_equal(items_stored(), 1);
    }
}

static _Atomic int answers;

static void note_outcome(enum error outcome, void *argument)
{
    ((struct item *)argument)->outcome = outcome;
    answers++;
}

static void test_a_refused_job_leaves_its_neighbours_alone(void **state)
{
    (void)state;
    enum { JOBS = 150 };
    static struct item items[JOBS];
    static char names[JOBS][12];
    struct gate gate;
    gate_close(store.db, &gate);
    answers = 0;
    for (int i = 0; i < JOBS; i++) {
        snprintf(names[i], sizeof names[i], "%d", i);
        items[i] = (struct item){.name = names[i], .outcome = ERROR_COUNT};
        items[i].number = i % 5 == 1 ? 1000 : i; /* fails the check */
        items[i].refusal = i % 3 == 0 ? ERROR_SLOT_TAKEN : ERROR_NONE;
        assert_true(db_submit(store.db, insert_item, &items[i], note_outcome));
    }
    sem_post(&gate.may_leave);
    test_store_reopen(&store); /* closing drains the queue */
    assert_int_equal(answers, JOBS);
    int64_t stored = 0;
    for (int i = 0; i < JOBS; i++) {
        enum error expected = i % 5 == 1 ? ERROR_CONFLICT : items[i].refusal;
        assert_int_equal(items[i].outcome, expected);
        stored += expected == ERROR_NONE;
    }
    assert_int_equal(items_stored(), stored);
}

static enum error write_in_read(struct tx *tx, void *argument)
{
    assert_false(tx_is_write(tx));
    return insert_item(tx, argument);
}

static void test_a_read_cannot_write(void **state)
{
    (void)state;
    assert_int_equal(db_read(store.db, write_in_read, &(struct item){.name = "a"}), ERROR_INTERNAL);
    assert_int_equal(items_stored(), 0);
}

static enum error wait_inside(struct tx *tx, void *argument)
{
    assert_true(tx_is_write(tx));
    return db_write(tx_db(tx), insert_item, argument);
}

static void test_a_job_cannot_wait_for_another(void **state)
{
    (void)state;
    struct item item = {.name = "a"};
    assert_int_equal(db_write(store.db, wait_inside, &item), ERROR_INTERNAL);
    assert_int_equal(items_stored(), 0);
}

static void post_outcome(enum error outcome, void *argument)
{
    (void)argument;
    assert_int_equal(outcome, ERROR_NONE);
    answers++;
}

static void test_a_queued_read_answers_once(void **state)
{
    (void)state;
    int64_t count = -1;
    answers = 0;
    assert_true(db_submit_read(store.db, count_items, &count, post_outcome));
    assert_true(answers == 1 || !db_is_local(store.db));
    test_store_reopen(&store);
    assert_int_equal(answers, 1);
    assert_int_equal(count, 0);
}

/* ---- hooks ---- */

static char trace[16];

static void trace_letter(void *argument)
{
    size_t size = strlen(trace);
    trace[size] = *(const char *)argument;
    trace[size + 1] = '\0';
}

static enum error hook_and(struct tx *tx, void *argument)
{
    tx_on_commit(tx, trace_letter, "a");
    enum error outcome = insert_item(tx, argument);
    tx_on_commit(tx, trace_letter, "b");
    return outcome;
}

static void trace_done(enum error outcome, void *argument)
{
    (void)argument;
    trace_letter(outcome ? "x" : "d");
}

static void test_hooks_run_once_durable_and_never_otherwise(void **state)
{
    (void)state;
    struct item taken = {.name = "one"}, refused = {.name = "two", .refusal = ERROR_TOO_SOON};
    trace[0] = '\0';
    assert_true(db_submit(store.db, hook_and, &taken, trace_done));
    test_store_reopen(&store);
    assert_string_equal(trace, "abd");
    assert_true(db_submit(store.db, hook_and, &refused, trace_done));
    test_store_reopen(&store);
    assert_string_equal(trace, "abdx");
    assert_true(db_submit(store.db, hook_and, &taken, trace_done)); /* a conflict now */
    test_store_reopen(&store);
    assert_string_equal(trace, "abdxx");
}

/* ---- threads ---- */

enum { INCREMENTERS = 8, INCREMENTS = 100 };
static struct id counter_id;

static enum error create_counter(struct tx *tx, void *argument)
{
    (void)argument;
    tx_execute(tx, "INSERT INTO counter (id, value) VALUES ($1, 0)", db_id(&counter_id));
    return ERROR_NONE;
}

static enum error read_counter(struct tx *tx, void *argument)
{
    int64_t *value = argument;
    struct cursor *cursor =
        tx_query(tx, "SELECT value FROM counter WHERE id = $1", db_id(&counter_id));
    *value = cursor_next(cursor) ? cursor_int(cursor, 0) : -1;
    cursor_close(cursor);
    return ERROR_NONE;
}

/* Reads, then writes what it read plus one: exact only if nobody comes in between. */
static enum error increment(struct tx *tx, void *argument)
{
    int64_t value;
    (void)argument;
    tx_lock_row(tx, "counter", counter_id);
    read_counter(tx, &value);
    tx_execute(tx, "UPDATE counter SET value = $2 WHERE id = $1", db_id(&counter_id),
               db_int(value + 1));
    return ERROR_NONE;
}

static void *increment_many(void *argument)
{
    int64_t seen, last = 0;
    (void)argument;
    for (int i = 0; i < INCREMENTS; i++) {
        if (db_write(store.db, increment, NULL) || db_read(store.db, read_counter, &seen) ||
            seen <= last)
            return "an increment was not there when it was said to be done";
        last = seen;
    }
    return NULL;
}

static void test_increments_from_many_threads_all_count(void **state)
{
    (void)state;
    pthread_t threads[INCREMENTERS];
    counter_id = id_new();
    assert_int_equal(db_write(store.db, create_counter, NULL), ERROR_NONE);
    for (int i = 0; i < INCREMENTERS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, increment_many, NULL), 0);
    for (int i = 0; i < INCREMENTERS; i++) {
        void *complaint;
        pthread_join(threads[i], &complaint);
        assert_null(complaint);
    }
    int64_t value;
    assert_int_equal(db_read(store.db, read_counter, &value), ERROR_NONE);
    assert_int_equal(value, INCREMENTERS * INCREMENTS);
    struct db_statistics statistics;
    db_statistics(store.db, &statistics);
    assert_true(statistics.jobs >= value && statistics.batches <= statistics.jobs);
    assert_int_equal(statistics.queue_depth, 0);
}

static struct gate snapshot_gate;

static void *write_during_read(void *argument)
{
    sem_wait(&snapshot_gate.entered);
    enum error *outcome = argument;
    *outcome = db_write(store.db, insert_item, &(struct item){.name = "meanwhile"});
    sem_post(&snapshot_gate.may_leave);
    return NULL;
}

static enum error look_twice(struct tx *tx, void *argument)
{
    int64_t *counts = argument;
    count_items(tx, &counts[0]);
    sem_post(&snapshot_gate.entered);
    sem_wait(&snapshot_gate.may_leave);
    return count_items(tx, &counts[1]);
}

static void test_a_read_sees_one_snapshot(void **state)
{
    (void)state;
    int64_t counts[2];
    enum error written = ERROR_COUNT;
    pthread_t thread;
    sem_init(&snapshot_gate.entered, 0, 0);
    sem_init(&snapshot_gate.may_leave, 0, 0);
    pthread_create(&thread, NULL, write_during_read, &written);
    assert_int_equal(db_read(store.db, look_twice, counts), ERROR_NONE);
    pthread_join(thread, NULL);
    assert_int_equal(written, ERROR_NONE);
    assert_int_equal(counts[0], 0);
    assert_int_equal(counts[1], 0);
    assert_int_equal(items_stored(), 1);
}

static enum error refuse(struct tx *tx, void *argument)
{
    (void)tx, (void)argument;
    return ERROR_UNPROCESSABLE;
}

static void count_answer(enum error outcome, void *argument)
{
    (void)argument;
    answers += outcome == ERROR_UNPROCESSABLE;
}

static void test_a_full_queue_refuses_at_once(void **state)
{
    (void)state;
    struct gate gate;
    int accepted = 0;
    store.options.connections = 2; /* one of them takes writes */
    test_store_reopen(&store);
    gate_close(store.db, &gate);
    answers = 0;
    while (db_submit(store.db, refuse, NULL, count_answer))
        accepted++;
    assert_int_equal(accepted, QUEUE_MAX);
    assert_int_equal(db_write(store.db, refuse, NULL), ERROR_UNAVAILABLE);
    assert_int_equal(answers, 0);
    sem_post(&gate.may_leave);
    test_store_reopen(&store);
    assert_int_equal(answers, accepted);
}

/* ---- opening ---- */

static void test_what_was_answered_is_there_after_reopening(void **state)
{
    (void)state;
    assert_int_equal(db_write(store.db, insert_item, &(struct item){.name = "kept"}), ERROR_NONE);
    test_store_reopen(&store);
    assert_int_equal(items_stored(), 1);
}

static void test_a_store_opened_for_reading_takes_no_writes(void **state)
{
    (void)state;
    db_write(store.db, insert_item, &(struct item){.name = "kept"});
    store.options.read_only = true;
    test_store_reopen(&store);
    assert_int_equal(items_stored(), 1);
    struct item item = {.name = "a"};
    assert_false(db_submit(store.db, insert_item, &item, nothing_done));
    assert_int_equal(db_write(store.db, insert_item, &item), ERROR_UNAVAILABLE);
    assert_int_equal(db_read(store.db, write_in_read, &item), ERROR_INTERNAL);
    assert_int_equal(items_stored(), 1);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_store, close_store)

static int run_on(enum test_driver chosen, const char *name)
{
    const struct CMUnitTest tests[] = {
        TEST(test_values_come_back_as_they_went),
        TEST(test_ids_are_sixteen_bytes),
        TEST(test_parameters_go_by_number),
        TEST(test_an_optional_parameter_may_change_between_null_and_text),
        TEST(test_execute_counts_changed_rows),
        TEST(test_cursors_of_different_statements_nest),
        TEST(test_what_a_job_leaves_open_is_closed_and_has_happened),
        TEST(test_misuse_is_our_bug_and_changes_nothing),
        TEST(test_failure_is_sticky),
        TEST(test_a_violated_constraint_is_a_conflict),
        TEST(test_a_refused_job_leaves_its_neighbours_alone),
        TEST(test_a_read_cannot_write),
        TEST(test_a_job_cannot_wait_for_another),
        TEST(test_a_queued_read_answers_once),
        TEST(test_hooks_run_once_durable_and_never_otherwise),
        TEST(test_increments_from_many_threads_all_count),
        TEST(test_a_read_sees_one_snapshot),
        TEST(test_a_full_queue_refuses_at_once),
        TEST(test_what_was_answered_is_there_after_reopening),
        TEST(test_a_store_opened_for_reading_takes_no_writes),
    };
    driver = chosen;
    return _cmocka_run_group_tests(name, tests, COUNT_OF(tests), NULL, NULL);
}

int main(void)
{
    return run_on(TEST_SQLITE, "sqlite") + run_on(TEST_POSTGRES, "postgres");
}
