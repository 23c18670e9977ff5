// Somebody's conversations: whose they are, in which order, and each once, page by page.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { at, newProvider, Server, signUp } from './harness.mjs';

const BOOKINGS = 9;
let server, provider, client, other;
const bookings = [];

const threads = (who, query = '') => server.expect(200, 'GET', `/api/threads${query}`, { token: who.token });
const say = (who, booking, content) => server.expect(201, 'POST', `/api/bookings/${booking.id}/messages`,
    { token: who.token, body: { content } });
const book = async (who, hour, of = provider) => (await server.expect(201, 'POST', '/api/bookings', { token: who.token, body: {
    providerId: of.id, serviceId: of.service.id, title: `Session ${hour}`, scheduledTime: at(3, 9 + hour), durationHours: 1,
} })).booking;

before(async () => {
    server = await Server.start();
    provider = await newProvider(server, { profile: { capacity: 100 } });
    client = await signUp(server, 'Rosa');
    other = await signUp(server, 'Otto');
    for (let i = 0; i < BOOKINGS; i++) bookings.push(await book(i % 3 === 2 ? other : client, i % 8));
});
after(() => server.stop());

test('a booking where nobody has spoken is no conversation', async () => {
    assert.deepEqual(await threads(provider), { threads: [], nextCursor: null });
});

test('each side sees the other, the newest message first', async () => {
    for (const booking of bookings.slice(0, 3)) await say(provider, booking, `About ${booking.title}`);
    await say(client, bookings[0], 'é'.repeat(300));
    const { threads: mine } = await threads(client);
    assert.deepEqual(mine.map((one) => [one.bookingId, one.messageCount]), [[bookings[0].id, 2], [bookings[1].id, 1]]);
    const [first] = mine;
    assert.deepEqual({ ...first, lastMessage: { ...first.lastMessage, createdAt: '' } }, {
        bookingId: bookings[0].id, title: 'Session 0', status: 'PENDING', messageCount: 2,
        with: { id: provider.id, displayName: bookings[0].provider.displayName },
        lastMessage: { content: 'é'.repeat(160), senderId: client.id, createdAt: '' },
    });
    const { threads: theirs } = await threads(provider);
    assert.deepEqual(theirs.map((one) => [one.bookingId, one.with.displayName]),
        [[bookings[0].id, 'Rosa'], [bookings[2].id, 'Otto'], [bookings[1].id, 'Rosa']]);
    assert.equal(theirs[0].with.id, client.id);
});

test('the status is the booking\'s own', async () => {
    await server.expect(200, 'POST', `/api/bookings/${bookings[1].id}/confirm`, { token: provider.token });
    assert.equal((await threads(client)).threads.find((one) => one.bookingId === bookings[1].id).status, 'CONFIRMED');
});

test('a provider is a client too, in one list', async () => {
    const colleague = await newProvider(server);
    const booking = await book(provider, 1, colleague);
    await say(provider, booking, 'May I come by?');
    const { threads: all } = await threads(provider);
    assert.deepEqual(all.map((one) => one.bookingId), [booking.id, bookings[0].id, bookings[2].id, bookings[1].id]);
    assert.equal(all[0].with.id, colleague.id);
    assert.deepEqual((await threads(colleague)).threads.map((one) => one.with.id), [provider.id]);
});

test('page by page each comes once, in order', async () => {
    for (const booking of bookings) await say(provider, booking, 'Once more');
    const whole = (await threads(provider, '?limit=100')).threads.map((one) => one.bookingId);
    assert.equal(whole.length, BOOKINGS + 1);
    for (const limit of [1, 2, 3, 10]) {
        const found = [];
        let cursor = null;
        do {
            const page = await threads(provider, `?limit=${limit}${cursor ? `&cursor=${cursor}` : ''}`);
            assert.ok(page.threads.length <= limit);
            found.push(...page.threads.map((one) => one.bookingId));
            cursor = page.nextCursor;
        } while (cursor && found.length <= whole.length);
        assert.deepEqual(found, whole, `${limit}`);
    }
});

test('a stranger has none, nobody signs in first, and what is no cursor is refused', async () => {
    assert.deepEqual((await threads(await signUp(server))).threads, []);
    assert.equal((await server.call('GET', '/api/threads')).status, 401);
    for (const query of ['?cursor=x', '?cursor=1', '?cursor=1.user_x', '?cursor=.', '?limit=0', '?limit=101', '?colour=red'])
        assert.equal((await server.call('GET', `/api/threads${query}`, { token: client.token })).status, 400, query);
});
