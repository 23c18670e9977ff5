#include "face/face_test.h"

#include "face/rest_input.h"
#include "face/route.h"

struct fixture {
    struct arena *arena;
    struct operation rows[TEST_OPERATIONS_MAX];
    struct operation_set set;
    struct operation_table table;
    struct router *router;
};

static int set_up(void **state)
{
    static struct fixture fixture;
    fixture.arena = arena_new(0);
    fixture.table = test_table(fixture.rows, &fixture.set);
    fixture.router = router_new(fixture.arena, rest_routes, rest_route_count, &fixture.table);
    *state = &fixture;
    return 0;
}

static int tear_down(void **state)
{
    arena_free(((struct fixture *)*state)->arena);
    return 0;
}

static void paths_lead_to_operations(void **state)
{
    static const struct {
        enum http_method method;
        const char *path, *operation, *value;
    } rows[] = {
        {HTTP_GET, "/api/bookings", "booking.list", NULL},
        {HTTP_HEAD, "/api/bookings", "booking.list", NULL},
        {HTTP_POST, "/api/bookings", "booking.create", NULL},
        {HTTP_POST, "/api/bookings/create", "booking.create", NULL},
        {HTTP_GET, "/api/bookings/my-bookings", "booking.list", NULL},
        {HTTP_GET, "/api/bookings/booking_1", "booking.get", "booking_1"},
        {HTTP_GET, "/api/bookings/my-bookings2", "booking.get", "my-bookings2"},
        {HTTP_POST, "/api/bookings/x/no-show", "booking.noShow", "x"},
        {HTTP_POST, "/api/bookings/create/confirm", "booking.confirm", "create"},
        {HTTP_DELETE, "/api/bookings/x", "booking.cancel", "x"},
        {HTTP_GET, "/api/providers/me/availability", "availability.get", NULL},
        {HTTP_GET, "/api/providers/u/availability", "availability.of", "u"},
        {HTTP_GET, "/api/providers/me/slots", "slot.list", "me"},
        {HTTP_PUT, "/api/favorites/u", "favorite.add", "u"},
    };
    const struct fixture *fixture = *state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct route_match match =
            router_match(fixture->router, rows[i].method, str_from(rows[i].path));
        assert_non_null(match.route);
        assert_string_equal(match.route->operation->name, rows[i].operation);
        assert_int_equal(match.route->name_count, rows[i].value ? 1 : 0);
        if (rows[i].value)
            assert_true(str_equal(match.values[0], str_from(rows[i].value)));
    }
}

static void unknown_paths_lead_nowhere(void **state)
{
    static const char *const paths[] = {
        "",
        "/",
        "/api",
        "/api/",
        "/api/bookings/",
        "/api/Bookings",
        "api/bookings",
        "//api/bookings",
        "/api/bookings/x/",
        "/api/bookings//confirm",
        "/api/bookings/x/confirm/y",
        "/api/providers//slots",
    };
    const struct fixture *fixture = *state;
    for (size_t i = 0; i < COUNT_OF(paths); i++) {
        struct route_match match = router_match(fixture->router, HTTP_GET, str_from(paths[i]));
        assert_null(match.route);
        assert_null(match.allow.data);
    }
}

static void a_wrong_method_is_told_the_right_ones(void **state)
{
    static const struct {
        enum http_method method;
        const char *path, *allow;
    } rows[] = {
        {HTTP_PUT, "/api/bookings", "GET, HEAD, POST"},
        {HTTP_GET, "/api/auth/login", "POST"},
        {HTTP_POST, "/api/bookings/x", "GET, HEAD, PUT, PATCH, DELETE"},
        {HTTP_OTHER, "/api/favorites", "GET, HEAD"},
        {HTTP_OPTIONS, "/api/favorites", "GET, HEAD"},
    };
    const struct fixture *fixture = *state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct route_match match =
            router_match(fixture->router, rows[i].method, str_from(rows[i].path));
        assert_null(match.route);
        assert_true(str_equal(match.allow, str_from(rows[i].allow)));
    }
}

/* ---- the input of a call ---- */

struct input_row {
    enum http_method method;
    const char *path, *query, *type, *body;
    const char *input; /* canonical; NULL: refused */
    enum error error;
    const char *field; /* the first one refused; NULL: none is named */
};

static void check_input(const struct fixture *fixture, const struct input_row *row)
{
    struct route_match match = router_match(fixture->router, row->method, str_from(row->path));
    const struct rest_source source = {
        .method = row->method,
        .query = str_from(row->query),
        .content_type = str_from(row->type),
        .body = str_from(row->body ? row->body : ""),
    };
    const struct json *input = NULL;
    enum shape_source from;
    struct problem problem = {0};
    bool good = rest_input_gather(fixture->arena, &match, &source, &input, &from, &problem);
    assert_int_equal(good, row->input != NULL);
    assert_int_equal(problem.error, row->error);
    if (good)
        assert_string_equal(json_canonical(fixture->arena, input).data, row->input);
    if (row->field)
        assert_true(
            str_equal(LIST_AT(problem.fields, struct field_error, 0)->field, str_from(row->field)));
}

static void path_query_and_body_make_one_input(void **state)
{
    static const char json[] = "application/json", utf8[] = "Application/JSON; charset=utf-8";
    static const char path[] = "/api/bookings/b1", list[] = "/api/bookings";
    static const struct input_row rows[] = {
        {HTTP_GET, list, NULL, NULL, NULL, "{}", 0, NULL},
        {HTTP_GET, list, "status=PENDING&q=a%20b+c", NULL, NULL,
         "{\"q\":\"a b c\",\"status\":\"PENDING\"}", 0, NULL},
        {HTTP_GET, list, "q=%zz", NULL, NULL, NULL, ERROR_BAD_REQUEST, NULL},
        {HTTP_GET, list, "q=1&q=1", NULL, NULL, "{\"q\":\"1\"}", 0, NULL},
        {HTTP_GET, list, "q=1&q=2", NULL, NULL, NULL, ERROR_INVALID, "q"},
        {HTTP_GET, path, "id=b2", NULL, NULL, NULL, ERROR_INVALID, "id"},
        {HTTP_GET, path, NULL, "text/plain", "ignored", "{\"id\":\"b1\"}", 0, NULL},
        {HTTP_POST, list, NULL, NULL, NULL, "{}", 0, NULL},
        {HTTP_POST, list, NULL, json, "{\"rate\":75.50}", "{\"rate\":75.50}", 0, NULL},
        {HTTP_POST, list, NULL, utf8, "{}", "{}", 0, NULL},
        {HTTP_POST, list, NULL, NULL, "{}", NULL, ERROR_UNSUPPORTED_MEDIA_TYPE, NULL},
        {HTTP_POST, list, NULL, "text/json", "{}", NULL, ERROR_UNSUPPORTED_MEDIA_TYPE, NULL},
        {HTTP_POST, list, NULL, json, "{", NULL, ERROR_BAD_JSON, NULL},
        {HTTP_POST, list, NULL, json, "[1]", NULL, ERROR_BAD_JSON, NULL},
        {HTTP_POST, list, "rate=5", json, "{}", NULL, ERROR_INVALID, "rate"},
        {HTTP_PATCH, path, NULL, json, "{\"id\":\"b1\"}", "{\"id\":\"b1\"}", 0, NULL},
        {HTTP_PATCH, path, NULL, json, "{\"id\":\"b2\"}", NULL, ERROR_INVALID, "id"},
        {HTTP_PATCH, path, NULL, json, "{\"id\":1}", NULL, ERROR_INVALID, "id"},
        {HTTP_DELETE, path, NULL, NULL, NULL, "{\"id\":\"b1\"}", 0, NULL},
        {HTTP_DELETE, path, "reason=ill", NULL, NULL, "{\"id\":\"b1\",\"reason\":\"ill\"}", 0,
         NULL},
        {HTTP_DELETE, path, NULL, json, "{\"reason\":\"ill\"}",
         "{\"id\":\"b1\",\"reason\":\"ill\"}", 0, NULL},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        check_input(*state, &rows[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(paths_lead_to_operations),
        cmocka_unit_test(unknown_paths_lead_nowhere),
        cmocka_unit_test(a_wrong_method_is_told_the_right_ones),
        cmocka_unit_test(path_query_and_body_make_one_input),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
