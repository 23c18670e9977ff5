/* recur.h: the dates on which a rule of RFC 5545 happens. Private to calendar/. Pure.
 *
 * A rule divides time into periods (days, weeks, months or years), of which every interval-th from
 * the one of its first date counts; in each, the BY… parts choose days, and BYSETPOS some of
 * those. So what happens on a day depends on the period around it alone: nothing is walked from the
 * rule's beginning, and a range costs one look at each of its days and of those in the periods it
 * cuts, whatever the rule says and however old it is.
 *
 * Weeks are numbered within the year that holds most of their days; a week that two years share
 * belongs, with INTERVAL and BYSETPOS, to the year of each day. */
#ifndef DOCKET_CALENDAR_RECUR_H
#define DOCKET_CALENDAR_RECUR_H

#include <stdbool.h>
#include <stdint.h>

enum recur_period { RECUR_DAY, RECUR_WEEK, RECUR_MONTH, RECUR_YEAR };

enum { RECUR_POSITION_MAX = 366 };
/* The 1st, 2nd … or last, last but one … of something. */
struct recur_positions {
    bool is_given;
    uint64_t from_start[6], from_end[6]; /* a bit for each; the first's is bit 0 */
};
/* position < 0 counts from the end; what is out of 1…366 is nowhere. */
void recur_positions_add(struct recur_positions *positions, int position);

struct recur {
    enum recur_period period;
    int64_t interval;     /* ≥ 1 */
    int64_t first, until; /* dates; INSTANT_NONE: no end */
    int week_start;       /* 0 Monday */
    struct recur_positions months, weeks, year_days, month_days, chosen; /* chosen: BYSETPOS */
    bool has_weekdays;
    unsigned weekdays; /* a bit each: on every such day */
    struct recur_positions nth_weekdays[7];
};
/* What the rule leaves open comes from its first date, as RFC 5545 says. Once, when all is set. */
void recur_complete(struct recur *recur);

/* Sets the bit of each date in [from, to], at most a year, on which it happens: bit 0 is `from`.
 * Returns how many days were looked at: those of the periods it touches. */
enum { RECUR_WORDS = 6 };
int recur_find(const struct recur *recur, int64_t from, int64_t to, uint64_t days[RECUR_WORDS]);

#endif
