#include "face/face_test.h"

#include "face/trpc.h"
#include "face/visit.h"

static struct arena *arena;

static int set_up(void **state)
{
    (void)state;
    arena = arena_new(0);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

static struct json *parse(const char *text)
{
    struct json *tree = json_parse(arena, str_from(text), NULL, NULL);
    assert_non_null(tree);
    return tree;
}

static void superjson_is_taken_off_where_it_is(void **state)
{
    static const struct {
        const char *sent, *value; /* value NULL: no input */
        bool is_wrapped;
    } rows[] = {
        {"{\"title\":\"a\"}", "{\"title\":\"a\"}", false},
        {"null", "null", false},
        {"{}", "{}", false},
        {"{\"json\":{\"title\":\"a\"}}", "{\"title\":\"a\"}", true},
        {"{\"json\":null,\"meta\":{\"values\":[\"undefined\"],\"v\":1}}", NULL, true},
        {"{\"json\":null}", "null", true},
        {"{\"json\":{\"a\":null,\"b\":1},\"meta\":{\"values\":{\"a\":[\"undefined\"]},\"v\":1}}",
         "{\"b\":1}", true},
        {"{\"json\":{\"when\":\"1970-01-01T00:00:00.000Z\"},\"meta\":{\"values\":{\"when\":"
         "[\"Date\"]}}}",
         "{\"when\":\"1970-01-01T00:00:00.000Z\"}", true},
        {"{\"json\":{\"a\":{\"b\":null,\"c\":2},\"b\":null},\"meta\":{\"values\":{\"a.b\":"
         "[\"undefined\"]}}}",
         "{\"a\":{\"c\":2},\"b\":null}", true},
        {"{\"json\":{\"l\":[{\"x\":null},{\"x\":null}]},\"meta\":{\"values\":{\"l.1.x\":"
         "[\"undefined\"]}}}",
         "{\"l\":[{\"x\":null},{}]}", true},
        {"{\"json\":{\"n\":\"12\"},\"meta\":{\"values\":{\"n\":[\"bigint\"]}}}", "{\"n\":12}",
         true},
        {"{\"json\":1,\"other\":2}", "{\"json\":1,\"other\":2}", false},
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct trpc_input input = trpc_unwrap(arena, parse(rows[i].sent));
        assert_int_equal(input.is_wrapped, rows[i].is_wrapped);
        assert_int_equal(input.value == NULL, rows[i].value == NULL);
        if (rows[i].value)
            assert_string_equal(json_canonical(arena, input.value).data, rows[i].value);
    }
    assert_null(trpc_unwrap(arena, NULL).value);
}

static void commas_part_the_calls_of_a_batch(void **state)
{
    struct str paths[TRPC_BATCH_MAX];
    size_t count;
    (void)state;
    assert_true(trpc_split_paths(STR("booking.get,booking.list,booking.get"), true, paths, &count));
    assert_int_equal(count, 3);
    assert_true(str_equal(paths[2], STR("booking.get")));
    assert_true(trpc_split_paths(STR("a,b"), false, paths, &count));
    assert_int_equal(count, 1);
    assert_true(str_equal(paths[0], STR("a,b")));
    assert_true(trpc_split_paths(STR(""), true, paths, &count));
    assert_int_equal(count, 1);

    char many[2 * TRPC_BATCH_MAX + 2];
    for (size_t i = 0; i < sizeof(many); i++)
        many[i] = i % 2 ? ',' : 'x';
    struct str hundred = {many, 2 * TRPC_BATCH_MAX - 1}, more = {many, 2 * TRPC_BATCH_MAX + 1};
    assert_true(trpc_split_paths(hundred, true, paths, &count));
    assert_int_equal(count, TRPC_BATCH_MAX);
    assert_false(trpc_split_paths(more, true, paths, &count));
}

static const char *envelope(struct trpc_call *call)
{
    struct buf out;
    buf_init(&out, arena, 0);
    trpc_print_envelope(call, arena, &out);
    return buf_str(&out).data;
}

static void refusals_look_as_the_client_expects(void **state)
{
    (void)state;
    struct trpc_call unknown = {
        .path = STR("zzz"),
        .message = STR("No procedure found on path \"zzz\""),
        .problem = {.error = ERROR_NOT_FOUND},
    };
    assert_string_equal(
        envelope(&unknown),
        "{\"error\":{\"message\":\"No procedure found on path "
        "\\\"zzz\\\"\",\"code\":-32004,\"data\":"
        "{\"code\":\"NOT_FOUND\",\"httpStatus\":404,\"path\":\"zzz\",\"docket\":{\"code\":"
        "\"not_found\"}}}}");
    unknown.input.is_wrapped = true;
    assert_string_equal(
        envelope(&unknown),
        "{\"error\":{\"json\":{\"message\":\"No procedure found on path "
        "\\\"zzz\\\"\",\"code\":-32004,"
        "\"data\":{\"code\":\"NOT_FOUND\",\"httpStatus\":404,\"path\":\"zzz\",\"docket\":{\"code\":"
        "\"not_found\"}}}}}");
    struct trpc_call taken = {
        .path = STR("booking.create"),
        .problem = {.error = ERROR_RATE_CHANGED, .extra_json = STR("\"quote\":{\"total\":1}")},
    };
    assert_string_equal(
        envelope(&taken),
        "{\"error\":{\"message\":\"The price has changed; here is the current quote.\",\"code\":"
        "-32009,\"data\":{\"code\":\"CONFLICT\",\"httpStatus\":409,\"path\":\"booking.create\","
        "\"docket\":{\"code\":\"rate_changed\",\"quote\":{\"total\":1}}}}}");
    struct trpc_call invalid = {.path = STR("x")};
    problem_add_field(&invalid.problem, arena, STR("title"), "too_short", STR("Too short."));
    assert_string_equal(
        envelope(&invalid),
        "{\"error\":{\"message\":\"title: Too short.\",\"code\":-32600,\"data\":{\"code\":"
        "\"BAD_REQUEST\",\"httpStatus\":400,\"path\":\"x\",\"docket\":{\"code\":\"invalid\","
        "\"errors\":"
        "[{\"field\":\"title\",\"code\":\"too_short\",\"message\":\"Too short.\"}]}}}}");
}

static void every_refusal_has_a_code_of_trpc(void **state)
{
    (void)state;
    for (int error = 1; error < ERROR_COUNT; error++) {
        struct trpc_call call = {.path = STR("x"), .problem = {.error = (enum error)error}};
        int own = error_info((enum error)error)->http_status, told = trpc_status(&call);
        assert_int_equal(told / 100, own / 100);
        if (own != 414 && own != 431)
            assert_int_equal(told, own);
        assert_non_null(json_get(parse(envelope(&call)), STR("error")));
    }
}

static void answers_are_wrapped_as_their_input_was(void **state)
{
    (void)state;
    struct call done = {.arena = arena, .reply = STR("{\"id\":7}")};
    struct trpc_call call = {.path = STR("x"), .call = &done};
    assert_string_equal(envelope(&call), "{\"result\":{\"data\":{\"id\":7}}}");
    call.input.is_wrapped = true;
    assert_string_equal(envelope(&call), "{\"result\":{\"data\":{\"json\":{\"id\":7}}}}");
    assert_int_equal(trpc_status(&call), 200);
}

static void a_stream_is_a_head_and_a_line_a_call(void **state)
{
    (void)state;
    struct call done = {.arena = arena, .reply = STR("{}")};
    struct trpc_call call = {.path = STR("x"), .call = &done};
    struct buf out;
    buf_init(&out, arena, 0);
    trpc_print_stream_head(2, false, &out);
    trpc_print_stream_line(&call, 1, false, arena, &out);
    assert_string_equal(buf_str(&out).data, "{\"0\":[[0],[null,0,0]],\"1\":[[0],[null,0,1]]}\n"
                                            "[1,0,[[{\"result\":{\"data\":{}}}]]]\n");
    buf_clear(&out);
    call.input.is_wrapped = true; /* superjson then stands around each line, not inside it */
    trpc_print_stream_head(1, true, &out);
    trpc_print_stream_line(&call, 0, true, arena, &out);
    assert_string_equal(buf_str(&out).data, "{\"json\":{\"0\":[[0],[null,0,0]]}}\n"
                                            "{\"json\":[0,0,[[{\"result\":{\"data\":{}}}]]]}\n");
}

static void an_origin_is_compared_with_the_host(void **state)
{
    static const struct {
        const char *origin, *host;
        bool same;
    } rows[] = {
        {"http://127.0.0.1:8080", "127.0.0.1:8080", true},
        {"https://Book.example.com", "book.example.com", true},
        {"https://book.example.com", "book.example.com:8443", false},
        {"https://book.example.com.evil.test", "book.example.com", false},
        {"null", "null", false},
        {"", "", false},
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        assert_int_equal(origin_is_host(str_from(rows[i].origin), str_from(rows[i].host)),
                         rows[i].same);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(superjson_is_taken_off_where_it_is),
        cmocka_unit_test(commas_part_the_calls_of_a_batch),
        cmocka_unit_test(refusals_look_as_the_client_expects),
        cmocka_unit_test(every_refusal_has_a_code_of_trpc),
        cmocka_unit_test(answers_are_wrapped_as_their_input_was),
        cmocka_unit_test(a_stream_is_a_head_and_a_line_a_call),
        cmocka_unit_test(an_origin_is_compared_with_the_host),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
