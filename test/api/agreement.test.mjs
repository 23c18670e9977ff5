// What was agreed stands, and what is offered can be had: quotes, lists of starts, required
// questions, limits, and services that change while a request waits.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { at, newProvider, Server, signUp } from './harness.mjs';

let server, client;

before(async () => {
    server = await Server.start();
    client = await signUp(server, 'Cleo Marsh');
});
after(() => server.stop());

const post = (path, body, by = client) => server.call('POST', path, { token: by.token, body });
const patch = (path, body, by) => server.expect(200, 'PATCH', path, { token: by.token, body });

function book(provider, fields = {}, by = client) {
    return post('/api/bookings', {
        providerId: provider.id, serviceId: provider.service.id, scheduledTime: at(5, 10), durationHours: 1, ...fields,
    }, by);
}

async function booked(...words) {
    const { status, text, json } = await book(...words);
    assert.equal(status, 201, text);
    return json.booking;
}

async function starts(provider, by = client, day = 5) {
    const query = `serviceId=${provider.service.id}&from=${at(day)}&to=${at(day + 1)}`;
    const { slots } = await server.expect(200, 'GET', `/api/providers/${provider.id}/slots?${query}`, { token: by.token });
    return slots.map(({ start }) => start);
}

describe('a service with questions', () => {
    let provider;
    before(async () => {
        provider = await newProvider(server, {
            service: { questions: [{ question: 'Which format?', required: true }, 'Anything else?'] },
        });
    });

    const withAnswers = (...pairs) => ({ answers: pairs.map(([question, answer]) => ({ question, answer })) });

    for (const [what, fields] of [
        ['no answers', {}],
        ['another answer', withAnswers(['Anything else?', 'No.'])],
        ['an empty one', withAnswers(['Which format?', ' '])],
    ])
        test(`refuses ${what} and names the question`, async () => {
            const { status, json } = await book(provider, fields);
            assert.equal(status, 400);
            assert.deepEqual(json.errors.map(({ field, code }) => [field, code]), [['answers', 'required']]);
            assert.match(json.errors[0].message, /Which format\?/);
        });

    test('is booked with what it requires, and shows it', async () => {
        const { answers } = await booked(provider, withAnswers(['Which format?', '96 kHz']));
        assert.deepEqual(answers, [{ question: 'Which format?', answer: '96 kHz' }]);
    });

    test('takes the answer to a question of any length it may have', async () => {
        const question = 'q'.repeat(500);
        const long = await newProvider(server, { service: { questions: [{ question, required: true }] } });
        await booked(long, withAnswers([question, 'Yes.']));
    });
});

describe('a limit for each client', () => {
    for (const pendingBlocks of [true, false])
        test(`lists what it books (pendingBlocks ${pendingBlocks})`, async () => {
            const provider = await newProvider(server, { service: { maxConcurrentPerClient: 1, pendingBlocks } });
            const other = await signUp(server);
            const first = await booked(provider);
            assert.deepEqual(await starts(provider), []);
            assert.equal((await book(provider, { scheduledTime: at(6) })).json.code, 'client_limit');
            assert.notDeepEqual(await starts(provider, other), []);
            assert.equal((await post(`/api/bookings/${first.id}/cancel`, {})).status, 200);
            assert.equal((await starts(provider)).length, 24);
            await booked(provider, { scheduledTime: at(6) });
        });
});

describe('while a request waits', () => {
    test('wider buffers of its service do not take its time away', async () => {
        const provider = await newProvider(server);
        const [first, second] = [await booked(provider), await booked(provider, { scheduledTime: at(5, 11) })];
        await patch(`/api/services/${provider.service.id}`, { bufferBeforeMinutes: 60, bufferAfterMinutes: 60 }, provider);
        for (const { id } of [first, second]) {
            const { status, text } = await post(`/api/bookings/${id}/confirm`, {}, provider);
            assert.equal(status, 200, text);
        }
        assert.equal((await book(provider, { scheduledTime: at(5, 12) }, await signUp(server))).json.code, 'slot_taken');
    });

    test('the buffers it was made with are those that are taken', async () => {
        const provider = await newProvider(server, { service: { bufferAfterMinutes: 60, pendingBlocks: false } });
        const request = await booked(provider);
        await patch(`/api/services/${provider.service.id}`, { bufferAfterMinutes: 0 }, provider);
        assert.equal((await post(`/api/bookings/${request.id}/confirm`, {}, provider)).status, 200);
        assert.equal((await book(provider, { scheduledTime: at(5, 11) })).json.code, 'slot_taken');
    });

    test('its price stays, and a service off the shelf can still be confirmed', async () => {
        const provider = await newProvider(server);
        const request = await booked(provider);
        await server.expect(200, 'PUT', '/api/providers/me', {
            token: provider.token, body: { currency: 'JPY', hourlyRate: 9000, dayRate: 60000 },
        });
        await patch(`/api/services/${provider.service.id}`, { active: false }, provider);
        const { json } = await post(`/api/bookings/${request.id}/confirm`, {}, provider);
        assert.deepEqual([json.booking.status, json.booking.totalPrice, json.booking.currency], ['CONFIRMED', 75, 'USD']);
    });
});

describe('what is offered can be had', () => {
    test('no price is quoted for a duration that cannot be booked', async () => {
        const provider = await newProvider(server);
        for (const durationHours of [0.5, 1.5, 13]) {
            const ask = { providerId: provider.id, scheduledTime: at(5), durationHours };
            for (const path of ['/api/bookings/quote', '/api/bookings']) {
                const { status, json } = await post(path, ask);
                assert.deepEqual([status, json.code], [422, 'bad_duration']);
            }
        }
    });

    test('no starts are listed where there is no price', async () => {
        const provider = await newProvider(server, { profile: { hourlyRate: null } });
        assert.equal((await book(provider)).json.code, 'unprocessable');
        assert.deepEqual(await starts(provider), []);
    });
});

describe('before confirmation a provider sees an area, not an address', () => {
    for (const [label, area] of [
        ['123 Studio St, Los Angeles, CA', 'Los Angeles, CA'],
        ['Apt 5, 12 Main Street, Springfield', 'Springfield'],
        ['Flat B, Rosebank Street 4', null],
        ['Calle Mayor 5, 28013 Madrid', null],
        ['12 Main Street', null],
    ])
        test(label, async () => {
            const provider = await newProvider(server);
            const { id } = await booked(provider, { location: label });
            const seen = async () => (await server.expect(200, 'GET', `/api/bookings/${id}`, { token: provider.token })).booking;
            const { location } = await seen();
            assert.equal(location ?? null, area);
            await post(`/api/bookings/${id}/confirm`, {}, provider);
            assert.equal((await seen()).location, label);
        });
});
