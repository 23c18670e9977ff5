/* open.c: finding an edition: among those in the binary, or in a folder. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "edition/edition.h"

enum { FILE_BYTES_MAX = 4 * 1024 * 1024, PICTURES_MAX = 1000 };

static const struct edition_file *file_named(struct str name)
{
    for (size_t i = 0; i < edition_file_count; i++)
        if (str_equal(str_from(edition_files[i].name), name))
            return &edition_files[i];
    return NULL;
}

bool edition_is_embedded(struct str name)
{
    return file_named(name) != NULL;
}

struct str edition_names(struct arena *arena)
{
    struct buf out;
    buf_init(&out, arena, 128);
    for (size_t i = 0; i < edition_file_count; i++)
        buf_format(&out, "%s%s", i ? ", " : "", edition_files[i].name);
    return buf_str(&out);
}

static struct edition *open_embedded(struct arena *arena, const struct edition_file *file,
                                     struct str *ret_reason)
{
    struct str path = str_format(arena, "editions/%s/edition.json", file->name);
    struct edition *edition = edition_parse(arena, path, file->edition_json, ret_reason);
    if (!edition)
        return NULL;
    edition->demo_file = str_format(arena, "editions/%s/demo.json", file->name);
    edition->demo_json = file->demo_json;
    return edition;
}

/* ---- folders ---- */

static bool refuse_file(struct arena *arena, struct str path, const char *why,
                        struct str *ret_reason)
{
    *ret_reason = str_format(arena, "%.*s: %s", STR_ARG(path), why);
    return false;
}

/* Why not; NULL: opened. Whoever opens a pipe waits until somebody writes into it. */
static const char *open_to_read(struct str path, int *ret_file)
{
    struct stat about;
    *ret_file = open(path.data, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (*ret_file < 0)
        return strerror(errno);
    const char *why = fstat(*ret_file, &about) ? strerror(errno) : NULL;
    if (!why && !S_ISREG(about.st_mode))
        why = S_ISDIR(about.st_mode) ? strerror(EISDIR) : "It is not a regular file.";
    if (why)
        close(*ret_file);
    return why;
}

static bool read_file(struct arena *arena, struct str path, struct str *ret_text,
                      struct str *ret_reason)
{
    struct buf text;
    ssize_t got = 0;
    int file;
    const char *why_closed = open_to_read(path, &file);
    if (why_closed)
        return refuse_file(arena, path, why_closed, ret_reason);
    buf_init(&text, arena, 64 * 1024);
    do {
        text.size += (size_t)got;
        buf_reserve(&text, 64 * 1024);
        got = read(file, text.data + text.size, 64 * 1024);
    } while (got > 0 && text.size < FILE_BYTES_MAX);
    int why = errno;
    close(file);
    if (got != 0)
        return refuse_file(arena, path, got < 0 ? strerror(why) : "It is too large.", ret_reason);
    *ret_text = buf_str(&text);
    return true;
}

static bool is_picture(struct str name)
{
    return name.size > 4 && name.data[0] != '.' && str_ends_with(name, STR(".svg"));
}

static bool read_picture(struct arena *arena, const struct edition *edition, struct str folder,
                         struct str name, struct edition_picture *ret, struct str *ret_reason)
{
    struct str file = str_format(arena, "%.*s/%.*s", STR_ARG(folder), STR_ARG(name));
    ret->path = str_format(arena, "/pictures/%.*s/%.*s", STR_ARG(edition->name), STR_ARG(name));
    return read_file(arena, file, &ret->svg, ret_reason);
}

/* A folder without pictures/ has none. */
static bool read_pictures(struct arena *arena, struct str folder, struct edition *edition,
                          struct str *ret_reason)
{
    struct str place = str_format(arena, "%.*s/pictures", STR_ARG(folder));
    DIR *directory = opendir(place.data);
    if (!directory)
        return errno == ENOENT || refuse_file(arena, place, strerror(errno), ret_reason);
    struct edition_picture *pictures = ARENA_ARRAY(arena, struct edition_picture, PICTURES_MAX);
    const struct dirent *entry;
    size_t count = 0;
    bool good = true;
    while (good && (entry = readdir(directory))) {
        struct str name = str_copy(arena, str_from(entry->d_name));
        if (!is_picture(name))
            continue;
        good = count < PICTURES_MAX ||
               refuse_file(arena, place, "There are too many pictures.", ret_reason);
        good = good && read_picture(arena, edition, place, name, &pictures[count++], ret_reason);
    }
    closedir(directory);
    edition->pictures = (struct list){.items = pictures, .count = count};
    return good;
}

static struct str folder_name(struct str folder)
{
    struct str rest = folder, piece, name = STR_NONE;
    while (str_next_piece(&rest, '/', &piece))
        name = piece;
    return name;
}

static struct edition *open_folder(struct arena *arena, struct str folder, struct str *ret_reason)
{
    while (folder.size > 1 && folder.data[folder.size - 1] == '/')
        folder.size--;
    struct str file = str_format(arena, "%.*s/edition.json", STR_ARG(folder)), text;
    if (!read_file(arena, file, &text, ret_reason))
        return NULL;
    struct edition *edition = edition_parse(arena, file, text, ret_reason);
    if (!edition)
        return NULL;
    if (!str_equal(edition->name, folder_name(folder))) {
        refuse_file(arena, file, "name: It must be the folder's own name.", ret_reason);
        return NULL;
    }
    edition->demo_file = str_format(arena, "%.*s/demo.json", STR_ARG(folder));
    bool has_demo = access(edition->demo_file.data, F_OK) == 0;
    bool good =
        (!has_demo || read_file(arena, edition->demo_file, &edition->demo_json, ret_reason)) &&
        read_pictures(arena, folder, edition, ret_reason);
    return good ? edition : NULL;
}

struct edition *edition_open(struct arena *arena, struct str name, struct str *ret_reason)
{
    const struct edition_file *file = file_named(name);
    if (file)
        return open_embedded(arena, file, ret_reason);
    if (memchr(name.data, '/', name.size))
        return open_folder(arena, name, ret_reason);
    *ret_reason = str_format(arena,
                             "there is no edition '%.*s'; known are %.*s, or the path of "
                             "a folder",
                             STR_ARG(name), STR_ARG(edition_names(arena)));
    return NULL;
}
