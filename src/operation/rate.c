#include "operation/rate.h"

#include <arpa/inet.h>
#include <pthread.h>
#include <stdlib.h>

#include "base/random.h"

/* 16,384 buckets in sets of 8. A caller has its place in one set; the bucket idle for longest makes
 * room there, and since a bucket that is idle for long is full again, nothing is lost by it. */
enum { WAY_COUNT = 8, SET_COUNT = 2048, LOCK_COUNT = 64 };

/* Whole numbers: a call costs MINUTE_MS units, and a millisecond gives back `per_minute` of them.
 */
static const struct {
    int64_t per_minute, burst;
} classes[RATE_COUNT] = {
    [RATE_READ] = {.per_minute = 6000, .burst = 300},
    [RATE_WRITE] = {.per_minute = 1200, .burst = 60},
    [RATE_SEARCH] = {.per_minute = 1800, .burst = 90},
    [RATE_SECRET] = {.per_minute = 10, .burst = 20},
};

struct bucket {
    uint64_t caller; /* 0: free */
    int64_t units;   /* left at `at_ms` */
    int64_t at_ms;
};
struct set {
    struct bucket ways[WAY_COUNT];
};
struct rate_limits {
    pthread_mutex_t locks[LOCK_COUNT];
    struct set sets[SET_COUNT];
};

struct rate_limits *rate_limits_new(void)
{
    struct rate_limits *limits = calloc(1, sizeof(*limits));
    if (!limits)
        abort();
    for (int i = 0; i < LOCK_COUNT; i++)
        pthread_mutex_init(&limits->locks[i], NULL);
    return limits;
}

void rate_limits_free(struct rate_limits *limits)
{
    if (!limits)
        return;
    for (int i = 0; i < LOCK_COUNT; i++)
        pthread_mutex_destroy(&limits->locks[i]);
    free(limits);
}

/* ---- who ---- */

struct caller_key {
    uint8_t rate, is_account;
    uint8_t size;
    char bytes[61];
};

static void key_set(struct caller_key *key, const void *bytes, size_t size)
{
    key->size = (uint8_t)(size < sizeof(key->bytes) ? size : sizeof(key->bytes));
    memcpy(key->bytes, bytes, key->size);
}

/* A home or a machine is given a whole /64, so that is one caller; an IPv4 address in its IPv6
 * spelling is the IPv4 one. Anything else counts as it is written, long texts by their hash. */
static void key_set_address(struct caller_key *key, struct str address)
{
    char text[INET6_ADDRSTRLEN];
    struct in6_addr parsed;
    if (address.size > 0 && address.size < sizeof(text)) {
        memcpy(text, address.data, address.size);
        text[address.size] = '\0';
        if (inet_pton(AF_INET6, text, &parsed) == 1) {
            bool is_mapped = IN6_IS_ADDR_V4MAPPED(&parsed);
            key_set(key, parsed.s6_addr + (is_mapped ? 12 : 0), is_mapped ? 4 : 8);
            return;
        }
        if (inet_pton(AF_INET, text, &parsed) == 1) {
            key_set(key, &parsed, 4);
            return;
        }
    }
    uint64_t hash = hash_fast(address);
    key_set(key, &hash, sizeof(hash));
}

static uint64_t caller_of(enum rate_class rate, const struct actor *actor,
                          struct str remote_address)
{
    struct caller_key key = {.rate = (uint8_t)rate};
    /* Guessing secrets is counted by address: an account costs a guesser nothing. */
    key.is_account = id_is_set(actor->account_id) && rate != RATE_SECRET;
    if (key.is_account)
        key_set(&key, actor->account_id.bytes, sizeof(actor->account_id.bytes));
    else
        key_set_address(&key, remote_address);
    uint64_t caller = hash_fast((struct str){.data = (const char *)&key, .size = sizeof(key)});
    return caller ? caller : 1;
}

/* ---- taking ---- */

static struct bucket *find(struct set *set, uint64_t caller)
{
    struct bucket *oldest = &set->ways[0];
    for (int i = 0; i < WAY_COUNT; i++) {
        struct bucket *bucket = &set->ways[i];
        if (bucket->caller == caller)
            return bucket;
        if (bucket->caller == 0 || (oldest->caller != 0 && bucket->at_ms < oldest->at_ms))
            oldest = bucket;
    }
    return oldest;
}

static void refill(struct bucket *bucket, enum rate_class rate, int64_t now_ms)
{
    int64_t full = classes[rate].burst * MINUTE_MS;
    int64_t to_full_ms = full / classes[rate].per_minute + 1;
    int64_t elapsed_ms = now_ms - bucket->at_ms;
    if (elapsed_ms >= to_full_ms)
        bucket->units = full;
    else if (elapsed_ms > 0) /* a clock set back gives nothing and takes nothing */
        bucket->units += elapsed_ms * classes[rate].per_minute;
    if (bucket->units > full)
        bucket->units = full;
    bucket->at_ms = now_ms;
}

static bool take(struct bucket *bucket, enum rate_class rate, int *ret_retry_after_s)
{
    if (bucket->units >= MINUTE_MS) {
        bucket->units -= MINUTE_MS;
        return true;
    }
    int64_t per_second = classes[rate].per_minute * SECOND_MS;
    *ret_retry_after_s = (int)((MINUTE_MS - bucket->units + per_second - 1) / per_second);
    return false;
}

bool rate_limits_take(struct rate_limits *limits, enum rate_class rate, const struct actor *actor,
                      struct str remote_address, int64_t now_ms, int *ret_retry_after_s)
{
    uint64_t caller = caller_of(rate, actor, remote_address);
    size_t at = caller % SET_COUNT;
    pthread_mutex_lock(&limits->locks[at % LOCK_COUNT]);
    struct bucket *bucket = find(&limits->sets[at], caller);
    if (bucket->caller != caller)
        *bucket = (struct bucket){
            .caller = caller, .units = classes[rate].burst * MINUTE_MS, .at_ms = now_ms};
    refill(bucket, rate, now_ms);
    bool taken = take(bucket, rate, ret_retry_after_s);
    pthread_mutex_unlock(&limits->locks[at % LOCK_COUNT]);
    return taken;
}
