// Proof: a time that is refused comes with what can be had instead, and all of that can really be had.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { Crowd, scaled } from './crowd.mjs';
import { Server, at, newProvider, signUp } from './harness.mjs';

const everyDay = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];
const weekly = [{ days: everyDay, start: '09:00', end: '17:00' }];

describe('alternatives', { concurrency: false }, () => {
    let server;
    let client;

    before(async () => {
        server = await Server.start();
        client = await signUp(server, 'Rosa Klein');
    });
    after(() => server.stop());

    const book = (provider, scheduledTime, more = {}) => server.call('POST', '/api/bookings', {
        token: client.token, body: { providerId: provider.id, serviceId: provider.service.id, scheduledTime, durationHours: 2, ...more },
    });
    const times = (starts) => starts.map(({ start }) => new Date(start).getTime());
    const days = (...list) => list.map(([day, hour]) => Date.parse(at(day, hour)));

    test('the nearest free starts, of the same service and duration, nearest first', async () => {
        const provider = await newProvider(server, { weekly, service: { serviceType: 'NEAREST' } });
        assert.equal((await book(provider, at(20, 11))).status, 201);
        const { status, json } = await book(provider, at(20, 12));
        assert.deepEqual([status, json.code], [409, 'slot_taken']);
        assert.deepEqual(times(json.alternatives.starts), days([20, 13], [20, 14], [20, 15], [20, 9], [21, 9]));
        assert.deepEqual(json.alternatives.providers, []);
        for (const { start, end } of json.alternatives.starts) assert.equal(Date.parse(end) - Date.parse(start), 7200000);
        for (const [time, code] of [[at(20, 20), 'outside_hours'], [at(20, 12.5), 'off_grid']]) {
            const refused = await book(provider, time);
            assert.equal(refused.json.code, code);
            assert.equal(refused.json.alternatives.starts.length, 5);
        }
        for (const { start } of json.alternatives.starts.slice(0, 1)) assert.equal((await book(provider, start)).status, 201);
    });

    test('notice, a limit of the day; nothing for what no other time would help', async () => {
        const provider = await newProvider(server, { service: { serviceType: 'LIMITED', minNoticeMinutes: 2880, maxPerDay: 1, windowDays: 30 } });
        assert.equal((await book(provider, at(10, 9))).status, 201);
        const full = await book(provider, at(10, 15));
        assert.equal(full.json.code, 'day_limit');
        assert.ok(full.json.alternatives.starts.every(({ start }) => Date.parse(start) < Date.parse(at(10)) || Date.parse(start) >= Date.parse(at(11))));
        const soon = await book(provider, at(1, 9));
        assert.equal(soon.json.code, 'too_soon');
        assert.ok(soon.json.alternatives.starts.length === 5 && Date.parse(soon.json.alternatives.starts[0].start) >= Date.now() + 2880 * 60000);
        const far = await book(provider, at(300, 9));
        assert.deepEqual([far.json.code, far.json.alternatives.starts], ['too_far', []]);
        for (const more of [{ durationHours: 200 }, { rate: 1 }]) {
            assert.equal((await book(provider, at(12, 9), more)).json.alternatives, undefined);
        }
    });

    test('others nearby who offer the same and are free then, at most five, and they can be booked', async () => {
        const service = { serviceType: 'HARP', isInPerson: true, isRemote: false };
        const provider = await newProvider(server, { weekly, service });
        const near = [];
        for (let i = 0; i < 7; i++) near.push(await newProvider(server, { weekly, service }));
        const far = await newProvider(server, { weekly, service, profile: { location: { label: 'Boston, MA', lat: 42.36, lng: -71.06 } } });
        const closed = await newProvider(server, { weekly: [{ days: everyDay, start: '18:00', end: '20:00' }], service });
        const other = await newProvider(server, { weekly, service: { ...service, serviceType: 'LUTE' } });
        await book(provider, at(20, 11));
        await book(near[0], at(20, 11));
        const { json } = await book(provider, at(20, 12));
        const found = json.alternatives.providers;
        assert.equal(found.length, 5);
        const ids = found.map(({ id }) => id);
        for (const one of [provider, near[0], far, closed, other]) assert.ok(!ids.includes(one.id));
        for (const { id, start, hourlyRate, currency, displayName } of found) {
            assert.deepEqual([hourlyRate, currency, displayName], [75, 'USD', 'Dana Reyes']);
            assert.equal((await book(near.find((one) => one.id === id), start)).status, 201);
        }
    });

    test('nobody learns more than slot.list tells, and tRPC carries it too', async () => {
        const provider = await newProvider(server, { weekly, service: { serviceType: 'QUIET' } });
        const { json: taken } = await book(provider, at(20, 10));
        assert.ok(taken.booking);
        const answer = await server.call('POST', '/trpc/booking.create', { token: client.token,
            body: { providerId: provider.id, serviceId: provider.service.id, scheduledTime: at(20, 11), durationHours: 2 } });
        const { docket } = answer.json.error.data;
        assert.equal(docket.code, 'slot_taken');
        const { slots } = await server.expect(200, 'GET', `/api/providers/${provider.id}/slots?serviceId=${provider.service.id}&durationHours=2&from=${at(19)}&to=${at(22)}`);
        const listed = new Set(slots.map(({ start }) => start));
        for (const { start } of docket.alternatives.starts) assert.ok(listed.has(start), start);
    });

    test('a storm of refusals is answered, with alternatives or without', async () => {
        const provider = await newProvider(server, { weekly, service: { serviceType: 'STORM', acceptance: 'instant' } });
        const crowd = new Crowd(server, 50);
        await crowd.gather();
        const answers = await Promise.all(Array.from({ length: scaled(500) }, () => crowd.call('POST', '/api/bookings', {
            token: client.token, body: { providerId: provider.id, serviceId: provider.service.id, scheduledTime: at(20, 10), durationHours: 2 } })));
        crowd.close();
        assert.equal(answers.filter(({ status }) => status === 201).length, 1);
        const refused = answers.filter(({ status, json }) => status === 409 && json.code === 'slot_taken');
        assert.equal(refused.length, answers.length - 1);
        assert.ok(refused.some(({ json }) => json.alternatives?.starts.length === 5));
    });
});
