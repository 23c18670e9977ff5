/* outbox.c: the thread of one channel: claim, send, write down what came of it.
 *
 * A claim moves the message's next try a lease ahead before anything is sent, so a crash in the
 * middle means: tried again after the lease, with the same key. Sent at least once; the key lets
 * the other side make that exactly once. */
#include "base/clock.h"
#include "base/log.h"
#include "base/random.h"
#include "journal/service.h"

enum { RETRY_FIRST_MS = 2000, RETRY_MOST_MS = HOUR_MS, REPLY_BYTES_MAX = 4096 };

struct delivery {
    const struct outbox_channel *channel;
    struct arena *arena;     /* the message and the reply */
    struct arena *job_arena; /* for report(), anew for each try */
    bool was_claimed;
    struct outbox_message message;
    enum outbox_outcome outcome;
    struct str reply;
    int64_t wait_ms;
};

static enum error claim_job(struct tx *tx, void *argument)
{
    struct delivery *delivery = argument;
    int64_t now_ms = clock_now_ms();
    arena_clear(delivery->arena);
    delivery->was_claimed = outbox_claim(tx, delivery->arena, str_from(delivery->channel->name),
                                         now_ms, now_ms + OUTBOX_LEASE_MS, &delivery->message);
    return ERROR_NONE;
}

static enum error settle_job(struct tx *tx, void *argument)
{
    struct delivery *delivery = argument;
    const struct outbox_channel *channel = delivery->channel;
    const struct outbox_message *message = &delivery->message;
    int64_t now_ms = clock_now_ms();
    arena_clear(delivery->job_arena);
    if (delivery->outcome == OUTBOX_RETRY) {
        outbox_put_off(tx, message, delivery->reply, now_ms + delivery->wait_ms, now_ms);
        return ERROR_NONE;
    }
    /* A try whose lease ran out may have closed it before: it reported, this one does not. */
    if (!outbox_close(tx, message, delivery->outcome, delivery->reply, now_ms) || !channel->report)
        return ERROR_NONE;
    return channel->report(tx, delivery->job_arena, message, delivery->outcome, delivery->reply,
                           channel->context);
}

/* What came from outside fits a text column of any store: UTF-8 without NUL, and not too long. */
static struct str clean_reply(struct str reply)
{
    if (!reply.data)
        return reply;
    const char *nul = memchr(reply.data, 0, reply.size);
    if (nul)
        reply.size = (size_t)(nul - reply.data);
    reply = str_part(reply, 0, REPLY_BYTES_MAX);
    return str_part(reply, 0, str_utf8_prefix(reply));
}

static void judge(struct delivery *delivery)
{
    int64_t attempts = delivery->message.attempts + 1;
    int64_t most = delivery->channel->attempts_max;
    if (delivery->outcome == OUTBOX_RETRY && attempts >= (most > 0 ? most : OUTBOX_ATTEMPTS_MAX))
        delivery->outcome = OUTBOX_GIVE_UP;
    /* Between half and all of the step, so that messages which failed together spread out. */
    int64_t step_ms = backoff(RETRY_FIRST_MS, attempts - 1, RETRY_MOST_MS);
    delivery->wait_ms = step_ms / 2 + (int64_t)random_below((uint64_t)(step_ms / 2 + 1));
    if (delivery->outcome != OUTBOX_DONE)
        log_event(LOG_WARNING,
                  delivery->outcome == OUTBOX_RETRY ? "outbox_retry" : "outbox_given_up",
                  LOG_TEXT("channel", str_from(delivery->channel->name)),
                  LOG_TEXT("message", id_text(delivery->arena, "message", delivery->message.id)),
                  LOG_INT("attempts", attempts));
}

/* One message, if one is due. False: the store refused. */
static bool deliver(struct db *db, struct delivery *delivery)
{
    const struct outbox_channel *channel = delivery->channel;
    if (db_write(db, claim_job, delivery))
        return false;
    if (!delivery->was_claimed)
        return true;
    struct str reply = STR_NONE;
    delivery->outcome =
        channel->send(delivery->arena, &delivery->message, &reply, channel->context);
    delivery->reply = clean_reply(reply);
    judge(delivery);
    enum error error = db_write(db, settle_job, delivery);
    if (error) /* its lease brings it back */
        log_event(LOG_ERROR, "outbox_not_settled", LOG_TEXT("channel", str_from(channel->name)),
                  LOG_TEXT("message", id_text(delivery->arena, "message", delivery->message.id)),
                  LOG_TEXT("code", str_from(error_info(error)->code)));
    return !error;
}

struct earliest {
    const char *channel;
    int64_t next_ms;
};

static enum error earliest_job(struct tx *tx, void *argument)
{
    struct earliest *earliest = argument;
    earliest->next_ms = outbox_earliest(tx, str_from(earliest->channel));
    return ERROR_NONE;
}

/* How long to wait before the next look. */
static int64_t channel_round(struct journal_service *service, struct delivery *delivery)
{
    struct earliest earliest = {.channel = delivery->channel->name};
    if (db_read(service->db, earliest_job, &earliest))
        return SERVICE_TROUBLE_MS;
    int64_t wait_ms = wait_until(service, earliest.next_ms);
    if (wait_ms)
        return wait_ms;
    return deliver(service->db, delivery) ? 0 : SERVICE_TROUBLE_MS;
}

void *channel_main(void *argument)
{
    struct channel_state *state = argument;
    struct delivery delivery = {
        .channel = state->channel, .arena = arena_new(0), .job_arena = arena_new(0)};
    while (!atomic_load(&state->service->is_stopping)) {
        int64_t wait_ms = channel_round(state->service, &delivery);
        if (wait_ms)
            bell_wait(&state->bell, wait_ms);
    }
    arena_free(delivery.arena);
    arena_free(delivery.job_arena);
    return NULL;
}
