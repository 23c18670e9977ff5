#include "base/log.h"

#include <errno.h>
#include <stdatomic.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/json.h"
#include "base/list.h"

static _Atomic int least_level = LOG_INFO;

static const char *const level_names[] = {
    [LOG_DEBUG] = "debug",
    [LOG_INFO] = "info",
    [LOG_WARNING] = "warning",
    [LOG_ERROR] = "error",
};

void log_set_level(enum log_level least)
{
    atomic_store(&least_level, (int)least);
}

/* Better to hide a harmless value than to show a secret one: any key that contains one of these
 * words is hidden, whatever else it says. */
static bool key_is_secret(const char *key)
{
    static const char *const words[] = {"password", "token",  "authorization",
                                        "cookie",   "secret", "key"};
    for (size_t i = 0; i < COUNT_OF(words); i++) {
        if (str_contains_ignore_case(str_from(key), str_from(words[i]))) {
            return true;
        }
    }
    return false;
}

/* A line must be valid JSON whatever a caller sent us: bytes that are no UTF-8 become '?'. */
static struct str text_clean(struct arena *arena, struct str text)
{
    if (str_is_utf8(text)) {
        return text;
    }
    char *clean = arena_copy(arena, text.data, text.size);
    for (size_t i = 0; i < text.size; i++) {
        clean[i] = (clean[i] & 0x80) ? '?' : clean[i];
    }
    return (struct str){.data = clean, .size = text.size};
}

static void print_field(struct json_writer *writer, struct arena *arena,
                        const struct log_field *field)
{
    json_key(writer, str_from(field->key));
    if (key_is_secret(field->key)) {
        json_text(writer, STR("[hidden]"));
    } else if (field->is_text) {
        json_text(writer, str_is_set(field->text) ? text_clean(arena, field->text) : field->text);
    } else {
        json_int(writer, field->integer);
    }
}

static void print_head(struct json_writer *writer, struct arena *arena, enum log_level level,
                       const char *event)
{
    struct buf at;
    buf_init(&at, arena, 32);
    instant_print(&at, clock_now_ms());
    json_key(writer, STR("at"));
    json_text(writer, buf_str(&at));
    json_key(writer, STR("level"));
    json_text(writer, str_from(level_names[level]));
    json_key(writer, STR("event"));
    json_text(writer, str_from(event));
}

/* One write: lines of several threads never mix. Only when the reader takes a part of it does the
 * rest follow; there is nobody to tell when standard error is gone. */
static void write_whole(struct str line)
{
    while (line.size > 0) {
        ssize_t written = write(STDERR_FILENO, line.data, line.size);
        if (written > 0) {
            line.data += written;
            line.size -= (size_t)written;
        } else if (written == 0 || errno != EINTR) {
            return;
        }
    }
}

void log_write(enum log_level level, const char *event, const struct log_field *fields,
               size_t count)
{
    if ((int)level < atomic_load_explicit(&least_level, memory_order_relaxed)) {
        return;
    }
    int saved_errno = errno; /* a caller may log first and look at it after */
    struct arena *arena = arena_new(0);
    struct buf line;
    struct json_writer writer;
    buf_init(&line, arena, 256);
    json_writer_init(&writer, &line);
    json_begin_object(&writer);
    print_head(&writer, arena, level, event);
    for (size_t i = 0; i < count; i++) {
        print_field(&writer, arena, &fields[i]);
    }
    json_end_object(&writer);
    buf_add_byte(&line, '\n');
    write_whole(buf_str(&line));
    arena_free(arena);
    errno = saved_errno;
}
