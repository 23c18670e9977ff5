/* shape_internal.h: what the four files of the shapes share and nobody else needs. */
#ifndef DOCKET_BASE_SHAPE_INTERNAL_H
#define DOCKET_BASE_SHAPE_INTERNAL_H

#include "base/shape.h"

enum { SHAPE_INPUT_FIELDS_MAX = 64, TEXT_MAX_DEFAULT = 10000, LIST_MAX_DEFAULT = 100 };

/* A list's items as a field of their own: of type .element, at offset 0, without the list's limits.
 */
struct field field_of_items(const struct field *list);
/* Bytes a field takes in its struct; in a list, objects stand there themselves. */
size_t field_item_size(const struct field *list);
/* INT and DECIMAL have bounds when either is not 0. */
bool field_has_bounds(const struct field *field);
/* The field that says in which zone this shape's local times are: "timeZone", else the first ZONE.
 * -1: none. */
int shape_zone_field(const struct shape *shape);

#endif
