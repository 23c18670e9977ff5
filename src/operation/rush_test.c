/* What is answered while many wait: refusals are foreseen, without a turn, and nothing else is. */
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "db/test_store.h"
#include "operation/operation.h"

enum { WAITING = DB_BATCH_MAX + 1 };

static struct test_store store;
static struct runtime runtime;
static struct id caller;
static _Atomic int ran, foreseen;

static enum error look_up(struct tx *tx, struct str token, int64_t now_ms, struct actor *ret)
{
    (void)tx, (void)now_ms;
    if (!str_equal(token, STR("caller")))
        return ERROR_UNAUTHENTICATED;
    *ret = (struct actor){.account_id = caller, .roles = ROLE_CLIENT};
    return ERROR_NONE;
}
static const struct authenticator authenticator = {.look_up = look_up};

/* ---- the only thing there is can be taken once ---- */

static enum error look(struct tx *tx)
{
    struct cursor *cursor = tx_query(tx, "SELECT 1 FROM thing");
    bool is_taken = cursor_next(cursor);
    cursor_close(cursor);
    return is_taken ? ERROR_SLOT_TAKEN : ERROR_NONE;
}

static enum error foresee(struct call *call, struct tx *tx, const void *input)
{
    (void)input;
    assert_false(tx_is_write(tx));
    assert_true(id_equal(call->actor.account_id, caller));
    atomic_fetch_add(&foreseen, 1);
    return look(tx);
}

static enum error take(struct call *call, struct tx *tx, const void *input, void *output)
{
    (void)call, (void)input, (void)output;
    atomic_fetch_add(&ran, 1);
    if (look(tx) != ERROR_NONE)
        return ERROR_SLOT_TAKEN;
    tx_execute(tx, "INSERT INTO thing (id) VALUES ($1)", db_id(&caller));
    return ERROR_NONE;
}

static const struct operation operations[] = {{.name = "thing.take",
                                               .kind = OPERATION_MUTATION,
                                               .flags = OPERATION_WRITES,
                                               .may = MAY_SIGNED_IN,
                                               .input = &empty_shape,
                                               .output = &done_shape,
                                               .rate = RATE_WRITE,
                                               .run = take,
                                               .foresee = foresee,
                                               .doc = "Takes it."}};
static const struct operation_set sets[] = {{operations, COUNT_OF(operations)}};
static const struct operation_table table = {.sets = sets, .set_count = 1};

/* ---- a writer that is busy, and many who wait for it ---- */

struct gate {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    bool is_reached, is_open;
    int done;
};
static struct gate gate = {.lock = PTHREAD_MUTEX_INITIALIZER, .changed = PTHREAD_COND_INITIALIZER};

static enum error wait_at_gate(struct tx *tx, void *argument)
{
    (void)tx, (void)argument;
    pthread_mutex_lock(&gate.lock);
    gate.is_reached = true;
    pthread_cond_broadcast(&gate.changed);
    while (!gate.is_open)
        pthread_cond_wait(&gate.changed, &gate.lock);
    pthread_mutex_unlock(&gate.lock);
    return ERROR_NONE;
}

static enum error do_nothing(struct tx *tx, void *argument)
{
    (void)tx, (void)argument;
    return ERROR_NONE;
}

static void count_done(enum error outcome, void *argument)
{
    (void)argument;
    assert_int_equal(outcome, ERROR_NONE);
    pthread_mutex_lock(&gate.lock);
    gate.done++;
    pthread_cond_broadcast(&gate.changed);
    pthread_mutex_unlock(&gate.lock);
}

static void rush_begin(void)
{
    gate.is_reached = gate.is_open = false;
    gate.done = 0;
    assert_true(db_submit(store.db, wait_at_gate, NULL, count_done));
    pthread_mutex_lock(&gate.lock);
    while (!gate.is_reached)
        pthread_cond_wait(&gate.changed, &gate.lock);
    pthread_mutex_unlock(&gate.lock);
    for (int i = 0; i < WAITING; i++)
        assert_true(db_submit(store.db, do_nothing, NULL, count_done));
}

static void rush_end(void)
{
    pthread_mutex_lock(&gate.lock);
    gate.is_open = true;
    pthread_cond_broadcast(&gate.changed);
    while (gate.done < WAITING + 1)
        pthread_cond_wait(&gate.changed, &gate.lock);
    pthread_mutex_unlock(&gate.lock);
}

/* ---- calling ---- */

static struct call *call_with(const char *key)
{
    struct call *call = ARENA_NEW(store.arena, struct call);
    *call = (struct call){.arena = store.arena,
                          .runtime = &runtime,
                          .operation = &operations[0],
                          .token = STR("caller"),
                          .idempotency_key = str_from(key),
                          .remote_address = STR("192.0.2.1")};
    return call;
}

static void note_end(struct call *call, void *argument)
{
    (void)call;
    atomic_store((_Atomic bool *)argument, true);
}

/* Starts it in a rush, sees that it waits, and ends the rush. */
static struct call *call_waits(const char *key)
{
    static _Atomic bool is_over;
    struct call *call = call_with(key);
    atomic_store(&is_over, false);
    rush_begin();
    operation_start(call, note_end, &is_over);
    usleep(20000);
    assert_false(atomic_load(&is_over));
    rush_end();
    for (int i = 0; i < 5000 && !atomic_load(&is_over); i++)
        usleep(1000);
    assert_true(atomic_load(&is_over));
    return call;
}

/* The writer stands still meanwhile: the answer can come from nowhere else. */
static void is_refused_at_once(const char *key)
{
    int ran_before = atomic_load(&ran), foreseen_before = atomic_load(&foreseen);
    rush_begin();
    assert_int_equal(operation_run(call_with(key)), ERROR_SLOT_TAKEN);
    rush_end();
    assert_int_equal(atomic_load(&ran), ran_before);
    assert_int_equal(atomic_load(&foreseen), foreseen_before + 1);
}

/* ---- tests ---- */

static void who_is_too_late_is_told_without_a_turn(void **state)
{
    (void)state;
    assert_int_equal(operation_run(call_with(NULL)), ERROR_NONE);
    is_refused_at_once(NULL);
}

static void who_may_be_in_time_waits_for_it(void **state)
{
    (void)state;
    assert_int_equal(call_waits("a")->error, ERROR_NONE);
    assert_int_equal(atomic_load(&foreseen), 1);
    assert_int_equal(atomic_load(&ran), 1);
}

static void a_key_that_has_a_reply_gets_it(void **state)
{
    (void)state;
    struct call *first = call_with("a");
    assert_int_equal(operation_run(first), ERROR_NONE);
    struct call *again = call_waits("a");
    assert_int_equal(again->error, ERROR_NONE);
    assert_true(again->replayed);
    assert_int_equal(atomic_load(&foreseen), 0);
    is_refused_at_once("b");
}

static void nothing_is_foreseen_in_calmer_times(void **state)
{
    (void)state;
    assert_int_equal(operation_run(call_with(NULL)), ERROR_NONE);
    assert_int_equal(operation_run(call_with(NULL)), ERROR_SLOT_TAKEN);
    assert_int_equal(atomic_load(&ran), 2);
    assert_int_equal(atomic_load(&foreseen), 0);
}

static enum error make_thing(struct tx *tx, void *argument)
{
    (void)argument;
    tx_execute(tx, "CREATE TABLE thing (id bytea PRIMARY KEY)");
    return ERROR_NONE;
}

/* SQLite: elsewhere there are several writers, and one that stands still delays nobody. */
static int begin(void **state)
{
    (void)state;
    struct str reason;
    test_store_open(&store, TEST_SQLITE);
    if (db_migrate(store.db, store.arena, &reason) != ERROR_NONE)
        test_require(false, reason.data);
    runtime =
        (struct runtime){.db = store.db, .operations = &table, .authenticator = &authenticator};
    caller = id_new();
    atomic_store(&ran, 0);
    atomic_store(&foreseen, 0);
    return db_write(store.db, make_thing, NULL) != ERROR_NONE;
}

static int end(void **state)
{
    (void)state;
    test_store_close(&store);
    return 0;
}

#define ONE(test) cmocka_unit_test_setup_teardown(test, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ONE(who_is_too_late_is_told_without_a_turn),
        ONE(who_may_be_in_time_waits_for_it),
        ONE(a_key_that_has_a_reply_gets_it),
        ONE(nothing_is_foreseen_in_calmer_times),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
