/* statements.c: prepared statements by the address of their SQL literal: no hashing of text on the
 * way to a statement that has been prepared before. */
#include <stdlib.h>

#include "db/driver.h"

static size_t slot_of(const char *key, size_t capacity)
{
    uint64_t mixed = (uint64_t)(uintptr_t)key * UINT64_C(0x9e3779b97f4a7c15);
    return (size_t)(mixed >> 32) & (capacity - 1);
}

static struct cursor **find_slot(struct cursor **slots, size_t capacity, const char *key)
{
    size_t slot = slot_of(key, capacity);
    while (slots[slot] && slots[slot]->key != key)
        slot = (slot + 1) & (capacity - 1);
    return &slots[slot];
}

struct cursor *statements_find(const struct statements *statements, const char *key)
{
    return statements->count ? *find_slot(statements->slots, statements->capacity, key) : NULL;
}

static void grow(struct statements *statements)
{
    size_t capacity = statements->capacity ? statements->capacity * 2 : 64;
    struct cursor **slots = calloc(capacity, sizeof(struct cursor *));
    if (!slots)
        abort();
    for (size_t i = 0; i < statements->capacity; i++)
        if (statements->slots[i])
            *find_slot(slots, capacity, statements->slots[i]->key) = statements->slots[i];
    free(statements->slots);
    statements->slots = slots;
    statements->capacity = capacity;
}

void statements_add(struct statements *statements, struct cursor *cursor)
{
    if (statements->count * 2 >= statements->capacity)
        grow(statements);
    *find_slot(statements->slots, statements->capacity, cursor->key) = cursor;
    statements->count++;
}

void statements_release(struct statements *statements, void (*free_statement)(struct cursor *))
{
    for (size_t i = 0; i < statements->capacity; i++)
        if (statements->slots[i])
            free_statement(statements->slots[i]);
    free(statements->slots);
    *statements = (struct statements){0};
}
