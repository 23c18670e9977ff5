/* search_internal.h: what the files of this room share. Nobody else includes it.
 *
 * A search fills a pool with candidates (compact, in ids' order, everything but texts), asks which
 * match, gives each match its place in the order, and loads only one page whole. The pool and its
 * rules are pure; search_db.c streams rows into it. */
#ifndef DOCKET_SEARCH_SEARCH_INTERNAL_H
#define DOCKET_SEARCH_SEARCH_INTERNAL_H

#include "search/search.h"

/* ---- words and places (search_text.c) ---- */
struct words {
    struct str items[SEARCH_WORDS_MAX]; /* folded */
    size_t count;
};
/* Case folded for ASCII, Latin-1, Latin Extended-A, Greek and Cyrillic, and '-' to '_', so that
 * "mix-down" finds MIX_DOWN; same size as the text. */
struct str text_fold(struct arena *arena, struct str text);
/* Cut at white space and commas. */
void words_split(struct arena *arena, struct str text, struct words *ret);
uint32_t words_found(const struct words *words, struct str folded); /* bit i: items[i] is in it */
bool label_matches(struct str folded_label, struct str folded_wanted);

struct box { /* microdegrees, inclusive; across the date line there are two runs of longitudes */
    int64_t south, north;
    int64_t west[2], east[2];
};
/* Holds every point of the circle, and some more. */
struct box circle_box(const struct place *centre, double radius_miles);

/* ---- the pool (search.c) ---- */
struct vocabulary { /* distinct texts, numbered in order of appearance */
    struct str *texts;
    bool *flags; /* the owner's: a role text that is wanted */
    size_t count, room;
    uint32_t *slots; /* open addressing; 0: free, else number + 1 */
    size_t slot_count;
};
struct offer {
    uint32_t type; /* in pool.types */
    enum rate_type rate_type;
    int64_t rate_minor; /* INSTANT_NONE: the provider's own */
    bool is_remote, is_wanted;
};
struct candidate {
    struct id id;
    int64_t rating_sum, rating_count, booking_count;
    int64_t rate_minor; /* hourly: the provider's, then as search.h says; INSTANT_NONE: none */
    int64_t service_radius_miles;
    int64_t distance_e6;    /* micromiles; −1: unknown */
    int64_t first_start_ms; /* INSTANT_NONE: unknown, or none */
    int64_t key[2];         /* ascending, then by id */
    struct currency currency;
    uint32_t roles; /* in pool.role_sets */
    uint32_t first_offer, offer_count;
    uint32_t words, good_words; /* found anywhere; in name, headline, titles or types */
    bool verified;
};
struct search_pool {
    struct arena *arena;
    const struct search_query *query;
    struct words words;
    struct str wanted_label;
    bool has_circle;
    struct vocabulary types, role_sets;
    struct candidate *candidates;
    size_t count, room;
    struct offer *offers;
    size_t offer_count, offer_room;
};
struct candidate_row { /* texts may be short-lived; absent when the query does not look at them */
    struct id id;
    struct str roles_json, name, headline, bio;
    struct place place;
    int64_t service_radius_miles, hourly_rate_minor;
    struct currency currency;
    bool verified;
    int64_t rating_sum, rating_count, booking_count;
};
struct offer_row {
    struct str type, title;
    enum rate_type rate_type;
    int64_t rate_minor;
    bool is_remote;
};
void pool_init(struct search_pool *pool, struct arena *arena, const struct search_query *query);
/* False: it cannot match, and its services need not be added. They follow it at once. */
bool pool_add(struct search_pool *pool, const struct candidate_row *row, struct arena *scratch);
void pool_add_offer(struct search_pool *pool, const struct offer_row *row, struct arena *scratch);
void pool_keep_matches(struct search_pool *pool); /* once all are in; the order stays */
/* Whether this service is one that the query wants and can have of this candidate. */
bool service_is_wanted(const struct search_query *query, const struct service *service,
                       const struct provider *provider, int64_t distance_e6);

/* ---- order and pages (search_rank.c) ---- */
void pool_set_keys(struct search_pool *pool, enum search_sort sort);
void pool_sort(struct search_pool *pool);
struct search_position {
    int64_t key[2];
    struct id id;
    int64_t as_of_ms; /* the instant the first page was judged for */
};
struct str cursor_print(struct arena *arena, enum search_sort sort,
                        const struct search_position *position);
bool cursor_read(struct arena *arena, struct str text, enum search_sort sort,
                 struct search_position *ret);
/* The first `limit` after the position (NULL: from the start), in order, as pointers. */
struct list pool_page(const struct search_pool *pool, struct arena *arena,
                      const struct search_position *after, size_t limit);
void pool_statistics(const struct search_pool *pool, struct search_result *ret);

/* ---- availability (search_calendar.c) ---- */
/* For SORT_SOONEST where no time is asked for: the next month counts. */
void query_seek_soonest(struct search_query *query);
struct start_list {
    int64_t starts[SEARCH_STARTS_MAX];
    size_t count;
};
/* The first `wanted` starts, at most SEARCH_STARTS_MAX, at which one of the services that are
 * wanted can be booked. Memory it needs is taken from scratch. */
void starts_find(struct tx *tx, struct arena *scratch, const struct search_query *query,
                 const struct search_hit *hit, int64_t distance_e6, size_t wanted,
                 struct start_list *ret);

#endif
