/* str.h: a run of bytes somebody else owns.
 *
 * A struct str is a pointer and a size, passed by value; it is not NUL-terminated unless it came
 * from STR() or str_copy() (which add a NUL past the end). `data == NULL` means "absent"; an empty
 * string has data and size 0. Text that came from outside is checked as UTF-8 where it enters. */
#ifndef DOCKET_BASE_STR_H
#define DOCKET_BASE_STR_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/arena.h"

struct str {
    const char *data;
    size_t size;
};

#define STR(literal) ((struct str){.data = "" literal, .size = sizeof(literal) - 1})
#define STR_NONE ((struct str){.data = NULL, .size = 0})
#define STR_ARG(s) (int)(s).size, (s).data ? (s).data : "" /* for printf's %.*s */

static inline struct str str_from(const char *text) /* NULL gives STR_NONE */
{
    return text ? (struct str){.data = text, .size = strlen(text)} : STR_NONE;
}
static inline bool str_is_set(struct str s)
{
    return s.data != NULL;
}

bool str_equal(struct str a, struct str b);
bool str_equal_ignore_case(struct str a, struct str b); /* ASCII case only */
int str_compare(struct str a, struct str b);            /* bytewise, like memcmp then size */
bool str_starts_with(struct str s, struct str prefix);
bool str_ends_with(struct str s, struct str suffix);
bool str_contains_ignore_case(struct str s, struct str part); /* ASCII case only */
struct str str_trim(struct str s);                            /* ASCII white space, both ends */
struct str str_part(struct str s, size_t from, size_t size);  /* clamped to s */

/* Cuts the next piece before `separator` off *rest; false when *rest was absent. After the last
 * piece *rest is STR_NONE. "a,,b" gives "a", "", "b". */
bool str_next_piece(struct str *rest, char separator, struct str *ret_piece);

struct str str_copy(struct arena *arena, struct str s);  /* NUL-terminated past its end */
struct str str_lower(struct arena *arena, struct str s); /* ASCII */
struct str str_format(struct arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Whole string, decimal, optional '-'; false (and *ret untouched) on anything else or overflow. */
bool str_to_int64(struct str s, int64_t *ret);

bool str_is_utf8(struct str s);            /* strict: no surrogates, overlongs, above U+10FFFF */
size_t str_utf8_prefix(struct str s);      /* bytes before the first ill-formed sequence */
size_t str_count_codepoints(struct str s); /* of valid UTF-8 */

#endif
