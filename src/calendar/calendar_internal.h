/* calendar_internal.h: what the files of this room share. Nobody else includes it. */
#ifndef DOCKET_CALENDAR_CALENDAR_INTERNAL_H
#define DOCKET_CALENDAR_CALENDAR_INTERNAL_H

#include "calendar/calendar.h"

enum {
    WEEKLY_ROWS_MAX = 140,     /* weekday intervals: 20 a day */
    EXCEPTION_ROWS_MAX = 1000, /* date intervals */
};
/* Longest occupied time a claim can have: the longest work and both buffers. */
#define CLAIM_LONGEST_MS ((int64_t)(SERVICE_MINUTES_MAX + 2 * BUFFER_MINUTES_MAX) * MINUTE_MS)

/* Limits look at the whole ISO week around a start; an hour or two more for clock changes, and a
 * day for the buffer that lets a claim begin before its work. */
#define LIMIT_REACH_MS (INT64_C(9) * DAY_MS)

/* Of struct weekly_hours, as saved: by weekday, then start. Empty when never saved. */
struct list weekly_load(struct tx *tx, struct arena *arena, struct id provider_id);
/* Of struct day_exception with dates in [from, to], by date, then start. */
struct list exceptions_load(struct tx *tx, struct arena *arena, struct id provider_id, int64_t from,
                            int64_t to);

#endif
