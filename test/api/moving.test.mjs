// Proof: the times a booking could be moved to are listed and explained as moving it decides them: it
// is never in its own way. And what is refused, a move or a hold, comes with times that are not.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { Server, at, newProvider, signUp } from './harness.mjs';

const HOUR = 3600000;
const weekly = [{ days: ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'], start: '08:00', end: '20:00' }];

describe('times to move to', { concurrency: false }, () => {
    let server, client, other;

    before(async () => {
        server = await Server.start();
        [client, other] = [await signUp(server, 'Rosa Klein'), await signUp(server, 'Ben Ode')];
    });
    after(() => server.stop());

    const post = (path, by, body = {}) => server.call('POST', path, { token: by?.token, body });
    const get = (path, by) => server.call('GET', path, { token: by?.token });

    async function booked(provider, scheduledTime, { by = client, confirm = true, durationHours = 2, ...more } = {}) {
        const { status, json, text } = await post('/api/bookings', by, { providerId: provider.id, serviceId: provider.service.id, scheduledTime, durationHours, ...more });
        assert.equal(status, 201, text);
        if (confirm) await server.expect(200, 'POST', `/api/bookings/${json.booking.id}/confirm`, { token: provider.token, body: {} });
        return json.booking;
    }
    const move = (booking, by, start, more = {}) => post(`/api/bookings/${booking.id}/reschedule`, by, { scheduledTime: start, ...more });

    async function starts(provider, by, query = {}, day = 10) {
        const { status, json, text } = await get(`/api/providers/${provider.id}/slots?${new URLSearchParams({ from: at(day), to: at(day + 1), ...query })}`, by);
        assert.equal(status, 200, text);
        return json.slots.map(({ start }) => start);
    }
    const hours = (list) => list.map((start) => (Date.parse(start) % (24 * HOUR)) / HOUR);
    async function reasons(provider, by, start, query = {}) {
        const { status, json, text } = await get(`/api/providers/${provider.id}/slots/explain?${new URLSearchParams({ start, ...query })}`, by);
        assert.equal(status, 200, text);
        return json.reasons.map(({ code }) => code);
    }

    test('its own time counts as free for its two sides, and for nobody else', async () => {
        const provider = await newProvider(server, { weekly });
        const booking = await booked(provider, at(10, 10));
        await booked(provider, at(10, 15), { by: other });
        const mine = { ignoreBookingId: booking.id };
        for (const by of [client, provider]) {
            assert.deepEqual(hours(await starts(provider, by, mine)), [8, 9, 10, 11, 12, 13, 17, 18], 'its own length');
            assert.deepEqual(hours(await starts(provider, by, { ...mine, durationHours: 4 })), [8, 9, 10, 11]);
            assert.deepEqual(hours(await starts(provider, by, { durationHours: 2 })), [8, 12, 13, 17, 18]);
            assert.deepEqual(await reasons(provider, by, at(10, 11), mine), []);
            assert.deepEqual(await reasons(provider, by, at(10, 14), mine), ['claimed']);
        }
        assert.deepEqual(await reasons(provider, client, at(10, 11)), ['claimed']);
        const elsewhere = await newProvider(server);
        const { service: second } = await server.expect(201, 'POST', '/api/services', { token: provider.token,
            body: { title: 'More', serviceType: 'MORE', durationMinutes: 60, stepMinutes: 60, windowDays: 3650 } });
        for (const [whose, by, query] of [[provider, other, {}], [provider, undefined, {}], [elsewhere, client, {}], [provider, client, { serviceId: second.id }]])
            for (const path of [`slots?from=${at(10)}&to=${at(11)}`, `slots/explain?start=${at(10, 11)}`]) {
                const { status, text } = await get(`/api/providers/${whose.id}/${path}&${new URLSearchParams({ ...mine, ...query })}`, by);
                assert.equal(status, 404, text);
            }
    });

    test('a time that was asked for is no obstacle either', async () => {
        const provider = await newProvider(server, { weekly });
        const booking = await booked(provider, at(10, 8));
        assert.equal((await move(booking, client, at(10, 14))).status, 200);
        const mine = { ignoreBookingId: booking.id };
        assert.deepEqual(hours(await starts(provider, client, mine)), [8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18]);
        assert.deepEqual(hours(await starts(provider, client, { durationHours: 2 })), [10, 11, 12, 16, 17, 18]);
        assert.equal((await move(booking, provider, at(10, 15))).status, 200);
    });

    // Each start of two days, listed or not, is asked for: the list says which will be refused.
    for (const [name, service, confirm] of [
        ['with buffers', { bufferBeforeMinutes: 60, bufferAfterMinutes: 60 }, true],
        ['with limits that it counts for itself', { maxPerDay: 2, maxConcurrentPerClient: 1 }, true],
        ['a request', { bufferAfterMinutes: 60 }, false],
        ['a request that does not block', { pendingBlocks: false }, false],
    ])
        test(`the list is what moving decides: ${name}`, async () => {
            const provider = await newProvider(server, { weekly, service });
            const booking = await booked(provider, at(10, 11), { confirm });
            for (const [day, hour] of [[10, 16], [11, 9], [11, 15]]) await booked(provider, at(day, hour), { by: await signUp(server) });
            const mine = { ignoreBookingId: booking.id };
            // What the service says now is for new bookings.
            if (confirm) await server.expect(200, 'PATCH', `/api/services/${provider.service.id}`, { token: provider.token,
                body: { bufferBeforeMinutes: 0, active: false, hourlyRate: null } });
            const listed = new Set((await Promise.all([10, 11].map((day) => starts(provider, client, mine, day)))).flat().map(Date.parse));
            assert.ok(listed.has(Date.parse(at(10, 12))) && listed.size < 22, `${listed.size}`);
            for (let hour = 0; hour < 48; hour++) {
                const start = at(10, hour);
                const path = `/api/bookings/${booking.id}`;
                const { booking: now } = await server.expect(200, 'GET', path, { token: client.token });
                if (Date.parse(now.scheduledTime) === Date.parse(start)) continue;
                const { status, text } = await move(booking, client, start);
                assert.equal(status === 200, listed.has(Date.parse(start)), `${start}: ${text}`);
                assert.equal((await reasons(provider, provider, start, mine)).length === 0, status === 200);
            }
            const { status, stdout, stderr } = server.store.run('verify');
            assert.equal(status, 0, stdout + stderr);
        });

    test('a move that is refused comes with the nearest it could be moved to', async () => {
        const provider = await newProvider(server, { weekly, service: { serviceType: 'VIOL' } });
        await newProvider(server, { weekly, service: { serviceType: 'VIOL' } }); // free, but not asked
        const booking = await booked(provider, at(10, 10));
        await booked(provider, at(10, 13), { by: other });
        const { json } = await move(booking, client, at(10, 12));
        assert.equal(json.code, 'slot_taken');
        assert.deepEqual(json.alternatives.starts.map(({ start }) => Date.parse(start)),
            [11, 15, 9, 16, 8].map((hour) => Date.parse(at(10, hour))), 'overlapping its own time, but not that time itself');
        assert.deepEqual(json.alternatives.providers, []);
        const longer = await move(booking, client, at(10, 12), { durationHours: 3 });
        assert.deepEqual(longer.json.alternatives.starts.map(({ start }) => Date.parse(start)),
            [10, 15, 9, 16, 8].map((hour) => Date.parse(at(10, hour))));
        assert.equal((await move(booking, client, json.alternatives.starts[0].start)).status, 200);
        assert.equal((await move(booking, client, at(10, 10))).json.alternatives, undefined, 'it has that time');
    });

    test('a hold that is refused comes with what can be held instead', async () => {
        const provider = await newProvider(server, { weekly, service: { serviceType: 'LYRE' } });
        const free = await newProvider(server, { weekly, service: { serviceType: 'LYRE' } });
        await booked(provider, at(10, 10));
        const hold = (whose, start, durationHours = 2) => post('/api/holds', client, { providerId: whose.id, serviceId: whose.service.id, start, durationHours });
        const { status, json } = await hold(provider, at(10, 11));
        assert.deepEqual([status, json.code], [409, 'slot_taken']);
        assert.deepEqual(json.alternatives.starts.map(({ start }) => Date.parse(start)), [12, 13, 14, 8, 15].map((hour) => Date.parse(at(10, hour))));
        assert.deepEqual(json.alternatives.providers.map(({ id }) => id), [free.id]);
        assert.equal((await hold(free, json.alternatives.providers[0].start)).status, 201);
        assert.equal((await hold(provider, json.alternatives.starts[0].start)).status, 201);
        assert.equal((await hold(provider, at(10, 19))).json.code, 'outside_hours');
        assert.equal((await hold(provider, at(10, 10), 99)).json.alternatives, undefined, 'no other time would help');
    });
});
