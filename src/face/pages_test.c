#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "face/html.h"
#include "face/pages.h"

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

#define USER "user_01m7yemwetebnv1brn3qz99x02"
#define BOOKING "booking_01m7yemwetebnv1brn3qz99x02"

static void addresses_are_pages_or_nothing(void **state)
{
    (void)state;
    static const struct {
        const char *path, *page; /* NULL: none */
        bool has_id;
    } rows[] = {
        {"/", "/", false},
        {"/providers/" USER, "/providers/:user", true},
        {"/booking/" USER, "/booking/:user", true},
        {"/booking/" USER "/success", "/booking/:user/success", true},
        {"/booking/manage", "/booking/manage", false},
        {"/booking/manage/" BOOKING, "/booking/manage/:booking", true},
        {"/account/hours", "/account/hours", false},
        {"", NULL, false},
        {"//", NULL, false},
        {"/providers", NULL, false},
        {"/providers/", NULL, false},
        {"/providers/" USER "/", NULL, false},
        {"/providers/" BOOKING, NULL, false},
        {"/providers/user_", NULL, false},
        {"/booking/manage/" USER, NULL, false},
        {"/booking/" USER "/success/more", NULL, false},
        {"/booking/:user", NULL, false},
        {"/Account", NULL, false},
        {"/index.html", NULL, false},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct id id = ID_NONE;
        const struct page *page = page_match(str_from(rows[i].path), &id);
        print_message("%s\n", rows[i].path);
        if (!rows[i].page) {
            assert_null(page);
            continue;
        }
        assert_non_null(page);
        assert_string_equal(page->path, rows[i].page);
        assert_int_equal(id_is_set(id), rows[i].has_id);
    }
}

/* ---- the query string as a search ---- */

struct find_input {
    uint64_t present;
    struct str service, text, location;
    struct decimal latitude, longitude, min_rating;
    struct list roles;
    bool verified, facets;
    int sort;
    int64_t next_slots, limit;
};
static const char *const sort_texts[] = {"relevance", "rating", "soonest"};
static const struct name_table sort_table = {
    .type_name = "Sort", .names = sort_texts, .count = COUNT_OF(sort_texts)};
static const struct field find_fields[] = {
    {.name = "service", .type = FIELD_TEXT, .max = 10, AT(struct find_input, service)},
    {.name = "q", .type = FIELD_TEXT, AT(struct find_input, text)},
    {.name = "location", .type = FIELD_TEXT, AT(struct find_input, location)},
    {.name = "lat", .type = FIELD_DECIMAL, .min = -90, .max = 90, AT(struct find_input, latitude)},
    {.name = "lng", .type = FIELD_DECIMAL, AT(struct find_input, longitude)},
    {.name = "minRating", .type = FIELD_DECIMAL, .max = 5, AT(struct find_input, min_rating)},
    {.name = "roles", .type = FIELD_LIST, .element = FIELD_TEXT, AT(struct find_input, roles)},
    {.name = "verified", .type = FIELD_BOOL, AT(struct find_input, verified)},
    {.name = "facets", .type = FIELD_BOOL, AT(struct find_input, facets)},
    {.name = "sortBy", .type = FIELD_ENUM, .names = &sort_table, AT(struct find_input, sort)},
    {.name = "nextSlots", .type = FIELD_INT, AT(struct find_input, next_slots)},
    {.name = "limit", .type = FIELD_INT, AT(struct find_input, limit)},
};
static const struct shape find_shape =
    SHAPE("Find", struct find_input, find_fields, .flags = SHAPE_INPUT);

/* As the page's JSON, without what every first search has. */
static struct str search_of(const char *query, bool *ret_has_date)
{
    static struct edition_place place = {.label = {"Brooklyn", 8},
                                         .latitude = {.unscaled = 40672, .scale = 3},
                                         .longitude = {.unscaled = -7398, .scale = 2}};
    static struct edition_start start = {.service = {"CLEANING", 8}, .location = &place};
    const struct edition edition = {.start = &start};
    struct page_search search;
    page_search_read(arena, &find_shape, &edition, str_from(query), &search);
    *ret_has_date = search.has_date;
    struct str text = json_canonical(arena, search.input);
    assert_non_null(json_get(search.input, STR("facets")));
    assert_string_equal(json_get(search.input, STR("limit"))->text.data, "12");
    assert_string_equal(json_get(search.input, STR("nextSlots"))->text.data, "3");
    return text;
}

#define COMMON_1 "\"facets\":true"
#define COMMON_2 "\"limit\":12"
#define COMMON_3 "\"nextSlots\":3"
#define COMMON_4 ",\"slotsApartHours\":4"

static void a_query_string_is_a_search_as_far_as_it_is_valid(void **state)
{
    (void)state;
    static const struct {
        const char *query, *json;
    } rows[] = {
        {"", "{" COMMON_1 ",\"lat\":40.672," COMMON_2
             ",\"lng\":-73.98,\"location\":\"Brooklyn\"," COMMON_3
             ",\"service\":\"CLEANING\"" COMMON_4 "}"},
        {"utm_source=x", "{" COMMON_1 "," COMMON_2 "," COMMON_3 COMMON_4 "}"},
        {"service=mixing&sortBy=rating",
         "{" COMMON_1 "," COMMON_2 "," COMMON_3 ",\"service\":\"MIXING\"" COMMON_4
         ",\"sortBy\":\"rating\"}"},
        {"sortBy=relevance", "{" COMMON_1 "," COMMON_2 "," COMMON_3 COMMON_4 "}"},
        {"sortBy=Rating", "{" COMMON_1 "," COMMON_2 "," COMMON_3 COMMON_4 "}"},
        {"lat=40.5&lng=-73",
         "{" COMMON_1 ",\"lat\":40.5," COMMON_2 ",\"lng\":-73," COMMON_3 COMMON_4 "}"},
        {"lat=40.5", "{" COMMON_1 "," COMMON_2 "," COMMON_3 COMMON_4 "}"},
        {"lat=91&lng=3&q=a+b",
         "{" COMMON_1 "," COMMON_2 "," COMMON_3 ",\"q\":\"a b\"" COMMON_4 "}"},
        {"minRating=nine&verified=yes", "{" COMMON_1 "," COMMON_2 "," COMMON_3 COMMON_4 "}"},
        {"minRating=6&verified=true",
         "{" COMMON_1 "," COMMON_2 "," COMMON_3 COMMON_4 ",\"verified\":true}"},
        {"roles=Eco,,%20insured&limit=99&nextSlots=9&facets=false",
         "{" COMMON_1 "," COMMON_2 "," COMMON_3 ",\"roles\":[\"eco\",\"insured\"]" COMMON_4 "}"},
        {"service=much+too+long+for+it&q=x",
         "{" COMMON_1 "," COMMON_2 "," COMMON_3 ",\"q\":\"x\"" COMMON_4 "}"},
        {"q=a&q=b", "{" COMMON_1 "," COMMON_2 "," COMMON_3 ",\"q\":\"a\"" COMMON_4 "}"},
        {"q=%zz&service=x", "{" COMMON_1 "," COMMON_2 "," COMMON_3 COMMON_4 "}"},
        {"q=%00", "{" COMMON_1 "," COMMON_2 "," COMMON_3 COMMON_4 "}"},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        bool has_date = true;
        print_message("%s\n", rows[i].query);
        struct str text = search_of(rows[i].query, &has_date);
        assert_string_equal(str_copy(arena, text).data, rows[i].json);
        assert_false(has_date);
    }
    bool has_date = false;
    search_of("date=2026-11-24", &has_date);
    assert_true(has_date);
}

/* ---- text from people ---- */

static void text_stays_text(void **state)
{
    (void)state;
    struct buf out;
    buf_init(&out, arena, 0);
    html_add_text(&out, STR("<b a=\"1\">&</b>"));
    assert_string_equal(buf_str(&out).data, "&lt;b a=&quot;1&quot;&gt;&amp;&lt;/b&gt;");
    buf_init(&out, arena, 0);
    html_add_json(&out, STR("[\"</script><!--\"]"));
    assert_string_equal(buf_str(&out).data, "[\"\\u003c/script>\\u003c!--\"]");
    buf_init(&out, arena, 0);
    html_add_value(&out, "<p>", STR_NONE, "</p>");
    assert_string_equal(buf_str(&out).data, "<p></p>");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(addresses_are_pages_or_nothing, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_query_string_is_a_search_as_far_as_it_is_valid, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(text_stays_text, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
