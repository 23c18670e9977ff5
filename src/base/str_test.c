/* The small things everything stands on: arenas, strings, buffers and the table of refusals. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/error.h"

#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/asan_interface.h>
#define IS_POISONED(address) __asan_address_is_poisoned(address)
#else
#define IS_POISONED(address) ((void)(address), 1) /* nothing to see without the sanitizer */
#endif

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

static void memory_is_zeroed_aligned_and_apart(void **state)
{
    unsigned char *data[300];
    for (size_t size = 0; size < 300; size++) {
        data[size] = arena_alloc(*state, size);
        assert_int_equal((uintptr_t)data[size] % alignof(max_align_t), 0);
        for (size_t i = 0; i < size; i++)
            assert_int_equal(data[size][i], 0);
        memset(data[size], (int)(size & 0xFF), size);
    }
    for (size_t size = 0; size < 300; size++) /* nobody wrote into a neighbour */
        for (size_t i = 0; i < size; i++)
            assert_int_equal(data[size][i], size & 0xFF);
}

static void cleared_memory_is_zeroed_again(void **state)
{
    size_t held = arena_bytes(*state);
    for (int round = 0; round < 3; round++) {
        unsigned char *data = arena_alloc(*state, 3000), *large = arena_alloc(*state, 100000);
        assert_true(arena_bytes(*state) > held + 100000);
        for (size_t i = 0; i < 3000; i++)
            assert_int_equal(data[i], 0);
        assert_int_equal(large[99999], 0);
        memset(data, 0xAA, 3000);
        arena_clear(*state);
        assert_int_equal(arena_bytes(*state), held);
        assert_true(IS_POISONED(data));
    }
}

static void unused_space_is_poisoned(void **state)
{
    char *data = arena_alloc(*state, 5), *grown;
    assert_true(IS_POISONED(data + 5));
    grown = arena_grow(*state, data, 5, 9);
    assert_ptr_equal(grown, data);
    assert_true(IS_POISONED(data + 9));
    arena_alloc(*state, 1);
    memcpy(grown, "12345678", 9);
    grown = arena_grow(*state, data, 9, 20);
    assert_ptr_not_equal(grown, data);
    assert_string_equal(grown, "12345678");
    assert_true(IS_POISONED(data));
}

struct step {
    char *log;
    char name;
};

static void note(void *argument)
{
    struct step *step = argument;
    size_t size = strlen(step->log);
    step->log[size] = step->name;
}

static void undos_run_once_newest_first(void **state)
{
    char log[8] = "";
    struct step steps[] = {{log, 'a'}, {log, 'b'}, {log, 'c'}};
    struct arena *arena = arena_new(64);
    (void)state;
    arena_defer(arena, note, &steps[0]);
    arena_defer(arena, note, &steps[1]);
    arena_clear(arena);
    assert_string_equal(log, "ba");
    arena_defer(arena, note, &steps[2]);
    arena_free(arena);
    assert_string_equal(log, "bac");
    arena_free(NULL);
}

static void strings_compare(void **state)
{
    (void)state;
    assert_true(str_equal(STR(""), STR_NONE));
    assert_false(str_equal(STR("a"), STR("A")));
    assert_true(str_equal_ignore_case(STR("a-Z1"), STR("A-z1")));
    assert_false(str_equal_ignore_case(STR("["), STR("{")));
    assert_true(str_compare(STR("a"), STR("ab")) < 0);
    assert_true(str_compare(STR("b"), STR("ab")) > 0);
    assert_true(str_compare(STR("\x80"), STR("a")) > 0);
    assert_int_equal(str_compare(STR("ab"), STR("ab")), 0);
    assert_true(str_starts_with(STR("abc"), STR("ab")));
    assert_false(str_starts_with(STR("a"), STR("ab")));
    assert_true(str_ends_with(STR("abc"), STR("bc")));
    assert_false(str_ends_with(STR("abc"), STR("ab")));
    assert_true(str_contains_ignore_case(STR("Sound Mixing"), STR("mix")));
    assert_false(str_contains_ignore_case(STR("mi"), STR("mix")));
    assert_true(str_contains_ignore_case(STR("x"), STR("")));
}

static void strings_are_cut(void **state)
{
    struct str rest = STR("a,,b"), piece;
    (void)state;
    assert_true(str_next_piece(&rest, ',', &piece) && str_equal(piece, STR("a")));
    assert_true(str_next_piece(&rest, ',', &piece) && str_equal(piece, STR("")));
    assert_true(str_next_piece(&rest, ',', &piece) && str_equal(piece, STR("b")));
    assert_false(str_next_piece(&rest, ',', &piece));
    rest = STR("a,");
    assert_true(str_next_piece(&rest, ',', &piece) && str_next_piece(&rest, ',', &piece));
    assert_true(str_is_set(piece) && piece.size == 0);
    assert_false(str_next_piece(&rest, ',', &piece));
    assert_true(str_equal(str_trim(STR(" \t\n a b\r ")), STR("a b")));
    assert_int_equal(str_trim(STR("  ")).size, 0);
    assert_true(str_equal(str_part(STR("abc"), 1, 99), STR("bc")));
    assert_int_equal(str_part(STR("abc"), 9, 1).size, 0);
    assert_false(str_is_set(str_part(STR_NONE, 1, 1)));
}

static void strings_are_made(void **state)
{
    struct str part = str_part(STR("HELLO"), 1, 3);
    assert_string_equal(str_copy(*state, part).data, "ELL");
    assert_string_equal(str_lower(*state, part).data, "ell");
    assert_false(str_is_set(str_copy(*state, STR_NONE)));
    assert_true(str_is_set(str_copy(*state, STR(""))));
    assert_string_equal(str_format(*state, "%d-%.*s", 7, STR_ARG(part)).data, "7-ELL");
}

static void integers_are_read_whole_or_not_at_all(void **state)
{
    static const struct {
        const char *text;
        bool taken;
        int64_t value;
    } rows[] = {
        {"0", true, 0},
        {"-0", true, 0},
        {"42", true, 42},
        {"9223372036854775807", true, INT64_MAX},
        {"-9223372036854775808", true, INT64_MIN},
        {"9223372036854775808", false, 0},
        {"-9223372036854775809", false, 0},
        {"99999999999999999999", false, 0},
        {"", false, 0},
        {"-", false, 0},
        {"+1", false, 0},
        {"1 ", false, 0},
        {"1.0", false, 0},
        {"0x1", false, 0},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        int64_t value = 0;
        assert_int_equal(str_to_int64(str_from(rows[i].text), &value), rows[i].taken);
        assert_int_equal(value, rows[i].value);
    }
}

/* The bounds of each row of the Unicode standard's table 3-7. */
static void utf8_is_checked_strictly(void **state)
{
    static const struct {
        const char *text;
        size_t valid_prefix;
    } rows[] = {
        {"", 0},
        {"plain ascii, longer than eight", 30},
        {"\x7F", 1},
        {"\xC2\x80\xDF\xBF", 4},
        {"\xE0\xA0\x80\xED\x9F\xBF\xEE\x80\x80\xEF\xBF\xBF", 12},
        {"\xF0\x90\x80\x80\xF4\x8F\xBF\xBF", 8},
        {"\x80", 0},
        {"a\xC1\xBF", 1},
        {"\xE0\x9F\xBF", 0},
        {"\xED\xA0\x80", 0},
        {"\xF0\x8F\xBF\xBF", 0},
        {"\xF4\x90\x80\x80", 0},
        {"\xF5\x80\x80\x80", 0},
        {"\xE2\x82", 0},
        {"abcdefg\xC3", 7},
        {"\xC3\x28", 0},
        {"\xF0\x90\x28\x80", 0},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct str text = str_from(rows[i].text);
        assert_int_equal(str_utf8_prefix(text), rows[i].valid_prefix);
        assert_int_equal(str_is_utf8(text), rows[i].valid_prefix == text.size);
    }
    assert_int_equal(str_count_codepoints(STR("aé€😀")), 4);
}

static void buffers_grow_and_end_in_nul(void **state)
{
    struct buf out, other;
    buf_init(&out, *state, 0);
    assert_string_equal(buf_str(&out).data, "");
    buf_init(&other, *state, 1);
    for (int i = 0; i < 5000; i++) {
        buf_add_byte(&out, (char)('a' + i % 26));
        buf_add(&other, STR("xy"));
    }
    assert_int_equal(strlen(buf_str(&out).data), 5000);
    assert_int_equal(strlen(buf_str(&other).data), 10000);
    assert_int_equal(out.data[4999], 'a' + 4999 % 26);
    buf_clear(&out);
    buf_add_int(&out, INT64_MIN);
    BUF_ADD(&out, " ");
    buf_add_int(&out, 0);
    buf_format(&out, " %s %d", "and", -12);
    assert_string_equal(buf_str(&out).data, "-9223372036854775808 0 and -12");
}

static void every_refusal_is_complete_and_unique(void **state)
{
    (void)state;
    for (int i = 0; i < ERROR_COUNT; i++) {
        const struct error_info *info = error_info((enum error)i);
        assert_int_equal(info->error, i);
        assert_true(info->http_status >= (i ? 400 : 200) && info->http_status < 600);
        assert_int_equal(info->sentence[strlen(info->sentence) - 1], '.');
        for (int j = 0; j < i; j++)
            assert_string_not_equal(info->code, error_info((enum error)j)->code);
    }
}

static void field_errors_are_kept_up_to_the_limit(void **state)
{
    struct problem problem = {0};
    for (int i = 0; i < PROBLEM_FIELDS_MAX + 5; i++)
        problem_add_field(&problem, *state, str_format(*state, "f%d", i), "type", STR("No."));
    assert_int_equal(problem.error, ERROR_INVALID);
    assert_int_equal(problem.fields.count, PROBLEM_FIELDS_MAX);
    const struct field_error *last =
        LIST_AT(problem.fields, struct field_error, PROBLEM_FIELDS_MAX - 1);
    assert_true(str_equal(last->field, STR("f31")));
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, with_arena, without_arena)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(memory_is_zeroed_aligned_and_apart),
        TEST(cleared_memory_is_zeroed_again),
        TEST(unused_space_is_poisoned),
        TEST(undos_run_once_newest_first),
        TEST(strings_compare),
        TEST(strings_are_cut),
        TEST(strings_are_made),
        TEST(integers_are_read_whole_or_not_at_all),
        TEST(utf8_is_checked_strictly),
        TEST(buffers_grow_and_end_in_nul),
        TEST(every_refusal_is_complete_and_unique),
        TEST(field_errors_are_kept_up_to_the_limit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
