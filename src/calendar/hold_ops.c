/* Holds: a start that is kept for ten minutes while somebody makes up their mind. */
#include "booking/booking.h"
#include "calendar/calendar_internal.h"
#include "calendar/start.h"
#include "calendar/travel.h"

/* ---- shapes ---- */

struct hold_input {
    uint64_t present;
    struct start_asked asked;
    struct str time_zone;
    int64_t start_ms;
};
static const struct field hold_input_fields[] = {
    {.name = "providerId",
     .type = FIELD_ID,
     .prefix = "user",
     .aliases = EDITION_PROVIDER_ID_SPELLINGS,
     .flags = FIELD_REQUIRED,
     AT(struct hold_input, asked.provider_id),
     .doc = "Whose time is held."},
    START_SERVICE_FIELDS(struct hold_input),
    START_INSTANT_FIELDS(struct hold_input),
    START_LENGTH_FIELD(struct hold_input),
    START_PLACE_FIELDS(struct hold_input),
};
const struct shape hold_input_shape =
    SHAPE("HoldInput", struct hold_input, hold_input_fields, .flags = SHAPE_INPUT);

struct hold_view {
    struct id id, provider_id, service_id;
    int64_t start_ms, end_ms, expires_ms;
};
static const struct field hold_fields[] = {
    {.name = "id",
     .type = FIELD_ID,
     .prefix = "hold",
     AT(struct hold_view, id),
     .doc = "What a booking names as holdId."},
    {.name = "providerId",
     .type = FIELD_ID,
     .prefix = "user",
     AT(struct hold_view, provider_id),
     .doc = "Whose time is held."},
    {.name = "serviceId",
     .type = FIELD_ID,
     .prefix = "service",
     AT(struct hold_view, service_id),
     .doc = "For which service."},
    {.name = "start", .type = FIELD_INSTANT, AT(struct hold_view, start_ms), .doc = "The start."},
    {.name = "end", .type = FIELD_INSTANT, AT(struct hold_view, end_ms), .doc = "The end."},
    {.name = "expiresAt",
     .type = FIELD_INSTANT,
     AT(struct hold_view, expires_ms),
     .doc =
         "Until then booking it succeeds, at this start and length, how and where it was asked "
         "to be, whatever the provider changes: hours, lengths, seats, area, place, rates, or "
         "offering the service. The price is that of the moment of booking, or, where none is set "
         "any more, that of the hold. A limit to your own open bookings stays, and required "
         "questions are to be answered."},
};
static const struct shape hold_shape = SHAPE("Hold", struct hold_view, hold_fields);

struct hold_output {
    struct hold_view *hold;
};
static const struct field hold_output_fields[] = {
    {.name = "hold",
     .type = FIELD_OBJECT,
     .shape = &hold_shape,
     AT(struct hold_output, hold),
     .doc = "The hold."},
};
const struct shape hold_output_shape = SHAPE("HoldReply", struct hold_output, hold_output_fields);

struct hold_id_input {
    uint64_t present;
    struct id id;
};
static const struct field hold_id_fields[] = {
    {.name = "id",
     .type = FIELD_ID,
     .prefix = "hold",
     .flags = FIELD_REQUIRED,
     AT(struct hold_id_input, id),
     .doc = "The caller's hold."},
};
const struct shape hold_id_shape =
    SHAPE("HoldIdInput", struct hold_id_input, hold_id_fields, .flags = SHAPE_INPUT);

/* ---- the seam to bookings ---- */

bool hold_use(struct tx *tx, const struct provider *provider, struct id actor_id, struct id hold_id,
              struct claim *wanted, int64_t now_ms)
{
    struct hold holds[HOLD_ROWS_MAX];
    struct claim held = *wanted;
    bool is_held = false;
    size_t count = holds_load(tx, actor_id, holds);
    for (size_t i = 0; i < count; i++) {
        const struct claim *claim = &holds[i].claim;
        bool same_service = id_equal(claim->service_id, wanted->service_id);
        bool in_the_way = claim->start_ms < wanted->end_ms && wanted->start_ms < claim->end_ms;
        if (!id_equal(holds[i].provider_id, provider->id) || !(same_service || in_the_way)) {
            continue;
        }
        hold_release(tx, claim->id, now_ms);
        if (same_service && id_is_set(hold_id) && id_equal(claim->id, hold_id) &&
            claim->expires_ms > now_ms && claim->work_start_ms == wanted->work_start_ms &&
            claim->work_end_ms == wanted->work_end_ms &&
            (provider->travel_speed_mph == 0 || travel_same_place(&claim->place, &wanted->place))) {
            is_held = true;
            held.start_ms = claim->start_ms;
            held.end_ms = claim->end_ms;
            held.seats = claim->seats;
            held.capacity = claim->capacity;
        }
    }
    *wanted = held;
    return is_held;
}

void hold_yield(struct tx *tx, const struct provider *provider, struct id actor_id,
                const struct claim *claim, int64_t now_ms)
{
    struct hold holds[HOLD_ROWS_MAX];
    size_t count = holds_load(tx, actor_id, holds);
    int64_t way_ms = provider->travel_speed_mph > 0 ? WAY_LONGEST_MS : 0;
    for (size_t i = 0; i < count; i++) {
        const struct claim *held = &holds[i].claim;
        bool in_the_way =
            held->start_ms < claim->end_ms + way_ms && claim->start_ms < held->end_ms + way_ms;
        if (id_equal(holds[i].provider_id, provider->id) &&
            (in_the_way || id_equal(held->service_id, claim->service_id))) {
            hold_release(tx, held->id, now_ms);
        }
    }
}

bool hold_is_at(const struct hold *hold, bool is_remote, const struct place *said)
{
    const struct place *held = &hold->claim.place;
    if (!hold->terms.is_known || is_remote != hold->terms.is_remote) {
        return false;
    }
    if (is_remote) {
        return true;
    }
    const struct place nowhere = {STR_NONE, PLACE_NONE, PLACE_NONE};
    const struct place wanted = travel_place(&(struct provider){.place = nowhere}, false, said);
    return said->latitude_e6 == PLACE_NONE ? hold->terms.is_own_place
                                           : travel_same_place(held, &wanted);
}

/* ---- hold.create, hold.delete ---- */

struct hold_plan {
    struct provider provider;
    struct service service;
    struct place place;
    struct slot_request request;
    struct hold_terms terms;
};

static void plan_terms(const struct hold_input *input, struct hold_plan *plan)
{
    plan->terms = (struct hold_terms){
        .is_known = true,
        .is_remote = start_is_remote(&input->asked, &hold_input_shape, input, &plan->service),
        .is_own_place = input->asked.latitude.scale < 0,
        .rate_type = plan->service.rate_type,
        .currency = plan->provider.currency,
    };
    for (int type = 0; type < RATE_TYPE_COUNT; type++) {
        plan->terms.rates_minor[type] =
            service_rate_for(&plan->service, &plan->provider, (enum rate_type)type);
    }
}

static enum error plan_hold(struct call *call, struct tx *tx, const struct hold_input *input,
                            struct hold_plan *ret)
{
    struct id actor_id = call->actor.account_id;
    if (tx_is_write(tx)) {
        tx_lock_row(tx, "account", actor_id); /* two holds at once count each other */
        tx_lock_row(tx, "provider", input->asked.provider_id);
    }
    if (!provider_load(tx, call->arena, input->asked.provider_id, &ret->provider)) {
        return call_refuse(call, ERROR_NOT_FOUND, "There is no such provider.");
    }
    if (id_equal(ret->provider.id, actor_id)) {
        return ERROR_SELF_BOOKING;
    }
    ret->request = (struct slot_request){.service = &ret->service,
                                         .place = &ret->place,
                                         .start_ms = input->start_ms,
                                         .client_id = actor_id,
                                         .holder_id = actor_id};
    enum error error = start_find_service(call, tx, &input->asked, &ret->service);
    if (!error) {
        bool is_sent = input->present & shape_bit(&hold_input_shape, "durationHours");
        error = start_find_duration(call, &input->asked, is_sent, &ret->service,
                                    &ret->request.duration_ms);
    }
    if (!error) {
        error = start_find_place(call, &input->asked, &hold_input_shape, input, &ret->provider,
                                 &ret->service, &ret->place);
    }
    if (!error && service_rate_minor(&ret->service, &ret->provider) == INSTANT_NONE) {
        error = call_refuse(call, ERROR_UNPROCESSABLE, "The provider has set no rate for this.");
    }
    if (!error) {
        plan_terms(input, ret);
    }
    return error;
}

/* Ends what is over, so that nobody's rows pile up, and refuses one live hold too many. */
static enum error check_quota(struct call *call, struct tx *tx)
{
    struct hold holds[HOLD_ROWS_MAX];
    size_t count = holds_load(tx, call->actor.account_id, holds), live = 0;
    for (size_t i = 0; i < count; i++) {
        if (holds[i].claim.expires_ms > call->now_ms) {
            live++;
        } else {
            hold_release(tx, holds[i].claim.id, call->now_ms);
        }
    }
    return live >= HOLDS_MAX ? ERROR_HOLD_QUOTA : ERROR_NONE;
}

static enum error judge_hold(struct call *call, struct tx *tx, const struct hold_plan *plan)
{
    struct calendar calendar;
    int64_t start_ms = plan->request.start_ms;
    if (!calendar_load(tx, call->arena, &plan->provider, start_ms,
                       start_ms + plan->request.duration_ms, call->now_ms, &calendar)) {
        return ERROR_INTERNAL;
    }
    return calendar_judge(&calendar, &plan->request, call->now_ms, NULL);
}

static void show_hold(struct call *call, struct id provider_id, const struct claim *claim,
                      struct hold_output *output)
{
    output->hold = shape_new(&hold_shape, call->arena);
    *output->hold = (struct hold_view){.id = claim->id,
                                       .provider_id = provider_id,
                                       .service_id = claim->service_id,
                                       .start_ms = claim->work_start_ms,
                                       .end_ms = claim->work_end_ms,
                                       .expires_ms = claim->expires_ms};
}

enum error hold_create(struct call *call, struct tx *tx, const void *input, void *output)
{
    struct hold_plan plan;
    struct id actor_id = call->actor.account_id;
    enum error error = plan_hold(call, tx, input, &plan);
    if (error) {
        return error;
    }
    struct claim claim = claim_of_request(&plan.request);
    struct interval occupied = {claim.start_ms, claim.end_ms};
    claim.id = claim.booking_id = id_new();
    claim.client_id = actor_id;
    claim.kind = CLAIM_HOLD;
    claim.expires_ms = call->now_ms + HOLD_MS;
    booking_expire_overdue(tx, call->arena, plan.provider.id, occupied, call->now_ms);
    hold_use(tx, &plan.provider, actor_id, ID_NONE, &claim, call->now_ms);
    error = check_quota(call, tx);
    if (!error) {
        error = judge_hold(call, tx, &plan);
    }
    call->wants_advice = booking_has_alternatives(error);
    if (error) {
        return error;
    }
    claim_insert(tx, plan.provider.id, &claim, plan.provider.capacity, call->now_ms);
    hold_save_terms(tx, claim.id, &plan.terms);
    call_journal(call, tx, "hold.created", claim.id, &actor_id, 1, STR("{}"));
    show_hold(call, plan.provider.id, &claim, output);
    return ERROR_NONE;
}

/* The plan was good when it was refused; should that have changed since, nothing is added. */
void hold_advise(struct call *call, struct tx *tx, const void *input)
{
    struct hold_plan plan;
    if (plan_hold(call, tx, input, &plan)) {
        return;
    }
    booking_add_alternatives(call, tx,
                             &(struct booking_wish){.provider = &plan.provider,
                                                    .request = &plan.request,
                                                    .place = &plan.place});
}

enum error hold_delete(struct call *call, struct tx *tx, const void *input, void *output)
{
    struct hold hold;
    struct id actor_id = call->actor.account_id;
    struct id id = ((const struct hold_id_input *)input)->id;
    if (!hold_load_live(tx, actor_id, id, call->now_ms, &hold)) {
        return ERROR_NOT_FOUND;
    }
    tx_lock_row(tx, "provider", hold.provider_id);
    if (!hold_load_live(tx, actor_id, id, call->now_ms, &hold)) {
        return ERROR_NOT_FOUND; /* booked while this waited for the provider's row */
    }
    hold_release(tx, id, call->now_ms);
    call_journal(call, tx, "hold.deleted", id, &actor_id, 1, STR("{}"));
    ((struct done_output *)output)->success = true;
    return ERROR_NONE;
}
