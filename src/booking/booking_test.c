/* The lifecycle as a table: every state × verb × party, written out by hand from DOMAIN.md, and the
 * server's own price. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "booking/reschedule.h"

#define NOON (INT64_C(1000) * HOUR_MS) /* an instant that stands for the booking's start */

static struct booking booking_in(enum booking_status status)
{
    return (struct booking){.status = status,
                            .start_ms = NOON,
                            .end_ms = NOON + 2 * HOUR_MS,
                            .expires_ms = status == BOOKING_PENDING ? NOON - HOUR_MS : INSTANT_NONE,
                            .completed_ms = INSTANT_NONE};
}

#define S(status) (1u << BOOKING_##status)
#define STAYS BOOKING_STATUS_COUNT /* in the state it is in */

/* What may happen, in words of its own: from which states, by whom, where to. Verbs whose room is
 * not open lead nowhere, but are known: their refusal is room_not_open instead of bad_transition.
 */
static const struct expectation {
    enum booking_verb verb;
    uint32_t client_from, provider_from, timer_from, mediator_from;
    enum booking_status to;
    bool open;
} expectations[] = {
    {VERB_CONFIRM, 0, S(PENDING), 0, 0, BOOKING_CONFIRMED, true},
    {VERB_DECLINE, 0, S(PENDING), 0, 0, BOOKING_DECLINED, true},
    {VERB_EXPIRE, 0, 0, S(PENDING), 0, BOOKING_EXPIRED, true},
    {VERB_CANCEL, S(PENDING) | S(CONFIRMED), S(PENDING) | S(CONFIRMED), 0, 0, BOOKING_CANCELLED,
     true},
    {VERB_START, 0, S(CONFIRMED), 0, 0, BOOKING_IN_PROGRESS, true},
    {VERB_COMPLETE, 0, S(IN_PROGRESS) | S(REVISION), 0, 0, BOOKING_COMPLETED, true},
    {VERB_REVISION, S(COMPLETED), 0, 0, 0, BOOKING_REVISION, false},
    {VERB_APPROVE, S(COMPLETED), 0, S(COMPLETED), 0, BOOKING_APPROVED, false},
    {VERB_NO_SHOW, S(CONFIRMED), S(CONFIRMED), 0, 0, BOOKING_CANCELLED, false},
    {VERB_DISPUTE, S(CONFIRMED) | S(IN_PROGRESS) | S(REVISION) | S(COMPLETED),
     S(CONFIRMED) | S(IN_PROGRESS) | S(REVISION) | S(COMPLETED), 0, 0, BOOKING_DISPUTED, false},
    {VERB_RESOLVE, 0, 0, 0, S(DISPUTED), BOOKING_APPROVED, false},
    {VERB_RESCHEDULE, S(PENDING) | S(CONFIRMED), S(CONFIRMED), 0, 0, STAYS, true},
    {VERB_ACCEPT_RESCHEDULE, S(CONFIRMED), S(CONFIRMED), 0, 0, STAYS, true},
    {VERB_DECLINE_RESCHEDULE, S(CONFIRMED), S(CONFIRMED), 0, 0, STAYS, true},
};

static uint32_t allowed_from(const struct expectation *expected, enum booking_party party)
{
    switch (party) {
    case PARTY_CLIENT:
        return expected->client_from;
    case PARTY_PROVIDER:
        return expected->provider_from;
    case PARTY_TIMER:
        return expected->timer_from;
    case PARTY_MEDIATOR:
        return expected->mediator_from;
    }
    return 0;
}

/* When every guard is satisfied: the start has come; a request waits unless its timer asks, and
 * what is moved has not begun. */
static int64_t good_moment(enum booking_verb verb)
{
    bool is_before = verb == VERB_CONFIRM || verb == VERB_RESCHEDULE ||
                     verb == VERB_ACCEPT_RESCHEDULE || verb == VERB_DECLINE_RESCHEDULE;
    return is_before ? NOON - 2 * HOUR_MS : NOON;
}

/* Asked to move by the other side. */
static void ask_to_move(struct booking *booking, enum booking_party by)
{
    booking->proposal.by = by;
    booking->proposal.start_ms = NOON + DAY_MS;
    booking->proposal.end_ms = NOON + DAY_MS + 2 * HOUR_MS;
    booking->proposal.expires_ms = NOON - HOUR_MS;
}

static enum error expected_error(const struct expectation *expected, enum booking_status status,
                                 enum booking_party party)
{
    uint32_t from = allowed_from(expected, party);
    if (!from)
        return ERROR_FORBIDDEN;
    if (!(from & (1u << status)))
        return ERROR_BAD_TRANSITION;
    return expected->open ? ERROR_NONE : ERROR_NOT_IMPLEMENTED_YET;
}

static void every_state_verb_and_party(void **state)
{
    (void)state;
    static const enum booking_party parties[] = {PARTY_CLIENT, PARTY_PROVIDER, PARTY_TIMER,
                                                 PARTY_MEDIATOR};
    assert_int_equal(COUNT_OF(expectations), VERB_COUNT);
    for (size_t v = 0; v < COUNT_OF(expectations); v++)
        for (int status = 0; status < BOOKING_STATUS_COUNT; status++)
            for (size_t p = 0; p < COUNT_OF(parties); p++) {
                const struct expectation *expected = &expectations[v];
                struct booking booking = booking_in((enum booking_status)status);
                enum booking_status to = (enum booking_status)status;
                ask_to_move(&booking, parties[p] == PARTY_CLIENT ? PARTY_PROVIDER : PARTY_CLIENT);
                enum error error = booking_decide(&booking, expected->verb, parties[p],
                                                  good_moment(expected->verb), &to);
                if (error != expected_error(expected, booking.status, parties[p]))
                    fail_msg("%s of %s by party %d: %s", booking_verb_names.names[expected->verb],
                             booking_status_names.names[status], parties[p],
                             error_info(error)->code);
                bool moves = error == ERROR_NONE && expected->to != STAYS;
                assert_int_equal(to, moves ? (int)expected->to : status);
            }
}

static void guards_judge_the_moment(void **state)
{
    (void)state;
    static const struct {
        enum booking_status status;
        enum booking_verb verb;
        enum booking_party party;
        int64_t now_ms;
        enum error expected;
    } rows[] = {
        /* A request can be confirmed until, not at, its end. */
        {BOOKING_PENDING, VERB_CONFIRM, PARTY_PROVIDER, NOON - HOUR_MS - 1, ERROR_NONE},
        {BOOKING_PENDING, VERB_CONFIRM, PARTY_PROVIDER, NOON - HOUR_MS, ERROR_REQUEST_EXPIRED},
        {BOOKING_PENDING, VERB_EXPIRE, PARTY_TIMER, NOON - HOUR_MS - 1, ERROR_TOO_EARLY},
        {BOOKING_PENDING, VERB_EXPIRE, PARTY_TIMER, NOON - HOUR_MS, ERROR_NONE},
        /* It can be declined or called off after it, too: that changes nothing for anybody. */
        {BOOKING_PENDING, VERB_DECLINE, PARTY_PROVIDER, NOON, ERROR_NONE},
        {BOOKING_PENDING, VERB_CANCEL, PARTY_CLIENT, NOON, ERROR_NONE},
        /* Work starts at the earliest 15 minutes before its start. */
        {BOOKING_CONFIRMED, VERB_START, PARTY_PROVIDER, NOON - 15 * MINUTE_MS - 1, ERROR_TOO_EARLY},
        {BOOKING_CONFIRMED, VERB_START, PARTY_PROVIDER, NOON - 15 * MINUTE_MS, ERROR_NONE},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct booking booking = booking_in(rows[i].status);
        enum booking_status to;
        assert_int_equal(booking_decide(&booking, rows[i].verb, rows[i].party, rows[i].now_ms, &to),
                         rows[i].expected);
    }
}

static void a_status_is_its_verb(void **state)
{
    (void)state;
    static const struct {
        enum booking_status from, to;
        bool found;
        enum booking_verb verb;
    } rows[] = {
        {BOOKING_PENDING, BOOKING_CONFIRMED, true, VERB_CONFIRM},
        {BOOKING_PENDING, BOOKING_DECLINED, true, VERB_DECLINE},
        {BOOKING_PENDING, BOOKING_CANCELLED, true, VERB_CANCEL},
        {BOOKING_CONFIRMED, BOOKING_CANCELLED, true, VERB_CANCEL},
        {BOOKING_CONFIRMED, BOOKING_IN_PROGRESS, true, VERB_START},
        {BOOKING_IN_PROGRESS, BOOKING_COMPLETED, true, VERB_COMPLETE},
        {BOOKING_PENDING, BOOKING_COMPLETED, true, VERB_COMPLETE}, /* refused by decide */
        {BOOKING_CONFIRMED, BOOKING_PENDING, false, VERB_COUNT},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        enum booking_verb verb = VERB_COUNT;
        assert_int_equal(booking_verb_towards(rows[i].from, rows[i].to, &verb), rows[i].found);
        assert_int_equal(verb, rows[i].verb);
    }
}

static void every_spelling_of_a_status(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int status;
    } rows[] = {
        {"PENDING", BOOKING_PENDING},         {"pending", BOOKING_PENDING},
        {"ACCEPTED", BOOKING_CONFIRMED},      {"accepted", BOOKING_CONFIRMED},
        {"in-progress", BOOKING_IN_PROGRESS}, {"in_progress", BOOKING_IN_PROGRESS},
        {"In Progress", BOOKING_IN_PROGRESS}, {"canceled", BOOKING_CANCELLED},
        {"approved", BOOKING_APPROVED},       {"revision", BOOKING_REVISION},
        {"DISPUTED", BOOKING_DISPUTED},       {"almost", -1},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        assert_int_equal(name_table_find(&booking_status_names, str_from(rows[i].text)),
                         rows[i].status);
}

static void the_price_is_the_servers(void **state)
{
    (void)state;
    static const struct {
        enum rate_type type;
        int64_t rate_minor;
        const char *currency;
        int64_t minutes, total_minor;
    } rows[] = {
        {RATE_HOURLY, 7500, "USD", 240, 30000}, /* S1: 75 × 4 */
        {RATE_HOURLY, 7500, "USD", 480, 60000}, /* S0: 75 × 8 */
        {RATE_HOURLY, 7450, "USD", 90, 11175},  {RATE_HOURLY, 1001, "USD", 30, 501}, /* half up */
        {RATE_HOURLY, 1000, "USD", 1, 17},      {RATE_HOURLY, 5000, "JPY", 90, 7500},
        {RATE_HOURLY, 0, "USD", 60, 0},         {RATE_DAY, 50000, "USD", 60, 50000},
        {RATE_DAY, 50000, "USD", 1440, 50000},  {RATE_DAY, 50000, "USD", 1441, 100000},
        {RATE_FIXED, 9900, "USD", 45, 9900},    {RATE_FIXED, 9900, "USD", 600, 9900},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct currency currency;
        struct quote quote;
        assert_true(currency_parse(str_from(rows[i].currency), &currency));
        assert_true(
            booking_quote(rows[i].type, rows[i].rate_minor, currency, rows[i].minutes, &quote));
        assert_int_equal(quote.total_minor, rows[i].total_minor);
    }
    struct quote quote;
    assert_false(booking_quote(RATE_HOURLY, MONEY_MINOR_MAX, (struct currency){"USD"}, 61, &quote));
}

static void a_request_runs_out_at_its_ttl_and_never_past_the_start(void **state)
{
    (void)state;
    static const struct {
        int64_t ttl_hours, start_in_hours, expected_in_hours;
    } rows[] = {{48, 100, 48}, {48, 48, 48}, {48, 20, 20}, {1, 2, 1}};
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct service service = {.request_ttl_hours = rows[i].ttl_hours};
        assert_int_equal(booking_expiry(&service, NOON + rows[i].start_in_hours * HOUR_MS, NOON),
                         NOON + rows[i].expected_in_hours * HOUR_MS);
    }
}

/* Each state, in the order of the enum: P CON INP REV COM APP CAN DEC EXP DIS. */
static void what_opens_later_knows_its_states(void **state)
{
    (void)state;
    static const struct {
        enum booking_later later;
        const char *name, *fits;
    } rows[] = {
        {LATER_PAY, "pay", "yyyyyy----"},
        {LATER_REFUND, "refund", "-yyyyyy---"},
        {LATER_DISTRIBUTE, "distribute", "----yy----"},
        {LATER_RELEASE_VOTE, "release-vote", "----yy----"},
    };
    assert_int_equal(COUNT_OF(rows), LATER_COUNT);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        assert_string_equal(booking_later_name(rows[i].later), rows[i].name);
        for (int status = 0; status < BOOKING_STATUS_COUNT; status++) {
            struct booking booking = booking_in((enum booking_status)status);
            assert_int_equal(booking_decide_later(&booking, rows[i].later),
                             rows[i].fits[status] == 'y' ? ERROR_NOT_IMPLEMENTED_YET
                                                         : ERROR_BAD_TRANSITION);
        }
    }
}

static void who_answers_another_time_and_until_when(void **state)
{
    (void)state;
    static const struct {
        enum booking_verb verb;
        enum booking_party by, party; /* by 0: nobody asked */
        int64_t now_ms;
        enum error expected;
    } rows[] = {
        {VERB_ACCEPT_RESCHEDULE, PARTY_CLIENT, PARTY_PROVIDER, NOON - HOUR_MS - 1, ERROR_NONE},
        {VERB_ACCEPT_RESCHEDULE, PARTY_PROVIDER, PARTY_CLIENT, NOON - HOUR_MS - 1, ERROR_NONE},
        {VERB_ACCEPT_RESCHEDULE, PARTY_CLIENT, PARTY_CLIENT, NOON - DAY_MS, ERROR_FORBIDDEN},
        {VERB_ACCEPT_RESCHEDULE, PARTY_PROVIDER, PARTY_PROVIDER, NOON - DAY_MS, ERROR_FORBIDDEN},
        {VERB_ACCEPT_RESCHEDULE, PARTY_CLIENT, PARTY_PROVIDER, NOON - HOUR_MS,
         ERROR_REQUEST_EXPIRED},
        {VERB_ACCEPT_RESCHEDULE, 0, PARTY_PROVIDER, NOON - DAY_MS, ERROR_BAD_TRANSITION},
        {VERB_DECLINE_RESCHEDULE, PARTY_CLIENT, PARTY_PROVIDER, NOON - DAY_MS, ERROR_NONE},
        {VERB_DECLINE_RESCHEDULE, PARTY_CLIENT, PARTY_CLIENT, NOON - DAY_MS, ERROR_NONE},
        {VERB_DECLINE_RESCHEDULE, PARTY_CLIENT, PARTY_CLIENT, NOON - HOUR_MS,
         ERROR_REQUEST_EXPIRED},
        {VERB_DECLINE_RESCHEDULE, 0, PARTY_CLIENT, NOON - DAY_MS, ERROR_BAD_TRANSITION},
        /* It can be asked until the start, whoever has asked before. */
        {VERB_RESCHEDULE, PARTY_CLIENT, PARTY_PROVIDER, NOON - 1, ERROR_NONE},
        {VERB_RESCHEDULE, 0, PARTY_CLIENT, NOON, ERROR_TOO_LATE},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct booking booking = booking_in(BOOKING_CONFIRMED);
        enum booking_status to;
        if (rows[i].by)
            ask_to_move(&booking, rows[i].by);
        assert_int_equal(booking_decide(&booking, rows[i].verb, rows[i].party, rows[i].now_ms, &to),
                         rows[i].expected);
    }
}

static void another_time_waits_two_days_and_never_past_either_start(void **state)
{
    (void)state;
    static const struct {
        int64_t start_in_hours, asked_in_hours, expected_in_hours;
    } rows[] = {{100, 200, 48}, {48, 200, 48}, {20, 200, 20}, {200, 30, 30}, {1, 2, 1}};
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct booking booking = {.start_ms = NOON + rows[i].start_in_hours * HOUR_MS};
        assert_int_equal(
            booking_proposal_expiry(&booking, NOON + rows[i].asked_in_hours * HOUR_MS, NOON),
            NOON + rows[i].expected_in_hours * HOUR_MS);
    }
}

static void a_second_time_claims_what_the_first_does_not(void **state)
{
    (void)state;
    static const struct {
        int64_t wanted[2], held[2];
        size_t count;
        int64_t parts[2][2];
    } rows[] = {
        {{10, 12}, {14, 16}, 1, {{10, 12}}}, {{10, 14}, {14, 16}, 1, {{10, 14}}}, /* they touch */
        {{16, 18}, {14, 16}, 1, {{16, 18}}}, {{13, 15}, {14, 16}, 1, {{13, 14}}},
        {{15, 17}, {14, 16}, 1, {{16, 17}}}, {{14, 16}, {14, 16}, 0, {{0}}},
        {{15, 16}, {14, 17}, 0, {{0}}},      {{13, 18}, {14, 16}, 2, {{13, 14}, {16, 18}}},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct claim wanted = {.start_ms = rows[i].wanted[0], .end_ms = rows[i].wanted[1]};
        struct claim held = {.start_ms = rows[i].held[0], .end_ms = rows[i].held[1]};
        struct claim parts[2];
        assert_int_equal(claim_beside(&wanted, &held, parts), rows[i].count);
        for (size_t k = 0; k < rows[i].count; k++) {
            assert_int_equal(parts[k].start_ms, rows[i].parts[k][0]);
            assert_int_equal(parts[k].end_ms, rows[i].parts[k][1]);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_state_verb_and_party),
        cmocka_unit_test(guards_judge_the_moment),
        cmocka_unit_test(a_status_is_its_verb),
        cmocka_unit_test(every_spelling_of_a_status),
        cmocka_unit_test(the_price_is_the_servers),
        cmocka_unit_test(a_request_runs_out_at_its_ttl_and_never_past_the_start),
        cmocka_unit_test(what_opens_later_knows_its_states),
        cmocka_unit_test(who_answers_another_time_and_until_when),
        cmocka_unit_test(another_time_waits_two_days_and_never_past_either_start),
        cmocka_unit_test(a_second_time_claims_what_the_first_does_not),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
