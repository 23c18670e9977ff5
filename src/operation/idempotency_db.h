/* idempotency_db.h: stored replies of calls that carried an Idempotency-Key. Private to operation/.
 *
 * The row is claimed before the operation runs and filled after it, in the operation's own
 * transaction. So of two calls with one key at the same time exactly one runs: the other waits for
 * the row (PostgreSQL) or for its turn (SQLite) and then finds the reply; and a refusal, which
 * rolls back, leaves no row. Keys older than IDEMPOTENCY_KEPT_MS are as good as never used. */
#ifndef DOCKET_OPERATION_IDEMPOTENCY_DB_H
#define DOCKET_OPERATION_IDEMPOTENCY_DB_H

#include "operation/operation.h"

enum { IDEMPOTENCY_KEPT_MS = DAY_MS };

enum idempotency_state {
    IDEMPOTENCY_CLAIMED, /* run, then idempotency_store() */
    IDEMPOTENCY_REPLAY,  /* *ret_reply is the answer */
    IDEMPOTENCY_OTHER,   /* the key was used for another request */
};
enum idempotency_state idempotency_claim(struct tx *tx, const struct call *call,
                                         struct str *ret_reply);
/* Whether an earlier call with this key has left a reply, or its place in the store. */
bool idempotency_is_known(struct tx *tx, const struct call *call);
/* The same for up to LOOK_UPS_MAX calls of somebody, which all have one: ret[i] is of calls[i]. */
void idempotency_find_known(struct tx *tx, struct call *const *calls, size_t count, bool *ret);
void idempotency_store(struct tx *tx, const struct call *call, struct str reply);

#endif
