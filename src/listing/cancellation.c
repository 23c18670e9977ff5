/* Cancellation policies: presets and custom tiers, in the one spelling that is stored and later
 * snapshotted into bookings. Pure. */
#include "listing/listing_internal.h"

enum { TIER_HOURS_MAX = 8760 };

static const char bad_policy[] = "A cancellation policy is flexible, moderate, strict, or "
                                 "{tiers:[{hoursBefore, refundPercent}]} with 1 to 10 tiers.";

static const struct cancellation_policy presets[] = {
    {.preset = "flexible", .tiers = {{24, {100, 0}}}, .count = 1},
    {.preset = "moderate", .tiers = {{120, {100, 0}}, {0, {50, 0}}}, .count = 2},
    {.preset = "strict",
     .tiers = {{168, {50, 0}}},
     .count = 1,
     .grace_hours = 48,
     .grace_days_ahead = 14},
};

static void policy_print(const struct cancellation_policy *policy, struct buf *out)
{
    buf_format(out, "{\"preset\":\"%s\",\"tiers\":[", policy->preset ? policy->preset : "custom");
    for (size_t i = 0; i < policy->count; i++) {
        buf_format(out, "%s{\"hoursBefore\":%lld,\"refundPercent\":", i ? "," : "",
                   (long long)policy->tiers[i].hours_before);
        decimal_print(out, policy->tiers[i].refund_percent);
        BUF_ADD(out, "}");
    }
    BUF_ADD(out, "]");
    if (policy->grace_hours > 0) {
        buf_format(out, ",\"grace\":{\"hours\":%lld,\"daysAhead\":%lld}",
                   (long long)policy->grace_hours, (long long)policy->grace_days_ahead);
    }
    BUF_ADD(out, "}");
}

static const struct cancellation_policy *preset_find(struct str name)
{
    for (size_t i = 0; i < COUNT_OF(presets); i++) {
        if (str_equal_ignore_case(str_from(presets[i].preset), name)) {
            return &presets[i];
        }
    }
    return NULL;
}

static bool tier_parse(const struct json *json, struct cancellation_tier *ret)
{
    const struct json *hours = json_get(json, STR("hoursBefore"));
    const struct json *percent = json_get(json, STR("refundPercent"));
    struct cancellation_tier tier;
    int64_t basis_points;
    if (json->type != JSON_OBJECT || json->count != 2 || !hours || hours->type != JSON_NUMBER ||
        !percent || percent->type != JSON_NUMBER ||
        !str_to_int64(hours->text, &tier.hours_before) || tier.hours_before < 0 ||
        tier.hours_before > TIER_HOURS_MAX || !decimal_parse(percent->text, &tier.refund_percent) ||
        !decimal_to_integer(tier.refund_percent, 2, &basis_points) || basis_points < 0 ||
        basis_points > 10000) {
        return false;
    }
    *ret = tier;
    return true;
}

/* Keeps the tiers from early to late; false for the same hour twice. */
static bool tier_place(struct cancellation_policy *policy, struct cancellation_tier tier)
{
    size_t at = policy->count;
    while (at > 0 && policy->tiers[at - 1].hours_before < tier.hours_before) {
        at--;
    }
    if (at > 0 && policy->tiers[at - 1].hours_before == tier.hours_before) {
        return false;
    }
    memmove(&policy->tiers[at + 1], &policy->tiers[at], (policy->count - at) * sizeof tier);
    policy->tiers[at] = tier;
    policy->count++;
    return true;
}

static const char *tiers_parse(const struct json *json, struct cancellation_policy *policy)
{
    if (json->type != JSON_ARRAY || json->count < 1 || json->count > CANCELLATION_TIERS_MAX) {
        return bad_policy;
    }
    for (const struct json *item = json->first; item; item = item->next) {
        struct cancellation_tier tier;
        if (!tier_parse(item, &tier)) {
            return "A tier has hoursBefore (0 to 8760) and refundPercent (0 to 100, at most two "
                   "decimals).";
        }
        if (!tier_place(policy, tier)) {
            return "Two tiers have the same hoursBefore.";
        }
    }
    for (size_t i = 1; i < policy->count; i++) {
        if (decimal_compare(policy->tiers[i].refund_percent, policy->tiers[i - 1].refund_percent) >
            0) {
            return "A later cancellation cannot refund more than an earlier one.";
        }
    }
    return NULL;
}

/* A preset is itself, whatever of its own stored form comes along with its name. */
static const char *preset_check(const struct cancellation_policy *preset, const struct json *tiers)
{
    struct cancellation_policy sent = {0};
    if (!tiers) {
        return NULL;
    }
    bool same = tiers_parse(tiers, &sent) == NULL && sent.count == preset->count;
    for (size_t i = 0; same && i < sent.count; i++) {
        same = sent.tiers[i].hours_before == preset->tiers[i].hours_before &&
               decimal_compare(sent.tiers[i].refund_percent, preset->tiers[i].refund_percent) == 0;
    }
    return same ? NULL : "A preset has tiers of its own; leave preset out for custom tiers.";
}

static const char *policy_parse(const struct json *json, struct cancellation_policy *ret)
{
    const struct json *name = json->type == JSON_TEXT ? json : json_get(json, STR("preset"));
    const struct json *tiers = json_get(json, STR("tiers"));
    const struct json *grace = json_get(json, STR("grace"));
    size_t known = (size_t)(json->type == JSON_OBJECT && name) + (tiers != NULL) + (grace != NULL);
    if ((json->type != JSON_TEXT && json->type != JSON_OBJECT) ||
        (name && name->type != JSON_TEXT) || json->count != known) {
        return bad_policy;
    }
    const struct cancellation_policy *preset = name ? preset_find(name->text) : NULL;
    if (preset) {
        *ret = *preset;
        return grace && preset->grace_hours == 0 ? bad_policy : preset_check(preset, tiers);
    }
    bool is_custom = !name || str_equal_ignore_case(name->text, STR("custom"));
    *ret = (struct cancellation_policy){0};
    return !is_custom || !tiers || grace ? bad_policy : tiers_parse(tiers, ret);
}

const char *cancellation_read(struct arena *arena, struct str json, struct cancellation_policy *ret)
{
    const struct json *value = str_is_set(json) ? json_parse(arena, json, NULL, NULL) : NULL;
    return value ? policy_parse(value, ret) : bad_policy;
}

const char *cancellation_canonical(struct arena *arena, struct str json, struct str *ret_json)
{
    struct cancellation_policy policy;
    struct buf out;
    const char *message = cancellation_read(arena, json, &policy);
    if (message) {
        return message;
    }
    buf_init(&out, arena, 128);
    policy_print(&policy, &out);
    *ret_json = buf_str(&out);
    return NULL;
}
