#include "base/shape.h"

#include <stdlib.h>

#include "base/shape_internal.h"
#include "base/zone.h"

enum { SHOWN_NAME_MAX = 64 }; /* bytes of an unknown member's name that an answer repeats */

/* One request being read. */
struct reading {
    struct arena *arena;
    struct problem *problem;
    enum shape_source source;
    bool failed;
};

/* One object being read: which member was sent for each field. */
struct members {
    const struct shape *shape;
    const struct json *sent[SHAPE_INPUT_FIELDS_MAX];
};

/* Where a value stands, as a chain up to the root; made into "weekly[2].start" only for an error.
 */
struct place {
    const struct place *parent;
    struct str name; /* absent: an item of a list, at .index */
    size_t index;
};

/* One value being read into its slot. */
struct item {
    struct reading *reading;
    const struct members *members;
    const struct field *field;
    const struct json *json;
    const struct place *place;
    void *slot;
};

static void place_print(struct buf *out, const struct place *place)
{
    if (!place)
        return;
    place_print(out, place->parent);
    if (!place->name.data) {
        buf_format(out, "[%zu]", place->index);
        return;
    }
    if (out->size)
        buf_add_byte(out, '.');
    struct str shown = str_part(place->name, 0, SHOWN_NAME_MAX);
    shown.size = str_utf8_prefix(shown);
    buf_add(out, shown);
}

static bool refuse_at(struct reading *reading, const struct place *place, const char *code,
                      struct str message)
{
    struct buf path;
    reading->failed = true;
    if (reading->problem->fields.count == PROBLEM_FIELDS_MAX)
        return false;
    buf_init(&path, reading->arena, 64);
    place_print(&path, place);
    problem_add_field(reading->problem, reading->arena, buf_str(&path), code, message);
    return false;
}

static bool refuse(const struct item *item, const char *code, struct str message)
{
    return refuse_at(item->reading, item->place, code, message);
}

/* "At least 3 characters are needed." and its kin. */
static bool refuse_count(const struct item *item, const char *code, const char *words,
                         int64_t limit, const char *what)
{
    return refuse(item, code,
                  str_format(item->reading->arena, "%s %lld%s", words, (long long)limit, what));
}

static bool item_text(const struct item *item, struct str *ret_text)
{
    if (item->json->type != JSON_TEXT || !str_is_utf8(item->json->text))
        return refuse(item, "type", STR("Text is expected here."));
    *ret_text = item->json->text;
    return true;
}

/* Is there a number in the text of a query, whatever its size? */
static bool is_number_text(const struct item *item)
{
    const struct json *json = json_parse(item->reading->arena, item->json->text, NULL, NULL);
    return json && json->type == JSON_NUMBER;
}

static bool item_number(const struct item *item, struct decimal *ret_number)
{
    bool is_text = item->reading->source == SHAPE_FROM_QUERY && item->json->type == JSON_TEXT;
    if (item->json->type != JSON_NUMBER && !is_text)
        return refuse(item, "type", STR("A number is expected here."));
    if (decimal_parse(item->json->text, ret_number))
        return true;
    if (is_text && !is_number_text(item))
        return refuse(item, "type", STR("A number is expected here."));
    return refuse(item, "too_large", STR("This number has more digits than are kept."));
}

static bool check_bounds(const struct item *item, struct decimal value)
{
    const struct field *field = item->field;
    if ((field->flags & FIELD_NOT_NEGATIVE) && value.unscaled < 0)
        return refuse(item, "too_small", STR("This may not be negative."));
    if (!field_has_bounds(field))
        return true;
    if (decimal_compare(value, (struct decimal){.unscaled = field->min}) < 0)
        return refuse_count(item, "too_small", "The least allowed here is", field->min, ".");
    if (decimal_compare(value, (struct decimal){.unscaled = field->max}) > 0)
        return refuse_count(item, "too_large", "The most allowed here is", field->max, ".");
    return true;
}

static bool read_bool(const struct item *item)
{
    bool *slot = item->slot;
    struct str text = item->json->text;
    if (item->json->type == JSON_BOOL) {
        *slot = item->json->boolean;
        return true;
    }
    bool is_text = item->reading->source == SHAPE_FROM_QUERY && item->json->type == JSON_TEXT;
    bool yes = str_equal(text, STR("true")) || str_equal(text, STR("1"));
    bool no = str_equal(text, STR("false")) || str_equal(text, STR("0"));
    if (!is_text || (!yes && !no))
        return refuse(item, "type", STR("true or false is expected here."));
    *slot = yes;
    return true;
}

static bool read_int(const struct item *item)
{
    struct decimal number;
    if (!item_number(item, &number) || !check_bounds(item, number))
        return false;
    if (decimal_to_integer(number, 0, item->slot))
        return true;
    return refuse(item, "type", STR("A whole number is expected here."));
}

static bool read_decimal(const struct item *item)
{
    struct decimal number;
    if (!item_number(item, &number) || !check_bounds(item, number))
        return false;
    *(struct decimal *)item->slot = number;
    return true;
}

/* C0 without newline and tab, DEL, and C1 (which UTF-8 writes as C2 80 … C2 9F). */
static bool has_control_character(struct str text)
{
    for (size_t i = 0; i < text.size; i++) {
        unsigned char byte = (unsigned char)text.data[i];
        if ((byte < 0x20 && byte != '\n' && byte != '\t') || byte == 0x7F)
            return true;
        if (byte == 0xC2 && i + 1 < text.size && (unsigned char)text.data[i + 1] < 0xA0)
            return true;
    }
    return false;
}

static bool read_text(const struct item *item)
{
    const struct field *field = item->field;
    struct str text;
    if (!item_text(item, &text))
        return false;
    if (field->type == FIELD_TEXT) {
        text = str_trim(text);
        if (has_control_character(text))
            return refuse(item, "control_character",
                          STR("Control characters are not allowed here."));
    }
    int64_t size = (int64_t)str_count_codepoints(text);
    int64_t max = field->max ? field->max : TEXT_MAX_DEFAULT;
    if (size < field->min && size == 0)
        return refuse(item, "too_short", STR("This may not be empty."));
    if (size < field->min)
        return refuse_count(item, "too_short", "At least", field->min, " characters are needed.");
    if (size > max)
        return refuse_count(item, "too_long", "At most", max, " characters are allowed.");
    *(struct str *)item->slot = text;
    return true;
}

static bool read_enum(const struct item *item)
{
    const struct name_table *names = item->field->names;
    struct str text;
    if (!item_text(item, &text))
        return false;
    int found = name_table_find(names, str_trim(text));
    if (found >= 0) {
        *(int *)item->slot = found;
        return true;
    }
    struct buf message;
    buf_init(&message, item->reading->arena, 0);
    BUF_ADD(&message, "One of these is expected: ");
    for (size_t i = 0; i < names->count; i++) {
        buf_add(&message, i ? STR(", ") : STR(""));
        buf_add(&message, str_from(names->names[i]));
    }
    BUF_ADD(&message, ".");
    return refuse(item, "bad_choice", buf_str(&message));
}

static bool read_id(const struct item *item)
{
    struct str text;
    if (!item_text(item, &text))
        return false;
    if (id_parse(text, item->field->prefix, item->slot))
        return true;
    return refuse(item, "bad_id",
                  str_format(item->reading->arena, "An id that starts with %s_ is expected here.",
                             item->field->prefix));
}

/* The zone a sibling member names. NULL: none was sent, or it is bad and refused as itself. */
static const struct zone *sibling_zone(const struct item *item, bool *ret_sent)
{
    int index = shape_zone_field(item->members->shape);
    const struct json *sent = index < 0 ? NULL : item->members->sent[index];
    *ret_sent = sent != NULL;
    return sent && sent->type == JSON_TEXT ? zone_find(sent->text) : NULL;
}

static bool read_local_time(const struct item *item, int64_t local_ms)
{
    int64_t instants[2];
    bool zone_sent = false;
    const struct zone *zone = sibling_zone(item, &zone_sent);
    if (!zone && zone_sent)
        return false;
    if (!zone)
        return refuse(item, "bad_instant", STR("Say which offset: end the time with Z or +02:00."));
    if (zone_from_local(zone, local_ms, instants) == 0)
        return refuse(item, "nonexistent_local_time",
                      STR("Clocks skip this time there; it does not exist."));
    *(int64_t *)item->slot = instants[0]; /* in an overlap the first, as everywhere */
    return true;
}

static bool read_instant(const struct item *item)
{
    struct str text;
    int64_t instant = 0;
    bool is_local = false;
    if (!item_text(item, &text))
        return false;
    if (!instant_parse(str_trim(text), &instant, &is_local) || instant < 0 || instant > INSTANT_MAX)
        return refuse(item, "bad_instant",
                      STR("A date and time such as 2025-01-15T14:00:00Z is expected here."));
    if (is_local)
        return read_local_time(item, instant);
    *(int64_t *)item->slot = instant;
    return true;
}

static bool read_date(const struct item *item)
{
    struct str text;
    if (!item_text(item, &text))
        return false;
    if (date_parse(str_trim(text), item->slot))
        return true;
    return refuse(item, "bad_date", STR("A date such as 2025-01-15 is expected here."));
}

/* HH:MM, up to the 24:00 that ends a day. -1: something else. */
static int minutes_of_day(struct str text)
{
    if (text.size != 5 || text.data[2] != ':')
        return -1;
    int64_t hour = -1, minute = -1;
    if (!str_to_int64(str_part(text, 0, 2), &hour) || !str_to_int64(str_part(text, 3, 2), &minute))
        return -1;
    if (text.data[0] == '-' || text.data[3] == '-' || minute > 59 || hour * 60 + minute > 24 * 60)
        return -1;
    return (int)(hour * 60 + minute);
}

static bool read_time_of_day(const struct item *item)
{
    struct str text;
    if (!item_text(item, &text))
        return false;
    int minutes = minutes_of_day(str_trim(text));
    if (minutes < 0)
        return refuse(item, "bad_time", STR("A time of day such as 09:30 is expected here."));
    *(int *)item->slot = minutes;
    return true;
}

static bool read_zone(const struct item *item)
{
    struct str text;
    if (!item_text(item, &text))
        return false;
    const struct zone *zone = zone_find(text);
    if (!zone)
        return refuse(item, "bad_zone",
                      STR("The name of a time zone such as Europe/Berlin is expected here."));
    *(struct str *)item->slot = zone_name(zone);
    return true;
}

static bool read_currency(const struct item *item)
{
    struct str text;
    if (!item_text(item, &text))
        return false;
    if (currency_parse(str_trim(text), item->slot))
        return true;
    return refuse(item, "bad_currency", STR("A currency code such as USD is expected here."));
}

static bool read_json(const struct item *item)
{
    int64_t max = item->field->max ? item->field->max : TEXT_MAX_DEFAULT;
    struct str text = json_canonical(item->reading->arena, item->json);
    if (item->reading->source == SHAPE_FROM_QUERY && !str_is_utf8(text))
        return refuse(item, "type", STR("Text is expected here."));
    if ((int64_t)text.size > max)
        return refuse_count(item, "too_long", "At most", max, " bytes are allowed.");
    *(struct str *)item->slot = text;
    return true;
}

static bool read_members(struct reading *reading, const struct shape *shape,
                         const struct json *object, const struct place *place, void *value);

static bool read_object(const struct item *item)
{
    const struct shape *shape = item->field->shape;
    void *value = arena_alloc(item->reading->arena, shape->size);
    if (!read_members(item->reading, shape, item->json, item->place, value))
        return false;
    *(void **)item->slot = value;
    return true;
}

static bool read_list(const struct item *item);

static bool read_value(const struct item *item)
{
    static bool (*const readers[])(const struct item *) = {
        [FIELD_BOOL] = read_bool,       [FIELD_INT] = read_int,
        [FIELD_TEXT] = read_text,       [FIELD_SECRET] = read_text,
        [FIELD_ENUM] = read_enum,       [FIELD_ID] = read_id,
        [FIELD_INSTANT] = read_instant, [FIELD_DATE] = read_date,
        [FIELD_DECIMAL] = read_decimal, [FIELD_TIME_OF_DAY] = read_time_of_day,
        [FIELD_ZONE] = read_zone,       [FIELD_CURRENCY] = read_currency,
        [FIELD_OBJECT] = read_object,   [FIELD_LIST] = read_list,
        [FIELD_JSON] = read_json,
    };
    if (item->field->type >= COUNT_OF(readers) || !readers[item->field->type])
        abort(); /* amounts are for outputs only */
    return readers[item->field->type](item);
}

/* "a,b" of a query as the array a body would have. */
static const struct json *list_from_query(struct arena *arena, const struct json *json)
{
    struct json *array = ARENA_NEW(arena, struct json);
    struct json **end = &array->first;
    struct str rest = json->text, piece;
    array->type = JSON_ARRAY;
    while (str_next_piece(&rest, ',', &piece)) {
        struct json *item = ARENA_NEW(arena, struct json);
        item->type = JSON_TEXT;
        item->text = str_trim(piece);
        *end = item;
        end = &item->next;
        array->count++;
    }
    return array;
}

static bool check_list_size(const struct item *item, int64_t count)
{
    int64_t max = item->field->max ? item->field->max : LIST_MAX_DEFAULT;
    if (count < item->field->min)
        return refuse_count(item, "too_few", "At least", item->field->min, " items are needed.");
    if (count > max)
        return refuse_count(item, "too_many", "At most", max, " items are allowed.");
    return true;
}

static const struct json *list_of_one(struct arena *arena, const struct json *value)
{
    struct json *item = arena_copy(arena, value, sizeof(*value));
    struct json *array = ARENA_NEW(arena, struct json);
    item->next = NULL;
    *array = (struct json){.type = JSON_ARRAY, .first = item, .count = 1};
    return array;
}

static bool read_list(const struct item *item)
{
    struct reading *reading = item->reading;
    const struct json *array = item->json;
    if (reading->source == SHAPE_FROM_QUERY && array->type == JSON_TEXT)
        array = list_from_query(reading->arena, array);
    else if (array->type != JSON_ARRAY && item->field->flags & FIELD_ONE_OR_MORE)
        array = list_of_one(reading->arena, array);
    if (array->type != JSON_ARRAY)
        return refuse(item, "type", STR("A list is expected here."));
    if (!check_list_size(item, (int64_t)array->count))
        return false;
    const struct field field = field_of_items(item->field);
    size_t size = field_item_size(item->field), index = 0;
    char *slot = arena_alloc_array(reading->arena, array->count, size);
    *(struct list *)item->slot = (struct list){.items = slot, .count = array->count};
    bool ok = true;
    for (const struct json *json = array->first; json; json = json->next, slot += size) {
        struct place place = {.parent = item->place, .index = index++};
        struct item inner = *item;
        inner.field = &field;
        inner.json = json;
        inner.place = &place;
        inner.slot = slot;
        ok &= field.type == FIELD_OBJECT ? read_members(reading, field.shape, json, &place, slot)
                                         : read_value(&inner);
    }
    return ok;
}

static bool field_has_alias(const struct field *field, struct str name)
{
    struct str aliases = str_from(field->aliases), alias;
    while (str_next_piece(&aliases, ' ', &alias))
        if (str_equal(alias, name))
            return true;
    return false;
}

static int field_find(const struct shape *shape, struct str name)
{
    for (size_t i = 0; i < shape->field_count; i++)
        if (str_equal(str_from(shape->fields[i].name), name))
            return (int)i;
    for (size_t i = 0; i < shape->field_count; i++)
        if (shape->fields[i].aliases && field_has_alias(&shape->fields[i], name))
            return (int)i;
    return -1;
}

/* Alike but for upper and lower case and one short stretch: a slip of the finger, a plural. */
static bool is_slip_of(struct str sent, struct str name)
{
    size_t shorter = sent.size < name.size ? sent.size : name.size;
    size_t longer = sent.size < name.size ? name.size : sent.size;
    size_t head = 0, tail = 0;
    while (head < shorter &&
           str_equal_ignore_case(str_part(sent, head, 1), str_part(name, head, 1)))
        head++;
    while (tail < shorter - head && str_equal_ignore_case(str_part(sent, sent.size - tail - 1, 1),
                                                          str_part(name, name.size - tail - 1, 1)))
        tail++;
    return longer - head - tail <= 2 && (head + tail) * 2 > longer;
}

static struct str unknown_message(struct arena *arena, const struct shape *shape, struct str sent)
{
    for (size_t i = 0; i < shape->field_count; i++) {
        struct str names = str_from(shape->fields[i].aliases);
        struct str name = str_from(shape->fields[i].name);
        do {
            if (is_slip_of(sent, name))
                return str_format(arena, "There is no such field here; perhaps %.*s is meant.",
                                  STR_ARG(name));
        } while (str_next_piece(&names, ' ', &name));
    }
    return STR("There is no such field here.");
}

/* Finds each member's field. It stops when it failed and no more can be shown, so that a body of
 * thousands of unknown names costs no more than one of a few. */
static void sort_members(struct reading *reading, struct members *members,
                         const struct json *object, const struct place *place)
{
    const struct json *json = object->first;
    for (; json; json = json->next) {
        if (reading->failed && reading->problem->fields.count == PROBLEM_FIELDS_MAX)
            break;
        struct place here = {.parent = place, .name = json->key};
        int index = field_find(members->shape, json->key);
        if (index >= 0 && !members->sent[index])
            members->sent[index] = json;
        else if (index >= 0)
            refuse_at(reading, &here, "duplicate",
                      str_format(reading->arena, "This was sent twice; %.*s means the same.",
                                 STR_ARG(members->sent[index]->key)));
        else if (members->shape->flags & SHAPE_INPUT)
            refuse_at(reading, &here, "unknown",
                      unknown_message(reading->arena, members->shape, json->key));
    }
}

/* An HTML form sends its empty fields too: in a query, empty text is nothing sent. */
static bool was_sent(const struct reading *reading, const struct field *field,
                     const struct json *json)
{
    if (!json)
        return false;
    if (reading->source == SHAPE_FROM_QUERY && json->type == JSON_TEXT && json->text.size == 0)
        return false;
    return json->type != JSON_NULL || (field->flags & FIELD_NULLABLE);
}

/* Reads field i; true when the struct now holds what was sent for it. */
static bool read_field(struct reading *reading, const struct members *members, size_t i,
                       const struct place *parent, char *value)
{
    const struct field *field = &members->shape->fields[i];
    const struct json *json = members->sent[i];
    struct place place = {.parent = parent, .name = json ? json->key : str_from(field->name)};
    if (!was_sent(reading, field, json)) {
        if (field->flags & FIELD_REQUIRED)
            refuse_at(reading, &place, "required", STR("This field is required."));
        return false;
    }
    if (json->type == JSON_NULL && (field->flags & FIELD_NULLABLE))
        return true;
    struct item item = {.reading = reading,
                        .members = members,
                        .field = field,
                        .json = json,
                        .place = &place,
                        .slot = value + field->offset};
    return read_value(&item);
}

/* Fills `value` from an object and reports everything that is wrong in it. */
static bool read_members(struct reading *reading, const struct shape *shape,
                         const struct json *object, const struct place *place, void *value)
{
    static const struct json empty = {.type = JSON_OBJECT};
    struct members members = {.shape = shape};
    bool failed_before = reading->failed;
    uint64_t present = 0;
    if (shape->field_count > SHAPE_INPUT_FIELDS_MAX)
        abort();
    shape_set_absent(shape, value);
    if (!place && (!object || object->type == JSON_NULL))
        object = &empty;
    if (object->type != JSON_OBJECT)
        return refuse_at(reading, place, "type", STR("An object is expected here."));
    reading->failed = false;
    sort_members(reading, &members, object, place);
    for (size_t i = 0; i < shape->field_count; i++)
        if (read_field(reading, &members, i, place, value))
            present |= UINT64_C(1) << i;
    if (shape->flags & SHAPE_INPUT)
        *(uint64_t *)value = present;
    bool ok = !reading->failed;
    reading->failed |= failed_before;
    return ok;
}

void *shape_parse(const struct shape *shape, const struct json *object, enum shape_source source,
                  struct arena *arena, struct problem *problem)
{
    struct reading reading = {.arena = arena, .problem = problem, .source = source};
    void *value = arena_alloc(arena, shape->size);
    return read_members(&reading, shape, object, NULL, value) ? value : NULL;
}
