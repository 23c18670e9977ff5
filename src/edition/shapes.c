/* shapes.c: the field tables of an edition: of its file, of edition.get, and of the documents. */
#include "edition/edition.h"

#define TEXT(owner, field_name, member, most, sentence)                                            \
    {                                                                                              \
        .name = (field_name), .type = FIELD_TEXT, .flags = FIELD_REQUIRED, .min = 1,               \
        .max = (most), AT(owner, member), .doc = (sentence)                                        \
    }
#define OBJECT(owner, field_name, member, of_shape, sentence)                                      \
    {                                                                                              \
        .name = (field_name), .type = FIELD_OBJECT, .flags = FIELD_REQUIRED, .shape = &(of_shape), \
        AT(owner, member), .doc = (sentence)                                                       \
    }

#define WORD(member, sentence) TEXT(struct edition_words, #member, member, 40, sentence)
static const struct field words_fields[] = {
    WORD(provider, "Who is booked: \"home helper\"."),
    WORD(providers, "More than one provider."),
    WORD(client, "Who books: \"customer\"."),
    WORD(clients, "More than one client."),
    WORD(booking, "What is agreed on: \"job\"."),
    WORD(bookings, "More than one booking."),
    WORD(service, "What can be booked."),
    WORD(services, "More than one service."),
    WORD(offer, "The invitation to become a provider: \"Offer your services\"."),
    WORD(place, "Where it happens: \"address\"."),
    WORD(hour, "What is paid for by time."),
};
static const struct shape words_shape =
    SHAPE("EditionWords", struct edition_words, words_fields, .flags = SHAPE_INPUT,
          .doc = "Words of this edition, as they stand inside a sentence.");

static const struct field search_fields[] = {
    TEXT(struct edition_search, "need", need, 60, "An example of what is looked for."),
    TEXT(struct edition_search, "near", near, 60, "An example of a place."),
};
static const struct shape search_shape =
    SHAPE("EditionSearch", struct edition_search, search_fields, .flags = SHAPE_INPUT,
          .doc = "Examples shown in the empty search.");

static const struct field place_fields[] = {
    TEXT(struct edition_place, "label", label, 200, "What people call it."),
    {.name = "lat",
     .type = FIELD_DECIMAL,
     .flags = FIELD_REQUIRED,
     .min = -90,
     .max = 90,
     AT(struct edition_place, latitude),
     .doc = "Degrees north."},
    {.name = "lng",
     .type = FIELD_DECIMAL,
     .flags = FIELD_REQUIRED,
     .min = -180,
     .max = 180,
     AT(struct edition_place, longitude),
     .doc = "Degrees east."},
};
static const struct shape place_shape =
    SHAPE("EditionPlace", struct edition_place, place_fields, .flags = SHAPE_INPUT);

static const struct field start_fields[] = {
    {.name = "service",
     .type = FIELD_TEXT,
     .flags = FIELD_OMIT,
     .min = 1,
     .max = 40,
     AT(struct edition_start, service),
     .doc = "A serviceType of the catalogue that is searched for first."},
    {.name = "location",
     .type = FIELD_OBJECT,
     .flags = FIELD_OMIT,
     .shape = &place_shape,
     AT(struct edition_start, location),
     .doc = "Where is searched first."},
};
static const struct shape start_shape =
    SHAPE("EditionStart", struct edition_start, start_fields, .flags = SHAPE_INPUT,
          .doc = "What is shown before anybody has searched.");

/* ---- statuses: one member each, in the order of enum booking_status ---- */

#define STATUSES(X)                                                                                \
    X(PENDING, 0)                                                                                  \
    X(CONFIRMED, 1)                                                                                \
    X(IN_PROGRESS, 2)                                                                              \
    X(REVISION, 3)                                                                                 \
    X(COMPLETED, 4)                                                                                \
    X(APPROVED, 5)                                                                                 \
    X(CANCELLED, 6)                                                                                \
    X(DECLINED, 7)                                                                                 \
    X(EXPIRED, 8)                                                                                  \
    X(DISPUTED, 9)

#define STATUS_KEY(key, index) [index] = #key,
const char *const edition_status_keys[EDITION_STATUS_COUNT] = {STATUSES(STATUS_KEY)};

#define STATUS_NAME(key, index)                                                                    \
    {.name = #key,                                                                                 \
     .type = FIELD_TEXT,                                                                           \
     .flags = FIELD_OMIT,                                                                          \
     .min = 1,                                                                                     \
     .max = 40,                                                                                    \
     AT(struct edition_statuses, texts[index]),                                                    \
     .doc = "Printed by the API instead of " #key "."},
static const struct field status_name_fields[] = {STATUSES(STATUS_NAME)};
static const struct shape status_names_shape =
    SHAPE("EditionStatusNames", struct edition_statuses, status_name_fields, .flags = SHAPE_INPUT,
          .doc = "Names the API prints instead of the canonical ones; both are taken on input.");

#define STATUS_LABEL(key, index)                                                                   \
    {.name = #key,                                                                                 \
     .type = FIELD_TEXT,                                                                           \
     .flags = FIELD_REQUIRED,                                                                      \
     .min = 1,                                                                                     \
     .max = 40,                                                                                    \
     AT(struct edition_statuses, texts[index]),                                                    \
     .doc = "What people read for " #key "."},
static const struct field status_label_fields[] = {STATUSES(STATUS_LABEL)};
static const struct shape status_labels_shape =
    SHAPE("EditionStatusLabels", struct edition_statuses, status_label_fields, .flags = SHAPE_INPUT,
          .doc = "What people read for each canonical status.");

/* ---- what is offered ---- */

static const struct field trade_fields[] = {
    TEXT(struct edition_trade, "serviceType", service_type, 40,
         "Upper case with underscores, such as HOME_CLEANING."),
    TEXT(struct edition_trade, "label", label, 60, "\"Home cleaning\"."),
    TEXT(struct edition_trade, "plural", plural, 60, "Those who do it: \"home cleaners\"."),
    TEXT(struct edition_trade, "icon", icon, 40, "Name of the picture beside it."),
};
static const struct shape trade_shape =
    SHAPE("EditionTrade", struct edition_trade, trade_fields, .flags = SHAPE_INPUT,
          .doc = "A kind of service that people look for here.");

static const struct field role_fields[] = {
    TEXT(struct edition_role, "role", role, 40, "As providers carry it: lower case."),
    TEXT(struct edition_role, "label", label, 60, "\"Insured\"."),
};
static const struct shape role_shape =
    SHAPE("EditionRole", struct edition_role, role_fields, .flags = SHAPE_INPUT,
          .doc = "Something good to have in a provider.");

/* ---- defaults ---- */

#define CHOICE(field_name, member, table, sentence)                                                \
    {                                                                                              \
        .name = (field_name), .type = FIELD_ENUM, .flags = FIELD_REQUIRED, .names = &(table),      \
        AT(struct edition_defaults, member), .doc = (sentence)                                     \
    }
#define NUMBER(field_name, member, least, most, sentence)                                          \
    {                                                                                              \
        .name = (field_name), .type = FIELD_INT, .flags = FIELD_REQUIRED, .min = (least),          \
        .max = (most), AT(struct edition_defaults, member), .doc = (sentence)                      \
    }
#define SWITCH(field_name, member, sentence)                                                       \
    {                                                                                              \
        .name = (field_name), .type = FIELD_BOOL, .flags = FIELD_REQUIRED,                         \
        AT(struct edition_defaults, member), .doc = (sentence)                                     \
    }
static const struct field defaults_fields[] = {
    {.name = "currency",
     .type = FIELD_CURRENCY,
     .flags = FIELD_REQUIRED,
     AT(struct edition_defaults, currency),
     .doc = "Of a new provider; ISO 4217."},
    CHOICE("acceptance", acceptance, acceptance_names,
           "request: the provider confirms; instant: booked at once."),
    CHOICE("payment", payment, payment_policy_names, "When the client pays."),
    CHOICE("approval", approval, approval_names, "Whether the client approves the work."),
    NUMBER("revisions", revisions, 0, 100, "Rounds of changes that are included."),
    NUMBER("requestTtlHours", request_ttl_hours, 1, 720, "How long a request waits."),
    NUMBER("stepMinutes", step_minutes, 1, 1440, "Grid of starts and of durations."),
    NUMBER("minNoticeMinutes", min_notice_minutes, 0, 525600, "How long ahead at least."),
    NUMBER("windowDays", window_days, 1, 3660, "How far ahead at most."),
    NUMBER("bufferBeforeMinutes", buffer_before_minutes, 0, 1440, "Kept free before the work."),
    NUMBER("bufferAfterMinutes", buffer_after_minutes, 0, 1440, "Kept free after the work."),
    {.name = "cancellationPolicy",
     .type = FIELD_JSON,
     .flags = FIELD_REQUIRED,
     .max = 4000,
     AT(struct edition_defaults, cancellation_policy_json),
     .doc = "flexible, moderate, strict, {preset}, or {tiers:[{hoursBefore, refundPercent}]}."},
    CHOICE("rateType", rate_type, rate_type_names, "What the rate is for."),
    SWITCH("isRemote", is_remote, "Can be done remotely."),
    SWITCH("isInPerson", is_in_person, "Can be done in person."),
};
static const struct shape defaults_shape =
    SHAPE("EditionDefaults", struct edition_defaults, defaults_fields, .flags = SHAPE_INPUT,
          .doc = "What a new service has where it does not say.");

/* ---- looks ---- */

#define COLOR(field_name, member, sentence)                                                        \
    {                                                                                              \
        .name = (field_name), .type = FIELD_TEXT, .flags = FIELD_REQUIRED, .min = 7, .max = 7,     \
        AT(struct edition_color, member), .doc = (sentence)                                        \
    }
static const struct field color_fields[] = {
    COLOR("cursor", cursor, "The accent, as #rrggbb."),
    COLOR("on", on, "What is written on it, as #rrggbb."),
};
static const struct shape color_shape =
    SHAPE("EditionColor", struct edition_color, color_fields, .flags = SHAPE_INPUT);
static const struct field accent_fields[] = {
    OBJECT(struct edition_accent, "day", day, color_shape, "In the light theme."),
    OBJECT(struct edition_accent, "night", night, color_shape, "In the dark theme."),
    OBJECT(struct edition_accent, "terminal", terminal, color_shape, "In the terminal theme."),
};
static const struct shape accent_shape =
    SHAPE("EditionAccent", struct edition_accent, accent_fields, .flags = SHAPE_INPUT,
          .doc = "The one colour that is the edition's own.");

static const struct field aliases_fields[] = {
    {.name = "providerId",
     .type = FIELD_TEXT,
     .flags = FIELD_OMIT,
     .min = 3,
     .max = 40,
     AT(struct edition_aliases, provider_id),
     .doc = "Printed beside providerId, and taken for it: technicianId."},
};
static const struct shape aliases_shape =
    SHAPE("EditionAliases", struct edition_aliases, aliases_fields, .flags = SHAPE_INPUT,
          .doc = "This edition's own names of fields.");

/* ---- all of it ---- */

static const struct field edition_fields[] = {
    TEXT(struct edition, "name", name, 31, "What `--edition` calls it."),
    TEXT(struct edition, "title", title, 40, "What this marketplace calls itself."),
    TEXT(struct edition, "tagline", tagline, 80, "The first line a visitor reads."),
    TEXT(struct edition, "description", description, 160, "One or two sentences for search pages."),
    OBJECT(struct edition, "words", words, words_shape, "Words."),
    OBJECT(struct edition, "search", search, search_shape, "Examples in the search."),
    OBJECT(struct edition, "start", start, start_shape, "What is shown first."),
    OBJECT(struct edition, "statusNames", status_names, status_names_shape,
           "What the API prints instead of canonical names."),
    OBJECT(struct edition, "statusLabels", status_labels, status_labels_shape,
           "What people read for each status."),
    {.name = "catalogue",
     .type = FIELD_LIST,
     .element = FIELD_OBJECT,
     .shape = &trade_shape,
     .flags = FIELD_REQUIRED,
     .min = 1,
     .max = 40,
     AT(struct edition, catalogue),
     .doc = "Kinds of services, the most wanted first."},
    {.name = "roles",
     .type = FIELD_LIST,
     .element = FIELD_OBJECT,
     .shape = &role_shape,
     .flags = FIELD_REQUIRED,
     .max = 20,
     AT(struct edition, roles),
     .doc = "What is good to have in a provider: the filters of the search."},
    OBJECT(struct edition, "defaults", defaults, defaults_shape, "Of a new service."),
    OBJECT(struct edition, "accent", accent, accent_shape, "Its colour in each theme."),
    {.name = "aliases",
     .type = FIELD_OBJECT,
     .flags = FIELD_OMIT,
     .shape = &aliases_shape,
     AT(struct edition, aliases),
     .doc = "Its own names of fields."},
    {.name = "fees",
     .type = FIELD_LIST,
     .element = FIELD_JSON,
     .flags = FIELD_REQUIRED,
     AT(struct edition, fees),
     .doc = "Reserved: always empty."},
};
const struct shape edition_shape =
    SHAPE("Edition", struct edition, edition_fields, .flags = SHAPE_INPUT,
          .doc = "The words, defaults and looks of this marketplace.");
