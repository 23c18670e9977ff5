/* arena.h: memory with one owner and one end.
 *
 * A call, a batch or a test makes an arena, allocates from it freely and frees it all at once.
 * What is not memory (a file, a lock) hangs an undo on it with arena_defer(). Lifetimes are named:
 * process, connection, call, transaction; everything that is not the process lives in an arena.
 * Memory comes zeroed and aligned for any type; running out of memory aborts (impossible, not an
 * error a caller can meet). An arena belongs to one thread at a time. Under AddressSanitizer freed
 * and unused space is poisoned, so that a stale pointer is seen where it is used. */
#ifndef DOCKET_BASE_ARENA_H
#define DOCKET_BASE_ARENA_H

#include <stdalign.h>
#include <stddef.h>

struct arena;

struct arena *arena_new(size_t first_block_bytes); /* 0: a small default */
void arena_free(struct arena *arena);              /* runs deferred undos, newest first; NULL ok */
void arena_clear(struct arena *arena);             /* the same, and ready for reuse */

void *arena_alloc(struct arena *arena, size_t size);
void *arena_alloc_array(struct arena *arena, size_t count, size_t size); /* aborts on overflow */
void *arena_copy(struct arena *arena, const void *data, size_t size);
/* Moves an allocation to a larger size (or stretches it where it stands, when it is the newest).
 * The added bytes are not zeroed; the old address must not be used any more. NULL with size 0
 * starts one. */
void *arena_grow(struct arena *arena, void *data, size_t old_size, size_t new_size);
size_t arena_bytes(const struct arena *arena); /* held now, for limits and metrics */

void arena_defer(struct arena *arena, void (*undo)(void *), void *argument);

#define ARENA_NEW(arena, type) ((type *)arena_alloc((arena), sizeof(type)))
#define ARENA_ARRAY(arena, type, count) ((type *)arena_alloc_array((arena), (count), sizeof(type)))

#endif
