#include "face/visit.h"

/* Headers belong to the connection, which may be lost while the call still waits for its turn. */
static struct str copy_if_set(struct arena *arena, struct str text)
{
    return text.data ? str_copy(arena, text) : STR_NONE;
}

struct call *call_new(struct visit *visit, struct arena *arena, const struct operation *operation,
                      struct str token)
{
    const struct http_request *request = http_request(visit->exchange);
    struct call *call = ARENA_NEW(arena, struct call);
    call->arena = arena;
    call->runtime = visit->context->runtime;
    call->operation = operation;
    call->token = copy_if_set(arena, token);
    if (operation->kind == OPERATION_MUTATION)
        call->idempotency_key = copy_if_set(arena, http_header(visit->exchange, "Idempotency-Key"));
    call->remote_address = request->remote_address;
    call->request_id = request->request_id;
    call->user_agent = copy_if_set(arena, http_header(visit->exchange, "User-Agent"));
    return call;
}

static void free_arena(void *arena)
{
    arena_free(arena);
}

bool visit_is_reading(const struct visit *visit)
{
    enum http_method method = http_request(visit->exchange)->method;
    return method == HTTP_GET || method == HTTP_HEAD;
}

struct arena *visit_branch(struct visit *visit)
{
    struct arena *branch = arena_new(0);
    arena_defer(http_arena(visit->exchange), free_arena, branch);
    return branch;
}

void visit_call_done(struct visit *visit)
{
    if (atomic_fetch_sub(&visit->pending, 1) == 1)
        http_resume(visit->exchange);
}

/* The handler counts as one call more, so that the exchange is resumed by whoever ends last, and
 * never before it was suspended. */
void visit_run(struct visit *visit, struct call *const *calls, size_t count,
               void (*done)(struct call *call, void *argument))
{
    atomic_store(&visit->pending, (int)count + 1);
    for (size_t i = 0; i < count; i++)
        operation_start(calls[i], done, visit);
    if (atomic_load(&visit->pending) == 1) {
        visit->finish(visit);
        return;
    }
    http_suspend(visit->exchange);
    visit_call_done(visit);
}

void visit_add_headers(struct visit *visit, const struct problem *problem)
{
    struct arena *arena = http_arena(visit->exchange);
    http_add_header(visit->exchange, "Cache-Control", STR("no-store"));
    if (!problem)
        return;
    if (problem->retry_after_s > 0)
        http_add_header(visit->exchange, "Retry-After",
                        str_format(arena, "%d", problem->retry_after_s));
    if (error_info(problem->error)->http_status == 401)
        http_add_header(visit->exchange, "WWW-Authenticate", STR("Bearer"));
}
