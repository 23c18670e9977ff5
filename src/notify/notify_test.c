/* Notices, on both drivers: who is told, once, and what they see and mark as read. */
#include "journal/test_journal.h"

#include "notify/notify_db.h"

/* ---- people and entries ---- */

static struct id client, provider, stranger;

static enum error create_people(struct tx *tx, void *argument)
{
    (void)argument;
    struct {
        struct id *id;
        const char *email;
    } people[] = {
        {&client, "client@test"}, {&provider, "provider@test"}, {&stranger, "other@test"}};
    for (size_t i = 0; i < 3; i++) {
        *people[i].id = id_new();
        tx_execute(tx,
                   "INSERT INTO account (id, email, display_name, time_zone, roles, created_ms, "
                   "updated_ms) VALUES ($1, $2, 'Somebody', 'UTC', 1, 1, 1)",
                   db_id(people[i].id), db_text(str_from(people[i].email)));
    }
    return ERROR_NONE;
}

static int open_with_people(void **state)
{
    open_store(state);
    assert_int_equal(db_write(store.db, create_people, NULL), ERROR_NONE);
    return 0;
}

struct fact {
    const char *type;
    struct id subject_id, actor_id;
    struct id audience[3];
    int audience_count;
};

static enum error append_job(struct tx *tx, void *argument)
{
    const struct fact *fact = argument;
    struct journal_entry entry = {.at_ms = 1736899200000,
                                  .type = str_from(fact->type),
                                  .subject_id = fact->subject_id,
                                  .actor_id = fact->actor_id,
                                  .audience_count = fact->audience_count,
                                  .data = STR("{\"status\":\"CONFIRMED\"}")};
    memcpy(entry.audience, fact->audience, sizeof fact->audience);
    journal_append(tx, &entry);
    return ERROR_NONE;
}

static void happen(struct fact fact)
{
    if (!id_is_set(fact.subject_id))
        fact.subject_id = id_new();
    assert_int_equal(db_write(store.db, append_job, &fact), ERROR_NONE);
}

/* The client has asked for `count` bookings, and the follower has gone over that. */
static void ask_for_bookings(int count)
{
    for (int i = 0; i < count; i++)
        happen((struct fact){.type = "booking.created",
                             .actor_id = client,
                             .audience = {client, provider},
                             .audience_count = 2});
}

static void follow_all(void)
{
    struct journal_config config = {.followers = &notify_follower, .follower_count = 1};
    struct journal_service *service = journal_start(store.db, &config);
    assert_true(journal_wait(service, JOURNAL_ALL, PATIENCE_MS));
    journal_stop(service);
}

/* ---- calling ---- */

struct ask {
    const struct operation *operation;
    struct id actor_id;
    struct str input, answer;
    enum error error;
};

/* A refusal is an answer here: only the store's trouble fails the job. */
static enum error ask_job(struct tx *tx, void *argument)
{
    struct ask *ask = argument;
    struct call call = {
        .arena = store.arena, .now_ms = 1736899260000, .actor = {.account_id = ask->actor_id}};
    struct json *json = json_parse(store.arena, ask->input, NULL, NULL);
    const struct shape *shape = ask->operation->input;
    void *input = shape_parse(shape, json, SHAPE_FROM_JSON, store.arena, &call.problem);
    if (!input) {
        ask->error = call.problem.error;
        return ERROR_NONE;
    }
    void *output = shape_new(ask->operation->output, store.arena);
    ask->error = ask->operation->run(&call, tx, input, output);
    struct buf text;
    buf_init(&text, store.arena, 256);
    struct json_writer writer;
    json_writer_init(&writer, &text);
    shape_print(ask->operation->output, output, &writer);
    ask->answer = buf_str(&text);
    return ERROR_NONE;
}

static struct ask ask(const char *name, struct id actor_id, const char *input)
{
    struct operation_table table = {&notify_operations, 1};
    struct ask ask = {.operation = operation_find(&table, str_from(name)),
                      .actor_id = actor_id,
                      .input = str_from(input)};
    assert_non_null(ask.operation);
    bool reads = ask.operation->kind == OPERATION_QUERY;
    enum error error = reads ? db_read(store.db, ask_job, &ask) : db_write(store.db, ask_job, &ask);
    assert_int_equal(error, ERROR_NONE);
    return ask;
}

struct page {
    const struct json *items;
    int64_t unread;
    struct str next_cursor;
};

static struct page list(struct id actor_id, const char *input)
{
    struct ask answer = ask("notification.list", actor_id, input);
    assert_int_equal(answer.error, ERROR_NONE);
    const struct json *json = json_parse(store.arena, answer.answer, NULL, NULL);
    assert_non_null(json);
    struct page page = {.items = json_get(json, STR("notifications"))};
    assert_true(str_to_int64(json_get(json, STR("unread"))->text, &page.unread));
    const struct json *next = json_get(json, STR("nextCursor"));
    page.next_cursor = next->type == JSON_TEXT ? next->text : STR_NONE;
    return page;
}

static struct str member(const struct json *item, const char *name)
{
    return json_get(item, str_from(name))->text;
}

/* ---- tests ---- */

static void everyone_concerned_is_told_but_not_who_acted(void **state)
{
    (void)state;
    struct id booking = id_new();
    struct fact facts[] = {
        {"booking.created", booking, client, {client, provider}, 2},
        {"booking.status_changed", booking, provider, {client, provider, client}, 3},
        {"booking.status_changed", booking, ID_NONE, {client, provider}, 2}, /* by a timer */
        {"account.created", client, client, {client, provider}, 2},
        {"booking.created", booking, client, {id_new()}, 1}, /* an account that is gone */
    };
    for (size_t i = 0; i < sizeof facts / sizeof facts[0]; i++)
        happen(facts[i]);
    follow_all();
    struct page mine = list(client, "{}"), theirs = list(provider, "{}");
    assert_int_equal(mine.items->count, 2);
    assert_int_equal(theirs.items->count, 2);
    assert_int_equal(list(stranger, "{}").items->count, 0);
    const struct json *oldest = theirs.items->first->next;
    assert_true(str_equal(member(oldest, "type"), STR("booking.created")));
    assert_true(str_equal(member(oldest, "bookingId"), id_text(store.arena, "booking", booking)));
    assert_true(str_equal(member(oldest, "createdAt"), STR("2025-01-15T00:00:00Z")));
    assert_int_equal(json_get(oldest, STR("readAt"))->type, JSON_NULL);
    assert_true(str_equal(member(json_get(oldest, STR("data")), "status"), STR("CONFIRMED")));
}

static enum error tell_again(struct tx *tx, void *argument)
{
    (void)argument;
    struct list entries = journal_read(tx, store.arena, 0, 100);
    return notify_follower.follow(tx, store.arena, entries.items, entries.count, NULL);
}

static void an_entry_told_twice_is_one_notice(void **state)
{
    (void)state;
    ask_for_bookings(3);
    follow_all();
    assert_int_equal(db_write(store.db, tell_again, NULL), ERROR_NONE);
    assert_int_equal(list(provider, "{}").items->count, 3);
}

static void pages_go_back_in_time_without_a_hole(void **state)
{
    (void)state;
    ask_for_bookings(7);
    follow_all();
    struct str seen[7];
    size_t count = 0;
    struct str cursor = STR_NONE;
    const size_t sizes[] = {3, 3, 1};
    for (size_t i = 0; i < 3; i++) {
        struct str input =
            cursor.data
                ? str_format(store.arena, "{\"limit\":3,\"cursor\":\"%.*s\"}", STR_ARG(cursor))
                : STR("{\"limit\":3}");
        struct page page = list(provider, input.data);
        assert_int_equal(page.items->count, sizes[i]);
        assert_int_equal(page.unread, 7);
        for (const struct json *item = page.items->first; item; item = item->next)
            seen[count++] = member(item, "id");
        cursor = page.next_cursor;
        assert_int_equal(cursor.data != NULL, i < 2);
        ask_for_bookings(1); /* what is new does not shift the pages that follow … */
    }
    for (size_t i = 1; i < count; i++) /* … and ids of one process grow */
        assert_true(str_compare(seen[i], seen[i - 1]) < 0);
}

static void reading_marks_up_to_one_or_all_and_only_ones_own(void **state)
{
    (void)state;
    ask_for_bookings(4);
    follow_all();
    struct str second = member(list(provider, "{}").items->first->next, "id");
    struct str input = str_format(store.arena, "{\"upTo\":\"%.*s\"}", STR_ARG(second));
    assert_int_equal(ask("notification.read", client, input.data).error, ERROR_NOT_FOUND);
    assert_int_equal(list(provider, "{}").unread, 4);
    struct ask read = ask("notification.read", provider, input.data);
    assert_int_equal(read.error, ERROR_NONE);
    assert_true(str_equal(read.answer, STR("{\"success\":true,\"unread\":1}")));
    assert_int_equal(list(provider, "{\"unread\":true}").items->count, 1);
    assert_int_equal(list(provider, "{\"unread\":false}").items->count, 4);
    assert_true(str_equal(member(list(provider, "{}").items->first->next, "readAt"),
                          STR("2025-01-15T00:01:00Z")));
    ask("notification.read", provider, "{}");
    assert_int_equal(list(provider, "{}").unread, 0);
}

static void wrong_input_is_refused(void **state)
{
    (void)state;
    static const struct {
        const char *operation, *input;
        enum error expected;
    } rows[] = {
        {"notification.list", "{\"limit\":0}", ERROR_INVALID},
        {"notification.list", "{\"limit\":101}", ERROR_INVALID},
        {"notification.list", "{\"limit\":100}", ERROR_NONE},
        {"notification.list", "{\"cursor\":\"abc\"}", ERROR_INVALID},
        {"notification.list", "{\"cursor\":\"-1\"}", ERROR_INVALID},
        {"notification.list", "{\"cursor\":\"99999999999999999999\"}", ERROR_INVALID},
        {"notification.list", "{\"other\":1}", ERROR_INVALID},
        {"notification.read", "{\"upTo\":\"booking_01h455vb4pex5vsknk084sn02q\"}", ERROR_INVALID},
        {"notification.read", "{\"upTo\":\"notification_01h455vb4pex5vsknk084sn02q\"}",
         ERROR_NOT_FOUND},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        assert_int_equal(ask(rows[i].operation, client, rows[i].input).error, rows[i].expected);
}

#define NOTIFY_TEST(name) cmocka_unit_test_setup_teardown(name, open_with_people, close_store)

int main(void)
{
    const struct CMUnitTest tests[] = {
        NOTIFY_TEST(everyone_concerned_is_told_but_not_who_acted),
        NOTIFY_TEST(an_entry_told_twice_is_one_notice),
        NOTIFY_TEST(pages_go_back_in_time_without_a_hole),
        NOTIFY_TEST(reading_marks_up_to_one_or_all_and_only_ones_own),
        NOTIFY_TEST(wrong_input_is_refused),
    };
    return run_on_both("notify", tests, sizeof tests / sizeof tests[0]);
}
