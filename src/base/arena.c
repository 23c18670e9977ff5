#include "base/arena.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ARENA_POISONS 1
#endif
#elif defined(__SANITIZE_ADDRESS__)
#define ARENA_POISONS 1
#endif

#ifdef ARENA_POISONS
#include <sanitizer/asan_interface.h>
#define POISON(address, size) ASAN_POISON_MEMORY_REGION((address), (size))
#define UNPOISON(address, size) ASAN_UNPOISON_MEMORY_REGION((address), (size))
enum { RED_ZONE = 16 }; /* stays poisoned behind every allocation */
#else
#define POISON(address, size) ((void)(address), (void)(size))
#define UNPOISON(address, size) ((void)(address), (void)(size))
enum { RED_ZONE = 0 };
#endif

enum {
    ALIGNMENT = alignof(max_align_t),
    DEFAULT_BLOCK = 4096,
    BLOCK_GROWTH_MAX = 1 << 20, /* later blocks double up to this size */
};

struct block {
    struct block *older;
    size_t size;
    alignas(max_align_t) char data[];
};

struct undo {
    struct undo *older;
    void (*function)(void *);
    void *argument;
};

/* The arena's own record stands at the front of its first block, so that a call that fits one block
 * costs one malloc. */
struct arena {
    struct block *newest;
    struct block *first;
    char *next; /* where the next allocation starts */
    char *end;  /* of the block being filled */
    char *newest_allocation;
    struct undo *undos;
    size_t held; /* bytes in all blocks */
    size_t block_size;
};

static size_t round_up(size_t size)
{
    return (size + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1);
}

static struct block *block_new(size_t size)
{
    struct block *block = size < SIZE_MAX - sizeof *block ? malloc(sizeof *block + size) : NULL;
    if (!block)
        abort();
    block->older = NULL;
    block->size = size;
    return block;
}

static void arena_use_block(struct arena *arena, struct block *block, size_t already_used)
{
    arena->next = block->data + already_used;
    arena->end = block->data + block->size;
    arena->newest_allocation = NULL;
    POISON(arena->next, (size_t)(arena->end - arena->next));
}

struct arena *arena_new(size_t first_block_bytes)
{
    size_t size = round_up(sizeof(struct arena)) +
                  round_up(first_block_bytes ? first_block_bytes : DEFAULT_BLOCK);
    struct block *block = block_new(size);
    struct arena *arena = (struct arena *)(void *)block->data;
    *arena = (struct arena){.newest = block, .first = block, .held = size, .block_size = size};
    arena_use_block(arena, block, round_up(sizeof(struct arena)));
    return arena;
}

static void arena_run_undos(struct arena *arena)
{
    while (arena->undos) {
        struct undo *undo = arena->undos;
        arena->undos = undo->older;
        undo->function(undo->argument);
    }
}

static void arena_free_later_blocks(struct arena *arena)
{
    while (arena->newest != arena->first) {
        struct block *block = arena->newest;
        arena->newest = block->older;
        arena->held -= block->size;
        UNPOISON(block->data, block->size);
        free(block);
    }
}

void arena_free(struct arena *arena)
{
    if (!arena)
        return;
    arena_run_undos(arena);
    arena_free_later_blocks(arena);
    struct block *first = arena->first;
    UNPOISON(first->data, first->size);
    free(first);
}

void arena_clear(struct arena *arena)
{
    arena_run_undos(arena);
    arena_free_later_blocks(arena);
    arena->block_size = arena->first->size;
    arena_use_block(arena, arena->first, round_up(sizeof(struct arena)));
}

static void arena_add_block(struct arena *arena, size_t need)
{
    if (arena->block_size < BLOCK_GROWTH_MAX)
        arena->block_size *= 2;
    struct block *block = block_new(need > arena->block_size ? need : arena->block_size);
    block->older = arena->newest;
    arena->newest = block;
    arena->held += block->size;
    arena_use_block(arena, block, 0);
}

static void *arena_alloc_unset(struct arena *arena, size_t size)
{
    if (size > SIZE_MAX / 2)
        abort();
    size_t need = round_up(size ? size : 1) + RED_ZONE;
    if (need > (size_t)(arena->end - arena->next))
        arena_add_block(arena, need);
    char *data = arena->next;
    arena->next += need;
    arena->newest_allocation = data;
    UNPOISON(data, size);
    return data;
}

void *arena_alloc(struct arena *arena, size_t size)
{
    return memset(arena_alloc_unset(arena, size), 0, size);
}

void *arena_alloc_array(struct arena *arena, size_t count, size_t size)
{
    size_t total;
    if (__builtin_mul_overflow(count, size, &total))
        abort();
    return arena_alloc(arena, total);
}

void *arena_copy(struct arena *arena, const void *data, size_t size)
{
    void *copy = arena_alloc_unset(arena, size);
    return size ? memcpy(copy, data, size) : copy;
}

/* The newest allocation of a block can be stretched where it stands. */
static bool arena_stretch(struct arena *arena, char *data, size_t new_size)
{
    if (data != arena->newest_allocation || new_size > SIZE_MAX / 2)
        return false;
    size_t need = round_up(new_size) + RED_ZONE;
    if (need > (size_t)(arena->end - data))
        return false;
    arena->next = data + need;
    UNPOISON(data, new_size);
    return true;
}

void *arena_grow(struct arena *arena, void *data, size_t old_size, size_t new_size)
{
    if (data && arena_stretch(arena, data, new_size))
        return data;
    void *grown = arena_alloc_unset(arena, new_size);
    if (old_size) {
        memcpy(grown, data, old_size);
        POISON(data, old_size);
    }
    return grown;
}

size_t arena_bytes(const struct arena *arena)
{
    return arena->held;
}

void arena_defer(struct arena *arena, void (*function)(void *), void *argument)
{
    struct undo *undo = ARENA_NEW(arena, struct undo);
    *undo = (struct undo){.older = arena->undos, .function = function, .argument = argument};
    arena->undos = undo;
}
