/* search_test.h: a small marketplace and searches written as query strings, for this room's tests. */
#ifndef DOCKET_SEARCH_SEARCH_TEST_H
#define DOCKET_SEARCH_SEARCH_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "db/test_store.h"
#include "search/search_internal.h"

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

/* ---- searches ---- */

static const struct operation_table table = {.sets = &search_operations, .set_count = 1};
static struct runtime runtime = {.operations = &table};

static inline const struct json *input_from(struct arena *arena, const char *query)
{
    struct json *object = ARENA_NEW(arena, struct json), **end = &object->first;
    struct str rest = str_from(*query ? query : NULL), pair, name;
    object->type = JSON_OBJECT;
    while (str_next_piece(&rest, '&', &pair)) {
        struct json *member = ARENA_NEW(arena, struct json);
        struct str value = pair;
        assert_true(str_next_piece(&value, '=', &name));
        *member = (struct json){.type = JSON_TEXT, .text = value, .key = name};
        *end = member;
        end = &member->next;
        object->count++;
    }
    return object;
}

static inline struct call search(struct arena *arena, const char *query)
{
    struct call call = {
        .arena = arena,
        .runtime = &runtime,
        .operation = operation_find(&table, STR("provider.search")),
        .input_json = input_from(arena, query),
        .source = SHAPE_FROM_QUERY,
        .actor_is_known = true,
        .remote_address = STR("127.0.0.1"),
    };
    runtime.db = store.db;
    operation_run(&call);
    return call;
}

static inline const struct json *search_reply(struct arena *arena, const char *query)
{
    struct call call = search(arena, query);
    if (call.error != ERROR_NONE) {
        fail_msg("%s: %s", query, error_info(call.error)->code);
    }
    const struct json *reply = json_parse(arena, operation_reply(&call), NULL, NULL);
    assert_non_null(reply);
    return reply;
}

/* First names in order: "ana bob". */
static inline const char *names_in(struct arena *arena, const struct json *reply)
{
    struct buf names;
    buf_init(&names, arena, 64);
    const struct json *provider = json_get(reply, STR("providers"))->first;
    for (; provider; provider = provider->next) {
        struct str rest = json_get(provider, STR("displayName"))->text, first;
        assert_true(str_next_piece(&rest, ' ', &first));
        if (names.size > 0)
            buf_add_byte(&names, ' ');
        buf_add(&names, str_lower(arena, first));
    }
    return str_copy(arena, buf_str(&names)).data;
}

#endif
