/* buf.h: a string under construction, growing in an arena.
 *
 * buf_init() costs nothing; the first append allocates. Growth doubles and leaves the old block to
 * the arena, so give a good first size where it is known. buf_str() is valid until the next append.
 */
#ifndef DOCKET_BASE_BUF_H
#define DOCKET_BASE_BUF_H

#include <stdarg.h>

#include "base/str.h"

struct buf {
    struct arena *arena;
    char *data;
    size_t size;
    size_t capacity;
};

void buf_init(struct buf *buf, struct arena *arena, size_t first_capacity);
void buf_clear(struct buf *buf); /* keeps the memory */
void buf_reserve(struct buf *buf, size_t more);
void buf_add(struct buf *buf, struct str s);
void buf_add_byte(struct buf *buf, char byte);
void buf_add_int(struct buf *buf, int64_t value);
void buf_format(struct buf *buf, const char *format, ...) __attribute__((format(printf, 2, 3)));
struct str buf_str(const struct buf *buf); /* never absent; NUL past the end */

#define BUF_ADD(buf, literal) buf_add((buf), STR(literal))

#endif
