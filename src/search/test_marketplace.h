/* test_marketplace.h: a small marketplace to search in, for this room's tests only. */
#ifndef DOCKET_SEARCH_TEST_MARKETPLACE_H
#define DOCKET_SEARCH_TEST_MARKETPLACE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "db/test_store.h"
#include "search/search_internal.h"

/* ---- a small marketplace ---- */

static struct test_store store;
static enum test_driver driver;

/* Monday. Everybody lives by UTC, so no clock changes. */
#define NOW_TEXT "2025-01-13T00:00:00Z"
#define NOW_MS INT64_C(1736726400000)

struct person {
    const char *name, *headline, *bio, *roles, *label;
    int64_t latitude_e6, longitude_e6, service_radius_miles;
    int64_t hourly_minor;
    const char *currency;
    bool verified;
    int64_t rating_sum, rating_count;
    struct {
        const char *type; /* NULL: no more */
        int64_t rate_minor;
        enum rate_type rate_type;
        bool is_remote, is_inactive;
    } services[3];
    struct weekly_hours hours[2]; /* none where start and end are 0 */
    struct id id, service_ids[3];
};

static inline struct service service_of(const struct person *person, size_t index)
{
    return (struct service){
        .id = person->service_ids[index],
        .provider_id = person->id,
        .title = str_from(person->services[index].type),
        .description = STR("As agreed."),
        .service_type = str_from(person->services[index].type),
        .active = !person->services[index].is_inactive,
        .min_minutes = 60,
        .max_minutes = 480,
        .step_minutes = 30,
        .rate_type = person->services[index].rate_type,
        .rate_minor = person->services[index].rate_minor,
        .window_days = 60,
        .seats = 1,
        .request_ttl_hours = 24,
        .cancellation_policy_json = STR("{\"preset\":\"flexible\",\"tiers\":[]}"),
        .is_remote = person->services[index].is_remote,
        .is_in_person = true,
        .questions_json = STR("[]"),
        .created_ms = NOW_MS,
        .updated_ms = NOW_MS,
    };
}

static inline struct provider provider_of(const struct person *person)
{
    struct provider provider = {
        .id = person->id,
        .display_name = str_from(person->name),
        .headline = str_from(person->headline),
        .bio = str_from(person->bio),
        .roles_json = str_from(person->roles),
        .portfolio_json = STR("[]"),
        .place = {str_from(person->label), person->latitude_e6, person->longitude_e6},
        .service_radius_miles = person->service_radius_miles,
        .hourly_rate_minor = person->hourly_minor,
        .day_rate_minor = INSTANT_NONE,
        .time_zone = STR("UTC"),
        .capacity = 1,
        .verified = person->verified,
        .rating_sum = person->rating_sum,
        .rating_count = person->rating_count,
        .created_ms = NOW_MS,
        .updated_ms = NOW_MS,
    };
    assert_true(currency_parse(str_from(person->currency), &provider.currency));
    return provider;
}

static inline void person_insert(struct tx *tx, struct person *person)
{
    struct arena *arena = arena_new(0);
    person->id = id_new();
    tx_execute(tx,
               "INSERT INTO account (id, email, display_name, time_zone, roles, created_ms,"
               " updated_ms) VALUES ($1, $2, $3, 'UTC', 3, 1, 1)",
               db_id(&person->id), db_text(id_text(arena, "mail", person->id)),
               db_text(str_from(person->name)));
    struct provider provider = provider_of(person);
    provider_insert(tx, &provider);
    for (size_t i = 0; i < COUNT_OF(person->services) && person->services[i].type; i++) {
        person->service_ids[i] = id_new();
        struct service service = service_of(person, i);
        service_insert(tx, &service);
    }
    size_t hours = 0;
    while (hours < COUNT_OF(person->hours) && person->hours[hours].end_minute > 0)
        hours++;
    availability_save(tx, person->id, (struct list){person->hours, hours}, (struct list){0},
                      NOW_MS);
    arena_free(arena);
}

#define LOS_ANGELES 34052200, -118243700
#define LONG_BEACH 33770100, -118193700   /* 19.7 miles from there */
#define SANTA_MONICA 34019500, -118491200 /* 14.4 miles */
#define CHICAGO 41878100, -87629800
#define NOWHERE PLACE_NONE, PLACE_NONE
#define IN_LOS_ANGELES "lat=34.0522&lng=-118.2437"
#define ANYWHERE (-1)
#define UNSET INSTANT_NONE

/* Inserted in this order; in the alphabet's, too. */
static struct person people[] = {
    {"Ana Lopez", "Mix engineer", "Warm, analog sound.", "[\"engineer\",\"producer\"]",
     "Los Angeles, CA", LOS_ANGELES, ANYWHERE, 7500, "USD", true, 24, 5,
     .services = {{.type = "MIXING", .rate_minor = UNSET},
                  {.type = "MASTERING", .rate_minor = 9000}},
     .hours = {{0, 540, 1020}}},
    {"Bob Stone", "Drummer", "100% live_takes", "[\"artist\"]", "Long Beach, CA", LONG_BEACH, 10,
     5000, "USD", false, 9, 2, .services = {{.type = "RECORDING", .rate_minor = UNSET}},
     .hours = {{0, 1080, 1320}}},
    {"Cleo Ñandú", "Final touch", "ÉMILE's pupil", "[\"engineer\"]", "Chicago, IL", CHICAGO, 5,
     12000, "USD", true, 5, 1,
     .services = {{.type = "MASTERING", .rate_minor = 10000, .is_remote = true}},
     .hours = {{1, 540, 720}}},
    {"Dan", "", "", "[]", NULL, NOWHERE, ANYWHERE, UNSET, "USD", false, 0, 0,
     .services = {{.type = "MIXING", .rate_minor = 50000, .rate_type = RATE_DAY}}},
    {"Eve", "", "", "[\"producer\"]", "Santa Monica, CA", SANTA_MONICA, ANYWHERE, 8000, "EUR",
     false, 40, 10, .services = {{.type = "VOICE_OVER", .rate_minor = UNSET, .is_inactive = true}},
     .hours = {{0, 540, 1020}}},
};

static inline enum error insert_people(struct tx *tx, void *argument)
{
    (void)argument;
    for (size_t i = 0; i < COUNT_OF(people); i++)
        person_insert(tx, &people[i]);
    return ERROR_NONE;
}

static inline int open_marketplace(void **state)
{
    struct str reason = STR_NONE;
    (void)state;
    clock_set(NOW_MS);
    test_store_open(&store, driver);
    assert_int_equal(db_migrate(store.db, store.arena, &reason), ERROR_NONE);
    assert_int_equal(db_write(store.db, insert_people, NULL), ERROR_NONE);
    return 0;
}

static inline int close_marketplace(void **state)
{
    (void)state;
    clock_set(INSTANT_NONE);
    test_store_close(&store);
    return 0;
}

#define ON_MARKETPLACE(test)                                                                       \
    cmocka_unit_test_setup_teardown(test, open_marketplace, close_marketplace)

#endif
