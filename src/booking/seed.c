/* seed.c: history that nobody lived: the demo's bookings, stored with what a life would have left.
 */
#include "booking/verbs.h"

/* The verbs that lead from a request to each state, in order. */
struct step {
    enum booking_verb verb;
    enum booking_status to;
};
static const struct step steps[BOOKING_STATUS_COUNT][6] = {
    [BOOKING_CONFIRMED] = {{VERB_CONFIRM, BOOKING_CONFIRMED}},
    [BOOKING_IN_PROGRESS] = {{VERB_CONFIRM, BOOKING_CONFIRMED}, {VERB_START, BOOKING_IN_PROGRESS}},
    [BOOKING_COMPLETED] = {{VERB_CONFIRM, BOOKING_CONFIRMED},
                           {VERB_START, BOOKING_IN_PROGRESS},
                           {VERB_COMPLETE, BOOKING_COMPLETED}},
    [BOOKING_REVISION] = {{VERB_CONFIRM, BOOKING_CONFIRMED},
                          {VERB_START, BOOKING_IN_PROGRESS},
                          {VERB_COMPLETE, BOOKING_COMPLETED},
                          {VERB_REVISION, BOOKING_REVISION}},
    [BOOKING_APPROVED] = {{VERB_CONFIRM, BOOKING_CONFIRMED},
                          {VERB_START, BOOKING_IN_PROGRESS},
                          {VERB_COMPLETE, BOOKING_COMPLETED},
                          {VERB_APPROVE, BOOKING_APPROVED}},
    [BOOKING_DISPUTED] = {{VERB_CONFIRM, BOOKING_CONFIRMED},
                          {VERB_START, BOOKING_IN_PROGRESS},
                          {VERB_COMPLETE, BOOKING_COMPLETED},
                          {VERB_DISPUTE, BOOKING_DISPUTED}},
    [BOOKING_CANCELLED] = {{VERB_CONFIRM, BOOKING_CONFIRMED}, {VERB_CANCEL, BOOKING_CANCELLED}},
    [BOOKING_DECLINED] = {{VERB_DECLINE, BOOKING_DECLINED}},
    [BOOKING_EXPIRED] = {{VERB_EXPIRE, BOOKING_EXPIRED}},
};

static int64_t step_instant(const struct booking *booking, enum booking_verb verb)
{
    switch (verb) {
    case VERB_START:
        return booking->start_ms;
    case VERB_COMPLETE:
        return booking->completed_ms == INSTANT_NONE ? booking->end_ms : booking->completed_ms;
    case VERB_CONFIRM:
        return booking->created_ms + HOUR_MS;
    default:
        return booking->updated_ms;
    }
}

static struct id step_actor(const struct booking *booking, enum booking_verb verb)
{
    switch (verb) {
    case VERB_EXPIRE:
        return ID_NONE;
    case VERB_CANCEL:
    case VERB_REVISION:
    case VERB_APPROVE:
    case VERB_DISPUTE:
        return booking->client_id;
    default:
        return booking->provider_id;
    }
}

bool booking_draft(struct arena *arena, const struct provider *provider,
                   const struct service *service, struct interval work, struct booking *ret)
{
    struct quote quote;
    struct quote_view *view = shape_new(&quote_view_shape, arena);
    int64_t rate_minor = service_rate_minor(service, provider);
    bool is_remote = service_is_remote_only(service);
    if (rate_minor == INSTANT_NONE ||
        !booking_quote(service->rate_type, rate_minor, provider->currency,
                       (work.end_ms - work.start_ms) / MINUTE_MS, &quote))
        return false;
    quote_show(arena, &quote, view);
    *ret = (struct booking){
        .id = id_new(),
        .provider_id = provider->id,
        .service_id = service->id,
        .title = service->title,
        .description = STR(""),
        .service_type = service->service_type,
        .start_ms = work.start_ms,
        .end_ms = work.end_ms,
        .time_zone = provider->time_zone,
        .place = is_remote ? (struct place){STR_NONE, PLACE_NONE, PLACE_NONE} : provider->place,
        .is_remote = is_remote,
        .rate_type = quote.rate_type,
        .rate_minor = quote.rate_minor,
        .total_minor = quote.total_minor,
        .currency = quote.currency,
        .quote_json = quote_lines_json(arena, view),
        .policy_json = booking_policy_json(arena, service),
        .deliverables_json = STR("[]"),
        .answers_json = STR("[]"),
        .expires_ms = INSTANT_NONE,
        .completed_ms = INSTANT_NONE,
        .anchor_ms = work.start_ms,
    };
    return true;
}

static void append(struct tx *tx, const struct booking_life *life, struct str type, struct id actor,
                   int64_t at_ms, struct str data)
{
    const struct booking *booking = life->booking;
    struct journal_entry entry = {.at_ms = at_ms,
                                  .type = type,
                                  .subject_id = booking->id,
                                  .actor_id = actor,
                                  .audience = {booking->client_id, booking->provider_id},
                                  .audience_count = at_ms >= life->told_from_ms ? 2 : 0,
                                  .data = data};
    journal_append(tx, &entry);
}

static void append_life(struct tx *tx, struct arena *arena, const struct booking_life *life)
{
    const struct booking *booking = life->booking;
    enum booking_status from = BOOKING_PENDING;
    append(tx, life, STR("booking.created"), booking->client_id, booking->created_ms,
           STR("{\"status\":\"PENDING\"}"));
    for (const struct step *step = steps[booking->status]; step->to != BOOKING_PENDING; step++) {
        bool is_last = step->to == booking->status;
        struct remark remark = {.reason = is_last ? life->reason : STR_NONE};
        append(tx, life, STR("booking.status_changed"), step_actor(booking, step->verb),
               step_instant(booking, step->verb),
               booking_change_json(arena, from, step->to, step->verb, &remark));
        from = step->to;
    }
}

void booking_seed(struct tx *tx, struct arena *arena, const struct booking_life *life)
{
    const struct booking *booking = life->booking;
    bool ended_without_work = booking->status == BOOKING_CANCELLED ||
                              booking->status == BOOKING_DECLINED ||
                              booking->status == BOOKING_EXPIRED;
    bool waits_freely = booking->status == BOOKING_PENDING && !life->service->pending_blocks;
    booking_insert(tx, booking);
    if (!ended_without_work && !waits_freely) {
        struct claim claim = booking_claim(life->provider, life->service, booking);
        claim.expires_ms = booking->expires_ms;
        claim_insert(tx, booking->provider_id, &claim, life->provider->capacity,
                     booking->created_ms);
    }
    if (booking->status == BOOKING_PENDING)
        timer_set(tx, booking_timer.name, booking->id, booking->expires_ms);
    if (booking->status == BOOKING_CANCELLED) {
        struct booking cancelled = *booking;
        booking_note_cancelled(arena, &cancelled, PARTY_CLIENT, booking->updated_ms);
        booking_store_cancelled(tx, &cancelled);
    }
    append_life(tx, arena, life);
}
