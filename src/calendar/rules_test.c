/* Recurrence rules: which are taken, and what they open, whatever the window they are asked for. */
#include <libical/ical.h>

#include "calendar/calendar_internal.h"
#include "calendar/test_calendar.h"

static struct recurrence rule_of(struct arena *arena, const char *rrule, const char *from)
{
    struct recurrence rule = {.rrule = str_from(rrule), .start_minute = 600, .end_minute = 840};
    assert_true(date_parse(str_from(from), &rule.first));
    const char *complaint = recurrence_check(arena, &rule);
    if (complaint) {
        fail_msg("%s: %s", rrule, complaint);
    }
    return rule;
}

static struct list expand(const struct recurrence *rule, int64_t from, int64_t to,
                          struct arena *arena)
{
    return recurrences_expand(&(struct list){.items = (void *)rule, .count = 1}, from, to, arena);
}

/* The dates that RFC 5545 says, some of them from its own examples. */
static const struct {
    const char *rrule, *from, *dates; /* up to the end of 2027, at most eight */
} dates[] = {
    {"FREQ=MONTHLY;BYDAY=1SA", "2026-12-01",
     "2026-12-05 2027-01-02 2027-02-06 2027-03-06 2027-04-03 2027-05-01 2027-06-05 2027-07-03"},
    {"rrule:freq=weekly;interval=2;byday=mo,fr", "2027-10-05",
     "2027-10-08 2027-10-18 2027-10-22 2027-11-01 2027-11-05 2027-11-15 2027-11-19 2027-11-29"},
    {"FREQ=DAILY;COUNT=3", "2027-02-27", "2027-02-27 2027-02-28 2027-03-01"},
    {"FREQ=WEEKLY;UNTIL=20270115", "2027-01-01", "2027-01-01 2027-01-08 2027-01-15"},
    {"FREQ=WEEKLY;UNTIL=20270115T095900", "2027-01-01", "2027-01-01 2027-01-08"},
    {"FREQ=WEEKLY;UNTIL=20270115T100000", "2027-01-01", "2027-01-01 2027-01-08 2027-01-15"},
    {"FREQ=MONTHLY;BYMONTHDAY=31", "2027-01-01",
     "2027-01-31 2027-03-31 2027-05-31 2027-07-31 2027-08-31 2027-10-31 2027-12-31"},
    {"FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=2", "2027-02-01", "2027-02-28 2027-03-31"},
    {"FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;COUNT=3", "2027-01-01",
     "2027-01-29 2027-02-26 2027-03-31"},
    {"FREQ=YEARLY;BYDAY=TH;BYMONTH=3", "2027-01-01", "2027-03-04 2027-03-11 2027-03-18 2027-03-25"},
    {"FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU", "1997-08-05", ""},
    /* A position counts within the whole week, even one that two years share. */
    {"FREQ=WEEKLY;BYDAY=MO,WE,FR;BYSETPOS=1", "2026-12-14",
     "2026-12-14 2026-12-21 2026-12-28 2027-01-04 2027-01-11 2027-01-18 2027-01-25 2027-02-01"},
    {"FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE,FR;BYSETPOS=-1,2;WKST=MO", "2026-12-14",
     "2026-12-16 2026-12-18 2026-12-30 2027-01-01 2027-01-13 2027-01-15 2027-01-27 2027-01-29"},
    {"FREQ=YEARLY;BYWEEKNO=48,49,1;BYDAY=MO", "2026-10-29",
     "2026-11-23 2026-11-30 2027-01-04 2027-11-29 2027-12-06"},
    /* 2026 has 53 weeks: its last begins on 28 December and reaches into January. */
    {"FREQ=YEARLY;BYWEEKNO=53;BYDAY=MO,SU", "2026-01-01", "2026-12-28 2027-01-03"},
    {"FREQ=YEARLY;BYWEEKNO=-1;BYDAY=MO,SU", "2026-01-01", "2026-12-28 2027-01-03 2027-12-27"},
    {"FREQ=YEARLY;BYWEEKNO=1;BYDAY=SU;WKST=SU", "2026-02-01", "2027-01-03"},
    {"FREQ=YEARLY;BYDAY=MO;BYSETPOS=1,-1", "2026-02-01", "2026-12-28 2027-01-04 2027-12-27"},
    {"FREQ=YEARLY;BYYEARDAY=127,-1", "2026-06-01", "2026-12-31 2027-05-07 2027-12-31"},
    {"FREQ=YEARLY;BYMONTHDAY=15;BYDAY=TU", "2026-01-01", "2026-09-15 2026-12-15 2027-06-15"},
    {"FREQ=YEARLY;BYDAY=53TH,-1MO", "2026-01-01", "2026-12-28 2026-12-31 2027-12-27"},
    {"FREQ=YEARLY;INTERVAL=3", "1970-11-26", "2027-11-26"},
};

static void rules_name_dates(void **state)
{
    (void)state;
    struct arena *arena = arena_new(0);
    for (size_t i = 0; i < COUNT_OF(dates); i++) {
        struct recurrence rule = rule_of(arena, dates[i].rrule, dates[i].from);
        struct list walls =
            expand(&rule, date_from_civil(2026, 1, 1), date_from_civil(2027, 12, 31), arena);
        struct buf out;
        buf_init(&out, arena, 128);
        for (size_t j = 0; j < walls.count && j < 8; j++) {
            const struct wall_interval *wall = LIST_AT(walls, struct wall_interval, j);
            assert_int_equal(wall->start_ms % DAY_MS, 600 * MINUTE_MS);
            assert_int_equal(wall->end_ms - wall->start_ms, 240 * MINUTE_MS);
            BUF_ADD(&out, " ");
            date_print(&out, wall->start_ms / DAY_MS);
        }
        struct str text = str_trim(buf_str(&out));
        if (!str_equal(text, str_from(dates[i].dates))) {
            fail_msg("%s: %.*s", dates[i].rrule, STR_ARG(text));
        }
    }
    arena_free(arena);
}

/* Beginning in the middle gives what beginning at the beginning gives. */
static void windows_agree(void **state)
{
    (void)state;
    static const char *const rrules[] = {"FREQ=DAILY",
                                         "FREQ=DAILY;INTERVAL=3",
                                         "FREQ=DAILY;INTERVAL=17;COUNT=40",
                                         "FREQ=WEEKLY;BYDAY=MO,WE,SU",
                                         "FREQ=WEEKLY;INTERVAL=3;BYDAY=TU,SU;WKST=SU",
                                         "FREQ=WEEKLY;INTERVAL=5",
                                         "FREQ=MONTHLY;BYDAY=-1FR,2MO",
                                         "FREQ=MONTHLY;INTERVAL=5",
                                         "FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=31,-2",
                                         "FREQ=MONTHLY;BYDAY=MO,TU,WE;BYSETPOS=2,-1",
                                         "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29",
                                         "FREQ=YEARLY;INTERVAL=2;BYDAY=20MO",
                                         "FREQ=YEARLY;BYWEEKNO=20,53;BYDAY=MO",
                                         "FREQ=YEARLY;BYYEARDAY=1,100,-1;INTERVAL=3",
                                         "FREQ=DAILY;BYMONTH=1,7;BYDAY=MO,TH",
                                         "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13",
                                         "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR;UNTIL=20290601",
                                         "FREQ=WEEKLY;INTERVAL=3;BYDAY=MO,WE,SU;BYSETPOS=2,-1",
                                         "FREQ=YEARLY;BYWEEKNO=53,1,2;BYDAY=MO,WE,SU;INTERVAL=2"};
    struct arena *arena = arena_new(0);
    for (size_t i = 0; i < COUNT_OF(rrules); i++) {
        struct recurrence rule = rule_of(arena, rrules[i], "2026-03-17");
        int64_t end = rule.first + 4000;
        struct list all = expand(&rule, rule.first, end, arena);
        assert_true(all.count > 0);
        for (int64_t from = rule.first - 20; from < end; from += 37) {
            struct list some = expand(&rule, from, from + 45, arena);
            size_t next = 0;
            for (size_t j = 0; j < all.count; j++) {
                const struct wall_interval *wall = LIST_AT(all, struct wall_interval, j);
                int64_t date = wall->start_ms / DAY_MS;
                if (date < from || date > from + 45 || date > end) {
                    continue;
                }
                if (next >= some.count ||
                    LIST_AT(some, struct wall_interval, next++)->start_ms != wall->start_ms) {
                    fail_msg("%s from day %lld: misses day %lld", rrules[i], (long long)from,
                             (long long)date);
                }
            }
            if (from + 45 <= end && next != some.count) {
                fail_msg("%s from day %lld: %zu too many", rrules[i], (long long)from,
                         some.count - next);
            }
        }
    }
    arena_free(arena);
}

/* ---- beside libical's own walk ----
 * Rules at random of the parts that the library follows as RFC 5545 says: not BYSETPOS in weeks,
 * nor weeks by number, nor BYMONTHDAY every few days, where it gives up early. */

enum { RANDOM_RULES = 1500, RANDOM_DAYS = 2200 };

static uint32_t roll(uint32_t *seed, uint32_t below)
{
    *seed = *seed * 1664525 + 1013904223;
    return (*seed >> 8) % below;
}

static const char *one_of(uint32_t *seed, const char *const *texts, uint32_t count)
{
    return texts[roll(seed, count)];
}
#define ONE_OF(seed, ...)                                                                          \
    one_of(seed, (const char *const[]){__VA_ARGS__},                                               \
           sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *))

static struct str random_rule(uint32_t *seed, struct arena *arena)
{
    static const char *const ends[] = {"", "", ";COUNT=7", ";COUNT=60", ";UNTIL=20290301"};
    const char *part = "", *interval = "", *week = "";
    const char *period = ONE_OF(seed, "DAILY", "WEEKLY", "MONTHLY", "YEARLY");
    if (period[0] == 'D') {
        part = ONE_OF(seed, "", ";BYMONTH=1,6,12", ";BYDAY=MO,SA");
        interval = ONE_OF(seed, "", ";INTERVAL=2", ";INTERVAL=9");
    } else if (period[0] == 'W') {
        part = ONE_OF(seed, "", ";BYDAY=TU", ";BYDAY=MO,WE,SU", ";BYDAY=FR;BYMONTH=3,10");
        interval = ONE_OF(seed, "", ";INTERVAL=2", ";INTERVAL=5");
        week = ONE_OF(seed, "", ";WKST=SU");
    } else if (period[0] == 'M') {
        part = ONE_OF(seed, "", ";BYDAY=1SA", ";BYDAY=-1FR,2MO", ";BYMONTHDAY=31",
                      ";BYMONTHDAY=-2,10", ";BYDAY=MO,TU,WE;BYSETPOS=2,-1",
                      ";BYDAY=FR;BYMONTHDAY=13", ";BYDAY=TH;BYMONTH=2,11");
        interval = ONE_OF(seed, "", ";INTERVAL=2", ";INTERVAL=5");
    } else {
        part = ONE_OF(seed, "", ";BYMONTH=2,9", ";BYDAY=20MO", ";BYDAY=TH;BYMONTH=3",
                      ";BYMONTH=11;BYDAY=1TU", ";BYYEARDAY=1,100,-1", ";BYMONTH=6;BYMONTHDAY=1,-1");
        interval = ONE_OF(seed, "", ";INTERVAL=2", ";INTERVAL=3");
    }
    return str_format(arena, "FREQ=%s%s%s%s%s", period, interval, part, week,
                      ends[roll(seed, COUNT_OF(ends))]);
}

/* Every date until `end`, from its first. */
static struct list libical_dates(struct str rrule, int64_t first, int64_t end, struct arena *arena)
{
    struct icaltimetype start = {.is_date = 1}, next;
    int64_t *found = ARENA_ARRAY(arena, int64_t, RANDOM_DAYS + 1);
    size_t count = 0;
    date_to_civil(first, &start.year, &start.month, &start.day);
    icalrecur_iterator *iterator =
        icalrecur_iterator_new(icalrecurrencetype_from_string(rrule.data), start);
    while (iterator && /* none when it never happens */
           !icaltime_is_null_time(next = icalrecur_iterator_next(iterator))) {
        int64_t date = date_from_civil(next.year, next.month, next.day);
        if (date > end) {
            break;
        }
        found[count++] = date;
    }
    icalrecur_iterator_free(iterator);
    return (struct list){.items = found, .count = count};
}

static void libical_walks_to_the_same_dates(void **state)
{
    (void)state;
    uint32_t seed = 20261121;
    size_t compared = 0;
    for (int i = 0; i < RANDOM_RULES; i++) {
        struct arena *arena = arena_new(0);
        struct recurrence rule = {.rrule = random_rule(&seed, arena),
                                  .first = date_from_civil(2023, 1, 1) + roll(&seed, 1500),
                                  .start_minute = 600,
                                  .end_minute = 840};
        struct str text = rule.rrule;
        int64_t first = rule.first, end = first + RANDOM_DAYS;
        struct list theirs = libical_dates(text, first, end, arena);
        struct list ours = {0};
        if (!recurrence_check(arena, &rule)) { /* refused when it never happens */
            ours = expand(&rule, first, end, arena);
        }
        bool is_same = ours.count == theirs.count;
        for (size_t j = 0; is_same && j < ours.count; j++) {
            is_same = LIST_AT(ours, struct wall_interval, j)->start_ms / DAY_MS ==
                      *LIST_AT(theirs, int64_t, j);
        }
        if (!is_same) {
            struct buf out;
            buf_init(&out, arena, 64);
            date_print(&out, first);
            fail_msg("%s from %s: %zu dates, libical %zu", text.data, buf_str(&out).data,
                     ours.count, theirs.count);
        }
        compared += ours.count;
        arena_free(arena);
    }
    assert_true(compared > RANDOM_RULES * 20);
}

/* More rules than are kept, so that they push each other out, each asked twice. */
static void every_rule_keeps_its_own_years(void **state)
{
    (void)state;
    enum { RULES = 1500 };
    int64_t first_day = date_from_civil(2027, 1, 1), last_day = date_from_civil(2028, 12, 31);
    for (int i = 0; i < 2 * RULES; i++) {
        struct arena *arena = arena_new(0);
        int interval = 2 + i % 5;
        struct recurrence rule = {
            .rrule = str_format(arena, "FREQ=DAILY;INTERVAL=%d", interval),
            .first = first_day - i % RULES,
            .last = INSTANT_NONE,
            .start_minute = 600,
            .end_minute = 660,
        };
        struct list walls = expand(&rule, first_day, last_day, arena);
        int64_t expected = first_day + (interval - i % RULES % interval) % interval;
        for (size_t j = 0; j < walls.count; j++, expected += interval) {
            assert_int_equal(LIST_AT(walls, struct wall_interval, j)->start_ms,
                             expected * DAY_MS + 600 * MINUTE_MS);
        }
        assert_true(expected > last_day && expected <= last_day + interval);
        arena_free(arena);
    }
}

static void a_rule_ends_at_its_own_time_of_day(void **state)
{
    (void)state;
    struct arena *arena = arena_new(0);
    struct recurrence rule = rule_of(arena, "FREQ=WEEKLY;UNTIL=20270115T100000", "2027-01-01");
    int64_t from = date_from_civil(2027, 1, 1), to = date_from_civil(2027, 12, 31);
    rule.last = INSTANT_NONE;
    assert_int_equal(expand(&rule, from, to, arena).count, 3);
    rule.start_minute++;
    assert_int_equal(expand(&rule, from, to, arena).count, 2);
    arena_free(arena);
}

static void what_cannot_be_followed_is_refused(void **state)
{
    (void)state;
    static const char *const rrules[] = {"",
                                         "every day",
                                         "FREQ=",
                                         "FREQ=FORTNIGHTLY",
                                         "FREQ=SECONDLY",
                                         "FREQ=MINUTELY",
                                         "FREQ=HOURLY",
                                         "FREQ=DAILY;COUNT=10001",
                                         "FREQ=DAILY;COUNT=1000000000",
                                         "FREQ=DAILY;INTERVAL=0",
                                         "FREQ=DAILY;INTERVAL=-1",
                                         "FREQ=DAILY;BYHOUR=1,2,3",
                                         "FREQ=DAILY;BYMINUTE=0",
                                         "FREQ=DAILY;BYSECOND=0",
                                         "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
                                         "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
                                         "FREQ=DAILY;UNTIL=20200101",
                                         "FREQ=DAILY;UNTIL=20301201T075959Z",
                                         "FREQ=DAILY;BYDAY=XX",
                                         "RSCALE=CHINESE;FREQ=DAILY",
                                         "FREQ=DAILY;COUNT=3;UNTIL=20300101",
                                         "FREQ=DAILY\nFREQ=DAILY",
                                         "FREQ=MONTHLY;BYWEEKNO=20;BYDAY=MO",
                                         "FREQ=YEARLY;BYWEEKNO=20",
                                         "FREQ=YEARLY;BYWEEKNO=20;BYDAY=1MO",
                                         "FREQ=WEEKLY;BYDAY=2MO",
                                         "FREQ=DAILY;BYDAY=1MO",
                                         "FREQ=MONTHLY;BYYEARDAY=100",
                                         "FREQ=WEEKLY;BYMONTHDAY=1",
                                         "FREQ=WEEKLY;BYSETPOS=1",
                                         "FREQ=WEEKLY;BYDAY=MO;BYSETPOS=2"};
    struct arena *arena = arena_new(0);
    for (size_t i = 0; i < COUNT_OF(rrules); i++) {
        struct recurrence rule = {.rrule = str_from(rrules[i]), .first = 20600};
        if (!recurrence_check(arena, &rule)) {
            fail_msg("taken: %s", rrules[i]);
        }
    }
    for (int64_t first = -1; first >= -800000; first -= 799999) {
        struct recurrence rule = {.rrule = STR("FREQ=DAILY"), .first = first};
        assert_non_null(recurrence_check(arena, &rule));
    }
    arena_free(arena);
}

/* Whatever a rule says, and however long ago it began, a year of it costs a look at each day. */
static void no_rule_costs_more_than_its_days(void **state)
{
    (void)state;
    static const char *const rrules[] = {
        "FREQ=YEARLY;BYDAY=MO,TU,WE,TH,FR,SA,SU;BYMONTH=1,2,3,4,5,6,7,8,9,10,11,12",
        "FREQ=YEARLY;BYDAY=MO,TU,WE,TH,FR,SA,SU;BYSETPOS=1,2,3,4,5,-1,-2,-3,-4,-5",
        "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR,SA,SU;BYMONTHDAY=1,2,3,-1,-2,-3",
        "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA,SU;BYSETPOS=1,2,3,4,5,6,7",
        "FREQ=WEEKLY;INTERVAL=52;BYDAY=MO",
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=29;BYDAY=MO",
        "FREQ=DAILY;COUNT=10000",
        "FREQ=YEARLY;INTERVAL=100;BYMONTH=12"};
    struct arena *arena = arena_new(0);
    for (size_t i = 0; i < COUNT_OF(rrules); i++) {
        struct recurrence rule = rule_of(arena, rrules[i], "1970-01-01");
        for (int year = 1970; year < 2200; year++) {
            uint64_t days[6] = {0};
            int looks = recurrence_find_year(&rule, year, days);
            if (looks > RULE_YEAR_LOOKS) {
                fail_msg("%s: %d looks at %d", rrules[i], looks, year);
            }
        }
    }
    arena_free(arena);
}

static const struct {
    const char *text, *rrule, *first; /* rrule NULL: refused */
    int start_minute, end_minute;
} texts[] = {
    {"DTSTART:20261201T100000\nRRULE:FREQ=MONTHLY;BYDAY=1SA\nDURATION:PT4H",
     "FREQ=MONTHLY;BYDAY=1SA", "2026-12-01", 600, 840},
    {"RRULE:FREQ=DAILY\r\nDURATION:PT3H30M\r\nDTSTART:20261201T220000\r\n", "FREQ=DAILY",
     "2026-12-01", 1320, 90},
    {"DTSTART:20261201T000000\nRRULE:FREQ=DAILY\nDURATION:P1D", "FREQ=DAILY", "2026-12-01", 0,
     1440},
    {"RRULE:FREQ=DAILY", NULL, NULL, 0, 0},
    {"DTSTART:20261201T100000Z\nRRULE:FREQ=DAILY\nDURATION:PT1H", NULL, NULL, 0, 0},
    {"DTSTART:20261301T100000\nRRULE:FREQ=DAILY\nDURATION:PT1H", NULL, NULL, 0, 0},
    {"DTSTART:20261201\nRRULE:FREQ=DAILY\nDURATION:PT1H", NULL, NULL, 0, 0},
    {"DTSTART;TZID=Europe/Paris:20261201T100000\nRRULE:FREQ=DAILY\nDURATION:PT1H", NULL, NULL, 0,
     0},
    {"DTSTART:20261201T100000\nRRULE:FREQ=DAILY\nDURATION:-PT1H", NULL, NULL, 0, 0},
    {"DTSTART:20261201T100000\nRRULE:FREQ=DAILY\nDURATION:PT25H", NULL, NULL, 0, 0},
    {"DTSTART:20261201T100000\nRRULE:FREQ=DAILY\nDURATION:PT1S", NULL, NULL, 0, 0},
    {"EXDATE:20261201T100000\nDTSTART:20261201T100000\nRRULE:FREQ=DAILY\nDURATION:PT1H", NULL, NULL,
     0, 0},
};

static void lines_are_read(void **state)
{
    (void)state;
    struct arena *arena = arena_new(0);
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        struct recurrence rule;
        int64_t first = 0;
        const char *complaint = recurrence_from_text(arena, str_from(texts[i].text), &rule);
        if (!complaint != (texts[i].rrule != NULL)) {
            fail_msg("%s: %s", texts[i].text, complaint ? complaint : "taken");
        }
        if (!complaint) {
            assert_true(date_parse(str_from(texts[i].first), &first));
            assert_true(str_equal(rule.rrule, str_from(texts[i].rrule)));
            assert_int_equal(rule.first, first);
            assert_int_equal(rule.start_minute, texts[i].start_minute);
            assert_int_equal(rule.end_minute, texts[i].end_minute);
        }
    }
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rules_name_dates),
        cmocka_unit_test(windows_agree),
        cmocka_unit_test(libical_walks_to_the_same_dates),
        cmocka_unit_test(every_rule_keeps_its_own_years),
        cmocka_unit_test(a_rule_ends_at_its_own_time_of_day),
        cmocka_unit_test(what_cannot_be_followed_is_refused),
        cmocka_unit_test(no_rule_costs_more_than_its_days),
        cmocka_unit_test(lines_are_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
