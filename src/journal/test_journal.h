/* test_journal.h: what the journal's tests share: a store with tables to write down what was seen,
 * and a way to wait for it. Included by tests only. */
#ifndef DOCKET_JOURNAL_TEST_JOURNAL_H
#define DOCKET_JOURNAL_TEST_JOURNAL_H

#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/wait.h>
#include <time.h>

#include <cmocka.h>

#include "base/clock.h"
#include "base/log.h"
#include "db/test_store.h"
#include "journal/journal_db.h"

enum { PATIENCE_MS = 20000 };

static enum test_driver driver;
static struct test_store store;

struct watch {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    int64_t count;
};
#define WATCH_INIT                                                                                 \
    {                                                                                              \
        PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, 0                                     \
    }

static inline void watch_add(void *argument)
{
    struct watch *watch = argument;
    pthread_mutex_lock(&watch->lock);
    watch->count++;
    pthread_cond_broadcast(&watch->changed);
    pthread_mutex_unlock(&watch->lock);
}

/* False: fewer than `count` after timeout_ms. */
static inline bool watch_wait(struct watch *watch, int64_t count, int64_t timeout_ms)
{
    struct timespec deadline;
    clock_gettime(CLOCK_REALTIME, &deadline);
    int64_t nanoseconds = deadline.tv_nsec + timeout_ms % 1000 * 1000000;
    deadline.tv_sec += timeout_ms / 1000 + nanoseconds / 1000000000;
    deadline.tv_nsec = nanoseconds % 1000000000;
    int outcome = 0;
    pthread_mutex_lock(&watch->lock);
    while (watch->count < count && outcome == 0)
        outcome = pthread_cond_timedwait(&watch->changed, &watch->lock, &deadline);
    bool reached = watch->count >= count;
    pthread_mutex_unlock(&watch->lock);
    return reached;
}

/* ---- the store ---- */

/* No key on `seen`: what is done twice must show, not fail. */
static inline enum error create_tables(struct tx *tx, void *argument)
{
    (void)argument;
    tx_execute(tx, "CREATE TABLE seen (name text NOT NULL, number bigint NOT NULL)");
    return ERROR_NONE;
}

static inline int open_store(void **state)
{
    (void)state;
    struct str reason = STR_NONE;
    test_store_open(&store, driver);
    assert_int_equal(db_migrate(store.db, store.arena, &reason), ERROR_NONE);
    assert_int_equal(db_write(store.db, create_tables, NULL), ERROR_NONE);
    return 0;
}

static inline int close_store(void **state)
{
    (void)state;
    clock_shift(0);
    test_store_close(&store);
    return 0;
}

static inline void see(struct tx *tx, const char *name, int64_t number)
{
    tx_execute(tx, "INSERT INTO seen (name, number) VALUES ($1, $2)", db_text(str_from(name)),
               db_int(number));
}

struct sight {
    const char *name;
    int64_t total, distinct, first, last;
};

static inline enum error load_sight(struct tx *tx, void *argument)
{
    struct sight *sight = argument;
    struct cursor *cursor = tx_query(tx,
                                     "SELECT count(*), count(DISTINCT number), min(number), "
                                     "max(number) FROM seen WHERE name = $1",
                                     db_text(str_from(sight->name)));
    if (cursor_next(cursor))
        *sight = (struct sight){sight->name, cursor_int(cursor, 0), cursor_int(cursor, 1),
                                cursor_int(cursor, 2), cursor_int(cursor, 3)};
    cursor_close(cursor);
    return ERROR_NONE;
}

static inline struct sight seen_by(const char *name)
{
    struct sight sight = {.name = name};
    assert_int_equal(db_read(store.db, load_sight, &sight), ERROR_NONE);
    return sight;
}

static inline void assert_seen_once(const char *name, int64_t first, int64_t last)
{
    struct sight sight = seen_by(name);
    assert_int_equal(sight.total, last - first + 1);
    assert_int_equal(sight.distinct, last - first + 1);
    assert_int_equal(sight.first, first);
    assert_int_equal(sight.last, last);
}

/* ---- processes that die ---- */

static inline void die(void *argument)
{
    (void)argument;
    raise(SIGKILL);
}

/* Runs `child` on the store in a process of its own, which must end by SIGKILL. */
static inline void run_until_killed(void (*child)(void))
{
    db_close(store.db);
    store.db = NULL;
    pid_t process = fork();
    if (process == 0) {
        test_store_reopen(&store);
        child();
        _exit(0);
    }
    int status = 0;
    assert_int_equal(waitpid(process, &status, 0), process);
    assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
    test_store_reopen(&store);
}

static inline int run_on_both(const char *name, const struct CMUnitTest *tests, size_t count)
{
    int failed = 0;
    log_set_level(LOG_ERROR);
    for (driver = TEST_SQLITE; driver <= TEST_POSTGRES; driver++) {
        fprintf(stderr, "%s on %s\n", name, driver == TEST_SQLITE ? "SQLite" : "PostgreSQL");
        failed += _cmocka_run_group_tests(name, tests, count, NULL, NULL);
    }
    return failed;
}

#endif
