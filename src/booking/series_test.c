/* When bookings that repeat begin: the same time on the clock at the place, whatever it does. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "booking/series.h"

static int64_t at(const char *text)
{
    int64_t instant_ms;
    bool is_local;
    assert_true(instant_parse(str_from(text), &instant_ms, &is_local) && !is_local);
    return instant_ms;
}

static int64_t day(const char *text)
{
    int64_t days;
    assert_true(date_parse(str_from(text), &days));
    return days;
}

static const struct {
    const char *zone, *start;
    int64_t every_weeks, count;
    const char *until; /* NULL: by count */
    size_t expected;
    const char *starts[4];
    bool exists[4];
} series_rows[] = {
    {"UTC",
     "2026-05-04T10:00:00Z",
     1,
     3,
     NULL,
     3,
     {"2026-05-04T10:00:00Z", "2026-05-11T10:00:00Z", "2026-05-18T10:00:00Z"},
     {1, 1, 1}},
    {"UTC",
     "2026-05-04T10:00:00Z",
     12,
     2,
     NULL,
     2,
     {"2026-05-04T10:00:00Z", "2026-07-27T10:00:00Z"},
     {1, 1}},
    /* 10:00 in Berlin before and after the clocks go forward, and back. */
    {"Europe/Berlin",
     "2026-03-26T09:00:00Z",
     1,
     2,
     NULL,
     2,
     {"2026-03-26T09:00:00Z", "2026-04-02T08:00:00Z"},
     {1, 1}},
    {"Europe/Berlin",
     "2026-10-22T08:00:00Z",
     1,
     2,
     NULL,
     2,
     {"2026-10-22T08:00:00Z", "2026-10-29T09:00:00Z"},
     {1, 1}},
    /* 02:30 does not exist on the 29th: it is named by the leap itself. */
    {"Europe/Berlin",
     "2026-03-22T01:30:00Z",
     1,
     3,
     NULL,
     3,
     {"2026-03-22T01:30:00Z", "2026-03-29T01:00:00Z", "2026-04-05T00:30:00Z"},
     {1, 0, 1}},
    /* 02:30 comes twice on the 25th: the first counts, unless the second was asked for. */
    {"Europe/Berlin",
     "2026-10-18T00:30:00Z",
     1,
     2,
     NULL,
     2,
     {"2026-10-18T00:30:00Z", "2026-10-25T00:30:00Z"},
     {1, 1}},
    {"Europe/Berlin",
     "2026-10-25T01:30:00Z",
     1,
     2,
     NULL,
     2,
     {"2026-10-25T01:30:00Z", "2026-11-01T01:30:00Z"},
     {1, 1}},
    /* Until a day at the place, included: the 18th there is the 19th in UTC. */
    {"America/Los_Angeles",
     "2026-05-05T06:00:00Z",
     1,
     0,
     "2026-05-18",
     3,
     {"2026-05-05T06:00:00Z", "2026-05-12T06:00:00Z", "2026-05-19T06:00:00Z"},
     {1, 1, 1}},
    {"America/Los_Angeles",
     "2026-05-05T06:00:00Z",
     1,
     0,
     "2026-05-17",
     2,
     {"2026-05-05T06:00:00Z", "2026-05-12T06:00:00Z"},
     {1, 1}},
    {"UTC", "2026-05-04T10:00:00Z", 1, 0, "2026-05-03", 0, {NULL}, {0}},
    {"UTC", "2026-05-04T10:00:00Z", 1, 52, NULL, 52, {"2026-05-04T10:00:00Z"}, {1}},
    {"UTC", "2026-05-04T10:00:00Z", 1, 0, "2027-04-26", 52, {"2026-05-04T10:00:00Z"}, {1}},
    {"UTC", "2026-05-04T10:00:00Z", 1, 0, "2027-05-03", SERIES_MAX + 1, {NULL}, {0}},
};

static void the_clock_at_the_place_stays(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(series_rows); i++) {
        struct series_start found[SERIES_MAX];
        struct repeat_input repeat = {.every_weeks = series_rows[i].every_weeks,
                                      .count = series_rows[i].count,
                                      .until = series_rows[i].until ? day(series_rows[i].until)
                                                                    : INSTANT_NONE};
        size_t count = series_starts(zone_find(str_from(series_rows[i].zone)),
                                     at(series_rows[i].start), &repeat, found);
        if (count != series_rows[i].expected)
            fail_msg("row %zu: %zu", i, count);
        for (size_t k = 0; k < 4 && series_rows[i].starts[k]; k++) {
            if (found[k].start_ms != at(series_rows[i].starts[k]))
                fail_msg("row %zu, start %zu", i, k);
            assert_int_equal(found[k].exists, series_rows[i].exists[k]);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(the_clock_at_the_place_stays)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
