/* rush.h: a rush on a store in which others write too. Who is too late is told without a turn.
 *
 * Where a store is not local, nothing that was read before may be believed, and a read of one's own
 * for each of ten thousand who ask at once costs as much as what they ask for. So they are looked
 * at together: whoever has arrived meanwhile shares one snapshot that BEGINS AFTER all of them
 * arrived, with one question for all sessions, one for all keys, and one load of each calendar.
 * Each gets the answer that a transaction of its own would have given in that moment, however many
 * nodes there are; nothing outlives the snapshot.
 *
 * At most RUSH_TURNS calls that can be foreseen have their turn (a transaction of their own) at a
 * time; in calmer times that is all that happens here. Who comes then is FRESH. A look tells the
 * fresh ones who are too late; the others have HOPE: those who came first get the turns that are
 * free, the rest is looked at again, from the front, when turns become free: most of them are then
 * too late, for the same reason, and told so. How many of them one look takes begins at RUSH_TURNS
 * and doubles while all that it sees are told. Where nobody is too late a look is in vain: after
 * one that told nobody there is no other until a turn ends in a refusal, and turns are had in
 * order.
 *
 * One look at a time, of at most LOOK_UPS_MAX calls; after each, other reads have their turn on the
 * worker. Calls are held here only while a look or RUSH_TURNS turns are under way. Thread-safe. */
#ifndef DOCKET_OPERATION_RUSH_H
#define DOCKET_OPERATION_RUSH_H

#include "operation/operation.h"

enum { RUSH_TURNS = 16, RUSH_HELD_MANY = 128 };

struct rush_steps {
    /* In the snapshot: sets call->error of each, NONE for who may be in time. May run again. */
    void (*look)(struct tx *tx, struct call *const *calls, size_t count);
    void (*refuse)(struct call *call); /* with call->error */
    void (*go_on)(struct call *call);  /* it has its turn; rush_leave() when that is over */
};

struct rush *rush_new(struct db *db, const struct rush_steps *steps);
void rush_free(struct rush *rush); /* after db_close(): by then nobody is held here */

/* False: these are calm times, and the call has its turn. True: it is taken, and one of the steps
 * will follow, perhaps before this returns. */
bool rush_enter(struct rush *rush, struct call *call);
/* Its turn is over, and nothing if it had none. */
void rush_leave(struct rush *rush, struct call *call, bool is_refused);
bool rush_is_on(struct rush *rush); /* somebody is held here */
/* So many are held that it is better to read no more of them now: what is read is answered soon,
 * and what is not read costs nobody anything. */
bool rush_is_full(const struct rush *rush);

#endif
