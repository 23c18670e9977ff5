/* Exchanges that wait: suspended and resumed from other threads, streamed, and a server that stops
 * while they do. Nothing may be stuck, lost or ended twice. */
#include "net/http_client_test.h"

#include <pthread.h>

#include "base/clock.h"
#include "net/http.h"

enum {
    WORKERS = 3,
    WAITING_MAX = 4096,
    RUSH_CLIENTS = 256,
    RUSH_ROUNDS = 200,
    HELD = 20,
    FULL_CLIENTS = 256,
    FULL_TURNS = FULL_CLIENTS / 2 / 32, /* of each of two threads, at least */
    BUSY_US = 1000
};

/* Exchanges on their way from an I/O thread to whoever resumes them. */
struct queue {
    pthread_mutex_t lock;
    pthread_cond_t filled;
    struct http_exchange *items[WAITING_MAX];
    int count;
    bool is_over;
};

struct fixture {
    struct arena *arena;
    struct http_server *server;
    struct queue work, held; /* work: the workers resume it; held: the test does */
    pthread_t workers[WORKERS];
    _Atomic int finished, closed, closed_status;
    _Atomic int busy, busy_before_finish; /* requests that kept an I/O thread busy */
    _Atomic bool is_full;
};
static struct fixture fixture;

static void queue_put(struct queue *queue, struct http_exchange *exchange)
{
    pthread_mutex_lock(&queue->lock);
    queue->items[queue->count++] = exchange;
    pthread_cond_broadcast(&queue->filled);
    pthread_mutex_unlock(&queue->lock);
}

static struct http_exchange *queue_take(struct queue *queue)
{
    struct http_exchange *exchange = NULL;
    pthread_mutex_lock(&queue->lock);
    while (!queue->count && !queue->is_over)
        pthread_cond_wait(&queue->filled, &queue->lock);
    if (queue->count)
        exchange = queue->items[--queue->count];
    pthread_mutex_unlock(&queue->lock);
    return exchange;
}

static void *work(void *unused)
{
    (void)unused;
    struct http_exchange *exchange;
    while ((exchange = queue_take(&fixture.work)))
        http_resume(exchange);
    return NULL;
}

static void handle(struct http_exchange *exchange, void *context)
{
    (void)context;
    struct str path = http_request(exchange)->path;
    if (str_equal(path, STR("/inline"))) {
        http_reply(exchange, 200, "text/plain", STR("inline"));
    } else if (str_starts_with(path, STR("/busy"))) {
        usleep(str_equal(path, STR("/busy-long")) ? 300 * BUSY_US : BUSY_US);
        fixture.busy++;
        http_reply(exchange, 200, "text/plain", STR("busy"));
    } else if (str_equal(path, STR("/stream"))) {
        http_stream(exchange, 200, "text/event-stream");
        queue_put(&fixture.held, exchange);
    } else {
        http_suspend(exchange);
        if (str_equal(path, STR("/early")))
            http_resume(exchange);
        else
            queue_put(str_equal(path, STR("/hold")) ? &fixture.held : &fixture.work, exchange);
    }
}

static void finish(struct http_exchange *exchange, void *context)
{
    (void)context;
    fixture.finished++;
    fixture.busy_before_finish = fixture.busy;
    if (str_equal(http_request(exchange)->path, STR("/twice")) && !http_user(exchange)) {
        http_set_user(exchange, exchange);
        http_suspend(exchange);
        queue_put(&fixture.work, exchange);
        return;
    }
    http_reply_static(exchange, 200, "text/plain", http_request(exchange)->body);
}

static bool is_full(void *context)
{
    (void)context;
    return fixture.is_full;
}

static void closed(struct http_exchange *exchange, void *context)
{
    (void)context;
    fixture.closed_status = http_status(exchange);
    fixture.closed++;
}

static void queue_init(struct queue *queue)
{
    pthread_mutex_init(&queue->lock, NULL);
    pthread_cond_init(&queue->filled, NULL);
    queue->count = 0;
    queue->is_over = false;
}

static int start(void **state)
{
    (void)state;
    struct str reason;
    fixture.arena = arena_new(0);
    fixture.finished = fixture.closed = fixture.busy = 0;
    fixture.is_full = false;
    queue_init(&fixture.work);
    queue_init(&fixture.held);
    for (int i = 0; i < WORKERS; i++)
        pthread_create(&fixture.workers[i], NULL, work, NULL);
    struct http_options options = {
        .listen = STR("127.0.0.1:0"),
        .threads = 2,
        .handlers = {.handle = handle, .finish = finish, .closed = closed, .is_full = is_full}};
    fixture.server = http_start(&options, fixture.arena, &reason);
    return fixture.server ? 0 : -1;
}

/* Tests that stop the server themselves set fixture.server to NULL. */
static int stop(void **state)
{
    (void)state;
    if (fixture.server)
        http_stop(fixture.server, 2000);
    pthread_mutex_lock(&fixture.work.lock);
    fixture.work.is_over = true;
    pthread_cond_broadcast(&fixture.work.filled);
    pthread_mutex_unlock(&fixture.work.lock);
    for (int i = 0; i < WORKERS; i++)
        pthread_join(fixture.workers[i], NULL);
    http_free(fixture.server);
    arena_free(fixture.arena);
    return 0;
}

static struct client open_client(void)
{
    return client_open(http_port(fixture.server));
}

static void ask_to(struct client *client, const char *path)
{
    char text[128];
    snprintf(text, sizeof text, "POST %s HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi", path);
    client_send(client, str_from(text));
}

static void wait_for(_Atomic int *count, int wanted)
{
    for (int i = 0; i < CLIENT_PATIENCE_MS && *count < wanted; i++)
        usleep(1000);
    assert_int_equal(*count, wanted);
}

/* ---- suspended ---- */

static void none_is_stuck_in_a_rush(void **state)
{
    (void)state;
    static struct client clients[RUSH_CLIENTS];
    static const char *const paths[] = {"/work", "/early", "/work", "/inline", "/twice", "/work"};
    for (int i = 0; i < RUSH_CLIENTS; i++)
        clients[i] = open_client();
    int answered = 0;
    for (int round = 0; round < RUSH_ROUNDS; round++) {
        for (int i = 0; i < RUSH_CLIENTS; i++)
            ask_to(&clients[i], paths[(size_t)(i + round) % COUNT_OF(paths)]);
        for (int i = 0; i < RUSH_CLIENTS; i++)
            answered += client_answer(&clients[i], true).status == 200;
    }
    assert_int_equal(answered, RUSH_CLIENTS * RUSH_ROUNDS);
    wait_for(&fixture.closed, answered);
    for (int i = 0; i < RUSH_CLIENTS; i++)
        client_close(&clients[i]);
}

/* Both I/O threads are kept busy until all have asked; the first of these is resumed at once. */
static void what_is_resumed_does_not_wait_for_all_who_ask(void **state)
{
    (void)state;
    static struct client clients[RUSH_CLIENTS + 2];
    for (size_t i = 0; i < COUNT_OF(clients); i++) {
        clients[i] = open_client();
        ask_to(&clients[i], "/inline");
        assert_int_equal(client_answer(&clients[i], true).status, 200);
    }
    ask_to(&clients[0], "/busy-long");
    ask_to(&clients[1], "/busy-long");
    usleep(100 * BUSY_US);
    assert_int_equal(fixture.busy, 0);
    for (size_t i = 2; i < COUNT_OF(clients); i++)
        ask_to(&clients[i], i == 2 ? "/early" : "/busy");
    for (size_t i = 0; i < COUNT_OF(clients); i++) {
        assert_int_equal(client_answer(&clients[i], true).status, 200);
        client_close(&clients[i]);
    }
    assert_int_equal(fixture.busy, RUSH_CLIENTS + 1);
    assert_in_range(fixture.busy_before_finish, 2,
                    RUSH_CLIENTS * 2 / 5); /* not its thread's half */
}

/* Each thread has half of them, and begins 32 at a time, 20 ms after those before. */
static void while_much_waits_answers_go_out_and_little_is_begun(void **state)
{
    (void)state;
    static struct client clients[FULL_CLIENTS];
    for (size_t i = 0; i < COUNT_OF(clients); i++) {
        clients[i] = open_client();
        ask_to(&clients[i], "/inline");
        assert_int_equal(client_answer(&clients[i], true).status, 200);
    }
    struct client client = open_client();
    ask_to(&client, "/hold");
    struct http_exchange *held = queue_take(&fixture.held);
    fixture.is_full = true;
    http_resume(held);
    assert_int_equal(client_answer(&client, true).status, 200);
    int64_t start_us = clock_monotonic_us();
    for (size_t i = 0; i < COUNT_OF(clients); i++)
        ask_to(&clients[i], "/inline");
    for (size_t i = 0; i < COUNT_OF(clients); i++) {
        assert_int_equal(client_answer(&clients[i], true).status, 200);
        client_close(&clients[i]);
    }
    assert_true(clock_monotonic_us() - start_us >= (FULL_TURNS - 1) * INT64_C(20000));
    client_close(&client);
}

static void pipelined_behind_a_suspended_one(void **state)
{
    (void)state;
    struct client client = open_client();
    for (int i = 0; i < 40; i++)
        ask_to(&client, i % 3 ? "/work" : "/inline");
    for (int i = 0; i < 40; i++) {
        struct answer answer = client_answer(&client, true);
        assert_int_equal(answer.status, 200);
        assert_true(str_equal(answer.body, i % 3 ? STR("hi") : STR("inline")));
    }
    client_close(&client);
}

static void client_that_left_is_closed_once(void **state)
{
    (void)state;
    struct client client = open_client();
    ask_to(&client, "/hold");
    struct http_exchange *exchange = queue_take(&fixture.held);
    struct linger reset = {.l_onoff = 1, .l_linger = 0};
    setsockopt(client.fd, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
    client_close(&client);
    usleep(20000);
    assert_int_equal(fixture.closed, 0); /* its owner may still be working on it */
    http_resume(exchange);
    wait_for(&fixture.closed, 1);
    assert_int_equal(fixture.closed_status, 0);
    usleep(20000);
    assert_int_equal(fixture.closed, 1);
}

/* As `nc -N` does: the request is complete, so it is answered. */
static void client_that_only_stopped_sending_is_answered(void **state)
{
    (void)state;
    struct client client = open_client();
    ask_to(&client, "/hold");
    struct http_exchange *exchange = queue_take(&fixture.held);
    shutdown(client.fd, SHUT_WR);
    usleep(20000);
    http_resume(exchange);
    assert_int_equal(client_answer(&client, true).status, 200);
    assert_true(client_is_closed(&client));
    client_close(&client);
}

/* ---- streams ---- */

static void stream_arrives_piece_by_piece(void **state)
{
    (void)state;
    struct client client = open_client();
    ask_to(&client, "/stream");
    struct http_exchange *exchange = queue_take(&fixture.held);
    assert_true(http_stream_send(exchange, STR("one ")));
    while (!memmem(client.data, client.size, "one ", 4))
        assert_true(client_read(&client)); /* before the stream has ended */
    assert_true(http_stream_send(exchange, STR("two ")));
    assert_true(http_stream_send(exchange, STR("three")));
    http_stream_end(exchange);
    struct answer answer = client_answer(&client, true);
    assert_int_equal(answer.status, 200);
    assert_string_equal(answer_header(&answer, "Content-Type"), "text/event-stream");
    assert_true(str_equal(answer.body, STR("one two three")));
    ask_to(&client, "/inline"); /* the connection is kept */
    assert_int_equal(client_answer(&client, true).status, 200);
    client_close(&client);
    wait_for(&fixture.closed, 2);
}

static void stream_that_nobody_reads_is_bounded(void **state)
{
    (void)state;
    struct client client = open_client();
    ask_to(&client, "/stream");
    struct http_exchange *exchange = queue_take(&fixture.held);
    char *block = arena_alloc(fixture.arena, 65536);
    int sent = 0;
    while (sent < 1000 && http_stream_send(exchange, (struct str){block, 65536}))
        sent++;
    assert_in_range(sent, 16, 999); /* 1 MiB, and what the kernel has taken meanwhile */
    client_close(&client);
    http_stream_end(exchange);
    wait_for(&fixture.closed, 1);
}

static void stream_notices_a_client_that_left(void **state)
{
    (void)state;
    struct client client = open_client();
    ask_to(&client, "/stream");
    struct http_exchange *exchange = queue_take(&fixture.held);
    client_close(&client);
    int heartbeats = 0;
    while (http_stream_send(exchange, STR(":\n\n")) && heartbeats < 1000) {
        usleep(1000);
        heartbeats++;
    }
    assert_in_range(heartbeats, 0, 999);
    assert_int_equal(fixture.closed, 0);
    http_stream_end(exchange);
    wait_for(&fixture.closed, 1);
    assert_int_equal(fixture.closed_status, 0);
}

static void stream_of_head_has_no_body(void **state)
{
    (void)state;
    struct client client = open_client();
    struct answer answer = client_ask(&client, "HEAD /stream HTTP/1.1\r\nHost: a\r\n\r\n");
    assert_int_equal(answer.status, 200);
    struct http_exchange *exchange = queue_take(&fixture.held);
    for (int i = 0; i < 1000 && http_stream_send(exchange, STR("x")); i++)
        usleep(1000);
    assert_false(http_stream_send(exchange, STR("x")));
    http_stream_end(exchange);
    ask_to(&client, "/inline");
    assert_int_equal(client_answer(&client, true).status, 200);
    client_close(&client);
}

/* ---- stopping ---- */

static int stop_patience_ms;

static void *stop_in_background(void *unused)
{
    (void)unused;
    http_stop(fixture.server, stop_patience_ms);
    return NULL;
}

static pthread_t stop_start(int patience_ms)
{
    pthread_t thread;
    stop_patience_ms = patience_ms;
    assert_int_equal(pthread_create(&thread, NULL, stop_in_background, NULL), 0);
    return thread;
}

static void stop_end(pthread_t thread)
{
    pthread_join(thread, NULL);
    http_free(fixture.server);
    fixture.server = NULL;
}

static void stop_waits_for_what_is_suspended(void **state)
{
    (void)state;
    struct client clients[HELD];
    struct http_exchange *held[HELD];
    for (int i = 0; i < HELD; i++) {
        clients[i] = open_client();
        ask_to(&clients[i], "/hold");
    }
    for (int i = 0; i < HELD; i++)
        held[i] = queue_take(&fixture.held);
    pthread_t stopping = stop_start(4000);
    usleep(50000);
    for (int i = 0; i < HELD; i++)
        http_resume(held[i]);
    for (int i = 0; i < HELD; i++) {
        struct answer answer = client_answer(&clients[i], true);
        assert_int_equal(answer.status, 200);
        assert_string_equal(answer_header(&answer, "Connection"), "close");
        assert_true(client_is_closed(&clients[i]));
        client_close(&clients[i]);
    }
    stop_end(stopping);
    assert_int_equal(fixture.closed, HELD);
}

static void stop_gives_up_at_its_deadline(void **state)
{
    (void)state;
    struct client client = open_client();
    ask_to(&client, "/hold");
    struct http_exchange *exchange = queue_take(&fixture.held);
    http_stop(fixture.server, 50);
    assert_int_equal(client_answer(&client, true).status, 503);
    assert_int_equal(fixture.closed, 0);
    http_resume(exchange); /* late, and harmless */
    assert_int_equal(fixture.closed, 1);
    assert_int_equal(fixture.closed_status, 503);
    assert_int_equal(fixture.finished, 0);
    client_close(&client);
    http_free(fixture.server);
    fixture.server = NULL;
}

static void stop_waits_for_streams_that_end(void **state)
{
    (void)state;
    struct client client = open_client();
    ask_to(&client, "/stream");
    struct http_exchange *exchange = queue_take(&fixture.held);
    assert_true(http_stream_send(exchange, STR("first, ")));
    pthread_t stopping = stop_start(4000);
    usleep(50000);
    assert_true(http_should_close(exchange));
    assert_true(http_stream_send(exchange, STR("last")));
    http_stream_end(exchange);
    struct answer answer = client_answer(&client, true);
    assert_true(str_equal(answer.body, STR("first, last")));
    int64_t from_us = clock_monotonic_us();
    stop_end(stopping);
    assert_true(clock_monotonic_us() - from_us < 1000000);
    client_close(&client);
}

static void stop_ends_streams_with_what_they_have(void **state)
{
    (void)state;
    struct client client = open_client();
    ask_to(&client, "/stream");
    struct http_exchange *exchange = queue_take(&fixture.held);
    assert_true(http_stream_send(exchange, STR("last words")));
    int64_t from_us = clock_monotonic_us();
    http_stop(fixture.server, 800);
    assert_in_range(clock_monotonic_us() - from_us, 400000, 790000);
    struct answer answer = client_answer(&client, true);
    assert_true(str_equal(answer.body, STR("last words")));
    assert_false(http_stream_send(exchange, STR("too late")));
    http_stream_end(exchange);
    assert_int_equal(fixture.closed, 1);
    client_close(&client);
    http_free(fixture.server);
    fixture.server = NULL;
}

static void stop_does_not_wait_for_who_does_not_read(void **state)
{
    (void)state;
    struct client client = open_client();
    ask_to(&client, "/stream");
    struct http_exchange *exchange = queue_take(&fixture.held);
    char *block = arena_alloc(fixture.arena, 65536);
    /* Until the kernel's buffers are full as well as the queue. */
    for (int refused = 0; refused < 30;) {
        if (http_stream_send(exchange, (struct str){block, 65536}))
            refused = 0;
        else if (++refused)
            usleep(1000);
    }
    int64_t from_us = clock_monotonic_us();
    http_stop(fixture.server, 200);
    assert_in_range(clock_monotonic_us() - from_us, 200000, 1500000);
    http_stream_end(exchange);
    assert_int_equal(fixture.closed, 1);
    assert_int_equal(fixture.closed_status, 0);
    client_close(&client);
    http_free(fixture.server);
    fixture.server = NULL;
}

/* Each client asks again and again until it is told to close. Whatever was asked is answered. */
static void stop_loses_no_request(void **state)
{
    (void)state;
    static struct client clients[64];
    bool is_told[COUNT_OF(clients)] = {false};
    for (size_t i = 0; i < COUNT_OF(clients); i++)
        clients[i] = open_client();
    pthread_t stopping = {0};
    size_t told = 0;
    for (int round = 0; told < COUNT_OF(clients); round++) {
        if (round == 20)
            stopping = stop_start(4000);
        assert_in_range(round, 0, 100000);
        for (size_t i = 0; i < COUNT_OF(clients); i++)
            if (!is_told[i])
                ask_to(&clients[i], i % 2 ? "/work" : "/inline");
        for (size_t i = 0; i < COUNT_OF(clients); i++) {
            if (is_told[i])
                continue;
            struct answer answer = client_answer(&clients[i], true);
            assert_int_equal(answer.status, 200);
            is_told[i] = strcmp(answer_header(&answer, "Connection"), "close") == 0;
            told += is_told[i];
        }
    }
    stop_end(stopping);
    for (size_t i = 0; i < COUNT_OF(clients); i++)
        client_close(&clients[i]);
}

#define ONE(test) cmocka_unit_test_setup_teardown(test, start, stop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ONE(none_is_stuck_in_a_rush),
        ONE(what_is_resumed_does_not_wait_for_all_who_ask),
        ONE(while_much_waits_answers_go_out_and_little_is_begun),
        ONE(pipelined_behind_a_suspended_one),
        ONE(client_that_left_is_closed_once),
        ONE(client_that_only_stopped_sending_is_answered),
        ONE(stream_arrives_piece_by_piece),
        ONE(stream_that_nobody_reads_is_bounded),
        ONE(stream_notices_a_client_that_left),
        ONE(stream_of_head_has_no_body),
        ONE(stop_waits_for_what_is_suspended),
        ONE(stop_gives_up_at_its_deadline),
        ONE(stop_waits_for_streams_that_end),
        ONE(stop_ends_streams_with_what_they_have),
        ONE(stop_does_not_wait_for_who_does_not_read),
        ONE(stop_loses_no_request),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
