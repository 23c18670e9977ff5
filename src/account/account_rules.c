#include "account/account_rules.h"

/* Control characters, spaces, and the quoting that addresses in the wild do not need. */
static bool byte_is_refused(unsigned char byte)
{
    return byte <= ' ' || byte == 0x7f || strchr("()<>[]\\,;:\"", byte) != NULL;
}

static bool local_is_good(struct str local)
{
    return local.size >= 1 && local.size <= EMAIL_LOCAL_MAX;
}

/* Labels between dots, at least two of them. */
static bool domain_is_good(struct str domain)
{
    struct str piece;
    int pieces = 0;
    while (str_next_piece(&domain, '.', &piece)) {
        if (piece.size == 0 || piece.data[0] == '-' || piece.data[piece.size - 1] == '-')
            return false;
        pieces++;
    }
    return pieces >= 2;
}

bool email_normalize(struct arena *arena, struct str text, struct str *ret)
{
    struct str domain = text, local;
    if (text.size > EMAIL_MAX || !str_is_utf8(text))
        return false;
    for (size_t i = 0; i < text.size; i++) {
        if (byte_is_refused((unsigned char)text.data[i]))
            return false;
    }
    if (!str_next_piece(&domain, '@', &local) || !str_is_set(domain) || !local_is_good(local) ||
        memchr(domain.data, '@', domain.size) || !domain_is_good(domain))
        return false;
    *ret = str_lower(arena, text);
    return true;
}

struct str label_clean(struct arena *arena, struct str text)
{
    struct str part = str_part(text, 0, LABEL_MAX);
    part.size = str_utf8_prefix(part);
    char *clean = arena_alloc(arena, part.size + 1);
    for (size_t i = 0; i < part.size; i++) {
        bool is_control = (unsigned char)part.data[i] < ' ' || part.data[i] == 0x7f;
        clean[i] = is_control ? ' ' : part.data[i];
    }
    return (struct str){.data = clean, .size = part.size};
}

enum { ROLE_NAMES = 4 };
static const char *const role_texts[ROLE_NAMES] = {"client", "provider", "mediator", "admin"};
const struct name_table role_names = {
    .type_name = "Role", .names = role_texts, .count = COUNT_OF(role_texts)};

struct list roles_to_list(struct arena *arena, uint32_t roles)
{
    int *items = ARENA_ARRAY(arena, int, ROLE_NAMES);
    struct list list = {.items = items};
    for (int i = 0; i < ROLE_NAMES; i++) {
        if (roles & 1u << i)
            items[list.count++] = i;
    }
    return list;
}

uint32_t roles_from_list(struct list names)
{
    uint32_t roles = ROLE_CLIENT;
    for (size_t i = 0; i < names.count; i++)
        roles |= 1u << *LIST_AT(names, int, i);
    return roles;
}

static const struct str token_prefix = {.data = "dk_", .size = 3};

struct str token_new(struct arena *arena)
{
    uint8_t secret[32];
    struct buf text;
    random_fill(secret, sizeof(secret));
    buf_init(&text, arena, TOKEN_TEXT_SIZE + 1);
    buf_add(&text, token_prefix);
    base64url_print(&text, secret, sizeof(secret));
    explicit_bzero(secret, sizeof(secret));
    return buf_str(&text);
}

bool token_is_plausible(struct str text)
{
    return text.size == TOKEN_TEXT_SIZE && str_starts_with(text, token_prefix);
}
