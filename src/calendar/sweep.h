/* sweep.h: how many groups stand at once. Private to calendar/.
 *
 * Claims are added in ascending start; at each the groups that have ended are dropped, so that
 * `count` is the number of distinct groups that stand at that claim's start. The maximum over a
 * range is reached at some claim's start, hence seeing every claim once is enough. The members of a
 * group all contain its work interval, so their union has no hole and one end per group suffices.
 * Half-open intervals may be mirrored (−end, −start) to sweep from the far end. */
#ifndef DOCKET_CALENDAR_SWEEP_H
#define DOCKET_CALENDAR_SWEEP_H

#include "calendar/calendar.h"

struct group {
    struct id service_id;
    int64_t work_start_ms, work_end_ms;
    int64_t end_ms;                   /* of the member that stays longest */
    int64_t members, seats, capacity; /* the last two: the largest any member was claimed under */
};
struct sweep {
    struct group *groups; /* the caller's */
    size_t count, room;
    int64_t next_end_ms; /* no group ends before; 0 at first, when there is none */
};
/* Same service, same work interval, and a service that has seats. */
bool claims_share_group(const struct claim *a, const struct claim *b);
/* The claim's group, new or joined; NULL when there is no room for one more. `capacity` is what the
 * claim was made under. */
struct group *sweep_add(struct sweep *sweep, const struct claim *claim, int64_t capacity);

#endif
