/* Workers do what they take, take no more than they promise, and finish before they stop. */
#include <semaphore.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "operation/workers.h"

static sem_t started, may_end;
static _Atomic int done;

static void wait_then_count(void *argument)
{
    (void)argument;
    sem_post(&started);
    sem_wait(&may_end);
    atomic_fetch_add(&done, 1);
}

static void count(void *argument)
{
    atomic_fetch_add((_Atomic int *)argument, 1);
}

static int reset(void **state)
{
    (void)state;
    sem_init(&started, 0, 0);
    sem_init(&may_end, 0, 0);
    atomic_store(&done, 0);
    return 0;
}

static void a_full_queue_refuses(void **state)
{
    (void)state;
    struct workers *workers = workers_start(1, 2);
    assert_true(workers_add(workers, wait_then_count, NULL));
    sem_wait(&started); /* the only worker is busy, the queue is empty */
    assert_true(workers_add(workers, count, &done));
    assert_true(workers_add(workers, count, &done));
    assert_false(workers_add(workers, count, &done));
    sem_post(&may_end);
    workers_stop(workers);
    assert_int_equal(atomic_load(&done), 3);
}

static void threads_work_side_by_side(void **state)
{
    (void)state;
    struct workers *workers = workers_start(3, 8);
    for (int i = 0; i < 3; i++)
        assert_true(workers_add(workers, wait_then_count, NULL));
    for (int i = 0; i < 3; i++)
        sem_wait(&started); /* all three are inside at once, or this waits for ever */
    for (int i = 0; i < 3; i++)
        sem_post(&may_end);
    workers_stop(workers);
    assert_int_equal(atomic_load(&done), 3);
}

static void the_ring_goes_round(void **state)
{
    (void)state;
    struct workers *workers = workers_start(2, 4);
    int added = 0;
    while (added < 5000) {
        if (workers_add(workers, count, &done))
            added++;
    }
    workers_stop(workers);
    assert_int_equal(atomic_load(&done), 5000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(a_full_queue_refuses, reset),
        cmocka_unit_test_setup(threads_work_side_by_side, reset),
        cmocka_unit_test_setup(the_ring_goes_round, reset),
    };
    workers_stop(NULL);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
