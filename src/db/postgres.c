/* postgres.c: the store for more than one machine.
 *
 * A few workers, each with its own connection, run the queued jobs; the first takes reads only, so
 * that a burst of writes never keeps a reader waiting for long. A write is one transaction at READ
 * COMMITTED: what must not interleave locks the same row first, and every statement after the lock
 * sees what was committed before it. A read is one REPEATABLE READ snapshot.
 *
 * An attempt that fails for a reason that may pass is made again after a jittered pause, on a new
 * connection where the old one is lost. Only a connection lost during COMMIT leaves the outcome
 * unknown: then nothing is tried again. */
#include <endian.h>
#include <libpq-fe.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/random.h"
#include "db/driver.h"
#include "db/postgres_answers.h"
#include "db/postgres_listen.h"

enum {
    DEFAULT_CONNECTIONS = 8,
    CONNECTIONS_MIN = 2,
    TRIES_MAX = 10,
    PAUSE_MAX_MS = 500,
    RECONNECT_EVERY_US = 250000, /* while the server stays unreachable */
};

/* The types we send and read, from the server's pg_type. */
enum {
    OID_UNKNOWN = 0,
    OID_BOOL = 16,
    OID_BYTEA = 17,
    OID_NAME = 19,
    OID_INT8 = 20,
    OID_INT2 = 21,
    OID_INT4 = 23,
    OID_TEXT = 25,
    OID_VARCHAR = 1043,
};
enum { FORMAT_TEXT = 0, FORMAT_BINARY = 1 };

struct statement {
    struct cursor cursor;
    char *text;
    char name[24];
    bool is_prepared;
    size_t count;                 /* of parameters */
    Oid types[DB_PARAMETERS_MAX]; /* OID_UNKNOWN: only DB_NULL was seen so far; the server infers it
                                   */
    PGresult *result;
    bool is_borrowed; /* the result, from the answers of this transaction */
    int row;
};

struct worker {
    struct tx tx;
    struct postgres_db *store;
    pthread_t thread;
    enum queue_taker taker;
    PGconn *connection; /* NULL: made with the next job */
    struct statements statements;
    struct answers answers; /* of the transaction under way */
    unsigned last_name;
    int tries;           /* how often the current failure may be tried, in all */
    bool is_spoilt;      /* the connection is not to be used again */
    bool is_unreachable; /* since a job gave up: jobs are refused at once until it is back */
    int64_t last_connect_us;
};

struct postgres_db {
    struct db db;
    char *url;
    struct worker *workers;
    int worker_count;
    struct listener *listener;     /* NULL: nobody wants to hear */
    _Atomic bool is_down_reported; /* one line in the log each time the server goes away */
};

static struct worker *worker_of(struct tx *tx)
{
    return (struct worker *)tx;
}

/* ---- failures ---- */

/* What an SQLSTATE (or a class of them) means; the first row that fits. The rest is our bug. */
static const struct failure {
    const char *state;
    enum error error; /* when the tries are used up */
    int tries;
    bool is_connection_spoilt;
} failures[] = {
    {"40001", ERROR_UNAVAILABLE, TRIES_MAX, false}, /* serialization failure */
    {"40P01", ERROR_UNAVAILABLE, TRIES_MAX, false}, /* deadlock */
    {"23P01", ERROR_SLOT_TAKEN, TRIES_MAX, false},  /* exclusion */
    {"23505", ERROR_CONFLICT, 3, false},         /* unique: next time the job sees the other row */
    {"23", ERROR_CONFLICT, 1, false},            /* other constraints */
    {"55P03", ERROR_UNAVAILABLE, 1, false},      /* lock timeout */
    {"57014", ERROR_UNAVAILABLE, 1, false},      /* statement timeout */
    {"53", ERROR_UNAVAILABLE, 1, false},         /* out of disk, memory, connections */
    {"0A000", ERROR_INTERNAL, 2, true},          /* a plan from before a migration */
    {"26000", ERROR_INTERNAL, 2, true},          /* statements lost, by a pooler between us */
    {"57P", ERROR_UNAVAILABLE, TRIES_MAX, true}, /* the server is stopping or starting */
    {"08P01", ERROR_INTERNAL, 1, false},         /* a parameter is missing */
    {"08", ERROR_UNAVAILABLE, TRIES_MAX, true},  /* connection */
};

static const struct failure *find_failure(const char *state)
{
    for (size_t i = 0; state && i < COUNT_OF(failures); i++)
        if (strncmp(state, failures[i].state, strlen(failures[i].state)) == 0)
            return &failures[i];
    return NULL;
}

/* Marks the transaction and notes whether trying again may help. */
static void fail_from(struct worker *worker, const PGresult *result, const char *sql)
{
    static const struct failure bug = {"", ERROR_INTERNAL, 1, false};
    static const struct failure lost = {"", ERROR_UNAVAILABLE, TRIES_MAX, true};
    const struct failure *failure = find_failure(PQresultErrorField(result, PG_DIAG_SQLSTATE));
    if (PQstatus(worker->connection) != CONNECTION_OK)
        failure = &lost;
    else if (!failure)
        failure = &bug;
    worker->tries = failure->tries;
    worker->is_spoilt = failure->is_connection_spoilt;
    if (failure->tries > 1)
        tx_fail(&worker->tx, failure->error); /* quietly; worker_run() logs when it gives up */
    else
        tx_fail_because(&worker->tx, failure->error, sql, PQerrorMessage(worker->connection));
}

static void log_notice(void *argument, const char *message)
{
    (void)argument;
    log_event(LOG_DEBUG, "db_notice", LOG_TEXT("message", str_from(message)));
}

/* ---- connections ---- */

static void statement_free(struct cursor *cursor)
{
    struct statement *statement = (struct statement *)cursor;
    if (!statement->is_borrowed)
        PQclear(statement->result);
    free(statement->text);
    free(statement);
}

static void drop_connection(struct worker *worker)
{
    if (!worker->connection)
        return;
    statements_release(&worker->statements, statement_free);
    PQfinish(worker->connection);
    worker->connection = NULL;
    db_count(&worker->store->db.counters.readers, -1);
}

static const char session_settings[] =
    "SET lock_timeout = '10s'; SET statement_timeout = '30s';"
    "SET idle_in_transaction_session_timeout = '60s'; SET client_min_messages = warning";

/* The URL comes after our defaults and wins over them. */
static PGconn *connect_to(const char *url)
{
    static const char *const keywords[] = {
        "client_encoding",     "connect_timeout",  "keepalives_idle",
        "keepalives_interval", "keepalives_count", "tcp_user_timeout",
        "application_name",    "dbname",           NULL};
    const char *const values[] = {"UTF8", "5", "30", "10", "3", "15000", "docket", url, NULL};
    PGconn *connection = PQconnectdbParams(keywords, values, 1);
    PQsetNoticeProcessor(connection, log_notice, NULL);
    if (PQstatus(connection) == CONNECTION_OK)
        PQclear(PQexec(connection, session_settings));
    return connection;
}

static bool ensure_connection(struct worker *worker)
{
    int64_t now_us = clock_monotonic_us();
    if (worker->connection)
        return true;
    if (worker->is_unreachable && now_us - worker->last_connect_us < RECONNECT_EVERY_US)
        return false;
    worker->last_connect_us = now_us;
    PGconn *connection = connect_to(worker->store->url);
    if (PQstatus(connection) != CONNECTION_OK) {
        if (!atomic_exchange(&worker->store->is_down_reported, true))
            log_event(LOG_WARNING, "db_connect_failed",
                      LOG_TEXT("message", str_from(PQerrorMessage(connection))));
        PQfinish(connection);
        return false;
    }
    worker->connection = connection;
    worker->is_unreachable = false;
    if (atomic_exchange(&worker->store->is_down_reported, false))
        log_event(LOG_INFO, "db_connected_again");
    db_count(&worker->store->db.counters.readers, 1);
    return true;
}

/* ---- statements ---- */

static struct statement *statement_add(struct worker *worker, const char *key, const char *text)
{
    struct statement *statement = calloc(1, sizeof *statement);
    if (!statement || !(statement->text = strdup(text)))
        abort();
    statement->cursor = (struct cursor){.tx = &worker->tx, .key = key};
    statements_add(&worker->statements, &statement->cursor);
    return statement;
}

static struct cursor *postgres_statement(struct tx *tx, const char *sql)
{
    struct worker *worker = worker_of(tx);
    struct cursor *cursor = statements_find(&worker->statements, sql);
    if (!cursor)
        return &statement_add(worker, sql, sql)->cursor;
    /* Only literals: memory reused for other SQL would run the old one. */
    if (strcmp(((struct statement *)cursor)->text, sql) != 0)
        abort();
    return cursor;
}

static Oid type_of(const struct db_value *value)
{
    switch (value->type == DB_TYPE_NULL ? value->absent_type : value->type) {
    case DB_TYPE_INT:
        return OID_INT8;
    case DB_TYPE_TEXT:
        return OID_TEXT;
    case DB_TYPE_BYTES:
        return OID_BYTEA;
    case DB_TYPE_NULL:
        break;
    }
    return OID_UNKNOWN;
}

/* True when the result is fit for use; otherwise it is cleared and the transaction marked. */
static bool check_result(struct worker *worker, PGresult *result, const char *sql)
{
    ExecStatusType status = PQresultStatus(result);
    if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK)
        return true;
    fail_from(worker, result, sql);
    PQclear(result);
    return false;
}

static bool run(struct worker *worker, const char *sql)
{
    PGresult *result = PQexec(worker->connection, sql);
    if (!check_result(worker, result, sql))
        return false;
    PQclear(result);
    return true;
}

/* Prepares a statement at its first use, and again when a parameter that had been NULL so far gets
 * a type: known types stay, so it settles. */
static bool prepare_for(struct worker *worker, struct statement *statement,
                        const struct db_value *values, size_t count)
{
    bool fits = statement->is_prepared && statement->count == count;
    for (size_t i = 0; i < count; i++) {
        Oid type = type_of(&values[i]);
        if (type == OID_UNKNOWN || type == statement->types[i])
            continue;
        statement->types[i] = type;
        fits = false;
    }
    if (fits)
        return true;
    char deallocate[sizeof statement->name + sizeof "DEALLOCATE "];
    snprintf(deallocate, sizeof deallocate, "DEALLOCATE %s", statement->name);
    if (statement->is_prepared && !run(worker, deallocate))
        return false;
    snprintf(statement->name, sizeof statement->name, "docket_%u", ++worker->last_name);
    PGresult *result = PQprepare(worker->connection, statement->name, statement->text, (int)count,
                                 statement->types);
    if (!check_result(worker, result, statement->text))
        return false;
    PQclear(result);
    statement->is_prepared = true;
    statement->count = count;
    return true;
}

static PGresult *execute(struct worker *worker, const struct statement *statement,
                         const struct db_value *values, size_t count)
{
    const char *data[DB_PARAMETERS_MAX];
    int sizes[DB_PARAMETERS_MAX], formats[DB_PARAMETERS_MAX];
    uint64_t integers[DB_PARAMETERS_MAX];
    for (size_t i = 0; i < count; i++) {
        formats[i] = FORMAT_BINARY;
        if (values[i].type == DB_TYPE_INT) {
            integers[i] = htobe64((uint64_t)values[i].integer);
            data[i] = (const char *)&integers[i];
            sizes[i] = sizeof integers[i];
        } else {
            const char *bytes = values[i].bytes.data ? values[i].bytes.data : "";
            data[i] = values[i].type == DB_TYPE_NULL ? NULL : bytes;
            sizes[i] = (int)values[i].bytes.size;
        }
    }
    return PQexecPrepared(worker->connection, statement->name, (int)count, data, sizes, formats,
                          FORMAT_BINARY);
}

/* NULL after tx_fail(). */
static PGresult *ask(struct worker *worker, struct statement *statement,
                     const struct db_value *values, size_t count)
{
    if (!prepare_for(worker, statement, values, count))
        return NULL;
    PGresult *result = execute(worker, statement, values, count);
    return check_result(worker, result, statement->text) ? result : NULL;
}

/* In one snapshot: what was asked before is not asked again. */
static bool ask_once(struct worker *worker, struct statement *statement,
                     const struct db_value *values, size_t count)
{
    struct answer_key key;
    bool has_key = answer_key(statement->cursor.key, values, count, &key);
    PGresult *result = has_key ? answers_find(&worker->answers, &key) : NULL;
    statement->is_borrowed = result != NULL;
    if (!result) {
        result = ask(worker, statement, values, count);
        statement->is_borrowed = result && has_key && answers_keep(&worker->answers, &key, result);
    }
    statement->result = result;
    return result && PQntuples(result) > 0;
}

static bool postgres_start(struct cursor *cursor, const struct db_value *values, size_t count)
{
    struct worker *worker = worker_of(cursor->tx);
    struct statement *statement = (struct statement *)cursor;
    if (count > DB_PARAMETERS_MAX) {
        tx_fail_because(cursor->tx, ERROR_INTERNAL, statement->text, "too many parameters");
        return false;
    }
    statement->result = NULL;
    statement->row = 0;
    if (worker->answers.are_kept)
        return ask_once(worker, statement, values, count);
    statement->result = ask(worker, statement, values, count);
    return statement->result && PQntuples(statement->result) > 0;
}

static bool postgres_step(struct cursor *cursor)
{
    struct statement *statement = (struct statement *)cursor;
    return ++statement->row < PQntuples(statement->result);
}

static void postgres_stop(struct cursor *cursor)
{
    struct statement *statement = (struct statement *)cursor;
    if (!statement->is_borrowed)
        PQclear(statement->result);
    statement->is_borrowed = false;
    statement->result = NULL;
}

static void postgres_keep_answers(struct tx *tx)
{
    worker_of(tx)->answers.are_kept = true;
}

static int64_t postgres_changes(struct cursor *cursor)
{
    PGresult *result = ((struct statement *)cursor)->result;
    int64_t changes = 0;
    if (strncmp(PQcmdStatus(result), "SELECT", 6) != 0)
        str_to_int64(str_from(PQcmdTuples(result)), &changes);
    return changes;
}

static bool postgres_column_is_null(struct cursor *cursor, int column)
{
    const struct statement *statement = (const struct statement *)cursor;
    return PQgetisnull(statement->result, statement->row, column);
}

/* Binary results are big-endian two's complement. */
static bool postgres_column_int(struct cursor *cursor, int column, int64_t *ret)
{
    const struct statement *statement = (const struct statement *)cursor;
    Oid type = PQftype(statement->result, column);
    bool is_int = type == OID_INT8 || type == OID_INT4 || type == OID_INT2 || type == OID_BOOL;
    if (!is_int || postgres_column_is_null(cursor, column))
        return false;
    const char *data = PQgetvalue(statement->result, statement->row, column);
    int size = PQgetlength(statement->result, statement->row, column);
    uint64_t value = (signed char)data[0] < 0 ? UINT64_MAX : 0;
    for (int i = 0; i < size; i++)
        value = value << 8 | (unsigned char)data[i];
    *ret = (int64_t)value;
    return true;
}

static bool postgres_column_data(struct cursor *cursor, int column, bool is_text, struct str *ret)
{
    const struct statement *statement = (const struct statement *)cursor;
    Oid type = PQftype(statement->result, column);
    bool has_text = type == OID_TEXT || type == OID_VARCHAR || type == OID_NAME;
    if ((is_text ? !has_text : type != OID_BYTEA) || postgres_column_is_null(cursor, column))
        return false;
    *ret = (struct str){PQgetvalue(statement->result, statement->row, column),
                        (size_t)PQgetlength(statement->result, statement->row, column)};
    return true;
}

/* Kept like any statement, under the address of the table's name. */
static void postgres_lock_row(struct tx *tx, const char *table, struct id id)
{
    struct worker *worker = worker_of(tx);
    struct cursor *cursor = statements_find(&worker->statements, table);
    if (!cursor) {
        char sql[128];
        snprintf(sql, sizeof sql, "SELECT 1 FROM %s WHERE id = $1 FOR UPDATE", table);
        cursor = &statement_add(worker, table, sql)->cursor;
    }
    struct db_value key = db_bytes((struct str){(const char *)id.bytes, sizeof id.bytes});
    postgres_start(cursor, &key, 1);
    postgres_stop(cursor);
}

static bool postgres_try_lock(struct tx *tx, int64_t key)
{
    struct cursor *cursor = tx_query(tx, "SELECT pg_try_advisory_xact_lock($1)", db_int(key));
    bool is_taken = cursor_next(cursor) && cursor_int(cursor, 0) != 0;
    cursor_close(cursor);
    return is_taken;
}

static void postgres_notify(struct tx *tx)
{
    run(worker_of(tx), "NOTIFY " LISTEN_CHANNEL);
}

static bool postgres_listen(struct db *db, void (*fn)(void *argument), void *argument)
{
    struct postgres_db *store = (struct postgres_db *)db;
    listener_stop(store->listener);
    store->listener = fn ? listener_start(store->url, connect_to, fn, argument) : NULL;
    return true;
}

static void postgres_script(struct tx *tx, const char *text)
{
    run(worker_of(tx), text);
}

/* Any number would do, so long as every node takes the same one. */
static void postgres_lock_schema(struct tx *tx)
{
    run(worker_of(tx), "SET LOCAL lock_timeout = 0; SET LOCAL statement_timeout = 0;"
                       "SELECT pg_advisory_xact_lock(7236833416229)");
}

/* ---- running a job ---- */

static void roll_back(struct worker *worker)
{
    if (!worker->is_spoilt)
        PQclear(PQexec(worker->connection, "ROLLBACK"));
    if (worker->is_spoilt || PQstatus(worker->connection) != CONNECTION_OK ||
        PQtransactionStatus(worker->connection) != PQTRANS_IDLE)
        drop_connection(worker);
}

static enum error commit(struct worker *worker)
{
    if (PQtransactionStatus(worker->connection) != PQTRANS_INTRANS) {
        log_event(LOG_ERROR, "db_job_ended_transaction");
        drop_connection(worker);
        return ERROR_INTERNAL;
    }
    PGresult *result = PQexec(worker->connection, "COMMIT");
    bool is_done = PQresultStatus(result) == PGRES_COMMAND_OK;
    if (!is_done)
        fail_from(worker, result, "COMMIT");
    PQclear(result);
    bool is_lost = PQstatus(worker->connection) != CONNECTION_OK || worker->is_spoilt;
    if (is_lost)
        drop_connection(worker);
    if (is_done || (is_lost && worker->tx.mode == DB_READ))
        return ERROR_NONE;
    if (!is_lost)
        return worker->tx.failure;
    worker->tries = 1;
    log_event(LOG_ERROR, "db_commit_failed");
    return ERROR_OUTCOME_UNKNOWN;
}

static enum error attempt(struct worker *worker, const struct job *job)
{
    struct tx *tx = &worker->tx;
    worker->tries = 1;
    worker->is_spoilt = false;
    tx_start(tx, job->mode);
    if (!ensure_connection(worker)) {
        worker->tries = worker->is_unreachable ? 1 : TRIES_MAX;
        return ERROR_UNAVAILABLE;
    }
    run(worker, job->mode == DB_READ ? "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
                                     : "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE");
    enum error outcome = tx_outcome(tx, tx->failure ? ERROR_NONE : job->fn(tx, job->argument));
    answers_clear(&worker->answers);
    if (!outcome)
        outcome = commit(worker);
    else
        roll_back(worker);
    if (!outcome)
        hooks_run(&tx->hooks, 0, tx->hooks.count);
    hooks_cut(&tx->hooks, 0);
    return outcome;
}

/* Exponential with jitter, so that those who collided do not meet again. */
static void pause_before(int try)
{
    int64_t ceiling_ms = INT64_C(2) << try;
    if (ceiling_ms > PAUSE_MAX_MS)
        ceiling_ms = PAUSE_MAX_MS;
    int64_t pause_us = ceiling_ms * 500 + (int64_t)random_below((uint64_t)ceiling_ms * 500);
    nanosleep(&(struct timespec){.tv_sec = 0, .tv_nsec = pause_us * 1000}, NULL);
}

static enum error worker_run(struct worker *worker, const struct job *job)
{
    for (int try = 1;; try++) {
        enum error outcome = attempt(worker, job);
        if (!outcome || try >= worker->tries) {
            if (outcome == ERROR_UNAVAILABLE && try > 1)
                log_event(LOG_WARNING, "db_gave_up", LOG_INT("tries", try),
                          LOG_TEXT("code", str_from(error_info(outcome)->code)));
            worker->is_unreachable |= outcome && !worker->connection && try >= TRIES_MAX;
            return outcome;
        }
        db_count(&worker->store->db.counters.retries, 1);
        pause_before(try);
    }
}

static void *worker_main(void *argument)
{
    struct worker *worker = argument;
    struct db *db = &worker->store->db;
    struct job job;
    bool is_over;
    db_enter_thread(db);
    while (queue_take(db->queue, worker->taker, &job, 1, QUEUE_FOREVER, &is_over)) {
        int64_t start_us = clock_monotonic_us();
        enum error outcome = worker_run(worker, &job);
        if (job.mode == DB_WRITE) {
            db_count(&db->counters.jobs, 1);
            db_count(&db->counters.batches, 1);
        }
        db_count(&db->counters.busy_us, clock_monotonic_us() - start_us);
        if (job.done)
            job.done(outcome, job.argument);
    }
    drop_connection(worker);
    answers_release(&worker->answers);
    return NULL;
}

/* ---- the store ---- */

static void postgres_close(struct db *db)
{
    struct postgres_db *store = (struct postgres_db *)db;
    listener_stop(store->listener);
    queue_close(db->queue);
    for (int i = 0; i < store->worker_count; i++) {
        pthread_join(store->workers[i].thread, NULL);
        tx_release(&store->workers[i].tx);
    }
    queue_free(db->queue);
    free(store->workers);
    free(store->url);
    free(store);
}

static void start_workers(struct postgres_db *store)
{
    for (int i = 0; i < store->worker_count; i++) {
        struct worker *worker = &store->workers[i];
        worker->store = store;
        worker->taker = i == 0 ? QUEUE_TAKES_READS : QUEUE_TAKES_BOTH;
        tx_init(&worker->tx, &store->db);
        db_start_thread(&worker->thread, worker_main, worker);
    }
}

/* Connects once to say at once what is wrong; the workers connect with their first job. */
static struct db *postgres_open(const struct db_options *options, struct arena *arena,
                                struct str *ret_reason)
{
    struct str url = str_copy(arena, options->url);
    PGconn *probe = connect_to(url.data);
    bool is_reachable = PQstatus(probe) == CONNECTION_OK;
    if (!is_reachable)
        *ret_reason = str_format(arena, "cannot reach PostgreSQL: %s", PQerrorMessage(probe));
    PQfinish(probe);
    if (!is_reachable)
        return NULL;
    int count = options->connections ? options->connections : DEFAULT_CONNECTIONS;
    struct postgres_db *store = calloc(1, sizeof *store);
    if (!store)
        abort();
    store->worker_count = count < CONNECTIONS_MIN ? CONNECTIONS_MIN : count;
    store->workers = calloc((size_t)store->worker_count, sizeof(struct worker));
    store->url = strdup(url.data);
    if (!store->workers || !store->url)
        abort();
    store->db.driver = &postgres_driver;
    store->db.read_only = options->read_only;
    store->db.queue = queue_new();
    start_workers(store);
    return &store->db;
}

const struct db_driver postgres_driver = {
    .name = "postgres",
    .is_local = false,
    .schema_suffix = ".pg.sql",
    .open = postgres_open,
    .close = postgres_close,
    .statement = postgres_statement,
    .start = postgres_start,
    .step = postgres_step,
    .stop = postgres_stop,
    .changes = postgres_changes,
    .column_is_null = postgres_column_is_null,
    .column_int = postgres_column_int,
    .column_data = postgres_column_data,
    .keep_answers = postgres_keep_answers,
    .lock_row = postgres_lock_row,
    .try_lock = postgres_try_lock,
    .notify = postgres_notify,
    .listen = postgres_listen,
    .script = postgres_script,
    .lock_schema = postgres_lock_schema,
};
