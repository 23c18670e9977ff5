/* Who is limited, how much, and for how long. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/random.h"
#include "operation/rate.h"

static struct rate_limits *limits;
static const struct actor nobody;

static int open_limits(void **state)
{
    (void)state;
    random_start();
    limits = rate_limits_new();
    return 0;
}

static int close_limits(void **state)
{
    (void)state;
    rate_limits_free(limits);
    return 0;
}

static bool take(enum rate_class rate, const struct actor *actor, const char *address,
                 int64_t now_ms)
{
    int retry_after_s = 0;
    bool taken = rate_limits_take(limits, rate, actor, str_from(address), now_ms, &retry_after_s);
    assert_true(taken == (retry_after_s == 0));
    return taken;
}

static int take_all(enum rate_class rate, const struct actor *actor, const char *address,
                    int64_t now_ms)
{
    int count = 0;
    while (take(rate, actor, address, now_ms))
        count++;
    return count;
}

static const struct {
    enum rate_class rate;
    int burst;
    int64_t later_ms;
    int given_back;
    int retry_after_s; /* when empty */
} class_rows[] = {
    {RATE_READ, 300, 1000, 100, 1},
    {RATE_WRITE, 60, 1000, 20, 1},
    {RATE_SEARCH, 90, 1000, 30, 1},
    {RATE_SECRET, 20, 60000, 10, 6},
};

static void each_class_has_its_burst_and_pace(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(class_rows); i++) {
        enum rate_class rate = class_rows[i].rate;
        int64_t later_ms = 1000000 + class_rows[i].later_ms;
        int retry_after_s = 0;
        assert_int_equal(take_all(rate, &nobody, "192.0.2.1", 1000000), class_rows[i].burst);
        rate_limits_take(limits, rate, &nobody, STR("192.0.2.1"), 1000000, &retry_after_s);
        assert_int_equal(retry_after_s, class_rows[i].retry_after_s);
        assert_int_equal(take_all(rate, &nobody, "192.0.2.1", later_ms), class_rows[i].given_back);
        assert_int_equal(take_all(rate, &nobody, "192.0.2.1", later_ms + 3600000),
                         class_rows[i].burst);
    }
}

static void waiting_as_told_is_enough(void **state)
{
    (void)state;
    int64_t now_ms = 5000;
    for (int i = 0; i < 200; i++) {
        int retry_after_s = 0;
        if (!rate_limits_take(limits, RATE_SECRET, &nobody, STR("a"), now_ms, &retry_after_s)) {
            now_ms += retry_after_s * 1000;
            assert_true(take(RATE_SECRET, &nobody, "a", now_ms));
        }
        now_ms += i * 7;
    }
}

static void classes_do_not_share(void **state)
{
    (void)state;
    assert_int_equal(take_all(RATE_WRITE, &nobody, "192.0.2.1", 0), 60);
    assert_int_equal(take_all(RATE_READ, &nobody, "192.0.2.1", 0), 300);
}

static const struct {
    const char *a, *b;
    bool same;
} address_rows[] = {
    {"192.0.2.1", "192.0.2.2", false},
    {"192.0.2.1", "::ffff:192.0.2.1", true},
    {"2001:db8:1:2::1", "2001:db8:1:2:ffff::9", true},
    {"2001:db8:1:2::1", "2001:0DB8:0001:0002::1", true},
    {"2001:db8:1:2::1", "2001:db8:1:3::1", false},
    {"login a@example.com", "login b@example.com", false},
    {"", "192.0.2.1", false},
};

static void addresses_count_as_callers(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(address_rows); i++) {
        int64_t now_ms = (int64_t)(i + 1) * 1000000;
        assert_int_equal(take_all(RATE_WRITE, &nobody, address_rows[i].a, now_ms), 60);
        if (take(RATE_WRITE, &nobody, address_rows[i].b, now_ms) == address_rows[i].same)
            fail_msg("%s and %s", address_rows[i].a, address_rows[i].b);
    }
}

static void an_account_is_one_caller_from_anywhere(void **state)
{
    (void)state;
    struct actor one = {.account_id = id_new()}, other = {.account_id = id_new()};
    assert_int_equal(take_all(RATE_WRITE, &one, "192.0.2.1", 0), 60);
    assert_false(take(RATE_WRITE, &one, "192.0.2.2", 0));
    assert_true(take(RATE_WRITE, &other, "192.0.2.1", 0));
    assert_true(take(RATE_WRITE, &nobody, "192.0.2.1", 0));
}

static void secrets_are_counted_by_address(void **state)
{
    (void)state;
    struct actor one = {.account_id = id_new()}, other = {.account_id = id_new()};
    assert_int_equal(take_all(RATE_SECRET, &one, "192.0.2.1", 0), 20);
    assert_false(take(RATE_SECRET, &other, "192.0.2.1", 0));
}

static void a_clock_set_back_opens_nothing(void **state)
{
    (void)state;
    assert_int_equal(take_all(RATE_WRITE, &nobody, "a", 1000000), 60);
    assert_false(take(RATE_WRITE, &nobody, "a", 0));
    assert_int_equal(take_all(RATE_WRITE, &nobody, "a", 1000), 20);
}

/* A hundred thousand callers, and one who keeps calling: memory is what it was, and the limits
 * hold. */
static void many_callers_push_out_only_the_idle(void **state)
{
    (void)state;
    assert_int_equal(take_all(RATE_WRITE, &nobody, "busy", 0), 60);
    int pushed_out = 0;
    for (int64_t i = 0; i < 100000; i++) {
        struct actor passer_by = {.account_id = id_new()};
        assert_true(take(RATE_WRITE, &passer_by, "x", 1 + i / 10000));
        if (i % 100 == 0 && take(RATE_WRITE, &nobody, "busy", 1 + i / 10000))
            pushed_out++;
    }
    assert_int_equal(pushed_out, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(each_class_has_its_burst_and_pace, open_limits,
                                        close_limits),
        cmocka_unit_test_setup_teardown(waiting_as_told_is_enough, open_limits, close_limits),
        cmocka_unit_test_setup_teardown(classes_do_not_share, open_limits, close_limits),
        cmocka_unit_test_setup_teardown(addresses_count_as_callers, open_limits, close_limits),
        cmocka_unit_test_setup_teardown(an_account_is_one_caller_from_anywhere, open_limits,
                                        close_limits),
        cmocka_unit_test_setup_teardown(secrets_are_counted_by_address, open_limits, close_limits),
        cmocka_unit_test_setup_teardown(a_clock_set_back_opens_nothing, open_limits, close_limits),
        cmocka_unit_test_setup_teardown(many_callers_push_out_only_the_idle, open_limits,
                                        close_limits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
