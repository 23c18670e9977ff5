/* http_client_test.h: a raw HTTP client for the tests of this room. It sends exactly the bytes it
 * is given, in the pieces it is told, and reads one answer after the other. */
#ifndef DOCKET_NET_HTTP_CLIENT_TEST_H
#define DOCKET_NET_HTTP_CLIENT_TEST_H

#include <arpa/inet.h>
#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/str.h"

enum { CLIENT_BYTES_MAX = 2 << 20, CLIENT_PATIENCE_MS = 5000 };

struct client {
    int fd;
    char *data, *scratch;
    size_t size;   /* of data: read and not yet taken */
    bool is_ended; /* the server closed */
};

struct answer {
    int status;      /* 0: the connection ended first */
    char head[4096]; /* status line and headers, with a NUL */
    struct str body; /* of the client's memory until the next call; chunks joined */
};

static inline struct client client_open(int port)
{
    struct client client = {.fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_port = htons((uint16_t)port),
                                  .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    assert_int_equal(connect(client.fd, (struct sockaddr *)&address, sizeof address), 0);
    client.data = malloc(CLIENT_BYTES_MAX + 1); /* touched only as far as it is used */
    client.scratch = malloc(CLIENT_BYTES_MAX + 1);
    assert_true(client.data && client.scratch);
    return client;
}

static inline void client_close(struct client *client)
{
    close(client->fd);
    free(client->data);
    free(client->scratch);
}

/* False when the server no longer reads; that is for the answer to tell. */
static inline bool client_send(struct client *client, struct str bytes)
{
    while (bytes.size) {
        ssize_t sent = send(client->fd, bytes.data, bytes.size, MSG_NOSIGNAL);
        if (sent < 0)
            return false;
        bytes = str_part(bytes, (size_t)sent, bytes.size);
    }
    return true;
}

/* Waits for more bytes; false at the end of the connection. Silence fails the test. */
static inline bool client_read(struct client *client)
{
    struct pollfd wait = {.fd = client->fd, .events = POLLIN};
    if (client->is_ended)
        return false;
    assert_int_equal(poll(&wait, 1, CLIENT_PATIENCE_MS), 1);
    assert_true(client->size < CLIENT_BYTES_MAX);
    ssize_t got = recv(client->fd, client->data + client->size, CLIENT_BYTES_MAX - client->size, 0);
    client->is_ended = got <= 0;
    if (got > 0)
        client->size += (size_t)got;
    client->data[client->size] = '\0';
    return got > 0;
}

static inline bool client_is_closed(struct client *client)
{
    while (client_read(client))
        continue;
    return client->is_ended;
}

/* The value of a header, copied into static memory; "" when there is none. */
static inline const char *answer_header(const struct answer *answer, const char *name)
{
    static char value[256];
    char wanted[80];
    snprintf(wanted, sizeof wanted, "\r\n%s: ", name);
    const char *at = strcasestr(answer->head, wanted);
    value[0] = '\0';
    if (at)
        snprintf(value, sizeof value, "%.*s", (int)strcspn(at + strlen(wanted), "\r\n"),
                 at + strlen(wanted));
    return value;
}

/* Joins the chunks into the client's scratch; false when the last one is not here yet. */
static inline bool client_join_chunks(struct client *client, size_t from, size_t *ret_end,
                                      struct str *ret_body)
{
    size_t joined = 0;
    for (;;) {
        const char *line_end = memmem(client->data + from, client->size - from, "\r\n", 2);
        if (!line_end)
            return false;
        size_t chunk = strtoul(client->data + from, NULL, 16);
        size_t start = (size_t)(line_end - client->data) + 2;
        if (start + chunk + 2 > client->size)
            return false;
        memcpy(client->scratch + joined, client->data + start, chunk);
        joined += chunk;
        from = start + chunk + 2;
        if (chunk == 0)
            break;
    }
    *ret_end = from;
    *ret_body = (struct str){.data = client->scratch, .size = joined};
    return true;
}

static inline bool client_body_end(struct client *client, struct answer *answer, size_t head_size,
                                   size_t *ret_end)
{
    if (strcmp(answer_header(answer, "Transfer-Encoding"), "chunked") == 0)
        return client_join_chunks(client, head_size, ret_end, &answer->body);
    size_t size = strtoul(answer_header(answer, "Content-Length"), NULL, 10);
    if (client->size < head_size + size)
        return false;
    memcpy(client->scratch, client->data + head_size, size);
    answer->body = (struct str){.data = client->scratch, .size = size};
    *ret_end = head_size + size;
    return true;
}

/* Reads one whole answer; `has_body` is false after HEAD. */
static inline struct answer client_answer(struct client *client, bool has_body)
{
    struct answer answer = {.status = 0};
    const char *head_end;
    while (!(head_end = memmem(client->data, client->size, "\r\n\r\n", 4)))
        if (!client_read(client))
            return answer;
    size_t head_size = (size_t)(head_end - client->data) + 4, end = head_size;
    assert_true(head_size < sizeof answer.head);
    memcpy(answer.head, client->data, head_size);
    while (has_body && !client_body_end(client, &answer, head_size, &end))
        if (!client_read(client))
            return answer; /* cut off: status stays 0 */
    answer.status = (int)strtol(answer.head + strlen("HTTP/1.1 "), NULL, 10);
    client->size -= end;
    memmove(client->data, client->data + end, client->size);
    return answer;
}

static inline struct answer client_ask(struct client *client, const char *text)
{
    client_send(client, str_from(text));
    return client_answer(client, strncmp(text, "HEAD ", 5) != 0);
}

#endif
