/* The listing room: its rules by tables, and its operations on SQLite and on PostgreSQL. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "account/account.h"
#include "base/log.h"
#include "db/test_store.h"
#include "listing/listing_internal.h"

static enum test_driver driver;
static struct test_store store;
static struct runtime runtime;
static struct arena *arena; /* of the test under way */

/* ---- rules ---- */

/* Great circles, checked against published city distances to within half a mile. */
static const struct {
    const char *what;
    struct place from, to;
    double miles;
} distances[] = {
    {"nowhere", {.latitude_e6 = 40712800}, {.latitude_e6 = 40712800}, 0},
    {"a degree of latitude", {.latitude_e6 = 0}, {.latitude_e6 = 1000000}, 69.09},
    {"half way round", {.longitude_e6 = 0}, {.longitude_e6 = 180000000}, 12436.8},
    {"across the date line", {.longitude_e6 = 179500000}, {.longitude_e6 = -179500000}, 69.09},
    {"New York to Los Angeles",
     {.latitude_e6 = 40712800, .longitude_e6 = -74006000},
     {.latitude_e6 = 34052200, .longitude_e6 = -118243700},
     2445.6},
};

static void distances_are_great_circles(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(distances); i++) {
        double miles = place_distance_miles(&distances[i].from, &distances[i].to);
        double back = place_distance_miles(&distances[i].to, &distances[i].from);
        if (miles < distances[i].miles - 0.5 || miles > distances[i].miles + 0.5 ||
            miles - back > 1e-9 || back - miles > 1e-9) {
            fail_msg("%s: %f, back %f", distances[i].what, miles, back);
        }
    }
}

static const struct {
    const char *in, *out; /* NULL: refused */
} service_types[] = {
    {"MIXING", "MIXING"},
    {"mixing", "MIXING"},
    {"Mix down", "MIX_DOWN"},
    {"mix-down", "MIX_DOWN"},
    {" 2 track ", "2_TRACK"},
    {"", NULL},
    {"mix & master", NULL},
    {"été", NULL},
    {"a23456789012345678901234567890123456789012", NULL},
};

static void service_types_are_upper_case(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(service_types); i++) {
        struct str type = STR_NONE;
        bool good = service_type_parse(arena, str_from(service_types[i].in), &type);
        assert_true(good == (service_types[i].out != NULL));
        assert_true(str_equal(type, str_from(service_types[i].out)));
    }
}

#define MODERATE                                                                                   \
    "{\"preset\":\"moderate\",\"tiers\":[{\"hoursBefore\":120,\"refundPercent\":100},"             \
    "{\"hoursBefore\":0,\"refundPercent\":50}]}"
#define STRICT                                                                                     \
    "{\"preset\":\"strict\",\"tiers\":[{\"hoursBefore\":168,\"refundPercent\":50}],"               \
    "\"grace\":{\"hours\":48,\"daysAhead\":14}}"

static const struct {
    const char *in, *out; /* NULL: refused */
} policies[] = {
    {"\"flexible\"",
     "{\"preset\":\"flexible\",\"tiers\":[{\"hoursBefore\":24,\"refundPercent\":100}]}"},
    {"\"Moderate\"", MODERATE},
    {"{\"preset\":\"moderate\"}", MODERATE},
    {MODERATE, MODERATE},
    {"\"strict\"", STRICT},
    {STRICT, STRICT},
    {"{\"tiers\":[{\"hoursBefore\":2,\"refundPercent\":12.5},"
     "{\"refundPercent\":80,\"hoursBefore\":48}]}",
     "{\"preset\":\"custom\",\"tiers\":[{\"hoursBefore\":48,\"refundPercent\":80},"
     "{\"hoursBefore\":2,\"refundPercent\":12.5}]}"},
    {"{\"preset\":\"custom\",\"tiers\":[{\"hoursBefore\":0,\"refundPercent\":0}]}",
     "{\"preset\":\"custom\",\"tiers\":[{\"hoursBefore\":0,\"refundPercent\":0}]}"},
    {"\"lenient\"", NULL},
    {"\"custom\"", NULL},
    {"7", NULL},
    {"null", NULL},
    {"[]", NULL},
    {"{}", NULL},
    {"{\"tiers\":[]}", NULL},
    {"{\"preset\":\"flexible\",\"extra\":1}", NULL},
    {"{\"preset\":\"flexible\",\"tiers\":[{\"hoursBefore\":25,\"refundPercent\":100}]}", NULL},
    {"{\"tiers\":[{\"hoursBefore\":1}]}", NULL},
    {"{\"tiers\":[{\"hoursBefore\":-1,\"refundPercent\":50}]}", NULL},
    {"{\"tiers\":[{\"hoursBefore\":1.5,\"refundPercent\":50}]}", NULL},
    {"{\"tiers\":[{\"hoursBefore\":1,\"refundPercent\":100.01}]}", NULL},
    {"{\"tiers\":[{\"hoursBefore\":1,\"refundPercent\":12.345}]}", NULL},
    {"{\"tiers\":[{\"hoursBefore\":1,\"refundPercent\":50},"
     "{\"hoursBefore\":1,\"refundPercent\":40}]}",
     NULL},
    {"{\"tiers\":[{\"hoursBefore\":48,\"refundPercent\":50},"
     "{\"hoursBefore\":1,\"refundPercent\":60}]}",
     NULL},
    {"{\"tiers\":[{\"hoursBefore\":1,\"refundPercent\":50}],\"grace\":{}}", NULL},
};

static void cancellation_policies_have_one_spelling(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(policies); i++) {
        struct str json = STR_NONE;
        const char *message = cancellation_canonical(arena, str_from(policies[i].in), &json);
        if ((message == NULL) != (policies[i].out != NULL) ||
            !str_equal(json, str_from(policies[i].out))) {
            fail_msg("%s: %.*s %s", policies[i].in, STR_ARG(json), message ? message : "");
        }
    }
}

static const struct {
    const char *in, *label;
    int64_t latitude_e6, longitude_e6;
    bool is_good;
} places[] = {
    {"\" Los Angeles, CA \"", "Los Angeles, CA", PLACE_NONE, PLACE_NONE, true},
    {"{\"label\":\"LA\",\"lat\":34.05,\"lng\":-118.25}", "LA", 34050000, -118250000, true},
    {"{\"lat\":34.052233499,\"lng\":-1e1}", NULL, 34052233, -10000000, true},
    {"null", NULL, PLACE_NONE, PLACE_NONE, true},
    {"{\"label\":\"LA\"}", "LA", PLACE_NONE, PLACE_NONE, true},
    {"\" \"", NULL, 0, 0, false},
    {"7", NULL, 0, 0, false},
    {"{\"lat\":1}", NULL, 0, 0, false},
    {"{\"lat\":90.000001,\"lng\":0}", NULL, 0, 0, false},
    {"{\"lat\":0,\"lng\":-180.000001}", NULL, 0, 0, false},
    {"{\"lat\":\"1\",\"lng\":\"1\"}", NULL, 0, 0, false},
    {"{\"city\":\"LA\"}", NULL, 0, 0, false},
};

static void places_come_as_text_or_object(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(places); i++) {
        struct place place = {0};
        const char *message = place_from_json(arena, str_from(places[i].in), &place);
        if ((message == NULL) != places[i].is_good ||
            !str_equal(place.label, str_from(places[i].label)) ||
            place.latitude_e6 != places[i].latitude_e6 ||
            place.longitude_e6 != places[i].longitude_e6) {
            fail_msg("%s: %.*s %lld %lld %s", places[i].in, STR_ARG(place.label),
                     (long long)place.latitude_e6, (long long)place.longitude_e6,
                     message ? message : "");
        }
    }
}

/* A booking names its service by type, or the provider has only one. */
static void a_service_is_chosen(void **state)
{
    (void)state;
    struct service services[] = {{.service_type = STR("MIXING"), .seats = 1},
                                 {.service_type = STR("MASTERING"), .seats = 2},
                                 {.service_type = STR("MASTERING"), .seats = 3}};
    const struct {
        size_t count;
        struct str type;
        enum error error;
        int64_t seats;
    } rows[] = {
        {0, STR_NONE, ERROR_SERVICE_REQUIRED, 0},       {1, STR_NONE, ERROR_NONE, 1},
        {1, STR("mastering"), ERROR_NONE, 1},           {3, STR_NONE, ERROR_SERVICE_REQUIRED, 0},
        {3, STR("mastering"), ERROR_NONE, 2},           {3, STR("Mixing"), ERROR_NONE, 1},
        {3, STR("singing"), ERROR_SERVICE_REQUIRED, 0}, {3, STR("!"), ERROR_SERVICE_REQUIRED, 0},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct service chosen = {0};
        struct list list = {services, rows[i].count};
        assert_int_equal(service_choose(list, arena, rows[i].type, &chosen), rows[i].error);
        assert_int_equal(chosen.seats, rows[i].seats);
    }
}

static void the_rate_is_the_services_or_the_providers(void **state)
{
    (void)state;
    const struct provider provider = {.hourly_rate_minor = 7500, .day_rate_minor = INSTANT_NONE};
    const struct {
        enum rate_type type;
        int64_t own, expected;
    } rows[] = {
        {RATE_HOURLY, INSTANT_NONE, 7500},
        {RATE_HOURLY, 9000, 9000},
        {RATE_HOURLY, 0, 0},
        {RATE_DAY, INSTANT_NONE, INSTANT_NONE},
        {RATE_DAY, 50000, 50000},
        {RATE_FIXED, 12000, 12000},
        {RATE_FIXED, INSTANT_NONE, INSTANT_NONE},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct service service = {.rate_type = rows[i].type, .rate_minor = rows[i].own};
        assert_int_equal(service_rate_minor(&service, &provider), rows[i].expected);
    }
}

/* ---- operations ---- */

static const struct operation_table table = {.sets = &listing_operations, .set_count = 1};

struct person {
    struct id id;
    struct str token;
};
static struct person ada, bob, admin;

static enum error make_person(struct tx *tx, void *argument)
{
    struct person *person = argument;
    struct account account = {.id = person->id,
                              .email = id_text(arena, "p", person->id),
                              .display_name = STR("Ada"),
                              .time_zone = STR("America/New_York"),
                              .roles = ROLE_CLIENT | (person == &admin ? ROLE_ADMIN : 0),
                              .created_ms = clock_now_ms()};
    enum error error = account_create(tx, &account, STR_NONE);
    person->token = account_create_token(tx, arena, person->id, STR("test"), clock_now_ms());
    return error;
}

static void person_new(struct person *person)
{
    person->id = id_new();
    assert_int_equal(db_write(store.db, make_person, person), ERROR_NONE);
}

static struct call *call_by(const struct person *person, const char *operation, const char *input)
{
    struct call *call = ARENA_NEW(arena, struct call);
    *call = (struct call){.arena = arena,
                          .runtime = &runtime,
                          .operation = operation_find(&table, str_from(operation)),
                          .input_json = json_parse(arena, str_from(input), NULL, NULL),
                          .token = person ? person->token : STR_NONE,
                          .remote_address = STR("192.0.2.1")};
    assert_non_null(call->operation);
    assert_non_null(call->input_json);
    operation_run(call);
    return call;
}

static const struct json *ok(const struct person *person, const char *operation, const char *input)
{
    struct call *call = call_by(person, operation, input);
    if (call->error != ERROR_NONE) {
        fail_msg("%s: %s", operation, problem_json(arena, &call->problem, STR_NONE).data);
    }
    return json_parse(arena, operation_reply(call), NULL, NULL);
}

static void refused(const struct person *person, const char *operation, const char *input,
                    enum error expected)
{
    enum error error = call_by(person, operation, input)->error;
    if (error != expected) {
        fail_msg("%s %s: %s", operation, input, error_info(error)->code);
    }
}

static void refused_field(const char *operation, const char *input, const char *field)
{
    struct call *call = call_by(&ada, operation, input);
    if (call->error != ERROR_INVALID ||
        !str_equal(LIST_AT(call->problem.fields, struct field_error, 0)->field, str_from(field))) {
        fail_msg("%s %s: %s", operation, input, problem_json(arena, &call->problem, STR_NONE).data);
    }
}

/* "provider.services.0.rate", as its text; lists are walked by number. */
static struct str at(const struct json *tree, const char *path)
{
    struct str rest = str_from(path), name;
    while (tree && str_next_piece(&rest, '.', &name)) {
        int64_t index;
        if (tree->type == JSON_ARRAY && str_to_int64(name, &index)) {
            for (tree = tree->first; tree && index > 0; index--) {
                tree = tree->next;
            }
        } else {
            tree = json_get(tree, name);
        }
    }
    if (!tree) {
        return STR("(nothing)");
    }
    return tree->type == JSON_NULL   ? STR("null")
           : tree->type == JSON_BOOL ? str_from(tree->boolean ? "true" : "false")
                                     : tree->text;
}

static void expect(const struct json *tree, const char *path, const char *expected)
{
    if (!str_equal(at(tree, path), str_from(expected))) {
        fail_msg("%s is %.*s, not %s", path, STR_ARG(at(tree, path)), expected);
    }
}

static const char *with_id(const char *format, struct str id)
{
    struct buf out;
    const char *mark = strchr(format, '%');
    buf_init(&out, arena, 256);
    buf_add(&out, (struct str){format, (size_t)(mark - format)});
    buf_add(&out, id);
    buf_add(&out, str_from(mark + 1));
    return buf_str(&out).data;
}

static const char *with_provider(const char *format, const struct person *person)
{
    return with_id(format, id_text(arena, "user", person->id));
}

static void a_profile_begins_and_changes(void **state)
{
    (void)state;
    refused(NULL, "provider.update", "{}", ERROR_UNAUTHENTICATED);
    refused(&bob, "provider.get", with_provider("{\"id\":\"%\"}", &ada), ERROR_NOT_FOUND);
    const struct json *first = ok(&ada, "provider.update", "{}");
    expect(first, "provider.headline", "Ada");
    expect(first, "provider.currency", "USD");
    expect(first, "provider.timeZone", "America/New_York");
    expect(first, "provider.hourlyRate", "null");
    expect(first, "provider.capacity", "1");
    ok(&ada, "provider.update",
       "{\"headline\":\"Mix engineer\",\"roles\":[\"Engineer\",\"producer\",\"ENGINEER\"],"
       "\"location\":{\"label\":\"Los Angeles, CA\",\"lat\":34.052235,\"lng\":-118.243683},"
       "\"hourlyRate\":74.5,\"dayRate\":500,\"serviceRadiusMiles\":25,\"capacity\":2,"
       "\"portfolio\":[\"asset1\",{\"url\":\"https://a.example/b\",\"title\":\"B\"}]}");
    ok(&ada, "provider.update", "{\"bio\":\"Since 1999.\",\"dayRate\":null}"); /* the rest stays */
    const struct json *seen = ok(&bob, "provider.get", with_provider("{\"id\":\"%\"}", &ada));
    static const char *const expected[][2] = {
        {"provider.displayName", "Ada"},
        {"provider.headline", "Mix engineer"},
        {"provider.bio", "Since 1999."},
        {"provider.roles.0", "engineer"},
        {"provider.roles.1", "producer"},
        {"provider.roles.2", "(nothing)"},
        {"provider.location", "Los Angeles, CA"},
        {"provider.lat", "34.05"},
        {"provider.lng", "-118.24"},
        {"provider.hourlyRate", "74.5"},
        {"provider.hourlyRateMinor", "7450"},
        {"provider.dayRate", "null"},
        {"provider.serviceRadiusMiles", "25"},
        {"provider.portfolioAssets.0", "asset1"},
        {"provider.portfolioAssets.1", "https://a.example/b"},
        {"provider.portfolio.1.title", "B"},
        {"provider.rating", "null"},
        {"provider.reviewCount", "0"},
        {"provider.verified", "false"},
        {"provider._count.bookingsAsProvider", "0"},
        {"provider.distanceMiles", "(nothing)"},
    };
    for (size_t i = 0; i < COUNT_OF(expected); i++) {
        expect(seen, expected[i][0], expected[i][1]);
    }
    const struct json *own =
        ok(&ada, "provider.get", with_provider("{\"providerId\":\"%\"}", &ada));
    expect(own, "provider.lat", "34.052235");
}

static void a_bad_profile_names_its_field(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        {"{\"hourlyRate\":-1}", "hourlyRate"},
        {"{\"hourlyRate\":1.005}", "hourlyRate"},
        {"{\"hourlyRate\":1e309}", "hourlyRate"},
        {"{\"currency\":\"XXX1\"}", "currency"},
        {"{\"timeZone\":\"Mars/Olympus\"}", "timeZone"},
        {"{\"capacity\":0}", "capacity"},
        {"{\"capacity\":101}", "capacity"},
        {"{\"serviceRadiusMiles\":-1}", "serviceRadiusMiles"},
        {"{\"location\":{\"lat\":91,\"lng\":0}}", "location"},
        {"{\"portfolio\":[\"javascript:alert(1)\"]}", "portfolio"},
        {"{\"roles\":[\"\"]}", "roles"},
        {"{\"verified\":true}", "verified"},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        refused_field("provider.update", rows[i][0], rows[i][1]);
    }
}

/* 7450 cents must not become 7450 yen. */
static void a_currency_changes_with_its_rates(void **state)
{
    (void)state;
    ok(&ada, "provider.update", "{\"hourlyRate\":74.5}");
    refused_field("provider.update", "{\"currency\":\"JPY\"}", "hourlyRate");
    expect(ok(&ada, "provider.update", "{\"currency\":\"JPY\",\"hourlyRate\":9000}"),
           "provider.hourlyRateMinor", "9000");
    refused_field("provider.update", "{\"hourlyRate\":74.5}", "hourlyRate");
    ok(&ada, "service.create", "{\"title\":\"Mixing\",\"serviceType\":\"mixing\",\"rate\":5000}");
    refused(&ada, "provider.update", "{\"currency\":\"USD\",\"hourlyRate\":74.5}", ERROR_IN_USE);
}

static struct str service_made(const char *input)
{
    return at(ok(&ada, "service.create", input), "service.id");
}

static void a_service_has_sane_defaults(void **state)
{
    (void)state;
    refused(&bob, "service.create", "{\"title\":\"Mixing\",\"serviceType\":\"mixing\"}",
            ERROR_NOT_A_PROVIDER);
    ok(&ada, "provider.update", "{\"hourlyRate\":75}");
    const struct json *made =
        ok(&ada, "service.create", "{\"title\":\"Mixing\",\"serviceType\":\"mix-down\"}");
    static const char *const expected[][2] = {
        {"service.serviceType", "MIX_DOWN"},
        {"service.active", "true"},
        {"service.durationMinutes", "null"},
        {"service.minHours", "1"},
        {"service.maxHours", "24"},
        {"service.stepMinutes", "60"},
        {"service.rateType", "hourly"},
        {"service.rate", "null"},
        {"service.unitRate", "75"},
        {"service.unitRateMinor", "7500"},
        {"service.bufferAfterMinutes", "0"},
        {"service.minNoticeMinutes", "60"},
        {"service.windowDays", "365"},
        {"service.maxPerDay", "null"},
        {"service.seats", "1"},
        {"service.acceptance", "request"},
        {"service.payment", "after"},
        {"service.approval", "client"},
        {"service.revisions", "2"},
        {"service.pendingBlocks", "true"},
        {"service.requestTtlHours", "48"},
        {"service.cancellationPolicy.preset", "moderate"},
        {"service.isRemote", "true"},
    };
    for (size_t i = 0; i < COUNT_OF(expected); i++) {
        expect(made, expected[i][0], expected[i][1]);
    }
    expect(ok(&bob, "provider.get", with_provider("{\"id\":\"%\"}", &ada)),
           "provider.servicesOffered.0", "mix_down");
    const struct json *fixed = ok(&ada, "service.create",
                                  "{\"title\":\"Call\",\"serviceType\":\"call\","
                                  "\"durationMinutes\":30,\"rateType\":\"FIXED\",\"rate\":20}");
    expect(fixed, "service.durationMinutes", "30");
    expect(fixed, "service.stepMinutes", "30");
    expect(fixed, "service.minHours", "0.5");
    expect(fixed, "service.unitRate", "20");
}

static void a_bad_service_names_its_field(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        {"\"minHours\":0", "minHours"},
        {"\"minHours\":0.001", "minHours"},
        {"\"minHours\":3,\"maxHours\":2", "maxHours"},
        {"\"maxHours\":169", "maxHours"},
        {"\"durationMinutes\":30,\"minHours\":1", "durationMinutes"},
        {"\"durationMinutes\":10081", "durationMinutes"},
        {"\"stepMinutes\":0", "stepMinutes"},
        {"\"stepMinutes\":1441", "stepMinutes"},
        {"\"windowDays\":3661", "windowDays"},
        {"\"windowDays\":1,\"minNoticeMinutes\":1440", "minNoticeMinutes"},
        {"\"rateType\":\"weekly\"", "rateType"},
        {"\"rateType\":\"fixed\"", "rate"},
        {"\"rate\":0.001", "rate"},
        {"\"seats\":0", "seats"},
        {"\"bufferBeforeMinutes\":1441", "bufferBeforeMinutes"},
        {"\"isRemote\":false,\"isInPerson\":false", "isInPerson"},
        {"\"cancellationPolicy\":\"never\"", "cancellationPolicy"},
        {"\"questions\":[{\"question\":\"\"}]", "questions"},
        {"\"price\":5", "price"},
    };
    ok(&ada, "provider.update", "{}");
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        refused_field(
            "service.create",
            with_id("{\"title\":\"Mixing\",\"serviceType\":\"mixing\",%}", str_from(rows[i][0])),
            rows[i][1]);
    }
    refused_field("service.create", "{\"title\":\"Mixing\",\"serviceType\":\"mix & match\"}",
                  "serviceType");
}

static void a_service_is_patched(void **state)
{
    (void)state;
    ok(&ada, "provider.update", "{}");
    struct str id = service_made("{\"title\":\"Mixing\",\"serviceType\":\"mixing\",\"rate\":0,"
                                 "\"maxPerDay\":3,\"description\":\"Stems welcome\"}");
    const struct json *free_of_charge = ok(NULL, "service.get", with_id("{\"id\":\"%\"}", id));
    expect(free_of_charge, "service.rate", "0");
    expect(free_of_charge, "service.maxPerDay", "3");
    const struct json *patched =
        ok(&ada, "service.update",
           with_id("{\"id\":\"%\",\"rate\":null,\"maxPerDay\":null,\"durationMinutes\":90,"
                   "\"questions\":[\"Which key?\",{\"question\":\"BPM?\",\"required\":true}]}",
                   id));
    expect(patched, "service.rate", "null");
    expect(patched, "service.maxPerDay", "null");
    expect(patched, "service.durationMinutes", "90");
    expect(patched, "service.maxHours", "1.5");
    expect(patched, "service.description", "Stems welcome");
    expect(patched, "service.questions.0.required", "false");
    expect(patched, "service.questions.1.question", "BPM?");
    const struct json *flexible =
        ok(&ada, "service.update", with_id("{\"id\":\"%\",\"minHours\":1,\"maxHours\":4}", id));
    expect(flexible, "service.durationMinutes", "null");
    expect(flexible, "service.maxHours", "4");
}

/* Its owner and an admin change it; nobody else does, and once off the shelf nobody else sees it.
 */
static void a_service_is_its_providers(void **state)
{
    (void)state;
    ok(&ada, "provider.update", "{}");
    struct str id = service_made("{\"title\":\"Mixing\",\"serviceType\":\"mixing\"}");
    const char *named = with_id("{\"id\":\"%\"}", id);
    refused(NULL, "service.update", named, ERROR_UNAUTHENTICATED);
    refused(&bob, "service.update", named, ERROR_FORBIDDEN);
    refused(&bob, "service.delete", named, ERROR_FORBIDDEN);
    ok(&admin, "service.update", named);
    ok(&ada, "service.delete", named);
    ok(&ada, "service.delete", named);
    refused(&bob, "service.get", named, ERROR_NOT_FOUND);
    refused(NULL, "service.get", named, ERROR_NOT_FOUND);
    refused(&bob, "service.delete", named, ERROR_NOT_FOUND);
    expect(ok(&ada, "service.get", named), "service.active", "false");
    expect(ok(&admin, "service.get", named), "service.active", "false");
    const char *whose = with_provider("{\"providerId\":\"%\"}", &ada);
    expect(ok(&bob, "service.list", whose), "services.0", "(nothing)");
    expect(ok(&ada, "service.list", whose), "services.0.active", "false");
    ok(&ada, "service.update", with_id("{\"id\":\"%\",\"active\":true}", id));
    expect(ok(NULL, "service.list", whose), "services.0.title", "Mixing");
}

static void services_have_a_limit(void **state)
{
    (void)state;
    ok(&ada, "provider.update", "{}");
    for (int i = 0; i < SERVICES_MAX; i++) {
        service_made("{\"title\":\"Mixing\",\"serviceType\":\"mixing\"}");
    }
    refused(&ada, "service.create", "{\"title\":\"Mixing\",\"serviceType\":\"mixing\"}",
            ERROR_LIMIT_REACHED);
}

/* Newest first; the last two are of the same millisecond, so a page may end between them. */
static void favourites_are_kept_in_order(void **state)
{
    (void)state;
    struct person others[3];
    static const size_t order[] = {1, 2, 0};
    int64_t now_ms = clock_now_ms();
    refused(&bob, "favorite.add", with_provider("{\"providerId\":\"%\"}", &ada), ERROR_NOT_FOUND);
    for (size_t i = 0; i < 3; i++) {
        clock_set(now_ms + (i > 0));
        person_new(&others[i]);
        ok(&others[i], "provider.update", "{}");
        ok(&bob, "favorite.add", with_provider("{\"providerId\":\"%\"}", &others[i]));
        ok(&bob, "favorite.add", with_provider("{\"providerId\":\"%\"}", &others[i]));
    }
    const char *wanted = "{\"limit\":1}";
    for (size_t i = 0; i < 3; i++) {
        const struct json *page = ok(&bob, "favorite.list", wanted);
        assert_int_equal(json_get(page, STR("providers"))->count, 1);
        expect(page, "providers.0.id", id_text(arena, "user", others[order[i]].id).data);
        wanted = with_id("{\"limit\":1,\"cursor\":\"%\"}", at(page, "nextCursor"));
        assert_true((i == 2) == str_equal(at(page, "nextCursor"), STR("null")));
    }
    refused(&bob, "favorite.list", "{\"cursor\":\"nonsense\"}", ERROR_INVALID);
    ok(&bob, "favorite.remove", with_provider("{\"providerId\":\"%\"}", &others[1]));
    ok(&bob, "favorite.remove", with_provider("{\"providerId\":\"%\"}", &others[1]));
    const struct json *left = ok(&bob, "favorite.list", "{}");
    assert_int_equal(json_get(left, STR("providers"))->count, 2);
    expect(ok(&ada, "favorite.list", "{}"), "providers.0", "(nothing)");
    clock_set(INSTANT_NONE);
}

/* ---- both stores ---- */

static int open_store(void **state)
{
    struct str reason;
    (void)state;
    test_store_open(&store, driver);
    if (db_migrate(store.db, store.arena, &reason) != ERROR_NONE) {
        test_require(false, reason.data);
    }
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

/* New people each time, so that no test sees another's. */
static int begin(void **state)
{
    (void)state;
    arena = arena_new(0);
    person_new(&ada);
    person_new(&bob);
    person_new(&admin);
    return 0;
}

static int begin_rules(void **state)
{
    (void)state;
    arena = arena_new(0);
    return 0;
}

static int end(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

static int run_rules(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(distances_are_great_circles),
        cmocka_unit_test_setup_teardown(service_types_are_upper_case, begin_rules, end),
        cmocka_unit_test_setup_teardown(cancellation_policies_have_one_spelling, begin_rules, end),
        cmocka_unit_test_setup_teardown(places_come_as_text_or_object, begin_rules, end),
        cmocka_unit_test_setup_teardown(a_service_is_chosen, begin_rules, end),
        cmocka_unit_test(the_rate_is_the_services_or_the_providers),
    };
    return cmocka_run_group_tests_name("rules", tests, NULL, NULL);
}

static int run_on(enum test_driver which, const char *name)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_profile_begins_and_changes, begin, end),
        cmocka_unit_test_setup_teardown(a_bad_profile_names_its_field, begin, end),
        cmocka_unit_test_setup_teardown(a_currency_changes_with_its_rates, begin, end),
        cmocka_unit_test_setup_teardown(a_service_has_sane_defaults, begin, end),
        cmocka_unit_test_setup_teardown(a_bad_service_names_its_field, begin, end),
        cmocka_unit_test_setup_teardown(a_service_is_patched, begin, end),
        cmocka_unit_test_setup_teardown(a_service_is_its_providers, begin, end),
        cmocka_unit_test_setup_teardown(services_have_a_limit, begin, end),
        cmocka_unit_test_setup_teardown(favourites_are_kept_in_order, begin, end),
    };
    driver = which;
    return cmocka_run_group_tests_name(name, tests, open_store, close_store);
}

int main(void)
{
    log_set_level(LOG_WARNING);
    int failed = run_rules();
    failed += run_on(TEST_SQLITE, "sqlite");
    return failed + run_on(TEST_POSTGRES, "postgres");
}
