/* rest_input.h: the input of a REST call, gathered from path, query string and body. Private to
 * face/. Pure: it sees texts and answers a JSON object whose members the operation's shape checks.
 */
#ifndef DOCKET_FACE_REST_INPUT_H
#define DOCKET_FACE_REST_INPUT_H

#include "face/route.h"

struct rest_source {
    enum http_method method;
    struct str query;        /* as sent; absent: none */
    struct str content_type; /* absent: none */
    struct str body;
};

/* False: refused, *problem says why: UNSUPPORTED_MEDIA_TYPE, BAD_JSON, BAD_REQUEST or INVALID. */
bool rest_input_gather(struct arena *arena, const struct route_match *match,
                       const struct rest_source *source, const struct json **ret_input,
                       enum shape_source *ret_source, struct problem *problem);

bool content_type_is_json(struct str content_type);

#endif
