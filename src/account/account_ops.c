/* account_ops.c: the rows of this room, and what one sees and changes of oneself. */
#include "account/account_ops.h"

#include "account/account_cache.h"
#include "account/account_rules.h"

/* ---- oneself ---- */

static const struct field own_account_fields[] = {
    {.name = "id",
     .type = FIELD_ID,
     .prefix = "user",
     AT(struct own_account, id),
     .doc = "Your id."},
    {.name = "email",
     .type = FIELD_TEXT,
     AT(struct own_account, email),
     .doc = "Your e-mail address; others do not see it."},
    {.name = "displayName",
     .type = FIELD_TEXT,
     AT(struct own_account, display_name),
     .doc = "The name others see."},
    {.name = "timeZone",
     .type = FIELD_ZONE,
     AT(struct own_account, time_zone),
     .doc = "The zone times are shown to you in."},
    {.name = "roles",
     .type = FIELD_LIST,
     .element = FIELD_ENUM,
     .names = &role_names,
     AT(struct own_account, roles),
     .doc = "Everyone is a client; who offers services is a provider too."},
    {.name = "createdAt",
     .type = FIELD_INSTANT,
     AT(struct own_account, created_ms),
     .doc = "When the account was made."},
};
static const struct shape own_account_shape = SHAPE(
    "Account", struct own_account, own_account_fields, .doc = "What somebody sees of themselves.");

struct own_account *own_account_new(struct arena *arena, const struct account *account)
{
    struct own_account *own = ARENA_NEW(arena, struct own_account);
    *own = (struct own_account){
        .id = account->id,
        .email = account->email,
        .display_name = account->display_name,
        .time_zone = account->time_zone,
        .roles = roles_to_list(arena, account->roles),
        .created_ms = account->created_ms,
    };
    return own;
}

static const struct field user_output_fields[] = {
    {.name = "user",
     .type = FIELD_OBJECT,
     .shape = &own_account_shape,
     AT(struct user_output, user),
     .doc = "The account."},
};
static const struct shape user_output_shape =
    SHAPE("AccountReply", struct user_output, user_output_fields);

static const struct field session_output_fields[] = {
    {.name = "user",
     .type = FIELD_OBJECT,
     .shape = &own_account_shape,
     AT(struct session_output, user),
     .doc = "The account."},
    {.name = "token",
     .type = FIELD_SECRET,
     AT(struct session_output, token),
     .doc = "Send it as `Authorization: Bearer TOKEN`; browsers also get it as a cookie."},
};
static const struct shape session_output_shape =
    SHAPE("SessionReply", struct session_output, session_output_fields);

/* ---- auth.me ---- */

static enum error answer_self(struct call *call, struct tx *tx, struct user_output *output)
{
    struct account account;
    if (!account_load(tx, call->arena, call->actor.account_id, &account))
        return ERROR_UNAUTHENTICATED;
    output->user = own_account_new(call->arena, &account);
    return ERROR_NONE;
}

static enum error me_run(struct call *call, struct tx *tx, const void *input, void *output)
{
    (void)input;
    return answer_self(call, tx, output);
}

/* ---- account.update ---- */

struct update_input {
    uint64_t present;
    struct str display_name, time_zone;
};
static const struct field update_fields[] = {
    {.name = "displayName",
     .type = FIELD_TEXT,
     .min = 1,
     .max = 80,
     AT(struct update_input, display_name),
     .doc = "The name others see; not given: as it is."},
    {.name = "timeZone",
     .type = FIELD_ZONE,
     AT(struct update_input, time_zone),
     .doc = "An IANA zone; not given: as it is."},
};
static const struct shape update_input_shape =
    SHAPE("AccountUpdateInput", struct update_input, update_fields, .flags = SHAPE_INPUT);

static enum error update_run(struct call *call, struct tx *tx, const void *input, void *output)
{
    const struct update_input *in = input;
    struct id account_id = call->actor.account_id;
    struct account account;
    tx_lock_row(tx, "account", account_id);
    if (!account_load(tx, call->arena, account_id, &account))
        return ERROR_UNAUTHENTICATED;
    account_set_profile(
        tx, account_id, str_is_set(in->display_name) ? in->display_name : account.display_name,
        str_is_set(in->time_zone) ? in->time_zone : account.time_zone, call->now_ms);
    call_journal(call, tx, "account.updated", account_id, &account_id, 1, STR("{}"));
    return answer_self(call, tx, output);
}

/* ---- account.setRoles ---- */

struct roles_input {
    uint64_t present;
    struct id user_id;
    struct list roles; /* of int, role_names */
};
static const struct field roles_fields[] = {
    {.name = "userId",
     .type = FIELD_ID,
     .prefix = "user",
     .flags = FIELD_REQUIRED,
     AT(struct roles_input, user_id),
     .doc = "Whose roles."},
    {.name = "roles",
     .type = FIELD_LIST,
     .element = FIELD_ENUM,
     .names = &role_names,
     .max = 8,
     .flags = FIELD_REQUIRED,
     AT(struct roles_input, roles),
     .doc = "All the roles the account shall have; client is always among them."},
};
static const struct shape roles_input_shape =
    SHAPE("AccountSetRolesInput", struct roles_input, roles_fields, .flags = SHAPE_INPUT);

struct roles_output {
    struct list roles;
};
static const struct field roles_output_fields[] = {
    {.name = "roles",
     .type = FIELD_LIST,
     .element = FIELD_ENUM,
     .names = &role_names,
     AT(struct roles_output, roles),
     .doc = "The roles the account has now."},
};
static const struct shape roles_output_shape =
    SHAPE("AccountRoles", struct roles_output, roles_output_fields);

static struct str roles_data(struct arena *arena, struct list roles)
{
    struct buf text;
    struct json_writer writer;
    buf_init(&text, arena, 96);
    json_writer_init(&writer, &text);
    json_begin_object(&writer);
    json_key(&writer, STR("roles"));
    json_begin_array(&writer);
    for (size_t i = 0; i < roles.count; i++)
        json_text(&writer, str_from(role_names.names[*LIST_AT(roles, int, i)]));
    json_end_array(&writer);
    json_end_object(&writer);
    return buf_str(&text);
}

/* Who may be admin is decided on rows, not on what is remembered: two admins who take the role from
 * each other at the same moment must not both succeed. Rows are locked in the order of their ids.
 */
static enum error lock_admin_and_other(struct call *call, struct tx *tx, struct id other_id,
                                       struct account *ret_other)
{
    struct id self_id = call->actor.account_id;
    struct account self;
    bool self_first = id_compare(self_id, other_id) < 0;
    tx_lock_row(tx, "account", self_first ? self_id : other_id);
    tx_lock_row(tx, "account", self_first ? other_id : self_id);
    if (!account_load(tx, call->arena, self_id, &self) || !(self.roles & ROLE_ADMIN))
        return ERROR_FORBIDDEN;
    return account_load(tx, call->arena, other_id, ret_other) ? ERROR_NONE : ERROR_NOT_FOUND;
}

static enum error set_roles_run(struct call *call, struct tx *tx, const void *input, void *output)
{
    const struct roles_input *in = input;
    struct roles_output *out = output;
    uint32_t roles = roles_from_list(in->roles);
    struct account account;
    enum error error = lock_admin_and_other(call, tx, in->user_id, &account);
    if (error != ERROR_NONE)
        return error;
    if (id_equal(in->user_id, call->actor.account_id) && !(roles & ROLE_ADMIN))
        return call_refuse(call, ERROR_UNPROCESSABLE,
                           "Only another admin can take this role from you.");
    account_set_roles(tx, in->user_id, roles, call->now_ms);
    out->roles = roles_to_list(call->arena, roles);
    call_journal(call, tx, "account.roles_changed", in->user_id, &in->user_id, 1,
                 roles_data(call->arena, out->roles));
    account_cache_forget_on_commit(tx, in->user_id);
    return ERROR_NONE;
}

/* ---- the rows ---- */

static const struct operation rows[] = {
    {
        .name = "auth.signup",
        .kind = OPERATION_MUTATION,
        .flags = OPERATION_WRITES | OPERATION_NO_KEY | OPERATION_GIVES_SESSION,
        .may = MAY_ANYONE,
        .input = &signup_input_shape,
        .output = &session_output_shape,
        .rate = RATE_SECRET,
        .prepare = signup_prepare,
        .run = signup_run,
        .doc =
            "Makes an account and logs it in. An address has one account: email_taken otherwise.",
    },
    {
        .name = "auth.login",
        .kind = OPERATION_MUTATION,
        .flags = OPERATION_WRITES | OPERATION_NO_KEY | OPERATION_GIVES_SESSION,
        .may = MAY_ANYONE,
        .input = &login_input_shape,
        .output = &session_output_shape,
        .rate = RATE_SECRET,
        .prepare = login_prepare,
        .run = login_run,
        .doc = "Logs in for 30 days. An unknown address and a wrong password are answered alike.",
    },
    {
        .name = "auth.logout",
        .kind = OPERATION_MUTATION,
        .flags = OPERATION_WRITES | OPERATION_NO_KEY | OPERATION_ENDS_SESSION,
        .may = MAY_SIGNED_IN,
        .input = &empty_shape,
        .output = &done_shape,
        .rate = RATE_WRITE,
        .run = logout_run,
        .doc = "Ends the session this call is made with. Its token is refused from then on.",
    },
    {
        .name = "auth.me",
        .kind = OPERATION_QUERY,
        .flags = OPERATION_REMEMBERED,
        .may = MAY_SIGNED_IN,
        .input = &empty_shape,
        .output = &user_output_shape,
        .rate = RATE_READ,
        .run = me_run,
        .doc = "Who you are.",
    },
    {
        .name = "account.update",
        .kind = OPERATION_MUTATION,
        .flags = OPERATION_WRITES,
        .may = MAY_SIGNED_IN,
        .input = &update_input_shape,
        .output = &user_output_shape,
        .rate = RATE_WRITE,
        .run = update_run,
        .doc = "Changes your display name or zone.",
    },
    {
        .name = "account.password",
        .kind = OPERATION_MUTATION,
        .flags = OPERATION_WRITES | OPERATION_NO_KEY,
        .may = MAY_SIGNED_IN,
        .input = &password_input_shape,
        .output = &done_shape,
        .rate = RATE_SECRET,
        .prepare = password_prepare,
        .run = password_run,
        .doc = "Changes your password. Your other sessions end; API tokens stay until revoked.",
    },
    {
        .name = "account.setRoles",
        .kind = OPERATION_MUTATION,
        .flags = OPERATION_WRITES,
        .may = RELATION_ADMIN,
        .input = &roles_input_shape,
        .output = &roles_output_shape,
        .rate = RATE_WRITE,
        .run = set_roles_run,
        .doc = "Sets an account's roles: makes mediators and admins. Counts at once.",
    },
    {
        .name = "session.list",
        .kind = OPERATION_QUERY,
        .may = MAY_SIGNED_IN,
        .input = &empty_shape,
        .output = &session_list_shape,
        .rate = RATE_READ,
        .run = session_list_run,
        .doc = "Your log-ins and API tokens that can be used now.",
    },
    {
        .name = "session.revoke",
        .kind = OPERATION_MUTATION,
        .flags = OPERATION_WRITES,
        .may = RELATION_OWN_CLIENT | RELATION_ADMIN,
        .subject = &session_subject,
        .subject_field = "id",
        .input = &session_input_shape,
        .output = &done_shape,
        .rate = RATE_WRITE,
        .run = session_revoke_run,
        .doc = "Ends a session. Its token is refused from then on.",
    },
    {
        .name = "token.create",
        .kind = OPERATION_MUTATION,
        .flags = OPERATION_WRITES | OPERATION_NO_KEY,
        .may = MAY_SIGNED_IN,
        .input = &token_input_shape,
        .output = &token_output_shape,
        .rate = RATE_WRITE,
        .run = token_create_run,
        .doc = "Makes an API token, which acts as you until it is revoked.",
    },
    {
        .name = "token.list",
        .kind = OPERATION_QUERY,
        .may = MAY_SIGNED_IN,
        .input = &empty_shape,
        .output = &session_list_shape,
        .rate = RATE_READ,
        .run = token_list_run,
        .doc = "Your API tokens.",
    },
    {
        .name = "token.revoke",
        .kind = OPERATION_MUTATION,
        .flags = OPERATION_WRITES,
        .may = RELATION_OWN_CLIENT | RELATION_ADMIN,
        .subject = &session_subject,
        .subject_field = "id",
        .input = &session_input_shape,
        .output = &done_shape,
        .rate = RATE_WRITE,
        .run = session_revoke_run,
        .doc = "Ends an API token.",
    },
};
const struct operation_set account_operations = {.operations = rows, .count = COUNT_OF(rows)};
