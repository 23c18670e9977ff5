#include "net/http_text.h"

#include "net/http.h"

bool http_is_token_byte(unsigned char byte)
{
    if ((byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
        (byte >= '0' && byte <= '9'))
        return true;
    return byte != 0 && strchr("!#$%&'*+-.^_`|~", byte) != NULL;
}

static int hex_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

bool http_percent_decode(struct arena *arena, struct str text, bool plus_is_space, struct str *ret)
{
    char *out = arena_alloc(arena, text.size + 1);
    size_t size = 0;
    for (size_t i = 0; i < text.size; i++) {
        char c = text.data[i];
        if (c == '+' && plus_is_space) {
            c = ' ';
        } else if (c == '%') {
            int high = i + 2 < text.size ? hex_value(text.data[i + 1]) : -1;
            int low = i + 2 < text.size ? hex_value(text.data[i + 2]) : -1;
            if (high < 0 || low < 0)
                return false;
            c = (char)(high * 16 + low);
            i += 2;
        }
        out[size++] = c;
    }
    out[size] = '\0';
    *ret = (struct str){.data = out, .size = size};
    return true;
}

/* Decoded text goes on into rooms as text, so it must be UTF-8 and hold no NUL. */
static bool query_decode(struct arena *arena, struct str text, struct str *ret)
{
    struct str decoded;
    if (!http_percent_decode(arena, text, true, &decoded))
        return false;
    if (!str_is_utf8(decoded) || memchr(decoded.data, '\0', decoded.size))
        return false;
    *ret = decoded;
    return true;
}

bool http_query_next(struct arena *arena, struct str *rest, struct str *ret_name,
                     struct str *ret_value, bool *ret_bad)
{
    struct str piece;
    do {
        if (!str_next_piece(rest, '&', &piece))
            return false;
    } while (piece.size == 0);

    const char *equals = memchr(piece.data, '=', piece.size);
    size_t name_size = equals ? (size_t)(equals - piece.data) : piece.size;
    struct str name = str_part(piece, 0, name_size);
    struct str value = equals ? str_part(piece, name_size + 1, piece.size) : STR("");
    if (!query_decode(arena, name, ret_name) || !query_decode(arena, value, ret_value)) {
        *ret_bad = true;
        return false;
    }
    return true;
}

struct str http_cookie_find(struct str header, struct str name)
{
    struct str pair;
    while (str_next_piece(&header, ';', &pair)) {
        pair = str_trim(pair);
        if (pair.size <= name.size || pair.data[name.size] != '=' || !str_starts_with(pair, name))
            continue;
        struct str value = str_part(pair, name.size + 1, pair.size);
        if (value.size >= 2 && value.data[0] == '"' && value.data[value.size - 1] == '"')
            value = str_part(value, 1, value.size - 2);
        return value;
    }
    return STR_NONE;
}

/* "0.5" as thousandths; -1 when it is no qvalue (RFC 9110 12.4.2). */
static int weight_parse(struct str text)
{
    if (text.size < 1 || text.size > 5 || (text.data[0] != '0' && text.data[0] != '1'))
        return -1;
    int weight = (text.data[0] - '0') * 1000;
    if (text.size > 1 && text.data[1] != '.')
        return -1;
    int unit = 100;
    for (size_t i = 2; i < text.size; i++, unit /= 10) {
        if (text.data[i] < '0' || text.data[i] > '9')
            return -1;
        weight += (text.data[i] - '0') * unit;
    }
    return weight <= 1000 ? weight : -1;
}

/* Cuts "gzip;q=0.5" into its name and weight; a weight we cannot read counts as a refusal. */
static struct str coding_parse(struct str piece, int *ret_weight)
{
    struct str rest = piece, name = STR(""), parameter;
    str_next_piece(&rest, ';', &name);
    *ret_weight = 1000;
    while (str_next_piece(&rest, ';', &parameter)) {
        parameter = str_trim(parameter);
        if (parameter.size >= 2 && (parameter.data[0] | 0x20) == 'q' && parameter.data[1] == '=') {
            int weight = weight_parse(str_part(parameter, 2, parameter.size));
            *ret_weight = weight < 0 ? 0 : weight;
        }
    }
    return str_trim(name);
}

struct http_encodings http_accept_encoding_parse(struct str header)
{
    enum { UNSAID = -1 };
    struct http_encodings found = {.gzip = UNSAID, .brotli = UNSAID, .identity = UNSAID};
    int other = UNSAID;
    struct str piece;
    while (str_next_piece(&header, ',', &piece)) {
        int weight;
        struct str name = coding_parse(piece, &weight);
        if (str_equal_ignore_case(name, STR("gzip")) || str_equal_ignore_case(name, STR("x-gzip")))
            found.gzip = weight;
        else if (str_equal_ignore_case(name, STR("br")))
            found.brotli = weight;
        else if (str_equal_ignore_case(name, STR("identity")))
            found.identity = weight;
        else if (str_equal(name, STR("*")))
            other = weight;
    }
    /* "*" stands for every coding not named; identity is fine unless refused by name or by "*;q=0".
     */
    if (found.gzip == UNSAID)
        found.gzip = other == UNSAID ? 0 : other;
    if (found.brotli == UNSAID)
        found.brotli = other == UNSAID ? 0 : other;
    if (found.identity == UNSAID)
        found.identity = other == 0 ? 0 : 1;
    return found;
}

bool http_etag_list_has(struct str list, struct str etag)
{
    struct str piece;
    if (str_starts_with(etag, STR("W/")))
        etag = str_part(etag, 2, etag.size);
    while (str_next_piece(&list, ',', &piece)) {
        piece = str_trim(piece);
        if (str_starts_with(piece, STR("W/")))
            piece = str_part(piece, 2, piece.size);
        if (str_equal(piece, STR("*")) || str_equal(piece, etag))
            return true;
    }
    return false;
}

static bool digits_parse(struct str text, uint64_t *ret)
{
    int64_t value;
    if (text.size == 0 || text.data[0] == '-' || !str_to_int64(text, &value))
        return false;
    *ret = (uint64_t)value;
    return true;
}

enum http_range http_range_parse(struct str header, uint64_t size, uint64_t *ret_first,
                                 uint64_t *ret_last)
{
    if (header.size < 6 || !str_equal_ignore_case(str_part(header, 0, 6), STR("bytes=")))
        return HTTP_RANGE_WHOLE;
    struct str set = str_trim(str_part(header, 6, header.size));
    const char *dash = set.size ? memchr(set.data, '-', set.size) : NULL;
    /* Several ranges may be answered with the whole body (RFC 9110 14.2), and are. */
    if (!dash || memchr(set.data, ',', set.size))
        return HTTP_RANGE_WHOLE;
    size_t at = (size_t)(dash - set.data);
    struct str from = str_part(set, 0, at), to = str_part(set, at + 1, set.size);
    uint64_t first = 0, last = UINT64_MAX;
    if ((from.size && !digits_parse(from, &first)) || (to.size && !digits_parse(to, &last)))
        return HTTP_RANGE_WHOLE;
    if (!from.size) { /* "-500": the last 500 bytes */
        if (!to.size)
            return HTTP_RANGE_WHOLE;
        first = last < size ? size - last : 0;
        last = last ? UINT64_MAX : 0;
        if (!last)
            return HTTP_RANGE_UNSATISFIABLE;
    }
    if (first > last)
        return HTTP_RANGE_WHOLE;
    if (first >= size)
        return HTTP_RANGE_UNSATISFIABLE;
    *ret_first = first;
    *ret_last = last < size ? last : size - 1;
    return HTTP_RANGE_PART;
}
