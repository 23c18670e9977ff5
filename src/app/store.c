/* store.c: opening the store and the edition for a command, and saying why that could not be done.
 */
#include <stdarg.h>
#include <stdio.h>

#include "app/app.h"
#include "listing/listing.h"

void say_error(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    fputs("docket: ", stderr);
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
    va_end(arguments);
}

struct db *store_open(const struct config *config, enum store_use use, struct arena *arena)
{
    struct str reason = STR("unknown");
    struct db *db = db_open(
        &(struct db_options){
            .data_directory = config->data_directory,
            .url = config->database,
            .read_only = use == STORE_READS,
            .shared = use == STORE_BESIDE,
        },
        arena, &reason);
    if (!db)
        say_error("cannot open the store: %.*s", STR_ARG(reason));
    return db;
}

bool store_migrate(struct db *db, struct arena *arena)
{
    struct str reason = STR("unknown");
    if (db_migrate(db, arena, &reason) == ERROR_NONE)
        return true;
    say_error("cannot migrate the store: %.*s", STR_ARG(reason));
    return false;
}

const struct edition *edition_use(const struct config *config, struct arena *arena)
{
    struct str reason = STR("unknown");
    struct service service;
    const struct edition *edition = edition_open(arena, config->edition, &reason);
    if (!edition) {
        say_error("cannot use this edition:\n%.*s", STR_ARG(reason));
        return NULL;
    }
    const char *wrong = service_set_defaults(arena, edition, &service);
    if (wrong) {
        say_error("cannot use this edition:\n%.*s: %s", STR_ARG(config->edition), wrong);
        return NULL;
    }
    edition_speak(arena, edition);
    return edition;
}
