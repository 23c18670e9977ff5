/* SQL of providers, services and favourites: one query, one function. */
#include "db/recall.h"
#include "listing/listing_internal.h"

/* ---- providers ---- */

#define PROVIDER_COLUMNS                                                                           \
    "id, display_name, headline, bio, roles, location_label, latitude_e6, longitude_e6,"           \
    " service_radius_miles, hourly_rate_minor, day_rate_minor, currency, time_zone, capacity,"     \
    " portfolio, verified, rating_sum, rating_count, booking_count, created_ms, updated_ms,"       \
    " travel_speed_mph"

static void provider_read(struct cursor *cursor, struct arena *arena, struct provider *ret)
{
    int c = 0;
    ret->id = cursor_id(cursor, c++);
    ret->display_name = cursor_text(cursor, c++, arena);
    ret->headline = cursor_text(cursor, c++, arena);
    ret->bio = cursor_text(cursor, c++, arena);
    ret->roles_json = cursor_text(cursor, c++, arena);
    ret->place.label = cursor_text(cursor, c++, arena);
    ret->place.latitude_e6 = cursor_instant(cursor, c++); /* NULL gives PLACE_NONE */
    ret->place.longitude_e6 = cursor_instant(cursor, c++);
    ret->service_radius_miles = cursor_is_null(cursor, c) ? -1 : cursor_int(cursor, c);
    c++;
    ret->hourly_rate_minor = cursor_instant(cursor, c++);
    ret->day_rate_minor = cursor_instant(cursor, c++);
    if (!currency_parse(cursor_text(cursor, c++, arena), &ret->currency)) {
        ret->currency = (struct currency){{0}};
    }
    ret->time_zone = cursor_text(cursor, c++, arena);
    ret->capacity = cursor_int(cursor, c++);
    ret->portfolio_json = cursor_text(cursor, c++, arena);
    ret->verified = cursor_int(cursor, c++) != 0;
    ret->rating_sum = cursor_int(cursor, c++);
    ret->rating_count = cursor_int(cursor, c++);
    ret->booking_count = cursor_int(cursor, c++);
    ret->created_ms = cursor_int(cursor, c++);
    ret->updated_ms = cursor_int(cursor, c++);
    ret->travel_speed_mph = cursor_is_null(cursor, c) ? 0 : cursor_int(cursor, c);
}

static const char *const provider_tables[] = {"provider", NULL};
static const char *const service_tables[] = {"service", NULL};

static bool load_provider(struct tx *tx, struct arena *arena, const struct recall_key *key,
                          void *ret)
{
    struct cursor *cursor =
        tx_query(tx, "SELECT " PROVIDER_COLUMNS " FROM provider WHERE id = $1", db_id(&key->id));
    if (!cursor_next(cursor)) {
        return false;
    }
    provider_read(cursor, arena, ret);
    cursor_close(cursor);
    return true;
}

bool provider_load(struct tx *tx, struct arena *arena, struct id id, struct provider *ret)
{
    static struct recall providers = {
        .set.names = provider_tables, .size = sizeof *ret, .load = load_provider};
    return tx_recall(tx, &providers, &(struct recall_key){.id = id}, arena, ret);
}

static bool load_summary(struct tx *tx, struct arena *arena, const struct recall_key *key,
                         void *ret)
{
    struct cursor *cursor = tx_query(
        tx, "SELECT display_name, headline, time_zone, verified FROM provider WHERE id = $1",
        db_id(&key->id));
    if (!cursor_next(cursor)) {
        return false;
    }
    *(struct provider *)ret = (struct provider){
        .id = key->id,
        .display_name = cursor_text(cursor, 0, arena),
        .headline = cursor_text(cursor, 1, arena),
        .time_zone = cursor_text(cursor, 2, arena),
        .verified = cursor_int(cursor, 3) != 0,
    };
    cursor_close(cursor);
    return true;
}

bool provider_load_summary(struct tx *tx, struct arena *arena, struct id id, struct provider *ret)
{
    static struct recall summaries = {
        .set.names = provider_tables, .size = sizeof *ret, .load = load_summary};
    return tx_recall(tx, &summaries, &(struct recall_key){.id = id}, arena, ret);
}

static struct db_value speed_value(int64_t mph)
{
    return mph > 0 ? db_int(mph) : DB_NULL;
}

static struct db_value radius_value(int64_t miles)
{
    return miles < 0 ? DB_NULL : db_int(miles);
}

void provider_insert(struct tx *tx, const struct provider *p)
{
    tx_execute(tx,
               "INSERT INTO provider (" PROVIDER_COLUMNS ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8,"
               " $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22)",
               db_id(&p->id), db_text(p->display_name), db_text(p->headline), db_text(p->bio),
               db_text(p->roles_json), db_text(p->place.label), db_instant(p->place.latitude_e6),
               db_instant(p->place.longitude_e6), radius_value(p->service_radius_miles),
               db_instant(p->hourly_rate_minor), db_instant(p->day_rate_minor),
               db_text(str_from(p->currency.code)), db_text(p->time_zone), db_int(p->capacity),
               db_text(p->portfolio_json), db_int(p->verified), db_int(p->rating_sum),
               db_int(p->rating_count), db_int(p->booking_count), db_int(p->created_ms),
               db_int(p->updated_ms), speed_value(p->travel_speed_mph));
}

/* What the provider edits; reviews, bookings and verification have writers of their own. */
void provider_save_profile(struct tx *tx, const struct provider *p)
{
    tx_execute(tx,
               "UPDATE provider SET display_name = $2, headline = $3, bio = $4, roles = $5,"
               " location_label = $6, latitude_e6 = $7, longitude_e6 = $8,"
               " service_radius_miles = $9, hourly_rate_minor = $10, day_rate_minor = $11,"
               " currency = $12, time_zone = $13, capacity = $14, portfolio = $15,"
               " updated_ms = $16, travel_speed_mph = $17 WHERE id = $1",
               db_id(&p->id), db_text(p->display_name), db_text(p->headline), db_text(p->bio),
               db_text(p->roles_json), db_text(p->place.label), db_instant(p->place.latitude_e6),
               db_instant(p->place.longitude_e6), radius_value(p->service_radius_miles),
               db_instant(p->hourly_rate_minor), db_instant(p->day_rate_minor),
               db_text(str_from(p->currency.code)), db_text(p->time_zone), db_int(p->capacity),
               db_text(p->portfolio_json), db_int(p->updated_ms), speed_value(p->travel_speed_mph));
}

void provider_set_time_zone(struct tx *tx, struct id provider_id, struct str time_zone,
                            int64_t now_ms)
{
    tx_execute(tx, "UPDATE provider SET time_zone = $2, updated_ms = $3 WHERE id = $1",
               db_id(&provider_id), db_text(time_zone), db_int(now_ms));
}

void provider_count_booking(struct tx *tx, struct id provider_id)
{
    tx_execute(tx, "UPDATE provider SET booking_count = booking_count + 1 WHERE id = $1",
               db_id(&provider_id));
}

/* ---- services ---- */

#define SERVICE_COLUMNS                                                                            \
    "id, provider_id, title, description, service_type, active, duration_minutes, min_minutes,"    \
    " max_minutes, step_minutes, rate_type, rate_minor, buffer_before_minutes,"                    \
    " buffer_after_minutes, min_notice_minutes, window_days, max_concurrent_per_client,"           \
    " max_per_day, max_per_week, seats, acceptance, payment, approval, revisions,"                 \
    " pending_blocks, request_ttl_hours, cancellation_policy, is_remote, is_in_person,"            \
    " questions, created_ms, updated_ms"

static void service_read_policies(struct cursor *cursor, struct arena *arena, int c,
                                  struct service *ret)
{
    ret->buffer_before_minutes = cursor_int(cursor, c++);
    ret->buffer_after_minutes = cursor_int(cursor, c++);
    ret->min_notice_minutes = cursor_int(cursor, c++);
    ret->window_days = cursor_int(cursor, c++);
    ret->max_concurrent_per_client = cursor_int(cursor, c++);
    ret->max_per_day = cursor_int(cursor, c++);
    ret->max_per_week = cursor_int(cursor, c++);
    ret->seats = cursor_int(cursor, c++);
    ret->acceptance = (enum acceptance)cursor_int(cursor, c++);
    ret->payment = (enum payment_policy)cursor_int(cursor, c++);
    ret->approval = (enum approval)cursor_int(cursor, c++);
    ret->revisions = cursor_int(cursor, c++);
    ret->pending_blocks = cursor_int(cursor, c++) != 0;
    ret->request_ttl_hours = cursor_int(cursor, c++);
    ret->cancellation_policy_json = cursor_text(cursor, c++, arena);
    ret->is_remote = cursor_int(cursor, c++) != 0;
    ret->is_in_person = cursor_int(cursor, c++) != 0;
    ret->questions_json = cursor_text(cursor, c++, arena);
    ret->created_ms = cursor_int(cursor, c++);
    ret->updated_ms = cursor_int(cursor, c++);
}

static void service_read(struct cursor *cursor, struct arena *arena, struct service *ret)
{
    int c = 0;
    ret->id = cursor_id(cursor, c++);
    ret->provider_id = cursor_id(cursor, c++);
    ret->title = cursor_text(cursor, c++, arena);
    ret->description = cursor_text(cursor, c++, arena);
    ret->service_type = cursor_text(cursor, c++, arena);
    ret->active = cursor_int(cursor, c++) != 0;
    ret->duration_minutes = cursor_int(cursor, c++);
    ret->min_minutes = cursor_int(cursor, c++);
    ret->max_minutes = cursor_int(cursor, c++);
    ret->step_minutes = cursor_int(cursor, c++);
    ret->rate_type = (enum rate_type)cursor_int(cursor, c++);
    ret->rate_minor = cursor_instant(cursor, c++);
    service_read_policies(cursor, arena, c, ret);
}

static bool load_service(struct tx *tx, struct arena *arena, const struct recall_key *key,
                         void *ret)
{
    struct cursor *cursor =
        tx_query(tx, "SELECT " SERVICE_COLUMNS " FROM service WHERE id = $1", db_id(&key->id));
    if (!cursor_next(cursor)) {
        return false;
    }
    service_read(cursor, arena, ret);
    cursor_close(cursor);
    return true;
}

bool service_load(struct tx *tx, struct arena *arena, struct id id, struct service *ret)
{
    static struct recall services = {
        .set.names = service_tables, .size = sizeof *ret, .load = load_service};
    return tx_recall(tx, &services, &(struct recall_key){.id = id}, arena, ret);
}

struct list service_list(struct tx *tx, struct arena *arena, struct id provider_id,
                         bool only_active)
{
    struct service *items = NULL;
    size_t count = 0, capacity = 0;
    struct cursor *cursor =
        tx_query(tx,
                 "SELECT " SERVICE_COLUMNS " FROM service WHERE provider_id = $1"
                 " AND active >= $2 ORDER BY created_ms, id LIMIT 100",
                 db_id(&provider_id), db_int(only_active));
    while (cursor_next(cursor)) {
        if (count == capacity) {
            size_t more = capacity ? capacity * 2 : 4;
            items = arena_grow(arena, items, capacity * sizeof *items, more * sizeof *items);
            capacity = more;
        }
        service_read(cursor, arena, &items[count++]);
    }
    return (struct list){.items = items, .count = count};
}

int64_t service_count(struct tx *tx, struct id provider_id)
{
    struct cursor *cursor =
        tx_query(tx, "SELECT count(*) FROM service WHERE provider_id = $1", db_id(&provider_id));
    int64_t count = cursor_next(cursor) ? cursor_int(cursor, 0) : 0;
    cursor_close(cursor);
    return count;
}

bool service_has_own_rate(struct tx *tx, struct id provider_id)
{
    struct cursor *cursor = tx_query(
        tx, "SELECT 1 FROM service WHERE provider_id = $1 AND rate_minor IS NOT NULL LIMIT 1",
        db_id(&provider_id));
    bool found = cursor_next(cursor);
    cursor_close(cursor);
    return found;
}

/* 0 stands for NULL: no limit, no fixed duration. */
static struct db_value limit_value(int64_t limit)
{
    return limit == 0 ? DB_NULL : db_int(limit);
}

enum { SERVICE_VALUES = 32 };

static void service_values(const struct service *s, struct db_value ret[SERVICE_VALUES])
{
    const struct db_value values[] = {db_id(&s->id),
                                      db_id(&s->provider_id),
                                      db_text(s->title),
                                      db_text(s->description),
                                      db_text(s->service_type),
                                      db_int(s->active),
                                      limit_value(s->duration_minutes),
                                      db_int(s->min_minutes),
                                      db_int(s->max_minutes),
                                      db_int(s->step_minutes),
                                      db_int(s->rate_type),
                                      db_instant(s->rate_minor),
                                      db_int(s->buffer_before_minutes),
                                      db_int(s->buffer_after_minutes),
                                      db_int(s->min_notice_minutes),
                                      db_int(s->window_days),
                                      limit_value(s->max_concurrent_per_client),
                                      limit_value(s->max_per_day),
                                      limit_value(s->max_per_week),
                                      db_int(s->seats),
                                      db_int(s->acceptance),
                                      db_int(s->payment),
                                      db_int(s->approval),
                                      db_int(s->revisions),
                                      db_int(s->pending_blocks),
                                      db_int(s->request_ttl_hours),
                                      db_text(s->cancellation_policy_json),
                                      db_int(s->is_remote),
                                      db_int(s->is_in_person),
                                      db_text(s->questions_json),
                                      db_int(s->created_ms),
                                      db_int(s->updated_ms)};
    static_assert(COUNT_OF(values) == SERVICE_VALUES, "one value a column");
    memcpy(ret, values, sizeof values);
}

void service_insert(struct tx *tx, const struct service *service)
{
    struct db_value values[SERVICE_VALUES];
    service_values(service, values);
    tx_execute_values(tx,
                      "INSERT INTO service (" SERVICE_COLUMNS ") VALUES ($1, $2, $3, $4, $5, $6,"
                      " $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21,"
                      " $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32)",
                      values, SERVICE_VALUES);
}

void service_save(struct tx *tx, const struct service *service)
{
    struct db_value values[SERVICE_VALUES];
    service_values(service, values);
    tx_execute_values(
        tx,
        "UPDATE service SET provider_id = $2, title = $3, description = $4, service_type = $5,"
        " active = $6, duration_minutes = $7, min_minutes = $8, max_minutes = $9,"
        " step_minutes = $10, rate_type = $11, rate_minor = $12, buffer_before_minutes = $13,"
        " buffer_after_minutes = $14, min_notice_minutes = $15, window_days = $16,"
        " max_concurrent_per_client = $17, max_per_day = $18, max_per_week = $19, seats = $20,"
        " acceptance = $21, payment = $22, approval = $23, revisions = $24, pending_blocks = $25,"
        " request_ttl_hours = $26, cancellation_policy = $27, is_remote = $28,"
        " is_in_person = $29, questions = $30, created_ms = $31, updated_ms = $32 WHERE id = $1",
        values, SERVICE_VALUES);
}

enum error service_resolve(struct tx *tx, struct arena *arena, struct id provider_id,
                           struct str service_type, struct service *ret)
{
    struct list services = service_list(tx, arena, provider_id, true);
    return service_choose(services, arena, service_type, ret);
}

/* ---- favourites ---- */

bool favorite_insert(struct tx *tx, struct id account_id, struct id provider_id, int64_t now_ms)
{
    return tx_execute(tx,
                      "INSERT INTO favorite (account_id, provider_id, created_ms)"
                      " VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
                      db_id(&account_id), db_id(&provider_id), db_int(now_ms)) == 1;
}

bool favorite_delete(struct tx *tx, struct id account_id, struct id provider_id)
{
    return tx_execute(tx, "DELETE FROM favorite WHERE account_id = $1 AND provider_id = $2",
                      db_id(&account_id), db_id(&provider_id)) == 1;
}

int64_t favorite_count(struct tx *tx, struct id account_id)
{
    struct cursor *cursor =
        tx_query(tx, "SELECT count(*) FROM favorite WHERE account_id = $1", db_id(&account_id));
    int64_t count = cursor_next(cursor) ? cursor_int(cursor, 0) : 0;
    cursor_close(cursor);
    return count;
}

/* Newest first, from after the given one; FAVORITES_MAX of them at most, so the sort is small. */
struct list favorite_list(struct tx *tx, struct arena *arena, struct id account_id,
                          struct favorite after, int64_t limit)
{
    struct favorite *items = ARENA_ARRAY(arena, struct favorite, (size_t)limit);
    size_t count = 0;
    struct cursor *cursor =
        tx_query(tx,
                 "SELECT provider_id, created_ms FROM favorite WHERE account_id = $1"
                 " AND (created_ms < $2 OR (created_ms = $2 AND provider_id > $3))"
                 " ORDER BY created_ms DESC, provider_id LIMIT $4",
                 db_id(&account_id), db_int(after.created_ms),
                 db_bytes((struct str){(const char *)after.provider_id.bytes, 16}), db_int(limit));
    while (cursor_next(cursor)) {
        items[count].provider_id = cursor_id(cursor, 0);
        items[count++].created_ms = cursor_int(cursor, 1);
    }
    return (struct list){.items = items, .count = count};
}
