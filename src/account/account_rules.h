/* account_rules.h: what an e-mail address, a label and a set of roles may be. Pure. Private to
 * account/. */
#ifndef DOCKET_ACCOUNT_ACCOUNT_RULES_H
#define DOCKET_ACCOUNT_ACCOUNT_RULES_H

#include "operation/operation.h"

enum { EMAIL_MAX = 254, EMAIL_LOCAL_MAX = 64, LABEL_MAX = 200 };

/* The spelling an account is found by: lower case. False when it cannot be an address: it needs one
 * '@' with something before it and a name with a dot after it, no space or control character, at
 * most 254 bytes (RFC 5321, 4.5.3.1.3). Whether it is real, only a message to it can tell. */
bool email_normalize(struct arena *arena, struct str text, struct str *ret);

/* A user agent as a session's label: UTF-8, no control characters, at most LABEL_MAX bytes. */
struct str label_clean(struct arena *arena, struct str text);

extern const struct name_table role_names; /* index i is the role of bit 1 << i */
struct list roles_to_list(struct arena *arena, uint32_t roles); /* of int */
uint32_t roles_from_list(struct list names);                    /* everyone is a client */

/* "dk_" and 256 random bits in base64url. */
enum { TOKEN_TEXT_SIZE = 46 };
struct str token_new(struct arena *arena);
bool token_is_plausible(struct str text); /* false: not worth asking the store */

#endif
