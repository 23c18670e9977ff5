/* Who can really be booked: the calendar's own list of starts, for the services that are wanted. */
#include "search/search_internal.h"

enum { FIRST_STRIDE_DAYS = 3, STRIDE_GROWTH = 4, SOONEST_DAYS = 31 };

void query_seek_soonest(struct search_query *query)
{
    query->available_from_ms = query->now_ms;
    query->available_to_ms = query->now_ms + SOONEST_DAYS * (int64_t)DAY_MS;
}

/* Keeps the earliest, each once: two services may start at the same instant. */
static void starts_add(struct start_list *list, size_t wanted, int64_t start_ms)
{
    size_t at = 0;
    while (at < list->count && list->starts[at] < start_ms) {
        at++;
    }
    if (at == wanted || (at < list->count && list->starts[at] == start_ms)) {
        return;
    }
    if (list->count < wanted) {
        list->count++;
    }
    for (size_t i = list->count - 1; i > at; i--) {
        list->starts[i] = list->starts[i - 1];
    }
    list->starts[at] = start_ms;
}

static int64_t duration_ms_of(const struct search_query *query, const struct service *service)
{
    int64_t minutes =
        service->duration_minutes > 0 ? service->duration_minutes : service->min_minutes;
    return (query->duration_minutes > 0 ? query->duration_minutes : minutes) * MINUTE_MS;
}

struct look { /* one provider's calendar, a stretch of it at a time */
    const struct search_query *query;
    const struct search_hit *hit;
    const struct calendar *calendar;
    struct arena *scratch;
    int64_t distance_e6, from_ms, to_ms;
    size_t wanted;
};

/* The whole booking lies in the time asked for, so its last start is a duration before the end. */
static void look_at_service(const struct look *look, const struct service *service,
                            struct start_list *ret)
{
    int64_t duration_ms = duration_ms_of(look->query, service);
    int64_t end_ms = look->query->available_to_ms - duration_ms + 1;
    const struct slot_request prototype = {.service = service, .duration_ms = duration_ms};
    struct list slots = calendar_slots(look->calendar, &prototype, look->from_ms,
                                       end_ms < look->to_ms ? end_ms : look->to_ms,
                                       look->query->now_ms, look->scratch);
    for (size_t i = 0; i < slots.count && i < look->wanted; i++) {
        starts_add(ret, look->wanted, LIST_AT(slots, struct slot, i)->start_ms);
    }
}

static void look_at_services(const struct look *look, struct start_list *ret)
{
    for (size_t i = 0; i < look->hit->services.count; i++) {
        const struct service *service = LIST_AT(look->hit->services, struct service, i);
        const struct provider *provider = &look->hit->provider;
        if (service_is_wanted(look->query, service, provider, look->distance_e6) &&
            service_rate_minor(service, provider) != INSTANT_NONE) {
            look_at_service(look, service, ret);
        }
    }
}

/* Most are free soon, so the first stretch is short; each is longer than the one before. */
void starts_find(struct tx *tx, struct arena *scratch, const struct search_query *query,
                 const struct search_hit *hit, int64_t distance_e6, size_t wanted,
                 struct start_list *ret)
{
    int64_t from_ms = query->available_from_ms, stride_ms = FIRST_STRIDE_DAYS * (int64_t)DAY_MS;
    if (from_ms < query->now_ms) {
        from_ms = query->now_ms;
    }
    ret->count = 0;
    while (from_ms < query->available_to_ms && ret->count < wanted) {
        int64_t to_ms = from_ms + stride_ms;
        struct calendar calendar;
        if (to_ms > query->available_to_ms) {
            to_ms = query->available_to_ms;
        }
        if (!calendar_load(tx, scratch, &hit->provider, from_ms, to_ms, query->now_ms, &calendar)) {
            return;
        }
        const struct look look = {.query = query,
                                  .hit = hit,
                                  .calendar = &calendar,
                                  .scratch = scratch,
                                  .distance_e6 = distance_e6,
                                  .from_ms = from_ms,
                                  .to_ms = to_ms,
                                  .wanted = wanted};
        look_at_services(&look, ret);
        from_ms = to_ms;
        stride_ms *= STRIDE_GROWTH;
    }
}
