/* sqlite_statement.c: the statements of a connection, their parameters and their rows. */
#include <stdlib.h>

#include "db/sqlite_internal.h"

/* ---- errors ---- */

static enum error error_of(int code)
{
    if (code == SQLITE_CONSTRAINT_COMMITHOOK)
        return ERROR_INTERNAL; /* a job tried to end the transaction itself */
    switch (code & 0xff) {
    case SQLITE_CONSTRAINT:
        return ERROR_CONFLICT;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_FULL:
    case SQLITE_IOERR:
    case SQLITE_NOMEM:
    case SQLITE_CANTOPEN:
        return ERROR_UNAVAILABLE;
    default:
        return ERROR_INTERNAL;
    }
}

void sqlite_fail(struct connection *connection, int code, const char *sql)
{
    tx_fail_because(&connection->tx, error_of(code), sql, sqlite3_errmsg(connection->handle));
}

/* ---- statements ---- */

void sqlite_statement_free(struct cursor *cursor)
{
    struct statement *statement = (struct statement *)cursor;
    sqlite3_finalize(statement->prepared);
    free(statement);
}

/* Maps each parameter to its number. False: something other than $1 … $DB_PARAMETERS_MAX. */
static bool map_parameters(struct statement *statement)
{
    int count = sqlite3_bind_parameter_count(statement->prepared);
    if (count > DB_PARAMETERS_MAX)
        return false;
    for (int i = 1; i <= count; i++) {
        const char *name = sqlite3_bind_parameter_name(statement->prepared, i);
        int64_t number = 0;
        if (!name || name[0] != '$' || !str_to_int64(str_from(name + 1), &number) || number < 1 ||
            number > DB_PARAMETERS_MAX)
            return false;
        statement->number[i - 1] = (unsigned char)number;
        if ((size_t)number > statement->highest)
            statement->highest = (size_t)number;
    }
    statement->parameters = (size_t)count;
    statement->may_change = !sqlite3_stmt_readonly(statement->prepared);
    return true;
}

static struct statement *statement_prepare(struct connection *connection, const char *sql)
{
    struct statement *statement = calloc(1, sizeof *statement);
    if (!statement)
        abort();
    statement->cursor = (struct cursor){.tx = &connection->tx, .key = sql};
    if (connection->changes)
        connection->changes->written = 0;
    int code = sqlite3_prepare_v3(connection->handle, sql, -1, SQLITE_PREPARE_PERSISTENT,
                                  &statement->prepared, NULL);
    if (code != SQLITE_OK)
        sqlite_fail(connection, code, sql);
    else if (!statement->prepared || !map_parameters(statement))
        tx_fail_because(&connection->tx, ERROR_INTERNAL, sql, "parameters must be $1, $2, …");
    else {
        statement->writes = connection->changes ? connection->changes->written : 0;
        return statement;
    }
    sqlite_statement_free(&statement->cursor);
    return NULL;
}

struct cursor *sqlite_statement(struct tx *tx, const char *sql)
{
    struct connection *connection = connection_of(tx);
    struct cursor *cursor = statements_find(&connection->statements, sql);
    if (cursor) {
        /* Only literals: memory reused for other SQL would run the old one. */
        if (strcmp(sqlite3_sql(((struct statement *)cursor)->prepared), sql) != 0)
            abort();
        return cursor;
    }
    struct statement *statement = statement_prepare(connection, sql);
    if (!statement)
        return NULL;
    statements_add(&connection->statements, &statement->cursor);
    return &statement->cursor;
}

/* Without copies: what the values point to outlives the statement (see db.h). */
static int bind_value(sqlite3_stmt *prepared, int index, const struct db_value *value)
{
    const char *data = value->bytes.data ? value->bytes.data : "";
    switch (value->type) {
    case DB_TYPE_INT:
        return sqlite3_bind_int64(prepared, index, value->integer);
    case DB_TYPE_TEXT:
        return sqlite3_bind_text64(prepared, index, data, value->bytes.size, SQLITE_STATIC,
                                   SQLITE_UTF8);
    case DB_TYPE_BYTES:
        return sqlite3_bind_blob64(prepared, index, data, value->bytes.size, SQLITE_STATIC);
    case DB_TYPE_NULL:
        break;
    }
    return sqlite3_bind_null(prepared, index);
}

bool sqlite_step(struct cursor *cursor)
{
    struct statement *statement = (struct statement *)cursor;
    int code = sqlite3_step(statement->prepared);
    if (code != SQLITE_ROW && code != SQLITE_DONE)
        sqlite_fail(connection_of(cursor->tx), code, cursor->key);
    return code == SQLITE_ROW;
}

bool sqlite_start(struct cursor *cursor, const struct db_value *values, size_t count)
{
    struct statement *statement = (struct statement *)cursor;
    if (count != statement->highest) {
        tx_fail_because(cursor->tx, ERROR_INTERNAL, cursor->key, "wrong number of parameters");
        return false;
    }
    for (size_t i = 0; i < statement->parameters; i++) {
        int code = bind_value(statement->prepared, (int)i + 1, &values[statement->number[i] - 1]);
        if (code != SQLITE_OK) {
            sqlite_fail(connection_of(cursor->tx), code, cursor->key);
            return false;
        }
    }
    struct connection *connection = connection_of(cursor->tx);
    connection->may_have_changed |= statement->may_change;
    if (statement->writes)
        changes_add(connection->changes, statement->writes);
    return sqlite_step(cursor);
}

void sqlite_stop(struct cursor *cursor)
{
    sqlite3_reset(((struct statement *)cursor)->prepared);
}

int64_t sqlite_changes(struct cursor *cursor)
{
    if (!((struct statement *)cursor)->may_change)
        return 0; /* the count would be that of an earlier statement */
    return sqlite3_changes64(connection_of(cursor->tx)->handle);
}

bool sqlite_column_is_null(struct cursor *cursor, int column)
{
    return sqlite3_column_type(((struct statement *)cursor)->prepared, column) == SQLITE_NULL;
}

bool sqlite_column_int(struct cursor *cursor, int column, int64_t *ret)
{
    sqlite3_stmt *prepared = ((struct statement *)cursor)->prepared;
    if (sqlite3_column_type(prepared, column) != SQLITE_INTEGER)
        return false;
    *ret = sqlite3_column_int64(prepared, column);
    return true;
}

bool sqlite_column_data(struct cursor *cursor, int column, bool is_text, struct str *ret)
{
    sqlite3_stmt *prepared = ((struct statement *)cursor)->prepared;
    if (sqlite3_column_type(prepared, column) != (is_text ? SQLITE_TEXT : SQLITE_BLOB))
        return false;
    const char *data = sqlite3_column_blob(prepared, column);
    *ret = (struct str){data ? data : "", (size_t)sqlite3_column_bytes(prepared, column)};
    return true;
}
