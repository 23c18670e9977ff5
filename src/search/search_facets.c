/* What each choice of each filter would find with all the other filters as they are. Pure. */
#include <stdlib.h>

#include "search/search_internal.h"

/* Whether it would be found if this filter alone were not there. */
static bool counts_without(const struct search_pool *pool, const struct candidate *candidate,
                           uint32_t filter)
{
    return (candidate->fails & ~filter) == 0 &&
           (!pool->must_be_free || candidate->first_start_ms != INSTANT_NONE);
}

/* Matches and near misses as one run. */
static size_t pool_size(const struct search_pool *pool)
{
    return pool->count + pool->near_count;
}

static const struct candidate *pool_at(const struct search_pool *pool, size_t index)
{
    return index < pool->count ? &pool->candidates[index] : &pool->near_misses[index - pool->count];
}

/* ---- lists ---- */

static int compare_counts(const void *a, const void *b)
{
    const struct facet_count *x = a, *y = b;
    if (x->count != y->count) {
        return x->count > y->count ? -1 : 1;
    }
    return str_compare(x->value, y->value);
}

/* The most frequent of these texts, without those that nobody has. */
static struct list most_frequent(struct arena *arena, const struct vocabulary *words,
                                 const int64_t *counts)
{
    struct facet_count *items = ARENA_ARRAY(arena, struct facet_count, words->count);
    size_t count = 0;
    for (size_t i = 0; i < words->count; i++) {
        if (counts[i] > 0) {
            items[count++] = (struct facet_count){str_lower(arena, words->texts[i]), counts[i]};
        }
    }
    if (count > 1) {
        qsort(items, count, sizeof *items, compare_counts);
    }
    return (struct list){.items = items,
                         .count = count < SEARCH_FACET_MAX ? count : SEARCH_FACET_MAX};
}

/* ---- rating ---- */

static struct list count_ratings(const struct search_pool *pool)
{
    static const struct {
        struct str value;
        int64_t rating_e2;
    } choices[] = {{{"4.5", 3}, 450}, {{"4", 1}, 400}, {{"0", 1}, 0}};
    struct facet_count *items = ARENA_ARRAY(pool->arena, struct facet_count, COUNT_OF(choices));
    for (size_t i = 0; i < COUNT_OF(choices); i++) {
        items[i].value = choices[i].value;
        for (size_t j = 0; j < pool_size(pool); j++) {
            const struct candidate *candidate = pool_at(pool, j);
            items[i].count += counts_without(pool, candidate, FILTER_RATING) &&
                              rating_suffices(candidate->rating_sum, candidate->rating_count,
                                              choices[i].rating_e2);
        }
    }
    return (struct list){.items = items, .count = COUNT_OF(choices)};
}

/* ---- roles ---- */

static void tally_roles(struct vocabulary *roles, int64_t **counts, struct arena *arena,
                        struct str roles_json, int64_t having)
{
    const struct json *array = json_parse(arena, roles_json, NULL, NULL);
    for (const struct json *role = array ? array->first : NULL; role; role = role->next) {
        size_t room = roles->room;
        bool is_new;
        uint32_t number = vocabulary_number(roles, arena, role->text, &is_new);
        if (roles->room > room) {
            *counts =
                arena_grow(arena, *counts, room * sizeof **counts, roles->room * sizeof **counts);
        }
        (*counts)[number] = (is_new ? 0 : (*counts)[number]) + having;
    }
}

/* Few texts of roles are distinct: each is counted, then read once. */
static struct list count_roles(const struct search_pool *pool)
{
    int64_t *having = ARENA_ARRAY(pool->arena, int64_t, pool->role_sets.count);
    int64_t *counts = NULL;
    struct vocabulary roles = {0};
    for (size_t i = 0; i < pool_size(pool); i++) {
        const struct candidate *candidate = pool_at(pool, i);
        having[candidate->roles] += counts_without(pool, candidate, FILTER_ROLES);
    }
    for (size_t i = 0; i < pool->role_sets.count; i++) {
        if (having[i] > 0) {
            tally_roles(&roles, &counts, pool->arena, pool->role_sets.texts[i], having[i]);
        }
    }
    return most_frequent(pool->arena, &roles, counts);
}

/* ---- services ---- */

/* A type has its own price and its own free time. */
static bool would_be_found(const struct search_pool *pool, const struct candidate *candidate,
                           uint32_t type)
{
    for (uint32_t i = 0; i < candidate->offer_count; i++) {
        const struct offer *offer = &pool->offers[candidate->first_offer + i];
        if (offer_is(offer, type) && (offer->is_free || !pool->must_be_free)) {
            return rate_suffices(candidate_rate(pool, candidate, type), candidate->currency,
                                 pool->query->max_rate);
        }
    }
    return false;
}

static bool is_first_of_its_type(const struct offer *offers, uint32_t index)
{
    for (uint32_t i = 0; i < index; i++) {
        if (offers[i].type == offers[index].type) {
            return false;
        }
    }
    return true;
}

static struct list count_services(const struct search_pool *pool)
{
    int64_t *counts = ARENA_ARRAY(pool->arena, int64_t, pool->types.count);
    for (size_t i = 0; i < pool_size(pool); i++) {
        const struct candidate *candidate = pool_at(pool, i);
        const struct offer *offers = pool->offers + candidate->first_offer;
        if (candidate->fails & ~(uint32_t)(FILTER_TYPE | FILTER_RATE)) {
            continue;
        }
        for (uint32_t j = 0; j < candidate->offer_count; j++) {
            counts[offers[j].type] +=
                is_first_of_its_type(offers, j) && would_be_found(pool, candidate, offers[j].type);
        }
    }
    return most_frequent(pool->arena, &pool->types, counts);
}

/* ---- rate ---- */

static void count_rates(const struct search_pool *pool, struct search_facets *ret)
{
    struct rate_tallies *tallies = rate_tallies_new(pool->arena);
    for (size_t i = 0; i < pool_size(pool); i++) {
        const struct candidate *candidate = pool_at(pool, i);
        if (counts_without(pool, candidate, FILTER_RATE)) {
            rate_tallies_add(tallies, candidate);
        }
    }
    const struct rate_tally *tally = rate_tallies_common(tallies);
    ret->lowest_rate_minor = ret->highest_rate_minor = INSTANT_NONE;
    if (tally) {
        ret->lowest_rate_minor = tally->lowest_minor;
        ret->highest_rate_minor = tally->highest_minor;
        ret->rate_currency = tally->currency;
    }
}

/* ---- all of them ---- */

struct search_facets *pool_count_facets(const struct search_pool *pool, bool has_today)
{
    struct search_facets *facets = ARENA_NEW(pool->arena, struct search_facets);
    facets->min_rating = count_ratings(pool);
    facets->roles = count_roles(pool);
    facets->services = count_services(pool);
    count_rates(pool, facets);
    for (size_t i = 0; i < pool_size(pool); i++) {
        const struct candidate *candidate = pool_at(pool, i);
        facets->verified += candidate->verified && counts_without(pool, candidate, FILTER_VERIFIED);
        facets->available_today += candidate->is_free_today;
    }
    if (!has_today) {
        facets->available_today = INSTANT_NONE;
    }
    return facets;
}
