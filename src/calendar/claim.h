/* claim.h: what of a provider's time is taken, in the store. A part of calendar.h, which says what
 * claims mean, and which others include.
 *
 * A claim is made, stops expiring and is released, once each, and never changes otherwise. Whoever
 * does any of it has locked the provider's row: tx_lock_row(tx, "provider", id). */
#ifndef DOCKET_CALENDAR_CLAIM_H
#define DOCKET_CALENDAR_CLAIM_H

#include "listing/listing.h"
#include "operation/operation.h"

struct interval {
    int64_t start_ms, end_ms; /* half-open */
};

enum claim_kind {
    CLAIM_BOOKING,
    CLAIM_HOLD,     /* booking_id is the hold's own id, client_id whose it is */
    CLAIM_PROPOSAL, /* a second time of a booking, while the other side decides about moving it */
};

struct claim {
    struct id id, booking_id, client_id, service_id;
    enum claim_kind kind;
    int64_t start_ms, end_ms; /* occupied */
    int64_t work_start_ms, work_end_ms;
    int64_t seats;
    int64_t expires_ms; /* INSTANT_NONE: never */
    int64_t capacity;   /* it was admitted under; 0: what claim_insert() is told */
    struct place place; /* as travel_place() gives it */
};

void claim_insert(struct tx *tx, struct id provider_id, const struct claim *claim, int64_t capacity,
                  int64_t now_ms);
void claim_release_booking(struct tx *tx, struct id booking_id, int64_t now_ms);
/* What the booking's claims hold becomes one claim: *wanted gets the seats, the capacity and the
 * place that the time asked for was claimed with, or those of the booking's own claim where that
 * covers it alone. */
void claim_keep_terms(struct tx *tx, struct id booking_id, struct claim *wanted);
/* A pending request that was confirmed: its claim no longer expires. */
void claim_confirm_booking(struct tx *tx, struct id booking_id);
/* Before claiming: ends the overdue holds that overlap the interval, and lists the bookings of this
 * provider whose overdue requests do (of struct id), for the caller to expire. */
struct list claim_clear_expired(struct tx *tx, struct arena *arena, struct id provider_id,
                                struct interval interval, int64_t now_ms);

/* What holding a time agrees to beside its claim. With it, what is held can be booked whatever the
 * provider offers by then: in the way it was to be done, where it was to be, and at today's price,
 * or where there is none any more, at the price of then. A required question that was added stays
 * to be answered, and a limit to the client's own open bookings stays. */
struct hold_terms {
    bool is_known;            /* not where it was held by a program that did not note them */
    bool is_remote;           /* how it is to be done */
    bool is_own_place;        /* nobody said where: at the provider's, as it was */
    enum rate_type rate_type; /* the service's */
    int64_t rates_minor[RATE_TYPE_COUNT]; /* what could be chosen; INSTANT_NONE: not charged so */
    struct currency currency;
};
struct hold {
    struct id provider_id;
    struct claim claim;      /* its id is the hold's */
    struct hold_terms terms; /* only where hold_load_terms() has read them */
};
void hold_load_terms(struct tx *tx, struct arena *arena, struct hold *hold);
/* Whether it is of work done in this way at this place, as a client says it: without coordinates,
 * at the provider's. Places count to a hundredth of a degree. */
bool hold_is_at(const struct hold *hold, bool is_remote, const struct place *said);
/* The actor's, and not over. */
bool hold_load_live(struct tx *tx, struct id actor_id, struct id hold_id, int64_t now_ms,
                    struct hold *ret);
/* The seam between holds and bookings, in the transaction that claims `wanted`, with the provider's
 * row locked and before anything is judged. The actor's holds of that service, and those its new
 * claim overlaps, end: so what one holds never stands in one's own way, nor is counted twice. True
 * when hold_id is one of them, still live and for exactly this service, work and (where the
 * provider has a speed) place: then *wanted has become what was held (its buffers, seats and
 * capacity), and slot_request.is_held is to be set. Any other hold is as good as none. */
bool hold_use(struct tx *tx, const struct provider *provider, struct id actor_id, struct id hold_id,
              struct claim *wanted, int64_t now_ms);

/* A request of this actor that held no time is confirmed, and there is no room for it and for what
 * the actor holds: what stands in its way ends. That is each hold with this provider of the same
 * service, which counts for its limits, or that the claim overlaps, ways included. */
void hold_yield(struct tx *tx, const struct provider *provider, struct id actor_id,
                const struct claim *claim, int64_t now_ms);

/* docket verify: reads every claim, in bounded memory, and reports each provider whose live claims
 * exceed its capacity at any instant. A group session (same service, same work interval, seats > 1)
 * counts once and holds at most its seats. Each violation is logged. */
struct claim_proof {
    int64_t claims, providers, violations; /* live claims, and whose they are */
};
struct claim_proof claim_verify(struct tx *tx, struct arena *arena);

#endif
