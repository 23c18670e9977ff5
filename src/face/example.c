#include "face/example.h"

bool path_has(const char *path, struct str name)
{
    struct str rest = str_from(path), segment;
    while (str_next_piece(&rest, '/', &segment))
        if (segment.size > 1 && segment.data[0] == ':' &&
            str_equal(str_part(segment, 1, segment.size), name))
            return true;
    return false;
}

static void print_text(const struct field *field, struct json_writer *writer)
{
    static const struct {
        const char *name, *text;
    } known[] = {
        {"email", "jordan@example.com"}, {"displayName", "Jordan Avery"},
        {"serviceType", "MIXING"},       {"service", "MIXING"},
        {"title", "Single: Night Bus"},  {"role", "producer"},
        {"location", "Los Angeles, CA"}, {"name", "Laptop"},
    };
    for (size_t i = 0; i < COUNT_OF(known); i++)
        if (strcmp(known[i].name, field->name) == 0) {
            json_text(writer, str_from(known[i].text));
            return;
        }
    struct buf text;
    buf_init(&text, writer->out->arena, 16);
    BUF_ADD(&text, "text");
    while ((int64_t)text.size < field->min)
        BUF_ADD(&text, " text");
    json_text(writer, buf_str(&text));
}

static void print_secret(const struct field *field, struct json_writer *writer)
{
    struct buf dots;
    buf_init(&dots, writer->out->arena, 32);
    for (int64_t i = 0; i < (field->min > 8 ? field->min : 8); i++)
        BUF_ADD(&dots, "•");
    json_text(writer, buf_str(&dots));
}

static void print_number(const struct field *field, int64_t wanted, struct json_writer *writer)
{
    bool is_bounded = field->min || field->max;
    if (is_bounded && wanted < field->min)
        wanted = field->min;
    if (is_bounded && wanted > field->max)
        wanted = field->max;
    json_int(writer, wanted);
}

static void print_id(const struct field *field, struct json_writer *writer)
{
    json_text(writer,
              str_format(writer->out->arena, "%s_01jhk5zq9me1y8v3w4x5y6z7a8", field->prefix));
}

static void print_value(const struct field *field, enum field_type type,
                        struct json_writer *writer);

static void print_list(const struct field *field, struct json_writer *writer)
{
    json_begin_array(writer);
    if (field->element == FIELD_OBJECT)
        example_print(field->shape, NULL, writer);
    else if (field->element != FIELD_LIST)
        print_value(field, field->element, writer);
    json_end_array(writer);
}

static void print_value(const struct field *field, enum field_type type, struct json_writer *writer)
{
    switch (type) {
    case FIELD_BOOL:
        json_bool(writer, true);
        break;
    case FIELD_INT:
        print_number(field, 1, writer);
        break;
    case FIELD_DECIMAL:
    case FIELD_AMOUNT:
        print_number(field, strcmp(field->name, "durationHours") == 0 ? 2 : 75, writer);
        break;
    case FIELD_TEXT:
        print_text(field, writer);
        break;
    case FIELD_SECRET:
        print_secret(field, writer);
        break;
    case FIELD_ENUM:
        json_text(writer, str_from(field->names->names[0]));
        break;
    case FIELD_ID:
        print_id(field, writer);
        break;
    case FIELD_INSTANT:
        json_text(writer, STR("2030-01-15T14:00:00Z"));
        break;
    case FIELD_DATE:
        json_text(writer, STR("2030-01-15"));
        break;
    case FIELD_TIME_OF_DAY:
        json_text(writer, STR("09:00"));
        break;
    case FIELD_ZONE:
        json_text(writer, STR("America/Los_Angeles"));
        break;
    case FIELD_CURRENCY:
        json_text(writer, STR("USD"));
        break;
    case FIELD_OBJECT:
        example_print(field->shape, NULL, writer);
        break;
    case FIELD_LIST:
        print_list(field, writer);
        break;
    case FIELD_JSON:
        json_text(writer, STR("Los Angeles, CA"));
        break;
    }
}

void example_print(const struct shape *shape, const char *path, struct json_writer *writer)
{
    json_begin_object(writer);
    for (size_t i = 0; i < shape->field_count; i++) {
        const struct field *field = &shape->fields[i];
        if (!(field->flags & FIELD_REQUIRED) || (path && path_has(path, str_from(field->name))))
            continue;
        json_key(writer, str_from(field->name));
        print_value(field, field->type, writer);
    }
    json_end_object(writer);
}
