/* Remembered replies: what is the same question, how long an answer holds, and that nobody is ever
 * given what is older than what they can know. The trade is one of counters that count up. */
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <unistd.h>

#include <cmocka.h>

#include "db/test_store.h"
#include "operation/memory.h"
#include "operation/rate.h"

static struct test_store store;
static struct runtime runtime;
static _Atomic int runs; /* of any query */

/* ---- who: known by the program itself, or by a token that can be revoked ---- */

static const struct id anna = {{1}}, bert = {{2}}, first_session = {{3}}, second_session = {{4}};
static _Atomic bool token_is_revoked;

static bool recall_token(struct str token, int64_t now_ms, struct actor *ret)
{
    (void)now_ms;
    if (!str_equal(token, STR("anna")) || atomic_load(&token_is_revoked))
        return false;
    *ret = (struct actor){.account_id = anna, .session_id = first_session, .roles = ROLE_CLIENT};
    return true;
}
static enum error look_up_token(struct tx *tx, struct str token, int64_t now_ms, struct actor *ret)
{
    (void)tx;
    return recall_token(token, now_ms, ret) ? ERROR_NONE : ERROR_UNAUTHENTICATED;
}
static const struct authenticator authenticator = {.recall = recall_token,
                                                   .look_up = look_up_token};

/* ---- the trade ---- */

struct counter_input {
    uint64_t present;
    int64_t number;
    struct str note;
};
static const struct field counter_fields[] = {
    {.name = "number",
     .type = FIELD_INT,
     .max = 100000,
     .flags = FIELD_REQUIRED,
     AT(struct counter_input, number),
     .doc = "Which counter."},
    {.name = "note",
     .type = FIELD_TEXT,
     .max = 100000,
     AT(struct counter_input, note),
     .doc = "Said again."},
};
static const struct shape counter_shape =
    SHAPE("CounterInput", struct counter_input, counter_fields, .flags = SHAPE_INPUT);

struct count_output {
    int64_t count;
    struct str note;
};
static const struct field count_fields[] = {
    {.name = "count", .type = FIELD_INT, AT(struct count_output, count), .doc = "How many."},
    {.name = "note",
     .type = FIELD_TEXT,
     .flags = FIELD_OMIT,
     AT(struct count_output, note),
     .doc = "The note."},
};
static const struct shape count_shape = SHAPE("CounterCount", struct count_output, count_fields);

static enum error count_read(struct tx *tx, int64_t number, int64_t *ret)
{
    struct cursor *cursor =
        tx_query(tx, "SELECT count FROM counter WHERE number = $1", db_int(number));
    bool found = cursor_next(cursor);
    *ret = found ? cursor_int(cursor, 0) : 0;
    cursor_close(cursor);
    return found ? ERROR_NONE : ERROR_NOT_FOUND;
}

static enum error get_run(struct call *call, struct tx *tx, const void *input, void *output)
{
    (void)call;
    const struct counter_input *in = input;
    struct count_output *out = output;
    atomic_fetch_add(&runs, 1);
    out->note = in->note;
    return count_read(tx, in->number, &out->count);
}

static enum error add_run(struct call *call, struct tx *tx, const void *input, void *output)
{
    (void)call;
    const struct counter_input *in = input;
    tx_execute(tx, "UPDATE counter SET count = count + 1 WHERE number = $1", db_int(in->number));
    return count_read(tx, in->number, &((struct count_output *)output)->count);
}

#define COUNTER_ROW(verb, row_kind, row_flags, row_may, function)                                  \
    {                                                                                              \
        .name = "counter." verb, .kind = row_kind, .flags = row_flags, .may = row_may,             \
        .input = &counter_shape, .output = &count_shape, .rate = RATE_READ, .run = function,       \
        .doc = "A verb of counters."                                                               \
    }
static const struct operation rows[] = {
    COUNTER_ROW("get", OPERATION_QUERY, OPERATION_REMEMBERED, MAY_ANYONE, get_run),
    COUNTER_ROW("own", OPERATION_QUERY, OPERATION_REMEMBERED, MAY_SIGNED_IN, get_run),
    COUNTER_ROW("fresh", OPERATION_QUERY, 0, MAY_ANYONE, get_run),
    COUNTER_ROW("add", OPERATION_MUTATION, OPERATION_WRITES, MAY_ANYONE, add_run),
};
static const struct operation_set sets[] = {{.operations = rows, .count = COUNT_OF(rows)}};
static const struct operation_table table = {.sets = sets, .set_count = 1};

static enum error make_counters(struct tx *tx, void *argument)
{
    (void)argument;
    tx_execute(tx,
               "CREATE TABLE counter (number bigint NOT NULL PRIMARY KEY, count bigint NOT NULL)");
    for (int i = 0; i < 10; i++)
        tx_execute(tx, "INSERT INTO counter (number, count) VALUES ($1, 0)", db_int(i));
    return ERROR_NONE;
}

static void open_on(enum test_driver driver)
{
    test_store_open(&store, driver);
    assert_int_equal(db_write(store.db, make_counters, NULL), ERROR_NONE);
    operation_table_check(&table);
    atomic_store(&token_is_revoked, false);
    runtime = (struct runtime){.db = store.db,
                               .operations = &table,
                               .authenticator = &authenticator,
                               .memory = memory_new()};
}

static int open_store(void **state)
{
    (void)state;
    open_on(TEST_SQLITE);
    clock_set(INT64_C(1800000000500)); /* in the middle of a second */
    return 0;
}

static int close_store(void **state)
{
    (void)state;
    clock_set(INSTANT_NONE);
    memory_free(runtime.memory);
    test_store_close(&store);
    return 0;
}

/* ---- calling ---- */

struct ask {
    const char *operation, *input; /* NULL: counter.get of {"number":1} */
    struct actor actor;
    const char *token; /* NULL: the actor is known */
    enum shape_source source;
};

static struct call *call_new(struct arena *arena, const struct ask *ask)
{
    struct call *call = ARENA_NEW(arena, struct call);
    *call = (struct call){
        .arena = arena,
        .runtime = &runtime,
        .operation =
            operation_find(&table, str_from(ask->operation ? ask->operation : "counter.get")),
        .input_json =
            json_parse(arena, str_from(ask->input ? ask->input : "{\"number\":1}"), NULL, NULL),
        .source = ask->source,
        .token = str_from(ask->token),
        .actor = ask->actor,
        .actor_is_known = !ask->token,
        .remote_address = STR("192.0.2.1"),
    };
    assert_non_null(call->operation);
    assert_non_null(call->input_json);
    return call;
}

/* Runs it and says whether the store was asked. */
static bool was_run(const struct ask *ask, enum error expected)
{
    struct arena *arena = arena_new(0);
    int before = atomic_load(&runs);
    assert_int_equal(operation_run(call_new(arena, ask)), expected);
    arena_free(arena);
    return atomic_load(&runs) != before;
}

static int64_t count_of(struct str reply)
{
    struct arena *arena = arena_new(0);
    int64_t count = -1;
    const struct json *tree = json_parse(arena, reply, NULL, NULL);
    assert_true(str_to_int64(json_get(tree, STR("count"))->text, &count));
    arena_free(arena);
    return count;
}

static int64_t count_by(const struct ask *ask)
{
    struct arena *arena = arena_new(0);
    struct call *call = call_new(arena, ask);
    assert_int_equal(operation_run(call), ERROR_NONE);
    int64_t count = count_of(operation_reply(call));
    arena_free(arena);
    return count;
}

static const struct ask add_to_another = {.operation = "counter.add", .input = "{\"number\":2}"};

/* ---- the same question, and others ---- */

static void only_the_same_question_is_remembered(void **state)
{
    (void)state;
    const struct {
        const char *what;
        struct ask ask;
        bool is_run;
    } asked[] = {
        {"nobody, for the first time", {0}, true},
        {"the same again", {0}, false},
        {"another input", {.input = "{\"number\":3}"}, true},
        {"one more member", {.input = "{\"number\":1,\"note\":\"\"}"}, true},
        {"another text", {.input = "{\"number\":1,\"note\":\"1\"}"}, true},
        {"text where a number was",
         {.input = "{\"number\":\"1\"}", .source = SHAPE_FROM_QUERY},
         true},
        {"somebody", {.actor = {anna, first_session, ROLE_CLIENT, 0}}, true},
        {"the same somebody", {.actor = {anna, first_session, ROLE_CLIENT, 0}}, false},
        {"seen anew", {.actor = {anna, first_session, ROLE_CLIENT, 7}}, false},
        {"in another session", {.actor = {anna, second_session, ROLE_CLIENT, 0}}, true},
        {"with another role", {.actor = {anna, first_session, ROLE_ADMIN, 0}}, true},
        {"somebody else", {.actor = {bert, first_session, ROLE_CLIENT, 0}}, true},
        {"another operation",
         {.operation = "counter.own", .actor = {anna, first_session, 0, 0}},
         true},
        {"a row that promises nothing", {.operation = "counter.fresh"}, true},
        {"… again", {.operation = "counter.fresh"}, true},
        {"nobody, once more", {0}, false},
    };
    for (size_t i = 0; i < COUNT_OF(asked); i++)
        if (was_run(&asked[i].ask, ERROR_NONE) != asked[i].is_run)
            fail_msg("%s: %s", asked[i].what, asked[i].is_run ? "not run" : "run");
}

static void the_reply_is_the_same_bytes(void **state)
{
    (void)state;
    struct arena *arena = arena_new(0);
    const struct ask ask = {.input = "{\"number\":1,\"note\":\"said \\\"again\\\"\"}"};
    struct call *first = call_new(arena, &ask), *second = call_new(arena, &ask);
    assert_int_equal(operation_run(first), ERROR_NONE);
    assert_int_equal(operation_run(second), ERROR_NONE);
    assert_null(second->output);
    assert_true(str_equal(operation_reply(first), operation_reply(second)));
    assert_true(
        str_equal(operation_reply(second), STR("{\"count\":0,\"note\":\"said \\\"again\\\"\"}")));
    arena_free(arena);
}

/* ---- how long ---- */

static void a_commit_ends_it(void **state)
{
    (void)state;
    const struct ask get = {0}, add = {.operation = "counter.add"};
    assert_int_equal(count_by(&get), 0);
    assert_int_equal(count_by(&add), 1);
    assert_int_equal(count_by(&get), 1);
    assert_false(was_run(&get, ERROR_NONE));
    assert_int_equal(count_by(&add_to_another),
                     1); /* of any row: what it changes is not looked at */
    assert_true(was_run(&get, ERROR_NONE));
}

static void the_second_ends_it(void **state)
{
    (void)state;
    const struct ask get = {0};
    assert_true(was_run(&get, ERROR_NONE));
    clock_set(INT64_C(1800000000999));
    assert_false(was_run(&get, ERROR_NONE));
    clock_set(INT64_C(1800000001000));
    assert_true(was_run(&get, ERROR_NONE));
}

static void a_reply_outlives_the_memory_in_its_call(void **state)
{
    (void)state;
    struct arena *arena = arena_new(0);
    const struct ask get = {0};
    assert_true(was_run(&get, ERROR_NONE));
    struct call *call = call_new(arena, &get);
    assert_int_equal(operation_run(call), ERROR_NONE);
    memory_free(runtime.memory);
    runtime.memory = NULL;
    assert_int_equal(count_of(operation_reply(call)), 0);
    assert_true(was_run(&get, ERROR_NONE));
    arena_free(arena);
}

/* ---- what is never remembered ---- */

static void refusals_are_not_remembered(void **state)
{
    (void)state;
    const struct ask missing = {.input = "{\"number\":77}"};
    const struct ask bad = {.input = "{\"number\":\"x\"}"};
    const struct ask nobody = {.operation = "counter.own"};
    assert_true(was_run(&missing, ERROR_NOT_FOUND));
    assert_true(was_run(&missing, ERROR_NOT_FOUND));
    assert_false(was_run(&bad, ERROR_INVALID));
    assert_false(was_run(&bad, ERROR_INVALID));
    assert_true(was_run(&(struct ask){.operation = "counter.own", .actor = {.account_id = anna}},
                        ERROR_NONE));
    assert_false(was_run(&nobody, ERROR_UNAUTHENTICATED));
}

static void a_revoked_token_gets_nothing(void **state)
{
    (void)state;
    const struct ask own = {.operation = "counter.own", .token = "anna"};
    assert_true(was_run(&own, ERROR_NONE));
    assert_false(was_run(&own, ERROR_NONE));
    atomic_store(&token_is_revoked, true);
    assert_false(was_run(&own, ERROR_UNAUTHENTICATED));
}

static void remembered_calls_count_for_the_rate(void **state)
{
    (void)state;
    const struct ask get = {0};
    int answered = 0;
    struct arena *arena = arena_new(0);
    runtime.rate_limits = rate_limits_new();
    while (answered < 100000 && operation_run(call_new(arena, &get)) == ERROR_NONE)
        answered++;
    assert_in_range(answered, 1, 1000);
    assert_false(was_run(&get, ERROR_RATE_LIMITED));
    rate_limits_free(runtime.rate_limits);
    arena_free(arena);
}

static void long_replies_and_questions_are_left_alone(void **state)
{
    (void)state;
    struct arena *arena = arena_new(0);
    char *note = arena_alloc(arena, MEMORY_REPLY_BYTES + 1);
    memset(note, 'x', MEMORY_REPLY_BYTES);
    const struct ask ask = {.input =
                                str_format(arena, "{\"number\":1,\"note\":\"%s\"}", note).data};
    assert_true(was_run(&ask, ERROR_NONE));
    assert_true(was_run(&ask, ERROR_NONE));
    arena_free(arena);
}

/* Other nodes write to a PostgreSQL store: nothing here would tell. */
static void a_shared_store_is_always_asked(void **state)
{
    (void)state;
    const struct ask get = {0};
    uint64_t generation = 42;
    open_on(TEST_POSTGRES);
    clock_set(INT64_C(1800000000500));
    assert_false(db_generation(store.db, &generation));
    assert_true(was_run(&get, ERROR_NONE));
    assert_true(was_run(&get, ERROR_NONE));
    close_store(NULL);
}

/* ---- bounds ---- */

static void its_size_is_bounded(void **state)
{
    (void)state;
    enum { QUESTIONS = 3 * MEMORY_REPLIES_MAX };
    int remembered = 0;
    for (int i = 0; i < 2 * QUESTIONS; i++) { /* there, and back again: the newest are found */
        struct arena *arena = arena_new(0);
        int number = i < QUESTIONS ? i : 2 * QUESTIONS - 1 - i;
        struct str input = str_format(arena, "{\"number\":1,\"note\":\"%d\"}", number);
        bool is_run = was_run(&(struct ask){.input = input.data}, ERROR_NONE);
        assert_true(is_run || i >= QUESTIONS);
        remembered += !is_run;
        arena_free(arena);
    }
    assert_in_range(remembered, MEMORY_REPLIES_MAX / 2, MEMORY_REPLIES_MAX);
    const struct ask get = {0};
    assert_true(was_run(&get, ERROR_NONE)); /* a full memory still takes a new question */
    assert_false(was_run(&get, ERROR_NONE));
}

/* ---- at the same time ---- */

enum { WRITERS = 2, READERS = 4, WRITES_EACH = 150 };

static _Atomic int64_t known; /* the highest count anybody was told: by a write or by a read */
static _Atomic int writers_left, recalled, stale;

static void learn(int64_t count)
{
    int64_t before = atomic_load(&known);
    while (before < count && !atomic_compare_exchange_weak(&known, &before, count)) {
    }
}

static void *write_counts(void *argument)
{
    (void)argument;
    const struct ask add = {.operation = "counter.add"};
    for (int i = 0; i < WRITES_EACH; i++) {
        learn(count_by(&add));
        usleep(500); /* or a COMMIT would nearly always be under way, and nothing remembered */
    }
    atomic_fetch_sub(&writers_left, 1);
    return NULL;
}

static void *read_counts(void *argument)
{
    (void)argument;
    const struct ask get = {0};
    while (atomic_load(&writers_left) > 0) {
        struct arena *arena = arena_new(0);
        struct call *call = call_new(arena, &get);
        int64_t before = atomic_load(&known);
        assert_int_equal(operation_run(call), ERROR_NONE);
        int64_t count = count_of(operation_reply(call));
        atomic_fetch_add(&recalled, call->output == NULL);
        atomic_fetch_add(&stale, count < before);
        learn(count);
        arena_free(arena);
    }
    return NULL;
}

/* A read that began after anybody was told of a count, be it by a write or by another read, never
 * finds a lower one. */
static void nobody_is_given_what_is_older_than_what_is_known(void **state)
{
    (void)state;
    pthread_t threads[WRITERS + READERS];
    atomic_store(&writers_left, WRITERS);
    for (int i = 0; i < WRITERS + READERS; i++)
        assert_int_equal(
            pthread_create(&threads[i], NULL, i < WRITERS ? write_counts : read_counts, NULL), 0);
    for (int i = 0; i < WRITERS + READERS; i++)
        pthread_join(threads[i], NULL);
    assert_int_equal(atomic_load(&stale), 0);
    assert_int_equal(atomic_load(&known), WRITERS * WRITES_EACH);
    assert_true(atomic_load(&recalled) > 0);
    const struct ask get = {0};
    assert_int_equal(count_by(&get), WRITERS * WRITES_EACH);
}

int main(void)
{
#define EACH(test) cmocka_unit_test_setup_teardown(test, open_store, close_store)
    const struct CMUnitTest tests[] = {
        EACH(only_the_same_question_is_remembered),
        EACH(the_reply_is_the_same_bytes),
        EACH(a_commit_ends_it),
        EACH(the_second_ends_it),
        EACH(a_reply_outlives_the_memory_in_its_call),
        EACH(refusals_are_not_remembered),
        EACH(a_revoked_token_gets_nothing),
        EACH(remembered_calls_count_for_the_rate),
        EACH(long_replies_and_questions_are_left_alone),
        EACH(its_size_is_bounded),
        EACH(nobody_is_given_what_is_older_than_what_is_known),
        cmocka_unit_test(a_shared_store_is_always_asked),
    };
    return cmocka_run_group_tests_name("memory", tests, NULL, NULL);
}
