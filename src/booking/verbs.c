#include "booking/reschedule.h"

void booking_print_remark(struct json_writer *writer, const struct remark *remark)
{
    if (str_is_set(remark->notes)) {
        json_key(writer, STR("notes"));
        json_text(writer, remark->notes);
    }
    if (str_is_set(remark->reason)) {
        json_key(writer, STR("reason"));
        json_text(writer, remark->reason);
    }
}

struct str booking_change_json(struct arena *arena, enum booking_status from,
                               enum booking_status to, enum booking_verb verb,
                               const struct remark *remark)
{
    struct buf out;
    struct json_writer writer;
    buf_init(&out, arena, 256);
    json_writer_init(&writer, &out);
    json_begin_object(&writer);
    json_key(&writer, STR("from"));
    json_text(&writer, str_from(booking_status_names.names[from]));
    json_key(&writer, STR("to"));
    json_text(&writer, str_from(booking_status_names.names[to]));
    json_key(&writer, STR("verb"));
    json_text(&writer, str_from(booking_verb_names.names[verb]));
    booking_print_remark(&writer, remark);
    if (remark->follows) {
        json_key(&writer, STR("seriesFollows"));
        json_bool(&writer, true);
    }
    json_end_object(&writer);
    return buf_str(&out);
}

/* Puts the booking into its new state: row, claim, timer. The journal is the caller's. */
static void move(struct tx *tx, struct booking *booking, enum booking_status to, int64_t now_ms)
{
    bool held_time = booking_status_holds_time(booking->status);
    if (booking->status == BOOKING_PENDING && to != BOOKING_PENDING) {
        timer_clear(tx, booking_timer.name, booking->id);
        booking->expires_ms = INSTANT_NONE;
    }
    /* Work that is done keeps its claim: the time was used. Only an end without work frees it. */
    bool frees = to == BOOKING_CANCELLED || to == BOOKING_DECLINED || to == BOOKING_EXPIRED;
    if (booking->proposal.by && to != booking->status)
        booking_end_proposal(tx, booking, now_ms);
    if (held_time && frees)
        claim_release_booking(tx, booking->id, now_ms);
    if (to == BOOKING_COMPLETED && booking->completed_ms == INSTANT_NONE)
        booking->completed_ms = now_ms;
    booking->status = to;
    booking->updated_ms = now_ms;
    booking_store(tx, booking);
}

void booking_move_by_system(struct tx *tx, struct arena *arena, struct booking *booking,
                            enum booking_verb verb, enum booking_status to, struct str reason,
                            int64_t now_ms)
{
    struct remark remark = {.reason = reason};
    struct journal_entry entry = {
        .at_ms = now_ms,
        .type = STR("booking.status_changed"),
        .subject_id = booking->id,
        .audience = {booking->client_id, booking->provider_id},
        .audience_count = 2,
        .data = booking_change_json(arena, booking->status, to, verb, &remark),
    };
    move(tx, booking, to, now_ms);
    journal_append(tx, &entry);
}

void booking_expire(struct tx *tx, struct arena *arena, struct id booking_id, int64_t now_ms)
{
    struct booking booking;
    enum booking_status to;
    tx_lock_row(tx, "booking", booking_id);
    if (!booking_load(tx, arena, booking_id, &booking))
        return;
    if (booking_decide(&booking, VERB_EXPIRE, PARTY_TIMER, now_ms, &to) == ERROR_NONE)
        booking_move_by_system(tx, arena, &booking, VERB_EXPIRE, to,
                               STR("The provider did not answer in time."), now_ms);
    else if (booking.proposal.by && now_ms >= booking.proposal.expires_ms)
        booking_expire_proposal(tx, arena, &booking, now_ms);
}

/* The timer fires once more when it finds the request not yet due (a clock that was set back). */
static enum error fire_expiry(struct tx *tx, struct arena *arena, struct id subject_id,
                              int64_t now_ms, void *context)
{
    (void)context;
    struct booking booking;
    if (!booking_load(tx, arena, subject_id, &booking) || booking.status != BOOKING_PENDING)
        return ERROR_NONE;
    tx_lock_row(tx, "provider", booking.provider_id);
    booking_expire(tx, arena, subject_id, now_ms);
    if (booking.expires_ms > now_ms)
        timer_set(tx, booking_timer.name, subject_id, booking.expires_ms);
    return ERROR_NONE;
}

const struct timer_kind booking_timer = {.name = "booking.request", .fire = fire_expiry};

/* ---- confirming ---- */

static void policy_number(const struct json *policy, struct str name, int64_t *number)
{
    const struct json *member = json_get(policy, name);
    if (member && member->type == JSON_NUMBER)
        str_to_int64(member->text, number);
}

bool booking_apply_policy(struct arena *arena, const struct booking *booking,
                          struct service *service)
{
    const struct json *policy = json_parse(arena, booking->policy_json, NULL, NULL);
    policy_number(policy, STR("bufferBeforeMinutes"), &service->buffer_before_minutes);
    policy_number(policy, STR("bufferAfterMinutes"), &service->buffer_after_minutes);
    const struct json *blocks = json_get(policy, STR("pendingBlocks"));
    return !blocks || blocks->type != JSON_BOOL || blocks->boolean;
}

/* A request that held no time takes it now, if it is still there. What its own client holds is not
 * in its way: where there is no room for both, that ends. */
static enum error claim_waiting(struct call *call, struct tx *tx, const struct booking *booking,
                                const struct provider *provider, const struct service *service)
{
    struct claim claim = booking_claim(provider, service, booking);
    struct slot_request request = {.service = service,
                                   .start_ms = booking->start_ms,
                                   .place = &claim.place,
                                   .duration_ms = booking->end_ms - booking->start_ms,
                                   .client_id = booking->client_id};
    struct interval work = {booking->start_ms, booking->end_ms};
    struct interval occupied = {claim.start_ms, claim.end_ms};
    struct calendar calendar;
    if (!calendar_load_for(tx, call->arena, provider, &request, work, call->now_ms, &calendar))
        return ERROR_OUTSIDE_HOURS;
    enum error error = calendar_judge_waiting(&calendar, &request, call->now_ms);
    if (error != ERROR_NONE) {
        request.holder_id = booking->client_id;
        error = calendar_judge_waiting(&calendar, &request, call->now_ms);
        if (error != ERROR_NONE)
            return error;
        hold_yield(tx, provider, booking->client_id, &claim, call->now_ms);
    }
    booking_expire_overdue(tx, call->arena, provider->id, occupied, call->now_ms);
    claim_insert(tx, provider->id, &claim, provider->capacity, call->now_ms);
    return ERROR_NONE;
}

/* One that has held its time all along takes nothing new, so there is nothing to judge. */
static enum error take_time(struct call *call, struct tx *tx, const struct booking *booking)
{
    struct provider provider;
    struct service service;
    enum error error = ERROR_NONE;
    if (!provider_load(tx, call->arena, booking->provider_id, &provider) ||
        !service_load(tx, call->arena, booking->service_id, &service)) {
        tx_fail(tx, ERROR_INTERNAL); /* foreign keys promise both */
        return ERROR_INTERNAL;
    }
    if (booking_apply_policy(call->arena, booking, &service))
        claim_confirm_booking(tx, booking->id);
    else
        error = claim_waiting(call, tx, booking, &provider, &service);
    if (error != ERROR_NONE)
        return error;
    booking_decline_rivals(call, tx, &provider, booking);
    provider_count_booking(tx, provider.id);
    return ERROR_NONE;
}

enum error booking_judge_verb(struct call *call, const struct booking *booking,
                              enum booking_verb verb, enum booking_status *ret_to)
{
    enum error error =
        booking_decide(booking, verb, booking_party_of(booking, call), call->now_ms, ret_to);
    if (error == ERROR_BAD_TRANSITION)
        return call_refuse(call, error, "A booking that is %s cannot be changed by \"%s\".",
                           booking_status_names.names[booking->status],
                           booking_verb_names.names[verb]);
    if (error == ERROR_NOT_IMPLEMENTED_YET)
        return call_refuse(call, error, "\"%s\" opens with the rooms for money and disputes.",
                           booking_verb_names.names[verb]);
    return error;
}

enum error booking_act(struct call *call, struct tx *tx, struct booking *booking,
                       enum booking_verb verb, const struct remark *remark)
{
    enum booking_status from = booking->status, to;
    enum error error = booking_judge_verb(call, booking, verb, &to);
    if (error == ERROR_NONE && verb == VERB_CONFIRM)
        error = take_time(call, tx, booking);
    if (error != ERROR_NONE)
        return error;
    if (to == BOOKING_CANCELLED) {
        booking_note_cancelled(call->arena, booking, booking_party_of(booking, call), call->now_ms);
        booking_store_cancelled(tx, booking);
    }
    move(tx, booking, to, call->now_ms);
    struct id audience[] = {booking->client_id, booking->provider_id};
    call_journal(call, tx, "booking.status_changed", booking->id, audience, 2,
                 booking_change_json(call->arena, from, to, verb, remark));
    return ERROR_NONE;
}

/* ---- PATCH ---- */

#define SENT(input, field) ((input)->present & shape_bit(&booking_update_shape, (field)))

/* Which words each side may change, and until when. */
static enum error check_words(struct call *call, const struct booking *booking,
                              const struct update_input *in)
{
    static const char *const of_client[] = {"title", "description", "company",
                                            "specialRequirements", "purpose"};
    static const char *const of_provider[] = {"deliverables", "outcome", "completedAt"};
    bool client_words = false, provider_words = false;
    for (size_t i = 0; i < COUNT_OF(of_client); i++)
        client_words |= SENT(in, of_client[i]) != 0;
    for (size_t i = 0; i < COUNT_OF(of_provider); i++)
        provider_words |= SENT(in, of_provider[i]) != 0;
    enum booking_party party = booking_party_of(booking, call);
    if (client_words && party != PARTY_CLIENT)
        return call_refuse(call, ERROR_FORBIDDEN, "Only the client changes what was asked for.");
    if (provider_words && party != PARTY_PROVIDER)
        return call_refuse(call, ERROR_FORBIDDEN, "Only the provider says what was delivered.");
    if (client_words && !booking_status_is_open(booking->status))
        return call_refuse(call, ERROR_BAD_TRANSITION, "This booking is closed.");
    if (provider_words &&
        (booking->status == BOOKING_PENDING || booking->status == BOOKING_CANCELLED ||
         booking->status == BOOKING_DECLINED || booking->status == BOOKING_EXPIRED))
        return call_refuse(call, ERROR_BAD_TRANSITION, "There is no work to deliver here.");
    return ERROR_NONE;
}

static void apply_words(struct call *call, struct booking *booking, const struct update_input *in)
{
    if (SENT(in, "title"))
        booking->title = in->title;
    if (SENT(in, "description"))
        booking->description = in->description;
    if (SENT(in, "company"))
        booking->company = in->company;
    if (SENT(in, "specialRequirements"))
        booking->special_requirements = in->special_requirements;
    if (SENT(in, "purpose"))
        booking->purpose = in->purpose;
    if (SENT(in, "deliverables"))
        booking->deliverables_json = json_from_texts(call->arena, in->deliverables);
    if (SENT(in, "outcome"))
        booking->outcome = in->outcome;
    if (SENT(in, "completedAt"))
        booking->completed_ms = in->completed_at;
}

/* completedAt belongs to a booking that is, or by this very call becomes, completed. */
static enum error check_completed_at(struct call *call, const struct booking *booking,
                                     const struct update_input *in)
{
    if (!SENT(in, "completedAt"))
        return ERROR_NONE;
    bool completes = SENT(in, "status") && in->status == BOOKING_COMPLETED;
    if (!completes && booking->status != BOOKING_COMPLETED)
        return call_refuse(call, ERROR_BAD_TRANSITION, "This booking is not completed.");
    if (in->completed_at < booking->start_ms - BOOKING_START_EARLY_MS)
        return call_refuse(call, ERROR_TOO_EARLY, "Work cannot have ended before its start.");
    if (in->completed_at > call->now_ms)
        return call_refuse(call, ERROR_TOO_LATE, "completedAt lies in the future.");
    return ERROR_NONE;
}

static enum error act_by_status(struct call *call, struct tx *tx, struct booking *booking,
                                const struct update_input *in)
{
    enum booking_verb verb;
    struct remark remark = {.notes = in->notes, .reason = in->reason};
    if (!booking_verb_towards(booking->status, (enum booking_status)in->status, &verb))
        return call_refuse(call, ERROR_BAD_TRANSITION, "No change leads to %s.",
                           booking_status_names.names[in->status]);
    return booking_act(call, tx, booking, verb, &remark);
}

enum error booking_run_update(struct call *call, struct tx *tx, const void *input, void *output)
{
    const struct update_input *in = input;
    struct booking_output *out = output;
    struct booking booking = *(struct booking *)call->subject;
    enum error error = check_words(call, &booking, in);
    if (error == ERROR_NONE)
        error = check_completed_at(call, &booking, in);
    if (error != ERROR_NONE)
        return error;
    apply_words(call, &booking, in);
    if (SENT(in, "status")) {
        error = act_by_status(call, tx, &booking, in);
    } else {
        booking.updated_ms = call->now_ms;
        booking_store(tx, &booking);
        struct id audience[] = {booking.client_id, booking.provider_id};
        struct buf data;
        buf_init(&data, call->arena, 64);
        struct json_writer writer;
        json_writer_init(&writer, &data);
        json_begin_object(&writer);
        json_key(&writer, STR("notes"));
        json_text(&writer, in->notes);
        json_end_object(&writer);
        call_journal(call, tx, "booking.updated", booking.id, audience, 2, buf_str(&data));
    }
    if (error == ERROR_NONE) {
        out->success = true;
        out->booking = booking_show_new(tx, call, &booking);
    }
    return error;
}
