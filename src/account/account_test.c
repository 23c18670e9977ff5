/* People, their sessions and roles, through the operations, on SQLite and on PostgreSQL. */
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "account/account_db.h"
#include "db/test_store.h"
#include "operation/rate.h"
#include "operation/workers.h"

static enum test_driver driver;
static struct test_store store;
static struct runtime runtime;
static struct arena *arena; /* of the test under way */

static const struct operation_table table = {.sets = &account_operations, .set_count = 1};

static int open_store(void **state)
{
    (void)state;
    struct str reason;
    test_store_open(&store, driver);
    if (db_migrate(store.db, store.arena, &reason) != ERROR_NONE)
        test_require(false, reason.data);
    operation_table_check(&table);
    runtime = (struct runtime){.db = store.db,
                               .operations = &table,
                               .authenticator = &account_authenticator,
                               .workers = workers_start(2, 64)};
    return 0;
}

static int close_store(void **state)
{
    (void)state;
    workers_stop(runtime.workers);
    test_store_close(&store);
    return 0;
}

static int begin(void **state)
{
    (void)state;
    arena = arena_new(0);
    clock_set(INSTANT_NONE);
    return 0;
}

static int end(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

/* ---- calling ---- */

static struct call *call_in(struct arena *memory, const char *operation, struct str token,
                            struct str input)
{
    struct call *call = ARENA_NEW(memory, struct call);
    *call = (struct call){
        .arena = memory,
        .runtime = &runtime,
        .operation = operation_find(&table, str_from(operation)),
        .input_json = json_parse(memory, input, NULL, NULL),
        .token = token,
        .remote_address = STR("192.0.2.1"),
        .user_agent = STR("test/1"),
    };
    assert_non_null(call->operation);
    assert_non_null(call->input_json);
    operation_run(call);
    return call;
}

/* The reply as a tree. */
static const struct json *ok(const char *operation, struct str token, struct str input)
{
    struct call *call = call_in(arena, operation, token, input);
    if (call->error != ERROR_NONE)
        fail_msg("%s: %s", operation, problem_json(arena, &call->problem, STR_NONE).data);
    return json_parse(arena, operation_reply(call), NULL, NULL);
}

static enum error refused(const char *operation, struct str token, struct str input)
{
    return call_in(arena, operation, token, input)->error;
}

static struct str refused_field(const char *operation, struct str token, struct str input)
{
    struct call *call = call_in(arena, operation, token, input);
    assert_int_equal(call->error, ERROR_INVALID);
    return LIST_AT(call->problem.fields, struct field_error, 0)->field;
}

/* "user.roles" in a tree of objects. */
static struct str text_at(const struct json *tree, const char *path)
{
    struct str rest = str_from(path), name;
    while (tree && str_next_piece(&rest, '.', &name))
        tree = json_get(tree, name);
    if (!tree)
        fail_msg("no %s", path);
    return tree->text;
}

static void assert_text(struct str got, const char *expected)
{
    if (!str_equal(got, str_from(expected)))
        fail_msg("%.*s, not %s", STR_ARG(got), expected);
}

/* ---- people without the 50 ms of a password ---- */

struct person {
    struct account account;
    struct str token;
};

static enum error make_person(struct tx *tx, void *argument)
{
    struct person *person = argument;
    enum error error = account_create(tx, &person->account, STR_NONE);
    if (error == ERROR_NONE)
        person->token = account_create_token(tx, arena, person->account.id, STR("test"),
                                             person->account.created_ms);
    return error;
}

static struct person person_new(uint32_t roles)
{
    static int number;
    struct person person = {
        .account = {.id = id_new(),
                    .email = str_format(arena, "person%d@example.com", ++number),
                    .display_name = STR("Person"),
                    .time_zone = STR("UTC"),
                    .roles = roles,
                    .created_ms = clock_now_ms()},
    };
    assert_int_equal(db_write(store.db, make_person, &person), ERROR_NONE);
    return person;
}

static struct str user_text(const struct person *person)
{
    return id_text(arena, "user", person->account.id);
}

static struct str sign_up(const char *email)
{
    struct str input = str_format(
        arena, "{\"email\":\"%s\",\"password\":\"long enough\",\"displayName\":\"Ann\"}", email);
    return text_at(ok("auth.signup", STR_NONE, input), "token");
}

static struct str log_in(const char *email, const char *password)
{
    struct str input = str_format(arena, "{\"email\":\"%s\",\"password\":\"%s\"}", email, password);
    return text_at(ok("auth.login", STR_NONE, input), "token");
}

/* ---- signing up and logging in ---- */

static void signing_up_gives_an_account_and_a_session(void **state)
{
    (void)state;
    const struct json *reply =
        ok("auth.signup", STR_NONE,
           STR("{\"email\":\"Ann@Example.com\",\"password\":\"long enough\",\"displayName\":"
               "\" Ann \",\"timeZone\":\"Europe/Paris\"}"));
    assert_text(text_at(reply, "user.email"), "ann@example.com");
    struct str token = text_at(reply, "token");
    assert_true(str_starts_with(token, STR("dk_")));
    reply = ok("auth.me", token, STR("{}"));
    assert_text(text_at(reply, "user.displayName"), "Ann");
    assert_text(text_at(reply, "user.timeZone"), "Europe/Paris");
    assert_true(str_starts_with(text_at(reply, "user.id"), STR("user_")));
    const struct json *roles = json_get(json_get(reply, STR("user")), STR("roles"));
    assert_int_equal(roles->count, 1);
    assert_text(roles->first->text, "client");
    assert_int_equal(refused("auth.signup", STR_NONE,
                             STR("{\"email\":\"ANN@example.com\",\"password\":\"another one\","
                                 "\"displayName\":\"Bob\"}")),
                     ERROR_EMAIL_TAKEN);
}

static const struct {
    const char *input, *field;
} signup_rows[] = {
    {"{\"email\":\"ann\",\"password\":\"long enough\",\"displayName\":\"A\"}", "email"},
    {"{\"email\":\"a b@example.com\",\"password\":\"long enough\",\"displayName\":\"A\"}", "email"},
    {"{\"password\":\"long enough\",\"displayName\":\"A\"}", "email"},
    {"{\"email\":\"a@example.com\",\"password\":\"short\",\"displayName\":\"A\"}", "password"},
    {"{\"email\":\"a@example.com\",\"password\":\"long enough\",\"displayName\":\"  \"}",
     "displayName"},
    {"{\"email\":\"a@example.com\",\"password\":\"long enough\",\"displayName\":\"A\","
     "\"timeZone\":\"Mars/Base\"}",
     "timeZone"},
    {"{\"email\":\"a@example.com\",\"password\":\"long enough\",\"displayName\":\"A\","
     "\"roles\":[\"admin\"]}",
     "roles"},
};

static void signing_up_names_the_field_that_is_wrong(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(signup_rows); i++)
        assert_text(refused_field("auth.signup", STR_NONE, str_from(signup_rows[i].input)),
                    signup_rows[i].field);
}

static const struct {
    const char *email, *password;
    enum error expected;
} login_rows[] = {
    {"login@example.com", "long enough", ERROR_NONE},
    {"LogIn@Example.com", "long enough", ERROR_NONE},
    {"login@example.com", "long enough ", ERROR_BAD_CREDENTIALS},
    {"login@example.com", "Long enough", ERROR_BAD_CREDENTIALS},
    {"login@example.com", "x", ERROR_BAD_CREDENTIALS},
    {"unknown@example.com", "long enough", ERROR_BAD_CREDENTIALS},
    {"not an address", "long enough", ERROR_BAD_CREDENTIALS},
};

static void logging_in_needs_the_right_password(void **state)
{
    (void)state;
    sign_up("login@example.com");
    for (size_t i = 0; i < COUNT_OF(login_rows); i++) {
        struct str input = str_format(arena, "{\"email\":\"%s\",\"password\":\"%s\"}",
                                      login_rows[i].email, login_rows[i].password);
        enum error error = refused("auth.login", STR_NONE, input);
        if (error != login_rows[i].expected)
            fail_msg("%s / %s: %s", login_rows[i].email, login_rows[i].password,
                     error_info(error)->code);
    }
}

static void an_account_without_a_password_cannot_log_in(void **state)
{
    (void)state;
    struct person person = person_new(ROLE_CLIENT);
    struct str input = str_format(arena, "{\"email\":\"%s\",\"password\":\"long enough\"}",
                                  person.account.email.data);
    assert_int_equal(refused("auth.login", STR_NONE, input), ERROR_BAD_CREDENTIALS);
}

static void guesses_are_counted_by_account_from_anywhere(void **state)
{
    (void)state;
    int limited = 0;
    clock_set(INT64_C(1700000000000));
    runtime.rate_limits = rate_limits_new();
    for (int i = 0; i < 22; i++) {
        struct call call = {
            .arena = arena,
            .runtime = &runtime,
            .operation = operation_find(&table, STR("auth.login")),
            .input_json =
                json_parse(arena, STR("{\"email\":\"victim@example.com\",\"password\":\"guess\"}"),
                           NULL, NULL),
            .remote_address = str_format(arena, "192.0.2.%d", i),
        };
        limited += operation_run(&call) == ERROR_RATE_LIMITED;
    }
    rate_limits_free(runtime.rate_limits);
    runtime.rate_limits = NULL;
    clock_set(INSTANT_NONE);
    assert_int_equal(limited, 2);
}

struct same_email {
    pthread_t thread;
    struct arena *arena;
    enum error error;
};
static void *sign_up_same(void *argument)
{
    struct same_email *one = argument;
    one->error = call_in(one->arena, "auth.signup", STR_NONE,
                         STR("{\"email\":\"same@example.com\",\"password\":\"long enough\","
                             "\"displayName\":\"S\"}"))
                     ->error;
    return NULL;
}

static void one_address_makes_one_account(void **state)
{
    (void)state;
    struct same_email all[4];
    int made = 0, taken = 0;
    for (size_t i = 0; i < COUNT_OF(all); i++) {
        all[i].arena = arena_new(0);
        assert_int_equal(pthread_create(&all[i].thread, NULL, sign_up_same, &all[i]), 0);
    }
    for (size_t i = 0; i < COUNT_OF(all); i++) {
        pthread_join(all[i].thread, NULL);
        made += all[i].error == ERROR_NONE;
        taken += all[i].error == ERROR_EMAIL_TAKEN;
        arena_free(all[i].arena);
    }
    assert_int_equal(made, 1);
    assert_int_equal(taken, 3);
}

/* ---- sessions ---- */

static void a_session_ends_with_logging_out(void **state)
{
    (void)state;
    struct str token = sign_up("logout@example.com");
    struct str other = log_in("logout@example.com", "long enough");
    ok("auth.me", token, STR("{}"));
    ok("auth.logout", token, STR("{}"));
    assert_int_equal(refused("auth.me", token, STR("{}")), ERROR_UNAUTHENTICATED);
    assert_int_equal(refused("auth.logout", token, STR("{}")), ERROR_UNAUTHENTICATED);
    ok("auth.me", other, STR("{}"));
}

static void a_session_ends_after_thirty_days(void **state)
{
    (void)state;
    const int64_t now_ms = clock_now_ms();
    struct str token = sign_up("month@example.com");
    clock_set(now_ms + INT64_C(30) * DAY_MS - HOUR_MS);
    ok("auth.me", token, STR("{}"));
    clock_set(now_ms + INT64_C(30) * DAY_MS + HOUR_MS);
    assert_int_equal(refused("auth.me", token, STR("{}")), ERROR_UNAUTHENTICATED);
    assert_int_equal(refused("account.update", token, STR("{}")), ERROR_UNAUTHENTICATED);
    clock_set(INSTANT_NONE);
}

static const char *const bad_tokens[] = {
    "",
    "dk_",
    "nonsense",
    "dk_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
    "dk_"
    "\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff"
    "\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff",
};

static void unknown_tokens_are_nobody(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(bad_tokens); i++)
        assert_int_equal(refused("auth.me", str_from(bad_tokens[i]), STR("{}")),
                         ERROR_UNAUTHENTICATED);
}

static struct str session_input(const struct json *session)
{
    return str_format(arena, "{\"id\":\"%.*s\"}", STR_ARG(text_at(session, "id")));
}

static void sessions_are_listed_and_revoked_by_their_owner(void **state)
{
    (void)state;
    struct str first = sign_up("list@example.com");
    struct str second = log_in("list@example.com", "long enough");
    struct person stranger = person_new(ROLE_CLIENT | ROLE_MEDIATOR);
    const struct json *list = json_get(ok("session.list", second, STR("{}")), STR("sessions"));
    assert_int_equal(list->count, 2);
    assert_true(json_get(list->first, STR("current"))->boolean);
    assert_text(text_at(list->first, "kind"), "session");
    assert_text(text_at(list->first, "label"), "test/1");
    const struct json *older = list->first->next;
    assert_false(json_get(older, STR("current"))->boolean);

    struct str input = session_input(older);
    assert_int_equal(refused("session.revoke", STR_NONE, input), ERROR_UNAUTHENTICATED);
    assert_int_equal(refused("session.revoke", stranger.token, input), ERROR_NOT_FOUND);
    ok("auth.me", first, STR("{}"));
    ok("session.revoke", second, input);
    assert_int_equal(refused("auth.me", first, STR("{}")), ERROR_UNAUTHENTICATED);
    assert_int_equal(refused("session.revoke", second, input), ERROR_NOT_FOUND);
    list = json_get(ok("session.list", second, STR("{}")), STR("sessions"));
    assert_int_equal(list->count, 1);
}

static void an_admin_may_end_any_session(void **state)
{
    (void)state;
    struct person admin = person_new(ROLE_CLIENT | ROLE_ADMIN), person = person_new(ROLE_CLIENT);
    const struct json *list =
        json_get(ok("session.list", person.token, STR("{}")), STR("sessions"));
    ok("session.revoke", admin.token, session_input(list->first));
    assert_int_equal(refused("auth.me", person.token, STR("{}")), ERROR_UNAUTHENTICATED);
}

static void a_new_password_ends_the_other_sessions(void **state)
{
    (void)state;
    struct str mine = sign_up("password@example.com");
    struct str other = log_in("password@example.com", "long enough");
    struct str token = text_at(ok("token.create", mine, STR("{\"label\":\"script\"}")), "token");
    ok("auth.me", other, STR("{}"));
    assert_text(refused_field("account.password", mine,
                              STR("{\"current\":\"wrong\",\"new\":\"even longer\"}")),
                "current");
    ok("account.password", mine, STR("{\"current\":\"long enough\",\"new\":\"even longer\"}"));
    ok("auth.me", mine, STR("{}"));
    ok("auth.me", token, STR("{}"));
    assert_int_equal(refused("auth.me", other, STR("{}")), ERROR_UNAUTHENTICATED);
    log_in("password@example.com", "even longer");
    assert_int_equal(refused("auth.login", STR_NONE,
                             STR("{\"email\":\"password@example.com\",\"password\":"
                                 "\"long enough\"}")),
                     ERROR_BAD_CREDENTIALS);
}

/* ---- tokens ---- */

static void tokens_are_made_used_and_revoked(void **state)
{
    (void)state;
    struct person person = person_new(ROLE_CLIENT);
    const struct json *made = ok("token.create", person.token, STR("{\"label\":\" build \"}"));
    struct str token = text_at(made, "token");
    ok("auth.me", token, STR("{}"));
    const struct json *list = json_get(ok("token.list", token, STR("{}")), STR("sessions"));
    assert_int_equal(list->count, 2);
    assert_text(text_at(list->first, "label"), "build");
    assert_text(text_at(list->first, "kind"), "token");
    assert_int_equal(json_get(list->first, STR("expiresAt"))->type, JSON_NULL);
    ok("token.revoke", person.token, session_input(made));
    assert_int_equal(refused("auth.me", token, STR("{}")), ERROR_UNAUTHENTICATED);
}

static void tokens_end_when_they_say(void **state)
{
    (void)state;
    clock_set(INT64_C(1893456000000)); /* 2030-01-01 */
    struct person person = person_new(ROLE_CLIENT);
    assert_text(refused_field("token.create", person.token,
                              STR("{\"label\":\"x\",\"expiresAt\":\"2029-12-31T23:59:59Z\"}")),
                "expiresAt");
    struct str token = text_at(ok("token.create", person.token,
                                  STR("{\"label\":\"x\",\"expiresAt\":\"2030-01-02T00:00:00Z\"}")),
                               "token");
    ok("auth.me", token, STR("{}"));
    clock_set(INT64_C(1893456000000) + DAY_MS);
    assert_int_equal(refused("auth.me", token, STR("{}")), ERROR_UNAUTHENTICATED);
    clock_set(INSTANT_NONE);
}

static void there_are_at_most_a_hundred_tokens(void **state)
{
    (void)state;
    struct person person = person_new(ROLE_CLIENT); /* has one already */
    for (int i = 1; i < SESSIONS_MAX; i++)
        ok("token.create", person.token, STR("{\"label\":\"x\"}"));
    assert_int_equal(refused("token.create", person.token, STR("{\"label\":\"x\"}")),
                     ERROR_LIMIT_REACHED);
}

/* ---- oneself ---- */

static enum error make_provider(struct tx *tx, void *argument)
{
    const struct person *person = argument;
    tx_execute(tx,
               "INSERT INTO provider (id, display_name, headline, bio, roles, portfolio,"
               " service_radius_miles, currency, time_zone, capacity, verified, rating_sum,"
               " rating_count, booking_count, created_ms, updated_ms)"
               " VALUES ($1, 'Person', '', '', '[]', '[]', -1, 'USD', 'UTC', 1, 0, 0, 0, 0, 0, 0)",
               db_id(&person->account.id));
    return ERROR_NONE;
}

static enum error read_provider_name(struct tx *tx, void *argument)
{
    struct person *person = argument;
    struct cursor *cursor =
        tx_query(tx, "SELECT display_name FROM provider WHERE id = $1", db_id(&person->account.id));
    person->account.display_name = cursor_next(cursor) ? cursor_text(cursor, 0, arena) : STR_NONE;
    cursor_close(cursor);
    return ERROR_NONE;
}

static void only_what_is_sent_changes(void **state)
{
    (void)state;
    struct person person = person_new(ROLE_CLIENT | ROLE_PROVIDER);
    assert_int_equal(db_write(store.db, make_provider, &person), ERROR_NONE);
    const struct json *reply =
        ok("account.update", person.token, STR("{\"timeZone\":\"Asia/Tokyo\"}"));
    assert_text(text_at(reply, "user.displayName"), "Person");
    assert_text(text_at(reply, "user.timeZone"), "Asia/Tokyo");
    reply = ok("account.update", person.token, STR("{\"displayName\":\"Z\xc3\xb6\xc3\xab\"}"));
    assert_text(text_at(reply, "user.displayName"), "Z\xc3\xb6\xc3\xab");
    assert_text(text_at(reply, "user.timeZone"), "Asia/Tokyo");
    assert_int_equal(db_read(store.db, read_provider_name, &person), ERROR_NONE);
    assert_text(person.account.display_name, "Z\xc3\xb6\xc3\xab");
}

/* ---- roles ---- */

static struct str roles_input(const struct person *person, const char *roles)
{
    return str_format(arena, "{\"userId\":\"%s\",\"roles\":%s}", user_text(person).data, roles);
}

static void roles_are_given_by_admins_and_count_at_once(void **state)
{
    (void)state;
    struct person admin = person_new(ROLE_CLIENT | ROLE_ADMIN), person = person_new(ROLE_CLIENT);
    struct str promotion = roles_input(&person, "[\"ADMIN\"]");
    assert_int_equal(refused("account.setRoles", STR_NONE, promotion), ERROR_UNAUTHENTICATED);
    assert_int_equal(refused("account.setRoles", person.token, promotion), ERROR_FORBIDDEN);
    const struct json *reply = ok("account.setRoles", admin.token, promotion);
    assert_int_equal(json_get(reply, STR("roles"))->count, 2);

    ok("account.setRoles", person.token, roles_input(&admin, "[\"mediator\"]"));
    assert_int_equal(refused("account.setRoles", admin.token, promotion), ERROR_FORBIDDEN);
    assert_int_equal(refused("account.setRoles", person.token, roles_input(&person, "[]")),
                     ERROR_UNPROCESSABLE);
    assert_text(refused_field("account.setRoles", person.token, roles_input(&admin, "[\"king\"]")),
                "roles[0]");
    struct person nobody = {.account = {.id = id_new()}};
    assert_int_equal(refused("account.setRoles", person.token, roles_input(&nobody, "[]")),
                     ERROR_NOT_FOUND);
}

static enum error add_provider_role(struct tx *tx, void *argument)
{
    const struct person *person = argument;
    account_add_role(tx, person->account.id, ROLE_PROVIDER, clock_now_ms());
    return ERROR_NONE;
}

static void a_role_added_by_another_room_counts_at_once(void **state)
{
    (void)state;
    struct person person = person_new(ROLE_CLIENT);
    assert_int_equal(call_in(arena, "auth.me", person.token, STR("{}"))->actor.roles, ROLE_CLIENT);
    assert_int_equal(db_write(store.db, add_provider_role, &person), ERROR_NONE);
    assert_int_equal(call_in(arena, "auth.me", person.token, STR("{}"))->actor.roles,
                     ROLE_CLIENT | ROLE_PROVIDER);
}

/* ---- at the same time ---- */

enum { USERS = 4, ROUNDS = 10 };
struct user {
    pthread_t thread;
    struct str token;
    int allowed, allowed_too_late;
};
/* ---- many at once ---- */

struct many {
    struct look_up *look_ups;
    size_t count;
};

static enum error look_up_many(struct tx *tx, void *argument)
{
    struct many *many = argument;
    account_authenticator.look_up_many(tx, clock_now_ms(), many->look_ups, many->count);
    return ERROR_NONE;
}

static enum error look_up_each(struct tx *tx, void *argument)
{
    struct many *many = argument;
    for (size_t i = 0; i < many->count; i++) {
        struct look_up *look_up = &many->look_ups[i];
        look_up->error =
            account_authenticator.look_up(tx, look_up->token, clock_now_ms(), &look_up->actor);
    }
    return ERROR_NONE;
}

static struct str token_that_is_over(const struct person *person, const char *operation)
{
    const struct json *made = ok("token.create", person->token, STR("{\"label\":\"x\"}"));
    struct str token = text_at(made, "token");
    if (operation)
        ok(operation, person->token, session_input(made));
    return token;
}

static void many_are_found_as_each_would_be(void **state)
{
    (void)state;
    struct person client = person_new(ROLE_CLIENT), admin = person_new(ROLE_CLIENT | ROLE_ADMIN);
    const struct str tokens[] = {
        client.token,
        STR("dk_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"),
        admin.token,
        token_that_is_over(&client, NULL),
        token_that_is_over(&client, "token.revoke"),
        STR("not a token"),
        STR(""),
        client.token,
    };
    static struct look_up at_once[LOOK_UPS_MAX], one_by_one[LOOK_UPS_MAX];
    for (size_t i = 0; i < LOOK_UPS_MAX; i++)
        at_once[i] = one_by_one[i] = (struct look_up){.token = tokens[i % COUNT_OF(tokens)]};
    struct many each = {one_by_one, LOOK_UPS_MAX};
    assert_int_equal(db_read(store.db, look_up_each, &each), ERROR_NONE);
    for (size_t count = 1; count <= LOOK_UPS_MAX; count *= 2) {
        struct many many = {at_once, count};
        assert_int_equal(db_read(store.db, look_up_many, &many), ERROR_NONE);
        for (size_t i = 0; i < count; i++) {
            assert_int_equal(at_once[i].error, one_by_one[i].error);
            const struct actor *actor = &at_once[i].actor, *expected = &one_by_one[i].actor;
            assert_true(id_equal(actor->account_id, expected->account_id));
            assert_true(id_equal(actor->session_id, expected->session_id));
            assert_int_equal(actor->roles, expected->roles);
        }
    }
    assert_true(id_equal(at_once[2].actor.account_id, admin.account.id));
    assert_int_equal(at_once[3].error, ERROR_NONE);
    assert_int_equal(at_once[4].error, ERROR_UNAUTHENTICATED);
}

/* An hour after a session's end. */
static void many_that_are_over_are_nobodys(void **state)
{
    (void)state;
    struct look_up look_ups[2] = {{.token = sign_up("over@example.com")},
                                  {.token = person_new(ROLE_CLIENT).token}};
    struct many many = {look_ups, COUNT_OF(look_ups)};
    clock_set(clock_now_ms() + INT64_C(400) * DAY_MS);
    assert_int_equal(db_read(store.db, look_up_many, &many), ERROR_NONE);
    assert_int_equal(look_ups[0].error, ERROR_UNAUTHENTICATED);
    assert_int_equal(look_ups[1].error, ERROR_NONE); /* it never ends */
}

static _Atomic bool is_revoked;

static void *use_token(void *argument)
{
    struct user *user = argument;
    for (int after = 0; after < 20;) {
        struct arena *memory = arena_new(0);
        bool was_revoked = atomic_load(&is_revoked);
        struct call *call = call_in(memory, "auth.me", user->token, STR("{}"));
        user->allowed += call->error == ERROR_NONE;
        user->allowed_too_late += was_revoked && call->error != ERROR_UNAUTHENTICATED;
        after += was_revoked;
        arena_free(memory);
    }
    return NULL;
}

static void revoked_in_use_is_refused_at_once(void **state)
{
    (void)state;
    for (int round = 0; round < ROUNDS; round++) {
        struct user users[USERS];
        struct person person = person_new(ROLE_CLIENT);
        const struct json *list =
            json_get(ok("session.list", person.token, STR("{}")), STR("sessions"));
        atomic_store(&is_revoked, false);
        for (int i = 0; i < USERS; i++) {
            users[i] = (struct user){.token = person.token};
            assert_int_equal(pthread_create(&users[i].thread, NULL, use_token, &users[i]), 0);
        }
        ok("session.revoke", person.token, session_input(list->first));
        atomic_store(&is_revoked, true);
        for (int i = 0; i < USERS; i++)
            pthread_join(users[i].thread, NULL);
        for (int i = 0; i < USERS; i++)
            assert_int_equal(users[i].allowed_too_late, 0);
    }
}

/* ---- the journal ---- */

struct written {
    int64_t count, created;
    bool has_secret;
};
static enum error read_journal(struct tx *tx, void *argument)
{
    struct written *written = argument;
    *written = (struct written){0};
    struct cursor *cursor = tx_query(tx, "SELECT type, data FROM journal");
    while (cursor_next(cursor)) {
        struct str type = cursor_text(cursor, 0, arena), data = cursor_text(cursor, 1, arena);
        written->count++;
        written->created += str_equal(type, STR("account.created"));
        written->has_secret |= str_contains_ignore_case(data, STR("@")) ||
                               str_contains_ignore_case(data, STR("dk_")) ||
                               str_contains_ignore_case(data, STR("argon2")) ||
                               !json_parse(arena, data, NULL, NULL);
    }
    return ERROR_NONE;
}

/* Runs last, over all that the other tests left. */
static void the_journal_tells_no_secret_and_no_address(void **state)
{
    (void)state;
    struct written written;
    assert_int_equal(db_read(store.db, read_journal, &written), ERROR_NONE);
    assert_true(written.created > 10);
    assert_true(written.count > written.created + 100);
    assert_false(written.has_secret);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

static int run_group(enum test_driver which, const char *name)
{
    const struct CMUnitTest tests[] = {
        TEST(signing_up_gives_an_account_and_a_session),
        TEST(signing_up_names_the_field_that_is_wrong),
        TEST(logging_in_needs_the_right_password),
        TEST(an_account_without_a_password_cannot_log_in),
        TEST(guesses_are_counted_by_account_from_anywhere),
        TEST(one_address_makes_one_account),
        TEST(a_session_ends_with_logging_out),
        TEST(a_session_ends_after_thirty_days),
        TEST(unknown_tokens_are_nobody),
        TEST(sessions_are_listed_and_revoked_by_their_owner),
        TEST(an_admin_may_end_any_session),
        TEST(a_new_password_ends_the_other_sessions),
        TEST(tokens_are_made_used_and_revoked),
        TEST(tokens_end_when_they_say),
        TEST(there_are_at_most_a_hundred_tokens),
        TEST(only_what_is_sent_changes),
        TEST(roles_are_given_by_admins_and_count_at_once),
        TEST(a_role_added_by_another_room_counts_at_once),
        TEST(many_are_found_as_each_would_be),
        TEST(many_that_are_over_are_nobodys),
        TEST(revoked_in_use_is_refused_at_once),
        TEST(the_journal_tells_no_secret_and_no_address),
    };
    driver = which;
    return cmocka_run_group_tests_name(name, tests, open_store, close_store);
}

int main(void)
{
    password_hash_quickly(true); /* how slow they are is shown in base/random_test.c */
    int failed = run_group(TEST_SQLITE, "accounts on SQLite");
    return failed + run_group(TEST_POSTGRES, "accounts on PostgreSQL");
}
