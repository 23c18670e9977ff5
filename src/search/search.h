/* search.h: finding providers, behind an interface that a faster engine takes over later.
 *
 * S1's filters and sorts with a radius. search_run() answers one page and the statistics of all that
 * match; search_ops.c knows only this interface. */
#ifndef DOCKET_SEARCH_SEARCH_H
#define DOCKET_SEARCH_SEARCH_H

#include "calendar/calendar.h"

extern const struct operation_set search_operations; /* provider.search */

enum search_sort { SORT_RELEVANCE, SORT_RATING, SORT_RATE, SORT_DISTANCE, SORT_SOONEST };

struct search_query {
    struct str service_type;      /* upper case; absent: any */
    struct list roles;            /* of struct str, lower case; any of them */
    struct str text;              /* q: every word somewhere in name, headline, bio, services */
    struct place place;           /* a circle when the coordinates are known; else label text */
    int64_t radius_miles;
    int64_t min_rating_e2;        /* 450: 4.5; 0: any */
    struct decimal max_rate;      /* hourly, major units; scale −1: any */
    bool only_verified;
    int64_t available_from_ms, available_to_ms; /* INSTANT_NONE: any */
    int64_t duration_minutes;     /* with the two above: really bookable then */
    enum search_sort sort;
    int64_t limit;
    struct str cursor;            /* absent: the first page */
    int64_t now_ms;
};
struct search_hit {
    struct provider provider;
    struct list services;         /* of struct service */
    double distance_miles;        /* < 0: unknown */
};
struct search_result {
    struct list hits;             /* of struct search_hit: one page */
    int64_t total;
    int64_t rating_sum, rating_count; /* over all that match */
    int64_t rate_sum_minor, rate_count;
    struct list services, roles;  /* of struct str: what the matches offer, sorted */
    struct str next_cursor;       /* absent: the last page */
};
enum error search_run(struct tx *tx, struct arena *arena, const struct search_query *query,
                      struct search_result *ret);

#endif
