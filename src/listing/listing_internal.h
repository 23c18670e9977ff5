/* listing_internal.h: what the files of this room share. Nobody else includes it. */
#ifndef DOCKET_LISTING_LISTING_INTERNAL_H
#define DOCKET_LISTING_LISTING_INTERNAL_H

#include <assert.h>

#include "listing/listing.h"

enum {
    SERVICES_MAX = 100,   /* of one provider, inactive ones included */
    FAVORITES_MAX = 1000, /* of one account */
};

/* ---- rules (listing.c) ----
 * The …_canonical functions read JSON text as a client may write it and give the one spelling that
 * is stored. NULL when it was good, else a sentence that says what is wrong. */
const char *place_from_json(struct arena *arena, struct str json, struct place *ret);
const char *portfolio_canonical(struct arena *arena, struct str json, struct str *ret_json);
const char *questions_canonical(struct arena *arena, struct str json, struct str *ret_json);
/* In: "flexible" | "moderate" | "strict", {preset}, or {tiers:[{hoursBefore, refundPercent}]} with
 * at most 10 tiers. Out: {"preset":…,"tiers":[…]} with tiers from early to late: who cancels at
 * least hoursBefore ahead gets refundPercent back (at most two decimals); later than the last tier,
 * nothing. strict adds "grace":{"hours":48,"daysAhead":14}: full refund within 48 h of booking when
 * that was at least 14 days ahead. */
const char *cancellation_canonical(struct arena *arena, struct str json, struct str *ret_json);

/* ["engineer","producer"]: lower case, each once. */
struct str roles_canonical(struct arena *arena, struct list texts);

struct complaint {
    const char *field; /* NULL: none */
    const char *code, *message;
};
struct complaint service_complaint(const struct service *service);
/* service_resolve() on what is loaded: active services, oldest first. */
enum error service_choose(struct list services, struct arena *arena, struct str service_type,
                          struct service *ret);
struct list json_text_list(struct arena *arena, struct str json, const char *member);

/* ---- store (listing_db.c) ---- */
void provider_save_profile(struct tx *tx, const struct provider *provider);
int64_t service_count(struct tx *tx, struct id provider_id);
bool service_has_own_rate(struct tx *tx, struct id provider_id);
void service_save(struct tx *tx, const struct service *service);

struct favorite {
    struct id provider_id;
    int64_t created_ms;
};
/* False: it was there already, or not there. */
bool favorite_insert(struct tx *tx, struct id account_id, struct id provider_id, int64_t now_ms);
bool favorite_delete(struct tx *tx, struct id account_id, struct id provider_id);
int64_t favorite_count(struct tx *tx, struct id account_id);
/* Of struct favorite. `after`: {ID_NONE, INT64_MAX} for the first page. */
struct list favorite_list(struct tx *tx, struct arena *arena, struct id account_id,
                          struct favorite after, int64_t limit);

/* ---- shapes (listing_shapes.c) ---- */
struct service_view {
    struct id id, provider_id;
    struct str title, description, service_type;
    bool active;
    int64_t duration_minutes; /* INSTANT_NONE: by min and max */
    struct decimal min_hours, max_hours;
    int64_t step_minutes;
    int rate_type;
    int64_t rate_minor, unit_rate_minor;
    struct currency currency;
    int64_t buffer_before_minutes, buffer_after_minutes, min_notice_minutes, window_days;
    int64_t max_concurrent_per_client, max_per_day, max_per_week; /* INSTANT_NONE: no limit */
    int64_t seats;
    int acceptance, payment, approval;
    int64_t revisions;
    bool pending_blocks;
    int64_t request_ttl_hours;
    struct str cancellation_policy_json;
    bool is_remote, is_in_person;
    struct str questions_json;
    int64_t created_ms, updated_ms;
};
void service_view_fill(struct service_view *view, const struct service *service,
                       const struct provider *provider);
/* Of struct service_view. */
struct list service_views(struct arena *arena, struct list services,
                          const struct provider *provider);

struct provider_input {
    uint64_t present;
    struct str headline, bio;
    struct list roles;
    struct str location_json, portfolio_json;
    int64_t service_radius_miles;
    struct decimal hourly_rate, day_rate;
    struct currency currency;
    struct str time_zone;
    int64_t capacity, travel_speed_mph;
};
struct service_input {
    uint64_t present;
    struct id id; /* of an update only */
    struct str title, description, service_type;
    int64_t duration_minutes;
    struct decimal min_hours, max_hours, rate;
    int64_t step_minutes;
    int rate_type, acceptance, payment, approval;
    int64_t buffer_before_minutes, buffer_after_minutes, min_notice_minutes, window_days;
    int64_t max_concurrent_per_client, max_per_day, max_per_week, seats, revisions;
    int64_t request_ttl_hours;
    bool pending_blocks, is_remote, is_in_person, active;
    struct str cancellation_policy_json, questions_json;
};
struct id_input {
    uint64_t present;
    struct id id;
};
struct favorites_input {
    uint64_t present;
    int64_t limit;
    struct str cursor;
};
struct provider_output {
    struct provider_view *provider;
};
struct service_output {
    struct service_view *service;
};
struct services_output {
    struct list services;
};
struct favorites_output {
    struct list providers; /* of struct provider_view */
    struct str next_cursor;
};
extern const struct shape provider_input_shape, service_create_shape, service_update_shape,
    provider_id_shape, provider_of_shape, service_id_shape, favorites_input_shape,
    provider_output_shape, service_output_shape, services_output_shape, favorites_output_shape;

#endif
