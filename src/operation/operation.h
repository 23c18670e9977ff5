/* operation.h: an operation is declared once; every face only points at it.
 *
 * To add an operation: (1) its rule in the room's pure file, (2) its SQL in the room's _db.c,
 * (3) its shapes, function and row in the room's _ops.c, (4) its REST path in face/rest_routes.c.
 * tRPC, OpenAPI, the TypeScript types, metrics, authorization and its matrix test follow by
 * themselves from the row.
 *
 * Life of a call: face finds the row → rate limit → 401 where nobody may not call → input parsed by
 * its shape (400) → `prepare` (if any, on a worker) → one transaction: caller looked at again,
 * idempotency, subject → relations → access_decide(), `run` → COMMIT → done. That is also the order
 * in which refusals win. A token that is unknown or over is as good as none. Reads on a local store
 * run inline. */
#ifndef DOCKET_OPERATION_OPERATION_H
#define DOCKET_OPERATION_OPERATION_H

#include "base/shape.h"
#include "db/db.h"
#include "operation/call.h"

enum operation_kind { OPERATION_QUERY, OPERATION_MUTATION, OPERATION_SUBSCRIPTION };

/* What a caller is to the thing an operation is about; a set of bits, since one account can be
 * several (a provider who is an admin). Without a subject only the first three and the last two
 * occur. "Own" is a side of the subject: the client's, or the provider's. */
enum relation {
    RELATION_NOBODY = 1,        /* no valid session */
    RELATION_CLIENT = 2,        /* any account; with a subject: a stranger to it */
    RELATION_PROVIDER = 4,      /* an account that offers services; with a subject: a stranger */
    RELATION_OWN_CLIENT = 8,    /* the booking's client, the session's or project's owner */
    RELATION_OWN_PROVIDER = 16, /* the booking's provider, the service's owner */
    RELATION_MEDIATOR = 32,
    RELATION_ADMIN = 64,
};
enum {
    MAY_ANYONE = 127,
    MAY_SIGNED_IN = 126,
    MAY_OWNERS = RELATION_OWN_CLIENT | RELATION_OWN_PROVIDER,
};

struct subject {
    const char *name; /* "booking" */
    uint32_t seen_by; /* relations that may know it exists: refused with 403, others with 404 */
    /* Sets the own-side bits (or 0 for a stranger). NOT_FOUND when it does not exist. May leave
     * what it loaded in call->subject for `run`. Before a write it locks what it loads. */
    enum error (*relate)(struct tx *tx, struct call *call, struct id id, uint32_t *ret_relations);
};

enum rate_class {
    RATE_READ,
    RATE_WRITE,
    RATE_SEARCH,
    RATE_SECRET /* sign-up, log-in */,
    RATE_COUNT
};

enum operation_flags {
    OPERATION_WRITES = 1,        /* its transaction writes; every mutation has it */
    OPERATION_NO_KEY = 2,        /* takes no Idempotency-Key: anonymous, or answers a secret */
    OPERATION_GIVES_SESSION = 4, /* output has "token": a browser gets it as a cookie too */
    OPERATION_ENDS_SESSION = 8,
    /* A query whose answer depends on nothing but the caller (account, session, roles), its input,
     * the store and the second: a local store may give the same reply again (memory.h). */
    OPERATION_REMEMBERED = 16,
};

struct operation {
    const char *name; /* "booking.accept": the tRPC path */
    enum operation_kind kind;
    unsigned flags;
    uint32_t may;                       /* relations that may call it */
    const struct subject *subject;      /* NULL: none */
    const char *subject_field;          /* its ID field in the input; required with subject */
    const struct shape *input, *output; /* never NULL: use empty_shape */
    enum rate_class rate;
    int64_t body_max; /* bytes; 0: 64 KiB */
    /* Outside any transaction, on a worker: argon2id and other slow work. NULL: none. */
    enum error (*prepare)(struct call *call, void *input);
    /* Inside the transaction; may run again. `output` is a fresh struct of the output shape. */
    enum error (*run)(struct call *call, struct tx *tx, const void *input, void *output);
    /* In a rush, before a write waits for its turn: in a transaction that reads. NONE, or a refusal
     * that `run` would give if it were its turn now; then nothing is queued. So those who are too
     * late cost the writer nothing. Never called for a key that has a reply. NULL: none. */
    enum error (*foresee)(struct call *call, struct tx *tx, const void *input);
    /* When `run` or `foresee` refused and set call->wants_advice: in a transaction of its own that
     * reads, on a worker. Adds to call->problem what may help; the refusal stays what it is. One at
     * a time in the whole program and none while many wait, so that a storm of refusals is answered
     * at once and without. NULL: none. */
    void (*advise)(struct call *call, struct tx *tx, const void *input);
    const char *doc; /* sentences for the API page; the first is the summary */
};

extern const struct shape empty_shape; /* {} in */
extern const struct shape done_shape;  /* {success: true} out; struct done_output */
struct done_output {
    bool success;
};

/* A room's rows, and the whole table as app/ assembles it. */
struct operation_set {
    const struct operation *operations;
    size_t count;
};
struct operation_table {
    const struct operation_set *sets;
    size_t set_count;
};
const struct operation *operation_find(const struct operation_table *table, struct str name);
/* Aborts with a message when a row breaks a rule: name "room.verb" and unique, doc and function
 * there, a mutation has OPERATION_WRITES, every field of its shapes has a doc, the subject's field
 * is a required ID, a session's output has "token" … Called once at start. */
void operation_table_check(const struct operation_table *table);

/* THE authorization: NONE, UNAUTHENTICATED, FORBIDDEN or NOT_FOUND, from the row and the relations
 * alone. Pure. */
enum error access_decide(const struct operation *operation, uint32_t relations);

/* ---- running ---- */
/* Fills in nothing but what the caller of the face sent; the call lives in its arena. `done` is
 * called exactly once, perhaps before operation_start() returns, perhaps on another thread (then be
 * quick: resume the exchange). After it call->error and call->output or call->reply are final. */
void operation_start(struct call *call, void (*done)(struct call *call, void *argument),
                     void *argument);
/* For runtime.rush; NULL on a local store, which needs none. Freed by rush_free() (rush.h). */
struct rush *operation_rush_new(struct db *db);
/* The same, waiting: for the command line, the demo and tests. */
enum error operation_run(struct call *call);
/* The answer as JSON: the stored or remembered reply, else output through its shape. */
struct str operation_reply(struct call *call);
/* The problem+json body of a refused call (RFC 9457). */
struct str problem_json(struct arena *arena, const struct problem *problem, struct str request_id);

#endif
