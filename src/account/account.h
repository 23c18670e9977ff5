/* account.h: people, their sessions and their roles.
 *
 * An account is an e-mail address (lower case, unique), a display name, a zone and a set of roles.
 * Nobody is merged or upserted by e-mail. A token is 256 random bits, shown once, stored as its
 * SHA-256; "dk_" + base64url. A session lives 30 days, an API token until revoked. Revocation
 * counts at once: recalled actors are dropped when the revoking transaction commits. */
#ifndef DOCKET_ACCOUNT_ACCOUNT_H
#define DOCKET_ACCOUNT_ACCOUNT_H

#include "operation/operation.h"

extern const struct operation_set account_operations; /* auth.*, account.*, token.* */
extern const struct authenticator account_authenticator;
extern const struct shape user_shape; /* struct user_view: what others may see of a person */

struct user_view {
    struct id id;
    struct str display_name;
};

struct account {
    struct id id;
    struct str email, display_name, time_zone;
    uint32_t roles;
    int64_t created_ms;
};
bool account_load(struct tx *tx, struct arena *arena, struct id id, struct account *ret);
/* What others may see of them, and nothing else. */
bool account_load_view(struct tx *tx, struct arena *arena, struct id id, struct user_view *ret);
bool account_find(struct tx *tx, struct arena *arena, struct str email, struct account *ret);
/* Adds a role (a provider is made by listing). Recalled actors of the account are dropped. */
void account_add_role(struct tx *tx, struct id id, enum role role, int64_t now_ms);
/* For the demo and `docket token`: no rate limit, no journal secrets. EMAIL_TAKEN when it exists.
 * password_hash_text absent: the account cannot log in. */
enum error account_create(struct tx *tx, const struct account *account,
                          struct str password_hash_text);
/* A new API token for the account; the token's text is given once. */
struct str account_create_token(struct tx *tx, struct arena *arena, struct id account_id,
                                struct str label, int64_t now_ms);

#endif
