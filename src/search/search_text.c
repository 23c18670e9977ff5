/* Words, labels and circles: what is compared, made comparable. Pure. */
#include <math.h>

#include "search/search_internal.h"

/* ---- case ---- */

/* Latin Extended-A has its pairs side by side; which of the two is the capital changes twice. The
 * Turkish dotted and dotless i have no partner that is right in every language, and stay. */
static uint32_t fold_extended_latin(uint32_t c)
{
    bool odd_is_capital = (c >= 0x139 && c <= 0x148) || (c >= 0x179 && c <= 0x17E);
    if (c == 0x130 || c == 0x131 || c == 0x138 || c == 0x149 || c == 0x178 || c == 0x17F) {
        return c;
    }
    return odd_is_capital ? c + (c & 1) : c | 1;
}

static uint32_t fold_codepoint(uint32_t c)
{
    if ((c >= 0xC0 && c <= 0xDE && c != 0xD7) || (c >= 0x391 && c <= 0x3A9)) {
        return c + 0x20;
    }
    if (c >= 0x100 && c <= 0x17F) {
        return fold_extended_latin(c);
    }
    if (c >= 0x400 && c <= 0x40F) {
        return c + 0x50;
    }
    return c >= 0x410 && c <= 0x42F ? c + 0x20 : c;
}

static char fold_byte(unsigned char byte)
{
    if (byte >= 'A' && byte <= 'Z') {
        return (char)(byte + 32);
    }
    return byte == '-' ? '_' : (char)byte;
}

/* Only one and two byte sequences are folded, each to one of its own size. */
struct str text_fold(struct arena *arena, struct str text)
{
    char *out = arena_alloc(arena, text.size + 1);
    for (size_t i = 0; i < text.size; i++) {
        unsigned char byte = (unsigned char)text.data[i];
        if (byte >= 0xC2 && byte <= 0xDF && i + 1 < text.size) {
            uint32_t low = (unsigned char)text.data[i + 1] & 0x3Fu;
            uint32_t folded = fold_codepoint((uint32_t)(byte & 0x1F) << 6 | low);
            out[i++] = (char)(0xC0 | folded >> 6);
            out[i] = (char)(0x80 | (folded & 0x3F));
        } else {
            out[i] = fold_byte(byte);
        }
    }
    return (struct str){.data = out, .size = text.size};
}

/* ---- words ---- */

static bool is_gap(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\n' || byte == ',';
}

void words_split(struct arena *arena, struct str text, struct words *ret)
{
    struct str folded = text_fold(arena, text);
    size_t at = 0;
    ret->count = 0;
    while (at < folded.size && ret->count < SEARCH_WORDS_MAX) {
        size_t end = at;
        while (end < folded.size && !is_gap(folded.data[end])) {
            end++;
        }
        if (end > at) {
            ret->items[ret->count++] = str_part(folded, at, end - at);
        }
        at = end + 1;
    }
}

static const char *find(struct str text, struct str part)
{
    return memmem(text.data, text.size, part.data, part.size);
}

uint32_t words_found(const struct words *words, struct str folded)
{
    uint32_t found = 0;
    for (size_t i = 0; i < words->count; i++) {
        if (find(folded, words->items[i])) {
            found |= UINT32_C(1) << i;
        }
    }
    return found;
}

/* ---- labels ---- */

static bool is_letter(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9');
}

/* A part begins where a word does, so that "CA" is not found in "Chicago"; and with one or two
 * letters it is a whole word, so that it is not found in "Cambridge" either. Scripts beyond ASCII
 * need not put gaps between words. */
static bool part_stands_at(struct str label, struct str part, size_t at)
{
    size_t end = at + part.size;
    bool begins = at == 0 || !is_letter(part.data[0]) || !is_letter(label.data[at - 1]);
    bool ends = part.size > 2 || end == label.size || !is_letter(part.data[part.size - 1]) ||
                !is_letter(label.data[end]);
    return begins && ends;
}

static bool label_has_part(struct str label, struct str part)
{
    size_t at = 0;
    while (at < label.size) {
        const char *found = find(str_part(label, at, label.size - at), part);
        if (!found) {
            return false;
        }
        at = (size_t)(found - label.data);
        if (part_stands_at(label, part, at)) {
            return true;
        }
        at++;
    }
    return false;
}

bool label_matches(struct str folded_label, struct str folded_wanted)
{
    struct str rest = folded_wanted, part;
    while (str_next_piece(&rest, ',', &part)) {
        part = str_trim(part);
        if (part.size > 0 && !label_has_part(folded_label, part)) {
            return false;
        }
    }
    return true;
}

/* ---- circles ---- */

static const int64_t half_turn_e6 = 180000000, quarter_turn_e6 = 90000000;

/* How far to either side of its centre, in microdegrees, the circle reaches: it touches the
 * meridian where sin(longitude) = sin(angle) / cos(latitude). With a pole inside, everywhere. */
static int64_t circle_half_width_e6(int64_t latitude_e6, double angle)
{
    double latitude = (double)latitude_e6 * (M_PI / 180e6);
    if (fabs(latitude) + angle >= M_PI / 2) {
        return half_turn_e6;
    }
    return (int64_t)(asin(fmin(1, sin(angle) / cos(latitude))) * (180e6 / M_PI)) + 10;
}

struct box circle_box(const struct place *centre, double radius_miles)
{
    const double earth_radius_miles = 3958.7613;
    double angle = fmin(radius_miles / earth_radius_miles, M_PI);
    int64_t half_height = (int64_t)(angle * (180e6 / M_PI)) + 10; /* 10: more than any rounding */
    int64_t half_width = circle_half_width_e6(centre->latitude_e6, angle);
    int64_t west = centre->longitude_e6 - half_width, east = centre->longitude_e6 + half_width;
    struct box box = {.south = centre->latitude_e6 - half_height,
                      .north = centre->latitude_e6 + half_height,
                      .west = {west, west},
                      .east = {east, east}};
    if (box.south < -quarter_turn_e6) {
        box.south = -quarter_turn_e6;
    }
    if (box.north > quarter_turn_e6) {
        box.north = quarter_turn_e6;
    }
    if (west < -half_turn_e6) {
        box.west[1] = west + 2 * half_turn_e6;
        box.east[1] = half_turn_e6;
    } else if (east > half_turn_e6) {
        box.west[1] = -half_turn_e6;
        box.east[1] = east - 2 * half_turn_e6;
    }
    return box;
}
