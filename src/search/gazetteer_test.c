/* What is found by what somebody types, and what the embedded text has to be like. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/zone.h"
#include "search/gazetteer.h"

static struct place_list *find(struct arena *arena, const char *text, size_t limit)
{
    struct place_list *list = ARENA_NEW(arena, struct place_list);
    struct place_query query;
    list->limit = limit;
    place_query_read(arena, str_from(text), &query);
    do {
        gazetteer_find(arena, &query, list);
    } while (list->count == 0 && place_query_widen(&query));
    return list;
}

static void the_first_is_what_is_meant(void **state)
{
    static const struct {
        const char *text, *label, *zone;
    } rows[] = {
        {"brookl", "Brooklyn, New York, US", "America/New_York"},
        {"BROOKLYN", "Brooklyn, New York, US", "America/New_York"},
        {"Brooklyn 11215", "Brooklyn, New York, US", "America/New_York"},
        {"Brooklyn Park", "Brooklyn Park, Minnesota, US", "America/Chicago"},
        {"Brooklyn, New York, US", "Brooklyn, New York, US", "America/New_York"},
        {"Long Beach, NY", "Long Beach, New York, US", "America/New_York"},
        {"Long Beach ms", "Long Beach, Mississippi, US", "America/Chicago"},
        {"long beach", "Long Beach, California, US", "America/Los_Angeles"},
        {"Paris", "Paris, Île-de-France, FR", "Europe/Paris"},
        {"Paris, France", "Paris, Île-de-France, FR", "Europe/Paris"}, /* names no code */
        {"paris, tex", "Paris, Texas, US", "America/Chicago"},
        {"paris TX us", "Paris, Texas, US", "America/Chicago"},
        {"London, ON", "London, Ontario, CA", "America/Toronto"},
        {"são p", "São Paulo, BR", "America/Sao_Paulo"},
        {"SAO PAULO", "São Paulo, BR", "America/Sao_Paulo"},
        {"ZÜRI", "Zürich, Zurich, CH", "Europe/Zurich"},
        {"Kathmandu", "Kathmandu, Bagmati Province, NP", "Asia/Kathmandu"},
        {"york", "York, England, GB", "Europe/London"}, /* exact, before Yorkshires */
        {" tokyo ", "Tokyo, JP", "Asia/Tokyo"},
    };
    struct arena *arena = arena_new(0);
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct place_list *list = find(arena, rows[i].text, 8);
        print_message("%s\n", rows[i].text);
        assert_true(list->count > 0);
        print_message("    %.*s\n", STR_ARG(list->items[0].label));
        assert_true(str_equal(list->items[0].label, str_from(rows[i].label)));
        assert_true(str_equal(list->items[0].time_zone, str_from(rows[i].zone)));
    }
    struct place_list *list = find(arena, "Brooklyn", 1);
    assert_int_equal(list->items[0].latitude_e6, 40650100);
    assert_int_equal(list->items[0].longitude_e6, -73949600);
    arena_free(arena);
}

static void nothing_is_found_by_what_no_name_begins_with(void **state)
{
    static const char *const texts[] = {"",  ",",      " , ny",           "zzzz",
                                        "%", "ooklyn", "\xf0\x9f\x98\x80"};
    struct arena *arena = arena_new(0);
    (void)state;
    for (size_t i = 0; i < COUNT_OF(texts); i++)
        assert_int_equal(find(arena, texts[i], 8)->count, 0);
    arena_free(arena);
}

static void the_best_are_kept_in_order_and_each_once(void **state)
{
    static const char *const texts[] = {"a", "s", "san", "new", "spr", "b, us", "l, england"};
    struct arena *arena = arena_new(0);
    (void)state;
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        struct place_list *most = find(arena, texts[i], PLACES_MAX);
        assert_int_equal(most->count, PLACES_MAX);
        for (size_t limit = 1; limit <= PLACES_MAX; limit++) {
            struct place_list *list = find(arena, texts[i], limit);
            assert_int_equal(list->count, limit);
            for (size_t j = 0; j < limit; j++)
                assert_true(str_equal(list->items[j].label, most->items[j].label));
        }
        for (size_t j = 1; j < most->count; j++) {
            const struct place_found *a = &most->items[j - 1], *b = &most->items[j];
            assert_true(a->is_qualified >= b->is_qualified);
            assert_true(a->is_qualified > b->is_qualified || a->is_exact >= b->is_exact);
            assert_true(a->is_qualified > b->is_qualified || a->is_exact > b->is_exact ||
                        a->rank < b->rank);
        }
    }
    arena_free(arena);
}

/* Each is found by its own label, in a zone this system has. */
static void every_place_finds_itself(void **state)
{
    struct str rest = {.data = gazetteer_text, .size = gazetteer_text_size}, line;
    struct arena *arena = arena_new(0);
    size_t count = 0;
    (void)state;
    while (str_next_piece(&rest, '\n', &line) && line.size > 0) {
        struct str columns = line, name, column, region, zone = STR_NONE;
        str_next_piece(&columns, '\t', &name);
        str_next_piece(&columns, '\t', &column);
        str_next_piece(&columns, '\t', &region);
        for (int i = 3; i <= 7; i++)
            str_next_piece(&columns, '\t', &zone);
        assert_non_null(zone_find(zone));
        if (count++ % 50 == 0) {
            struct str text = str_format(arena, "%.*s, %.*s", STR_ARG(name), STR_ARG(region));
            struct place_list *list = find(arena, text.data, 8);
            assert_true(list->count > 0);
            assert_true(list->items[0].is_exact);
        }
        if (arena_bytes(arena) > 1 << 20)
            arena_clear(arena);
    }
    assert_true(count >= 5000);
    arena_free(arena);
}

/* ---- places of the store ---- */

static const char *found_with(struct arena *arena, const char *text, struct list own)
{
    struct place_list *list = ARENA_NEW(arena, struct place_list);
    struct place_query query;
    struct buf labels;
    list->limit = 3;
    place_query_read(arena, str_from(text), &query);
    gazetteer_find(arena, &query, list);
    place_list_add_own(arena, &query, own, list);
    buf_init(&labels, arena, 64);
    for (size_t i = 0; i < list->count; i++)
        buf_format(&labels, "%s%.*s", i ? " | " : "", STR_ARG(list->items[i].label));
    return str_copy(arena, buf_str(&labels)).data;
}

static void places_of_the_store_are_found_too(void **state)
{
    static struct own_place own[] = {
        {{{"Gowanus Yard, Brooklyn, NY", 26}, 40672499, -73977123}, {"America/New_York", 16}},
        {{{"gowanus yard, Brooklyn", 22}, 40673000, -73977000},
         {"America/New_York", 16}},                                              /* again */
        {{{"Brooklyn, NY", 12}, 40650000, -73950000}, {"America/New_York", 16}}, /* known */
        {{{"Brooklyn, Victoria", 18}, -37816090, 144841500}, {"Australia/Melbourne", 19}},
        {{{"somewhere quiet", 15}, 1, 1}, {"UTC", 3}},
    };
    static const struct {
        const char *text, *labels;
    } rows[] = {
        {"gowanus y", "Gowanus Yard, Brooklyn, NY"},
        {"Gowanus Yard, ny", "Gowanus Yard, Brooklyn, NY"},
        {"brooklyn", "Brooklyn, New York, US | Brooklyn, Victoria | "
                     "Brooklyn Park, Minnesota, US"},
        {"brook", "Brooklyn, New York, US | Brooklyn, Victoria | "
                  "Brooklyn Park, Minnesota, US"},
        {"brooklyn, ny", "Brooklyn, New York, US | Brooklyn Heights, New York, US | "
                         "Brooklyn, Victoria"},
        {"somewhere", "somewhere quiet"},
        {"slope", ""},
    };
    struct arena *arena = arena_new(0);
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        print_message("%s\n", rows[i].text);
        assert_string_equal(found_with(arena, rows[i].text, (struct list){own, COUNT_OF(own)}),
                            rows[i].labels);
    }
    struct place_list list = {.limit = 1};
    struct place_query query;
    place_query_read(arena, STR("gowan"), &query);
    place_list_add_own(arena, &query, (struct list){own, 1}, &list);
    assert_int_equal(list.items[0].latitude_e6, 40670000); /* not the doorstep */
    assert_int_equal(list.items[0].longitude_e6, -73980000);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_is_what_is_meant),
        cmocka_unit_test(nothing_is_found_by_what_no_name_begins_with),
        cmocka_unit_test(the_best_are_kept_in_order_and_each_once),
        cmocka_unit_test(every_place_finds_itself),
        cmocka_unit_test(places_of_the_store_are_found_too),
    };
    return cmocka_run_group_tests_name("gazetteer", tests, NULL, NULL);
}
