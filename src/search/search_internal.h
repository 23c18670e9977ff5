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
/* The text's number; *ret_is_new when it had none yet. */
uint32_t vocabulary_number(struct vocabulary *words, struct arena *arena, struct str text,
                           bool *ret_is_new);
struct offer {
    uint32_t type; /* in pool.types */
    enum rate_type rate_type;
    int64_t rate_minor; /* INSTANT_NONE: the provider's own */
    bool is_in_reach;
    bool is_wanted; /* in reach, and of the type asked for */
    bool is_free; /* with facets, when a time is asked for: some offer of its type can be booked */
};
/* The filters that have a facet. Whoever fails one of them alone counts in it. */
enum filter {
    FILTER_ROLES = 1,
    FILTER_VERIFIED = 2,
    FILTER_RATING = 4,
    FILTER_TYPE = 8,
    FILTER_RATE = 16,
};
struct candidate {
    struct id id;
    int64_t rating_sum, rating_count, booking_count;
    int64_t own_rate_minor; /* hourly; INSTANT_NONE: none */
    int64_t rate_minor;     /* as search.h says; the same */
    int64_t service_radius_miles;
    int64_t distance_e6;    /* micromiles; −1: unknown */
    int64_t first_start_ms; /* INSTANT_NONE: unknown, or none */
    int64_t key[2];         /* ascending, then by id */
    struct currency currency;
    uint32_t roles; /* in pool.role_sets */
    uint32_t first_offer, offer_count;
    uint32_t words, good_words; /* found anywhere; in name, headline, titles or types */
    uint32_t fails;             /* enum filter bits */
    bool verified, is_free_today;
};
struct search_pool {
    struct arena *arena;
    const struct search_query *query;
    struct words words;
    struct str wanted_label;
    bool has_circle;
    bool must_be_free; /* a time is asked for, so being free in it is a filter too */
    struct vocabulary types, role_sets;
    struct candidate *candidates;
    size_t count, room;
    struct candidate *near_misses; /* with facets: fail one filter alone */
    size_t near_count;
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
/* Once all are in; the order stays. Near misses are put aside. */
void pool_keep_matches(struct search_pool *pool);
/* What an hour costs, for max_rate, if this type (in pool.types; OFFER_WANTED: what the query asks
 * for) were asked for. */
#define OFFER_WANTED UINT32_MAX
bool offer_is(const struct offer *offer, uint32_t type);
int64_t candidate_rate(const struct search_pool *pool, const struct candidate *candidate,
                       uint32_t type);
bool rate_suffices(int64_t rate_minor, struct currency currency, struct decimal max_rate);
bool rating_suffices(int64_t sum, int64_t count, int64_t min_rating_e2);
/* Whether this service is one that the query wants and can have of this candidate. */
bool service_is_wanted(const struct search_query *query, const struct service *service,
                       const struct provider *provider, int64_t distance_e6);

/* ---- order and pages (search_rank.c) ---- */
void pool_set_keys(struct search_pool *pool, enum search_sort sort);
void pool_sort(struct search_pool *pool);
struct search_position {
    int64_t key[2];
    struct id id;
    int64_t as_of_ms; /* the instant the first page was judged for; 0: its order knows no time */
};
struct str cursor_print(struct arena *arena, enum search_sort sort,
                        const struct search_position *position);
bool cursor_read(struct arena *arena, struct str text, enum search_sort sort,
                 struct search_position *ret);
/* The first `limit` after the position (NULL: from the start), in order, as pointers. */
struct list pool_page(const struct search_pool *pool, struct arena *arena,
                      const struct search_position *after, size_t limit);
void pool_statistics(const struct search_pool *pool, struct search_result *ret);
/* Amounts of several currencies do not add up: those of the most common one do; of two as common,
 * the first by code. */
struct rate_tally {
    struct currency currency;
    int64_t count;
    int64_t lowest_minor, highest_minor;
    __int128 sum_minor;
};
struct rate_tallies;
struct rate_tallies *rate_tallies_new(struct arena *arena);
/* Nothing for who has no hourly rate. */
void rate_tallies_add(struct rate_tallies *tallies, const struct candidate *candidate);
const struct rate_tally *rate_tallies_common(const struct rate_tallies *tallies); /* NULL: none */

/* ---- facets (search_facets.c) ---- */
/* Before those are dropped who are not free. */
struct search_facets *pool_count_facets(const struct search_pool *pool, bool has_today);

/* ---- availability (search_calendar.c) ---- */
/* For SORT_SOONEST where no time is asked for: the next month counts. */
void query_seek_soonest(struct search_query *query);
/* The rest of today where the provider is. False: its zone is unknown to this system. */
bool query_seek_today(struct search_query *query, struct str time_zone);
struct start_list {
    int64_t starts[SEARCH_STARTS_MAX];
    size_t count;
    const struct service *service; /* NULL: none can be booked */
    int64_t duration_ms;
};
/* The first `wanted` starts, at most SEARCH_STARTS_MAX, of that service among those wanted which
 * can be booked soonest (of two, the older). Memory it needs is taken from scratch. */
void starts_find(struct tx *tx, struct arena *scratch, const struct search_query *query,
                 const struct search_hit *hit, int64_t distance_e6, size_t wanted,
                 struct start_list *ret);
/* The first start of each of hit->services, as many as there are, or INSTANT_NONE: not wanted, or
 * it cannot be booked. Without `every`, it looks no farther than to the first of all. */
void starts_find_first(struct tx *tx, struct arena *scratch, const struct search_query *query,
                       const struct search_hit *hit, int64_t distance_e6, bool every,
                       int64_t *ret_starts);

#endif
