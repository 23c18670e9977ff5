/* journal.h: every change is a fact in one journal; everything that follows reads it in order.
 *
 * A command appends inside its own transaction, so a fact exists exactly when its change does.
 * Positions are dense and in commit order. On SQLite the single writer numbers rows as it inserts
 * them. On PostgreSQL sequence numbers commit out of order, so rows are appended unnumbered and one
 * node at a time, the holder of an advisory lock, stamps positions after commit, in batches.
 * Cursors, resume ids and seals use positions only.
 *
 * A follower has a durable cursor that moves in the same transaction as the follower's own writes:
 * killed half way, it goes on where it stopped and does nothing twice. */
#ifndef DOCKET_JOURNAL_JOURNAL_H
#define DOCKET_JOURNAL_JOURNAL_H

#include "db/db.h"

enum { JOURNAL_AUDIENCE_MAX = 8, JOURNAL_BATCH_MAX = 64 /* a write job has a time budget */ };
#define JOURNAL_ALL INT64_MAX /* as a position to wait for: everything committed before now */

struct journal_entry {
    int64_t position; /* set when read */
    int64_t at_ms;
    struct str type;      /* "booking.created", "booking.status_changed", "account.created" … */
    struct id subject_id; /* what it is about: a booking, a provider … */
    struct id actor_id;   /* who did it; ID_NONE: the system */
    struct id audience[JOURNAL_AUDIENCE_MAX]; /* accounts that may see it */
    int audience_count;
    struct str data; /* a JSON object; no secrets, no contact details */
};

void journal_append(struct tx *tx, const struct journal_entry *entry);
/* Entries with position > after, in order, at most `limit`: a list of struct journal_entry. */
struct list journal_read(struct tx *tx, struct arena *arena, int64_t after, int64_t limit);
struct list journal_read_subject(struct tx *tx, struct arena *arena, struct id subject_id,
                                 int64_t after, int64_t limit);
/* Those with positions in (after, up_to] whose audience includes the account. */
struct list journal_read_audience(struct tx *tx, struct arena *arena, struct id account_id,
                                  int64_t after, int64_t up_to, int64_t limit);
int64_t journal_head(struct tx *tx); /* the last position; 0: none */
/* PostgreSQL: gives positions to one batch of rows that have none, for programs without a service.
 * How many; −1: another node is at it. The service does this by itself. SQLite: 0. */
int64_t journal_stamp(struct tx *tx);
int64_t journal_unstamped(struct tx *tx); /* rows that wait for their position */
/* How many violations the data shows, each kind with a line in the log: positions not dense from 1,
 * cursors of followers past the head. Rows without a position yet are none; they are reported. */
int64_t journal_verify(struct tx *tx, struct arena *arena);
int64_t journal_follower_count(struct tx *tx); /* that have a cursor in this store */

/* ---- followers ---- */
struct follower {
    const char *name; /* of its cursor; never reuse one for another purpose */
    /* Everything it changes goes through tx. Any error but NONE: rolled back and tried again with
     * backoff, the same entries. */
    enum error (*follow)(struct tx *tx, struct arena *arena, const struct journal_entry *entries,
                         size_t count, void *context);
    void *context;
};

/* ---- timers: rows, one per (kind, subject). They decide at fire time from the state they find, so
 * setting or clearing one that is just being fired is safe: it fires before or not at all. ---- */
void timer_set(struct tx *tx, const char *kind, struct id subject_id,
               int64_t due_ms); /* replaces */
void timer_clear(struct tx *tx, const char *kind, struct id subject_id);
struct timer_kind {
    const char *name;
    /* The row is removed in the same transaction; fire may set it again. Any error but NONE: rolled
     * back, and tried again later. */
    enum error (*fire)(struct tx *tx, struct arena *arena, struct id subject_id, int64_t now_ms,
                       void *context);
    void *context;
};

/* ---- outbox: calls to the outside, retried with exponential backoff (2 s, 4 s … 1 h) and jitter
 * until known. A crash in the middle sends the message again with the same key. ---- */
enum { OUTBOX_ATTEMPTS_MAX = 60 /* a day and a half */, OUTBOX_LEASE_MS = 120000 };
struct outbox_message {
    struct id id;
    struct str channel;
    struct str idempotency_key; /* fixed when the row is written; unique */
    struct str payload;         /* JSON */
    int64_t attempts;           /* made before this one */
};
enum outbox_outcome { OUTBOX_DONE, OUTBOX_RETRY, OUTBOX_GIVE_UP };
/* Does nothing when the key is there already. */
void outbox_add(struct tx *tx, struct str channel, struct str idempotency_key, struct str payload,
                int64_t now_ms);
struct outbox_channel {
    const char *name;
    int attempts_max; /* then given up; 0: OUTBOX_ATTEMPTS_MAX */
    /* On the channel's own thread, outside any transaction; may block, but less than
     * OUTBOX_LEASE_MS: a message that has not been answered for by then is taken for lost and sent
     * again. */
    enum outbox_outcome (*send)(struct arena *arena, const struct outbox_message *message,
                                struct str *ret_reply, void *context);
    /* In the transaction that closes the row; NULL: nothing to tell. */
    enum error (*report)(struct tx *tx, struct arena *arena, const struct outbox_message *message,
                         enum outbox_outcome outcome, struct str reply, void *context);
    void *context;
};

/* ---- the service: threads that stamp, follow, fire and send ---- */
struct journal_service;
struct journal_config {
    const struct follower *followers;
    size_t follower_count;
    const struct timer_kind *timers;
    size_t timer_count;
    const struct outbox_channel *channels;
    size_t channel_count;
};
/* The arrays of `config` outlive the service. One service a struct db: it takes its notices. */
struct journal_service *journal_start(struct db *db, const struct journal_config *config);
void journal_stop(struct journal_service *service); /* ends after the batch under way */
/* Waits until every follower has passed `position` or JOURNAL_ALL (tests, drain); false after
 * timeout_ms. */
bool journal_wait(struct journal_service *service, int64_t position, int timeout_ms);
/* Looks at due timers and messages now (tests that set the clock). Returns how many timers fired; a
 * channel's thread looks soon after. */
int journal_fire_due(struct journal_service *service);

#endif
