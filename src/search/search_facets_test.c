/* What facets promise is what choosing them finds, on both drivers. */
#include "search/test_search.h"

static int64_t total_of(struct arena *arena, const char *query)
{
    const struct json *stats = json_get(search_reply(arena, query), STR("stats"));
    int64_t total = -1;
    assert_true(str_to_int64(json_get(stats, STR("total"))->text, &total));
    return total;
}

static int64_t count_in(const struct json *object, const char *name)
{
    int64_t count = -1;
    assert_true(str_to_int64(json_get(object, str_from(name))->text, &count));
    return count;
}

/* The query without the filter of this name. */
static struct str query_without(struct arena *arena, const char *query, const char *filter)
{
    struct buf rest;
    struct str pairs = str_from(query), pair;
    struct str prefix = str_format(arena, "%s=", filter);
    buf_init(&rest, arena, 128);
    while (str_next_piece(&pairs, '&', &pair))
        if (!str_starts_with(pair, prefix))
            buf_format(&rest, "&%.*s", STR_ARG(pair));
    return str_part(buf_str(&rest), 1, rest.size);
}

static void check_facet(struct arena *arena, const char *query, const struct json *facets,
                        const char *facet, const char *filter)
{
    struct str others = query_without(arena, query, filter);
    const struct json *choice = json_get(facets, str_from(facet))->first;
    for (; choice; choice = choice->next) {
        struct str value = json_get(choice, STR("value"))->text;
        struct str asked = str_format(arena, "%.*s%s%s=%.*s", STR_ARG(others),
                                      others.size ? "&" : "", filter, STR_ARG(value));
        if (count_in(choice, "count") != total_of(arena, asked.data))
            fail_msg("%s: %s %.*s counts %lld, but finds %lld", query, facet, STR_ARG(value),
                     (long long)count_in(choice, "count"), (long long)total_of(arena, asked.data));
    }
}

static const char *facet_queries[] = {
    "limit=1",
    "service=mastering",
    "service=mixing&maxRate=80",
    "service=dancing",
    "maxRate=80",
    "maxRate=1",
    "minRating=4.8",
    "verified=true",
    "roles=producer",
    "roles=producer&verified=true",
    "service=mastering&roles=engineer&verified=true&minRating=4.5&maxRate=100",
    "service=recording&" IN_LOS_ANGELES, /* out of his reach */
    "radius=12500&" IN_LOS_ANGELES,
    "q=engineer&sortBy=soonest",
    "durationHours=2&service=mastering",
    "availableFrom=2025-01-13T16:30:00Z&availableTo=2025-01-14T00:00:00Z",
    "availableFrom=2025-01-14T00:00:00Z&availableTo=2025-01-15T00:00:00Z&service=mixing",
    "availableFrom=2025-01-13T09:00:00Z&availableTo=2025-01-13T18:00:00Z&maxRate=80&minRating=4",
};

/* What a facet promises is what choosing it finds. */
static void facets_count_what_choosing_would_find(void **state)
{
    struct arena *arena = arena_new(0);
    (void)state;
    for (size_t i = 0; i < COUNT_OF(facet_queries); i++) {
        const char *query = facet_queries[i];
        struct str asked = str_format(arena, "%s&facets=true", query);
        const struct json *reply = search_reply(arena, asked.data);
        const struct json *facets = json_get(reply, STR("facets"));
        print_message("%s\n", query);
        check_facet(arena, query, facets, "minRating", "minRating");
        check_facet(arena, query, facets, "roles", "roles");
        check_facet(arena, query, facets, "services", "service");
        struct str verified = query_without(arena, query, "verified");
        verified = str_format(arena, "%.*s&verified=true", STR_ARG(verified));
        if (verified.data[0] == '&')
            verified = str_part(verified, 1, verified.size);
        assert_int_equal(count_in(facets, "verified"), total_of(arena, verified.data));
        assert_int_equal(count_in(json_get(reply, STR("stats")), "total"), total_of(arena, query));
    }
    arena_free(arena);
}

static void facets_name_their_choices(void **state)
{
    struct arena *arena = arena_new(0);
    (void)state;
    assert_null(json_get(search_reply(arena, ""), STR("facets")));
    const struct json *facets =
        json_get(search_reply(arena, "facets=true&service=mastering&maxRate=95"), STR("facets"));
    assert_string_equal(member(arena, facets, "roles"), "[{\"count\":1,\"value\":\"engineer\"},"
                                                        "{\"count\":1,\"value\":\"producer\"}]");
    assert_string_equal(member(arena, facets, "services"),
                        "[{\"count\":1,\"value\":\"mastering\"},"
                        "{\"count\":1,\"value\":\"mixing\"},"
                        "{\"count\":1,\"value\":\"recording\"}]");
    assert_string_equal(member(arena, facets, "maxRate"),
                        "{\"currency\":\"USD\",\"max\":100,\"maxMinor\":10000,\"min\":90,"
                        "\"minMinor\":9000}");
    facets = json_get(search_reply(arena, "facets=true&roles=juggler"), STR("facets"));
    assert_string_equal(member(arena, facets, "maxRate"), "null");
    assert_string_equal(member(arena, facets, "verified"), "0");
    arena_free(arena);
}

/* Monday: Ana works until 17:00 and Bob until 22:00; Cleo works on Tuesdays. */
static void today_is_what_is_left_of_it(void **state)
{
    static const struct {
        int64_t hour;
        const char *query, *count;
    } rows[] = {
        {0, "facets=true", "2"},
        {0, "facets=true&service=mastering", "1"},
        {0, "facets=true&durationHours=5", "1"},
        {16, "facets=true", "2"},
        {17, "facets=true", "1"},
        {21, "facets=true", "1"},
        {22, "facets=true", "0"},
        {24, "facets=true", "1"},
        /* Whatever time is asked for. */
        {0, "facets=true&availableFrom=2025-01-14T00:00:00Z&availableTo=2025-01-15T00:00:00Z", "2"},
    };
    struct arena *arena = arena_new(0);
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        clock_set(NOW_MS + rows[i].hour * HOUR_MS);
        const struct json *facets = json_get(search_reply(arena, rows[i].query), STR("facets"));
        print_message("%lld %s\n", (long long)rows[i].hour, rows[i].query);
        assert_string_equal(member(arena, facets, "availableToday"), rows[i].count);
    }
    clock_set(NOW_MS);
    assert_int_equal(db_write(store.db, insert_crowd, NULL), ERROR_NONE);
    assert_int_equal(db_write(store.db, insert_crowd, NULL), ERROR_NONE);
    const struct json *facets = json_get(search_reply(arena, "facets=true"), STR("facets"));
    assert_string_equal(member(arena, facets, "availableToday"), "null");
    arena_free(arena);
}

static int run_on(enum test_driver which, const char *name)
{
    const struct CMUnitTest tests[] = {
        ON_MARKETPLACE(facets_count_what_choosing_would_find),
        ON_MARKETPLACE(facets_name_their_choices),
        ON_MARKETPLACE(today_is_what_is_left_of_it),
    };
    driver = which;
    return cmocka_run_group_tests_name(name, tests, NULL, NULL);
}

int main(void)
{
    int failed = run_on(TEST_SQLITE, "facets on SQLite");
    return failed + run_on(TEST_POSTGRES, "facets on PostgreSQL");
}
