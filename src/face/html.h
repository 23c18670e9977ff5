/* html.h: text from people, put into pages so that it stays text. Private to face/. */
#ifndef DOCKET_FACE_HTML_H
#define DOCKET_FACE_HTML_H

#include "base/buf.h"

/* For elements and for attributes in double quotes. */
void html_add_text(struct buf *out, struct str plain);
/* JSON for a <script> that holds data: no '<' is left, so neither "</script>" nor "<!--" can be
 * said by what is in it. The JSON stays the same (in JSON '<' stands in strings only). */
void html_add_json(struct buf *out, struct str json);
/* <name attribute="value"…>: `mark` as it is, up to the value, which is escaped, then `end`. */
void html_add_value(struct buf *out, const char *mark, struct str value, const char *end);

#endif
