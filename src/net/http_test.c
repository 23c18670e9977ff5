/* What the server accepts and what it refuses, byte by byte, over real sockets. */
#include "net/http_client_test.h"

#include "net/http.h"
#include "net/http_text.h"

enum { SMALL_BODY = 10, BIG_BODY = 1 << 20 };

struct fixture {
    struct arena *arena;
    struct http_server *server;
    _Atomic int handled, closed, closed_status;
};
static struct fixture fixture;

static int64_t accept_body(const struct http_request *request, void *context)
{
    (void)context;
    return str_starts_with(request->path, STR("/small")) ? SMALL_BODY : BIG_BODY;
}

/* /echo answers with the body, anything else with what the request looked like. */
static void handle(struct http_exchange *exchange, void *context)
{
    (void)context;
    const struct http_request *request = http_request(exchange);
    fixture.handled++;
    if (request->method == HTTP_OTHER) {
        http_reply(exchange, 405, "text/plain", request->method_text);
    } else if (str_equal(request->path, STR("/echo")) || str_equal(request->path, STR("/small"))) {
        http_reply_static(exchange, 200, "text/plain", request->body);
    } else if (str_equal(request->path, STR("/nothing"))) {
        http_reply(exchange, 204, NULL, STR(""));
    } else if (str_equal(request->path, STR("/cookie"))) {
        http_reply(exchange, 200, "text/plain", http_cookie(exchange, "session"));
    } else if (str_equal(request->path, STR("/who"))) {
        http_add_header(exchange, "X-Scheme", request->is_https ? STR("https") : STR("http"));
        http_reply(exchange, 200, "text/plain", request->remote_address);
    } else if (!str_equal(request->path, STR("/forgotten"))) {
        http_reply(exchange, 200, "text/plain",
                   str_format(http_arena(exchange), "%.*s|%.*s|%.*s", STR_ARG(request->path),
                              STR_ARG(request->raw_path), STR_ARG(request->query)));
    }
}

static void finish(struct http_exchange *exchange, void *context)
{
    (void)context;
    http_reply(exchange, 500, "text/plain", STR("nothing here is suspended"));
}

static void closed(struct http_exchange *exchange, void *context)
{
    (void)context;
    fixture.closed_status = http_status(exchange);
    fixture.closed++;
}

static struct str print_problem(struct http_exchange *exchange, enum error error, void *context)
{
    (void)context;
    return str_format(http_arena(exchange), "{\"code\":\"%s\"}", error_info(error)->code);
}

static int start(void **state)
{
    (void)state;
    struct str reason = STR_NONE;
    fixture.arena = arena_new(0);
    struct http_options options = {.listen = STR("127.0.0.1:0"),
                                   .threads = 2,
                                   .idle_timeout_s = 1,
                                   .trust_proxy = true,
                                   .handlers = {.accept = accept_body,
                                                .handle = handle,
                                                .finish = finish,
                                                .closed = closed,
                                                .print_error = print_problem}};
    fixture.server = http_start(&options, fixture.arena, &reason);
    return fixture.server ? 0 : -1;
}

static int stop(void **state)
{
    (void)state;
    http_stop(fixture.server, 1000);
    http_free(fixture.server);
    arena_free(fixture.arena);
    return 0;
}

static struct client open_client(void)
{
    return client_open(http_port(fixture.server));
}

static const char good[] = "GET /again HTTP/1.1\r\nHost: a\r\n\r\n";

/* ---- framing ---- */

enum { CLOSES, STAYS };

static const struct probe {
    const char *name;
    struct str bytes;
    int status;
    int then;
} probes[] = {
    {"plain", STR("GET / HTTP/1.1\r\nHost: a\r\n\r\n"), 200, STAYS},
    {"HTTP/1.0", STR("GET / HTTP/1.0\r\n\r\n"), 200, CLOSES},
    {"HTTP/1.0 with host", STR("GET / HTTP/1.0\r\nHost: a\r\n\r\n"), 200, CLOSES},
    {"asked to close", STR("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"), 200, CLOSES},
    {"absolute form", STR("GET http://b/x?y HTTP/1.1\r\nHost: a\r\n\r\n"), 200, STAYS},
    {"absolute form, no path", STR("GET http://b HTTP/1.1\r\nHost: a\r\n\r\n"), 200, STAYS},
    {"OPTIONS *", STR("OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n"), 200, STAYS},
    {"TRACE", STR("TRACE / HTTP/1.1\r\nHost: a\r\n\r\n"), 405, STAYS},
    {"CONNECT", STR("CONNECT a:80 HTTP/1.1\r\nHost: a\r\n\r\n"), 405, STAYS},
    {"made-up method", STR("BREW / HTTP/1.1\r\nHost: a\r\n\r\n"), 405, STAYS},
    {"a body", STR("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi"), 200, STAYS},
    {"chunked",
     STR("POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
         "2\r\nhi\r\n0\r\n\r\n"),
     200, STAYS},
    {"chunked in capitals",
     STR("POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: CHUNKED\r\n\r\n"
         "0\r\n\r\n"),
     200, STAYS},
    {"trailers",
     STR("POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
         "2\r\nhi\r\n0\r\nX-Sum: 1\r\n\r\n"),
     200, STAYS},
    {"empty header value", STR("GET / HTTP/1.1\r\nHost: a\r\nX-Empty:\r\n\r\n"), 200, STAYS},
    {"space after a value", STR("GET / HTTP/1.1\r\nHost: a \r\nX-A: b\t\r\n\r\n"), 200, STAYS},

    {"length twice",
     STR("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\nhi"), 400,
     CLOSES},
    {"two lengths in one", STR("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2, 2\r\n\r\nhi"), 400,
     CLOSES},
    {"length and chunked",
     STR("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: "
         "chunked\r\n\r\n0\r\n\r\n"),
     400, CLOSES},
    {"chunked and length",
     STR("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nContent-Length: "
         "5\r\n\r\n0\r\n\r\n"),
     400, CLOSES},
    {"other coding",
     STR("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n"), 400,
     CLOSES},
    {"coding identity", STR("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: identity\r\n\r\n"),
     400, CLOSES},
    {"coding twice",
     STR("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: "
         "chunked\r\n\r\n0\r\n\r\n"),
     400, CLOSES},
    {"chunked in HTTP/1.0", STR("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
     400, CLOSES},
    {"coding behind a vertical tab",
     STR("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: \vchunked\r\n\r\n"), 400, CLOSES},
    {"coding name with space",
     STR("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding : chunked\r\n\r\n0\r\n\r\n"), 400,
     CLOSES},
    {"length with space", STR("POST / HTTP/1.1\r\nHost: a\r\nContent-Length : 2\r\n\r\nhi"), 400,
     CLOSES},
    {"length with sign", STR("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: +2\r\n\r\nhi"), 400,
     CLOSES},
    {"length below zero", STR("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -2\r\n\r\nhi"), 400,
     CLOSES},
    {"length with underscore", STR("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1_0\r\n\r\nhi"),
     400, CLOSES},
    {"length in hex", STR("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0x2\r\n\r\nhi"), 400,
     CLOSES},
    {"length of nothing", STR("POST / HTTP/1.1\r\nHost: a\r\nContent-Length:\r\n\r\nhi"), 400,
     CLOSES},
    {"length past 64 bits",
     STR("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999999\r\n\r\n"), 413,
     CLOSES},
    {"no host", STR("GET / HTTP/1.1\r\n\r\n"), 400, CLOSES},
    {"no host but others", STR("GET / HTTP/1.1\r\nX-A: b\r\n\r\n"), 400, CLOSES},
    {"two hosts", STR("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"), 400, CLOSES},
    {"two hosts in HTTP/1.0", STR("GET / HTTP/1.0\r\nHost: a\r\nHost: b\r\n\r\n"), 400, CLOSES},
    {"folded line", STR("GET / HTTP/1.1\r\nHost: a\r\nX-A: b\r\n c\r\n\r\n"), 400, CLOSES},
    {"folded line in the middle", STR("GET / HTTP/1.1\r\nX-A: b\r\n\tc\r\nHost: a\r\n\r\n"), 400,
     CLOSES},
    {"first line folded", STR("GET / HTTP/1.1\r\n X-A: b\r\nHost: a\r\n\r\n"), 400, CLOSES},
    {"bare CR in a value", STR("GET / HTTP/1.1\r\nHost: a\r\nX-A: b\rX-C: d\r\n\r\n"), 400, CLOSES},
    {"bare LF after a value", STR("GET / HTTP/1.1\r\nHost: a\r\nX-A: b\nX-C: d\r\n\r\n"), 400,
     CLOSES},
    {"bare LF after the request line", STR("GET / HTTP/1.1\nHost: a\r\n\r\n"), 400, CLOSES},
    {"bare LF at the end", STR("GET / HTTP/1.1\r\nHost: a\r\n\n"), 400, CLOSES},
    {"only bare LF", STR("GET / HTTP/1.0\n\n"), 400, CLOSES},
    {"NUL in a value", STR("GET / HTTP/1.1\r\nHost: a\r\nX-A: b\0c\r\n\r\n"), 400, CLOSES},
    {"NUL at the end of a value", STR("GET / HTTP/1.1\r\nHost: a\r\nX-A: b\0\r\n\r\n"), 400,
     CLOSES},
    {"NUL in a name", STR("GET / HTTP/1.1\r\nHost: a\r\nX\0A: b\r\n\r\n"), 400, CLOSES},
    {"NUL in the address", STR("GET /a\0b HTTP/1.1\r\nHost: a\r\n\r\n"), 400, CLOSES},
    {"NUL in the method", STR("GE\0T / HTTP/1.1\r\nHost: a\r\n\r\n"), 400, CLOSES},
    {"DEL in a value", STR("GET / HTTP/1.1\r\nHost: a\r\nX-A: \x7f\r\n\r\n"), 400, CLOSES},
    {"no name", STR("GET / HTTP/1.1\r\nHost: a\r\n: b\r\n\r\n"), 400, CLOSES},
    {"name with brackets", STR("GET / HTTP/1.1\r\nHost: a\r\nX(A): b\r\n\r\n"), 400, CLOSES},
    {"no colon", STR("GET / HTTP/1.1\r\nHost: a\r\nnonsense\r\n\r\n"), 400, CLOSES},
    {"space in the address", STR("GET /a b HTTP/1.1\r\nHost: a\r\n\r\n"), 0, CLOSES},
    {"two spaces", STR("GET  / HTTP/1.1\r\nHost: a\r\n\r\n"), 400, CLOSES},
    {"tab in the query", STR("GET /?a\tb HTTP/1.1\r\nHost: a\r\n\r\n"), 400, STAYS},
    {"tab in the address", STR("GET /a\tb HTTP/1.1\r\nHost: a\r\n\r\n"), 400, STAYS},
    {"method that is no token", STR("G@T / HTTP/1.1\r\nHost: a\r\n\r\n"), 400, CLOSES},
    {"HTTP/2 preface", STR("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"), 505, CLOSES},
    {"HTTP/0.9", STR("GET /\r\n"), 400, CLOSES},
    {"bad chunk size",
     STR("POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n"), 400,
     CLOSES},
    {"chunk with sign",
     STR("POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: "
         "chunked\r\n\r\n+2\r\nhi\r\n0\r\n\r\n"),
     400, CLOSES},
    {"chunk longer than said",
     STR("POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: "
         "chunked\r\n\r\n2\r\nhixx\r\n0\r\n\r\n"),
     400, CLOSES},

    {"bad escape", STR("GET /%zz HTTP/1.1\r\nHost: a\r\n\r\n"), 400, STAYS},
    {"half an escape", STR("GET /%4 HTTP/1.1\r\nHost: a\r\n\r\n"), 400, STAYS},
    {"NUL by escape", STR("GET /%00 HTTP/1.1\r\nHost: a\r\n\r\n"), 400, STAYS},
    {"line feed by escape", STR("GET /%0a HTTP/1.1\r\nHost: a\r\n\r\n"), 400, STAYS},
    {"broken UTF-8", STR("GET /%ff HTTP/1.1\r\nHost: a\r\n\r\n"), 400, STAYS},
    {"overlong slash", STR("GET /%c0%af HTTP/1.1\r\nHost: a\r\n\r\n"), 400, STAYS},
    {"no slash", STR("GET a HTTP/1.1\r\nHost: a\r\n\r\n"), 400, STAYS},
    {"star", STR("GET * HTTP/1.1\r\nHost: a\r\n\r\n"), 400, STAYS},
    {"bad address, with a body",
     STR("POST /%zz HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi"), 400, CLOSES},
    {"handler that forgets", STR("GET /forgotten HTTP/1.1\r\nHost: a\r\n\r\n"), 500, STAYS},
};

/* The count of what went wrong, each said on its own line. */
static int check_probe(const struct probe *probe)
{
    int wrong = 0;
    struct client client = open_client();
    client_send(&client, probe->bytes);
    struct answer answer = client_answer(&client, true);
    if (answer.status != probe->status) {
        print_error("%s: %d, not %d\n", probe->name, answer.status, probe->status);
        wrong++;
    }
    /* A connection that stays must be in step: the next answer is the next request's. */
    if (probe->then == STAYS) {
        answer = client_ask(&client, good);
        if (answer.status != 200 || !str_equal(answer.body, STR("/again|/again|"))) {
            print_error("%s: the next request got %d\n", probe->name, answer.status);
            wrong++;
        }
    } else if (client_ask(&client, good).status != 0 || !client_is_closed(&client)) {
        print_error("%s: did not close\n", probe->name);
        wrong++;
    }
    client_close(&client);
    return wrong;
}

static void framing(void **state)
{
    (void)state;
    int wrong = 0;
    for (size_t i = 0; i < COUNT_OF(probes); i++)
        wrong += check_probe(&probes[i]);
    assert_int_equal(wrong, 0);
}

/* The same bytes one at a time must be read the same: no check may depend on how they arrive. */
static void framing_in_pieces(void **state)
{
    (void)state;
    static const struct {
        struct str bytes;
        int status;
    } rows[] = {{STR("GET /x?y=1 HTTP/1.1\r\nHost: a\r\nX-Long: abcdefghijklmnop\r\n\r\n"), 200},
                {STR("GET / HTTP/1.1\r\nHost: a\r\nX-A: b\r\n c\r\n\r\n"), 400},
                {STR("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi"), 200}};
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct client client = open_client();
        for (size_t at = 0; at < rows[i].bytes.size; at++) {
            client_send(&client, str_part(rows[i].bytes, at, 1));
            usleep(200);
        }
        assert_int_equal(client_answer(&client, true).status, rows[i].status);
        client_close(&client);
    }
}

/* ---- sizes ---- */

static char *repeat(char c, size_t size)
{
    char *text = arena_alloc(fixture.arena, size + 1);
    memset(text, c, size);
    return text;
}

static struct answer ask_sized(const char *format, size_t size)
{
    struct client client = open_client();
    struct str text = str_format(fixture.arena, format, repeat('a', size));
    struct answer answer = client_ask(&client, text.data);
    answer.body = str_copy(fixture.arena, answer.body);
    client_close(&client);
    return answer;
}

static void sizes_of_the_head(void **state)
{
    (void)state;
    static const struct {
        const char *format;
        size_t size;
        int status;
    } rows[] = {
        {"GET /%s HTTP/1.1\r\nHost: a\r\n\r\n", 8192, 200},
        {"GET /%s HTTP/1.1\r\nHost: a\r\n\r\n", 40960, 414},
        {"GET /cookie HTTP/1.1\r\nHost: a\r\nCookie: a=b; session=%s\r\n\r\n", 4096, 200},
        {"GET / HTTP/1.1\r\nHost: a\r\nX-A: %s\r\n\r\n", 12000, 200},
        {"GET / HTTP/1.1\r\nHost: a\r\nX-A: %s\r\n\r\n", 40960, 431},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct answer answer = ask_sized(rows[i].format, rows[i].size);
        if (answer.status != rows[i].status)
            fail_msg("%s of %zu: %d", rows[i].format, rows[i].size, answer.status);
    }
    struct str both =
        str_format(fixture.arena, "GET /%s HTTP/1.1\r\nHost: a\r\nCookie: x=%s\r\n\r\n",
                   repeat('a', 8192), repeat('b', 4096));
    struct client client = open_client();
    assert_int_equal(client_ask(&client, both.data).status, 200);
    client_close(&client);
    assert_int_equal(ask_sized(rows[2].format, 4096).body.size, 4096);
}

static void body_at_its_limit(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int status, then;
    } rows[] = {
        {"POST /small HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n0123456789", 200, STAYS},
        {"POST /small HTTP/1.1\r\nHost: a\r\nContent-Length: 11\r\n\r\n0123456789a", 413, CLOSES},
        {"POST /small HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
         "a\r\n0123456789\r\n0\r\n\r\n",
         200, STAYS},
        {"POST /small HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
         "a\r\n0123456789\r\n1\r\na\r\n0\r\n\r\n",
         413, CLOSES},
        /* Not waited for: nobody would want to. */
        {"POST /small HTTP/1.1\r\nHost: a\r\nContent-Length: 9000000\r\n\r\n", 413, CLOSES},
        {"POST /small HTTP/1.1\r\nHost: a\r\nContent-Length: 11\r\nExpect: 100-continue\r\n\r\n",
         413, CLOSES},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        check_probe(
            &(struct probe){rows[i].text, str_from(rows[i].text), rows[i].status, rows[i].then});
}

static void endless_chunks_are_cut_off(void **state)
{
    (void)state;
    struct client client = open_client();
    client_send(&client,
                STR("POST /small HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"));
    struct str chunk = str_format(fixture.arena, "10000\r\n%s\r\n", repeat('a', 65536));
    int sent = 0;
    while (sent < 200 && client_send(&client, chunk))
        sent++;
    assert_true(sent < 200); /* 1 MiB past the limit and what the kernel buffers, not 12 */
    client_close(&client);
}

static void large_body_comes_back(void **state)
{
    (void)state;
    struct client client = open_client();
    struct str body = {.data = repeat('x', BIG_BODY), .size = BIG_BODY};
    struct str head = str_format(
        fixture.arena, "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: %d\r\n\r\n", BIG_BODY);
    client_send(&client, head);
    client_send(&client, body);
    struct answer answer = client_answer(&client, true);
    assert_int_equal(answer.status, 200);
    assert_true(str_equal(answer.body, body));
    assert_int_equal(client_ask(&client, good).status, 200);
    client_close(&client);
}

/* ---- the rest of the protocol ---- */

static void pipelined_requests_are_answered_in_order(void **state)
{
    (void)state;
    struct client client = open_client();
    client_send(&client, STR("GET /one HTTP/1.1\r\nHost: a\r\n\r\n"
                             "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\ntwo"
                             "HEAD /three HTTP/1.1\r\nHost: a\r\n\r\n"
                             "GET /four HTTP/1.1\r\nHost: a\r\n\r\n"));
    assert_true(str_equal(client_answer(&client, true).body, STR("/one|/one|")));
    assert_true(str_equal(client_answer(&client, true).body, STR("two")));
    struct answer head = client_answer(&client, false);
    assert_string_equal(answer_header(&head, "Content-Length"), "14");
    assert_true(str_equal(client_answer(&client, true).body, STR("/four|/four|")));
    client_close(&client);
}

static void continue_is_sent_before_the_body(void **state)
{
    (void)state;
    struct client client = open_client();
    struct answer answer =
        client_ask(&client, "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n"
                            "Expect: 100-continue\r\n\r\n");
    assert_int_equal(answer.status, 100);
    answer = client_ask(&client, "hi");
    assert_int_equal(answer.status, 200);
    assert_true(str_equal(answer.body, STR("hi")));
    client_close(&client);
}

static void address_is_decoded_once(void **state)
{
    (void)state;
    static const struct {
        const char *address, *seen;
    } rows[] = {
        {"/a%20b?q=%20", "/a b|/a%20b|q=%20"},
        {"/%2561", "/%61|/%2561|"},
        {"/caf%C3%A9", "/café|/caf%C3%A9|"},
        {"/a+b?", "/a+b|/a+b|"},
        {"http://h:1/p?q", "/p|/p|q"},
        {"https://h?q", "/|/|q"},
        {"/..%2f", "/../|/..%2f|"},
    };
    struct client client = open_client();
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct answer answer = client_ask(
            &client,
            str_format(fixture.arena, "GET %s HTTP/1.1\r\nHost: a\r\n\r\n", rows[i].address).data);
        assert_true(str_equal(answer.body, str_from(rows[i].seen)));
    }
    client_close(&client);
}

static void every_answer_carries_its_headers(void **state)
{
    (void)state;
    static const char *const requests[] = {
        "GET / HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /nothing HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /%zz HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
    };
    char seen[COUNT_OF(requests)][256];
    for (size_t i = 0; i < COUNT_OF(requests); i++) {
        struct client client = open_client();
        struct answer answer = client_ask(&client, requests[i]);
        assert_string_equal(answer_header(&answer, "X-Content-Type-Options"), "nosniff");
        assert_string_equal(answer_header(&answer, "Referrer-Policy"), "same-origin");
        assert_int_not_equal(strlen(answer_header(&answer, "Date")), 0);
        snprintf(seen[i], sizeof seen[i], "%s", answer_header(&answer, "X-Request-Id"));
        assert_int_equal(strlen(seen[i]), 32);
        for (size_t j = 0; j < i; j++)
            assert_string_not_equal(seen[i], seen[j]);
        client_close(&client);
    }
}

static void clean_request_ids_are_kept(void **state)
{
    (void)state;
    static const struct {
        const char *sent;
        bool is_kept;
    } rows[] = {{"abc-DEF_1.2", true}, {"with space", false}, {"quote\"", false}, {"", false}};
    struct client client = open_client();
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct str text = str_format(
            fixture.arena, "GET / HTTP/1.1\r\nHost: a\r\nX-Request-Id: %s  \r\n\r\n", rows[i].sent);
        struct answer answer = client_ask(&client, text.data);
        bool is_kept = strcmp(answer_header(&answer, "X-Request-Id"), rows[i].sent) == 0;
        assert_int_equal(is_kept, rows[i].is_kept);
    }
    client_close(&client);
    struct answer answer = ask_sized("GET / HTTP/1.1\r\nHost: a\r\nX-Request-Id: %s\r\n\r\n", 65);
    assert_int_equal(strlen(answer_header(&answer, "X-Request-Id")), 32);
}

static void proxy_is_believed_about_its_own_peer_only(void **state)
{
    (void)state;
    static const struct {
        const char *headers, *address, *scheme;
    } rows[] = {
        {"", "127.0.0.1", "http"},
        {"X-Forwarded-For: 203.0.113.9\r\nX-Forwarded-Proto: https\r\n", "203.0.113.9", "https"},
        {"X-Forwarded-For: 6.6.6.6, 2001:db8::1\r\n", "2001:db8::1", "http"},
        {"X-Forwarded-For: <script>\r\n", "127.0.0.1", "http"},
    };
    struct client client = open_client();
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct str text =
            str_format(fixture.arena, "GET /who HTTP/1.1\r\nHost: a\r\n%s\r\n", rows[i].headers);
        struct answer answer = client_ask(&client, text.data);
        assert_true(str_equal(answer.body, str_from(rows[i].address)));
        assert_string_equal(answer_header(&answer, "X-Scheme"), rows[i].scheme);
    }
    client_close(&client);
}

static void slow_heads_and_bodies_are_cut_off(void **state)
{
    (void)state;
    static const char *const starts[] = {
        "GET / HTT", "GET / HTTP/1.1\r\nHost: a\r\nX-",
        "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nhi"};
    struct client clients[COUNT_OF(starts)];
    for (size_t i = 0; i < COUNT_OF(starts); i++) {
        clients[i] = open_client();
        client_send(&clients[i], str_from(starts[i]));
    }
    for (size_t i = 0; i < COUNT_OF(starts); i++) {
        assert_true(client_is_closed(&clients[i])); /* idle_timeout_s is 1 */
        client_close(&clients[i]);
    }
}

static void wait_for_closed(int wanted)
{
    for (int i = 0; i < CLIENT_PATIENCE_MS && fixture.closed < wanted; i++)
        usleep(1000);
    assert_int_equal(fixture.closed, wanted);
}

static void closed_is_called_once_for_each_request(void **state)
{
    (void)state;
    fixture.closed = 0;
    struct client client = open_client();
    for (int i = 1; i <= 5; i++) {
        assert_int_equal(client_ask(&client, good).status, 200);
        wait_for_closed(i);
        assert_int_equal(fixture.closed_status, 200);
    }
    client_ask(&client, "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n");
    wait_for_closed(6);
    assert_int_equal(fixture.closed_status, 400);
    client_close(&client);
    client = open_client();
    client_send(&client, STR("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhi"));
    client_close(&client); /* gone in the middle of its upload */
    wait_for_closed(7);
    assert_int_equal(fixture.closed_status, 0);
}

static void addresses_to_listen_on(void **state)
{
    (void)state;
    static const struct {
        struct str listen;
        bool is_fine;
    } rows[] = {{STR("[::1]:0"), true},      {STR(":0"), true},
                {STR("localhost:0"), true},  {STR("127.0.0.1"), false},
                {STR("127.0.0.1:x"), false}, {STR("127.0.0.1:65536"), false},
                {STR("::1:80"), false},      {STR("192.0.2.1:0"), false}};
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct str reason = STR_NONE;
        struct http_options options = {.listen = rows[i].listen,
                                       .threads = 1,
                                       .handlers = {.handle = handle, .finish = finish}};
        struct http_server *server = http_start(&options, fixture.arena, &reason);
        assert_int_equal(server != NULL, rows[i].is_fine);
        assert_int_equal(str_is_set(reason), !rows[i].is_fine);
        if (server) {
            assert_true(http_port(server) > 0);
            http_stop(server, 0);
        }
        http_free(server);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(framing),
        cmocka_unit_test(framing_in_pieces),
        cmocka_unit_test(sizes_of_the_head),
        cmocka_unit_test(body_at_its_limit),
        cmocka_unit_test(endless_chunks_are_cut_off),
        cmocka_unit_test(large_body_comes_back),
        cmocka_unit_test(pipelined_requests_are_answered_in_order),
        cmocka_unit_test(continue_is_sent_before_the_body),
        cmocka_unit_test(address_is_decoded_once),
        cmocka_unit_test(every_answer_carries_its_headers),
        cmocka_unit_test(clean_request_ids_are_kept),
        cmocka_unit_test(proxy_is_believed_about_its_own_peer_only),
        cmocka_unit_test(slow_heads_and_bodies_are_cut_off),
        cmocka_unit_test(closed_is_called_once_for_each_request),
        cmocka_unit_test(addresses_to_listen_on),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
