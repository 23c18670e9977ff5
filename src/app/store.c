/* store.c: opening the store for a command, and saying why it could not be opened. */
#include <stdarg.h>
#include <stdio.h>

#include "app/app.h"

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
