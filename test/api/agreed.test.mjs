// Proof: what was claimed stands as it was claimed, whatever the provider changes before it is answered,
// confirmed or booked; and what is asked of a move is the same wherever it is asked.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { randomOf, scaled } from './crowd.mjs';
import { Server, at, newProvider, signUp } from './harness.mjs';

describe('what was claimed stands', { concurrency: false }, () => {
    let server, ann, ben, cid;

    before(async () => {
        server = await Server.start();
        [ann, ben, cid] = [await signUp(server, 'Ann'), await signUp(server, 'Ben'), await signUp(server, 'Cid')];
    });
    after(() => server.stop());
    /** After each: nothing was given out twice, and every booking has the claim it says it has. */
    const assertVerified = () => {
        const { status, stdout, stderr } = server.store.run('verify');
        assert.equal(status, 0, stdout + stderr);
    };

    const post = (path, by, body = {}) => server.call('POST', path, { token: by.token, body });
    /** A provider open day and night; services of an hour and more unless said. */
    const provider = ({ capacity = 1, ...service } = {}) =>
        newProvider(server, { profile: { capacity }, service: { minHours: 1, maxHours: 12, stepMinutes: 30, acceptance: 'instant', ...service } });
    const ask = (whose, by, start, more = {}) =>
        post('/api/bookings', by, { providerId: whose.id, serviceId: whose.service.id, scheduledTime: start, durationHours: 1, ...more });
    async function booked(whose, by, start, more) {
        const { status, json, text } = await ask(whose, by, start, more);
        assert.equal(status, 201, text);
        return json.booking;
    }
    const move = (booking, by, start, more = {}) => post(`/api/bookings/${booking.id}/reschedule`, by, { scheduledTime: start, ...more });
    const accept = (booking, by) => post(`/api/bookings/${booking.id}/reschedule/accept`, by);
    const confirm = (booking, by) => post(`/api/bookings/${booking.id}/confirm`, by);
    const change = (whose, body) => server.expect(200, 'PATCH', `/api/services/${whose.service.id}`, { token: whose.token, body });
    const setCapacity = (whose, capacity) => server.expect(200, 'PUT', '/api/providers/me', { token: whose.token,
        body: { headline: 'Many hands', bio: 'b', roles: ['engineer'], hourlyRate: 75, currency: 'USD', timeZone: 'UTC', capacity } });
    const said = ({ status, json, text }) => (status < 300 ? status : json?.code ?? text);
    const hold = async (whose, by, start, more = {}) =>
        (await server.expect(201, 'POST', '/api/holds', { token: by.token, body: { providerId: whose.id, serviceId: whose.service.id, start, durationHours: 1, ...more } })).hold;
    async function listed(whose, by, booking, durationHours) {
        const query = new URLSearchParams({ from: at(10), to: at(11), ignoreBookingId: booking.id, durationHours });
        const { slots } = await server.expect(200, 'GET', `/api/providers/${whose.id}/slots?${query}`, { token: by.token });
        return slots.map(({ start }) => Date.parse(start));
    }
    async function reasons(whose, by, booking, start, durationHours) {
        const query = new URLSearchParams({ start, ignoreBookingId: booking.id, durationHours });
        return (await server.expect(200, 'GET', `/api/providers/${whose.id}/slots/explain?${query}`, { token: by.token })).reasons;
    }

    test('a seat of a group is not moved into the time of its own session, where one thing is done at a time', async () => {
        const group = await provider({ seats: 5 });
        const booking = await booked(group, ann, at(10, 10));
        assert.equal(said(await move(booking, ann, at(10, 10.5))), 'slot_taken');
        assert.equal(said(await ask(group, ben, at(10, 10))), 201);
        assert.equal(said(await move(booking, ann, at(10, 11))), 200);
        assert.equal(said(await ask(group, cid, at(10, 10.5))), 'slot_taken');
        assert.equal(said(await accept(booking, group)), 200);
        assertVerified();
    });

    test('where two are done at a time it may be, and both its seats stay claimed until the answer', async () => {
        const group = await provider({ seats: 2, capacity: 2 });
        const booking = await booked(group, ann, at(10, 10));
        assert.equal(said(await move(booking, ann, at(10, 10.5))), 200);
        assert.equal(said(await ask(group, ben, at(10, 10))), 201, 'the other seat of the session it has');
        assert.equal(said(await ask(group, cid, at(10, 10))), 'slot_taken', 'its own is not given out');
        assert.equal(said(await ask(group, cid, at(10, 9.5), { durationHours: 2 })), 'slot_taken', 'nor is there room for a third session');
        assert.equal(said(await ask(group, cid, at(10, 10.5))), 201, 'the other seat of the session it asked for');
        assert.equal(said(await accept(booking, group)), 200);
        assert.equal(said(await ask(group, cid, at(10, 10))), 201, 'given back');
        assertVerified();
    });

    for (const [name, service] of [['a seat of a group', { seats: 5 }], ['a seat of a group that asks', { seats: 5, acceptance: 'request' }],
        ['a seat of a group beside which there is room', { seats: 5, capacity: 2 }], ['a session of its own', {}], ['that asks', { acceptance: 'request' }]])
        test(`listed, explained and moved alike: ${name}`, async () => {
            const whose = await provider(service);
            const booking = await booked(whose, ann, at(10, 10));
            const mine = await listed(whose, ann, booking, 2);
            for (let hour = 7; hour < 13; hour += 0.5) {
                const start = at(10, hour);
                const other = await booked(whose, ben, at(20 + hour * 2, 10));
                const isListed = mine.includes(Date.parse(start));
                assert.equal((await reasons(whose, ann, booking, start, 2)).length === 0, isListed, start);
                // Each is asked of a booking at ten, which a request that was moved is not any more.
                if (service.acceptance && isListed) continue;
                assert.equal(said(await move(booking, ann, start, { durationHours: 2 })), isListed ? 200 : 'slot_taken', start);
                await post(`/api/bookings/${other.id}/cancel`, ben);
            }
            assert.equal(mine.includes(Date.parse(at(10, 9.5))), !service.seats || service.capacity === 2);
            assertVerified();
        });

    test('what cannot be moved has no times to be moved to, and says why', async () => {
        const whose = await provider();
        const booking = await booked(whose, ann, at(10, 10));
        await server.expect(200, 'POST', `/api/bookings/${booking.id}/cancel`, { token: ann.token, body: {} });
        for (const path of [`slots?from=${at(10)}&to=${at(11)}`, `slots/explain?start=${at(10, 11)}`]) {
            const { status, json } = await server.call('GET', `/api/providers/${whose.id}/${path}&ignoreBookingId=${booking.id}`, { token: ann.token });
            assert.deepEqual([status, json.code], [409, 'bad_transition']);
        }
        assert.equal(said(await move(booking, ann, at(10, 11))), 'bad_transition');
    });

    test('a move into a group is accepted into it, though the service has one seat by now', async () => {
        const group = await provider({ seats: 5 });
        await booked(group, ann, at(10, 14));
        const booking = await booked(group, ben, at(10, 10));
        assert.equal(said(await move(booking, ben, at(10, 14))), 200);
        await change(group, { seats: 1 });
        assert.equal(said(await accept(booking, group)), 200);
        assert.equal(said(await ask(group, cid, at(10, 14))), 'slot_taken');
        assert.equal(said(await ask(group, cid, at(10, 10))), 201);
        assertVerified();
    });

    test('a move beside another booking is accepted, though one thing is done at a time by now', async () => {
        const pair = await provider({ capacity: 2 });
        await booked(pair, ann, at(10, 14));
        const alone = await booked(pair, ben, at(10, 10));
        const beside = await booked(pair, cid, at(10, 16));
        assert.equal(said(await move(alone, ben, at(10, 14))), 200);
        assert.equal(said(await move(beside, cid, at(10, 16.5))), 200, 'beside itself');
        await setCapacity(pair, 1);
        assert.equal(said(await accept(alone, pair)), 200);
        assert.equal(said(await accept(beside, pair)), 200);
        assert.equal(said(await ask(pair, cid, at(10, 14))), 'slot_taken');
        assertVerified();
    });

    test('a move that was claimed where two were done at a time is accepted beside a claim that was made for one', async () => {
        const whose = await provider();
        await booked(whose, ann, at(10, 14));
        await setCapacity(whose, 2);
        const booking = await booked(whose, ben, at(10, 10));
        assert.equal(said(await move(booking, ben, at(10, 14))), 200);
        await setCapacity(whose, 1);
        assert.equal(said(await accept(booking, whose)), 200);
        assertVerified();
    });

    test('work that both times cover stays held between them, and afterwards', async () => {
        const whose = await provider();
        const booking = await booked(whose, ann, at(10, 10), { durationHours: 2 });
        assert.equal(said(await move(booking, ann, at(10, 11))), 200);
        for (const by of ['proposed', 'accepted']) {
            assert.equal(said(await ask(whose, ben, at(10, 11))), 'slot_taken', by);
            assert.equal(said(await ask(whose, ben, at(10, 12))), 'slot_taken', by);
            if (by === 'proposed') await change(whose, { seats: 5 });
            if (by === 'proposed') assert.equal(said(await accept(booking, whose)), 200);
        }
        await change(whose, { seats: 1 });
        assert.equal(said(await move(booking, ann, at(10, 11), { durationHours: 1 })), 200, 'within itself');
        assert.equal(said(await ask(whose, ben, at(10, 12))), 'slot_taken');
        assert.equal(said(await accept(booking, whose)), 200);
        assert.equal(said(await ask(whose, ben, at(10, 12))), 201);
        assertVerified();
    });

    for (const [name, before, lower] of [
        ['there are fewer seats', { seats: 5 }, (whose) => change(whose, { seats: 1 })],
        ['one thing is done at a time', { capacity: 2 }, (whose) => setCapacity(whose, 1)],
    ])
        test(`requests that have held their time are confirmed, though ${name} by now`, async () => {
            const whose = await provider({ acceptance: 'request', ...before });
            const requests = [await booked(whose, ann, at(10, 10)), await booked(whose, ben, at(10, 10))];
            await lower(whose);
            for (const request of requests) assert.equal(said(await confirm(request, whose)), 200);
            assert.equal(said(await ask(whose, cid, at(10, 10))), 'slot_taken');
            assertVerified();
        });

    test('requests that held none are confirmed as far as the day and the week allow', async () => {
        for (const [limits, refusal, days] of [[{ maxPerDay: 1 }, 'day_limit', [10, 10, 11]], [{ maxPerWeek: 1 }, 'week_limit', [14, 14, 21]]]) {
            const whose = await provider({ acceptance: 'request', pendingBlocks: false, ...limits });
            const requests = [];
            for (const [index, day] of days.entries()) requests.push(await booked(whose, [ann, ben, cid][index], at(day, 10 + 4 * index)));
            // What was asked of the client is not asked again.
            await change(whose, { minNoticeMinutes: 30 * 1440, minHours: 3 });
            assert.deepEqual([said(await confirm(requests[0], whose)), said(await confirm(requests[1], whose)), said(await confirm(requests[2], whose))], [200, refusal, 200]);
        }
        assertVerified();
    });

    describe('a hold that lives is booked', { concurrency: false }, () => {
        for (const [name, alter, more = {}] of [
            ['though the service lasts longer', (whose) => change(whose, { durationMinutes: 90 })],
            ['though the service lasts longer, and no length is sent', (whose) => change(whose, { durationMinutes: 90 }), { durationHours: undefined }],
            ['though the service has one seat', (whose) => change(whose, { seats: 1 })],
            ['though the service is not offered any more', (whose) => server.call('DELETE', `/api/services/${whose.service.id}`, { token: whose.token })],
            ['though it is not offered, and only its type is named', (whose) => change(whose, { active: false }), { serviceId: undefined, serviceType: 'MIXING' }],
            ['though the provider has closed', (whose) => server.expect(200, 'PUT', '/api/providers/me/availability', { token: whose.token, body: { weekly: [] } })],
            ['though much notice is wanted', (whose) => change(whose, { minNoticeMinutes: 30 * 1440 })],
        ])
            test(name, async () => {
                const whose = await provider({ seats: 5, serviceType: 'MIXING' });
                const { id } = await hold(whose, ann, at(10, 10));
                await change(whose, { hourlyRate: 90 });
                await alter(whose);
                const answer = await ask(whose, ann, at(10, 10), { holdId: id, ...more });
                assert.equal(said(answer), 201, answer.text);
                assert.deepEqual([answer.json.booking.durationHours, answer.json.booking.totalPrice], [1, 90], 'for the price of today');
                assertVerified();
            });

        test('and nothing but that: another start, length or person is judged by what is offered now', async () => {
            const whose = await provider();
            for (const [by, start, more] of [[ann, at(10, 12), {}], [ann, at(10, 10), { durationHours: 2 }], [ben, at(10, 10), {}], [ann, at(10, 10), { repeat: { everyWeeks: 1, count: 2 } }]]) {
                const { id } = await hold(whose, ann, at(10, 10));
                await change(whose, { active: false });
                assert.equal(said(await ask(whose, by, start, { holdId: id, ...more })), 'service_inactive');
                await change(whose, { active: true, minHours: 3 });
                assert.ok(['bad_duration', 'slot_taken', 'series_clash'].includes(said(await ask(whose, by, start, { holdId: id, ...more }))));
                await change(whose, { minHours: 1 });
                await server.call('DELETE', `/api/holds/${id}`, { token: ann.token });
            }
            assertVerified();
        });
    });

    test('an agreed booking is moved at its own length, whatever lengths the service has by now', async () => {
        const whose = await provider({ minHours: 4, maxHours: 4 });
        const booking = await booked(whose, ann, at(10, 10), { durationHours: 4 });
        await booked(whose, ben, at(10, 20), { durationHours: 4 });
        await change(whose, { minHours: 1, maxHours: 1 });
        const mine = await listed(whose, ann, booking, 4);
        assert.deepEqual([mine.includes(Date.parse(at(10, 16))), mine.includes(Date.parse(at(10, 16.5)))], [true, false]);
        assert.deepEqual(await reasons(whose, ann, booking, at(10, 16), 4), []);
        assert.equal(said(await move(booking, ann, at(10, 16), { durationHours: 3 })), 'bad_duration');
        assert.equal(said(await move(booking, ann, at(10, 16.5))), 'slot_taken');
        assert.equal(said(await move(booking, ann, at(10, 16))), 200);
        assert.equal(said(await accept(booking, whose)), 200);
        assertVerified();
    });

    test('a crowd in little time, where seats and capacity go up and down', async () => {
        const random = randomOf(11);
        const group = await provider({ seats: 3, stepMinutes: 30, maxHours: 2, acceptance: 'instant' });
        const people = [ann, ben, cid, ...(await Promise.all([1, 2, 3].map((number) => signUp(server, `Person ${number}`))))];
        const bookings = [];
        const start = () => at(40, 10 + random.below(8) / 2);
        const counts = {};
        const doOne = async () => {
            const [booking, by] = random.pick(bookings) ?? [];
            const [name, answer] = await [
                async () => {
                    const who = random.pick(people);
                    const made = await ask(group, who, start());
                    if (made.status === 201) bookings.push([made.json.booking, who]);
                    return ['book', made];
                },
                async () => ['move', await move(booking, by, start())],
                async () => ['accept', await accept(booking, group)],
                async () => {
                    bookings.splice(bookings.findIndex(([{ id }]) => id === booking.id), 1);
                    return ['cancel', await post(`/api/bookings/${booking.id}/cancel`, by)];
                },
                async () => ['seats', await change(group, { seats: random.pick([1, 3]) })],
                async () => ['capacity', await setCapacity(group, random.pick([1, 1, 2]))],
            ][booking ? random.pick([0, 0, 1, 1, 1, 2, 2, 2, 3, 4, 5]) : 0]();
            const code = answer?.status ? said(answer) : 200;
            counts[`${name} ${code}`] = (counts[`${name} ${code}`] ?? 0) + 1;
            assert.ok([200, 201, 'slot_taken', 'bad_transition', 'unprocessable'].includes(code), `${name} ${code}`);
            assert.ok(!(name === 'accept' && code === 'slot_taken'), 'an agreed time was judged again');
            if (bookings.length > 20) bookings.shift();
        };
        for (let round = 0; round < scaled(40); round++) {
            await Promise.all(Array.from({ length: 12 }, doOne));
            assertVerified();
        }
        if (scaled(10) === 10) assert.ok(counts['accept 200'] > 10 && counts['move slot_taken'] > 10, JSON.stringify(counts));
    });
});
