/* operation.c: finding rows, checking the table, and THE authorization. */
#include "operation/operation.h"

#include <stdio.h>
#include <stdlib.h>

const struct shape empty_shape = {
    .name = "Empty", .size = sizeof(uint64_t), .flags = SHAPE_INPUT, .doc = "No fields."};

static const struct field done_fields[] = {
    {.name = "success", .type = FIELD_BOOL, AT(struct done_output, success), .doc = "Always true."},
};
const struct shape done_shape =
    SHAPE("Done", struct done_output, done_fields, .doc = "The operation took place.");

const struct operation *operation_find(const struct operation_table *table, struct str name)
{
    for (size_t i = 0; i < table->set_count; i++) {
        const struct operation_set *set = &table->sets[i];
        for (size_t k = 0; k < set->count; k++) {
            const char *candidate = set->operations[k].name;
            if (str_equal(str_from(candidate), name))
                return &set->operations[k];
        }
    }
    return NULL;
}

enum error access_decide(const struct operation *operation, uint32_t relations)
{
    if (relations & operation->may)
        return ERROR_NONE;
    if (relations & RELATION_NOBODY)
        return ERROR_UNAUTHENTICATED;
    if (!operation->subject || (relations & operation->subject->seen_by))
        return ERROR_FORBIDDEN;
    return ERROR_NOT_FOUND;
}

/* ---- the table's own rules ---- */

static void require(bool holds, const char *name, const char *rule)
{
    if (holds)
        return;
    fprintf(stderr, "operation table: %s: %s\n", name ? name : "(unnamed)", rule);
    abort();
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* "room.verb": letters, one dot, letters. It becomes a path, a metric label and a TypeScript name.
 */
static bool name_is_good(const char *name)
{
    size_t dot = 0, size = strlen(name);
    for (size_t i = 0; i < size; i++) {
        if (name[i] == '.' && dot == 0)
            dot = i;
        else if (!is_letter(name[i]))
            return false;
    }
    return dot > 0 && dot + 1 < size;
}

static const struct field *find_field(const struct shape *shape, const char *name)
{
    for (size_t i = 0; i < shape->field_count; i++) {
        if (strcmp(shape->fields[i].name, name) == 0)
            return &shape->fields[i];
    }
    return NULL;
}

static void check_subject(const struct operation *row)
{
    if (!row->subject) {
        require(!row->subject_field, row->name, "a subject field, but no subject");
        require(!(row->may & MAY_OWNERS) || (row->may & MAY_SIGNED_IN) == MAY_SIGNED_IN, row->name,
                "owners may call it, but there is no subject to own");
        return;
    }
    require(row->subject->name && row->subject->relate, row->name, "its subject is incomplete");
    require(row->subject_field != NULL, row->name, "a subject, but no subject field");
    const struct field *field = find_field(row->input, row->subject_field);
    require(field != NULL, row->name, "its subject field is not in its input");
    require(field->type == FIELD_ID, row->name, "its subject field is not an id");
    require(field->flags & FIELD_REQUIRED, row->name, "its subject field is not required");
}

static void check_fields(const struct operation *row, const struct shape *shape)
{
    require(shape->name && shape->size > 0, row->name, "a shape has no name or no size");
    for (size_t i = 0; i < shape->field_count; i++) {
        const struct field *field = &shape->fields[i];
        require(field->name && *field->name, row->name, "a field has no name");
        require(field->doc && *field->doc, row->name, "a field has no doc");
        require(field->offset < shape->size, row->name, "a field lies outside its struct");
        require(find_field(shape, field->name) == field, row->name, "a field is there twice");
    }
}

static void check_shapes(const struct operation *row)
{
    require(row->input && row->output, row->name, "a shape is missing: use empty_shape");
    require(row->input->flags & SHAPE_INPUT, row->name, "its input shape lacks SHAPE_INPUT");
    require(row->input->field_count <= 64, row->name, "its input has more than 64 fields");
    require(row->input->size >= sizeof(uint64_t), row->name, "its input has no room for `present`");
    check_fields(row, row->input);
    check_fields(row, row->output);
    if (row->flags & OPERATION_GIVES_SESSION)
        require(find_field(row->output, "token") != NULL, row->name,
                "gives a session, but no token");
}

static void check_row(const struct operation *row)
{
    require(row->name && name_is_good(row->name), row->name, "its name is not room.verb");
    require(row->doc && *row->doc, row->name, "it has no doc");
    require(row->run != NULL, row->name, "it has no function");
    require(row->may != 0 && (row->may & ~(uint32_t)MAY_ANYONE) == 0, row->name,
            "nobody may call it, or an unknown relation");
    require((unsigned)row->rate < RATE_COUNT, row->name, "its rate class is unknown");
    require(row->kind != OPERATION_MUTATION || (row->flags & OPERATION_WRITES), row->name,
            "a mutation without OPERATION_WRITES");
    require(!(row->flags & OPERATION_REMEMBERED) ||
                (row->kind == OPERATION_QUERY && !(row->flags & OPERATION_WRITES) && !row->prepare),
            row->name, "only a plain query can be remembered");
    check_shapes(row);
    check_subject(row);
}

void operation_table_check(const struct operation_table *table)
{
    for (size_t i = 0; i < table->set_count; i++) {
        for (size_t k = 0; k < table->sets[i].count; k++) {
            const struct operation *row = &table->sets[i].operations[k];
            check_row(row);
            require(operation_find(table, str_from(row->name)) == row, row->name,
                    "the name is there twice");
        }
    }
}
