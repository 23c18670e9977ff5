/* chat.h: the conversation of a booking, between its client and its provider.
 *
 * Messages are numbered 1, 2, 3 … within their booking, in commit order, and never changed.
 * Participants read and write; a mediator or admin reads. Attachments, read receipts and typing
 * join with the room for files and live updates. */
#ifndef DOCKET_CHAT_CHAT_H
#define DOCKET_CHAT_CHAT_H

#include "operation/operation.h"

extern const struct operation_set chat_operations; /* message.list, message.send */
extern const struct shape message_shape;           /* struct message */

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

#endif
