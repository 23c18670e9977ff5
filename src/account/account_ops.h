/* account_ops.h: what the operation files of this room share. Private to account/. The rows stand
 * in account_ops.c; functions that log in and out in auth_ops.c, those of sessions and tokens in
 * session_ops.c. */
#ifndef DOCKET_ACCOUNT_ACCOUNT_OPS_H
#define DOCKET_ACCOUNT_ACCOUNT_OPS_H

#include "account/account_db.h"

/* What somebody sees of themselves. */
struct own_account {
    struct id id;
    struct str email, display_name, time_zone;
    struct list roles; /* of int, role_names */
    int64_t created_ms;
};
struct own_account *own_account_new(struct arena *arena, const struct account *account);

/* {user} and {user, token} */
struct user_output {
    struct own_account *user;
};
struct session_output {
    struct own_account *user;
    struct str token;
};

/* ---- auth_ops.c ---- */
extern const struct shape signup_input_shape, login_input_shape, password_input_shape;
enum error signup_prepare(struct call *call, void *input);
enum error signup_run(struct call *call, struct tx *tx, const void *input, void *output);
enum error login_prepare(struct call *call, void *input);
enum error login_run(struct call *call, struct tx *tx, const void *input, void *output);
enum error logout_run(struct call *call, struct tx *tx, const void *input, void *output);
enum error password_prepare(struct call *call, void *input);
enum error password_run(struct call *call, struct tx *tx, const void *input, void *output);

/* ---- session_ops.c ---- */
extern const struct subject session_subject;
extern const struct shape session_input_shape, session_list_shape, token_input_shape,
    token_output_shape;
enum error session_list_run(struct call *call, struct tx *tx, const void *input, void *output);
enum error session_revoke_run(struct call *call, struct tx *tx, const void *input, void *output);
enum error token_create_run(struct call *call, struct tx *tx, const void *input, void *output);
enum error token_list_run(struct call *call, struct tx *tx, const void *input, void *output);

/* A new session; the token's text is given once. expires_ms INSTANT_NONE: never. */
struct str session_create(struct tx *tx, struct arena *arena, struct session *session);
/* {"sessionId":"session_…"} for the journal. */
struct str session_journal_data(struct arena *arena, struct id session_id);

#endif
