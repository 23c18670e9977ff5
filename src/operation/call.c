/* call.c: what an operation says about its call, and how a refusal is printed. */
#include "operation/call.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "operation/operation.h"

static struct str format_text(struct arena *arena, const char *format, va_list arguments)
{
    va_list again;
    if (!format) /* impossible, and gcc warns of it under UBSan unless it is told */
        abort();
    va_copy(again, arguments);
    int size = vsnprintf(NULL, 0, format, again);
    va_end(again);
    if (size < 0)
        return STR_NONE;
    char *text = arena_alloc(arena, (size_t)size + 1);
    vsnprintf(text, (size_t)size + 1, format, arguments);
    return (struct str){.data = text, .size = (size_t)size};
}

enum error call_refuse(struct call *call, enum error error, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    call->problem.error = error;
    call->problem.detail = format_text(call->arena, format, arguments);
    va_end(arguments);
    return error;
}

enum error call_refuse_field(struct call *call, const char *field, const char *code,
                             const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    problem_add_field(&call->problem, call->arena, str_from(field), code,
                      format_text(call->arena, format, arguments));
    va_end(arguments);
    return ERROR_INVALID;
}

void call_journal(struct call *call, struct tx *tx, const char *type, struct id subject_id,
                  const struct id *audience, int audience_count, struct str data)
{
    struct journal_entry entry = {
        .at_ms = call->now_ms,
        .type = str_from(type),
        .subject_id = subject_id,
        .actor_id = call->actor.account_id,
        .data = data,
    };
    /* Client and provider may be one account's two sides, so the same id may come twice. */
    for (int i = 0; i < audience_count && entry.audience_count < JOURNAL_AUDIENCE_MAX; i++) {
        bool is_new = id_is_set(audience[i]);
        for (int k = 0; k < entry.audience_count; k++)
            is_new = is_new && !id_equal(entry.audience[k], audience[i]);
        if (is_new)
            entry.audience[entry.audience_count++] = audience[i];
    }
    journal_append(tx, &entry);
}

struct str operation_reply(struct call *call)
{
    if (str_is_set(call->reply))
        return call->reply;
    struct buf text;
    struct json_writer writer;
    buf_init(&text, call->arena, 2048);
    json_writer_init(&writer, &text);
    shape_print(call->operation->output, call->output, &writer);
    return buf_str(&text);
}

static void print_field_errors(struct json_writer *writer, const struct list *fields)
{
    json_key(writer, STR("errors"));
    json_begin_array(writer);
    for (size_t i = 0; i < fields->count; i++) {
        const struct field_error *error = LIST_AT(*fields, struct field_error, i);
        json_begin_object(writer);
        json_key(writer, STR("field"));
        json_text(writer, error->field);
        json_key(writer, STR("code"));
        json_text(writer, str_from(error->code));
        json_key(writer, STR("message"));
        json_text(writer, error->message);
        json_end_object(writer);
    }
    json_end_array(writer);
}

struct str problem_json(struct arena *arena, const struct problem *problem, struct str request_id)
{
    const struct error_info *info = error_info(problem->error);
    struct buf text;
    struct json_writer writer;
    buf_init(&text, arena, 512);
    json_writer_init(&writer, &text);
    json_begin_object(&writer);
    json_key(&writer, STR("type"));
    json_text(&writer, str_format(arena, "/docs#%s", info->code));
    json_key(&writer, STR("title"));
    json_text(&writer, str_from(info->sentence));
    json_key(&writer, STR("status"));
    json_int(&writer, info->http_status);
    json_key(&writer, STR("detail"));
    json_text(&writer, str_is_set(problem->detail) ? problem->detail : str_from(info->sentence));
    json_key(&writer, STR("code"));
    json_text(&writer, str_from(info->code));
    print_field_errors(&writer, &problem->fields);
    if (str_is_set(request_id)) {
        json_key(&writer, STR("requestId"));
        json_text(&writer, request_id);
    }
    if (str_is_set(problem->extra_json))
        json_raw(&writer, problem->extra_json);
    json_end_object(&writer);
    return buf_str(&text);
}
