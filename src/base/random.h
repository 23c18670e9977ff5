/* random.h: randomness and hashing, through libsodium and OpenSSL. Call random_start() once. */
#ifndef DOCKET_BASE_RANDOM_H
#define DOCKET_BASE_RANDOM_H

#include "base/buf.h"

struct hash {
    uint8_t bytes[32];
};

void random_start(void); /* aborts when the system has no randomness */
void random_fill(void *data, size_t size);
uint64_t random_below(uint64_t limit); /* uniform in [0, limit) */

struct hash hash_sha256(struct str data);
struct hash hash_hmac_sha256(struct str key, struct str data);
uint64_t hash_fast(struct str data); /* SipHash-2-4 with a key of this process: for tables only */
bool hash_equal(const void *a, const void *b, size_t size); /* constant time */
void hex_print(struct buf *out, const void *data, size_t size);
/* RFC 4648 base64url without padding. */
void base64url_print(struct buf *out, const void *data, size_t size);
bool base64url_parse(struct str text, struct arena *arena, struct str *ret);

/* Passwords: argon2id (RFC 9106) with libsodium's interactive limits; about 50 ms and 64 MiB, so
 * call it on a worker only. The text is self-describing; absent when the system has not that much
 * memory. For tests, which sign hundreds of people up, hashing can be made quick: said before any
 * thread is started. */
void password_hash_quickly(bool quickly);
struct str password_hash(struct arena *arena, struct str password);
bool password_verify(struct str hash_text, struct str password);

#endif
