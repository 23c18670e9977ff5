/* edition.h: the words, defaults and looks that make one Docket a studio's and another a builder's.
 *
 * An edition is a folder with no code in it: edition.json (what is below), demo.json (believable
 * people, read by app/) and pictures/ (SVG, for the demo's portfolios). Those of editions/ are
 * embedded in the binary at build; any other is read from its folder when the program starts. One
 * edition runs at a time. It is configuration: the store remembers nothing of it.
 *
 * The same field tables read edition.json, print edition.get, and describe it in the API's
 * documents. What is missing, unknown or out of range is refused with file, key and sentence.
 *
 * An edition lives as long as the program (its arena) and never changes. edition_speak() sets what
 * the tables of shapes print in its language; it is called once, before any thread. */
#ifndef DOCKET_EDITION_EDITION_H
#define DOCKET_EDITION_EDITION_H

#include "base/shape.h"

/* ---- policies: what a service can decide, and an edition decides where it does not ---- */
enum rate_type { RATE_HOURLY, RATE_DAY, RATE_FIXED };
enum { RATE_TYPE_COUNT = RATE_FIXED + 1 };
enum acceptance { ACCEPT_REQUEST, ACCEPT_INSTANT };
enum payment_policy {
    PAYMENT_NONE,
    PAYMENT_AFTER,
    PAYMENT_ESCROW,
    PAYMENT_UPFRONT,
    PAYMENT_INVOICE
};
enum approval { APPROVAL_NONE, APPROVAL_CLIENT };
extern const struct name_table rate_type_names, acceptance_names, payment_policy_names,
    approval_names;

/* ---- an edition; every struct starts with `present`, as what a shape reads ---- */
struct edition_words { /* lower case, as inside a sentence */
    uint64_t present;
    struct str provider, providers, client, clients, booking, bookings, service, services;
    struct str offer, place, hour;
};
struct edition_search { /* placeholders of the search prompt */
    uint64_t present;
    struct str need, near;
};
struct edition_place { /* degrees, WGS 84 */
    uint64_t present;
    struct str label;
    struct decimal latitude, longitude;
};
struct edition_start { /* what Discover shows first */
    uint64_t present;
    struct str service;             /* one of the catalogue; absent: none */
    struct edition_place *location; /* NULL: none */
};
enum { EDITION_STATUS_COUNT = 10 }; /* in the order of enum booking_status */
struct edition_statuses {
    uint64_t present;
    struct str texts[EDITION_STATUS_COUNT]; /* absent: none for this status */
};
extern const char *const edition_status_keys[EDITION_STATUS_COUNT]; /* "PENDING" … */
struct edition_trade {
    uint64_t present;
    struct str service_type, label, plural, icon;
};
struct edition_role {
    uint64_t present;
    struct str role, label;
};
struct edition_defaults { /* of a new service that does not say; currency: of a new provider */
    uint64_t present;
    struct currency currency;
    int acceptance, payment, approval, rate_type; /* the enums above */
    int64_t revisions, request_ttl_hours, step_minutes, min_notice_minutes, window_days;
    int64_t buffer_before_minutes, buffer_after_minutes;
    struct str cancellation_policy_json; /* as a client may write it; judged by listing */
    bool is_remote, is_in_person;
};
struct edition_color { /* "#rrggbb" */
    uint64_t present;
    struct str cursor, on;
};
struct edition_accent {
    uint64_t present;
    struct edition_color *day, *night, *terminal;
};
struct edition_aliases {
    uint64_t present;
    struct str provider_id; /* "technicianId": printed beside providerId; absent: none */
};

struct edition {
    uint64_t present;
    struct str name, title, tagline, description;
    struct edition_words *words;
    struct edition_search *search;
    struct edition_start *start;
    struct edition_statuses *status_names, *status_labels;
    struct list catalogue; /* of struct edition_trade */
    struct list roles;     /* of struct edition_role */
    struct edition_defaults *defaults;
    struct edition_accent *accent;
    struct edition_aliases *aliases; /* NULL: none */
    struct list fees;                /* empty until there is a room for money */

    /* Not of the file: */
    struct str json;      /* what edition.get answers */
    struct str demo_file; /* "editions/studio/demo.json", for messages */
    struct str demo_json; /* absent: it has no demo */
    struct list pictures; /* of struct edition_picture: of a folder; embedded ones are assets */
};
struct edition_picture {
    struct str path; /* "/pictures/studio/desk.svg" */
    struct str svg;
};
extern const struct shape edition_shape;

/* NULL: *ret_reason has a line "FILE: KEY: sentence" for everything that is wrong, or the first 32.
 * `file` is what messages call it. Texts of the result may point into `json`. */
struct edition *edition_parse(struct arena *arena, struct str file, struct str json,
                              struct str *ret_reason);
/* The same for any file of an edition, by its shape. */
void *edition_read_shape(struct arena *arena, const struct shape *shape, struct str file,
                         struct str json, struct str *ret_reason);
/* "FILE: KEY: sentence" for each field of the problem. */
struct str edition_explain(struct arena *arena, struct str file, const struct problem *problem);
/* By the name of an embedded one, or by the path of a folder (it has a '/'). */
struct edition *edition_open(struct arena *arena, struct str name, struct str *ret_reason);
bool edition_is_embedded(struct str name);
struct str edition_names(struct arena *arena); /* "builders, creators, …", sorted */

/* ---- its language ---- */
/* For booking's table of status names. `spoken` are printed in place of the canonical ones;
 * `elsewhere` ("ACCEPTED=CONFIRMED") are those of this one and of every embedded edition, where
 * this one does not mean something else by them: taken on input by all, and known to every
 * TypeScript client. */
extern const char *edition_spoken_statuses[EDITION_STATUS_COUNT];
enum { EDITION_SPELLINGS_MAX = 1024 }; /* ten of the longest, and those of the binary */
extern char edition_status_spellings[EDITION_SPELLINGS_MAX];
/* For every field "providerId": its other spellings on input (after "providerId " itself, for a
 * field that is called something else), and the name it is printed under too. */
extern char edition_provider_id_names[EDITION_SPELLINGS_MAX];
#define EDITION_PROVIDER_ID_SPELLINGS (edition_provider_id_names + sizeof("providerId"))
extern const char *edition_provider_id_name;
void edition_speak(struct arena *arena, const struct edition *edition);

/* ---- embedded (editions_texts.c, written by tools/embed_editions.py) ---- */
struct edition_file {
    const char *name; /* of the folder */
    struct str edition_json, demo_json;
};
extern const struct edition_file edition_files[]; /* sorted by name */
extern const size_t edition_file_count;

#endif
