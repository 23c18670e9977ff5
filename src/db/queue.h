/* queue.h: jobs on their way to the threads that run them. Private to db/.
 *
 * Two bounded lines, reads and writes, under one lock. A thread that finds nothing sleeps until it
 * is woken: there is no polling, and a thread already on its way is not woken twice, so that a
 * burst of submitters costs one futex call. */
#ifndef DOCKET_DB_QUEUE_H
#define DOCKET_DB_QUEUE_H

#include "db/db.h"

enum { QUEUE_MAX = 20000, QUEUE_FOREVER = -1 };
/* What a thread takes. With both, the lines take turns. */
enum queue_taker { QUEUE_TAKES_READS, QUEUE_TAKES_WRITES, QUEUE_TAKES_BOTH, QUEUE_TAKERS };

struct job {
    db_job_fn fn;
    void *argument;
    db_done_fn done;
    enum db_mode mode;
};
struct job_queue;

struct job_queue *queue_new(void);
void queue_free(struct job_queue *queue);
bool queue_put(struct job_queue *queue, struct job job); /* false: full or closed */
void queue_close(struct job_queue *queue); /* nothing more comes in; takers drain what is there */
size_t queue_depth(struct job_queue *queue);

/* Up to `max` jobs, in the order they came; waits at most `wait_ms` for the first (0: not at all,
 * QUEUE_FOREVER). 0: nothing in time, or closed and empty, which *ret_is_over tells apart. */
size_t queue_take(struct job_queue *queue, enum queue_taker taker, struct job *jobs, size_t max,
                  int64_t wait_ms, bool *ret_is_over);

#endif
