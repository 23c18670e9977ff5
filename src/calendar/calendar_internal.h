/* calendar_internal.h: what the files of this room share. Nobody else includes it. */
#ifndef DOCKET_CALENDAR_CALENDAR_INTERNAL_H
#define DOCKET_CALENDAR_CALENDAR_INTERNAL_H

#include "calendar/calendar.h"

enum {
    WEEKLY_ROWS_MAX = 140,     /* weekday intervals: 20 a day */
    EXCEPTION_ROWS_MAX = 1000, /* date intervals */
    HOLDS_MAX = 5,             /* live ones of one actor */
    HOLD_ROWS_MAX = 16,        /* of one actor that are read; the live ones come first */
};
#define HOLD_MS (INT64_C(10) * MINUTE_MS)
/* Longest occupied time a claim can have: the longest work and both buffers. */
#define CLAIM_LONGEST_MS ((int64_t)(SERVICE_MINUTES_MAX + 2 * BUFFER_MINUTES_MAX) * MINUTE_MS)

/* Limits look at the whole ISO week around a start; an hour or two more for clock changes, and a
 * day for the buffer that lets a claim begin before its work. */
#define LIMIT_REACH_MS (INT64_C(9) * DAY_MS)

/* Of struct weekly_hours, as saved: by weekday, then start. Empty when never saved. */
struct list weekly_load(struct tx *tx, struct arena *arena, struct id provider_id);
/* Of struct day_exception with dates in [from, to], by date, then start. */
struct list exceptions_load(struct tx *tx, struct arena *arena, struct id provider_id, int64_t from,
                            int64_t to);

/* ---- holds (hold_db.c) ---- */
struct hold {
    struct id provider_id;
    struct claim claim; /* its id is the hold's */
};
/* The actor's holds that were not released, those that end last first: how many. */
size_t holds_load(struct tx *tx, struct id actor_id, struct hold ret[HOLD_ROWS_MAX]);
bool hold_load_live(struct tx *tx, struct id actor_id, struct id hold_id, int64_t now_ms,
                    struct hold *ret);
void hold_release(struct tx *tx, struct id hold_id, int64_t now_ms);
/* Anybody's that overlap the interval and are over. */
void holds_release_overdue(struct tx *tx, struct id provider_id, struct interval interval,
                           int64_t now_ms);

/* ---- rules (calendar.c) ---- */
/* The claim that this request would become: no id, no booking, no expiry. */
struct claim claim_of_request(const struct slot_request *request);

/* ---- operations ---- */
/* What slot.list, slot.explain and hold.create ask in the same words (slot_ops.c). */
struct start_asked {
    struct id provider_id, service_id;
    struct str service_type;
    struct decimal duration_hours;
};
enum error start_find_service(struct call *call, struct tx *tx, const struct start_asked *asked,
                              struct service *ret);
/* The service's shortest where none was sent. */
enum error start_find_duration(struct call *call, const struct start_asked *asked, bool is_sent,
                               const struct service *service, int64_t *ret_ms);
extern const struct shape slots_input_shape, slots_output_shape;
extern const struct shape explain_input_shape, explain_output_shape;
enum error slot_list(struct call *call, struct tx *tx, const void *input, void *output);
enum error slot_explain(struct call *call, struct tx *tx, const void *input, void *output);
extern const struct shape hold_input_shape, hold_output_shape, hold_id_shape; /* hold_ops.c */
enum error hold_create(struct call *call, struct tx *tx, const void *input, void *output);
enum error hold_delete(struct call *call, struct tx *tx, const void *input, void *output);

#endif
