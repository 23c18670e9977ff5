/* storm: as many requests at once as the system allows, each on a connection of its own.
 *
 * storm PORT TOKENS BODY: TOKENS is a file of bearer tokens, one a line; BODY is sent by each. All
 * connections are made first and stand open; then one request is written to each of them, one after
 * the other as fast as one thread can, and only then are answers read. Prints one line of JSON: how
 * long the writing took, how many answers of each kind, and from each request's writing to its
 * answer's reading. */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { CLIENTS_MAX = 20000, ANSWER_MAX = 16384, EVENTS_MAX = 256, PATIENCE_MS = 60000 };

struct client {
    int fd;
    char token[128];
    double sent_ms, answered_ms;
    int status;
    size_t size;
    char *answer;
};
static struct client clients[CLIENTS_MAX];

static double now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static void fail(const char *what)
{
    perror(what);
    exit(1);
}

static int tokens_read(const char *path)
{
    FILE *file = fopen(path, "r");
    int count = 0;
    if (!file)
        fail(path);
    while (count < CLIENTS_MAX && fscanf(file, "%127s", clients[count].token) == 1)
        count++;
    fclose(file);
    return count;
}

static void limit_raise(void)
{
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit))
        fail("getrlimit");
    limit.rlim_cur = limit.rlim_max;
    if (setrlimit(RLIMIT_NOFILE, &limit))
        fail("setrlimit");
}

/* Made one after the other: what counts begins when all stand. */
static void client_connect(struct client *client, int port)
{
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_port = htons((unsigned short)port),
                                  .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    client->fd = socket(AF_INET, SOCK_STREAM, 0);
    if (client->fd < 0 || connect(client->fd, (struct sockaddr *)&address, sizeof address))
        fail("connect");
    client->answer = malloc(ANSWER_MAX);
    if (!client->answer)
        abort();
}

static void client_send(struct client *client, const char *body)
{
    char request[2048];
    int size = snprintf(request, sizeof request,
                        "POST /api/bookings HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                        "Authorization: Bearer %s\r\nContent-Type: application/json\r\n"
                        "Content-Length: %zu\r\n\r\n%s",
                        client->token, strlen(body), body);
    client->sent_ms = now_ms();
    if (size >= (int)sizeof request || write(client->fd, request, (size_t)size) != size)
        fail("write");
}

/* Whether the answer is whole now. */
static int client_read(struct client *client)
{
    ssize_t size =
        read(client->fd, client->answer + client->size, ANSWER_MAX - 1 - client->size);
    if (size <= 0)
        fail("an answer was cut off");
    client->size += (size_t)size;
    client->answer[client->size] = '\0';
    const char *head_end = strstr(client->answer, "\r\n\r\n");
    const char *length = strcasestr(client->answer, "\r\nContent-Length:");
    if (!head_end || !length || length > head_end)
        return 0;
    size_t wanted = (size_t)(head_end + 4 - client->answer) + strtoul(length + 17, NULL, 10);
    if (client->size < wanted)
        return 0;
    client->answered_ms = now_ms();
    client->status = atoi(client->answer + 9);
    return 1;
}

static void answers_read(int epoll, int count)
{
    struct epoll_event events[EVENTS_MAX];
    while (count > 0) {
        int ready = epoll_wait(epoll, events, EVENTS_MAX, PATIENCE_MS);
        if (ready <= 0)
            fail("some were not answered");
        for (int i = 0; i < ready; i++) {
            struct client *client = events[i].data.ptr;
            if (client_read(client)) {
                epoll_ctl(epoll, EPOLL_CTL_DEL, client->fd, NULL);
                count--;
            }
        }
    }
}

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void print(int count)
{
    static double took[CLIENTS_MAX];
    double last_sent = 0, last_answered = 0;
    int made = 0, taken = 0, with_advice = 0;
    const struct client *other = NULL;
    for (int i = 0; i < count; i++) {
        const struct client *client = &clients[i];
        took[i] = client->answered_ms - client->sent_ms;
        last_sent = client->sent_ms > last_sent ? client->sent_ms : last_sent;
        last_answered =
            client->answered_ms > last_answered ? client->answered_ms : last_answered;
        made += client->status == 201;
        taken += client->status == 409 && strstr(client->answer, "\"slot_taken\"") != NULL;
        with_advice += strstr(client->answer, "\"alternatives\"") != NULL;
        other = client->status != 201 && client->status != 409 ? client : other;
    }
    if (other)
        fprintf(stderr, "one of the answers: %s\n", other->answer);
    qsort(took, (size_t)count, sizeof *took, compare);
    printf("{\"requests\":%d,\"won\":%d,\"taken\":%d,\"withAlternatives\":%d,\"sendingMs\":%.1f,"
           "\"totalMs\":%.1f,\"p50\":%.2f,\"p99\":%.2f,\"max\":%.2f}\n",
           count, made, taken, with_advice, last_sent - clients[0].sent_ms,
           last_answered - clients[0].sent_ms, took[count / 2], took[count * 99 / 100],
           took[count - 1]);
}

int main(int argc, char **argv)
{
    if (argc != 4)
        return 2;
    int count = tokens_read(argv[2]), epoll = epoll_create1(EPOLL_CLOEXEC);
    limit_raise();
    for (int i = 0; i < count; i++) {
        client_connect(&clients[i], atoi(argv[1]));
        struct epoll_event event = {.events = EPOLLIN, .data.ptr = &clients[i]};
        epoll_ctl(epoll, EPOLL_CTL_ADD, clients[i].fd, &event);
    }
    usleep(500000); /* until the server has accepted the last of them */
    for (int i = 0; i < count; i++)
        client_send(&clients[i], argv[3]);
    answers_read(epoll, count);
    print(count);
    return 0;
}
