// stores: sqlite
// Files embedded in the binary: validators, ranges and compressed bodies, as a browser asks for them.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';

import { root, Server } from './harness.mjs';

let server;
const file = readFileSync(join(root, 'assets', 'docs.css'));
before(async () => { server = await Server.start(); });
after(() => server.stop());

/** The answer as it is on the wire, nothing decoded. */
const get = (headers = {}, method = 'GET') => new Promise((resolve, reject) => {
    request(`${server.url}/docs.css`, { method, headers }, (answer) => {
        const parts = [];
        answer.on('data', (part) => parts.push(part)).on('end', () => resolve({
            status: answer.statusCode, headers: answer.headers, body: Buffer.concat(parts),
        }));
    }).on('error', reject).end();
});

test('the same bytes, plain, gzip or brotli', async () => {
    for (const [accept, coding, decode] of [
        ['identity', undefined, (body) => body], ['gzip', 'gzip', gunzipSync],
        ['gzip;q=0.5, br', 'br', brotliDecompressSync], ['br;q=0, gzip;q=0', undefined, (body) => body],
    ]) {
        const answer = await get({ 'accept-encoding': accept });
        assert.equal(answer.status, 200);
        assert.equal(answer.headers['content-encoding'], coding, accept);
        assert.match(answer.headers.vary, /accept-encoding/i);
        assert.deepEqual(decode(answer.body), file);
    }
});

test('what the browser has is not sent again', async () => {
    const { headers } = await get();
    const again = await get({ 'if-none-match': headers.etag });
    assert.deepEqual([again.status, again.body.length, again.headers.etag], [304, 0, headers.etag]);
    assert.equal((await get({ 'if-none-match': '"another"' })).status, 200);
});

test('a part is a part', async () => {
    const part = await get({ range: 'bytes=10-19' });
    assert.deepEqual([part.status, part.headers['content-range'], part.body.toString()],
        [206, `bytes 10-19/${file.length}`, file.subarray(10, 20).toString()]);
    assert.equal((await get({ range: `bytes=${file.length}-` })).status, 416);
});

test('HEAD says the same and sends nothing', async () => {
    const [head, whole] = [await get({}, 'HEAD'), await get()];
    assert.equal(head.body.length, 0);
    assert.equal(head.headers['content-length'], whole.headers['content-length']);
});
