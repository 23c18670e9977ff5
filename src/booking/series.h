/* series.h: bookings that repeat every so many weeks. Room-private.
 *
 * Each occurrence is a booking of its own, with its own claim, timer and history; what they share
 * is series_id. They keep their time on the clock at the place, so across a change of the clocks
 * they are not a whole number of days apart. All are claimed in one transaction, or those that
 * clash are named and none is, or they are left out. */
#ifndef DOCKET_BOOKING_SERIES_H
#define DOCKET_BOOKING_SERIES_H

#include "base/zone.h"
#include "booking/verbs.h"

enum { SERIES_MAX = 52, SERIES_WEEKS_MAX = 12 };

struct series_start {
    int64_t start_ms; /* where the clock leaps over it: the leap */
    bool exists;
};
/* The first is start_ms itself; `count`, or until the date (by the clock there, included),
 * whichever is set: none, when that is before the first. More than SERIES_MAX: SERIES_MAX + 1 is
 * returned. Pure. */
size_t series_starts(const struct zone *zone, int64_t start_ms, const struct repeat_input *repeat,
                     struct series_start ret[SERIES_MAX]);

/* booking.cancel, with its scope. */
enum error booking_run_cancel(struct call *call, struct tx *tx, const void *input, void *output);
/* booking.cancellation: what that would cost. */
struct cancellation_entry { /* of one of those that would be called off */
    struct cancellation_view back;
    struct id booking_id;
    int64_t series_index; /* INSTANT_NONE: it does not repeat */
    int64_t start_ms, end_ms;
    int status;
};
struct cancellation_output {
    struct list bookings; /* of struct cancellation_entry */
    int64_t refund_minor, fee_minor;
    struct currency currency;
};
extern const struct shape cancellation_output_shape;
enum error booking_run_cancellation(struct call *call, struct tx *tx, const void *input,
                                    void *output);
struct series_view *booking_series_new(struct arena *arena, struct id series_id, size_t room);
void booking_series_add(struct series_view *series, const struct booking *booking);

#endif
