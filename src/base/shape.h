/* shape.h: a structure declared once. One field table parses, validates with named field errors,
 * prints, documents (JSON Schema) and types (TypeScript) the same C struct.
 *
 *     struct cancel_input {
 *         uint64_t present;          // bit i: fields[i] was sent (first member of every input)
 *         struct id id;
 *         struct str reason;
 *     };
 *     static const struct field cancel_fields[] = {
 *         {.name = "id", .type = FIELD_ID, .prefix = "booking", .flags = FIELD_REQUIRED, AT(struct
 *          cancel_input, id), .doc = "The booking."},
 *         …
 *     };
 *     const struct shape cancel_shape = SHAPE("BookingCancelInput", struct cancel_input,
 *                                             cancel_fields, .flags = SHAPE_INPUT);
 *
 * What stands in the struct for each type is said at the enum. Input shapes refuse unknown members;
 * `null` for an optional field means "not sent", unless it is FIELD_NULLABLE: then the field is
 * present with its absent value (PATCH clears with it). At most 64 fields in an input shape. */
#ifndef DOCKET_BASE_SHAPE_H
#define DOCKET_BASE_SHAPE_H

#include "base/clock.h"
#include "base/error.h"
#include "base/id.h"
#include "base/json.h"
#include "base/money.h"

enum field_type {
    FIELD_BOOL,    /* bool */
    FIELD_INT,     /* int64_t; min…max inclusive, when either is not 0. A number with no fraction.
                      Out: INSTANT_NONE (what shape_new() puts where NULLABLE or OMIT) is absent */
    FIELD_TEXT,    /* struct str; min…max in code points (max 0: 10,000). Control characters other
                      than \n \t are refused; the ends are trimmed; min ≥ 1 refuses blanks */
    FIELD_SECRET,  /* struct str, untrimmed, never logged nor printed in docs' examples */
    FIELD_ENUM,    /* int: index into names; absent -1, in inputs too. Matched ignoring case, with -
                      and space equal to _ */
    FIELD_ID,      /* struct id; absent ID_NONE */
    FIELD_INSTANT, /* int64_t ms; absent INSTANT_NONE. In: RFC 3339, or local text when a sibling
                      "timeZone" member (else the first ZONE member) names the zone. In an
                      overlap the first instant; in a gap refused */
    FIELD_DATE,    /* int64_t days since 1970-01-01; absent INSTANT_NONE. "2025-01-15" */
    FIELD_TIME_OF_DAY, /* int: minutes since midnight, 0…1440 ("24:00"); absent -1. "09:00" */
    FIELD_DECIMAL,     /* struct decimal, in: a JSON number (or numeric text in a query string);
                          min…max as for INT. Out: scale -1 is absent, as INT */
    FIELD_AMOUNT,      /* out only: int64_t minor; prints `name` in major units and `nameMinor`;
                          the struct currency stands at .currency_offset. INSTANT_NONE: absent */
    FIELD_ZONE,        /* struct str: an IANA zone that exists */
    FIELD_CURRENCY,    /* struct currency; absent: code "" */
    FIELD_OBJECT,      /* pointer to a struct of .shape; NULL: absent */
    FIELD_LIST, /* struct list of .element (or of structs of .shape when element is OBJECT; the
                   items are the structs themselves); min…max items (max 0: 100). In a query
                   string a list is comma-separated text. Out: with NULLABLE or OMIT, items
                   NULL is absent; else it is an empty list */
    FIELD_JSON, /* struct str of JSON text, any value, passed on as it is; in: canonical text,
                   at most max bytes (0: 10,000) */
};

enum field_flags {
    FIELD_REQUIRED = 1,
    FIELD_NULLABLE = 2,     /* in: null is a value; out: absent prints null, and is documented so */
    FIELD_OMIT = 4,         /* out: absent prints nothing. Neither flag: absent prints null too, but
                               the documents promise a value: it is logged as reply_lacks_value */
    FIELD_NOT_NEGATIVE = 8, /* INT, DECIMAL: refuse < 0 */
    FIELD_ONE_OR_MORE = 16, /* LIST, in: a bare value counts as a list of one */
};

struct name_table {
    const char *type_name;    /* "BookingStatus" in documents and types */
    const char *const *names; /* canonical spellings, index = value */
    size_t count;
    const char *aliases; /* "ACCEPTED=CONFIRMED IN_PROCESS=IN_PROGRESS", NULL: none */
    /* What this program says in its own words, set once before any thread (NULL: in none). */
    const char *const *spoken; /* of `count`: printed instead of names[i] where it is not NULL */
    const char *spellings;     /* as aliases: every word it may meet; also in the TypeScript type */
};

struct shape;

struct field {
    const char *name;
    /* Other spellings taken on input, space separated; sending two: refused. On an output with
     * `also`: every name that may be printed, for the TypeScript type. */
    const char *aliases;
    /* Out: where it points to a name when it is printed, the value stands under that too. Set once
     * before any thread. */
    const char *const *also;
    enum field_type type;
    enum field_type element;
    unsigned flags;
    size_t offset;
    size_t currency_offset;
    int64_t min, max;
    const struct shape *shape;
    const struct name_table *names;
    const char *prefix; /* of an ID */
    const char *doc;    /* one sentence, shown in the API page */
};

enum shape_flags { SHAPE_INPUT = 1 };

struct shape {
    const char *name; /* PascalCase, unique */
    size_t size;
    const struct field *fields;
    size_t field_count;
    unsigned flags;
    const char *doc;
};

#define AT(type, member) .offset = offsetof(type, member)
#define CURRENCY_AT(type, member) .currency_offset = offsetof(type, member)
#define SHAPE(shape_name, type, field_table, ...)                                                  \
    {                                                                                              \
        .name = (shape_name), .size = sizeof(type), .fields = (field_table),                       \
        .field_count = COUNT_OF(field_table), ##__VA_ARGS__                                        \
    }

/* Index of a field by its canonical name, for `present & shape_bit(...)`. Aborts when unknown. */
uint64_t shape_bit(const struct shape *shape, const char *name);

enum shape_source { SHAPE_FROM_JSON, SHAPE_FROM_QUERY };

/* Parses a JSON object (NULL or JSON null counts as {}) into a new struct in the arena. From a
 * query every value is text and is read as its field's type ("true", "12", "a,b"), and empty text
 * is not sent. NULL: refused, and problem->fields says why (error INVALID), all field errors of a
 * request at once. Codes: required, unknown, duplicate (two spellings of one field), type,
 * control_character, too_short, too_long, too_small, too_large, too_few, too_many, bad_choice,
 * bad_id, bad_instant, bad_date, bad_time, bad_zone, nonexistent_local_time, bad_currency. Texts
 * may point into `object`, so it has to live as long as the arena. */
void *shape_parse(const struct shape *shape, const struct json *object, enum shape_source source,
                  struct arena *arena, struct problem *problem);

void shape_print(const struct shape *shape, const void *value, struct json_writer *writer);

/* A new struct with every field at its absent value (INSTANT_NONE, -1, …). For outputs. */
void *shape_new(const struct shape *shape, struct arena *arena);
void shape_set_absent(const struct shape *shape, void *value);

int name_table_find(const struct name_table *table, struct str text); /* -1: none */
/* What is printed for a value: its spoken name, else its canonical one. */
struct str name_table_say(const struct name_table *table, int value);

/* Documents: the JSON Schema (OpenAPI 3.1 dialect) of a shape, nested shapes as
 * {"$ref":"#/components/schemas/Name"}; and the TypeScript type. Input INSTANT: string | Date. */
void shape_print_json_schema(const struct shape *shape, struct json_writer *writer);
void shape_print_typescript(const struct shape *shape, struct buf *out); /* `{ id: string; … }` */
/* Calls visit once for every shape reachable from this one, itself included, children first. */
void shape_walk(const struct shape *shape, void (*visit)(const struct shape *, void *),
                void *context);

#endif
