#include "db/postgres_listen.h"

#include <poll.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "db/driver.h"

enum { RECONNECT_FIRST_MS = 250, RECONNECT_MOST_MS = 5000, WAIT_FOREVER = -1 };

struct listener {
    char *url;
    PGconn *(*connect)(const char *url);
    void (*fn)(void *argument);
    void *argument;
    int stop_event; /* readable once it shall stop */
    pthread_t thread;
};

/* Waits until the socket (−1: none) can be read, or timeout_ms have passed. False: stop. */
static bool wait_for(const struct listener *listener, int socket, int timeout_ms)
{
    struct pollfd sources[] = {{.fd = listener->stop_event, .events = POLLIN},
                               {.fd = socket, .events = POLLIN}};
    poll(sources, 2, timeout_ms);
    return !sources[0].revents;
}

static bool begin_listening(PGconn *connection)
{
    PGresult *result = PQexec(connection, "LISTEN " LISTEN_CHANNEL);
    bool listens = PQresultStatus(result) == PGRES_COMMAND_OK;
    PQclear(result);
    return listens;
}

static bool take_notices(PGconn *connection)
{
    bool any = false;
    for (PGnotify *notice = PQnotifies(connection); notice; notice = PQnotifies(connection)) {
        PQfreemem(notice);
        any = true;
    }
    return any;
}

/* Until the connection breaks (true) or the listener is stopped (false). */
static bool listen_on(const struct listener *listener, PGconn *connection)
{
    listener->fn(listener->argument);
    for (;;) {
        if (take_notices(connection))
            listener->fn(listener->argument);
        if (!wait_for(listener, PQsocket(connection), WAIT_FOREVER))
            return false;
        if (!PQconsumeInput(connection))
            return true;
    }
}

static void *listener_main(void *argument)
{
    struct listener *listener = argument;
    int pause_ms = RECONNECT_FIRST_MS;
    bool goes_on = true;
    while (goes_on) {
        PGconn *connection = listener->connect(listener->url);
        if (PQstatus(connection) == CONNECTION_OK && begin_listening(connection)) {
            pause_ms = RECONNECT_FIRST_MS;
            goes_on = listen_on(listener, connection);
        }
        PQfinish(connection);
        goes_on = goes_on && wait_for(listener, -1, pause_ms);
        pause_ms = pause_ms * 2 < RECONNECT_MOST_MS ? pause_ms * 2 : RECONNECT_MOST_MS;
    }
    return NULL;
}

struct listener *listener_start(const char *url, PGconn *(*connect)(const char *url),
                                void (*fn)(void *argument), void *argument)
{
    struct listener *listener = calloc(1, sizeof *listener);
    if (!listener)
        abort();
    listener->url = strdup(url);
    listener->connect = connect;
    listener->fn = fn;
    listener->argument = argument;
    listener->stop_event = eventfd(0, EFD_CLOEXEC);
    if (!listener->url || listener->stop_event < 0)
        abort();
    db_start_thread(&listener->thread, listener_main, listener);
    return listener;
}

void listener_stop(struct listener *listener)
{
    if (!listener)
        return;
    if (eventfd_write(listener->stop_event, 1))
        abort(); /* a fresh counter takes a one */
    pthread_join(listener->thread, NULL);
    close(listener->stop_event);
    free(listener->url);
    free(listener);
}
