/* The small grammars of HTTP on arbitrary bytes. The first byte chooses the grammar. */
// links: src/net/http_text.c
#include <stdlib.h>

#include "net/http.h"
#include "net/http_text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool holds)
{
    if (!holds)
        abort();
}

static void fuzz_decode(struct arena *arena, struct str text)
{
    struct str decoded;
    if (!http_percent_decode(arena, text, false, &decoded))
        return;
    check(decoded.size <= text.size);
    /* Without a percent sign nothing changes. */
    if (!text.size || !memchr(text.data, '%', text.size))
        check(str_equal(decoded, text));
}

static void fuzz_query(struct arena *arena, struct str text)
{
    struct str name, value;
    bool is_bad = false;
    while (http_query_next(arena, &text, &name, &value, &is_bad)) {
        check(!is_bad && str_is_utf8(name) && str_is_utf8(value));
        check(!memchr(name.data, '\0', name.size) && !memchr(value.data, '\0', value.size));
    }
}

static void fuzz_cookie(struct str text)
{
    struct str found = http_cookie_find(text, STR("s"));
    if (str_is_set(found))
        check(found.data > text.data && found.data + found.size <= text.data + text.size);
}

static void fuzz_encodings(struct str text)
{
    struct http_encodings found = http_accept_encoding_parse(text);
    check(found.gzip >= 0 && found.gzip <= 1000 && found.brotli >= 0 && found.brotli <= 1000);
    check(found.identity >= 0 && found.identity <= 1000);
}

static void fuzz_range(struct str text)
{
    static const uint64_t sizes[] = {0, 1, 10, UINT64_C(1) << 40, UINT64_MAX};
    for (size_t i = 0; i < COUNT_OF(sizes); i++) {
        uint64_t first = 0, last = 0;
        if (http_range_parse(text, sizes[i], &first, &last) == HTTP_RANGE_PART)
            check(first <= last && last < sizes[i]);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    struct arena *arena = arena_new(0);
    /* An exact copy, so that reading one byte too many is seen. */
    char *copy = malloc(size > 1 ? size - 1 : 1);
    if (!copy)
        abort();
    memcpy(copy, data + 1, size - 1);
    struct str text = {.data = copy, .size = size - 1};
    switch (data[0] % 5) {
    case 0:
        fuzz_decode(arena, text);
        break;
    case 1:
        fuzz_query(arena, text);
        break;
    case 2:
        fuzz_cookie(text);
        break;
    case 3:
        fuzz_encodings(text);
        break;
    default:
        fuzz_range(text);
    }
    free(copy);
    arena_free(arena);
    return 0;
}
