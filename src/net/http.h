/* http.h: the HTTP server, on libmicrohttpd, so that it could be replaced in one folder.
 *
 * Life of an exchange: the request line and headers arrive → strictness checks → accept() names the
 * largest body this address takes → the body is collected → handle() runs on an I/O thread.
 * handle() either calls http_reply() at once, or http_suspend() and later, from any thread,
 * http_resume(); finish() then runs on the I/O thread and must call http_reply(). The exchange and
 * its arena die when the answer is sent or the connection is lost (closed() is called exactly once,
 * last).
 *
 * Refused before handle(): duplicate Content-Length, Content-Length with Transfer-Encoding,
 * Transfer-Encoding other than chunked, Host count ≠ 1 (HTTP/1.1), header names that are no tokens,
 * control bytes, bare LF and folded lines in the head, control bytes or NUL in the path, bad
 * percent-escapes, a body past its limit (413, closes). Framing errors answer and close; any other
 * early answer waits until the upload is drained to its limit. Two refusals are libmicrohttpd's own
 * and carry its own short page: 414 and 431, when the head does not fit a connection's 32 KiB.
 *
 * Every reply carries X-Request-Id, X-Content-Type-Options and Referrer-Policy.
 *
 * Knows no domain word: what an address means is the face's business. */
#ifndef DOCKET_NET_HTTP_H
#define DOCKET_NET_HTTP_H

#include "base/buf.h"
#include "base/error.h"

struct http_server;
struct http_exchange;

enum http_method {
    HTTP_GET,
    HTTP_HEAD,
    HTTP_POST,
    HTTP_PUT,
    HTTP_PATCH,
    HTTP_DELETE,
    HTTP_OPTIONS,
    HTTP_OTHER
};

struct http_request {
    enum http_method method;
    struct str method_text;
    struct str path;           /* percent-decoded, valid UTF-8, starts with '/' */
    struct str raw_path;       /* as sent */
    struct str query;          /* as sent, without '?'; absent when there was none */
    struct str body;           /* never absent in handle() */
    struct str remote_address; /* "192.0.2.7"; from X-Forwarded-For only if the peer is trusted */
    struct str request_id;     /* made here, or the client's X-Request-Id when it is clean */
    bool is_https;             /* X-Forwarded-Proto of a trusted peer */
    int64_t started_us;        /* clock_monotonic_us() */
};

struct http_handlers {
    /* Largest body for this request, ≥ 0; called once after the headers. NULL: 64 KiB. */
    int64_t (*accept)(const struct http_request *request, void *context);
    void (*handle)(struct http_exchange *exchange, void *context);
    void (*finish)(struct http_exchange *exchange, void *context); /* after http_resume() */
    /* May be NULL. After the answer was sent or lost; where the access log and metrics are written.
     * Called for refused requests too. Runs on the I/O thread, or on the owner's when that let go
     * last (http_stream_end(), or http_resume() after http_stop() gave up); then headers are gone.
     */
    void (*closed)(struct http_exchange *exchange, void *context);
    /* Builds the body of an error the server itself answers (413, 400, 503 …), which is sent as
     * application/problem+json. NULL: plain text. */
    struct str (*print_error)(struct http_exchange *exchange, enum error error, void *context);
    /* May be NULL. True: more has been begun than can be answered soon. While that is so, each I/O
     * thread sends what is ready and leaves unread what has come, but for a few requests each time
     * its patience is over: whatever it is that takes so long, nobody waits for it for ever. Asked
     * between requests, so be quick. */
    bool (*is_full)(void *context);
    void *context;
};

struct http_options {
    struct str listen;   /* "127.0.0.1:8080", "[::1]:0", ":80" any address; port 0: any free */
    int threads;         /* 0: one per core */
    int connections_max; /* 0: 10,000 */
    int idle_timeout_s;  /* 0: 60 */
    bool trust_proxy;    /* believe X-Forwarded-* */
    struct http_handlers handlers;
};
/* NULL and a reason when the address cannot be had. The arena outlives the server. */
struct http_server *http_start(const struct http_options *options, struct arena *arena,
                               struct str *ret_reason);
int http_port(const struct http_server *server);
/* Stops accepting, answers what is in flight (new requests on kept connections get
 * `Connection: close`), waits at most drain_ms, then answers what is still suspended with 503 and
 * closes. Streams have half of that time to end by themselves (their owners may ask
 * http_should_close()), then they are ended with what they have queued. No accepted request is
 * lost.
 */
void http_stop(struct http_server *server, int drain_ms);
/* After http_stop(), and after every owner has called its http_resume() or http_stream_end(). */
void http_free(struct http_server *server);

/* ---- within an exchange (I/O thread, but for http_resume) ---- */
const struct http_request *http_request(const struct http_exchange *exchange);
struct arena *http_arena(struct http_exchange *exchange);
struct str http_header(const struct http_exchange *exchange, const char *name); /* absent: none */
struct str http_cookie(const struct http_exchange *exchange, const char *name);
void *http_user(const struct http_exchange *exchange); /* the handler's own pointer */
void http_set_user(struct http_exchange *exchange, void *user);

void http_add_header(struct http_exchange *exchange, const char *name, struct str value);
/* The body is copied. HEAD sends no body; 204/304 neither. */
void http_reply(struct http_exchange *exchange, int status, const char *content_type,
                struct str body);
/* The same without copying: the body lives in http_arena(exchange) or as long as the program. */
void http_reply_static(struct http_exchange *exchange, int status, const char *content_type,
                       struct str body);
/* As http_reply_static(), but gzipped where the client takes it and it pays. For text that was made
 * for this one request; assets have their own packed bodies. */
void http_reply_packed(struct http_exchange *exchange, int status, const char *content_type,
                       struct str body);
int http_status(const struct http_exchange *exchange); /* of the reply; 0: lost */
int64_t http_bytes_sent(const struct http_exchange *exchange);
bool http_should_close(const struct http_exchange *exchange); /* the answer is the last */

void http_suspend(struct http_exchange *exchange);
void http_resume(struct http_exchange *exchange); /* any thread, exactly once per suspend; also safe
                                                     before handle() has returned */

/* A reply written piece by piece (JSONL, SSE): after http_stream() the exchange stays open;
 * http_stream_send() from any thread queues bytes (copied), false (and none is queued) when the
 * peer is gone, the server is stopping or more than 1 MiB would wait. Whoever owns the stream calls
 * http_stream_end() exactly once, also after a false, and does not touch the exchange again;
 * closed() comes after that. A peer that left is noticed by sending only: send heartbeats. */
void http_stream(struct http_exchange *exchange, int status, const char *content_type);
bool http_stream_send(struct http_exchange *exchange, struct str bytes);
void http_stream_end(struct http_exchange *exchange);

/* ---- parsing helpers faces share ---- */
bool http_percent_decode(struct arena *arena, struct str text, bool plus_is_space, struct str *ret);
/* Cuts the next name=value off a query string, decoded; false at the end or on a bad escape (then
 * *ret_bad is set). */
bool http_query_next(struct arena *arena, struct str *rest, struct str *ret_name,
                     struct str *ret_value, bool *ret_bad);
/* Whether a list of entity tags (If-None-Match) names this one, comparing weakly (RFC
 * 9110 8.8.3.2).
 */
bool http_etag_list_has(struct str list, struct str etag);

#endif
