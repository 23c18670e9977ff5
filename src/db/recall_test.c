/* What a write is lent, and what makes it look again. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/list.h"
#include "db/recall.h"
#include "db/test_store.h"

static struct test_store store;
static int loads;

struct dish {
    int64_t price;
    struct str name;
};

static bool load_dish(struct tx *tx, struct arena *arena, const struct recall_key *key, void *ret)
{
    struct dish *dish = ret;
    loads++;
    struct cursor *cursor =
        tx_query(tx, "SELECT price, name FROM dish WHERE n = $1", db_int(key->part));
    if (!cursor_next(cursor))
        return false;
    *dish = (struct dish){cursor_int(cursor, 0), cursor_text(cursor, 1, arena)};
    cursor_close(cursor);
    return true;
}

static const char *const tables[] = {"dish", NULL};
static struct recall dishes = {.set.names = tables, .size = sizeof(struct dish), .load = load_dish};

static enum error create_tables(struct tx *tx, void *argument)
{
    (void)argument;
    tx_execute(tx, "CREATE TABLE dish (n bigint PRIMARY KEY, price bigint, name text)");
    tx_execute(tx, "CREATE TABLE guest (n bigint PRIMARY KEY)");
    tx_execute(tx, "INSERT INTO dish (n, price, name) VALUES (1, 10, 'soup'), (2, 20, 'bread')");
    return ERROR_NONE;
}

static int open_on(enum test_driver driver)
{
    test_store_open(&store, driver);
    assert_int_equal(db_write(store.db, create_tables, NULL), ERROR_NONE);
    loads = 0;
    return 0;
}

static int open_sqlite(void **state)
{
    (void)state;
    return open_on(TEST_SQLITE);
}

static int open_postgres(void **state)
{
    (void)state;
    return open_on(TEST_POSTGRES);
}

static int close_store(void **state)
{
    (void)state;
    test_store_close(&store);
    return 0;
}

/* ---- jobs ---- */

struct order {
    int64_t n;
    struct arena *arena;
    struct dish dish;
    bool found;
};

static enum error recall_dish(struct tx *tx, void *argument)
{
    struct order *order = argument;
    struct recall_key key = {.part = order->n};
    order->found = tx_recall(tx, &dishes, &key, order->arena, &order->dish);
    return ERROR_NONE;
}

static struct order ordered(enum db_mode mode, int64_t n)
{
    struct order order = {.n = n, .arena = store.arena};
    enum error error = mode == DB_WRITE ? db_write(store.db, recall_dish, &order)
                                        : db_read(store.db, recall_dish, &order);
    assert_int_equal(error, ERROR_NONE);
    return order;
}

static int64_t price_of(int64_t n)
{
    struct order order = ordered(DB_WRITE, n);
    return order.found ? order.dish.price : -1;
}

static enum error raise_price(struct tx *tx, void *argument)
{
    tx_execute(tx, "UPDATE dish SET price = price + 1 WHERE n = $1", db_int(*(int64_t *)argument));
    return ERROR_NONE;
}

static enum error seat_guest(struct tx *tx, void *argument)
{
    tx_execute(tx, "INSERT INTO guest (n) VALUES ($1)", db_int(*(int64_t *)argument));
    return ERROR_NONE;
}

/* Sees its own change, and is refused after. */
static enum error raise_and_regret(struct tx *tx, void *argument)
{
    struct order *order = argument;
    raise_price(tx, &order->n);
    recall_dish(tx, order);
    return ERROR_UNPROCESSABLE;
}

/* ---- tests ---- */

static void test_what_was_loaded_is_lent_until_its_table_changes(void **state)
{
    (void)state;
    int64_t n = 1;
    assert_int_equal(price_of(1), 10);
    assert_int_equal(price_of(2), 20);
    assert_int_equal(price_of(1), 10);
    assert_int_equal(loads, 2);
    assert_int_equal(db_write(store.db, seat_guest, &n), ERROR_NONE);
    assert_int_equal(price_of(1), 10);
    assert_int_equal(loads, 2);
    assert_int_equal(db_write(store.db, raise_price, &n), ERROR_NONE);
    assert_int_equal(price_of(1), 11);
    assert_int_equal(price_of(1), 11);
    assert_int_equal(loads, 3);
}

static void test_what_is_lent_outlives_what_is_kept(void **state)
{
    (void)state;
    int64_t n = 1;
    struct order before = ordered(DB_WRITE, 1);
    assert_int_equal(db_write(store.db, raise_price, &n), ERROR_NONE);
    struct order after = ordered(DB_WRITE, 1);
    assert_true(str_equal(before.dish.name, STR("soup")));
    assert_ptr_not_equal(before.dish.name.data, after.dish.name.data);
    assert_ptr_equal(after.dish.name.data, ordered(DB_WRITE, 1).dish.name.data);
}

/* Alone in its batch it makes the batch run again with savepoints, and the next ones too. */
static void test_what_is_rolled_back_was_never_seen(void **state)
{
    (void)state;
    for (int i = 0; i < 3; i++) {
        struct order order = {.n = 1, .arena = store.arena};
        assert_int_equal(price_of(1), 10);
        assert_int_equal(db_write(store.db, raise_and_regret, &order), ERROR_UNPROCESSABLE);
        assert_int_equal(order.dish.price, 11);
        assert_int_equal(price_of(1), 10);
    }
}

static void test_another_process_is_noticed(void **state)
{
    (void)state;
    struct str reason;
    struct db_options sharing = store.options;
    int64_t n = 1;
    sharing.shared = true;
    struct db *other = db_open(&sharing, store.arena, &reason);
    assert_non_null(other);
    assert_int_equal(price_of(1), 10);
    assert_int_equal(db_write(other, raise_price, &n), ERROR_NONE);
    assert_int_equal(price_of(1), 11);
    db_close(other);
}

static void test_what_is_not_there_is_not_kept(void **state)
{
    (void)state;
    assert_int_equal(price_of(3), -1);
    assert_int_equal(price_of(3), -1);
    assert_int_equal(loads, 2);
}

static void test_more_than_there_is_room_for(void **state)
{
    (void)state;
    enum { DISHES = RECALL_ROWS * RECALL_PLACES * 2 };
    for (int round = 0; round < 2; round++)
        for (int64_t n = 1; n <= DISHES; n++)
            assert_int_equal(price_of(n), n == 1 ? 10 : n == 2 ? 20 : -1);
    assert_true(loads >= DISHES);
}

static void test_reads_are_lent_nothing(void **state)
{
    (void)state;
    assert_int_equal(price_of(1), 10);
    assert_int_equal(ordered(DB_READ, 1).dish.price, 10);
    assert_int_equal(ordered(DB_READ, 1).dish.price, 10);
    assert_int_equal(loads, 3);
}

static void test_where_other_nodes_write_nothing_is_kept(void **state)
{
    (void)state;
    assert_int_equal(price_of(1), 10);
    assert_int_equal(price_of(1), 10);
    assert_int_equal(loads, 2);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_sqlite, close_store)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_what_was_loaded_is_lent_until_its_table_changes),
        TEST(test_what_is_lent_outlives_what_is_kept),
        TEST(test_what_is_rolled_back_was_never_seen),
        TEST(test_another_process_is_noticed),
        TEST(test_what_is_not_there_is_not_kept),
        TEST(test_more_than_there_is_room_for),
        TEST(test_reads_are_lent_nothing),
        cmocka_unit_test_setup_teardown(test_where_other_nodes_write_nothing_is_kept, open_postgres,
                                        close_store),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
