/* app.h: wiring only: the operation table assembled, the subcommands, start and stop.
 *
 * Each command returns the program's exit status: 0 done, 1 it failed (said on stderr), 2 it was
 * called wrongly. */
#ifndef DOCKET_APP_APP_H
#define DOCKET_APP_APP_H

#include "app/config.h"
#include "journal/journal.h"
#include "operation/operation.h"

/* Filled by app_assemble(), which main() calls before anything else. */
extern const struct operation_table app_operations;
extern const struct journal_config app_journal;
void app_assemble(void);

enum { EXIT_FAILED = 1, EXIT_USAGE = 2 };

int command_serve(const struct config *config, struct arena *arena);
int command_migrate(const struct config *config, struct arena *arena);
int command_verify(const struct config *config, struct arena *arena);
int command_token(const struct config *config, struct arena *arena);
int command_openapi(const struct config *config, struct arena *arena);
int command_types(const struct config *config, struct arena *arena);
int command_demo(const struct config *config, struct arena *arena);

/* The edition the program was told of, spoken by all tables from now on; NULL: said on stderr why.
 * Before any thread, once. */
const struct edition *edition_use(const struct config *config, struct arena *arena);

/* How a command wants the store. */
enum store_use { STORE_SERVES, STORE_BESIDE /* a running server */, STORE_READS };
/* NULL: said on stderr why. */
struct db *store_open(const struct config *config, enum store_use use, struct arena *arena);
bool store_migrate(struct db *db, struct arena *arena);
void say_error(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
