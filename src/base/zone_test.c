/* Zones: against zdump for every zone of the system, and by tables of the known oddities. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>
#include <pthread.h>

#include "base/list.h"
#include "base/random.h"
#include "base/zone.h"
#include "base/zone_read.h"

static int64_t instant(const char *text)
{
    int64_t ms = 0;
    bool is_local;
    if (!instant_parse(str_from(text), &ms, &is_local)) {
        fail_msg("not an instant: %s", text);
    }
    return ms;
}

static const struct zone *zone(const char *name)
{
    const struct zone *found = zone_find(str_from(name));
    if (!found) {
        fail_msg("no such zone: %s", name);
    }
    return found;
}

/* One line of zdump -v, such as
 * "Asia/Tokyo  Sat May  4 14:59:59 1951 UT = Sat May  4 23:59:59 1951 JST isdst=0 gmtoff=32400". */
struct dump_line {
    struct str name;
    int64_t at_ms;
    int offset_s;
};

static int month_number(const char *text)
{
    static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    for (int i = 0; i < 12; i++) {
        if (memcmp(months + 3 * i, text, 3) == 0) {
            return i + 1;
        }
    }
    fail_msg("no month: %.3s", text);
    return 0;
}

/* False for the lines at the ends of time, which no calendar can show. */
static bool dump_line_parse(char *line, struct dump_line *ret)
{
    char *name_end = strchr(line, ' ');
    char *offset = strstr(line, "gmtoff=");
    char month[4];
    long long year;
    int day;
    int hour;
    int minute;
    int second;
    if (!name_end || !offset ||
        sscanf(name_end, " %*s %3s %d %d:%d:%d %lld UT", month, &day, &hour, &minute, &second,
               &year) != 6 ||
        year < 1970 || year > 2100) {
        return false;
    }
    ret->name = (struct str){.data = line, .size = (size_t)(name_end - line)};
    ret->offset_s = atoi(offset + 7);
    ret->at_ms = date_from_civil((int)year, month_number(month), day) * DAY_MS + hour * HOUR_MS +
                 minute * MINUTE_MS + second * SECOND_MS;
    return true;
}

/* zdump shows the second before a change and the second of it: `before` is the line above, if it is
 * of the same zone. */
static void check_dump_line(const struct zone *z, const struct dump_line *line,
                            const struct dump_line *before)
{
    int64_t instants[2] = {0, 0};
    if (zone_offset_s(z, line->at_ms) != line->offset_s) {
        fail_msg("%.*s at %lld: %d, zdump says %d", STR_ARG(line->name), (long long)line->at_ms,
                 zone_offset_s(z, line->at_ms), line->offset_s);
    }
    int64_t local_ms = line->at_ms + line->offset_s * (int64_t)SECOND_MS;
    assert_int_equal(zone_to_local_ms(z, line->at_ms), local_ms);
    int count = zone_from_local(z, local_ms, instants);
    assert_in_range(count, 1, 2);
    assert_true(instants[0] == line->at_ms || (count == 2 && instants[1] == line->at_ms));
    assert_int_equal(zone_resolve(z, local_ms), instants[0]);

    if (before && line->at_ms - before->at_ms == SECOND_MS && line->offset_s != before->offset_s) {
        assert_int_equal(zone_next_transition(z, before->at_ms), line->at_ms);
        assert_int_equal(zone_offset_s(z, line->at_ms - 1), before->offset_s);
    } else if (before && line->at_ms > before->at_ms && line->offset_s == before->offset_s) {
        /* Nothing changes between what zdump lists. */
        assert_true(zone_next_transition(z, before->at_ms) > line->at_ms);
    }
}

static size_t check_dump(FILE *dump)
{
    char line[512];
    char previous_name[128] = "";
    struct dump_line now;
    struct dump_line before = {0};
    const struct zone *z = NULL;
    size_t checked = 0;
    while (fgets(line, sizeof(line), dump)) {
        if (!dump_line_parse(line, &now)) {
            continue;
        }
        bool same = z && str_equal(now.name, str_from(previous_name));
        if (!same) {
            snprintf(previous_name, sizeof(previous_name), "%.*s", STR_ARG(now.name));
            z = zone(previous_name);
        }
        check_dump_line(z, &now, same ? &before : NULL);
        before = now;
        checked++;
    }
    return checked;
}

/* Many names are one file under several names. zdump is slow (some 30 ms a zone), so it is asked
 * about one of them, and the others are compared with that one. */
struct distinct_zone {
    struct hash hash;
    const struct zone *zone;
};

static struct hash zone_file_hash(struct arena *arena, struct str name)
{
    const char *folder = getenv("TZDIR");
    struct str path =
        str_format(arena, "%s/%.*s", folder ? folder : "/usr/share/zoneinfo", STR_ARG(name));
    char *bytes = arena_alloc(arena, 65536);
    FILE *file = fopen(path.data, "rb");
    assert_non_null(file);
    size_t size = fread(bytes, 1, 65536, file);
    fclose(file);
    assert_in_range(size, 44, 65535);
    return hash_sha256((struct str){.data = bytes, .size = size});
}

static void check_same(const struct zone *a, const struct zone *b)
{
    int64_t at_ms = 0;
    while (at_ms < INSTANT_MAX) {
        assert_int_equal(zone_offset_s(a, at_ms), zone_offset_s(b, at_ms));
        assert_int_equal(zone_next_transition(a, at_ms), zone_next_transition(b, at_ms));
        at_ms = zone_next_transition(a, at_ms);
    }
}

static size_t find_distinct(struct arena *arena, struct distinct_zone *distinct)
{
    size_t count;
    size_t found = 0;
    const struct str *names = zone_names(&count);
    for (size_t i = 0; i < count; i++) {
        struct arena *file_arena = arena_new(0);
        struct hash hash = zone_file_hash(file_arena, names[i]);
        size_t at = 0;
        arena_free(file_arena);
        while (at < found && memcmp(&distinct[at].hash, &hash, sizeof(hash)) != 0) {
            at++;
        }
        if (at < found) {
            check_same(zone_find(names[i]), distinct[at].zone);
            continue;
        }
        const struct zone *z = zone(str_copy(arena, names[i]).data);
        distinct[found++] = (struct distinct_zone){.hash = hash, .zone = z};
    }
    return found;
}

/* Both halves at once, each into its own file so that their lines do not mix. */
static struct str dump_command(struct arena *arena, const struct distinct_zone *zones, size_t count)
{
    struct buf command;
    buf_init(&command, arena, 16384);
    BUF_ADD(&command, "d=$(mktemp -d) || exit 1; zdump -v -c 1970,2070");
    for (size_t i = 0; i < count; i++) {
        if (i == count / 2) {
            BUF_ADD(&command, " >$d/1 & zdump -v -c 1970,2070");
        }
        buf_add_byte(&command, ' ');
        buf_add(&command, zone_name(zones[i].zone));
    }
    BUF_ADD(&command, " >$d/2 && wait $! && cat $d/1 $d/2 && rm -r $d");
    return str_copy(arena, buf_str(&command));
}

static void test_every_zone_agrees_with_zdump(void **state)
{
    (void)state;
    enum { ZONES_MAX = 2000 };
    struct arena *arena = arena_new(0);
    size_t count;
    zone_names(&count);
    assert_in_range(count, 400, ZONES_MAX);
    struct distinct_zone *distinct = ARENA_ARRAY(arena, struct distinct_zone, ZONES_MAX);
    size_t distinct_count = find_distinct(arena, distinct);
    FILE *dump = popen(dump_command(arena, distinct, distinct_count).data, "r");
    assert_non_null(dump);
    size_t checked = check_dump(dump);
    assert_int_equal(pclose(dump), 0);
    /* tzdata 2025 has some 380 different files and 70,000 such lines: far less would mean that we
     * did not look. */
    assert_true(distinct_count > 250);
    assert_true(checked > 40000);
    arena_free(arena);
}

static const struct {
    const char *zone;
    const char *local;
    int count;
    const char *instants[2]; /* in a gap, the first is what zone_resolve() must say */
} wall_times[] = {
    {"America/New_York", "2025-01-15T09:00", 1, {"2025-01-15T14:00:00Z"}},
    {"America/New_York", "2025-03-09T01:59:59", 1, {"2025-03-09T06:59:59Z"}},
    {"America/New_York", "2025-03-09T02:00", 0, {"2025-03-09T07:00:00Z"}},
    {"America/New_York", "2025-03-09T02:59:59.999", 0, {"2025-03-09T07:00:00Z"}},
    {"America/New_York", "2025-03-09T03:00", 1, {"2025-03-09T07:00:00Z"}},
    {"America/New_York", "2025-11-02T00:59:59", 1, {"2025-11-02T04:59:59Z"}},
    {"America/New_York", "2025-11-02T01:00", 2, {"2025-11-02T05:00:00Z", "2025-11-02T06:00:00Z"}},
    {"America/New_York",
     "2025-11-02T01:59:59",
     2,
     {"2025-11-02T05:59:59Z", "2025-11-02T06:59:59Z"}},
    {"America/New_York", "2025-11-02T02:00", 1, {"2025-11-02T07:00:00Z"}},
    /* Past the files' last transition the rule in the footer goes on. */
    {"America/New_York", "2150-07-01T12:00", 1, {"2150-07-01T16:00:00Z"}},
    {"America/New_York", "2199-12-31T12:00", 1, {"2199-12-31T17:00:00Z"}},
    /* Daylight time of half an hour, in the south. */
    {"Australia/Lord_Howe", "2025-10-05T02:15", 0, {"2025-10-04T15:30:00Z"}},
    {"Australia/Lord_Howe", "2025-10-05T02:30", 1, {"2025-10-04T15:30:00Z"}},
    {"Australia/Lord_Howe",
     "2025-04-06T01:45",
     2,
     {"2025-04-05T14:45:00Z", "2025-04-05T15:15:00Z"}},
    {"Asia/Kathmandu", "2025-06-01T05:45", 1, {"2025-06-01T00:00:00Z"}},
    /* Samoa had no 30 December 2011. */
    {"Pacific/Apia", "2011-12-29T23:59:59", 1, {"2011-12-30T09:59:59Z"}},
    {"Pacific/Apia", "2011-12-30T00:00", 0, {"2011-12-30T10:00:00Z"}},
    {"Pacific/Apia", "2011-12-30T12:00", 0, {"2011-12-30T10:00:00Z"}},
    {"Pacific/Apia", "2011-12-31T00:00", 1, {"2011-12-30T10:00:00Z"}},
    /* Kwajalein lost 21 August 1993 in the same way. */
    {"Pacific/Kwajalein", "1993-08-21T12:00", 0, {"1993-08-21T12:00:00Z"}},
    /* Morocco leaves its summer time for Ramadan. */
    {"Africa/Casablanca", "2025-02-23T02:30", 2, {"2025-02-23T01:30:00Z", "2025-02-23T02:30:00Z"}},
    {"Africa/Casablanca", "2025-04-06T02:30", 0, {"2025-04-06T02:00:00Z"}},
    /* Ireland's standard time is the summer's; winter is "daylight time" of minus one hour. */
    {"Europe/Dublin", "2025-03-30T01:30", 0, {"2025-03-30T01:00:00Z"}},
    {"Europe/Dublin", "2025-10-26T01:30", 2, {"2025-10-26T00:30:00Z", "2025-10-26T01:30:00Z"}},
    {"Europe/Dublin", "2190-07-01T12:00", 1, {"2190-07-01T11:00:00Z"}},
    {"UTC", "2025-03-09T02:30", 1, {"2025-03-09T02:30:00Z"}},
};

static void test_wall_times(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(wall_times); i++) {
        const struct zone *z = zone(wall_times[i].zone);
        int64_t local_ms = instant(wall_times[i].local);
        int64_t got[2] = {-1, -1};
        int count = zone_from_local(z, local_ms, got);
        if (count != wall_times[i].count) {
            fail_msg("%s %s: %d instants", wall_times[i].zone, wall_times[i].local, count);
        }
        for (int n = 0; n < count; n++) {
            assert_int_equal(got[n], instant(wall_times[i].instants[n]));
        }
        if (zone_resolve(z, local_ms) != instant(wall_times[i].instants[0])) {
            fail_msg("%s %s resolves to %lld", wall_times[i].zone, wall_times[i].local,
                     (long long)zone_resolve(z, local_ms));
        }
    }
}

static const char *const refused_names[] = {
    "",
    "/",
    "Europe",
    "Europe/",
    "/Europe/Paris",
    "Europe//Paris",
    "europe/paris",
    "Europe/Paris ",
    "Europe/../Europe/Paris",
    "../zoneinfo/UTC",
    ".",
    "..",
    "posix/Europe/Paris",
    "right/Europe/Paris",
    "localtime",
    "posixrules",
    "Factory",
    "zone1970.tab",
    "tzdata.zi",
    "leapseconds",
    "Mars/Olympus_Mons",
    "EST5EDT,M3.2.0,M11.1.0",
    "America/A_name_that_goes_on_and_on_until_it_is_longer_than_any_zone_has_ever_had",
};

static void test_names_that_are_no_zones(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(refused_names); i++) {
        if (zone_find(str_from(refused_names[i]))) {
            fail_msg("found '%s'", refused_names[i]);
        }
    }
    assert_null(zone_find((struct str){.data = "UTC\0", .size = 4}));
    assert_null(zone_find(STR_NONE));
}

static void test_names_are_sorted_and_lead_to_their_zone(void **state)
{
    (void)state;
    size_t count;
    size_t known = 0;
    const struct str *names = zone_names(&count);
    for (size_t i = 0; i < count; i++) {
        assert_true(i == 0 || str_compare(names[i - 1], names[i]) < 0);
        assert_true(str_equal(zone_name(zone_find(names[i])), names[i]));
        assert_ptr_equal(zone_find(names[i]), zone_find(names[i]));
        known += str_equal(names[i], STR("UTC")) || str_equal(names[i], STR("Europe/Paris")) ||
                 str_equal(names[i], STR("America/Argentina/Buenos_Aires"));
    }
    assert_int_equal(known, 3);
}

static void *find_every_zone(void *found)
{
    size_t count;
    const struct str *names = zone_names(&count);
    for (size_t i = 0; i < count; i++) {
        ((const struct zone **)found)[i] = zone_find(names[i]);
    }
    return NULL;
}

/* Runs first, while no zone is loaded yet. */
static void test_threads_find_the_same_zones(void **state)
{
    (void)state;
    enum { THREADS = 4, ZONES_MAX = 2000 };
    static const struct zone *found[THREADS][ZONES_MAX];
    pthread_t threads[THREADS];
    for (int i = 0; i < THREADS; i++) {
        assert_int_equal(pthread_create(&threads[i], NULL, find_every_zone, found[i]), 0);
    }
    for (int i = 0; i < THREADS; i++) {
        pthread_join(threads[i], NULL);
        assert_memory_equal(found[i], found[0], sizeof(found[0]));
    }
    assert_non_null(found[0][400]);
}

static void test_next_transition(void **state)
{
    (void)state;
    const struct zone *paris = zone("Europe/Paris");
    int64_t summer = instant("2025-03-30T01:00:00Z");
    int64_t winter = instant("2025-10-26T01:00:00Z");
    assert_int_equal(zone_next_transition(paris, instant("2025-01-01T00:00:00Z")), summer);
    assert_int_equal(zone_next_transition(paris, summer - 1), summer);
    assert_int_equal(zone_next_transition(paris, summer), winter);
    assert_int_equal(zone_next_transition(zone("UTC"), summer), INSTANT_MAX);
    assert_int_equal(zone_next_transition(zone("Asia/Tokyo"), summer), INSTANT_MAX);
    assert_int_equal(zone_next_transition(paris, INSTANT_MAX), INSTANT_MAX);
}

static const struct {
    const char *zone;
    const char *at;
    const char *text;
} printed[] = {
    {"America/New_York", "2025-01-15T14:00:00Z", "2025-01-15T09:00:00-05:00"},
    {"America/New_York", "2025-07-15T14:00:00.5Z", "2025-07-15T10:00:00.500-04:00"},
    {"Asia/Kathmandu", "2025-12-31T18:30:00Z", "2026-01-01T00:15:00+05:45"},
    {"America/St_Johns", "2025-01-01T00:00:00Z", "2024-12-31T20:30:00-03:30"},
    {"UTC", "2025-01-01T00:00:00Z", "2025-01-01T00:00:00+00:00"},
    /* -00:44:30, which RFC 3339 cannot say: the instant stays right. */
    {"Africa/Monrovia", "1971-01-01T00:00:00Z", "1970-12-31T23:16:00-00:44"},
};

static void test_print_local(void **state)
{
    (void)state;
    struct arena *arena = arena_new(0);
    for (size_t i = 0; i < COUNT_OF(printed); i++) {
        struct buf out;
        int64_t again;
        bool is_local;
        buf_init(&out, arena, 0);
        zone_print_local(&out, zone(printed[i].zone), instant(printed[i].at));
        assert_string_equal(str_copy(arena, buf_str(&out)).data, printed[i].text);
        assert_true(instant_parse(buf_str(&out), &again, &is_local));
        assert_int_equal(again, instant(printed[i].at));
    }
    arena_free(arena);
}

/* A file of version 2 with one type, no transition and this footer. */
static struct str tzif_with_rule(struct arena *arena, int offset_s, const char *rule)
{
    static const char header[44] = {'T', 'Z', 'i', 'f', '2', [39] = 1, [43] = 4};
    uint32_t raw = (uint32_t)offset_s;
    char type[10] = {(char)(raw >> 24),
                     (char)(raw >> 16),
                     (char)(raw >> 8),
                     (char)raw,
                     0,
                     0,
                     'A',
                     'B',
                     'C',
                     '\0'};
    struct buf file;
    buf_init(&file, arena, 256);
    for (int i = 0; i < 2; i++) {
        buf_add(&file, (struct str){.data = header, .size = sizeof(header)});
        buf_add(&file, (struct str){.data = type, .size = sizeof(type)});
    }
    buf_format(&file, "\n%s\n", rule);
    return buf_str(&file);
}

static int table_offset_s(const struct zone_table *table, int64_t at_ms)
{
    size_t range = 0;
    while (range + 1 < table->count && table->starts_ms[range + 1] <= at_ms) {
        range++;
    }
    return table->offsets_s[range];
}

/* The second before the change and the second of it, by rules that zdump's zones use rarely. */
static const struct {
    const char *rule;
    int standard_s;
    const char *change;
    int before_s;
    int after_s;
} rules[] = {
    {"EST5EDT,M3.2.0,M11.1.0", -18000, "2025-03-09T07:00:00Z", -18000, -14400},
    {"EST5EDT4,M3.2.0/2,M11.1.0/2:00:00", -18000, "2025-11-02T06:00:00Z", -14400, -18000},
    /* Day 60 is March 1 whether February has 29 days or not; n counts that day. */
    {"ABC0DEF,J60/0,J300/0", 0, "2024-03-01T00:00:00Z", 0, 3600},
    {"ABC0DEF,J60/0,J300/0", 0, "2025-03-01T00:00:00Z", 0, 3600},
    {"ABC0DEF,J59/0,J300/0", 0, "2024-02-28T00:00:00Z", 0, 3600},
    {"ABC0DEF,59/0,300/0", 0, "2024-02-29T00:00:00Z", 0, 3600},
    {"ABC0DEF,59/0,300/0", 0, "2025-03-01T00:00:00Z", 0, 3600},
    {"<+03>-3<+04>,M3.5.0/-1,M10.5.0/-1", 10800, "2025-03-29T20:00:00Z", 10800, 14400},
    {"<-02>2<-01>,M3.4.4/50,M10.4.4/50", -7200, "2025-03-29T04:00:00Z", -7200, -3600},
    {"ABC-12:45DEF-13:45,M9.5.0/2:45,M4.1.0/3:45", 45900, "2025-09-27T14:00:00Z", 45900, 49500},
    {"ABC0DEF,M2.5.6/167,M11.1.0", 0, "2025-02-28T23:00:00Z", 0, 3600},
};

static void test_rules_of_the_footer(void **state)
{
    (void)state;
    struct arena *arena = arena_new(0);
    for (size_t i = 0; i < COUNT_OF(rules); i++) {
        struct zone_table table;
        if (!zone_read(arena, tzif_with_rule(arena, rules[i].standard_s, rules[i].rule), &table)) {
            fail_msg("refused: %s", rules[i].rule);
        }
        int64_t change = instant(rules[i].change);
        if (table_offset_s(&table, change - 1) != rules[i].before_s ||
            table_offset_s(&table, change) != rules[i].after_s) {
            fail_msg("%s at %s", rules[i].rule, rules[i].change);
        }
    }
    arena_free(arena);
}

static void test_daylight_time_all_year_never_changes(void **state)
{
    (void)state;
    struct arena *arena = arena_new(0);
    struct zone_table table;
    assert_true(zone_read(arena, tzif_with_rule(arena, -10800, "XXX3EDT4,0/0,J365/23"), &table));
    assert_int_equal(table_offset_s(&table, instant("2025-01-01T03:00:00Z")), -14400);
    assert_int_equal(table_offset_s(&table, instant("2025-01-01T02:59:59Z")), -14400);
    assert_int_equal(table_offset_s(&table, instant("2100-06-01T00:00:00Z")), -14400);
    /* Before the rule, the start of it, and the end of what is unrolled. */
    assert_in_range(table.count, 2, 3);
    arena_free(arena);
}

static const char *const broken_rules[] = {
    "E5",
    "EST",
    "EST25",
    "EST5EDT",
    "EST5EDT,M3.2.0",
    "EST5EDT,M3.2.0,",
    "EST5EDT,M13.2.0,M11.1.0",
    "EST5EDT,M3.6.0,M11.1.0",
    "EST5EDT,M3.2.7,M11.1.0",
    "EST5EDT,J0,J365",
    "EST5EDT,366,J365",
    "EST5EDT,M3.2.0/168,M11.1.0",
    "EST5EDT,M3.2.0/2:60,M11.1.0",
    "EST5EDT,M3.2.0,M11.1.0 ",
    "<+03-3",
    "<>-3",
};

static void test_broken_files_are_refused(void **state)
{
    (void)state;
    struct arena *arena = arena_new(0);
    struct zone_table table;
    for (size_t i = 0; i < COUNT_OF(broken_rules); i++) {
        if (zone_read(arena, tzif_with_rule(arena, 0, broken_rules[i]), &table)) {
            fail_msg("accepted: %s", broken_rules[i]);
        }
    }
    struct str good = tzif_with_rule(arena, -18000, "EST5EDT,M3.2.0,M11.1.0");
    assert_true(zone_read(arena, good, &table));
    for (size_t size = 0; size < good.size; size++) {
        /* On the heap, so that ASan sees a read past the end. */
        char *cut = malloc(size + 1);
        assert_non_null(cut);
        memcpy(cut, good.data, size);
        assert_false(zone_read(arena, (struct str){.data = cut, .size = size}, &table));
        free(cut);
    }
    char *leap = arena_copy(arena, good.data, good.size);
    leap[54 + 31] = 1;
    assert_false(zone_read(arena, (struct str){.data = leap, .size = good.size}, &table));
    char *type = arena_copy(arena, good.data, good.size);
    type[54 + 39] = 0;
    assert_false(zone_read(arena, (struct str){.data = type, .size = good.size}, &table));
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_threads_find_the_same_zones),
        cmocka_unit_test(test_every_zone_agrees_with_zdump),
        cmocka_unit_test(test_wall_times),
        cmocka_unit_test(test_names_that_are_no_zones),
        cmocka_unit_test(test_names_are_sorted_and_lead_to_their_zone),
        cmocka_unit_test(test_next_transition),
        cmocka_unit_test(test_print_local),
        cmocka_unit_test(test_rules_of_the_footer),
        cmocka_unit_test(test_daylight_time_all_year_never_changes),
        cmocka_unit_test(test_broken_files_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
