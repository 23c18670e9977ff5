/* event_ops.c: the journal as its audience may see it. */
#include "notify/notify.h"
#include "operation/page.h"

struct poll_input {
    uint64_t present;
    int64_t after, limit;
};
static const struct field poll_input_fields[] = {
    {.name = "after",
     .type = FIELD_INT,
     .min = 0,
     .max = INT64_MAX,
     AT(struct poll_input, after),
     .doc =
         "The nextAfter of the answer before: only what happened since. Without it no events come, "
         "only where to go on from."},
    {.name = "limit",
     .type = FIELD_INT,
     .min = 1,
     .max = PAGE_MOST,
     AT(struct poll_input, limit),
     .doc = "At most this many; 100 when not given."},
};
static const struct shape poll_input_shape =
    SHAPE("EventPollInput", struct poll_input, poll_input_fields, .flags = SHAPE_INPUT);

struct event {
    int64_t id, at_ms;
    struct str type, data;
    struct id booking_id, actor_id;
};
static const struct field event_fields[] = {
    {.name = "id",
     .type = FIELD_INT,
     AT(struct event, id),
     .doc = "Its place in the order of all that happened; the numbers between are not yours."},
    {.name = "type",
     .type = FIELD_TEXT,
     AT(struct event, type),
     .doc = "booking.created, booking.status_changed, booking.updated, message.created …"},
    {.name = "at", .type = FIELD_INSTANT, AT(struct event, at_ms), .doc = "When it happened."},
    {.name = "bookingId",
     .type = FIELD_ID,
     .prefix = "booking",
     .flags = FIELD_NULLABLE,
     AT(struct event, booking_id),
     .doc = "The booking it is about, if it is about one."},
    {.name = "actorId",
     .type = FIELD_ID,
     .prefix = "user",
     .flags = FIELD_NULLABLE,
     AT(struct event, actor_id),
     .doc = "Who did it, if it is about a booking; null: Docket itself."},
    {.name = "data",
     .type = FIELD_JSON,
     AT(struct event, data),
     .doc = "What an event of this type carries."},
};
static const struct shape event_shape = SHAPE("Event", struct event, event_fields,
                                              .doc = "Something that happened, which you may see.");

struct poll_output {
    struct list events; /* of struct event */
    int64_t next_after;
};
static const struct field poll_output_fields[] = {
    {.name = "events",
     .type = FIELD_LIST,
     .element = FIELD_OBJECT,
     .shape = &event_shape,
     .max = PAGE_MOST,
     AT(struct poll_output, events),
     .doc = "In the order in which they happened, your own doings among them."},
    {.name = "nextAfter",
     .type = FIELD_INT,
     AT(struct poll_output, next_after),
     .doc =
         "Give it as after, the next time. There may be more at once when the events are as many "
         "as the limit."},
};
static const struct shape poll_output_shape =
    SHAPE("EventPoll", struct poll_output, poll_output_fields);

/* Whose subject is a booking, which both sides may read whole. */
static bool is_about_booking(struct str type)
{
    return str_starts_with(type, STR("booking.")) || str_starts_with(type, STR("message.")) ||
           str_starts_with(type, STR("payment."));
}

static struct event event_of(const struct journal_entry *entry)
{
    struct event event = {
        .id = entry->position, .at_ms = entry->at_ms, .type = entry->type, .data = entry->data};
    if (is_about_booking(entry->type)) {
        event.booking_id = entry->subject_id;
        event.actor_id = entry->actor_id;
    }
    return event;
}

/* The head is read first: what commits between the two statements lies beyond it, and is told the
 * next time. */
static enum error poll_run(struct call *call, struct tx *tx, const void *input, void *output)
{
    const struct poll_input *in = input;
    struct poll_output *out = output;
    int64_t limit = in->limit > 0 ? in->limit : PAGE_MOST;
    out->next_after = journal_head(tx);
    if (!(in->present & shape_bit(&poll_input_shape, "after"))) {
        return ERROR_NONE;
    }
    struct list entries = journal_read_audience(tx, call->arena, call->actor.account_id, in->after,
                                                out->next_after, limit);
    struct event *events = ARENA_ARRAY(call->arena, struct event, entries.count);
    for (size_t i = 0; i < entries.count; i++) {
        events[i] = event_of(LIST_AT(entries, struct journal_entry, i));
    }
    out->events = (struct list){events, entries.count};
    if (entries.count == (size_t)limit) {
        out->next_after = events[entries.count - 1].id;
    }
    return ERROR_NONE;
}

static const struct operation operations[] = {
    {.name = "event.poll",
     .kind = OPERATION_QUERY,
     .flags = OPERATION_REMEMBERED,
     .may = MAY_SIGNED_IN,
     .input = &poll_input_shape,
     .output = &poll_output_shape,
     .rate = RATE_READ,
     .run = poll_run,
     .doc = "What has happened since, as far as it concerns you. Ask every few seconds; nothing is "
            "missed and nothing comes twice."},
};
const struct operation_set event_operations = {operations, COUNT_OF(operations)};
