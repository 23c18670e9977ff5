/* pages.h: the web app's pages, as the server sends them. Private to face/.
 *
 * Every page is the one shell that the web build leaves at web/dist/index.html, cut into pieces
 * when the program starts. Into it go a head of the page's own (title, description, Open Graph,
 * JSON-LD), a plain version of what can be said without a script, and a data block: the edition,
 * who is here, and the answers the app would ask for first. Those come through the same operations,
 * as the same visitor, as any other call; a page whose question is refused is served without the
 * answer.
 *
 *   pages.c         addresses, the calls of a page, its reply
 *   pages_input.c   the query string of Discover as input of provider.search
 *   pages_head.c    what stands in <head>
 *   pages_body.c    the plain version, and the data block
 *   pages_files.c   robots.txt, sitemap.xml, the manifest
 *
 * What people wrote goes through html.h alone. Nothing in a page runs but the app's own files: the
 * content security policy allows no inline script or style, and the page has none. */
#ifndef DOCKET_FACE_PAGES_H
#define DOCKET_FACE_PAGES_H

#include "edition/edition.h"
#include "face/visit.h"

/* PAGE_LOADS_HOURS: the visitor's own, if they have signed in. */
enum page_loads { PAGE_LOADS_NOTHING, PAGE_LOADS_SEARCH, PAGE_LOADS_PROVIDER, PAGE_LOADS_HOURS };

struct page {
    const char *path;  /* "/booking/:user/success": ":user" is an id with that prefix */
    const char *title; /* the edition's words stand in braces: "Your {bookings}" */
    enum page_loads loads;
    bool is_indexed; /* by search engines */
};

/* The shell, cut at its placeholders. */
struct page_template {
    struct str before_theme, before_head, before_body, before_data, rest;
};

struct sitemap; /* pages_files.c */

/* Made once at start; lives in face_wiring's arena and never changes, but for the sitemap. */
struct pages {
    struct runtime *runtime;
    const struct edition *edition;
    struct page_template template;
    struct str font_links;  /* <link rel="preload"> of the two fonts */
    struct str link_header; /* the same as a header, for proxies that hint early */
    /* auth.me, provider.search, provider.get, availability.get */
    const struct operation *me, *search, *find, *hours;
    struct sitemap *sitemap;
};

#define SHELL_PATH "/index.html" /* among the assets; nobody may fetch it as it is */

/* NULL when the runtime has no edition (in tests of other things). Aborts with a message when the
 * shell lacks a placeholder or the table an operation. */
struct pages *pages_new(struct arena *arena, struct runtime *runtime);
/* Which page an address is, and the id in it, if any; NULL: none. */
const struct page *page_match(struct str path, struct id *ret_id);

/* One page for one visitor. */
struct page_view {
    const struct pages *pages;
    struct arena *arena;
    const struct page *page;
    int status;
    struct str theme;           /* "system", "day", "night" or "terminal" */
    struct str title;           /* without the marketplace's own */
    struct str path;            /* where the page would like to be found; "/providers/user_…" */
    const struct json *account; /* NULL: nobody */
    /* The answer that is inlined, if there is one. */
    const struct operation *query; /* NULL: none */
    const struct json *input;
    struct str output;         /* as the API prints it */
    const struct json *answer; /* the same, read */
};

/* ---- pages_input.c ---- */
/* Discover's first search: what is valid in the query string, or the edition's start when there is
 * none; 12 providers with 3 starts each, and facets. */
struct page_search {
    struct json *input; /* of provider.search */
    bool is_start;      /* there is no query string */
    bool has_date;      /* a day of the visitor's, whose zone the app alone knows: it asks again */
};
void page_search_read(struct arena *arena, const struct shape *shape, const struct edition *edition,
                      struct str query, struct page_search *ret);
/* Leaves out the fields that were refused, so that the rest can be asked again. */
void page_search_forget(struct json *input, const struct problem *problem);

/* ---- pages_head.c and pages_body.c ---- */
void page_add_head(const struct page_view *view, struct buf *out);
void page_add_body(const struct page_view *view, struct buf *out);
void page_add_data(const struct page_view *view, struct buf *out);
/* A text or a number's text among an object's members; absent when null, not there or else. */
struct str page_member(const struct json *object, const char *name);
void page_write_text(struct json_writer *writer, const char *name, struct str text);
/* provider.get's provider; NULL: not on this page. */
const struct json *page_provider(const struct page_view *view);
const struct json *page_found(const struct page_view *view); /* first of those found; NULL: none */

/* ---- pages_files.c ---- */
struct sitemap *sitemap_new(struct arena *arena, const struct runtime *runtime);
void sitemap_free(struct sitemap *sitemap);
void page_reply_robots(struct visit *visit);
void page_reply_manifest(struct visit *visit);
void page_reply_sitemap(struct visit *visit);

#endif
