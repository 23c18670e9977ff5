#include "operation/idempotency_db.h"

#include <assert.h>

/* One claim in PURGE_EVERY removes up to PURGE_MAX old rows: twice as many as come in. Which one is
 * told by the key, so that no counter is shared and a retry does the same again. */
enum { PURGE_EVERY = 16, PURGE_MAX = 32 };

static struct str hash_str(const struct hash *hash)
{
    return (struct str){.data = (const char *)hash->bytes, .size = sizeof(hash->bytes)};
}

static struct str name_of(const struct call *call)
{
    return str_from(call->operation->name);
}

static void purge(struct tx *tx, int64_t before_ms)
{
    tx_execute(tx,
               "DELETE FROM idempotency WHERE (actor_id, operation, key, place) IN ("
               "SELECT actor_id, operation, key, place FROM idempotency WHERE created_ms < $1"
               " ORDER BY created_ms LIMIT $2)",
               db_int(before_ms), db_int(PURGE_MAX));
}

static bool insert(struct tx *tx, const struct call *call)
{
    return tx_execute(tx,
                      "INSERT INTO idempotency (actor_id, operation, key, place, request_hash,"
                      " reply, created_ms) VALUES ($1, $2, $3, $4, $5, '', $6)"
                      " ON CONFLICT (actor_id, operation, key, place) DO NOTHING",
                      db_id(&call->actor.account_id), db_text(name_of(call)),
                      db_text(call->idempotency_key), db_int(call->place),
                      db_bytes(hash_str(&call->request_hash)), db_int(call->now_ms)) == 1;
}

static void renew(struct tx *tx, const struct call *call)
{
    tx_execute(tx,
               "UPDATE idempotency SET request_hash = $5, reply = '', created_ms = $6"
               " WHERE actor_id = $1 AND operation = $2 AND key = $3 AND place = $4",
               db_id(&call->actor.account_id), db_text(name_of(call)),
               db_text(call->idempotency_key), db_int(call->place),
               db_bytes(hash_str(&call->request_hash)), db_int(call->now_ms));
}

/* What an earlier call with this key left. */
static enum idempotency_state judge_found(struct tx *tx, const struct call *call,
                                          struct str *ret_reply)
{
    struct cursor *cursor =
        tx_query(tx,
                 "SELECT request_hash, reply, created_ms FROM idempotency"
                 " WHERE actor_id = $1 AND operation = $2 AND key = $3 AND place = $4",
                 db_id(&call->actor.account_id), db_text(name_of(call)),
                 db_text(call->idempotency_key), db_int(call->place));
    if (!cursor_next(cursor))
        return IDEMPOTENCY_CLAIMED; /* failed: nothing will be stored */
    struct str hash = cursor_bytes(cursor, 0, call->arena);
    struct str reply = cursor_text(cursor, 1, call->arena);
    int64_t created_ms = cursor_int(cursor, 2);
    cursor_close(cursor);
    if (created_ms <= call->now_ms - IDEMPOTENCY_KEPT_MS) {
        renew(tx, call);
        return IDEMPOTENCY_CLAIMED;
    }
    if (!str_equal(hash, hash_str(&call->request_hash)))
        return IDEMPOTENCY_OTHER;
    *ret_reply = reply;
    return IDEMPOTENCY_REPLAY;
}

enum idempotency_state idempotency_claim(struct tx *tx, const struct call *call,
                                         struct str *ret_reply)
{
    if (!insert(tx, call))
        return judge_found(tx, call, ret_reply);
    if (hash_fast(call->idempotency_key) % PURGE_EVERY == 0)
        purge(tx, call->now_ms - IDEMPOTENCY_KEPT_MS);
    return IDEMPOTENCY_CLAIMED;
}

bool idempotency_is_known(struct tx *tx, const struct call *call)
{
    struct cursor *cursor =
        tx_query(tx,
                 "SELECT 1 FROM idempotency"
                 " WHERE actor_id = $1 AND operation = $2 AND key = $3 AND place = $4",
                 db_id(&call->actor.account_id), db_text(name_of(call)),
                 db_text(call->idempotency_key), db_int(call->place));
    bool is_known = cursor_next(cursor);
    cursor_close(cursor);
    return is_known;
}

/* Few at a time: to reach a key in the run of text, the store counts the characters before it. */
enum { FIND_MAX = 32, FIND_KEY_MAX = 255 };

static size_t longest_key(struct call *const *calls, size_t count)
{
    size_t longest = 1;
    for (size_t i = 0; i < count; i++)
        longest =
            calls[i]->idempotency_key.size > longest ? calls[i]->idempotency_key.size : longest;
    return longest;
}

/* Actors and keys go in as one run each, keys filled up with spaces, which none of them has. */
static void find_known(struct tx *tx, struct call *const *calls, size_t count, bool *ret)
{
    struct id actors[FIND_MAX];
    char keys[FIND_MAX * FIND_KEY_MAX];
    size_t width = longest_key(calls, count);
    assert(count <= FIND_MAX && width <= FIND_KEY_MAX);
    memset(keys, ' ', count * width);
    for (size_t i = 0; i < count; i++) {
        struct str key = calls[i]->idempotency_key;
        actors[i] = calls[i]->actor.account_id;
        memcpy(keys + i * width, key.data, key.size);
    }
    struct cursor *cursor = tx_query(
        tx,
        "WITH RECURSIVE slot (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM slot WHERE i + 1 < $1)"
        " SELECT slot.i, idempotency.place FROM slot JOIN idempotency"
        " ON actor_id = substr($2, slot.i * 16 + 1, 16) AND operation = $3"
        " AND key = rtrim(substr($4, slot.i * CAST($5 AS integer) + 1, CAST($5 AS integer)))",
        db_int((int64_t)count), db_bytes((struct str){(const char *)actors, count * 16}),
        db_text(name_of(calls[0])), db_text((struct str){keys, count * width}),
        db_int((int64_t)width));
    while (cursor_next(cursor)) {
        int64_t i = cursor_int(cursor, 0);
        ret[i] |= cursor_int(cursor, 1) == calls[i]->place;
    }
}

void idempotency_find_known(struct tx *tx, struct call *const *calls, size_t count, bool *ret)
{
    memset(ret, 0, count * sizeof *ret);
    for (size_t from = 0, to; from < count; from = to) {
        to = from;
        while (to < count && to - from < FIND_MAX && calls[to]->operation == calls[from]->operation)
            to++;
        find_known(tx, calls + from, to - from, ret + from);
    }
}

void idempotency_store(struct tx *tx, const struct call *call, struct str reply)
{
    tx_execute(tx,
               "UPDATE idempotency SET reply = $5"
               " WHERE actor_id = $1 AND operation = $2 AND key = $3 AND place = $4",
               db_id(&call->actor.account_id), db_text(name_of(call)),
               db_text(call->idempotency_key), db_int(call->place), db_text(reply));
}
