#include "db/recall.h"

#include <stdatomic.h>
#include <stdlib.h>

#include "base/random.h"
#include "db/driver.h"

enum { FIRST_BYTES = 1024, KEPT_BYTES_MAX = 64 * 1024 };

struct recall_kept {
    _Atomic int holds; /* the recall's, and one for each call that has borrowed it */
    struct recall_key key;
    uint64_t version;
    struct arena *arena;
    void *value; /* in the arena */
};

static void give_back(void *argument)
{
    struct recall_kept *kept = argument;
    if (kept && atomic_fetch_sub(&kept->holds, 1) == 1)
        arena_free(kept->arena); /* itself with it */
}

static bool is_same(const struct recall_key *a, const struct recall_key *b)
{
    return id_equal(a->id, b->id) && a->part == b->part;
}

/* Its place in the row of its key; RECALL_PLACES: it has none. */
static size_t find_place(struct recall_kept *const *row, const struct recall_key *key)
{
    size_t place = 0;
    while (place < RECALL_PLACES && !(row[place] && is_same(&row[place]->key, key)))
        place++;
    return place;
}

static struct recall_kept **row_of(struct recall *recall, const struct recall_key *key)
{
    _Static_assert(sizeof *key == sizeof(struct id) + sizeof(int64_t), "no padding");
    return recall->rows[hash_fast((struct str){(const char *)key, sizeof *key}) % RECALL_ROWS];
}

/* The first of the row from now on; those before the place move up by one. */
static void put_first(struct recall_kept **row, size_t place, struct recall_kept *kept)
{
    memmove(row + 1, row, place * sizeof(struct recall_kept *));
    row[0] = kept;
}

/* What is kept of exactly this, with a hold on it for the borrower. */
static struct recall_kept *find(struct tx *tx, struct recall *recall, const struct recall_key *key,
                                uint64_t *ret_version)
{
    struct recall_kept *found = NULL;
    pthread_mutex_lock(&recall->lock);
    *ret_version = tx->db->driver->version(tx, &recall->set);
    struct recall_kept **row = row_of(recall, key);
    size_t place = find_place(row, key);
    if (place < RECALL_PLACES && row[place]->version == *ret_version) {
        found = row[place];
        put_first(row, place, found);
        atomic_fetch_add(&found->holds, 1);
    }
    pthread_mutex_unlock(&recall->lock);
    return found;
}

static void keep(struct recall *recall, struct recall_kept *kept)
{
    pthread_mutex_lock(&recall->lock);
    struct recall_kept **row = row_of(recall, &kept->key);
    size_t place = find_place(row, &kept->key);
    place = place < RECALL_PLACES ? place : RECALL_PLACES - 1;
    struct recall_kept *old = row[place];
    put_first(row, place, kept);
    pthread_mutex_unlock(&recall->lock);
    give_back(old);
}

static bool load_and_keep(struct tx *tx, struct recall *recall, const struct recall_key *key,
                          uint64_t version, struct arena *borrower, void *ret)
{
    struct arena *arena = arena_new(FIRST_BYTES);
    struct recall_kept *kept = ARENA_NEW(arena, struct recall_kept);
    *kept = (struct recall_kept){
        .key = *key, .version = version, .arena = arena, .value = arena_alloc(arena, recall->size)};
    if (!recall->load(tx, arena, key, kept->value) || tx_failed(tx)) {
        arena_free(arena);
        return false;
    }
    bool is_kept = arena_bytes(arena) <= KEPT_BYTES_MAX;
    kept->holds = is_kept ? 2 : 1;
    memcpy(ret, kept->value, recall->size);
    arena_defer(borrower, give_back, kept);
    if (is_kept)
        keep(recall, kept);
    return true;
}

bool tx_recalls(const struct tx *tx)
{
    return tx->mode == DB_WRITE && tx->db->driver->version;
}

bool tx_recall(struct tx *tx, struct recall *recall, const struct recall_key *key,
               struct arena *borrower, void *ret)
{
    uint64_t version;
    if (!tx_recalls(tx))
        return recall->load(tx, borrower, key, ret);
    if (tx_failed(tx))
        return false;
    struct recall_kept *kept = find(tx, recall, key, &version);
    if (!kept)
        return load_and_keep(tx, recall, key, version, borrower, ret);
    memcpy(ret, kept->value, recall->size);
    arena_defer(borrower, give_back, kept);
    return true;
}
