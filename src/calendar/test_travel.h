/* test_travel.h: what the oracle of oracle_test.c knows of ways. Nothing is shared with the engine:
 * places are vectors, a provider who does one thing at a time is judged by gaps alone, and only
 * where several are done at a time by who stands at the end of each claim. */
#ifndef DOCKET_CALENDAR_TEST_TRAVEL_H
#define DOCKET_CALENDAR_TEST_TRAVEL_H

#include <math.h>

#include "calendar/test_world.h"

enum { WANTED = CLAIMS_MAX }; /* what is asked for, among the claims of a world */

static inline void vector_of(const struct place *place, double ret[3])
{
    double lat = (double)place->latitude_e6 * M_PI / 180e6;
    double lng = (double)place->longitude_e6 * M_PI / 180e6;
    ret[0] = cos(lat) * cos(lng);
    ret[1] = cos(lat) * sin(lng);
    ret[2] = sin(lat);
}

static inline int64_t oracle_way_ms(const struct place *from, const struct place *to,
                                    int64_t speed_mph)
{
    double a[3], b[3];
    if (speed_mph == 0 || from->latitude_e6 == PLACE_NONE || to->latitude_e6 == PLACE_NONE) {
        return 0;
    }
    vector_of(from, a);
    vector_of(to, b);
    double across = hypot(hypot(a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2]),
                          a[0] * b[1] - a[1] * b[0]);
    double along = a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
    double exact = 60 * 3958.7613 * atan2(across, along) / (double)speed_mph;
    int64_t minutes = (int64_t)exact;
    while ((double)minutes < exact) {
        minutes++;
    }
    return (minutes < DAY ? minutes : DAY) * MINUTE_MS;
}

static inline const struct place *place_at(const struct world *world, size_t i)
{
    return i == WANTED ? world->asked.place : &world->claims[i].place;
}

/* Between any two claims, and what is asked for. */
static inline void oracle_measure(struct world *world)
{
    size_t count = world->calendar.claims.count;
    for (size_t i = 0; i <= count; i++) {
        for (size_t j = 0; j <= count; j++) {
            size_t a = i < count ? i : WANTED, b = j < count ? j : WANTED;
            world->ways[a][b] =
                oracle_way_ms(place_at(world, a), place_at(world, b), world->calendar.speed_mph);
        }
    }
}

/* A start that is asked for: its occupied time, and its session's label or one of its own. */
struct asked_claim {
    int64_t start_ms, end_ms;
    uint32_t label;
};

/* Who does one thing at a time needs the way between any two, and that is all. */
static inline bool oracle_gap_is_short(const struct world *world, const struct asked_claim *asked)
{
    for (size_t i = 0; i < world->calendar.claims.count; i++) {
        const struct claim *claim = &world->claims[i];
        int64_t gap_ms = claim->start_ms < asked->start_ms ? asked->start_ms - claim->end_ms
                                                           : claim->start_ms - asked->end_ms;
        if (world->labels[i] && world->labels[i] != asked->label &&
            gap_ms < world->ways[i][WANTED]) {
            return true;
        }
    }
    return false;
}

/* Whether that time, made longer by the way, holds the last millisecond before the instant. */
static inline bool oracle_reaches(int64_t start_ms, int64_t end_ms, int64_t way_ms, int64_t at_ms)
{
    return start_ms - way_ms <= at_ms - 1 && at_ms - 1 < end_ms + way_ms;
}

/* Where several are done at a time: the groups that stand when claim `from` ends, as from there. */
static inline int64_t oracle_standing(const struct world *world, const struct asked_claim *asked,
                                      size_t from)
{
    int64_t end_ms = from == WANTED ? asked->end_ms : world->claims[from].end_ms;
    uint32_t standing = asked->label;
    for (size_t i = 0; i < world->calendar.claims.count; i++) {
        const struct claim *claim = &world->claims[i];
        if (oracle_reaches(claim->start_ms, claim->end_ms, world->ways[from][i], end_ms)) {
            standing |= world->labels[i];
        }
    }
    return __builtin_popcount(standing);
}

/* How many of these there is time for, as far as ways go. */
static inline int64_t oracle_travel_room(const struct world *world, const struct asked_claim *asked)
{
    if (world->calendar.speed_mph == 0) {
        return world->calendar.capacity;
    }
    if (world->calendar.capacity == 1) {
        return !oracle_gap_is_short(world, asked);
    }
    int64_t most = oracle_standing(world, asked, WANTED);
    for (size_t i = 0; i < world->calendar.claims.count; i++) {
        if (world->labels[i] && world->labels[i] != asked->label &&
            oracle_reaches(asked->start_ms, asked->end_ms, world->ways[i][WANTED],
                           world->claims[i].end_ms)) {
            int64_t standing = oracle_standing(world, asked, i);
            most = standing > most ? standing : most;
        }
    }
    return most > world->calendar.capacity ? 0 : world->calendar.capacity - most + 1;
}

#endif
