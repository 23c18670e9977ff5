/* sqlite_internal.h: what the files of this driver share: its connections and their statements.
 * Only sqlite*.c include it.
 *
 * sqlite.c: connections, readers, the writer and its batches. sqlite_statement.c: statements and
 * rows. sqlite_changes.c: which tables are written to. sqlite_log.c: how the log is written. */
#ifndef DOCKET_DB_SQLITE_INTERNAL_H
#define DOCKET_DB_SQLITE_INTERNAL_H

#include <sqlite3.h>

#include "db/driver.h"

enum { CHANGES_TABLES_MAX = 64 };

/* How often each table has been written to, or may have been, as the writer knows. What it counts
 * only grows. Used on the writer's thread alone. */
struct changes {
    char *names[CHANGES_TABLES_MAX]; /* the last stands for all that had no place */
    uint64_t counts[CHANGES_TABLES_MAX];
    size_t tables;
    uint64_t all;     /* of every table: after a rollback, say */
    uint64_t written; /* a set of tables: by the statement that is being prepared */
};
/* `first` is where it begins to count. */
void changes_init(struct changes *changes, uint64_t first);
void changes_release(struct changes *changes);
/* From now on each statement that is prepared leaves in `written` what it writes to. */
void changes_watch(struct changes *changes, sqlite3 *handle);
void changes_add(struct changes *changes, uint64_t tables);
/* Of these tables together; `set` is kept by the caller from one time to the next. */
uint64_t changes_of(const struct changes *changes, struct table_set *set);

struct statement {
    struct cursor cursor;
    sqlite3_stmt *prepared;
    size_t parameters;                       /* distinct ones in the SQL */
    size_t highest;                          /* n of the highest $n */
    bool may_change;                         /* not a SELECT, nor a SAVEPOINT */
    uint64_t writes;                         /* a set of tables: see struct changes */
    unsigned char number[DB_PARAMETERS_MAX]; /* n of the parameter at each SQLite index less one */
};

struct connection {
    struct tx tx;
    struct sqlite_db *store;
    sqlite3 *handle;
    struct changes *changes; /* the writer's */
    struct statements statements;
    bool is_reading;
    bool may_have_changed;              /* the running job */
    struct connection *next, *previous; /* among the store's readers */
};

static inline struct connection *connection_of(struct tx *tx)
{
    return (struct connection *)tx;
}

/* Marks the transaction with what a result code means, and logs why. */
void sqlite_fail(struct connection *connection, int code, const char *sql);

void sqlite_statement_free(struct cursor *cursor);
/* As struct db_driver says. */
struct cursor *sqlite_statement(struct tx *tx, const char *sql);
bool sqlite_start(struct cursor *cursor, const struct db_value *values, size_t count);
bool sqlite_step(struct cursor *cursor);
void sqlite_stop(struct cursor *cursor);
int64_t sqlite_changes(struct cursor *cursor);
bool sqlite_column_is_null(struct cursor *cursor, int column);
bool sqlite_column_int(struct cursor *cursor, int column, int64_t *ret);
bool sqlite_column_data(struct cursor *cursor, int column, bool is_text, struct str *ret);

/* The VFS that the writer opens its files by; registered once, before any store is opened. */
#define SQLITE_LOG_VFS "docket-log"
void sqlite_log_register(void);

#endif
