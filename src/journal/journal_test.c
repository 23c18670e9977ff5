/* Entries and followers, on both drivers: complete, dense, in order, once. */
#include "journal/test_journal.h"

#include <sys/resource.h>

enum { WRITERS = 8, ENTRIES_EACH = 200 };

/* ---- writing ---- */

struct writer {
    struct db *db;
    pthread_t thread;
    struct id subject_id;
    int64_t from, count;
};

struct append {
    struct id subject_id;
    int64_t number;
};

static enum error append_job(struct tx *tx, void *argument)
{
    const struct append *append = argument;
    char data[48];
    int size = snprintf(data, sizeof data, "{\"n\":%lld}", (long long)append->number);
    journal_append(tx, &(struct journal_entry){.at_ms = append->number,
                                               .type = STR("test.happened"),
                                               .subject_id = append->subject_id,
                                               .actor_id = append->subject_id,
                                               .audience = {append->subject_id, id_new()},
                                               .audience_count = 2,
                                               .data = {data, (size_t)size}});
    return ERROR_NONE;
}

static void *writer_main(void *argument)
{
    const struct writer *writer = argument;
    for (int64_t i = 0; i < writer->count; i++) {
        struct append append = {writer->subject_id, writer->from + i};
        if (db_write(writer->db, append_job, &append))
            abort();
    }
    return NULL;
}

static void write_at_once(struct writer *writers, size_t count)
{
    for (size_t i = 0; i < count; i++)
        pthread_create(&writers[i].thread, NULL, writer_main, &writers[i]);
    for (size_t i = 0; i < count; i++)
        pthread_join(writers[i].thread, NULL);
}

/* ---- reading ---- */

static enum error read_all(struct tx *tx, void *argument)
{
    *(struct list *)argument = journal_read(tx, store.arena, 0, 1000000);
    return ERROR_NONE;
}

static enum error verify(struct tx *tx, void *argument)
{
    *(int64_t *)argument = journal_verify(tx, store.arena);
    return ERROR_NONE;
}

static int64_t violations(void)
{
    int64_t count = -1;
    assert_int_equal(db_read(store.db, verify, &count), ERROR_NONE);
    return count;
}

static enum error stamp_all(struct tx *tx, void *argument)
{
    (void)argument;
    while (journal_stamp(tx) > 0)
        continue;
    return ERROR_NONE;
}

static void append_some(int64_t count)
{
    struct writer writer = {.db = store.db, .subject_id = id_new(), .from = 1, .count = count};
    writer_main(&writer);
}

/* ---- followers ---- */

struct test_follower {
    struct watch done;    /* entries */
    _Atomic int failures; /* how often it failed */
    _Atomic bool fails_at_5;
};

static enum error follow_and_see(struct tx *tx, struct arena *arena,
                                 const struct journal_entry *entries, size_t count, void *context)
{
    (void)arena;
    struct test_follower *test = context;
    for (size_t i = 0; i < count; i++) {
        see(tx, "plain", entries[i].position);
        if (test)
            tx_on_commit(tx, watch_add, &test->done);
    }
    return ERROR_NONE;
}

static enum error follow_and_fail(struct tx *tx, struct arena *arena,
                                  const struct journal_entry *entries, size_t count, void *context)
{
    (void)arena;
    struct test_follower *test = context;
    for (size_t i = 0; i < count; i++) {
        see(tx, "failing", entries[i].position);
        if (entries[i].position == 5 && atomic_load(&test->fails_at_5)) {
            atomic_fetch_add(&test->failures, 1);
            return ERROR_CONFLICT;
        }
    }
    return ERROR_NONE;
}

static const struct follower plain_follower = {.name = "plain", .follow = follow_and_see};
static const struct journal_config plain_config = {.followers = &plain_follower,
                                                   .follower_count = 1};

/* ---- tests ---- */

static void entries_come_back_as_they_were(void **state)
{
    (void)state;
    struct append append = {id_new(), 7};
    assert_int_equal(db_write(store.db, append_job, &append), ERROR_NONE);
    assert_int_equal(db_write(store.db, stamp_all, NULL), ERROR_NONE);
    struct list entries;
    assert_int_equal(db_read(store.db, read_all, &entries), ERROR_NONE);
    assert_int_equal(entries.count, 1);
    const struct journal_entry *entry = entries.items;
    assert_int_equal(entry->position, 1);
    assert_int_equal(entry->at_ms, 7);
    assert_true(str_equal(entry->type, STR("test.happened")));
    assert_true(id_equal(entry->subject_id, append.subject_id));
    assert_true(id_equal(entry->actor_id, append.subject_id));
    assert_int_equal(entry->audience_count, 2);
    assert_true(id_equal(entry->audience[0], append.subject_id));
    assert_true(str_equal(entry->data, STR("{\"n\":7}")));
}

/* Entry i has i % 9 people in its audience, of which the last is ours; every 20th names us twice,
 * and in every fifth we are not. */
enum { SEEN_ENTRIES = 90 };
static struct id onlooker;

static bool onlooker_sees(int64_t number)
{
    return number % 9 > 0 && number % 5 != 0;
}

static enum error append_seen(struct tx *tx, void *argument)
{
    (void)argument;
    for (int64_t i = 1; i <= SEEN_ENTRIES; i++) {
        struct journal_entry entry = {.at_ms = i,
                                      .type = STR("test.happened"),
                                      .subject_id = id_new(),
                                      .audience_count = (int)(i % 9)};
        for (int j = 0; j < entry.audience_count; j++)
            entry.audience[j] = id_new();
        if (onlooker_sees(i)) {
            entry.audience[entry.audience_count - 1] = onlooker;
            entry.audience[0] = i % 20 == 2 ? onlooker : entry.audience[0];
        }
        journal_append(tx, &entry);
    }
    return ERROR_NONE;
}

struct range {
    int64_t after, up_to, limit;
};
struct view {
    struct range range;
    struct list seen;
};

static enum error read_view(struct tx *tx, void *argument)
{
    struct view *view = argument;
    view->seen = journal_read_audience(tx, store.arena, onlooker, view->range.after,
                                       view->range.up_to, view->range.limit);
    return ERROR_NONE;
}

static void an_audience_sees_its_own_wherever_it_stands(void **state)
{
    static const struct range ranges[] = {
        {0, INT64_MAX, 1000}, {0, SEEN_ENTRIES, 1000}, {0, 50, 1000}, {33, 66, 1000},
        {0, INT64_MAX, 7},    {40, INT64_MAX, 1},      {89, 90, 5},   {90, INT64_MAX, 5},
    };
    (void)state;
    onlooker = id_new();
    assert_int_equal(db_write(store.db, append_seen, NULL), ERROR_NONE);
    assert_int_equal(db_write(store.db, stamp_all, NULL), ERROR_NONE);
    for (size_t i = 0; i < COUNT_OF(ranges); i++) {
        const struct range range = ranges[i];
        struct view view = {.range = range};
        size_t found = 0;
        assert_int_equal(db_read(store.db, read_view, &view), ERROR_NONE);
        for (int64_t at = range.after + 1;
             at <= range.up_to && at <= SEEN_ENTRIES && found < (size_t)range.limit; at++) {
            if (onlooker_sees(at)) {
                assert_true(found < view.seen.count);
                assert_int_equal(LIST_AT(view.seen, struct journal_entry, found++)->position, at);
            }
        }
        assert_int_equal(view.seen.count, found);
    }
}

static void assert_each_writer_in_order(const struct writer *writers, struct list entries)
{
    int64_t next[WRITERS] = {0};
    for (size_t i = 0; i < entries.count; i++) {
        const struct journal_entry *entry = LIST_AT(entries, struct journal_entry, i);
        assert_int_equal(entry->position, (int64_t)i + 1);
        size_t writer = 0;
        while (!id_equal(writers[writer].subject_id, entry->subject_id))
            assert_true(++writer < WRITERS);
        assert_int_equal(entry->at_ms, next[writer]++);
    }
}

static void concurrent_entries_are_dense_and_in_order(void **state)
{
    (void)state;
    struct writer writers[WRITERS];
    for (size_t i = 0; i < WRITERS; i++)
        writers[i] = (struct writer){.db = store.db, .subject_id = id_new(), .count = ENTRIES_EACH};
    struct journal_service *service = journal_start(store.db, &plain_config);
    write_at_once(writers, WRITERS);
    assert_true(journal_wait(service, JOURNAL_ALL, PATIENCE_MS));
    journal_stop(service);
    struct list entries;
    assert_int_equal(db_read(store.db, read_all, &entries), ERROR_NONE);
    assert_int_equal(entries.count, WRITERS * ENTRIES_EACH);
    assert_each_writer_in_order(writers, entries);
    assert_seen_once("plain", 1, WRITERS * ENTRIES_EACH);
    assert_int_equal(violations(), 0);
}

static enum error append_and_refuse(struct tx *tx, void *argument)
{
    append_job(tx, argument);
    return ERROR_CONFLICT;
}

static void what_was_refused_leaves_no_entry_and_no_gap(void **state)
{
    (void)state;
    struct append append = {id_new(), 1};
    for (int i = 0; i < 5; i++) {
        assert_int_equal(db_write(store.db, append_and_refuse, &append), ERROR_CONFLICT);
        assert_int_equal(db_write(store.db, append_job, &append), ERROR_NONE);
    }
    struct journal_service *service = journal_start(store.db, &plain_config);
    assert_true(journal_wait(service, JOURNAL_ALL, PATIENCE_MS));
    journal_stop(service);
    assert_seen_once("plain", 1, 5);
    assert_int_equal(violations(), 0);
}

static void a_new_entry_wakes_a_sleeping_follower(void **state)
{
    (void)state;
    struct test_follower test = {.done = WATCH_INIT};
    struct follower follower = {.name = "plain", .follow = follow_and_see, .context = &test};
    struct journal_config config = {.followers = &follower, .follower_count = 1};
    struct journal_service *service = journal_start(store.db, &config);
    for (int64_t i = 1; i <= 20; i++) {
        append_some(1);
        /* Far less than the poll with which a lost wake would be found. */
        assert_true(watch_wait(&test.done, i, driver == TEST_SQLITE ? PATIENCE_MS : 900));
    }
    journal_stop(service);
}

static void a_failing_follower_holds_up_nobody_and_goes_on(void **state)
{
    (void)state;
    struct test_follower plain = {.done = WATCH_INIT}, failing = {.fails_at_5 = true};
    struct follower followers[] = {
        {.name = "failing", .follow = follow_and_fail, .context = &failing},
        {.name = "plain", .follow = follow_and_see, .context = &plain}};
    struct journal_config config = {.followers = followers, .follower_count = 2};
    struct journal_service *service = journal_start(store.db, &config);
    append_some(20);
    assert_true(watch_wait(&plain.done, 20, PATIENCE_MS));
    append_some(20);
    assert_true(watch_wait(&plain.done, 40, PATIENCE_MS));
    while (atomic_load(&failing.failures) < 3)
        nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL);
    assert_true(seen_by("failing").total < 5);
    atomic_store(&failing.fails_at_5, false);
    assert_true(journal_wait(service, JOURNAL_ALL, PATIENCE_MS));
    journal_stop(service);
    assert_seen_once("failing", 1, 40);
    assert_seen_once("plain", 1, 40);
}

static enum error skip_a_position(struct tx *tx, void *argument)
{
    (void)argument;
    struct id id = id_new();
    tx_execute(tx,
               "INSERT INTO journal (position, at_ms, type, subject_id, audience, data) "
               "VALUES (5, 1, 'test.happened', $1, $1, '{}')",
               db_id(&id));
    return ERROR_NONE;
}

static void a_gap_stops_the_follower_and_is_a_violation(void **state)
{
    (void)state;
    append_some(3);
    assert_int_equal(db_write(store.db, stamp_all, NULL), ERROR_NONE);
    assert_int_equal(db_write(store.db, skip_a_position, NULL), ERROR_NONE);
    log_set_level(LOG_ERROR + 1);
    struct journal_service *service = journal_start(store.db, &plain_config);
    assert_false(journal_wait(service, 5, 200));
    journal_stop(service);
    assert_int_equal(seen_by("plain").total, 0);
    assert_int_equal(violations(), 1);
    log_set_level(LOG_ERROR);
}

/* That nothing happens can only be seen by looking for a while. */
static void an_idle_service_sleeps(void **state)
{
    (void)state;
    struct journal_service *service = journal_start(store.db, &plain_config);
    append_some(1);
    assert_true(journal_wait(service, JOURNAL_ALL, PATIENCE_MS));
    nanosleep(&(struct timespec){.tv_nsec = 50000000}, NULL);
    struct rusage before, after;
    getrusage(RUSAGE_SELF, &before);
    nanosleep(&(struct timespec){.tv_nsec = 250000000}, NULL);
    getrusage(RUSAGE_SELF, &after);
    assert_true(after.ru_nvcsw - before.ru_nvcsw < 15);
    journal_stop(service);
}

/* ---- killed half way ---- */

enum { KILL_ROUNDS = 6, KILL_ENTRIES = 900 };
static int64_t entries_to_live;
static bool dies_after_commit;

static enum error follow_and_die(struct tx *tx, struct arena *arena,
                                 const struct journal_entry *entries, size_t count, void *context)
{
    (void)arena;
    (void)context;
    for (size_t i = 0; i < count; i++) {
        see(tx, "plain", entries[i].position);
        if (--entries_to_live == 0) {
            if (!dies_after_commit)
                die(NULL);
            tx_on_commit(tx, die, NULL);
        }
    }
    return ERROR_NONE;
}

static void follow_until_killed(void)
{
    struct follower follower = {.name = "plain", .follow = follow_and_die};
    struct journal_config config = {.followers = &follower, .follower_count = 1};
    struct journal_service *service = journal_start(store.db, &config);
    journal_wait(service, JOURNAL_ALL, PATIENCE_MS);
}

static void a_follower_killed_half_way_misses_and_repeats_nothing(void **state)
{
    (void)state;
    append_some(KILL_ENTRIES);
    for (int round = 0; round < KILL_ROUNDS; round++) {
        entries_to_live = 1 + (int64_t)random_below(110);
        dies_after_commit = round % 2;
        run_until_killed(follow_until_killed);
        struct sight sight = seen_by("plain");
        assert_int_equal(sight.total, sight.distinct);
        assert_int_equal(sight.total, sight.last);
        assert_true(sight.total < KILL_ENTRIES);
    }
    assert_true(seen_by("plain").total > 0);
    struct journal_service *service = journal_start(store.db, &plain_config);
    assert_true(journal_wait(service, JOURNAL_ALL, PATIENCE_MS));
    journal_stop(service);
    assert_seen_once("plain", 1, KILL_ENTRIES);
    assert_int_equal(violations(), 0);
}

/* ---- two nodes ---- */

static void two_nodes_stamp_and_follow_without_doubling(void **state)
{
    (void)state;
    if (driver == TEST_SQLITE)
        return; /* a store of one process: there is no second node */
    struct str reason;
    struct db *other = db_open(&store.options, store.arena, &reason);
    assert_non_null(other);
    struct journal_service *nodes[] = {journal_start(store.db, &plain_config),
                                       journal_start(other, &plain_config)};
    struct writer writers[4];
    for (size_t i = 0; i < 4; i++)
        writers[i] = (struct writer){
            .db = i % 2 ? other : store.db, .subject_id = id_new(), .from = 0, .count = 150};
    write_at_once(writers, 4);
    assert_true(journal_wait(nodes[0], JOURNAL_ALL, PATIENCE_MS));
    assert_true(journal_wait(nodes[1], JOURNAL_ALL, PATIENCE_MS));
    journal_stop(nodes[0]);
    /* The one that is left hears of what the other writes. */
    assert_int_equal(violations(), 0);
    append_some(1);
    assert_true(journal_wait(nodes[1], JOURNAL_ALL, PATIENCE_MS));
    journal_stop(nodes[1]);
    db_close(other);
    assert_seen_once("plain", 1, 601);
}

static void a_node_hears_of_what_another_has_stamped(void **state)
{
    (void)state;
    if (driver == TEST_SQLITE)
        return;
    struct str reason;
    struct db *other = db_open(&store.options, store.arena, &reason);
    assert_non_null(other);
    struct test_follower test = {.done = WATCH_INIT};
    struct follower follower = {.name = "plain", .follow = follow_and_see, .context = &test};
    struct journal_service *writing = journal_start(store.db, &(struct journal_config){0});
    struct journal_service *hearing =
        journal_start(other, &(struct journal_config){.followers = &follower, .follower_count = 1});
    /* The first may meet a listener that is still connecting; the others may not need the poll. */
    append_some(1);
    assert_true(watch_wait(&test.done, 1, PATIENCE_MS));
    for (int64_t i = 2; i <= 6; i++) {
        append_some(1);
        assert_true(watch_wait(&test.done, i, 900));
    }
    journal_stop(writing);
    journal_stop(hearing);
    db_close(other);
}

#define JOURNAL_TEST(name) cmocka_unit_test_setup_teardown(name, open_store, close_store)

int main(void)
{
    const struct CMUnitTest tests[] = {
        JOURNAL_TEST(entries_come_back_as_they_were),
        JOURNAL_TEST(an_audience_sees_its_own_wherever_it_stands),
        JOURNAL_TEST(concurrent_entries_are_dense_and_in_order),
        JOURNAL_TEST(what_was_refused_leaves_no_entry_and_no_gap),
        JOURNAL_TEST(a_new_entry_wakes_a_sleeping_follower),
        JOURNAL_TEST(a_failing_follower_holds_up_nobody_and_goes_on),
        JOURNAL_TEST(a_gap_stops_the_follower_and_is_a_violation),
        JOURNAL_TEST(an_idle_service_sleeps),
        JOURNAL_TEST(a_follower_killed_half_way_misses_and_repeats_nothing),
        JOURNAL_TEST(two_nodes_stamp_and_follow_without_doubling),
        JOURNAL_TEST(a_node_hears_of_what_another_has_stamped),
    };
    return run_on_both("journal", tests, sizeof tests / sizeof tests[0]);
}
