/* One I/O thread: a libmicrohttpd daemon turned by our own loop.
 *
 * libmicrohttpd 0.9.75 has a loop of its own, and it gets stuck: MHD_epoll() fetches 128 events at
 * a time, and when exactly that many are ready it calls epoll_wait() again with its full time-out
 * before it serves any of them, so that they wait for the next byte from anybody. (The rush in
 * http_park_test.c shows it within a second.) Turned from outside with a time-out of zero it never
 * waits in there; we wait here, on its epoll descriptor and on one of our own. */
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "net/http_server.h"

enum {
    /* Measured with Debian 12's 0.9.75, resident bytes of one idle kept connection: 4.7 KB before
     * its first request at any setting; after it 12.3 KB with 16 KiB here, 20.5 with 24 and 28.7
     * with 32, since the whole pool is wiped between requests. 16 KiB refuses an 8 KB address with
     * a 4 KB cookie (431); 24 KiB takes them with little to spare for the cookie's second copy and
     * the records of a long query. */
    MEMORY_PER_CONNECTION = 32 * 1024,
    WAIT_MAX_MS = 60000,
    EVENTS_MAX = 32, /* requests begun in one turn */
    /* Of a thread that begins nothing because much waits for an answer: one look, and in all. */
    FULL_LOOK_MS = 2,
    FULL_PATIENCE_US = 20000,
};

/* In this thread: what its libmicrohttpd waits on; 0 is never one. How much it is given. */
static _Thread_local int own_epoll, own_events_max;

/* Stands before libc's for libmicrohttpd too. That would fetch every event there is, 128 at a time,
 * and serve all of them before it looks at what was resumed: when thousands of clients ask at once,
 * an answer that is ready would wait until the last of them has been read. So it is given few at a
 * time, and never the 128 after which it asks again; the others stay where they are, unread. While
 * much waits for its answer it is given none. */
__attribute__((visibility("default"))) int epoll_wait(int epoll, struct epoll_event *events,
                                                      int events_max, int timeout_ms)
{
    if (epoll == own_epoll && events_max > own_events_max)
        events_max = own_events_max;
    if (events_max == 0)
        return 0;
    return epoll_pwait(epoll, events, events_max, timeout_ms, NULL);
}

/* We decode paths ourselves, strictly, from the address as sent. */
static size_t keep_escapes(void *context, struct MHD_Connection *connection, char *text)
{
    (void)context;
    (void)connection;
    return strlen(text);
}

static struct MHD_Daemon *daemon_start(struct http_loop *loop)
{
    const struct http_options *options = &loop->server->options;
    return MHD_start_daemon(
        MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_NO_LISTEN_SOCKET, 0, NULL, NULL,
        http_on_request, loop, MHD_OPTION_URI_LOG_CALLBACK, http_on_request_line, loop,
        MHD_OPTION_NOTIFY_COMPLETED, http_on_completed, loop, MHD_OPTION_NOTIFY_CONNECTION,
        http_on_connection, loop, MHD_OPTION_UNESCAPE_CALLBACK, keep_escapes, NULL,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)MEMORY_PER_CONNECTION,
        MHD_OPTION_CONNECTION_LIMIT, (unsigned)options->connections_max,
        MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)options->idle_timeout_s,
        MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_SIGPIPE_HANDLED_BY_APP, 1, MHD_OPTION_END);
}

/* Whoever wakes sets is_woken first; whoever sleeps says so before it looks at is_woken. One of the
 * two sees the other, so no wake-up is lost, and an awake loop costs no system call; nor does one
 * that somebody else has just woken. */
void http_loop_wake(struct http_loop *loop)
{
    uint64_t one = 1;
    if (!atomic_exchange(&loop->is_woken, true) && loop->is_asleep &&
        write(loop->wake, &one, sizeof one) < 0 && errno != EAGAIN)
        abort(); /* an eventfd of ours */
}

static int loop_timeout(struct http_loop *loop)
{
    MHD_UNSIGNED_LONG_LONG ms;
    if (MHD_get_timeout(loop->daemon, &ms) == MHD_NO || ms > WAIT_MAX_MS)
        return WAIT_MAX_MS;
    return (int)ms;
}

/* Whether nothing more is to be begun in this turn. */
static bool loop_is_full(struct http_loop *loop)
{
    const struct http_handlers *handlers = &loop->server->options.handlers;
    if (!handlers->is_full || !handlers->is_full(handlers->context)) {
        loop->full_since_us = 0;
        return false;
    }
    int64_t now_us = clock_monotonic_us();
    if (loop->full_since_us == 0)
        loop->full_since_us = now_us;
    bool is_patient = now_us - loop->full_since_us < FULL_PATIENCE_US;
    if (!is_patient)
        loop->full_since_us = now_us;
    return is_patient;
}

static void loop_turn(struct http_loop *loop)
{
    own_events_max = loop_is_full(loop) ? 0 : EVENTS_MAX;
    MHD_run(loop->daemon);
}

/* What was left unread does not wake it. */
static void loop_sleep(struct http_loop *loop, int epoll)
{
    int timeout_ms = loop_timeout(loop);
    if (timeout_ms == 0)
        return;
    if (own_events_max == 0) {
        epoll = -1;
        timeout_ms = FULL_LOOK_MS;
    }
    struct pollfd waits[] = {{.fd = epoll, .events = POLLIN}, {.fd = loop->wake, .events = POLLIN}};
    loop->is_asleep = true;
    poll(waits, 2, loop->is_woken ? 0 : timeout_ms);
    loop->is_asleep = false;
    uint64_t ignored;
    if (waits[1].revents && read(loop->wake, &ignored, sizeof ignored) < 0 && errno != EAGAIN)
        abort();
}

static void loop_take_new(struct http_loop *loop)
{
    struct http_newcomer newcomers[HTTP_NEWCOMERS_MAX];
    pthread_mutex_lock(&loop->lock);
    int count = loop->newcomer_count;
    memcpy(newcomers, loop->newcomers, sizeof newcomers[0] * (size_t)count);
    loop->newcomer_count = 0;
    pthread_mutex_unlock(&loop->lock);
    for (int i = 0; i < count; i++) {
        /* On failure libmicrohttpd has closed the socket itself. */
        const struct sockaddr *address = (const struct sockaddr *)&newcomers[i].address;
        if (MHD_add_connection(loop->daemon, newcomers[i].fd, address, newcomers[i].size) == MHD_NO)
            log_event(LOG_WARNING, "connection_refused");
    }
}

bool http_loop_add(struct http_loop *loop, const struct http_newcomer *newcomer)
{
    pthread_mutex_lock(&loop->lock);
    bool is_taken = loop->newcomer_count < HTTP_NEWCOMERS_MAX;
    if (is_taken)
        loop->newcomers[loop->newcomer_count++] = *newcomer;
    pthread_mutex_unlock(&loop->lock);
    http_loop_wake(loop);
    return is_taken;
}

static void *loop_run(void *argument)
{
    struct http_loop *loop = argument;
    int epoll = MHD_get_daemon_info(loop->daemon, MHD_DAEMON_INFO_EPOLL_FD)->epoll_fd;
    own_epoll = epoll;
    while (!loop->is_over) {
        if (atomic_exchange(&loop->is_woken, false))
            loop_take_new(loop);
        loop_turn(loop);
        loop_sleep(loop, epoll);
    }
    return NULL;
}

bool http_loop_start(struct http_loop *loop)
{
    pthread_mutex_init(&loop->lock, NULL);
    loop->wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    loop->daemon = loop->wake >= 0 ? daemon_start(loop) : NULL;
    if (loop->daemon && pthread_create(&loop->thread, NULL, loop_run, loop) == 0)
        return true;
    if (loop->daemon)
        MHD_stop_daemon(loop->daemon);
    if (loop->wake >= 0)
        close(loop->wake);
    pthread_mutex_destroy(&loop->lock);
    return false;
}

void http_loop_stop(struct http_loop *loop)
{
    loop->is_over = true;
    http_loop_wake(loop);
    pthread_join(loop->thread, NULL);
    loop_take_new(loop);
    MHD_stop_daemon(loop->daemon);
    close(loop->wake);
    pthread_mutex_destroy(&loop->lock);
}
