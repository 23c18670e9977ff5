/* error.h: every refusal Docket can give, once.
 *
 * One row per refusal: enum name, stable machine code, HTTP status, and a sentence a person can act
 * on. The tRPC code follows from the status. Faces translate; rooms only return the enum. The order
 * within a group is the documented precedence: when several refusals apply, the first row wins.
 *
 * Three severities (see docs/ARCHITECTURE.md): impossible → abort(); our bug → ERROR_INTERNAL,
 * logged, rolled back, answered 500; the caller's fault → any other row, nothing changed. */
#ifndef DOCKET_BASE_ERROR_H
#define DOCKET_BASE_ERROR_H

#include "base/list.h"
#include "base/str.h"

#define ERROR_TABLE(X)                                                                             \
    X(NONE, "ok", 200, "Done.")                                                                    \
    /* The request itself */                                                                       \
    X(BAD_REQUEST, "bad_request", 400, "The request could not be understood.")                     \
    X(BAD_JSON, "bad_json", 400, "The body is not valid JSON.")                                    \
    X(INVALID, "invalid", 400, "Some fields need another value.")                                  \
    X(UNAUTHENTICATED, "unauthenticated", 401,                                                     \
      "Sign in first; if you sent a token, it is unknown or has ended.")                           \
    X(BAD_CREDENTIALS, "bad_credentials", 401, "That e-mail and password do not match.")           \
    X(FORBIDDEN, "forbidden", 403, "You may not do this here.")                                    \
    X(CROSS_ORIGIN, "cross_origin", 403, "This request came from another site.")                   \
    X(NOT_FOUND, "not_found", 404, "There is nothing here, or nothing you may see.")               \
    X(METHOD_NOT_ALLOWED, "method_not_allowed", 405, "This address does not take that method.")    \
    X(REQUEST_TIMEOUT, "request_timeout", 408, "The request took too long to arrive.")             \
    X(BODY_TOO_LARGE, "body_too_large", 413, "The body is larger than this address takes.")        \
    X(URL_TOO_LONG, "url_too_long", 414, "The address is too long.")                               \
    X(UNSUPPORTED_MEDIA_TYPE, "unsupported_media_type", 415, "Send JSON (application/json).")      \
    X(RATE_LIMITED, "rate_limited", 429, "Too many requests; wait a moment and try again.")        \
    X(HEADERS_TOO_LARGE, "headers_too_large", 431, "The request headers are too large.")           \
    /* Clashes with what is stored (409) */                                                        \
    X(EMAIL_TAKEN, "email_taken", 409, "An account with this e-mail address exists.")              \
    X(IDEMPOTENCY_MISMATCH, "idempotency_mismatch", 409,                                           \
      "This Idempotency-Key was used for a different request.")                                    \
    X(BAD_TRANSITION, "bad_transition", 409,                                                       \
      "The booking is not in a state that allows this; its actions say what is.")                  \
    X(REQUEST_EXPIRED, "request_expired", 409, "This request has expired.")                        \
    X(RATE_CHANGED, "rate_changed", 409, "The price has changed; here is the current quote.")      \
    X(SLOT_TAKEN, "slot_taken", 409, "That time is taken.")                                        \
    X(TRAVEL, "travel", 409,                                                                       \
      "There is too little time for the way from the place before, or to the next.")               \
    X(CLIENT_LIMIT, "client_limit", 409, "You have as many open bookings here as allowed.")        \
    X(HOLD_QUOTA, "hold_quota", 409, "You hold as many times as allowed; book one or let go.")     \
    X(SERIES_CLASH, "series_clash", 409,                                                           \
      "Some of these times cannot be booked; the clashes say which and why.")                      \
    X(STALE_VERSION, "stale_version", 409, "This was changed after you read it; read it again.")   \
    X(IN_USE, "in_use", 409, "Something still depends on this.")                                   \
    X(CONFLICT, "conflict", 409, "This clashes with a change made meanwhile.")                     \
    /* Well formed, but the rules refuse (422) */                                                  \
    X(NOT_A_PROVIDER, "not_a_provider", 422,                                                       \
      "This account offers no services; give it a provider profile first.")                        \
    X(SERVICE_REQUIRED, "service_required", 422,                                                   \
      "Say which service: by serviceId, or by a serviceType that the provider offers.")            \
    X(SERVICE_INACTIVE, "service_inactive", 422, "This service cannot be booked now.")             \
    X(SELF_BOOKING, "self_booking", 422, "You cannot book yourself.")                              \
    X(BAD_DURATION, "bad_duration", 422,                                                           \
      "Not a length of this service; see its minHours, maxHours and stepMinutes.")                 \
    X(OFF_GRID, "off_grid", 422,                                                                   \
      "This service does not start at that time; the free times show when it does.")               \
    X(TOO_SOON, "too_soon", 422, "That start is past, or sooner than this service takes.")         \
    X(TOO_FAR, "too_far", 422, "That start is further ahead than this service takes.")             \
    X(OUTSIDE_HOURS, "outside_hours", 422, "That is outside the hours; the free times show when.") \
    X(REMOTE_NOT_OFFERED, "remote_not_offered", 422, "This service is done in person only.")       \
    X(IN_PERSON_NOT_OFFERED, "in_person_not_offered", 422, "This service is done remotely only.")  \
    X(OUTSIDE_AREA, "outside_area", 422, "That place is outside the provider's area.")             \
    X(DAY_LIMIT, "day_limit", 422, "The provider takes no more bookings on that day.")             \
    X(WEEK_LIMIT, "week_limit", 422, "The provider takes no more bookings in that week.")          \
    X(TOO_EARLY, "too_early", 422, "It is too early for this.")                                    \
    X(TOO_LATE, "too_late", 422, "It is too late for this.")                                       \
    X(NOT_IMPLEMENTED_YET, "room_not_open", 422, "This part of Docket is not open yet.")           \
    X(LIMIT_REACHED, "limit_reached", 422, "There are as many of these as allowed.")               \
    X(UNPROCESSABLE, "unprocessable", 422, "The rules do not allow this.")                         \
    /* Ours */                                                                                     \
    X(INTERNAL, "internal", 500, "Something went wrong on our side; nothing was changed.")         \
    X(OUTCOME_UNKNOWN, "outcome_unknown", 503,                                                     \
      "We cannot tell whether this was stored; try again with the same Idempotency-Key.")          \
    X(UNAVAILABLE, "unavailable", 503, "Docket is busy or stopping; try again in a moment.")

enum error {
#define ERROR_ENUM(name, code, status, sentence) ERROR_##name,
    ERROR_TABLE(ERROR_ENUM)
#undef ERROR_ENUM
        ERROR_COUNT
};

struct error_info {
    enum error error;
    const char *code; /* stable, lowercase: part of the interface */
    int http_status;
    const char *sentence; /* default title */
};
const struct error_info *error_info(enum error error);

/* A field that was refused. `field` is the path as sent ("weekly[2].start"). */
struct field_error {
    struct str field;
    const char *code;   /* required, unknown, type, too_short, too_long, range, format, … */
    struct str message; /* a sentence */
};

/* What a refusal says beyond its enum. Lives in the call's arena. */
struct problem {
    enum error error;
    struct str detail;     /* absent: the table's sentence */
    struct list fields;    /* of struct field_error; at most PROBLEM_FIELDS_MAX */
    struct str extra_json; /* absent, or `"quote":{…}`: members added to the problem body */
    int retry_after_s;     /* with RATE_LIMITED and UNAVAILABLE */
};
enum { PROBLEM_FIELDS_MAX = 32 };

/* Remembers a field error (beyond the maximum it is dropped); sets problem->error to INVALID. */
void problem_add_field(struct problem *problem, struct arena *arena, struct str field,
                       const char *code, struct str message);

#endif
