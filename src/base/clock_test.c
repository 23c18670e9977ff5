/* The clock, instants as text and dates. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include <cmocka.h>

#include "base/clock.h"
#include "base/list.h"

static const struct {
    const char *text;
    int64_t instant_ms;
    bool is_local;
    const char *printed; /* NULL: the text itself */
} instants[] = {
    {"1970-01-01T00:00:00Z", 0, false, NULL},
    {"1970-01-01T00:00:00.001Z", 1, false, NULL},
    {"2025-01-15T14:00:00Z", 1736949600000, false, NULL},
    {"2000-02-29T12:34:56.789Z", 951827696789, false, NULL},
    {"2199-12-31T23:59:59.999Z", INSTANT_MAX, false, NULL},
    {"2025-01-15T14:00:00.000Z", 1736949600000, false, "2025-01-15T14:00:00Z"},
    {"2025-01-15T14:00:00.5Z", 1736949600500, false, "2025-01-15T14:00:00.500Z"},
    {"2025-01-15T14:00:00.1239999Z", 1736949600123, false, "2025-01-15T14:00:00.123Z"},
    {"2025-01-15t14:00:00z", 1736949600000, false, "2025-01-15T14:00:00Z"},
    {"2025-01-15T14:00Z", 1736949600000, false, "2025-01-15T14:00:00Z"},
    {"2025-01-15T09:00:00-05:00", 1736949600000, false, "2025-01-15T14:00:00Z"},
    {"2025-01-15T19:45:00+05:45", 1736949600000, false, "2025-01-15T14:00:00Z"},
    {"2025-01-15T14:00:00-00:00", 1736949600000, false, "2025-01-15T14:00:00Z"},
    {"2016-12-31T23:59:60Z", 1483228799000, false, "2016-12-31T23:59:59Z"},
    {"2025-01-15T14:00", 1736949600000, true, "2025-01-15T14:00:00Z"},
    {"2025-01-15T14:00:00", 1736949600000, true, "2025-01-15T14:00:00Z"},
    {"2025-01-15T14:00:00.250", 1736949600250, true, "2025-01-15T14:00:00.250Z"},
};

static void test_instants(void **state)
{
    (void)state;
    struct arena *arena = arena_new(0);
    for (size_t i = 0; i < COUNT_OF(instants); i++) {
        int64_t ms = -1;
        bool is_local = !instants[i].is_local;
        struct buf out;
        if (!instant_parse(str_from(instants[i].text), &ms, &is_local)) {
            fail_msg("refused: %s", instants[i].text);
        }
        assert_int_equal(ms, instants[i].instant_ms);
        assert_int_equal(is_local, instants[i].is_local);
        buf_init(&out, arena, 0);
        instant_print(&out, ms);
        assert_string_equal(str_copy(arena, buf_str(&out)).data,
                            instants[i].printed ? instants[i].printed : instants[i].text);
    }
    arena_free(arena);
}

static const char *const no_instants[] = {
    "",
    "2025-01-15",
    "2025-01-15T",
    "2025-01-15T14",
    "2025-01-15T14:00:",
    "2025-01-15T14:00:00.Z",
    "2025-01-15T14:00:00,5Z",
    "2025-01-15 14:00:00Z",
    "2025-01-15T14:00:00ZZ",
    "2025-01-15T14:00:00Z ",
    " 2025-01-15T14:00:00Z",
    "2025-01-15T24:00:00Z",
    "2025-01-15T14:60:00Z",
    "2025-01-15T14:00:61Z",
    "2025-01-15T14:00:00+5:00",
    "2025-01-15T14:00:00+0500",
    "2025-01-15T14:00:00+24:00",
    "2025-01-15T14:00:00+05:60",
    "2025-02-29T14:00:00Z",
    "2025-13-01T14:00:00Z",
    "2025-00-01T14:00:00Z",
    "2025-01-00T14:00:00Z",
    "2025-04-31T14:00:00Z",
    "1969-12-31T23:59:59Z",
    "1970-01-01T00:00:00+01:00",
    "2200-01-01T00:00:00Z",
    "2199-12-31T23:59:59-01:00",
    "12025-01-15T14:00:00Z",
    "+2025-01-15T14:00:00Z",
    "-025-01-15T14:00:00Z",
    "2025-1-15T14:00:00Z",
    "1736949600000",
    "tomorrow",
};

static void test_what_is_no_instant(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(no_instants); i++) {
        int64_t ms = 42;
        bool is_local = true;
        if (instant_parse(str_from(no_instants[i]), &ms, &is_local)) {
            fail_msg("accepted: %s", no_instants[i]);
        }
        assert_int_equal(ms, 42);
        assert_true(is_local);
    }
}

static void test_instants_no_client_can_send_still_print(void **state)
{
    (void)state;
    static const struct {
        int64_t instant_ms;
        const char *text;
    } rows[] = {
        {-1, "1969-12-31T23:59:59.999Z"},
        {-62167219200000, "0000-01-01T00:00:00Z"},
        {-62167219200001, "-000001-12-31T23:59:59.999Z"},
        {253402300800000, "+010000-01-01T00:00:00Z"},
        {INSTANT_NONE, "-0292275055-05-16T16:47:04.192Z"},
        {INT64_MAX, "+0292278994-08-17T07:12:55.807Z"},
    };
    struct arena *arena = arena_new(0);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct buf out;
        buf_init(&out, arena, 0);
        instant_print(&out, rows[i].instant_ms);
        assert_string_equal(str_copy(arena, buf_str(&out)).data, rows[i].text);
    }
    arena_free(arena);
}

/* Every day of a whole cycle of leap years and more, against the C library's calendar. */
static void test_dates_agree_with_the_c_library(void **state)
{
    (void)state;
    struct arena *arena = arena_new(0);
    struct buf out;
    buf_init(&out, arena, 16);
    for (int64_t days = date_from_civil(1599, 1, 1); days < date_from_civil(2201, 1, 1); days++) {
        struct tm tm;
        time_t seconds = (time_t)(days * 86400);
        int year;
        int month;
        int day;
        int64_t again = -1;
        gmtime_r(&seconds, &tm);
        date_to_civil(days, &year, &month, &day);
        if (year != tm.tm_year + 1900 || month != tm.tm_mon + 1 || day != tm.tm_mday ||
            date_weekday(days) != (tm.tm_wday + 6) % 7 ||
            date_from_civil(year, month, day) != days) {
            fail_msg("%d-%d-%d", year, month, day);
        }
        buf_clear(&out);
        date_print(&out, days);
        if (!date_parse(buf_str(&out), &again) || again != days) {
            fail_msg("%.*s", STR_ARG(buf_str(&out)));
        }
    }
    arena_free(arena);
}

static const char *const no_dates[] = {
    "",           "2025",       "2025-01",    "2025-01-1",   "2025-1-01",   "2025-02-29",
    "1900-02-29", "2100-02-29", "2025-06-31", "2025-00-10",  "2025-13-10",  "2025-01-00",
    "2025-01-32", "20250115",   "2025/01/15", "2025-01-15T", "2025-01-15 ", "-2025-01-1",
};

static void test_what_is_no_date(void **state)
{
    (void)state;
    int64_t days = 42;
    for (size_t i = 0; i < COUNT_OF(no_dates); i++) {
        if (date_parse(str_from(no_dates[i]), &days)) {
            fail_msg("accepted: %s", no_dates[i]);
        }
    }
    assert_int_equal(days, 42);
    assert_true(date_parse(STR("2000-02-29"), &days));
    assert_int_equal(days, 11016);
}

static int64_t wall_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void test_the_clock_can_be_set_and_shifted(void **state)
{
    (void)state;
    int64_t before = wall_ms();
    int64_t now = clock_now_ms();
    assert_true(now >= before && now <= wall_ms());

    clock_set(1736949600000);
    assert_int_equal(clock_now_ms(), 1736949600000);
    clock_shift(DAY_MS);
    assert_int_equal(clock_now_ms(), 1736949600000); /* frozen stays frozen */

    clock_set(INSTANT_NONE);
    before = wall_ms();
    now = clock_now_ms();
    assert_true(now >= before + DAY_MS && now <= wall_ms() + DAY_MS);
    clock_shift(0);
    before = wall_ms();
    now = clock_now_ms();
    assert_true(now >= before && now <= wall_ms());
}

static void test_the_monotonic_clock_ignores_the_set_one(void **state)
{
    (void)state;
    int64_t before = clock_monotonic_us();
    clock_set(0);
    int64_t after = clock_monotonic_us();
    clock_set(INSTANT_NONE);
    assert_true(after >= before && after - before < 60 * INT64_C(1000000));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_instants),
        cmocka_unit_test(test_what_is_no_instant),
        cmocka_unit_test(test_instants_no_client_can_send_still_print),
        cmocka_unit_test(test_dates_agree_with_the_c_library),
        cmocka_unit_test(test_what_is_no_date),
        cmocka_unit_test(test_the_clock_can_be_set_and_shifted),
        cmocka_unit_test(test_the_monotonic_clock_ignores_the_set_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
