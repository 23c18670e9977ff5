/* serve.c: the server from its first breath to its last. Threads start from the bottom of the house
 * to its top and stop the other way round, so that whatever still runs finds what it stands on. */
#include <errno.h>
#include <malloc.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <unistd.h>

#include "account/account.h"
#include "app/app.h"
#include "app/demo.h"
#include "face/face.h"
#include "net/notify.h"
#include "operation/memory.h"
#include "operation/metrics.h"
#include "operation/rate.h"
#include "operation/rush.h"
#include "operation/workers.h"

enum { DRAIN_MS = 10000, WORKER_QUEUE_MAX = 1024, WORKERS_MAX = 8 };

struct server {
    const struct config *config;
    struct arena *arena;
    struct runtime runtime;
    struct face_context face;
    struct journal_service *journal;
    struct http_server *http;
};

/* ---- signals: one asks for an orderly end, a second one for an end ---- */

static void end_at_once(int signal_number)
{
    (void)signal_number;
    _exit(128 + SIGTERM);
}

static void signals_block(sigset_t *ret_set)
{
    signal(SIGPIPE, SIG_IGN);
    sigemptyset(ret_set);
    sigaddset(ret_set, SIGTERM);
    sigaddset(ret_set, SIGINT);
    pthread_sigmask(SIG_BLOCK, ret_set, NULL); /* inherited by every thread started later */
}

static void signals_wait(const sigset_t *set)
{
    int got = 0;
    while (sigwait(set, &got) == EINTR)
        continue;
    signal(SIGTERM, end_at_once);
    signal(SIGINT, end_at_once);
    pthread_sigmask(SIG_UNBLOCK, set, NULL);
}

/* ---- start ---- */

static int worker_count(void)
{
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    if (cores < 2)
        return 2;
    return cores > WORKERS_MAX ? WORKERS_MAX : (int)cores;
}

static bool server_open_store(struct server *server)
{
    struct db *db = store_open(server->config, STORE_SERVES, server->arena);
    if (!db)
        return false;
    server->runtime.db = db;
    return store_migrate(db, server->arena) &&
           (!server->config->demo || demo_seed(db, server->runtime.edition, server->arena));
}

static void server_prepare_runtime(struct server *server)
{
    const struct config *config = server->config;
    server->runtime.operations = &app_operations;
    server->runtime.authenticator = &account_authenticator;
    server->runtime.rate_limits = config->rate_limits ? rate_limits_new() : NULL;
    server->runtime.workers = workers_start(worker_count(), WORKER_QUEUE_MAX);
    server->runtime.metrics = metrics_new(&app_operations);
    server->runtime.memory = memory_new();
    server->runtime.rush = operation_rush_new(server->runtime.db);
    server->runtime.public_url = config->public_url;
    server->face.runtime = &server->runtime;
    server->face.log_access = config->log_level <= LOG_INFO;
}

static bool server_listen(struct server *server)
{
    struct str reason = STR("unknown");
    const struct http_options options = {
        .listen = server->config->listen,
        .trust_proxy = server->config->trust_proxy,
        .handlers = face_handlers(&server->face),
    };
    server->http = http_start(&options, server->arena, &reason);
    if (!server->http)
        say_error("cannot listen on %.*s: %.*s", STR_ARG(server->config->listen), STR_ARG(reason));
    return server->http != NULL;
}

/* What a browser or curl on this machine can use: every address is shown as the loopback one. */
static struct str server_address(const struct server *server)
{
    struct str listen = server->config->listen;
    size_t colon = listen.size;
    while (colon > 0 && listen.data[colon - 1] != ':')
        colon--;
    struct str host = str_part(listen, 0, colon ? colon - 1 : 0);
    if (host.size == 0 || str_equal(host, STR("0.0.0.0")))
        host = STR("127.0.0.1");
    else if (str_equal(host, STR("[::]")))
        host = STR("[::1]");
    return str_format(server->arena, "http://%.*s:%d", STR_ARG(host), http_port(server->http));
}

static void server_announce(struct server *server)
{
    struct str address = server_address(server);
    atomic_store(&server->face.is_ready, true);
    if (server->config->demo)
        demo_print(server->runtime.db, server->runtime.edition, server->arena, address);
    else
        printf("Docket listens on %.*s\n", STR_ARG(address));
    fflush(stdout);
    notify_send(STR("READY=1"));
    log_event(LOG_INFO, "listening", LOG_TEXT("address", address),
              LOG_TEXT("store", str_from(db_driver_name(server->runtime.db))));
}

/* ---- stop ---- */

static void server_stop(struct server *server)
{
    atomic_store(&server->face.is_ready, false);
    notify_send(STR("STOPPING=1"));
    if (server->http)
        http_stop(server->http, DRAIN_MS);
    if (server->runtime.workers)
        workers_stop(server->runtime.workers);
    if (server->journal)
        journal_stop(server->journal);
    /* Calls under way still answer to their exchanges, so the store goes before the server. */
    if (server->runtime.db)
        db_close(server->runtime.db);
    if (server->http)
        http_free(server->http);
    face_release(&server->face);
    memory_free(server->runtime.memory);
    rush_free(server->runtime.rush);
    if (server->runtime.metrics)
        metrics_free(server->runtime.metrics);
    if (server->runtime.rate_limits)
        rate_limits_free(server->runtime.rate_limits);
}

/* A call's memory comes and goes within milliseconds. Given back to the system each time, as is
 * usual from 128 KiB on, it would be cleared and mapped anew for the next one. */
static void memory_keep_at_hand(void)
{
    mallopt(M_MMAP_THRESHOLD, 4 << 20);
    mallopt(M_TRIM_THRESHOLD, 8 << 20);
    mallopt(M_TOP_PAD, 256 << 10);
}

int command_serve(const struct config *config, struct arena *arena)
{
    memory_keep_at_hand();
    sigset_t signals;
    struct server *server = ARENA_NEW(arena, struct server);
    server->config = config;
    server->arena = arena;
    signals_block(&signals);
    operation_table_check(&app_operations);
    server->runtime.edition = edition_use(config, arena);
    bool started = server->runtime.edition && server_open_store(server);
    if (started) {
        server_prepare_runtime(server);
        server->journal = journal_start(server->runtime.db, &app_journal);
        started = server_listen(server);
    }
    if (started) {
        server_announce(server);
        signals_wait(&signals);
        log_event(LOG_INFO, "stopping");
    }
    server_stop(server);
    return started ? 0 : EXIT_FAILED;
}
