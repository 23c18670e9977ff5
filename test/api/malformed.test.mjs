// Proof: whatever comes in is answered with a refusal that has a name, never with a 5xx, and what is
// refused changes nothing. DOCKET_TEST_SEED gives another run.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { Crowd, answersIn, isOneAnswer, randomOf, scaled, sendRaw } from './crowd.mjs';
import { Server, inParallel, signUp } from './harness.mjs';
import { mutate, oddWords } from './mutate.mjs';
import { World, everybody, recipes, relationsOf, restRequest, routesOf, trpcRequest } from './recipes.mjs';

const seed = Number(process.env.DOCKET_TEST_SEED || 20260101);
const CRLF = '\r\n';

describe(`malformed input, seed ${seed}`, { concurrency: false }, () => {
    const random = randomOf(seed);
    const refusedWrites = []; // { method, path, options }: sent again at the end
    let server;
    let crowd;
    let world;
    let routes;

    before(async () => {
        server = await Server.start({ flags: ['--demo'] });
        world = await World.build(server);
        routes = await routesOf(server);
        crowd = new Crowd(server, 32);
    });

    after(async () => {
        crowd.close();
        await server.stop();
    });

    const shown = (value) => JSON.stringify(value).slice(0, 400);

    /** 2xx or a refusal with its name, and nothing else. */
    function assertClean(answer, what, isBroken) {
        const { status, text } = answer;
        assert.ok(status >= 200 && status < 500 && (status < 300 || status >= 400), `${status} ${text.slice(0, 500)} to ${shown(what)}`);
        assert.ok(!isBroken || status >= 400, `${status} ${text.slice(0, 500)}: taken though broken: ${shown(what)}`);
    }

    function assertProblem(answer, what) {
        if (answer.status < 400) return;
        const { status, headers, json, text } = answer;
        assert.match(headers['content-type'] ?? '', /^application\/problem\+json/, `${status} ${text} to ${shown(what)}`);
        assert.equal(json?.status, status, text);
        assert.match(json.code, /^[a-z_]+$/);
        assert.ok(json.title && json.type && json.detail, text);
        for (const error of json.errors ?? []) assert.ok(error.field !== undefined && error.code && error.message, text);
    }

    function assertTrpcError(answer, what) {
        if (answer.status < 400) return;
        const parts = Array.isArray(answer.json) ? answer.json : [answer.json];
        for (const part of parts) {
            const data = (part?.error?.json ?? part?.error)?.data;
            assert.ok(part?.result || (data?.code && data.httpStatus >= 400 && data.httpStatus < 500),
                `${answer.status} ${answer.text.slice(0, 500)} to ${shown(what)}`);
        }
    }

    /** Somebody who may call it, so that the input is looked at. */
    function callerOf(route) {
        return ['ownClient', 'ownProvider', 'admin', 'mediator', ...everybody].find((who) =>
            relationsOf(who, route.subject).some((relation) => route.may.includes(relation)));
    }

    /** Those that hash a password take their time when the input happens to be good. */
    const roundsOf = ({ name }) => scaled(/^auth\.(signup|login)$|^account\.password$/.test(name) ? 20 : 150);

    async function send(method, path, options, isWrite) {
        const answer = await crowd.call(method, path, options);
        if (isWrite && answer.status >= 400) refusedWrites.push({ method, path, options });
        if (options.token === spare && answer.status < 300) spare = undefined;
        return answer;
    }

    let spare; // a token that may be used up
    let collector; // of tokens: inputs that happen to be good use up what an account may have

    async function tokenFor(route) {
        if (route.name === 'token.create') return (await (collector ??= signUp(server, 'A Collector'))).token;
        const person = world.people[callerOf(route)];
        if (!recipes[route.name].usesToken) return person.token;
        spare ??= await world.freshToken(person);
        return spare;
    }

    test('bodies of every REST write', async () => {
        for (const route of routes.filter(({ method }) => method !== 'GET')) {
            const input = await recipes[route.name].make(world, callerOf(route));
            const { path, body = {} } = restRequest(route, input);
            await inParallel(roundsOf(route), 16, async () => {
                const { text, isBroken } = mutate(random, body);
                const token = random.chance(0.9) ? await tokenFor(route) : undefined;
                const options = { token, body: Buffer.from(text, 'latin1'), headers: { 'content-type': 'application/json' } };
                const answer = await send(route.method, path, options, true);
                assertClean(answer, [route.method, path, text], isBroken);
                assertProblem(answer, [route.method, path, text]);
            });
        }
    });

    test('inputs of every tRPC procedure', async () => {
        const procedures = [...new Map(routes.map((route) => [route.name, route])).values()];
        for (const route of procedures) {
            const input = await recipes[route.name].make(world, callerOf(route));
            const { method, path } = trpcRequest(route, input);
            await inParallel(roundsOf(route) > scaled(20) ? scaled(50) : scaled(10), 16, async () => {
                const { text, isBroken } = mutate(random, random.chance(0.3) ? { json: input, meta: { values: { id: ['Date'] } } } : input);
                const token = await tokenFor(route);
                const isQuery = method === 'GET';
                const address = isQuery ? `/trpc/${route.name}?input=${escape(text).replaceAll('+', '%2B')}` : path;
                if (address.length > 20000) return;
                const options = { token, ...(!isQuery && { body: Buffer.from(text, 'latin1'), headers: { 'content-type': 'application/json' } }) };
                const answer = await send(method, address, options, !isQuery);
                assertClean(answer, [method, address, text], isBroken);
                assertTrpcError(answer, [method, address, text]);
            });
        }
    });

    test('batches', async () => {
        const { token } = world.people.ownClient;
        const bad = [
            ['POST', '/trpc/auth.me,auth.me?batch=1', '{}'],
            ['POST', '/trpc/project.create,project.create?batch=1', '[]'],
            ['POST', '/trpc/project.create,project.create?batch=1', 'null'],
            ['POST', '/trpc/project.create,project.create?batch=1', '{"0":1,"1":"x"}'],
            ['POST', '/trpc/project.create,project.create?batch=1', '{"7":{"title":"x"},"x":{}}'],
            ['POST', '/trpc/project.create?batch=1', '{"0":{"title":"a"},"0":{"title":"b"}}'],
            ['POST', '/trpc/project.create,booking.list?batch=1', '{"0":{"title":""},"1":{}}'],
            ['POST', '/trpc/project.create,?batch=1', '{"0":{}}'],
            ['POST', '/trpc/,?batch=1', '{}'],
            ['POST', '/trpc/', '{}'],
            ['POST', '/trpc/nothing.here', '{}'],
            ['POST', '/trpc/booking', '{}'],
            ['POST', '/trpc/booking.create.x', '{}'],
            ['POST', '/trpc/__proto__.toString', '{}'],
            ['POST', '/trpc/booking.list', '{}'],
            ['GET', '/trpc/project.create?input=%7B%7D'],
            ['GET', `/trpc/${Array(101).fill('auth.me').join(',')}?batch=1&input=%7B%7D`],
            ['GET', '/trpc/booking.list?input=%7B'],
            ['GET', '/trpc/booking.list?input=%ff'],
            ['GET', '/trpc/booking.list?input=%7B%7D&input=%7B%7D&batch=2'],
            ['GET', '/trpc/booking.list,booking.list?batch=1&input=%5B%5D'],
            ['PUT', '/trpc/booking.list', '{}'],
            ['DELETE', '/trpc/booking.list'],
        ];
        for (const [method, path, body] of bad) {
            const answer = await crowd.call(method, path, { token, body, headers: body && { 'content-type': 'application/json' } });
            assertClean(answer, [method, path, body]);
            assertTrpcError(answer, [method, path, body]);
        }
    });

    const addressed = (method, path, token) => [`${method} ${path} HTTP/1.1`, 'Host: localhost',
        ...(token ? [`Authorization: Bearer ${token}`] : []), '', ''].join(CRLF);

    /** One request as raw bytes; the answer in the form of crowd.call(). */
    async function sendBytes(bytes) {
        const enough = bytes.startsWith('HEAD ') ? (text) => text.includes(CRLF + CRLF) : isOneAnswer;
        const { text, how } = await sendRaw(server, bytes, { enough });
        const answers = answersIn(text);
        assert.equal(answers.length, 1, `${answers.length} answers (${how}) to ${shown(bytes)}`);
        const [{ status, head, body }] = answers;
        let json;
        try {
            json = JSON.parse(Buffer.from(body, 'latin1').toString('utf8'));
        } catch { /* not JSON */ }
        const type = /\r\ncontent-type: *([^\r]*)/i.exec(head)?.[1];
        return { status, headers: { 'content-type': type }, text: body, json };
    }

    async function assertAddressed(method, path, token) {
        const answer = await sendBytes(addressed(method, path, token));
        assertClean(answer, [method, path]);
        if (method !== 'HEAD' && path.startsWith('/api/') && answer.status !== 414) assertProblem(answer, [method, path]);
        return answer;
    }

    test('query strings of every read', async () => {
        const { paths } = await server.expect(200, 'GET', '/api/openapi.json');
        const cases = [];
        for (const route of routes.filter(({ method }) => method === 'GET')) {
            const input = await recipes[route.name].make(world, callerOf(route));
            const { path } = restRequest(route, input);
            const [bare] = path.split('?');
            const names = paths[route.path].get.parameters.filter((one) => one.in === 'query').map(({ name }) => name);
            for (const name of [...names, 'nonsense', '%00', '', 'limit%5B%5D', '__proto__']) {
                for (let count = 0; count < scaled(20); count++) cases.push([route, `${bare}?${name}=${random.pick(oddWords)}`]);
            }
            for (const query of ['&&&', '=', '?', 'a', 'limit=1&limit=2', 'limit=1&limit=1', `${'a=1&'.repeat(500)}`, '#', 'limit=1#x']) {
                cases.push([route, `${bare}?${query}`]);
            }
        }
        await inParallel(cases.length, 16, async (index) => {
            const [route, path] = cases[index];
            await assertAddressed('GET', path, world.people[callerOf(route)]?.token);
        });
    });

    test('paths', async () => {
        const { token } = world.people.ownClient;
        const paths = ['/api', '/api/', '//', '/api//bookings', '/api/bookings/', '/API/bookings', '/api/bookings;x=1', '/api/./bookings', '/api/../healthz',
            '/api/%2e%2e/healthz', '/%61pi/bookings', '/api/bookings%2f', '/api%2fbookings', '/api/bookings%00', '/api/nothing/at/all', '/%', '/%zz',
            '/..', '/../../etc/passwd', '/%2e%2e/%2e%2e/etc/passwd', '/..%2f..%2fetc%2fpasswd', '/docs/..%2f', '/api/openapi.json/x', '*',
            'http://localhost/api/nothing', 'http://', 'localhost', '/api/\x7f', '/api/%7f', '/api/\\', '/api/"', '/api/<x>', '/api/{x}', '/api/^'];
        for (const route of routes.filter(({ path }) => path.includes('{'))) {
            for (let count = 0; count < scaled(10); count++) paths.push(route.path.replace(/\{\w+\}/, () => random.pick(oddWords)));
        }
        await inParallel(paths.length, 16, async (index) => {
            for (const method of ['GET', 'DELETE', 'HEAD']) await assertAddressed(method, paths[index], token);
        });
        const unknown = await assertAddressed('GET', '/api/nothing/at/all', token);
        assert.equal(unknown.status, 404);
    });

    test('methods', async () => {
        const addresses = [...new Set(routes.map(({ path }) => path.replace(/\{\w+\}/, 'booking_01h455vb4pex5vsknk084sn02q')))];
        const methods = ['TRACE', 'CONNECT', 'PROPFIND', 'FOO', 'get', 'OPTIONS', 'HEAD', 'M-SEARCH', 'A'.repeat(500)];
        await inParallel(addresses.length, 8, async (index) => {
            for (const method of methods) {
                const { status, text } = await sendBytes(addressed(method, addresses[index]));
                assert.ok(status >= 200 && status < 500, `${method} ${addresses[index]}: ${status} ${text}`);
            }
        });
    });

    test('headers', async () => {
        const { token } = world.people.ownClient;
        const body = '{"title":"x"}';
        const long = 'a'.repeat(5000);
        const good = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
        const changed = (name, values) => values.map((value) => ({ ...good, [name]: value }));
        const sets = [
            ...changed('authorization', ['', 'Bearer', 'Bearer ', `Bearer  ${token}x`, `Bearer ${long}`, 'Basic YTpi', `Bearer ${token} ${token}`,
                `bearer${token}`, 'Bearer \x80\xff', `Bearer ${token},Bearer x`, `Token ${token}`, 'Bearer =', 'Digest username="a"']),
            ...changed('content-type', ['', 'text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'application/json5',
                'application/jsonx', 'application', '/', ';', 'text/html, application/json', `application/${long}`, '\xff', 'application/xml']),
        ];
        const refusedFirst = sets.length; // all of these must be refused
        sets.push(
            ...changed('content-type', ['application/json;;;', 'APPLICATION/JSON', 'application/json; charset=utf-16', ' application/json ']),
            ...changed('content-encoding', ['gzip', 'identity', 'x']),
            ...changed('cookie', ['=', ';;;', 'docket_session', 'docket_session=', `docket_session=${long}`, 'docket_session=%00', 'docket_session="x"', '\xff=\xff']),
            ...changed('origin', ['null', 'https://evil.example', '', 'x', long]),
            ...changed('sec-fetch-site', ['cross-site', 'x', '']),
            ...changed('x-request-id', ['', long, '\xff', 'a b', '"', '<script>']),
            ...changed('accept', ['', '*/*;q=9', long, 'text/html', '\xff']),
            ...changed('range', ['bytes=9-1', 'bytes=-', 'x', 'bytes=0-0,1-1']),
            ...changed('if-none-match', ['*', '"', long]),
            ...changed('expect', ['x', '100-continue, x']),
            ...changed('connection', ['x', 'close, keep-alive', 'Upgrade']),
            ...changed('upgrade', ['websocket', 'h2c', '']),
            ...changed('x-forwarded-for', ['x', long, '127.0.0.1, \xff']),
            ...changed('x-http-method-override', ['DELETE']),
            ...changed('accept-language', [long, '\xff', ';;q']),
            ...changed('idempotency-key', ['', ' ', 'a b', '\xff', long, '\x80']),
        );
        await inParallel(sets.length, 8, async (index) => {
            const head = ['POST /api/projects HTTP/1.1', 'Host: localhost', `Content-Length: ${body.length}`,
                ...Object.entries(sets[index]).map(([name, value]) => `${name}: ${value}`), '', body].join(CRLF);
            const answer = await sendBytes(head);
            assertClean(answer, sets[index], index < refusedFirst);
            assertProblem(answer, sets[index]);
        });
        const twice = ['POST /api/projects HTTP/1.1', 'Host: localhost', `Content-Length: ${body.length}`, 'Content-Type: application/json',
            `Authorization: Bearer ${token}`, 'Authorization: Bearer x', '', body].join(CRLF);
        assertClean(await sendBytes(twice), twice);
    });

    test('a cookie from another site may not write', async () => {
        const { token } = world.people.ownClient;
        for (const extra of [{ origin: 'https://evil.example' }, { origin: 'null' }, { 'sec-fetch-site': 'cross-site' }]) {
            const headers = { cookie: `docket_session=${token}`, 'content-type': 'application/json', ...extra };
            const answer = await crowd.call('POST', '/api/projects', { body: { title: 'forged' }, headers });
            assert.equal(answer.status, 403, answer.text);
            assert.equal(answer.json.code, 'cross_origin');
        }
    });

    test('large bodies', async () => {
        const { token } = world.people.ownClient;
        const large = 'x'.repeat(1 << 20);
        for (const body of [JSON.stringify({ title: large }), `{"title":"x"${' '.repeat(1 << 20)}}`, '['.repeat(1 << 20), large]) {
            for (const path of ['/api/projects', '/trpc/project.create', '/api/nothing']) {
                const { status } = await sendBytes([`POST ${path} HTTP/1.1`, 'Host: localhost', 'Content-Type: application/json',
                    `Authorization: Bearer ${token}`, `Content-Length: ${body.length}`, '', body].join(CRLF));
                assert.ok(status === 413 || (status === 404 && path === '/api/nothing'), `${status} from ${path}`);
            }
        }
    });

    test('what was refused is refused again and changes nothing', async () => {
        assert.ok(refusedWrites.length > scaled(1000), `${refusedWrites.length} refused writes`);
        const factsBefore = world.facts();
        const before = await world.snapshot();
        const answers = await inParallel(refusedWrites.length, 32, (index) => {
            const { method, path, options } = refusedWrites[index];
            return crowd.call(method, path, options);
        });
        answers.forEach(({ status, text }, index) => {
            const { method, path, options } = refusedWrites[index];
            assert.ok(status >= 400 && status < 500, `${status} ${text} to ${method} ${path} ${options.body}`);
        });
        assert.deepEqual(await world.snapshot(), before);
        assert.equal(world.facts(), factsBefore);
    });

    test('the server is well and said nothing of a bug', async () => {
        await server.expect(200, 'GET', '/readyz');
        assert.doesNotMatch(server.output.stderr, /Sanitizer|runtime error|"level":"error"/);
    });
});
