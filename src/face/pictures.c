/* pictures.c: /pictures/NAME/X.svg, the portfolios of the editions' demos.
 *
 * An SVG opened by itself is a document that could run scripts; the policy sent with it allows
 * none, nor anything else. */
#include <stdlib.h>

#include "base/random.h"
#include "edition/edition.h"
#include "face/visit.h"

enum { ETAG_HASH_BYTES = 16 };

static const char *etag_of(struct arena *arena, struct str body)
{
    struct hash hash = hash_sha256(body);
    struct buf text;
    buf_init(&text, arena, 2 * ETAG_HASH_BYTES + 3);
    buf_add_byte(&text, '"');
    hex_print(&text, hash.bytes, ETAG_HASH_BYTES);
    buf_add_byte(&text, '"');
    return buf_str(&text).data;
}

static int compare_paths(const void *a, const void *b)
{
    return strcmp(((const struct asset *)a)->path, ((const struct asset *)b)->path);
}

struct asset_set pictures_of(struct arena *arena, const struct edition *edition)
{
    struct list pictures = edition ? edition->pictures : (struct list){0};
    struct asset *assets = ARENA_ARRAY(arena, struct asset, pictures.count + 1);
    for (size_t i = 0; i < pictures.count; i++) {
        const struct edition_picture *picture = LIST_AT(pictures, struct edition_picture, i);
        assets[i] = (struct asset){.path = picture->path.data,
                                   .content_type = "image/svg+xml",
                                   .etag = etag_of(arena, picture->svg),
                                   .plain = picture->svg};
    }
    if (pictures.count)
        qsort(assets, pictures.count, sizeof *assets, compare_paths);
    return (struct asset_set){.assets = assets, .count = pictures.count};
}

/* The policy is a picture's alone: on the page that says there is none it would forbid the app. */
bool pictures_handle(struct visit *visit)
{
    struct str path = http_request(visit->exchange)->path;
    const struct asset_set *set = &face_pictures;
    if (!asset_find(set, path))
        set = &visit->context->wiring->pictures;
    if (!asset_find(set, path))
        return false;
    http_add_header(visit->exchange, "Content-Security-Policy",
                    STR("default-src 'none'; sandbox; frame-ancestors 'none'"));
    return asset_reply(set, visit->exchange, path);
}
