// Requests that hold no time: which of them are confirmed, which are turned down then, and whose holds
// are in whose way.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { at, newProvider, Server, signUp } from './harness.mjs';

let server, ann, ben, cid;

before(async () => {
    server = await Server.start();
    [ann, ben, cid] = [await signUp(server, 'Ann Lee'), await signUp(server, 'Ben Ode'), await signUp(server, 'Cid Paz')];
});
after(() => server.stop());

const home = { label: 'Main St 1, Trenton, NJ', lat: 40.2, lng: -74.7 };
const far = { label: 'Up the road', lat: 40.5, lng: -74.7 }; // 42 minutes at 30 miles an hour

const provider = ({ service, ...profile } = {}) => newProvider(server, {
    profile: { location: home, ...profile },
    service: { stepMinutes: 15, pendingBlocks: false, isInPerson: true, isRemote: true, acceptance: 'request', ...service },
});
const post = (path, body, by) => server.call('POST', path, { token: by.token, body });
const said = ({ status, json }) => json?.code ?? status;
const ask = (whose, by, hour, fields = {}) => post('/api/bookings', {
    providerId: whose.id, serviceId: whose.service.id, scheduledTime: at(5, hour), durationHours: 1, isRemote: false, ...fields }, by);
const hold = (whose, by, hour, fields = {}) => post('/api/holds', {
    providerId: whose.id, serviceId: whose.service.id, start: at(5, hour), durationHours: 1, isRemote: false, ...fields }, by);
const confirm = async ({ id }, whose) => said(await post(`/api/bookings/${id}/confirm`, {}, whose));
const another = async (whose, service) => (await server.expect(201, 'POST', '/api/services', { token: whose.token, body: {
    title: 'Another', serviceType: 'MORE', minHours: 1, maxHours: 12, stepMinutes: 15, windowDays: 3650, isInPerson: true, isRemote: true, acceptance: 'instant', ...service } })).service;

async function waiting(...words) {
    const { status, text, json } = await ask(...words);
    assert.equal(status, 201, text);
    return json.booking;
}
async function held(...words) {
    const { status, text, json } = await hold(...words);
    assert.equal(status, 201, text);
    return json.hold;
}
const seen = async ({ id }, by) => (await server.expect(200, 'GET', `/api/bookings/${id}`, { token: by.token })).booking;
const statuses = async (requests, by) => Promise.all(requests.map(async (request) => (await seen(request, by)).status));

function assertVerified() {
    const { status, stdout, stderr } = server.store.run('verify');
    assert.equal(status, 0, stdout + stderr);
}

describe('what a client holds', () => {
    test('is not in the way of its own request, and gives way to it', async () => {
        const whose = await provider();
        const request = await waiting(whose, ann, 10);
        const { id } = await held(whose, ann, 10.5);
        assert.equal(await confirm(request, whose), 200);
        assert.equal(said(await ask(whose, ann, 10.5, { holdId: id })), 'slot_taken');
        assert.equal((await server.call('DELETE', `/api/holds/${id}`, { token: ann.token })).status, 404);
        assertVerified();
    });

    for (const [what, service, hour] of [['the day', { maxPerDay: 1 }, 15], ['the week', { maxPerWeek: 1 }, 15]])
        test(`counts neither for ${what} of its own request`, async () => {
            const whose = await provider({ service });
            const request = await waiting(whose, ann, 10);
            const { id } = await held(whose, ann, hour);
            assert.equal(await confirm(request, whose), 200);
            assert.match(said(await ask(whose, ann, hour, { holdId: id })), /_limit$/);
            assertVerified();
        });

    test('nor for the way to it', async () => {
        const whose = await provider({ travelSpeedMph: 30 });
        const more = await another(whose, {});
        const request = await waiting(whose, ann, 10);
        const { id } = await held(whose, ann, 11.25, { serviceId: more.id, lat: far.lat, lng: far.lng });
        assert.equal(await confirm(request, whose), 200);
        assert.equal(said(await ask(whose, ann, 11.25, { serviceId: more.id, location: far, holdId: id })), 'travel');
        assertVerified();
    });

    test('stays where there is room for both', async () => {
        const whose = await provider({ capacity: 2 });
        const request = await waiting(whose, ann, 10);
        const { id } = await held(whose, ann, 10);
        assert.equal(await confirm(request, whose), 200);
        assert.equal(said(await ask(whose, ann, 10, { holdId: id })), 201);
        assertVerified();
    });

    test('stays where the request is refused for another reason, and is in everybody else’s way', async () => {
        const whose = await provider();
        const requests = [await waiting(whose, ann, 10), await waiting(whose, ben, 10.5)];
        const holds = [await held(whose, ann, 10.25, { durationHours: 1 })];
        assert.equal(await confirm(requests[1], whose), 'slot_taken', 'another holds it');
        assert.deepEqual(await statuses(requests, whose), ['PENDING', 'PENDING']);
        const more = await another(whose, {});
        assert.equal(said(await ask(whose, cid, 9, { serviceId: more.id, durationHours: 1.25 })), 201);
        assert.equal(await confirm(requests[0], whose), 'slot_taken', 'another has booked a part of it');
        assert.equal(said(await ask(whose, ann, 10.25, { holdId: holds[0].id })), 201);
        assertVerified();
    });
});

describe('those that can no longer be are turned down', () => {
    const reason = async ({ id }, by) => {
        const { events } = await server.expect(200, 'GET', `/api/bookings/${id}/events`, { token: by.token });
        return events.at(-1).data.reason;
    };

    test('where the way from the one confirmed is too long, and only there', async () => {
        const whose = await provider({ travelSpeedMph: 30 });
        const first = await waiting(whose, ann, 10, { location: far });
        const rivals = [
            await waiting(whose, ben, 11.25, { location: home }),
            await waiting(whose, ben, 11.75, { location: home }),
            await waiting(whose, cid, 11, { location: far }),
            await waiting(whose, cid, 8.5, { location: home }),
            await waiting(whose, cid, 11.25, { isRemote: true }),
        ];
        assert.equal(await confirm(first, whose), 200);
        assert.deepEqual(await statuses(rivals, whose), ['DECLINED', 'PENDING', 'PENDING', 'DECLINED', 'PENDING']);
        assert.match(await reason(rivals[0], ben), /way/);
        assertVerified();
    });

    test('where only their own buffers reach it', async () => {
        const whose = await provider();
        const wide = await another(whose, { bufferBeforeMinutes: 60, pendingBlocks: false, acceptance: 'request' });
        const first = await waiting(whose, ann, 10);
        const rivals = [await waiting(whose, ben, 11.5, { serviceId: wide.id }), await waiting(whose, ben, 12, { serviceId: wide.id })];
        assert.equal(await confirm(first, whose), 200);
        assert.deepEqual(await statuses(rivals, whose), ['DECLINED', 'PENDING']);
        assert.equal(await confirm(rivals[1], whose), 200);
        assertVerified();
    });

    test('where the one confirmed had held its time, from then on', async () => {
        const whose = await provider();
        const blocking = await another(whose, { acceptance: 'request' });
        const request = await waiting(whose, ann, 10.5);
        const other = await waiting(whose, ben, 10, { serviceId: blocking.id });
        assert.equal(await confirm(request, whose), 'slot_taken', 'it may still be declined');
        assert.deepEqual(await statuses([request], whose), ['PENDING']);
        assert.equal(await confirm(other, whose), 200);
        assert.deepEqual(await statuses([request], whose), ['DECLINED']);
        assertVerified();
    });

    for (const [what, more] of [['several are done at a time', { capacity: 2 }], ['a session has seats', { service: { seats: 2 } }]])
        test(`where ${what}, once all is taken`, async () => {
            const whose = await provider(more);
            const requests = [];
            for (const by of [ann, ben, cid]) requests.push(await waiting(whose, by, 10));
            assert.equal(await confirm(requests[0], whose), 200);
            assert.deepEqual(await statuses(requests, whose), ['CONFIRMED', 'PENDING', 'PENDING']);
            assert.equal(await confirm(requests[1], whose), 200);
            assert.deepEqual(await statuses(requests, whose), ['CONFIRMED', 'CONFIRMED', 'DECLINED']);
            assertVerified();
        });

    test('but not for what may go away by itself: holds, requests, proposals; nor for limits', async () => {
        const whose = await provider({ capacity: 2, service: { maxPerDay: 2 } });
        const blocking = await another(whose, { acceptance: 'request' });
        const requests = [await waiting(whose, ann, 10), await waiting(whose, ben, 10), await waiting(whose, cid, 20)];
        await waiting(whose, cid, 10.5, { serviceId: blocking.id });
        assert.equal(await confirm(requests[0], whose), 200);
        assert.deepEqual(await statuses(requests, whose), ['CONFIRMED', 'PENDING', 'PENDING']);
        assert.equal(await confirm(requests[1], whose), 'slot_taken');
        assert.equal(await confirm(requests[2], whose), 200);
        assert.equal(await confirm(requests[1], whose), 'day_limit');
        assert.deepEqual(await statuses(requests, whose), ['CONFIRMED', 'PENDING', 'CONFIRMED']);
        assertVerified();
    });

    test('what was booked elsewhere meanwhile refuses them when they are confirmed, by name', async () => {
        const whose = await provider({ travelSpeedMph: 30 });
        const more = await another(whose, {});
        const request = await waiting(whose, ann, 11.25, { location: home });
        assert.equal(said(await ask(whose, ben, 10, { serviceId: more.id, location: far })), 201);
        assert.equal(await confirm(request, whose), 'travel');
        assert.deepEqual(await statuses([request], whose), ['PENDING']);
        assertVerified();
    });
});
