/* journal_db.h: the statements behind the journal's service. Private to journal/. */
#ifndef DOCKET_JOURNAL_JOURNAL_DB_H
#define DOCKET_JOURNAL_JOURNAL_DB_H

#include "journal/journal.h"

/* ---- stamping and cursors ---- */
struct journal_state {
    int64_t head;       /* the last position */
    bool has_unstamped; /* always false on SQLite */
};
void journal_state_load(struct tx *tx, struct journal_state *ret);

/* The follower's cursor, begun at 0 when it is new. */
int64_t follower_load(struct tx *tx, const char *name, int64_t now_ms);
/* Moves the cursor from one position to another; false: it was not there (another node moved it).
 * The row stays locked until the end of the transaction. */
bool follower_move(struct tx *tx, const char *name, int64_t from, int64_t to, int64_t now_ms);
/* A number for tx_try_lock() that stands for a follower's name. */
int64_t follower_lock_key(const char *name);

/* ---- timers ---- */
struct timer_row {
    struct id subject_id;
    int64_t due_ms;
    int64_t failures;
};
/* Those due by now_ms, the earliest first: a list of struct timer_row. */
struct list timer_list_due(struct tx *tx, struct arena *arena, const char *kind, int64_t now_ms,
                           int64_t limit);
int64_t timer_earliest(struct tx *tx, const char *kind); /* INSTANT_NONE: none */
/* False: it is no longer there, or was set to later than now_ms meanwhile. */
bool timer_take(struct tx *tx, const char *kind, struct id subject_id, int64_t now_ms);
/* After a failed firing; does nothing when somebody has set or cleared it meanwhile. */
void timer_put_off(struct tx *tx, const char *kind, const struct timer_row *row, int64_t due_ms);

/* ---- the outbox ---- */
/* Takes the message of a channel that is due first, counts the attempt and moves it out of reach
 * until lease_ms. False: none is due. */
bool outbox_claim(struct tx *tx, struct arena *arena, struct str channel, int64_t now_ms,
                  int64_t lease_ms, struct outbox_message *ret);
int64_t outbox_earliest(struct tx *tx, struct str channel); /* INSTANT_NONE: none waits */
/* False: it was closed before. */
bool outbox_close(struct tx *tx, const struct outbox_message *message, enum outbox_outcome outcome,
                  struct str reply, int64_t now_ms);
/* Sets the next try, unless a later attempt has begun meanwhile. */
void outbox_put_off(struct tx *tx, const struct outbox_message *message, struct str reply,
                    int64_t next_ms, int64_t now_ms);

#endif
