/* rate.h: token buckets, one per (class, caller), in bounded memory: the oldest idle bucket makes
 * room. A caller is an account, or else an address (an IPv6 one counts by its /64); for RATE_SECRET
 * always an address, since an account costs a guesser nothing. */
#ifndef DOCKET_OPERATION_RATE_H
#define DOCKET_OPERATION_RATE_H

#include "operation/operation.h"

struct rate_limits *rate_limits_new(void);
void rate_limits_free(struct rate_limits *limits);
/* True: go on. False: *ret_retry_after_s (≥ 1) says when. Thread-safe. */
bool rate_limits_take(struct rate_limits *limits, enum rate_class rate, const struct actor *actor,
                      struct str remote_address, int64_t now_ms, int *ret_retry_after_s);

#endif
