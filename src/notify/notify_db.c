#include "notify/notify_db.h"

#include "account/account.h"

/* Asked first, and not in the same statement: INSERT … SELECT might insert many rows and fail in
 * the middle, so SQLite copies every page it touches. */
void notification_store(struct tx *tx, struct arena *arena, const struct notification *notification)
{
    struct user_view account;
    if (!account_load_view(tx, arena, notification->account_id, &account))
        return;
    tx_execute(tx,
               "INSERT INTO notification (account_id, position, id, type, booking_id, data, "
               "created_ms) VALUES ($1, $2, $3, $4, $5, $6, $7) "
               "ON CONFLICT (account_id, position) DO NOTHING",
               db_id(&notification->account_id), db_int(notification->position),
               db_id(&notification->id), db_text(notification->type),
               db_id(&notification->booking_id), db_text(notification->data),
               db_int(notification->created_ms));
}

static struct notification row_load(struct cursor *cursor, struct arena *arena)
{
    return (struct notification){.id = cursor_id(cursor, 0),
                                 .account_id = cursor_id(cursor, 1),
                                 .position = cursor_int(cursor, 2),
                                 .type = cursor_text(cursor, 3, arena),
                                 .booking_id = cursor_id(cursor, 4),
                                 .data = cursor_text(cursor, 5, arena),
                                 .created_ms = cursor_int(cursor, 6),
                                 .read_ms = cursor_instant(cursor, 7)};
}

#define COLUMNS "id, account_id, position, type, booking_id, data, created_ms, read_ms"
/* Read are all up to one of them: the newest that is read is found from the end of the key. */
#define IS_UNREAD                                                                                  \
    "position > (SELECT coalesce(max(position), 0) FROM notification WHERE account_id = $1 AND "   \
    "read_ms IS NOT NULL)"

struct list notification_list(struct tx *tx, struct arena *arena, struct id account_id,
                              int64_t before, bool only_unread, int64_t limit)
{
    const char *sql = only_unread ? "SELECT " COLUMNS " FROM notification WHERE account_id = $1 "
                                    "AND position < $2 AND " IS_UNREAD
                                    " ORDER BY position DESC LIMIT $3"
                                  : "SELECT " COLUMNS " FROM notification WHERE account_id = $1 "
                                    "AND position < $2 ORDER BY position DESC LIMIT $3";
    struct cursor *cursor = tx_query(tx, sql, db_id(&account_id), db_int(before), db_int(limit));
    struct notification *rows = ARENA_ARRAY(arena, struct notification, (size_t)limit);
    size_t count = 0;
    while (cursor_next(cursor))
        rows[count++] = row_load(cursor, arena);
    return (struct list){rows, count};
}

int64_t notification_count_unread(struct tx *tx, struct id account_id)
{
    struct cursor *cursor =
        tx_query(tx, "SELECT count(*) FROM notification WHERE account_id = $1 AND " IS_UNREAD,
                 db_id(&account_id));
    int64_t count = cursor_next(cursor) ? cursor_int(cursor, 0) : 0;
    cursor_close(cursor);
    return count;
}

int64_t notification_position(struct tx *tx, struct id account_id, struct id id)
{
    struct cursor *cursor =
        tx_query(tx, "SELECT position FROM notification WHERE id = $1 AND account_id = $2",
                 db_id(&id), db_id(&account_id));
    int64_t position = cursor_next(cursor) ? cursor_int(cursor, 0) : -1;
    cursor_close(cursor);
    return position;
}

void notification_mark_read(struct tx *tx, struct id account_id, int64_t up_to, int64_t now_ms)
{
    tx_execute(tx,
               "UPDATE notification SET read_ms = $3 "
               "WHERE account_id = $1 AND position <= $2 AND " IS_UNREAD,
               db_id(&account_id), db_int(up_to), db_int(now_ms));
}
