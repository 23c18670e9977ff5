#include "base/buf.h"

#include <stdio.h>
#include <stdlib.h>

enum { FIRST_CAPACITY = 128, INT64_DIGITS = 20 };

void buf_init(struct buf *buf, struct arena *arena, size_t first_capacity)
{
    *buf = (struct buf){.arena = arena};
    if (first_capacity)
        buf_reserve(buf, first_capacity);
}

void buf_clear(struct buf *buf)
{
    buf->size = 0;
}

/* Kept out of line: appending within the capacity is the common case. One byte more than asked is
 * always kept, for the NUL past the end. */
static void buf_grow(struct buf *buf, size_t more)
{
    size_t need;
    if (more > SIZE_MAX / 4 || __builtin_add_overflow(buf->size, more + 1, &need))
        abort();
    size_t capacity = buf->capacity ? buf->capacity * 2 : FIRST_CAPACITY;
    if (capacity < need)
        capacity = need;
    buf->data = arena_grow(buf->arena, buf->data, buf->size, capacity);
    buf->capacity = capacity;
}

void buf_reserve(struct buf *buf, size_t more)
{
    if (more >= buf->capacity - buf->size)
        buf_grow(buf, more);
}

void buf_add(struct buf *buf, struct str s)
{
    if (s.size == 0)
        return;
    buf_reserve(buf, s.size);
    memcpy(buf->data + buf->size, s.data, s.size);
    buf->size += s.size;
}

void buf_add_byte(struct buf *buf, char byte)
{
    buf_reserve(buf, 1);
    buf->data[buf->size++] = byte;
}

void buf_add_int(struct buf *buf, int64_t value)
{
    char digits[INT64_DIGITS];
    size_t at = sizeof digits;
    uint64_t rest = value < 0 ? -(uint64_t)value : (uint64_t)value;
    do {
        digits[--at] = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest);
    if (value < 0)
        digits[--at] = '-';
    buf_add(buf, (struct str){.data = digits + at, .size = sizeof digits - at});
}

void buf_format(struct buf *buf, const char *format, ...)
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
    buf_reserve(buf, (size_t)size);
    vsnprintf(buf->data + buf->size, (size_t)size + 1, format, again);
    va_end(again);
    buf->size += (size_t)size;
}

struct str buf_str(const struct buf *buf)
{
    if (!buf->data)
        return STR("");
    buf->data[buf->size] = '\0';
    return (struct str){.data = buf->data, .size = buf->size};
}
