/* notify.h: how somebody learns what others did.
 *
 * Notices in the app are written by a follower of the journal: one row per person concerned (never
 * the one who acted) and journal entry, exactly once. E-mail, SMS and push join later as outbox
 * channels.
 *
 * Events are the journal itself, as far as the caller is in its audience, in order, from a position
 * on. A client that gives the last position it was told misses nothing and gets nothing twice. */
#ifndef DOCKET_NOTIFY_NOTIFY_H
#define DOCKET_NOTIFY_NOTIFY_H

#include "operation/operation.h"

extern const struct operation_set notify_operations; /* notification.list, notification.read */
extern const struct operation_set event_operations;  /* event.poll */
extern const struct follower notify_follower;

#endif
