/* json.h: JSON in (RFC 8259, strict) and JSON out.
 *
 * In: a tree in an arena. Numbers keep their text, so that an amount never passes through a double.
 * Refused: duplicate keys, invalid UTF-8, lone surrogates, NUL in strings, trailing bytes, more
 * than JSON_DEPTH_MAX levels, more than JSON_NODES_MAX values. Why not json-c: it keeps no integer
 * text and silently lets the last duplicate key win.
 *
 * Out: a writer that appends to a buf and places the commas itself. */
#ifndef DOCKET_BASE_JSON_H
#define DOCKET_BASE_JSON_H

#include "base/buf.h"
#include "base/list.h"

enum { JSON_DEPTH_MAX = 32, JSON_NODES_MAX = 50000 };

enum json_type { JSON_NULL, JSON_BOOL, JSON_NUMBER, JSON_TEXT, JSON_ARRAY, JSON_OBJECT };

struct json {
    enum json_type type;
    bool boolean;
    struct str text;    /* NUMBER: its text as sent; TEXT: decoded UTF-8 */
    struct str key;     /* set when this is an object's member */
    struct json *first; /* first child of an array or object, in order */
    struct json *next;  /* next sibling */
    size_t count;       /* children */
};

/* NULL on a syntax error; then *ret_reason (if given) is a static English phrase and *ret_offset
 * the byte it was seen at. */
struct json *json_parse(struct arena *arena, struct str text, const char **ret_reason,
                        size_t *ret_offset);
const struct json *json_get(const struct json *object,
                            struct str key); /* NULL: none, or no object */

struct json_writer {
    struct buf *out;
    bool needs_comma;
};
void json_writer_init(struct json_writer *writer, struct buf *out);
void json_begin_object(struct json_writer *writer);
void json_end_object(struct json_writer *writer);
void json_begin_array(struct json_writer *writer);
void json_end_array(struct json_writer *writer);
void json_key(struct json_writer *writer, struct str key);
void json_text(struct json_writer *writer, struct str text); /* absent gives null */
void json_int(struct json_writer *writer, int64_t value);
void json_bool(struct json_writer *writer, bool value);
void json_null(struct json_writer *writer);
void json_raw(struct json_writer *writer, struct str json); /* already JSON, trusted */
void json_tree(struct json_writer *writer, const struct json *tree);

/* Canonical text of a tree: members sorted by key, no white space, number text kept. The basis of
 * idempotency hashes. */
struct str json_canonical(struct arena *arena, const struct json *tree);

struct str json_from_texts(struct arena *arena, struct list texts); /* of struct str: an array */

#endif
