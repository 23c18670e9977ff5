/* What libmicrohttpd 0.9.75 lets through and two servers in a row could read differently (request
 * smuggling, RFC 9112 11.2) is refused here, before anything looks at the request. */
#include "net/http_server.h"
#include "net/http_text.h"

/* libmicrohttpd cuts the head of a request apart in place: every line end becomes NUL bytes, every
 * value ends at the first NUL. So what it does not hand over (a NUL inside a line and what follows
 * it, a bare LF, a continued line, which it moves elsewhere) shows as a gap between the pieces it
 * does. (One trick stays unseen, NUL LF in the place of CR LF; no proxy passes that on.) This looks
 * at the layout of one release and is left to newer ones, which refuse all three themselves. */
static bool is_layout_known(void)
{
    return strcmp(MHD_get_version(), "0.9.75") == 0;
}

struct walk {
    bool is_layout_known;
    bool is_bad;
    const char *end; /* of the line before */
    int hosts, lengths, codings;
    struct str coding;
};

enum { LINE_END = 2 }; /* CR LF */

static bool is_clean_value(struct str value)
{
    for (size_t i = 0; i < value.size; i++) {
        unsigned char byte = (unsigned char)value.data[i];
        if ((byte < 0x20 && byte != '\t') || byte == 0x7f)
            return false;
    }
    return true;
}

static bool is_token(struct str name)
{
    for (size_t i = 0; i < name.size; i++)
        if (!http_is_token_byte((unsigned char)name.data[i]))
            return false;
    return name.size > 0;
}

static void count_header(struct walk *walk, struct str name, struct str value)
{
    if (name.size == 4 && str_equal_ignore_case(name, STR("Host"))) {
        walk->hosts++;
    } else if (name.size == 14 && str_equal_ignore_case(name, STR("Content-Length"))) {
        walk->lengths++;
    } else if (name.size == 17 && str_equal_ignore_case(name, STR("Transfer-Encoding"))) {
        walk->codings++;
        walk->coding = value;
    }
}

static enum MHD_Result walk_header(void *context, enum MHD_ValueKind kind, const char *key,
                                   size_t key_size, const char *text, size_t size)
{
    (void)kind;
    struct walk *walk = context;
    struct str name = {.data = key, .size = key_size};
    struct str value = {.data = text ? text : "", .size = size};
    if (walk->is_layout_known && (key != walk->end + LINE_END || !text))
        walk->is_bad = true;
    if (!is_token(name) || !is_clean_value(value))
        walk->is_bad = true;
    walk->end = value.data + size;
    count_header(walk, name, value);
    return walk->is_bad ? MHD_NO : MHD_YES;
}

static size_t head_size(struct MHD_Connection *connection)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE);
    return info ? info->header_size : 0;
}

/* "METHOD SP uri SP HTTP/1.1" with nothing hidden between. */
static bool is_clean_request_line(const struct http_exchange *exchange,
                                  const struct http_head *head)
{
    return head->method + strlen(head->method) + 1 == head->url &&
           head->url + exchange->request.raw_path.size + 1 == head->version;
}

bool http_check_framing(struct http_exchange *exchange, const struct http_head *head)
{
    struct walk walk = {.is_layout_known = is_layout_known(),
                        .end = head->version + strlen(head->version)};
    if (!is_token(str_from(head->method)))
        return false;
    if (walk.is_layout_known && !is_clean_request_line(exchange, head))
        return false;
    MHD_get_connection_values_n(exchange->connection, MHD_HEADER_KIND, walk_header, &walk);
    if (walk.is_bad)
        return false;
    if (walk.is_layout_known &&
        head->method + head_size(exchange->connection) != walk.end + 2 * LINE_END)
        return false;
    if (walk.hosts > 1 || (walk.hosts == 0 && !exchange->is_http_1_0))
        return false;
    if (walk.lengths > 1 || walk.codings > 1 || (walk.lengths && walk.codings))
        return false;
    return walk.codings == 0 ||
           (!exchange->is_http_1_0 && str_equal_ignore_case(walk.coding, STR("chunked")));
}

int64_t http_content_length(const struct http_exchange *exchange)
{
    int64_t size;
    struct str text = http_header(exchange, MHD_HTTP_HEADER_CONTENT_LENGTH);
    return str_is_set(text) && str_to_int64(text, &size) ? size : -1;
}

/* "http://host/path" (RFC 9112 3.2.2): what comes before the path says only where we are. */
static struct str strip_authority(struct str address)
{
    static const struct str schemes[] = {{"http://", 7}, {"https://", 8}};
    for (size_t i = 0; i < 2; i++) {
        size_t size = schemes[i].size;
        if (!str_equal_ignore_case(str_part(address, 0, size), schemes[i]))
            continue;
        while (size < address.size && address.data[size] != '/' && address.data[size] != '?')
            size++;
        return str_part(address, size, address.size);
    }
    return address;
}

/* After decoding: no control bytes, so that a path can be logged and compared as text. */
static bool is_clean_path(struct str path)
{
    for (size_t i = 0; i < path.size; i++)
        if ((unsigned char)path.data[i] < 0x20 || path.data[i] == 0x7f)
            return false;
    return path.size > 0 && path.data[0] == '/' && str_is_utf8(path);
}

bool http_check_address(struct http_exchange *exchange)
{
    struct http_request *request = &exchange->request;
    struct str address = request->raw_path;
    /* CONNECT names a host and OPTIONS may name "*": the handler sees them as "/" and refuses. */
    bool is_pathless = str_equal(request->method_text, STR("CONNECT")) ||
                       (request->method == HTTP_OPTIONS && str_equal(address, STR("*")));
    if (is_pathless) {
        request->path = STR("/");
        return true;
    }
    if (!is_clean_value(address) || (address.size && memchr(address.data, '\t', address.size)))
        return false;
    address = strip_authority(address);
    const char *mark = address.size ? memchr(address.data, '?', address.size) : NULL;
    size_t path_size = mark ? (size_t)(mark - address.data) : address.size;
    request->query = mark ? str_part(address, path_size + 1, address.size) : STR_NONE;
    struct str path = str_part(address, 0, path_size);
    if (path.size == 0 && address.data != request->raw_path.data)
        path = STR("/");
    request->raw_path = path;
    return http_percent_decode(exchange->arena, path, false, &request->path) &&
           is_clean_path(request->path);
}
