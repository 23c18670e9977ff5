/* alternatives.c: what could be had instead of a time that was refused. Reads only; the calendar's
 * own list and predicate say what is free, the search who offers the same. */
#include "booking/booking.h"
#include "search/search.h"

enum {
    STARTS_MAX = 5,
    PROVIDERS_MAX = 5,
    STARTS_DAYS = 14,   /* before and after the time asked for */
    NEAR_MILES = 25,    /* of the job's place, or the provider's */
    CANDIDATES = 40,    /* of the search, whose calendars are looked at in turn */
    BUDGET_US = 150000, /* then what was found is all */
};

struct alternative_start {
    int64_t start_ms, end_ms;
};
struct alternative_provider {
    struct id id;
    struct str display_name, headline;
    struct decimal rating; /* scale −1: none yet */
    int64_t hourly_rate_minor, start_ms;
    struct currency currency;
};
struct alternatives {
    struct list starts, providers;
};

static const struct field start_fields[] = {
    {.name = "start",
     .type = FIELD_INSTANT,
     AT(struct alternative_start, start_ms),
     .doc = "The start."},
    {.name = "end", .type = FIELD_INSTANT, AT(struct alternative_start, end_ms), .doc = "The end."},
};
static const struct shape start_shape =
    SHAPE("AlternativeStart", struct alternative_start, start_fields);

static const struct field provider_fields[] = {
    {.name = "id",
     .type = FIELD_ID,
     .prefix = "user",
     AT(struct alternative_provider, id),
     .doc = "The provider, who is a user."},
    {.name = "displayName",
     .type = FIELD_TEXT,
     AT(struct alternative_provider, display_name),
     .doc = "Their name."},
    {.name = "headline",
     .type = FIELD_TEXT,
     AT(struct alternative_provider, headline),
     .doc = "What they do."},
    {.name = "rating",
     .type = FIELD_DECIMAL,
     .flags = FIELD_NULLABLE,
     AT(struct alternative_provider, rating),
     .doc = "Of 5; null: not rated yet."},
    {.name = "hourlyRate",
     .type = FIELD_AMOUNT,
     .flags = FIELD_NULLABLE,
     AT(struct alternative_provider, hourly_rate_minor),
     CURRENCY_AT(struct alternative_provider, currency),
     .doc = "Of an hour; null: charged otherwise."},
    {.name = "currency",
     .type = FIELD_CURRENCY,
     AT(struct alternative_provider, currency),
     .doc = "ISO 4217."},
    {.name = "start",
     .type = FIELD_INSTANT,
     AT(struct alternative_provider, start_ms),
     .doc = "When they are free: the time asked for."},
};
static const struct shape provider_shape =
    SHAPE("AlternativeProvider", struct alternative_provider, provider_fields);

static const struct field alternatives_fields[] = {
    {.name = "starts",
     .type = FIELD_LIST,
     .element = FIELD_OBJECT,
     .shape = &start_shape,
     AT(struct alternatives, starts),
     .doc = "This provider's free starts, the nearest first."},
    {.name = "providers",
     .type = FIELD_LIST,
     .element = FIELD_OBJECT,
     .shape = &provider_shape,
     AT(struct alternatives, providers),
     .doc = "Others who are free then."},
};
static const struct shape alternatives_shape =
    SHAPE("Alternatives", struct alternatives, alternatives_fields);

bool booking_has_alternatives(enum error refusal)
{
    switch (refusal) {
    case ERROR_SLOT_TAKEN:
    case ERROR_TRAVEL:
    case ERROR_OUTSIDE_HOURS:
    case ERROR_OFF_GRID:
    case ERROR_TOO_SOON:
    case ERROR_TOO_FAR:
    case ERROR_DAY_LIMIT:
    case ERROR_WEEK_LIMIT:
        return true;
    default:
        return false;
    }
}

struct inquiry {
    struct call *call;
    struct tx *tx;
    const struct booking_wish *wish;
    int64_t until_us;
};

static bool is_over(const struct inquiry *inquiry)
{
    return clock_monotonic_us() >= inquiry->until_us || tx_failed(inquiry->tx);
}

/* ---- this provider, at another time ---- */

static bool is_own(const struct slot *slot, struct interval own)
{
    return slot->start_ms == own.start_ms && slot->end_ms == own.end_ms;
}

/* Of those sorted by time the nearest ones, by walking outwards from the time asked for. */
static struct list nearest(struct arena *arena, struct list slots, int64_t asked_ms,
                           struct interval own)
{
    struct alternative_start *starts = ARENA_ARRAY(arena, struct alternative_start, STARTS_MAX);
    size_t after = 0, count = 0;
    while (after < slots.count && LIST_AT(slots, struct slot, after)->start_ms < asked_ms)
        after++;
    size_t before = after;
    while (count < STARTS_MAX && (before > 0 || after < slots.count)) {
        const struct slot *earlier = before > 0 ? LIST_AT(slots, struct slot, before - 1) : NULL;
        const struct slot *later = after < slots.count ? LIST_AT(slots, struct slot, after) : NULL;
        bool takes_later =
            !earlier || (later && later->start_ms - asked_ms <= asked_ms - earlier->start_ms);
        const struct slot *slot = takes_later ? later : earlier;
        starts[count] = (struct alternative_start){slot->start_ms, slot->end_ms};
        count += !is_own(slot, own);
        after += takes_later;
        before -= !takes_later;
    }
    return (struct list){starts, count};
}

static struct list find_starts(const struct inquiry *inquiry)
{
    const struct slot_request *request = inquiry->wish->request;
    struct call *call = inquiry->call;
    struct calendar calendar;
    struct interval range = {request->start_ms - STARTS_DAYS * (int64_t)DAY_MS,
                             request->start_ms + STARTS_DAYS * (int64_t)DAY_MS + 1};
    if (range.start_ms < call->now_ms)
        range.start_ms = call->now_ms;
    if (range.start_ms >= range.end_ms ||
        !calendar_load_for(inquiry->tx, call->arena, inquiry->wish->provider, request, range,
                           call->now_ms, &calendar))
        return (struct list){0};
    struct list slots =
        calendar_slots(&calendar, request, range.start_ms, range.end_ms, call->now_ms, call->arena);
    return nearest(call->arena, slots, request->start_ms, inquiry->wish->own);
}

/* ---- others, at this time ---- */

static bool is_free(const struct inquiry *inquiry, const struct provider *provider,
                    const struct service *service)
{
    const struct slot_request *asked = inquiry->wish->request;
    struct place place =
        travel_place(provider, service_is_remote_only(service), inquiry->wish->place);
    struct slot_request request = {.service = service,
                                   .place = &place,
                                   .start_ms = asked->start_ms,
                                   .duration_ms = asked->duration_ms,
                                   .client_id = asked->client_id};
    struct calendar calendar;
    int64_t now_ms = inquiry->call->now_ms;
    return str_equal(service->service_type, asked->service->service_type) &&
           service_rate_minor(service, provider) != INSTANT_NONE &&
           calendar_duration_fits(service, asked->duration_ms) &&
           calendar_load(inquiry->tx, inquiry->call->arena, provider, request.start_ms,
                         request.start_ms + request.duration_ms, now_ms, &calendar) &&
           calendar_judge(&calendar, &request, now_ms, NULL) == ERROR_NONE;
}

static struct alternative_provider
show(const struct inquiry *inquiry, const struct provider *provider, const struct service *service)
{
    const struct provider_view *view =
        provider_view_new(inquiry->call->arena, provider, (struct list){0});
    return (struct alternative_provider){
        .id = provider->id,
        .display_name = provider->display_name,
        .headline = provider->headline,
        .rating = view->rating,
        .hourly_rate_minor = service->rate_type == RATE_HOURLY
                                 ? service_rate_minor(service, provider)
                                 : provider->hourly_rate_minor,
        .currency = provider->currency,
        .start_ms = inquiry->wish->request->start_ms,
    };
}

static bool take_if_free(const struct inquiry *inquiry, const struct search_hit *hit,
                         struct alternative_provider *ret)
{
    if (id_equal(hit->provider.id, inquiry->wish->provider->id) ||
        id_equal(hit->provider.id, inquiry->wish->request->client_id))
        return false;
    for (size_t i = 0; i < hit->services.count; i++) {
        const struct service *service = LIST_AT(hit->services, struct service, i);
        if (is_free(inquiry, &hit->provider, service)) {
            *ret = show(inquiry, &hit->provider, service);
            return true;
        }
    }
    return false;
}

/* Where the work is to be: nowhere in particular when it can be done from anywhere. */
static struct place place_of(const struct booking_wish *wish)
{
    struct place place = {STR_NONE, PLACE_NONE, PLACE_NONE};
    if (!wish->request->service->is_in_person)
        return place;
    bool is_known = wish->place->latitude_e6 != PLACE_NONE;
    const struct place *known = is_known ? wish->place : &wish->provider->place;
    place.latitude_e6 = known->latitude_e6;
    place.longitude_e6 = known->longitude_e6;
    return place;
}

static struct list find_providers(const struct inquiry *inquiry)
{
    struct arena *arena = inquiry->call->arena;
    struct search_query query = {
        .service_type = inquiry->wish->request->service->service_type,
        .place = place_of(inquiry->wish),
        .radius_miles = NEAR_MILES,
        .max_rate = {.scale = -1},
        .available_from_ms = INSTANT_NONE,
        .available_to_ms = INSTANT_NONE,
        .sort = SORT_RELEVANCE,
        .limit = CANDIDATES,
        .now_ms = inquiry->call->now_ms,
    };
    struct search_result found;
    struct alternative_provider *rows =
        ARENA_ARRAY(arena, struct alternative_provider, PROVIDERS_MAX);
    size_t count = 0;
    if (is_over(inquiry) || search_run(inquiry->tx, arena, &query, &found) != ERROR_NONE)
        return (struct list){rows, 0};
    for (size_t i = 0; i < found.hits.count && count < PROVIDERS_MAX && !is_over(inquiry); i++)
        count += take_if_free(inquiry, LIST_AT(found.hits, struct search_hit, i), &rows[count]);
    return (struct list){rows, count};
}

void booking_add_alternatives(struct call *call, struct tx *tx, const struct booking_wish *wish)
{
    const struct inquiry inquiry = {
        .call = call, .tx = tx, .wish = wish, .until_us = clock_monotonic_us() + BUDGET_US};
    struct alternatives found = {.starts = find_starts(&inquiry)};
    if (wish->place)
        found.providers = find_providers(&inquiry);
    struct buf out;
    struct json_writer writer;
    buf_init(&out, call->arena, 1024);
    BUF_ADD(&out, "\"alternatives\":");
    json_writer_init(&writer, &out);
    shape_print(&alternatives_shape, &found, &writer);
    call->problem.extra_json = buf_str(&out);
}
