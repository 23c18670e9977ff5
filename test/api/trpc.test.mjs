// The tRPC face, driven by the unmodified @trpc/client through every link it has for HTTP, with and
// without superjson.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import {
    createTRPCClient, httpBatchLink, httpBatchStreamLink, httpLink, splitLink, TRPCClientError,
} from '@trpc/client';
import superjson from 'superjson';
import { eventually } from './crowd.mjs';
import { at, newProvider, Server, signUp } from './harness.mjs';

let server, client, provider;

before(async () => {
    server = await Server.start();
    client = await signUp(server, 'Cleo Marsh');
    provider = await newProvider(server, { profile: { capacity: 100 } });
});
after(() => server.stop());

/** Every way to reach the server: link × transformer. */
const links = {
    httpLink: (options) => [httpLink(options)],
    httpBatchLink: (options) => [httpBatchLink(options)],
    httpBatchStreamLink: (options) => [httpBatchStreamLink(options)],
    'httpBatchStreamLink by Accept': (options) => [httpBatchStreamLink({ ...options, streamHeader: 'accept' })],
    splitLink: (options) => [splitLink({
        condition: (op) => op.type === 'query',
        true: httpBatchStreamLink(options),
        false: httpLink(options),
    })],
};
const transformers = { plain: undefined, superjson };

function connect(person, link = 'httpBatchLink', transformer = undefined, more = {}) {
    return createTRPCClient({
        links: links[link]({
            url: `${server.url}/trpc`,
            ...(transformer && { transformer }),
            headers: person ? { authorization: `Bearer ${person.token}` } : {},
            ...more,
        }),
    });
}

/** The refusal a call ends with, as clients read it. */
async function refusalOf(promise) {
    try {
        await promise;
    } catch (error) {
        assert.ok(error instanceof TRPCClientError, String(error));
        assert.ok(error.data, `${error.message} carries no data`);
        return { ...error.data, message: error.message, number: error.shape.code };
    }
    throw new Error('it was not refused');
}

const booking = (day, hour = 10) => ({
    technicianId: provider.id, title: 'Corporate Event', eventDate: new Date(at(day, hour)),
    hourlyRate: 75, estimatedHours: 2, location: '123 Main St',
});

let day = 3;
for (const [linkName] of Object.entries(links)) {
    for (const [transformerName, transformer] of Object.entries(transformers)) {
        describe(`${linkName}, ${transformerName}`, () => {
            let trpc, theirs, nobody;
            before(() => {
                trpc = connect(client, linkName, transformer);
                theirs = connect(provider, linkName, transformer);
                nobody = connect(null, linkName, transformer);
            });

            test('queries, with and without input', async () => {
                assert.equal((await trpc.auth.me.query()).user.id, client.id);
                const list = await trpc.booking.list.query({ status: 'PENDING', limit: 20 });
                assert.ok(Array.isArray(list.bookings));
                assert.ok(Array.isArray((await trpc.booking.list.query()).bookings));
                assert.ok(Array.isArray((await trpc.booking.list.query({ status: undefined })).bookings));
                const found = await nobody.provider.search.query({ service: 'mixing', q: 'é & "ü"/?' });
                assert.deepEqual(found.providers, []);
            });

            test('mutations, with a Date', async () => {
                const input = booking(day++);
                const made = await trpc.booking.create.mutate(input);
                assert.equal(made.booking.totalPrice, 150);
                assert.equal(Date.parse(made.booking.scheduledTime), input.eventDate.getTime());
                const { id } = made.booking;
                assert.equal((await theirs.booking.accept.mutate({ id })).booking.status, 'CONFIRMED');
                await eventually('both events', () => trpc.booking.events.query({ id }),
                    ({ events }) => events.length === 2);
                const cancelled = await trpc.booking.cancel.mutate({ bookingId: id, reason: undefined });
                assert.equal(cancelled.booking.status, 'CANCELLED');
            });

            test('a Date in a query', async () => {
                const { slots } = await nobody.slot.list.query({
                    providerId: provider.id, serviceId: provider.service.id, durationHours: 1,
                    from: new Date(at(60)), to: new Date(at(61)),
                });
                assert.equal(slots.length, 24);
            });

            test('several at once, each with its own outcome, in order', async () => {
                const outcomes = await Promise.allSettled([
                    nobody.provider.get.query({ id: provider.id }),
                    nobody.provider.get.query({ id: client.id }),
                    nobody.provider.get.query({ id: 'x' }),
                    nobody.auth.me.query(),
                    nobody.provider.get.query({ id: provider.id }),
                    nobody.nothing.here.query(),
                ]);
                assert.equal(outcomes[0].value.provider.id, provider.id);
                assert.equal(outcomes[4].value.provider.id, provider.id);
                const codes = outcomes.map(({ reason }) => reason?.data.code);
                assert.deepEqual(codes,
                    [undefined, 'NOT_FOUND', 'BAD_REQUEST', 'UNAUTHORIZED', undefined, 'NOT_FOUND']);
            });

            test('several mutations at once', async () => {
                const one = booking(day++);
                const outcomes = await Promise.allSettled([
                    trpc.booking.create.mutate(one),
                    trpc.booking.create.mutate({ ...one, hourlyRate: 1 }),
                    trpc.project.create.mutate({ title: 'Several' }),
                    trpc.booking.create.mutate({ ...one, technicianId: undefined }),
                ]);
                assert.equal(outcomes[0].value.booking.status, 'PENDING');
                assert.equal(outcomes[1].reason.data.docket.code, 'rate_changed');
                assert.equal(outcomes[1].reason.data.docket.quote.total, 150);
                assert.equal(outcomes[2].value.project.title, 'Several');
                assert.equal(outcomes[3].reason.data.docket.errors[0].field, 'providerId');
            });

            test('refusals, in the client\'s own terms', async () => {
                const rows = [
                    [() => nobody.auth.me.query(), 'UNAUTHORIZED', 401, -32001, 'unauthenticated'],
                    [() => trpc.provider.get.query({ id: client.id }), 'NOT_FOUND', 404, -32004, 'not_found'],
                    [() => trpc.provider.get.query({}), 'BAD_REQUEST', 400, -32600, 'invalid'],
                    [() => trpc.booking.create.mutate({ ...booking(9), surprise: 1 }), 'BAD_REQUEST', 400, -32600,
                        'invalid'],
                    [() => trpc.booking.create.mutate({ ...booking(9), clientId: provider.id }), 'FORBIDDEN', 403,
                        -32003, 'forbidden'],
                    [() => trpc.booking.create.mutate({ ...booking(9), hourlyRate: 1 }), 'CONFLICT', 409, -32009,
                        'rate_changed'],
                    [() => trpc.booking.create.mutate(booking(4000)), 'UNPROCESSABLE_CONTENT', 422, -32022, 'too_far'],
                    [() => trpc.no.such.query(), 'NOT_FOUND', 404, -32004, 'not_found'],
                    [() => trpc.no.such.mutate({}), 'NOT_FOUND', 404, -32004, 'not_found'],
                ];
                for (const [call, code, httpStatus, number, docket] of rows) {
                    const refused = await refusalOf(call());
                    assert.deepEqual([refused.code, refused.httpStatus, refused.number, refused.docket.code],
                        [code, httpStatus, number, docket]);
                    assert.ok(refused.message.length > 3);
                    assert.ok(refused.path.includes('.'));
                    assert.equal(refused.stack, undefined);
                }
            });

            test('a query is not a mutation, nor the other way round', async () => {
                const asMutation = await refusalOf(trpc.booking.list.mutate({}));
                assert.equal(asMutation.code, 'METHOD_NOT_SUPPORTED');
                assert.equal(asMutation.httpStatus, 405);
                const asQuery = await refusalOf(trpc.booking.create.query(booking(9)));
                assert.equal(asQuery.code, 'METHOD_NOT_SUPPORTED');
            });

            test('methodOverride is refused', async () => {
                const other = connect(client, linkName, transformer, { methodOverride: 'POST' });
                const refused = await refusalOf(other.booking.list.query({}));
                assert.equal(refused.code, 'METHOD_NOT_SUPPORTED');
                assert.match(refused.message, /Unsupported POST-request to query procedure/);
            });
        });
    }
}

describe('large batches', () => {
    for (const link of ['httpBatchLink', 'httpBatchStreamLink']) {
        test(`${link}: a hundred calls in one request, each answered to its own caller`, async () => {
            let requests = 0;
            const trpc = connect(client, link, undefined, {
                fetch: (...words) => { requests++; return fetch(...words); },
                maxURLLength: 100000,
            });
            const outcomes = await Promise.allSettled(Array.from({ length: 100 },
                (_, index) => trpc.project.create.mutate({ title: `Project ${index}` })));
            assert.equal(requests, 1);
            outcomes.forEach(({ value }, index) => assert.equal(value.project.title, `Project ${index}`));

            const more = await Promise.allSettled(Array.from({ length: 101 },
                () => trpc.project.create.mutate({ title: 'One too many' })));
            assert.equal(requests, 2);
            for (const { reason } of more) {
                assert.equal(reason.data.code, 'BAD_REQUEST');
                assert.match(reason.message, /100/);
            }
            const { projects } = await connect(client).project.list.query({ limit: 100 });
            assert.ok(projects.every((project) => project.title !== 'One too many'));
        });

        test(`${link}: split by the client's own limits`, async () => {
            const trpc = connect(null, link, superjson, { maxURLLength: 1000, maxItems: 7 });
            const found = await Promise.all(Array.from({ length: 40 },
                () => trpc.provider.get.query({ id: provider.id })));
            assert.ok(found.every((one) => one.provider.id === provider.id));
        });
    }
});

describe('the wire', () => {
    const call = (method, path, options) => server.call(method, `/trpc/${path}`, options);

    test('a batch of different outcomes is 207, of equal ones theirs', async () => {
        const input = (ids) => encodeURIComponent(JSON.stringify(Object.fromEntries(ids.map((id, i) => [i, { id }]))));
        const mixed = await call('GET', `provider.get,provider.get?batch=1&input=${input([provider.id, client.id])}`);
        assert.equal(mixed.status, 207);
        assert.equal(mixed.json.length, 2);
        assert.match(mixed.headers.get('vary'), /trpc-accept/);
        const alike = await call('GET', `provider.get%2Cprovider.get?batch=1&input=${input([client.id, client.id])}`);
        assert.equal(alike.status, 404);
        assert.equal(alike.json.length, 2);
    });

    test('queries and mutations do not mix', async () => {
        const mixed = await call('GET', 'auth.me,booking.create?batch=1&input={}');
        assert.equal(mixed.status, 400);
        assert.match(mixed.json.error.message, /Cannot mix procedure types in call: query, mutation/);
    });

    test('405 says which method', async () => {
        const get = await call('GET', 'booking.create', { token: client.token });
        assert.equal(get.status, 405);
        assert.equal(get.headers.get('allow'), 'POST');
        assert.equal(get.json.error.data.path, 'booking.create');
        const post = await call('POST', 'booking.list', { token: client.token, body: {} });
        assert.equal(post.status, 405);
        assert.equal(post.headers.get('allow'), 'GET');
        for (const method of ['PUT', 'PATCH', 'DELETE'])
            assert.equal((await call(method, 'booking.list', { body: {} })).status, 405);
        assert.equal((await call('HEAD', 'booking.list')).status, 204);
    });

    test('input that cannot be read', async () => {
        const rows = [
            ['GET', 'booking.list?input=%7Bbad', undefined, 400, 'BAD_REQUEST'],
            ['GET', 'booking.list?batch=1&input=[]', undefined, 400, 'BAD_REQUEST'],
            ['GET', 'booking.list?input=%zz', undefined, 400, 'BAD_REQUEST'],
            ['POST', 'booking.create', '{bad', 400, 'BAD_REQUEST'],
            ['POST', 'booking.create?batch=1', '[1]', 400, 'BAD_REQUEST'],
            ['POST', 'booking.create', '{"title":"a","title":"b"}', 400, 'BAD_REQUEST'],
        ];
        for (const [method, path, body, status, code] of rows) {
            const answer = await call(method, path, { body, token: client.token });
            assert.equal(answer.status, status, path);
            const [first] = [answer.json].flat();
            assert.equal(first.error.data.code, code);
        }
        const text = await call('POST', 'booking.create', {
            token: client.token, body: '{}', headers: { 'content-type': 'text/plain' },
        });
        assert.equal(text.status, 415);
        assert.equal(text.json.error.data.code, 'UNSUPPORTED_MEDIA_TYPE');
    });

    test('an empty body is no input', async () => {
        const answer = await call('POST', 'notification.read', { token: client.token, body: '' });
        assert.equal(answer.status, 200);
        assert.equal(answer.json.result.data.success, true);
    });

    test('a stream is lines of JSON, its head first', async () => {
        const answer = await call('GET', 'auth.me,project.list?batch=1&input={}', {
            token: client.token, headers: { 'trpc-accept': 'application/jsonl' },
        });
        assert.equal(answer.status, 200);
        const lines = answer.text.trim().split('\n').map((line) => JSON.parse(line));
        assert.deepEqual(lines[0], { 0: [[0], [null, 0, 0]], 1: [[0], [null, 0, 1]] });
        assert.deepEqual(lines.slice(1).map((line) => line[0]).sort(), [0, 1]);
    });

    test('logging in gives the cookie here too, and logging out takes it away', async () => {
        const trpc = connect(null);
        const { token, user } = await trpc.auth.login.mutate({ email: client.email, password: 'correct horse battery' });
        assert.equal(user.id, client.id);
        const answer = await call('POST', 'auth.login', {
            body: { email: client.email, password: 'correct horse battery' },
        });
        assert.match(answer.headers.get('set-cookie'), /HttpOnly; SameSite=Lax/);
        await connect({ token }).auth.logout.mutate();
        assert.equal((await refusalOf(connect({ token }).auth.me.query())).code, 'UNAUTHORIZED');
    });
});
