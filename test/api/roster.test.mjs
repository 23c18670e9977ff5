// Proof: a session of several seats says how many are left, and its provider who comes.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { Server, at, newProvider, signUp } from './harness.mjs';

describe('a session of several seats', { concurrency: false }, () => {
    let server;
    before(async () => { server = await Server.start(); });
    after(() => server.stop());

    test('the roster is who comes, seats left are the others, and only the provider sees it', async () => {
        const provider = await newProvider(server, { service: { seats: 3, durationMinutes: 60, minHours: undefined, maxHours: undefined } });
        const people = [];
        for (const name of ['Ana', 'Ben', 'Cleo', 'Dora']) people.push(await signUp(server, name));
        const book = (person, start) => server.call('POST', '/api/bookings', { token: person.token, body: { providerId: provider.id, scheduledTime: start } });
        const roster = (token, start = at(9, 10)) =>
            server.call('GET', `/api/bookings/roster?serviceId=${provider.service.id}&start=${start}`, { token });
        const seatsLeft = async () => {
            const { slots } = await server.expect(200, 'GET', `/api/providers/${provider.id}/slots?from=${at(9, 10)}&to=${at(9, 11)}`);
            return slots[0]?.seatsLeft;
        };
        assert.deepEqual([(await roster(provider.token)).json, await seatsLeft()], [{ bookings: [], seats: 3, seatsLeft: 3 }, 3]);
        const ids = [];
        for (const person of people.slice(0, 3)) ids.push((await book(person, at(9, 10))).json.booking.id);
        assert.equal((await book(people[3], at(9, 10))).json.code, 'slot_taken');
        assert.equal((await book(people[3], at(9, 11))).status, 201);
        const full = (await roster(provider.token)).json;
        assert.deepEqual(full.bookings.map(({ client }) => client.displayName), ['Ana', 'Ben', 'Cleo']);
        assert.equal(await seatsLeft(), undefined);
        await server.expect(200, 'POST', `/api/bookings/${ids[1]}/cancel`, { token: people[1].token, body: {} });
        assert.deepEqual((await roster(provider.token)).json.bookings.map(({ id }) => id), [ids[0], ids[2]]);
        assert.equal(await seatsLeft(), 1);
        assert.equal((await roster(provider.token)).json.seatsLeft, 1);
        for (const [token, status] of [[people[0].token, 403], [undefined, 401], [(await newProvider(server)).token, 403]])
            assert.equal((await roster(token)).status, status);
        assert.equal((await roster(provider.token, 'soon')).json.code, 'invalid');
    });

    test('sessions of two lengths that begin together are two, and each has its own roster', async () => {
        const provider = await newProvider(server, { profile: { capacity: 2 }, service: { seats: 2 } });
        const names = ['Ana', 'Ben', 'Cleo'];
        for (const [index, durationHours] of [1, 2, 2].entries()) {
            const { token } = await signUp(server, names[index]);
            await server.expect(201, 'POST', '/api/bookings', { token, body: { providerId: provider.id, scheduledTime: at(9, 10), durationHours } });
        }
        const roster = (more = '') => server.call('GET', `/api/bookings/roster?serviceId=${provider.service.id}&start=${at(9, 10)}${more}`, { token: provider.token });
        const told = ({ json }) => [json.bookings.map(({ client }) => client.displayName), json.seats, json.seatsLeft];
        assert.deepEqual(told(await roster('&durationHours=1')), [['Ana'], 2, 1]);
        assert.deepEqual(told(await roster('&durationHours=2')), [['Ben', 'Cleo'], 2, 0]);
        assert.deepEqual(told(await roster('&durationHours=3')), [[], 2, 2]);
        const { status, json } = await roster();
        assert.deepEqual([status, json.code, json.errors.map(({ field, code }) => [field, code])], [400, 'invalid', [['durationHours', 'required']]]);
        assert.doesNotMatch(JSON.stringify(json), /Ana|Ben|Cleo|booking_/);
        assert.equal((await roster('&durationHours=0')).json.errors[0].field, 'durationHours');
    });

    test('a request that holds no time has no seat yet', async () => {
        const provider = await newProvider(server, { service: { seats: 2, acceptance: 'request', pendingBlocks: false } });
        const { token } = await signUp(server, 'Ana');
        await server.expect(201, 'POST', '/api/bookings', { token, body: { providerId: provider.id, scheduledTime: at(9, 10), durationHours: 1 } });
        const { bookings, seatsLeft } = await server.expect(200, 'GET', `/api/bookings/roster?serviceId=${provider.service.id}&start=${at(9, 10)}`, { token: provider.token });
        assert.deepEqual([bookings.length, seatsLeft], [1, 2]);
    });
});
