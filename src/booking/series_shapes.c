/* series_shapes.c: the field tables of bookings that belong together: a series, a session. */
#include "booking/series.h"

static const struct field repeat_fields[] = {
    {.name = "everyWeeks",
     .type = FIELD_INT,
     .flags = FIELD_REQUIRED,
     .min = 1,
     .max = SERIES_WEEKS_MAX,
     AT(struct repeat_input, every_weeks),
     .doc = "1: every week."},
    {.name = "count",
     .type = FIELD_INT,
     .min = 1,
     .max = SERIES_MAX,
     AT(struct repeat_input, count),
     .doc = "How many in all; or until."},
    {.name = "until",
     .type = FIELD_DATE,
     AT(struct repeat_input, until),
     .doc = "The last day, on the calendar at the place; at most 52 times."},
};
const struct shape booking_repeat_shape =
    SHAPE("BookingRepeat", struct repeat_input, repeat_fields, .flags = SHAPE_INPUT);

static const char *const scope_texts[] = {"this", "following", "all"};
static const struct name_table scope_names = {
    .type_name = "SeriesScope", .names = scope_texts, .count = COUNT_OF(scope_texts)};

#define SCOPED_FIELDS(owner)                                                                       \
    {.name = "id",                                                                                 \
     .aliases = "bookingId",                                                                       \
     .type = FIELD_ID,                                                                             \
     .prefix = "booking",                                                                          \
     .flags = FIELD_REQUIRED,                                                                      \
     AT(owner, id),                                                                                \
     .doc = "The booking."},                                                                       \
    {                                                                                              \
        .name = "scope", .type = FIELD_ENUM, .names = &scope_names, AT(owner, scope),              \
        .doc = "Of a series: this one unless given, this and the following, or all that have not " \
               "begun."                                                                            \
    }
static const struct field cancel_fields[] = {
    SCOPED_FIELDS(struct cancel_input),
    {.name = "notes",
     .type = FIELD_TEXT,
     .max = 2000,
     AT(struct cancel_input, notes),
     .doc = "Shown in the booking's history."},
    {.name = "reason",
     .type = FIELD_TEXT,
     .max = 2000,
     AT(struct cancel_input, reason),
     .doc = "Why, shown to the other side."},
};
const struct shape booking_cancel_shape =
    SHAPE("BookingCancelInput", struct cancel_input, cancel_fields, .flags = SHAPE_INPUT);

static const struct field cancellation_fields[] = {SCOPED_FIELDS(struct cancellation_input)};
const struct shape booking_cancellation_shape =
    SHAPE("BookingCancellationInput", struct cancellation_input, cancellation_fields,
          .flags = SHAPE_INPUT);

static const struct field entry_fields[] = {
    {.name = "id",
     .type = FIELD_ID,
     .prefix = "booking",
     AT(struct series_entry, id),
     .doc = "The booking."},
    {.name = "seriesIndex",
     .type = FIELD_INT,
     AT(struct series_entry, index),
     .doc = "Its place in the series, from 1."},
    {.name = "status",
     .type = FIELD_ENUM,
     .names = &booking_status_names,
     AT(struct series_entry, status),
     .doc = "Where it stands."},
    {.name = "scheduledTime",
     .type = FIELD_INSTANT,
     AT(struct series_entry, start_ms),
     .doc = "The start."},
    {.name = "endTime", .type = FIELD_INSTANT, AT(struct series_entry, end_ms), .doc = "The end."},
};
static const struct shape entry_shape = SHAPE("SeriesBooking", struct series_entry, entry_fields);

static const struct field clash_fields[] = {
    {.name = "start",
     .type = FIELD_INSTANT,
     AT(struct series_clash, start_ms),
     .doc = "The start that cannot be booked."},
    {.name = "code",
     .type = FIELD_TEXT,
     AT(struct series_clash, code),
     .doc = "Why, as the same booking alone would be refused: slot_taken, outside_hours …"},
};
const struct shape series_clash_shape = SHAPE("SeriesClash", struct series_clash, clash_fields);

static const struct field series_fields[] = {
    {.name = "id",
     .type = FIELD_ID,
     .prefix = "series",
     AT(struct series_view, id),
     .doc = "The series."},
    {.name = "bookings",
     .type = FIELD_LIST,
     .element = FIELD_OBJECT,
     .shape = &entry_shape,
     AT(struct series_view, bookings),
     .doc = "Booked, or called off, by this call."},
    {.name = "clashes",
     .type = FIELD_LIST,
     .element = FIELD_OBJECT,
     .shape = &series_clash_shape,
     AT(struct series_view, clashes),
     .doc = "Left out, as skipClashes said."},
};
const struct shape series_view_shape = SHAPE("Series", struct series_view, series_fields);

/* ---- a session of several seats ---- */

static const struct field roster_fields[] = {
    {.name = "serviceId",
     .type = FIELD_ID,
     .prefix = "service",
     .flags = FIELD_REQUIRED,
     AT(struct roster_input, service_id),
     .doc = "One of the caller's services."},
    {.name = "start",
     .aliases = "scheduledTime",
     .type = FIELD_INSTANT,
     .flags = FIELD_REQUIRED,
     AT(struct roster_input, start_ms),
     .doc = "When the session begins."},
    {.name = "timeZone",
     .type = FIELD_ZONE,
     AT(struct roster_input, time_zone),
     .doc = "Of a local start."},
    {.name = "durationHours",
     .aliases = "estimatedHours estimatedDuration",
     .type = FIELD_DECIMAL,
     .flags = FIELD_NOT_NEGATIVE,
     AT(struct roster_input, duration_hours),
     .doc = "How long the session is; needed only when sessions of several lengths begin then."},
};
const struct shape booking_roster_shape =
    SHAPE("BookingRosterInput", struct roster_input, roster_fields, .flags = SHAPE_INPUT);

static const struct field roster_output_fields[] = {
    {.name = "bookings",
     .type = FIELD_LIST,
     .element = FIELD_OBJECT,
     .shape = &booking_view_shape,
     .max = 1000,
     AT(struct roster_output, bookings),
     .doc = "Those who come, first booked first; requests that wait are among them."},
    {.name = "seats",
     .type = FIELD_INT,
     AT(struct roster_output, seats),
     .doc = "How many the service has."},
    {.name = "seatsLeft",
     .type = FIELD_INT,
     AT(struct roster_output, seats_left),
     .doc = "How many of them this session has left; a request that holds no time has none."},
};
const struct shape roster_output_shape =
    SHAPE("BookingRoster", struct roster_output, roster_output_fields);
