#include "notify/notify_db.h"
#include "operation/page.h"

/* ---- notification.list ---- */

struct list_input {
    uint64_t present;
    int64_t limit;
    struct str cursor;
    bool unread;
};
static const struct field list_input_fields[] = {
    PAGE_LIMIT_FIELD(struct list_input),
    PAGE_CURSOR_FIELD(struct list_input),
    {.name = "unread",
     .type = FIELD_BOOL,
     AT(struct list_input, unread),
     .doc = "Only those not read yet."},
};
static const struct shape list_input_shape =
    SHAPE("NotificationListInput", struct list_input, list_input_fields, .flags = SHAPE_INPUT);

static const struct field notification_fields[] = {
    {.name = "id",
     .type = FIELD_ID,
     .prefix = "notification",
     AT(struct notification, id),
     .doc = "The notice."},
    {.name = "type",
     .type = FIELD_TEXT,
     AT(struct notification, type),
     .doc = "What happened, as in the live events: booking.created, booking.status_changed …"},
    {.name = "bookingId",
     .type = FIELD_ID,
     .prefix = "booking",
     .flags = FIELD_NULLABLE,
     AT(struct notification, booking_id),
     .doc = "The booking it is about, if it is about one."},
    {.name = "data",
     .type = FIELD_JSON,
     AT(struct notification, data),
     .doc = "What the event of this type carries."},
    {.name = "createdAt",
     .type = FIELD_INSTANT,
     AT(struct notification, created_ms),
     .doc = "When it happened."},
    {.name = "readAt",
     .type = FIELD_INSTANT,
     .flags = FIELD_NULLABLE,
     AT(struct notification, read_ms),
     .doc = "When it was marked as read; null: not yet."},
};
static const struct shape notification_shape = SHAPE(
    "Notification", struct notification, notification_fields, .doc = "A notice shown in the app.");

struct list_output {
    struct list notifications;
    int64_t unread;
    struct str next_cursor;
};
static const struct field list_output_fields[] = {
    {.name = "notifications",
     .type = FIELD_LIST,
     .element = FIELD_OBJECT,
     .shape = &notification_shape,
     .max = PAGE_MOST,
     AT(struct list_output, notifications),
     .doc = "One page, the newest first."},
    {.name = "unread",
     .type = FIELD_INT,
     AT(struct list_output, unread),
     .doc = "How many are not read yet, on all pages."},
    {.name = "nextCursor",
     .type = FIELD_TEXT,
     .flags = FIELD_NULLABLE,
     AT(struct list_output, next_cursor),
     .doc = "Ask for the next page with this; null: this is the last."},
};
static const struct shape list_output_shape =
    SHAPE("NotificationList", struct list_output, list_output_fields);

/* One row more than the page says whether there is a next one. */
static enum error list_run(struct call *call, struct tx *tx, const void *input, void *output)
{
    const struct list_input *in = input;
    struct list_output *out = output;
    int64_t limit = page_size(in->limit);
    bool only_unread = in->present & shape_bit(&list_input_shape, "unread") && in->unread;
    int64_t before = INT64_MAX;
    if (str_is_set(in->cursor) && (!str_to_int64(in->cursor, &before) || before < 1))
        return call_refuse_field(call, "cursor", "format", "This is not a cursor of this list.");
    struct id account_id = call->actor.account_id;
    out->notifications =
        notification_list(tx, call->arena, account_id, before, only_unread, limit + 1);
    out->next_cursor = STR_NONE;
    if (out->notifications.count > (size_t)limit) {
        out->notifications.count = (size_t)limit;
        int64_t last =
            LIST_AT(out->notifications, struct notification, (size_t)limit - 1)->position;
        out->next_cursor = str_format(call->arena, "%lld", (long long)last);
    }
    out->unread = notification_count_unread(tx, account_id);
    return ERROR_NONE;
}

/* ---- notification.read ---- */

struct read_input {
    uint64_t present;
    struct id up_to;
};
static const struct field read_input_fields[] = {
    {.name = "upTo",
     .type = FIELD_ID,
     .prefix = "notification",
     AT(struct read_input, up_to),
     .doc = "This notice and all older ones; all there are when not given."},
};
static const struct shape read_input_shape =
    SHAPE("NotificationReadInput", struct read_input, read_input_fields, .flags = SHAPE_INPUT);

struct read_output {
    bool success;
    int64_t unread;
};
static const struct field read_output_fields[] = {
    {.name = "success", .type = FIELD_BOOL, AT(struct read_output, success), .doc = "True."},
    {.name = "unread",
     .type = FIELD_INT,
     AT(struct read_output, unread),
     .doc = "How many are left unread: newer ones."},
};
static const struct shape read_output_shape =
    SHAPE("NotificationRead", struct read_output, read_output_fields);

static enum error read_run(struct call *call, struct tx *tx, const void *input, void *output)
{
    const struct read_input *in = input;
    struct read_output *out = output;
    struct id account_id = call->actor.account_id;
    int64_t up_to = INT64_MAX;
    if (id_is_set(in->up_to))
        up_to = notification_position(tx, account_id, in->up_to);
    if (up_to < 0)
        return call_refuse(call, ERROR_NOT_FOUND, "You have no such notice.");
    notification_mark_read(tx, account_id, up_to, call->now_ms);
    out->success = true;
    out->unread = notification_count_unread(tx, account_id);
    return ERROR_NONE;
}

static const struct operation operations[] = {
    {.name = "notification.list",
     .kind = OPERATION_QUERY,
     .flags = OPERATION_REMEMBERED,
     .may = MAY_SIGNED_IN,
     .input = &list_input_shape,
     .output = &list_output_shape,
     .rate = RATE_READ,
     .run = list_run,
     .doc = "Lists your notices, the newest first."},
    {.name = "notification.read",
     .kind = OPERATION_MUTATION,
     .flags = OPERATION_WRITES,
     .may = MAY_SIGNED_IN,
     .input = &read_input_shape,
     .output = &read_output_shape,
     .rate = RATE_WRITE,
     .run = read_run,
     .doc = "Marks your notices as read, up to one of them or all."},
};
const struct operation_set notify_operations = {operations, COUNT_OF(operations)};
