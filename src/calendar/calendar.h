/* calendar.h: when a provider is open, which of that time is claimed, and the ONE predicate.
 *
 * calendar_judge() decides whether a start can be booked; listing slots calls it for every start of
 * the grid and booking calls it for the one start asked, in the transaction that claims it. So
 * every listed slot books if nothing changed, and nothing unlisted books.
 *
 * Occupied = [start − bufferBefore, end + bufferAfter). Both the new booking's and the stored
 * claims' occupied intervals count; between two bookings the gap is thus at least the sum of the
 * earlier's buffer after and the later's buffer before.
 * Openness is judged by each instant's wall time in the provider's zone: the work interval
 * [start, end) must lie in open time (buffers need not); a DST gap clamps, an overlap is open
 * twice; adjacent intervals join, across midnight too. The grid of starts is anchored at local
 * midnight: a start is on it when its wall minute of the day is a multiple of the step. Should a
 * step not divide the day, the grid begins anew at each local midnight. A duration is min + k ×
 * step. Day and ISO-week limits count bookings of the same service that hold time, and holds as
 * bookings to be, on their start day in the provider's zone: one that may be moved counts on each
 * day it may start, and once where these are in the same week. The client limit counts the
 * client's bookings with this provider that are not over.
 *
 * Capacity counts groups: claims of one service with the same work interval and seats > 1 are one
 * group session, which holds as many claims as the service has seats; any other claim is a group of
 * its own. Over the whole occupied interval at most capacity groups stand at any instant; with the
 * ways between their places too, where the provider has a speed: see travel.h.
 *
 * A booking that is moved is not one more for any limit, and the time it asked for before counts no
 * longer. Its own time does not stand in its way where it is a session of its own, now and then
 * (seats 1). A seat of a group session stays claimed until the other side has answered, and others
 * may sit beside it: so that session counts like any other, and may be overlapped only where there
 * is capacity left. Listing, explaining, asking for a move and moving a request all say the same.
 *
 * The engine is pure: it sees a struct calendar loaded for a range and never asks for the time. */
#ifndef DOCKET_CALENDAR_CALENDAR_H
#define DOCKET_CALENDAR_CALENDAR_H

#include "base/zone.h"
#include "calendar/claim.h"

extern const struct operation_set calendar_operations; /* availability.*, slot.list */

extern const struct name_table weekday_names; /* "MO" … "SU": 0 … 6 */
struct weekly_hours {                         /* one weekday's interval in wall minutes */
    int weekday;                              /* 0 Monday */
    int start_minute, end_minute;             /* 0…1440; end ≤ start runs past midnight */
};
struct day_exception {            /* replaces the weekly hours of one date */
    int64_t date;                 /* days since 1970-01-01 */
    int start_minute, end_minute; /* both −1: closed all day; several rows per date join */
};

/* What opens and closes a provider's time. Rules open time beside the weekly hours; on a date with
 * exceptions these stand alone; time off closes whatever the rest opens. */
struct hours {
    struct list weekly;     /* of struct weekly_hours */
    struct list exceptions; /* of struct day_exception */
    struct list recurring;  /* of struct wall_interval: what rules open in the range asked for */
    struct list time_off;   /* of struct time_off */
};

/* A provider's calendar, loaded for starts in [from_ms, to_ms) and widened by what its services can
 * ask beyond that: their buffers, their longest work, and an ISO week where one has such a limit.
 */
struct calendar {
    const struct zone *zone;
    int64_t capacity;
    int64_t speed_mph;  /* of travel; 0: ways take no time */
    struct hours hours; /* what `open` was made from */
    struct list open;   /* of struct interval: sorted, joined open time */
    struct list claims; /* of struct claim, sorted by start_ms; live, not expired at load time */
    int64_t longest_ms; /* of a claim's occupied time: bounds the search backwards */
    struct list client_claims; /* of struct client_claim; loaded when any service has that limit */
};

struct slot_request {
    const struct service *service;
    int64_t start_ms, duration_ms;
    const struct place *place;   /* as travel_place() gives it; NULL: none */
    struct id client_id;         /* ID_NONE: nobody in particular, client limits not judged */
    struct id ignore_booking_id; /* what is moved: see above */
    int64_t agreed_ms;           /* how long that was agreed to last; right, whatever fits now */
    struct id holder_id;         /* who asks: its own holds do not count; ID_NONE: nobody */
    bool is_held;                /* hold_use() said yes: only the client's limit is left to judge */
};

/* NONE, or the first refusal in this precedence: BAD_DURATION, OFF_GRID, TOO_SOON, TOO_FAR,
 * OUTSIDE_HOURS, DAY_LIMIT, WEEK_LIMIT, SLOT_TAKEN, TRAVEL, CLIENT_LIMIT: the first row of the
 * table of checks that refuses. *ret_seats_left (may be NULL) is how many seats would be left
 * before this booking, ≥ 1 when NONE. */
enum error calendar_judge(const struct calendar *calendar, const struct slot_request *request,
                          int64_t now_ms, int64_t *ret_seats_left);

/* Whether the service can be booked for so long: its fixed duration, or min + k × step up to max.
 */
bool calendar_duration_fits(const struct service *service, int64_t duration_ms);

/* Confirming a request that holds no time: DAY_LIMIT, WEEK_LIMIT, SLOT_TAKEN or TRAVEL. What was
 * asked of its client when it was made (length, grid, notice, window, hours) is not asked again. */
enum error calendar_judge_waiting(const struct calendar *calendar,
                                  const struct slot_request *request, int64_t now_ms);

/* Only whether there is time (SLOT_TAKEN) and way (TRAVEL). */
enum error calendar_judge_claims(const struct calendar *calendar,
                                 const struct slot_request *request, int64_t now_ms,
                                 int64_t *ret_seats_left);

/* Where work is done, as travel sees it: nowhere (PLACE_NONE) when remote, else where it is said to
 * be if that has coordinates, else at the provider's; to a hundredth of a degree. `said` or NULL.
 */
struct place travel_place(const struct provider *provider, bool remote, const struct place *said);

struct slot {
    int64_t start_ms, end_ms, seats_left;
};
/* Every start in [from_ms, to_ms) that calendar_judge() admits: a list of struct slot. */
struct list calendar_slots(const struct calendar *calendar, const struct slot_request *prototype,
                           int64_t from_ms, int64_t to_ms, int64_t now_ms, struct arena *arena);
/* The same, but no more than `most` starts are looked at, free or taken, nor, but for the last,
 * LOOK_VISITS times as many claims for them: then *ret is what is free before the first that was
 * not, which is returned. INSTANT_NONE: nothing was left out. */
enum { LOOK_VISITS = 100 };
int64_t calendar_slots_within(const struct calendar *calendar, const struct slot_request *prototype,
                              struct interval range, int64_t now_ms, struct arena *arena,
                              size_t most, struct list *ret);

/* Open time of [from, to), joined: a list of struct interval. Pure. */
struct list calendar_open_time(const struct zone *zone, const struct hours *hours, int64_t from_ms,
                               int64_t to_ms, struct arena *arena);

/* ---- the store ---- */
/* In a write: call tx_lock_row(tx, "provider", id) first. False: the provider's zone is unknown to
 * this system. Expired pending claims are left out (the same for listing and booking). */
bool calendar_load(struct tx *tx, struct arena *arena, const struct provider *provider,
                   int64_t from_ms, int64_t to_ms, int64_t now_ms, struct calendar *ret);
/* The same for a request that may keep buffers and a length its service has no longer, because its
 * booking was agreed with them: what they reach is loaded too. */
bool calendar_load_for(struct tx *tx, struct arena *arena, const struct provider *provider,
                       const struct slot_request *request, struct interval range, int64_t now_ms,
                       struct calendar *ret);
/* Work that was agreed, and whether the hours as they are now do not hold it. */
struct agreed_work {
    struct interval time;
    bool *is_outside; /* set */
};
/* Sorts `works` (of struct agreed_work) and judges each by the rule that booking obeys. */
void calendar_find_outside(struct tx *tx, struct arena *arena, struct id provider_id,
                           const struct zone *zone, struct list works);

/* For the demo. weekly of struct weekly_hours. */
void availability_save(struct tx *tx, struct id provider_id, struct list weekly,
                       struct list exceptions, int64_t now_ms);

#endif
