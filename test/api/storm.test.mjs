// Proof: whatever is asked at the same moment, exactly the admissible set of bookings is accepted,
// everybody else gets a clean 409, and `docket verify` agrees.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { Crowd, bookingsOf, randomOf, scaled } from './crowd.mjs';
import { Server, at, inParallel, newProvider, signUp } from './harness.mjs';

const MINUTE = 60000;
const HOUR = 60 * MINUTE;
const CLIENTS = 20;

describe('storms', { concurrency: false }, () => {
    let server;
    let crowd;
    let clients;

    before(async () => {
        server = await Server.start();
        crowd = new Crowd(server, scaled(200));
        clients = await inParallel(scaled(CLIENTS), 2, (index) => signUp(server, `Client ${index}`));
        await crowd.gather();
    });

    after(async () => {
        crowd.close();
        await server.stop();
    });

    /** Sends all at once, each from the next client; the answers in order. */
    function storm(requests) {
        return Promise.all(requests.map(({ method = 'POST', path = '/api/bookings', token, body }, index) =>
            crowd.call(method, path, { token: token ?? clients[index % clients.length].token, body })));
    }

    function assertOnly(answers, allowed) {
        for (const answer of answers) {
            const name = answer.status < 300 ? String(answer.status) : `${answer.status} ${answer.json?.code}`;
            assert.ok(allowed.includes(name), `${name} is none of ${allowed}: ${answer.text}`);
        }
    }

    const accepted = (answers) => answers.filter(({ status }) => status === 201);

    /** What a booking of these occupies, buffers included. */
    function occupied({ scheduledTime, durationHours }, service) {
        const start = Date.parse(scheduledTime);
        return {
            start: start - (service.bufferBeforeMinutes ?? 0) * MINUTE,
            end: start + durationHours * HOUR + (service.bufferAfterMinutes ?? 0) * MINUTE,
        };
    }

    /** The most intervals that are taken at one instant of `within`. */
    function mostAtOnce(intervals, within) {
        const touching = intervals.filter(({ start, end }) => start < within.end && end > within.start);
        const edges = touching.flatMap(({ start, end }) => [[start, 1], [end, -1]])
            .sort((a, b) => a[0] - b[0] || a[1] - b[1]); // half-open: an end frees before a start takes
        let now = 0;
        let most = 0;
        for (const [, change] of edges) {
            now += change;
            most = Math.max(most, now);
        }
        return most;
    }

    /** Within capacity everywhere, and nobody refused who would have fitted. */
    function assertExact(requests, answers, service, capacity) {
        const all = { start: -Infinity, end: Infinity };
        const taken = requests.filter((_, index) => answers[index].status === 201)
            .map(({ body }) => occupied(body, service));
        assert.ok(taken.length > 0, 'nothing was accepted');
        assert.ok(mostAtOnce(taken, all) <= capacity, 'more at once than the capacity');
        requests.forEach(({ body }, index) => {
            if (answers[index].status === 201) return;
            const wanted = occupied(body, service);
            const inside = taken.map(({ start, end }) => ({
                start: Math.max(start, wanted.start), end: Math.min(end, wanted.end),
            })).filter(({ start, end }) => start < end);
            assert.equal(mostAtOnce(inside, all), capacity, `${JSON.stringify(body)} would have fitted`);
        });
    }

    /** What the provider's own list shows is what was answered with 201, no more and no less. */
    async function assertStored(provider, answers) {
        const stored = (await bookingsOf(server, provider.token)).map(({ id }) => id).sort();
        assert.deepEqual(stored, accepted(answers).map(({ json }) => json.booking.id).sort());
    }

    function assertVerified() {
        const beside = server.store.run('verify');
        assert.equal(beside.status, 0, beside.stdout + beside.stderr);
        assert.match(beside.stdout, /^holds$/m);
    }

    for (const acceptance of ['request', 'instant']) {
        test(`one slot, asked for by everybody: one is booked (${acceptance})`, async () => {
            const provider = await newProvider(server, { service: { acceptance } });
            const requests = Array.from({ length: scaled(1000) }, () => ({
                body: { providerId: provider.id, scheduledTime: at(3, 10), durationHours: 2 },
            }));
            const answers = await storm(requests);
            assertOnly(answers, ['201', '409 slot_taken']);
            assert.equal(accepted(answers).length, 1);
            await assertStored(provider, answers);
            assertVerified();
        });
    }

    function overlapping(provider, seed, service) {
        const random = randomOf(seed);
        return Array.from({ length: scaled(1000) }, () => ({
            body: {
                providerId: provider.id, serviceId: service.id,
                scheduledTime: new Date(Date.parse(at(5)) + random.below(scaled(14 * 48)) * 30 * MINUTE).toISOString(),
                durationHours: 0.5 + random.below(8) / 2,
            },
        }));
    }

    for (const capacity of [1, 3]) {
        test(`random overlapping times, capacity ${capacity}: a full and legal set is booked`, async () => {
            const provider = await newProvider(server, {
                profile: { capacity },
                service: { acceptance: 'instant', minHours: 0.5, maxHours: 6, stepMinutes: 30,
                    bufferBeforeMinutes: 10, bufferAfterMinutes: 25 },
            });
            const requests = overlapping(provider, 20 + capacity, provider.service);
            const answers = await storm(requests);
            assertOnly(answers, ['201', '409 slot_taken']);
            assertExact(requests, answers, provider.service, capacity);
            await assertStored(provider, answers);
            assertVerified();
        });
    }

    test('services with different buffers share one provider: still disjoint', async () => {
        const provider = await newProvider(server, {
            service: { acceptance: 'instant', minHours: 0.5, maxHours: 6, stepMinutes: 30 },
        });
        const { service: wide } = await server.expect(201, 'POST', '/api/services', {
            token: provider.token,
            body: { title: 'Tracking', serviceType: 'TRACKING', minHours: 0.5, maxHours: 6, stepMinutes: 30,
                acceptance: 'request', minNoticeMinutes: 0, bufferBeforeMinutes: 45, bufferAfterMinutes: 45 },
        });
        const requests = [...overlapping(provider, 31, provider.service).slice(0, scaled(300)),
            ...overlapping(provider, 32, wide).slice(0, scaled(300))];
        const services = requests.map(({ body }) => (body.serviceId === wide.id ? wide : provider.service));
        const answers = await storm(requests);
        assertOnly(answers, ['201', '409 slot_taken']);
        const taken = requests.flatMap(({ body }, index) =>
            (answers[index].status === 201 ? [occupied(body, services[index])] : []));
        assert.equal(mostAtOnce(taken, { start: -Infinity, end: Infinity }), 1);
        requests.forEach(({ body }, index) => {
            const wanted = occupied(body, services[index]);
            assert.ok(mostAtOnce(taken, wanted) >= 1, `${JSON.stringify(body)} would have fitted`);
        });
        assertVerified();
    });

    test('a session with seats admits exactly as many as it has', async () => {
        const provider = await newProvider(server, { service: { acceptance: 'instant', seats: 7 } });
        const requests = Array.from({ length: scaled(300) }, () => ({
            body: { providerId: provider.id, scheduledTime: at(4, 9), durationHours: 1 },
        }));
        const answers = await storm(requests);
        assertOnly(answers, ['201', '409 slot_taken']);
        assert.equal(accepted(answers).length, Math.min(7, requests.length));
        await assertStored(provider, answers);
        assertVerified();
    });

    async function statuses(provider) {
        return new Map((await bookingsOf(server, provider.token)).map(({ id, status }) => [id, status]));
    }

    test('requests that do not block: the first accepted wins, the others are declined', async () => {
        const provider = await newProvider(server, { service: { pendingBlocks: false, stepMinutes: 30 } });
        const waiting = scaled(100);
        // All of them hold the hour from 11 to 12, so any two overlap.
        const asked = await storm(Array.from({ length: waiting }, (_, index) => ({
            body: { providerId: provider.id, scheduledTime: at(6, 10 + (index % 3) / 2), durationHours: 2 },
        })));
        assertOnly(asked, ['201']);
        const ids = asked.map(({ json }) => json.booking.id);
        const answers = await storm(Array.from({ length: scaled(50) * 2 }, (_, index) => ({
            path: `/api/bookings/${ids[index % ids.length]}/${index % 2 ? 'accept' : 'confirm'}`,
            token: provider.token, body: {},
        })));
        assertOnly(answers, ['200', '409 slot_taken', '409 bad_transition']);
        assert.equal(answers.filter(({ status }) => status === 200).length, 1);
        const found = [...(await statuses(provider)).values()];
        assert.equal(found.filter((status) => status === 'CONFIRMED').length, 1);
        assert.equal(found.filter((status) => status === 'DECLINED').length, waiting - 1);
        assertVerified();
    });

    test('new requests and instant bookings while a request that does not block is accepted', async () => {
        const provider = await newProvider(server, { service: { pendingBlocks: false } });
        const { service: instant } = await server.expect(201, 'POST', '/api/services', {
            token: provider.token,
            body: { title: 'Call', serviceType: 'CALL', durationMinutes: 60, acceptance: 'instant', minNoticeMinutes: 0 },
        });
        const slot = { providerId: provider.id, scheduledTime: at(7, 15) };
        const asked = await storm(Array.from({ length: scaled(30) }, () => ({
            body: { ...slot, serviceId: provider.service.id, durationHours: 1 },
        })));
        const answers = await storm(asked.flatMap(({ json }) => [
            { path: `/api/bookings/${json.booking.id}/accept`, token: provider.token, body: {} },
            { body: { ...slot, serviceId: instant.id } },
        ]));
        assertOnly(answers, ['200', '201', '409 slot_taken', '409 bad_transition']);
        assert.equal(answers.filter(({ status }) => status < 300).length, 1);
        const found = [...(await statuses(provider)).values()];
        assert.equal(found.filter((status) => status === 'CONFIRMED').length, 1);
        assertVerified();
    });

    /** The journal tells one story: each step starts where the one before ended. */
    async function assertOneStory(booking, token, succeeded) {
        const { booking: now } = await server.expect(200, 'GET', `/api/bookings/${booking.id}`, { token });
        const steps = await changesOf(booking.id, token, succeeded);
        let status = booking.status;
        for (const { data } of steps) {
            assert.equal(data.from, status);
            status = data.to;
        }
        assert.equal(now.status, status);
        assert.equal(steps.length, succeeded);
        return now.status;
    }

    /** Positions are stamped a moment after commit on PostgreSQL. */
    async function changesOf(id, token, count) {
        const end = Date.now() + 10000;
        for (;;) {
            const { events } = await server.expect(200, 'GET', `/api/bookings/${id}/events`, { token });
            const steps = events.filter(({ type }) => type === 'booking.status_changed');
            if (steps.length >= count || Date.now() > end) return steps;
        }
    }

    test('confirm, cancel and decline of one booking at the same moment: one story', async () => {
        const provider = await newProvider(server);
        const asked = await storm(Array.from({ length: scaled(40) }, (_, index) => ({
            body: { providerId: provider.id, scheduledTime: at(10 + index, 12), durationHours: 1 },
        })));
        assertOnly(asked, ['201']);
        const verbs = asked.flatMap(({ json }, index) => {
            const client = clients[index % clients.length];
            const path = (verb) => `/api/bookings/${json.booking.id}/${verb}`;
            const trio = [
                { path: path('confirm'), token: provider.token, body: {} },
                { path: path('cancel'), token: client.token, body: {} },
                { path: path('decline'), token: provider.token, body: {} },
            ];
            return trio.map((_, place) => trio[(place + index) % 3]);
        });
        const answers = await storm(verbs);
        assertOnly(answers, ['200', '409 bad_transition']);
        const ends = new Set();
        for (let index = 0; index < asked.length; index++) {
            const mine = answers.slice(index * 3, index * 3 + 3).filter(({ status }) => status === 200).length;
            const { booking } = asked[index].json;
            const end = await assertOneStory(booking, provider.token, mine);
            // A confirmed booking may still be cancelled; nothing else has two successes.
            assert.ok(mine === 1 || (mine === 2 && end === 'CANCELLED'), `${mine} successes, ${end}`);
            assert.notEqual(end, 'PENDING');
            ends.add(end);
        }
        assertVerified();
    });

    test('many confirm and decline one booking: one of them wins', async () => {
        const provider = await newProvider(server);
        for (let round = 0; round < scaled(10); round++) {
            const { booking } = await server.expect(201, 'POST', '/api/bookings', {
                token: clients[0].token,
                body: { providerId: provider.id, scheduledTime: at(10 + round, 12), durationHours: 1 },
            });
            const answers = await storm(Array.from({ length: 20 }, (_, index) => ({
                path: `/api/bookings/${booking.id}/${index % 2 ? 'confirm' : 'decline'}`,
                token: provider.token, body: {},
            })));
            assertOnly(answers, ['200', '409 bad_transition']);
            assert.equal(answers.filter(({ status }) => status === 200).length, 1);
            await assertOneStory(booking, provider.token, 1);
        }
        assertVerified();
    });

    test('cancelling frees the time once, however many want it then', async () => {
        const provider = await newProvider(server, { service: { acceptance: 'instant' } });
        const slot = { providerId: provider.id, scheduledTime: at(9, 18), durationHours: 3 };
        let { booking } = await server.expect(201, 'POST', '/api/bookings', {
            token: clients[0].token, body: slot,
        });
        let owner = clients[0];
        for (let round = 0; round < scaled(10); round++) {
            const answers = await storm([
                ...Array.from({ length: 10 }, () => ({ body: slot })),
                { path: `/api/bookings/${booking.id}/cancel`, token: owner.token, body: {} },
                ...Array.from({ length: 30 }, () => ({ body: slot })),
            ]);
            assertOnly(answers, ['200', '201', '409 slot_taken']);
            const won = accepted(answers);
            assert.ok(won.length <= 1, `${won.length} booked one slot`);
            if (won.length === 0) {
                // All came before the cancellation: now it is free.
                const again = await storm([{ body: slot }]);
                assertOnly(again, ['201']);
                won.push(again[0]);
            }
            ({ booking } = won[0].json);
            owner = clients.find(({ id }) => id === booking.clientId);
        }
        assertVerified();
    });

    test('nothing broke on the way: healthy, no report on stderr', async () => {
        await server.expect(200, 'GET', '/readyz');
        assert.doesNotMatch(server.output.stderr, /Sanitizer|runtime error|"level":"error"/);
    });

    test('the data, once the server has stopped, holds too', async () => {
        await server.stop({ remove: false });
        assertVerified();
        server = await Server.start({ store: server.store });
    });
});
