/* service.c: starting, stopping and waiting for the threads behind the journal. */
#include "journal/service.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <time.h>

#include "base/clock.h"

int64_t wait_until(const struct journal_service *service, int64_t due_ms)
{
    bool is_local = db_is_local(service->db);
    if (due_ms == INSTANT_NONE)
        return is_local ? BELL_FOREVER : SERVICE_TAKEOVER_MS;
    int64_t most = is_local ? SERVICE_SLEEP_MAX_MS : SERVICE_TAKEOVER_MS;
    int64_t wait_ms = due_ms - clock_now_ms();
    if (wait_ms < 0)
        return 0;
    return wait_ms < most ? wait_ms : most;
}

int64_t backoff(int64_t base, int64_t failures, int64_t most)
{
    int64_t wait = base;
    for (int64_t i = 0; i < failures && wait < most; i++)
        wait *= 2;
    return wait < most ? wait : most;
}

static void *calloc_or_abort(size_t count, size_t size)
{
    void *memory = calloc(count ? count : 1, size);
    if (!memory)
        abort();
    return memory;
}

static struct journal_service *service_new(struct db *db, const struct journal_config *config)
{
    struct journal_service *service = calloc_or_abort(1, sizeof *service);
    service->db = db;
    service->config = *config;
    pthread_condattr_t monotonic;
    if (pthread_condattr_init(&monotonic) ||
        pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC) ||
        pthread_mutex_init(&service->lock, NULL) ||
        pthread_cond_init(&service->progress, &monotonic))
        abort();
    pthread_condattr_destroy(&monotonic);
    service->followers = calloc_or_abort(config->follower_count, sizeof(struct follower_state));
    for (size_t i = 0; i < config->follower_count; i++)
        service->followers[i] = (struct follower_state){
            .follower = &config->followers[i], .arena = arena_new(0), .job_arena = arena_new(0)};
    service->channels = calloc_or_abort(config->channel_count, sizeof(struct channel_state));
    for (size_t i = 0; i < config->channel_count; i++)
        service->channels[i] =
            (struct channel_state){.service = service, .channel = &config->channels[i]};
    return service;
}

static void service_free(struct journal_service *service)
{
    for (size_t i = 0; i < service->config.follower_count; i++) {
        arena_free(service->followers[i].arena);
        arena_free(service->followers[i].job_arena);
    }
    pthread_cond_destroy(&service->progress);
    pthread_mutex_destroy(&service->lock);
    free(service->followers);
    free(service->channels);
    free(service);
}

/* Signals belong to the main thread. */
static pthread_t thread_start(void *(*main)(void *), void *argument)
{
    pthread_t thread;
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    if (pthread_create(&thread, NULL, main, argument))
        abort();
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return thread;
}

static void ring_follow_bell(void *argument)
{
    struct journal_service *service = argument;
    bell_ring(&service->follow_bell);
}

struct journal_service *journal_start(struct db *db, const struct journal_config *config)
{
    struct journal_service *service = service_new(db, config);
    bell_init(&service->follow_bell, BELL_JOURNAL, db);
    bell_init(&service->timer_bell, BELL_TIMER, db);
    db_listen(db, ring_follow_bell, service);
    service->follow_thread = thread_start(follow_main, service);
    service->timer_thread = thread_start(timer_main, service);
    for (size_t i = 0; i < config->channel_count; i++) {
        bell_init(&service->channels[i].bell, BELL_OUTBOX, db);
        service->channels[i].thread = thread_start(channel_main, &service->channels[i]);
    }
    return service;
}

void journal_stop(struct journal_service *service)
{
    if (!service)
        return;
    atomic_store(&service->is_stopping, true);
    bell_ring(&service->follow_bell);
    bell_ring(&service->timer_bell);
    for (size_t i = 0; i < service->config.channel_count; i++)
        bell_ring(&service->channels[i].bell);
    pthread_join(service->follow_thread, NULL);
    pthread_join(service->timer_thread, NULL);
    for (size_t i = 0; i < service->config.channel_count; i++) {
        pthread_join(service->channels[i].thread, NULL);
        bell_release(&service->channels[i].bell);
    }
    db_listen(service->db, NULL, NULL);
    bell_release(&service->follow_bell);
    bell_release(&service->timer_bell);
    service_free(service);
}

int journal_fire_due(struct journal_service *service)
{
    bool trouble;
    int fired = timers_fire_due(service, &trouble);
    /* Whoever sleeps until an instant of a clock that was set meanwhile must look anew. */
    bell_ring(&service->timer_bell);
    for (size_t i = 0; i < service->config.channel_count; i++)
        bell_ring(&service->channels[i].bell);
    return fired;
}

/* ---- waiting for followers ---- */

static int64_t slowest_cursor(const struct journal_service *service)
{
    int64_t slowest = INT64_MAX;
    for (size_t i = 0; i < service->config.follower_count; i++)
        if (service->followers[i].cursor < slowest)
            slowest = service->followers[i].cursor;
    return slowest;
}

static struct timespec timespec_from_us(int64_t us)
{
    return (struct timespec){.tv_sec = us / 1000000, .tv_nsec = us % 1000000 * 1000};
}

static bool wait_for_position(struct journal_service *service, int64_t position, int64_t until_us)
{
    struct timespec deadline = timespec_from_us(until_us);
    int outcome = 0;
    pthread_mutex_lock(&service->lock);
    while (slowest_cursor(service) < position && outcome != ETIMEDOUT)
        outcome = pthread_cond_timedwait(&service->progress, &service->lock, &deadline);
    bool passed = slowest_cursor(service) >= position;
    pthread_mutex_unlock(&service->lock);
    return passed;
}

static enum error load_state(struct tx *tx, void *argument)
{
    journal_state_load(tx, argument);
    return ERROR_NONE;
}

/* The position of the last entry committed before now; −1: it was not known in time. Rows that wait
 * for their stamp may be in another node's hands, so this looks again every few milliseconds. */
static int64_t wait_for_stamps(struct journal_service *service, int64_t until_us)
{
    for (;;) {
        struct journal_state state;
        bool known = db_read(service->db, load_state, &state) == ERROR_NONE;
        if (known && !state.has_unstamped)
            return state.head;
        int64_t now_us = clock_monotonic_us();
        if (now_us >= until_us)
            return -1;
        bell_ring(&service->follow_bell);
        struct timespec soon = timespec_from_us(now_us + 5000);
        pthread_mutex_lock(&service->lock);
        pthread_cond_timedwait(&service->progress, &service->lock, &soon);
        pthread_mutex_unlock(&service->lock);
    }
}

bool journal_wait(struct journal_service *service, int64_t position, int timeout_ms)
{
    int64_t until_us = clock_monotonic_us() + (int64_t)timeout_ms * 1000;
    if (position == JOURNAL_ALL)
        position = wait_for_stamps(service, until_us);
    return position >= 0 && wait_for_position(service, position, until_us);
}
