/* trpc.h: the tRPC v11 wire, without the HTTP. Private to face/.
 *
 * Requests are cut into calls and answers are written as envelopes by pure functions; trpc.c moves
 * them between an exchange and the operations. The forms are those the unmodified @trpc/client
 * sends and reads, with superjson as its transformer and without: which one is seen from each
 * input, and its answer is wrapped the same way. */
#ifndef DOCKET_FACE_TRPC_H
#define DOCKET_FACE_TRPC_H

#include "operation/operation.h"

enum { TRPC_BATCH_MAX = 100 };

/* Where one call's input stands, once unwrapped. */
struct trpc_input {
    const struct json *value; /* NULL: none (undefined) */
    bool is_wrapped;          /* it came as {"json":…,"meta":…} */
};
/* Takes the superjson wrapping off, if there is one: members that meta calls undefined are dropped,
 * bigint texts become numbers, dates stay ISO text. The tree given is not changed. */
struct trpc_input trpc_unwrap(struct arena *arena, const struct json *sent);

/* The paths of a request, in order. False: more than TRPC_BATCH_MAX. */
bool trpc_split_paths(struct str path, bool is_batch, struct str *paths, size_t *ret_count);

/* One call of a request: its operation's call once it is admitted, or what refuses it. */
struct trpc_call {
    struct str path;
    const struct operation *operation; /* NULL: there is none of that name */
    struct trpc_input input;
    struct call *call; /* NULL: refused before it ran */
    struct problem problem;
    struct str message; /* absent: from the problem */
};

int trpc_status(const struct trpc_call *call); /* the HTTP status alone */
/* {"result":{"data":…}} or {"error":{…}}, wrapped when the input was. */
void trpc_print_envelope(struct trpc_call *call, struct arena *arena, struct buf *out);
/* {"error":{…}} of a request that was refused as a whole: it names no path. */
void trpc_print_whole(enum error error, struct str message, bool is_wrapped, struct arena *arena,
                      struct buf *out);

/* The head of a JSONL stream, and the line of one call. superjson stands around each whole line
 * here, not around the data in it. */
void trpc_print_stream_head(size_t count, bool is_wrapped, struct buf *out);
void trpc_print_stream_line(struct trpc_call *call, size_t index, bool is_wrapped,
                            struct arena *arena, struct buf *out);

#endif
