/* Shapes of what the listing room is asked, and of its replies. */
#include "listing/listing_internal.h"
#include "operation/page.h"

/* ---- the profile ---- */

#define IN(member) AT(struct provider_input, member)

static const struct field provider_input_fields[] = {
    {.name = "headline",
     .type = FIELD_TEXT,
     .max = 200,
     IN(headline),
     .doc = "One line under the name; at first the display name."},
    {.name = "bio", .type = FIELD_TEXT, .max = 5000, IN(bio), .doc = "More about the provider."},
    {.name = "roles",
     .type = FIELD_LIST,
     .element = FIELD_TEXT,
     .max = 20,
     IN(roles),
     .doc = "What the provider is: engineer, producer …"},
    {.name = "location",
     .type = FIELD_JSON,
     .flags = FIELD_NULLABLE,
     .max = 2000,
     IN(location_json),
     .doc = "Text, or {label, lat, lng}."},
    {.name = "serviceRadiusMiles",
     .type = FIELD_INT,
     .flags = FIELD_NULLABLE,
     .min = 0,
     .max = 12500,
     IN(service_radius_miles),
     .doc = "How far in-person work goes; null: anywhere."},
    {.name = "hourlyRate",
     .type = FIELD_DECIMAL,
     .aliases = "rate",
     .flags = FIELD_NULLABLE | FIELD_NOT_NEGATIVE,
     IN(hourly_rate),
     .doc = "For one hour, in major units."},
    {.name = "dayRate",
     .type = FIELD_DECIMAL,
     .flags = FIELD_NULLABLE | FIELD_NOT_NEGATIVE,
     IN(day_rate),
     .doc = "For one day, in major units."},
    {.name = "currency",
     .type = FIELD_CURRENCY,
     IN(currency),
     .doc = "At first the edition's default."},
    {.name = "timeZone",
     .type = FIELD_ZONE,
     IN(time_zone),
     .doc = "Where the hours are kept; at first the account's."},
    {.name = "capacity",
     .type = FIELD_INT,
     .min = 1,
     .max = PROVIDER_CAPACITY_MAX,
     IN(capacity),
     .doc = "How many bookings can run at once; at first 1."},
    {.name = "travelSpeedMph",
     .type = FIELD_INT,
     .flags = FIELD_NULLABLE,
     .min = TRAVEL_SPEED_MIN_MPH,
     .max = TRAVEL_SPEED_MAX_MPH,
     IN(travel_speed_mph),
     .doc = "Between jobs in person so much time is kept free as the way takes at this speed, as "
            "the crow flies; null, as at first: none."},
    {.name = "portfolio",
     .type = FIELD_JSON,
     .aliases = "portfolioAssets",
     .flags = FIELD_NULLABLE,
     .max = 40000,
     IN(portfolio_json),
     .doc = "Up to 50 links or asset names, or {title, url, kind}."},
};
const struct shape provider_input_shape =
    SHAPE("ProviderInput", struct provider_input, provider_input_fields, .flags = SHAPE_INPUT);

/* ---- services ---- */

#undef IN
#define IN(member) AT(struct service_input, member)

/* What creating and updating a service share; the title and type are needed to create one. */
#define SERVICE_FIELDS(needed)                                                                     \
    {.name = "title",                                                                              \
     .type = FIELD_TEXT,                                                                           \
     .flags = (needed),                                                                            \
     .min = 1,                                                                                     \
     .max = 120,                                                                                   \
     IN(title),                                                                                    \
     .doc = "What it is called."},                                                                 \
        {.name = "description",                                                                    \
         .type = FIELD_TEXT,                                                                       \
         .max = 5000,                                                                              \
         IN(description),                                                                          \
         .doc = "What it is about."},                                                              \
        {.name = "serviceType",                                                                    \
         .type = FIELD_TEXT,                                                                       \
         .aliases = "type",                                                                        \
         .flags = (needed),                                                                        \
         .min = 1,                                                                                 \
         .max = 40,                                                                                \
         IN(service_type),                                                                         \
         .doc = "Letters, digits, spaces, - and _, in any case; kept as MIXING_DOWN."},            \
        {.name = "durationMinutes",                                                                \
         .type = FIELD_INT,                                                                        \
         .flags = FIELD_NULLABLE,                                                                  \
         .min = 1,                                                                                 \
         .max = SERVICE_MINUTES_MAX,                                                               \
         IN(duration_minutes),                                                                     \
         .doc = "A fixed length, instead of minHours and maxHours."},                              \
        {.name = "minHours",                                                                       \
         .type = FIELD_DECIMAL,                                                                    \
         .flags = FIELD_NOT_NEGATIVE,                                                              \
         IN(min_hours),                                                                            \
         .doc = "Whole minutes; at first 1."},                                                     \
        {.name = "maxHours",                                                                       \
         .type = FIELD_DECIMAL,                                                                    \
         .flags = FIELD_NOT_NEGATIVE,                                                              \
         IN(max_hours),                                                                            \
         .doc = "At most 168; at first 24."},                                                      \
        {.name = "stepMinutes",                                                                    \
         .type = FIELD_INT,                                                                        \
         .min = 1,                                                                                 \
         .max = 1440,                                                                              \
         IN(step_minutes),                                                                         \
         .doc =                                                                                    \
             "Starts lie on multiples of this from local midnight (beginning anew each day), "     \
             "durations on minHours plus multiples. At first the edition's default, or the fixed " \
             "length when that is shorter."},                                                      \
        {.name = "rateType",                                                                       \
         .type = FIELD_ENUM,                                                                       \
         .names = &rate_type_names,                                                                \
         IN(rate_type),                                                                            \
         .doc = "What the rate is for: an hour, a day, or the whole session; at first the "        \
                "edition's default."},                                                             \
        {.name = "rate",                                                                           \
         .type = FIELD_DECIMAL,                                                                    \
         .aliases = "hourlyRate",                                                                  \
         .flags = FIELD_NULLABLE | FIELD_NOT_NEGATIVE,                                             \
         IN(rate),                                                                                 \
         .doc = "Per hour, day or session; null: the provider's own rate."},                       \
        {.name = "bufferBeforeMinutes",                                                            \
         .type = FIELD_INT,                                                                        \
         .min = 0,                                                                                 \
         .max = BUFFER_MINUTES_MAX,                                                                \
         IN(buffer_before_minutes),                                                                \
         .doc = "Kept free before the work; at first the edition's default."},                     \
        {.name = "bufferAfterMinutes",                                                             \
         .type = FIELD_INT,                                                                        \
         .min = 0,                                                                                 \
         .max = BUFFER_MINUTES_MAX,                                                                \
         IN(buffer_after_minutes),                                                                 \
         .doc = "Kept free after the work; at first the edition's default."},                      \
        {.name = "minNoticeMinutes",                                                               \
         .type = FIELD_INT,                                                                        \
         .min = 0,                                                                                 \
         .max = 525600,                                                                            \
         IN(min_notice_minutes),                                                                   \
         .doc = "How long before its start it must be booked; at first the edition's default."},   \
        {.name = "windowDays",                                                                     \
         .type = FIELD_INT,                                                                        \
         .min = 1,                                                                                 \
         .max = 3660,                                                                              \
         IN(window_days),                                                                          \
         .doc = "How far ahead can be booked, in days of 24 hours from now; at first the "         \
                "edition's default."},                                                             \
        {.name = "maxConcurrentPerClient",                                                         \
         .type = FIELD_INT,                                                                        \
         .flags = FIELD_NULLABLE,                                                                  \
         .min = 1,                                                                                 \
         .max = 1000,                                                                              \
         IN(max_concurrent_per_client),                                                            \
         .doc = "Open bookings of one client; null: no limit."},                                   \
        {.name = "maxPerDay",                                                                      \
         .type = FIELD_INT,                                                                        \
         .flags = FIELD_NULLABLE,                                                                  \
         .min = 1,                                                                                 \
         .max = 10000,                                                                             \
         IN(max_per_day),                                                                          \
         .doc = "Bookings that start on one local day; null: no limit."},                          \
        {.name = "maxPerWeek",                                                                     \
         .type = FIELD_INT,                                                                        \
         .flags = FIELD_NULLABLE,                                                                  \
         .min = 1,                                                                                 \
         .max = 10000,                                                                             \
         IN(max_per_week),                                                                         \
         .doc = "Bookings that start in one ISO week; null: no limit."},                           \
        {.name = "seats",                                                                          \
         .type = FIELD_INT,                                                                        \
         .min = 1,                                                                                 \
         .max = 10000,                                                                             \
         IN(seats),                                                                                \
         .doc = "How many may book the same session."},                                            \
        {.name = "acceptance",                                                                     \
         .type = FIELD_ENUM,                                                                       \
         .names = &acceptance_names,                                                               \
         IN(acceptance),                                                                           \
         .doc = "request: the provider confirms; instant: booked at once. At first the edition's " \
                "default."},                                                                       \
        {.name = "payment",                                                                        \
         .type = FIELD_ENUM,                                                                       \
         .names = &payment_policy_names,                                                           \
         IN(payment),                                                                              \
         .doc = "When the client pays; at first the edition's default."},                          \
        {.name = "approval",                                                                       \
         .type = FIELD_ENUM,                                                                       \
         .names = &approval_names,                                                                 \
         IN(approval),                                                                             \
         .doc = "Whether the client approves the work; at first the edition's default."},          \
        {.name = "revisions",                                                                      \
         .type = FIELD_INT,                                                                        \
         .min = 0,                                                                                 \
         .max = 100,                                                                               \
         IN(revisions),                                                                            \
         .doc = "Rounds of changes that are included; at first the edition's default."},           \
        {.name = "pendingBlocks",                                                                  \
         .type = FIELD_BOOL,                                                                       \
         IN(pending_blocks),                                                                       \
         .doc = "Whether a waiting request holds its time."},                                      \
        {.name = "requestTtlHours",                                                                \
         .type = FIELD_INT,                                                                        \
         .min = 1,                                                                                 \
         .max = 720,                                                                               \
         IN(request_ttl_hours),                                                                    \
         .doc = "How long a request waits for an answer; at first the edition's default."},        \
        {.name = "cancellationPolicy",                                                             \
         .type = FIELD_JSON,                                                                       \
         .max = 4000,                                                                              \
         IN(cancellation_policy_json),                                                             \
         .doc = "flexible, moderate, strict, or {tiers:[{hoursBefore, refundPercent}]}; at first " \
                "the edition's default."},                                                         \
        {.name = "isRemote",                                                                       \
         .type = FIELD_BOOL,                                                                       \
         IN(is_remote),                                                                            \
         .doc = "Can be done remotely; at first the edition's default."},                          \
        {.name = "isInPerson",                                                                     \
         .type = FIELD_BOOL,                                                                       \
         IN(is_in_person),                                                                         \
         .doc = "Can be done in person; at first the edition's default."},                         \
        {.name = "questions",                                                                      \
         .type = FIELD_JSON,                                                                       \
         .flags = FIELD_NULLABLE,                                                                  \
         .max = 40000,                                                                             \
         IN(questions_json),                                                                       \
         .doc = "Up to 20 questions asked at booking: text, or {question, required}."},            \
    {                                                                                              \
        .name = "active", .type = FIELD_BOOL, IN(active), .doc = "Whether it can be booked."       \
    }

static const struct field service_create_fields[] = {SERVICE_FIELDS(FIELD_REQUIRED)};
const struct shape service_create_shape =
    SHAPE("ServiceCreateInput", struct service_input, service_create_fields, .flags = SHAPE_INPUT);

static const struct field service_update_fields[] = {
    {.name = "id",
     .type = FIELD_ID,
     .prefix = "service",
     .aliases = "serviceId",
     .flags = FIELD_REQUIRED,
     IN(id),
     .doc = "Its id."},
    SERVICE_FIELDS(0),
};
const struct shape service_update_shape =
    SHAPE("ServiceUpdateInput", struct service_input, service_update_fields, .flags = SHAPE_INPUT);

/* ---- naming one thing ---- */

static const struct field service_id_fields[] = {
    {.name = "id",
     .type = FIELD_ID,
     .prefix = "service",
     .aliases = "serviceId",
     .flags = FIELD_REQUIRED,
     AT(struct id_input, id),
     .doc = "Its id."},
};
const struct shape service_id_shape =
    SHAPE("ServiceIdInput", struct id_input, service_id_fields, .flags = SHAPE_INPUT);

static const struct field provider_id_fields[] = {
    {.name = "id",
     .type = FIELD_ID,
     .prefix = "user",
     .aliases = edition_provider_id_names,
     .flags = FIELD_REQUIRED,
     AT(struct id_input, id),
     .doc = "Its id."},
};
const struct shape provider_id_shape =
    SHAPE("ProviderIdInput", struct id_input, provider_id_fields, .flags = SHAPE_INPUT);

static const struct field provider_of_fields[] = {
    {.name = "providerId",
     .type = FIELD_ID,
     .prefix = "user",
     .aliases = EDITION_PROVIDER_ID_SPELLINGS,
     .flags = FIELD_REQUIRED,
     AT(struct id_input, id),
     .doc = "The provider, who is a user."},
};
const struct shape provider_of_shape =
    SHAPE("ProviderOfInput", struct id_input, provider_of_fields, .flags = SHAPE_INPUT);

static const struct field favorites_input_fields[] = {
    PAGE_LIMIT_FIELD(struct favorites_input),
    PAGE_CURSOR_FIELD(struct favorites_input),
};
const struct shape favorites_input_shape =
    SHAPE("FavoritesInput", struct favorites_input, favorites_input_fields, .flags = SHAPE_INPUT);

/* ---- replies ---- */

static const struct field provider_output_fields[] = {
    {.name = "provider",
     .type = FIELD_OBJECT,
     .shape = &provider_view_shape,
     AT(struct provider_output, provider),
     .doc = "As it stands now."},
};
const struct shape provider_output_shape =
    SHAPE("ProviderReply", struct provider_output, provider_output_fields);

static const struct field service_output_fields[] = {
    {.name = "service",
     .type = FIELD_OBJECT,
     .shape = &service_view_shape,
     AT(struct service_output, service),
     .doc = "As it stands now."},
};
const struct shape service_output_shape =
    SHAPE("ServiceReply", struct service_output, service_output_fields);

static const struct field services_output_fields[] = {
    {.name = "services",
     .type = FIELD_LIST,
     .element = FIELD_OBJECT,
     .shape = &service_view_shape,
     AT(struct services_output, services),
     .doc = "What can be booked."},
};
const struct shape services_output_shape =
    SHAPE("ServicesReply", struct services_output, services_output_fields);

static const struct field favorites_output_fields[] = {
    {.name = "providers",
     .type = FIELD_LIST,
     .element = FIELD_OBJECT,
     .shape = &provider_view_shape,
     AT(struct favorites_output, providers),
     .doc = "One page."},
    {.name = "nextCursor",
     .type = FIELD_TEXT,
     .flags = FIELD_NULLABLE,
     AT(struct favorites_output, next_cursor),
     .doc = "Null on the last page."},
};
const struct shape favorites_output_shape =
    SHAPE("FavoritesReply", struct favorites_output, favorites_output_fields);
