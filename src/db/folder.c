#include "db/folder.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

int folder_open(const char *directory, const char *name, struct arena *arena)
{
    struct str path = str_format(arena, "%s/%s", directory, name);
    return open(path.data, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
}

bool folder_lock(const char *directory, int *ret_file, struct arena *arena, struct str *ret_reason)
{
    int file = *ret_file = folder_open(directory, "docket.lock", arena);
    if (file < 0) {
        *ret_reason = str_format(arena, "cannot write in %s: %s", directory, strerror(errno));
        return false;
    }
    if (flock(file, LOCK_EX | LOCK_NB) == 0) {
        struct str owner = str_format(arena, "%ld\n", (long)getpid());
        return ftruncate(file, 0) == 0 &&
               pwrite(file, owner.data, owner.size, 0) == (ssize_t)owner.size;
    }
    char owner[24] = "";
    ssize_t size = pread(file, owner, sizeof owner - 1, 0);
    *ret_reason =
        str_format(arena, "another docket (process %.*s) is using %s",
                   size > 0 ? (int)strcspn(owner, "\n") : 1, size > 0 ? owner : "?", directory);
    return false;
}
