/* edition.c: reading edition.json. What a shape can judge, it judges; the rest is here. */
#include "edition/edition.h"

#include <stdio.h>

struct check {
    struct arena *arena;
    struct problem *problem;
};

/* Returns whether it holds, so that rules can hang on each other. */
static bool require(const struct check *check, bool holds, struct str key, const char *sentence)
{
    if (!holds)
        problem_add_field(check->problem, check->arena, key, "format", str_from(sentence));
    return holds;
}

static bool is_of(struct str text, const char *letters)
{
    for (size_t i = 0; i < text.size; i++)
        if (!strchr(letters, text.data[i]))
            return false;
    return text.size > 0;
}

#define LOWER "abcdefghijklmnopqrstuvwxyz"
#define UPPER "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define DIGITS "0123456789"

static bool is_name(struct str text)
{
    return text.size >= 2 && text.size <= 31 && is_of(text, LOWER DIGITS "-") &&
           strchr(LOWER, text.data[0]);
}

static bool is_color(struct str text)
{
    return text.size == 7 && text.data[0] == '#' &&
           is_of(str_part(text, 1, 6), DIGITS "abcdefABCDEF");
}

/* ---- statuses ---- */

static bool is_status_key(struct str text)
{
    for (int i = 0; i < EDITION_STATUS_COUNT; i++)
        if (str_equal_ignore_case(text, str_from(edition_status_keys[i])))
            return true;
    return false;
}

static bool is_said_before(const struct edition_statuses *names, int index)
{
    for (int i = 0; i < index; i++)
        if (str_equal(names->texts[i], names->texts[index]))
            return true;
    return false;
}

static void check_status_names(const struct check *check, const struct edition_statuses *names)
{
    for (int i = 0; i < EDITION_STATUS_COUNT; i++) {
        struct str text = names->texts[i];
        struct str key = str_format(check->arena, "statusNames.%s", edition_status_keys[i]);
        if (!str_is_set(text))
            continue;
        if (require(check, is_of(text, UPPER "_"), key, "Upper case letters and _ only."))
            require(check, !is_status_key(text) && !is_said_before(names, i), key,
                    "Another status has this name.");
    }
}

/* ---- lists ---- */

static bool trade_is_known(struct list catalogue, size_t count, struct str service_type)
{
    for (size_t i = 0; i < count; i++)
        if (str_equal(LIST_AT(catalogue, struct edition_trade, i)->service_type, service_type))
            return true;
    return false;
}

static void check_catalogue(const struct check *check, struct list catalogue)
{
    for (size_t i = 0; i < catalogue.count; i++) {
        const struct edition_trade *trade = LIST_AT(catalogue, struct edition_trade, i);
        struct str key = str_format(check->arena, "catalogue[%zu].serviceType", i);
        require(check, is_of(trade->service_type, UPPER DIGITS "_"), key,
                "Upper case letters, digits and _ only.");
        require(check, !trade_is_known(catalogue, i, trade->service_type), key,
                "It is there twice.");
        require(check, is_of(trade->icon, LOWER DIGITS "-"),
                str_format(check->arena, "catalogue[%zu].icon", i),
                "Lower case letters, digits and - only.");
    }
}

static void check_roles(const struct check *check, struct list roles)
{
    for (size_t i = 0; i < roles.count; i++) {
        struct str role = LIST_AT(roles, struct edition_role, i)->role;
        struct str key = str_format(check->arena, "roles[%zu].role", i);
        bool is_new = true;
        for (size_t k = 0; k < i; k++)
            is_new &= !str_equal(LIST_AT(roles, struct edition_role, k)->role, role);
        require(check, is_of(role, LOWER DIGITS "-"), key,
                "Lower case letters, digits and - only.");
        require(check, is_new, key, "It is there twice.");
    }
}

/* ---- the rest ---- */

static void check_defaults(const struct check *check, const struct edition_defaults *defaults)
{
    require(check, defaults->is_remote || defaults->is_in_person, STR("defaults.isInPerson"),
            "Remote, in person, or both.");
    require(check, defaults->rate_type != RATE_FIXED, STR("defaults.rateType"),
            "hourly or day: a fixed price has to be said by the service itself.");
    require(check, defaults->min_notice_minutes < defaults->window_days * 1440,
            STR("defaults.minNoticeMinutes"),
            "The notice must end before the booking window does.");
}

static void check_accent(const struct check *check, const struct edition_accent *accent)
{
    const struct {
        const char *key;
        const struct edition_color *color;
    } themes[] = {{"day", accent->day}, {"night", accent->night}, {"terminal", accent->terminal}};
    for (size_t i = 0; i < COUNT_OF(themes); i++) {
        require(check, is_color(themes[i].color->cursor),
                str_format(check->arena, "accent.%s.cursor", themes[i].key),
                "A colour such as #ffc62e.");
        require(check, is_color(themes[i].color->on),
                str_format(check->arena, "accent.%s.on", themes[i].key),
                "A colour such as #13211c.");
    }
}

static void check_aliases(const struct check *check, const struct edition_aliases *aliases)
{
    struct str name = aliases ? aliases->provider_id : STR_NONE;
    if (str_is_set(name))
        require(check,
                is_of(name, LOWER UPPER) && strchr(LOWER, name.data[0]) &&
                    str_ends_with(name, STR("Id")) && !str_equal(name, STR("clientId")) &&
                    !str_equal(name, STR("serviceId")) && !str_equal(name, STR("userId")) &&
                    !str_equal(name, STR("projectId")) && !str_equal(name, STR("providerId")) &&
                    !str_equal(name, STR("bookingId")) && !str_equal(name, STR("chatThreadId")),
                STR("aliases.providerId"), "Letters that end with Id, and no other field's name.");
}

static void check_edition(const struct check *check, const struct edition *edition)
{
    require(check, is_name(edition->name), STR("name"),
            "2 to 31 lower case letters, digits and -, a letter first.");
    check_status_names(check, edition->status_names);
    check_catalogue(check, edition->catalogue);
    check_roles(check, edition->roles);
    require(
        check,
        !str_is_set(edition->start->service) ||
            trade_is_known(edition->catalogue, edition->catalogue.count, edition->start->service),
        STR("start.service"), "A serviceType of the catalogue.");
    check_defaults(check, edition->defaults);
    check_accent(check, edition->accent);
    check_aliases(check, edition->aliases);
    require(check, edition->fees.count == 0, STR("fees"), "Reserved: leave it empty, [].");
}

struct str edition_explain(struct arena *arena, struct str file, const struct problem *problem)
{
    struct buf out;
    buf_init(&out, arena, 256);
    for (size_t i = 0; i < problem->fields.count; i++) {
        const struct field_error *error = LIST_AT(problem->fields, struct field_error, i);
        struct str key = error->field.size ? error->field : STR("(whole)");
        if (i)
            buf_add_byte(&out, '\n');
        buf_format(&out, "%.*s: %.*s: %.*s", STR_ARG(file), STR_ARG(key), STR_ARG(error->message));
    }
    return buf_str(&out);
}

static struct str print_edition(struct arena *arena, const struct edition *edition)
{
    struct buf out;
    struct json_writer writer;
    buf_init(&out, arena, 8192);
    json_writer_init(&writer, &out);
    shape_print(&edition_shape, edition, &writer);
    return buf_str(&out);
}

void *edition_read_shape(struct arena *arena, const struct shape *shape, struct str file,
                         struct str json, struct str *ret_reason)
{
    const char *reason = NULL;
    size_t offset = 0;
    struct problem problem = {0};
    const struct json *tree = json_parse(arena, json, &reason, &offset);
    if (!tree) {
        *ret_reason = str_format(arena, "%.*s: byte %zu: %s", STR_ARG(file), offset, reason);
        return NULL;
    }
    void *value = shape_parse(shape, tree, SHAPE_FROM_JSON, arena, &problem);
    if (!value)
        *ret_reason = edition_explain(arena, file, &problem);
    return value;
}

struct edition *edition_parse(struct arena *arena, struct str file, struct str json,
                              struct str *ret_reason)
{
    struct problem problem = {0};
    struct edition *edition = edition_read_shape(arena, &edition_shape, file, json, ret_reason);
    if (!edition)
        return NULL;
    check_edition(&(struct check){arena, &problem}, edition);
    if (problem.fields.count) {
        *ret_reason = edition_explain(arena, file, &problem);
        return NULL;
    }
    edition->json = print_edition(arena, edition);
    return edition;
}

/* ---- its language ---- */

const char *edition_spoken_statuses[EDITION_STATUS_COUNT];
char edition_status_spellings[EDITION_SPELLINGS_MAX];
char edition_provider_id_names[EDITION_SPELLINGS_MAX] = "providerId technicianId builderId";
const char *edition_provider_id_name;

/* Adds a word to a list of them, once. What does not fit is left out: it is then merely not taken
 * on input, and there is room for dozens. */
static void add_spelling(char *list, struct str word)
{
    struct str rest = str_from(list), piece;
    size_t size = rest.size;
    while (str_next_piece(&rest, ' ', &piece))
        if (str_equal(piece, word))
            return;
    if (size + word.size + 2 <= EDITION_SPELLINGS_MAX)
        snprintf(list + size, EDITION_SPELLINGS_MAX - size, "%s%.*s", size ? " " : "",
                 STR_ARG(word));
}

static void add_spellings(struct arena *arena, const struct edition *edition)
{
    for (int i = 0; i < EDITION_STATUS_COUNT; i++)
        if (str_is_set(edition->status_names->texts[i]))
            add_spelling(edition_status_spellings,
                         str_format(arena, "%.*s=%s", STR_ARG(edition->status_names->texts[i]),
                                    edition_status_keys[i]));
    if (edition->aliases && str_is_set(edition->aliases->provider_id))
        add_spelling(edition_provider_id_names, edition->aliases->provider_id);
}

static const char *text_or_null(struct arena *arena, struct str text)
{
    return str_is_set(text) ? str_copy(arena, text).data : NULL;
}

void edition_speak(struct arena *arena, const struct edition *edition)
{
    struct arena *others = arena_new(0);
    struct str reason;
    add_spellings(others,
                  edition); /* first: what it prints must mean the same when it comes back */
    for (size_t i = 0; i < edition_file_count; i++) {
        const struct edition_file *file = &edition_files[i];
        const struct edition *other =
            edition_parse(others, str_from(file->name), file->edition_json, &reason);
        if (other)
            add_spellings(others, other);
    }
    arena_free(others);
    for (int i = 0; i < EDITION_STATUS_COUNT; i++)
        edition_spoken_statuses[i] = text_or_null(arena, edition->status_names->texts[i]);
    edition_provider_id_name =
        edition->aliases ? text_or_null(arena, edition->aliases->provider_id) : NULL;
}
