#include "booking/booking_db.h"

#include "account/account.h"

#define BOOKING_COLUMNS                                                                            \
    "b.id, b.client_id, b.provider_id, b.service_id, b.project_id, b.status, b.payment_status, "   \
    "b.title, b.description, b.service_type, b.start_ms, b.end_ms, b.time_zone, "                  \
    "b.location_label, b.latitude_e6, b.longitude_e6, b.is_remote, b.rate_type, b.rate_minor, "    \
    "b.total_minor, b.currency, b.quote, b.policy, b.deliverables, b.company, "                    \
    "b.special_requirements, b.purpose, b.answers, b.outcome, b.revisions_used, b.expires_ms, "    \
    "b.created_ms, b.updated_ms, b.completed_ms, b.anchor_ms, b.cancelled_by, b.cancelled_ms, "    \
    "b.refund_basis_points, b.refund_minor, b.proposed_by, b.proposed_start_ms, "                  \
    "b.proposed_end_ms, b.proposal_expires_ms, b.series_id, b.series_index"

static struct currency read_currency(struct cursor *cursor, int column, struct arena *arena)
{
    struct currency currency = {""};
    struct str code = cursor_text(cursor, column, arena);
    memcpy(currency.code, code.data, code.size < 3 ? code.size : 3);
    return currency;
}

static void read_identity(struct cursor *cursor, struct arena *arena, struct booking *booking)
{
    booking->id = cursor_id(cursor, 0);
    booking->client_id = cursor_id(cursor, 1);
    booking->provider_id = cursor_id(cursor, 2);
    booking->service_id = cursor_id(cursor, 3);
    booking->project_id = cursor_id(cursor, 4);
    booking->status = (enum booking_status)cursor_int(cursor, 5);
    booking->payment_status = (enum payment_status)cursor_int(cursor, 6);
    booking->title = cursor_text(cursor, 7, arena);
    booking->description = cursor_text(cursor, 8, arena);
    booking->service_type = cursor_text(cursor, 9, arena);
    booking->start_ms = cursor_int(cursor, 10);
    booking->end_ms = cursor_int(cursor, 11);
    booking->time_zone = cursor_text(cursor, 12, arena);
    booking->place.label = cursor_text(cursor, 13, arena);
    booking->place.latitude_e6 = cursor_instant(cursor, 14);
    booking->place.longitude_e6 = cursor_instant(cursor, 15);
    booking->is_remote = cursor_int(cursor, 16) != 0;
}

static struct booking read_booking(struct cursor *cursor, struct arena *arena)
{
    struct booking booking = {0};
    read_identity(cursor, arena, &booking);
    booking.rate_type = (enum rate_type)cursor_int(cursor, 17);
    booking.rate_minor = cursor_int(cursor, 18);
    booking.total_minor = cursor_int(cursor, 19);
    booking.currency = read_currency(cursor, 20, arena);
    booking.quote_json = cursor_text(cursor, 21, arena);
    booking.policy_json = cursor_text(cursor, 22, arena);
    booking.deliverables_json = cursor_text(cursor, 23, arena);
    booking.company = cursor_text(cursor, 24, arena);
    booking.special_requirements = cursor_text(cursor, 25, arena);
    booking.purpose = cursor_text(cursor, 26, arena);
    booking.answers_json = cursor_text(cursor, 27, arena);
    booking.outcome = cursor_text(cursor, 28, arena);
    booking.revisions_used = cursor_int(cursor, 29);
    booking.expires_ms = cursor_instant(cursor, 30);
    booking.created_ms = cursor_int(cursor, 31);
    booking.updated_ms = cursor_int(cursor, 32);
    booking.completed_ms = cursor_instant(cursor, 33);
    booking.anchor_ms = cursor_int(cursor, 34);
    booking.cancelled.by = (enum booking_party)cursor_int(cursor, 35); /* NULL reads as 0 */
    booking.cancelled.at_ms = cursor_instant(cursor, 36);
    booking.cancelled.refund_basis_points = cursor_int(cursor, 37);
    booking.cancelled.refund_minor = cursor_int(cursor, 38);
    booking.proposal.by = (enum booking_party)cursor_int(cursor, 39);
    booking.proposal.start_ms = cursor_int(cursor, 40);
    booking.proposal.end_ms = cursor_int(cursor, 41);
    booking.proposal.expires_ms = cursor_int(cursor, 42);
    booking.series_id = cursor_id(cursor, 43);
    booking.series_index = cursor_int(cursor, 44);
    return booking;
}

bool booking_load(struct tx *tx, struct arena *arena, struct id id, struct booking *ret)
{
    struct cursor *cursor =
        tx_query(tx, "SELECT " BOOKING_COLUMNS " FROM booking b WHERE b.id = $1", db_id(&id));
    bool found = cursor_next(cursor);
    if (found)
        *ret = read_booking(cursor, arena);
    cursor_close(cursor);
    return found;
}

void booking_insert(struct tx *tx, const struct booking *b)
{
    tx_execute(tx,
               "INSERT INTO booking (id, client_id, provider_id, service_id, project_id, status, "
               "payment_status, title, description, service_type, start_ms, end_ms, time_zone, "
               "location_label, latitude_e6, longitude_e6, is_remote, rate_type, rate_minor, "
               "total_minor, currency, quote, policy, deliverables, company, "
               "special_requirements, purpose, answers, outcome, revisions_used, expires_ms, "
               "created_ms, updated_ms, completed_ms, anchor_ms, series_id, series_index) VALUES "
               "($1, $2, $3, $4, $5, $6, "
               "$7, $8, $9, "
               "$10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, "
               "$26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37)",
               db_id(&b->id), db_id(&b->client_id), db_id(&b->provider_id), db_id(&b->service_id),
               db_id(&b->project_id), db_int(b->status), db_int(b->payment_status),
               db_text(b->title), db_text(b->description), db_text(b->service_type),
               db_int(b->start_ms), db_int(b->end_ms), db_text(b->time_zone),
               db_text(b->place.label), db_instant(b->place.latitude_e6),
               db_instant(b->place.longitude_e6), db_int(b->is_remote), db_int(b->rate_type),
               db_int(b->rate_minor), db_int(b->total_minor), db_text(str_from(b->currency.code)),
               db_text(b->quote_json), db_text(b->policy_json), db_text(b->deliverables_json),
               db_text(b->company), db_text(b->special_requirements), db_text(b->purpose),
               db_text(b->answers_json), db_text(b->outcome), db_int(b->revisions_used),
               db_instant(b->expires_ms), db_int(b->created_ms), db_int(b->updated_ms),
               db_instant(b->completed_ms), db_int(b->anchor_ms), db_id(&b->series_id),
               id_is_set(b->series_id) ? db_int(b->series_index) : db_instant(INSTANT_NONE));
}

void booking_store_cancelled(struct tx *tx, const struct booking *b)
{
    tx_execute(tx,
               "UPDATE booking SET cancelled_by = $2, cancelled_ms = $3, refund_basis_points = $4, "
               "refund_minor = $5 WHERE id = $1",
               db_id(&b->id), db_int(b->cancelled.by), db_instant(b->cancelled.at_ms),
               db_int(b->cancelled.refund_basis_points), db_int(b->cancelled.refund_minor));
}

void booking_store_time(struct tx *tx, const struct booking *b)
{
    tx_execute(tx,
               "UPDATE booking SET start_ms = $2, end_ms = $3, total_minor = $4, quote = $5, "
               "anchor_ms = $6 WHERE id = $1",
               db_id(&b->id), db_int(b->start_ms), db_int(b->end_ms), db_int(b->total_minor),
               db_text(b->quote_json), db_int(b->anchor_ms));
}

void booking_store_proposal(struct tx *tx, const struct booking *b)
{
    if (b->proposal.by)
        tx_execute(tx,
                   "UPDATE booking SET proposed_by = $2, proposed_start_ms = $3, "
                   "proposed_end_ms = $4, proposal_expires_ms = $5 WHERE id = $1",
                   db_id(&b->id), db_int(b->proposal.by), db_int(b->proposal.start_ms),
                   db_int(b->proposal.end_ms), db_int(b->proposal.expires_ms));
    else
        tx_execute(tx,
                   "UPDATE booking SET proposed_by = NULL, proposed_start_ms = NULL, "
                   "proposed_end_ms = NULL, proposal_expires_ms = NULL WHERE id = $1",
                   db_id(&b->id));
}

void booking_release_proposal(struct tx *tx, struct id booking_id, int64_t now_ms)
{
    tx_execute(tx,
               "UPDATE claim SET released_ms = $2 WHERE booking_id = $1 AND kind = 2 AND "
               "released_ms IS NULL",
               db_id(&booking_id), db_int(now_ms));
}

void booking_store(struct tx *tx, const struct booking *b)
{
    tx_execute(tx,
               "UPDATE booking SET status = $2, payment_status = $3, title = $4, description = $5, "
               "deliverables = $6, company = $7, special_requirements = $8, purpose = $9, "
               "outcome = $10, revisions_used = $11, expires_ms = $12, updated_ms = $13, "
               "completed_ms = $14 WHERE id = $1",
               db_id(&b->id), db_int(b->status), db_int(b->payment_status), db_text(b->title),
               db_text(b->description), db_text(b->deliverables_json), db_text(b->company),
               db_text(b->special_requirements), db_text(b->purpose), db_text(b->outcome),
               db_int(b->revisions_used), db_instant(b->expires_ms), db_int(b->updated_ms),
               db_instant(b->completed_ms));
}

/* Collects the first column of every row as ids. */
static struct list read_ids(struct cursor *cursor, struct arena *arena, size_t most)
{
    struct id *ids = ARENA_ARRAY(arena, struct id, most);
    size_t count = 0;
    while (count < most && cursor_next(cursor))
        ids[count++] = cursor_id(cursor, 0);
    cursor_close(cursor);
    return (struct list){ids, count};
}

struct list booking_list_rivals(struct tx *tx, struct arena *arena, struct id provider_id,
                                struct interval work, struct id except)
{
    return read_ids(tx_query(tx,
                             "SELECT b.id FROM booking b WHERE b.provider_id = $1 AND "
                             "b.status = 0 AND b.start_ms < $3 AND b.end_ms > $2 AND b.id <> $4 "
                             "AND NOT EXISTS (SELECT 1 FROM claim c WHERE c.booking_id = b.id AND "
                             "c.released_ms IS NULL) ORDER BY b.id LIMIT 1000",
                             db_id(&provider_id), db_int(work.start_ms), db_int(work.end_ms),
                             db_id(&except)),
                    arena, 1000);
}

struct list booking_list_series(struct tx *tx, struct arena *arena, struct id series_id,
                                int64_t from_index)
{
    return read_ids(tx_query(tx,
                             "SELECT id FROM booking WHERE series_id = $1 AND series_index >= $2 "
                             "AND status IN (0, 1) ORDER BY series_index LIMIT 100",
                             db_id(&series_id), db_int(from_index)),
                    arena, 100);
}

/* ---- lists ---- */

/* The same condition for each side and sort; $1 account, $2 status set, $3 from, $4 to, $5 now,
 * $6 tab, $7 text, $8 and $9 cursor, $10 limit. A bit of the status set is tested by
 * integer arithmetic, which both databases do alike. */
#define LIST_SELECT "SELECT " BOOKING_COLUMNS " FROM booking b WHERE "
#define LIST_WHERE                                                                                 \
    " AND (CAST($2 AS bigint) = 0 OR (CAST($2 AS bigint) >> CAST(b.status AS int)) & 1 = 1)"       \
    " AND (CAST($3 AS bigint) IS NULL OR b.start_ms >= $3)"                                        \
    " AND (CAST($4 AS bigint) IS NULL OR b.start_ms < $4)"                                         \
    " AND (CAST($6 AS bigint) = 0 OR (CAST($6 AS bigint) = 1) ="                                   \
    "      (b.end_ms > $5 AND b.status IN (0, 1, 2, 3, 9)))"                                       \
    " AND (CAST($7 AS text) IS NULL OR lower(b.title) LIKE $7 ESCAPE '\\'"                         \
    "      OR lower(b.service_type) LIKE $7 ESCAPE '\\'"                                           \
    "      OR EXISTS (SELECT 1 FROM account a WHERE a.id IN (b.client_id, b.provider_id)"          \
    "                 AND a.id <> $1 AND lower(a.display_name) LIKE $7 ESCAPE '\\'))"
#define LIST_AFTER(column, sign)                                                                   \
    " AND (CAST($8 AS bigint) IS NULL OR " column " " sign " $8 OR (" column                       \
    " = $8 AND b.id " sign " $9))"

static const char *list_statement(const struct booking_filter *filter)
{
#define LIST_BY(side, column, sign, order)                                                         \
    LIST_SELECT "b." side " = $1" LIST_WHERE                                                       \
                " AND (CAST($11 AS bytea) IS NULL OR b.series_id = $11)" LIST_AFTER(               \
                    "b." column, sign) " ORDER BY b." column " " order ", b.id " order             \
                                       " LIMIT $10"
    static const char *const statements[2][3] = {
        {LIST_BY("client_id", "start_ms", ">", "ASC"),
         LIST_BY("client_id", "start_ms", "<", "DESC"),
         LIST_BY("client_id", "created_ms", "<", "DESC")},
        {LIST_BY("provider_id", "start_ms", ">", "ASC"),
         LIST_BY("provider_id", "start_ms", "<", "DESC"),
         LIST_BY("provider_id", "created_ms", "<", "DESC")},
    };
    return statements[filter->as_provider][filter->sort];
}

/* Text for LIKE: lower case, wildcards escaped, % on both ends. */
static struct str like_pattern(struct arena *arena, struct str text)
{
    if (!str_is_set(text))
        return STR_NONE;
    struct buf out;
    buf_init(&out, arena, text.size * 2 + 2);
    buf_add_byte(&out, '%');
    for (size_t i = 0; i < text.size; i++) {
        if (strchr("%_\\", text.data[i]))
            buf_add_byte(&out, '\\');
        buf_add_byte(&out, text.data[i]);
    }
    buf_add_byte(&out, '%');
    return buf_str(&out);
}

struct list booking_list(struct tx *tx, struct arena *arena, const struct booking_filter *f)
{
    struct cursor *cursor =
        tx_query(tx, list_statement(f), db_id(&f->account_id), db_int(f->statuses),
                 db_instant(f->from_ms), db_instant(f->to_ms), db_int(f->now_ms), db_int(f->tab),
                 db_text(like_pattern(arena, f->text)), db_instant(f->cursor_ms),
                 db_id(&f->cursor_id), db_int(f->limit), db_id(&f->series_id));
    struct booking *rows = ARENA_ARRAY(arena, struct booking, (size_t)f->limit);
    size_t count = 0;
    while (count < (size_t)f->limit && cursor_next(cursor))
        rows[count++] = read_booking(cursor, arena);
    cursor_close(cursor);
    return (struct list){rows, count};
}

struct list booking_list_session(struct tx *tx, struct arena *arena, const struct service *service,
                                 int64_t start_ms)
{
    struct booking *rows = NULL;
    size_t count = 0, room = 0;
    struct cursor *cursor =
        tx_query(tx,
                 "SELECT " BOOKING_COLUMNS " FROM booking b "
                 "WHERE b.provider_id = $1 AND b.start_ms = $2 "
                 "AND b.service_id = $3 AND b.status NOT IN (6, 7, 8) "
                 "ORDER BY b.created_ms, b.id LIMIT 1000",
                 db_id(&service->provider_id), db_int(start_ms), db_id(&service->id));
    while (cursor_next(cursor)) {
        if (count == room) {
            size_t more = room ? room * 2 : 16;
            rows = arena_grow(arena, rows, room * sizeof *rows, more * sizeof *rows);
            room = more;
        }
        rows[count++] = read_booking(cursor, arena);
    }
    return (struct list){rows, count};
}

struct list booking_count_all(struct tx *tx, struct arena *arena, const struct booking_filter *f)
{
#define COUNT_BY(side)                                                                             \
    "SELECT b.status, b.currency, count(*), CAST(sum(b.total_minor) AS bigint) FROM booking b "    \
    "WHERE b." side " = $1" LIST_WHERE " GROUP BY b.status, b.currency"                            \
    " ORDER BY b.status, b.currency LIMIT 1000"
    static const char *const statements[] = {COUNT_BY("client_id"), COUNT_BY("provider_id")};
    struct cursor *cursor =
        tx_query(tx, statements[f->as_provider], db_id(&f->account_id), db_int(0),
                 db_instant(f->from_ms), db_instant(f->to_ms), db_int(f->now_ms),
                 db_int(BOOKING_TAB_ALL), db_text(like_pattern(arena, f->text)));
    struct booking_count *rows = ARENA_ARRAY(arena, struct booking_count, 1000);
    size_t count = 0;
    while (count < 1000 && cursor_next(cursor))
        rows[count++] = (struct booking_count){.status = (enum booking_status)cursor_int(cursor, 0),
                                               .currency = read_currency(cursor, 1, arena),
                                               .count = cursor_int(cursor, 2),
                                               .total_minor = cursor_int(cursor, 3)};
    cursor_close(cursor);
    return (struct list){rows, count};
}

/* ---- projects ---- */

void project_insert(struct tx *tx, const struct project *p)
{
    tx_execute(tx,
               "INSERT INTO project (id, owner_id, title, description, created_ms, updated_ms) "
               "VALUES ($1, $2, $3, $4, $5, $6)",
               db_id(&p->id), db_id(&p->owner_id), db_text(p->title), db_text(p->description),
               db_int(p->created_ms), db_int(p->updated_ms));
}

void project_store(struct tx *tx, const struct project *p)
{
    tx_execute(tx, "UPDATE project SET title = $2, description = $3, updated_ms = $4 WHERE id = $1",
               db_id(&p->id), db_text(p->title), db_text(p->description), db_int(p->updated_ms));
}

static struct project read_project(struct cursor *cursor, struct arena *arena)
{
    return (struct project){.id = cursor_id(cursor, 0),
                            .owner_id = cursor_id(cursor, 1),
                            .title = cursor_text(cursor, 2, arena),
                            .description = cursor_text(cursor, 3, arena),
                            .created_ms = cursor_int(cursor, 4),
                            .updated_ms = cursor_int(cursor, 5)};
}

bool project_load(struct tx *tx, struct arena *arena, struct id id, struct project *ret)
{
    struct cursor *cursor = tx_query(tx,
                                     "SELECT id, owner_id, title, description, created_ms, "
                                     "updated_ms FROM project WHERE id = $1",
                                     db_id(&id));
    bool found = cursor_next(cursor);
    if (found)
        *ret = read_project(cursor, arena);
    cursor_close(cursor);
    return found;
}

struct list project_list(struct tx *tx, struct arena *arena, struct id owner_id, struct id after,
                         int64_t limit)
{
    /* Ids grow with time, so they are the order and the cursor. */
    struct cursor *cursor = tx_query(tx,
                                     "SELECT id, owner_id, title, description, created_ms, "
                                     "updated_ms FROM project WHERE owner_id = $1 AND "
                                     "(CAST($2 AS bytea) IS NULL OR id > $2) ORDER BY id LIMIT $3",
                                     db_id(&owner_id), db_id(&after), db_int(limit));
    struct project *rows = ARENA_ARRAY(arena, struct project, (size_t)limit);
    size_t count = 0;
    while (count < (size_t)limit && cursor_next(cursor))
        rows[count++] = read_project(cursor, arena);
    cursor_close(cursor);
    return (struct list){rows, count};
}
