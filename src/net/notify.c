#include "net/notify.h"

#include <stddef.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

/* False when the name is no path or abstract name a socket can have. */
static bool notify_address(const char *name, struct sockaddr_un *ret, socklen_t *ret_size)
{
    size_t size = strlen(name);
    if ((name[0] != '/' && name[0] != '@') || size < 2 || size >= sizeof ret->sun_path)
        return false;
    *ret = (struct sockaddr_un){.sun_family = AF_UNIX};
    memcpy(ret->sun_path, name, size);
    /* An abstract name begins with NUL and ends where the address does, with no NUL after it. */
    if (name[0] == '@')
        ret->sun_path[0] = '\0';
    size_t end = name[0] == '@' ? size : size + 1;
    *ret_size = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + end);
    return true;
}

enum notify_result notify_send(struct str state)
{
    const char *name = getenv("NOTIFY_SOCKET");
    if (!name || !name[0])
        return NOTIFY_NOBODY;
    struct sockaddr_un address;
    socklen_t size;
    if (!notify_address(name, &address, &size))
        return NOTIFY_FAILED;
    int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return NOTIFY_FAILED;
    ssize_t sent =
        sendto(fd, state.data, state.size, MSG_NOSIGNAL, (struct sockaddr *)&address, size);
    close(fd);
    return sent == (ssize_t)state.size ? NOTIFY_SENT : NOTIFY_FAILED;
}
