/* clock.h: the only reader of time. Instants are int64 milliseconds since 1970-01-01T00:00:00Z.
 * Tests, the demo and the simulation set the clock; everybody else only asks it. */
#ifndef DOCKET_BASE_CLOCK_H
#define DOCKET_BASE_CLOCK_H

#include "base/buf.h"

#define INSTANT_NONE INT64_MIN
enum { SECOND_MS = 1000, MINUTE_MS = 60000, HOUR_MS = 3600000, DAY_MS = 86400000 };
/* Instants accepted from outside: years 1970…2199. */
#define INSTANT_MAX INT64_C(7258118399999)

int64_t clock_now_ms(void);         /* wall time, or what clock_set() says */
int64_t clock_monotonic_us(void);   /* for measuring only; never set */
void clock_set(int64_t now_ms);     /* freezes; INSTANT_NONE thaws */
void clock_shift(int64_t delta_ms); /* added to the wall clock from now on; 0 ends it */

/* RFC 3339. "2025-01-15T14:00:00.000Z" (milliseconds only when they are not zero). */
void instant_print(struct buf *out, int64_t instant_ms);
/* The same with an offset east of UTC: "2025-01-15T09:00:00-05:00". */
void instant_print_offset(struct buf *out, int64_t instant_ms, int offset_minutes);
/* With an offset or Z: *ret_instant_ms. Without one ("2025-01-15T14:00", seconds optional):
 * *ret_is_local is set and *ret_instant_ms is the wall time as if it were UTC. Leap second :60 is
 * taken as :59. A date alone is refused, and so is what lies outside 1970…2199. */
bool instant_parse(struct str text, int64_t *ret_instant_ms, bool *ret_is_local);

/* Proleptic Gregorian dates as days since 1970-01-01. */
int64_t date_from_civil(int year, int month, int day);
void date_to_civil(int64_t days, int *ret_year, int *ret_month, int *ret_day);
int date_weekday(int64_t days);                      /* 0 Monday … 6 Sunday (ISO 8601) */
bool date_parse(struct str text, int64_t *ret_days); /* YYYY-MM-DD, real dates only */
void date_print(struct buf *out, int64_t days);

#endif
