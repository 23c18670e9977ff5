/* chat_ops.c: the rows of message.*. */
#include "account/account.h"
#include "booking/booking.h"
#include "chat/chat.h"

enum { LIMIT_DEFAULT = 50, CONTENT_MAX = 5000 };

/* ---- shapes ---- */

struct message_list_input {
    uint64_t present;
    struct id booking_id;
    int64_t limit, before, before_ms;
};
#define BOOKING_ID(owner)                                                                          \
    {                                                                                              \
        .name = "bookingId", .type = FIELD_ID, .prefix = "booking", .flags = FIELD_REQUIRED,       \
        AT(owner, booking_id), .doc = "The booking it is about."                                   \
    }
static const struct field list_fields[] = {
    BOOKING_ID(struct message_list_input),
    {.name = "limit",
     .type = FIELD_INT,
     .min = 1,
     .max = 100,
     AT(struct message_list_input, limit),
     .doc = "At most this many; 50 unless given."},
    {.name = "beforeTimestamp",
     .type = FIELD_INSTANT,
     AT(struct message_list_input, before_ms),
     .doc = "Only messages from before this instant."},
    {.name = "cursor",
     .type = FIELD_INT,
     .min = 1,
     .max = INT64_MAX,
     AT(struct message_list_input, before),
     .doc = "The nextCursor of the answer before: only messages numbered below it."},
};
static const struct shape list_shape =
    SHAPE("MessageListInput", struct message_list_input, list_fields, .flags = SHAPE_INPUT);

struct message_send_input {
    uint64_t present;
    struct id booking_id;
    struct str content;
    struct list attachments; /* of struct str */
};
static const struct field send_fields[] = {
    BOOKING_ID(struct message_send_input),
    {.name = "content",
     .type = FIELD_TEXT,
     .flags = FIELD_REQUIRED,
     .min = 1,
     .max = CONTENT_MAX,
     AT(struct message_send_input, content),
     .doc = "What to say."},
    {.name = "attachments",
     .type = FIELD_LIST,
     .element = FIELD_TEXT,
     .max = 20,
     AT(struct message_send_input, attachments),
     .doc = "Files; opens with the room for files."},
};
static const struct shape send_shape =
    SHAPE("MessageSendInput", struct message_send_input, send_fields, .flags = SHAPE_INPUT);

static const struct field message_fields[] = {
    {.name = "id",
     .type = FIELD_ID,
     .prefix = "message",
     AT(struct message, id),
     .doc = "The message."},
    {.name = "bookingId",
     .type = FIELD_ID,
     .prefix = "booking",
     AT(struct message, booking_id),
     .doc = "The booking it is about."},
    {.name = "sequence",
     .type = FIELD_INT,
     AT(struct message, sequence),
     .doc = "Its number in this conversation: 1, 2, 3 …"},
    {.name = "senderId",
     .type = FIELD_ID,
     .prefix = "user",
     AT(struct message, sender_id),
     .doc = "Who said it."},
    {.name = "senderName",
     .type = FIELD_TEXT,
     AT(struct message, sender_name),
     .doc = "Their name."},
    {.name = "content", .type = FIELD_TEXT, AT(struct message, content), .doc = "What was said."},
    {.name = "createdAt",
     .type = FIELD_INSTANT,
     AT(struct message, created_ms),
     .doc = "When it was said."},
};
const struct shape message_shape = SHAPE("Message", struct message, message_fields);

struct message_list_output {
    struct list messages; /* of struct message */
    int64_t next_cursor;
};
static const struct field list_output_fields[] = {
    {.name = "messages",
     .type = FIELD_LIST,
     .element = FIELD_OBJECT,
     .shape = &message_shape,
     AT(struct message_list_output, messages),
     .doc = "One page, oldest first, from the end backwards."},
    {.name = "nextCursor",
     .type = FIELD_INT,
     .flags = FIELD_NULLABLE,
     AT(struct message_list_output, next_cursor),
     .doc = "Ask for what was said before with this; null: that was all."},
};
static const struct shape list_output_shape =
    SHAPE("MessageList", struct message_list_output, list_output_fields);

struct message_send_output {
    struct message *message;
};
static const struct field send_output_fields[] = {
    {.name = "message",
     .type = FIELD_OBJECT,
     .shape = &message_shape,
     AT(struct message_send_output, message),
     .doc = "As it was stored."},
};
static const struct shape send_output_shape =
    SHAPE("MessageSendOutput", struct message_send_output, send_output_fields);

/* ---- operations ---- */

static enum error run_list(struct call *call, struct tx *tx, const void *input, void *output)
{
    const struct message_list_input *in = input;
    struct message_list_output *out = output;
    int64_t limit = in->present & shape_bit(&list_shape, "limit") ? in->limit : LIMIT_DEFAULT;
    struct message_range range = {
        .booking_id = in->booking_id,
        .before_sequence = in->present & shape_bit(&list_shape, "cursor") ? in->before : INT64_MAX,
        .before_ms =
            in->present & shape_bit(&list_shape, "beforeTimestamp") ? in->before_ms : INSTANT_MAX,
        .limit = limit + 1,
    };
    struct list found = message_list(tx, call->arena, &range);
    out->next_cursor = INSTANT_NONE;
    if ((int64_t)found.count > limit) { /* the oldest row only tells that there are more */
        found.items = LIST_AT(found, struct message, 1);
        found.count--;
        out->next_cursor = LIST_AT(found, struct message, 0)->sequence;
    }
    out->messages = found;
    return ERROR_NONE;
}

static struct str message_json(struct arena *arena, const struct message *message)
{
    struct buf out;
    struct json_writer writer;
    buf_init(&out, arena, 128);
    json_writer_init(&writer, &out);
    json_begin_object(&writer);
    json_key(&writer, STR("messageId"));
    json_text(&writer, id_text(arena, "message", message->id));
    json_key(&writer, STR("sequence"));
    json_int(&writer, message->sequence);
    json_end_object(&writer);
    return buf_str(&out);
}

static enum error run_send(struct call *call, struct tx *tx, const void *input, void *output)
{
    const struct message_send_input *in = input;
    const struct booking *booking = call->subject;
    struct account sender;
    if (in->attachments.count > 0)
        return call_refuse(call, ERROR_NOT_IMPLEMENTED_YET, "Attachments open with files.");
    if (!account_load(tx, call->arena, call->actor.account_id, &sender))
        return ERROR_UNAUTHENTICATED;
    struct message *message = ARENA_NEW(call->arena, struct message);
    *message = (struct message){.id = id_new(),
                                .booking_id = booking->id,
                                .sender_id = sender.id,
                                .sender_name = sender.display_name,
                                .content = in->content,
                                .created_ms = call->now_ms};
    message_insert(tx, message);
    struct id audience[] = {booking->client_id, booking->provider_id};
    call_journal(call, tx, "message.created", booking->id, audience, 2,
                 message_json(call->arena, message));
    ((struct message_send_output *)output)->message = message;
    return ERROR_NONE;
}

static const struct operation operations[] = {
    {.name = "message.list",
     .kind = OPERATION_QUERY,
     .flags = OPERATION_REMEMBERED,
     .may = MAY_OWNERS | RELATION_MEDIATOR | RELATION_ADMIN,
     .subject = &booking_subject,
     .subject_field = "bookingId",
     .input = &list_shape,
     .output = &list_output_shape,
     .rate = RATE_READ,
     .run = run_list,
     .doc = "The conversation of a booking, the last messages first asked for."},
    {.name = "message.send",
     .kind = OPERATION_MUTATION,
     .flags = OPERATION_WRITES,
     .may = MAY_OWNERS,
     .subject = &booking_subject,
     .subject_field = "bookingId",
     .input = &send_shape,
     .output = &send_output_shape,
     .rate = RATE_WRITE,
     .run = run_send,
     .doc = "Say something to the other side of a booking."},
};
const struct operation_set chat_operations = {operations, COUNT_OF(operations)};
