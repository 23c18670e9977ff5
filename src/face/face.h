/* face.h: the faces of the operation table on HTTP. A face translates; it holds no rule.
 *
 *   /api/…            rest.c       paths of CONTRACT.md, from the table in rest_routes.c
 *   /trpc/…           trpc.c       tRPC v11: queries, mutations, batches, JSONL stream
 *   /api/openapi.json openapi.c    OpenAPI 3.1 from the same tables; /docs (page.c) for people
 *   /healthz /readyz /metrics      site.c
 *   /, /providers/:id …            pages.c      the web app's pages; its files are assets
 *
 * `docket types` prints the AppRouter type (types.c). */
#ifndef DOCKET_FACE_FACE_H
#define DOCKET_FACE_FACE_H

#include "net/http.h"
#include "operation/operation.h"

struct face_wiring; /* what is compiled from the tables once: routes, documents */
struct face_context {
    struct runtime *runtime;
    _Atomic bool is_ready; /* /readyz answers 503 until then and while draining */
    bool log_access;
    struct face_wiring *wiring; /* set by face_handlers() */
};

/* The handlers app/ gives to http_start(). The context must outlive the server. Aborts with a
 * message when a route names an operation that is not in the table. */
struct http_handlers face_handlers(struct face_context *context);
void face_release(struct face_context *context); /* after http_free() */

void openapi_print(const struct operation_table *table, struct str public_url, struct buf *out);
void types_print(const struct operation_table *table, struct buf *out);

/* ---- the REST table ---- */
struct rest_route {
    enum http_method method;
    const char *path; /* "/api/bookings/:id/confirm"; ":name" fills that input field */
    const char *operation;
    int status;        /* on success; 0: 200 */
    const char *fixed; /* "tab=upcoming": input given by the path itself; NULL: none */
};
extern const struct rest_route rest_routes[];
extern const size_t rest_route_count;

#endif
