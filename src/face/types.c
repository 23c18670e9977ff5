/* types.c: the AppRouter type for TypeScript clients, printed by `docket types`.
 *
 * The module needs only the types of @trpc/server 11: it declares what the router's inference would
 * have given, as procedures with plain input and output types, nested by the dots of the names. */
#include "face/visit.h"

static const char preamble[] =
    "// The types of a Docket server, printed by `docket types`. Do not edit.\n"
    "//\n"
    "//   import { createTRPCClient, httpBatchLink } from '@trpc/client';\n"
    "//   import type { AppRouter } from './docket';\n"
    "//   const docket = createTRPCClient<AppRouter>({\n"
    "//     links: [httpBatchLink({ url: 'http://127.0.0.1:8080/trpc' })],\n"
    "//   });\n"
    "//   await docket.booking.list.query({ status: ['PENDING'] });\n"
    "//\n"
    "// A client that gives its links superjson as transformer uses AppRouter<true>.\n"
    "import type {\n"
    "  TRPCBuiltRouter,\n"
    "  TRPCDefaultErrorData,\n"
    "  TRPCDefaultErrorShape,\n"
    "  TRPCMutationProcedure,\n"
    "  TRPCQueryProcedure,\n"
    "} from '@trpc/server';\n"
    "\n"
    "/** What a refusal carries in error.data.docket. */\n"
    "export interface DocketRefusal {\n"
    "  code: string;\n"
    "  errors?: Array<{ field: string; code: string; message: string }>;\n"
    "  [more: string]: unknown;\n"
    "}\n"
    "export interface DocketErrorShape extends TRPCDefaultErrorShape {\n"
    "  data: TRPCDefaultErrorData & { docket: DocketRefusal };\n"
    "}\n"
    "\n"
    "interface Root<Superjson extends boolean> {\n"
    "  ctx: object;\n"
    "  meta: object;\n"
    "  errorShape: DocketErrorShape;\n"
    "  transformer: Superjson;\n"
    "}\n"
    "type Query<Input, Output> = TRPCQueryProcedure<{ input: Input; output: Output; meta: object "
    "}>;\n"
    "type Mutation<Input, Output> = TRPCMutationProcedure<{\n"
    "  input: Input;\n"
    "  output: Output;\n"
    "  meta: object;\n"
    "}>;\n"
    "\n";

enum { SHAPES_MAX = 1024 };
struct seen_shapes {
    struct buf *out;
    const struct shape *items[SHAPES_MAX];
    size_t count;
};

static void print_shape(const struct shape *shape, void *context)
{
    struct seen_shapes *seen = context;
    for (size_t i = 0; i < seen->count; i++)
        if (strcmp(seen->items[i]->name, shape->name) == 0)
            return;
    if (seen->count == SHAPES_MAX)
        return;
    seen->items[seen->count++] = shape;
    if (shape->doc)
        buf_format(seen->out, "/** %s */\n", shape->doc);
    buf_format(seen->out, "export type %s = ", shape->name);
    shape_print_typescript(shape, seen->out);
    BUF_ADD(seen->out, ";\n");
}

static bool input_is_optional(const struct shape *input)
{
    for (size_t i = 0; i < input->field_count; i++)
        if (input->fields[i].flags & FIELD_REQUIRED)
            return false;
    return true;
}

static void print_procedure(const struct operation *operation, struct str name, struct buf *out)
{
    if (operation->doc)
        buf_format(out, "    /** %s */\n", operation->doc);
    /* TypeScript takes anything for an empty object type, so emptiness is said otherwise. */
    const struct shape *input = operation->input;
    buf_format(out, "    %.*s: %s<%s%s, %s>;\n", STR_ARG(name),
               operation->kind == OPERATION_QUERY ? "Query" : "Mutation",
               input->field_count ? input->name : "Record<string, never>",
               input_is_optional(input) ? " | void" : "", operation->output->name);
}

/* The next operation of the table, in its order; NULL after the last. */
static const struct operation *operation_at(const struct operation_table *table, size_t index)
{
    for (size_t i = 0; i < table->set_count; i++) {
        if (index < table->sets[i].count)
            return &table->sets[i].operations[index];
        index -= table->sets[i].count;
    }
    return NULL;
}

static struct str group_of(const struct operation *operation, struct str *ret_name)
{
    struct str rest = str_from(operation->name), group;
    str_next_piece(&rest, '.', &group);
    *ret_name = rest;
    return group;
}

static void print_group(const struct operation_table *table, size_t first, struct buf *out)
{
    struct str name, group = group_of(operation_at(table, first), &name);
    const struct operation *operation;
    for (size_t i = 0; i < first; i++)
        if (str_equal(group_of(operation_at(table, i), &name), group))
            return; /* printed with its first */
    buf_format(out, "  %.*s: {\n", STR_ARG(group));
    for (size_t i = first; (operation = operation_at(table, i)); i++)
        if (operation->kind != OPERATION_SUBSCRIPTION &&
            str_equal(group_of(operation, &name), group))
            print_procedure(operation, name, out);
    BUF_ADD(out, "  };\n");
}

void types_print(const struct operation_table *table, struct buf *out)
{
    struct seen_shapes *seen = ARENA_NEW(out->arena, struct seen_shapes);
    const struct operation *operation;
    seen->out = out;
    buf_add(out, str_from(preamble));
    for (size_t i = 0; (operation = operation_at(table, i)); i++) {
        shape_walk(operation->input, print_shape, seen);
        shape_walk(operation->output, print_shape, seen);
    }
    BUF_ADD(out, "\nexport type DocketProcedures = {\n");
    for (size_t i = 0; operation_at(table, i); i++)
        print_group(table, i, out);
    BUF_ADD(out, "};\n\nexport type AppRouter<Superjson extends boolean = false> = "
                 "TRPCBuiltRouter<Root<Superjson>, DocketProcedures>;\n"
                 "export type AppRouterSuperjson = AppRouter<true>;\n");
}
