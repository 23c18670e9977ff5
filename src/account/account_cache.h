/* account_cache.h: actors by token, in memory, bounded. Private to account/.
 *
 * An entry is believed only while nothing has been revoked for its account since its token was
 * looked up. That is kept by counting, not by searching: every revocation takes the next generation
 * and leaves it at its account's mark; an entry carries the generation in which its look-up began,
 * and counts while its account's mark is not newer. Accounts that share a mark cost each other a
 * look-up, no more. So forgetting is one step whatever the cache holds, and a look-up that began
 * before a revocation committed can never outlive it. Thread-safe. */
#ifndef DOCKET_ACCOUNT_ACCOUNT_CACHE_H
#define DOCKET_ACCOUNT_ACCOUNT_CACHE_H

#include "operation/operation.h"

/* False: not there, or no longer believed; *ret_generation is then what to remember() under. */
bool account_cache_recall(const struct hash *token_hash, int64_t now_ms, struct actor *ret,
                          uint64_t *ret_generation);
/* expires_ms INSTANT_NONE: never. */
void account_cache_remember(const struct hash *token_hash, const struct actor *actor,
                            int64_t expires_ms, uint64_t generation);
/* All of an account's tokens, once the transaction is durable. */
void account_cache_forget_on_commit(struct tx *tx, struct id account_id);

#endif
