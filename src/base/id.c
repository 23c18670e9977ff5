#include "base/id.h"

#include <pthread.h>

#include "base/clock.h"
#include "base/random.h"

/* UUIDv7 by method 1 of RFC 9562, section 6.2: after the millisecond stands a counter of 42 bits
 * (rand_a and the upper 30 bits of rand_b), then 32 random bits. The counter starts each
 * millisecond at a random value below half its range, so that it cannot overflow in practice; if it
 * does, or the clock steps back, the id's millisecond runs ahead of the clock instead. */
#define COUNTER_BITS 42
#define COUNTER_MAX ((UINT64_C(1) << COUNTER_BITS) - 1)
enum { COUNTER_LOW_BITS = 30 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static int64_t last_ms;
static uint64_t counter;
/* A system call for randomness costs more than the rest of an id, so it is taken in bulk. */
static uint64_t pool[64];
static size_t pool_left;

static void fork_prepare(void)
{
    pthread_mutex_lock(&lock);
}

static void fork_parent(void)
{
    pthread_mutex_unlock(&lock);
}

/* Without this a child would draw the same bits as its parent. */
static void fork_child(void)
{
    pool_left = 0;
    last_ms = 0;
    pthread_mutex_unlock(&lock);
}

static void guard_forks(void)
{
    pthread_atfork(fork_prepare, fork_parent, fork_child);
}

static uint64_t take_random(void)
{
    if (pool_left == 0) {
        random_fill(pool, sizeof(pool));
        pool_left = sizeof(pool) / sizeof(pool[0]);
    }
    return pool[--pool_left];
}

/* Sets last_ms and counter to values never used before, above all that were. */
static void advance(int64_t now_ms)
{
    if (now_ms > last_ms) {
        last_ms = now_ms;
        counter = take_random() & (COUNTER_MAX >> 1);
    } else if (counter < COUNTER_MAX) {
        counter++;
    } else {
        last_ms++;
        counter = take_random() & (COUNTER_MAX >> 1);
    }
}

static void store_be64(uint8_t *at, uint64_t value)
{
    for (int i = 7; i >= 0; i--) {
        at[i] = (uint8_t)value;
        value >>= 8;
    }
}

static uint64_t load_be64(const uint8_t *at)
{
    uint64_t value = 0;
    for (int i = 0; i < 8; i++) {
        value = value << 8 | at[i];
    }
    return value;
}

struct id id_new(void)
{
    pthread_once(&once, guard_forks);
    int64_t now_ms = clock_now_ms();

    pthread_mutex_lock(&lock);
    advance(now_ms);
    uint64_t ms = (uint64_t)last_ms;
    uint64_t count = counter;
    uint64_t noise = take_random();
    pthread_mutex_unlock(&lock);

    uint64_t count_low = count & ((UINT64_C(1) << COUNTER_LOW_BITS) - 1);
    struct id id;
    store_be64(id.bytes, ms << 16 | UINT64_C(0x7000) | count >> COUNTER_LOW_BITS);
    store_be64(id.bytes + 8, UINT64_C(2) << 62 | count_low << 32 | (noise & UINT32_MAX));
    return id;
}

bool id_is_set(struct id id)
{
    return (load_be64(id.bytes) | load_be64(id.bytes + 8)) != 0;
}

bool id_equal(struct id a, struct id b)
{
    return memcmp(a.bytes, b.bytes, sizeof(a.bytes)) == 0;
}

int id_compare(struct id a, struct id b)
{
    return memcmp(a.bytes, b.bytes, sizeof(a.bytes));
}

uint64_t id_hash(struct id id)
{
    /* Both halves differ little between neighbours: spread them with a multiplication by a large
     * odd number and fold its high bits, the good ones, down. */
    uint64_t mixed = load_be64(id.bytes) ^ load_be64(id.bytes + 8) * UINT64_C(0x9e3779b97f4a7c15);
    mixed ^= mixed >> 32;
    mixed *= UINT64_C(0xd6e8feb86659fd93);
    return mixed ^ mixed >> 32;
}

static const char alphabet[] = "0123456789abcdefghjkmnpqrstvwxyz";

static void encode_part(uint64_t value, char *text, int digits)
{
    for (int i = digits - 1; i >= 0; i--) {
        text[i] = alphabet[value & 31];
        value >>= 5;
    }
}

/* The 128 bits as 26 digits of 5 bits, the first of which holds only 3 (TypeID 0.3). 60 bits at a
 * time: replies are full of ids, and shifts of 128 bits are dear. */
static void encode(struct id id, char text[ID_TEXT_SIZE])
{
    uint64_t high = load_be64(id.bytes), low = load_be64(id.bytes + 8);
    encode_part(high >> 56, text, 2);
    encode_part(high << 4 | low >> 60, text + 2, 12);
    encode_part(low, text + 14, 12);
}

/* -1 when the character is no digit. Upper case and the look-alikes i, l, o are not: an id has one
 * spelling only. */
static int digit_value(char c)
{
    static const int8_t letters[26] = {10, 11, 12, 13, 14, 15, 16, 17, -1, 18, 19, -1, 20,
                                       21, -1, 22, 23, 24, 25, 26, -1, 27, 28, 29, 30, 31};
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    return c >= 'a' && c <= 'z' ? letters[c - 'a'] : -1;
}

static bool decode(const char text[ID_TEXT_SIZE], struct id *ret)
{
    unsigned __int128 value = 0;
    if (text[0] > '7') {
        return false;
    }
    for (int i = 0; i < ID_TEXT_SIZE; i++) {
        int digit = digit_value(text[i]);
        if (digit < 0) {
            return false;
        }
        value = value << 5 | (unsigned)digit;
    }
    if (value == 0) {
        return false;
    }
    store_be64(ret->bytes, (uint64_t)(value >> 64));
    store_be64(ret->bytes + 8, (uint64_t)value);
    return true;
}

void id_print(struct buf *out, const char *prefix, struct id id)
{
    char text[ID_TEXT_SIZE];
    if (prefix && *prefix) {
        buf_add(out, str_from(prefix));
        buf_add_byte(out, '_');
    }
    encode(id, text);
    buf_add(out, (struct str){.data = text, .size = sizeof(text)});
}

struct str id_text(struct arena *arena, const char *prefix, struct id id)
{
    size_t prefix_size = prefix ? strlen(prefix) : 0;
    size_t skip = prefix_size ? prefix_size + 1 : 0;
    char *text = arena_alloc(arena, skip + ID_TEXT_SIZE + 1);
    if (skip) {
        memcpy(text, prefix, prefix_size);
        text[prefix_size] = '_';
    }
    encode(id, text + skip);
    text[skip + ID_TEXT_SIZE] = '\0';
    return (struct str){.data = text, .size = skip + ID_TEXT_SIZE};
}

bool id_parse(struct str text, const char *prefix, struct id *ret)
{
    size_t prefix_size = prefix ? strlen(prefix) : 0;
    size_t skip = prefix_size ? prefix_size + 1 : 0;
    if (text.size != skip + ID_TEXT_SIZE) {
        return false;
    }
    if (skip && (memcmp(text.data, prefix, prefix_size) != 0 || text.data[prefix_size] != '_')) {
        return false;
    }
    return decode(text.data + skip, ret);
}
