/* Recurrence rules: RFC 5545 by libical, in wall time. Dates only: a rule opens at most once a day,
 * at the minutes it was given, so neither zones nor times of day ever pass through the library. */
#include <libical/ical.h>
#include <pthread.h>
#include <stdlib.h>

#include "calendar/calendar_internal.h"
#include "calendar/engine.h"

static struct icaltimetype ical_date(int64_t date)
{
    struct icaltimetype time = {.is_date = 1};
    date_to_civil(date, &time.year, &time.month, &time.day);
    return time;
}

static bool is_given(const short *parts)
{
    return parts[0] != ICAL_RECURRENCE_ARRAY_MAX && parts[0] != ICAL_RECURRENCE_ARRAY_MAX_BYTE;
}

/* Without COUNT, whose place recurrence.last takes; an UNTIL with a time becomes its last date. */
static struct icalrecurrencetype rule_parse(const struct recurrence *rule)
{
    struct icalrecurrencetype parsed = icalrecurrencetype_from_string(rule->rrule.data);
    if (!icaltime_is_null_time(parsed.until) && !parsed.until.is_date) {
        int minute = parsed.until.hour * 60 + parsed.until.minute;
        int64_t date = date_from_civil(parsed.until.year, parsed.until.month, parsed.until.day);
        parsed.until = ical_date(date - (rule->start_minute > minute));
    }
    return parsed;
}

/* The next occurrence's date; false: there is none, or none before the year 2200. */
static bool rule_next(struct icalrecur_iterator_impl *iterator, int64_t *ret_date)
{
    struct icaltimetype time = icalrecur_iterator_next(iterator);
    if (icaltime_is_null_time(time)) {
        return false;
    }
    *ret_date = date_from_civil(time.year, time.month, time.day);
    return *ret_date <= INSTANT_MAX / DAY_MS;
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
    return parsed->count < 0 || parsed->count > RULE_COUNT_MAX ? "COUNT is at most 10000." : NULL;
}

/* How often the rule is looked at before an occurrence that is so many days away. */
static int64_t steps_of(const struct icalrecurrencetype *parsed, int64_t days)
{
    static const int lengths[] = {[ICAL_DAILY_RECURRENCE] = 1,
                                  [ICAL_WEEKLY_RECURRENCE] = 7,
                                  [ICAL_MONTHLY_RECURRENCE] = 28,
                                  [ICAL_YEARLY_RECURRENCE] = 365};
    return days / (lengths[parsed->freq] * parsed->interval);
}

/* Walks as far as COUNT says, or over the first hundred. Sets last. */
static const char *occurrences_complaint(const struct icalrecurrencetype *parsed,
                                         struct recurrence *rule)
{
    enum { SAMPLE = 100 };
    int64_t date = rule->first, before = rule->first, seen = 0, most = 0;
    struct icalrecur_iterator_impl *iterator =
        icalrecur_iterator_new(*parsed, ical_date(rule->first));
    if (!iterator) {
        return "This rule cannot be followed.";
    }
    int64_t limit = parsed->count > 0 ? parsed->count : SAMPLE;
    while (seen < limit && most <= RULE_STEPS_MAX && rule_next(iterator, &date)) {
        most = higher(most, steps_of(parsed, date - before));
        before = date;
        seen++;
    }
    icalrecur_iterator_free(iterator);
    if (seen == 0) {
        return "This rule never happens.";
    }
    rule->last = seen < limit || parsed->count > 0 ? before : INSTANT_NONE;
    return most > RULE_STEPS_MAX ? "This rule happens too rarely." : NULL;
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
    struct icalrecurrencetype parsed = rule_parse(rule);
    const char *complaint = parts_complaint(&parsed);
    free(parsed.rscale); /* refused above, and nobody else's */
    parsed.rscale = NULL;
    return complaint ? complaint : occurrences_complaint(&parsed, rule);
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

enum { YEARS_KEPT = 512, RULE_KEPT_MAX = 120, YEAR_WORDS = 6 };

/* On which days of a year a rule happens, whatever its last date: that never changes, so it is kept
 * once the library has said it. A rule's place is told by its hash; who comes later takes it. */
struct rule_year {
    int64_t first;
    int start_minute; /* an UNTIL with a time depends on it */
    int year;
    size_t size;
    char rrule[RULE_KEPT_MAX];
    uint64_t days[YEAR_WORDS]; /* a bit for each, from the first of January */
};
static struct rule_year years[YEARS_KEPT];
static pthread_mutex_t years_lock = PTHREAD_MUTEX_INITIALIZER;

static struct rule_year *year_place(const struct recurrence *rule, int year)
{
    uint64_t hash = hash_fast(rule->rrule) + (uint64_t)rule->first * 31 + (uint64_t)year;
    return &years[hash % YEARS_KEPT];
}

static bool year_recall(const struct recurrence *rule, int year, uint64_t days[YEAR_WORDS])
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

static void year_keep(const struct recurrence *rule, int year, const uint64_t days[YEAR_WORDS])
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

static void year_follow(const struct recurrence *rule, int64_t from, int64_t to,
                        uint64_t days[YEAR_WORDS])
{
    struct icalrecurrencetype parsed = rule_parse(rule);
    int64_t date;
    parsed.count = 0; /* or one could not begin in the middle */
    struct icalrecur_iterator_impl *iterator =
        icalrecur_iterator_new(parsed, ical_date(rule->first));
    if (!iterator) {
        return;
    }
    /* The library loses its way when it begins a yearly rule in the middle; years are few. */
    if (from > rule->first && parsed.freq != ICAL_YEARLY_RECURRENCE) {
        icalrecur_iterator_set_start(iterator, ical_date(from));
    }
    while (rule_next(iterator, &date) && date <= to) {
        if (date >= from) {
            days[(date - from) / 64] |= UINT64_C(1) << (date - from) % 64;
        }
    }
    icalrecur_iterator_free(iterator);
}

static void year_expand(const struct recurrence *rule, int year, int64_t from, int64_t to,
                        struct growing *walls)
{
    int64_t first = date_from_civil(year, 1, 1), last = date_from_civil(year, 12, 31);
    uint64_t days[YEAR_WORDS] = {0};
    if (!year_recall(rule, year, days)) {
        year_follow(rule, first, last, days);
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
