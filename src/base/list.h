/* list.h: a fixed run of items in an arena, as shapes and rooms hand them around. */
#ifndef DOCKET_BASE_LIST_H
#define DOCKET_BASE_LIST_H

#include <stddef.h>

struct list {
    void *items; /* an array; its element type is stated where the list is declared */
    size_t count;
};

#define LIST_AT(list, type, index) (&((type *)(list).items)[index])
#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

#endif
