/* thread_ops.c: the row of thread.list. */
#include "booking/booking.h"
#include "chat/chat.h"
#include "operation/page.h"

struct thread_input {
    uint64_t present;
    int64_t limit;
    struct str cursor;
};
static const struct field thread_input_fields[] = {
    PAGE_LIMIT_FIELD(struct thread_input),
    PAGE_CURSOR_FIELD(struct thread_input),
};
static const struct shape thread_input_shape =
    SHAPE("ThreadListInput", struct thread_input, thread_input_fields, .flags = SHAPE_INPUT);

struct other_view {
    struct id id;
    struct str display_name;
};
static const struct field other_fields[] = {
    {.name = "id", .type = FIELD_ID, .prefix = "user", AT(struct other_view, id), .doc = "Who."},
    {.name = "displayName",
     .type = FIELD_TEXT,
     AT(struct other_view, display_name),
     .doc = "Their name."},
};
static const struct shape other_shape = SHAPE("ThreadPartner", struct other_view, other_fields);

struct last_view {
    struct str content;
    struct id sender_id;
    int64_t created_ms;
};
static const struct field last_fields[] = {
    {.name = "content",
     .type = FIELD_TEXT,
     AT(struct last_view, content),
     .doc = "What was said: its first 160 characters."},
    {.name = "senderId",
     .type = FIELD_ID,
     .prefix = "user",
     AT(struct last_view, sender_id),
     .doc = "Who said it."},
    {.name = "createdAt",
     .type = FIELD_INSTANT,
     AT(struct last_view, created_ms),
     .doc = "When it was said."},
};
static const struct shape last_shape = SHAPE("ThreadMessage", struct last_view, last_fields);

struct thread_view {
    struct id booking_id;
    struct str title;
    int status;
    struct other_view *other;
    struct last_view *last;
    int64_t message_count;
};
static const struct field thread_fields[] = {
    {.name = "bookingId",
     .type = FIELD_ID,
     .prefix = "booking",
     AT(struct thread_view, booking_id),
     .doc = "The booking it is about."},
    {.name = "title",
     .type = FIELD_TEXT,
     AT(struct thread_view, title),
     .doc = "The booking's title."},
    {.name = "status",
     .type = FIELD_ENUM,
     .names = &booking_status_names,
     AT(struct thread_view, status),
     .doc = "Where the booking is in its life."},
    {.name = "with",
     .type = FIELD_OBJECT,
     .shape = &other_shape,
     AT(struct thread_view, other),
     .doc = "The other side."},
    {.name = "lastMessage",
     .type = FIELD_OBJECT,
     .shape = &last_shape,
     AT(struct thread_view, last),
     .doc = "The newest."},
    {.name = "messageCount",
     .type = FIELD_INT,
     AT(struct thread_view, message_count),
     .doc = "How many there are."},
};
static const struct shape thread_shape =
    SHAPE("Thread", struct thread_view, thread_fields, .doc = "A booking's conversation.");

struct thread_output {
    struct list threads; /* of struct thread_view */
    struct str next_cursor;
};
static const struct field thread_output_fields[] = {
    {.name = "threads",
     .type = FIELD_LIST,
     .element = FIELD_OBJECT,
     .shape = &thread_shape,
     .max = PAGE_MOST,
     AT(struct thread_output, threads),
     .doc = "One page, the newest message first."},
    {.name = "nextCursor",
     .type = FIELD_TEXT,
     .flags = FIELD_NULLABLE,
     AT(struct thread_output, next_cursor),
     .doc = "Ask for the next page with this; null: this is the last."},
};
static const struct shape thread_output_shape =
    SHAPE("ThreadList", struct thread_output, thread_output_fields);

/* The cursor is "<newest message in ms>.<booking id>": where the page before ended. */
static bool parse_cursor(struct str cursor, struct thread_range *range)
{
    struct str rest = cursor, newest;
    return str_next_piece(&rest, '.', &newest) && str_to_int64(newest, &range->before_ms) &&
           str_is_set(rest) && id_parse(rest, "booking", &range->before_id);
}

static struct list views_of(struct arena *arena, struct list threads)
{
    struct thread_view *views = ARENA_ARRAY(arena, struct thread_view, threads.count);
    for (size_t i = 0; i < threads.count; i++) {
        const struct thread *thread = LIST_AT(threads, struct thread, i);
        struct other_view *other = ARENA_NEW(arena, struct other_view);
        struct last_view *last = ARENA_NEW(arena, struct last_view);
        *other = (struct other_view){thread->other_id, thread->other_name};
        *last = (struct last_view){thread->last_content, thread->last_sender_id,
                                   thread->last_created_ms};
        views[i] = (struct thread_view){.booking_id = thread->booking_id,
                                        .title = thread->title,
                                        .status = thread->status,
                                        .other = other,
                                        .last = last,
                                        .message_count = thread->message_count};
    }
    return (struct list){views, threads.count};
}

static enum error run_threads(struct call *call, struct tx *tx, const void *input, void *output)
{
    const struct thread_input *in = input;
    struct thread_output *out = output;
    int64_t limit = page_size(in->limit);
    struct thread_range range = {
        .account_id = call->actor.account_id, .before_ms = INSTANT_MAX, .limit = limit + 1};
    if (str_is_set(in->cursor) && !parse_cursor(in->cursor, &range))
        return call_refuse_field(call, "cursor", "format", "This is not a cursor of this list.");
    struct list threads = thread_list(tx, call->arena, &range);
    out->next_cursor = STR_NONE;
    if ((int64_t)threads.count > limit) { /* the last row only tells that there are more */
        threads.count--;
        const struct thread *last = LIST_AT(threads, struct thread, threads.count - 1);
        struct str id = id_text(call->arena, "booking", last->booking_id);
        out->next_cursor =
            str_format(call->arena, "%lld.%.*s", (long long)last->newest_ms, STR_ARG(id));
    }
    out->threads = views_of(call->arena, threads);
    return ERROR_NONE;
}

static const struct operation operations[] = {
    {.name = "thread.list",
     .kind = OPERATION_QUERY,
     .flags = OPERATION_REMEMBERED,
     .may = MAY_SIGNED_IN,
     .input = &thread_input_shape,
     .output = &thread_output_shape,
     .rate = RATE_READ,
     .run = run_threads,
     .doc = "Your conversations: the bookings, on either side, where something was said."},
};
const struct operation_set thread_operations = {operations, COUNT_OF(operations)};
