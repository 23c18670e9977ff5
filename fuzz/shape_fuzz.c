/* Proves: no JSON crashes a shape of every input type; a refusal names valid UTF-8 fields; what is
 * accepted prints as JSON that is accepted again and prints the same. */
#include <stdlib.h>

#include "base/shape.h"

static const char *const colour_names[] = {"RED", "DARK_GREEN"};
static const struct name_table colours = {
    .type_name = "Colour", .names = colour_names, .count = 2, .aliases = "ROUGE=RED"};

struct inner {
    uint64_t present;
    int start;
    struct str note;
};
static const struct field inner_fields[] = {
    {.name = "start", .type = FIELD_TIME_OF_DAY, .flags = FIELD_REQUIRED, AT(struct inner, start)},
    {.name = "note", .type = FIELD_TEXT, .max = 9, .flags = FIELD_NULLABLE, AT(struct inner, note)},
};
static const struct shape inner_shape =
    SHAPE("Inner", struct inner, inner_fields, .flags = SHAPE_INPUT);

struct outer {
    uint64_t present;
    bool a;
    int64_t b;
    struct str c, d, i;
    int e;
    struct id f;
    int64_t g, h;
    struct decimal j;
    struct currency k;
    struct inner *l;
    struct list m, n, o;
    struct str p;
};
#define OUTER(member) .name = #member, AT(struct outer, member)
static const struct field outer_fields[] = {
    {OUTER(a), .type = FIELD_BOOL},
    {OUTER(b), .type = FIELD_INT, .min = -5, .max = 1000},
    {OUTER(c), .type = FIELD_TEXT, .min = 1, .aliases = "see sea"},
    {OUTER(d), .type = FIELD_SECRET},
    {OUTER(e), .type = FIELD_ENUM, .names = &colours},
    {OUTER(f), .type = FIELD_ID, .prefix = "user"},
    {OUTER(g), .type = FIELD_INSTANT},
    {OUTER(h), .type = FIELD_DATE, .flags = FIELD_NULLABLE},
    {OUTER(i), .type = FIELD_ZONE},
    {OUTER(j), .type = FIELD_DECIMAL},
    {OUTER(k), .type = FIELD_CURRENCY},
    {OUTER(l), .type = FIELD_OBJECT, .shape = &inner_shape},
    {OUTER(m), .type = FIELD_LIST, .element = FIELD_OBJECT, .shape = &inner_shape},
    {OUTER(n), .type = FIELD_LIST, .element = FIELD_INSTANT},
    {OUTER(o), .type = FIELD_LIST, .element = FIELD_DECIMAL, .max = 5},
    {OUTER(p), .type = FIELD_JSON},
};
static const struct shape outer_shape =
    SHAPE("Outer", struct outer, outer_fields, .flags = SHAPE_INPUT);

static struct str written(struct arena *arena, const struct outer *value)
{
    struct buf out;
    struct json_writer writer;
    buf_init(&out, arena, 0);
    json_writer_init(&writer, &out);
    shape_print(&outer_shape, value, &writer);
    return buf_str(&out);
}

static void check_refusal(const struct problem *problem)
{
    if (problem->error != ERROR_INVALID || problem->fields.count == 0)
        abort();
    for (size_t i = 0; i < problem->fields.count; i++)
        if (!str_is_utf8(LIST_AT(problem->fields, struct field_error, i)->field))
            abort();
}

static void check_round_trip(struct arena *arena, const struct outer *value)
{
    struct problem problem = {0};
    struct str first = written(arena, value);
    const struct json *tree = json_parse(arena, first, NULL, NULL);
    const struct outer *again =
        tree ? shape_parse(&outer_shape, tree, SHAPE_FROM_JSON, arena, &problem) : NULL;
    if (!again || !str_equal(written(arena, again), first))
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *arena = arena_new(0);
    struct str text = {.data = (const char *)data, .size = size};
    const struct json *tree = json_parse(arena, text, NULL, NULL);
    for (int source = SHAPE_FROM_JSON; tree && source <= SHAPE_FROM_QUERY; source++) {
        struct problem problem = {0};
        const struct outer *value =
            shape_parse(&outer_shape, tree, (enum shape_source)source, arena, &problem);
        if (value)
            check_round_trip(arena, value);
        else
            check_refusal(&problem);
    }
    arena_free(arena);
    return 0;
}
