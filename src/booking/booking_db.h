/* booking_db.h: the booking room's statements. One query, one function. Room-private. */
#ifndef DOCKET_BOOKING_BOOKING_DB_H
#define DOCKET_BOOKING_BOOKING_DB_H

#include "booking/booking.h"

void booking_insert(struct tx *tx, const struct booking *booking);
/* Writes what a verb or PATCH may change: status, payment status, title, description, deliverables,
 * company, special requirements, purpose, outcome, expiry, updated and completed instants. */
void booking_store(struct tx *tx, const struct booking *booking);
void booking_store_cancelled(struct tx *tx, const struct booking *booking); /* ->cancelled */
/* Start, end, price and anchor, after it was moved. */
void booking_store_time(struct tx *tx, const struct booking *booking);
void booking_store_proposal(struct tx *tx, const struct booking *booking); /* ->proposal */
/* Only the claims that hold a proposed time. */
void booking_release_proposal(struct tx *tx, struct id booking_id, int64_t now_ms);
/* PENDING bookings of the provider whose work overlaps [start, end) without claims of their own
 * (pendingBlocks: false): a list of struct id, other than `except`, at most 1,000. */
struct list booking_list_rivals(struct tx *tx, struct arena *arena, struct id provider_id,
                                struct interval work, struct id except);

/* Ids of those of the series that wait or are confirmed, from that place on, in order. */
struct list booking_list_series(struct tx *tx, struct arena *arena, struct id series_id,
                                int64_t from_index);

/* Who comes to a session: the service's bookings with this start, of every length, that were not
 * called off, turned down or left to expire, in the order they were made, at most 1,000 (of struct
 * booking). */
struct list booking_list_session(struct tx *tx, struct arena *arena, const struct service *service,
                                 int64_t start_ms);

enum booking_sort { BOOKING_SORT_SOONEST, BOOKING_SORT_LATEST, BOOKING_SORT_NEWEST };
/* Upcoming: not yet over and not ended in any way; past: every other. */
enum booking_tab { BOOKING_TAB_ALL, BOOKING_TAB_UPCOMING, BOOKING_TAB_PAST };
struct booking_filter {
    struct id account_id;
    bool as_provider;
    uint32_t statuses;      /* set of 1 << status; 0: any */
    int64_t from_ms, to_ms; /* of the start; INSTANT_NONE: open */
    enum booking_tab tab;
    int64_t now_ms;      /* what the tab is judged by */
    struct id series_id; /* ID_NONE: any; the counts do not look at it */
    struct str text;     /* lower case; in title, service type or the other party's name */
    enum booking_sort sort;
    int64_t cursor_ms; /* with cursor_id: after this row in the sort; INSTANT_NONE: first */
    struct id cursor_id;
    int64_t limit;
};
struct list booking_list(struct tx *tx, struct arena *arena, const struct booking_filter *filter);

struct booking_count {
    enum booking_status status;
    struct currency currency;
    int64_t count, total_minor;
};
/* Per status and currency over everything of the filter's account and side; the other filters but
 * from, to and text are ignored, as CONTRACT's decisions say. A list of struct booking_count. */
struct list booking_count_all(struct tx *tx, struct arena *arena,
                              const struct booking_filter *filter);

struct project {
    struct id id, owner_id;
    struct str title, description;
    int64_t created_ms, updated_ms;
};
void project_insert(struct tx *tx, const struct project *project);
void project_store(struct tx *tx, const struct project *project);
bool project_load(struct tx *tx, struct arena *arena, struct id id, struct project *ret);
struct list project_list(struct tx *tx, struct arena *arena, struct id owner_id, struct id after,
                         int64_t limit);

#endif
