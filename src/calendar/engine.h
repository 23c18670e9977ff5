/* engine.h: what the files of the pure engine share. Private to calendar/. */
#ifndef DOCKET_CALENDAR_ENGINE_H
#define DOCKET_CALENDAR_ENGINE_H

#include "calendar/calendar.h"

static inline int64_t lower(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

static inline int64_t higher(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

static inline int64_t date_of_local(int64_t local_ms)
{
    return local_ms >= 0 ? local_ms / DAY_MS : -((DAY_MS - 1 - local_ms) / DAY_MS);
}

/* A run of instants with one offset: wall time there is the instant plus it. */
struct segment {
    int64_t start_ms, end_ms, offset_ms;
};
/* The segment that begins at start_ms, cut at end_ms. */
struct segment segment_at(const struct zone *zone, int64_t start_ms, int64_t end_ms);

struct growing { /* a list that doubles in its arena */
    struct arena *arena;
    struct list list;
    size_t room;
};
/* Room for one more item of this size. */
void *growing_add(struct growing *growing, size_t size);

/* Whether the date has exceptions, which then stand alone. */
bool hours_have_exception(const struct hours *hours, int64_t date);
/* Time off that touches [start, end), as instants, sorted and joined. */
struct list time_off_intervals(const struct zone *zone, const struct list *time_off,
                               int64_t start_ms, int64_t end_ms, struct arena *arena);

#endif
