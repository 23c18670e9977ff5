// Why a start cannot be booked: every reason, in the engine's own words, and never who it is.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { at, newProvider, Server, signUp } from './harness.mjs';

let server, client, other;

before(async () => {
    server = await Server.start();
    [client, other] = [await signUp(server, 'Cleo Marsh'), await signUp(server, 'Ben Ode')];
});
after(() => server.stop());

const weekdays = [{ days: ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'], start: '09:00', end: '17:00' }];
const date = (days) => at(days).slice(0, 10);

async function explain(provider, { by = client, start = at(5, 10), ...more } = {}) {
    const query = new URLSearchParams({ serviceId: provider.service.id, start, ...more });
    return server.expect(200, 'GET', `/api/providers/${provider.id}/slots/explain?${query}`, { token: by?.token });
}

async function codes(...words) {
    const { bookable, reasons } = await explain(...words);
    assert.equal(bookable, reasons.length === 0);
    for (const { message } of reasons) assert.match(message, /^[A-Z].*\.$/);
    return reasons.map(({ code }) => code);
}

const book = (provider, fields = {}, by = other) => server.expect(201, 'POST', '/api/bookings', { token: by.token, body: {
    providerId: provider.id, serviceId: provider.service.id, scheduledTime: at(5, 10), durationHours: 1, ...fields } });
const setHours = (provider, body) =>
    server.expect(200, 'PUT', '/api/providers/me/availability', { token: provider.token, body });

describe('one reason each', () => {
    const rows = [
        ['nothing', {}, {}, []],
        ['duration', {}, { durationHours: 13 }, ['duration']],
        ['off_grid', {}, { start: at(5, 10.5) }, ['off_grid']],
        ['notice', { service: { minNoticeMinutes: 14400 } }, {}, ['notice']],
        ['window', { service: { windowDays: 2 } }, {}, ['window']],
        ['outside_hours', { weekly: weekdays }, { start: at(5, 18) }, ['outside_hours']],
        ['outside_hours, at their end', { weekly: weekdays }, { start: at(5, 16), durationHours: 2 }, ['outside_hours']],
        ['all at once', { weekly: weekdays, service: { minNoticeMinutes: 14400 } },
            { start: at(5, 20.25), durationHours: 0.5 }, ['duration', 'off_grid', 'notice', 'outside_hours']],
    ];
    for (const [what, world, question, expected] of rows)
        test(what, async () => assert.deepEqual(await codes(await newProvider(server, world), question), expected));

    test('window says when it will reach that far', async () => {
        const provider = await newProvider(server, { service: { windowDays: 2 } });
        assert.deepEqual((await explain(provider)).reasons[0].until, at(3, 10).replace('.000', ''));
    });

    test('exception, on its date only', async () => {
        const provider = await newProvider(server, { weekly: weekdays });
        await setHours(provider, { exceptions: [{ date: date(5), intervals: [] }, { date: date(6), intervals: [{ start: '20:00', end: '22:00' }] }] });
        assert.deepEqual(await codes(provider), ['exception']);
        assert.deepEqual(await codes(provider, { start: at(6, 10) }), ['exception']);
        assert.deepEqual(await codes(provider, { start: at(6, 20) }), []);
        assert.deepEqual(await codes(provider, { start: at(7, 20) }), ['outside_hours']);
    });

    test('what closes says when it is over, however little of it was asked for', async () => {
        const provider = await newProvider(server, { weekly: weekdays });
        await setHours(provider, { timeOff: [{ from: date(5), to: date(9) }], exceptions: [{ date: date(12), intervals: [] }] });
        const untils = async (start) => (await explain(provider, { start })).reasons.map(({ code, until }) => [code, until]);
        assert.deepEqual(await untils(at(6, 10)), [['time_off', at(10).replace('.000', '')]]);
        assert.deepEqual(await untils(at(9, 10)), [['time_off', at(10).replace('.000', '')]]);
        assert.deepEqual(await untils(at(12, 10)), [['exception', at(13).replace('.000', '')]]);
    });

    test('claimed where work meets work, buffer where only buffers meet', async () => {
        const provider = await newProvider(server, { service: { bufferAfterMinutes: 60 } });
        await book(provider);
        assert.deepEqual(await codes(provider), ['claimed']);
        assert.deepEqual(await codes(provider, { start: at(5, 9), durationHours: 2 }), ['claimed']);
        assert.deepEqual(await codes(provider, { start: at(5, 9) }), ['buffer']);
        assert.deepEqual(await codes(provider, { start: at(5, 11) }), ['buffer']);
        assert.deepEqual(await codes(provider, { start: at(5, 12) }), []);
    });

    test('held, until it is over, and not for its holder', async () => {
        const provider = await newProvider(server);
        const { hold } = await server.expect(201, 'POST', '/api/holds', { token: other.token, body: {
            providerId: provider.id, start: at(5, 10) } });
        const { reasons } = await explain(provider);
        assert.deepEqual(reasons.map(({ code, until }) => [code, until]), [['held', hold.expiresAt]]);
        assert.deepEqual(await codes(provider, { by: other }), []);
        assert.deepEqual(await codes(provider, { by: undefined }), ['held']);
    });

    test('travel, where a free time leaves none for the way', async () => {
        const provider = await newProvider(server, { profile: { travelSpeedMph: 30, serviceRadiusMiles: null }, service: { isInPerson: true, isRemote: true } });
        await book(provider, { location: { label: 'Up the coast', lat: 34.35, lng: -118.24 }, isRemote: false });
        assert.deepEqual(await codes(provider, { start: at(5, 11) }), ['travel']);
        assert.deepEqual(await codes(provider, { start: at(5, 10) }), ['claimed']);
        assert.deepEqual(await codes(provider, { start: at(5, 11), lat: 34.35, lng: -118.24 }), []);
        assert.deepEqual(await codes(provider, { start: at(5, 11), isRemote: true }), []);
        assert.deepEqual(await codes(provider, { start: at(5, 12) }), []);
    });

    test('limits of a day, a week and a client', async () => {
        for (const [limit, code] of [['maxPerDay', 'day_limit'], ['maxPerWeek', 'week_limit']]) {
            const provider = await newProvider(server, { service: { [limit]: 1 } });
            await book(provider);
            assert.deepEqual(await codes(provider, { start: at(5, 20) }), [code]);
        }
        const provider = await newProvider(server, { service: { maxConcurrentPerClient: 1 } });
        await book(provider);
        assert.deepEqual(await codes(provider, { by: other, start: at(9) }), ['client_limit']);
        assert.deepEqual(await codes(provider, { by: other }), ['claimed', 'client_limit']);
        assert.deepEqual(await codes(provider, { start: at(9) }), []);
    });

    test('capacity and seats', async () => {
        const provider = await newProvider(server, { profile: { capacity: 2 } });
        await book(provider);
        assert.deepEqual(await codes(provider), []);
        await book(provider, {}, client);
        assert.deepEqual(await codes(provider), ['capacity']);
        const host = await newProvider(server, { service: { seats: 2 } });
        await book(host);
        assert.deepEqual(await codes(host, { start: at(5, 9), durationHours: 2 }), ['claimed']);
        await book(host, {}, client);
        assert.deepEqual(await codes(host), ['seats']);
    });
});

test('explain agrees with the list on every start of a day, and with booking', async () => {
    const provider = await newProvider(server, { weekly: weekdays, service: { bufferBeforeMinutes: 30, maxPerDay: 3 } });
    await book(provider, { scheduledTime: at(5, 12) });
    const path = `/api/providers/${provider.id}/slots?serviceId=${provider.service.id}&from=${at(5)}&to=${at(6)}`;
    const listed = (await server.expect(200, 'GET', path, {})).slots.map(({ start }) => Date.parse(start));
    assert.ok(listed.length > 3);
    for (let hour = 0; hour < 24; hour++) {
        const { bookable } = await explain(provider, { start: at(5, hour) });
        assert.equal(bookable, listed.includes(Date.parse(at(5, hour))), `${hour}:00`);
    }
    const refused = await server.call('POST', '/api/bookings', { token: client.token, body: {
        providerId: provider.id, scheduledTime: at(5, 13), durationHours: 1 } });
    assert.deepEqual([refused.json.code, await codes(provider, { start: at(5, 13) })], ['slot_taken', ['buffer']]);
});

test('questions that make no sense are refused by name', async () => {
    const provider = await newProvider(server, { profile: { hourlyRate: null, dayRate: null } });
    const ask = (query, id = provider.id) => server.call('GET', `/api/providers/${id}/slots/explain?${query}`, {});
    for (const [query, status] of [['', 400], ['start=soon', 400], [`start=${at(1)}&durationHours=999`, 400],
        [`start=${at(1)}&serviceId=${client.id}`, 400], [`start=${at(1)}`, 422]])
        assert.equal((await ask(query)).status, status, query);
    assert.equal((await ask(`start=${at(1)}`, client.id)).status, 404);
});
