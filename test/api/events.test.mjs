// What happened, for whom it concerns: polled from a position on, nothing is missed or told twice.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { eventually } from './crowd.mjs';
import { at, inParallel, newProvider, Server, signUp } from './harness.mjs';

let server, provider, client, stranger, booking;

const poll = (who, query = '') => server.expect(200, 'GET', `/api/events/poll${query}`, { token: who.token });
const book = (who, hour) => server.expect(201, 'POST', '/api/bookings', { token: who.token, body: {
    providerId: provider.id, serviceId: provider.service.id, scheduledTime: at(3 + Math.floor(hour / 8), 9 + hour % 8),
    durationHours: 1, notes: 'The back door',
} });
const say = (who, id, content) => server.expect(201, 'POST', `/api/bookings/${id}/messages`,
    { token: who.token, body: { content } });

/** All events after a position, page by page, until `enough` of them (on PostgreSQL they come a moment later). */
async function follow(who, position, limit, enough) {
    const seen = [];
    await eventually('events', async () => {
        const page = await poll(who, `?after=${position}&limit=${limit}`);
        assert.ok(page.events.length <= limit);
        assert.ok(page.nextAfter >= position);
        position = page.nextAfter;
        seen.push(...page.events);
        return seen;
    }, () => enough(seen));
    return { seen, position };
}

before(async () => {
    server = await Server.start();
    provider = await newProvider(server);
    client = await signUp(server);
    stranger = await signUp(server);
});
after(() => server.stop());

test('without a position no events come, only where to begin', async () => {
    const { events, nextAfter } = await poll(client);
    assert.deepEqual(events, []);
    assert.ok(Number.isInteger(nextAfter));
});

test('both sides see what concerns them, in order, and a stranger nothing', async () => {
    const begin = (await follow(stranger, 0, 100, (seen) => seen.some(({ type }) => type === 'account.created'))).position;
    ({ booking } = await book(client, 0));
    await server.expect(200, 'POST', `/api/bookings/${booking.id}/confirm`, { token: provider.token, body: { notes: 'Gladly' } });
    await say(client, booking.id, 'A secret of ours');
    const expected = [
        ['booking.created', booking.id, client.id], ['booking.status_changed', booking.id, provider.id],
        ['message.created', booking.id, client.id],
    ];
    for (const who of [client, provider]) {
        const { seen } = await follow(who, begin, 2, (events) => events.some(({ type }) => type === 'message.created'));
        assert.deepEqual(seen.filter(({ bookingId }) => bookingId).map((one) => [one.type, one.bookingId, one.actorId]), expected);
        assert.deepEqual(seen.map(({ id }) => id), [...new Set(seen.map(({ id }) => id))].sort((a, b) => a - b));
        assert.ok(!JSON.stringify(seen).includes('secret'));
        assert.equal(seen.find(({ type }) => type === 'booking.status_changed').data.to, 'CONFIRMED');
    }
    assert.deepEqual((await poll(stranger, `?after=${begin}`)).events, []);
});

test('what concerns an account alone names no booking and nobody else', async () => {
    const { nextAfter } = await poll(stranger);
    await server.expect(200, 'PUT', `/api/favorites/${provider.id}`, { token: stranger.token });
    const { seen } = await follow(stranger, nextAfter, 100, (events) => events.some(({ type }) => type === 'favorite.added'));
    const added = seen.find(({ type }) => type === 'favorite.added');
    assert.equal(added.bookingId, null);
    assert.equal(added.actorId, null);
    assert.ok(!(await poll(provider, '?after=0')).events.some(({ type }) => type === 'favorite.added'));
});

test('polled while many write, every event comes once', async () => {
    const messages = 120;
    const { position } = await follow(provider, 0, 100, (seen) => seen.some(({ type }) => type === 'message.created'));
    const heard = follow(provider, position, 7, (seen) => seen.length >= messages);
    await inParallel(messages, 16, (i) => say(i % 3 ? client : provider, booking.id, `number ${i}`));
    const { seen } = await heard;
    assert.equal(seen.length, messages);
    assert.equal(new Set(seen.map(({ id }) => id)).size, messages);
    assert.deepEqual(new Set(seen.map(({ type }) => type)), new Set(['message.created']));
    assert.deepEqual(seen.map(({ data }) => data.sequence).sort((a, b) => a - b),
        Array.from({ length: messages }, (_, i) => i + 2));
});

test('a position that is none yet goes on from the head', async () => {
    const { nextAfter } = await poll(client);
    const page = await poll(client, '?after=999999999');
    assert.deepEqual(page.events, []);
    assert.ok(page.nextAfter >= nextAfter && page.nextAfter < 999999999);
});

test('what is no position is refused; nobody signs in first', async () => {
    for (const query of ['?after=-1', '?after=x', '?after=1.5', '?limit=0', '?limit=101', '?wait=5', '?colour=red']) {
        assert.equal((await server.call('GET', `/api/events/poll${query}`, { token: client.token })).status, 400, query);
    }
    assert.equal((await server.call('GET', '/api/events/poll')).status, 401);
});
