/* site.c: the addresses that are no operation: health, metrics, documents, files for crawlers. */
#include "face/pages.h"
#include "operation/metrics.h"

static const char html_type[] = "text/html; charset=utf-8";
static const char text_type[] = "text/plain; charset=utf-8";

static void reply_page(struct visit *visit, struct str body)
{
    http_add_header(visit->exchange, "Content-Security-Policy",
                    STR("default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; "
                        "form-action 'none'; frame-ancestors 'none'"));
    http_add_header(visit->exchange, "Cache-Control", STR("no-cache"));
    http_reply_static(visit->exchange, 200, html_type, body);
}

static void reply_docs(struct visit *visit)
{
    reply_page(visit, document_get(visit->context)->html);
}

static void reply_openapi(struct visit *visit)
{
    http_add_header(visit->exchange, "Cache-Control", STR("no-cache"));
    http_reply_static(visit->exchange, 200, "application/json", document_get(visit->context)->json);
}

static void reply_health(struct visit *visit)
{
    visit_add_headers(visit, NULL);
    http_reply_static(visit->exchange, 200, text_type, STR("ok\n"));
}

static void reply_ready(struct visit *visit)
{
    bool is_ready = atomic_load(&visit->context->is_ready);
    visit_add_headers(visit, NULL);
    http_reply_static(visit->exchange, is_ready ? 200 : 503, text_type,
                      is_ready ? STR("ready\n") : STR("not ready\n"));
}

static void reply_metrics(struct visit *visit)
{
    const struct runtime *runtime = visit->context->runtime;
    struct buf out;
    buf_init(&out, http_arena(visit->exchange), 16384);
    metrics_print(runtime->metrics, runtime->db, &out);
    visit_add_headers(visit, NULL);
    http_reply(visit->exchange, 200, "text/plain; version=0.0.4; charset=utf-8", buf_str(&out));
}

static const struct site_address {
    struct str path;
    void (*reply)(struct visit *visit);
} addresses[] = {
    {{"/docs", 5}, reply_docs},
    {{"/api/openapi.json", 17}, reply_openapi},
    {{"/healthz", 8}, reply_health},
    {{"/readyz", 7}, reply_ready},
    {{"/metrics", 8}, reply_metrics},
    {{"/robots.txt", 11}, page_reply_robots},
    {{"/sitemap.xml", 12}, page_reply_sitemap},
    {{"/manifest.webmanifest", 21}, page_reply_manifest},
};

bool site_handle(struct visit *visit)
{
    const struct http_request *request = http_request(visit->exchange);
    if (!str_equal(request->path, STR(SHELL_PATH)) &&
        asset_reply(&face_assets, visit->exchange, request->path))
        return true; /* 405, if it is not read */
    for (size_t i = 0; i < COUNT_OF(addresses); i++) {
        if (!str_equal(addresses[i].path, request->path))
            continue;
        if (visit_is_reading(visit))
            addresses[i].reply(visit);
        else
            rest_refuse_writing(visit);
        return true;
    }
    return false;
}

const struct document *document_get(struct face_context *context)
{
    struct face_wiring *wiring = context->wiring;
    const struct runtime *runtime = context->runtime;
    pthread_mutex_lock(&wiring->lock);
    if (!wiring->document.html.data) {
        struct buf json, html;
        buf_init(&json, wiring->arena, 256 * 1024);
        buf_init(&html, wiring->arena, 256 * 1024);
        openapi_print(runtime->operations, runtime->public_url, &json);
        page_print(runtime->operations, runtime->public_url, wiring->arena, &html);
        wiring->document = (struct document){.json = buf_str(&json), .html = buf_str(&html)};
    }
    pthread_mutex_unlock(&wiring->lock);
    return &wiring->document;
}
