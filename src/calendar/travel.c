/* Whether there is time for the way from one place to the next. Pure. */
#include "calendar/travel.h"
#include "calendar/engine.h"
#include "calendar/sweep.h"

static int64_t round_degrees(int64_t degrees_e6)
{
    return degrees_to_hundredths(degrees_e6) * 10000;
}

struct place travel_place(const struct provider *provider, bool remote, const struct place *said)
{
    struct place place = {STR_NONE, PLACE_NONE, PLACE_NONE};
    const struct place *known = said && said->latitude_e6 != PLACE_NONE ? said : &provider->place;
    if (!remote && known->latitude_e6 != PLACE_NONE) {
        place.latitude_e6 = round_degrees(known->latitude_e6);
        place.longitude_e6 = round_degrees(known->longitude_e6);
    }
    return place;
}

bool travel_same_place(const struct place *a, const struct place *b)
{
    return a->latitude_e6 == b->latitude_e6 && a->longitude_e6 == b->longitude_e6;
}

static int64_t way_ms(const struct place *a, const struct place *b, int64_t speed_mph)
{
    if (a->latitude_e6 == PLACE_NONE || b->latitude_e6 == PLACE_NONE || travel_same_place(a, b)) {
        return 0;
    }
    return lower(place_way_minutes(a, b, speed_mph) * MINUTE_MS, WAY_LONGEST_MS);
}

/* Whether `other`, as long as it lasts seen from the claim's place, stands at the claim's last
 * instant. */
static bool stands_at_end(const struct claim *claim, const struct claim *other, int64_t speed_mph)
{
    if (other->start_ms - WAY_LONGEST_MS >= claim->end_ms ||
        other->end_ms + WAY_LONGEST_MS < claim->end_ms) {
        return false;
    }
    if (other->start_ms < claim->end_ms && other->end_ms >= claim->end_ms) {
        return true;
    }
    int64_t way = way_ms(&claim->place, &other->place, speed_mph);
    return other->start_ms - way < claim->end_ms && other->end_ms + way >= claim->end_ms;
}

/* A start that is asked for, amid what counts for it. */
struct view {
    const struct calendar *calendar;
    const struct slot_request *request;
    const struct claim *wanted;
    int64_t now_ms;
    size_t *visits;
};

static bool is_known_group(const struct claim *const *firsts, size_t count,
                           const struct claim *claim)
{
    for (size_t i = 0; i < count; i++) {
        if (claims_share_group(firsts[i], claim)) {
            return true;
        }
    }
    return false;
}

/* How many groups stand at the claim's end, besides its own and that of what is wanted; no more
 * are counted than the capacity. */
static int64_t others_at_end(const struct view *view, const struct claim *claim)
{
    const struct calendar *calendar = view->calendar;
    const struct claim *claims = calendar->claims.items;
    const struct claim *firsts[PROVIDER_CAPACITY_MAX];
    size_t count = 0;
    for (size_t i = claims_reaching(calendar, claim->end_ms - 1 - WAY_LONGEST_MS);
         i < calendar->claims.count && claims[i].start_ms < claim->end_ms + WAY_LONGEST_MS &&
         count < (size_t)calendar->capacity;
         i++) {
        const struct claim *other = &claims[i];
        (*view->visits)++;
        if (other != claim && claim_counts(other, view->request, view->now_ms) &&
            !claims_share_group(other, claim) && !claims_share_group(other, view->wanted) &&
            stands_at_end(claim, other, calendar->speed_mph) &&
            (other->seats == 1 || !is_known_group(firsts, count, other))) {
            firsts[count++] = other;
        }
    }
    return (int64_t)count;
}

/* Members of a session beside each other in the list, with one end and one place, see the same. */
static bool sees_the_same(const struct claim *claim, const struct claim *before)
{
    return claims_share_group(claim, before) && claim->end_ms == before->end_ms &&
           travel_same_place(&claim->place, &before->place);
}

int64_t travel_room(const struct calendar *calendar, const struct slot_request *request,
                    const struct claim *wanted, int64_t now_ms, size_t *visits)
{
    const struct view view = {calendar, request, wanted, now_ms, visits};
    const struct claim *claims = calendar->claims.items, *before = NULL;
    int64_t room = calendar->capacity - others_at_end(&view, wanted);
    for (size_t i = claims_reaching(calendar, wanted->start_ms - WAY_LONGEST_MS);
         i < calendar->claims.count && claims[i].start_ms < wanted->end_ms + WAY_LONGEST_MS &&
         room > 0;
         i++) {
        const struct claim *claim = &claims[i];
        ++*visits;
        if (!claim_counts(claim, request, now_ms) || claims_share_group(claim, wanted) ||
            (before && sees_the_same(claim, before))) {
            continue;
        }
        before = claim;
        if (stands_at_end(claim, wanted, calendar->speed_mph)) {
            room = lower(room, calendar->capacity - 1 - others_at_end(&view, claim));
        }
    }
    return higher(room, 0);
}
