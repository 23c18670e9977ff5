#include "operation/memory.h"

#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "base/random.h"

/* Replies in sets of a few: a question has its place in one set, and there what is out of date, or
 * else the next in turn, makes room. */
enum { WAY_COUNT = 4, SET_COUNT = MEMORY_REPLIES_MAX / WAY_COUNT, KEY_BYTES_MAX = 1024 };

/* When a reply was true. */
struct moment {
    uint64_t generation;
    int64_t second;
};

/* What is asked, by whom and when: from memory_recall() to memory_keep(). Lives in the call. */
struct question {
    struct str key;
    uint64_t hash; /* of the key */
    struct moment moment;
};

struct reply {
    _Atomic int holds; /* the table's, and one for each call that answers with it */
    uint64_t hash;
    struct moment moment;
    size_t key_size, text_size;
    char bytes[]; /* the key, then the text and a NUL */
};

struct set {
    pthread_mutex_t lock;
    struct reply *ways[WAY_COUNT];
    unsigned next; /* the way to be replaced when none is out of date */
};

struct memory {
    struct set sets[SET_COUNT];
};

struct memory *memory_new(void)
{
    struct memory *memory = calloc(1, sizeof(*memory));
    if (!memory)
        abort();
    for (int i = 0; i < SET_COUNT; i++)
        pthread_mutex_init(&memory->sets[i].lock, NULL);
    return memory;
}

static void reply_drop(void *argument)
{
    struct reply *reply = argument;
    if (reply && atomic_fetch_sub(&reply->holds, 1) == 1)
        free(reply);
}

void memory_free(struct memory *memory)
{
    if (!memory)
        return;
    for (int i = 0; i < SET_COUNT; i++) {
        for (int k = 0; k < WAY_COUNT; k++)
            reply_drop(memory->sets[i].ways[k]);
        pthread_mutex_destroy(&memory->sets[i].lock);
    }
    free(memory);
}

/* ---- the question ---- */

/* What stands before a value's own bytes: no two different trees are written alike. */
struct node_head {
    uint8_t type, boolean;
    uint16_t key_size;
    uint32_t text_size, count;
};

/* False: too long to be worth it. json_parse() bounds the depth. */
static bool key_add_tree(struct buf *key, const struct json *node)
{
    if (node->key.size + node->text.size + sizeof(struct node_head) + key->size > KEY_BYTES_MAX)
        return false;
    const struct node_head head = {
        .type = (uint8_t)node->type,
        .boolean = node->boolean,
        .key_size = (uint16_t)node->key.size,
        .text_size = (uint32_t)node->text.size,
        .count = (uint32_t)node->count,
    };
    buf_add(key, (struct str){(const char *)&head, sizeof(head)});
    buf_add(key, node->key);
    buf_add(key, node->text);
    for (const struct json *child = node->first; child; child = child->next)
        if (!key_add_tree(key, child))
            return false;
    return true;
}

struct key_head {
    const struct operation *operation;
    struct id account_id, session_id;
    uint32_t roles, source;
};

static bool key_print(const struct call *call, struct buf *key)
{
    const struct key_head head = {
        .operation = call->operation,
        .account_id = call->actor.account_id,
        .session_id = call->actor.session_id,
        .roles = call->actor.roles,
        .source = (uint32_t)call->source,
    };
    static_assert(sizeof(head) == sizeof(void *) + 2 * sizeof(struct id) + 8, "no padding");
    buf_add(key, (struct str){(const char *)&head, sizeof(head)});
    return !call->input_json || key_add_tree(key, call->input_json);
}

/* NULL: not to be remembered, or not now. */
static struct question *ask(struct call *call)
{
    struct moment moment = {.second = call->now_ms / SECOND_MS};
    if (!(call->operation->flags & OPERATION_REMEMBERED) ||
        !db_generation(call->runtime->db, &moment.generation))
        return NULL;
    struct buf key;
    buf_init(&key, call->arena, 256);
    if (!key_print(call, &key))
        return NULL;
    struct question *question = ARENA_NEW(call->arena, struct question);
    *question = (struct question){buf_str(&key), hash_fast(buf_str(&key)), moment};
    return question;
}

/* ---- the table ---- */

static struct set *set_of(struct memory *memory, uint64_t hash)
{
    return &memory->sets[hash % SET_COUNT];
}

static bool is_about(const struct reply *reply, const struct question *question)
{
    return reply && reply->hash == question->hash && reply->key_size == question->key.size &&
           memcmp(reply->bytes, question->key.data, question->key.size) == 0;
}

static bool is_true_at(const struct reply *reply, struct moment moment)
{
    return reply->moment.generation == moment.generation && reply->moment.second == moment.second;
}

static struct reply *take(struct set *set, const struct question *question)
{
    struct reply *found = NULL;
    pthread_mutex_lock(&set->lock);
    for (int i = 0; i < WAY_COUNT && !found; i++)
        if (is_about(set->ways[i], question) && is_true_at(set->ways[i], question->moment))
            found = set->ways[i];
    if (found)
        atomic_fetch_add(&found->holds, 1);
    pthread_mutex_unlock(&set->lock);
    return found;
}

bool memory_recall(struct memory *memory, struct call *call)
{
    call->question = memory ? ask(call) : NULL;
    if (!call->question)
        return false;
    struct reply *reply = take(set_of(memory, call->question->hash), call->question);
    if (!reply)
        return false;
    arena_defer(call->arena, reply_drop, reply);
    call->reply = (struct str){reply->bytes + reply->key_size, reply->text_size};
    return true;
}

static struct reply *reply_new(const struct question *question, struct str text)
{
    struct reply *reply = malloc(sizeof(*reply) + question->key.size + text.size + 1);
    if (!reply)
        abort();
    reply->holds = 1;
    reply->hash = question->hash;
    reply->moment = question->moment;
    reply->key_size = question->key.size;
    reply->text_size = text.size;
    memcpy(reply->bytes, question->key.data, question->key.size);
    memcpy(reply->bytes + question->key.size, text.data, text.size);
    reply->bytes[question->key.size + text.size] = '\0';
    return reply;
}

/* The way of this question; else one that is free or out of date; else the next in turn. */
static struct reply **place_of(struct set *set, const struct question *question)
{
    struct reply **place = NULL;
    for (int i = 0; i < WAY_COUNT; i++) {
        struct reply **way = &set->ways[i];
        if (is_about(*way, question))
            return way;
        if (!place && (!*way || !is_true_at(*way, question->moment)))
            place = way;
    }
    return place ? place : &set->ways[set->next++ % WAY_COUNT];
}

void memory_keep(struct memory *memory, struct call *call)
{
    if (!call->question)
        return;
    call->reply = operation_reply(call);
    if (call->reply.size > MEMORY_REPLY_BYTES)
        return;
    struct reply *fresh = reply_new(call->question, call->reply);
    struct set *set = set_of(memory, fresh->hash);
    pthread_mutex_lock(&set->lock);
    struct reply **place = place_of(set, call->question);
    struct reply *old = *place;
    *place = fresh;
    pthread_mutex_unlock(&set->lock);
    reply_drop(old);
}
