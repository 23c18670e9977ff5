/* Who is found by what, in which order, on both drivers. */
#include "search/test_search.h"

/* ---- filters ---- */

struct expectation {
    const char *query, *names;
};

/* Filters say who is found, not in which order: here it is the alphabet's. */
static const char *names_sorted(struct arena *arena, const struct json *reply)
{
    struct buf names;
    const char *all = names_in(arena, reply);
    buf_init(&names, arena, 64);
    for (size_t i = 0; i < COUNT_OF(people); i++) {
        struct str rest = str_lower(arena, str_from(people[i].name)), first;
        str_next_piece(&rest, ' ', &first);
        if (str_contains_ignore_case(str_from(all), first)) {
            if (names.size > 0)
                buf_add_byte(&names, ' ');
            buf_add(&names, first);
        }
    }
    return str_copy(arena, buf_str(&names)).data;
}

static void each_filter_finds_exactly_its_own(void **state)
{
    static const struct expectation rows[] = {
        {"", "ana bob cleo dan eve"},
        {"service=mixing", "ana dan"},
        {"service=MIXING", "ana dan"},
        {"service=mastering", "ana cleo"},
        {"service=voice-over", ""}, /* inactive */
        {"service=dancing", ""},
        {"roles=engineer", "ana cleo"},
        {"roles=Artist, ENGINEER", "ana bob cleo"},
        {"roles=engine", ""},
        {"q=ana", "ana"},
        {"q=ENGINEER mix", "ana"},
        {"q=mixing", "ana dan"}, /* a type */
        {"q=analog lopez", "ana"},
        {"q=analog stone", ""},
        {"q=VOICE", ""}, /* inactive */
        {"q=ñandÚ émile", "cleo"},
        {"q=%", "bob"},
        {"q=m%g", ""},
        {"q=m_xing", ""},
        {"q=live-takes", "bob"},
        {"q='", "cleo"},
        {"location=Los Angeles", "ana"},
        {"location=los angeles, ca", "ana"},
        {"location=CA", "ana bob eve"}, /* not Chicago */
        {"location=beach", "bob"},
        {"location=geles", ""},
        {"location=%", ""},
        {"location=Los Angeles, IL", ""},
        {"minRating=0", "ana bob cleo dan eve"},
        {"minRating=4.5", "ana bob cleo"},
        {"minRating=4.8", "ana cleo"},
        {"minRating=4.81", "cleo"},
        {"maxRate=80", "ana bob eve"},
        {"maxRate=75", "ana bob"},
        {"maxRate=74.99", "bob"},
        {"maxRate=0", ""},
        {"verified=true", "ana cleo"},
        {"verified=false", "ana bob cleo dan eve"},
        {"radius=1", "ana bob cleo dan eve"}, /* of no circle */
    };
    struct arena *arena = arena_new(0);
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        print_message("%s\n", rows[i].query);
        assert_string_equal(names_sorted(arena, search_reply(arena, rows[i].query)), rows[i].names);
    }
    arena_free(arena);
}

static void circles_have_edges(void **state)
{
    static const struct expectation rows[] = {
        {IN_LOS_ANGELES, "ana eve"}, /* Bob comes 10 miles, not 19.7 */
        {IN_LOS_ANGELES "&radius=14.2", "ana"},
        {IN_LOS_ANGELES "&radius=14.5", "ana eve"},
        {IN_LOS_ANGELES "&radius=0", "ana"},
        {IN_LOS_ANGELES "&radius=25&location=Chicago", "ana eve"},
        {IN_LOS_ANGELES "&radius=12500", "ana cleo eve"}, /* Cleo works remotely */
        {"lat=33.7701&lng=-118.1937&radius=5", "bob"},
        {"lat=33.9&lng=-118.1937&radius=9", "bob"}, /* 8.98 miles */
        {"lat=33.9&lng=-118.1937&radius=8.9", ""},
        {"lat=33.92&lng=-118.1937&radius=11", "ana"}, /* beyond his 10 */
        {"lat=41.98&lng=-87.6298&radius=8", "cleo"},  /* 7 miles, her 5 */
        {"lat=41.98&lng=-87.6298&radius=8&service=mastering", "cleo"},
        {"lat=41.98&lng=-87.6298&radius=6.9", ""},
        {"lat=0&lng=0&radius=100", ""},
    };
    struct arena *arena = arena_new(0);
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        print_message("%s\n", rows[i].query);
        assert_string_equal(names_sorted(arena, search_reply(arena, rows[i].query)), rows[i].names);
    }
    const struct json *reply = search_reply(arena, IN_LOS_ANGELES "&sortBy=distance");
    const struct json *eve = json_get(reply, STR("providers"))->first->next;
    assert_true(str_equal(json_get(eve, STR("distanceMiles"))->text, STR("14.4")));
    arena_free(arena);
}

static void filters_narrow_together(void **state)
{
    static const struct expectation rows[] = {
        {"service=mastering&maxRate=89.99", ""}, /* what mastering costs, not hourlyRate */
        {"service=mastering&maxRate=90", "ana"},
        {"service=mastering&maxRate=100", "ana cleo"},
        {"service=mixing&maxRate=75", "ana"},
        {"roles=engineer&verified=true&minRating=4.9", "cleo"},
        {"roles=producer&" IN_LOS_ANGELES "&maxRate=79", "ana"},
        {"q=mastering&location=IL", "cleo"},
        {"service=recording&" IN_LOS_ANGELES, ""},
        {"service=mixing&availableFrom=2025-01-13T09:00:00Z&verified=true", "ana"},
    };
    struct arena *arena = arena_new(0);
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        print_message("%s\n", rows[i].query);
        assert_string_equal(names_sorted(arena, search_reply(arena, rows[i].query)), rows[i].names);
    }
    arena_free(arena);
}

/* ---- orders ---- */

static void sorts_put_the_best_first(void **state)
{
    static const struct expectation rows[] = {
        /* Shrunken: 4.4 + verified, 4.17 + verified, 4.14, 4, and 4 without anything to book. */
        {"", "ana cleo bob dan eve"},
        {"sortBy=relevance", "ana cleo bob dan eve"},
        {"q=mastering", "ana cleo"},
        {"sortBy=rating", "cleo ana bob eve dan"},
        {"sortBy=RATE", "bob ana eve cleo dan"},
        {"sortBy=rate&service=mastering", "ana cleo"},
        {"sortBy=distance&radius=3000&" IN_LOS_ANGELES, "ana eve cleo"},
        {"sortBy=distance", "ana cleo bob dan eve"}, /* from nowhere: by relevance */
        {"sortBy=soonest", "ana bob cleo dan eve"},
        {"sortBy=soonest&availableFrom=2025-01-13T16:30:00Z", "bob cleo ana"},
    };
    struct arena *arena = arena_new(0);
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        print_message("%s\n", rows[i].query);
        assert_string_equal(names_in(arena, search_reply(arena, rows[i].query)), rows[i].names);
    }
    arena_free(arena);
}

/* ---- what is answered ---- */

static void statistics_are_of_all_that_match(void **state)
{
    struct arena *arena = arena_new(0);
    (void)state;
    const struct json *stats = json_get(search_reply(arena, "limit=1"), STR("stats"));
    assert_string_equal(member(arena, stats, "total"), "5");
    assert_string_equal(member(arena, stats, "avgRating"), "4.33");      /* 78 / 18 */
    assert_string_equal(member(arena, stats, "avgHourlyRate"), "81.67"); /* 245 / 3, no euros */
    assert_string_equal(member(arena, stats, "avgHourlyRateMinor"), "8167");
    assert_string_equal(member(arena, stats, "currency"), "\"USD\"");
    assert_string_equal(member(arena, stats, "servicesAvailable"),
                        "[\"mastering\",\"mixing\",\"recording\"]");
    assert_string_equal(member(arena, stats, "rolesAvailable"),
                        "[\"artist\",\"engineer\",\"producer\"]");
    stats = json_get(search_reply(arena, "roles=juggler"), STR("stats"));
    assert_string_equal(member(arena, stats, "total"), "0");
    assert_string_equal(member(arena, stats, "avgRating"), "null");
    assert_string_equal(member(arena, stats, "avgHourlyRate"), "null");
    assert_string_equal(member(arena, stats, "currency"), "null");
    assert_string_equal(member(arena, stats, "servicesAvailable"), "[]");
    arena_free(arena);
}

static void a_provider_is_shown_as_the_marketplace_shows_them(void **state)
{
    struct arena *arena = arena_new(0);
    (void)state;
    const struct json *ana = json_get(search_reply(arena, "q=ana"), STR("providers"))->first;
    assert_string_equal(
        member(arena, ana, "id"),
        str_format(arena, "\"%.*s\"", STR_ARG(id_text(arena, "user", people[0].id))).data);
    assert_string_equal(member(arena, ana, "hourlyRate"), "75");
    assert_string_equal(member(arena, ana, "rating"), "4.8");
    assert_string_equal(member(arena, ana, "reviewCount"), "5");
    assert_string_equal(member(arena, ana, "servicesOffered"), "[\"mixing\",\"mastering\"]");
    assert_null(json_get(ana, STR("nextSlots")));
    assert_null(json_get(ana, STR("distanceMiles")));
    ana = json_get(search_reply(arena, "q=ana&sortBy=soonest"), STR("providers"))->first;
    assert_string_equal(member(arena, ana, "nextSlots"),
                        "[\"2025-01-13T09:00:00Z\",\"2025-01-13T09:30:00Z\","
                        "\"2025-01-13T10:00:00Z\"]");
    arena_free(arena);
}

static void next_starts_are_of_one_service(void **state)
{
    static const struct {
        const char *query;
        size_t count;
        int service; /* of Ana; −1: none */
        const char *hours;
    } rows[] = {
        {"nextSlots=0&sortBy=soonest", 0, -1, NULL},
        {"nextSlots=1", 1, 0, "1"},
        {"nextSlots=5", 5, 0, "1"}, /* both start at nine: the older */
        {"service=mastering&nextSlots=2", 2, 1, "1"},
        {"service=mastering&durationHours=1.5&nextSlots=4", 4, 1, "1.5"},
        {"nextSlots=3&slotsApartHours=48", 3, 0, "1"},
        {"durationHours=8", 3, 0, "8"}, /* the one start of each of three Mondays */
        {"availableFrom=2025-01-14T00:00:00Z&availableTo=2025-01-15T00:00:00Z&nextSlots=2", 0, -1,
         NULL},
    };
    struct arena *arena = arena_new(0);
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        const char *query = str_format(arena, "q=ana&%s", rows[i].query).data;
        const struct json *reply = search_reply(arena, query);
        const struct json *ana = json_get(reply, STR("providers"))->first;
        const struct json *slots = ana ? json_get(ana, STR("nextSlots")) : NULL;
        print_message("%s\n", query);
        assert_int_equal(slots ? slots->count : 0, rows[i].count);
        if (rows[i].service < 0) {
            assert_true(!ana || !json_get(ana, STR("nextSlotsServiceId")));
            continue;
        }
        struct str id = id_text(arena, "service", people[0].service_ids[rows[i].service]);
        assert_true(str_equal(json_get(ana, STR("nextSlotsServiceId"))->text, id));
        assert_string_equal(member(arena, ana, "nextSlotsDurationHours"), rows[i].hours);
    }
    arena_free(arena);
}

static void bad_parameters_are_named(void **state)
{
    static const struct {
        const char *query, *field;
    } rows[] = {
        {"lat=34", "lng"},
        {"lng=34", "lat"},
        {"lat=91&lng=0", "lat"},
        {"lat=0&lng=x", "lng"},
        {"radius=-1", "radius"},
        {"minRating=5.1", "minRating"},
        {"minRating=-1", "minRating"},
        {"minRating=4.555", "minRating"},
        {"maxRate=-1", "maxRate"},
        {"sortBy=luck", "sortBy"},
        {"service=Mix %26 master%", "service"},
        {"limit=0", "limit"},
        {"limit=101", "limit"},
        {"cursor=x", "cursor"},
        {"cursor=AAAA", "cursor"},
        {"durationHours=0", "durationHours"},
        {"durationHours=0.001", "durationHours"},
        {"availableTo=2025-01-12T00:00:00Z", "availableTo"},
        {"availableFrom=2025-02-01T00:00:00Z&availableTo=2025-02-01T00:00:00Z", "availableTo"},
        {"availableFrom=2025-02-01T00:00:00Z&availableTo=2025-05-01T00:00:00Z", "availableTo"},
        {"nextSlots=6", "nextSlots"},
        {"nextSlots=-1", "nextSlots"},
        {"slotsApartHours=169", "slotsApartHours"},
        {"facets=some", "facets"},
        {"colour=red", "colour"},
    };
    struct arena *arena = arena_new(0);
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct call call = search(arena, rows[i].query);
        print_message("%s\n", rows[i].query);
        assert_int_equal(call.error, ERROR_INVALID);
        assert_int_equal(call.problem.fields.count, 1);
        assert_true(str_equal(LIST_AT(call.problem.fields, struct field_error, 0)->field,
                              str_from(rows[i].field)));
    }
    arena_free(arena);
}

/* ---- availability ---- */

static enum error claim_morning(struct tx *tx, void *argument)
{
    const struct person *person = argument;
    int64_t start_ms = NOW_MS + 10 * HOUR_MS, end_ms = NOW_MS + 14 * HOUR_MS;
    const struct claim claim = {
        .id = id_new(),
        .client_id = people[4].id,
        .service_id = person->service_ids[0],
        .start_ms = start_ms,
        .end_ms = end_ms,
        .work_start_ms = start_ms,
        .work_end_ms = end_ms,
        .seats = 1,
        .expires_ms = INSTANT_NONE,
    };
    claim_insert(tx, person->id, &claim, 1, NOW_MS);
    return ERROR_NONE;
}

struct window {
    int64_t from_ms, to_ms, hours;
    struct arena *arena;
    bool can_be_booked[COUNT_OF(people)];
};

static bool service_can_be_booked(const struct window *window, const struct calendar *calendar,
                                  const struct service *service)
{
    struct slot_request request = {.service = service, .duration_ms = window->hours * HOUR_MS};
    int64_t last_ms = window->to_ms - request.duration_ms;
    for (int64_t at_ms = window->from_ms; at_ms <= last_ms; at_ms += 5 * MINUTE_MS) {
        request.start_ms = at_ms;
        if (calendar_judge(calendar, &request, NOW_MS, NULL) == ERROR_NONE)
            return true;
    }
    return false;
}

/* What booking itself would say, for every start that there is. */
static enum error judge_everybody(struct tx *tx, void *argument)
{
    struct window *window = argument;
    for (size_t i = 0; i < COUNT_OF(people); i++) {
        struct provider provider = provider_of(&people[i]);
        struct calendar calendar;
        window->can_be_booked[i] = false;
        assert_true(calendar_load(tx, window->arena, &provider, window->from_ms, window->to_ms,
                                  NOW_MS, &calendar));
        for (size_t j = 0; j < 3 && people[i].services[j].type; j++) {
            struct service service = service_of(&people[i], j);
            if (service.active && service_can_be_booked(window, &calendar, &service))
                window->can_be_booked[i] = true;
        }
    }
    return ERROR_NONE;
}

static size_t check_window(struct window *window)
{
    struct buf query, expected;
    size_t count = 0;
    assert_int_equal(db_read(store.db, judge_everybody, window), ERROR_NONE);
    buf_init(&expected, window->arena, 64);
    buf_init(&query, window->arena, 128);
    for (size_t i = 0; i < COUNT_OF(people); i++) {
        struct str rest = str_lower(window->arena, str_from(people[i].name)), first;
        str_next_piece(&rest, ' ', &first);
        if (window->can_be_booked[i]) {
            buf_format(&expected, "%s%.*s", count++ ? " " : "", STR_ARG(first));
        }
    }
    BUF_ADD(&query, "availableFrom=");
    instant_print(&query, window->from_ms);
    BUF_ADD(&query, "&availableTo=");
    instant_print(&query, window->to_ms);
    buf_format(&query, "&durationHours=%lld", (long long)window->hours);
    const char *text = str_copy(window->arena, buf_str(&query)).data;
    const char *found = names_sorted(window->arena, search_reply(window->arena, text));
    if (!str_equal(str_from(found), buf_str(&expected)))
        fail_msg("%s: found \"%s\", but \"%.*s\" can be booked", text, found,
                 STR_ARG(buf_str(&expected)));
    return count;
}

static void the_free_are_those_who_can_be_booked(void **state)
{
    size_t found = 0, windows = 0;
    (void)state;
    assert_int_equal(db_write(store.db, claim_morning, &people[0]), ERROR_NONE);
    for (int64_t from = 0; from < 48; from += 3) {
        for (int64_t hours = 1; hours <= 4; hours++) {
            for (int64_t length = hours; length <= 24; length += 5) {
                struct window window = {.from_ms = NOW_MS + from * HOUR_MS,
                                        .to_ms = NOW_MS + (from + length) * HOUR_MS,
                                        .hours = hours,
                                        .arena = arena_new(0)};
                found += check_window(&window);
                windows++;
                arena_free(window.arena);
            }
        }
    }
    assert_true(windows > 200);
    assert_true(found > 50); /* so the windows were not all empty */
}

/* ---- pages ---- */

static void check_pages(const char *sort, int64_t limit)
{
    struct arena *arena = arena_new(0);
    struct str base =
        str_format(arena, "roles=extra&lat=10&lng=10&limit=%lld&sortBy=%s", (long long)limit, sort);
    struct str query = base;
    bool seen[CROWD] = {false};
    int64_t count = 0;
    clock_set(NOW_MS + 9 * HOUR_MS + 29 * MINUTE_MS + 30 * SECOND_MS);
    for (;;) {
        const struct json *reply = search_reply(arena, query.data);
        const struct json *provider = json_get(reply, STR("providers"))->first;
        assert_string_equal(member(arena, json_get(reply, STR("stats")), "total"), "150");
        for (; provider; provider = provider->next, count++) {
            struct str name = json_get(provider, STR("displayName"))->text;
            int64_t number = -1;
            assert_true(str_to_int64(str_part(name, 1, 3), &number));
            assert_false(seen[number]);
            seen[number] = true;
        }
        const struct json *cursor = json_get(reply, STR("nextCursor"));
        assert_true((cursor->type == JSON_NULL) == (count == CROWD));
        if (cursor->type == JSON_NULL)
            break;
        assert_int_equal(count % limit, 0);
        query = str_format(arena, "%.*s&cursor=%.*s", STR_ARG(base), STR_ARG(cursor->text));
        clock_set(clock_now_ms() + 25 * SECOND_MS); /* so the start at 09:30 passes */
    }
    clock_set(NOW_MS);
    arena_free(arena);
}

static void pages_hold_every_match_once(void **state)
{
    static const char *const sorts[] = {"relevance", "rating", "rate", "distance", "soonest"};
    (void)state;
    assert_int_equal(db_write(store.db, insert_crowd, NULL), ERROR_NONE);
    for (size_t i = 0; i < COUNT_OF(sorts); i++) {
        check_pages(sorts[i], 7);
        check_pages(sorts[i], 50);
    }
}

/* A service without a price cannot be booked, however free its provider is. */
static void who_has_no_price_is_not_free(void **state)
{
    struct arena *arena = arena_new(0);
    (void)state;
    assert_int_equal(db_write(store.db, insert_crowd, NULL), ERROR_NONE);
    const struct json *reply = search_reply(arena, "roles=extra&durationHours=1");
    assert_string_equal(member(arena, json_get(reply, STR("stats")), "total"), "120");
    reply = search_reply(arena, "roles=extra&durationHours=1&maxRate=10");
    assert_string_equal(member(arena, json_get(reply, STR("stats")), "total"), "30");
    arena_free(arena);
}

static void a_cursor_belongs_to_its_sort(void **state)
{
    struct arena *arena = arena_new(0);
    (void)state;
    const struct json *reply = search_reply(arena, "limit=2&sortBy=rate");
    struct str cursor = json_get(reply, STR("nextCursor"))->text;
    const char *again = str_format(arena, "limit=2&sortBy=rate&cursor=%.*s", STR_ARG(cursor)).data;
    const char *other =
        str_format(arena, "limit=2&sortBy=rating&cursor=%.*s", STR_ARG(cursor)).data;
    assert_string_equal(names_in(arena, search_reply(arena, again)), "eve cleo");
    assert_int_equal(search(arena, other).error, ERROR_INVALID);
    arena_free(arena);
}
static int run_on(enum test_driver which, const char *name)
{
    const struct CMUnitTest tests[] = {
        ON_MARKETPLACE(each_filter_finds_exactly_its_own),
        ON_MARKETPLACE(circles_have_edges),
        ON_MARKETPLACE(filters_narrow_together),
        ON_MARKETPLACE(sorts_put_the_best_first),
        ON_MARKETPLACE(statistics_are_of_all_that_match),
        ON_MARKETPLACE(a_provider_is_shown_as_the_marketplace_shows_them),
        ON_MARKETPLACE(next_starts_are_of_one_service),
        ON_MARKETPLACE(bad_parameters_are_named),
        ON_MARKETPLACE(the_free_are_those_who_can_be_booked),
        ON_MARKETPLACE(pages_hold_every_match_once),
        ON_MARKETPLACE(who_has_no_price_is_not_free),
        ON_MARKETPLACE(a_cursor_belongs_to_its_sort),
    };
    driver = which;
    return cmocka_run_group_tests_name(name, tests, NULL, NULL);
}

int main(void)
{
    int failed = run_on(TEST_SQLITE, "search on SQLite");
    return failed + run_on(TEST_POSTGRES, "search on PostgreSQL");
}
