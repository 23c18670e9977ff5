#include "booking/views.h"

#include "base/zone.h"

enum booking_party booking_party_of(const struct booking *booking, const struct call *call)
{
    if (id_equal(call->actor.account_id, booking->client_id))
        return PARTY_CLIENT;
    if (id_equal(call->actor.account_id, booking->provider_id))
        return PARTY_PROVIDER;
    return PARTY_MEDIATOR;
}

static bool address_is_shown(const struct booking *booking, enum booking_party viewer)
{
    switch (booking->status) {
    case BOOKING_PENDING:
    case BOOKING_DECLINED:
    case BOOKING_EXPIRED:
    case BOOKING_CANCELLED:
        return viewer != PARTY_PROVIDER;
    default:
        return true;
    }
}

static bool has_digit(struct str text)
{
    for (size_t i = 0; i < text.size; i++)
        if (text.data[i] >= '0' && text.data[i] <= '9')
            return true;
    return false;
}

/* The label without its first part and without every other that has a number in it, which may be a
 * house's: "123 Studio St, Los Angeles, CA" and "Apt 5, 123 Studio St, Los Angeles, CA" both give
 * "Los Angeles, CA". A label of one part may itself be the address: nothing is left of it. */
static struct str area_of(struct arena *arena, struct str label)
{
    struct buf area;
    struct str rest = label, piece;
    buf_init(&area, arena, label.size + 1);
    if (!str_next_piece(&rest, ',', &piece))
        return STR_NONE;
    while (str_next_piece(&rest, ',', &piece)) {
        struct str part = str_trim(piece);
        if (part.size == 0 || has_digit(part))
            continue;
        if (area.size > 0)
            BUF_ADD(&area, ", ");
        buf_add(&area, part);
    }
    return area.size > 0 ? buf_str(&area) : STR_NONE;
}

static struct list actions_of(struct arena *arena, const struct booking *booking,
                              enum booking_party party, int64_t now_ms)
{
    struct str *actions = ARENA_ARRAY(arena, struct str, VERB_COUNT);
    size_t count = 0;
    for (int verb = 0; verb < VERB_COUNT; verb++) {
        enum booking_status to;
        if (booking_decide(booking, (enum booking_verb)verb, party, now_ms, &to) == ERROR_NONE)
            actions[count++] = str_from(booking_verb_names.names[verb]);
    }
    return (struct list){actions, count};
}

/* A name is asked for once an answer: lists show the same few people again and again. */
struct name_memory {
    struct id id;
    struct user_view *user;            /* NULL: not asked for yet */
    struct provider_summary *provider; /* NULL: not asked for yet */
    struct name_memory *next;
};

static struct user_view *user_of(struct tx *tx, struct call *call, struct id id)
{
    struct user_view *view = ARENA_NEW(call->arena, struct user_view);
    view->id = id;
    account_load_view(tx, call->arena, id, view);
    return view;
}

static struct provider_summary *provider_of(struct tx *tx, struct call *call, struct id id)
{
    struct provider_summary *view = ARENA_NEW(call->arena, struct provider_summary);
    struct provider provider;
    view->id = id;
    if (provider_load_summary(tx, call->arena, id, &provider)) {
        view->display_name = provider.display_name;
        view->headline = provider.headline;
        view->time_zone = provider.time_zone;
        view->verified = provider.verified;
    }
    return view;
}

static struct name_memory *remember(struct call *call, struct name_memory **memory, struct id id)
{
    for (struct name_memory *known = *memory; known; known = known->next)
        if (id_equal(known->id, id))
            return known;
    struct name_memory *fresh = ARENA_NEW(call->arena, struct name_memory);
    *fresh = (struct name_memory){.id = id, .next = *memory};
    *memory = fresh;
    return fresh;
}

static struct user_view *client_named(struct tx *tx, struct call *call, struct name_memory **memory,
                                      struct id id)
{
    struct name_memory *known = remember(call, memory, id);
    if (!known->user)
        known->user = user_of(tx, call, id);
    return known->user;
}

static struct provider_summary *provider_named(struct tx *tx, struct call *call,
                                               struct name_memory **memory, struct id id)
{
    struct name_memory *known = remember(call, memory, id);
    if (!known->provider)
        known->provider = provider_of(tx, call, id);
    return known->provider;
}

void project_show(const struct project *project, struct project_view *ret)
{
    *ret = (struct project_view){.id = project->id,
                                 .title = project->title,
                                 .description = project->description,
                                 .created_ms = project->created_ms,
                                 .updated_ms = project->updated_ms};
}

/* The columns that are shown as they are. */
static void show_columns(const struct booking *b, struct booking_view *view)
{
    view->id = b->id;
    view->client_id = b->client_id;
    view->provider_id = b->provider_id;
    view->service_id = b->service_id;
    view->project_id = b->project_id;
    view->chat_thread_id = b->id; /* one conversation a booking: the same number, its own prefix */
    view->status = (int)b->status;
    view->payment_status = (int)b->payment_status;
    view->title = b->title;
    view->description = b->description;
    view->service_type = b->service_type;
    view->start_ms = b->start_ms;
    view->end_ms = b->end_ms;
    view->time_zone = b->time_zone;
    view->is_remote = b->is_remote;
    view->rate_type = (int)b->rate_type;
    view->rate_minor = b->rate_minor;
    view->total_minor = view->price_minor = b->total_minor;
    view->currency = b->currency;
    view->lines_json = b->quote_json;
    view->policy_json = b->policy_json;
    view->deliverables_json = b->deliverables_json;
    view->answers_json = b->answers_json;
    view->company = b->company;
    view->special_requirements = b->special_requirements;
    view->purpose = b->purpose;
    view->outcome = b->outcome;
    view->expires_ms = b->status == BOOKING_PENDING ? b->expires_ms : INSTANT_NONE;
    view->series_id = b->series_id;
    view->series_index = id_is_set(b->series_id) ? b->series_index : INSTANT_NONE;
    view->created_ms = b->created_ms;
    view->updated_ms = b->updated_ms;
    view->completed_ms = b->completed_ms;
}

static struct str local_text(struct arena *arena, struct str zone_text, int64_t instant_ms)
{
    const struct zone *zone = zone_find(zone_text);
    return zone ? zone_local_text(arena, zone, instant_ms) : STR_NONE;
}

/* minutes / 60 in at most four decimals: sessions are whole minutes. */
static struct decimal hours_of(int64_t duration_ms)
{
    int64_t minutes = duration_ms / MINUTE_MS;
    if (minutes % 60 == 0)
        return (struct decimal){.unscaled = minutes / 60};
    return (struct decimal){.unscaled = minutes * 10000 / 60, .scale = 4};
}

struct cancellation_view cancellation_show(struct arena *arena, const struct booking *booking,
                                           enum booking_party viewer, int64_t now_ms)
{
    struct cancellation_policy policy = booking_terms(arena, booking, viewer);
    struct cancellation now = booking_cancellation(booking, &policy, viewer, now_ms);
    return (struct cancellation_view){.refund_percent = now.refund_percent,
                                      .refund_minor = now.refund_minor,
                                      .fee_minor = now.fee_minor,
                                      .currency = booking->currency,
                                      .free_until_ms = now.free_until_ms,
                                      .next_change_ms = now.next_change_ms};
}

static struct cancellation_view *cancellation_of(struct call *call, const struct booking *booking,
                                                 enum booking_party viewer)
{
    enum booking_status to;
    if (booking_decide(booking, VERB_CANCEL, viewer, call->now_ms, &to) != ERROR_NONE)
        return NULL;
    struct cancellation_view *view = ARENA_NEW(call->arena, struct cancellation_view);
    *view = cancellation_show(call->arena, booking, viewer, call->now_ms);
    return view;
}

static struct cancelled_view *cancelled_of(struct arena *arena, const struct booking *booking)
{
    if (!booking->cancelled.by)
        return NULL;
    struct cancelled_view *view = ARENA_NEW(arena, struct cancelled_view);
    *view = (struct cancelled_view){
        .by = booking->cancelled.by == PARTY_PROVIDER,
        .at_ms = booking->cancelled.at_ms,
        .refund_percent = {.unscaled = booking->cancelled.refund_basis_points, .scale = 2},
        .refund_minor = booking->cancelled.refund_minor,
        .fee_minor = booking->total_minor - booking->cancelled.refund_minor,
        .currency = booking->currency};
    return view;
}

static struct proposal_view *proposal_of(struct call *call, const struct booking *booking)
{
    struct quote quote;
    int64_t minutes = (booking->proposal.end_ms - booking->proposal.start_ms) / MINUTE_MS;
    if (!booking->proposal.by || call->now_ms >= booking->proposal.expires_ms ||
        !booking_quote(booking->rate_type, booking->rate_minor, booking->currency, minutes, &quote))
        return NULL;
    struct proposal_view *view = ARENA_NEW(call->arena, struct proposal_view);
    *view = (struct proposal_view){.start_ms = booking->proposal.start_ms,
                                   .end_ms = booking->proposal.end_ms,
                                   .by = booking->proposal.by == PARTY_PROVIDER,
                                   .expires_ms = booking->proposal.expires_ms,
                                   .total_minor = quote.total_minor,
                                   .currency = booking->currency};
    return view;
}

static void show_with(struct tx *tx, struct call *call, struct name_memory **memory,
                      const struct booking *booking, struct booking_view *view)
{
    enum booking_party viewer = booking_party_of(booking, call);
    show_columns(booking, view);
    view->location_is_hidden =
        str_is_set(booking->place.label) && !address_is_shown(booking, viewer);
    view->location = view->location_is_hidden ? area_of(call->arena, booking->place.label)
                                              : booking->place.label;
    view->duration_hours = hours_of(booking->end_ms - booking->start_ms);
    view->local_start = local_text(call->arena, booking->time_zone, booking->start_ms);
    view->client = client_named(tx, call, memory, booking->client_id);
    view->provider = provider_named(tx, call, memory, booking->provider_id);
    struct project project;
    if (id_is_set(booking->project_id) &&
        project_load(tx, call->arena, booking->project_id, &project)) {
        view->project = ARENA_NEW(call->arena, struct project_view);
        project_show(&project, view->project);
    }
    view->cancelled = cancelled_of(call->arena, booking);
    view->proposal = proposal_of(call, booking);
    view->actions = actions_of(call->arena, booking, viewer, call->now_ms);
}

/* Where the hours have changed under what was agreed: told to the provider, for all at once. */
static void mark_outside(struct tx *tx, struct call *call, struct booking_view *views, size_t count)
{
    struct agreed_work *works = ARENA_ARRAY(call->arena, struct agreed_work, count);
    struct list own = {.items = works};
    const struct zone *zone = NULL;
    for (size_t i = 0; i < count; i++) {
        struct booking_view *view = &views[i];
        if (!id_equal(view->provider_id, call->actor.account_id) || view->end_ms <= call->now_ms ||
            !booking_status_is_open((enum booking_status)view->status))
            continue;
        works[own.count++] = (struct agreed_work){.time = {view->start_ms, view->end_ms},
                                                  .is_outside = &view->is_outside_hours};
        zone = zone_find(view->provider->time_zone);
    }
    if (zone)
        calendar_find_outside(tx, call->arena, call->actor.account_id, zone, own);
}

struct booking_view *booking_show_new(struct tx *tx, struct call *call,
                                      const struct booking *booking)
{
    struct name_memory *memory = NULL;
    struct booking_view *view = shape_new(&booking_view_shape, call->arena);
    show_with(tx, call, &memory, booking, view);
    mark_outside(tx, call, view, 1);
    view->cancellation = cancellation_of(call, booking, booking_party_of(booking, call));
    return view;
}

void booking_reply(struct call *call, struct tx *tx, const struct booking *booking, void *output)
{
    struct booking_output *out = output;
    out->success = true;
    out->booking = booking_show_new(tx, call, booking);
}

struct list booking_show_all(struct tx *tx, struct call *call, struct list bookings)
{
    struct name_memory *memory = NULL;
    struct booking_view *views = ARENA_ARRAY(call->arena, struct booking_view, bookings.count);
    for (size_t i = 0; i < bookings.count; i++) {
        shape_set_absent(&booking_view_shape, &views[i]);
        show_with(tx, call, &memory, LIST_AT(bookings, struct booking, i), &views[i]);
    }
    mark_outside(tx, call, views, bookings.count);
    return (struct list){views, bookings.count};
}

void quote_show(struct arena *arena, const struct quote *quote, struct quote_view *ret)
{
    static const char *const units[] = {
        [RATE_HOURLY] = "hour", [RATE_DAY] = "day", [RATE_FIXED] = "session"};
    static const char *const labels[] = {[RATE_HOURLY] = "Work by the hour",
                                         [RATE_DAY] = "Work by the day",
                                         [RATE_FIXED] = "Session"};
    struct quote_line *line = ARENA_NEW(arena, struct quote_line);
    *line = (struct quote_line){.label = str_from(labels[quote->rate_type]),
                                .unit = str_from(units[quote->rate_type]),
                                .quantity = quote->quantity,
                                .unit_price_minor = quote->rate_minor,
                                .amount_minor = quote->total_minor,
                                .currency = quote->currency};
    ret->lines = (struct list){line, 1};
    ret->total_minor = quote->total_minor;
    ret->currency = quote->currency;
    ret->rate_type = (int)quote->rate_type;
    ret->rate_minor = quote->rate_minor;
}

struct str quote_lines_json(struct arena *arena, const struct quote_view *quote)
{
    struct buf out;
    struct json_writer writer;
    buf_init(&out, arena, 256);
    json_writer_init(&writer, &out);
    json_begin_array(&writer);
    for (size_t i = 0; i < quote->lines.count; i++)
        shape_print(&quote_line_shape, LIST_AT(quote->lines, struct quote_line, i), &writer);
    json_end_array(&writer);
    return buf_str(&out);
}
