/* Shapes of the listing room: what comes in, what goes out, and how views are filled. */
#include "listing/listing_internal.h"

/* ---- services, out ---- */

#define VIEW(member) AT(struct service_view, member)

static const struct field service_view_fields[] = {
    {.name = "id", .type = FIELD_ID, .prefix = "service", VIEW(id), .doc = "Its id."},
    {.name = "providerId",
     .aliases = EDITION_PROVIDER_ID_SPELLINGS,
     .also = &edition_provider_id_name,
     .type = FIELD_ID,
     .prefix = "user",
     VIEW(provider_id),
     .doc = "The provider, who is a user."},
    {.name = "title", .type = FIELD_TEXT, VIEW(title), .doc = "What it is called."},
    {.name = "description", .type = FIELD_TEXT, VIEW(description), .doc = "What it is about."},
    {.name = "serviceType",
     .type = FIELD_TEXT,
     VIEW(service_type),
     .doc = "Upper case with underscores, such as MIXING."},
    {.name = "active",
     .type = FIELD_BOOL,
     VIEW(active),
     .doc = "An inactive service is kept for its bookings and cannot be booked."},
    {.name = "durationMinutes",
     .type = FIELD_INT,
     .flags = FIELD_NULLABLE,
     VIEW(duration_minutes),
     .doc = "Fixed length; null: minHours to maxHours by stepMinutes."},
    {.name = "minHours", .type = FIELD_DECIMAL, VIEW(min_hours), .doc = "The shortest booking."},
    {.name = "maxHours", .type = FIELD_DECIMAL, VIEW(max_hours), .doc = "The longest booking."},
    {.name = "stepMinutes",
     .type = FIELD_INT,
     VIEW(step_minutes),
     .doc = "Grid of starts from local midnight, and of durations from minHours."},
    {.name = "rateType",
     .type = FIELD_ENUM,
     .names = &rate_type_names,
     VIEW(rate_type),
     .doc = "What the rate is for: an hour, a day, or the whole session."},
    {.name = "rate",
     .type = FIELD_AMOUNT,
     VIEW(rate_minor),
     CURRENCY_AT(struct service_view, currency),
     .flags = FIELD_NULLABLE,
     .doc = "The service's own rate; null: the provider's."},
    {.name = "unitRate",
     .type = FIELD_AMOUNT,
     VIEW(unit_rate_minor),
     CURRENCY_AT(struct service_view, currency),
     .flags = FIELD_NULLABLE,
     .doc = "What one hour, day or session costs now; null: not bookable yet."},
    {.name = "currency", .type = FIELD_CURRENCY, VIEW(currency), .doc = "ISO 4217."},
    {.name = "bufferBeforeMinutes",
     .type = FIELD_INT,
     VIEW(buffer_before_minutes),
     .doc = "Kept free before the work."},
    {.name = "bufferAfterMinutes",
     .type = FIELD_INT,
     VIEW(buffer_after_minutes),
     .doc = "Kept free after the work."},
    {.name = "minNoticeMinutes",
     .type = FIELD_INT,
     VIEW(min_notice_minutes),
     .doc = "How long before its start it must be booked."},
    {.name = "windowDays",
     .type = FIELD_INT,
     VIEW(window_days),
     .doc = "How far ahead it can be booked."},
    {.name = "maxConcurrentPerClient",
     .type = FIELD_INT,
     .flags = FIELD_NULLABLE,
     VIEW(max_concurrent_per_client),
     .doc = "Open bookings of one client with this provider; null: no limit."},
    {.name = "maxPerDay",
     .type = FIELD_INT,
     .flags = FIELD_NULLABLE,
     VIEW(max_per_day),
     .doc = "Bookings that start on one local day; null: no limit."},
    {.name = "maxPerWeek",
     .type = FIELD_INT,
     .flags = FIELD_NULLABLE,
     VIEW(max_per_week),
     .doc = "Bookings that start in one ISO week; null: no limit."},
    {.name = "seats",
     .type = FIELD_INT,
     VIEW(seats),
     .doc = "How many clients share one session of this service."},
    {.name = "acceptance",
     .type = FIELD_ENUM,
     .names = &acceptance_names,
     VIEW(acceptance),
     .doc = "request: the provider confirms; instant: booked at once."},
    {.name = "payment",
     .type = FIELD_ENUM,
     .names = &payment_policy_names,
     VIEW(payment),
     .doc = "When the client pays."},
    {.name = "approval",
     .type = FIELD_ENUM,
     .names = &approval_names,
     VIEW(approval),
     .doc = "Whether the client approves the work."},
    {.name = "revisions",
     .type = FIELD_INT,
     VIEW(revisions),
     .doc = "Rounds of changes that are included."},
    {.name = "pendingBlocks",
     .type = FIELD_BOOL,
     VIEW(pending_blocks),
     .doc = "Whether a waiting request keeps others from the time it asks for."},
    {.name = "requestTtlHours",
     .type = FIELD_INT,
     VIEW(request_ttl_hours),
     .doc = "How long a request waits for an answer."},
    {.name = "cancellationPolicy",
     .type = FIELD_JSON,
     VIEW(cancellation_policy_json),
     .doc = "{preset, tiers:[{hoursBefore, refundPercent}], grace?}, tiers from early to late."},
    {.name = "isRemote", .type = FIELD_BOOL, VIEW(is_remote), .doc = "Can be done remotely."},
    {.name = "isInPerson", .type = FIELD_BOOL, VIEW(is_in_person), .doc = "Can be done in person."},
    {.name = "questions",
     .type = FIELD_JSON,
     VIEW(questions_json),
     .doc = "[{question, required}], asked at booking."},
    {.name = "createdAt", .type = FIELD_INSTANT, VIEW(created_ms), .doc = "When it was made."},
    {.name = "updatedAt",
     .type = FIELD_INSTANT,
     VIEW(updated_ms),
     .doc = "When it was last changed."},
};
const struct shape service_view_shape =
    SHAPE("Service", struct service_view, service_view_fields, .doc = "What a provider offers.");

struct decimal hours_view(int64_t minutes)
{
    return (struct decimal){.unscaled = (minutes * 10000 + 30) / 60, .scale = 4};
}

static int64_t limit_view(int64_t limit)
{
    return limit > 0 ? limit : INSTANT_NONE;
}

static void view_policies(struct service_view *view, const struct service *service)
{
    view->buffer_before_minutes = service->buffer_before_minutes;
    view->buffer_after_minutes = service->buffer_after_minutes;
    view->min_notice_minutes = service->min_notice_minutes;
    view->window_days = service->window_days;
    view->max_concurrent_per_client = limit_view(service->max_concurrent_per_client);
    view->max_per_day = limit_view(service->max_per_day);
    view->max_per_week = limit_view(service->max_per_week);
    view->seats = service->seats;
    view->acceptance = (int)service->acceptance;
    view->payment = (int)service->payment;
    view->approval = (int)service->approval;
    view->revisions = service->revisions;
    view->pending_blocks = service->pending_blocks;
    view->request_ttl_hours = service->request_ttl_hours;
    view->cancellation_policy_json = service->cancellation_policy_json;
    view->is_remote = service->is_remote;
    view->is_in_person = service->is_in_person;
    view->questions_json = service->questions_json;
}

void service_view_fill(struct service_view *view, const struct service *service,
                       const struct provider *provider)
{
    *view = (struct service_view){
        .id = service->id,
        .provider_id = service->provider_id,
        .title = service->title,
        .description = service->description,
        .service_type = service->service_type,
        .active = service->active,
        .duration_minutes = limit_view(service->duration_minutes),
        .min_hours = hours_view(service->min_minutes),
        .max_hours = hours_view(service->max_minutes),
        .step_minutes = service->step_minutes,
        .rate_type = (int)service->rate_type,
        .rate_minor = service->rate_minor,
        .unit_rate_minor = service_rate_minor(service, provider),
        .currency = provider->currency,
        .created_ms = service->created_ms,
        .updated_ms = service->updated_ms,
    };
    view_policies(view, service);
}

/* ---- providers, out ---- */

static const struct field counts_fields[] = {
    {.name = "bookingsAsProvider",
     .type = FIELD_INT,
     AT(struct provider_counts, bookings_as_provider),
     .doc = "Bookings that were confirmed."},
    {.name = "receivedReviews",
     .type = FIELD_INT,
     AT(struct provider_counts, received_reviews),
     .doc = "Reviews that were published."},
};
static const struct shape counts_shape =
    SHAPE("ProviderCounts", struct provider_counts, counts_fields);

#undef VIEW
#define VIEW(member) AT(struct provider_view, member)

static const struct field provider_view_fields[] = {
    {.name = "id", .type = FIELD_ID, .prefix = "user", VIEW(id), .doc = "Its id."},
    {.name = "displayName", .type = FIELD_TEXT, VIEW(display_name), .doc = "The name."},
    {.name = "headline", .type = FIELD_TEXT, VIEW(headline), .doc = "One line about the provider."},
    {.name = "bio", .type = FIELD_TEXT, VIEW(bio), .doc = "More about the provider."},
    {.name = "roles",
     .type = FIELD_LIST,
     .element = FIELD_TEXT,
     VIEW(roles),
     .doc = "What the provider is."},
    {.name = "location",
     .type = FIELD_TEXT,
     .flags = FIELD_NULLABLE,
     VIEW(location),
     .doc = "Where the provider works from; null: not told."},
    {.name = "lat",
     .type = FIELD_DECIMAL,
     .flags = FIELD_NULLABLE,
     VIEW(latitude),
     .doc = "Rounded to two decimals, but for the provider itself."},
    {.name = "lng",
     .type = FIELD_DECIMAL,
     .flags = FIELD_NULLABLE,
     VIEW(longitude),
     .doc = "Longitude, rounded."},
    {.name = "serviceRadiusMiles",
     .type = FIELD_INT,
     .flags = FIELD_NULLABLE,
     VIEW(service_radius_miles),
     .doc = "How far in-person work goes; null: anywhere."},
    {.name = "hourlyRate",
     .type = FIELD_AMOUNT,
     .flags = FIELD_NULLABLE,
     VIEW(hourly_rate_minor),
     CURRENCY_AT(struct provider_view, currency),
     .doc = "For one hour, in major units."},
    {.name = "dayRate",
     .type = FIELD_AMOUNT,
     .flags = FIELD_NULLABLE,
     VIEW(day_rate_minor),
     CURRENCY_AT(struct provider_view, currency),
     .doc = "For one day, in major units."},
    {.name = "currency", .type = FIELD_CURRENCY, VIEW(currency), .doc = "ISO 4217."},
    {.name = "timeZone",
     .type = FIELD_TEXT,
     VIEW(time_zone),
     .doc = "IANA, of the provider unless said otherwise."},
    {.name = "capacity",
     .type = FIELD_INT,
     VIEW(capacity),
     .doc = "How many bookings the provider can do at once."},
    {.name = "travelSpeedMph",
     .type = FIELD_INT,
     .flags = FIELD_OMIT,
     VIEW(travel_speed_mph),
     .doc = "Told to the provider itself: the speed by which the way between jobs in person takes "
            "time. Absent: it takes none."},
    {.name = "servicesOffered",
     .type = FIELD_LIST,
     .element = FIELD_TEXT,
     VIEW(services_offered),
     .doc = "Types of the active services, in lower case."},
    {.name = "services",
     .type = FIELD_LIST,
     .element = FIELD_OBJECT,
     .shape = &service_view_shape,
     VIEW(services),
     .doc = "What can be booked."},
    {.name = "rating",
     .type = FIELD_DECIMAL,
     .flags = FIELD_NULLABLE,
     VIEW(rating),
     .doc = "Mean of the published reviews to one decimal; null without any."},
    {.name = "reviewCount",
     .type = FIELD_INT,
     VIEW(review_count),
     .doc = "How many reviews the rating rests on."},
    {.name = "verified",
     .type = FIELD_BOOL,
     VIEW(verified),
     .doc = "Whether an admin has checked who this is."},
    {.name = "portfolioAssets",
     .type = FIELD_LIST,
     .element = FIELD_TEXT,
     VIEW(portfolio_assets),
     .doc = "Links and asset names."},
    {.name = "portfolio", .type = FIELD_JSON, VIEW(portfolio_json), .doc = "[{title, url, kind}]"},
    {.name = "_count",
     .type = FIELD_OBJECT,
     .shape = &counts_shape,
     VIEW(counts),
     .doc = "How much there is."},
    {.name = "createdAt", .type = FIELD_INSTANT, VIEW(created_ms), .doc = "When it was made."},
    {.name = "distanceMiles",
     .type = FIELD_DECIMAL,
     .flags = FIELD_OMIT,
     VIEW(distance_miles),
     .doc = "From the place searched around."},
    {.name = "nextSlots",
     .type = FIELD_LIST,
     .element = FIELD_INSTANT,
     .flags = FIELD_OMIT,
     VIEW(next_slots),
     .doc = "The first starts that can be booked in the time searched for."},
    {.name = "nextSlotsServiceId",
     .type = FIELD_ID,
     .prefix = "service",
     .flags = FIELD_OMIT,
     VIEW(next_slots_service_id),
     .doc = "Whose starts these are: of the services searched for, the one that can be booked "
            "soonest."},
    {.name = "nextSlotsDurationHours",
     .type = FIELD_DECIMAL,
     .flags = FIELD_OMIT,
     VIEW(next_slots_hours),
     .doc = "For how long: as searched for, else the service's shortest."},
};
const struct shape provider_view_shape = SHAPE(
    "Provider", struct provider_view, provider_view_fields, .doc = "A provider as others see it.");

/* Two decimals, half away from zero; scale −1 when unknown. */
static struct decimal coordinate_view(int64_t degrees_e6)
{
    if (degrees_e6 == PLACE_NONE) {
        return (struct decimal){.scale = -1};
    }
    return (struct decimal){.unscaled = degrees_to_hundredths(degrees_e6), .scale = 2};
}

/* The mean to one decimal, half up, in integers. */
static struct decimal rating_view(int64_t sum, int64_t count)
{
    if (count == 0) {
        return (struct decimal){.scale = -1};
    }
    return (struct decimal){.unscaled = (sum * 20 + count) / (count * 2), .scale = 1};
}

static struct list types_offered(struct arena *arena, struct list services)
{
    struct str *types = ARENA_ARRAY(arena, struct str, services.count);
    size_t count = 0;
    for (size_t i = 0; i < services.count; i++) {
        const struct service *service = LIST_AT(services, struct service, i);
        struct str type = str_lower(arena, service->service_type);
        bool known = !service->active;
        for (size_t j = 0; j < count && !known; j++) {
            known = str_equal(types[j], type);
        }
        if (!known) {
            types[count++] = type;
        }
    }
    return (struct list){.items = types, .count = count};
}

struct list service_views(struct arena *arena, struct list services,
                          const struct provider *provider)
{
    struct service_view *views = ARENA_ARRAY(arena, struct service_view, services.count);
    for (size_t i = 0; i < services.count; i++) {
        service_view_fill(&views[i], LIST_AT(services, struct service, i), provider);
    }
    return (struct list){.items = views, .count = services.count};
}

struct provider_view *provider_view_new(struct arena *arena, const struct provider *provider,
                                        struct list services)
{
    struct provider_view *view = ARENA_NEW(arena, struct provider_view);
    *view = (struct provider_view){
        .id = provider->id,
        .display_name = provider->display_name,
        .headline = provider->headline,
        .bio = provider->bio,
        .location = provider->place.label,
        .latitude = coordinate_view(provider->place.latitude_e6),
        .longitude = coordinate_view(provider->place.longitude_e6),
        .rating = rating_view(provider->rating_sum, provider->rating_count),
        .service_radius_miles =
            provider->service_radius_miles < 0 ? INSTANT_NONE : provider->service_radius_miles,
        .hourly_rate_minor = provider->hourly_rate_minor,
        .day_rate_minor = provider->day_rate_minor,
        .currency = provider->currency,
        .time_zone = provider->time_zone,
        .capacity = provider->capacity,
        .travel_speed_mph = INSTANT_NONE,
        .review_count = provider->rating_count,
        .created_ms = provider->created_ms,
        .verified = provider->verified,
        .roles = json_text_list(arena, provider->roles_json, NULL),
        .services_offered = types_offered(arena, services),
        .portfolio_assets = json_text_list(arena, provider->portfolio_json, "url"),
        .portfolio_json = provider->portfolio_json,
        .services = service_views(arena, services, provider),
        .counts = ARENA_NEW(arena, struct provider_counts),
        .distance_miles = {.scale = -1},
        .next_slots_hours = {.scale = -1},
    };
    view->counts->bookings_as_provider = provider->booking_count;
    view->counts->received_reviews = provider->rating_count;
    return view;
}
