/* Recurrence rules: RFC 5545 as libical reads it, laid out by recur.c. Dates only: a rule opens at
 * most once a day, at the minutes it was given, so neither zones nor times of day ever pass through
 * the library; nor does it walk, which it does from the rule's beginning, not always in order, and
 * without regard to some parts that it has read. */
#include <libical/ical.h>
#include <pthread.h>
#include <stdlib.h>

#include "calendar/calendar_internal.h"
#include "calendar/engine.h"
#include "calendar/recur.h"

static bool is_given(const short *parts)
{
    return parts[0] != ICAL_RECURRENCE_ARRAY_MAX;
}

/* ---- reading ---- */

static void read_positions(const short *parts, size_t room, struct recur_positions *ret)
{
    for (size_t i = 0; i < room && parts[i] != ICAL_RECURRENCE_ARRAY_MAX; i++) {
        recur_positions_add(ret, parts[i]);
    }
}

/* The library's days begin with Sunday, as 1; ours with Monday, as 0. */
static int read_weekday(int weekday)
{
    return (weekday + 5) % 7;
}

static void read_weekdays(const struct icalrecurrencetype *parsed, struct recur *ret)
{
    for (size_t i = 0; i < ICAL_BY_DAY_SIZE && parsed->by_day[i] != ICAL_RECURRENCE_ARRAY_MAX;
         i++) {
        int weekday = read_weekday((int)icalrecurrencetype_day_day_of_week(parsed->by_day[i]));
        int position = icalrecurrencetype_day_position(parsed->by_day[i]);
        ret->has_weekdays = true;
        if (position == 0) {
            ret->weekdays |= 1U << weekday;
        } else {
            recur_positions_add(&ret->nth_weekdays[weekday], position);
        }
    }
}

/* An UNTIL with a time becomes its last date. */
static int64_t read_until(const struct icalrecurrencetype *parsed, int start_minute)
{
    const struct icaltimetype *until = &parsed->until;
    if (icaltime_is_null_time(*until)) {
        return INSTANT_NONE;
    }
    bool is_later = !until->is_date && start_minute > until->hour * 60 + until->minute;
    return date_from_civil(until->year, until->month, until->day) - is_later;
}

static struct recur recur_read(const struct icalrecurrencetype *parsed,
                               const struct recurrence *rule)
{
    static const enum recur_period periods[] = {[ICAL_DAILY_RECURRENCE] = RECUR_DAY,
                                                [ICAL_WEEKLY_RECURRENCE] = RECUR_WEEK,
                                                [ICAL_MONTHLY_RECURRENCE] = RECUR_MONTH,
                                                [ICAL_YEARLY_RECURRENCE] = RECUR_YEAR};
    struct recur recur = {.period = periods[parsed->freq],
                          .interval = parsed->interval,
                          .first = rule->first,
                          .until = read_until(parsed, rule->start_minute),
                          .week_start = read_weekday((int)parsed->week_start)};
    read_positions(parsed->by_month, ICAL_BY_MONTH_SIZE, &recur.months);
    read_positions(parsed->by_week_no, ICAL_BY_WEEKNO_SIZE, &recur.weeks);
    read_positions(parsed->by_year_day, ICAL_BY_YEARDAY_SIZE, &recur.year_days);
    read_positions(parsed->by_month_day, ICAL_BY_MONTHDAY_SIZE, &recur.month_days);
    read_positions(parsed->by_set_pos, ICAL_BY_SETPOS_SIZE, &recur.chosen);
    read_weekdays(parsed, &recur);
    recur_complete(&recur);
    return recur;
}

/* ---- checking ---- */

static const char *parts_complaint(const struct icalrecurrencetype *parsed)
{
    if (parsed->freq == ICAL_NO_RECURRENCE) {
        return "This is not a recurrence rule such as FREQ=MONTHLY;BYDAY=1SA.";
    }
    if (parsed->freq < ICAL_DAILY_RECURRENCE) {
        return "FREQ is DAILY, WEEKLY, MONTHLY or YEARLY here.";
    }
    if (parsed->rscale || is_given(parsed->by_second) || is_given(parsed->by_minute) ||
        is_given(parsed->by_hour)) {
        return "Times of day are said by start and end, not by BYHOUR, BYMINUTE or BYSECOND; "
               "RSCALE is not known here.";
    }
    if (parsed->interval < 1) {
        return "INTERVAL is one or more.";
    }
    if (icaltime_is_utc(parsed->until)) { /* of another zone than the rule's own wall time */
        return "UNTIL is a date, or wall time like the rule itself: without Z.";
    }
    return parsed->count < 0 || parsed->count > RULE_COUNT_MAX ? "COUNT is at most 10000." : NULL;
}

static bool has_nth_weekdays(const struct recur *recur)
{
    bool found = false;
    for (size_t i = 0; i < COUNT_OF(recur->nth_weekdays); i++) {
        found = found || recur->nth_weekdays[i].is_given;
    }
    return found;
}

/* What RFC 5545 forbids, and the one thing that programs read differently. */
static const char *together_complaint(const struct icalrecurrencetype *parsed,
                                      const struct recur *recur)
{
    bool is_yearly = recur->period == RECUR_YEAR;
    bool names_weeks = recur->weeks.is_given;
    if (names_weeks && (!is_yearly || !is_given(parsed->by_day))) {
        return "BYWEEKNO is for FREQ=YEARLY, and with BYDAY.";
    }
    if (recur->year_days.is_given && !is_yearly) {
        return "BYYEARDAY is for FREQ=YEARLY.";
    }
    if (is_given(parsed->by_month_day) && recur->period == RECUR_WEEK) {
        return "BYMONTHDAY is not for FREQ=WEEKLY.";
    }
    if (has_nth_weekdays(recur) && (recur->period < RECUR_MONTH || names_weeks)) {
        return "BYDAY with a number is for FREQ=MONTHLY and YEARLY, without BYWEEKNO.";
    }
    bool names_others = names_weeks || recur->year_days.is_given || is_given(parsed->by_day) ||
                        is_given(parsed->by_month_day) || is_given(parsed->by_month);
    return recur->chosen.is_given && !names_others ? "BYSETPOS is for a rule with another BY part."
                                                   : NULL;
}

/* What happens in one year of the rule's life. */
static int year_find(const struct recur *recur, int year, uint64_t days[RECUR_WORDS])
{
    int64_t from = date_from_civil(year, 1, 1), to = date_from_civil(year, 12, 31);
    int looks = recur_find(recur, from, to, days);
    for (int64_t date = from; date <= to; date++) {
        if (date < recur->first || (recur->until != INSTANT_NONE && date > recur->until)) {
            days[(date - from) / 64] &= ~(UINT64_C(1) << (date - from) % 64);
        }
    }
    return looks;
}

/* Finds what the rule's last date is, or that it never happens, going from year to year only as far
 * as COUNT and UNTIL say. */
static const char *occurrences_complaint(const struct recur *recur, int count,
                                         struct recurrence *rule)
{
    int year, month, day;
    int64_t seen = 0;
    bool is_endless = count == 0 && recur->until == INSTANT_NONE;
    date_to_civil(recur->first, &year, &month, &day);
    rule->last = INSTANT_NONE;
    for (bool is_over = false; !is_over && year < RULE_YEARS_END; year++) {
        uint64_t days[RECUR_WORDS] = {0};
        int64_t first = date_from_civil(year, 1, 1);
        year_find(recur, year, days);
        for (int64_t i = 0; i < 366 && (count == 0 || seen < count); i++) {
            if (days[i / 64] >> i % 64 & 1) {
                rule->last = first + i;
                seen++;
            }
        }
        is_over = (count > 0 && seen == count) || (is_endless && seen > 0) ||
                  (recur->until != INSTANT_NONE && recur->until < first);
    }
    rule->last = is_endless ? INSTANT_NONE : rule->last;
    return seen == 0 ? "This rule never happens." : NULL;
}

static bool is_rule_text(struct str text)
{
    for (size_t i = 0; i < text.size; i++) {
        if (!strchr("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789=;,+-", text.data[i])) {
            return false;
        }
    }
    return text.size > 0;
}

static struct str rule_text(struct arena *arena, struct str text)
{
    text = str_trim(text);
    char *upper = arena_alloc(arena, text.size + 1);
    for (size_t i = 0; i < text.size; i++) {
        char c = text.data[i];
        upper[i] = c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
    }
    upper[text.size] = '\0';
    struct str rule = {upper, text.size};
    return str_starts_with(rule, STR("RRULE:")) ? str_part(rule, 6, rule.size) : rule;
}

const char *recurrence_check(struct arena *arena, struct recurrence *rule)
{
    rule->rrule = rule_text(arena, rule->rrule);
    if (!is_rule_text(rule->rrule)) {
        return "This is not a recurrence rule such as FREQ=MONTHLY;BYDAY=1SA.";
    }
    if (rule->first < date_from_civil(RULE_YEARS_BEGIN, 1, 1) ||
        rule->first >= date_from_civil(RULE_YEARS_END, 1, 1)) {
        return "A rule begins in 1970 or later, and before 2200.";
    }
    struct icalrecurrencetype parsed = icalrecurrencetype_from_string(rule->rrule.data);
    const char *complaint = parts_complaint(&parsed);
    free(parsed.rscale); /* refused above, and nobody else's */
    if (complaint) {
        return complaint;
    }
    struct recur recur = recur_read(&parsed, rule);
    complaint = together_complaint(&parsed, &recur);
    return complaint ? complaint : occurrences_complaint(&recur, parsed.count, rule);
}

/* ---- RFC 5545's own lines ---- */

/* Wall time: no zone, and no Z. The library takes a thirteenth month for one. */
static bool read_start(struct str value, struct recurrence *rule)
{
    int year, month, day;
    struct icaltimetype time = icaltime_from_string(value.data);
    if (icaltime_is_null_time(time) || time.is_date || time.second != 0 ||
        str_ends_with(value, STR("Z"))) {
        return false;
    }
    rule->first = date_from_civil(time.year, time.month, time.day);
    rule->start_minute = time.hour * 60 + time.minute;
    date_to_civil(rule->first, &year, &month, &day);
    return year == time.year && month == time.month && day == time.day && time.hour >= 0 &&
           time.hour < 24 && time.minute >= 0 && time.minute < 60;
}

static bool read_duration(struct str value, int *ret_minutes)
{
    int seconds = icaldurationtype_as_int(icaldurationtype_from_string(value.data));
    *ret_minutes = seconds / 60;
    return seconds > 0 && seconds % 60 == 0 && *ret_minutes <= 1440;
}

const char *recurrence_from_text(struct arena *arena, struct str text, struct recurrence *ret)
{
    struct str line;
    int minutes = 0;
    bool has_start = false;
    *ret = (struct recurrence){.last = INSTANT_NONE};
    while (str_next_piece(&text, '\n', &line)) {
        struct str name, value = str_copy(arena, str_trim(line));
        if (value.size == 0) {
            continue;
        }
        str_next_piece(&value, ':', &name);
        if (str_equal(name, STR("DTSTART"))) {
            has_start = read_start(value, ret);
        } else if (str_equal(name, STR("RRULE"))) {
            ret->rrule = value;
        } else if (!str_equal(name, STR("DURATION")) || !read_duration(value, &minutes)) {
            return "DTSTART, RRULE and DURATION (of whole minutes, at most a day), a line each.";
        }
    }
    if (!has_start || minutes == 0 || !str_is_set(ret->rrule)) {
        return "DTSTART (wall time, such as 20261201T100000), RRULE and DURATION are needed.";
    }
    int end = ret->start_minute + minutes;
    ret->end_minute = end > 1440 ? end - 1440 : end;
    return NULL;
}

/* ---- expanding ---- */

enum { YEARS_KEPT = 512, RULE_KEPT_MAX = 120 };

/* On which days of a year a rule happens, whatever its last date: that never changes, so it is kept
 * once it has been found. A rule's place is told by its hash; who comes later takes it. */
struct rule_year {
    int64_t first;
    int start_minute; /* an UNTIL with a time depends on it */
    int year;
    size_t size;
    char rrule[RULE_KEPT_MAX];
    uint64_t days[RECUR_WORDS]; /* a bit for each, from the first of January */
};
static struct rule_year years[YEARS_KEPT];
static pthread_mutex_t years_lock = PTHREAD_MUTEX_INITIALIZER;

static struct rule_year *year_place(const struct recurrence *rule, int year)
{
    uint64_t hash = hash_fast(rule->rrule) + (uint64_t)rule->first * 31 + (uint64_t)year;
    return &years[hash % YEARS_KEPT];
}

static bool year_recall(const struct recurrence *rule, int year, uint64_t days[RECUR_WORDS])
{
    const struct rule_year *kept = year_place(rule, year);
    pthread_mutex_lock(&years_lock);
    bool is_kept = kept->year == year && kept->first == rule->first &&
                   kept->start_minute == rule->start_minute &&
                   str_equal((struct str){kept->rrule, kept->size}, rule->rrule);
    if (is_kept) {
        memcpy(days, kept->days, sizeof kept->days);
    }
    pthread_mutex_unlock(&years_lock);
    return is_kept;
}

static void year_keep(const struct recurrence *rule, int year, const uint64_t days[RECUR_WORDS])
{
    struct rule_year *place = year_place(rule, year);
    if (rule->rrule.size > RULE_KEPT_MAX) {
        return;
    }
    pthread_mutex_lock(&years_lock);
    *place = (struct rule_year){.first = rule->first,
                                .start_minute = rule->start_minute,
                                .year = year,
                                .size = rule->rrule.size};
    memcpy(place->rrule, rule->rrule.data, rule->rrule.size);
    memcpy(place->days, days, sizeof place->days);
    pthread_mutex_unlock(&years_lock);
}

int recurrence_find_year(const struct recurrence *rule, int year, uint64_t days[RECUR_WORDS])
{
    struct icalrecurrencetype parsed = icalrecurrencetype_from_string(rule->rrule.data);
    if (parsed.freq < ICAL_DAILY_RECURRENCE || parsed.freq > ICAL_YEARLY_RECURRENCE ||
        parsed.interval < 1) {
        return 0; /* an older version of the library may have read it otherwise */
    }
    struct recur recur = recur_read(&parsed, rule);
    return year_find(&recur, year, days);
}

static void year_expand(const struct recurrence *rule, int year, int64_t from, int64_t to,
                        struct growing *walls)
{
    int64_t first = date_from_civil(year, 1, 1), last = date_from_civil(year, 12, 31);
    uint64_t days[RECUR_WORDS] = {0};
    if (!year_recall(rule, year, days)) {
        recurrence_find_year(rule, year, days);
        year_keep(rule, year, days);
    }
    int64_t past = rule->end_minute <= rule->start_minute ? DAY_MS : 0;
    for (int64_t date = higher(first, from); date <= lower(last, to); date++) {
        if (days[(date - first) / 64] >> (date - first) % 64 & 1) {
            struct wall_interval *wall = growing_add(walls, sizeof *wall);
            *wall = (struct wall_interval){
                .start_ms = date * DAY_MS + rule->start_minute * (int64_t)MINUTE_MS,
                .end_ms = date * DAY_MS + rule->end_minute * (int64_t)MINUTE_MS + past};
        }
    }
}

static void rule_expand(const struct recurrence *rule, int64_t from, int64_t to,
                        struct growing *walls)
{
    int first, last, month, day;
    date_to_civil(higher(from, rule->first), &first, &month, &day);
    date_to_civil(to, &last, &month, &day);
    for (int year = first; year <= last; year++) {
        year_expand(rule, year, from, to, walls);
    }
}

struct list recurrences_expand(const struct list *rules, int64_t from, int64_t to,
                               struct arena *arena)
{
    struct growing walls = {.arena = arena};
    for (size_t i = 0; i < rules->count; i++) {
        const struct recurrence *rule = LIST_AT(*rules, struct recurrence, i);
        int64_t until = rule->last == INSTANT_NONE ? to : lower(rule->last, to);
        if (rule->first <= until && from <= until) {
            rule_expand(rule, from, until, &walls);
        }
    }
    return walls.list;
}
