/* Money: currencies, exact decimals, scaling and splits, by table. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/list.h"
#include "base/money.h"

static int with_arena(void **state)
{
    *state = arena_new(0);
    return 0;
}

static int without_arena(void **state)
{
    arena_free(*state);
    return 0;
}

static struct currency currency(const char *code)
{
    struct currency found = {""};
    assert_true(currency_parse(str_from(code), &found));
    return found;
}

static void currencies_have_their_exponent(void **state)
{
    static const struct {
        const char *code;
        int exponent;
    } rows[] = {{"USD", 2}, {"usd", 2}, {"Eur", 2}, {"JPY", 0}, {"KRW", 0}, {"KWD", 3},
                {"TND", 3}, {"CLF", 4}, {"UYW", 4}, {"AED", 2}, {"ZWG", 2}, {"XOF", 0}};
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        assert_int_equal(currency_exponent(currency(rows[i].code)), rows[i].exponent);
    assert_true(currency_equal(currency("usd"), currency("USD")));
    assert_false(currency_equal(currency("USD"), currency("USN")));
}

static void unlisted_codes_are_no_currency(void **state)
{
    static const char *const codes[] = {"",    "US",  "USDX", "XXX", "XAU",
                                        "AAA", "ZZZ", "BGN",  "U$D", "DEM"};
    struct currency found = {"old"};
    (void)state;
    for (size_t i = 0; i < COUNT_OF(codes); i++)
        assert_false(currency_parse(str_from(codes[i]), &found));
    assert_false(currency_parse(STR_NONE, &found));
    assert_string_equal(found.code, "old");
}

static void decimals_are_exact(void **state)
{
    static const struct {
        const char *text;
        int64_t unscaled;
        int scale;
        const char *printed;
    } rows[] = {
        {"0", 0, 0, "0"},
        {"-0", 0, 0, "0"},
        {"0.00", 0, 2, "0"},
        {"0e9999999", 0, 0, "0"},
        {"75", 75, 0, "75"},
        {"74.50", 7450, 2, "74.5"},
        {"-0.5", -5, 1, "-0.5"},
        {"0.05", 5, 2, "0.05"},
        {"1e3", 1000, 0, "1000"},
        {"1.5E+2", 150, 0, "150"},
        {"12e-1", 12, 1, "1.2"},
        {"999999999999999999", 999999999999999999, 0, "999999999999999999"},
        {"0.000000000000000001", 1, 18, "0.000000000000000001"},
        {"1000e-19", 100, 18, "0.0000000000000001"},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct decimal value;
        struct buf out;
        buf_init(&out, *state, 0);
        assert_true(decimal_parse(str_from(rows[i].text), &value));
        assert_int_equal(value.unscaled, rows[i].unscaled);
        assert_int_equal(value.scale, rows[i].scale);
        decimal_print(&out, value);
        assert_string_equal(buf_str(&out).data, rows[i].printed);
    }
}

static void other_texts_are_no_decimals(void **state)
{
    static const char *const rows[] = {
        "",
        "-",
        "+1",
        ".5",
        "5.",
        "01",
        "1e",
        "1e+",
        "1,5",
        " 1",
        "1 ",
        "NaN",
        "Infinity",
        "0x10",
        "1_0",
        "--1",
        "1e309",
        "1e18",
        "1e-19",
        "1234567890123456789",
        "0.1234567890123456789",
    };
    struct decimal value;
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        if (decimal_parse(str_from(rows[i]), &value))
            fail_msg("accepted: %s", rows[i]);
    assert_false(decimal_parse(STR_NONE, &value));
}

/* The exponent brings back what thousands of zeros took away; such texts are refused, not
 * miscounted. */
static void an_endless_fraction_is_refused(void **state)
{
    struct buf out;
    struct decimal value;
    buf_init(&out, *state, 0);
    BUF_ADD(&out, "0.");
    for (int i = 0; i < 15000; i++)
        BUF_ADD(&out, "0");
    BUF_ADD(&out, "1e15001");
    assert_false(decimal_parse(buf_str(&out), &value));
}

static void amounts_need_a_whole_minor_unit(void **state)
{
    static const struct {
        const char *text, *code;
        bool taken;
        int64_t minor;
    } rows[] = {
        {"75", "USD", true, 7500},
        {"74.50", "USD", true, 7450},
        {"74.500", "USD", true, 7450},
        {"0.01", "USD", true, 1},
        {"-0.01", "USD", true, -1},
        {"0.001", "USD", false, 0},
        {"0.001", "KWD", true, 1},
        {"0.0001", "CLF", true, 1},
        {"75", "JPY", true, 75},
        {"75.0", "JPY", true, 75},
        {"75.5", "JPY", false, 0},
        {"90000000000000", "USD", true, MONEY_MINOR_MAX},
        {"-90000000000000", "USD", true, -MONEY_MINOR_MAX},
        {"90000000000000.01", "USD", false, 0},
        {"999999999999999999", "USD", false, 0},
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct decimal value;
        int64_t minor = 0;
        assert_true(decimal_parse(str_from(rows[i].text), &value));
        assert_int_equal(decimal_to_minor(value, currency(rows[i].code), &minor), rows[i].taken);
        assert_int_equal(minor, rows[i].minor);
    }
}

static void amounts_print_shortest(void **state)
{
    static const struct {
        int64_t minor;
        const char *code, *text;
    } rows[] = {
        {30000, "USD", "300"},
        {7450, "USD", "74.5"},
        {7405, "USD", "74.05"},
        {5, "USD", "0.05"},
        {-5, "USD", "-0.05"},
        {0, "USD", "0"},
        {75, "JPY", "75"},
        {70, "JPY", "70"},
        {1234, "KWD", "1.234"},
        {1, "CLF", "0.0001"},
        {INT64_MAX, "JPY", "9223372036854775807"},
        {INT64_MIN, "USD", "-92233720368547758.08"},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct buf out;
        buf_init(&out, *state, 0);
        money_print_major(&out, rows[i].minor, currency(rows[i].code));
        assert_string_equal(buf_str(&out).data, rows[i].text);
    }
}

static struct decimal decimal(const char *text)
{
    struct decimal value;
    assert_true(decimal_parse(str_from(text), &value));
    return value;
}

static void decimals_compare_and_multiply(void **state)
{
    int64_t whole = 77;
    (void)state;
    assert_int_equal(decimal_compare(decimal("1.50"), decimal("1.5")), 0);
    assert_int_equal(decimal_compare(decimal("-1"), decimal("0.000000000000000001")), -1);
    assert_int_equal(decimal_compare(decimal("999999999999999999"), decimal("1.1")), 1);
    assert_true(decimal_multiply_to_integer(decimal("1.5"), 3600000, &whole));
    assert_int_equal(whole, 5400000);
    assert_false(decimal_multiply_to_integer(decimal("0.0000001"), 3600000, &whole));
    assert_false(decimal_multiply_to_integer(decimal("999999999999999999"), 100, &whole));
    assert_false(decimal_to_integer(decimal("1.5"), 0, &whole));
    assert_int_equal(whole, 5400000);
    assert_true(decimal_to_integer(decimal("1.5"), 1, &whole));
    assert_int_equal(whole, 15);
    assert_false(decimal_to_integer(decimal("10"), 18, &whole));
}

static void scaling_rounds_half_away_from_zero(void **state)
{
    static const struct {
        int64_t minor, numerator, denominator;
        bool taken;
        int64_t result;
    } rows[] = {
        {7500, 5400000, 3600000, true, 11250},
        {1, 1, 2, true, 1},
        {-1, 1, 2, true, -1},
        {1, 1, 3, true, 0},
        {2, 1, 3, true, 1},
        {-2, 1, 3, true, -1},
        {5, 1, 10, true, 1},
        {4, 1, 10, true, 0},
        {3, 3, 2, true, 5},
        {0, 5, 7, true, 0},
        {MONEY_MINOR_MAX, INT64_MAX, INT64_MAX, true, MONEY_MINOR_MAX},
        {MONEY_MINOR_MAX, 2, 1, false, 0},
        {INT64_MIN, INT64_MIN, 1, false, 0},
        {1, 1, 0, false, 0},
        {1, 1, -1, false, 0},
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        int64_t result = 0;
        bool taken = money_scale(rows[i].minor, rows[i].numerator, rows[i].denominator, &result);
        assert_int_equal(taken, rows[i].taken);
        assert_int_equal(result, rows[i].result);
    }
}

static void sums_stay_within_the_range(void **state)
{
    int64_t sum = 0;
    (void)state;
    assert_true(money_add(MONEY_MINOR_MAX, -1, &sum));
    assert_int_equal(sum, MONEY_MINOR_MAX - 1);
    assert_false(money_add(MONEY_MINOR_MAX, 1, &sum));
    assert_false(money_add(-MONEY_MINOR_MAX, -1, &sum));
    assert_false(money_add(INT64_MAX, 1, &sum));
    assert_int_equal(sum, MONEY_MINOR_MAX - 1);
}

/* What the floors leave goes to the largest fractions, and among equals to the first. */
static void splits_give_the_rest_to_the_largest_fraction(void **state)
{
    static const struct {
        int64_t total;
        size_t count;
        int64_t weights[5], shares[5];
    } rows[] = {
        {100, 1, {7}, {100}},
        {100, 3, {1, 1, 1}, {34, 33, 33}},
        {101, 3, {1, 1, 1}, {34, 34, 33}},
        {0, 3, {1, 2, 3}, {0, 0, 0}},
        {10, 3, {0, 1, 0}, {0, 10, 0}},
        {1, 2, {1, 2}, {0, 1}},
        {1, 2, {1, 1}, {1, 0}},
        {100, 3, {5000, 2500, 2500}, {50, 25, 25}},
        {999, 3, {5000, 2500, 2500}, {499, 250, 250}},
        {10, 4, {3333, 3333, 3333, 1}, {4, 3, 3, 0}},
        {7, 5, {1, 1, 1, 1, 1}, {2, 2, 1, 1, 1}},
        {100, 5, {10, 30, 10, 30, 23}, {10, 29, 10, 29, 22}},
        {MONEY_MINOR_MAX, 2, {INT64_MAX, INT64_MAX}, {4500000000000000, 4500000000000000}},
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        int64_t shares[5] = {0}, sum = 0;
        money_split(rows[i].total, rows[i].weights, rows[i].count, shares);
        for (size_t j = 0; j < rows[i].count; j++) {
            assert_int_equal(shares[j], rows[i].shares[j]);
            sum += shares[j];
        }
        assert_int_equal(sum, rows[i].total);
    }
}

/* Against the definition: no share is more than one unit from its exact part, and the sum holds. */
static void every_split_adds_up(void **state)
{
    uint64_t seed = 88172645463325252;
    (void)state;
    for (int round = 0; round < 2000; round++) {
        int64_t weights[9], shares[9], sum = 0, weight_sum = 0;
        size_t count = 1 + (size_t)(round % 9);
        for (size_t i = 0; i < count; i++) {
            seed = seed * 6364136223846793005 + 1442695040888963407;
            weights[i] = (int64_t)(seed >> 50);
            weight_sum += weights[i];
        }
        weights[0]++;
        weight_sum++;
        int64_t total = (int64_t)(seed >> 30);
        money_split(total, weights, count, shares);
        for (size_t i = 0; i < count; i++) {
            __int128 exact = (__int128)total * weights[i];
            __int128 given = (__int128)shares[i] * weight_sum;
            __int128 off = given > exact ? given - exact : exact - given;
            assert_true(off < weight_sum);
            sum += shares[i];
        }
        assert_int_equal(sum, total);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(currencies_have_their_exponent),
        cmocka_unit_test(unlisted_codes_are_no_currency),
        cmocka_unit_test_setup_teardown(decimals_are_exact, with_arena, without_arena),
        cmocka_unit_test(other_texts_are_no_decimals),
        cmocka_unit_test_setup_teardown(an_endless_fraction_is_refused, with_arena, without_arena),
        cmocka_unit_test(amounts_need_a_whole_minor_unit),
        cmocka_unit_test_setup_teardown(amounts_print_shortest, with_arena, without_arena),
        cmocka_unit_test(decimals_compare_and_multiply),
        cmocka_unit_test(scaling_rounds_half_away_from_zero),
        cmocka_unit_test(sums_stay_within_the_range),
        cmocka_unit_test(splits_give_the_rest_to_the_largest_fraction),
        cmocka_unit_test(every_split_adds_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
