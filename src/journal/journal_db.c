#include "journal/journal_db.h"

#include "base/clock.h"
#include "base/log.h"
#include "journal/bell.h"

enum { STAMP_LOCK_KEY = 0x646f636b, STAMP_BATCH_MAX = 2000 }; /* any key will do: "dock" */

/* ---- entries ---- */

static struct str id_bytes(const struct id *id)
{
    return (struct str){(const char *)id->bytes, sizeof id->bytes};
}

void journal_append(struct tx *tx, const struct journal_entry *entry)
{
    if (entry->audience_count < 0 || entry->audience_count > JOURNAL_AUDIENCE_MAX) {
        log_event(LOG_ERROR, "journal_audience_size", LOG_TEXT("type", entry->type),
                  LOG_INT("size", entry->audience_count));
        tx_fail(tx, ERROR_INTERNAL);
        return;
    }
    struct str audience = {(const char *)entry->audience,
                           (size_t)entry->audience_count * sizeof(struct id)};
    struct str data = str_is_set(entry->data) ? entry->data : STR("{}");
    tx_execute(tx,
               "INSERT INTO journal (at_ms, type, subject_id, actor_id, audience, data) "
               "VALUES ($1, $2, $3, $4, $5, $6)",
               db_int(entry->at_ms), db_text(entry->type), db_bytes(id_bytes(&entry->subject_id)),
               db_id(&entry->actor_id), db_bytes(audience), db_text(data));
    bell_ring_on_commit(tx, BELL_JOURNAL);
}

static void entry_load(struct cursor *cursor, struct arena *arena, struct journal_entry *entry)
{
    entry->position = cursor_int(cursor, 0);
    entry->at_ms = cursor_int(cursor, 1);
    entry->type = cursor_text(cursor, 2, arena);
    entry->subject_id = cursor_id(cursor, 3);
    entry->actor_id = cursor_id(cursor, 4);
    struct str audience = cursor_bytes(cursor, 5, arena);
    size_t count = audience.size / sizeof(struct id);
    if (count > JOURNAL_AUDIENCE_MAX)
        count = JOURNAL_AUDIENCE_MAX;
    if (count)
        memcpy(entry->audience, audience.data, count * sizeof(struct id));
    entry->audience_count = (int)count;
    entry->data = cursor_text(cursor, 6, arena);
}

static struct list entries_load(struct cursor *cursor, struct arena *arena)
{
    size_t count = 0, capacity = 0;
    struct journal_entry *entries = NULL;
    while (cursor_next(cursor)) {
        if (count == capacity) {
            size_t old_size = capacity * sizeof *entries;
            capacity = capacity ? capacity * 2 : 16;
            entries = arena_grow(arena, entries, old_size, capacity * sizeof *entries);
        }
        entries[count] = (struct journal_entry){0};
        entry_load(cursor, arena, &entries[count++]);
    }
    return (struct list){entries, count};
}

struct list journal_read(struct tx *tx, struct arena *arena, int64_t after, int64_t limit)
{
    return entries_load(
        tx_query(tx,
                 "SELECT position, at_ms, type, subject_id, actor_id, audience, data FROM journal "
                 "WHERE position > $1 ORDER BY position LIMIT $2",
                 db_int(after), db_int(limit)),
        arena);
}

struct list journal_read_subject(struct tx *tx, struct arena *arena, struct id subject_id,
                                 int64_t after, int64_t limit)
{
    return entries_load(
        tx_query(tx,
                 "SELECT position, at_ms, type, subject_id, actor_id, audience, data FROM journal "
                 "WHERE subject_id = $1 AND position > $2 ORDER BY position LIMIT $3",
                 db_bytes(id_bytes(&subject_id)), db_int(after), db_int(limit)),
        arena);
}

/* Each place of the audience has an index (schema 0009), which its length, said as it is there,
 * lets in. An account that is named twice gives the same row twice, of which UNION keeps one. */
#define AUDIENCE_PLACE(first_byte, size)                                                           \
    "SELECT position, at_ms, type, subject_id, actor_id, audience, data FROM "                     \
    "(SELECT position, at_ms, type, subject_id, actor_id, audience, data FROM journal "            \
    "WHERE substr(audience, " first_byte ", 16) = $1 AND length(audience) >= " size                \
    " AND position > $2 AND position <= $3 ORDER BY position LIMIT $4) AS place_" first_byte
#define AND_PLACE(first_byte, size) " UNION " AUDIENCE_PLACE(first_byte, size)
_Static_assert(JOURNAL_AUDIENCE_MAX == 8, "journal_read_audience() looks at every place");

struct list journal_read_audience(struct tx *tx, struct arena *arena, struct id account_id,
                                  int64_t after, int64_t up_to, int64_t limit)
{
    return entries_load(
        tx_query(tx,
                 AUDIENCE_PLACE("1", "16") AND_PLACE("17", "32") AND_PLACE("33", "48") AND_PLACE(
                     "49", "64") AND_PLACE("65", "80") AND_PLACE("81", "96") AND_PLACE("97", "112")
                     AND_PLACE("113", "128") " ORDER BY position LIMIT $4",
                 db_bytes(id_bytes(&account_id)), db_int(after), db_int(up_to), db_int(limit)),
        arena);
}

static int64_t one_int(struct cursor *cursor, int64_t otherwise)
{
    int64_t value = otherwise;
    if (cursor_next(cursor) && !cursor_is_null(cursor, 0))
        value = cursor_int(cursor, 0);
    cursor_close(cursor);
    return value;
}

int64_t journal_head(struct tx *tx)
{
    return one_int(tx_query(tx, "SELECT max(position) FROM journal"), 0);
}

/* ---- stamping: PostgreSQL only ---- */

static bool is_stamped_later(struct tx *tx)
{
    return !db_is_local(tx_db(tx));
}

int64_t journal_unstamped(struct tx *tx)
{
    if (!is_stamped_later(tx))
        return 0;
    return one_int(tx_query(tx, "SELECT count(*) FROM journal WHERE position IS NULL"), 0);
}

void journal_state_load(struct tx *tx, struct journal_state *ret)
{
    *ret = (struct journal_state){.head = journal_head(tx)};
    if (is_stamped_later(tx))
        ret->has_unstamped = one_int(tx_query(tx, "SELECT CAST(1 AS bigint) FROM journal "
                                                  "WHERE position IS NULL LIMIT 1"),
                                     0);
}

/* The lock keeps nodes from doing the same work; what keeps positions dense even when a snapshot is
 * older than the lock is that position is unique and the whole batch stands or falls together. */
int64_t journal_stamp(struct tx *tx)
{
    if (!is_stamped_later(tx))
        return 0;
    if (!tx_try_lock(tx, STAMP_LOCK_KEY))
        return -1;
    int64_t stamped =
        tx_execute(tx,
                   "WITH head AS (SELECT coalesce(max(position), 0) AS position FROM journal), "
                   "waiting AS (SELECT sequence FROM journal WHERE position IS NULL "
                   "ORDER BY sequence LIMIT $1), "
                   "ranked AS (SELECT sequence, row_number() OVER (ORDER BY sequence) AS rank "
                   "FROM waiting) "
                   "UPDATE journal SET position = head.position + ranked.rank FROM head, ranked "
                   "WHERE journal.sequence = ranked.sequence",
                   db_int(STAMP_BATCH_MAX));
    if (stamped > 0)
        tx_notify(tx);
    return stamped;
}

/* ---- cursors of followers ---- */

int64_t follower_load(struct tx *tx, const char *name, int64_t now_ms)
{
    tx_execute(tx,
               "INSERT INTO follower (name, position, updated_ms) VALUES ($1, 0, $2) "
               "ON CONFLICT (name) DO NOTHING",
               db_text(str_from(name)), db_int(now_ms));
    return one_int(
        tx_query(tx, "SELECT position FROM follower WHERE name = $1", db_text(str_from(name))), 0);
}

bool follower_move(struct tx *tx, const char *name, int64_t from, int64_t to, int64_t now_ms)
{
    return tx_execute(tx,
                      "UPDATE follower SET position = $3, updated_ms = $4 "
                      "WHERE name = $1 AND position = $2",
                      db_text(str_from(name)), db_int(from), db_int(to), db_int(now_ms)) == 1;
}

int64_t follower_lock_key(const char *name)
{
    uint64_t hash = UINT64_C(0xcbf29ce484222325); /* FNV-1a: the same on every node */
    for (const char *c = name; *c; c++)
        hash = (hash ^ (unsigned char)*c) * UINT64_C(0x100000001b3);
    return (int64_t)(hash >> 1);
}

/* ---- timers ---- */

void timer_set(struct tx *tx, const char *kind, struct id subject_id, int64_t due_ms)
{
    tx_execute(tx,
               "INSERT INTO timer (kind, subject_id, due_ms, failures) VALUES ($1, $2, $3, 0) "
               "ON CONFLICT (kind, subject_id) DO UPDATE SET due_ms = $3, failures = 0",
               db_text(str_from(kind)), db_bytes(id_bytes(&subject_id)), db_int(due_ms));
    bell_ring_on_commit_due(tx, due_ms);
}

void timer_clear(struct tx *tx, const char *kind, struct id subject_id)
{
    tx_execute(tx, "DELETE FROM timer WHERE kind = $1 AND subject_id = $2", db_text(str_from(kind)),
               db_bytes(id_bytes(&subject_id)));
}

struct list timer_list_due(struct tx *tx, struct arena *arena, const char *kind, int64_t now_ms,
                           int64_t limit)
{
    struct timer_row *rows = ARENA_ARRAY(arena, struct timer_row, (size_t)limit);
    size_t count = 0;
    struct cursor *cursor = tx_query(tx,
                                     "SELECT subject_id, due_ms, failures FROM timer "
                                     "WHERE kind = $1 AND due_ms <= $2 ORDER BY due_ms LIMIT $3",
                                     db_text(str_from(kind)), db_int(now_ms), db_int(limit));
    while (cursor_next(cursor))
        rows[count++] = (struct timer_row){.subject_id = cursor_id(cursor, 0),
                                           .due_ms = cursor_int(cursor, 1),
                                           .failures = cursor_int(cursor, 2)};
    return (struct list){rows, count};
}

int64_t timer_earliest(struct tx *tx, const char *kind)
{
    return one_int(
        tx_query(tx, "SELECT min(due_ms) FROM timer WHERE kind = $1", db_text(str_from(kind))),
        INSTANT_NONE);
}

bool timer_take(struct tx *tx, const char *kind, struct id subject_id, int64_t now_ms)
{
    return tx_execute(tx, "DELETE FROM timer WHERE kind = $1 AND subject_id = $2 AND due_ms <= $3",
                      db_text(str_from(kind)), db_bytes(id_bytes(&subject_id)),
                      db_int(now_ms)) == 1;
}

void timer_put_off(struct tx *tx, const char *kind, const struct timer_row *row, int64_t due_ms)
{
    tx_execute(tx,
               "UPDATE timer SET due_ms = $4, failures = failures + 1 "
               "WHERE kind = $1 AND subject_id = $2 AND due_ms = $3",
               db_text(str_from(kind)), db_bytes(id_bytes(&row->subject_id)), db_int(row->due_ms),
               db_int(due_ms));
}

/* ---- the outbox ---- */

void outbox_add(struct tx *tx, struct str channel, struct str idempotency_key, struct str payload,
                int64_t now_ms)
{
    struct id id = id_new();
    tx_execute(tx,
               "INSERT INTO outbox (id, channel, idempotency_key, payload, state, attempts, "
               "next_ms, created_ms, updated_ms) VALUES ($1, $2, $3, $4, 0, 0, $5, $5, $5) "
               "ON CONFLICT (idempotency_key) DO NOTHING",
               db_id(&id), db_text(channel), db_text(idempotency_key), db_text(payload),
               db_int(now_ms));
    bell_ring_on_commit(tx, BELL_OUTBOX);
}

/* The outer conditions repeat the inner ones: of two nodes that found the same message, the second
 * waits for the first's row lock and must then see that it is taken. */
bool outbox_claim(struct tx *tx, struct arena *arena, struct str channel, int64_t now_ms,
                  int64_t lease_ms, struct outbox_message *ret)
{
    struct cursor *cursor = tx_query(
        tx,
        "UPDATE outbox SET next_ms = $3, attempts = attempts + 1, updated_ms = $2 "
        "WHERE id = (SELECT id FROM outbox WHERE channel = $1 AND state = 0 AND next_ms <= $2 "
        "ORDER BY next_ms, id LIMIT 1) AND state = 0 AND next_ms <= $2 "
        "RETURNING id, channel, idempotency_key, payload, attempts",
        db_text(channel), db_int(now_ms), db_int(lease_ms));
    bool found = cursor_next(cursor);
    if (found)
        *ret = (struct outbox_message){.id = cursor_id(cursor, 0),
                                       .channel = cursor_text(cursor, 1, arena),
                                       .idempotency_key = cursor_text(cursor, 2, arena),
                                       .payload = cursor_text(cursor, 3, arena),
                                       .attempts = cursor_int(cursor, 4) - 1};
    cursor_close(cursor);
    return found;
}

int64_t outbox_earliest(struct tx *tx, struct str channel)
{
    return one_int(tx_query(tx, "SELECT min(next_ms) FROM outbox WHERE channel = $1 AND state = 0",
                            db_text(channel)),
                   INSTANT_NONE);
}

bool outbox_close(struct tx *tx, const struct outbox_message *message, enum outbox_outcome outcome,
                  struct str reply, int64_t now_ms)
{
    return tx_execute(tx,
                      "UPDATE outbox SET state = $2, last_reply = $3, updated_ms = $4 "
                      "WHERE id = $1 AND state = 0",
                      db_id(&message->id), db_int(outcome == OUTBOX_DONE ? 1 : 2), db_text(reply),
                      db_int(now_ms)) == 1;
}

void outbox_put_off(struct tx *tx, const struct outbox_message *message, struct str reply,
                    int64_t next_ms, int64_t now_ms)
{
    tx_execute(tx,
               "UPDATE outbox SET next_ms = $3, last_reply = $4, updated_ms = $5 "
               "WHERE id = $1 AND attempts = $2 AND state = 0",
               db_id(&message->id), db_int(message->attempts + 1), db_int(next_ms), db_text(reply),
               db_int(now_ms));
}

/* ---- verify ---- */

/* What a query counts, with a line in the log for each kind of violation found. */
static int64_t violations(struct cursor *cursor, const char *what)
{
    int64_t count = one_int(cursor, 0);
    if (count)
        log_event(LOG_ERROR, "journal_violation", LOG_TEXT("what", str_from(what)),
                  LOG_INT("count", count));
    return count;
}

int64_t journal_follower_count(struct tx *tx)
{
    return one_int(tx_query(tx, "SELECT count(*) FROM follower"), 0);
}

int64_t journal_verify(struct tx *tx, struct arena *arena)
{
    (void)arena; /* the store counts; nothing is held here */
    int64_t count =
        violations(tx_query(tx, "SELECT coalesce(max(position), 0) - count(position) FROM journal"),
                   "positions missing");
    count += violations(tx_query(tx, "SELECT count(*) FROM journal WHERE position < 1"),
                        "positions below 1");
    count += violations(tx_query(tx, "SELECT count(*) FROM follower WHERE position < 0 OR "
                                     "position > (SELECT coalesce(max(position), 0) FROM journal)"),
                        "cursors of followers past the head");
    int64_t unstamped = journal_unstamped(tx);
    if (unstamped)
        log_event(LOG_INFO, "journal_unstamped", LOG_INT("count", unstamped));
    return count;
}
