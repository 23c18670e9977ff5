#include "face/trpc.h"

#include "face/rest_input.h"
#include "face/visit.h"

static const char json_type[] = "application/json";

/* A request on its way through the face. */
struct trpc_visit {
    struct trpc_call *calls;
    size_t count;
    bool is_batch;
    bool is_stream;
    bool is_wrapped;  /* some input came in superjson, so the client reads all in it */
    struct str input; /* JSON text; absent: none was sent */
    struct str token;
};

static struct trpc_visit *trpc_of(const struct visit *visit)
{
    return visit->detail;
}

/* ---- refusing a request as a whole, before its calls are known ---- */

struct str trpc_print_refusal(struct arena *arena, enum error error)
{
    struct buf body;
    buf_init(&body, arena, 256);
    trpc_print_whole(error, STR_NONE, false, arena, &body);
    return buf_str(&body);
}

static void trpc_refuse(struct visit *visit, enum error error, struct str message)
{
    struct arena *arena = http_arena(visit->exchange);
    struct buf body;
    buf_init(&body, arena, 256);
    trpc_print_whole(error, message, trpc_of(visit)->is_wrapped, arena, &body);
    visit_add_headers(visit, NULL);
    http_reply(visit->exchange, error_info(error)->http_status, json_type, buf_str(&body));
}

/* ---- reading the request ---- */

static bool trpc_read_query(struct visit *visit, struct trpc_visit *trpc)
{
    struct str rest = http_request(visit->exchange)->query, name, value;
    bool is_bad = false;
    while (rest.size > 0 &&
           http_query_next(http_arena(visit->exchange), &rest, &name, &value, &is_bad)) {
        if (str_equal(name, STR("batch")))
            trpc->is_batch = str_equal(value, STR("1"));
        else if (str_equal(name, STR("input")))
            trpc->input = value;
    }
    return !is_bad;
}

static bool wants_stream(const struct http_exchange *exchange)
{
    struct str type = STR("application/jsonl");
    return str_contains_ignore_case(http_header(exchange, "trpc-accept"), type) ||
           str_contains_ignore_case(http_header(exchange, "Accept"), type);
}

static void refuse_all(struct trpc_visit *trpc, enum error error, struct str message)
{
    for (size_t i = 0; i < trpc->count; i++) {
        if (trpc->calls[i].problem.error)
            continue;
        trpc->calls[i].problem.error = error;
        trpc->calls[i].message = message;
    }
}

/* Gives every call its part of the input. What cannot be read refuses each call by itself, as the
 * clients expect. */
static void trpc_read_inputs(struct trpc_visit *trpc, struct arena *arena)
{
    const char *reason = "";
    size_t offset = 0;
    const struct json *all = NULL;
    if (trpc->input.size > 0) {
        all = json_parse(arena, trpc->input, &reason, &offset);
        if (!all) {
            refuse_all(
                trpc, ERROR_BAD_JSON,
                str_format(arena, "The input is not valid JSON: %s, at byte %zu.", reason, offset));
            return;
        }
    }
    if (!trpc->is_batch) {
        trpc->calls[0].input = trpc_unwrap(arena, all);
        trpc->is_wrapped = trpc->calls[0].input.is_wrapped;
        return;
    }
    if (all && all->type != JSON_OBJECT) {
        refuse_all(trpc, ERROR_BAD_REQUEST,
                   STR("\"input\" needs to be an object when doing a batch call"));
        return;
    }
    for (size_t i = 0; i < trpc->count; i++) {
        struct str key = str_format(arena, "%zu", i);
        trpc->calls[i].input = trpc_unwrap(arena, all ? json_get(all, key) : NULL);
        trpc->is_wrapped = trpc->is_wrapped || trpc->calls[i].input.is_wrapped;
    }
}

static const char *const kind_names[] = {
    [OPERATION_QUERY] = "query",
    [OPERATION_MUTATION] = "mutation",
    [OPERATION_SUBSCRIPTION] = "subscription",
};

static void trpc_resolve(struct visit *visit, struct trpc_call *call)
{
    const struct http_request *request = http_request(visit->exchange);
    struct arena *arena = http_arena(visit->exchange);
    call->operation = operation_find(visit->context->runtime->operations, call->path);
    if (!call->operation) {
        call->problem.error = ERROR_NOT_FOUND;
        call->message =
            str_format(arena, "No procedure found on path \"%.*s\"", STR_ARG(call->path));
        return;
    }
    bool is_get = request->method == HTTP_GET;
    enum operation_kind kind = call->operation->kind;
    if ((kind == OPERATION_QUERY && is_get) || (kind == OPERATION_MUTATION && !is_get))
        return;
    call->problem.error = ERROR_METHOD_NOT_ALLOWED;
    call->message =
        str_format(arena, "Unsupported %.*s-request to %s procedure at path \"%.*s\"",
                   STR_ARG(request->method_text), kind_names[kind], STR_ARG(call->path));
}

/* A batch is all queries or all mutations. Absent: it is. */
static struct str trpc_mixture(const struct trpc_visit *trpc, struct arena *arena)
{
    const struct operation *first = NULL;
    for (size_t i = 0; i < trpc->count; i++) {
        const struct operation *operation = trpc->calls[i].operation;
        if (first && operation && operation->kind != first->kind)
            return str_format(arena, "Cannot mix procedure types in call: %s, %s",
                              kind_names[first->kind], kind_names[operation->kind]);
        if (!first)
            first = operation;
    }
    return STR_NONE;
}

/* ---- answering ---- */

static void note_account(struct visit *visit)
{
    for (size_t i = 0; i < trpc_of(visit)->count; i++) {
        const struct call *call = trpc_of(visit)->calls[i].call;
        if (call && id_is_set(call->actor.account_id))
            visit->account_id = call->actor.account_id;
    }
}

/* One status for all, or 207 when they differ. */
static int trpc_common_status(const struct trpc_visit *trpc)
{
    int status = trpc_status(&trpc->calls[0]);
    for (size_t i = 1; i < trpc->count; i++)
        if (trpc_status(&trpc->calls[i]) != status)
            return 207;
    return status;
}

static void trpc_add_headers(struct visit *visit)
{
    struct trpc_visit *trpc = trpc_of(visit);
    struct problem problem = {0};
    bool all_replayed = true;
    for (size_t i = 0; i < trpc->count; i++) {
        struct trpc_call *one = &trpc->calls[i];
        all_replayed = all_replayed && one->call && one->call->replayed;
        if (one->call && one->call->problem.retry_after_s > problem.retry_after_s)
            problem = one->call->problem;
        if (one->call)
            session_cookie_reply(visit, one->call);
    }
    if (all_replayed)
        http_add_header(visit->exchange, "Idempotency-Replayed", STR("true"));
    http_add_header(visit->exchange, "Vary", STR("trpc-accept, accept"));
    visit_add_headers(visit, &problem);
}

static void trpc_finish(struct visit *visit)
{
    struct trpc_visit *trpc = trpc_of(visit);
    struct arena *arena = http_arena(visit->exchange);
    struct buf body;
    buf_init(&body, arena, 1024);
    note_account(visit);
    if (trpc->is_stream)
        trpc_print_stream_head(trpc->count, trpc->is_wrapped, &body);
    else if (trpc->is_batch)
        buf_add_byte(&body, '[');
    for (size_t i = 0; i < trpc->count; i++) {
        if (trpc->is_stream) {
            trpc_print_stream_line(&trpc->calls[i], i, trpc->is_wrapped, arena, &body);
            continue;
        }
        if (i)
            buf_add_byte(&body, ',');
        trpc_print_envelope(&trpc->calls[i], arena, &body);
    }
    if (trpc->is_batch && !trpc->is_stream)
        buf_add_byte(&body, ']');
    trpc_add_headers(visit);
    if (trpc->is_stream)
        http_reply(visit->exchange, 200, json_type, buf_str(&body));
    else /* the body lives in the exchange's arena */
        http_reply_packed(visit->exchange, trpc_common_status(trpc), json_type, buf_str(&body));
}

/* ---- running ---- */

static void trpc_call_done(struct call *call, void *argument)
{
    (void)call;
    visit_call_done(argument);
}

static void stream_line(struct visit *visit, size_t index, struct arena *arena)
{
    struct buf line;
    buf_init(&line, arena, 512);
    trpc_print_stream_line(&trpc_of(visit)->calls[index], index, trpc_of(visit)->is_wrapped, arena,
                           &line);
    http_stream_send(visit->exchange, buf_str(&line)); /* a peer that is gone is told at the end */
}

static void stream_ended(struct visit *visit)
{
    if (atomic_fetch_sub(&visit->pending, 1) != 1)
        return;
    note_account(visit);
    http_stream_end(visit->exchange);
}

/* On whatever thread the call ended; its arena is its own, so nobody else is in it. */
static void stream_call_done(struct call *call, void *argument)
{
    stream_line(argument, (size_t)call->place, call->arena);
    stream_ended(argument);
}

static void trpc_stream(struct visit *visit, struct call *const *calls, size_t count)
{
    struct trpc_visit *trpc = trpc_of(visit);
    struct arena *arena = http_arena(visit->exchange);
    struct buf head;
    buf_init(&head, arena, 256);
    trpc_print_stream_head(trpc->count, trpc->is_wrapped, &head);
    http_add_header(visit->exchange, "Vary", STR("trpc-accept, accept"));
    visit_add_headers(visit, NULL);
    http_stream(visit->exchange, 200, json_type);
    http_stream_send(visit->exchange, buf_str(&head));
    atomic_store(&visit->pending, (int)count + 1);
    for (size_t i = 0; i < trpc->count; i++)
        if (!trpc->calls[i].call)
            stream_line(visit, i, arena);
    for (size_t i = 0; i < count; i++)
        operation_start(calls[i], stream_call_done, visit);
    stream_ended(visit);
}

/* Calls of a batch run at the same time, so each has an arena of its own; it goes with the
 * exchange's. The inputs stay in the exchange's arena, where they are only read. */
static struct call *trpc_make_call(struct visit *visit, size_t index)
{
    struct trpc_visit *trpc = trpc_of(visit);
    struct arena *arena = http_arena(visit->exchange);
    if (trpc->is_batch)
        arena = visit_branch(visit);
    struct trpc_call *one = &trpc->calls[index];
    one->call = call_new(visit, arena, one->operation, trpc->token);
    one->call->input_json = one->input.value;
    one->call->source = SHAPE_FROM_JSON;
    one->call->place = (int64_t)index;
    return one->call;
}

/* A reply that sets a cookie must know it before its first byte, so it is not streamed. */
static bool may_stream(const struct trpc_visit *trpc)
{
    for (size_t i = 0; i < trpc->count; i++) {
        const struct operation *operation = trpc->calls[i].operation;
        if (operation && (operation->flags & (OPERATION_GIVES_SESSION | OPERATION_ENDS_SESSION)))
            return false;
    }
    return trpc->is_stream;
}

static void trpc_run(struct visit *visit)
{
    struct trpc_visit *trpc = trpc_of(visit);
    struct call **calls = ARENA_ARRAY(http_arena(visit->exchange), struct call *, trpc->count);
    size_t count = 0;
    for (size_t i = 0; i < trpc->count; i++)
        if (!trpc->calls[i].problem.error)
            calls[count++] = trpc_make_call(visit, i);
    visit->finish = trpc_finish;
    if (may_stream(trpc))
        trpc_stream(visit, calls, count);
    else
        visit_run(visit, calls, count, trpc_call_done);
}

/* What refuses every call alike: a bad token, a page of another site. */
static enum error trpc_admit(struct visit *visit, struct trpc_visit *trpc)
{
    struct credentials credentials;
    enum error error = credentials_read(visit->exchange, &credentials);
    if (error)
        return error;
    trpc->token = credentials.token;
    if (http_request(visit->exchange)->method == HTTP_GET)
        return ERROR_NONE;
    return origin_check(visit->exchange, &credentials, visit->context->runtime->public_url);
}

/* False: refused and answered. */
static bool trpc_open(struct visit *visit, struct trpc_visit *trpc)
{
    const struct http_request *request = http_request(visit->exchange);
    struct arena *arena = http_arena(visit->exchange);
    if (!trpc_read_query(visit, trpc)) {
        trpc_refuse(visit, ERROR_BAD_REQUEST, STR("The query string has a malformed escape."));
        return false;
    }
    if (request->method == HTTP_POST) {
        if (!content_type_is_json(http_header(visit->exchange, "Content-Type"))) {
            trpc_refuse(visit, ERROR_UNSUPPORTED_MEDIA_TYPE, STR_NONE);
            return false;
        }
        trpc->input = request->body;
    }
    trpc->is_stream = trpc->is_batch && wants_stream(visit->exchange);
    struct str *paths = ARENA_ARRAY(arena, struct str, TRPC_BATCH_MAX);
    struct str path = str_part(request->path, strlen("/trpc/"), request->path.size);
    if (!trpc_split_paths(path, trpc->is_batch, paths, &trpc->count)) {
        trpc_refuse(visit, ERROR_BAD_REQUEST, STR("A batch takes at most 100 calls."));
        return false;
    }
    trpc->calls = ARENA_ARRAY(arena, struct trpc_call, trpc->count);
    for (size_t i = 0; i < trpc->count; i++) {
        trpc->calls[i].path = paths[i];
        trpc_resolve(visit, &trpc->calls[i]);
    }
    trpc_read_inputs(trpc, arena);
    struct str mixture = trpc_mixture(trpc, arena);
    if (mixture.data)
        trpc_refuse(visit, ERROR_BAD_REQUEST, mixture);
    return !mixture.data;
}

static bool method_is_taken(struct visit *visit)
{
    switch (http_request(visit->exchange)->method) {
    case HTTP_GET:
    case HTTP_POST:
        return true;
    case HTTP_HEAD:
    case HTTP_OPTIONS:
        http_add_header(visit->exchange, "Allow", STR("GET, HEAD, POST, OPTIONS"));
        http_reply(visit->exchange, 204, NULL, STR(""));
        return false;
    default:
        http_add_header(visit->exchange, "Allow", STR("GET, HEAD, POST, OPTIONS"));
        trpc_refuse(visit, ERROR_METHOD_NOT_ALLOWED, STR_NONE);
        return false;
    }
}

void trpc_handle(struct visit *visit)
{
    struct trpc_visit *trpc = ARENA_NEW(http_arena(visit->exchange), struct trpc_visit);
    visit->detail = trpc;
    if (!method_is_taken(visit) || !trpc_open(visit, trpc))
        return;
    enum error refusal = trpc_admit(visit, trpc);
    if (refusal)
        refuse_all(trpc, refusal, STR_NONE);
    if (trpc_status(&trpc->calls[0]) == 405) {
        bool is_get = http_request(visit->exchange)->method == HTTP_GET;
        http_add_header(visit->exchange, "Allow", is_get ? STR("POST") : STR("GET"));
    }
    trpc_run(visit);
}
