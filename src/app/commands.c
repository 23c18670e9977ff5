/* commands.c: the subcommands that do one thing and end. */
#include <stdio.h>

#include "account/account.h"
#include "app/app.h"
#include "base/clock.h"
#include "booking/booking.h"
#include "calendar/calendar.h"
#include "face/face.h"

int command_migrate(const struct config *config, struct arena *arena)
{
    struct db *db = store_open(config, STORE_SERVES, arena);
    if (!db)
        return EXIT_FAILED;
    bool done = store_migrate(db, arena);
    if (done)
        printf("The %s store is up to date.\n", db_driver_name(db));
    db_close(db);
    return done ? 0 : EXIT_FAILED;
}

/* ---- verify ---- */

struct verification {
    struct arena *arena;
    int64_t entries, unstamped, followers, journal_violations;
    struct claim_proof claims;
    struct booking_proof bookings;
};

static enum error verify_job(struct tx *tx, void *argument)
{
    struct verification *found = argument;
    found->unstamped = journal_unstamped(tx);
    found->entries = journal_head(tx) + found->unstamped;
    found->journal_violations = journal_verify(tx, found->arena);
    found->followers = journal_follower_count(tx);
    found->claims = claim_verify(tx, found->arena);
    found->bookings = booking_verify(tx);
    return tx_failed(tx) ? ERROR_INTERNAL : ERROR_NONE;
}

static bool verification_holds(const struct verification *found)
{
    return found->journal_violations == 0 && found->claims.violations == 0 &&
           found->bookings.violations == 0;
}

static void print_verification(const struct verification *found)
{
    printf("journal: %lld entries, %lld waiting for their position, %lld violations\n",
           (long long)found->entries, (long long)found->unstamped,
           (long long)found->journal_violations);
    printf("followers: %lld, their cursors counted with the journal\n",
           (long long)found->followers);
    printf("claims: %lld live ones of %lld providers against their capacity, %lld violations\n",
           (long long)found->claims.claims, (long long)found->claims.providers,
           (long long)found->claims.violations);
    printf("bookings: %lld against their claims, histories and timers, %lld violations\n",
           (long long)found->bookings.bookings, (long long)found->bookings.violations);
    puts(verification_holds(found) ? "holds" : "DOES NOT HOLD");
}

int command_verify(const struct config *config, struct arena *arena)
{
    struct verification found = {.arena = arena};
    struct db *db = store_open(config, STORE_READS, arena);
    if (!db)
        return EXIT_FAILED;
    enum error error = db_read(db, verify_job, &found);
    db_close(db);
    if (error) {
        say_error("the store could not be read: %s", error_info(error)->sentence);
        return EXIT_FAILED;
    }
    print_verification(&found);
    return verification_holds(&found) ? 0 : EXIT_FAILED;
}

/* ---- token ---- */

struct token_request {
    struct arena *arena;
    struct str email, token;
};

static enum error token_job(struct tx *tx, void *argument)
{
    struct token_request *request = argument;
    struct account account;
    if (!account_find(tx, request->arena, request->email, &account))
        return ERROR_NOT_FOUND;
    request->token =
        account_create_token(tx, request->arena, account.id, STR("command line"), clock_now_ms());
    return ERROR_NONE;
}

int command_token(const struct config *config, struct arena *arena)
{
    if (config->word_count != 1) {
        say_error("usage: docket token EMAIL [--data DIR] [--database URL]");
        return EXIT_USAGE;
    }
    struct db *db = store_open(config, STORE_BESIDE, arena);
    if (!db)
        return EXIT_FAILED;
    struct token_request request = {.arena = arena, .email = str_lower(arena, config->words[0])};
    enum error error = db_write(db, token_job, &request);
    db_close(db);
    if (error == ERROR_NOT_FOUND)
        say_error("no account has the address %.*s", STR_ARG(config->words[0]));
    else if (error)
        say_error("%s", error_info(error)->sentence);
    else
        printf("%.*s\n", STR_ARG(request.token));
    return error ? EXIT_FAILED : 0;
}

/* ---- documents ---- */

static int print_document(struct arena *arena, void (*print)(struct buf *out, struct str url),
                          struct str url)
{
    struct buf out;
    buf_init(&out, arena, 256 * 1024);
    print(&out, url);
    fwrite(out.data, 1, out.size, stdout);
    return fflush(stdout) == 0 ? 0 : EXIT_FAILED;
}

static void print_openapi(struct buf *out, struct str url)
{
    openapi_print(&app_operations, url, out);
    buf_add_byte(out, '\n');
}

static void print_types(struct buf *out, struct str url)
{
    (void)url;
    types_print(&app_operations, out);
}

int command_openapi(const struct config *config, struct arena *arena)
{
    if (!edition_use(config, arena))
        return EXIT_FAILED;
    return print_document(arena, print_openapi, config->public_url);
}

int command_types(const struct config *config, struct arena *arena)
{
    if (!edition_use(config, arena))
        return EXIT_FAILED;
    return print_document(arena, print_types, STR_NONE);
}
