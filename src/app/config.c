#include "app/config.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/list.h"
#include "edition/edition.h"

enum { CONFIG_FILE_MAX = 64 * 1024 };

/* ---- how the text of a setting is read; false: not a value it takes ---- */

static bool read_listen(struct config *config, struct str value)
{
    config->listen = value;
    return value.size > 0;
}

static bool read_data(struct config *config, struct str value)
{
    config->data_directory = value;
    return value.size > 0;
}

static bool read_database(struct config *config, struct str value)
{
    config->database = value.size ? value : STR_NONE;
    return true;
}

/* One that is embedded, or the path of a folder. */
static bool read_edition(struct config *config, struct str value)
{
    config->edition = value;
    return edition_is_embedded(value) || memchr(value.data, '/', value.size);
}

static bool read_switch(struct str value, bool *ret)
{
    bool on = str_equal_ignore_case(value, STR("on")) || str_equal(value, STR("1")) ||
              str_equal_ignore_case(value, STR("true")) || str_equal_ignore_case(value, STR("yes"));
    bool off = str_equal_ignore_case(value, STR("off")) || str_equal(value, STR("0")) ||
               str_equal_ignore_case(value, STR("false")) ||
               str_equal_ignore_case(value, STR("no"));
    *ret = on;
    return on || off;
}

/* --demo, --demo=on: of the edition; --demo=studio: that edition with its demo. */
static bool read_demo(struct config *config, struct str value)
{
    if (value.size == 0) {
        config->demo = true;
        return true;
    }
    if (read_switch(value, &config->demo))
        return true;
    config->demo = true;
    return read_edition(config, value);
}

static bool read_public_url(struct config *config, struct str value)
{
    while (value.size > 0 && value.data[value.size - 1] == '/')
        value.size--;
    config->public_url = value;
    return value.size == 0 || str_starts_with(value, STR("http://")) ||
           str_starts_with(value, STR("https://"));
}

static bool read_rate_limits(struct config *config, struct str value)
{
    return read_switch(value, &config->rate_limits);
}

static bool read_quick_passwords(struct config *config, struct str value)
{
    return read_switch(value, &config->quick_passwords);
}

static bool read_trust_proxy(struct config *config, struct str value)
{
    return read_switch(value, &config->trust_proxy);
}

static bool read_log(struct config *config, struct str value)
{
    static const struct str names[] = {{"debug", 5}, {"info", 4}, {"warning", 7}, {"error", 5}};
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        if (!str_equal_ignore_case(names[i], value))
            continue;
        config->log_level = (enum log_level)i;
        return true;
    }
    return false;
}

static const struct setting {
    const char *flag;
    const char *name;
    bool (*read)(struct config *config, struct str value);
    bool value_is_optional; /* the flag alone says something; a value must follow '=' */
    struct str (*known)(struct arena *arena); /* what it takes, for a refusal; NULL: not listed */
} settings[] = {
    {"--listen", "DOCKET_LISTEN", read_listen, false, NULL},
    {"--data", "DOCKET_DATA", read_data, false, NULL},
    {"--database", "DOCKET_DATABASE", read_database, false, NULL},
    {"--edition", "DOCKET_EDITION", read_edition, false, edition_names},
    {"--demo", "DOCKET_DEMO", read_demo, true, edition_names},
    {"--public-url", "DOCKET_PUBLIC_URL", read_public_url, false, NULL},
    {"--rate-limits", "DOCKET_RATE_LIMITS", read_rate_limits, false, NULL},
    {"--quick-passwords", "DOCKET_QUICK_PASSWORDS", read_quick_passwords, false, NULL},
    {"--trust-proxy", "DOCKET_TRUST_PROXY", read_trust_proxy, false, NULL},
    {"--log", "DOCKET_LOG", read_log, false, NULL},
};

/* ---- sources ---- */

struct reader {
    struct arena *arena;
    struct config *config;
    struct str file; /* of --config or DOCKET_CONFIG; absent: none */
    struct str reason;
};

static bool refuse(struct reader *reader, const char *format, struct str what, struct str value)
{
    reader->reason = str_format(reader->arena, format, STR_ARG(what), STR_ARG(value));
    return false;
}

static bool apply(struct reader *reader, const struct setting *setting, struct str what,
                  struct str value)
{
    if (setting->read(reader->config, value))
        return true;
    refuse(reader, "%.*s does not take '%.*s'", what, value);
    if (setting->known)
        reader->reason =
            str_format(reader->arena, "%.*s; there are %.*s, or say a folder's path",
                       STR_ARG(reader->reason), STR_ARG(setting->known(reader->arena)));
    return false;
}

static const struct setting *setting_named(struct str name)
{
    for (size_t i = 0; i < COUNT_OF(settings); i++)
        if (str_equal(str_from(settings[i].name), name))
            return &settings[i];
    return NULL;
}

static bool read_line(struct reader *reader, struct str line)
{
    struct str value = str_trim(line), name;
    if (value.size == 0 || value.data[0] == '#')
        return true;
    str_next_piece(&value, '=', &name);
    name = str_trim(name);
    const struct setting *setting = setting_named(name);
    if (!setting || !value.data)
        return refuse(reader, "%.*s: '%.*s' is no setting", reader->file, name);
    return apply(reader, setting, name, str_trim(value));
}

static bool load_file(struct reader *reader, struct str *ret_text)
{
    int file = open(str_copy(reader->arena, reader->file).data, O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return refuse(reader, "cannot read %.*s: %.*s", reader->file, str_from(strerror(errno)));
    char *text = arena_alloc(reader->arena, CONFIG_FILE_MAX + 1);
    size_t size = 0;
    ssize_t got;
    while (size <= CONFIG_FILE_MAX &&
           (got = read(file, text + size, CONFIG_FILE_MAX + 1 - size)) > 0)
        size += (size_t)got;
    close(file);
    *ret_text = (struct str){.data = text, .size = size};
    if (size <= CONFIG_FILE_MAX)
        return true;
    return refuse(reader, "%.*s is too large%.*s", reader->file, STR_NONE);
}

static bool read_file(struct reader *reader)
{
    struct str text, line;
    if (!reader->file.size)
        return true;
    if (!load_file(reader, &text))
        return false;
    while (str_next_piece(&text, '\n', &line))
        if (!read_line(reader, line))
            return false;
    return true;
}

static bool read_environment(struct reader *reader)
{
    for (size_t i = 0; i < COUNT_OF(settings); i++) {
        const char *value = getenv(settings[i].name);
        if (value && !apply(reader, &settings[i], str_from(settings[i].name), str_from(value)))
            return false;
    }
    return true;
}

/* Splits "--flag=value"; a value that is required may also be the next word. */
static bool next_flag(struct reader *reader, int count, char **arguments, int *index,
                      const struct setting *setting, struct str *ret_value)
{
    struct str value = str_from(arguments[*index]), flag;
    str_next_piece(&value, '=', &flag);
    *ret_value = value.data ? value : STR("");
    if (value.data || (setting && setting->value_is_optional))
        return true;
    if (*index + 1 >= count)
        return refuse(reader, "%.*s needs a value%.*s", flag, STR_NONE);
    *ret_value = str_from(arguments[++*index]);
    return true;
}

static const struct setting *setting_of_flag(const char *argument)
{
    struct str rest = str_from(argument), flag;
    str_next_piece(&rest, '=', &flag);
    for (size_t i = 0; i < COUNT_OF(settings); i++)
        if (str_equal(str_from(settings[i].flag), flag))
            return &settings[i];
    return NULL;
}

static bool is_config_flag(const char *argument)
{
    return strcmp(argument, "--config") == 0 || strncmp(argument, "--config=", 9) == 0;
}

/* Once to find --config, once more, after file and environment, to let flags win. */
static bool read_flags(struct reader *reader, int count, char **arguments, bool only_file)
{
    reader->config->word_count = 0;
    for (int i = 0; i < count; i++) {
        struct str argument = str_from(arguments[i]), value;
        if (!str_starts_with(argument, STR("--"))) {
            if (reader->config->word_count == (int)COUNT_OF(reader->config->words))
                return refuse(reader, "too many words: %.*s%.*s", argument, STR_NONE);
            reader->config->words[reader->config->word_count++] = argument;
            continue;
        }
        const struct setting *setting = setting_of_flag(arguments[i]);
        bool is_file = is_config_flag(arguments[i]);
        if (!setting && !is_file)
            return refuse(reader, "unknown flag %.*s%.*s", argument, STR_NONE);
        if (!next_flag(reader, count, arguments, &i, setting, &value))
            return false;
        if (is_file)
            reader->file = value;
        else if (!only_file && !apply(reader, setting, argument, value))
            return false;
    }
    return true;
}

bool config_read(struct arena *arena, int count, char **arguments, struct config *ret,
                 struct str *ret_reason)
{
    struct config config = {
        .listen = STR("127.0.0.1:8080"),
        .data_directory = STR("docket-data"),
        .edition = STR("studio"),
        .rate_limits = true,
        .log_level = LOG_INFO,
    };
    struct reader reader = {
        .arena = arena, .config = &config, .file = str_from(getenv("DOCKET_CONFIG"))};
    bool good = read_flags(&reader, count, arguments, true) && read_file(&reader) &&
                read_environment(&reader) && read_flags(&reader, count, arguments, false);
    if (good && config.quick_passwords && config.public_url.size)
        good = refuse(&reader, "--quick-passwords is for tests, not for %.*s%.*s",
                      config.public_url, STR_NONE);
    if (good)
        *ret = config;
    else
        *ret_reason = reader.reason;
    return good;
}
