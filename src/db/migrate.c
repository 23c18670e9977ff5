#include "db/migrate.h"

#include <stdlib.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/random.h"
#include "db/driver.h"

/* A file that concerns this driver. */
struct step {
    const struct schema_file *file;
    int64_t number;
    bool is_specific; /* to one driver: runs after the portable file of its number */
    struct str hash;
};

struct migration {
    struct step *steps;
    size_t count;
    size_t next; /* the step to apply */
    struct arena *arena;
    struct str reason;
    bool was_applied;
};

static enum error refuse(struct migration *migration, struct str reason)
{
    migration->reason = reason;
    return ERROR_UNPROCESSABLE;
}

static int compare_steps(const void *a, const void *b)
{
    const struct step *left = a, *right = b;
    if (left->number != right->number)
        return left->number < right->number ? -1 : 1;
    if (left->is_specific != right->is_specific)
        return left->is_specific ? 1 : -1;
    return strcmp(left->file->name, right->file->name);
}

static bool is_for(const struct db *db, struct str name, bool *ret_is_specific)
{
    *ret_is_specific = str_ends_with(name, str_from(db->driver->schema_suffix));
    return *ret_is_specific ||
           !memchr(name.data, '.', name.size - strlen(".sql")); /* for another driver */
}

static bool collect_steps(struct migration *migration, struct db *db,
                          const struct schema_file *files, size_t count)
{
    migration->steps = ARENA_ARRAY(migration->arena, struct step, count + 1);
    for (size_t i = 0; i < count; i++) {
        struct str name = str_from(files[i].name);
        struct step step = {.file = &files[i]};
        if (name.size < sizeof "0001-a.sql" - 1 || name.data[4] != '-' ||
            !str_ends_with(name, STR(".sql")) ||
            !str_to_int64(str_part(name, 0, 4), &step.number)) {
            refuse(migration, str_format(migration->arena, "%s is not NNNN-name.sql", name.data));
            return false;
        }
        if (!is_for(db, name, &step.is_specific))
            continue;
        struct hash hash = hash_sha256((struct str){files[i].text, files[i].size});
        struct buf hex;
        buf_init(&hex, migration->arena, 2 * sizeof hash.bytes + 1);
        hex_print(&hex, hash.bytes, sizeof hash.bytes);
        step.hash = buf_str(&hex);
        migration->steps[migration->count++] = step;
    }
    qsort(migration->steps, migration->count, sizeof(struct step), compare_steps);
    return true;
}

/* ---- jobs ---- */

static enum error create_table(struct tx *tx, void *argument)
{
    (void)argument;
    tx->db->driver->lock_schema(tx);
    tx_execute(tx, "CREATE TABLE IF NOT EXISTS schema_migration (name text PRIMARY KEY,"
                   " number bigint NOT NULL, hash text NOT NULL, applied_at bigint NOT NULL)");
    return ERROR_NONE;
}

static const struct step *find_step(const struct migration *migration, struct str name)
{
    for (size_t i = 0; i < migration->count; i++)
        if (str_equal(str_from(migration->steps[i].file->name), name))
            return &migration->steps[i];
    return NULL;
}

/* What is applied must be what we would apply. */
static enum error check_applied(struct tx *tx, void *argument)
{
    struct migration *migration = argument;
    struct cursor *cursor = tx_query(tx, "SELECT name, hash FROM schema_migration ORDER BY name");
    while (cursor_next(cursor)) {
        struct str name = cursor_text(cursor, 0, migration->arena);
        const struct step *step = find_step(migration, name);
        if (!step)
            return refuse(migration, str_format(migration->arena,
                                                "the database has %.*s, which this docket does not "
                                                "know: it was made by a newer one",
                                                STR_ARG(name)));
        if (!str_equal(step->hash, cursor_text(cursor, 1, migration->arena)))
            return refuse(migration, str_format(migration->arena,
                                                "%.*s is not what was applied to this database; "
                                                "a migration never changes",
                                                STR_ARG(name)));
    }
    return ERROR_NONE;
}

static bool is_applied(struct tx *tx, const struct step *step)
{
    struct cursor *cursor = tx_query(tx, "SELECT 1 FROM schema_migration WHERE name = $1",
                                     db_text(str_from(step->file->name)));
    bool found = cursor_next(cursor);
    cursor_close(cursor);
    return found;
}

static int64_t last_number(struct tx *tx)
{
    struct cursor *cursor = tx_query(tx, "SELECT max(number) FROM schema_migration");
    int64_t number = cursor_next(cursor) ? cursor_int(cursor, 0) : 0;
    cursor_close(cursor);
    return number;
}

static enum error apply_next(struct tx *tx, void *argument)
{
    struct migration *migration = argument;
    const struct step *step = &migration->steps[migration->next];
    migration->was_applied = true;
    tx->db->driver->lock_schema(tx);
    if (is_applied(tx, step))
        return ERROR_NONE; /* before, or by another node meanwhile */
    migration->was_applied = false;
    if (step->number < last_number(tx))
        return refuse(migration,
                      str_format(migration->arena, "%s comes too late: a later one is applied",
                                 step->file->name));
    if (!tx->failure)
        tx->db->driver->script(tx, step->file->text);
    tx_execute(tx,
               "INSERT INTO schema_migration (name, number, hash, applied_at)"
               " VALUES ($1, $2, $3, $4)",
               db_text(str_from(step->file->name)), db_int(step->number), db_text(step->hash),
               db_instant(clock_now_ms()));
    return ERROR_NONE;
}

static enum error apply_all(struct db *db, struct migration *migration)
{
    enum error error = db_write(db, create_table, migration);
    if (!error)
        error = db_read(db, check_applied, migration);
    for (migration->next = 0; !error && migration->next < migration->count; migration->next++) {
        const char *name = migration->steps[migration->next].file->name;
        error = db_write(db, apply_next, migration);
        if (error && !migration->reason.data)
            migration->reason = str_format(migration->arena, "%s failed; the log says why", name);
        if (!error && !migration->was_applied)
            log_event(LOG_INFO, "migration_applied", LOG_TEXT("name", str_from(name)));
    }
    return error;
}

enum error migrate_files(struct db *db, const struct schema_file *files, size_t count,
                         struct arena *arena, struct str *ret_reason)
{
    struct migration migration = {.arena = arena};
    enum error error = ERROR_UNPROCESSABLE;
    if (collect_steps(&migration, db, files, count))
        error = apply_all(db, &migration);
    if (error)
        *ret_reason = migration.reason.data
                          ? migration.reason
                          : str_format(arena, "the database cannot be migrated: %s",
                                       error_info(error)->sentence);
    return error;
}

enum error db_migrate(struct db *db, struct arena *arena, struct str *ret_reason)
{
    return migrate_files(db, schema_files, schema_file_count, arena, ret_reason);
}
