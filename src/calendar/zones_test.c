/* Every zone of the system, every change of its clocks from 2020 to 2037: no start lies in a gap, a
 * time that the wall shows twice is listed twice, and weekly hours stay at the same wall times.
 * What the wall shows is asked of the C library, not of base/zone. Zones that behave alike in these
 * years (links, and many others) are looked at once. */
#include <time.h>

#include "calendar/test_calendar.h"

enum {
    QUARTER_MS = 15 * MINUTE_MS, /* every offset since 2020 is of these, if not every change */
    QUARTERS = 96,
    DAYS = 8, /* before and after a change */
    CHANGES_MAX = 200
};

struct change {
    int64_t at_ms, before_ms, after_ms; /* when; the offsets */
};
struct behaviour {
    struct str zone;
    int64_t first_ms; /* the offset before them */
    size_t count;
    struct change changes[CHANGES_MAX];
};

static struct arena *arena;
static struct behaviour *kinds; /* outlive a failure, which jumps out of the test */

/* ---- the C library's word ---- */

static void enter(struct str zone)
{
    setenv("TZ", str_copy(arena, zone).data, 1);
    tzset();
}

/* Wall time as if it were UTC, in the zone that was entered. */
static int64_t wall_of(int64_t at_ms)
{
    time_t at_s = (time_t)(at_ms / 1000);
    struct tm local;
    assert_non_null(localtime_r(&at_s, &local));
    return at_ms + local.tm_gmtoff * 1000;
}

/* Found by halving between any two noons whose offsets differ: there is one change in between. */
static int64_t change_between(int64_t low_ms, int64_t high_ms)
{
    int64_t before_ms = wall_of(low_ms) - low_ms;
    while (high_ms - low_ms > 1000) {
        int64_t middle_ms = (low_ms + (high_ms - low_ms) / 2) / 1000 * 1000;
        if (wall_of(middle_ms) - middle_ms == before_ms) {
            low_ms = middle_ms;
        } else {
            high_ms = middle_ms;
        }
    }
    return high_ms;
}

static void behaviour_find(struct str zone, struct behaviour *ret)
{
    int64_t at_ms = instant("2020-01-01T12:00:00Z"), end_ms = instant("2038-01-01T12:00:00Z");
    enter(zone);
    *ret = (struct behaviour){.zone = zone, .first_ms = wall_of(at_ms) - at_ms};
    int64_t offset_ms = ret->first_ms;
    for (; at_ms < end_ms; at_ms += DAY_MS) {
        int64_t next_ms = wall_of(at_ms + DAY_MS) - at_ms - DAY_MS;
        if (next_ms != offset_ms) {
            assert_true(ret->count < CHANGES_MAX);
            ret->changes[ret->count++] =
                (struct change){change_between(at_ms, at_ms + DAY_MS), offset_ms, next_ms};
            offset_ms = next_ms;
        }
    }
}

static bool behaves_like(const struct behaviour *a, const struct behaviour *b)
{
    return a->first_ms == b->first_ms && a->count == b->count &&
           memcmp(a->changes, b->changes, a->count * sizeof a->changes[0]) == 0;
}

/* ---- what is listed ---- */

static struct list slots_of(const struct zone *zone, const char *weekly, int64_t from_ms,
                            int64_t to_ms)
{
    struct service service = easy_service();
    struct hours hours = {.weekly = weekly_from(arena, weekly)};
    struct slot_request request = {.service = &service, .duration_ms = QUARTER_MS};
    struct calendar calendar = {.zone = zone, .capacity = 1};
    calendar.open = calendar_open_time(zone, &hours, from_ms, to_ms + QUARTER_MS, arena);
    return calendar_slots(&calendar, &request, from_ms, to_ms, from_ms, arena);
}

static void fail_at(const struct behaviour *behaviour, int64_t at_ms, const char *what)
{
    struct buf text;
    buf_init(&text, arena, 32);
    instant_print(&text, at_ms);
    fail_msg("%.*s, %.*s: %s", STR_ARG(behaviour->zone), STR_ARG(buf_str(&text)), what);
}

/* Open at all times: a start wherever the wall shows a quarter, and nowhere else. So none is in a
 * gap, which the wall never shows, and what it shows twice is there twice. */
static void check_grid(const struct behaviour *behaviour, const struct zone *zone,
                       const struct change *change)
{
    static const char always[] = "MO 00:00-24:00, TU 00:00-24:00, WE 00:00-24:00, TH 00:00-24:00,"
                                 "FR 00:00-24:00, SA 00:00-24:00, SU 00:00-24:00";
    int64_t at_ms = (change->at_ms - DAY_MS) / QUARTER_MS * QUARTER_MS;
    int64_t end_ms = change->at_ms + DAY_MS;
    struct list slots = slots_of(zone, always, at_ms, end_ms);
    size_t next = 0;
    for (; at_ms < end_ms; at_ms += 5 * MINUTE_MS) {
        bool is_listed = next < slots.count && LIST_AT(slots, struct slot, next)->start_ms == at_ms;
        if (is_listed != (wall_of(at_ms) % QUARTER_MS == 0)) {
            fail_at(behaviour, at_ms, is_listed ? "listed" : "not listed");
        }
        next += is_listed;
    }
    if (next != slots.count) {
        fail_at(behaviour, change->at_ms, "more is listed");
    }
}

/* The two instants of a time shown twice are told apart by their offsets alone. */
static void check_overlap(const struct behaviour *behaviour, const struct zone *zone,
                          const struct change *change)
{
    int64_t lap_ms = change->before_ms - change->after_ms;
    for (int64_t at_ms = change->at_ms - lap_ms; at_ms < change->at_ms; at_ms += QUARTER_MS) {
        struct buf first, second;
        buf_init(&first, arena, 32);
        buf_init(&second, arena, 32);
        zone_print_local(&first, zone, at_ms);
        zone_print_local(&second, zone, at_ms + lap_ms);
        if (!str_equal(str_part(buf_str(&first), 0, 19), str_part(buf_str(&second), 0, 19)) ||
            str_equal(buf_str(&first), buf_str(&second))) {
            fail_at(behaviour, at_ms, "its two instants are not told apart");
        }
    }
}

static bool is_in_gap(const struct behaviour *behaviour, int64_t wall_ms)
{
    for (size_t i = 0; i < behaviour->count; i++) {
        const struct change *change = &behaviour->changes[i];
        if (wall_ms >= change->at_ms + change->before_ms &&
            wall_ms < change->at_ms + change->after_ms) {
            return true;
        }
    }
    return false;
}

/* By day, and over midnight where most clocks change. */
static bool is_weekly_open(int quarter)
{
    return (quarter >= 9 * 4 && quarter < 17 * 4) || quarter >= 20 * 4 || quarter < 6 * 4;
}

/* On each date around the change the same quarters are listed, but for those it does not have. */
static void check_week(const struct behaviour *behaviour, const struct zone *zone,
                       const struct change *change)
{
    static const char weekly[] =
        "MO 09:00-17:00, TU 09:00-17:00, WE 09:00-17:00, TH 09:00-17:00, FR 09:00-17:00,"
        "SA 09:00-17:00, SU 09:00-17:00, MO 20:00-06:00, TU 20:00-06:00, WE 20:00-06:00,"
        "TH 20:00-06:00, FR 20:00-06:00, SA 20:00-06:00, SU 20:00-06:00";
    bool listed[2 * DAYS][QUARTERS] = {{false}};
    int64_t first_day = wall_of(change->at_ms) / DAY_MS - DAYS;
    struct list slots = slots_of(zone, weekly, change->at_ms - (DAYS + 1) * (int64_t)DAY_MS,
                                 change->at_ms + (DAYS + 1) * (int64_t)DAY_MS);
    for (size_t i = 0; i < slots.count; i++) {
        int64_t wall_ms = wall_of(LIST_AT(slots, struct slot, i)->start_ms);
        int64_t day = wall_ms / DAY_MS - first_day;
        if (day >= 0 && day < 2 * DAYS) {
            listed[day][wall_ms % DAY_MS / QUARTER_MS] = true;
        }
    }
    for (int day = 0; day < 2 * DAYS; day++) {
        for (int quarter = 0; quarter < QUARTERS; quarter++) {
            int64_t wall_ms = (first_day + day) * DAY_MS + quarter * (int64_t)QUARTER_MS;
            if (listed[day][quarter] !=
                (is_weekly_open(quarter) && !is_in_gap(behaviour, wall_ms))) {
                fail_at(behaviour, wall_ms, "(by the wall) weekly hours have moved");
            }
        }
    }
}

static void every_change_of_every_zone(void **state)
{
    (void)state;
    size_t count, known = 0, changes = 0;
    const struct str *names = zone_names(&count);
    kinds = calloc(count, sizeof *kinds);
    assert_non_null(kinds);
    for (size_t i = 0; i < count; i++) {
        bool is_known = false;
        behaviour_find(names[i], &kinds[known]);
        for (size_t j = 0; j < known && !is_known; j++) {
            is_known = behaves_like(&kinds[j], &kinds[known]);
        }
        known += !is_known;
    }
    for (size_t i = 0; i < known; i++) {
        const struct zone *zone = zone_find(kinds[i].zone);
        enter(kinds[i].zone);
        for (size_t j = 0; j < kinds[i].count; j++, changes++) {
            arena_clear(arena);
            check_grid(&kinds[i], zone, &kinds[i].changes[j]);
            check_overlap(&kinds[i], zone, &kinds[i].changes[j]);
            check_week(&kinds[i], zone, &kinds[i].changes[j]);
        }
    }
    print_message("%zu zones of %zu kinds, %zu changes\n", count, known, changes);
    assert_true(count > 300 && known > 60 && changes > 1000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_change_of_every_zone)};
    arena = arena_new(0);
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    free(kinds);
    arena_free(arena);
    return failed;
}
