#include "db/gather.h"

#include <pthread.h>
#include <sqlite3.h>
#include <stdalign.h>
#include <stdlib.h>
#include <string.h>

/* SQLite's file system looks at the lowest 17 bits of a size only: it would write nothing of 128
 * KiB and call the disk full. */
enum { GATHER_BYTES = 124 * 1024 };

/* A log. The file of the real file system lies behind it, in the same memory. */
struct log_file {
    sqlite3_file file;
    char *bytes; /* waiting to be written at `start` */
    sqlite3_int64 start;
    int size;
    alignas(sqlite3_int64) char real[]; /* as SQLite aligns its files */
};

static sqlite3_vfs gathering_system;

static struct log_file *log_of(sqlite3_file *file)
{
    return (struct log_file *)file;
}

static sqlite3_file *real_of(sqlite3_file *file)
{
    return (sqlite3_file *)log_of(file)->real;
}

static int flush(sqlite3_file *file)
{
    struct log_file *log = log_of(file);
    int size = log->size;
    log->size = 0; /* whatever comes of it: SQLite forgets a transaction that failed */
    if (!size)
        return SQLITE_OK;
    return real_of(file)->pMethods->xWrite(real_of(file), log->bytes, size, log->start);
}

/* ---- what is asked of a log ---- */

static int log_write(sqlite3_file *file, const void *bytes, int size, sqlite3_int64 offset)
{
    struct log_file *log = log_of(file);
    int code = SQLITE_OK;
    if (log->size && (offset != log->start + log->size || log->size + size > GATHER_BYTES))
        code = flush(file);
    if (code != SQLITE_OK)
        return code;
    if (size > GATHER_BYTES)
        return real_of(file)->pMethods->xWrite(real_of(file), bytes, size, offset);
    if (!log->size)
        log->start = offset;
    memcpy(log->bytes + log->size, bytes, (size_t)size);
    log->size += size;
    return SQLITE_OK;
}

static int log_close(sqlite3_file *file)
{
    free(log_of(file)->bytes); /* what was never synced was never committed */
    return real_of(file)->pMethods->xClose(real_of(file));
}

static int log_read(sqlite3_file *file, void *bytes, int size, sqlite3_int64 offset)
{
    int code = flush(file);
    return code ? code : real_of(file)->pMethods->xRead(real_of(file), bytes, size, offset);
}

static int log_truncate(sqlite3_file *file, sqlite3_int64 size)
{
    int code = flush(file);
    return code ? code : real_of(file)->pMethods->xTruncate(real_of(file), size);
}

static int log_sync(sqlite3_file *file, int flags)
{
    int code = flush(file);
    return code ? code : real_of(file)->pMethods->xSync(real_of(file), flags);
}

static int log_size(sqlite3_file *file, sqlite3_int64 *ret_size)
{
    int code = flush(file);
    return code ? code : real_of(file)->pMethods->xFileSize(real_of(file), ret_size);
}

static int log_lock(sqlite3_file *file, int level)
{
    return real_of(file)->pMethods->xLock(real_of(file), level);
}

static int log_unlock(sqlite3_file *file, int level)
{
    return real_of(file)->pMethods->xUnlock(real_of(file), level);
}

static int log_check_lock(sqlite3_file *file, int *ret_reserved)
{
    return real_of(file)->pMethods->xCheckReservedLock(real_of(file), ret_reserved);
}

static int log_control(sqlite3_file *file, int operation, void *argument)
{
    int code = flush(file);
    return code ? code : real_of(file)->pMethods->xFileControl(real_of(file), operation, argument);
}

static int log_sector_size(sqlite3_file *file)
{
    return real_of(file)->pMethods->xSectorSize(real_of(file));
}

static int log_characteristics(sqlite3_file *file)
{
    return real_of(file)->pMethods->xDeviceCharacteristics(real_of(file));
}

static const sqlite3_io_methods log_methods = {
    .iVersion = 1, /* no shared memory and no mapping: that is asked of the database's file */
    .xClose = log_close,
    .xRead = log_read,
    .xWrite = log_write,
    .xTruncate = log_truncate,
    .xSync = log_sync,
    .xFileSize = log_size,
    .xLock = log_lock,
    .xUnlock = log_unlock,
    .xCheckReservedLock = log_check_lock,
    .xFileControl = log_control,
    .xSectorSize = log_sector_size,
    .xDeviceCharacteristics = log_characteristics,
};

/* ---- the file system ---- */

/* Every file but a log is the real one from here on. */
static int open_file(sqlite3_vfs *system, const char *path, sqlite3_file *file, int flags,
                     int *ret_flags)
{
    (void)system;
    sqlite3_vfs *real = sqlite3_vfs_find(NULL);
    if (!(flags & SQLITE_OPEN_WAL))
        return real->xOpen(real, path, file, flags, ret_flags);
    struct log_file *log = log_of(file);
    *log = (struct log_file){.bytes = malloc(GATHER_BYTES)};
    if (!log->bytes)
        abort();
    int code = real->xOpen(real, path, real_of(file), flags, ret_flags);
    if (code == SQLITE_OK)
        log->file.pMethods = &log_methods;
    else
        free(log->bytes);
    return code;
}

static void register_system(void)
{
    const sqlite3_vfs *real = sqlite3_vfs_find(NULL);
    if (!real)
        return;
    gathering_system = *real;
    gathering_system.zName = "docket-gather";
    gathering_system.pNext = NULL;
    gathering_system.szOsFile += (int)sizeof(struct log_file);
    gathering_system.xOpen = open_file;
    if (sqlite3_vfs_register(&gathering_system, 0) != SQLITE_OK)
        gathering_system.zName = NULL;
}

const char *gather_file_system(void)
{
    static pthread_once_t registered = PTHREAD_ONCE_INIT;
    pthread_once(&registered, register_system);
    return gathering_system.zName;
}
