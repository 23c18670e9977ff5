#include "calendar/recur.h"

#include <assert.h>

#include "base/clock.h"
#include "calendar/engine.h"

/* ---- positions ---- */

static void bit_set(uint64_t *words, int64_t bit)
{
    words[bit / 64] |= UINT64_C(1) << bit % 64;
}

static bool bit_get(const uint64_t *words, int64_t bit)
{
    return bit < RECUR_POSITION_MAX && words[bit / 64] >> bit % 64 & 1;
}

void recur_positions_add(struct recur_positions *positions, int position)
{
    positions->is_given = true;
    if (position > 0 && position <= RECUR_POSITION_MAX) {
        bit_set(positions->from_start, position - 1);
    } else if (position < 0 && -position <= RECUR_POSITION_MAX) {
        bit_set(positions->from_end, -position - 1);
    }
}

/* Whether the item at `index` of `count` is among them. */
static bool positions_have(const struct recur_positions *positions, int64_t index, int64_t count)
{
    return bit_get(positions->from_start, index) || bit_get(positions->from_end, count - 1 - index);
}

static bool positions_allow(const struct recur_positions *positions, int64_t index, int64_t count)
{
    return !positions->is_given || positions_have(positions, index, count);
}

/* ---- days and periods ---- */

struct span { /* of dates, both included */
    int64_t first, last;
};

static struct span month_span(int year, int month)
{
    int64_t next =
        month == 12 ? date_from_civil(year + 1, 1, 1) : date_from_civil(year, month + 1, 1);
    return (struct span){date_from_civil(year, month, 1), next - 1};
}

static struct span year_span(int year)
{
    return (struct span){date_from_civil(year, 1, 1), date_from_civil(year, 12, 31)};
}

static int64_t span_days(struct span span)
{
    return span.last - span.first + 1;
}

static int64_t week_first(const struct recur *recur, int64_t date)
{
    return date - (date_weekday(date) - recur->week_start + 7) % 7;
}

/* The period around the date, and its place in the row of all such periods. */
static struct span period_around(const struct recur *recur, int64_t date, int64_t *ret_index)
{
    int year, month, day;
    if (recur->period == RECUR_DAY) {
        *ret_index = date;
        return (struct span){date, date};
    }
    if (recur->period == RECUR_WEEK) {
        int64_t first = week_first(recur, date);
        *ret_index = (first - week_first(recur, 0)) / 7;
        return (struct span){first, first + 6};
    }
    date_to_civil(date, &year, &month, &day);
    if (recur->period == RECUR_MONTH) {
        *ret_index = year * INT64_C(12) + month;
        return month_span(year, month);
    }
    *ret_index = year;
    return year_span(year);
}

/* ---- what the parts say of one day ---- */

struct day {
    int64_t date;
    int number, month;
    struct span in_month, in_year;
};

static struct day day_of(int64_t date)
{
    struct day day = {.date = date};
    int year;
    date_to_civil(date, &year, &day.month, &day.number);
    day.in_month = month_span(year, day.month);
    day.in_year = year_span(year);
    return day;
}

/* A week belongs to the year of its fourth day. */
static bool week_allows(const struct recur *recur, const struct day *day)
{
    if (!recur->weeks.is_given) {
        return true;
    }
    int year, month, number;
    int64_t middle = week_first(recur, day->date) + 3;
    date_to_civil(middle, &year, &month, &number);
    struct span in_year = year_span(year);
    int64_t index = (middle - in_year.first) / 7;
    return positions_have(&recur->weeks, index, index + 1 + (in_year.last - middle) / 7);
}

/* The second Monday is one of the month where the rule is of months, else of the year. */
static bool weekday_allows(const struct recur *recur, const struct day *day)
{
    int weekday = date_weekday(day->date);
    bool of_month = recur->period == RECUR_MONTH || recur->months.is_given;
    struct span span = of_month ? day->in_month : day->in_year;
    int64_t before = (day->date - span.first) / 7, after = (span.last - day->date) / 7;
    return !recur->has_weekdays || recur->weekdays >> weekday & 1 ||
           positions_have(&recur->nth_weekdays[weekday], before, before + 1 + after);
}

static bool day_is_named(const struct recur *recur, int64_t date)
{
    const struct day day = day_of(date);
    return positions_allow(&recur->months, day.month - 1, 12) &&
           positions_allow(&recur->month_days, day.number - 1, span_days(day.in_month)) &&
           positions_allow(&recur->year_days, date - day.in_year.first, span_days(day.in_year)) &&
           weekday_allows(recur, &day) && week_allows(recur, &day);
}

/* ---- completing and finding ---- */

void recur_complete(struct recur *recur)
{
    const struct day first = day_of(recur->first);
    bool names_days =
        recur->year_days.is_given || recur->month_days.is_given || recur->has_weekdays;
    if (names_days || recur->period == RECUR_DAY) {
        return;
    }
    if (recur->period == RECUR_WEEK || recur->weeks.is_given) {
        recur->has_weekdays = true;
        recur->weekdays = 1U << date_weekday(recur->first);
        return;
    }
    if (recur->period == RECUR_YEAR && !recur->months.is_given) {
        recur_positions_add(&recur->months, first.month);
    }
    recur_positions_add(&recur->month_days, first.number);
}

/* The days of one period, those that BYSETPOS leaves. */
static void period_find(const struct recur *recur, struct span period, struct span wanted,
                        uint64_t days[RECUR_WORDS])
{
    int64_t named[RECUR_POSITION_MAX];
    int64_t count = 0;
    for (int64_t date = period.first; date <= period.last; date++) {
        if (day_is_named(recur, date)) {
            named[count++] = date;
        }
    }
    for (int64_t i = 0; i < count; i++) {
        if (named[i] >= wanted.first && named[i] <= wanted.last &&
            positions_allow(&recur->chosen, i, count)) {
            bit_set(days, named[i] - wanted.first);
        }
    }
}

int recur_find(const struct recur *recur, int64_t from, int64_t to, uint64_t days[RECUR_WORDS])
{
    assert(recur->interval >= 1 && to - from < RECUR_POSITION_MAX);
    int64_t index, first_index, looks = 0;
    struct span range = {from, to};
    period_around(recur, recur->first, &first_index);
    for (int64_t date = from; date <= to;) {
        struct span period = period_around(recur, date, &index);
        if ((index - first_index) % recur->interval == 0) {
            period_find(recur, period, range, days);
            looks += span_days(period);
        }
        date = period.last + 1;
    }
    return (int)looks;
}
