/* What can be an address, a label, a set of roles, a token; and what the cache of actors believes.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "account/account_cache.h"
#include "account/account_rules.h"
#include "db/test_store.h"

static const struct {
    const char *text, *expected; /* NULL: refused */
} email_rows[] = {
    {"ann@example.com", "ann@example.com"},
    {"Ann.Lee+Docket@Example.COM", "ann.lee+docket@example.com"},
    {"j\xc3\xb6rg@b\xc3\xbc"
     "cher.example",
     "j\xc3\xb6rg@b\xc3\xbc"
     "cher.example"},
    {"a@b.c", "a@b.c"},
    {"o'hara@example.com", "o'hara@example.com"},
    {"", NULL},
    {"ann", NULL},
    {"ann@", NULL},
    {"@example.com", NULL},
    {"ann@example", NULL},
    {"ann@@example.com", NULL},
    {"ann@b@example.com", NULL},
    {"ann@.com", NULL},
    {"ann@example.", NULL},
    {"ann@exa..mple", NULL},
    {"ann@-example.com", NULL},
    {"ann@example-.com", NULL},
    {"ann lee@example.com", NULL},
    {"ann@exam\tple.com", NULL},
    {"ann@example.com\n", NULL},
    {"ann@example.com\r\nBcc: all@example.com", NULL},
    {"Ann <ann@example.com>", NULL},
    {"ann@example.com,bob@example.com", NULL},
    {"ann\x7f@example.com", NULL},
    {"\xff@example.com", NULL},
};

static void addresses_are_plausible_and_lower_case(void **state)
{
    (void)state;
    struct arena *arena = arena_new(0);
    for (size_t i = 0; i < COUNT_OF(email_rows); i++) {
        struct str got = STR_NONE;
        bool good = email_normalize(arena, str_from(email_rows[i].text), &got);
        if (good != (email_rows[i].expected != NULL) ||
            (good && !str_equal(got, str_from(email_rows[i].expected))))
            fail_msg("%s: %.*s", email_rows[i].text, STR_ARG(got));
    }
    arena_free(arena);
}

static void addresses_have_a_longest(void **state)
{
    (void)state;
    struct arena *arena = arena_new(0);
    struct str ignored;
    char text[EMAIL_MAX + 2];
    memset(text, 'a', sizeof(text));
    text[EMAIL_LOCAL_MAX] = '@';
    text[EMAIL_MAX - 2] = '.';
    assert_true(email_normalize(arena, (struct str){text, EMAIL_MAX}, &ignored));
    assert_false(email_normalize(arena, (struct str){text, EMAIL_MAX + 1}, &ignored));
    text[EMAIL_LOCAL_MAX] = 'a';
    text[EMAIL_LOCAL_MAX + 1] = '@';
    assert_false(email_normalize(arena, (struct str){text, EMAIL_MAX}, &ignored));
    arena_free(arena);
}

static void labels_are_clean_and_short(void **state)
{
    (void)state;
    struct arena *arena = arena_new(0);
    char text[LABEL_MAX + 1];
    assert_true(str_equal(label_clean(arena, STR("curl/8.0")), STR("curl/8.0")));
    assert_true(str_equal(label_clean(arena, STR("a\nb\x7f")), STR("a b ")));
    assert_true(str_equal(label_clean(arena, STR("ok\xff\xfe")), STR("ok")));
    assert_true(str_equal(label_clean(arena, STR_NONE), STR("")));
    assert_true(str_is_set(label_clean(arena, STR_NONE)));
    memset(text, 'a', sizeof(text));
    memcpy(text + LABEL_MAX - 1, "\xc3\xb6", 2); /* cut in its middle, so left out */
    assert_int_equal(label_clean(arena, (struct str){text, sizeof(text)}).size, LABEL_MAX - 1);
    arena_free(arena);
}

static void roles_go_there_and_back(void **state)
{
    (void)state;
    struct arena *arena = arena_new(0);
    for (uint32_t roles = 0; roles < 16; roles++)
        assert_int_equal(roles_from_list(roles_to_list(arena, roles)), roles | ROLE_CLIENT);
    arena_free(arena);
}

static void tokens_are_long_and_never_alike(void **state)
{
    (void)state;
    struct arena *arena = arena_new(0);
    struct str one = token_new(arena), other = token_new(arena);
    assert_true(token_is_plausible(one));
    assert_true(token_is_plausible(other));
    assert_false(str_equal(one, other));
    assert_false(token_is_plausible(str_part(one, 0, one.size - 1)));
    assert_false(token_is_plausible(str_part(one, 1, one.size)));
    assert_false(token_is_plausible(STR_NONE));
    arena_free(arena);
}

/* ---- the cache ---- */

static const int64_t now_ms = INT64_C(1700000000000);

static struct hash hash_of(int number)
{
    return hash_sha256((struct str){(const char *)&number, sizeof(number)});
}

static bool recall(int number, struct actor *ret, uint64_t *ret_generation)
{
    struct hash hash = hash_of(number);
    return account_cache_recall(&hash, now_ms, ret, ret_generation);
}

static void remember(int number, struct id account_id, int64_t expires_ms, uint64_t generation)
{
    struct hash hash = hash_of(number);
    struct actor actor = {.account_id = account_id, .session_id = id_new(), .roles = ROLE_CLIENT};
    account_cache_remember(&hash, &actor, expires_ms, generation);
}

struct forgetting {
    struct id account_id;
    enum error outcome;
};
static enum error forget(struct tx *tx, void *argument)
{
    const struct forgetting *forgetting = argument;
    account_cache_forget_on_commit(tx, forgetting->account_id);
    return forgetting->outcome;
}

static void what_is_remembered_is_recalled_until_it_expires(void **state)
{
    (void)state;
    struct actor actor;
    uint64_t generation;
    struct id account_id = id_new();
    struct hash hash = hash_of(1);
    assert_false(recall(1, &actor, &generation));
    remember(1, account_id, now_ms + 1000, generation);
    assert_true(recall(1, &actor, &generation));
    assert_true(id_equal(actor.account_id, account_id));
    assert_true(account_cache_recall(&hash, now_ms + 999, &actor, &generation));
    assert_false(account_cache_recall(&hash, now_ms + 1000, &actor, &generation));
    assert_false(recall(2, &actor, &generation));
    remember(2, account_id, INSTANT_NONE, generation);
    hash = hash_of(2);
    assert_true(account_cache_recall(&hash, INSTANT_MAX, &actor, &generation));
}

static void a_commit_forgets_all_tokens_of_the_account(void **state)
{
    (void)state;
    struct test_store store;
    struct actor actor;
    uint64_t generation, ignored;
    struct forgetting forgetting = {.account_id = id_new(), .outcome = ERROR_CONFLICT};
    test_store_open(&store, TEST_SQLITE);
    assert_false(recall(10, &actor, &generation));
    remember(10, forgetting.account_id, INSTANT_NONE, generation);
    remember(11, forgetting.account_id, INSTANT_NONE, generation);

    assert_int_equal(db_write(store.db, forget, &forgetting), ERROR_CONFLICT);
    assert_true(recall(10, &actor, &ignored)); /* rolled back: nothing was revoked */
    forgetting.outcome = ERROR_NONE;
    assert_int_equal(db_write(store.db, forget, &forgetting), ERROR_NONE);
    assert_false(recall(10, &actor, &ignored));
    assert_false(recall(11, &actor, &ignored));

    /* A look-up that began before the commit and ends after it changes nothing. */
    remember(10, forgetting.account_id, INSTANT_NONE, generation);
    assert_false(recall(10, &actor, &generation));
    remember(10, forgetting.account_id, INSTANT_NONE, generation);
    assert_true(recall(10, &actor, &ignored));
    test_store_close(&store);
}

static void a_full_cache_makes_room(void **state)
{
    (void)state;
    struct actor actor;
    uint64_t generation;
    int found = 0;
    assert_false(recall(99, &actor, &generation));
    for (int i = 100; i < 200100; i++)
        remember(i, id_new(), INSTANT_NONE, generation);
    assert_true(recall(200099, &actor, &generation));
    for (int i = 100; i < 200100; i++)
        found += recall(i, &actor, &generation);
    assert_in_range(found, 60000, 65536);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(addresses_are_plausible_and_lower_case),
        cmocka_unit_test(addresses_have_a_longest),
        cmocka_unit_test(labels_are_clean_and_short),
        cmocka_unit_test(roles_go_there_and_back),
        cmocka_unit_test(tokens_are_long_and_never_alike),
        cmocka_unit_test(what_is_remembered_is_recalled_until_it_expires),
        cmocka_unit_test(a_commit_forgets_all_tokens_of_the_account),
        cmocka_unit_test(a_full_cache_makes_room),
    };
    random_start();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
