/* What a look that is under way makes of what happens meanwhile. The looks here stand at a gate
 * until they are let through, so that there is a meanwhile. */
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "db/test_store.h"
#include "operation/rush.h"

static struct test_store store;
static struct rush *rush;

/* ---- the gate ---- */

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static int arrived, let_through; /* looks, counted */

static void gate_stand(void)
{
    pthread_mutex_lock(&lock);
    int number = ++arrived;
    while (let_through < number)
        pthread_cond_wait(&changed, &lock);
    pthread_mutex_unlock(&lock);
}

static int gate_arrived(void)
{
    pthread_mutex_lock(&lock);
    int count = arrived;
    pthread_mutex_unlock(&lock);
    return count;
}

static void gate_let_through(int number)
{
    pthread_mutex_lock(&lock);
    let_through = number;
    pthread_cond_broadcast(&changed);
    pthread_mutex_unlock(&lock);
}

/* ---- who comes, and what becomes of them ---- */

enum fate { WAITS, HAS_TURN, IS_REFUSED };

static struct comer {
    struct call call; /* first: a call is its comer */
    _Atomic int fate;
    bool is_late; /* a look says so */
} first[RUSH_TURNS], looked_at, meanwhile;

static struct comer *comer_of(struct call *call)
{
    return (struct comer *)(void *)call;
}

static void look(struct tx *tx, struct call *const *calls, size_t count)
{
    (void)tx;
    gate_stand();
    for (size_t i = 0; i < count; i++)
        calls[i]->error = comer_of(calls[i])->is_late ? ERROR_SLOT_TAKEN : ERROR_NONE;
}

static void refuse(struct call *call)
{
    atomic_store(&comer_of(call)->fate, IS_REFUSED);
}

static void go_on(struct call *call)
{
    atomic_store(&comer_of(call)->fate, HAS_TURN);
}

static void come(struct comer *comer)
{
    if (!rush_enter(rush, &comer->call))
        go_on(&comer->call);
}

static void await_fate(struct comer *comer, enum fate fate)
{
    for (int i = 0; i < 20000 && atomic_load(&comer->fate) == WAITS; i++)
        usleep(1000);
    assert_int_equal(atomic_load(&comer->fate), fate);
}

/* All turns are taken, one more is being looked at, and another comes meanwhile. */
static void begin_a_look(void)
{
    for (size_t i = 0; i < RUSH_TURNS; i++)
        come(&first[i]);
    come(&looked_at);
    for (int i = 0; i < 20000 && gate_arrived() == 0; i++)
        usleep(1000);
    assert_int_equal(gate_arrived(), 1);
    come(&meanwhile);
}

/* ---- tests ---- */

static void a_refusal_meanwhile_makes_the_next_look_pay(void **state)
{
    (void)state;
    meanwhile.is_late = true;
    begin_a_look();
    rush_leave(rush, &first[0].call, true);
    gate_let_through(2);
    await_fate(&looked_at, HAS_TURN); /* the one that was given back */
    await_fate(&meanwhile, IS_REFUSED);
    assert_int_equal(gate_arrived(), 2);
}

static void after_a_look_in_vain_who_came_meanwhile_waits_unlooked_at(void **state)
{
    (void)state;
    begin_a_look();
    gate_let_through(RUSH_TURNS);
    rush_leave(rush, &first[0].call, false); /* while that look ends, or after it */
    await_fate(&looked_at, HAS_TURN);
    assert_int_equal(atomic_load(&meanwhile.fate), WAITS);
    rush_leave(rush, &first[1].call, false);
    await_fate(&meanwhile, HAS_TURN);
    assert_int_equal(gate_arrived(), 1);
}

/* ---- a store for each ---- */

static int begin(void **state)
{
    (void)state;
    static const struct rush_steps steps = {.look = look, .refuse = refuse, .go_on = go_on};
    test_store_open(&store, TEST_POSTGRES);
    rush = rush_new(store.db, &steps);
    for (size_t i = 0; i < RUSH_TURNS; i++)
        first[i] = (struct comer){0};
    looked_at = meanwhile = (struct comer){0};
    arrived = let_through = 0;
    return 0;
}

static int end(void **state)
{
    (void)state;
    gate_let_through(INT32_MAX); /* whatever a failed test left there */
    test_store_close(&store);
    rush_free(rush);
    return 0;
}

#define ONE(test) cmocka_unit_test_setup_teardown(test, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ONE(a_refusal_meanwhile_makes_the_next_look_pay),
        ONE(after_a_look_in_vain_who_came_meanwhile_waits_unlooked_at),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
