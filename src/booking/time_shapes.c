/* time_shapes.c: the field tables of what calling off and moving a booking means. */
#include "booking/views.h"

static const char *const role_texts[] = {"client", "provider"};
const struct name_table booking_role_names = {
    .type_name = "BookingRole", .names = role_texts, .count = COUNT_OF(role_texts)};

#define MONEY_BACK_FIELDS(owner)                                                                   \
    {.name = "refundPercent",                                                                      \
     .type = FIELD_DECIMAL,                                                                        \
     AT(owner, refund_percent),                                                                    \
     .doc = "Of the price, 0 to 100, by the policy it was agreed under."},                         \
        {.name = "refund",                                                                         \
         .type = FIELD_AMOUNT,                                                                     \
         AT(owner, refund_minor),                                                                  \
         CURRENCY_AT(owner, currency),                                                             \
         .doc = "What comes back of the price."},                                                  \
    {                                                                                              \
        .name = "fee", .type = FIELD_AMOUNT, AT(owner, fee_minor), CURRENCY_AT(owner, currency),   \
        .doc = "What does not."                                                                    \
    }

static const struct field cancellation_fields[] = {
    MONEY_BACK_FIELDS(struct cancellation_view),
    {.name = "freeUntil",
     .type = FIELD_INSTANT,
     .flags = FIELD_NULLABLE,
     AT(struct cancellation_view, free_until_ms),
     .doc = "The last moment at which everything comes back; null: not even now, or always."},
    {.name = "nextChangeAt",
     .type = FIELD_INSTANT,
     .flags = FIELD_NULLABLE,
     AT(struct cancellation_view, next_change_ms),
     .doc = "The last moment of what is said here; null: it stays so."},
};
const struct shape cancellation_view_shape =
    SHAPE("CancellationPreview", struct cancellation_view, cancellation_fields);

static const struct field cancelled_fields[] = {
    {.name = "by",
     .type = FIELD_ENUM,
     .names = &booking_role_names,
     AT(struct cancelled_view, by),
     .doc = "Which side called it off."},
    {.name = "at", .type = FIELD_INSTANT, AT(struct cancelled_view, at_ms), .doc = "When."},
    MONEY_BACK_FIELDS(struct cancelled_view),
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
