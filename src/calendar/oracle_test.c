/* The engine against an oracle that looks at every minute. The oracle shares nothing with it but
 * the clock of the zones and the plain structs: for each minute it asks what the wall shows and
 * which hours cover that, and keeps a set of the groups that stand then. It says the first refusal
 * and the seats left, and calendar_judge(), calendar_judge_claims(), calendar_judge_waiting(),
 * calendar_slots_within() and calendar_explain() must say the same. Ways between places are in
 * test_travel.h.
 *
 * A case is all that follows from its seed. DOCKET_TEST_SEED=n runs one case alone, and
 * DOCKET_TEST_NIGHTLY=1 runs many more. */
#include "calendar/engine.h"
#include "calendar/test_roll.h"
#include "calendar/test_travel.h"

enum {
    CASES = 2000,
    CASES_NIGHTLY = 100000,
    STRAY_STARTS = 20, /* judged beyond the range too, and in the midst of a minute */
    PEOPLE = 3
};

/* ---- the oracle: what the wall shows ---- */

struct wall {
    int64_t ms, date;
    int minute; /* of the day */
};

static struct wall wall_at(const struct world *world, int64_t at_ms)
{
    int64_t ms = zone_to_local_ms(world->zone, at_ms); /* every case lies after 1970 */
    return (struct wall){ms, ms / DAY_MS, (int)(ms % DAY_MS / MINUTE_MS)};
}

/* Whether hours that begin `days_before` the wall's date reach its minute. */
static bool hours_cover(int start, int end, int days_before, int minute)
{
    int length = end > start ? end - start : end + DAY - start;
    int into = minute + days_before * DAY - start;
    return into >= 0 && into < length;
}

static bool rule_falls_on(const struct date_rule *rule, int64_t date)
{
    int64_t days = date - rule->first;
    return days >= 0 && days % rule->every == 0 &&
           (rule->times == 0 || days / rule->every < rule->times);
}

static bool oracle_week_covers(const struct world *world, int64_t date, int days_before, int minute)
{
    const struct hours *hours = &world->calendar.hours;
    bool covers = false;
    for (size_t i = 0; i < hours->weekly.count; i++) {
        const struct weekly_hours *row = &world->weekly[i];
        covers |= (date + 3) % 7 == row->weekday && /* 1970 began on a Thursday */
                  hours_cover(row->start_minute, row->end_minute, days_before, minute);
    }
    for (size_t i = 0; i < world->rule_count; i++) {
        const struct date_rule *rule = &world->rules[i];
        covers |= rule_falls_on(rule, date) &&
                  hours_cover(rule->start_minute, rule->end_minute, days_before, minute);
    }
    return covers;
}

/* Whether what belongs to that date covers a minute of it, or of the day after it. */
static bool oracle_date_covers(const struct world *world, int64_t date, int days_before, int minute)
{
    bool is_exceptional = false, covers = false;
    for (size_t i = 0; i < world->calendar.hours.exceptions.count; i++) {
        const struct day_exception *row = &world->exceptions[i];
        if (row->date == date) {
            is_exceptional = true;
            covers |= row->start_minute != -1 &&
                      hours_cover(row->start_minute, row->end_minute, days_before, minute);
        }
    }
    return is_exceptional ? covers : oracle_week_covers(world, date, days_before, minute);
}

/* Time off that takes any part of a minute takes all of it. */
static bool oracle_is_off(const struct world *world, int64_t at_ms, struct wall wall)
{
    for (size_t i = 0; i < world->calendar.hours.time_off.count; i++) {
        const struct time_off *off = &world->off[i];
        int64_t minute_ms = off->is_wall ? wall.ms : at_ms;
        if (off->start_ms < minute_ms + MINUTE_MS && off->end_ms > minute_ms) {
            return true;
        }
    }
    return false;
}

static bool oracle_is_open(const struct world *world, int64_t at_ms)
{
    struct wall wall = wall_at(world, at_ms);
    return (oracle_date_covers(world, wall.date, 0, wall.minute) ||
            oracle_date_covers(world, wall.date - 1, 1, wall.minute)) &&
           !oracle_is_off(world, at_ms, wall);
}

/* ---- the oracle: who stands in the way ---- */

static bool oracle_is_moved(const struct world *world, const struct claim *claim)
{
    return id_is_set(world->asked.ignore_booking_id) &&
           id_equal(world->asked.ignore_booking_id, claim->booking_id);
}

static bool oracle_counts(const struct world *world, const struct claim *claim)
{
    if (claim->expires_ms != INSTANT_NONE && world->now_ms >= claim->expires_ms) {
        return false;
    }
    if (claim->kind == CLAIM_HOLD && id_is_set(world->asked.holder_id) &&
        id_equal(world->asked.holder_id, claim->client_id)) {
        return false;
    }
    bool is_seat = claim->seats > 1 || world->service.seats > 1; /* which stays until the answer */
    return !oracle_is_moved(world, claim) || (is_seat && claim->kind != CLAIM_PROPOSAL);
}

static bool oracle_is_one_session(const struct claim *claim, struct id service_id, int64_t start_ms,
                                  int64_t end_ms)
{
    return claim->seats > 1 && id_equal(claim->service_id, service_id) &&
           claim->work_start_ms == start_ms && claim->work_end_ms == end_ms;
}

/* A session is known by its first claim. */
static uint32_t oracle_label(const struct world *world, size_t of)
{
    const struct claim *claim = &world->claims[of];
    for (size_t i = 0; i < of && claim->seats > 1; i++) {
        if (world->labels[i] && oracle_is_one_session(&world->claims[i], claim->service_id,
                                                      claim->work_start_ms, claim->work_end_ms)) {
            return world->labels[i];
        }
    }
    return UINT32_C(1) << of;
}

static void oracle_prepare(struct world *world)
{
    oracle_measure(world);
    for (int minute = 0; minute < SPAN; minute++) {
        world->open[minute] = oracle_is_open(world, world->base_ms + minute * (int64_t)MINUTE_MS);
    }
    for (size_t i = 0; i < world->calendar.claims.count; i++) {
        const struct claim *claim = &world->claims[i];
        world->labels[i] = oracle_counts(world, claim) ? oracle_label(world, i) : 0;
        int64_t at_ms = claim->start_ms;
        for (; at_ms < claim->end_ms; at_ms += MINUTE_MS) {
            int64_t minute = (at_ms - world->base_ms) / MINUTE_MS;
            if (at_ms >= world->base_ms && minute < SPAN) {
                world->groups[minute] |= world->labels[i];
            }
        }
    }
}

/* 0: *ret_error says why, SLOT_TAKEN or TRAVEL. */
static int64_t oracle_seats_left(const struct world *world, const struct slot_request *request,
                                 enum error *ret_error)
{
    const struct service *service = request->service;
    int64_t end_ms = request->start_ms + request->duration_ms, joined = 0, most = 0;
    uint32_t own = UINT32_C(1) << WANTED;
    for (size_t i = 0; i < world->calendar.claims.count && service->seats > 1; i++) {
        if (world->labels[i] &&
            oracle_is_one_session(&world->claims[i], service->id, request->start_ms, end_ms)) {
            own = world->labels[i];
            joined++;
        }
    }
    int64_t start = (request->start_ms - world->base_ms) / MINUTE_MS;
    int64_t minute = start - service->buffer_before_minutes;
    int64_t last = start + request->duration_ms / MINUTE_MS + service->buffer_after_minutes;
    for (; minute < last; minute++) {
        int64_t groups = __builtin_popcount(world->groups[minute] & ~own);
        most = groups > most ? groups : most;
    }
    int64_t room = world->calendar.capacity - most;
    int64_t left = service->seats > 1 ? service->seats - joined : room;
    const struct asked_claim asked = {request->start_ms -
                                          service->buffer_before_minutes * MINUTE_MS,
                                      end_ms + service->buffer_after_minutes * MINUTE_MS, own};
    int64_t in_reach = oracle_travel_room(world, &asked);
    *ret_error = room <= 0 || left <= 0 ? ERROR_SLOT_TAKEN
                 : in_reach == 0        ? ERROR_TRAVEL
                                        : ERROR_NONE;
    return *ret_error ? 0 : service->seats == 1 && in_reach < left ? in_reach : left;
}

/* ---- the oracle: its verdict ---- */

static bool oracle_fits(const struct service *service, int64_t duration_ms)
{
    if (service->duration_minutes > 0) {
        return duration_ms == service->duration_minutes * MINUTE_MS;
    }
    int64_t minutes = service->min_minutes;
    while (minutes * MINUTE_MS < duration_ms) {
        minutes += service->step_minutes;
    }
    return minutes * MINUTE_MS == duration_ms && minutes <= service->max_minutes;
}

/* Bookings of the service that start on a date of [first, last]: one is counted once, though it
 * may have several claims. */
static int64_t oracle_starts(const struct world *world, int64_t first, int64_t last)
{
    bool seen[256] = {false}; /* by the number in a test's id */
    int64_t count = 0;
    for (size_t i = 0; i < world->calendar.claims.count; i++) {
        const struct claim *claim = &world->claims[i];
        int64_t date = wall_at(world, claim->work_start_ms).date;
        bool *is_seen = &seen[claim->booking_id.bytes[15]];
        if (world->labels[i] && !oracle_is_moved(world, claim) && date >= first && date <= last &&
            !*is_seen && id_equal(claim->service_id, world->service.id)) {
            *is_seen = true;
            count++;
        }
    }
    return count;
}

static bool oracle_client_is_full(const struct world *world)
{
    int64_t count = 0, limit = world->service.max_concurrent_per_client;
    struct id ignored = world->asked.ignore_booking_id;
    for (size_t i = 0; i < world->calendar.client_claims.count; i++) {
        const struct client_claim *claim = &world->client_claims[i];
        bool is_over = claim->work_end_ms <= world->now_ms ||
                       (claim->expires_ms != INSTANT_NONE && claim->expires_ms <= world->now_ms);
        count += !is_over && id_equal(claim->client_id, world->asked.client_id) &&
                 !(id_is_set(ignored) && id_equal(claim->booking_id, ignored));
    }
    return limit > 0 && id_is_set(world->asked.client_id) && count >= limit;
}

static bool oracle_works_in_open_time(const struct world *world, const struct slot_request *request)
{
    int64_t at_ms = request->start_ms, end_ms = at_ms + request->duration_ms;
    for (; at_ms < end_ms; at_ms += MINUTE_MS) {
        if (!world->open[(at_ms - world->base_ms) / MINUTE_MS]) {
            return false;
        }
    }
    return true;
}

/* What the rules refuse, whoever has claimed what. */
static enum error oracle_allows(const struct world *world, const struct slot_request *request)
{
    const struct service *service = request->service;
    int64_t ahead_ms = request->start_ms - world->now_ms;
    if (!oracle_fits(service, request->duration_ms) && request->duration_ms != request->agreed_ms) {
        return ERROR_BAD_DURATION;
    }
    if (request->start_ms % MINUTE_MS != 0 ||
        wall_at(world, request->start_ms).minute % service->step_minutes != 0) {
        return ERROR_OFF_GRID;
    }
    if (ahead_ms < service->min_notice_minutes * MINUTE_MS) {
        return ERROR_TOO_SOON;
    }
    if (ahead_ms > service->window_days * DAY_MS) {
        return ERROR_TOO_FAR;
    }
    return oracle_works_in_open_time(world, request) ? ERROR_NONE : ERROR_OUTSIDE_HOURS;
}

static enum error oracle_is_free(const struct world *world, const struct slot_request *request,
                                 int64_t *ret_left)
{
    const struct service *service = request->service;
    int64_t date = wall_at(world, request->start_ms).date, monday = date;
    while ((monday + 3) % 7 != 0) {
        monday--;
    }
    if (service->max_per_day > 0 && oracle_starts(world, date, date) >= service->max_per_day) {
        return ERROR_DAY_LIMIT;
    }
    if (service->max_per_week > 0 &&
        oracle_starts(world, monday, monday + 6) >= service->max_per_week) {
        return ERROR_WEEK_LIMIT;
    }
    enum error error = ERROR_NONE;
    *ret_left = oracle_seats_left(world, request, &error);
    return error;
}

struct verdict {
    enum error error;
    int64_t left; /* with ERROR_NONE */
};

static struct verdict oracle_judge(const struct world *world, const struct slot_request *request)
{
    struct verdict verdict = {.left = 1};
    if (!request->is_held) {
        verdict.error = oracle_allows(world, request);
        if (!verdict.error) {
            verdict.error = oracle_is_free(world, request, &verdict.left);
        }
    }
    if (!verdict.error && oracle_client_is_full(world)) {
        verdict.error = ERROR_CLIENT_LIMIT;
    }
    return verdict;
}

/* ---- rolling a case ---- */

/* Quarters and halves of an hour, midnight standing twice; with clock changes and without. */
static const char *const zones[] = {
    "America/New_York", "Europe/London",     "Australia/Lord_Howe",
    "Pacific/Chatham",  "America/St_Johns",  "America/Havana",
    "Asia/Kathmandu",   "Australia/Eucla",   "Asia/Kolkata",
    "Antarctica/Troll", "Africa/Cairo",      "America/Sao_Paulo",
    "Pacific/Apia",     "Africa/Casablanca", "UTC",
};

static int64_t roll_instant(struct world *world)
{
    if (roll_once_in(world, 25)) { /* where a whole day is missing */
        world->zone = zone_find(STR("Pacific/Apia"));
        return instant("2011-12-29T00:00:00Z") + roll(world, 2 * DAY) * (int64_t)MINUTE_MS;
    }
    world->zone = zone_find(str_from(zones[roll(world, COUNT_OF(zones))]));
    assert_non_null(world->zone);
    int64_t days = 13900 + roll(world, 8400); /* 2008 … 2030 */
    int64_t next_ms = zone_next_transition(world->zone, days * DAY_MS);
    if (next_ms < INSTANT_MAX && next_ms < 24000 * (int64_t)DAY_MS && roll(world, 4)) {
        return next_ms - roll(world, RANGE) * (int64_t)MINUTE_MS;
    }
    return days * DAY_MS + roll(world, DAY) * (int64_t)MINUTE_MS;
}

static void roll_service(struct world *world)
{
    static const int steps[] = {5, 7, 10, 15, 15, 20, 30, 30, 45, 60, 60, 90};
    struct service *service = &world->service;
    *service = easy_service();
    service->step_minutes = steps[roll(world, COUNT_OF(steps))];
    if (roll(world, 2)) {
        service->duration_minutes = 5 * (1 + roll(world, 40));
    } else {
        service->min_minutes = 5 * (1 + roll(world, 24));
        service->max_minutes = service->min_minutes + service->step_minutes * roll(world, 5);
    }
    service->buffer_before_minutes = roll(world, 2) ? 0 : roll(world, BUFFER_MAX + 1);
    service->buffer_after_minutes = roll(world, 2) ? 0 : roll(world, BUFFER_MAX + 1);
    service->min_notice_minutes = roll(world, 2) ? 0 : roll(world, 2 * DAY);
    service->window_days = 1 + roll(world, 5);
    service->max_per_day = roll(world, 4) ? 0 : 1 + roll(world, 4);
    service->max_per_week = roll(world, 4) ? 0 : 1 + roll(world, 6);
    service->max_concurrent_per_client = roll(world, 4) ? 0 : 1 + roll(world, 3);
    service->seats = roll(world, 3) ? 1 : 2 + roll(world, 3);
}

static int64_t roll_duration(struct world *world)
{
    const struct service *service = &world->service;
    if (roll_once_in(world, 25)) { /* one that hardly fits */
        return roll(world, 60) * (int64_t)MINUTE_MS + roll(world, 2);
    }
    int64_t steps = (service->max_minutes - service->min_minutes) / service->step_minutes;
    int64_t minutes =
        service->duration_minutes
            ? service->duration_minutes
            : service->min_minutes + service->step_minutes * roll(world, (int)steps + 1);
    return minutes * MINUTE_MS;
}

static struct id roll_person(struct world *world)
{
    return test_id((uint8_t)(10 + roll(world, PEOPLE)));
}

static void roll_request(struct world *world)
{
    world->asked =
        (struct slot_request){.service = &world->service, .duration_ms = roll_duration(world)};
    if (roll(world, 3)) {
        world->asked.client_id = roll_person(world);
        world->asked.holder_id = roll(world, 3) ? world->asked.client_id : (struct id){0};
    }
    world->place = roll_place(world);
    world->asked.place = &world->place;
    if (roll_once_in(world, 3)) {
        world->asked.ignore_booking_id = test_id((uint8_t)(100 + roll(world, CLAIMS_MAX)));
        if (roll(world, 2)) { /* as long as it is, whatever the service's lengths are by now */
            world->asked.agreed_ms = (1 + roll(world, 300)) * (int64_t)MINUTE_MS;
            world->asked.duration_ms =
                roll(world, 2) ? world->asked.agreed_ms : world->asked.duration_ms;
        }
    }
}

/* On the service's grid more often than not, and often as long as what is asked for. */
static void roll_work(struct world *world, struct claim *claim)
{
    int64_t minute = world->is_crowded ? RANGE / 4 + roll(world, 360)
                     : roll(world, 4)  ? roll(world, DAY + RANGE) - DAY / 4
                                       : roll(world, 16 * DAY) - 6 * DAY;
    claim->work_start_ms = world->base_ms + minute * MINUTE_MS;
    if (roll(world, 4)) {
        int64_t into = wall_at(world, claim->work_start_ms).minute % world->service.step_minutes;
        claim->work_start_ms -= into * MINUTE_MS;
    }
    int64_t asked_ms = world->asked.duration_ms;
    bool is_alike = roll(world, 2) && asked_ms > 0 && asked_ms % MINUTE_MS == 0;
    claim->work_end_ms =
        claim->work_start_ms + (is_alike ? asked_ms : (1 + roll(world, 300)) * (int64_t)MINUTE_MS);
}

static void roll_claim(struct world *world, size_t at)
{
    struct claim *claim = &world->claims[at];
    *claim =
        (struct claim){.id = test_id((uint8_t)(200 + at)),
                       .booking_id = test_id((uint8_t)(100 + at)),
                       .client_id = roll_person(world),
                       .service_id = test_id((uint8_t)(1 + roll_once_in(world, 3))),
                       .kind = (enum claim_kind)roll(world, 3),
                       .seats = world->service.seats > 1 && roll(world, 4) ? world->service.seats
                                                                           : 1 + roll(world, 2),
                       .expires_ms = INSTANT_NONE,
                       .place = roll_place(world)};
    roll_work(world, claim);
    if (at > 0 && roll_once_in(world, 3)) { /* into a session, perhaps, or onto its booking */
        const struct claim *other = &world->claims[roll(world, (int)at)];
        if (roll(world, 2)) {
            claim->service_id = other->service_id;
            claim->seats = other->seats;
            claim->place = roll_once_in(world, 4) ? claim->place : other->place;
        }
        if (claim->kind != CLAIM_PROPOSAL || roll(world, 2)) { /* or to another time */
            claim->work_start_ms = other->work_start_ms;
            claim->work_end_ms = other->work_end_ms;
        }
        claim->booking_id = claim->kind == CLAIM_PROPOSAL ? other->booking_id : claim->booking_id;
    }
    if (claim->kind == CLAIM_HOLD || roll_once_in(world, 6)) { /* over about now */
        int64_t near_ms = roll(world, 3) - 1;
        claim->expires_ms = world->now_ms + near_ms * (roll(world, 2) ? 1 : HOLD_MS);
    }
    claim->start_ms = claim->work_start_ms - roll(world, 3) * 10 * (int64_t)MINUTE_MS;
    claim->end_ms = claim->work_end_ms + roll(world, 4) * 15 * (int64_t)MINUTE_MS;
}

static int compare_starts(const void *a, const void *b)
{
    const struct claim *x = a, *y = b;
    return (x->start_ms > y->start_ms) - (x->start_ms < y->start_ms);
}

static void roll_claims(struct world *world)
{
    struct calendar *calendar = &world->calendar;
    size_t count = (size_t)roll(world, CLAIMS_MAX + 1);
    world->is_crowded = roll_once_in(world, 3);
    for (size_t i = 0; i < count; i++) {
        roll_claim(world, i);
        int64_t length_ms = world->claims[i].end_ms - world->claims[i].start_ms;
        calendar->longest_ms = length_ms > calendar->longest_ms ? length_ms : calendar->longest_ms;
    }
    qsort(world->claims, count, sizeof world->claims[0], compare_starts);
    calendar->claims = (struct list){world->claims, count};
    for (size_t i = 0; i < count; i++) {
        const struct claim *claim = &world->claims[i];
        world->client_claims[i] = (struct client_claim){
            claim->client_id, claim->booking_id,
            roll(world, 4) ? claim->work_end_ms : world->now_ms + roll(world, 3) - 1,
            claim->expires_ms};
    }
    calendar->client_claims = (struct list){world->client_claims, count};
}

static void world_roll(struct world *world, uint64_t seed, struct arena *arena)
{
    *world = (struct world){.seed = seed, .dice = seed};
    world->from_ms = roll_instant(world);
    world->to_ms = world->from_ms + RANGE * (int64_t)MINUTE_MS;
    world->base_ms = world->from_ms - BUFFER_MAX * (int64_t)MINUTE_MS;
    world->listed = (struct interval){world->from_ms, world->to_ms};
    if (roll_once_in(world, 3)) {
        world->listed.start_ms += roll(world, DAY_MS);
        world->listed.end_ms -= roll(world, DAY_MS);
    }
    world->first_day = wall_at(world, world->from_ms).date;
    world->now_ms = world->from_ms - roll(world, 3 * DAY) * (int64_t)MINUTE_MS +
                    roll(world, DAY) * (int64_t)MINUTE_MS;
    world->now_ms += roll(world, 2) ? 0 : roll(world, MINUTE_MS);
    world->meridian = roll_once_in(world, 4) ? 18000 : roll(world, 30000) - 15000;
    roll_weekly(world);
    roll_exceptions(world);
    roll_time_off(world);
    roll_rules(world, arena);
    roll_service(world);
    roll_request(world);
    roll_claims(world);
    world->calendar.zone = world->zone;
    world->calendar.capacity = 1 + roll(world, 3);
    world->calendar.speed_mph = roll(world, 2) ? 0 : 5 + roll(world, roll(world, 2) ? 116 : 30);
    world->calendar.open = calendar_open_time(world->zone, &world->calendar.hours, world->from_ms,
                                              world->base_ms + SPAN * (int64_t)MINUTE_MS, arena);
    oracle_prepare(world);
}

/* ---- the comparison ---- */

struct tally {
    size_t verdicts[ERROR_COUNT]; /* so that the test knows it saw each */
};

static struct verdict judge_compare(const struct world *world, const struct slot_request *request,
                                    struct tally *tally, struct arena *arena)
{
    int64_t left = 1;
    struct verdict verdict = oracle_judge(world, request);
    enum error error = calendar_judge(&world->calendar, request, world->now_ms, &left);
    tally->verdicts[verdict.error]++;
    if (error != verdict.error || (!error && left != verdict.left)) {
        world_tell(world, arena);
        fail_msg("%s%s: oracle %s, %lld left; judged %s, %lld left",
                 wall_words(world, request->start_ms, arena), request->is_held ? ", held" : "",
                 error_info(verdict.error)->code, (long long)verdict.left, error_info(error)->code,
                 (long long)left);
    }
    return verdict;
}

/* Nothing but whether it is free. */
static void claims_compare(const struct world *world, const struct slot_request *request,
                           struct arena *arena)
{
    enum error expected_error = ERROR_NONE;
    int64_t left = 0, expected = oracle_seats_left(world, request, &expected_error);
    enum error error = calendar_judge_claims(&world->calendar, request, world->now_ms, &left);
    if (error != expected_error || left != expected) {
        world_tell(world, arena);
        fail_msg("%s, claims alone: oracle %s, %lld left, judged %s, %lld left",
                 wall_words(world, request->start_ms, arena), error_info(expected_error)->code,
                 (long long)expected, error_info(error)->code, (long long)left);
    }
}

/* What confirming a request asks that holds no time: the limits too, but nothing of its client. */
static void waiting_compare(const struct world *world, const struct slot_request *request,
                            struct arena *arena)
{
    int64_t left = 0;
    enum error expected = oracle_is_free(world, request, &left);
    enum error error = calendar_judge_waiting(&world->calendar, request, world->now_ms);
    if (error != expected) {
        world_tell(world, arena);
        fail_msg("%s, confirmed: oracle %s, judged %s", wall_words(world, request->start_ms, arena),
                 error_info(expected)->code, error_info(error)->code);
    }
}

/* The reasons that stand for a refusal: at least one of them is given with it. */
static bool is_told(const struct slot_reasons *reasons, enum error refusal)
{
    static const enum error of_reason[REASON_COUNT] = {
        [REASON_DURATION] = ERROR_BAD_DURATION,
        [REASON_OFF_GRID] = ERROR_OFF_GRID,
        [REASON_NOTICE] = ERROR_TOO_SOON,
        [REASON_WINDOW] = ERROR_TOO_FAR,
        [REASON_OUTSIDE_HOURS] = ERROR_OUTSIDE_HOURS,
        [REASON_EXCEPTION] = ERROR_OUTSIDE_HOURS,
        [REASON_TIME_OFF] = ERROR_OUTSIDE_HOURS,
        [REASON_DAY_LIMIT] = ERROR_DAY_LIMIT,
        [REASON_WEEK_LIMIT] = ERROR_WEEK_LIMIT,
        [REASON_CLAIMED] = ERROR_SLOT_TAKEN,
        [REASON_BUFFER] = ERROR_SLOT_TAKEN,
        [REASON_HELD] = ERROR_SLOT_TAKEN,
        [REASON_CAPACITY] = ERROR_SLOT_TAKEN,
        [REASON_SEATS] = ERROR_SLOT_TAKEN,
        [REASON_TRAVEL] = ERROR_TRAVEL,
        [REASON_CLIENT_LIMIT] = ERROR_CLIENT_LIMIT,
    };
    for (size_t i = 0; i < REASON_COUNT; i++) {
        if (reasons->found[i] && (!refusal || of_reason[i] == refusal)) {
            return true;
        }
    }
    return false;
}

/* slot.explain gives no reason for what books, and the refusal's own for what does not. */
static void reasons_compare(const struct world *world, const struct slot_request *request,
                            struct arena *arena)
{
    struct slot_reasons reasons;
    struct verdict verdict = oracle_judge(world, request);
    calendar_explain(&world->calendar, request, world->now_ms, arena, &reasons);
    if (is_told(&reasons, verdict.error) != (verdict.error != ERROR_NONE)) {
        world_tell(world, arena);
        fail_msg("%s: oracle %s, the reasons say otherwise",
                 wall_words(world, request->start_ms, arena), error_info(verdict.error)->code);
    }
}

static void free_compare(const struct world *world, struct arena *arena)
{
    struct slot_request request = world->asked;
    if (!oracle_fits(&world->service, request.duration_ms) && !request.agreed_ms) {
        return;
    }
    for (int64_t at_ms = world->from_ms; at_ms < world->to_ms; at_ms += 5 * MINUTE_MS) {
        request.start_ms = at_ms;
        claims_compare(world, &request, arena);
        waiting_compare(world, &request, arena);
        reasons_compare(world, &request, arena);
    }
}

/* Anywhere the hours are known, held or not, and now and then in the midst of a minute. */
static void strays_compare(struct world *world, struct tally *tally, struct arena *arena)
{
    struct slot_request request = world->asked;
    for (int i = 0; i < STRAY_STARTS; i++) {
        request.start_ms = world->from_ms + roll(world, RANGE + DAY) * (int64_t)MINUTE_MS;
        request.start_ms += roll_once_in(world, 5) ? roll(world, MINUTE_MS) : 0;
        request.is_held = roll_once_in(world, 5);
        judge_compare(world, &request, tally, arena);
    }
}

/* As whoever gets it asks on from where each answer was cut, however little one may look at: in
 * every other case, and whole in the others. */
static struct list list_in_parts(const struct world *world, struct arena *arena)
{
    struct growing all = {.arena = arena};
    struct interval range = world->listed;
    size_t most = world->seed % 2 ? SIZE_MAX : 1 + world->seed / 2 % 97;
    for (int answers = 0; range.start_ms != INSTANT_NONE; answers++) {
        struct list part;
        assert_true(answers < 50000);
        range.start_ms = calendar_slots_within(&world->calendar, &world->asked, range,
                                               world->now_ms, arena, most, &part);
        for (size_t i = 0; i < part.count; i++) {
            *(struct slot *)growing_add(&all, sizeof(struct slot)) = *LIST_AT(part, struct slot, i);
        }
    }
    return all.list;
}

/* What is listed is what books: at every minute of the range, and nothing between them. */
static void range_compare(const struct world *world, struct tally *tally, struct arena *arena)
{
    struct slot_request request = world->asked;
    const struct interval *listed = &world->listed;
    struct list slots = list_in_parts(world, arena);
    size_t next = 0;
    for (int64_t at_ms = world->from_ms; at_ms < world->to_ms; at_ms += MINUTE_MS) {
        request.start_ms = at_ms;
        struct verdict verdict = judge_compare(world, &request, tally, arena);
        const struct slot *slot = next < slots.count ? LIST_AT(slots, struct slot, next) : NULL;
        bool is_listed = slot && slot->start_ms == at_ms;
        bool is_asked = at_ms >= listed->start_ms && at_ms < listed->end_ms;
        if (is_listed != (is_asked && verdict.error == ERROR_NONE) ||
            (is_listed &&
             (slot->seats_left != verdict.left || slot->end_ms != at_ms + request.duration_ms))) {
            world_tell(world, arena);
            fail_msg("%s: oracle %s, %lld left; %s", wall_words(world, at_ms, arena),
                     error_info(verdict.error)->code, (long long)verdict.left,
                     is_listed ? "listed" : "not listed");
        }
        next += is_listed;
    }
    if (next != slots.count) {
        world_tell(world, arena);
        fail_msg("%zu slots that no minute knows", slots.count - next);
    }
}

/* Outlives a failure, which jumps out of the test. */
struct bench {
    struct arena *arena;
    struct tally tally;
    struct world world;
};

static void case_compare(struct bench *bench, uint64_t seed)
{
    arena_clear(bench->arena);
    world_roll(&bench->world, seed, bench->arena);
    range_compare(&bench->world, &bench->tally, bench->arena);
    free_compare(&bench->world, bench->arena);
    strays_compare(&bench->world, &bench->tally, bench->arena);
}

/* Dice that never meet a refusal would prove nothing about it. */
static void tally_assert_whole(const struct tally *tally)
{
    static const enum error all[] = {
        ERROR_NONE,       ERROR_BAD_DURATION,  ERROR_OFF_GRID,     ERROR_TOO_SOON,
        ERROR_TOO_FAR,    ERROR_OUTSIDE_HOURS, ERROR_DAY_LIMIT,    ERROR_WEEK_LIMIT,
        ERROR_SLOT_TAKEN, ERROR_TRAVEL,        ERROR_CLIENT_LIMIT,
    };
    for (size_t i = 0; i < COUNT_OF(all); i++) {
        if (tally->verdicts[all[i]] < CASES) {
            fail_msg("%s was seen %zu times only", error_info(all[i])->code,
                     tally->verdicts[all[i]]);
        }
    }
}

static void engine_agrees_with_oracle(void **state)
{
    struct bench *bench = *state;
    const char *seed = getenv("DOCKET_TEST_SEED"), *nightly = getenv("DOCKET_TEST_NIGHTLY");
    if (seed) {
        case_compare(bench, strtoull(seed, NULL, 10));
        return;
    }
    uint64_t cases = nightly && *nightly == '1' ? CASES_NIGHTLY : CASES;
    for (uint64_t i = 0; i < cases; i++) {
        case_compare(bench, i);
    }
    tally_assert_whole(&bench->tally);
}

static int bench_open(void **state)
{
    struct bench *bench = calloc(1, sizeof *bench);
    if (!bench) {
        return -1;
    }
    bench->arena = arena_new(0);
    *state = bench;
    return 0;
}

static int bench_close(void **state)
{
    struct bench *bench = *state;
    arena_free(bench->arena);
    free(bench);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(engine_agrees_with_oracle, bench_open, bench_close),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
