/* pages_input.c: /?service=MIXING&lat=34.05… as input of provider.search, typed as a client's JSON
 * would be, so that the app recognizes its own question in what the page brought along. */
#include "face/pages.h"

enum {
    FIRST_PAGE = 12,
    FIRST_STARTS = 3,
    STARTS_APART_HOURS = 4,
    QUERY_PIECES_MAX = 64,
    VALIDATIONS_MAX = 3
};

/* As the app's own reading of an address (features/discover/search.ts) has it. */
static const char *const search_names[] = {"service",  "q",      "location",  "lat",
                                           "lng",      "radius", "minRating", "maxRate",
                                           "verified", "roles",  "sortBy"};

static const struct field *field_named(const struct shape *shape, struct str name)
{
    bool is_taken = false;
    for (size_t i = 0; i < COUNT_OF(search_names); i++)
        is_taken = is_taken || str_equal(str_from(search_names[i]), name);
    for (size_t i = 0; is_taken && i < shape->field_count; i++)
        if (str_equal(str_from(shape->fields[i].name), name))
            return &shape->fields[i];
    return NULL;
}

static struct json *text_node(struct arena *arena, struct str text)
{
    struct json *node = ARENA_NEW(arena, struct json);
    *node = (struct json){.type = JSON_TEXT, .text = text};
    return node;
}

static struct json *list_node(struct arena *arena, struct str text)
{
    struct json *list = ARENA_NEW(arena, struct json);
    struct json **end = &list->first;
    struct str piece;
    list->type = JSON_ARRAY;
    while (str_next_piece(&text, ',', &piece)) {
        if (str_trim(piece).size == 0)
            continue;
        *end = text_node(arena, str_lower(arena, str_trim(piece)));
        end = &(*end)->next;
        list->count++;
    }
    return list->count ? list : NULL;
}

static struct json *number_node(struct arena *arena, struct str text)
{
    struct json *node = json_parse(arena, text, NULL, NULL);
    return node && node->type == JSON_NUMBER ? node : NULL;
}

/* A spelling of its own, exactly; the first is what is meant when nothing is said. */
static struct json *enum_node(struct arena *arena, const struct field *field, struct str text)
{
    int value = name_table_find(field->names, text);
    if (value <= 0 || !str_equal(str_from(field->names->names[value]), text))
        return NULL;
    return text_node(arena, text);
}

static struct str upper(struct arena *arena, struct str text)
{
    char *copy = arena_copy(arena, text.data, text.size);
    for (size_t i = 0; i < text.size; i++)
        if (copy[i] >= 'a' && copy[i] <= 'z')
            copy[i] = (char)(copy[i] - 'a' + 'A');
    return (struct str){.data = copy, .size = text.size};
}

/* false is what is meant when nothing is said, so it makes no other question. */
static struct json *bool_node(struct arena *arena, struct str text)
{
    struct json *node = ARENA_NEW(arena, struct json);
    *node = (struct json){.type = JSON_BOOL, .boolean = true};
    return str_equal(text, STR("true")) ? node : NULL;
}

/* NULL: not a value of this field's type. */
static struct json *typed_node(struct arena *arena, const struct field *field, struct str text)
{
    switch (field->type) {
    case FIELD_BOOL:
        return bool_node(arena, text);
    case FIELD_INT:
    case FIELD_DECIMAL:
        return number_node(arena, text);
    case FIELD_LIST:
        return list_node(arena, text);
    case FIELD_ENUM:
        return enum_node(arena, field, text);
    default:
        return text_node(arena, strcmp(field->name, "service") ? text : upper(arena, text));
    }
}

static void object_add(struct json *object, const char *name, struct json *node)
{
    if (!node)
        return;
    struct json **end = &object->first;
    while (*end)
        end = &(*end)->next;
    node->key = str_from(name);
    node->next = NULL;
    *end = node;
    object->count++;
}

static void object_remove(struct json *object, struct str name)
{
    for (struct json **at = &object->first; *at; at = &(*at)->next) {
        if (str_equal((*at)->key, name)) {
            *at = (*at)->next;
            object->count--;
            return;
        }
    }
}

/* Of a name that comes twice the first counts. */
static void take_query(struct arena *arena, const struct shape *shape, struct str query,
                       struct page_search *search)
{
    struct str name, value;
    bool is_bad = false;
    for (int i = 0; i < QUERY_PIECES_MAX && query.size > 0; i++) {
        if (!http_query_next(arena, &query, &name, &value, &is_bad))
            break;
        const struct field *field = field_named(shape, name);
        value = str_trim(value);
        if (value.size > 0 && str_equal(name, STR("date")))
            search->has_date = true;
        if (field && value.size > 0 && !json_get(search->input, name))
            object_add(search->input, field->name, typed_node(arena, field, value));
    }
}

/* "roles[2]" is about roles. */
static struct str field_root(struct str name)
{
    for (size_t i = 0; i < name.size; i++)
        if (name.data[i] == '[' || name.data[i] == '.')
            return str_part(name, 0, i);
    return name;
}

void page_search_forget(struct json *input, const struct problem *problem)
{
    for (size_t i = 0; i < problem->fields.count; i++)
        object_remove(input, field_root(LIST_AT(problem->fields, struct field_error, i)->field));
}

/* Leaves out what the shape refuses. */
static void keep_valid(struct arena *arena, const struct shape *shape, struct json *object)
{
    for (int i = 0; i < VALIDATIONS_MAX; i++) {
        struct problem problem = {0};
        if (shape_parse(shape, object, SHAPE_FROM_JSON, arena, &problem))
            return;
        page_search_forget(object, &problem);
    }
    *object = (struct json){.type = JSON_OBJECT};
}

static struct json *decimal_node(struct arena *arena, struct decimal value)
{
    struct buf text;
    buf_init(&text, arena, 16);
    decimal_print(&text, value);
    return number_node(arena, buf_str(&text));
}

static void take_start(struct arena *arena, const struct edition_start *start, struct json *object)
{
    if (start && str_is_set(start->service))
        object_add(object, "service", text_node(arena, start->service));
    if (!start || !start->location)
        return;
    object_add(object, "location", text_node(arena, start->location->label));
    object_add(object, "lat", decimal_node(arena, start->location->latitude));
    object_add(object, "lng", decimal_node(arena, start->location->longitude));
}

void page_search_read(struct arena *arena, const struct shape *shape, const struct edition *edition,
                      struct str query, struct page_search *ret)
{
    struct json *object = ARENA_NEW(arena, struct json);
    object->type = JSON_OBJECT;
    *ret = (struct page_search){.input = object, .is_start = query.size == 0};
    take_query(arena, shape, query, ret);
    if (ret->is_start)
        take_start(arena, edition->start, object);
    keep_valid(arena, shape, object);
    if (!json_get(object, STR("lat")) || !json_get(object, STR("lng"))) {
        object_remove(object, STR("lat")); /* half a point is none */
        object_remove(object, STR("lng"));
    }
    object_add(object, "limit", number_node(arena, str_format(arena, "%d", FIRST_PAGE)));
    object_add(object, "nextSlots", number_node(arena, str_format(arena, "%d", FIRST_STARTS)));
    object_add(object, "slotsApartHours",
               number_node(arena, str_format(arena, "%d", STARTS_APART_HOURS)));
    object_add(object, "facets", bool_node(arena, STR("true")));
}
