/* listing.h: what a provider offers, at which price and under which policies. */
#ifndef DOCKET_LISTING_LISTING_H
#define DOCKET_LISTING_LISTING_H

#include "edition/edition.h"
#include "operation/operation.h"

extern const struct operation_set listing_operations; /* provider.*, service.*, favorite.* */
/* The subject of what is about a service: call->subject is then its struct service, locked before a
 * write. Anybody may know it exists while it is active. */
extern const struct subject service_subject;

enum {
    PROVIDER_CAPACITY_MAX = 100,
    TRAVEL_SPEED_MIN_MPH = 5,
    TRAVEL_SPEED_MAX_MPH = 120,
    SERVICE_MINUTES_MAX =
        7 * 1440,              /* the longest booking, and the longest buffer on either side: */
    BUFFER_MINUTES_MAX = 1440, /* the calendar loads that far around what it is asked for */
};

#define PLACE_NONE INT64_MIN
struct place { /* WGS 84 microdegrees; PLACE_NONE: unknown */
    struct str label;
    int64_t latitude_e6, longitude_e6;
};
/* Great-circle miles between two known places (haversine, mean Earth radius 3958.7613 mi). */
double place_distance_miles(const struct place *a, const struct place *b);
/* As the crow flies, rounded up. */
int64_t place_way_minutes(const struct place *a, const struct place *b, int64_t speed_mph);
bool place_is_within(const struct place *a, const struct place *b, int64_t miles);
/* Degrees as microdegrees; digits beyond those (11 cm) are cut. False: too many degrees to count.
 */
bool degrees_to_e6(struct decimal degrees, int64_t *ret_e6);
/* Microdegrees as hundredths of a degree, half away from zero: what others may know of a place,
 * about a kilometre. */
int64_t degrees_to_hundredths(int64_t degrees_e6);

/* A place as a client may write it: JSON text, or {label, lat, lng}. NULL when it was good, else a
 * sentence that says what is wrong. */
const char *place_from_json(struct arena *arena, struct str json, struct place *ret);

struct provider {
    struct id id;
    struct str display_name, headline, bio;
    struct str roles_json;     /* ["engineer"], lower case */
    struct str portfolio_json; /* [{"title":…,"url":…,"kind":…}] */
    struct place place;
    int64_t service_radius_miles;              /* −1: anywhere */
    int64_t hourly_rate_minor, day_rate_minor; /* INSTANT_NONE: none */
    struct currency currency;
    struct str time_zone;
    int64_t capacity;
    int64_t travel_speed_mph; /* between jobs in person; 0: the way is not looked at */
    bool verified;
    int64_t rating_sum, rating_count, booking_count;
    int64_t created_ms, updated_ms;
};

struct service {
    struct id id, provider_id;
    struct str title, description, service_type;
    bool active;
    int64_t duration_minutes; /* 0: min, min + step, … max */
    int64_t min_minutes, max_minutes, step_minutes;
    enum rate_type rate_type;
    int64_t rate_minor; /* INSTANT_NONE: the provider's own */
    int64_t buffer_before_minutes, buffer_after_minutes, min_notice_minutes, window_days;
    /* 0: no limit. Open bookings of one client with the provider; of this service a day, a week. */
    int64_t max_concurrent_per_client, max_per_day, max_per_week;
    int64_t seats;
    enum acceptance acceptance;
    enum payment_policy payment;
    enum approval approval;
    int64_t revisions;
    bool pending_blocks;
    int64_t request_ttl_hours;
    struct str cancellation_policy_json; /* canonical: see cancellation_canonical() */
    bool is_remote, is_in_person;
    struct str questions_json; /* [{"question":…,"required":…}] */
    int64_t created_ms, updated_ms;
};

/* What comes back of the price when a booking is called off, by how long before its start: tiers
 * from early to late, each holding until and at its deadline; after the last nothing comes back.
 * Within grace_hours of booking, everything does, if it was booked grace_days_ahead. */
enum { CANCELLATION_TIERS_MAX = 10 };
struct cancellation_tier {
    int64_t hours_before;
    struct decimal refund_percent; /* 0…100, at most two decimals */
};
struct cancellation_policy {
    const char *preset; /* NULL: custom */
    struct cancellation_tier tiers[CANCELLATION_TIERS_MAX];
    size_t count;
    int64_t grace_hours, grace_days_ahead; /* 0: no grace */
};
/* From JSON text as a provider writes it or a booking keeps it. NULL when it is good, else a
 * sentence that says what is wrong. */
const char *cancellation_read(struct arena *arena, struct str json,
                              struct cancellation_policy *ret);

bool provider_load(struct tx *tx, struct arena *arena, struct id id, struct provider *ret);
/* Only id, names, zone and whether verified: what stands beside a booking. The rest is zero. */
bool provider_load_summary(struct tx *tx, struct arena *arena, struct id id, struct provider *ret);
bool service_load(struct tx *tx, struct arena *arena, struct id id, struct service *ret);
/* CONTRACT's rule for a booking without serviceId: match service_type (ignoring case), else the
 * provider's only active service, else SERVICE_REQUIRED. */
enum error service_resolve(struct tx *tx, struct arena *arena, struct id provider_id,
                           struct str service_type, struct service *ret);
/* Where a booking that does not say is done: remotely, or in person where both can be. */
bool service_is_remote_only(const struct service *service);
/* REMOTE_NOT_OFFERED, IN_PERSON_NOT_OFFERED, or NONE where the service is done that way. */
enum error service_judge_way(const struct service *service, bool is_remote);
/* OUTSIDE_AREA when it is done in person at a known place that is too far from the provider. */
enum error provider_judge_area(const struct provider *provider, bool is_remote,
                               const struct place *said);
/* The rate of one unit: the service's, or the provider's for its type. INSTANT_NONE: no rate set.
 */
int64_t service_rate_minor(const struct service *service, const struct provider *provider);
/* The same where the client may choose: the service's own rate is for its own type, and what has a
 * fixed price has no other. INSTANT_NONE: not charged that way, or no rate set. */
int64_t service_rate_for(const struct service *service, const struct provider *provider,
                         enum rate_type type);
void provider_count_booking(struct tx *tx, struct id provider_id); /* booking_count + 1 */

/* What a service that says nothing has: the edition's defaults (NULL: plain ones). NULL when they
 * make sense, else a sentence that begins with the key at fault. */
const char *service_set_defaults(struct arena *arena, const struct edition *edition,
                                 struct service *ret);

/* For the demo: a service as service.create would make it from this body, and rows as they are. */
bool service_from_json(struct arena *arena, const struct edition *edition,
                       const struct provider *provider, struct str json, int64_t created_ms,
                       struct service *ret, struct problem *ret_problem);
void provider_insert(struct tx *tx, const struct provider *provider);
void service_insert(struct tx *tx, const struct service *service);

/* "Mix & master" is refused, "mix-down" and "mix down" give MIX_DOWN: [A-Z0-9_]{1,40}. */
bool service_type_parse(struct arena *arena, struct str text, struct str *ret);
/* Profile and availability write the same zone. */
void provider_set_time_zone(struct tx *tx, struct id provider_id, struct str time_zone,
                            int64_t now_ms);

/* What others see of a provider; search and booking embed it. Coordinates are rounded to two
 * decimals (about a kilometre); whoever may see the address sets them anew, and the provider itself
 * is told its travel speed. The last four members are search's own and print only when set. */
extern const struct shape provider_view_shape, service_view_shape;
struct provider_counts {
    int64_t bookings_as_provider, received_reviews;
};
struct provider_view {
    struct id id;
    struct str display_name, headline, bio, location;
    struct decimal latitude, longitude, rating; /* scale −1: absent */
    int64_t service_radius_miles;               /* INSTANT_NONE: anywhere */
    int64_t hourly_rate_minor, day_rate_minor;
    struct currency currency;
    struct str time_zone;
    int64_t capacity, review_count, created_ms;
    int64_t travel_speed_mph; /* INSTANT_NONE: off, or not the viewer's to know */
    bool verified;
    struct list roles, services_offered, portfolio_assets; /* of struct str */
    struct str portfolio_json;
    struct list services; /* of struct service_view */
    struct provider_counts *counts;
    struct decimal distance_miles;
    struct list next_slots; /* of int64_t: instants */
    struct id next_slots_service_id;
    struct decimal next_slots_hours;
};
/* Minutes as hours, exactly where decimals can say it (30 → 0.5), else to the fourth digit. */
struct decimal hours_view(int64_t minutes);
struct provider_view *provider_view_new(struct arena *arena, const struct provider *provider,
                                        struct list services /* of struct service */);
struct list service_list(struct tx *tx, struct arena *arena, struct id provider_id,
                         bool only_active); /* of struct service, oldest first, at most 100 */

#endif
