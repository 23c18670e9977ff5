#include "db/db.h"

#include <semaphore.h>
#include <signal.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/log.h"
#include "db/driver.h"

static _Thread_local const struct db *thread_runs_jobs_of;

void db_start_thread(pthread_t *ret_thread, void *(*main)(void *argument), void *argument)
{
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    if (pthread_create(ret_thread, NULL, main, argument))
        abort();
    pthread_sigmask(SIG_SETMASK, &before, NULL);
}

void db_enter_thread(struct db *db)
{
    thread_runs_jobs_of = db;
}

struct db *db_open(const struct db_options *options, struct arena *arena, struct str *ret_reason)
{
    const struct db_driver *driver = str_is_set(options->url) ? &postgres_driver : &sqlite_driver;
    return driver->open(options, arena, ret_reason);
}

void db_close(struct db *db)
{
    if (db)
        db->driver->close(db);
}

bool db_is_local(const struct db *db)
{
    return db->driver->is_local;
}

const char *db_driver_name(const struct db *db)
{
    return db->driver->name;
}

bool db_generation(const struct db *db, uint64_t *ret)
{
    if (!db->driver->is_local || db->read_only)
        return false;
    *ret = atomic_load(&db->generation);
    return *ret % 2 == 0;
}

bool tx_generation(const struct tx *tx, uint64_t *ret)
{
    if (tx->snapshot) {
        *ret = tx->snapshot;
        return true;
    }
    return tx->mode == DB_READ && db_generation(tx->db, ret) && *ret == tx->generation;
}

size_t db_waiting(struct db *db)
{
    return db->queue ? queue_depth(db->queue) : 0;
}

void db_statistics(struct db *db, struct db_statistics *ret)
{
    struct db_counters *counters = &db->counters;
    *ret = (struct db_statistics){
        .jobs = atomic_load_explicit(&counters->jobs, memory_order_relaxed),
        .batches = atomic_load_explicit(&counters->batches, memory_order_relaxed),
        .retries = atomic_load_explicit(&counters->retries, memory_order_relaxed),
        .busy_us = atomic_load_explicit(&counters->busy_us, memory_order_relaxed),
        .queue_depth = (int64_t)db_waiting(db),
        .readers = atomic_load_explicit(&counters->readers, memory_order_relaxed),
    };
}

/* ---- jobs ---- */

bool db_submit(struct db *db, db_job_fn fn, void *argument, db_done_fn done)
{
    if (db->read_only)
        return false;
    return queue_put(db->queue, (struct job){fn, argument, done, DB_WRITE});
}

bool db_submit_read(struct db *db, db_job_fn fn, void *argument, db_done_fn done)
{
    if (!db->driver->read)
        return queue_put(db->queue, (struct job){fn, argument, done, DB_READ});
    done(db->driver->read(db, fn, argument), argument);
    return true;
}

/* A job somebody waits for. */
struct awaited {
    db_job_fn fn;
    void *argument;
    enum error outcome;
    sem_t is_done;
};

static enum error awaited_run(struct tx *tx, void *argument)
{
    struct awaited *awaited = argument;
    return awaited->fn(tx, awaited->argument);
}

static void awaited_done(enum error outcome, void *argument)
{
    struct awaited *awaited = argument;
    awaited->outcome = outcome;
    sem_post(&awaited->is_done);
}

static enum error put_and_wait(struct db *db, enum db_mode mode, db_job_fn fn, void *argument)
{
    if (thread_runs_jobs_of == db) {
        log_event(LOG_ERROR, "db_wait_on_own_thread");
        return ERROR_INTERNAL;
    }
    struct awaited awaited = {.fn = fn, .argument = argument};
    sem_init(&awaited.is_done, 0, 0);
    if (queue_put(db->queue, (struct job){awaited_run, &awaited, awaited_done, mode})) {
        while (sem_wait(&awaited.is_done))
            continue; /* a signal came in between */
    } else {
        awaited.outcome = ERROR_UNAVAILABLE;
    }
    sem_destroy(&awaited.is_done);
    return awaited.outcome;
}

enum error db_write(struct db *db, db_job_fn fn, void *argument)
{
    return db->read_only ? ERROR_UNAVAILABLE : put_and_wait(db, DB_WRITE, fn, argument);
}

enum error db_read(struct db *db, db_job_fn fn, void *argument)
{
    if (db->driver->read)
        return db->driver->read(db, fn, argument);
    return put_and_wait(db, DB_READ, fn, argument);
}

/* ---- transactions ---- */

void tx_init(struct tx *tx, struct db *db)
{
    tx->db = db;
    tx->nothing = (struct cursor){.tx = tx};
}

void tx_release(struct tx *tx)
{
    free(tx->hooks.items);
    tx->hooks = (struct db_hooks){0};
}

void tx_start(struct tx *tx, enum db_mode mode)
{
    tx->mode = mode;
    tx->failure = ERROR_NONE;
    tx->snapshot = 0;
    if (!db_generation(tx->db, &tx->generation))
        tx->generation = 1;
}

enum error tx_outcome(struct tx *tx, enum error returned)
{
    while (tx->open_cursors)
        cursor_close(tx->open_cursors);
    return tx->failure ? tx->failure : returned;
}

bool tx_failed(const struct tx *tx)
{
    return tx->failure != ERROR_NONE;
}

void tx_fail(struct tx *tx, enum error error)
{
    if (!tx->failure)
        tx->failure = error;
}

void tx_fail_because(struct tx *tx, enum error error, const char *sql, const char *message)
{
    enum log_level level = error == ERROR_INTERNAL ? LOG_ERROR : LOG_WARNING;
    log_event(error == ERROR_CONFLICT ? LOG_DEBUG : level, "db_statement_failed",
              LOG_TEXT("code", str_from(error_info(error)->code)), LOG_TEXT("sql", str_from(sql)),
              LOG_TEXT("message", str_from(message)));
    tx_fail(tx, error);
}

bool tx_is_write(const struct tx *tx)
{
    return tx->mode == DB_WRITE;
}

struct db *tx_db(struct tx *tx)
{
    return tx->db;
}

void tx_lock_row(struct tx *tx, const char *table, struct id id)
{
    if (!tx->failure && tx->mode == DB_WRITE)
        tx->db->driver->lock_row(tx, table, id);
}

/* Their numbers have the highest bit, which no local store's ever get to. */
void tx_keep_answers(struct tx *tx)
{
    static _Atomic uint64_t snapshots;
    if (tx->failure || tx->mode != DB_READ || !tx->db->driver->keep_answers)
        return;
    tx->db->driver->keep_answers(tx);
    tx->snapshot = UINT64_C(1) << 63 | ++snapshots;
}

bool tx_try_lock(struct tx *tx, int64_t key)
{
    if (tx->failure)
        return false;
    return !tx->db->driver->try_lock || tx->db->driver->try_lock(tx, key);
}

void tx_notify(struct tx *tx)
{
    if (!tx->failure && tx->db->driver->notify)
        tx->db->driver->notify(tx);
}

bool db_listen(struct db *db, void (*fn)(void *argument), void *argument)
{
    return db->driver->listen && db->driver->listen(db, fn, argument);
}

void tx_on_commit(struct tx *tx, void (*fn)(void *argument), void *argument)
{
    struct db_hooks *hooks = &tx->hooks;
    if (hooks->count == hooks->capacity) {
        hooks->capacity = hooks->capacity ? hooks->capacity * 2 : 16;
        hooks->items = reallocarray(hooks->items, hooks->capacity, sizeof(struct db_hook));
        if (!hooks->items)
            abort();
    }
    hooks->items[hooks->count++] = (struct db_hook){fn, argument};
}

void hooks_run(struct db_hooks *hooks, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++)
        hooks->items[i].fn(hooks->items[i].argument);
}

void hooks_cut(struct db_hooks *hooks, size_t count)
{
    hooks->count = count;
}

/* ---- statements and rows ---- */

struct db_value db_id(const struct id *id)
{
    if (!id_is_set(*id))
        return db_absent(DB_TYPE_BYTES);
    return db_bytes((struct str){(const char *)id->bytes, sizeof id->bytes});
}

struct cursor *tx_query_values(struct tx *tx, const char *sql, const struct db_value *values,
                               size_t count)
{
    if (tx->failure)
        return &tx->nothing;
    struct cursor *cursor = tx->db->driver->statement(tx, sql);
    if (!cursor)
        return &tx->nothing;
    if (cursor->state != CURSOR_CLOSED) {
        tx_fail_because(tx, ERROR_INTERNAL, sql, "this statement's last cursor is still open");
        return &tx->nothing;
    }
    cursor->state = CURSOR_STARTED;
    cursor->next_open = tx->open_cursors;
    tx->open_cursors = cursor;
    cursor->has_first_row = tx->db->driver->start(cursor, values, count);
    return cursor;
}

int64_t tx_execute_values(struct tx *tx, const char *sql, const struct db_value *values,
                          size_t count)
{
    struct cursor *cursor = tx_query_values(tx, sql, values, count);
    if (tx->failure)
        return 0;
    while (cursor->has_first_row && tx->db->driver->step(cursor))
        continue;
    int64_t changes = tx->failure ? 0 : tx->db->driver->changes(cursor);
    cursor_close(cursor);
    return changes;
}

bool cursor_next(struct cursor *cursor)
{
    struct tx *tx = cursor->tx;
    if (cursor->state == CURSOR_CLOSED)
        return false;
    bool has_row = false;
    if (!tx->failure)
        has_row =
            cursor->state == CURSOR_STARTED ? cursor->has_first_row : tx->db->driver->step(cursor);
    if (has_row)
        cursor->state = CURSOR_ON_ROW;
    else
        cursor_close(cursor);
    return has_row;
}

void cursor_close(struct cursor *cursor)
{
    if (cursor->state == CURSOR_CLOSED)
        return;
    struct cursor **link = &cursor->tx->open_cursors;
    while (*link != cursor)
        link = &(*link)->next_open;
    *link = cursor->next_open;
    cursor->tx->db->driver->stop(cursor);
    cursor->state = CURSOR_CLOSED;
}

/* Reading a column where there is no row is our bug, unless the transaction failed before: then
 * everything is empty, and the job may go on to its end without looking. */
static bool is_on_row(struct cursor *cursor)
{
    if (cursor->tx->failure)
        return false;
    if (cursor->state != CURSOR_ON_ROW)
        tx_fail_because(cursor->tx, ERROR_INTERNAL, cursor->key, "a column was read without a row");
    return cursor->state == CURSOR_ON_ROW;
}

static void fail_type(struct cursor *cursor, int column, const char *wanted)
{
    log_event(LOG_ERROR, "db_column_type", LOG_INT("column", column),
              LOG_TEXT("wanted", str_from(wanted)), LOG_TEXT("sql", str_from(cursor->key)));
    tx_fail(cursor->tx, ERROR_INTERNAL);
}

bool cursor_is_null(struct cursor *cursor, int column)
{
    return !is_on_row(cursor) || cursor->tx->db->driver->column_is_null(cursor, column);
}

/* The value first: rows are made of many columns, and most of them are there and of their type. */
static int64_t int_or(struct cursor *cursor, int column, int64_t otherwise)
{
    int64_t value = otherwise;
    if (is_on_row(cursor) && !cursor->tx->db->driver->column_int(cursor, column, &value) &&
        !cursor_is_null(cursor, column))
        fail_type(cursor, column, "an integer; CAST it AS bigint");
    return value;
}

int64_t cursor_int(struct cursor *cursor, int column)
{
    return int_or(cursor, column, 0);
}

int64_t cursor_instant(struct cursor *cursor, int column)
{
    return int_or(cursor, column, INSTANT_NONE);
}

static struct str data_of(struct cursor *cursor, int column, bool is_text)
{
    struct str data = STR_NONE;
    if (is_on_row(cursor) && !cursor->tx->db->driver->column_data(cursor, column, is_text, &data) &&
        !cursor_is_null(cursor, column))
        fail_type(cursor, column, is_text ? "text" : "bytes");
    return data;
}

struct str cursor_text(struct cursor *cursor, int column, struct arena *arena)
{
    struct str text = data_of(cursor, column, true);
    return text.data ? str_copy(arena, text) : STR_NONE;
}

struct str cursor_bytes(struct cursor *cursor, int column, struct arena *arena)
{
    struct str bytes = data_of(cursor, column, false);
    return bytes.data ? str_copy(arena, bytes) : STR_NONE;
}

struct id cursor_id(struct cursor *cursor, int column)
{
    struct id id = ID_NONE;
    struct str bytes = data_of(cursor, column, false);
    if (bytes.size == sizeof id.bytes)
        memcpy(id.bytes, bytes.data, sizeof id.bytes);
    else if (bytes.data)
        fail_type(cursor, column, "an id of 16 bytes");
    return id;
}
