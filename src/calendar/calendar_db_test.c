/* Claims and hours as stored, on SQLite and on PostgreSQL. */
#include "account/account.h"
#include "calendar/calendar_internal.h"
#include "calendar/test_calendar.h"
#include "db/test_store.h"

static enum test_driver driver;
static struct test_store store;
static struct arena *arena; /* of the test under way */

#define NOW "2025-01-13T00:00:00Z"

/* ---- the world of each test: two providers in New York and their client ---- */

static struct id provider_id(uint8_t number)
{
    return test_id(number);
}

static struct provider provider_of(uint8_t number, int64_t capacity)
{
    return (struct provider){.id = provider_id(number),
                             .display_name = STR("Ada"),
                             .headline = STR("Ada"),
                             .bio = STR(""),
                             .roles_json = STR("[]"),
                             .portfolio_json = STR("[]"),
                             .place = {.latitude_e6 = PLACE_NONE, .longitude_e6 = PLACE_NONE},
                             .service_radius_miles = -1,
                             .hourly_rate_minor = INSTANT_NONE,
                             .day_rate_minor = INSTANT_NONE,
                             .currency = {"USD"},
                             .time_zone = STR("America/New_York"),
                             .capacity = capacity};
}

static void person_insert(struct tx *tx, uint8_t number, int64_t capacity)
{
    struct account account = {.id = provider_id(number),
                              .email = str_format(arena, "p%d@example.com", number),
                              .display_name = STR("Ada"),
                              .time_zone = STR("America/New_York"),
                              .roles = ROLE_CLIENT | ROLE_PROVIDER};
    struct provider provider = provider_of(number, capacity);
    assert_int_equal(account_create(tx, &account, STR_NONE), ERROR_NONE);
    provider_insert(tx, &provider);
}

static void offer(struct tx *tx, uint8_t provider, struct service service)
{
    service.id = test_id(provider);
    service.provider_id = provider_id(provider);
    service.title = service.description = STR("Mixing");
    service.service_type = STR("MIXING");
    service.rate_minor = INSTANT_NONE;
    service.cancellation_policy_json = service.questions_json = STR("{}");
    service_insert(tx, &service);
}

static enum error make_people(struct tx *tx, void *argument)
{
    struct service buffered = easy_service();
    (void)argument;
    buffered.max_minutes = 240;
    buffered.buffer_before_minutes = 15;
    buffered.buffer_after_minutes = 30;
    person_insert(tx, 1, 1);
    person_insert(tx, 2, 3);
    offer(tx, 1, easy_service());
    offer(tx, 2, buffered);
    return ERROR_NONE;
}

static int open_store(void **state)
{
    struct str reason;
    (void)state;
    test_store_open(&store, driver);
    if (db_migrate(store.db, store.arena, &reason) != ERROR_NONE) {
        test_require(false, reason.data);
    }
    return 0;
}

static int close_store(void **state)
{
    (void)state;
    test_store_close(&store);
    return 0;
}

static enum error empty_tables(struct tx *tx, void *argument)
{
    (void)argument;
    tx_execute(tx, "DELETE FROM booking");
    tx_execute(tx, "DELETE FROM claim");
    tx_execute(tx, "DELETE FROM availability_exception");
    tx_execute(tx, "DELETE FROM availability");
    tx_execute(tx, "DELETE FROM service");
    tx_execute(tx, "DELETE FROM provider");
    tx_execute(tx, "DELETE FROM account");
    return ERROR_NONE;
}

static int begin(void **state)
{
    (void)state;
    arena = arena_new(0);
    assert_int_equal(db_write(store.db, empty_tables, NULL), ERROR_NONE);
    assert_int_equal(db_write(store.db, make_people, NULL), ERROR_NONE);
    return 0;
}

static int end(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

/* ---- doing things to the store ---- */

struct claiming {
    uint8_t provider;
    int64_t capacity;
    struct claim *claims;
    size_t count;
};

static enum error insert_claims(struct tx *tx, void *argument)
{
    const struct claiming *claiming = argument;
    for (size_t i = 0; i < claiming->count; i++) {
        claim_insert(tx, provider_id(claiming->provider), &claiming->claims[i], claiming->capacity,
                     instant(NOW));
    }
    return ERROR_NONE;
}

/* "2025-01-15T10:00:00Z", two hours long, of the booking with this number. */
static struct claim claim_at(const char *start, uint8_t number)
{
    int64_t start_ms = instant(start);
    return (struct claim){.id = id_new(),
                          .booking_id = test_id(number),
                          .client_id = test_id(70),
                          .service_id = test_id(1),
                          .start_ms = start_ms,
                          .end_ms = start_ms + 2 * HOUR_MS,
                          .work_start_ms = start_ms,
                          .work_end_ms = start_ms + 2 * HOUR_MS,
                          .seats = 1,
                          .expires_ms = INSTANT_NONE};
}

static enum error claim(uint8_t provider, int64_t capacity, struct claim one)
{
    struct claiming claiming = {provider, capacity, &one, 1};
    return db_write(store.db, insert_claims, &claiming);
}

struct loading {
    uint8_t provider;
    const char *from, *to;
    int64_t now_ms;
    struct calendar calendar;
};

static enum error load(struct tx *tx, void *argument)
{
    struct loading *loading = argument;
    struct provider provider;
    assert_true(provider_load(tx, arena, provider_id(loading->provider), &provider));
    bool known = calendar_load(tx, arena, &provider, instant(loading->from), instant(loading->to),
                               loading->now_ms, &loading->calendar);
    return known ? ERROR_NONE : ERROR_INTERNAL;
}

static struct calendar loaded(uint8_t provider, const char *from, const char *to)
{
    struct loading loading = {.provider = provider, .from = from, .to = to, .now_ms = instant(NOW)};
    assert_int_equal(db_read(store.db, load, &loading), ERROR_NONE);
    return loading.calendar;
}

/* ---- hours ---- */

static enum error save_hours(struct tx *tx, void *argument)
{
    (void)argument;
    availability_save(tx, provider_id(1), weekly_from(arena, "MO 09:00-12:00, FR 22:00-02:00"),
                      exceptions_from(arena, "2025-01-20 closed, 2025-01-21 10:00-11:00, "
                                             "2025-01-21 13:00-14:00, 2026-01-01 closed"),
                      instant(NOW));
    return ERROR_NONE;
}

static void hours_are_kept(void **state)
{
    (void)state;
    assert_int_equal(db_write(store.db, save_hours, NULL), ERROR_NONE);
    assert_int_equal(db_write(store.db, save_hours, NULL), ERROR_NONE); /* once more: no doubles */
    struct calendar calendar = loaded(1, "2025-01-10T00:00:00Z", "2025-01-22T00:00:00Z");
    assert_int_equal(calendar.capacity, 1);
    struct buf out;
    buf_init(&out, arena, 256);
    for (size_t i = 0; i < calendar.open.count; i++) {
        local_print(&out, calendar.zone, LIST_AT(calendar.open, struct interval, i)->start_ms);
        BUF_ADD(&out, " ");
    }
    assert_string_equal(buf_str(&out).data,
                        "01-10T22:00-05:00 01-13T09:00-05:00 01-17T22:00-05:00 01-21T10:00-05:00 "
                        "01-21T13:00-05:00 ");
    assert_int_equal(loaded(2, "2025-01-13T00:00:00Z", "2025-01-14T00:00:00Z").open.count, 0);
}

/* ---- claims ---- */

static enum error limit_weeks(struct tx *tx, void *argument)
{
    (void)argument;
    tx_execute(tx, "UPDATE service SET max_per_week = 5");
    return ERROR_NONE;
}

/* As far around as the services reach: 15 minutes before; four hours of work and 30 minutes after;
 * and a week both ways once one of them has a limit. */
static void claims_are_loaded_by_range(void **state)
{
    (void)state;
    static const char *const starts[] = {
        "2020-01-01T00:00:00Z", "2025-01-08T00:00:00Z", "2025-01-14T21:45:00Z",
        "2025-01-14T21:46:00Z", "2025-02-01T10:00:00Z", "2025-02-14T04:29:00Z",
        "2025-02-14T04:30:00Z", "2025-02-21T00:00:00Z", "2030-01-01T00:00:00Z",
    };
    for (size_t i = 0; i < COUNT_OF(starts); i++) {
        assert_int_equal(claim(2, 3, claim_at(starts[i], (uint8_t)(100 + i))), ERROR_NONE);
    }
    assert_int_equal(claim(1, 1, claim_at("2025-02-01T10:00:00Z", 120)), ERROR_NONE);
    struct calendar calendar = loaded(2, "2025-01-15T00:00:00Z", "2025-02-14T00:00:00Z");
    assert_int_equal(calendar.claims.count, 3);
    for (size_t i = 0; i < 3; i++) {
        const struct claim *found = LIST_AT(calendar.claims, struct claim, i);
        assert_int_equal(found->start_ms, instant(starts[3 + i]));
        assert_true(id_equal(found->booking_id, test_id((uint8_t)(103 + i))));
        assert_true(id_equal(found->client_id, test_id(70)));
        assert_int_equal(found->seats, 1);
        assert_int_equal(found->expires_ms, INSTANT_NONE);
    }
    assert_int_equal(calendar.longest_ms, 2 * HOUR_MS);
    assert_int_equal(db_write(store.db, limit_weeks, NULL), ERROR_NONE);
    calendar = loaded(2, "2025-01-15T00:00:00Z", "2025-02-14T00:00:00Z");
    assert_int_equal(calendar.claims.count, 7);
}

static enum error release(struct tx *tx, void *argument)
{
    claim_release_booking(tx, *(const struct id *)argument, instant(NOW));
    return ERROR_NONE;
}

static enum error confirm(struct tx *tx, void *argument)
{
    claim_confirm_booking(tx, *(const struct id *)argument);
    return ERROR_NONE;
}

static size_t live_claims(void)
{
    return loaded(1, "2025-01-15T00:00:00Z", "2025-01-16T00:00:00Z").claims.count;
}

static void a_claim_lives_until_released_or_expired(void **state)
{
    (void)state;
    struct claim kept = claim_at("2025-01-15T10:00:00Z", 100);
    struct claim waiting = claim_at("2025-01-15T12:00:00Z", 101);
    struct claim expired = claim_at("2025-01-15T14:00:00Z", 102);
    waiting.expires_ms = instant(NOW) + 1;
    expired.expires_ms = instant(NOW);
    assert_int_equal(claim(1, 1, kept), ERROR_NONE);
    assert_int_equal(claim(1, 1, waiting), ERROR_NONE);
    assert_int_equal(claim(1, 1, expired), ERROR_NONE);
    assert_int_equal(live_claims(), 2);
    assert_int_equal(db_write(store.db, confirm, &expired.booking_id), ERROR_NONE);
    assert_int_equal(live_claims(), 3);
    assert_int_equal(db_write(store.db, release, &kept.booking_id), ERROR_NONE);
    assert_int_equal(live_claims(), 2);
    assert_int_equal(claim(1, 1, claim_at("2025-01-15T10:00:00Z", 103)), ERROR_NONE);
    assert_int_equal(live_claims(), 3);
}

/* ---- calendars that are lent ---- */

static enum error load_for(struct tx *tx, void *argument)
{
    struct loading *loading = argument;
    struct provider provider;
    struct service service = easy_service();
    struct slot_request request = {.service = &service};
    struct interval range = {instant(loading->from), instant(loading->to)};
    assert_true(provider_load(tx, arena, provider_id(loading->provider), &provider));
    assert_true(calendar_load_for(tx, arena, &provider, &request, range, loading->now_ms,
                                  &loading->calendar));
    return ERROR_NONE;
}

/* What somebody reads at this moment after NOW. */
static struct list lent_claims(int64_t after_ms)
{
    struct loading loading = {.provider = 1,
                              .from = "2025-01-15T00:00:00Z",
                              .to = "2025-01-16T00:00:00Z",
                              .now_ms = instant(NOW) + after_ms};
    assert_int_equal(db_read(store.db, load_for, &loading), ERROR_NONE);
    return loading.calendar.claims;
}

static void a_calendar_is_lent_while_it_is_true(void **state)
{
    (void)state;
    bool is_local = driver == TEST_SQLITE; /* elsewhere others write, and all is read each time */
    struct claim waiting = claim_at("2025-01-15T12:00:00Z", 101);
    waiting.expires_ms = instant(NOW) + 10;
    assert_int_equal(claim(1, 1, claim_at("2025-01-15T10:00:00Z", 100)), ERROR_NONE);
    assert_int_equal(claim(1, 1, waiting), ERROR_NONE);
    struct list first = lent_claims(0), second = lent_claims(9);
    assert_int_equal(first.count, 2);
    assert_int_equal(second.count, 2);
    assert_int_equal(first.items == second.items, is_local);
    assert_int_equal(lent_claims(10).count, 1); /* the request is over */
    assert_int_equal(lent_claims(9).count, 2);  /* the clock was set back */
    assert_int_equal(lent_claims(10).items == lent_claims(11).items, is_local);
    first = lent_claims(0);
    assert_ptr_not_equal(first.items, lent_claims(SECOND_MS).items); /* another second */
    assert_int_equal(db_write(store.db, release, &waiting.booking_id), ERROR_NONE);
    assert_int_equal(lent_claims(0).count, 1); /* as it is after a write */
    assert_int_equal(LIST_AT(first, struct claim, 1)->start_ms, waiting.start_ms); /* still ours */
}

/* Whoever writes has to see what it wrote itself. */
static enum error read_own_writes(struct tx *tx, void *argument)
{
    struct loading *loading = argument;
    struct claim one = claim_at("2025-01-15T14:00:00Z", 102);
    load_for(tx, loading);
    size_t before = loading->calendar.claims.count;
    claim_insert(tx, provider_id(1), &one, 1, instant(NOW));
    load_for(tx, loading);
    assert_int_equal(loading->calendar.claims.count, before + 1);
    return ERROR_CONFLICT;
}

static void what_is_not_committed_is_never_lent(void **state)
{
    (void)state;
    struct loading loading = {.provider = 1,
                              .from = "2025-01-15T00:00:00Z",
                              .to = "2025-01-16T00:00:00Z",
                              .now_ms = instant(NOW)};
    assert_int_equal(lent_claims(0).count, 0);
    assert_int_equal(db_write(store.db, read_own_writes, &loading), ERROR_CONFLICT);
    assert_int_equal(lent_claims(0).count, 0);
}

static enum error list_expired(struct tx *tx, void *argument)
{
    struct interval interval = {instant("2025-01-15T12:00:00Z"), instant("2025-01-15T14:00:00Z")};
    *(struct list *)argument =
        claim_clear_expired(tx, arena, provider_id(1), interval, instant(NOW));
    return ERROR_NONE;
}

static void expired_claims_in_the_way_are_named(void **state)
{
    (void)state;
    static const struct {
        const char *start;
        int64_t expires_in_ms;
        bool is_named;
    } rows[] = {
        {"2025-01-15T10:00:00Z", 0, false}, /* ends as the interval begins */
        {"2025-01-15T12:00:00Z", 0, true},  {"2025-01-15T14:00:00Z", 0, false},
        {"2025-01-16T12:00:00Z", 0, false}, {"2025-01-17T12:00:00Z", 1, false},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct claim one = claim_at(rows[i].start, (uint8_t)(100 + i));
        one.expires_ms = instant(NOW) + rows[i].expires_in_ms;
        assert_int_equal(claim(1, 1, one), ERROR_NONE);
    }
    struct list found;
    assert_int_equal(db_read(store.db, list_expired, &found), ERROR_NONE);
    assert_int_equal(found.count, 1);
    assert_true(id_equal(*LIST_AT(found, struct id, 0), test_id(101)));
}

static enum error limit_clients(struct tx *tx, void *argument)
{
    (void)argument;
    tx_execute(tx, "UPDATE service SET max_concurrent_per_client = 1");
    return ERROR_NONE;
}

struct client_booking {
    uint8_t number;
    int64_t status; /* enum booking_status */
    const char *start;
};

/* One hour of the client 2 with the provider 1. */
static enum error insert_booking(struct tx *tx, void *argument)
{
    const struct client_booking *row = argument;
    struct id id = test_id(row->number), client = provider_id(2), provider = provider_id(1),
              service = test_id(1);
    int64_t start_ms = instant(row->start);
    tx_execute(tx,
               "INSERT INTO booking (id, client_id, provider_id, service_id, status,"
               " payment_status, title, description, service_type, start_ms, end_ms, time_zone,"
               " is_remote, rate_type, rate_minor, total_minor, currency, quote, policy,"
               " deliverables, answers, revisions_used, created_ms, updated_ms)"
               " VALUES ($1, $2, $3, $4, $5, 0, 'Mix', '', 'MIXING', $6, $7, 'UTC', 0, 0, 100, 100,"
               " 'USD', '[]', '{}', '[]', '[]', 0, $6, $6)",
               db_id(&id), db_id(&client), db_id(&provider), db_id(&service), db_int(row->status),
               db_int(start_ms), db_int(start_ms + HOUR_MS));
    return ERROR_NONE;
}

/* However far ahead they are, with a claim or without; but only where some service has that limit.
 */
static void open_bookings_of_clients_are_loaded(void **state)
{
    enum { PENDING = 0, CONFIRMED = 1, COMPLETED = 4, CANCELLED = 6 };
    static const struct client_booking rows[] = {
        {100, CONFIRMED, "2024-01-15T10:00:00Z"}, /* over, if nobody said so */
        {101, PENDING, "2029-01-15T10:00:00Z"},
        {102, COMPLETED, "2029-01-16T10:00:00Z"},
        {103, CANCELLED, "2029-01-17T10:00:00Z"},
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        assert_int_equal(db_write(store.db, insert_booking, (void *)&rows[i]), ERROR_NONE);
    const char *from = "2025-01-15T00:00:00Z", *to = "2025-01-16T00:00:00Z";
    assert_int_equal(loaded(1, from, to).client_claims.count, 0);
    assert_int_equal(db_write(store.db, limit_clients, NULL), ERROR_NONE);
    struct calendar calendar = loaded(1, from, to);
    assert_int_equal(calendar.client_claims.count, 1);
    const struct client_claim *open = LIST_AT(calendar.client_claims, struct client_claim, 0);
    assert_true(id_equal(open->client_id, provider_id(2)));
    assert_true(id_equal(open->booking_id, test_id(101)));
}

/* ---- the backstop and the proof ---- */

/* Where the store can tell by itself, it does; adjacent claims pass. */
static void postgres_refuses_an_overlap(void **state)
{
    (void)state;
    assert_int_equal(claim(1, 1, claim_at("2025-01-15T10:00:00Z", 100)), ERROR_NONE);
    assert_int_equal(claim(1, 1, claim_at("2025-01-15T12:00:00Z", 101)), ERROR_NONE);
    enum error error = claim(1, 1, claim_at("2025-01-15T11:00:00Z", 102));
    assert_true((error == ERROR_NONE) == (driver == TEST_SQLITE));
}

static enum error verify(struct tx *tx, void *argument)
{
    *(int64_t *)argument = claim_verify(tx, arena).violations;
    return ERROR_NONE;
}

static int64_t violations(void)
{
    int64_t found = -1;
    assert_int_equal(db_read(store.db, verify, &found), ERROR_NONE);
    return found;
}

static void the_proof_finds_what_exceeds(void **state)
{
    (void)state;
    assert_int_equal(violations(), 0);
    for (uint8_t i = 0; i < 3; i++) { /* as many as there is room for */
        assert_int_equal(claim(2, 3, claim_at("2025-01-15T10:00:00Z", 100)), ERROR_NONE);
    }
    assert_int_equal(claim(2, 3, claim_at("2025-01-15T12:00:00Z", 101)), ERROR_NONE);
    assert_int_equal(claim(2, 3, claim_at("2025-01-15T08:00:00Z", 102)), ERROR_NONE);
    assert_int_equal(violations(), 0);
    assert_int_equal(claim(2, 3, claim_at("2025-01-15T11:59:59.999Z", 103)), ERROR_NONE);
    assert_int_equal(violations(), 1);
    struct id late = test_id(103);
    assert_int_equal(db_write(store.db, release, &late), ERROR_NONE);
    assert_int_equal(violations(), 0);
}

static void the_proof_knows_groups(void **state)
{
    (void)state;
    struct claim member = claim_at("2025-01-15T10:00:00Z", 100);
    member.seats = 2;
    for (int i = 0; i < 2; i++) {
        member.id = id_new();
        member.start_ms -= HOUR_MS; /* buffers may differ; the work is the same */
        assert_int_equal(claim(1, 1, member), ERROR_NONE);
    }
    assert_int_equal(violations(), 0);
    member.id = id_new();
    assert_int_equal(claim(1, 1, member), ERROR_NONE);
    assert_int_equal(violations(), 1); /* three on two seats */
    assert_int_equal(db_write(store.db, release, &member.booking_id), ERROR_NONE);
    member.id = id_new();
    assert_int_equal(claim(1, 1, member), ERROR_NONE);
    member.id = id_new();
    member.service_id = test_id(9);
    assert_int_equal(claim(1, 1, member), ERROR_NONE);
    assert_int_equal(violations(), 1); /* two groups in one room */
}

/* More rows than a page, and an overlap between the last of one and the first of the next. */
static void the_proof_goes_on_across_pages(void **state)
{
    (void)state;
    enum { ROWS = 4100 };
    struct claim *claims = ARENA_ARRAY(arena, struct claim, ROWS);
    for (size_t i = 0; i < ROWS; i++) {
        claims[i] = claim_at("2025-01-15T10:00:00Z", 100);
        claims[i].start_ms += (int64_t)i * 2 * HOUR_MS;
        claims[i].end_ms += (int64_t)i * 2 * HOUR_MS;
    }
    struct claiming claiming = {2, 1, claims, ROWS};
    for (size_t i = 0; i < ROWS; i++) {
        claims[i].seats = 2; /* out of the backstop's sight */
        claims[i].work_start_ms = claims[i].start_ms;
        claims[i].work_end_ms = claims[i].end_ms;
    }
    assert_int_equal(db_write(store.db, insert_claims, &claiming), ERROR_NONE);
    assert_int_equal(violations(), 0);
    struct claim across = claims[ROWS - 2000]; /* the page's last row, from the end */
    across.id = id_new();
    across.start_ms += 1;
    across.end_ms += 1;
    across.work_start_ms += 1;
    assert_int_equal(claim(2, 1, across), ERROR_NONE);
    assert_int_equal(violations(), 1);
}

static int run_on(enum test_driver which, const char *name)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(hours_are_kept, begin, end),
        cmocka_unit_test_setup_teardown(claims_are_loaded_by_range, begin, end),
        cmocka_unit_test_setup_teardown(a_claim_lives_until_released_or_expired, begin, end),
        cmocka_unit_test_setup_teardown(a_calendar_is_lent_while_it_is_true, begin, end),
        cmocka_unit_test_setup_teardown(what_is_not_committed_is_never_lent, begin, end),
        cmocka_unit_test_setup_teardown(expired_claims_in_the_way_are_named, begin, end),
        cmocka_unit_test_setup_teardown(open_bookings_of_clients_are_loaded, begin, end),
        cmocka_unit_test_setup_teardown(postgres_refuses_an_overlap, begin, end),
        cmocka_unit_test_setup_teardown(the_proof_finds_what_exceeds, begin, end),
        cmocka_unit_test_setup_teardown(the_proof_knows_groups, begin, end),
        cmocka_unit_test_setup_teardown(the_proof_goes_on_across_pages, begin, end),
    };
    driver = which;
    return cmocka_run_group_tests_name(name, tests, open_store, close_store);
}

int main(void)
{
    int failed = run_on(TEST_SQLITE, "sqlite");
    return failed + run_on(TEST_POSTGRES, "postgres");
}
