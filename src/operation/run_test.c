/* The runner on real stores, with a small trade of its own: things that have a client's side and a
 * provider's side, and can be added to. Every test runs on SQLite and on PostgreSQL. */
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/log.h"
#include "db/test_store.h"
#include "operation/operation.h"
#include "operation/rate.h"
#include "operation/workers.h"

static enum test_driver driver;
static struct test_store store;
static struct runtime runtime;

/* ---- who ---- */

enum person { NOBODY, CLIENT, PROVIDER, STRANGER, MEDIATOR, ADMIN, BAD_TOKEN, PEOPLE };
static const char *const tokens[PEOPLE] = {
    [NOBODY] = NULL,         [CLIENT] = "client", [PROVIDER] = "provider", [STRANGER] = "stranger",
    [MEDIATOR] = "mediator", [ADMIN] = "admin",   [BAD_TOKEN] = "bad",
};
static const uint32_t roles[PEOPLE] = {
    [CLIENT] = ROLE_CLIENT,
    [PROVIDER] = ROLE_CLIENT | ROLE_PROVIDER,
    [STRANGER] = ROLE_CLIENT | ROLE_PROVIDER,
    [MEDIATOR] = ROLE_CLIENT | ROLE_MEDIATOR,
    [ADMIN] = ROLE_CLIENT | ROLE_ADMIN,
};
static struct id people[PEOPLE];
static _Atomic int look_ups;
static _Atomic bool client_is_revoked;

static enum error look_up(struct tx *tx, struct str token, int64_t now_ms, struct actor *ret)
{
    (void)tx, (void)now_ms;
    atomic_fetch_add(&look_ups, 1);
    for (int i = CLIENT; i < BAD_TOKEN; i++) {
        bool is_over = i == CLIENT && atomic_load(&client_is_revoked);
        if (str_equal(token, str_from(tokens[i])) && !is_over) {
            *ret = (struct actor){.account_id = people[i], .roles = roles[i]};
            return ERROR_NONE;
        }
    }
    return ERROR_UNAUTHENTICATED;
}
static const struct authenticator authenticator = {.look_up = look_up};

/* ---- the trade ---- */

static struct id thing_id;

struct thing {
    struct id id, client_id, provider_id;
    int64_t count;
};

static enum error relate_thing(struct tx *tx, struct call *call, struct id id, uint32_t *ret)
{
    struct thing *thing = ARENA_NEW(call->arena, struct thing);
    if (tx_is_write(tx))
        tx_lock_row(tx, "thing", id);
    struct cursor *cursor =
        tx_query(tx, "SELECT client_id, provider_id, number FROM thing WHERE id = $1", db_id(&id));
    if (!cursor_next(cursor))
        return ERROR_NOT_FOUND;
    *thing = (struct thing){.id = id,
                            .client_id = cursor_id(cursor, 0),
                            .provider_id = cursor_id(cursor, 1),
                            .count = cursor_int(cursor, 2)};
    cursor_close(cursor);
    call->subject = thing;
    *ret = 0;
    if (id_equal(thing->client_id, call->actor.account_id))
        *ret |= RELATION_OWN_CLIENT;
    if (id_equal(thing->provider_id, call->actor.account_id))
        *ret |= RELATION_OWN_PROVIDER;
    return ERROR_NONE;
}
static const struct subject thing_subject = {
    .name = "thing", .seen_by = MAY_OWNERS | RELATION_MEDIATOR, .relate = relate_thing};

struct thing_input {
    uint64_t present;
    struct id id;
    int64_t more;
};
static const struct field thing_input_fields[] = {
    {.name = "id",
     .type = FIELD_ID,
     .prefix = "thing",
     .flags = FIELD_REQUIRED,
     AT(struct thing_input, id),
     .doc = "The thing."},
    {.name = "more",
     .type = FIELD_INT,
     .min = 0,
     .max = 100,
     AT(struct thing_input, more),
     .doc = "How many more."},
};
static const struct shape thing_input_shape =
    SHAPE("ThingInput", struct thing_input, thing_input_fields, .flags = SHAPE_INPUT);

struct count_output {
    int64_t count;
    struct str note;
};
static const struct field count_fields[] = {
    {.name = "count", .type = FIELD_INT, AT(struct count_output, count), .doc = "How many."},
    {.name = "note", .type = FIELD_TEXT, AT(struct count_output, note), .doc = "A note."},
};
static const struct shape count_shape = SHAPE("ThingCount", struct count_output, count_fields);

static enum error get_run(struct call *call, struct tx *tx, const void *input, void *output)
{
    (void)tx, (void)input;
    struct count_output *out = output;
    out->count = ((const struct thing *)call->subject)->count;
    return ERROR_NONE;
}

/* Reads and writes apart, so that a lost update would show. */
static enum error add_run(struct call *call, struct tx *tx, const void *input, void *output)
{
    const struct thing_input *in = input;
    struct count_output *out = output;
    const struct thing *thing = call->subject;
    assert_false(str_is_set(out->note)); /* a fresh output in each try */
    out->count = thing->count + (in->present & 2 ? in->more : 1);
    out->note = str_format(call->arena, "%d", (int)random_below(1000000000));
    tx_execute(tx, "UPDATE thing SET number = $2 WHERE id = $1", db_id(&thing->id),
               db_int(out->count));
    return ERROR_NONE;
}

static enum error fail_run(struct call *call, struct tx *tx, const void *input, void *output)
{
    add_run(call, tx, input, output);
    return call_refuse(call, ERROR_TOO_SOON, "Not before noon.");
}

static enum error break_run(struct call *call, struct tx *tx, const void *input, void *output)
{
    (void)call, (void)input, (void)output;
    tx_fail(tx, ERROR_INTERNAL);
    return ERROR_NONE;
}

static enum error remove_run(struct call *call, struct tx *tx, const void *input, void *output)
{
    (void)input;
    const struct thing *thing = call->subject;
    tx_execute(tx, "DELETE FROM thing WHERE id = $1", db_id(&thing->id));
    ((struct done_output *)output)->success = true;
    return ERROR_NONE;
}

static enum error who_run(struct call *call, struct tx *tx, const void *input, void *output)
{
    (void)tx, (void)input;
    ((struct count_output *)output)->count = id_is_set(call->actor.account_id);
    return ERROR_NONE;
}

static _Atomic int prepared;
static pthread_t preparing_thread;
static enum error slow_prepare(struct call *call, void *input)
{
    const struct thing_input *in = input;
    atomic_fetch_add(&prepared, 1);
    preparing_thread = pthread_self();
    call->prepared = &prepared;
    return in->more == 13 ? call_refuse_field(call, "more", "unlucky", "No.") : ERROR_NONE;
}
static enum error slow_run(struct call *call, struct tx *tx, const void *input, void *output)
{
    assert_ptr_equal(call->prepared, &prepared);
    return add_run(call, tx, input, output);
}

#define THING_ROW(verb, row_kind, row_flags, row_may, function)                                    \
    {                                                                                              \
        .name = "thing." verb, .kind = row_kind, .flags = row_flags, .may = row_may,               \
        .subject = &thing_subject, .subject_field = "id", .input = &thing_input_shape,             \
        .output = &count_shape, .rate = RATE_WRITE, .run = function, .doc = "A verb of things."    \
    }
static const struct operation rows[] = {
    THING_ROW("get", OPERATION_QUERY, 0, MAY_OWNERS | RELATION_ADMIN, get_run),
    THING_ROW("add", OPERATION_MUTATION, OPERATION_WRITES, MAY_OWNERS, add_run),
    THING_ROW("fail", OPERATION_MUTATION, OPERATION_WRITES, MAY_OWNERS, fail_run),
    THING_ROW("crash", OPERATION_MUTATION, OPERATION_WRITES, MAY_OWNERS, break_run),
    THING_ROW("keyless", OPERATION_MUTATION, OPERATION_WRITES | OPERATION_NO_KEY, MAY_OWNERS,
              add_run),
    {.name = "thing.remove",
     .kind = OPERATION_MUTATION,
     .flags = OPERATION_WRITES,
     .may = MAY_OWNERS,
     .subject = &thing_subject,
     .subject_field = "id",
     .input = &thing_input_shape,
     .output = &done_shape,
     .rate = RATE_WRITE,
     .run = remove_run,
     .doc = "Removes a thing."},
    {.name = "thing.slow",
     .kind = OPERATION_MUTATION,
     .flags = OPERATION_WRITES,
     .may = MAY_OWNERS,
     .subject = &thing_subject,
     .subject_field = "id",
     .input = &thing_input_shape,
     .output = &count_shape,
     .rate = RATE_WRITE,
     .prepare = slow_prepare,
     .run = slow_run,
     .doc = "Adds slowly."},
    {.name = "who.am",
     .kind = OPERATION_QUERY,
     .may = MAY_ANYONE,
     .input = &empty_shape,
     .output = &count_shape,
     .rate = RATE_READ,
     .run = who_run,
     .doc = "Whether the caller is known."},
    {.name = "admin.only",
     .kind = OPERATION_MUTATION,
     .flags = OPERATION_WRITES,
     .may = RELATION_ADMIN,
     .input = &empty_shape,
     .output = &count_shape,
     .rate = RATE_WRITE,
     .prepare = slow_prepare,
     .run = who_run,
     .doc = "Slow, and for admins."},
};
static const struct operation_set sets[] = {{.operations = rows, .count = COUNT_OF(rows)}};
static const struct operation_table table = {.sets = sets, .set_count = 1};

static enum error make_thing(struct tx *tx, void *argument)
{
    (void)argument;
    tx_execute(tx, "CREATE TABLE thing (id bytea NOT NULL PRIMARY KEY, client_id bytea NOT NULL,"
                   " provider_id bytea NOT NULL, number bigint NOT NULL)");
    tx_execute(tx, "INSERT INTO thing (id, client_id, provider_id, number) VALUES ($1, $2, $3, 0)",
               db_id(&thing_id), db_id(&people[CLIENT]), db_id(&people[PROVIDER]));
    return ERROR_NONE;
}

/* A fresh database costs most of a second on PostgreSQL: one serves all tests, each begins anew. */
static int open_store(void **state)
{
    (void)state;
    struct str reason;
    test_store_open(&store, driver);
    if (db_migrate(store.db, store.arena, &reason) != ERROR_NONE)
        test_require(false, reason.data);
    thing_id = id_new();
    for (int i = CLIENT; i < BAD_TOKEN; i++)
        people[i] = id_new();
    assert_int_equal(db_write(store.db, make_thing, NULL), ERROR_NONE);
    operation_table_check(&table);
    return 0;
}

static int close_store(void **state)
{
    (void)state;
    test_store_close(&store);
    return 0;
}

static enum error forget_everything(struct tx *tx, void *argument)
{
    (void)argument;
    tx_execute(tx, "UPDATE thing SET number = 0");
    tx_execute(tx, "DELETE FROM idempotency");
    return ERROR_NONE;
}

static int begin(void **state)
{
    (void)state;
    runtime =
        (struct runtime){.db = store.db, .operations = &table, .authenticator = &authenticator};
    atomic_store(&look_ups, 0);
    atomic_store(&prepared, 0);
    atomic_store(&client_is_revoked, false);
    clock_set(INSTANT_NONE);
    return db_write(store.db, forget_everything, NULL) != ERROR_NONE;
}

/* ---- calling ---- */

struct test_call {
    const char *operation;
    enum person who;
    const char *input; /* NULL: {"id": the thing} */
    const char *key;
    int64_t place;
};

#define CALL(operation_name, person) .operation = (operation_name), .who = (person)

static struct call *prepare_call(struct arena *arena, const struct test_call *test)
{
    struct call *call = ARENA_NEW(arena, struct call);
    struct str id = id_text(arena, "thing", thing_id);
    struct str text = str_from(test->input);
    if (!test->input)
        text = str_format(arena, "{\"id\":\"%s\"}", id.data);
    *call = (struct call){
        .arena = arena,
        .runtime = &runtime,
        .operation = operation_find(&table, str_from(test->operation)),
        .input_json = json_parse(arena, text, NULL, NULL),
        .token = str_from(tokens[test->who]),
        .idempotency_key = str_from(test->key),
        .place = test->place,
        .remote_address = STR("192.0.2.1"),
    };
    assert_non_null(call->operation);
    return call;
}

static struct call *run(struct arena *arena, const struct test_call *test)
{
    struct call *call = prepare_call(arena, test);
    enum error error = operation_run(call);
    assert_int_equal(error, call->error);
    assert_int_equal(error, call->problem.error);
    assert_true((error == ERROR_NONE) == (call->output != NULL));
    return call;
}

static struct str thing_with(struct arena *arena, const char *members)
{
    struct str id = id_text(arena, "thing", thing_id);
    return str_format(arena, "{\"id\":\"%s\",%s}", id.data, members);
}

static int64_t count_now(void)
{
    struct arena *arena = arena_new(0);
    struct call *call = run(arena, &(struct test_call){CALL("thing.get", CLIENT)});
    assert_int_equal(call->error, ERROR_NONE);
    int64_t count = ((struct count_output *)call->output)->count;
    arena_free(arena);
    return count;
}

/* ---- who may ---- */

static const struct {
    struct test_call call;
    enum error expected;
} refusal_rows[] = {
    {{CALL("thing.get", CLIENT)}, ERROR_NONE},
    {{CALL("thing.get", PROVIDER)}, ERROR_NONE},
    {{CALL("thing.get", ADMIN)}, ERROR_NONE},
    {{CALL("thing.get", NOBODY)}, ERROR_UNAUTHENTICATED},
    {{CALL("thing.get", BAD_TOKEN)}, ERROR_UNAUTHENTICATED},
    {{CALL("thing.get", STRANGER)}, ERROR_NOT_FOUND},
    {{CALL("thing.get", MEDIATOR)}, ERROR_FORBIDDEN},
    {{CALL("thing.add", PROVIDER)}, ERROR_NONE},
    {{CALL("thing.add", ADMIN)}, ERROR_NOT_FOUND},
    {{CALL("thing.add", NOBODY)}, ERROR_UNAUTHENTICATED},
    {{CALL("thing.add", BAD_TOKEN)}, ERROR_UNAUTHENTICATED},
    {{CALL("thing.add", STRANGER)}, ERROR_NOT_FOUND},
    {{CALL("thing.add", CLIENT), .input = "{\"id\":\"thing_01h455vb4pex5vsknk084sn02q\"}"},
     ERROR_NOT_FOUND},
    /* Who is nobody learns nothing of the input; everybody else does before their rights. */
    {{CALL("thing.get", NOBODY), .input = "{\"id\":7}"}, ERROR_UNAUTHENTICATED},
    {{CALL("thing.get", STRANGER), .input = "{\"id\":7}"}, ERROR_INVALID},
    {{CALL("thing.get", CLIENT), .input = "{}"}, ERROR_INVALID},
    {{CALL("thing.get", CLIENT), .input = "[]"}, ERROR_INVALID},
    {{CALL("thing.add", CLIENT), .input = "{\"idd\":1}"}, ERROR_INVALID},
    {{CALL("thing.add", CLIENT), .key = "a b"}, ERROR_INVALID},
    {{CALL("thing.add", CLIENT), .key = ""}, ERROR_INVALID},
    {{CALL("thing.add", CLIENT), .key = "\xc3\xa9"}, ERROR_INVALID},
    {{CALL("thing.add", NOBODY), .key = "a b"}, ERROR_UNAUTHENTICATED},
    {{CALL("who.am", NOBODY), .input = "{}"}, ERROR_NONE},
    {{CALL("who.am", BAD_TOKEN), .input = "{}"}, ERROR_NONE},
    {{CALL("who.am", NOBODY), .input = "{\"x\":1}"}, ERROR_INVALID},
    {{CALL("admin.only", CLIENT), .input = "{}"}, ERROR_FORBIDDEN},
    {{CALL("admin.only", BAD_TOKEN), .input = "{}"}, ERROR_UNAUTHENTICATED},
    {{CALL("thing.fail", CLIENT)}, ERROR_TOO_SOON},
    {{CALL("thing.crash", CLIENT)}, ERROR_INTERNAL},
};

static void refusals_come_in_their_order(void **state)
{
    (void)state;
    log_set_level(LOG_ERROR + 1); /* the crash is meant */
    for (size_t i = 0; i < COUNT_OF(refusal_rows); i++) {
        struct arena *arena = arena_new(0);
        struct call *call = run(arena, &refusal_rows[i].call);
        if (call->error != refusal_rows[i].expected)
            fail_msg("row %zu, %s: %s, not %s", i, refusal_rows[i].call.operation,
                     error_info(call->error)->code, error_info(refusal_rows[i].expected)->code);
        arena_free(arena);
    }
    log_set_level(LOG_INFO);
    assert_int_equal(count_now(), 1); /* the provider's one addition */
    assert_int_equal(atomic_load(&prepared), 0);
}

static void a_refusal_says_what_the_operation_said(void **state)
{
    (void)state;
    struct arena *arena = arena_new(0);
    struct call *call = run(arena, &(struct test_call){CALL("thing.fail", CLIENT)});
    assert_true(str_equal(call->problem.detail, STR("Not before noon.")));
    call = run(arena, &(struct test_call){CALL("thing.slow", CLIENT),
                                          .input = thing_with(arena, "\"more\":13").data});
    assert_int_equal(call->error, ERROR_INVALID);
    assert_true(
        str_equal(LIST_AT(call->problem.fields, struct field_error, 0)->field, STR("more")));
    arena_free(arena);
}

static void a_token_is_looked_at_again_when_its_turn_comes(void **state)
{
    (void)state;
    struct arena *arena = arena_new(0);
    assert_int_equal(run(arena, &(struct test_call){CALL("thing.add", CLIENT)})->error, ERROR_NONE);
    atomic_store(&client_is_revoked, true);
    assert_int_equal(run(arena, &(struct test_call){CALL("thing.add", CLIENT)})->error,
                     ERROR_UNAUTHENTICATED);
    assert_int_equal(run(arena, &(struct test_call){CALL("thing.get", CLIENT)})->error,
                     ERROR_UNAUTHENTICATED);
    atomic_store(&client_is_revoked, false);
    assert_int_equal(count_now(), 1);
    arena_free(arena);
}

static void the_program_may_name_the_actor_itself(void **state)
{
    (void)state;
    struct arena *arena = arena_new(0);
    struct call *call = prepare_call(arena, &(struct test_call){CALL("thing.add", NOBODY)});
    call->actor = (struct actor){.account_id = people[CLIENT], .roles = ROLE_CLIENT};
    call->actor_is_known = true;
    assert_int_equal(operation_run(call), ERROR_NONE);
    assert_int_equal(atomic_load(&look_ups), 0);
    arena_free(arena);
}

static void too_many_calls_are_refused_first(void **state)
{
    (void)state;
    struct arena *arena = arena_new(0);
    int refused = 0;
    clock_set(INT64_C(1700000000000));
    runtime.rate_limits = rate_limits_new();
    for (int i = 0; i < 61; i++) {
        struct call *call =
            run(arena, &(struct test_call){CALL("thing.add", BAD_TOKEN), .input = "{}"});
        if (call->error == ERROR_RATE_LIMITED) {
            assert_int_equal(call->problem.retry_after_s, 1);
            refused++;
        } else {
            assert_int_equal(call->error, ERROR_UNAUTHENTICATED);
        }
    }
    assert_int_equal(refused, 1);
    rate_limits_free(runtime.rate_limits);
    arena_free(arena);
}

/* ---- workers ---- */

static void slow_work_is_done_on_a_worker(void **state)
{
    (void)state;
    struct arena *arena = arena_new(0);
    runtime.workers = workers_start(1, 4);
    struct call *call = run(arena, &(struct test_call){CALL("thing.slow", CLIENT)});
    assert_int_equal(call->error, ERROR_NONE);
    assert_int_equal(atomic_load(&prepared), 1);
    assert_false(pthread_equal(preparing_thread, pthread_self()));
    workers_stop(runtime.workers);
    assert_int_equal(count_now(), 1);
    arena_free(arena);
}

static void block(void *argument)
{
    pthread_mutex_lock(argument);
    pthread_mutex_unlock(argument);
}

static void a_full_line_of_workers_answers_unavailable(void **state)
{
    (void)state;
    struct arena *arena = arena_new(0);
    pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;
    pthread_mutex_lock(&gate);
    runtime.workers = workers_start(1, 1);
    while (workers_add(runtime.workers, block, &gate)) { /* until it is stuck and the line full */
    }
    /* The worker may take the first job only now: then there is room for one more. */
    struct call *call = NULL;
    do {
        (void)workers_add(runtime.workers, block, &gate);
        call = prepare_call(arena, &(struct test_call){CALL("admin.only", ADMIN), .input = "{}"});
    } while (workers_add(runtime.workers, block, &gate));
    assert_int_equal(operation_run(call), ERROR_UNAVAILABLE);
    assert_int_equal(call->problem.retry_after_s, 1);
    pthread_mutex_unlock(&gate);
    workers_stop(runtime.workers);
    arena_free(arena);
}

/* ---- once per key ---- */

static void the_same_key_gets_the_same_answer(void **state)
{
    (void)state;
    struct arena *arena = arena_new(0);
    const struct test_call test = {CALL("thing.add", CLIENT), .key = "k1"};
    struct call *first = run(arena, &test), *second = run(arena, &test);
    assert_int_equal(first->error, ERROR_NONE);
    assert_false(first->replayed);
    assert_int_equal(second->error, ERROR_NONE);
    assert_true(second->replayed);
    /* The note in it is random, so an answer made anew would differ. */
    assert_true(str_equal(operation_reply(first), operation_reply(second)));
    assert_int_equal(count_now(), 1);
    arena_free(arena);
}

static void the_same_request_may_be_spelled_otherwise(void **state)
{
    (void)state;
    struct arena *arena = arena_new(0);
    struct str id = id_text(arena, "thing", thing_id);
    struct str one = str_format(arena, "{\"id\":\"%s\",\"more\":5}", id.data);
    struct str other = str_format(arena, "{ \"more\": 5, \"id\": \"%s\" }", id.data);
    run(arena, &(struct test_call){CALL("thing.add", CLIENT), .input = one.data, .key = "k1"});
    assert_true(
        run(arena, &(struct test_call){CALL("thing.add", CLIENT), .input = other.data, .key = "k1"})
            ->replayed);
    arena_free(arena);
}

static const struct {
    const char *what;
    struct test_call call;
    enum error error;
    bool replayed;
} key_rows[] = {
    {"the same again", {CALL("thing.add", CLIENT), .key = "k1"}, ERROR_NONE, true},
    {"another key", {CALL("thing.add", CLIENT), .key = "k2"}, ERROR_NONE, false},
    {"another place in the batch",
     {CALL("thing.add", CLIENT), .key = "k1", .place = 1},
     ERROR_NONE,
     false},
    {"another account", {CALL("thing.add", PROVIDER), .key = "k1"}, ERROR_NONE, false},
    {"another operation", {CALL("thing.slow", CLIENT), .key = "k1"}, ERROR_NONE, false},
    {"an operation that takes no key",
     {CALL("thing.keyless", CLIENT), .key = "k1"},
     ERROR_NONE,
     false},
    {"and again", {CALL("thing.keyless", CLIENT), .key = "k1"}, ERROR_NONE, false},
    {"a query", {CALL("thing.get", CLIENT), .key = "k1"}, ERROR_NONE, false},
    {"somebody else's key is no way in",
     {CALL("thing.add", STRANGER), .key = "k1"},
     ERROR_NOT_FOUND,
     false},
    {"nobody's", {CALL("thing.add", NOBODY), .key = "k1"}, ERROR_UNAUTHENTICATED, false},
};

static void a_key_counts_for_its_caller_operation_and_place(void **state)
{
    (void)state;
    struct arena *arena = arena_new(0);
    run(arena, &(struct test_call){CALL("thing.add", CLIENT), .key = "k1"});
    for (size_t i = 0; i < COUNT_OF(key_rows); i++) {
        struct call *call = run(arena, &key_rows[i].call);
        if (call->error != key_rows[i].error || call->replayed != key_rows[i].replayed)
            fail_msg("%s: %s, replayed %d", key_rows[i].what, error_info(call->error)->code,
                     call->replayed);
    }
    arena_free(arena);
}

static void another_request_with_the_key_is_a_clash(void **state)
{
    (void)state;
    struct arena *arena = arena_new(0);
    struct str other = thing_with(arena, "\"more\":2");
    run(arena, &(struct test_call){CALL("thing.add", CLIENT), .key = "k1"});
    assert_int_equal(
        run(arena, &(struct test_call){CALL("thing.add", CLIENT), .input = other.data, .key = "k1"})
            ->error,
        ERROR_IDEMPOTENCY_MISMATCH);
    assert_int_equal(count_now(), 1);
    arena_free(arena);
}

static void a_refusal_leaves_the_key_free(void **state)
{
    (void)state;
    struct arena *arena = arena_new(0);
    const struct test_call failing = {CALL("thing.fail", CLIENT), .key = "k1"};
    struct str other = thing_with(arena, "\"more\":2");
    assert_int_equal(run(arena, &failing)->error, ERROR_TOO_SOON);
    assert_int_equal(run(arena, &failing)->error, ERROR_TOO_SOON);
    assert_int_equal(run(arena, &(struct test_call){CALL("thing.fail", CLIENT), .input = other.data,
                                                    .key = "k1"})
                         ->error,
                     ERROR_TOO_SOON);
    assert_int_equal(count_now(), 0);
    arena_free(arena);
}

static void keys_are_forgotten_after_a_day(void **state)
{
    (void)state;
    struct arena *arena = arena_new(0);
    const int64_t now_ms = INT64_C(1700000000000);
    const struct test_call test = {CALL("thing.add", CLIENT), .key = "k1"};
    clock_set(now_ms);
    run(arena, &test);
    clock_set(now_ms + DAY_MS - 1);
    assert_true(run(arena, &test)->replayed);
    clock_set(now_ms + DAY_MS);
    assert_false(run(arena, &test)->replayed);
    clock_set(now_ms + 2 * DAY_MS - 1);
    assert_true(run(arena, &test)->replayed);
    assert_int_equal(count_now(), 2);
    clock_set(INSTANT_NONE);
    arena_free(arena);
}

static enum error count_keys(struct tx *tx, void *argument)
{
    struct cursor *cursor = tx_query(tx, "SELECT count(*) FROM idempotency");
    *(int64_t *)argument = cursor_next(cursor) ? cursor_int(cursor, 0) : -1;
    cursor_close(cursor);
    return ERROR_NONE;
}

/* One key in 16 tells its call to clean up; of 301 one does. */
static void old_keys_do_not_pile_up(void **state)
{
    (void)state;
    const int64_t now_ms = INT64_C(1700000000000);
    int64_t kept = 0;
    for (int day = 0; day < 2; day++) {
        clock_set(now_ms + day * 2 * (int64_t)DAY_MS);
        for (int i = 0; i <= 300; i++) {
            struct arena *arena = arena_new(0);
            struct str input = thing_with(arena, str_format(arena, "\"more\":%d", i % 101).data);
            struct str key = str_format(arena, "day%d-%d", day, i);
            run(arena, &(struct test_call){CALL("thing.add", CLIENT), .input = input.data,
                                           .key = key.data});
            arena_free(arena);
        }
    }
    clock_set(INSTANT_NONE);
    assert_int_equal(db_read(store.db, count_keys, &kept), ERROR_NONE);
    assert_in_range(kept, 301, 601); /* without any purge there would be 602 */
}

/* ---- at the same time ---- */

enum { THREADS = 8, CALLS_EACH = 10 };
struct storm {
    const char *key; /* NULL: none */
    bool each_its_own;
    int number;
    int done, replayed;
    struct str reply; /* the last */
    struct arena *arena;
};

static void *storm_run(void *argument)
{
    struct storm *storm = argument;
    for (int i = 0; i < CALLS_EACH; i++) {
        struct test_call test = {CALL("thing.add", CLIENT), .key = storm->key};
        if (storm->each_its_own)
            test.key = str_format(storm->arena, "own-%d-%d", storm->number, i).data;
        struct call *call = prepare_call(storm->arena, &test);
        if (operation_run(call) == ERROR_NONE) {
            storm->done++;
            storm->replayed += call->replayed;
            storm->reply = operation_reply(call);
        }
    }
    return NULL;
}

static void storm_all(struct storm storms[THREADS], const char *key, bool each_its_own)
{
    pthread_t threads[THREADS];
    for (int i = 0; i < THREADS; i++) {
        storms[i] = (struct storm){
            .key = key, .each_its_own = each_its_own, .number = i, .arena = arena_new(0)};
        assert_int_equal(pthread_create(&threads[i], NULL, storm_run, &storms[i]), 0);
    }
    for (int i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
}

static void one_key_at_the_same_time_runs_once(void **state)
{
    (void)state;
    struct storm storms[THREADS];
    int replayed = 0, done = 0;
    storm_all(storms, "storm", false);
    for (int i = 0; i < THREADS; i++) {
        done += storms[i].done;
        replayed += storms[i].replayed;
        assert_true(str_equal(storms[i].reply, storms[0].reply));
    }
    assert_int_equal(done, THREADS * CALLS_EACH);
    assert_int_equal(replayed, THREADS * CALLS_EACH - 1);
    assert_int_equal(count_now(), 1);
    for (int i = 0; i < THREADS; i++)
        arena_free(storms[i].arena);
}

/* PostgreSQL runs some of them again: nothing of the first try may be left. */
static void additions_at_the_same_time_all_count(void **state)
{
    (void)state;
    for (int with_keys = 0; with_keys < 2; with_keys++) {
        struct storm storms[THREADS];
        storm_all(storms, NULL, with_keys);
        for (int i = 0; i < THREADS; i++) {
            assert_int_equal(storms[i].done, CALLS_EACH);
            assert_int_equal(storms[i].replayed, 0);
            arena_free(storms[i].arena);
        }
        assert_int_equal(count_now(), (with_keys + 1) * THREADS * CALLS_EACH);
    }
}

/* Last: it leaves nothing for the others. */
static void an_answer_outlives_its_subject(void **state)
{
    (void)state;
    struct arena *arena = arena_new(0);
    const struct test_call test = {CALL("thing.remove", CLIENT), .key = "k1"};
    assert_int_equal(run(arena, &test)->error, ERROR_NONE);
    struct call *again = run(arena, &test);
    assert_int_equal(again->error, ERROR_NONE);
    assert_true(str_equal(operation_reply(again), STR("{\"success\":true}")));
    assert_int_equal(run(arena, &(struct test_call){CALL("thing.get", CLIENT)})->error,
                     ERROR_NOT_FOUND);
    arena_free(arena);
}

static int run_group(enum test_driver which, const char *name)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(refusals_come_in_their_order, begin),
        cmocka_unit_test_setup(a_refusal_says_what_the_operation_said, begin),
        cmocka_unit_test_setup(a_token_is_looked_at_again_when_its_turn_comes, begin),
        cmocka_unit_test_setup(the_program_may_name_the_actor_itself, begin),
        cmocka_unit_test_setup(too_many_calls_are_refused_first, begin),
        cmocka_unit_test_setup(slow_work_is_done_on_a_worker, begin),
        cmocka_unit_test_setup(a_full_line_of_workers_answers_unavailable, begin),
        cmocka_unit_test_setup(the_same_key_gets_the_same_answer, begin),
        cmocka_unit_test_setup(the_same_request_may_be_spelled_otherwise, begin),
        cmocka_unit_test_setup(a_key_counts_for_its_caller_operation_and_place, begin),
        cmocka_unit_test_setup(another_request_with_the_key_is_a_clash, begin),
        cmocka_unit_test_setup(a_refusal_leaves_the_key_free, begin),
        cmocka_unit_test_setup(keys_are_forgotten_after_a_day, begin),
        cmocka_unit_test_setup(old_keys_do_not_pile_up, begin),
        cmocka_unit_test_setup(one_key_at_the_same_time_runs_once, begin),
        cmocka_unit_test_setup(additions_at_the_same_time_all_count, begin),
        cmocka_unit_test_setup(an_answer_outlives_its_subject, begin),
    };
    driver = which;
    return cmocka_run_group_tests_name(name, tests, open_store, close_store);
}

int main(void)
{
    int failed = run_group(TEST_SQLITE, "runner on SQLite");
    return failed + run_group(TEST_POSTGRES, "runner on PostgreSQL");
}
