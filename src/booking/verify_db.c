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
        " (SELECT count(*) FROM claim c WHERE c.booking_id = b.id AND c.released_ms IS NULL),"
        " (SELECT count(*) FROM claim c WHERE c.booking_id = b.id AND c.released_ms IS NULL"
        "  AND c.provider_id = b.provider_id AND c.client_id = b.client_id"
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

struct booking_proof booking_verify(struct tx *tx)
{
    struct proof proof = {0};
    while (check_page(&proof, tx) == PAGE_ROWS) {
    }
    check_orphans(&proof, tx);
    return proof.found;
}
