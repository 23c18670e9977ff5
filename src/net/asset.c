#include "net/asset.h"

#include "net/http_text.h"

#define IMMUTABLE "public, max-age=31536000, immutable"
#define REVALIDATE "no-cache"

const struct asset *asset_find(const struct asset_set *set, struct str path)
{
    size_t low = 0, high = set->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = str_compare(str_from(set->assets[middle].path), path);
        if (order == 0)
            return &set->assets[middle];
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

/* One body of an asset, and how it is labelled. Each has an ETag of its own (RFC 9110 8.8.3.3). */
struct variant {
    struct str body;
    const char *coding; /* NULL: identity */
    struct str etag;
};

/* "abc" becomes "abc-gzip", inside the quotes. */
static struct str etag_of(struct arena *arena, const char *etag, const char *coding)
{
    size_t size = strlen(etag);
    if (!coding || size < 2)
        return str_from(etag);
    return str_format(arena, "%.*s-%s\"", (int)(size - 1), etag, coding);
}

static struct variant asset_choose(struct http_exchange *exchange, const struct asset *asset)
{
    struct variant chosen = {.body = asset->plain, .coding = NULL};
    struct http_encodings take =
        http_accept_encoding_parse(http_header(exchange, "Accept-Encoding"));
    /* A range is cut from the plain bytes only, so whoever asks for one gets those. */
    if (!str_is_set(http_header(exchange, "Range"))) {
        /* Compressed wins a tie; a client that likes plain bytes better gets them. */
        int best = take.identity > 0 ? take.identity - 1 : 0;
        if (str_is_set(asset->brotli) && take.brotli > best) {
            chosen.body = asset->brotli;
            chosen.coding = "br";
            best = take.brotli;
        }
        if (str_is_set(asset->gzip) && take.gzip > best) {
            chosen.body = asset->gzip;
            chosen.coding = "gzip";
        }
    }
    chosen.etag = etag_of(http_arena(exchange), asset->etag, chosen.coding);
    return chosen;
}

static void asset_label(struct http_exchange *exchange, const struct asset *asset,
                        const struct variant *variant)
{
    http_add_header(exchange, "ETag", variant->etag);
    http_add_header(exchange, "Cache-Control", asset->immutable ? STR(IMMUTABLE) : STR(REVALIDATE));
    if (str_is_set(asset->gzip) || str_is_set(asset->brotli))
        http_add_header(exchange, "Vary", STR("Accept-Encoding"));
    if (variant->coding)
        http_add_header(exchange, "Content-Encoding", str_from(variant->coding));
}

static void reply_part(struct http_exchange *exchange, const struct asset *asset)
{
    struct arena *arena = http_arena(exchange);
    struct str whole = asset->plain;
    struct str if_range = http_header(exchange, "If-Range");
    uint64_t first = 0, last = 0;
    enum http_range found = HTTP_RANGE_WHOLE;
    /* If-Range compares strongly; a date never matches, because we send none (RFC 9110 13.1.5). */
    if (!str_is_set(if_range) || str_equal(if_range, str_from(asset->etag)))
        found = http_range_parse(http_header(exchange, "Range"), whole.size, &first, &last);
    if (found == HTTP_RANGE_UNSATISFIABLE) {
        http_add_header(exchange, "Content-Range", str_format(arena, "bytes */%zu", whole.size));
        http_reply_static(exchange, 416, NULL, STR(""));
        return;
    }
    if (found == HTTP_RANGE_WHOLE) {
        http_reply_static(exchange, 200, asset->content_type, whole);
        return;
    }
    http_add_header(exchange, "Content-Range",
                    str_format(arena, "bytes %llu-%llu/%zu", (unsigned long long)first,
                               (unsigned long long)last, whole.size));
    http_reply_static(exchange, 206, asset->content_type,
                      str_part(whole, (size_t)first, (size_t)(last - first + 1)));
}

bool asset_reply(const struct asset_set *set, struct http_exchange *exchange, struct str path)
{
    const struct asset *asset = asset_find(set, path);
    if (!asset)
        return false;
    enum http_method method = http_request(exchange)->method;
    if (method != HTTP_GET && method != HTTP_HEAD) {
        http_add_header(exchange, "Allow", STR("GET, HEAD"));
        http_reply_static(exchange, 405, "text/plain", STR("GET or HEAD\n"));
        return true;
    }
    struct variant variant = asset_choose(exchange, asset);
    asset_label(exchange, asset, &variant);
    http_add_header(exchange, "Accept-Ranges", STR("bytes"));
    if (http_etag_list_has(http_header(exchange, "If-None-Match"), variant.etag))
        http_reply_static(exchange, 304, NULL, STR(""));
    else if (method == HTTP_GET && str_is_set(http_header(exchange, "Range")))
        reply_part(exchange, asset); /* RFC 9110 14.2: a Range means something with GET only */
    else
        http_reply_static(exchange, 200, asset->content_type, variant.body);
    return true;
}
