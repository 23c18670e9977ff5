/* demo_read.c: the shapes of demo.json. */
#include "account/account_rules.h"
#include "app/demo.h"

#define NEEDED(owner, field_name, field_type, member, sentence, ...)                               \
    {                                                                                              \
        .name = (field_name), .type = (field_type), .flags = FIELD_REQUIRED, AT(owner, member),    \
        .doc = (sentence), ##__VA_ARGS__                                                           \
    }
#define OPTIONAL(owner, field_name, field_type, member, sentence, ...)                             \
    {                                                                                              \
        .name = (field_name), .type = (field_type), .flags = FIELD_NULLABLE, AT(owner, member),    \
        .doc = (sentence), ##__VA_ARGS__                                                           \
    }

static const struct field person_fields[] = {
    NEEDED(struct demo_person, "email", FIELD_TEXT, email, "Address to log in with.", .min = 3),
    NEEDED(struct demo_person, "name", FIELD_TEXT, name, "Name.", .min = 1, .max = 80),
    NEEDED(struct demo_person, "timeZone", FIELD_ZONE, time_zone, "Zone."),
    NEEDED(struct demo_person, "roles", FIELD_LIST, roles, "Roles.", .element = FIELD_ENUM,
           .names = &role_names, .min = 1),
};
static const struct shape person_shape =
    SHAPE("DemoPerson", struct demo_person, person_fields, .flags = SHAPE_INPUT);

static const struct field hours_fields[] = {
    NEEDED(struct demo_hours, "days", FIELD_LIST, days, "Days.", .element = FIELD_ENUM,
           .names = &weekday_names, .min = 1),
    NEEDED(struct demo_hours, "start", FIELD_TIME_OF_DAY, start_minute, "From."),
    NEEDED(struct demo_hours, "end", FIELD_TIME_OF_DAY, end_minute, "To; past midnight if less."),
};
static const struct shape hours_shape =
    SHAPE("DemoHours", struct demo_hours, hours_fields, .flags = SHAPE_INPUT);

static const struct field picture_fields[] = {
    NEEDED(struct demo_picture, "title", FIELD_TEXT, title, "Title.", .min = 1, .max = 200),
    NEEDED(struct demo_picture, "picture", FIELD_TEXT, picture, "pictures/X.svg.", .min = 1,
           .max = 60),
};
static const struct shape picture_shape =
    SHAPE("DemoPicture", struct demo_picture, picture_fields, .flags = SHAPE_INPUT);

#define P struct demo_provider
static const struct field provider_fields[] = {
    NEEDED(P, "email", FIELD_TEXT, email, "Address to log in with.", .min = 3),
    NEEDED(P, "name", FIELD_TEXT, name, "Name.", .min = 1, .max = 80),
    NEEDED(P, "headline", FIELD_TEXT, headline, "One line.", .min = 1, .max = 200),
    NEEDED(P, "bio", FIELD_TEXT, bio, "A few sentences.", .max = 5000),
    NEEDED(P, "roles", FIELD_LIST, roles, "Roles of the edition, or others.", .element = FIELD_TEXT,
           .max = 20),
    NEEDED(P, "location", FIELD_JSON, location_json, "{label, lat, lng}.", .max = 2000),
    NEEDED(P, "timeZone", FIELD_ZONE, time_zone, "Where the hours are kept."),
    OPTIONAL(P, "currency", FIELD_CURRENCY, currency, "Left out: the edition's."),
    OPTIONAL(P, "hourlyRate", FIELD_DECIMAL, hourly_rate, "In major units.", .min = 0,
             .max = INT64_MAX),
    OPTIONAL(P, "dayRate", FIELD_DECIMAL, day_rate, "In major units.", .min = 0, .max = INT64_MAX),
    NEEDED(P, "capacity", FIELD_INT, capacity, "Bookings at once.", .min = 1,
           .max = PROVIDER_CAPACITY_MAX),
    NEEDED(P, "serviceRadiusMiles", FIELD_INT, service_radius_miles, "Miles.", .min = 0,
           .max = 12500),
    NEEDED(P, "verified", FIELD_BOOL, verified, "Whether checked."),
    OPTIONAL(P, "rating", FIELD_DECIMAL, rating, "Mean of the reviews.", .min = 0, .max = 5),
    NEEDED(P, "reviewCount", FIELD_INT, review_count, "Reviews.", .min = 0, .max = 100000),
    NEEDED(P, "hours", FIELD_LIST, hours, "Weekly hours.", .element = FIELD_OBJECT,
           .shape = &hours_shape, .min = 1),
    NEEDED(P, "services", FIELD_LIST, services, "Bodies of service.create.", .element = FIELD_JSON,
           .min = 1),
    NEEDED(P, "portfolio", FIELD_LIST, portfolio, "Pictures.", .element = FIELD_OBJECT,
           .shape = &picture_shape),
};
static const struct shape provider_shape =
    SHAPE("DemoProvider", struct demo_provider, provider_fields, .flags = SHAPE_INPUT);

static const char *const side_texts[] = {"client", "provider"};
static const struct name_table side_names = {
    .type_name = "DemoSide", .names = side_texts, .count = COUNT_OF(side_texts)};
static const struct field message_fields[] = {
    NEEDED(struct demo_message, "from", FIELD_ENUM, from, "Who writes.", .names = &side_names),
    NEEDED(struct demo_message, "content", FIELD_TEXT, content, "What.", .min = 1, .max = 5000),
    NEEDED(struct demo_message, "hoursBefore", FIELD_INT, hours_before, "Before the start."),
};
static const struct shape message_shape =
    SHAPE("DemoMessage", struct demo_message, message_fields, .flags = SHAPE_INPUT);

#define B struct demo_booking
static const struct field booking_fields[] = {
    NEEDED(B, "provider", FIELD_TEXT, provider, "Address of a provider."),
    NEEDED(B, "client", FIELD_TEXT, client, "Address of a person."),
    NEEDED(B, "serviceType", FIELD_TEXT, service_type, "One the provider offers."),
    NEEDED(B, "title", FIELD_TEXT, title, "Title.", .min = 1, .max = 200),
    NEEDED(B, "day", FIELD_INT, day, "From today.", .min = -365, .max = 365),
    NEEDED(B, "start", FIELD_TIME_OF_DAY, start_minute, "Wall time."),
    NEEDED(B, "hours", FIELD_DECIMAL, hours, "How long."),
    NEEDED(B, "status", FIELD_ENUM, status, "State.", .names = &booking_status_names),
    NEEDED(B, "paymentStatus", FIELD_ENUM, payment_status, "State of the money.",
           .names = &payment_status_names),
    NEEDED(B, "isRemote", FIELD_BOOL, is_remote, "No place needed."),
    OPTIONAL(B, "location", FIELD_JSON, location_json, "Left out: the provider's.", .max = 2000),
    OPTIONAL(B, "description", FIELD_TEXT, description, "What it is about.", .max = 5000),
    OPTIONAL(B, "specialRequirements", FIELD_TEXT, special_requirements, "To know.", .max = 5000),
    OPTIONAL(B, "company", FIELD_TEXT, company, "On whose behalf.", .max = 200),
    OPTIONAL(B, "purpose", FIELD_TEXT, purpose, "What for.", .max = 2000),
    OPTIONAL(B, "answers", FIELD_JSON, answers_json, "[{question, answer}].", .max = 20000),
    OPTIONAL(B, "reason", FIELD_TEXT, reason, "Of the last step.", .max = 2000),
    OPTIONAL(B, "messages", FIELD_LIST, messages, "Conversation.", .element = FIELD_OBJECT,
             .shape = &message_shape),
};
static const struct shape booking_shape =
    SHAPE("DemoBooking", struct demo_booking, booking_fields, .flags = SHAPE_INPUT);

static const struct field history_fields[] = {
    NEEDED(struct demo_history, "titles", FIELD_JSON, titles_json, "{serviceType: [titles]}.",
           .max = 100000),
};
static const struct shape history_shape =
    SHAPE("DemoHistory", struct demo_history, history_fields, .flags = SHAPE_INPUT);

enum { PEOPLE_MAX = 1000, PROVIDERS_MAX = 1000, BOOKINGS_MAX = 2000 };
static const struct field demo_fields[] = {
    NEEDED(struct demo, "people", FIELD_LIST, people, "Who books.", .element = FIELD_OBJECT,
           .shape = &person_shape, .min = 1, .max = PEOPLE_MAX),
    NEEDED(struct demo, "providers", FIELD_LIST, providers, "Who is booked.",
           .element = FIELD_OBJECT, .shape = &provider_shape, .min = 1, .max = PROVIDERS_MAX),
    NEEDED(struct demo, "bookings", FIELD_LIST, bookings, "What was booked.",
           .element = FIELD_OBJECT, .shape = &booking_shape, .max = BOOKINGS_MAX),
    NEEDED(struct demo, "history", FIELD_OBJECT, history, "What fills the weeks.",
           .shape = &history_shape),
};
static const struct shape demo_shape =
    SHAPE("Demo", struct demo, demo_fields, .flags = SHAPE_INPUT);

uint32_t demo_role_bits(struct list roles)
{
    uint32_t bits = 0;
    for (size_t i = 0; i < roles.count; i++)
        bits |= 1u << *LIST_AT(roles, int, i);
    return bits;
}

struct demo *demo_read(struct arena *arena, const struct edition *edition, struct str *ret_reason)
{
    if (!str_is_set(edition->demo_json)) {
        *ret_reason =
            str_format(arena, "the edition %.*s has no demo.json", STR_ARG(edition->name));
        return NULL;
    }
    struct demo *demo =
        edition_read_shape(arena, &demo_shape, edition->demo_file, edition->demo_json, ret_reason);
    return demo && demo_check(arena, edition, demo, ret_reason) ? demo : NULL;
}
