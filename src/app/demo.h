/* demo.h: the edition's people, services and bookings, the same every time and relative to today.
 *
 * demo.json is read by shapes (demo_read.c) and refused with file, key and sentence where it is
 * wrong. Then everything is planned in memory (demo_plan.c: the bookings that the file names;
 * demo_history.c: what fills the other providers' weeks), without a clock but the `now` it is given
 * and without chance but what follows from the providers' addresses. Last it goes in through the
 * rooms' seeding functions, in one transaction, and only into an empty store (demo.c). */
#ifndef DOCKET_APP_DEMO_H
#define DOCKET_APP_DEMO_H

#include "account/account.h"
#include "booking/booking.h"

/* True when the demo is there, or the store already held something. */
bool demo_seed(struct db *db, const struct edition *edition, struct arena *arena);
/* The address, the log-ins, and three curl lines that work as printed. */
void demo_print(struct db *db, const struct edition *edition, struct arena *arena,
                struct str address);

/* ---- demo.json (demo_read.c); every struct starts with `present` ---- */
struct demo_person {
    uint64_t present;
    struct str email, name, time_zone;
    struct list roles; /* of int: names of enum role in order */
};
struct demo_hours {
    uint64_t present;
    struct list days; /* of int: 0 Monday */
    int start_minute, end_minute;
};
struct demo_picture {
    uint64_t present;
    struct str title, picture;
};
struct demo_provider {
    uint64_t present;
    struct str email, name, headline, bio, location_json, time_zone;
    struct list roles; /* of struct str */
    struct currency currency;
    struct decimal hourly_rate, day_rate, rating; /* scale −1: none */
    int64_t capacity, service_radius_miles, review_count;
    bool verified;
    struct list hours;     /* of struct demo_hours */
    struct list services;  /* of struct str: bodies of service.create */
    struct list portfolio; /* of struct demo_picture */
};
enum demo_side { DEMO_CLIENT, DEMO_PROVIDER };
struct demo_message {
    uint64_t present;
    int from; /* enum demo_side */
    struct str content;
    int64_t hours_before; /* the start; negative: after it */
};
struct demo_booking {
    uint64_t present;
    struct str provider, client; /* addresses */
    struct str service_type, title, description, special_requirements, purpose, company, reason;
    struct str answers_json, location_json;
    int64_t day; /* from today in the provider's zone */
    int start_minute, status, payment_status;
    struct decimal hours;
    bool is_remote;
    struct list messages; /* of struct demo_message */
};
struct demo_history {
    uint64_t present;
    struct str titles_json; /* {"MIXING": ["…"]} */
};
struct demo {
    uint64_t present;
    struct list people;    /* of struct demo_person; the first three: client, admin, mediator */
    struct list providers; /* of struct demo_provider; the first is the demo's own */
    struct list bookings;  /* of struct demo_booking */
    struct demo_history *history;
};
/* NULL: *ret_reason has a line for everything that is wrong. */
struct demo *demo_read(struct arena *arena, const struct edition *edition, struct str *ret_reason);
uint32_t demo_role_bits(struct list roles); /* enum role */
/* demo_check.c: what no shape can judge: addresses, roles of people, pictures, answers. */
bool demo_check(struct arena *arena, const struct edition *edition, const struct demo *demo,
                struct str *ret_reason);

/* ---- the plan (demo_plan.c) ---- */
struct planned_booking {
    struct booking booking;
    const struct provider *provider;
    const struct service *service;
    struct str reason;
    struct list messages; /* of struct demo_message */
};
struct planned_provider {
    const struct demo_provider *row;
    struct account account;
    struct provider provider;
    struct list weekly;   /* of struct weekly_hours */
    struct list services; /* of struct service */
    /* Occupied time of what is planned, in no order; a new booking keeps clear of it. */
    struct interval *taken;
    size_t taken_count, taken_capacity;
};
struct demo_plan {
    struct arena *arena;
    const struct edition *edition;
    const struct demo *demo;
    int64_t now_ms;
    struct list people;    /* of struct account */
    struct list providers; /* of struct planned_provider */
    struct planned_booking *bookings;
    size_t booking_count, booking_capacity;
};
/* NULL: *ret_reason says why. Bookings come in the order in which they last changed. */
struct demo_plan *demo_plan(struct arena *arena, const struct edition *edition,
                            const struct demo *demo, int64_t now_ms, struct str *ret_reason);
/* Adds the weeks of every provider but the first (demo_history.c). */
void demo_plan_history(struct demo_plan *plan);

/* For both. The local number of today, and the first start on a local day, from wall minute
 * `minute` on, that lies on the service's grid, within the hours, and clear of what is taken.
 * INSTANT_NONE: that day has none. */
int64_t demo_today(const struct planned_provider *who, int64_t now_ms);
int64_t demo_find_start(const struct planned_provider *who, const struct service *service,
                        int64_t day, int minute, int64_t minutes);
/* Adds a booking whose draft and status are set; every instant follows from the status. It was
 * asked for so many hours before the start, or before now where the start is to come. */
void demo_add_booking(struct demo_plan *plan, struct planned_provider *who,
                      const struct planned_booking *booking, int64_t hours_before);

#endif
