#include "face/pages.h"

#include <stdio.h>
#include <stdlib.h>

#include "face/html.h"

enum { PAGE_BYTES = 96 * 1024, ETAG_HASH_BYTES = 12, ASKED_AGAIN_MAX = 3 };

/* ---- the addresses ---- */

static const struct page page_table[] = {
    {"/", "Discover", PAGE_LOADS_SEARCH, true},
    {"/providers/:user", "Profile", PAGE_LOADS_PROVIDER, true},
    {"/booking", "Book", PAGE_LOADS_SEARCH, false},
    {"/booking/manage", "Your {bookings}", PAGE_LOADS_NOTHING, false},
    {"/booking/manage/:booking", "Your {booking}", PAGE_LOADS_NOTHING, false},
    {"/booking/calendar", "Calendar", PAGE_LOADS_NOTHING, false},
    {"/booking/:user", "Book", PAGE_LOADS_PROVIDER, false},
    {"/booking/:user/success", "Booked", PAGE_LOADS_NOTHING, false},
    {"/messages", "Messages", PAGE_LOADS_NOTHING, false},
    {"/notifications", "Notifications", PAGE_LOADS_NOTHING, false},
    {"/dashboard", "Dashboard", PAGE_LOADS_NOTHING, false},
    {"/account", "Your account", PAGE_LOADS_NOTHING, false},
    {"/account/profile", "Your profile", PAGE_LOADS_NOTHING, false},
    {"/account/services", "Your {services}", PAGE_LOADS_NOTHING, false},
    {"/account/hours", "Your hours", PAGE_LOADS_HOURS, false},
    {"/signin", "Sign in", PAGE_LOADS_NOTHING, true},
    {"/signup", "Sign up", PAGE_LOADS_NOTHING, true},
};
static const struct page not_found = {"", "There is nothing at this address", PAGE_LOADS_NOTHING,
                                      false};

static bool segment_matches(struct str pattern, struct str segment, struct id *ret_id)
{
    if (pattern.size == 0 || pattern.data[0] != ':')
        return str_equal(pattern, segment);
    return id_parse(segment, str_equal(pattern, STR(":user")) ? "user" : "booking", ret_id);
}

static bool path_matches(const char *path, struct str sent, struct id *ret_id)
{
    struct str pattern = str_from(path), pattern_piece, piece;
    while (str_next_piece(&pattern, '/', &pattern_piece)) {
        if (!str_next_piece(&sent, '/', &piece) || !segment_matches(pattern_piece, piece, ret_id))
            return false;
    }
    return !sent.data;
}

const struct page *page_match(struct str path, struct id *ret_id)
{
    for (size_t i = 0; i < COUNT_OF(page_table); i++)
        if (path_matches(page_table[i].path, path, ret_id))
            return &page_table[i];
    return NULL;
}

/* ---- at start ---- */

static _Noreturn void refuse_shell(const char *what)
{
    fprintf(stderr, "docket: web/dist/index.html lacks %s: build the web app again\n", what);
    abort();
}

/* What stands before a placeholder, which is dropped. */
static struct str cut(struct str *rest, const char *placeholder)
{
    const char *found = memmem(rest->data, rest->size, placeholder, strlen(placeholder));
    if (!found)
        refuse_shell(placeholder);
    size_t size = (size_t)(found - rest->data);
    struct str before = str_part(*rest, 0, size);
    *rest = str_part(*rest, size + strlen(placeholder), rest->size);
    return before;
}

static struct page_template template_cut(void)
{
    const struct asset *shell = asset_find(&face_assets, STR(SHELL_PATH));
    if (!shell)
        refuse_shell("itself");
    struct page_template template = {.rest = shell->plain};
    template.before_theme = cut(&template.rest, "data-theme=\"system\"");
    template.before_head = cut(&template.rest, "<!--docket:head-->");
    template.before_body = cut(&template.rest, "<!--docket:body-->");
    template.before_data = cut(&template.rest, "<!--docket:data-->");
    return template;
}

/* The sans and the mono of every page; other cuts and scripts are fetched when a page has them. */
static bool is_first_font(struct str path)
{
    return str_starts_with(path, STR("/assets/")) && str_ends_with(path, STR(".woff2")) &&
           str_contains_ignore_case(path, STR("-latin-wght-normal"));
}

static void pages_link_fonts(struct pages *pages, struct arena *arena)
{
    struct buf links, header;
    buf_init(&links, arena, 512);
    buf_init(&header, arena, 512);
    for (size_t i = 0; i < face_assets.count; i++) {
        const char *path = face_assets.assets[i].path;
        if (!is_first_font(str_from(path)))
            continue;
        buf_format(&links,
                   "<link rel=\"preload\" href=\"%s\" as=\"font\" type=\"font/woff2\" "
                   "crossorigin>\n",
                   path);
        buf_format(&header, "%s<%s>; rel=preload; as=font; type=\"font/woff2\"; crossorigin",
                   header.size ? ", " : "", path);
    }
    pages->font_links = buf_str(&links);
    pages->link_header = buf_str(&header);
}

static const struct operation *operation_named(const struct runtime *runtime, struct str name)
{
    const struct operation *operation = operation_find(runtime->operations, name);
    if (!operation) {
        fprintf(stderr, "docket: pages want the operation %.*s\n", STR_ARG(name));
        abort();
    }
    return operation;
}

struct pages *pages_new(struct arena *arena, struct runtime *runtime)
{
    if (!runtime->edition)
        return NULL;
    struct pages *pages = ARENA_NEW(arena, struct pages);
    *pages = (struct pages){
        .runtime = runtime,
        .edition = runtime->edition,
        .template = template_cut(),
        .me = operation_named(runtime, STR("auth.me")),
        .search = operation_named(runtime, STR("provider.search")),
        .find = operation_named(runtime, STR("provider.get")),
        .hours = operation_named(runtime, STR("availability.get")),
        .sitemap = sitemap_new(arena, runtime),
    };
    pages_link_fonts(pages, arena);
    return pages;
}

/* ---- a visit ---- */

struct page_visit {
    struct page_view view;
    struct id subject; /* of the address; ID_NONE: none */
    struct call *account_call, *query_call;
    struct json *input; /* of the query */
    bool is_kept_back;  /* the query's answer is shown, but is not what the app will ask for */
    int asked_again;
    bool has_session; /* a cookie came, whatever it is worth */
};

static struct str theme_of(const struct http_exchange *exchange)
{
    static const char *const themes[] = {"day", "night", "terminal"};
    struct str wanted = http_cookie(exchange, "theme");
    for (size_t i = 0; i < COUNT_OF(themes); i++)
        if (str_equal(str_from(themes[i]), wanted))
            return str_from(themes[i]);
    return STR("system");
}

static struct str word_of(const struct edition_words *words, struct str name)
{
    const struct {
        struct str name, word;
    } known[] = {{STR("booking"), words->booking},
                 {STR("bookings"), words->bookings},
                 {STR("services"), words->services}};
    for (size_t i = 0; i < COUNT_OF(known); i++)
        if (str_equal(known[i].name, name))
            return known[i].word;
    return name;
}

/* "Your {bookings}" in the edition's words. */
static struct str spoken(struct arena *arena, const struct edition *edition, const char *title)
{
    struct str rest = str_from(title), plain, word;
    struct buf out;
    buf_init(&out, arena, 64);
    while (str_next_piece(&rest, '{', &plain)) {
        buf_add(&out, plain);
        if (str_next_piece(&rest, '}', &word))
            buf_add(&out, word_of(edition->words, word));
    }
    return buf_str(&out);
}

/* ---- its answer ---- */

static void show_page(struct page_view *view, const struct page *page, int status)
{
    view->page = page;
    view->status = status;
    view->title = spoken(view->arena, view->pages->edition, page->title);
}

static const struct json *reply_tree(struct call *call)
{
    return json_parse(call->arena, operation_reply(call), NULL, NULL);
}

static void take_account(struct visit *visit, struct page_visit *page)
{
    struct call *call = page->account_call;
    if (!call || call->error)
        return;
    visit->account_id = call->actor.account_id;
    page->view.account = json_get(reply_tree(call), STR("user"));
}

/* Without an answer the app asks by itself, and shows what then is wrong. */
static void take_query(struct page_visit *page)
{
    struct page_view *view = &page->view;
    struct call *call = page->query_call;
    if (!call)
        return;
    if (call->error) {
        if (call->error == ERROR_NOT_FOUND && id_is_set(page->subject))
            show_page(view, &not_found, 404);
        return;
    }
    view->query = page->is_kept_back ? NULL : call->operation;
    view->input = page->input;
    view->output = operation_reply(call);
    view->answer = reply_tree(call);
    struct str name = page_member(page_provider(view), "displayName");
    if (name.size && view->page->is_indexed)
        view->title = name;
}

static struct str shell_print(const struct page_view *view)
{
    const struct page_template *template = &view->pages->template;
    struct buf out;
    buf_init(&out, view->arena, PAGE_BYTES);
    buf_add(&out, template->before_theme);
    html_add_value(&out, "data-theme=\"", view->theme, "\"");
    buf_add(&out, template->before_head);
    page_add_head(view, &out);
    buf_add(&out, template->before_body);
    page_add_body(view, &out);
    buf_add(&out, template->before_data);
    page_add_data(view, &out);
    buf_add(&out, template->rest);
    return buf_str(&out);
}

static void add_headers(struct http_exchange *exchange, const struct page_visit *page)
{
    static const struct {
        const char *name;
        struct str value;
    } headers[] = {
        {"Content-Security-Policy",
         STR("default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
             "font-src 'self'; connect-src 'self'; object-src 'none'; base-uri 'none'; "
             "form-action 'self'; frame-ancestors 'none'")},
        {"Permissions-Policy", STR("camera=(), microphone=(), payment=(), usb=(), "
                                   "geolocation=(self)")},
        {"Cross-Origin-Opener-Policy", STR("same-origin")},
        {"Vary", STR("Cookie, Accept")},
    };
    for (size_t i = 0; i < COUNT_OF(headers); i++)
        http_add_header(exchange, headers[i].name, headers[i].value);
    if (page->view.pages->link_header.size)
        http_add_header(exchange, "Link", page->view.pages->link_header);
    http_add_header(exchange, "Cache-Control",
                    page->has_session ? STR("no-store") : STR("no-cache"));
}

static struct str etag_of(struct arena *arena, struct str body)
{
    struct hash hash = hash_sha256(body);
    struct buf text;
    buf_init(&text, arena, 64);
    BUF_ADD(&text, "W/\"");
    hex_print(&text, hash.bytes, ETAG_HASH_BYTES);
    buf_add_byte(&text, '"');
    return buf_str(&text);
}

static void page_finish(struct visit *visit)
{
    struct http_exchange *exchange = visit->exchange;
    struct page_visit *page = visit->detail;
    take_account(visit, page);
    take_query(page);
    struct str body = shell_print(&page->view);
    add_headers(exchange, page);
    if (!page->has_session && page->view.status == 200) {
        struct str etag = etag_of(page->view.arena, body);
        http_add_header(exchange, "ETag", etag);
        if (http_etag_list_has(http_header(exchange, "If-None-Match"), etag)) {
            http_reply_static(exchange, 304, NULL, STR(""));
            return;
        }
    }
    http_reply_packed(exchange, page->view.status, "text/html; charset=utf-8", body);
}

/* ---- its calls ---- */

/* On whatever thread the call ended; its arena is its own. What was sent with the first try is
 * still there, the exchange's headers perhaps not. */
static struct call *call_again(const struct call *before)
{
    struct call *call = ARENA_NEW(before->arena, struct call);
    *call = (struct call){
        .arena = before->arena,
        .runtime = before->runtime,
        .operation = before->operation,
        .input_json = before->input_json,
        .source = before->source,
        .token = before->token,
        .remote_address = before->remote_address,
        .request_id = before->request_id,
        .user_agent = before->user_agent,
    };
    return call;
}

/* What in the address is no good is left out, as if it had not been said. */
static void page_call_done(struct call *call, void *argument)
{
    struct visit *visit = argument;
    struct page_visit *page = visit->detail;
    if (call != page->query_call || call->error != ERROR_INVALID ||
        call->problem.fields.count == 0 || page->asked_again++ == ASKED_AGAIN_MAX) {
        visit_call_done(visit);
        return;
    }
    page_search_forget(page->input, &call->problem);
    page->query_call = call_again(call);
    operation_start(page->query_call, page_call_done, visit);
}

static struct json *no_input(struct arena *arena)
{
    struct json *object = ARENA_NEW(arena, struct json);
    *object = (struct json){.type = JSON_OBJECT};
    return object;
}

static struct json *provider_input(struct arena *arena, struct id id)
{
    struct json *object = ARENA_NEW(arena, struct json), *member = ARENA_NEW(arena, struct json);
    *member =
        (struct json){.type = JSON_TEXT, .text = id_text(arena, "user", id), .key = STR("id")};
    *object = (struct json){.type = JSON_OBJECT, .first = member, .count = 1};
    return object;
}

static struct json *search_input(struct visit *visit, struct page_visit *page, struct arena *arena)
{
    const struct pages *pages = page->view.pages;
    struct page_search search;
    page_search_read(arena, pages->search->input, pages->edition,
                     http_request(visit->exchange)->query, &search);
    page->is_kept_back = search.has_date;
    return search.input;
}

static struct call *query_call_new(struct visit *visit, struct page_visit *page, struct str token)
{
    const struct pages *pages = page->view.pages;
    enum page_loads loads = page->view.page->loads;
    if (loads == PAGE_LOADS_NOTHING || (loads == PAGE_LOADS_HOURS && !page->has_session))
        return NULL;
    struct arena *arena = visit_branch(visit);
    const struct operation *asked = loads == PAGE_LOADS_SEARCH     ? pages->search
                                    : loads == PAGE_LOADS_PROVIDER ? pages->find
                                                                   : pages->hours;
    struct call *call = call_new(visit, arena, asked, token);
    page->input = loads == PAGE_LOADS_SEARCH     ? search_input(visit, page, arena)
                  : loads == PAGE_LOADS_PROVIDER ? provider_input(arena, page->subject)
                                                 : no_input(arena);
    call->input_json = page->input;
    call->source = SHAPE_FROM_JSON;
    return call;
}

/* Where the page would like to be found: without a query string. */
static struct str path_of(struct arena *arena, const struct page_visit *page)
{
    if (!id_is_set(page->subject))
        return str_from(page->view.page->path);
    return str_format(arena, "/providers/%.*s", STR_ARG(id_text(arena, "user", page->subject)));
}

static void page_serve(struct visit *visit, const struct page *shown, struct id subject, int status)
{
    struct arena *arena = http_arena(visit->exchange);
    struct page_visit *page = ARENA_NEW(arena, struct page_visit);
    struct credentials who = {0};
    struct call *calls[2];
    size_t count = 0;
    /* A token in a header is a program's; a page is for the cookie's owner. */
    if (credentials_read(visit->exchange, &who) || !who.is_from_cookie)
        who = (struct credentials){0};
    visit->detail = page;
    visit->finish = page_finish;
    page->subject = subject;
    page->has_session = who.is_from_cookie;
    page->view = (struct page_view){
        .pages = visit->context->wiring->pages,
        .arena = arena,
        .theme = theme_of(visit->exchange),
    };
    show_page(&page->view, shown, status);
    page->view.path = path_of(arena, page);
    page->query_call = query_call_new(visit, page, who.token);
    if (page->query_call)
        calls[count++] = page->query_call;
    if (page->has_session) {
        page->account_call = call_new(visit, visit_branch(visit), page->view.pages->me, who.token);
        calls[count++] = page->account_call;
    }
    visit_run(visit, calls, count, page_call_done);
}

bool pages_handle(struct visit *visit)
{
    const struct http_request *request = http_request(visit->exchange);
    struct id subject = ID_NONE;
    const struct page *page =
        visit->context->wiring->pages ? page_match(request->path, &subject) : NULL;
    if (!page)
        return false;
    if (visit_is_reading(visit))
        page_serve(visit, page, subject, 200);
    else
        rest_refuse_writing(visit);
    return true;
}

bool pages_handle_unknown(struct visit *visit)
{
    const struct http_request *request = http_request(visit->exchange);
    bool is_for_people =
        visit_is_reading(visit) && !str_starts_with(request->path, STR("/api/")) &&
        str_contains_ignore_case(http_header(visit->exchange, "Accept"), STR("text/html"));
    if (!visit->context->wiring->pages || !is_for_people)
        return false;
    page_serve(visit, &not_found, ID_NONE, 404);
    return true;
}
