#include "base/shape.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/shape_internal.h"

/* An id's text: the alphabet of Crockford's base32 in lowercase; 26 characters hold 130 bits, so
 * the first is at most 7. */
#define ID_TEXT_PATTERN "_[0-7][0-9a-hjkmnp-tv-z]{25}$"
#define TIME_OF_DAY_PATTERN "^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$"

static bool is_input(const struct shape *shape)
{
    return (shape->flags & SHAPE_INPUT) != 0;
}

static void member_text(struct json_writer *writer, struct str key, const char *text)
{
    json_key(writer, key);
    json_text(writer, str_from(text));
}

static void member_int(struct json_writer *writer, struct str key, int64_t value)
{
    json_key(writer, key);
    json_int(writer, value);
}

static void schema_type(struct json_writer *writer, const struct field *field, const char *type)
{
    json_key(writer, STR("type"));
    if (!(field->flags & FIELD_NULLABLE)) {
        json_text(writer, str_from(type));
        return;
    }
    json_begin_array(writer);
    json_text(writer, str_from(type));
    json_text(writer, STR("null"));
    json_end_array(writer);
}

static void schema_text(struct json_writer *writer, const struct shape *shape,
                        const struct field *field)
{
    schema_type(writer, field, "string");
    if (field->type == FIELD_SECRET)
        member_text(writer, STR("format"), "password");
    if (!is_input(shape))
        return;
    if (field->min)
        member_int(writer, STR("minLength"), field->min);
    member_int(writer, STR("maxLength"), field->max ? field->max : TEXT_MAX_DEFAULT);
}

/* Out: exactly what is printed. In: the canonical names, and the program's own where they differ;
 * any other spelling that is taken is not advertised. */
static void schema_enum(struct json_writer *writer, const struct shape *shape,
                        const struct field *field)
{
    const struct name_table *names = field->names;
    schema_type(writer, field, "string");
    if (field->names->type_name)
        member_text(writer, STR("title"), field->names->type_name);
    json_key(writer, STR("enum"));
    json_begin_array(writer);
    for (size_t i = 0; i < names->count; i++) {
        struct str said = name_table_say(names, (int)i), canonical = str_from(names->names[i]);
        json_text(writer, is_input(shape) ? canonical : said);
        if (is_input(shape) && !str_equal(said, canonical))
            json_text(writer, said);
    }
    if (field->flags & FIELD_NULLABLE)
        json_null(writer);
    json_end_array(writer);
}

static void schema_id(struct json_writer *writer, const struct field *field)
{
    char pattern[ID_PREFIX_MAX + sizeof "^" ID_TEXT_PATTERN];
    schema_type(writer, field, "string");
    if (strlen(field->prefix) > ID_PREFIX_MAX)
        abort();
    snprintf(pattern, sizeof(pattern), "^%s%s", field->prefix, ID_TEXT_PATTERN);
    member_text(writer, STR("pattern"), pattern);
}

/* An input with a zone beside it also takes local times, which are no RFC 3339 date-time. */
static void schema_instant(struct json_writer *writer, const struct shape *shape,
                           const struct field *field)
{
    schema_type(writer, field, "string");
    if (!is_input(shape) || shape_zone_field(shape) < 0)
        member_text(writer, STR("format"), "date-time");
}

static void schema_number(struct json_writer *writer, const struct field *field, const char *type)
{
    schema_type(writer, field, type);
    if (field_has_bounds(field)) {
        member_int(writer, STR("minimum"), field->min);
        member_int(writer, STR("maximum"), field->max);
    } else if (field->flags & FIELD_NOT_NEGATIVE) {
        member_int(writer, STR("minimum"), 0);
    }
}

static void schema_reference(struct json_writer *writer, const struct shape *shape)
{
    struct buf *out = writer->out;
    json_key(writer, STR("$ref"));
    json_raw(writer, STR("\"#/components/schemas/"));
    buf_add(out, str_from(shape->name));
    buf_add_byte(out, '"');
}

static void schema_object(struct json_writer *writer, const struct field *field)
{
    if (!(field->flags & FIELD_NULLABLE)) {
        schema_reference(writer, field->shape);
        return;
    }
    json_key(writer, STR("anyOf"));
    json_begin_array(writer);
    json_begin_object(writer);
    schema_reference(writer, field->shape);
    json_end_object(writer);
    json_raw(writer, STR("{\"type\":\"null\"}"));
    json_end_array(writer);
}

static void schema_keywords(struct json_writer *writer, const struct shape *shape,
                            const struct field *field);

static void schema_list(struct json_writer *writer, const struct shape *shape,
                        const struct field *field)
{
    const struct field item = field_of_items(field);
    schema_type(writer, field, "array");
    json_key(writer, STR("items"));
    json_begin_object(writer);
    schema_keywords(writer, shape, &item);
    json_end_object(writer);
    if (!is_input(shape))
        return;
    if (field->min)
        member_int(writer, STR("minItems"), field->min);
    member_int(writer, STR("maxItems"), field->max ? field->max : LIST_MAX_DEFAULT);
}

static void schema_one_or_more(struct json_writer *writer, const struct shape *shape,
                               const struct field *field)
{
    const struct field item = field_of_items(field);
    json_key(writer, STR("anyOf"));
    json_begin_array(writer);
    json_begin_object(writer);
    schema_keywords(writer, shape, &item);
    json_end_object(writer);
    json_begin_object(writer);
    schema_list(writer, shape, field);
    json_end_object(writer);
    json_end_array(writer);
}

static void schema_pattern(struct json_writer *writer, const struct field *field,
                           const char *pattern)
{
    schema_type(writer, field, "string");
    member_text(writer, STR("pattern"), pattern);
}

/* The keywords of one value, without its description. */
static void schema_keywords(struct json_writer *writer, const struct shape *shape,
                            const struct field *field)
{
    switch (field->type) {
    case FIELD_BOOL:
        schema_type(writer, field, "boolean");
        break;
    case FIELD_INT:
        schema_number(writer, field, "integer");
        break;
    case FIELD_DECIMAL:
    case FIELD_AMOUNT:
        schema_number(writer, field, "number");
        break;
    case FIELD_TEXT:
    case FIELD_SECRET:
        schema_text(writer, shape, field);
        break;
    case FIELD_ENUM:
        schema_enum(writer, shape, field);
        break;
    case FIELD_ID:
        schema_id(writer, field);
        break;
    case FIELD_INSTANT:
        schema_instant(writer, shape, field);
        break;
    case FIELD_DATE:
        schema_type(writer, field, "string");
        member_text(writer, STR("format"), "date");
        break;
    case FIELD_TIME_OF_DAY:
        schema_pattern(writer, field, TIME_OF_DAY_PATTERN);
        break;
    case FIELD_ZONE:
        schema_type(writer, field, "string");
        break;
    case FIELD_CURRENCY:
        schema_pattern(writer, field, is_input(shape) ? "^[A-Za-z]{3}$" : "^[A-Z]{3}$");
        break;
    case FIELD_OBJECT:
        schema_object(writer, field);
        break;
    case FIELD_LIST:
        if (field->flags & FIELD_ONE_OR_MORE)
            schema_one_or_more(writer, shape, field);
        else
            schema_list(writer, shape, field);
        break;
    case FIELD_JSON: /* any value at all */
        break;
    }
}

static void schema_property(struct json_writer *writer, const struct shape *shape,
                            const struct field *field, struct str name)
{
    json_key(writer, name);
    json_begin_object(writer);
    if (field->doc)
        member_text(writer, STR("description"), field->doc);
    schema_keywords(writer, shape, field);
    json_end_object(writer);
}

static void schema_minor_property(struct json_writer *writer, const struct field *field,
                                  struct str name)
{
    json_key(writer, name);
    json_begin_object(writer);
    member_text(writer, STR("description"), "The same in minor units, as an integer.");
    schema_type(writer, field, "integer");
    json_end_object(writer);
}

static struct str minor_name(const struct json_writer *writer, const struct field *field)
{
    return str_format(writer->out->arena, "%sMinor", field->name);
}

static bool is_said_twice(const struct shape *shape, const struct field *field)
{
    return !is_input(shape) && field->also && *field->also;
}

static void schema_properties(struct json_writer *writer, const struct shape *shape)
{
    json_key(writer, STR("properties"));
    json_begin_object(writer);
    for (size_t i = 0; i < shape->field_count; i++) {
        const struct field *field = &shape->fields[i];
        struct str aliases = str_from(field->aliases), alias;
        schema_property(writer, shape, field, str_from(field->name));
        if (field->type == FIELD_AMOUNT)
            schema_minor_property(writer, field, minor_name(writer, field));
        while (is_input(shape) && str_next_piece(&aliases, ' ', &alias))
            schema_property(writer, shape, field, alias);
        if (is_said_twice(shape, field))
            schema_property(writer, shape, field, str_from(*field->also));
    }
    json_end_object(writer);
}

static bool is_always_there(const struct shape *shape, const struct field *field)
{
    return is_input(shape) ? (field->flags & FIELD_REQUIRED) : !(field->flags & FIELD_OMIT);
}

static bool has_spellings(const struct shape *shape, const struct field *field)
{
    return is_input(shape) && field->aliases;
}

static void schema_required(struct json_writer *writer, const struct shape *shape)
{
    json_key(writer, STR("required"));
    json_begin_array(writer);
    for (size_t i = 0; i < shape->field_count; i++) {
        const struct field *field = &shape->fields[i];
        if (!is_always_there(shape, field) || has_spellings(shape, field))
            continue;
        json_text(writer, str_from(field->name));
        if (field->type == FIELD_AMOUNT)
            json_text(writer, minor_name(writer, field));
        if (is_said_twice(shape, field))
            json_text(writer, str_from(*field->also));
    }
    json_end_array(writer);
}

static void schema_requires(struct json_writer *writer, struct str name)
{
    json_begin_object(writer);
    json_key(writer, STR("required"));
    json_begin_array(writer);
    json_text(writer, name);
    json_end_array(writer);
    json_end_object(writer);
}

/* A required field of several spellings: one of them has to be there, and only one. */
static void schema_required_spellings(struct json_writer *writer, const struct field *field)
{
    struct str aliases = str_from(field->aliases), alias;
    json_begin_object(writer);
    json_key(writer, STR("oneOf"));
    json_begin_array(writer);
    schema_requires(writer, str_from(field->name));
    while (str_next_piece(&aliases, ' ', &alias))
        schema_requires(writer, alias);
    json_end_array(writer);
    json_end_object(writer);
}

static void schema_spellings(struct json_writer *writer, const struct shape *shape)
{
    bool any = false;
    for (size_t i = 0; i < shape->field_count; i++) {
        const struct field *field = &shape->fields[i];
        if (!is_always_there(shape, field) || !has_spellings(shape, field))
            continue;
        if (!any) {
            json_key(writer, STR("allOf"));
            json_begin_array(writer);
        }
        any = true;
        schema_required_spellings(writer, field);
    }
    if (any)
        json_end_array(writer);
}

void shape_print_json_schema(const struct shape *shape, struct json_writer *writer)
{
    json_begin_object(writer);
    member_text(writer, STR("type"), "object");
    if (shape->doc)
        member_text(writer, STR("description"), shape->doc);
    schema_properties(writer, shape);
    schema_required(writer, shape);
    schema_spellings(writer, shape);
    if (is_input(shape)) {
        json_key(writer, STR("additionalProperties"));
        json_bool(writer, false);
    }
    json_end_object(writer);
}

static void typescript_value(const struct shape *shape, const struct field *field, struct buf *out);

static void typescript_enum(const struct field *field, struct buf *out)
{
    for (size_t i = 0; i < field->names->count; i++) {
        buf_add(out, i ? STR(" | \"") : STR("\""));
        buf_add(out, str_from(field->names->names[i]));
        buf_add_byte(out, '"');
    }
    struct str spellings = str_from(field->names->spellings), pair, spelling;
    while (str_next_piece(&spellings, ' ', &pair))
        if (str_next_piece(&pair, '=', &spelling))
            buf_format(out, " | \"%.*s\"", STR_ARG(spelling));
}

static void typescript_list(const struct shape *shape, const struct field *field, struct buf *out)
{
    const struct field item = field_of_items(field);
    BUF_ADD(out, "Array<");
    typescript_value(shape, &item, out);
    BUF_ADD(out, ">");
}

static void typescript_value(const struct shape *shape, const struct field *field, struct buf *out)
{
    switch (field->type) {
    case FIELD_BOOL:
        BUF_ADD(out, "boolean");
        break;
    case FIELD_INT:
    case FIELD_DECIMAL:
    case FIELD_AMOUNT:
        BUF_ADD(out, "number");
        break;
    case FIELD_TEXT:
    case FIELD_SECRET:
    case FIELD_ID:
    case FIELD_DATE:
    case FIELD_TIME_OF_DAY:
    case FIELD_ZONE:
    case FIELD_CURRENCY:
        BUF_ADD(out, "string");
        break;
    case FIELD_INSTANT:
        buf_add(out, is_input(shape) ? STR("string | Date") : STR("string"));
        break;
    case FIELD_ENUM:
        typescript_enum(field, out);
        break;
    case FIELD_OBJECT:
        shape_print_typescript(field->shape, out);
        break;
    case FIELD_LIST:
        typescript_list(shape, field, out);
        if (field->flags & FIELD_ONE_OR_MORE) {
            const struct field item = field_of_items(field);
            BUF_ADD(out, " | ");
            typescript_value(shape, &item, out);
        }
        break;
    case FIELD_JSON:
        BUF_ADD(out, "unknown");
        break;
    }
}

/* Whether each spelling of a field is a member of its own: on input, and where one is printed. */
static bool is_spelled_out(const struct shape *shape, const struct field *field)
{
    return is_input(shape) || field->also;
}

static void typescript_member(const struct shape *shape, const struct field *field, struct str name,
                              const char *suffix, struct buf *out)
{
    bool is_alias = !str_equal(name, str_from(field->name));
    bool is_optional = is_alias || !is_always_there(shape, field) || has_spellings(shape, field);
    buf_add_byte(out, ' ');
    buf_add(out, name);
    buf_add(out, str_from(suffix));
    buf_add(out, is_optional ? STR("?: ") : STR(": "));
    typescript_value(shape, field, out);
    if (field->flags & FIELD_NULLABLE)
        BUF_ADD(out, " | null");
    buf_add_byte(out, ';');
}

/* Every spelling is optional in the object itself; typescript_spellings() then asks for one. */
static void typescript_field(const struct shape *shape, const struct field *field, struct buf *out)
{
    struct str aliases = str_from(field->aliases), alias;
    typescript_member(shape, field, str_from(field->name), "", out);
    if (field->type == FIELD_AMOUNT)
        typescript_member(shape, field, str_from(field->name), "Minor", out);
    while (is_spelled_out(shape, field) && str_next_piece(&aliases, ' ', &alias))
        typescript_member(shape, field, alias, "", out);
}

/* " & ({ providerId: unknown } | { technicianId: unknown })" */
static void typescript_spellings(const struct field *field, struct buf *out)
{
    struct str aliases = str_from(field->aliases), alias;
    buf_format(out, " & ({ %s: unknown }", field->name);
    while (str_next_piece(&aliases, ' ', &alias))
        buf_format(out, " | { %.*s: unknown }", STR_ARG(alias));
    BUF_ADD(out, ")");
}

void shape_print_typescript(const struct shape *shape, struct buf *out)
{
    buf_add_byte(out, '{');
    for (size_t i = 0; i < shape->field_count; i++)
        typescript_field(shape, &shape->fields[i], out);
    BUF_ADD(out, " }");
    for (size_t i = 0; i < shape->field_count; i++) {
        const struct field *field = &shape->fields[i];
        if (has_spellings(shape, field) && is_always_there(shape, field))
            typescript_spellings(field, out);
    }
}
