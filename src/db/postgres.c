#include "db/driver.h"

static struct db *postgres_open(const struct db_options *options, struct arena *arena,
                                struct str *ret_reason)
{
    (void)options;
    *ret_reason = str_format(arena, "the PostgreSQL driver follows in the next commit");
    return NULL;
}

const struct db_driver postgres_driver = {.name = "postgres", .open = postgres_open};
