/* rivals.c: requests that wait without holding time (pendingBlocks: false), when one is confirmed.
 *
 * The engine's own predicate decides, as it will when such a request is confirmed: those for which
 * it finds no time or no way are declined. Only what stands for good is counted: a hold, a request
 * or a proposal may be gone tomorrow. Nor are limits asked, which the provider may raise; and what
 * is booked at once turns nobody down: confirming then refuses by name. */
#include "booking/booking_db.h"
#include "booking/verbs.h"

/* What else can reach a rival's work: its own buffer and the way to it, a day each at most. */
#define RIVAL_REACH_MS (INT64_C(2) * DAY_MS)

/* The rivals that are left, with the span of their work. */
static struct list load_rivals(struct call *call, struct tx *tx, const struct booking *winner,
                               struct interval *ret_span)
{
    struct interval around = {winner->start_ms - RIVAL_REACH_MS, winner->end_ms + RIVAL_REACH_MS};
    struct list ids = booking_list_rivals(tx, call->arena, winner->provider_id, around, winner->id);
    struct booking *rivals = ARENA_ARRAY(call->arena, struct booking, ids.count);
    size_t count = 0;
    *ret_span = around;
    for (size_t i = 0; i < ids.count; i++) {
        struct booking *rival = &rivals[count];
        if (!booking_load(tx, call->arena, *LIST_AT(ids, struct id, i), rival))
            continue;
        if (rival->start_ms < ret_span->start_ms)
            ret_span->start_ms = rival->start_ms;
        if (rival->end_ms > ret_span->end_ms)
            ret_span->end_ms = rival->end_ms;
        count++;
    }
    return (struct list){rivals, count};
}

static void keep_lasting(struct list *claims)
{
    struct claim *items = claims->items;
    size_t kept = 0;
    for (size_t i = 0; i < claims->count; i++) {
        if (items[i].expires_ms == INSTANT_NONE)
            items[kept++] = items[i];
    }
    claims->count = kept;
}

static enum error judge_rival(struct call *call, struct tx *tx, const struct provider *provider,
                              const struct calendar *calendar, const struct booking *rival)
{
    struct service service;
    if (!service_load(tx, call->arena, rival->service_id, &service))
        return ERROR_NONE;
    booking_apply_policy(call->arena, rival, &service);
    struct place place = booking_work_place(provider, rival);
    struct slot_request request = {.service = &service,
                                   .place = &place,
                                   .start_ms = rival->start_ms,
                                   .duration_ms = rival->end_ms - rival->start_ms,
                                   .client_id = rival->client_id};
    return calendar_judge_claims(calendar, &request, call->now_ms, NULL);
}

static void decline(struct call *call, struct tx *tx, struct id id, enum error why)
{
    struct booking rival;
    struct str reason =
        why == ERROR_TRAVEL
            ? STR("The provider confirmed another request, and the way from there is too long.")
            : STR("The provider confirmed another request for this time.");
    tx_lock_row(tx, "booking", id);
    if (booking_load(tx, call->arena, id, &rival) && rival.status == BOOKING_PENDING)
        booking_move_by_system(tx, call->arena, &rival, VERB_DECLINE, BOOKING_DECLINED, reason,
                               call->now_ms);
}

void booking_decline_rivals(struct call *call, struct tx *tx, const struct provider *provider,
                            const struct booking *winner)
{
    struct interval span;
    struct calendar calendar;
    struct list rivals = load_rivals(call, tx, winner, &span);
    if (rivals.count == 0 ||
        !calendar_load(tx, call->arena, provider, span.start_ms - BUFFER_MINUTES_MAX * MINUTE_MS,
                       span.end_ms + BUFFER_MINUTES_MAX * MINUTE_MS, call->now_ms, &calendar))
        return;
    keep_lasting(&calendar.claims);
    for (size_t i = 0; i < rivals.count; i++) {
        const struct booking *rival = LIST_AT(rivals, struct booking, i);
        enum error error = judge_rival(call, tx, provider, &calendar, rival);
        if (error != ERROR_NONE)
            decline(call, tx, rival->id, error);
    }
}
