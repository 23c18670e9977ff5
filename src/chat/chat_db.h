/* chat_db.h: the chat room's statements. Room-private. */
#ifndef DOCKET_CHAT_CHAT_DB_H
#define DOCKET_CHAT_CHAT_DB_H

#include "chat/chat.h"

/* Numbers and stores it; the booking's row is locked by the caller. Sets message->sequence. */
void message_insert(struct tx *tx, struct message *message);

#endif
