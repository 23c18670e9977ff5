/* demo_history.c: the weeks of everybody the demo's file says little of.
 *
 * A small generator, seeded by each provider's address, decides how busy one is and what happened
 * on each day of the last six weeks and the coming three. Days count from today, so the same day
 * gives the same weeks; today itself is left to the file's own bookings. */
#include "app/demo.h"
#include "booking/rules.h"

enum { DAYS_PAST = 42, DAYS_AHEAD = 21, LONGEST_MINUTES = 300 };

/* SplitMix64 (Steele, Lea & Flood, 2014): tiny, and the same everywhere. */
struct dice {
    uint64_t state;
};

static uint64_t dice_next(struct dice *dice)
{
    uint64_t mixed = dice->state += UINT64_C(0x9E3779B97F4A7C15);
    mixed = (mixed ^ (mixed >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    mixed = (mixed ^ (mixed >> 27)) * UINT64_C(0x94D049BB133111EB);
    return mixed ^ (mixed >> 31);
}

static int dice_below(struct dice *dice, size_t limit)
{
    return (int)(dice_next(dice) % limit);
}

/* FNV-1a of the address. */
static struct dice dice_of(struct str email)
{
    uint64_t state = UINT64_C(0xCBF29CE484222325);
    for (size_t i = 0; i < email.size; i++)
        state = (state ^ (unsigned char)email.data[i]) * UINT64_C(0x100000001B3);
    return (struct dice){state};
}

struct weeks {
    struct demo_plan *plan;
    struct planned_provider *who;
    struct dice dice;
    struct list clients; /* of struct account */
    const struct json *titles;
    int busy; /* percent of the working days */
};

/* ---- what becomes of a booking ---- */

/* Out of a hundred, the first row that is not passed. */
struct share {
    int below;
    enum booking_status status;
};
static const struct share past_shares[] = {{60, BOOKING_APPROVED},  {78, BOOKING_COMPLETED},
                                           {87, BOOKING_CANCELLED}, {92, BOOKING_DECLINED},
                                           {96, BOOKING_EXPIRED},   {98, BOOKING_REVISION},
                                           {100, BOOKING_DISPUTED}};
static const struct share coming_shares[] = {
    {68, BOOKING_CONFIRMED}, {94, BOOKING_PENDING}, {100, BOOKING_CANCELLED}};

static enum booking_status share_of(const struct share *shares, int roll)
{
    while (roll >= shares->below)
        shares++;
    return shares->status;
}

/* Nobody waits for an answer to an instant booking, and nobody approves where none has to. */
static enum booking_status fitting_status(const struct service *service, enum booking_status status)
{
    bool is_instant = service->acceptance == ACCEPT_INSTANT;
    bool is_approved = service->approval == APPROVAL_CLIENT;
    switch (status) {
    case BOOKING_PENDING:
        return is_instant ? BOOKING_CONFIRMED : status;
    case BOOKING_DECLINED:
    case BOOKING_EXPIRED:
        return is_instant ? BOOKING_CANCELLED : status;
    case BOOKING_APPROVED:
    case BOOKING_REVISION:
        return is_approved ? status : BOOKING_COMPLETED;
    default:
        return status;
    }
}

/* Where the money stands, by when it is due; a column each for enum booking_status. */
static const enum payment_status payments[][BOOKING_STATUS_COUNT] = {
    [PAYMENT_NONE] = {PAYMENT_UNPAID},
    [PAYMENT_AFTER] = {[BOOKING_APPROVED] = PAYMENT_PAID},
    [PAYMENT_ESCROW] = {[BOOKING_PENDING] = PAYMENT_AUTHORIZED,
                        [BOOKING_CONFIRMED] = PAYMENT_HELD,
                        [BOOKING_IN_PROGRESS] = PAYMENT_HELD,
                        [BOOKING_REVISION] = PAYMENT_HELD,
                        [BOOKING_COMPLETED] = PAYMENT_HELD,
                        [BOOKING_DISPUTED] = PAYMENT_HELD,
                        [BOOKING_APPROVED] = PAYMENT_RELEASED,
                        [BOOKING_CANCELLED] = PAYMENT_REFUNDED},
    [PAYMENT_UPFRONT] = {[BOOKING_PENDING] = PAYMENT_AUTHORIZED,
                         [BOOKING_CONFIRMED] = PAYMENT_PAID,
                         [BOOKING_IN_PROGRESS] = PAYMENT_PAID,
                         [BOOKING_REVISION] = PAYMENT_PAID,
                         [BOOKING_COMPLETED] = PAYMENT_PAID,
                         [BOOKING_DISPUTED] = PAYMENT_PAID,
                         [BOOKING_APPROVED] = PAYMENT_PAID,
                         [BOOKING_CANCELLED] = PAYMENT_REFUNDED},
    [PAYMENT_INVOICE] =
        {[BOOKING_COMPLETED] = PAYMENT_PARTIALLY_PAID, [BOOKING_APPROVED] = PAYMENT_PAID},
};

/* Where nobody approves, finished work is settled. */
static enum payment_status payment_of(const struct service *service, enum booking_status status)
{
    bool is_settled = status == BOOKING_COMPLETED && service->approval == APPROVAL_NONE;
    return payments[service->payment][is_settled ? BOOKING_APPROVED : status];
}

/* ---- one booking ---- */

static int64_t minutes_of(struct weeks *weeks, const struct service *service)
{
    int64_t longest =
        service->max_minutes < LONGEST_MINUTES ? service->max_minutes : LONGEST_MINUTES;
    int64_t steps = (longest - service->min_minutes) / service->step_minutes;
    if (service->duration_minutes)
        return service->duration_minutes;
    return service->min_minutes +
           (steps > 0 ? dice_below(&weeks->dice, (size_t)steps + 1) * service->step_minutes : 0);
}

static struct str title_of(struct weeks *weeks, const struct service *service)
{
    const struct json *titles = json_get(weeks->titles, service->service_type);
    const struct json *title = titles && titles->type == JSON_ARRAY ? titles->first : NULL;
    int skip = title ? dice_below(&weeks->dice, titles->count) : 0;
    while (skip-- > 0)
        title = title->next;
    return title && title->type == JSON_TEXT ? title->text : service->title;
}

static void add_booking(struct weeks *weeks, const struct service *service, struct interval work,
                        bool is_ahead)
{
    struct planned_booking planned = {.service = service};
    struct booking *booking = &planned.booking;
    int roll = dice_below(&weeks->dice, 100);
    int client = dice_below(&weeks->dice, weeks->clients.count);
    int hours_before = 2 + dice_below(&weeks->dice, 200);
    bool prefers_remote = dice_below(&weeks->dice, 2) == 0;
    if (!booking_draft(weeks->plan->arena, &weeks->who->provider, service, work, booking))
        return;
    if (service->is_remote && service->is_in_person && prefers_remote) {
        booking->is_remote = true;
        booking->place = (struct place){STR_NONE, PLACE_NONE, PLACE_NONE};
    }
    booking->title = title_of(weeks, service);
    booking->client_id = LIST_AT(weeks->clients, struct account, client)->id;
    booking->status =
        fitting_status(service, share_of(is_ahead ? coming_shares : past_shares, roll));
    booking->payment_status = payment_of(service, booking->status);
    booking->revisions_used = booking->status == BOOKING_REVISION;
    demo_add_booking(weeks->plan, weeks->who, &planned, hours_before);
}

static void fill_day(struct weeks *weeks, int64_t day)
{
    struct planned_provider *who = weeks->who;
    const struct service *service =
        LIST_AT(who->services, struct service, dice_below(&weeks->dice, who->services.count));
    int64_t minutes = minutes_of(weeks, service);
    int64_t today = demo_today(who, weeks->plan->now_ms);
    int64_t start_ms =
        demo_find_start(who, service, today + day, dice_below(&weeks->dice, 1440), minutes);
    if (start_ms == INSTANT_NONE)
        start_ms = demo_find_start(who, service, today + day, 0, minutes);
    struct interval work = {start_ms, start_ms + minutes * MINUTE_MS};
    bool is_behind = start_ms != INSTANT_NONE && work.end_ms < weeks->plan->now_ms - HOUR_MS;
    bool is_ahead = start_ms != INSTANT_NONE && work.start_ms > weeks->plan->now_ms + HOUR_MS;
    if (day < 0 ? is_behind : is_ahead)
        add_booking(weeks, service, work, day > 0);
}

/* The further ahead, the fewer bookings there are yet. */
static void fill_weeks(struct weeks *weeks)
{
    for (int64_t day = -DAYS_PAST; day <= DAYS_AHEAD; day++) {
        int64_t share =
            day < 0 ? weeks->busy : weeks->busy * (DAYS_AHEAD + 3 - day) / (DAYS_AHEAD + 3);
        if (day != 0 && dice_below(&weeks->dice, 100) < share)
            fill_day(weeks, day);
    }
}

/* Those who only book, without the demo's own client: that one's list is the file's. */
static struct list clients_of(const struct demo_plan *plan)
{
    struct account *clients = ARENA_ARRAY(plan->arena, struct account, plan->people.count);
    struct list list = {.items = clients};
    for (size_t i = 0; i < plan->people.count; i++) {
        const struct account *person = LIST_AT(plan->people, struct account, i);
        if (person->roles == ROLE_CLIENT && (i > 0 || plan->people.count == 1))
            clients[list.count++] = *person;
    }
    return list;
}

void demo_plan_history(struct demo_plan *plan)
{
    struct list clients = clients_of(plan);
    const struct json *titles =
        json_parse(plan->arena, plan->demo->history->titles_json, NULL, NULL);
    for (size_t i = 1; clients.count > 0 && i < plan->providers.count; i++) {
        struct planned_provider *who = LIST_AT(plan->providers, struct planned_provider, i);
        struct weeks weeks = {.plan = plan,
                              .who = who,
                              .dice = dice_of(who->account.email),
                              .clients = clients,
                              .titles = titles};
        weeks.busy = 10 + dice_below(&weeks.dice, 45);
        fill_weeks(&weeks);
    }
}
