/* What becomes of a transaction whose log cannot be written for a moment. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "db/sqlite_internal.h"

/* A VFS below the gathering one, on which the next write to a log finds the disk full. */
static sqlite3_vfs full_vfs, *unix_vfs;
static sqlite3_io_methods full_methods;
static const sqlite3_io_methods *unix_methods;
static bool is_full;

static int write_or_be_full(sqlite3_file *file, const void *data, int size, sqlite3_int64 offset)
{
    bool was_full = is_full;
    is_full = false;
    return was_full ? SQLITE_FULL : unix_methods->xWrite(file, data, size, offset);
}

static int open_file(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *ret)
{
    (void)vfs;
    int code = unix_vfs->xOpen(unix_vfs, name, file, flags, ret);
    if (code == SQLITE_OK && (flags & SQLITE_OPEN_WAL)) {
        unix_methods = file->pMethods;
        full_methods = *unix_methods;
        full_methods.xWrite = write_or_be_full;
        file->pMethods = &full_methods;
    }
    return code;
}

static char path[64], folder[] = "/tmp/docket-log-XXXXXX";
static sqlite3 *writer;

static int run(const char *sql)
{
    return sqlite3_exec(writer, sql, NULL, NULL, NULL);
}

static int begin(void **state)
{
    (void)state;
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/log.sqlite3", folder);
    unix_vfs = sqlite3_vfs_find(NULL);
    full_vfs = *unix_vfs;
    full_vfs.zName = "full";
    full_vfs.pNext = NULL;
    full_vfs.xOpen = open_file;
    assert_int_equal(sqlite3_vfs_register(&full_vfs, 1), SQLITE_OK);
    sqlite_log_register();
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    assert_int_equal(sqlite3_open_v2(path, &writer, flags, SQLITE_LOG_VFS), SQLITE_OK);
    /* A cache so small that pages of an open transaction go to the log, and are read from there. */
    return run("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = 20;"
               "CREATE TABLE item (id INTEGER PRIMARY KEY, word TEXT UNIQUE, more TEXT)");
}

static int end(void **state)
{
    (void)state;
    sqlite3_close(writer);
    unlink(path);
    return rmdir(folder);
}

static int take_number(void *argument, int columns, char **values, char **names)
{
    (void)columns, (void)names;
    *(int *)argument = atoi(values[0]);
    return 0;
}

static int number_seen_by_others(const char *sql)
{
    int number = -1;
    sqlite3 *reader;
    assert_int_equal(sqlite3_open_v2(path, &reader, SQLITE_OPEN_READONLY, "unix"), SQLITE_OK);
    assert_int_equal(sqlite3_exec(reader, sql, take_number, &number, NULL), SQLITE_OK);
    sqlite3_close(reader);
    return number;
}

static void a_full_disk_ends_the_transaction(void **state)
{
    (void)state;
    assert_int_equal(run("BEGIN IMMEDIATE; SAVEPOINT job; WITH RECURSIVE n (i) AS (SELECT 1 UNION "
                         "ALL SELECT i + 1 FROM n WHERE i < 400) INSERT INTO item SELECT i, "
                         "hex(randomblob(20)) || i, hex(randomblob(40)) FROM n; RELEASE job"),
                     SQLITE_OK);
    assert_int_equal(run("SAVEPOINT job"), SQLITE_OK);
    is_full = true;
    assert_int_not_equal(run("UPDATE item SET word = word || 'x' WHERE id IN (1, 2, 3, 200)"),
                         SQLITE_OK);
    assert_false(is_full); /* it was met */
    assert_true(sqlite3_get_autocommit(writer));
    assert_int_not_equal(run("COMMIT"), SQLITE_OK);
    assert_int_equal(number_seen_by_others("SELECT count(*) FROM item"), 0);
}

static void what_comes_after_is_whole(void **state)
{
    (void)state;
    assert_int_equal(run("INSERT INTO item VALUES (1, 'one', '')"), SQLITE_OK);
    assert_int_equal(number_seen_by_others("SELECT count(*) FROM item"), 1);
    assert_int_equal(number_seen_by_others("SELECT count(*) FROM pragma_integrity_check WHERE "
                                           "integrity_check = 'ok'"),
                     1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_full_disk_ends_the_transaction),
        cmocka_unit_test(what_comes_after_is_whole),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
