// The web app's pages as the server sends them: addresses, heads, what is inlined, and that nothing
// anybody writes gets out of its place.
import assert from 'node:assert/strict';
import { request } from 'node:http';
import { after, before, describe, test } from 'node:test';
import { gunzipSync } from 'node:zlib';

import { newProvider, Server, signUp } from './harness.mjs';

const evil = '</script><img src=x onerror=alert(1)><!-- "quoted" & \'so\'';
let server, plain, client, cookie;

before(async () => {
    server = await Server.start({ flags: ['--public-url', 'https://book.example.com'] });
    // Where the edition's first search looks.
    const { start } = await server.expect(200, 'GET', '/api/edition');
    const location = start.location ?? { label: 'Los Angeles, CA', lat: 34.05, lng: -118.24 };
    const serviceType = start.service ?? 'MIXING';
    plain = await newProvider(server, {
        profile: { headline: evil, bio: `${evil}\nSecond line.`, location },
        service: { title: evil, description: evil, serviceType },
    });
    client = await signUp(server, 'Nia </script> Okafor');
    cookie = `docket_session=${client.token}`;
});
after(() => server.stop());

const html = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };
const page = (path, headers = {}) => server.call('GET', path, { headers: { ...html, ...headers } });
const dataOf = (text) =>
    JSON.parse(/<script type="application\/json" id="docket-data">(.*?)<\/script>/s.exec(text)[1]);
const linkedDataOf = (text) =>
    JSON.parse(/<script type="application\/ld\+json">(.*?)<\/script>/s.exec(text)[1]);
const titleOf = (text) => /<title>(.*?)<\/title>/s.exec(text)[1];
const isIndexed = (text) => !text.includes('<meta name="robots" content="noindex">');
const prerendered = (text) => /<main class="prerender">(.*?)<\/main>/s.exec(text)[1];

/** The tags of a page with their attributes, as a browser takes them. */
function tagsOf(text) {
    const found = [];
    const tag = /<!--.*?-->|<([a-z][a-z0-9]*)((?:\s+[a-z-]+(?:="[^"]*")?)*)\s*\/?>/gs;
    for (const [, name, attributes] of text.matchAll(tag)) {
        if (!name) continue;
        found.push({ name, attributes: [...attributes.matchAll(/([a-z-]+)(?:="([^"]*)")?/g)].map((one) => [one[1], one[2]]) });
    }
    return found;
}

const someUser = 'user_01h455vb4pex5vsknk084sn02q';
const someBooking = 'booking_01h455vb4pex5vsknk084sn02q';

describe('addresses', () => {
    const rows = () => [ // address, status, title, indexed
        ['/', 200, /^Docket · ./, true],
        [`/providers/${plain.id}`, 200, /^Dana Reyes · Docket$/, true],
        ['/booking', 200, /^Book · /, false],
        [`/booking/${plain.id}`, 200, /^Book · /, false],
        [`/booking/${plain.id}/success`, 200, /^Booked · /, false],
        ['/booking/manage', 200, /^Your \w+ · /, false],
        [`/booking/manage/${someBooking}`, 200, /^Your \w+ · /, false],
        ['/booking/calendar', 200, /^Calendar · /, false],
        ['/messages', 200, /^Messages · /, false],
        ['/notifications', 200, /^Notifications · /, false],
        ['/dashboard', 200, /^Dashboard · /, false],
        ['/account', 200, /^Your account · /, false],
        ['/account/profile', 200, /^Your profile · /, false],
        ['/account/services', 200, /^Your services · /, false],
        ['/account/hours', 200, /^Your hours · /, false],
        ['/signin', 200, /^Sign in · /, true],
        ['/signup', 200, /^Sign up · /, true],
        [`/providers/${someUser}`, 404, /nothing at this address/, false],
        [`/booking/${someUser}`, 404, /nothing at this address/, false],
        ['/providers/nobody', 404, /nothing at this address/, false],
        ['/providers', 404, /nothing at this address/, false],
        [`/booking/manage/${someUser}`, 404, /nothing at this address/, false],
        ['/booking/manage/', 404, /nothing at this address/, false],
        ['/index.html', 404, /nothing at this address/, false],
        ['/account/../etc/passwd', 404, /nothing at this address/, false],
        ['/admin.php', 404, /nothing at this address/, false],
        ['/%3Cscript%3E', 404, /nothing at this address/, false],
    ];

    test('each has its status, title and word to search engines', async () => {
        for (const [path, status, title, indexed] of rows()) {
            const answer = await page(path);
            assert.equal(answer.status, status, path);
            assert.equal(answer.headers.get('content-type'), 'text/html; charset=utf-8', path);
            assert.match(titleOf(answer.text), title, path);
            assert.equal(isIndexed(answer.text), indexed, path);
            assert.equal(/rel="canonical"/.test(answer.text), indexed, path);
            assert.equal([...answer.text.matchAll(/<h1>/g)].length, 1, path);
        }
    });

    test('each has the same headers, and nothing inline that a browser would run', async () => {
        for (const [path] of rows()) {
            const { headers, text } = await page(path);
            assert.match(headers.get('content-security-policy'), /^default-src 'self'; script-src 'self'; style-src 'self'; .*frame-ancestors 'none'$/, path);
            assert.equal(headers.get('x-content-type-options'), 'nosniff');
            assert.equal(headers.get('cross-origin-opener-policy'), 'same-origin');
            assert.ok(headers.get('referrer-policy') && headers.get('permissions-policy'));
            assert.match(headers.get('vary'), /Cookie.*Accept-Encoding/);
            const tags = tagsOf(text);
            assert.ok(tags.length > 10, path);
            for (const { name, attributes } of tags) {
                assert.notEqual(name, 'style', path);
                const named = Object.fromEntries(attributes);
                for (const [key] of attributes) assert.doesNotMatch(key, /^(on.*|style)$/, `${path}: ${name}`);
                if (name === 'script') assert.ok(named.src?.startsWith('/assets/') || /json$/.test(named.type), path);
            }
        }
    });

    test('HEAD says what GET says and sends nothing', async () => {
        for (const path of ['/booking/manage', '/nothing']) {
            const [whole, head] = await Promise.all(['GET', 'HEAD'].map((method) =>
                server.call(method, path, { headers: { ...html, 'accept-encoding': 'identity' } })));
            assert.equal(head.status, whole.status);
            assert.equal(head.text, '');
            assert.equal(head.headers.get('content-length'), whole.headers.get('content-length'));
        }
    });

    test('a page takes no other method', async () => {
        for (const method of ['POST', 'PUT', 'DELETE']) {
            const answer = await server.call(method, '/booking/manage', { headers: html });
            assert.equal(answer.status, 405);
            assert.equal(answer.headers.get('allow'), 'GET, HEAD');
        }
    });

    test('a picture that is not there has the page of what is not there', async () => {
        const missing = await page('/pictures/studio/none.svg');
        assert.equal(missing.status, 404);
        // Two policies would both hold, and a picture's forbids the page everything.
        assert.match(missing.headers.get('content-security-policy'), /^default-src 'self'/);
        assert.match((await page('/pictures/studio/live-room.svg')).headers.get('content-security-policy'), /^default-src 'none'; sandbox/);
    });

    test('a file takes no other method', async () => {
        for (const path of ['/favicon.svg', '/pictures/studio/live-room.svg', '/robots.txt']) {
            const answer = await server.call('POST', path, { headers: html });
            assert.equal(answer.status, 405, path);
            assert.equal(answer.headers.get('allow'), 'GET, HEAD', path);
        }
    });

    test('programs are told in their own language that there is nothing', async () => {
        for (const [path, headers] of [['/nothing', {}], ['/nothing', { accept: 'application/json' }], ['/api/nothing', html], ['/trpc/nothing', html]]) {
            const answer = await server.call('GET', path, { headers });
            assert.equal(answer.status, 404, path);
            assert.match(answer.headers.get('content-type'), /json/, path);
        }
        assert.equal((await server.call('POST', '/nothing', { headers: html })).headers.get('content-type'), 'application/problem+json');
    });
});

describe('what is inlined', () => {
    test('Discover brings the answer of its first search, as the API gives it', async () => {
        const { start } = await server.expect(200, 'GET', '/api/edition');
        const ofStart = { ...(start.service && { service: start.service }), ...(start.location && { location: start.location.label, lat: start.location.lat, lng: start.location.lng }) };
        const always = { limit: 12, nextSlots: 3, slotsApartHours: 4, facets: true };
        for (const [query, input] of [
            ['', { ...ofStart, ...always }],
            ['?sortBy=relevance', always],
            ['?service=mixing&q=nobody-has-this-name', { service: 'MIXING', q: 'nobody-has-this-name', ...always }],
            ['?lat=34.05&lng=-118.24&radius=10&minRating=0.5&verified=true&roles=engineer', { lat: 34.05, lng: -118.24, radius: 10, minRating: 0.5, verified: true, roles: ['engineer'], ...always }],
            ['?service=!!!&lat=1&radius=-4&q=x', { q: 'x', ...always }],
        ]) {
            const { text } = await page(`/${query}`);
            const { queries, account, theme, edition } = dataOf(text);
            assert.equal(queries.length, 1, query);
            assert.equal(queries[0].path, 'provider.search');
            assert.deepEqual(queries[0].input, input, query);
            const api = await server.expect(200, 'GET', `/trpc/provider.search?input=${encodeURIComponent(JSON.stringify(input))}`);
            assert.deepEqual(queries[0].output, api.result.data, query);
            assert.deepEqual([account, theme], [null, 'system']);
            assert.deepEqual(edition, await server.expect(200, 'GET', '/api/edition'));
        }
    });

    test('a day is the visitor’s own, so its search is left to the app', async () => {
        const { text } = await page('/?date=2026-11-24&service=MIXING');
        assert.deepEqual(dataOf(text).queries, []);
    });

    test('a profile brings its provider', async () => {
        const output = await server.expect(200, 'GET', `/api/providers/${plain.id}`);
        for (const path of [`/providers/${plain.id}`, `/booking/${plain.id}?service=x`]) {
            assert.deepEqual(dataOf((await page(path)).text).queries,
                [{ path: 'provider.get', input: { id: plain.id }, output }]);
        }
    });

    test('the editor of hours brings those of who is here, if they have any', async () => {
        const output = await server.expect(200, 'GET', '/api/providers/me/availability', { token: plain.token });
        assert.ok(output.version);
        const own = await page('/account/hours', { cookie: `docket_session=${plain.token}` });
        assert.deepEqual(dataOf(own.text).queries, [{ path: 'availability.get', input: {}, output }]);
        for (const headers of [{}, { cookie }, { cookie: 'docket_session=stale' }]) {
            const other = await page('/account/hours', headers);
            assert.equal(other.status, 200);
            assert.equal(dataOf(other.text).queries.some((one) => one.output.weekly.length > 0), false);
        }
    });

    test('who is here is known by the cookie alone', async () => {
        const { user } = await server.expect(200, 'GET', '/api/auth/me', { token: client.token });
        const answer = await page('/booking/manage', { cookie });
        assert.deepEqual(dataOf(answer.text).account, user);
        assert.equal(answer.headers.get('cache-control'), 'no-store');
        assert.equal(answer.headers.get('etag'), null);
        assert.match(answer.text, /Nia \\u003c\/script> Okafor/);
        for (const headers of [{}, { authorization: `Bearer ${client.token}` }, { cookie: 'docket_session=stale' }, { authorization: 'Basic eDp5' }]) {
            assert.equal(dataOf((await page('/', headers)).text).account, null);
        }
    });

    test('a login over tRPC is a browser’s too, until it logs out', async () => {
        const origin = { origin: server.url, 'sec-fetch-site': 'same-origin' };
        const login = await server.call('POST', '/trpc/auth.login', {
            body: { email: client.email, password: 'correct horse battery' }, headers: origin,
        });
        const given = login.headers.get('set-cookie');
        assert.match(given, /^docket_session=[^;]+; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Lax; Secure$/);
        const own = { cookie: given.split(';')[0] };
        assert.equal(dataOf((await page('/', own)).text).account.id, client.id);
        assert.equal((await server.call('POST', '/trpc/auth.logout', { body: {}, headers: { ...own, origin: 'https://evil.example' } })).status, 403);
        const logout = await server.call('POST', '/trpc/auth.logout', { body: {}, headers: { ...own, ...origin } });
        assert.match(logout.headers.get('set-cookie'), /^docket_session=; Path=\/; Max-Age=0;/);
        assert.equal(dataOf((await page('/', own)).text).account, null);
    });
});

describe('text from people', () => {
    test('stays text in head, JSON-LD, plain version and data', async () => {
        for (const path of [`/providers/${plain.id}`, '/?sortBy=relevance', `/booking/${plain.id}`]) {
            const { text } = await page(path);
            assert.doesNotMatch(text, /<img/, path);
            assert.doesNotMatch(text, /<!--/, path);
            assert.equal(text.split('</script>').length, tagsOf(text).filter(({ name }) => name === 'script').length + 1, path);
        }
        const { text } = await page(`/providers/${plain.id}`);
        assert.match(prerendered(text), /&lt;\/script&gt;&lt;img src=x onerror=alert\(1\)&gt;&lt;!-- &quot;quoted&quot; &amp; 'so'/);
        assert.ok(text.includes('<meta name="description" content="&lt;/script&gt;&lt;img'));
        assert.equal(dataOf(text).queries[0].output.provider.headline, evil);
    });

    test('JSON-LD says who it is and what it costs', async () => {
        const { text } = await page(`/providers/${plain.id}`);
        const said = linkedDataOf(text);
        assert.equal(said['@type'], 'ProfessionalService');
        assert.equal(said.name, 'Dana Reyes');
        assert.equal(said.url, `https://book.example.com/providers/${plain.id}`);
        assert.ok(said.description.startsWith(evil));
        assert.deepEqual(said.makesOffer[0], {
            '@type': 'Offer', itemOffered: { '@type': 'Service', name: evil, description: evil }, price: 75, priceCurrency: 'USD',
        });
        assert.equal(said.aggregateRating, undefined);
        assert.ok(text.includes(`<link rel="canonical" href="https://book.example.com/providers/${plain.id}">`));
        const [site, list] = linkedDataOf((await page('/')).text)['@graph'];
        assert.equal(site.potentialAction.target.urlTemplate, 'https://book.example.com/?q={search_term_string}');
        assert.deepEqual(list.itemListElement.map((item) => item.url), [`https://book.example.com/providers/${plain.id}`]);
    });

    test('Discover names and links whom it found', async () => {
        assert.match(prerendered((await page('/')).text), new RegExp(`<a href="/providers/${plain.id}">Dana Reyes</a>`));
    });

    test('no query string is more than ignored', async () => {
        const long = 'a'.repeat(3000);
        for (const query of [
            'service=%00', 'service[]=1', 'q=%ff', 'q=%', '=&=&&', 'lat=NaN&lng=Infinity', 'lat=1e400&lng=0', 'lat=&lng=',
            'limit=-1', 'cursor=x', 'nextSlots=999', 'sortBy=__proto__', 'roles=,,,', `roles=${'x,'.repeat(500)}`, `q=${long}`,
            `location=${long}`, 'minRating=1.23456', 'maxRate=99999999999999999999', 'maxRate=-0', 'radius=0', 'date=2026-13-99',
            `${'a=b&'.repeat(200)}service=MIXING`, `q=${encodeURIComponent(evil)}`, 'lat=90&lng=180&radius=0.0001', 'verified=TRUE', 'q=%F0%9F%8E%B8',
            'service=MIXING&service=MASTERING', 'minRating=[1]', 'minRating={"a":1}', 'minRating="5"', 'lat=null&lng=true', 'availableFrom=x&availableTo=y',
        ]) {
            const { status, text } = await page(`/?${query}`);
            assert.equal(status, 200, query);
            assert.equal(dataOf(text).edition.title, 'Docket', query);
        }
    });
});

describe('on the wire', () => {
    test('the theme of the cookie is in the page before anything is drawn', async () => {
        for (const [value, theme] of [['day', 'day'], ['night', 'night'], ['terminal', 'terminal'], ['system', 'system'], ['pink', 'system'], ['"><script>', 'system']]) {
            const { text } = await page('/signin', { cookie: `theme=${value}` });
            assert.match(text, new RegExp(`<html lang="en" data-theme="${theme}">`), value);
            assert.equal(dataOf(text).theme, theme);
        }
    });

    const raw = (headers) => new Promise((resolve, reject) => {
        request(`${server.url}/account`, { headers }, (answer) => {
            const parts = [];
            answer.on('data', (part) => parts.push(part)).on('end', () => resolve({
                status: answer.statusCode, headers: answer.headers, body: Buffer.concat(parts),
            }));
        }).on('error', reject).end();
    });

    test('packed for who takes it, and not sent again', async () => {
        const [whole, packed] = [await raw({}), await raw({ 'accept-encoding': 'br, gzip' })];
        assert.equal(whole.headers['content-encoding'], undefined);
        assert.equal(packed.headers['content-encoding'], 'gzip');
        assert.deepEqual(gunzipSync(packed.body), whole.body);
        assert.ok(packed.body.length * 2 < whole.body.length);
        const again = await raw({ 'if-none-match': whole.headers.etag });
        assert.deepEqual([again.status, again.body.length, again.headers.etag], [304, 0, whole.headers.etag]);
    });

    test('the two fonts are asked for at once, and are there', async () => {
        const { text, headers } = await page('/');
        const fonts = tagsOf(text).map(({ name, attributes }) => [name, Object.fromEntries(attributes)])
            .filter(([name, { rel, as }]) => name === 'link' && rel === 'preload' && as === 'font');
        assert.equal(fonts.length, 2);
        for (const [, { href }] of fonts) {
            assert.ok(headers.get('link').includes(`<${href}>; rel=preload`));
            const font = await server.call('GET', href);
            assert.equal(font.status, 200);
            assert.match(font.headers.get('cache-control'), /immutable/);
        }
        for (const { name, attributes } of tagsOf(text)) {
            const { src } = Object.fromEntries(attributes);
            if (name === 'script' && src) assert.equal((await server.call('GET', src)).status, 200);
        }
    });
});

describe('files for machines', () => {
    test('robots.txt names what is private, and the sitemap', async () => {
        const { text, headers } = await server.call('GET', '/robots.txt');
        assert.match(headers.get('content-type'), /^text\/plain/);
        for (const line of ['User-agent: *', 'Allow: /', 'Disallow: /api/', 'Disallow: /account', 'Sitemap: https://book.example.com/sitemap.xml'])
            assert.ok(text.split('\n').includes(line), line);
    });

    test('the sitemap has Discover and every provider', async () => {
        const answers = await Promise.all([1, 2, 3].map(() => server.call('GET', '/sitemap.xml')));
        for (const { status } of answers) assert.ok(status === 200 || status === 503);
        const { text, headers } = await server.call('GET', '/sitemap.xml');
        assert.equal(headers.get('content-type'), 'application/xml');
        assert.deepEqual([...text.matchAll(/<loc>(.*?)<\/loc>/g)].map((match) => match[1]),
            ['https://book.example.com/', `https://book.example.com/providers/${plain.id}`]);
    });

    test('the manifest carries the edition', async () => {
        const { json, headers } = await server.call('GET', '/manifest.webmanifest');
        const edition = await server.expect(200, 'GET', '/api/edition');
        assert.equal(headers.get('content-type'), 'application/manifest+json');
        assert.deepEqual([json.name, json.description, json.theme_color, json.start_url],
            [edition.title, edition.description, edition.accent.day.cursor, '/']);
        assert.equal((await server.call('GET', json.icons[0].src)).status, 200);
    });
});

test('a marketplace with its demo: a full first page, and all in the sitemap, which takes several searches', async () => {
    const demo = await Server.start({ flags: ['--demo'] });
    const { text } = await demo.call('GET', '/', { headers: html });
    const { output } = dataOf(text).queries[0];
    assert.equal(output.providers.length, 12);
    assert.ok(output.providers.every((one) => one.nextSlots.length <= 3) && output.providers.some((one) => one.nextSlots.length === 3));
    const found = output.providers.find((one) => one.rating !== null);
    const said = linkedDataOf((await demo.call('GET', `/providers/${found.id}`, { headers: html })).text);
    assert.deepEqual(said.aggregateRating, { '@type': 'AggregateRating', ratingValue: found.rating, reviewCount: found.reviewCount });
    const { stats } = await demo.expect(200, 'GET', '/api/marketplace/providers?limit=1');
    const map = await demo.call('GET', '/sitemap.xml');
    assert.equal([...map.text.matchAll(/<loc>/g)].length, stats.total + 1);
    assert.ok(map.text.includes(`<loc>${demo.url}/</loc>`)); // as the visitor calls it
    for (const host of ['a b', 'evil.example/path', '"><x>']) {
        const { hostname, port } = new URL(demo.url);
        const status = await new Promise((resolve) => {
            request({ host: hostname, port, path: '/sitemap.xml', headers: { host } }, (answer) => resolve(answer.resume().statusCode)).end();
        });
        assert.equal(status, 400, host);
    }
    await demo.stop();
});

test('a first page of several is not sent again while it is the same', async () => {
    const demo = await Server.start({ flags: ['--demo'] });
    let answer;
    for (let i = 0; i < 3 && answer?.status !== 304; i++) { // a start may just have gone by
        const { headers } = await demo.call('GET', '/', { headers: html });
        answer = await demo.call('GET', '/', { headers: { ...html, 'if-none-match': headers.get('etag') } });
    }
    assert.equal(answer.status, 304);
    await demo.stop();
});
