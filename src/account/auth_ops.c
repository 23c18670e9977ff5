/* auth_ops.c: signing up, logging in and out, and changing a password. The slow part of each,
 * argon2id, is in its prepare function and runs on a worker, outside any transaction; `run` then
 * judges whether what was verified still holds. */
#include <pthread.h>

#include "account/account_cache.h"
#include "account/account_ops.h"
#include "account/account_rules.h"
#include "operation/rate.h"

enum { PASSWORD_MIN = 8, PASSWORD_MAX = 200 };
static const int64_t session_life_ms = INT64_C(30) * DAY_MS;

/* ---- shapes ---- */

struct signup_input {
    uint64_t present;
    struct str email, password, display_name, time_zone;
};
static const struct field signup_fields[] = {
    {.name = "email",
     .type = FIELD_TEXT,
     .flags = FIELD_REQUIRED,
     .min = 3,
     .max = EMAIL_MAX,
     AT(struct signup_input, email),
     .doc = "An address of the form name@example.com; upper and lower case are the same."},
    {.name = "password",
     .type = FIELD_SECRET,
     .flags = FIELD_REQUIRED,
     .min = PASSWORD_MIN,
     .max = PASSWORD_MAX,
     AT(struct signup_input, password),
     .doc = "At least 8 characters."},
    {.name = "displayName",
     .type = FIELD_TEXT,
     .flags = FIELD_REQUIRED,
     .min = 1,
     .max = 80,
     AT(struct signup_input, display_name),
     .doc = "The name others see."},
    {.name = "timeZone",
     .type = FIELD_ZONE,
     AT(struct signup_input, time_zone),
     .doc = "An IANA zone such as Europe/Paris; UTC when not given."},
};
const struct shape signup_input_shape =
    SHAPE("AuthSignupInput", struct signup_input, signup_fields, .flags = SHAPE_INPUT);

struct login_input {
    uint64_t present;
    struct str email, password;
};
static const struct field login_fields[] = {
    {.name = "email",
     .type = FIELD_TEXT,
     .flags = FIELD_REQUIRED,
     .max = EMAIL_MAX,
     AT(struct login_input, email),
     .doc = "The address the account was made with."},
    {.name = "password",
     .type = FIELD_SECRET,
     .flags = FIELD_REQUIRED,
     .max = PASSWORD_MAX,
     AT(struct login_input, password),
     .doc = "The password."},
};
const struct shape login_input_shape =
    SHAPE("AuthLoginInput", struct login_input, login_fields, .flags = SHAPE_INPUT);

struct password_input {
    uint64_t present;
    struct str current, new_password;
};
static const struct field password_fields[] = {
    {.name = "current",
     .type = FIELD_SECRET,
     .flags = FIELD_REQUIRED,
     .max = PASSWORD_MAX,
     AT(struct password_input, current),
     .doc = "The password until now."},
    {.name = "new",
     .type = FIELD_SECRET,
     .flags = FIELD_REQUIRED,
     .min = PASSWORD_MIN,
     .max = PASSWORD_MAX,
     AT(struct password_input, new_password),
     .doc = "At least 8 characters."},
};
const struct shape password_input_shape =
    SHAPE("AccountPasswordInput", struct password_input, password_fields, .flags = SHAPE_INPUT);

/* ---- what all of them need ---- */

/* A hash for the time of it: nobody can tell from the wait whether an address has an account. */
static struct {
    pthread_once_t once;
    char text[160];
} nobodys = {.once = PTHREAD_ONCE_INIT};

static void make_nobodys_hash(void)
{
    struct arena *arena = arena_new(0);
    struct str text = password_hash(arena, token_new(arena));
    if (text.size < sizeof(nobodys.text))
        memcpy(nobodys.text, text.data ? text.data : "", text.size);
    arena_free(arena);
}

static bool verify(struct str hash_text, struct str password)
{
    pthread_once(&nobodys.once, make_nobodys_hash);
    bool can_match = str_is_set(hash_text);
    return password_verify(can_match ? hash_text : str_from(nobodys.text), password) && can_match;
}

/* ERROR_UNAVAILABLE: the system lacks the 64 MiB for it now. */
static enum error hash_new(struct call *call, struct str password, struct str *ret)
{
    *ret = password_hash(call->arena, password);
    return str_is_set(*ret) ? ERROR_NONE : ERROR_UNAVAILABLE;
}

/* Logs the account in within this transaction and fills {user, token}. */
static void give_session(struct call *call, struct tx *tx, const struct account *account,
                         struct session_output *output)
{
    struct session session = {
        .account_id = account->id,
        .kind = SESSION_LOG_IN,
        .label = label_clean(call->arena, call->user_agent),
        .created_ms = call->now_ms,
        .expires_ms = call->now_ms + session_life_ms,
    };
    output->token = session_create(tx, call->arena, &session);
    output->user = own_account_new(call->arena, account);
}

/* ---- auth.signup ---- */

struct signup_prepared {
    struct str email, hash_text;
};

enum error signup_prepare(struct call *call, void *input)
{
    const struct signup_input *in = input;
    struct signup_prepared *prepared = ARENA_NEW(call->arena, struct signup_prepared);
    if (!email_normalize(call->arena, in->email, &prepared->email))
        return call_refuse_field(call, "email", "format", "This is not an e-mail address.");
    call->prepared = prepared;
    return hash_new(call, in->password, &prepared->hash_text);
}

enum error signup_run(struct call *call, struct tx *tx, const void *input, void *output)
{
    const struct signup_input *in = input;
    const struct signup_prepared *prepared = call->prepared;
    struct account account = {
        .id = id_new(),
        .email = prepared->email,
        .display_name = in->display_name,
        .time_zone = str_is_set(in->time_zone) ? in->time_zone : STR("UTC"),
        .roles = ROLE_CLIENT,
        .created_ms = call->now_ms,
    };
    enum error error = account_create(tx, &account, prepared->hash_text);
    if (error == ERROR_NONE)
        give_session(call, tx, &account, output);
    return error;
}

/* ---- auth.login ---- */

struct login_prepared {
    struct arena *arena;
    struct str email;
    struct account account;
    struct str hash_text; /* absent: no such account */
};

static enum error read_hash(struct tx *tx, void *argument)
{
    struct login_prepared *prepared = argument;
    prepared->hash_text = STR_NONE;
    if (account_find(tx, prepared->arena, prepared->email, &prepared->account))
        prepared->hash_text = account_password_hash(tx, prepared->arena, prepared->account.id);
    return ERROR_NONE;
}

/* Guesses are counted by address already; here by account, from wherever they come. Counted before
 * the password is looked at, so that many at once gain nothing. */
static enum error take_guess(struct call *call, struct str email)
{
    int retry_after_s = 0;
    struct str bucket = str_format(call->arena, "login %.*s", STR_ARG(email));
    struct actor nobody = {.account_id = ID_NONE};
    if (!call->runtime->rate_limits ||
        rate_limits_take(call->runtime->rate_limits, RATE_SECRET, &nobody, bucket, call->now_ms,
                         &retry_after_s))
        return ERROR_NONE;
    call->problem.error = ERROR_RATE_LIMITED;
    call->problem.retry_after_s = retry_after_s;
    return ERROR_RATE_LIMITED;
}

enum error login_prepare(struct call *call, void *input)
{
    const struct login_input *in = input;
    struct login_prepared *prepared = ARENA_NEW(call->arena, struct login_prepared);
    prepared->arena = call->arena;
    prepared->email = str_lower(call->arena, in->email);
    call->prepared = prepared;
    enum error error = take_guess(call, prepared->email);
    if (error == ERROR_NONE)
        error = db_read(call->runtime->db, read_hash, prepared);
    if (error != ERROR_NONE)
        return error;
    return verify(prepared->hash_text, in->password) ? ERROR_NONE : ERROR_BAD_CREDENTIALS;
}

enum error login_run(struct call *call, struct tx *tx, const void *input, void *output)
{
    (void)input;
    const struct login_prepared *prepared = call->prepared;
    struct account account;
    /* A change of the password ends the sessions it finds: none may slip in behind it. */
    tx_lock_row(tx, "account", prepared->account.id);
    if (!account_load(tx, call->arena, prepared->account.id, &account) ||
        !str_equal(account_password_hash(tx, call->arena, account.id), prepared->hash_text))
        return ERROR_BAD_CREDENTIALS;
    session_tidy(tx, account.id, SESSIONS_MAX - 1, call->now_ms);
    give_session(call, tx, &account, output);
    account_cache_forget_on_commit(tx, account.id); /* of what the tidying may have ended */
    return ERROR_NONE;
}

/* ---- auth.logout ---- */

enum error logout_run(struct call *call, struct tx *tx, const void *input, void *output)
{
    (void)input;
    struct done_output *out = output;
    struct id account_id = call->actor.account_id;
    session_revoke(tx, call->actor.session_id, call->now_ms);
    call_journal(call, tx, "session.revoked", account_id, &account_id, 1,
                 session_journal_data(call->arena, call->actor.session_id));
    account_cache_forget_on_commit(tx, account_id);
    out->success = true;
    return ERROR_NONE;
}

/* ---- account.password ---- */

struct password_prepared {
    struct arena *arena;
    struct id account_id;
    struct str old_text, new_text;
};

static enum error read_own_hash(struct tx *tx, void *argument)
{
    struct password_prepared *prepared = argument;
    prepared->old_text = account_password_hash(tx, prepared->arena, prepared->account_id);
    return ERROR_NONE;
}

enum error password_prepare(struct call *call, void *input)
{
    const struct password_input *in = input;
    struct password_prepared *prepared = ARENA_NEW(call->arena, struct password_prepared);
    prepared->arena = call->arena;
    prepared->account_id = call->actor.account_id;
    call->prepared = prepared;
    enum error error = db_read(call->runtime->db, read_own_hash, prepared);
    if (error != ERROR_NONE)
        return error;
    if (!verify(prepared->old_text, in->current))
        return call_refuse_field(call, "current", "mismatch", "This is not your password.");
    return hash_new(call, in->new_password, &prepared->new_text);
}

enum error password_run(struct call *call, struct tx *tx, const void *input, void *output)
{
    (void)input;
    struct done_output *out = output;
    const struct password_prepared *prepared = call->prepared;
    struct id account_id = call->actor.account_id;
    tx_lock_row(tx, "account", account_id);
    if (!id_equal(account_id, prepared->account_id) ||
        !str_equal(account_password_hash(tx, call->arena, account_id), prepared->old_text))
        return ERROR_CONFLICT;
    account_set_password_hash(tx, account_id, prepared->new_text, call->now_ms);
    session_revoke_others(tx, account_id, call->actor.session_id, call->now_ms);
    call_journal(call, tx, "account.password_changed", account_id, &account_id, 1, STR("{}"));
    account_cache_forget_on_commit(tx, account_id);
    out->success = true;
    return ERROR_NONE;
}
