/* test_store.h: a fresh store for a test, on either driver. Included by tests only.
 *
 *   static struct test_store store;
 *   test_store_open(&store, TEST_POSTGRES);   an empty database; db_migrate() it if you need tables
 *   … store.db, store.arena …
 *   test_store_reopen(&store);                closes it and opens the same data again
 *   test_store_close(&store);                 and its data is gone
 *
 * PostgreSQL: each store is a new database on the server that DOCKET_TEST_POSTGRES names (a
 * "host=… user=…" string). Without it, the first one starts a server of its own with tools/postgres
 * (found through DOCKET_SOURCE, or from the working directory), which stops when the test ends. */
#ifndef DOCKET_DB_TEST_STORE_H
#define DOCKET_DB_TEST_STORE_H

#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/random.h"
#include "db/db.h"

enum test_driver { TEST_SQLITE, TEST_POSTGRES };

struct test_store {
    enum test_driver driver;
    struct db *db;
    struct arena *arena;
    struct db_options options;
    char directory[32]; /* SQLite's data folder */
    char database[40];  /* PostgreSQL's database */
    char url[320];
};

static char test_server_directory[32];
static char test_server_url[256];
static FILE *test_server_watcher;

static inline void test_require(bool holds, const char *what)
{
    if (holds)
        return;
    fprintf(stderr, "test_store: %s\n", what);
    exit(1);
}

/* Runs tools/postgres; its first line of output goes to `line`. */
static inline void test_server_tool(const char *verb, const char *directory, char *line,
                                    size_t size)
{
    const char *source = getenv("DOCKET_SOURCE");
    char command[512];
    snprintf(command, sizeof command, "'%s/tools/postgres' %s '%s' %s", source ? source : ".", verb,
             directory, line ? "--no-fsync" : "");
    FILE *pipe = popen(command, "r");
    test_require(pipe, "cannot run tools/postgres");
    if (line && fgets(line, (int)size, pipe))
        line[strcspn(line, "\n")] = '\0';
    test_require(pclose(pipe) == 0, "tools/postgres failed");
}

static inline void test_directory_make(char directory[32])
{
    strcpy(directory, "/tmp/docket-test-XXXXXX");
    test_require(mkdtemp(directory), "cannot make a folder in /tmp");
}

static inline void test_directory_remove(const char *directory)
{
    char command[64];
    snprintf(command, sizeof command, "rm -rf '%s'", directory);
    test_require(system(command) == 0, "cannot remove the test folder");
}

static inline void test_server_stop(void)
{
    pclose(test_server_watcher);
}

/* A shell that stops the server once this process is gone, however it ended. */
static inline void test_server_watch(void)
{
    const char *source = getenv("DOCKET_SOURCE"), *directory = test_server_directory;
    char command[512];
    snprintf(command, sizeof command,
             "exec >/dev/null 2>&1; trap '' INT TERM HUP; cat; '%s/tools/postgres' stop '%s'; rm "
             "-rf '%s'",
             source ? source : ".", directory, directory);
    test_server_watcher = popen(command, "we");
    test_require(test_server_watcher, "cannot watch over the server");
    atexit(test_server_stop);
}

static inline const char *test_server(void)
{
    const char *given = getenv("DOCKET_TEST_POSTGRES");
    if (given && *given)
        return given;
    if (!*test_server_url) {
        test_directory_make(test_server_directory);
        test_server_watch();
        test_server_tool("start", test_server_directory, test_server_url, sizeof test_server_url);
    }
    return test_server_url;
}

/* One statement outside any transaction, on the server's own database. */
static inline void test_server_run(const char *sql)
{
    PGconn *connection = PQconnectdb(test_server());
    PGresult *result = PQexec(connection, sql);
    ExecStatusType status = PQresultStatus(result);
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK)
        test_require(false, PQerrorMessage(connection));
    PQclear(result);
    PQfinish(connection);
}

static inline void test_store_database(struct test_store *store, const char *verb, const char *how)
{
    char sql[96];
    snprintf(sql, sizeof sql, "%s DATABASE %s %s", verb, store->database, how);
    test_server_run(sql);
}

static inline void test_store_reopen(struct test_store *store)
{
    struct str reason = STR_NONE;
    db_close(store->db);
    store->db = db_open(&store->options, store->arena, &reason);
    test_require(store->db, reason.data ? reason.data : "cannot open the store");
}

static inline void test_store_open(struct test_store *store, enum test_driver driver)
{
    static int stores;
    *store = (struct test_store){.driver = driver, .arena = arena_new(0)};
    random_start();
    if (driver == TEST_POSTGRES) {
        snprintf(store->database, sizeof store->database, "docket_test_%d_%d", (int)getpid(),
                 ++stores);
        snprintf(store->url, sizeof store->url, "%s dbname=%s", test_server(), store->database);
        /* Files copied, not logged block by block: a sixth of the work. */
        test_store_database(store, "CREATE", "STRATEGY FILE_COPY");
        store->options.url = str_from(store->url);
    } else {
        test_directory_make(store->directory);
        store->options.data_directory = str_from(store->directory);
    }
    test_store_reopen(store);
}

static inline void test_store_close(struct test_store *store)
{
    db_close(store->db);
    if (store->driver == TEST_POSTGRES)
        test_store_database(store, "DROP", "WITH (FORCE)");
    else
        test_directory_remove(store->directory);
    arena_free(store->arena);
    *store = (struct test_store){0};
}

#endif
