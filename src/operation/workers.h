/* workers.h: a few threads for what waits or burns elsewhere than on the I/O threads: argon2id,
 * outbound calls. Bounded queue: workers_add() is false when it is full. */
#ifndef DOCKET_OPERATION_WORKERS_H
#define DOCKET_OPERATION_WORKERS_H

#include <stdbool.h>
#include <stddef.h>

struct workers;
struct workers *workers_start(int threads, size_t queue_max);
void workers_stop(struct workers *workers); /* finishes what is queued */
bool workers_add(struct workers *workers, void (*fn)(void *argument), void *argument);

#endif
