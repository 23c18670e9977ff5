#include "db/queue.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <time.h>

#include "base/clock.h"

struct line {
    struct job *jobs; /* a ring of QUEUE_MAX */
    size_t first, count;
};

struct job_queue {
    pthread_mutex_t lock;
    pthread_cond_t wake[QUEUE_TAKERS];
    int asleep[QUEUE_TAKERS]; /* at least as many as sleep and were not yet woken */
    struct line lines[2];     /* by enum db_mode */
    enum db_mode turn;        /* whose line goes next where both are taken */
    bool closed;
};

struct job_queue *queue_new(void)
{
    struct job_queue *queue = calloc(1, sizeof *queue);
    pthread_condattr_t monotonic;
    if (!queue || pthread_condattr_init(&monotonic) ||
        pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC))
        abort();
    pthread_mutex_init(&queue->lock, NULL);
    for (int taker = 0; taker < QUEUE_TAKERS; taker++)
        pthread_cond_init(&queue->wake[taker], &monotonic);
    pthread_condattr_destroy(&monotonic);
    /* The rings cost address space only until they fill. */
    for (int mode = DB_READ; mode <= DB_WRITE; mode++) {
        queue->lines[mode].jobs = malloc(QUEUE_MAX * sizeof(struct job));
        if (!queue->lines[mode].jobs)
            abort();
    }
    return queue;
}

void queue_free(struct job_queue *queue)
{
    if (!queue)
        return;
    for (int taker = 0; taker < QUEUE_TAKERS; taker++)
        pthread_cond_destroy(&queue->wake[taker]);
    pthread_mutex_destroy(&queue->lock);
    free(queue->lines[DB_READ].jobs);
    free(queue->lines[DB_WRITE].jobs);
    free(queue);
}

/* One sleeper that takes this kind; one that takes nothing else first, to leave the others free.
 * The count goes down here, not when the sleeper runs, so that nobody is woken twice. */
static void wake_one(struct job_queue *queue, enum db_mode mode)
{
    enum queue_taker only = mode == DB_READ ? QUEUE_TAKES_READS : QUEUE_TAKES_WRITES;
    enum queue_taker taker = queue->asleep[only] ? only : QUEUE_TAKES_BOTH;
    if (!queue->asleep[taker])
        return;
    queue->asleep[taker]--;
    pthread_cond_signal(&queue->wake[taker]);
}

bool queue_put(struct job_queue *queue, struct job job)
{
    pthread_mutex_lock(&queue->lock);
    struct line *line = &queue->lines[job.mode];
    bool taken = !queue->closed && line->count < QUEUE_MAX;
    if (taken) {
        line->jobs[(line->first + line->count++) % QUEUE_MAX] = job;
        wake_one(queue, job.mode);
    }
    pthread_mutex_unlock(&queue->lock);
    return taken;
}

void queue_close(struct job_queue *queue)
{
    pthread_mutex_lock(&queue->lock);
    queue->closed = true;
    for (int taker = 0; taker < QUEUE_TAKERS; taker++)
        pthread_cond_broadcast(&queue->wake[taker]);
    pthread_mutex_unlock(&queue->lock);
}

size_t queue_depth(struct job_queue *queue)
{
    pthread_mutex_lock(&queue->lock);
    size_t depth = queue->lines[DB_READ].count + queue->lines[DB_WRITE].count;
    pthread_mutex_unlock(&queue->lock);
    return depth;
}

static struct line *line_for(struct job_queue *queue, enum queue_taker taker)
{
    if (taker == QUEUE_TAKES_READS)
        return &queue->lines[DB_READ];
    if (taker == QUEUE_TAKES_WRITES)
        return &queue->lines[DB_WRITE];
    enum db_mode mode = queue->lines[queue->turn].count ? queue->turn : !queue->turn;
    queue->turn = !mode;
    return &queue->lines[mode];
}

static size_t take_now(struct job_queue *queue, enum queue_taker taker, struct job *jobs,
                       size_t max)
{
    struct line *line = line_for(queue, taker);
    size_t count = line->count < max ? line->count : max;
    for (size_t i = 0; i < count; i++)
        jobs[i] = line->jobs[(line->first + i) % QUEUE_MAX];
    line->first = (line->first + count) % QUEUE_MAX;
    line->count -= count;
    return count;
}

static struct timespec after_ms(int64_t wait_ms)
{
    int64_t at_us = clock_monotonic_us() + wait_ms * 1000;
    return (struct timespec){.tv_sec = at_us / 1000000, .tv_nsec = at_us % 1000000 * 1000};
}

size_t queue_take(struct job_queue *queue, enum queue_taker taker, struct job *jobs, size_t max,
                  int64_t wait_ms, bool *ret_is_over)
{
    struct timespec deadline = after_ms(wait_ms > 0 ? wait_ms : 0);
    bool in_time = wait_ms != 0;
    pthread_mutex_lock(&queue->lock);
    size_t count = take_now(queue, taker, jobs, max);
    while (!count && in_time && !queue->closed) {
        queue->asleep[taker]++;
        if (wait_ms == QUEUE_FOREVER)
            pthread_cond_wait(&queue->wake[taker], &queue->lock);
        else if (pthread_cond_timedwait(&queue->wake[taker], &queue->lock, &deadline) == ETIMEDOUT)
            in_time = false;
        count = take_now(queue, taker, jobs, max);
    }
    *ret_is_over = !count && queue->closed;
    pthread_mutex_unlock(&queue->lock);
    return count;
}
