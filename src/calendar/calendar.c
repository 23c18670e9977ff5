/* The engine: the table of checks that is the predicate, and the list of starts it admits. Pure. */
#include <assert.h>

#include "calendar/calendar_internal.h"
#include "calendar/engine.h"
#include "calendar/sweep.h"
#include "calendar/travel.h"

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

static bool is_of_moved(const struct claim *claim, const struct slot_request *request)
{
    return id_is_set(request->ignore_booking_id) &&
           id_equal(claim->booking_id, request->ignore_booking_id);
}

/* Another time that was asked for is given back before this one is claimed. The booking's own time
 * is not: it makes room for the new one only where nobody else can have a part in either. */
static bool is_own_room(const struct claim *claim, const struct slot_request *request)
{
    bool is_alone = claim->seats == 1 && request->service->seats == 1;
    return is_of_moved(claim, request) && (is_alone || claim->kind == CLAIM_PROPOSAL);
}

bool claim_counts(const struct claim *claim, const struct slot_request *request, int64_t now_ms)
{
    bool is_own_hold = claim->kind == CLAIM_HOLD && id_is_set(request->holder_id) &&
                       id_equal(claim->client_id, request->holder_id);
    return !is_own_room(claim, request) && !is_own_hold &&
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
        .place =
            request->place ? *request->place : (struct place){STR_NONE, PLACE_NONE, PLACE_NONE},
    };
}

size_t claims_reaching(const struct calendar *calendar, int64_t at_ms)
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

/* What stands in the way of a request, up to the instant where it is already full without it. */
struct crowd {
    int64_t joined; /* members of the request's own group session */
    int64_t most;   /* other groups that stand at once */
    bool is_full;
    size_t visits; /* claims that were looked at for it */
};

/* Whether the claim has to do with what is wanted; it overlaps, and is not of its own group. */
static bool claim_overlaps(const struct claim *claim, const struct claim *wanted)
{
    return claim->start_ms < wanted->end_ms && claim->end_ms > wanted->start_ms &&
           !claims_share_group(claim, wanted);
}

static struct crowd crowd_around(const struct calendar *calendar,
                                 const struct slot_request *request, const struct claim *wanted,
                                 int64_t now_ms)
{
    assert(calendar->capacity >= 1 && calendar->capacity <= PROVIDER_CAPACITY_MAX);
    const struct claim *claims = calendar->claims.items;
    struct group groups[PROVIDER_CAPACITY_MAX];
    struct sweep sweep = {.groups = groups, .room = (size_t)calendar->capacity};
    struct crowd crowd = {0};
    for (size_t i = claims_reaching(calendar, wanted->start_ms);
         i < calendar->claims.count && claims[i].start_ms < wanted->end_ms; i++) {
        crowd.visits++;
        if (claims[i].end_ms <= wanted->start_ms || !claim_counts(&claims[i], request, now_ms)) {
            continue;
        }
        if (claims_share_group(&claims[i], wanted)) {
            crowd.joined++;
            continue;
        }
        sweep_add(&sweep, &claims[i], 0);
        if (sweep.count == sweep.room) { /* full at this instant; so the sweep always has room */
            crowd.is_full = true;
            return crowd;
        }
        crowd.most = higher(crowd.most, (int64_t)sweep.count);
    }
    return crowd;
}

static int64_t crowd_seats_left(const struct crowd *crowd, const struct claim *wanted,
                                const struct calendar *calendar)
{
    if (crowd->is_full) {
        return 0;
    }
    int64_t left =
        wanted->seats > 1 ? wanted->seats - crowd->joined : calendar->capacity - crowd->most;
    return higher(left, 0);
}

/* What travel leaves of the seats that are left: a session's own, or none of them. Claims that are
 * looked at are added to *visits. */
static int64_t seats_after_travel(const struct calendar *calendar,
                                  const struct slot_request *request, const struct claim *wanted,
                                  int64_t now_ms, int64_t left, size_t *visits)
{
    if (calendar->speed_mph == 0) {
        return left;
    }
    int64_t room = travel_room(calendar, request, wanted, now_ms, visits);
    return wanted->seats > 1 && room > 0 ? left : lower(left, room);
}

enum error calendar_judge_claims(const struct calendar *calendar,
                                 const struct slot_request *request, int64_t now_ms,
                                 int64_t *ret_seats_left)
{
    const struct claim wanted = claim_of_request(request);
    const struct crowd crowd = crowd_around(calendar, request, &wanted, now_ms);
    int64_t left = crowd_seats_left(&crowd, &wanted, calendar);
    if (left <= 0) {
        return ERROR_SLOT_TAKEN;
    }
    size_t visits = 0;
    left = seats_after_travel(calendar, request, &wanted, now_ms, left, &visits);
    if (left > 0 && ret_seats_left) {
        *ret_seats_left = left;
    }
    return left > 0 ? ERROR_NONE : ERROR_TRAVEL;
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

/* ---- the checks ---- */

/* A date's limits are the same for each of its starts: counted once while walking the grid. */
struct date_count {
    bool is_known;
    int64_t date, in_day, in_week;
};

/* One start that is looked at, and what is found. Checks that are not asked for reasons only say
 * whether they refuse. */
struct look {
    const struct calendar *calendar;
    const struct slot_request *request;
    int64_t now_ms;
    int64_t local_ms, date; /* of the start, in the provider's zone */
    struct date_count count;
    const int64_t *dates; /* of each claim, counted out before a walk; NULL: not done */
    int64_t seats_left;
    size_t visits;                /* of claims, so far */
    struct slot_reasons *reasons; /* NULL: nobody asks */
    struct arena *arena;          /* with reasons */
};

static bool look_refuse(struct look *look, enum slot_reason reason, int64_t until_ms)
{
    if (look->reasons) {
        look->reasons->found[reason] = true;
        look->reasons->until_ms[reason] = until_ms;
    }
    return true;
}

static bool refuses_duration(struct look *look)
{
    const struct slot_request *request = look->request;
    return !(request->agreed_ms > 0 && request->duration_ms == request->agreed_ms) &&
           !calendar_duration_fits(request->service, request->duration_ms) &&
           look_refuse(look, REASON_DURATION, INSTANT_NONE);
}

static bool refuses_grid(struct look *look)
{
    int64_t step_ms = look->request->service->step_minutes * MINUTE_MS;
    return (look->local_ms - look->date * DAY_MS) % step_ms != 0 &&
           look_refuse(look, REASON_OFF_GRID, INSTANT_NONE);
}

static bool refuses_notice(struct look *look)
{
    struct interval limits = start_limits(look->request->service, look->now_ms);
    return look->request->start_ms < limits.start_ms &&
           look_refuse(look, REASON_NOTICE, INSTANT_NONE);
}

static bool refuses_window(struct look *look)
{
    const struct slot_request *request = look->request;
    struct interval limits = start_limits(request->service, look->now_ms);
    return request->start_ms > limits.end_ms &&
           look_refuse(look, REASON_WINDOW,
                       request->start_ms - request->service->window_days * DAY_MS);
}

int64_t first_closed(const struct list *open, int64_t start_ms, int64_t end_ms)
{
    const struct interval *interval;
    while (start_ms < end_ms && (interval = open_find(open, start_ms))) {
        start_ms = interval->end_ms;
    }
    return lower(start_ms, end_ms);
}

/* When the last time off that touches the work is over, or INT64_MIN. Its end may lie beyond the
 * work, so it is laid out as far as any row reaches; a wall may be a day from the instant. */
static int64_t time_off_end(const struct look *look, int64_t start_ms, int64_t end_ms)
{
    const struct calendar *calendar = look->calendar;
    const struct list *rows = &calendar->hours.time_off;
    int64_t far_ms = end_ms, until_ms = INT64_MIN;
    for (size_t i = 0; i < rows->count; i++) {
        far_ms = higher(far_ms, LIST_AT(*rows, struct time_off, i)->end_ms + 2 * (int64_t)DAY_MS);
    }
    struct list off = time_off_intervals(calendar->zone, rows, start_ms, far_ms, look->arena);
    for (size_t i = 0; i < off.count; i++) {
        const struct interval *interval = LIST_AT(off, struct interval, i);
        if (interval->start_ms < end_ms && interval->end_ms > start_ms) {
            until_ms = interval->end_ms;
        }
    }
    return until_ms;
}

/* Time off may close what is open, and what is closed anyway. */
static void explain_hours(struct look *look, int64_t start_ms, int64_t end_ms)
{
    const struct calendar *calendar = look->calendar;
    struct hours hours = calendar->hours;
    int64_t off_until_ms = time_off_end(look, start_ms, end_ms);
    if (off_until_ms > start_ms) {
        look_refuse(look, REASON_TIME_OFF, off_until_ms);
    }
    hours.time_off = (struct list){0};
    struct list open = calendar_open_time(calendar->zone, &hours, start_ms, end_ms, look->arena);
    int64_t closed_ms = first_closed(&open, start_ms, end_ms);
    if (closed_ms < end_ms) {
        int64_t date = date_of_local(zone_to_local_ms(calendar->zone, closed_ms));
        if (hours_have_exception(&hours, date)) {
            int64_t midnight_ms = (date + 1) * DAY_MS; /* an exception is of one date */
            look_refuse(look, REASON_EXCEPTION, zone_resolve(calendar->zone, midnight_ms));
        } else {
            look_refuse(look, REASON_OUTSIDE_HOURS, INSTANT_NONE);
        }
    }
}

static bool refuses_hours(struct look *look)
{
    int64_t start_ms = look->request->start_ms, end_ms = start_ms + look->request->duration_ms;
    if (first_closed(&look->calendar->open, start_ms, end_ms) == end_ms) {
        return false;
    }
    if (look->reasons && start_ms < end_ms) {
        explain_hours(look, start_ms, end_ms);
    }
    return true;
}

/* The date on which a claim counts against the service's limits; INT64_MIN: on none. What is moved
 * is not one more. */
static int64_t counting_date(const struct look *look, const struct claim *claim)
{
    if (!id_equal(claim->service_id, look->request->service->id) ||
        is_of_moved(claim, look->request) || !claim_counts(claim, look->request, look->now_ms)) {
        return INT64_MIN;
    }
    return date_of_local(zone_to_local_ms(look->calendar->zone, claim->work_start_ms));
}

/* Whether the claim is one of the service that starts on these dates, both included. */
static bool starts_on(const struct look *look, const struct claim *claim, int64_t first,
                      int64_t last)
{
    const struct claim *claims = look->calendar->claims.items;
    int64_t date = look->dates ? look->dates[claim - claims] : counting_date(look, claim);
    return date >= first && date <= last;
}

/* The same, but a booking that may be moved counts once, however many claims keep its times: by its
 * own, or by the first part of what was proposed. */
static bool counts_on(const struct look *look, const struct claim *claim, int64_t first,
                      int64_t last)
{
    const struct list *claims = &look->calendar->claims;
    if (!starts_on(look, claim, first, last)) {
        return false;
    }
    for (size_t i = 0; claim->kind == CLAIM_PROPOSAL && i < claims->count; i++) {
        const struct claim *other = LIST_AT(*claims, struct claim, i);
        if (id_equal(other->booking_id, claim->booking_id) &&
            (other->kind != CLAIM_PROPOSAL || other < claim) &&
            starts_on(look, other, first, last)) {
            return false;
        }
    }
    return true;
}

static void count_date(struct look *look)
{
    struct date_count count = {.is_known = true, .date = look->date};
    int64_t monday = look->date - date_weekday(look->date);
    for (size_t i = 0; i < look->calendar->claims.count; i++) {
        const struct claim *claim = LIST_AT(look->calendar->claims, struct claim, i);
        int64_t away_ms = claim->work_start_ms - look->request->start_ms;
        if (away_ms > -LIMIT_REACH_MS && away_ms < LIMIT_REACH_MS &&
            starts_on(look, claim, monday, monday + 6)) {
            count.in_day += counts_on(look, claim, look->date, look->date);
            count.in_week += counts_on(look, claim, monday, monday + 6);
        }
    }
    look->count = count;
}

static bool refuses_limit(struct look *look, int64_t limit, const int64_t *count,
                          enum slot_reason reason)
{
    if (limit <= 0) {
        return false;
    }
    if (!look->count.is_known || look->count.date != look->date) {
        count_date(look);
    }
    return *count >= limit && look_refuse(look, reason, INSTANT_NONE);
}

static bool refuses_day(struct look *look)
{
    return refuses_limit(look, look->request->service->max_per_day, &look->count.in_day,
                         REASON_DAY_LIMIT);
}

static bool refuses_week(struct look *look)
{
    return refuses_limit(look, look->request->service->max_per_week, &look->count.in_week,
                         REASON_WEEK_LIMIT);
}

/* Where one thing is done at a time, every claim that overlaps is an obstacle of its own kind. */
static void explain_claims(struct look *look, const struct claim *wanted)
{
    const struct claim *claims = look->calendar->claims.items;
    for (size_t i = claims_reaching(look->calendar, wanted->start_ms);
         i < look->calendar->claims.count && claims[i].start_ms < wanted->end_ms; i++) {
        const struct claim *claim = &claims[i];
        if (!claim_overlaps(claim, wanted) || !claim_counts(claim, look->request, look->now_ms)) {
            continue;
        }
        if (claim->kind == CLAIM_HOLD) {
            int64_t until_ms = look->reasons->until_ms[REASON_HELD];
            look_refuse(look, REASON_HELD, higher(until_ms, claim->expires_ms));
        } else if (claim->work_start_ms < wanted->work_end_ms &&
                   wanted->work_start_ms < claim->work_end_ms) {
            look_refuse(look, REASON_CLAIMED, INSTANT_NONE);
        } else {
            look_refuse(look, REASON_BUFFER, INSTANT_NONE);
        }
    }
}

static bool refuses_claims(struct look *look)
{
    const struct claim wanted = claim_of_request(look->request);
    const struct crowd crowd = crowd_around(look->calendar, look->request, &wanted, look->now_ms);
    look->visits += crowd.visits;
    look->seats_left = crowd_seats_left(&crowd, &wanted, look->calendar);
    if (look->seats_left > 0) {
        return false;
    }
    if (look->reasons && crowd.is_full && look->calendar->capacity == 1) {
        explain_claims(look, &wanted);
    } else if (crowd.is_full) {
        look_refuse(look, REASON_CAPACITY, INSTANT_NONE);
    } else {
        look_refuse(look, REASON_SEATS, INSTANT_NONE);
    }
    return true;
}

/* Only of a start that is free: where claims overlap, which way would be too long is not asked. */
static bool refuses_travel(struct look *look)
{
    if (look->calendar->speed_mph == 0 || look->seats_left == 0) {
        return false;
    }
    const struct claim wanted = claim_of_request(look->request);
    look->seats_left = seats_after_travel(look->calendar, look->request, &wanted, look->now_ms,
                                          look->seats_left, &look->visits);
    return look->seats_left == 0 && look_refuse(look, REASON_TRAVEL, INSTANT_NONE);
}

static bool refuses_client(struct look *look)
{
    const struct slot_request *request = look->request;
    if (request->service->max_concurrent_per_client <= 0 || !id_is_set(request->client_id)) {
        return false;
    }
    int64_t open = 0;
    for (size_t i = 0; i < look->calendar->client_claims.count; i++) {
        const struct client_claim *claim =
            LIST_AT(look->calendar->client_claims, struct client_claim, i);
        bool is_ignored = id_is_set(request->ignore_booking_id) &&
                          id_equal(claim->booking_id, request->ignore_booking_id);
        bool is_expired = claim->expires_ms != INSTANT_NONE && claim->expires_ms <= look->now_ms;
        open += !is_ignored && !is_expired && claim->work_end_ms > look->now_ms &&
                id_equal(claim->client_id, request->client_id);
    }
    return open >= request->service->max_concurrent_per_client &&
           look_refuse(look, REASON_CLIENT_LIMIT, INSTANT_NONE);
}

/* THE rules: the first row that refuses is the refusal, and all that refuse are the reasons. From
 * CHECK_FREE on they say whether a start that the rules allow is also free. */
enum { CHECK_FREE = 5, CHECK_CLIENT = 9, CHECK_COUNT };
static const struct check {
    enum error error;
    bool (*refuses)(struct look *look);
} checks[CHECK_COUNT] = {
    {ERROR_BAD_DURATION, refuses_duration}, {ERROR_OFF_GRID, refuses_grid},
    {ERROR_TOO_SOON, refuses_notice},       {ERROR_TOO_FAR, refuses_window},
    {ERROR_OUTSIDE_HOURS, refuses_hours},   [CHECK_FREE] = {ERROR_DAY_LIMIT, refuses_day},
    {ERROR_WEEK_LIMIT, refuses_week},       {ERROR_SLOT_TAKEN, refuses_claims},
    {ERROR_TRAVEL, refuses_travel},         [CHECK_CLIENT] = {ERROR_CLIENT_LIMIT, refuses_client},
};

static enum error look_judge(struct look *look, size_t first, size_t end)
{
    for (size_t i = first; i < end; i++) {
        if (checks[i].refuses(look)) {
            return checks[i].error;
        }
    }
    return ERROR_NONE;
}

static struct look look_at(const struct calendar *calendar, const struct slot_request *request,
                           int64_t now_ms)
{
    int64_t local_ms = zone_to_local_ms(calendar->zone, request->start_ms);
    return (struct look){.calendar = calendar,
                         .request = request,
                         .now_ms = now_ms,
                         .local_ms = local_ms,
                         .date = date_of_local(local_ms),
                         .seats_left = 1};
}

enum error calendar_judge(const struct calendar *calendar, const struct slot_request *request,
                          int64_t now_ms, int64_t *ret_seats_left)
{
    struct look look = look_at(calendar, request, now_ms);
    enum error error = look_judge(&look, request->is_held ? CHECK_CLIENT : 0, CHECK_COUNT);
    if (!error && ret_seats_left) {
        *ret_seats_left = look.seats_left;
    }
    return error;
}

enum error calendar_judge_waiting(const struct calendar *calendar,
                                  const struct slot_request *request, int64_t now_ms)
{
    struct look look = look_at(calendar, request, now_ms);
    return look_judge(&look, CHECK_FREE, CHECK_CLIENT);
}

void calendar_explain(const struct calendar *calendar, const struct slot_request *request,
                      int64_t now_ms, struct arena *arena, struct slot_reasons *ret)
{
    struct look look = look_at(calendar, request, now_ms);
    *ret = (struct slot_reasons){0};
    for (size_t i = 0; i < REASON_COUNT; i++) {
        ret->until_ms[i] = INSTANT_NONE;
    }
    look.reasons = ret;
    look.arena = arena;
    for (size_t i = 0; i < CHECK_COUNT; i++) {
        checks[i].refuses(&look);
    }
}

/* ---- slots ---- */

/* Walks exactly the starts for which every check before CHECK_FREE passes: open intervals, cut by
 * notice and window and by the duration at their end, one offset at a time, along the grid. */
struct walk {
    struct slot_request request;
    struct look look;
    int64_t step_ms;
    size_t looks, most; /* starts that were looked at, and that may be */
    int64_t cut_ms;     /* the first that was not, for that reason; INSTANT_NONE: none */
    struct growing slots;
};

static void walk_visit(struct walk *walk, int64_t start_ms, int64_t date)
{
    if (walk->looks == walk->most || walk->look.visits / LOOK_VISITS >= walk->most) {
        walk->cut_ms = start_ms;
        return;
    }
    walk->looks++;
    walk->request.start_ms = start_ms;
    walk->look.date = date;
    if (look_judge(&walk->look, CHECK_FREE, CHECK_COUNT)) {
        return;
    }
    struct slot *slot = growing_add(&walk->slots, sizeof *slot);
    *slot = (struct slot){.start_ms = start_ms,
                          .end_ms = start_ms + walk->request.duration_ms,
                          .seats_left = walk->look.seats_left};
}

static bool walk_goes_on(const struct walk *walk)
{
    return walk->cut_ms == INSTANT_NONE;
}

static void walk_segment(struct walk *walk, struct segment segment)
{
    int64_t local_ms = segment.start_ms + segment.offset_ms;
    int64_t local_end_ms = segment.end_ms + segment.offset_ms;
    int64_t date = date_of_local(local_ms);
    for (; date * DAY_MS < local_end_ms && walk_goes_on(walk); date++) {
        int64_t midnight_ms = date * DAY_MS;
        int64_t into_ms = higher(local_ms - midnight_ms, 0);
        int64_t first_ms = (into_ms + walk->step_ms - 1) / walk->step_ms * walk->step_ms;
        int64_t last_ms = lower(DAY_MS, local_end_ms - midnight_ms);
        for (int64_t at_ms = first_ms; at_ms < last_ms && walk_goes_on(walk);
             at_ms += walk->step_ms) {
            walk_visit(walk, midnight_ms + at_ms - segment.offset_ms, date);
        }
    }
}

static const int64_t *counting_dates(const struct look *look, struct arena *arena)
{
    const struct list *claims = &look->calendar->claims;
    const struct service *service = look->request->service;
    if (service->max_per_day <= 0 && service->max_per_week <= 0) {
        return NULL;
    }
    int64_t *dates = ARENA_ARRAY(arena, int64_t, claims->count);
    for (size_t i = 0; i < claims->count; i++) {
        dates[i] = counting_date(look, LIST_AT(*claims, struct claim, i));
    }
    return dates;
}

int64_t calendar_slots_within(const struct calendar *calendar, const struct slot_request *prototype,
                              struct interval range, int64_t now_ms, struct arena *arena,
                              size_t most, struct list *ret)
{
    struct walk walk = {.request = *prototype,
                        .look = {.calendar = calendar, .now_ms = now_ms},
                        .step_ms = prototype->service->step_minutes * MINUTE_MS,
                        .most = most,
                        .cut_ms = INSTANT_NONE,
                        .slots = {.arena = arena}};
    walk.look.request = &walk.request;
    *ret = (struct list){0};
    if (refuses_duration(&walk.look) || refuses_client(&walk.look)) {
        return INSTANT_NONE;
    }
    walk.look.dates = counting_dates(&walk.look, arena);
    struct interval limits = start_limits(prototype->service, now_ms);
    int64_t from_ms = higher(range.start_ms, limits.start_ms);
    int64_t to_ms = lower(range.end_ms, limits.end_ms + 1);
    for (size_t i = 0; i < calendar->open.count && walk_goes_on(&walk); i++) {
        const struct interval *open = LIST_AT(calendar->open, struct interval, i);
        int64_t at_ms = higher(from_ms, open->start_ms);
        int64_t end_ms = lower(to_ms, open->end_ms - prototype->duration_ms + 1);
        while (at_ms < end_ms && walk_goes_on(&walk)) {
            struct segment segment = segment_at(calendar->zone, at_ms, end_ms);
            walk_segment(&walk, segment);
            at_ms = segment.end_ms;
        }
    }
    *ret = walk.slots.list;
    return walk.cut_ms;
}

struct list calendar_slots(const struct calendar *calendar, const struct slot_request *prototype,
                           int64_t from_ms, int64_t to_ms, int64_t now_ms, struct arena *arena)
{
    struct list slots;
    calendar_slots_within(calendar, prototype, (struct interval){from_ms, to_ms}, now_ms, arena,
                          SIZE_MAX, &slots);
    return slots;
}
