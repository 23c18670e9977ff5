/* search.h: finding providers, behind an interface that a faster engine takes over later.
 *
 * S1's filters and sorts with a radius. search_run() answers one page and the statistics of all
 * that match; search_ops.c knows only this interface.
 *
 * A circle counts when coordinates are given, and then the label does not: whoever has no
 * coordinates is not in it, and who works in person only is found no farther than their own service
 * radius. Without coordinates every comma-separated part of the label must stand in the provider's
 * label, at the start of a word.
 *
 * What is wanted of a provider is each active service of the type asked for, or any. Their hourly
 * rate, for max_rate, SORT_RATE and the average, is the cheapest hour among those when a type was
 * asked for; else the provider's own rate, or the cheapest hour when there is none.
 *
 * Facets count what each filter would find with all the others as they are, so that a client can
 * show "38" beside a choice before it is made. They are of the filters that have choices: rating,
 * verified, roles, service type, hourly rate; and of the rest of today in each provider's own zone.
 *
 * Work is bounded: SEARCH_CANDIDATES_MAX rows, oldest providers first, are looked at (with facets
 * they are narrowed by the place alone), and the calendars of the SEARCH_CALENDARS_MAX that rank
 * best. The same query, page by page, gives every
 * match once as long as nothing is changed: a cursor holds the place in the order and the instant
 * it was judged for. */
#ifndef DOCKET_SEARCH_SEARCH_H
#define DOCKET_SEARCH_SEARCH_H

#include "calendar/calendar.h"

extern const struct operation_set search_operations; /* provider.search */
extern const struct operation_set place_operations;  /* place.search: where a place is */

enum search_sort { SORT_RELEVANCE, SORT_RATING, SORT_RATE, SORT_DISTANCE, SORT_SOONEST };

enum {
    SEARCH_CANDIDATES_MAX = 20000,
    SEARCH_CALENDARS_MAX = 2000,
    SEARCH_WORDS_MAX = 32,  /* of q: more are not looked at */
    SEARCH_STARTS_MAX = 5,  /* next slots shown of each provider */
    SEARCH_FACET_MAX = 50,  /* choices of a facet; the most frequent are named */
    SEARCH_TODAY_MAX = 200, /* with more matches, nobody counts who is free today */
};

struct search_query {
    struct str service_type; /* upper case; absent: any */
    struct list roles;       /* of struct str, lower case; any of them */
    struct str text;         /* q: every word somewhere in name, headline, bio, services */
    struct place place;      /* a circle when the coordinates are known; else label text */
    double radius_miles;
    int64_t min_rating_e2;   /* 450: 4.5 as shown, to one decimal; 0: any */
    struct decimal max_rate; /* hourly, major units of each one's currency; scale −1: any */
    bool only_verified;
    int64_t available_from_ms, available_to_ms; /* both, with the whole booking between; or
                                                   INSTANT_NONE: any */
    int64_t duration_minutes; /* with the two above: really bookable then; 0: the shortest */
    enum search_sort sort;
    int64_t limit;
    int64_t next_slots;     /* shown of each provider on the page: 0…SEARCH_STARTS_MAX */
    int64_t slots_apart_ms; /* from one of them to the next, at least */
    bool has_facets;
    struct str cursor; /* absent: the first page */
    int64_t now_ms;
};
struct search_hit {
    struct provider provider;
    struct list services;   /* of struct service: the active ones */
    double distance_miles;  /* < 0: unknown */
    struct list next_slots; /* of int64_t; items NULL: not asked for. All of one service, for the
                               same duration: */
    struct id next_slots_service_id; /* ID_NONE: there are none */
    int64_t next_slots_minutes;
};
struct facet_count {
    struct str value; /* lower case */
    int64_t count;    /* providers found if this were chosen */
};
struct search_facets {
    struct list min_rating, roles, services; /* of struct facet_count, but for the first the most
                                                frequent come first */
    int64_t verified;
    int64_t available_today;                       /* INSTANT_NONE: too many to ask */
    int64_t lowest_rate_minor, highest_rate_minor; /* hourly, in the most common currency; */
    struct currency rate_currency;                 /* no code: nobody has an hourly rate */
};
struct search_result {
    struct list hits;             /* of struct search_hit: one page */
    struct search_facets *facets; /* NULL: not asked for */
    int64_t total;
    int64_t rating_sum, rating_count; /* over all that match */
    int64_t rate_average_minor; /* of the matches with the most common currency, rounded half up; */
    struct currency rate_currency; /* INSTANT_NONE and no code: nobody has an hourly rate */
    struct list services, roles;   /* of struct str: what the matches offer, lower case, sorted */
    struct str next_cursor;        /* absent: the last page */
};
/* INVALID: the cursor is none of this sort's. */
enum error search_run(struct tx *tx, struct arena *arena, const struct search_query *query,
                      struct search_result *ret);

#endif
