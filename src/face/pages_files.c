/* pages_files.c: what crawlers and browsers ask for beside the pages.
 *
 * The sitemap's list of providers takes one search for each hundred of them, so it is made at most
 * once in ten minutes, by one request at a time; the others get the last one. */
#include "base/clock.h"
#include "face/html.h"
#include "face/pages.h"

enum { SITEMAP_MAX = 5000, SITEMAP_STEP = 100, SITEMAP_AGE_MS = 10 * 60 * 1000, RETRY_AFTER_S = 2 };

static const char *const private_paths[] = {"/account",  "/api/",          "/booking", "/dashboard",
                                            "/messages", "/notifications", "/trpc/"};

/* A name or an address, perhaps with a port. */
static bool is_host(struct str text)
{
    for (size_t i = 0; i < text.size; i++) {
        char byte = text.data[i];
        bool is_letter = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
        bool is_digit = byte >= '0' && byte <= '9';
        if (!is_letter && !is_digit && !memchr(".-:[]", byte, 5))
            return false;
    }
    return text.size > 0;
}

/* What this server is called from outside: as it was told, else as the visitor calls it; absent:
 * the visitor calls it by no name. */
static struct str base_address(struct visit *visit)
{
    const struct http_request *request = http_request(visit->exchange);
    struct str known = visit->context->runtime->public_url;
    struct str host = http_header(visit->exchange, "Host");
    if (known.size)
        return known;
    if (!is_host(host))
        return STR_NONE;
    return str_format(http_arena(visit->exchange), "%s://%.*s",
                      request->is_https ? "https" : "http", STR_ARG(host));
}

void page_reply_robots(struct visit *visit)
{
    struct str base = visit->context->runtime->public_url;
    struct buf out;
    buf_init(&out, http_arena(visit->exchange), 512);
    BUF_ADD(&out, "User-agent: *\nAllow: /\n");
    for (size_t i = 0; i < COUNT_OF(private_paths); i++)
        buf_format(&out, "Disallow: %s\n", private_paths[i]);
    if (base.size)
        buf_format(&out, "\nSitemap: %.*s/sitemap.xml\n", STR_ARG(base));
    http_add_header(visit->exchange, "Cache-Control", STR("no-cache"));
    http_reply_static(visit->exchange, 200, "text/plain; charset=utf-8", buf_str(&out));
}

static void write_icons(struct json_writer *writer)
{
    json_key(writer, STR("icons"));
    json_raw(writer,
             STR("[{\"src\":\"/favicon.svg\",\"type\":\"image/svg+xml\",\"sizes\":\"any\"}]"));
}

void page_reply_manifest(struct visit *visit)
{
    const struct edition *edition = visit->context->runtime->edition;
    const struct {
        const char *name;
        struct str value;
    } texts[] = {
        {"name", edition->title},
        {"short_name", edition->title},
        {"id", STR("/")},
        {"description", edition->description},
        {"start_url", STR("/")},
        {"scope", STR("/")},
        {"display", STR("standalone")},
        {"background_color", STR("#f4f6f4")},
        {"theme_color", edition->accent->day->cursor},
    };
    struct json_writer writer;
    struct buf out;
    buf_init(&out, http_arena(visit->exchange), 1024);
    json_writer_init(&writer, &out);
    json_begin_object(&writer);
    for (size_t i = 0; i < COUNT_OF(texts); i++)
        page_write_text(&writer, texts[i].name, texts[i].value);
    write_icons(&writer);
    json_end_object(&writer);
    http_add_header(visit->exchange, "Cache-Control", STR("no-cache"));
    http_reply_static(visit->exchange, 200, "application/manifest+json", buf_str(&out));
}

/* ---- the sitemap ---- */

struct sitemap {
    pthread_mutex_t lock; /* of what follows */
    struct arena *arena;  /* of ids; NULL: never made */
    struct list ids;      /* of struct str: "user_…" */
    int64_t made_ms;
    bool is_being_made;

    struct runtime runtime; /* the server's, without rate limits: nobody in particular asks */
    const struct operation *search;
};

struct sitemap *sitemap_new(struct arena *arena, const struct runtime *runtime)
{
    struct sitemap *sitemap = ARENA_NEW(arena, struct sitemap);
    pthread_mutex_init(&sitemap->lock, NULL);
    sitemap->runtime = *runtime;
    sitemap->runtime.rate_limits = NULL;
    sitemap->search = operation_find(runtime->operations, STR("provider.search"));
    return sitemap;
}

void sitemap_free(struct sitemap *sitemap)
{
    arena_free(sitemap->arena);
    pthread_mutex_destroy(&sitemap->lock);
}

/* One making of the list: a search for each step, each in an arena that dies with it. Steps follow
 * one another, so nothing here needs the lock. */
struct sitemap_making {
    struct sitemap *sitemap;
    struct arena *arena; /* of ids */
    struct str *ids;
    size_t count;
};

static struct call *sitemap_step_new(struct visit *visit, struct str cursor)
{
    struct sitemap *sitemap = visit->context->wiring->pages->sitemap;
    const struct http_request *request = http_request(visit->exchange);
    struct arena *arena = arena_new(256 * 1024);
    struct call *call = ARENA_NEW(arena, struct call);
    struct json_writer writer;
    struct buf input;
    buf_init(&input, arena, 256);
    json_writer_init(&writer, &input);
    json_begin_object(&writer);
    page_write_text(&writer, "sortBy", STR("rating"));
    json_key(&writer, STR("limit"));
    json_int(&writer, SITEMAP_STEP);
    if (cursor.data)
        page_write_text(&writer, "cursor", cursor);
    json_end_object(&writer);
    *call = (struct call){
        .arena = arena,
        .runtime = &sitemap->runtime,
        .operation = sitemap->search,
        .input_json = json_parse(arena, buf_str(&input), NULL, NULL),
        .source = SHAPE_FROM_JSON,
        .remote_address = request->remote_address,
        .request_id = request->request_id,
    };
    return call;
}

/* The next cursor, in the call's arena; absent after the last. */
static struct str sitemap_take(struct sitemap_making *making, struct call *call)
{
    const struct json *answer = json_parse(call->arena, operation_reply(call), NULL, NULL);
    const struct json *providers = answer ? json_get(answer, STR("providers")) : NULL;
    for (const struct json *one = providers ? providers->first : NULL;
         one && making->count < SITEMAP_MAX; one = one->next)
        making->ids[making->count++] = str_copy(making->arena, page_member(one, "id"));
    return making->count < SITEMAP_MAX ? page_member(answer, "nextCursor") : STR_NONE;
}

/* The last list stays when this one could not be made. */
static void sitemap_keep(struct sitemap_making *making, bool is_whole)
{
    struct sitemap *sitemap = making->sitemap;
    struct arena *unused = making->arena;
    pthread_mutex_lock(&sitemap->lock);
    sitemap->is_being_made = false;
    if (is_whole) {
        unused = sitemap->arena;
        sitemap->arena = making->arena;
        sitemap->ids = (struct list){.items = making->ids, .count = making->count};
        sitemap->made_ms = clock_now_ms();
    }
    pthread_mutex_unlock(&sitemap->lock);
    arena_free(unused);
}

/* On whatever thread the step ended. */
static void sitemap_step_done(struct call *call, void *argument)
{
    struct visit *visit = argument;
    struct sitemap_making *making = visit->detail;
    struct arena *arena = call->arena;
    enum error error = call->error;
    struct str cursor = error ? STR_NONE : sitemap_take(making, call);
    if (cursor.data) {
        struct call *next = sitemap_step_new(visit, cursor);
        arena_free(arena);
        operation_start(next, sitemap_step_done, visit);
        return;
    }
    arena_free(arena);
    sitemap_keep(making, error == ERROR_NONE);
    visit_call_done(visit);
}

static void print_address(struct str base, struct str path, struct buf *out)
{
    html_add_value(out, "<url><loc>", base, "");
    html_add_value(out, "", path, "</loc></url>\n");
}

/* Absent: there is no list yet. */
static struct str sitemap_print(struct sitemap *sitemap, struct arena *arena, struct str base)
{
    struct buf out;
    buf_init(&out, arena, 16 * 1024);
    BUF_ADD(&out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                  "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n");
    print_address(base, STR("/"), &out);
    pthread_mutex_lock(&sitemap->lock);
    bool is_made = sitemap->arena != NULL;
    for (size_t i = 0; i < sitemap->ids.count; i++) {
        struct str id = *LIST_AT(sitemap->ids, struct str, i);
        print_address(base, str_format(arena, "/providers/%.*s", STR_ARG(id)), &out);
    }
    pthread_mutex_unlock(&sitemap->lock);
    BUF_ADD(&out, "</urlset>\n");
    return is_made ? buf_str(&out) : STR_NONE;
}

static void sitemap_finish(struct visit *visit)
{
    struct sitemap *sitemap = visit->context->wiring->pages->sitemap;
    struct str text = sitemap_print(sitemap, http_arena(visit->exchange), base_address(visit));
    if (!text.data) {
        rest_refuse(visit,
                    &(struct problem){.error = ERROR_UNAVAILABLE, .retry_after_s = RETRY_AFTER_S});
        return;
    }
    http_add_header(visit->exchange, "Cache-Control", STR("no-cache"));
    http_reply_packed(visit->exchange, 200, "application/xml", text);
}

/* True for the one who now has to make it. */
static bool sitemap_claim(struct sitemap *sitemap)
{
    pthread_mutex_lock(&sitemap->lock);
    bool is_fresh = sitemap->arena && clock_now_ms() < sitemap->made_ms + SITEMAP_AGE_MS;
    bool is_mine = !is_fresh && !sitemap->is_being_made;
    sitemap->is_being_made = sitemap->is_being_made || is_mine;
    pthread_mutex_unlock(&sitemap->lock);
    return is_mine;
}

void page_reply_sitemap(struct visit *visit)
{
    struct sitemap *sitemap = visit->context->wiring->pages->sitemap;
    struct sitemap_making *making = ARENA_NEW(http_arena(visit->exchange), struct sitemap_making);
    if (!base_address(visit).data) {
        rest_refuse(visit, &(struct problem){.error = ERROR_BAD_REQUEST});
        return;
    }
    if (!sitemap_claim(sitemap)) {
        sitemap_finish(visit);
        return;
    }
    making->sitemap = sitemap;
    making->arena = arena_new(64 * 1024);
    making->ids = ARENA_ARRAY(making->arena, struct str, SITEMAP_MAX);
    visit->detail = making;
    visit->finish = sitemap_finish;
    struct call *call = sitemap_step_new(visit, STR_NONE);
    visit_run(visit, &call, 1, sitemap_step_done);
}
