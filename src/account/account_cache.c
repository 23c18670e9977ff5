#include "account/account_cache.h"

#include <pthread.h>
#include <stdatomic.h>

/* 65,536 entries in sets of 8: a token has its place in one set, where the oldest entry makes room.
 * Pages that were never written cost nothing. */
enum { WAY_COUNT = 8, SET_COUNT = 8192, LOCK_COUNT = 64, MARK_COUNT = 4096 };

struct entry {
    struct hash token_hash;
    struct actor actor; /* nobody: free */
    int64_t expires_ms;
};
struct set {
    struct entry ways[WAY_COUNT];
    unsigned next; /* the way to be replaced */
};

static struct set sets[SET_COUNT];
static pthread_mutex_t locks[LOCK_COUNT] = {[0 ... LOCK_COUNT - 1] = PTHREAD_MUTEX_INITIALIZER};
static _Atomic uint64_t last_generation;
static _Atomic uint64_t marks[MARK_COUNT]; /* the generation of the last revocation */

/* The hash is one of 256 random bits, so any of its bytes spread well. */
static size_t set_of(const struct hash *token_hash)
{
    return (token_hash->bytes[0] | (size_t)token_hash->bytes[1] << 8) % SET_COUNT;
}

static size_t mark_of(struct id account_id)
{
    return id_hash(account_id) % MARK_COUNT;
}

static bool is_believed(const struct entry *entry, int64_t now_ms)
{
    return atomic_load(&marks[mark_of(entry->actor.account_id)]) <= entry->actor.generation &&
           (entry->expires_ms == INSTANT_NONE || now_ms < entry->expires_ms);
}

static struct entry *find(struct set *set, const struct hash *token_hash)
{
    for (int i = 0; i < WAY_COUNT; i++) {
        struct entry *entry = &set->ways[i];
        if (id_is_set(entry->actor.account_id) &&
            memcmp(&entry->token_hash, token_hash, sizeof(*token_hash)) == 0)
            return entry;
    }
    return NULL;
}

bool account_cache_recall(const struct hash *token_hash, int64_t now_ms, struct actor *ret,
                          uint64_t *ret_generation)
{
    size_t at = set_of(token_hash);
    *ret_generation = atomic_load(&last_generation);
    pthread_mutex_lock(&locks[at % LOCK_COUNT]);
    const struct entry *entry = find(&sets[at], token_hash);
    bool found = entry && is_believed(entry, now_ms);
    if (found)
        *ret = entry->actor;
    pthread_mutex_unlock(&locks[at % LOCK_COUNT]);
    return found;
}

void account_cache_remember(const struct hash *token_hash, const struct actor *actor,
                            int64_t expires_ms, uint64_t generation)
{
    size_t at = set_of(token_hash);
    struct set *set = &sets[at];
    pthread_mutex_lock(&locks[at % LOCK_COUNT]);
    struct entry *entry = find(set, token_hash);
    if (!entry)
        entry = &set->ways[set->next++ % WAY_COUNT];
    /* Of two look-ups at the same time the one that began later knows better. */
    bool is_newer = !id_is_set(entry->actor.account_id) ||
                    memcmp(&entry->token_hash, token_hash, sizeof(*token_hash)) != 0 ||
                    entry->actor.generation <= generation;
    if (is_newer) {
        *entry =
            (struct entry){.token_hash = *token_hash, .actor = *actor, .expires_ms = expires_ms};
        entry->actor.generation = generation;
    }
    pthread_mutex_unlock(&locks[at % LOCK_COUNT]);
}

/* The mark must never go back, whatever two commits do at the same time. */
static void raise_mark(void *argument)
{
    _Atomic uint64_t *mark = argument;
    uint64_t generation = atomic_fetch_add(&last_generation, 1) + 1;
    uint64_t seen = atomic_load(mark);
    while (seen < generation && !atomic_compare_exchange_weak(mark, &seen, generation)) {
    }
}

void account_cache_forget_on_commit(struct tx *tx, struct id account_id)
{
    tx_on_commit(tx, raise_mark, &marks[mark_of(account_id)]);
}
