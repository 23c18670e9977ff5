/* account_db.h: the SQL of accounts and sessions. Private to account/. */
#ifndef DOCKET_ACCOUNT_ACCOUNT_DB_H
#define DOCKET_ACCOUNT_ACCOUNT_DB_H

#include "account/account.h"

enum session_kind { SESSION_LOG_IN, SESSION_TOKEN };

struct session {
    struct id id, account_id;
    enum session_kind kind;
    struct str label;
    struct hash token_hash; /* set for insert only */
    int64_t created_ms;
    int64_t expires_ms; /* INSTANT_NONE: never */
};

/* False: the e-mail is taken. */
bool account_insert(struct tx *tx, const struct account *account, struct str password_hash_text);
/* Absent: no such account, or it cannot log in. */
struct str account_password_hash(struct tx *tx, struct arena *arena, struct id id);
void account_set_password_hash(struct tx *tx, struct id id, struct str text, int64_t now_ms);
/* The display name of a provider's listing is a copy; it changes with this one. */
void account_set_profile(struct tx *tx, struct id id, struct str display_name, struct str time_zone,
                         int64_t now_ms);
void account_set_roles(struct tx *tx, struct id id, uint32_t roles, int64_t now_ms);

void session_insert(struct tx *tx, const struct session *session);
/* False: no such session, or it is over. */
bool session_load(struct tx *tx, struct arena *arena, struct id id, int64_t now_ms,
                  struct session *ret);
/* Live ones, newest first, at most SESSIONS_MAX; a list of struct session. kind −1: both. */
struct list session_list(struct tx *tx, struct arena *arena, struct id account_id, int kind,
                         int64_t now_ms);
int64_t session_count(struct tx *tx, struct id account_id, enum session_kind kind, int64_t now_ms);
void session_revoke(struct tx *tx, struct id id, int64_t now_ms);
/* Log-ins only; keep may be ID_NONE. */
void session_revoke_others(struct tx *tx, struct id account_id, struct id keep, int64_t now_ms);
/* Revokes all but the newest `keep_count` log-ins and removes what has been over for a month. */
void session_tidy(struct tx *tx, struct id account_id, int64_t keep_count, int64_t now_ms);

/* False: no live session has this token. */
bool session_find_actor(struct tx *tx, const struct hash *token_hash, int64_t now_ms,
                        struct actor *ret, int64_t *ret_expires_ms);

/* The same for many at once: of each, whose session it is. At most LOOK_UPS_MAX. */
struct session_search {
    struct hash token_hash;
    bool is_found;
    struct actor actor; /* its generation stays as it is */
    int64_t expires_ms;
};
void session_find_actors(struct tx *tx, struct session_search *searches, size_t count,
                         int64_t now_ms);

enum { SESSIONS_MAX = 100 };

#endif
