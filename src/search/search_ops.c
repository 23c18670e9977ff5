/* provider.search: parameters in, one page and its statistics out. */
#include <math.h>

#include "operation/page.h"
#include "search/search_internal.h"

enum {
    RADIUS_DEFAULT_MILES = 25,
    RADIUS_MAX_MILES = 12500, /* half way around */
    WINDOW_MAX_DAYS = 62,
    SLOTS_DEFAULT = 3,
    WINDOW_DEFAULT_DAYS = 31, /* where only one end, or only a duration, is given */
    HOURS_MAX = SERVICE_MINUTES_MAX / 60,
    SLOTS_APART_MAX_HOURS = 168,
};

/* ---- in ---- */

static const char *const sort_texts[] = {"relevance", "rating", "rate", "distance", "soonest"};
static const struct name_table sort_names = {.type_name = "SearchSort",
                                             .names = sort_texts,
                                             .count = COUNT_OF(sort_texts),
                                             .aliases = "price=rate"};

struct search_input {
    uint64_t present;
    struct str service, text, location, cursor;
    struct list roles;
    struct decimal latitude, longitude, radius, min_rating, max_rate, duration_hours;
    bool verified, facets;
    int sort;
    int64_t available_from_ms, available_to_ms, next_slots, slots_apart_hours, limit;
    struct str time_zone;
};

static const struct field search_fields[] = {
    {.name = "service",
     .aliases = "serviceType",
     .type = FIELD_TEXT,
     .max = 80,
     AT(struct search_input, service),
     .doc =
         "A service type in any case, with spaces or hyphens for underscores: mixing, MIX_DOWN."},
    {.name = "roles",
     .type = FIELD_LIST,
     .element = FIELD_TEXT,
     .max = 20,
     .flags = FIELD_ONE_OR_MORE,
     AT(struct search_input, roles),
     .doc = "Any of these, separated by commas: producer,engineer."},
    {.name = "q",
     .type = FIELD_TEXT,
     .max = 200,
     AT(struct search_input, text),
     .doc = "Every word must stand in the name, the headline, the bio, or a title or type of an "
            "active service."},
    {.name = "location",
     .type = FIELD_TEXT,
     .max = 200,
     AT(struct search_input, location),
     .doc = "Without lat and lng: each part between commas must stand in the provider's own label, "
            "ignoring case. No place is looked up, and radius does not count."},
    {.name = "lat",
     .type = FIELD_DECIMAL,
     .min = -90,
     .max = 90,
     AT(struct search_input, latitude),
     .doc = "With lng: only providers in a circle around it, and location does not count."},
    {.name = "lng",
     .type = FIELD_DECIMAL,
     .min = -180,
     .max = 180,
     AT(struct search_input, longitude),
     .doc = "With lat."},
    {.name = "radius",
     .type = FIELD_DECIMAL,
     .flags = FIELD_NOT_NEGATIVE,
     .max = RADIUS_MAX_MILES,
     AT(struct search_input, radius),
     .doc = "Of that circle, in miles; 25 when not given. Who works in person only is found no "
            "farther than their serviceRadiusMiles."},
    {.name = "minRating",
     .type = FIELD_DECIMAL,
     .flags = FIELD_NOT_NEGATIVE,
     .max = 5,
     AT(struct search_input, min_rating),
     .doc = "Compared with the rating as shown; above 0, who has no review yet is left out."},
    {.name = "maxRate",
     .type = FIELD_DECIMAL,
     .flags = FIELD_NOT_NEGATIVE,
     .max = MONEY_MINOR_MAX / 100,
     AT(struct search_input, max_rate),
     .doc = "An hour costs at most this, in the provider's currency: with service, the cheapest "
            "hour of that service; else hourlyRate, or the cheapest hour when there is none."},
    {.name = "verified",
     .type = FIELD_BOOL,
     AT(struct search_input, verified),
     .doc = "true: only verified providers."},
    {.name = "sortBy",
     .type = FIELD_ENUM,
     .names = &sort_names,
     AT(struct search_input, sort),
     .doc = "relevance when not given. rating: best first; rate: cheapest first; distance: nearest "
            "first (by relevance without lat and lng); soonest: by the first start of the next 31 "
            "days, or of the time asked for, that can be booked."},
    {.name = "availableFrom",
     .type = FIELD_INSTANT,
     AT(struct search_input, available_from_ms),
     .doc = "Only providers who can really be booked between this (now, when not given) …"},
    {.name = "availableTo",
     .type = FIELD_INSTANT,
     AT(struct search_input, available_to_ms),
     .doc = "… and this, by which the booking has ended; at most 62 days later, and 31 when not "
            "given."},
    {.name = "durationHours",
     .aliases = "estimatedHours estimatedDuration",
     .type = FIELD_DECIMAL,
     .max = HOURS_MAX,
     AT(struct search_input, duration_hours),
     .doc = "For so long; each service's shortest when not given."},
    {.name = "timeZone",
     .type = FIELD_ZONE,
     AT(struct search_input, time_zone),
     .doc = "The zone of availableFrom and availableTo where they are local times."},
    {.name = "nextSlots",
     .type = FIELD_INT,
     .min = 0,
     .max = SEARCH_STARTS_MAX,
     AT(struct search_input, next_slots),
     .doc =
         "How many next starts each provider on the page carries, of the time asked for, else of "
         "the next 31 days; when not given, 3 with availability or sortBy=soonest, else none."},
    {.name = "slotsApartHours",
     .type = FIELD_INT,
     .min = 0,
     .max = SLOTS_APART_MAX_HOURS,
     AT(struct search_input, slots_apart_hours),
     .doc = "At least so far from one of nextSlots to the next, so that few of them show much; 0 "
            "when not given: every start."},
    {.name = "facets",
     .type = FIELD_BOOL,
     AT(struct search_input, facets),
     .doc = "true: the answer has facets, which count what each choice of the filters would find."},
    PAGE_LIMIT_FIELD(struct search_input),
    PAGE_CURSOR_FIELD(struct search_input),
};
static const struct shape search_input_shape =
    SHAPE("ProviderSearchInput", struct search_input, search_fields, .flags = SHAPE_INPUT);

static bool was_sent(const struct search_input *in, const char *name)
{
    return in->present & shape_bit(&search_input_shape, name);
}

static enum error take_place(struct call *call, const struct search_input *in,
                             struct search_query *query)
{
    bool has_latitude = was_sent(in, "lat"), has_longitude = was_sent(in, "lng");
    query->place = (struct place){
        .label = in->location, .latitude_e6 = PLACE_NONE, .longitude_e6 = PLACE_NONE};
    query->radius_miles = RADIUS_DEFAULT_MILES;
    if (has_latitude != has_longitude) {
        return call_refuse_field(call, has_latitude ? "lng" : "lat", "required",
                                 "lat and lng come together.");
    }
    if (was_sent(in, "radius")) {
        query->radius_miles = (double)in->radius.unscaled / pow(10, in->radius.scale);
    }
    if (has_latitude) {
        degrees_to_e6(in->latitude, &query->place.latitude_e6);
        degrees_to_e6(in->longitude, &query->place.longitude_e6);
    }
    return ERROR_NONE;
}

static enum error take_duration(struct call *call, const struct search_input *in,
                                struct search_query *query)
{
    query->duration_minutes = 0;
    if (!was_sent(in, "durationHours")) {
        return ERROR_NONE;
    }
    if (in->duration_hours.unscaled <= 0) {
        return call_refuse_field(call, "durationHours", "too_small", "Must be more than 0.");
    }
    return decimal_multiply_to_integer(in->duration_hours, 60, &query->duration_minutes)
               ? ERROR_NONE
               : call_refuse_field(call, "durationHours", "range",
                                   "Must be a whole number of minutes.");
}

static enum error take_window(struct call *call, const struct search_input *in,
                              struct search_query *query)
{
    int64_t from_ms = in->available_from_ms, to_ms = in->available_to_ms;
    query->available_from_ms = query->available_to_ms = INSTANT_NONE;
    if (from_ms == INSTANT_NONE && to_ms == INSTANT_NONE && query->duration_minutes == 0) {
        return ERROR_NONE;
    }
    if (from_ms == INSTANT_NONE) {
        from_ms = query->now_ms;
    }
    if (to_ms == INSTANT_NONE) {
        to_ms = from_ms + WINDOW_DEFAULT_DAYS * (int64_t)DAY_MS;
    }
    if (to_ms <= from_ms) {
        return call_refuse_field(call, "availableTo", "range", "Must be after %s.",
                                 in->available_from_ms == INSTANT_NONE ? "now" : "availableFrom");
    }
    if (to_ms - from_ms > WINDOW_MAX_DAYS * (int64_t)DAY_MS) {
        return call_refuse_field(call, "availableTo", "range",
                                 "Must be at most %d days after availableFrom.", WINDOW_MAX_DAYS);
    }
    query->available_from_ms = from_ms;
    query->available_to_ms = to_ms;
    return ERROR_NONE;
}

static int64_t slots_wanted(const struct search_input *in, const struct search_query *query)
{
    bool asks_for_time = query->available_from_ms != INSTANT_NONE || query->sort == SORT_SOONEST;
    if (was_sent(in, "nextSlots")) {
        return in->next_slots;
    }
    return asks_for_time ? SLOTS_DEFAULT : 0;
}

static enum error take_filters(struct call *call, const struct search_input *in,
                               struct search_query *query)
{
    struct decimal min_rating = in->min_rating;
    for (; min_rating.scale > 2 && min_rating.unscaled % 10 == 0; min_rating.scale--) {
        min_rating.unscaled /= 10;
    }
    if (!decimal_to_integer(min_rating, 2, &query->min_rating_e2)) {
        return call_refuse_field(call, "minRating", "range", "Use at most two decimals.");
    }
    if (str_is_set(in->service) && in->service.size > 0 &&
        !service_type_parse(call->arena, in->service, &query->service_type)) {
        return call_refuse_field(call, "service", "bad_choice",
                                 "A service type has letters, digits and underscores.");
    }
    query->roles = in->roles;
    query->text = in->text;
    query->max_rate = was_sent(in, "maxRate") ? in->max_rate : (struct decimal){.scale = -1};
    query->only_verified = in->verified;
    query->has_facets = in->facets;
    query->sort = in->sort < 0 ? SORT_RELEVANCE : (enum search_sort)in->sort;
    query->limit = page_size(in->limit);
    query->cursor = in->cursor;
    return ERROR_NONE;
}

/* A search can take milliseconds, which the threads that serve connections do not have: whatever
 * has a `prepare` runs on a worker. */
static enum error search_prepare(struct call *call, void *input)
{
    const struct search_input *in = input;
    struct search_query *query = ARENA_NEW(call->arena, struct search_query);
    query->now_ms = call->now_ms;
    enum error error = take_filters(call, in, query);
    if (!error) {
        error = take_place(call, in, query);
    }
    if (!error) {
        error = take_duration(call, in, query);
    }
    if (!error) {
        error = take_window(call, in, query);
    }
    query->next_slots = slots_wanted(in, query);
    query->slots_apart_ms = in->slots_apart_hours * HOUR_MS;
    call->prepared = query;
    return error;
}

/* ---- out ---- */

struct search_statistics {
    int64_t total;
    struct decimal average_rating;
    int64_t average_rate_minor;
    struct currency currency;
    struct list services, roles;
};
static const struct field statistics_fields[] = {
    {.name = "total",
     .type = FIELD_INT,
     AT(struct search_statistics, total),
     .doc = "How many match, on all pages."},
    {.name = "avgRating",
     .type = FIELD_DECIMAL,
     .flags = FIELD_NULLABLE,
     AT(struct search_statistics, average_rating),
     .doc = "The mean of all their reviews, to two decimals; null without any."},
    {.name = "avgHourlyRate",
     .type = FIELD_AMOUNT,
     .flags = FIELD_NULLABLE,
     AT(struct search_statistics, average_rate_minor),
     CURRENCY_AT(struct search_statistics, currency),
     .doc = "The mean hour of those with the most common currency; null when none has a rate."},
    {.name = "currency",
     .type = FIELD_CURRENCY,
     .flags = FIELD_NULLABLE,
     AT(struct search_statistics, currency),
     .doc = "The most common one, in which avgHourlyRate is given."},
    {.name = "servicesAvailable",
     .type = FIELD_LIST,
     .element = FIELD_TEXT,
     AT(struct search_statistics, services),
     .doc = "Types of the services they offer, in lower case, sorted."},
    {.name = "rolesAvailable",
     .type = FIELD_LIST,
     .element = FIELD_TEXT,
     AT(struct search_statistics, roles),
     .doc = "Their roles, sorted."},
};
static const struct shape statistics_shape =
    SHAPE("ProviderSearchStats", struct search_statistics, statistics_fields,
          .doc = "Over all that match, not over the page.");

static const struct field facet_count_fields[] = {
    {.name = "value",
     .type = FIELD_TEXT,
     AT(struct facet_count, value),
     .doc = "What the filter would be given."},
    {.name = "count",
     .type = FIELD_INT,
     AT(struct facet_count, count),
     .doc = "How many providers it would find, on all pages."},
};
static const struct shape facet_count_shape =
    SHAPE("FacetCount", struct facet_count, facet_count_fields);

struct rate_range {
    int64_t lowest_minor, highest_minor;
    struct currency currency;
};
static const struct field rate_range_fields[] = {
    {.name = "min",
     .type = FIELD_AMOUNT,
     AT(struct rate_range, lowest_minor),
     CURRENCY_AT(struct rate_range, currency),
     .doc = "The cheapest hour."},
    {.name = "max",
     .type = FIELD_AMOUNT,
     AT(struct rate_range, highest_minor),
     CURRENCY_AT(struct rate_range, currency),
     .doc = "The dearest hour."},
    {.name = "currency",
     .type = FIELD_CURRENCY,
     AT(struct rate_range, currency),
     .doc = "The most common one; other amounts are not looked at."},
};
static const struct shape rate_range_shape =
    SHAPE("RateRange", struct rate_range, rate_range_fields);

struct facets_view {
    struct list min_rating, roles, services;
    int64_t verified, available_today;
    struct rate_range *max_rate;
};
#define FACET(facet_name, member, sentence)                                                        \
    {                                                                                              \
        .name = (facet_name), .type = FIELD_LIST, .element = FIELD_OBJECT,                         \
        .shape = &facet_count_shape, AT(struct facets_view, member), .doc = (sentence)             \
    }
static const struct field facets_fields[] = {
    FACET("minRating", min_rating, "4.5 and up, 4 and up, and any."),
    {.name = "verified",
     .type = FIELD_INT,
     AT(struct facets_view, verified),
     .doc = "How many are verified."},
    {.name = "availableToday",
     .type = FIELD_INT,
     .flags = FIELD_NULLABLE,
     AT(struct facets_view, available_today),
     .doc =
         "How many could be booked and be done before the provider's own midnight, whatever time "
         "is asked for; null with more than 200 matches."},
    FACET("roles", roles, "The 50 most frequent roles, each as if it were the only one asked for."),
    FACET("services", services,
          "The 50 most frequent types, in lower case, each at its own price "
          "and, when a time is asked for, free then."),
    {.name = "maxRate",
     .type = FIELD_OBJECT,
     .shape = &rate_range_shape,
     .flags = FIELD_NULLABLE,
     AT(struct facets_view, max_rate),
     .doc = "Between which hourly rates maxRate makes a difference; null when nobody has one."},
};
static const struct shape facets_shape =
    SHAPE("ProviderSearchFacets", struct facets_view, facets_fields,
          .doc = "What each choice of a filter would find, all other filters being as they are.");

static struct facets_view *facets_view_new(struct arena *arena, const struct search_facets *facets)
{
    struct facets_view *view = ARENA_NEW(arena, struct facets_view);
    *view = (struct facets_view){
        .min_rating = facets->min_rating,
        .roles = facets->roles,
        .services = facets->services,
        .verified = facets->verified,
        .available_today = facets->available_today,
    };
    if (facets->lowest_rate_minor != INSTANT_NONE) {
        view->max_rate = ARENA_NEW(arena, struct rate_range);
        *view->max_rate = (struct rate_range){facets->lowest_rate_minor, facets->highest_rate_minor,
                                              facets->rate_currency};
    }
    return view;
}

struct search_output {
    struct list providers; /* of struct provider_view */
    struct search_statistics *statistics;
    struct facets_view *facets;
    struct str next_cursor;
};
static const struct field output_fields[] = {
    {.name = "providers",
     .type = FIELD_LIST,
     .element = FIELD_OBJECT,
     .shape = &provider_view_shape,
     AT(struct search_output, providers),
     .doc = "One page."},
    {.name = "stats",
     .type = FIELD_OBJECT,
     .shape = &statistics_shape,
     AT(struct search_output, statistics),
     .doc = "Over all that match, not only this page."},
    {.name = "facets",
     .type = FIELD_OBJECT,
     .shape = &facets_shape,
     .flags = FIELD_OMIT,
     AT(struct search_output, facets),
     .doc = "When asked for: what each choice of a filter would find."},
    {.name = "nextCursor",
     .type = FIELD_TEXT,
     .flags = FIELD_NULLABLE,
     AT(struct search_output, next_cursor),
     .doc = "Ask for the next page with this; null: this is the last."},
};
static const struct shape search_output_shape =
    SHAPE("ProviderSearchReply", struct search_output, output_fields);

static struct search_statistics *statistics_of(struct arena *arena,
                                               const struct search_result *result)
{
    struct search_statistics *statistics = ARENA_NEW(arena, struct search_statistics);
    *statistics = (struct search_statistics){
        .total = result->total,
        .average_rating = {.scale = -1},
        .average_rate_minor = result->rate_average_minor,
        .currency = result->rate_currency,
        .services = result->services,
        .roles = result->roles,
    };
    if (result->rating_count > 0) {
        int64_t count = result->rating_count;
        statistics->average_rating = (struct decimal){
            .unscaled = (result->rating_sum * 200 + count) / (count * 2), .scale = 2};
    }
    return statistics;
}

static struct list providers_of(struct arena *arena, struct list hits)
{
    struct provider_view *views = ARENA_ARRAY(arena, struct provider_view, hits.count + 1);
    for (size_t i = 0; i < hits.count; i++) {
        const struct search_hit *hit = LIST_AT(hits, struct search_hit, i);
        views[i] = *provider_view_new(arena, &hit->provider, hit->services);
        if (hit->distance_miles >= 0) {
            views[i].distance_miles =
                (struct decimal){.unscaled = llround(hit->distance_miles * 10), .scale = 1};
        }
        views[i].next_slots = hit->next_slots;
        views[i].next_slots_service_id = hit->next_slots_service_id;
        if (hit->next_slots.count > 0) {
            views[i].next_slots_hours = hours_view(hit->next_slots_minutes);
        }
    }
    return (struct list){.items = views, .count = hits.count};
}

static enum error search_operation_run(struct call *call, struct tx *tx, const void *input,
                                       void *output)
{
    struct search_output *out = output;
    struct search_result result;
    (void)input;
    enum error error = search_run(tx, call->arena, call->prepared, &result);
    if (error == ERROR_INVALID) {
        return call_refuse_field(call, "cursor", "format",
                                 "Use a nextCursor as it was given, with the same sortBy.");
    }
    if (error == ERROR_NONE) {
        out->providers = providers_of(call->arena, result.hits);
        out->statistics = statistics_of(call->arena, &result);
        out->next_cursor = result.next_cursor;
        if (result.facets) {
            out->facets = facets_view_new(call->arena, result.facets);
        }
    }
    return error;
}

/* ---- the row ---- */

static const struct operation rows[] = {
    {
        .name = "provider.search",
        .kind = OPERATION_QUERY,
        .may = MAY_ANYONE,
        .input = &search_input_shape,
        .output = &search_output_shape,
        .rate = RATE_SEARCH,
        .prepare = search_prepare,
        .run = search_operation_run,
        .doc =
            "Finds providers by service, role, words, place, rating, price and the time they can "
            "be booked. A place without lat and lng is matched as text only. Who offers no "
            "active service is found as long as no service is asked for. With nextSlots, "
            "availability or sortBy=soonest each provider has nextSlots: the first starts of that "
            "service which can be booked soonest, named beside them with the duration.",
    },
};
const struct operation_set search_operations = {.operations = rows, .count = COUNT_OF(rows)};
