/* pages_head.c: what a page says of itself to search engines, to messengers that show a preview,
 * and to the browser before the first pixel. */
#include "face/html.h"
#include "face/pages.h"

enum { DESCRIPTION_MAX = 160, SUMMARY_MAX = 500 };

struct str page_member(const struct json *object, const char *name)
{
    const struct json *member = object ? json_get(object, str_from(name)) : NULL;
    bool is_text = member && (member->type == JSON_TEXT || member->type == JSON_NUMBER);
    return is_text ? member->text : STR_NONE;
}

static const struct json *answer_member(const struct page_view *view, enum page_loads loads,
                                        const char *name)
{
    if (!view->answer || view->page->loads != loads)
        return NULL;
    return json_get(view->answer, str_from(name));
}

const struct json *page_provider(const struct page_view *view)
{
    return answer_member(view, PAGE_LOADS_PROVIDER, "provider");
}

const struct json *page_found(const struct page_view *view)
{
    const struct json *found = answer_member(view, PAGE_LOADS_SEARCH, "providers");
    return found ? found->first : NULL;
}

/* ---- texts ---- */

/* The first so many characters on one line, ended by an ellipsis where some are missing. */
static struct str one_line(struct arena *arena, struct str text, size_t max)
{
    struct buf line;
    size_t count = 0, at = 0;
    buf_init(&line, arena, max + 8);
    for (; at < text.size && count < max; count++) {
        char byte = text.data[at++];
        buf_add_byte(&line, byte == '\n' || byte == '\t' ? ' ' : byte);
        while (at < text.size && ((unsigned char)text.data[at] & 0xC0) == 0x80)
            buf_add_byte(&line, text.data[at++]);
    }
    if (at < text.size)
        BUF_ADD(&line, "…");
    return buf_str(&line);
}

/* "Mixing engineer, Los Angeles, CA. Twenty years of records." */
static struct str provider_summary(const struct page_view *view, size_t max)
{
    const struct json *provider = page_provider(view);
    struct str headline = page_member(provider, "headline");
    struct str place = page_member(provider, "location"), bio = page_member(provider, "bio");
    struct buf text;
    buf_init(&text, view->arena, 512);
    buf_add(&text, headline);
    if (place.size)
        buf_format(&text, "%s%.*s", text.size ? ", " : "", STR_ARG(place));
    if (bio.size)
        buf_format(&text, "%s%.*s", text.size ? ". " : "", STR_ARG(bio));
    return one_line(view->arena, buf_str(&text), max);
}

static struct str description_of(const struct page_view *view)
{
    struct str own = STR("");
    if (page_provider(view))
        own = provider_summary(view, DESCRIPTION_MAX);
    return own.size ? own : view->pages->edition->description;
}

static struct str full_title(const struct page_view *view)
{
    const struct edition *edition = view->pages->edition;
    if (view->page->loads == PAGE_LOADS_SEARCH && view->page->is_indexed)
        return str_format(view->arena, "%.*s · %.*s", STR_ARG(edition->title),
                          STR_ARG(edition->tagline));
    return str_format(view->arena, "%.*s · %.*s", STR_ARG(view->title), STR_ARG(edition->title));
}

/* Absolute where the program knows its own name; a search engine resolves the rest by itself. */
static struct str address_of(const struct page_view *view, struct str path)
{
    return str_format(view->arena, "%.*s%.*s", STR_ARG(view->pages->runtime->public_url),
                      STR_ARG(path));
}

/* ---- JSON-LD (schema.org) ---- */

void page_write_text(struct json_writer *writer, const char *name, struct str text)
{
    json_key(writer, str_from(name));
    json_text(writer, text);
}

static void ld_type(struct json_writer *writer, const char *type)
{
    json_begin_object(writer);
    page_write_text(writer, "@type", str_from(type));
}

/* A number is passed on as it was printed. */
static void ld_number(struct json_writer *writer, const char *key, struct str number)
{
    json_key(writer, str_from(key));
    json_raw(writer, number);
}

static void ld_search_action(const struct page_view *view, struct json_writer *writer)
{
    json_key(writer, STR("potentialAction"));
    ld_type(writer, "SearchAction");
    json_key(writer, STR("target"));
    ld_type(writer, "EntryPoint");
    page_write_text(writer, "urlTemplate", address_of(view, STR("/?q={search_term_string}")));
    json_end_object(writer);
    page_write_text(writer, "query-input", STR("required name=search_term_string"));
    json_end_object(writer);
}

static void ld_site(const struct page_view *view, struct json_writer *writer)
{
    const struct edition *edition = view->pages->edition;
    ld_type(writer, "WebSite");
    page_write_text(writer, "name", edition->title);
    page_write_text(writer, "description", edition->description);
    page_write_text(writer, "url", address_of(view, STR("/")));
    ld_search_action(view, writer);
    json_end_object(writer);
}

static void ld_found(const struct page_view *view, struct json_writer *writer)
{
    int64_t position = 0;
    ld_type(writer, "ItemList");
    json_key(writer, STR("itemListElement"));
    json_begin_array(writer);
    for (const struct json *one = page_found(view); one; one = one->next) {
        struct str path =
            str_format(view->arena, "/providers/%.*s", STR_ARG(page_member(one, "id")));
        ld_type(writer, "ListItem");
        json_key(writer, STR("position"));
        json_int(writer, ++position);
        page_write_text(writer, "name", page_member(one, "displayName"));
        page_write_text(writer, "url", address_of(view, path));
        json_end_object(writer);
    }
    json_end_array(writer);
    json_end_object(writer);
}

static void ld_discover(const struct page_view *view, struct json_writer *writer)
{
    json_begin_object(writer);
    page_write_text(writer, "@context", STR("https://schema.org"));
    json_key(writer, STR("@graph"));
    json_begin_array(writer);
    ld_site(view, writer);
    if (page_found(view))
        ld_found(view, writer);
    json_end_array(writer);
    json_end_object(writer);
}

static void ld_offer(const struct json *service, struct json_writer *writer)
{
    struct str price = page_member(service, "unitRate");
    ld_type(writer, "Offer");
    json_key(writer, STR("itemOffered"));
    ld_type(writer, "Service");
    page_write_text(writer, "name", page_member(service, "title"));
    if (page_member(service, "description").size)
        page_write_text(writer, "description", page_member(service, "description"));
    json_end_object(writer);
    if (price.data) {
        ld_number(writer, "price", price);
        page_write_text(writer, "priceCurrency", page_member(service, "currency"));
    }
    json_end_object(writer);
}

static void ld_offers(const struct json *provider, struct json_writer *writer)
{
    const struct json *services = json_get(provider, STR("services"));
    if (!services || !services->first)
        return;
    json_key(writer, STR("makesOffer"));
    json_begin_array(writer);
    for (const struct json *one = services->first; one; one = one->next)
        ld_offer(one, writer);
    json_end_array(writer);
}

static void ld_rating(const struct json *provider, struct json_writer *writer)
{
    struct str rating = page_member(provider, "rating");
    if (!rating.data)
        return;
    json_key(writer, STR("aggregateRating"));
    ld_type(writer, "AggregateRating");
    ld_number(writer, "ratingValue", rating);
    ld_number(writer, "reviewCount", page_member(provider, "reviewCount"));
    json_end_object(writer);
}

static void ld_provider(const struct page_view *view, struct json_writer *writer)
{
    const struct json *provider = page_provider(view);
    json_begin_object(writer);
    page_write_text(writer, "@context", STR("https://schema.org"));
    page_write_text(writer, "@type", STR("ProfessionalService"));
    page_write_text(writer, "name", page_member(provider, "displayName"));
    page_write_text(writer, "description", provider_summary(view, SUMMARY_MAX));
    page_write_text(writer, "url", address_of(view, view->path));
    if (page_member(provider, "location").size) {
        json_key(writer, STR("address"));
        ld_type(writer, "PostalAddress");
        page_write_text(writer, "addressLocality", page_member(provider, "location"));
        json_end_object(writer);
    }
    ld_offers(provider, writer);
    ld_rating(provider, writer);
    json_end_object(writer);
}

static void add_linked_data(const struct page_view *view, struct buf *out)
{
    struct json_writer writer;
    struct buf json;
    buf_init(&json, view->arena, 4096);
    json_writer_init(&writer, &json);
    if (page_provider(view))
        ld_provider(view, &writer);
    else
        ld_discover(view, &writer);
    BUF_ADD(out, "<script type=\"application/ld+json\">");
    html_add_json(out, buf_str(&json));
    BUF_ADD(out, "</script>\n");
}

/* ---- the head ---- */

/* The colours of tokens.css, for the browser's own frame. */
static void add_theme_color(struct str theme, struct buf *out)
{
    if (str_equal(theme, STR("system")))
        BUF_ADD(out, "<meta name=\"theme-color\" content=\"#f4f6f4\" "
                     "media=\"(prefers-color-scheme:light)\">\n<meta name=\"theme-color\" "
                     "content=\"#0f1714\" media=\"(prefers-color-scheme:dark)\">\n");
    else if (str_equal(theme, STR("day")))
        BUF_ADD(out, "<meta name=\"theme-color\" content=\"#f4f6f4\">\n");
    else if (str_equal(theme, STR("night")))
        BUF_ADD(out, "<meta name=\"theme-color\" content=\"#0f1714\">\n");
    else
        BUF_ADD(out, "<meta name=\"theme-color\" content=\"#050805\">\n");
}

static void add_preview(const struct page_view *view, struct str title, struct str description,
                        struct buf *out)
{
    const char *type = page_provider(view) ? "profile" : "website";
    html_add_value(out, "<meta property=\"og:site_name\" content=\"", view->pages->edition->title,
                   "\">\n");
    html_add_value(out, "<meta property=\"og:type\" content=\"", str_from(type), "\">\n");
    html_add_value(out, "<meta property=\"og:title\" content=\"", title, "\">\n");
    html_add_value(out, "<meta property=\"og:description\" content=\"", description, "\">\n");
    if (view->pages->runtime->public_url.size) {
        struct str address = address_of(view, view->path);
        html_add_value(out, "<meta property=\"og:url\" content=\"", address, "\">\n");
        html_add_value(out, "<link rel=\"canonical\" href=\"", address, "\">\n");
    }
    BUF_ADD(out, "<meta name=\"twitter:card\" content=\"summary\">\n");
}

void page_add_head(const struct page_view *view, struct buf *out)
{
    struct str title = full_title(view), description = description_of(view);
    html_add_value(out, "<title>", title, "</title>\n");
    html_add_value(out, "<meta name=\"description\" content=\"", description, "\">\n");
    add_theme_color(view->theme, out);
    buf_add(out, view->pages->font_links);
    if (view->status != 200 || !view->page->is_indexed) {
        BUF_ADD(out, "<meta name=\"robots\" content=\"noindex\">\n");
        return;
    }
    add_preview(view, title, description, out);
    add_linked_data(view, out);
}
