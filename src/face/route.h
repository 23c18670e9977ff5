/* route.h: paths of the REST table, compiled once into a tree of segments. Private to face/.
 *
 * A literal segment wins over ":name" at the same place. The tree is read-only after
 * router_new(), so every I/O thread matches without a lock and without allocating. */
#ifndef DOCKET_FACE_ROUTE_H
#define DOCKET_FACE_ROUTE_H

#include "face/face.h"

enum { ROUTE_PARAMETERS_MAX = 4, ROUTE_SEGMENTS_MAX = 12 };

/* A row of the table with what is looked up once. */
struct route {
    const struct rest_route *row;
    const struct operation *operation;
    struct str names[ROUTE_PARAMETERS_MAX]; /* ":id" as "id", in order of the path */
    size_t name_count;
};

struct route_match {
    const struct route *route; /* NULL: the path is unknown, or not with this method */
    struct str allow;          /* absent: the path is unknown; else "GET, HEAD, POST" */
    struct str values[ROUTE_PARAMETERS_MAX];
};

struct router;
/* Aborts with a message when a row is malformed, given twice or without its operation. */
struct router *router_new(struct arena *arena, const struct rest_route *rows, size_t count,
                          const struct operation_table *table);
/* `path` is decoded. HEAD is looked up as GET. An empty segment matches no parameter. */
struct route_match router_match(const struct router *router, enum http_method method,
                                struct str path);

#endif
