/* id.h: identities. UUIDv7 (RFC 9562), 16 bytes; shown as TypeID: prefix, '_', 26 characters of
 * lowercase Crockford base32. All-zero means "none". Within one process ids are strictly
 * increasing. */
#ifndef DOCKET_BASE_ID_H
#define DOCKET_BASE_ID_H

#include "base/buf.h"

struct id {
    uint8_t bytes[16];
};
#define ID_NONE ((struct id){{0}})
enum { ID_TEXT_SIZE = 26, ID_PREFIX_MAX = 24 };

struct id id_new(void); /* thread-safe */
bool id_is_set(struct id id);
bool id_equal(struct id a, struct id b);
int id_compare(struct id a, struct id b);
uint64_t id_hash(struct id id);
void id_print(struct buf *out, const char *prefix, struct id id);
struct str id_text(struct arena *arena, const char *prefix, struct id id);
/* Exact prefix, canonical text. All-zero is refused: nobody outside may name "none". */
bool id_parse(struct str text, const char *prefix, struct id *ret);

#endif
