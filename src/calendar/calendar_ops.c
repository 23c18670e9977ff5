/* Operations of the calendar: hours in, hours out, and the room's rows. */
#include <stdlib.h>

#include "account/account.h"
#include "calendar/calendar_internal.h"

/* ---- shapes ---- */

static const char *const day_names[] = {"MO", "TU", "WE", "TH", "FR", "SA", "SU"};
const struct name_table weekday_names = {
    .type_name = "Weekday",
    .names = day_names,
    .count = COUNT_OF(day_names),
    .aliases = "MON=MO TUE=TU WED=WE THU=TH FRI=FR SAT=SA SUN=SU MONDAY=MO TUESDAY=TU WEDNESDAY=WE "
               "THURSDAY=TH FRIDAY=FR SATURDAY=SA SUNDAY=SU",
};

/* Each of these three comes in and goes out: one struct, two shapes. Only the one that comes in
 * sets `present` and refuses unknown members. */
struct hours_view { /* one row of weekly: some days with the same hours */
    uint64_t present;
    struct list days; /* of int */
    int start_minute, end_minute;
};
static const struct field hours_fields[] = {
    {.name = "days",
     .type = FIELD_LIST,
     .element = FIELD_ENUM,
     .names = &weekday_names,
     .flags = FIELD_REQUIRED,
     .min = 1,
     .max = 7,
     AT(struct hours_view, days),
     .doc = "MO, TU, WE, TH, FR, SA, SU."},
    {.name = "start",
     .type = FIELD_TIME_OF_DAY,
     .flags = FIELD_REQUIRED,
     AT(struct hours_view, start_minute),
     .doc = "The start."},
    {.name = "end",
     .type = FIELD_TIME_OF_DAY,
     .flags = FIELD_REQUIRED,
     AT(struct hours_view, end_minute),
     .doc = "Up to 24:00; at or before the start, it runs past midnight."},
};
static const struct shape hours_shape = SHAPE("WeeklyHours", struct hours_view, hours_fields);
static const struct shape hours_input_shape =
    SHAPE("WeeklyHoursInput", struct hours_view, hours_fields, .flags = SHAPE_INPUT);

struct span_view {
    uint64_t present;
    int start_minute, end_minute;
};
static const struct field span_fields[] = {
    {.name = "start",
     .type = FIELD_TIME_OF_DAY,
     .flags = FIELD_REQUIRED,
     AT(struct span_view, start_minute),
     .doc = "The start."},
    {.name = "end",
     .type = FIELD_TIME_OF_DAY,
     .flags = FIELD_REQUIRED,
     AT(struct span_view, end_minute),
     .doc = "The end."},
};
static const struct shape span_shape = SHAPE("WallInterval", struct span_view, span_fields);
static const struct shape span_input_shape =
    SHAPE("WallIntervalInput", struct span_view, span_fields, .flags = SHAPE_INPUT);

struct exception_view {
    uint64_t present;
    int64_t date;
    struct list intervals; /* of struct span_view; none: closed all day */
};
#define EXCEPTION_FIELDS(span_shape_used)                                                          \
    {.name = "date",                                                                               \
     .type = FIELD_DATE,                                                                           \
     .flags = FIELD_REQUIRED,                                                                      \
     AT(struct exception_view, date),                                                              \
     .doc = "The day, in the provider's zone."},                                                   \
    {                                                                                              \
        .name = "intervals", .type = FIELD_LIST, .element = FIELD_OBJECT,                          \
        .shape = (span_shape_used), .max = 20, AT(struct exception_view, intervals),               \
        .doc = "Hours of that date in place of the weekly ones; none: closed."                     \
    }
static const struct field exception_fields[] = {EXCEPTION_FIELDS(&span_shape)};
static const struct field exception_input_fields[] = {EXCEPTION_FIELDS(&span_input_shape)};
static const struct shape exception_shape =
    SHAPE("DateException", struct exception_view, exception_fields);
static const struct shape exception_input_shape = SHAPE(
    "DateExceptionInput", struct exception_view, exception_input_fields, .flags = SHAPE_INPUT);

struct availability_input {
    uint64_t present;
    struct str time_zone, version;
    struct list weekly, exceptions, time_off, rules;
};
static const struct field availability_input_fields[] = {
    {.name = "timeZone",
     .type = FIELD_ZONE,
     AT(struct availability_input, time_zone),
     .doc = "The provider's zone; the profile shows the same one."},
    {.name = "weekly",
     .type = FIELD_LIST,
     .element = FIELD_OBJECT,
     .shape = &hours_input_shape,
     .max = WEEKLY_ROWS_MAX,
     AT(struct availability_input, weekly),
     .doc = "Open hours of a week, in wall time."},
    {.name = "exceptions",
     .type = FIELD_LIST,
     .element = FIELD_OBJECT,
     .shape = &exception_input_shape,
     .max = 400,
     AT(struct availability_input, exceptions),
     .doc = "Days that differ: other hours, or none."},
    {.name = "timeOff",
     .type = FIELD_LIST,
     .element = FIELD_OBJECT,
     .shape = &time_off_input_shape,
     .max = TIME_OFF_MAX,
     AT(struct availability_input, time_off),
     .doc = "Closed, whatever the rest opens."},
    {.name = "rules",
     .type = FIELD_LIST,
     .element = FIELD_JSON,
     .max = RULES_MAX,
     AT(struct availability_input, rules),
     .doc =
         "What opens beside the weekly hours, each {rrule, from, start, end}, or RFC 5545's lines "
         "DTSTART, RRULE and DURATION as one text."},
    {.name = "version",
     .type = FIELD_TEXT,
     .max = 100,
     AT(struct availability_input, version),
     .doc = "Of the hours that this change was made from, as they were read: if they were changed "
            "since, stale_version, and nothing is. Left out, nothing is compared."},
};
static const struct shape availability_input_shape =
    SHAPE("AvailabilityInput", struct availability_input, availability_input_fields,
          .flags = SHAPE_INPUT);

struct outside_view {
    struct id booking_id;
    int64_t start_ms, end_ms;
    struct str title;
};
static const struct field outside_fields[] = {
    {.name = "bookingId",
     .type = FIELD_ID,
     .prefix = "booking",
     AT(struct outside_view, booking_id),
     .doc = "The booking, which stays as it is."},
    {.name = "start",
     .type = FIELD_INSTANT,
     AT(struct outside_view, start_ms),
     .doc = "Its start."},
    {.name = "end", .type = FIELD_INSTANT, AT(struct outside_view, end_ms), .doc = "Its end."},
    {.name = "title", .type = FIELD_TEXT, AT(struct outside_view, title), .doc = "Its title."},
};
static const struct shape outside_shape =
    SHAPE("BookingOutside", struct outside_view, outside_fields);

struct availability_output {
    struct str time_zone, version;
    struct list weekly, exceptions, time_off, rules;
    struct list outside; /* of struct outside_view; items NULL: nobody asked */
};
static const struct field availability_output_fields[] = {
    {.name = "timeZone",
     .type = FIELD_TEXT,
     AT(struct availability_output, time_zone),
     .doc = "IANA, of the provider unless said otherwise."},
    {.name = "weekly",
     .type = FIELD_LIST,
     .element = FIELD_OBJECT,
     .shape = &hours_shape,
     AT(struct availability_output, weekly),
     .doc = "Open hours of a week, in wall time."},
    {.name = "exceptions",
     .type = FIELD_LIST,
     .element = FIELD_OBJECT,
     .shape = &exception_shape,
     AT(struct availability_output, exceptions),
     .doc = "Days that differ: other hours, or none."},
    {.name = "timeOff",
     .type = FIELD_LIST,
     .element = FIELD_OBJECT,
     .shape = &time_off_shape,
     AT(struct availability_output, time_off),
     .doc = "Closed, whatever the rest opens."},
    {.name = "rules",
     .type = FIELD_LIST,
     .element = FIELD_OBJECT,
     .shape = &rule_shape,
     AT(struct availability_output, rules),
     .doc = "Recurrence rules: what opens beside the weekly hours."},
    {.name = "version",
     .type = FIELD_TEXT,
     .flags = FIELD_OMIT,
     AT(struct availability_output, version),
     .doc = "For the provider alone: another one whenever something of this is changed."},
    {.name = "outside",
     .type = FIELD_LIST,
     .element = FIELD_OBJECT,
     .shape = &outside_shape,
     .flags = FIELD_OMIT,
     AT(struct availability_output, outside),
     .doc = "After a change: open bookings that now lie outside these hours, at most 100. Nothing "
            "happens to them."},
};
static const struct shape availability_output_shape =
    SHAPE("Availability", struct availability_output, availability_output_fields,
          .doc = "When a provider is open, in wall time of its zone.");

struct provider_of_input {
    uint64_t present;
    struct id provider_id;
};
static const struct field provider_of_fields[] = {
    {.name = "providerId",
     .type = FIELD_ID,
     .prefix = "user",
     .aliases = EDITION_PROVIDER_ID_SPELLINGS,
     .flags = FIELD_REQUIRED,
     AT(struct provider_of_input, provider_id),
     .doc = "The provider, who is a user."},
};
static const struct shape provider_of_shape = SHAPE("AvailabilityOfInput", struct provider_of_input,
                                                    provider_of_fields, .flags = SHAPE_INPUT);

/* ---- availability: views to rows and back ---- */

static enum error check_span(struct call *call, const char *list, size_t index, int start_minute)
{
    if (start_minute < 1440) {
        return ERROR_NONE;
    }
    struct str field = str_format(call->arena, "%s[%zu]", list, index);
    return call_refuse_field(call, field.data, "range", "A start is before 24:00.");
}

static int compare_hours(const void *a, const void *b)
{
    const struct weekly_hours *x = a, *y = b;
    int64_t left = (x->weekday * 1441 + x->start_minute) * 1441 + x->end_minute;
    int64_t right = (y->weekday * 1441 + y->start_minute) * 1441 + y->end_minute;
    return left < right ? -1 : left > right;
}

static enum error weekly_rows(struct call *call, struct list views, struct list *ret)
{
    struct weekly_hours *rows = ARENA_ARRAY(call->arena, struct weekly_hours, views.count * 7 + 1);
    size_t count = 0;
    for (size_t i = 0; i < views.count; i++) {
        const struct hours_view *view = LIST_AT(views, struct hours_view, i);
        enum error error = check_span(call, "weekly", i, view->start_minute);
        if (error) {
            return error;
        }
        for (size_t j = 0; j < view->days.count; j++) {
            rows[count++] = (struct weekly_hours){.weekday = *LIST_AT(view->days, int, j),
                                                  .start_minute = view->start_minute,
                                                  .end_minute = view->end_minute};
        }
    }
    if (count > WEEKLY_ROWS_MAX) {
        return call_refuse_field(call, "weekly", "too_many", "At most %d intervals a week.",
                                 WEEKLY_ROWS_MAX);
    }
    qsort(rows, count, sizeof *rows, compare_hours);
    *ret = (struct list){.items = rows, .count = count};
    return ERROR_NONE;
}

static int compare_exceptions(const void *a, const void *b)
{
    const struct day_exception *x = a, *y = b;
    if (x->date != y->date) {
        return x->date < y->date ? -1 : 1;
    }
    return x->start_minute - y->start_minute;
}

static enum error exception_row(struct call *call, size_t index, const struct exception_view *view,
                                struct day_exception *rows, size_t *count)
{
    if (view->intervals.count == 0) {
        rows[(*count)++] = (struct day_exception){view->date, -1, -1};
    }
    for (size_t i = 0; i < view->intervals.count; i++) {
        const struct span_view *span = LIST_AT(view->intervals, struct span_view, i);
        enum error error = check_span(call, "exceptions", index, span->start_minute);
        if (error) {
            return error;
        }
        rows[(*count)++] = (struct day_exception){view->date, span->start_minute, span->end_minute};
    }
    return ERROR_NONE;
}

/* Two intervals of a date that start together would be one row; two entries for a date, unclear. */
static enum error check_exceptions(struct call *call, const struct day_exception *rows,
                                   size_t count)
{
    if (count > EXCEPTION_ROWS_MAX) {
        return call_refuse_field(call, "exceptions", "too_many", "At most %d intervals.",
                                 EXCEPTION_ROWS_MAX);
    }
    for (size_t i = 1; i < count; i++) {
        bool same_date = rows[i].date == rows[i - 1].date;
        if (same_date &&
            (rows[i].start_minute == rows[i - 1].start_minute || rows[i - 1].start_minute < 0)) {
            return call_refuse_field(call, "exceptions", "duplicate",
                                     "One date is closed and open, or has the same start twice.");
        }
    }
    return ERROR_NONE;
}

static enum error exception_rows(struct call *call, struct list views, struct list *ret)
{
    size_t count = 0, room = views.count;
    for (size_t i = 0; i < views.count; i++) {
        room += LIST_AT(views, struct exception_view, i)->intervals.count;
    }
    struct day_exception *rows = ARENA_ARRAY(call->arena, struct day_exception, room + 1);
    for (size_t i = 0; i < views.count; i++) {
        enum error error =
            exception_row(call, i, LIST_AT(views, struct exception_view, i), rows, &count);
        if (error) {
            return error;
        }
    }
    qsort(rows, count, sizeof *rows, compare_exceptions);
    *ret = (struct list){.items = rows, .count = count};
    return check_exceptions(call, rows, count);
}

/* Days with the same hours become one row, in the order of their first day. */
static struct list weekly_views(struct arena *arena, struct list rows)
{
    struct hours_view *views = ARENA_ARRAY(arena, struct hours_view, rows.count);
    size_t count = 0;
    for (size_t i = 0; i < rows.count; i++) {
        const struct weekly_hours *row = LIST_AT(rows, struct weekly_hours, i);
        size_t at = 0;
        while (at < count && (views[at].start_minute != row->start_minute ||
                              views[at].end_minute != row->end_minute)) {
            at++;
        }
        if (at == count) {
            views[count++] = (struct hours_view){.days.items = ARENA_ARRAY(arena, int, rows.count),
                                                 .start_minute = row->start_minute,
                                                 .end_minute = row->end_minute};
        }
        struct list *days = &views[at].days;
        if (days->count == 0 || *LIST_AT(*days, int, days->count - 1) != row->weekday) {
            *LIST_AT(*days, int, days->count++) = row->weekday;
        }
    }
    return (struct list){.items = views, .count = count};
}

static struct list exception_views(struct arena *arena, struct list rows)
{
    struct exception_view *views = ARENA_ARRAY(arena, struct exception_view, rows.count);
    struct span_view *spans = ARENA_ARRAY(arena, struct span_view, rows.count);
    size_t count = 0;
    for (size_t i = 0; i < rows.count; i++) {
        const struct day_exception *row = LIST_AT(rows, struct day_exception, i);
        if (count == 0 || views[count - 1].date != row->date) {
            views[count++] =
                (struct exception_view){.date = row->date, .intervals.items = &spans[i]};
        }
        if (row->start_minute >= 0) {
            spans[i] = (struct span_view){.start_minute = row->start_minute,
                                          .end_minute = row->end_minute};
            views[count - 1].intervals.count++;
        }
    }
    return (struct list){.items = views, .count = count};
}

/* The zone may be changed with the profile, and turns every hour into another. */
static struct str version_text(struct arena *arena, int64_t version, struct str time_zone)
{
    return str_format(arena, "%lld@%.*s", (long long)version, STR_ARG(time_zone));
}

static void availability_answer(struct call *call, struct tx *tx, const struct provider *provider,
                                struct availability_output *output)
{
    struct arena *arena = call->arena;
    bool is_own = id_equal(provider->id, call->actor.account_id);
    struct availability saved = availability_load(tx, arena, provider->id);
    output->time_zone = provider->time_zone;
    output->weekly = weekly_views(arena, saved.weekly);
    output->exceptions =
        exception_views(arena, exceptions_load(tx, arena, provider->id, INT32_MIN, INT32_MAX));
    output->time_off = time_off_views(
        arena, time_off_load(tx, arena, provider->id, -INSTANT_MAX, INSTANT_MAX), is_own);
    output->rules = rule_views(arena, saved.rules);
    output->version = is_own ? version_text(arena, saved.version, provider->time_zone) : STR_NONE;
}

static bool availability_sent(const struct availability_input *input, const char *name)
{
    return (input->present & shape_bit(&availability_input_shape, name)) != 0;
}

/* Rules are followed for a while to see where they lead: not while others wait for the store. */
static enum error availability_prepare(struct call *call, void *input)
{
    struct list *rules = ARENA_NEW(call->arena, struct list);
    call->prepared = rules;
    return rule_rows(call, ((const struct availability_input *)input)->rules, rules);
}

static enum error availability_store(struct call *call, struct tx *tx,
                                     const struct provider *provider,
                                     const struct availability_input *wanted)
{
    struct id provider_id = provider->id;
    struct availability saved = availability_load(tx, call->arena, provider_id);
    struct list weekly = saved.weekly;
    struct list exceptions = exceptions_load(tx, call->arena, provider_id, INT32_MIN, INT32_MAX);
    struct list time_off = {0};
    enum error error = ERROR_NONE;
    if (availability_sent(wanted, "version") &&
        !str_equal(wanted->version,
                   version_text(call->arena, saved.version, provider->time_zone))) {
        return ERROR_STALE_VERSION;
    }
    if (availability_sent(wanted, "weekly")) {
        error = weekly_rows(call, wanted->weekly, &weekly);
    }
    if (!error && availability_sent(wanted, "exceptions")) {
        error = exception_rows(call, wanted->exceptions, &exceptions);
    }
    if (!error && availability_sent(wanted, "timeOff")) {
        error = time_off_rows(call, wanted->time_off, &time_off);
    }
    if (error) {
        return error;
    }
    availability_save(tx, provider_id, weekly, exceptions, call->now_ms);
    if (availability_sent(wanted, "timeOff")) {
        time_off_replace(tx, provider_id, time_off);
    }
    if (availability_sent(wanted, "rules")) {
        rules_save(tx, provider_id, *(const struct list *)call->prepared);
    }
    return ERROR_NONE;
}

static struct list outside_views(struct arena *arena, struct list bookings)
{
    struct outside_view *views = ARENA_ARRAY(arena, struct outside_view, bookings.count + 1);
    for (size_t i = 0; i < bookings.count; i++) {
        const struct open_booking *booking = LIST_AT(bookings, struct open_booking, i);
        views[i] = (struct outside_view){.booking_id = booking->id,
                                         .start_ms = booking->work.start_ms,
                                         .end_ms = booking->work.end_ms,
                                         .title = booking->title};
    }
    return (struct list){.items = views, .count = bookings.count};
}

/* What is not sent stays. Bookings already made stay too, inside the new hours or outside. */
static enum error availability_set(struct call *call, struct tx *tx, const void *input,
                                   void *output)
{
    const struct availability_input *wanted = input;
    struct provider provider;
    tx_lock_row(tx, "provider", call->actor.account_id);
    if (!provider_load(tx, call->arena, call->actor.account_id, &provider)) {
        return ERROR_NOT_A_PROVIDER;
    }
    enum error error = availability_store(call, tx, &provider, wanted);
    if (error) {
        return error;
    }
    if (availability_sent(wanted, "timeZone")) {
        provider.time_zone = wanted->time_zone;
        provider_set_time_zone(tx, provider.id, wanted->time_zone, call->now_ms);
    }
    call_journal(call, tx, "availability.updated", provider.id, &provider.id, 1, STR("{}"));
    availability_answer(call, tx, &provider, output);
    ((struct availability_output *)output)->outside =
        outside_views(call->arena, bookings_outside(tx, call->arena, &provider, call->now_ms));
    return ERROR_NONE;
}

static enum error availability_get(struct call *call, struct tx *tx, const void *input,
                                   void *output)
{
    struct provider provider;
    (void)input;
    if (!provider_load(tx, call->arena, call->actor.account_id, &provider)) {
        return ERROR_NOT_A_PROVIDER;
    }
    availability_answer(call, tx, &provider, output);
    return ERROR_NONE;
}

static enum error availability_of(struct call *call, struct tx *tx, const void *input, void *output)
{
    struct provider provider;
    if (!provider_load(tx, call->arena, ((const struct provider_of_input *)input)->provider_id,
                       &provider)) {
        return ERROR_NOT_FOUND;
    }
    availability_answer(call, tx, &provider, output);
    return ERROR_NONE;
}

/* ---- the rows ---- */

static const struct operation operations[] = {
    {.name = "availability.set",
     .kind = OPERATION_MUTATION,
     .flags = OPERATION_WRITES,
     .may = MAY_SIGNED_IN,
     .input = &availability_input_shape,
     .output = &availability_output_shape,
     .rate = RATE_WRITE,
     .prepare = availability_prepare,
     .run = availability_set,
     .doc = "Sets the caller's weekly hours, exceptions, time off and rules. What is not sent "
            "stays, and so do "
            "bookings already made."},
    {.name = "availability.get",
     .kind = OPERATION_QUERY,
     .flags = OPERATION_REMEMBERED,
     .may = MAY_SIGNED_IN,
     .input = &empty_shape,
     .output = &availability_output_shape,
     .rate = RATE_READ,
     .run = availability_get,
     .doc = "The caller's own hours."},
    {.name = "availability.of",
     .kind = OPERATION_QUERY,
     .flags = OPERATION_REMEMBERED,
     .may = MAY_ANYONE,
     .input = &provider_of_shape,
     .output = &availability_output_shape,
     .rate = RATE_READ,
     .run = availability_of,
     .doc = "A provider's hours. They say nothing of bookings: slot.list does."},
    {.name = "availability.open",
     .kind = OPERATION_QUERY,
     .flags = OPERATION_REMEMBERED,
     .may = MAY_SIGNED_IN,
     .input = &open_input_shape,
     .output = &open_output_shape,
     .rate = RATE_READ,
     .run = availability_open,
     .doc = "When the caller is really open on some days: weekly hours, exceptions, rules and time "
            "off together. It says nothing of bookings."},
    {.name = "slot.list",
     .kind = OPERATION_QUERY,
     .may = MAY_ANYONE,
     .input = &slots_input_shape,
     .output = &slots_output_shape,
     .rate = RATE_READ,
     .run = slot_list,
     .doc = "Every start in the range that can be booked now, by the rule that booking obeys."},
    {.name = "slot.explain",
     .kind = OPERATION_QUERY,
     .may = MAY_ANYONE,
     .input = &explain_input_shape,
     .output = &explain_output_shape,
     .rate = RATE_READ,
     .run = slot_explain,
     .doc =
         "Whether one start can be booked now and, if not, every reason why not: the decision of "
         "slot.list and booking.create, from the same checks. No reason says who or what stands "
         "in the way."},
    {.name = "hold.create",
     .kind = OPERATION_MUTATION,
     .flags = OPERATION_WRITES,
     .may = MAY_SIGNED_IN,
     .input = &hold_input_shape,
     .output = &hold_output_shape,
     .rate = RATE_WRITE,
     .run = hold_create,
     .advise = hold_advise,
     .doc =
         "Keeps a start for the caller for ten minutes: nobody else sees or books it meanwhile, "
         "and booking it in time, by its holdId, always succeeds. A new hold of the same service "
         "replaces the older one. A time that is refused may come with alternatives, as from "
         "booking.create."},
    {.name = "hold.delete",
     .kind = OPERATION_MUTATION,
     .flags = OPERATION_WRITES,
     .may = MAY_SIGNED_IN,
     .input = &hold_id_shape,
     .output = &done_shape,
     .rate = RATE_WRITE,
     .run = hold_delete,
     .doc = "Gives a held start back before its time is over."},
};

const struct operation_set calendar_operations = {operations, COUNT_OF(operations)};
