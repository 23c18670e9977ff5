// Proof: what two servers in a row could read differently is refused, the connection ends with the
// refusal, and no operation runs: neither the one in the bad request nor one hidden behind it.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { answersIn, isOneAnswer, sendRaw } from './crowd.mjs';
import { Server, signUp } from './harness.mjs';

const CRLF = '\r\n';

describe('request smuggling', { concurrency: false }, () => {
    let server;
    let token;

    before(async () => {
        server = await Server.start();
        ({ token } = await signUp(server));
    });

    after(() => server.stop());

    const bodyOf = (title) => JSON.stringify({ title });

    /** A request that makes a project: lines replace the usual framing headers. */
    function request({ line = 'POST /api/projects HTTP/1.1', host = ['Host: localhost'], framing, headers = [],
        title = 'smuggled', body = bodyOf(title), end = CRLF } = {}) {
        return [line, ...host, `Authorization: Bearer ${token}`, 'Content-Type: application/json', ...headers,
            ...(framing ?? [`Content-Length: ${body.length}`]), '', body].join(end);
    }

    const chunked = (body) => `${body.length.toString(16)}${CRLF}${body}${CRLF}0${CRLF}${CRLF}`;

    async function projects() {
        const { projects: found } = await server.expect(200, 'GET', '/api/projects?limit=100', { token });
        return found.map(({ title }) => title);
    }

    /** Refused with one of these statuses, as the last word on that connection; and what hides
     * behind it is not looked at. (The reset that follows may then overtake the answer.) */
    async function assertRefused(bytes, statuses = [400], fewest = 1) {
        const before = await projects();
        for (const behind of [[], [request({ title: 'hidden behind it' })]]) {
            const { text, how } = await sendRaw(server, [bytes, ...behind]);
            const answers = answersIn(text);
            assert.ok(answers.length >= (behind.length ? 0 : fewest), `no answer: ${text}`);
            assert.ok(answers.length <= 1, `${answers.length} answers: ${text}`);
            for (const { status } of answers) assert.ok(statuses.includes(status), text);
            assert.notEqual(how, 'time limit', 'the connection stays open');
        }
        assert.deepEqual(await projects(), before, 'an operation ran');
    }

    async function assertPasses(bytes, status, options) {
        const { text } = await sendRaw(server, bytes, { enough: isOneAnswer, ...options });
        const [answer] = answersIn(text);
        assert.equal(answer?.status, status, text);
        return answer;
    }

    const body = bodyOf('smuggled');
    const length = `Content-Length: ${body.length}`;
    const te = 'Transfer-Encoding: chunked';

    describe('framing', { concurrency: false }, () => {
        const bad = {
            'two equal Content-Length': { framing: [length, length] },
            'two different Content-Length': { framing: ['Content-Length: 0', length] },
            'a list of lengths': { framing: [`Content-Length: ${body.length}, ${body.length}`] },
            'Content-Length, then chunked': { framing: [length, te], body: chunked(body) },
            'chunked, then Content-Length': { framing: [te, length], body: chunked(body) },
            'zero length and chunked': { framing: ['Content-Length: 0', te], body: chunked(body) },
            'two Transfer-Encoding': { framing: [te, te], body: chunked(body) },
            'chunked twice in one line': { framing: ['Transfer-Encoding: chunked, chunked'], body: chunked(body) },
            'identity': { framing: ['Transfer-Encoding: identity', length] },
            'identity alone': { framing: ['Transfer-Encoding: identity'], body: chunked(body) },
            'gzip, chunked': { framing: ['Transfer-Encoding: gzip, chunked'], body: chunked(body) },
            'chunked, identity': { framing: ['Transfer-Encoding: chunked, identity'], body: chunked(body) },
            'a coding that looks like chunked': { framing: ['Transfer-Encoding: xchunked'], body: chunked(body) },
            'chunked with a parameter': { framing: ['Transfer-Encoding: chunked;q=1'], body: chunked(body) },
            'chunked in quotes': { framing: ['Transfer-Encoding: "chunked"'], body: chunked(body) },
            'chunked after a vertical tab': { framing: ['Transfer-Encoding: \x0bchunked'], body: chunked(body) },
            'an empty Transfer-Encoding': { framing: ['Transfer-Encoding:', length] },
            'space before the colon': { framing: ['Transfer-Encoding : chunked'], body: chunked(body) },
            'space before the colon of a length': { framing: [`Content-Length : ${body.length}`] },
            'tab before the colon': { framing: ['Transfer-Encoding\t: chunked'], body: chunked(body) },
            'chunked in HTTP/1.0': { line: 'POST /api/projects HTTP/1.0', framing: [te], body: chunked(body) },
            'a folded Transfer-Encoding': { framing: ['Transfer-Encoding:', ' chunked'], body: chunked(body) },
            'a header hidden in a fold': { framing: ['X-Note: a', ` ${te}`, length] },
            'a fold before any header': { host: [' Host: localhost'] },
        };
        for (const number of ['+', '-', '0x']) bad[`a length with ${number}`] = { framing: [`Content-Length: ${number}${body.length}`] };
        for (const value of ['', 'abc', '2_0', '2 0', `${body.length};`, `${body.length}.0`, '1e1',
            '18446744073709551616', '99999999999999999999999', '-1', '\u0661']) {
            bad[`Content-Length: ${JSON.stringify(value)}`] = { framing: [`Content-Length: ${value}`] };
        }
        for (const [name, parts] of Object.entries(bad)) {
            test(name, () => assertRefused(request(parts), [400, 413]));
        }
    });

    describe('chunks', { concurrency: false }, () => {
        const size = body.length.toString(16);
        const bad = {
            'a size that is no number': `xyz${CRLF}${body}${CRLF}0${CRLF}${CRLF}`,
            'a size with 0x': `0x${size}${CRLF}${body}${CRLF}0${CRLF}${CRLF}`,
            'a negative size': `-${size}${CRLF}${body}${CRLF}0${CRLF}${CRLF}`,
            'a size with a plus': `+${size}${CRLF}${body}${CRLF}0${CRLF}${CRLF}`,
            'a size past 64 bits': `10000000000000000${CRLF}${body}${CRLF}0${CRLF}${CRLF}`,
            'no line end after the data': `${size}${CRLF}${body}0${CRLF}${CRLF}`,
            'more data than the size says': `2${CRLF}${body}${CRLF}0${CRLF}${CRLF}`,
            'an empty size': `${CRLF}${body}${CRLF}0${CRLF}${CRLF}`,
        };
        for (const [name, text] of Object.entries(bad)) {
            test(name, () => assertRefused(request({ framing: [te], body: text }), [400, 413]));
        }
        test('good chunks, in several pieces, are one body', async () => {
            const text = bodyOf('in chunks');
            const pieces = `4${CRLF}${text.slice(0, 4)}${CRLF}${(text.length - 4).toString(16)}${CRLF}${text.slice(4)}${CRLF}0${CRLF}${CRLF}`;
            const whole = request({ framing: ['Transfer-Encoding: CHUNKED'], body: pieces });
            await assertPasses([whole.slice(0, 90), whole.slice(90, -20), whole.slice(-20)], 201);
            assert.equal((await projects()).filter((title) => title === 'in chunks').length, 1);
        });
    });

    describe('the head', { concurrency: false }, () => {
        const bad = {
            'no Host': { host: [] },
            'two Hosts': { host: ['Host: localhost', 'Host: localhost'] },
            'two different Hosts': { host: ['Host: localhost', 'Host: evil.example'] },
            'bare line feeds': { end: '\n' },
            'a bare line feed between two headers': { headers: ['X-Note: a\nX-Other: b'] },
            'a bare carriage return in a value': { headers: ['X-Note: a\rX-Other: b'] },
            'NUL in a value': { headers: ['X-Note: a\0b'] },
            'NUL in a name': { headers: ['X-No\0te: a'] },
            'a control byte in a value': { headers: ['X-Note: a\x01b'] },
            'DEL in a value': { headers: ['X-Note: a\x7fb'] },
            'a space in a name': { headers: ['X Note: a'] },
            'no name': { headers: [': a'] },
            'no colon': { headers: ['X-Note'] },
            'a name in parentheses': { headers: ['X-(Note): a'] },
            'a name beyond ASCII': { headers: ['X-Not\xe9: a'] },
            'two spaces in the request line': { line: 'POST  /api/projects HTTP/1.1' },
            'no version': { line: 'POST /api/projects' },
            'HTTP/0.9': { line: 'POST /api/projects HTTP/0.9' },
            'HTTP/2.0': { line: 'POST /api/projects HTTP/2.0' },
            'HTTP/1.10': { line: 'POST /api/projects HTTP/1.10' },
            'a version in lower case': { line: 'POST /api/projects http/1.1' },
            'NUL in the address': { line: 'POST /api/projects\0 HTTP/1.1' },
            'bytes beyond ASCII in the address': { line: 'POST /api/projects\xff HTTP/1.1' },
            'a method that is no token': { line: 'PO{ST /api/projects HTTP/1.1' },
        };
        for (const [name, parts] of Object.entries(bad)) {
            test(name, () => assertRefused(request(parts), [400, 505]));
        }
        // libmicrohttpd closes these without a word.
        for (const line of ['POST\t/api/projects\tHTTP/1.1', 'POST /api/projects x HTTP/1.1']) {
            test(`the request line ${JSON.stringify(line)}`, () => assertRefused(request({ line }), [400], 0));
        }
    });

    describe('sizes', { concurrency: false }, () => {
        const get = (path, headers = []) => ['GET ' + path + ' HTTP/1.1', 'Host: localhost', ...headers, '', ''].join(CRLF);

        test('an address of 8 KB passes', () => assertPasses(get(`/healthz?x=${'a'.repeat(8192 - 11)}`), 200));
        test('an address of 40 KB is too long', () => assertRefused(get(`/healthz?x=${'a'.repeat(40960)}`), [414]));
        test('a cookie of 4 KB passes', () => assertPasses(get('/healthz', [`Cookie: x=${'a'.repeat(4094)}`]), 200));
        test('headers of 40 KB are too large', () => assertRefused(get('/healthz', [`X-Note: ${'a'.repeat(40960)}`]), [431]));
        test('thousands of headers are too many', () =>
            assertRefused(get('/healthz', Array.from({ length: 5000 }, (_, index) => `X-${index}: a`)), [431]));

        const large = JSON.stringify({ title: 'smuggled', description: 'a'.repeat(70000) });
        test('a body past its limit is refused', () => assertRefused(request({ body: large }), [413]));
        test('a body past its limit in chunks is refused', () =>
            assertRefused(request({ framing: [te], body: chunked(large) }), [413]));
        test('a length past the limit is refused before its body comes', async () => {
            const { text } = await sendRaw(server, request({ framing: ['Content-Length: 100000000'], body: '' }));
            assert.deepEqual(answersIn(text).map(({ status }) => status), [413]);
        });
        test('Expect: 100-continue is answered with the refusal alone', async () => {
            const bytes = request({ framing: ['Content-Length: 100000000'], headers: ['Expect: 100-continue'], body: '' });
            const { text } = await sendRaw(server, bytes);
            assert.deepEqual(answersIn(text).map(({ status }) => status), [413]);
        });
    });

    describe('connections that end early', { concurrency: false }, () => {
        const whole = () => request({ title: 'cut off', body: bodyOf('cut off') });
        const cuts = { 'in the head': 40, 'before the body': -bodyOf('cut off').length, 'in the body': -3 };
        for (const [name, cut] of Object.entries(cuts)) {
            test(`closed ${name}: nothing happens`, async () => {
                await sendRaw(server, whole().slice(0, cut), { leave: true });
                assert.ok(!(await projects()).includes('cut off'));
            });
            test(`reset ${name}: nothing happens`, async () => {
                await sendRaw(server, whole().slice(0, cut), { drop: true });
                assert.ok(!(await projects()).includes('cut off'));
            });
        }
        test('closed in the middle of chunks: nothing happens', async () => {
            const text = bodyOf('cut off');
            const bytes = request({ framing: [te], body: `${text.length.toString(16)}${CRLF}${text}${CRLF}` });
            await sendRaw(server, bytes, { leave: true });
            assert.ok(!(await projects()).includes('cut off'));
        });
        test('asked and gone: done once or not at all', async () => {
            for (let count = 0; count < 50; count++) {
                await sendRaw(server, request({ title: `gone ${count}` }), { drop: true });
            }
            const titles = (await projects()).filter((title) => title.startsWith('gone'));
            assert.equal(new Set(titles).size, titles.length);
        });
    });

    test('two good requests in one piece are two answers in their order', async () => {
        const bytes = request({ title: 'first' }) + request({ title: 'second' });
        const { text } = await sendRaw(server, bytes, { enough: (got) => answersIn(got).length === 2 && got.endsWith('}') });
        const answers = answersIn(text);
        assert.deepEqual(answers.map(({ status }) => status), [201, 201]);
        assert.deepEqual(answers.map(({ body: json }) => JSON.parse(json).project.title), ['first', 'second']);
    });

    test('HTTP/1.0 without Host is served', () => assertPasses(`GET /healthz HTTP/1.0${CRLF}${CRLF}`, 200));

    test('the server is well, and nothing that was refused was done', async () => {
        await server.expect(200, 'GET', '/readyz');
        assert.deepEqual((await projects()).filter((title) => /smuggled|hidden|cut off/.test(title)), []);
        assert.doesNotMatch(server.output.stderr, /Sanitizer|runtime error|"level":"error"/);
    });
});
