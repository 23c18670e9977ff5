/* Every edition's demo, planned on many days of a year and at many hours of the day. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "app/demo.h"
#include "base/zone.h"

enum {
    MOMENTS = 24,
    DAYS_APART = 15,
    HOURS_APART = 7,
    MINUTES_APART = 23,
    ALL_STATUSES = (1 << BOOKING_STATUS_COUNT) - 1
};

static struct arena *arena;
static const struct edition *edition;
static int64_t now_ms;

static void complain(const struct planned_booking *planned, const char *what)
{
    struct buf at;
    buf_init(&at, arena, 64);
    instant_print(&at, now_ms);
    fail_msg("%.*s at %.*s: \"%.*s\" %s", STR_ARG(edition->name), STR_ARG(buf_str(&at)),
             STR_ARG(planned->booking.title), what);
}

static const struct demo_plan *plan_at(int64_t moment_ms)
{
    struct str reason = STR_NONE;
    const struct demo *demo = demo_read(arena, edition, &reason);
    const struct demo_plan *plan =
        demo ? demo_plan(arena, edition, demo, moment_ms, &reason) : NULL;
    if (!plan)
        fail_msg("%.*s", STR_ARG(reason));
    return plan;
}

static int64_t moment(int index) /* from 2026-01-01, through the year and the day */
{
    return date_from_civil(2026, 1, 1) * DAY_MS + index * (int64_t)DAYS_APART * DAY_MS +
           index * (int64_t)HOURS_APART % 24 * HOUR_MS +
           index * (int64_t)MINUTES_APART % 60 * MINUTE_MS;
}

static void for_each_plan(void (*check)(const struct demo_plan *plan))
{
    for (size_t i = 0; i < edition_file_count; i++)
        for (int k = 0; k < MOMENTS; k++) {
            struct str reason = STR_NONE;
            arena = arena_new(0);
            edition = edition_open(arena, str_from(edition_files[i].name), &reason);
            assert_non_null(edition);
            now_ms = moment(k);
            check(plan_at(now_ms));
            arena_free(arena);
        }
}

/* ---- time ---- */

static bool holds_time(const struct planned_booking *planned)
{
    enum booking_status status = planned->booking.status;
    return status != BOOKING_CANCELLED && status != BOOKING_DECLINED && status != BOOKING_EXPIRED;
}

static struct interval occupied(const struct planned_booking *planned)
{
    return (struct interval){
        planned->booking.start_ms - planned->service->buffer_before_minutes * MINUTE_MS,
        planned->booking.end_ms + planned->service->buffer_after_minutes * MINUTE_MS};
}

static void check_overlaps(const struct demo_plan *plan)
{
    for (size_t i = 0; i < plan->booking_count; i++)
        for (size_t k = 0; k < i; k++) {
            const struct planned_booking *one = &plan->bookings[i], *other = &plan->bookings[k];
            struct interval a = occupied(one), b = occupied(other);
            if (one->provider == other->provider && holds_time(one) && holds_time(other) &&
                a.start_ms < b.end_ms && b.start_ms < a.end_ms)
                complain(one, "overlaps another");
        }
}

static void no_two_overlap(void **state)
{
    (void)state;
    for_each_plan(check_overlaps);
}

static const struct planned_provider *planned_provider_of(const struct demo_plan *plan,
                                                          const struct provider *provider)
{
    for (size_t i = 0; i < plan->providers.count; i++)
        if (&LIST_AT(plan->providers, struct planned_provider, i)->provider == provider)
            return LIST_AT(plan->providers, struct planned_provider, i);
    return NULL;
}

static bool is_open(const struct planned_provider *who, struct interval work)
{
    const struct zone *zone = zone_find(who->provider.time_zone);
    struct list open = calendar_open_time(zone, &(struct hours){.weekly = who->weekly},
                                          work.start_ms - DAY_MS, work.end_ms + DAY_MS, arena);
    for (size_t i = 0; i < open.count; i++) {
        const struct interval *each = LIST_AT(open, struct interval, i);
        if (each->start_ms <= work.start_ms && work.end_ms <= each->end_ms)
            return true;
    }
    return false;
}

static void check_hours(const struct demo_plan *plan)
{
    for (size_t i = 0; i < plan->booking_count; i++) {
        const struct planned_booking *each = &plan->bookings[i];
        struct interval work = {each->booking.start_ms, each->booking.end_ms};
        /* Work under way began an hour ago, whatever the hour. */
        if (each->booking.status != BOOKING_IN_PROGRESS &&
            !is_open(planned_provider_of(plan, each->provider), work))
            complain(each, "lies outside the hours");
    }
}

static void work_lies_within_the_hours(void **state)
{
    (void)state;
    for_each_plan(check_hours);
}

static void check_life(const struct planned_booking *each)
{
    const struct booking *b = &each->booking;
    if (b->created_ms > b->updated_ms || b->updated_ms > now_ms)
        complain(each, "changed before it was made, or will have");
    if (b->created_ms >= b->start_ms)
        complain(each, "was asked for after its start");
    switch (b->status) {
    case BOOKING_PENDING:
        if (b->expires_ms <= now_ms || b->expires_ms > b->start_ms)
            complain(each, "waits, and has run out");
        break;
    case BOOKING_CONFIRMED:
        if (b->start_ms <= now_ms)
            complain(each, "is awaited, and is past");
        break;
    case BOOKING_IN_PROGRESS:
        if (b->start_ms > now_ms || b->end_ms <= now_ms)
            complain(each, "is under way, and not now");
        break;
    case BOOKING_COMPLETED:
    case BOOKING_APPROVED:
    case BOOKING_REVISION:
    case BOOKING_DISPUTED:
        if (b->completed_ms != b->end_ms || b->end_ms > now_ms)
            complain(each, "is done before its end");
        break;
    default:
        break;
    }
}

static void check_lives(const struct demo_plan *plan)
{
    for (size_t i = 0; i < plan->booking_count; i++) {
        check_life(&plan->bookings[i]);
        if (i && plan->bookings[i - 1].booking.updated_ms > plan->bookings[i].booking.updated_ms)
            complain(&plan->bookings[i], "comes before what changed earlier");
    }
}

static void each_state_fits_its_instants(void **state)
{
    (void)state;
    for_each_plan(check_lives);
}

/* ---- what is there ---- */

static void check_states(const struct demo_plan *plan)
{
    struct id client = LIST_AT(plan->people, struct account, 0)->id;
    struct id provider = LIST_AT(plan->providers, struct planned_provider, 0)->provider.id;
    unsigned of_client = 0, of_provider = 0;
    for (size_t i = 0; i < plan->booking_count; i++) {
        const struct booking *booking = &plan->bookings[i].booking;
        if (id_equal(booking->client_id, client))
            of_client |= 1u << booking->status;
        if (id_equal(booking->provider_id, provider))
            of_provider |= 1u << booking->status;
    }
    assert_int_equal(of_client, ALL_STATUSES);
    assert_int_equal(of_provider, ALL_STATUSES);
    assert_true(plan->providers.count >= 40);
}

static void both_sides_see_every_state(void **state)
{
    (void)state;
    for_each_plan(check_states);
}

/* Work under way follows the hour; everything else follows the day. */
static struct str portrait(const struct demo_plan *plan)
{
    struct buf out;
    buf_init(&out, arena, 64 * 1024);
    for (size_t i = 0; i < plan->providers.count; i++)
        for (size_t k = 0; k < plan->booking_count; k++) {
            const struct booking *booking = &plan->bookings[k].booking;
            const struct planned_provider *who =
                LIST_AT(plan->providers, struct planned_provider, i);
            if (plan->bookings[k].provider == &who->provider &&
                booking->status != BOOKING_IN_PROGRESS)
                buf_format(&out, "%zu %.*s %lld %d %d\n", i, STR_ARG(booking->title),
                           (long long)booking->start_ms, (int)booking->status,
                           (int)booking->payment_status);
        }
    return buf_str(&out);
}

static int compare_lines(const void *a, const void *b)
{
    return str_compare(*(const struct str *)a, *(const struct str *)b);
}

/* Lines in one order, as the order of changes may differ by the minute. */
static struct str sorted(struct str text)
{
    struct str *lines = ARENA_ARRAY(arena, struct str, 4096), line;
    struct buf out;
    size_t count = 0;
    while (count < 4096 && str_next_piece(&text, '\n', &line))
        lines[count++] = line;
    qsort(lines, count, sizeof *lines, compare_lines);
    buf_init(&out, arena, 64 * 1024);
    for (size_t i = 0; i < count; i++)
        buf_add(&out, lines[i]);
    return buf_str(&out);
}

static void check_same(const struct demo_plan *plan)
{
    assert_true(str_equal(sorted(portrait(plan)), sorted(portrait(plan_at(now_ms + MINUTE_MS)))));
}

static void the_same_day_gives_the_same_weeks(void **state)
{
    (void)state;
    for_each_plan(check_same);
}

/* ---- files that are wrong ---- */

static void what_is_wrong_in_a_demo_is_named(void **state)
{
    static const struct {
        const char *json, *reason;
    } rows[] = {
        {"{}", "d: people: This field is required.\nd: providers: This field is required.\n"
               "d: bookings: This field is required.\nd: history: This field is required."},
        {"{\"people\":[],\"providers\":[],\"bookings\":[],\"history\":{\"titles\":{}}}",
         "d: people: At least 1 items are needed.\nd: providers: At least 1 items are needed."},
        {"nonsense", "d: byte 0"},
    };
    (void)state;
    arena = arena_new(0);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct str reason = STR_NONE;
        struct edition bad = {.demo_file = STR("d"), .demo_json = str_from(rows[i].json)};
        assert_null(demo_read(arena, &bad, &reason));
        if (!str_starts_with(reason, str_from(rows[i].reason)))
            fail_msg("%.*s", STR_ARG(reason));
    }
    struct str reason = STR_NONE;
    struct edition none = {.name = STR("bare")};
    assert_null(demo_read(arena, &none, &reason));
    assert_true(str_equal(reason, STR("the edition bare has no demo.json")));
    arena_free(arena);
}

static struct str replaced(struct str text, const char *from, const char *to)
{
    const char *found = memmem(text.data, text.size, from, strlen(from));
    assert_non_null(found);
    size_t before = (size_t)(found - text.data);
    return str_format(arena, "%.*s%s%.*s", (int)before, text.data, to,
                      (int)(text.size - before - strlen(from)), found + strlen(from));
}

static void what_no_shape_can_judge_is_named_too(void **state)
{
    static const struct {
        const char *from, *to, *reason;
    } rows[] = {
        {"client@example.com", "nobody", "d: people[0].email: This is no e-mail address."},
        {"provider@example.com", "Client@Example.com",
         "d: providers[0].email: Somebody before has this address."},
        {"[\"client\"]", "[\"provider\"]", "d: people[0].roles: client, mediator or admin"},
        {"\"answers\": [", "\"answers\": [5,", "].answers: A list of {question, answer}."},
        {"\"picture\": \"", "\"picture\": \"../", NULL}, /* it knows its own pictures only */
    };
    struct str reason = STR_NONE;
    (void)state;
    arena = arena_new(0);
    const struct edition *studio = edition_open(arena, STR("studio"), &reason);
    struct edition bad = *studio;
    bad.demo_file = STR("d");
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        bad.demo_json = replaced(studio->demo_json, rows[i].from, rows[i].to);
        assert_true(!demo_read(arena, &bad, &reason) == (rows[i].reason != NULL));
        if (rows[i].reason &&
            !memmem(reason.data, reason.size, rows[i].reason, strlen(rows[i].reason)))
            fail_msg("%.*s", STR_ARG(reason));
    }
    bad.name = STR("elsewhere"); /* whose folder has none */
    bad.demo_json = studio->demo_json;
    assert_null(demo_read(arena, &bad, &reason));
    assert_true(str_starts_with(
        reason, STR("d: providers[0].portfolio[0].picture: There is no such picture")));
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_two_overlap),
        cmocka_unit_test(work_lies_within_the_hours),
        cmocka_unit_test(each_state_fits_its_instants),
        cmocka_unit_test(both_sides_see_every_state),
        cmocka_unit_test(the_same_day_gives_the_same_weeks),
        cmocka_unit_test(what_is_wrong_in_a_demo_is_named),
        cmocka_unit_test(what_no_shape_can_judge_is_named_too),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
