#include "app/demo.h"

#include <stdio.h>

#include "account/account.h"
#include "app/app.h"
#include "base/clock.h"
#include "base/random.h"
#include "base/zone.h"

static const char demo_password[] = "docket-demo";
static const char moderate_policy[] =
    "{\"preset\":\"moderate\",\"tiers\":[{\"hoursBefore\":120,\"refundPercent\":100},"
    "{\"hoursBefore\":0,\"refundPercent\":50}]}";

enum { SERVICES_EACH_MAX = 4, PROVIDERS_MAX = 32, PEOPLE_MAX = 16 };

struct seeding {
    struct arena *arena;
    struct tx *tx;
    struct str password_hash; /* one for all: it is the slow part */
    int64_t now_ms;
    struct id people[PEOPLE_MAX];
    struct provider providers[PROVIDERS_MAX];
    struct service services[PROVIDERS_MAX][SERVICES_EACH_MAX];
    bool was_empty;
};

static struct id seed_person(struct seeding *seeding, const struct demo_person *person)
{
    const struct account account = {
        .id = id_new(),
        .email = str_from(person->email),
        .display_name = str_from(person->name),
        .time_zone = str_from(person->time_zone),
        .roles = person->roles,
        .created_ms = seeding->now_ms - 200LL * DAY_MS,
    };
    enum error error = account_create(seeding->tx, &account, seeding->password_hash);
    if (error)
        tx_fail(seeding->tx, error);
    return account.id;
}

static void seed_service(struct seeding *seeding, const struct provider *provider,
                         const struct demo_service *row, struct service *ret)
{
    *ret = (struct service){
        .id = id_new(),
        .provider_id = provider->id,
        .title = str_from(row->title),
        .description = str_from(row->description),
        .service_type = str_from(row->type),
        .active = true,
        .min_minutes = row->min_hours * 60,
        .max_minutes = row->max_hours * 60,
        .step_minutes = 60,
        .rate_type = RATE_HOURLY,
        .rate_minor = INSTANT_NONE,
        .buffer_before_minutes = row->buffer_minutes,
        .buffer_after_minutes = row->buffer_minutes,
        .min_notice_minutes = 60,
        .window_days = 365,
        .seats = 1,
        .acceptance = row->acceptance,
        .payment = PAYMENT_AFTER,
        .approval = APPROVAL_CLIENT,
        .revisions = 2,
        .pending_blocks = true,
        .request_ttl_hours = 48,
        .cancellation_policy_json = str_from(moderate_policy),
        .is_remote = row->is_remote,
        .is_in_person = row->is_in_person,
        .questions_json = STR("[]"),
        .created_ms = provider->created_ms,
        .updated_ms = provider->created_ms,
    };
    service_insert(seeding->tx, ret);
}

static const struct demo_service *service_row(struct str type)
{
    for (size_t i = 0; i < demo_service_count; i++)
        if (str_equal(str_from(demo_services[i].type), type))
            return &demo_services[i];
    return NULL;
}

static void seed_hours(struct seeding *seeding, const struct demo_provider *row, struct id id)
{
    struct weekly_hours *hours = ARENA_ARRAY(seeding->arena, struct weekly_hours, 7);
    struct list weekly = {.items = hours};
    for (int day = 0; day < 7; day++)
        if (row->work_days[day] == '1')
            hours[weekly.count++] = (struct weekly_hours){
                .weekday = day,
                .start_minute = row->start_hour * 60,
                .end_minute = row->end_hour * 60,
            };
    availability_save(seeding->tx, id, weekly, (struct list){0}, seeding->now_ms);
}

static struct provider provider_of_row(const struct demo_provider *row, struct id id,
                                       int64_t created_ms)
{
    return (struct provider){
        .id = id,
        .display_name = str_from(row->person.name),
        .headline = str_from(row->headline),
        .bio = str_from(row->bio),
        .roles_json = str_from(row->roles_json),
        .portfolio_json = STR("[]"),
        .place = {str_from(row->place), row->latitude_e6, row->longitude_e6},
        .service_radius_miles = 50,
        .hourly_rate_minor = row->hourly_minor,
        .day_rate_minor = row->day_minor,
        .currency = {"USD"},
        .time_zone = str_from(row->person.time_zone),
        .capacity = 1,
        .verified = row->verified,
        .rating_sum = row->rating_sum,
        .rating_count = row->rating_count,
        .booking_count = row->booking_count,
        .created_ms = created_ms,
        .updated_ms = created_ms,
    };
}

static void seed_provider(struct seeding *seeding, size_t index)
{
    const struct demo_provider *row = &demo_providers[index];
    struct id id = seed_person(seeding, &row->person);
    struct provider *provider = &seeding->providers[index];
    struct str types = str_from(row->service_types), type;
    *provider = provider_of_row(row, id, seeding->now_ms - 200LL * DAY_MS);
    provider_insert(seeding->tx, provider);
    seed_hours(seeding, row, id);
    for (size_t i = 0; i < SERVICES_EACH_MAX && str_next_piece(&types, ' ', &type); i++)
        seed_service(seeding, provider, service_row(type), &seeding->services[index][i]);
}

/* ---- bookings ---- */

/* The wanted day, or the next one (before today: the one before) on which the provider works. */
static int64_t working_day(const struct demo_provider *row, int64_t today, int day)
{
    int64_t date = today + day;
    while (row->work_days[date_weekday(date)] != '1')
        date += day < 0 ? -1 : 1;
    return date;
}

static int64_t booking_start(const struct demo_booking *row, int64_t now_ms)
{
    if (row->status == BOOKING_IN_PROGRESS)
        return now_ms - now_ms % HOUR_MS - HOUR_MS;
    const struct demo_provider *provider = &demo_providers[row->provider];
    const struct zone *zone = zone_find(str_from(provider->person.time_zone));
    int64_t local_ms = zone_to_local_ms(zone, now_ms);
    int64_t today = (local_ms - local_ms % DAY_MS) / DAY_MS;
    return zone_resolve(zone, working_day(provider, today, row->day) * DAY_MS +
                                  row->start_hour * (int64_t)HOUR_MS);
}

static const struct service *booked_service(const struct seeding *seeding,
                                            const struct demo_booking *row)
{
    for (size_t i = 0; i < SERVICES_EACH_MAX; i++) {
        const struct service *service = &seeding->services[row->provider][i];
        if (str_equal(service->service_type, str_from(row->service_type)))
            return service;
    }
    return NULL;
}

static struct str quote_text(struct arena *arena, int64_t hours, int64_t rate_minor,
                             int64_t total_minor)
{
    const struct currency dollars = {"USD"};
    struct buf out;
    buf_init(&out, arena, 192);
    buf_format(&out,
               "[{\"label\":\"Work by the hour\",\"quantity\":%lld,\"unit\":\"hour\","
               "\"unitPrice\":",
               (long long)hours);
    money_print_major(&out, rate_minor, dollars);
    buf_format(&out, ",\"unitPriceMinor\":%lld,\"amount\":", (long long)rate_minor);
    money_print_major(&out, total_minor, dollars);
    buf_format(&out, ",\"amountMinor\":%lld}]", (long long)total_minor);
    return buf_str(&out);
}

static struct str policy_text(struct arena *arena, const struct service *service)
{
    return str_format(arena,
                      "{\"acceptance\":\"%s\",\"payment\":\"after\",\"approval\":\"client\","
                      "\"revisions\":%lld,\"pendingBlocks\":true,\"bufferBeforeMinutes\":%lld,"
                      "\"bufferAfterMinutes\":%lld,\"cancellation\":%s}",
                      acceptance_names.names[service->acceptance], (long long)service->revisions,
                      (long long)service->buffer_before_minutes,
                      (long long)service->buffer_after_minutes, moderate_policy);
}

/* What does not follow from the price or the clock. */
static struct booking booking_of_row(const struct seeding *seeding, const struct demo_booking *row,
                                     const struct service *service)
{
    const struct provider *provider = &seeding->providers[row->provider];
    return (struct booking){
        .id = id_new(),
        .client_id = seeding->people[row->client],
        .provider_id = provider->id,
        .service_id = service->id,
        .status = row->status,
        .payment_status = PAYMENT_UNPAID,
        .title = str_from(row->title),
        .description = STR(""),
        .service_type = service->service_type,
        .time_zone = provider->time_zone,
        .place =
            row->is_remote ? (struct place){STR_NONE, PLACE_NONE, PLACE_NONE} : provider->place,
        .is_remote = row->is_remote,
        .rate_type = RATE_HOURLY,
        .rate_minor = provider->hourly_rate_minor,
        .total_minor = provider->hourly_rate_minor * row->hours,
        .currency = provider->currency,
        .policy_json = policy_text(seeding->arena, service),
        .deliverables_json = STR("[]"),
        .answers_json = STR("[]"),
        .expires_ms = INSTANT_NONE,
        .completed_ms = INSTANT_NONE,
    };
}

static bool was_completed(enum booking_status status)
{
    return status == BOOKING_COMPLETED || status == BOOKING_APPROVED ||
           status == BOOKING_REVISION || status == BOOKING_DISPUTED;
}

static void seed_booking(struct seeding *seeding, const struct demo_booking *row)
{
    const struct service *service = booked_service(seeding, row);
    struct booking booking = booking_of_row(seeding, row, service);
    booking.start_ms = booking_start(row, seeding->now_ms);
    booking.end_ms = booking.start_ms + row->hours * (int64_t)HOUR_MS;
    booking.quote_json =
        quote_text(seeding->arena, row->hours, booking.rate_minor, booking.total_minor);
    bool is_ahead = booking.start_ms > seeding->now_ms;
    booking.created_ms = is_ahead ? seeding->now_ms - 2 * HOUR_MS : booking.start_ms - 6 * DAY_MS;
    booking.updated_ms = booking.created_ms + HOUR_MS;
    if (row->status == BOOKING_PENDING)
        booking.expires_ms = booking.created_ms + service->request_ttl_hours * HOUR_MS;
    if (was_completed(row->status))
        booking.updated_ms = booking.completed_ms = booking.end_ms;
    booking_seed(seeding->tx, seeding->arena, &booking);
}

static bool is_untouched(struct tx *tx)
{
    return journal_head(tx) == 0 && journal_unstamped(tx) == 0;
}

static enum error seed_job(struct tx *tx, void *argument)
{
    struct seeding *seeding = argument;
    seeding->tx = tx;
    seeding->was_empty = is_untouched(tx);
    if (!seeding->was_empty)
        return ERROR_NONE;
    for (size_t i = 0; i < demo_person_count; i++)
        seeding->people[i] = seed_person(seeding, &demo_people[i]);
    for (size_t i = 0; i < demo_provider_count; i++)
        seed_provider(seeding, i);
    for (size_t i = 0; i < demo_booking_count; i++)
        seed_booking(seeding, &demo_bookings[i]);
    return ERROR_NONE;
}

static enum error look_job(struct tx *tx, void *argument)
{
    bool *is_empty = argument;
    *is_empty = is_untouched(tx);
    return ERROR_NONE;
}

bool demo_seed(struct db *db, struct arena *arena)
{
    bool is_empty = false;
    enum error error = db_read(db, look_job, &is_empty);
    if (!error && !is_empty)
        return true;
    struct seeding *seeding = ARENA_NEW(arena, struct seeding);
    seeding->arena = arena;
    seeding->now_ms = clock_now_ms();
    seeding->password_hash = password_hash(arena, str_from(demo_password));
    if (!error)
        error = db_write(db, seed_job, seeding);
    /* Of two servers that begin at once on one empty database the other may have been first. */
    if (error && !db_read(db, look_job, &is_empty) && !is_empty)
        return true;
    if (error)
        say_error("the demo could not be stored: %s", error_info(error)->sentence);
    return !error;
}
