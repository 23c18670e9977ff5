// The lines of the seeds work as printed, with ids, dates, port and login put in; and so do the lines
// that the demo itself prints.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';
import { createTRPCClient, httpBatchLink } from '@trpc/client';
import { eventually } from './crowd.mjs';
import { curlLines, entityFields, patchBody, trpcLines } from './fixtures/seeds.mjs';
import { at, newProvider, Server, signUp } from './harness.mjs';

const run = promisify(execFile);
const AsyncFunction = (async () => {}).constructor;

let server;
const people = {};

before(async () => {
    server = await Server.start({ flags: ['--demo'] });
    for (const name of ['client', 'provider', 'admin']) {
        const answer = await server.expect(200, 'POST', '/api/auth/login', {
            body: { email: `${name}@example.com`, password: 'docket-demo' },
        });
        people[name] = { id: answer.user.id, token: answer.token, roles: answer.user.roles };
    }
});
after(() => server.stop());

/** Runs a line as it would be typed, with a login; gives what it prints, as JSON. */
async function paste(line, token, values = {}) {
    let text = line.replaceAll('http://localhost:3001', server.url);
    for (const [printed, value] of Object.entries(values)) {
        assert.ok(text.includes(printed), printed);
        text = text.replaceAll(printed, value);
    }
    text = text.replace(/^curl/, `curl -s -H "Authorization: Bearer ${token}"`);
    const { stdout } = await run('sh', ['-c', text]);
    return JSON.parse(stdout);
}

async function freeStart(provider, hours) {
    const { services } = await server.expect(200, 'GET', `/api/providers/${provider.id}/services`, {});
    const service = services.find((one) => one.serviceType === 'MIXING');
    const { slots } = await server.expect(200, 'GET', `/api/providers/${provider.id}/slots?serviceId=${
        service.id}&from=${at(2)}&to=${at(30)}&durationHours=${hours}`, {});
    assert.ok(slots.length > 0);
    return slots[0].start;
}

// First, while the start that it prints is still free.
describe('the demo', () => {
    test('prints three lines that work in a shell', async () => {
        const text = await eventually('the lines', async () => server.output.stdout,
            (out) => out.split('\n').filter((line) => line.includes('curl')).length === 3);
        const lines = text.split('\n').filter((line) => line.startsWith('  ')).map((line) => line.trim());
        assert.equal(lines.length, 3);
        const script = `${lines[0]}\n[ -n "$TOKEN" ] || exit 1\n${lines[1]}\necho\n${lines[2]}\n`;
        const { stdout } = await run('sh', ['-euc', script]);
        const [found, booked] = stdout.trim().split('\n').map((line) => JSON.parse(line));
        assert.ok(found.providers.length > 0);
        assert.equal(booked.success, true);
        assert.equal(booked.booking.totalPrice, 150);
    });

    test('has the three accounts, with their roles', () => {
        assert.deepEqual(people.client.roles, ['client']);
        assert.ok(people.provider.roles.includes('provider'));
        assert.ok(people.admin.roles.includes('admin'));
    });

    test('its data holds', async () => {
        const list = await server.expect(200, 'GET', '/api/bookings?limit=100', { token: people.client.token });
        assert.ok(list.stats.total >= 5 && list.stats.completed > 0 && list.stats.pending > 0);
        const other = await server.expect(200, 'GET', `/api/bookings?userId=${people.client.id}&limit=100`,
            { token: people.admin.token });
        assert.equal(other.stats.total, list.stats.total);
    });
});

describe('the curl lines of S1', () => {
    let made;

    test('a booking is created', async () => {
        const start = await freeStart(people.provider, 4);
        made = await paste(curlLines.create, people.client.token, {
            user_client: people.client.id,
            user_provider: people.provider.id,
            '2025-01-15T14:00:00Z': start,
        });
        assert.equal(made.success, true);
        assert.match(made.booking.id, /^booking_[0-9a-z]{26}$/);
        assert.equal(made.booking.status, 'PENDING');
        assert.equal(made.booking.totalPrice, 300);
        assert.equal(made.booking.scheduledTime, start);
        assert.equal(made.booking.client.id, people.client.id);
        assert.equal(made.booking.provider.id, people.provider.id);
        assert.equal(made.booking.location, '123 Studio St');
    });

    test('providers are found', async () => {
        const { providers, stats } = await paste(curlLines.search, people.client.token);
        assert.ok(providers.length > 1);
        for (const one of providers) {
            assert.ok(one.servicesOffered.includes('mixing'));
            assert.ok(one.rating >= 4);
            for (const [field, type] of Object.entries({
                id: 'string', displayName: 'string', location: 'string', hourlyRate: 'number',
                reviewCount: 'number', verified: 'boolean',
            }))
                assert.equal(typeof one[field], type, field);
            for (const field of ['roles', 'servicesOffered', 'portfolioAssets'])
                assert.ok(Array.isArray(one[field]), field);
            assert.ok('dayRate' in one);
            assert.equal(typeof one._count.bookingsAsProvider, 'number');
            assert.equal(typeof one._count.receivedReviews, 'number');
        }
        const ratings = providers.map((one) => one.rating);
        assert.deepEqual(ratings, [...ratings].sort((a, b) => b - a));
        assert.equal(stats.total, providers.length);
        assert.ok(stats.avgRating >= 4 && stats.avgHourlyRate > 0);
        assert.ok(stats.servicesAvailable.includes('mixing') && stats.rolesAvailable.length > 0);
    });

    test('my bookings are listed', async () => {
        const mine = await paste(curlLines.mine, people.client.token, { user_xxx: people.client.id });
        assert.ok(mine.bookings.some((booking) => booking.id === made.booking.id));
        for (const field of ['total', 'pending', 'confirmed', 'completed', 'totalRevenue'])
            assert.equal(typeof mine.stats[field], 'number', field);
        const starts = mine.bookings.map((booking) => booking.scheduledTime);
        assert.deepEqual(starts, [...starts].sort());
    });

    test('a booking is patched: the status is a verb, deliverables wait for work', async () => {
        const path = `/api/bookings/${made.booking.id}`;
        const token = people.provider.token;
        const early = await server.expect(409, 'PATCH', path, { token, body: patchBody });
        assert.equal(early.code, 'bad_transition');
        await server.expect(200, 'PATCH', path, { token, body: { status: patchBody.status } });
        const { booking } = await server.expect(200, 'PATCH', path, {
            token, body: { deliverables: patchBody.deliverables },
        });
        assert.equal(booking.status, 'CONFIRMED');
        assert.deepEqual(booking.deliverables, patchBody.deliverables);
    });

    test('without a login they are refused, the search aside', async () => {
        await server.expect(401, 'GET', '/api/bookings/my-bookings', {});
        await server.expect(401, 'POST', '/api/bookings/create', { body: {} });
        await server.expect(200, 'GET', '/api/marketplace/providers?service=mixing&minRating=4&sortBy=rating', {});
    });
});

describe('the tRPC lines of S0', () => {
    let technician, client;
    const trpcOf = (person) => createTRPCClient({
        links: [httpBatchLink({ url: `${server.url}/trpc`, headers: { authorization: `Bearer ${person.token}` } })],
    });
    /** The statement of the seed that calls this procedure, run with what is put in. */
    async function runLine(procedure, person, values) {
        const pattern = new RegExp(`await (trpc\\.${procedure}\\.\\w+\\([^]*?\\n?\\))\\n`);
        let code = pattern.exec(trpcLines)[1];
        for (const [printed, value] of Object.entries(values)) {
            assert.ok(code.includes(printed), printed);
            code = code.replaceAll(printed, value);
        }
        return new AsyncFunction('trpc', `return await ${code}`)(trpcOf(person));
    }
    const create = (day) => runLine('booking.create', client, {
        'tech-123': technician.id, '2025-02-15': at(day).slice(0, 10),
    });

    before(async () => {
        technician = await newProvider(server, {
            profile: { capacity: 5 }, service: { title: 'Sound', serviceType: 'SOUND' },
        });
        client = await signUp(server, 'Event Planner');
    });

    test('create, list, accept and cancel', async () => {
        const { booking } = await create(5);
        assert.equal(booking.title, 'Corporate Event');
        assert.equal(booking.totalPrice, 600);
        assert.equal(booking.scheduledTime, at(5).replace('.000', ''));
        const { bookings } = await runLine('booking.list', client, {});
        assert.deepEqual(bookings.map((one) => one.id), [booking.id]);
        const accepted = await runLine('booking.accept', technician, { 'booking-1': booking.id });
        assert.equal(accepted.booking.status, 'CONFIRMED');
        const cancelled = await runLine('booking.cancel', client, { 'booking-1': booking.id });
        assert.equal(cancelled.booking.status, 'CANCELLED');
        assert.deepEqual((await runLine('booking.list', client, {})).bookings, []);
    });

    test('messages are sent and listed, and read by the other side', async () => {
        const values = { 'booking-1': (await create(6)).booking.id };
        await runLine('message.send', client, values);
        const { messages } = await runLine('message.list', technician, values);
        assert.deepEqual(messages.map((message) => message.content), ['Hello!']);
        const stranger = await signUp(server, 'Nosy Parker');
        await assert.rejects(runLine('message.list', stranger, values), (error) => error.data.code === 'NOT_FOUND');
    });

    test('complete, once it was accepted and started', async () => {
        const worker = await newProvider(server, { service: { stepMinutes: 5 } });
        const step = 5 * 60000;
        const scheduledTime = new Date(Math.ceil((Date.now() + 60000) / step) * step).toISOString();
        const { booking } = await server.expect(201, 'POST', '/api/bookings', { token: client.token, body: {
            technicianId: worker.id, eventDate: scheduledTime, estimatedHours: 1, hourlyRate: 75,
        } });
        const values = { 'booking-1': booking.id };
        await runLine('booking.accept', worker, values);
        await assert.rejects(runLine('booking.complete', worker, values), (error) =>
            error.data.code === 'CONFLICT' && error.data.docket.code === 'bad_transition');
        await server.expect(200, 'POST', `/api/bookings/${booking.id}/start`, { token: worker.token });
        assert.equal((await runLine('booking.complete', worker, values)).booking.status, 'COMPLETED');
    });
});

describe('the booking of S2', () => {
    test('its body is taken and its fields are given', async () => {
        const creator = await newProvider(server);
        const client = await signUp(server, 'A&R');
        const body = {
            clientId: client.id, providerId: creator.id, serviceId: creator.service.id,
            title: 'Mix the single', description: 'Two revisions, please', price: 150, currency: 'USD',
            scheduledDate: new Date(at(4, 9)), estimatedDuration: 2,
        };
        const { booking } = await server.expect(201, 'POST', '/api/bookings', { token: client.token, body });
        for (const [field, type] of Object.entries(entityFields))
            assert.equal(typeof booking[field], type, field);
        for (const field of ['completedAt', 'revenueSplit']) assert.equal(booking[field], null);
        assert.equal(booking.price, 150);
        assert.equal(booking.title, body.title);
        assert.equal(booking.description, body.description);
        assert.match(booking.chatThreadId, /^thread_/);

        const path = `/api/bookings/${booking.id}`;
        const put = await server.expect(200, 'PUT', path, { token: client.token, body: { title: 'The B side' } });
        assert.equal(put.booking.title, 'The B side');
        await server.expect(200, 'POST', `${path}/confirm`, { token: creator.token });
        await server.expect(200, 'POST', `${path}/cancel`, { token: creator.token });
        const got = await server.expect(200, 'GET', path, { token: client.token });
        assert.equal(got.booking.status, 'CANCELLED');
    });
});
