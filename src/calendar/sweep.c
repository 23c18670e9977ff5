#include "calendar/sweep.h"

bool claims_share_group(const struct claim *a, const struct claim *b)
{
    return a->seats > 1 && b->seats > 1 && a->work_start_ms == b->work_start_ms &&
           a->work_end_ms == b->work_end_ms && id_equal(a->service_id, b->service_id);
}

static int64_t smaller(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

static void sweep_drop_ended(struct sweep *sweep, int64_t at_ms)
{
    if (at_ms < sweep->next_end_ms) {
        return;
    }
    size_t kept = 0;
    int64_t next_end_ms = INT64_MAX;
    for (size_t i = 0; i < sweep->count; i++) {
        if (sweep->groups[i].end_ms > at_ms) {
            next_end_ms = smaller(next_end_ms, sweep->groups[i].end_ms);
            if (kept != i) {
                sweep->groups[kept] = sweep->groups[i];
            }
            kept++;
        }
    }
    sweep->count = kept;
    sweep->next_end_ms = next_end_ms;
}

static struct group *sweep_find(struct sweep *sweep, const struct claim *claim)
{
    for (size_t i = 0; claim->seats > 1 && i < sweep->count; i++) {
        struct group *group = &sweep->groups[i];
        if (group->seats > 1 && group->work_start_ms == claim->work_start_ms &&
            group->work_end_ms == claim->work_end_ms &&
            id_equal(group->service_id, claim->service_id)) {
            return group;
        }
    }
    return NULL;
}

static int64_t larger(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

struct group *sweep_add(struct sweep *sweep, const struct claim *claim, int64_t capacity)
{
    sweep_drop_ended(sweep, claim->start_ms);
    struct group *group = sweep_find(sweep, claim);
    if (group) {
        group->members++;
        group->end_ms = larger(group->end_ms, claim->end_ms);
        group->seats = larger(group->seats, claim->seats);
        group->capacity = larger(group->capacity, capacity);
        return group;
    }
    if (sweep->count == sweep->room) {
        return NULL;
    }
    group = &sweep->groups[sweep->count++];
    sweep->next_end_ms = smaller(sweep->next_end_ms, claim->end_ms);
    *group = (struct group){.service_id = claim->service_id,
                            .work_start_ms = claim->work_start_ms,
                            .work_end_ms = claim->work_end_ms,
                            .end_ms = claim->end_ms,
                            .members = 1,
                            .seats = claim->seats,
                            .capacity = capacity};
    return group;
}
