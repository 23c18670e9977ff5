/* run.c: the one runner. Every face ends here, so what stands here holds everywhere: the order of
 * refusals (rate limit, 401 without a token, the input's shape, then the transaction's own), what
 * runs on which thread, and that a reply is final only after COMMIT. */
#include <pthread.h>
#include <stdatomic.h>

#include "base/log.h"
#include "operation/idempotency_db.h"
#include "operation/memory.h"
#include "operation/metrics.h"
#include "operation/operation.h"
#include "operation/rate.h"
#include "operation/rush.h"
#include "operation/workers.h"

enum { KEY_MAX = 255, RETRY_AFTER_S = 1 };
/* Jobs that wait for the store: more is a rush, in which refusals are foreseen; advice is for
 * calmer times. One batch is what a busy writer always has before it. */
enum { RUSH_JOBS = DB_BATCH_MAX, CALM_JOBS = DB_BATCH_MAX / 4 };

/* ---- the end of a call ---- */

static void log_failure(const struct call *call, enum error outcome)
{
    if (outcome != ERROR_INTERNAL && outcome != ERROR_OUTCOME_UNKNOWN)
        return;
    log_event(LOG_ERROR, "operation_failed", LOG_TEXT("operation", str_from(call->operation->name)),
              LOG_TEXT("code", str_from(error_info(outcome)->code)),
              LOG_TEXT("request_id", call->request_id));
}

static void finish(struct call *call, enum error outcome)
{
    if (outcome == ERROR_NONE) {
        call->problem = (struct problem){.error = ERROR_NONE};
    } else {
        /* The store may have refused after the operation had said something else, or nothing. */
        if (call->problem.error != outcome)
            call->problem = (struct problem){.error = outcome};
        if (outcome == ERROR_UNAVAILABLE && call->problem.retry_after_s == 0)
            call->problem.retry_after_s = RETRY_AFTER_S;
        call->output = NULL;
        call->reply = STR_NONE;
        call->replayed = false;
        log_failure(call, outcome);
    }
    call->error = outcome;
    if (call->runtime->metrics)
        metrics_count_call(call->runtime->metrics, call);
    call->done(call, call->done_argument);
}

/* ---- who calls ---- */

static bool is_nobody(const struct call *call)
{
    return !id_is_set(call->actor.account_id);
}

/* Refuses nobody where nobody is not allowed. Their token, if any, is as good as none. */
static enum error require_somebody(const struct call *call)
{
    bool refused = is_nobody(call) && !(call->operation->may & RELATION_NOBODY);
    return refused ? ERROR_UNAUTHENTICATED : ERROR_NONE;
}

static bool recall(const struct call *call, struct actor *ret)
{
    const struct authenticator *authenticator = call->runtime->authenticator;
    return str_is_set(call->token) && authenticator && authenticator->recall &&
           authenticator->recall(call->token, call->now_ms, ret);
}

/* Sets call->actor. A write on a local store asks memory once more at its turn: since the call came
 * in its token may have been revoked. */
static enum error authenticate(struct tx *tx, struct call *call)
{
    struct actor actor = {.generation = call->actor.generation};
    if (call->actor_is_known)
        return ERROR_NONE;
    bool remembered = tx_is_write(tx) && db_is_local(tx_db(tx)) && recall(call, &actor);
    if (str_is_set(call->token) && call->runtime->authenticator && !remembered) {
        enum error error =
            call->runtime->authenticator->look_up(tx, call->token, call->now_ms, &actor);
        if (error == ERROR_UNAUTHENTICATED)
            actor = (struct actor){.account_id = ID_NONE};
        else if (error != ERROR_NONE)
            return error;
    }
    call->actor = actor;
    return ERROR_NONE;
}

static void look_up_all(const struct authenticator *authenticator, struct tx *tx, int64_t now_ms,
                        struct look_up *look_ups, size_t count)
{
    if (count > 0 && authenticator->look_up_many) {
        authenticator->look_up_many(tx, now_ms, look_ups, count);
        return;
    }
    for (size_t i = 0; i < count; i++)
        look_ups[i].error =
            authenticator->look_up(tx, look_ups[i].token, now_ms, &look_ups[i].actor);
}

/* All of them, in one question where the authenticator knows how. */
static void authenticate_many(struct tx *tx, struct call *const *calls, size_t count)
{
    struct look_up look_ups[LOOK_UPS_MAX];
    struct call *of[LOOK_UPS_MAX];
    size_t asked = 0;
    for (size_t i = 0; i < count; i++) {
        if (calls[i]->actor_is_known)
            continue;
        of[asked] = calls[i];
        look_ups[asked++] = (struct look_up){.token = calls[i]->token,
                                             .actor = {.generation = calls[i]->actor.generation}};
        calls[i]->actor = (struct actor){.account_id = ID_NONE};
    }
    look_up_all(calls[0]->runtime->authenticator, tx, calls[0]->now_ms, look_ups, asked);
    for (size_t i = 0; i < asked; i++)
        if (look_ups[i].error == ERROR_NONE)
            of[i]->actor = look_ups[i].actor;
}

static enum error authenticate_job(struct tx *tx, void *argument)
{
    return authenticate(tx, argument);
}

/* ---- what the caller is to the subject ---- */

static uint32_t relations_of(const struct actor *actor, uint32_t own)
{
    if (!id_is_set(actor->account_id))
        return RELATION_NOBODY;
    uint32_t relations = own & MAY_OWNERS;
    if (relations == 0)
        relations = RELATION_CLIENT | (actor->roles & ROLE_PROVIDER ? RELATION_PROVIDER : 0u);
    if (actor->roles & ROLE_MEDIATOR)
        relations |= RELATION_MEDIATOR;
    if (actor->roles & ROLE_ADMIN)
        relations |= RELATION_ADMIN;
    return relations;
}

static struct id subject_id(const struct call *call)
{
    const struct operation *operation = call->operation;
    struct id id = ID_NONE;
    for (size_t i = 0; i < operation->input->field_count; i++) {
        const struct field *field = &operation->input->fields[i];
        if (strcmp(field->name, operation->subject_field) == 0)
            memcpy(&id, (const char *)call->input + field->offset, sizeof(id));
    }
    return id;
}

static enum error authorize(struct tx *tx, struct call *call)
{
    uint32_t own = 0;
    if (call->operation->subject) {
        enum error error = call->operation->subject->relate(tx, call, subject_id(call), &own);
        if (error != ERROR_NONE)
            return error;
    }
    call->relations = relations_of(&call->actor, own);
    return access_decide(call->operation, call->relations);
}

/* ---- the transaction ---- */

/* It may run again: whatever an earlier try left is forgotten, memory aside. */
static void forget_try(struct call *call, int64_t now_ms)
{
    call->now_ms = now_ms;
    call->relations = 0;
    call->subject = NULL;
    call->output = shape_new(call->operation->output, call->arena);
    call->problem = (struct problem){.error = ERROR_NONE};
    call->reply = STR_NONE;
    call->replayed = false;
    call->wants_advice = false;
}

static enum error run_authorized(struct tx *tx, struct call *call)
{
    enum error error = authorize(tx, call);
    if (error != ERROR_NONE)
        return error;
    return call->operation->run(call, tx, call->input, call->output);
}

/* The reply is looked for before the subject, which the first call may have removed. Only the same
 * account, that was allowed then, finds it. */
static enum error run_once_per_key(struct tx *tx, struct call *call)
{
    switch (idempotency_claim(tx, call, &call->reply)) {
    case IDEMPOTENCY_OTHER:
        return ERROR_IDEMPOTENCY_MISMATCH;
    case IDEMPOTENCY_REPLAY:
        call->replayed = true;
        return ERROR_NONE;
    case IDEMPOTENCY_CLAIMED:
        break;
    }
    enum error error = run_authorized(tx, call);
    if (error != ERROR_NONE)
        return error;
    call->reply = operation_reply(call);
    idempotency_store(tx, call, call->reply);
    return ERROR_NONE;
}

static enum error transact(struct tx *tx, void *argument)
{
    struct call *call = argument;
    forget_try(call, clock_now_ms());
    enum error error = authenticate(tx, call);
    if (error == ERROR_NONE)
        error = require_somebody(call);
    if (error != ERROR_NONE)
        return error;
    bool keeps_reply = call->takes_key && !is_nobody(call);
    return keeps_reply ? run_once_per_key(tx, call) : run_authorized(tx, call);
}

/* ---- advice: what a refusal can say beyond its name ---- */

static atomic_flag is_advising = ATOMIC_FLAG_INIT;

static enum error advise_job(struct tx *tx, void *argument)
{
    struct call *call = argument;
    call->operation->advise(call, tx, call->input);
    return ERROR_NONE;
}

static void advise_then_finish(void *argument)
{
    struct call *call = argument;
    struct problem refusal = call->problem;
    bool is_good = db_read(call->runtime->db, advise_job, call) == ERROR_NONE;
    atomic_flag_clear(&is_advising);
    if (!is_good || call->problem.error != refusal.error)
        call->problem = refusal;
    finish(call, refusal.error);
}

/* False: nobody will, and the call is the caller's still. */
static bool take_advice(struct call *call, enum error outcome)
{
    if (outcome == ERROR_NONE || !call->wants_advice || !call->operation->advise ||
        !call->runtime->workers || db_waiting(call->runtime->db) > CALM_JOBS ||
        (call->runtime->rush && rush_is_on(call->runtime->rush)) ||
        atomic_flag_test_and_set(&is_advising))
        return false;
    if (call->problem.error != outcome)
        call->problem = (struct problem){.error = outcome};
    bool is_taken = workers_add(call->runtime->workers, advise_then_finish, call);
    if (!is_taken)
        atomic_flag_clear(&is_advising);
    return is_taken;
}

static void transacted(enum error outcome, void *argument)
{
    struct call *call = argument;
    if (call->runtime->rush)
        rush_leave(call->runtime->rush, call, outcome != ERROR_NONE);
    if (outcome == ERROR_NONE)
        memory_keep(call->runtime->memory, call);
    if (!take_advice(call, outcome))
        finish(call, outcome);
}

/* After this the call may be gone: another thread finishes it. */
static void queue(struct call *call)
{
    bool writes = call->operation->flags & OPERATION_WRITES;
    struct db *db = call->runtime->db;
    bool queued = writes ? db_submit(db, transact, call, transacted)
                         : db_submit_read(db, transact, call, transacted);
    if (!queued)
        transacted(ERROR_UNAVAILABLE, call);
}

/* ---- in a rush: refusals without a turn ---- */

/* A local store: the caller has just been recognized, as for a read. Leaves the refusal in
 * call->error. Whatever else is found is the transaction's own to say. */
static enum error foresee(struct tx *tx, void *argument)
{
    struct call *call = argument;
    forget_try(call, clock_now_ms());
    call->error = ERROR_NONE;
    bool has_reply = call->takes_key && idempotency_is_known(tx, call);
    if (!has_reply && authorize(tx, call) == ERROR_NONE)
        call->error = call->operation->foresee(call, tx, call->input);
    return ERROR_NONE;
}

static void foreseen(enum error outcome, void *argument)
{
    struct call *call = argument;
    if (outcome == ERROR_NONE && call->error != ERROR_NONE)
        transacted(call->error, call);
    else
        queue(call);
}

/* ret[i]: whether the key of calls[i] has a reply. */
static void find_replies(struct tx *tx, struct call *const *calls, size_t count, bool *ret)
{
    struct call *keyed[LOOK_UPS_MAX];
    bool is_known[LOOK_UPS_MAX];
    size_t places[LOOK_UPS_MAX], asked = 0;
    memset(ret, 0, count * sizeof *ret);
    for (size_t i = 0; i < count; i++) {
        if (!calls[i]->takes_key || is_nobody(calls[i]))
            continue;
        places[asked] = i;
        keyed[asked++] = calls[i];
    }
    if (asked == 0)
        return;
    idempotency_find_known(tx, keyed, asked, is_known);
    for (size_t i = 0; i < asked; i++)
        ret[places[i]] = is_known[i];
}

/* Elsewhere: all who have arrived, in one snapshot and in one moment. Who is nobody by then hears
 * what their own transaction would begin with. */
static void foresee_many(struct tx *tx, struct call *const *calls, size_t count)
{
    int64_t now_ms = clock_now_ms();
    bool has_reply[LOOK_UPS_MAX];
    for (size_t i = 0; i < count; i++)
        forget_try(calls[i], now_ms);
    authenticate_many(tx, calls, count);
    find_replies(tx, calls, count, has_reply);
    for (size_t i = 0; i < count && !tx_failed(tx); i++) {
        struct call *call = calls[i];
        call->error = require_somebody(call);
        if (call->error == ERROR_NONE && !has_reply[i] && authorize(tx, call) == ERROR_NONE)
            call->error = call->operation->foresee(call, tx, call->input);
    }
}

static void refuse_foreseen(struct call *call)
{
    transacted(call->error, call);
}

struct rush *operation_rush_new(struct db *db)
{
    static const struct rush_steps steps = {
        .look = foresee_many, .refuse = refuse_foreseen, .go_on = queue};
    return db_is_local(db) ? NULL : rush_new(db, &steps);
}

static void submit(struct call *call)
{
    struct db *db = call->runtime->db;
    struct rush *rush = call->operation->foresee ? call->runtime->rush : NULL;
    if (rush) {
        if (!rush_enter(rush, call))
            queue(call);
        return;
    }
    if (!call->operation->foresee || !db_is_local(db) || db_waiting(db) <= RUSH_JOBS ||
        !db_submit_read(db, foresee, call, foreseen))
        queue(call);
}

/* ---- before it ---- */

/* What can be refused without the subject is, before a worker spends its time on it. */
static enum error prepare(struct call *call)
{
    struct db *db = call->runtime->db;
    enum error error = ERROR_NONE;
    if (!db_is_local(db) && !(call->operation->may & RELATION_NOBODY))
        error = db_read(db, authenticate_job, call);
    if (error == ERROR_NONE)
        error = require_somebody(call);
    if (error == ERROR_NONE && !call->operation->subject)
        error = access_decide(call->operation, relations_of(&call->actor, 0));
    return error == ERROR_NONE ? call->operation->prepare(call, call->input) : error;
}

static void prepare_then_submit(void *argument)
{
    struct call *call = argument;
    enum error error = prepare(call);
    if (error != ERROR_NONE)
        finish(call, error);
    else
        submit(call);
}

static enum error take_rate(struct call *call)
{
    int retry_after_s = 0;
    if (!call->runtime->rate_limits ||
        rate_limits_take(call->runtime->rate_limits, call->operation->rate, &call->actor,
                         call->remote_address, call->now_ms, &retry_after_s))
        return ERROR_NONE;
    call->problem.error = ERROR_RATE_LIMITED;
    call->problem.retry_after_s = retry_after_s;
    return ERROR_RATE_LIMITED;
}

/* On a local store the caller is known before the operation's own transaction, so that a bad token
 * never takes the writer's time. A read then believes it; a write asks once more at its turn. */
static enum error know_actor(struct call *call, bool is_remembered)
{
    bool is_local = db_is_local(call->runtime->db);
    if (!call->actor_is_known && str_is_set(call->token)) {
        if (!is_local)
            return ERROR_NONE; /* known later, in the transaction */
        if (!is_remembered && db_read(call->runtime->db, authenticate_job, call) != ERROR_NONE)
            return ERROR_UNAVAILABLE;
        call->actor_is_known = !(call->operation->flags & OPERATION_WRITES);
    }
    return require_somebody(call);
}

static bool key_is_good(struct str key)
{
    for (size_t i = 0; i < key.size; i++) {
        if (key.data[i] < '!' || key.data[i] > '~')
            return false;
    }
    return key.size >= 1 && key.size <= KEY_MAX;
}

static enum error take_key(struct call *call)
{
    call->takes_key = call->operation->kind == OPERATION_MUTATION &&
                      !(call->operation->flags & OPERATION_NO_KEY) &&
                      str_is_set(call->idempotency_key);
    if (!call->takes_key)
        return ERROR_NONE;
    if (!key_is_good(call->idempotency_key))
        return call_refuse_field(call, "Idempotency-Key", "format",
                                 "An Idempotency-Key is 1 to 255 visible ASCII characters.");
    bool is_empty = !call->input_json || call->input_json->type == JSON_NULL;
    call->request_hash =
        hash_sha256(is_empty ? STR("{}") : json_canonical(call->arena, call->input_json));
    return ERROR_NONE;
}

static enum error take_input(struct call *call)
{
    call->input = shape_parse(call->operation->input, call->input_json, call->source, call->arena,
                              &call->problem);
    return call->input ? ERROR_NONE : ERROR_INVALID;
}

static enum error check_caller(struct call *call)
{
    if (!call->actor_is_known)
        call->actor = (struct actor){.account_id = ID_NONE};
    bool is_remembered = call->actor_is_known || recall(call, &call->actor);
    enum error error = take_rate(call);
    return error == ERROR_NONE ? know_actor(call, is_remembered) : error;
}

static enum error check_input(struct call *call)
{
    enum error error = take_input(call);
    return error == ERROR_NONE ? take_key(call) : error;
}

/* Only somebody is told what is wrong with their input. Where the token has not been looked at yet,
 * because the store is not local, it is looked at for that alone. */
static enum error authenticate_refused(struct tx *tx, void *argument)
{
    enum error error = authenticate(tx, argument);
    return error == ERROR_NONE ? require_somebody(argument) : error;
}

static void refused(enum error outcome, void *argument)
{
    struct call *call = argument;
    finish(call, outcome == ERROR_NONE ? call->problem.error : outcome);
}

static void refuse(struct call *call, enum error error)
{
    bool is_known = call->actor_is_known || !str_is_set(call->token) ||
                    db_is_local(call->runtime->db) || (call->operation->may & RELATION_NOBODY);
    if (error != ERROR_INVALID || is_known)
        finish(call, error);
    else if (!db_submit_read(call->runtime->db, authenticate_refused, call, refused))
        finish(call, ERROR_UNAVAILABLE);
}

void operation_start(struct call *call, void (*done)(struct call *call, void *argument),
                     void *argument)
{
    call->done = done;
    call->done_argument = argument;
    call->started_us = clock_monotonic_us();
    call->now_ms = clock_now_ms();
    enum error error = check_caller(call);
    bool is_recalled = error == ERROR_NONE && memory_recall(call->runtime->memory, call);
    if (error == ERROR_NONE && !is_recalled)
        error = check_input(call);
    if (error != ERROR_NONE)
        refuse(call, error);
    else if (is_recalled)
        finish(call, ERROR_NONE);
    else if (!call->operation->prepare)
        submit(call);
    else if (!call->runtime->workers)
        prepare_then_submit(call);
    else if (!workers_add(call->runtime->workers, prepare_then_submit, call))
        finish(call, ERROR_UNAVAILABLE);
}

/* ---- waiting ---- */

struct waiter {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    bool is_done;
};

static void wake(struct call *call, void *argument)
{
    (void)call;
    struct waiter *waiter = argument;
    pthread_mutex_lock(&waiter->lock);
    waiter->is_done = true;
    pthread_cond_signal(&waiter->changed);
    pthread_mutex_unlock(&waiter->lock);
}

enum error operation_run(struct call *call)
{
    struct waiter waiter = {.lock = PTHREAD_MUTEX_INITIALIZER, .changed = PTHREAD_COND_INITIALIZER};
    operation_start(call, wake, &waiter);
    pthread_mutex_lock(&waiter.lock);
    while (!waiter.is_done)
        pthread_cond_wait(&waiter.changed, &waiter.lock);
    pthread_mutex_unlock(&waiter.lock);
    pthread_mutex_destroy(&waiter.lock);
    pthread_cond_destroy(&waiter.changed);
    return call->error;
}
