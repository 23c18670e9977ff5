/* chat.h: the conversation of a booking, between its client and its provider.
 *
 * Messages are numbered 1, 2, 3 … within their booking, in commit order, and never changed.
 * Participants read and write; a mediator or admin reads. Attachments, read receipts and typing
 * join with the room for files and live updates. */
#ifndef DOCKET_CHAT_CHAT_H
#define DOCKET_CHAT_CHAT_H

#include "operation/operation.h"

extern const struct operation_set chat_operations;   /* message.list, message.send */
extern const struct operation_set thread_operations; /* thread.list */
extern const struct shape message_shape;             /* struct message */

struct message {
    struct id id, booking_id, sender_id;
    int64_t sequence;
    struct str sender_name, content;
    int64_t created_ms;
};

struct message_range {
    struct id booking_id;
    int64_t before_sequence; /* only earlier ones; INT64_MAX: from the end */
    int64_t before_ms;       /* only earlier ones; INSTANT_MAX: from the end */
    int64_t limit;
};
/* Numbers and stores it as it is, without telling anybody: for the demo, and for message.send once
 * the booking's row is locked. Sets message->sequence. */
void message_insert(struct tx *tx, struct message *message);
/* The last `limit` messages of the range, oldest first: a list of struct message. */
struct list message_list(struct tx *tx, struct arena *arena, const struct message_range *range);

/* A conversation as it stands in the list of one side's: a booking where something was said. */
struct thread {
    struct id booking_id, other_id, last_sender_id;
    struct str title, other_name;
    int status;              /* enum booking_status */
    struct str last_content; /* its first THREAD_CONTENT_MAX characters */
    int64_t last_created_ms;
    int64_t message_count;
    int64_t newest_ms; /* with the booking's id, its place in the order */
};
enum { THREAD_CONTENT_MAX = 160 };
struct thread_range {
    struct id account_id; /* whose: the client's or the provider's */
    int64_t before_ms;    /* only those placed before this and the next; INSTANT_MAX: all */
    struct id before_id;
    int64_t limit;
};
/* The newest message first: a list of struct thread. */
struct list thread_list(struct tx *tx, struct arena *arena, const struct thread_range *range);

#endif
