#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "net/http_server.h"

enum {
    CONNECTIONS_DEFAULT = 10000,
    IDLE_TIMEOUT_DEFAULT_S = 60,
    THREADS_MAX = 64,
    POOL_MAX = 512,          /* unused exchanges kept for the next requests */
    KEPT_BODY_BYTES = 65536, /* a body buffer above this is given back */
    ARENA_BYTES = 8192,      /* a booking is read and printed in it */
    DESCRIPTORS_SPARE = 256, /* for the store, logs and outbound calls */
    DRAIN_STEP_US = 1000,
    QUIET_MS = 100, /* after this long without a request a drain counts kept connections as idle */
};

/* ---- the registry: parked exchanges, so that http_stop() can reach them; and the pool ---- */

void http_registry_add(struct http_exchange *exchange)
{
    struct http_server *server = exchange->server;
    pthread_mutex_lock(&server->lock);
    exchange->is_streaming = exchange->stream != NULL;
    if (!exchange->is_listed) { /* it is when finish() suspends it once more */
        exchange->previous = NULL;
        exchange->next = server->parked;
        if (server->parked)
            server->parked->previous = exchange;
        server->parked = exchange;
    }
    exchange->is_parked = exchange->is_listed = true;
    pthread_mutex_unlock(&server->lock);
}

void http_registry_remove(struct http_exchange *exchange)
{
    struct http_server *server = exchange->server;
    pthread_mutex_lock(&server->lock);
    if (exchange->is_listed) {
        if (exchange->next)
            exchange->next->previous = exchange->previous;
        if (exchange->previous)
            exchange->previous->next = exchange->next;
        else
            server->parked = exchange->next;
        exchange->is_listed = false;
    }
    pthread_mutex_unlock(&server->lock);
}

struct http_exchange *http_exchange_new(struct http_loop *loop)
{
    struct http_server *server = loop->server;
    pthread_mutex_lock(&server->lock);
    struct http_exchange *exchange = server->pool;
    if (exchange) {
        server->pool = exchange->next;
        server->pool_count--;
    }
    pthread_mutex_unlock(&server->lock);
    if (!exchange) {
        exchange = calloc(1, sizeof *exchange);
        if (!exchange)
            abort();
        exchange->arena = arena_new(ARENA_BYTES);
    }
    struct http_exchange fresh = {.server = server,
                                  .loop = loop,
                                  .arena = exchange->arena,
                                  .body = exchange->body,
                                  .body_capacity = exchange->body_capacity,
                                  .parking = HTTP_RUNNING,
                                  .holds = 1};
    *exchange = fresh;
    exchange->headers_end = &exchange->headers;
    return exchange;
}

static void exchange_destroy(struct http_exchange *exchange)
{
    arena_free(exchange->arena);
    free(exchange->body);
    free(exchange);
}

void http_exchange_free(struct http_exchange *exchange)
{
    struct http_server *server = exchange->server;
    http_stream_free(exchange->stream);
    exchange->stream = NULL;
    arena_clear(exchange->arena);
    if (exchange->body_capacity > KEPT_BODY_BYTES) {
        free(exchange->body);
        exchange->body = NULL;
        exchange->body_capacity = 0;
    }
    pthread_mutex_lock(&server->lock);
    bool is_kept = server->pool_count < POOL_MAX;
    if (is_kept) {
        exchange->next = server->pool;
        server->pool = exchange;
        server->pool_count++;
    }
    pthread_mutex_unlock(&server->lock);
    if (!is_kept)
        exchange_destroy(exchange);
}

/* ---- start ---- */

static void options_complete(struct http_options *options)
{
    if (options->threads <= 0)
        options->threads = (int)sysconf(_SC_NPROCESSORS_ONLN);
    if (options->threads < 1)
        options->threads = 1;
    if (options->threads > THREADS_MAX)
        options->threads = THREADS_MAX;
    if (options->connections_max <= 0)
        options->connections_max = CONNECTIONS_DEFAULT;
    if (options->idle_timeout_s <= 0)
        options->idle_timeout_s = IDLE_TIMEOUT_DEFAULT_S;
}

/* Raises the soft limit of descriptors as far as the system allows without asking anybody. */
static void descriptors_raise(int connections)
{
    struct rlimit limit;
    rlim_t wanted = (rlim_t)connections + DESCRIPTORS_SPARE;
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= wanted)
        return;
    limit.rlim_cur = wanted < limit.rlim_max ? wanted : limit.rlim_max;
    if (setrlimit(RLIMIT_NOFILE, &limit) != 0)
        log_event(LOG_WARNING, "descriptor_limit_unchanged");
}

/* Signals are the main thread's business: ours start with all of them blocked. */
static bool threads_start(struct http_server *server)
{
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    bool is_ok = true;
    for (int i = 0; is_ok && i < server->options.threads; i++) {
        server->loops[i].server = server;
        is_ok = http_loop_start(&server->loops[i]);
        server->loop_count += is_ok;
    }
    is_ok = is_ok && http_listen_start(server);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return is_ok;
}

static void loops_stop(struct http_server *server)
{
    for (int i = 0; i < server->loop_count; i++)
        http_loop_stop(&server->loops[i]);
    server->loop_count = 0;
}

struct http_server *http_start(const struct http_options *options, struct arena *arena,
                               struct str *ret_reason)
{
    struct http_server *server = ARENA_NEW(arena, struct http_server);
    server->arena = arena;
    server->options = *options;
    server->wake_socket = -1;
    options_complete(&server->options);
    if (!http_listen_open(server, ret_reason))
        return NULL;
    descriptors_raise(server->options.connections_max);
    pthread_mutex_init(&server->lock, NULL);
    server->loops = ARENA_ARRAY(arena, struct http_loop, server->options.threads);
    if (!threads_start(server)) {
        *ret_reason =
            str_format(arena, "the server's threads could not start: %s", strerror(errno));
        loops_stop(server);
        close(server->listen_socket);
        if (server->wake_socket >= 0)
            close(server->wake_socket);
        pthread_mutex_destroy(&server->lock);
        return NULL;
    }
    return server;
}

int http_port(const struct http_server *server)
{
    return server->port;
}

/* ---- stop ---- */

/* Takes the owner's exchanges back: suspended ones will be answered 503, streams end. */
static void parked_abandon(struct http_server *server)
{
    pthread_mutex_lock(&server->lock);
    for (struct http_exchange *exchange = server->parked; exchange; exchange = exchange->next) {
        int suspended = HTTP_SUSPENDED;
        /* The owner still has to call http_resume(), so from here on it holds the exchange. */
        exchange->holds++;
        if (atomic_compare_exchange_strong(&exchange->parking, &suspended, HTTP_ABANDONED))
            http_exchange_wake(exchange);
        else
            exchange->holds--; /* never the last: the connection's is dropped after unlisting */
        if (exchange->is_streaming)
            http_stream_stop(exchange);
    }
    pthread_mutex_unlock(&server->lock);
}

static void streams_end(struct http_server *server)
{
    server->is_ending_streams = true;
    pthread_mutex_lock(&server->lock);
    for (struct http_exchange *exchange = server->parked; exchange; exchange = exchange->next)
        if (exchange->is_streaming)
            http_stream_stop(exchange);
    pthread_mutex_unlock(&server->lock);
}

/* A stream that was ended is not suspended any more, but its client may not be reading. */
static bool is_any_suspended(struct http_server *server)
{
    bool is_any = false;
    pthread_mutex_lock(&server->lock);
    for (struct http_exchange *exchange = server->parked; exchange; exchange = exchange->next)
        is_any = is_any || !exchange->is_streaming;
    pthread_mutex_unlock(&server->lock);
    return is_any;
}

/* Nothing is being answered, and either every client has left (each answer given while stopping
 * says `Connection: close`) or those that stayed have sent nothing for a while. */
static bool is_drained(const struct http_server *server)
{
    if (server->in_flight > 0)
        return false;
    return server->connections == 0 || clock_monotonic_us() - server->begun_us > QUIET_MS * 1000;
}

void http_stop(struct http_server *server, int drain_ms)
{
    if (server->is_stopping)
        return; /* has been */
    int64_t started_us = clock_monotonic_us();
    int64_t deadline_us = started_us + (int64_t)drain_ms * 1000;
    int64_t halftime_us = started_us + (int64_t)drain_ms * 500;
    server->begun_us = started_us;
    server->is_stopping = true;
    http_listen_stop(server);
    /* Some streams are answers that will end by themselves, others go on for ever. */
    while (!is_drained(server) && clock_monotonic_us() < deadline_us) {
        if (clock_monotonic_us() >= halftime_us && !server->is_ending_streams)
            streams_end(server);
        usleep(DRAIN_STEP_US);
    }
    /* libmicrohttpd aborts when it is stopped with a connection suspended, and only handlers
     * suspend. The I/O threads still run, so each abandoned exchange is answered in their next turn
     * and leaves the registry. */
    server->is_closing = true;
    do {
        parked_abandon(server);
        usleep(DRAIN_STEP_US);
    } while (server->handling > 0 || is_any_suspended(server));
    parked_abandon(server); /* a stream that the last handler began */
    loops_stop(server);
}

void http_free(struct http_server *server)
{
    if (!server)
        return;
    while (server->pool) {
        struct http_exchange *exchange = server->pool;
        server->pool = exchange->next;
        exchange_destroy(exchange);
    }
    pthread_mutex_destroy(&server->lock);
}
