/* Identities: RFC 9562's layout, order, and TypeID's text. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/id.h"
#include "base/list.h"

static int64_t id_ms(struct id id)
{
    int64_t ms = 0;
    for (int i = 0; i < 6; i++) {
        ms = ms << 8 | id.bytes[i];
    }
    return ms;
}

static void test_layout_is_uuid_version_7(void **state)
{
    (void)state;
    int64_t before = clock_now_ms();
    struct id id = id_new();
    assert_in_range(id_ms(id), before, clock_now_ms());
    assert_int_equal(id.bytes[6] >> 4, 7);
    assert_int_equal(id.bytes[8] >> 6, 2);
    assert_true(id_is_set(id));
    assert_false(id_is_set(ID_NONE));
}

static void test_ids_grow_even_when_the_clock_does_not(void **state)
{
    (void)state;
    struct id last = id_new();
    int64_t now = clock_now_ms();
    const int64_t clocks[] = {now + 10, now + 10, now - DAY_MS, now + 20, 0, now + 20};
    for (size_t c = 0; c < COUNT_OF(clocks); c++) {
        clock_set(clocks[c]);
        for (int i = 0; i < 20000; i++) {
            struct id id = id_new();
            if (id_compare(last, id) >= 0) {
                fail_msg("clock %zu, id %d does not grow", c, i);
            }
            assert_int_equal(id.bytes[6] >> 4, 7);
            assert_int_equal(id.bytes[8] >> 6, 2);
            last = id;
        }
    }
    clock_set(INSTANT_NONE);
}

enum { THREADS = 4, IDS_A_THREAD = 20000 };

static void *take_ids(void *argument)
{
    struct id *ids = argument;
    for (int i = 0; i < IDS_A_THREAD; i++) {
        ids[i] = id_new();
    }
    return NULL;
}

static int compare_ids(const void *a, const void *b)
{
    return id_compare(*(const struct id *)a, *(const struct id *)b);
}

static void test_threads_never_share_an_id(void **state)
{
    (void)state;
    pthread_t threads[THREADS];
    struct id *ids = calloc((size_t)THREADS * IDS_A_THREAD, sizeof(*ids));
    assert_non_null(ids);
    for (int i = 0; i < THREADS; i++) {
        assert_int_equal(
            pthread_create(&threads[i], NULL, take_ids, ids + (ptrdiff_t)i * IDS_A_THREAD), 0);
    }
    for (int i = 0; i < THREADS; i++) {
        pthread_join(threads[i], NULL);
        for (int n = 1; n < IDS_A_THREAD; n++) {
            assert_true(id_compare(ids[i * IDS_A_THREAD + n - 1], ids[i * IDS_A_THREAD + n]) < 0);
        }
    }
    qsort(ids, (size_t)THREADS * IDS_A_THREAD, sizeof(*ids), compare_ids);
    for (int i = 1; i < THREADS * IDS_A_THREAD; i++) {
        assert_false(id_equal(ids[i - 1], ids[i]));
    }
    free(ids);
}

static void test_a_fork_draws_other_bits(void **state)
{
    (void)state;
    int ends[2];
    struct id theirs;
    assert_int_equal(pipe(ends), 0);
    clock_set(clock_now_ms() + DAY_MS);
    id_new();
    pid_t child = fork();
    if (child == 0) {
        struct id id = id_new();
        _exit(write(ends[1], &id, sizeof(id)) == sizeof(id) ? 0 : 1);
    }
    struct id ours = id_new();
    assert_int_equal(read(ends[0], &theirs, sizeof(theirs)), sizeof(theirs));
    waitpid(child, NULL, 0);
    clock_set(INSTANT_NONE);
    assert_int_equal(id_ms(ours), id_ms(theirs));
    assert_memory_not_equal(ours.bytes + 6, theirs.bytes + 6, 6);   /* the counter */
    assert_memory_not_equal(ours.bytes + 12, theirs.bytes + 12, 4); /* the noise */
    close(ends[0]);
    close(ends[1]);
}

/* The first rows are the published test vectors of the TypeID specification. */
static const struct {
    const char *prefix;
    const char *text;
    struct id id;
} texts[] = {
    {"", "00000000000000000000000001", {{[15] = 1}}},
    {"", "0000000000000000000000000a", {{[15] = 10}}},
    {"", "0000000000000000000000000g", {{[15] = 16}}},
    {"", "00000000000000000000000010", {{[15] = 32}}},
    {"",
     "7zzzzzzzzzzzzzzzzzzzzzzzzz",
     {{255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255}}},
    {"prefix",
     "prefix_0123456789abcdefghjkmnpqrs",
     {{0x01, 0x10, 0xc8, 0x53, 0x1d, 0x09, 0x52, 0xd8, 0xd7, 0x3e, 0x11, 0x94, 0xe9, 0x5b, 0x5f,
       0x19}}},
    {"prefix",
     "prefix_01h455vb4pex5vsknk084sn02q",
     {{0x01, 0x89, 0x0a, 0x5d, 0xac, 0x96, 0x77, 0x4b, 0xbc, 0xce, 0xb3, 0x02, 0x09, 0x9a, 0x80,
       0x57}}},
};

static void test_text_both_ways(void **state)
{
    (void)state;
    struct arena *arena = arena_new(0);
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        struct id id;
        struct buf out;
        assert_string_equal(id_text(arena, texts[i].prefix, texts[i].id).data, texts[i].text);
        buf_init(&out, arena, 0);
        id_print(&out, texts[i].prefix, texts[i].id);
        assert_true(str_equal(buf_str(&out), str_from(texts[i].text)));
        if (!id_parse(str_from(texts[i].text), texts[i].prefix, &id)) {
            fail_msg("refused: %s", texts[i].text);
        }
        assert_true(id_equal(id, texts[i].id));
    }
    for (int i = 0; i < 1000; i++) {
        struct id id = id_new();
        struct id again;
        assert_true(id_parse(id_text(arena, "booking", id), "booking", &again));
        assert_true(id_equal(id, again));
    }
    arena_free(arena);
}

static const char *const no_bookings[] = {
    "",
    "booking",
    "booking_",
    "01h455vb4pex5vsknk084sn02q",
    "_01h455vb4pex5vsknk084sn02q",
    "user_01h455vb4pex5vsknk084sn02q",
    "Booking_01h455vb4pex5vsknk084sn02q",
    "booking-01h455vb4pex5vsknk084sn02q",
    "booking__01h455vb4pex5vsknk084sn02q",
    "booking_01h455vb4pex5vsknk084sn02",
    "booking_01h455vb4pex5vsknk084sn02qq",
    "booking_01H455VB4PEX5VSKNK084SN02Q",
    "booking_81h455vb4pex5vsknk084sn02q",
    "booking_z1h455vb4pex5vsknk084sn02q",
    "booking_01h455vb4pex5vsknk084sn02i",
    "booking_01h455vb4pex5vsknk084sn02l",
    "booking_01h455vb4pex5vsknk084sn02o",
    "booking_01h455vb4pex5vsknk084sn02u",
    "booking_01h455vb-pex5vsknk084sn02q",
    "booking_01h455vb4pex5vsknk084sn02\xc3",
    "booking_00000000000000000000000000",
};

static void test_what_is_no_booking_id(void **state)
{
    (void)state;
    struct id id = {{1}};
    for (size_t i = 0; i < COUNT_OF(no_bookings); i++) {
        if (id_parse(str_from(no_bookings[i]), "booking", &id)) {
            fail_msg("accepted: %s", no_bookings[i]);
        }
    }
    assert_false(id_parse(STR_NONE, "booking", &id));
    assert_true(id_equal(id, (struct id){{1}}));
}

static void test_hashes_spread(void **state)
{
    (void)state;
    /* 4,096 neighbours in 4,096 slots, by the low bits: a fair hash leaves 1/e of them empty. */
    enum { SLOTS = 4096 };
    static bool used[SLOTS];
    int filled = 0;
    for (int i = 0; i < SLOTS; i++) {
        struct id id = id_new();
        assert_true(id_hash(id) == id_hash(id));
        bool *slot = &used[id_hash(id) % SLOTS];
        filled += !*slot;
        *slot = true;
    }
    assert_in_range(filled, SLOTS / 2, SLOTS * 3 / 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_layout_is_uuid_version_7),
        cmocka_unit_test(test_ids_grow_even_when_the_clock_does_not),
        cmocka_unit_test(test_threads_never_share_an_id),
        cmocka_unit_test(test_a_fork_draws_other_bits),
        cmocka_unit_test(test_text_both_ways),
        cmocka_unit_test(test_what_is_no_booking_id),
        cmocka_unit_test(test_hashes_spread),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
