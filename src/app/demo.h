/* demo.h: the demo's people, services and bookings, the same every time and relative to today.
 *
 * Everything goes in through the rooms' seeding functions, in one transaction, and only into an
 * empty store. The rows themselves stand in demo_data.c. */
#ifndef DOCKET_APP_DEMO_H
#define DOCKET_APP_DEMO_H

#include "booking/booking.h"

/* True when the demo is there, or the store already held something. */
bool demo_seed(struct db *db, struct arena *arena);
/* The address, the log-ins, and three curl lines that work as printed. */
void demo_print(struct db *db, struct arena *arena, struct str address);

/* ---- demo_data.c ---- */
struct demo_person {
    const char *email, *name, *time_zone;
    uint32_t roles;
};
struct demo_provider {
    struct demo_person person;
    const char *headline, *bio, *roles_json, *place;
    int64_t latitude_e6, longitude_e6;
    int64_t hourly_minor, day_minor;
    const char *service_types; /* "MIXING MASTERING" */
    const char *work_days;     /* "1111100": Monday first */
    int start_hour, end_hour;
    int64_t rating_sum, rating_count, booking_count;
    bool verified;
};
struct demo_service {
    const char *type, *title, *description;
    int64_t min_hours, max_hours;
    int64_t buffer_minutes;
    bool is_remote, is_in_person;
    enum acceptance acceptance;
};
struct demo_booking {
    int provider, client; /* rows of demo_providers and demo_people */
    const char *service_type, *title;
    int day; /* from today, moved on to a working day; of no meaning in progress */
    int start_hour, hours;
    enum booking_status status;
    bool is_remote;
};
extern const struct demo_person demo_people[];
extern const struct demo_provider demo_providers[];
extern const struct demo_service demo_services[];
extern const struct demo_booking demo_bookings[];
extern const size_t demo_person_count, demo_provider_count, demo_service_count, demo_booking_count;

#endif
