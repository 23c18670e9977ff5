/* memory.h: the printed replies of queries, remembered for as long as nothing can have changed.
 *
 * A row with OPERATION_REMEMBERED promises that its answer depends on the caller (account, session,
 * roles), the input, the content of the store and the current second alone. Such a reply is kept
 * and given again while both of these hold:
 *
 *   - No COMMIT has begun since. db_generation() moves on before the writer's COMMIT and again
 *     before anybody is told `done`; in between nothing is recalled or kept. It is read before the
 *     read's snapshot is taken. So nobody is given what is older than a write that was
 *     acknowledged, or than anything that somebody has read, before the call began.
 *   - The wall clock shows the same second. That bounds what the generation does not see: the
 *     passing of time itself, and `docket token`, which writes from another process.
 *
 * On a local store only: elsewhere other nodes write. What may end between two calls is not
 * remembered but looked at for each: the rate limit, the session, its revocation. Refusals are
 * never kept. Authorization is part of the reply, since the key names the caller and their roles.
 *
 * Bounded: MEMORY_REPLIES_MAX replies of MEMORY_REPLY_BYTES at most. Thread-safe. */
#ifndef DOCKET_OPERATION_MEMORY_H
#define DOCKET_OPERATION_MEMORY_H

#include "operation/operation.h"

enum { MEMORY_REPLIES_MAX = 1024, MEMORY_REPLY_BYTES = 16 * 1024 };

struct memory *memory_new(void);
void memory_free(struct memory *memory); /* replies that calls still hold live on with them */

/* After the caller is known, before the input is parsed. True: call->reply is the answer; it lives
 * until the call's arena ends. False: run the call, then memory_keep(). */
bool memory_recall(struct memory *memory, struct call *call);
/* After a call that succeeded and was not recalled: prints its reply and keeps it, where it may be
 * kept. */
void memory_keep(struct memory *memory, struct call *call);

#endif
