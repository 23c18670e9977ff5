/* notify.c: who is told of what. */
#include "notify/notify_db.h"

/* Entries that concern the people in their audience enough to tell them. Others (sign-ups, changed
 * profiles) are in the journal for whoever looks. To add a notice, add the beginning of its type.
 */
static const struct notice {
    struct str prefix;
    bool is_about_booking; /* its subject is the booking */
} notices[] = {
    {{"booking.", 8}, true},
    {{"payment.", 8}, true},
};

static const struct notice *notice_find(struct str type)
{
    for (size_t i = 0; i < COUNT_OF(notices); i++)
        if (str_starts_with(type, notices[i].prefix))
            return &notices[i];
    return NULL;
}

/* An audience may name the same account twice; the second finds the first's row and does nothing.
 */
static void tell(struct tx *tx, struct arena *arena, const struct notice *notice,
                 const struct journal_entry *entry)
{
    for (int i = 0; i < entry->audience_count; i++) {
        if (id_equal(entry->audience[i], entry->actor_id))
            continue;
        struct notification notification = {
            .id = id_new(),
            .account_id = entry->audience[i],
            .position = entry->position,
            .type = entry->type,
            .booking_id = notice->is_about_booking ? entry->subject_id : ID_NONE,
            .data = entry->data,
            .created_ms = entry->at_ms,
        };
        notification_store(tx, arena, &notification);
    }
}

/* One of several that one call changed: the first tells of it. */
static bool is_told_with_another(struct arena *arena, const struct journal_entry *entry)
{
    const struct json *data = json_parse(arena, entry->data, NULL, NULL);
    const struct json *follows = json_get(data, STR("seriesFollows"));
    return follows && follows->type == JSON_BOOL && follows->boolean;
}

static enum error follow(struct tx *tx, struct arena *arena, const struct journal_entry *entries,
                         size_t count, void *context)
{
    (void)context;
    for (size_t i = 0; i < count; i++) {
        const struct notice *notice = notice_find(entries[i].type);
        if (notice && !is_told_with_another(arena, &entries[i]))
            tell(tx, arena, notice, &entries[i]);
    }
    return ERROR_NONE;
}

const struct follower notify_follower = {.name = "notify", .follow = follow};
