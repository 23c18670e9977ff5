/* test_search.h: searching in the test marketplace as a client would, for this room's tests only.
 */
#ifndef DOCKET_SEARCH_TEST_SEARCH_H
#define DOCKET_SEARCH_TEST_SEARCH_H

#include "search/test_marketplace.h"

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

static inline const char *member(struct arena *arena, const struct json *object, const char *name)
{
    return json_canonical(arena, json_get(object, str_from(name))).data;
}

/* ---- a crowd ---- */

enum { CROWD = 150 };

/* Few distinct values, so that ties abound. */
static inline enum error insert_crowd(struct tx *tx, void *argument)
{
    static const struct person model = {"",
                                        "",
                                        "",
                                        "[\"extra\"]",
                                        "Springfield",
                                        NOWHERE,
                                        ANYWHERE,
                                        0,
                                        "USD",
                                        false,
                                        0,
                                        0,
                                        .services = {{.type = "EXTRA", .rate_minor = UNSET}},
                                        .hours = {{0, 540, 1020}}};
    (void)argument;
    for (int i = 0; i < CROWD; i++) {
        struct person person = model;
        char name[16];
        snprintf(name, sizeof name, "X%03d", i);
        person.name = name;
        person.latitude_e6 = 10000000 + i % 7 * 1000;
        person.longitude_e6 = 10000000;
        person.hourly_minor = i % 5 ? 1000 * (i % 5) : INSTANT_NONE;
        person.rating_count = i % 4;
        person.rating_sum = person.rating_count * (3 + i % 3);
        person.hours[0].weekday = i % 6;
        person_insert(tx, &person);
    }
    return ERROR_NONE;
}

#endif
