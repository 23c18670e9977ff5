#include "base/json.h"

#include <stdlib.h>

/* The text is copied once into the arena, with a NUL behind it that stops every scan; strings are
 * decoded in place, because no escape is shorter than what it stands for. Containers are kept on a
 * small stack of our own, so depth costs no C stack. */
struct parser {
    struct arena *arena;
    char *at;
    const char *end; /* where the NUL stands */
    size_t nodes;
    size_t depth;
    struct json *open[JSON_DEPTH_MAX];
    struct json *last[JSON_DEPTH_MAX]; /* newest child of each open container */
    struct json *root;
    const char *reason;
};

enum { DUPLICATES_BY_PAIRS_MAX = 16 };

static bool parse_fail(struct parser *parser, const char *reason)
{
    parser->reason = reason;
    return false;
}

static void skip_space(struct parser *parser)
{
    while (*parser->at == ' ' || *parser->at == '\n' || *parser->at == '\r' || *parser->at == '\t')
        parser->at++;
}

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

static bool skip_digits(struct parser *parser)
{
    if (!is_digit(*parser->at))
        return parse_fail(parser, "a digit is missing in a number");
    while (is_digit(*parser->at))
        parser->at++;
    return true;
}

/* RFC 8259, section 6. */
static bool parse_number(struct parser *parser, struct str *ret_text)
{
    const char *start = parser->at;
    if (*parser->at == '-')
        parser->at++;
    if (parser->at[0] == '0' && is_digit(parser->at[1]))
        return parse_fail(parser, "a number starts with a needless zero");
    if (!skip_digits(parser))
        return false;
    if (*parser->at == '.') {
        parser->at++;
        if (!skip_digits(parser))
            return false;
    }
    if (*parser->at == 'e' || *parser->at == 'E') {
        parser->at++;
        if (*parser->at == '+' || *parser->at == '-')
            parser->at++;
        if (!skip_digits(parser))
            return false;
    }
    *ret_text = (struct str){.data = start, .size = (size_t)(parser->at - start)};
    return true;
}

static int hex_value(char byte)
{
    if (is_digit(byte))
        return byte - '0';
    if (byte >= 'a' && byte <= 'f')
        return byte - 'a' + 10;
    return byte >= 'A' && byte <= 'F' ? byte - 'A' + 10 : -1;
}

/* The four digits behind \u; the NUL at the end is no digit, so this never runs past it. */
static bool parse_hex4(struct parser *parser, uint32_t *ret_unit)
{
    uint32_t unit = 0;
    for (int i = 0; i < 4; i++) {
        int digit = hex_value(*parser->at);
        if (digit < 0)
            return parse_fail(parser, "\\u wants four hexadecimal digits");
        unit = unit * 16 + (uint32_t)digit;
        parser->at++;
    }
    *ret_unit = unit;
    return true;
}

static bool parse_unicode_escape(struct parser *parser, uint32_t *ret_codepoint)
{
    uint32_t unit = 0, low = 0;
    if (!parse_hex4(parser, &unit))
        return false;
    if (unit == 0)
        return parse_fail(parser, "text may not contain NUL");
    if (unit >= 0xDC00 && unit <= 0xDFFF)
        return parse_fail(parser, "a low surrogate stands alone");
    if (unit >= 0xD800 && unit <= 0xDBFF) {
        if (parser->at[0] != '\\' || parser->at[1] != 'u')
            return parse_fail(parser, "a high surrogate stands alone");
        parser->at += 2;
        if (!parse_hex4(parser, &low))
            return false;
        if (low < 0xDC00 || low > 0xDFFF)
            return parse_fail(parser, "a high surrogate stands alone");
        unit = 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
    }
    *ret_codepoint = unit;
    return true;
}

static char *put_utf8(char *to, uint32_t codepoint)
{
    if (codepoint < 0x80) {
        *to++ = (char)codepoint;
    } else if (codepoint < 0x800) {
        *to++ = (char)(0xC0 | codepoint >> 6);
        *to++ = (char)(0x80 | (codepoint & 0x3F));
    } else if (codepoint < 0x10000) {
        *to++ = (char)(0xE0 | codepoint >> 12);
        *to++ = (char)(0x80 | (codepoint >> 6 & 0x3F));
        *to++ = (char)(0x80 | (codepoint & 0x3F));
    } else {
        *to++ = (char)(0xF0 | codepoint >> 18);
        *to++ = (char)(0x80 | (codepoint >> 12 & 0x3F));
        *to++ = (char)(0x80 | (codepoint >> 6 & 0x3F));
        *to++ = (char)(0x80 | (codepoint & 0x3F));
    }
    return to;
}

static bool parse_escape(struct parser *parser, char **to)
{
    static const char letters[] = "\"\\/bfnrt", meanings[] = "\"\\/\b\f\n\r\t";
    parser->at++; /* the backslash */
    if (*parser->at == 'u') {
        uint32_t codepoint = 0;
        parser->at++;
        if (!parse_unicode_escape(parser, &codepoint))
            return false;
        *to = put_utf8(*to, codepoint);
        return true;
    }
    const char *letter = *parser->at ? strchr(letters, *parser->at) : NULL;
    if (!letter)
        return parse_fail(parser, "there is no such escape");
    *(*to)++ = meanings[letter - letters];
    parser->at++;
    return true;
}

/* Steps over bytes that stand for themselves. */
static char *skip_plain(char *at)
{
    while ((unsigned char)*at >= 0x20 && *at != '"' && *at != '\\')
        at++;
    return at;
}

static bool parse_text(struct parser *parser, struct str *ret_text)
{
    char *start = ++parser->at, *to = start;
    for (;;) {
        char *run = parser->at;
        parser->at = skip_plain(run);
        size_t size = (size_t)(parser->at - run);
        if (to != run && size)
            memmove(to, run, size);
        to += size;
        if (*parser->at == '"')
            break;
        if (parser->at == parser->end)
            return parse_fail(parser, "a text has no end");
        if (*parser->at != '\\')
            return parse_fail(parser, "a control character must be escaped");
        if (!parse_escape(parser, &to))
            return false;
    }
    parser->at++;
    *ret_text = (struct str){.data = start, .size = (size_t)(to - start)};
    return true;
}

static bool parse_word(struct parser *parser, struct str word)
{
    if (strncmp(parser->at, word.data, word.size) != 0)
        return parse_fail(parser, "a value is missing");
    parser->at += word.size;
    return true;
}

static bool parse_open(struct parser *parser, struct json *container)
{
    if (parser->depth == JSON_DEPTH_MAX)
        return parse_fail(parser, "values are nested too deeply");
    container->type = *parser->at == '{' ? JSON_OBJECT : JSON_ARRAY;
    parser->at++;
    parser->open[parser->depth] = container;
    parser->last[parser->depth] = NULL;
    parser->depth++;
    return true;
}

static bool parse_value(struct parser *parser, struct json *value)
{
    switch (*parser->at) {
    case '{':
    case '[':
        return parse_open(parser, value);
    case '"':
        value->type = JSON_TEXT;
        return parse_text(parser, &value->text);
    case 't':
        value->type = JSON_BOOL;
        value->boolean = true;
        return parse_word(parser, STR("true"));
    case 'f':
        value->type = JSON_BOOL;
        return parse_word(parser, STR("false"));
    case 'n':
        return parse_word(parser, STR("null"));
    default:
        if (*parser->at != '-' && !is_digit(*parser->at))
            return parse_fail(parser, "a value is missing");
        value->type = JSON_NUMBER;
        return parse_number(parser, &value->text);
    }
}

static bool parse_key(struct parser *parser, struct str *ret_key)
{
    if (*parser->at != '"')
        return parse_fail(parser, "a member's name is missing");
    if (!parse_text(parser, ret_key))
        return false;
    skip_space(parser);
    if (*parser->at != ':')
        return parse_fail(parser, "a colon is missing");
    parser->at++;
    skip_space(parser);
    return true;
}

/* One element or member (or the root), hung onto the innermost open container. */
static bool parse_item(struct parser *parser)
{
    skip_space(parser);
    if (parser->nodes++ == JSON_NODES_MAX)
        return parse_fail(parser, "there are too many values");
    struct json *item = ARENA_NEW(parser->arena, struct json);
    if (parser->depth == 0) {
        parser->root = item;
        return parse_value(parser, item);
    }
    size_t level = parser->depth - 1;
    struct json *container = parser->open[level];
    if (container->type == JSON_OBJECT && !parse_key(parser, &item->key))
        return false;
    *(container->count ? &parser->last[level]->next : &container->first) = item;
    parser->last[level] = item;
    container->count++;
    return parse_value(parser, item);
}

static int compare_keys(const void *a, const void *b)
{
    const struct json *const *left = a, *const *right = b;
    return str_compare((*left)->key, (*right)->key);
}

static const struct json **sorted_members(struct arena *arena, const struct json *object)
{
    const struct json **members = ARENA_ARRAY(arena, const struct json *, object->count);
    size_t count = 0;
    for (const struct json *member = object->first; member; member = member->next)
        members[count++] = member;
    if (count > 1)
        qsort(members, count, sizeof *members, compare_keys);
    return members;
}

/* By pairs while that is quick; an object of thousands of members is sorted, so that nobody can
 * make us compare all of them with each other. */
static bool has_duplicate_key(struct parser *parser, const struct json *object)
{
    if (object->count <= DUPLICATES_BY_PAIRS_MAX) {
        for (const struct json *a = object->first; a; a = a->next)
            for (const struct json *b = a->next; b; b = b->next)
                if (str_equal(a->key, b->key))
                    return true;
        return false;
    }
    const struct json **members = sorted_members(parser->arena, object);
    for (size_t i = 1; i < object->count; i++)
        if (str_equal(members[i - 1]->key, members[i]->key))
            return true;
    return false;
}

static bool parse_close(struct parser *parser, const struct json *container)
{
    if (container->type == JSON_OBJECT && has_duplicate_key(parser, container))
        return parse_fail(parser, "a member's name stands twice in an object");
    parser->at++;
    parser->depth--;
    return true;
}

static bool parse_document(struct parser *parser)
{
    bool ok = parse_item(parser);
    while (ok && parser->depth > 0) {
        const struct json *container = parser->open[parser->depth - 1];
        skip_space(parser);
        if (*parser->at == (container->type == JSON_OBJECT ? '}' : ']')) {
            ok = parse_close(parser, container);
        } else if (container->count == 0) {
            ok = parse_item(parser);
        } else if (*parser->at == ',') {
            parser->at++;
            ok = parse_item(parser);
        } else {
            ok = parse_fail(parser, "a comma or a closing bracket is missing");
        }
    }
    if (!ok)
        return false;
    skip_space(parser);
    return parser->at == parser->end || parse_fail(parser, "something follows the value");
}

struct json *json_parse(struct arena *arena, struct str text, const char **ret_reason,
                        size_t *ret_offset)
{
    struct parser parser = {.arena = arena};
    struct str copy = text.data ? str_copy(arena, text) : STR("");
    size_t valid = str_utf8_prefix(text), offset = valid;
    bool ok = false;
    if (valid < text.size) {
        parser.reason = "the text is not UTF-8";
    } else {
        parser.at = (char *)(uintptr_t)copy.data;
        parser.end = copy.data + copy.size;
        ok = parse_document(&parser);
        offset = (size_t)(parser.at - copy.data);
    }
    if (ok)
        return parser.root;
    if (ret_reason)
        *ret_reason = parser.reason;
    if (ret_offset)
        *ret_offset = offset;
    return NULL;
}

const struct json *json_get(const struct json *object, struct str key)
{
    if (!object || object->type != JSON_OBJECT)
        return NULL;
    for (const struct json *member = object->first; member; member = member->next)
        if (str_equal(member->key, key))
            return member;
    return NULL;
}

/* Depth is bounded by the parser, and so is this recursion. */
static void canonical_value(struct arena *arena, struct json_writer *writer,
                            const struct json *value)
{
    if (value->type == JSON_ARRAY) {
        json_begin_array(writer);
        for (const struct json *item = value->first; item; item = item->next)
            canonical_value(arena, writer, item);
        json_end_array(writer);
    } else if (value->type == JSON_OBJECT) {
        const struct json **members = sorted_members(arena, value);
        json_begin_object(writer);
        for (size_t i = 0; i < value->count; i++) {
            json_key(writer, members[i]->key);
            canonical_value(arena, writer, members[i]);
        }
        json_end_object(writer);
    } else {
        json_tree(writer, value);
    }
}

struct str json_canonical(struct arena *arena, const struct json *tree)
{
    struct buf out;
    struct json_writer writer;
    buf_init(&out, arena, 256);
    json_writer_init(&writer, &out);
    canonical_value(arena, &writer, tree);
    return buf_str(&out);
}
