// What people do, step by step, by the names they see: signing in, finding somebody, booking a time.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, beforeEach } from 'node:test';
import { Browser, password, root, settled, startDemo } from './browser.mjs';
import { Server } from '../api/harness.mjs';

/** What all tests of a file share: a Docket with an edition's demo and a browser, told to `take` once they are there
 * and stopped when all is done. After a kill, `revive` starts it again with the same port, data and edition: its words
 * are on every screen. */
export function world(edition, take) {
    const here = {
        revive: async () => {
            const { store, url } = here.server;
            here.server = await Server.start({ store, flags: [`--edition=${edition}`, '--listen', new URL(url).host] });
            return here.server;
        },
    };
    before(async () => {
        [here.server, here.browser] = await Promise.all([startDemo(edition), Browser.start()]);
        await take(here);
    });
    after(async () => {
        await here.browser?.close();
        await here.server?.stop();
    });
    return here;
}

/** The same with the demo's first cleaner (`host`) and one start of each of her days, so that no test is in another's
 * way; `take` is told before each test, of a new page of the client's too, and nothing is held any more. */
export function worldOfCleaner(client, take) {
    const here = world('services', async () => {
        here.host = await cleaner(here.server);
        here.starts = eachDay(here.host.starts);
        assert.ok(here.starts.length >= 7);
    });
    beforeEach(async () => {
        await here.page?.context().close();
        endHolds(here.server);
        here.page = await here.browser.page(here.server, { as: client });
        await take(here);
    });
    return here;
}

/** Somebody else's doing is told by the next question to the journal, three seconds later at most. */
export const soon = { timeout: 10_000 };

/** Waits until it is to be seen; if it is not, the error shows what was on the page instead. */
export async function seen(locator, options) {
    try {
        await locator.waitFor(options);
    } catch (error) {
        const page = locator.page();
        const shown = (await page.getByRole('main').ariaSnapshot()).slice(0, 3000);
        throw new Error(`${error.message}\n${page.url()}\n${shown}\n${page.complaints.join('\n')}`);
    }
}

export const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);
const read = (edition, file) => JSON.parse(readFileSync(join(root, 'editions', edition, file), 'utf8'));
export const editionOf = (name) => read(name, 'edition.json');
export const demoOf = (name) => read(name, 'demo.json');

/** A session of the API beside the browser, to ask it what the screen should say: { user, token }. */
export const apiSession = (server, email) =>
    server.expect(200, 'POST', '/api/auth/login', { body: { email, password } });

export async function signInByForm(page, email) {
    await page.to('/signin');
    await page.getByLabel('E-mail').fill(email);
    await page.getByLabel('Password', { exact: true }).fill(password);
    await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('link', { name: /^Your account/ }).waitFor();
    await settled(page);
}

/** Types a place and takes the first that is suggested. */
export async function pickPlace(within, label, text) {
    await within.getByRole('combobox', { name: label }).fill(text);
    await within.getByRole('listbox', { name: label }).getByRole('option', { name: text }).first().click();
}

/** Asks the prompt for a service and a place, and opens one of those who are found. */
export async function findProvider(page, { need, near, name }) {
    const prompt = page.getByRole('search');
    await prompt.getByRole('combobox', { name: 'I need' }).fill(need);
    if (near) await pickPlace(prompt, 'near', near);
    await prompt.getByRole('button', { name: 'Search' }).click();
    const results = page.getByRole('region', { name: 'Results' });
    await results.locator('[aria-busy=false]').waitFor();
    const link = results.getByRole('heading', { name, exact: true }).getByRole('link');
    const more = results.getByRole('button', { name: 'Show more' });
    while (await link.count() === 0 && await more.count() > 0) {
        const before = await results.getByRole('article').count();
        await more.click();
        await results.getByRole('article').nth(before).waitFor();
    }
    await link.click();
    await page.getByRole('heading', { level: 1, name }).waitFor();
    await settled(page);
}

/** Presses a free time of the shown week that is at least two days ahead; returns its instant. */
export async function pickOnProfile(page, service) {
    const times = page.getByRole('region', { name: 'Free times' });
    const which = times.getByLabel('For', { exact: true });
    if (service && await which.count() > 0) await which.selectOption({ label: service });
    await times.getByRole('list').waitFor();
    const links = times.getByRole('link', { name: /^Book / });
    const ahead = Date.now() + 2 * 86_400_000;
    for (const link of await links.all()) {
        const start = new URL(await link.getAttribute('href'), page.url()).searchParams.get('start');
        if (Date.parse(start) < ahead) continue;
        await link.click();
        await page.getByRole('heading', { level: 1, name: /^Book / }).waitFor();
        return start;
    }
    throw new Error('no free time in the shown week');
}

export const price = (page) => page.getByRole('complementary', { name: 'Price' });
export const step = (page, name) => page.getByRole('heading', { level: 2, name });
export async function next(page, button, heading) {
    await price(page).getByRole('button', { name: button, exact: true }).click();
    await step(page, heading).waitFor();
}

/** The second step: how long, charged how, and a start that is free for that. */
export async function chooseTime(page, { length, charged }) {
    await step(page, 'When?').waitFor();
    if (length) {
        const select = page.getByRole('combobox', { name: 'How long' });
        if (await select.count() > 0) await select.selectOption({ label: length });
        else await page.getByRole('group', { name: 'How long' }).getByRole('radio', { name: length, exact: true }).check({ force: true });
    }
    if (charged) await page.getByRole('group', { name: 'Charged' }).getByRole('radio', { name: charged }).check({ force: true });
    await settled(page); // until then the times are those of another length
    const starts = page.getByRole('group', { name: /^Free starts on / }).getByRole('radio');
    await starts.first().waitFor({ state: 'attached' });
    await starts.last().check({ force: true });
    await next(page, 'Place and details', 'Where, and what for?');
}

/** The third step. details: { where: 'Remote' | 'In person', address, answers: {question: answer}, title, special }. */
export async function fillDetails(page, { where, address, answers = {}, title, special }) {
    const form = page.getByRole('main');
    const choice = form.getByRole('group', { name: 'Where' });
    if (await choice.count() > 0) await choice.getByRole('radio', { name: where }).check({ force: true });
    if (where === 'In person') await form.getByLabel('Address', { exact: true }).fill(address);
    for (const [question, answer] of Object.entries(answers)) await form.getByLabel(question).fill(answer);
    await form.getByLabel('Title').fill(title);
    await form.getByLabel('Special requirements').fill(special);
    await next(page, 'Review', 'All as you want it?');
}

const anna = { answers: { 'How do I get in?': 'The key is under the frog.' }, where: 'In person', address: '12 Garfield Place, Brooklyn' };

/** In the services edition, by an address as links give it: everything said, the review on the screen. */
export async function reviewCleaning(page, server, { title, special = 'No bleach on the marble, please.', start }) {
    const provider = await cleaner(server);
    await page.to(`/booking/${provider.id}?service=${provider.serviceId}&start=${start ?? provider.starts[0]}`);
    await next(page, 'Place and details', 'Where, and what for?');
    await fillDetails(page, { ...anna, title, special });
}

/** The demo's first provider, with the service that the specs book and its free starts of the days ahead. */
export async function cleaner(server, fromDay = 2) {
    const { user, token } = await apiSession(server, 'provider@example.com');
    const { services } = await server.expect(200, 'GET', `/api/providers/${user.id}/services`, { token });
    const service = services.find((one) => one.serviceType === 'HOME_CLEANING');
    const day = (count) => new Date(Date.now() + count * 86_400_000).toISOString();
    const { slots } = await server.expect(200, 'GET',
        `/api/providers/${user.id}/slots?serviceId=${service.id}&from=${day(fromDay)}&to=${day(12)}&durationHours=${service.minHours}`, {});
    return { id: user.id, name: user.displayName, token, serviceId: service.id, starts: slots.map((one) => one.start) };
}

/** The first of each day. */
export const eachDay = (starts) => starts.filter((one, index, all) => all.findIndex((same) => same.slice(0, 10) === one.slice(0, 10)) === index);

/** Beside the price: for how long the chosen time is kept. */
export const heldBar = (page) => price(page).getByText(/^Held until \d\d:\d\d( your time)? · \d+:\d\d left$/);

/** Ten minutes later, for every hold: it is over, as the server's own clock would have had it. */
export function endHolds({ store }) {
    store.sql('UPDATE claim SET expires_ms = 1 WHERE kind = 1 AND released_ms IS NULL');
}

/** The client's bookings of a title, as the server has them. */
export async function bookingsTitled(server, email, title) {
    const { token } = await apiSession(server, email);
    const { bookings } = await server.expect(200, 'GET', `/api/bookings/my-bookings?role=client&limit=100&q=${encodeURIComponent(title)}`, { token });
    return bookings.filter((one) => one.title === title);
}

/** "$1,136.08" as minor units of a currency with two digits. */
export const minorOf = (text) => Math.round(Number(text.replace(/[^\d.]/g, '')) * 100);

/** The receipt's last line. */
export async function receiptTotal(page, label = /^Total$/) {
    const term = page.getByRole('main').getByRole('term').filter({ hasText: label }).last();
    await term.waitFor();
    return minorOf(await term.locator('xpath=following-sibling::dd').innerText());
}

/** The server's own price for what the wizard's address says. */
export async function quoteFor(server, token, page, rateType) {
    const url = new URL(page.url());
    const providerId = url.pathname.split('/')[2];
    const hours = Number(url.searchParams.get('hours'));
    return server.expect(200, 'POST', '/api/bookings/quote', {
        token, body: {
            providerId, serviceId: url.searchParams.get('service'), scheduledTime: url.searchParams.get('start'),
            durationHours: hours, ...(rateType && { rateType }),
        },
    });
}

export const bookButton = (page) => price(page).getByRole('button', { name: /^(Request|Book) (this|these) / });

/** From the pressed button to the success page; returns the booking's id. */
export async function landOnSuccess(page, title = /^(Request sent|It is booked)$/) {
    await seen(page.getByRole('heading', { level: 1, name: title }));
    return new URL(page.url()).searchParams.get('booking');
}

/** The status as it stands over the title of a booking's page (further down the same words name the steps). */
export const statusShown = (page, label) =>
    page.getByRole('heading', { level: 1 }).locator('xpath=preceding-sibling::p').filter({ hasText: new RegExp(`^\\W*${label}\\b`) });

export async function complaintsOf(page, ignored = () => false) {
    assert.deepEqual(page.complaints.filter((text) => !ignored(text)), []);
}
