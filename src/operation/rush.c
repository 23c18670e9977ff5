#include "operation/rush.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

enum { TURNS_WORTH_A_LOOK = RUSH_TURNS / 4 };

struct line {
    struct call *first, *last;
};

struct rush {
    struct db *db;
    struct rush_steps steps;
    _Atomic int64_t held; /* in the lines and in the look; for rush_is_full() only */
    pthread_mutex_t lock; /* covers what follows, but the look's own calls */
    struct line fresh, hopeful;
    int turns;       /* under way */
    size_t reach;    /* how many of the hopeful the next look takes */
    bool pays;       /* the last look told somebody, or a turn was refused since it began */
    bool is_looking; /* then the calls below belong to the look */
    struct call *calls[LOOK_UPS_MAX];
    size_t count, hopeful_count; /* hopeful ones first */
};

struct rush *rush_new(struct db *db, const struct rush_steps *steps)
{
    struct rush *rush = calloc(1, sizeof *rush);
    if (!rush)
        abort();
    rush->db = db;
    rush->steps = *steps;
    rush->reach = RUSH_TURNS;
    rush->pays = true;
    pthread_mutex_init(&rush->lock, NULL);
    return rush;
}

void rush_free(struct rush *rush)
{
    if (!rush)
        return;
    pthread_mutex_destroy(&rush->lock);
    free(rush);
}

/* ---- lines ---- */

static void line_add(struct line *line, struct call *call)
{
    call->next_in_rush = NULL;
    if (line->first)
        line->last->next_in_rush = call;
    else
        line->first = call;
    line->last = call;
}

static struct call *line_take(struct line *line)
{
    struct call *call = line->first;
    if (call)
        line->first = call->next_in_rush;
    return call;
}

/* All of `more`, behind who is there. */
static void line_add_all(struct line *line, struct line *more)
{
    if (!more->first)
        return;
    if (line->first)
        line->last->next_in_rush = more->first;
    else
        line->first = more->first;
    line->last = more->last;
    more->first = NULL;
}

/* All of `front`, before who is there. */
static void line_add_before(struct line *line, struct line *front)
{
    if (!front->first)
        return;
    front->last->next_in_rush = line->first;
    line->last = line->first ? line->last : front->last;
    line->first = front->first;
}

/* ---- turns ---- */

static void take_turn(struct rush *rush, struct call *call)
{
    call->has_turn = true;
    rush->turns++;
}

/* While looking does not pay, a turn that is over is had by who came first. */
static void pass_turns(struct rush *rush, struct line *ret_ready)
{
    while (!rush->pays && rush->turns < RUSH_TURNS && rush->hopeful.first) {
        struct call *call = line_take(&rush->hopeful);
        take_turn(rush, call);
        line_add(ret_ready, call);
    }
}

/* Follows them in the order they came; each may be gone once it is told. */
static void tell(struct rush *rush, struct line *line, void (*step)(struct call *call))
{
    for (struct call *call = line_take(line); call; call = line_take(line)) {
        rush->held--;
        step(call);
    }
}

/* ---- a look ---- */

static bool is_worth_a_look(const struct rush *rush)
{
    return rush->fresh.first ||
           (rush->pays && rush->hopeful.first && RUSH_TURNS - rush->turns >= TURNS_WORTH_A_LOOK);
}

static void fill_from(struct rush *rush, struct line *line, size_t most)
{
    while (rush->count < most && line->first)
        rush->calls[rush->count++] = line_take(line);
}

/* Its snapshot begins with its first statement, after this: all who are taken have arrived. A try
 * after one that failed takes the same ones. */
static void fill(struct rush *rush)
{
    pthread_mutex_lock(&rush->lock);
    rush->pays = false;
    if (rush->count == 0) {
        fill_from(rush, &rush->hopeful, rush->turns < RUSH_TURNS ? rush->reach : 0);
        rush->hopeful_count = rush->count;
        fill_from(rush, &rush->fresh, LOOK_UPS_MAX);
    }
    pthread_mutex_unlock(&rush->lock);
}

static enum error look(struct tx *tx, void *argument)
{
    struct rush *rush = argument;
    fill(rush);
    tx_keep_answers(tx);
    rush->steps.look(tx, rush->calls, rush->count);
    return ERROR_NONE;
}

/* A turn is not for the fresh while somebody who came before them waits for one. */
static bool is_next(const struct rush *rush, size_t i, const struct line *waiting)
{
    return i < rush->hopeful_count || !(rush->hopeful.first || waiting->first);
}

/* Who may be in time gets a turn while there are some, or waits in the place they had. When the
 * look came to nothing all go on, and hear from their own transactions why. Who came meanwhile
 * waits behind them, unlooked at, where that would be in vain. */
static void sort(struct rush *rush, bool is_good, struct line *ret_refused, struct line *ret_ready)
{
    struct line waiting[2] = {{NULL, NULL}, {NULL, NULL}}; /* were hopeful; were fresh */
    for (size_t i = 0; i < rush->count; i++) {
        struct call *call = rush->calls[i];
        if (is_good && call->error != ERROR_NONE) {
            line_add(ret_refused, call);
        } else if (!is_good || (rush->turns < RUSH_TURNS && is_next(rush, i, &waiting[0]))) {
            take_turn(rush, call);
            line_add(ret_ready, call);
        } else {
            line_add(&waiting[i >= rush->hopeful_count], call);
        }
    }
    bool all_told = !waiting[0].first;
    rush->reach = !all_told                         ? RUSH_TURNS
                  : rush->reach * 2 <= LOOK_UPS_MAX ? rush->reach * 2
                                                    : LOOK_UPS_MAX;
    rush->pays |= ret_refused->first != NULL;
    line_add_before(&rush->hopeful, &waiting[0]);
    line_add_all(&rush->hopeful, &waiting[1]);
    if (!rush->pays)
        line_add_all(&rush->hopeful, &rush->fresh);
}

static void looked(enum error outcome, void *argument);

/* The store takes nothing any more, or has too much to do: nobody is kept waiting for it. */
static void give_up(struct rush *rush)
{
    struct line ready = {NULL, NULL};
    pthread_mutex_lock(&rush->lock);
    struct line *lines[] = {&rush->hopeful, &rush->fresh};
    for (size_t i = 0; i < COUNT_OF(lines); i++) {
        for (struct call *call = line_take(lines[i]); call; call = line_take(lines[i])) {
            take_turn(rush, call);
            line_add(&ready, call);
        }
    }
    rush->is_looking = false;
    pthread_mutex_unlock(&rush->lock);
    tell(rush, &ready, rush->steps.go_on);
}

static void begin(struct rush *rush)
{
    if (!db_submit_read(rush->db, look, rush, looked))
        give_up(rush);
}

static void looked(enum error outcome, void *argument)
{
    struct rush *rush = argument;
    struct line refused = {NULL, NULL}, ready = {NULL, NULL};
    pthread_mutex_lock(&rush->lock);
    sort(rush, outcome == ERROR_NONE, &refused, &ready);
    rush->count = 0;
    pass_turns(rush, &ready);
    bool goes_on = rush->is_looking = is_worth_a_look(rush);
    pthread_mutex_unlock(&rush->lock);
    if (goes_on)
        begin(rush);
    tell(rush, &ready, rush->steps.go_on);
    tell(rush, &refused, rush->steps.refuse);
}

/* ---- coming and going ---- */

bool rush_enter(struct rush *rush, struct call *call)
{
    bool begins = false;
    pthread_mutex_lock(&rush->lock);
    bool is_calm = !rush->is_looking && !rush->hopeful.first && rush->turns < RUSH_TURNS;
    if (is_calm) {
        take_turn(rush, call);
    } else if (!rush->pays && !rush->is_looking) {
        line_add(&rush->hopeful, call);
        rush->held++;
    } else {
        line_add(&rush->fresh, call);
        rush->held++;
        begins = !rush->is_looking;
        rush->is_looking = true;
    }
    pthread_mutex_unlock(&rush->lock);
    if (begins)
        begin(rush);
    return !is_calm;
}

void rush_leave(struct rush *rush, struct call *call, bool is_refused)
{
    struct line ready = {NULL, NULL};
    if (!call->has_turn)
        return;
    call->has_turn = false;
    pthread_mutex_lock(&rush->lock);
    rush->turns--;
    rush->pays |= is_refused;
    if (!rush->is_looking)
        pass_turns(rush, &ready);
    bool begins = !rush->is_looking && is_worth_a_look(rush);
    rush->is_looking |= begins;
    pthread_mutex_unlock(&rush->lock);
    if (begins)
        begin(rush);
    tell(rush, &ready, rush->steps.go_on);
}

bool rush_is_full(const struct rush *rush)
{
    return rush->held > RUSH_HELD_MANY;
}

bool rush_is_on(struct rush *rush)
{
    pthread_mutex_lock(&rush->lock);
    bool is_on = rush->is_looking || rush->hopeful.first;
    pthread_mutex_unlock(&rush->lock);
    return is_on;
}
