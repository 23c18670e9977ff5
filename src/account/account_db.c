#include "account/account_db.h"

#include <assert.h>

#include "db/recall.h"

static struct str hash_str(const struct hash *hash)
{
    return (struct str){.data = (const char *)hash->bytes, .size = sizeof(hash->bytes)};
}

/* ---- accounts ---- */

bool account_insert(struct tx *tx, const struct account *account, struct str password_hash_text)
{
    return tx_execute(tx,
                      "INSERT INTO account (id, email, password_hash, display_name, time_zone,"
                      " roles, created_ms, updated_ms) VALUES ($1, $2, $3, $4, $5, $6, $7, $7)"
                      " ON CONFLICT (email) DO NOTHING",
                      db_id(&account->id), db_text(account->email), db_text(password_hash_text),
                      db_text(account->display_name), db_text(account->time_zone),
                      db_int(account->roles), db_int(account->created_ms)) == 1;
}

static bool read_account(struct cursor *cursor, struct arena *arena, struct account *ret)
{
    if (!cursor_next(cursor))
        return false;
    *ret = (struct account){
        .id = cursor_id(cursor, 0),
        .email = cursor_text(cursor, 1, arena),
        .display_name = cursor_text(cursor, 2, arena),
        .time_zone = cursor_text(cursor, 3, arena),
        .roles = (uint32_t)cursor_int(cursor, 4),
        .created_ms = cursor_int(cursor, 5),
    };
    cursor_close(cursor);
    return true;
}

bool account_load(struct tx *tx, struct arena *arena, struct id id, struct account *ret)
{
    return read_account(tx_query(tx,
                                 "SELECT id, email, display_name, time_zone, roles, created_ms"
                                 " FROM account WHERE id = $1",
                                 db_id(&id)),
                        arena, ret);
}

static bool load_view(struct tx *tx, struct arena *arena, const struct recall_key *key, void *ret)
{
    struct cursor *cursor =
        tx_query(tx, "SELECT display_name FROM account WHERE id = $1", db_id(&key->id));
    if (!cursor_next(cursor))
        return false;
    *(struct user_view *)ret =
        (struct user_view){.id = key->id, .display_name = cursor_text(cursor, 0, arena)};
    cursor_close(cursor);
    return true;
}

bool account_load_view(struct tx *tx, struct arena *arena, struct id id, struct user_view *ret)
{
    static const char *const tables[] = {"account", NULL};
    static struct recall views = {.set.names = tables, .size = sizeof *ret, .load = load_view};
    return tx_recall(tx, &views, &(struct recall_key){.id = id}, arena, ret);
}

bool account_find(struct tx *tx, struct arena *arena, struct str email, struct account *ret)
{
    return read_account(tx_query(tx,
                                 "SELECT id, email, display_name, time_zone, roles, created_ms"
                                 " FROM account WHERE email = $1",
                                 db_text(str_lower(arena, email))),
                        arena, ret);
}

struct str account_password_hash(struct tx *tx, struct arena *arena, struct id id)
{
    struct cursor *cursor =
        tx_query(tx, "SELECT password_hash FROM account WHERE id = $1", db_id(&id));
    if (!cursor_next(cursor))
        return STR_NONE;
    struct str text = cursor_text(cursor, 0, arena);
    cursor_close(cursor);
    return text;
}

void account_set_password_hash(struct tx *tx, struct id id, struct str text, int64_t now_ms)
{
    tx_execute(tx, "UPDATE account SET password_hash = $2, updated_ms = $3 WHERE id = $1",
               db_id(&id), db_text(text), db_int(now_ms));
}

void account_set_profile(struct tx *tx, struct id id, struct str display_name, struct str time_zone,
                         int64_t now_ms)
{
    tx_execute(tx,
               "UPDATE account SET display_name = $2, time_zone = $3, updated_ms = $4"
               " WHERE id = $1",
               db_id(&id), db_text(display_name), db_text(time_zone), db_int(now_ms));
    tx_execute(tx,
               "UPDATE provider SET display_name = $2, updated_ms = $3"
               " WHERE id = $1 AND display_name <> $2",
               db_id(&id), db_text(display_name), db_int(now_ms));
}

void account_set_roles(struct tx *tx, struct id id, uint32_t roles, int64_t now_ms)
{
    tx_execute(tx, "UPDATE account SET roles = $2, updated_ms = $3 WHERE id = $1", db_id(&id),
               db_int(roles), db_int(now_ms));
}

/* ---- sessions ---- */

void session_insert(struct tx *tx, const struct session *session)
{
    tx_execute(tx,
               "INSERT INTO session (id, account_id, token_hash, kind, label, created_ms,"
               " expires_ms) VALUES ($1, $2, $3, $4, $5, $6, $7)",
               db_id(&session->id), db_id(&session->account_id),
               db_bytes(hash_str(&session->token_hash)), db_int(session->kind),
               db_text(session->label), db_int(session->created_ms),
               db_instant(session->expires_ms));
}

static struct session read_session(struct cursor *cursor, struct arena *arena)
{
    return (struct session){
        .id = cursor_id(cursor, 0),
        .account_id = cursor_id(cursor, 1),
        .kind = cursor_int(cursor, 2) == SESSION_TOKEN ? SESSION_TOKEN : SESSION_LOG_IN,
        .label = cursor_text(cursor, 3, arena),
        .created_ms = cursor_int(cursor, 4),
        .expires_ms = cursor_instant(cursor, 5),
    };
}

bool session_load(struct tx *tx, struct arena *arena, struct id id, int64_t now_ms,
                  struct session *ret)
{
    struct cursor *cursor =
        tx_query(tx,
                 "SELECT id, account_id, kind, label, created_ms, expires_ms FROM session"
                 " WHERE id = $1 AND revoked_ms IS NULL"
                 " AND (expires_ms IS NULL OR expires_ms > $2)",
                 db_id(&id), db_int(now_ms));
    if (!cursor_next(cursor))
        return false;
    *ret = read_session(cursor, arena);
    cursor_close(cursor);
    return true;
}

struct list session_list(struct tx *tx, struct arena *arena, struct id account_id, int kind,
                         int64_t now_ms)
{
    struct session *items = ARENA_ARRAY(arena, struct session, SESSIONS_MAX);
    struct list list = {.items = items};
    struct cursor *cursor =
        tx_query(tx,
                 "SELECT id, account_id, kind, label, created_ms, expires_ms FROM session"
                 " WHERE account_id = $1 AND revoked_ms IS NULL"
                 " AND (expires_ms IS NULL OR expires_ms > $2) AND kind >= $3 AND kind <= $4"
                 " ORDER BY created_ms DESC, id DESC LIMIT $5",
                 db_id(&account_id), db_int(now_ms), db_int(kind < 0 ? SESSION_LOG_IN : kind),
                 db_int(kind < 0 ? SESSION_TOKEN : kind), db_int(SESSIONS_MAX));
    while (list.count < SESSIONS_MAX && cursor_next(cursor))
        items[list.count++] = read_session(cursor, arena);
    cursor_close(cursor);
    return list;
}

int64_t session_count(struct tx *tx, struct id account_id, enum session_kind kind, int64_t now_ms)
{
    struct cursor *cursor =
        tx_query(tx,
                 "SELECT count(*) FROM session WHERE account_id = $1 AND kind = $2"
                 " AND revoked_ms IS NULL AND (expires_ms IS NULL OR expires_ms > $3)",
                 db_id(&account_id), db_int(kind), db_int(now_ms));
    int64_t count = cursor_next(cursor) ? cursor_int(cursor, 0) : 0;
    cursor_close(cursor);
    return count;
}

void session_revoke(struct tx *tx, struct id id, int64_t now_ms)
{
    tx_execute(tx, "UPDATE session SET revoked_ms = $2 WHERE id = $1 AND revoked_ms IS NULL",
               db_id(&id), db_int(now_ms));
}

void session_revoke_others(struct tx *tx, struct id account_id, struct id keep, int64_t now_ms)
{
    struct str keep_bytes = {.data = (const char *)keep.bytes, .size = sizeof(keep.bytes)};
    tx_execute(tx,
               "UPDATE session SET revoked_ms = $3"
               " WHERE account_id = $1 AND id <> $2 AND kind = $4 AND revoked_ms IS NULL",
               db_id(&account_id), db_bytes(keep_bytes), db_int(now_ms), db_int(SESSION_LOG_IN));
}

void session_tidy(struct tx *tx, struct id account_id, int64_t keep_count, int64_t now_ms)
{
    tx_execute(tx,
               "UPDATE session SET revoked_ms = $2"
               " WHERE account_id = $1 AND kind = $3 AND revoked_ms IS NULL AND id NOT IN ("
               "SELECT id FROM session WHERE account_id = $1 AND kind = $3 AND revoked_ms IS NULL"
               " ORDER BY created_ms DESC, id DESC LIMIT $4)",
               db_id(&account_id), db_int(now_ms), db_int(SESSION_LOG_IN), db_int(keep_count));
    tx_execute(tx,
               "DELETE FROM session WHERE account_id = $1 AND (expires_ms < $2 OR revoked_ms < $2)",
               db_id(&account_id), db_int(now_ms - INT64_C(30) * DAY_MS));
}

bool session_find_actor(struct tx *tx, const struct hash *token_hash, int64_t now_ms,
                        struct actor *ret, int64_t *ret_expires_ms)
{
    struct cursor *cursor = tx_query(tx,
                                     "SELECT session.id, account.id, account.roles,"
                                     " session.expires_ms FROM session"
                                     " JOIN account ON account.id = session.account_id"
                                     " WHERE session.token_hash = $1 AND session.revoked_ms IS NULL"
                                     " AND (session.expires_ms IS NULL OR session.expires_ms > $2)",
                                     db_bytes(hash_str(token_hash)), db_int(now_ms));
    if (!cursor_next(cursor))
        return false;
    ret->session_id = cursor_id(cursor, 0);
    ret->account_id = cursor_id(cursor, 1);
    ret->roles = (uint32_t)cursor_int(cursor, 2);
    *ret_expires_ms = cursor_instant(cursor, 3);
    cursor_close(cursor);
    return true;
}

/* They go in as one run of bytes, and each comes out with its place in it. */
void session_find_actors(struct tx *tx, struct session_search *searches, size_t count,
                         int64_t now_ms)
{
    struct hash hashes[LOOK_UPS_MAX];
    assert(count > 0 && count <= LOOK_UPS_MAX);
    for (size_t i = 0; i < count; i++) {
        hashes[i] = searches[i].token_hash;
        searches[i].is_found = false;
    }
    struct cursor *cursor = tx_query(
        tx,
        "WITH RECURSIVE place (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM place WHERE i + 1 < $1)"
        " SELECT place.i, session.id, account.id, account.roles, session.expires_ms FROM place"
        " JOIN session ON session.token_hash = substr($2, place.i * 32 + 1, 32)"
        " JOIN account ON account.id = session.account_id WHERE session.revoked_ms IS NULL"
        " AND (session.expires_ms IS NULL OR session.expires_ms > $3)",
        db_int((int64_t)count),
        db_bytes((struct str){(const char *)hashes, count * sizeof *hashes}), db_int(now_ms));
    while (cursor_next(cursor)) {
        struct session_search *search = &searches[cursor_int(cursor, 0)];
        search->is_found = true;
        search->actor.session_id = cursor_id(cursor, 1);
        search->actor.account_id = cursor_id(cursor, 2);
        search->actor.roles = (uint32_t)cursor_int(cursor, 3);
        search->expires_ms = cursor_instant(cursor, 4);
    }
}
