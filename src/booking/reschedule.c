#include "booking/reschedule.h"

/* A move that is being considered: the booking as it would be, and what that needs. */
struct move {
    struct provider provider;
    struct service service; /* with the buffers that were agreed */
    struct booking moved;
    bool holds_time; /* false: a request that does not block */
    struct claim own, wanted;
    bool is_beside_itself; /* it overlaps the booking's own claim */
};

size_t claim_beside(const struct claim *wanted, const struct claim *held, struct claim ret[2])
{
    size_t count = 0;
    if (wanted->end_ms <= held->start_ms || wanted->start_ms >= held->end_ms) {
        ret[count++] = *wanted;
        return count;
    }
    if (wanted->start_ms < held->start_ms) {
        ret[count] = *wanted;
        ret[count++].end_ms = held->start_ms;
    }
    if (wanted->end_ms > held->end_ms) {
        ret[count] = *wanted;
        ret[count++].start_ms = held->end_ms;
    }
    return count;
}

/* ---- the journal ---- */

static void add_instant(struct json_writer *writer, struct arena *arena, struct str key,
                        int64_t instant_ms)
{
    struct buf text;
    buf_init(&text, arena, 32);
    instant_print(&text, instant_ms);
    json_key(writer, key);
    json_text(writer, buf_str(&text));
}

/* Both times, so that a sentence can be made of the entry alone. */
static struct str change_json(struct arena *arena, enum booking_verb verb,
                              const struct booking *from, struct interval to, enum booking_party by,
                              int64_t expires_ms, const struct remark *remark)
{
    struct buf out;
    struct json_writer writer;
    buf_init(&out, arena, 256);
    json_writer_init(&writer, &out);
    json_begin_object(&writer);
    json_key(&writer, STR("verb"));
    json_text(&writer, str_from(booking_verb_names.names[verb]));
    add_instant(&writer, arena, STR("scheduledTime"), to.start_ms);
    add_instant(&writer, arena, STR("endTime"), to.end_ms);
    add_instant(&writer, arena, STR("previousTime"), from->start_ms);
    add_instant(&writer, arena, STR("previousEndTime"), from->end_ms);
    json_key(&writer, STR("by"));
    json_text(&writer, str_from(booking_role_names.names[by == PARTY_PROVIDER]));
    if (expires_ms != INSTANT_NONE)
        add_instant(&writer, arena, STR("expiresAt"), expires_ms);
    booking_print_remark(&writer, remark);
    json_end_object(&writer);
    return buf_str(&out);
}

static void journal_change(struct call *call, struct tx *tx, const char *type,
                           const struct booking *from, struct str data)
{
    struct id audience[] = {from->client_id, from->provider_id};
    call_journal(call, tx, type, from->id, audience, 2, data);
}

static int64_t length_of(const struct booking *booking)
{
    return booking->end_ms - booking->start_ms;
}

static struct interval proposed(const struct booking *booking)
{
    return (struct interval){booking->proposal.start_ms, booking->proposal.end_ms};
}

/* The refusal of a verb, in words. */
static enum error refuse_verb(struct call *call, const struct booking *booking,
                              enum booking_verb verb, enum error error)
{
    if (error == ERROR_BAD_TRANSITION && booking->status == BOOKING_CONFIRMED)
        return call_refuse(call, error, "No other time has been asked for.");
    if (error == ERROR_BAD_TRANSITION)
        return call_refuse(call, error, "A booking that is %s cannot be changed by \"%s\".",
                           booking_status_names.names[booking->status],
                           booking_verb_names.names[verb]);
    if (error == ERROR_FORBIDDEN)
        return call_refuse(call, error, "You asked for this time; the other side answers.");
    if (error == ERROR_REQUEST_EXPIRED && booking->status == BOOKING_CONFIRMED)
        return call_refuse(call, error, "Nobody answered in time; the old time stands.");
    if (error == ERROR_TOO_LATE)
        return call_refuse(call, error, "It has begun; its time cannot change any more.");
    return error;
}

/* ---- ending a proposal ---- */

static void clear_proposal(struct tx *tx, struct booking *booking)
{
    timer_clear(tx, booking_reschedule_timer.name, booking->id);
    booking->proposal.by = 0;
    booking_store_proposal(tx, booking);
}

void booking_end_proposal(struct tx *tx, struct booking *booking, int64_t now_ms)
{
    booking_release_proposal(tx, booking->id, now_ms);
    clear_proposal(tx, booking);
}

void booking_expire_proposal(struct tx *tx, struct arena *arena, struct booking *booking,
                             int64_t now_ms)
{
    struct remark none = {0};
    struct journal_entry entry = {
        .at_ms = now_ms,
        .type = STR("booking.reschedule_expired"),
        .subject_id = booking->id,
        .audience = {booking->client_id, booking->provider_id},
        .audience_count = 2,
        .data = change_json(arena, VERB_EXPIRE, booking, proposed(booking), booking->proposal.by,
                            INSTANT_NONE, &none),
    };
    booking_end_proposal(tx, booking, now_ms);
    booking->updated_ms = now_ms;
    booking_store(tx, booking);
    journal_append(tx, &entry);
}

static enum error fire_proposal(struct tx *tx, struct arena *arena, struct id subject_id,
                                int64_t now_ms, void *context)
{
    (void)context;
    struct booking booking;
    if (!booking_load(tx, arena, subject_id, &booking))
        return ERROR_NONE;
    tx_lock_row(tx, "provider", booking.provider_id);
    booking_expire(tx, arena, subject_id, now_ms);
    /* A clock that was set back, or a proposal that replaced the one this was set for. */
    if (booking_load(tx, arena, subject_id, &booking) && booking.proposal.by)
        timer_set(tx, booking_reschedule_timer.name, subject_id, booking.proposal.expires_ms);
    return ERROR_NONE;
}

const struct timer_kind booking_reschedule_timer = {.name = "booking.reschedule",
                                                    .fire = fire_proposal};

/* ---- planning ---- */

static enum error load_move(struct call *call, struct tx *tx, const struct booking *booking,
                            struct move *move)
{
    if (!provider_load(tx, call->arena, booking->provider_id, &move->provider) ||
        !service_load(tx, call->arena, booking->service_id, &move->service)) {
        tx_fail(tx, ERROR_INTERNAL); /* foreign keys promise both */
        return ERROR_INTERNAL;
    }
    bool request_holds = booking_apply_policy(call->arena, booking, &move->service);
    move->holds_time = booking->status != BOOKING_PENDING || request_holds;
    move->own = booking_claim(&move->provider, &move->service, booking);
    move->moved = *booking;
    return ERROR_NONE;
}

/* The booking as it would be then: the same rate, for as long as it lasts then. */
static enum error set_time(struct call *call, struct move *move, struct interval work)
{
    struct booking *moved = &move->moved;
    struct quote quote;
    struct quote_view *view = shape_new(&quote_view_shape, call->arena);
    if (!booking_quote(moved->rate_type, moved->rate_minor, moved->currency,
                       (work.end_ms - work.start_ms) / MINUTE_MS, &quote))
        return call_refuse(call, ERROR_UNPROCESSABLE, "That amount is too large.");
    quote_show(call->arena, &quote, view);
    moved->start_ms = work.start_ms;
    moved->end_ms = work.end_ms;
    moved->total_minor = quote.total_minor;
    moved->quote_json = quote_lines_json(call->arena, view);
    move->wanted = booking_claim(&move->provider, &move->service, moved);
    return ERROR_NONE;
}

/* All the rules of a new booking, but for what calendar.h says of one that is moved. */
static struct slot_request request_of(const struct booking *moved, const struct provider *provider,
                                      const struct service *service, int64_t agreed_ms,
                                      const struct call *call)
{
    struct place *place = ARENA_NEW(call->arena, struct place);
    *place = booking_work_place(provider, moved);
    return (struct slot_request){.service = service,
                                 .place = place,
                                 .start_ms = moved->start_ms,
                                 .duration_ms = moved->end_ms - moved->start_ms,
                                 .client_id = moved->client_id,
                                 .ignore_booking_id = moved->id,
                                 .agreed_ms = agreed_ms,
                                 .holder_id = call->actor.account_id};
}

enum error booking_find_move(struct call *call, struct tx *tx, struct id booking_id,
                             struct service *service, struct slot_request *ret)
{
    struct booking booking;
    struct provider provider;
    struct id account_id = call->actor.account_id;
    if (!booking_load(tx, call->arena, booking_id, &booking) ||
        !(id_equal(booking.client_id, account_id) || id_equal(booking.provider_id, account_id)) ||
        !provider_load(tx, call->arena, booking.provider_id, &provider) ||
        !service_load(tx, call->arena, booking.service_id, service))
        return call_refuse(call, ERROR_NOT_FOUND, "There is no such booking.");
    enum booking_status to;
    enum error error =
        booking_decide(&booking, VERB_RESCHEDULE, PARTY_CLIENT, call->now_ms, &to); /* or both */
    booking_apply_policy(call->arena, &booking, service);
    *ret = request_of(&booking, &provider, service, length_of(&booking), call);
    return refuse_verb(call, &booking, VERB_RESCHEDULE, error);
}

/* Whether the new time is good, then whether it overlaps what the booking holds itself. */
static enum error judge_move(struct call *call, struct tx *tx, struct move *move)
{
    const struct booking *moved = &move->moved;
    int64_t agreed_ms = move->own.work_end_ms - move->own.work_start_ms;
    struct slot_request request =
        request_of(moved, &move->provider, &move->service, agreed_ms, call);
    struct calendar calendar;
    if (!calendar_load_for(tx, call->arena, &move->provider, &request,
                           (struct interval){moved->start_ms, moved->end_ms}, call->now_ms,
                           &calendar))
        return ERROR_OUTSIDE_HOURS;
    enum error error = calendar_judge(&calendar, &request, call->now_ms, NULL);
    if (error != ERROR_NONE)
        return error;
    request.ignore_booking_id = ID_NONE;
    move->is_beside_itself =
        calendar_judge_claims(&calendar, &request, call->now_ms, NULL) == ERROR_SLOT_TAKEN;
    return ERROR_NONE;
}

static enum error read_work(struct call *call, const struct booking *booking,
                            const struct reschedule_input *in, struct interval *ret)
{
    int64_t minutes = length_of(booking) / MINUTE_MS;
    if (in->present & shape_bit(&booking_reschedule_shape, "durationHours")) {
        enum error error = booking_read_hours(call, in->duration_hours, &minutes);
        if (error != ERROR_NONE)
            return error;
    }
    *ret = (struct interval){in->scheduled_time, in->scheduled_time + minutes * MINUTE_MS};
    if (ret->start_ms == booking->start_ms && ret->end_ms == booking->end_ms)
        return call_refuse(call, ERROR_UNPROCESSABLE, "That is the time it has already.");
    return ERROR_NONE;
}

/* Everything in the way that no longer counts is cleared, then the move is judged. The times this
 * booking held beside its own are given back first; refused, all of it is undone. */
static enum error plan_move(struct call *call, struct tx *tx, const struct booking *booking,
                            const struct reschedule_input *in, struct move *move)
{
    struct interval work;
    enum error error = read_work(call, booking, in, &work);
    if (error == ERROR_NONE)
        error = load_move(call, tx, booking, move);
    if (error == ERROR_NONE)
        error = set_time(call, move, work);
    if (error != ERROR_NONE)
        return error;
    booking_release_proposal(tx, booking->id, call->now_ms);
    struct claim unused = move->wanted;
    hold_use(tx, &move->provider, call->actor.account_id, ID_NONE, &unused, call->now_ms);
    booking_expire_overdue(tx, call->arena, move->provider.id,
                           (struct interval){move->wanted.start_ms, move->wanted.end_ms},
                           call->now_ms);
    return judge_move(call, tx, move);
}

/* ---- a request: moved by its client at once ---- */

static enum error move_request(struct call *call, struct tx *tx, const struct booking *booking,
                               const struct reschedule_input *in, struct booking *ret)
{
    struct move move = {0};
    enum error error = plan_move(call, tx, booking, in, &move);
    if (error != ERROR_NONE)
        return error;
    struct booking *moved = &move.moved;
    struct remark remark = {.notes = in->notes, .reason = in->reason};
    moved->expires_ms = booking_expiry(&move.service, moved->start_ms, call->now_ms);
    if (moved->expires_ms <= call->now_ms)
        return ERROR_TOO_SOON;
    moved->anchor_ms = moved->start_ms; /* nothing was agreed before */
    moved->updated_ms = call->now_ms;
    if (move.holds_time) {
        claim_release_booking(tx, booking->id, call->now_ms);
        move.wanted.expires_ms = moved->expires_ms;
        claim_insert(tx, move.provider.id, &move.wanted, move.provider.capacity, call->now_ms);
    }
    timer_set(tx, booking_timer.name, booking->id, moved->expires_ms);
    booking_store_time(tx, moved);
    booking_store(tx, moved);
    journal_change(call, tx, "booking.rescheduled", booking,
                   change_json(call->arena, VERB_RESCHEDULE, booking,
                               (struct interval){moved->start_ms, moved->end_ms}, PARTY_CLIENT,
                               INSTANT_NONE, &remark));
    *ret = *moved;
    return ERROR_NONE;
}

/* ---- a booking: asked of the other side ---- */

static void claim_proposal(struct call *call, struct tx *tx, struct move *move, int64_t expires_ms)
{
    struct claim parts[2] = {move->wanted};
    size_t count = move->is_beside_itself ? claim_beside(&move->wanted, &move->own, parts) : 1;
    for (size_t i = 0; i < count; i++) {
        parts[i].id = id_new();
        parts[i].kind = CLAIM_PROPOSAL;
        parts[i].expires_ms = expires_ms;
        claim_insert(tx, move->provider.id, &parts[i], move->provider.capacity, call->now_ms);
    }
}

static enum error propose(struct call *call, struct tx *tx, const struct booking *booking,
                          const struct reschedule_input *in, struct booking *ret)
{
    struct move move = {0};
    enum booking_party party = booking_party_of(booking, call);
    struct remark remark = {.notes = in->notes, .reason = in->reason};
    enum error error = plan_move(call, tx, booking, in, &move);
    if (error != ERROR_NONE)
        return error;
    struct interval work = {move.moved.start_ms, move.moved.end_ms};
    int64_t expires_ms = booking_proposal_expiry(booking, work.start_ms, call->now_ms);
    if (expires_ms <= call->now_ms)
        return ERROR_TOO_SOON;
    claim_proposal(call, tx, &move, expires_ms);
    *ret = *booking;
    ret->updated_ms = call->now_ms;
    ret->proposal.by = party;
    ret->proposal.start_ms = work.start_ms;
    ret->proposal.end_ms = work.end_ms;
    ret->proposal.expires_ms = expires_ms;
    timer_set(tx, booking_reschedule_timer.name, booking->id, expires_ms);
    booking_store_proposal(tx, ret);
    booking_store(tx, ret);
    journal_change(
        call, tx, "booking.reschedule_proposed", booking,
        change_json(call->arena, VERB_RESCHEDULE, booking, work, party, expires_ms, &remark));
    return ERROR_NONE;
}

/* ---- the operations ---- */

static enum error decide(struct call *call, const struct booking *booking, enum booking_verb verb)
{
    enum booking_status to;
    enum error error =
        booking_decide(booking, verb, booking_party_of(booking, call), call->now_ms, &to);
    return refuse_verb(call, booking, verb, error);
}

enum error booking_run_reschedule(struct call *call, struct tx *tx, const void *input, void *output)
{
    const struct booking *booking = call->subject;
    struct booking moved;
    enum error error = decide(call, booking, VERB_RESCHEDULE);
    if (error == ERROR_NONE && booking->status == BOOKING_PENDING)
        error = move_request(call, tx, booking, input, &moved);
    else if (error == ERROR_NONE)
        error = propose(call, tx, booking, input, &moved);
    call->wants_advice = booking_has_alternatives(error);
    if (error == ERROR_NONE)
        booking_reply(call, tx, &moved, output);
    return error;
}

/* Of this provider alone: moving a booking does not change who does the work. */
void booking_advise_reschedule(struct call *call, struct tx *tx, const void *input)
{
    const struct reschedule_input *in = input;
    struct booking booking;
    struct move move = {0};
    struct interval work;
    if (!booking_load(tx, call->arena, in->id, &booking) ||
        read_work(call, &booking, in, &work) != ERROR_NONE ||
        load_move(call, tx, &booking, &move) != ERROR_NONE ||
        set_time(call, &move, work) != ERROR_NONE)
        return;
    struct slot_request request =
        request_of(&move.moved, &move.provider, &move.service, length_of(&booking), call);
    booking_add_alternatives(call, tx,
                             &(struct booking_wish){.provider = &move.provider,
                                                    .request = &request,
                                                    .own = {booking.start_ms, booking.end_ms}});
}

/* Nothing is judged: between them, the booking's claims have held all of it, and what they held is
 * claimed as it was, whatever the service and its provider say by now. */
static void take_proposal(struct call *call, struct tx *tx, struct move *move)
{
    struct booking *moved = &move->moved;
    claim_keep_terms(tx, moved->id, &move->wanted);
    claim_release_booking(tx, moved->id, call->now_ms);
    claim_insert(tx, move->provider.id, &move->wanted, move->provider.capacity, call->now_ms);
    clear_proposal(tx, moved);
    moved->updated_ms = call->now_ms;
    booking_store_time(tx, moved);
    booking_store(tx, moved);
    booking_decline_rivals(call, tx, &move->provider, moved);
}

enum error booking_run_accept_reschedule(struct call *call, struct tx *tx, const void *input,
                                         void *output)
{
    const struct verb_input *in = input;
    const struct booking *booking = call->subject;
    struct remark remark = {.notes = in->notes, .reason = in->reason};
    struct move move = {0};
    enum error error = decide(call, booking, VERB_ACCEPT_RESCHEDULE);
    if (error == ERROR_NONE)
        error = load_move(call, tx, booking, &move);
    if (error == ERROR_NONE)
        error = set_time(call, &move, proposed(booking));
    if (error != ERROR_NONE)
        return error;
    take_proposal(call, tx, &move);
    journal_change(call, tx, "booking.rescheduled", booking,
                   change_json(call->arena, VERB_ACCEPT_RESCHEDULE, booking, proposed(booking),
                               booking->proposal.by, INSTANT_NONE, &remark));
    booking_reply(call, tx, &move.moved, output);
    return ERROR_NONE;
}

enum error booking_run_decline_reschedule(struct call *call, struct tx *tx, const void *input,
                                          void *output)
{
    const struct verb_input *in = input;
    const struct booking *booking = call->subject;
    struct booking kept = *booking;
    struct remark remark = {.notes = in->notes, .reason = in->reason};
    enum error error = decide(call, booking, VERB_DECLINE_RESCHEDULE);
    if (error != ERROR_NONE)
        return error;
    bool is_own = booking->proposal.by == booking_party_of(booking, call);
    booking_end_proposal(tx, &kept, call->now_ms);
    kept.updated_ms = call->now_ms;
    booking_store(tx, &kept);
    journal_change(call, tx,
                   is_own ? "booking.reschedule_withdrawn" : "booking.reschedule_declined", booking,
                   change_json(call->arena, VERB_DECLINE_RESCHEDULE, booking, proposed(booking),
                               booking->proposal.by, INSTANT_NONE, &remark));
    booking_reply(call, tx, &kept, output);
    return ERROR_NONE;
}
