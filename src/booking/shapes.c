/* shapes.c: the field tables of views.h. */
#include "booking/views.h"
#include "chat/chat.h"
#include "operation/page.h"

static const char *const tab_texts[] = {"all", "upcoming", "past"};
static const struct name_table tab_names = {
    .type_name = "BookingTab", .names = tab_texts, .count = COUNT_OF(tab_texts)};
static const char *const sort_texts[] = {"soonest", "latest", "newest"};
static const struct name_table sort_names = {
    .type_name = "BookingSort",
    .names = sort_texts,
    .count = COUNT_OF(sort_texts),
    .aliases = "scheduledTime=soonest date=soonest createdAt=newest",
};

/* ---- inputs ---- */

static const struct field answer_fields[] = {
    {.name = "question",
     .type = FIELD_TEXT,
     .flags = FIELD_REQUIRED,
     .min = 1,
     .max = 500,
     AT(struct answer, question),
     .doc = "The service's question, as asked."},
    {.name = "answer",
     .type = FIELD_TEXT,
     .flags = FIELD_REQUIRED,
     .max = 2000,
     AT(struct answer, answer),
     .doc = "The client's answer."},
};
static const struct shape answer_shape =
    SHAPE("BookingAnswer", struct answer, answer_fields, .flags = SHAPE_INPUT);

#define CREATE_FIELDS                                                                              \
    {.name = "clientId",                                                                           \
     .aliases = "userId",                                                                          \
     .type = FIELD_ID,                                                                             \
     .prefix = "user",                                                                             \
     AT(struct create_input, client_id),                                                           \
     .doc = "Must be the caller; an admin may name another."},                                     \
        {.name = "providerId",                                                                     \
         .aliases = EDITION_PROVIDER_ID_SPELLINGS,                                                 \
         .type = FIELD_ID,                                                                         \
         .prefix = "user",                                                                         \
         .flags = FIELD_REQUIRED,                                                                  \
         AT(struct create_input, provider_id),                                                     \
         .doc = "Whose time is booked."},                                                          \
        {.name = "serviceId",                                                                      \
         .type = FIELD_ID,                                                                         \
         .prefix = "service",                                                                      \
         AT(struct create_input, service_id),                                                      \
         .doc = "Which service. Left out: by serviceType, or the provider's only active one."},    \
        {.name = "serviceType",                                                                    \
         .type = FIELD_TEXT,                                                                       \
         .min = 1,                                                                                 \
         .max = 60,                                                                                \
         AT(struct create_input, service_type),                                                    \
         .doc = "Any case: MIXING, mixing."},                                                      \
        {.name = "scheduledTime",                                                                  \
         .aliases = "eventDate scheduledDate",                                                     \
         .type = FIELD_INSTANT,                                                                    \
         .flags = FIELD_REQUIRED,                                                                  \
         AT(struct create_input, scheduled_time),                                                  \
         .doc = "The start: RFC 3339, or local time with timeZone."},                              \
        {.name = "durationHours",                                                                  \
         .aliases = "estimatedHours estimatedDuration",                                            \
         .type = FIELD_DECIMAL,                                                                    \
         .flags = FIELD_NOT_NEGATIVE,                                                              \
         AT(struct create_input, duration_hours),                                                  \
         .doc = "Needed unless the service has a fixed duration."},                                \
        {.name = "rate",                                                                           \
         .aliases = "hourlyRate",                                                                  \
         .type = FIELD_DECIMAL,                                                                    \
         .flags = FIELD_NOT_NEGATIVE,                                                              \
         AT(struct create_input, rate),                                                            \
         .doc = "Never believed: when it differs from the server's own, 409 rate_changed."},       \
        {.name = "totalPrice",                                                                     \
         .aliases = "total price",                                                                 \
         .type = FIELD_DECIMAL,                                                                    \
         .flags = FIELD_NOT_NEGATIVE,                                                              \
         AT(struct create_input, total_price),                                                     \
         .doc = "Checked like rate."},                                                             \
        {.name = "rateType",                                                                       \
         .type = FIELD_ENUM,                                                                       \
         .names = &rate_type_names,                                                                \
         AT(struct create_input, rate_type),                                                       \
         .doc = "hourly or day, where the provider has both rates; else the service's own."},      \
        {.name = "currency",                                                                       \
         .type = FIELD_CURRENCY,                                                                   \
         AT(struct create_input, currency),                                                        \
         .doc = "When sent, it must be the provider's."},                                          \
        {.name = "timeZone",                                                                       \
         .type = FIELD_ZONE,                                                                       \
         AT(struct create_input, time_zone),                                                       \
         .doc = "Of the place; the provider's unless given."},                                     \
        {.name = "location",                                                                       \
         .type = FIELD_JSON,                                                                       \
         .max = 1000,                                                                              \
         AT(struct create_input, location_json),                                                   \
         .doc = "Text, or {label, lat, lng}."},                                                    \
        {.name = "holdId",                                                                         \
         .type = FIELD_ID,                                                                         \
         .prefix = "hold",                                                                         \
         AT(struct create_input, hold_id),                                                         \
         .doc = "The caller's hold of this start: before it expires, booking it always "           \
                "succeeds, and it is priced as it then will be."},                                 \
        {.name = "repeat",                                                                         \
         .type = FIELD_OBJECT,                                                                     \
         .shape = &booking_repeat_shape,                                                           \
         AT(struct create_input, repeat),                                                          \
         .doc = "The same time again every so many weeks, each a booking of its own."},            \
    {                                                                                              \
        .name = "isRemote", .type = FIELD_BOOL, AT(struct create_input, is_remote),                \
        .doc = "True: no place is needed."                                                         \
    }

static const struct field quote_fields[] = {CREATE_FIELDS};
const struct shape booking_quote_shape =
    SHAPE("BookingQuoteInput", struct create_input, quote_fields, .flags = SHAPE_INPUT);

static const struct field create_fields[] = {
    CREATE_FIELDS,
    {.name = "projectId",
     .type = FIELD_ID,
     .prefix = "project",
     AT(struct create_input, project_id),
     .doc = "One of the client's projects."},
    {.name = "title",
     .type = FIELD_TEXT,
     .min = 1,
     .max = 200,
     AT(struct create_input, title),
     .doc = "Left out: the service's title."},
    {.name = "description",
     .type = FIELD_TEXT,
     .max = 5000,
     AT(struct create_input, description),
     .doc = "What it is about."},
    {.name = "company",
     .type = FIELD_TEXT,
     .max = 200,
     AT(struct create_input, company),
     .doc = "On whose behalf."},
    {.name = "specialRequirements",
     .type = FIELD_TEXT,
     .max = 5000,
     AT(struct create_input, special_requirements),
     .doc = "What the provider must know."},
    {.name = "purpose",
     .type = FIELD_TEXT,
     .max = 2000,
     AT(struct create_input, purpose),
     .doc = "What the session is for."},
    {.name = "answers",
     .type = FIELD_LIST,
     .element = FIELD_OBJECT,
     .shape = &answer_shape,
     .max = 30,
     AT(struct create_input, answers),
     .doc = "To the service's questions; a required one must be among them."},
    {.name = "notes",
     .type = FIELD_TEXT,
     .max = 2000,
     AT(struct create_input, notes),
     .doc = "Shown in the booking's history."},
    {.name = "skipClashes",
     .type = FIELD_BOOL,
     AT(struct create_input, skip_clashes),
     .doc = "Leave out the times that cannot be booked, instead of booking none."},
};
const struct shape booking_create_shape =
    SHAPE("BookingCreateInput", struct create_input, create_fields, .flags = SHAPE_INPUT,
          .doc = "A request for a provider's time, as in S0, S1 and S2.");

#define BOOKING_ID(owner)                                                                          \
    {                                                                                              \
        .name = "id", .aliases = "bookingId", .type = FIELD_ID, .prefix = "booking",               \
        .flags = FIELD_REQUIRED, AT(owner, id), .doc = "The booking."                              \
    }
#define HISTORY_FIELDS(owner)                                                                      \
    {.name = "notes",                                                                              \
     .type = FIELD_TEXT,                                                                           \
     .max = 2000,                                                                                  \
     AT(owner, notes),                                                                             \
     .doc = "Shown in the booking's history."},                                                    \
    {                                                                                              \
        .name = "reason", .type = FIELD_TEXT, .max = 2000, AT(owner, reason),                      \
        .doc = "Why, shown to the other side."                                                     \
    }

static const struct field verb_fields[] = {
    BOOKING_ID(struct verb_input),
    HISTORY_FIELDS(struct verb_input),
};
const struct shape booking_verb_shape =
    SHAPE("BookingVerbInput", struct verb_input, verb_fields, .flags = SHAPE_INPUT);

static const struct field update_fields[] = {
    BOOKING_ID(struct update_input),
    {.name = "status",
     .type = FIELD_ENUM,
     .names = &booking_status_names,
     AT(struct update_input, status),
     .doc = "The matching verb, judged by its rules."},
    {.name = "title",
     .type = FIELD_TEXT,
     .min = 1,
     .max = 200,
     AT(struct update_input, title),
     .doc = "By the client, while the booking is open."},
    {.name = "description",
     .type = FIELD_TEXT,
     .max = 5000,
     AT(struct update_input, description),
     .doc = "By the client, while the booking is open."},
    {.name = "company",
     .type = FIELD_TEXT,
     .max = 200,
     AT(struct update_input, company),
     .doc = "By the client, while the booking is open."},
    {.name = "specialRequirements",
     .type = FIELD_TEXT,
     .max = 5000,
     AT(struct update_input, special_requirements),
     .doc = "By the client, while the booking is open."},
    {.name = "purpose",
     .type = FIELD_TEXT,
     .max = 2000,
     AT(struct update_input, purpose),
     .doc = "By the client, while the booking is open."},
    {.name = "deliverables",
     .type = FIELD_LIST,
     .element = FIELD_TEXT,
     .max = 100,
     AT(struct update_input, deliverables),
     .doc = "Asset ids or links, by the provider."},
    {.name = "outcome",
     .type = FIELD_TEXT,
     .max = 5000,
     AT(struct update_input, outcome),
     .doc = "How it went, by the provider."},
    {.name = "completedAt",
     .type = FIELD_INSTANT,
     AT(struct update_input, completed_at),
     .doc = "When work ended, by the provider; not before the start, not in the future."},
    HISTORY_FIELDS(struct update_input),
};
const struct shape booking_update_shape =
    SHAPE("BookingUpdateInput", struct update_input, update_fields, .flags = SHAPE_INPUT);

static const struct field get_fields[] = {BOOKING_ID(struct get_input)};
const struct shape booking_get_shape =
    SHAPE("BookingGetInput", struct get_input, get_fields, .flags = SHAPE_INPUT);

static const struct field list_fields[] = {
    {.name = "userId",
     .type = FIELD_ID,
     .prefix = "user",
     AT(struct list_input, user_id),
     .doc = "Must be the caller; an admin may name another."},
    {.name = "role",
     .type = FIELD_ENUM,
     .names = &booking_role_names,
     AT(struct list_input, role),
     .doc = "Whose side: client unless given."},
    {.name = "status",
     .type = FIELD_LIST,
     .element = FIELD_ENUM,
     .flags = FIELD_ONE_OR_MORE,
     .names = &booking_status_names,
     .max = BOOKING_STATUS_COUNT,
     AT(struct list_input, statuses),
     .doc = "Any of these; any seed's spelling."},
    {.name = "seriesId",
     .type = FIELD_ID,
     .prefix = "series",
     AT(struct list_input, series_id),
     .doc = "Only those of one series."},
    {.name = "tab",
     .type = FIELD_ENUM,
     .names = &tab_names,
     AT(struct list_input, tab),
     .doc = "upcoming: neither over nor ended; past: every other; all."},
    {.name = "q",
     .type = FIELD_TEXT,
     .min = 1,
     .max = 100,
     AT(struct list_input, q),
     .doc = "In the title, the service type or the other side's name."},
    {.name = "sort",
     .aliases = "sortBy",
     .type = FIELD_ENUM,
     .names = &sort_names,
     AT(struct list_input, sort),
     .doc = "By start (soonest, latest) or by creation (newest)."},
    {.name = "from",
     .type = FIELD_INSTANT,
     AT(struct list_input, from),
     .doc = "Starts at or after this."},
    {.name = "to", .type = FIELD_INSTANT, AT(struct list_input, to), .doc = "Starts before this."},
    PAGE_LIMIT_FIELD(struct list_input),
    PAGE_CURSOR_FIELD(struct list_input),
};
const struct shape booking_list_shape =
    SHAPE("BookingListInput", struct list_input, list_fields, .flags = SHAPE_INPUT);

static const struct field events_fields[] = {
    BOOKING_ID(struct events_input),
    {.name = "after",
     .type = FIELD_INT,
     .min = 0,
     .max = INT64_MAX,
     AT(struct events_input, after),
     .doc = "Only events with a greater id."},
    {.name = "limit",
     .type = FIELD_INT,
     .min = 1,
     .max = PAGE_MOST,
     AT(struct events_input, limit),
     .doc = "At most this many; 100 when not given."},
};
const struct shape booking_events_shape =
    SHAPE("BookingEventsInput", struct events_input, events_fields, .flags = SHAPE_INPUT);

/* ---- outputs ---- */

static const struct field provider_summary_fields[] = {
    {.name = "id",
     .type = FIELD_ID,
     .prefix = "user",
     AT(struct provider_summary, id),
     .doc = "The provider, who is a user."},
    {.name = "displayName",
     .type = FIELD_TEXT,
     AT(struct provider_summary, display_name),
     .doc = "Their name."},
    {.name = "headline",
     .type = FIELD_TEXT,
     AT(struct provider_summary, headline),
     .doc = "What they do."},
    {.name = "timeZone",
     .type = FIELD_TEXT,
     AT(struct provider_summary, time_zone),
     .doc = "Where their hours are kept."},
    {.name = "verified",
     .type = FIELD_BOOL,
     AT(struct provider_summary, verified),
     .doc = "Whether an admin has checked who they are."},
};
static const struct shape provider_summary_shape =
    SHAPE("ProviderSummary", struct provider_summary, provider_summary_fields);

static const struct field quote_line_fields[] = {
    {.name = "label", .type = FIELD_TEXT, AT(struct quote_line, label), .doc = "What is charged."},
    {.name = "quantity",
     .type = FIELD_DECIMAL,
     AT(struct quote_line, quantity),
     .doc = "How many units."},
    {.name = "unit", .type = FIELD_TEXT, AT(struct quote_line, unit), .doc = "hour, day, session."},
    {.name = "unitPrice",
     .type = FIELD_AMOUNT,
     AT(struct quote_line, unit_price_minor),
     CURRENCY_AT(struct quote_line, currency),
     .doc = "For one unit."},
    {.name = "amount",
     .type = FIELD_AMOUNT,
     AT(struct quote_line, amount_minor),
     CURRENCY_AT(struct quote_line, currency),
     .doc = "For the line."},
};
const struct shape quote_line_shape = SHAPE("QuoteLine", struct quote_line, quote_line_fields);

static const struct field quote_series_fields[] = {
    {.name = "count",
     .type = FIELD_INT,
     AT(struct quote_series, count),
     .doc = "How many; a day on which the clock leaps over the time has none."},
    {.name = "starts",
     .type = FIELD_LIST,
     .element = FIELD_INSTANT,
     AT(struct quote_series, starts),
     .doc = "When each begins. Whether it can be booked is not looked at."},
    {.name = "total",
     .type = FIELD_AMOUNT,
     AT(struct quote_series, total_minor),
     CURRENCY_AT(struct quote_series, currency),
     .doc = "What all of them cost together."},
};
static const struct shape quote_series_shape =
    SHAPE("QuoteSeries", struct quote_series, quote_series_fields);

static const struct field quote_view_fields[] = {
    {.name = "lines",
     .type = FIELD_LIST,
     .element = FIELD_OBJECT,
     .shape = &quote_line_shape,
     AT(struct quote_view, lines),
     .doc = "What the total is made of."},
    {.name = "total",
     .type = FIELD_AMOUNT,
     AT(struct quote_view, total_minor),
     CURRENCY_AT(struct quote_view, currency),
     .doc = "What the booking costs."},
    {.name = "currency",
     .type = FIELD_CURRENCY,
     AT(struct quote_view, currency),
     .doc = "ISO 4217."},
    {.name = "rateType",
     .type = FIELD_ENUM,
     .names = &rate_type_names,
     AT(struct quote_view, rate_type),
     .doc = "What rate is for."},
    {.name = "rate",
     .type = FIELD_AMOUNT,
     AT(struct quote_view, rate_minor),
     CURRENCY_AT(struct quote_view, currency),
     .doc = "For one hour, day or session."},
    {.name = "serviceId",
     .type = FIELD_ID,
     .prefix = "service",
     AT(struct quote_view, service_id),
     .doc = "The service that was found."},
    {.name = "scheduledTime",
     .type = FIELD_INSTANT,
     AT(struct quote_view, start_ms),
     .doc = "The start."},
    {.name = "endTime", .type = FIELD_INSTANT, AT(struct quote_view, end_ms), .doc = "The end."},
    {.name = "series",
     .type = FIELD_OBJECT,
     .flags = FIELD_OMIT,
     .shape = &quote_series_shape,
     AT(struct quote_view, series),
     .doc = "With repeat: all of them. The rest is of one."},
};
const struct shape quote_view_shape = SHAPE("Quote", struct quote_view, quote_view_fields);

static const struct field project_view_fields[] = {
    {.name = "id",
     .type = FIELD_ID,
     .prefix = "project",
     AT(struct project_view, id),
     .doc = "The project."},
    {.name = "title", .type = FIELD_TEXT, AT(struct project_view, title), .doc = "Its title."},
    {.name = "description",
     .type = FIELD_TEXT,
     AT(struct project_view, description),
     .doc = "What it is about."},
    {.name = "createdAt",
     .type = FIELD_INSTANT,
     AT(struct project_view, created_ms),
     .doc = "When it was made."},
    {.name = "updatedAt",
     .type = FIELD_INSTANT,
     AT(struct project_view, updated_ms),
     .doc = "When it was last changed."},
};
static const struct shape project_view_shape =
    SHAPE("Project", struct project_view, project_view_fields);

static const struct field empty_fields[] = {
    {.name = "id", .type = FIELD_TEXT, .offset = 0, .doc = "Joins with its room."},
};
static const struct shape later_shape = SHAPE("Later", struct str, empty_fields);
#define LATER(field_name, member, sentence)                                                        \
    {                                                                                              \
        .name = field_name, .type = FIELD_LIST, .element = FIELD_OBJECT, .shape = &later_shape,    \
        AT(struct booking_view, member), .doc = sentence                                           \
    }
#define BOOKING_TEXT(field_name, member, sentence)                                                 \
    {                                                                                              \
        .name = field_name, .type = FIELD_TEXT, AT(struct booking_view, member), .doc = sentence   \
    }
#define BOOKING_TEXT_OR_NULL(field_name, member, sentence)                                         \
    {                                                                                              \
        .name = field_name, .type = FIELD_TEXT, .flags = FIELD_NULLABLE,                           \
        AT(struct booking_view, member), .doc = sentence                                           \
    }
#define BOOKING_JSON_OR_NULL(field_name, member, sentence)                                         \
    {                                                                                              \
        .name = field_name, .type = FIELD_JSON, .flags = FIELD_NULLABLE,                           \
        AT(struct booking_view, member), .doc = sentence                                           \
    }
#define BOOKING_AMOUNT(field_name, member, sentence)                                               \
    {                                                                                              \
        .name = field_name, .type = FIELD_AMOUNT, AT(struct booking_view, member),                 \
        CURRENCY_AT(struct booking_view, currency), .doc = sentence                                \
    }
#define BOOKING_INSTANT(field_name, member, sentence)                                              \
    {                                                                                              \
        .name = field_name, .type = FIELD_INSTANT, .flags = FIELD_NULLABLE,                        \
        AT(struct booking_view, member), .doc = sentence                                           \
    }
#define BOOKING_REF(field_name, id_prefix, member, sentence)                                       \
    {                                                                                              \
        .name = field_name, .type = FIELD_ID, .prefix = id_prefix, .flags = FIELD_NULLABLE,        \
        AT(struct booking_view, member), .doc = sentence                                           \
    }
#define BOOKING_JSON(field_name, member, sentence)                                                 \
    {                                                                                              \
        .name = field_name, .type = FIELD_JSON, AT(struct booking_view, member), .doc = sentence   \
    }

static const struct field booking_view_fields[] = {
    {.name = "id",
     .type = FIELD_ID,
     .prefix = "booking",
     AT(struct booking_view, id),
     .doc = "The booking."},
    BOOKING_TEXT("title", title, "What it is called."),
    BOOKING_TEXT("description", description, "What it is about."),
    BOOKING_TEXT("serviceType", service_type, "MIXING and the like."),
    {.name = "status",
     .type = FIELD_ENUM,
     .names = &booking_status_names,
     AT(struct booking_view, status),
     .doc = "Where it stands."},
    {.name = "paymentStatus",
     .type = FIELD_ENUM,
     .names = &payment_status_names,
     AT(struct booking_view, payment_status),
     .doc = "Where the money stands."},
    BOOKING_INSTANT("scheduledTime", start_ms, "The start."),
    BOOKING_INSTANT("endTime", end_ms, "The end of the work, buffers not included."),
    {.name = "durationHours",
     .type = FIELD_DECIMAL,
     AT(struct booking_view, duration_hours),
     .doc = "Hours of 3,600 seconds."},
    {.name = "outsideHours",
     .type = FIELD_BOOL,
     AT(struct booking_view, is_outside_hours),
     .doc = "For its provider, while it is open: the hours were changed, and no longer hold it. It "
            "stands all the same."},
    BOOKING_TEXT("timeZone", time_zone, "Of the place."),
    BOOKING_TEXT_OR_NULL("localTime", local_start, "The start at the place, with its offset."),
    {.name = "location",
     .type = FIELD_TEXT,
     .flags = FIELD_NULLABLE,
     AT(struct booking_view, location),
     .doc = "Where; the area only, while it is hidden."},
    {.name = "locationIsHidden",
     .type = FIELD_BOOL,
     AT(struct booking_view, location_is_hidden),
     .doc = "The address is shown to the provider once the booking is confirmed."},
    {.name = "isRemote",
     .type = FIELD_BOOL,
     AT(struct booking_view, is_remote),
     .doc = "No place needed."},
    {.name = "rateType",
     .type = FIELD_ENUM,
     .names = &rate_type_names,
     AT(struct booking_view, rate_type),
     .doc = "What rate is for."},
    BOOKING_AMOUNT("rate", rate_minor, "As agreed."),
    BOOKING_AMOUNT("totalPrice", total_minor, "As agreed."),
    BOOKING_AMOUNT("price", price_minor, "The same as totalPrice."),
    {.name = "currency",
     .type = FIELD_CURRENCY,
     AT(struct booking_view, currency),
     .doc = "ISO 4217."},
    BOOKING_JSON("lines", lines_json, "What the total is made of."),
    BOOKING_JSON("policy", policy_json, "The service's policies, as agreed."),
    {.name = "client",
     .type = FIELD_OBJECT,
     .shape = &user_shape,
     AT(struct booking_view, client),
     .doc = "Who booked."},
    {.name = "provider",
     .type = FIELD_OBJECT,
     .shape = &provider_summary_shape,
     AT(struct booking_view, provider),
     .doc = "Whose time it is."},
    {.name = "project",
     .type = FIELD_OBJECT,
     .flags = FIELD_NULLABLE,
     .shape = &project_view_shape,
     AT(struct booking_view, project),
     .doc = "What it belongs to."},
    BOOKING_REF("clientId", "user", client_id, "Who booked."),
    {.name = "providerId",
     .aliases = EDITION_PROVIDER_ID_SPELLINGS,
     .also = &edition_provider_id_name,
     .type = FIELD_ID,
     .prefix = "user",
     .flags = FIELD_NULLABLE,
     AT(struct booking_view, provider_id),
     .doc = "Whose time it is."},
    BOOKING_REF("serviceId", "service", service_id, "What was booked."),
    BOOKING_REF("projectId", "project", project_id, "What it belongs to."),
    BOOKING_REF("seriesId", "series", series_id, "Which series, if it repeats."),
    {.name = "seriesIndex",
     .type = FIELD_INT,
     .flags = FIELD_NULLABLE,
     AT(struct booking_view, series_index),
     .doc = "Its place in the series, from 1."},
    BOOKING_REF("chatThreadId", "thread", chat_thread_id, "Its conversation."),
    LATER("splits", splits, "Shares of a crew."),
    BOOKING_JSON_OR_NULL("revenueSplit", revenue_split_json, "How a crew shares the price."),
    BOOKING_JSON("deliverables", deliverables_json, "What the provider handed over."),
    LATER("reviews", reviews, "What the two sides said afterwards."),
    {.name = "messages",
     .type = FIELD_LIST,
     .element = FIELD_OBJECT,
     .shape = &message_shape,
     AT(struct booking_view, messages),
     .doc = "The last 50, where one booking is asked for."},
    BOOKING_TEXT_OR_NULL("company", company, "On whose behalf."),
    BOOKING_TEXT_OR_NULL("specialRequirements", special_requirements,
                         "What the provider must know."),
    BOOKING_TEXT_OR_NULL("purpose", purpose, "What the session is for."),
    BOOKING_JSON("answers", answers_json, "To the service's questions."),
    BOOKING_TEXT_OR_NULL("outcome", outcome, "How it went."),
    BOOKING_INSTANT("expiresAt", expires_ms, "When a pending request runs out."),
    BOOKING_INSTANT("createdAt", created_ms, "When it was made."),
    BOOKING_INSTANT("updatedAt", updated_ms, "When it was last changed."),
    BOOKING_INSTANT("completedAt", completed_ms, "When the work ended."),
    {.name = "cancellation",
     .type = FIELD_OBJECT,
     .flags = FIELD_NULLABLE,
     .shape = &cancellation_view_shape,
     AT(struct booking_view, cancellation),
     .doc = "What cancelling now would do, for a caller who may, where one booking is asked for."},
    {.name = "cancelled",
     .type = FIELD_OBJECT,
     .flags = FIELD_NULLABLE,
     .shape = &cancelled_view_shape,
     AT(struct booking_view, cancelled),
     .doc = "What cancelling it did."},
    {.name = "reschedule",
     .type = FIELD_OBJECT,
     .flags = FIELD_NULLABLE,
     .shape = &proposal_view_shape,
     AT(struct booking_view, proposal),
     .doc = "Another time that one side has asked for, while the other has not answered."},
    {.name = "actions",
     .type = FIELD_LIST,
     .element = FIELD_TEXT,
     AT(struct booking_view, actions),
     .doc = "What the caller may do now."},
};
const struct shape booking_view_shape = SHAPE("Booking", struct booking_view, booking_view_fields);

static const struct field booking_output_fields[] = {
    {.name = "success",
     .type = FIELD_BOOL,
     AT(struct booking_output, success),
     .doc = "Always true here."},
    {.name = "booking",
     .type = FIELD_OBJECT,
     .shape = &booking_view_shape,
     AT(struct booking_output, booking),
     .doc = "As it stands now."},
    {.name = "series",
     .type = FIELD_OBJECT,
     .flags = FIELD_OMIT,
     .shape = &series_view_shape,
     AT(struct booking_output, series),
     .doc = "Where the call was about several: those it booked or called off."},
};
const struct shape booking_output_shape =
    SHAPE("BookingOutput", struct booking_output, booking_output_fields);

static const struct field revenue_fields[] = {
    {.name = "currency",
     .type = FIELD_CURRENCY,
     AT(struct revenue_view, currency),
     .doc = "ISO 4217."},
    {.name = "amount",
     .type = FIELD_AMOUNT,
     AT(struct revenue_view, amount_minor),
     CURRENCY_AT(struct revenue_view, currency),
     .doc = "Of completed bookings."},
};
static const struct shape revenue_shape = SHAPE("Revenue", struct revenue_view, revenue_fields);
static const struct field stats_fields[] = {
    {.name = "total", .type = FIELD_INT, AT(struct booking_stats, total), .doc = "All of them."},
    {.name = "pending", .type = FIELD_INT, AT(struct booking_stats, pending), .doc = "Waiting."},
    {.name = "confirmed",
     .type = FIELD_INT,
     AT(struct booking_stats, confirmed),
     .doc = "Agreed and to come."},
    {.name = "completed",
     .type = FIELD_INT,
     AT(struct booking_stats, completed),
     .doc = "Completed or approved."},
    {.name = "totalRevenue",
     .type = FIELD_AMOUNT,
     AT(struct booking_stats, total_revenue_minor),
     CURRENCY_AT(struct booking_stats, currency),
     .doc = "Of completed bookings, in the currency with most of it."},
    {.name = "currency",
     .type = FIELD_CURRENCY,
     AT(struct booking_stats, currency),
     .doc = "Of totalRevenue."},
    {.name = "revenue",
     .type = FIELD_LIST,
     .element = FIELD_OBJECT,
     .shape = &revenue_shape,
     AT(struct booking_stats, revenue),
     .doc = "Per currency."},
};
static const struct shape stats_shape = SHAPE("BookingStats", struct booking_stats, stats_fields);
static const struct field bookings_fields[] = {
    {.name = "bookings",
     .type = FIELD_LIST,
     .element = FIELD_OBJECT,
     .shape = &booking_view_shape,
     AT(struct bookings_output, bookings),
     .doc = "One page."},
    {.name = "stats",
     .type = FIELD_OBJECT,
     .shape = &stats_shape,
     AT(struct bookings_output, stats),
     .doc = "Whatever the tab, status and page."},
    {.name = "nextCursor",
     .type = FIELD_TEXT,
     .flags = FIELD_NULLABLE,
     AT(struct bookings_output, next_cursor),
     .doc = "Null on the last page."},
};
const struct shape bookings_output_shape =
    SHAPE("BookingList", struct bookings_output, bookings_fields);

static const struct field event_fields[] = {
    {.name = "id",
     .type = FIELD_INT,
     AT(struct event_view, id),
     .doc = "Its place in the journal."},
    {.name = "type",
     .type = FIELD_TEXT,
     AT(struct event_view, type),
     .doc = "booking.created, booking.status_changed, booking.updated, booking.rescheduled, "
            "booking.reschedule_proposed, _declined, _withdrawn, _expired."},
    {.name = "at", .type = FIELD_INSTANT, AT(struct event_view, at_ms), .doc = "When."},
    {.name = "actorId",
     .type = FIELD_ID,
     .prefix = "user",
     .flags = FIELD_NULLABLE,
     AT(struct event_view, actor_id),
     .doc = "Who; null: Docket itself."},
    {.name = "data", .type = FIELD_JSON, AT(struct event_view, data_json), .doc = "What."},
};
static const struct shape event_shape = SHAPE("BookingEvent", struct event_view, event_fields);
static const struct field events_output_fields[] = {
    {.name = "events",
     .type = FIELD_LIST,
     .element = FIELD_OBJECT,
     .shape = &event_shape,
     AT(struct events_output, events),
     .doc = "In order."},
    {.name = "nextAfter",
     .type = FIELD_INT,
     AT(struct events_output, next_after),
     .doc = "Give it as `after` for what follows."},
};
const struct shape events_output_shape =
    SHAPE("BookingEvents", struct events_output, events_output_fields);

static const struct field project_output_fields[] = {
    {.name = "project",
     .type = FIELD_OBJECT,
     .shape = &project_view_shape,
     AT(struct project_output, project),
     .doc = "As it stands now."},
};
const struct shape project_output_shape =
    SHAPE("ProjectOutput", struct project_output, project_output_fields);
static const struct field projects_output_fields[] = {
    {.name = "projects",
     .type = FIELD_LIST,
     .element = FIELD_OBJECT,
     .shape = &project_view_shape,
     AT(struct projects_output, projects),
     .doc = "Oldest first."},
    {.name = "nextCursor",
     .type = FIELD_ID,
     .prefix = "project",
     .flags = FIELD_NULLABLE,
     AT(struct projects_output, next_cursor),
     .doc = "Null on the last page."},
};
const struct shape projects_output_shape =
    SHAPE("ProjectList", struct projects_output, projects_output_fields);
