/* A rush on PostgreSQL: those who come while all turns are taken are looked at together, get the
 * answers that their own transactions would have given, and none is forgotten. */
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "db/test_store.h"
#include "operation/rush.h"

enum { CROWD = 600 };

static struct test_store store;
static struct runtime runtime;
static struct id caller;
static _Atomic int ran, foreseen, looks;

/* ---- who ---- */

static enum error look_up(struct tx *tx, struct str token, int64_t now_ms, struct actor *ret)
{
    (void)tx, (void)now_ms;
    if (!str_starts_with(token, STR("caller")) && !str_equal(token, STR("holder")) &&
        !str_equal(token, STR("poison")))
        return ERROR_UNAUTHENTICATED;
    *ret = (struct actor){.account_id = caller, .roles = ROLE_CLIENT};
    return ERROR_NONE;
}

static void look_up_many(struct tx *tx, int64_t now_ms, struct look_up *look_ups, size_t count)
{
    atomic_fetch_add(&looks, 1);
    for (size_t i = 0; i < count; i++)
        look_ups[i].error = look_up(tx, look_ups[i].token, now_ms, &look_ups[i].actor);
}
static const struct authenticator authenticator = {.look_up = look_up,
                                                   .look_up_many = look_up_many};

/* ---- the only thing there is can be taken once; some hold up their turn at the gate ---- */

struct gate {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    bool is_open;
};
static struct gate gate = {.lock = PTHREAD_MUTEX_INITIALIZER, .changed = PTHREAD_COND_INITIALIZER};

static void gate_set(bool is_open)
{
    pthread_mutex_lock(&gate.lock);
    gate.is_open = is_open;
    pthread_cond_broadcast(&gate.changed);
    pthread_mutex_unlock(&gate.lock);
}

static void gate_pass(void)
{
    pthread_mutex_lock(&gate.lock);
    while (!gate.is_open)
        pthread_cond_wait(&gate.changed, &gate.lock);
    pthread_mutex_unlock(&gate.lock);
}

static enum error look(struct tx *tx)
{
    struct cursor *cursor = tx_query(tx, "SELECT 1 FROM thing");
    bool is_taken = cursor_next(cursor);
    cursor_close(cursor);
    return is_taken ? ERROR_SLOT_TAKEN : ERROR_NONE;
}

/* Takes nothing, so that there is room for all of them. */
static bool is_visitor(const struct call *call)
{
    return str_equal(call->token, STR("caller who visits"));
}

static enum error foresee(struct call *call, struct tx *tx, const void *input)
{
    uint64_t number;
    (void)input;
    assert_false(tx_is_write(tx));
    assert_true(tx_generation(tx, &number));
    assert_true(id_equal(call->actor.account_id, caller));
    atomic_fetch_add(&foreseen, 1);
    if (str_equal(call->token, STR("poison")))
        tx_fail(tx, ERROR_UNAVAILABLE);
    return is_visitor(call) ? ERROR_NONE : look(tx);
}

static enum error take(struct call *call, struct tx *tx, const void *input, void *output)
{
    (void)input, (void)output;
    if (str_equal(call->token, STR("holder")))
        gate_pass();
    atomic_fetch_add(&ran, 1);
    if (is_visitor(call))
        return ERROR_NONE;
    tx_lock_row(tx, "place", caller);
    if (look(tx) != ERROR_NONE)
        return ERROR_SLOT_TAKEN;
    tx_execute(tx, "INSERT INTO thing (id) VALUES ($1)", db_id(&caller));
    return ERROR_NONE;
}

#define ROW(its_name, who)                                                                         \
    {                                                                                              \
        .name = its_name, .kind = OPERATION_MUTATION, .flags = OPERATION_WRITES, .may = who,       \
        .input = &empty_shape, .output = &done_shape, .rate = RATE_WRITE, .run = take,             \
        .foresee = foresee, .doc = "Takes it."                                                     \
    }
static const struct operation operations[] = {ROW("thing.take", MAY_SIGNED_IN),
                                              ROW("thing.rule", RELATION_ADMIN)};
static const struct operation_set sets[] = {{operations, COUNT_OF(operations)}};
static const struct operation_table table = {.sets = sets, .set_count = 1};

/* ---- calling ---- */

struct asked {
    struct call *call;
    _Atomic int ends; /* exactly one in the end */
};

static void note_end(struct call *call, void *argument)
{
    (void)call;
    atomic_fetch_add(&((struct asked *)argument)->ends, 1);
}

static void release(void *arena)
{
    arena_free(arena);
}

static struct call *call_of(const char *operation, const char *token, const char *key)
{
    struct call *call = ARENA_NEW(store.arena, struct call);
    *call = (struct call){.arena = arena_new(0),
                          .runtime = &runtime,
                          .operation = operation_find(&table, str_from(operation)),
                          .token = str_from(token),
                          .idempotency_key = str_from(key),
                          .remote_address = STR("192.0.2.1")};
    arena_defer(store.arena, release, call->arena);
    return call;
}

static void ask(struct asked *asked, const char *operation, const char *token, const char *key)
{
    asked->call = call_of(operation, token, key);
    atomic_store(&asked->ends, 0);
    operation_start(asked->call, note_end, asked);
}

static enum error answer_of(struct asked *asked)
{
    for (int i = 0; i < 20000 && !atomic_load(&asked->ends); i++)
        usleep(1000);
    assert_int_equal(atomic_load(&asked->ends), 1);
    return asked->call->error;
}

/* All turns are taken by who waits at the gate. */
static struct asked holders[RUSH_TURNS];

static void rush_begin(void)
{
    gate_set(false);
    for (size_t i = 0; i < COUNT_OF(holders); i++)
        ask(&holders[i], "thing.take", "holder", NULL);
}

static int rush_end(void)
{
    int won = 0;
    gate_set(true);
    for (size_t i = 0; i < COUNT_OF(holders); i++)
        won += answer_of(&holders[i]) == ERROR_NONE;
    return won;
}

static enum error take_it(const char *key)
{
    struct asked asked;
    ask(&asked, "thing.take", "caller", key);
    return answer_of(&asked);
}

/* ---- tests ---- */

/* Of a thing that is taken. Who is not told at once is told what their own transaction says. */
static const struct row {
    const char *operation, *token, *key;
    enum error error;
    bool is_at_once, is_foreseen, is_replayed;
} rows[] = {
    {"thing.take", "caller", NULL, ERROR_SLOT_TAKEN, true, true, false},
    {"thing.take", "caller", "new", ERROR_SLOT_TAKEN, true, true, false},
    {"thing.take", "caller", "used", ERROR_NONE, false, false, true},
    {"thing.take", "stranger", NULL, ERROR_UNAUTHENTICATED, true, false, false},
    {"thing.take", "stranger", "used", ERROR_UNAUTHENTICATED, true, false, false},
    {"thing.take", NULL, NULL, ERROR_UNAUTHENTICATED, true, false, false},
    {"thing.rule", "caller", NULL, ERROR_FORBIDDEN, false, false, false},
    {"thing.rule", "caller", "used", ERROR_FORBIDDEN, false, false, false},
};

static void each_is_told_what_their_own_transaction_would_say(void **state)
{
    (void)state;
    assert_int_equal(take_it("used"), ERROR_NONE);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        const struct row *row = &rows[i];
        struct asked asked;
        assert_int_equal(take_it(NULL), ERROR_SLOT_TAKEN); /* so a look is known to pay */
        int foreseen_before = atomic_load(&foreseen);
        rush_begin();
        ask(&asked, row->operation, row->token, row->key);
        if (row->is_at_once)
            assert_int_equal(answer_of(&asked), row->error);
        usleep(20000);
        assert_int_equal(atomic_load(&asked.ends), row->is_at_once);
        assert_int_equal(rush_end(), 0);
        assert_int_equal(answer_of(&asked), row->error);
        assert_int_equal(asked.call->replayed, row->is_replayed);
        assert_int_equal(atomic_load(&foreseen) > foreseen_before, row->is_foreseen);
    }
}

static void in_calm_times_everybody_has_a_turn(void **state)
{
    (void)state;
    struct asked asked[RUSH_TURNS];
    assert_int_equal(take_it(NULL), ERROR_NONE);
    atomic_store(&ran, 0);
    for (size_t i = 0; i < COUNT_OF(asked); i++)
        ask(&asked[i], "thing.take", "caller", NULL);
    for (size_t i = 0; i < COUNT_OF(asked); i++)
        assert_int_equal(answer_of(&asked[i]), ERROR_SLOT_TAKEN);
    assert_int_equal(atomic_load(&ran), RUSH_TURNS);
    assert_int_equal(atomic_load(&foreseen), 0);
}

/* All of them have hope until one of those at the gate has it. */
static void of_a_crowd_one_wins_and_few_need_a_turn(void **state)
{
    (void)state;
    static struct asked crowd[CROWD];
    rush_begin();
    for (size_t i = 0; i < CROWD; i++)
        ask(&crowd[i], "thing.take", "caller", i % 3 ? NULL : "key");
    usleep(50000);
    for (size_t i = 0; i < CROWD; i++)
        assert_int_equal(atomic_load(&crowd[i].ends), 0);
    int won = rush_end();
    for (size_t i = 0; i < CROWD; i++)
        won += answer_of(&crowd[i]) == ERROR_NONE;
    assert_int_equal(won, 1);
    assert_true(atomic_load(&ran) < CROWD / 2);
    assert_true(atomic_load(&foreseen) >= CROWD / 2);
    assert_true(atomic_load(&looks) < CROWD / 2);
    assert_false(rush_is_on(runtime.rush));
}

static void all_who_may_be_in_time_get_their_turn(void **state)
{
    (void)state;
    static struct asked crowd[CROWD];
    rush_begin();
    for (size_t i = 0; i < CROWD; i++) /* each is refused by its own transaction only */
        ask(&crowd[i], "thing.rule", "caller", NULL);
    rush_end();
    for (size_t i = 0; i < CROWD; i++)
        assert_int_equal(answer_of(&crowd[i]), ERROR_FORBIDDEN);
}

/* Only after a turn that was refused, of which those at the gate have some, is it tried again. */
static void where_nobody_is_too_late_there_are_few_looks(void **state)
{
    (void)state;
    static struct asked crowd[CROWD];
    rush_begin();
    for (size_t i = 0; i < CROWD; i++)
        ask(&crowd[i], "thing.take", "caller who visits", NULL);
    rush_end();
    for (size_t i = 0; i < CROWD; i++)
        assert_int_equal(answer_of(&crowd[i]), ERROR_NONE);
    assert_int_equal(atomic_load(&ran), CROWD + RUSH_TURNS);
    assert_in_range(atomic_load(&looks), 1, RUSH_TURNS * 2);
}

/* Whoever spoils a look costs the others no answer. */
static void a_look_that_fails_leaves_each_to_their_own_transaction(void **state)
{
    (void)state;
    static struct asked crowd[CROWD / 4];
    assert_int_equal(take_it(NULL), ERROR_NONE);
    rush_begin();
    for (size_t i = 0; i < COUNT_OF(crowd); i++)
        ask(&crowd[i], "thing.take", i % 5 ? "caller" : "poison", NULL);
    rush_end();
    for (size_t i = 0; i < COUNT_OF(crowd); i++)
        assert_int_equal(answer_of(&crowd[i]), ERROR_SLOT_TAKEN);
}

static void who_is_held_when_the_store_closes_is_answered(void **state)
{
    (void)state;
    static struct asked crowd[CROWD];
    rush_begin();
    for (size_t i = 0; i < CROWD; i++)
        ask(&crowd[i], "thing.take", "caller", NULL);
    gate_set(true);
    test_store_reopen(&store);
    for (size_t i = 0; i < CROWD; i++)
        assert_int_equal(atomic_load(&crowd[i].ends), 1);
    for (size_t i = 0; i < COUNT_OF(holders); i++)
        assert_int_equal(atomic_load(&holders[i].ends), 1);
    assert_false(rush_is_on(runtime.rush));
}

/* ---- a store for each ---- */

static enum error make_things(struct tx *tx, void *argument)
{
    (void)argument;
    tx_execute(tx, "CREATE TABLE thing (id bytea PRIMARY KEY)");
    tx_execute(tx, "CREATE TABLE place (id bytea PRIMARY KEY)");
    tx_execute(tx, "INSERT INTO place (id) VALUES ($1)", db_id(&caller));
    return ERROR_NONE;
}

static int begin(void **state)
{
    (void)state;
    struct str reason;
    test_store_open(&store, TEST_POSTGRES);
    if (db_migrate(store.db, store.arena, &reason) != ERROR_NONE)
        test_require(false, reason.data);
    runtime = (struct runtime){.db = store.db,
                               .operations = &table,
                               .authenticator = &authenticator,
                               .rush = operation_rush_new(store.db)};
    caller = id_new();
    gate_set(true);
    atomic_store(&ran, 0);
    atomic_store(&foreseen, 0);
    atomic_store(&looks, 0);
    return db_write(store.db, make_things, NULL) != ERROR_NONE;
}

static int end(void **state)
{
    (void)state;
    gate_set(true); /* whoever a failed test left there */
    test_store_close(&store);
    rush_free(runtime.rush);
    return 0;
}

#define ONE(test) cmocka_unit_test_setup_teardown(test, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ONE(each_is_told_what_their_own_transaction_would_say),
        ONE(in_calm_times_everybody_has_a_turn),
        ONE(of_a_crowd_one_wins_and_few_need_a_turn),
        ONE(all_who_may_be_in_time_get_their_turn),
        ONE(where_nobody_is_too_late_there_are_few_looks),
        ONE(a_look_that_fails_leaves_each_to_their_own_transaction),
        ONE(who_is_held_when_the_store_closes_is_answered),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
