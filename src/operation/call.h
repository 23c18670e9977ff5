/* call.h: one call of one operation. Lives in its arena and dies with the request.
 *
 * The face fills the first group and hands it to operation_start(). Rooms read actor, now_ms and
 * input, and write output, problem and the journal, nothing else. */
#ifndef DOCKET_OPERATION_CALL_H
#define DOCKET_OPERATION_CALL_H

#include "base/random.h"
#include "base/shape.h"
#include "db/db.h"
#include "journal/journal.h"

struct operation;
struct operation_table;
struct runtime;

enum role { ROLE_CLIENT = 1, ROLE_PROVIDER = 2, ROLE_MEDIATOR = 4, ROLE_ADMIN = 8 };

struct actor {
    struct id account_id; /* ID_NONE: nobody */
    struct id session_id;
    uint32_t roles;      /* enum role */
    uint64_t generation; /* the authenticator's own, see there */
};

struct call {
    /* filled by the face */
    struct arena *arena;
    struct runtime *runtime;
    const struct operation *operation;
    const struct json *input_json; /* NULL: {} */
    enum shape_source source;
    struct str token;           /* bearer or cookie; absent: nobody */
    struct str idempotency_key; /* absent: none */
    int64_t place;              /* in a batch; 0 alone */
    struct str remote_address, request_id;
    struct str user_agent; /* for the list of sessions */

    /* filled by the runner */
    struct actor actor;
    bool actor_is_known; /* set together with actor by the program itself (demo, command line) or
                            by the runner: then the token is not looked at any more */
    uint32_t relations;  /* enum relation bits, once decided */
    int64_t now_ms;
    void *input;    /* struct of operation->input */
    void *subject;  /* what subject->relate loaded, for run */
    void *prepared; /* what prepare left for run */

    /* filled by the operation */
    void *output; /* struct of operation->output */
    struct problem problem;
    enum error error;
    struct str reply; /* absent, or the stored or remembered reply */
    bool replayed;
    bool wants_advice; /* refused, and operation->advise can say more */

    /* the runner's own */
    void (*done)(struct call *call, void *argument);
    void *done_argument;
    int64_t started_us;
    bool takes_key;            /* a mutation with an Idempotency-Key and an actor to keep it for */
    struct hash request_hash;  /* of the canonical input, when takes_key */
    struct question *question; /* NULL: its reply is not remembered (memory.h) */
    struct call *next_in_rush;
    bool has_turn; /* counted by rush.h until it has had it */
};

/* Refuses with a sentence of its own: return call_refuse(call, ERROR_TOO_SOON, "…"). */
enum error call_refuse(struct call *call, enum error error, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* INVALID with one field named. */
enum error call_refuse_field(struct call *call, const char *field, const char *code,
                             const char *format, ...) __attribute__((format(printf, 4, 5)));
/* Appends to the journal in the name of the caller, now. `data` is JSON. audience: up to 8. */
void call_journal(struct call *call, struct tx *tx, const char *type, struct id subject_id,
                  const struct id *audience, int audience_count, struct str data);

/* ---- what every call shares, made by app/ ---- */
enum { LOOK_UPS_MAX = 256 };
struct look_up {
    struct str token;
    struct actor actor; /* as for authenticator.look_up */
    enum error error;
};
struct authenticator {
    /* From memory; false: ask the store. Believed on a local store only, where every revocation
     * passes through this process; elsewhere it merely names the bucket of the rate limit. On a
     * miss it sets ret->generation: what happened before the look-up that follows. */
    bool (*recall)(struct str token, int64_t now_ms, struct actor *ret);
    /* UNAUTHENTICATED when the token is unknown, expired or revoked. *ret comes in as recall left
     * it, and what is found is remembered as of ret->generation: a revocation that commits between
     * the two is never forgotten. */
    enum error (*look_up)(struct tx *tx, struct str token, int64_t now_ms, struct actor *ret);
    /* The same for up to LOOK_UPS_MAX at once, at the cost of about one. NULL: one by one. */
    void (*look_up_many)(struct tx *tx, int64_t now_ms, struct look_up *look_ups, size_t count);
};
struct memory;
struct question;
struct rate_limits;
struct workers;
struct metrics;
struct rush;
struct edition;
struct runtime {
    struct db *db;
    const struct operation_table *operations;
    const struct authenticator *authenticator;
    struct rate_limits *rate_limits; /* NULL: off */
    struct workers *workers;
    struct metrics *metrics;
    struct memory *memory;         /* NULL: no reply is remembered */
    struct rush *rush;             /* NULL: a local store, or nothing is foreseen (rush.h) */
    struct str public_url;         /* "https://book.example.com", no slash at the end */
    const struct edition *edition; /* its words and defaults (edition/); NULL in tests only */
};

#endif
