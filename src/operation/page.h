/* page.h: the fields of every list that is read in pages, so that all of them are named, bounded
 * and described alike. The owner has int64_t limit and struct str cursor, its output struct str
 * next_cursor. What a cursor says is the room's own; clients only hand it back. */
#ifndef DOCKET_OPERATION_PAGE_H
#define DOCKET_OPERATION_PAGE_H

#include "base/shape.h"

enum { PAGE_USUAL = 20, PAGE_MOST = 100, PAGE_CURSOR_MAX = 100 };

#define PAGE_LIMIT_FIELD(owner)                                                                    \
    {                                                                                              \
        .name = "limit", .type = FIELD_INT, .min = 1, .max = PAGE_MOST, AT(owner, limit),          \
        .doc = "At most this many; 20 when not given."                                             \
    }
#define PAGE_CURSOR_FIELD(owner)                                                                   \
    {                                                                                              \
        .name = "cursor", .type = FIELD_TEXT, .max = PAGE_CURSOR_MAX, AT(owner, cursor),           \
        .doc = "The nextCursor of the page before, with everything else sent as it was."           \
    }

/* How many rows a page has: what was asked for, or the usual number. */
static inline int64_t page_size(int64_t limit)
{
    return limit > 0 ? limit : PAGE_USUAL;
}

#endif
