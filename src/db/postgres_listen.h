/* postgres_listen.h: hears what other nodes have to tell, on a connection and a thread of its own.
 * Private to db/. */
#ifndef DOCKET_DB_POSTGRES_LISTEN_H
#define DOCKET_DB_POSTGRES_LISTEN_H

#include <libpq-fe.h>

/* The channel nodes use, within one database. */
#define LISTEN_CHANNEL "docket"

struct listener;
/* Calls `fn` on its thread after each batch of notices, and whenever it has (again) begun to
 * listen, since what was said before then is lost. `connect` is how the store makes a connection.
 */
struct listener *listener_start(const char *url, PGconn *(*connect)(const char *url),
                                void (*fn)(void *argument), void *argument);
void listener_stop(struct listener *listener); /* NULL is fine; `fn` has ended when it returns */

#endif
