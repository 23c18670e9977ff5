#include "db/postgres_answers.h"

#include <stdlib.h>
#include <string.h>

#include "base/random.h"

struct answer {
    const char *sql;
    uint64_t hash;
    PGresult *result;
    size_t size;
    char bytes[];
};

static bool key_add(struct answer_key *key, const void *data, size_t size)
{
    if (size > sizeof key->bytes - key->size)
        return false;
    if (size)
        memcpy(key->bytes + key->size, data, size);
    key->size += size;
    return true;
}

/* Type and size before each value, so that no two questions run together into one. */
bool answer_key(const char *sql, const struct db_value *values, size_t count,
                struct answer_key *ret)
{
    ret->sql = sql;
    ret->size = 0;
    for (size_t i = 0; i < count; i++) {
        const struct db_value *value = &values[i];
        bool is_int = value->type == DB_TYPE_INT;
        bool is_null = value->type == DB_TYPE_NULL;
        const void *data = is_int ? (const void *)&value->integer : value->bytes.data;
        size_t size = is_int ? sizeof value->integer : is_null ? 0 : value->bytes.size;
        unsigned char type = (unsigned char)value->type;
        if (!key_add(ret, &type, sizeof type) || !key_add(ret, &size, sizeof size) ||
            !key_add(ret, data, size))
            return false;
    }
    ret->hash = hash_fast((struct str){ret->bytes, ret->size}) ^
                (uint64_t)(uintptr_t)sql * UINT64_C(0x9e3779b97f4a7c15);
    return true;
}

static bool is_of(const struct answer *answer, const struct answer_key *key)
{
    return answer->sql == key->sql && answer->hash == key->hash && answer->size == key->size &&
           memcmp(answer->bytes, key->bytes, key->size) == 0;
}

/* Where it is, or the empty slot where it would be: half of them stay empty. */
static struct answer **slot_of(const struct answers *answers, const struct answer_key *key)
{
    size_t slot = (size_t)(key->hash >> 32) % ANSWERS_SLOTS;
    while (answers->slots[slot] && !is_of(answers->slots[slot], key))
        slot = (slot + 1) % ANSWERS_SLOTS;
    return &answers->slots[slot];
}

PGresult *answers_find(const struct answers *answers, const struct answer_key *key)
{
    const struct answer *answer = answers->slots ? *slot_of(answers, key) : NULL;
    return answer ? answer->result : NULL;
}

bool answers_keep(struct answers *answers, const struct answer_key *key, PGresult *result)
{
    if (answers->count == ANSWERS_MAX)
        return false;
    if (!answers->slots && !(answers->slots = calloc(ANSWERS_SLOTS, sizeof *answers->slots)))
        abort();
    struct answer *answer = malloc(sizeof *answer + key->size);
    if (!answer)
        abort();
    *answer =
        (struct answer){.sql = key->sql, .hash = key->hash, .result = result, .size = key->size};
    memcpy(answer->bytes, key->bytes, key->size);
    *slot_of(answers, key) = answer;
    answers->count++;
    return true;
}

void answers_clear(struct answers *answers)
{
    answers->are_kept = false;
    for (size_t i = 0; answers->count > 0 && i < ANSWERS_SLOTS; i++) {
        struct answer *answer = answers->slots[i];
        if (!answer)
            continue;
        PQclear(answer->result);
        free(answer);
        answers->slots[i] = NULL;
        answers->count--;
    }
}

void answers_release(struct answers *answers)
{
    answers_clear(answers);
    free(answers->slots);
    answers->slots = NULL;
}
