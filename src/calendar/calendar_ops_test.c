/* Hours and slots through the operations, on SQLite and on PostgreSQL. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "account/account.h"
#include "base/log.h"
#include "booking/booking.h"
#include "db/test_store.h"

static enum test_driver driver;
static struct test_store store;
static struct runtime runtime;
static struct arena *arena; /* of the test under way */
static struct operation_set sets[4];
static const struct operation_table table = {.sets = sets, .set_count = COUNT_OF(sets)};

struct person {
    struct id id;
    struct str token;
};
static struct person ada, bob, cleo;
static struct str mixing; /* Ada's only service */

/* ---- calling ---- */

static struct call *call_by(const struct person *person, const char *operation, struct str input)
{
    struct call *call = ARENA_NEW(arena, struct call);
    *call = (struct call){.arena = arena,
                          .runtime = &runtime,
                          .operation = operation_find(&table, str_from(operation)),
                          .input_json = json_parse(arena, input, NULL, NULL),
                          .token = person ? person->token : STR_NONE,
                          .remote_address = STR("192.0.2.1")};
    assert_non_null(call->operation);
    assert_non_null(call->input_json);
    operation_run(call);
    return call;
}

/* The reply's text. */
static struct str ok(const struct person *person, const char *operation, struct str input)
{
    struct call *call = call_by(person, operation, input);
    if (call->error != ERROR_NONE) {
        fail_msg("%s %.*s: %s", operation, STR_ARG(input),
                 problem_json(arena, &call->problem, STR_NONE).data);
    }
    return operation_reply(call);
}

static void refused(const struct person *person, const char *operation, struct str input,
                    enum error expected)
{
    enum error error = call_by(person, operation, input)->error;
    if (error != expected) {
        fail_msg("%s %.*s: %s", operation, STR_ARG(input), error_info(error)->code);
    }
}

static void refused_field(const char *operation, struct str input, const char *field)
{
    struct call *call = call_by(&ada, operation, input);
    if (call->error != ERROR_INVALID ||
        !str_equal(LIST_AT(call->problem.fields, struct field_error, 0)->field, str_from(field))) {
        fail_msg("%s %.*s: %s", operation, STR_ARG(input),
                 problem_json(arena, &call->problem, STR_NONE).data);
    }
}

/* {"providerId":ADA, …} */
static struct str of_ada(const char *more)
{
    return str_format(arena, "{\"providerId\":\"%s\"%s}", id_text(arena, "user", ada.id).data,
                      more);
}

/* ---- hours ---- */

static void hours_go_in_and_out(void **state)
{
    (void)state;
    struct str set = ok(&ada, "availability.set",
                        STR("{\"timeZone\":\"Europe/Berlin\",\"weekly\":["
                            "{\"days\":[\"fr\",\"MO\"],\"start\":\"09:00\",\"end\":\"17:00\"},"
                            "{\"days\":[\"Saturday\"],\"start\":\"22:00\",\"end\":\"02:00\"},"
                            "{\"days\":[\"TU\"],\"start\":\"09:00\",\"end\":\"17:00\"}],"
                            "\"exceptions\":["
                            "{\"date\":\"2025-12-24\",\"intervals\":["
                            "{\"start\":\"13:00\",\"end\":\"24:00\"},"
                            "{\"start\":\"09:00\",\"end\":\"12:00\"}]},"
                            "{\"date\":\"2025-01-01\",\"intervals\":[]}],\"rules\":[]}"));
    const char *expected =
        "{\"timeZone\":\"Europe/Berlin\",\"weekly\":["
        "{\"days\":[\"MO\",\"TU\",\"FR\"],\"start\":\"09:00\",\"end\":\"17:00\"},"
        "{\"days\":[\"SA\"],\"start\":\"22:00\",\"end\":\"02:00\"}],"
        "\"exceptions\":[{\"date\":\"2025-01-01\",\"intervals\":[]},"
        "{\"date\":\"2025-12-24\",\"intervals\":[{\"start\":\"09:00\",\"end\":\"12:00\"},"
        "{\"start\":\"13:00\",\"end\":\"24:00\"}]}],\"timeOff\":[],\"rules\":[]";
    const char *own = str_format(arena, "%s,\"version\":\"1@Europe/Berlin\"", expected).data;
    assert_string_equal(set.data, str_format(arena, "%s,\"outside\":[]}", own).data);
    assert_string_equal(ok(&ada, "availability.get", STR("{}")).data,
                        str_format(arena, "%s}", own).data);
    assert_string_equal(ok(NULL, "availability.of", of_ada("")).data,
                        str_format(arena, "%s}", expected).data);
    struct str profile = ok(&ada, "provider.update", STR("{}")); /* one zone, in both places */
    assert_true(str_contains_ignore_case(profile, STR("\"timeZone\":\"Europe/Berlin\"")));
    set = ok(&ada, "availability.set", STR("{\"exceptions\":[]}")); /* the weekly hours stay */
    assert_true(str_contains_ignore_case(set, STR("\"exceptions\":[]")));
    assert_true(str_contains_ignore_case(set, STR("[\"MO\",\"TU\",\"FR\"]")));
}

static void bad_hours_name_their_field(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        {"{\"weekly\":[{\"days\":[],\"start\":\"09:00\",\"end\":\"10:00\"}]}", "weekly[0].days"},
        {"{\"weekly\":[{\"days\":[\"XX\"],\"start\":\"09:00\",\"end\":\"10:00\"}]}",
         "weekly[0].days[0]"},
        {"{\"weekly\":[{\"days\":[\"MO\"],\"start\":\"24:00\",\"end\":\"10:00\"}]}", "weekly[0]"},
        {"{\"weekly\":[{\"days\":[\"MO\"],\"start\":\"09:00\",\"end\":\"24:01\"}]}",
         "weekly[0].end"},
        {"{\"weekly\":[{\"days\":[\"MO\"],\"start\":\"09:00\"}]}", "weekly[0].end"},
        {"{\"weekly\":[{\"days\":[\"MO\"],\"start\":\"09:00\",\"end\":\"10:00\",\"x\":1}]}",
         "weekly[0].x"},
        {"{\"exceptions\":[{\"date\":\"2025-02-29\"}]}", "exceptions[0].date"},
        {"{\"exceptions\":[{\"date\":\"2025-02-28\",\"closed\":true}]}", "exceptions[0].closed"},
        {"{\"exceptions\":[{\"date\":\"2025-02-28\",\"intervals\":[{\"start\":\"9\","
         "\"end\":\"10:00\"}]}]}",
         "exceptions[0].intervals[0].start"},
        {"{\"exceptions\":[{\"date\":\"2025-02-28\"},{\"date\":\"2025-02-28\",\"intervals\":["
         "{\"start\":\"09:00\",\"end\":\"10:00\"}]}]}",
         "exceptions"},
        {"{\"timeOff\":[{\"from\":\"2025-02-29\",\"to\":\"2025-03-01\"}]}", "timeOff[0]"},
        {"{\"timeOff\":[{\"from\":\"2025-03-02\",\"to\":\"2025-03-01\"}]}", "timeOff[0]"},
        {"{\"timeOff\":[{\"from\":\"2025-03-01\",\"to\":\"2025-03-01T10:00:00Z\"}]}", "timeOff[0]"},
        {"{\"timeOff\":[{\"from\":\"2025-03-01T10:00:00\",\"to\":\"2025-03-01T11:00:00\"}]}",
         "timeOff[0]"},
        {"{\"timeOff\":[{\"from\":\"2025-03-01\"}]}", "timeOff[0].to"},
        {"{\"rules\":[\"FREQ=DAILY\"]}", "rules[0]"},
        {"{\"rules\":[{\"rrule\":\"FREQ=DAILY\"}]}", "rules[0].from"},
        {"{\"rules\":[7]}", "rules[0]"},
        {"{\"timeZone\":\"Mars/Olympus\"}", "timeZone"},
        {"{\"zone\":\"UTC\"}", "zone"},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        refused_field("availability.set", str_from(rows[i][0]), rows[i][1]);
    }
    refused(&bob, "availability.set", STR("{}"), ERROR_NOT_A_PROVIDER);
    refused(&bob, "availability.get", STR("{}"), ERROR_NOT_A_PROVIDER);
    refused(NULL, "availability.set", STR("{}"), ERROR_UNAUTHENTICATED);
    refused(NULL, "availability.of",
            str_format(arena, "{\"providerId\":\"%s\"}", id_text(arena, "user", bob.id).data),
            ERROR_NOT_FOUND);
}

/* ---- slots ---- */

/* It is Monday 13 January 2025, 07:00 in New York, where Ada works Mondays from nine to noon. */
static void work_mondays(void)
{
    clock_set(INT64_C(1736769600000));
    ok(&ada, "availability.set",
       STR("{\"timeZone\":\"America/New_York\",\"weekly\":[{\"days\":[\"MO\"],"
           "\"start\":\"09:00\",\"end\":\"12:00\"}],\"exceptions\":[]}"));
}

static enum error claim_ten_to_eleven(struct tx *tx, void *argument)
{
    int64_t start_ms = INT64_C(1736780400000); /* 15:00Z */
    (void)argument;
    struct claim claim = {.id = id_new(),
                          .client_id = bob.id,
                          .service_id = id_new(),
                          .start_ms = start_ms,
                          .end_ms = start_ms + HOUR_MS,
                          .work_start_ms = start_ms,
                          .work_end_ms = start_ms + HOUR_MS,
                          .seats = 1,
                          .expires_ms = INSTANT_NONE};
    claim_insert(tx, ada.id, &claim, 1, clock_now_ms());
    return ERROR_NONE;
}

static void slots_are_listed(void **state)
{
    (void)state;
    work_mondays();
    assert_string_equal(
        ok(NULL, "slot.list", of_ada(",\"to\":\"2025-01-14T00:00:00Z\"")).data,
        "{\"slots\":["
        "{\"start\":\"2025-01-13T14:00:00Z\",\"end\":\"2025-01-13T15:00:00Z\","
        "\"local\":\"2025-01-13T09:00:00-05:00\",\"localEnd\":\"2025-01-13T10:00:00-05:00\","
        "\"seatsLeft\":1},"
        "{\"start\":\"2025-01-13T15:00:00Z\",\"end\":\"2025-01-13T16:00:00Z\","
        "\"local\":\"2025-01-13T10:00:00-05:00\",\"localEnd\":\"2025-01-13T11:00:00-05:00\","
        "\"seatsLeft\":1},"
        "{\"start\":\"2025-01-13T16:00:00Z\",\"end\":\"2025-01-13T17:00:00Z\","
        "\"local\":\"2025-01-13T11:00:00-05:00\",\"localEnd\":\"2025-01-13T12:00:00-05:00\","
        "\"seatsLeft\":1}],\"timeZone\":\"America/New_York\"}");
    assert_int_equal(db_write(store.db, claim_ten_to_eleven, NULL), ERROR_NONE);
    assert_string_equal(
        ok(&bob, "slot.list",
           of_ada(",\"from\":\"2025-01-13T15:30\",\"to\":\"2025-01-14T00:00\","
                  "\"timeZone\":\"Asia/Kathmandu\",\"serviceType\":\"Mixing\""))
            .data,
        "{\"slots\":[{\"start\":\"2025-01-13T14:00:00Z\",\"end\":\"2025-01-13T15:00:00Z\","
        "\"local\":\"2025-01-13T19:45:00+05:45\",\"localEnd\":\"2025-01-13T20:45:00+05:45\","
        "\"seatsLeft\":1},{\"start\":\"2025-01-13T16:00:00Z\",\"end\":\"2025-01-13T17:00:00Z\","
        "\"local\":\"2025-01-13T21:45:00+05:45\",\"localEnd\":\"2025-01-13T22:45:00+05:45\","
        "\"seatsLeft\":1}],\"timeZone\":\"Asia/Kathmandu\"}");
}

static size_t slot_count(struct str input)
{
    const struct json *reply = json_parse(arena, ok(NULL, "slot.list", input), NULL, NULL);
    return json_get(reply, STR("slots"))->count;
}

static void the_range_is_bounded(void **state)
{
    (void)state;
    work_mondays();
    assert_int_equal(slot_count(of_ada("")), 5 * 3); /* 31 days from now hold five Mondays */
    assert_int_equal(slot_count(of_ada(",\"durationHours\":3")), 5);
    assert_int_equal(slot_count(of_ada(",\"from\":\"2025-01-20T14:00:00Z\"")), 5 * 3);
    assert_int_equal(slot_count(of_ada(",\"from\":\"2025-01-20T14:00:01Z\"")), 4 * 3 + 2);
    assert_int_equal(slot_count(of_ada(",\"from\":\"2025-01-14T00:00:00Z\","
                                       "\"to\":\"2025-03-17T00:00:00Z\"")),
                     8 * 3);
    assert_int_equal(slot_count(of_ada(",\"from\":\"2199-12-31T00:00:00Z\"")), 0);
    refused_field("slot.list",
                  of_ada(",\"from\":\"2025-01-14T00:00:00Z\",\"to\":\"2025-03-17T00:00:01Z\""),
                  "to");
    refused_field("slot.list",
                  of_ada(",\"from\":\"2025-01-14T00:00:00Z\",\"to\":\"2025-01-14T00:00:00Z\""),
                  "to");
    refused_field("slot.list", of_ada(",\"durationHours\":0.001"), "durationHours");
    refused_field("slot.list", of_ada(",\"durationHours\":-1"), "durationHours");
    refused(NULL, "slot.list", of_ada(",\"durationHours\":1.5"), ERROR_BAD_DURATION);
    refused(NULL, "slot.list", of_ada(",\"durationHours\":99999999999"), ERROR_BAD_DURATION);
}

static void the_service_is_found_or_asked_for(void **state)
{
    (void)state;
    work_mondays();
    struct str named =
        of_ada(str_format(arena, ",\"serviceId\":\"%s\"", str_copy(arena, mixing).data).data);
    assert_int_equal(slot_count(named), 15);
    refused(
        NULL, "slot.list",
        of_ada(str_format(arena, ",\"serviceId\":\"%s\"", id_text(arena, "service", id_new()).data)
                   .data),
        ERROR_NOT_FOUND);
    ok(&ada, "service.create", STR("{\"title\":\"Mastering\",\"serviceType\":\"mastering\"}"));
    refused(NULL, "slot.list", of_ada(""), ERROR_SERVICE_REQUIRED);
    assert_int_equal(slot_count(of_ada(",\"serviceType\":\"mastering\"")), 15);
    ok(&ada, "service.delete", str_format(arena, "{\"id\":\"%s\"}", str_copy(arena, mixing).data));
    refused(NULL, "slot.list", named, ERROR_SERVICE_INACTIVE);
    refused(NULL, "slot.list",
            str_format(arena, "{\"providerId\":\"%s\"}", id_text(arena, "user", bob.id).data),
            ERROR_NOT_FOUND);
}

/* ---- holds ---- */

#define TEN "\"2025-01-13T15:00:00Z\",\"durationHours\":1" /* of Monday, in New York */

/* A new hold of Monday at ten; its id, as text. */
static const char *hold_ten(const struct person *person)
{
    struct str reply = ok(person, "hold.create", of_ada(",\"start\":" TEN));
    const struct json *hold = json_get(json_parse(arena, reply, NULL, NULL), STR("hold"));
    assert_string_equal(str_copy(arena, json_get(hold, STR("expiresAt"))->text).data,
                        "2025-01-13T12:10:00Z");
    return str_copy(arena, json_get(hold, STR("id"))->text).data;
}

static struct str booking_of_ten(const char *hold)
{
    const char *more = ",\"scheduledTime\":" TEN;
    return hold ? of_ada(str_format(arena, "%s,\"holdId\":\"%s\"", more, hold).data) : of_ada(more);
}

/* Monday's free starts, for somebody in particular. */
static size_t monday_count(const struct person *person)
{
    struct str input = of_ada(",\"to\":\"2025-01-14T00:00:00Z\"");
    const struct json *reply = json_parse(arena, ok(person, "slot.list", input), NULL, NULL);
    return json_get(reply, STR("slots"))->count;
}

static void a_hold_lasts_ten_minutes(void **state)
{
    (void)state;
    work_mondays();
    const char *hold = hold_ten(&bob);
    clock_set(INT64_C(1736769600000) + 10 * MINUTE_MS - 1);
    assert_int_equal(monday_count(&cleo), 2);
    assert_int_equal(monday_count(&bob), 3);
    refused(&cleo, "booking.create", booking_of_ten(NULL), ERROR_SLOT_TAKEN);
    ok(&bob, "booking.create", booking_of_ten(hold));
}

static void an_overdue_hold_is_in_nobodys_way(void **state)
{
    (void)state;
    work_mondays();
    const char *hold = hold_ten(&bob);
    clock_set(INT64_C(1736769600000) + 10 * MINUTE_MS);
    assert_int_equal(monday_count(&cleo), 3);
    refused(&bob, "hold.delete", str_format(arena, "{\"id\":\"%s\"}", hold), ERROR_NOT_FOUND);
    ok(&cleo, "booking.create", booking_of_ten(NULL)); /* on PostgreSQL past its own backstop */
    refused(&bob, "booking.create", booking_of_ten(hold), ERROR_SLOT_TAKEN);
}

static void an_overdue_hold_still_books_what_is_free(void **state)
{
    (void)state;
    work_mondays();
    const char *hold = hold_ten(&bob);
    clock_set(INT64_C(1736769600000) + 11 * MINUTE_MS);
    ok(&bob, "booking.create", booking_of_ten(hold));
}

static void overdue_holds_do_not_count(void **state)
{
    (void)state;
    work_mondays();
    for (int i = 0; i < 8; i++) {
        struct str service = ok(&ada, "service.create",
                                STR("{\"title\":\"More\",\"serviceType\":\"more\","
                                    "\"durationMinutes\":60,\"stepMinutes\":60}"));
        const struct json *made = json_get(json_parse(arena, service, NULL, NULL), STR("service"));
        struct str id = json_get(made, STR("id"))->text;
        clock_set(INT64_C(1736769600000) + i * 11 * MINUTE_MS);
        ok(&bob, "hold.create",
           of_ada(str_format(arena, ",\"serviceId\":\"%.*s\",\"start\":\"2025-01-20T1%d:00:00Z\"",
                             STR_ARG(id), 4 + i % 3)
                      .data));
    }
}

/* ---- both stores ---- */

static enum error make_person(struct tx *tx, void *argument)
{
    struct person *person = argument;
    struct account account = {.id = person->id,
                              .email = id_text(arena, "p", person->id),
                              .display_name = STR("Ada"),
                              .time_zone = STR("America/New_York"),
                              .roles = ROLE_CLIENT,
                              .created_ms = clock_now_ms()};
    enum error error = account_create(tx, &account, STR_NONE);
    person->token = account_create_token(tx, arena, person->id, STR("test"), clock_now_ms());
    return error;
}

static int open_store(void **state)
{
    struct str reason;
    (void)state;
    test_store_open(&store, driver);
    if (db_migrate(store.db, store.arena, &reason) != ERROR_NONE) {
        test_require(false, reason.data);
    }
    sets[0] = account_operations;
    sets[1] = listing_operations;
    sets[2] = calendar_operations;
    sets[3] = booking_operations;
    operation_table_check(&table);
    runtime = (struct runtime){
        .db = store.db, .operations = &table, .authenticator = &account_authenticator};
    return 0;
}

static int close_store(void **state)
{
    (void)state;
    test_store_close(&store);
    return 0;
}

/* Ada offers mixing for an hour or more; Bob and Cleo offer nothing. */
static int begin(void **state)
{
    (void)state;
    arena = arena_new(0);
    clock_set(INT64_C(1736769600000));
    ada.id = id_new();
    bob.id = id_new();
    cleo.id = id_new();
    assert_int_equal(db_write(store.db, make_person, &ada), ERROR_NONE);
    assert_int_equal(db_write(store.db, make_person, &bob), ERROR_NONE);
    assert_int_equal(db_write(store.db, make_person, &cleo), ERROR_NONE);
    ok(&ada, "provider.update", STR("{\"hourlyRate\":75}"));
    struct str made =
        ok(&ada, "service.create", STR("{\"title\":\"Mixing\",\"serviceType\":\"mixing\"}"));
    const struct json *service = json_get(json_parse(arena, made, NULL, NULL), STR("service"));
    mixing = json_get(service, STR("id"))->text;
    return 0;
}

static int end(void **state)
{
    (void)state;
    clock_set(INSTANT_NONE);
    arena_free(arena);
    return 0;
}

static int run_on(enum test_driver which, const char *name)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(hours_go_in_and_out, begin, end),
        cmocka_unit_test_setup_teardown(bad_hours_name_their_field, begin, end),
        cmocka_unit_test_setup_teardown(slots_are_listed, begin, end),
        cmocka_unit_test_setup_teardown(the_range_is_bounded, begin, end),
        cmocka_unit_test_setup_teardown(the_service_is_found_or_asked_for, begin, end),
        cmocka_unit_test_setup_teardown(a_hold_lasts_ten_minutes, begin, end),
        cmocka_unit_test_setup_teardown(an_overdue_hold_is_in_nobodys_way, begin, end),
        cmocka_unit_test_setup_teardown(an_overdue_hold_still_books_what_is_free, begin, end),
        cmocka_unit_test_setup_teardown(overdue_holds_do_not_count, begin, end),
    };
    driver = which;
    return cmocka_run_group_tests_name(name, tests, open_store, close_store);
}

int main(void)
{
    log_set_level(LOG_WARNING);
    int failed = run_on(TEST_SQLITE, "sqlite");
    return failed + run_on(TEST_POSTGRES, "postgres");
}
