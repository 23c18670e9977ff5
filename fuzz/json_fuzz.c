/* Proves: no bytes crash the JSON parser, and what it accepts is written back as text that parses
 * to the same value. */
#include <stdlib.h>

#include "base/json.h"

static struct str written(struct arena *arena, const struct json *tree)
{
    struct buf out;
    struct json_writer writer;
    buf_init(&out, arena, 0);
    json_writer_init(&writer, &out);
    json_tree(&writer, tree);
    return buf_str(&out);
}

static struct json *parse_or_die(struct arena *arena, struct str text)
{
    struct json *tree = json_parse(arena, text, NULL, NULL);
    if (!tree)
        abort();
    return tree;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *arena = arena_new(0);
    struct str text = {.data = (const char *)data, .size = size};
    const char *reason = NULL;
    size_t offset = SIZE_MAX;
    const struct json *tree = json_parse(arena, text, &reason, &offset);
    if (!tree && (!reason || offset > size))
        abort();
    if (tree) {
        struct str canonical = json_canonical(arena, tree);
        const struct json *again = parse_or_die(arena, written(arena, tree));
        if (!str_equal(written(arena, again), written(arena, tree)) ||
            !str_equal(json_canonical(arena, again), canonical) ||
            !str_equal(json_canonical(arena, parse_or_die(arena, canonical)), canonical))
            abort();
    }
    arena_free(arena);
    return 0;
}
