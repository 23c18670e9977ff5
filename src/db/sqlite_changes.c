/* sqlite_changes.c: which tables are written to. A statement says so itself, when it is prepared:
 * SQLite asks its authorizer about all that it will do, triggers and references included. */
#include <stdlib.h>

#include "db/sqlite_internal.h"

void changes_init(struct changes *changes, uint64_t first)
{
    *changes = (struct changes){.all = first};
}

void changes_release(struct changes *changes)
{
    for (size_t i = 0; i < changes->tables; i++)
        free(changes->names[i]);
}

static size_t find_table(const struct changes *changes, const char *name)
{
    size_t i = 0;
    while (i < changes->tables && strcmp(changes->names[i], name) != 0)
        i++;
    return i;
}

static uint64_t bit_of_table(struct changes *changes, const char *name)
{
    size_t i = find_table(changes, name);
    if (i == changes->tables && i < CHANGES_TABLES_MAX) {
        changes->names[i] = strdup(name);
        if (!changes->names[i])
            abort();
        changes->tables++;
    }
    return UINT64_C(1) << (i < CHANGES_TABLES_MAX ? i : CHANGES_TABLES_MAX - 1);
}

static int note_write(void *argument, int action, const char *table, const char *column,
                      const char *database, const char *trigger)
{
    struct changes *changes = argument;
    (void)column, (void)database, (void)trigger;
    if (action == SQLITE_INSERT || action == SQLITE_UPDATE || action == SQLITE_DELETE)
        changes->written |= bit_of_table(changes, table);
    return SQLITE_OK;
}

void changes_watch(struct changes *changes, sqlite3 *handle)
{
    sqlite3_set_authorizer(handle, note_write, changes);
}

void changes_add(struct changes *changes, uint64_t tables)
{
    for (; tables; tables &= tables - 1)
        changes->counts[__builtin_ctzll(tables)]++;
}

/* A table that no statement has written to yet has no place: it is looked for again when there are
 * more of them. */
static void find_tables(const struct changes *changes, struct table_set *set)
{
    set->owner = changes;
    set->known = changes->tables;
    set->tables = 0;
    for (size_t i = 0; set->names[i]; i++) {
        size_t found = find_table(changes, set->names[i]);
        if (found < changes->tables)
            set->tables |= UINT64_C(1) << found;
        else if (changes->tables == CHANGES_TABLES_MAX)
            set->tables |= UINT64_C(1) << (CHANGES_TABLES_MAX - 1);
    }
}

uint64_t changes_of(const struct changes *changes, struct table_set *set)
{
    if (set->owner != changes || set->known != changes->tables)
        find_tables(changes, set);
    uint64_t count = changes->all;
    for (uint64_t tables = set->tables; tables; tables &= tables - 1)
        count += changes->counts[__builtin_ctzll(tables)];
    return count;
}
