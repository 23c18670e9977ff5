/* policy.c: how policies are spelled. */
#include "edition/edition.h"

static const char *const rate_names[] = {"hourly", "day", "fixed"};
static const char *const accept_names[] = {"request", "instant"};
static const char *const payment_names[] = {"none", "after", "escrow", "upfront", "invoice"};
static const char *const approve_names[] = {"none", "client"};

const struct name_table rate_type_names = {
    .type_name = "RateType",
    .names = rate_names,
    .count = COUNT_OF(rate_names),
    .aliases = "hour=hourly daily=day flat=fixed",
};
const struct name_table acceptance_names = {
    .type_name = "Acceptance", .names = accept_names, .count = COUNT_OF(accept_names)};
const struct name_table payment_policy_names = {
    .type_name = "PaymentPolicy", .names = payment_names, .count = COUNT_OF(payment_names)};
const struct name_table approval_names = {
    .type_name = "Approval", .names = approve_names, .count = COUNT_OF(approve_names)};
