/* http_pack.c: replies that were made for one request, packed on the way out where it pays. */
#include <stdlib.h>
#include <zlib.h>

#include "net/http.h"
#include "net/http_text.h"

/* Level 4 packs a page of 40 kB in half a millisecond to a quarter of it; 9 takes three times as
 * long for a few per cent. What fits one packet gains nothing. */
enum { PACK_LEVEL = 4, PACK_MIN_BYTES = 1400, GZIP_WINDOW_BITS = 15 + 16, MEMORY_LEVEL = 8 };

/* Absent when it would not be smaller. */
static struct str gzip(struct arena *arena, struct str plain)
{
    z_stream stream = {0};
    if (deflateInit2(&stream, PACK_LEVEL, Z_DEFLATED, GZIP_WINDOW_BITS, MEMORY_LEVEL,
                     Z_DEFAULT_STRATEGY) != Z_OK)
        abort(); /* out of memory */
    unsigned char *packed = arena_alloc(arena, plain.size);
    stream.next_in = (unsigned char *)(uintptr_t)plain.data; /* zlib only reads it */
    stream.avail_in = (unsigned)plain.size;
    stream.next_out = packed;
    stream.avail_out = (unsigned)plain.size;
    bool is_whole = deflate(&stream, Z_FINISH) == Z_STREAM_END;
    struct str result = {.data = (const char *)packed, .size = stream.total_out};
    deflateEnd(&stream);
    return is_whole ? result : STR_NONE;
}

void http_reply_packed(struct http_exchange *exchange, int status, const char *content_type,
                       struct str body)
{
    struct http_encodings take =
        http_accept_encoding_parse(http_header(exchange, "Accept-Encoding"));
    http_add_header(exchange, "Vary", STR("Accept-Encoding"));
    bool is_wanted = take.gzip > 0 && take.gzip >= take.identity;
    if (is_wanted && body.size >= PACK_MIN_BYTES && body.size <= UINT32_MAX) {
        struct str packed = gzip(http_arena(exchange), body);
        if (packed.data) {
            http_add_header(exchange, "Content-Encoding", STR("gzip"));
            body = packed;
        }
    }
    http_reply_static(exchange, status, content_type, body);
}
