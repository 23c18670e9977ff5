/* Who can really be booked: the calendar's own list of starts, for the services that are wanted. */
#include "search/search_internal.h"

enum { FIRST_STRIDE_DAYS = 3, STRIDE_GROWTH = 4, SOONEST_DAYS = 31 };

void query_seek_soonest(struct search_query *query)
{
    query->available_from_ms = query->now_ms;
    query->available_to_ms = query->now_ms + SOONEST_DAYS * (int64_t)DAY_MS;
}

bool query_seek_today(struct search_query *query, struct str time_zone)
{
    const struct zone *zone = zone_find(time_zone);
    if (!zone) {
        return false;
    }
    int64_t local_ms = zone_to_local_ms(zone, query->now_ms);
    query->available_from_ms = query->now_ms;
    query->available_to_ms = zone_resolve(zone, (local_ms / DAY_MS + 1) * DAY_MS);
    return true;
}

static int64_t duration_ms_of(const struct search_query *query, const struct service *service)
{
    int64_t minutes =
        service->duration_minutes > 0 ? service->duration_minutes : service->min_minutes;
    return (query->duration_minutes > 0 ? query->duration_minutes : minutes) * MINUTE_MS;
}

struct look { /* one provider's calendar, a stretch of it at a time */
    struct tx *tx;
    struct arena *scratch;
    const struct search_query *query;
    const struct search_hit *hit;
    int64_t distance_e6;
    struct calendar calendar; /* of the stretch */
    int64_t from_ms, to_ms, stride_ms;
};

static struct look look_begin(struct tx *tx, struct arena *scratch,
                              const struct search_query *query, const struct search_hit *hit,
                              int64_t distance_e6)
{
    bool has_begun = query->available_from_ms < query->now_ms;
    return (struct look){
        .tx = tx,
        .scratch = scratch,
        .query = query,
        .hit = hit,
        .distance_e6 = distance_e6,
        .to_ms = has_begun ? query->now_ms : query->available_from_ms,
        .stride_ms = FIRST_STRIDE_DAYS * (int64_t)DAY_MS,
    };
}

/* Loads the next stretch; false: the time asked for is over. Most are free soon, so the first
 * stretch is short; each is longer than the one before. */
static bool look_on(struct look *look)
{
    look->from_ms = look->to_ms;
    if (look->from_ms >= look->query->available_to_ms || tx_failed(look->tx)) {
        return false;
    }
    look->to_ms = look->from_ms + look->stride_ms;
    if (look->to_ms > look->query->available_to_ms) {
        look->to_ms = look->query->available_to_ms;
    }
    look->stride_ms *= STRIDE_GROWTH;
    return calendar_load(look->tx, look->scratch, &look->hit->provider, look->from_ms, look->to_ms,
                         look->query->now_ms, &look->calendar);
}

static bool look_is_for(const struct look *look, const struct service *service)
{
    const struct provider *provider = &look->hit->provider;
    return service_is_wanted(look->query, service, provider, look->distance_e6) &&
           service_rate_minor(service, provider) != INSTANT_NONE;
}

/* A list of struct slot: the stretch's. The whole booking lies in the time asked for, so its last
 * start is a duration before the end. */
static struct list look_at(const struct look *look, const struct service *service)
{
    int64_t duration_ms = duration_ms_of(look->query, service);
    int64_t end_ms = look->query->available_to_ms - duration_ms + 1;
    const struct place place =
        travel_place(&look->hit->provider, service_is_remote_only(service), NULL);
    const struct slot_request prototype = {
        .service = service, .duration_ms = duration_ms, .place = &place};
    return calendar_slots(&look->calendar, &prototype, look->from_ms,
                          end_ms < look->to_ms ? end_ms : look->to_ms, look->query->now_ms,
                          look->scratch);
}

/* In this stretch; NULL: none can be booked in it. */
static const struct service *look_for_soonest(const struct look *look)
{
    const struct service *soonest = NULL;
    int64_t first_ms = INT64_MAX;
    for (size_t i = 0; i < look->hit->services.count; i++) {
        const struct service *service = LIST_AT(look->hit->services, struct service, i);
        struct list slots = {0};
        if (look_is_for(look, service)) {
            slots = look_at(look, service);
        }
        if (slots.count > 0 && LIST_AT(slots, struct slot, 0)->start_ms < first_ms) {
            first_ms = LIST_AT(slots, struct slot, 0)->start_ms;
            soonest = service;
        }
    }
    return soonest;
}

static void starts_take(struct list slots, int64_t apart_ms, size_t wanted, struct start_list *ret)
{
    for (size_t i = 0; i < slots.count && ret->count < wanted; i++) {
        int64_t start_ms = LIST_AT(slots, struct slot, i)->start_ms;
        if (ret->count == 0 || start_ms >= ret->starts[ret->count - 1] + apart_ms) {
            ret->starts[ret->count++] = start_ms;
        }
    }
}

void starts_find(struct tx *tx, struct arena *scratch, const struct search_query *query,
                 const struct search_hit *hit, int64_t distance_e6, size_t wanted,
                 struct start_list *ret)
{
    struct look look = look_begin(tx, scratch, query, hit, distance_e6);
    *ret = (struct start_list){.count = 0};
    while (ret->count < wanted && look_on(&look)) {
        if (!ret->service) {
            ret->service = look_for_soonest(&look);
        }
        struct list slots = {0};
        if (ret->service) {
            ret->duration_ms = duration_ms_of(query, ret->service);
            slots = look_at(&look, ret->service);
        }
        starts_take(slots, query->slots_apart_ms, wanted, ret);
    }
}

void starts_find_first(struct tx *tx, struct arena *scratch, const struct search_query *query,
                       const struct search_hit *hit, int64_t distance_e6, bool every,
                       int64_t *ret_starts)
{
    struct look look = look_begin(tx, scratch, query, hit, distance_e6);
    size_t to_find = 0;
    bool found_any = false;
    for (size_t i = 0; i < hit->services.count; i++) {
        ret_starts[i] = INSTANT_NONE;
        to_find += look_is_for(&look, LIST_AT(hit->services, struct service, i));
    }
    while (to_find > 0 && (every || !found_any) && look_on(&look)) {
        for (size_t i = 0; i < hit->services.count; i++) {
            const struct service *service = LIST_AT(hit->services, struct service, i);
            struct list slots = {0};
            if (ret_starts[i] == INSTANT_NONE && look_is_for(&look, service)) {
                slots = look_at(&look, service);
            }
            if (slots.count > 0) {
                ret_starts[i] = LIST_AT(slots, struct slot, 0)->start_ms;
                found_any = true;
                to_find--;
            }
        }
    }
}
