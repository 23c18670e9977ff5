/* Operations of the listing room: parse → decide → reply. */
#include "account/account.h"
#include "base/log.h"
#include "listing/listing_internal.h"
#include "operation/page.h"

/* Refuses a field when the rules had something to say about it. */
static enum error refuse_message(struct call *call, const char *field, const char *message)
{
    return message ? call_refuse_field(call, field, "format", "%s", message) : ERROR_NONE;
}

/* An amount in major units as the currency's minor ones; null and absent give INSTANT_NONE. */
static enum error parse_rate(struct call *call, const char *field, struct decimal value,
                             struct currency currency, int64_t *ret_minor)
{
    if (value.scale < 0) {
        *ret_minor = INSTANT_NONE;
        return ERROR_NONE;
    }
    if (!decimal_to_minor(value, currency, ret_minor)) {
        return call_refuse_field(call, field, "range", "This is not an amount in %s.",
                                 currency.code);
    }
    return ERROR_NONE;
}

/* ---- provider.update ---- */

static bool sent(const struct shape *shape, uint64_t present, const char *name)
{
    return (present & shape_bit(shape, name)) != 0;
}

static bool profile_sent(const struct provider_input *input, const char *name)
{
    return sent(&provider_input_shape, input->present, name);
}

static void provider_begin(struct call *call, const struct account *account,
                           struct provider *provider)
{
    const struct edition *edition = call->runtime->edition;
    *provider = (struct provider){
        .id = account->id,
        .headline = account->display_name,
        .bio = STR(""),
        .roles_json = STR("[]"),
        .portfolio_json = STR("[]"),
        .place = {.latitude_e6 = PLACE_NONE, .longitude_e6 = PLACE_NONE},
        .service_radius_miles = -1,
        .hourly_rate_minor = INSTANT_NONE,
        .day_rate_minor = INSTANT_NONE,
        .currency = edition ? edition->defaults->currency : (struct currency){"USD"},
        .time_zone = account->time_zone,
        .capacity = 1,
        .created_ms = call->now_ms,
    };
}

/* Stored amounts mean something in their currency only: to change it is to say every rate anew. */
static enum error apply_currency(struct call *call, struct tx *tx,
                                 const struct provider_input *input, struct provider *provider)
{
    if (!profile_sent(input, "currency") || currency_equal(input->currency, provider->currency)) {
        return ERROR_NONE;
    }
    if (provider->hourly_rate_minor != INSTANT_NONE && !profile_sent(input, "hourlyRate")) {
        return call_refuse_field(call, "hourlyRate", "required", "Say it in the new currency.");
    }
    if (provider->day_rate_minor != INSTANT_NONE && !profile_sent(input, "dayRate")) {
        return call_refuse_field(call, "dayRate", "required", "Say it in the new currency.");
    }
    if (service_has_own_rate(tx, provider->id)) {
        return call_refuse(call, ERROR_IN_USE,
                           "Some of your services have rates in %s; clear those first.",
                           provider->currency.code);
    }
    provider->currency = input->currency;
    return ERROR_NONE;
}

static enum error apply_rates(struct call *call, const struct provider_input *input,
                              struct provider *provider)
{
    enum error error = ERROR_NONE;
    if (profile_sent(input, "hourlyRate")) {
        error = parse_rate(call, "hourlyRate", input->hourly_rate, provider->currency,
                           &provider->hourly_rate_minor);
    }
    if (!error && profile_sent(input, "dayRate")) {
        error = parse_rate(call, "dayRate", input->day_rate, provider->currency,
                           &provider->day_rate_minor);
    }
    return error;
}

static void apply_texts(struct call *call, const struct provider_input *input,
                        struct provider *provider)
{
    if (profile_sent(input, "headline")) {
        provider->headline = input->headline;
    }
    if (profile_sent(input, "bio")) {
        provider->bio = input->bio;
    }
    if (profile_sent(input, "roles")) {
        provider->roles_json = roles_canonical(call->arena, input->roles);
    }
    if (profile_sent(input, "serviceRadiusMiles")) {
        provider->service_radius_miles =
            input->service_radius_miles < 0 ? -1 : input->service_radius_miles;
    }
    if (profile_sent(input, "timeZone")) {
        provider->time_zone = input->time_zone;
    }
    if (profile_sent(input, "capacity")) {
        provider->capacity = input->capacity;
    }
    if (profile_sent(input, "travelSpeedMph")) {
        provider->travel_speed_mph = input->travel_speed_mph < 0 ? 0 : input->travel_speed_mph;
    }
}

/* What was sent replaces what is stored; what was not sent stays. */
static enum error provider_apply(struct call *call, struct tx *tx,
                                 const struct provider_input *input, struct provider *provider)
{
    for (size_t i = 0; i < input->roles.count; i++) {
        struct str role = *LIST_AT(input->roles, struct str, i);
        if (role.size == 0 || str_count_codepoints(role) > 40) {
            return call_refuse_field(call, "roles", "range", "A role has 1 to 40 characters.");
        }
    }
    apply_texts(call, input, provider);
    enum error error = apply_currency(call, tx, input, provider);
    if (!error) {
        error = apply_rates(call, input, provider);
    }
    if (!error && profile_sent(input, "location")) {
        error = refuse_message(
            call, "location", place_from_json(call->arena, input->location_json, &provider->place));
    }
    if (!error && profile_sent(input, "portfolio")) {
        error = refuse_message(
            call, "portfolio",
            portfolio_canonical(call->arena, input->portfolio_json, &provider->portfolio_json));
    }
    return error;
}

static struct decimal exact_degrees(int64_t degrees_e6)
{
    return (struct decimal){.unscaled = degrees_e6, .scale = degrees_e6 == PLACE_NONE ? -1 : 6};
}

/* The whole view: with active services for others, and the exact place for the provider itself. */
static struct provider_view *provider_answer(struct call *call, struct tx *tx,
                                             const struct provider *provider)
{
    struct list services = service_list(tx, call->arena, provider->id, true);
    struct provider_view *view = provider_view_new(call->arena, provider, services);
    if (id_equal(call->actor.account_id, provider->id)) {
        view->latitude = exact_degrees(provider->place.latitude_e6);
        view->longitude = exact_degrees(provider->place.longitude_e6);
        view->travel_speed_mph =
            provider->travel_speed_mph > 0 ? provider->travel_speed_mph : INSTANT_NONE;
    }
    return view;
}

static enum error provider_update(struct call *call, struct tx *tx, const void *input, void *output)
{
    struct account account;
    struct provider provider;
    struct id id = call->actor.account_id;
    tx_lock_row(tx, "account", id); /* two first updates at once make one provider */
    if (!account_load(tx, call->arena, id, &account)) {
        return ERROR_UNAUTHENTICATED;
    }
    tx_lock_row(tx, "provider", id);
    bool is_new = !provider_load(tx, call->arena, id, &provider);
    if (is_new) {
        provider_begin(call, &account, &provider);
    }
    enum error error = provider_apply(call, tx, input, &provider);
    if (error) {
        return error;
    }
    provider.display_name = account.display_name;
    provider.updated_ms = call->now_ms;
    if (is_new) {
        provider_insert(tx, &provider);
        account_add_role(tx, id, ROLE_PROVIDER, call->now_ms);
    } else {
        provider_save_profile(tx, &provider);
    }
    call_journal(call, tx, "provider.updated", id, &id, 1, STR("{}"));
    ((struct provider_output *)output)->provider = provider_answer(call, tx, &provider);
    return ERROR_NONE;
}

static enum error provider_get(struct call *call, struct tx *tx, const void *input, void *output)
{
    struct provider provider;
    if (!provider_load(tx, call->arena, ((const struct id_input *)input)->id, &provider)) {
        return ERROR_NOT_FOUND;
    }
    ((struct provider_output *)output)->provider = provider_answer(call, tx, &provider);
    return ERROR_NONE;
}

/* ---- services ---- */

/* Others see only what can be booked; its owner and those who keep order see it always. */
static enum error service_relate(struct tx *tx, struct call *call, struct id id,
                                 uint32_t *ret_relations)
{
    struct service *service = ARENA_NEW(call->arena, struct service);
    if (!service_load(tx, call->arena, id, service)) {
        return ERROR_NOT_FOUND;
    }
    /* Whoever books locks the provider first too, so no booking reads half of a change; and a
     * change of the currency and one of a service's rate wait for each other. */
    if (tx_is_write(tx)) {
        tx_lock_row(tx, "provider", service->provider_id);
        tx_lock_row(tx, "service", id);
        service_load(tx, call->arena, id, service);
    }
    bool is_own = id_equal(call->actor.account_id, service->provider_id);
    bool keeps_order = (call->actor.roles & (ROLE_ADMIN | ROLE_MEDIATOR)) != 0;
    if (!service->active && !is_own && !keeps_order) {
        return ERROR_NOT_FOUND;
    }
    call->subject = service;
    *ret_relations = is_own ? RELATION_OWN_PROVIDER : 0;
    return ERROR_NONE;
}

const struct subject service_subject = {
    .name = "service", .seen_by = MAY_ANYONE, .relate = service_relate};

/* Fields that are copied as they came: both structs hold an int64_t, an int enum or a bool there.
 * A null limit is stored as 0. */
static_assert(sizeof(enum acceptance) == sizeof(int), "enums of shapes are ints");
enum copy_kind { COPY_NUMBER, COPY_LIMIT, COPY_ENUM, COPY_BOOL };
#define COPY(kind_of, name_of, from, to)                                                           \
    {                                                                                              \
        kind_of, name_of, offsetof(struct service_input, from), offsetof(struct service, to)       \
    }
static const struct {
    enum copy_kind kind;
    const char *name;
    size_t from, to;
} copies[] = {
    COPY(COPY_NUMBER, "stepMinutes", step_minutes, step_minutes),
    COPY(COPY_ENUM, "rateType", rate_type, rate_type),
    COPY(COPY_NUMBER, "bufferBeforeMinutes", buffer_before_minutes, buffer_before_minutes),
    COPY(COPY_NUMBER, "bufferAfterMinutes", buffer_after_minutes, buffer_after_minutes),
    COPY(COPY_NUMBER, "minNoticeMinutes", min_notice_minutes, min_notice_minutes),
    COPY(COPY_NUMBER, "windowDays", window_days, window_days),
    COPY(COPY_LIMIT, "maxConcurrentPerClient", max_concurrent_per_client,
         max_concurrent_per_client),
    COPY(COPY_LIMIT, "maxPerDay", max_per_day, max_per_day),
    COPY(COPY_LIMIT, "maxPerWeek", max_per_week, max_per_week),
    COPY(COPY_NUMBER, "seats", seats, seats),
    COPY(COPY_ENUM, "acceptance", acceptance, acceptance),
    COPY(COPY_ENUM, "payment", payment, payment),
    COPY(COPY_ENUM, "approval", approval, approval),
    COPY(COPY_NUMBER, "revisions", revisions, revisions),
    COPY(COPY_BOOL, "pendingBlocks", pending_blocks, pending_blocks),
    COPY(COPY_NUMBER, "requestTtlHours", request_ttl_hours, request_ttl_hours),
    COPY(COPY_BOOL, "isRemote", is_remote, is_remote),
    COPY(COPY_BOOL, "isInPerson", is_in_person, is_in_person),
    COPY(COPY_BOOL, "active", active, active),
};

static void copy_field(enum copy_kind kind, const void *from, void *to)
{
    int64_t number;
    switch (kind) {
    case COPY_NUMBER:
        memcpy(to, from, sizeof number);
        break;
    case COPY_LIMIT:
        memcpy(&number, from, sizeof number);
        number = number < 0 ? 0 : number;
        memcpy(to, &number, sizeof number);
        break;
    case COPY_ENUM:
        memcpy(to, from, sizeof(int));
        break;
    case COPY_BOOL:
        memcpy(to, from, sizeof(bool));
        break;
    }
}

static enum error parse_hours(struct call *call, const char *field, struct decimal hours,
                              int64_t *ret_minutes)
{
    if (!decimal_multiply_to_integer(hours, 60, ret_minutes)) {
        return call_refuse_field(call, field, "format", "Hours in whole minutes, such as 1.5.");
    }
    return ERROR_NONE;
}

static enum error apply_duration(struct call *call, const struct shape *shape,
                                 const struct service_input *input, struct service *service)
{
    bool has_min = sent(shape, input->present, "minHours");
    bool has_max = sent(shape, input->present, "maxHours");
    bool has_fixed = sent(shape, input->present, "durationMinutes");
    enum error error = ERROR_NONE;
    if (has_fixed && input->duration_minutes > 0) {
        if (has_min || has_max) {
            return call_refuse_field(call, "durationMinutes", "conflict",
                                     "Either durationMinutes, or minHours and maxHours.");
        }
        service->duration_minutes = input->duration_minutes;
        service->min_minutes = service->max_minutes = input->duration_minutes;
        return ERROR_NONE;
    }
    if (has_fixed || has_min || has_max) {
        service->duration_minutes = 0;
    }
    if (has_min) {
        error = parse_hours(call, "minHours", input->min_hours, &service->min_minutes);
    }
    if (!error && has_max) {
        error = parse_hours(call, "maxHours", input->max_hours, &service->max_minutes);
    }
    return error;
}

static enum error apply_json(struct call *call, const struct shape *shape,
                             const struct service_input *input, struct service *service)
{
    enum error error = ERROR_NONE;
    if (sent(shape, input->present, "cancellationPolicy")) {
        error = refuse_message(call, "cancellationPolicy",
                               cancellation_canonical(call->arena, input->cancellation_policy_json,
                                                      &service->cancellation_policy_json));
    }
    if (!error && sent(shape, input->present, "questions")) {
        error = refuse_message(
            call, "questions",
            questions_canonical(call->arena, input->questions_json, &service->questions_json));
    }
    if (!error && sent(shape, input->present, "serviceType") &&
        !service_type_parse(call->arena, input->service_type, &service->service_type)) {
        error = call_refuse_field(call, "serviceType", "format",
                                  "Letters, digits, spaces, - and _ only.");
    }
    return error;
}

/* What was sent, over what is there; then the whole must make sense. */
static enum error service_apply(struct call *call, const struct shape *shape,
                                const struct service_input *input, struct currency currency,
                                struct service *service)
{
    for (size_t i = 0; i < COUNT_OF(copies); i++) {
        if (sent(shape, input->present, copies[i].name)) {
            copy_field(copies[i].kind, (const char *)input + copies[i].from,
                       (char *)service + copies[i].to);
        }
    }
    if (sent(shape, input->present, "title")) {
        service->title = input->title;
    }
    if (sent(shape, input->present, "description")) {
        service->description = input->description;
    }
    enum error error = apply_duration(call, shape, input, service);
    if (!error && sent(shape, input->present, "rate")) {
        error = parse_rate(call, "rate", input->rate, currency, &service->rate_minor);
    }
    if (!error) {
        error = apply_json(call, shape, input, service);
    }
    struct complaint complaint = service_complaint(service);
    if (!error && complaint.field) {
        return call_refuse_field(call, complaint.field, complaint.code, "%s", complaint.message);
    }
    return error;
}

static void service_answer(struct call *call, const struct service *service,
                           const struct provider *provider, struct service_output *output)
{
    output->service = ARENA_NEW(call->arena, struct service_view);
    service_view_fill(output->service, service, provider);
}

/* {"serviceId":…} */
static void journal_service(struct call *call, struct tx *tx, const char *type,
                            const struct service *service)
{
    struct str data = str_format(call->arena, "{\"serviceId\":\"%s\"}",
                                 id_text(call->arena, "service", service->id).data);
    call_journal(call, tx, type, service->provider_id, &service->provider_id, 1, data);
}

/* A service of this provider's as the input says, the edition's defaults where it does not. */
static enum error service_draft(struct call *call, const struct service_input *wanted,
                                const struct provider *provider, struct service *ret)
{
    if (service_set_defaults(call->arena, call->runtime->edition, ret)) {
        return ERROR_INTERNAL; /* judged when the program started */
    }
    ret->id = id_new();
    ret->provider_id = provider->id;
    ret->created_ms = ret->updated_ms = call->now_ms;
    if (wanted->duration_minutes > 0 && wanted->duration_minutes < ret->step_minutes) {
        ret->step_minutes = wanted->duration_minutes;
    }
    return service_apply(call, &service_create_shape, wanted, provider->currency, ret);
}

bool service_from_json(struct arena *arena, const struct edition *edition,
                       const struct provider *provider, struct str json, int64_t created_ms,
                       struct service *ret, struct problem *ret_problem)
{
    struct runtime runtime = {.edition = edition};
    struct call call = {.arena = arena, .runtime = &runtime, .now_ms = created_ms};
    const struct json *tree = json_parse(arena, json, NULL, NULL);
    const struct service_input *wanted =
        shape_parse(&service_create_shape, tree, SHAPE_FROM_JSON, arena, &call.problem);
    enum error error = wanted ? service_draft(&call, wanted, provider, ret) : ERROR_INVALID;
    *ret_problem = call.problem;
    return error == ERROR_NONE;
}

static enum error service_create(struct call *call, struct tx *tx, const void *input, void *output)
{
    struct provider provider;
    struct service service;
    tx_lock_row(tx, "provider", call->actor.account_id);
    if (!provider_load(tx, call->arena, call->actor.account_id, &provider)) {
        return ERROR_NOT_A_PROVIDER;
    }
    if (service_count(tx, provider.id) >= SERVICES_MAX) {
        return call_refuse(call, ERROR_LIMIT_REACHED, "A provider has at most %d services.",
                           SERVICES_MAX);
    }
    enum error error = service_draft(call, input, &provider, &service);
    if (!error) {
        service_insert(tx, &service);
        journal_service(call, tx, "service.created", &service);
        service_answer(call, &service, &provider, output);
    }
    return error;
}

static enum error service_update(struct call *call, struct tx *tx, const void *input, void *output)
{
    struct service service = *(const struct service *)call->subject;
    struct provider provider;
    if (!provider_load(tx, call->arena, service.provider_id, &provider)) {
        return ERROR_INTERNAL;
    }
    service.updated_ms = call->now_ms;
    enum error error =
        service_apply(call, &service_update_shape, input, provider.currency, &service);
    if (!error) {
        service_save(tx, &service);
        journal_service(call, tx, "service.updated", &service);
        service_answer(call, &service, &provider, output);
    }
    return error;
}

/* Bookings point at their service for ever, so it is only taken off the shelf. */
static enum error service_delete(struct call *call, struct tx *tx, const void *input, void *output)
{
    struct service service = *(const struct service *)call->subject;
    (void)input;
    if (service.active) {
        service.active = false;
        service.updated_ms = call->now_ms;
        service_save(tx, &service);
        journal_service(call, tx, "service.deleted", &service);
    }
    ((struct done_output *)output)->success = true;
    return ERROR_NONE;
}

static enum error service_get(struct call *call, struct tx *tx, const void *input, void *output)
{
    const struct service *service = call->subject;
    struct provider provider;
    (void)input;
    if (!provider_load(tx, call->arena, service->provider_id, &provider)) {
        return ERROR_INTERNAL;
    }
    service_answer(call, service, &provider, output);
    return ERROR_NONE;
}

static enum error service_list_run(struct call *call, struct tx *tx, const void *input,
                                   void *output)
{
    struct id id = ((const struct id_input *)input)->id;
    struct provider provider;
    if (!provider_load(tx, call->arena, id, &provider)) {
        return ERROR_NOT_FOUND;
    }
    bool is_own = id_equal(call->actor.account_id, id);
    struct list services = service_list(tx, call->arena, id, !is_own);
    ((struct services_output *)output)->services = service_views(call->arena, services, &provider);
    return ERROR_NONE;
}

/* ---- favourites ---- */

static enum error favorite_add(struct call *call, struct tx *tx, const void *input, void *output)
{
    struct id id = ((const struct id_input *)input)->id, account = call->actor.account_id;
    struct provider provider;
    if (!provider_load(tx, call->arena, id, &provider)) {
        return ERROR_NOT_FOUND;
    }
    if (favorite_insert(tx, account, id, call->now_ms)) {
        if (favorite_count(tx, account) > FAVORITES_MAX) {
            return call_refuse(call, ERROR_LIMIT_REACHED, "At most %d favourites can be kept.",
                               FAVORITES_MAX);
        }
        call_journal(call, tx, "favorite.added", id, &account, 1, STR("{}"));
    }
    ((struct done_output *)output)->success = true;
    return ERROR_NONE;
}

static enum error favorite_remove(struct call *call, struct tx *tx, const void *input, void *output)
{
    struct id id = ((const struct id_input *)input)->id, account = call->actor.account_id;
    if (favorite_delete(tx, account, id)) {
        call_journal(call, tx, "favorite.removed", id, &account, 1, STR("{}"));
    }
    ((struct done_output *)output)->success = true;
    return ERROR_NONE;
}

/* "1736950000000.user_…": where the last page ended. */
static bool cursor_parse(struct str text, struct favorite *ret)
{
    struct str ms;
    return str_next_piece(&text, '.', &ms) && str_to_int64(ms, &ret->created_ms) &&
           str_is_set(text) && id_parse(text, "user", &ret->provider_id);
}

static enum error favorite_list_run(struct call *call, struct tx *tx, const void *input,
                                    void *output)
{
    const struct favorites_input *wanted = input;
    struct favorites_output *answer = output;
    struct favorite after = {.created_ms = INT64_MAX};
    size_t limit = (size_t)page_size(wanted->limit);
    if (str_is_set(wanted->cursor) && !cursor_parse(wanted->cursor, &after)) {
        return call_refuse_field(call, "cursor", "format", "Use a nextCursor as it was given.");
    }
    struct list found =
        favorite_list(tx, call->arena, call->actor.account_id, after, (int64_t)limit + 1);
    struct provider_view *views = ARENA_ARRAY(call->arena, struct provider_view, found.count + 1);
    for (size_t i = 0; i < found.count && i < limit; i++) {
        struct provider provider;
        const struct favorite *favorite = LIST_AT(found, struct favorite, i);
        if (provider_load(tx, call->arena, favorite->provider_id, &provider)) {
            views[answer->providers.count++] = *provider_answer(call, tx, &provider);
        }
    }
    answer->providers.items = views;
    if (found.count > limit) {
        const struct favorite *last = LIST_AT(found, struct favorite, limit - 1);
        answer->next_cursor = str_format(call->arena, "%lld.%s", (long long)last->created_ms,
                                         id_text(call->arena, "user", last->provider_id).data);
    }
    return ERROR_NONE;
}

/* ---- the rows ---- */

static const struct operation operations[] = {
    {.name = "provider.update",
     .kind = OPERATION_MUTATION,
     .flags = OPERATION_WRITES,
     .may = MAY_SIGNED_IN,
     .input = &provider_input_shape,
     .output = &provider_output_shape,
     .rate = RATE_WRITE,
     .run = provider_update,
     .doc = "Makes the caller a provider, or changes the profile. Fields that are not sent keep "
            "their value."},
    {.name = "provider.get",
     .kind = OPERATION_QUERY,
     .flags = OPERATION_REMEMBERED,
     .may = MAY_ANYONE,
     .input = &provider_id_shape,
     .output = &provider_output_shape,
     .rate = RATE_READ,
     .run = provider_get,
     .doc = "A provider's public profile with the services that can be booked."},
    {.name = "service.create",
     .kind = OPERATION_MUTATION,
     .flags = OPERATION_WRITES,
     .may = MAY_SIGNED_IN,
     .input = &service_create_shape,
     .output = &service_output_shape,
     .rate = RATE_WRITE,
     .run = service_create,
     .doc = "Adds a service with its own policies. At most 100 a provider."},
    {.name = "service.update",
     .kind = OPERATION_MUTATION,
     .flags = OPERATION_WRITES,
     .may = RELATION_OWN_PROVIDER | RELATION_ADMIN,
     .subject = &service_subject,
     .subject_field = "id",
     .input = &service_update_shape,
     .output = &service_output_shape,
     .rate = RATE_WRITE,
     .run = service_update,
     .doc = "Changes a service; null clears a limit. Bookings keep what they agreed on."},
    {.name = "service.delete",
     .kind = OPERATION_MUTATION,
     .flags = OPERATION_WRITES,
     .may = RELATION_OWN_PROVIDER | RELATION_ADMIN,
     .subject = &service_subject,
     .subject_field = "id",
     .input = &service_id_shape,
     .output = &done_shape,
     .rate = RATE_WRITE,
     .run = service_delete,
     .doc = "Takes a service off the shelf. It is kept, inactive, for its bookings."},
    {.name = "service.get",
     .kind = OPERATION_QUERY,
     .flags = OPERATION_REMEMBERED,
     .may = MAY_ANYONE,
     .subject = &service_subject,
     .subject_field = "id",
     .input = &service_id_shape,
     .output = &service_output_shape,
     .rate = RATE_READ,
     .run = service_get,
     .doc = "One service with its policies."},
    {.name = "service.list",
     .kind = OPERATION_QUERY,
     .flags = OPERATION_REMEMBERED,
     .may = MAY_ANYONE,
     .input = &provider_of_shape,
     .output = &services_output_shape,
     .rate = RATE_READ,
     .run = service_list_run,
     .doc = "A provider's services, oldest first; its own inactive ones only for the provider."},
    {.name = "favorite.add",
     .kind = OPERATION_MUTATION,
     .flags = OPERATION_WRITES,
     .may = MAY_SIGNED_IN,
     .input = &provider_of_shape,
     .output = &done_shape,
     .rate = RATE_WRITE,
     .run = favorite_add,
     .doc = "Keeps a provider among the caller's favourites."},
    {.name = "favorite.remove",
     .kind = OPERATION_MUTATION,
     .flags = OPERATION_WRITES,
     .may = MAY_SIGNED_IN,
     .input = &provider_of_shape,
     .output = &done_shape,
     .rate = RATE_WRITE,
     .run = favorite_remove,
     .doc = "Drops a provider from the caller's favourites."},
    {.name = "favorite.list",
     .kind = OPERATION_QUERY,
     .flags = OPERATION_REMEMBERED,
     .may = MAY_SIGNED_IN,
     .input = &favorites_input_shape,
     .output = &favorites_output_shape,
     .rate = RATE_READ,
     .run = favorite_list_run,
     .doc = "The caller's favourite providers, newest first."},
};

const struct operation_set listing_operations = {operations, COUNT_OF(operations)};
