/* demo_print.c: what the demo says on standard output, and `docket demo`. */
#include <stdio.h>

#include "account/account.h"
#include "app/app.h"
#include "app/demo.h"
#include "base/clock.h"

struct found_slot {
    struct arena *arena;
    struct provider provider;
    struct service service;
    int64_t start_ms; /* INSTANT_NONE: none is free */
};

enum { LOOK_AHEAD_DAYS = 30, DEMO_HOURS = 2 };

/* The first free start of the demo's provider from tomorrow on, as the calendar judges it. */
static enum error find_slot_job(struct tx *tx, void *argument)
{
    struct found_slot *found = argument;
    struct account account;
    struct calendar calendar;
    int64_t now_ms = clock_now_ms(), from_ms = now_ms + DAY_MS;
    int64_t to_ms = from_ms + (int64_t)LOOK_AHEAD_DAYS * DAY_MS;
    found->start_ms = INSTANT_NONE;
    if (!account_find(tx, found->arena, STR("provider@example.com"), &account) ||
        !provider_load(tx, found->arena, account.id, &found->provider) ||
        service_resolve(tx, found->arena, account.id, STR("MIXING"), &found->service) ||
        !calendar_load(tx, found->arena, &found->provider, from_ms, to_ms, now_ms, &calendar))
        return ERROR_NONE;
    const struct slot_request request = {.service = &found->service,
                                         .duration_ms = DEMO_HOURS * (int64_t)HOUR_MS};
    struct list slots = calendar_slots(&calendar, &request, from_ms, to_ms, now_ms, found->arena);
    if (slots.count)
        found->start_ms = LIST_AT(slots, struct slot, 0)->start_ms;
    return ERROR_NONE;
}

static void print_booking_line(const struct found_slot *found, struct str address)
{
    struct buf body;
    buf_init(&body, found->arena, 256);
    BUF_ADD(&body, "{\"providerId\":\"");
    id_print(&body, "user", found->provider.id);
    BUF_ADD(&body, "\",\"serviceType\":\"MIXING\",\"scheduledTime\":\"");
    instant_print(&body, found->start_ms);
    buf_format(&body, "\",\"durationHours\":%d,\"rate\":", DEMO_HOURS);
    money_print_major(&body, service_rate_minor(&found->service, &found->provider),
                      found->provider.currency);
    BUF_ADD(&body, ",\"isRemote\":true}");
    printf("  curl -s %.*s/api/bookings -H \"Authorization: Bearer $TOKEN\" "
           "-H 'Content-Type: application/json' -d '%.*s'\n",
           STR_ARG(address), STR_ARG(buf_str(&body)));
}

static void print_lines(const struct found_slot *found, struct str address)
{
    printf("\nTry it: log in, search, book.\n"
           "  TOKEN=$(curl -s %.*s/api/auth/login -H 'Content-Type: application/json' "
           "-d '{\"email\":\"client@example.com\",\"password\":\"docket-demo\"}' "
           "| sed 's/.*\"token\":\"\\([^\"]*\\)\".*/\\1/')\n",
           STR_ARG(address));
    printf("  curl -s '%.*s/api/marketplace/providers?service=MIXING&location=Los+Angeles"
           "&sortBy=rating'\n",
           STR_ARG(address));
    print_booking_line(found, address);
}

void demo_print(struct db *db, struct arena *arena, struct str address)
{
    struct found_slot *found = ARENA_NEW(arena, struct found_slot);
    found->arena = arena;
    printf("Docket listens on %.*s (the API is described at %.*s/docs)\n", STR_ARG(address),
           STR_ARG(address));
    if (db_read(db, find_slot_job, found) || found->start_ms == INSTANT_NONE)
        return; /* the store was not empty and holds something else */
    puts("Log in with the password docket-demo as client@example.com, provider@example.com or "
         "admin@example.com.");
    print_lines(found, address);
}

int command_demo(const struct config *config, struct arena *arena)
{
    struct db *db = store_open(config, STORE_SERVES, arena);
    if (!db)
        return EXIT_FAILED;
    bool done = store_migrate(db, arena) && demo_seed(db, arena);
    if (done)
        puts("The demo data is there.");
    db_close(db);
    return done ? 0 : EXIT_FAILED;
}
