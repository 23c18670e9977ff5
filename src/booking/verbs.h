/* verbs.h: what happens to a booking once it exists. Room-private. */
#ifndef DOCKET_BOOKING_VERBS_H
#define DOCKET_BOOKING_VERBS_H

#include "booking/create.h"

/* Why, in the words of who did it; both may be absent. */
struct remark {
    struct str notes, reason;
};

/* Judges the verb by the table for the caller's side, checks the calendar where time is at stake,
 * stores and journals. *booking is the caller's copy, changed on success. */
enum error booking_act(struct call *call, struct tx *tx, struct booking *booking,
                       enum booking_verb verb, const struct remark *remark);

enum error booking_run_update(struct call *call, struct tx *tx, const void *input, void *output);
struct str booking_change_json(struct arena *arena, enum booking_status from,
                               enum booking_status to, enum booking_verb verb,
                               const struct remark *remark);

#endif
