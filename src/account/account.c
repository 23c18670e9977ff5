/* account.c: what other rooms and the program ask of accounts. */
#include "account/account.h"

#include "account/account_cache.h"
#include "account/account_ops.h"
#include "account/account_rules.h"

static const struct field user_fields[] = {
    {.name = "id",
     .type = FIELD_ID,
     .prefix = "user",
     AT(struct user_view, id),
     .doc = "The person's id; a provider's is the same."},
    {.name = "displayName",
     .type = FIELD_TEXT,
     AT(struct user_view, display_name),
     .doc = "The name they want to be shown by."},
};
const struct shape user_shape =
    SHAPE("User", struct user_view, user_fields, .doc = "What others may see of a person.");

/* ---- making ---- */

static struct str created_data(struct arena *arena, const struct account *account)
{
    struct buf text;
    struct json_writer writer;
    buf_init(&text, arena, 128);
    json_writer_init(&writer, &text);
    json_begin_object(&writer);
    json_key(&writer, STR("displayName"));
    json_text(&writer, account->display_name);
    json_end_object(&writer);
    return buf_str(&text);
}

enum error account_create(struct tx *tx, const struct account *account,
                          struct str password_hash_text)
{
    if (!account_insert(tx, account, password_hash_text))
        return ERROR_EMAIL_TAKEN;
    struct arena *arena = arena_new(0);
    struct journal_entry entry = {
        .at_ms = account->created_ms,
        .type = STR("account.created"),
        .subject_id = account->id,
        .actor_id = account->id,
        .audience = {account->id},
        .audience_count = 1,
        .data = created_data(arena, account),
    };
    journal_append(tx, &entry);
    arena_free(arena);
    return ERROR_NONE;
}

void account_add_role(struct tx *tx, struct id id, enum role role, int64_t now_ms)
{
    struct arena *arena = arena_new(0);
    struct account account;
    tx_lock_row(tx, "account", id);
    if (account_load(tx, arena, id, &account) && !(account.roles & role)) {
        account_set_roles(tx, id, account.roles | role, now_ms);
        account_cache_forget_on_commit(tx, id);
    }
    arena_free(arena);
}

struct str session_create(struct tx *tx, struct arena *arena, struct session *session)
{
    struct str token = token_new(arena);
    session->id = id_new();
    session->token_hash = hash_sha256(token);
    session_insert(tx, session);
    return token;
}

struct str account_create_token(struct tx *tx, struct arena *arena, struct id account_id,
                                struct str label, int64_t now_ms)
{
    struct session session = {
        .account_id = account_id,
        .kind = SESSION_TOKEN,
        .label = label_clean(arena, label),
        .created_ms = now_ms,
        .expires_ms = INSTANT_NONE,
    };
    return session_create(tx, arena, &session);
}

/* ---- who calls ---- */

static bool recall(struct str token, int64_t now_ms, struct actor *ret)
{
    struct actor actor = {.account_id = ID_NONE};
    struct hash hash = hash_sha256(token);
    bool found = account_cache_recall(&hash, now_ms, &actor, &actor.generation);
    *ret = actor;
    return found;
}

/* Only what has been committed may be remembered as valid, and on a local store that is what a read
 * sees: a write may still be rolled back. Elsewhere memory is but a hint. */
static bool may_remember(struct tx *tx)
{
    return !tx_is_write(tx) || !db_is_local(tx_db(tx));
}

static enum error look_up(struct tx *tx, struct str token, int64_t now_ms, struct actor *ret)
{
    struct actor actor = {.generation = ret->generation};
    int64_t expires_ms = INSTANT_NONE;
    if (!token_is_plausible(token))
        return ERROR_UNAUTHENTICATED;
    struct hash hash = hash_sha256(token);
    if (!session_find_actor(tx, &hash, now_ms, &actor, &expires_ms))
        return tx_failed(tx) ? ERROR_UNAVAILABLE : ERROR_UNAUTHENTICATED;
    if (may_remember(tx))
        account_cache_remember(&hash, &actor, expires_ms, actor.generation);
    *ret = actor;
    return ERROR_NONE;
}

static void look_up_many(struct tx *tx, int64_t now_ms, struct look_up *look_ups, size_t count)
{
    struct session_search searches[LOOK_UPS_MAX];
    struct look_up *of[LOOK_UPS_MAX]; /* each search; what cannot be a token is none */
    size_t asked = 0;
    for (size_t i = 0; i < count; i++) {
        look_ups[i].error = ERROR_UNAUTHENTICATED;
        if (!token_is_plausible(look_ups[i].token))
            continue;
        of[asked] = &look_ups[i];
        searches[asked++] =
            (struct session_search){.token_hash = hash_sha256(look_ups[i].token),
                                    .actor = {.generation = look_ups[i].actor.generation}};
    }
    if (asked > 0)
        session_find_actors(tx, searches, asked, now_ms);
    for (size_t i = 0; i < asked && !tx_failed(tx); i++) {
        const struct session_search *found = &searches[i];
        if (!found->is_found)
            continue;
        of[i]->error = ERROR_NONE;
        of[i]->actor = found->actor;
        if (may_remember(tx))
            account_cache_remember(&found->token_hash, &found->actor, found->expires_ms,
                                   found->actor.generation);
    }
}

const struct authenticator account_authenticator = {
    .recall = recall, .look_up = look_up, .look_up_many = look_up_many};
