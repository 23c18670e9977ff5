/* sqlite.c: the embedded store.
 *
 * One writer thread owns the only connection that writes and checkpoints. It takes what is queued,
 * runs it in one BEGIN IMMEDIATE … COMMIT and answers after COMMIT: one fsync is shared by
 * everybody who waited for it. Readers are read-only connections, one per thread, each read in one
 * transaction (one snapshot).
 *
 * Each job stands or falls alone. A savepoint would do, but costs a copy of every page it touches,
 * and nearly every refused job is refused before it has changed anything. So a batch runs without
 * savepoints until a job is refused after a change; then all of it is rolled back and runs again
 * with one around each job, and so do the next few batches.
 *
 * SQLite before 3.51.3 can lose a write when one connection checkpoints while another writes.
 * Within the process only the writer does either. A second process that writes (db_options.shared)
 * holds docket.checkpoint locked while it does, and the server checkpoints only while it holds that
 * lock. */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "db/folder.h"
#include "db/sqlite_internal.h"

enum {
    BATCH_TIME_US = 10000,    /* of running jobs; what is left over goes into the next batch */
    CHECKPOINT_FRAMES = 4096, /* of 4 KiB */
    IDLE_CHECKPOINT_MS = 1000,
    BUSY_WAIT_MS = 5000,
    CAREFUL_BATCHES = 32, /* with savepoints, after one had to run again with them */
};

/* A job of the current batch. */
struct entry {
    struct job job;
    enum error outcome;
    bool is_final; /* answered whatever happens to the batch */
    size_t hooks_from, hooks_to;
};

struct writer {
    pthread_t thread;
    struct connection *connection; /* NULL: could not be opened again, tried with the next batch */
    struct job taken[DB_BATCH_MAX];
    size_t taken_next, taken_count;
    struct entry entries[DB_BATCH_MAX];
    size_t entry_count;
    int careful_batches;   /* how many from here on put a savepoint around each job */
    bool may_commit;       /* nobody but batch_commit() ends the transaction */
    int wal_frames;        /* in the log after the last COMMIT */
    int frames_at_attempt; /* … when it was last checkpointed */
    bool has_new_frames;
    struct changes changes;
    int64_t others_version; /* of the data, as others left it: PRAGMA data_version */
};

struct sqlite_db {
    struct db db;
    char *path;
    bool is_shared;
    int lock_file, checkpoint_file; /* -1: none */
    pthread_key_t reader_key;
    pthread_mutex_t readers_lock;
    struct connection *readers;
    struct writer writer;
};

static void log_failure(const char *event, sqlite3 *handle)
{
    log_event(LOG_ERROR, event, LOG_INT("code", sqlite3_extended_errcode(handle)),
              LOG_TEXT("message", str_from(sqlite3_errmsg(handle))));
}

static uint64_t sqlite_version(struct tx *tx, struct table_set *set)
{
    return changes_of(connection_of(tx)->changes, set);
}

static void sqlite_lock_row(struct tx *tx, const char *table, struct id id)
{
    (void)tx, (void)table, (void)id; /* BEGIN IMMEDIATE has locked everything */
}

static void sqlite_lock_schema(struct tx *tx)
{
    (void)tx;
}

static void sqlite_script(struct tx *tx, const char *text)
{
    struct connection *connection = connection_of(tx);
    connection->may_have_changed = true;
    if (connection->changes)
        connection->changes->all++;
    int code = sqlite3_exec(connection->handle, text, NULL, NULL, NULL);
    if (code != SQLITE_OK)
        sqlite_fail(connection, code, "(script)");
}

/* BEGIN, COMMIT and their like: a cached statement without rows. */
static int control(struct connection *connection, const char *sql)
{
    struct cursor *cursor = sqlite_statement(&connection->tx, sql);
    if (!cursor)
        return SQLITE_ERROR;
    int code = sqlite3_step(((struct statement *)cursor)->prepared);
    sqlite_stop(cursor);
    return code == SQLITE_DONE ? SQLITE_OK : code;
}

static const char sql_begin_read[] = "BEGIN";
static const char sql_begin_write[] = "BEGIN IMMEDIATE";
static const char sql_commit[] = "COMMIT";
static const char sql_rollback[] = "ROLLBACK";
static const char sql_savepoint[] = "SAVEPOINT job";
static const char sql_release[] = "RELEASE job";
static const char sql_rollback_job[] = "ROLLBACK TO job";

/* ---- connections ---- */

static void connection_close(struct connection *connection)
{
    if (!connection)
        return;
    statements_release(&connection->statements, sqlite_statement_free);
    sqlite3_close(connection->handle);
    tx_release(&connection->tx);
    free(connection);
}

/* Memory: a reader maps what it reads instead of copying it; the writer has the larger cache. */
static const char reader_settings[] = "PRAGMA query_only=ON; PRAGMA cache_size=-512;"
                                      "PRAGMA mmap_size=67108864; PRAGMA temp_store=MEMORY;";
static const char writer_settings[] =
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
    "PRAGMA wal_autocheckpoint=0; PRAGMA journal_size_limit=67108864; PRAGMA cache_size=-8192;"
    "PRAGMA temp_store=MEMORY;";

static struct connection *connection_open(struct sqlite_db *store, bool is_writer)
{
    struct connection *connection = calloc(1, sizeof *connection);
    if (!connection)
        abort();
    tx_init(&connection->tx, &store->db);
    connection->store = store;
    int flags = SQLITE_OPEN_NOMUTEX |
                (is_writer ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY);
    int code =
        sqlite3_open_v2(store->path, &connection->handle, flags, is_writer ? SQLITE_LOG_VFS : NULL);
    if (code == SQLITE_OK) {
        sqlite3_extended_result_codes(connection->handle, 1);
        sqlite3_busy_timeout(connection->handle, BUSY_WAIT_MS);
        bool is_checkpointer = is_writer && !store->is_shared;
        sqlite3_db_config(connection->handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, !is_checkpointer,
                          (int *)NULL);
        code = sqlite3_exec(connection->handle, is_writer ? writer_settings : reader_settings, NULL,
                            NULL, NULL);
    }
    if (code == SQLITE_OK)
        return connection;
    log_failure("db_open_failed", connection->handle);
    connection_close(connection);
    return NULL;
}

/* ---- readers: one a thread, closed when the thread or the store ends ---- */

static void reader_exit(void *argument)
{
    struct connection *reader = argument;
    struct sqlite_db *store = reader->store;
    pthread_mutex_lock(&store->readers_lock);
    if (reader->previous)
        reader->previous->next = reader->next;
    else
        store->readers = reader->next;
    if (reader->next)
        reader->next->previous = reader->previous;
    pthread_mutex_unlock(&store->readers_lock);
    db_count(&store->db.counters.readers, -1);
    connection_close(reader);
}

static struct connection *reader_of_thread(struct sqlite_db *store)
{
    struct connection *reader = pthread_getspecific(store->reader_key);
    if (reader)
        return reader;
    reader = connection_open(store, false);
    if (!reader)
        return NULL;
    pthread_mutex_lock(&store->readers_lock);
    reader->next = store->readers;
    if (reader->next)
        reader->next->previous = reader;
    store->readers = reader;
    pthread_mutex_unlock(&store->readers_lock);
    pthread_setspecific(store->reader_key, reader);
    db_count(&store->db.counters.readers, 1);
    return reader;
}

static enum error sqlite_read(struct db *db, db_job_fn fn, void *argument)
{
    struct connection *reader = reader_of_thread((struct sqlite_db *)db);
    if (!reader)
        return ERROR_UNAVAILABLE;
    if (reader->is_reading) {
        log_event(LOG_ERROR, "db_read_inside_read");
        return ERROR_INTERNAL;
    }
    reader->is_reading = true;
    tx_start(&reader->tx, DB_READ);
    int code = control(reader, sql_begin_read);
    if (code != SQLITE_OK)
        sqlite_fail(reader, code, sql_begin_read);
    enum error outcome =
        tx_outcome(&reader->tx, reader->tx.failure ? ERROR_NONE : fn(&reader->tx, argument));
    if (!sqlite3_get_autocommit(reader->handle))
        control(reader, sql_rollback);
    if (!outcome)
        hooks_run(&reader->tx.hooks, 0, reader->tx.hooks.count);
    hooks_cut(&reader->tx.hooks, 0);
    reader->is_reading = false;
    return outcome;
}

/* ---- the writer: a batch ---- */

/* Only batch_commit() may end the transaction. A COMMIT from a job or a script becomes a rollback,
 * which entry_run() notices. */
static int refuse_other_commits(void *argument)
{
    const struct writer *writer = argument;
    return !writer->may_commit;
}

static int remember_wal_size(void *argument, sqlite3 *handle, const char *name, int frames)
{
    struct writer *writer = argument;
    (void)handle, (void)name;
    if (frames < writer->frames_at_attempt)
        writer->frames_at_attempt = 0; /* the log has started anew */
    writer->wal_frames = frames;
    writer->has_new_frames = true;
    return SQLITE_OK;
}

static bool writer_open(struct sqlite_db *store)
{
    struct writer *writer = &store->writer;
    writer->connection = connection_open(store, true);
    if (!writer->connection)
        return false;
    writer->connection->changes = &writer->changes;
    writer->changes.all++;
    changes_watch(&writer->changes, writer->connection->handle);
    sqlite3_commit_hook(writer->connection->handle, refuse_other_commits, writer);
    sqlite3_wal_hook(writer->connection->handle, remember_wal_size, writer);
    return true;
}

/* The next job for this batch: one taken before, or whatever has been queued meanwhile. */
static bool batch_grow(struct sqlite_db *store, int64_t deadline_us)
{
    struct writer *writer = &store->writer;
    bool is_over;
    if (writer->entry_count == DB_BATCH_MAX)
        return false;
    if (writer->entry_count && clock_monotonic_us() >= deadline_us)
        return false;
    if (writer->taken_next == writer->taken_count) {
        writer->taken_next = 0;
        writer->taken_count = queue_take(store->db.queue, QUEUE_TAKES_WRITES, writer->taken,
                                         DB_BATCH_MAX, 0, &is_over);
    }
    if (writer->taken_next == writer->taken_count)
        return false;
    writer->entries[writer->entry_count++] =
        (struct entry){.job = writer->taken[writer->taken_next++]};
    return true;
}

static bool has_unresolved_references(sqlite3 *handle)
{
    int unresolved = 0, unused;
    sqlite3_db_status(handle, SQLITE_DBSTATUS_DEFERRED_FKS, &unresolved, &unused, 0);
    return unresolved != 0;
}

/* The transaction is gone, and all it did. */
static bool entry_lost(struct writer *writer, struct entry *entry, enum error otherwise)
{
    writer->changes.all++;
    entry->outcome = entry->outcome ? entry->outcome : otherwise;
    entry->is_final = true;
    return false;
}

/* Takes back what a refused job did. False: there is no savepoint to go back to. */
static bool entry_undo(struct connection *connection, const struct entry *entry, bool is_careful,
                       int *code)
{
    hooks_cut(&connection->tx.hooks, entry->hooks_from);
    if (connection->may_have_changed)
        connection->changes->all++;
    if (is_careful)
        *code = control(connection, sql_rollback_job);
    return is_careful || !connection->may_have_changed;
}

/* Runs one job. False: the whole transaction has to run again, or is gone already (the disk is
 * full, say), and then this job has its answer. */
static bool entry_run(struct writer *writer, struct entry *entry)
{
    struct connection *connection = writer->connection;
    struct tx *tx = &connection->tx;
    bool is_careful = writer->careful_batches > 0;
    tx_start(tx, DB_WRITE);
    entry->hooks_from = tx->hooks.count;
    entry->outcome = ERROR_NONE;
    connection->may_have_changed = false;
    int code = is_careful ? control(connection, sql_savepoint) : SQLITE_OK;
    if (code != SQLITE_OK)
        sqlite_fail(connection, code, sql_savepoint);
    enum error returned = tx->failure ? ERROR_NONE : entry->job.fn(tx, entry->job.argument);
    entry->outcome = tx_outcome(tx, returned);
    if (sqlite3_get_autocommit(connection->handle))
        return entry_lost(writer, entry, ERROR_INTERNAL);
    /* A reference checked only at COMMIT would take the whole batch down with it. */
    if (!entry->outcome && has_unresolved_references(connection->handle))
        entry->outcome = ERROR_CONFLICT;
    if (entry->outcome && !entry_undo(connection, entry, is_careful, &code)) {
        writer->careful_batches = CAREFUL_BATCHES;
        control(connection, sql_rollback);
        return false;
    }
    if (is_careful && code == SQLITE_OK)
        code = control(connection, sql_release);
    entry->hooks_to = tx->hooks.count;
    if (code == SQLITE_OK)
        return true;
    log_failure("db_savepoint_failed", connection->handle);
    control(connection, sql_rollback);
    return entry_lost(writer, entry, ERROR_UNAVAILABLE);
}

/* What another process has written since is a change of everything. */
static void note_others(struct writer *writer)
{
    struct cursor *cursor = sqlite_statement(&writer->connection->tx, "PRAGMA data_version");
    int64_t version = writer->others_version;
    if (cursor && sqlite_start(cursor, NULL, 0))
        sqlite_column_int(cursor, 0, &version);
    if (cursor)
        sqlite_stop(cursor);
    if (version != writer->others_version)
        writer->changes.all++;
    writer->others_version = version;
}

static bool batch_begin(struct sqlite_db *store)
{
    struct writer *writer = &store->writer;
    if (!writer->connection && !writer_open(store))
        return false;
    if (store->is_shared && flock(store->checkpoint_file, LOCK_EX))
        return false;
    int code = control(writer->connection, sql_begin_write);
    if (code == SQLITE_OK)
        note_others(writer);
    else
        log_failure("db_begin_failed", writer->connection->handle);
    return code == SQLITE_OK;
}

/* One pass over the batch, which grows while there is time. False: it has to run again. */
static bool batch_pass(struct sqlite_db *store)
{
    struct writer *writer = &store->writer;
    int64_t deadline_us = clock_monotonic_us() + BATCH_TIME_US;
    hooks_cut(&writer->connection->tx.hooks, 0);
    for (size_t i = 0; i < writer->entry_count || batch_grow(store, deadline_us); i++)
        if (!writer->entries[i].is_final && !entry_run(writer, &writer->entries[i]))
            return false;
    return true;
}

static void batch_answer_all(struct writer *writer, enum error outcome)
{
    for (size_t i = 0; i < writer->entry_count; i++) {
        if (writer->entries[i].is_final)
            continue;
        writer->entries[i].outcome = outcome;
        writer->entries[i].is_final = true;
    }
}

static void batch_commit(struct sqlite_db *store)
{
    struct writer *writer = &store->writer;
    bool has_changes = false;
    for (size_t i = 0; i < writer->entry_count; i++)
        has_changes |= !writer->entries[i].is_final && !writer->entries[i].outcome;
    tx_start(&writer->connection->tx, DB_WRITE);
    writer->may_commit = true;
    int code = control(writer->connection, has_changes ? sql_commit : sql_rollback);
    writer->may_commit = false;
    if (code == SQLITE_OK)
        return;
    /* Its frames may be in the log or not; only a fresh look at the file can tell. */
    log_failure("db_commit_failed", writer->connection->handle);
    batch_answer_all(writer, ERROR_OUTCOME_UNKNOWN);
    connection_close(writer->connection);
    writer_open(store);
}

static void batch_run(struct sqlite_db *store)
{
    struct writer *writer = &store->writer;
    writer->entry_count = 0;
    batch_grow(store, 0);
    bool is_whole = false;
    while (!is_whole) {
        if (!batch_begin(store)) {
            batch_answer_all(writer, ERROR_UNAVAILABLE);
            break;
        }
        is_whole = batch_pass(store);
        if (!is_whole)
            db_count(&store->db.counters.retries, 1);
    }
    if (is_whole) {
        /* Readers see the commit a moment before its callers hear of it; see db_generation(). */
        store->db.generation++;
        batch_commit(store);
        store->db.generation++;
    }
    if (writer->careful_batches > 0)
        writer->careful_batches--;
    if (store->is_shared)
        flock(store->checkpoint_file, LOCK_UN);
}

/* Hooks first, all of them, so that whoever is told "done" finds the caches in order. */
static void batch_answer(struct sqlite_db *store)
{
    struct writer *writer = &store->writer;
    for (size_t i = 0; i < writer->entry_count; i++) {
        const struct entry *entry = &writer->entries[i];
        if (!entry->outcome)
            hooks_run(&writer->connection->tx.hooks, entry->hooks_from, entry->hooks_to);
    }
    db_count(&store->db.counters.jobs, (int64_t)writer->entry_count);
    db_count(&store->db.counters.batches, 1);
    for (size_t i = 0; i < writer->entry_count; i++)
        if (writer->entries[i].job.done)
            writer->entries[i].job.done(writer->entries[i].outcome,
                                        writer->entries[i].job.argument);
}

/* ---- the writer: its thread ---- */

static void writer_checkpoint(struct sqlite_db *store, int mode)
{
    struct writer *writer = &store->writer;
    writer->frames_at_attempt = writer->wal_frames;
    writer->has_new_frames = false;
    if (store->is_shared || !writer->connection || flock(store->checkpoint_file, LOCK_EX | LOCK_NB))
        return;
    int code = sqlite3_wal_checkpoint_v2(writer->connection->handle, "main", mode, NULL, NULL);
    if (code != SQLITE_OK && code != SQLITE_BUSY)
        log_failure("db_checkpoint_failed", writer->connection->handle);
    flock(store->checkpoint_file, LOCK_UN);
}

static bool writer_wait(struct sqlite_db *store, int64_t wait_ms)
{
    struct writer *writer = &store->writer;
    bool is_over = false;
    if (writer->taken_next == writer->taken_count) {
        writer->taken_next = 0;
        writer->taken_count = queue_take(store->db.queue, QUEUE_TAKES_WRITES, writer->taken,
                                         DB_BATCH_MAX, wait_ms, &is_over);
    }
    return !is_over;
}

static void *writer_main(void *argument)
{
    struct sqlite_db *store = argument;
    struct writer *writer = &store->writer;
    db_enter_thread(&store->db);
    while (writer_wait(store, writer->has_new_frames ? IDLE_CHECKPOINT_MS : QUEUE_FOREVER)) {
        int64_t start_us = clock_monotonic_us();
        if (writer->taken_next < writer->taken_count) {
            batch_run(store);
            batch_answer(store);
            if (writer->wal_frames - writer->frames_at_attempt >= CHECKPOINT_FRAMES)
                writer_checkpoint(store, SQLITE_CHECKPOINT_PASSIVE);
        } else {
            writer_checkpoint(store, SQLITE_CHECKPOINT_PASSIVE);
        }
        db_count(&store->db.counters.busy_us, clock_monotonic_us() - start_us);
    }
    return NULL;
}

/* ---- the store ---- */

static void store_free(struct sqlite_db *store)
{
    connection_close(store->writer.connection);
    changes_release(&store->writer.changes);
    if (store->lock_file >= 0)
        close(store->lock_file);
    if (store->checkpoint_file >= 0)
        close(store->checkpoint_file);
    queue_free(store->db.queue);
    pthread_key_delete(store->reader_key);
    pthread_mutex_destroy(&store->readers_lock);
    free(store->path);
    free(store);
}

static void sqlite_close_store(struct db *db)
{
    struct sqlite_db *store = (struct sqlite_db *)db;
    if (db->queue) {
        queue_close(db->queue);
        pthread_join(store->writer.thread, NULL);
    }
    while (store->readers)
        reader_exit(store->readers);
    if (db->queue)
        writer_checkpoint(store, SQLITE_CHECKPOINT_TRUNCATE);
    store_free(store);
}

static bool open_for_writing(struct sqlite_db *store, const char *directory, struct arena *arena,
                             struct str *ret_reason)
{
    if (mkdir(directory, 0700) && errno != EEXIST) {
        *ret_reason = str_format(arena, "cannot make %s: %s", directory, strerror(errno));
        return false;
    }
    if (!store->is_shared && !folder_lock(directory, &store->lock_file, arena, ret_reason))
        return false;
    store->checkpoint_file = folder_open(directory, "docket.checkpoint", arena);
    /* Made here first, so that nobody else can read it; SQLite gives the log the same mode. */
    int file = folder_open(directory, "docket.sqlite3", arena);
    if (file >= 0)
        close(file);
    if (file < 0 || store->checkpoint_file < 0 || !writer_open(store)) {
        *ret_reason = str_format(arena, "cannot open the database in %s", directory);
        return false;
    }
    store->db.queue = queue_new();
    return true;
}

static bool open_for_reading(struct sqlite_db *store, struct arena *arena, struct str *ret_reason)
{
    if (reader_of_thread(store))
        return true;
    *ret_reason = str_format(arena, "cannot read %s", store->path);
    return false;
}

/* No statistics of memory: they cost a lock around every allocation of every thread. Too late, and
 * harmless, where somebody has used SQLite before. */
static void configure_library(void)
{
    sqlite3_config(SQLITE_CONFIG_MULTITHREAD);
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    sqlite_log_register();
}

static struct db *sqlite_open_store(const struct db_options *options, struct arena *arena,
                                    struct str *ret_reason)
{
    static pthread_once_t configured = PTHREAD_ONCE_INIT;
    pthread_once(&configured, configure_library);
    struct sqlite_db *store = calloc(1, sizeof *store);
    struct str directory = str_copy(arena, options->data_directory);
    if (!store || pthread_key_create(&store->reader_key, reader_exit))
        abort();
    static _Atomic uint64_t opened;
    store->db.driver = &sqlite_driver;
    store->db.generation = ++opened << 40;
    changes_init(&store->writer.changes, store->db.generation);
    store->db.read_only = options->read_only;
    store->is_shared = options->shared;
    store->path = strdup(str_format(arena, "%s/docket.sqlite3", directory.data).data);
    store->lock_file = store->checkpoint_file = -1;
    pthread_mutex_init(&store->readers_lock, NULL);
    *ret_reason = STR_NONE;
    bool is_open = options->read_only ? open_for_reading(store, arena, ret_reason)
                                      : open_for_writing(store, directory.data, arena, ret_reason);
    if (is_open && store->db.queue)
        db_start_thread(&store->writer.thread, writer_main, store);
    if (is_open)
        return &store->db;
    store_free(store);
    return NULL;
}

const struct db_driver sqlite_driver = {
    .name = "sqlite",
    .is_local = true,
    .schema_suffix = ".sqlite.sql",
    .open = sqlite_open_store,
    .close = sqlite_close_store,
    .read = sqlite_read,
    .statement = sqlite_statement,
    .start = sqlite_start,
    .step = sqlite_step,
    .stop = sqlite_stop,
    .changes = sqlite_changes,
    .column_is_null = sqlite_column_is_null,
    .column_int = sqlite_column_int,
    .column_data = sqlite_column_data,
    .version = sqlite_version,
    .lock_row = sqlite_lock_row,
    .script = sqlite_script,
    .lock_schema = sqlite_lock_schema,
};
