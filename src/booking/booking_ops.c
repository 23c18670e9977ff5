/* booking_ops.c: the rows of booking.*: parse → decide → reply. */
#include "booking/reschedule.h"
#include "booking/series.h"
#include "chat/chat.h"
#include "operation/page.h"

enum {
    SEES_BOOKING = MAY_OWNERS | RELATION_MEDIATOR | RELATION_ADMIN,
    MESSAGES_SHOWN = 50,
};

/* Before a write the provider's row is locked, then the booking's, and it is read again: what is
 * decided on cannot change until the end of the transaction. */
static bool load_for(struct tx *tx, struct call *call, struct id id, struct booking *ret)
{
    if (!booking_load(tx, call->arena, id, ret))
        return false;
    if (!tx_is_write(tx) || db_is_local(tx_db(tx)))
        return true; /* one snapshot, or the only writer */
    tx_lock_row(tx, "provider", ret->provider_id);
    tx_lock_row(tx, "booking", id);
    return booking_load(tx, call->arena, id, ret);
}

static enum error relate_booking(struct tx *tx, struct call *call, struct id id,
                                 uint32_t *ret_relations)
{
    struct booking *booking = ARENA_NEW(call->arena, struct booking);
    if (!load_for(tx, call, id, booking))
        return ERROR_NOT_FOUND;
    call->subject = booking;
    if (id_equal(call->actor.account_id, booking->client_id))
        *ret_relations |= RELATION_OWN_CLIENT;
    if (id_equal(call->actor.account_id, booking->provider_id))
        *ret_relations |= RELATION_OWN_PROVIDER;
    return ERROR_NONE;
}

const struct subject booking_subject = {
    .name = "booking", .seen_by = SEES_BOOKING, .relate = relate_booking};

static enum error run_get(struct call *call, struct tx *tx, const void *input, void *output)
{
    (void)input;
    booking_reply(call, tx, call->subject, output);
    struct message_range last = {.booking_id = ((struct booking *)call->subject)->id,
                                 .before_sequence = INT64_MAX,
                                 .before_ms = INSTANT_MAX,
                                 .limit = MESSAGES_SHOWN};
    ((struct booking_output *)output)->booking->messages = message_list(tx, call->arena, &last);
    return ERROR_NONE;
}

static enum error run_verb(struct call *call, struct tx *tx, const struct verb_input *in,
                           enum booking_verb verb, void *output)
{
    struct booking booking = *(struct booking *)call->subject;
    struct remark remark = {.notes = in->notes, .reason = in->reason};
    enum error error = booking_act(call, tx, &booking, verb, &remark);
    if (error == ERROR_NONE)
        booking_reply(call, tx, &booking, output);
    return error;
}

#define RUN_VERB(name, verb)                                                                       \
    static enum error run_##name(struct call *call, struct tx *tx, const void *input,              \
                                 void *output)                                                     \
    {                                                                                              \
        return run_verb(call, tx, input, verb, output);                                            \
    }
RUN_VERB(confirm, VERB_CONFIRM)
RUN_VERB(decline, VERB_DECLINE)
RUN_VERB(start, VERB_START)
RUN_VERB(complete, VERB_COMPLETE)
RUN_VERB(approve, VERB_APPROVE)
RUN_VERB(revision, VERB_REVISION)
RUN_VERB(no_show, VERB_NO_SHOW)
RUN_VERB(dispute, VERB_DISPUTE)
RUN_VERB(resolve, VERB_RESOLVE)

/* ---- lists ---- */

/* The cursor is "<sort key in ms>.<booking id>": where the page before ended. */
static bool parse_cursor(struct str cursor, struct booking_filter *filter)
{
    struct str rest = cursor, key;
    if (!str_is_set(cursor))
        return true;
    return str_next_piece(&rest, '.', &key) && str_to_int64(key, &filter->cursor_ms) &&
           str_is_set(rest) && id_parse(rest, "booking", &filter->cursor_id);
}

static struct str print_cursor(struct call *call, const struct booking *last,
                               enum booking_sort sort)
{
    struct buf out;
    buf_init(&out, call->arena, 64);
    buf_add_int(&out, sort == BOOKING_SORT_NEWEST ? last->created_ms : last->start_ms);
    buf_add_byte(&out, '.');
    id_print(&out, "booking", last->id);
    return buf_str(&out);
}

static int choice_or(int choice, int fallback)
{
    return choice < 0 ? fallback : choice;
}

static enum error filter_from(struct call *call, const struct list_input *in,
                              struct booking_filter *ret)
{
    struct booking_filter filter = {
        .account_id = call->actor.account_id,
        .as_provider = choice_or(in->role, 0) == 1,
        .series_id = in->series_id,
        .from_ms = in->from,
        .to_ms = in->to,
        .tab = (enum booking_tab)choice_or(in->tab, BOOKING_TAB_ALL),
        .now_ms = call->now_ms,
        .text = str_is_set(in->q) ? str_lower(call->arena, in->q) : STR_NONE,
        .sort = (enum booking_sort)choice_or(in->sort, BOOKING_SORT_SOONEST),
        .cursor_ms = INSTANT_NONE,
        .limit = page_size(in->limit),
    };
    for (size_t i = 0; i < in->statuses.count; i++)
        filter.statuses |= 1u << *LIST_AT(in->statuses, int, i);
    if (id_is_set(in->user_id) && !id_equal(in->user_id, filter.account_id)) {
        if (!(call->actor.roles & ROLE_ADMIN))
            return call_refuse(call, ERROR_FORBIDDEN, "userId must be your own id.");
        filter.account_id = in->user_id;
    }
    if (!parse_cursor(in->cursor, &filter))
        return call_refuse_field(call, "cursor", "invalid", "Not a cursor of this list.");
    *ret = filter;
    return ERROR_NONE;
}

/* Adds to the currency's row, which is made when it is new; the largest ends up in *stats. */
static void add_revenue(struct booking_stats *stats, const struct booking_count *row)
{
    struct revenue_view *rows = stats->revenue.items;
    size_t i = 0;
    while (i < stats->revenue.count && !currency_equal(rows[i].currency, row->currency))
        i++;
    if (i == stats->revenue.count)
        rows[stats->revenue.count++] = (struct revenue_view){.currency = row->currency};
    if (!money_add(rows[i].amount_minor, row->total_minor, &rows[i].amount_minor))
        rows[i].amount_minor = MONEY_MINOR_MAX;
    if (rows[i].amount_minor > stats->total_revenue_minor) {
        stats->total_revenue_minor = rows[i].amount_minor;
        stats->currency = row->currency;
    }
}

static struct booking_stats *count_stats(struct call *call, struct list counts)
{
    const struct edition *edition = call->runtime->edition; /* for the currency of nothing */
    struct booking_stats *stats = ARENA_NEW(call->arena, struct booking_stats);
    *stats = (struct booking_stats){
        .currency = edition ? edition->defaults->currency : (struct currency){"USD"},
        .revenue = {ARENA_ARRAY(call->arena, struct revenue_view, counts.count + 1), 0}};
    for (size_t i = 0; i < counts.count; i++) {
        const struct booking_count *row = LIST_AT(counts, struct booking_count, i);
        stats->total += row->count;
        if (row->status == BOOKING_PENDING)
            stats->pending += row->count;
        if (row->status == BOOKING_CONFIRMED)
            stats->confirmed += row->count;
        if (row->status != BOOKING_COMPLETED && row->status != BOOKING_APPROVED)
            continue;
        stats->completed += row->count;
        add_revenue(stats, row);
    }
    return stats;
}

static enum error run_list(struct call *call, struct tx *tx, const void *input, void *output)
{
    struct bookings_output *out = output;
    struct booking_filter filter;
    enum error error = filter_from(call, input, &filter);
    if (error != ERROR_NONE)
        return error;
    int64_t limit = filter.limit++; /* one more tells whether there is another page */
    struct list found = booking_list(tx, call->arena, &filter);
    if ((int64_t)found.count > limit) {
        found.count = (size_t)limit;
        const struct booking *last = LIST_AT(found, struct booking, found.count - 1);
        out->next_cursor = print_cursor(call, last, filter.sort);
    }
    out->bookings = booking_show_all(tx, call, found);
    out->stats = count_stats(call, booking_count_all(tx, call->arena, &filter));
    return ERROR_NONE;
}

/* A session is told by its end too: leaves those of one length, the one that was asked for. */
static enum error roster_find(struct call *call, struct tx *tx, const struct roster_input *in,
                              struct list *ret)
{
    bool is_sent = in->present & shape_bit(&booking_roster_shape, "durationHours");
    int64_t minutes = 0;
    enum error error =
        is_sent ? booking_read_hours(call, in->duration_hours, &minutes) : ERROR_NONE;
    if (error != ERROR_NONE)
        return error;
    *ret = booking_list_session(tx, call->arena, call->subject, in->start_ms);
    struct booking *found = ret->items;
    int64_t end_ms = in->start_ms + minutes * MINUTE_MS;
    size_t kept = 0;
    for (size_t i = 0; i < ret->count; i++) {
        if (!is_sent && found[i].end_ms != found[0].end_ms)
            return call_refuse_field(call, "durationHours", "required",
                                     "Sessions of several lengths begin then: say which.");
        if (!is_sent || found[i].end_ms == end_ms)
            found[kept++] = found[i];
    }
    ret->count = kept;
    return ERROR_NONE;
}

/* A request that holds no time has no seat yet. */
static int64_t seats_left(struct call *call, const struct service *service, struct list bookings)
{
    int64_t left = service->seats;
    for (size_t i = 0; i < bookings.count; i++) {
        const struct booking *booking = LIST_AT(bookings, struct booking, i);
        struct service agreed = *service;
        bool holds = booking->status != BOOKING_PENDING ||
                     (booking_apply_policy(call->arena, booking, &agreed) &&
                      booking->expires_ms > call->now_ms);
        left -= holds && left > 0;
    }
    return left;
}

static enum error run_roster(struct call *call, struct tx *tx, const void *input, void *output)
{
    const struct roster_input *in = input;
    struct roster_output *out = output;
    const struct service *service = call->subject;
    struct list found;
    enum error error = roster_find(call, tx, in, &found);
    if (error != ERROR_NONE)
        return error;
    out->bookings = booking_show_all(tx, call, found);
    out->seats = service->seats;
    out->seats_left = seats_left(call, service, found);
    return ERROR_NONE;
}

static enum error run_events(struct call *call, struct tx *tx, const void *input, void *output)
{
    const struct events_input *in = input;
    struct events_output *out = output;
    int64_t limit = in->limit > 0 ? in->limit : PAGE_MOST;
    int64_t after = in->present & shape_bit(&booking_events_shape, "after") ? in->after : 0;
    struct list entries = journal_read_subject(tx, call->arena, in->id, after, limit);
    struct event_view *views = ARENA_ARRAY(call->arena, struct event_view, entries.count);
    out->next_after = after;
    for (size_t i = 0; i < entries.count; i++) {
        const struct journal_entry *entry = LIST_AT(entries, struct journal_entry, i);
        views[i] = (struct event_view){.id = entry->position,
                                       .type = entry->type,
                                       .at_ms = entry->at_ms,
                                       .actor_id = entry->actor_id,
                                       .data_json = entry->data};
        out->next_after = entry->position;
    }
    out->events = (struct list){views, entries.count};
    return ERROR_NONE;
}

/* ---- the rows ---- */

#define ABOUT_BOOKING .subject = &booking_subject, .subject_field = "id"
#define VERB_ROW(operation_name, who, function, sentence)                                          \
    {                                                                                              \
        .name = operation_name, .kind = OPERATION_MUTATION, .flags = OPERATION_WRITES,             \
        .may = (who), ABOUT_BOOKING, .input = &booking_verb_shape,                                 \
        .output = &booking_output_shape, .rate = RATE_WRITE, .run = (function), .doc = sentence    \
    }

static const struct operation operations[] = {
    {.name = "booking.create",
     .kind = OPERATION_MUTATION,
     .flags = OPERATION_WRITES,
     .may = MAY_SIGNED_IN,
     .input = &booking_create_shape,
     .output = &booking_output_shape,
     .rate = RATE_WRITE,
     .run = booking_run_create,
     .foresee = booking_foresee_create,
     .advise = booking_advise_create,
     .doc = "Book a provider's time. The price is the server's; a request waits for the provider, "
            "an instant booking is confirmed at once. A time that is refused may come with "
            "alternatives: the provider's nearest free starts, and others who are free then. With "
            "repeat, all are booked or the clashes are named."},
    {.name = "booking.quote",
     .kind = OPERATION_QUERY,
     .may = MAY_SIGNED_IN,
     .input = &booking_quote_shape,
     .output = &quote_view_shape,
     .rate = RATE_READ,
     .run = booking_run_quote,
     .doc = "What a booking would cost, line by line. Nothing is reserved."},
    {.name = "booking.list",
     .kind = OPERATION_QUERY,
     .flags = OPERATION_REMEMBERED,
     .may = MAY_SIGNED_IN,
     .input = &booking_list_shape,
     .output = &bookings_output_shape,
     .rate = RATE_READ,
     .run = run_list,
     .doc = "One's own bookings as client or provider, with statistics."},
    {.name = "booking.get",
     .kind = OPERATION_QUERY,
     .flags = OPERATION_REMEMBERED,
     .may = SEES_BOOKING,
     ABOUT_BOOKING,
     .input = &booking_get_shape,
     .output = &booking_output_shape,
     .rate = RATE_READ,
     .run = run_get,
     .doc = "One booking, with what the caller may do now."},
    {.name = "booking.roster",
     .kind = OPERATION_QUERY,
     .flags = OPERATION_REMEMBERED,
     .may = RELATION_OWN_PROVIDER,
     .subject = &service_subject,
     .subject_field = "serviceId",
     .input = &booking_roster_shape,
     .output = &roster_output_shape,
     .rate = RATE_READ,
     .run = run_roster,
     .doc = "Who comes to one session of a service, for its provider."},
    {.name = "booking.events",
     .kind = OPERATION_QUERY,
     .flags = OPERATION_REMEMBERED,
     .may = SEES_BOOKING,
     ABOUT_BOOKING,
     .input = &booking_events_shape,
     .output = &events_output_shape,
     .rate = RATE_READ,
     .run = run_events,
     .doc = "The history of one booking, from the journal."},
    {.name = "booking.update",
     .kind = OPERATION_MUTATION,
     .flags = OPERATION_WRITES,
     .may = MAY_OWNERS,
     ABOUT_BOOKING,
     .input = &booking_update_shape,
     .output = &booking_output_shape,
     .rate = RATE_WRITE,
     .run = booking_run_update,
     .doc = "Change words, hand over deliverables, or move the status: a status is the matching "
            "verb, judged by its rules."},
    VERB_ROW("booking.confirm", RELATION_OWN_PROVIDER, run_confirm,
             "The provider takes the request; the time is judged again."),
    VERB_ROW("booking.accept", RELATION_OWN_PROVIDER, run_confirm, "The same as booking.confirm."),
    VERB_ROW("booking.decline", RELATION_OWN_PROVIDER, run_decline,
             "The provider does not take the request."),
    VERB_ROW("booking.start", RELATION_OWN_PROVIDER, run_start,
             "Work begins, at the earliest 15 minutes before the start."),
    VERB_ROW("booking.complete", RELATION_OWN_PROVIDER, run_complete, "Work is done."),
    {.name = "booking.cancel",
     .kind = OPERATION_MUTATION,
     .flags = OPERATION_WRITES,
     .may = MAY_OWNERS,
     ABOUT_BOOKING,
     .input = &booking_cancel_shape,
     .output = &booking_output_shape,
     .rate = RATE_WRITE,
     .run = booking_run_cancel,
     .doc = "Either side calls it off; of a series also those that follow, or all."},
    {.name = "booking.cancellation",
     .kind = OPERATION_QUERY,
     .flags = OPERATION_REMEMBERED,
     .may = MAY_OWNERS,
     ABOUT_BOOKING,
     .input = &booking_cancellation_shape,
     .output = &cancellation_output_shape,
     .rate = RATE_READ,
     .run = booking_run_cancellation,
     .doc = "What booking.cancel with this scope would do now, for each booking that it would call "
            "off, and in all. Refused as that would be."},
    {.name = "booking.reschedule",
     .kind = OPERATION_MUTATION,
     .flags = OPERATION_WRITES,
     .may = MAY_OWNERS,
     ABOUT_BOOKING,
     .input = &booking_reschedule_shape,
     .output = &booking_output_shape,
     .rate = RATE_WRITE,
     .run = booking_run_reschedule,
     .advise = booking_advise_reschedule,
     .doc = "Another time for the same booking. A request is moved by its client at once. Once "
            "confirmed, the time is kept beside the old one until the other side answers, at most "
            "48 hours; asking again replaces what was asked before. A time that is refused may "
            "come with alternatives: the nearest starts it could be moved to."},
    VERB_ROW("booking.acceptReschedule", MAY_OWNERS, booking_run_accept_reschedule,
             "The other side takes the time that was asked for. The price follows the rate agreed; "
             "cancelling still counts from the first start."),
    VERB_ROW("booking.declineReschedule", MAY_OWNERS, booking_run_decline_reschedule,
             "The booking stays when it is: by the other side, or by who asked, taking it back."),
    VERB_ROW("booking.approve", RELATION_OWN_CLIENT, run_approve,
             "The client approves the work (opens with the money room)."),
    VERB_ROW("booking.revision", RELATION_OWN_CLIENT, run_revision,
             "The client asks for changes (opens with the money room)."),
    VERB_ROW("booking.noShow", MAY_OWNERS, run_no_show,
             "The other side did not come (opens with the money room)."),
    VERB_ROW("booking.dispute", MAY_OWNERS, run_dispute,
             "Something is wrong (opens with the dispute room)."),
    VERB_ROW("booking.resolve", RELATION_MEDIATOR, run_resolve,
             "A mediator decides a dispute (opens with the dispute room)."),
};

const struct operation_set booking_operations = {operations, COUNT_OF(operations)};
