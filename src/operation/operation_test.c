/* The authorization as a table, the rules of the operation table, and the form of a refusal. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "operation/operation.h"

/* ---- access ---- */

enum {
    NOBODY = RELATION_NOBODY,
    CLIENT = RELATION_CLIENT,
    PROVIDER = RELATION_CLIENT | RELATION_PROVIDER,
    OWN_CLIENT = RELATION_OWN_CLIENT,
    OWN_PROVIDER = RELATION_OWN_PROVIDER,
    MEDIATOR = RELATION_CLIENT | RELATION_MEDIATOR,
    ADMIN = RELATION_CLIENT | RELATION_ADMIN,
    CALLERS = 7,
};
static const uint32_t callers[CALLERS] = {NOBODY,       CLIENT,   PROVIDER, OWN_CLIENT,
                                          OWN_PROVIDER, MEDIATOR, ADMIN};

#define OK ERROR_NONE
#define E401 ERROR_UNAUTHENTICATED
#define E403 ERROR_FORBIDDEN
#define E404 ERROR_NOT_FOUND

static const struct {
    const char *what;
    uint32_t may;
    bool has_subject;
    uint32_t seen_by;
    enum error expected[CALLERS]; /* nobody, client, provider, own client, own provider, mediator,
                                     admin */
} access_rows[] = {
    {"anyone", MAY_ANYONE, false, 0, {OK, OK, OK, OK, OK, OK, OK}},
    {"signed in", MAY_SIGNED_IN, false, 0, {E401, OK, OK, OK, OK, OK, OK}},
    {"providers only", RELATION_PROVIDER, false, 0, {E401, E403, OK, E403, E403, E403, E403}},
    {"admins only", RELATION_ADMIN, false, 0, {E401, E403, E403, E403, E403, E403, OK}},
    {"mediators and admins",
     RELATION_MEDIATOR | RELATION_ADMIN,
     false,
     0,
     {E401, E403, E403, E403, E403, OK, OK}},
    {"either side, private to them",
     MAY_OWNERS,
     true,
     MAY_OWNERS,
     {E401, E404, E404, OK, OK, E404, E404}},
    {"the provider's side, admins may look",
     RELATION_OWN_PROVIDER,
     true,
     MAY_OWNERS | RELATION_ADMIN,
     {E401, E404, E404, E403, OK, E404, E403}},
    {"the client's side of a public thing",
     RELATION_OWN_CLIENT,
     true,
     MAY_ANYONE,
     {E401, E403, E403, OK, E403, E403, E403}},
    {"owners and admins, mediators may look",
     MAY_OWNERS | RELATION_ADMIN,
     true,
     MAY_OWNERS | RELATION_ADMIN | RELATION_MEDIATOR,
     {E401, E404, E404, OK, OK, E403, OK}},
    {"a public thing", MAY_ANYONE, true, MAY_ANYONE, {OK, OK, OK, OK, OK, OK, OK}},
};

static void access_follows_from_row_and_relations(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(access_rows); i++) {
        struct subject subject = {.name = "thing", .seen_by = access_rows[i].seen_by};
        struct operation row = {.may = access_rows[i].may,
                                .subject = access_rows[i].has_subject ? &subject : NULL};
        for (int k = 0; k < CALLERS; k++) {
            enum error got = access_decide(&row, callers[k]);
            if (got != access_rows[i].expected[k])
                fail_msg("%s, caller %d: %s, not %s", access_rows[i].what, k, error_info(got)->code,
                         error_info(access_rows[i].expected[k])->code);
        }
    }
}

static void an_admin_who_owns_is_both(void **state)
{
    (void)state;
    struct subject subject = {.name = "thing", .seen_by = MAY_OWNERS};
    struct operation row = {.may = RELATION_OWN_PROVIDER, .subject = &subject};
    assert_int_equal(access_decide(&row, OWN_PROVIDER | RELATION_ADMIN), OK);
    assert_int_equal(access_decide(&row, OWN_CLIENT | OWN_PROVIDER), OK);
}

/* ---- the table ---- */

struct thing_input {
    uint64_t present;
    struct id id;
};
static const struct field thing_fields[] = {
    {.name = "id",
     .type = FIELD_ID,
     .prefix = "thing",
     .flags = FIELD_REQUIRED,
     AT(struct thing_input, id),
     .doc = "The thing."},
};
static const struct shape thing_shape =
    SHAPE("ThingInput", struct thing_input, thing_fields, .flags = SHAPE_INPUT);
static const struct field optional_fields[] = {
    {.name = "id",
     .type = FIELD_ID,
     .prefix = "thing",
     AT(struct thing_input, id),
     .doc = "The thing."},
};
static const struct shape optional_shape =
    SHAPE("OptionalInput", struct thing_input, optional_fields, .flags = SHAPE_INPUT);
static const struct field silent_fields[] = {
    {.name = "id", .type = FIELD_ID, .prefix = "thing", AT(struct thing_input, id)},
};
static const struct shape silent_shape =
    SHAPE("SilentInput", struct thing_input, silent_fields, .flags = SHAPE_INPUT);

static enum error relate(struct tx *tx, struct call *call, struct id id, uint32_t *ret)
{
    (void)tx, (void)call, (void)id;
    *ret = 0;
    return ERROR_NONE;
}
static enum error run(struct call *call, struct tx *tx, const void *input, void *output)
{
    (void)call, (void)tx, (void)input, (void)output;
    return ERROR_NONE;
}
static const struct subject thing_subject = {.name = "thing", .relate = relate};

static const struct operation good = {
    .name = "thing.change",
    .kind = OPERATION_MUTATION,
    .flags = OPERATION_WRITES,
    .may = MAY_OWNERS,
    .subject = &thing_subject,
    .subject_field = "id",
    .input = &thing_shape,
    .output = &done_shape,
    .rate = RATE_WRITE,
    .run = run,
    .doc = "Changes a thing.",
};

/* True when the check let the table pass; false when it aborted. */
static bool table_passes(const struct operation *rows, size_t count)
{
    struct operation_set set = {.operations = rows, .count = count};
    struct operation_table table = {.sets = &set, .set_count = 1};
    fflush(NULL);
    pid_t child = fork();
    if (child == 0) {
        if (!freopen("/dev/null", "w", stderr))
            _exit(2);
        signal(SIGABRT, SIG_DFL);
        operation_table_check(&table);
        _exit(0);
    }
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    bool passed = WIFEXITED(status) && WEXITSTATUS(status) == 0;
    assert_true(passed || (WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT));
    return passed;
}

#define BREAK(assignment)                                                                          \
    do {                                                                                           \
        struct operation row = good;                                                               \
        row.assignment;                                                                            \
        if (table_passes(&row, 1))                                                                 \
            fail_msg("a row with %s passed", #assignment);                                         \
    } while (0)

static void incomplete_rows_are_refused(void **state)
{
    (void)state;
    assert_true(table_passes(&good, 1));
    BREAK(name = NULL);
    BREAK(name = "change");
    BREAK(name = ".change");
    BREAK(name = "thing.");
    BREAK(name = "thing.change.more");
    BREAK(name = "thing change");
    BREAK(doc = "");
    BREAK(run = NULL);
    BREAK(may = 0);
    BREAK(may = 128);
    BREAK(flags = 0);
    BREAK(flags = OPERATION_WRITES | OPERATION_GIVES_SESSION);
    BREAK(input = NULL);
    BREAK(input = &done_shape);
    BREAK(input = &empty_shape);
    BREAK(input = &optional_shape);
    BREAK(output = &silent_shape);
    BREAK(subject_field = NULL);
    BREAK(subject_field = "other");
    BREAK(subject = NULL);
    BREAK(rate = RATE_COUNT);
}

static void a_name_twice_is_refused(void **state)
{
    (void)state;
    struct operation rows[] = {good, good};
    assert_false(table_passes(rows, 2));
    rows[1].name = "thing.keep";
    assert_true(table_passes(rows, 2));
}

static void rows_are_found_by_their_whole_name(void **state)
{
    (void)state;
    struct operation rows[] = {good, good};
    rows[1].name = "thing.changes";
    struct operation_set sets[] = {{.operations = rows, .count = 1},
                                   {.operations = rows + 1, .count = 1}};
    struct operation_table table = {.sets = sets, .set_count = 2};
    assert_ptr_equal(operation_find(&table, STR("thing.change")), &rows[0]);
    assert_ptr_equal(operation_find(&table, STR("thing.changes")), &rows[1]);
    assert_null(operation_find(&table, STR("thing.chang")));
    assert_null(operation_find(&table, STR("thing.change\0s")));
    assert_null(operation_find(&table, STR("")));
    assert_null(operation_find(&table, STR_NONE));
}

/* ---- refusals ---- */

static void check_problem(struct arena *arena, const struct problem *problem, struct str request_id,
                          const char *expected)
{
    struct str text = problem_json(arena, problem, request_id);
    assert_string_equal(text.data, expected);
    assert_non_null(json_parse(arena, text, NULL, NULL));
}

static void problems_are_printed_as_rfc_9457(void **state)
{
    (void)state;
    struct arena *arena = arena_new(0);
    struct call call = {.arena = arena};
    assert_int_equal(call_refuse(&call, ERROR_TOO_SOON, "Book %d hours ahead.", 24),
                     ERROR_TOO_SOON);
    check_problem(
        arena, &call.problem, STR_NONE,
        "{\"type\":\"/docs#too_soon\",\"title\":\"That start is past, or sooner "
        "than this service takes.\",\"status\":422,\"detail\":\"Book 24 hours ahead.\",\"code\":"
        "\"too_soon\",\"errors\":[]}");

    struct problem taken = {.error = ERROR_RATE_CHANGED, .extra_json = STR("\"quote\":{\"a\":1}")};
    check_problem(arena, &taken, STR("r-1"),
                  "{\"type\":\"/docs#rate_changed\",\"title\":\"The price has changed; here is the "
                  "current quote.\",\"status\":409,\"detail\":\"The price has changed; here is the "
                  "current quote.\",\"code\":\"rate_changed\",\"errors\":[],\"requestId\":\"r-1\","
                  "\"quote\":{\"a\":1}}");

    call.problem = (struct problem){.error = ERROR_NONE};
    assert_int_equal(call_refuse_field(&call, "email", "format", "Not \"%s\".", "x"),
                     ERROR_INVALID);
    check_problem(arena, &call.problem, STR_NONE,
                  "{\"type\":\"/docs#invalid\",\"title\":\"Some fields need another value.\","
                  "\"status\":400,\"detail\":\"Some fields need another value.\",\"code\":"
                  "\"invalid\",\"errors\":[{\"field\":\"email\",\"code\":\"format\",\"message\":"
                  "\"Not \\\"x\\\".\"}]}");
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(access_follows_from_row_and_relations),
        cmocka_unit_test(an_admin_who_owns_is_both),
        cmocka_unit_test(incomplete_rows_are_refused),
        cmocka_unit_test(a_name_twice_is_refused),
        cmocka_unit_test(rows_are_found_by_their_whole_name),
        cmocka_unit_test(problems_are_printed_as_rfc_9457),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
