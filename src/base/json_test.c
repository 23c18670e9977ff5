/* JSON: what is taken, what is refused and where, and what is written. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/json.h"
#include "base/list.h"

static int with_arena(void **state)
{
    *state = arena_new(0);
    return 0;
}

static int without_arena(void **state)
{
    arena_free(*state);
    return 0;
}

static struct str printed(struct arena *arena, const struct json *tree)
{
    struct buf out;
    struct json_writer writer;
    buf_init(&out, arena, 0);
    json_writer_init(&writer, &out);
    json_tree(&writer, tree);
    return buf_str(&out);
}

/* What is sent, and how it is written again; sizes are given where a NUL is inside. */
static void accepted_texts_come_back(void **state)
{
    static const struct {
        const char *in, *out;
    } rows[] = {
        {"null", "null"},
        {" true ", "true"},
        {"\t\r\n false", "false"},
        {"0", "0"},
        {"-0", "-0"},
        {"74.50", "74.50"},
        {"1e309", "1e309"},
        {"1E+2", "1E+2"},
        {"123456789012345678901234567890", "123456789012345678901234567890"},
        {"\"\"", "\"\""},
        {"[]", "[]"},
        {"{}", "{}"},
        {"[ ]", "[]"},
        {"{ }", "{}"},
        {"[1,[2],{\"a\":3}]", "[1,[2],{\"a\":3}]"},
        {"{\"a\":1,\"A\":2,\"\":3}", "{\"a\":1,\"A\":2,\"\":3}"},
        {"{\"a\":{\"a\":{\"a\":null}}}", "{\"a\":{\"a\":{\"a\":null}}}"},
        {"\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"\\\"\\\\/\\b\\f\\n\\r\\t\""},
        {"\"\\u00e9\\u20AC\"", "\"é€\""},
        {"\"\\ud83d\\uDE00\"", "\"😀\""},
        {"\"\\u001f\\u007f\"", "\"\\u001f\x7f\""},
        {"\"é€😀\"", "\"é€😀\""},
        {"\"\\uffff\"", "\"\xEF\xBF\xBF\""},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct json *tree = json_parse(*state, str_from(rows[i].in), NULL, NULL);
        if (!tree)
            fail_msg("refused: %s", rows[i].in);
        assert_string_equal(printed(*state, tree).data, rows[i].out);
    }
}

static void refused_texts_say_why_and_where(void **state)
{
    static const struct {
        const char *in;
        size_t size; /* 0: up to the NUL */
        const char *reason;
        size_t offset;
    } rows[] = {
        {"", 0, "a value is missing", 0},
        {" ", 0, "a value is missing", 1},
        {"\xEF\xBB\xBF{}", 0, "a value is missing", 0},
        {"nul", 0, "a value is missing", 0},
        {"True", 0, "a value is missing", 0},
        {"NaN", 0, "a value is missing", 0},
        {"-Infinity", 0, "a digit is missing in a number", 1},
        {"'a'", 0, "a value is missing", 0},
        {"+1", 0, "a value is missing", 0},
        {".5", 0, "a value is missing", 0},
        {"01", 0, "a number starts with a needless zero", 0},
        {"-01", 0, "a number starts with a needless zero", 1},
        {"1.", 0, "a digit is missing in a number", 2},
        {"1e", 0, "a digit is missing in a number", 2},
        {"1e+", 0, "a digit is missing in a number", 3},
        {"0x10", 0, "something follows the value", 1},
        {"1 2", 0, "something follows the value", 2},
        {"{}}", 0, "something follows the value", 2},
        {"1\0", 2, "something follows the value", 1},
        {"[1,]", 0, "a value is missing", 3},
        {"[,1]", 0, "a value is missing", 1},
        {"[1 2]", 0, "a comma or a closing bracket is missing", 3},
        {"[1}", 0, "a comma or a closing bracket is missing", 2},
        {"[", 0, "a value is missing", 1},
        {"[1", 0, "a comma or a closing bracket is missing", 2},
        {"{\"a\":1,}", 0, "a member's name is missing", 7},
        {"{a:1}", 0, "a member's name is missing", 1},
        {"{1:1}", 0, "a member's name is missing", 1},
        {"{\"a\" 1}", 0, "a colon is missing", 5},
        {"{\"a\":}", 0, "a value is missing", 5},
        {"{\"a\":1,\"a\":2}", 0, "a member's name stands twice in an object", 12},
        {"{\"a\":1,\"\\u0061\":2}", 0, "a member's name stands twice in an object", 17},
        {"\"a", 0, "a text has no end", 2},
        {"\"a\0b\"", 5, "a control character must be escaped", 2},
        {"\"a\nb\"", 0, "a control character must be escaped", 2},
        {"\"\t\"", 0, "a control character must be escaped", 1},
        {"\"\\x\"", 0, "there is no such escape", 2},
        {"\"\\", 0, "there is no such escape", 2},
        {"\"\\u12", 0, "\\u wants four hexadecimal digits", 5},
        {"\"\\u12G4\"", 0, "\\u wants four hexadecimal digits", 5},
        {"\"\\u0000\"", 0, "text may not contain NUL", 7},
        {"\"\\ud800\"", 0, "a high surrogate stands alone", 7},
        {"\"\\ud800\\n\"", 0, "a high surrogate stands alone", 7},
        {"\"\\ud800\\u0041\"", 0, "a high surrogate stands alone", 13},
        {"\"\\udc00\"", 0, "a low surrogate stands alone", 7},
        {"\"\xC0\x80\"", 0, "the text is not UTF-8", 1},
        {"\"\xED\xA0\x80\"", 0, "the text is not UTF-8", 1},
        {"\"abcdefgh\xFF\"", 0, "the text is not UTF-8", 9},
        {"[1] // no", 0, "something follows the value", 4},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        size_t size = rows[i].size ? rows[i].size : strlen(rows[i].in), offset = 999;
        const char *reason = NULL;
        struct str text = {.data = rows[i].in, .size = size};
        if (json_parse(*state, text, &reason, &offset))
            fail_msg("accepted: %s", rows[i].in);
        assert_string_equal(reason, rows[i].reason);
        assert_int_equal(offset, rows[i].offset);
    }
}

static struct str repeated(struct arena *arena, const char *open, size_t count, const char *close)
{
    struct buf out;
    buf_init(&out, arena, 0);
    for (size_t i = 0; i < count; i++)
        buf_add(&out, str_from(open));
    for (size_t i = 0; i < count; i++)
        buf_add(&out, str_from(close));
    return buf_str(&out);
}

static void depth_has_a_limit(void **state)
{
    const char *reason = NULL;
    assert_non_null(json_parse(*state, repeated(*state, "[", JSON_DEPTH_MAX, "]"), NULL, NULL));
    assert_null(json_parse(*state, repeated(*state, "[", JSON_DEPTH_MAX + 1, "]"), &reason, NULL));
    assert_string_equal(reason, "values are nested too deeply");
    assert_null(json_parse(*state, repeated(*state, "{\"a\":", 100000, "}"), &reason, NULL));
    assert_string_equal(reason, "values are nested too deeply");
}

/* An array of `count` values, itself one more. */
static struct str zeros(struct arena *arena, size_t count)
{
    struct buf out;
    buf_init(&out, arena, 2 * count + 2);
    for (size_t i = 0; i < count; i++)
        buf_add(&out, i ? STR(",0") : STR("[0"));
    BUF_ADD(&out, "]");
    return buf_str(&out);
}

static void the_number_of_values_has_a_limit(void **state)
{
    const char *reason = NULL;
    struct json *tree = json_parse(*state, zeros(*state, JSON_NODES_MAX - 1), NULL, NULL);
    assert_non_null(tree);
    assert_int_equal(tree->count, JSON_NODES_MAX - 1);
    assert_null(json_parse(*state, zeros(*state, JSON_NODES_MAX), &reason, NULL));
    assert_string_equal(reason, "there are too many values");
}

/* Above sixteen members duplicates are found by sorting. */
static void a_large_object_may_not_repeat_a_name(void **state)
{
    for (int repeated_name = 0; repeated_name < 2; repeated_name++) {
        struct buf out;
        buf_init(&out, *state, 0);
        for (int i = 0; i < 2000; i++)
            buf_format(&out, "%s\"name%d\":%d", i ? "," : "{", i, i);
        BUF_ADD(&out, ",\"");
        buf_add(&out, repeated_name ? STR("name777") : STR("name2000"));
        BUF_ADD(&out, "\":0}");
        struct json *tree = json_parse(*state, buf_str(&out), NULL, NULL);
        assert_true(repeated_name ? !tree : tree && tree->count == 2001);
    }
}

static void members_are_found_by_name(void **state)
{
    struct json *tree = json_parse(*state, STR("{\"a\":1,\"\\u0062\":\"x\\u0041\"}"), NULL, NULL);
    const struct json *found = json_get(tree, STR("b"));
    assert_non_null(found);
    assert_int_equal(found->type, JSON_TEXT);
    assert_true(str_equal(found->text, STR("xA")));
    assert_null(json_get(tree, STR("c")));
    assert_null(json_get(found, STR("a")));
    assert_null(json_get(NULL, STR("a")));
}

static void the_source_may_go_after_parsing(void **state)
{
    char *source = strdup("{\"name\":\"Ada\"}");
    struct json *tree = json_parse(*state, str_from(source), NULL, NULL);
    memset(source, 'x', strlen(source));
    free(source);
    assert_string_equal(printed(*state, tree).data, "{\"name\":\"Ada\"}");
}

static void canonical_text_ignores_order_and_space(void **state)
{
    static const char *const same[] = {
        "{\"b\":[{\"y\":1,\"x\":2.50}],\"a\":\"\\u00e9\",\"aa\":null}",
        " { \"aa\" : null , \"a\" : \"é\", \"b\" : [ { \"x\" : 2.50 , \"y\" : 1 } ] } ",
    };
    for (size_t i = 0; i < COUNT_OF(same); i++) {
        struct json *tree = json_parse(*state, str_from(same[i]), NULL, NULL);
        assert_string_equal(json_canonical(*state, tree).data,
                            "{\"a\":\"é\",\"aa\":null,\"b\":[{\"x\":2.50,\"y\":1}]}");
    }
}

static void the_writer_places_commas(void **state)
{
    struct buf out;
    struct json_writer writer;
    buf_init(&out, *state, 1);
    json_writer_init(&writer, &out);
    json_begin_object(&writer);
    json_key(&writer, STR("least"));
    json_int(&writer, INT64_MIN);
    json_key(&writer, STR("list"));
    json_begin_array(&writer);
    json_begin_array(&writer);
    json_end_array(&writer);
    json_bool(&writer, true);
    json_text(&writer, STR_NONE);
    json_raw(&writer, STR("1.5"));
    json_begin_object(&writer);
    json_end_object(&writer);
    json_end_array(&writer);
    json_key(&writer, STR("q\""));
    json_null(&writer);
    json_end_object(&writer);
    assert_string_equal(buf_str(&out).data,
                        "{\"least\":-9223372036854775808,\"list\":[[],true,null,1.5,{}],"
                        "\"q\\\"\":null}");
}

/* Each byte at each place of a text longer than the eight bytes looked at together. */
static void every_byte_survives_at_every_place(void **state)
{
    for (int byte = 1; byte < 0x80; byte++) {
        for (size_t place = 0; place < 19; place++) {
            char text[] = "abcdefghijklmnopqrs";
            struct buf out;
            struct json_writer writer;
            text[place] = (char)byte;
            buf_init(&out, *state, 0);
            json_writer_init(&writer, &out);
            json_text(&writer, str_from(text));
            struct json *tree = json_parse(*state, buf_str(&out), NULL, NULL);
            assert_non_null(tree);
            assert_true(str_equal(tree->text, str_from(text)));
        }
    }
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, with_arena, without_arena)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(accepted_texts_come_back),
        TEST(refused_texts_say_why_and_where),
        TEST(depth_has_a_limit),
        TEST(the_number_of_values_has_a_limit),
        TEST(a_large_object_may_not_repeat_a_name),
        TEST(members_are_found_by_name),
        TEST(the_source_may_go_after_parsing),
        TEST(canonical_text_ignores_order_and_space),
        TEST(the_writer_places_commas),
        TEST(every_byte_survives_at_every_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
