/* booking.h: the story of a booking.
 *
 * A client asks for a provider's time; the price is the server's own quote; the request waits
 * (PENDING) or is booked at once; the provider confirms, starts and completes; either side cancels.
 * Money, approval and disputes join when their rooms land; until then their verbs are here and are
 * refused with room_not_open.
 *
 * One transition table says everything that can happen: (from, verb, who) → to, with a guard that
 * names its refusal (booking_transitions in booking.c). Nothing else is possible, by any face, for
 * anyone. A PENDING request holds its claim until expires_ms (request TTL, never past the start)
 * unless the service says pendingBlocks: false; then any number may wait, the first confirmed wins
 * and those for whom there is no time or no way any more are declined with a reason (rivals.c).
 * Confirming such a request judges claims and limits in the same transaction, and its client's own
 * holds give way to it; confirming any other takes nothing new and judges nothing. Every change is
 * in the journal: that is the booking's history.
 *
 * Moving it: a request is moved by its client at once. Once CONFIRMED, either side asks for another
 * time, which is claimed beside the old one until the other side answers or the proposal expires;
 * asking again replaces what was asked before, by either side. Accepting swaps the claims and the
 * price in one transaction, and judges nothing: the new time becomes the booking's as it was
 * claimed, whatever its service or provider say by now. The policy's anchor stays. */
#ifndef DOCKET_BOOKING_BOOKING_H
#define DOCKET_BOOKING_BOOKING_H

#include "calendar/calendar.h"

extern const struct operation_set booking_operations;       /* booking.* */
extern const struct operation_set booking_later_operations; /* the same, not open yet */
extern const struct operation_set project_operations;       /* project.* */
/* The subject of whatever hangs on a booking: call->subject is then its struct booking, locked
 * before a write. Seen by its two sides, mediators and admins. */
extern const struct subject booking_subject;
extern const struct timer_kind booking_timer;            /* request TTL */
extern const struct timer_kind booking_reschedule_timer; /* a proposed time's */

enum booking_status {
    BOOKING_PENDING,
    BOOKING_CONFIRMED,
    BOOKING_IN_PROGRESS,
    BOOKING_REVISION,
    BOOKING_COMPLETED,
    BOOKING_APPROVED,
    BOOKING_CANCELLED,
    BOOKING_DECLINED,
    BOOKING_EXPIRED,
    BOOKING_DISPUTED,
    BOOKING_STATUS_COUNT
};
enum payment_status {
    PAYMENT_UNPAID,
    PAYMENT_AUTHORIZED,
    PAYMENT_PARTIALLY_PAID,
    PAYMENT_HELD,
    PAYMENT_PAID,
    PAYMENT_RELEASED,
    PAYMENT_PARTIALLY_REFUNDED,
    PAYMENT_REFUNDED,
    PAYMENT_FAILED
};
extern const struct name_table booking_status_names; /* any seed's spelling on input */
extern const struct name_table payment_status_names;

enum booking_verb {
    VERB_CONFIRM,
    VERB_DECLINE,
    VERB_EXPIRE,
    VERB_CANCEL,
    VERB_START,
    VERB_COMPLETE,
    VERB_REVISION,
    VERB_APPROVE,
    VERB_NO_SHOW,
    VERB_DISPUTE,
    VERB_RESOLVE,
    VERB_RESCHEDULE,
    VERB_ACCEPT_RESCHEDULE,
    VERB_DECLINE_RESCHEDULE, /* by who asked: taking it back */
    VERB_COUNT
};

enum booking_party { PARTY_CLIENT = 1, PARTY_PROVIDER = 2, PARTY_TIMER = 4, PARTY_MEDIATOR = 8 };

struct booking {
    struct id id, client_id, provider_id, service_id, project_id;
    enum booking_status status;
    enum payment_status payment_status;
    struct str title, description, service_type;
    int64_t start_ms, end_ms;
    struct str time_zone;
    struct place place;
    bool is_remote;
    enum rate_type rate_type;
    int64_t rate_minor, total_minor;
    struct currency currency;
    struct str quote_json, policy_json, deliverables_json, answers_json;
    struct str company, special_requirements, purpose, outcome;
    int64_t revisions_used;
    int64_t expires_ms; /* INSTANT_NONE: not pending */
    int64_t created_ms, updated_ms, completed_ms;
    struct id series_id;  /* ID_NONE: it does not repeat */
    int64_t series_index; /* its place in the series, from 1 */
    int64_t anchor_ms;    /* the start that the cancellation policy counts from: as first agreed */
    struct {              /* what calling it off did */
        enum booking_party by; /* 0: it was not, or by a program that did not note it */
        int64_t at_ms, refund_basis_points, refund_minor;
    } cancelled;
    struct {                   /* another time, asked for while CONFIRMED; the other side decides */
        enum booking_party by; /* 0: none is open */
        int64_t start_ms, end_ms, expires_ms;
    } proposal;
};

/* What a verb would do now: the new status, or the refusal (BAD_TRANSITION, TOO_EARLY, TOO_LATE,
 * REQUEST_EXPIRED, NOT_IMPLEMENTED_YET; FORBIDDEN when this party never may). Pure. */
enum error booking_decide(const struct booking *booking, enum booking_verb verb,
                          enum booking_party party, int64_t now_ms, enum booking_status *ret_to);

/* What could be had instead of a time that was refused: the nearest free starts of this provider,
 * and others who offer the same type of service near there and are free at that time. Adds the
 * member "alternatives" to call->problem; for operation->advise. Looks no further after 150 ms. */
struct booking_wish {
    const struct provider *provider;
    const struct slot_request *request;
    const struct place *place; /* of the work; NULL: it stays with this provider */
    struct interval own;       /* the time a booking has, which is none to offer it; 0, 0: none */
};
bool booking_has_alternatives(enum error refusal);
void booking_add_alternatives(struct call *call, struct tx *tx, const struct booking_wish *wish);

/* For whoever lists or explains the times a booking could be moved to: *ret asks what
 * booking.reschedule will ask, for its service as agreed (*service), its length and its client,
 * as calendar.h says; only the start is to be set. NOT_FOUND unless the caller is a side of it;
 * what neither side could move is refused as moving it would be. */
enum error booking_find_move(struct call *call, struct tx *tx, struct id booking_id,
                             struct service *service, struct slot_request *ret);

/* Before anybody claims the interval: requests whose time has run out but whose timer has not fired
 * yet must not stand in the way (nor in the way of the database's own backstop), and holds neither.
 */
void booking_expire_overdue(struct tx *tx, struct arena *arena, struct id provider_id,
                            struct interval occupied, int64_t now_ms);
bool booking_load(struct tx *tx, struct arena *arena, struct id id, struct booking *ret);
/* The seeding path of the demo. First a draft: the price and the policies that this work would have
 * by its service, PENDING, unpaid, at the provider's place (or none, when the service is remote
 * only). False: no rate is set. */
bool booking_draft(struct arena *arena, const struct provider *provider,
                   const struct service *service, struct interval work, struct booking *ret);
/* Stored as it is, with its claim when its state holds time, and the journal entries of a life that
 * led there. Entries from told_from_ms on have their two sides as audience; older ones nobody, so
 * that the bell does not ring for what is long over. */
struct booking_life {
    const struct provider *provider;
    const struct service *service;
    const struct booking *booking;
    struct str reason; /* of the last step; may be absent */
    int64_t told_from_ms;
};
void booking_seed(struct tx *tx, struct arena *arena, const struct booking_life *life);

/* docket verify: every booking in a state that holds time has exactly one live claim, of its own
 * provider, client, service and work (a request that does not block has none), and no other live
 * claim names a booking; its state is the last one in its history; a request that waits has its
 * timer. In bounded memory; each violation is logged as booking_violation. */
struct booking_proof {
    int64_t bookings, violations;
};
struct booking_proof booking_verify(struct tx *tx);

#endif
