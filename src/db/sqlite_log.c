/* sqlite_log.c: the write-ahead log in few large writes.
 *
 * SQLite writes each page of a commit to its log with two calls, and then syncs it. Here what is
 * written in a row is put together, and goes out when the log is synced, read or measured. Nobody
 * can tell: a commit is known to readers only after that sync, so what has not gone out yet is seen
 * by nobody but the connection that wrote it, which reads through here.
 *
 * This is a VFS that opens files by the one before it, and then stands in front of four or five
 * methods of a log's file. What it keeps stands behind that file's own record. */
#include <stdlib.h>

#include "db/sqlite_internal.h"

enum { GATHERED_MAX = 128 * 1024 };

struct log {
    const sqlite3_io_methods *real;
    sqlite3_io_methods methods;
    char *bytes; /* GATHERED_MAX of them */
    int size;
    sqlite3_int64 offset; /* in the file, of the first */
};

static sqlite3_vfs log_vfs, *real_vfs;

static size_t log_place(void)
{
    return ((size_t)real_vfs->szOsFile + 15) / 16 * 16;
}

static struct log *log_of(sqlite3_file *file)
{
    return (struct log *)(void *)((char *)file + log_place());
}

/* What cannot be written is forgotten: the transaction it belongs to fails. */
static int log_send(sqlite3_file *file)
{
    struct log *log = log_of(file);
    int size = log->size;
    log->size = 0;
    return size ? log->real->xWrite(file, log->bytes, size, log->offset) : SQLITE_OK;
}

static int log_write(sqlite3_file *file, const void *data, int size, sqlite3_int64 offset)
{
    struct log *log = log_of(file);
    bool follows = offset == log->offset + log->size && size <= GATHERED_MAX - log->size;
    int code = follows ? SQLITE_OK : log_send(file);
    if (code != SQLITE_OK)
        return code;
    if (size > GATHERED_MAX)
        return log->real->xWrite(file, data, size, offset);
    if (!log->size)
        log->offset = offset;
    memcpy(log->bytes + log->size, data, (size_t)size);
    log->size += size;
    return SQLITE_OK;
}

/* To SQLite a full disk is no matter of reading: it would undo the one statement that read, and go
 * on to commit a log that has a hole. An I/O error ends the transaction. */
static int log_read(sqlite3_file *file, void *data, int size, sqlite3_int64 offset)
{
    int code = log_send(file);
    return code == SQLITE_OK ? log_of(file)->real->xRead(file, data, size, offset)
                             : SQLITE_IOERR_WRITE;
}

static int log_truncate(sqlite3_file *file, sqlite3_int64 size)
{
    int code = log_send(file);
    return code == SQLITE_OK ? log_of(file)->real->xTruncate(file, size) : code;
}

static int log_sync(sqlite3_file *file, int flags)
{
    int code = log_send(file);
    return code == SQLITE_OK ? log_of(file)->real->xSync(file, flags) : code;
}

static int log_measure(sqlite3_file *file, sqlite3_int64 *ret_size)
{
    int code = log_send(file);
    return code == SQLITE_OK ? log_of(file)->real->xFileSize(file, ret_size) : code;
}

/* What was never synced was never committed. */
static int log_close(sqlite3_file *file)
{
    struct log *log = log_of(file);
    free(log->bytes);
    log->bytes = NULL;
    return log->real->xClose(file);
}

static int log_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags,
                    int *ret_flags)
{
    (void)vfs;
    int code = real_vfs->xOpen(real_vfs, name, file, flags, ret_flags);
    if (code != SQLITE_OK || !(flags & SQLITE_OPEN_WAL))
        return code;
    struct log *log = log_of(file);
    *log = (struct log){
        .real = file->pMethods, .methods = *file->pMethods, .bytes = malloc(GATHERED_MAX)};
    if (!log->bytes)
        abort();
    log->methods.xWrite = log_write;
    log->methods.xRead = log_read;
    log->methods.xTruncate = log_truncate;
    log->methods.xSync = log_sync;
    log->methods.xFileSize = log_measure;
    log->methods.xClose = log_close;
    file->pMethods = &log->methods;
    return SQLITE_OK;
}

void sqlite_log_register(void)
{
    real_vfs = sqlite3_vfs_find(NULL);
    if (!real_vfs)
        abort();
    log_vfs = *real_vfs;
    log_vfs.zName = SQLITE_LOG_VFS;
    log_vfs.pNext = NULL;
    log_vfs.szOsFile = (int)(log_place() + sizeof(struct log));
    log_vfs.xOpen = log_open;
    if (sqlite3_vfs_register(&log_vfs, 0) != SQLITE_OK)
        abort();
}
