/* schema.h: the numbered migrations, embedded at build by tools/embed_schema.py. */
#ifndef DOCKET_DB_SCHEMA_H
#define DOCKET_DB_SCHEMA_H

#include <stddef.h>

struct schema_file {
    const char *name; /* "0001-account.sql" */
    const char *text; /* NUL past its end */
    size_t size;
};
extern const struct schema_file schema_files[];
extern const size_t schema_file_count;

#endif
