/* notify.h: notices in the app, written by a follower of the journal: one row per person concerned
 * (never the one who acted) and journal entry, exactly once. E-mail, SMS and push join later as
 * outbox channels. */
#ifndef DOCKET_NOTIFY_NOTIFY_H
#define DOCKET_NOTIFY_NOTIFY_H

#include "operation/operation.h"

extern const struct operation_set notify_operations; /* notification.list, notification.read */
extern const struct follower notify_follower;

#endif
