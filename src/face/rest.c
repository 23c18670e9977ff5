#include "face/rest_input.h"
#include "face/visit.h"

void rest_refuse(struct visit *visit, const struct problem *problem)
{
    struct str body = problem_json(http_arena(visit->exchange), problem,
                                   http_request(visit->exchange)->request_id);
    visit_add_headers(visit, problem);
    http_reply(visit->exchange, error_info(problem->error)->http_status, "application/problem+json",
               body);
}

void rest_refuse_writing(struct visit *visit)
{
    http_add_header(visit->exchange, "Allow", STR("GET, HEAD"));
    rest_refuse(visit, &(struct problem){.error = ERROR_METHOD_NOT_ALLOWED});
}

/* Refuses with a sentence of its own, or with the table's (absent). */
static void refuse_with(struct visit *visit, enum error error, struct str detail)
{
    struct problem problem = {.error = error, .detail = detail};
    rest_refuse(visit, &problem);
}

/* What a REST call needs to be answered. */
struct rest_visit {
    const struct route *route;
    struct call *call;
};

static void rest_finish(struct visit *visit)
{
    struct rest_visit *rest = visit->detail;
    struct call *call = rest->call;
    visit->account_id = call->actor.account_id;
    if (call->error) {
        call->problem.error = call->error;
        rest_refuse(visit, &call->problem);
        return;
    }
    visit_add_headers(visit, NULL);
    session_cookie_reply(visit, call);
    if (call->replayed)
        http_add_header(visit->exchange, "Idempotency-Replayed", STR("true"));
    int status = rest->route->row->status;
    /* The reply lives in the call's arena, which is the exchange's. */
    http_reply_packed(visit->exchange, status ? status : 200, "application/json",
                      operation_reply(call));
}

static void rest_call_done(struct call *call, void *argument)
{
    (void)call;
    visit_call_done(argument);
}

static void rest_no_route(struct visit *visit, const struct route_match *match)
{
    if (!match->allow.data) {
        if (pages_handle_unknown(visit))
            return;
        refuse_with(visit, ERROR_NOT_FOUND, STR("There is no such address; /docs lists them all."));
        return;
    }
    struct arena *arena = http_arena(visit->exchange);
    http_add_header(visit->exchange, "Allow",
                    str_format(arena, "%.*s, OPTIONS", STR_ARG(match->allow)));
    if (http_request(visit->exchange)->method == HTTP_OPTIONS)
        http_reply(visit->exchange, 204, NULL, STR(""));
    else
        refuse_with(visit, ERROR_METHOD_NOT_ALLOWED,
                    str_format(arena, "This address takes %.*s.", STR_ARG(match->allow)));
}

static enum error rest_admit(struct visit *visit, struct credentials *credentials)
{
    enum error error = credentials_read(visit->exchange, credentials);
    enum http_method method = http_request(visit->exchange)->method;
    if (!error && method != HTTP_GET && method != HTTP_HEAD)
        error = origin_check(visit->exchange, credentials, visit->context->runtime->public_url);
    return error;
}

void rest_handle(struct visit *visit)
{
    const struct http_request *request = http_request(visit->exchange);
    struct arena *arena = http_arena(visit->exchange);
    struct route_match match =
        router_match(visit->context->wiring->router, request->method, request->path);
    if (!match.route) {
        rest_no_route(visit, &match);
        return;
    }
    struct credentials credentials;
    enum error error = rest_admit(visit, &credentials);
    if (error) {
        refuse_with(visit, error, STR_NONE);
        return;
    }
    struct rest_visit *rest = ARENA_NEW(arena, struct rest_visit);
    rest->route = match.route;
    rest->call = call_new(visit, arena, match.route->operation, credentials.token);
    const struct rest_source source = {
        .method = request->method,
        .query = request->query,
        .content_type = http_header(visit->exchange, "Content-Type"),
        .body = request->body,
    };
    struct problem problem = {0};
    if (!rest_input_gather(arena, &match, &source, &rest->call->input_json, &rest->call->source,
                           &problem)) {
        rest_refuse(visit, &problem);
        return;
    }
    visit->detail = rest;
    visit->finish = rest_finish;
    visit_run(visit, &rest->call, 1, rest_call_done);
}
