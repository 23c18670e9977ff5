/* migrate.h: the migrations of any list of files; db_migrate() takes the embedded one. Private to
 * db/, for its tests. */
#ifndef DOCKET_DB_MIGRATE_H
#define DOCKET_DB_MIGRATE_H

#include "db/db.h"
#include "db/schema.h"

enum error migrate_files(struct db *db, const struct schema_file *files, size_t count,
                         struct arena *arena, struct str *ret_reason);

#endif
