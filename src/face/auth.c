#include "face/visit.h"

static const char cookie_name[] = "docket_session";

/* RFC 6750 2.1: b64token. Any other byte cannot be a token of ours. */
static bool token_is_well_formed(struct str token)
{
    if (token.size == 0 || token.size > 512)
        return false;
    for (size_t i = 0; i < token.size; i++) {
        char byte = token.data[i];
        bool is_letter = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
        bool is_digit = byte >= '0' && byte <= '9';
        if (!is_letter && !is_digit && !memchr("-._~+/=", byte, 7))
            return false;
    }
    return true;
}

enum error credentials_read(const struct http_exchange *exchange, struct credentials *ret)
{
    struct str header = http_header(exchange, "Authorization");
    if (str_is_set(header)) {
        struct str scheme = str_part(header, 0, 7);
        struct str token = str_trim(str_part(header, 7, header.size));
        if (!str_equal_ignore_case(scheme, STR("Bearer ")) || !token_is_well_formed(token))
            return ERROR_UNAUTHENTICATED;
        *ret = (struct credentials){.token = token};
        return ERROR_NONE;
    }
    struct str cookie = http_cookie(exchange, cookie_name);
    *ret = (struct credentials){0};
    if (cookie.size > 0)
        *ret = (struct credentials){.token = cookie, .is_from_cookie = true};
    return ERROR_NONE;
}

bool origin_is_host(struct str origin, struct str host)
{
    for (size_t i = 0; i + 3 <= origin.size; i++)
        if (memcmp(origin.data + i, "://", 3) == 0)
            return str_equal_ignore_case(str_part(origin, i + 3, origin.size), host);
    return false; /* "null" among them */
}

enum error origin_check(const struct http_exchange *exchange, const struct credentials *credentials,
                        struct str public_url)
{
    if (!credentials->is_from_cookie)
        return ERROR_NONE;
    struct str site = http_header(exchange, "Sec-Fetch-Site");
    if (str_is_set(site) && !str_equal(site, STR("same-origin")) && !str_equal(site, STR("none")))
        return ERROR_CROSS_ORIGIN;
    struct str origin = http_header(exchange, "Origin");
    /* Behind a proxy Host may be an inner name; the public address is ours too. */
    if (!str_is_set(origin) || origin_is_host(origin, http_header(exchange, "Host")) ||
        (public_url.size > 0 && str_equal_ignore_case(origin, public_url)))
        return ERROR_NONE;
    return ERROR_CROSS_ORIGIN;
}

/* The text a new session's token has in the output; the row says that there is one. */
static struct str output_token(const struct call *call)
{
    const struct shape *shape = call->operation->output;
    for (size_t i = 0; call->output && i < shape->field_count; i++) {
        const struct field *field = &shape->fields[i];
        bool is_text = field->type == FIELD_TEXT || field->type == FIELD_SECRET;
        if (is_text && strcmp(field->name, "token") == 0) {
            struct str token;
            memcpy(&token, (const char *)call->output + field->offset, sizeof(token));
            return token;
        }
    }
    return STR_NONE;
}

void session_cookie_reply(struct visit *visit, struct call *call)
{
    enum { SESSION_S = 30 * 24 * 3600 };
    unsigned flags = call->operation->flags;
    if (call->error || !(flags & (OPERATION_GIVES_SESSION | OPERATION_ENDS_SESSION)))
        return;
    struct str token = STR("");
    if (flags & OPERATION_GIVES_SESSION)
        token = output_token(call);
    if (!token.data)
        return;
    bool is_https = http_request(visit->exchange)->is_https ||
                    str_starts_with(visit->context->runtime->public_url, STR("https://"));
    http_add_header(visit->exchange, "Set-Cookie",
                    str_format(http_arena(visit->exchange),
                               "%s=%.*s; Path=/; Max-Age=%d; HttpOnly; SameSite=Lax%s", cookie_name,
                               STR_ARG(token), token.size ? (int)SESSION_S : 0,
                               is_https ? "; Secure" : ""));
}
