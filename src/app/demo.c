/* demo.c: the plan of the demo, stored. */
#include "app/demo.h"

#include "app/app.h"
#include "base/clock.h"
#include "base/random.h"
#include "chat/chat.h"

static const char demo_password[] = "docket-demo";

enum { TOLD_DAYS = 3 }; /* what is older rings no bell */

struct seeding {
    struct arena *arena;
    struct tx *tx;
    const struct demo_plan *plan;
    struct str password_hash; /* one for all: it is the slow part */
};

static void seed_account(struct seeding *seeding, const struct account *account)
{
    enum error error = account_create(seeding->tx, account, seeding->password_hash);
    if (error)
        tx_fail(seeding->tx, error);
}

static void seed_provider(struct seeding *seeding, const struct planned_provider *who)
{
    seed_account(seeding, &who->account);
    provider_insert(seeding->tx, &who->provider);
    availability_save(seeding->tx, who->provider.id, who->weekly, (struct list){0},
                      who->provider.created_ms);
    for (size_t i = 0; i < who->services.count; i++)
        service_insert(seeding->tx, LIST_AT(who->services, struct service, i));
}

/* In the order of the file, after the request and before now, whatever the hours say. */
static void seed_messages(struct seeding *seeding, const struct planned_booking *planned)
{
    const struct booking *booking = &planned->booking;
    int64_t earliest_ms = booking->created_ms;
    for (size_t i = 0; i < planned->messages.count; i++) {
        const struct demo_message *row = LIST_AT(planned->messages, struct demo_message, i);
        int64_t latest_ms =
            seeding->plan->now_ms - (int64_t)(planned->messages.count - i) * MINUTE_MS;
        int64_t at_ms = booking->start_ms - row->hours_before * HOUR_MS;
        at_ms = at_ms < earliest_ms + MINUTE_MS ? earliest_ms + MINUTE_MS : at_ms;
        at_ms = at_ms > latest_ms ? latest_ms : at_ms;
        struct message message = {
            .id = id_new(),
            .booking_id = booking->id,
            .sender_id = row->from == DEMO_CLIENT ? booking->client_id : booking->provider_id,
            .content = row->content,
            .created_ms = at_ms,
        };
        message_insert(seeding->tx, &message);
        earliest_ms = at_ms;
    }
}

static void seed_booking(struct seeding *seeding, const struct planned_booking *planned)
{
    const struct booking_life life = {
        .provider = planned->provider,
        .service = planned->service,
        .booking = &planned->booking,
        .reason = planned->reason,
        .told_from_ms = seeding->plan->now_ms - TOLD_DAYS * (int64_t)DAY_MS,
    };
    booking_seed(seeding->tx, seeding->arena, &life);
    seed_messages(seeding, planned);
}

static bool is_untouched(struct tx *tx)
{
    return journal_head(tx) == 0 && journal_unstamped(tx) == 0;
}

static enum error seed_job(struct tx *tx, void *argument)
{
    struct seeding *seeding = argument;
    const struct demo_plan *plan = seeding->plan;
    seeding->tx = tx;
    if (!is_untouched(tx))
        return ERROR_NONE;
    for (size_t i = 0; i < plan->people.count; i++)
        seed_account(seeding, LIST_AT(plan->people, struct account, i));
    for (size_t i = 0; i < plan->providers.count; i++)
        seed_provider(seeding, LIST_AT(plan->providers, struct planned_provider, i));
    for (size_t i = 0; i < plan->booking_count; i++)
        seed_booking(seeding, &plan->bookings[i]);
    return ERROR_NONE;
}

static enum error look_job(struct tx *tx, void *argument)
{
    bool *is_empty = argument;
    *is_empty = is_untouched(tx);
    return ERROR_NONE;
}

static const struct demo_plan *plan_demo(const struct edition *edition, struct arena *arena)
{
    struct str reason = STR("unknown");
    const struct demo *demo = demo_read(arena, edition, &reason);
    const struct demo_plan *plan =
        demo ? demo_plan(arena, edition, demo, clock_now_ms(), &reason) : NULL;
    if (!plan)
        say_error("there is no demo to be had:\n%.*s", STR_ARG(reason));
    return plan;
}

bool demo_seed(struct db *db, const struct edition *edition, struct arena *arena)
{
    bool is_empty = false;
    enum error error = db_read(db, look_job, &is_empty);
    if (!error && !is_empty)
        return true;
    struct seeding *seeding = ARENA_NEW(arena, struct seeding);
    seeding->arena = arena;
    seeding->plan = plan_demo(edition, arena);
    if (!seeding->plan)
        return false;
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
