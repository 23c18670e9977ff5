#include "booking/series.h"

/* Who books what of whom, when and for how much: all checked against the store, nothing written. */
struct booking_plan {
    struct id client_id;
    struct provider provider;
    struct service service;
    struct place place, work_place; /* as the client says it; as travel sees it */
    bool is_remote;
    int64_t start_ms, duration_ms;
    struct quote quote;
    struct hold hold; /* the caller's own, live and with this provider; or no id */
    bool is_several;  /* a series: what was held is one of them, the others are as offered now */
};

/* ---- planning: nothing is written ---- */

static enum error plan_client(struct call *call, const struct create_input *input,
                              struct booking_plan *plan)
{
    plan->client_id = call->actor.account_id;
    if (!id_is_set(input->client_id) || id_equal(input->client_id, plan->client_id))
        return ERROR_NONE;
    if (!(call->actor.roles & ROLE_ADMIN))
        return call_refuse(call, ERROR_FORBIDDEN, "clientId must be your own id.");
    plan->client_id = input->client_id;
    return ERROR_NONE;
}

static enum error plan_provider(struct call *call, struct tx *tx, const struct create_input *input,
                                struct booking_plan *plan)
{
    /* The provider's row is what every change of its claims locks first. */
    if (tx_is_write(tx))
        tx_lock_row(tx, "provider", input->provider_id);
    if (!provider_load(tx, call->arena, input->provider_id, &plan->provider))
        return call_refuse(call, ERROR_NOT_FOUND, "There is no such provider.");
    if (id_equal(plan->provider.id, plan->client_id))
        return ERROR_SELF_BOOKING;
    return ERROR_NONE;
}

static void plan_hold(struct call *call, struct tx *tx, const struct create_input *input,
                      struct booking_plan *plan)
{
    struct hold hold;
    if (id_is_set(input->hold_id) &&
        hold_load_live(tx, call->actor.account_id, input->hold_id, call->now_ms, &hold) &&
        id_equal(hold.provider_id, plan->provider.id)) {
        hold_load_terms(tx, call->arena, &hold);
        plan->hold = hold;
    }
}

static bool holds_service(const struct booking_plan *plan, struct id service_id)
{
    return id_is_set(plan->hold.claim.id) && id_equal(plan->hold.claim.service_id, service_id);
}

/* What was held is booked as it was held: its service is not asked again for what it allows. */
static bool plan_is_held(const struct booking_plan *plan)
{
    const struct claim *held = &plan->hold.claim;
    return holds_service(plan, plan->service.id) && held->work_start_ms == plan->start_ms &&
           held->work_end_ms == plan->start_ms + plan->duration_ms;
}

/* What was agreed to when it was held, if nothing but that is booked; or NULL. */
static const struct hold_terms *plan_terms(const struct booking_plan *plan)
{
    return plan_is_held(plan) && plan->hold.terms.is_known && !plan->is_several ? &plan->hold.terms
                                                                                : NULL;
}

/* A hold says which service it is of, unless another is named. */
static bool find_held_service(struct call *call, struct tx *tx, const struct create_input *input,
                              struct booking_plan *plan)
{
    struct str type;
    bool is_named = str_is_set(input->service_type) &&
                    service_type_parse(call->arena, input->service_type, &type);
    return id_is_set(plan->hold.claim.id) &&
           service_load(tx, call->arena, plan->hold.claim.service_id, &plan->service) &&
           (!is_named || str_equal(type, plan->service.service_type));
}

static enum error plan_service(struct call *call, struct tx *tx, const struct create_input *input,
                               struct booking_plan *plan)
{
    struct service *service = &plan->service;
    if (!id_is_set(input->service_id))
        return find_held_service(call, tx, input, plan)
                   ? ERROR_NONE
                   : service_resolve(tx, call->arena, plan->provider.id, input->service_type,
                                     service);
    if (!service_load(tx, call->arena, input->service_id, service) ||
        !id_equal(service->provider_id, plan->provider.id))
        return call_refuse(call, ERROR_NOT_FOUND, "This provider has no such service.");
    return service->active || holds_service(plan, service->id) ? ERROR_NONE
                                                               : ERROR_SERVICE_INACTIVE;
}

enum error booking_read_hours(struct call *call, struct decimal hours, int64_t *ret_minutes)
{
    int64_t minutes;
    if (!decimal_multiply_to_integer(hours, 60, &minutes) || minutes <= 0 || minutes > 31 * 1440)
        return call_refuse_field(call, "durationHours", "range",
                                 "Whole minutes, more than none, at most 31 days.");
    *ret_minutes = minutes;
    return ERROR_NONE;
}

static enum error plan_duration(struct call *call, const struct create_input *input,
                                struct booking_plan *plan)
{
    const struct claim *held = &plan->hold.claim;
    int64_t minutes = plan->service.duration_minutes;
    if (holds_service(plan, plan->service.id))
        minutes = (held->work_end_ms - held->work_start_ms) / MINUTE_MS;
    if (input->present & shape_bit(&booking_quote_shape, "durationHours")) {
        enum error error = booking_read_hours(call, input->duration_hours, &minutes);
        if (error != ERROR_NONE)
            return error;
    } else if (minutes == 0) {
        return call_refuse_field(call, "durationHours", "required", "Say how long.");
    }
    plan->start_ms = input->scheduled_time;
    plan->duration_ms = minutes * MINUTE_MS;
    if (plan_is_held(plan))
        return ERROR_NONE;
    if (!plan->service.active)
        return ERROR_SERVICE_INACTIVE;
    /* Judged with the calendar once more; here so that no price is quoted for what cannot be. */
    return calendar_duration_fits(&plan->service, plan->duration_ms) ? ERROR_NONE
                                                                     : ERROR_BAD_DURATION;
}

static enum error read_place(struct call *call, const struct create_input *input, struct place *ret)
{
    *ret = (struct place){STR_NONE, PLACE_NONE, PLACE_NONE};
    if (str_is_set(input->location_json)) {
        const char *complaint = place_from_json(call->arena, input->location_json, ret);
        if (complaint)
            return call_refuse_field(call, "location", "invalid", "%s", complaint);
    }
    return ERROR_NONE;
}

/* How and where. What was held is done as it was held, though it be offered so no more; at the
 * provider's own place it is where that was. */
static enum error plan_place(struct call *call, const struct create_input *input,
                             struct booking_plan *plan)
{
    const struct provider *provider = &plan->provider;
    const struct hold_terms *terms = plan_terms(plan);
    bool said = input->present & shape_bit(&booking_quote_shape, "isRemote");
    plan->is_remote = said    ? input->is_remote
                      : terms ? terms->is_remote
                              : service_is_remote_only(&plan->service);
    bool is_held_way = terms && terms->is_remote == plan->is_remote;
    enum error error =
        is_held_way ? ERROR_NONE : service_judge_way(&plan->service, plan->is_remote);
    if (error == ERROR_NONE)
        error = read_place(call, input, &plan->place);
    if (error != ERROR_NONE)
        return error;
    plan->work_place = travel_place(provider, plan->is_remote, &plan->place);
    if (!terms || !hold_is_at(&plan->hold, plan->is_remote, &plan->place))
        return provider_judge_area(provider, plan->is_remote, &plan->place);
    plan->work_place = plan->hold.claim.place;
    return ERROR_NONE;
}

/* The service's own rate, or the provider's other one when the client asks for it by rateType.
 * Where there is none of that kind any more, what is done how and where it was held has the one it
 * was held with. */
static enum error plan_rate(struct call *call, const struct create_input *input,
                            const struct booking_plan *plan, struct quote *quote)
{
    const struct service *service = &plan->service;
    const struct hold_terms *terms =
        hold_is_at(&plan->hold, plan->is_remote, &plan->place) ? plan_terms(plan) : NULL;
    struct currency currency = plan->provider.currency;
    bool chosen = input->present & shape_bit(&booking_quote_shape, "rateType");
    enum rate_type type = chosen ? (enum rate_type)input->rate_type : service->rate_type;
    int64_t rate_minor = service_rate_for(service, &plan->provider, type);
    if (rate_minor == INSTANT_NONE && terms) {
        type = chosen ? type : terms->rate_type;
        rate_minor = terms->rates_minor[type];
        currency = terms->currency;
    }
    if (rate_minor == INSTANT_NONE && type != service->rate_type &&
        (service->rate_type == RATE_FIXED || type == RATE_FIXED))
        return call_refuse_field(call, "rateType", "bad_choice",
                                 "This service is not charged that way.");
    if (rate_minor == INSTANT_NONE)
        return call_refuse(call, ERROR_UNPROCESSABLE, "The provider has set no rate for this.");
    if (!booking_quote(type, rate_minor, currency, plan->duration_ms / MINUTE_MS, quote))
        return call_refuse(call, ERROR_UNPROCESSABLE, "That amount is too large.");
    return ERROR_NONE;
}

static void fill_quote_view(struct call *call, const struct booking_plan *plan,
                            struct quote_view *view)
{
    quote_show(call->arena, &plan->quote, view);
    view->service_id = plan->service.id;
    view->start_ms = plan->start_ms;
    view->end_ms = plan->start_ms + plan->duration_ms;
}

static enum error refuse_rate(struct call *call, const struct booking_plan *plan)
{
    struct quote_view *view = shape_new(&quote_view_shape, call->arena);
    struct buf out;
    struct json_writer writer;
    fill_quote_view(call, plan, view);
    buf_init(&out, call->arena, 512);
    BUF_ADD(&out, "\"quote\":");
    json_writer_init(&writer, &out);
    shape_print(&quote_view_shape, view, &writer);
    call->problem.extra_json = buf_str(&out);
    return call->problem.error = ERROR_RATE_CHANGED;
}

/* What the client believes it pays is checked, never believed. */
static enum error check_sent_amount(struct call *call, const struct booking_plan *plan,
                                    const char *field, struct decimal sent, int64_t ours_minor)
{
    int64_t minor;
    if (!decimal_to_minor(sent, plan->quote.currency, &minor))
        return call_refuse_field(call, field, "range", "Not an amount of %s.",
                                 plan->quote.currency.code);
    return minor == ours_minor ? ERROR_NONE : refuse_rate(call, plan);
}

static enum error check_sent_price(struct call *call, const struct create_input *input,
                                   const struct booking_plan *plan)
{
    enum error error = ERROR_NONE;
    if (input->currency.code[0] && !currency_equal(input->currency, plan->quote.currency))
        return call_refuse_field(call, "currency", "bad_choice", "This provider charges in %s.",
                                 plan->quote.currency.code);
    if (input->present & shape_bit(&booking_quote_shape, "rate"))
        error = check_sent_amount(call, plan, "rate", input->rate, plan->quote.rate_minor);
    if (error == ERROR_NONE && input->present & shape_bit(&booking_quote_shape, "totalPrice"))
        error = check_sent_amount(call, plan, "totalPrice", input->total_price,
                                  plan->quote.total_minor);
    return error;
}

/* Who, with whom, what, how long and where: all but the price. */
static enum error plan_parties(struct call *call, struct tx *tx, const struct create_input *input,
                               struct booking_plan *plan)
{
    enum error error = plan_client(call, input, plan);
    if (error == ERROR_NONE)
        error = plan_provider(call, tx, input, plan);
    if (error == ERROR_NONE) {
        plan_hold(call, tx, input, plan);
        error = plan_service(call, tx, input, plan);
    }
    if (error == ERROR_NONE)
        error = plan_duration(call, input, plan);
    if (error == ERROR_NONE)
        error = plan_place(call, input, plan);
    return error;
}

static enum error plan_booking(struct call *call, struct tx *tx, const struct create_input *input,
                               struct booking_plan *ret)
{
    struct booking_plan plan = {.is_several = input->repeat != NULL};
    enum error error = plan_parties(call, tx, input, &plan);
    if (error == ERROR_NONE)
        error = plan_rate(call, input, &plan, &plan.quote);
    if (error == ERROR_NONE)
        error = check_sent_price(call, input, &plan);
    if (error == ERROR_NONE)
        *ret = plan;
    return error;
}

/* ---- booking ---- */

enum error booking_judge(struct call *call, struct tx *tx, const struct provider *provider,
                         const struct slot_request *request)
{
    struct calendar calendar;
    struct interval work = {request->start_ms, request->start_ms + request->duration_ms};
    if (!calendar_load_for(tx, call->arena, provider, request, work, call->now_ms, &calendar))
        return ERROR_OUTSIDE_HOURS;
    return calendar_judge(&calendar, request, call->now_ms, NULL);
}

struct place booking_work_place(const struct provider *provider, const struct booking *booking)
{
    return travel_place(provider, booking->is_remote, &booking->place);
}

struct claim booking_claim(const struct provider *provider, const struct service *service,
                           const struct booking *booking)
{
    return (struct claim){
        .id = id_new(),
        .booking_id = booking->id,
        .client_id = booking->client_id,
        .service_id = booking->service_id,
        .start_ms = booking->start_ms - service->buffer_before_minutes * MINUTE_MS,
        .end_ms = booking->end_ms + service->buffer_after_minutes * MINUTE_MS,
        .work_start_ms = booking->start_ms,
        .work_end_ms = booking->end_ms,
        .seats = service->seats,
        .expires_ms = INSTANT_NONE,
        .place = booking_work_place(provider, booking),
    };
}

void booking_expire_overdue(struct tx *tx, struct arena *arena, struct id provider_id,
                            struct interval occupied, int64_t now_ms)
{
    struct list overdue = claim_clear_expired(tx, arena, provider_id, occupied, now_ms);
    for (size_t i = 0; i < overdue.count; i++)
        booking_expire(tx, arena, *LIST_AT(overdue, struct id, i), now_ms);
}

static enum error check_project(struct call *call, struct tx *tx, const struct create_input *input,
                                const struct booking_plan *plan)
{
    struct project project;
    if (!id_is_set(input->project_id))
        return ERROR_NONE;
    if (!project_load(tx, call->arena, input->project_id, &project) ||
        !id_equal(project.owner_id, plan->client_id))
        return call_refuse(call, ERROR_NOT_FOUND, "There is no such project.");
    return ERROR_NONE;
}

static bool is_answered(struct list answers, struct str question)
{
    for (size_t i = 0; i < answers.count; i++) {
        const struct answer *answer = LIST_AT(answers, struct answer, i);
        if (str_equal(str_trim(answer->question), str_trim(question)) &&
            str_trim(answer->answer).size > 0)
            return true;
    }
    return false;
}

/* Names every required question that was left open. Answers to what was not asked are kept too: a
 * question may have been reworded since the client saw it. */
static enum error check_answers(struct call *call, const struct create_input *input,
                                const struct service *service)
{
    enum error error = ERROR_NONE;
    if (str_equal(service->questions_json, STR("[]")))
        return error;
    const struct json *questions = json_parse(call->arena, service->questions_json, NULL, NULL);
    for (const struct json *item = questions ? questions->first : NULL; item; item = item->next) {
        const struct json *question = json_get(item, STR("question"));
        const struct json *required = json_get(item, STR("required"));
        if (question && required && required->boolean &&
            !is_answered(input->answers, question->text))
            error = call_refuse_field(call, "answers", "required", "Please answer \"%.*s\".",
                                      STR_ARG(question->text));
    }
    return error;
}

static struct str answers_json(struct arena *arena, struct list answers)
{
    struct buf out;
    struct json_writer writer;
    buf_init(&out, arena, 256);
    json_writer_init(&writer, &out);
    json_begin_array(&writer);
    for (size_t i = 0; i < answers.count; i++) {
        const struct answer *answer = LIST_AT(answers, struct answer, i);
        json_begin_object(&writer);
        json_key(&writer, STR("question"));
        json_text(&writer, answer->question);
        json_key(&writer, STR("answer"));
        json_text(&writer, answer->answer);
        json_end_object(&writer);
    }
    json_end_array(&writer);
    return buf_str(&out);
}

struct str booking_policy_json(struct arena *arena, const struct service *service)
{
    struct buf out;
    struct json_writer writer;
    buf_init(&out, arena, 512);
    json_writer_init(&writer, &out);
    json_begin_object(&writer);
    json_key(&writer, STR("acceptance"));
    json_text(&writer, str_from(acceptance_names.names[service->acceptance]));
    json_key(&writer, STR("payment"));
    json_text(&writer, str_from(payment_policy_names.names[service->payment]));
    json_key(&writer, STR("approval"));
    json_text(&writer, str_from(approval_names.names[service->approval]));
    json_key(&writer, STR("revisions"));
    json_int(&writer, service->revisions);
    json_key(&writer, STR("pendingBlocks"));
    json_bool(&writer, service->pending_blocks);
    json_key(&writer, STR("bufferBeforeMinutes"));
    json_int(&writer, service->buffer_before_minutes);
    json_key(&writer, STR("bufferAfterMinutes"));
    json_int(&writer, service->buffer_after_minutes);
    json_key(&writer, STR("cancellation"));
    json_raw(&writer, service->cancellation_policy_json);
    json_end_object(&writer);
    return buf_str(&out);
}

/* What the plan and the service decide; the client's words are added by the caller. */
static struct booking booking_from_plan(struct call *call, const struct booking_plan *plan)
{
    const struct service *service = &plan->service;
    struct quote_view *quote = shape_new(&quote_view_shape, call->arena);
    fill_quote_view(call, plan, quote);
    bool instant = service->acceptance == ACCEPT_INSTANT;
    return (struct booking){
        .id = id_new(),
        .client_id = plan->client_id,
        .provider_id = plan->provider.id,
        .service_id = service->id,
        .status = instant ? BOOKING_CONFIRMED : BOOKING_PENDING,
        .payment_status = PAYMENT_UNPAID,
        .title = service->title,
        .description = STR(""),
        .service_type = service->service_type,
        .start_ms = plan->start_ms,
        .end_ms = plan->start_ms + plan->duration_ms,
        .time_zone = plan->provider.time_zone,
        .place = plan->place,
        .is_remote = plan->is_remote,
        .rate_type = plan->quote.rate_type,
        .rate_minor = plan->quote.rate_minor,
        .total_minor = plan->quote.total_minor,
        .currency = plan->quote.currency,
        .quote_json = quote_lines_json(call->arena, quote),
        .policy_json = booking_policy_json(call->arena, service),
        .deliverables_json = STR("[]"),
        .expires_ms =
            instant ? INSTANT_NONE : booking_expiry(service, plan->start_ms, call->now_ms),
        .created_ms = call->now_ms,
        .updated_ms = call->now_ms,
        .completed_ms = INSTANT_NONE,
        .anchor_ms = plan->start_ms,
    };
}

static void add_words(struct call *call, const struct create_input *input, struct booking *booking)
{
    if (str_is_set(input->title))
        booking->title = input->title;
    if (str_is_set(input->description))
        booking->description = input->description;
    if (str_is_set(input->time_zone))
        booking->time_zone = input->time_zone;
    booking->project_id = input->project_id;
    booking->company = input->company;
    booking->special_requirements = input->special_requirements;
    booking->purpose = input->purpose;
    booking->answers_json = answers_json(call->arena, input->answers);
}

static void journal_created(struct call *call, struct tx *tx, const struct booking *booking,
                            struct str notes, bool follows)
{
    struct buf out, start;
    struct json_writer writer;
    buf_init(&start, call->arena, 32);
    instant_print(&start, booking->start_ms);
    buf_init(&out, call->arena, 256);
    json_writer_init(&writer, &out);
    json_begin_object(&writer);
    json_key(&writer, STR("status"));
    json_text(&writer, str_from(booking_status_names.names[booking->status]));
    json_key(&writer, STR("title"));
    json_text(&writer, booking->title);
    json_key(&writer, STR("scheduledTime"));
    json_text(&writer, buf_str(&start));
    if (str_is_set(notes)) {
        json_key(&writer, STR("notes"));
        json_text(&writer, notes);
    }
    if (id_is_set(booking->series_id)) {
        json_key(&writer, STR("seriesId"));
        json_text(&writer, id_text(call->arena, "series", booking->series_id));
    }
    if (follows) {
        json_key(&writer, STR("seriesFollows"));
        json_bool(&writer, true);
    }
    json_end_object(&writer);
    struct id audience[] = {booking->client_id, booking->provider_id};
    call_journal(call, tx, "booking.created", booking->id, audience, 2, buf_str(&out));
}

/* Booking, claim, timer, journal: the four rows of a booking. */
static void store_booking(struct call *call, struct tx *tx, const struct booking_plan *plan,
                          const struct booking *booking, struct claim *claim)
{
    bool is_request = booking->status == BOOKING_PENDING;
    booking_insert(tx, booking);
    if (!is_request || plan->service.pending_blocks) {
        claim->booking_id = booking->id;
        claim->expires_ms = booking->expires_ms;
        claim_insert(tx, booking->provider_id, claim, plan->provider.capacity, call->now_ms);
    }
    if (is_request)
        timer_set(tx, booking_timer.name, booking->id, booking->expires_ms);
    else
        provider_count_booking(tx, booking->provider_id);
}

static struct slot_request request_of(const struct call *call, const struct booking_plan *plan)
{
    return (struct slot_request){.service = &plan->service,
                                 .start_ms = plan->start_ms,
                                 .duration_ms = plan->duration_ms,
                                 .place = &plan->work_place,
                                 .client_id = plan->client_id,
                                 .holder_id = call->actor.account_id};
}

/* The plan was good when it was refused; should that have changed since, nothing is added. */
void booking_advise_create(struct call *call, struct tx *tx, const void *input)
{
    struct booking_plan plan = {0};
    enum error error = plan_parties(call, tx, input, &plan);
    if (error != ERROR_NONE)
        return;
    struct slot_request request = request_of(call, &plan);
    booking_add_alternatives(call, tx,
                             &(struct booking_wish){.provider = &plan.provider,
                                                    .request = &request,
                                                    .place = &plan.place});
}

/* What was held is what is agreed, whatever buffers the service asks for by now: the booking must
 * not believe that it holds more than its claim does, or moving it would leave a gap. */
static void agree_as_held(struct call *call, const struct booking_plan *plan,
                          const struct claim *claim, struct booking *booking)
{
    struct service held = plan->service;
    held.buffer_before_minutes = (claim->work_start_ms - claim->start_ms) / MINUTE_MS;
    held.buffer_after_minutes = (claim->end_ms - claim->work_end_ms) / MINUTE_MS;
    booking->policy_json = booking_policy_json(call->arena, &held);
}

/* One booking, judged and stored: alone, or as one of a series. */
static enum error place_booking(struct call *call, struct tx *tx, const struct create_input *in,
                                const struct booking_plan *plan, struct booking *booking,
                                bool follows)
{
    struct claim claim = booking_claim(&plan->provider, &plan->service, booking);
    claim.place = plan->work_place;
    booking_expire_overdue(tx, call->arena, plan->provider.id,
                           (struct interval){claim.start_ms, claim.end_ms}, call->now_ms);
    struct slot_request request = request_of(call, plan);
    request.is_held = hold_use(tx, &plan->provider, call->actor.account_id,
                               follows ? ID_NONE : in->hold_id, &claim, call->now_ms);
    if (!request.is_held && !plan->service.active)
        return ERROR_SERVICE_INACTIVE; /* held elsewhere, or the first of several */
    enum error error = booking_judge(call, tx, &plan->provider, &request);
    if (error != ERROR_NONE)
        return error;
    if (request.is_held)
        agree_as_held(call, plan, &claim, booking);
    store_booking(call, tx, plan, booking, &claim);
    journal_created(call, tx, booking, in->notes, follows);
    return ERROR_NONE;
}

/* ---- several ---- */

static enum error plan_series(struct call *call, const struct create_input *in,
                              const struct booking_plan *plan, struct series_start *starts,
                              size_t *ret_count)
{
    const struct repeat_input *repeat = in->repeat;
    bool by_count = repeat->present & shape_bit(&booking_repeat_shape, "count");
    bool by_date = repeat->present & shape_bit(&booking_repeat_shape, "until");
    const struct zone *zone =
        zone_find(str_is_set(in->time_zone) ? in->time_zone : plan->provider.time_zone);
    if (by_count == by_date)
        return call_refuse_field(call, "repeat", "required", "Say count or until, one of them.");
    if (!zone)
        return ERROR_OUTSIDE_HOURS;
    size_t count = series_starts(zone, plan->start_ms, repeat, starts);
    if (count == 0)
        return call_refuse_field(call, "repeat.until", "range", "That is before the first start.");
    if (count > SERIES_MAX)
        return call_refuse_field(call, "repeat.until", "range", "At most %d times.", SERIES_MAX);
    *ret_count = count;
    return ERROR_NONE;
}

static enum error refuse_series(struct call *call, const struct series_view *series)
{
    struct buf out;
    struct json_writer writer;
    buf_init(&out, call->arena, 512);
    BUF_ADD(&out, "\"clashes\":");
    json_writer_init(&writer, &out);
    json_begin_array(&writer);
    for (size_t i = 0; i < series->clashes.count; i++)
        shape_print(&series_clash_shape, LIST_AT(series->clashes, struct series_clash, i), &writer);
    json_end_array(&writer);
    call->problem.extra_json = buf_str(&out);
    return call->problem.error = ERROR_SERIES_CLASH;
}

static enum error quote_series(struct call *call, const struct create_input *in,
                               const struct booking_plan *plan, struct quote_view *view)
{
    struct series_start starts[SERIES_MAX];
    size_t count = 0;
    enum error error = plan_series(call, in, plan, starts, &count);
    if (error != ERROR_NONE)
        return error;
    struct quote_series *series = ARENA_NEW(call->arena, struct quote_series);
    int64_t *instants = ARENA_ARRAY(call->arena, int64_t, count);
    for (size_t i = 0; i < count; i++) {
        if (!starts[i].exists)
            continue;
        instants[series->count++] = starts[i].start_ms;
        if (!money_add(series->total_minor, plan->quote.total_minor, &series->total_minor))
            return call_refuse(call, ERROR_UNPROCESSABLE, "That amount is too large.");
    }
    series->currency = plan->quote.currency;
    series->starts = (struct list){instants, (size_t)series->count};
    view->series = series;
    return ERROR_NONE;
}

enum error booking_run_quote(struct call *call, struct tx *tx, const void *input, void *output)
{
    const struct create_input *in = input;
    struct booking_plan plan;
    enum error error = plan_booking(call, tx, in, &plan);
    if (error == ERROR_NONE)
        fill_quote_view(call, &plan, output);
    if (error == ERROR_NONE && in->repeat)
        error = quote_series(call, in, &plan, output);
    return error;
}

/* In the order of time, so that limits count those before. Every time that cannot be booked is
 * named; unless those are to be left out, all is rolled back. */
static enum error create_series(struct call *call, struct tx *tx, const struct create_input *in,
                                struct booking_plan *plan, struct booking_output *out)
{
    struct series_start starts[SERIES_MAX];
    size_t count = 0;
    enum error error = plan_series(call, in, plan, starts, &count);
    if (error != ERROR_NONE)
        return error;
    struct series_view *series = booking_series_new(call->arena, id_new(), count);
    struct booking first = {0};
    for (size_t i = 0; i < count; i++) {
        plan->start_ms = starts[i].start_ms;
        struct booking booking = booking_from_plan(call, plan);
        add_words(call, in, &booking);
        booking.series_id = series->id;
        booking.series_index = (int64_t)i + 1;
        bool follows = series->bookings.count > 0;
        error = starts[i].exists ? place_booking(call, tx, in, plan, &booking, follows)
                                 : ERROR_OUTSIDE_HOURS;
        if (error == ERROR_NONE) {
            booking_series_add(series, &booking);
            first = follows ? first : booking;
        } else if (booking_has_alternatives(error) || error == ERROR_CLIENT_LIMIT) {
            *LIST_AT(series->clashes, struct series_clash, series->clashes.count++) =
                (struct series_clash){starts[i].start_ms, str_from(error_info(error)->code)};
        } else {
            return error;
        }
    }
    if (series->bookings.count == 0 || (series->clashes.count > 0 && !in->skip_clashes))
        return refuse_series(call, series);
    booking_reply(call, tx, &first, out);
    out->series = series;
    return ERROR_NONE;
}

/* The same steps without a change. Only the calendar's refusals are foreseen: of overdue requests
 * and one's own holds it knows that they do not count, so nothing need be cleared first. What was
 * held is claimed as it was, and a series has many answers: both wait for their turn. */
enum error booking_foresee_create(struct call *call, struct tx *tx, const void *input)
{
    const struct create_input *in = input;
    struct booking_plan plan;
    if (in->repeat || id_is_set(in->hold_id) || plan_booking(call, tx, in, &plan) != ERROR_NONE ||
        check_project(call, tx, in, &plan) != ERROR_NONE ||
        check_answers(call, in, &plan.service) != ERROR_NONE)
        return ERROR_NONE;
    struct slot_request request = request_of(call, &plan);
    enum error error = booking_judge(call, tx, &plan.provider, &request);
    call->wants_advice = booking_has_alternatives(error);
    return call->wants_advice ? error : ERROR_NONE;
}

enum error booking_run_create(struct call *call, struct tx *tx, const void *input, void *output)
{
    const struct create_input *in = input;
    struct booking_plan plan;
    enum error error = plan_booking(call, tx, in, &plan);
    if (error == ERROR_NONE)
        error = check_project(call, tx, in, &plan);
    if (error == ERROR_NONE)
        error = check_answers(call, in, &plan.service);
    if (error != ERROR_NONE)
        return error;
    if (in->repeat)
        return create_series(call, tx, in, &plan, output);
    struct booking booking = booking_from_plan(call, &plan);
    add_words(call, in, &booking);
    error = place_booking(call, tx, in, &plan, &booking, false);
    call->wants_advice = booking_has_alternatives(error);
    if (error == ERROR_NONE)
        booking_reply(call, tx, &booking, output);
    return error;
}
