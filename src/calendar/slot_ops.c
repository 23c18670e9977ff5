/* The starts that can be booked, as operations. */
#include "booking/booking.h"
#include "calendar/calendar_internal.h"
#include "calendar/engine.h"
#include "calendar/start.h"
#include "calendar/travel.h"

/* As many starts are looked at for one answer as the longest month has minutes, with an hour more
 * for its change of the clocks: so a month comes whole, however fine the steps are, unless many
 * people's work is far apart in it, where a start may cost thousands of looks at claims. */
enum { SLOT_DAYS_MAX = 62, SLOT_DAYS_DEFAULT = 31, SLOT_LOOKS_MAX = (31 * 24 + 1) * 60 };

/* ---- shapes ---- */

struct slots_input {
    uint64_t present;
    struct start_asked asked;
    struct str time_zone;
    int64_t from_ms, to_ms;
};
static const struct field slots_input_fields[] = {
    {.name = "providerId",
     .type = FIELD_ID,
     .prefix = "user",
     .aliases = EDITION_PROVIDER_ID_SPELLINGS,
     .flags = FIELD_REQUIRED,
     AT(struct slots_input, asked.provider_id),
     .doc = "The provider, who is a user."},
    START_SERVICE_FIELDS(struct slots_input),
    {.name = "from",
     .type = FIELD_INSTANT,
     AT(struct slots_input, from_ms),
     .doc = "Now when not sent."},
    {.name = "to",
     .type = FIELD_INSTANT,
     AT(struct slots_input, to_ms),
     .doc = "Starts before this; 31 days after from when not sent, at most 62."},
    START_LENGTH_FIELD(struct slots_input),
    {.name = "timeZone",
     .type = FIELD_ZONE,
     AT(struct slots_input, time_zone),
     .doc = "The viewer's; the provider's when not sent."},
    {.name = "ignoreBookingId",
     .type = FIELD_ID,
     .prefix = "booking",
     AT(struct slots_input, asked.ignore_booking_id),
     .doc = "One of the caller's own bookings, to find times it could be moved to: the time it "
            "holds counts as free, and service, length and place are its own."},
    START_PLACE_FIELDS(struct slots_input),
};
const struct shape slots_input_shape =
    SHAPE("SlotsInput", struct slots_input, slots_input_fields, .flags = SHAPE_INPUT);

struct slot_view {
    int64_t start_ms, end_ms, seats_left;
    struct str local, local_end;
};
static const struct field slot_fields[] = {
    {.name = "start", .type = FIELD_INSTANT, AT(struct slot_view, start_ms), .doc = "The start."},
    {.name = "end", .type = FIELD_INSTANT, AT(struct slot_view, end_ms), .doc = "The end."},
    {.name = "local",
     .type = FIELD_TEXT,
     AT(struct slot_view, local),
     .doc = "The start in the viewer's zone, with its offset."},
    {.name = "localEnd",
     .type = FIELD_TEXT,
     AT(struct slot_view, local_end),
     .doc = "The end, in the asked zone."},
    {.name = "seatsLeft",
     .type = FIELD_INT,
     AT(struct slot_view, seats_left),
     .doc = "How many bookings of this start are still possible."},
};
static const struct shape slot_shape = SHAPE("Slot", struct slot_view, slot_fields);

struct slots_output {
    struct list slots;
    struct str time_zone;
    int64_t next_from_ms;
};
static const struct field slots_output_fields[] = {
    {.name = "slots",
     .type = FIELD_LIST,
     .element = FIELD_OBJECT,
     .shape = &slot_shape,
     AT(struct slots_output, slots),
     .doc = "Every start that can be booked, in order."},
    {.name = "timeZone",
     .type = FIELD_TEXT,
     AT(struct slots_output, time_zone),
     .doc = "IANA, of the provider unless said otherwise."},
    {.name = "nextFrom",
     .type = FIELD_INSTANT,
     .flags = FIELD_OMIT,
     AT(struct slots_output, next_from_ms),
     .doc = "Only where the answer ends before the range does: it has every start before this; ask "
            "from here for the others. A calendar month comes whole but where a great many claims "
            "have to be looked at for each start."},
};
const struct shape slots_output_shape =
    SHAPE("SlotsReply", struct slots_output, slots_output_fields);

struct explain_input {
    uint64_t present;
    struct start_asked asked;
    struct str time_zone;
    int64_t start_ms;
};
static const struct field explain_input_fields[] = {
    {.name = "providerId",
     .type = FIELD_ID,
     .prefix = "user",
     .aliases = EDITION_PROVIDER_ID_SPELLINGS,
     .flags = FIELD_REQUIRED,
     AT(struct explain_input, asked.provider_id),
     .doc = "The provider, who is a user."},
    START_SERVICE_FIELDS(struct explain_input),
    START_INSTANT_FIELDS(struct explain_input),
    START_LENGTH_FIELD(struct explain_input),
    {.name = "ignoreBookingId",
     .type = FIELD_ID,
     .prefix = "booking",
     AT(struct explain_input, asked.ignore_booking_id),
     .doc = "One of the caller's own bookings, to find times it could be moved to: the time it "
            "holds counts as free, and service, length and place are its own."},
    START_PLACE_FIELDS(struct explain_input),
};
const struct shape explain_input_shape =
    SHAPE("ExplainInput", struct explain_input, explain_input_fields, .flags = SHAPE_INPUT);

/* In the order of the checks. */
static const struct {
    const char *code, *message;
} reason_texts[REASON_COUNT] = {
    [REASON_DURATION] = {"duration", "The service does not last that long."},
    [REASON_OFF_GRID] = {"off_grid", "The service does not start at that time."},
    [REASON_NOTICE] = {"notice", "That is past, or sooner than the service takes."},
    [REASON_WINDOW] = {"window", "That is further ahead than the service takes."},
    [REASON_OUTSIDE_HOURS] = {"outside_hours", "The provider does not work then."},
    [REASON_EXCEPTION] = {"exception", "The provider has other hours on that date."},
    [REASON_TIME_OFF] = {"time_off", "The provider has taken that time off."},
    [REASON_DAY_LIMIT] = {"day_limit", "The provider takes no more bookings on that day."},
    [REASON_WEEK_LIMIT] = {"week_limit", "The provider takes no more bookings in that week."},
    [REASON_CLAIMED] = {"claimed", "That time is taken."},
    [REASON_BUFFER] = {"buffer", "Too little time is left before or after what is booked."},
    [REASON_HELD] = {"held", "Somebody is about to book that time."},
    [REASON_CAPACITY] = {"capacity", "The provider has as much to do then as fits."},
    [REASON_SEATS] = {"seats", "All seats are taken."},
    [REASON_TRAVEL] = {"travel", "The way from the place before, or to the next, is too long."},
    [REASON_EXTERNAL_BUSY] = {"external_busy", "The provider is busy elsewhere."},
    [REASON_CLIENT_LIMIT] = {"client_limit", "You have as many open bookings here as allowed."},
};

struct reason_view {
    struct str code, message;
    int64_t until_ms;
};
static const struct field reason_fields[] = {
    {.name = "code",
     .type = FIELD_TEXT,
     AT(struct reason_view, code),
     .doc = "duration, off_grid, notice, window, outside_hours, exception, time_off, day_limit, "
            "week_limit, claimed, buffer, held, capacity, seats, travel, external_busy or "
            "client_limit."},
    {.name = "message",
     .type = FIELD_TEXT,
     AT(struct reason_view, message),
     .doc = "The same as a sentence."},
    {.name = "until",
     .type = FIELD_INSTANT,
     .flags = FIELD_OMIT,
     AT(struct reason_view, until_ms),
     .doc = "When this reason ends by itself, where that is known."},
};
static const struct shape reason_shape = SHAPE("SlotReason", struct reason_view, reason_fields);

struct explain_output {
    bool bookable;
    struct list reasons;
};
static const struct field explain_output_fields[] = {
    {.name = "bookable",
     .type = FIELD_BOOL,
     AT(struct explain_output, bookable),
     .doc = "Whether it could be booked now."},
    {.name = "reasons",
     .type = FIELD_LIST,
     .element = FIELD_OBJECT,
     .shape = &reason_shape,
     AT(struct explain_output, reasons),
     .doc = "Every reason why not; none when it could."},
};
const struct shape explain_output_shape =
    SHAPE("ExplainReply", struct explain_output, explain_output_fields);

/* ---- slot.list ---- */

static enum error slots_range(struct call *call, const struct slots_input *input,
                              struct interval *ret)
{
    int64_t from_ms = input->from_ms == INSTANT_NONE ? call->now_ms : input->from_ms;
    int64_t to_ms =
        input->to_ms == INSTANT_NONE ? from_ms + SLOT_DAYS_DEFAULT * (int64_t)DAY_MS : input->to_ms;
    if (to_ms <= from_ms) {
        return call_refuse_field(call, "to", "range", "The range ends before it begins.");
    }
    if (to_ms - from_ms > SLOT_DAYS_MAX * (int64_t)DAY_MS) {
        return call_refuse_field(call, "to", "range", "At most %d days at a time.", SLOT_DAYS_MAX);
    }
    *ret = (struct interval){from_ms, to_ms};
    return ERROR_NONE;
}

enum error start_find_service(struct call *call, struct tx *tx, const struct start_asked *asked,
                              struct service *ret)
{
    if (!id_is_set(asked->service_id)) {
        return service_resolve(tx, call->arena, asked->provider_id, asked->service_type, ret);
    }
    if (!service_load(tx, call->arena, asked->service_id, ret) ||
        !id_equal(ret->provider_id, asked->provider_id)) {
        return call_refuse(call, ERROR_NOT_FOUND, "This provider has no such service.");
    }
    return ret->active ? ERROR_NONE : ERROR_SERVICE_INACTIVE;
}

/* Of which service, and whose claims and limit count: the caller's, as for a new booking, or those
 * of a booking that may be moved. Start and length are still to be set. */
static enum error start_find_request(struct call *call, struct tx *tx,
                                     const struct start_asked *asked, struct service *service,
                                     struct slot_request *ret)
{
    *ret = (struct slot_request){.service = service,
                                 .client_id = call->actor.account_id,
                                 .holder_id = call->actor.account_id};
    if (!id_is_set(asked->ignore_booking_id)) {
        return start_find_service(call, tx, asked, service);
    }
    enum error error = booking_find_move(call, tx, asked->ignore_booking_id, service, ret);
    bool is_meant = !error && id_equal(service->provider_id, asked->provider_id) &&
                    (!id_is_set(asked->service_id) || id_equal(asked->service_id, service->id));
    return error || is_meant
               ? error
               : call_refuse(call, ERROR_NOT_FOUND, "That booking is of another service.");
}

/* Without a price nothing can be booked; what is booked already has one. */
static bool start_has_price(const struct slot_request *request, const struct provider *provider)
{
    return id_is_set(request->ignore_booking_id) ||
           service_rate_minor(request->service, provider) != INSTANT_NONE;
}

enum error start_find_duration(struct call *call, const struct start_asked *asked, bool is_sent,
                               const struct service *service, int64_t *ret_ms)
{
    int64_t minutes =
        service->duration_minutes > 0 ? service->duration_minutes : service->min_minutes;
    if (!is_sent && id_is_set(asked->ignore_booking_id)) {
        return ERROR_NONE;
    }
    if (is_sent && !decimal_multiply_to_integer(asked->duration_hours, 60, &minutes)) {
        return call_refuse_field(call, "durationHours", "format",
                                 "Hours in whole minutes, such as 1.5.");
    }
    bool is_agreed = id_is_set(asked->ignore_booking_id) && minutes * MINUTE_MS == *ret_ms;
    if (!is_agreed &&
        (minutes > SERVICE_MINUTES_MAX || !calendar_duration_fits(service, minutes * MINUTE_MS))) {
        return ERROR_BAD_DURATION;
    }
    *ret_ms = minutes * MINUTE_MS;
    return ERROR_NONE;
}

bool start_is_remote(const struct start_asked *asked, const struct shape *shape, const void *input,
                     const struct service *service)
{
    bool is_said = *(const uint64_t *)input & shape_bit(shape, "isRemote");
    return is_said ? asked->is_remote : service_is_remote_only(service);
}

enum error start_find_place(struct call *call, const struct start_asked *asked,
                            const struct shape *shape, const void *input,
                            const struct provider *provider, const struct service *service,
                            struct place *ret)
{
    struct place said = {STR_NONE, PLACE_NONE, PLACE_NONE};
    bool has_latitude = asked->latitude.scale >= 0, has_longitude = asked->longitude.scale >= 0;
    if (has_latitude != has_longitude) {
        return call_refuse_field(call, has_latitude ? "lng" : "lat", "required",
                                 "lat and lng come together.");
    }
    if (has_latitude) {
        degrees_to_e6(asked->latitude, &said.latitude_e6);
        degrees_to_e6(asked->longitude, &said.longitude_e6);
    }
    bool is_remote = start_is_remote(asked, shape, input, service);
    enum error error = service_judge_way(service, is_remote);
    *ret = travel_place(provider, is_remote, &said);
    return error ? error : provider_judge_area(provider, is_remote, &said);
}

static struct list slot_views(struct arena *arena, const struct zone *zone, struct list slots)
{
    struct slot_view *views = ARENA_ARRAY(arena, struct slot_view, slots.count);
    for (size_t i = 0; i < slots.count; i++) {
        const struct slot *slot = LIST_AT(slots, struct slot, i);
        views[i] = (struct slot_view){.start_ms = slot->start_ms,
                                      .end_ms = slot->end_ms,
                                      .seats_left = slot->seats_left,
                                      .local = zone_local_text(arena, zone, slot->start_ms),
                                      .local_end = zone_local_text(arena, zone, slot->end_ms)};
    }
    return (struct list){.items = views, .count = slots.count};
}

/* What the caller asked for, with everything found that it needs. */
struct slots_query {
    struct provider provider;
    struct service service;
    struct slot_request request;
    struct place place;
    struct interval range;
    const struct zone *viewer_zone;
};

static enum error slots_prepare(struct call *call, struct tx *tx, const struct slots_input *input,
                                struct slots_query *ret)
{
    if (!provider_load(tx, call->arena, input->asked.provider_id, &ret->provider)) {
        return ERROR_NOT_FOUND;
    }
    enum error error = slots_range(call, input, &ret->range);
    if (!error) {
        error = start_find_request(call, tx, &input->asked, &ret->service, &ret->request);
    }
    if (!error) {
        bool is_sent = input->present & shape_bit(&slots_input_shape, "durationHours");
        error = start_find_duration(call, &input->asked, is_sent, &ret->service,
                                    &ret->request.duration_ms);
    }
    if (!error && !ret->request.place) {
        ret->request.place = &ret->place;
        error = start_find_place(call, &input->asked, &slots_input_shape, input, &ret->provider,
                                 &ret->service, &ret->place);
    }
    struct str name = str_is_set(input->time_zone) ? input->time_zone : ret->provider.time_zone;
    ret->viewer_zone = zone_find(name);
    return error ? error : ret->viewer_zone ? ERROR_NONE : ERROR_INTERNAL;
}

enum error slot_list(struct call *call, struct tx *tx, const void *input, void *output)
{
    struct slots_query query;
    struct calendar calendar;
    enum error error = slots_prepare(call, tx, input, &query);
    if (error) {
        return error;
    }
    if (!calendar_load_for(tx, call->arena, &query.provider, &query.request, query.range,
                           call->now_ms, &calendar)) {
        return ERROR_INTERNAL;
    }
    struct list slots = {0};
    struct slots_output *answer = output;
    answer->next_from_ms = INSTANT_NONE;
    if (start_has_price(&query.request, &query.provider)) {
        answer->next_from_ms =
            calendar_slots_within(&calendar, &query.request, query.range, call->now_ms, call->arena,
                                  SLOT_LOOKS_MAX, &slots);
    }
    answer->slots = slot_views(call->arena, query.viewer_zone, slots);
    answer->time_zone = zone_name(query.viewer_zone);
    return ERROR_NONE;
}

/* ---- slot.explain ---- */

/* Any length: one that does not fit is an answer here. */
static enum error explain_duration(struct call *call, const struct explain_input *input,
                                   const struct service *service, int64_t *ret_ms)
{
    int64_t minutes = 0;
    if (!(input->present & shape_bit(&explain_input_shape, "durationHours"))) {
        return start_find_duration(call, &input->asked, false, service, ret_ms);
    }
    if (!decimal_multiply_to_integer(input->asked.duration_hours, 60, &minutes) ||
        minutes > SERVICE_MINUTES_MAX) {
        return call_refuse_field(call, "durationHours", "range",
                                 "Whole minutes, at most seven days.");
    }
    *ret_ms = minutes * MINUTE_MS;
    return ERROR_NONE;
}

static struct list reason_views(struct arena *arena, const struct slot_reasons *reasons)
{
    struct reason_view *views = ARENA_ARRAY(arena, struct reason_view, REASON_COUNT);
    size_t count = 0;
    for (size_t i = 0; i < REASON_COUNT; i++) {
        if (reasons->found[i]) {
            views[count++] = (struct reason_view){.code = str_from(reason_texts[i].code),
                                                  .message = str_from(reason_texts[i].message),
                                                  .until_ms = reasons->until_ms[i]};
        }
    }
    return (struct list){.items = views, .count = count};
}

enum error slot_explain(struct call *call, struct tx *tx, const void *input, void *output)
{
    const struct explain_input *in = input;
    struct explain_output *answer = output;
    struct provider provider;
    struct service service;
    struct place place;
    struct calendar calendar;
    struct slot_reasons reasons;
    struct slot_request request;
    if (!provider_load(tx, call->arena, in->asked.provider_id, &provider)) {
        return ERROR_NOT_FOUND;
    }
    enum error error = start_find_request(call, tx, &in->asked, &service, &request);
    if (!error) {
        error = explain_duration(call, in, &service, &request.duration_ms);
    }
    if (!error && !request.place) {
        request.place = &place;
        error = start_find_place(call, &in->asked, &explain_input_shape, in, &provider, &service,
                                 &place);
    }
    if (error) {
        return error;
    }
    request.start_ms = in->start_ms;
    if (!start_has_price(&request, &provider)) {
        return call_refuse(call, ERROR_UNPROCESSABLE, "The provider has set no rate for this.");
    }
    struct interval work = {request.start_ms, request.start_ms + request.duration_ms};
    if (!calendar_load_for(tx, call->arena, &provider, &request, work, call->now_ms, &calendar)) {
        return ERROR_INTERNAL;
    }
    calendar_explain(&calendar, &request, call->now_ms, call->arena, &reasons);
    answer->reasons = reason_views(call->arena, &reasons);
    answer->bookable = answer->reasons.count == 0;
    return ERROR_NONE;
}
