// Proof: a booking is moved only when both sides agree, both times are kept until then, and whatever
// is asked at the same moment, no time is given out twice.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { Crowd, bookingsOf, eventually, randomOf, scaled } from './crowd.mjs';
import { Server, at, newProvider, signUp } from './harness.mjs';

const same = (a, b) => assert.equal(new Date(a).getTime(), new Date(b).getTime());

describe('moving a booking', { concurrency: false }, () => {
    let server;
    let client;
    let other;

    before(async () => {
        server = await Server.start();
        client = await signUp(server, 'Rosa Klein');
        other = await signUp(server, 'Somebody Else');
    });
    after(() => server.stop());

    const post = (path, token, body = {}) => server.call('POST', path, { token, body });
    const ok = async (path, token, body = {}) => (await server.expect(200, 'POST', path, { token, body })).booking;
    const get = async (id, token) => (await server.expect(200, 'GET', `/api/bookings/${id}`, { token })).booking;
    const book = (provider, scheduledTime, { token = client.token, durationHours = 2 } = {}) =>
        post('/api/bookings', token, { providerId: provider.id, scheduledTime, durationHours });

    async function booked(provider, scheduledTime, { confirm = true } = {}) {
        const { status, json, text } = await book(provider, scheduledTime);
        assert.equal(status, 201, text);
        if (confirm) await ok(`/api/bookings/${json.booking.id}/confirm`, provider.token);
        return `/api/bookings/${json.booking.id}`;
    }
    async function assertFree(provider, scheduledTime, isFree, durationHours = 2) {
        const answer = await book(provider, scheduledTime, { token: other.token, durationHours });
        assert.equal(answer.json.code ?? answer.status, isFree ? 201 : 'slot_taken', answer.text);
        if (isFree) await ok(`/api/bookings/${answer.json.booking.id}/cancel`, other.token);
    }
    function assertVerified() {
        const { status, stdout, stderr } = server.store.run('verify');
        assert.equal(status, 0, stdout + stderr);
    }
    const eventsOf = async (path, token) =>
        (await server.expect(200, 'GET', `${path}/events`, { token })).events;

    test('a request is moved by its client at once, and by nobody else', async () => {
        const provider = await newProvider(server);
        const path = await booked(provider, at(5, 10), { confirm: false });
        const moved = await ok(`${path}/reschedule`, client.token, { scheduledTime: at(6, 9), durationHours: 3, reason: 'Rain' });
        same(moved.scheduledTime, at(6, 9));
        same(moved.endTime, at(6, 12));
        assert.deepEqual([moved.status, moved.totalPrice, moved.durationHours, moved.reschedule], ['PENDING', 225, 3, null]);
        assert.equal(moved.lines[0].quantity, 3);
        await assertFree(provider, at(5, 10), true);
        await assertFree(provider, at(6, 10), false);
        assert.equal((await post(`${path}/reschedule`, provider.token, { scheduledTime: at(7, 9) })).json.code, 'bad_transition');
        await ok(`${path}/confirm`, provider.token);
        assertVerified();
    });

    test('both times are kept until the other side answers; accepting swaps time and price, not the terms', async () => {
        const provider = await newProvider(server, { service: { cancellationPolicy: 'flexible' } });
        const path = await booked(provider, at(10, 10));
        const asked = await ok(`${path}/reschedule`, client.token, { scheduledTime: at(20, 14), durationHours: 4, reason: 'A cold' });
        same(asked.scheduledTime, at(10, 10));
        same(asked.reschedule.start, at(20, 14));
        same(asked.reschedule.end, at(20, 18));
        assert.deepEqual([asked.reschedule.by, asked.reschedule.totalPrice, asked.totalPrice], ['client', 300, 150]);
        const wait = Date.parse(asked.reschedule.expiresAt) - Date.now();
        assert.ok(wait > 47.9 * 3600000 && wait <= 48 * 3600000);
        assert.deepEqual(asked.actions.filter((name) => name.includes('reschedule')), ['reschedule', 'decline-reschedule']);
        const seen = await get(asked.id, provider.token);
        assert.deepEqual(seen.actions.filter((name) => name.includes('reschedule')), ['reschedule', 'accept-reschedule', 'decline-reschedule']);
        await assertFree(provider, at(10, 10), false);
        await assertFree(provider, at(20, 15), false);
        assert.equal((await post(`${path}/reschedule/accept`, client.token)).status, 403);
        const moved = await ok(`${path}/reschedule/accept`, provider.token, { notes: 'Get well' });
        same(moved.scheduledTime, at(20, 14));
        assert.deepEqual([moved.totalPrice, moved.durationHours, moved.reschedule, moved.status], [300, 4, null, 'CONFIRMED']);
        same((await get(asked.id, client.token)).cancellation.freeUntil, at(9, 10));
        await assertFree(provider, at(10, 10), true);
        await assertFree(provider, at(20, 14), false);
        assert.equal((await post(`${path}/reschedule/accept`, provider.token)).json.code, 'bad_transition');
        const types = await eventually('history', async () => (await eventsOf(path, client.token)).map(({ type }) => type),
            (list) => list.length >= 4);
        assert.deepEqual(types.slice(-2), ['booking.reschedule_proposed', 'booking.rescheduled']);
        const { data } = (await eventsOf(path, client.token)).at(-2);
        same(data.scheduledTime, at(20, 14));
        same(data.previousTime, at(10, 10));
        assert.deepEqual([data.by, data.reason], ['client', 'A cold']);
        await eventually('notice', () => server.expect(200, 'GET', '/api/notifications', { token: client.token }),
            ({ notifications }) => notifications.some(({ type, bookingId }) => type === 'booking.rescheduled' && bookingId === asked.id));
        assertVerified();
    });

    for (const [name, by, answering, type] of [
        ['declined', 'client', 'provider', 'booking.reschedule_declined'],
        ['taken back', 'provider', 'provider', 'booking.reschedule_withdrawn'],
    ]) {
        test(`${name}: the old time stands, the new one is free`, async () => {
            const provider = await newProvider(server);
            const tokens = { client: client.token, provider: provider.token };
            const path = await booked(provider, at(8, 10));
            await ok(`${path}/reschedule`, tokens[by], { scheduledTime: at(9, 10) });
            const kept = await ok(`${path}/reschedule/decline`, tokens[answering], { reason: 'No' });
            same(kept.scheduledTime, at(8, 10));
            assert.equal(kept.reschedule, null);
            await assertFree(provider, at(9, 10), true);
            await assertFree(provider, at(8, 10), false);
            await eventually(type, () => eventsOf(path, client.token), (list) => list.some((event) => event.type === type));
            assertVerified();
        });
    }

    test('moved by less than it lasts: only the rest is claimed beside it, and nothing twice', async () => {
        const provider = await newProvider(server, { service: { bufferBeforeMinutes: 30, bufferAfterMinutes: 30, minHours: 1, maxHours: 6 } });
        const path = await booked(provider, at(12, 10));
        for (const [start, durationHours, end] of [[11, 2, 13], [9, 2, 11], [9, 5, 14], [10, 1, 11]]) {
            const asked = await ok(`${path}/reschedule`, client.token, { scheduledTime: at(12, start), durationHours });
            same(asked.reschedule.end, at(12, end));
            assertVerified();
        }
        await ok(`${path}/reschedule`, client.token, { scheduledTime: at(12, 11) });
        await assertFree(provider, at(12, 13), false, 1); // buffers of both
        await assertFree(provider, at(12, 14), true, 1);
        await assertFree(provider, at(12, 9), false, 1);
        const moved = await ok(`${path}/reschedule/accept`, provider.token);
        same(moved.endTime, at(12, 13));
        await assertFree(provider, at(12, 9), true, 1);
        assertVerified();
    });

    test('asking again replaces what was asked; the other side may answer with a time of its own', async () => {
        const provider = await newProvider(server);
        const path = await booked(provider, at(14, 10));
        await ok(`${path}/reschedule`, client.token, { scheduledTime: at(15, 10) });
        const countered = await ok(`${path}/reschedule`, provider.token, { scheduledTime: at(16, 10) });
        assert.equal(countered.reschedule.by, 'provider');
        await assertFree(provider, at(15, 10), true);
        assert.equal((await post(`${path}/reschedule/accept`, provider.token)).status, 403);
        same((await ok(`${path}/reschedule/accept`, client.token)).scheduledTime, at(16, 10));
        assertVerified();
    });

    test('the rules of a new booking hold for the new time, and a refusal changes nothing', async () => {
        const provider = await newProvider(server, { service: { minNoticeMinutes: 1440, windowDays: 60, maxPerDay: 2 },
            weekly: [{ days: ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'], start: '08:00', end: '20:00' }] });
        const path = await booked(provider, at(10, 10));
        await book(provider, at(11, 10), { token: other.token });
        await ok(`${path}/reschedule`, client.token, { scheduledTime: at(12, 10) });
        for (const [body, code] of [
            [{ scheduledTime: at(10, 21) }, 'outside_hours'], [{ scheduledTime: at(0, 23) }, 'too_soon'],
            [{ scheduledTime: at(70, 10) }, 'too_far'], [{ scheduledTime: at(11, 11) }, 'slot_taken'],
            [{ scheduledTime: at(10, 10.5) }, 'off_grid'], [{ scheduledTime: at(13, 10), durationHours: 13 }, 'bad_duration'],
            [{ scheduledTime: at(13, 10), durationHours: 0 }, 'invalid'], [{ scheduledTime: at(10, 10) }, 'unprocessable'],
            [{}, 'invalid'],
        ]) {
            const answer = await post(`${path}/reschedule`, client.token, body);
            assert.equal(answer.json.code, code, answer.text);
        }
        const booking = (await server.expect(200, 'GET', path, { token: client.token })).booking;
        same(booking.reschedule.start, at(12, 10));
        assert.equal((await post(`${path}/reschedule`, other.token, { scheduledTime: at(13, 10) })).status, 404);
        assertVerified();
    });

    test('one that may be moved counts once on a day and in a week, and on both days', async () => {
        const limits = { maxPerDay: 2, maxPerWeek: 3, bufferBeforeMinutes: 30, bufferAfterMinutes: 30 };
        const provider = await newProvider(server, { service: limits });
        const week = 14 - (new Date(at(0)).getUTCDay() + 6) % 7; // a Monday
        const wants = async (day, hour, token = other.token) => {
            const { status, json } = await book(provider, at(week + day, hour), { token, durationHours: 1 });
            return json.code ?? status;
        };
        const path = await booked(provider, at(week, 10));
        // Moved by less than it lasts, longer at both ends: two more claims of the same booking.
        await ok(`${path}/reschedule`, client.token, { scheduledTime: at(week, 9), durationHours: 4 });
        assert.equal(await wants(0, 20), 201);
        assert.equal(await wants(0, 22), 'day_limit');
        await ok(`${path}/reschedule`, client.token, { scheduledTime: at(week + 1, 10) });
        assert.equal(await wants(0, 22), 'day_limit');
        assert.equal(await wants(1, 20), 201);
        assert.equal(await wants(1, 22), 'day_limit', 'it may be on this day');
        assert.equal(await wants(2, 20), 'week_limit', 'three bookings, not four');
        await ok(`${path}/reschedule`, client.token, { scheduledTime: at(week + 8, 10) });
        assert.equal(await wants(2, 20), 'week_limit');
        for (const hour of [14, 16]) assert.equal(await wants(8, hour), hour === 14 ? 201 : 'day_limit');
        await ok(`${path}/reschedule/accept`, provider.token);
        assert.equal(await wants(2, 20), 201);
        assertVerified();
    });

    test('cancelling ends what was asked, and gives both times back', async () => {
        const provider = await newProvider(server);
        const path = await booked(provider, at(10, 10));
        await ok(`${path}/reschedule`, provider.token, { scheduledTime: at(12, 10) });
        const cancelled = await ok(`${path}/cancel`, client.token);
        assert.equal(cancelled.reschedule, null);
        await assertFree(provider, at(10, 10), true);
        await assertFree(provider, at(12, 10), true);
        assert.equal((await post(`${path}/reschedule/accept`, client.token)).json.code, 'bad_transition');
        assertVerified();
    });

    test('nobody answers: the old time stands, also before the timer has looked', async () => {
        const provider = await newProvider(server);
        const paths = [await booked(provider, at(10, 10)), await booked(provider, at(20, 10))];
        for (const path of paths) {
            const { booking } = await server.expect(200, 'GET', path, { token: client.token });
            await ok(`${path}/reschedule`, client.token, { scheduledTime: new Date(Date.parse(booking.scheduledTime) + 86400000).toISOString() });
        }
        await server.stop({ remove: false });
        server.store.sql(`UPDATE booking SET proposal_expires_ms = 1000 WHERE proposed_by IS NOT NULL;
            UPDATE claim SET expires_ms = 1000 WHERE kind = 2 AND released_ms IS NULL;
            UPDATE timer SET due_ms = 1000 WHERE kind = 'booking.reschedule'`);
        assertVerified();
        server = await Server.start({ store: server.store });
        for (const path of paths)
            await eventually('the proposal expires', () => eventsOf(path, client.token),
                (list) => list.some(({ type, actorId }) => type === 'booking.reschedule_expired' && actorId === null));
        await assertFree(provider, at(11, 10), true);
        await assertFree(provider, at(10, 10), false);
        assert.equal((await post(`${paths[0]}/reschedule/accept`, provider.token)).json.code, 'bad_transition');
        assertVerified();
    });

    describe('all at the same moment', { concurrency: false }, () => {
        let crowd;
        before(async () => {
            crowd = new Crowd(server, 40);
            await crowd.gather();
        });
        after(() => crowd.close());
        const send = (requests) => Promise.all(requests.map(({ path, token, body = {} }) =>
            crowd.call('POST', path, { token, body })));
        function assertOnly(answers, allowed) {
            for (const { status, json, text } of answers) {
                const name = status < 300 ? String(status) : `${status} ${json?.code}`;
                assert.ok(allowed.includes(name), `${name}: ${text}`);
            }
        }

        test('accepting, withdrawing, cancelling, and others who want either time', async () => {
            const provider = await newProvider(server);
            for (let round = 0; round < scaled(20); round++) {
                const day = 30 + round * 2;
                const path = await booked(provider, at(day, 10));
                await ok(`${path}/reschedule`, client.token, { scheduledTime: at(day + 1, round % 2 ? 10 : 11) });
                const wants = (time) => ({ path: '/api/bookings', token: other.token, body: { providerId: provider.id, scheduledTime: time, durationHours: 2 } });
                const answers = await send([
                    { path: `${path}/reschedule/accept`, token: provider.token }, wants(at(day, 10)),
                    { path: `${path}/reschedule/decline`, token: client.token }, wants(at(day + 1, 11)),
                    ...(round % 3 === 0 ? [{ path: `${path}/cancel`, token: client.token }] : []),
                    wants(at(day, 10)), { path: `${path}/reschedule/accept`, token: provider.token }, wants(at(day + 1, 11)),
                ]);
                assertOnly(answers, ['200', '201', '409 slot_taken', '409 bad_transition']);
                const answered = answers.filter(({ status, json }) => status === 200 && json.booking.status === 'CONFIRMED');
                assert.ok(answered.length <= 1, 'it was answered once');
            }
            assertVerified();
        });

        test('a storm of proposals, answers and bookings on one provider', async () => {
            const provider = await newProvider(server, { service: { stepMinutes: 30, minHours: 0.5, maxHours: 4, bufferAfterMinutes: 15 } });
            const paths = [];
            for (let i = 0; i < 8; i++) paths.push(await booked(provider, at(40, i * 3)));
            const random = randomOf(7);
            const time = () => new Date(Date.parse(at(40)) + random.below(60) * 1800000).toISOString();
            for (let round = 0; round < scaled(10); round++) {
                const requests = Array.from({ length: 60 }, () => {
                    const path = random.pick(paths);
                    const token = random.pick([client.token, provider.token]);
                    switch (random.below(5)) {
                        case 0: return { path: `${path}/reschedule/accept`, token };
                        case 1: return { path: `${path}/reschedule/decline`, token };
                        case 2: return { path: '/api/bookings', token: other.token, body: { providerId: provider.id, scheduledTime: time(), durationHours: 0.5 } };
                        default: return { path: `${path}/reschedule`, token, body: { scheduledTime: time(), durationHours: 0.5 + random.below(6) / 2 } };
                    }
                });
                assertOnly(await send(requests), ['200', '201', '409 slot_taken', '409 bad_transition', '403 forbidden', '422 unprocessable']);
            }
            const bookings = (await bookingsOf(server, provider.token)).filter(({ status }) => status !== 'CANCELLED')
                .map(({ scheduledTime, endTime }) => [Date.parse(scheduledTime), Date.parse(endTime) + 15 * 60000]).sort((a, b) => a[0] - b[0]);
            bookings.slice(1).forEach(([start], index) => assert.ok(start >= bookings[index][1], 'two at once'));
            assertVerified();
        });
    });
});
