#include "base/random.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <pthread.h>
#include <sodium.h>
#include <stdlib.h>

static pthread_once_t once = PTHREAD_ONCE_INIT;
static uint8_t table_key[crypto_shorthash_KEYBYTES];
static EVP_MD *sha256; /* fetched once: a fetch for every call costs more than a short hash */

static void start(void)
{
    if (sodium_init() < 0) {
        abort();
    }
    sha256 = EVP_MD_fetch(NULL, "SHA256", NULL);
    if (!sha256) {
        abort();
    }
    randombytes_buf(table_key, sizeof(table_key));
}

void random_start(void)
{
    /* The functions below call this too, so that a caller that forgot gets no weak key. */
    pthread_once(&once, start);
}

void random_fill(void *data, size_t size)
{
    random_start();
    randombytes_buf(data, size);
}

uint64_t random_below(uint64_t limit)
{
    if (limit == 0) {
        abort();
    }
    /* The lowest 2^64 mod limit values are thrown again, so that every remainder is as likely. */
    uint64_t unfair = (0 - limit) % limit;
    uint64_t value;
    do {
        random_fill(&value, sizeof(value));
    } while (value < unfair);
    return value % limit;
}

struct hash hash_sha256(struct str data)
{
    struct hash hash;
    random_start();
    if (EVP_Digest(data.data ? data.data : "", data.size, hash.bytes, NULL, sha256, NULL) != 1) {
        abort();
    }
    return hash;
}

struct hash hash_hmac_sha256(struct str key, struct str data)
{
    struct hash hash;
    unsigned size = 0;
    random_start();
    if (key.size > INT32_MAX) {
        abort();
    }
    /* OpenSSL takes a key of NULL as "the last one", so an absent key is passed as an empty one. */
    if (!HMAC(sha256, key.data ? key.data : "", (int)key.size,
              (const uint8_t *)(data.data ? data.data : ""), data.size, hash.bytes, &size) ||
        size != sizeof(hash.bytes)) {
        abort();
    }
    return hash;
}

uint64_t hash_fast(struct str data)
{
    uint8_t out[crypto_shorthash_BYTES];
    uint64_t value;
    random_start();
    crypto_shorthash(out, (const uint8_t *)(data.data ? data.data : ""), data.size, table_key);
    _Static_assert(sizeof(out) == sizeof(value), "SipHash gives 64 bits");
    memcpy(&value, out, sizeof(value));
    return value;
}

bool hash_equal(const void *a, const void *b, size_t size)
{
    return sodium_memcmp(a, b, size) == 0;
}

void hex_print(struct buf *out, const void *data, size_t size)
{
    static const char digits[] = "0123456789abcdef";
    const uint8_t *bytes = data;
    buf_reserve(out, size * 2);
    for (size_t i = 0; i < size; i++) {
        buf_add_byte(out, digits[bytes[i] >> 4]);
        buf_add_byte(out, digits[bytes[i] & 15]);
    }
}

void base64url_print(struct buf *out, const void *data, size_t size)
{
    /* Whole groups of three bytes, so that the pieces join without padding. */
    enum { PIECE = 48 };
    char text[sodium_base64_ENCODED_LEN(PIECE, sodium_base64_VARIANT_URLSAFE_NO_PADDING)];
    const uint8_t *bytes = data;
    for (size_t at = 0; at < size; at += PIECE) {
        size_t piece = size - at < PIECE ? size - at : PIECE;
        sodium_bin2base64(text, sizeof(text), bytes + at, piece,
                          sodium_base64_VARIANT_URLSAFE_NO_PADDING);
        buf_add(out, str_from(text));
    }
}

bool base64url_parse(struct str text, struct arena *arena, struct str *ret)
{
    size_t capacity = text.size / 4 * 3 + 3;
    size_t size = 0;
    uint8_t *bytes = arena_alloc(arena, capacity + 1);
    /* libsodium refuses padding, white space, other characters and leftover bits that are set. */
    if (!text.data || sodium_base642bin(bytes, capacity, text.data, text.size, NULL, &size, NULL,
                                        sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0) {
        return false;
    }
    bytes[size] = '\0';
    *ret = (struct str){.data = (const char *)bytes, .size = size};
    return true;
}

static bool is_quick;

void password_hash_quickly(bool quickly)
{
    is_quick = quickly;
}

struct str password_hash(struct arena *arena, struct str password)
{
    char text[crypto_pwhash_STRBYTES];
    random_start();
    if (crypto_pwhash_str_alg(
            text, password.data ? password.data : "", password.size,
            is_quick ? crypto_pwhash_OPSLIMIT_MIN : crypto_pwhash_OPSLIMIT_INTERACTIVE,
            is_quick ? crypto_pwhash_MEMLIMIT_MIN : crypto_pwhash_MEMLIMIT_INTERACTIVE,
            crypto_pwhash_ALG_ARGON2ID13) != 0) {
        return STR_NONE;
    }
    return str_copy(arena, str_from(text));
}

bool password_verify(struct str hash_text, struct str password)
{
    char text[crypto_pwhash_STRBYTES] = {0};
    if (!hash_text.data || hash_text.size >= sizeof(text)) {
        return false;
    }
    random_start();
    memcpy(text, hash_text.data, hash_text.size);
    return crypto_pwhash_str_verify(text, password.data ? password.data : "", password.size) == 0;
}
