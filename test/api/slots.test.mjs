// However fine the steps of a service are, its times can be listed: a month at once, and what is longer
// says where it was cut.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { at, newProvider, Server } from './harness.mjs';

const DAY = 86400000, MINUTE = 60000;
let server;

before(async () => { server = await Server.start(); });
after(() => server.stop());

const list = (provider, from, to) => server.expect(200, 'GET',
    `/api/providers/${provider.id}/slots?${new URLSearchParams({ serviceId: provider.service.id, from, to })}`, {});
const everyMinutes = (stepMinutes) => newProvider(server, { service: { durationMinutes: 60, minHours: undefined, maxHours: undefined, stepMinutes } });

describe('a service that begins every minute', () => {
    test('has a month of starts in one answer, across a change of the clocks too', async () => {
        const provider = await everyMinutes(1);
        const from = at(2), to = new Date(Date.parse(from) + 31 * DAY + 60 * MINUTE).toISOString();
        const { slots, ...more } = await list(provider, from, to);
        assert.equal(slots.length, 31 * 1440 + 60);
        assert.deepEqual([slots[0].start, slots.at(-1).start].map(Date.parse), [Date.parse(from), Date.parse(to) - MINUTE]);
        assert.equal('nextFrom' in more, false);
    });

    test('says where the answer for two months ends, and goes on from there without a gap', async () => {
        const provider = await everyMinutes(1);
        const to = at(64);
        const starts = [];
        const cuts = [];
        for (let from = at(2); from;) {
            const { slots, nextFrom } = await list(provider, from, to);
            for (const { start } of slots) starts.push(Date.parse(start));
            if (nextFrom) {
                assert.ok(Date.parse(nextFrom) > starts.at(-1) && Date.parse(nextFrom) < Date.parse(to), nextFrom);
                cuts.push(nextFrom);
            }
            from = nextFrom;
        }
        assert.equal(cuts.length, 1);
        assert.equal(starts.length, 62 * 1440);
        assert.ok(starts.every((start, index) => start === starts[0] + index * MINUTE), 'every minute, once');
    });

    test('is cut where it is, taken or free: what is taken has been looked at too', async () => {
        const provider = await everyMinutes(1);
        await server.expect(200, 'PUT', '/api/providers/me/availability', { token: provider.token, body: {
            timeOff: [{ from: at(3).slice(0, 10), to: at(63).slice(0, 10) }] } });
        const closed = await list(provider, at(2), at(64));
        assert.equal('nextFrom' in closed, false, 'what is closed costs nothing');
        assert.equal(closed.slots.length, 1440 - 59);
    });
});

test('four minutes are two months in one answer', async () => {
    const provider = await everyMinutes(4);
    const { slots, ...more } = await list(provider, at(2), at(64));
    assert.equal(slots.length, 62 * 360);
    assert.equal('nextFrom' in more, false);
});
