/* start.h: how a start is asked for, in the same words by slot.list, slot.explain and hold.create
 * (slot_ops.c). Private to calendar/. */
#ifndef DOCKET_CALENDAR_START_H
#define DOCKET_CALENDAR_START_H

#include "calendar/calendar.h"

struct start_asked {
    struct id provider_id, service_id;
    struct str service_type;
    struct decimal duration_hours;
    struct id ignore_booking_id;        /* one of the caller's, which may be moved; not of holds */
    struct decimal latitude, longitude; /* scale −1: not said */
    bool is_remote;
};
/* The rows of their shapes: which service, how long, when, and where it is to be. */
#define START_SERVICE_FIELDS(input)                                                                \
    {.name = "serviceId",                                                                          \
     .type = FIELD_ID,                                                                             \
     .prefix = "service",                                                                          \
     AT(input, asked.service_id),                                                                  \
     .doc = "Not needed when serviceType says it, or the provider has one service."},              \
    {                                                                                              \
        .name = "serviceType", .type = FIELD_TEXT, .aliases = "service", .max = 40,                \
        AT(input, asked.service_type), .doc = "MIXING and the like, in any case."                  \
    }
#define START_LENGTH_FIELD(input)                                                                  \
    {                                                                                              \
        .name = "durationHours", .type = FIELD_DECIMAL,                                            \
        .aliases = "estimatedHours estimatedDuration", .flags = FIELD_NOT_NEGATIVE,                \
        AT(input, asked.duration_hours), .doc = "The service's shortest when not sent."            \
    }
#define START_INSTANT_FIELDS(input)                                                                \
    {.name = "start",                                                                              \
     .type = FIELD_INSTANT,                                                                        \
     .aliases = "scheduledTime eventDate scheduledDate",                                           \
     .flags = FIELD_REQUIRED,                                                                      \
     AT(input, start_ms),                                                                          \
     .doc = "The start: RFC 3339, or local time with timeZone."},                                  \
    {                                                                                              \
        .name = "timeZone", .type = FIELD_ZONE, AT(input, time_zone),                              \
        .doc = "Of a start that is local time."                                                    \
    }
#define START_PLACE_FIELDS(input)                                                                  \
    {.name = "lat",                                                                                \
     .type = FIELD_DECIMAL,                                                                        \
     .flags = FIELD_NULLABLE,                                                                      \
     .min = -90,                                                                                   \
     .max = 90,                                                                                    \
     AT(input, asked.latitude),                                                                    \
     .doc = "Of the place where it is to be, as far as the way there matters; the provider's own " \
            "place when not sent."},                                                               \
        {.name = "lng",                                                                            \
         .type = FIELD_DECIMAL,                                                                    \
         .flags = FIELD_NULLABLE,                                                                  \
         .min = -180,                                                                              \
         .max = 180,                                                                               \
         AT(input, asked.longitude),                                                               \
         .doc = "With lat."},                                                                      \
    {                                                                                              \
        .name = "isRemote", .type = FIELD_BOOL, AT(input, asked.is_remote),                        \
        .doc =                                                                                     \
            "Whether it is to be done remotely, where no way matters; what the service is when "   \
            "not sent."                                                                            \
    }
enum error start_find_service(struct call *call, struct tx *tx, const struct start_asked *asked,
                              struct service *ret);
/* Where none was sent, the service's shortest; a booking that may be moved stays as long as it is,
 * which *ret_ms says already. */
enum error start_find_duration(struct call *call, const struct start_asked *asked, bool is_sent,
                               const struct service *service, int64_t *ret_ms);
/* As was asked, else as the service is done. `input` is of that shape, and `asked` in it. */
bool start_is_remote(const struct start_asked *asked, const struct shape *shape, const void *input,
                     const struct service *service);
/* As travel_place() gives it; refused where it could not be booked: a way that the service does not
 * offer, or a place outside the provider's area. */
enum error start_find_place(struct call *call, const struct start_asked *asked,
                            const struct shape *shape, const void *input,
                            const struct provider *provider, const struct service *service,
                            struct place *ret);

#endif
