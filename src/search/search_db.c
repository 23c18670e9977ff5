/* SQL of search: one query, one function; and the search as a whole.
 *
 * Providers and their services come as two streams in the order of ids, merged as they are read.
 * What narrows the most is left to an index: the circle's box, or else the service type; but facets
 * count those of other types too. */
#include "search/search_internal.h"

enum { SCRATCH_MAX = 256 * 1024, AS_OF_MAX_MS = 15 * MINUTE_MS };

/* ---- the streams ---- */

enum narrowing { NARROW_NOTHING, NARROW_TYPE, NARROW_BOX, NARROWING_COUNT };

/* The longitudes are two runs, which are the same unless the box crosses the date line. */
#define IN_BOX(south, north, west, east, other_west, other_east)                                   \
    " AND latitude_e6 BETWEEN " south " AND " north " AND (longitude_e6 BETWEEN " west             \
    " AND " east " OR longitude_e6 BETWEEN " other_west " AND " other_east ")"
#define OF_TYPE(type)                                                                              \
    "(SELECT provider_id FROM service WHERE service_type = " type " AND active = 1)"

/* Long texts only where somebody looks at them: $1 for words, $2 for a label. $3 verified. */
#define PROVIDERS                                                                                  \
    "SELECT id, roles, hourly_rate_minor, currency, verified, rating_sum, rating_count,"           \
    " booking_count, latitude_e6, longitude_e6, service_radius_miles,"                             \
    " CASE WHEN $2 = 1 THEN location_label END, CASE WHEN $1 = 1 THEN display_name END,"           \
    " CASE WHEN $1 = 1 THEN headline END, CASE WHEN $1 = 1 THEN bio END"                           \
    " FROM provider WHERE verified >= $3"
#define IN_ORDER " ORDER BY id LIMIT $4"

static struct cursor *providers_query(struct tx *tx, enum narrowing narrowing,
                                      const struct db_value *values, size_t count)
{
    static const char *const statements[NARROWING_COUNT] = {
        [NARROW_NOTHING] = PROVIDERS IN_ORDER,
        [NARROW_TYPE] = PROVIDERS " AND id IN " OF_TYPE("$5") IN_ORDER,
        [NARROW_BOX] = PROVIDERS IN_BOX("$5", "$6", "$7", "$8", "$9", "$10") IN_ORDER,
    };
    return tx_query_values(tx, statements[narrowing], values, count);
}

/* $1 for words. */
#define SERVICES                                                                                   \
    "SELECT service.provider_id, service_type, rate_type * 2 + is_remote, rate_minor,"             \
    " CASE WHEN $1 = 1 THEN title END FROM service"
#define BY_PROVIDER " ORDER BY service.provider_id"

static struct cursor *services_query(struct tx *tx, enum narrowing narrowing,
                                     const struct db_value *values, size_t count)
{
    static const char *const statements[NARROWING_COUNT] = {
        [NARROW_NOTHING] = SERVICES " WHERE active = 1" BY_PROVIDER,
        [NARROW_TYPE] =
            SERVICES " WHERE active = 1 AND service.provider_id IN " OF_TYPE("$2") BY_PROVIDER,
        [NARROW_BOX] =
            SERVICES " JOIN provider ON provider.id = service.provider_id"
                     " WHERE active = 1" IN_BOX("$2", "$3", "$4", "$5", "$6", "$7") BY_PROVIDER,
    };
    return tx_query_values(tx, statements[narrowing], values, count);
}

/* ---- reading them ---- */

static struct currency read_currency(struct cursor *cursor, int column, struct arena *scratch)
{
    struct currency currency = {{0}};
    struct str code = cursor_text(cursor, column, scratch);
    if (str_is_set(code) && code.size < sizeof currency.code) {
        memcpy(currency.code, code.data, code.size);
    }
    return currency;
}

/* Reading a column costs as much as finding its row: only what this query looks at is read. */
static void read_provider(struct cursor *cursor, const struct search_pool *pool,
                          struct arena *scratch, struct candidate_row *ret)
{
    *ret = (struct candidate_row){
        .id = cursor_id(cursor, 0),
        .roles_json = cursor_text(cursor, 1, scratch),
        .hourly_rate_minor = cursor_instant(cursor, 2),
        .currency = read_currency(cursor, 3, scratch),
        .verified = cursor_int(cursor, 4) != 0,
        .rating_sum = cursor_int(cursor, 5),
        .rating_count = cursor_int(cursor, 6),
        .booking_count = cursor_int(cursor, 7),
        .place = {.latitude_e6 = PLACE_NONE, .longitude_e6 = PLACE_NONE},
        .service_radius_miles = -1,
    };
    if (pool->has_circle) {
        int64_t radius_miles = cursor_instant(cursor, 10);
        ret->place.latitude_e6 = cursor_instant(cursor, 8); /* NULL gives PLACE_NONE */
        ret->place.longitude_e6 = cursor_instant(cursor, 9);
        ret->service_radius_miles = radius_miles == INSTANT_NONE ? -1 : radius_miles;
    }
    if (str_is_set(pool->wanted_label)) {
        ret->place.label = cursor_text(cursor, 11, scratch);
    }
    if (pool->words.count > 0) {
        ret->name = cursor_text(cursor, 12, scratch);
        ret->headline = cursor_text(cursor, 13, scratch);
        ret->bio = cursor_text(cursor, 14, scratch);
    }
}

struct service_stream {
    struct cursor *cursor;
    struct id provider_id; /* of the row it stands at */
    bool has_row;
};

static void stream_advance(struct service_stream *stream)
{
    stream->has_row = cursor_next(stream->cursor);
    if (stream->has_row) {
        stream->provider_id = cursor_id(stream->cursor, 0);
    }
}

/* Adds what the newest candidate offers; services of providers that were not kept are passed by. */
static void stream_add_offers(struct service_stream *stream, struct search_pool *pool,
                              struct id provider_id, struct arena *scratch)
{
    while (stream->has_row && id_compare(stream->provider_id, provider_id) < 0) {
        stream_advance(stream);
    }
    while (stream->has_row && id_equal(stream->provider_id, provider_id)) {
        int64_t packed = cursor_int(stream->cursor, 2);
        struct offer_row row = {
            .type = cursor_text(stream->cursor, 1, scratch),
            .rate_type = (enum rate_type)(packed / 2),
            .is_remote = packed % 2 != 0,
            .rate_minor = cursor_instant(stream->cursor, 3),
        };
        if (pool->words.count > 0) {
            row.title = cursor_text(stream->cursor, 4, scratch);
        }
        pool_add_offer(pool, &row, scratch);
        stream_advance(stream);
    }
}

static enum narrowing narrowing_of(const struct search_query *query)
{
    if (query->place.latitude_e6 != PLACE_NONE) {
        return NARROW_BOX;
    }
    bool is_of_type = str_is_set(query->service_type) && !query->has_facets;
    return is_of_type ? NARROW_TYPE : NARROW_NOTHING;
}

/* The parameters that narrow, with which the values of both statements end. How many. */
static size_t narrow_values(const struct search_query *query, enum narrowing narrowing,
                            struct db_value ret[6])
{
    if (narrowing == NARROW_TYPE) {
        ret[0] = db_text(query->service_type);
        return 1;
    }
    if (narrowing == NARROW_NOTHING) {
        return 0;
    }
    struct box box = circle_box(&query->place, query->radius_miles);
    const int64_t edges[] = {box.south,   box.north,   box.west[0],
                             box.east[0], box.west[1], box.east[1]};
    for (size_t i = 0; i < COUNT_OF(edges); i++) {
        ret[i] = db_int(edges[i]);
    }
    return COUNT_OF(edges);
}

static void pool_load(struct search_pool *pool, struct tx *tx)
{
    const struct search_query *query = pool->query;
    enum narrowing narrowing = narrowing_of(query);
    bool has_words = pool->words.count > 0, has_label = str_is_set(pool->wanted_label);
    struct db_value providers[10] = {db_int(has_words), db_int(has_label),
                                     db_int(query->only_verified && !query->has_facets),
                                     db_int(SEARCH_CANDIDATES_MAX)};
    struct db_value services[7] = {db_int(has_words)};
    size_t more = narrow_values(query, narrowing, providers + 4);
    memcpy(services + 1, providers + 4, more * sizeof *services);
    struct arena *scratch = arena_new(0);
    struct cursor *cursor = providers_query(tx, narrowing, providers, 4 + more);
    struct service_stream stream = {.cursor = services_query(tx, narrowing, services, 1 + more)};
    stream_advance(&stream);
    while (cursor_next(cursor)) {
        struct candidate_row row;
        read_provider(cursor, pool, scratch, &row);
        if (pool_add(pool, &row, scratch)) {
            stream_add_offers(&stream, pool, row.id, scratch);
        }
        if (arena_bytes(scratch) > SCRATCH_MAX) {
            arena_clear(scratch);
        }
    }
    cursor_close(stream.cursor);
    arena_free(scratch);
}

/* ---- availability ---- */

/* What one candidate's calendar is asked. */
struct inquiry {
    struct search_pool *pool;
    struct tx *tx;
    struct arena *scratch;
    bool asks_today;
};

static int64_t earliest(const int64_t *starts, size_t count)
{
    int64_t first_ms = INSTANT_NONE;
    for (size_t i = 0; i < count; i++) {
        if (starts[i] != INSTANT_NONE && (first_ms == INSTANT_NONE || starts[i] < first_ms)) {
            first_ms = starts[i];
        }
    }
    return first_ms;
}

/* Sets which of its offers can be booked; what was found for other types is taken out. */
static void candidate_set_free(struct search_pool *pool, const struct candidate *candidate,
                               struct list services, int64_t *starts)
{
    struct offer *offers = pool->offers + candidate->first_offer;
    for (size_t i = 0; i < services.count; i++) {
        struct str type = LIST_AT(services, struct service, i)->service_type;
        bool is_wanted = false;
        for (uint32_t j = 0; j < candidate->offer_count; j++) {
            if (str_equal(pool->types.texts[offers[j].type], type)) {
                offers[j].is_free |= starts[i] != INSTANT_NONE;
                is_wanted |= offers[j].is_wanted;
            }
        }
        starts[i] = is_wanted ? starts[i] : INSTANT_NONE;
    }
}

static void ask_first_start(const struct inquiry *inquiry, struct candidate *candidate,
                            const struct search_hit *hit)
{
    struct search_query query = *inquiry->pool->query;
    int64_t *starts = ARENA_ARRAY(inquiry->scratch, int64_t, hit->services.count);
    bool of_each_type = query.has_facets && inquiry->pool->must_be_free;
    if (of_each_type) {
        query.service_type = STR_NONE;
    }
    starts_find_first(inquiry->tx, inquiry->scratch, &query, hit, candidate->distance_e6,
                      of_each_type, starts);
    if (of_each_type) {
        candidate_set_free(inquiry->pool, candidate, hit->services, starts);
    }
    candidate->first_start_ms = earliest(starts, hit->services.count);
}

static void ask_today(const struct inquiry *inquiry, struct candidate *candidate,
                      const struct search_hit *hit)
{
    struct search_query query = *inquiry->pool->query;
    int64_t *starts = ARENA_ARRAY(inquiry->scratch, int64_t, hit->services.count);
    if (query_seek_today(&query, hit->provider.time_zone)) {
        starts_find_first(inquiry->tx, inquiry->scratch, &query, hit, candidate->distance_e6, false,
                          starts);
        candidate->is_free_today = earliest(starts, hit->services.count) != INSTANT_NONE;
    }
}

static void ask_calendars(const struct inquiry *inquiry, struct candidate *candidates, size_t count)
{
    bool asks_first = inquiry->pool->query->available_from_ms != INSTANT_NONE;
    for (size_t i = 0; i < count && !tx_failed(inquiry->tx); i++) {
        struct candidate *candidate = &candidates[i];
        struct search_hit hit;
        if (provider_load(inquiry->tx, inquiry->scratch, candidate->id, &hit.provider)) {
            hit.services = service_list(inquiry->tx, inquiry->scratch, candidate->id, true);
            if (asks_first) {
                ask_first_start(inquiry, candidate, &hit);
            }
            if (inquiry->asks_today) {
                ask_today(inquiry, candidate, &hit);
            }
        }
        arena_clear(inquiry->scratch);
    }
}

/* Asks each calendar for its first start; those that rank best, when there are too many. Near
 * misses are asked where being free is a filter like theirs. */
static void pool_ask_calendars(struct search_pool *pool, struct tx *tx, bool asks_today)
{
    struct inquiry inquiry = {
        .pool = pool, .tx = tx, .scratch = arena_new(0), .asks_today = asks_today};
    size_t count = pool->count, near_count = pool->must_be_free ? pool->near_count : 0;
    if (count > SEARCH_CALENDARS_MAX) {
        enum search_sort sort = pool->query->sort;
        pool_set_keys(pool, sort == SORT_SOONEST ? SORT_RELEVANCE : sort);
        pool_sort(pool);
        count = SEARCH_CALENDARS_MAX;
    }
    if (near_count > SEARCH_CALENDARS_MAX - count) {
        near_count = SEARCH_CALENDARS_MAX - count;
    }
    ask_calendars(&inquiry, pool->candidates, count);
    inquiry.asks_today = false;
    ask_calendars(&inquiry, pool->near_misses, near_count);
    arena_free(inquiry.scratch);
}

static void pool_keep_bookable(struct search_pool *pool)
{
    size_t kept = 0;
    for (size_t i = 0; i < pool->count; i++) {
        if (pool->candidates[i].first_start_ms != INSTANT_NONE) {
            pool->candidates[kept++] = pool->candidates[i];
        }
    }
    pool->count = kept;
}

/* ---- the page ---- */

static void hit_load_starts(struct tx *tx, struct arena *arena, const struct search_query *query,
                            const struct candidate *candidate, struct search_hit *hit)
{
    struct arena *scratch = arena_new(0);
    struct start_list *found = ARENA_NEW(arena, struct start_list);
    starts_find(tx, scratch, query, hit, candidate->distance_e6, (size_t)query->next_slots, found);
    hit->next_slots = (struct list){.items = found->starts, .count = found->count};
    if (found->service) {
        hit->next_slots_service_id = found->service->id;
        hit->next_slots_minutes = found->duration_ms / MINUTE_MS;
    }
    arena_free(scratch);
}

static void hit_load(struct tx *tx, struct arena *arena, const struct search_query *query,
                     const struct candidate *candidate, struct search_hit *hit)
{
    *hit = (struct search_hit){.distance_miles = -1};
    if (!provider_load(tx, arena, candidate->id, &hit->provider)) {
        tx_fail(tx, ERROR_INTERNAL);
        return;
    }
    hit->services = service_list(tx, arena, candidate->id, true);
    if (candidate->distance_e6 >= 0) {
        hit->distance_miles = (double)candidate->distance_e6 / 1000000;
    }
    if (query->next_slots > 0) {
        hit_load_starts(tx, arena, query, candidate, hit);
    }
}

/* What a cursor says of time. An order that has nothing to do with time says nothing: the same
 * answer is then the same to the byte, and a page that carries it keeps its ETag. */
static int64_t order_begun(const struct search_pool *pool, enum search_sort sort)
{
    return pool->must_be_free || sort == SORT_SOONEST ? pool->query->now_ms : 0;
}

static void page_load(struct tx *tx, const struct search_pool *pool,
                      const struct search_position *after, const struct search_query *query,
                      struct search_result *ret)
{
    size_t limit = (size_t)query->limit;
    struct list page = pool_page(pool, pool->arena, after, limit + 1);
    size_t count = page.count > limit ? limit : page.count;
    struct search_hit *hits = ARENA_ARRAY(pool->arena, struct search_hit, count + 1);
    for (size_t i = 0; i < count; i++) {
        hit_load(tx, pool->arena, query, *LIST_AT(page, const struct candidate *, i), &hits[i]);
    }
    ret->hits = (struct list){.items = hits, .count = count};
    if (page.count > limit) {
        const struct candidate *last = *LIST_AT(page, const struct candidate *, count - 1);
        ret->next_cursor =
            cursor_print(pool->arena, query->sort,
                         &(struct search_position){.key = {last->key[0], last->key[1]},
                                                   .id = last->id,
                                                   .as_of_ms = order_begun(pool, query->sort)});
    }
}

/* ---- the search ---- */

/* While somebody turns pages the clock goes on, and a provider's first start with it; so later
 * pages are put in order as of the first, unless that is long ago. */
static int64_t order_as_of(const struct search_position *after, int64_t now_ms)
{
    bool is_fresh = after->as_of_ms <= now_ms && after->as_of_ms >= now_ms - AS_OF_MAX_MS;
    return is_fresh ? after->as_of_ms : now_ms;
}

/* Who is free, as far as the query asks for it, and the facets, of which that is a part. */
static void pool_look_at_time(struct search_pool *pool, struct tx *tx, struct search_result *ret)
{
    const struct search_query *query = pool->query;
    bool asks_today = query->has_facets && pool->count <= SEARCH_TODAY_MAX;
    if (query->available_from_ms != INSTANT_NONE || asks_today) {
        pool_ask_calendars(pool, tx, asks_today);
    }
    if (query->has_facets) {
        ret->facets = pool_count_facets(pool, asks_today);
    }
    if (pool->must_be_free) {
        pool_keep_bookable(pool);
    }
}

enum error search_run(struct tx *tx, struct arena *arena, const struct search_query *query,
                      struct search_result *ret)
{
    struct search_query ordered = *query, shown = *query;
    struct search_position after;
    struct search_pool pool;
    bool has_cursor = str_is_set(query->cursor);
    if (has_cursor && !cursor_read(arena, query->cursor, query->sort, &after)) {
        return ERROR_INVALID;
    }
    if (has_cursor) {
        ordered.now_ms = order_as_of(&after, query->now_ms);
    }
    *ret = (struct search_result){.next_cursor = STR_NONE};
    pool_init(&pool, arena, &ordered);
    if (!pool.must_be_free) {
        query_seek_soonest(&shown);
        if (query->sort == SORT_SOONEST) {
            query_seek_soonest(&ordered);
        }
    }
    pool_load(&pool, tx);
    pool_keep_matches(&pool);
    pool_look_at_time(&pool, tx, ret);
    pool_set_keys(&pool, query->sort);
    pool_statistics(&pool, ret);
    page_load(tx, &pool, has_cursor ? &after : NULL, &shown, ret);
    return ERROR_NONE;
}
