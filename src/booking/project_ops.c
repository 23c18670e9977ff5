/* project_ops.c: projects, titles that group a client's bookings (S1). */
#include "booking/views.h"
#include "operation/page.h"

#define PROJECT_ID                                                                                 \
    {                                                                                              \
        .name = "id", .type = FIELD_ID, .prefix = "project", .flags = FIELD_REQUIRED,              \
        AT(struct project_input, id), .doc = "The project."                                        \
    }
#define PROJECT_DESCRIPTION                                                                        \
    {                                                                                              \
        .name = "description", .type = FIELD_TEXT, .max = 5000,                                    \
        AT(struct project_input, description), .doc = "What it is about."                          \
    }
static const struct field project_create_fields[] = {
    {.name = "title",
     .type = FIELD_TEXT,
     .flags = FIELD_REQUIRED,
     .min = 1,
     .max = 200,
     AT(struct project_input, title),
     .doc = "What groups the bookings."},
    PROJECT_DESCRIPTION,
};
const struct shape project_create_shape =
    SHAPE("ProjectCreateInput", struct project_input, project_create_fields, .flags = SHAPE_INPUT);
static const struct field project_update_fields[] = {
    PROJECT_ID,
    {.name = "title",
     .type = FIELD_TEXT,
     .min = 1,
     .max = 200,
     AT(struct project_input, title),
     .doc = "What groups the bookings."},
    PROJECT_DESCRIPTION,
};
const struct shape project_update_shape =
    SHAPE("ProjectUpdateInput", struct project_input, project_update_fields, .flags = SHAPE_INPUT);
static const struct field project_get_fields[] = {PROJECT_ID};
const struct shape project_get_shape =
    SHAPE("ProjectGetInput", struct project_input, project_get_fields, .flags = SHAPE_INPUT);
static const struct field project_list_fields[] = {
    {.name = "cursor",
     .type = FIELD_ID,
     .prefix = "project",
     AT(struct projects_input, cursor),
     .doc = "The previous answer's nextCursor."},
    PAGE_LIMIT_FIELD(struct projects_input),
};
const struct shape project_list_shape =
    SHAPE("ProjectListInput", struct projects_input, project_list_fields, .flags = SHAPE_INPUT);

static enum error relate_project(struct tx *tx, struct call *call, struct id id,
                                 uint32_t *ret_relations)
{
    struct project *project = ARENA_NEW(call->arena, struct project);
    if (tx_is_write(tx))
        tx_lock_row(tx, "project", id);
    if (!project_load(tx, call->arena, id, project))
        return ERROR_NOT_FOUND;
    call->subject = project;
    if (id_equal(call->actor.account_id, project->owner_id))
        *ret_relations |= RELATION_OWN_CLIENT;
    return ERROR_NONE;
}

static const struct subject project_subject = {
    .name = "project", .seen_by = RELATION_OWN_CLIENT | RELATION_ADMIN, .relate = relate_project};

static struct project_view *show(struct call *call, const struct project *project)
{
    struct project_view *view = ARENA_NEW(call->arena, struct project_view);
    project_show(project, view);
    return view;
}

static enum error run_create(struct call *call, struct tx *tx, const void *input, void *output)
{
    const struct project_input *in = input;
    struct project project = {
        .id = id_new(),
        .owner_id = call->actor.account_id,
        .title = in->title,
        .description = str_is_set(in->description) ? in->description : STR(""),
        .created_ms = call->now_ms,
        .updated_ms = call->now_ms,
    };
    project_insert(tx, &project);
    call_journal(call, tx, "project.created", project.id, &project.owner_id, 1, STR("{}"));
    ((struct project_output *)output)->project = show(call, &project);
    return ERROR_NONE;
}

static enum error run_update(struct call *call, struct tx *tx, const void *input, void *output)
{
    const struct project_input *in = input;
    struct project project = *(struct project *)call->subject;
    if (str_is_set(in->title))
        project.title = in->title;
    if (str_is_set(in->description))
        project.description = in->description;
    project.updated_ms = call->now_ms;
    project_store(tx, &project);
    call_journal(call, tx, "project.updated", project.id, &project.owner_id, 1, STR("{}"));
    ((struct project_output *)output)->project = show(call, &project);
    return ERROR_NONE;
}

static enum error run_get(struct call *call, struct tx *tx, const void *input, void *output)
{
    (void)tx;
    (void)input;
    ((struct project_output *)output)->project = show(call, call->subject);
    return ERROR_NONE;
}

static enum error run_list(struct call *call, struct tx *tx, const void *input, void *output)
{
    const struct projects_input *in = input;
    struct projects_output *out = output;
    int64_t limit = page_size(in->limit);
    struct list found =
        project_list(tx, call->arena, call->actor.account_id, in->cursor, limit + 1);
    if ((int64_t)found.count > limit) {
        found.count = (size_t)limit;
        out->next_cursor = LIST_AT(found, struct project, found.count - 1)->id;
    }
    struct project_view *views = ARENA_ARRAY(call->arena, struct project_view, found.count);
    for (size_t i = 0; i < found.count; i++)
        project_show(LIST_AT(found, struct project, i), &views[i]);
    out->projects = (struct list){views, found.count};
    return ERROR_NONE;
}

static const struct operation operations[] = {
    {.name = "project.create",
     .kind = OPERATION_MUTATION,
     .flags = OPERATION_WRITES,
     .may = MAY_SIGNED_IN,
     .input = &project_create_shape,
     .output = &project_output_shape,
     .rate = RATE_WRITE,
     .run = run_create,
     .doc = "A title that groups one's bookings."},
    {.name = "project.update",
     .kind = OPERATION_MUTATION,
     .flags = OPERATION_WRITES,
     .may = RELATION_OWN_CLIENT,
     .subject = &project_subject,
     .subject_field = "id",
     .input = &project_update_shape,
     .output = &project_output_shape,
     .rate = RATE_WRITE,
     .run = run_update,
     .doc = "Change its words."},
    {.name = "project.get",
     .kind = OPERATION_QUERY,
     .flags = OPERATION_REMEMBERED,
     .may = RELATION_OWN_CLIENT | RELATION_ADMIN,
     .subject = &project_subject,
     .subject_field = "id",
     .input = &project_get_shape,
     .output = &project_output_shape,
     .rate = RATE_READ,
     .run = run_get,
     .doc = "One project."},
    {.name = "project.list",
     .kind = OPERATION_QUERY,
     .flags = OPERATION_REMEMBERED,
     .may = MAY_SIGNED_IN,
     .input = &project_list_shape,
     .output = &projects_output_shape,
     .rate = RATE_READ,
     .run = run_list,
     .doc = "One's own projects."},
};
const struct operation_set project_operations = {operations, COUNT_OF(operations)};
