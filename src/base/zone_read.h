/* zone_read.h: the bytes of a TZif file (RFC 8536, RFC 9636) as one flat table. Private to zone.c.
 *
 * The footer's POSIX TZ rule is unrolled here, up to the end of ZONE_YEAR_LAST, so that whoever
 * uses the table needs one search and no calendar arithmetic. Past that year the last offset stays.
 */
#ifndef DOCKET_BASE_ZONE_READ_H
#define DOCKET_BASE_ZONE_READ_H

#include "base/str.h"

/* A few years past INSTANT_MAX, for what a rule adds to an instant that is just allowed. */
enum { ZONE_YEAR_LAST = 2203, ZONE_RANGES_MAX = 10000 };

/* Range i lasts from starts_ms[i] until the next one starts. The first starts at INT64_MIN, and
 * neighbours always differ in offset. There is at least one range and at most ZONE_RANGES_MAX. */
struct zone_table {
    int64_t *starts_ms;
    int32_t *offsets_s; /* east of UTC */
    size_t count;
};

/* False when these bytes are no TZif file, or one that counts leap seconds. */
bool zone_read(struct arena *arena, struct str tzif, struct zone_table *ret);

#endif
