/* Orders, pages and statistics of what matches. Pure, and in integers: a place in the order is the
 * same on each page and on each machine. */
#include <assert.h>
#include <stdlib.h>

#include "base/random.h"
#include "search/search_internal.h"

/* ---- relevance ----
 * Counted in ten-thousandths of a star. The rating is a mean shrunk towards PRIOR_STARS as if
 * PRIOR_REVIEWS more had given that, so that one friend's five stars do not beat forty reviews. */
enum {
    STAR = 10000,
    PRIOR_REVIEWS = 5,
    PRIOR_STARS = 4,
    WORTH_OFFER = 2 * STAR, /* can be booked at all */
    WORTH_GOOD_WORD = STAR, /* a word of q not only in the bio */
    WORTH_VERIFIED = STAR / 10,
    WORTH_BOOKINGS = STAR / 50, /* each doubling of the number of bookings */
    WORTH_NEARNESS = STAR / 2,  /* at the centre; none at the circle's edge */
};

static int64_t rating_shrunk(const struct candidate *candidate)
{
    return (candidate->rating_sum + PRIOR_REVIEWS * PRIOR_STARS) * STAR /
           (candidate->rating_count + PRIOR_REVIEWS);
}

static int64_t doublings(int64_t count)
{
    int64_t times = 0;
    for (; count > 0; count >>= 1) {
        times++;
    }
    return times;
}

static int64_t nearness(const struct search_pool *pool, const struct candidate *candidate)
{
    int64_t radius_e6 = (int64_t)(pool->query->radius_miles * 1e6);
    if (candidate->distance_e6 < 0 || radius_e6 <= 0) {
        return 0;
    }
    return WORTH_NEARNESS - WORTH_NEARNESS * candidate->distance_e6 / radius_e6;
}

static int64_t relevance(const struct search_pool *pool, const struct candidate *candidate)
{
    int64_t score = rating_shrunk(candidate) + nearness(pool, candidate);
    score += WORTH_BOOKINGS * doublings(candidate->booking_count);
    score += WORTH_GOOD_WORD * (int64_t)__builtin_popcount(candidate->good_words);
    score += candidate->verified ? WORTH_VERIFIED : 0;
    return candidate->offer_count > 0 ? score + WORTH_OFFER : score;
}

/* ---- orders ---- */

/* Ten-thousandths of a major unit, so that currencies of any exponent compare as numbers. */
static int64_t rate_key(const struct candidate *candidate)
{
    int64_t rate = candidate->rate_minor;
    if (rate == INSTANT_NONE) {
        return INT64_MAX;
    }
    for (int exponent = currency_exponent(candidate->currency); exponent < 4; exponent++) {
        if (__builtin_mul_overflow(rate, 10, &rate)) {
            return INT64_MAX - 1;
        }
    }
    return rate;
}

static void set_key(const struct search_pool *pool, struct candidate *candidate,
                    enum search_sort sort)
{
    int64_t score = -relevance(pool, candidate);
    int64_t count = candidate->rating_count;
    candidate->key[0] = candidate->key[1] = score;
    switch (sort) {
    case SORT_RELEVANCE:
        break;
    case SORT_RATING:
        candidate->key[0] = count > 0 ? -(candidate->rating_sum * 1000000 / count) : 0;
        candidate->key[1] = -count;
        break;
    case SORT_RATE:
        candidate->key[0] = rate_key(candidate);
        break;
    case SORT_DISTANCE:
        candidate->key[0] = candidate->distance_e6 < 0 ? INT64_MAX : candidate->distance_e6;
        break;
    case SORT_SOONEST:
        candidate->key[0] =
            candidate->first_start_ms == INSTANT_NONE ? INT64_MAX : candidate->first_start_ms;
        break;
    }
}

void pool_set_keys(struct search_pool *pool, enum search_sort sort)
{
    for (size_t i = 0; i < pool->count; i++) {
        set_key(pool, &pool->candidates[i], sort);
    }
}

static int compare_places(const int64_t a[2], struct id a_id, const int64_t b[2], struct id b_id)
{
    for (int i = 0; i < 2; i++) {
        if (a[i] != b[i]) {
            return a[i] < b[i] ? -1 : 1;
        }
    }
    return id_compare(a_id, b_id);
}

static int compare_candidates(const void *a, const void *b)
{
    const struct candidate *x = a, *y = b;
    return compare_places(x->key, x->id, y->key, y->id);
}

void pool_sort(struct search_pool *pool)
{
    if (pool->count > 1) {
        qsort(pool->candidates, pool->count, sizeof *pool->candidates, compare_candidates);
    }
}

/* ---- pages ---- */

enum { CURSOR_SORT = 0, CURSOR_KEYS = 1, CURSOR_AS_OF = 17, CURSOR_ID = 25, CURSOR_SIZE = 41 };

static void put_int(uint8_t *bytes, int64_t value)
{
    for (int i = 0; i < 8; i++) {
        bytes[i] = (uint8_t)((uint64_t)value >> (56 - 8 * i));
    }
}

static int64_t get_int(const char *bytes)
{
    uint64_t value = 0;
    for (int i = 0; i < 8; i++) {
        value = value << 8 | (uint8_t)bytes[i];
    }
    return (int64_t)value;
}

struct str cursor_print(struct arena *arena, enum search_sort sort,
                        const struct search_position *position)
{
    uint8_t bytes[CURSOR_SIZE];
    struct buf text;
    bytes[CURSOR_SORT] = (uint8_t)sort;
    put_int(bytes + CURSOR_KEYS, position->key[0]);
    put_int(bytes + CURSOR_KEYS + 8, position->key[1]);
    put_int(bytes + CURSOR_AS_OF, position->as_of_ms);
    memcpy(bytes + CURSOR_ID, position->id.bytes, sizeof position->id.bytes);
    buf_init(&text, arena, 64);
    base64url_print(&text, bytes, sizeof bytes);
    return buf_str(&text);
}

bool cursor_read(struct arena *arena, struct str text, enum search_sort sort,
                 struct search_position *ret)
{
    struct str bytes;
    if (!base64url_parse(text, arena, &bytes) || bytes.size != CURSOR_SIZE ||
        (uint8_t)bytes.data[CURSOR_SORT] != (uint8_t)sort) {
        return false;
    }
    ret->key[0] = get_int(bytes.data + CURSOR_KEYS);
    ret->key[1] = get_int(bytes.data + CURSOR_KEYS + 8);
    ret->as_of_ms = get_int(bytes.data + CURSOR_AS_OF);
    memcpy(ret->id.bytes, bytes.data + CURSOR_ID, sizeof ret->id.bytes);
    return true;
}

/* One pass with the best so far kept in order: a page is short, and most candidates are behind its
 * last. */
struct list pool_page(const struct search_pool *pool, struct arena *arena,
                      const struct search_position *after, size_t limit)
{
    assert(limit > 0);
    const struct candidate **page = ARENA_ARRAY(arena, const struct candidate *, limit);
    size_t count = 0;
    for (size_t i = 0; i < pool->count; i++) {
        const struct candidate *candidate = &pool->candidates[i];
        bool is_before =
            after && compare_places(candidate->key, candidate->id, after->key, after->id) <= 0;
        if (is_before || (count == limit && compare_candidates(candidate, page[count - 1]) > 0)) {
            continue;
        }
        size_t at = count < limit ? count++ : count - 1;
        for (; at > 0 && compare_candidates(candidate, page[at - 1]) < 0; at--) {
            page[at] = page[at - 1];
        }
        page[at] = candidate;
    }
    return (struct list){.items = page, .count = count};
}

/* ---- statistics ---- */

static int compare_texts(const void *a, const void *b)
{
    return str_compare(*(const struct str *)a, *(const struct str *)b);
}

/* Sorted, each once. */
static struct list texts_distinct(struct str *texts, size_t count)
{
    size_t kept = 0;
    if (count > 1) {
        qsort(texts, count, sizeof *texts, compare_texts);
    }
    for (size_t i = 0; i < count; i++) {
        if (kept == 0 || !str_equal(texts[kept - 1], texts[i])) {
            texts[kept++] = texts[i];
        }
    }
    return (struct list){.items = texts, .count = kept};
}

static struct list types_offered(const struct search_pool *pool)
{
    bool *used = ARENA_ARRAY(pool->arena, bool, pool->types.count);
    struct str *texts = ARENA_ARRAY(pool->arena, struct str, pool->types.count);
    size_t count = 0;
    for (size_t i = 0; i < pool->count; i++) {
        const struct candidate *candidate = &pool->candidates[i];
        for (uint32_t j = 0; j < candidate->offer_count; j++) {
            used[pool->offers[candidate->first_offer + j].type] = true;
        }
    }
    for (size_t i = 0; i < pool->types.count; i++) {
        if (used[i]) {
            texts[count++] = str_lower(pool->arena, pool->types.texts[i]);
        }
    }
    return texts_distinct(texts, count);
}

static struct list roles_taken(const struct search_pool *pool)
{
    const struct json **sets = ARENA_ARRAY(pool->arena, const struct json *, pool->role_sets.count);
    size_t most = 0, count = 0;
    for (size_t i = 0; i < pool->count; i++) {
        uint32_t number = pool->candidates[i].roles;
        if (!sets[number]) {
            sets[number] = json_parse(pool->arena, pool->role_sets.texts[number], NULL, NULL);
            most += sets[number] ? sets[number]->count : 0;
        }
    }
    struct str *texts = ARENA_ARRAY(pool->arena, struct str, most);
    for (size_t i = 0; i < pool->role_sets.count; i++) {
        for (const struct json *role = sets[i] ? sets[i]->first : NULL; role; role = role->next) {
            texts[count++] = role->text;
        }
    }
    return texts_distinct(texts, count);
}

enum { TALLIES_MAX = 256 }; /* more than ISO 4217 has codes */

struct rate_tallies {
    struct rate_tally items[TALLIES_MAX];
    size_t count;
};

struct rate_tallies *rate_tallies_new(struct arena *arena)
{
    return ARENA_NEW(arena, struct rate_tallies);
}

static struct rate_tally *rate_tallies_find(struct rate_tallies *tallies, struct currency currency)
{
    size_t i = 0;
    while (i < tallies->count && !currency_equal(tallies->items[i].currency, currency)) {
        i++;
    }
    if (i == tallies->count) {
        assert(i < TALLIES_MAX);
        tallies->items[tallies->count++] = (struct rate_tally){
            .currency = currency, .lowest_minor = INT64_MAX, .highest_minor = INT64_MIN};
    }
    return &tallies->items[i];
}

void rate_tallies_add(struct rate_tallies *tallies, const struct candidate *candidate)
{
    int64_t rate_minor = candidate->rate_minor;
    if (rate_minor == INSTANT_NONE) {
        return;
    }
    struct rate_tally *tally = rate_tallies_find(tallies, candidate->currency);
    tally->count++;
    tally->sum_minor += rate_minor;
    tally->lowest_minor = rate_minor < tally->lowest_minor ? rate_minor : tally->lowest_minor;
    tally->highest_minor = rate_minor > tally->highest_minor ? rate_minor : tally->highest_minor;
}

const struct rate_tally *rate_tallies_common(const struct rate_tallies *tallies)
{
    const struct rate_tally *best = NULL;
    for (size_t i = 0; i < tallies->count; i++) {
        const struct rate_tally *tally = &tallies->items[i];
        if (!best || tally->count > best->count ||
            (tally->count == best->count &&
             strcmp(tally->currency.code, best->currency.code) < 0)) {
            best = tally;
        }
    }
    return best;
}

static void average_rate(const struct search_pool *pool, struct search_result *ret)
{
    struct rate_tallies *tallies = rate_tallies_new(pool->arena);
    for (size_t i = 0; i < pool->count; i++) {
        rate_tallies_add(tallies, &pool->candidates[i]);
    }
    const struct rate_tally *best = rate_tallies_common(tallies);
    ret->rate_average_minor = INSTANT_NONE;
    if (best) {
        ret->rate_currency = best->currency;
        ret->rate_average_minor =
            (int64_t)((best->sum_minor * 2 + best->count) / (2 * (__int128)best->count));
    }
}

void pool_statistics(const struct search_pool *pool, struct search_result *ret)
{
    ret->total = (int64_t)pool->count;
    for (size_t i = 0; i < pool->count; i++) {
        ret->rating_sum += pool->candidates[i].rating_sum;
        ret->rating_count += pool->candidates[i].rating_count;
    }
    average_rate(pool, ret);
    ret->services = types_offered(pool);
    ret->roles = roles_taken(pool);
}
