/* The Prometheus text, byte for byte where it matters, and under many threads. */
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "operation/metrics.h"

static const struct operation rows[] = {{.name = "thing.get"}, {.name = "thing.add"}};
static const struct operation others[] = {{.name = "other.get"}};
static const struct operation_set sets[] = {{.operations = rows, .count = 2},
                                            {.operations = others, .count = 1}};
static const struct operation_table table = {.sets = sets, .set_count = 2};

static void count_call(struct metrics *metrics, const struct operation *row, enum error error,
                       int64_t age_us)
{
    struct call call = {
        .operation = row, .error = error, .started_us = clock_monotonic_us() - age_us};
    metrics_count_call(metrics, &call);
}

static struct str print(struct metrics *metrics, struct arena *arena)
{
    struct buf text;
    buf_init(&text, arena, 4096);
    metrics_print(metrics, NULL, &text);
    return buf_str(&text);
}

static void assert_has_line(struct str text, const char *line)
{
    struct str piece;
    while (str_next_piece(&text, '\n', &piece)) {
        if (str_equal(piece, str_from(line)))
            return;
    }
    fail_msg("no line: %s", line);
}

static void calls_and_responses_are_printed(void **state)
{
    (void)state;
    static const char *const lines[] = {
        "# TYPE docket_calls_total counter",
        "docket_calls_total{operation=\"thing.get\",code=\"ok\"} 2",
        "docket_calls_total{operation=\"thing.get\",code=\"not_found\"} 1",
        "docket_calls_total{operation=\"other.get\",code=\"ok\"} 1",
        "# TYPE docket_call_duration_seconds histogram",
        "docket_call_duration_seconds_bucket{operation=\"other.get\",le=\"0.25\"} 0",
        "docket_call_duration_seconds_bucket{operation=\"other.get\",le=\"10\"} 1",
        "docket_call_duration_seconds_bucket{operation=\"other.get\",le=\"+Inf\"} 1",
        "docket_call_duration_seconds_bucket{operation=\"thing.get\",le=\"10\"} 2",
        "docket_call_duration_seconds_bucket{operation=\"thing.get\",le=\"+Inf\"} 3",
        "docket_call_duration_seconds_count{operation=\"thing.get\"} 3",
        "docket_http_responses_total{status=\"200\"} 2",
        "docket_http_responses_total{status=\"404\"} 1",
        "docket_http_duration_seconds_bucket{le=\"0.0005\"} 2",
        "docket_http_duration_seconds_bucket{le=\"0.001\"} 2",
        "docket_http_duration_seconds_bucket{le=\"0.0025\"} 3",
        "docket_http_duration_seconds_sum 0.002501",
        "docket_http_duration_seconds_count 3",
        "# TYPE process_resident_memory_bytes gauge",
    };
    struct arena *arena = arena_new(0);
    struct metrics *metrics = metrics_new(&table);
    count_call(metrics, &rows[0], ERROR_NONE, 0);
    count_call(metrics, &rows[0], ERROR_NONE, 0);
    count_call(metrics, &rows[0], ERROR_NOT_FOUND, 60000000);
    count_call(metrics, &others[0], ERROR_NONE, 300000);
    metrics_count_http(metrics, 200, 500);
    metrics_count_http(metrics, 200, 1);
    metrics_count_http(metrics, 404, 2000);
    metrics_count_http(metrics, 7, 2000); /* no status: not counted */
    struct str text = print(metrics, arena);
    for (size_t i = 0; i < COUNT_OF(lines); i++)
        assert_has_line(text, lines[i]);
    assert_false(str_contains_ignore_case(text, STR("thing.add"))); /* never called: no lines */
    metrics_free(metrics);
    arena_free(arena);
}

/* Prometheus refuses a scrape with a family told twice, or a sample without one. */
static void every_sample_follows_its_family(void **state)
{
    (void)state;
    struct arena *arena = arena_new(0);
    struct metrics *metrics = metrics_new(&table);
    count_call(metrics, &rows[1], ERROR_INTERNAL, 0);
    struct str rest = print(metrics, arena), line, family = STR("(none)");
    assert_true(str_ends_with(rest, STR("\n")));
    while (str_next_piece(&rest, '\n', &line) && str_is_set(rest)) {
        struct str word;
        if (str_starts_with(line, STR("# HELP "))) {
            line = str_part(line, 7, line.size);
            assert_true(str_next_piece(&line, ' ', &word));
            assert_false(str_equal(word, family));
            family = word;
        } else if (!str_starts_with(line, STR("#"))) {
            assert_true(str_starts_with(line, family));
        }
    }
    metrics_free(metrics);
    arena_free(arena);
}

static void *count_many(void *argument)
{
    for (int i = 0; i < 10000; i++)
        metrics_count_http(argument, 200, i);
    return NULL;
}

static void nothing_is_lost_between_threads(void **state)
{
    (void)state;
    struct arena *arena = arena_new(0);
    struct metrics *metrics = metrics_new(&table);
    pthread_t threads[4];
    for (int i = 0; i < 4; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, count_many, metrics), 0);
    for (int i = 0; i < 4; i++)
        pthread_join(threads[i], NULL);
    struct str text = print(metrics, arena);
    assert_has_line(text, "docket_http_responses_total{status=\"200\"} 40000");
    assert_has_line(text, "docket_http_duration_seconds_count 40000");
    assert_has_line(text, "docket_http_duration_seconds_sum 199.980000");
    metrics_free(metrics);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(calls_and_responses_are_printed),
        cmocka_unit_test(every_sample_follows_its_family),
        cmocka_unit_test(nothing_is_lost_between_threads),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
