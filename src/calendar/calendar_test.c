/* The engine by tables: open time, the grid, and every refusal of the predicate. */
#include "calendar/test_calendar.h"

/* ---- open time ---- */

static const struct {
    const char *what, *zone, *weekly, *exceptions, *from, *to, *open;
} openings[] = {
    {"a day of work", "America/New_York", "MO 09:00-17:00", "", "2025-01-12T00:00:00Z",
     "2025-01-15T00:00:00Z", "01-13T09:00-05:00..01-13T17:00-05:00"},
    {"the range cuts both ends", "UTC", "MO 09:00-17:00", "", "2025-01-13T10:00:00Z",
     "2025-01-13T12:00:00Z", "01-13T10:00+00:00..01-13T12:00+00:00"},
    {"past midnight", "UTC", "FR 22:00-02:00", "", "2025-01-13T00:00:00Z", "2025-01-20T00:00:00Z",
     "01-17T22:00+00:00..01-18T02:00+00:00"},
    {"past midnight into the range", "UTC", "FR 22:00-02:00", "", "2025-01-18T01:00:00Z",
     "2025-01-19T00:00:00Z", "01-18T01:00+00:00..01-18T02:00+00:00"},
    {"24:00 joins the next day", "UTC", "MO 20:00-24:00, TU 00:00-04:00", "",
     "2025-01-13T00:00:00Z", "2025-01-20T00:00:00Z", "01-13T20:00+00:00..01-14T04:00+00:00"},
    {"the same start and end is a whole day", "UTC", "MO 00:00-00:00", "", "2025-01-13T00:00:00Z",
     "2025-01-20T00:00:00Z", "01-13T00:00+00:00..01-14T00:00+00:00"},
    {"adjacent intervals join", "UTC", "MO 12:00-13:00, MO 09:00-12:00", "", "2025-01-13T00:00:00Z",
     "2025-01-20T00:00:00Z", "01-13T09:00+00:00..01-13T13:00+00:00"},
    {"overlapping intervals join", "UTC", "MO 09:00-16:00, MO 10:00-12:00, MO 15:00-18:00", "",
     "2025-01-13T00:00:00Z", "2025-01-20T00:00:00Z", "01-13T09:00+00:00..01-13T18:00+00:00"},
    {"a break does not join", "UTC", "MO 09:00-12:00, MO 13:00-17:00", "", "2025-01-13T00:00:00Z",
     "2025-01-20T00:00:00Z",
     "01-13T09:00+00:00..01-13T12:00+00:00 01-13T13:00+00:00..01-13T17:00+00:00"},
    {"a closed day", "UTC", "MO 09:00-17:00, TU 09:00-17:00", "2025-01-13 closed",
     "2025-01-13T00:00:00Z", "2025-01-20T00:00:00Z", "01-14T09:00+00:00..01-14T17:00+00:00"},
    {"a closed day keeps the night before", "UTC", "MO 22:00-02:00, TU 09:00-17:00",
     "2025-01-14 closed", "2025-01-13T00:00:00Z", "2025-01-20T00:00:00Z",
     "01-13T22:00+00:00..01-14T02:00+00:00"},
    {"other hours replace the day's", "UTC", "MO 09:00-17:00",
     "2025-01-13 06:00-07:00, 2025-01-13 20:00-01:00", "2025-01-13T00:00:00Z",
     "2025-01-20T00:00:00Z",
     "01-13T06:00+00:00..01-13T07:00+00:00 01-13T20:00+00:00..01-14T01:00+00:00"},
    {"open on a day that is closed otherwise", "UTC", "", "2025-01-18 10:00-11:00",
     "2025-01-13T00:00:00Z", "2025-01-20T00:00:00Z", "01-18T10:00+00:00..01-18T11:00+00:00"},
    {"a gap clamps the start", "America/New_York", "SU 02:30-05:00", "", "2025-03-09T00:00:00Z",
     "2025-03-10T12:00:00Z", "03-09T03:00-04:00..03-09T05:00-04:00"},
    {"a gap clamps the end", "America/New_York", "SU 01:00-02:30", "", "2025-03-09T00:00:00Z",
     "2025-03-10T12:00:00Z", "03-09T01:00-05:00..03-09T03:00-04:00"},
    {"nothing is open within a gap", "America/New_York", "SU 02:10-02:50", "",
     "2025-03-09T00:00:00Z", "2025-03-10T12:00:00Z", ""},
    {"an overlap is open twice", "America/New_York", "SU 01:15-01:45", "", "2025-11-02T00:00:00Z",
     "2025-11-03T12:00:00Z",
     "11-02T01:15-04:00..11-02T01:45-04:00 11-02T01:15-05:00..11-02T01:45-05:00"},
    {"an overlap within hours is one long interval", "America/New_York", "SU 00:00-04:00", "",
     "2025-11-02T00:00:00Z", "2025-11-03T12:00:00Z", "11-02T00:00-04:00..11-02T04:00-05:00"},
    {"hours that begin within an overlap", "America/New_York", "SU 01:30-03:00", "",
     "2025-11-02T00:00:00Z", "2025-11-03T12:00:00Z",
     "11-02T01:30-04:00..11-02T01:00-05:00 11-02T01:30-05:00..11-02T03:00-05:00"},
    {"a gap of half an hour", "Australia/Lord_Howe", "SU 02:15-04:00", "", "2025-10-04T00:00:00Z",
     "2025-10-06T00:00:00Z", "10-05T02:30+11:00..10-05T04:00+11:00"},
    {"an overlap of half an hour", "Australia/Lord_Howe", "SU 01:40-03:00", "",
     "2025-04-05T00:00:00Z", "2025-04-07T00:00:00Z",
     "04-06T01:40+11:00..04-06T01:30+10:30 04-06T01:40+10:30..04-06T03:00+10:30"},
    {"a day that did not exist", "Pacific/Apia", "FR 09:00-17:00", "", "2011-12-27T00:00:00Z",
     "2012-01-03T00:00:00Z", ""},
    {"a night into a day that did not exist", "Pacific/Apia", "TH 22:00-02:00", "",
     "2011-12-27T00:00:00Z", "2012-01-03T00:00:00Z", "12-29T22:00-10:00..12-31T00:00+14:00"},
    {"a night that joins across the missing day", "Pacific/Apia", "TH 22:00-24:00, SA 00:00-03:00",
     "", "2011-12-27T00:00:00Z", "2012-01-03T00:00:00Z", "12-29T22:00-10:00..12-31T03:00+14:00"},
};

static struct str open_text(struct arena *arena, const struct zone *zone, struct list open)
{
    struct buf out;
    buf_init(&out, arena, 64);
    for (size_t i = 0; i < open.count; i++) {
        const struct interval *interval = LIST_AT(open, struct interval, i);
        buf_add(&out, i ? STR(" ") : STR(""));
        local_print(&out, zone, interval->start_ms);
        BUF_ADD(&out, "..");
        local_print(&out, zone, interval->end_ms);
    }
    return buf_str(&out);
}

static void open_time(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(openings); i++) {
        struct arena *arena = arena_new(0);
        const struct zone *zone = zone_find(str_from(openings[i].zone));
        struct hours hours = {.weekly = weekly_from(arena, openings[i].weekly),
                              .exceptions = exceptions_from(arena, openings[i].exceptions)};
        struct list open = calendar_open_time(zone, &hours, instant(openings[i].from),
                                              instant(openings[i].to), arena);
        struct str text = open_text(arena, zone, open);
        if (!str_equal(text, str_from(openings[i].open))) {
            fail_msg("%s: %.*s", openings[i].what, STR_ARG(text));
        }
        arena_free(arena);
    }
}

/* ---- the grid ---- */

static const struct {
    const char *what, *zone, *weekly;
    int64_t step, duration;
    const char *from, *to, *starts;
} grids[] = {
    {"the last start ends with the hours", "UTC", "MO 09:00-12:00", 60, 60, "2025-01-13T00:00:00Z",
     "2025-01-14T00:00:00Z", "01-13T09:00+00:00 01-13T10:00+00:00 01-13T11:00+00:00"},
    {"from and to bound the starts", "UTC", "MO 09:00-17:00", 60, 60, "2025-01-13T10:00:00Z",
     "2025-01-13T12:00:00Z", "01-13T10:00+00:00 01-13T11:00+00:00"},
    {"hours off the grid wait for it", "UTC", "MO 09:20-11:00", 30, 60, "2025-01-13T00:00:00Z",
     "2025-01-14T00:00:00Z", "01-13T09:30+00:00 01-13T10:00+00:00"},
    {"work across midnight", "UTC", "MO 22:00-02:00", 60, 180, "2025-01-13T00:00:00Z",
     "2025-01-15T00:00:00Z", "01-13T22:00+00:00 01-13T23:00+00:00"},
    {"a step that does not divide the day begins anew", "UTC", "MO 22:00-24:00, TU 00:00-02:00", 50,
     50, "2025-01-13T00:00:00Z", "2025-01-15T00:00:00Z",
     "01-13T22:30+00:00 01-13T23:20+00:00 01-14T00:00+00:00 01-14T00:50+00:00"},
    {"a zone on the quarter", "Asia/Kathmandu", "MO 09:00-11:00", 60, 60, "2025-01-12T00:00:00Z",
     "2025-01-14T00:00:00Z", "01-13T09:00+05:45 01-13T10:00+05:45"},
    {"only times that exist", "America/New_York", "SU 00:00-05:00", 60, 60, "2025-03-09T00:00:00Z",
     "2025-03-10T00:00:00Z",
     "03-09T00:00-05:00 03-09T01:00-05:00 03-09T03:00-04:00 03-09T04:00-04:00"},
    {"both instants of an overlap", "America/New_York", "SU 00:00-03:00", 60, 60,
     "2025-11-02T00:00:00Z", "2025-11-03T00:00:00Z",
     "11-02T00:00-04:00 11-02T01:00-04:00 11-02T01:00-05:00 11-02T02:00-05:00"},
    {"work over an overlap is real hours", "America/New_York", "SU 00:00-03:00", 60, 180,
     "2025-11-02T00:00:00Z", "2025-11-03T00:00:00Z", "11-02T00:00-04:00 11-02T01:00-04:00"},
    {"work over a gap is real hours", "America/New_York", "SU 00:00-05:00", 60, 240,
     "2025-03-09T00:00:00Z", "2025-03-10T00:00:00Z", "03-09T00:00-05:00"},
    {"after half an hour's gap the grid is the wall's", "Australia/Lord_Howe", "SU 01:00-05:00", 60,
     60, "2025-10-04T00:00:00Z", "2025-10-06T00:00:00Z",
     "10-05T01:00+10:30 10-05T03:00+11:00 10-05T04:00+11:00"},
    {"half an hour's overlap", "Australia/Lord_Howe", "SU 01:00-03:00", 30, 30,
     "2025-04-05T00:00:00Z", "2025-04-07T00:00:00Z",
     "04-06T01:00+11:00 04-06T01:30+11:00 04-06T01:30+10:30 04-06T02:00+10:30 04-06T02:30+10:30"},
};

static struct calendar calendar_from(struct arena *arena, const char *zone_text,
                                     const char *weekly_text)
{
    struct hours hours = {.weekly = weekly_from(arena, weekly_text)};
    struct calendar calendar = {.zone = zone_find(str_from(zone_text)), .capacity = 1};
    calendar.open = calendar_open_time(calendar.zone, &hours, instant("2024-12-01T00:00:00Z"),
                                       instant("2027-03-01T00:00:00Z"), arena);
    return calendar;
}

static void grid_of_starts(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(grids); i++) {
        struct arena *arena = arena_new(0);
        struct calendar calendar = calendar_from(arena, grids[i].zone, grids[i].weekly);
        struct service service = easy_service();
        service.step_minutes = grids[i].step;
        service.duration_minutes = grids[i].duration;
        struct slot_request request = {.service = &service,
                                       .duration_ms = grids[i].duration * MINUTE_MS};
        struct list slots =
            calendar_slots(&calendar, &request, instant(grids[i].from), instant(grids[i].to),
                           instant("2025-01-01T00:00:00Z"), arena);
        struct buf out;
        buf_init(&out, arena, 64);
        for (size_t j = 0; j < slots.count; j++) {
            const struct slot *slot = LIST_AT(slots, struct slot, j);
            buf_add(&out, j ? STR(" ") : STR(""));
            local_print(&out, calendar.zone, slot->start_ms);
            assert_int_equal(slot->end_ms - slot->start_ms, request.duration_ms);
            assert_int_equal(slot->seats_left, 1);
        }
        if (!str_equal(buf_str(&out), str_from(grids[i].starts))) {
            fail_msg("%s: %.*s", grids[i].what, STR_ARG(buf_str(&out)));
        }
        arena_free(arena);
    }
}

/* ---- one start against the rules ---- */

/* Monday to Friday 09:00–17:00 in New York; steps of 30 minutes, 1 to 4 hours; notice an hour,
 * window a week; one claim of the same service on Wednesday 12:00–13:00. Rows change one thing. */
static const struct {
    const char *what, *now, *start;
    int64_t minutes, max_per_day, max_per_week;
    enum error expected;
} refusals[] = {
    {"a free start", "2025-01-13T00:00:00Z", "2025-01-14T10:00:00-05:00", 60, 0, 0, ERROR_NONE},
    {"shorter than the least", "2025-01-13T00:00:00Z", "2025-01-14T10:00:00-05:00", 30, 0, 0,
     ERROR_BAD_DURATION},
    {"longer than the most", "2025-01-13T00:00:00Z", "2025-01-14T10:00:00-05:00", 270, 0, 0,
     ERROR_BAD_DURATION},
    {"between two steps", "2025-01-13T00:00:00Z", "2025-01-14T10:00:00-05:00", 75, 0, 0,
     ERROR_BAD_DURATION},
    {"nothing at all", "2025-01-13T00:00:00Z", "2025-01-14T10:00:00-05:00", 0, 0, 0,
     ERROR_BAD_DURATION},
    {"duration before grid", "2025-01-13T00:00:00Z", "2025-01-14T10:10:00-05:00", 20, 0, 0,
     ERROR_BAD_DURATION},
    {"off the grid", "2025-01-13T00:00:00Z", "2025-01-14T10:10:00-05:00", 60, 0, 0, ERROR_OFF_GRID},
    {"a second off the grid", "2025-01-13T00:00:00Z", "2025-01-14T10:00:01-05:00", 60, 0, 0,
     ERROR_OFF_GRID},
    {"grid before notice", "2025-01-14T15:00:00Z", "2025-01-14T10:10:00-05:00", 60, 0, 0,
     ERROR_OFF_GRID},
    {"exactly at the notice", "2025-01-14T14:00:00Z", "2025-01-14T10:00:00-05:00", 60, 0, 0,
     ERROR_NONE},
    {"a millisecond too soon", "2025-01-14T14:00:00.001Z", "2025-01-14T10:00:00-05:00", 60, 0, 0,
     ERROR_TOO_SOON},
    {"in the past, and closed", "2025-01-20T00:00:00Z", "2025-01-14T03:00:00-05:00", 60, 0, 0,
     ERROR_TOO_SOON},
    {"exactly at the window", "2025-01-14T15:00:00Z", "2025-01-21T10:00:00-05:00", 60, 0, 0,
     ERROR_NONE},
    {"a millisecond too far", "2025-01-14T14:59:59.999Z", "2025-01-21T10:00:00-05:00", 60, 0, 0,
     ERROR_TOO_FAR},
    {"too far, and closed", "2025-01-14T00:00:00Z", "2025-02-14T03:00:00-05:00", 60, 0, 0,
     ERROR_TOO_FAR},
    {"before opening", "2025-01-13T00:00:00Z", "2025-01-14T08:30:00-05:00", 60, 0, 0,
     ERROR_OUTSIDE_HOURS},
    {"at opening", "2025-01-13T00:00:00Z", "2025-01-14T09:00:00-05:00", 60, 0, 0, ERROR_NONE},
    {"up to closing", "2025-01-13T00:00:00Z", "2025-01-14T16:00:00-05:00", 60, 0, 0, ERROR_NONE},
    {"past closing", "2025-01-13T00:00:00Z", "2025-01-14T16:30:00-05:00", 60, 0, 0,
     ERROR_OUTSIDE_HOURS},
    {"a day that is closed", "2025-01-13T00:00:00Z", "2025-01-18T10:00:00-05:00", 60, 0, 0,
     ERROR_OUTSIDE_HOURS},
    {"the day is full", "2025-01-13T00:00:00Z", "2025-01-15T09:00:00-05:00", 60, 1, 0,
     ERROR_DAY_LIMIT},
    {"the day before the week", "2025-01-13T00:00:00Z", "2025-01-15T09:00:00-05:00", 60, 1, 1,
     ERROR_DAY_LIMIT},
    {"the limit before the claim", "2025-01-13T00:00:00Z", "2025-01-15T12:00:00-05:00", 60, 1, 0,
     ERROR_DAY_LIMIT},
    {"another day", "2025-01-13T00:00:00Z", "2025-01-16T09:00:00-05:00", 60, 1, 0, ERROR_NONE},
    {"the week is full", "2025-01-13T00:00:00Z", "2025-01-17T09:00:00-05:00", 60, 0, 1,
     ERROR_WEEK_LIMIT},
    {"another week", "2025-01-13T20:00:00Z", "2025-01-20T09:00:00-05:00", 60, 0, 1, ERROR_NONE},
    {"room for two in a week", "2025-01-13T00:00:00Z", "2025-01-17T09:00:00-05:00", 60, 1, 2,
     ERROR_NONE},
    {"taken", "2025-01-13T00:00:00Z", "2025-01-15T12:00:00-05:00", 60, 0, 0, ERROR_SLOT_TAKEN},
    {"overlapping what is taken", "2025-01-13T00:00:00Z", "2025-01-15T11:30:00-05:00", 120, 0, 0,
     ERROR_SLOT_TAKEN},
    {"up to what is taken", "2025-01-13T00:00:00Z", "2025-01-15T11:00:00-05:00", 60, 0, 0,
     ERROR_NONE},
    {"after what is taken", "2025-01-13T00:00:00Z", "2025-01-15T13:00:00-05:00", 60, 0, 0,
     ERROR_NONE},
};

static struct claim claim_between(const char *start, const char *end)
{
    return (struct claim){.id = test_id(50),
                          .booking_id = test_id(60),
                          .client_id = test_id(70),
                          .service_id = test_id(1),
                          .start_ms = instant(start),
                          .end_ms = instant(end),
                          .work_start_ms = instant(start),
                          .work_end_ms = instant(end),
                          .seats = 1,
                          .expires_ms = INSTANT_NONE};
}

static void calendar_set_claims(struct calendar *calendar, struct claim *claims, size_t count)
{
    calendar->claims = (struct list){.items = claims, .count = count};
    calendar->longest_ms = 0;
    for (size_t i = 0; i < count; i++) {
        int64_t length_ms = claims[i].end_ms - claims[i].start_ms;
        calendar->longest_ms = length_ms > calendar->longest_ms ? length_ms : calendar->longest_ms;
    }
}

static void one_start_against_the_rules(void **state)
{
    (void)state;
    struct arena *arena = arena_new(0);
    struct calendar calendar =
        calendar_from(arena, "America/New_York",
                      "MO 09:00-17:00, TU 09:00-17:00, WE 09:00-17:00, TH 09:00-17:00, "
                      "FR 09:00-17:00");
    struct claim claim = claim_between("2025-01-15T12:00:00-05:00", "2025-01-15T13:00:00-05:00");
    calendar_set_claims(&calendar, &claim, 1);
    for (size_t i = 0; i < COUNT_OF(refusals); i++) {
        struct service service = easy_service();
        service.min_minutes = 60;
        service.max_minutes = 240;
        service.step_minutes = 30;
        service.min_notice_minutes = 60;
        service.window_days = 7;
        service.max_per_day = refusals[i].max_per_day;
        service.max_per_week = refusals[i].max_per_week;
        struct slot_request request = {.service = &service,
                                       .start_ms = instant(refusals[i].start),
                                       .duration_ms = refusals[i].minutes * MINUTE_MS};
        enum error error = calendar_judge(&calendar, &request, instant(refusals[i].now), NULL);
        if (error != refusals[i].expected) {
            fail_msg("%s: %s", refusals[i].what, error_info(error)->code);
        }
    }
    arena_free(arena);
}

/* A booking counts on its start day in the provider's zone, in ISO weeks whole at year edges:
 * 2026-W53 is 28 December to 3 January. */
static const struct {
    const char *what, *claim_start, *claim_end, *start;
    int64_t max_per_day, max_per_week;
    enum error expected;
} limits[] = {
    {"the last day of W53", "2026-12-28T10:00:00-05:00", "2026-12-28T11:00:00-05:00",
     "2027-01-03T23:00:00-05:00", 0, 1, ERROR_WEEK_LIMIT},
    {"the first day of W53", "2027-01-03T10:00:00-05:00", "2027-01-03T11:00:00-05:00",
     "2026-12-28T10:00:00-05:00", 0, 1, ERROR_WEEK_LIMIT},
    {"the first day of W01", "2026-12-28T10:00:00-05:00", "2026-12-28T11:00:00-05:00",
     "2027-01-04T00:00:00-05:00", 0, 1, ERROR_NONE},
    {"the last day of W52", "2026-12-28T00:00:00-05:00", "2026-12-28T01:00:00-05:00",
     "2026-12-27T23:00:00-05:00", 0, 1, ERROR_NONE},
    {"already Monday in UTC, Sunday at the place", "2026-12-27T20:00:00-05:00",
     "2026-12-27T21:00:00-05:00", "2026-12-28T10:00:00-05:00", 0, 1, ERROR_NONE},
    {"across midnight counts on its start day", "2026-12-29T23:00:00-05:00",
     "2026-12-30T02:00:00-05:00", "2026-12-30T12:00:00-05:00", 1, 0, ERROR_NONE},
    {"and there it does count", "2026-12-29T23:00:00-05:00", "2026-12-30T02:00:00-05:00",
     "2026-12-29T12:00:00-05:00", 1, 0, ERROR_DAY_LIMIT},
    {"both one o'clocks are one day", "2026-11-01T01:00:00-04:00", "2026-11-01T01:15:00-04:00",
     "2026-11-01T01:00:00-05:00", 1, 0, ERROR_DAY_LIMIT},
};

static void days_and_weeks(void **state)
{
    (void)state;
    struct arena *arena = arena_new(0);
    struct calendar calendar =
        calendar_from(arena, "America/New_York",
                      "MO 00:00-24:00, TU 00:00-24:00, WE 00:00-24:00, TH 00:00-24:00, "
                      "FR 00:00-24:00, SA 00:00-24:00, SU 00:00-24:00");
    for (size_t i = 0; i < COUNT_OF(limits); i++) {
        struct claim claim = claim_between(limits[i].claim_start, limits[i].claim_end);
        calendar_set_claims(&calendar, &claim, 1);
        struct service service = easy_service();
        service.max_per_day = limits[i].max_per_day;
        service.max_per_week = limits[i].max_per_week;
        struct slot_request request = {.service = &service,
                                       .start_ms = instant(limits[i].start),
                                       .duration_ms = 30 * MINUTE_MS};
        int64_t now_ms = instant("2026-10-01T00:00:00Z");
        enum error error = calendar_judge(&calendar, &request, now_ms, NULL);
        if (error != limits[i].expected) {
            fail_msg("%s: %s", limits[i].what, error_info(error)->code);
        }
        claim.service_id = test_id(9);
        assert_int_equal(calendar_judge(&calendar, &request, now_ms, NULL), ERROR_NONE);
    }
    arena_free(arena);
}

/* ---- claims ---- */

/* Claims and the request are hours of one day, "10-12"; "/3": of a service with 3 seats, the one
 * asked for; "/3x": of another with 3 seats. `left`: seats left before this booking; 0: taken. */
static const struct {
    const char *what;
    int64_t capacity;
    const char *claims, *request;
    int64_t seats, left;
} crowds[] = {
    {"nobody", 1, "", "10-12", 1, 1},
    {"before, adjacent", 1, "08-10", "10-12", 1, 1},
    {"after, adjacent", 1, "12-14", "10-12", 1, 1},
    {"the same", 1, "10-12", "10-12", 1, 0},
    {"within", 1, "09-14", "10-12", 1, 0},
    {"around", 1, "10-11", "09-13", 1, 0},
    {"a long one that began early", 1, "01-11 02-03 04-05", "10-12", 1, 0},
    {"three rooms, nobody", 3, "", "10-12", 1, 3},
    {"three rooms, one taken", 3, "10-12", "10-12", 1, 2},
    {"three rooms, two apart count once", 3, "10-11 11-12", "10-12", 1, 2},
    {"three rooms, staggered", 3, "09-11 10-12 11-13", "10-12", 1, 1},
    {"three rooms, full for an instant", 3, "09-12 10-13 11-14", "08-12", 1, 0},
    {"three rooms, full just after", 3, "09-13 10-14 12-15", "08-12", 1, 1},
    {"three rooms, full just before", 3, "08-10 09-11 09-10", "10-12", 1, 2},
    {"a group with room", 1, "10-12/3 10-12/3", "10-12", 3, 1},
    {"a full group", 1, "10-12/3 10-12/3 10-12/3", "10-12", 3, 0},
    {"an empty group", 1, "", "10-12", 3, 3},
    {"a group at another time", 1, "10-12/3", "11-13", 3, 0},
    {"a group of another service", 1, "10-12/3x", "10-12", 3, 0},
    {"a group beside, in another room", 2, "10-12/3x 10-12/3x", "10-12", 3, 3},
    {"a group counts once", 2, "10-12/3 10-12/3 10-12/3", "11-13", 1, 1},
    {"a group and a single fill two rooms", 2, "10-12/3 10-12/3 11-12", "11-13", 1, 0},
    {"joining beside a single", 2, "10-12/3 11-12", "10-12", 3, 2},
    {"a single of the same hours is no group", 1, "10-12", "10-12", 3, 0},
    {"seats reduced below what is taken", 1, "10-12/5 10-12/5 10-12/5", "10-12", 2, 0},
};

static int64_t hour_of(int hour)
{
    return instant("2025-01-15T00:00:00Z") + hour * (int64_t)HOUR_MS;
}

static size_t claims_from(struct arena *arena, const char *text, struct claim *claims)
{
    size_t count = 0;
    struct str rest = str_from(text), piece;
    while (str_next_piece(&rest, ' ', &piece)) {
        int from, to, seats = 1;
        char other = ' ';
        if (sscanf(str_copy(arena, piece).data, "%d-%d/%d%c", &from, &to, &seats, &other) < 2) {
            continue;
        }
        claims[count++] = (struct claim){.service_id = test_id(other == 'x' ? 2 : 1),
                                         .start_ms = hour_of(from),
                                         .end_ms = hour_of(to),
                                         .work_start_ms = hour_of(from),
                                         .work_end_ms = hour_of(to),
                                         .seats = seats,
                                         .expires_ms = INSTANT_NONE};
    }
    return count;
}

static void capacity_and_seats(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(crowds); i++) {
        struct arena *arena = arena_new(0);
        struct claim claims[8];
        struct calendar calendar = {.zone = zone_find(STR("UTC")), .capacity = crowds[i].capacity};
        calendar_set_claims(&calendar, claims, claims_from(arena, crowds[i].claims, claims));
        struct service service = easy_service();
        service.seats = crowds[i].seats;
        int from = 0, to = 0;
        assert_int_equal(sscanf(crowds[i].request, "%d-%d", &from, &to), 2);
        struct slot_request request = {.service = &service,
                                       .start_ms = hour_of(from),
                                       .duration_ms = (to - from) * (int64_t)HOUR_MS};
        int64_t left = 0;
        enum error error = calendar_judge_claims(&calendar, &request, 0, &left);
        if (left != crowds[i].left || error != (crowds[i].left ? ERROR_NONE : ERROR_SLOT_TAKEN)) {
            fail_msg("%s: %s, %lld left", crowds[i].what, error_info(error)->code, (long long)left);
        }
        arena_free(arena);
    }
}

/* Members claimed under other buffers leave later; the group stands until the last one does. */
static void a_group_stays_with_its_last_member(void **state)
{
    (void)state;
    struct arena *arena = arena_new(0);
    struct claim claims[4];
    struct calendar calendar = {.zone = zone_find(STR("UTC")), .capacity = 2};
    calendar_set_claims(&calendar, claims, claims_from(arena, "10-11/3x 10-11/3x 12-14", claims));
    claims[1].end_ms = hour_of(13);
    calendar.longest_ms = 3 * (int64_t)HOUR_MS;
    struct service service = easy_service();
    struct slot_request request = {.service = &service};
    static const struct {
        int from, to;
        enum error expected;
    } hours[] = {{10, 12, ERROR_NONE},
                 {10, 13, ERROR_SLOT_TAKEN},
                 {12, 13, ERROR_SLOT_TAKEN},
                 {13, 14, ERROR_NONE}};
    for (size_t i = 0; i < COUNT_OF(hours); i++) {
        request.start_ms = hour_of(hours[i].from);
        request.duration_ms = hour_of(hours[i].to) - request.start_ms;
        assert_int_equal(calendar_judge_claims(&calendar, &request, 0, NULL), hours[i].expected);
    }
    arena_free(arena);
}

/* Between two bookings lies at least the earlier's buffer after and the later's before. The claim
 * works 10:00–11:00, with 15 minutes before and 30 after. */
static const struct {
    const char *start;
    int64_t before, after;
    enum error expected;
} buffers[] = {
    {"2025-01-15T11:30:00Z", 0, 0, ERROR_NONE},
    {"2025-01-15T11:15:00Z", 0, 0, ERROR_SLOT_TAKEN},
    {"2025-01-15T11:45:00Z", 15, 0, ERROR_NONE},
    {"2025-01-15T11:30:00Z", 15, 0, ERROR_SLOT_TAKEN},
    {"2025-01-15T08:45:00Z", 0, 0, ERROR_NONE},
    {"2025-01-15T09:00:00Z", 0, 0, ERROR_SLOT_TAKEN},
    {"2025-01-15T08:15:00Z", 0, 30, ERROR_NONE},
    {"2025-01-15T08:30:00Z", 0, 30, ERROR_SLOT_TAKEN},
    {"2025-01-15T08:15:00Z", 600, 30, ERROR_NONE},
};

static void buffers_add_up(void **state)
{
    (void)state;
    struct claim claim = claim_between("2025-01-15T09:45:00Z", "2025-01-15T11:30:00Z");
    claim.work_start_ms = instant("2025-01-15T10:00:00Z");
    claim.work_end_ms = instant("2025-01-15T11:00:00Z");
    struct calendar calendar = {.zone = zone_find(STR("UTC")), .capacity = 1};
    calendar_set_claims(&calendar, &claim, 1);
    for (size_t i = 0; i < COUNT_OF(buffers); i++) {
        struct service service = easy_service();
        service.buffer_before_minutes = buffers[i].before;
        service.buffer_after_minutes = buffers[i].after;
        struct slot_request request = {
            .service = &service, .start_ms = instant(buffers[i].start), .duration_ms = HOUR_MS};
        assert_int_equal(calendar_judge_claims(&calendar, &request, 0, NULL), buffers[i].expected);
    }
}

static void what_does_not_count(void **state)
{
    (void)state;
    struct claim claim = claim_between("2025-01-15T10:00:00Z", "2025-01-15T11:00:00Z");
    struct calendar calendar = {.zone = zone_find(STR("UTC")), .capacity = 1};
    calendar_set_claims(&calendar, &claim, 1);
    struct service service = easy_service();
    struct slot_request request = {
        .service = &service, .start_ms = instant("2025-01-15T10:00:00Z"), .duration_ms = HOUR_MS};
    assert_int_equal(calendar_judge_claims(&calendar, &request, 0, NULL), ERROR_SLOT_TAKEN);
    claim.expires_ms = 1000; /* a request that waits: in the way until it expires */
    assert_int_equal(calendar_judge_claims(&calendar, &request, 999, NULL), ERROR_SLOT_TAKEN);
    assert_int_equal(calendar_judge_claims(&calendar, &request, 1000, NULL), ERROR_NONE);
    claim.expires_ms = INSTANT_NONE;
    request.ignore_booking_id = claim.booking_id; /* rescheduling onto one's own time */
    assert_int_equal(calendar_judge_claims(&calendar, &request, 0, NULL), ERROR_NONE);
    request.ignore_booking_id = test_id(61);
    assert_int_equal(calendar_judge_claims(&calendar, &request, 0, NULL), ERROR_SLOT_TAKEN);
}

/* Whose own time makes room for the new one: a session of its own does, now and then; a seat in a
 * group does not; another time that was asked for is given back whatever it is. */
static void what_makes_room_for_its_own_move(void **state)
{
    (void)state;
    static const struct {
        int64_t seats_then, seats_now;
        enum claim_kind kind;
        enum error expected;
    } rows[] = {
        {1, 1, CLAIM_BOOKING, ERROR_NONE},       {5, 5, CLAIM_BOOKING, ERROR_SLOT_TAKEN},
        {5, 1, CLAIM_BOOKING, ERROR_SLOT_TAKEN}, {1, 5, CLAIM_BOOKING, ERROR_SLOT_TAKEN},
        {1, 1, CLAIM_PROPOSAL, ERROR_NONE},      {5, 5, CLAIM_PROPOSAL, ERROR_NONE},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct claim claim = claim_between("2025-01-15T10:00:00Z", "2025-01-15T11:00:00Z");
        struct calendar calendar = {.zone = zone_find(STR("UTC")), .capacity = 1};
        struct service service = easy_service();
        claim.seats = rows[i].seats_then;
        claim.kind = rows[i].kind;
        service.seats = rows[i].seats_now;
        calendar_set_claims(&calendar, &claim, 1);
        struct slot_request request = {.service = &service,
                                       .start_ms = instant("2025-01-15T10:30:00Z"),
                                       .duration_ms = HOUR_MS,
                                       .ignore_booking_id = claim.booking_id};
        assert_int_equal(calendar_judge_claims(&calendar, &request, 0, NULL), rows[i].expected);
        calendar.capacity = 2; /* there is room beside it, whoever it is */
        assert_int_equal(calendar_judge_claims(&calendar, &request, 0, NULL), ERROR_NONE);
    }
}

/* Free or taken: a start that is looked at costs the same, so a full calendar is no way around. */
static void no_more_starts_are_looked_at_than_allowed(void **state)
{
    (void)state;
    struct arena *arena = arena_new(0);
    struct interval day = {instant("2025-01-15T00:00:00Z"), instant("2025-01-16T00:00:00Z")};
    int64_t now_ms = instant("2025-01-13T00:00:00Z");
    struct claim claim = claim_between("2025-01-14T00:00:00Z", "2025-01-17T00:00:00Z");
    struct service service = easy_service();
    service.step_minutes = service.duration_minutes = 60;
    struct slot_request request = {.service = &service, .duration_ms = HOUR_MS};
    for (size_t taken = 0; taken < 2; taken++) {
        struct calendar calendar = calendar_from(arena, "UTC", "WE 00:00-24:00");
        struct list slots = {0};
        calendar_set_claims(&calendar, &claim, taken);
        int64_t cut_ms = calendar_slots_within(&calendar, &request, day, now_ms, arena, 24, &slots);
        assert_int_equal(cut_ms, INSTANT_NONE);
        assert_int_equal(slots.count, taken ? 0 : 24);
        cut_ms = calendar_slots_within(&calendar, &request, day, now_ms, arena, 23, &slots);
        assert_int_equal(cut_ms, instant("2025-01-15T23:00:00Z"));
        assert_int_equal(slots.count, taken ? 0 : 23);
        struct interval rest = {cut_ms, day.end_ms};
        cut_ms = calendar_slots_within(&calendar, &request, rest, now_ms, arena, 23, &slots);
        assert_int_equal(cut_ms, INSTANT_NONE);
        assert_int_equal(slots.count, taken ? 0 : 1);
    }
    arena_free(arena);
}

/* Three hundred come to one session: each start has to look at all of them. */
static void no_more_claims_are_looked_at_than_allowed(void **state)
{
    (void)state;
    enum { MEMBERS = 300, MOST = 24 };
    struct arena *arena = arena_new(0);
    struct interval day = {instant("2025-01-15T00:00:00Z"), instant("2025-01-16T00:00:00Z")};
    int64_t now_ms = instant("2025-01-13T00:00:00Z");
    struct claim claims[MEMBERS];
    for (size_t i = 0; i < MEMBERS; i++) {
        claims[i] = claim_between("2025-01-14T00:00:00Z", "2025-01-17T00:00:00Z");
        claims[i].seats = MEMBERS;
    }
    struct service service = easy_service();
    service.step_minutes = service.duration_minutes = 60;
    struct slot_request request = {.service = &service, .duration_ms = HOUR_MS};
    struct calendar calendar = calendar_from(arena, "UTC", "WE 00:00-24:00");
    calendar.capacity = 2;
    calendar_set_claims(&calendar, claims, MEMBERS);
    struct list slots =
        calendar_slots(&calendar, &request, day.start_ms, day.end_ms, now_ms, arena);
    assert_int_equal(slots.count, 24);
    size_t listed = 0, answers = 0;
    while (day.start_ms != INSTANT_NONE) {
        day.start_ms = calendar_slots_within(&calendar, &request, day, now_ms, arena, MOST, &slots);
        assert_in_range(slots.count, 1, MOST * LOOK_VISITS / MEMBERS);
        listed += slots.count;
        answers++;
    }
    assert_int_equal(listed, 24);
    assert_int_equal(answers, 3);
    arena_free(arena);
}

/* Two open bookings allowed: of this client, not over, not expired, not the one being moved. */
static void a_clients_limit(void **state)
{
    (void)state;
    struct arena *arena = arena_new(0);
    struct calendar calendar = calendar_from(arena, "UTC", "WE 00:00-24:00");
    int64_t now_ms = instant("2025-01-13T00:00:00Z");
    struct client_claim claims[] = {
        {test_id(70), test_id(1), now_ms + 90 * (int64_t)DAY_MS, INSTANT_NONE},
        {test_id(70), test_id(2), now_ms + 1, now_ms + 1},
        {test_id(71), test_id(3), now_ms + 1, INSTANT_NONE},
        {test_id(70), test_id(4), now_ms, INSTANT_NONE},
        {test_id(70), test_id(5), now_ms + 1, now_ms},
    };
    calendar.client_claims = (struct list){claims, COUNT_OF(claims)};
    struct service service = easy_service();
    service.max_concurrent_per_client = 2;
    struct slot_request request = {.service = &service,
                                   .start_ms = instant("2025-01-15T10:00:00Z"),
                                   .duration_ms = HOUR_MS,
                                   .client_id = test_id(70)};
    assert_int_equal(calendar_judge(&calendar, &request, now_ms, NULL), ERROR_CLIENT_LIMIT);
    assert_int_equal(
        calendar_slots(&calendar, &request, now_ms, now_ms + 7 * (int64_t)DAY_MS, now_ms, arena)
            .count,
        0);
    assert_int_equal(calendar_judge(&calendar, &request, now_ms + 1, NULL), ERROR_NONE);
    request.ignore_booking_id = test_id(2);
    assert_int_equal(calendar_judge(&calendar, &request, now_ms, NULL), ERROR_NONE);
    request.ignore_booking_id = ID_NONE;
    request.client_id = test_id(71);
    assert_int_equal(calendar_judge(&calendar, &request, now_ms, NULL), ERROR_NONE);
    request.client_id = ID_NONE;
    assert_int_equal(calendar_judge(&calendar, &request, now_ms, NULL), ERROR_NONE);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(open_time),
        cmocka_unit_test(grid_of_starts),
        cmocka_unit_test(one_start_against_the_rules),
        cmocka_unit_test(days_and_weeks),
        cmocka_unit_test(capacity_and_seats),
        cmocka_unit_test(a_group_stays_with_its_last_member),
        cmocka_unit_test(buffers_add_up),
        cmocka_unit_test(what_does_not_count),
        cmocka_unit_test(what_makes_room_for_its_own_move),
        cmocka_unit_test(no_more_starts_are_looked_at_than_allowed),
        cmocka_unit_test(no_more_claims_are_looked_at_than_allowed),
        cmocka_unit_test(a_clients_limit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
