/* reschedule.h: moving a booking to another time. Room-private.
 *
 * A proposed time is held by claims of kind CLAIM_PROPOSAL. Where it overlaps the booking's own
 * time (ten o'clock moved to eleven), the booking's own claim holds that part already, and only the
 * rest is claimed beside it, unless there is capacity for both: so the claims never exceed the
 * capacity, and together they cover both times. A group's seat is always claimed whole
 * (calendar.h). Accepting releases them all and claims the new time whole, as it was claimed. */
#ifndef DOCKET_BOOKING_RESCHEDULE_H
#define DOCKET_BOOKING_RESCHEDULE_H

#include "booking/verbs.h"

/* What of `wanted` the claim `held` does not cover already, in order of time; how many. Pure. */
size_t claim_beside(const struct claim *wanted, const struct claim *held, struct claim ret[2]);

enum error booking_run_reschedule(struct call *call, struct tx *tx, const void *input,
                                  void *output);
void booking_advise_reschedule(struct call *call, struct tx *tx, const void *input);
enum error booking_run_accept_reschedule(struct call *call, struct tx *tx, const void *input,
                                         void *output);
enum error booking_run_decline_reschedule(struct call *call, struct tx *tx, const void *input,
                                          void *output);
/* The proposed time is given back: claims, timer, and *booking. The journal is the caller's. */
void booking_end_proposal(struct tx *tx, struct booking *booking, int64_t now_ms);
/* The same when nobody answered, with the journal entry. */
void booking_expire_proposal(struct tx *tx, struct arena *arena, struct booking *booking,
                             int64_t now_ms);

#endif
