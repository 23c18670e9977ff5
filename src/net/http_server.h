/* http_server.h: what the files of the HTTP server share; nobody outside net/ includes it.
 *
 *   http_listen.c    sockets: addresses, the accepting thread
 *   http_loop.c      one I/O thread
 *   http.c           start, stop, the registry of parked exchanges
 *   http_exchange.c  an exchange from its first byte to closed()
 *   http_check.c     what is refused before anybody looks at it
 *   http_reply.c     answers, whole and in pieces
 *
 * Threads: each I/O thread turns one libmicrohttpd daemon with its own epoll; the accepting thread
 * deals connections out to them in turn. (libmicrohttpd 0.9.75 can do both by itself, but its loop
 * gets stuck, see http_loop.c, and its MHD_quiesce_daemon() races with that loop and aborts the
 * process when it loses; besides, dealing in turn spreads connections evenly.)
 *
 * An exchange belongs to its connection's I/O thread; while it is parked (suspended or streaming)
 * its owner, on any thread, holds it too. It dies with the last hold. */
#ifndef DOCKET_NET_HTTP_SERVER_H
#define DOCKET_NET_HTTP_SERVER_H

#include <microhttpd.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdatomic.h>

#include "net/http.h"

enum { HTTP_STREAM_BYTES_MAX = 1 << 20, HTTP_NEWCOMERS_MAX = 64 };

enum http_stage {
    HTTP_STAGE_HEADERS, /* the request line is here, the headers are not */
    HTTP_STAGE_BODY,    /* headers checked; the body is being collected or thrown away */
    HTTP_STAGE_HANDLED, /* handle() has run: replied, streaming or suspended */
};

enum http_parking {
    HTTP_RUNNING,
    HTTP_SUSPENDED, /* the owner owes a http_resume() */
    HTTP_RESUMED,   /* the owner gave it; finish() comes next on the I/O thread */
    HTTP_ABANDONED, /* the server stopped waiting; the owner's http_resume() only drops its hold */
};

struct http_extra_header {
    struct http_extra_header *next;
    const char *name, *value;
};

/* Bytes of a streamed reply on their way. The lock covers everything here and the decision to
 * suspend or resume the connection, so that no wake-up falls between the two. */
struct http_stream {
    pthread_mutex_t lock;
    char *data; /* heap; data[start .. start + size) waits */
    size_t start, size, capacity;
    bool is_parked; /* the connection is suspended, for want of bytes */
    bool is_ended;  /* no more bytes will be taken */
    bool is_gone;   /* the connection is over */
};

struct http_exchange {
    struct http_server *server;
    struct http_loop *loop;
    struct MHD_Connection *connection;
    struct arena *arena;
    struct http_request request;
    void *user;
    enum http_stage stage;
    _Atomic int parking;  /* enum http_parking */
    _Atomic int holds;    /* the connection's, and the owner's when parked for good */
    enum error refusal;   /* answered by the server itself once the upload is drained */
    bool is_answered_raw; /* 413 went past libmicrohttpd */
    bool must_close;      /* this answer is the last on its connection */
    bool is_http_1_0;
    char *body; /* heap, kept between exchanges while small */
    size_t body_size, body_capacity;
    int64_t body_limit;
    int64_t body_seen; /* bytes that came, kept or not */
    int status;
    int64_t bytes_sent;
    struct http_extra_header *headers, **headers_end;
    struct http_stream *stream;
    /* In the registry while parked, in the pool while unused. */
    struct http_exchange *next, *previous;
    bool is_parked; /* was ever listed; read by the I/O thread only, without the lock */
    bool is_listed, is_streaming;
};

struct http_newcomer { /* a connection on its way to its I/O thread */
    int fd;
    struct sockaddr_storage address;
    socklen_t size;
};

struct http_loop {
    struct http_server *server;
    struct MHD_Daemon *daemon;
    pthread_t thread;
    int wake; /* an eventfd */
    _Atomic bool is_over, is_asleep, is_woken;
    int64_t full_since_us; /* its own: when it last began nothing because much waited; 0: it did */
    pthread_mutex_t lock;  /* covers the newcomers */
    struct http_newcomer newcomers[HTTP_NEWCOMERS_MAX];
    int newcomer_count;
};

struct http_server {
    struct http_options options;
    struct arena *arena;
    int listen_socket, wake_socket; /* wake: an eventfd that ends the accepting thread */
    int64_t complained_us; /* of the accepting thread: when it last said that it cannot accept */
    int port;
    pthread_t accepting;
    struct http_loop *loops;
    int loop_count;
    _Atomic int connections, in_flight;
    _Atomic bool is_stopping;       /* answers say `Connection: close` */
    _Atomic bool is_ending_streams; /* and streams are cut short */
    _Atomic bool is_closing;        /* and no handler begins any more */
    _Atomic int handling;           /* handle() calls under way */
    _Atomic int64_t begun_us;       /* while stopping: when the newest request began */
    pthread_mutex_t lock;           /* covers what follows */
    struct http_exchange *parked;
    struct http_exchange *pool;
    int pool_count;
};

/* http_listen.c */
bool http_listen_open(struct http_server *server, struct str *ret_reason);
bool http_listen_start(struct http_server *server);
void http_listen_stop(struct http_server *server); /* takes what already waits, then closes */

/* http_loop.c */
bool http_loop_start(struct http_loop *loop);
void http_loop_stop(struct http_loop *loop);
void http_loop_wake(struct http_loop *loop);
bool http_loop_add(struct http_loop *loop, const struct http_newcomer *newcomer); /* false: full */

/* http.c */
void http_registry_add(struct http_exchange *exchange);
void http_registry_remove(struct http_exchange *exchange);
struct http_exchange *http_exchange_new(struct http_loop *loop);
void http_exchange_free(struct http_exchange *exchange);

/* http_exchange.c: the callbacks of libmicrohttpd, whose first argument is the loop */
void *http_on_request_line(void *loop, const char *uri, struct MHD_Connection *connection);
enum MHD_Result http_on_request(void *loop, struct MHD_Connection *connection, const char *url,
                                const char *method, const char *version, const char *upload,
                                size_t *upload_size, void **exchange);
void http_on_completed(void *loop, struct MHD_Connection *connection, void **exchange,
                       enum MHD_RequestTerminationCode how);
void http_on_connection(void *loop, struct MHD_Connection *connection, void **context,
                        enum MHD_ConnectionNotificationCode what);
void http_exchange_drop(struct http_exchange *exchange);
void http_exchange_wake(struct http_exchange *exchange); /* its connection is suspended */

/* http_check.c */
struct http_head { /* as libmicrohttpd hands it over */
    const char *url, *method, *version;
};
/* True when the framing can be trusted; false: answer 400 and close. */
bool http_check_framing(struct http_exchange *exchange, const struct http_head *head);
/* Fills path and query; false when the address is refused (400). */
bool http_check_address(struct http_exchange *exchange);
/* -1: none, or chunked. */
int64_t http_content_length(const struct http_exchange *exchange);

/* http_reply.c */
void http_reply_error(struct http_exchange *exchange, enum error error);
void http_stream_gone(struct http_stream *stream);
void http_stream_stop(struct http_exchange *exchange);
void http_stream_free(struct http_stream *stream);

#endif
