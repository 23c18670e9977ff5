#include "base/shape.h"

#include <stdlib.h>

#include "base/shape_internal.h"

enum { WALK_MAX = 512 };

uint64_t shape_bit(const struct shape *shape, const char *name)
{
    for (size_t i = 0; i < shape->field_count && i < SHAPE_INPUT_FIELDS_MAX; i++)
        if (strcmp(shape->fields[i].name, name) == 0)
            return UINT64_C(1) << i;
    abort();
}

struct field field_of_items(const struct field *list)
{
    struct field item = *list;
    item.type = list->element;
    item.flags = FIELD_REQUIRED;
    item.offset = 0;
    item.min = item.max = 0;
    return item;
}

size_t field_item_size(const struct field *list)
{
    switch (list->element) {
    case FIELD_BOOL:
        return sizeof(bool);
    case FIELD_INT:
    case FIELD_INSTANT:
    case FIELD_DATE:
        return sizeof(int64_t);
    case FIELD_TEXT:
    case FIELD_SECRET:
    case FIELD_ZONE:
    case FIELD_JSON:
        return sizeof(struct str);
    case FIELD_ENUM:
    case FIELD_TIME_OF_DAY:
        return sizeof(int);
    case FIELD_ID:
        return sizeof(struct id);
    case FIELD_DECIMAL:
        return sizeof(struct decimal);
    case FIELD_CURRENCY:
        return sizeof(struct currency);
    case FIELD_OBJECT:
        return list->shape->size;
    case FIELD_AMOUNT:
    case FIELD_LIST:
        break; /* lists of these are not declared: our bug */
    }
    abort();
}

bool field_has_bounds(const struct field *field)
{
    return field->min != 0 || field->max != 0;
}

int shape_zone_field(const struct shape *shape)
{
    int first = -1;
    for (size_t i = 0; i < shape->field_count; i++) {
        if (shape->fields[i].type != FIELD_ZONE)
            continue;
        if (strcmp(shape->fields[i].name, "timeZone") == 0)
            return (int)i;
        if (first < 0)
            first = (int)i;
    }
    return first;
}

/* Integers and decimals have no value that is always absent: an input says so with its bit, an
 * output by the flags of the field. A nullable one has it everywhere: null is not 0. */
static bool number_can_be_absent(const struct shape *shape, const struct field *field)
{
    return (field->flags & FIELD_NULLABLE) ||
           (!(shape->flags & SHAPE_INPUT) && (field->flags & FIELD_OMIT));
}

static void field_set_absent(const struct shape *shape, const struct field *field, void *slot)
{
    switch (field->type) {
    case FIELD_INT:
        *(int64_t *)slot = number_can_be_absent(shape, field) ? INSTANT_NONE : 0;
        break;
    case FIELD_INSTANT:
    case FIELD_DATE:
    case FIELD_AMOUNT:
        *(int64_t *)slot = INSTANT_NONE;
        break;
    case FIELD_ENUM:
    case FIELD_TIME_OF_DAY:
        *(int *)slot = -1;
        break;
    case FIELD_DECIMAL:
        *(struct decimal *)slot =
            (struct decimal){.scale = number_can_be_absent(shape, field) ? -1 : 0};
        break;
    case FIELD_BOOL:
    case FIELD_TEXT:
    case FIELD_SECRET:
    case FIELD_ID:
    case FIELD_ZONE:
    case FIELD_CURRENCY:
    case FIELD_OBJECT:
    case FIELD_LIST:
    case FIELD_JSON:
        break; /* zeros, set below */
    }
}

void shape_set_absent(const struct shape *shape, void *value)
{
    memset(value, 0, shape->size);
    for (size_t i = 0; i < shape->field_count; i++)
        field_set_absent(shape, &shape->fields[i], (char *)value + shape->fields[i].offset);
}

void *shape_new(const struct shape *shape, struct arena *arena)
{
    void *value = arena_alloc(arena, shape->size);
    shape_set_absent(shape, value);
    return value;
}

static char name_byte(char byte)
{
    if (byte == '-' || byte == ' ')
        return '_';
    return byte >= 'a' && byte <= 'z' ? (char)(byte - ('a' - 'A')) : byte;
}

static bool name_equal(struct str a, struct str b)
{
    if (a.size != b.size)
        return false;
    for (size_t i = 0; i < a.size; i++)
        if (name_byte(a.data[i]) != name_byte(b.data[i]))
            return false;
    return true;
}

static int name_table_find_canonical(const struct name_table *table, struct str text)
{
    for (size_t i = 0; i < table->count; i++)
        if (name_equal(str_from(table->names[i]), text))
            return (int)i;
    return -1;
}

static int find_among(const struct name_table *table, const char *aliases, struct str text)
{
    struct str rest = str_from(aliases), pair, alias;
    while (str_next_piece(&rest, ' ', &pair))
        if (str_next_piece(&pair, '=', &alias) && name_equal(alias, text))
            return name_table_find_canonical(table, pair);
    return -1;
}

int name_table_find(const struct name_table *table, struct str text)
{
    int found = name_table_find_canonical(table, text);
    if (found < 0)
        found = find_among(table, table->spellings, text);
    return found < 0 ? find_among(table, table->aliases, text) : found;
}

struct str name_table_say(const struct name_table *table, int value)
{
    const char *spoken = table->spoken ? table->spoken[value] : NULL;
    return str_from(spoken ? spoken : table->names[value]);
}

struct walk {
    const struct shape *seen[WALK_MAX];
    size_t count;
    void (*visit)(const struct shape *, void *);
    void *context;
};

static bool walk_enter(struct walk *walk, const struct shape *shape)
{
    for (size_t i = 0; i < walk->count; i++)
        if (walk->seen[i] == shape)
            return false;
    if (walk->count == WALK_MAX)
        abort();
    walk->seen[walk->count++] = shape;
    return true;
}

static void walk_shape(struct walk *walk, const struct shape *shape)
{
    if (!walk_enter(walk, shape))
        return;
    for (size_t i = 0; i < shape->field_count; i++)
        if (shape->fields[i].shape)
            walk_shape(walk, shape->fields[i].shape);
    walk->visit(shape, walk->context);
}

void shape_walk(const struct shape *shape, void (*visit)(const struct shape *, void *),
                void *context)
{
    struct walk walk = {.visit = visit, .context = context};
    walk_shape(&walk, shape);
}
