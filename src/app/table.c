/* table.c: the whole program's operations, followers and timers, room by room. To open a room, add
 * its set here; nothing else in app/ knows it. */
#include "account/account.h"
#include "app/app.h"
#include "booking/booking.h"
#include "calendar/calendar.h"
#include "chat/chat.h"
#include "edition/edition_ops.h"
#include "listing/listing.h"
#include "notify/notify.h"
#include "search/search.h"

static struct operation_set sets[13];
static struct follower followers[1];
static struct timer_kind timers[2];

const struct operation_table app_operations = {.sets = sets, .set_count = COUNT_OF(sets)};
const struct journal_config app_journal = {
    .followers = followers,
    .follower_count = COUNT_OF(followers),
    .timers = timers,
    .timer_count = COUNT_OF(timers),
};

/* The rooms' rows are constants of other files, which C does not take as initializers by value. */
void app_assemble(void)
{
    const struct operation_set *const rooms[COUNT_OF(sets)] = {
        &account_operations, &listing_operations, &calendar_operations,      &search_operations,
        &place_operations,   &booking_operations, &booking_later_operations, &project_operations,
        &chat_operations,    &thread_operations,  &notify_operations,        &event_operations,
        &edition_operations,
    };
    for (size_t i = 0; i < COUNT_OF(sets); i++)
        sets[i] = *rooms[i];
    followers[0] = notify_follower;
    timers[0] = booking_timer;
    timers[1] = booking_reschedule_timer;
}
