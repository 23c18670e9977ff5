/* The engine: open time, the predicate, and the list of starts it admits. Pure. */
#include <assert.h>
#include <stdlib.h>

#include "calendar/calendar_internal.h"
#include "calendar/sweep.h"

static int64_t lower(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

static int64_t higher(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

static int64_t date_of_local(int64_t local_ms)
{
    return local_ms >= 0 ? local_ms / DAY_MS : -((DAY_MS - 1 - local_ms) / DAY_MS);
}

/* ---- open time ---- */

/* A run of instants with one offset: wall time there is the instant plus it. */
struct segment {
    int64_t start_ms, end_ms, offset_ms;
};

/* The segment that begins at start_ms, cut at end_ms. */
static struct segment segment_at(const struct zone *zone, int64_t start_ms, int64_t end_ms)
{
    int64_t next_ms = zone_next_transition(zone, start_ms);
    return (struct segment){
        .start_ms = start_ms,
        .end_ms = next_ms > start_ms ? lower(next_ms, end_ms) : end_ms,
        .offset_ms = zone_to_local_ms(zone, start_ms) - start_ms,
    };
}

struct growing { /* a list of intervals or slots that doubles in its arena */
    struct arena *arena;
    struct list list;
    size_t room;
};

static void *growing_add(struct growing *growing, size_t size)
{
    if (growing->list.count == growing->room) {
        size_t room = growing->room ? growing->room * 2 : 64;
        growing->list.items =
            arena_grow(growing->arena, growing->list.items, growing->room * size, room * size);
        growing->room = room;
    }
    return (char *)growing->list.items + growing->list.count++ * size;
}

struct opening {
    struct growing intervals;
    struct list segments;
    int64_t date; /* the one being laid out */
};

/* Adds every instant of the segments whose wall time lies in the interval of this date. So a gap
 * clamps and an overlap is open twice, without a word about either. */
static void opening_add(struct opening *opening, int start_minute, int end_minute)
{
    int64_t midnight_ms = opening->date * DAY_MS;
    int64_t past = end_minute <= start_minute ? DAY_MS : 0;
    int64_t local_start_ms = midnight_ms + (int64_t)start_minute * MINUTE_MS;
    int64_t local_end_ms = midnight_ms + (int64_t)end_minute * MINUTE_MS + past;
    for (size_t i = 0; i < opening->segments.count; i++) {
        const struct segment *segment = LIST_AT(opening->segments, struct segment, i);
        int64_t start_ms = higher(local_start_ms - segment->offset_ms, segment->start_ms);
        int64_t end_ms = lower(local_end_ms - segment->offset_ms, segment->end_ms);
        if (start_ms < end_ms) {
            struct interval *interval = growing_add(&opening->intervals, sizeof *interval);
            *interval = (struct interval){.start_ms = start_ms, .end_ms = end_ms};
        }
    }
}

/* True when the date has exceptions, which then stand alone. */
static bool opening_add_exceptions(struct opening *opening, const struct list *exceptions)
{
    bool found = false;
    for (size_t i = 0; i < exceptions->count; i++) {
        const struct day_exception *row = LIST_AT(*exceptions, struct day_exception, i);
        if (row->date == opening->date) {
            found = true;
            if (row->start_minute >= 0) {
                opening_add(opening, row->start_minute, row->end_minute);
            }
        }
    }
    return found;
}

static void opening_add_weekly(struct opening *opening, const struct list *weekly)
{
    int weekday = date_weekday(opening->date);
    for (size_t i = 0; i < weekly->count; i++) {
        const struct weekly_hours *row = LIST_AT(*weekly, struct weekly_hours, i);
        if (row->weekday == weekday) {
            opening_add(opening, row->start_minute, row->end_minute);
        }
    }
}

static int compare_intervals(const void *a, const void *b)
{
    const struct interval *x = a, *y = b;
    return x->start_ms < y->start_ms ? -1 : x->start_ms > y->start_ms;
}

/* Sorts and joins what overlaps or touches, in place. */
static struct list intervals_join(struct list intervals)
{
    if (intervals.count == 0) {
        return intervals;
    }
    qsort(intervals.items, intervals.count, sizeof(struct interval), compare_intervals);
    struct interval *items = intervals.items;
    size_t last = 0;
    for (size_t i = 1; i < intervals.count; i++) {
        if (items[i].start_ms <= items[last].end_ms) {
            items[last].end_ms = higher(items[last].end_ms, items[i].end_ms);
        } else {
            items[++last] = items[i];
        }
    }
    intervals.count = last + 1;
    return intervals;
}

static struct list segments_between(const struct zone *zone, int64_t from_ms, int64_t to_ms,
                                    struct arena *arena)
{
    struct growing segments = {.arena = arena};
    while (from_ms < to_ms) {
        struct segment *segment = growing_add(&segments, sizeof *segment);
        *segment = segment_at(zone, from_ms, to_ms);
        from_ms = segment->end_ms;
    }
    return segments.list;
}

struct list calendar_open_time(const struct zone *zone, const struct list *weekly,
                               const struct list *exceptions, int64_t from_ms, int64_t to_ms,
                               struct arena *arena)
{
    struct opening opening = {
        .intervals = {.arena = arena},
        .segments = segments_between(zone, from_ms, to_ms, arena),
    };
    /* Hours of the day before may run past midnight; one more day for a zone that leapt over one.
     */
    int64_t last = date_of_local(zone_to_local_ms(zone, to_ms)) + 1;
    opening.date = date_of_local(zone_to_local_ms(zone, from_ms)) - 2;
    for (; opening.date <= last; opening.date++) {
        if (!opening_add_exceptions(&opening, exceptions)) {
            opening_add_weekly(&opening, weekly);
        }
    }
    return intervals_join(opening.intervals.list);
}

/* The joined interval that holds the instant, or NULL. */
static const struct interval *open_find(const struct list *open, int64_t at_ms)
{
    const struct interval *items = open->items;
    size_t low = 0, high = open->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (items[middle].end_ms <= at_ms) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < open->count && items[low].start_ms <= at_ms ? &items[low] : NULL;
}

/* ---- the predicate ---- */

static bool claim_counts(const struct claim *claim, const struct slot_request *request,
                         int64_t now_ms)
{
    bool is_ignored = id_is_set(request->ignore_booking_id) &&
                      id_equal(claim->booking_id, request->ignore_booking_id);
    bool is_own_hold = claim->kind == CLAIM_HOLD && id_is_set(request->holder_id) &&
                       id_equal(claim->client_id, request->holder_id);
    return !is_ignored && !is_own_hold &&
           (claim->expires_ms == INSTANT_NONE || claim->expires_ms > now_ms);
}

struct claim claim_of_request(const struct slot_request *request)
{
    const struct service *service = request->service;
    int64_t end_ms = request->start_ms + request->duration_ms;
    return (struct claim){
        .service_id = service->id,
        .start_ms = request->start_ms - service->buffer_before_minutes * MINUTE_MS,
        .end_ms = end_ms + service->buffer_after_minutes * MINUTE_MS,
        .work_start_ms = request->start_ms,
        .work_end_ms = end_ms,
        .seats = service->seats,
        .expires_ms = INSTANT_NONE,
    };
}

/* The first claim that can still reach past the instant. */
static size_t claims_reaching(const struct calendar *calendar, int64_t at_ms)
{
    const struct claim *claims = calendar->claims.items;
    size_t low = 0, high = calendar->claims.count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (claims[middle].start_ms <= at_ms - calendar->longest_ms) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

enum error calendar_judge_claims(const struct calendar *calendar,
                                 const struct slot_request *request, int64_t now_ms,
                                 int64_t *ret_seats_left)
{
    assert(calendar->capacity >= 1 && calendar->capacity <= PROVIDER_CAPACITY_MAX);
    const struct claim wanted = claim_of_request(request);
    const struct claim *claims = calendar->claims.items;
    struct group groups[PROVIDER_CAPACITY_MAX];
    struct sweep sweep = {.groups = groups, .room = (size_t)calendar->capacity};
    int64_t most = 0, joined = 0;
    for (size_t i = claims_reaching(calendar, wanted.start_ms);
         i < calendar->claims.count && claims[i].start_ms < wanted.end_ms; i++) {
        if (claims[i].end_ms <= wanted.start_ms || !claim_counts(&claims[i], request, now_ms)) {
            continue;
        }
        if (claims_share_group(&claims[i], &wanted)) {
            joined++;
            continue;
        }
        sweep_add(&sweep, &claims[i], 0);
        if (sweep.count == sweep.room) {
            return ERROR_SLOT_TAKEN; /* full at this instant without us; so the sweep has room */
        }
        most = higher(most, (int64_t)sweep.count);
    }
    int64_t left = wanted.seats > 1 ? wanted.seats - joined : calendar->capacity - most;
    if (left < 1) {
        return ERROR_SLOT_TAKEN;
    }
    if (ret_seats_left) {
        *ret_seats_left = left;
    }
    return ERROR_NONE;
}

static enum error judge_limits(const struct calendar *calendar, const struct slot_request *request,
                               int64_t now_ms, int64_t date)
{
    const struct service *service = request->service;
    int64_t monday = date - date_weekday(date);
    int64_t in_day = 0, in_week = 0;
    for (size_t i = 0; i < calendar->claims.count; i++) {
        const struct claim *claim = LIST_AT(calendar->claims, struct claim, i);
        if (id_equal(claim->service_id, service->id) && claim_counts(claim, request, now_ms)) {
            int64_t other = date_of_local(zone_to_local_ms(calendar->zone, claim->work_start_ms));
            in_day += other == date;
            in_week += other >= monday && other < monday + 7;
        }
    }
    if (service->max_per_day > 0 && in_day >= service->max_per_day) {
        return ERROR_DAY_LIMIT;
    }
    return service->max_per_week > 0 && in_week >= service->max_per_week ? ERROR_WEEK_LIMIT
                                                                         : ERROR_NONE;
}

/* A date's verdict is the same for each of its starts: judged once while walking along the grid. */
struct date_verdict {
    bool is_known;
    int64_t date;
    enum error error;
};

static enum error judge_date(const struct calendar *calendar, const struct slot_request *request,
                             int64_t now_ms, int64_t date, struct date_verdict *verdict)
{
    if (request->service->max_per_day <= 0 && request->service->max_per_week <= 0) {
        return ERROR_NONE;
    }
    if (!verdict->is_known || verdict->date != date) {
        verdict->is_known = true;
        verdict->date = date;
        verdict->error = judge_limits(calendar, request, now_ms, date);
    }
    return verdict->error;
}

static enum error judge_client(const struct calendar *calendar, const struct slot_request *request,
                               int64_t now_ms)
{
    if (request->service->max_concurrent_per_client <= 0 || !id_is_set(request->client_id)) {
        return ERROR_NONE;
    }
    int64_t open = 0;
    for (size_t i = 0; i < calendar->client_claims.count; i++) {
        const struct client_claim *claim = LIST_AT(calendar->client_claims, struct client_claim, i);
        bool is_ignored = id_is_set(request->ignore_booking_id) &&
                          id_equal(claim->booking_id, request->ignore_booking_id);
        bool is_expired = claim->expires_ms != INSTANT_NONE && claim->expires_ms <= now_ms;
        open += !is_ignored && !is_expired && claim->work_end_ms > now_ms &&
                id_equal(claim->client_id, request->client_id);
    }
    return open >= request->service->max_concurrent_per_client ? ERROR_CLIENT_LIMIT : ERROR_NONE;
}

/* Whether a start that the rules allow is also free: what changes as others book. */
static enum error judge_free(const struct calendar *calendar, const struct slot_request *request,
                             int64_t now_ms, int64_t date, struct date_verdict *verdict,
                             int64_t *ret_seats_left)
{
    enum error error = judge_date(calendar, request, now_ms, date, verdict);
    if (!error) {
        error = calendar_judge_claims(calendar, request, now_ms, ret_seats_left);
    }
    return error ? error : judge_client(calendar, request, now_ms);
}

bool calendar_duration_fits(const struct service *service, int64_t duration_ms)
{
    if (duration_ms <= 0 || duration_ms % MINUTE_MS != 0) {
        return false;
    }
    int64_t minutes = duration_ms / MINUTE_MS;
    if (service->duration_minutes > 0) {
        return minutes == service->duration_minutes;
    }
    return minutes >= service->min_minutes && minutes <= service->max_minutes &&
           (minutes - service->min_minutes) % service->step_minutes == 0;
}

/* The first and last start that notice and window allow, both included. */
static struct interval start_limits(const struct service *service, int64_t now_ms)
{
    return (struct interval){.start_ms = now_ms + service->min_notice_minutes * MINUTE_MS,
                             .end_ms = now_ms + service->window_days * DAY_MS};
}

enum error calendar_judge(const struct calendar *calendar, const struct slot_request *request,
                          int64_t now_ms, int64_t *ret_seats_left)
{
    const struct service *service = request->service;
    if (request->is_held) {
        if (ret_seats_left) {
            *ret_seats_left = 1;
        }
        return judge_client(calendar, request, now_ms);
    }
    if (!calendar_duration_fits(service, request->duration_ms)) {
        return ERROR_BAD_DURATION;
    }
    int64_t local_ms = zone_to_local_ms(calendar->zone, request->start_ms);
    int64_t date = date_of_local(local_ms);
    if ((local_ms - date * DAY_MS) % (service->step_minutes * MINUTE_MS) != 0) {
        return ERROR_OFF_GRID;
    }
    struct interval limits = start_limits(service, now_ms);
    if (request->start_ms < limits.start_ms) {
        return ERROR_TOO_SOON;
    }
    if (request->start_ms > limits.end_ms) {
        return ERROR_TOO_FAR;
    }
    const struct interval *open = open_find(&calendar->open, request->start_ms);
    if (!open || request->start_ms + request->duration_ms > open->end_ms) {
        return ERROR_OUTSIDE_HOURS;
    }
    struct date_verdict verdict = {0};
    int64_t left = 0;
    enum error error = judge_free(calendar, request, now_ms, date, &verdict, &left);
    if (!error && ret_seats_left) {
        *ret_seats_left = left;
    }
    return error;
}

/* ---- slots ---- */

/* Walks exactly the starts for which everything before judge_free() holds: open intervals, cut by
 * notice and window and by the duration at their end, one offset at a time, along the grid. */
struct walk {
    const struct calendar *calendar;
    struct slot_request request;
    int64_t now_ms, step_ms;
    struct date_verdict verdict;
    struct growing slots;
};

static void walk_visit(struct walk *walk, int64_t start_ms, int64_t date)
{
    int64_t left = 0;
    walk->request.start_ms = start_ms;
    if (judge_free(walk->calendar, &walk->request, walk->now_ms, date, &walk->verdict, &left)) {
        return;
    }
    struct slot *slot = growing_add(&walk->slots, sizeof *slot);
    *slot = (struct slot){
        .start_ms = start_ms, .end_ms = start_ms + walk->request.duration_ms, .seats_left = left};
}

static void walk_segment(struct walk *walk, struct segment segment)
{
    int64_t local_ms = segment.start_ms + segment.offset_ms;
    int64_t local_end_ms = segment.end_ms + segment.offset_ms;
    int64_t date = date_of_local(local_ms);
    for (; date * DAY_MS < local_end_ms; date++) {
        int64_t midnight_ms = date * DAY_MS;
        int64_t into_ms = higher(local_ms - midnight_ms, 0);
        int64_t first_ms = (into_ms + walk->step_ms - 1) / walk->step_ms * walk->step_ms;
        int64_t last_ms = lower(DAY_MS, local_end_ms - midnight_ms);
        for (int64_t at_ms = first_ms; at_ms < last_ms; at_ms += walk->step_ms) {
            walk_visit(walk, midnight_ms + at_ms - segment.offset_ms, date);
        }
    }
}

struct list calendar_slots(const struct calendar *calendar, const struct slot_request *prototype,
                           int64_t from_ms, int64_t to_ms, int64_t now_ms, struct arena *arena)
{
    struct walk walk = {.calendar = calendar,
                        .request = *prototype,
                        .now_ms = now_ms,
                        .step_ms = prototype->service->step_minutes * MINUTE_MS,
                        .slots = {.arena = arena}};
    if (!calendar_duration_fits(prototype->service, prototype->duration_ms) ||
        judge_client(calendar, prototype, now_ms)) {
        return walk.slots.list;
    }
    struct interval limits = start_limits(prototype->service, now_ms);
    from_ms = higher(from_ms, limits.start_ms);
    to_ms = lower(to_ms, limits.end_ms + 1);
    for (size_t i = 0; i < calendar->open.count; i++) {
        const struct interval *open = LIST_AT(calendar->open, struct interval, i);
        int64_t at_ms = higher(from_ms, open->start_ms);
        int64_t end_ms = lower(to_ms, open->end_ms - prototype->duration_ms + 1);
        while (at_ms < end_ms) {
            struct segment segment = segment_at(calendar->zone, at_ms, end_ms);
            walk_segment(&walk, segment);
            at_ms = segment.end_ms;
        }
    }
    return walk.slots.list;
}
