/* SQL of holds: claims of kind CLAIM_HOLD. */
#include "calendar/calendar_internal.h"

size_t holds_load(struct tx *tx, struct id actor_id, struct hold ret[HOLD_ROWS_MAX])
{
    size_t count = 0;
    struct cursor *cursor =
        tx_query(tx,
                 "SELECT id, provider_id, service_id, start_ms, end_ms, work_start_ms, work_end_ms,"
                 " seats, capacity, expires_ms, latitude_e6, longitude_e6 FROM claim"
                 " WHERE client_id = $1 AND kind = 1 AND released_ms IS NULL"
                 " ORDER BY expires_ms DESC LIMIT $2",
                 db_id(&actor_id), db_int(HOLD_ROWS_MAX));
    while (count < HOLD_ROWS_MAX && cursor_next(cursor)) {
        ret[count++] = (struct hold){
            .provider_id = cursor_id(cursor, 1),
            .claim = {.id = cursor_id(cursor, 0),
                      .booking_id = cursor_id(cursor, 0),
                      .client_id = actor_id,
                      .service_id = cursor_id(cursor, 2),
                      .kind = CLAIM_HOLD,
                      .start_ms = cursor_int(cursor, 3),
                      .end_ms = cursor_int(cursor, 4),
                      .work_start_ms = cursor_int(cursor, 5),
                      .work_end_ms = cursor_int(cursor, 6),
                      .seats = cursor_int(cursor, 7),
                      .expires_ms = cursor_instant(cursor, 9),
                      .capacity = cursor_int(cursor, 8),
                      .place = {STR_NONE, cursor_instant(cursor, 10), cursor_instant(cursor, 11)}},
        };
    }
    cursor_close(cursor);
    return count;
}

bool hold_load_live(struct tx *tx, struct id actor_id, struct id hold_id, int64_t now_ms,
                    struct hold *ret)
{
    struct hold holds[HOLD_ROWS_MAX];
    size_t count = holds_load(tx, actor_id, holds);
    for (size_t i = 0; i < count; i++) {
        if (id_equal(holds[i].claim.id, hold_id) && holds[i].claim.expires_ms > now_ms) {
            *ret = holds[i];
            return true;
        }
    }
    return false;
}

void hold_load_terms(struct tx *tx, struct arena *arena, struct hold *hold)
{
    struct hold_terms *terms = &hold->terms;
    struct cursor *cursor =
        tx_query(tx,
                 "SELECT is_remote, is_own_place, rate_type, hourly_minor, day_minor, fixed_minor,"
                 " currency FROM hold_terms WHERE id = $1",
                 db_id(&hold->claim.id));
    *terms = (struct hold_terms){0};
    if (cursor_next(cursor)) {
        terms->is_remote = cursor_int(cursor, 0) != 0;
        terms->is_own_place = cursor_int(cursor, 1) != 0;
        terms->rate_type = (enum rate_type)cursor_int(cursor, 2);
        for (int type = 0; type < RATE_TYPE_COUNT; type++) {
            terms->rates_minor[type] = cursor_instant(cursor, 3 + type);
        }
        terms->is_known = currency_parse(cursor_text(cursor, 6, arena), &terms->currency);
    }
    cursor_close(cursor);
}

void hold_save_terms(struct tx *tx, struct id hold_id, const struct hold_terms *terms)
{
    tx_execute(tx,
               "INSERT INTO hold_terms (id, is_remote, is_own_place, rate_type, hourly_minor,"
               " day_minor, fixed_minor, currency) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
               db_id(&hold_id), db_int(terms->is_remote), db_int(terms->is_own_place),
               db_int(terms->rate_type), db_instant(terms->rates_minor[RATE_HOURLY]),
               db_instant(terms->rates_minor[RATE_DAY]), db_instant(terms->rates_minor[RATE_FIXED]),
               db_text(str_from(terms->currency.code)));
}

void hold_release(struct tx *tx, struct id hold_id, int64_t now_ms)
{
    tx_execute(tx, "UPDATE claim SET released_ms = $2 WHERE id = $1 AND released_ms IS NULL",
               db_id(&hold_id), db_int(now_ms));
}

void holds_release_overdue(struct tx *tx, struct id provider_id, struct interval interval,
                           int64_t now_ms)
{
    tx_execute(tx,
               "UPDATE claim SET released_ms = $5 WHERE provider_id = $1 AND released_ms IS NULL"
               " AND end_ms > $2 AND end_ms < $3 AND start_ms < $4 AND expires_ms <= $5"
               " AND kind = 1",
               db_id(&provider_id), db_int(interval.start_ms),
               db_int(interval.end_ms + CLAIM_LONGEST_MS), db_int(interval.end_ms), db_int(now_ms));
}
