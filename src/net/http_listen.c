#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "net/http_server.h"

enum { BACKLOG = 1024, FULL_PAUSE_MS = 20, QUEUE_PAUSE_US = 500, COMPLAINT_EVERY_US = 10000000 };

/* Cuts "host:port"; the brackets of "[::1]:0" are taken off. An empty host means every address. */
static bool listen_split(struct str listen, struct str *ret_host, struct str *ret_port)
{
    size_t colon = listen.size;
    while (colon > 0 && listen.data[colon - 1] != ':')
        colon--;
    if (colon == 0)
        return false;
    struct str host = str_part(listen, 0, colon - 1);
    *ret_port = str_part(listen, colon, listen.size);
    if (host.size >= 2 && host.data[0] == '[' && host.data[host.size - 1] == ']')
        host = str_part(host, 1, host.size - 2);
    else if (host.size && memchr(host.data, ':', host.size))
        return false;
    *ret_host = host.size ? host : STR("::");
    int64_t port;
    return str_to_int64(*ret_port, &port) && port >= 0 && port <= 65535;
}

static int listen_bind(const struct addrinfo *address)
{
    int fd = socket(address->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return -1;
    int on = 1, off = 0;
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    /* "[::]" takes IPv4 clients too, whatever the system's default is. */
    if (address->ai_family == AF_INET6)
        setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof off);
    if (bind(fd, address->ai_addr, address->ai_addrlen) == 0 && listen(fd, BACKLOG) == 0)
        return fd;
    int reason = errno;
    close(fd);
    errno = reason;
    return -1;
}

static int listen_port(int fd)
{
    struct sockaddr_storage bound;
    socklen_t size = sizeof bound;
    if (getsockname(fd, (struct sockaddr *)&bound, &size) != 0)
        return 0;
    if (bound.ss_family == AF_INET6)
        return ntohs(((struct sockaddr_in6 *)&bound)->sin6_port);
    return ntohs(((struct sockaddr_in *)&bound)->sin_port);
}

bool http_listen_open(struct http_server *server, struct str *ret_reason)
{
    struct arena *arena = server->arena;
    struct str listen = server->options.listen, host, port;
    if (!listen_split(listen, &host, &port)) {
        *ret_reason = str_format(arena, "\"%.*s\" is not an address like 127.0.0.1:8080 or [::1]:0",
                                 STR_ARG(listen));
        return false;
    }
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_PASSIVE | AI_NUMERICSERV};
    struct addrinfo *found = NULL;
    int failed =
        getaddrinfo(str_copy(arena, host).data, str_copy(arena, port).data, &hints, &found);
    if (failed) {
        *ret_reason = str_format(arena, "%.*s: %s", STR_ARG(listen), gai_strerror(failed));
        return false;
    }
    server->listen_socket = listen_bind(found);
    int reason = errno;
    freeaddrinfo(found);
    if (server->listen_socket < 0) {
        *ret_reason = str_format(arena, "%.*s: %s", STR_ARG(listen), strerror(reason));
        return false;
    }
    server->port = listen_port(server->listen_socket);
    return true;
}

/* Once in a while: clients that hold every descriptor must not fill the log too. */
static void listen_complain(struct http_server *server, int reason)
{
    int64_t now_us = clock_monotonic_us();
    if (server->complained_us && now_us - server->complained_us < COMPLAINT_EVERY_US)
        return;
    server->complained_us = now_us;
    log_event(LOG_WARNING, "accept_failed", LOG_TEXT("reason", str_from(strerror(reason))));
}

/* Accepts one connection and deals it to the next I/O thread; false when none waits. */
static bool listen_accept(struct http_server *server, int turn)
{
    struct http_newcomer newcomer = {.size = sizeof newcomer.address};
    newcomer.fd = accept4(server->listen_socket, (struct sockaddr *)&newcomer.address,
                          &newcomer.size, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (newcomer.fd < 0) {
        if (errno == EINTR || errno == ECONNABORTED)
            return true;
        if (errno != EAGAIN && errno != EWOULDBLOCK) {
            listen_complain(server, errno);
            poll(NULL, 0, FULL_PAUSE_MS); /* out of descriptors: some must be given back first */
        }
        return false;
    }
    /* A full queue means a busy thread: it gets the time to empty it. */
    while (!http_loop_add(&server->loops[turn], &newcomer))
        usleep(QUEUE_PAUSE_US);
    return true;
}

static void *listen_run(void *argument)
{
    struct http_server *server = argument;
    struct pollfd waits[] = {{.fd = server->wake_socket, .events = POLLIN},
                             {.fd = server->listen_socket, .events = POLLIN}};
    int turn = 0;
    for (;;) {
        bool is_full = server->connections >= server->options.connections_max;
        /* When full, clients wait in the kernel's queue instead of being turned away. */
        poll(waits, is_full ? 1 : 2, is_full ? FULL_PAUSE_MS : -1);
        bool is_last = waits[0].revents != 0;
        while ((is_last || server->connections < server->options.connections_max) &&
               listen_accept(server, turn))
            turn = (turn + 1) % server->loop_count;
        if (is_last)
            return NULL;
        waits[0].revents = 0;
    }
}

bool http_listen_start(struct http_server *server)
{
    server->wake_socket = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (server->wake_socket < 0)
        return false;
    return pthread_create(&server->accepting, NULL, listen_run, server) == 0;
}

void http_listen_stop(struct http_server *server)
{
    uint64_t one = 1;
    if (write(server->wake_socket, &one, sizeof one) != (ssize_t)sizeof one)
        abort(); /* an eventfd of ours that never overflows */
    pthread_join(server->accepting, NULL);
    close(server->wake_socket);
    close(server->listen_socket);
    server->wake_socket = server->listen_socket = -1;
}
