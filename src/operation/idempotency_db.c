#include "operation/idempotency_db.h"

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

void idempotency_store(struct tx *tx, const struct call *call, struct str reply)
{
    tx_execute(tx,
               "UPDATE idempotency SET reply = $5"
               " WHERE actor_id = $1 AND operation = $2 AND key = $3 AND place = $4",
               db_id(&call->actor.account_id), db_text(name_of(call)),
               db_text(call->idempotency_key), db_int(call->place), db_text(reply));
}
