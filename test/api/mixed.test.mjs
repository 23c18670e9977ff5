// Proof: whatever many clients do to a few providers at once, every answer is clean, no time is given out
// more often than there is of it, what was acknowledged is there, and `docket verify` says the same,
// beside the server and alone on a copy of the data. DOCKET_TEST_SEED repeats what a run asked for,
// DOCKET_TEST_STEPS says how much.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { after, describe, test } from 'node:test';
import { promisify } from 'node:util';

import { faultsIn } from './count.mjs';
import { Crowd, bookingsOf, randomOf, scaled } from './crowd.mjs';
import { Server, binary } from './harness.mjs';
import { Mixture } from './mixed.mjs';

const WIDTH = 32;
const STEPS = scaled(Number(process.env.DOCKET_TEST_STEPS) || 1200);
const seed = Number(process.env.DOCKET_TEST_SEED) || Date.now() % 1000000;

describe(`everything at once (DOCKET_TEST_SEED=${seed})`, { concurrency: false }, () => {
    const random = randomOf(seed);
    const servers = [];
    after(() => servers.forEach((server) => server.store.remove()));

    async function start(store) {
        const server = await Server.start(store && { store });
        servers.push(server);
        return server;
    }

    const claimsIn = (said) => /^claims: .*$/m.exec(said)?.[0];
    function assertVerified(store) {
        const { status, stdout, stderr } = store.run('verify');
        assert.equal(status, 0, stdout + stderr);
        assert.match(stdout, /^holds$/m);
        return claimsIn(stdout);
    }

    /** While the storm goes on: what does not hold. */
    const verifyBeside = (server) => promisify(execFile)(binary, ['verify', ...server.store.arguments]).then(() => '', (error) => String(error));

    /** Of what changes, the most that anybody was told there is. */
    const mostOf = (service, changes) => (changes ? { ...service, seats: Math.max(service.seats, ...changes.seats) } : service);

    async function assertCounted(server, mixture) {
        const listed = new Map();
        for (const { token, services, capacity, changes } of mixture.providers) {
            const bookings = await bookingsOf(server, token);
            // What was a group once and is none now does not show in a booking: only `docket verify` knows.
            if (!changes?.seats.includes(1)) assert.deepEqual(faultsIn(bookings, services.map((service) => mostOf(service, changes)), capacity), []);
            for (const booking of bookings) listed.set(booking.id, booking);
        }
        for (const id of mixture.bookings.keys()) assert.ok(listed.has(id), `${id} was acknowledged and is gone`);
        for (const [id, status] of mixture.ended) assert.equal(listed.get(id).status, status, `${id} had ended`);
        const more = [...listed.keys()].filter((id) => !mixture.bookings.has(id));
        assert.ok(more.length <= mixture.unanswered * 4, `${more} are nobody's`);
        return listed;
    }

    /** Each thing that can be done was done, so that the storm is one. */
    function assertMixed({ counts }) {
        for (const name of ['book 201', 'book 409 slot_taken', 'series 201', 'series 409 series_clash', 'hold 201', 'confirm 201', 'release 200', 'answer 200',
            'take 200', 'move 200', 'move 409 slot_taken', 'stretch 200', 'agree 200', 'cancel 200', 'hours 200', 'terms 200', 'room 200'])
            assert.ok(counts[name] > 0, `never: ${name}; ${JSON.stringify(counts)}`);
    }

    test('all that can be done to time', async (context) => {
        const server = await start();
        const mixture = await Mixture.begin(server, random);
        const crowd = new Crowd(server, WIDTH);
        const beside = [];
        await crowd.gather();
        await mixture.run(crowd, STEPS, WIDTH, (answered) => {
            if (answered % Math.ceil(STEPS / 4) === 0) beside.push(verifyBeside(server));
        });
        assert.deepEqual((await Promise.all(beside)).join(''), '');
        crowd.close();
        context.diagnostic(JSON.stringify(mixture.counts));
        const listed = await assertCounted(server, mixture);
        assert.equal(listed.size, mixture.bookings.size);
        const said = assertVerified(server.store);
        await server.stop({ remove: false });
        const copy = server.store.copy();
        try {
            assert.equal(assertVerified(copy), said);
        } finally {
            copy.remove();
        }
        if (scaled(10) === 10) assertMixed(mixture);
    });

    test('and a kill in the middle of it', async () => {
        const server = await start();
        const mixture = await Mixture.begin(server, random);
        const crowd = new Crowd(server, WIDTH);
        await crowd.gather();
        const end = Math.ceil(STEPS / 6) + random.below(STEPS / 6);
        await mixture.run(crowd, Infinity, WIDTH, async (answered) => {
            if (answered !== end) return;
            mixture.isKilled = true;
            await server.kill();
        });
        crowd.close();
        assert.ok(mixture.unanswered > 0, 'nothing was under way');
        assertVerified(server.store);
        const again = await start(server.store);
        await assertCounted(again, mixture);
        mixture.isKilled = false;
        const next = new Crowd(again, WIDTH);
        await mixture.run(next, Math.ceil(STEPS / 4), WIDTH);
        next.close();
        await assertCounted(again, mixture);
        await again.stop({ remove: false });
        assertVerified(again.store);
    });
});

describe('the count that judges it', () => {
    const services = [{ id: 'one', seats: 1, maxPerDay: 2 }, { id: 'group', seats: 2 }];
    let number = 0;
    const booking = (serviceId, start, end, more = {}) => ({
        id: `b${++number}`, serviceId, status: 'CONFIRMED', scheduledTime: `2026-12-01T${start}:00Z`, endTime: `2026-12-01T${end}:00Z`,
        policy: { pendingBlocks: true, bufferBeforeMinutes: 0, bufferAfterMinutes: 30 }, reschedule: null, ...more });
    const asked = (start, end) => ({ reschedule: { start: `2026-12-01T${start}:00Z`, end: `2026-12-01T${end}:00Z` } });
    const rows = [
        ['two beside each other', [['one', '10:00', '11:00'], ['one', '11:30', '12:00']], 1, 0],
        ['two at once', [['one', '10:00', '11:00'], ['one', '10:30', '12:00']], 1, 1],
        ['two at once where there is room', [['one', '10:00', '11:00'], ['one', '10:30', '12:00']], 2, 0],
        ['a buffer', [['one', '10:00', '11:00'], ['one', '11:15', '12:00']], 1, 1],
        ['one that has ended', [['one', '10:00', '11:00'], ['one', '10:00', '11:00', { status: 'CANCELLED' }]], 1, 0],
        ['a request that does not block', [['one', '10:00', '11:00'], ['one', '10:00', '11:00', { status: 'PENDING', policy: {} }]], 1, 0],
        ['a full session', [['group', '10:00', '11:00'], ['group', '10:00', '11:00']], 1, 0],
        ['a session too full', [['group', '10:00', '11:00'], ['group', '10:00', '11:00'], ['group', '10:00', '11:00']], 1, 1],
        ['a seat that is moved into its own session, where there is room for one', [['group', '10:00', '11:00', asked('10:30', '11:30')]], 1, 1],
        ['a seat that is moved into its own session, where there is room for two', [['group', '10:00', '11:00', asked('10:30', '11:30')]], 2, 0],
        ['two sessions', [['group', '10:00', '11:00'], ['group', '10:30', '11:30']], 1, 1],
        ['a move by less than it lasts', [['one', '10:00', '11:00', asked('10:30', '11:30')]], 1, 0],
        ['a time asked for that is taken', [['one', '10:00', '11:00', asked('14:00', '15:00')], ['one', '14:30', '15:30']], 1, 1],
        ['a day too full', [['one', '10:00', '11:00'], ['one', '12:00', '13:00'], ['one', '14:00', '15:00']], 1, 1],
        ['a day that one of them may be moved within', [['one', '10:00', '11:00'], ['one', '12:00', '13:00', asked('14:00', '15:00')]], 1, 0],
    ];
    for (const [name, wanted, capacity, faults] of rows)
        test(name, () => assert.equal(faultsIn(wanted.map((words) => booking(...words)), services, capacity).length, faults));
});
