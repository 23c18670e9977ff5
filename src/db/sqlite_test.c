/* What only the embedded store promises: the lock, the batch, the log, a crash, a bad disk. */
#include <pthread.h>
#include <semaphore.h>
#include <setjmp.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include <cmocka.h>

#include "base/clock.h"
#include "base/list.h"
#include "db/test_gate.h"
#include "db/test_store.h"

static struct test_store store;

static enum error create_tables(struct tx *tx, void *argument)
{
    (void)argument;
    tx_execute(tx, "CREATE TABLE parent (id bigint PRIMARY KEY)");
    tx_execute(tx, "CREATE TABLE entry (n bigint PRIMARY KEY, note text, parent_id bigint"
                   " REFERENCES parent (id) DEFERRABLE INITIALLY DEFERRED)");
    return ERROR_NONE;
}

static int open_store(void **state)
{
    (void)state;
    test_store_open(&store, TEST_SQLITE);
    assert_int_equal(db_write(store.db, create_tables, NULL), ERROR_NONE);
    return 0;
}

static int close_store(void **state)
{
    (void)state;
    test_store_close(&store);
    return 0;
}

static enum error insert_entry(struct tx *tx, void *argument)
{
    tx_execute(tx, "INSERT INTO entry (n, note) VALUES ($1, 'a note')",
               db_int(*(int64_t *)argument));
    return ERROR_NONE;
}

static enum error count_entries(struct tx *tx, void *argument)
{
    struct cursor *cursor = tx_query(tx, "SELECT count(*) FROM entry");
    *(int64_t *)argument = cursor_next(cursor) ? cursor_int(cursor, 0) : -1;
    return ERROR_NONE;
}

static int64_t entries_in(struct db *db)
{
    int64_t count = -1;
    assert_int_equal(db_read(db, count_entries, &count), ERROR_NONE);
    return count;
}

static off_t size_of(const char *name)
{
    struct stat status;
    struct str path = str_format(store.arena, "%s/%s", store.directory, name);
    return stat(path.data, &status) == 0 ? status.st_size : -1;
}

/* ---- who may open it ---- */

static void test_a_second_process_is_told_who_has_the_folder(void **state)
{
    (void)state;
    struct str reason = STR_NONE;
    assert_null(db_open(&store.options, store.arena, &reason));
    assert_non_null(strstr(reason.data, "another docket"));
    assert_non_null(strstr(reason.data, str_format(store.arena, "%d", (int)getpid()).data));
    assert_non_null(strstr(reason.data, store.directory));
}

static void test_a_folder_that_cannot_be_is_refused(void **state)
{
    (void)state;
    struct str reason = STR_NONE;
    struct db_options options = {.data_directory = STR("/dev/null/docket")};
    assert_null(db_open(&options, store.arena, &reason));
    assert_true(reason.size > 0);
    options.read_only = true;
    reason = STR_NONE;
    assert_null(db_open(&options, store.arena, &reason));
    assert_true(reason.size > 0);
}

static void test_a_reader_and_a_small_writer_work_beside_the_server(void **state)
{
    (void)state;
    struct str reason;
    struct db_options reading = store.options, sharing = store.options;
    reading.read_only = true;
    sharing.shared = true;
    struct db *reader = db_open(&reading, store.arena, &reason);
    struct db *writer = db_open(&sharing, store.arena, &reason);
    assert_non_null(reader);
    assert_non_null(writer);
    for (int64_t n = 1; n <= 20; n++)
        assert_int_equal(db_write(n % 2 ? writer : store.db, insert_entry, &n), ERROR_NONE);
    assert_int_equal(entries_in(reader), 20);
    assert_int_equal(entries_in(store.db), 20);
    assert_true(size_of("docket.sqlite3-wal") > 0);
    db_close(writer);
    assert_true(size_of("docket.sqlite3-wal") > 0); /* it never checkpoints */
    db_close(reader);
    assert_int_equal(entries_in(store.db), 20);
}

static void test_verify_reads_without_a_server(void **state)
{
    (void)state;
    int64_t n = 1;
    assert_int_equal(db_write(store.db, insert_entry, &n), ERROR_NONE);
    store.options.read_only = true;
    test_store_reopen(&store);
    assert_int_equal(entries_in(store.db), 1);
}

static void test_nobody_else_may_read_the_files(void **state)
{
    (void)state;
    static const char *const names[] = {"docket.sqlite3", "docket.sqlite3-wal", "docket.lock"};
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        struct stat status;
        struct str path = str_format(store.arena, "%s/%s", store.directory, names[i]);
        assert_int_equal(stat(path.data, &status), 0);
        assert_int_equal(status.st_mode & 077, 0);
    }
}

/* ---- batches ---- */

struct numbered {
    int64_t n; /* first: insert_entry() reads it */
    enum error outcome;
    int runs;
};

static void note_outcome(enum error outcome, void *argument)
{
    ((struct numbered *)argument)->outcome = outcome;
}

static enum error insert_counted(struct tx *tx, void *argument)
{
    ((struct numbered *)argument)->runs++;
    return insert_entry(tx, argument);
}

static enum error end_transaction(struct tx *tx, void *argument)
{
    ((struct numbered *)argument)->runs++;
    insert_entry(tx, argument);
    tx_execute(tx, "ROLLBACK");
    return ERROR_NONE;
}

static enum error commit_early(struct tx *tx, void *argument)
{
    ((struct numbered *)argument)->runs++;
    insert_entry(tx, argument);
    tx_execute(tx, "COMMIT");
    return ERROR_NONE;
}

static enum error refer_to_nobody(struct tx *tx, void *argument)
{
    ((struct numbered *)argument)->runs++;
    tx_execute(tx, "INSERT INTO entry (n, parent_id) VALUES ($1, 5)", db_int(*(int64_t *)argument));
    return ERROR_NONE;
}

static enum error refuse_before_change(struct tx *tx, void *argument)
{
    ((struct numbered *)argument)->runs++;
    struct cursor *cursor = tx_query(tx, "SELECT count(*) FROM entry");
    assert_true(cursor_next(cursor));
    return ERROR_FORBIDDEN;
}

static enum error refuse_after_change(struct tx *tx, void *argument)
{
    ((struct numbered *)argument)->runs++;
    insert_entry(tx, argument);
    return ERROR_FORBIDDEN;
}

/* One job goes wrong in the middle of a batch of thirty; how often it is run. */
static int run_batch_around(db_job_fn odd_one, enum error expected, int64_t stored_before)
{
    enum { JOBS = 30, ODD = 17 };
    static struct numbered jobs[JOBS];
    struct gate gate;
    gate_close(store.db, &gate);
    for (int i = 0; i < JOBS; i++) {
        jobs[i] = (struct numbered){.n = stored_before + i, .outcome = ERROR_COUNT};
        assert_true(
            db_submit(store.db, i == ODD ? odd_one : insert_counted, &jobs[i], note_outcome));
    }
    sem_post(&gate.may_leave);
    test_store_reopen(&store);
    for (int i = 0; i < JOBS; i++)
        assert_int_equal(jobs[i].outcome, i == ODD ? expected : ERROR_NONE);
    assert_int_equal(entries_in(store.db), stored_before + JOBS - 1);
    return jobs[ODD].runs;
}

static void test_a_job_that_ends_the_transaction_harms_only_itself(void **state)
{
    (void)state;
    assert_int_equal(run_batch_around(end_transaction, ERROR_INTERNAL, 0), 1);
}

static void test_a_job_cannot_commit_for_its_batch(void **state)
{
    (void)state;
    assert_int_equal(run_batch_around(commit_early, ERROR_INTERNAL, 0), 1);
}

static void test_a_dangling_reference_harms_only_its_job(void **state)
{
    (void)state;
    run_batch_around(refer_to_nobody, ERROR_CONFLICT, 0);
}

static void test_a_job_refused_before_it_changed_anything_costs_no_second_run(void **state)
{
    (void)state;
    assert_int_equal(run_batch_around(refuse_before_change, ERROR_FORBIDDEN, 0), 1);
}

static void test_a_job_refused_after_a_change_leaves_nothing_of_it(void **state)
{
    (void)state;
    assert_int_equal(run_batch_around(refuse_after_change, ERROR_FORBIDDEN, 0), 2);
}

/* Once one has made a batch run again, the next ones are careful; later they are quick again. */
static void test_refusals_after_changes_do_not_make_every_batch_run_twice(void **state)
{
    (void)state;
    enum { JOBS = 100, QUICK_AGAIN = 40 };
    struct numbered job = {.n = 1};
    struct db_statistics statistics;
    for (int i = 0; i < JOBS; i++)
        assert_int_equal(db_write(store.db, refuse_after_change, &job), ERROR_FORBIDDEN);
    db_statistics(store.db, &statistics);
    assert_in_range(statistics.retries, 1, JOBS / 20);
    assert_int_equal(job.runs, JOBS + statistics.retries);
    for (int i = 0; i < QUICK_AGAIN; i++)
        assert_int_equal(db_write(store.db, refuse_before_change, &job), ERROR_FORBIDDEN);
    job.runs = 0;
    assert_int_equal(db_write(store.db, refuse_after_change, &job), ERROR_FORBIDDEN);
    assert_int_equal(job.runs, 2);
    assert_int_equal(entries_in(store.db), 0);
}

static enum error work_for_4_ms(struct tx *tx, void *argument)
{
    int64_t until = clock_monotonic_us() + 4000;
    while (clock_monotonic_us() < until)
        continue;
    return insert_entry(tx, argument);
}

static void test_slow_jobs_do_not_share_one_long_batch(void **state)
{
    (void)state;
    enum { JOBS = 12 };
    static struct numbered jobs[JOBS];
    struct db_statistics before, after;
    struct gate gate;
    gate_close(store.db, &gate);
    db_statistics(store.db, &before);
    for (int i = 0; i < JOBS; i++) {
        jobs[i] = (struct numbered){.n = i, .outcome = ERROR_COUNT};
        assert_true(db_submit(store.db, work_for_4_ms, &jobs[i], note_outcome));
    }
    sem_post(&gate.may_leave);
    int64_t last = JOBS;
    assert_int_equal(db_write(store.db, insert_entry, &last), ERROR_NONE);
    db_statistics(store.db, &after);
    assert_true(after.batches - before.batches >= 4);
    assert_int_equal(entries_in(store.db), JOBS + 1);
}

/* ---- readers and the log ---- */

static void *read_once(void *argument)
{
    (void)argument;
    entries_in(store.db);
    struct db_statistics *seen = argument;
    db_statistics(store.db, seen);
    return NULL;
}

static void test_a_reader_ends_with_its_thread(void **state)
{
    (void)state;
    struct db_statistics during, after;
    pthread_t thread;
    pthread_create(&thread, NULL, read_once, &during);
    pthread_join(thread, NULL);
    db_statistics(store.db, &after);
    assert_int_equal(during.readers, 1);
    assert_int_equal(after.readers, 0);
}

static enum error insert_big(struct tx *tx, void *argument)
{
    static char note[200000];
    memset(note, 'n', sizeof note);
    tx_execute(tx, "INSERT INTO entry (n, note) VALUES ($1, $2)", db_int(*(int64_t *)argument),
               db_text((struct str){note, sizeof note}));
    return ERROR_NONE;
}

static void test_the_log_is_kept_short_and_gone_at_the_end(void **state)
{
    (void)state;
    for (int64_t n = 1; n <= 300; n++) /* 60 MB */
        assert_int_equal(db_write(store.db, insert_big, &n), ERROR_NONE);
    assert_true(size_of("docket.sqlite3-wal") < 20 << 20);
    assert_true(size_of("docket.sqlite3") > 40 << 20);
    db_close(store.db);
    store.db = NULL;
    assert_int_equal(size_of("docket.sqlite3-wal"), -1);
    test_store_reopen(&store);
    assert_int_equal(entries_in(store.db), 300);
}

static void test_an_idle_store_checkpoints_and_then_sleeps(void **state)
{
    (void)state;
    struct db_statistics before, after;
    int64_t n = 1;
    assert_int_equal(db_write(store.db, insert_big, &n), ERROR_NONE);
    assert_true(size_of("docket.sqlite3") < 100000);
    usleep(1500000);
    assert_true(size_of("docket.sqlite3") > 200000);
    db_statistics(store.db, &before);
    usleep(1200000);
    db_statistics(store.db, &after);
    assert_int_equal(before.busy_us, after.busy_us);
}

/* ---- a crash ---- */

static void acknowledge(enum error outcome, void *argument)
{
    struct numbered *job = argument;
    if (outcome == ERROR_NONE && write(job->runs, &job->n, sizeof job->n) != sizeof job->n)
        _exit(1);
    free(job);
}

/* Writes without end and says through the pipe what it has been told is stored. */
static _Noreturn void write_until_killed(const struct db_options *options, int pipe_end)
{
    struct str reason;
    struct db *db = db_open(options, arena_new(0), &reason);
    if (!db)
        _exit(1);
    for (int64_t n = 1;; n++) {
        struct numbered *job = malloc(sizeof *job);
        *job = (struct numbered){.n = n, .runs = pipe_end};
        while (!db_submit(db, insert_entry, job, acknowledge))
            usleep(1000);
    }
}

static enum error check_entries(struct tx *tx, void *argument)
{
    int64_t acknowledged = *(int64_t *)argument;
    struct cursor *cursor = tx_query(tx, "SELECT count(*), max(n) FROM entry");
    assert_true(cursor_next(cursor));
    assert_true(cursor_int(cursor, 0) >= acknowledged);
    assert_true(cursor_int(cursor, 1) == cursor_int(cursor, 0)); /* in order, without a hole */
    return ERROR_NONE;
}

static void test_nothing_acknowledged_is_lost_when_killed(void **state)
{
    (void)state;
    int ends[2];
    int64_t n, acknowledged = 0;
    db_close(store.db);
    store.db = NULL;
    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    if (child == 0)
        write_until_killed(&store.options, ends[1]);
    close(ends[1]);
    while (read(ends[0], &n, sizeof n) == sizeof n) {
        acknowledged = n;
        if (n == 2000)
            kill(child, SIGKILL);
    }
    close(ends[0]);
    waitpid(child, NULL, 0);
    assert_true(acknowledged >= 2000);
    test_store_reopen(&store);
    assert_int_equal(db_read(store.db, check_entries, &acknowledged), ERROR_NONE);
}

/* ---- a bad disk: SQLite's own file system with a switch that fails the log ---- */

static _Atomic bool log_sync_fails, log_write_is_full;
static sqlite3_io_methods real_methods, log_methods;

static int log_sync(sqlite3_file *file, int flags)
{
    return log_sync_fails ? SQLITE_IOERR_FSYNC : real_methods.xSync(file, flags);
}

static int log_write(sqlite3_file *file, const void *data, int size, sqlite3_int64 offset)
{
    return log_write_is_full ? SQLITE_FULL : real_methods.xWrite(file, data, size, offset);
}

static int open_file(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *out)
{
    sqlite3_vfs *real = vfs->pAppData;
    int code = real->xOpen(real, name, file, flags, out);
    if (code == SQLITE_OK && flags & SQLITE_OPEN_WAL) {
        if (!real_methods.xSync) {
            real_methods = log_methods = *file->pMethods;
            log_methods.xSync = log_sync;
            log_methods.xWrite = log_write;
        }
        file->pMethods = &log_methods;
    }
    return code;
}

static void use_breakable_disk(void)
{
    static sqlite3_vfs breakable;
    sqlite3_vfs *real = sqlite3_vfs_find(NULL);
    breakable = *real;
    breakable.zName = "breakable";
    breakable.pAppData = real;
    breakable.xOpen = open_file;
    sqlite3_vfs_register(&breakable, 1);
}

static int hook_runs;

static void count_hook(void *argument)
{
    (void)argument;
    hook_runs++;
}

static enum error insert_with_hook(struct tx *tx, void *argument)
{
    tx_on_commit(tx, count_hook, NULL);
    return insert_entry(tx, argument);
}

static void check_bad_disk(_Atomic bool *fault)
{
    enum { JOBS = 10 };
    struct numbered jobs[JOBS];
    struct gate gate;
    int64_t first = 100, last = 101;
    assert_int_equal(db_write(store.db, insert_entry, &first), ERROR_NONE);
    assert_int_equal(entries_in(store.db), 1); /* a reader stays open meanwhile */
    hook_runs = 0;
    gate_close(store.db, &gate);
    *fault = true;
    for (int i = 0; i < JOBS; i++) {
        jobs[i] = (struct numbered){.n = i, .outcome = ERROR_COUNT};
        assert_true(db_submit(store.db, insert_with_hook, &jobs[i], note_outcome));
    }
    sem_post(&gate.may_leave);
    struct numbered witness = {.n = JOBS};
    assert_int_equal(db_write(store.db, insert_entry, &witness), ERROR_OUTCOME_UNKNOWN);
    *fault = false;
    for (int i = 0; i < JOBS; i++)
        assert_int_equal(jobs[i].outcome, ERROR_OUTCOME_UNKNOWN);
    assert_int_equal(hook_runs, 0);
    /* The store goes on, and a retry is the way to find out. */
    assert_int_equal(db_write(store.db, insert_entry, &last), ERROR_NONE);
    int64_t stored = entries_in(store.db);
    assert_true(stored >= 2);
    test_store_reopen(&store);
    assert_int_equal(entries_in(store.db), stored);
}

static void test_a_failed_sync_leaves_the_outcome_unknown(void **state)
{
    (void)state;
    check_bad_disk(&log_sync_fails);
}

static void test_a_full_disk_at_commit_leaves_the_outcome_unknown(void **state)
{
    (void)state;
    check_bad_disk(&log_write_is_full);
}

/* ---- how fast (printed, not asserted) ---- */

enum { BENCH_JOBS = 20000, BENCH_SUBMITTERS = 64 };
static int64_t bench_left;
static sem_t bench_over;

static enum error insert_four(struct tx *tx, void *argument)
{
    (void)argument;
    for (int i = 0; i < 4; i++) {
        struct id id = id_new();
        tx_execute(tx, "INSERT INTO bench (id, n, note) VALUES ($1, $2, $3)", db_id(&id), db_int(i),
                   db_text(STR("about as much text as a row of a booking has, times and states")));
    }
    return ERROR_NONE;
}

static void submit_next(enum error outcome, void *argument)
{
    assert_int_equal(outcome, ERROR_NONE);
    int64_t left = bench_left--; /* on the writer thread only */
    if (left > BENCH_SUBMITTERS)
        db_submit(store.db, insert_four, argument, submit_next);
    else if (left == 1)
        sem_post(&bench_over);
}

static enum error create_bench(struct tx *tx, void *argument)
{
    (void)argument;
    tx_execute(tx, "CREATE TABLE bench (id bytea PRIMARY KEY, n bigint, note text)");
    return ERROR_NONE;
}

static void test_throughput(void **state)
{
    (void)state;
    struct db_statistics before, after;
    struct gate gate;
    assert_int_equal(db_write(store.db, create_bench, NULL), ERROR_NONE);
    bench_left = BENCH_JOBS;
    sem_init(&bench_over, 0, 0);
    gate_close(store.db, &gate);
    for (int i = 0; i < BENCH_SUBMITTERS; i++)
        assert_true(db_submit(store.db, insert_four, NULL, submit_next));
    db_statistics(store.db, &before);
    int64_t start_us = clock_monotonic_us();
    sem_post(&gate.may_leave);
    sem_wait(&bench_over);
    int64_t took_us = clock_monotonic_us() - start_us;
    db_statistics(store.db, &after);
    print_message("    %lld durable jobs of four rows a second, %lld a batch\n",
                  (long long)(BENCH_JOBS * INT64_C(1000000) / took_us),
                  (long long)(BENCH_JOBS / (after.batches - before.batches)));
    assert_true(after.batches - before.batches < BENCH_JOBS / 8);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_store, close_store)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_a_second_process_is_told_who_has_the_folder),
        TEST(test_a_folder_that_cannot_be_is_refused),
        TEST(test_a_reader_and_a_small_writer_work_beside_the_server),
        TEST(test_verify_reads_without_a_server),
        TEST(test_nobody_else_may_read_the_files),
        TEST(test_a_job_that_ends_the_transaction_harms_only_itself),
        TEST(test_a_job_cannot_commit_for_its_batch),
        TEST(test_a_dangling_reference_harms_only_its_job),
        TEST(test_a_job_refused_before_it_changed_anything_costs_no_second_run),
        TEST(test_a_job_refused_after_a_change_leaves_nothing_of_it),
        TEST(test_refusals_after_changes_do_not_make_every_batch_run_twice),
        TEST(test_slow_jobs_do_not_share_one_long_batch),
        TEST(test_a_reader_ends_with_its_thread),
        TEST(test_the_log_is_kept_short_and_gone_at_the_end),
        TEST(test_an_idle_store_checkpoints_and_then_sleeps),
        TEST(test_nothing_acknowledged_is_lost_when_killed),
        TEST(test_a_failed_sync_leaves_the_outcome_unknown),
        TEST(test_a_full_disk_at_commit_leaves_the_outcome_unknown),
        TEST(test_throughput),
    };
    use_breakable_disk();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
