/* The pool of candidates: who matches. Pure. */
#include "search/search_internal.h"

/* ---- vocabularies ---- */

static uint64_t text_hash(struct str text) /* FNV-1a */
{
    uint64_t hash = UINT64_C(0xcbf29ce484222325);
    for (size_t i = 0; i < text.size; i++) {
        hash = (hash ^ (unsigned char)text.data[i]) * UINT64_C(0x100000001b3);
    }
    return hash;
}

static size_t vocabulary_slot(const struct vocabulary *words, struct str text)
{
    size_t slot = text_hash(text) & (words->slot_count - 1);
    while (words->slots[slot] && !str_equal(words->texts[words->slots[slot] - 1], text)) {
        slot = (slot + 1) & (words->slot_count - 1);
    }
    return slot;
}

static void vocabulary_grow(struct vocabulary *words, struct arena *arena)
{
    size_t room = words->room ? words->room * 2 : 32;
    words->texts = arena_grow(arena, words->texts, words->room * sizeof *words->texts,
                              room * sizeof *words->texts);
    words->flags = arena_grow(arena, words->flags, words->room, room);
    words->room = room;
    words->slot_count = room * 2;
    words->slots = ARENA_ARRAY(arena, uint32_t, words->slot_count);
    for (size_t i = 0; i < words->count; i++) {
        words->slots[vocabulary_slot(words, words->texts[i])] = (uint32_t)i + 1;
    }
}

uint32_t vocabulary_number(struct vocabulary *words, struct arena *arena, struct str text,
                           bool *ret_is_new)
{
    if (words->count == words->room) {
        vocabulary_grow(words, arena);
    }
    size_t slot = vocabulary_slot(words, text);
    *ret_is_new = words->slots[slot] == 0;
    if (*ret_is_new) {
        words->texts[words->count] = str_copy(arena, text);
        words->slots[slot] = (uint32_t)++words->count;
    }
    return words->slots[slot] - 1;
}

/* ---- filling ---- */

void pool_init(struct search_pool *pool, struct arena *arena, const struct search_query *query)
{
    *pool = (struct search_pool){
        .arena = arena,
        .query = query,
        .has_circle = query->place.latitude_e6 != PLACE_NONE,
        .must_be_free = query->available_from_ms != INSTANT_NONE,
    };
    if (str_is_set(query->text)) {
        words_split(arena, query->text, &pool->words);
    }
    if (!pool->has_circle && str_is_set(query->place.label)) {
        pool->wanted_label = text_fold(arena, query->place.label);
    }
}

static bool roles_have_any(struct arena *scratch, struct str roles_json, struct list wanted)
{
    const struct json *array = json_parse(scratch, roles_json, NULL, NULL);
    for (const struct json *role = array ? array->first : NULL; role; role = role->next) {
        for (size_t i = 0; i < wanted.count; i++) {
            if (str_equal_ignore_case(role->text, *LIST_AT(wanted, struct str, i))) {
                return true;
            }
        }
    }
    return wanted.count == 0;
}

/* Few texts of roles are distinct: each is read once. */
static uint32_t pool_role_set(struct search_pool *pool, struct str roles_json,
                              struct arena *scratch)
{
    bool is_new;
    uint32_t number = vocabulary_number(&pool->role_sets, pool->arena, roles_json, &is_new);
    if (is_new) {
        pool->role_sets.flags[number] = roles_have_any(scratch, roles_json, pool->query->roles);
    }
    return number;
}

/* As shown, to one decimal: nobody is left out whose stars say enough. */
bool rating_suffices(int64_t sum, int64_t count, int64_t min_rating_e2)
{
    if (min_rating_e2 <= 0) {
        return true;
    }
    return count > 0 && (sum * 20 + count) / (count * 2) * 10 >= min_rating_e2;
}

/* Micromiles from the centre, or −1. */
static int64_t distance_e6_of(const struct search_pool *pool, const struct place *place)
{
    if (!pool->has_circle || place->latitude_e6 == PLACE_NONE) {
        return -1;
    }
    return (int64_t)(place_distance_miles(&pool->query->place, place) * 1e6);
}

static bool place_matches(const struct search_pool *pool, const struct candidate_row *row,
                          int64_t distance_e6, struct arena *scratch)
{
    if (pool->has_circle) {
        return distance_e6 >= 0 && (double)distance_e6 <= pool->query->radius_miles * 1e6;
    }
    return !str_is_set(pool->wanted_label) ||
           (str_is_set(row->place.label) &&
            label_matches(text_fold(scratch, row->place.label), pool->wanted_label));
}

static void candidate_find_words(const struct search_pool *pool, struct candidate *candidate,
                                 const struct candidate_row *row, struct arena *scratch)
{
    if (pool->words.count > 0) {
        candidate->good_words = words_found(&pool->words, text_fold(scratch, row->name)) |
                                words_found(&pool->words, text_fold(scratch, row->headline));
        candidate->words =
            candidate->good_words | words_found(&pool->words, text_fold(scratch, row->bio));
    }
}

static struct candidate *pool_new_candidate(struct search_pool *pool)
{
    if (pool->count == pool->room) {
        size_t room = pool->room ? pool->room * 2 : 256;
        pool->candidates =
            arena_grow(pool->arena, pool->candidates, pool->room * sizeof *pool->candidates,
                       room * sizeof *pool->candidates);
        pool->room = room;
    }
    return &pool->candidates[pool->count++];
}

/* With facets, whoever fails one filter is kept to be counted. */
static bool fails_too_many(const struct search_pool *pool, uint32_t fails)
{
    return __builtin_popcount(fails) > (pool->query->has_facets ? 1 : 0);
}

static uint32_t row_fails(const struct search_pool *pool, const struct candidate_row *row,
                          uint32_t roles)
{
    const struct search_query *query = pool->query;
    uint32_t fails = pool->role_sets.flags[roles] ? 0 : FILTER_ROLES;
    if (query->only_verified && !row->verified) {
        fails |= FILTER_VERIFIED;
    }
    if (!rating_suffices(row->rating_sum, row->rating_count, query->min_rating_e2)) {
        fails |= FILTER_RATING;
    }
    return fails;
}

bool pool_add(struct search_pool *pool, const struct candidate_row *row, struct arena *scratch)
{
    uint32_t roles = pool_role_set(pool, row->roles_json, scratch);
    uint32_t fails = row_fails(pool, row, roles);
    int64_t distance_e6 = distance_e6_of(pool, &row->place);
    if (fails_too_many(pool, fails) || !place_matches(pool, row, distance_e6, scratch)) {
        return false;
    }
    struct candidate *candidate = pool_new_candidate(pool);
    *candidate = (struct candidate){
        .id = row->id,
        .rating_sum = row->rating_sum,
        .rating_count = row->rating_count,
        .booking_count = row->booking_count,
        .own_rate_minor = row->hourly_rate_minor,
        .service_radius_miles = row->service_radius_miles,
        .distance_e6 = distance_e6,
        .first_start_ms = INSTANT_NONE,
        .currency = row->currency,
        .roles = roles,
        .first_offer = (uint32_t)pool->offer_count,
        .fails = fails,
        .verified = row->verified,
    };
    candidate_find_words(pool, candidate, row, scratch);
    return true;
}

static bool type_is_wanted(const struct search_query *query, struct str type)
{
    return !str_is_set(query->service_type) || str_equal_ignore_case(type, query->service_type);
}

static bool is_in_reach(int64_t service_radius_miles, int64_t distance_e6, bool is_remote)
{
    return is_remote || service_radius_miles < 0 || distance_e6 <= service_radius_miles * 1000000;
}

bool service_is_wanted(const struct search_query *query, const struct service *service,
                       const struct provider *provider, int64_t distance_e6)
{
    return service->active && type_is_wanted(query, service->service_type) &&
           is_in_reach(provider->service_radius_miles, distance_e6, service->is_remote);
}

void pool_add_offer(struct search_pool *pool, const struct offer_row *row, struct arena *scratch)
{
    struct candidate *candidate = &pool->candidates[pool->count - 1];
    bool is_new;
    if (pool->offer_count == pool->offer_room) {
        size_t room = pool->offer_room ? pool->offer_room * 2 : 512;
        pool->offers =
            arena_grow(pool->arena, pool->offers, pool->offer_room * sizeof *pool->offers,
                       room * sizeof *pool->offers);
        pool->offer_room = room;
    }
    bool reaches =
        is_in_reach(candidate->service_radius_miles, candidate->distance_e6, row->is_remote);
    pool->offers[pool->offer_count++] = (struct offer){
        .type = vocabulary_number(&pool->types, pool->arena, row->type, &is_new),
        .rate_type = row->rate_type,
        .rate_minor = row->rate_minor,
        .is_in_reach = reaches,
        .is_wanted = reaches && type_is_wanted(pool->query, row->type),
    };
    candidate->offer_count++;
    if (pool->words.count > 0) {
        candidate->good_words |= words_found(&pool->words, text_fold(scratch, row->type)) |
                                 words_found(&pool->words, text_fold(scratch, row->title));
        candidate->words |= candidate->good_words;
    }
}

/* ---- judging ---- */

bool offer_is(const struct offer *offer, uint32_t type)
{
    return type == OFFER_WANTED ? offer->is_wanted : offer->is_in_reach && offer->type == type;
}

/* INSTANT_NONE: nothing of this is sold by the hour, or no rate set. */
static int64_t cheapest_hour(const struct search_pool *pool, const struct candidate *candidate,
                             uint32_t type)
{
    int64_t cheapest = INSTANT_NONE;
    for (uint32_t i = 0; i < candidate->offer_count; i++) {
        const struct offer *offer = &pool->offers[candidate->first_offer + i];
        if (!offer_is(offer, type) || offer->rate_type != RATE_HOURLY) {
            continue;
        }
        int64_t rate_minor =
            offer->rate_minor == INSTANT_NONE ? candidate->own_rate_minor : offer->rate_minor;
        if (rate_minor != INSTANT_NONE && (cheapest == INSTANT_NONE || rate_minor < cheapest)) {
            cheapest = rate_minor;
        }
    }
    return cheapest;
}

int64_t candidate_rate(const struct search_pool *pool, const struct candidate *candidate,
                       uint32_t type)
{
    bool asks_for_type = type != OFFER_WANTED || str_is_set(pool->query->service_type);
    if (!asks_for_type && candidate->own_rate_minor != INSTANT_NONE) {
        return candidate->own_rate_minor;
    }
    int64_t cheapest = cheapest_hour(pool, candidate, type);
    return cheapest == INSTANT_NONE ? candidate->own_rate_minor : cheapest;
}

bool rate_suffices(int64_t rate_minor, struct currency currency, struct decimal max_rate)
{
    if (max_rate.scale < 0) {
        return true;
    }
    struct decimal rate = {.unscaled = rate_minor, .scale = currency_exponent(currency)};
    return rate_minor != INSTANT_NONE && decimal_compare(rate, max_rate) <= 0;
}

/* Who offers nothing yet can be found by who and where they are, not by a service. */
static bool offers_wanted(const struct search_pool *pool, const struct candidate *candidate)
{
    for (uint32_t i = 0; i < candidate->offer_count; i++) {
        if (pool->offers[candidate->first_offer + i].is_wanted) {
            return true;
        }
    }
    return candidate->offer_count == 0 && !str_is_set(pool->query->service_type) &&
           is_in_reach(candidate->service_radius_miles, candidate->distance_e6, false);
}

/* An hour of what is not offered has no price that could be too high. */
static uint32_t candidate_fails(const struct search_pool *pool, const struct candidate *candidate)
{
    if (!offers_wanted(pool, candidate)) {
        return candidate->fails | FILTER_TYPE;
    }
    bool suffices =
        rate_suffices(candidate->rate_minor, candidate->currency, pool->query->max_rate);
    return suffices ? candidate->fails : candidate->fails | FILTER_RATE;
}

/* Sets what each fails, and drops those who are not even near; how many are near misses. */
static size_t pool_judge(struct search_pool *pool)
{
    uint32_t all_words =
        pool->words.count < 32 ? (UINT32_C(1) << pool->words.count) - 1 : UINT32_MAX;
    size_t kept = 0, near_count = 0;
    for (size_t i = 0; i < pool->count; i++) {
        struct candidate *candidate = &pool->candidates[i];
        if (candidate->words != all_words) {
            continue;
        }
        candidate->rate_minor = candidate_rate(pool, candidate, OFFER_WANTED);
        candidate->fails = candidate_fails(pool, candidate);
        if (!fails_too_many(pool, candidate->fails)) {
            near_count += candidate->fails != 0;
            pool->candidates[kept++] = *candidate;
        }
    }
    pool->count = kept;
    return near_count;
}

void pool_keep_matches(struct search_pool *pool)
{
    size_t near_count = pool_judge(pool), kept = 0;
    if (near_count == 0) {
        return;
    }
    pool->near_misses = ARENA_ARRAY(pool->arena, struct candidate, near_count);
    for (size_t i = 0; i < pool->count; i++) {
        if (pool->candidates[i].fails) {
            pool->near_misses[pool->near_count++] = pool->candidates[i];
        } else {
            pool->candidates[kept++] = pool->candidates[i];
        }
    }
    pool->count = kept;
}
