#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "app/config.h"
#include "base/list.h"

static struct arena *arena;
static struct str reason;
static char file[] = "/tmp/docket-config-XXXXXX";

static void write_file(const char *text)
{
    FILE *to = fopen(file, "w");
    assert_non_null(to);
    fputs(text, to);
    fclose(to);
}

static int set_up(void **state)
{
    (void)state;
    static const char *const names[] = {
        "DOCKET_LISTEN", "DOCKET_DATA",       "DOCKET_DATABASE",        "DOCKET_EDITION",
        "DOCKET_DEMO",   "DOCKET_PUBLIC_URL", "DOCKET_RATE_LIMITS",     "DOCKET_TRUST_PROXY",
        "DOCKET_LOG",    "DOCKET_CONFIG",     "DOCKET_QUICK_PASSWORDS",
    };
    for (size_t i = 0; i < COUNT_OF(names); i++)
        unsetenv(names[i]);
    arena = arena_new(0);
    int made = mkstemp(file);
    close(made);
    return made < 0;
}

static int tear_down(void **state)
{
    (void)state;
    unlink(file);
    arena_free(arena);
    return 0;
}

static bool read_words(const char *line, struct config *ret)
{
    char *words[16];
    int count = 0;
    struct str rest = str_from(line), word;
    while (line[0] && str_next_piece(&rest, ' ', &word))
        words[count++] = (char *)(uintptr_t)str_copy(arena, word).data;
    return config_read(arena, count, words, ret, &reason);
}

static void flags_beat_the_environment_and_that_the_file(void **state)
{
    struct config config;
    char line[128];
    (void)state;
    write_file("# three\nDOCKET_LISTEN = "
               "[::1]:1\nDOCKET_DATA=from-file\n\nDOCKET_PUBLIC_URL=https://b.example.com/\n"
               "DOCKET_LOG=debug\n");
    setenv("DOCKET_LISTEN", "127.0.0.1:2", 1);
    setenv("DOCKET_DATA", "from-environment", 1);
    snprintf(line, sizeof(line), "a@b.example --listen 127.0.0.1:3 --config %s --demo", file);
    assert_true(read_words(line, &config));
    assert_true(str_equal(config.listen, STR("127.0.0.1:3")));
    assert_true(str_equal(config.data_directory, STR("from-environment")));
    assert_true(str_equal(config.public_url, STR("https://b.example.com")));
    assert_int_equal(config.log_level, LOG_DEBUG);
    assert_int_equal(config.word_count, 1);
    assert_true(str_equal(config.words[0], STR("a@b.example")));
    assert_true(config.demo);
    unsetenv("DOCKET_LISTEN");
    unsetenv("DOCKET_DATA");
}

static void what_is_not_said_has_a_default(void **state)
{
    struct config config;
    (void)state;
    assert_true(read_words("", &config));
    assert_true(str_equal(config.listen, STR("127.0.0.1:8080")));
    assert_true(str_equal(config.edition, STR("studio")));
    assert_null(config.database.data);
    assert_true(config.rate_limits);
    assert_false(config.demo || config.trust_proxy || config.quick_passwords);
}

static void a_wrong_line_is_refused_with_its_reason(void **state)
{
    static const struct {
        const char *line, *reason;
    } rows[] = {
        {"--bogus", "unknown flag --bogus"},
        {"--listen", "--listen needs a value"},
        {"--listen=", "--listen= does not take ''"},
        {"--rate-limits maybe", "--rate-limits does not take 'maybe'"},
        {"--quick-passwords soon", "--quick-passwords does not take 'soon'"},
        {"--quick-passwords on --public-url https://x.example",
         "--quick-passwords is for tests, not for https://x.example"},
        {"--demo=nowhere", "--demo=nowhere does not take 'nowhere'; there are *"},
        {"--edition nowhere", "--edition does not take 'nowhere'; there are *"},
        {"--public-url ftp://x", "--public-url does not take 'ftp://x'"},
        {"--config /nonexistent/file", "cannot read /nonexistent/file: No such file or directory"},
        {"a b c d e", "too many words: e"},
    };
    struct config config;
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        assert_false(read_words(rows[i].line, &config));
        struct str wanted = str_from(rows[i].reason); /* up to a *, if there is one */
        bool is_open = str_ends_with(wanted, STR("*"));
        wanted.size -= is_open;
        assert_true(is_open ? str_starts_with(reason, wanted) : str_equal(reason, wanted));
    }
    write_file("DOCKET_TYPO=1\n");
    assert_false(read_words(str_format(arena, "--config %s", file).data, &config));
}

static void an_unknown_edition_is_answered_with_the_known_ones(void **state)
{
    struct config config;
    (void)state;
    assert_false(read_words("--edition nowhere", &config));
    assert_true(str_contains_ignore_case(reason, STR("services, studio")));
    assert_true(read_words("--edition ./nowhere", &config)); /* a path: judged when it is opened */
}

static void a_demo_may_be_named_or_switched(void **state)
{
    static const struct {
        const char *line;
        bool demo;
        const char *edition;
    } rows[] = {{"--demo", true, "studio"},
                {"--demo=services", true, "services"},
                {"--demo=off", false, "studio"},
                {"--demo=on --edition services", true, "services"},
                {"--edition services --demo=studio", true, "studio"}};
    struct config config;
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        assert_true(read_words(rows[i].line, &config));
        assert_int_equal(config.demo, rows[i].demo);
        assert_true(str_equal(config.edition, str_from(rows[i].edition)));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(flags_beat_the_environment_and_that_the_file),
        cmocka_unit_test(what_is_not_said_has_a_default),
        cmocka_unit_test(a_wrong_line_is_refused_with_its_reason),
        cmocka_unit_test(an_unknown_edition_is_answered_with_the_known_ones),
        cmocka_unit_test(a_demo_may_be_named_or_switched),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
