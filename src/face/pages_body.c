/* pages_body.c: what a page shows without a script, and what it brings along for the app. */
#include "face/html.h"
#include "face/pages.h"

/* ---- the plain version ---- */

static void add_provider_line(const struct json *provider, struct buf *out)
{
    html_add_value(out, "<li><a href=\"/providers/", page_member(provider, "id"), "\">");
    html_add_text(out, page_member(provider, "displayName"));
    BUF_ADD(out, "</a>");
    if (page_member(provider, "headline").size)
        html_add_value(out, " · ", page_member(provider, "headline"), "");
    BUF_ADD(out, "</li>\n");
}

static void add_discover(const struct page_view *view, struct buf *out)
{
    const struct edition *edition = view->pages->edition;
    html_add_value(out, "<h1>", edition->tagline, "</h1>\n");
    html_add_value(out, "<p>", edition->description, "</p>\n");
    const struct json *one = page_found(view);
    if (!one)
        return;
    BUF_ADD(out, "<ul>\n");
    for (; one; one = one->next)
        add_provider_line(one, out);
    BUF_ADD(out, "</ul>\n");
}

static void add_service_line(const struct page_view *view, const struct json *service,
                             struct buf *out)
{
    struct str rate = page_member(service, "unitRate"), type = page_member(service, "rateType");
    html_add_value(out, "<li>", page_member(service, "title"), "");
    if (rate.data) {
        html_add_value(out, " · ", rate, " ");
        html_add_text(out, page_member(service, "currency"));
        if (str_equal_ignore_case(type, STR("hourly")))
            html_add_value(out, " / ", view->pages->edition->words->hour, "");
        else if (str_equal_ignore_case(type, STR("day")))
            BUF_ADD(out, " / day");
    }
    BUF_ADD(out, "</li>\n");
}

static void add_profile(const struct page_view *view, const struct json *provider, struct buf *out)
{
    html_add_value(out, "<h1>", page_member(provider, "displayName"), "</h1>\n");
    html_add_value(out, "<p>", page_member(provider, "headline"), "</p>\n");
    if (page_member(provider, "bio").size)
        html_add_value(out, "<p>", page_member(provider, "bio"), "</p>\n");
    const struct json *services = json_get(provider, STR("services"));
    BUF_ADD(out, "<ul>\n");
    for (const struct json *one = services ? services->first : NULL; one; one = one->next)
        add_service_line(view, one, out);
    BUF_ADD(out, "</ul>\n");
}

void page_add_body(const struct page_view *view, struct buf *out)
{
    const struct json *provider = page_provider(view);
    BUF_ADD(out, "<main class=\"prerender\">\n");
    if (provider)
        add_profile(view, provider, out);
    else if (view->page->loads == PAGE_LOADS_SEARCH)
        add_discover(view, out);
    else
        html_add_value(out, "<h1>", view->title, "</h1>\n");
    BUF_ADD(out, "</main>");
}

/* ---- the data block ---- */

static void write_query(const struct page_view *view, struct json_writer *writer)
{
    json_begin_object(writer);
    page_write_text(writer, "path", str_from(view->query->name));
    json_key(writer, STR("input"));
    json_tree(writer, view->input);
    json_key(writer, STR("output"));
    json_raw(writer, view->output);
    json_end_object(writer);
}

void page_add_data(const struct page_view *view, struct buf *out)
{
    struct json_writer writer;
    struct buf json;
    buf_init(&json, view->arena, view->output.size + 16 * 1024);
    json_writer_init(&writer, &json);
    json_begin_object(&writer);
    json_key(&writer, STR("edition"));
    json_raw(&writer, view->pages->edition->json);
    json_key(&writer, STR("account"));
    if (view->account)
        json_tree(&writer, view->account);
    else
        json_null(&writer);
    page_write_text(&writer, "theme", view->theme);
    json_key(&writer, STR("queries"));
    json_begin_array(&writer);
    if (view->query)
        write_query(view, &writer);
    json_end_array(&writer);
    json_end_object(&writer);
    BUF_ADD(out, "<script type=\"application/json\" id=\"docket-data\">");
    html_add_json(out, buf_str(&json));
    BUF_ADD(out, "</script>");
}
