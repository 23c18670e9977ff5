/* visit.h: one exchange as the faces see it, and what they share. Private to face/.
 *
 * A visit lives in its exchange's arena. A face starts one or more calls; when all have ended
 * before handle() is over, it answers at once on the I/O thread, else the exchange is suspended
 * and the call that ends last resumes it. Nothing touches the visit after that from outside the
 * I/O thread. */
#ifndef DOCKET_FACE_VISIT_H
#define DOCKET_FACE_VISIT_H

#include <pthread.h>
#include <stdatomic.h>

#include "face/face.h"
#include "face/route.h"
#include "net/asset.h"

struct document { /* made when first asked for, kept until face_release() */
    struct str json, html;
};

struct face_wiring {
    struct arena *arena;
    struct router *router;
    int64_t trpc_body_max;
    pthread_mutex_t lock;      /* of document */
    struct document document;  /* absent until document_get() */
    struct pages *pages;       /* NULL: none (pages.h) */
    struct asset_set pictures; /* of an edition that is not embedded */
};

struct visit {
    struct face_context *context;
    struct http_exchange *exchange;
    void (*finish)(struct visit *visit); /* answers; on the I/O thread */
    void *detail;                        /* the face's own */
    struct id account_id;                /* for the access log; ID_NONE: nobody, or not known */
    _Atomic int pending;                 /* calls under way, and one for the handler itself */
};

/* ---- who asks (auth.c) ---- */
struct credentials {
    struct str token;    /* absent: nobody */
    bool is_from_cookie; /* then a browser sent it by itself, perhaps for another site */
};
/* UNAUTHENTICATED when an Authorization header is there that is no bearer token. */
enum error credentials_read(const struct http_exchange *exchange, struct credentials *ret);
/* CROSS_ORIGIN when a write that rests on a cookie alone was sent by a page of another site. */
enum error origin_check(const struct http_exchange *exchange, const struct credentials *credentials,
                        struct str public_url);
/* Pure: does an Origin ("https://a.example:8443") name this host ("a.example:8443")? */
bool origin_is_host(struct str origin, struct str host);
/* Sets or clears the session's cookie after a call that gave or ended one. */
void session_cookie_reply(struct visit *visit, struct call *call);

/* ---- calls (visit.c) ---- */
bool visit_is_reading(const struct visit *visit); /* GET or HEAD */
/* A call filled with what every face takes from the request. */
struct call *call_new(struct visit *visit, struct arena *arena, const struct operation *operation,
                      struct str token);
/* Runs `count` calls, at once where they can; then finish() is run, here or after a resume. */
void visit_run(struct visit *visit, struct call *const *calls, size_t count,
               void (*done)(struct call *call, void *argument));
/* An arena for one of several calls that run at the same time; it goes with the exchange's. */
struct arena *visit_branch(struct visit *visit);
/* What a face's own `done` must end with. */
void visit_call_done(struct visit *visit);
/* no-store; Retry-After and WWW-Authenticate of a refusal (NULL: none). */
void visit_add_headers(struct visit *visit, const struct problem *problem);

/* ---- the faces ---- */
void rest_handle(struct visit *visit);
void trpc_handle(struct visit *visit);
bool site_handle(struct visit *visit);          /* false: the path is not its own */
bool pages_handle(struct visit *visit);         /* false: the address is no page's */
bool pages_handle_unknown(struct visit *visit); /* false: who asks is no browser */
bool pictures_handle(struct visit *visit);
void rest_refuse(struct visit *visit, const struct problem *problem);
void rest_refuse_writing(struct visit *visit); /* 405, at an address that is only read */
struct str trpc_print_refusal(struct arena *arena, enum error error);
/* The OpenAPI text and the page, made once. Thread-safe. */
const struct document *document_get(struct face_context *context);
/* /docs: the same tables as a page for people. */
void page_print(const struct operation_table *table, struct str public_url, struct arena *arena,
                struct buf *out);
extern const struct asset_set face_assets;   /* the folder assets/, embedded at build */
extern const struct asset_set face_pictures; /* those of editions/, embedded at build */
/* The pictures of an edition read from a folder; NULL or an embedded one has none here. */
struct asset_set pictures_of(struct arena *arena, const struct edition *edition);

#endif
