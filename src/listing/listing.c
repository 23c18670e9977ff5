/* The rules of offering: what a price, a place and a policy may be. Pure. */
#include <math.h>

#include "listing/listing_internal.h"

/* ---- places ---- */

static double radians(int64_t degrees_e6)
{
    return (double)degrees_e6 * (M_PI / 180e6);
}

double place_distance_miles(const struct place *a, const struct place *b)
{
    const double earth_radius_miles = 3958.7613;
    double sin_lat = sin((radians(b->latitude_e6) - radians(a->latitude_e6)) / 2);
    double sin_lng = sin((radians(b->longitude_e6) - radians(a->longitude_e6)) / 2);
    double h = sin_lat * sin_lat +
               cos(radians(a->latitude_e6)) * cos(radians(b->latitude_e6)) * sin_lng * sin_lng;
    return 2 * earth_radius_miles * asin(fmin(1, sqrt(h)));
}

bool place_is_within(const struct place *a, const struct place *b, int64_t miles)
{
    return place_distance_miles(a, b) <= (double)miles;
}

int64_t place_way_minutes(const struct place *a, const struct place *b, int64_t speed_mph)
{
    return (int64_t)ceil(place_distance_miles(a, b) * 60 / (double)speed_mph);
}

bool degrees_to_e6(struct decimal degrees, int64_t *ret_e6)
{
    for (; degrees.scale > 6; degrees.scale--) {
        degrees.unscaled /= 10;
    }
    return decimal_to_integer(degrees, 6, ret_e6);
}

int64_t degrees_to_hundredths(int64_t degrees_e6)
{
    return (degrees_e6 + (degrees_e6 < 0 ? -5000 : 5000)) / 10000;
}

static bool degrees_parse(const struct json *number, int64_t limit, int64_t *ret_e6)
{
    struct decimal value;
    int64_t degrees_e6;
    if (number->type != JSON_NUMBER || !decimal_parse(number->text, &value) ||
        !degrees_to_e6(value, &degrees_e6) || degrees_e6 < -limit * 1000000 ||
        degrees_e6 > limit * 1000000) {
        return false;
    }
    *ret_e6 = degrees_e6;
    return true;
}

/* A text of 1…max code points, ends trimmed; *ret lives in the arena. */
static bool text_parse(struct arena *arena, const struct json *json, size_t max, struct str *ret)
{
    if (!json || json->type != JSON_TEXT) {
        return false;
    }
    struct str text = str_trim(json->text);
    if (text.size == 0 || str_count_codepoints(text) > max) {
        return false;
    }
    *ret = str_copy(arena, text);
    return true;
}

static const char *place_member(struct arena *arena, const struct json *member, struct place *place)
{
    if (member->type == JSON_NULL) {
        return NULL;
    }
    if (str_equal(member->key, STR("label"))) {
        return text_parse(arena, member, 200, &place->label) ? NULL
                                                             : "A label has 1 to 200 characters.";
    }
    if (str_equal(member->key, STR("lat"))) {
        return degrees_parse(member, 90, &place->latitude_e6) ? NULL
                                                              : "lat is a number from -90 to 90.";
    }
    if (str_equal(member->key, STR("lng"))) {
        return degrees_parse(member, 180, &place->longitude_e6)
                   ? NULL
                   : "lng is a number from -180 to 180.";
    }
    return "A location has label, lat and lng.";
}

const char *place_from_json(struct arena *arena, struct str json, struct place *ret)
{
    struct place place = {.latitude_e6 = PLACE_NONE, .longitude_e6 = PLACE_NONE};
    const struct json *value = str_is_set(json) ? json_parse(arena, json, NULL, NULL) : NULL;
    if (value && value->type == JSON_TEXT) {
        if (!text_parse(arena, value, 200, &place.label)) {
            return "A location has 1 to 200 characters.";
        }
    } else if (value && value->type == JSON_OBJECT) {
        for (const struct json *member = value->first; member; member = member->next) {
            const char *message = place_member(arena, member, &place);
            if (message) {
                return message;
            }
        }
    } else if (value && value->type != JSON_NULL) {
        return "A location is text or {label, lat, lng}.";
    }
    if ((place.latitude_e6 == PLACE_NONE) != (place.longitude_e6 == PLACE_NONE)) {
        return "lat and lng come together.";
    }
    *ret = place;
    return NULL;
}

/* ---- open-ended lists, kept as canonical JSON ---- */

struct list json_text_list(struct arena *arena, struct str json, const char *member)
{
    const struct json *array = str_is_set(json) ? json_parse(arena, json, NULL, NULL) : NULL;
    if (!array || array->type != JSON_ARRAY) {
        return (struct list){0};
    }
    struct str *texts = ARENA_ARRAY(arena, struct str, array->count);
    size_t count = 0;
    for (const struct json *item = array->first; item; item = item->next) {
        const struct json *text = member ? json_get(item, str_from(member)) : item;
        if (text && text->type == JSON_TEXT) {
            texts[count++] = text->text;
        }
    }
    return (struct list){.items = texts, .count = count};
}

static bool list_has(struct list texts, size_t count, struct str text)
{
    for (size_t i = 0; i < count; i++) {
        if (str_equal_ignore_case(*LIST_AT(texts, struct str, i), text)) {
            return true;
        }
    }
    return false;
}

struct str roles_canonical(struct arena *arena, struct list texts)
{
    struct buf out;
    struct json_writer writer;
    buf_init(&out, arena, 64);
    json_writer_init(&writer, &out);
    json_begin_array(&writer);
    for (size_t i = 0; i < texts.count; i++) {
        struct str role = *LIST_AT(texts, struct str, i);
        if (!list_has(texts, i, role)) {
            json_text(&writer, str_lower(arena, role));
        }
    }
    json_end_array(&writer);
    return buf_str(&out);
}

/* An array of at most `max` items, each written by `item` as one object; its message on a refusal.
 */
static const char *array_canonical(struct arena *arena, struct str json, size_t max,
                                   const char *(*item)(struct arena *, const struct json *,
                                                       struct json_writer *),
                                   struct str *ret_json)
{
    struct buf out;
    struct json_writer writer;
    const struct json *array = str_is_set(json) ? json_parse(arena, json, NULL, NULL) : NULL;
    if (array && array->type != JSON_NULL && array->type != JSON_ARRAY) {
        return "A list is expected here.";
    }
    if (array && array->count > max) {
        return "There are too many items in this list.";
    }
    buf_init(&out, arena, json.size + 64);
    json_writer_init(&writer, &out);
    json_begin_array(&writer);
    for (const struct json *each = array ? array->first : NULL; each; each = each->next) {
        json_begin_object(&writer);
        const char *message = item(arena, each, &writer);
        if (message) {
            return message;
        }
        json_end_object(&writer);
    }
    json_end_array(&writer);
    *ret_json = buf_str(&out);
    return NULL;
}

static bool has_only(const struct json *object, const char *names)
{
    for (const struct json *member = object->first; member; member = member->next) {
        struct str rest = str_from(names), name;
        bool known = false;
        while (str_next_piece(&rest, ' ', &name)) {
            known = known || str_equal(name, member->key);
        }
        if (!known) {
            return false;
        }
    }
    return true;
}

/* http(s) addresses, or names of assets; javascript: and its like are neither. */
static bool is_asset_or_link(struct str url)
{
    return str_starts_with(url, STR("https://")) || str_starts_with(url, STR("http://")) ||
           memchr(url.data, ':', url.size) == NULL;
}

static const char *portfolio_item(struct arena *arena, const struct json *json,
                                  struct json_writer *writer)
{
    struct str title = STR_NONE, url = STR_NONE, kind = STR_NONE;
    bool is_object = json->type == JSON_OBJECT;
    if (!text_parse(arena, is_object ? json_get(json, STR("url")) : json, 1000, &url) ||
        !is_asset_or_link(url)) {
        return "A portfolio item is a link or asset name, or {title, url, kind}.";
    }
    if (is_object) {
        const struct json *sent_title = json_get(json, STR("title"));
        const struct json *sent_kind = json_get(json, STR("kind"));
        bool good =
            has_only(json, "title url kind") &&
            (!sent_title || sent_title->type == JSON_NULL ||
             text_parse(arena, sent_title, 200, &title)) &&
            (!sent_kind || sent_kind->type == JSON_NULL || text_parse(arena, sent_kind, 40, &kind));
        if (!good) {
            return "A portfolio item has title (up to 200 characters), url and kind (up to 40).";
        }
    }
    json_key(writer, STR("title"));
    json_text(writer, title);
    json_key(writer, STR("url"));
    json_text(writer, url);
    json_key(writer, STR("kind"));
    json_text(writer, kind);
    return NULL;
}

const char *portfolio_canonical(struct arena *arena, struct str json, struct str *ret_json)
{
    return array_canonical(arena, json, 50, portfolio_item, ret_json);
}

static const char *questions_item(struct arena *arena, const struct json *json,
                                  struct json_writer *writer)
{
    struct str question;
    bool is_object = json->type == JSON_OBJECT, is_required = false;
    if (!text_parse(arena, is_object ? json_get(json, STR("question")) : json, 500, &question)) {
        return "A question is text of 1 to 500 characters, or {question, required}.";
    }
    if (is_object) {
        const struct json *sent = json_get(json, STR("required"));
        if (!has_only(json, "question required") || (sent && sent->type != JSON_BOOL)) {
            return "A question has question and required (true or false).";
        }
        is_required = sent && sent->boolean;
    }
    json_key(writer, STR("question"));
    json_text(writer, question);
    json_key(writer, STR("required"));
    json_bool(writer, is_required);
    return NULL;
}

const char *questions_canonical(struct arena *arena, struct str json, struct str *ret_json)
{
    return array_canonical(arena, json, 20, questions_item, ret_json);
}

/* ---- services ---- */

bool service_type_parse(struct arena *arena, struct str text, struct str *ret)
{
    text = str_trim(text);
    if (text.size < 1 || text.size > 40) {
        return false;
    }
    char *name = arena_copy(arena, text.data, text.size);
    for (size_t i = 0; i < text.size; i++) {
        char c = name[i];
        if (c >= 'a' && c <= 'z') {
            name[i] = (char)(c - 'a' + 'A');
        } else if (c == ' ' || c == '-') {
            name[i] = '_';
        } else if (!(c >= 'A' && c <= 'Z') && !(c >= '0' && c <= '9') && c != '_') {
            return false;
        }
    }
    *ret = (struct str){.data = name, .size = text.size};
    return true;
}

enum error service_choose(struct list services, struct arena *arena, struct str service_type,
                          struct service *ret)
{
    struct str type;
    bool is_typed = str_is_set(service_type) && service_type_parse(arena, service_type, &type);
    for (size_t i = 0; is_typed && i < services.count; i++) {
        const struct service *service = LIST_AT(services, struct service, i);
        if (str_equal(service->service_type, type)) {
            *ret = *service;
            return ERROR_NONE;
        }
    }
    if (services.count != 1) {
        return ERROR_SERVICE_REQUIRED;
    }
    *ret = *LIST_AT(services, struct service, 0);
    return ERROR_NONE;
}

bool service_is_remote_only(const struct service *service)
{
    return service->is_remote && !service->is_in_person;
}

enum error service_judge_way(const struct service *service, bool is_remote)
{
    if (is_remote) {
        return service->is_remote ? ERROR_NONE : ERROR_REMOTE_NOT_OFFERED;
    }
    return service_is_remote_only(service) ? ERROR_IN_PERSON_NOT_OFFERED : ERROR_NONE;
}

int64_t service_rate_minor(const struct service *service, const struct provider *provider)
{
    if (service->rate_minor != INSTANT_NONE) {
        return service->rate_minor;
    }
    switch (service->rate_type) {
    case RATE_HOURLY:
        return provider->hourly_rate_minor;
    case RATE_DAY:
        return provider->day_rate_minor;
    case RATE_FIXED:
        break;
    }
    return INSTANT_NONE;
}

int64_t service_rate_for(const struct service *service, const struct provider *provider,
                         enum rate_type type)
{
    struct service asked = *service;
    if (type != service->rate_type) {
        if (type == RATE_FIXED || service->rate_type == RATE_FIXED) {
            return INSTANT_NONE;
        }
        asked.rate_type = type;
        asked.rate_minor = INSTANT_NONE;
    }
    return service_rate_minor(&asked, provider);
}

enum error provider_judge_area(const struct provider *provider, bool is_remote,
                               const struct place *said)
{
    bool both_known = said->latitude_e6 != PLACE_NONE && provider->place.latitude_e6 != PLACE_NONE;
    bool is_far = !is_remote && both_known && provider->service_radius_miles >= 0 &&
                  !place_is_within(said, &provider->place, provider->service_radius_miles);
    return is_far ? ERROR_OUTSIDE_AREA : ERROR_NONE;
}

static const char *apply_edition(struct arena *arena, const struct edition_defaults *defaults,
                                 struct service *service)
{
    service->step_minutes = defaults->step_minutes;
    service->rate_type = (enum rate_type)defaults->rate_type;
    service->buffer_before_minutes = defaults->buffer_before_minutes;
    service->buffer_after_minutes = defaults->buffer_after_minutes;
    service->min_notice_minutes = defaults->min_notice_minutes;
    service->window_days = defaults->window_days;
    service->acceptance = (enum acceptance)defaults->acceptance;
    service->payment = (enum payment_policy)defaults->payment;
    service->approval = (enum approval)defaults->approval;
    service->revisions = defaults->revisions;
    service->request_ttl_hours = defaults->request_ttl_hours;
    service->is_remote = defaults->is_remote;
    service->is_in_person = defaults->is_in_person;
    const char *wrong = cancellation_canonical(arena, defaults->cancellation_policy_json,
                                               &service->cancellation_policy_json);
    return wrong ? str_format(arena, "defaults.cancellationPolicy: %s", wrong).data : NULL;
}

const char *service_set_defaults(struct arena *arena, const struct edition *edition,
                                 struct service *service)
{
    *service = (struct service){
        .description = STR(""),
        .active = true,
        .min_minutes = 60,
        .max_minutes = 1440,
        .step_minutes = 60,
        .rate_type = RATE_HOURLY,
        .rate_minor = INSTANT_NONE,
        .min_notice_minutes = 60,
        .window_days = 365,
        .seats = 1,
        .acceptance = ACCEPT_REQUEST,
        .payment = PAYMENT_AFTER,
        .approval = APPROVAL_CLIENT,
        .revisions = 2,
        .pending_blocks = true,
        .request_ttl_hours = 48,
        .is_remote = true,
        .is_in_person = true,
        .questions_json = STR("[]"),
    };
    if (edition)
        return apply_edition(arena, edition->defaults, service);
    return cancellation_canonical(arena, STR("\"moderate\""), &service->cancellation_policy_json);
}

struct complaint service_complaint(const struct service *service)
{
    if (service->min_minutes < 1) {
        return (struct complaint){"minHours", "range", "At least a minute."};
    }
    if (service->max_minutes > SERVICE_MINUTES_MAX) {
        return (struct complaint){"maxHours", "range", "At most 168 hours."};
    }
    if (service->max_minutes < service->min_minutes) {
        return (struct complaint){"maxHours", "range", "Not less than minHours."};
    }
    if (service->rate_type == RATE_FIXED && service->rate_minor == INSTANT_NONE) {
        return (struct complaint){"rate", "required", "A fixed price needs its rate."};
    }
    if (service->min_notice_minutes >= service->window_days * 1440) {
        return (struct complaint){"minNoticeMinutes", "range",
                                  "The notice must end before the booking window does."};
    }
    if (!service->is_remote && !service->is_in_person) {
        return (struct complaint){"isInPerson", "range", "Remote, in person, or both."};
    }
    return (struct complaint){0};
}
