/* notify.h: tells the service manager how we are (sd_notify(3)), without its library.
 *
 * The state is one datagram to the Unix socket named by $NOTIFY_SOCKET; a name that starts with '@'
 * is abstract (unix(7)). With no such variable nobody is listening, which is fine. */
#ifndef DOCKET_NET_NOTIFY_H
#define DOCKET_NET_NOTIFY_H

#include "base/str.h"

enum notify_result { NOTIFY_SENT, NOTIFY_NOBODY, NOTIFY_FAILED };

/* `state` is lines of NAME=value, e.g. "READY=1" or "STOPPING=1\nSTATUS=draining". */
enum notify_result notify_send(struct str state);

#endif
