/* SQL of what opens and closes a provider's time: one query, one function. */
#include "calendar/calendar_internal.h"

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

static struct list weekly_read(struct tx *tx, struct arena *arena, struct str text)
{
    const struct json *json = json_parse(arena, text, NULL, NULL);
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

static struct str rules_json(struct arena *arena, struct list rules)
{
    struct buf out;
    struct json_writer writer;
    buf_init(&out, arena, 16 + rules.count * 64);
    json_writer_init(&writer, &out);
    json_begin_array(&writer);
    for (size_t i = 0; i < rules.count; i++) {
        const struct recurrence *rule = LIST_AT(rules, struct recurrence, i);
        json_begin_array(&writer);
        json_text(&writer, rule->rrule);
        json_int(&writer, rule->first);
        json_int(&writer, rule->start_minute);
        json_int(&writer, rule->end_minute);
        json_int(&writer, rule->last == INSTANT_NONE ? INT32_MAX : rule->last);
        json_end_array(&writer);
    }
    json_end_array(&writer);
    return buf_str(&out);
}

static bool rule_read(struct arena *arena, const struct json *row, struct recurrence *ret)
{
    int64_t numbers[4];
    const struct json *item = row->first;
    if (!item || item->type != JSON_TEXT) {
        return false;
    }
    ret->rrule = str_copy(arena, item->text);
    for (int i = 0; i < 4; i++) {
        item = item->next;
        if (!item || !str_to_int64(item->text, &numbers[i])) {
            return false;
        }
    }
    ret->first = numbers[0];
    ret->start_minute = (int)numbers[1];
    ret->end_minute = (int)numbers[2];
    ret->last = numbers[3] == INT32_MAX ? INSTANT_NONE : numbers[3];
    return true;
}

static struct list rules_read(struct tx *tx, struct arena *arena, struct str text)
{
    const struct json *json = json_parse(arena, text, NULL, NULL);
    struct recurrence *rows = ARENA_ARRAY(arena, struct recurrence, RULES_MAX);
    size_t count = 0;
    for (const struct json *row = json ? json->first : NULL; row && count < RULES_MAX;
         row = row->next) {
        if (!rule_read(arena, row, &rows[count++])) {
            tx_fail(tx, ERROR_INTERNAL);
            return (struct list){0};
        }
    }
    return (struct list){.items = rows, .count = count};
}

struct availability availability_load(struct tx *tx, struct arena *arena, struct id provider_id)
{
    struct cursor *cursor = tx_query(
        tx, "SELECT weekly, rules, version FROM availability WHERE id = $1", db_id(&provider_id));
    if (!cursor_next(cursor)) {
        return (struct availability){0};
    }
    struct str weekly = cursor_text(cursor, 0, arena), rules = cursor_text(cursor, 1, arena);
    int64_t version = cursor_int(cursor, 2);
    cursor_close(cursor);
    return (struct availability){
        .weekly = weekly_read(tx, arena, weekly),
        .rules = str_equal(rules, STR("[]")) ? (struct list){0} : rules_read(tx, arena, rules),
        .version = version,
    };
}

/* After availability_save(), which makes the row. */
void rules_save(struct tx *tx, struct id provider_id, struct list rules)
{
    struct arena *arena = arena_new(0);
    tx_execute(tx, "UPDATE availability SET rules = $2 WHERE id = $1", db_id(&provider_id),
               db_text(rules_json(arena, rules)));
    arena_free(arena);
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
               " updated_ms = excluded.updated_ms, version = availability.version + 1",
               db_id(&provider_id), db_text(weekly_json(arena, weekly)), db_int(now_ms));
    exceptions_replace(tx, provider_id, exceptions);
    arena_free(arena);
}

/* ---- time off ---- */

/* Whole days are wall time, which is less than two days from the instant anywhere. */
struct list time_off_load(struct tx *tx, struct arena *arena, struct id provider_id,
                          int64_t from_ms, int64_t to_ms)
{
    struct time_off *rows = NULL;
    size_t count = 0, room = 0;
    struct cursor *cursor =
        tx_query(tx,
                 "SELECT start_ms, end_ms, is_wall, note FROM availability_time_off"
                 " WHERE provider_id = $1 AND start_ms < $2 AND end_ms > $3"
                 " ORDER BY start_ms, end_ms, is_wall",
                 db_id(&provider_id), db_int(to_ms + 2 * DAY_MS), db_int(from_ms - 2 * DAY_MS));
    while (cursor_next(cursor)) {
        if (count == room) {
            size_t more = room ? room * 2 : 16;
            rows = arena_grow(arena, rows, room * sizeof *rows, more * sizeof *rows);
            room = more;
        }
        rows[count++] = (struct time_off){.start_ms = cursor_int(cursor, 0),
                                          .end_ms = cursor_int(cursor, 1),
                                          .is_wall = cursor_int(cursor, 2) != 0,
                                          .note = cursor_text(cursor, 3, arena)};
    }
    return (struct list){.items = rows, .count = count};
}

void time_off_replace(struct tx *tx, struct id provider_id, struct list time_off)
{
    tx_execute(tx, "DELETE FROM availability_time_off WHERE provider_id = $1", db_id(&provider_id));
    for (size_t i = 0; i < time_off.count; i++) {
        const struct time_off *row = LIST_AT(time_off, struct time_off, i);
        tx_execute(
            tx,
            "INSERT INTO availability_time_off (provider_id, start_ms, end_ms, is_wall, note)"
            " VALUES ($1, $2, $3, $4, $5)"
            " ON CONFLICT (provider_id, start_ms, end_ms, is_wall)"
            " DO UPDATE SET note = excluded.note",
            db_id(&provider_id), db_int(row->start_ms), db_int(row->end_ms), db_int(row->is_wall),
            db_text(row->note));
    }
}
