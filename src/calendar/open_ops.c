/* When a provider is really open, day by day, as an operation: weekly hours, exceptions, rules and
 * time off together, laid out by the engine. It says nothing of bookings. */
#include "calendar/calendar_internal.h"
#include "calendar/engine.h"

enum { OPEN_DAYS_MAX = 62, OPEN_DAYS_DEFAULT = 28 };

/* ---- shapes ---- */

struct open_input {
    uint64_t present;
    int64_t from, to; /* dates, both of them asked for */
};
static const struct field open_input_fields[] = {
    {.name = "from",
     .type = FIELD_DATE,
     AT(struct open_input, from),
     .doc = "The first day, in the provider's zone; today when not sent."},
    {.name = "to",
     .type = FIELD_DATE,
     AT(struct open_input, to),
     .doc = "The last day, which counts too; four weeks in all when not sent, at most 62 days."},
};
const struct shape open_input_shape =
    SHAPE("OpenInput", struct open_input, open_input_fields, .flags = SHAPE_INPUT);

struct open_view {
    int64_t start_ms, end_ms;
    struct str local, local_end;
};
static const struct field open_fields[] = {
    {.name = "start", .type = FIELD_INSTANT, AT(struct open_view, start_ms), .doc = "The start."},
    {.name = "end", .type = FIELD_INSTANT, AT(struct open_view, end_ms), .doc = "The end."},
    {.name = "local",
     .type = FIELD_TEXT,
     AT(struct open_view, local),
     .doc = "The start in the provider's zone, with its offset."},
    {.name = "localEnd",
     .type = FIELD_TEXT,
     AT(struct open_view, local_end),
     .doc = "The end in the provider's zone, with its own offset."},
};
static const struct shape open_shape = SHAPE("OpenInterval", struct open_view, open_fields);

struct occurrence_view {
    int64_t date;
    int start_minute, end_minute;
};
static const struct field occurrence_fields[] = {
    {.name = "date",
     .type = FIELD_DATE,
     AT(struct occurrence_view, date),
     .doc = "The day, in the provider's zone."},
    {.name = "start",
     .type = FIELD_TIME_OF_DAY,
     AT(struct occurrence_view, start_minute),
     .doc = "Open from then, by the wall."},
    {.name = "end",
     .type = FIELD_TIME_OF_DAY,
     AT(struct occurrence_view, end_minute),
     .doc = "Until then; at or before the start, it runs past midnight."},
};
static const struct shape occurrence_shape =
    SHAPE("RuleOccurrence", struct occurrence_view, occurrence_fields);

struct open_output {
    struct str time_zone;
    struct list intervals, occurrences;
};
static const struct field open_output_fields[] = {
    {.name = "timeZone",
     .type = FIELD_TEXT,
     AT(struct open_output, time_zone),
     .doc = "The provider's, IANA."},
    {.name = "intervals",
     .type = FIELD_LIST,
     .element = FIELD_OBJECT,
     .shape = &open_shape,
     AT(struct open_output, intervals),
     .doc = "Open time within these days, in order; what touches is one."},
    {.name = "occurrences",
     .type = FIELD_LIST,
     .element = FIELD_OBJECT,
     .shape = &occurrence_shape,
     AT(struct open_output, occurrences),
     .doc = "What the rules open on these days, before exceptions and time off have their say."},
};
const struct shape open_output_shape = SHAPE("OpenTime", struct open_output, open_output_fields);

/* ---- availability.open ---- */

struct day_range {
    int64_t first, last; /* dates; both count */
};

static enum error open_range(struct call *call, const struct zone *zone,
                             const struct open_input *input, struct day_range *ret)
{
    int64_t today = date_of_local(zone_to_local_ms(zone, call->now_ms));
    ret->first = input->from == INSTANT_NONE ? today : input->from;
    ret->last = input->to == INSTANT_NONE ? ret->first + OPEN_DAYS_DEFAULT - 1 : input->to;
    if (ret->first < 0 || ret->last >= INSTANT_MAX / DAY_MS) {
        return call_refuse_field(call, "from", "range", "Days between 1970 and 2199.");
    }
    if (ret->last < ret->first) {
        return call_refuse_field(call, "to", "range", "The range ends before it begins.");
    }
    if (ret->last - ret->first >= OPEN_DAYS_MAX) {
        return call_refuse_field(call, "to", "range", "At most %d days at a time.", OPEN_DAYS_MAX);
    }
    return ERROR_NONE;
}

static struct list open_views(struct arena *arena, const struct zone *zone, struct list open)
{
    struct open_view *views = ARENA_ARRAY(arena, struct open_view, open.count + 1);
    for (size_t i = 0; i < open.count; i++) {
        const struct interval *interval = LIST_AT(open, struct interval, i);
        views[i] = (struct open_view){.start_ms = interval->start_ms,
                                      .end_ms = interval->end_ms,
                                      .local = zone_local_text(arena, zone, interval->start_ms),
                                      .local_end = zone_local_text(arena, zone, interval->end_ms)};
    }
    return (struct list){.items = views, .count = open.count};
}

/* The loaded rules reach some days beyond those asked for. */
static struct list occurrence_views(struct arena *arena, struct list walls, struct day_range days)
{
    struct occurrence_view *views = ARENA_ARRAY(arena, struct occurrence_view, walls.count + 1);
    size_t count = 0;
    for (size_t i = 0; i < walls.count; i++) {
        const struct wall_interval *wall = LIST_AT(walls, struct wall_interval, i);
        int64_t date = date_of_local(wall->start_ms);
        int64_t end = (wall->end_ms - date * DAY_MS) / MINUTE_MS;
        if (date >= days.first && date <= days.last) {
            views[count++] = (struct occurrence_view){
                .date = date,
                .start_minute = (int)((wall->start_ms - date * DAY_MS) / MINUTE_MS),
                .end_minute = (int)(end > 1440 ? end - 1440 : end)};
        }
    }
    return (struct list){.items = views, .count = count};
}

enum error availability_open(struct call *call, struct tx *tx, const void *input, void *output)
{
    struct provider provider;
    struct day_range days;
    if (!provider_load(tx, call->arena, call->actor.account_id, &provider)) {
        return ERROR_NOT_A_PROVIDER;
    }
    const struct zone *zone = zone_find(provider.time_zone);
    enum error error = zone ? open_range(call, zone, input, &days) : ERROR_INTERNAL;
    if (error) {
        return error;
    }
    struct interval range = {zone_resolve(zone, days.first * DAY_MS),
                             zone_resolve(zone, (days.last + 1) * DAY_MS)};
    struct hours hours = hours_load(tx, call->arena, provider.id, range);
    *(struct open_output *)output = (struct open_output){
        .time_zone = provider.time_zone,
        .intervals =
            open_views(call->arena, zone,
                       calendar_open_time(zone, &hours, range.start_ms, range.end_ms, call->arena)),
        .occurrences = occurrence_views(call->arena, hours.recurring, days),
    };
    return ERROR_NONE;
}
