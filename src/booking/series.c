#include "booking/series.h"

size_t series_starts(const struct zone *zone, int64_t start_ms, const struct repeat_input *repeat,
                     struct series_start ret[SERIES_MAX])
{
    int64_t local_ms = zone_to_local_ms(zone, start_ms);
    int64_t step_ms = repeat->every_weeks * 7 * (int64_t)DAY_MS;
    size_t count = 0;
    for (;; local_ms += step_ms) {
        bool is_over = repeat->until != INSTANT_NONE ? local_ms / DAY_MS > repeat->until
                                                     : (int64_t)count >= repeat->count;
        if (is_over)
            return count;
        if (count == SERIES_MAX)
            return SERIES_MAX + 1;
        int64_t instants[2];
        bool exists = zone_from_local(zone, local_ms, instants) > 0;
        ret[count].start_ms = exists ? instants[0] : zone_resolve(zone, local_ms);
        ret[count].exists = exists;
        if (count == 0) /* where the clock shows it twice, the one that was asked for */
            ret[0] = (struct series_start){start_ms, true};
        count++;
    }
}

struct series_view *booking_series_new(struct arena *arena, struct id series_id, size_t room)
{
    struct series_view *series = ARENA_NEW(arena, struct series_view);
    series->id = series_id;
    series->bookings.items = ARENA_ARRAY(arena, struct series_entry, room);
    series->clashes.items = ARENA_ARRAY(arena, struct series_clash, room);
    return series;
}

void booking_series_add(struct series_view *series, const struct booking *booking)
{
    struct series_entry *entry =
        LIST_AT(series->bookings, struct series_entry, series->bookings.count++);
    *entry = (struct series_entry){.id = booking->id,
                                   .index = booking->series_index,
                                   .status = (int)booking->status,
                                   .start_ms = booking->start_ms,
                                   .end_ms = booking->end_ms};
}

/* ---- calling off ---- */

enum { SCOPE_THIS, SCOPE_FOLLOWING, SCOPE_ALL }; /* as named in SeriesScope */

/* The others of the series that can still be called off, in order: of struct booking. Those that
 * have begun or ended stay. */
static struct list list_others(struct call *call, struct tx *tx, const struct booking *first,
                               int scope)
{
    int64_t from = scope == SCOPE_FOLLOWING ? first->series_index : 0;
    struct list ids = booking_list_series(tx, call->arena, first->series_id, from);
    struct booking *others = ARENA_ARRAY(call->arena, struct booking, ids.count);
    size_t count = 0;
    for (size_t i = 0; i < ids.count; i++) {
        struct id id = *LIST_AT(ids, struct id, i);
        enum booking_status to;
        if (tx_is_write(tx))
            tx_lock_row(tx, "booking", id);
        if (!id_equal(id, first->id) && booking_load(tx, call->arena, id, &others[count]) &&
            booking_decide(&others[count], VERB_CANCEL, booking_party_of(first, call), call->now_ms,
                           &to) == ERROR_NONE)
            count++;
    }
    return (struct list){others, count};
}

static enum error check_scope(struct call *call, const struct booking *booking, int scope)
{
    if (scope > SCOPE_THIS && !id_is_set(booking->series_id))
        return call_refuse_field(call, "scope", "bad_choice", "This booking does not repeat.");
    return ERROR_NONE;
}

static enum error cancel_others(struct call *call, struct tx *tx, const struct booking *first,
                                const struct cancel_input *in, struct series_view *series)
{
    struct list others = list_others(call, tx, first, in->scope);
    struct remark remark = {.notes = in->notes, .reason = in->reason, .follows = true};
    for (size_t i = 0; i < others.count; i++) {
        struct booking *other = LIST_AT(others, struct booking, i);
        enum error error = booking_act(call, tx, other, VERB_CANCEL, &remark);
        if (error != ERROR_NONE)
            return error;
        booking_series_add(series, other);
    }
    return ERROR_NONE;
}

enum error booking_run_cancel(struct call *call, struct tx *tx, const void *input, void *output)
{
    const struct cancel_input *in = input;
    struct booking booking = *(struct booking *)call->subject;
    struct remark remark = {.notes = in->notes, .reason = in->reason};
    enum error error = check_scope(call, &booking, in->scope);
    if (error == ERROR_NONE)
        error = booking_act(call, tx, &booking, VERB_CANCEL, &remark);
    if (error != ERROR_NONE)
        return error;
    booking_reply(call, tx, &booking, output);
    if (in->scope > SCOPE_THIS) {
        struct series_view *series =
            booking_series_new(call->arena, booking.series_id, SERIES_MAX + 1);
        booking_series_add(series, &booking);
        error = cancel_others(call, tx, &booking, in, series);
        ((struct booking_output *)output)->series = series;
    }
    return error;
}

/* ---- what that would cost ---- */

static void add_cost(struct call *call, const struct booking *booking,
                     struct cancellation_output *out)
{
    struct cancellation_entry *entry =
        LIST_AT(out->bookings, struct cancellation_entry, out->bookings.count++);
    *entry = (struct cancellation_entry){
        .back =
            cancellation_show(call->arena, booking, booking_party_of(booking, call), call->now_ms),
        .booking_id = booking->id,
        .series_index = id_is_set(booking->series_id) ? booking->series_index : INSTANT_NONE,
        .start_ms = booking->start_ms,
        .end_ms = booking->end_ms,
        .status = (int)booking->status};
    if (!money_add(out->refund_minor, entry->back.refund_minor, &out->refund_minor))
        out->refund_minor = MONEY_MINOR_MAX;
    if (!money_add(out->fee_minor, entry->back.fee_minor, &out->fee_minor))
        out->fee_minor = MONEY_MINOR_MAX;
}

enum error booking_run_cancellation(struct call *call, struct tx *tx, const void *input,
                                    void *output)
{
    const struct cancellation_input *in = input;
    const struct booking *booking = call->subject;
    struct cancellation_output *out = output;
    enum booking_status to;
    struct list others = {0};
    enum error error = check_scope(call, booking, in->scope);
    if (error == ERROR_NONE)
        error = booking_judge_verb(call, booking, VERB_CANCEL, &to);
    if (error != ERROR_NONE)
        return error;
    if (in->scope > SCOPE_THIS)
        others = list_others(call, tx, booking, in->scope);
    *out = (struct cancellation_output){.currency = booking->currency};
    out->bookings.items = ARENA_ARRAY(call->arena, struct cancellation_entry, others.count + 1);
    size_t next = 0;
    for (; next < others.count; next++) {
        const struct booking *other = LIST_AT(others, struct booking, next);
        if (other->series_index > booking->series_index)
            break;
        add_cost(call, other, out);
    }
    add_cost(call, booking, out);
    for (; next < others.count; next++)
        add_cost(call, LIST_AT(others, struct booking, next), out);
    return ERROR_NONE;
}
