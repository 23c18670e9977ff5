/* Time off and recurrence rules as the interface says them: shapes, and rows to and fro. */
#include "calendar/calendar_internal.h"

/* ---- time off ---- */

struct time_off_view {
    uint64_t present;
    struct str from, to, note;
};
static const struct field time_off_fields[] = {
    {.name = "from",
     .type = FIELD_TEXT,
     .flags = FIELD_REQUIRED,
     .min = 1,
     .max = 40,
     AT(struct time_off_view, from),
     .doc = "A date (2026-12-24) in the provider's zone, or an instant (RFC 3339)."},
    {.name = "to",
     .type = FIELD_TEXT,
     .flags = FIELD_REQUIRED,
     .min = 1,
     .max = 40,
     AT(struct time_off_view, to),
     .doc = "A date, which is off too, or the instant at which work goes on; like from."},
    {.name = "note",
     .type = FIELD_TEXT,
     .flags = FIELD_OMIT,
     .max = 200,
     AT(struct time_off_view, note),
     .doc = "For the provider alone."},
};
const struct shape time_off_shape = SHAPE("TimeOff", struct time_off_view, time_off_fields);
const struct shape time_off_input_shape =
    SHAPE("TimeOffInput", struct time_off_view, time_off_fields, .flags = SHAPE_INPUT);

/* A date is the midnight that begins it, as wall time. */
static bool read_moment(struct str text, bool *ret_is_wall, int64_t *ret_ms)
{
    int64_t date;
    bool is_local = false;
    *ret_is_wall = date_parse(text, &date);
    if (*ret_is_wall) {
        *ret_ms = date * DAY_MS;
        return date >= 0 && *ret_ms <= INSTANT_MAX;
    }
    return instant_parse(text, ret_ms, &is_local) && !is_local;
}

static enum error time_off_row(struct call *call, size_t index, const struct time_off_view *view,
                               struct time_off *ret)
{
    bool is_wall_end = false;
    struct str field = str_format(call->arena, "timeOff[%zu]", index);
    *ret = (struct time_off){.note = view->note};
    if (!read_moment(view->from, &ret->is_wall, &ret->start_ms) ||
        !read_moment(view->to, &is_wall_end, &ret->end_ms) || ret->is_wall != is_wall_end) {
        return call_refuse_field(call, field.data, "format",
                                 "Two dates (2026-12-24), or two instants with their offset.");
    }
    if (ret->is_wall) {
        ret->end_ms += DAY_MS;
    }
    if (ret->end_ms <= ret->start_ms) {
        return call_refuse_field(call, field.data, "range", "It ends before it begins.");
    }
    return ERROR_NONE;
}

enum error time_off_rows(struct call *call, struct list views, struct list *ret)
{
    struct time_off *rows = ARENA_ARRAY(call->arena, struct time_off, views.count + 1);
    for (size_t i = 0; i < views.count; i++) {
        enum error error = time_off_row(call, i, LIST_AT(views, struct time_off_view, i), &rows[i]);
        if (error) {
            return error;
        }
    }
    *ret = (struct list){.items = rows, .count = views.count};
    return ERROR_NONE;
}

static struct str moment_text(struct arena *arena, bool is_wall, int64_t at_ms)
{
    struct buf out;
    buf_init(&out, arena, 32);
    if (is_wall) {
        date_print(&out, at_ms / DAY_MS);
    } else {
        instant_print(&out, at_ms);
    }
    return buf_str(&out);
}

struct list time_off_views(struct arena *arena, struct list rows, bool is_own)
{
    struct time_off_view *views = ARENA_ARRAY(arena, struct time_off_view, rows.count + 1);
    for (size_t i = 0; i < rows.count; i++) {
        const struct time_off *row = LIST_AT(rows, struct time_off, i);
        views[i] = (struct time_off_view){
            .from = moment_text(arena, row->is_wall, row->start_ms),
            .to = moment_text(arena, row->is_wall, row->end_ms - (row->is_wall ? DAY_MS : 0)),
            .note = is_own ? row->note : STR_NONE};
    }
    return (struct list){.items = views, .count = rows.count};
}

/* ---- rules ---- */

struct rule_view {
    uint64_t present;
    struct str rrule;
    int64_t from;
    int start_minute, end_minute;
};
static const struct field rule_fields[] = {
    {.name = "rrule",
     .type = FIELD_TEXT,
     .flags = FIELD_REQUIRED,
     .min = 1,
     .max = 500,
     AT(struct rule_view, rrule),
     .doc = "FREQ=MONTHLY;BYDAY=1SA and the like (RFC 5545), of whole days."},
    {.name = "from",
     .type = FIELD_DATE,
     .flags = FIELD_REQUIRED,
     AT(struct rule_view, from),
     .doc = "DTSTART's date; nothing happens before."},
    {.name = "start",
     .type = FIELD_TIME_OF_DAY,
     .flags = FIELD_REQUIRED,
     AT(struct rule_view, start_minute),
     .doc = "Open from then, by the provider's wall."},
    {.name = "end",
     .type = FIELD_TIME_OF_DAY,
     .flags = FIELD_REQUIRED,
     AT(struct rule_view, end_minute),
     .doc = "Until then; at or before the start, it runs past midnight."},
};
const struct shape rule_shape = SHAPE("HoursRule", struct rule_view, rule_fields);
static const struct shape rule_input_shape =
    SHAPE("HoursRuleInput", struct rule_view, rule_fields, .flags = SHAPE_INPUT);

/* What is wrong with the object is said of its own field. */
static const char *rule_from_object(struct call *call, struct str path, const struct json *json,
                                    struct recurrence *ret)
{
    struct problem problem = {0};
    const struct rule_view *view =
        shape_parse(&rule_input_shape, json, SHAPE_FROM_JSON, call->arena, &problem);
    for (size_t i = 0; !view && i < problem.fields.count; i++) {
        const struct field_error *error = LIST_AT(problem.fields, struct field_error, i);
        struct str field = str_format(call->arena, "%s%s%.*s", path.data,
                                      error->field.size > 0 ? "." : "", STR_ARG(error->field));
        problem_add_field(&call->problem, call->arena, field, error->code, error->message);
    }
    if (!view) {
        return NULL;
    }
    *ret = (struct recurrence){.rrule = view->rrule,
                               .first = view->from,
                               .start_minute = view->start_minute,
                               .end_minute = view->end_minute};
    return view->start_minute < 1440 ? NULL : "A start is before 24:00.";
}

enum error rule_rows(struct call *call, struct list texts, struct list *ret)
{
    struct recurrence *rules = ARENA_ARRAY(call->arena, struct recurrence, texts.count + 1);
    for (size_t i = 0; i < texts.count; i++) {
        struct str path = str_format(call->arena, "rules[%zu]", i);
        const struct json *json =
            json_parse(call->arena, *LIST_AT(texts, struct str, i), NULL, NULL);
        const char *complaint = json && json->type == JSON_TEXT
                                    ? recurrence_from_text(call->arena, json->text, &rules[i])
                                    : rule_from_object(call, path, json, &rules[i]);
        if (call->problem.error) {
            return call->problem.error;
        }
        complaint = complaint ? complaint : recurrence_check(call->arena, &rules[i]);
        if (complaint) {
            return call_refuse_field(call, path.data, "bad_rule", "%s", complaint);
        }
    }
    *ret = (struct list){.items = rules, .count = texts.count};
    return ERROR_NONE;
}

struct list rule_views(struct arena *arena, struct list rules)
{
    struct rule_view *views = ARENA_ARRAY(arena, struct rule_view, rules.count + 1);
    for (size_t i = 0; i < rules.count; i++) {
        const struct recurrence *rule = LIST_AT(rules, struct recurrence, i);
        views[i] = (struct rule_view){.rrule = rule->rrule,
                                      .from = rule->first,
                                      .start_minute = rule->start_minute,
                                      .end_minute = rule->end_minute};
    }
    return (struct list){.items = views, .count = rules.count};
}
