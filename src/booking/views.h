/* views.h: what the room answers about bookings and projects, and how a booking is shown to one
 * viewer. Room-private. */
#ifndef DOCKET_BOOKING_VIEWS_H
#define DOCKET_BOOKING_VIEWS_H

#include "account/account.h"
#include "booking/booking_db.h"
#include "booking/inputs.h"
#include "booking/rules.h"

/* ---- outputs ---- */
struct provider_summary {
    struct id id;
    struct str display_name, headline, time_zone;
    bool verified;
};
struct quote_line {
    struct str label, unit;
    struct decimal quantity;
    int64_t unit_price_minor, amount_minor;
    struct currency currency;
};
struct quote_series {
    int64_t count, total_minor;
    struct currency currency;
    struct list starts; /* of int64_t */
};
struct quote_view {
    struct list lines; /* of struct quote_line */
    int64_t total_minor;
    struct currency currency;
    int rate_type;
    int64_t rate_minor;
    struct id service_id;
    int64_t start_ms, end_ms;
    struct quote_series *series; /* NULL: of one booking */
};
struct project_view {
    struct id id;
    struct str title, description;
    int64_t created_ms, updated_ms;
};
struct cancellation_view { /* what cancelling now would do */
    struct decimal refund_percent;
    int64_t refund_minor, fee_minor;
    struct currency currency;
    int64_t free_until_ms, next_change_ms;
};
struct cancelled_view { /* what cancelling did */
    int by;             /* in booking_role_names */
    int64_t at_ms;
    struct decimal refund_percent;
    int64_t refund_minor, fee_minor;
    struct currency currency;
};
struct proposal_view { /* another time that waits for an answer */
    int64_t start_ms, end_ms, expires_ms;
    int by;
    int64_t total_minor;
    struct currency currency;
};
extern const struct name_table booking_role_names; /* client, provider */
extern const struct shape cancellation_view_shape, cancelled_view_shape, proposal_view_shape;

struct booking_view {
    struct id id, client_id, provider_id, service_id, project_id, chat_thread_id;
    int status, payment_status;
    struct str title, description, service_type;
    int64_t start_ms, end_ms;
    struct decimal duration_hours;
    struct str time_zone, local_start, location;
    bool location_is_hidden, is_remote, is_outside_hours;
    int rate_type;
    int64_t rate_minor, total_minor, price_minor;
    struct currency currency;
    struct user_view *client;
    struct provider_summary *provider;
    struct project_view *project;
    struct str lines_json, policy_json, deliverables_json, answers_json;
    struct id series_id;
    int64_t series_index;
    struct list splits, reviews, messages; /* filled by their rooms later */
    struct str revenue_split_json;
    struct str company, special_requirements, purpose, outcome;
    int64_t expires_ms, created_ms, updated_ms, completed_ms;
    struct cancellation_view *cancellation; /* where one booking is asked for */
    struct cancelled_view *cancelled;
    struct proposal_view *proposal;
    struct list actions; /* of struct str */
};
struct series_entry {
    struct id id;
    int64_t index, start_ms, end_ms;
    int status;
};
struct series_clash {
    int64_t start_ms;
    struct str code; /* of the refusal that a booking alone would get */
};
struct series_view {
    struct id id;
    struct list bookings; /* of struct series_entry */
    struct list clashes;  /* of struct series_clash */
};
extern const struct shape series_view_shape, series_clash_shape;
struct booking_output {
    bool success;
    struct booking_view *booking;
    struct series_view *series; /* NULL: it is about one booking */
};
struct booking_stats {
    int64_t total, pending, confirmed, completed;
    int64_t total_revenue_minor;
    struct currency currency;
    struct list revenue; /* of struct revenue_view */
};
struct revenue_view {
    struct currency currency;
    int64_t amount_minor;
};
struct bookings_output {
    struct list bookings; /* of struct booking_view */
    struct booking_stats *stats;
    struct str next_cursor;
};
struct roster_output {
    struct list bookings; /* of struct booking_view */
    int64_t seats, seats_left;
};
extern const struct shape roster_output_shape;
struct event_view {
    int64_t id;
    struct str type;
    int64_t at_ms;
    struct id actor_id;
    struct str data_json;
};
struct events_output {
    struct list events; /* of struct event_view */
    int64_t next_after;
};
struct project_output {
    struct project_view *project;
};
struct projects_output {
    struct list projects; /* of struct project_view */
    struct id next_cursor;
};
extern const struct shape quote_view_shape, quote_line_shape, booking_view_shape,
    booking_output_shape, bookings_output_shape, events_output_shape, project_output_shape,
    projects_output_shape;

/* ---- showing ---- */
struct booking_view *booking_show_new(struct tx *tx, struct call *call,
                                      const struct booking *booking);
/* Into a struct booking_output. */
void booking_reply(struct call *call, struct tx *tx, const struct booking *booking, void *output);
/* Of struct booking to struct booking_view. */
struct list booking_show_all(struct tx *tx, struct call *call, struct list bookings);
void quote_show(struct arena *arena, const struct quote *quote, struct quote_view *ret);
/* What calling it off now would do for this side. */
struct cancellation_view cancellation_show(struct arena *arena, const struct booking *booking,
                                           enum booking_party viewer, int64_t now_ms);
struct str quote_lines_json(struct arena *arena, const struct quote_view *quote);
void project_show(const struct project *project, struct project_view *ret);
/* Which side of it the caller is; PARTY_MEDIATOR for a mediator or admin who is neither. */
enum booking_party booking_party_of(const struct booking *booking, const struct call *call);

#endif
