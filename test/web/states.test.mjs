// What every screen is before its answer, without one, and with an empty one: its heading is there at
// once, a skeleton says what is coming, a failure says so and can be tried again; axe finds nothing.
import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { landmarks, settled, themes } from './browser.mjs';
import { newProvider, signUp } from '../api/harness.mjs';
import { isWell } from './looks.mjs';
import { seen, world } from './walk.mjs';

const client = 'client@example.com', host = 'provider@example.com';
let server, browser, known;

world('services', async (here) => {
    ({ server, browser } = here);
    known = await landmarks(server);
});

/** name, address, who looks, and what is there once all is well. */
const screens = [
    ['discover', () => '/', client, (page) => page.getByRole('article').first()],
    ['profile', () => `/providers/${known.provider.id}`, client, (page) => page.getByRole('region', { name: 'Free times' })],
    ['wizard', () => `/booking/${known.provider.id}`, client, (page) => page.getByRole('radio', { name: /Home cleaning/ })],
    ['success', () => `/booking/${known.provider.id}/success?booking=${known.confirmed.id}`, client, (page) => page.getByRole('link', { name: 'See the job' })],
    ['bookings', () => '/booking/manage?tab=all', client, (page) => page.getByRole('article').first()],
    ['booking', () => `/booking/manage/${known.confirmed.id}`, client, (page) => page.getByRole('heading', { name: 'Cost' })],
    ['calendar', () => '/booking/calendar', host, (page) => page.locator('[data-entry]').first()],
    ['messages', () => '/messages', client, (page) => page.getByRole('list', { name: 'Conversations' })],
    ['notifications', () => '/notifications', host, (page) => page.getByRole('main').getByRole('listitem').first()],
    ['dashboard', () => '/dashboard', host, (page) => page.getByRole('heading', { name: 'Next up' })],
    ['account', () => '/account', client, (page) => page.getByText('this browser')],
    ['profile of one’s own', () => '/account/profile', host, (page) => page.getByLabel('In one line')],
    ['services', () => '/account/services', host, (page) => page.getByRole('button', { name: 'Change: Home cleaning' })],
    ['hours', () => '/account/hours', host, (page) => page.getByLabel('Monday: From')],
];

const isBackground = (url) => /event\.poll/.test(url) && !url.includes(',');
/** The page as it is when the server did not put any answers into it. */
async function withoutAnswers(page) {
    await page.route((url) => !/^\/(trpc|api|assets|fonts|pictures)/.test(url.pathname), async (route) => {
        if (route.request().resourceType() !== 'document') return route.continue();
        const response = await route.fetch();
        const body = (await response.text()).replace(/(<script[^>]*id="docket-data"[^>]*>)(.*?)(<\/script>)/s, (_, open, text, close) =>
            open + JSON.stringify({ ...JSON.parse(text), queries: [] }) + close);
        return route.fulfill({ response, body });
    });
}

/** Keeps every answer back until open() is called. */
async function holdAnswers(page) {
    let open;
    const opened = new Promise((resolve) => { open = resolve; });
    await page.route('**/trpc/**', async (route) => {
        if (!isBackground(route.request().url())) await opened;
        await route.continue().catch(() => {}); // the page may have gone
    });
    return open;
}

/** An answer of the server's own that says it has failed, for each question of the batch. */
const failure = { error: { message: 'The server has lost its thread.', code: -32603, data: { code: 'INTERNAL_SERVER_ERROR', httpStatus: 500, docket: { code: 'internal' } } } };
async function failAnswers(page, how) {
    await page.route('**/trpc/**', (route) => {
        const url = route.request().url();
        if (isBackground(url)) return route.continue();
        if (how === 'lost') return route.abort('connectionreset');
        const count = new URL(url).pathname.split(',').length;
        return route.fulfill({ status: 500, contentType: 'application/json', body: JSON.stringify(Array.from({ length: count }, () => failure)) });
    });
}

/** Each state is looked at in one theme and one width, by turns. */
const look = (index) => ({ theme: themes[index % themes.length], size: index % 2 ? 'phone' : 'desktop' });
const skeleton = (page) => page.getByRole('main').getByRole('status', { name: /^(Loading|Looking for|Free times are being)/ }).first();
const alerts = (page) => page.getByRole('main').getByRole('alert');
const again = (page) => alerts(page).getByRole('button', { name: 'Try again' }).first();

async function open(path, options) {
    const page = await browser.page(server, options);
    await withoutAnswers(page);
    return { page, go: () => page.goto(server.url + path()) };
}

describe('before the answer', { concurrency: 2 }, () => {
    for (const [index, [name, path, as, content]] of screens.entries())
        it(name, async () => {
            const { page, go } = await open(path, { as, ...look(index) });
            const release = await holdAnswers(page);
            await go();
            await seen(skeleton(page));
            await isWell(page, name);
            assert.equal(await page.getByRole('main').getByRole('alert').count(), 0);
            release();
            await seen(content(page));
            await settled(page);
            await page.context().close();
        });
    it('a profile moves nothing as its parts arrive', async () => {
        const page = await browser.page(server, { size: 'phone', zone: 'UTC' });
        let send;
        const sent = new Promise((resolve) => { send = resolve; });
        await page.route('**/assets/ProviderPage-*.js', async (route) => { await sent; await route.continue(); });
        const release = await holdAnswers(page);
        await page.goto(`${server.url}/providers/${known.provider.id}`);
        await seen(page.getByRole('navigation', { name: 'Sections' }));
        send();
        await seen(skeleton(page));
        release();
        await seen(page.locator('.opening').first());
        const moved = await page.evaluate(() => new Promise((resolve) => {
            new PerformanceObserver((list) => resolve(list.getEntries().map((one) => one.value))).observe({ type: 'layout-shift', buffered: true });
            setTimeout(() => resolve([]), 500);
        }));
        assert.deepEqual(moved, []);
        await page.context().close();
    });
});

describe('without an answer', { concurrency: 2 }, () => {
    for (const [index, [name, path, as, content]] of screens.entries()) {
        // Silence is asked again twice before it is shown, the same way everywhere: two screens are enough to wait for.
        const how = index === 0 || name === 'booking' ? 'lost' : 'failed';
        it(`${name}, ${how}: says so, and trying again works`, async () => {
            const { page, go } = await open(path, { as, ...look(index + 1) });
            await failAnswers(page, how);
            await go();
            await seen(again(page));
            if (how === 'lost') await page.getByText(/^The server cannot be reached\./).first().waitFor();
            else await page.getByText('The server has lost its thread.').first().waitFor();
            await isWell(page, name);
            await page.unroute('**/trpc/**');
            // Once for each part of the page that says it has failed, and not more often.
            for (let left = await alerts(page).count(); left > 0; left--) {
                await again(page).click();
                await page.waitForFunction((count) => document.querySelectorAll('main [role=alert]').length < count, left);
            }
            await seen(content(page));
            await page.context().close();
        });
    }
});

describe('with an empty answer', { concurrency: 2 }, () => {
    const empty = [
        ['discover', '/?q=nobody-has-this-name', 'guest', 'No one matches', /^Leave out: /],
        ['bookings', '/booking/manage', 'guest', 'Nothing ahead', 'Go to Discover'],
        ['bookings, past', '/booking/manage?tab=past', 'guest', 'Nothing is past yet', 'Go to Discover'],
        ['bookings, filtered', '/booking/manage?q=nothing-like-it', client, 'No job is like that', 'Clear the filters'],
        ['messages', '/messages', 'guest', 'Messages open when a job starts', 'Go to Discover'],
        ['notifications', '/notifications', 'guest', 'Nothing new so far', undefined],
        ['dashboard of a client', '/dashboard', 'guest', 'Here home helpers see their requests', 'Offer your services'],
        ['dashboard of a new provider', '/dashboard', 'provider', 'Requests', undefined],
        ['services', '/account/services', 'provider', 'Nothing offered yet', 'Add one'],
    ];
    let people;
    before(async () => {
        const guest = await signUp(server, 'Nora Nyberg');
        const provider = await newProvider(server, { service: { serviceType: 'IRONING', title: 'Ironing' } });
        await server.expect(200, 'DELETE', `/api/services/${provider.service.id}`, { token: provider.token });
        people = { guest, provider };
    });
    async function signedIn(who, options) {
        if (who.includes('@')) return browser.page(server, { as: who, ...options });
        const page = await browser.page(server, options);
        const answer = await page.context().request.post(`${server.url}/api/auth/login`, {
            data: { email: people[who].email, password: 'correct horse battery' }, headers: { origin: server.url },
        });
        assert.ok(answer.ok());
        return page;
    }
    for (const [index, [name, path, who, title, wayOut]] of empty.entries())
        it(name, async () => {
            const page = await signedIn(who, look(index + 2));
            await page.to(path);
            await seen(page.getByRole('main').getByRole('heading', { name: title }));
            if (wayOut) await seen(page.getByRole('main').getByRole('link', { name: wayOut }).or(page.getByRole('main').getByRole('button', { name: wayOut })).first());
            await isWell(page, name);
            assert.deepEqual(page.complaints, []);
            await page.context().close();
        });
});

describe('while it is asked anew', { concurrency: 2 }, () => {
    const chooses = [
        ['a price', () => `/booking/${known.provider.id}?type=HOME_CLEANING&step=2`, (page) => page.locator('.price-summary [aria-busy=true]').filter({ visible: true }), async (page) => {
            await page.getByRole('group', { name: 'How long' }).getByRole('radio', { name: '3 h', exact: true }).check({ force: true });
        }],
        ['what was found', () => '/', (page) => page.locator('.cards[aria-busy=true]'), (page) => page.getByRole('main').locator('select').first().selectOption({ label: 'Lowest price' })],
        ['a list', () => '/booking/manage?tab=all', (page) => page.locator('.asked-anew[aria-busy=true]'), (page) => page.getByRole('link', { name: 'Past' }).click()],
    ];
    for (const [index, [name, path, waiting, choose]] of chooses.entries())
        for (const theme of themes)
            it(`${name} stays readable, ${theme}`, async () => {
                // The first filters of a phone are folded away.
                const page = await browser.page(server, { as: client, theme, size: index === 0 && theme === 'night' ? 'phone' : 'desktop' });
                await page.to(path());
                if (index === 0) {
                    await page.getByRole('group', { name: /^Free starts on / }).getByRole('radio').first().check({ force: true });
                    await seen(page.getByText(/^\$[\d.,]+$/).filter({ visible: true }).first());
                }
                const release = await holdAnswers(page);
                await choose(page);
                await seen(waiting(page).first());
                await isWell(page, name);
                release();
                await page.waitForFunction(() => !document.querySelector('.asked-anew'));
                await page.context().close();
            });
});

describe('nothing to book', () => {
    it('is said in place of the choices, with others who can be had', async () => {
        const idle = await newProvider(server, {
            service: { serviceType: 'HOME_CLEANING', title: 'Home cleaning' }, weekly: [],
            profile: { location: { label: 'Brooklyn, NY', lat: 40.65, lng: -73.95 } },
        });
        const page = await browser.page(server, { as: client });
        await page.to(`/booking/${idle.id}?step=2`);
        await seen(page.getByRole('heading', { name: 'Dana Reyes has nothing free just now' }));
        assert.equal(await page.getByRole('group', { name: 'How long' }).count() + await page.getByLabel('Repeat').count(), 0, 'nothing to choose');
        assert.equal(await page.getByRole('complementary', { name: 'Price' }).count(), 0, 'and no button that leads nowhere');
        await isWell(page, 'nothing to book');
        const other = page.getByRole('group', { name: 'Others who offer the same' }).getByRole('link').first();
        const start = new URL(await other.getAttribute('href'), server.url).searchParams.get('start');
        await other.click();
        await page.waitForURL((url) => !url.pathname.includes(idle.id) && url.searchParams.get('start') === start);
        await seen(page.getByRole('complementary', { name: 'Price' }).getByText(/^Held until /));
        assert.deepEqual(page.complaints, []);
        await page.context().close();
    });
});

describe('the narrowest phone', () => {
    for (const theme of themes)
        it(`cuts no name of a place to go to, ${theme}`, async () => {
            const page = await browser.page(server, { as: host, theme, viewport: { width: 320, height: 640 } });
            await page.to('/account/hours');
            const cut = await page.locator('.tabs span, .tab-links a').evaluateAll((all) => all.filter((one) => {
                const { left, right } = one.getBoundingClientRect();
                return one.scrollWidth > one.clientWidth && getComputedStyle(one).display !== 'inline' || left < 0 || right > innerWidth;
            }).map((one) => one.textContent));
            assert.deepEqual(cut, []);
            assert.equal(await page.locator('.tabs span').count(), 5);
            await page.context().close();
        });
    it('cuts no name of a step', async () => {
        const page = await browser.page(server, { as: client, viewport: { width: 320, height: 640 } });
        await page.to(`/booking/${known.provider.id}`);
        const steps = page.getByRole('navigation', { name: 'Progress' }).locator('b');
        assert.equal(await steps.count(), 4);
        assert.deepEqual(await steps.evaluateAll((all) => all.filter((one) => one.scrollWidth > one.clientWidth).map((one) => one.textContent)), []);
        await page.context().close();
    });
});
