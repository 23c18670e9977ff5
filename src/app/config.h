/* config.h: what the program was told. Flags beat the environment beat the file beat the defaults.
 *
 * Every setting has one row in config.c: its flag (--listen), its name in the environment and in
 * the file (DOCKET_LISTEN), and how its text is read. The file is lines of NAME=value; blank lines
 * and lines that start with '#' are skipped. */
#ifndef DOCKET_APP_CONFIG_H
#define DOCKET_APP_CONFIG_H

#include "base/log.h"
#include "base/str.h"

struct config {
    struct str listen;         /* "127.0.0.1:8080" */
    struct str data_directory; /* "docket-data" */
    struct str database;       /* absent: SQLite in the data directory */
    struct str edition;        /* "studio", or the path of a folder */
    struct str public_url;     /* absent: not behind a name; no slash at the end */
    bool demo;
    bool rate_limits;
    bool quick_passwords; /* hashed for tests, not for a world with thieves */
    bool trust_proxy;
    enum log_level log_level;

    struct str words[4]; /* what was no flag, after the subcommand */
    int word_count;
};

/* Reads `arguments` (after the subcommand), the environment and the file. False: *ret_reason says
 * what is wrong, in the arena. */
bool config_read(struct arena *arena, int count, char **arguments, struct config *ret,
                 struct str *ret_reason);

#endif
