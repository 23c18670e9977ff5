/* Randomness and hashing, by published vectors where there are any. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/list.h"
#include "base/random.h"

static const char *hex(struct arena *arena, const void *data, size_t size)
{
    struct buf out;
    buf_init(&out, arena, 0);
    hex_print(&out, data, size);
    return str_copy(arena, buf_str(&out)).data;
}

/* FIPS 180-4 examples; RFC 4231 test cases 1, 2 and 6. */
static void test_sha256_and_hmac(void **state)
{
    (void)state;
    struct arena *arena = arena_new(0);
    char long_key[131];
    memset(long_key, 0xaa, sizeof(long_key));
    struct hash hash = hash_sha256(STR("abc"));
    assert_string_equal(hex(arena, &hash, 32),
                        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    hash = hash_sha256(STR_NONE);
    assert_string_equal(hex(arena, &hash, 32),
                        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    hash = hash_hmac_sha256(STR("\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b"
                                "\x0b\x0b\x0b\x0b"),
                            STR("Hi There"));
    assert_string_equal(hex(arena, &hash, 32),
                        "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
    hash = hash_hmac_sha256(STR("Jefe"), STR("what do ya want for nothing?"));
    assert_string_equal(hex(arena, &hash, 32),
                        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    hash = hash_hmac_sha256((struct str){.data = long_key, .size = sizeof(long_key)},
                            STR("Test Using Larger Than Block-Size Key - Hash Key First"));
    assert_string_equal(hex(arena, &hash, 32),
                        "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
    /* An absent key is an empty one, not the key of the call before. */
    hash = hash_hmac_sha256(STR_NONE, STR_NONE);
    assert_string_equal(hex(arena, &hash, 32),
                        "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad");
    arena_free(arena);
}

/* RFC 4648, section 10, without the padding, and the two characters of the URL alphabet. */
static const struct {
    struct str bytes;
    const char *text;
} base64url[] = {
    {STR(""), ""},
    {STR("f"), "Zg"},
    {STR("fo"), "Zm8"},
    {STR("foo"), "Zm9v"},
    {STR("foob"), "Zm9vYg"},
    {STR("fooba"), "Zm9vYmE"},
    {STR("foobar"), "Zm9vYmFy"},
    {STR("\xfb\xff\xbf"), "-_-_"},
    {STR("\0\0"), "AAA"},
};

static const char *const no_base64url[] = {
    "Z",    "Zg=", "Zg==", "Zm9vY",    "Zm9v ", " Zm9v", "Zm 9v",        "Zm9v\n",
    "+/+/", "Zh",  "Zm9",  "Zm9vYg=A", "Zm.v",  "AAB",   "Zm9v\xc3\xa4",
};

static void test_base64url(void **state)
{
    (void)state;
    struct arena *arena = arena_new(0);
    for (size_t i = 0; i < COUNT_OF(base64url); i++) {
        struct buf out;
        struct str bytes = STR_NONE;
        buf_init(&out, arena, 0);
        base64url_print(&out, base64url[i].bytes.data, base64url[i].bytes.size);
        assert_true(str_equal(buf_str(&out), str_from(base64url[i].text)));
        assert_true(base64url_parse(str_from(base64url[i].text), arena, &bytes));
        assert_non_null(bytes.data);
        assert_true(str_equal(bytes, base64url[i].bytes));
    }
    for (size_t i = 0; i < COUNT_OF(no_base64url); i++) {
        struct str bytes = STR("untouched");
        if (base64url_parse(str_from(no_base64url[i]), arena, &bytes)) {
            fail_msg("accepted: %s", no_base64url[i]);
        }
        assert_true(str_equal(bytes, STR("untouched")));
    }
    arena_free(arena);
}

static void test_base64url_of_every_size_comes_back(void **state)
{
    (void)state;
    uint8_t bytes[200];
    struct arena *arena = arena_new(0);
    random_fill(bytes, sizeof(bytes));
    for (size_t size = 0; size <= sizeof(bytes); size++) {
        struct buf out;
        struct str again;
        buf_init(&out, arena, 0);
        base64url_print(&out, bytes, size);
        assert_int_equal(buf_str(&out).size, (size * 4 + 2) / 3);
        assert_true(base64url_parse(buf_str(&out), arena, &again));
        assert_int_equal(again.size, size);
        assert_memory_equal(again.data, bytes, size);
    }
    arena_free(arena);
}

static void test_random_below_is_in_range_and_even(void **state)
{
    (void)state;
    int seen[6] = {0};
    for (int i = 0; i < 60000; i++) {
        uint64_t value = random_below(6);
        assert_true(value < 6);
        seen[value]++;
    }
    for (int i = 0; i < 6; i++) {
        /* Eleven standard deviations either way. */
        assert_in_range(seen[i], 9000, 11000);
    }
    assert_int_equal(random_below(1), 0);
    /* A limit just above 2^63 refuses almost half of what is drawn. */
    for (int i = 0; i < 1000; i++) {
        assert_true(random_below((UINT64_C(1) << 63) + 1) <= UINT64_C(1) << 63);
    }
}

static void test_hash_fast_and_hash_equal(void **state)
{
    (void)state;
    assert_true(hash_fast(STR("Paris")) == hash_fast(STR("Paris")));
    assert_true(hash_fast(STR("Paris")) != hash_fast(STR("paris")));
    assert_true(hash_fast(STR_NONE) == hash_fast(STR("")));
    assert_true(hash_equal("abcd", "abcx", 3));
    assert_false(hash_equal("abcd", "abcx", 4));
}

static void test_passwords(void **state)
{
    (void)state;
    struct arena *arena = arena_new(0);
    struct str first = password_hash(arena, STR("correct horse battery staple"));
    struct str second = password_hash(arena, STR("correct horse battery staple"));
    assert_true(str_starts_with(first, STR("$argon2id$v=19$m=65536,t=2,p=1$")));
    assert_false(str_equal(first, second)); /* each has its own salt */
    assert_true(password_verify(first, STR("correct horse battery staple")));
    assert_false(password_verify(first, STR("correct horse battery stapl")));
    assert_false(password_verify(first, STR("")));
    assert_false(password_verify(STR_NONE, STR("")));
    assert_false(password_verify(STR(""), STR("")));
    assert_false(password_verify(STR("$argon2id$nonsense"), STR("correct horse")));
    assert_false(
        password_verify(str_part(first, 0, first.size - 1), STR("correct horse battery staple")));
    char endless[500];
    memset(endless, '$', sizeof(endless));
    assert_false(password_verify((struct str){.data = endless, .size = sizeof(endless)}, STR("")));
    password_hash_quickly(true);
    struct str quick = password_hash(arena, STR("correct horse battery staple"));
    password_hash_quickly(false);
    assert_true(str_starts_with(quick, STR("$argon2id$v=19$m=8,t=1,p=1$")));
    assert_true(password_verify(quick, STR("correct horse battery staple")));
    assert_false(password_verify(quick, STR("correct horse battery stapl")));
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sha256_and_hmac),
        cmocka_unit_test(test_base64url),
        cmocka_unit_test(test_base64url_of_every_size_comes_back),
        cmocka_unit_test(test_random_below_is_in_range_and_even),
        cmocka_unit_test(test_hash_fast_and_hash_equal),
        cmocka_unit_test(test_passwords),
    };
    random_start();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
