// Rate limits: guessing is slowed, use is not, and nobody pays for another.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { inParallel, Server, signUp } from './harness.mjs';

describe('rate limits', { concurrency: false }, () => {
    let server;
    let one;
    let other;

    before(async () => {
        // As a proxy would say it, so that the test can come from several addresses.
        server = await Server.start({ env: { DOCKET_RATE_LIMITS: 'on', DOCKET_TRUST_PROXY: 'on' } });
        one = await signUp(server, 'One');
        other = await signUp(server, 'Other');
    });
    after(() => server.stop());

    const guess = (address, name) => server.call('POST', '/api/auth/login', {
        body: { email: `${name}@example.com`, password: 'a wrong guess' }, headers: { 'x-forwarded-for': address },
    });

    function assertLimited(answers) {
        const limited = answers.filter(({ status }) => status === 429);
        assert.ok(answers.every(({ status }) => status === 401 || status === 429));
        assert.ok(limited.length >= 10, `${limited.length} of ${answers.length} were limited`);
        for (const { json, headers } of limited) {
            assert.equal(json.code, 'rate_limited');
            assert.ok(Number(headers.get('retry-after')) >= 1);
        }
    }

    test('guesses from one address are limited, whomever they try, and told when to come again', async () => {
        assertLimited(await inParallel(40, 4, (index) => guess('203.0.113.7', `somebody${index}`)));
        assert.equal((await guess('203.0.113.8', 'somebody')).status, 401, 'another address is not limited');
    });

    test('guesses at one account are limited, wherever they come from', async () => {
        assertLimited(await inParallel(40, 4, (index) => guess(`198.51.100.${index + 1}`, 'victim')));
        assert.equal((await guess('198.51.100.77', 'another')).status, 401, 'another account is not limited');
    });

    test('one account that asks too much is limited, another one is not', async () => {
        const me = ({ token }) => server.call('GET', '/api/auth/me', { token });
        // More than the burst of 300 and what a slow run gives back meanwhile.
        const answers = await inParallel(3000, 16, () => me(one));
        const limited = answers.filter(({ status }) => status === 429);
        assert.ok(answers.every(({ status }) => status === 200 || status === 429));
        assert.ok(answers.length - limited.length >= 300, 'the burst is let through');
        assert.ok(limited.length > 0, 'not more than that');
        assert.equal((await me(other)).status, 200);
    });

    test('a person who works is not limited', async () => {
        for (let i = 0; i < 30; i++) {
            await server.expect(200, 'GET', '/api/bookings', { token: other.token });
            await server.expect(200, 'GET', '/api/marketplace/providers?sortBy=rating', { token: other.token });
            await server.expect(200, 'PATCH', '/api/account', { token: other.token, body: { displayName: `Other ${i}` } });
        }
    });
});
