#include "base/clock.h"

#include <stdatomic.h>
#include <time.h>

static _Atomic int64_t frozen_ms = INSTANT_NONE;
static _Atomic int64_t shift_ms = 0;

int64_t clock_now_ms(void)
{
    int64_t frozen = atomic_load_explicit(&frozen_ms, memory_order_relaxed);
    if (frozen != INSTANT_NONE) {
        return frozen;
    }
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * SECOND_MS + now.tv_nsec / 1000000 +
           atomic_load_explicit(&shift_ms, memory_order_relaxed);
}

int64_t clock_monotonic_us(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

void clock_set(int64_t now_ms)
{
    atomic_store(&frozen_ms, now_ms);
}

void clock_shift(int64_t delta_ms)
{
    atomic_store(&shift_ms, delta_ms);
}

/* Dates are counted from 0000-03-01, so that the leap day is the last of its year and a month's
 * first day within the year is a straight line: (153 * month + 2) / 5, with March as month 0. */
enum {
    DAYS_TO_EPOCH = 719468, /* 0000-03-01 to 1970-01-01 */
    DAYS_YEAR = 365,
    DAYS_4_YEARS = 1461,
    DAYS_100_YEARS = 36524,
    DAYS_400_YEARS = 146097,
};

/* Rounds toward minus infinity; the divisor is positive. */
static int64_t divide_down(int64_t value, int64_t divisor)
{
    int64_t quotient = value / divisor;
    return quotient * divisor > value ? quotient - 1 : quotient;
}

int64_t date_from_civil(int year, int month, int day)
{
    int64_t y = month > 2 ? year : (int64_t)year - 1;
    int64_t leap_days = divide_down(y, 4) - divide_down(y, 100) + divide_down(y, 400);
    int month_from_march = (month + 9) % 12;
    return y * DAYS_YEAR + leap_days + (153 * month_from_march + 2) / 5 + day - 1 - DAYS_TO_EPOCH;
}

void date_to_civil(int64_t days, int *ret_year, int *ret_month, int *ret_day)
{
    int64_t cycle = divide_down(days + DAYS_TO_EPOCH, DAYS_400_YEARS);
    int rest = (int)(days + DAYS_TO_EPOCH - cycle * DAYS_400_YEARS);

    /* The last century of a cycle and the last year of a leap group hold one day more, which
     * must not start a fifth one. */
    int century = rest / DAYS_100_YEARS > 3 ? 3 : rest / DAYS_100_YEARS;
    rest -= century * DAYS_100_YEARS;
    int group = rest / DAYS_4_YEARS;
    rest -= group * DAYS_4_YEARS;
    int year = rest / DAYS_YEAR > 3 ? 3 : rest / DAYS_YEAR;
    rest -= year * DAYS_YEAR;

    int month_from_march = (5 * rest + 2) / 153;
    *ret_day = rest - (153 * month_from_march + 2) / 5 + 1;
    *ret_month = month_from_march < 10 ? month_from_march + 3 : month_from_march - 9;
    *ret_year = (int)(cycle * 400) + century * 100 + group * 4 + year + (*ret_month <= 2);
}

int date_weekday(int64_t days)
{
    /* 1970-01-01 was a Thursday. */
    int64_t shifted = days + 3;
    return (int)(shifted - divide_down(shifted, 7) * 7);
}

static char *put_digits(char *at, unsigned value, int width)
{
    for (int i = width - 1; i >= 0; i--) {
        at[i] = (char)('0' + value % 10);
        value /= 10;
    }
    return at + width;
}

/* Years that four digits cannot hold are written as ECMAScript does, with a sign and at least six
 * digits; nothing from outside is ever that far away. */
static char *put_year(char *at, int year)
{
    if (year >= 0 && year <= 9999) {
        return put_digits(at, (unsigned)year, 4);
    }
    *at++ = year < 0 ? '-' : '+';
    unsigned size = year < 0 ? 0U - (unsigned)year : (unsigned)year;
    return put_digits(at, size, size > 999999 ? 10 : 6);
}

static char *put_civil(char *at, int64_t days)
{
    int year;
    int month;
    int day;
    date_to_civil(days, &year, &month, &day);
    at = put_year(at, year);
    *at++ = '-';
    at = put_digits(at, (unsigned)month, 2);
    *at++ = '-';
    return put_digits(at, (unsigned)day, 2);
}

/* A list of slots prints the same few dates thousands of times, so each thread keeps some. */
static char *put_date(char *at, int64_t days)
{
    enum { KEPT = 8, DATE_TEXT_MAX = 24 };
    static _Thread_local struct {
        int64_t days;
        size_t size; /* 0: nothing kept */
        char text[DATE_TEXT_MAX];
    } kept[KEPT];
    size_t slot = (size_t)days % KEPT;
    if (kept[slot].size == 0 || kept[slot].days != days) {
        kept[slot].days = days;
        kept[slot].size = (size_t)(put_civil(kept[slot].text, days) - kept[slot].text);
    }
    memcpy(at, kept[slot].text, kept[slot].size);
    return at + kept[slot].size;
}

static char *put_time(char *at, unsigned ms_of_day)
{
    unsigned seconds = ms_of_day / SECOND_MS;
    unsigned ms = ms_of_day % SECOND_MS;
    at = put_digits(at, seconds / 3600, 2);
    *at++ = ':';
    at = put_digits(at, seconds / 60 % 60, 2);
    *at++ = ':';
    at = put_digits(at, seconds % 60, 2);
    if (ms != 0) {
        *at++ = '.';
        at = put_digits(at, ms, 3);
    }
    return at;
}

enum { INSTANT_TEXT_MAX = 40 };

static char *put_wall_time(char *at, int64_t wall_ms)
{
    int64_t days = divide_down(wall_ms, DAY_MS);
    at = put_date(at, days);
    *at++ = 'T';
    return put_time(at, (unsigned)((wall_ms % DAY_MS + DAY_MS) % DAY_MS));
}

void instant_print(struct buf *out, int64_t instant_ms)
{
    char text[INSTANT_TEXT_MAX];
    char *end = put_wall_time(text, instant_ms);
    *end++ = 'Z';
    buf_add(out, (struct str){.data = text, .size = (size_t)(end - text)});
}

void instant_print_offset(struct buf *out, int64_t instant_ms, int offset_minutes)
{
    char text[INSTANT_TEXT_MAX];
    unsigned size = (unsigned)(offset_minutes < 0 ? -offset_minutes : offset_minutes);
    char *end = put_wall_time(text, instant_ms + (int64_t)offset_minutes * MINUTE_MS);
    *end++ = offset_minutes < 0 ? '-' : '+';
    end = put_digits(end, size / 60, 2);
    *end++ = ':';
    end = put_digits(end, size % 60, 2);
    buf_add(out, (struct str){.data = text, .size = (size_t)(end - text)});
}

void date_print(struct buf *out, int64_t days)
{
    char text[INSTANT_TEXT_MAX];
    char *end = put_date(text, days);
    buf_add(out, (struct str){.data = text, .size = (size_t)(end - text)});
}

/* Takes exactly `width` digits off the front of *rest. */
static bool take_digits(struct str *rest, int width, int *ret)
{
    if (rest->size < (size_t)width) {
        return false;
    }
    int value = 0;
    for (int i = 0; i < width; i++) {
        char c = rest->data[i];
        if (c < '0' || c > '9') {
            return false;
        }
        value = value * 10 + (c - '0');
    }
    rest->data += width;
    rest->size -= (size_t)width;
    *ret = value;
    return true;
}

/* Takes one byte when it is `upper` or its lower case (RFC 3339 lets T and Z be either). */
static bool take_byte(struct str *rest, char upper)
{
    char lower = upper >= 'A' && upper <= 'Z' ? (char)(upper + 32) : upper;
    if (rest->size == 0 || (rest->data[0] != upper && rest->data[0] != lower)) {
        return false;
    }
    rest->data++;
    rest->size--;
    return true;
}

static int month_days(int year, int month)
{
    static const uint8_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return days[month - 1] + (month == 2 && leap);
}

static bool take_date(struct str *rest, int64_t *ret_days)
{
    int year;
    int month;
    int day;
    if (!take_digits(rest, 4, &year) || !take_byte(rest, '-') || !take_digits(rest, 2, &month) ||
        !take_byte(rest, '-') || !take_digits(rest, 2, &day)) {
        return false;
    }
    if (month < 1 || month > 12 || day < 1 || day > month_days(year, month)) {
        return false;
    }
    *ret_days = date_from_civil(year, month, day);
    return true;
}

bool date_parse(struct str text, int64_t *ret_days)
{
    int64_t days;
    if (!take_date(&text, &days) || text.size != 0) {
        return false;
    }
    *ret_days = days;
    return true;
}

/* One digit or more; beyond milliseconds they are cut off, so that a time never moves forward. */
static bool take_fraction(struct str *rest, int *ret_ms)
{
    int ms = 0;
    int weight = 100;
    int digit;
    if (!take_digits(rest, 1, &digit)) {
        return false;
    }
    do {
        ms += digit * weight;
        weight /= 10;
    } while (take_digits(rest, 1, &digit));
    *ret_ms = ms;
    return true;
}

static bool take_time(struct str *rest, int *ret_ms_of_day)
{
    int hour;
    int minute;
    int second = 0;
    int ms = 0;
    if (!take_digits(rest, 2, &hour) || !take_byte(rest, ':') || !take_digits(rest, 2, &minute)) {
        return false;
    }
    if (take_byte(rest, ':')) {
        if (!take_digits(rest, 2, &second) || (take_byte(rest, '.') && !take_fraction(rest, &ms))) {
            return false;
        }
    }
    if (hour > 23 || minute > 59 || second > 60) {
        return false;
    }
    second = second == 60 ? 59 : second;
    *ret_ms_of_day = hour * HOUR_MS + minute * MINUTE_MS + second * SECOND_MS + ms;
    return true;
}

static bool take_offset(struct str *rest, int *ret_offset_ms)
{
    if (take_byte(rest, 'Z')) {
        *ret_offset_ms = 0;
        return true;
    }
    bool west = take_byte(rest, '-');
    int hours;
    int minutes;
    if ((!west && !take_byte(rest, '+')) || !take_digits(rest, 2, &hours) ||
        !take_byte(rest, ':') || !take_digits(rest, 2, &minutes) || hours > 23 || minutes > 59) {
        return false;
    }
    int offset_ms = hours * HOUR_MS + minutes * MINUTE_MS;
    *ret_offset_ms = west ? -offset_ms : offset_ms;
    return true;
}

bool instant_parse(struct str text, int64_t *ret_instant_ms, bool *ret_is_local)
{
    int64_t days;
    int ms_of_day;
    int offset_ms = 0;
    if (!take_date(&text, &days) || !take_byte(&text, 'T') || !take_time(&text, &ms_of_day)) {
        return false;
    }
    bool is_local = text.size == 0;
    if (!is_local && (!take_offset(&text, &offset_ms) || text.size != 0)) {
        return false;
    }
    int64_t instant_ms = days * DAY_MS + ms_of_day - offset_ms;
    if (instant_ms < 0 || instant_ms > INSTANT_MAX) {
        return false;
    }
    *ret_instant_ms = instant_ms;
    *ret_is_local = is_local;
    return true;
}
