/* driver.h: what a driver owes to db.c, and what db.c keeps for it. Private to db/.
 *
 * A driver is one file with one const struct db_driver, listed in db.c. It embeds struct db as the
 * first member of its store, struct tx as the first member of each connection and struct cursor as
 * the first member of each prepared statement, and gets from one to the other with a cast.
 *
 * db.c owns the states every driver shares: the sticky failure, which cursors are open, the hooks
 * to run after COMMIT, the counters. The driver owns connections, threads and the meaning of an
 * error.
 *
 * A transaction, as a driver runs it: tx_start(), the job, tx_outcome(), then COMMIT and
 * hooks_run(), or ROLLBACK and hooks_cut(). */
#ifndef DOCKET_DB_DRIVER_H
#define DOCKET_DB_DRIVER_H

#include <pthread.h>
#include <stdatomic.h>

#include "db/db.h"
#include "db/queue.h"
#include "db/recall.h"

struct db_counters {
    _Atomic int64_t jobs, batches, retries, busy_us, readers;
};

struct db {
    const struct db_driver *driver;
    struct db_counters counters;
    struct job_queue *queue; /* NULL on a local store opened read-only */
    bool read_only;
    _Atomic uint64_t generation; /* of a local store: odd while a COMMIT is under way */
};

struct db_hook {
    void (*fn)(void *argument);
    void *argument;
};
struct db_hooks {
    struct db_hook *items; /* heap, kept by the connection from one transaction to the next */
    size_t count, capacity;
};

/* A statement is kept for the life of its connection, and its only cursor with it. */
enum cursor_state { CURSOR_CLOSED, CURSOR_STARTED, CURSOR_ON_ROW };
struct cursor {
    struct tx *tx;
    const char *key; /* the address of the SQL literal */
    enum cursor_state state;
    bool has_first_row; /* of a started cursor */
    struct cursor *next_open;
};

struct tx {
    struct db *db;
    enum db_mode mode;
    enum error failure;  /* sticky */
    uint64_t generation; /* of a local store, when this began; odd: not known */
    uint64_t snapshot;   /* of one that keeps answers elsewhere: its own number; 0: it keeps none */
    struct db_hooks hooks;
    struct cursor *open_cursors;
    struct cursor nothing; /* what a failed transaction answers: no rows */
};

struct db_driver {
    const char *name;
    bool is_local;
    const char *schema_suffix; /* of schema files meant for this driver only: ".sqlite.sql" */

    struct db *(*open)(const struct db_options *options, struct arena *arena,
                       struct str *ret_reason);
    void (*close)(struct db *db); /* drains the queue first */
    /* A local store's read, on the calling thread; NULL elsewhere: reads are queued. */
    enum error (*read)(struct db *db, db_job_fn fn, void *argument);

    /* The statement of a literal, kept by its connection; NULL after tx_fail(). */
    struct cursor *(*statement)(struct tx *tx, const char *sql);
    /* Binds and runs up to the first row, so that a change happens even when nobody asks for rows;
     * *ret_has_row. False after tx_fail(). */
    bool (*start)(struct cursor *cursor, const struct db_value *values, size_t count);
    bool (*step)(struct cursor *cursor);       /* to the next row; false: none, or failed */
    void (*stop)(struct cursor *cursor);       /* forgets the rows */
    int64_t (*changes)(struct cursor *cursor); /* after the last row, before stop */

    /* Columns of the current row. False: NULL, or not of that type. */
    bool (*column_is_null)(struct cursor *cursor, int column);
    bool (*column_int)(struct cursor *cursor, int column, int64_t *ret);
    bool (*column_data)(struct cursor *cursor, int column, bool is_text, struct str *ret);

    /* In a write: a number that has grown whenever these tables may have been written to. NULL
     * where that is not known, because others write too. */
    uint64_t (*version)(struct tx *tx, struct table_set *set);
    /* In a read: what a statement has given it gives again, without being run; NULL where asking
     * costs no round trip. */
    void (*keep_answers)(struct tx *tx);
    void (*lock_row)(struct tx *tx, const char *table, struct id id);
    /* Between nodes; NULL on a local store. */
    bool (*try_lock)(struct tx *tx, int64_t key);
    void (*notify)(struct tx *tx);
    bool (*listen)(struct db *db, void (*fn)(void *argument), void *argument);
    /* Several statements at once, for migrations only. */
    void (*script)(struct tx *tx, const char *text);
    void (*lock_schema)(struct tx *tx); /* until the end of the transaction, against other nodes */
};

extern const struct db_driver sqlite_driver, postgres_driver;

void tx_init(struct tx *tx, struct db *db);
void tx_release(struct tx *tx);
void tx_start(struct tx *tx, enum db_mode mode);
/* Closes what the job left open; the failure if there was one, else what the job returned. */
enum error tx_outcome(struct tx *tx, enum error returned);
/* Marks the transaction and logs why, with the statement; for our bugs and broken stores. */
void tx_fail_because(struct tx *tx, enum error error, const char *sql, const char *message);

void hooks_run(struct db_hooks *hooks, size_t from, size_t to);
void hooks_cut(struct db_hooks *hooks, size_t count);

/* Starts a thread that no signal reaches: signals belong to the main thread. */
void db_start_thread(pthread_t *ret_thread, void *(*main)(void *argument), void *argument);
/* Names this thread as one that runs jobs of `db`, so that waiting on it from itself is refused
 * instead of hanging for ever. */
void db_enter_thread(struct db *db);

static inline void db_count(_Atomic int64_t *counter, int64_t more)
{
    atomic_fetch_add_explicit(counter, more, memory_order_relaxed);
}

/* ---- statements by the address of their literal ---- */
struct statements {
    struct cursor **slots; /* open addressing; a power of two of them */
    size_t count, capacity;
};
struct cursor *statements_find(const struct statements *statements, const char *key);
void statements_add(struct statements *statements, struct cursor *cursor);
void statements_release(struct statements *statements, void (*free_statement)(struct cursor *));

#endif
