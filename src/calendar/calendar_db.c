/* SQL of claims, and loading a calendar: one query, one function. */
#include <assert.h>
#include <stdlib.h>

#include "base/log.h"
#include "calendar/calendar_internal.h"
#include "calendar/engine.h"
#include "calendar/sweep.h"
#include "calendar/travel.h"
#include "db/recall.h"

/* ---- claims ---- */

static int compare_claims(const void *a, const void *b)
{
    const struct claim *x = a, *y = b;
    if (x->start_ms != y->start_ms) {
        return x->start_ms < y->start_ms ? -1 : 1;
    }
    return memcmp(x->id.bytes, y->id.bytes, sizeof x->id.bytes);
}

/* They come as the index has them, by end_ms: nearly in order, and sorted here for less than the
 * store would take. Both bounds on end_ms, so that the index claim_live is entered where the range
 * begins and left where it ends: neither the past nor the far future costs anything. */
static struct list claims_load(struct tx *tx, struct arena *arena, struct id provider_id,
                               struct interval range, int64_t now_ms)
{
    struct claim *rows = NULL;
    size_t count = 0, room = 0;
    struct cursor *cursor =
        tx_query(tx,
                 "SELECT id, booking_id, client_id, service_id, start_ms, end_ms, work_start_ms,"
                 " work_end_ms, seats, expires_ms, kind, latitude_e6, longitude_e6 FROM claim"
                 " WHERE provider_id = $1 AND released_ms IS NULL AND end_ms > $2 AND end_ms < $3"
                 " AND start_ms < $4 AND (expires_ms IS NULL OR expires_ms > $5)",
                 db_id(&provider_id), db_int(range.start_ms),
                 db_int(range.end_ms + CLAIM_LONGEST_MS), db_int(range.end_ms), db_int(now_ms));
    while (cursor_next(cursor)) {
        if (count == room) {
            size_t more = room ? room * 2 : 64;
            rows = arena_grow(arena, rows, room * sizeof *rows, more * sizeof *rows);
            room = more;
        }
        rows[count++] = (struct claim){
            .id = cursor_id(cursor, 0),
            .booking_id = cursor_id(cursor, 1),
            .client_id = cursor_id(cursor, 2),
            .service_id = cursor_id(cursor, 3),
            .start_ms = cursor_int(cursor, 4),
            .end_ms = cursor_int(cursor, 5),
            .work_start_ms = cursor_int(cursor, 6),
            .work_end_ms = cursor_int(cursor, 7),
            .seats = cursor_int(cursor, 8),
            .expires_ms = cursor_instant(cursor, 9),
            .kind = (enum claim_kind)cursor_int(cursor, 10),
            .place = {STR_NONE, cursor_instant(cursor, 11), cursor_instant(cursor, 12)},
        };
    }
    if (count > 1) {
        qsort(rows, count, sizeof *rows, compare_claims);
    }
    return (struct list){.items = rows, .count = count};
}

/* How far beyond its own starts a provider's calendar has to be known. */
struct reach {
    int64_t before_ms, after_ms; /* buffers, and the longest work after */
    int64_t limits_ms;           /* on both sides, if that is more than ways reach; 0: no limits */
    bool has_client_limit;
};

static bool load_reach(struct tx *tx, struct arena *arena, const struct recall_key *key, void *ret)
{
    (void)arena;
    struct reach reach = {0};
    struct cursor *cursor =
        tx_query(tx,
                 "SELECT max(buffer_before_minutes), max(buffer_after_minutes), max(max_minutes),"
                 " max(duration_minutes), count(max_per_day) + count(max_per_week),"
                 " count(max_concurrent_per_client) FROM service WHERE provider_id = $1",
                 db_id(&key->id));
    if (cursor_next(cursor)) {
        int64_t longest = cursor_int(cursor, 2), fixed = cursor_int(cursor, 3);
        reach.before_ms = cursor_int(cursor, 0) * MINUTE_MS;
        reach.after_ms = (cursor_int(cursor, 1) + higher(fixed, longest)) * MINUTE_MS;
        reach.limits_ms = cursor_int(cursor, 4) > 0 ? LIMIT_REACH_MS : 0;
        reach.has_client_limit = cursor_int(cursor, 5) > 0;
    }
    cursor_close(cursor);
    *(struct reach *)ret = reach;
    return true;
}

/* Read from the services, so that a provider of one-hour sessions loads hours around what is asked,
 * not the longest that any provider could need. */
static struct reach reach_of(struct tx *tx, struct arena *arena, const struct provider *provider)
{
    static const char *const tables[] = {"service", NULL};
    static struct recall reaches = {
        .set.names = tables, .size = sizeof(struct reach), .load = load_reach};
    /* A way reaches a claim, and what that claim sees from its end another way further. */
    int64_t travel_ms = provider->travel_speed_mph > 0 ? 2 * WAY_LONGEST_MS : 0;
    struct reach reach = {0};
    tx_recall(tx, &reaches, &(struct recall_key){.id = provider->id}, arena, &reach);
    reach.before_ms += higher(reach.limits_ms, travel_ms);
    reach.after_ms += higher(reach.limits_ms, travel_ms);
    return reach;
}

/* The bookings themselves are asked, not the claims: a request that holds no time is open too, and
 * work that was done early keeps its claim. The bound on start_ms is for the index. */
static struct list client_claims_load(struct tx *tx, struct arena *arena, struct id provider_id,
                                      int64_t now_ms)
{
    struct client_claim *rows = NULL;
    size_t count = 0, room = 0;
    struct cursor *cursor = tx_query(
        tx,
        "SELECT client_id, id, end_ms, expires_ms FROM booking"
        " WHERE provider_id = $1 AND start_ms > $2 AND end_ms > $3"
        " AND status <= 3", /* PENDING, CONFIRMED, IN_PROGRESS, REVISION */
        db_id(&provider_id), db_int(now_ms - SERVICE_MINUTES_MAX * MINUTE_MS - 1), db_int(now_ms));
    while (cursor_next(cursor)) {
        if (count == room) {
            size_t more = room ? room * 2 : 64;
            rows = arena_grow(arena, rows, room * sizeof *rows, more * sizeof *rows);
            room = more;
        }
        rows[count++] = (struct client_claim){.client_id = cursor_id(cursor, 0),
                                              .booking_id = cursor_id(cursor, 1),
                                              .work_end_ms = cursor_int(cursor, 2),
                                              .expires_ms = cursor_instant(cursor, 3)};
    }
    return (struct list){.items = rows, .count = count};
}

struct list open_bookings_load(struct tx *tx, struct arena *arena, struct id provider_id,
                               const struct open_booking *after, int64_t now_ms, int64_t limit)
{
    struct open_booking *rows = ARENA_ARRAY(arena, struct open_booking, (size_t)limit);
    struct str after_id = {(const char *)after->id.bytes, sizeof after->id.bytes};
    size_t count = 0;
    struct cursor *cursor =
        tx_query(tx,
                 "SELECT id, title, start_ms, end_ms FROM booking"
                 " WHERE provider_id = $1 AND (start_ms, id) > ($2, $3) AND end_ms > $4"
                 " AND status <= 3" /* PENDING, CONFIRMED, IN_PROGRESS, REVISION */
                 " ORDER BY start_ms, id LIMIT $5",
                 db_id(&provider_id), db_int(after->work.start_ms), db_bytes(after_id),
                 db_int(now_ms), db_int(limit));
    while (cursor_next(cursor)) {
        rows[count++] = (struct open_booking){
            .id = cursor_id(cursor, 0),
            .title = cursor_text(cursor, 1, arena),
            .work = {.start_ms = cursor_int(cursor, 2), .end_ms = cursor_int(cursor, 3)}};
    }
    return (struct list){.items = rows, .count = count};
}

static int64_t longest_claim(struct list claims)
{
    int64_t longest_ms = 0;
    for (size_t i = 0; i < claims.count; i++) {
        const struct claim *claim = LIST_AT(claims, struct claim, i);
        int64_t length_ms = claim->end_ms - claim->start_ms;
        longest_ms = length_ms > longest_ms ? length_ms : longest_ms;
    }
    return longest_ms;
}

static int64_t clamp_capacity(int64_t capacity)
{
    return capacity < 1 ? 1 : capacity > PROVIDER_CAPACITY_MAX ? PROVIDER_CAPACITY_MAX : capacity;
}

struct hours hours_load(struct tx *tx, struct arena *arena, struct id provider_id,
                        struct interval range)
{
    int64_t first_day = range.start_ms / DAY_MS - 3, last_day = range.end_ms / DAY_MS + 3;
    struct availability saved = availability_load(tx, arena, provider_id);
    return (struct hours){
        .weekly = saved.weekly,
        .recurring = recurrences_expand(&saved.rules, first_day, last_day, arena),
        .time_off = time_off_load(tx, arena, provider_id, range.start_ms, range.end_ms),
        .exceptions = exceptions_load(tx, arena, provider_id, first_day, last_day)};
}

/* Where hours are kept for the next who ask, they are loaded for two stretches of days at a time,
 * so that those who ask for hours near each other ask for the same. */
#define STRETCH_MS (INT64_C(32) * DAY_MS)

static bool load_stretch(struct tx *tx, struct arena *arena, const struct recall_key *key,
                         void *ret)
{
    int64_t start_ms = key->part * STRETCH_MS;
    *(struct hours *)ret =
        hours_load(tx, arena, key->id, (struct interval){start_ms, start_ms + 2 * STRETCH_MS});
    return true;
}

/* Of the range at least. */
static struct hours hours_around(struct tx *tx, struct arena *arena, struct id provider_id,
                                 struct interval range)
{
    static const char *const tables[] = {"availability", "availability_exception",
                                         "availability_time_off", NULL};
    static struct recall stretches = {
        .set.names = tables, .size = sizeof(struct hours), .load = load_stretch};
    struct recall_key key = {.id = provider_id, .part = range.start_ms / STRETCH_MS};
    struct hours hours = {0};
    if (!tx_recalls(tx) || range.start_ms < 0 || range.end_ms > (key.part + 2) * STRETCH_MS) {
        return hours_load(tx, arena, provider_id, range);
    }
    tx_recall(tx, &stretches, &key, arena, &hours);
    return hours;
}

static int compare_works(const void *a, const void *b)
{
    const struct agreed_work *left = a, *right = b;
    return (left->time.start_ms > right->time.start_ms) -
           (left->time.start_ms < right->time.start_ms);
}

/* The hours are read as far as there is work, but no more than a year of them at a time: the rules
 * of RFC 5545 are followed through all of it. */
void calendar_find_outside(struct tx *tx, struct arena *arena, struct id provider_id,
                           const struct zone *zone, struct list works)
{
    struct agreed_work *items = works.items;
    size_t done = 0;
    if (works.count > 1) {
        qsort(items, works.count, sizeof *items, compare_works);
    }
    while (done < works.count) {
        int64_t year_ms = items[done].time.start_ms + 366 * (int64_t)DAY_MS;
        struct interval range = items[done].time;
        size_t end = done;
        for (; end < works.count && items[end].time.start_ms < year_ms; end++) {
            range.end_ms = higher(range.end_ms, items[end].time.end_ms);
        }
        range.start_ms -= 2 * DAY_MS;
        range.end_ms += 2 * DAY_MS;
        struct hours hours = hours_load(tx, arena, provider_id, range);
        struct list open = calendar_open_time(zone, &hours, range.start_ms, range.end_ms, arena);
        for (; done < end; done++) {
            struct interval time = items[done].time;
            *items[done].is_outside = first_closed(&open, time.start_ms, time.end_ms) < time.end_ms;
        }
    }
}

/* Those of a page, into the rest. */
static void add_outside(struct tx *tx, struct arena *arena, const struct provider *provider,
                        struct list page, struct growing *outside)
{
    const struct zone *zone = zone_find(provider->time_zone);
    struct agreed_work *works = ARENA_ARRAY(arena, struct agreed_work, page.count);
    bool *found = ARENA_ARRAY(arena, bool, page.count);
    for (size_t i = 0; i < page.count; i++) {
        works[i] = (struct agreed_work){LIST_AT(page, struct open_booking, i)->work, &found[i]};
    }
    if (zone) {
        calendar_find_outside(tx, arena, provider->id, zone, (struct list){works, page.count});
    }
    for (size_t i = 0; i < page.count && outside->list.count < OUTSIDE_MAX; i++) {
        if (found[i]) {
            *(struct open_booking *)growing_add(outside, sizeof(struct open_booking)) =
                *LIST_AT(page, struct open_booking, i);
        }
    }
}

struct list bookings_outside(struct tx *tx, struct arena *arena, const struct provider *provider,
                             int64_t now_ms)
{
    enum { PAGE = 500 };
    struct growing outside = {.arena = arena};
    struct open_booking last = {.work.start_ms = now_ms - SERVICE_MINUTES_MAX * MINUTE_MS - 1};
    struct list page;
    do {
        page = open_bookings_load(tx, arena, provider->id, &last, now_ms, PAGE);
        add_outside(tx, arena, provider, page, &outside);
        if (page.count > 0) {
            last = *LIST_AT(page, struct open_booking, page.count - 1);
        }
    } while (page.count == PAGE && outside.list.count < OUTSIDE_MAX);
    return outside.list;
}

bool calendar_load(struct tx *tx, struct arena *arena, const struct provider *provider,
                   int64_t from_ms, int64_t to_ms, int64_t now_ms, struct calendar *ret)
{
    const struct zone *zone = zone_find(provider->time_zone);
    if (!zone) {
        log_event(LOG_ERROR, "zone_unknown", LOG_TEXT("zone", provider->time_zone));
        return false;
    }
    struct reach reach = reach_of(tx, arena, provider);
    struct interval range = {from_ms - reach.before_ms, to_ms + reach.after_ms};
    struct hours hours = hours_around(tx, arena, provider->id, range);
    struct list claims = claims_load(tx, arena, provider->id, range, now_ms);
    *ret = (struct calendar){
        .zone = zone,
        .capacity = clamp_capacity(provider->capacity),
        .speed_mph = provider->travel_speed_mph,
        .hours = hours,
        .open = calendar_open_time(zone, &hours, range.start_ms, range.end_ms, arena),
        .claims = claims,
        .longest_ms = longest_claim(claims),
    };
    if (reach.has_client_limit) {
        ret->client_claims = client_claims_load(tx, arena, provider->id, now_ms);
    }
    return true;
}

bool calendar_load_for(struct tx *tx, struct arena *arena, const struct provider *provider,
                       const struct slot_request *request, struct interval range, int64_t now_ms,
                       struct calendar *ret)
{
    const struct service *service = request->service;
    struct calendar_key key = {
        .provider_id = provider->id,
        .range = {range.start_ms - service->buffer_before_minutes * MINUTE_MS,
                  range.end_ms + service->buffer_after_minutes * MINUTE_MS + request->agreed_ms}};
    if (!tx_generation(tx, &key.generation)) {
        return calendar_load(tx, arena, provider, key.range.start_ms, key.range.end_ms, now_ms,
                             ret);
    }
    if (calendar_recall(&key, now_ms, arena, ret)) {
        return true;
    }
    struct arena *loaded = arena_new(0);
    if (!calendar_load(tx, loaded, provider, key.range.start_ms, key.range.end_ms, now_ms, ret) ||
        tx_failed(tx)) {
        arena_free(loaded);
        return false;
    }
    calendar_keep(&key, now_ms, loaded, ret, arena);
    return true;
}

void claim_insert(struct tx *tx, struct id provider_id, const struct claim *claim, int64_t capacity,
                  int64_t now_ms)
{
    assert(claim->end_ms - claim->start_ms <= CLAIM_LONGEST_MS);
    tx_execute(tx,
               "INSERT INTO claim (id, provider_id, booking_id, client_id, service_id, start_ms,"
               " end_ms, work_start_ms, work_end_ms, seats, capacity, expires_ms, claimed_ms, kind,"
               " latitude_e6, longitude_e6)"
               " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)",
               db_id(&claim->id), db_id(&provider_id), db_id(&claim->booking_id),
               db_id(&claim->client_id), db_id(&claim->service_id), db_int(claim->start_ms),
               db_int(claim->end_ms), db_int(claim->work_start_ms), db_int(claim->work_end_ms),
               db_int(claim->seats),
               db_int(clamp_capacity(claim->capacity ? claim->capacity : capacity)),
               db_instant(claim->expires_ms), db_int(now_ms), db_int(claim->kind),
               db_instant(claim->place.latitude_e6), db_instant(claim->place.longitude_e6));
}

void claim_keep_terms(struct tx *tx, struct id booking_id, struct claim *wanted)
{
    struct cursor *cursor =
        tx_query(tx,
                 "SELECT seats, capacity, latitude_e6, longitude_e6 FROM claim"
                 " WHERE booking_id = $1 AND released_ms IS NULL ORDER BY kind DESC, id LIMIT 1",
                 db_id(&booking_id));
    if (cursor_next(cursor)) {
        wanted->seats = cursor_int(cursor, 0);
        wanted->capacity = cursor_int(cursor, 1);
        wanted->place =
            (struct place){STR_NONE, cursor_instant(cursor, 2), cursor_instant(cursor, 3)};
    }
    cursor_close(cursor);
}

void claim_release_booking(struct tx *tx, struct id booking_id, int64_t now_ms)
{
    tx_execute(tx,
               "UPDATE claim SET released_ms = $2 WHERE booking_id = $1 AND released_ms IS NULL",
               db_id(&booking_id), db_int(now_ms));
}

void claim_confirm_booking(struct tx *tx, struct id booking_id)
{
    tx_execute(tx,
               "UPDATE claim SET expires_ms = NULL WHERE booking_id = $1 AND released_ms IS NULL",
               db_id(&booking_id));
}

struct list claim_clear_expired(struct tx *tx, struct arena *arena, struct id provider_id,
                                struct interval interval, int64_t now_ms)
{
    struct id *ids = NULL;
    size_t count = 0, room = 0;
    bool has_holds = false;
    struct cursor *cursor = tx_query(
        tx,
        "SELECT booking_id, kind FROM claim WHERE provider_id = $1 AND released_ms IS NULL"
        " AND end_ms > $2 AND end_ms < $3 AND start_ms < $4 AND expires_ms <= $5"
        " AND booking_id IS NOT NULL ORDER BY end_ms",
        db_id(&provider_id), db_int(interval.start_ms), db_int(interval.end_ms + CLAIM_LONGEST_MS),
        db_int(interval.end_ms), db_int(now_ms));
    while (cursor_next(cursor)) {
        if (cursor_int(cursor, 1) == CLAIM_HOLD) {
            has_holds = true;
            continue;
        }
        if (count == room) {
            size_t more = room ? room * 2 : 8;
            ids = arena_grow(arena, ids, room * sizeof *ids, more * sizeof *ids);
            room = more;
        }
        ids[count++] = cursor_id(cursor, 0);
    }
    if (has_holds) {
        holds_release_overdue(tx, provider_id, interval, now_ms);
    }
    return (struct list){.items = ids, .count = count};
}
