#include "search/gazetteer.h"

#include <assert.h>
#include <pthread.h>
#include <stdlib.h>

enum {
    SAME_PLACE_MILES = 25,
    OWN_RANK = 2000, /* a quarter that providers name weighs as much as a city of 200,000 */
};

/* ---- the index ---- */

enum column {
    COLUMN_NAME,
    COLUMN_ASCII,
    COLUMN_REGION,
    COLUMN_REGION_CODE,
    COLUMN_COUNTRY,
    COLUMN_LATITUDE,
    COLUMN_LONGITUDE,
    COLUMN_ZONE,
    COLUMN_POPULATION,
    COLUMN_COUNT
};

struct row {
    struct str columns[COLUMN_COUNT];
};

struct key { /* a folded name; its row's number is its rank, since the text is sorted so */
    struct str text;
    uint32_t row;
};

static struct {
    struct str *rows;
    struct key *keys; /* sorted */
    size_t row_count, key_count;
} gazetteer;

static void row_read(struct str line, struct row *ret)
{
    for (int i = 0; i < COLUMN_COUNT; i++) {
        bool has_more = str_next_piece(&line, '\t', &ret->columns[i]);
        assert(has_more);
        (void)has_more;
    }
}

static int compare_keys(const void *a, const void *b)
{
    const struct key *x = a, *y = b;
    int order = str_compare(x->text, y->text);
    return order ? order : (x->row > y->row) - (x->row < y->row);
}

static size_t count_lines(struct str text)
{
    size_t count = 0;
    for (size_t i = 0; i < text.size; i++) {
        count += text.data[i] == '\n';
    }
    return count;
}

static void gazetteer_add(struct arena *arena, struct str line)
{
    struct row row;
    row_read(line, &row);
    uint32_t number = (uint32_t)gazetteer.row_count;
    gazetteer.rows[gazetteer.row_count++] = line;
    gazetteer.keys[gazetteer.key_count++] =
        (struct key){text_fold(arena, row.columns[COLUMN_NAME]), number};
    if (row.columns[COLUMN_ASCII].size > 0) {
        gazetteer.keys[gazetteer.key_count++] =
            (struct key){text_fold(arena, row.columns[COLUMN_ASCII]), number};
    }
}

/* Once in the life of the process, which keeps it. */
static void gazetteer_make(void)
{
    static struct arena *arena;
    struct str rest = {.data = gazetteer_text, .size = gazetteer_text_size}, line;
    size_t count = count_lines(rest);
    arena = arena_new(0);
    gazetteer.rows = ARENA_ARRAY(arena, struct str, count);
    gazetteer.keys = ARENA_ARRAY(arena, struct key, count * 2);
    while (gazetteer.row_count < count && str_next_piece(&rest, '\n', &line)) {
        gazetteer_add(arena, line);
    }
    qsort(gazetteer.keys, gazetteer.key_count, sizeof *gazetteer.keys, compare_keys);
}

/* The first key that is not before the text. */
static size_t gazetteer_seek(struct str text)
{
    size_t low = 0, high = gazetteer.key_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (str_compare(gazetteer.keys[middle].text, text) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

/* ---- what was typed ---- */

void place_query_read(struct arena *arena, struct str text, struct place_query *ret)
{
    struct str rest = text_fold(arena, text), name = STR("");
    str_next_piece(&rest, ',', &name);
    ret->name = str_trim(name);
    ret->qualifiers.count = 0;
    if (str_is_set(rest)) {
        words_split(arena, rest, &ret->qualifiers);
    }
}

bool place_query_widen(struct place_query *query)
{
    size_t end = query->name.size;
    while (end > 0 && query->name.data[end - 1] != ' ') {
        end--;
    }
    if (end == 0 || query->qualifiers.count == SEARCH_WORDS_MAX) {
        return false;
    }
    query->qualifiers.items[query->qualifiers.count++] =
        str_part(query->name, end, query->name.size - end);
    query->name = str_trim(str_part(query->name, 0, end));
    return query->name.size > 0;
}

/* Every qualifier is the beginning of one of the words; a short one is the whole word, as codes
 * are.
 */
static bool are_qualified(const struct words *qualifiers, const struct words *words)
{
    for (size_t i = 0; i < qualifiers->count; i++) {
        struct str part = qualifiers->items[i];
        bool is_found = false;
        for (size_t j = 0; j < words->count && !is_found; j++) {
            struct str word = words->items[j];
            is_found = part.size > 2 ? str_starts_with(word, part) : str_equal(word, part);
        }
        if (!is_found) {
            return false;
        }
    }
    return true;
}

/* ---- the best of them ---- */

static bool is_better(const struct place_found *a, const struct place_found *b)
{
    if (a->is_qualified != b->is_qualified) {
        return a->is_qualified;
    }
    return a->is_exact != b->is_exact ? a->is_exact : a->rank < b->rank;
}

static bool place_list_has_room(const struct place_list *list, const struct place_found *place)
{
    return list->count < list->limit || is_better(place, &list->items[list->count - 1]);
}

void place_list_add(struct place_list *list, const struct place_found *place)
{
    assert(list->limit > 0 && list->limit <= PLACES_MAX);
    for (size_t i = 0; i < list->count; i++) {
        if (str_equal(list->items[i].label, place->label)) {
            return;
        }
    }
    if (!place_list_has_room(list, place)) {
        return;
    }
    size_t at = list->count < list->limit ? list->count++ : list->count - 1;
    for (; at > 0 && is_better(place, &list->items[at - 1]); at--) {
        list->items[at] = list->items[at - 1];
    }
    list->items[at] = *place;
}

static struct str label_of(struct arena *arena, const struct row *row)
{
    struct str name = row->columns[COLUMN_NAME], region = row->columns[COLUMN_REGION];
    bool has_region = region.size > 0 && !str_equal(region, name);
    return str_format(arena, "%.*s%s%.*s, %.*s", STR_ARG(name), has_region ? ", " : "",
                      has_region ? (int)region.size : 0, region.data,
                      STR_ARG(row->columns[COLUMN_COUNTRY]));
}

static int64_t degrees_e6(struct str text)
{
    struct decimal degrees;
    int64_t value = 0;
    bool is_whole = decimal_parse(text, &degrees) && decimal_to_integer(degrees, 6, &value);
    assert(is_whole);
    (void)is_whole;
    return value;
}

static bool row_is_qualified(struct arena *arena, const struct row *row, const struct words *words)
{
    if (words->count == 0) {
        return true;
    }
    struct str where = str_format(arena, "%.*s %.*s %.*s", STR_ARG(row->columns[COLUMN_REGION]),
                                  STR_ARG(row->columns[COLUMN_REGION_CODE]),
                                  STR_ARG(row->columns[COLUMN_COUNTRY]));
    struct words found;
    words_split(arena, where, &found);
    return are_qualified(words, &found);
}

static void gazetteer_offer(struct arena *arena, const struct key *key,
                            const struct place_query *query, struct place_list *list)
{
    struct place_found place = {
        .rank = key->row,
        .is_exact = str_equal(key->text, query->name),
        .is_qualified = true, /* at best */
    };
    if (!place_list_has_room(list, &place)) {
        return;
    }
    struct row row;
    row_read(gazetteer.rows[key->row], &row);
    place.is_qualified = row_is_qualified(arena, &row, &query->qualifiers);
    place.name = row.columns[COLUMN_NAME];
    place.label = label_of(arena, &row);
    place.latitude_e6 = degrees_e6(row.columns[COLUMN_LATITUDE]);
    place.longitude_e6 = degrees_e6(row.columns[COLUMN_LONGITUDE]);
    place.time_zone = row.columns[COLUMN_ZONE];
    place_list_add(list, &place);
}

void gazetteer_find(struct arena *arena, const struct place_query *query, struct place_list *ret)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, gazetteer_make);
    if (query->name.size == 0) {
        return;
    }
    for (size_t i = gazetteer_seek(query->name);
         i < gazetteer.key_count && str_starts_with(gazetteer.keys[i].text, query->name); i++) {
        gazetteer_offer(arena, &gazetteer.keys[i], query, ret);
    }
}

/* ---- places of the store ---- */

/* To two decimals, about a kilometre: a provider's address is nobody's business before a booking.
 */
static int64_t blur(int64_t degrees)
{
    return (degrees + (degrees < 0 ? -5000 : 5000)) / 10000 * 10000;
}

static bool own_matches(struct arena *arena, const struct place_query *query,
                        const struct own_place *own, struct place_found *ret)
{
    struct place_query label; /* it reads as if somebody had typed it */
    place_query_read(arena, own->place.label, &label);
    if (query->name.size == 0 || !str_starts_with(label.name, query->name)) {
        return false;
    }
    *ret = (struct place_found){
        .label = own->place.label,
        .name = label.name,
        .latitude_e6 = blur(own->place.latitude_e6),
        .longitude_e6 = blur(own->place.longitude_e6),
        .time_zone = own->time_zone,
        .rank = OWN_RANK,
        .is_exact = str_equal(label.name, query->name),
        .is_qualified = are_qualified(&query->qualifiers, &label.qualifiers),
    };
    return true;
}

/* The same place under two labels: one name, and near each other. */
static bool is_listed(struct arena *arena, const struct place_list *list,
                      const struct place_found *place)
{
    const struct place here = {STR_NONE, place->latitude_e6, place->longitude_e6};
    for (size_t i = 0; i < list->count; i++) {
        const struct place_found *other = &list->items[i];
        const struct place there = {STR_NONE, other->latitude_e6, other->longitude_e6};
        if (str_equal(text_fold(arena, other->name), place->name) &&
            place_is_within(&here, &there, SAME_PLACE_MILES)) {
            return true;
        }
    }
    return false;
}

void place_list_add_own(struct arena *arena, const struct place_query *query, struct list own,
                        struct place_list *list)
{
    for (size_t i = 0; i < own.count; i++) {
        struct place_found found;
        if (own_matches(arena, query, LIST_AT(own, struct own_place, i), &found) &&
            !is_listed(arena, list, &found)) {
            place_list_add(list, &found);
        }
    }
}
