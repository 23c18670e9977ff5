#include "base/str.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

static char ascii_lower(char byte)
{
    return byte >= 'A' && byte <= 'Z' ? (char)(byte + ('a' - 'A')) : byte;
}

static bool is_ascii_space(char byte)
{
    return byte == ' ' || (byte >= '\t' && byte <= '\r');
}

bool str_equal(struct str a, struct str b)
{
    return a.size == b.size && (a.size == 0 || memcmp(a.data, b.data, a.size) == 0);
}

bool str_equal_ignore_case(struct str a, struct str b)
{
    if (a.size != b.size)
        return false;
    for (size_t i = 0; i < a.size; i++)
        if (ascii_lower(a.data[i]) != ascii_lower(b.data[i]))
            return false;
    return true;
}

int str_compare(struct str a, struct str b)
{
    size_t shorter = a.size < b.size ? a.size : b.size;
    int order = shorter ? memcmp(a.data, b.data, shorter) : 0;
    return order ? order : (a.size > b.size) - (a.size < b.size);
}

bool str_starts_with(struct str s, struct str prefix)
{
    return s.size >= prefix.size && str_equal(str_part(s, 0, prefix.size), prefix);
}

bool str_ends_with(struct str s, struct str suffix)
{
    return s.size >= suffix.size &&
           str_equal(str_part(s, s.size - suffix.size, suffix.size), suffix);
}

bool str_contains_ignore_case(struct str s, struct str part)
{
    for (size_t at = 0; at + part.size <= s.size; at++)
        if (str_equal_ignore_case(str_part(s, at, part.size), part))
            return true;
    return false;
}

struct str str_trim(struct str s)
{
    while (s.size && is_ascii_space(s.data[s.size - 1]))
        s.size--;
    while (s.size && is_ascii_space(s.data[0])) {
        s.data++;
        s.size--;
    }
    return s;
}

struct str str_part(struct str s, size_t from, size_t size)
{
    if (!s.data)
        return s;
    if (from > s.size)
        from = s.size;
    if (size > s.size - from)
        size = s.size - from;
    return (struct str){.data = s.data + from, .size = size};
}

bool str_next_piece(struct str *rest, char separator, struct str *ret_piece)
{
    if (!rest->data)
        return false;
    const char *found = rest->size ? memchr(rest->data, separator, rest->size) : NULL;
    if (!found) {
        *ret_piece = *rest;
        *rest = STR_NONE;
        return true;
    }
    size_t size = (size_t)(found - rest->data);
    *ret_piece = str_part(*rest, 0, size);
    *rest = str_part(*rest, size + 1, rest->size);
    return true;
}

struct str str_copy(struct arena *arena, struct str s)
{
    if (!s.data)
        return s;
    char *copy = arena_alloc(arena, s.size + 1);
    if (s.size)
        memcpy(copy, s.data, s.size);
    return (struct str){.data = copy, .size = s.size};
}

struct str str_lower(struct arena *arena, struct str s)
{
    if (!s.data)
        return s;
    char *copy = arena_alloc(arena, s.size + 1);
    for (size_t i = 0; i < s.size; i++)
        copy[i] = ascii_lower(s.data[i]);
    return (struct str){.data = copy, .size = s.size};
}

struct str str_format(struct arena *arena, const char *format, ...)
{
    va_list arguments, again;
    if (!format) /* impossible, and gcc warns of it under UBSan unless it is told */
        abort();
    va_start(arguments, format);
    va_copy(again, arguments);
    int size = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    if (size < 0)
        abort();
    char *text = arena_alloc(arena, (size_t)size + 1);
    vsnprintf(text, (size_t)size + 1, format, again);
    va_end(again);
    return (struct str){.data = text, .size = (size_t)size};
}

bool str_to_int64(struct str s, int64_t *ret)
{
    bool negative = s.size > 0 && s.data[0] == '-';
    size_t at = negative ? 1 : 0;
    if (at == s.size)
        return false;
    int64_t value = 0; /* collected below zero, where there is one more number */
    for (; at < s.size; at++) {
        if (s.data[at] < '0' || s.data[at] > '9')
            return false;
        if (__builtin_mul_overflow(value, 10, &value) ||
            __builtin_sub_overflow(value, s.data[at] - '0', &value))
            return false;
    }
    if (!negative && value == INT64_MIN)
        return false;
    *ret = negative ? value : -value;
    return true;
}

/* Size of the well-formed sequence at `bytes` (Unicode 15, table 3-7), 0 when there is none. */
static size_t utf8_sequence_size(const uint8_t *bytes, size_t left)
{
    uint8_t lead = bytes[0], low = 0x80, high = 0xBF;
    if (lead < 0x80)
        return 1;
    size_t size = lead < 0xC2 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF5 ? 4 : 0;
    if (size == 0 || size > left)
        return 0;
    if (lead == 0xE0)
        low = 0xA0;
    else if (lead == 0xED)
        high = 0x9F;
    else if (lead == 0xF0)
        low = 0x90;
    else if (lead == 0xF4)
        high = 0x8F;
    if (bytes[1] < low || bytes[1] > high)
        return 0;
    for (size_t i = 2; i < size; i++)
        if ((bytes[i] & 0xC0) != 0x80)
            return 0;
    return size;
}

size_t str_utf8_prefix(struct str s)
{
    const uint8_t *bytes = (const uint8_t *)s.data;
    size_t at = 0;
    while (at < s.size) {
        uint64_t eight;
        if (s.size - at >= sizeof eight) { /* plain ASCII goes by eight bytes at a time */
            memcpy(&eight, bytes + at, sizeof eight);
            if (!(eight & UINT64_C(0x8080808080808080))) {
                at += sizeof eight;
                continue;
            }
        }
        size_t size = utf8_sequence_size(bytes + at, s.size - at);
        if (!size)
            break;
        at += size;
    }
    return at;
}

bool str_is_utf8(struct str s)
{
    return str_utf8_prefix(s) == s.size;
}

size_t str_count_codepoints(struct str s)
{
    size_t count = 0;
    for (size_t i = 0; i < s.size; i++)
        count += ((uint8_t)s.data[i] & 0xC0) != 0x80;
    return count;
}
