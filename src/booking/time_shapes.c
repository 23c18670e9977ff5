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
