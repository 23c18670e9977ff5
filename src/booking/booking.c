#include "booking/rules.h"

#include <assert.h>

static const char *const status_names[] = {
    [BOOKING_PENDING] = "PENDING",         [BOOKING_CONFIRMED] = "CONFIRMED",
    [BOOKING_IN_PROGRESS] = "IN_PROGRESS", [BOOKING_REVISION] = "REVISION",
    [BOOKING_COMPLETED] = "COMPLETED",     [BOOKING_APPROVED] = "APPROVED",
    [BOOKING_CANCELLED] = "CANCELLED",     [BOOKING_DECLINED] = "DECLINED",
    [BOOKING_EXPIRED] = "EXPIRED",         [BOOKING_DISPUTED] = "DISPUTED",
};
const struct name_table booking_status_names = {
    .type_name = "BookingStatus",
    .names = status_names,
    .count = COUNT_OF(status_names),
    .aliases = "ACCEPTED=CONFIRMED INPROGRESS=IN_PROGRESS STARTED=IN_PROGRESS CANCELED=CANCELLED "
               "REJECTED=DECLINED REVISION_REQUESTED=REVISION DONE=COMPLETED",
    .spoken = edition_spoken_statuses,
    .spellings = edition_status_spellings,
};
static_assert(COUNT_OF(status_names) == EDITION_STATUS_COUNT, "an edition names every status");

static const char *const payment_names[] = {
    [PAYMENT_UNPAID] = "UNPAID",
    [PAYMENT_AUTHORIZED] = "AUTHORIZED",
    [PAYMENT_PARTIALLY_PAID] = "PARTIALLY_PAID",
    [PAYMENT_HELD] = "HELD",
    [PAYMENT_PAID] = "PAID",
    [PAYMENT_RELEASED] = "RELEASED",
    [PAYMENT_PARTIALLY_REFUNDED] = "PARTIALLY_REFUNDED",
    [PAYMENT_REFUNDED] = "REFUNDED",
    [PAYMENT_FAILED] = "FAILED",
};
const struct name_table payment_status_names = {
    .type_name = "PaymentStatus", .names = payment_names, .count = COUNT_OF(payment_names)};

static const char *const verb_names[] = {
    [VERB_CONFIRM] = "confirm",
    [VERB_DECLINE] = "decline",
    [VERB_EXPIRE] = "expire",
    [VERB_CANCEL] = "cancel",
    [VERB_START] = "start",
    [VERB_COMPLETE] = "complete",
    [VERB_REVISION] = "revision",
    [VERB_APPROVE] = "approve",
    [VERB_NO_SHOW] = "no-show",
    [VERB_DISPUTE] = "dispute",
    [VERB_RESOLVE] = "resolve",
    [VERB_RESCHEDULE] = "reschedule",
    [VERB_ACCEPT_RESCHEDULE] = "accept-reschedule",
    [VERB_DECLINE_RESCHEDULE] = "decline-reschedule",
};
const struct name_table booking_verb_names = {
    .type_name = "BookingVerb", .names = verb_names, .count = COUNT_OF(verb_names)};

/* ---- guards: what must also be true, and the refusal when it is not ---- */

static enum error guard_request_waits(const struct booking *booking, enum booking_party party,
                                      int64_t now_ms)
{
    (void)party;
    bool expired = booking->expires_ms != INSTANT_NONE && now_ms >= booking->expires_ms;
    return expired ? ERROR_REQUEST_EXPIRED : ERROR_NONE;
}

static enum error guard_request_ran_out(const struct booking *booking, enum booking_party party,
                                        int64_t now_ms)
{
    return guard_request_waits(booking, party, now_ms) == ERROR_NONE ? ERROR_TOO_EARLY : ERROR_NONE;
}

static enum error guard_start_is_near(const struct booking *booking, enum booking_party party,
                                      int64_t now_ms)
{
    (void)party;
    return now_ms < booking->start_ms - BOOKING_START_EARLY_MS ? ERROR_TOO_EARLY : ERROR_NONE;
}

static enum error guard_start_is_ahead(const struct booking *booking, enum booking_party party,
                                       int64_t now_ms)
{
    (void)party;
    return now_ms >= booking->start_ms ? ERROR_TOO_LATE : ERROR_NONE;
}

static enum error guard_time_is_proposed(const struct booking *booking, enum booking_party party,
                                         int64_t now_ms)
{
    (void)party;
    if (!booking->proposal.by)
        return ERROR_BAD_TRANSITION;
    return now_ms >= booking->proposal.expires_ms ? ERROR_REQUEST_EXPIRED : ERROR_NONE;
}

static enum error guard_other_side_proposed(const struct booking *booking, enum booking_party party,
                                            int64_t now_ms)
{
    if (booking->proposal.by == party)
        return ERROR_FORBIDDEN;
    return guard_time_is_proposed(booking, party, now_ms);
}

static enum error guard_room_not_open(const struct booking *booking, enum booking_party party,
                                      int64_t now_ms)
{
    (void)booking;
    (void)party;
    (void)now_ms;
    return ERROR_NOT_IMPLEMENTED_YET;
}

#define FROM(status) (1u << BOOKING_##status)
enum { PARTY_EITHER = PARTY_CLIENT | PARTY_PROVIDER };

/* One row of the lifecycle of booking.h. `guard` (may be NULL) names the refusal
 * when the state fits but something else does not. */
struct booking_transition {
    enum booking_verb verb;
    uint32_t from;    /* set of 1 << enum booking_status */
    uint32_t parties; /* enum booking_party */
    enum booking_status to;
    enum error (*guard)(const struct booking *booking, enum booking_party party, int64_t now_ms);
};
#define STAYS BOOKING_STATUS_COUNT /* as `to`: its time changes, not its state */
static const struct booking_transition booking_transitions[] = {
    {VERB_CONFIRM, FROM(PENDING), PARTY_PROVIDER, BOOKING_CONFIRMED, guard_request_waits},
    {VERB_DECLINE, FROM(PENDING), PARTY_PROVIDER, BOOKING_DECLINED, NULL},
    {VERB_EXPIRE, FROM(PENDING), PARTY_TIMER, BOOKING_EXPIRED, guard_request_ran_out},
    {VERB_CANCEL, FROM(PENDING) | FROM(CONFIRMED), PARTY_EITHER, BOOKING_CANCELLED, NULL},
    {VERB_START, FROM(CONFIRMED), PARTY_PROVIDER, BOOKING_IN_PROGRESS, guard_start_is_near},
    {VERB_COMPLETE, FROM(IN_PROGRESS) | FROM(REVISION), PARTY_PROVIDER, BOOKING_COMPLETED, NULL},
    {VERB_RESCHEDULE, FROM(PENDING), PARTY_CLIENT, STAYS, guard_request_waits},
    {VERB_RESCHEDULE, FROM(CONFIRMED), PARTY_EITHER, STAYS, guard_start_is_ahead},
    {VERB_ACCEPT_RESCHEDULE, FROM(CONFIRMED), PARTY_EITHER, STAYS, guard_other_side_proposed},
    {VERB_DECLINE_RESCHEDULE, FROM(CONFIRMED), PARTY_EITHER, STAYS, guard_time_is_proposed},
    /* Approval, money and disputes: in the table, refused by name until their rooms open. */
    {VERB_REVISION, FROM(COMPLETED), PARTY_CLIENT, BOOKING_REVISION, guard_room_not_open},
    {VERB_APPROVE, FROM(COMPLETED), PARTY_CLIENT | PARTY_TIMER, BOOKING_APPROVED,
     guard_room_not_open},
    {VERB_NO_SHOW, FROM(CONFIRMED), PARTY_EITHER, BOOKING_CANCELLED, guard_room_not_open},
    {VERB_DISPUTE, FROM(CONFIRMED) | FROM(IN_PROGRESS) | FROM(REVISION) | FROM(COMPLETED),
     PARTY_EITHER, BOOKING_DISPUTED, guard_room_not_open},
    {VERB_RESOLVE, FROM(DISPUTED), PARTY_MEDIATOR, BOOKING_APPROVED, guard_room_not_open},
    {VERB_RESOLVE, FROM(DISPUTED), PARTY_MEDIATOR, BOOKING_CANCELLED, guard_room_not_open},
};

enum error booking_decide(const struct booking *booking, enum booking_verb verb,
                          enum booking_party party, int64_t now_ms, enum booking_status *ret_to)
{
    enum error refusal = ERROR_FORBIDDEN; /* until a row lets this party use this verb at all */
    for (size_t i = 0; i < COUNT_OF(booking_transitions); i++) {
        const struct booking_transition *row = &booking_transitions[i];
        if (row->verb != verb || !(row->parties & party))
            continue;
        if (!(row->from & (1u << booking->status))) {
            refusal = ERROR_BAD_TRANSITION;
            continue;
        }
        enum error guarded = row->guard ? row->guard(booking, party, now_ms) : ERROR_NONE;
        if (guarded == ERROR_NONE)
            *ret_to = row->to == STAYS ? booking->status : row->to;
        return guarded;
    }
    return refusal;
}

enum {
    ONCE_CONFIRMED =
        FROM(CONFIRMED) | FROM(IN_PROGRESS) | FROM(REVISION) | FROM(COMPLETED) | FROM(APPROVED)
};

static const struct {
    const char *name;
    uint32_t from; /* set of 1 << enum booking_status */
} later_rows[LATER_COUNT] = {
    [LATER_PAY] = {"pay", FROM(PENDING) | ONCE_CONFIRMED},
    [LATER_REFUND] = {"refund", ONCE_CONFIRMED | FROM(CANCELLED)},
    [LATER_DISTRIBUTE] = {"distribute", FROM(COMPLETED) | FROM(APPROVED)},
    [LATER_RELEASE_VOTE] = {"release-vote", FROM(COMPLETED) | FROM(APPROVED)},
};

enum error booking_decide_later(const struct booking *booking, enum booking_later later)
{
    bool fits = later_rows[later].from & (1u << booking->status);
    return fits ? ERROR_NOT_IMPLEMENTED_YET : ERROR_BAD_TRANSITION;
}

const char *booking_later_name(enum booking_later later)
{
    return later_rows[later].name;
}

bool booking_status_holds_time(enum booking_status status)
{
    return FROM(PENDING) & (1u << status) || FROM(CONFIRMED) & (1u << status) ||
           FROM(IN_PROGRESS) & (1u << status);
}

bool booking_status_is_open(enum booking_status status)
{
    return status == BOOKING_PENDING || status == BOOKING_CONFIRMED ||
           status == BOOKING_IN_PROGRESS || status == BOOKING_REVISION;
}

bool booking_verb_towards(enum booking_status from, enum booking_status to,
                          enum booking_verb *ret_verb)
{
    for (int pass = 0; pass < 2;
         pass++) /* first the row that fits now, else any that leads there */
        for (size_t i = 0; i < COUNT_OF(booking_transitions); i++) {
            const struct booking_transition *row = &booking_transitions[i];
            if (row->to == to && (pass == 1 || row->from & (1u << from))) {
                *ret_verb = row->verb;
                return true;
            }
        }
    return false;
}

int64_t booking_proposal_expiry(const struct booking *booking, int64_t start_ms, int64_t now_ms)
{
    int64_t first_ms = booking->start_ms < start_ms ? booking->start_ms : start_ms;
    int64_t last_ms = now_ms + BOOKING_PROPOSAL_MS;
    return last_ms < first_ms ? last_ms : first_ms;
}

int64_t booking_expiry(const struct service *service, int64_t start_ms, int64_t now_ms)
{
    int64_t ttl_end = now_ms + service->request_ttl_hours * HOUR_MS;
    return ttl_end < start_ms ? ttl_end : start_ms;
}

static int64_t quote_units_minutes(enum rate_type rate_type, int64_t duration_minutes)
{
    switch (rate_type) {
    case RATE_DAY: /* each started 24 hours is a day */
        return (duration_minutes + 1439) / 1440 * 1440;
    case RATE_HOURLY:
    case RATE_FIXED:
        break;
    }
    return duration_minutes;
}

bool booking_quote(enum rate_type rate_type, int64_t rate_minor, struct currency currency,
                   int64_t duration_minutes, struct quote *ret)
{
    static const int64_t unit_minutes[] = {[RATE_HOURLY] = 60, [RATE_DAY] = 1440};
    assert(duration_minutes > 0);
    struct quote quote = {.rate_type = rate_type,
                          .rate_minor = rate_minor,
                          .currency = currency,
                          .duration_minutes = duration_minutes};
    if (rate_type == RATE_FIXED) {
        quote.quantity = (struct decimal){.unscaled = 1};
        quote.total_minor = rate_minor;
    } else {
        int64_t minutes = quote_units_minutes(rate_type, duration_minutes);
        int64_t unit = unit_minutes[rate_type];
        if (!money_scale(rate_minor, minutes, unit, &quote.total_minor))
            return false;
        /* Shown with at most four decimals; the price uses the exact minutes. */
        quote.quantity = (struct decimal){.unscaled = minutes * 10000 / unit, .scale = 4};
    }
    *ret = quote;
    return true;
}
