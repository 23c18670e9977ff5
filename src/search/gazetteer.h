/* gazetteer.h: the world's cities, and what somebody means who types the beginning of one. Private
 * to search/, pure but for one index, which the first who asks makes for all.
 *
 * "brook", "Brooklyn, NY" and "brooklyn 11215" all find Brooklyn: what stands before the first
 * comma is the beginning of a name, with letters folded and, where the name has an ASCII form,
 * without accents too; what follows says which one (a region, its code, a country's code) but
 * excludes nobody. Where nothing begins so, words are moved from the end of the name to what
 * follows.
 *
 * The text comes from data/places.tsv (GeoNames, CC BY 4.0: see data/README.md), which says what
 * its columns are. It is kept as it is; a row is read when it is shown. */
#ifndef DOCKET_SEARCH_GAZETTEER_H
#define DOCKET_SEARCH_GAZETTEER_H

#include "search/search_internal.h"

/* Embedded at build by tools/embed_places.py. */
extern const char gazetteer_text[];
extern const size_t gazetteer_text_size;

enum { PLACES_MAX = 20 }; /* of one answer */

struct place_query {
    struct str name;         /* folded */
    struct words qualifiers; /* folded */
};
void place_query_read(struct arena *arena, struct str text, struct place_query *ret);
/* Moves the last word of the name to the qualifiers; false: it is the only one. */
bool place_query_widen(struct place_query *query);

struct place_found {
    struct str label; /* "Brooklyn, New York, US" */
    struct str name;  /* what is before the comma, in any case */
    int64_t latitude_e6, longitude_e6;
    struct str time_zone;
    int64_t rank; /* ascending: by population, of which places of the store have a fair one */
    bool is_exact, is_qualified;
};
/* In order of what is meant most likely: qualified, exact, rank. */
struct place_list {
    struct place_found items[PLACES_MAX];
    size_t count, limit;
};
/* Keeps the best `limit`; nothing for a label that is there already. */
void place_list_add(struct place_list *list, const struct place_found *place);
/* Adds those that begin so. Texts last as long as the process, labels as long as the arena. */
void gazetteer_find(struct arena *arena, const struct place_query *query, struct place_list *ret);

/* A place as a provider names it: "Park Slope, Brooklyn, NY". */
struct own_place {
    struct place place;
    struct str time_zone;
};
/* Adds those of these (struct own_place) that begin so, unless the same place is in the list under
 * another label. Their positions are told as everybody may know them: rounded. */
void place_list_add_own(struct arena *arena, const struct place_query *query, struct list own,
                        struct place_list *list);

#endif
