// Proof of the proof: data spoilt by hand, in each way that `docket verify` promises to notice.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { eventually } from './crowd.mjs';
import { at, newProvider, Server, signUp, Store } from './harness.mjs';

const claimColumns = 'provider_id, client_id, service_id, start_ms, end_ms, work_start_ms, '
    + 'work_end_ms, seats, capacity, expires_ms, claimed_ms, released_ms';
const of = (title) => `(SELECT id FROM booking WHERE title = '${title}')`;
/** A copy of the booking's claim, of a larger capacity, so that no other rule is broken with it. */
const copyOfClaim = (title, id, bookingId) =>
    `INSERT INTO claim (id, booking_id, ${claimColumns}) SELECT ${id}, ${bookingId}, `
    + `${claimColumns.replace(' capacity', ' 9')} FROM claim WHERE booking_id = ${of(title)}`;

/** [what is spoilt, the state of a booking of its own, how, what verify says] */
const spoilt = [
    ['a claim that is gone', 'CONFIRMED', (title) => `UPDATE claim SET released_ms = 1 WHERE booking_id = ${of(title)}`,
        'holds no time, and its state says it does'],
    ['a request’s claim that is gone', 'PENDING', (title) => `UPDATE claim SET released_ms = 1 WHERE booking_id = ${of(title)}`,
        'holds no time, and its state says it does'],
    ['a claim that outlived its booking', 'CANCELLED',
        (title) => `UPDATE claim SET released_ms = NULL WHERE booking_id = ${of(title)}`,
        'holds time, and its state says it does not'],
    ['a request that does not block and has a claim', 'NOT_BLOCKING', (title) => `UPDATE booking SET policy = `
        + `replace(policy, '"pendingBlocks":true', '"pendingBlocks":false') WHERE title = '${title}'`,
        'holds time, and its state says it does not'],
    ['a booking with two claims', 'CONFIRMED', (title) => copyOfClaim(title, 'booking_id', 'booking_id'),
        'holds its time more than once'],
    ['a claim of another time', 'CONFIRMED',
        (title) => `UPDATE claim SET work_end_ms = work_end_ms - 1 WHERE booking_id = ${of(title)}`,
        'holds another time than its own'],
    ['a state that nobody gave it', 'CONFIRMED', (title) => `UPDATE booking SET status = 2 WHERE title = '${title}'`,
        'is in another state than its history says'],
    ['a state that does not exist', 'CONFIRMED', (title) => `UPDATE booking SET status = 77 WHERE title = '${title}'`,
        'is in a state that does not exist'],
    ['a history that is lost', 'PENDING', (title) => `UPDATE journal SET type = 'lost' WHERE subject_id = ${of(title)}`,
        'has no history'],
    ['a request without its timer', 'PENDING', (title) => `DELETE FROM timer WHERE subject_id = ${of(title)}`,
        'waits without a timer that ends its waiting'],
    ['a second time that nobody asked for', 'CONFIRMED',
        (title) => copyOfClaim(title, 'client_id', 'booking_id').replace('(id,', '(kind, id,').replace('SELECT', 'SELECT 2,'),
        'holds a second time that nobody asked for'],
    ['a time asked for that is not held', 'MOVING', (title) => `UPDATE claim SET end_ms = end_ms - 1000 WHERE kind = 2 AND booking_id = ${of(title)}`,
        'holds another second time than was asked for'],
    ['a time asked for without its timer', 'MOVING', (title) => `DELETE FROM timer WHERE subject_id = ${of(title)}`,
        'is asked to move without a timer that ends it'],
    ['a claim of no booking', 'CONFIRMED', (title) => copyOfClaim(title, 'service_id', 'service_id'),
        'does not exist, and holds time'],
];

const bookingViolations = (stdout) => Number(/^bookings: \d+ .*, (\d+) violations$/m.exec(stdout)[1]);

describe('docket verify', { concurrency: false }, () => {
    const store = new Store();
    const ids = [];
    let server;

    before(async () => {
        server = await Server.start({ store });
        const client = await signUp(server, 'Kim Park');
        const provider = await newProvider(server, { profile: { capacity: 2 } });
        for (const [index, [, state]] of spoilt.entries()) {
            const { booking } = await server.expect(201, 'POST', '/api/bookings', {
                token: client.token,
                body: { providerId: provider.id, scheduledTime: at(3 + index, 9), durationHours: 2, title: `case ${index}` },
            });
            ids.push(booking.id);
            if (state === 'CONFIRMED' || state === 'MOVING') {
                await server.expect(200, 'POST', `/api/bookings/${booking.id}/confirm`, { token: provider.token, body: {} });
                if (state === 'MOVING') {
                    await server.expect(200, 'POST', `/api/bookings/${booking.id}/reschedule`, { token: client.token, body: { scheduledTime: at(3 + index, 14) } });
                }
            } else if (state === 'CANCELLED') {
                await server.expect(200, 'POST', `/api/bookings/${booking.id}/cancel`, { token: client.token, body: {} });
            }
        }
        // On PostgreSQL the journal is numbered after the commit.
        await eventually('every entry has its position', async () => store.run('verify').stdout,
            (stdout) => / 0 waiting /.test(stdout));
        await server.stop({ remove: false });
    });

    after(() => store.remove());

    test('holds, and says what it counted', () => {
        const { status, stdout, stderr } = store.run('verify');
        assert.equal(status, 0, stdout + stderr);
        const live = spoilt.length - 1 + spoilt.filter(([, state]) => state === 'MOVING').length;
        assert.match(stdout, /^journal: [1-9]\d* entries, 0 waiting for their position, 0 violations$/m);
        assert.match(stdout, /^followers: [1-9]/m);
        assert.match(stdout, new RegExp(`^claims: ${live} live ones of 1 providers .*, 0 violations$`, 'm'));
        assert.match(stdout, new RegExp(`^bookings: ${spoilt.length} .*, 0 violations$`, 'm'));
        assert.match(stdout, /^holds\n$/m);
    });

    for (const [index, [name, , statement, what]] of spoilt.entries()) {
        test(`names ${name}`, () => {
            store.sql(statement(`case ${index}`));
            const { status, stdout, stderr } = store.run('verify');
            assert.equal(status, 1);
            assert.equal(bookingViolations(stdout), index + 1, stderr);
            assert.match(stdout, /^DOES NOT HOLD\n$/m);
            const named = stderr.split('\n').filter((line) => line.includes(`"what":"${what}"`));
            assert.ok(named.length > 0, stderr);
            if (!what.startsWith('does not exist')) assert.ok(named.some((line) => line.includes(ids[index])), stderr);
        });
    }

    test('names time that was given out more often than there is capacity', () => {
        store.sql('UPDATE claim SET start_ms = 1000, end_ms = 2000, work_start_ms = 1000, work_end_ms = 2000, seats = 1');
        const { status, stdout, stderr } = store.run('verify');
        assert.equal(status, 1);
        assert.match(stdout, /^claims: .*, 1 violations$/m);
        assert.match(stderr, /"event":"claims_exceed"/);
    });

    test('names an entry that is missing, and a follower ahead of the journal', () => {
        store.sql('DELETE FROM journal WHERE position = 1');
        store.sql('UPDATE follower SET position = 1000000');
        const { status, stdout, stderr } = store.run('verify');
        assert.equal(status, 1);
        assert.match(stdout, /^journal: .*, [2-9] violations$/m);
        assert.match(stderr, /positions missing/);
        assert.match(stderr, /cursors of followers past the head/);
    });
});
