/* bare_commit.c: the bare limit for durable writes: SQLite, WAL, synchronous=FULL, one row a job,
 * 64 jobs a transaction, one thread. Prints rows per second. Usage: bare_commit FILE SECONDS */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static double now_s(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

int main(int argc, char **argv)
{
    if (argc != 3)
        return 2;
    sqlite3 *db;
    if (sqlite3_open(argv[1], &db) != SQLITE_OK)
        return 1;
    sqlite3_exec(db, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
                     "CREATE TABLE IF NOT EXISTS row (id INTEGER PRIMARY KEY, body TEXT)",
                 NULL, NULL, NULL);
    sqlite3_stmt *insert;
    sqlite3_prepare_v2(db, "INSERT INTO row (body) VALUES (?1)", -1, &insert, NULL);
    double end = now_s() + atof(argv[2]), start = now_s();
    long rows = 0;
    while (now_s() < end) {
        sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL);
        for (int i = 0; i < 64; i++) {
            sqlite3_exec(db, "SAVEPOINT job", NULL, NULL, NULL);
            sqlite3_bind_text(insert, 1, "a booking, or so it would be if this were one", -1,
                              SQLITE_STATIC);
            if (sqlite3_step(insert) != SQLITE_DONE)
                return 1;
            sqlite3_reset(insert);
            sqlite3_exec(db, "RELEASE job", NULL, NULL, NULL);
        }
        if (sqlite3_exec(db, "COMMIT", NULL, NULL, NULL) != SQLITE_OK)
            return 1;
        rows += 64;
    }
    printf("%.0f\n", (double)rows / (now_s() - start));
    return 0;
}
