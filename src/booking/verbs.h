/* verbs.h: what happens to a booking once it exists. Room-private. */
#ifndef DOCKET_BOOKING_VERBS_H
#define DOCKET_BOOKING_VERBS_H

#include "booking/create.h"

/* Why, in the words of who did it; both may be absent. */
struct remark {
    struct str notes, reason;
    bool follows; /* one of several that one call changes: told with the first */
};

/* What the table says for the caller's side, with the refusal in words. */
enum error booking_judge_verb(struct call *call, const struct booking *booking,
                              enum booking_verb verb, enum booking_status *ret_to);
/* Judges the verb by the table for the caller's side, checks the calendar where time is at stake,
 * stores and journals. *booking is the caller's copy, changed on success. */
enum error booking_act(struct call *call, struct tx *tx, struct booking *booking,
                       enum booking_verb verb, const struct remark *remark);

/* What was agreed when it was asked for stands, whatever the service says by now: its buffers are
 * put into *service. Returns whether a request of it holds its time. */
bool booking_apply_policy(struct arena *arena, const struct booking *booking,
                          struct service *service);
/* For changes that nobody's call makes: the timer, and a rival that lost. */
void booking_move_by_system(struct tx *tx, struct arena *arena, struct booking *booking,
                            enum booking_verb verb, enum booking_status to, struct str reason,
                            int64_t now_ms);
/* rivals.c: after the winner has claimed its time, requests that hold none and for which there is
 * no time or no way any more are declined, with the reason. */
void booking_decline_rivals(struct call *call, struct tx *tx, const struct provider *provider,
                            const struct booking *winner);

enum error booking_run_update(struct call *call, struct tx *tx, const void *input, void *output);
/* Its words, as members of the object that is being written. */
void booking_print_remark(struct json_writer *writer, const struct remark *remark);
struct str booking_change_json(struct arena *arena, enum booking_status from,
                               enum booking_status to, enum booking_verb verb,
                               const struct remark *remark);

#endif
