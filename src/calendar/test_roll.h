/* test_roll.h: the dice of oracle_test.c, and the hours that they give a provider. */
#ifndef DOCKET_CALENDAR_TEST_ROLL_H
#define DOCKET_CALENDAR_TEST_ROLL_H

#include "calendar/calendar_internal.h"
#include "calendar/test_world.h"

/* SplitMix64: small, and the same everywhere. */
static inline int roll(struct world *world, int sides)
{
    uint64_t z = (world->dice += UINT64_C(0x9e3779b97f4a7c15));
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return (int)((z ^ (z >> 31)) % (uint64_t)sides);
}

static inline bool roll_once_in(struct world *world, int sides)
{
    return roll(world, sides) == 0;
}

static inline int roll_minute_of_day(struct world *world)
{
    return roll_once_in(world, 4) ? roll(world, DAY / 5) * 5 : roll(world, 48) * 30;
}

static inline int roll_end(struct world *world, int start)
{
    int end = start + 30 * (1 + roll(world, roll(world, 4) ? 24 : 48));
    return roll_once_in(world, 8) ? DAY : end > DAY ? end - DAY : end;
}

static inline int64_t roll_date(struct world *world)
{
    return world->first_day - 2 + roll(world, 6);
}

static inline void roll_weekly(struct world *world)
{
    size_t count = (size_t)roll(world, WEEKLY_MAX + 1);
    for (size_t i = 0; i < count; i++) {
        int start = roll_minute_of_day(world);
        world->weekly[i] = (struct weekly_hours){roll(world, 7), start, roll_end(world, start)};
    }
    world->calendar.hours.weekly = (struct list){world->weekly, count};
}

static inline void roll_exceptions(struct world *world)
{
    size_t count = roll(world, 2) ? 0 : (size_t)roll(world, EXCEPTIONS_MAX + 1);
    for (size_t i = 0; i < count; i++) {
        int start = roll_once_in(world, 3) ? -1 : roll_minute_of_day(world);
        int end = start < 0 ? -1 : roll_end(world, start);
        world->exceptions[i] = (struct day_exception){roll_date(world), start, end};
    }
    world->calendar.hours.exceptions = (struct list){world->exceptions, count};
}

static inline void roll_time_off(struct world *world)
{
    size_t count = roll(world, 2) ? 0 : (size_t)roll(world, OFF_MAX + 1);
    for (size_t i = 0; i < count; i++) {
        struct time_off *off = &world->off[i];
        off->is_wall = roll(world, 2);
        if (off->is_wall) {
            off->start_ms = roll_date(world) * DAY_MS;
            off->end_ms = off->start_ms + (1 + roll(world, 2)) * (int64_t)DAY_MS;
        } else {
            off->start_ms = world->base_ms + roll(world, SPAN) * (int64_t)MINUTE_MS;
            off->start_ms += roll_once_in(world, 3) ? roll(world, MINUTE_MS) : 0;
            off->end_ms = off->start_ms + 1 + roll(world, 10 * HOUR_MS);
        }
    }
    world->calendar.hours.time_off = (struct list){world->off, count};
}

/* Daily or weekly, as dates for the oracle and as text for the engine's own expansion. */
static inline void rule_print(const struct date_rule *rule, struct arena *arena,
                              struct recurrence *ret)
{
    struct buf text;
    buf_init(&text, arena, 64);
    bool is_weekly = rule->every % 7 == 0;
    buf_add(&text, is_weekly ? STR("FREQ=WEEKLY;INTERVAL=") : STR("FREQ=DAILY;INTERVAL="));
    buf_add_int(&text, is_weekly ? rule->every / 7 : rule->every);
    if (rule->times > 0) {
        BUF_ADD(&text, ";COUNT=");
        buf_add_int(&text, rule->times);
    }
    *ret = (struct recurrence){.rrule = str_copy(arena, buf_str(&text)),
                               .first = rule->first,
                               .start_minute = rule->start_minute,
                               .end_minute = rule->end_minute};
    assert_null(recurrence_check(arena, ret));
}

static inline void roll_rules(struct world *world, struct arena *arena)
{
    struct recurrence rules[DATE_RULES_MAX];
    world->rule_count = roll(world, 2) ? 0 : (size_t)roll(world, DATE_RULES_MAX + 1);
    for (size_t i = 0; i < world->rule_count; i++) {
        int start = roll_minute_of_day(world);
        world->rules[i] = (struct date_rule){.first = world->first_day + 2 - roll(world, 40),
                                             .every = 1 + roll(world, 14),
                                             .times = roll(world, 2) ? 0 : 1 + roll(world, 20),
                                             .start_minute = start,
                                             .end_minute = roll_end(world, start)};
        rule_print(&world->rules[i], arena, &rules[i]);
    }
    world->calendar.hours.recurring =
        recurrences_expand(&(struct list){rules, world->rule_count}, world->first_day - 4,
                           world->first_day + 7, arena);
}

/* Remote, or somewhere within a short way or a long one of the others; now and then at the end of
 * the world, or where nobody knows. */
static inline struct place roll_place(struct world *world)
{
    struct place place = {STR_NONE, PLACE_NONE, PLACE_NONE};
    int kind = roll(world, 12), spread = kind < 5 ? 3 : kind < 9 ? 60 : 3000;
    if (kind < 2) {
        return place;
    }
    place.latitude_e6 = (4000 + roll(world, spread) - spread / 2) * INT64_C(10000);
    place.longitude_e6 = (world->meridian + roll(world, spread) - spread / 2) * INT64_C(10000);
    if (place.longitude_e6 > 180000000) { /* on the other side of the date line */
        place.longitude_e6 -= 360000000;
    }
    return place;
}

#endif
