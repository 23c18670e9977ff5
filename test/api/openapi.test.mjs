// The OpenAPI description against the program it describes: valid by an independent validator, every
// route in it and no other, and the replies of real calls of every operation fit their schemas.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { Validator } from '@seriousme/openapi-schema-validator';
import Ajv2020 from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { eventually } from './crowd.mjs';
import { at, newProvider, root, Server, signUp } from './harness.mjs';

let server, document, operations;
const schemas = new Ajv2020({ strict: false, allErrors: true });
addFormats(schemas);

/** { 'booking.get': { method, path, operation } } of a description. */
function operationsOf(description) {
    const found = {};
    for (const [path, methods] of Object.entries(description.paths))
        for (const [method, operation] of Object.entries(methods))
            found[operation.operationId] = { method: method.toUpperCase(), path, operation };
    return found;
}

/** What is not described may not be there: closes every object that lists its members. */
function close(schema) {
    if (Array.isArray(schema)) return schema.map(close);
    if (schema === null || typeof schema !== 'object') return schema;
    const copy = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, close(value)]));
    if (copy.type === 'object' && copy.properties && !('additionalProperties' in copy))
        copy.additionalProperties = false;
    return copy;
}

before(async () => {
    server = await Server.start({ flags: ['--demo'] });
    document = await server.expect(200, 'GET', '/api/openapi.json', {});
    operations = operationsOf(document);
    const { Problem, ...shapes } = document.components.schemas;
    schemas.addSchema({ $id: 'docket', components: { schemas: { Problem, ...close(shapes) } } });
});
after(() => server.stop());

function check(schema, value, what) {
    const inPlace = JSON.parse(JSON.stringify(close(schema)).replaceAll('"#/components', '"docket#/components'));
    const validate = schemas.compile(inPlace);
    if (!validate(value))
        assert.fail(`${what}: ${schemas.errorsText(validate.errors, { separator: '\n  ' })}\n${JSON.stringify(value)}`);
}

describe('the description', () => {
    test('is valid OpenAPI 3.1', async () => {
        const answer = await new Validator().validate(structuredClone(document));
        assert.ok(answer.valid, JSON.stringify(answer.errors, null, 1));
        assert.match(document.openapi, /^3\.1\./);
    });

    test('is what `docket openapi` prints', () => {
        const printed = server.store.run('openapi');
        assert.equal(printed.status, 0);
        assert.deepEqual(JSON.parse(printed.stdout), document);
    });

    test('has every route of the program and no other', () => {
        const source = readFileSync(join(root, 'src/face/rest_routes.c'), 'utf8');
        const rows = [...source.matchAll(/^ {4}(GET|PUT|PATCH|DELETE|POST|CREATE)\("([^"]+)", "([^"]+)"\)/gm)];
        assert.ok(rows.length > 40);
        const routes = rows.map(([, kind, path, operation]) =>
            [kind === 'CREATE' ? 'POST' : kind, path.replace(/:(\w+)/g, '{$1}'), operation].join(' '));
        const described = Object.entries(operations).map(([id, { method, path }]) =>
            [method, path, id.replace(/_\d+$/, '')].join(' '));
        assert.deepEqual(described.sort(), routes.sort());
    });

    test('says what each field is, and has an answer and a refusal for each operation', () => {
        for (const [id, { operation, path }] of Object.entries(operations)) {
            assert.ok(operation.summary && operation.description, id);
            assert.ok(operation.responses['200'] ?? operation.responses['201'], id);
            assert.ok(operation.responses.default, id);
            const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
            const declared = operation.parameters.filter((one) => one.in === 'path').map((one) => one.name);
            assert.deepEqual(declared.sort(), inPath.sort(), id);
        }
        for (const [name, schema] of Object.entries(document.components.schemas)) {
            if (name === 'Problem') continue;
            for (const [field, about] of Object.entries(schema.properties ?? {}))
                assert.ok(about.description || /Minor$/.test(field), `${name}.${field}`);
        }
    });
});

test('/docs names every operation, and is a whole page', async () => {
    const page = await server.call('GET', '/docs');
    assert.equal(page.status, 200);
    assert.match(page.headers.get('content-type'), /^text\/html/);
    assert.match(page.text, /^<!doctype html>/i);
    assert.ok(page.text.trimEnd().endsWith('</html>'));
    for (const [id, { path, operation }] of Object.entries(operations)) {
        assert.ok(page.text.includes(id.replace(/_\d+$/, '')), id);
        assert.ok(page.text.includes(path.replace(/\{(\w+)\}/g, ':$1')), path);
        assert.ok(page.text.includes(operation.summary.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
            .replaceAll('>', '&gt;').replaceAll('"', '&quot;')), operation.summary);
    }
    for (const code of ['slot_taken', 'travel', 'rate_changed', 'outside_hours', 'room_not_open'])
        assert.ok(page.text.includes(code), code);
});

test('every operation, called for real, answers as described', async () => {
    const login = async (name) => {
        const answer = await server.expect(200, 'POST', '/api/auth/login', {
            body: { email: `${name}@example.com`, password: 'docket-demo' },
        });
        return { id: answer.user.id, token: answer.token };
    };
    const called = new Set();
    /** Calls by operation id; `values` fill the path. The body must fit, and so must the answer. */
    async function call(id, person, { values = {}, body, query = '', refused } = {}) {
        const { method, path, operation } = operations[id];
        const address = path.replace(/\{(\w+)\}/g, (_, name) => values[name]) + query;
        assert.ok(!address.includes('undefined'), `${id}: ${address}`);
        if (body !== undefined && !refused)
            check(operation.requestBody.content['application/json'].schema, body, `body of ${id}`);
        const answer = await server.call(method, address, { token: person?.token, body });
        called.add(id);
        if (refused) {
            assert.equal(answer.json?.code, refused, `${id}: ${answer.text}`);
            assert.equal(answer.headers.get('content-type'), 'application/problem+json');
            check({ $ref: '#/components/schemas/Problem' }, answer.json, `refusal of ${id}`);
            assert.equal(answer.json.status, answer.status);
            return answer.json;
        }
        const [status, response] = Object.entries(operation.responses)[0];
        assert.equal(String(answer.status), status, `${id}: ${answer.text}`);
        assert.match(answer.headers.get('content-type'), /^application\/json/);
        check(response.content['application/json'].schema, answer.json, `answer of ${id}`);
        return answer.json;
    }

    const admin = await login('admin'), demo = await login('client');
    const client = await signUp(server, 'Kim Park');
    const other = await newProvider(server, { profile: { capacity: 5 } });

    await call('edition.get', null);

    // People
    const email = `described.${process.pid}@example.com`, password = 'correct horse battery';
    const mine = await call('auth.signup', null, { body: { email, password, displayName: 'Lee', timeZone: 'Asia/Tokyo' } });
    const lee = { id: mine.user.id, token: mine.token };
    const again = await call('auth.login', null, { body: { email, password } });
    await call('auth.me', lee);
    await call('account.update', lee, { body: { displayName: 'Lee Wong' } });
    await call('account.password', lee, { body: { current: password, new: 'another horse battery' } });
    await call('account.setRoles', admin, { values: { userId: lee.id }, body: { roles: ['client', 'mediator'] } });
    const made = await call('token.create', lee, { body: { label: 'script' } });
    await call('token.create', lee, { body: { label: 'for a day', expiresAt: at(1) } });
    await call('token.list', lee);
    await call('session.list', lee);
    await call('token.revoke', lee, { values: { id: made.id } });
    await call('auth.me', { token: again.token }, { refused: 'unauthenticated' }); // the new password ended it
    const second = await call('auth.login', null, { body: { email, password: 'another horse battery' } });
    const { sessions } = await call('session.list', lee);
    const revoked = sessions.find((session) => session.kind === 'session' && !session.current);
    await call('session.revoke', lee, { values: { id: revoked.id } });
    await call('auth.me', { token: second.token }, { refused: 'unauthenticated' });

    // Providers, services, calendar
    await call('provider.update', lee, { body: {
        headline: 'Tape machines', bio: 'Since 1981.', roles: ['engineer'],
        location: { label: 'Burbank, CA', lat: 34.18, lng: -118.3 }, serviceRadiusMiles: 50, hourlyRate: 80.5,
        dayRate: null, currency: 'USD', timeZone: 'America/Los_Angeles', capacity: 1, travelSpeedMph: 25,
        portfolio: [{ title: 'Album', url: 'https://example.com/album', kind: 'audio' }],
    } });
    await call('provider.get', null, { values: { id: lee.id } });
    await call('availability.set', lee, { body: {
        timeZone: 'America/Los_Angeles',
        weekly: [{ days: ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'], start: '00:00', end: '24:00' }],
        exceptions: [{ date: at(20).slice(0, 10), intervals: [] },
            { date: at(21).slice(0, 10), intervals: [{ start: '10:00', end: '12:30' }] }],
    } });
    await call('availability.get', lee);
    await call('availability.open', lee, { query: `?from=${at(20).slice(0, 10)}&to=${at(22).slice(0, 10)}` });
    await call('availability.of', null, { values: { providerId: lee.id } });
    const full = await call('service.create', lee, { body: {
        title: 'Tape transfer', description: 'Any format.', serviceType: 'TRANSFER', minHours: 0.5, maxHours: 8,
        stepMinutes: 5, rateType: 'hourly', rate: 60, questions: [{ question: 'Which format?', required: false }],
        bufferBeforeMinutes: 0, bufferAfterMinutes: 0, minNoticeMinutes: 0, windowDays: 365,
        maxConcurrentPerClient: 50, maxPerDay: 50, maxPerWeek: 100, seats: 1, acceptance: 'request',
        payment: 'none', approval: 'none', pendingBlocks: true, requestTtlHours: 24,
        cancellationPolicy: { tiers: [{ hoursBefore: 24, refundPercent: 50 }] }, isRemote: true, isInPerson: true,
    } });
    const plain = await call('service.create', lee, { body: { title: 'Chat', serviceType: 'CHAT', durationMinutes: 30 } });
    const service = full.service;
    await call('service.get', null, { values: { id: service.id } });
    await call('service.update', lee, { values: { id: plain.service.id }, body: { title: 'A chat', active: false } });
    await call('service.list', null, { values: { providerId: lee.id } });
    await call('service.delete', lee, { values: { id: plain.service.id } });
    await call('slot.list', null, { values: { providerId: lee.id },
        query: `?serviceId=${service.id}&from=${at(3)}&to=${at(4)}&durationHours=2&timeZone=Asia/Kathmandu&lat=34.1&lng=-118.3&isRemote=false` });
    for (const query of [`?serviceId=${service.id}&start=${at(3)}&isRemote=true`, `?serviceType=mixing&start=${at(900)}&durationHours=99`])
        await call('slot.explain', null, { values: { providerId: lee.id }, query });
    const { hold } = await call('hold.create', client, { body: {
        providerId: lee.id, serviceType: 'mixing', start: at(5, 9), durationHours: 1, lat: 34.18, lng: -118.3 } });
    await call('hold.delete', client, { values: { id: hold.id } });
    await call('favorite.add', client, { values: { providerId: lee.id } });
    await call('favorite.list', client);
    await call('favorite.remove', client, { values: { providerId: lee.id } });
    for (const query of ['?service=mixing&minRating=4&sortBy=rating', '?lat=34.05&lng=-118.24&radius=30&sortBy=distance',
        `?availableFrom=${at(2)}&availableTo=${at(9)}&durationHours=2&sortBy=soonest`, '?q=nobody-at-all', '?limit=2',
        '?facets=true&nextSlots=2&service=mixing'])
        await call('provider.search', null, { query });
    for (const query of ['?q=brook', '?q=Paris,+Texas&limit=1', '?q=nowhere-at-all'])
        await call('place.search', null, { query });

    // Bookings
    const step = 5 * 60000;
    const soon = new Date(Math.ceil((Date.now() + 60000) / step) * step).toISOString();
    const order = (hour, more) => ({ providerId: lee.id, serviceId: service.id, scheduledTime: at(3, hour),
        durationHours: 1, rate: 60, ...more });
    const { project } = await call('project.create', client, { body: { title: 'Archive', description: 'Old tapes' } });
    await call('project.update', client, { values: { id: project.id }, body: { title: 'The archive' } });
    await call('project.get', client, { values: { id: project.id } });
    await call('project.list', client);
    await call('booking.quote', client, { body: order(8) });
    const first = await call('booking.create', client, { body: order(8, {
        projectId: project.id, title: 'Reel 1', description: 'Handle with care', company: 'Archive Inc.',
        location: { label: '1 Main St, Burbank, CA', lat: 34.18, lng: -118.3 }, isRemote: false, purpose: 'Reissue',
        specialRequirements: 'Bake first', answers: [{ question: 'Which format?', answer: 'Quarter inch' }],
        notes: 'Thank you', totalPrice: 60, currency: 'USD', timeZone: 'America/Los_Angeles',
    }) });
    const id = first.booking.id;
    const bookings = [];
    for (let hour = 9; hour < 15; hour++)
        bookings.push((await call('booking.create_2', client, { body: order(hour) })).booking.id);
    const now = await call('booking.create', client, { body: order(0, { scheduledTime: soon }) });
    await call('booking.create', client, { body: order(8), refused: 'slot_taken' });
    const away = { location: { label: 'Sylmar, CA', lat: 34.3, lng: -118.44 }, isRemote: false };
    await call('booking.create', client, { body: order(15, away), refused: 'travel' });
    await call('booking.create', client, { body: order(20, { rate: 1 }), refused: 'rate_changed' });
    await call('booking.create', client, { body: { providerId: 1 }, refused: 'invalid' });
    await call('booking.confirm', lee, { values: { id }, body: { notes: 'See you' } });
    await call('booking.accept', lee, { values: { id: bookings[0] } });
    await call('booking.decline', lee, { values: { id: bookings[1] }, body: { reason: 'No' } });
    await call('booking.cancel', client, { values: { id: bookings[2] } });
    await call('booking.cancel_2', client, { values: { id: bookings[3] }, body: { reason: 'Rain' } });
    const weekly = { repeat: { everyWeeks: 1, count: 3 }, skipClashes: true };
    const repeated = await call('booking.create', client, { body: order(16, weekly) });
    await call('booking.create', client, { body: order(8, { ...weekly, skipClashes: false }), refused: 'series_clash' });
    await call('booking.list', client, { query: `?seriesId=${repeated.series.id}` });
    await call('booking.cancellation', client, { values: { id: repeated.booking.id }, query: '?scope=all' });
    await call('booking.quote', client, { body: order(16, { repeat: weekly.repeat }) });
    await call('booking.cancel', client, { values: { id: repeated.booking.id }, body: { scope: 'all' } });
    await call('booking.roster', lee, { query: `?serviceId=${service.id}&start=${at(3, 8)}` });
    await call('booking.roster', client, { query: `?serviceId=${service.id}&start=${at(3, 8)}`, refused: 'forbidden' });
    await call('booking.update', client, { values: { id }, body: { title: 'Reel one' } });
    await call('booking.update_2', lee, { values: { id: bookings[4] }, body: { status: 'CONFIRMED' } });
    await call('booking.confirm', lee, { values: { id: now.booking.id } });
    await call('booking.start', lee, { values: { id: now.booking.id } });
    await call('booking.complete', lee, { values: { id: now.booking.id } });
    await call('booking.get', lee, { values: { id } });
    await call('booking.get', other, { values: { id }, refused: 'not_found' });
    await call('booking.list', client, { query: '?limit=3&status=PENDING,CONFIRMED' });
    await call('booking.list_2', lee, { query: '?role=provider&tab=all' });
    await call('booking.list', demo, { query: '?limit=100' });
    await eventually('the history', () => server.expect(200, 'GET', `/api/bookings/${id}/events`, { token: lee.token }),
        ({ events }) => events.length >= 3);
    await call('booking.events', lee, { values: { id } });

    // The conversation
    for (const content of ['Hello!', 'Is the tape baked?', 'Third'])
        await call('message.send', client, { values: { bookingId: id }, body: { content } });
    await call('message.list', lee, { values: { bookingId: id } });
    await call('message.list', lee, { values: { bookingId: id }, query: '?limit=1' });
    await call('thread.list', lee);
    await call('thread.list', other);
    await call('message.list', other, { values: { bookingId: id }, refused: 'not_found' });
    const talked = await call('booking.get', lee, { values: { id } });
    assert.deepEqual(talked.booking.messages.map((one) => one.content),
        ['Hello!', 'Is the tape baked?', 'Third']);

    // Rooms that open later refuse by name
    const finished = { values: { id: now.booking.id } }, confirmed = { values: { id } };
    await call('booking.approve', client, { ...finished, refused: 'room_not_open' });
    await call('booking.revision', client, { ...finished, refused: 'room_not_open' });
    await call('booking.dispute', client, { ...confirmed, refused: 'room_not_open' });
    await call('booking.noShow', client, { ...confirmed, refused: 'room_not_open' });
    const move = { ...confirmed, body: { scheduledTime: at(30, 9), reason: 'Rain' } };
    await call('booking.reschedule', client, move);
    await call('booking.get', lee, confirmed);
    await call('booking.declineReschedule', lee, { ...confirmed, body: { reason: 'No' } });
    await call('booking.declineReschedule', lee, { ...confirmed, body: {}, refused: 'bad_transition' });
    await call('booking.reschedule', client, move);
    await call('booking.acceptReschedule', client, { ...confirmed, body: {}, refused: 'forbidden' });
    await call('booking.acceptReschedule', lee, { ...confirmed, body: { notes: 'Fine' } });
    await call('booking.reschedule', client, { ...confirmed, body: {}, refused: 'invalid' });
    await call('booking.reschedule', client, { ...finished, body: { scheduledTime: at(30, 9) }, refused: 'bad_transition' });
    await call('booking.pay', client, { ...confirmed, body: { amount: 10 }, refused: 'room_not_open' });
    await call('booking.refund', admin, { ...confirmed, body: { amount: 10 }, refused: 'room_not_open' });
    await call('booking.distribute', lee, { ...finished, refused: 'room_not_open' });
    await call('booking.distribute', lee, { ...confirmed, refused: 'bad_transition' });
    await call('booking.releaseVote', lee, { ...finished, refused: 'room_not_open' });
    await call('booking.resolve', client, { ...confirmed, refused: 'forbidden' });

    // Notices, one of them read
    await eventually('notices', () => server.expect(200, 'GET', '/api/notifications', { token: lee.token }),
        ({ notifications }) => notifications.length >= 5);
    const notices = await call('notification.list', lee, { query: '?limit=3' });
    await call('notification.read', lee, { body: { upTo: notices.notifications[1].id } });
    await call('notification.list', lee, { query: '?limit=100' });
    await call('notification.read', lee, { body: {} });
    await call('edition.get', null);
    await call('event.poll', lee);
    await call('event.poll', lee, { query: '?after=0' });
    await call('auth.logout', lee);

    assert.deepEqual([...called].sort(), Object.keys(operations).sort());
});

test('an unknown address or method is refused in the same form', async () => {
    for (const [method, path, status] of [['GET', '/api/nothing', 404], ['GET', '/api/bookings/x/y/z', 404],
        ['DELETE', '/api/auth/login', 405], ['POST', '/api/marketplace/providers', 405], ['GET', '/nothing', 404]]) {
        const answer = await server.call(method, path);
        assert.equal(answer.status, status, path);
        if (status === 405) assert.ok(answer.headers.get('allow'));
        check({ $ref: '#/components/schemas/Problem' }, answer.json, path);
    }
});
