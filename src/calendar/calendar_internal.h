/* calendar_internal.h: what the files of this room share. Nobody else includes it. */
#ifndef DOCKET_CALENDAR_CALENDAR_INTERNAL_H
#define DOCKET_CALENDAR_CALENDAR_INTERNAL_H

#include "calendar/calendar.h"

enum {
    WEEKLY_ROWS_MAX = 140,     /* weekday intervals: 20 a day */
    EXCEPTION_ROWS_MAX = 1000, /* date intervals */
    OUTSIDE_MAX = 100,
    TIME_OFF_MAX = 200,
    RULES_MAX = 20,
    RULE_COUNT_MAX = 10000,
    RULE_YEARS_BEGIN = 1970, /* older beginnings are no calendar's, and only cost time */
    RULE_YEARS_END = 2200,   /* where time ends here */
    HOLDS_MAX = 5,           /* live ones of one actor */
    HOLD_ROWS_MAX = 16,      /* of one actor that are read; the live ones come first */
};
#define HOLD_MS (INT64_C(10) * MINUTE_MS)
/* Longest occupied time a claim can have: the longest work and both buffers. */
#define CLAIM_LONGEST_MS ((int64_t)(SERVICE_MINUTES_MAX + 2 * BUFFER_MINUTES_MAX) * MINUTE_MS)

/* Limits look at the whole ISO week around a start; an hour or two more for clock changes, and a
 * day for the buffer that lets a claim begin before its work. */
#define LIMIT_REACH_MS (INT64_C(9) * DAY_MS)

/* ---- what the lists of a calendar hold, beside what calendar.h says ---- */
struct wall_interval {
    int64_t start_ms, end_ms; /* wall time as if it were UTC; belongs to the date it starts on */
};
struct time_off {
    bool is_wall;             /* whole days in wall time, else instants */
    int64_t start_ms, end_ms; /* half-open */
    struct str note;          /* absent: none; the provider's own */
};
/* What counts against a client's limit: an open booking until its end, however far ahead. */
struct client_claim {
    struct id client_id, booking_id;
    int64_t work_end_ms, expires_ms;
};

/* ---- rules (rules.c) ----
 * One recurrence rule of RFC 5545: on the dates it names, from start to end by the wall. */
struct recurrence {
    struct str rrule;             /* "FREQ=MONTHLY;BYDAY=1SA", NUL-terminated once checked */
    int64_t first;                /* DTSTART's date; occurrences begin there or later */
    int start_minute, end_minute; /* end ≤ start runs past midnight */
    int64_t last;                 /* the last occurrence's date; INSTANT_NONE: it never ends */
};
/* Makes rrule canonical and finds last. NULL when it was good, else a sentence that says what is
 * wrong: FREQ is DAILY or longer, no times of day among the BY… parts, not too many occurrences,
 * but some, and nothing that RFC 5545 forbids. What is accepted costs the same to expand, whatever
 * it says: see recurrence_find_year(). */
const char *recurrence_check(struct arena *arena, struct recurrence *rule);
/* RFC 5545's own lines, DTSTART, RRULE and DURATION, not yet checked; NULL or a sentence. */
const char *recurrence_from_text(struct arena *arena, struct str text, struct recurrence *ret);
/* Sets a bit for each day of the year on which the rule happens, whatever its `last`; from the
 * first of January. Returns how many days were looked at: no rule costs more than RULE_YEAR_LOOKS.
 */
enum { RULE_YEAR_LOOKS = 380 };
int recurrence_find_year(const struct recurrence *rule, int year, uint64_t days[6]);
/* What the rules open on dates in [from, to]: of struct wall_interval. */
struct list recurrences_expand(const struct list *rules, int64_t from, int64_t to,
                               struct arena *arena);

/* ---- availability (availability_db.c) ---- */
/* Of struct weekly_hours, as saved: by weekday, then start; and of struct recurrence. Empty when
 * never saved. */
struct availability {
    struct list weekly, rules;
    int64_t version; /* how often it was saved */
};
struct availability availability_load(struct tx *tx, struct arena *arena, struct id provider_id);
void rules_save(struct tx *tx, struct id provider_id, struct list rules);
/* Of struct time_off that may touch [from, to), by start. */
struct list time_off_load(struct tx *tx, struct arena *arena, struct id provider_id,
                          int64_t from_ms, int64_t to_ms);
void time_off_replace(struct tx *tx, struct id provider_id, struct list time_off);
/* Of struct day_exception with dates in [from, to], by date, then start. */
struct list exceptions_load(struct tx *tx, struct arena *arena, struct id provider_id, int64_t from,
                            int64_t to);

/* ---- loaded calendars that are kept (calendar_memory.c) ----
 * What a read has loaded is lent to the next reads of the same range while tx_generation() says
 * that they see the same store, none of its claims has expired, and the clock shows the same second
 * (as for remembered replies: operation/memory.h). It is never changed; whoever has borrowed it
 * gives it back at the end of their call's arena. */
struct calendar_key {
    struct id provider_id;
    struct interval range;
    uint64_t generation; /* of the reading transaction */
};
/* What is not found here is loaded into an arena of its own, which calendar_keep() takes. */
bool calendar_recall(const struct calendar_key *key, int64_t now_ms, struct arena *borrower,
                     struct calendar *ret);
void calendar_keep(const struct calendar_key *key, int64_t now_ms, struct arena *loaded,
                   const struct calendar *calendar, struct arena *borrower);

/* All that opens and closes a provider's time in the range; rules are expanded some days beyond. */
struct hours hours_load(struct tx *tx, struct arena *arena, struct id provider_id,
                        struct interval range);

/* A booking that is not over: what availability.set names when it lies outside the new hours. */
struct open_booking {
    struct id id;
    struct str title;
    struct interval work;
};
/* The provider's, by start, at most `limit`, from after this one on ({ID_NONE, start 0}: first). */
struct list open_bookings_load(struct tx *tx, struct arena *arena, struct id provider_id,
                               const struct open_booking *after, int64_t now_ms, int64_t limit);
/* Those that now lie outside open time, at most OUTSIDE_MAX: of struct open_booking. */
struct list bookings_outside(struct tx *tx, struct arena *arena, const struct provider *provider,
                             int64_t now_ms);

/* ---- holds (hold_db.c) ---- */
/* The actor's holds that were not released, those that end last first: how many. */
size_t holds_load(struct tx *tx, struct id actor_id, struct hold ret[HOLD_ROWS_MAX]);
void hold_release(struct tx *tx, struct id hold_id, int64_t now_ms);
void hold_save_terms(struct tx *tx, struct id hold_id, const struct hold_terms *terms);
/* Anybody's that overlap the interval and are over. */
void holds_release_overdue(struct tx *tx, struct id provider_id, struct interval interval,
                           int64_t now_ms);

/* ---- rules (calendar.c) ---- */
/* The claim that this request would become: no id, no booking, no expiry. */
struct claim claim_of_request(const struct slot_request *request);

/* ---- operations ---- */
extern const struct shape slots_input_shape, slots_output_shape;
extern const struct shape explain_input_shape, explain_output_shape;
enum error slot_list(struct call *call, struct tx *tx, const void *input, void *output);
enum error slot_explain(struct call *call, struct tx *tx, const void *input, void *output);
/* Time off and rules, in and out (hours_ops.c). Rules come in as JSON texts. */
extern const struct shape time_off_shape, time_off_input_shape, rule_shape;
enum error time_off_rows(struct call *call, struct list views, struct list *ret);
struct list time_off_views(struct arena *arena, struct list rows, bool is_own);
enum error rule_rows(struct call *call, struct list texts, struct list *ret);
struct list rule_views(struct arena *arena, struct list rules);
extern const struct shape open_input_shape, open_output_shape; /* open_ops.c */
enum error availability_open(struct call *call, struct tx *tx, const void *input, void *output);
extern const struct shape hold_input_shape, hold_output_shape, hold_id_shape; /* hold_ops.c */
enum error hold_create(struct call *call, struct tx *tx, const void *input, void *output);
void hold_advise(struct call *call, struct tx *tx, const void *input);
enum error hold_delete(struct call *call, struct tx *tx, const void *input, void *output);

#endif
