/* What calling a booking off gives back, as a table: each policy on both sides of its deadlines,
 * and on days when the clocks change. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "booking/rules.h"

#define NOON (INT64_C(1000) * HOUR_MS) /* an instant that stands for the booking's start */

static struct booking booking_in(enum booking_status status)
{
    return (struct booking){.status = status, .start_ms = NOON, .end_ms = NOON + 2 * HOUR_MS};
}
static int64_t at(const char *text)
{
    int64_t instant_ms;
    bool is_local;
    assert_true(instant_parse(str_from(text), &instant_ms, &is_local) && !is_local);
    return instant_ms;
}

static struct cancellation_policy terms_of(const char *json)
{
    struct arena *arena = arena_new(0);
    struct cancellation_policy policy;
    assert_null(cancellation_read(arena, str_from(json), &policy));
    arena_free(arena);
    return policy;
}

#define FLEXIBLE "\"flexible\""
#define MODERATE "\"moderate\""
#define STRICT "\"strict\""
#define OWN                                                                                        \
    "{\"tiers\":[{\"hoursBefore\":72,\"refundPercent\":33.33},{\"hoursBefore\":30,"                \
    "\"refundPercent\":10}]}"
#define BERLIN "Europe/Berlin"
#define YORK "America/New_York"

/* The clocks change on 2026-03-29 (Berlin), 2026-03-08 and 2026-11-01 (New York). */
static const struct {
    const char *terms, *zone, *created, *start, *now;
    int64_t basis_points;
    const char *next; /* NULL: stays */
} deadlines[] = {
    {FLEXIBLE, "UTC", "2026-05-01T00:00:00Z", "2026-05-20T10:00:00Z", "2026-05-02T00:00:00Z", 10000,
     "2026-05-19T10:00:00Z"},
    {FLEXIBLE, "UTC", "2026-05-01T00:00:00Z", "2026-05-20T10:00:00Z", "2026-05-19T10:00:00Z", 10000,
     "2026-05-19T10:00:00Z"},
    {FLEXIBLE, "UTC", "2026-05-01T00:00:00Z", "2026-05-20T10:00:00Z", "2026-05-19T10:00:00.001Z", 0,
     NULL},
    /* 24 hours are 24 hours, on the day the clocks go forward too: 10:00 then was 9:00. */
    {FLEXIBLE, BERLIN, "2026-03-01T00:00:00Z", "2026-03-29T08:00:00Z", "2026-03-28T08:00:00Z",
     10000, "2026-03-28T08:00:00Z"},
    {FLEXIBLE, BERLIN, "2026-03-01T00:00:00Z", "2026-03-29T08:00:00Z", "2026-03-28T08:00:00.001Z",
     0, NULL},
    /* Five days are days: the same 10:00 at the place, 119 hours before. */
    {MODERATE, BERLIN, "2026-03-01T00:00:00Z", "2026-03-31T08:00:00Z", "2026-03-26T09:00:00Z",
     10000, "2026-03-26T09:00:00Z"},
    {MODERATE, BERLIN, "2026-03-01T00:00:00Z", "2026-03-31T08:00:00Z", "2026-03-26T09:00:00.001Z",
     5000, "2026-03-31T08:00:00Z"},
    {MODERATE, BERLIN, "2026-03-01T00:00:00Z", "2026-03-31T08:00:00Z", "2026-03-31T08:00:00.001Z",
     0, NULL},
    /* The other way round in autumn: 121 hours. */
    {MODERATE, YORK, "2026-10-01T00:00:00Z", "2026-11-03T15:00:00Z", "2026-10-29T14:00:00Z", 10000,
     "2026-10-29T14:00:00Z"},
    {MODERATE, YORK, "2026-10-01T00:00:00Z", "2026-11-03T15:00:00Z", "2026-10-29T14:00:00.001Z",
     5000, "2026-11-03T15:00:00Z"},
    /* A deadline on a wall that skips it is the skip itself: 02:30 five days before. */
    {MODERATE, YORK, "2026-02-01T00:00:00Z", "2026-03-13T06:30:00Z", "2026-03-08T07:00:00Z", 10000,
     "2026-03-08T07:00:00Z"},
    /* On a wall that shows it twice, the first time counts: 01:30, still in summer time. */
    {MODERATE, YORK, "2026-10-01T00:00:00Z", "2026-11-06T06:30:00Z", "2026-11-01T05:30:00.001Z",
     5000, "2026-11-06T06:30:00Z"},
    /* Strict: all of it for 48 hours, if it was booked 14 days ahead; half until 7 days. */
    {STRICT, "UTC", "2026-05-01T12:00:00Z", "2026-05-15T12:00:00Z", "2026-05-03T12:00:00Z", 10000,
     "2026-05-03T12:00:00Z"},
    {STRICT, "UTC", "2026-05-01T12:00:00Z", "2026-05-15T12:00:00Z", "2026-05-03T12:00:00.001Z",
     5000, "2026-05-08T12:00:00Z"},
    {STRICT, "UTC", "2026-05-01T12:00:00.001Z", "2026-05-15T12:00:00Z", "2026-05-01T13:00:00Z",
     5000, "2026-05-08T12:00:00Z"},
    {STRICT, "UTC", "2026-05-01T12:00:00Z", "2026-05-15T12:00:00Z", "2026-05-08T12:00:00.001Z", 0,
     NULL},
    {OWN, "UTC", "2026-05-01T00:00:00Z", "2026-05-20T10:00:00Z", "2026-05-17T10:00:00Z", 3333,
     "2026-05-17T10:00:00Z"},
    {OWN, "UTC", "2026-05-01T00:00:00Z", "2026-05-20T10:00:00Z", "2026-05-18T00:00:00Z", 1000,
     "2026-05-19T04:00:00Z"},
};

static void calling_off_at_each_side_of_each_deadline(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(deadlines); i++) {
        struct cancellation_policy policy = terms_of(deadlines[i].terms);
        struct booking booking = booking_in(BOOKING_CONFIRMED);
        booking.time_zone = str_from(deadlines[i].zone);
        booking.created_ms = at(deadlines[i].created);
        booking.anchor_ms = booking.start_ms = at(deadlines[i].start);
        booking.total_minor = 9999;
        struct cancellation found =
            booking_cancellation(&booking, &policy, PARTY_CLIENT, at(deadlines[i].now));
        int64_t next_ms = deadlines[i].next ? at(deadlines[i].next) : INSTANT_NONE;
        if (found.refund_percent.unscaled != deadlines[i].basis_points ||
            found.next_change_ms != next_ms)
            fail_msg("row %zu: %lld until %lld", i, (long long)found.refund_percent.unscaled,
                     (long long)found.next_change_ms);
        bool is_free = deadlines[i].basis_points == 10000;
        assert_int_equal(found.free_until_ms, is_free ? next_ms : INSTANT_NONE);
        assert_int_equal(found.refund_minor + found.fee_minor, 9999);
        assert_int_equal(found.refund_minor, (9999 * deadlines[i].basis_points + 5000) / 10000);
    }
}

static void who_and_what_is_called_off(void **state)
{
    (void)state;
    struct cancellation_policy strict = terms_of(STRICT);
    static const struct {
        enum booking_status status;
        enum booking_party party;
        int64_t anchor_ms, basis_points, next_ms;
    } rows[] = {
        {BOOKING_PENDING, PARTY_CLIENT, NOON, 10000, INSTANT_NONE},
        {BOOKING_CONFIRMED, PARTY_PROVIDER, NOON, 10000, INSTANT_NONE},
        {BOOKING_CONFIRMED, PARTY_CLIENT, NOON, 0, INSTANT_NONE},
        /* Moved back by 20 days: the terms still count from the start first agreed. */
        {BOOKING_CONFIRMED, PARTY_CLIENT, NOON - 20 * DAY_MS, 0, INSTANT_NONE},
        /* Moved forward from far ahead: half comes back, but never past the start as it is now. */
        {BOOKING_CONFIRMED, PARTY_CLIENT, NOON + 20 * DAY_MS, 5000, NOON},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct booking booking = booking_in(rows[i].status);
        booking.anchor_ms = rows[i].anchor_ms;
        booking.created_ms = NOON - 12 * DAY_MS; /* too near for the grace, or too long ago */
        booking.time_zone = STR("UTC");
        struct cancellation found =
            booking_cancellation(&booking, &strict, rows[i].party, NOON - DAY_MS);
        assert_int_equal(found.refund_percent.unscaled, rows[i].basis_points);
        assert_int_equal(found.next_change_ms, rows[i].next_ms);
    }
}

static void what_was_agreed_is_read_from_the_booking(void **state)
{
    (void)state;
    struct arena *arena = arena_new(0);
    struct booking booking = booking_in(BOOKING_CONFIRMED);
    booking.policy_json = STR("{\"approval\":\"none\",\"cancellation\":{\"preset\":\"strict\","
                              "\"tiers\":[{\"hoursBefore\":168,\"refundPercent\":50}],"
                              "\"grace\":{\"hours\":48,\"daysAhead\":14}}}");
    assert_int_equal(booking_terms(arena, &booking, PARTY_CLIENT).grace_hours, 48);
    assert_int_equal(booking_terms(arena, &booking, PARTY_PROVIDER).count, 0);
    booking.policy_json = STR("{}");
    assert_int_equal(booking_terms(arena, &booking, PARTY_CLIENT).count, 0);
    booking.total_minor = 5000;
    booking_note_cancelled(arena, &booking, PARTY_CLIENT, NOON - HOUR_MS);
    assert_int_equal(booking.cancelled.refund_minor, 0);
    booking_note_cancelled(arena, &booking, PARTY_PROVIDER, NOON - HOUR_MS);
    assert_int_equal(booking.cancelled.refund_minor, 5000);
    assert_int_equal(booking.cancelled.by, PARTY_PROVIDER);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(calling_off_at_each_side_of_each_deadline),
        cmocka_unit_test(who_and_what_is_called_off),
        cmocka_unit_test(what_was_agreed_is_read_from_the_booking),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
