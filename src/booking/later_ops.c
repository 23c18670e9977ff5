/* later_ops.c: what will be done about money already agreed. The operations are here, with
 * their inputs, who may and in which state, so that clients can be written; each is refused with
 * room_not_open until its room lands. */
#include "booking/views.h"

struct later_input {
    uint64_t present;
    struct id id;
    struct decimal amount;
    struct str notes, reason;
};

#define COMMON_FIELDS                                                                              \
    {.name = "id",                                                                                 \
     .aliases = "bookingId",                                                                       \
     .type = FIELD_ID,                                                                             \
     .prefix = "booking",                                                                          \
     .flags = FIELD_REQUIRED,                                                                      \
     AT(struct later_input, id),                                                                   \
     .doc = "The booking."},                                                                       \
        {.name = "notes",                                                                          \
         .type = FIELD_TEXT,                                                                       \
         .max = 2000,                                                                              \
         AT(struct later_input, notes),                                                            \
         .doc = "Shown in the booking's history."},                                                \
    {                                                                                              \
        .name = "reason", .type = FIELD_TEXT, .max = 2000, AT(struct later_input, reason),         \
        .doc = "Why, shown to the other side."                                                     \
    }
#define AMOUNT_FIELD(sentence)                                                                     \
    {                                                                                              \
        .name = "amount", .type = FIELD_DECIMAL, .flags = FIELD_NOT_NEGATIVE,                      \
        AT(struct later_input, amount), .doc = sentence                                            \
    }

static const struct field pay_fields[] = {
    COMMON_FIELDS, AMOUNT_FIELD("In major units; left out: all that is due.")};
static const struct shape pay_shape =
    SHAPE("BookingPayInput", struct later_input, pay_fields, .flags = SHAPE_INPUT);

static const struct field refund_fields[] = {
    COMMON_FIELDS, AMOUNT_FIELD("In major units; left out: all that was paid.")};
static const struct shape refund_shape =
    SHAPE("BookingRefundInput", struct later_input, refund_fields, .flags = SHAPE_INPUT);

static enum error refuse(struct call *call, enum booking_later later)
{
    const struct booking *booking = call->subject;
    enum error error = booking_decide_later(booking, later);
    if (error == ERROR_BAD_TRANSITION)
        return call_refuse(call, error, "A booking that is %s does not take \"%s\".",
                           booking_status_names.names[booking->status], booking_later_name(later));
    return call_refuse(call, error, "\"%s\" opens with a later room.", booking_later_name(later));
}

#define RUN_LATER(name, later)                                                                     \
    static enum error run_##name(struct call *call, struct tx *tx, const void *input,              \
                                 void *output)                                                     \
    {                                                                                              \
        (void)tx;                                                                                  \
        (void)input;                                                                               \
        (void)output;                                                                              \
        return refuse(call, later);                                                                \
    }
RUN_LATER(pay, LATER_PAY)
RUN_LATER(refund, LATER_REFUND)
RUN_LATER(distribute, LATER_DISTRIBUTE)
RUN_LATER(release_vote, LATER_RELEASE_VOTE)

#define LATER_ROW(operation_name, who, shape, function, sentence)                                  \
    {                                                                                              \
        .name = operation_name, .kind = OPERATION_MUTATION, .flags = OPERATION_WRITES,             \
        .may = (who), .subject = &booking_subject, .subject_field = "id", .input = &(shape),       \
        .output = &booking_output_shape, .rate = RATE_WRITE, .run = (function), .doc = sentence    \
    }

static const struct operation operations[] = {
    LATER_ROW("booking.pay", RELATION_OWN_CLIENT, pay_shape, run_pay,
              "The client pays (opens with the money room)."),
    LATER_ROW("booking.refund", RELATION_MEDIATOR | RELATION_ADMIN, refund_shape, run_refund,
              "Money goes back to the client (opens with the money room)."),
    LATER_ROW("booking.distribute", RELATION_OWN_PROVIDER, booking_verb_shape, run_distribute,
              "A crew is paid its shares (opens with the money room)."),
    LATER_ROW("booking.releaseVote", RELATION_OWN_PROVIDER, booking_verb_shape, run_release_vote,
              "One of a crew agrees to the release (opens with the money room)."),
};

const struct operation_set booking_later_operations = {operations, COUNT_OF(operations)};
