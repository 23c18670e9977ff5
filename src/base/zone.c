#include "base/zone.h"

#include <dirent.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/list.h"
#include "base/zone_read.h"

enum {
    NAME_MAX_SIZE = 63,
    PATH_MAX_SIZE = 4096,
    FILE_MAX_SIZE = 256 * 1024,
    FOLDER_DEPTH_MAX = 4,
    /* Some 600 names exist; the table stays sparse and never grows, so readers need no lock. */
    CACHE_SLOTS = 4096,
    CACHE_FULL = CACHE_SLOTS / 2,
    /* A bucket is 2^34 ms, about 199 days: it rarely holds more than two transitions. */
    BUCKET_BITS = 34,
    BUCKETS = 432,
};

/* Ranges as in zone_read.h. range_at_bucket[b] is the range in force when bucket b begins, counted
 * from 1970: a look-up from then on is one load and a step or two, without a search. */
struct zone {
    struct str name;
    size_t count;
    const int64_t *starts_ms;
    const int32_t *offsets_s;
    int64_t reach_ms; /* the largest offset, whichever its sign */
    uint16_t range_at_bucket[BUCKETS];
};

static _Atomic(struct zone *) cache[CACHE_SLOTS];
static size_t cache_count; /* guarded by cache_lock, as every insertion is */
static pthread_mutex_t cache_lock = PTHREAD_MUTEX_INITIALIZER;

/* The range in force at the instant, by bisection. */
static size_t range_search(const struct zone *zone, int64_t instant_ms)
{
    size_t low = 0;
    size_t high = zone->count;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (zone->starts_ms[middle] <= instant_ms) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return low;
}

static size_t range_at(const struct zone *zone, int64_t instant_ms)
{
    if (instant_ms < 0) {
        return range_search(zone, instant_ms);
    }
    int64_t bucket = instant_ms >> BUCKET_BITS;
    size_t range = zone->range_at_bucket[bucket < BUCKETS ? bucket : BUCKETS - 1];
    while (range + 1 < zone->count && zone->starts_ms[range + 1] <= instant_ms) {
        range++;
    }
    return range;
}

static int64_t offset_ms(const struct zone *zone, size_t range)
{
    return (int64_t)zone->offsets_s[range] * SECOND_MS;
}

static int64_t range_end_ms(const struct zone *zone, size_t range)
{
    return range + 1 < zone->count ? zone->starts_ms[range + 1] : INT64_MAX;
}

struct str zone_name(const struct zone *zone)
{
    return zone->name;
}

int zone_offset_s(const struct zone *zone, int64_t instant_ms)
{
    return zone->offsets_s[range_at(zone, instant_ms)];
}

int64_t zone_to_local_ms(const struct zone *zone, int64_t instant_ms)
{
    return instant_ms + offset_ms(zone, range_at(zone, instant_ms));
}

int zone_from_local(const struct zone *zone, int64_t local_ms, int64_t ret_instants[2])
{
    int found = 0;
    size_t range = range_at(zone, local_ms - zone->reach_ms);
    for (; range < zone->count && zone->starts_ms[range] <= local_ms + zone->reach_ms; range++) {
        int64_t instant_ms = local_ms - offset_ms(zone, range);
        if (instant_ms >= zone->starts_ms[range] && instant_ms < range_end_ms(zone, range) &&
            found < 2) {
            ret_instants[found++] = instant_ms;
        }
    }
    return found;
}

/* The transition that leaps over local_ms. */
static int64_t gap_start(const struct zone *zone, int64_t local_ms)
{
    size_t range = range_at(zone, local_ms - zone->reach_ms) + 1;
    for (; range < zone->count; range++) {
        /* Every wall time before this one is shown by an earlier range or leapt over by an
         * earlier transition, so the first range that starts later is the one. */
        if (local_ms < zone->starts_ms[range] + offset_ms(zone, range)) {
            return zone->starts_ms[range];
        }
    }
    abort(); /* the last range has no end: a time after its start is no gap */
}

int64_t zone_resolve(const struct zone *zone, int64_t local_ms)
{
    int64_t instants[2];
    return zone_from_local(zone, local_ms, instants) > 0 ? instants[0] : gap_start(zone, local_ms);
}

int64_t zone_next_transition(const struct zone *zone, int64_t instant_ms)
{
    int64_t end_ms = range_end_ms(zone, range_at(zone, instant_ms));
    return end_ms < INSTANT_MAX ? end_ms : INSTANT_MAX;
}

void zone_print_local(struct buf *out, const struct zone *zone, int64_t instant_ms)
{
    /* RFC 3339 has no seconds in an offset. Where a zone has (Liberia until 1972), the wall time
     * shown is off by as much, so that the instant stays right. */
    instant_print_offset(out, instant_ms, zone_offset_s(zone, instant_ms) / 60);
}

struct str zone_local_text(struct arena *arena, const struct zone *zone, int64_t instant_ms)
{
    struct buf out;
    buf_init(&out, arena, 32);
    zone_print_local(&out, zone, instant_ms);
    return buf_str(&out);
}

/* FNV-1a: only names of real zones are ever stored, so nobody can choose keys that collide. */
static size_t name_slot(struct str name)
{
    uint64_t hash = UINT64_C(0xcbf29ce484222325);
    for (size_t i = 0; i < name.size; i++) {
        hash = (hash ^ (uint8_t)name.data[i]) * UINT64_C(0x100000001b3);
    }
    return (size_t)(hash ^ hash >> 32) % CACHE_SLOTS;
}

/* The slot that holds the name, or the empty one it belongs in. */
static size_t cache_slot(struct str name, struct zone **ret_zone)
{
    size_t slot = name_slot(name);
    struct zone *zone;
    while ((zone = atomic_load_explicit(&cache[slot], memory_order_acquire)) != NULL &&
           !str_equal(zone->name, name)) {
        slot = (slot + 1) % CACHE_SLOTS;
    }
    *ret_zone = zone;
    return slot;
}

static bool name_byte_is_valid(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '+' || c == '-';
}

/* Relative, without dots or empty parts: no such name leaves the zone folder. What the folder holds
 * beside zones (copies with leap seconds, the machine's own zone) is refused by name. */
static bool name_is_valid(struct str name)
{
    static const char *const refused[] = {"posixrules", "localtime", "Factory"};
    if (name.size == 0 || name.size > NAME_MAX_SIZE || name.data[0] == '/' ||
        name.data[name.size - 1] == '/' || str_starts_with(name, STR("posix/")) ||
        str_starts_with(name, STR("right/"))) {
        return false;
    }
    for (size_t i = 0; i < COUNT_OF(refused); i++) {
        if (str_equal(name, str_from(refused[i]))) {
            return false;
        }
    }
    for (size_t i = 0; i < name.size; i++) {
        bool part_ends = name.data[i] == '/' && name.data[i - 1] != '/';
        if (!part_ends && !name_byte_is_valid(name.data[i])) {
            return false;
        }
    }
    return true;
}

static const char *zone_folder(void)
{
    const char *folder = getenv("TZDIR");
    return folder && *folder ? folder : "/usr/share/zoneinfo";
}

static int zone_open(struct str name)
{
    char path[PATH_MAX_SIZE];
    int size = snprintf(path, sizeof(path), "%s/%.*s", zone_folder(), STR_ARG(name));
    if (size < 0 || (size_t)size >= sizeof(path)) {
        return -1;
    }
    return open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
}

static bool read_whole(int file, char *data, size_t size)
{
    size_t done = 0;
    while (done < size) {
        ssize_t got = read(file, data + done, size - done);
        if (got <= 0) {
            return false;
        }
        done += (size_t)got;
    }
    return true;
}

static bool zone_load(struct arena *arena, struct str name, struct zone_table *ret)
{
    struct stat status;
    int file = zone_open(name);
    if (file < 0) {
        return false;
    }
    bool good = fstat(file, &status) == 0 && S_ISREG(status.st_mode) && status.st_size > 0 &&
                status.st_size <= FILE_MAX_SIZE;
    struct str tzif = STR_NONE;
    if (good) {
        char *data = arena_alloc(arena, (size_t)status.st_size);
        tzif = (struct str){.data = data, .size = (size_t)status.st_size};
        good = read_whole(file, data, tzif.size);
    }
    close(file);
    return good && zone_read(arena, tzif, ret);
}

/* UTC must not depend on a package being installed. */
static bool zone_table_find(struct arena *arena, struct str name, struct zone_table *ret)
{
    if (!str_equal(name, STR("UTC"))) {
        return zone_load(arena, name, ret);
    }
    *ret = (struct zone_table){
        .starts_ms = ARENA_NEW(arena, int64_t),
        .offsets_s = ARENA_NEW(arena, int32_t),
        .count = 1,
    };
    ret->starts_ms[0] = INT64_MIN;
    return true;
}

static void zone_index(struct zone *zone)
{
    for (size_t i = 0; i < zone->count; i++) {
        int64_t size_ms = offset_ms(zone, i) < 0 ? -offset_ms(zone, i) : offset_ms(zone, i);
        zone->reach_ms = size_ms > zone->reach_ms ? size_ms : zone->reach_ms;
    }
    for (int64_t bucket = 0; bucket < BUCKETS; bucket++) {
        zone->range_at_bucket[bucket] = (uint16_t)range_search(zone, bucket << BUCKET_BITS);
    }
}

/* One block for everything; it lives as long as the process. */
static struct zone *zone_new(struct str name, const struct zone_table *table)
{
    size_t starts_size = table->count * sizeof(table->starts_ms[0]);
    size_t offsets_size = table->count * sizeof(table->offsets_s[0]);
    struct zone *zone = calloc(1, sizeof(*zone) + starts_size + offsets_size + name.size + 1);
    if (!zone) {
        abort();
    }
    char *starts = (char *)(zone + 1);
    char *offsets = starts + starts_size;
    char *text = offsets + offsets_size;
    memcpy(starts, table->starts_ms, starts_size);
    memcpy(offsets, table->offsets_s, offsets_size);
    memcpy(text, name.data, name.size);
    zone->name = (struct str){.data = text, .size = name.size};
    zone->count = table->count;
    zone->starts_ms = (const int64_t *)(void *)starts;
    zone->offsets_s = (const int32_t *)(void *)offsets;
    zone_index(zone);
    return zone;
}

/* Two threads may have read the same file; the first one's zone stays. */
static const struct zone *cache_insert(struct str name, const struct zone_table *table)
{
    struct zone *zone;
    pthread_mutex_lock(&cache_lock);
    size_t slot = cache_slot(name, &zone);
    if (!zone && cache_count < CACHE_FULL) {
        zone = zone_new(name, table);
        cache_count++;
        atomic_store_explicit(&cache[slot], zone, memory_order_release);
    }
    pthread_mutex_unlock(&cache_lock);
    return zone;
}

const struct zone *zone_find(struct str name)
{
    struct zone *known;
    cache_slot(name, &known);
    if (known || !name_is_valid(name)) {
        return known;
    }
    struct arena *arena = arena_new(64 * 1024);
    struct zone_table table;
    const struct zone *zone = NULL;
    if (zone_table_find(arena, name, &table)) {
        zone = cache_insert(name, &table);
    }
    arena_free(arena);
    return zone;
}

/* The names, gathered once. */
static struct {
    pthread_once_t once;
    struct arena *arena;
    struct str *items;
    size_t count;
    size_t capacity;
} names = {.once = PTHREAD_ONCE_INIT};

static void names_add(struct str name)
{
    if (names.count == names.capacity) {
        size_t capacity = names.capacity ? names.capacity * 2 : 1024;
        struct str *items = ARENA_ARRAY(names.arena, struct str, capacity);
        if (names.count > 0) {
            memcpy(items, names.items, names.count * sizeof(*items));
        }
        names.items = items;
        names.capacity = capacity;
    }
    names.items[names.count++] = str_copy(names.arena, name);
}

static bool file_is_zone(struct str name)
{
    char magic[4];
    int file = zone_open(name);
    if (file < 0) {
        return false;
    }
    bool is_zone = read_whole(file, magic, sizeof(magic)) && memcmp(magic, "TZif", 4) == 0;
    close(file);
    return is_zone;
}

/* `prefix` is a folder below the zone folder with its '/', or empty. */
static void names_walk(struct str prefix, int depth)
{
    char path[PATH_MAX_SIZE];
    snprintf(path, sizeof(path), "%s/%.*s", zone_folder(), STR_ARG(prefix));
    DIR *folder = opendir(path);
    struct dirent *entry;
    while (folder && (entry = readdir(folder)) != NULL) {
        struct str name = str_format(names.arena, "%.*s%s", STR_ARG(prefix), entry->d_name);
        struct stat status;
        if (!name_is_valid(name) || fstatat(dirfd(folder), entry->d_name, &status, 0) != 0) {
            continue;
        }
        if (S_ISDIR(status.st_mode) && depth < FOLDER_DEPTH_MAX) {
            names_walk(str_format(names.arena, "%.*s/", STR_ARG(name)), depth + 1);
        } else if (S_ISREG(status.st_mode) && !str_equal(name, STR("UTC")) && file_is_zone(name)) {
            names_add(name);
        }
    }
    if (folder) {
        closedir(folder);
    }
}

static int names_compare(const void *a, const void *b)
{
    return str_compare(*(const struct str *)a, *(const struct str *)b);
}

static void names_gather(void)
{
    names.arena = arena_new(64 * 1024);
    names_add(STR("UTC"));
    names_walk(STR(""), 0);
    qsort(names.items, names.count, sizeof(names.items[0]), names_compare);
}

const struct str *zone_names(size_t *ret_count)
{
    pthread_once(&names.once, names_gather);
    *ret_count = names.count;
    return names.items;
}
