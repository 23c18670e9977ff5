/* example.h: a believable value for every field, for the documents. Private to face/.
 *
 * The example of an input has its required fields and is taken by the shape it was made from; a
 * secret is shown as dots. What the path of a route gives is left out of its body. */
#ifndef DOCKET_FACE_EXAMPLE_H
#define DOCKET_FACE_EXAMPLE_H

#include "face/face.h"

/* A JSON object. `path`: the route's, or NULL. */
void example_print(const struct shape *shape, const char *path, struct json_writer *writer);
bool path_has(const char *path, struct str name); /* ":name" is one of its segments */

#endif
