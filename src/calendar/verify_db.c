/* The offline proof: from the claims alone, no provider's time was ever given out twice. */
#include "base/log.h"
#include "calendar/calendar_internal.h"
#include "calendar/sweep.h"

enum { PAGE_ROWS = 2000 };

/* Claims come ordered by provider and end, from the last to the first, because the index claim_live
 * is; mirrored in time (−end, −start) they ascend, and the sweep of the predicate serves the proof.
 */
struct proof {
    struct arena *arena; /* of this walk: it holds the largest set of groups and nothing else */
    struct id provider_id;
    bool is_reported; /* this provider, already */
    struct sweep sweep;
    struct claim_proof found;
};

struct claim_row {
    struct id id, provider_id;
    struct claim claim; /* as stored */
    int64_t capacity;
};

static void proof_report(struct proof *proof, const struct claim_row *row, const char *what,
                         int64_t found, int64_t allowed)
{
    if (proof->is_reported) {
        return;
    }
    proof->is_reported = true;
    proof->found.violations++;
    struct arena *arena = arena_new(0);
    struct buf at;
    buf_init(&at, arena, 32);
    instant_print(&at, row->claim.end_ms - 1);
    log_event(LOG_ERROR, "claims_exceed",
              LOG_TEXT("provider", id_text(arena, "user", row->provider_id)),
              LOG_TEXT("what", str_from(what)), LOG_TEXT("at", buf_str(&at)),
              LOG_INT("found", found), LOG_INT("allowed", allowed));
    arena_free(arena);
}

/* Capacity may have been lowered since; what was admitted under the larger one stands. */
static int64_t largest_capacity(const struct sweep *sweep)
{
    int64_t capacity = 0;
    for (size_t i = 0; i < sweep->count; i++) {
        if (sweep->groups[i].capacity > capacity) {
            capacity = sweep->groups[i].capacity;
        }
    }
    return capacity;
}

static void sweep_make_room(struct sweep *sweep, struct arena *arena)
{
    if (sweep->count == sweep->room) {
        size_t room = sweep->room ? sweep->room * 2 : 64;
        sweep->groups = arena_grow(arena, sweep->groups, sweep->room * sizeof *sweep->groups,
                                   room * sizeof *sweep->groups);
        sweep->room = room;
    }
}

static void proof_add(struct proof *proof, const struct claim_row *row)
{
    if (!id_equal(proof->provider_id, row->provider_id)) {
        proof->provider_id = row->provider_id;
        proof->found.providers++;
        proof->is_reported = false;
        proof->sweep.count = 0;
    }
    proof->found.claims++;
    struct claim mirrored = row->claim;
    mirrored.start_ms = -row->claim.end_ms;
    mirrored.end_ms = -row->claim.start_ms;
    sweep_make_room(&proof->sweep, proof->arena);
    const struct group *group = sweep_add(&proof->sweep, &mirrored, row->capacity);
    if (group->members > group->seats) {
        proof_report(proof, row, "seats", group->members, group->seats);
    }
    int64_t capacity = largest_capacity(&proof->sweep);
    if ((int64_t)proof->sweep.count > capacity) {
        proof_report(proof, row, "capacity", (int64_t)proof->sweep.count, capacity);
    }
}

static void row_read(struct cursor *cursor, struct claim_row *ret)
{
    *ret = (struct claim_row){
        .id = cursor_id(cursor, 0),
        .provider_id = cursor_id(cursor, 1),
        .claim = {.service_id = cursor_id(cursor, 2),
                  .start_ms = cursor_int(cursor, 3),
                  .end_ms = cursor_int(cursor, 4),
                  .work_start_ms = cursor_int(cursor, 5),
                  .work_end_ms = cursor_int(cursor, 6),
                  .seats = cursor_int(cursor, 7)},
        .capacity = cursor_int(cursor, 8),
    };
}

/* The page before `last`, which becomes its final row; how many there were. */
static int64_t proof_page(struct proof *proof, struct tx *tx, struct claim_row *last)
{
    int64_t count = 0;
    struct str provider = {(const char *)last->provider_id.bytes, sizeof last->provider_id.bytes};
    struct str id = {(const char *)last->id.bytes, sizeof last->id.bytes};
    struct claim_row row = *last;
    struct cursor *cursor =
        tx_query(tx,
                 "SELECT id, provider_id, service_id, start_ms, end_ms, work_start_ms, work_end_ms,"
                 " seats, capacity FROM claim WHERE released_ms IS NULL"
                 " AND (provider_id, end_ms, id) < ($1, $2, $3)"
                 " ORDER BY provider_id DESC, end_ms DESC, id DESC LIMIT $4",
                 db_bytes(provider), db_int(last->claim.end_ms), db_bytes(id), db_int(PAGE_ROWS));
    while (cursor_next(cursor)) {
        row_read(cursor, &row);
        proof_add(proof, &row);
        count++;
    }
    *last = row;
    return count;
}

struct claim_proof claim_verify(struct tx *tx, struct arena *arena)
{
    struct proof proof = {.arena = arena};
    struct claim_row last = {.claim.end_ms = INT64_MAX};
    memset(&last.id, 0xff, sizeof last.id);
    memset(&last.provider_id, 0xff, sizeof last.provider_id);
    while (proof_page(&proof, tx, &last) == PAGE_ROWS) {
    }
    return proof.found;
}
