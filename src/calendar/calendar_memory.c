/* Calendars that are kept for the next who ask. One lock; each key has one place, and who comes
 * later takes it. */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "base/random.h"
#include "calendar/calendar_internal.h"
#include "calendar/engine.h"

enum { PLACES = 64 };
#define KEPT_BYTES_MAX (512 * 1024) /* of one calendar: 64 of them are 32 MB at the very most */

struct kept {
    _Atomic int holds; /* the table's, and one for each call that has borrowed it */
    struct calendar_key key;
    int64_t loaded_ms, until_ms; /* [loaded_ms, until_ms): when it leaves out who has expired */
    struct arena *arena;
    struct calendar calendar;
};
static struct kept *places[PLACES];
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static void give_back(void *argument)
{
    struct kept *kept = argument;
    if (kept && atomic_fetch_sub(&kept->holds, 1) == 1) {
        arena_free(kept->arena);
        free(kept);
    }
}

static struct kept **place_of(const struct calendar_key *key)
{
    struct {
        struct id provider_id;
        struct interval range;
    } asked = {key->provider_id, key->range};
    static_assert(sizeof asked == sizeof(struct id) + sizeof(struct interval), "no padding");
    return &places[hash_fast((struct str){(const char *)&asked, sizeof asked}) % PLACES];
}

static bool is_of(const struct kept *kept, const struct calendar_key *key, int64_t now_ms)
{
    return kept && kept->key.generation == key->generation &&
           id_equal(kept->key.provider_id, key->provider_id) &&
           kept->key.range.start_ms == key->range.start_ms &&
           kept->key.range.end_ms == key->range.end_ms && kept->loaded_ms <= now_ms &&
           now_ms < kept->until_ms && kept->loaded_ms / SECOND_MS == now_ms / SECOND_MS;
}

bool calendar_recall(const struct calendar_key *key, int64_t now_ms, struct arena *borrower,
                     struct calendar *ret)
{
    struct kept *found = NULL;
    pthread_mutex_lock(&lock);
    struct kept *kept = *place_of(key);
    if (is_of(kept, key, now_ms)) {
        found = kept;
        atomic_fetch_add(&found->holds, 1);
    }
    pthread_mutex_unlock(&lock);
    if (!found) {
        return false;
    }
    arena_defer(borrower, give_back, found);
    *ret = found->calendar;
    return true;
}

/* The first moment at which one of those it has no longer counts. */
static int64_t true_until(const struct calendar *calendar)
{
    int64_t until_ms = INT64_MAX;
    for (size_t i = 0; i < calendar->claims.count; i++) {
        const struct claim *claim = LIST_AT(calendar->claims, struct claim, i);
        if (claim->expires_ms != INSTANT_NONE) {
            until_ms = lower(until_ms, claim->expires_ms);
        }
    }
    for (size_t i = 0; i < calendar->client_claims.count; i++) {
        const struct client_claim *claim = LIST_AT(calendar->client_claims, struct client_claim, i);
        until_ms = lower(until_ms, claim->work_end_ms);
        if (claim->expires_ms != INSTANT_NONE) {
            until_ms = lower(until_ms, claim->expires_ms);
        }
    }
    return until_ms;
}

void calendar_keep(const struct calendar_key *key, int64_t now_ms, struct arena *loaded,
                   const struct calendar *calendar, struct arena *borrower)
{
    struct kept *kept = malloc(sizeof *kept);
    if (!kept) {
        abort();
    }
    bool is_kept = arena_bytes(loaded) <= KEPT_BYTES_MAX;
    *kept = (struct kept){.holds = is_kept ? 2 : 1,
                          .key = *key,
                          .loaded_ms = now_ms,
                          .until_ms = true_until(calendar),
                          .arena = loaded,
                          .calendar = *calendar};
    arena_defer(borrower, give_back, kept);
    if (!is_kept) {
        return;
    }
    pthread_mutex_lock(&lock);
    struct kept **place = place_of(key);
    struct kept *old = *place;
    *place = kept;
    pthread_mutex_unlock(&lock);
    give_back(old);
}
