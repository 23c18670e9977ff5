/* bare_commit.c: the bare limit for durable writes: 64 clients, each of which waits until its rows
 * are on disk before it writes the next; one writer that commits whatever waits, at most 64 at a time
 * (SQLite, WAL, synchronous=FULL, a savepoint a job). No HTTP, no checks, no replies.
 * Prints jobs per second. Usage: bare_commit FILE SECONDS [booking]
 * A job is one row of one table; or, with `booking`, the rows that a booking leaves behind, in a
 * store that `docket migrate` made. Docket's cache and checkpoints (src/db/sqlite.c), but no foreign
 * key is looked at, and no log of ours stands before SQLite's. */
#include <pthread.h>
#include <semaphore.h>
#include <sqlite3.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { CLIENTS = 64, STATEMENTS_MAX = 8 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t work = PTHREAD_COND_INITIALIZER;
static sem_t durable[CLIENTS];
static int queue[CLIENTS], queued;
static int stopping;

/* ?1 the job's own id, ?2 a number that grows, ?3 one of 64 providers, ?4 the client. */
static const char *const one_row[] = {"INSERT INTO row (body) VALUES "
                                      "('a booking, or so it would be if this were one')",
                                      NULL};
static const char *const rows_of_a_booking[] = {
    "INSERT INTO booking (id, client_id, provider_id, service_id, status, payment_status, title, "
    "description, service_type, start_ms, end_ms, time_zone, is_remote, rate_type, rate_minor, "
    "total_minor, currency, quote, policy, deliverables, answers, revisions_used, expires_ms, "
    "created_ms, updated_ms) VALUES (?1, ?4, ?3, ?3, 0, 0, 'Mixing', '', 'MIXING', ?2, ?2 + 1, "
    "'America/Los_Angeles', 1, 0, 7500, 7500, 'USD', printf('%.125c', '['), "
    "printf('%.268c', '{'), '[]', '[]', 0, ?2, ?2, ?2)",
    "INSERT INTO claim (id, provider_id, booking_id, client_id, service_id, start_ms, end_ms, "
    "work_start_ms, work_end_ms, seats, capacity, expires_ms, claimed_ms) VALUES "
    "(substr(?1, 1, 8) || substr(?1, 1, 8), ?3, ?1, ?4, ?3, ?2, ?2 + 1, ?2, ?2 + 1, 1, 1, ?2, ?2)",
    "INSERT INTO journal (at_ms, type, subject_id, actor_id, audience, data) VALUES "
    "(?2, 'booking.created', ?1, ?4, CAST(?4 || ?3 AS BLOB), printf('%.76c', '{'))",
    "INSERT INTO notification (account_id, position, id, type, booking_id, data, created_ms) "
    "VALUES (?3, ?2, ?1, 'booking.created', ?1, printf('%.76c', '{'), ?2)",
    "INSERT INTO timer (kind, subject_id, due_ms, failures) VALUES ('request', ?1, ?2, 0)",
    NULL};

struct writer {
    sqlite3 *db;
    sqlite3_stmt *statements[STATEMENTS_MAX];
    int64_t first; /* microseconds: above all numbers of earlier runs */
    int64_t jobs;
};

static double now_s(clockid_t clock)
{
    struct timespec t;
    clock_gettime(clock, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void *client(void *argument)
{
    int number = (int)(long)argument;
    for (;;) {
        pthread_mutex_lock(&lock);
        queue[queued++] = number;
        if (queued == 1)
            pthread_cond_signal(&work);
        pthread_mutex_unlock(&lock);
        sem_wait(&durable[number]);
        if (stopping)
            return NULL;
    }
}

static int take(int *ret_jobs)
{
    pthread_mutex_lock(&lock);
    while (!queued)
        pthread_cond_wait(&work, &lock);
    int count = queued;
    for (int i = 0; i < count; i++)
        ret_jobs[i] = queue[i];
    queued = 0;
    pthread_mutex_unlock(&lock);
    return count;
}

static void run(struct writer *writer, const char *sql)
{
    if (sqlite3_exec(writer->db, sql, NULL, NULL, NULL) != SQLITE_OK) {
        fprintf(stderr, "%s: %s\n", sql, sqlite3_errmsg(writer->db));
        exit(1);
    }
}

/* Ids begin with a number that grows, as UUIDv7 do. */
static void write_job(struct writer *writer)
{
    int64_t number = writer->first + ++writer->jobs;
    unsigned char id[16] = {0}, provider[16] = {1, (unsigned char)(number % 64)}, owner[16] = {2};
    for (int i = 0; i < 8; i++)
        id[i] = (unsigned char)(number >> (56 - 8 * i));
    for (sqlite3_stmt **statement = writer->statements; *statement; statement++) {
        int count = sqlite3_bind_parameter_count(*statement);
        if (count >= 2) {
            sqlite3_bind_blob(*statement, 1, id, sizeof id, SQLITE_STATIC);
            sqlite3_bind_int64(*statement, 2, number);
        }
        if (count >= 3)
            sqlite3_bind_blob(*statement, 3, provider, sizeof provider, SQLITE_STATIC);
        if (count >= 4)
            sqlite3_bind_blob(*statement, 4, owner, sizeof owner, SQLITE_STATIC);
        if (sqlite3_step(*statement) != SQLITE_DONE) {
            fprintf(stderr, "%s\n", sqlite3_errmsg(writer->db));
            exit(1);
        }
        sqlite3_reset(*statement);
    }
}

static void write_batch(struct writer *writer, int count)
{
    run(writer, "BEGIN IMMEDIATE");
    for (int i = 0; i < count; i++) {
        run(writer, "SAVEPOINT job");
        write_job(writer);
        run(writer, "RELEASE job");
    }
    run(writer, "COMMIT");
}

static void prepare(struct writer *writer, const char *file, const char *const *rows)
{
    if (sqlite3_open(file, &writer->db) != SQLITE_OK)
        exit(2);
    run(writer, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=OFF;"
                "PRAGMA cache_size=-8192; PRAGMA wal_autocheckpoint=4000;");
    if (rows == one_row)
        run(writer, "CREATE TABLE IF NOT EXISTS row (id INTEGER PRIMARY KEY, body TEXT)");
    for (int i = 0; rows[i]; i++)
        if (sqlite3_prepare_v2(writer->db, rows[i], -1, &writer->statements[i], NULL) != SQLITE_OK) {
            fprintf(stderr, "%s: %s\n", rows[i], sqlite3_errmsg(writer->db));
            exit(2);
        }
}

int main(int argc, char **argv)
{
    if (argc < 3)
        return 2;
    struct writer writer = {.first = (int64_t)(now_s(CLOCK_REALTIME) * 1e6)};
    prepare(&writer, argv[1], argc > 3 && !strcmp(argv[3], "booking") ? rows_of_a_booking : one_row);
    for (long i = 0; i < CLIENTS; i++) {
        pthread_t thread;
        sem_init(&durable[i], 0, 0);
        pthread_create(&thread, NULL, client, (void *)i);
    }
    double start = now_s(CLOCK_MONOTONIC), end = start + atof(argv[2]);
    while (now_s(CLOCK_MONOTONIC) < end) {
        int jobs[CLIENTS], count = take(jobs);
        write_batch(&writer, count);
        for (int i = 0; i < count; i++)
            sem_post(&durable[jobs[i]]);
    }
    printf("%.0f\n", (double)writer.jobs / (now_s(CLOCK_MONOTONIC) - start));
    return 0;
}
