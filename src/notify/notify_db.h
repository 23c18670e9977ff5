/* notify_db.h: the statements of notices. Private to notify/. */
#ifndef DOCKET_NOTIFY_NOTIFY_DB_H
#define DOCKET_NOTIFY_NOTIFY_DB_H

#include "notify/notify.h"

struct notification {
    struct id id, account_id;
    int64_t position; /* of the journal entry it tells of */
    struct str type;
    struct id booking_id; /* ID_NONE: it is about no booking */
    struct str data;      /* JSON */
    int64_t created_ms;
    int64_t read_ms; /* INSTANT_NONE: not yet */
};

/* Once per account and position; nothing for an account that does not exist (any more). */
void notification_store(struct tx *tx, struct arena *arena,
                        const struct notification *notification);
/* The newest first, with positions below `before`: a list of struct notification. */
struct list notification_list(struct tx *tx, struct arena *arena, struct id account_id,
                              int64_t before, bool only_unread, int64_t limit);
int64_t notification_count_unread(struct tx *tx, struct id account_id);
/* The position of one of the account's own; −1: it has no such notice. */
int64_t notification_position(struct tx *tx, struct id account_id, struct id id);
/* Marks those up to a position as read; those read before keep their time. */
void notification_mark_read(struct tx *tx, struct id account_id, int64_t up_to, int64_t now_ms);

#endif
