// Running it: health, metrics and logs, starting and stopping, the command line, several servers on one
// store, and who may send what from where.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { eventually } from './crowd.mjs';
import { at, binary, newProvider, root, Server, signUp, store, Store } from './harness.mjs';

const password = 'correct horse battery';

/** Runs the program to its end with these words and no store of its own. */
function run(words, env = {}) {
    const { status, stdout, stderr } = spawnSync(binary, words, {
        encoding: 'utf8', timeout: 20000, cwd: tmpdir(), env: { ...process.env, ...env },
    });
    return { status, stdout, stderr };
}

describe('a running server', () => {
    let server;
    before(async () => {
        server = await Server.start();
    });
    after(() => server.stop());

    test('says that it lives and that it is ready', async () => {
        for (const path of ['/healthz', '/readyz']) {
            assert.equal((await server.call('GET', path)).status, 200);
            assert.equal((await server.call('HEAD', path)).status, 200);
            assert.equal((await server.call('POST', path)).status, 405);
        }
    });

    test('prints metrics that Prometheus reads', async () => {
        const person = await signUp(server);
        await server.expect(200, 'GET', '/api/auth/me', { token: person.token });
        await server.expect(401, 'GET', '/api/auth/me', {});
        const answer = await server.call('GET', '/metrics');
        assert.match(answer.headers.get('content-type'), /^text\/plain; version=0\.0\.4/);
        assert.ok(answer.text.endsWith('\n'));
        const types = {}, values = {};
        for (const line of answer.text.trimEnd().split('\n')) {
            const comment = /^# (HELP|TYPE) ([a-zA-Z_:][\w:]*) (.+)$/.exec(line);
            if (comment) {
                if (comment[1] === 'TYPE') {
                    assert.ok(['counter', 'gauge', 'histogram'].includes(comment[3]), line);
                    assert.ok(!(comment[2] in types), `${comment[2]} twice`);
                    types[comment[2]] = comment[3];
                }
                continue;
            }
            const sample = /^([a-zA-Z_:][\w:]*)(?:\{((?:[a-zA-Z_]\w*="(?:[^"\\\n]|\\["\\n])*",?)*)\})? (\S+)$/.exec(line);
            assert.ok(sample, line);
            const [, name, labels = '', value] = sample;
            assert.ok(value === '+Inf' || Number.isFinite(Number(value)), line);
            const family = name.replace(/_(bucket|sum|count)$/, '');
            assert.ok(types[name] ?? types[family] === 'histogram', `${name} has no type`);
            const key = `${name}{${labels}}`;
            assert.ok(!(key in values), `${key} twice`);
            values[key] = Number(value);
        }
        assert.ok(values['docket_calls_total{operation="auth.me",code="ok"}'] >= 1);
        assert.ok(values['docket_calls_total{operation="auth.me",code="unauthenticated"}'] >= 1);
        const buckets = Object.entries(values).filter(([key]) =>
            key.startsWith('docket_call_duration_seconds_bucket{operation="auth.me"')).map(([, value]) => value);
        assert.ok(buckets.length > 5);
        assert.deepEqual(buckets, [...buckets].sort((a, b) => a - b));
        assert.equal(buckets.at(-1), values['docket_call_duration_seconds_count{operation="auth.me"}']);
    });
});

describe('out of descriptors', () => {
    test('it says so once, and serves again when some are given back', async () => {
        const server = await Server.start();
        execFileSync('prlimit', ['--pid', String(server.child.pid), '--nofile=64:64']);
        const sockets = Array.from({ length: 100 }, () =>
            net.connect(Number(new URL(server.url).port), '127.0.0.1').on('error', () => {}));
        const complaints = () => server.output.stderr.match(/"accept_failed"/g) ?? [];
        await eventually('a complaint', async () => complaints(), ({ length }) => length > 0);
        await new Promise((resolve) => setTimeout(resolve, 200)); // ten more tries
        assert.equal(complaints().length, 1);
        for (const socket of sockets) socket.destroy();
        await signUp(server);
        await server.stop();
    });
});

describe('the access log', () => {
    test('is a line of JSON a request, with its id and without what is secret', async () => {
        const server = await Server.start({ env: { DOCKET_LOG: 'debug' } });
        const person = await signUp(server);
        const secrets = ['query-secret', password, person.token, 'wrong-guess', 'header-secret'];
        const { token } = person;
        await server.call('GET', '/api/bookings?q=query-secret', { token });
        await server.call('GET', `/api/auth/me?token=${token}`, { token });
        await server.call('POST', '/api/auth/login', { body: { email: person.email, password: 'wrong-guess' } });
        await server.call('POST', '/api/auth/login', { body: `{"password":"${password}"` });
        await server.call('GET', `/trpc/auth.me?input=${encodeURIComponent('"query-secret"')}`, { token });
        await server.call('GET', '/api/auth/me', { headers: { cookie: `docket_session=${token}` } });
        await server.call('GET', '/api/auth/me', { headers: { authorization: 'Basic header-secret' } });
        const made = await server.expect(201, 'POST', '/api/tokens', { token, body: { label: 'script' } });
        secrets.push(made.token);
        await server.call('GET', '/api/no%22such%0Aplace', { token });
        const asked = await server.call('GET', '/api/auth/me', { token, headers: { 'x-request-id': 'given-by-me' } });
        assert.equal(asked.headers.get('x-request-id'), 'given-by-me');
        const own = await server.call('GET', '/api/auth/me', { token });
        await server.stop();
        const lines = server.output.stderr.trim().split('\n').map((line) => JSON.parse(line));
        const requests = lines.filter((line) => line.event === 'request');
        assert.equal(requests.length, 12);
        for (const line of requests) {
            assert.match(line.at, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
            assert.ok(line.request_id.length > 0);
            assert.ok(line.status >= 200 && line.us >= 0 && line.path.startsWith('/'));
        }
        assert.equal(new Set(requests.map((line) => line.request_id)).size, 12);
        assert.ok(requests.some((line) => line.request_id === 'given-by-me' && line.account === person.id));
        assert.ok(requests.some((line) => line.request_id === own.headers.get('x-request-id')));
        for (const secret of secrets)
            assert.ok(!server.output.stderr.includes(secret), secret);
        assert.ok(!server.output.stderr.includes('?'));
    });
});

describe('SIGTERM', () => {
    /** Creates one project on its own connection or a kept one: its outcome, and how far it came. */
    function create(url, agent, token, title) {
        return new Promise((resolve) => {
            let status = 0, text = '';
            const lost = (error) => resolve({ title, status, code: error.code ?? String(error), partial: status > 0 });
            const request = http.request(`${url}/api/projects`, {
                method: 'POST', agent, headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
            }, (response) => {
                status = response.statusCode;
                response.setEncoding('utf8').on('data', (piece) => { text += piece; });
                response.on('error', lost);
                response.on('aborted', () => lost({ code: 'aborted' }));
                response.on('end', () => resolve({ title, status, text, partial: false }));
            });
            request.on('error', lost);
            request.end(JSON.stringify({ title }));
        });
    }

    for (const keepAlive of [true, false]) {
        test(`in a stream of requests on ${keepAlive ? 'kept' : 'new'} connections loses none`, async () => {
            const kept = new Store();
            const server = await Server.start({ store: kept });
            const person = await signUp(server);
            const agent = new http.Agent({ keepAlive, maxSockets: 16 });
            const outcomes = [];
            let stopping, made = 0;
            await Promise.all(Array.from({ length: 16 }, async () => {
                for (;;) {
                    const outcome = await create(server.url, agent, person.token, `Project ${++made}`);
                    outcomes.push(outcome);
                    if (outcomes.length === 150) stopping = server.stop({ remove: false });
                    if (outcome.status !== 201) return;
                }
            }));
            await stopping;
            agent.destroy();
            const done = outcomes.filter((outcome) => outcome.status === 201);
            assert.ok(done.length >= 100);
            for (const outcome of outcomes) {
                assert.equal(outcome.partial, false, JSON.stringify(outcome));
                assert.ok(outcome.status === 201 || outcome.status === 0, JSON.stringify(outcome));
                if (outcome.status === 0)
                    assert.ok(['ECONNREFUSED', 'ECONNRESET', 'EPIPE'].includes(outcome.code), outcome.code);
            }
            // What was stored is what was answered: nothing taken on and dropped, nothing promised and lost.
            const again = await Server.start({ store: kept });
            const stored = [];
            let cursor = null;
            do {
                const page = await again.expect(200, 'GET',
                    `/api/projects?limit=100${cursor ? `&cursor=${cursor}` : ''}`, { token: person.token });
                stored.push(...page.projects.map((project) => project.title));
                cursor = page.nextCursor;
            } while (cursor);
            assert.deepEqual(stored.sort(), done.map((outcome) => outcome.title).sort());
            await again.stop();
        });
    }

    test('lets a request end that is still arriving', async () => {
        const kept = new Store();
        const server = await Server.start({ store: kept });
        const person = await signUp(server);
        const body = JSON.stringify({ title: 'Slowly' });
        const { hostname, port } = new URL(server.url);
        const answer = new Promise((resolve, reject) => {
            const request = http.request({ hostname, port, path: '/api/projects', method: 'POST', headers: {
                'content-type': 'application/json', 'content-length': body.length,
                authorization: `Bearer ${person.token}`, expect: '100-continue',
            } }, (response) => {
                response.resume();
                response.on('end', () => resolve(response.statusCode));
            });
            request.on('error', reject);
            // The server has read the head once it says to go on.
            request.on('continue', async () => {
                request.write(body.slice(0, 5));
                server.child.kill('SIGTERM');
                await eventually('it takes no more', () => fetch(`${server.url}/readyz`).then((one) => one.status,
                    () => 'refused'), (status) => status === 'refused' || status === 503);
                request.end(body.slice(5));
            });
            request.flushHeaders();
        });
        assert.equal(await answer, 201);
        assert.deepEqual(await server.ended, { code: 0, signal: null });
        kept.remove();
    });
});

describe('the command line', () => {
    const rows = [
        [[], /usage: docket COMMAND/],
        [['frobnicate'], /usage: docket COMMAND/],
        [['serve', '--nope'], /unknown flag --nope/],
        [['serve', '--listen'], /--listen needs a value/],
        [['serve', '--edition=moon'], /moon/],
        [['serve', '--demo=moon'], /moon/],
        [['serve', '--rate-limits=maybe'], /maybe/],
        [['serve', '--log=loud'], /loud/],
        [['serve', '--public-url=ftp://example.com'], /ftp/],
        [['serve', '--config', '/no/such/file'], /no\/such\/file/],
        [['serve', '--demo', 'studio'], /studio/],
        [['migrate', 'now'], /now/],
        [['token'], /usage: docket token EMAIL/],
        [['token', 'a@example.com', 'b@example.com'], /b@example\.com/],
    ];
    for (const [words, says] of rows) {
        test(`docket ${words.join(' ')} is a usage error`, () => {
            const { status, stdout, stderr } = run(words);
            assert.equal(status, 2);
            assert.match(stderr, says);
            assert.equal(stdout, '');
        });
    }

    test('passwords are hashed slowly, unless it is said that they are for tests', async () => {
        const hashes = (store) => store.sql('SELECT DISTINCT substr(password_hash, 1, 30) FROM account WHERE password_hash IS NOT NULL');
        const kept = new Store();
        assert.equal(kept.run('demo').status, 0);
        assert.equal(hashes(kept), '$argon2id$v=19$m=65536,t=2,p=1');
        kept.remove();
        const server = await Server.start({ env: { DOCKET_LOG: 'error' } });
        await signUp(server);
        await server.stop({ remove: false });
        assert.match(hashes(server.store), /^\$argon2id\$v=19\$m=8,t=1,/);
        server.store.remove();
        assert.match(server.output.stderr, /"quick_passwords"/);
    });

    test('docket help explains itself', () => {
        for (const word of ['help', '--help']) {
            const { status, stdout } = run([word]);
            assert.equal(status, 0);
            for (const command of ['serve', 'migrate', 'verify', 'token', 'demo', 'openapi', 'types'])
                assert.match(stdout, new RegExp(`^  ${command} `, 'm'));
        }
    });

    test('settings come from flags, the environment and a file, in that order', async () => {
        const folder = mkdtempSync(join(tmpdir(), 'docket-config-'));
        const file = join(folder, 'docket.conf');
        writeFileSync(file, '# settings\n\nDOCKET_PUBLIC_URL = https://from.file.example\nDOCKET_LOG=error\n');
        const urlOf = (words, env) => {
            const { status, stdout, stderr } = run(['openapi', ...words], env);
            assert.equal(status, 0, stderr);
            return JSON.parse(stdout).servers[0].url;
        };
        assert.equal(urlOf(['--config', file]), 'https://from.file.example');
        assert.equal(urlOf([], { DOCKET_CONFIG: file }), 'https://from.file.example');
        const env = { DOCKET_PUBLIC_URL: 'https://from.environment.example/' };
        assert.equal(urlOf(['--config', file], env), 'https://from.environment.example');
        assert.equal(urlOf(['--config', file, '--public-url', 'https://from.flag.example'], env),
            'https://from.flag.example');
        writeFileSync(file, 'DOCKET_NOPE=1\n');
        const wrong = run(['openapi', '--config', file]);
        assert.equal(wrong.status, 2);
        assert.match(wrong.stderr, /DOCKET_NOPE/);

        const kept = new Store();
        const env2 = { DOCKET_DATA: kept.directory, DOCKET_LISTEN: '127.0.0.1:0', DOCKET_DEMO: 'on' };
        if (kept.url) env2.DOCKET_DATABASE = kept.url;
        const words = kept.arguments;
        kept.arguments = []; // from the environment alone
        const server = await Server.start({ store: kept, env: env2 });
        const { user } = await server.expect(200, 'POST', '/api/auth/login', {
            body: { email: 'client@example.com', password: 'docket-demo' },
        });
        assert.equal(user.email, 'client@example.com');
        kept.arguments = words;
        await server.stop();
        rmSync(folder, { recursive: true });
    });

    test('an address in use is said, and the exit status is not zero', async () => {
        const server = await Server.start();
        const other = new Store('sqlite');
        const { status, stderr } = run(['serve', '--listen', new URL(server.url).host, ...other.arguments]);
        assert.equal(status, 1);
        assert.match(stderr, /cannot listen on 127\.0\.0\.1:\d+/);
        other.remove();
        await server.stop();
    });

    test('docket token makes one beside a running server', async () => {
        const server = await Server.start();
        const person = await signUp(server);
        const printed = server.store.run('token', person.email.toUpperCase());
        assert.equal(printed.status, 0, printed.stderr);
        const token = printed.stdout.trim();
        const { user } = await server.expect(200, 'GET', '/api/auth/me', { token });
        assert.equal(user.id, person.id);
        const { sessions } = await server.expect(200, 'GET', '/api/tokens', { token });
        assert.deepEqual(sessions.map((session) => [session.label, session.current]), [['command line', true]]);
        await server.expect(200, 'DELETE', `/api/tokens/${sessions[0].id}`, { token: person.token });
        await server.expect(401, 'GET', '/api/auth/me', { token });
        const nobody = server.store.run('token', 'nobody@example.com');
        assert.equal(nobody.status, 1);
        assert.match(nobody.stderr, /nobody@example\.com/);
        await server.stop();
    });

    test('docket migrate and docket demo prepare a store; a second time changes nothing', async () => {
        const kept = new Store(store, { isEmpty: true });
        for (let time = 0; time < 2; time++) {
            assert.equal(kept.run('migrate').status, 0);
            assert.equal(kept.run('demo').status, 0);
        }
        const server = await Server.start({ store: kept });
        const { stats } = await server.expect(200, 'GET', '/api/marketplace/providers?limit=1', {});
        const { providers } = JSON.parse(readFileSync(join(root, 'editions', 'studio', 'demo.json'), 'utf8'));
        assert.equal(stats.total, providers.length);
        await server.stop();
    });
});

describe('docket verify', () => {
    test('holds beside a running server, and on a copy', async () => {
        const kept = new Store();
        const server = await Server.start({ store: kept, flags: ['--demo'] });
        const beside = kept.run('verify');
        assert.equal(beside.status, 0, beside.stdout + beside.stderr);
        assert.match(beside.stdout, /^journal: [1-9]\d* entries, \d+ waiting for their position, 0 violations$/m);
        assert.match(beside.stdout, /^holds$/m);
        if (kept.url) { // numbered after the commit: below, the entry at position 3 goes
            await eventually('every entry has its position', async () => kept.run('verify').stdout,
                (stdout) => / 0 waiting /.test(stdout));
        }
        await server.stop({ remove: false });
        const copy = mkdtempSync(join(tmpdir(), 'docket-copy-'));
        cpSync(kept.directory, copy, { recursive: true });
        const words = ['verify', '--data', copy, ...(kept.url ? ['--database', kept.url] : [])];
        const verified = run(words);
        assert.equal(verified.status, 0, verified.stdout + verified.stderr);

        if (kept.url) { // a hole in the journal is found
            kept.sql('DELETE FROM journal WHERE position = 3');
            const broken = run(words);
            assert.equal(broken.status, 1);
            assert.match(broken.stdout, /^DOES NOT HOLD$/m);
        }
        rmSync(copy, { recursive: true });
        kept.remove();
    });

    test('on nothing is an error', () => {
        const { status } = run(['verify', '--data', '/no/such/folder']);
        assert.equal(status, 1);
    });
});

describe('several servers', () => {
    if (store === 'sqlite') {
        test('two on one folder: the second says why not, the first goes on', async () => {
            const server = await Server.start();
            const person = await signUp(server);
            const second = server.store.run('serve', '--listen', '127.0.0.1:0');
            assert.equal(second.status, 1);
            assert.match(second.stderr, /in use|another|locked/i);
            assert.ok(!/Docket listens/.test(second.stdout));
            const migrating = server.store.run('migrate');
            assert.equal(migrating.status, 1);
            await server.expect(200, 'GET', '/api/auth/me', { token: person.token });
            await server.stop();
        });
        return;
    }

    test('two on one database serve the same, and a slot is taken on both', async () => {
        const kept = new Store();
        const one = await Server.start({ store: kept }), two = await Server.start({ store: kept });
        const dana = await newProvider(one);
        const kim = await signUp(two);
        const body = { providerId: dana.id, scheduledTime: at(3, 10), durationHours: 1 };
        const made = await one.expect(201, 'POST', '/api/bookings', { token: kim.token, body });
        const path = `/api/bookings/${made.booking.id}`;
        const seen = await two.expect(200, 'GET', path, { token: kim.token });
        assert.deepEqual(seen.booking, made.booking);
        const refused = await two.expect(409, 'POST', '/api/bookings', { token: kim.token, body });
        assert.equal(refused.code, 'slot_taken');
        await two.expect(200, 'POST', `${path}/confirm`, { token: dana.token });
        assert.equal((await one.expect(200, 'GET', path, { token: kim.token })).booking.status, 'CONFIRMED');

        // The same key on the other server is the same request.
        const key = { 'idempotency-key': 'one-and-two' };
        const keyed = { ...body, scheduledTime: at(3, 12) };
        const first = await one.call('POST', '/api/bookings', { token: kim.token, body: keyed, headers: key });
        const again = await two.call('POST', '/api/bookings', { token: kim.token, body: keyed, headers: key });
        assert.equal(first.status, 201);
        assert.equal(again.text, first.text);
        assert.equal(again.headers.get('idempotency-replayed'), 'true');

        // Notices are written once, whichever server follows the journal.
        const { notifications } = await eventually('notices', () => two.expect(200, 'GET', '/api/notifications',
            { token: dana.token }), (page) => page.notifications.length >= 2);
        assert.equal(notifications.length, 2);

        await one.stop({ remove: false });
        await two.expect(201, 'POST', '/api/bookings', { token: kim.token, body: { ...body, scheduledTime: at(3, 14) } });
        await two.stop({ remove: false });
        assert.equal(kept.run('verify').status, 0);
        kept.remove();
    });

    test('two that begin with the demo on one empty database share it', async () => {
        const kept = new Store(store, { isEmpty: true });
        const start = () => Server.start({ store: kept, flags: ['--demo'] });
        const servers = await Promise.all([start(), start(), start()]);
        for (const server of servers) {
            const body = { email: 'client@example.com', password: 'docket-demo' };
            await server.expect(200, 'POST', '/api/auth/login', { body });
        }
        for (const server of servers) await server.stop({ remove: false });
        assert.equal(kept.run('verify').status, 0);
        kept.remove();
    });

    test('a hundred bookings of one slot over two servers: one is taken', async () => {
        const kept = new Store();
        const servers = [await Server.start({ store: kept }), await Server.start({ store: kept })];
        const dana = await newProvider(servers[0]);
        const kim = await signUp(servers[1]);
        const answers = await Promise.all(Array.from({ length: 100 }, (_, index) =>
            servers[index % 2].call('POST', '/api/bookings', { token: kim.token, body: {
                providerId: dana.id, scheduledTime: at(3, 10), durationHours: 1,
            } })));
        assert.equal(answers.filter((answer) => answer.status === 201).length, 1);
        assert.ok(answers.every((answer) => answer.status === 201 || answer.json.code === 'slot_taken'));
        await servers[0].stop({ remove: false });
        await servers[1].stop();
    });

    test('a session revoked on one is refused on the other at once', async () => {
        const kept = new Store();
        const one = await Server.start({ store: kept }), two = await Server.start({ store: kept });
        const person = await signUp(one);
        for (let time = 0; time < 3; time++)
            await two.expect(200, 'GET', '/api/auth/me', { token: person.token }); // remembered by now
        await one.expect(200, 'POST', '/api/auth/logout', { token: person.token });
        await two.expect(401, 'GET', '/api/auth/me', { token: person.token });
        await two.expect(401, 'GET', '/api/bookings', { token: person.token });
        await two.expect(401, 'POST', '/api/projects', { token: person.token, body: { title: 'x' } });
        await one.stop({ remove: false });
        await two.stop();
    });
});

describe('cookies', () => {
    let server, person, cookie;
    before(async () => {
        server = await Server.start();
        person = await signUp(server);
        const login = await server.call('POST', '/api/auth/login', { body: { email: person.email, password } });
        const header = login.headers.get('set-cookie');
        assert.match(header, /^docket_session=[\w-]+; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Lax$/);
        cookie = header.split(';')[0];
        assert.equal(cookie, `docket_session=${login.json.token}`);
    });
    after(() => server.stop());

    const write = (headers) => server.call('POST', '/api/projects', { body: { title: 'x' }, headers });

    test('a login stays logged in by its cookie', async () => {
        const { json } = await server.call('GET', '/api/auth/me', { headers: { cookie } });
        assert.equal(json.user.id, person.id);
    });

    test('another site cannot write with it', async () => {
        const host = new URL(server.url).origin;
        const rows = [
            [{ cookie }, 201], // curl and the like send no origin
            [{ cookie, origin: host }, 201],
            [{ cookie, origin: 'https://evil.example' }, 403],
            [{ cookie, origin: 'null' }, 403],
            [{ cookie, origin: `${host}.evil.example` }, 403],
            [{ cookie, 'sec-fetch-site': 'cross-site' }, 403],
            [{ cookie, 'sec-fetch-site': 'same-site' }, 403],
            [{ cookie, 'sec-fetch-site': 'same-origin', origin: host }, 201],
            [{ authorization: `Bearer ${person.token}`, origin: 'https://app.example' }, 201],
            [{ authorization: `Bearer ${person.token}`, 'sec-fetch-site': 'cross-site' }, 201],
            [{ authorization: `Bearer ${person.token}`, origin: 'null', cookie }, 201],
        ];
        // Node's fetch keeps some of these headers for itself, so the plain client sends them.
        for (const [headers, expected] of rows) {
            const status = await new Promise((resolve, reject) => {
                const request = http.request(`${server.url}/api/projects`, {
                    method: 'POST', headers: { 'content-type': 'application/json', ...headers },
                }, (response) => {
                    response.resume();
                    response.on('end', () => resolve(response.statusCode));
                });
                request.on('error', reject);
                request.end('{"title":"x"}');
            });
            assert.equal(status, expected, JSON.stringify(headers));
        }
    });

    test('the same holds for tRPC', async () => {
        const refused = await server.call('POST', '/trpc/project.create', {
            body: { title: 'x' }, headers: { cookie, origin: 'https://evil.example' },
        });
        assert.equal(refused.status, 403);
        assert.equal(refused.json.error.data.code, 'FORBIDDEN');
    });

    test('logging out ends it', async () => {
        const answer = await server.call('POST', '/api/auth/logout', { headers: { cookie } });
        assert.equal(answer.status, 200);
        assert.match(answer.headers.get('set-cookie'), /^docket_session=; Path=\/; Max-Age=0;/);
        assert.equal((await write({ cookie })).status, 401);
    });
});
