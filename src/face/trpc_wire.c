#include "face/trpc.h"

bool trpc_split_paths(struct str path, bool is_batch, struct str *paths, size_t *ret_count)
{
    size_t count = 0;
    struct str rest = path, piece;
    if (!is_batch) {
        paths[0] = path;
        *ret_count = 1;
        return true;
    }
    while (str_next_piece(&rest, ',', &piece)) {
        if (count == TRPC_BATCH_MAX)
            return false;
        paths[count++] = piece;
    }
    *ret_count = count;
    return true;
}

/* ---- superjson ---- */

/* {"json":…} and perhaps "meta", nothing else. No input of ours has a member called "json". */
static bool is_wrapping(const struct json *sent)
{
    if (!sent || sent->type != JSON_OBJECT || !json_get(sent, STR("json")))
        return false;
    return sent->count == 1 || (sent->count == 2 && json_get(sent, STR("meta")));
}

/* A leaf of meta.values is ["undefined"], ["Date"] …; with more than one item the type has inner
 * values, which no type that matters here has. */
static struct str annotation_type(const struct json *leaf)
{
    if (leaf && leaf->type == JSON_ARRAY && leaf->first && leaf->first->type == JSON_TEXT)
        return leaf->first->text;
    return STR_NONE;
}

static bool path_is(struct str path, struct str parent, struct str key)
{
    size_t lead = parent.size ? parent.size + 1 : 0;
    return path.size == lead + key.size && memcmp(path.data + lead, key.data, key.size) == 0 &&
           (!lead ||
            (memcmp(path.data, parent.data, parent.size) == 0 && path.data[parent.size] == '.'));
}

/* "a.b.0" names the value; superjson escapes dots in member names, which ours never have. */
static struct str type_at(const struct json *values, struct str parent, struct str key)
{
    for (const struct json *leaf = values->first; leaf; leaf = leaf->next)
        if (path_is(leaf->key, parent, key))
            return annotation_type(leaf);
    return STR_NONE;
}

static struct json *restore(struct arena *arena, const struct json *node, const struct json *values,
                            struct str path);

static void restore_children(struct arena *arena, const struct json *node,
                             const struct json *values, struct str path, struct json *copy)
{
    struct json **end = &copy->first;
    int64_t index = 0;
    copy->first = NULL;
    copy->count = 0;
    for (const struct json *child = node->first; child; child = child->next, index++) {
        struct str key = child->key;
        if (node->type == JSON_ARRAY)
            key = str_format(arena, "%lld", (long long)index);
        struct str type = type_at(values, path, key);
        if (node->type == JSON_OBJECT && str_equal(type, STR("undefined")))
            continue;
        struct str child_path =
            path.size ? str_format(arena, "%.*s.%.*s", STR_ARG(path), STR_ARG(key)) : key;
        struct json *restored = restore(arena, child, values, child_path);
        if (restored->type == JSON_TEXT && str_equal(type, STR("bigint")))
            restored->type = JSON_NUMBER;
        *end = restored;
        end = &restored->next;
        copy->count++;
    }
}

static struct json *restore(struct arena *arena, const struct json *node, const struct json *values,
                            struct str path)
{
    struct json *copy = arena_copy(arena, node, sizeof(*node));
    copy->next = NULL;
    if (node->type == JSON_ARRAY || node->type == JSON_OBJECT)
        restore_children(arena, node, values, path, copy);
    return copy;
}

struct trpc_input trpc_unwrap(struct arena *arena, const struct json *sent)
{
    if (!is_wrapping(sent))
        return (struct trpc_input){.value = sent};
    struct trpc_input input = {.value = json_get(sent, STR("json")), .is_wrapped = true};
    const struct json *values = json_get(json_get(sent, STR("meta")), STR("values"));
    if (!values)
        return input;
    if (values->type == JSON_ARRAY && str_equal(annotation_type(values), STR("undefined")))
        input.value = NULL;
    else if (values->type == JSON_OBJECT && values->count <= 256)
        input.value = restore(arena, input.value, values, STR(""));
    return input;
}

/* ---- envelopes ---- */

struct trpc_code {
    int http_status;
    int number; /* JSON-RPC 2.0, as @trpc/server numbers them */
    const char *name;
};
static const struct trpc_code codes[] = {
    {400, -32600, "BAD_REQUEST"},
    {401, -32001, "UNAUTHORIZED"},
    {402, -32002, "PAYMENT_REQUIRED"},
    {403, -32003, "FORBIDDEN"},
    {404, -32004, "NOT_FOUND"},
    {405, -32005, "METHOD_NOT_SUPPORTED"},
    {408, -32008, "TIMEOUT"},
    {409, -32009, "CONFLICT"},
    {412, -32012, "PRECONDITION_FAILED"},
    {413, -32013, "PAYLOAD_TOO_LARGE"},
    {415, -32015, "UNSUPPORTED_MEDIA_TYPE"},
    {422, -32022, "UNPROCESSABLE_CONTENT"},
    {429, -32029, "TOO_MANY_REQUESTS"},
    {500, -32603, "INTERNAL_SERVER_ERROR"},
    {503, -32603, "SERVICE_UNAVAILABLE"},
};

/* A status tRPC has no name for becomes the general one of its hundred. */
static const struct trpc_code *code_of(int http_status)
{
    const struct trpc_code *general = &codes[0];
    for (size_t i = 0; i < COUNT_OF(codes); i++) {
        if (codes[i].http_status == http_status)
            return &codes[i];
        if (http_status >= 500 && codes[i].http_status == 500)
            general = &codes[i];
    }
    return general;
}

static const struct problem *problem_of(const struct trpc_call *call)
{
    return call->call ? &call->call->problem : &call->problem;
}

int trpc_status(const struct trpc_call *call)
{
    enum error error = call->call ? call->call->error : call->problem.error;
    return error ? code_of(error_info(error)->http_status)->http_status : 200;
}

/* What a person reads in TRPCClientError.message. */
static struct str message_of(const struct problem *problem, struct arena *arena)
{
    if (problem->detail.data)
        return problem->detail;
    struct buf text;
    buf_init(&text, arena, 128);
    for (size_t i = 0; i < problem->fields.count; i++) {
        const struct field_error *field = LIST_AT(problem->fields, struct field_error, i);
        buf_format(&text, "%s%.*s: %.*s", i ? " " : "", STR_ARG(field->field),
                   STR_ARG(field->message));
    }
    return text.size ? buf_str(&text) : str_from(error_info(problem->error)->sentence);
}

/* What tRPC has no place for: our machine code, the fields, and what the refusal carries (a quote).
 */
static void print_docket(struct json_writer *writer, const struct problem *problem)
{
    json_key(writer, STR("docket"));
    json_begin_object(writer);
    json_key(writer, STR("code"));
    json_text(writer, str_from(error_info(problem->error)->code));
    if (problem->fields.count) {
        json_key(writer, STR("errors"));
        json_begin_array(writer);
        for (size_t i = 0; i < problem->fields.count; i++) {
            const struct field_error *field = LIST_AT(problem->fields, struct field_error, i);
            json_begin_object(writer);
            json_key(writer, STR("field"));
            json_text(writer, field->field);
            json_key(writer, STR("code"));
            json_text(writer, str_from(field->code));
            json_key(writer, STR("message"));
            json_text(writer, field->message);
            json_end_object(writer);
        }
        json_end_array(writer);
    }
    if (problem->extra_json.size) { /* members, as they go into a problem body */
        buf_add_byte(writer->out, ',');
        buf_add(writer->out, problem->extra_json);
    }
    json_end_object(writer);
}

static void print_error(struct json_writer *writer, const struct problem *problem,
                        struct str message, struct str path)
{
    const struct trpc_code *code = code_of(error_info(problem->error)->http_status);
    json_begin_object(writer);
    json_key(writer, STR("message"));
    json_text(writer, message);
    json_key(writer, STR("code"));
    json_int(writer, code->number);
    json_key(writer, STR("data"));
    json_begin_object(writer);
    json_key(writer, STR("code"));
    json_text(writer, str_from(code->name));
    json_key(writer, STR("httpStatus"));
    json_int(writer, code->http_status);
    if (path.data) {
        json_key(writer, STR("path"));
        json_text(writer, path);
    }
    print_docket(writer, problem);
    json_end_object(writer);
    json_end_object(writer);
}

static void open_wrapping(struct buf *out, bool is_wrapped)
{
    if (is_wrapped)
        BUF_ADD(out, "{\"json\":");
}

static void close_wrapping(struct buf *out, bool is_wrapped)
{
    if (is_wrapped)
        BUF_ADD(out, "}");
}

static void print_refusal(const struct problem *problem, struct str message, struct str path,
                          bool is_wrapped, struct buf *out)
{
    struct json_writer writer;
    json_writer_init(&writer, out);
    BUF_ADD(out, "{\"error\":");
    open_wrapping(out, is_wrapped);
    print_error(&writer, problem, message, path);
    close_wrapping(out, is_wrapped);
    BUF_ADD(out, "}");
}

void trpc_print_whole(enum error error, struct str message, bool is_wrapped, struct arena *arena,
                      struct buf *out)
{
    struct problem problem = {.error = error};
    if (!message.data)
        message = message_of(&problem, arena);
    print_refusal(&problem, message, STR_NONE, is_wrapped, out);
}

static void print_envelope(struct trpc_call *call, bool is_wrapped, struct arena *arena,
                           struct buf *out)
{
    if (trpc_status(call) == 200) {
        BUF_ADD(out, "{\"result\":{\"data\":");
        open_wrapping(out, is_wrapped);
        buf_add(out, operation_reply(call->call));
        close_wrapping(out, is_wrapped);
        BUF_ADD(out, "}}");
        return;
    }
    struct problem problem = *problem_of(call);
    if (call->call)
        problem.error = call->call->error;
    struct str message = call->message.data ? call->message : message_of(&problem, arena);
    print_refusal(&problem, message, call->path, is_wrapped, out);
}

void trpc_print_envelope(struct trpc_call *call, struct arena *arena, struct buf *out)
{
    print_envelope(call, call->input.is_wrapped, arena, out);
}

/* ---- the JSONL stream: a head that promises one value a call, then a line for each ---- */

void trpc_print_stream_head(size_t count, bool is_wrapped, struct buf *out)
{
    open_wrapping(out, is_wrapped);
    for (size_t i = 0; i < count; i++)
        buf_format(out, "%s\"%zu\":[[0],[null,0,%zu]]", i ? "," : "{", i, i);
    BUF_ADD(out, "}");
    close_wrapping(out, is_wrapped);
    BUF_ADD(out, "\n");
}

void trpc_print_stream_line(struct trpc_call *call, size_t index, bool is_wrapped,
                            struct arena *arena, struct buf *out)
{
    open_wrapping(out, is_wrapped);
    buf_format(out, "[%zu,0,[[", index);
    print_envelope(call, false, arena, out);
    BUF_ADD(out, "]]]");
    close_wrapping(out, is_wrapped);
    BUF_ADD(out, "\n");
}
