/* Static files over a real socket: which body, which status, which labels; and sd_notify. */
#include "net/http_client_test.h"

#include <stddef.h>
#include <sys/un.h>

#include "net/asset.h"
#include "net/http_text.h"
#include "net/notify.h"

static const struct asset assets[] = {
    {.path = "/app-3f2a1c9d.js",
     .content_type = "text/javascript",
     .etag = "\"e1\"",
     .immutable = true,
     .plain = {"0123456789", 10},
     .gzip = {"GZIP", 4},
     .brotli = {"BR", 2}},
    {.path = "/empty.txt", .content_type = "text/plain", .etag = "\"e2\"", .plain = {"", 0}},
    {.path = "/index.html",
     .content_type = "text/html",
     .etag = "\"e3\"",
     .plain = {"<h1>hello</h1>", 14}},
};
static const struct asset_set set = {.assets = assets, .count = COUNT_OF(assets)};

static struct arena *arena;
static struct http_server *server;

static void handle(struct http_exchange *exchange, void *context)
{
    (void)context;
    if (!asset_reply(&set, exchange, http_request(exchange)->path))
        http_reply(exchange, 404, "text/plain", STR("no such file"));
}

static int start(void **state)
{
    (void)state;
    struct str reason;
    arena = arena_new(0);
    struct http_options options = {
        .listen = STR("127.0.0.1:0"), .threads = 1, .handlers = {.handle = handle}};
    server = http_start(&options, arena, &reason);
    return server ? 0 : -1;
}

static int stop(void **state)
{
    (void)state;
    http_stop(server, 1000);
    http_free(server);
    arena_free(arena);
    return 0;
}

#define JS "/app-3f2a1c9d.js"

static const struct {
    const char *request, *headers;
    int status;
    const char *body;
    const char *header, *value; /* one more thing to look at */
} rows[] = {
    {"GET " JS, "", 200, "0123456789", "Cache-Control", "public, max-age=31536000, immutable"},
    {"GET " JS, "", 200, "0123456789", "Vary", "Accept-Encoding"},
    {"GET " JS, "", 200, "0123456789", "Content-Type", "text/javascript"},
    {"GET /index.html", "", 200, "<h1>hello</h1>", "Cache-Control", "no-cache"},
    {"GET /index.html", "Accept-Encoding: gzip, br\r\n", 200, "<h1>hello</h1>", "Vary", ""},
    {"GET /empty.txt", "", 200, "", "Content-Length", "0"},
    {"GET /index.htm", "", 404, "no such file", "ETag", ""},
    {"GET /index.html2", "", 404, "no such file", "ETag", ""},
    {"HEAD /index.html", "", 200, "", "Content-Length", "14"},
    {"POST /index.html", "", 405, "GET or HEAD\n", "Allow", "GET, HEAD"},

    {"GET " JS, "Accept-Encoding: gzip\r\n", 200, "GZIP", "Content-Encoding", "gzip"},
    {"GET " JS, "Accept-Encoding: gzip, br\r\n", 200, "BR", "Content-Encoding", "br"},
    {"GET " JS, "Accept-Encoding: gzip, br\r\n", 200, "BR", "ETag", "\"e1-br\""},
    {"GET " JS, "Accept-Encoding: br;q=0.5, gzip;q=0.8\r\n", 200, "GZIP", "ETag", "\"e1-gzip\""},
    {"GET " JS, "Accept-Encoding: br;q=0\r\n", 200, "0123456789", "Content-Encoding", ""},
    {"GET " JS, "Accept-Encoding: *\r\n", 200, "BR", "Content-Encoding", "br"},
    {"GET " JS, "Accept-Encoding: br;q=0, *;q=0.1\r\n", 200, "GZIP", "Content-Encoding", "gzip"},
    {"GET " JS, "Accept-Encoding: identity, gzip;q=0.2\r\n", 200, "0123456789", "Content-Encoding",
     ""},
    {"GET " JS, "Accept-Encoding: br;q=2, gzip;q=x\r\n", 200, "0123456789", "Content-Encoding", ""},

    {"GET " JS, "If-None-Match: \"e1\"\r\n", 304, "", "ETag", "\"e1\""},
    {"GET " JS, "If-None-Match: \"x\", W/\"e1\"\r\n", 304, "", "ETag", "\"e1\""},
    {"GET " JS, "If-None-Match: *\r\n", 304, "", "ETag", "\"e1\""},
    {"GET " JS, "If-None-Match: \"e2\"\r\n", 200, "0123456789", "ETag", "\"e1\""},
    {"GET " JS, "If-None-Match: \"e1-br\"\r\nAccept-Encoding: br\r\n", 304, "", "ETag",
     "\"e1-br\""},
    {"HEAD " JS, "If-None-Match: \"e1\"\r\n", 304, "", "ETag", "\"e1\""},

    {"GET " JS, "Range: bytes=0-3\r\n", 206, "0123", "Content-Range", "bytes 0-3/10"},
    {"GET " JS, "Range: bytes=7-\r\n", 206, "789", "Content-Range", "bytes 7-9/10"},
    {"GET " JS, "Range: bytes=-2\r\n", 206, "89", "Content-Range", "bytes 8-9/10"},
    {"GET " JS, "Range: bytes=-99\r\n", 206, "0123456789", "Content-Range", "bytes 0-9/10"},
    {"GET " JS, "Range: bytes=8-99\r\n", 206, "89", "Content-Range", "bytes 8-9/10"},
    {"GET " JS, "Range: bytes=1-2\r\nAccept-Encoding: br\r\n", 206, "12", "Content-Encoding", ""},
    {"GET " JS, "Range: bytes=10-\r\n", 416, "", "Content-Range", "bytes */10"},
    {"GET " JS, "Range: bytes=-0\r\n", 416, "", "Content-Range", "bytes */10"},
    {"GET /empty.txt", "Range: bytes=0-\r\n", 416, "", "Content-Range", "bytes */0"},
    {"GET " JS, "Range: bytes=3-1\r\n", 200, "0123456789", "Content-Range", ""},
    {"GET " JS, "Range: bytes=0-1,3-4\r\n", 200, "0123456789", "Content-Range", ""},
    {"GET " JS, "Range: lines=0-1\r\n", 200, "0123456789", "Content-Range", ""},
    {"GET " JS, "Range: bytes=-\r\n", 200, "0123456789", "Content-Range", ""},
    {"GET " JS, "Range: bytes=18446744073709551616-\r\n", 200, "0123456789", "Content-Range", ""},
    {"HEAD " JS, "Range: bytes=0-1\r\n", 200, "", "Content-Length", "10"},
    {"GET " JS, "Range: bytes=0-1\r\nIf-Range: \"e1\"\r\n", 206, "01", "ETag", "\"e1\""},
    {"GET " JS, "Range: bytes=0-1\r\nIf-Range: W/\"e1\"\r\n", 200, "0123456789", "ETag", "\"e1\""},
    {"GET " JS, "Range: bytes=0-1\r\nIf-Range: \"e9\"\r\n", 200, "0123456789", "ETag", "\"e1\""},
    {"GET " JS, "Range: bytes=0-1\r\nIf-Range: Sat, 21 Nov 2026 00:00:00 GMT\r\n", 200,
     "0123456789", "ETag", "\"e1\""},
};

static void files(void **state)
{
    (void)state;
    struct client client = client_open(http_port(server));
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct str text =
            str_format(arena, "%s HTTP/1.1\r\nHost: a\r\n%s\r\n", rows[i].request, rows[i].headers);
        client_send(&client, text);
        bool has_body = rows[i].status != 304 && strncmp(text.data, "HEAD", 4) != 0;
        struct answer answer = client_answer(&client, has_body);
        struct str body = answer.body.data ? answer.body : STR("");
        if (answer.status != rows[i].status || !str_equal(body, str_from(rows[i].body)) ||
            strcmp(answer_header(&answer, rows[i].header), rows[i].value) != 0)
            fail_msg("row %zu, %s: %s%.*s", i, text.data, answer.head, STR_ARG(body));
    }
    client_close(&client);
}

static void queries(void **state)
{
    (void)state;
    static const struct {
        const char *query, *seen;
        bool is_bad;
    } cases[] = {{"a=1&b=2", "a=1;b=2;", false},
                 {"a", "a=;", false},
                 {"", "", false},
                 {"&&a=b=c&", "a=b=c;", false},
                 {"a+b=%26%3D", "a b=&=;", false},
                 {"a=%C3%A9", "a=é;", false},
                 {"ok=1&a=%", "ok=1;", true},
                 {"a=%f", "", true},
                 {"%00=1", "", true},
                 {"a=%ff", "", true}};
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct str rest = str_from(cases[i].query), name, value;
        struct buf seen;
        bool is_bad = false;
        buf_init(&seen, arena, 64);
        while (http_query_next(arena, &rest, &name, &value, &is_bad))
            buf_format(&seen, "%.*s=%.*s;", STR_ARG(name), STR_ARG(value));
        assert_string_equal(buf_str(&seen).data, cases[i].seen);
        assert_int_equal(is_bad, cases[i].is_bad);
    }
}

static void cookies(void **state)
{
    (void)state;
    static const struct {
        const char *header, *found; /* NULL: absent */
    } cases[] = {{"s=1", "1"}, {"a=2; s=1; b=3", "1"}, {"s=1;s=2", "1"}, {"s=\"q\"", "q"},
                 {"s=", ""},   {"xs=1; s=2", "2"},     {"s", NULL},      {"S=1", NULL},
                 {"", NULL},   {"a=s=1", NULL},        {NULL, NULL},     {"s=a=b", "a=b"}};
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct str found = http_cookie_find(str_from(cases[i].header), STR("s"));
        assert_int_equal(str_is_set(found), cases[i].found != NULL);
        if (cases[i].found)
            assert_true(str_equal(found, str_from(cases[i].found)));
    }
}

/* Listens as the service manager would, on a path or on an abstract name. */
static void check_notify(const char *name)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    size_t size = strlen(name);
    memcpy(address.sun_path, name, size);
    if (name[0] == '@')
        address.sun_path[0] = '\0';
    int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    assert_int_equal(bind(fd, (struct sockaddr *)&address,
                          (socklen_t)(offsetof(struct sockaddr_un, sun_path) + size)),
                     0);
    setenv("NOTIFY_SOCKET", name, 1);
    assert_int_equal(notify_send(STR("READY=1")), NOTIFY_SENT);
    char got[32] = "";
    assert_int_equal(recv(fd, got, sizeof got - 1, MSG_DONTWAIT), 7);
    assert_string_equal(got, "READY=1");
    close(fd);
    assert_int_equal(notify_send(STR("READY=1")), NOTIFY_FAILED); /* nobody is there any more */
}

static void notifying_the_service_manager(void **state)
{
    (void)state;
    char folder[] = "/tmp/docket-notify-XXXXXX";
    assert_non_null(mkdtemp(folder));
    const char *path = str_format(arena, "%s/socket", folder).data;
    unsetenv("NOTIFY_SOCKET");
    assert_int_equal(notify_send(STR("READY=1")), NOTIFY_NOBODY);
    check_notify(path);
    check_notify(str_format(arena, "@docket-test-%d", (int)getpid()).data);
    static const char *const wrong[] = {"relative", "@", "/"};
    for (size_t i = 0; i < COUNT_OF(wrong); i++) {
        setenv("NOTIFY_SOCKET", wrong[i], 1);
        assert_int_equal(notify_send(STR("READY=1")), NOTIFY_FAILED);
    }
    unlink(path);
    rmdir(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(files),
        cmocka_unit_test(queries),
        cmocka_unit_test(cookies),
        cmocka_unit_test(notifying_the_service_manager),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
