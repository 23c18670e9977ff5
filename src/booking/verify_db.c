/* The offline proof of the bookings: what each one says of itself against its claim, its history
 * and its timer. */
#include "base/log.h"
#include "booking/rules.h"

enum { PAGE_ROWS = 1000 };

struct proof {
    struct booking_proof found;
    struct id last_id; /* where the page before ended */
};

/* One booking beside what the other tables say of it. */
struct evidence {
    struct id id;
    enum booking_status status;
    struct str policy_json;
    int64_t live_claims, fitting_claims; /* fitting: of its client, provider, service and work */
    int64_t timers;
    int64_t unstamped;       /* entries of its history that have no position yet */
    struct str history_json; /* of the last entry that says a status; absent: there is none */
};

static void report(struct proof *proof, struct id id, const char *what, struct str detail)
{
    struct arena *arena = arena_new(0);
    log_event(LOG_ERROR, "booking_violation", LOG_TEXT("booking", id_text(arena, "booking", id)),
              LOG_TEXT("what", str_from(what)), LOG_TEXT("detail", detail));
    arena_free(arena);
    proof->found.violations++;
}

static bool waits_without_claim(struct arena *arena, const struct evidence *row)
{
    const struct json *policy = json_parse(arena, row->policy_json, NULL, NULL);
    const struct json *blocks = json_get(policy, STR("pendingBlocks"));
    return row->status == BOOKING_PENDING && blocks && blocks->type == JSON_BOOL &&
           !blocks->boolean;
}

/* Work that is done keeps its claim; only an end without work gives the time back. */
static int64_t claims_due(struct arena *arena, const struct evidence *row)
{
    switch (row->status) {
    case BOOKING_CANCELLED:
    case BOOKING_DECLINED:
    case BOOKING_EXPIRED:
        return 0;
    default:
        return waits_without_claim(arena, row) ? 0 : 1;
    }
}

static void check_claims(struct proof *proof, struct arena *arena, const struct evidence *row)
{
    struct str status = str_from(booking_status_names.names[row->status]);
    int64_t due = claims_due(arena, row);
    if (row->live_claims < due)
        report(proof, row->id, "holds no time, and its state says it does", status);
    else if (row->live_claims > due)
        report(proof, row->id,
               due ? "holds its time more than once" : "holds time, and its state says it does not",
               status);
    else if (row->fitting_claims != due)
        report(proof, row->id, "holds another time than its own", status);
}

static struct str status_in_history(struct arena *arena, struct str data)
{
    const struct json *entry = json_parse(arena, data, NULL, NULL);
    const struct json *status = json_get(entry, STR("to"));
    if (!status)
        status = json_get(entry, STR("status"));
    return status && status->type == JSON_TEXT ? status->text : STR("unreadable");
}

static void check_history(struct proof *proof, struct arena *arena, const struct evidence *row)
{
    if (row->unstamped)
        return; /* its last entry is not yet known */
    if (!str_is_set(row->history_json)) {
        report(proof, row->id, "has no history", STR("journal"));
        return;
    }
    struct str status = status_in_history(arena, row->history_json);
    if (!str_equal(status, str_from(booking_status_names.names[row->status])))
        report(proof, row->id, "is in another state than its history says", status);
}

static void evidence_read(struct cursor *cursor, struct arena *arena, struct evidence *ret)
{
    int64_t status = cursor_int(cursor, 1);
    bool exists = status >= 0 && status < BOOKING_STATUS_COUNT;
    *ret = (struct evidence){
        .id = cursor_id(cursor, 0),
        .status = exists ? (enum booking_status)status : BOOKING_STATUS_COUNT,
        .policy_json = cursor_text(cursor, 2, arena),
        .live_claims = cursor_int(cursor, 3),
        .fitting_claims = cursor_int(cursor, 4),
        .timers = cursor_int(cursor, 5),
        .unstamped = cursor_int(cursor, 6),
        .history_json = cursor_text(cursor, 7, arena),
    };
}

static void check_booking(struct proof *proof, struct arena *arena, const struct evidence *row)
{
    proof->found.bookings++;
    if (row->status >= BOOKING_STATUS_COUNT) {
        report(proof, row->id, "is in a state that does not exist", STR("status"));
        return;
    }
    check_claims(proof, arena, row);
    check_history(proof, arena, row);
    if (row->status == BOOKING_PENDING && row->timers == 0)
        report(proof, row->id, "waits without a timer that ends its waiting", STR("timer"));
}

/* How many bookings the page held; it lives in an arena of its own. */
static int64_t check_page(struct proof *proof, struct tx *tx)
{
    struct arena *arena = arena_new(0);
    struct evidence row;
    int64_t count = 0;
    struct str after = {(const char *)proof->last_id.bytes, sizeof proof->last_id.bytes};
    struct cursor *cursor = tx_query(
        tx,
        "SELECT b.id, b.status, b.policy,"
        " (SELECT count(*) FROM claim c WHERE c.booking_id = b.id AND c.released_ms IS NULL"
        "  AND c.kind <> 2)," /* a proposed time's are looked at below */
        " (SELECT count(*) FROM claim c WHERE c.booking_id = b.id AND c.released_ms IS NULL"
        "  AND c.kind <> 2 AND c.provider_id = b.provider_id AND c.client_id = b.client_id"
        "  AND c.service_id = b.service_id AND c.work_start_ms = b.start_ms"
        "  AND c.work_end_ms = b.end_ms),"
        " (SELECT count(*) FROM timer t WHERE t.kind = $2 AND t.subject_id = b.id),"
        " (SELECT count(*) FROM journal j WHERE j.subject_id = b.id AND j.position IS NULL),"
        " (SELECT j.data FROM journal j WHERE j.subject_id = b.id"
        "  AND j.type IN ('booking.created', 'booking.status_changed')"
        "  ORDER BY j.position DESC LIMIT 1)"
        " FROM booking b WHERE b.id > $1 ORDER BY b.id LIMIT $3",
        db_bytes(after), db_text(str_from(booking_timer.name)), db_int(PAGE_ROWS));
    while (cursor_next(cursor)) {
        evidence_read(cursor, arena, &row);
        check_booking(proof, arena, &row);
        proof->last_id = row.id;
        count++;
    }
    arena_free(arena);
    return count;
}

/* Live claims whose booking is not there; those of bookings in a wrong state are found above. */
static void check_orphans(struct proof *proof, struct tx *tx)
{
    struct cursor *cursor =
        tx_query(tx, "SELECT c.booking_id FROM claim c WHERE c.released_ms IS NULL"
                     " AND c.booking_id IS NOT NULL AND c.kind <> 1" /* holds have no booking yet */
                     " AND NOT EXISTS (SELECT 1 FROM booking b WHERE b.id = c.booking_id)");
    while (cursor_next(cursor))
        report(proof, cursor_id(cursor, 0), "does not exist, and holds time", STR("claim"));
}

/* A booking that is asked to move, its own claim, and those of the time asked for. */
struct move_evidence {
    struct id id;
    enum booking_status status;
    struct interval work, own, own_work;
    int64_t claims, fitting_claims; /* fitting: of its client, provider, service and work */
    int64_t held_ms;                /* what they hold together */
    int64_t timers;
};

/* How much of the time asked for, buffers included, the booking's own claim does not cover. */
static int64_t held_due(const struct move_evidence *row)
{
    int64_t start_ms = row->work.start_ms - (row->own_work.start_ms - row->own.start_ms);
    int64_t end_ms = row->work.end_ms + (row->own.end_ms - row->own_work.end_ms);
    int64_t from_ms = start_ms > row->own.start_ms ? start_ms : row->own.start_ms;
    int64_t to_ms = end_ms < row->own.end_ms ? end_ms : row->own.end_ms;
    return end_ms - start_ms - (to_ms > from_ms ? to_ms - from_ms : 0);
}

static void check_move(struct proof *proof, const struct move_evidence *row)
{
    if (row->status != BOOKING_CONFIRMED)
        report(proof, row->id, "is asked to move, and its state says it cannot be", STR("status"));
    if (row->claims != row->fitting_claims || row->held_ms < held_due(row))
        report(proof, row->id, "holds another second time than was asked for", STR("claim"));
    if (row->timers == 0)
        report(proof, row->id, "is asked to move without a timer that ends it", STR("timer"));
}

static void check_moves(struct proof *proof, struct tx *tx)
{
    struct cursor *cursor = tx_query(
        tx,
        "SELECT b.id, b.status, b.proposed_start_ms, b.proposed_end_ms, o.start_ms, o.end_ms,"
        " o.work_start_ms, o.work_end_ms, (SELECT count(*) FROM claim c WHERE c.booking_id = b.id"
        "  AND c.released_ms IS NULL AND c.kind = 2),"
        " (SELECT count(*) FROM claim c WHERE c.booking_id = b.id AND c.released_ms IS NULL"
        "  AND c.kind = 2 AND c.provider_id = b.provider_id AND c.client_id = b.client_id"
        "  AND c.service_id = b.service_id AND c.work_start_ms = b.proposed_start_ms"
        "  AND c.work_end_ms = b.proposed_end_ms AND c.expires_ms = b.proposal_expires_ms),"
        " (SELECT CAST(sum(c.end_ms - c.start_ms) AS bigint) FROM claim c"
        "  WHERE c.booking_id = b.id AND c.released_ms IS NULL AND c.kind = 2),"
        " (SELECT count(*) FROM timer t WHERE t.kind = $1 AND t.subject_id = b.id)"
        " FROM booking b LEFT JOIN claim o ON o.booking_id = b.id AND o.kind = 0"
        "  AND o.released_ms IS NULL WHERE b.proposed_by IS NOT NULL",
        db_text(str_from(booking_reschedule_timer.name)));
    while (cursor_next(cursor)) {
        struct move_evidence row = {
            .id = cursor_id(cursor, 0),
            .status = (enum booking_status)cursor_int(cursor, 1),
            .work = {cursor_int(cursor, 2), cursor_int(cursor, 3)},
            .own = {cursor_int(cursor, 4), cursor_int(cursor, 5)},
            .own_work = {cursor_int(cursor, 6), cursor_int(cursor, 7)},
            .claims = cursor_int(cursor, 8),
            .fitting_claims = cursor_int(cursor, 9),
            .held_ms = cursor_int(cursor, 10),
            .timers = cursor_int(cursor, 11),
        };
        check_move(proof, &row);
    }
}

/* Second times of bookings that nobody asked to move. */
static void check_stray_moves(struct proof *proof, struct tx *tx)
{
    struct cursor *cursor =
        tx_query(tx, "SELECT c.booking_id FROM claim c JOIN booking b ON b.id = c.booking_id"
                     " WHERE c.released_ms IS NULL AND c.kind = 2 AND b.proposed_by IS NULL");
    while (cursor_next(cursor))
        report(proof, cursor_id(cursor, 0), "holds a second time that nobody asked for",
               STR("claim"));
}

struct booking_proof booking_verify(struct tx *tx)
{
    struct proof proof = {0};
    while (check_page(&proof, tx) == PAGE_ROWS) {
    }
    check_moves(&proof, tx);
    check_stray_moves(&proof, tx);
    check_orphans(&proof, tx);
    return proof.found;
}
