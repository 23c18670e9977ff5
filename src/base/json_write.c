#include "base/json.h"

/* 0: stands for itself; 'u': written as \u00XX; else the letter behind the backslash. */
static const char escape_letter[256] = {
    'u', 'u', 'u', 'u', 'u', 'u', 'u', 'u', 'b',         't',           'n', 'u',
    'f', 'r', 'u', 'u', 'u', 'u', 'u', 'u', 'u',         'u',           'u', 'u',
    'u', 'u', 'u', 'u', 'u', 'u', 'u', 'u', ['"'] = '"', ['\\'] = '\\',
};

void json_writer_init(struct json_writer *writer, struct buf *out)
{
    *writer = (struct json_writer){.out = out};
}

static void write_comma(struct json_writer *writer)
{
    if (writer->needs_comma)
        buf_add_byte(writer->out, ',');
    writer->needs_comma = true;
}

static void write_open(struct json_writer *writer, char bracket)
{
    write_comma(writer);
    buf_add_byte(writer->out, bracket);
    writer->needs_comma = false;
}

static void write_close(struct json_writer *writer, char bracket)
{
    buf_add_byte(writer->out, bracket);
    writer->needs_comma = true;
}

void json_begin_object(struct json_writer *writer)
{
    write_open(writer, '{');
}

void json_end_object(struct json_writer *writer)
{
    write_close(writer, '}');
}

void json_begin_array(struct json_writer *writer)
{
    write_open(writer, '[');
}

void json_end_array(struct json_writer *writer)
{
    write_close(writer, ']');
}

static void write_escape(struct buf *out, unsigned char byte)
{
    static const char hex[] = "0123456789abcdef";
    char letter = escape_letter[byte];
    char text[6] = {'\\', letter, '0', '0', hex[byte >> 4], hex[byte & 15]};
    buf_add(out, (struct str){.data = text, .size = letter == 'u' ? 6 : 2});
}

/* True when one of eight bytes is below 0x20, a quote or a backslash. A borrow can only raise a
 * false alarm next to a true one, and bytes above 0x7F are taken out by the last mask. */
static bool any_needs_escape(uint64_t eight)
{
    const uint64_t ones = UINT64_C(0x0101010101010101);
    uint64_t quote = eight ^ (ones * '"'), backslash = eight ^ (ones * '\\');
    uint64_t control = (eight - ones * 0x20) & ~eight;
    quote = (quote - ones) & ~quote;
    backslash = (backslash - ones) & ~backslash;
    return ((control | quote | backslash) & (ones * 0x80)) != 0;
}

static size_t plain_prefix(struct str text)
{
    size_t at = 0;
    uint64_t eight;
    for (; text.size - at >= sizeof eight; at += sizeof eight) {
        memcpy(&eight, text.data + at, sizeof eight);
        if (any_needs_escape(eight))
            break;
    }
    while (at < text.size && !escape_letter[(unsigned char)text.data[at]])
        at++;
    return at;
}

static void write_escaped(struct buf *out, struct str text, size_t plain)
{
    buf_add_byte(out, '"');
    for (;; plain = plain_prefix(text)) {
        buf_add(out, str_part(text, 0, plain));
        if (plain == text.size)
            break;
        write_escape(out, (unsigned char)text.data[plain]);
        text = str_part(text, plain + 1, text.size);
    }
    buf_add_byte(out, '"');
}

/* Nearly every text stands for itself: then it is one copy. */
static void write_quoted(struct buf *out, struct str text)
{
    size_t plain = plain_prefix(text);
    buf_reserve(out, text.size + 2);
    if (plain < text.size) {
        write_escaped(out, text, plain);
        return;
    }
    char *to = out->data + out->size;
    *to = '"';
    memcpy(to + 1, text.data, text.size);
    to[text.size + 1] = '"';
    out->size += text.size + 2;
}

void json_key(struct json_writer *writer, struct str key)
{
    write_comma(writer);
    write_quoted(writer->out, key);
    buf_add_byte(writer->out, ':');
    writer->needs_comma = false;
}

void json_text(struct json_writer *writer, struct str text)
{
    if (!text.data) {
        json_null(writer);
        return;
    }
    write_comma(writer);
    write_quoted(writer->out, text);
}

void json_int(struct json_writer *writer, int64_t value)
{
    write_comma(writer);
    buf_add_int(writer->out, value);
}

void json_bool(struct json_writer *writer, bool value)
{
    json_raw(writer, value ? STR("true") : STR("false"));
}

void json_null(struct json_writer *writer)
{
    json_raw(writer, STR("null"));
}

void json_raw(struct json_writer *writer, struct str json)
{
    write_comma(writer);
    buf_add(writer->out, json);
}

/* Trees come from json_parse(), which bounds their depth and so this recursion. */
void json_tree(struct json_writer *writer, const struct json *tree)
{
    switch (tree->type) {
    case JSON_NULL:
        json_null(writer);
        break;
    case JSON_BOOL:
        json_bool(writer, tree->boolean);
        break;
    case JSON_NUMBER:
        json_raw(writer, tree->text);
        break;
    case JSON_TEXT:
        json_text(writer, tree->text);
        break;
    case JSON_ARRAY:
        json_begin_array(writer);
        for (const struct json *item = tree->first; item; item = item->next)
            json_tree(writer, item);
        json_end_array(writer);
        break;
    case JSON_OBJECT:
        json_begin_object(writer);
        for (const struct json *member = tree->first; member; member = member->next) {
            json_key(writer, member->key);
            json_tree(writer, member);
        }
        json_end_object(writer);
        break;
    }
}

struct str json_from_texts(struct arena *arena, struct list texts)
{
    struct buf out;
    struct json_writer writer;
    buf_init(&out, arena, 256);
    json_writer_init(&writer, &out);
    json_begin_array(&writer);
    for (size_t i = 0; i < texts.count; i++)
        json_text(&writer, *LIST_AT(texts, struct str, i));
    json_end_array(&writer);
    return buf_str(&out);
}
