/* recall.h: what writes read again and again.
 *
 * On a local store all writes run on one thread, and much of what one of them reads the one before
 * has read too: the same provider, the same hours. A recall keeps what was loaded, and lends it to
 * the writes after while no statement has written to the tables it was loaded from. Nobody needs to
 * remember to forget: what a statement writes to is known from the statement, and what is rolled
 * back, or written by another process, counts as a change of everything. Where that cannot be known
 * (in a read; on PostgreSQL, where other nodes write) it is loaded anew each time.
 *
 *   static const char *const tables[] = {"provider", NULL};
 *   static struct recall providers = {
 *       .set.names = tables, .size = sizeof(struct provider), .load = load_provider};
 *   found = tx_recall(tx, &providers, &(struct recall_key){.id = id}, arena, &provider);
 *
 * What is lent is never changed, and stays for as long as the borrower's arena. Recalls are static
 * and guard themselves. */
#ifndef DOCKET_DB_RECALL_H
#define DOCKET_DB_RECALL_H

#include <pthread.h>

#include "db/db.h"

/* Each key has a row of places; who comes later takes that of whom nobody has asked for longest. */
enum { RECALL_ROWS = 64, RECALL_PLACES = 4 };

struct recall_key {
    struct id id;
    int64_t part; /* where there are several of one id */
};
/* Loads into the arena, by statements that read `set.names` and nothing else. False: there is no
 * such thing, which is not kept. */
typedef bool (*recall_load_fn)(struct tx *tx, struct arena *arena, const struct recall_key *key,
                               void *ret);

/* Tables by name, NULL after the last; the rest is the driver's own. */
struct table_set {
    const char *const *names;
    const void *owner;
    size_t known;
    uint64_t tables;
};
struct recall_kept;
struct recall {
    struct table_set set;
    size_t size; /* of *ret */
    recall_load_fn load;
    pthread_mutex_t lock; /* zero is as good as PTHREAD_MUTEX_INITIALIZER, here as in glibc */
    struct recall_kept *rows[RECALL_ROWS][RECALL_PLACES];
};

/* Whether anything is kept for this transaction: where not, asking for more than one needs costs.
 */
bool tx_recalls(const struct tx *tx);
bool tx_recall(struct tx *tx, struct recall *recall, const struct recall_key *key,
               struct arena *borrower, void *ret);

#endif
