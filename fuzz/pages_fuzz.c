/* Discover's query string on arbitrary bytes: whatever stands in an address, what is asked is valid
 * input in which no field stands twice, and can be asked again without any of its fields. */
// links: src/face/pages_input.c src/net/http_text.c
#include <stdlib.h>

#include "face/pages.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Fields as provider.search has them: one of each type that an address can hold. */
static const char *const sort_texts[] = {"relevance", "rating", "soonest"};
static const struct name_table sorts = {
    .type_name = "Sort", .names = sort_texts, .count = COUNT_OF(sort_texts)};

struct search {
    uint64_t present;
    struct str service, text, place;
    struct decimal latitude, longitude, max_rate;
    bool verified, facets;
    struct list roles;
    int sort;
    int64_t radius, limit, next_slots, apart;
};
#define S(field_name, member) .name = (field_name), AT(struct search, member)
static const struct field search_fields[] = {
    {S("service", service), .type = FIELD_TEXT, .max = 40},
    {S("q", text), .type = FIELD_TEXT, .max = 200},
    {S("location", place), .type = FIELD_TEXT, .max = 200},
    {S("lat", latitude), .type = FIELD_DECIMAL, .min = -90, .max = 90},
    {S("lng", longitude), .type = FIELD_DECIMAL, .min = -180, .max = 180},
    {S("radius", radius), .type = FIELD_INT, .min = 1, .max = 12500},
    {S("maxRate", max_rate), .type = FIELD_DECIMAL},
    {S("verified", verified), .type = FIELD_BOOL},
    {S("facets", facets), .type = FIELD_BOOL},
    {S("roles", roles), .type = FIELD_LIST, .element = FIELD_TEXT, .max = 20},
    {S("sortBy", sort), .type = FIELD_ENUM, .names = &sorts},
    {S("limit", limit), .type = FIELD_INT, .min = 1, .max = 100},
    {S("nextSlots", next_slots), .type = FIELD_INT, .max = 5},
    {S("slotsApartHours", apart), .type = FIELD_INT, .max = 168},
};
static const struct shape search_shape =
    SHAPE("Search", struct search, search_fields, .flags = SHAPE_INPUT);

static void check(bool holds)
{
    if (!holds)
        abort();
}

static size_t count_named(const struct json *object, struct str name)
{
    size_t count = 0;
    for (const struct json *member = object->first; member; member = member->next)
        count += str_equal(member->key, name);
    return count;
}

static void check_input(struct arena *arena, const struct json *input)
{
    struct problem problem = {0};
    size_t count = 0;
    for (const struct json *member = input->first; member; member = member->next, count++)
        check(count_named(input, member->key) == 1);
    check(count == input->count);
    check(!json_get(input, STR("lat")) == !json_get(input, STR("lng")));
    check(shape_parse(&search_shape, input, SHAPE_FROM_JSON, arena, &problem) != NULL);
}

/* As if each had been refused. */
static void forget_all(struct arena *arena, struct json *input)
{
    struct problem problem = {0};
    for (const struct json *member = input->first; member; member = member->next)
        problem_add_field(&problem, arena, member->key, "fuzz", STR("No."));
    page_search_forget(input, &problem);
    check(input->count == 0 && !input->first);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct edition_place place = {
        .label = STR("Lisbon"), .latitude = {38722, 3}, .longitude = {-9, 0}};
    struct edition_start start = {.service = STR("MIXING"), .location = &place};
    const struct edition edition = {.start = &start};
    struct str query = {.data = size ? (const char *)data : "", .size = size};
    struct arena *arena = arena_new(0);
    struct page_search search;
    page_search_read(arena, &search_shape, &edition, query, &search);
    check(search.is_start == (size == 0));
    check_input(arena, search.input);
    forget_all(arena, search.input);
    arena_free(arena);
    return 0;
}
