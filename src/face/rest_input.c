#include "face/rest_input.h"

bool content_type_is_json(struct str content_type)
{
    struct str media_type;
    return str_next_piece(&content_type, ';', &media_type) &&
           str_equal_ignore_case(str_trim(media_type), STR("application/json"));
}

static struct json *object_new(struct arena *arena)
{
    struct json *object = ARENA_NEW(arena, struct json);
    object->type = JSON_OBJECT;
    return object;
}

static void object_add_text(struct arena *arena, struct json *object, struct str key,
                            struct str text)
{
    struct json *member = ARENA_NEW(arena, struct json);
    *member = (struct json){.type = JSON_TEXT, .text = text, .key = key, .next = object->first};
    object->first = member;
    object->count++;
}

/* A name that is there already must say the same; two different values are nobody's wish. */
static void object_add_once(struct arena *arena, struct json *object, struct str key,
                            struct str text, struct problem *problem)
{
    const struct json *before = json_get(object, key);
    if (!before)
        object_add_text(arena, object, key, text);
    else if (before->type != JSON_TEXT || !str_equal(before->text, text))
        problem_add_field(problem, arena, key, "duplicate",
                          STR("Sent more than once, with different values."));
}

static bool add_from_path(struct arena *arena, const struct route_match *match, struct json *object,
                          struct problem *problem)
{
    const struct route *route = match->route;
    for (size_t i = 0; i < route->name_count; i++)
        object_add_once(arena, object, route->names[i], match->values[i], problem);
    struct str rest = str_from(route->row->fixed), name, value;
    bool is_bad = false;
    while (rest.data && http_query_next(arena, &rest, &name, &value, &is_bad))
        object_add_once(arena, object, name, value, problem);
    return !problem->error;
}

static bool add_from_query(struct arena *arena, struct str query, struct json *object,
                           struct problem *problem)
{
    struct str name, value;
    bool is_bad = false;
    while (query.size > 0 && http_query_next(arena, &query, &name, &value, &is_bad)) {
        if (object->count >= 64) {
            problem->error = ERROR_BAD_REQUEST;
            problem->detail = STR("The query string has too many parameters.");
            return false;
        }
        object_add_once(arena, object, name, value, problem);
    }
    if (is_bad) {
        problem->error = ERROR_BAD_REQUEST;
        problem->detail = STR("The query string has a malformed escape.");
    }
    return !problem->error;
}

static struct json *parse_body(struct arena *arena, const struct rest_source *source,
                               struct problem *problem)
{
    if (source->body.size == 0)
        return object_new(arena);
    if (!content_type_is_json(source->content_type)) {
        problem->error = ERROR_UNSUPPORTED_MEDIA_TYPE;
        return NULL;
    }
    const char *reason = "";
    size_t offset = 0;
    struct json *body = json_parse(arena, source->body, &reason, &offset);
    if (!body) {
        problem->error = ERROR_BAD_JSON;
        problem->detail =
            str_format(arena, "The body is not valid JSON: %s, at byte %zu.", reason, offset);
    } else if (body->type != JSON_OBJECT) {
        problem->error = ERROR_BAD_JSON;
        problem->detail = STR("The body must be a JSON object.");
        body = NULL;
    }
    return body;
}

/* A write takes its fields from the body alone; one in the query string would be dropped in
 * silence. */
static void refuse_query(struct arena *arena, struct str query, struct problem *problem)
{
    struct str name, value;
    bool is_bad = false;
    while (query.size > 0 && http_query_next(arena, &query, &name, &value, &is_bad))
        problem_add_field(problem, arena, name, "unknown",
                          STR("Send this in the body, not in the query string."));
}

bool rest_input_gather(struct arena *arena, const struct route_match *match,
                       const struct rest_source *source, const struct json **ret_input,
                       enum shape_source *ret_source, struct problem *problem)
{
    bool is_read = source->method == HTTP_GET || source->method == HTTP_HEAD;
    bool from_query = is_read || (source->method == HTTP_DELETE && source->body.size == 0);
    struct json *object;
    if (from_query) {
        object = object_new(arena);
        if (!add_from_query(arena, source->query, object, problem))
            return false;
    } else {
        object = parse_body(arena, source, problem);
        if (!object)
            return false;
        refuse_query(arena, source->query, problem);
    }
    if (!add_from_path(arena, match, object, problem))
        return false;
    *ret_input = object;
    *ret_source = from_query ? SHAPE_FROM_QUERY : SHAPE_FROM_JSON;
    return true;
}
