#include "operation/workers.h"

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>

struct job {
    void (*fn)(void *argument);
    void *argument;
};

struct workers {
    pthread_mutex_t lock;
    pthread_cond_t arrived;
    struct job *ring; /* of queue_max */
    size_t queue_max, first, count;
    bool is_stopping;
    int thread_count;
    pthread_t threads[];
};

static void must(bool holds)
{
    if (!holds)
        abort(); /* no memory, or no thread, at start: nothing to go on with */
}

/* False: stopping, and everything queued is done. */
static bool take(struct workers *workers, struct job *ret)
{
    pthread_mutex_lock(&workers->lock);
    while (workers->count == 0 && !workers->is_stopping)
        pthread_cond_wait(&workers->arrived, &workers->lock);
    bool found = workers->count > 0;
    if (found) {
        *ret = workers->ring[workers->first];
        workers->first = (workers->first + 1) % workers->queue_max;
        workers->count--;
    }
    pthread_mutex_unlock(&workers->lock);
    return found;
}

static void *work(void *argument)
{
    struct workers *workers = argument;
    struct job job;
    while (take(workers, &job))
        job.fn(job.argument);
    return NULL;
}

/* Signals are for the thread that waits for them, not for one in the middle of a job. */
static void start_thread(struct workers *workers, pthread_t *ret_thread)
{
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    must(pthread_create(ret_thread, NULL, work, workers) == 0);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
}

struct workers *workers_start(int threads, size_t queue_max)
{
    must(threads > 0 && queue_max > 0);
    struct workers *workers = calloc(1, sizeof(*workers) + (size_t)threads * sizeof(pthread_t));
    must(workers != NULL);
    workers->ring = calloc(queue_max, sizeof(struct job));
    must(workers->ring != NULL);
    workers->queue_max = queue_max;
    workers->thread_count = threads;
    pthread_mutex_init(&workers->lock, NULL);
    pthread_cond_init(&workers->arrived, NULL);
    for (int i = 0; i < threads; i++)
        start_thread(workers, &workers->threads[i]);
    return workers;
}

void workers_stop(struct workers *workers)
{
    if (!workers)
        return;
    pthread_mutex_lock(&workers->lock);
    workers->is_stopping = true;
    pthread_cond_broadcast(&workers->arrived);
    pthread_mutex_unlock(&workers->lock);
    for (int i = 0; i < workers->thread_count; i++)
        pthread_join(workers->threads[i], NULL);
    pthread_cond_destroy(&workers->arrived);
    pthread_mutex_destroy(&workers->lock);
    free(workers->ring);
    free(workers);
}

bool workers_add(struct workers *workers, void (*fn)(void *argument), void *argument)
{
    pthread_mutex_lock(&workers->lock);
    bool fits = workers->count < workers->queue_max && !workers->is_stopping;
    if (fits) {
        size_t at = (workers->first + workers->count) % workers->queue_max;
        workers->ring[at] = (struct job){.fn = fn, .argument = argument};
        workers->count++;
        pthread_cond_signal(&workers->arrived);
    }
    pthread_mutex_unlock(&workers->lock);
    return fits;
}
