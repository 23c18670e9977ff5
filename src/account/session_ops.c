/* session_ops.c: log-ins and API tokens, seen and ended by their owner. Both are sessions: a token
 * is one that does not end by itself and carries a name. */
#include "account/account_cache.h"
#include "account/account_ops.h"
#include "account/account_rules.h"

/* ---- the subject ---- */

static enum error relate_session(struct tx *tx, struct call *call, struct id id,
                                 uint32_t *ret_relations)
{
    struct session *session = ARENA_NEW(call->arena, struct session);
    if (tx_is_write(tx))
        tx_lock_row(tx, "session", id);
    if (!session_load(tx, call->arena, id, call->now_ms, session))
        return ERROR_NOT_FOUND;
    call->subject = session;
    bool is_own = id_equal(session->account_id, call->actor.account_id);
    *ret_relations = is_own ? RELATION_OWN_CLIENT : 0;
    return ERROR_NONE;
}
const struct subject session_subject = {
    .name = "session", .seen_by = RELATION_OWN_CLIENT | RELATION_ADMIN, .relate = relate_session};

struct str session_journal_data(struct arena *arena, struct id session_id)
{
    struct str text = id_text(arena, "session", session_id);
    return str_format(arena, "{\"sessionId\":\"%.*s\"}", STR_ARG(text));
}

/* ---- session.list, token.list ---- */

static const char *const kind_texts[] = {[SESSION_LOG_IN] = "session", [SESSION_TOKEN] = "token"};
static const struct name_table kind_names = {
    .type_name = "SessionKind", .names = kind_texts, .count = COUNT_OF(kind_texts)};

struct session_view {
    struct id id;
    int kind;
    struct str label;
    bool current;
    int64_t created_ms, expires_ms;
};
static const struct field session_view_fields[] = {
    {.name = "id",
     .type = FIELD_ID,
     .prefix = "session",
     AT(struct session_view, id),
     .doc = "Its id, to revoke it by."},
    {.name = "kind",
     .type = FIELD_ENUM,
     .names = &kind_names,
     AT(struct session_view, kind),
     .doc = "session: a log-in; token: an API token."},
    {.name = "label",
     .type = FIELD_TEXT,
     AT(struct session_view, label),
     .doc = "The browser or program that logged in, or the token's name."},
    {.name = "current",
     .type = FIELD_BOOL,
     AT(struct session_view, current),
     .doc = "True for the one this call was made with."},
    {.name = "createdAt",
     .type = FIELD_INSTANT,
     AT(struct session_view, created_ms),
     .doc = "When it was made."},
    {.name = "expiresAt",
     .type = FIELD_INSTANT,
     .flags = FIELD_NULLABLE,
     AT(struct session_view, expires_ms),
     .doc = "When it ends by itself; null: never."},
};
static const struct shape session_view_shape =
    SHAPE("Session", struct session_view, session_view_fields,
          .doc = "A log-in or an API token that can be used now.");

struct sessions_output {
    struct list sessions;
};
static const struct field sessions_fields[] = {
    {.name = "sessions",
     .type = FIELD_LIST,
     .element = FIELD_OBJECT,
     .shape = &session_view_shape,
     AT(struct sessions_output, sessions),
     .doc = "Newest first, at most 100."},
};
const struct shape session_list_shape =
    SHAPE("SessionList", struct sessions_output, sessions_fields);

static void list_sessions(struct call *call, struct tx *tx, int kind, struct sessions_output *out)
{
    struct list found = session_list(tx, call->arena, call->actor.account_id, kind, call->now_ms);
    struct session_view *views = ARENA_ARRAY(call->arena, struct session_view, found.count);
    for (size_t i = 0; i < found.count; i++) {
        const struct session *session = LIST_AT(found, struct session, i);
        views[i] = (struct session_view){
            .id = session->id,
            .kind = session->kind,
            .label = session->label,
            .current = id_equal(session->id, call->actor.session_id),
            .created_ms = session->created_ms,
            .expires_ms = session->expires_ms,
        };
    }
    out->sessions = (struct list){.items = views, .count = found.count};
}

enum error session_list_run(struct call *call, struct tx *tx, const void *input, void *output)
{
    (void)input;
    list_sessions(call, tx, -1, output);
    return ERROR_NONE;
}

enum error token_list_run(struct call *call, struct tx *tx, const void *input, void *output)
{
    (void)input;
    list_sessions(call, tx, SESSION_TOKEN, output);
    return ERROR_NONE;
}

/* ---- session.revoke, token.revoke ---- */

struct session_input {
    uint64_t present;
    struct id id;
};
static const struct field session_input_fields[] = {
    {.name = "id",
     .type = FIELD_ID,
     .prefix = "session",
     .flags = FIELD_REQUIRED,
     AT(struct session_input, id),
     .doc = "The log-in or API token."},
};
const struct shape session_input_shape =
    SHAPE("SessionInput", struct session_input, session_input_fields, .flags = SHAPE_INPUT);

enum error session_revoke_run(struct call *call, struct tx *tx, const void *input, void *output)
{
    (void)input;
    struct done_output *out = output;
    const struct session *session = call->subject;
    session_revoke(tx, session->id, call->now_ms);
    call_journal(call, tx, "session.revoked", session->account_id, &session->account_id, 1,
                 session_journal_data(call->arena, session->id));
    account_cache_forget_on_commit(tx, session->account_id);
    out->success = true;
    return ERROR_NONE;
}

/* ---- token.create ---- */

struct token_input {
    uint64_t present;
    struct str label;
    int64_t expires_ms;
};
static const struct field token_input_fields[] = {
    {.name = "label",
     .type = FIELD_TEXT,
     .flags = FIELD_REQUIRED,
     .min = 1,
     .max = 80,
     AT(struct token_input, label),
     .doc = "What the token is for."},
    {.name = "expiresAt",
     .type = FIELD_INSTANT,
     AT(struct token_input, expires_ms),
     .doc = "When it ends by itself; not given: never."},
};
const struct shape token_input_shape =
    SHAPE("TokenCreateInput", struct token_input, token_input_fields, .flags = SHAPE_INPUT);

struct token_output {
    struct str token;
    struct id id;
};
static const struct field token_output_fields[] = {
    {.name = "token",
     .type = FIELD_SECRET,
     AT(struct token_output, token),
     .doc = "The token. It is shown this once and cannot be read again."},
    {.name = "id",
     .type = FIELD_ID,
     .prefix = "session",
     AT(struct token_output, id),
     .doc = "Its id, to revoke it by."},
};
const struct shape token_output_shape =
    SHAPE("TokenCreated", struct token_output, token_output_fields);

enum error token_create_run(struct call *call, struct tx *tx, const void *input, void *output)
{
    const struct token_input *in = input;
    struct token_output *out = output;
    struct id account_id = call->actor.account_id;
    if (in->expires_ms != INSTANT_NONE && in->expires_ms <= call->now_ms)
        return call_refuse_field(call, "expiresAt", "range", "This instant is in the past.");
    tx_lock_row(tx, "account", account_id);
    if (session_count(tx, account_id, SESSION_TOKEN, call->now_ms) >= SESSIONS_MAX)
        return call_refuse(call, ERROR_LIMIT_REACHED,
                           "An account has at most %d API tokens; revoke one first.", SESSIONS_MAX);
    struct session session = {
        .account_id = account_id,
        .kind = SESSION_TOKEN,
        .label = in->label,
        .created_ms = call->now_ms,
        .expires_ms = in->expires_ms,
    };
    out->token = session_create(tx, call->arena, &session);
    out->id = session.id;
    call_journal(call, tx, "token.created", account_id, &account_id, 1,
                 session_journal_data(call->arena, session.id));
    return ERROR_NONE;
}
