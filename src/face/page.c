/* page.c: /docs, a page for people from the tables the API itself runs on. It needs no script. */
#include "face/example.h"
#include "face/html.h"
#include "face/visit.h"

static void words(struct buf *out, const char *plain)
{
    html_add_text(out, str_from(plain ? plain : ""));
}

/* ---- fields ---- */

static const char *type_word(enum field_type type)
{
    static const char *const type_words[] = {
        [FIELD_BOOL] = "true or false",
        [FIELD_INT] = "whole number",
        [FIELD_TEXT] = "text",
        [FIELD_SECRET] = "text, secret",
        [FIELD_ENUM] = "one of",
        [FIELD_ID] = "id",
        [FIELD_INSTANT] = "time",
        [FIELD_DATE] = "date",
        [FIELD_TIME_OF_DAY] = "time of day",
        [FIELD_DECIMAL] = "number",
        [FIELD_AMOUNT] = "amount, and …Minor",
        [FIELD_ZONE] = "IANA time zone",
        [FIELD_CURRENCY] = "ISO 4217 code",
        [FIELD_OBJECT] = "object",
        [FIELD_LIST] = "list of",
        [FIELD_JSON] = "any JSON",
    };
    return type_words[type];
}

static void print_names(struct buf *out, const struct name_table *names)
{
    for (size_t i = 0; i < names->count; i++) {
        buf_add(out, i ? STR(", ") : STR(" "));
        words(out, names->names[i]);
    }
}

static void print_type(struct buf *out, const struct field *field)
{
    enum field_type type = field->type;
    words(out, type_word(type));
    if (type == FIELD_LIST) {
        buf_add_byte(out, ' ');
        type = field->element;
        words(out, type_word(type));
    }
    if (type == FIELD_ENUM && field->names)
        print_names(out, field->names);
    if (type == FIELD_ID && field->prefix)
        buf_format(out, " <code>%s_…</code>", field->prefix);
    if (type == FIELD_OBJECT && field->shape)
        buf_format(out, " <a href=\"#shape-%s\">%s</a>", field->shape->name, field->shape->name);
}

static void print_field(struct buf *out, const struct field *field)
{
    BUF_ADD(out, "<tr><td><code>");
    words(out, field->name);
    BUF_ADD(out, "</code>");
    if (field->flags & FIELD_REQUIRED)
        BUF_ADD(out, " <span class=\"soft\">required</span>");
    BUF_ADD(out, "</td><td>");
    print_type(out, field);
    BUF_ADD(out, "</td><td>");
    words(out, field->doc);
    if (field->aliases) {
        BUF_ADD(out, " <span class=\"soft\">Also taken as ");
        words(out, field->aliases);
        BUF_ADD(out, ".</span>");
    }
    BUF_ADD(out, "</td></tr>\n");
}

static void print_fields(struct buf *out, const struct shape *shape, const char *title)
{
    if (shape->field_count == 0)
        return;
    buf_format(out, "<div class=\"scroll\"><table><tr><th>%s</th><th></th><th></th></tr>\n", title);
    for (size_t i = 0; i < shape->field_count; i++)
        print_field(out, &shape->fields[i]);
    BUF_ADD(out, "</table></div>\n");
}

/* ---- operations ---- */

static void print_callers(struct buf *out, uint32_t may)
{
    static const struct {
        uint32_t relation;
        const char *name;
    } callers[] = {
        {RELATION_OWN_CLIENT, "its client or owner"},
        {RELATION_OWN_PROVIDER, "its provider"},
        {RELATION_CLIENT, "other accounts"},
        {RELATION_PROVIDER, "other providers"},
        {RELATION_MEDIATOR, "mediators"},
        {RELATION_ADMIN, "admins"},
    };
    BUF_ADD(out, "<p class=\"soft\">Who may call it: ");
    if (may == MAY_ANYONE || may == MAY_SIGNED_IN) {
        buf_add(out, may == MAY_ANYONE ? STR("anyone") : STR("anyone signed in"));
    } else {
        const char *comma = "";
        for (size_t i = 0; i < COUNT_OF(callers); i++) {
            if (!(may & callers[i].relation))
                continue;
            buf_format(out, "%s%s", comma, callers[i].name);
            comma = ", ";
        }
        if (may & RELATION_NOBODY)
            buf_format(out, "%snobody signed in", comma);
    }
    BUF_ADD(out, ".</p>\n");
}

static const char *method_name(enum http_method method)
{
    static const char *const names[] = {
        [HTTP_GET] = "GET",     [HTTP_POST] = "POST",     [HTTP_PUT] = "PUT",
        [HTTP_PATCH] = "PATCH", [HTTP_DELETE] = "DELETE",
    };
    return names[method];
}

/* A line to paste, with ids to fill in. */
static void print_curl(struct buf *out, const struct rest_route *route,
                       const struct operation *operation)
{
    struct buf body;
    struct json_writer writer;
    buf_init(&body, out->arena, 256);
    json_writer_init(&writer, &body);
    example_print(operation->input, route->path, &writer);
    BUF_ADD(out, "<pre><code>curl ");
    if (route->method != HTTP_GET)
        buf_format(out, "-X %s ", method_name(route->method));
    BUF_ADD(out, "$BASE");
    words(out, route->path);
    if (!(operation->may & RELATION_NOBODY))
        BUF_ADD(out, " -H &quot;Authorization: Bearer $TOKEN&quot;");
    if (route->method != HTTP_GET && body.size > 2) {
        BUF_ADD(out, " \\\n  -H 'Content-Type: application/json' -d '");
        html_add_text(out, buf_str(&body));
        BUF_ADD(out, "'");
    }
    BUF_ADD(out, "</code></pre>\n");
}

/* The sentence that says what it is, for those who look for the right one. */
static struct str first_sentence(const char *doc)
{
    struct str whole = str_from(doc);
    for (size_t i = 0; i + 1 < whole.size; i++)
        if (whole.data[i] == '.' && whole.data[i + 1] == ' ')
            return str_part(whole, 0, i + 1);
    return whole;
}

static void print_route(struct buf *out, const struct operation_table *table,
                        const struct rest_route *route)
{
    const struct operation *operation = operation_find(table, str_from(route->operation));
    buf_format(out, "<details><summary><b>%s</b><code>", method_name(route->method));
    words(out, route->path);
    BUF_ADD(out, "</code><span class=\"soft\">");
    html_add_text(out, first_sentence(operation->doc));
    BUF_ADD(out, "</span></summary><div>\n<p>");
    words(out, operation->doc);
    buf_format(out, "</p>\n<p class=\"soft\">tRPC: <code>%s</code> (%s)</p>\n", operation->name,
               operation->kind == OPERATION_QUERY ? "query" : "mutation");
    print_callers(out, operation->may);
    print_curl(out, route, operation);
    print_fields(out, operation->input, "Takes");
    print_fields(out, operation->output, "Answers");
    BUF_ADD(out, "</div></details>\n");
}

static bool is_of_room(const struct rest_route *route, struct str room)
{
    return str_starts_with(str_from(route->operation), room) && route->operation[room.size] == '.';
}

static struct str room_of(const struct rest_route *route)
{
    struct str rest = str_from(route->operation), room;
    str_next_piece(&rest, '.', &room);
    return room;
}

static bool is_first_of_room(size_t index)
{
    for (size_t i = 0; i < index; i++)
        if (is_of_room(&rest_routes[i], room_of(&rest_routes[index])))
            return false;
    return true;
}

static void print_rooms(struct buf *out, const struct operation_table *table)
{
    for (size_t i = 0; i < rest_route_count; i++) {
        struct str room = room_of(&rest_routes[i]);
        if (!is_first_of_room(i))
            continue;
        buf_format(out, "<h2 id=\"%.*s\">%.*s</h2>\n", STR_ARG(room), STR_ARG(room));
        for (size_t k = i; k < rest_route_count; k++)
            if (is_of_room(&rest_routes[k], room))
                print_route(out, table, &rest_routes[k]);
    }
}

static void print_navigation(struct buf *out)
{
    BUF_ADD(out, "<nav>");
    for (size_t i = 0; i < rest_route_count; i++)
        if (is_first_of_room(i))
            buf_format(out, "<a href=\"#%.*s\">%.*s</a>", STR_ARG(room_of(&rest_routes[i])),
                       STR_ARG(room_of(&rest_routes[i])));
    BUF_ADD(out, "<a href=\"#shapes\">shapes</a><a href=\"#refusals\">refusals</a>"
                 "<a href=\"/api/openapi.json\">OpenAPI</a></nav>\n");
}

/* ---- shapes inside others, and refusals ---- */

struct printed {
    struct buf *out;
    struct arena *arena;
    const struct shape **items;
    size_t count;
};

static void print_inner_shape(const struct shape *shape, void *context)
{
    struct printed *printed = context;
    for (size_t i = 0; i < printed->count; i++)
        if (strcmp(printed->items[i]->name, shape->name) == 0)
            return;
    size_t size = printed->count * sizeof(shape);
    printed->items = arena_grow(printed->arena, printed->items, size, size + sizeof(shape));
    printed->items[printed->count++] = shape;
    buf_format(printed->out, "<h3 id=\"shape-%s\">%s</h3>\n", shape->name, shape->name);
    if (shape->doc) {
        BUF_ADD(printed->out, "<p>");
        words(printed->out, shape->doc);
        BUF_ADD(printed->out, "</p>\n");
    }
    print_fields(printed->out, shape, "Fields");
}

/* Those that stand whole at their operation are not repeated, unless another one holds them. */
static void print_shapes(struct buf *out, const struct operation_table *table, struct arena *arena)
{
    struct printed printed = {.out = out, .arena = arena};
    BUF_ADD(out, "<h2 id=\"shapes\">Shapes</h2>\n");
    for (size_t i = 0; i < rest_route_count; i++) {
        const struct operation *operation =
            operation_find(table, str_from(rest_routes[i].operation));
        const struct shape *both[] = {operation->input, operation->output};
        for (size_t k = 0; k < COUNT_OF(both); k++)
            for (size_t f = 0; f < both[k]->field_count; f++)
                if (both[k]->fields[f].shape)
                    shape_walk(both[k]->fields[f].shape, print_inner_shape, &printed);
    }
}

static void print_refusals(struct buf *out)
{
    BUF_ADD(out,
            "<h2 id=\"refusals\">Refusals</h2>\n<p>A refusal is "
            "<code>application/problem+json</code> with a stable <code>code</code>. When several "
            "apply, the first in its group is given.</p>\n<div class=\"scroll\"><table>"
            "<tr><th>Code</th><th>Status</th><th></th></tr>\n");
    for (int error = 1; error < ERROR_COUNT; error++) {
        const struct error_info *info = error_info((enum error)error);
        buf_format(out, "<tr id=\"%s\"><td><code>%s</code></td><td>%d</td><td>", info->code,
                   info->code, info->http_status);
        words(out, info->sentence);
        BUF_ADD(out, "</td></tr>\n");
    }
    BUF_ADD(out, "</table></div>\n");
}

void page_print(const struct operation_table *table, struct str public_url, struct arena *arena,
                struct buf *out)
{
    BUF_ADD(
        out,
        "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
        "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">"
        "<title>Docket API</title><link rel=\"stylesheet\" href=\"/docs.css\"><link rel=\"icon\" "
        "href=\"/favicon.svg\"></head><body>"
        "<main>\n<h1>Docket API</h1>\n"
        "<p class=\"soft\">One set of operations, as REST under <code>/api</code> and as tRPC v11 "
        "under <code>/trpc</code>.</p>\n");
    print_navigation(out);
    /* A server without a public name cannot know by which address it is read. */
    BUF_ADD(out, "<pre><code>BASE=");
    html_add_text(out, public_url.size ? public_url
                                       : STR("http://127.0.0.1:8080 # this server's address"));
    BUF_ADD(
        out,
        "\n"
        "TOKEN=$(curl -s $BASE/api/auth/login -H 'Content-Type: application/json' \\\n"
        "  -d '{\"email\":\"client@example.com\",\"password\":\"docket-demo\"}' \\\n"
        "  | sed 's/.*\"token\":\"\\([^\"]*\\)\".*/\\1/')\n"
        "curl -s \"$BASE/api/marketplace/providers?service=MIXING\"\n"
        "curl -s $BASE/api/bookings -H \"Authorization: Bearer $TOKEN\"</code></pre>\n"
        "<p>Times are RFC 3339 in UTC; on input a local time with <code>timeZone</code> is taken "
        "too. Amounts are exact decimals beside a <code>currency</code>, and again in minor units. "
        "Lists take <code>limit</code> and <code>cursor</code> and answer "
        "<code>nextCursor</code>. A write may carry an <code>Idempotency-Key</code>; sending it "
        "again within 24 hours gives the stored answer.</p>\n");
    print_rooms(out, table);
    print_shapes(out, table, arena);
    print_refusals(out);
    BUF_ADD(out, "</main></body></html>\n");
}
