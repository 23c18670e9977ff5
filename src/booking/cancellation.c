/* cancellation.c: what comes back when a booking is called off. Pure. */
#include "base/zone.h"
#include "booking/rules.h"

enum { WHOLE = 10000 /* basis points */ };

/* Until and at this instant so much comes back, whatever other steps say. */
struct step {
    int64_t until_ms, basis_points;
};
struct steps {
    struct step items[CANCELLATION_TIERS_MAX + 1];
    size_t count;
};

/* The same time on the place's clock, so many days before. */
static int64_t days_before(const struct booking *booking, int64_t at_ms, int64_t days)
{
    const struct zone *zone = zone_find(booking->time_zone);
    if (!zone)
        return at_ms - days * DAY_MS;
    return zone_resolve(zone, zone_to_local_ms(zone, at_ms) - days * DAY_MS);
}

static int64_t tier_deadline(const struct booking *booking, int64_t hours)
{
    if (hours >= 48 && hours % 24 == 0)
        return days_before(booking, booking->anchor_ms, hours / 24);
    return booking->anchor_ms - hours * HOUR_MS;
}

static void steps_add(struct steps *steps, const struct booking *booking, int64_t until_ms,
                      int64_t basis_points)
{
    bool is_after_start = until_ms > booking->start_ms; /* it was moved to before its anchor */
    steps->items[steps->count++] =
        (struct step){is_after_start ? booking->start_ms : until_ms, basis_points};
}

static struct steps steps_of(const struct booking *booking,
                             const struct cancellation_policy *policy)
{
    struct steps steps = {.count = 0};
    for (size_t i = 0; i < policy->count; i++) {
        const struct cancellation_tier *tier = &policy->tiers[i];
        int64_t basis_points = 0;
        decimal_to_integer(tier->refund_percent, 2, &basis_points);
        steps_add(&steps, booking, tier_deadline(booking, tier->hours_before), basis_points);
    }
    bool has_grace =
        policy->grace_hours > 0 &&
        booking->created_ms <= days_before(booking, booking->anchor_ms, policy->grace_days_ahead);
    if (has_grace)
        steps_add(&steps, booking, booking->created_ms + policy->grace_hours * HOUR_MS, WHOLE);
    return steps;
}

static int64_t steps_at(const struct steps *steps, int64_t at_ms)
{
    int64_t most = 0;
    for (size_t i = 0; i < steps->count; i++)
        if (at_ms <= steps->items[i].until_ms && steps->items[i].basis_points > most)
            most = steps->items[i].basis_points;
    return most;
}

/* The last instant of what is so now; INSTANT_NONE: it stays. */
static int64_t steps_next(const struct steps *steps, int64_t now_ms)
{
    int64_t current = steps_at(steps, now_ms), next_ms = INSTANT_NONE;
    for (size_t i = 0; i < steps->count; i++) {
        int64_t until_ms = steps->items[i].until_ms;
        bool changes = until_ms >= now_ms && steps_at(steps, until_ms + 1) != current;
        if (changes && (next_ms == INSTANT_NONE || until_ms < next_ms))
            next_ms = until_ms;
    }
    return next_ms;
}

/* Before that nothing has been agreed; and a provider who breaks it gives all of it back. */
static bool is_held_to_terms(const struct booking *booking, enum booking_party party)
{
    return booking->status != BOOKING_PENDING && party != PARTY_PROVIDER;
}

struct cancellation booking_cancellation(const struct booking *booking,
                                         const struct cancellation_policy *policy,
                                         enum booking_party party, int64_t now_ms)
{
    struct cancellation result = {.free_until_ms = INSTANT_NONE, .next_change_ms = INSTANT_NONE};
    int64_t basis_points = WHOLE;
    if (is_held_to_terms(booking, party)) {
        struct steps steps = steps_of(booking, policy);
        basis_points = steps_at(&steps, now_ms);
        result.next_change_ms = steps_next(&steps, now_ms);
        if (basis_points == WHOLE)
            result.free_until_ms = result.next_change_ms;
    }
    result.refund_percent = (struct decimal){.unscaled = basis_points, .scale = 2};
    money_scale(booking->total_minor, basis_points, WHOLE, &result.refund_minor);
    result.fee_minor = booking->total_minor - result.refund_minor;
    return result;
}

struct cancellation_policy booking_terms(struct arena *arena, const struct booking *booking,
                                         enum booking_party party)
{
    struct cancellation_policy policy = {.count = 0};
    if (!is_held_to_terms(booking, party))
        return policy;
    const struct json *agreed = json_parse(arena, booking->policy_json, NULL, NULL);
    const struct json *terms = json_get(agreed, STR("cancellation"));
    if (terms)
        cancellation_read(arena, json_canonical(arena, terms), &policy);
    return policy;
}

void booking_note_cancelled(struct arena *arena, struct booking *booking, enum booking_party party,
                            int64_t now_ms)
{
    struct cancellation_policy policy = booking_terms(arena, booking, party);
    struct cancellation now = booking_cancellation(booking, &policy, party, now_ms);
    booking->cancelled.by = party;
    booking->cancelled.at_ms = now_ms;
    booking->cancelled.refund_basis_points = now.refund_percent.unscaled;
    booking->cancelled.refund_minor = now.refund_minor;
}
