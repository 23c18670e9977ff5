/* Words, labels and circles, as tables. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "search/search_internal.h"

static void case_is_folded_where_it_has_one_answer(void **state)
{
    static const struct {
        const char *text, *folded;
    } rows[] = {
        {"", ""},
        {"MIX-Down_2", "mix_down_2"},
        {"ÀÉÎÕÜÞ ×÷ß", "àéîõüþ ×÷ß"},
        {"ĀČĐĘŁŃŒŠŽŸ", "āčđęłńœšžŸ"},
        {"İı", "İı"}, /* which of the two is the other's depends on the language */
        {"ΑΒΓΩ", "αβγω"},
        {"ЁЖЯ", "ёжя"},
        {"東京 – ok", "東京 – ok"},
    };
    struct arena *arena = arena_new(0);
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct str folded = text_fold(arena, str_from(rows[i].text));
        assert_string_equal(str_copy(arena, folded).data, rows[i].folded);
    }
    arena_free(arena);
}

/* A byte that begins a sequence may be the last one of a text that was cut. */
static void a_cut_text_is_folded_to_its_end(void **state)
{
    struct arena *arena = arena_new(0);
    (void)state;
    struct str folded = text_fold(arena, (struct str){"A\xC3", 2});
    assert_int_equal(folded.size, 2);
    assert_memory_equal(folded.data, "a\xC3", 2);
    arena_free(arena);
}

static void words_are_found_anywhere_and_all_counted(void **state)
{
    static const struct {
        const char *words, *text;
        size_t count;
        uint32_t found;
    } rows[] = {
        {"", "anything", 0, 0},
        {" , \t", "anything", 0, 0},
        {"Mix master", "remix and Mastering", 2, 3},
        {"mix,master", "mixing", 2, 1},
        {"mix-down", "MIX_DOWN", 1, 1},
        {"%", "100 percent", 1, 0},
        {"a a", "a", 2, 3},
    };
    struct arena *arena = arena_new(0);
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct words words;
        words_split(arena, str_from(rows[i].words), &words);
        assert_int_equal(words.count, rows[i].count);
        assert_int_equal(words_found(&words, text_fold(arena, str_from(rows[i].text))),
                         rows[i].found);
    }
    arena_free(arena);
}

static void words_beyond_the_most_are_not_looked_at(void **state)
{
    struct arena *arena = arena_new(0);
    struct words words;
    struct buf text;
    (void)state;
    buf_init(&text, arena, 256);
    for (int i = 0; i < 100; i++)
        BUF_ADD(&text, "a ");
    words_split(arena, buf_str(&text), &words);
    assert_int_equal(words.count, SEARCH_WORDS_MAX);
    assert_int_equal(words_found(&words, STR("a")), UINT32_MAX);
    arena_free(arena);
}

static void labels_match_by_parts_that_begin_words(void **state)
{
    static const struct {
        const char *label, *wanted;
        bool matches;
    } rows[] = {
        {"Los Angeles, CA", "los angeles", true},
        {"Los Angeles, CA", "LOS ANG", true},
        {"Los Angeles, CA", "CA, Los Angeles", true},
        {"Los Angeles, CA", "angeles,", true},
        {"Los Angeles, CA", "geles", false},
        {"Los Angeles, CA", "Los Angeles, IL", false},
        {"Chicago, IL", "CA", false},
        {"Cambridge, MA", "CA", false},
        {"Cambridge, MA", "cam", true},
        {"Cacao, CA", "ca", true}, /* not the first place it stands at */
        {"Winston-Salem", "salem", true},
        {"東京都港区", "港区", true},
        {"São Paulo", "SÃO", true},
        {"Anywhere", " , ", true},
        {"", "x", false},
        {"100% remote", "%", true},
        {"remote", "%", false},
    };
    struct arena *arena = arena_new(0);
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        bool matches = label_matches(text_fold(arena, str_from(rows[i].label)),
                                     text_fold(arena, str_from(rows[i].wanted)));
        if (matches != rows[i].matches)
            fail_msg("\"%s\" in \"%s\"", rows[i].wanted, rows[i].label);
    }
    arena_free(arena);
}

/* ---- circles ---- */

static const int64_t half_turn_e6 = 180000000;

static bool box_holds(const struct box *box, const struct place *place)
{
    bool in_first = place->longitude_e6 >= box->west[0] && place->longitude_e6 <= box->east[0];
    bool in_second = place->longitude_e6 >= box->west[1] && place->longitude_e6 <= box->east[1];
    return place->latitude_e6 >= box->south && place->latitude_e6 <= box->north &&
           (in_first || in_second);
}

/* The point that lies so far from the centre in this direction (the direct problem on a sphere). */
static struct place point_at(const struct place *centre, double miles, double bearing)
{
    double angle = miles / 3958.7613, latitude = (double)centre->latitude_e6 * (M_PI / 180e6);
    double to = asin(sin(latitude) * cos(angle) + cos(latitude) * sin(angle) * cos(bearing));
    double by =
        atan2(sin(bearing) * sin(angle) * cos(latitude), cos(angle) - sin(latitude) * sin(to));
    int64_t longitude_e6 = centre->longitude_e6 + (int64_t)(by * (180e6 / M_PI));
    if (longitude_e6 > half_turn_e6)
        longitude_e6 -= 2 * half_turn_e6;
    if (longitude_e6 < -half_turn_e6)
        longitude_e6 += 2 * half_turn_e6;
    return (struct place){.latitude_e6 = (int64_t)(to * (180e6 / M_PI)),
                          .longitude_e6 = longitude_e6};
}

static void a_box_holds_its_circle(void **state)
{
    static const int64_t latitudes[] = {0, 34052200, -45000000, 66500000, 89900000, -90000000};
    static const int64_t longitudes[] = {0, -118243700, 179990000, -179990000, 180000000};
    static const double radii[] = {0.1, 5, 25, 500, 5000, 12436};
    (void)state;
    for (size_t i = 0; i < COUNT_OF(latitudes) * COUNT_OF(longitudes) * COUNT_OF(radii); i++) {
        double radius = radii[i % COUNT_OF(radii)];
        struct place centre = {.latitude_e6 = latitudes[i / COUNT_OF(radii) % COUNT_OF(latitudes)],
                               .longitude_e6 =
                                   longitudes[i / COUNT_OF(radii) / COUNT_OF(latitudes)]};
        struct box box = circle_box(&centre, radius);
        for (int step = 0; step < 360; step++) {
            struct place point = point_at(&centre, radius, step * (M_PI / 180));
            assert_true(fabs(place_distance_miles(&centre, &point) - radius) < 0.5);
            if (!box_holds(&box, &point))
                fail_msg("%g miles from %lld,%lld at %d degrees", radius,
                         (long long)centre.latitude_e6, (long long)centre.longitude_e6, step);
        }
    }
}

/* Or every search would read every provider. */
static void a_box_is_not_much_larger_than_its_circle(void **state)
{
    const struct place centre = {.latitude_e6 = 60000000, .longitude_e6 = 179900000};
    struct box box = circle_box(&centre, 25);
    (void)state;
    assert_in_range(box.north - box.south, 720000, 725000);       /* 50 miles are 0.7236 degrees, */
    assert_in_range(box.east[0] - box.west[0], 1440000, 1450000); /* twice that at 60 north; */
    assert_int_equal(box.west[1], -half_turn_e6);                 /* and over the date line */
    assert_in_range(box.east[1] + half_turn_e6, 620000, 630000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(case_is_folded_where_it_has_one_answer),
        cmocka_unit_test(a_cut_text_is_folded_to_its_end),
        cmocka_unit_test(words_are_found_anywhere_and_all_counted),
        cmocka_unit_test(words_beyond_the_most_are_not_looked_at),
        cmocka_unit_test(labels_match_by_parts_that_begin_words),
        cmocka_unit_test(a_box_holds_its_circle),
        cmocka_unit_test(a_box_is_not_much_larger_than_its_circle),
    };
    return cmocka_run_group_tests_name("search: words and circles", tests, NULL, NULL);
}
