// Proof: kill -9 in the middle of a storm of bookings, twenty times on the same data, loses nothing
// that was acknowledged and leaves nothing half written.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { Crowd, bookingsOf, eventually, isQuick, randomOf } from './crowd.mjs';
import { Server, Store, at, inParallel, newProvider, signUp } from './harness.mjs';

const ROUNDS = isQuick ? 5 : 20;
const STORM = 160; // requests under way or waiting when the server is killed
const DAYS = 60; // every round asks for days of its own, so that there is always free time left
const HOUR = 3600000;
const random = randomOf(20);

describe('kill -9 in a storm', { concurrency: false }, () => {
    const store = new Store();
    let server;
    let provider;
    let clients;
    let sent = 0;
    let acknowledgedCount = 0;
    let unansweredCount = 0;
    const expected = new Map(); // title → booking id, for everything that was acknowledged

    before(async () => {
        server = await Server.start({ store });
        clients = await inParallel(4, 2, (index) => signUp(server, `Client ${index}`));
        provider = await newProvider(server, { service: { maxHours: 3 } });
        await server.stop({ remove: false });
    });

    after(() => store.remove());

    const firstDay = (round) => 2 + round * DAYS;

    function request(round) {
        const title = `Session ${++sent}`;
        return {
            title,
            token: clients[sent % clients.length].token,
            headers: { 'idempotency-key': `key-${sent}` },
            body: {
                providerId: provider.id, title, durationHours: 1 + random.below(3),
                scheduledTime: at(firstDay(round), random.below(DAYS * 24 - 3)),
            },
        };
    }

    const post = (crowd, { token, headers, body }) => crowd.call('POST', '/api/bookings', { token, headers, body });

    /** Keeps a storm going and kills the server after so many acknowledgements. */
    async function killInStorm(round, killAfter) {
        const crowd = new Crowd(server, 32);
        const requests = Array.from({ length: STORM }, () => request(round));
        let acknowledged = 0;
        const answers = await Promise.all(requests.map(async (one) => {
            const answer = await post(crowd, one);
            if (answer.status === 201 && ++acknowledged === killAfter) await server.kill();
            return answer;
        }));
        crowd.close();
        assert.ok(acknowledged >= killAfter, `the storm was over after ${acknowledged} bookings`);
        return requests.map((one, index) => ({ ...one, answer: answers[index] }));
    }

    /** Every answer is a booking, a refusal, or none at all. */
    function remember(requests) {
        const open = [];
        for (const { title, answer, ...rest } of requests) {
            if (answer.status === 201) {
                expected.set(title, answer.json.booking.id);
                acknowledgedCount++;
            } else if (answer.status === 409) {
                assert.equal(answer.json.code, 'slot_taken');
            } else {
                assert.equal(answer.status, 0, answer.text);
                open.push({ title, ...rest });
            }
        }
        unansweredCount += open.length;
        return open;
    }

    async function assertEveryPart(id) {
        const token = provider.token;
        const { booking } = await server.expect(200, 'GET', `/api/bookings/${id}`, { token });
        assert.equal(booking.status, 'PENDING');
        const { events } = await eventually(`the history of ${id}`,
            () => server.expect(200, 'GET', `/api/bookings/${id}/events`, { token }),
            (answer) => answer.events.length > 0);
        assert.deepEqual(events.map(({ type }) => type), ['booking.created']);
    }

    /** The free hours are exactly those that no listed booking takes: no booking without its
     * claim, no claim without its booking. */
    async function assertSlotsMatch(round, bookings) {
        const from = at(firstDay(round));
        const to = at(firstDay(round + 1));
        const { slots } = await server.expect(200, 'GET', `/api/providers/${provider.id}/slots?${
            new URLSearchParams({ serviceId: provider.service.id, from, to, durationHours: 1 })}`);
        const free = new Set();
        for (let time = Date.parse(from); time < Date.parse(to); time += HOUR) free.add(time);
        for (const { scheduledTime, endTime } of bookings) {
            for (let time = Date.parse(scheduledTime); time < Date.parse(endTime); time += HOUR) free.delete(time);
        }
        assert.deepEqual(slots.map(({ start }) => Date.parse(start)), [...free]);
    }

    async function assertNothingLost(rounds, before) {
        const bookings = await bookingsOf(server, provider.token);
        const titles = new Map(bookings.map(({ title, id }) => [title, id]));
        assert.equal(titles.size, bookings.length, 'one request was booked twice');
        for (const [title, id] of expected) assert.equal(titles.get(title), id, `${title} is gone`);
        for (const round of rounds) await assertSlotsMatch(round, bookings);
        const fresh = bookings.filter(({ id }) => !before.has(id));
        await inParallel(fresh.length, 8, (index) => assertEveryPart(fresh[index].id));
        return bookings;
    }

    /** Whoever got no answer asks again with the same key, twice at once: it is booked at most once. */
    async function retry(open) {
        const crowd = new Crowd(server, 16);
        const pairs = await Promise.all(open.map((one) => Promise.all([post(crowd, one), post(crowd, one)])));
        crowd.close();
        pairs.forEach((answers, index) => {
            const [first, second] = answers;
            assert.equal(first.status, second.status, first.text + second.text);
            if (first.status === 201) {
                assert.equal(first.text, second.text);
                assert.ok(answers.some(({ headers }) => headers['idempotency-replayed'] === 'true'));
                expected.set(open[index].title, first.json.booking.id);
            } else {
                assert.equal(first.json?.code, 'slot_taken', first.text);
            }
        });
    }

    async function assertTaken(bookings) {
        for (let count = 0; count < 3; count++) {
            const { scheduledTime } = random.pick(bookings);
            const answer = await server.call('POST', '/api/bookings', {
                token: clients[0].token,
                body: { providerId: provider.id, scheduledTime, durationHours: 1 },
            });
            assert.equal(answer.json.code, 'slot_taken', answer.text);
        }
    }

    function assertVerified() {
        const proof = store.run('verify');
        assert.equal(proof.status, 0, proof.stdout + proof.stderr);
    }

    test(`${ROUNDS} rounds`, async () => {
        let open = [];
        let known = new Set();
        for (let round = 0; round < ROUNDS; round++) {
            server = await Server.start({ store });
            const bookings = await assertNothingLost(round ? [round - 1] : [], known);
            await retry(open);
            if (bookings.length) await assertTaken(bookings);
            known = new Set(bookings.map(({ id }) => id));
            open = remember(await killInStorm(round, 1 + random.below(50)));
            assertVerified();
        }
        assert.ok(acknowledgedCount >= ROUNDS, `only ${acknowledgedCount} were acknowledged`);
        assert.ok(unansweredCount > ROUNDS, `only ${unansweredCount} were cut off`);
        server = await Server.start({ store });
        await assertNothingLost([], known);
        await retry(open);
        await assertNothingLost([...Array(ROUNDS).keys()], known);
        await server.stop({ remove: false });
        assertVerified();
    });
});
