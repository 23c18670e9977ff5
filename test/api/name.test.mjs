// One name for one person: changed in the account, it is the one that is shown and found.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { at, newProvider, Server, signUp } from './harness.mjs';

let server;
before(async () => { server = await Server.start(); });
after(() => server.stop());

const foundAs = async (words) => (await server.expect(200, 'GET',
    `/api/marketplace/providers?q=${encodeURIComponent(words)}`)).providers.map(({ id }) => id);

test('a provider who takes another name is shown and found by it, and no longer by the old one', async () => {
    const client = await signUp(server, 'Kim Park');
    const provider = await newProvider(server);
    const { booking } = await server.expect(201, 'POST', '/api/bookings', {
        token: client.token,
        body: { providerId: provider.id, scheduledTime: at(3, 9), durationHours: 1, title: 'One song' },
    });
    assert.deepEqual(await foundAs('Dana Reyes'), [provider.id]);

    await server.expect(200, 'PATCH', '/api/account', {
        token: provider.token, body: { displayName: 'Zubeneschamali Quint' },
    });

    assert.deepEqual(await foundAs('zubeneschamali'), [provider.id]);
    assert.deepEqual(await foundAs('Dana Reyes'), []);
    const shown = await server.expect(200, 'GET', `/api/providers/${provider.id}`);
    assert.equal(shown.provider.displayName, 'Zubeneschamali Quint');
    const seen = await server.expect(200, 'GET', `/api/bookings/${booking.id}`, { token: client.token });
    assert.equal(seen.booking.provider.displayName, 'Zubeneschamali Quint');
    const mine = await server.expect(200, 'GET', '/api/bookings?q=quint', { token: client.token });
    assert.deepEqual(mine.bookings.map(({ id }) => id), [booking.id]);
});
