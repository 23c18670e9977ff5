/* rules.h: the booking room's own rules, for its operations and tests. Everything here is pure. */
#ifndef DOCKET_BOOKING_RULES_H
#define DOCKET_BOOKING_RULES_H

#include "booking/booking.h"

enum {
    BOOKING_START_EARLY_MS = 15 * MINUTE_MS, /* how long before its start work may begin */
    BOOKING_PROPOSAL_MS = 48 * HOUR_MS,      /* how long another time waits for an answer */
};

extern const struct name_table booking_verb_names;

bool booking_status_holds_time(enum booking_status status); /* it has a live claim */
bool booking_status_is_open(enum booking_status status);    /* not ended in any way */
/* PATCH {status}: the verb that leads there, from this status if there is one. False: none does. */
bool booking_verb_towards(enum booking_status from, enum booking_status to,
                          enum booking_verb *ret_verb);
/* What will change a booking's money but not its state. NOT_IMPLEMENTED_YET where the state
 * would allow it, else BAD_TRANSITION. Pure. */
enum booking_later { LATER_PAY, LATER_REFUND, LATER_DISTRIBUTE, LATER_RELEASE_VOTE, LATER_COUNT };
enum error booking_decide_later(const struct booking *booking, enum booking_later later);
const char *booking_later_name(enum booking_later later); /* "release-vote" */
/* When a request made now runs out: after the service's TTL, never past the start. */
int64_t booking_expiry(const struct service *service, int64_t start_ms, int64_t now_ms);
/* The same for another time that is asked for now: never past either start. */
int64_t booking_proposal_expiry(const struct booking *booking, int64_t start_ms, int64_t now_ms);

/* What calling it off at an instant does, by the policy it was agreed under. A tier of two or more
 * whole days ("5 days before") is counted on the clock at the place, across a change of the clocks
 * too; any other, "24 hours before" among them, in hours of 3,600 seconds. The deadline itself is
 * in time. They count from the booking's anchor, but none lies past its start. A request costs
 * nothing to withdraw, and when it is the provider who calls off, everything comes back. */
struct cancellation {
    struct decimal refund_percent;
    int64_t refund_minor, fee_minor; /* of the price; their sum is the price */
    int64_t free_until_ms;           /* INSTANT_NONE: not free now, or always */
    int64_t next_change_ms;          /* the last instant of what is so now; INSTANT_NONE: stays */
};
struct cancellation booking_cancellation(const struct booking *booking,
                                         const struct cancellation_policy *policy,
                                         enum booking_party party, int64_t now_ms);
/* As it was agreed; what cannot be read gives nothing back. Empty, and not read at all, where this
 * party is held to none. */
struct cancellation_policy booking_terms(struct arena *arena, const struct booking *booking,
                                         enum booking_party party);
/* Sets booking->cancelled, before its status is changed. */
void booking_note_cancelled(struct arena *arena, struct booking *booking, enum booking_party party,
                            int64_t now_ms);

/* The server's own price. Hourly: rate × minutes / 60, rounded half away from zero to the minor
 * unit; day: rate × started 24 hours; fixed: the rate. */
struct quote {
    enum rate_type rate_type;
    int64_t rate_minor;
    struct currency currency;
    int64_t duration_minutes;
    struct decimal quantity; /* hours, days or 1, for show */
    int64_t total_minor;
};
/* False when the total leaves ±MONEY_MINOR_MAX. */
bool booking_quote(enum rate_type rate_type, int64_t rate_minor, struct currency currency,
                   int64_t duration_minutes, struct quote *ret);

#endif
