// Proof: what cancelling would do is said before, and is what it then does; by the policy agreed.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { Server, at, newProvider, signUp } from './harness.mjs';

describe('cancelling', { concurrency: false }, () => {
    let server;
    let client;

    before(async () => {
        server = await Server.start();
        client = await signUp(server, 'Rosa Klein');
    });
    after(() => server.stop());

    /** Five hours at 75, agreed under this policy. */
    async function booked(cancellationPolicy, days, { confirm = true } = {}) {
        const provider = await newProvider(server, { service: { cancellationPolicy } });
        const { booking } = await server.expect(201, 'POST', '/api/bookings', {
            token: client.token,
            body: { providerId: provider.id, scheduledTime: at(days, 10), durationHours: 5 },
        });
        if (confirm) await server.expect(200, 'POST', `/api/bookings/${booking.id}/confirm`, { token: provider.token, body: {} });
        return { provider, id: booking.id };
    }
    const get = async (id, token) => (await server.expect(200, 'GET', `/api/bookings/${id}`, { token })).booking;
    const cancel = async (id, token) => (await server.expect(200, 'POST', `/api/bookings/${id}/cancel`, { token, body: { reason: 'Ill' } })).booking;

    const cases = [
        ['flexible, far ahead', 'flexible', 10, 100, at(9, 10), at(9, 10)],
        ['moderate, far ahead: five days on the clock there', 'moderate', 20, 100, at(15, 10), at(15, 10)],
        ['moderate, near', 'moderate', 3, 50, null, at(3, 10)],
        ['strict, near', 'strict', 3, 0, null, null],
        ['own terms', { tiers: [{ hoursBefore: 30, refundPercent: 12.5 }] }, 5, 12.5, null, new Date(Date.parse(at(5, 10)) - 30 * 3600000).toISOString()],
    ];
    for (const [name, policy, days, percent, freeUntil, nextChangeAt] of cases) {
        test(`${name}: the client sees it, does it, and it is kept`, async () => {
            const { provider, id } = await booked(policy, days);
            const iso = (text) => text && text.replace('.000Z', 'Z');
            const { cancellation } = await get(id, client.token);
            const refund = 375 * percent / 100;
            const minor = Math.round(37500 * percent / 100);
            assert.deepEqual(cancellation, { refundPercent: percent, refund: Math.round(refund * 100) / 100, refundMinor: minor,
                fee: (37500 - minor) / 100, feeMinor: 37500 - minor, freeUntil: iso(freeUntil), nextChangeAt: iso(nextChangeAt) });
            const done = await cancel(id, client.token);
            assert.equal(done.cancellation, null);
            for (const seen of [done, await get(id, client.token), await get(id, provider.token)]) {
                const { at: when, ...rest } = seen.cancelled;
                assert.deepEqual(rest, { by: 'client', refundPercent: percent, refund: cancellation.refund,
                    refundMinor: minor, fee: cancellation.fee, feeMinor: cancellation.feeMinor });
                assert.ok(Math.abs(Date.parse(when) - Date.now()) < 60000);
            }
        });
    }

    test('strict, booked long ahead: free for 48 hours after booking, then half', async () => {
        const { id } = await booked('strict', 30);
        const booking = await get(id, client.token);
        assert.equal(booking.cancellation.refundPercent, 100);
        assert.equal(Date.parse(booking.cancellation.freeUntil), Date.parse(booking.createdAt) + 48 * 3600000);
    });

    test('when the provider cancels, everything comes back, whatever the policy', async () => {
        const { provider, id } = await booked('strict', 3);
        const { cancellation } = await get(id, provider.token);
        assert.deepEqual([cancellation.refundPercent, cancellation.feeMinor, cancellation.freeUntil, cancellation.nextChangeAt], [100, 0, null, null]);
        const { cancelled } = await cancel(id, provider.token);
        assert.deepEqual([cancelled.by, cancelled.refundMinor], ['provider', 37500]);
    });

    test('a request is withdrawn for nothing, and nobody who may not cancel sees a preview', async () => {
        const { provider, id } = await booked('strict', 3, { confirm: false });
        assert.equal((await get(id, client.token)).cancellation.feeMinor, 0);
        await server.expect(200, 'POST', `/api/bookings/${id}/decline`, { token: provider.token, body: {} });
        const declined = await get(id, client.token);
        assert.deepEqual([declined.cancellation, declined.cancelled], [null, null]);
        const { bookings } = await server.expect(200, 'GET', '/api/bookings?limit=100', { token: client.token });
        assert.ok(bookings.every(({ cancellation }) => cancellation === null), 'lists do not compute it');
        assert.ok(bookings.some(({ cancelled }) => cancelled?.by === 'provider'));
    });

    test('a later change of the service changes nothing that was agreed', async () => {
        const { provider, id } = await booked('flexible', 10);
        await server.expect(200, 'PATCH', `/api/services/${provider.service.id}`, { token: provider.token, body: { cancellationPolicy: 'strict' } });
        assert.equal((await get(id, client.token)).cancellation.refundPercent, 100);
    });
});
