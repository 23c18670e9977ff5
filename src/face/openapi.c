/* openapi.c: the OpenAPI 3.1 description, from the route table and the shapes of its operations. */
#include "face/example.h"
#include "face/visit.h"

struct openapi {
    struct arena *arena;
    struct json_writer writer;
    const struct operation_table *table;
    const struct shape **seen; /* components already printed */
    size_t seen_count, seen_capacity;
};

static void member(struct openapi *api, const char *key, struct str text)
{
    json_key(&api->writer, str_from(key));
    json_text(&api->writer, text);
}

static void begin_member(struct openapi *api, const char *key)
{
    json_key(&api->writer, str_from(key));
    json_begin_object(&api->writer);
}

static void end_members(struct openapi *api, int count)
{
    while (count-- > 0)
        json_end_object(&api->writer);
}

/* The schema of a shape as a tree, so that a part of it can stand alone. */
static const struct json *schema_tree(struct openapi *api, const struct shape *shape)
{
    struct buf text;
    struct json_writer writer;
    buf_init(&text, api->arena, 4096);
    json_writer_init(&writer, &text);
    shape_print_json_schema(shape, &writer);
    return json_parse(api->arena, buf_str(&text), NULL, NULL);
}

/* ---- paths ---- */

static struct str path_template(struct openapi *api, const char *path)
{
    struct buf text;
    struct str rest = str_from(path + 1), segment;
    buf_init(&text, api->arena, 64);
    while (str_next_piece(&rest, '/', &segment)) {
        if (segment.data[0] == ':')
            buf_format(&text, "/{%.*s}", STR_ARG(str_part(segment, 1, segment.size)));
        else
            buf_format(&text, "/%.*s", STR_ARG(segment));
    }
    return buf_str(&text);
}

static bool takes_query(const struct rest_route *route)
{
    return route->method == HTTP_GET;
}

/* A field's schema without its description, which stands at the parameter. */
static void parameter_schema(struct openapi *api, const struct json *schema)
{
    begin_member(api, "schema");
    for (const struct json *part = schema->first; part; part = part->next) {
        if (str_equal(part->key, STR("description")))
            continue;
        json_key(&api->writer, part->key);
        json_tree(&api->writer, part);
    }
    end_members(api, 1);
}

static void print_parameter(struct openapi *api, const struct field *field,
                            const struct json *schema, bool is_in_path)
{
    bool required = is_in_path || (field->flags & FIELD_REQUIRED);
    json_begin_object(&api->writer);
    member(api, "name", str_from(field->name));
    member(api, "in", is_in_path ? STR("path") : STR("query"));
    json_key(&api->writer, STR("required"));
    json_bool(&api->writer, required);
    if (field->doc)
        member(api, "description",
               field->aliases
                   ? str_format(api->arena, "%s Also taken as: %s.", field->doc, field->aliases)
                   : str_from(field->doc));
    if (field->type == FIELD_LIST && !is_in_path) {
        member(api, "style", STR("form"));
        json_key(&api->writer, STR("explode"));
        json_bool(&api->writer, false);
    }
    parameter_schema(api, schema);
    end_members(api, 1);
}

static void print_key_parameter(struct openapi *api)
{
    json_raw(&api->writer, STR("{\"$ref\":\"#/components/parameters/IdempotencyKey\"}"));
}

static void print_parameters(struct openapi *api, const struct rest_route *route,
                             const struct operation *operation)
{
    const struct shape *shape = operation->input;
    const struct json *properties = json_get(schema_tree(api, shape), STR("properties"));
    json_key(&api->writer, STR("parameters"));
    json_begin_array(&api->writer);
    for (size_t i = 0; i < shape->field_count; i++) {
        const struct field *field = &shape->fields[i];
        bool is_in_path = path_has(route->path, str_from(field->name));
        if (is_in_path || takes_query(route))
            print_parameter(api, field, json_get(properties, str_from(field->name)), is_in_path);
    }
    if (operation->kind == OPERATION_MUTATION && !(operation->flags & OPERATION_NO_KEY))
        print_key_parameter(api);
    json_end_array(&api->writer);
}

/* ---- bodies: the input without what the path gives ---- */

/* A field the path gives, under whichever of its spellings. */
static bool path_gives(const char *path, const struct shape *shape, struct str key)
{
    for (size_t i = 0; i < shape->field_count; i++) {
        const struct field *field = &shape->fields[i];
        if (!path_has(path, str_from(field->name)))
            continue;
        struct str aliases = str_from(field->aliases), alias;
        bool same = str_equal(key, str_from(field->name));
        while (!same && str_next_piece(&aliases, ' ', &alias))
            same = str_equal(key, alias);
        if (same)
            return true;
    }
    return false;
}

static void print_properties_but(struct openapi *api, const struct json *properties,
                                 const struct shape *shape, const char *path)
{
    json_begin_object(&api->writer);
    for (const struct json *property = properties->first; property; property = property->next) {
        if (path_gives(path, shape, property->key))
            continue;
        json_key(&api->writer, property->key);
        json_tree(&api->writer, property);
    }
    json_end_object(&api->writer);
}

static void print_names_but(struct openapi *api, const struct json *names, const char *path)
{
    json_begin_array(&api->writer);
    for (const struct json *name = names->first; name; name = name->next)
        if (!path_has(path, name->text))
            json_text(&api->writer, name->text);
    json_end_array(&api->writer);
}

static void print_body_schema(struct openapi *api, const struct rest_route *route,
                              const struct operation *operation)
{
    if (!strchr(route->path, ':')) {
        json_raw(&api->writer, str_format(api->arena, "{\"$ref\":\"#/components/schemas/%s\"}",
                                          operation->input->name));
        return;
    }
    json_begin_object(&api->writer);
    for (const struct json *part = schema_tree(api, operation->input)->first; part;
         part = part->next) {
        /* A choice of spellings counts the one in the path, so it cannot stand here. */
        if (str_equal(part->key, STR("allOf")))
            continue;
        json_key(&api->writer, part->key);
        if (str_equal(part->key, STR("properties")))
            print_properties_but(api, part, operation->input, route->path);
        else if (str_equal(part->key, STR("required")))
            print_names_but(api, part, route->path);
        else
            json_tree(&api->writer, part);
    }
    json_end_object(&api->writer);
}

/* Fields the body gives; *ret_required: one of them must be there, so the body must. */
static size_t count_body_fields(const struct rest_route *route, const struct operation *operation,
                                bool *ret_required)
{
    size_t count = 0;
    *ret_required = false;
    for (size_t i = 0; i < operation->input->field_count; i++) {
        const struct field *field = &operation->input->fields[i];
        if (path_has(route->path, str_from(field->name)))
            continue;
        count++;
        *ret_required = *ret_required || (field->flags & FIELD_REQUIRED);
    }
    return count;
}

static void print_body(struct openapi *api, const struct rest_route *route,
                       const struct operation *operation)
{
    bool required;
    if (takes_query(route) || count_body_fields(route, operation, &required) == 0)
        return;
    begin_member(api, "requestBody");
    json_key(&api->writer, STR("required"));
    json_bool(&api->writer, required);
    begin_member(api, "content");
    begin_member(api, "application/json");
    json_key(&api->writer, STR("schema"));
    print_body_schema(api, route, operation);
    json_key(&api->writer, STR("example"));
    example_print(operation->input, route->path, &api->writer);
    end_members(api, 3);
}

static void print_responses(struct openapi *api, const struct rest_route *route,
                            const struct operation *operation)
{
    begin_member(api, "responses");
    begin_member(api, route->status == 201 ? "201" : "200");
    member(api, "description", route->status == 201 ? STR("Created.") : STR("Done."));
    begin_member(api, "content");
    begin_member(api, "application/json");
    begin_member(api, "schema");
    member(api, "$ref", str_format(api->arena, "#/components/schemas/%s", operation->output->name));
    end_members(api, 4);
    begin_member(api, "default");
    member(api, "$ref", STR("#/components/responses/Refused"));
    end_members(api, 2);
}

static void print_security(struct openapi *api, const struct operation *operation)
{
    json_key(&api->writer, STR("security"));
    json_raw(&api->writer, operation->may & RELATION_NOBODY
                               ? STR("[{},{\"bearer\":[]},{\"cookie\":[]}]")
                               : STR("[{\"bearer\":[]},{\"cookie\":[]}]"));
}

static void print_relations(struct openapi *api, const char *key, uint32_t relations)
{
    static const struct {
        uint32_t relation;
        const char *name;
    } names[] = {
        {RELATION_NOBODY, "nobody"},
        {RELATION_CLIENT, "client"},
        {RELATION_PROVIDER, "provider"},
        {RELATION_OWN_CLIENT, "ownClient"},
        {RELATION_OWN_PROVIDER, "ownProvider"},
        {RELATION_MEDIATOR, "mediator"},
        {RELATION_ADMIN, "admin"},
    };
    json_key(&api->writer, str_from(key));
    json_begin_array(&api->writer);
    for (size_t i = 0; i < COUNT_OF(names); i++)
        if (relations & names[i].relation)
            json_text(&api->writer, str_from(names[i].name));
    json_end_array(&api->writer);
}

/* Who may call it, in the words of the operation table: for people, and for the test that tries
 * every operation as everybody. */
static void print_access(struct openapi *api, const struct operation *operation)
{
    print_relations(api, "x-docket-may", operation->may);
    if (!operation->subject)
        return;
    begin_member(api, "x-docket-subject");
    member(api, "name", str_from(operation->subject->name));
    member(api, "field", str_from(operation->subject_field));
    print_relations(api, "seenBy", operation->subject->seen_by);
    end_members(api, 1);
}

/* Unique, as it must be: an operation with a second path gets a number there. */
static struct str operation_id(struct openapi *api, const struct rest_route *route)
{
    int number = 1;
    for (const struct rest_route *before = rest_routes; before < route; before++)
        number += strcmp(before->operation, route->operation) == 0;
    if (number == 1)
        return str_from(route->operation);
    return str_format(api->arena, "%s_%d", route->operation, number);
}

static struct str room_of(const char *operation)
{
    struct str rest = str_from(operation), room;
    str_next_piece(&rest, '.', &room);
    return room;
}

static struct str summary_of(const char *doc)
{
    struct str text = str_from(doc ? doc : "");
    for (size_t i = 0; i + 1 < text.size; i++)
        if (text.data[i] == '.' && text.data[i + 1] == ' ')
            return str_part(text, 0, i);
    return str_ends_with(text, STR(".")) ? str_part(text, 0, text.size - 1) : text;
}

static void print_route(struct openapi *api, const struct rest_route *route)
{
    static const char *const methods[] = {
        [HTTP_GET] = "get",     [HTTP_POST] = "post",     [HTTP_PUT] = "put",
        [HTTP_PATCH] = "patch", [HTTP_DELETE] = "delete",
    };
    const struct operation *operation = operation_find(api->table, str_from(route->operation));
    begin_member(api, methods[route->method]);
    member(api, "operationId", operation_id(api, route));
    json_key(&api->writer, STR("tags"));
    json_begin_array(&api->writer);
    json_text(&api->writer, room_of(route->operation));
    json_end_array(&api->writer);
    member(api, "summary", summary_of(operation->doc));
    member(api, "description", str_from(operation->doc ? operation->doc : ""));
    print_security(api, operation);
    print_access(api, operation);
    print_parameters(api, route, operation);
    print_body(api, route, operation);
    print_responses(api, route, operation);
    end_members(api, 1);
}

static bool is_first_of_path(const struct rest_route *route)
{
    for (const struct rest_route *before = rest_routes; before < route; before++)
        if (strcmp(before->path, route->path) == 0)
            return false;
    return true;
}

static void print_paths(struct openapi *api)
{
    const struct rest_route *end = rest_routes + rest_route_count;
    begin_member(api, "paths");
    for (const struct rest_route *route = rest_routes; route < end; route++) {
        if (!is_first_of_path(route))
            continue;
        json_key(&api->writer, path_template(api, route->path));
        json_begin_object(&api->writer);
        for (const struct rest_route *same = route; same < end; same++)
            if (strcmp(same->path, route->path) == 0)
                print_route(api, same);
        end_members(api, 1);
    }
    end_members(api, 1);
}

/* ---- components ---- */

static void print_component(const struct shape *shape, void *context)
{
    struct openapi *api = context;
    for (size_t i = 0; i < api->seen_count; i++)
        if (api->seen[i] == shape || strcmp(api->seen[i]->name, shape->name) == 0)
            return;
    if (api->seen_count == api->seen_capacity) {
        size_t old = api->seen_capacity * sizeof(*api->seen);
        api->seen_capacity = api->seen_capacity ? api->seen_capacity * 2 : 64;
        api->seen = arena_grow(api->arena, api->seen, old, api->seen_capacity * sizeof(*api->seen));
    }
    api->seen[api->seen_count++] = shape;
    json_key(&api->writer, str_from(shape->name));
    shape_print_json_schema(shape, &api->writer);
}

static const char problem_schema[] =
    "{\"type\":\"object\",\"description\":\"RFC 9457 problem details.\",\"properties\":{"
    "\"type\":{\"type\":\"string\"},\"title\":{\"type\":\"string\"},"
    "\"status\":{\"type\":\"integer\"},\"detail\":{\"type\":\"string\"},"
    "\"code\":{\"type\":\"string\",\"description\":\"Stable; made for programs.\"},"
    "\"requestId\":{\"type\":\"string\"},"
    "\"errors\":{\"type\":\"array\",\"items\":{\"type\":\"object\",\"properties\":{"
    "\"field\":{\"type\":\"string\"},\"code\":{\"type\":\"string\"},"
    "\"message\":{\"type\":\"string\"}},\"required\":[\"field\",\"code\",\"message\"]}}},"
    "\"required\":[\"type\",\"title\",\"status\",\"code\"]}";

static void print_fixed_components(struct openapi *api)
{
    json_key(&api->writer, STR("responses"));
    json_raw(&api->writer,
             STR("{\"Refused\":{\"description\":\"Refused; nothing was changed.\",\"content\":{"
                 "\"application/problem+json\":{\"schema\":{\"$ref\":"
                 "\"#/components/schemas/Problem\"}}}}}"));
    json_key(&api->writer, STR("parameters"));
    json_raw(&api->writer,
             STR("{\"IdempotencyKey\":{\"name\":\"Idempotency-Key\",\"in\":\"header\","
                 "\"required\":false,\"description\":\"Send the same key again and the stored "
                 "answer comes back; kept 24 hours.\",\"schema\":{\"type\":\"string\","
                 "\"minLength\":1,\"maxLength\":255}}}"));
    json_key(&api->writer, STR("securitySchemes"));
    json_raw(&api->writer,
             STR("{\"bearer\":{\"type\":\"http\",\"scheme\":\"bearer\"},\"cookie\":{\"type\":"
                 "\"apiKey\",\"in\":\"cookie\",\"name\":\"docket_session\"}}"));
}

static void print_components(struct openapi *api)
{
    begin_member(api, "components");
    begin_member(api, "schemas");
    json_key(&api->writer, STR("Problem"));
    json_raw(&api->writer, str_from(problem_schema));
    for (size_t i = 0; i < rest_route_count; i++) {
        const struct operation *operation =
            operation_find(api->table, str_from(rest_routes[i].operation));
        shape_walk(operation->input, print_component, api);
        shape_walk(operation->output, print_component, api);
    }
    end_members(api, 1);
    print_fixed_components(api);
    end_members(api, 1);
}

static void print_tags(struct openapi *api)
{
    json_key(&api->writer, STR("tags"));
    json_begin_array(&api->writer);
    for (size_t i = 0; i < rest_route_count; i++) {
        struct str room = room_of(rest_routes[i].operation);
        bool is_first = true;
        for (size_t k = 0; k < i && is_first; k++)
            is_first = !str_equal(room, room_of(rest_routes[k].operation));
        if (!is_first)
            continue;
        json_begin_object(&api->writer);
        member(api, "name", room);
        end_members(api, 1);
    }
    json_end_array(&api->writer);
}

void openapi_print(const struct operation_table *table, struct str public_url, struct buf *out)
{
    struct openapi api = {.arena = out->arena, .table = table};
    json_writer_init(&api.writer, out);
    json_begin_object(&api.writer);
    member(&api, "openapi", STR("3.1.0"));
    begin_member(&api, "info");
    member(&api, "title", STR("Docket"));
    member(&api, "version", STR("0.1.0"));
    member(
        &api, "description",
        STR("Find a provider, see when they are truly free, book the time. Times are RFC 3339 in "
            "UTC, amounts are exact decimals beside a currency, lists are paged by cursor."));
    begin_member(&api, "license");
    member(&api, "name", STR("Apache 2.0"));
    member(&api, "identifier", STR("Apache-2.0"));
    end_members(&api, 2);
    json_key(&api.writer, STR("servers"));
    json_begin_array(&api.writer);
    json_begin_object(&api.writer);
    member(&api, "url", public_url.size ? public_url : STR("/"));
    end_members(&api, 1);
    json_end_array(&api.writer);
    print_tags(&api);
    print_paths(&api);
    print_components(&api);
    json_end_object(&api.writer);
}
