/* log.h: JSON lines on stderr, one event a line, never a secret.
 *
 * log_event(LOG_INFO, "listening", LOG_TEXT("address", s), LOG_INT("pid", n)) writes
 * {"at":"…","level":"info","event":"listening","address":"…","pid":7}. Values whose key looks like
 * a secret (password, token, authorization, cookie, secret, key) are written as "[hidden]". Lines
 * are written whole with one write(2). Thread-safe. */
#ifndef DOCKET_BASE_LOG_H
#define DOCKET_BASE_LOG_H

#include "base/str.h"

enum log_level { LOG_DEBUG, LOG_INFO, LOG_WARNING, LOG_ERROR };
struct log_field {
    const char *key;
    bool is_text;
    struct str text;
    int64_t integer;
};
#define LOG_TEXT(k, v) ((struct log_field){.key = (k), .is_text = true, .text = (v)})
#define LOG_INT(k, v) ((struct log_field){.key = (k), .integer = (v)})

void log_set_level(enum log_level least);
void log_write(enum log_level level, const char *event, const struct log_field *fields,
               size_t count);
#define log_event(level, event, ...)                                                               \
    log_write((level), (event), (const struct log_field[]){{0}, ##__VA_ARGS__} + 1,                \
              sizeof((const struct log_field[]){{0}, ##__VA_ARGS__}) / sizeof(struct log_field) -  \
                  1)

#endif
