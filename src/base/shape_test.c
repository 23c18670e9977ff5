/* Shapes: what is refused and how it is named, what is printed, documented and typed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/shape.h"

static const char *const status_names_list[] = {"PENDING", "CONFIRMED", "IN_PROGRESS"};
static const struct name_table status_names = {.type_name = "Status",
                                               .names = status_names_list,
                                               .count = COUNT_OF(status_names_list),
                                               .aliases = "ACCEPTED=CONFIRMED STARTED=IN_PROGRESS"};

struct hours {
    uint64_t present;
    int start, end;
};
static const struct field hours_fields[] = {
    {.name = "start", .type = FIELD_TIME_OF_DAY, .flags = FIELD_REQUIRED, AT(struct hours, start)},
    {.name = "end", .type = FIELD_TIME_OF_DAY, .flags = FIELD_REQUIRED, AT(struct hours, end)},
};
static const struct shape hours_shape =
    SHAPE("Hours", struct hours, hours_fields, .flags = SHAPE_INPUT);

struct request {
    uint64_t present;
    struct id provider;
    struct str title;
    struct str password;
    int64_t when;
    struct str zone;
    int64_t day;
    struct decimal hours;
    int64_t seats;
    bool remote;
    int status;
    struct currency currency;
    struct hours *usual;
    struct list weekly;
    struct list tags;
    struct list statuses;
    struct str extra;
};
static const struct field request_fields[] = {
    {.name = "providerId",
     .aliases = "technicianId builderId",
     .type = FIELD_ID,
     .prefix = "user",
     .flags = FIELD_REQUIRED,
     AT(struct request, provider),
     .doc = "Who."},
    {.name = "title", .type = FIELD_TEXT, .min = 2, .max = 5, AT(struct request, title)},
    {.name = "password", .type = FIELD_SECRET, .min = 3, AT(struct request, password)},
    {.name = "when", .type = FIELD_INSTANT, AT(struct request, when)},
    {.name = "timeZone", .type = FIELD_ZONE, AT(struct request, zone)},
    {.name = "day", .type = FIELD_DATE, .flags = FIELD_NULLABLE, AT(struct request, day)},
    {.name = "hours",
     .type = FIELD_DECIMAL,
     .flags = FIELD_NOT_NEGATIVE,
     AT(struct request, hours)},
    {.name = "seats", .type = FIELD_INT, .min = 1, .max = 9, AT(struct request, seats)},
    {.name = "remote", .type = FIELD_BOOL, AT(struct request, remote)},
    {.name = "status", .type = FIELD_ENUM, .names = &status_names, AT(struct request, status)},
    {.name = "currency", .type = FIELD_CURRENCY, AT(struct request, currency)},
    {.name = "usual", .type = FIELD_OBJECT, .shape = &hours_shape, AT(struct request, usual)},
    {.name = "weekly",
     .type = FIELD_LIST,
     .element = FIELD_OBJECT,
     .shape = &hours_shape,
     .min = 1,
     .max = 3,
     AT(struct request, weekly)},
    {.name = "tags", .type = FIELD_LIST, .element = FIELD_TEXT, AT(struct request, tags)},
    {.name = "statuses",
     .type = FIELD_LIST,
     .element = FIELD_ENUM,
     .names = &status_names,
     AT(struct request, statuses)},
    {.name = "extra", .type = FIELD_JSON, .max = 20, AT(struct request, extra)},
};
static const struct shape request_shape =
    SHAPE("Request", struct request, request_fields, .flags = SHAPE_INPUT, .doc = "A request.");

#define USER "user_01arz3ndektsv4rrffq69g5fav"
#define WITH(members) "{\"providerId\":\"" USER "\"," members "}"

static int with_arena(void **state)
{
    *state = arena_new(0);
    return 0;
}

static int without_arena(void **state)
{
    arena_free(*state);
    return 0;
}

static struct json *tree_of(struct arena *arena, const char *text)
{
    struct json *tree = json_parse(arena, str_from(text), NULL, NULL);
    if (!tree)
        fail_msg("not JSON: %s", text);
    return tree;
}

static struct request *parsed(struct arena *arena, const char *text, enum shape_source source)
{
    struct problem problem = {0};
    struct request *request =
        shape_parse(&request_shape, tree_of(arena, text), source, arena, &problem);
    if (!request) {
        const struct field_error *first = problem.fields.items;
        fail_msg("refused: %s: %.*s %s", text, STR_ARG(first->field), first->code);
    }
    return request;
}

/* "field code, field code": everything that was refused, in order. */
static const char *refusals(struct arena *arena, const char *text, enum shape_source source)
{
    struct problem problem = {0};
    struct buf out;
    buf_init(&out, arena, 64);
    if (shape_parse(&request_shape, tree_of(arena, text), source, arena, &problem))
        return "nothing";
    assert_int_equal(problem.error, ERROR_INVALID);
    for (size_t i = 0; i < problem.fields.count; i++) {
        const struct field_error *error = LIST_AT(problem.fields, struct field_error, i);
        assert_true(error->message.size > 0);
        assert_int_equal(error->message.data[error->message.size - 1], '.');
        buf_format(&out, "%s%.*s %s", i ? ", " : "", STR_ARG(error->field), error->code);
    }
    return buf_str(&out).data;
}

static void a_full_request_lands_in_its_struct(void **state)
{
    struct request *request =
        parsed(*state,
               WITH("\"title\":\"  caf\\u00e9 \",\"password\":\" a b \",\"when\":"
                    "\"2025-01-15T14:00:00+01:00\",\"timeZone\":\"Europe/Berlin\",\"day\":"
                    "\"2025-01-15\",\"hours\":1.50,\"seats\":9.0,\"remote\":true,\"status\":"
                    "\"in-progress\",\"currency\":\"usd\",\"usual\":{\"start\":\"00:00\",\"end\":"
                    "\"24:00\"},\"weekly\":[{\"start\":\"09:30\",\"end\":\"17:00\"}],\"tags\":"
                    "[\"a\",\" b \"],\"statuses\":[\"accepted\",\"Pending\"],\"extra\":"
                    "{\"b\": 1, \"a\": null}"),
               SHAPE_FROM_JSON);
    assert_int_equal(request->present, (1 << COUNT_OF(request_fields)) - 1);
    assert_true(id_is_set(request->provider));
    assert_true(str_equal(request->title, STR("café")));
    assert_true(str_equal(request->password, STR(" a b ")));
    assert_int_equal(request->when, INT64_C(1736946000000));
    assert_true(str_equal(request->zone, STR("Europe/Berlin")));
    assert_int_equal(request->day, date_from_civil(2025, 1, 15));
    assert_int_equal(request->hours.unscaled, 150);
    assert_int_equal(request->seats, 9);
    assert_true(request->remote);
    assert_int_equal(request->status, 2);
    assert_string_equal(request->currency.code, "USD");
    assert_int_equal(request->usual->end, 24 * 60);
    assert_int_equal(LIST_AT(request->weekly, struct hours, 0)->start, 9 * 60 + 30);
    assert_true(str_equal(*LIST_AT(request->tags, struct str, 1), STR("b")));
    assert_int_equal(*LIST_AT(request->statuses, int, 0), 1);
    assert_true(str_equal(request->extra, STR("{\"a\":null,\"b\":1}")));
}

static void what_was_not_sent_is_absent(void **state)
{
    struct request *request =
        parsed(*state, WITH("\"title\":null,\"day\":null,\"weekly\":null"), SHAPE_FROM_JSON);
    assert_int_equal(request->present,
                     shape_bit(&request_shape, "providerId") | shape_bit(&request_shape, "day"));
    assert_false(str_is_set(request->title));
    assert_int_equal(request->day, INSTANT_NONE);
    assert_int_equal(request->when, INSTANT_NONE);
    assert_int_equal(request->status, -1);
    assert_null(request->usual);
    assert_int_equal(request->weekly.count, 0);
}

static void local_times_use_the_zone_beside_them(void **state)
{
    static const struct {
        const char *sent;
        int64_t instant;
    } rows[] = {
        {"\"when\":\"2025-07-01T10:00\",\"timeZone\":\"America/New_York\"", 1751378400000},
        {"\"timeZone\":\"UTC\",\"when\":\"2025-07-01T10:00:30\"", 1751364030000},
        /* Twice that night in Berlin: the first, still summer time. */
        {"\"when\":\"2025-10-26T02:30\",\"timeZone\":\"Europe/Berlin\"", 1761438600000},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        const char *text =
            str_format(*state, "{\"providerId\":\"" USER "\",%s}", rows[i].sent).data;
        assert_int_equal(parsed(*state, text, SHAPE_FROM_JSON)->when, rows[i].instant);
    }
}

static void every_bad_field_is_named_at_once(void **state)
{
    static const struct {
        const char *sent, *refused;
    } rows[] = {
        {"{}", "providerId required"},
        {"null", "providerId required"},
        {"[]", " type"},
        {"{\"providerId\":null}", "providerId required"},
        {"{\"technicianId\":\"user_1\"}", "technicianId bad_id"},
        {"{\"providerId\":\"booking_01arz3ndektsv4rrffq69g5fav\"}", "providerId bad_id"},
        {WITH("\"technicianId\":\"" USER "\""), "technicianId duplicate"},
        {WITH("\"rate\":1,\"Title\":2"), "rate unknown, Title unknown"},
        {WITH("\"title\":5"), "title type"},
        {WITH("\"title\":\"x\""), "title too_short"},
        {WITH("\"title\":\"   \""), "title too_short"},
        {WITH("\"title\":\"123456\""), "title too_long"},
        {WITH("\"title\":\"éééééé\""), "title too_long"},
        {WITH("\"title\":\"a\\u0007b\""), "title control_character"},
        {WITH("\"title\":\"a\\u0085b\""), "title control_character"},
        {WITH("\"when\":\"soon\""), "when bad_instant"},
        {WITH("\"when\":\"2025-01-15\""), "when bad_instant"},
        {WITH("\"when\":\"2025-07-01T10:00\""), "when bad_instant"},
        {WITH("\"when\":\"1969-12-31T23:59:59Z\""), "when bad_instant"},
        {WITH("\"when\":\"2025-07-01T10:00\",\"timeZone\":\"Mars/Base\""), "timeZone bad_zone"},
        {WITH("\"when\":\"2025-03-30T02:30\",\"timeZone\":\"Europe/Berlin\""),
         "when nonexistent_local_time"},
        {WITH("\"day\":\"2025-02-29\""), "day bad_date"},
        {WITH("\"hours\":-0.5"), "hours too_small"},
        {WITH("\"hours\":\"1\""), "hours type"},
        {WITH("\"hours\":1e309"), "hours too_large"},
        {WITH("\"seats\":0"), "seats too_small"},
        {WITH("\"seats\":10"), "seats too_large"},
        {WITH("\"seats\":1.5"), "seats type"},
        {WITH("\"remote\":1"), "remote type"},
        {WITH("\"status\":\"DONE\""), "status bad_choice"},
        {WITH("\"currency\":\"XXX\""), "currency bad_currency"},
        {WITH("\"usual\":{\"start\":\"9:00\",\"end\":\"24:01\",\"x\":1}"),
         "usual.x unknown, usual.start bad_time, usual.end bad_time"},
        {WITH("\"weekly\":[]"), "weekly too_few"},
        {WITH("\"weekly\":[1,{\"start\":\"09:00\",\"end\":\"10:00\"},{\"start\":\"-1:00\"}]"),
         "weekly[0] type, weekly[2].start bad_time, weekly[2].end required"},
        {WITH("\"weekly\":[{},{},{},{}]"), "weekly too_many"},
        {WITH("\"tags\":\"a\""), "tags type"},
        {WITH("\"statuses\":[\"PENDING\",null,\"X\"]"), "statuses[1] type, statuses[2] bad_choice"},
        {WITH("\"extra\":\"12345678901234567890\""), "extra too_long"},
        {"{\"title\":\"x\",\"seats\":0,\"nope\":0}",
         "nope unknown, providerId required, title too_short, seats too_small"},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        assert_string_equal(refusals(*state, rows[i].sent, SHAPE_FROM_JSON), rows[i].refused);
}

static void an_unknown_name_hints_at_the_one_meant(void **state)
{
    static const struct {
        const char *sent, *message;
    } rows[] = {
        {"providerID", "There is no such field here; perhaps providerId is meant."},
        {"technicianid", "There is no such field here; perhaps technicianId is meant."},
        {"titel", "There is no such field here; perhaps title is meant."},
        {"seat", "There is no such field here; perhaps seats is meant."},
        {"rate", "There is no such field here."},
        {"t", "There is no such field here."},
        {"", "There is no such field here."},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct problem problem = {0};
        const char *text = str_format(*state, "{\"%s\":1}", rows[i].sent).data;
        assert_null(
            shape_parse(&request_shape, tree_of(*state, text), SHAPE_FROM_JSON, *state, &problem));
        const struct field_error *first = problem.fields.items;
        assert_string_equal(str_copy(*state, first->message).data, rows[i].message);
    }
}

static void a_flood_of_unknown_names_is_cut_short(void **state)
{
    struct problem problem = {0};
    struct buf out;
    buf_init(&out, *state, 0);
    BUF_ADD(&out, "{\"");
    for (int i = 0; i < 100; i++)
        BUF_ADD(&out, "é");
    for (int i = 0; i < 40000; i++)
        buf_format(&out, "\":0,\"n%d", i);
    BUF_ADD(&out, "\":0}");
    assert_null(shape_parse(&request_shape, tree_of(*state, buf_str(&out).data), SHAPE_FROM_JSON,
                            *state, &problem));
    assert_int_equal(problem.fields.count, PROBLEM_FIELDS_MAX);
    const struct field_error *first = problem.fields.items;
    assert_int_equal(first->field.size, 64);
    assert_true(str_is_utf8(first->field));
}

static void queries_are_text_read_as_their_types(void **state)
{
    struct request *request = parsed(
        *state,
        WITH("\"hours\":\"1.5\",\"seats\":\"3\",\"remote\":\"true\",\"title\":\"\",\"status\":"
             "\"\",\"statuses\":\"accepted, pending\",\"tags\":\"x\""),
        SHAPE_FROM_QUERY);
    assert_int_equal(request->hours.unscaled, 15);
    assert_int_equal(request->seats, 3);
    assert_true(request->remote);
    assert_false(str_is_set(request->title));
    assert_int_equal(request->status, -1);
    assert_int_equal(request->statuses.count, 2);
    assert_int_equal(*LIST_AT(request->statuses, int, 1), 0);
    assert_int_equal(request->tags.count, 1);
    assert_string_equal(refusals(*state,
                                 WITH("\"hours\":\"NaN\",\"seats\":\"1e309\",\"remote\":\"yes\","
                                      "\"statuses\":\"pending,,x\""),
                                 SHAPE_FROM_QUERY),
                        "hours type, seats too_large, remote type, statuses[1] bad_choice, "
                        "statuses[2] bad_choice");
}

struct line {
    struct str label;
    int64_t amount;
    struct currency currency;
};
static const struct field line_fields[] = {
    {.name = "label", .type = FIELD_TEXT, AT(struct line, label)},
    {.name = "amount",
     .type = FIELD_AMOUNT,
     AT(struct line, amount),
     CURRENCY_AT(struct line, currency)},
};
static const struct shape line_shape = SHAPE("Line", struct line, line_fields);

struct reply {
    struct id id;
    int64_t at, rest, left;
    int64_t price;
    struct currency currency;
    int status;
    int opens;
    struct decimal rating;
    struct line *best;
    struct list lines;
    struct list notes;
    bool open;
};
static const struct field reply_fields[] = {
    {.name = "id", .type = FIELD_ID, .prefix = "booking", AT(struct reply, id)},
    {.name = "at", .type = FIELD_INSTANT, .flags = FIELD_NULLABLE, AT(struct reply, at)},
    {.name = "rest", .type = FIELD_INT, .flags = FIELD_OMIT, AT(struct reply, rest)},
    {.name = "left", .type = FIELD_INT, AT(struct reply, left)},
    {.name = "price",
     .type = FIELD_AMOUNT,
     .flags = FIELD_NULLABLE,
     AT(struct reply, price),
     CURRENCY_AT(struct reply, currency)},
    {.name = "currency", .type = FIELD_CURRENCY, AT(struct reply, currency)},
    {.name = "status", .type = FIELD_ENUM, .names = &status_names, AT(struct reply, status)},
    {.name = "opens", .type = FIELD_TIME_OF_DAY, AT(struct reply, opens)},
    {.name = "rating", .type = FIELD_DECIMAL, .flags = FIELD_NULLABLE, AT(struct reply, rating)},
    {.name = "best",
     .type = FIELD_OBJECT,
     .shape = &line_shape,
     .flags = FIELD_NULLABLE,
     AT(struct reply, best)},
    {.name = "lines",
     .type = FIELD_LIST,
     .element = FIELD_OBJECT,
     .shape = &line_shape,
     AT(struct reply, lines)},
    {.name = "notes",
     .type = FIELD_LIST,
     .element = FIELD_TEXT,
     .flags = FIELD_OMIT,
     AT(struct reply, notes)},
    {.name = "open", .type = FIELD_BOOL, AT(struct reply, open)},
};
static const struct shape reply_shape = SHAPE("Reply", struct reply, reply_fields);

static const char *printed(struct arena *arena, const struct shape *shape, const void *value)
{
    struct buf out;
    struct json_writer writer;
    buf_init(&out, arena, 0);
    json_writer_init(&writer, &out);
    shape_print(shape, value, &writer);
    return buf_str(&out).data;
}

static void replies_print_every_type(void **state)
{
    const struct currency usd = {"USD"};
    struct line lines[] = {{STR("\"a\""), 7450, usd}, {STR_NONE, INSTANT_NONE, usd}};
    struct reply *reply = shape_new(&reply_shape, *state);
    assert_true(id_parse(STR("booking_01arz3ndektsv4rrffq69g5fav"), "booking", &reply->id));
    reply->at = 1736946000000;
    reply->rest = 0;
    reply->price = 30000;
    reply->currency = usd;
    reply->status = 1;
    reply->opens = 545;
    reply->rating = (struct decimal){.unscaled = 480, .scale = 2};
    reply->best = lines;
    reply->lines = (struct list){.items = lines, .count = 2};
    reply->open = true;
    assert_string_equal(
        printed(*state, &reply_shape, reply),
        "{\"id\":\"booking_01arz3ndektsv4rrffq69g5fav\",\"at\":\"2025-01-15T13:00:00Z\","
        "\"rest\":0,\"left\":0,\"price\":300,\"priceMinor\":30000,\"currency\":\"USD\","
        "\"status\":\"CONFIRMED\",\"opens\":\"09:05\",\"rating\":4.8,"
        "\"best\":{\"label\":\"\\\"a\\\"\",\"amount\":74.5,\"amountMinor\":7450},"
        "\"lines\":[{\"label\":\"\\\"a\\\"\",\"amount\":74.5,\"amountMinor\":7450},"
        "{\"label\":null,\"amount\":null,\"amountMinor\":null}],\"open\":true}");
}

static void absent_members_print_null_or_nothing(void **state)
{
    assert_string_equal(printed(*state, &reply_shape, shape_new(&reply_shape, *state)),
                        "{\"id\":null,\"at\":null,\"left\":0,\"price\":null,\"priceMinor\":null,"
                        "\"currency\":null,\"status\":null,\"opens\":null,\"rating\":null,"
                        "\"best\":null,\"lines\":[],\"open\":false}");
}

static void names_match_in_any_spelling(void **state)
{
    static const struct {
        const char *text;
        int value;
    } rows[] = {
        {"IN_PROGRESS", 2}, {"in progress", 2}, {"In-Progress", 2}, {"started", 2},
        {"Accepted", 1},    {"INPROGRESS", -1}, {"", -1},           {"PENDING ", -1},
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        assert_int_equal(name_table_find(&status_names, str_from(rows[i].text)), rows[i].value);
}

static const char *schema_of(struct arena *arena, const struct shape *shape)
{
    struct buf out;
    struct json_writer writer;
    buf_init(&out, arena, 0);
    json_writer_init(&writer, &out);
    shape_print_json_schema(shape, &writer);
    assert_non_null(json_parse(arena, buf_str(&out), NULL, NULL));
    return buf_str(&out).data;
}

static void schemas_say_what_is_checked(void **state)
{
    static const char *const request_parts[] = {
        "{\"type\":\"object\",\"description\":\"A request.\",\"properties\":{\"providerId\":"
        "{\"description\":\"Who.\",\"type\":\"string\",\"pattern\":"
        "\"^user_[0-7][0-9a-hjkmnp-tv-z]{25}$\"}",
        "\"builderId\":{\"description\":\"Who.\"",
        "\"title\":{\"type\":\"string\",\"minLength\":2,\"maxLength\":5}",
        "\"password\":{\"type\":\"string\",\"format\":\"password\",\"minLength\":3",
        "\"day\":{\"type\":[\"string\",\"null\"],\"format\":\"date\"}",
        "\"hours\":{\"type\":\"number\",\"minimum\":0}",
        "\"seats\":{\"type\":\"integer\",\"minimum\":1,\"maximum\":9}",
        "\"status\":{\"type\":\"string\",\"title\":\"Status\",\"enum\":[\"PENDING\"",
        "\"weekly\":{\"type\":\"array\",\"items\":{\"$ref\":\"#/components/schemas/Hours\"},"
        "\"minItems\":1,\"maxItems\":3}",
        "\"extra\":{}}",
        "\"required\":[],\"allOf\":[{\"oneOf\":[{\"required\":[\"providerId\"]},{\"required\":"
        "[\"technicianId\"]},{\"required\":[\"builderId\"]}]}],\"additionalProperties\":false}",
    };
    const char *schema = schema_of(*state, &request_shape);
    for (size_t i = 0; i < COUNT_OF(request_parts); i++)
        if (!strstr(schema, request_parts[i]))
            fail_msg("missing: %s\nin %s", request_parts[i], schema);
    assert_string_equal(schema_of(*state, &line_shape),
                        "{\"type\":\"object\",\"properties\":{\"label\":{\"type\":\"string\"},"
                        "\"amount\":{\"type\":\"number\"},\"amountMinor\":{\"description\":"
                        "\"The same in minor units, as an integer.\",\"type\":\"integer\"}},"
                        "\"required\":[\"label\",\"amount\",\"amountMinor\"]}");
    assert_non_null(strstr(schema_of(*state, &reply_shape),
                           "\"best\":{\"anyOf\":[{\"$ref\":\"#/components/schemas/Line\"},"
                           "{\"type\":\"null\"}]}"));
}

static void types_are_written_for_typescript(void **state)
{
    struct buf out;
    buf_init(&out, *state, 0);
    shape_print_typescript(&reply_shape, &out);
    assert_string_equal(
        buf_str(&out).data,
        "{ id: string; at: string | null; rest?: number; left: number; price: number | null; "
        "priceMinor: number | null; currency: string; "
        "status: \"PENDING\" | \"CONFIRMED\" | \"IN_PROGRESS\"; opens: string; "
        "rating: number | null; best: { label: string; amount: number; amountMinor: number; } | "
        "null; lines: Array<{ label: string; amount: number; amountMinor: number; }>; "
        "notes?: Array<string>; open: boolean; }");
    buf_clear(&out);
    shape_print_typescript(&request_shape, &out);
    assert_true(str_starts_with(buf_str(&out), STR("{ providerId?: string; technicianId?: string; "
                                                   "builderId?: string; title?: string;")));
    assert_true(
        str_ends_with(buf_str(&out), STR(" extra?: unknown; } & ({ providerId: unknown } | "
                                         "{ technicianId: unknown } | { builderId: unknown })")));
    assert_true(str_contains_ignore_case(buf_str(&out), STR(" when?: string | Date;")));
}

/* ---- words of its own ---- */

static const char *spoken_statuses[] = {NULL, "BOOKED", NULL};
static const struct name_table spoken_names = {.type_name = "Spoken",
                                               .names = status_names_list,
                                               .count = COUNT_OF(status_names_list),
                                               .spoken = spoken_statuses,
                                               .spellings = "BOOKED=CONFIRMED TAKEN=CONFIRMED"};
static const char *also_name = "stylistId";
struct spoken {
    uint64_t present;
    struct id provider;
    int status;
};
#define SPOKEN_FIELDS                                                                              \
    {.name = "providerId",                                                                         \
     .aliases = "stylistId barberId",                                                              \
     .also = &also_name,                                                                           \
     .type = FIELD_ID,                                                                             \
     .prefix = "user",                                                                             \
     .flags = FIELD_REQUIRED,                                                                      \
     AT(struct spoken, provider)},                                                                 \
    {                                                                                              \
        .name = "status", .type = FIELD_ENUM, .names = &spoken_names, AT(struct spoken, status)    \
    }
static const struct field spoken_fields[] = {SPOKEN_FIELDS};
static const struct shape spoken_shape = SHAPE("Spoken", struct spoken, spoken_fields);
static const struct shape spoken_input_shape =
    SHAPE("SpokenInput", struct spoken, spoken_fields, .flags = SHAPE_INPUT);

static void a_program_prints_its_own_words(void **state)
{
    struct spoken value = {.provider = {{1, 2, 3}}, .status = 1};
    struct buf out;
    struct json_writer writer;
    buf_init(&out, *state, 0);
    json_writer_init(&writer, &out);
    shape_print(&spoken_shape, &value, &writer);
    const struct json *tree = tree_of(*state, buf_str(&out).data);
    assert_true(str_equal(json_get(tree, STR("status"))->text, STR("BOOKED")));
    assert_true(
        str_equal(json_get(tree, STR("stylistId"))->text, json_get(tree, STR("providerId"))->text));
    also_name = NULL;
    buf_clear(&out);
    json_writer_init(&writer, &out);
    value.status = 0;
    shape_print(&spoken_shape, &value, &writer);
    tree = tree_of(*state, buf_str(&out).data);
    assert_true(str_equal(json_get(tree, STR("status"))->text, STR("PENDING")));
    assert_null(json_get(tree, STR("stylistId")));
    also_name = "stylistId";
}

static void every_spelling_is_still_taken(void **state)
{
    static const char *const spellings[] = {"CONFIRMED", "booked", "Taken"};
    (void)state;
    for (size_t i = 0; i < COUNT_OF(spellings); i++)
        assert_int_equal(name_table_find(&spoken_names, str_from(spellings[i])), 1);
    assert_int_equal(name_table_find(&spoken_names, STR("FREE")), -1);
}

static void documents_tell_of_its_own_words(void **state)
{
    struct buf out;
    assert_non_null(strstr(schema_of(*state, &spoken_shape),
                           "\"enum\":[\"PENDING\",\"BOOKED\",\"IN_PROGRESS\"]"));
    assert_non_null(strstr(schema_of(*state, &spoken_shape),
                           "\"required\":[\"providerId\",\"stylistId\",\"status\"]"));
    assert_non_null(strstr(schema_of(*state, &spoken_input_shape),
                           "\"enum\":[\"PENDING\",\"CONFIRMED\",\"BOOKED\",\"IN_PROGRESS\"]"));
    buf_init(&out, *state, 0);
    shape_print_typescript(&spoken_shape, &out);
    assert_string_equal(buf_str(&out).data,
                        "{ providerId: string; stylistId?: string; barberId?: string; status: "
                        "\"PENDING\" | \"CONFIRMED\" | \"IN_PROGRESS\" | \"BOOKED\" | "
                        "\"TAKEN\"; }");
}

static void remember(const struct shape *shape, void *context)
{
    buf_format(context, "%s ", shape->name);
}

static void walking_visits_each_shape_once_children_first(void **state)
{
    struct buf out;
    buf_init(&out, *state, 0);
    shape_walk(&request_shape, remember, &out);
    shape_walk(&reply_shape, remember, &out);
    assert_string_equal(buf_str(&out).data, "Hours Request Line Reply ");
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, with_arena, without_arena)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_full_request_lands_in_its_struct),
        TEST(what_was_not_sent_is_absent),
        TEST(local_times_use_the_zone_beside_them),
        TEST(every_bad_field_is_named_at_once),
        TEST(an_unknown_name_hints_at_the_one_meant),
        TEST(a_flood_of_unknown_names_is_cut_short),
        TEST(queries_are_text_read_as_their_types),
        TEST(replies_print_every_type),
        TEST(absent_members_print_null_or_nothing),
        TEST(names_match_in_any_spelling),
        TEST(schemas_say_what_is_checked),
        TEST(types_are_written_for_typescript),
        TEST(a_program_prints_its_own_words),
        TEST(every_spelling_is_still_taken),
        TEST(documents_tell_of_its_own_words),
        TEST(walking_visits_each_shape_once_children_first),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
