#include "base/shape.h"

#include <stdlib.h>

#include "base/log.h"
#include "base/shape_internal.h"

/* Names come from our own tables and need no escaping; replies are made of many small members, so
 * this is one reservation and one copy. */
static void print_key(struct json_writer *writer, const char *name, struct str suffix)
{
    struct buf *out = writer->out;
    size_t size = strlen(name);
    buf_reserve(out, size + suffix.size + 4);
    char *to = out->data + out->size;
    if (writer->needs_comma)
        *to++ = ',';
    *to++ = '"';
    memcpy(to, name, size);
    to += size;
    memcpy(to, suffix.data, suffix.size);
    to += suffix.size;
    *to++ = '"';
    *to++ = ':';
    out->size = (size_t)(to - out->data);
    writer->needs_comma = false;
}

/* A value whose text the writer does not know: comma before, and the comma after remembered. */
static struct buf *print_bare(struct json_writer *writer)
{
    if (writer->needs_comma)
        buf_add_byte(writer->out, ',');
    writer->needs_comma = true;
    return writer->out;
}

static void print_id(struct json_writer *writer, const struct field *field, const struct id *id)
{
    struct buf *out = print_bare(writer);
    buf_add_byte(out, '"');
    id_print(out, field->prefix, *id);
    buf_add_byte(out, '"');
}

static void print_instant(struct json_writer *writer, int64_t instant_ms)
{
    struct buf *out = print_bare(writer);
    buf_add_byte(out, '"');
    instant_print(out, instant_ms);
    buf_add_byte(out, '"');
}

static void print_date(struct json_writer *writer, int64_t days)
{
    struct buf *out = print_bare(writer);
    buf_add_byte(out, '"');
    date_print(out, days);
    buf_add_byte(out, '"');
}

static void print_time_of_day(struct json_writer *writer, int minutes)
{
    int hour = minutes / 60, minute = minutes % 60;
    char text[7] = {'"', (char)('0' + hour / 10),   (char)('0' + hour % 10),
                    ':', (char)('0' + minute / 10), (char)('0' + minute % 10),
                    '"'};
    json_raw(writer, (struct str){.data = text, .size = sizeof text});
}

static void print_enum(struct json_writer *writer, const struct field *field, int value)
{
    if ((size_t)value >= field->names->count)
        abort();
    json_text(writer, name_table_say(field->names, value));
}

static bool field_is_absent(const struct field *field, const void *slot)
{
    switch (field->type) {
    case FIELD_BOOL:
        return false;
    case FIELD_INT:
    case FIELD_INSTANT:
    case FIELD_DATE:
    case FIELD_AMOUNT:
        return *(const int64_t *)slot == INSTANT_NONE;
    case FIELD_TEXT:
    case FIELD_SECRET:
    case FIELD_ZONE:
    case FIELD_JSON:
        return !((const struct str *)slot)->data;
    case FIELD_ENUM:
    case FIELD_TIME_OF_DAY:
        return *(const int *)slot < 0;
    case FIELD_ID:
        return !id_is_set(*(const struct id *)slot);
    case FIELD_DECIMAL:
        return ((const struct decimal *)slot)->scale < 0;
    case FIELD_CURRENCY:
        return !((const struct currency *)slot)->code[0];
    case FIELD_OBJECT:
        return !*(void *const *)slot;
    case FIELD_LIST: /* without a flag an absent list is an empty one */
        return !((const struct list *)slot)->items &&
               (field->flags & (FIELD_OMIT | FIELD_NULLABLE));
    }
    abort();
}

static void print_list(struct json_writer *writer, const struct field *field,
                       const struct list *list);

static void print_value(struct json_writer *writer, const struct field *field, const void *slot)
{
    switch (field->type) {
    case FIELD_BOOL:
        json_bool(writer, *(const bool *)slot);
        break;
    case FIELD_INT:
        json_int(writer, *(const int64_t *)slot);
        break;
    case FIELD_TEXT:
    case FIELD_SECRET:
    case FIELD_ZONE:
        json_text(writer, *(const struct str *)slot);
        break;
    case FIELD_ENUM:
        print_enum(writer, field, *(const int *)slot);
        break;
    case FIELD_ID:
        print_id(writer, field, slot);
        break;
    case FIELD_INSTANT:
        print_instant(writer, *(const int64_t *)slot);
        break;
    case FIELD_DATE:
        print_date(writer, *(const int64_t *)slot);
        break;
    case FIELD_TIME_OF_DAY:
        print_time_of_day(writer, *(const int *)slot);
        break;
    case FIELD_DECIMAL:
        decimal_print(print_bare(writer), *(const struct decimal *)slot);
        break;
    case FIELD_CURRENCY:
        json_text(writer, str_from(((const struct currency *)slot)->code));
        break;
    case FIELD_OBJECT:
        shape_print(field->shape, *(void *const *)slot, writer);
        break;
    case FIELD_LIST:
        print_list(writer, field, slot);
        break;
    case FIELD_JSON:
        json_raw(writer, *(const struct str *)slot);
        break;
    case FIELD_AMOUNT: /* needs its currency: print_amount() */
        abort();
    }
}

static void print_list(struct json_writer *writer, const struct field *field,
                       const struct list *list)
{
    const struct field item = field_of_items(field);
    size_t size = field_item_size(field);
    const char *slot = list->items;
    json_begin_array(writer);
    for (size_t i = 0; i < list->count; i++, slot += size) {
        if (item.type == FIELD_OBJECT)
            shape_print(item.shape, slot, writer);
        else
            print_value(writer, &item, slot);
    }
    json_end_array(writer);
}

static void print_amount(struct json_writer *writer, const struct field *field, const char *value)
{
    int64_t minor = *(const int64_t *)(const void *)(value + field->offset);
    const struct currency *currency = (const void *)(value + field->currency_offset);
    print_key(writer, field->name, STR(""));
    money_print_major(print_bare(writer), minor, *currency);
    print_key(writer, field->name, STR("Minor"));
    json_int(writer, minor);
}

/* The documents promise a value here: our bug, told in the log, and the reply goes out. */
static void report_broken_promise(const struct shape *shape, const struct field *field)
{
    log_event(LOG_ERROR, "reply_lacks_value", LOG_TEXT("shape", str_from(shape->name)),
              LOG_TEXT("field", str_from(field->name)));
}

static void print_absent(struct json_writer *writer, const struct shape *shape,
                         const struct field *field)
{
    if (field->flags & FIELD_OMIT)
        return;
    if (!(field->flags & FIELD_NULLABLE) && !(shape->flags & SHAPE_INPUT))
        report_broken_promise(shape, field);
    print_key(writer, field->name, STR(""));
    json_null(writer);
    if (field->type == FIELD_AMOUNT) {
        print_key(writer, field->name, STR("Minor"));
        json_null(writer);
    }
}

void shape_print(const struct shape *shape, const void *value, struct json_writer *writer)
{
    /* What was not sent in an input is absent, whatever its slot says. */
    uint64_t present = shape->flags & SHAPE_INPUT ? *(const uint64_t *)value : UINT64_MAX;
    const char *base = value;
    json_begin_object(writer);
    for (size_t i = 0; i < shape->field_count; i++) {
        const struct field *field = &shape->fields[i];
        const void *slot = base + field->offset;
        bool sent = i >= SHAPE_INPUT_FIELDS_MAX || (present >> i & 1);
        if (!sent || field_is_absent(field, slot)) {
            print_absent(writer, shape, field);
        } else if (field->type == FIELD_AMOUNT) {
            print_amount(writer, field, base);
        } else {
            print_key(writer, field->name, STR(""));
            print_value(writer, field, slot);
            if (field->also && *field->also) {
                print_key(writer, *field->also, STR(""));
                print_value(writer, field, slot);
            }
        }
    }
    json_end_object(writer);
}
