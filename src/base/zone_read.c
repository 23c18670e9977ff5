#include "base/zone_read.h"

#include <stdlib.h>

#include "base/clock.h"

enum {
    HEADER_SIZE = 44,
    TYPE_SIZE = 6,
    TYPES_MAX = 256,
    /* A rule with no transition before it applies from here on. */
    RULE_YEAR_FIRST = 1900,
    RULE_RANGES_MAX = 2 * (ZONE_YEAR_LAST - RULE_YEAR_FIRST + 1),
    TIMES_MAX = ZONE_RANGES_MAX - RULE_RANGES_MAX - 1,
    OFFSET_MAX_S = 26 * 3600,
};

struct header {
    int version;
    uint32_t ut_count;
    uint32_t standard_count;
    uint32_t leap_count;
    uint32_t time_count;
    uint32_t type_count;
    uint32_t name_bytes;
};

/* Which day of a year, in one of the three ways POSIX knows. */
struct day_rule {
    enum { DAY_NO_LEAP, DAY_OF_YEAR, DAY_OF_WEEK } kind;
    int month;
    int week; /* 5: the last of the month */
    int day;  /* DAY_NO_LEAP: 1…365; DAY_OF_YEAR: 0…365; DAY_OF_WEEK: 0 Sunday … 6 */
    int time_s;
};

struct posix_rule {
    bool has_daylight;
    int standard_s; /* offsets east of UTC: POSIX writes them with the other sign */
    int daylight_s;
    struct day_rule daylight_start;
    struct day_rule daylight_end;
};

static uint64_t load_be(const char *data, size_t size)
{
    uint64_t value = 0;
    for (size_t i = 0; i < size; i++) {
        value = value << 8 | (uint8_t)data[i];
    }
    return value;
}

static bool take(struct str *rest, size_t size, struct str *ret)
{
    if (rest->size < size) {
        return false;
    }
    *ret = (struct str){.data = rest->data, .size = size};
    rest->data += size;
    rest->size -= size;
    return true;
}

static bool take_header(struct str *rest, struct header *ret)
{
    struct str bytes;
    if (!take(rest, HEADER_SIZE, &bytes) || memcmp(bytes.data, "TZif", 4) != 0) {
        return false;
    }
    ret->version = bytes.data[4] == '\0' ? 1 : bytes.data[4] - '0';
    ret->ut_count = (uint32_t)load_be(bytes.data + 20, 4);
    ret->standard_count = (uint32_t)load_be(bytes.data + 24, 4);
    ret->leap_count = (uint32_t)load_be(bytes.data + 28, 4);
    ret->time_count = (uint32_t)load_be(bytes.data + 32, 4);
    ret->type_count = (uint32_t)load_be(bytes.data + 36, 4);
    ret->name_bytes = (uint32_t)load_be(bytes.data + 40, 4);
    return ret->time_count <= TIMES_MAX && ret->type_count <= TYPES_MAX;
}

/* What follows a header, times being time_size bytes wide. No count is near 2^32 in a file that
 * fits, and 64 bits hold the sum of any. */
static uint64_t block_size(const struct header *header, size_t time_size)
{
    return header->time_count * (uint64_t)(time_size + 1) +
           header->type_count * (uint64_t)TYPE_SIZE + header->name_bytes +
           header->leap_count * (uint64_t)(time_size + 4) + header->standard_count +
           (uint64_t)header->ut_count;
}

/* Times only grow; a second range at the same instant replaces the first, and one that changes
 * nothing is left out. */
static void table_add(struct zone_table *table, int64_t start_ms, int offset_s)
{
    if (table->count > 0 && table->starts_ms[table->count - 1] >= start_ms) {
        table->count--;
    }
    if (table->count > 0 && table->offsets_s[table->count - 1] == offset_s) {
        return;
    }
    table->starts_ms[table->count] = start_ms;
    table->offsets_s[table->count] = offset_s;
    table->count++;
}

/* Some files mark the beginning of time with a transition in the far past. */
static int64_t seconds_to_ms(int64_t seconds)
{
    if (seconds < INT64_MIN / SECOND_MS || seconds > INT64_MAX / SECOND_MS) {
        return seconds < 0 ? INT64_MIN : INT64_MAX;
    }
    return seconds * SECOND_MS;
}

static bool load_offset(struct str types, size_t index, int *ret)
{
    if (index >= types.size / TYPE_SIZE) {
        return false;
    }
    int offset_s = (int32_t)load_be(types.data + index * TYPE_SIZE, 4);
    if (offset_s < -OFFSET_MAX_S || offset_s > OFFSET_MAX_S) {
        return false;
    }
    *ret = offset_s;
    return true;
}

static bool read_block(const struct header *header, size_t time_size, struct str block,
                       struct zone_table *table)
{
    struct str times;
    struct str indexes;
    struct str types;
    int offset_s;
    if (!take(&block, header->time_count * time_size, &times) ||
        !take(&block, header->time_count, &indexes) ||
        !take(&block, (size_t)header->type_count * TYPE_SIZE, &types) ||
        !load_offset(types, 0, &offset_s)) {
        return false;
    }
    table_add(table, INT64_MIN, offset_s);

    int64_t last = INT64_MIN;
    for (size_t i = 0; i < header->time_count; i++) {
        uint64_t raw = load_be(times.data + i * time_size, time_size);
        int64_t seconds = time_size == 4 ? (int32_t)raw : (int64_t)raw;
        if ((i > 0 && seconds <= last) ||
            !load_offset(types, (uint8_t)indexes.data[i], &offset_s)) {
            return false;
        }
        table_add(table, seconds_to_ms(seconds), offset_s);
        last = seconds;
    }
    return true;
}

static bool take_byte(struct str *rest, char byte)
{
    if (rest->size == 0 || rest->data[0] != byte) {
        return false;
    }
    rest->data++;
    rest->size--;
    return true;
}

static bool take_number(struct str *rest, int least, int most, int *ret)
{
    int value = 0;
    size_t digits = 0;
    while (digits < rest->size && digits < 4 && rest->data[digits] >= '0' &&
           rest->data[digits] <= '9') {
        value = value * 10 + (rest->data[digits] - '0');
        digits++;
    }
    if (digits == 0 || value < least || value > most) {
        return false;
    }
    rest->data += digits;
    rest->size -= digits;
    *ret = value;
    return true;
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* An abbreviation is skipped: we show offsets, not letters. */
static bool take_abbreviation(struct str *rest)
{
    size_t size = 0;
    if (take_byte(rest, '<')) {
        while (size < rest->size && rest->data[size] != '>') {
            size++;
        }
        *rest = str_part(*rest, size, rest->size);
        return size > 0 && take_byte(rest, '>');
    }
    while (size < rest->size && is_letter(rest->data[size])) {
        size++;
    }
    *rest = str_part(*rest, size, rest->size);
    return size >= 3;
}

/* [+-]hh[:mm[:ss]] in seconds. */
static bool take_clock(struct str *rest, int hours_max, int *ret_s)
{
    bool negative = take_byte(rest, '-');
    int hours;
    int minutes = 0;
    int seconds = 0;
    if (!negative) {
        take_byte(rest, '+');
    }
    if (!take_number(rest, 0, hours_max, &hours)) {
        return false;
    }
    if (take_byte(rest, ':')) {
        if (!take_number(rest, 0, 59, &minutes) ||
            (take_byte(rest, ':') && !take_number(rest, 0, 59, &seconds))) {
            return false;
        }
    }
    int total = hours * 3600 + minutes * 60 + seconds;
    *ret_s = negative ? -total : total;
    return true;
}

/* Jn, n or Mm.w.d, and a time of day that RFC 8536 lets reach a week to either side. */
static bool take_day_rule(struct str *rest, struct day_rule *ret)
{
    bool good;
    if (take_byte(rest, 'M')) {
        ret->kind = DAY_OF_WEEK;
        good = take_number(rest, 1, 12, &ret->month) && take_byte(rest, '.') &&
               take_number(rest, 1, 5, &ret->week) && take_byte(rest, '.') &&
               take_number(rest, 0, 6, &ret->day);
    } else if (take_byte(rest, 'J')) {
        ret->kind = DAY_NO_LEAP;
        good = take_number(rest, 1, 365, &ret->day);
    } else {
        ret->kind = DAY_OF_YEAR;
        good = take_number(rest, 0, 365, &ret->day);
    }
    ret->time_s = 2 * 3600;
    return good && (!take_byte(rest, '/') || take_clock(rest, 167, &ret->time_s));
}

static bool rule_parse(struct str text, struct posix_rule *ret)
{
    int west_s;
    if (!take_abbreviation(&text) || !take_clock(&text, 24, &west_s)) {
        return false;
    }
    ret->standard_s = -west_s;
    ret->has_daylight = text.size > 0;
    if (!ret->has_daylight) {
        return true;
    }
    if (!take_abbreviation(&text)) {
        return false;
    }
    ret->daylight_s = ret->standard_s + 3600;
    if (text.size > 0 && text.data[0] != ',') {
        if (!take_clock(&text, 24, &west_s)) {
            return false;
        }
        ret->daylight_s = -west_s;
    }
    return take_byte(&text, ',') && take_day_rule(&text, &ret->daylight_start) &&
           take_byte(&text, ',') && take_day_rule(&text, &ret->daylight_end) && text.size == 0;
}

/* The rule's day in that year, as days since 1970-01-01. */
static int64_t rule_day(const struct day_rule *rule, int year)
{
    int64_t new_year = date_from_civil(year, 1, 1);
    if (rule->kind == DAY_OF_YEAR) {
        return new_year + rule->day;
    }
    if (rule->kind == DAY_NO_LEAP) {
        /* Day 60 is March 1 in every year: February 29 cannot be named. */
        int64_t march = date_from_civil(year, 3, 1);
        return rule->day >= 60 ? march + rule->day - 60 : new_year + rule->day - 1;
    }
    int64_t first = date_from_civil(year, rule->month, 1);
    int64_t next = rule->month == 12 ? date_from_civil(year + 1, 1, 1)
                                     : date_from_civil(year, rule->month + 1, 1);
    int first_weekday = (date_weekday(first) + 1) % 7; /* from Sunday, as POSIX counts */
    int64_t day = first + (rule->day - first_weekday + 7) % 7 + (rule->week - 1) * 7;
    return day < next ? day : day - 7;
}

/* A rule's time of day is the wall's, so the offset in force before it leads to the instant. */
static int64_t rule_instant_ms(const struct day_rule *rule, int year, int offset_before_s)
{
    return rule_day(rule, year) * DAY_MS + (int64_t)(rule->time_s - offset_before_s) * SECOND_MS;
}

/* Adds what the rule says after `after_ms`, the last transition the file lists. In the south the
 * year begins in daylight time; a zone always in daylight time ends it at the very instant at which
 * it starts again, and table_add() lets the start win. */
static void table_unroll(struct zone_table *table, const struct posix_rule *rule, int64_t after_ms)
{
    int year = RULE_YEAR_FIRST;
    int month;
    int day;
    if (after_ms >= date_from_civil(year, 1, 1) * DAY_MS) {
        /* The year before: a wall's year is not UTC's, and rules may reach a week aside. */
        date_to_civil(after_ms / DAY_MS, &year, &month, &day);
        year -= year > RULE_YEAR_FIRST;
    }
    for (; year <= ZONE_YEAR_LAST; year++) {
        int64_t start_ms = rule_instant_ms(&rule->daylight_start, year, rule->standard_s);
        int64_t end_ms = rule_instant_ms(&rule->daylight_end, year, rule->daylight_s);
        bool start_first = start_ms < end_ms;
        int64_t first_ms = start_first ? start_ms : end_ms;
        int64_t second_ms = start_first ? end_ms : start_ms;
        if (first_ms > after_ms) {
            table_add(table, first_ms, start_first ? rule->daylight_s : rule->standard_s);
        }
        if (second_ms > after_ms) {
            table_add(table, second_ms, start_first ? rule->standard_s : rule->daylight_s);
        }
    }
}

/* The footer is a line between two line feeds; an empty one says that nothing is known. */
static bool read_footer(struct str footer, struct zone_table *table, int64_t after_ms)
{
    struct posix_rule rule = {0};
    if (!take_byte(&footer, '\n')) {
        return false;
    }
    const char *end = memchr(footer.data, '\n', footer.size);
    if (!end) {
        return false;
    }
    footer.size = (size_t)(end - footer.data);
    if (footer.size == 0) {
        return true;
    }
    if (!rule_parse(footer, &rule)) {
        return false;
    }
    if (rule.has_daylight) {
        table_unroll(table, &rule, after_ms);
    }
    return true;
}

/* The last instant the file lists, whether the offset changes there or not. */
static int64_t last_listed_ms(const struct header *header, struct str block)
{
    if (header->time_count == 0) {
        return INT64_MIN;
    }
    return seconds_to_ms((int64_t)load_be(block.data + (header->time_count - 1) * 8, 8));
}

bool zone_read(struct arena *arena, struct str tzif, struct zone_table *ret)
{
    struct header header;
    struct str block;
    size_t time_size = 4;
    if (!take_header(&tzif, &header)) {
        return false;
    }
    if (header.version >= 2) {
        /* The first block is for readers that know 32 bits only; the whole truth follows. */
        time_size = 8;
        if (!take(&tzif, block_size(&header, 4), &block) || !take_header(&tzif, &header)) {
            return false;
        }
    }
    if (header.leap_count != 0 || !take(&tzif, block_size(&header, time_size), &block)) {
        return false;
    }
    struct zone_table table = {
        .starts_ms = ARENA_ARRAY(arena, int64_t, header.time_count + 1 + RULE_RANGES_MAX),
        .offsets_s = ARENA_ARRAY(arena, int32_t, header.time_count + 1 + RULE_RANGES_MAX),
    };
    if (!read_block(&header, time_size, block, &table)) {
        return false;
    }
    if (time_size == 8 && !read_footer(tzif, &table, last_listed_ms(&header, block))) {
        return false;
    }
    *ret = table;
    return true;
}
