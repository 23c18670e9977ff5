/* Migrations on both drivers: each once, in order, whole or not at all, never changed. */
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/list.h"
#include "db/migrate.h"
#include "db/test_store.h"

static enum test_driver driver;
static struct test_store store;
static struct str reason;

static int open_store(void **state)
{
    (void)state;
    test_store_open(&store, driver);
    return 0;
}

static int close_store(void **state)
{
    (void)state;
    test_store_close(&store);
    return 0;
}

#define FILE_OF(file_name, sql)                                                                    \
    {                                                                                              \
        .name = (file_name), .text = (sql), .size = sizeof(sql) - 1                                \
    }

#define PEOPLE                                                                                     \
    FILE_OF("0001-people.sql", "CREATE TABLE step (n bigint, what text);"                          \
                               "INSERT INTO step VALUES (1, 'people');")
#define PLACES FILE_OF("0002-places.sql", "INSERT INTO step VALUES (2, 'places');")
#define PLACES_PG FILE_OF("0002-places.pg.sql", "INSERT INTO step VALUES (3, 'postgres');")
#define PLACES_SQLITE FILE_OF("0002-places.sqlite.sql", "INSERT INTO step VALUES (3, 'sqlite');")
#define THINGS FILE_OF("0003-things.sql", "INSERT INTO step VALUES (4, 'things');")
#define BROKEN FILE_OF("0003-things.sql", "INSERT INTO step VALUES (4, 'things'); SELEKT;")

static enum error list_steps(struct tx *tx, void *argument)
{
    struct buf *steps = argument;
    struct cursor *cursor = tx_query(tx, "SELECT what FROM step ORDER BY n");
    buf_clear(steps);
    while (cursor_next(cursor)) {
        buf_add(steps, cursor_text(cursor, 0, store.arena));
        buf_add_byte(steps, ' ');
    }
    return ERROR_NONE;
}

static const char *steps_taken(void)
{
    struct buf steps;
    buf_init(&steps, store.arena, 64);
    buf_add_byte(&steps, ' ');
    assert_int_equal(db_read(store.db, list_steps, &steps), ERROR_NONE);
    return str_copy(store.arena, buf_str(&steps)).data;
}

static enum error migrate(const struct schema_file *files, size_t count)
{
    reason = STR_NONE;
    return migrate_files(store.db, files, count, store.arena, &reason);
}

static const char *on_driver(const char *sqlite, const char *postgres)
{
    return driver == TEST_SQLITE ? sqlite : postgres;
}

static void test_each_is_applied_once_in_order(void **state)
{
    (void)state;
    /* As the build lists them: by name, so the specific ones come first. */
    static const struct schema_file files[] = {PEOPLE, PLACES_PG, PLACES, PLACES_SQLITE, THINGS};
    assert_int_equal(migrate(files, 2), ERROR_NONE);
    assert_int_equal(migrate(files, COUNT_OF(files)), ERROR_NONE);
    const char *expected =
        on_driver("people places sqlite things ", "people places postgres things ");
    assert_string_equal(steps_taken(), expected);
    test_store_reopen(&store);
    assert_int_equal(migrate(files, COUNT_OF(files)), ERROR_NONE);
    assert_string_equal(steps_taken(), expected);
}

static void test_what_is_refused_says_why_and_changes_nothing(void **state)
{
    (void)state;
    static const struct schema_file applied[] = {PEOPLE, PLACES};
    static const struct {
        const char *what;
        struct schema_file files[4];
        const char *reason;
    } rows[] = {
        {"an applied file was edited",
         {FILE_OF("0001-people.sql", "CREATE TABLE step (n bigint, what text); -- better"), PLACES,
          THINGS},
         "0001-people.sql is not what was applied"},
        {"an applied file is gone: a newer docket made this", {PEOPLE, THINGS}, "newer"},
        {"a file comes between applied ones",
         {FILE_OF("0001-late.sql", "SELECT 1"), PEOPLE, PLACES, THINGS},
         "0001-late.sql comes too late"},
        {"a file fails half way", {PEOPLE, PLACES, BROKEN}, "0003-things.sql failed"},
        {"a name without a number", {PEOPLE, PLACES, FILE_OF("things.sql", "SELECT 1")}, "NNNN"},
    };
    assert_int_equal(migrate(applied, COUNT_OF(applied)), ERROR_NONE);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        size_t count = 0;
        while (count < 4 && rows[i].files[count].name)
            count++;
        print_message("    %s\n", rows[i].what);
        assert_int_not_equal(migrate(rows[i].files, count), ERROR_NONE);
        assert_non_null(strstr(str_copy(store.arena, reason).data, rows[i].reason));
        assert_string_equal(steps_taken(), "people places ");
    }
}

static void test_the_embedded_ones_apply(void **state)
{
    (void)state;
    assert_int_equal(db_migrate(store.db, store.arena, &reason), ERROR_NONE);
    assert_int_equal(db_migrate(store.db, store.arena, &reason), ERROR_NONE);
}

/* ---- two nodes that start at once ---- */

struct node {
    struct db *db;
    struct arena *arena;
    enum error outcome;
};

static void *start_node(void *argument)
{
    static const struct schema_file files[] = {PEOPLE, PLACES, THINGS};
    struct node *node = argument;
    struct str why;
    node->outcome = migrate_files(node->db, files, COUNT_OF(files), node->arena, &why);
    return NULL;
}

static void test_two_nodes_may_start_at_once(void **state)
{
    (void)state;
    enum { NODES = 2 };
    struct node nodes[NODES];
    pthread_t threads[NODES];
    struct db_options options = store.options;
    options.shared = driver == TEST_SQLITE;
    for (int i = 0; i < NODES; i++) {
        nodes[i].arena = arena_new(0);
        nodes[i].db = db_open(&options, nodes[i].arena, &reason);
        assert_non_null(nodes[i].db);
    }
    for (int i = 0; i < NODES; i++)
        pthread_create(&threads[i], NULL, start_node, &nodes[i]);
    for (int i = 0; i < NODES; i++) {
        pthread_join(threads[i], NULL);
        assert_int_equal(nodes[i].outcome, ERROR_NONE);
        db_close(nodes[i].db);
        arena_free(nodes[i].arena);
    }
    assert_string_equal(steps_taken(), "people places things ");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_store, close_store)

static int run_on(enum test_driver chosen, const char *name)
{
    const struct CMUnitTest tests[] = {
        TEST(test_each_is_applied_once_in_order),
        TEST(test_what_is_refused_says_why_and_changes_nothing),
        TEST(test_the_embedded_ones_apply),
        TEST(test_two_nodes_may_start_at_once),
    };
    driver = chosen;
    return _cmocka_run_group_tests(name, tests, COUNT_OF(tests), NULL, NULL);
}

int main(void)
{
    return run_on(TEST_SQLITE, "sqlite") + run_on(TEST_POSTGRES, "postgres");
}
