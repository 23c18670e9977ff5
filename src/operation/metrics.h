/* metrics.h: counters and latency histograms, printed in the Prometheus text format 0.0.4. Counting
 * takes no lock (relaxed atomics). */
#ifndef DOCKET_OPERATION_METRICS_H
#define DOCKET_OPERATION_METRICS_H

#include "operation/operation.h"

struct metrics *metrics_new(const struct operation_table *table);
void metrics_free(struct metrics *metrics);
void metrics_count_call(struct metrics *metrics,
                        const struct call *call); /* by operation, code, time */
void metrics_count_http(struct metrics *metrics, int status, int64_t duration_us);
/* Appends everything, with gauges of the store (queue, batches) and the process (resident memory).
 */
void metrics_print(struct metrics *metrics, struct db *db, struct buf *out);

#endif
