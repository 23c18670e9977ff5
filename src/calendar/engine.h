/* engine.h: what the files of the pure engine share. Private to calendar/. */
#ifndef DOCKET_CALENDAR_ENGINE_H
#define DOCKET_CALENDAR_ENGINE_H

#include "calendar/calendar.h"

/* Why not: what every check says that refuses, not only the first; nothing when calendar_judge()
 * gives NONE. No reason says who or what stands in the way. */
enum slot_reason {
    REASON_DURATION,
    REASON_OFF_GRID,
    REASON_NOTICE,
    REASON_WINDOW,
    REASON_OUTSIDE_HOURS,
    REASON_EXCEPTION, /* closed then by what the provider said of that date */
    REASON_TIME_OFF,
    REASON_DAY_LIMIT,
    REASON_WEEK_LIMIT,
    REASON_CLAIMED, /* work overlaps work */
    REASON_BUFFER,  /* only buffers overlap */
    REASON_HELD,
    REASON_CAPACITY, /* several at a time, and all taken */
    REASON_SEATS,
    REASON_TRAVEL,
    REASON_EXTERNAL_BUSY, /* busy in a calendar elsewhere */
    REASON_CLIENT_LIMIT,
    REASON_COUNT
};
struct slot_reasons {
    bool found[REASON_COUNT];
    int64_t until_ms[REASON_COUNT]; /* when it ends by itself; INSTANT_NONE: never, or not known */
};
void calendar_explain(const struct calendar *calendar, const struct slot_request *request,
                      int64_t now_ms, struct arena *arena, struct slot_reasons *ret);

/* Whether a claim is one that this request sees. */
bool claim_counts(const struct claim *claim, const struct slot_request *request, int64_t now_ms);
/* The index of the first claim that can still reach past the instant. */
size_t claims_reaching(const struct calendar *calendar, int64_t at_ms);

/* ---- wall time and lists ---- */

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

/* The first instant of [start, end) that is not in open time; its end when there is none. */
int64_t first_closed(const struct list *open, int64_t start_ms, int64_t end_ms);
/* Whether the date has exceptions, which then stand alone. */
bool hours_have_exception(const struct hours *hours, int64_t date);
/* Time off that touches [start, end), as instants, sorted and joined. */
struct list time_off_intervals(const struct zone *zone, const struct list *time_off,
                               int64_t start_ms, int64_t end_ms, struct arena *arena);

#endif
