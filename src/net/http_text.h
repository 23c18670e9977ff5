/* http_text.h: the small grammars of HTTP that need no server: percent-encoding, queries, cookies,
 * Accept-Encoding and Range. Pure functions over what a client sent, so that a fuzzer can feed them
 * alone (fuzz/http_fuzz.c). http_percent_decode() and http_query_next() stand in http.h, because
 * faces use them. */
#ifndef DOCKET_NET_HTTP_TEXT_H
#define DOCKET_NET_HTTP_TEXT_H

#include "base/str.h"

/* RFC 9110 5.6.2: the characters of header names and of most keywords. */
bool http_is_token_byte(unsigned char byte);

/* The value of one cookie in a Cookie header (RFC 6265 4.2.1), quotes around it removed; absent
 * when there is none of that name. Of several the first counts. */
struct str http_cookie_find(struct str header, struct str name);

/* Which compressed bodies the client takes (RFC 9110 12.5.3). Absent header: none, so that a plain
 * client gets plain bytes. */
struct http_encodings {
    int gzip, brotli, identity; /* weight in thousandths; 0: refused */
};
struct http_encodings http_accept_encoding_parse(struct str header);

/* A single byte range of a body of `size` bytes (RFC 9110 14.1.2). */
enum http_range { HTTP_RANGE_WHOLE, HTTP_RANGE_PART, HTTP_RANGE_UNSATISFIABLE };
enum http_range http_range_parse(struct str header, uint64_t size, uint64_t *ret_first,
                                 uint64_t *ret_last);

#endif
