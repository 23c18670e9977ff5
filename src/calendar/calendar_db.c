/* SQL of availability and claims: one query, one function. */
#include <assert.h>

#include "base/log.h"
#include "calendar/calendar_internal.h"
#include "calendar/sweep.h"

/* ---- availability ---- */

/* The weekly hours as JSON triples [[weekday,start,end],…]: small, and read whole. */
static struct str weekly_json(struct arena *arena, struct list weekly)
{
    struct buf out;
    struct json_writer writer;
    buf_init(&out, arena, 16 + weekly.count * 16);
    json_writer_init(&writer, &out);
    json_begin_array(&writer);
    for (size_t i = 0; i < weekly.count; i++) {
        const struct weekly_hours *row = LIST_AT(weekly, struct weekly_hours, i);
        json_begin_array(&writer);
        json_int(&writer, row->weekday);
        json_int(&writer, row->start_minute);
        json_int(&writer, row->end_minute);
        json_end_array(&writer);
    }
    json_end_array(&writer);
    return buf_str(&out);
}

static bool triple_read(const struct json *triple, int ret[3])
{
    const struct json *item = triple->first;
    for (int i = 0; i < 3; i++, item = item->next) {
        int64_t value = 0;
        if (!item || !str_to_int64(item->text, &value) || value < 0 || value > 1440) {
            return false;
        }
        ret[i] = (int)value;
    }
    return item == NULL;
}

struct list weekly_load(struct tx *tx, struct arena *arena, struct id provider_id)
{
    struct cursor *cursor =
        tx_query(tx, "SELECT weekly FROM availability WHERE id = $1", db_id(&provider_id));
    if (!cursor_next(cursor)) {
        return (struct list){0};
    }
    const struct json *json = json_parse(arena, cursor_text(cursor, 0, arena), NULL, NULL);
    cursor_close(cursor);
    if (!json || json->type != JSON_ARRAY) {
        tx_fail(tx, ERROR_INTERNAL);
        return (struct list){0};
    }
    struct weekly_hours *rows = ARENA_ARRAY(arena, struct weekly_hours, json->count);
    size_t count = 0;
    for (const struct json *triple = json->first; triple; triple = triple->next) {
        int values[3];
        if (!triple_read(triple, values)) {
            tx_fail(tx, ERROR_INTERNAL);
            return (struct list){0};
        }
        rows[count++] = (struct weekly_hours){values[0], values[1], values[2]};
    }
    return (struct list){.items = rows, .count = count};
}

struct list exceptions_load(struct tx *tx, struct arena *arena, struct id provider_id, int64_t from,
                            int64_t to)
{
    struct day_exception *rows = NULL;
    size_t count = 0, room = 0;
    struct cursor *cursor =
        tx_query(tx,
                 "SELECT day, start_minute, end_minute FROM availability_exception"
                 " WHERE provider_id = $1 AND day >= $2 AND day <= $3 ORDER BY day, start_minute",
                 db_id(&provider_id), db_int(from), db_int(to));
    while (cursor_next(cursor)) {
        if (count == room) {
            size_t more = room ? room * 2 : 16;
            rows = arena_grow(arena, rows, room * sizeof *rows, more * sizeof *rows);
            room = more;
        }
        rows[count++] = (struct day_exception){.date = cursor_int(cursor, 0),
                                               .start_minute = (int)cursor_int(cursor, 1),
                                               .end_minute = (int)cursor_int(cursor, 2)};
    }
    return (struct list){.items = rows, .count = count};
}

static void exceptions_replace(struct tx *tx, struct id provider_id, struct list exceptions)
{
    tx_execute(tx, "DELETE FROM availability_exception WHERE provider_id = $1",
               db_id(&provider_id));
    for (size_t i = 0; i < exceptions.count; i++) {
        const struct day_exception *row = LIST_AT(exceptions, struct day_exception, i);
        tx_execute(tx,
                   "INSERT INTO availability_exception (provider_id, day, start_minute, end_minute)"
                   " VALUES ($1, $2, $3, $4) ON CONFLICT (provider_id, day, start_minute)"
                   " DO UPDATE SET end_minute = excluded.end_minute",
                   db_id(&provider_id), db_int(row->date), db_int(row->start_minute),
                   db_int(row->end_minute));
    }
}

void availability_save(struct tx *tx, struct id provider_id, struct list weekly,
                       struct list exceptions, int64_t now_ms)
{
    struct arena *arena = arena_new(0);
    tx_execute(tx,
               "INSERT INTO availability (id, weekly, updated_ms) VALUES ($1, $2, $3)"
               " ON CONFLICT (id) DO UPDATE SET weekly = excluded.weekly,"
               " updated_ms = excluded.updated_ms",
               db_id(&provider_id), db_text(weekly_json(arena, weekly)), db_int(now_ms));
    exceptions_replace(tx, provider_id, exceptions);
    arena_free(arena);
}

/* ---- claims ---- */

/* Both bounds on end_ms, so that the index claim_live is entered where the range begins and left
 * where it ends: neither the past nor the far future costs anything. */
static struct list claims_load(struct tx *tx, struct arena *arena, struct id provider_id,
                               struct interval range, int64_t now_ms)
{
    struct claim *rows = NULL;
    size_t count = 0, room = 0;
    struct cursor *cursor =
        tx_query(tx,
                 "SELECT id, booking_id, client_id, service_id, start_ms, end_ms, work_start_ms,"
                 " work_end_ms, seats, expires_ms, kind FROM claim"
                 " WHERE provider_id = $1 AND released_ms IS NULL AND end_ms > $2 AND end_ms < $3"
                 " AND start_ms < $4 AND (expires_ms IS NULL OR expires_ms > $5)"
                 " ORDER BY start_ms, id",
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
        };
    }
    return (struct list){.items = rows, .count = count};
}

/* How far beyond its own starts a provider's calendar has to be known. */
struct reach {
    int64_t before_ms, after_ms;
    bool has_client_limit;
};

/* Read from the services, so that a provider of one-hour sessions loads hours around what is asked,
 * not the longest that any provider could need. */
static struct reach reach_load(struct tx *tx, struct id provider_id)
{
    struct reach reach = {0};
    struct cursor *cursor =
        tx_query(tx,
                 "SELECT max(buffer_before_minutes), max(buffer_after_minutes), max(max_minutes),"
                 " max(duration_minutes), count(max_per_day) + count(max_per_week),"
                 " count(max_concurrent_per_client) FROM service WHERE provider_id = $1",
                 db_id(&provider_id));
    if (cursor_next(cursor)) {
        int64_t longest = cursor_int(cursor, 2), fixed = cursor_int(cursor, 3);
        bool has_limit = cursor_int(cursor, 4) > 0;
        reach.before_ms = cursor_int(cursor, 0) * MINUTE_MS + (has_limit ? LIMIT_REACH_MS : 0);
        reach.after_ms = (cursor_int(cursor, 1) + (fixed > longest ? fixed : longest)) * MINUTE_MS +
                         (has_limit ? LIMIT_REACH_MS : 0);
        reach.has_client_limit = cursor_int(cursor, 5) > 0;
    }
    cursor_close(cursor);
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

bool calendar_load(struct tx *tx, struct arena *arena, const struct provider *provider,
                   int64_t from_ms, int64_t to_ms, int64_t now_ms, struct calendar *ret)
{
    const struct zone *zone = zone_find(provider->time_zone);
    if (!zone) {
        log_event(LOG_ERROR, "zone_unknown", LOG_TEXT("zone", provider->time_zone));
        return false;
    }
    struct reach reach = reach_load(tx, provider->id);
    struct interval range = {from_ms - reach.before_ms, to_ms + reach.after_ms};
    struct hours hours = {.weekly = weekly_load(tx, arena, provider->id),
                          .exceptions =
                              exceptions_load(tx, arena, provider->id, range.start_ms / DAY_MS - 3,
                                              range.end_ms / DAY_MS + 3)};
    struct list claims = claims_load(tx, arena, provider->id, range, now_ms);
    *ret = (struct calendar){
        .zone = zone,
        .capacity = clamp_capacity(provider->capacity),
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

void claim_insert(struct tx *tx, struct id provider_id, const struct claim *claim, int64_t capacity,
                  int64_t now_ms)
{
    assert(claim->end_ms - claim->start_ms <= CLAIM_LONGEST_MS);
    tx_execute(tx,
               "INSERT INTO claim (id, provider_id, booking_id, client_id, service_id, start_ms,"
               " end_ms, work_start_ms, work_end_ms, seats, capacity, expires_ms, claimed_ms, kind)"
               " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
               db_id(&claim->id), db_id(&provider_id), db_id(&claim->booking_id),
               db_id(&claim->client_id), db_id(&claim->service_id), db_int(claim->start_ms),
               db_int(claim->end_ms), db_int(claim->work_start_ms), db_int(claim->work_end_ms),
               db_int(claim->seats),
               db_int(clamp_capacity(claim->capacity ? claim->capacity : capacity)),
               db_instant(claim->expires_ms), db_int(now_ms), db_int(claim->kind));
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
        " AND booking_id IS NOT NULL ORDER BY start_ms, id",
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
