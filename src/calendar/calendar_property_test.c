/* Random calendars: what is listed is exactly what the predicate admits, and both agree with a slow
 * oracle that knows only minutes. The oracle shares no code with the engine but the zones: it asks
 * the wall of each minute and counts each minute's groups. */
#include "calendar/engine.h"
#include "calendar/test_calendar.h"

enum {
    CALENDARS = 3000,
    MARGIN = 1440, /* minutes kept on both sides of the day that is judged */
    SPAN = 1440 + 2 * MARGIN,
    CLAIMS_MAX = 12
};

/* Around clock changes and year edges, so that every run meets them. */
static const struct {
    const char *zone, *day;
} places[] = {
    {"America/New_York", "2025-03-08T05:00:00Z"},
    {"America/New_York", "2025-11-01T12:00:00Z"},
    {"Australia/Lord_Howe", "2025-04-05T06:00:00Z"},
    {"Australia/Lord_Howe", "2025-10-04T08:00:00Z"},
    {"Pacific/Apia", "2011-12-29T12:00:00Z"},
    {"Asia/Kathmandu", "2026-12-31T06:00:00Z"},
    {"America/Havana", "2025-11-02T00:00:00Z"},
    {"Europe/Dublin", "2025-10-25T20:00:00Z"},
    {"UTC", "2027-01-03T00:00:00Z"},
    {"America/St_Johns", "2010-11-06T12:00:00Z"},
};

/* SplitMix64: a run that fails can be run again. */
static uint64_t dice;
static int roll(int sides)
{
    uint64_t z = (dice += UINT64_C(0x9e3779b97f4a7c15));
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return (int)((z ^ (z >> 31)) % (uint64_t)sides);
}

struct world {
    const struct zone *zone;
    struct weekly_hours weekly[6];
    struct day_exception exceptions[3];
    struct list weekly_list, exception_list;
    struct claim claims[CLAIMS_MAX];
    struct service service;
    struct calendar calendar;
    int64_t duration, day_ms, now_ms; /* the day is judged from day_ms; duration in minutes */
    bool open[SPAN];
    int groups[SPAN]; /* distinct groups at each minute, the request's own group left out */
};

static int64_t minute_ms(const struct world *world, int minute)
{
    return world->day_ms + (minute - MARGIN) * (int64_t)MINUTE_MS;
}

static void world_roll_hours(struct world *world, int64_t date)
{
    size_t count = (size_t)roll(7);
    for (size_t i = 0; i < count; i++) {
        world->weekly[i] = (struct weekly_hours){
            .weekday = date_weekday(date + roll(3) - 1),
            .start_minute = roll(48) * 30 + (roll(8) == 0) * roll(30),
            .end_minute = roll(4) ? roll(49) * 30 : 1440,
        };
    }
    world->weekly_list = (struct list){world->weekly, count};
    count = roll(3) ? 0 : (size_t)roll(4);
    for (size_t i = 0; i < count; i++) {
        bool is_closed = roll(3) == 0;
        world->exceptions[i] = (struct day_exception){
            .date = date + roll(3) - 1,
            .start_minute = is_closed ? -1 : roll(48) * 30,
            .end_minute = is_closed ? -1 : roll(49) * 30,
        };
    }
    world->exception_list = (struct list){world->exceptions, count};
}

static void world_roll_service(struct world *world)
{
    static const int steps[] = {10, 15, 20, 30, 45, 50, 60};
    struct service *service = &world->service;
    *service = easy_service();
    service->step_minutes = steps[roll(7)];
    service->min_minutes = service->step_minutes;
    service->buffer_before_minutes = roll(3) ? 0 : roll(5) * 15;
    service->buffer_after_minutes = roll(3) ? 0 : roll(5) * 15;
    service->seats = roll(3) ? 1 : 2 + roll(2);
    service->max_per_day = roll(4) ? 0 : 1 + roll(3);
    service->max_per_week = roll(4) ? 0 : 1 + roll(5);
    service->min_notice_minutes = roll(600);
    service->window_days = 1 + roll(2); /* may end within the day that is judged, on the minute */
    world->duration = service->step_minutes * (1 + roll(6));
    world->now_ms = world->day_ms - roll(900) * (int64_t)MINUTE_MS;
}

static int compare_claims(const void *a, const void *b)
{
    const struct claim *x = a, *y = b;
    return x->start_ms < y->start_ms ? -1 : x->start_ms > y->start_ms;
}

static void world_roll_claims(struct world *world)
{
    size_t count = (size_t)roll(CLAIMS_MAX);
    struct calendar *calendar = &world->calendar;
    for (size_t i = 0; i < count; i++) {
        int start = MARGIN + roll(1440);
        int minutes = roll(2) ? (int)world->duration : 10 + roll(200);
        struct claim *claim = &world->claims[i];
        *claim = (struct claim){.service_id = test_id((uint8_t)(1 + (roll(3) == 0))),
                                .seats = world->service.seats > 1 && roll(3) ? 3 : 1,
                                .expires_ms = roll(8) ? INSTANT_NONE : world->now_ms - 1 + roll(3)};
        if (roll(2)) {
            start -= start % (int)world->service.step_minutes;
        }
        if (i > 0 && roll(3) == 0) { /* meet an earlier claim's hours: a group, perhaps */
            claim->work_start_ms = world->claims[0].work_start_ms;
            claim->work_end_ms = world->claims[0].work_end_ms;
        } else {
            claim->work_start_ms = minute_ms(world, start);
            claim->work_end_ms = claim->work_start_ms + minutes * (int64_t)MINUTE_MS;
        }
        claim->start_ms = claim->work_start_ms - roll(3) * 5 * (int64_t)MINUTE_MS;
        claim->end_ms = claim->work_end_ms + roll(3) * 5 * (int64_t)MINUTE_MS;
    }
    qsort(world->claims, count, sizeof world->claims[0], compare_claims);
    calendar->claims = (struct list){world->claims, count};
    calendar->longest_ms = 0;
    for (size_t i = 0; i < count; i++) {
        int64_t length_ms = world->claims[i].end_ms - world->claims[i].start_ms;
        calendar->longest_ms = length_ms > calendar->longest_ms ? length_ms : calendar->longest_ms;
    }
}

/* ---- the oracle ---- */

static bool wall_within(int minute_of_day, int start, int end, bool is_next_day)
{
    if (end > start) {
        return !is_next_day && minute_of_day >= start && minute_of_day < end;
    }
    return is_next_day ? minute_of_day < end : minute_of_day >= start;
}

/* Whether the hours that belong to `date` cover this minute of it, or of the day after it. */
static bool oracle_date_covers(const struct world *world, int64_t date, int minute,
                               bool is_next_day)
{
    bool has_exception = false, covers = false;
    for (size_t i = 0; i < world->exception_list.count; i++) {
        const struct day_exception *row = &world->exceptions[i];
        if (row->date == date) {
            has_exception = true;
            covers |= row->start_minute >= 0 &&
                      wall_within(minute, row->start_minute, row->end_minute, is_next_day);
        }
    }
    for (size_t i = 0; i < world->weekly_list.count && !has_exception; i++) {
        const struct weekly_hours *row = &world->weekly[i];
        covers |= row->weekday == date_weekday(date) &&
                  wall_within(minute, row->start_minute, row->end_minute, is_next_day);
    }
    return covers;
}

static int64_t local_minutes(const struct world *world, int64_t at_ms)
{
    return zone_to_local_ms(world->zone, at_ms) / MINUTE_MS;
}

static bool oracle_counts(const struct world *world, const struct claim *claim)
{
    return claim->expires_ms == INSTANT_NONE || claim->expires_ms > world->now_ms;
}

static bool oracle_covers(const struct claim *claim, int64_t at_ms)
{
    return claim->start_ms <= at_ms && at_ms < claim->end_ms;
}

static bool oracle_same_group(const struct claim *a, const struct claim *b)
{
    return a->seats > 1 && b->seats > 1 && id_equal(a->service_id, b->service_id) &&
           a->work_start_ms == b->work_start_ms && a->work_end_ms == b->work_end_ms;
}

/* Distinct groups at a minute, without those that would be the request's own. */
static int oracle_groups_at(const struct world *world, int64_t at_ms, const struct claim *own)
{
    int groups = 0;
    for (size_t i = 0; i < world->calendar.claims.count; i++) {
        const struct claim *claim = &world->claims[i];
        bool is_first = oracle_counts(world, claim) && oracle_covers(claim, at_ms) &&
                        !(own && oracle_same_group(claim, own));
        for (size_t j = 0; j < i && is_first; j++) {
            is_first = !(oracle_counts(world, &world->claims[j]) &&
                         oracle_covers(&world->claims[j], at_ms) &&
                         oracle_same_group(claim, &world->claims[j]));
        }
        groups += is_first;
    }
    return groups;
}

static void oracle_prepare(struct world *world)
{
    for (int minute = 0; minute < SPAN; minute++) {
        int64_t local = local_minutes(world, minute_ms(world, minute));
        int64_t date = local / 1440;
        world->open[minute] = oracle_date_covers(world, date, (int)(local % 1440), false) ||
                              oracle_date_covers(world, date - 1, (int)(local % 1440), true);
        world->groups[minute] = oracle_groups_at(world, minute_ms(world, minute), NULL);
    }
}

static bool oracle_is_limited(const struct world *world, int64_t start_ms)
{
    int64_t date = local_minutes(world, start_ms) / 1440, monday = date - (date + 3) % 7;
    int in_day = 0, in_week = 0;
    for (size_t i = 0; i < world->calendar.claims.count; i++) {
        const struct claim *claim = &world->claims[i];
        if (oracle_counts(world, claim) && id_equal(claim->service_id, world->service.id)) {
            int64_t other = local_minutes(world, claim->work_start_ms) / 1440;
            in_day += other == date;
            in_week += other >= monday && other < monday + 7;
        }
    }
    return (world->service.max_per_day && in_day >= world->service.max_per_day) ||
           (world->service.max_per_week && in_week >= world->service.max_per_week);
}

static int64_t oracle_seats_left(const struct world *world, int start)
{
    const struct service *service = &world->service;
    const struct claim own = {.service_id = service->id,
                              .work_start_ms = minute_ms(world, start),
                              .work_end_ms = minute_ms(world, start + (int)world->duration),
                              .seats = service->seats};
    int64_t joined = 0, most = 0;
    for (size_t i = 0; i < world->calendar.claims.count; i++) {
        joined +=
            oracle_counts(world, &world->claims[i]) && oracle_same_group(&world->claims[i], &own);
    }
    int from = start - (int)service->buffer_before_minutes;
    int to = start + (int)(world->duration + service->buffer_after_minutes);
    for (int minute = from; minute < to; minute++) {
        int groups = joined ? oracle_groups_at(world, minute_ms(world, minute), &own)
                            : world->groups[minute];
        most = groups > most ? groups : most;
    }
    if (most >= world->calendar.capacity) {
        return 0;
    }
    int64_t left = service->seats > 1 ? service->seats - joined : world->calendar.capacity - most;
    return left > 0 ? left : 0;
}

/* Seats left at a start, 0 when it cannot be booked. */
static int64_t oracle(const struct world *world, int start)
{
    int64_t start_ms = minute_ms(world, start);
    if (local_minutes(world, start_ms) % 1440 % world->service.step_minutes != 0 ||
        start_ms < world->now_ms + world->service.min_notice_minutes * MINUTE_MS ||
        start_ms > world->now_ms + world->service.window_days * 1440 * MINUTE_MS) {
        return 0;
    }
    for (int minute = start; minute < start + world->duration; minute++) {
        if (!world->open[minute]) {
            return 0;
        }
    }
    return oracle_is_limited(world, start_ms) ? 0 : oracle_seats_left(world, start);
}

/* ---- the property ---- */

static void world_roll(struct world *world, struct arena *arena)
{
    int place = roll(COUNT_OF(places));
    *world =
        (struct world){.zone = zone_find(str_from(places[place].zone)),
                       .day_ms = instant(places[place].day) + roll(96) * 15 * (int64_t)MINUTE_MS};
    world_roll_hours(world, local_minutes(world, world->day_ms) / 1440 + roll(2));
    world_roll_service(world);
    world->calendar = (struct calendar){
        .zone = world->zone,
        .capacity = 1 + roll(3),
        .open = calendar_open_time(
            world->zone,
            &(struct hours){.weekly = world->weekly_list, .exceptions = world->exception_list},
            minute_ms(world, 0), minute_ms(world, SPAN), arena),
    };
    world_roll_claims(world);
    oracle_prepare(world);
}

/* The number of starts that could be booked, so that the test knows it saw some. */
static size_t world_check(const struct world *world, struct arena *arena, int run)
{
    struct slot_request request = {.service = &world->service,
                                   .duration_ms = world->duration * MINUTE_MS};
    struct list slots = calendar_slots(&world->calendar, &request, minute_ms(world, MARGIN),
                                       minute_ms(world, MARGIN + 1440), world->now_ms, arena);
    size_t next = 0;
    for (int minute = MARGIN; minute < MARGIN + 1440; minute++) {
        const struct slot *slot = next < slots.count ? LIST_AT(slots, struct slot, next) : NULL;
        int64_t left = 0, expected = oracle(world, minute);
        request.start_ms = minute_ms(world, minute);
        bool is_listed = slot && slot->start_ms == request.start_ms;
        enum error error = calendar_judge(&world->calendar, &request, world->now_ms, &left);
        struct slot_reasons reasons;
        calendar_explain(&world->calendar, &request, world->now_ms, arena, &reasons);
        bool is_explained = memchr(reasons.found, true, sizeof reasons.found) != NULL;
        if (is_listed != (error == ERROR_NONE) || is_listed == is_explained ||
            (expected > 0) != is_listed ||
            (is_listed && (slot->seats_left != expected || left != expected))) {
            fail_msg("calendar %d, minute %d: oracle %lld, listed %d, judged %s with %lld", run,
                     minute, (long long)expected, is_listed, error_info(error)->code,
                     (long long)left);
        }
        next += is_listed;
    }
    assert_int_equal(next, slots.count);
    return slots.count;
}

static void listed_is_admitted_is_true(void **state)
{
    (void)state;
    struct arena *arena = arena_new(0);
    struct world *world = malloc(sizeof *world);
    size_t found = 0;
    assert_non_null(world);
    for (int run = 0; run < CALENDARS; run++) {
        arena_clear(arena);
        dice = (uint64_t)run;
        world_roll(world, arena);
        found += world_check(world, arena, run);
    }
    assert_true(found > CALENDARS); /* the dice must not make every calendar closed */
    free(world);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(listed_is_admitted_is_true),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
