/* main.c: the words of the command line, and which command each one is. */
#include <stdio.h>
#include <string.h>

#include "app/app.h"
#include "base/log.h"
#include "base/random.h"

static const struct command {
    const char *name;
    int (*run)(const struct config *config, struct arena *arena);
    const char *says;
    int words_max; /* beside its flags; the command itself says when there are too few */
} commands[] = {
    {"serve", command_serve, "serve the API (--demo: with demo data)", 0},
    {"migrate", command_migrate, "bring the store's tables up to date", 0},
    {"verify", command_verify, "prove from the data that nothing is overbooked or missing", 0},
    {"token", command_token, "token EMAIL: make an API token for an account", 1},
    {"demo", command_demo, "put the demo data into an empty store", 0},
    {"openapi", command_openapi, "print the OpenAPI description", 0},
    {"types", command_types, "print the AppRouter type for TypeScript clients", 0},
};

static void print_usage(FILE *to)
{
    fputs("usage: docket COMMAND [FLAGS]\n\n", to);
    for (size_t i = 0; i < COUNT_OF(commands); i++)
        fprintf(to, "  %-8s  %s\n", commands[i].name, commands[i].says);
    fputs("\nflags (each also DOCKET_… in the environment or in the file of --config):\n"
          "  --listen 127.0.0.1:8080   --data DIR        --database URL   --edition NAME\n"
          "  --demo[=NAME]             --config FILE     --public-url URL\n"
          "  --rate-limits on|off      --trust-proxy on|off\n"
          "  --log debug|info|warning|error\n"
          "  --quick-passwords on|off  for tests only\n",
          to);
}

static int run_command(const struct command *command, int count, char **arguments)
{
    struct arena *arena = arena_new(0);
    struct config config;
    struct str reason;
    int status = EXIT_USAGE;
    if (!config_read(arena, count, arguments, &config, &reason)) {
        say_error("%.*s", STR_ARG(reason));
    } else if (config.word_count > command->words_max) {
        say_error("%s does not take the word '%.*s'", command->name,
                  STR_ARG(config.words[command->words_max]));
    } else {
        if (config.quick_passwords) /* whatever the log is to leave out */
            log_event(LOG_WARNING, "quick_passwords", LOG_TEXT("meant", STR("for tests only")));
        log_set_level(config.log_level);
        password_hash_quickly(config.quick_passwords);
        random_start();
        status = command->run(&config, arena);
    }
    arena_free(arena);
    return status;
}

int main(int count, char **arguments)
{
    const char *name = count > 1 ? arguments[1] : "";
    app_assemble();
    for (size_t i = 0; i < COUNT_OF(commands); i++)
        if (strcmp(commands[i].name, name) == 0)
            return run_command(&commands[i], count - 2, arguments + 2);
    bool asked = strcmp(name, "help") == 0 || strcmp(name, "--help") == 0;
    print_usage(asked ? stdout : stderr);
    return asked ? 0 : EXIT_USAGE;
}
