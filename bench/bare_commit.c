/* bare_commit.c: the bare limit for durable writes: 64 clients, each of which waits until its one row
 * is on disk before it writes the next; one writer that commits whatever waits, at most 64 at a time
 * (SQLite, WAL, synchronous=FULL, a savepoint a job). No HTTP, no checks, no other rows.
 * Prints durable rows per second. Usage: bare_commit FILE SECONDS */
#include <pthread.h>
#include <semaphore.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { CLIENTS = 64 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t work = PTHREAD_COND_INITIALIZER;
static sem_t durable[CLIENTS];
static int queue[CLIENTS], queued;
static int stopping;

static double now_s(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
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

static void write_rows(sqlite3 *db, sqlite3_stmt *insert, int count)
{
    sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL);
    for (int i = 0; i < count; i++) {
        sqlite3_exec(db, "SAVEPOINT job", NULL, NULL, NULL);
        sqlite3_bind_text(insert, 1, "a booking, or so it would be if this were one", -1,
                          SQLITE_STATIC);
        if (sqlite3_step(insert) != SQLITE_DONE)
            exit(1);
        sqlite3_reset(insert);
        sqlite3_exec(db, "RELEASE job", NULL, NULL, NULL);
    }
    if (sqlite3_exec(db, "COMMIT", NULL, NULL, NULL) != SQLITE_OK)
        exit(1);
}

int main(int argc, char **argv)
{
    sqlite3 *db;
    if (argc != 3 || sqlite3_open(argv[1], &db) != SQLITE_OK)
        return 2;
    sqlite3_exec(db,
                 "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
                 "CREATE TABLE IF NOT EXISTS row (id INTEGER PRIMARY KEY, body TEXT)",
                 NULL, NULL, NULL);
    sqlite3_stmt *insert;
    sqlite3_prepare_v2(db, "INSERT INTO row (body) VALUES (?1)", -1, &insert, NULL);
    for (long i = 0; i < CLIENTS; i++) {
        pthread_t thread;
        sem_init(&durable[i], 0, 0);
        pthread_create(&thread, NULL, client, (void *)i);
    }
    double start = now_s(), end = start + atof(argv[2]);
    long rows = 0;
    while (now_s() < end) {
        int jobs[CLIENTS], count = take(jobs);
        write_rows(db, insert, count);
        rows += count;
        for (int i = 0; i < count; i++)
            sem_post(&durable[jobs[i]]);
    }
    printf("%.0f\n", (double)rows / (now_s() - start));
    return 0;
}
