/* test_world.h: one random case of oracle_test.c, and how it is told in words when the engine and
 * the oracle disagree about it. */
#ifndef DOCKET_CALENDAR_TEST_WORLD_H
#define DOCKET_CALENDAR_TEST_WORLD_H

#include "calendar/test_calendar.h"

enum {
    DAY = 1440, /* minutes, as all that follows */
    DURATION_MAX = 720,
    BUFFER_MAX = 120,
    RANGE = 2 * DAY, /* what is judged at each minute */
    SPAN = BUFFER_MAX + RANGE + DAY + DURATION_MAX + BUFFER_MAX,
    WEEKLY_MAX = 14,
    EXCEPTIONS_MAX = 5,
    OFF_MAX = 3,
    DATE_RULES_MAX = 2,
    CLAIMS_MAX = 16
};

/* A recurrence whose dates are plain arithmetic. */
struct date_rule {
    int64_t first, every, times; /* a date, days, occurrences; times 0: it never ends */
    int start_minute, end_minute;
};

struct world {
    uint64_t seed, dice;
    const struct zone *zone;
    int64_t base_ms, now_ms; /* the first minute that is known */
    int64_t from_ms, to_ms;  /* starts that are judged; open time is loaded from there on */
    struct interval listed;  /* the part of it that slots are asked for */
    int64_t first_day;       /* the date on the wall where the range begins */
    struct weekly_hours weekly[WEEKLY_MAX];
    struct day_exception exceptions[EXCEPTIONS_MAX];
    struct time_off off[OFF_MAX];
    struct date_rule rules[DATE_RULES_MAX];
    struct claim claims[CLAIMS_MAX];
    struct client_claim client_claims[CLAIMS_MAX];
    size_t rule_count;
    bool is_crowded; /* all claims within some hours */
    struct service service;
    struct slot_request asked; /* everything but the start */
    struct place place;        /* where that is to be */
    int64_t meridian;          /* places lie around it, in hundredths of a degree */
    struct calendar calendar;
    bool open[SPAN];
    uint32_t groups[SPAN]; /* bit n: the group that claim n was the first of stands then */
    int64_t ways[CLAIMS_MAX + 1][CLAIMS_MAX + 1]; /* ms; the last is what is asked for */
    uint32_t labels[CLAIMS_MAX];                  /* each claim's bit; 0: it does not count */
};

static inline const char *wall_words(const struct world *world, int64_t at_ms, struct arena *arena)
{
    struct buf text;
    buf_init(&text, arena, 40);
    zone_print_local(&text, world->zone, at_ms);
    return str_copy(arena, buf_str(&text)).data;
}

static inline const char *date_words(int64_t date, struct arena *arena)
{
    struct buf text;
    buf_init(&text, arena, 16);
    date_print(&text, date);
    return str_copy(arena, buf_str(&text)).data;
}

static inline void minutes_tell(const char *what, const char *on, int start, int end)
{
    if (start < 0) {
        print_error("  %s %s: closed\n", what, on);
    } else {
        print_error("  %s %s: %02d:%02d-%02d:%02d\n", what, on, start / 60, start % 60, end / 60,
                    end % 60);
    }
}

static inline void hours_tell(const struct world *world, struct arena *arena)
{
    static const char *const days[] = {"MO", "TU", "WE", "TH", "FR", "SA", "SU"};
    const struct hours *hours = &world->calendar.hours;
    for (size_t i = 0; i < hours->weekly.count; i++) {
        const struct weekly_hours *row = &world->weekly[i];
        minutes_tell("open every", days[row->weekday], row->start_minute, row->end_minute);
    }
    for (size_t i = 0; i < world->rule_count; i++) {
        const struct date_rule *rule = &world->rules[i];
        print_error("  every %lld days, %lld times (0: for ever),", (long long)rule->every,
                    (long long)rule->times);
        minutes_tell("from", date_words(rule->first, arena), rule->start_minute, rule->end_minute);
    }
    for (size_t i = 0; i < hours->exceptions.count; i++) {
        const struct day_exception *row = &world->exceptions[i];
        minutes_tell("only on", date_words(row->date, arena), row->start_minute, row->end_minute);
    }
    for (size_t i = 0; i < hours->time_off.count; i++) {
        const struct time_off *off = &world->off[i];
        print_error("  off from %s to %s\n",
                    off->is_wall ? date_words(off->start_ms / DAY_MS, arena)
                                 : wall_words(world, off->start_ms, arena),
                    off->is_wall ? date_words(off->end_ms / DAY_MS, arena)
                                 : wall_words(world, off->end_ms, arena));
    }
}

static inline void service_tell(const struct service *service)
{
    print_error("  service: %lld min, or %lld to %lld by steps of %lld; buffers %lld and %lld; "
                "notice %lld min, window %lld days\n",
                (long long)service->duration_minutes, (long long)service->min_minutes,
                (long long)service->max_minutes, (long long)service->step_minutes,
                (long long)service->buffer_before_minutes, (long long)service->buffer_after_minutes,
                (long long)service->min_notice_minutes, (long long)service->window_days);
    print_error("  at most (0: any) %lld a day, %lld a week, %lld a client; %lld seats\n",
                (long long)service->max_per_day, (long long)service->max_per_week,
                (long long)service->max_concurrent_per_client, (long long)service->seats);
}

/* "4010 -7400" */
static inline const char *place_words(const struct place *place, struct arena *arena)
{
    struct buf text;
    buf_init(&text, arena, 32);
    if (place->latitude_e6 == PLACE_NONE) {
        return "no place";
    }
    buf_add_int(&text, place->latitude_e6 / 10000);
    BUF_ADD(&text, " ");
    buf_add_int(&text, place->longitude_e6 / 10000);
    return str_copy(arena, buf_str(&text)).data;
}

static inline void claims_tell(const struct world *world, struct arena *arena)
{
    static const char *const kinds[] = {"booking", "hold", "proposal"};
    for (size_t i = 0; i < world->calendar.claims.count; i++) {
        const struct claim *claim = &world->claims[i];
        print_error(
            "  %s %d of client %d, service %d: %s, %lld min (-%lld, +%lld), %lld seats, at %s%s\n",
            kinds[claim->kind], claim->booking_id.bytes[15], claim->client_id.bytes[15],
            claim->service_id.bytes[15], wall_words(world, claim->work_start_ms, arena),
            (long long)(claim->work_end_ms - claim->work_start_ms) / MINUTE_MS,
            (long long)(claim->work_start_ms - claim->start_ms) / MINUTE_MS,
            (long long)(claim->end_ms - claim->work_end_ms) / MINUTE_MS, (long long)claim->seats,
            place_words(&claim->place, arena),
            claim->expires_ms == INSTANT_NONE    ? ""
            : claim->expires_ms <= world->now_ms ? ", expired"
                                                 : ", expires");
    }
}

static inline void world_tell(const struct world *world, struct arena *arena)
{
    print_error("DOCKET_TEST_SEED=%llu: %s, now %s, capacity %lld, from %s\n",
                (unsigned long long)world->seed, zone_name(world->zone).data,
                wall_words(world, world->now_ms, arena), (long long)world->calendar.capacity,
                wall_words(world, world->from_ms, arena));
    hours_tell(world, arena);
    service_tell(&world->service);
    claims_tell(world, arena);
    print_error("  %lld miles an hour (0: ways take no time), to %s\n",
                (long long)world->calendar.speed_mph, place_words(&world->place, arena));
    print_error("  asked: %lld ms, for client %d, by %d, moving booking %d (0: none) of %lld ms\n",
                (long long)world->asked.duration_ms, world->asked.client_id.bytes[15],
                world->asked.holder_id.bytes[15], world->asked.ignore_booking_id.bytes[15],
                (long long)world->asked.agreed_ms);
}

#endif
