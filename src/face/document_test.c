#include "face/face_test.h"

#include "face/example.h"
#include "face/visit.h"

struct fixture {
    struct arena *arena;
    struct operation rows[TEST_OPERATIONS_MAX];
    struct operation_set set;
    struct operation_table table;
    struct buf out;
};

static int set_up(void **state)
{
    static struct fixture fixture;
    fixture.arena = arena_new(0);
    fixture.table = test_table(fixture.rows, &fixture.set);
    buf_init(&fixture.out, fixture.arena, 0);
    *state = &fixture;
    return 0;
}

static int tear_down(void **state)
{
    arena_free(((struct fixture *)*state)->arena);
    return 0;
}

static const struct json *member(const struct json *object, const char *path)
{
    struct str rest = str_from(path), name;
    while (object && str_next_piece(&rest, '|', &name))
        object = json_get(object, name);
    assert_non_null(object);
    return object;
}

static void openapi_has_every_route(void **state)
{
    struct fixture *fixture = *state;
    openapi_print(&fixture->table, STR("https://book.example.com"), &fixture->out);
    const char *reason = "";
    size_t offset = 0;
    struct json *api = json_parse(fixture->arena, buf_str(&fixture->out), &reason, &offset);
    assert_non_null(api);
    assert_true(str_equal(member(api, "openapi")->text, STR("3.1.0")));
    size_t routes = 0;
    for (const struct json *path = member(api, "paths")->first; path; path = path->next)
        routes += path->count;
    assert_int_equal(routes, rest_route_count);
    assert_true(
        str_equal(member(api, "servers")->first->first->text, STR("https://book.example.com")));
    member(api, "components|schemas|ThingInput");
    member(api, "components|schemas|Problem");
}

static void the_path_gives_a_field_and_the_body_the_rest(void **state)
{
    struct fixture *fixture = *state;
    openapi_print(&fixture->table, STR_NONE, &fixture->out);
    struct json *api = json_parse(fixture->arena, buf_str(&fixture->out), NULL, NULL);
    const struct json *route = member(api, "paths|/api/bookings/{id}/confirm|post");
    const struct json *parameter = member(route, "parameters")->first;
    assert_true(str_equal(member(parameter, "name")->text, STR("id")));
    assert_true(str_equal(member(parameter, "in")->text, STR("path")));
    const struct json *body = member(route, "requestBody|content|application/json|schema");
    assert_null(json_get(member(body, "properties"), STR("id")));
    assert_null(json_get(member(body, "properties"), STR("thingId")));
    member(body, "properties|note");
    assert_false(member(route, "requestBody|required")->boolean);
    const struct json *list = member(api, "paths|/api/bookings|get");
    assert_null(json_get(list, STR("requestBody")));
    assert_true(str_equal(member(member(list, "parameters")->first, "in")->text, STR("query")));
}

static void operation_ids_are_unique(void **state)
{
    struct fixture *fixture = *state;
    struct str ids[512];
    size_t count = 0;
    openapi_print(&fixture->table, STR_NONE, &fixture->out);
    struct json *api = json_parse(fixture->arena, buf_str(&fixture->out), NULL, NULL);
    for (const struct json *path = member(api, "paths")->first; path; path = path->next)
        for (const struct json *route = path->first; route; route = route->next) {
            struct str id = member(route, "operationId")->text;
            for (size_t i = 0; i < count; i++)
                assert_false(str_equal(ids[i], id));
            assert_true(count < COUNT_OF(ids));
            ids[count++] = id;
        }
}

static void an_example_is_taken_by_its_own_shape(void **state)
{
    struct fixture *fixture = *state;
    struct json_writer writer;
    struct problem problem = {0};
    json_writer_init(&writer, &fixture->out);
    example_print(&thing_shape, NULL, &writer);
    struct json *example = json_parse(fixture->arena, buf_str(&fixture->out), NULL, NULL);
    assert_non_null(shape_parse(&thing_shape, example, SHAPE_FROM_JSON, fixture->arena, &problem));
    buf_clear(&fixture->out);
    json_writer_init(&writer, &fixture->out);
    example_print(&thing_shape, "/api/bookings/:id/confirm", &writer);
    assert_string_equal(buf_str(&fixture->out).data, "{}");
}

static void the_page_escapes_what_it_shows(void **state)
{
    struct fixture *fixture = *state;
    page_print(&fixture->table, STR(""), fixture->arena, &fixture->out);
    struct str page = buf_str(&fixture->out);
    assert_true(str_contains_ignore_case(page, STR("Say &quot;why&quot; &lt;here&gt;.")));
    assert_true(str_contains_ignore_case(page, STR("/api/bookings/:id/confirm")));
    assert_true(str_contains_ignore_case(page, STR("id=\"slot_taken\"")));
    assert_false(str_contains_ignore_case(page, STR("<script")));
}

static void types_nest_by_the_dots_of_the_names(void **state)
{
    struct fixture *fixture = *state;
    types_print(&fixture->table, &fixture->out);
    struct str module = buf_str(&fixture->out);
    assert_true(str_contains_ignore_case(module, STR("  booking: {\n")));
    assert_true(str_contains_ignore_case(module, STR("    get: Query<ThingInput, ")));
    assert_true(str_contains_ignore_case(module, STR("    confirm: Mutation<ThingInput, ")));
    assert_true(str_contains_ignore_case(module, STR("export type ThingInput = {")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(openapi_has_every_route, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_path_gives_a_field_and_the_body_the_rest, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(operation_ids_are_unique, set_up, tear_down),
        cmocka_unit_test_setup_teardown(an_example_is_taken_by_its_own_shape, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_page_escapes_what_it_shows, set_up, tear_down),
        cmocka_unit_test_setup_teardown(types_nest_by_the_dots_of_the_names, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
