/* A whole edition.json with a piece of it replaced by arbitrary bytes: it is refused with a reason,
 * or reads back, as it is told to clients, as itself. The first three bytes say where and how much.
 */
// links: src/edition/edition.c src/edition/shapes.c src/edition/policy.c
#include <stdlib.h>

#include "edition/edition.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

const struct edition_file edition_files[] = {{.name = "none"}}; /* nothing is embedded here */
const size_t edition_file_count = 0;

static const char whole[] =
    "{\"name\":\"salon\",\"title\":\"Chairs\",\"tagline\":\"A good cut.\",\"description\":\"Find a "
    "stylist.\",\"words\":{\"provider\":\"p\",\"providers\":\"ps\",\"client\":\"c\",\"clients\":"
    "\"cs\",\"booking\":\"b\",\"bookings\":\"bs\",\"service\":\"s\",\"services\":\"ss\",\"offer\":"
    "\"Offer\",\"place\":\"salon\",\"hour\":\"hour\"},\"search\":{\"need\":\"Cut\",\"near\":"
    "\"Lisbon\"},\"start\":{\"service\":\"CUT\",\"location\":{\"label\":\"Lisbon\",\"lat\":38.722,"
    "\"lng\":-9.139}},\"statusNames\":{\"CONFIRMED\":\"BOOKED\"},\"statusLabels\":{\"PENDING\":"
    "\"Asked\",\"CONFIRMED\":\"Booked\",\"IN_PROGRESS\":\"Now\",\"REVISION\":\"Again\","
    "\"COMPLETED\":\"Done\",\"APPROVED\":\"Happy\",\"CANCELLED\":\"Off\",\"DECLINED\":\"No\","
    "\"EXPIRED\":\"Late\",\"DISPUTED\":\"Sad\"},\"catalogue\":[{\"serviceType\":\"CUT\",\"label\":"
    "\"Cut\",\"plural\":\"cutters\",\"icon\":\"scissors\"}],\"roles\":[{\"role\":\"curls\","
    "\"label\":\"Curls\"}],\"defaults\":{\"currency\":\"EUR\",\"acceptance\":\"instant\","
    "\"payment\":\"after\",\"approval\":\"none\",\"revisions\":0,\"requestTtlHours\":24,"
    "\"stepMinutes\":15,\"minNoticeMinutes\":60,\"windowDays\":60,\"bufferBeforeMinutes\":0,"
    "\"bufferAfterMinutes\":15,\"cancellationPolicy\":\"flexible\",\"rateType\":\"hourly\","
    "\"isRemote\":false,\"isInPerson\":true},\"accent\":{\"day\":{\"cursor\":\"#ff8fa3\",\"on\":"
    "\"#2b0d14\"},\"night\":{\"cursor\":\"#ff8fa3\",\"on\":\"#2b0d14\"},\"terminal\":{\"cursor\":"
    "\"#ffb3c1\",\"on\":\"#050805\"}},\"aliases\":{\"providerId\":\"stylistId\"},\"fees\":[]}";

static void check(bool holds)
{
    if (!holds)
        abort();
}

static struct str damaged(struct arena *arena, const uint8_t *data, size_t size)
{
    struct str text = {whole, sizeof whole - 1};
    struct buf out;
    size_t at = ((size_t)data[0] << 8 | data[1]) % (text.size + 1);
    buf_init(&out, arena, text.size + size);
    buf_add(&out, str_part(text, 0, at));
    buf_add(&out, (struct str){(const char *)data + 3, size - 3});
    buf_add(&out, str_part(text, at + data[2], text.size));
    return buf_str(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *arena = arena_new(0);
    struct str reason = STR_NONE;
    if (size >= 3) {
        struct str text = damaged(arena, data, size);
        const struct edition *edition = edition_parse(arena, STR("f"), text, &reason);
        check(edition || (str_starts_with(reason, STR("f: ")) && str_is_utf8(reason)));
        if (edition) {
            const struct edition *again = edition_parse(arena, STR("f"), edition->json, &reason);
            check(again && str_equal(again->json, edition->json));
        }
    }
    arena_free(arena);
    return 0;
}
