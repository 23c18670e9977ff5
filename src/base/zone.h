/* zone.h: IANA zones from the system's TZif files (RFC 8536), each loaded once, never freed.
 * The footer's POSIX TZ rule carries on past the last transition. Checked against `zdump -v` for
 * every zone. Looking a zone up is thread-safe; using one takes no lock. */
#ifndef DOCKET_BASE_ZONE_H
#define DOCKET_BASE_ZONE_H

#include "base/clock.h"

struct zone;

/* NULL when there is no such zone. Names are IANA's, exact case; "UTC" always works. Paths,
 * leading dots and unlisted names are refused. */
const struct zone *zone_find(struct str name);
struct str zone_name(const struct zone *zone);
int zone_offset_s(const struct zone *zone, int64_t instant_ms); /* seconds east of UTC then */
/* Wall time as if it were UTC: instant + offset. */
int64_t zone_to_local_ms(const struct zone *zone, int64_t instant_ms);

/* The instants at which the wall shows local_ms: none in a gap, two in an overlap (in order). */
int zone_from_local(const struct zone *zone, int64_t local_ms, int64_t ret_instants[2]);
/* The one instant rules use: the only one; in an overlap the first; in a gap the transition itself
 * (a gap clamps). */
int64_t zone_resolve(const struct zone *zone, int64_t local_ms);
/* The first offset change strictly after the instant, or INSTANT_MAX when there is none. */
int64_t zone_next_transition(const struct zone *zone, int64_t instant_ms);
/* 2025-01-15T09:00:00-05:00 */
void zone_print_local(struct buf *out, const struct zone *zone, int64_t instant_ms);
struct str zone_local_text(struct arena *arena, const struct zone *zone, int64_t instant_ms);

/* Every zone name of the system, sorted; process lifetime. */
const struct str *zone_names(size_t *ret_count);

#endif
