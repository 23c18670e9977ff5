/* postgres_answers.h: what statements have answered in one snapshot, for whoever asks the same in
 * it again. Private to db/.
 *
 * A statement that only reads gives the same rows for the same values as long as its snapshot
 * lasts, so they are taken from here, without a round trip. The key is the statement's literal and
 * its values, all of their bytes. Of one connection: no locks. */
#ifndef DOCKET_DB_POSTGRES_ANSWERS_H
#define DOCKET_DB_POSTGRES_ANSWERS_H

#include <libpq-fe.h>

#include "db/db.h"

enum { ANSWERS_SLOTS = 1024, ANSWERS_MAX = ANSWERS_SLOTS / 2, ANSWER_KEY_MAX = 512 };

struct answer;
struct answers {
    struct answer **slots; /* ANSWERS_SLOTS of them, once they were needed */
    size_t count;
    bool are_kept; /* for the transaction under way */
};

/* A question as a key, made by answer_key(). */
struct answer_key {
    const char *sql;
    uint64_t hash;
    size_t size;
    char bytes[ANSWER_KEY_MAX];
};

/* False: it is too long to be kept. */
bool answer_key(const char *sql, const struct db_value *values, size_t count,
                struct answer_key *ret);
/* NULL: it was not asked yet. What is found is the table's. */
PGresult *answers_find(const struct answers *answers, const struct answer_key *key);
/* True: the table has it from here on. False: it is full, and the result is the caller's still. */
bool answers_keep(struct answers *answers, const struct answer_key *key, PGresult *result);
/* At the end of the transaction, once no cursor is open. */
void answers_clear(struct answers *answers);
void answers_release(struct answers *answers);

#endif
