/* create.h: quotes and new bookings, and what other verbs share with them. Private to booking/. */
#ifndef DOCKET_BOOKING_CREATE_H
#define DOCKET_BOOKING_CREATE_H

#include "booking/views.h"

enum error booking_run_quote(struct call *call, struct tx *tx, const void *input, void *output);
enum error booking_run_create(struct call *call, struct tx *tx, const void *input, void *output);

enum error booking_foresee_create(struct call *call, struct tx *tx, const void *input);
void booking_advise_create(struct call *call, struct tx *tx, const void *input);

/* INVALID, with the field named, for what is no length of time. */
enum error booking_read_hours(struct call *call, struct decimal hours, int64_t *ret_minutes);
/* Is the time free? Loads the calendar around it and asks the one predicate. */
enum error booking_judge(struct call *call, struct tx *tx, const struct provider *provider,
                         const struct slot_request *request);
/* The interval a booking of this service occupies, as a claim without an expiry. */
struct claim booking_claim(const struct provider *provider, const struct service *service,
                           const struct booking *booking);
/* Where travel sees it. */
struct place booking_work_place(const struct provider *provider, const struct booking *booking);
/* A service's policies, as a booking keeps them. */
struct str booking_policy_json(struct arena *arena, const struct service *service);
/* The rows and the journal entry that end one overdue request or proposed time; a no-op for any
 * other booking. */
void booking_expire(struct tx *tx, struct arena *arena, struct id booking_id, int64_t now_ms);

#endif
