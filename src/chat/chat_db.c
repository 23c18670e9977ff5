#include "chat/chat.h"

void message_insert(struct tx *tx, struct message *message)
{
    struct cursor *cursor = tx_query(
        tx,
        "INSERT INTO message (booking_id, sequence, id, sender_id, content, created_ms) VALUES "
        "($1, "
        "(SELECT coalesce(max(sequence), 0) + 1 FROM message WHERE booking_id = $1), $2, $3, $4, "
        "$5) RETURNING sequence",
        db_id(&message->booking_id), db_id(&message->id), db_id(&message->sender_id),
        db_text(message->content), db_int(message->created_ms));
    if (cursor_next(cursor))
        message->sequence = cursor_int(cursor, 0);
    cursor_close(cursor);
}

static struct message read_message(struct cursor *cursor, struct arena *arena)
{
    return (struct message){.id = cursor_id(cursor, 0),
                            .booking_id = cursor_id(cursor, 1),
                            .sender_id = cursor_id(cursor, 2),
                            .sequence = cursor_int(cursor, 3),
                            .sender_name = cursor_text(cursor, 4, arena),
                            .content = cursor_text(cursor, 5, arena),
                            .created_ms = cursor_int(cursor, 6)};
}

struct list message_list(struct tx *tx, struct arena *arena, const struct message_range *range)
{
    struct cursor *cursor =
        tx_query(tx,
                 "SELECT m.id, m.booking_id, m.sender_id, m.sequence, a.display_name, m.content, "
                 "m.created_ms FROM message m JOIN account a ON a.id = m.sender_id "
                 "WHERE m.booking_id = $1 AND m.sequence < $2 AND m.created_ms < $3 "
                 "ORDER BY m.sequence DESC LIMIT $4",
                 db_id(&range->booking_id), db_int(range->before_sequence),
                 db_int(range->before_ms), db_int(range->limit));
    struct message *rows = NULL;
    size_t count = 0, capacity = 0;
    while (cursor_next(cursor)) {
        if (count == capacity) {
            size_t more = capacity ? capacity * 2 : 8;
            rows = arena_grow(arena, rows, capacity * sizeof *rows, more * sizeof *rows);
            capacity = more;
        }
        rows[count++] = read_message(cursor, arena);
    }
    for (size_t i = 0; i < count / 2; i++) { /* newest first to oldest first */
        struct message other = rows[i];
        rows[i] = rows[count - 1 - i];
        rows[count - 1 - i] = other;
    }
    return (struct list){rows, count};
}
