/* rest_routes.c: every path under /api and the operation it stands for.
 *
 * To give an operation a path, add a row. ":name" fills that field of its input; a query string
 * (GET) or a JSON body gives the rest. Nothing else is needed: the router, /api/openapi.json and
 * /docs read this table. Some operations have two paths, because the interface takes the seeds'
 * spellings. */
#include "face/face.h"

#define GET(path_text, name)                                                                       \
    {                                                                                              \
        HTTP_GET, (path_text), (name), 200, NULL                                                   \
    }
#define PUT(path_text, name)                                                                       \
    {                                                                                              \
        HTTP_PUT, (path_text), (name), 200, NULL                                                   \
    }
#define PATCH(path_text, name)                                                                     \
    {                                                                                              \
        HTTP_PATCH, (path_text), (name), 200, NULL                                                 \
    }
#define DELETE(path_text, name)                                                                    \
    {                                                                                              \
        HTTP_DELETE, (path_text), (name), 200, NULL                                                \
    }
#define POST(path_text, name)                                                                      \
    {                                                                                              \
        HTTP_POST, (path_text), (name), 200, NULL                                                  \
    }
#define CREATE(path_text, name)                                                                    \
    {                                                                                              \
        HTTP_POST, (path_text), (name), 201, NULL                                                  \
    }

const struct rest_route rest_routes[] = {
    /* People */
    CREATE("/api/auth/signup", "auth.signup"),
    POST("/api/auth/login", "auth.login"),
    POST("/api/auth/logout", "auth.logout"),
    GET("/api/auth/me", "auth.me"),
    PATCH("/api/account", "account.update"),
    POST("/api/account/password", "account.password"),
    PUT("/api/accounts/:userId/roles", "account.setRoles"),
    GET("/api/sessions", "session.list"),
    DELETE("/api/sessions/:id", "session.revoke"),
    CREATE("/api/tokens", "token.create"),
    GET("/api/tokens", "token.list"),
    DELETE("/api/tokens/:id", "token.revoke"),

    /* Providers and services */
    PUT("/api/providers/me", "provider.update"),
    GET("/api/providers/:id", "provider.get"),
    GET("/api/providers/:providerId/services", "service.list"),
    CREATE("/api/services", "service.create"),
    GET("/api/services/:id", "service.get"),
    PATCH("/api/services/:id", "service.update"),
    DELETE("/api/services/:id", "service.delete"),
    GET("/api/favorites", "favorite.list"),
    PUT("/api/favorites/:providerId", "favorite.add"),
    DELETE("/api/favorites/:providerId", "favorite.remove"),

    /* Words and defaults */
    GET("/api/edition", "edition.get"),

    /* Discovery */
    GET("/api/marketplace/providers", "provider.search"),
    GET("/api/places", "place.search"),

    /* Calendar */
    PUT("/api/providers/me/availability", "availability.set"),
    GET("/api/providers/me/availability", "availability.get"),
    GET("/api/providers/me/availability/open", "availability.open"),
    GET("/api/providers/:providerId/availability", "availability.of"),
    GET("/api/providers/:providerId/slots", "slot.list"),
    GET("/api/providers/:providerId/slots/explain", "slot.explain"),
    CREATE("/api/holds", "hold.create"),
    DELETE("/api/holds/:id", "hold.delete"),

    /* Bookings */
    CREATE("/api/bookings", "booking.create"),
    CREATE("/api/bookings/create", "booking.create"),
    POST("/api/bookings/quote", "booking.quote"),
    GET("/api/bookings", "booking.list"),
    GET("/api/bookings/my-bookings", "booking.list"),
    GET("/api/bookings/roster", "booking.roster"),
    GET("/api/bookings/:id", "booking.get"),
    PATCH("/api/bookings/:id", "booking.update"),
    PUT("/api/bookings/:id", "booking.update"),
    DELETE("/api/bookings/:id", "booking.cancel"),
    POST("/api/bookings/:id/confirm", "booking.confirm"),
    POST("/api/bookings/:id/accept", "booking.accept"),
    POST("/api/bookings/:id/decline", "booking.decline"),
    POST("/api/bookings/:id/start", "booking.start"),
    POST("/api/bookings/:id/complete", "booking.complete"),
    POST("/api/bookings/:id/approve", "booking.approve"),
    POST("/api/bookings/:id/revision", "booking.revision"),
    POST("/api/bookings/:id/cancel", "booking.cancel"),
    GET("/api/bookings/:id/cancellation", "booking.cancellation"),
    POST("/api/bookings/:id/dispute", "booking.dispute"),
    POST("/api/bookings/:id/resolve", "booking.resolve"),
    POST("/api/bookings/:id/no-show", "booking.noShow"),
    POST("/api/bookings/:id/reschedule", "booking.reschedule"),
    POST("/api/bookings/:id/reschedule/accept", "booking.acceptReschedule"),
    POST("/api/bookings/:id/reschedule/decline", "booking.declineReschedule"),
    POST("/api/bookings/:id/pay", "booking.pay"),
    POST("/api/bookings/:id/refund", "booking.refund"),
    POST("/api/bookings/:id/distribute", "booking.distribute"),
    POST("/api/bookings/:id/release-vote", "booking.releaseVote"),
    GET("/api/bookings/:id/events", "booking.events"),
    GET("/api/bookings/:bookingId/messages", "message.list"),
    CREATE("/api/bookings/:bookingId/messages", "message.send"),
    GET("/api/threads", "thread.list"),
    GET("/api/projects", "project.list"),
    CREATE("/api/projects", "project.create"),
    GET("/api/projects/:id", "project.get"),
    PATCH("/api/projects/:id", "project.update"),

    /* Notices */
    GET("/api/notifications", "notification.list"),
    POST("/api/notifications/read", "notification.read"),

    /* Live */
    GET("/api/events/poll", "event.poll"),
};
const size_t rest_route_count = COUNT_OF(rest_routes);
