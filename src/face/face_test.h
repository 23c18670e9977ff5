/* face_test.h: a small table of operations that the tests of this folder call by the names of the
 * real one. Included by *_test.c only. */
#ifndef DOCKET_FACE_FACE_TEST_H
#define DOCKET_FACE_FACE_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "face/face.h"

struct thing_input {
    uint64_t present;
    struct id id, provider_id, user_id, booking_id;
    struct str note;
};
static const struct field thing_fields[] = {
    {.name = "id",
     .aliases = "thingId",
     .type = FIELD_ID,
     .prefix = "booking",
     .flags = FIELD_REQUIRED,
     AT(struct thing_input, id),
     .doc = "Which one."},
    {.name = "providerId",
     .type = FIELD_ID,
     .prefix = "user",
     AT(struct thing_input, provider_id),
     .doc = "Whose."},
    {.name = "userId",
     .type = FIELD_ID,
     .prefix = "user",
     AT(struct thing_input, user_id),
     .doc = "Who."},
    {.name = "bookingId",
     .type = FIELD_ID,
     .prefix = "booking",
     AT(struct thing_input, booking_id),
     .doc = "What about."},
    {.name = "note",
     .type = FIELD_TEXT,
     .max = 50,
     AT(struct thing_input, note),
     .doc = "Say \"why\" <here>."},
};
static const struct shape thing_shape =
    SHAPE("ThingInput", struct thing_input, thing_fields, .flags = SHAPE_INPUT);

enum { TEST_OPERATIONS_MAX = 256 };

/* One row for every name in rest_routes: a query where a GET leads to it. */
static inline struct operation_table test_table(struct operation *rows, struct operation_set *set)
{
    size_t count = 0;
    for (size_t i = 0; i < rest_route_count; i++) {
        const char *name = rest_routes[i].operation;
        bool is_new = true;
        for (size_t k = 0; k < count; k++)
            is_new = is_new && strcmp(rows[k].name, name) != 0;
        if (!is_new)
            continue;
        assert_true(count < TEST_OPERATIONS_MAX);
        bool is_query = rest_routes[i].method == HTTP_GET;
        rows[count++] = (struct operation){
            .name = name,
            .kind = is_query ? OPERATION_QUERY : OPERATION_MUTATION,
            .flags = is_query ? 0 : OPERATION_WRITES,
            .may = MAY_SIGNED_IN,
            .input = &thing_shape,
            .output = &done_shape,
            .doc = "Does a thing. Says \"done\".",
        };
    }
    *set = (struct operation_set){.operations = rows, .count = count};
    return (struct operation_table){.sets = set, .set_count = 1};
}

#endif
