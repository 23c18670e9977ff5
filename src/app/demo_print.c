/* demo_print.c: what the demo says on standard output, and `docket demo`. */
#include <stdio.h>

#include "app/app.h"
#include "app/demo.h"
#include "base/clock.h"

struct found_slot {
    struct arena *arena;
    const struct demo *demo;
    struct id client_id; /* of the demo's client */
    struct provider provider;
    struct service service;
    int64_t minutes;
    int64_t start_ms; /* INSTANT_NONE: none is free */
};

enum { LOOK_AHEAD_DAYS = 30, DEMO_MINUTES = 120 };

/* The first free start of one service from tomorrow on, as the calendar judges it. */
static bool find_slot(struct tx *tx, struct found_slot *found, int64_t now_ms)
{
    struct calendar calendar;
    int64_t from_ms = now_ms + DAY_MS, to_ms = from_ms + LOOK_AHEAD_DAYS * (int64_t)DAY_MS;
    bool fits = calendar_duration_fits(&found->service, DEMO_MINUTES * (int64_t)MINUTE_MS);
    found->minutes = fits ? DEMO_MINUTES : found->service.min_minutes;
    if (!calendar_load(tx, found->arena, &found->provider, from_ms, to_ms, now_ms, &calendar))
        return false;
    const struct place place =
        travel_place(&found->provider, service_is_remote_only(&found->service), NULL);
    const struct slot_request request = {.service = &found->service,
                                         .place = &place,
                                         .duration_ms = found->minutes * MINUTE_MS,
                                         .client_id = found->client_id};
    struct list slots = calendar_slots(&calendar, &request, from_ms, to_ms, now_ms, found->arena);
    if (slots.count)
        found->start_ms = LIST_AT(slots, struct slot, 0)->start_ms;
    return slots.count > 0;
}

/* Of one provider, the first service that can be had. */
static bool find_service(struct tx *tx, struct found_slot *found, struct str email, int64_t now_ms)
{
    struct account account;
    if (!account_find(tx, found->arena, str_lower(found->arena, email), &account) ||
        !provider_load(tx, found->arena, account.id, &found->provider))
        return false;
    struct list services = service_list(tx, found->arena, account.id, true);
    for (size_t i = 0; i < services.count; i++) {
        found->service = *LIST_AT(services, struct service, i);
        if (find_slot(tx, found, now_ms))
            return true;
    }
    return false;
}

/* The demo's own provider, unless the client has as many bookings there as are allowed. */
static enum error find_slot_job(struct tx *tx, void *argument)
{
    struct found_slot *found = argument;
    struct list providers = found->demo->providers;
    struct account client;
    int64_t now_ms = clock_now_ms();
    found->start_ms = INSTANT_NONE;
    if (!account_find(tx, found->arena, STR("client@example.com"), &client))
        return ERROR_NONE;
    found->client_id = client.id;
    for (size_t i = 0; i < providers.count; i++)
        if (find_service(tx, found, LIST_AT(providers, struct demo_provider, i)->email, now_ms))
            break;
    return ERROR_NONE;
}

/* ---- text for a shell ---- */

/* Within single quotes: a quote ends them, stands escaped, and opens them again. */
static struct str shell_quoted(struct arena *arena, struct str text)
{
    struct buf out;
    buf_init(&out, arena, text.size + 16);
    for (size_t i = 0; i < text.size; i++) {
        if (text.data[i] == '\'')
            BUF_ADD(&out, "'\\''");
        else
            buf_add_byte(&out, text.data[i]);
    }
    return buf_str(&out);
}

static bool is_plain(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
           (byte >= '0' && byte <= '9') || byte == '-' || byte == '_' || byte == ',';
}

static struct str query_text(struct arena *arena, struct str text)
{
    struct buf out;
    buf_init(&out, arena, text.size + 16);
    for (size_t i = 0; i < text.size; i++) {
        if (is_plain(text.data[i]))
            buf_add_byte(&out, text.data[i]);
        else if (text.data[i] == ' ')
            buf_add_byte(&out, '+');
        else
            buf_format(&out, "%%%02X", (unsigned char)text.data[i]);
    }
    return buf_str(&out);
}

/* ---- the lines ---- */

/* Something for every question that must be answered. */
static void print_answers(struct json_writer *writer, const struct found_slot *found)
{
    const struct json *questions =
        json_parse(found->arena, found->service.questions_json, NULL, NULL);
    json_key(writer, STR("answers"));
    json_begin_array(writer);
    for (const struct json *item = questions ? questions->first : NULL; item; item = item->next) {
        const struct json *required = json_get(item, STR("required"));
        if (!required || !required->boolean)
            continue;
        json_begin_object(writer);
        json_key(writer, STR("question"));
        json_tree(writer, json_get(item, STR("question")));
        json_key(writer, STR("answer"));
        json_text(writer, STR("I will tell you."));
        json_end_object(writer);
    }
    json_end_array(writer);
}

static struct str amount_text(struct arena *arena, int64_t minor, struct currency currency)
{
    struct buf out;
    buf_init(&out, arena, 32);
    money_print_major(&out, minor, currency);
    return buf_str(&out);
}

static struct str instant_text(struct arena *arena, int64_t instant_ms)
{
    struct buf out;
    buf_init(&out, arena, 32);
    instant_print(&out, instant_ms);
    return buf_str(&out);
}

static struct str hours_text(struct arena *arena, int64_t minutes)
{
    struct buf out;
    buf_init(&out, arena, 16);
    decimal_print(&out, (struct decimal){.unscaled = minutes * 10000 / 60, .scale = 4});
    return buf_str(&out);
}

static struct str booking_body(const struct found_slot *found)
{
    const struct provider *provider = &found->provider;
    struct arena *arena = found->arena;
    struct buf body;
    struct json_writer writer;
    buf_init(&body, arena, 512);
    json_writer_init(&writer, &body);
    json_begin_object(&writer);
    json_key(&writer, STR("providerId"));
    json_text(&writer, id_text(arena, "user", provider->id));
    json_key(&writer, STR("serviceType"));
    json_text(&writer, found->service.service_type);
    json_key(&writer, STR("scheduledTime"));
    json_text(&writer, instant_text(arena, found->start_ms));
    json_key(&writer, STR("durationHours"));
    json_raw(&writer, hours_text(arena, found->minutes));
    json_key(&writer, STR("rate"));
    json_raw(&writer,
             amount_text(arena, service_rate_minor(&found->service, provider), provider->currency));
    json_key(&writer, STR("isRemote"));
    json_bool(&writer, found->service.is_remote);
    if (!found->service.is_remote && str_is_set(provider->place.label)) {
        json_key(&writer, STR("location"));
        json_text(&writer, provider->place.label);
    }
    if (!str_equal(found->service.questions_json, STR("[]")))
        print_answers(&writer, found);
    json_end_object(&writer);
    return buf_str(&body);
}

static void print_lines(const struct found_slot *found, struct str address)
{
    struct arena *arena = found->arena;
    printf("\nTry it: log in, search, book.\n"
           "  TOKEN=$(curl -s %.*s/api/auth/login -H 'Content-Type: application/json' "
           "-d '{\"email\":\"client@example.com\",\"password\":\"docket-demo\"}' "
           "| sed 's/.*\"token\":\"\\([^\"]*\\)\".*/\\1/')\n",
           STR_ARG(address));
    printf("  curl -s '%.*s/api/marketplace/providers?service=%.*s&location=%.*s"
           "&sortBy=rating'\n",
           STR_ARG(address), STR_ARG(found->service.service_type),
           STR_ARG(query_text(arena, found->provider.place.label)));
    printf("  curl -s %.*s/api/bookings -H \"Authorization: Bearer $TOKEN\" "
           "-H 'Content-Type: application/json' -d '%.*s'\n",
           STR_ARG(address), STR_ARG(shell_quoted(arena, booking_body(found))));
}

void demo_print(struct db *db, const struct edition *edition, struct arena *arena,
                struct str address)
{
    struct str reason;
    struct found_slot *found = ARENA_NEW(arena, struct found_slot);
    found->arena = arena;
    found->demo = demo_read(arena, edition, &reason);
    printf("Docket listens on %.*s: open it in a browser. Its API is described at %.*s/docs.\n",
           STR_ARG(address), STR_ARG(address));
    if (!found->demo || db_read(db, find_slot_job, found) || found->start_ms == INSTANT_NONE)
        return; /* the store was not empty and holds something else */
    puts("Log in with the password docket-demo as client@example.com, provider@example.com or "
         "admin@example.com.");
    print_lines(found, address);
}

int command_demo(const struct config *config, struct arena *arena)
{
    const struct edition *edition = edition_use(config, arena);
    struct db *db = edition ? store_open(config, STORE_SERVES, arena) : NULL;
    if (!db)
        return EXIT_FAILED;
    bool done = store_migrate(db, arena) && demo_seed(db, edition, arena);
    if (done)
        puts("The demo data is there.");
    db_close(db);
    return done ? 0 : EXIT_FAILED;
}
