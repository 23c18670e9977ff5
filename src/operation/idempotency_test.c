/* Which keys have a reply, asked for one and for many: on both stores the same. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "db/test_store.h"
#include "operation/idempotency_db.h"

static enum test_driver driver;
static struct test_store store;

static const struct operation book = {.name = "thing.book"}, give = {.name = "thing.give"};
static struct id ann, bob;
static char longest[255];

/* What is stored, and what is asked: of whom, for what, with which key, in which place. */
struct row {
    const struct id *actor;
    const struct operation *operation;
    struct str key;
    int64_t place;
    bool is_known;
};

static enum error store_rows(struct tx *tx, void *argument)
{
    const struct row rows[] = {{&ann, &book, STR("a"), 0, true},
                               {&ann, &book, STR("'; --\\"), 0, true},
                               {&ann, &give, STR("given"), 3, true},
                               {&bob, &book, {longest, sizeof longest}, 0, true}};
    (void)argument;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct str reply;
        struct call call = {.arena = store.arena,
                            .operation = rows[i].operation,
                            .actor.account_id = *rows[i].actor,
                            .idempotency_key = rows[i].key,
                            .place = rows[i].place};
        assert_int_equal(idempotency_claim(tx, &call, &reply), IDEMPOTENCY_CLAIMED);
    }
    return ERROR_NONE;
}

/* 160 calls: the rows again and again, so that more than one question is needed. */
static enum error find_rows(struct tx *tx, void *argument)
{
    enum { ROUNDS = 16 };
    const struct row rows[] = {{&ann, &book, STR("a"), 0, true},
                               {&ann, &book, STR("A"), 0, false},
                               {&bob, &book, STR("a"), 0, false},
                               {&ann, &give, STR("a"), 0, false},
                               {&ann, &book, STR("a"), 1, false},
                               {&ann, &book, STR("'; --\\"), 0, true},
                               {&ann, &give, STR("given"), 3, true},
                               {&ann, &book, STR("given"), 3, false},
                               {&bob, &book, {longest, sizeof longest}, 0, true},
                               {&bob, &book, {longest, sizeof longest - 1}, 0, false}};
    struct call *calls[ROUNDS * COUNT_OF(rows)];
    bool is_known[COUNT_OF(calls)];
    (void)argument;
    for (size_t i = 0; i < COUNT_OF(calls); i++) {
        const struct row *row = &rows[i % COUNT_OF(rows)];
        calls[i] = ARENA_NEW(store.arena, struct call);
        *calls[i] = (struct call){.arena = store.arena,
                                  .operation = row->operation,
                                  .actor.account_id = *row->actor,
                                  .idempotency_key = row->key,
                                  .place = row->place};
    }
    for (size_t count = 1; count <= COUNT_OF(calls); count = count * 2 + 1) {
        idempotency_find_known(tx, calls, count, is_known);
        for (size_t i = 0; i < count; i++)
            assert_int_equal(is_known[i], rows[i % COUNT_OF(rows)].is_known);
    }
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        assert_int_equal(idempotency_is_known(tx, calls[i]), rows[i].is_known);
    return ERROR_NONE;
}

static void many_keys_are_found_as_each_would_be(void **state)
{
    (void)state;
    assert_int_equal(db_write(store.db, store_rows, NULL), ERROR_NONE);
    assert_int_equal(db_read(store.db, find_rows, NULL), ERROR_NONE);
}

static int begin(void **state)
{
    (void)state;
    struct str reason;
    test_store_open(&store, driver);
    if (db_migrate(store.db, store.arena, &reason) != ERROR_NONE)
        test_require(false, reason.data);
    ann = id_new();
    bob = id_new();
    memset(longest, '~', sizeof longest);
    return 0;
}

static int end(void **state)
{
    (void)state;
    test_store_close(&store);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(many_keys_are_found_as_each_would_be, begin, end)};
    driver = TEST_SQLITE;
    int failed = cmocka_run_group_tests_name("sqlite", tests, NULL, NULL);
    driver = TEST_POSTGRES;
    return failed + cmocka_run_group_tests_name("postgres", tests, NULL, NULL);
}
