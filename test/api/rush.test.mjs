// Proof: in the thick of a rush everybody hears what they would have heard alone. Hundreds ask for one
// taken start, and among them are those who must get another answer than "taken".
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { Crowd, bookingsOf, scaled } from './crowd.mjs';
import { Server, at, newProvider, signUp } from './harness.mjs';

const ROUNDS = 6;
const AROUND = scaled(60); // who want the taken start, around each of the others

describe('a rush', { concurrency: false }, () => {
    let server, crowd, provider, rival, other, loser, gone;

    before(async () => {
        server = await Server.start();
        crowd = new Crowd(server, 200);
        provider = await newProvider(server, { service: { acceptance: 'instant' } });
        [rival, other, loser, gone] = await Promise.all(
            ['Rival', 'Other', 'Loser', 'Gone'].map((name) => signUp(server, name)));
        await server.expect(200, 'POST', '/api/auth/logout', { token: gone.token, body: {} });
        await crowd.gather();
        for (const day of [2, 3]) assert.equal((await book({ scheduledTime: at(day, 10) }, other)).status, 201);
    });

    after(async () => {
        crowd.close();
        await server.stop();
    });

    const taken = () => ({ providerId: provider.id, serviceId: provider.service.id, scheduledTime: at(2, 10), durationHours: 1 });
    const book = (fields, by, headers) => crowd.call('POST', '/api/bookings',
        { token: by?.token, body: { ...taken(), ...fields }, headers });

    const outcome = ({ status, json, headers }) => [status, json?.code ?? json?.booking?.id,
        headers['idempotency-replayed'] ?? 'anew', json?.fields?.map(({ field, code }) => `${field} ${code}`).join() ?? ''].join(' ');

    /** What is asked again and again of what does not change, and may be asked in a rush too. */
    const questions = {
        'the taken start': () => book({}, rival),
        'the taken start, with a new key': () => book({}, rival, { 'idempotency-key': `new-${Math.random()}` }),
        'the taken start, at a price that is right': () => book({ rate: 75 }, rival),
        'nobody': () => book({}, undefined),
        'an unknown token': () => book({}, { token: 'dk_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' }),
        'a session that was ended': () => book({}, gone),
        'nobody, with a shape that is wrong': () => book({ durationHours: 'long' }, undefined),
        'a shape that is wrong': () => book({ durationHours: 'long' }, rival),
        'a duration that is not offered': () => book({ durationHours: 1.5 }, rival),
        'a provider who is not there': () => book({ providerId: rival.id }, rival),
        'a service of nobody': () => book({ serviceId: 'service_01m7z7fmaqeffvdw62cyjvp79a' }, rival),
        'one\'s own time': () => book({}, provider),
        'in the name of another': () => book({ clientId: other.id }, rival),
        'a price that has changed': () => book({ rate: 60 }, rival),
        'a project of another': () => book({ projectId: 'project_01m7z7fmaqeffvdw62cyjvp79a' }, rival),
        'a key that was answered': () => book({ scheduledTime: at(4, 10) }, rival, { 'idempotency-key': 'answered' }),
        'a key of another question': () => book({}, rival, { 'idempotency-key': 'answered' }),
        'that key, by another': () => book({}, loser, { 'idempotency-key': 'answered' }),
        'a start in the past': () => book({ scheduledTime: at(-2, 10) }, rival),
    };

    async function inARush(ask) {
        const around = () => Promise.all(Array.from({ length: AROUND }, (_, index) => book({}, index % 2 ? loser : rival)));
        const [before, answer, after] = await Promise.all([around(), ask(), around()]);
        for (const { status, json, text } of [...before, ...after])
            assert.ok(status === 409 && json.code === 'slot_taken', text);
        return answer;
    }

    test('the same answers as alone', async () => {
        assert.equal((await questions['a key that was answered']()).status, 201);
        for (const [name, ask] of Object.entries(questions)) {
            const alone = outcome(await ask());
            const answers = await Promise.all(Array.from({ length: ROUNDS }, () => inARush(ask)));
            for (const answer of answers) assert.equal(outcome(answer), alone, name);
        }
        assert.match(outcome(await inARush(questions['a key that was answered'])), /^201 .* true/);
        assert.match(outcome(await inARush(questions['a session that was ended'])), /^401 /);
    });

    test('a free time is booked, once', async () => {
        for (let round = 0; round < ROUNDS; round++) {
            const free = { scheduledTime: at(20 + round, 9) };
            const answers = await Promise.all([rival, loser, other].map((by) => inARush(() => book(free, by))));
            assert.deepEqual(answers.map(({ status }) => status).sort(), [201, 409, 409]);
        }
    });

    test('what one holds oneself is had, whether it is named or not, and by nobody else', async () => {
        for (let round = 0; round < ROUNDS; round++) {
            const start = at(40 + round, 9);
            const { hold } = await server.expect(201, 'POST', '/api/holds', {
                token: rival.token, body: { providerId: provider.id, serviceId: provider.service.id, start, durationHours: 1 } });
            assert.equal((await inARush(() => book({ scheduledTime: start }, loser))).json.code, 'slot_taken');
            assert.equal((await inARush(() => book({ scheduledTime: start, holdId: hold.id }, loser))).json.code, 'slot_taken');
            const own = await inARush(() => book({ scheduledTime: start, ...(round % 2 && { holdId: hold.id }) }, rival));
            assert.equal(own.status, 201, own.text);
        }
    });

    test('a time that becomes free in a rush is had by one of those who ask afterwards', async () => {
        for (let round = 0; round < ROUNDS; round++) {
            const start = at(60 + round, 9);
            const { booking } = (await book({ scheduledTime: start }, other)).json;
            const crowded = inARush(() => crowd.call('POST', `/api/bookings/${booking.id}/cancel`, { token: other.token, body: {} })
                .then(() => Promise.all([rival, loser].map((by) => book({ scheduledTime: start }, by)))));
            assert.deepEqual((await crowded).map(({ status }) => status).sort(), [201, 409]);
        }
    });

    test('a session that ends in a rush is nobody\'s from then on', async () => {
        for (let round = 0; round < ROUNDS; round++) {
            const person = await signUp(server, `Person ${round}`);
            const answer = await inARush(async () => {
                await crowd.call('POST', '/api/auth/logout', { token: person.token, body: {} });
                return book({}, person);
            });
            assert.equal(answer.status, 401, answer.text);
        }
    });

    test('one key, asked many times at once for a free time: booked once, told to all', async () => {
        const headers = { 'idempotency-key': 'at-once' };
        const answers = await Promise.all(Array.from({ length: 20 },
            () => inARush(() => book({ scheduledTime: at(80, 9), title: 'Once' }, loser, headers))));
        for (const { status, text } of answers) assert.equal(status, 201, text);
        assert.equal(new Set(answers.map(({ json }) => json.booking.id)).size, 1);
        assert.equal((await bookingsOf(server, loser.token, 'client')).filter(({ title }) => title === 'Once').length, 1);
    });

    test('nothing broke on the way', async () => {
        const { status, stdout, stderr } = server.store.run('verify');
        assert.equal(status, 0, stdout + stderr);
        assert.doesNotMatch(server.output.stderr, /Sanitizer|runtime error|"level":"error"/);
    });
});
