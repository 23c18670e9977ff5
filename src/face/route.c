#include "face/route.h"

#include <stdio.h>
#include <stdlib.h>

enum { ROUTE_METHODS = HTTP_OTHER };

/* One segment of one or more paths. Children hang in a list: there are few at any place, and a
 * comparison of sizes rules out most of them. */
struct route_node {
    struct str segment; /* absent: a parameter */
    struct route_node *first_child, *next;
    struct route_node *parameter;
    struct route *routes[ROUTE_METHODS];
    struct str allow; /* absent: no path ends here */
};

struct router {
    struct route_node root;
};

static void route_refuse(const struct rest_route *row, const char *why)
{
    fprintf(stderr, "docket: route %s: %s\n", row->path ? row->path : "(none)", why);
    abort();
}

static struct route_node *node_child(struct arena *arena, struct route_node *node,
                                     struct str segment)
{
    if (segment.data[0] == ':') {
        if (!node->parameter)
            node->parameter = ARENA_NEW(arena, struct route_node);
        return node->parameter;
    }
    for (struct route_node *child = node->first_child; child; child = child->next)
        if (str_equal(child->segment, segment))
            return child;
    struct route_node *child = ARENA_NEW(arena, struct route_node);
    child->segment = segment;
    child->next = node->first_child;
    node->first_child = child;
    return child;
}

static bool takes_field(const struct operation *operation, struct str name)
{
    for (size_t i = 0; i < operation->input->field_count; i++)
        if (str_equal(str_from(operation->input->fields[i].name), name))
            return true;
    return false;
}

static void route_add_name(struct route *route, struct str name)
{
    if (route->name_count == ROUTE_PARAMETERS_MAX)
        route_refuse(route->row, "has too many parameters");
    if (!takes_field(route->operation, name))
        route_refuse(route->row, "a parameter is no field of its operation's input");
    route->names[route->name_count++] = name;
}

static void router_add(struct router *router, struct arena *arena, const struct rest_route *row,
                       const struct operation_table *table)
{
    if (!row->path || row->path[0] != '/' || row->method >= HTTP_OPTIONS)
        route_refuse(row, "is malformed");
    struct route *route = ARENA_NEW(arena, struct route);
    route->row = row;
    route->operation = operation_find(table, str_from(row->operation));
    if (!route->operation)
        route_refuse(row, "its operation is not in the table");
    struct str rest = str_from(row->path + 1), segment;
    struct route_node *node = &router->root;
    while (str_next_piece(&rest, '/', &segment)) {
        if (segment.size == 0)
            route_refuse(row, "has an empty segment");
        if (segment.data[0] == ':')
            route_add_name(route, str_part(segment, 1, segment.size));
        node = node_child(arena, node, segment);
    }
    if (node->routes[row->method])
        route_refuse(row, "is given twice");
    node->routes[row->method] = route;
}

static void node_write_allow(struct arena *arena, struct route_node *node)
{
    static const char *const names[ROUTE_METHODS] = {
        [HTTP_GET] = "GET, HEAD", [HTTP_POST] = "POST",     [HTTP_PUT] = "PUT",
        [HTTP_PATCH] = "PATCH",   [HTTP_DELETE] = "DELETE",
    };
    struct buf allow;
    buf_init(&allow, arena, 48);
    for (int method = 0; method < ROUTE_METHODS; method++)
        if (node->routes[method])
            buf_format(&allow, "%s%s", allow.size ? ", " : "", names[method]);
    if (allow.size)
        node->allow = buf_str(&allow);
    for (struct route_node *child = node->first_child; child; child = child->next)
        node_write_allow(arena, child);
    if (node->parameter)
        node_write_allow(arena, node->parameter);
}

struct router *router_new(struct arena *arena, const struct rest_route *rows, size_t count,
                          const struct operation_table *table)
{
    struct router *router = ARENA_NEW(arena, struct router);
    for (size_t i = 0; i < count; i++)
        router_add(router, arena, &rows[i], table);
    node_write_allow(arena, &router->root);
    return router;
}

/* Depth is bounded by the tree, not by the path that came in. */
static const struct route_node *node_walk(const struct route_node *node, struct str rest,
                                          struct str *values, size_t value_count)
{
    struct str segment;
    if (!str_next_piece(&rest, '/', &segment))
        return node->allow.data ? node : NULL;
    for (const struct route_node *child = node->first_child; child; child = child->next) {
        if (!str_equal(child->segment, segment))
            continue;
        const struct route_node *found = node_walk(child, rest, values, value_count);
        if (found)
            return found;
        break;
    }
    if (!node->parameter || segment.size == 0)
        return NULL;
    values[value_count] = segment;
    return node_walk(node->parameter, rest, values, value_count + 1);
}

struct route_match router_match(const struct router *router, enum http_method method,
                                struct str path)
{
    struct route_match match = {0};
    if (path.size == 0 || path.data[0] != '/')
        return match;
    const struct route_node *node =
        node_walk(&router->root, str_part(path, 1, path.size), match.values, 0);
    if (!node)
        return match;
    match.allow = node->allow;
    if (method == HTTP_HEAD)
        method = HTTP_GET;
    if ((unsigned)method < ROUTE_METHODS)
        match.route = node->routes[method];
    return match;
}
