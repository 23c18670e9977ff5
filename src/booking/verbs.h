/* verbs.h: what happens to a booking once it exists. Room-private. */
#ifndef DOCKET_BOOKING_VERBS_H
#define DOCKET_BOOKING_VERBS_H

#include "booking/create.h"

/* Why, in the words of who did it; both may be absent. */
struct remark {
    struct str notes, reason;
    bool follows; /* one of several that one call changes: told with the first */
};

/* Judges the verb by the table for the caller's side, checks the calendar where time is at stake,
 * stores and journals. *booking is the caller's copy, changed on success. */
enum error booking_act(struct call *call, struct tx *tx, struct booking *booking,
                       enum booking_verb verb, const struct remark *remark);

/* What was agreed when it was asked for stands, whatever the service says by now: its buffers are
 * put into *service. Returns whether a request of it holds its time. */
bool booking_apply_policy(struct arena *arena, const struct booking *booking,
                          struct service *service);
/* Requests that hold no time lose it to a booking that does, with a reason. */
void booking_decline_rivals(struct call *call, struct tx *tx, const struct booking *winner,
                            const struct claim *claim);

enum error booking_run_update(struct call *call, struct tx *tx, const void *input, void *output);
/* Its words, as members of the object that is being written. */
void booking_print_remark(struct json_writer *writer, const struct remark *remark);
struct str booking_change_json(struct arena *arena, enum booking_status from,
                               enum booking_status to, enum booking_verb verb,
                               const struct remark *remark);

#endif
