/* test_calendar.h: calendars written as text, for this room's tests only. */
#ifndef DOCKET_CALENDAR_TEST_CALENDAR_H
#define DOCKET_CALENDAR_TEST_CALENDAR_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "calendar/calendar_internal.h"

enum { ROWS_MAX = 64 };

static inline int64_t instant(const char *text)
{
    int64_t ms = 0;
    bool is_local = false;
    if (!instant_parse(str_from(text), &ms, &is_local)) {
        fail_msg("not an instant: %s", text);
    }
    return ms;
}

static inline int weekday_of(const char *name)
{
    static const char names[] = "MOTUWETHFRSASU";
    for (int i = 0; i < 7; i++) {
        if (memcmp(names + 2 * i, name, 2) == 0) {
            return i;
        }
    }
    fail_msg("no weekday: %s", name);
    return 0;
}

/* "MO 09:00-17:00, FR 22:00-02:00" */
static inline struct list weekly_from(struct arena *arena, const char *text)
{
    struct weekly_hours *rows = ARENA_ARRAY(arena, struct weekly_hours, ROWS_MAX);
    size_t count = 0;
    struct str rest = str_from(text), piece;
    while (str_next_piece(&rest, ',', &piece)) {
        char day[3];
        int h, m, end_h, end_m;
        piece = str_copy(arena, str_trim(piece));
        if (piece.size == 0) {
            continue;
        }
        assert_int_equal(sscanf(piece.data, "%2s %d:%d-%d:%d", day, &h, &m, &end_h, &end_m), 5);
        rows[count++] = (struct weekly_hours){weekday_of(day), h * 60 + m, end_h * 60 + end_m};
    }
    return (struct list){.items = rows, .count = count};
}

/* "2025-01-01 closed, 2025-01-02 10:00-11:00" */
static inline struct list exceptions_from(struct arena *arena, const char *text)
{
    struct day_exception *rows = ARENA_ARRAY(arena, struct day_exception, ROWS_MAX);
    size_t count = 0;
    struct str rest = str_from(text), piece;
    while (str_next_piece(&rest, ',', &piece)) {
        int h, m, end_h, end_m;
        struct day_exception row = {.start_minute = -1, .end_minute = -1};
        piece = str_copy(arena, str_trim(piece));
        if (piece.size == 0) {
            continue;
        }
        assert_true(date_parse(str_part(piece, 0, 10), &row.date));
        if (sscanf(piece.data + 10, " %d:%d-%d:%d", &h, &m, &end_h, &end_m) == 4) {
            row.start_minute = h * 60 + m;
            row.end_minute = end_h * 60 + end_m;
        }
        rows[count++] = row;
    }
    return (struct list){.items = rows, .count = count};
}

/* "11-02T01:30-04:00": wall time and offset. */
static inline void local_print(struct buf *out, const struct zone *zone, int64_t at_ms)
{
    struct buf text;
    buf_init(&text, out->arena, 32);
    zone_print_local(&text, zone, at_ms);
    buf_add(out, str_part(buf_str(&text), 5, 11));
    buf_add(out, str_part(buf_str(&text), 19, 6));
}

static inline struct id test_id(uint8_t number)
{
    struct id id = {{0}};
    id.bytes[15] = number;
    return id;
}

/* A service that says yes to anything on the quarter hour, to be tightened by each test. */
static inline struct service easy_service(void)
{
    return (struct service){.id = test_id(1),
                            .active = true,
                            .min_minutes = 15,
                            .max_minutes = 1440,
                            .step_minutes = 15,
                            .window_days = 365,
                            .seats = 1};
}

#endif
