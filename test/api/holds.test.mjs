// A hold keeps a start for its holder: nobody else sees or books it, and who holds it can always
// book it in time.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { at, newProvider, Server, signUp } from './harness.mjs';

let server, client, other;

before(async () => {
    server = await Server.start();
    [client, other] = [await signUp(server, 'Cleo Marsh'), await signUp(server, 'Ben Ode')];
});
after(() => server.stop());

const post = (path, body, by) => server.call('POST', path, { token: by?.token, body });
const remove = (id, by) => server.call('DELETE', `/api/holds/${id}`, { token: by?.token });

const hold = (provider, fields = {}, by = client) => post('/api/holds', {
    providerId: provider.id, serviceId: provider.service.id, start: at(5, 10), durationHours: 1, ...fields,
}, by);

const book = (provider, fields = {}, by = client) => post('/api/bookings', {
    providerId: provider.id, serviceId: provider.service.id, scheduledTime: at(5, 10), durationHours: 1, ...fields,
}, by);

async function held(...words) {
    const { status, text, json } = await hold(...words);
    assert.equal(status, 201, text);
    return json.hold;
}

async function booked(...words) {
    const { status, text, json } = await book(...words);
    assert.equal(status, 201, text);
    return json.booking;
}

async function refused(code, answer) {
    const { status, json } = await answer;
    assert.equal(json.code, code);
    return status;
}

/** Hours of day 5 that can be booked. */
async function free(provider, by) {
    const path = `/api/providers/${provider.id}/slots?serviceId=${provider.service.id}&from=${at(5)}&to=${at(6)}`;
    const { slots } = await server.expect(200, 'GET', path, { token: by?.token });
    return slots.map(({ start }) => new Date(start).getUTCHours());
}

const addService = async (provider, body) => (await server.expect(201, 'POST', '/api/services', {
    token: provider.token, body: { serviceType: 'MORE', durationMinutes: 60, stepMinutes: 60, windowDays: 3650, ...body },
})).service;

function assertVerified() {
    const { status, stdout, stderr } = server.store.run('verify');
    assert.equal(status, 0, stdout + stderr);
}

describe('a held start', () => {
    test('is the holder\'s alone, for ten minutes', async () => {
        const provider = await newProvider(server);
        const before = Date.now();
        const mine = await held(provider);
        assert.match(mine.id, /^hold_/);
        assert.deepEqual([mine.providerId, mine.serviceId], [provider.id, provider.service.id]);
        assert.equal(Date.parse(mine.end) - Date.parse(mine.start), 3600000);
        const left = Date.parse(mine.expiresAt) - before;
        assert.ok(left >= 600000 && left < 660000, `${left} ms`);
        for (const by of [undefined, other, provider]) assert.ok(!(await free(provider, by)).includes(10));
        assert.ok((await free(provider, client)).includes(10));
        assert.equal(await refused('slot_taken', book(provider, {}, other)), 409);
        assert.equal(await refused('slot_taken', hold(provider, { durationHours: 3, start: at(5, 8) }, other)), 409);
        await held(provider, { start: at(5, 11) }, other);
        await booked(provider, { holdId: mine.id });
        assert.ok(!(await free(provider, client)).includes(10));
        assertVerified();
    });

    test('can be booked by its holder without a word about it', async () => {
        const provider = await newProvider(server);
        const mine = await held(provider, { durationHours: 2 });
        await booked(provider, { scheduledTime: at(5, 11), durationHours: 2 });
        assert.deepEqual((await free(provider, other)).filter((hour) => hour > 8 && hour < 14), [9, 10, 13]);
        assert.equal((await remove(mine.id, client)).status, 404);
        assertVerified();
    });

    test('is given back', async () => {
        const provider = await newProvider(server);
        const mine = await held(provider);
        for (const by of [other, provider]) assert.equal((await remove(mine.id, by)).status, 404);
        assert.equal((await remove(mine.id)).status, 401);
        assert.deepEqual((await remove(mine.id, client)).json, { success: true });
        assert.equal((await remove(mine.id, client)).status, 404);
        await booked(provider, {}, other);
        assert.equal(await refused('slot_taken', book(provider, { holdId: mine.id })), 409);
    });

    test('makes way for the next of the same service', async () => {
        const provider = await newProvider(server);
        const first = await held(provider);
        const second = await held(provider, { start: at(5, 15) });
        assert.ok((await free(provider, other)).includes(10));
        assert.ok(!(await free(provider, other)).includes(15));
        assert.equal((await remove(first.id, client)).status, 404);
        assert.equal((await remove(second.id, client)).status, 200);
    });

    test('stays when the next one is refused', async () => {
        const provider = await newProvider(server);
        const mine = await held(provider);
        await booked(provider, { scheduledTime: at(5, 12) }, other);
        assert.equal(await refused('slot_taken', hold(provider, { start: at(5, 12) })), 409);
        assert.ok(!(await free(provider, other)).includes(10));
        await booked(provider, { holdId: mine.id });
    });

    test('of another service of the same provider is no obstacle to its holder either', async () => {
        const provider = await newProvider(server);
        const more = await addService(provider, { title: 'More' });
        await held(provider);
        await held(provider, { serviceId: more.id, start: at(5, 14) });
        assert.ok(!(await free(provider, other)).some((hour) => hour === 10 || hour === 14));
        await booked(provider, { serviceId: more.id, scheduledTime: at(5, 10) });
        assert.ok((await free(provider, other)).includes(14));
        assertVerified();
    });
});

describe('booking what one holds', () => {
    const settings = [
        ['hours', (provider) => server.expect(200, 'PUT', '/api/providers/me/availability', {
            token: provider.token, body: { weekly: [] } })],
        ['notice', (provider) => change(provider, { minNoticeMinutes: 10000 })],
        ['window', (provider) => change(provider, { windowDays: 1 })],
        ['buffers', async (provider) => {
            await booked(provider, { scheduledTime: at(5, 11) }, other);
            await change(provider, { bufferBeforeMinutes: 60, bufferAfterMinutes: 60 });
        }],
        ['capacity', async (provider) => {
            await server.expect(200, 'PUT', '/api/providers/me', { token: provider.token, body: { capacity: 2 } });
        }],
    ];
    const change = (provider, body) =>
        server.expect(200, 'PATCH', `/api/services/${provider.service.id}`, { token: provider.token, body });

    for (const [what, alter] of settings)
        test(`succeeds whatever the ${what} have become`, async () => {
            const provider = await newProvider(server);
            const mine = await held(provider);
            await alter(provider);
            const { scheduledTime } = await booked(provider, { holdId: mine.id });
            assert.equal(scheduledTime, mine.start);
            assertVerified();
        });

    test('agrees to the buffers it was held with, also when it is moved', async () => {
        const provider = await newProvider(server);
        const plain = await addService(provider, { title: 'Plain', acceptance: 'instant' });
        const mine = await held(provider, { start: at(5, 10) });
        await booked(provider, { serviceId: plain.id, scheduledTime: at(5, 11) }, other);
        await change(provider, { bufferBeforeMinutes: 60, bufferAfterMinutes: 60 });
        const { id, policy } = await booked(provider, { holdId: mine.id, scheduledTime: at(5, 10) });
        assert.deepEqual([policy.bufferBeforeMinutes, policy.bufferAfterMinutes], [0, 0]);
        const act = (verb, by, body = {}) => server.expect(200, 'POST', `/api/bookings/${id}/${verb}`, { token: by.token, body });
        await act('confirm', provider);
        await act('reschedule', client, { scheduledTime: at(5, 8), durationHours: 2 });
        for (const hour of [8, 9]) assert.equal(await refused('slot_taken', book(provider, { serviceId: plain.id, scheduledTime: at(5, hour) }, other)), 409);
        await booked(provider, { serviceId: plain.id, scheduledTime: at(5, 7) }, other);
        await act('reschedule/accept', provider);
        await booked(provider, { serviceId: plain.id, scheduledTime: at(5, 10) }, other);
        assertVerified();
    });

    test('succeeds when there is room for fewer now', async () => {
        const provider = await newProvider(server, { profile: { capacity: 2 } });
        await booked(provider, {}, other);
        const mine = await held(provider);
        await server.expect(200, 'PUT', '/api/providers/me', { token: provider.token, body: { capacity: 1 } });
        await booked(provider, { holdId: mine.id });
        assertVerified();
    });

    const profile = (provider, body) => server.expect(200, 'PUT', '/api/providers/me', { token: provider.token, body });
    const home = { label: 'Main St 1, Trenton, NJ', lat: 40.2, lng: -74.7 };
    const far = { label: 'Up the road', lat: 40.5, lng: -74.7 };
    const anyWay = { service: { isRemote: true, isInPerson: true, acceptance: 'instant' }, profile: { location: home } };

    for (const [what, { held: asked = {}, setup = anyWay, alter, sent = asked, agreed, without }] of [
        ['its rate', { alter: (provider) => profile(provider, { hourlyRate: null }), agreed: { totalPrice: 75, currency: 'USD' }, without: 'unprocessable' }],
        ['its rate by the hour, for one by the day', { alter: async (provider) => {
            await profile(provider, { hourlyRate: null });
            await change(provider, { rateType: 'day' });
        }, sent: { rateType: 'hourly' }, agreed: { totalPrice: 75, rateType: 'hourly' }, without: 'unprocessable' }],
        ['its rate by the day, which is asked for', { alter: (provider) => profile(provider, { dayRate: null }), sent: { rateType: 'day' }, agreed: { totalPrice: 500, rateType: 'day' }, without: 'unprocessable' }],
        ['its rate, and its currency is another', { alter: (provider) => profile(provider, { hourlyRate: null, dayRate: null, currency: 'EUR' }), agreed: { totalPrice: 75, currency: 'USD' }, without: 'unprocessable' }],
        ['its price, for a lower one', { alter: (provider) => profile(provider, { hourlyRate: 50 }), agreed: { totalPrice: 50 }, without: 201 }],
        ['the work in person', { held: { isRemote: false }, alter: (provider) => change(provider, { isInPerson: false }), agreed: { isRemote: false }, without: 'in_person_not_offered' }],
        ['the work in person, and nothing is said of it', { alter: (provider) => change(provider, { isInPerson: false }), agreed: { isRemote: false }, without: 201 }],
        ['the work from afar', { held: { isRemote: true }, alter: (provider) => change(provider, { isRemote: false }), agreed: { isRemote: true }, without: 'remote_not_offered' }],
        ['the work from afar, and nothing is said of it', { setup: { service: { isRemote: true, isInPerson: false } }, alter: (provider) => change(provider, { isRemote: false, isInPerson: true }), agreed: { isRemote: true }, without: 201 }],
        ['the way to that place', { held: { isRemote: false, lat: far.lat, lng: far.lng }, alter: (provider) => profile(provider, { serviceRadiusMiles: 5 }), sent: { isRemote: false, location: far }, agreed: { isRemote: false }, without: 'outside_area' }],
    ])
        test(`succeeds though the provider has taken away ${what}`, async () => {
            const provider = await newProvider(server, setup);
            const mine = await held(provider, asked);
            await alter(provider);
            const booking = await booked(provider, { holdId: mine.id, ...sent });
            assert.deepEqual(Object.fromEntries(Object.keys(agreed).map((name) => [name, booking[name]])), agreed);
            const { status, json } = await book(provider, { ...sent, scheduledTime: at(6, 10) });
            assert.equal(json.code ?? status, without, 'and what was not held is as it is offered now');
            assertVerified();
        });

    test('succeeds where it was to be, though the provider has moved', async () => {
        const provider = await newProvider(server, { ...anyWay, profile: { location: home, travelSpeedMph: 30 } });
        await booked(provider, { scheduledTime: at(5, 9) }, other);
        const mine = await held(provider);
        await profile(provider, { location: far });
        await booked(provider, { holdId: mine.id });
        assert.equal(await refused('travel', book(provider, { scheduledTime: at(5, 11) }, other)), 409, 'at the new place');
        await booked(provider, { scheduledTime: at(5, 11), location: home }, other);
        assertVerified();
    });

    test('is for one start, at one place, in one way: what else is sent is judged by what is offered now', async () => {
        const provider = await newProvider(server, anyWay);
        const hold = async () => (await held(provider, { isRemote: false, lat: far.lat, lng: far.lng })).id;
        let holdId = await hold();
        await profile(provider, { serviceRadiusMiles: 5 });
        assert.equal(await refused('outside_area', book(provider, { holdId, isRemote: false, location: { ...far, lat: far.lat + 0.2 } })), 422);
        assert.equal(await refused('outside_area', book(provider, { holdId, isRemote: false, location: far, repeat: { everyWeeks: 1, count: 2 } })), 422);
        await profile(provider, { serviceRadiusMiles: null });
        holdId = await hold();
        await change(provider, { isRemote: false });
        assert.equal(await refused('remote_not_offered', book(provider, { holdId, isRemote: true })), 422);
        await profile(provider, { hourlyRate: null, dayRate: null });
        assert.equal(await refused('unprocessable', book(provider, { holdId, isRemote: false, location: far, durationHours: 2 })), 422);
        assert.equal(await refused('unprocessable', book(provider, { holdId, isRemote: false, location: { ...far, lat: far.lat + 0.2 } })), 422);
        assert.equal(await refused('unprocessable', book(provider, { holdId, isRemote: false, location: far, repeat: { everyWeeks: 1, count: 2 } })), 422);
        await booked(provider, { holdId, isRemote: false, location: far });
        assertVerified();
    });

    test('is quoted as it will be booked', async () => {
        const provider = await newProvider(server);
        const mine = await held(provider);
        await profile(provider, { hourlyRate: null });
        const quote = (more) => post('/api/bookings/quote', { providerId: provider.id, serviceId: provider.service.id, scheduledTime: at(5, 10), durationHours: 1, ...more }, client);
        assert.equal(await refused('unprocessable', quote()), 422);
        assert.equal((await quote({ holdId: mine.id })).json.total, 75);
    });

    test('counts on its day like any booking', async () => {
        const provider = await newProvider(server, { service: { maxPerDay: 1 } });
        const mine = await held(provider);
        assert.deepEqual(await free(provider, other), []);
        assert.equal(await refused('day_limit', book(provider, { scheduledTime: at(5, 20) }, other)), 422);
        assert.equal((await free(provider, client)).length, 24);
        await booked(provider, { holdId: mine.id });
        assert.equal(await refused('day_limit', hold(provider, { start: at(5, 20) })), 422);
    });

    test('is judged anew for another time, another length or somebody else', async () => {
        const provider = await newProvider(server);
        const mine = await held(provider);
        await booked(provider, { scheduledTime: at(5, 11) }, other);
        assert.equal(await refused('slot_taken', book(provider, { holdId: mine.id, durationHours: 2 })), 409);
        assert.equal(await refused('slot_taken', book(provider, { holdId: mine.id, scheduledTime: at(5, 11) })), 409);
        assert.equal(await refused('slot_taken', book(provider, { holdId: mine.id }, other)), 409);
        await booked(provider, { holdId: mine.id });
        assert.equal(await refused('slot_taken', book(provider, { holdId: mine.id })), 409);
    });

    test('takes a seat of a group session', async () => {
        const provider = await newProvider(server, { service: { seats: 2, acceptance: 'instant' } });
        const mine = await held(provider);
        await booked(provider, {}, other);
        assert.equal(await refused('slot_taken', book(provider, {}, await signUp(server))), 409);
        await booked(provider, { holdId: mine.id });
        assertVerified();
    });

    test('of a service whose requests do not block holds nothing any more', async () => {
        const provider = await newProvider(server, { service: { pendingBlocks: false } });
        const mine = await held(provider);
        await booked(provider, { holdId: mine.id });
        await booked(provider, {}, other);
        assertVerified();
    });
});

describe('refused', () => {
    test('a sixth hold, wherever it is', async () => {
        const eager = await signUp(server);
        const providers = [await newProvider(server), await newProvider(server)];
        const holds = [];
        for (let i = 0; i < 5; i++) {
            const provider = providers[i % 2];
            const { id } = await addService(provider, { title: `S${i}` });
            holds.push(await held(provider, { serviceId: id, start: at(6, i) }, eager));
        }
        assert.equal(await refused('hold_quota', hold(providers[0], { start: at(6, 9) }, eager)), 409);
        await held(providers[0], { serviceId: holds[0].serviceId, start: at(6, 9) }, eager); // replaces
        assert.equal((await remove(holds[1].id, eager)).status, 200);
        await held(providers[0], { start: at(6, 12) }, eager);
    });

    test('what could not be booked either', async () => {
        const provider = await newProvider(server, { profile: { serviceRadiusMiles: 20 }, service: { isInPerson: true, minNoticeMinutes: 1440, windowDays: 30 } });
        const rows = [
            ['too_soon', 422, { start: at(0, 23) }], ['too_far', 422, { start: at(40) }],
            ['off_grid', 422, { start: at(5, 10.5) }], ['outside_area', 422, { lat: 40.7, lng: -74, isRemote: false }], ['bad_duration', 422, { durationHours: 13 }],
            ['not_found', 404, { providerId: client.id }], ['invalid', 400, { start: 'soon' }],
        ];
        for (const [code, status, fields] of rows) assert.equal(await refused(code, hold(provider, fields)), status, code);
        assert.equal(await refused('self_booking', hold(provider, {}, provider)), 422);
        assert.equal((await post('/api/holds', { providerId: provider.id, start: at(5) })).status, 401);
    });

    test('one of many who reach for the same start: all but one', async () => {
        const provider = await newProvider(server);
        const people = await Promise.all(Array.from({ length: 20 }, () => signUp(server)));
        const answers = await Promise.all(people.map((person, index) =>
            (index % 2 ? hold(provider, {}, person) : book(provider, {}, person))));
        assert.deepEqual([...new Set(answers.map(({ status }) => status))].sort(), [201, 409]);
        assert.equal(answers.filter(({ status }) => status === 201).length, 1);
        assertVerified();
    });
});
