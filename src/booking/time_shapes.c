/* time_shapes.c: the field tables of what calling off and moving a booking means. */
#include "booking/series.h"

static const char *const role_texts[] = {"client", "provider"};
const struct name_table booking_role_names = {
    .type_name = "BookingRole", .names = role_texts, .count = COUNT_OF(role_texts)};

#define MONEY_BACK_FIELDS(owner, member)                                                           \
    {.name = "refundPercent",                                                                      \
     .type = FIELD_DECIMAL,                                                                        \
     AT(owner, member refund_percent),                                                             \
     .doc = "Of the price, 0 to 100, by the policy it was agreed under."},                         \
        {.name = "refund",                                                                         \
         .type = FIELD_AMOUNT,                                                                     \
         AT(owner, member refund_minor),                                                           \
         CURRENCY_AT(owner, member currency),                                                      \
         .doc = "What comes back of the price."},                                                  \
    {                                                                                              \
        .name = "fee", .type = FIELD_AMOUNT, AT(owner, member fee_minor),                          \
        CURRENCY_AT(owner, member currency), .doc = "What does not."                               \
    }
#define CANCELLATION_FIELDS(owner, member)                                                         \
    MONEY_BACK_FIELDS(owner, member),                                                              \
        {.name = "freeUntil",                                                                      \
         .type = FIELD_INSTANT,                                                                    \
         .flags = FIELD_NULLABLE,                                                                  \
         AT(owner, member free_until_ms),                                                          \
         .doc = "The last moment at which everything comes back; null: not even now, or always."}, \
    {                                                                                              \
        .name = "nextChangeAt", .type = FIELD_INSTANT, .flags = FIELD_NULLABLE,                    \
        AT(owner, member next_change_ms),                                                          \
        .doc = "The last moment of what is said here; null: it stays so."                          \
    }
static const struct field cancellation_fields[] = {CANCELLATION_FIELDS(struct cancellation_view, )};
const struct shape cancellation_view_shape =
    SHAPE("CancellationPreview", struct cancellation_view, cancellation_fields);

static const struct field cancellation_entry_fields[] = {
    {.name = "bookingId",
     .type = FIELD_ID,
     .prefix = "booking",
     AT(struct cancellation_entry, booking_id),
     .doc = "The booking."},
    {.name = "seriesIndex",
     .type = FIELD_INT,
     .flags = FIELD_NULLABLE,
     AT(struct cancellation_entry, series_index),
     .doc = "Its place in the series, from 1."},
    {.name = "start",
     .type = FIELD_INSTANT,
     AT(struct cancellation_entry, start_ms),
     .doc = "Its start."},
    {.name = "end",
     .type = FIELD_INSTANT,
     AT(struct cancellation_entry, end_ms),
     .doc = "Its end."},
    {.name = "status",
     .type = FIELD_ENUM,
     .names = &booking_status_names,
     AT(struct cancellation_entry, status),
     .doc = "Where it stands."},
    CANCELLATION_FIELDS(struct cancellation_entry, back.),
};
static const struct shape cancellation_entry_shape =
    SHAPE("CancellationEntry", struct cancellation_entry, cancellation_entry_fields);
static const struct field cancellation_output_fields[] = {
    {.name = "bookings",
     .type = FIELD_LIST,
     .element = FIELD_OBJECT,
     .shape = &cancellation_entry_shape,
     AT(struct cancellation_output, bookings),
     .doc = "Those that booking.cancel with this scope would call off now, in order."},
    {.name = "refund",
     .type = FIELD_AMOUNT,
     AT(struct cancellation_output, refund_minor),
     CURRENCY_AT(struct cancellation_output, currency),
     .doc = "What comes back of all their prices."},
    {.name = "fee",
     .type = FIELD_AMOUNT,
     AT(struct cancellation_output, fee_minor),
     CURRENCY_AT(struct cancellation_output, currency),
     .doc = "What does not."},
    {.name = "currency",
     .type = FIELD_CURRENCY,
     AT(struct cancellation_output, currency),
     .doc = "ISO 4217."},
};
const struct shape cancellation_output_shape =
    SHAPE("CancellationScope", struct cancellation_output, cancellation_output_fields);

static const struct field cancelled_fields[] = {
    {.name = "by",
     .type = FIELD_ENUM,
     .names = &booking_role_names,
     AT(struct cancelled_view, by),
     .doc = "Which side called it off."},
    {.name = "at", .type = FIELD_INSTANT, AT(struct cancelled_view, at_ms), .doc = "When."},
    MONEY_BACK_FIELDS(struct cancelled_view, ),
};
const struct shape cancelled_view_shape =
    SHAPE("Cancelled", struct cancelled_view, cancelled_fields);

static const struct field proposal_fields[] = {
    {.name = "start",
     .type = FIELD_INSTANT,
     AT(struct proposal_view, start_ms),
     .doc = "The start asked for."},
    {.name = "end",
     .type = FIELD_INSTANT,
     AT(struct proposal_view, end_ms),
     .doc = "The end asked for."},
    {.name = "by",
     .type = FIELD_ENUM,
     .names = &booking_role_names,
     AT(struct proposal_view, by),
     .doc = "Who asked; the other side answers."},
    {.name = "expiresAt",
     .type = FIELD_INSTANT,
     AT(struct proposal_view, expires_ms),
     .doc = "Until when both times are kept; then the old one stands."},
    {.name = "totalPrice",
     .type = FIELD_AMOUNT,
     AT(struct proposal_view, total_minor),
     CURRENCY_AT(struct proposal_view, currency),
     .doc = "What it would cost then, at the rate agreed."},
};
const struct shape proposal_view_shape =
    SHAPE("RescheduleProposal", struct proposal_view, proposal_fields);

static const struct field reschedule_fields[] = {
    {.name = "id",
     .aliases = "bookingId",
     .type = FIELD_ID,
     .prefix = "booking",
     .flags = FIELD_REQUIRED,
     AT(struct reschedule_input, id),
     .doc = "The booking."},
    {.name = "scheduledTime",
     .aliases = "eventDate scheduledDate",
     .type = FIELD_INSTANT,
     .flags = FIELD_REQUIRED,
     AT(struct reschedule_input, scheduled_time),
     .doc = "The new start: RFC 3339, or local time with timeZone."},
    {.name = "durationHours",
     .aliases = "estimatedHours estimatedDuration",
     .type = FIELD_DECIMAL,
     .flags = FIELD_NOT_NEGATIVE,
     AT(struct reschedule_input, duration_hours),
     .doc = "Left out: as long as before."},
    {.name = "timeZone",
     .type = FIELD_ZONE,
     AT(struct reschedule_input, time_zone),
     .doc = "Of a local scheduledTime."},
    {.name = "notes",
     .type = FIELD_TEXT,
     .max = 2000,
     AT(struct reschedule_input, notes),
     .doc = "Shown in the booking's history."},
    {.name = "reason",
     .type = FIELD_TEXT,
     .max = 2000,
     AT(struct reschedule_input, reason),
     .doc = "Why, shown to the other side."},
};
const struct shape booking_reschedule_shape = SHAPE(
    "BookingRescheduleInput", struct reschedule_input, reschedule_fields, .flags = SHAPE_INPUT);
