/* place.search: where somebody means. */
#include "search/place_db.h"

enum { PLACES_USUAL = 8 };

struct place_input {
    uint64_t present;
    struct str text;
    int64_t limit;
};
static const struct field place_input_fields[] = {
    {.name = "q",
     .type = FIELD_TEXT,
     .flags = FIELD_REQUIRED,
     .min = 1,
     .max = 100,
     AT(struct place_input, text),
     .doc = "The beginning of a name; after a comma or a space, which one: brook, Brooklyn, NY or "
            "brooklyn new york."},
    {.name = "limit",
     .type = FIELD_INT,
     .min = 1,
     .max = PLACES_MAX,
     AT(struct place_input, limit),
     .doc = "At most this many; 8 when not given."},
};
static const struct shape place_input_shape =
    SHAPE("PlaceSearchInput", struct place_input, place_input_fields, .flags = SHAPE_INPUT);

struct place_view {
    struct str label, time_zone;
    struct decimal latitude, longitude;
};
static const struct field place_view_fields[] = {
    {.name = "label",
     .type = FIELD_TEXT,
     AT(struct place_view, label),
     .doc = "Its name, region and country, or as a provider names it."},
    {.name = "lat",
     .type = FIELD_DECIMAL,
     AT(struct place_view, latitude),
     .doc = "Latitude of its middle, WGS 84."},
    {.name = "lng", .type = FIELD_DECIMAL, AT(struct place_view, longitude), .doc = "Longitude."},
    {.name = "timeZone",
     .type = FIELD_TEXT,
     AT(struct place_view, time_zone),
     .doc = "The zone of its clocks, IANA."},
};
static const struct shape place_view_shape =
    SHAPE("Place", struct place_view, place_view_fields, .doc = "A place to search around.");

struct place_output {
    struct list places; /* of struct place_view */
};
static const struct field place_output_fields[] = {
    {.name = "places",
     .type = FIELD_LIST,
     .element = FIELD_OBJECT,
     .shape = &place_view_shape,
     .max = PLACES_MAX,
     AT(struct place_output, places),
     .doc = "What is meant most likely comes first: what the words after the name say, names that "
            "end there, large cities and places that providers name."},
};
static const struct shape place_output_shape =
    SHAPE("PlaceSearchReply", struct place_output, place_output_fields);

static struct list places_of(struct arena *arena, const struct place_list *found)
{
    struct place_view *views = ARENA_ARRAY(arena, struct place_view, found->count);
    for (size_t i = 0; i < found->count; i++) {
        const struct place_found *place = &found->items[i];
        views[i] = (struct place_view){
            .label = place->label,
            .time_zone = place->time_zone,
            .latitude = {.unscaled = place->latitude_e6, .scale = 6},
            .longitude = {.unscaled = place->longitude_e6, .scale = 6},
        };
    }
    return (struct list){.items = views, .count = found->count};
}

static enum error place_search(struct call *call, struct tx *tx, const void *input, void *output)
{
    const struct place_input *in = input;
    struct place_query query;
    struct place_list *found = ARENA_NEW(call->arena, struct place_list);
    found->limit = in->limit > 0 ? (size_t)in->limit : PLACES_USUAL;
    place_query_read(call->arena, in->text, &query);
    struct list own = own_place_list(tx, call->arena);
    do {
        gazetteer_find(call->arena, &query, found);
        place_list_add_own(call->arena, &query, own, found);
    } while (found->count == 0 && place_query_widen(&query));
    ((struct place_output *)output)->places = places_of(call->arena, found);
    return ERROR_NONE;
}

static const struct operation rows[] = {
    {
        .name = "place.search",
        .kind = OPERATION_QUERY,
        .flags = OPERATION_REMEMBERED,
        .may = MAY_ANYONE,
        .input = &place_input_shape,
        .output = &place_output_shape,
        .rate = RATE_READ,
        .run = place_search,
        .doc = "Finds the coordinates of a city by the beginning of its name, for searching around "
               "it. Names, positions and populations come from GeoNames (geonames.org), CC BY 4.0; "
               "places that providers of this Docket name are found too.",
    },
};
const struct operation_set place_operations = {.operations = rows, .count = COUNT_OF(rows)};
