/* The engine: when a provider is open, as instants. Pure. */
#include <stdlib.h>

#include "calendar/calendar_internal.h"
#include "calendar/engine.h"

struct segment segment_at(const struct zone *zone, int64_t start_ms, int64_t end_ms)
{
    int64_t next_ms = zone_next_transition(zone, start_ms);
    return (struct segment){
        .start_ms = start_ms,
        .end_ms = next_ms > start_ms ? lower(next_ms, end_ms) : end_ms,
        .offset_ms = zone_to_local_ms(zone, start_ms) - start_ms,
    };
}

void *growing_add(struct growing *growing, size_t size)
{
    if (growing->list.count == growing->room) {
        size_t room = growing->room ? growing->room * 2 : 64;
        growing->list.items =
            arena_grow(growing->arena, growing->list.items, growing->room * size, room * size);
        growing->room = room;
    }
    return (char *)growing->list.items + growing->list.count++ * size;
}

/* ---- wall time to instants ---- */

/* Adds every instant of the segments whose wall time lies in the interval. So a gap clamps and an
 * overlap is there twice, without a word about either. */
static void wall_add(struct growing *intervals, const struct list *segments,
                     struct wall_interval wall)
{
    for (size_t i = 0; i < segments->count; i++) {
        const struct segment *segment = LIST_AT(*segments, struct segment, i);
        int64_t start_ms = higher(wall.start_ms - segment->offset_ms, segment->start_ms);
        int64_t end_ms = lower(wall.end_ms - segment->offset_ms, segment->end_ms);
        if (start_ms < end_ms) {
            struct interval *interval = growing_add(intervals, sizeof *interval);
            *interval = (struct interval){.start_ms = start_ms, .end_ms = end_ms};
        }
    }
}

static struct wall_interval wall_of(int64_t date, int start_minute, int end_minute)
{
    int64_t midnight_ms = date * DAY_MS;
    int64_t past = end_minute <= start_minute ? DAY_MS : 0;
    return (struct wall_interval){
        .start_ms = midnight_ms + (int64_t)start_minute * MINUTE_MS,
        .end_ms = midnight_ms + (int64_t)end_minute * MINUTE_MS + past,
    };
}

static int compare_intervals(const void *a, const void *b)
{
    const struct interval *x = a, *y = b;
    return x->start_ms < y->start_ms ? -1 : x->start_ms > y->start_ms;
}

/* Sorts and joins what overlaps or touches, in place. */
static struct list intervals_join(struct list intervals)
{
    if (intervals.count == 0) {
        return intervals;
    }
    qsort(intervals.items, intervals.count, sizeof(struct interval), compare_intervals);
    struct interval *items = intervals.items;
    size_t last = 0;
    for (size_t i = 1; i < intervals.count; i++) {
        if (items[i].start_ms <= items[last].end_ms) {
            items[last].end_ms = higher(items[last].end_ms, items[i].end_ms);
        } else {
            items[++last] = items[i];
        }
    }
    intervals.count = last + 1;
    return intervals;
}

static struct list segments_between(const struct zone *zone, int64_t from_ms, int64_t to_ms,
                                    struct arena *arena)
{
    struct growing segments = {.arena = arena};
    while (from_ms < to_ms) {
        struct segment *segment = growing_add(&segments, sizeof *segment);
        *segment = segment_at(zone, from_ms, to_ms);
        from_ms = segment->end_ms;
    }
    return segments.list;
}

/* ---- what opens ---- */

struct opening {
    const struct hours *hours;
    struct growing intervals;
    struct list segments;
};

bool hours_have_exception(const struct hours *hours, int64_t date)
{
    for (size_t i = 0; i < hours->exceptions.count; i++) {
        if (LIST_AT(hours->exceptions, struct day_exception, i)->date == date) {
            return true;
        }
    }
    return false;
}

static void opening_add_exceptions(struct opening *opening)
{
    const struct list *exceptions = &opening->hours->exceptions;
    for (size_t i = 0; i < exceptions->count; i++) {
        const struct day_exception *row = LIST_AT(*exceptions, struct day_exception, i);
        if (row->start_minute >= 0) {
            wall_add(&opening->intervals, &opening->segments,
                     wall_of(row->date, row->start_minute, row->end_minute));
        }
    }
}

static void opening_add_weekly(struct opening *opening, int64_t date)
{
    int weekday = date_weekday(date);
    for (size_t i = 0; i < opening->hours->weekly.count; i++) {
        const struct weekly_hours *row = LIST_AT(opening->hours->weekly, struct weekly_hours, i);
        if (row->weekday == weekday) {
            wall_add(&opening->intervals, &opening->segments,
                     wall_of(date, row->start_minute, row->end_minute));
        }
    }
}

static void opening_add_recurring(struct opening *opening)
{
    for (size_t i = 0; i < opening->hours->recurring.count; i++) {
        const struct wall_interval *wall =
            LIST_AT(opening->hours->recurring, struct wall_interval, i);
        if (!hours_have_exception(opening->hours, date_of_local(wall->start_ms))) {
            wall_add(&opening->intervals, &opening->segments, *wall);
        }
    }
}

/* ---- what closes ---- */

struct list time_off_intervals(const struct zone *zone, const struct list *time_off,
                               int64_t start_ms, int64_t end_ms, struct arena *arena)
{
    struct growing intervals = {.arena = arena};
    struct list segments = segments_between(zone, start_ms, end_ms, arena);
    for (size_t i = 0; i < time_off->count; i++) {
        const struct time_off *row = LIST_AT(*time_off, struct time_off, i);
        if (row->is_wall) {
            wall_add(&intervals, &segments,
                     (struct wall_interval){.start_ms = row->start_ms, .end_ms = row->end_ms});
        } else if (row->start_ms < end_ms && row->end_ms > start_ms) {
            struct interval *interval = growing_add(&intervals, sizeof *interval);
            *interval = (struct interval){.start_ms = row->start_ms, .end_ms = row->end_ms};
        }
    }
    return intervals_join(intervals.list);
}

/* Both are sorted and joined. */
static struct list intervals_subtract(struct list open, struct list closed, struct arena *arena)
{
    struct growing left = {.arena = arena};
    size_t next = 0;
    for (size_t i = 0; i < open.count; i++) {
        struct interval rest = *LIST_AT(open, struct interval, i);
        while (next < closed.count &&
               LIST_AT(closed, struct interval, next)->end_ms <= rest.start_ms) {
            next++;
        }
        for (size_t j = next; j < closed.count && rest.start_ms < rest.end_ms; j++) {
            const struct interval *off = LIST_AT(closed, struct interval, j);
            if (off->start_ms >= rest.end_ms) {
                break;
            }
            if (off->start_ms > rest.start_ms) {
                struct interval *piece = growing_add(&left, sizeof *piece);
                *piece = (struct interval){rest.start_ms, off->start_ms};
            }
            rest.start_ms = off->end_ms;
        }
        if (rest.start_ms < rest.end_ms) {
            struct interval *piece = growing_add(&left, sizeof *piece);
            *piece = rest;
        }
    }
    return left.list;
}

struct list calendar_open_time(const struct zone *zone, const struct hours *hours, int64_t from_ms,
                               int64_t to_ms, struct arena *arena)
{
    struct opening opening = {
        .hours = hours,
        .intervals = {.arena = arena},
        .segments = segments_between(zone, from_ms, to_ms, arena),
    };
    /* Hours of the day before may run past midnight; one more day for a zone that leapt over one.
     */
    int64_t last = date_of_local(zone_to_local_ms(zone, to_ms)) + 1;
    int64_t date = date_of_local(zone_to_local_ms(zone, from_ms)) - 2;
    for (; date <= last; date++) {
        if (!hours_have_exception(hours, date)) {
            opening_add_weekly(&opening, date);
        }
    }
    opening_add_exceptions(&opening);
    opening_add_recurring(&opening);
    struct list open = intervals_join(opening.intervals.list);
    if (hours->time_off.count == 0) {
        return open;
    }
    return intervals_subtract(
        open, time_off_intervals(zone, &hours->time_off, from_ms, to_ms, arena), arena);
}
