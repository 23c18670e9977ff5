#include <arpa/inet.h>
#include <stdlib.h>
#include <sys/socket.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/random.h"
#include "net/http_server.h"
#include "net/http_text.h"

enum {
    BODY_DEFAULT_MAX = 65536,
    BODY_FIRST_BYTES = 4096,
    BODY_TRUSTED_BYTES = 1 << 20, /* a declared length up to this is allocated at once */
    DRAIN_BYTES_MAX = 1 << 20, /* of an upload past its limit, so that its sender reads the 413 */
    CLIENT_ID_MAX = 64,
};

/* ---- the connection ---- */

/* What is known of a client for as long as it stays connected. */
struct peer {
    char address[INET6_ADDRSTRLEN];
    struct http_exchange *unseen; /* has a request line; the handler was not called yet */
};

static void peer_print(struct peer *peer, const struct sockaddr *address)
{
    if (address->sa_family == AF_INET) {
        const struct sockaddr_in *four = (const struct sockaddr_in *)(const void *)address;
        inet_ntop(AF_INET, &four->sin_addr, peer->address, sizeof peer->address);
        return;
    }
    const struct sockaddr_in6 *six = (const struct sockaddr_in6 *)(const void *)address;
    if (IN6_IS_ADDR_V4MAPPED(&six->sin6_addr)) /* an IPv4 client of a dual-stack socket */
        inet_ntop(AF_INET, &six->sin6_addr.s6_addr[12], peer->address, sizeof peer->address);
    else
        inet_ntop(AF_INET6, &six->sin6_addr, peer->address, sizeof peer->address);
}

/* A head that libmicrohttpd refuses by itself may end without http_on_completed() (0.9.75, and only
 * some: too many cookies for its memory). */
static void peer_forget(struct peer *peer)
{
    if (peer->unseen)
        http_exchange_free(peer->unseen);
    peer->unseen = NULL;
}

void http_on_connection(void *context, struct MHD_Connection *connection, void **socket_context,
                        enum MHD_ConnectionNotificationCode what)
{
    struct http_server *server = ((struct http_loop *)context)->server;
    if (what == MHD_CONNECTION_NOTIFY_CLOSED) {
        server->connections--;
        peer_forget(*socket_context);
        free(*socket_context);
        return;
    }
    server->connections++;
    struct peer *peer = calloc(1, sizeof *peer);
    if (!peer)
        abort();
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    if (info && info->client_addr)
        peer_print(peer, info->client_addr);
    *socket_context = peer;
}

static struct peer *peer_of(struct MHD_Connection *connection)
{
    return MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT)->socket_context;
}

/* ---- what a request is told about itself ---- */

/* Sets what outlives libmicrohttpd's own copy. */
static void method_describe(struct http_request *request, struct arena *arena, const char *text)
{
    static const struct {
        const char *text;
        enum http_method method;
    } methods[] = {{"GET", HTTP_GET},        {"POST", HTTP_POST},   {"HEAD", HTTP_HEAD},
                   {"PUT", HTTP_PUT},        {"PATCH", HTTP_PATCH}, {"DELETE", HTTP_DELETE},
                   {"OPTIONS", HTTP_OPTIONS}};
    for (size_t i = 0; i < COUNT_OF(methods); i++)
        if (strcmp(text, methods[i].text) == 0) {
            request->method = methods[i].method;
            request->method_text = str_from(methods[i].text);
            return;
        }
    request->method = HTTP_OTHER;
    request->method_text = str_copy(arena, str_from(text));
}

static uint64_t mix(uint64_t x) /* splitmix64's finisher */
{
    x = (x ^ (x >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    x = (x ^ (x >> 27)) * UINT64_C(0x94d049bb133111eb);
    return x ^ (x >> 31);
}

/* Request ids need to be unlike each other, not secret: a random start for each thread and a step.
 */
static struct str request_id_new(struct arena *arena)
{
    static _Thread_local uint64_t state[2];
    static const char digits[] = "0123456789abcdef";
    if (!state[0])
        random_fill(state, sizeof state);
    state[0] += UINT64_C(0x9e3779b97f4a7c15);
    uint64_t halves[2] = {mix(state[0]), mix(state[0] ^ state[1])};
    char *text = arena_alloc(arena, 33);
    for (size_t i = 0; i < 32; i++)
        text[i] = digits[halves[i / 16] >> (i % 16 * 4) & 15];
    return (struct str){.data = text, .size = 32};
}

static bool is_clean_request_id(struct str id)
{
    if (id.size < 1 || id.size > CLIENT_ID_MAX)
        return false;
    for (size_t i = 0; i < id.size; i++) {
        char c = id.data[i];
        bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (!is_letter && !(c >= '0' && c <= '9') && c != '.' && c != '_' && c != '-')
            return false;
    }
    return true;
}

/* Of "client, proxy1" the last entry is the one our own proxy wrote; those before it are hearsay.
 */
static void believe_proxy(struct http_exchange *exchange)
{
    struct http_request *request = &exchange->request;
    struct str chain = http_header(exchange, "X-Forwarded-For"), piece, last = STR_NONE;
    while (str_next_piece(&chain, ',', &piece))
        last = str_trim(piece);
    struct in6_addr ignored;
    if (str_is_set(last) && last.size < INET6_ADDRSTRLEN) {
        struct str text = str_copy(exchange->arena, last);
        if (inet_pton(AF_INET, text.data, &ignored) == 1 ||
            inet_pton(AF_INET6, text.data, &ignored) == 1)
            request->remote_address = text;
    }
    request->is_https =
        str_equal_ignore_case(http_header(exchange, "X-Forwarded-Proto"), STR("https"));
}

static void request_describe(struct http_exchange *exchange, const struct http_head *head)
{
    struct http_request *request = &exchange->request;
    struct arena *arena = exchange->arena;
    method_describe(request, arena, head->method);
    request->body = STR("");
    request->remote_address = str_copy(arena, str_from(peer_of(exchange->connection)->address));
    request->started_us = clock_monotonic_us();
    exchange->is_http_1_0 = strcmp(head->version, MHD_HTTP_VERSION_1_0) == 0;
    struct str id = http_header(exchange, "X-Request-Id");
    request->request_id = is_clean_request_id(id) ? str_copy(arena, id) : request_id_new(arena);
    if (exchange->server->options.trust_proxy)
        believe_proxy(exchange);
}

/* ---- the first bytes ---- */

/* libmicrohttpd would cut the query into records in its connection's memory, one a parameter; when
 * some hundreds of them fill it, 0.9.75 neither answers nor closes. We read queries ourselves, from
 * the address as it was sent, so here it is shown an empty one. The text is in its own buffer. */
static void hide_query(const char *uri)
{
    char *mark = strchr(uri, '?');
    if (mark && mark[1])
        mark[1] = '\0';
}

void *http_on_request_line(void *context, const char *uri, struct MHD_Connection *connection)
{
    struct peer *peer = peer_of(connection);
    struct http_exchange *exchange = http_exchange_new(context);
    exchange->connection = connection;
    exchange->request.raw_path = str_copy(exchange->arena, str_from(uri ? uri : ""));
    if (uri)
        hide_query(uri);
    peer_forget(peer);
    peer->unseen = exchange;
    return exchange;
}

static int64_t body_limit(struct http_exchange *exchange)
{
    const struct http_handlers *handlers = &exchange->server->options.handlers;
    return handlers->accept ? handlers->accept(&exchange->request, handlers->context)
                            : BODY_DEFAULT_MAX;
}

static void refuse_and_close(struct http_exchange *exchange, enum error error)
{
    exchange->stage = HTTP_STAGE_HANDLED;
    exchange->must_close = true;
    http_reply_error(exchange, error);
}

/* A sender that asked "100-continue" has not begun yet; one whose upload is huge will not be waited
 * for. Everybody else is heard out, or the answer might be lost in a connection reset. */
static bool should_wait_for_body(const struct http_exchange *exchange, int64_t length)
{
    return length <= exchange->body_limit + DRAIN_BYTES_MAX &&
           !str_is_set(http_header(exchange, MHD_HTTP_HEADER_EXPECT));
}

/* Everything that can be decided before the body. */
static void exchange_begin(struct http_exchange *exchange, const struct http_head *head)
{
    exchange->stage = HTTP_STAGE_BODY;
    peer_of(exchange->connection)->unseen = NULL;
    exchange->server->in_flight++;
    request_describe(exchange, head);
    if (exchange->server->is_stopping)
        exchange->server->begun_us = exchange->request.started_us;
    if (!http_check_framing(exchange, head)) {
        refuse_and_close(exchange, ERROR_BAD_REQUEST);
        return;
    }
    if (!http_check_address(exchange))
        exchange->refusal = ERROR_BAD_REQUEST;
    else
        exchange->body_limit = body_limit(exchange);
    int64_t length = http_content_length(exchange);
    if (length > exchange->body_limit) {
        if (!exchange->refusal)
            exchange->refusal = ERROR_BODY_TOO_LARGE;
        exchange->must_close = true;
        if (!should_wait_for_body(exchange, length))
            refuse_and_close(exchange, exchange->refusal);
    }
}

/* ---- the body ---- */

static void body_reserve(struct http_exchange *exchange, size_t more)
{
    size_t needed = exchange->body_size + more;
    if (needed <= exchange->body_capacity)
        return;
    size_t capacity = exchange->body_capacity ? exchange->body_capacity : BODY_FIRST_BYTES;
    int64_t length = http_content_length(exchange);
    if (length > 0 && length <= BODY_TRUSTED_BYTES && (size_t)length > capacity)
        capacity = (size_t)length;
    while (capacity < needed)
        capacity *= 2;
    exchange->body = realloc(exchange->body, capacity);
    if (!exchange->body)
        abort();
    exchange->body_capacity = capacity;
}

static const char too_large_reply[] = "HTTP/1.1 413 Content Too Large\r\n"
                                      "Connection: close\r\nContent-Length: 0\r\n\r\n";

/* libmicrohttpd takes no answer in the middle of an upload. A chunked one that does not end in
 * reasonable time is therefore answered past it, straight to the socket: nothing of this exchange's
 * answer has been sent, and the connection is closed right after. */
static void reply_mid_upload(struct http_exchange *exchange)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(exchange->connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    ssize_t sent = send(info->connect_fd, too_large_reply, sizeof too_large_reply - 1,
                        MSG_NOSIGNAL | MSG_DONTWAIT);
    exchange->stage = HTTP_STAGE_HANDLED;
    exchange->is_answered_raw = sent > 0;
}

static enum MHD_Result body_take(struct http_exchange *exchange, const char *data, size_t size)
{
    exchange->body_seen += (int64_t)size;
    if (exchange->body_seen > exchange->body_limit) {
        exchange->must_close = true;
        if (!exchange->refusal)
            exchange->refusal = ERROR_BODY_TOO_LARGE;
        if (exchange->body_seen <= exchange->body_limit + DRAIN_BYTES_MAX)
            return MHD_YES;
        reply_mid_upload(exchange);
        return MHD_NO;
    }
    if (exchange->refusal)
        return MHD_YES;
    body_reserve(exchange, size);
    memcpy(exchange->body + exchange->body_size, data, size);
    exchange->body_size += size;
    return MHD_YES;
}

/* ---- the handler ---- */

/* After the handler an exchange must be answered, streaming or waiting; else it is our bug. */
static void exchange_check_handled(struct http_exchange *exchange, bool is_parked)
{
    if (exchange->status || is_parked)
        return;
    log_event(LOG_ERROR, "unanswered_request", LOG_TEXT("path", exchange->request.path));
    http_reply_error(exchange, ERROR_INTERNAL);
}

static void exchange_handle(struct http_exchange *exchange)
{
    const struct http_handlers *handlers = &exchange->server->options.handlers;
    exchange->stage = HTTP_STAGE_HANDLED;
    if (exchange->refusal) {
        http_reply_error(exchange, exchange->refusal);
        return;
    }
    if (exchange->body_size)
        exchange->request.body = (struct str){.data = exchange->body, .size = exchange->body_size};
    /* Once the server is closing no handler begins, so nothing new is suspended (http_stop()). */
    struct http_server *server = exchange->server;
    server->handling++;
    if (server->is_closing) {
        http_reply_error(exchange, ERROR_UNAVAILABLE);
    } else {
        handlers->handle(exchange, handlers->context);
        exchange_check_handled(exchange, exchange->parking != HTTP_RUNNING);
    }
    server->handling--;
}

static void exchange_finish(struct http_exchange *exchange)
{
    const struct http_handlers *handlers = &exchange->server->options.handlers;
    if (exchange->parking == HTTP_ABANDONED) {
        exchange->must_close = true;
        http_reply_error(exchange, ERROR_UNAVAILABLE);
    } else {
        exchange->parking = HTTP_RUNNING;
        handlers->finish(exchange, handlers->context);
        exchange_check_handled(exchange, exchange->parking != HTTP_RUNNING);
    }
    /* Only now: while anything is listed, http_stop() keeps the I/O threads running. */
    if (exchange->status && !exchange->stream)
        http_registry_remove(exchange);
}

/* Called by libmicrohttpd once after the headers, then for each piece of the body, then with no
 * more of it, and again after each resume. An answer given in the first of these calls costs the
 * connection (what follows on it is not read), so only broken framing is answered there. */
enum MHD_Result http_on_request(void *context, struct MHD_Connection *connection, const char *url,
                                const char *method, const char *version, const char *upload,
                                size_t *upload_size, void **ret_exchange)
{
    (void)context;
    (void)connection;
    struct http_exchange *exchange = *ret_exchange;
    size_t size = *upload_size;
    *upload_size = 0;
    if (exchange->stage == HTTP_STAGE_HEADERS)
        exchange_begin(exchange,
                       &(struct http_head){.url = url, .method = method, .version = version});
    else if (exchange->stage == HTTP_STAGE_BODY && size)
        return body_take(exchange, upload, size);
    else if (exchange->stage == HTTP_STAGE_BODY)
        exchange_handle(exchange);
    else if (!exchange->status && exchange->parking != HTTP_RUNNING)
        exchange_finish(exchange);
    return MHD_YES;
}

/* ---- parking ---- */

void http_suspend(struct http_exchange *exchange)
{
    exchange->parking = HTTP_SUSPENDED;
    http_registry_add(exchange);
    MHD_suspend_connection(exchange->connection);
}

/* Afterwards the exchange may be gone at any time; its loop is not. */
void http_exchange_wake(struct http_exchange *exchange)
{
    struct http_loop *loop = exchange->loop;
    MHD_resume_connection(exchange->connection);
    http_loop_wake(loop);
}

void http_resume(struct http_exchange *exchange)
{
    int suspended = HTTP_SUSPENDED;
    /* Whoever takes it out of HTTP_SUSPENDED, and nobody else, wakes the connection; until then the
     * connection stands still, and from then on the exchange may be gone. */
    if (atomic_compare_exchange_strong(&exchange->parking, &suspended, HTTP_RESUMED))
        http_exchange_wake(exchange);
    else
        http_exchange_drop(exchange);
}

/* ---- the end ---- */

void http_exchange_drop(struct http_exchange *exchange)
{
    if (atomic_fetch_sub(&exchange->holds, 1) != 1)
        return;
    struct http_server *server = exchange->server;
    const struct http_handlers *handlers = &server->options.handlers;
    bool is_begun = exchange->stage != HTTP_STAGE_HEADERS;
    if (is_begun && handlers->closed)
        handlers->closed(exchange, handlers->context);
    http_exchange_free(exchange);
}

void http_on_completed(void *context, struct MHD_Connection *connection, void **ret_exchange,
                       enum MHD_RequestTerminationCode how)
{
    struct http_server *server = ((struct http_loop *)context)->server;
    struct http_exchange *exchange = *ret_exchange;
    if (!exchange)
        return;
    *ret_exchange = NULL;
    peer_of(connection)->unseen = NULL;
    bool is_begun = exchange->stage != HTTP_STAGE_HEADERS;
    if (exchange->is_parked)
        http_registry_remove(exchange);
    if (exchange->is_answered_raw)
        exchange->status = MHD_HTTP_CONTENT_TOO_LARGE;
    else if (how != MHD_REQUEST_TERMINATED_COMPLETED_OK)
        exchange->status = 0; /* lost on the way */
    if (exchange->stream)
        http_stream_gone(exchange->stream);
    if (exchange->holds > 1)
        exchange->connection = NULL; /* the owner's closed() comes too late to read headers */
    http_exchange_drop(exchange);
    if (is_begun)
        server->in_flight--;
}
