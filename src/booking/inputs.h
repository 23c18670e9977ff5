/* inputs.h: what the room is asked about bookings and projects; the shapes say each field's rules.
 * Room-private. */
#ifndef DOCKET_BOOKING_INPUTS_H
#define DOCKET_BOOKING_INPUTS_H

#include "base/shape.h"

struct repeat_input {
    uint64_t present;
    int64_t every_weeks, count;
    int64_t until; /* a date; INSTANT_NONE: by count */
};
struct create_input { /* booking.create and booking.quote: the bodies of S0, S1 and S2 */
    uint64_t present;
    struct id client_id, provider_id, service_id, project_id, hold_id;
    struct str service_type, title, description;
    int64_t scheduled_time;
    struct decimal duration_hours, rate, total_price;
    int rate_type;
    struct currency currency;
    struct str time_zone, location_json;
    bool is_remote;
    struct str company, special_requirements, purpose, notes;
    struct list answers; /* of struct answer */
    struct repeat_input *repeat;
    bool skip_clashes;
};
struct answer {
    uint64_t present;
    struct str question, answer;
};
struct verb_input {
    uint64_t present;
    struct id id;
    struct str notes, reason;
};
struct cancel_input {
    uint64_t present;
    struct id id;
    int scope; /* in SeriesScope; −1: this */
    struct str notes, reason;
};
struct cancellation_input {
    uint64_t present;
    struct id id;
    int scope; /* as above */
};
struct reschedule_input {
    uint64_t present;
    struct id id;
    int64_t scheduled_time;
    struct decimal duration_hours; /* scale −1: as long as before */
    struct str time_zone, notes, reason;
};
struct update_input {
    uint64_t present;
    struct id id;
    int status;
    struct str title, description, special_requirements, purpose, company, outcome;
    struct list deliverables; /* of struct str */
    int64_t completed_at;
    struct str notes, reason;
};
struct roster_input {
    uint64_t present;
    struct id service_id;
    int64_t start_ms;
    struct str time_zone;
    struct decimal duration_hours;
};
struct get_input {
    uint64_t present;
    struct id id;
};
struct list_input {
    uint64_t present;
    struct id user_id;
    int role, tab, sort;
    struct list statuses; /* of int */
    struct id series_id;
    struct str q, cursor;
    int64_t from, to, limit;
};
struct events_input {
    uint64_t present;
    struct id id;
    int64_t after, limit;
};
struct project_input {
    uint64_t present;
    struct id id;
    struct str title, description;
};
struct projects_input {
    uint64_t present;
    struct id cursor;
    int64_t limit;
};
extern const struct shape booking_create_shape, booking_quote_shape, booking_verb_shape,
    booking_reschedule_shape, booking_cancel_shape, booking_cancellation_shape,
    booking_roster_shape, booking_repeat_shape, booking_update_shape, booking_get_shape,
    booking_list_shape, booking_events_shape, project_create_shape, project_update_shape,
    project_get_shape, project_list_shape;

#endif
