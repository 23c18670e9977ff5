/* asset.h: static files embedded in the binary at build, with precompressed bodies.
 *
 * tools/embed_assets.py writes a C file with a `const struct asset[]`: path, type, SHA-256 based
 * ETag, the plain body and, where smaller, gzip and brotli ones. A file whose name carries a
 * content hash is immutable for a year; every other is revalidated. Serves GET and HEAD,
 * If-None-Match (RFC 9110 13.1.2), single-part Range with If-Range (14), Accept-Encoding with
 * q-values (12.5.3). A Range of a compressed body is not offered: Range answers from the plain one.
 */
#ifndef DOCKET_NET_ASSET_H
#define DOCKET_NET_ASSET_H

#include "net/http.h"

struct asset {
    const char *path; /* "/assets/app-3f2a1c9d.js" */
    const char *content_type;
    const char *etag; /* with quotes */
    bool immutable;
    struct str plain, gzip, brotli; /* gzip, brotli: absent when not smaller */
};
struct asset_set {
    const struct asset *assets; /* sorted by path */
    size_t count;
};
const struct asset *asset_find(const struct asset_set *set, struct str path); /* NULL: none */
/* False when there is no such path (the caller answers 404). */
bool asset_reply(const struct asset_set *set, struct http_exchange *exchange, struct str path);

#endif
