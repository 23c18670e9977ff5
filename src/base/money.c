#include "base/money.h"

#include <stdlib.h>

/* ISO 4217, list one of 2026, without metals, test codes and units that have no minor unit (XAU,
 * XTS, XDR …). Sorted by code, because it is searched by halves. */
static const struct listed_currency {
    char code[4];
    int exponent;
} listed_currencies[] = {
    {"AED", 2}, {"AFN", 2}, {"ALL", 2}, {"AMD", 2}, {"AOA", 2}, {"ARS", 2}, {"AUD", 2}, {"AWG", 2},
    {"AZN", 2}, {"BAM", 2}, {"BBD", 2}, {"BDT", 2}, {"BHD", 3}, {"BIF", 0}, {"BMD", 2}, {"BND", 2},
    {"BOB", 2}, {"BOV", 2}, {"BRL", 2}, {"BSD", 2}, {"BTN", 2}, {"BWP", 2}, {"BYN", 2}, {"BZD", 2},
    {"CAD", 2}, {"CDF", 2}, {"CHE", 2}, {"CHF", 2}, {"CHW", 2}, {"CLF", 4}, {"CLP", 0}, {"CNY", 2},
    {"COP", 2}, {"COU", 2}, {"CRC", 2}, {"CUP", 2}, {"CVE", 2}, {"CZK", 2}, {"DJF", 0}, {"DKK", 2},
    {"DOP", 2}, {"DZD", 2}, {"EGP", 2}, {"ERN", 2}, {"ETB", 2}, {"EUR", 2}, {"FJD", 2}, {"FKP", 2},
    {"GBP", 2}, {"GEL", 2}, {"GHS", 2}, {"GIP", 2}, {"GMD", 2}, {"GNF", 0}, {"GTQ", 2}, {"GYD", 2},
    {"HKD", 2}, {"HNL", 2}, {"HTG", 2}, {"HUF", 2}, {"IDR", 2}, {"ILS", 2}, {"INR", 2}, {"IQD", 3},
    {"IRR", 2}, {"ISK", 0}, {"JMD", 2}, {"JOD", 3}, {"JPY", 0}, {"KES", 2}, {"KGS", 2}, {"KHR", 2},
    {"KMF", 0}, {"KPW", 2}, {"KRW", 0}, {"KWD", 3}, {"KYD", 2}, {"KZT", 2}, {"LAK", 2}, {"LBP", 2},
    {"LKR", 2}, {"LRD", 2}, {"LSL", 2}, {"LYD", 3}, {"MAD", 2}, {"MDL", 2}, {"MGA", 2}, {"MKD", 2},
    {"MMK", 2}, {"MNT", 2}, {"MOP", 2}, {"MRU", 2}, {"MUR", 2}, {"MVR", 2}, {"MWK", 2}, {"MXN", 2},
    {"MXV", 2}, {"MYR", 2}, {"MZN", 2}, {"NAD", 2}, {"NGN", 2}, {"NIO", 2}, {"NOK", 2}, {"NPR", 2},
    {"NZD", 2}, {"OMR", 3}, {"PAB", 2}, {"PEN", 2}, {"PGK", 2}, {"PHP", 2}, {"PKR", 2}, {"PLN", 2},
    {"PYG", 0}, {"QAR", 2}, {"RON", 2}, {"RSD", 2}, {"RUB", 2}, {"RWF", 0}, {"SAR", 2}, {"SBD", 2},
    {"SCR", 2}, {"SDG", 2}, {"SEK", 2}, {"SGD", 2}, {"SHP", 2}, {"SLE", 2}, {"SOS", 2}, {"SRD", 2},
    {"SSP", 2}, {"STN", 2}, {"SVC", 2}, {"SYP", 2}, {"SZL", 2}, {"THB", 2}, {"TJS", 2}, {"TMT", 2},
    {"TND", 3}, {"TOP", 2}, {"TRY", 2}, {"TTD", 2}, {"TWD", 2}, {"TZS", 2}, {"UAH", 2}, {"UGX", 0},
    {"USD", 2}, {"USN", 2}, {"UYI", 0}, {"UYU", 2}, {"UYW", 4}, {"UZS", 2}, {"VED", 2}, {"VES", 2},
    {"VND", 0}, {"VUV", 0}, {"WST", 2}, {"XAD", 2}, {"XAF", 0}, {"XCD", 2}, {"XCG", 2}, {"XOF", 0},
    {"XPF", 0}, {"YER", 2}, {"ZAR", 2}, {"ZMW", 2}, {"ZWG", 2},
};

enum { LISTED_COUNT = sizeof listed_currencies / sizeof *listed_currencies };
/* Longer texts are no amount anybody means, and the limit keeps every count below an int. */
enum { DIGITS_MAX = 18, EXPONENT_MAX = 9999, TEXT_MAX = 400 };

static const int64_t power_of_ten[DIGITS_MAX + 1] = {1,
                                                     10,
                                                     100,
                                                     1000,
                                                     10000,
                                                     100000,
                                                     1000000,
                                                     10000000,
                                                     100000000,
                                                     1000000000,
                                                     10000000000,
                                                     100000000000,
                                                     1000000000000,
                                                     10000000000000,
                                                     100000000000000,
                                                     1000000000000000,
                                                     10000000000000000,
                                                     100000000000000000,
                                                     1000000000000000000};

static int compare_currency(const void *code, const void *row)
{
    return memcmp(code, ((const struct listed_currency *)row)->code, 3);
}

static const struct listed_currency *currency_find(const char code[3])
{
    return bsearch(code, listed_currencies, LISTED_COUNT, sizeof *listed_currencies,
                   compare_currency);
}

bool currency_parse(struct str code, struct currency *ret)
{
    struct currency upper = {""};
    if (code.size != 3)
        return false;
    for (size_t i = 0; i < 3; i++) {
        char byte = code.data[i];
        upper.code[i] = byte >= 'a' && byte <= 'z' ? (char)(byte - ('a' - 'A')) : byte;
    }
    if (!currency_find(upper.code))
        return false;
    *ret = upper;
    return true;
}

int currency_exponent(struct currency currency)
{
    const struct listed_currency *listed = currency_find(currency.code);
    return listed ? listed->exponent : 2;
}

bool currency_equal(struct currency a, struct currency b)
{
    return memcmp(a.code, b.code, sizeof a.code) == 0;
}

/* Text on its way to a decimal. */
struct number_reader {
    struct str rest;
    int64_t unscaled;
    int digits;   /* significant ones so far */
    int decimals; /* digits behind the point */
};

static bool reader_take(struct number_reader *reader, char byte)
{
    if (reader->rest.size == 0 || reader->rest.data[0] != byte)
        return false;
    reader->rest = str_part(reader->rest, 1, reader->rest.size);
    return true;
}

static bool reader_peek_digit(const struct number_reader *reader)
{
    return reader->rest.size > 0 && reader->rest.data[0] >= '0' && reader->rest.data[0] <= '9';
}

/* At least one digit, and no more significant ones than are kept. Returns how many, 0 for neither.
 */
static int reader_take_digits(struct number_reader *reader)
{
    int taken = 0;
    while (reader_peek_digit(reader)) {
        int digit = reader->rest.data[0] - '0';
        if (reader->unscaled || digit)
            reader->digits++;
        if (reader->digits > DIGITS_MAX)
            return 0;
        reader->unscaled = reader->unscaled * 10 + digit;
        reader->rest = str_part(reader->rest, 1, reader->rest.size);
        taken++;
    }
    return taken;
}

/* The number behind an e; huge ones stop at about ±EXPONENT_MAX, which is beyond use either way. */
static bool reader_take_exponent(struct number_reader *reader, int *ret_exponent)
{
    int exponent = 0;
    bool negative = reader_take(reader, '-');
    if (!negative)
        reader_take(reader, '+');
    if (!reader_peek_digit(reader))
        return false;
    for (; reader_peek_digit(reader); reader->rest = str_part(reader->rest, 1, reader->rest.size))
        if (exponent < EXPONENT_MAX)
            exponent = exponent * 10 + (reader->rest.data[0] - '0');
    *ret_exponent = negative ? -exponent : exponent;
    return true;
}

/* Brings any scale into 0…18 without changing the value, where that can be done. */
static bool decimal_settle(int64_t unscaled, int scale, struct decimal *ret)
{
    if (unscaled == 0)
        scale = scale < 0 ? 0 : scale > DIGITS_MAX ? DIGITS_MAX : scale;
    for (; scale < 0; scale++)
        if (__builtin_mul_overflow(unscaled, 10, &unscaled))
            return false;
    for (; scale > DIGITS_MAX && unscaled % 10 == 0; scale--)
        unscaled /= 10;
    if (scale > DIGITS_MAX || llabs(unscaled) >= power_of_ten[DIGITS_MAX])
        return false;
    *ret = (struct decimal){.unscaled = unscaled, .scale = scale};
    return true;
}

bool decimal_parse(struct str text, struct decimal *ret)
{
    struct number_reader reader = {.rest = text};
    int exponent = 0;
    bool negative = reader_take(&reader, '-');
    bool zero_first = reader.rest.size > 0 && reader.rest.data[0] == '0';
    int whole_digits = reader_take_digits(&reader);
    if (text.size > TEXT_MAX || whole_digits == 0 || (zero_first && whole_digits > 1))
        return false;
    if (reader_take(&reader, '.')) {
        reader.decimals = reader_take_digits(&reader);
        if (reader.decimals == 0)
            return false;
    }
    if ((reader_take(&reader, 'e') || reader_take(&reader, 'E')) &&
        !reader_take_exponent(&reader, &exponent))
        return false;
    if (reader.rest.size)
        return false;
    return decimal_settle(negative ? -reader.unscaled : reader.unscaled, reader.decimals - exponent,
                          ret);
}

bool decimal_to_integer(struct decimal value, int places, int64_t *ret)
{
    int shift = places - value.scale;
    if (value.unscaled == 0)
        shift = 0;
    if (shift > DIGITS_MAX || shift < -DIGITS_MAX)
        return false;
    if (shift >= 0) {
        int64_t product;
        if (__builtin_mul_overflow(value.unscaled, power_of_ten[shift], &product))
            return false;
        *ret = product;
        return true;
    }
    if (value.unscaled % power_of_ten[-shift] != 0)
        return false;
    *ret = value.unscaled / power_of_ten[-shift];
    return true;
}

static bool is_amount(int64_t minor)
{
    return minor >= -MONEY_MINOR_MAX && minor <= MONEY_MINOR_MAX;
}

bool decimal_to_minor(struct decimal value, struct currency currency, int64_t *ret_minor)
{
    int64_t minor;
    if (!decimal_to_integer(value, currency_exponent(currency), &minor) || !is_amount(minor))
        return false;
    *ret_minor = minor;
    return true;
}

int decimal_compare(struct decimal a, struct decimal b)
{
    __int128 left = (__int128)a.unscaled * power_of_ten[b.scale];
    __int128 right = (__int128)b.unscaled * power_of_ten[a.scale];
    return (left > right) - (left < right);
}

bool decimal_multiply_to_integer(struct decimal value, int64_t factor, int64_t *ret)
{
    __int128 product = (__int128)value.unscaled * factor;
    if (product % power_of_ten[value.scale] != 0)
        return false;
    __int128 whole = product / power_of_ten[value.scale];
    if (whole > INT64_MAX || whole < INT64_MIN)
        return false;
    *ret = (int64_t)whole;
    return true;
}

void decimal_print(struct buf *out, struct decimal value)
{
    char digits[2 * DIGITS_MAX + 4];
    size_t at = sizeof digits;
    int64_t rest = value.unscaled;
    int scale = value.scale;
    for (; scale > 0 && rest % 10 == 0; scale--)
        rest /= 10;
    uint64_t magnitude = rest < 0 ? -(uint64_t)rest : (uint64_t)rest;
    for (int place = 0; place <= scale || magnitude; place++) {
        if (scale > 0 && place == scale)
            digits[--at] = '.';
        digits[--at] = (char)('0' + magnitude % 10);
        magnitude /= 10;
    }
    if (rest < 0)
        digits[--at] = '-';
    buf_add(out, (struct str){.data = digits + at, .size = sizeof digits - at});
}

void money_print_major(struct buf *out, int64_t minor, struct currency currency)
{
    decimal_print(out, (struct decimal){.unscaled = minor, .scale = currency_exponent(currency)});
}

bool money_scale(int64_t minor, int64_t numerator, int64_t denominator, int64_t *ret_minor)
{
    if (denominator <= 0)
        return false;
    __int128 product = (__int128)minor * numerator;
    __int128 half = denominator / 2;
    __int128 remainder = product % denominator;
    __int128 quotient = product / denominator; /* towards zero; the rest decides one step more */
    __int128 magnitude = remainder < 0 ? -remainder : remainder;
    if (magnitude > half || (magnitude == half && denominator % 2 == 0))
        quotient += product < 0 ? -1 : 1;
    if (quotient > MONEY_MINOR_MAX || quotient < -MONEY_MINOR_MAX)
        return false;
    *ret_minor = (int64_t)quotient;
    return true;
}

bool money_add(int64_t a, int64_t b, int64_t *ret)
{
    int64_t sum;
    if (__builtin_add_overflow(a, b, &sum) || !is_amount(sum))
        return false;
    *ret = sum;
    return true;
}

/* What is being split, and the fraction of a unit that share i lost by the floor. */
struct split {
    int64_t total;
    const int64_t *weights;
    size_t count;
    __int128 sum;
};

static __int128 split_fraction(const struct split *split, size_t i)
{
    return (__int128)split->total * split->weights[i] % split->sum;
}

/* The share that is next in line behind `previous`: fractions fall, and indexes rise among equals.
 * `previous` is count at the first call. Teams are small, so walking them again is the simple way.
 */
static size_t split_next(const struct split *split, size_t previous)
{
    size_t best = split->count;
    __int128 best_fraction = -1;
    for (size_t i = 0; i < split->count; i++) {
        __int128 fraction = split_fraction(split, i);
        if (previous < split->count) {
            __int128 last = split_fraction(split, previous);
            if (fraction > last || (fraction == last && i <= previous))
                continue;
        }
        if (fraction > best_fraction) {
            best = i;
            best_fraction = fraction;
        }
    }
    return best;
}

void money_split(int64_t total_minor, const int64_t *weights, size_t count, int64_t *ret_shares)
{
    struct split split = {.total = total_minor, .weights = weights, .count = count};
    for (size_t i = 0; i < count; i++) {
        if (weights[i] < 0)
            abort();
        split.sum += weights[i];
    }
    if (total_minor < 0 || split.sum == 0)
        abort();
    int64_t left = total_minor;
    for (size_t i = 0; i < count; i++) {
        ret_shares[i] = (int64_t)((__int128)total_minor * weights[i] / split.sum);
        left -= ret_shares[i];
    }
    for (size_t next = count; left > 0; left--) {
        next = split_next(&split, next);
        if (next == count)
            abort();
        ret_shares[next]++;
    }
    if (left != 0)
        abort();
}
