#include "base/error.h"

#include <stdlib.h>

static const struct error_info error_infos[ERROR_COUNT] = {
#define ERROR_ROW(name, code_text, status, title)                                                  \
    [ERROR_##name] = {                                                                             \
        .error = ERROR_##name, .code = (code_text), .http_status = (status), .sentence = (title)},
    ERROR_TABLE(ERROR_ROW)
#undef ERROR_ROW
};

const struct error_info *error_info(enum error error)
{
    if ((unsigned)error >= ERROR_COUNT)
        abort();
    return &error_infos[error];
}

void problem_add_field(struct problem *problem, struct arena *arena, struct str field,
                       const char *code, struct str message)
{
    problem->error = ERROR_INVALID;
    if (!problem->fields.items)
        problem->fields.items = ARENA_ARRAY(arena, struct field_error, PROBLEM_FIELDS_MAX);
    if (problem->fields.count == PROBLEM_FIELDS_MAX)
        return;
    *LIST_AT(problem->fields, struct field_error, problem->fields.count++) =
        (struct field_error){.field = field, .code = code, .message = message};
}
