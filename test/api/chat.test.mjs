// A booking's conversation: participants write, messages are numbered without gaps, pages go back.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { at, inParallel, newProvider, Server, signUp } from './harness.mjs';

let server, provider, client, stranger, booking;

before(async () => {
    server = await Server.start();
    provider = await newProvider(server);
    client = await signUp(server);
    stranger = await signUp(server);
    ({ booking } = await server.expect(201, 'POST', '/api/bookings', {
        token: client.token,
        body: { providerId: provider.id, serviceId: provider.service.id, scheduledTime: at(3, 10), durationHours: 1 },
    }));
});
after(() => server.stop());

const path = () => `/api/bookings/${booking.id}/messages`;
const say = (who, content) => server.expect(201, 'POST', path(), { token: who.token, body: { content } });

test('both sides speak and read, in order', async () => {
    await say(client, 'Hello!');
    await say(provider, 'Hello, what shall we record?\nBring the stems.');
    const { messages, nextCursor } = await server.expect(200, 'GET', path(), { token: provider.token });
    assert.deepEqual(messages.map((m) => [m.sequence, m.senderId, m.content]), [
        [1, client.id, 'Hello!'], [2, provider.id, 'Hello, what shall we record?\nBring the stems.'],
    ]);
    assert.equal(nextCursor, null);
    const shown = await server.expect(200, 'GET', `/api/bookings/${booking.id}`, { token: client.token });
    assert.deepEqual(shown.booking.messages, messages);
});

test('a stranger neither reads nor speaks; nobody signs in first', async () => {
    for (const [token, status] of [[stranger.token, 404], [undefined, 401]]) {
        assert.equal((await server.call('GET', path(), { token })).status, status);
        assert.equal((await server.call('POST', path(), { token, body: { content: 'Psst' } })).status, status);
    }
});

test('what is not a message is refused and stores nothing', async () => {
    const before = await server.expect(200, 'GET', path(), { token: client.token });
    for (const [body, status] of [
        [{}, 400], [{ content: '' }, 400], [{ content: '  ' }, 400], [{ content: 7 }, 400],
        [{ content: 'x'.repeat(5001) }, 400], [{ content: 'a', colour: 'red' }, 400],
        [{ content: 'see this', attachments: ['file-1'] }, 422],
    ]) {
        assert.equal((await server.call('POST', path(), { token: client.token, body })).status, status,
            JSON.stringify(body).slice(0, 80));
    }
    assert.deepEqual(await server.expect(200, 'GET', path(), { token: client.token }), before);
});

test('many at once are numbered without a gap, and paging back meets each once', async () => {
    const first = (await server.expect(200, 'GET', path(), { token: client.token })).messages.at(-1).sequence;
    await inParallel(40, 20, (i) => say(i % 2 ? client : provider, `number ${i}`));
    const seen = [];
    let cursor = '';
    do {
        const page = await server.expect(200, 'GET', `${path()}?limit=7${cursor}`, { token: client.token });
        seen.unshift(...page.messages);
        cursor = page.nextCursor === null ? null : `&cursor=${page.nextCursor}`;
    } while (cursor !== null);
    assert.deepEqual(seen.map((m) => m.sequence), Array.from({ length: first + 40 }, (_, i) => i + 1));
    assert.equal(new Set(seen.map((m) => m.content)).size, seen.length);
    const earlier = await server.expect(200, 'GET', `${path()}?beforeTimestamp=${seen[1].createdAt}`, { token: client.token });
    assert.ok(earlier.messages.every((m) => m.createdAt < seen[1].createdAt));
});
