/* face.c: which face an exchange belongs to, and what is written down when it is over. */
#include "base/clock.h"
#include "base/log.h"
#include "face/pages.h"
#include "operation/metrics.h"
#include "operation/rush.h"

enum { BODY_MAX = 64 * 1024, BATCH_BODY_MAX = 256 * 1024 };

static bool is_trpc(const struct http_request *request)
{
    return str_starts_with(request->path, STR("/trpc/"));
}

static bool is_api(const struct http_request *request)
{
    return str_starts_with(request->path, STR("/api/"));
}

static int64_t face_accept(const struct http_request *request, void *argument)
{
    const struct face_context *context = argument;
    if (is_trpc(request))
        return context->wiring->trpc_body_max;
    if (!is_api(request) || request->method == HTTP_GET)
        return BODY_MAX;
    struct route_match match =
        router_match(context->wiring->router, request->method, request->path);
    int64_t own = match.route ? match.route->operation->body_max : 0;
    return own ? own : BODY_MAX;
}

static void face_handle(struct http_exchange *exchange, void *argument)
{
    const struct http_request *request = http_request(exchange);
    struct visit *visit = ARENA_NEW(http_arena(exchange), struct visit);
    visit->context = argument;
    visit->exchange = exchange;
    http_set_user(exchange, visit);
    if (is_trpc(request))
        trpc_handle(visit);
    else if (!pictures_handle(visit) && !site_handle(visit) && !pages_handle(visit))
        rest_handle(visit); /* answers 404 for what is nobody's */
}

static void face_finish(struct http_exchange *exchange, void *argument)
{
    (void)argument;
    struct visit *visit = http_user(exchange);
    visit->finish(visit);
}

static struct str account_text(struct http_exchange *exchange)
{
    const struct visit *visit = http_user(exchange);
    if (!visit || !id_is_set(visit->account_id))
        return STR_NONE;
    return id_text(http_arena(exchange), "user", visit->account_id);
}

/* Never the query string nor a header: both may carry secrets. */
static void face_closed(struct http_exchange *exchange, void *argument)
{
    const struct face_context *context = argument;
    const struct http_request *request = http_request(exchange);
    int64_t duration_us = clock_monotonic_us() - request->started_us;
    metrics_count_http(context->runtime->metrics, http_status(exchange), duration_us);
    if (!context->log_access)
        return;
    log_event(LOG_INFO, "request", LOG_TEXT("method", request->method_text),
              LOG_TEXT("path", request->path), LOG_INT("status", http_status(exchange)),
              LOG_INT("us", duration_us), LOG_INT("bytes", http_bytes_sent(exchange)),
              LOG_TEXT("request_id", request->request_id),
              LOG_TEXT("account", account_text(exchange)));
}

static struct str face_print_error(struct http_exchange *exchange, enum error error, void *argument)
{
    (void)argument;
    const struct http_request *request = http_request(exchange);
    if (request->path.data && is_trpc(request))
        return trpc_print_refusal(http_arena(exchange), error);
    struct problem problem = {.error = error};
    return problem_json(http_arena(exchange), &problem, request->request_id);
}

static bool face_is_full(void *argument)
{
    const struct face_context *context = argument;
    const struct rush *rush = context->runtime->rush;
    return rush && rush_is_full(rush);
}

/* A batch carries many inputs; no single operation of it may get a smaller limit than alone. */
static int64_t largest_body(const struct operation_table *table)
{
    int64_t largest = BATCH_BODY_MAX;
    for (size_t i = 0; i < table->set_count; i++)
        for (size_t k = 0; k < table->sets[i].count; k++)
            if (table->sets[i].operations[k].body_max > largest)
                largest = table->sets[i].operations[k].body_max;
    return largest;
}

struct http_handlers face_handlers(struct face_context *context)
{
    struct arena *arena = arena_new(64 * 1024);
    const struct operation_table *table = context->runtime->operations;
    struct face_wiring *wiring = ARENA_NEW(arena, struct face_wiring);
    wiring->arena = arena;
    wiring->router = router_new(arena, rest_routes, rest_route_count, table);
    wiring->trpc_body_max = largest_body(table);
    wiring->pages = pages_new(arena, context->runtime);
    wiring->pictures = pictures_of(arena, context->runtime->edition);
    pthread_mutex_init(&wiring->lock, NULL);
    context->wiring = wiring;
    return (struct http_handlers){
        .accept = face_accept,
        .handle = face_handle,
        .finish = face_finish,
        .closed = face_closed,
        .print_error = face_print_error,
        .is_full = face_is_full,
        .context = context,
    };
}

void face_release(struct face_context *context)
{
    if (!context->wiring)
        return;
    if (context->wiring->pages)
        sitemap_free(context->wiring->pages->sitemap);
    pthread_mutex_destroy(&context->wiring->lock);
    arena_free(context->wiring->arena);
    context->wiring = NULL;
}
