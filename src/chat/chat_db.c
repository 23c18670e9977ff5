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
    tx_execute(tx,
               "UPDATE booking SET last_message_ms = $2 "
               "WHERE id = $1 AND (last_message_ms IS NULL OR last_message_ms < $2)",
               db_id(&message->booking_id), db_int(message->created_ms));
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

/* ---- conversations ---- */

/* Messages are numbered without a gap: the last one's number is how many there are. */
#define THREADS_OF(side, other_side)                                                               \
    "SELECT b.id, b.title, b.status, b.last_message_ms, o.id, o.display_name, m.sender_id, "       \
    "substr(m.content, 1, CAST($5 AS integer)), m.created_ms, m.sequence FROM "                    \
    "(SELECT id, title, status, last_message_ms, " other_side " AS other_id FROM booking "         \
    "WHERE " side " = $1 AND last_message_ms IS NOT NULL "                                         \
    "AND (last_message_ms, id) < ($2, $3) ORDER BY last_message_ms DESC, id DESC LIMIT $4) AS b "  \
    "JOIN account o ON o.id = b.other_id JOIN message m ON m.booking_id = b.id AND m.sequence = "  \
    "(SELECT max(sequence) FROM message WHERE booking_id = b.id)"

static struct thread read_thread(struct cursor *cursor, struct arena *arena)
{
    return (struct thread){.booking_id = cursor_id(cursor, 0),
                           .title = cursor_text(cursor, 1, arena),
                           .status = (int)cursor_int(cursor, 2),
                           .newest_ms = cursor_int(cursor, 3),
                           .other_id = cursor_id(cursor, 4),
                           .other_name = cursor_text(cursor, 5, arena),
                           .last_sender_id = cursor_id(cursor, 6),
                           .last_content = cursor_text(cursor, 7, arena),
                           .last_created_ms = cursor_int(cursor, 8),
                           .message_count = cursor_int(cursor, 9)};
}

struct list thread_list(struct tx *tx, struct arena *arena, const struct thread_range *range)
{
    struct cursor *cursor = tx_query(
        tx,
        THREADS_OF("client_id", "provider_id") " UNION ALL " THREADS_OF(
            "provider_id", "client_id") " ORDER BY 4 DESC, 1 DESC LIMIT $4",
        db_id(&range->account_id), db_int(range->before_ms),
        db_bytes((struct str){(const char *)range->before_id.bytes, sizeof range->before_id.bytes}),
        db_int(range->limit), db_int(THREAD_CONTENT_MAX));
    struct thread *threads = ARENA_ARRAY(arena, struct thread, (size_t)range->limit);
    size_t count = 0;
    while (cursor_next(cursor))
        threads[count++] = read_thread(cursor, arena);
    return (struct list){threads, count};
}
