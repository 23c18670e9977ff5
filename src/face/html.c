#include "face/html.h"

static struct str entity_of(char byte)
{
    switch (byte) {
    case '<':
        return STR("&lt;");
    case '>':
        return STR("&gt;");
    case '&':
        return STR("&amp;");
    case '"':
        return STR("&quot;");
    default:
        return STR_NONE;
    }
}

/* Runs that need nothing are copied whole. */
static void add_replaced(struct buf *out, struct str text, struct str (*replacement)(char byte))
{
    size_t done = 0;
    for (size_t i = 0; i < text.size; i++) {
        struct str other = replacement(text.data[i]);
        if (!other.data)
            continue;
        buf_add(out, str_part(text, done, i - done));
        buf_add(out, other);
        done = i + 1;
    }
    buf_add(out, str_part(text, done, text.size - done));
}

void html_add_text(struct buf *out, struct str plain)
{
    add_replaced(out, plain, entity_of);
}

static struct str json_escape_of(char byte)
{
    return byte == '<' ? STR("\\u003c") : STR_NONE;
}

void html_add_json(struct buf *out, struct str json)
{
    add_replaced(out, json, json_escape_of);
}

void html_add_value(struct buf *out, const char *mark, struct str value, const char *end)
{
    buf_add(out, str_from(mark));
    html_add_text(out, value);
    buf_add(out, str_from(end));
}
