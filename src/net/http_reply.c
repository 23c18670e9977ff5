#include <stdlib.h>

#include "net/http_server.h"
#include "net/http_text.h"

enum { STREAM_BLOCK = 16 * 1024, STREAM_FIRST_BYTES = 1024 };

/* ---- reading the request ---- */

const struct http_request *http_request(const struct http_exchange *exchange)
{
    return &exchange->request;
}

struct arena *http_arena(struct http_exchange *exchange)
{
    return exchange->arena;
}

struct str http_header(const struct http_exchange *exchange, const char *name)
{
    const char *value = NULL;
    size_t size = 0;
    if (!exchange->connection)
        return STR_NONE;
    if (MHD_lookup_connection_value_n(exchange->connection, MHD_HEADER_KIND, name, strlen(name),
                                      &value, &size) == MHD_NO)
        return STR_NONE;
    return str_trim((struct str){.data = value ? value : "", .size = size});
}

struct str http_cookie(const struct http_exchange *exchange, const char *name)
{
    return http_cookie_find(http_header(exchange, MHD_HTTP_HEADER_COOKIE), str_from(name));
}

void *http_user(const struct http_exchange *exchange)
{
    return exchange->user;
}

void http_set_user(struct http_exchange *exchange, void *user)
{
    exchange->user = user;
}

int http_status(const struct http_exchange *exchange)
{
    return exchange->status;
}

int64_t http_bytes_sent(const struct http_exchange *exchange)
{
    return exchange->bytes_sent;
}

bool http_should_close(const struct http_exchange *exchange)
{
    return exchange->must_close || exchange->server->is_stopping;
}

/* ---- whole answers ---- */

void http_add_header(struct http_exchange *exchange, const char *name, struct str value)
{
    struct http_extra_header *header = ARENA_NEW(exchange->arena, struct http_extra_header);
    header->name = name;
    header->value = str_copy(exchange->arena, value).data;
    *exchange->headers_end = header;
    exchange->headers_end = &header->next;
}

static void add_headers(struct http_exchange *exchange, struct MHD_Response *response,
                        const char *content_type)
{
    if (content_type)
        MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, content_type);
    MHD_add_response_header(response, "X-Request-Id", exchange->request.request_id.data);
    MHD_add_response_header(response, "X-Content-Type-Options", "nosniff");
    MHD_add_response_header(response, "Referrer-Policy", "same-origin");
    for (struct http_extra_header *header = exchange->headers; header; header = header->next)
        MHD_add_response_header(response, header->name, header->value);
    if (http_should_close(exchange))
        MHD_add_response_header(response, MHD_HTTP_HEADER_CONNECTION, "close");
}

static bool has_body(const struct http_exchange *exchange, int status)
{
    return exchange->request.method != HTTP_HEAD && status != MHD_HTTP_NO_CONTENT &&
           status != MHD_HTTP_NOT_MODIFIED;
}

/* The exchange outlives the response's use of its buffers: libmicrohttpd reports completion only
 * after the last byte, or after giving up. */
static void queue(struct http_exchange *exchange, int status, struct MHD_Response *response,
                  const char *content_type)
{
    if (!response)
        abort(); /* out of memory */
    add_headers(exchange, response, content_type);
    exchange->status = status;
    /* Refused only when the answer can no longer be sent; the connection then closes by itself. */
    if (MHD_queue_response(exchange->connection, (unsigned)status, response) == MHD_NO)
        exchange->status = 0;
    MHD_destroy_response(response);
}

void http_reply_static(struct http_exchange *exchange, int status, const char *content_type,
                       struct str body)
{
    void *bytes = (void *)(uintptr_t)body.data; /* never written to: MHD_RESPMEM_PERSISTENT */
    exchange->bytes_sent = has_body(exchange, status) ? (int64_t)body.size : 0;
    queue(exchange, status,
          MHD_create_response_from_buffer(body.size, bytes, MHD_RESPMEM_PERSISTENT), content_type);
}

void http_reply(struct http_exchange *exchange, int status, const char *content_type,
                struct str body)
{
    if (body.size)
        body.data = arena_copy(exchange->arena, body.data, body.size);
    http_reply_static(exchange, status, content_type, body);
}

void http_reply_error(struct http_exchange *exchange, enum error error)
{
    const struct http_handlers *handlers = &exchange->server->options.handlers;
    const struct error_info *info = error_info(error);
    if (handlers->print_error)
        http_reply(exchange, info->http_status, "application/problem+json",
                   handlers->print_error(exchange, error, handlers->context));
    else
        http_reply(exchange, info->http_status, "text/plain; charset=utf-8",
                   str_format(exchange->arena, "%s\n", info->sentence));
}

/* ---- answers in pieces ---- */

/* Called by libmicrohttpd on the I/O thread whenever the client can take more. */
static ssize_t stream_read(void *context, uint64_t position, char *buffer, size_t size)
{
    (void)position;
    struct http_exchange *exchange = context;
    struct http_stream *stream = exchange->stream;
    ssize_t taken = 0;
    pthread_mutex_lock(&stream->lock);
    if (stream->size) {
        size_t part = size < stream->size ? size : stream->size;
        memcpy(buffer, stream->data + stream->start, part);
        stream->size -= part;
        stream->start = stream->size ? stream->start + part : 0;
        exchange->bytes_sent += (int64_t)part;
        taken = (ssize_t)part;
    } else if (stream->is_ended) {
        taken = MHD_CONTENT_READER_END_OF_STREAM;
    } else {
        stream->is_parked = true;
        MHD_suspend_connection(exchange->connection);
    }
    pthread_mutex_unlock(&stream->lock);
    return taken;
}

static void stream_wake(struct http_exchange *exchange)
{
    if (!exchange->stream->is_parked)
        return;
    exchange->stream->is_parked = false;
    http_exchange_wake(exchange);
}

static void stream_append(struct http_stream *stream, struct str bytes)
{
    if (stream->start && stream->start + stream->size + bytes.size > stream->capacity) {
        memmove(stream->data, stream->data + stream->start, stream->size);
        stream->start = 0;
    }
    size_t needed = stream->start + stream->size + bytes.size;
    if (needed > stream->capacity) {
        size_t capacity = stream->capacity ? stream->capacity : STREAM_FIRST_BYTES;
        while (capacity < needed)
            capacity *= 2;
        stream->data = realloc(stream->data, capacity);
        if (!stream->data)
            abort();
        stream->capacity = capacity;
    }
    memcpy(stream->data + stream->start + stream->size, bytes.data, bytes.size);
    stream->size += bytes.size;
}

void http_stream(struct http_exchange *exchange, int status, const char *content_type)
{
    struct http_stream *stream = calloc(1, sizeof *stream);
    if (!stream)
        abort();
    pthread_mutex_init(&stream->lock, NULL);
    exchange->stream = stream;
    exchange->holds++; /* the owner's, until http_stream_end() */
    http_registry_add(exchange);
    if (exchange->server->is_ending_streams)
        http_stream_stop(exchange);
    struct MHD_Response *response;
    if (exchange->request.method == HTTP_HEAD) {
        stream->is_ended = true; /* over before it began */
        response = MHD_create_response_from_buffer(0, "", MHD_RESPMEM_PERSISTENT);
    } else {
        response = MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, STREAM_BLOCK, stream_read,
                                                     exchange, NULL);
    }
    queue(exchange, status, response, content_type);
}

bool http_stream_send(struct http_exchange *exchange, struct str bytes)
{
    struct http_stream *stream = exchange->stream;
    pthread_mutex_lock(&stream->lock);
    bool is_taken =
        !stream->is_gone && !stream->is_ended && stream->size + bytes.size <= HTTP_STREAM_BYTES_MAX;
    if (is_taken && bytes.size) {
        stream_append(stream, bytes);
        stream_wake(exchange);
    }
    pthread_mutex_unlock(&stream->lock);
    return is_taken;
}

/* No more is taken; what waits is still sent. */
void http_stream_stop(struct http_exchange *exchange)
{
    struct http_stream *stream = exchange->stream;
    if (!stream)
        return;
    pthread_mutex_lock(&stream->lock);
    stream->is_ended = true;
    stream_wake(exchange);
    pthread_mutex_unlock(&stream->lock);
}

void http_stream_end(struct http_exchange *exchange)
{
    http_stream_stop(exchange);
    http_exchange_drop(exchange);
}

void http_stream_gone(struct http_stream *stream)
{
    pthread_mutex_lock(&stream->lock);
    stream->is_gone = true;
    stream->is_parked = false; /* the connection must not be touched any more */
    pthread_mutex_unlock(&stream->lock);
}

void http_stream_free(struct http_stream *stream)
{
    if (!stream)
        return;
    pthread_mutex_destroy(&stream->lock);
    free(stream->data);
    free(stream);
}
