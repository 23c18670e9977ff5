// The time that somebody has chosen is theirs while they fill in the form: nobody else sees it, a reload
// and a server that is killed change nothing, and it is given back when they leave or the minutes are up.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
    apiSession, bookButton, bookingsTitled, complaintsOf, endHolds, heldBar, landOnSuccess, next, price, reviewCleaning, seen, step, worldOfCleaner,
} from './walk.mjs';

const client = 'client@example.com', other = 'sigrid.haugen@example.com';
let server, browser, page, host, starts;

const here = worldOfCleaner(client, (now) => { ({ server, browser, page, host, starts } = now); });

const wizard = (start) => `/booking/${host.id}?service=${host.serviceId}&start=${start}`;
const slots = async (token) => (await server.expect(200, 'GET',
    `/api/providers/${host.id}/slots?serviceId=${host.serviceId}&from=${starts[0]}&to=${new Date(Date.parse(starts.at(-1)) + 3_600_000).toISOString()}`, { token })).slots.map((one) => one.start);
const isFree = async (start) => (await slots()).includes(start);
async function becomesFree(start) {
    for (let tries = 0; tries < 40; tries++) {
        if (await isFree(start)) return;
        await new Promise((resolve) => { setTimeout(resolve, 50); });
    }
    assert.fail(`${start} is still held`);
}
const kept = (within) => within.evaluate((id) => JSON.parse(sessionStorage.getItem(`docket.draft.${id}`)).hold, host.id);
const clockOf = (start) => new Intl.DateTimeFormat('en-GB', { timeZone: 'America/New_York', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(new Date(start));
const startOn = (within, start) => within.getByRole('radio', { name: new RegExp(`^${clockOf(start)}`) });
const is409 = (text) => text.includes('409');

describe('a chosen time is held', () => {
    it('for who has chosen it, through every step; another browser does not see it', async () => {
        const [start] = starts;
        await page.to(wizard(start));
        await seen(heldBar(page));
        const beside = await browser.page(server, { as: other });
        await beside.to(`/booking/${host.id}?service=${host.serviceId}&start=${starts[1]}`);
        await seen(heldBar(beside));
        await beside.locator(`[data-day="${start.slice(0, 10)}"]`).click();
        await beside.getByRole('group', { name: /^Free starts on / }).waitFor();
        assert.equal(await startOn(beside, start).count(), 0, 'it is not among the free ones');
        assert.equal(await isFree(starts[1]), false, 'and theirs is held for them');
        await beside.context().close();
        await reviewCleaning(page, server, { title: 'Held through all steps', start });
        await seen(heldBar(page));
        await page.locator('form').getByText(/^Held for you until \d\d:\d\d( your time)? · \d+:\d\d left$/).waitFor();
        const { id } = await kept(page);
        const sent = page.waitForRequest((request) => request.url().includes('booking.create'));
        await bookButton(page).click();
        assert.ok((await sent).postData().includes(id), 'the booking names the hold');
        const booking = await landOnSuccess(page);
        assert.equal((await bookingsTitled(server, client, 'Held through all steps'))[0].id, booking);
        await complaintsOf(page);
    });

    it('the next choice takes its place', async () => {
        await page.to(wizard(starts[1]));
        await seen(heldBar(page));
        const radios = page.getByRole('group', { name: /^Free starts on / }).getByRole('radio');
        const chosen = await radios.last().getAttribute('value');
        const answer = page.waitForResponse((one) => one.url().includes('hold.create'));
        await radios.last().check({ force: true });
        await answer;
        await becomesFree(starts[1]);
        await seen(heldBar(page));
        assert.equal(await isFree(chosen), false);
        await complaintsOf(page);
    });

    it('is booked at the rate it was held at, when the provider has none any more', async () => {
        const rate = async (hourlyRate) => server.expect(200, 'PUT', '/api/providers/me', { token: (await apiSession(server, 'provider@example.com')).token, body: { hourlyRate } });
        const { hourlyRate } = (await server.expect(200, 'GET', `/api/providers/${host.id}`, {})).provider;
        assert.ok(hourlyRate > 0);
        await reviewCleaning(page, server, { title: 'Held at a rate', start: starts[5] });
        await rate(null);
        const { token } = await apiSession(server, client);
        await server.expect(422, 'POST', '/api/bookings/quote', { token, body: { providerId: host.id, serviceId: host.serviceId, scheduledTime: starts[5], durationHours: 2 } });
        await page.reload();
        await seen(heldBar(page));
        await bookButton(page).click();
        await landOnSuccess(page);
        assert.equal((await bookingsTitled(server, client, 'Held at a rate')).length, 1);
        await rate(hourlyRate);
        await complaintsOf(page);
    });

    it('a reload and a server that is killed go on with the same hold', async () => {
        await page.to(wizard(starts[1]));
        await next(page, 'Place and details', 'Where, and what for?');
        await seen(heldBar(page));
        const before = await kept(page);
        await page.reload();
        await seen(heldBar(page));
        assert.deepEqual(await kept(page), before);
        assert.equal(await isFree(starts[1]), false);
        await server.kill();
        server = await here.revive();
        await page.reload();
        await step(page, 'Where, and what for?').waitFor();
        await seen(heldBar(page));
        assert.deepEqual(await kept(page), before);
        assert.equal(await isFree(starts[1]), false);
    });

    for (const [how, leave] of [
        ['to the profile', () => page.locator('.wizard-head .back').click()],
        ['to another document', () => page.evaluate(() => { location.href = '/docs'; })],
        ['back to the services', () => page.getByRole('navigation', { name: 'Progress' }).getByRole('button', { name: /^Service/ }).click()],
    ])
        it(`who leaves gives it back: ${how}`, async () => {
            await page.to(wizard(starts[2]));
            await seen(heldBar(page));
            assert.equal(await isFree(starts[2]), false);
            await leave();
            await becomesFree(starts[2]);
            await complaintsOf(page);
        });
});

/** A hold is given for a few seconds only; `meanwhile` happens before it is told. */
async function shortHold(seconds, meanwhile) {
    await page.route('**/trpc/hold.create**', async (route) => {
        const answer = await route.fetch();
        const text = await answer.text();
        await meanwhile?.();
        const end = new Date(Date.now() + seconds * 1000).toISOString();
        await route.fulfill({ response: answer, body: text.replace(/("expiresAt":")[^"]*/, `$1${end}`) });
    }, { times: 1 });
}

describe('when the minutes are up', () => {
    const over = () => page.getByText(/is not held for you any more; the minutes for it are up/);

    it('it is said, one press holds it again, and every answer is still there', async () => {
        await shortHold(5);
        await page.to(wizard(starts[3]));
        await next(page, 'Place and details', 'Where, and what for?');
        await page.getByLabel('Title').fill('Slow to write');
        endHolds(server);
        await seen(over());
        await seen(page.getByRole('status').filter({ hasText: 'The time is not held for you any more.' }));
        await page.getByRole('group', { name: 'Nearest free times' }).waitFor();
        await page.getByRole('button', { name: 'Hold it again' }).click();
        await seen(heldBar(page));
        assert.equal(await over().count(), 0);
        assert.equal(await page.getByLabel('Title').inputValue(), 'Slow to write');
        assert.equal(await isFree(starts[3]), false);
        await complaintsOf(page);
    });

    it('and somebody else has taken it: that is said, and other times are offered', async () => {
        const { token } = await apiSession(server, other);
        await shortHold(5, async () => {
            endHolds(server);
            await server.expect(201, 'POST', '/api/holds', { token, body: { providerId: host.id, serviceId: host.serviceId, start: starts[3] } });
        });
        await page.to(wizard(starts[3]));
        await next(page, 'Place and details', 'Where, and what for?');
        await page.getByLabel('Title').fill('Too slow');
        await seen(page.getByText(/is not free for 2 h\. Please choose another start\.$/));
        await page.getByRole('button', { name: 'Choose another time' }).click();
        await page.getByRole('group', { name: 'Nearest free times' }).getByRole('button').first().click();
        await seen(heldBar(page));
        await next(page, 'Place and details', 'Where, and what for?');
        assert.equal(await page.getByLabel('Title').inputValue(), 'Too slow');
        await complaintsOf(page);
    });

    it('another provider is booked from there, at the same time and as long', async () => {
        const { token } = await apiSession(server, other);
        await server.expect(201, 'POST', '/api/holds', { token, body: { providerId: host.id, serviceId: host.serviceId, start: starts[3] } });
        await page.to(wizard(starts[3]));
        const others = page.getByRole('group', { name: 'Others who are free then' }).getByRole('link');
        await seen(others.first());
        for (const link of await others.all()) {
            const to = new URL(await link.getAttribute('href'), server.url);
            assert.deepEqual([to.searchParams.get('type'), to.searchParams.get('start'), to.searchParams.get('hours')], ['HOME_CLEANING', starts[3], '2']);
        }
        await others.first().click();
        await seen(heldBar(page));
        const url = new URL(page.url());
        assert.notEqual(url.pathname, `/booking/${host.id}`);
        assert.deepEqual([url.searchParams.get('start'), url.searchParams.get('hours')], [starts[3], '2']);
        await complaintsOf(page, is409);
    });
});

describe('fingers that are quicker than the page', () => {
    it('a double press on Review shows it and books nothing; pressed again, it books', async () => {
        let sent = 0;
        await page.route('**/trpc/booking.create**', (route) => { sent++; return route.continue(); });
        await page.to(wizard(starts.at(-1)));
        await price(page).getByRole('button', { name: 'Place and details', exact: true }).dblclick();
        await step(page, 'Where, and what for?').waitFor();
        assert.equal(await page.locator('[aria-invalid="true"]').count(), 0, 'nothing is red before it was written');
        await page.getByLabel('Address', { exact: true }).fill('9 Prospect Park West');
        await page.getByLabel('How do I get in?').fill('Ring.');
        const button = price(page).getByRole('button', { name: 'Review', exact: true });
        const isRead = () => page.waitForFunction(() => !document.querySelector('.go-on[data-fresh]'));
        await isRead();
        const { x, y, width, height } = await button.boundingBox();
        await page.mouse.click(x + width / 2, y + height / 2);
        await step(page, 'All as you want it?').waitFor();
        await page.mouse.click(x + width / 2, y + height / 2);
        await isRead();
        assert.equal(sent, 0, 'nothing has gone out');
        await bookButton(page).click();
        await landOnSuccess(page);
        assert.equal(sent, 1);
        await complaintsOf(page);
    });

    it('the way back from it says that it was sent, and asks for no hold of it', async () => {
        await reviewCleaning(page, server, { title: 'And back again', start: starts.at(-2) });
        await bookButton(page).click();
        await landOnSuccess(page);
        await page.goBack();
        await seen(page.getByRole('status').getByText(/^Your job for .+ has been sent\. Choose a time here to book another\./));
        await step(page, 'When?').waitFor();
        assert.equal(await page.getByRole('alert').count(), 0);
        await page.waitForURL((url) => !url.searchParams.has('start'));
        await page.getByRole('group', { name: /^Free starts on / }).getByRole('radio').first().check({ force: true });
        await seen(heldBar(page));
        await step(page, 'When?').waitFor();
        await complaintsOf(page);
    });
});

describe('who cannot be kept a time for', () => {
    it('nobody before signing in, and it is said; then it is held at once', async () => {
        const stranger = await browser.page(server);
        await stranger.to(wizard(starts[4]));
        await stranger.getByText('Nothing is held yet: others can still take this time.').waitFor();
        assert.equal(await isFree(starts[4]), true);
        await stranger.getByRole('main').getByRole('link', { name: 'Sign in' }).click();
        await stranger.getByLabel('E-mail').fill(client);
        await stranger.getByLabel('Password', { exact: true }).fill('docket-demo');
        await stranger.getByRole('main').getByRole('button', { name: 'Sign in' }).click();
        await step(stranger, 'When?').waitFor();
        await seen(heldBar(stranger));
        assert.equal(await isFree(starts[4]), false);
        await complaintsOf(stranger);
        await stranger.context().close();
    });

    it('who holds as many as one can is told so, and can go on', async () => {
        const { token } = await apiSession(server, client);
        const { providers } = await server.expect(200, 'GET', '/api/marketplace/providers?limit=40', {});
        const day = (count) => new Date(Date.now() + count * 86_400_000).toISOString();
        let count = 0;
        for (const one of providers) {
            if (one.id === host.id || count === 5) continue;
            for (const { id: serviceId } of one.services.slice(0, 1)) {
                const path = `/api/providers/${one.id}/slots?serviceId=${serviceId}&from=${day(3)}&to=${day(20)}`;
                const [slot] = (await server.expect(200, 'GET', path, {})).slots;
                if (slot) count += (await server.call('POST', '/api/holds', { token, body: { providerId: one.id, serviceId, start: slot.start } })).status === 201;
            }
        }
        assert.equal(count, 5);
        await page.to(wizard(starts[4]));
        await page.getByText('You hold as many times as one person can.').waitFor();
        await next(page, 'Place and details', 'Where, and what for?');
        endHolds(server);
        await page.getByRole('button', { name: 'Hold it', exact: true }).click();
        await seen(heldBar(page));
        await complaintsOf(page, is409);
    });
});
