// Proof: a call with an Idempotency-Key takes place once, and whoever asks again gets the same
// answer, byte for byte.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { Crowd, bookingsOf } from './crowd.mjs';
import { Server, at, newProvider, signUp } from './harness.mjs';

describe('Idempotency-Key', { concurrency: false }, () => {
    let server;
    let crowd;
    let provider;
    let client;
    let keys = 0;
    let hours = 0;

    before(async () => {
        server = await Server.start();
        crowd = new Crowd(server, 100);
        provider = await newProvider(server);
        client = await signUp(server);
        await crowd.gather();
    });

    after(async () => {
        crowd.close();
        await server.stop();
    });

    const newKey = () => `key-${++keys}`;
    const newBody = () => ({ providerId: provider.id, title: `Booking ${++hours}`, durationHours: 1, scheduledTime: at(5, hours) });

    /** A write by the client with this key. */
    const send = (method, path, body, key, token = client.token) =>
        crowd.call(method, path, { token, body, headers: key === undefined ? {} : { 'idempotency-key': key } });
    const book = (body, key, token) => send('POST', '/api/bookings', body, key, token);
    const isReplay = ({ headers }) => headers['idempotency-replayed'] === 'true';
    const titled = async (title) => (await bookingsOf(server, client.token, 'client')).filter((one) => one.title === title);

    function assertFirst(answer, status = 201) {
        assert.equal(answer.status, status, answer.text);
        assert.equal(answer.headers['idempotency-replayed'], undefined);
    }

    function assertReplay(answer, first) {
        assert.equal(answer.status, first.status, answer.text);
        assert.equal(answer.text, first.text);
        assert.ok(isReplay(answer), 'the header is missing');
        assert.equal(answer.headers['content-type'], first.headers['content-type']);
    }

    function assertMismatch(answer) {
        assert.equal(answer.status, 409, answer.text);
        assert.equal(answer.json.code, 'idempotency_mismatch');
        assert.match(answer.headers['content-type'], /^application\/problem\+json/);
        assert.equal(answer.headers['idempotency-replayed'], undefined);
    }

    test('the same again is the same answer, and one booking', async () => {
        const body = newBody();
        const key = newKey();
        const first = await book(body, key);
        assertFirst(first);
        for (let count = 0; count < 3; count++) assertReplay(await book(body, key), first);
        assert.equal((await titled(body.title)).length, 1);
    });

    test('the answer is the stored one, whatever happened since', async () => {
        const body = newBody();
        const key = newKey();
        const first = await book(body, key);
        assertFirst(first);
        assertFirst(await send('POST', `/api/bookings/${first.json.booking.id}/cancel`, {}), 200);
        assertReplay(await book(body, key), first);
        assert.deepEqual((await titled(body.title)).map(({ status }) => status), ['CANCELLED']);
    });

    test('fifty at once with one key: one booking, fifty times the same answer', async () => {
        for (let round = 0; round < 5; round++) {
            const body = newBody();
            const key = newKey();
            const answers = await Promise.all(Array.from({ length: 50 }, () => book(body, key)));
            assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([201]));
            assert.equal(new Set(answers.map(({ text }) => text)).size, 1);
            assert.equal(answers.filter((answer) => !isReplay(answer)).length, 1);
            assert.equal((await titled(body.title)).length, 1);
        }
    });

    test('fifty at once with one key and two bodies: one of them wins', async () => {
        const key = newKey();
        const bodies = [newBody(), newBody()];
        const answers = await Promise.all(Array.from({ length: 50 }, (_, index) => book(bodies[index % 2], key)));
        const good = answers.filter(({ status }) => status === 201);
        answers.filter(({ status }) => status !== 201).forEach(assertMismatch);
        assert.equal(good.length, 25);
        assert.equal(new Set(good.map(({ text }) => text)).size, 1);
        const found = await Promise.all(bodies.map(({ title }) => titled(title)));
        assert.equal(found.flat().length, 1);
    });

    test('another body is a clash; the same members in another order are not', async () => {
        const body = newBody();
        const key = newKey();
        const first = await book(body, key);
        assertFirst(first);
        assertMismatch(await book({ ...body, title: 'Another' }, key));
        assertMismatch(await book({ ...body, notes: 'more' }, key));
        const reversed = Object.fromEntries(Object.entries(body).reverse());
        assertReplay(await book(JSON.stringify(reversed, null, 4), key), first);
        assert.equal((await titled('Another')).length, 0);
    });

    test('a refusal is not stored: the same key may try again', async () => {
        const taken = newBody();
        const blocker = await book(taken, newKey());
        assertFirst(blocker);
        const body = { ...taken, title: `${taken.title} again` };
        const key = newKey();
        for (let count = 0; count < 2; count++) {
            const refused = await book(body, key);
            assert.equal(refused.json.code, 'slot_taken');
            assert.ok(!isReplay(refused));
        }
        assertFirst(await send('POST', `/api/bookings/${blocker.json.booking.id}/cancel`, {}), 200);
        const first = await book(body, key);
        assertFirst(first);
        assertReplay(await book(body, key), first);
    });

    test('a refusal does not tie the key to its body', async () => {
        const key = newKey();
        assert.equal((await book({ ...newBody(), durationHours: 100 }, key)).status, 422);
        assert.equal((await book({ ...newBody(), nonsense: 1 }, key)).status, 400);
        assert.equal((await book('{', key)).status, 400);
        assert.equal((await book(newBody(), key, 'nobodys-token')).status, 401);
        assertFirst(await book(newBody(), key));
    });

    test('a key belongs to one account', async () => {
        const other = await signUp(server);
        const key = newKey();
        const mine = await book(newBody(), key);
        const theirs = await book(newBody(), key, other.token);
        assertFirst(mine);
        assertFirst(theirs);
        assert.notEqual(mine.json.booking.id, theirs.json.booking.id);
    });

    test('another log-in of the same account finds the answer', async () => {
        const { token } = await server.expect(201, 'POST', '/api/tokens', { token: client.token, body: { label: 'phone' } });
        const body = newBody();
        const key = newKey();
        const first = await book(body, key);
        assertReplay(await book(body, key, token), first);
    });

    test('a token that was revoked finds nothing', async () => {
        const made = await server.expect(201, 'POST', '/api/tokens', { token: client.token, body: { label: 'lost' } });
        const body = newBody();
        const key = newKey();
        assertFirst(await book(body, key, made.token));
        await server.expect(200, 'DELETE', `/api/tokens/${made.id}`, { token: client.token });
        assert.equal((await book(body, key, made.token)).status, 401);
    });

    test('a key belongs to one operation, on whichever of its paths', async () => {
        const key = newKey();
        const body = newBody();
        const first = await book(body, key);
        assertReplay(await send('POST', '/api/bookings/create', body, key), first);
        assertFirst(await send('POST', '/api/projects', { title: 'A record' }, key));
        assertFirst(await send('PATCH', '/api/account', { displayName: 'Kim' }, key), 200);
    });

    test('PUT, PATCH, DELETE and verbs keep their answers too', async () => {
        const { booking } = (await book(newBody())).json;
        const calls = [
            ['PATCH', `/api/bookings/${booking.id}`, { title: 'Renamed' }],
            ['PUT', `/api/favorites/${provider.id}`, {}],
            ['DELETE', `/api/favorites/${provider.id}`, undefined],
            ['POST', `/api/bookings/${booking.id}/cancel`, { reason: 'Ill' }],
        ];
        for (const [method, path, body] of calls) {
            const key = newKey();
            const first = await send(method, path, body, key);
            assertFirst(first, 200);
            assertReplay(await send(method, path, body, key), first);
        }
        // Without its key the verb is judged anew.
        assert.equal((await send('POST', `/api/bookings/${booking.id}/cancel`, {})).json.code, 'bad_transition');
    });

    test('the subject is part of what was asked', async () => {
        const [one, two] = [(await book(newBody())).json.booking, (await book(newBody())).json.booking];
        const key = newKey();
        assertFirst(await send('POST', `/api/bookings/${one.id}/cancel`, {}, key), 200);
        assertMismatch(await send('POST', `/api/bookings/${two.id}/cancel`, {}, key));
        const { booking } = await server.expect(200, 'GET', `/api/bookings/${two.id}`, { token: client.token });
        assert.equal(booking.status, 'PENDING');
    });

    test('a key has 1 to 255 visible ASCII characters', async () => {
        for (const key of ['', 'a b', 'a'.repeat(256), 'schl\xfcssel', 'tab\there']) {
            const body = newBody();
            const answer = await book(body, key);
            assert.equal(answer.status, 400, `${JSON.stringify(key)}: ${answer.text}`);
            assert.equal(answer.json.errors[0].field, 'Idempotency-Key');
            assert.equal((await titled(body.title)).length, 0);
        }
        for (const key of ['a', 'a'.repeat(255), '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~', '"quoted"']) {
            const body = newBody();
            const first = await book(body, key);
            assertFirst(first);
            assertReplay(await book(body, key), first);
        }
    });

    test('keys differ in case and in length', async () => {
        const base = newKey();
        for (const key of [base, base.toUpperCase(), `${base}x`]) assertFirst(await book(newBody(), key));
    });

    test('what answers secrets takes no key', async () => {
        const key = newKey();
        const headers = { 'idempotency-key': key };
        const login = { email: client.email, password: 'correct horse battery' };
        const tokens = [];
        for (let count = 0; count < 2; count++) {
            const answers = [
                await crowd.call('POST', '/api/auth/login', { body: login, headers }),
                await crowd.call('POST', '/api/tokens', { body: { label: 'x' }, headers, token: client.token }),
            ];
            for (const answer of answers) {
                assert.ok(answer.status < 300, answer.text);
                assert.ok(!isReplay(answer));
                tokens.push(answer.json.token);
            }
        }
        assert.equal(new Set(tokens).size, 4);
    });

    test('a read takes no notice of a key', async () => {
        const headers = { 'idempotency-key': 'a b' };
        const answer = await crowd.call('GET', '/api/auth/me', { token: client.token, headers });
        assert.equal(answer.status, 200);
        assert.ok(!isReplay(answer));
    });

    describe('in tRPC', { concurrency: false }, () => {
        const projects = async (title) => (await server.expect(200, 'GET', '/api/projects?limit=100', { token: client.token }))
            .projects.filter((project) => project.title === title);
        const batch = (titles, key) => send('POST', `/trpc/${titles.map(() => 'project.create').join(',')}?batch=1`,
            Object.fromEntries(titles.map((title, index) => [index, { title }])), key);
        const idsIn = ({ json }) => json.map((part) => part.result?.data.project.id);

        test('a single call is kept', async () => {
            const key = newKey();
            const first = await send('POST', '/trpc/project.create', { title: 'single' }, key);
            assert.equal(first.status, 200, first.text);
            const again = await send('POST', '/trpc/project.create', { title: 'single' }, key);
            assert.equal(again.text, first.text);
            assert.equal((await projects('single')).length, 1);
        });

        test('the same call on the other face finds the same answer', async () => {
            const key = newKey();
            const first = await send('POST', '/trpc/project.create', { title: 'both faces' }, key);
            const again = await send('POST', '/api/projects', { title: 'both faces' }, key);
            assert.equal(again.status, 201);
            assert.ok(isReplay(again));
            assert.deepEqual(again.json, first.json.result.data);
        });

        test('each place of a batch is a call of its own', async () => {
            const key = newKey();
            const first = await batch(['twice', 'twice', 'other'], key);
            assert.equal(first.status, 200, first.text);
            assert.equal(new Set(idsIn(first)).size, 3);
            const again = await batch(['twice', 'twice', 'other'], key);
            assert.equal(again.text, first.text);
            assert.equal((await projects('twice')).length, 2);
            assert.equal((await projects('other')).length, 1);
        });

        test('a batch in another order clashes where it differs', async () => {
            const key = newKey();
            const first = await batch(['place a', 'place b', 'place c'], key);
            const swapped = await batch(['place b', 'place a', 'place c'], key);
            assert.equal(swapped.status, 207, swapped.text);
            assert.deepEqual(swapped.json.slice(0, 2).map(({ error }) => error?.data.httpStatus), [409, 409]);
            assert.equal(idsIn(swapped)[2], idsIn(first)[2]);
            for (const title of ['place a', 'place b', 'place c']) assert.equal((await projects(title)).length, 1);
        });

        test('twenty equal batches at once: every call once', async () => {
            const key = newKey();
            const answers = await Promise.all(Array.from({ length: 20 }, () => batch(['crowd 0', 'crowd 1'], key)));
            assert.equal(new Set(answers.map(({ text }) => text)).size, 1, answers[0].text);
            for (const title of ['crowd 0', 'crowd 1']) assert.equal((await projects(title)).length, 1);
        });
    });

    test('a restart forgets nothing', async () => {
        const body = newBody();
        const key = newKey();
        const first = await book(body, key);
        assertFirst(first);
        crowd.close();
        await server.stop({ remove: false });
        server = await Server.start({ store: server.store });
        crowd = new Crowd(server, 10);
        assertReplay(await book(body, key), first);
        assert.equal((await titled(body.title)).length, 1);
        assert.equal(server.store.run('verify').status, 0);
    });
});
