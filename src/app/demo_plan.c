/* demo_plan.c: what the demo will be, in memory: people, providers, and the bookings of its file.
 */
#include <stdlib.h>

#include "app/demo.h"
#include "base/zone.h"
#include "booking/rules.h"

enum {
    AGE_DAYS = 200,      /* how long everybody has been here */
    LOOK_FOR_DAYS = 30,  /* how far a booking moves for a free time */
    APPROVAL_HOURS = 20, /* how long a client thinks about finished work */
};

/* Something of the file cannot be: said once, the first. */
static bool fail(const struct demo_plan *plan, struct str *ret_reason, const char *list,
                 size_t index, struct str sentence)
{
    if (!str_is_set(*ret_reason))
        *ret_reason = str_format(plan->arena, "%.*s: %s[%zu]: %.*s",
                                 STR_ARG(plan->edition->demo_file), list, index, STR_ARG(sentence));
    return false;
}

/* ---- people ---- */

static struct account account_of(const struct demo_plan *plan, struct str email, struct str name,
                                 struct str time_zone, uint32_t roles)
{
    return (struct account){
        .id = id_new(),
        .email = str_lower(plan->arena, email),
        .display_name = name,
        .time_zone = time_zone,
        .roles = roles,
        .created_ms = plan->now_ms - AGE_DAYS * (int64_t)DAY_MS,
    };
}

static void plan_people(struct demo_plan *plan)
{
    struct list rows = plan->demo->people;
    struct account *accounts = ARENA_ARRAY(plan->arena, struct account, rows.count);
    for (size_t i = 0; i < rows.count; i++) {
        const struct demo_person *row = LIST_AT(rows, struct demo_person, i);
        accounts[i] =
            account_of(plan, row->email, row->name, row->time_zone, demo_role_bits(row->roles));
    }
    plan->people = (struct list){accounts, rows.count};
}

/* ---- providers ---- */

static struct str portfolio_json(const struct demo_plan *plan, struct list pictures)
{
    struct buf out;
    struct json_writer writer;
    buf_init(&out, plan->arena, 256);
    json_writer_init(&writer, &out);
    json_begin_array(&writer);
    for (size_t i = 0; i < pictures.count; i++) {
        const struct demo_picture *picture = LIST_AT(pictures, struct demo_picture, i);
        json_begin_object(&writer);
        json_key(&writer, STR("title"));
        json_text(&writer, picture->title);
        json_key(&writer, STR("url"));
        json_text(&writer, str_format(plan->arena, "/pictures/%.*s/%.*s.svg",
                                      STR_ARG(plan->edition->name), STR_ARG(picture->picture)));
        json_key(&writer, STR("kind"));
        json_text(&writer, STR("image"));
        json_end_object(&writer);
    }
    json_end_array(&writer);
    return buf_str(&out);
}

/* The mean times the count, rounded to a whole number of stars: shown, it is the mean again. */
static int64_t rating_sum(struct decimal mean, int64_t count)
{
    int64_t unit = 1;
    for (int i = 0; i < mean.scale; i++)
        unit *= 10;
    return mean.scale < 0 ? 0 : (mean.unscaled * count * 2 + unit) / (unit * 2);
}

static bool rate_of(struct decimal value, struct currency currency, int64_t *ret_minor)
{
    *ret_minor = INSTANT_NONE;
    return value.scale < 0 || decimal_to_minor(value, currency, ret_minor);
}

static struct list weekly_of(struct arena *arena, struct list rows)
{
    struct weekly_hours *hours = ARENA_ARRAY(arena, struct weekly_hours, rows.count * 7);
    struct list weekly = {.items = hours};
    for (size_t i = 0; i < rows.count; i++) {
        const struct demo_hours *row = LIST_AT(rows, struct demo_hours, i);
        for (size_t k = 0; k < row->days.count && k < 7; k++)
            hours[weekly.count++] = (struct weekly_hours){
                .weekday = *LIST_AT(row->days, int, k),
                .start_minute = row->start_minute,
                .end_minute = row->end_minute,
            };
    }
    return weekly;
}

static bool plan_profile(const struct demo_plan *plan, struct planned_provider *who,
                         const char **ret_wrong)
{
    const struct demo_provider *row = who->row;
    bool has_reviews = row->rating.scale >= 0 && row->rating.unscaled > 0;
    struct provider provider = {
        .id = who->account.id,
        .display_name = row->name,
        .headline = row->headline,
        .bio = row->bio,
        .roles_json = json_from_texts(plan->arena, row->roles),
        .portfolio_json = portfolio_json(plan, row->portfolio),
        .service_radius_miles = row->service_radius_miles,
        .currency = row->currency.code[0] ? row->currency : plan->edition->defaults->currency,
        .time_zone = row->time_zone,
        .capacity = row->capacity,
        .verified = row->verified,
        .rating_sum = rating_sum(row->rating, row->review_count),
        .rating_count = has_reviews ? row->review_count : 0,
        .booking_count = row->review_count + row->review_count / 4,
        .created_ms = who->account.created_ms,
        .updated_ms = who->account.created_ms,
    };
    *ret_wrong = place_from_json(plan->arena, row->location_json, &provider.place);
    if (!*ret_wrong &&
        (!rate_of(row->hourly_rate, provider.currency, &provider.hourly_rate_minor) ||
         !rate_of(row->day_rate, provider.currency, &provider.day_rate_minor)))
        *ret_wrong = "A rate is no amount in the currency.";
    who->provider = provider;
    return !*ret_wrong;
}

static bool plan_services(const struct demo_plan *plan, struct planned_provider *who, size_t index,
                          struct str *ret_reason)
{
    struct list rows = who->row->services;
    struct service *services = ARENA_ARRAY(plan->arena, struct service, rows.count);
    for (size_t i = 0; i < rows.count; i++) {
        struct problem problem;
        struct str file = str_format(plan->arena, "%.*s: providers[%zu].services[%zu]",
                                     STR_ARG(plan->edition->demo_file), index, i);
        if (!service_from_json(plan->arena, plan->edition, &who->provider,
                               *LIST_AT(rows, struct str, i), who->account.created_ms, &services[i],
                               &problem)) {
            *ret_reason = edition_explain(plan->arena, file, &problem);
            return false;
        }
    }
    who->services = (struct list){services, rows.count};
    return true;
}

static bool plan_providers(struct demo_plan *plan, struct str *ret_reason)
{
    struct list rows = plan->demo->providers;
    struct planned_provider *all = ARENA_ARRAY(plan->arena, struct planned_provider, rows.count);
    plan->providers = (struct list){all, rows.count};
    for (size_t i = 0; i < rows.count; i++) {
        const struct demo_provider *row = LIST_AT(rows, struct demo_provider, i);
        const char *wrong = NULL;
        all[i].row = row;
        all[i].account =
            account_of(plan, row->email, row->name, row->time_zone, ROLE_CLIENT | ROLE_PROVIDER);
        all[i].weekly = weekly_of(plan->arena, row->hours);
        if (!plan_profile(plan, &all[i], &wrong))
            return fail(plan, ret_reason, "providers", i, str_from(wrong));
        if (!plan_services(plan, &all[i], i, ret_reason))
            return false;
    }
    return true;
}

/* ---- time ---- */

int64_t demo_today(const struct planned_provider *who, int64_t now_ms)
{
    int64_t local_ms = zone_to_local_ms(zone_find(who->provider.time_zone), now_ms);
    return (local_ms - local_ms % DAY_MS) / DAY_MS;
}

static struct interval occupied_by(const struct service *service, struct interval work)
{
    return (struct interval){work.start_ms - service->buffer_before_minutes * MINUTE_MS,
                             work.end_ms + service->buffer_after_minutes * MINUTE_MS};
}

static bool is_clear(const struct planned_provider *who, struct interval occupied)
{
    for (size_t i = 0; i < who->taken_count; i++)
        if (occupied.start_ms < who->taken[i].end_ms && who->taken[i].start_ms < occupied.end_ms)
            return false;
    return true;
}

static void take(struct arena *arena, struct planned_provider *who, struct interval occupied)
{
    if (who->taken_count == who->taken_capacity) {
        size_t more = who->taken_capacity ? who->taken_capacity * 2 : 32;
        who->taken = arena_grow(arena, who->taken, who->taken_capacity * sizeof *who->taken,
                                more * sizeof *who->taken);
        who->taken_capacity = more;
    }
    who->taken[who->taken_count++] = occupied;
}

static int64_t start_within(const struct planned_provider *who, const struct service *service,
                            int64_t day, const struct weekly_hours *hours, int minute,
                            int64_t minutes)
{
    const struct zone *zone = zone_find(who->provider.time_zone);
    int64_t end = hours->end_minute + (hours->end_minute <= hours->start_minute ? 1440 : 0);
    int64_t step = service->step_minutes;
    int64_t first = minute > hours->start_minute ? minute : hours->start_minute;
    for (int64_t at = (first + step - 1) / step * step; at < 1440 && at + minutes <= end;
         at += step) {
        int64_t start_ms = zone_resolve(zone, day * DAY_MS + at * MINUTE_MS);
        struct interval work = {start_ms, start_ms + minutes * MINUTE_MS};
        if (is_clear(who, occupied_by(service, work)))
            return start_ms;
    }
    return INSTANT_NONE;
}

int64_t demo_find_start(const struct planned_provider *who, const struct service *service,
                        int64_t day, int minute, int64_t minutes)
{
    int64_t found = INSTANT_NONE;
    for (size_t i = 0; i < who->weekly.count && found == INSTANT_NONE; i++) {
        const struct weekly_hours *hours = LIST_AT(who->weekly, struct weekly_hours, i);
        if (hours->weekday == date_weekday(day))
            found = start_within(who, service, day, hours, minute, minutes);
    }
    return found;
}

/* ---- one booking's life ---- */

static bool holds_time(const struct planned_booking *planned)
{
    switch (planned->booking.status) {
    case BOOKING_CANCELLED:
    case BOOKING_DECLINED:
    case BOOKING_EXPIRED:
        return false;
    case BOOKING_PENDING:
        return planned->service->pending_blocks;
    default:
        return true;
    }
}

static int64_t smaller(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

/* When it was asked for, given when it stopped being a plan: at its start, or now. */
static int64_t asked_at(const struct planned_booking *planned, int64_t base_ms, int64_t ago_ms)
{
    int64_t ttl_ms = planned->service->request_ttl_hours * HOUR_MS;
    if (planned->booking.status == BOOKING_EXPIRED)
        return base_ms - ttl_ms - ago_ms;
    if (planned->booking.status == BOOKING_PENDING)
        return base_ms - smaller(ago_ms, ttl_ms / 2);
    return base_ms - ago_ms;
}

static void set_instants(struct planned_booking *planned, int64_t now_ms, int64_t hours_before)
{
    struct booking *booking = &planned->booking;
    int64_t ttl_ms = planned->service->request_ttl_hours * HOUR_MS;
    int64_t base_ms = smaller(booking->start_ms, now_ms);
    booking->created_ms = asked_at(planned, base_ms, hours_before * HOUR_MS);
    booking->updated_ms = booking->created_ms + HOUR_MS;
    switch (booking->status) {
    case BOOKING_PENDING:
        booking->updated_ms = booking->created_ms;
        booking->expires_ms = smaller(booking->created_ms + ttl_ms, booking->start_ms);
        break;
    case BOOKING_EXPIRED:
        booking->updated_ms = booking->created_ms + ttl_ms;
        break;
    case BOOKING_CANCELLED: /* half way between the request and the start */
        booking->updated_ms += (base_ms - booking->updated_ms) / 2;
        break;
    case BOOKING_IN_PROGRESS:
        booking->updated_ms = booking->start_ms;
        break;
    case BOOKING_COMPLETED:
        booking->completed_ms = booking->updated_ms = booking->end_ms;
        break;
    case BOOKING_APPROVED:
    case BOOKING_REVISION:
    case BOOKING_DISPUTED:
        booking->completed_ms = booking->end_ms;
        booking->updated_ms =
            smaller(booking->end_ms + APPROVAL_HOURS * (int64_t)HOUR_MS, now_ms - MINUTE_MS);
        break;
    default:
        break;
    }
}

void demo_add_booking(struct demo_plan *plan, struct planned_provider *who,
                      const struct planned_booking *booking, int64_t hours_before)
{
    struct planned_booking planned = *booking;
    struct interval work = {booking->booking.start_ms, booking->booking.end_ms};
    planned.provider = &who->provider;
    set_instants(&planned, plan->now_ms, hours_before);
    if (holds_time(&planned))
        take(plan->arena, who, occupied_by(planned.service, work));
    if (holds_time(&planned) && planned.booking.status != BOOKING_PENDING)
        who->provider.booking_count++;
    if (plan->booking_count == plan->booking_capacity) {
        size_t more = plan->booking_capacity ? plan->booking_capacity * 2 : 256;
        plan->bookings = arena_grow(plan->arena, plan->bookings,
                                    plan->booking_capacity * sizeof planned, more * sizeof planned);
        plan->booking_capacity = more;
    }
    plan->bookings[plan->booking_count++] = planned;
}

/* ---- the bookings of the file ---- */

static struct planned_provider *provider_named(const struct demo_plan *plan, struct str email)
{
    for (size_t i = 0; i < plan->providers.count; i++) {
        struct planned_provider *who = LIST_AT(plan->providers, struct planned_provider, i);
        if (str_equal_ignore_case(who->account.email, email))
            return who;
    }
    return NULL;
}

static const struct account *person_named(const struct demo_plan *plan, struct str email)
{
    for (size_t i = 0; i < plan->people.count; i++)
        if (str_equal_ignore_case(LIST_AT(plan->people, struct account, i)->email, email))
            return LIST_AT(plan->people, struct account, i);
    return NULL;
}

static const struct service *service_typed(const struct demo_plan *plan,
                                           const struct planned_provider *who, struct str text)
{
    struct str type;
    bool is_type = service_type_parse(plan->arena, text, &type);
    for (size_t i = 0; is_type && i < who->services.count; i++)
        if (str_equal(LIST_AT(who->services, struct service, i)->service_type, type))
            return LIST_AT(who->services, struct service, i);
    return NULL;
}

/* Work that was done lies behind now, work that is awaited before it. */
static bool fits_status(const struct demo_booking *row, struct interval work, int64_t now_ms)
{
    switch ((enum booking_status)row->status) {
    case BOOKING_COMPLETED:
    case BOOKING_APPROVED:
    case BOOKING_REVISION:
    case BOOKING_DISPUTED:
        return work.end_ms < now_ms - HOUR_MS;
    case BOOKING_PENDING:
    case BOOKING_CONFIRMED:
        return work.start_ms > now_ms + HOUR_MS;
    default:
        return true;
    }
}

/* Since an hour or two, or as long as short work allows: it is not over yet. */
static int64_t start_under_way(int64_t now_ms, int64_t minutes)
{
    static const int64_t grids_ms[] = {HOUR_MS, 15 * MINUTE_MS, MINUTE_MS};
    int64_t start_ms = now_ms - now_ms % HOUR_MS - HOUR_MS;
    for (size_t i = 0; i < COUNT_OF(grids_ms) && start_ms + minutes * MINUTE_MS <= now_ms; i++)
        start_ms = now_ms - now_ms % grids_ms[i];
    return start_ms;
}

/* The wanted time, or the nearest free one of that day, or of a day further from today. */
static int64_t curated_start(const struct demo_plan *plan, const struct planned_provider *who,
                             const struct service *service, const struct demo_booking *row,
                             int64_t minutes)
{
    if (row->status == BOOKING_IN_PROGRESS) {
        int64_t start_ms = start_under_way(plan->now_ms, minutes);
        struct interval work = {start_ms, start_ms + minutes * MINUTE_MS};
        return is_clear(who, occupied_by(service, work)) ? start_ms : INSTANT_NONE;
    }
    int64_t today = demo_today(who, plan->now_ms), way = row->day < 0 ? -1 : 1;
    for (int64_t moved = 0; moved < LOOK_FOR_DAYS; moved++) {
        int64_t day = today + row->day + moved * way;
        int64_t start_ms = demo_find_start(who, service, day, row->start_minute, minutes);
        if (start_ms == INSTANT_NONE)
            start_ms = demo_find_start(who, service, day, 0, minutes);
        struct interval work = {start_ms, start_ms + minutes * MINUTE_MS};
        if (start_ms != INSTANT_NONE && fits_status(row, work, plan->now_ms))
            return start_ms;
    }
    return INSTANT_NONE;
}

static void add_words(const struct demo_booking *row, struct booking *booking)
{
    booking->title = row->title;
    if (str_is_set(row->description))
        booking->description = row->description;
    booking->special_requirements = row->special_requirements;
    booking->purpose = row->purpose;
    booking->company = row->company;
    if (str_is_set(row->answers_json))
        booking->answers_json = row->answers_json;
    booking->revisions_used = row->status == BOOKING_REVISION;
}

static const char *add_place(const struct demo_plan *plan, const struct demo_booking *row,
                             const struct provider *provider, struct booking *booking)
{
    booking->is_remote = row->is_remote;
    booking->place =
        row->is_remote ? (struct place){STR_NONE, PLACE_NONE, PLACE_NONE} : provider->place;
    return str_is_set(row->location_json)
               ? place_from_json(plan->arena, row->location_json, &booking->place)
               : NULL;
}

/* It was asked for before anybody wrote about it. */
static int64_t curated_hours_before(const struct demo_plan *plan, const struct demo_booking *row,
                                    const struct booking *booking, size_t index)
{
    bool is_ahead = booking->start_ms > plan->now_ms;
    int64_t hours = is_ahead ? 3 + (int64_t)(index * 7 % 60) : 30 + (int64_t)(index * 17 % 100);
    int64_t ahead = is_ahead ? (booking->start_ms - plan->now_ms) / HOUR_MS : 0;
    for (size_t i = 0; i < row->messages.count; i++) {
        int64_t needed = LIST_AT(row->messages, struct demo_message, i)->hours_before - ahead + 1;
        hours = needed > hours ? needed : hours;
    }
    return hours;
}

static const char *plan_booking(struct demo_plan *plan, const struct demo_booking *row,
                                size_t index)
{
    struct planned_provider *who = provider_named(plan, row->provider);
    const struct account *client = person_named(plan, row->client);
    if (!who || !client)
        return who ? "There is no such client." : "There is no such provider.";
    struct planned_booking planned = {.reason = row->reason, .messages = row->messages};
    int64_t minutes = 0;
    planned.service = service_typed(plan, who, row->service_type);
    if (!planned.service)
        return "The provider does not offer this serviceType.";
    if (!decimal_multiply_to_integer(row->hours, 60, &minutes) ||
        !calendar_duration_fits(planned.service, minutes * MINUTE_MS))
        return "The service cannot be booked for so many hours.";
    int64_t start_ms = curated_start(plan, who, planned.service, row, minutes);
    if (start_ms == INSTANT_NONE)
        return "The provider has no free time near that day.";
    struct interval work = {start_ms, start_ms + minutes * MINUTE_MS};
    if (!booking_draft(plan->arena, &who->provider, planned.service, work, &planned.booking))
        return "The service has no rate.";
    planned.booking.client_id = client->id;
    planned.booking.status = (enum booking_status)row->status;
    planned.booking.payment_status = (enum payment_status)row->payment_status;
    add_words(row, &planned.booking);
    const char *wrong = add_place(plan, row, &who->provider, &planned.booking);
    if (!wrong)
        demo_add_booking(plan, who, &planned,
                         curated_hours_before(plan, row, &planned.booking, index));
    return wrong;
}

/* What is under way cannot move, so it comes first. */
static bool plan_bookings(struct demo_plan *plan, struct str *ret_reason)
{
    struct list rows = plan->demo->bookings;
    for (int pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < rows.count; i++) {
            const struct demo_booking *row = LIST_AT(rows, struct demo_booking, i);
            if ((row->status == BOOKING_IN_PROGRESS) != (pass == 0))
                continue;
            const char *wrong = plan_booking(plan, row, i);
            if (wrong)
                return fail(plan, ret_reason, "bookings", i, str_from(wrong));
        }
    return true;
}

/* By the last change, then by id, which is the order they were planned in. */
static int compare_changes(const void *a, const void *b)
{
    const struct booking *one = &((const struct planned_booking *)a)->booking;
    const struct booking *other = &((const struct planned_booking *)b)->booking;
    if (one->updated_ms != other->updated_ms)
        return one->updated_ms < other->updated_ms ? -1 : 1;
    return id_compare(one->id, other->id);
}

struct demo_plan *demo_plan(struct arena *arena, const struct edition *edition,
                            const struct demo *demo, int64_t now_ms, struct str *ret_reason)
{
    struct demo_plan *plan = ARENA_NEW(arena, struct demo_plan);
    *plan = (struct demo_plan){.arena = arena, .edition = edition, .demo = demo, .now_ms = now_ms};
    *ret_reason = STR_NONE;
    plan_people(plan);
    if (!plan_providers(plan, ret_reason) || !plan_bookings(plan, ret_reason))
        return NULL;
    demo_plan_history(plan);
    if (plan->booking_count)
        qsort(plan->bookings, plan->booking_count, sizeof *plan->bookings, compare_changes);
    return plan;
}
