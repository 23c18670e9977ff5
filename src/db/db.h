/* db.h: one store, two drivers.
 *
 * A job is a function that runs inside one transaction. On SQLite all write jobs run one after
 * another on ONE writer thread, up to DB_BATCH_MAX of them in one BEGIN IMMEDIATE … COMMIT; each
 * stands or falls alone, and a batch may run again so that it does. On PostgreSQL each runs at READ
 * COMMITTED on a worker with its own connection: jobs are put in order by the rows they lock
 * (tx_lock_row() before deciding, so that what follows sees what the last holder committed) and by
 * constraints; SERIALIZABLE would abort the writers of a busy provider again and again. It is tried
 * again on 40001, 40P01, 23P01 and 23505. So a job may run more than once: it must have no effect
 * outside its transaction but on its own argument, which it sets anew each time. A broken
 * constraint is CONFLICT; an exclusion that persists, SLOT_TAKEN.
 *
 * Failure is sticky: when a statement fails, the transaction is marked, every later statement is a
 * no-op that finds no rows, and the runner rolls back, whatever the job returns. So rooms need no
 * check after each statement. A job that returns anything but ERROR_NONE is rolled back too.
 *
 * SQL is portable: $1… parameters bound by name, ON CONFLICT, RETURNING, integer instants (ms) and
 * amounts (minor), 16-byte ids; CAST(sum(x) AS bigint), as PostgreSQL's sums are numeric. Columns
 * are bigint, text or bytea, and are read as what they are. No deferred constraints. Statements are
 * prepared once per connection, keyed by the address of the SQL literal: always pass a literal or a
 * static string.
 *
 * Only db/ includes sqlite3.h or libpq-fe.h. A third driver is one file with a struct db_driver. */
#ifndef DOCKET_DB_DB_H
#define DOCKET_DB_DB_H

#include "base/error.h"
#include "base/id.h"

struct db;
struct tx;

enum { DB_BATCH_MAX = 64, DB_PARAMETERS_MAX = 64 };

struct db_options {
    struct str data_directory; /* holds docket.sqlite3 and its lock; used when url is absent */
    struct str url;            /* postgres://… or any libpq connection string */
    int connections;           /* PostgreSQL workers; 0: 8 */
    bool read_only;            /* verify: no lock, no writer */
    bool shared;               /* SQLite: a few writes beside a running server; takes no lock */
};
/* NULL: *ret_reason (in the arena) says why (locked by another process, unreachable …). */
struct db *db_open(const struct db_options *options, struct arena *arena, struct str *ret_reason);
void db_close(struct db *db);                    /* waits for queued jobs; the writer closes last */
bool db_is_local(const struct db *db);           /* reads are memory-fast: SQLite */
const char *db_driver_name(const struct db *db); /* "sqlite" or "postgres" */

/* ---- jobs ---- */
typedef enum error (*db_job_fn)(struct tx *tx, void *argument);
/* Called once, after the job is durable or refused; on SQLite on the writer thread, so be quick. */
typedef void (*db_done_fn)(enum error outcome, void *argument);

enum db_mode { DB_READ, DB_WRITE };

/* Queues a write; answers OUTCOME_UNKNOWN to `done` when COMMIT failed. False when the queue is
 * full, closing or read-only: nothing will be called. */
bool db_submit(struct db *db, db_job_fn fn, void *argument, db_done_fn done);
/* A read on a worker (PostgreSQL) or, on a local store, on this thread, before it returns. */
bool db_submit_read(struct db *db, db_job_fn fn, void *argument, db_done_fn done);
/* The same, waiting; not from inside a job, a hook or a `done` (INTERNAL). db_read sees one
 * snapshot; on SQLite it runs on the calling thread. */
enum error db_write(struct db *db, db_job_fn fn, void *argument);
enum error db_read(struct db *db, db_job_fn fn, void *argument);

/* How many times the content of this store has begun or ended to change, so that what was read can
 * be known to be still so: read it before the read. False: a COMMIT is under way, or others write
 * here too (no local store, or one opened read-only); then nothing is known. A commit is counted
 * before its `done`, so a caller who was told of it finds another number. Writers in other
 * processes (db_options.shared) are not counted. No two stores that a process opens ever have the
 * same number. */
bool db_generation(const struct db *db, uint64_t *ret);
/* In a read: the number of exactly what this transaction sees, so that what another has read at the
 * same number is what this one would read. False: it is not known, or there is a newer one. */
bool tx_generation(const struct tx *tx, uint64_t *ret);

/* ---- inside a job ---- */
enum db_type { DB_TYPE_NULL, DB_TYPE_INT, DB_TYPE_TEXT, DB_TYPE_BYTES };
struct db_value {
    enum db_type type;
    enum db_type absent_type; /* of a NULL: what it would be, which PostgreSQL may need to know */
    int64_t integer;
    struct str bytes;
};
static inline struct db_value db_int(int64_t value)
{
    return (struct db_value){.type = DB_TYPE_INT, .integer = value};
}
static inline struct db_value db_absent(enum db_type type)
{
    return (struct db_value){.type = DB_TYPE_NULL, .absent_type = type};
}
static inline struct db_value db_instant(int64_t ms) /* INSTANT_NONE is NULL */
{
    return ms == INT64_MIN ? db_absent(DB_TYPE_INT) : db_int(ms);
}
static inline struct db_value db_text(struct str text) /* absent is NULL */
{
    return text.data ? (struct db_value){.type = DB_TYPE_TEXT, .bytes = text}
                     : db_absent(DB_TYPE_TEXT);
}
static inline struct db_value db_bytes(struct str bytes)
{
    return bytes.data ? (struct db_value){.type = DB_TYPE_BYTES, .bytes = bytes}
                      : db_absent(DB_TYPE_BYTES);
}
struct db_value db_id(const struct id *id); /* ID_NONE is NULL; *id must outlive the statement */
/* Where the SQL itself says of what type: as a column's new value. Otherwise db_absent(). */
#define DB_NULL ((struct db_value){.type = DB_TYPE_NULL})

/* Rows of one statement. Only one open cursor per SQL literal and transaction (else INTERNAL). It
 * has run when this returns, rows asked for or not. */
struct cursor;
struct cursor *tx_query_values(struct tx *tx, const char *sql, const struct db_value *values,
                               size_t count);
bool cursor_next(struct cursor *cursor);  /* false: no more (closed by itself) or failed */
void cursor_close(struct cursor *cursor); /* needed only before the end; after it is harmless */
int64_t cursor_int(struct cursor *cursor, int column);     /* NULL gives 0 */
int64_t cursor_instant(struct cursor *cursor, int column); /* NULL gives INSTANT_NONE */
bool cursor_is_null(struct cursor *cursor, int column);
struct str cursor_text(struct cursor *cursor, int column, struct arena *arena); /* a copy */
struct str cursor_bytes(struct cursor *cursor, int column, struct arena *arena);
struct id cursor_id(struct cursor *cursor, int column); /* NULL gives ID_NONE */

/* Runs a statement to its end; the number of rows it changed. */
int64_t tx_execute_values(struct tx *tx, const char *sql, const struct db_value *values,
                          size_t count);

#define TX_VALUES(...)                                                                             \
    (const struct db_value[]){{0}, ##__VA_ARGS__} + 1,                                             \
        sizeof((const struct db_value[]){{0}, ##__VA_ARGS__}) / sizeof(struct db_value) - 1
/* tx_query(tx, "SELECT … $1", db_int(5)); tx_execute(tx, "UPDATE … $1", db_id(&id)); */
#define tx_query(tx, sql, ...) tx_query_values((tx), (sql), TX_VALUES(__VA_ARGS__))
#define tx_execute(tx, sql, ...) tx_execute_values((tx), (sql), TX_VALUES(__VA_ARGS__))

/* Locks one row until the end of the transaction, before deciding on what hangs on it. `table` is a
 * literal; its key column is `id`. SQLite: nothing to do. Order: provider before booking. */
void tx_lock_row(struct tx *tx, const char *table, struct id id);
/* In a read that many share, before its first statement: the same statement with the same values is
 * answered from what it gave before, as it would be in one snapshot anyway; and the snapshot has a
 * number (tx_generation()), which no other ever has. Local store: nothing, asking costs nothing. */
void tx_keep_answers(struct tx *tx);
bool tx_failed(const struct tx *tx);
void tx_fail(struct tx *tx, enum error error); /* marks it: INTERNAL for a broken invariant */
bool tx_is_write(const struct tx *tx);
struct db *tx_db(struct tx *tx);
/* Runs when this transaction is durable (never when it is not), on the thread that committed:
 * cache invalidation, waking followers. Quick and without effects on the store. */
void tx_on_commit(struct tx *tx, void (*fn)(void *argument), void *argument);

/* ---- between nodes ----
 * Takes a lock named by a number until the end of the transaction, or says false when another
 * transaction holds it. SQLite: always true, the writer is alone. */
bool tx_try_lock(struct tx *tx, int64_t key);
/* When this transaction is durable, every node that listens is told, this one too. SQLite: nothing,
 * there is one node. Costs a lock of the whole database at COMMIT: not for every command. */
void tx_notify(struct tx *tx);
/* Calls `fn` on a thread of its own after each notice, several of which may become one, and after
 * notices may have been lost (the connection was down). One listener a store; NULL: no more, and
 * `fn` is not running any longer. False: the store has only one node, and nothing will be called.
 */
bool db_listen(struct db *db, void (*fn)(void *argument), void *argument);

/* ---- migrations: schema/NNNN-name[.sqlite|.pg].sql, embedded in the binary, numbered, immutable.
 * Each is applied once, in order, in a transaction; `schema_migration` keeps number, name, hash.
 * A stored hash that differs from the embedded one is refused. ---- */
enum error db_migrate(struct db *db, struct arena *arena, struct str *ret_reason);

struct db_statistics {
    int64_t jobs, batches, retries, busy_us, queue_depth, readers;
};
void db_statistics(struct db *db, struct db_statistics *ret);
size_t db_waiting(struct db *db); /* how many jobs wait for their turn; 0 where nothing is queued */

#endif
