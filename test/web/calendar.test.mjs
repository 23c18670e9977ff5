// The booking calendar as it is used: dragged in with a real mouse, moved by keyboard alone, in all its
// views and on two clocks; who comes to a session, and a series that is called off.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { newProvider, signUp } from '../api/harness.mjs';
import { settled } from './browser.mjs';
import { seen, soon, world } from './walk.mjs';

const DAY = 86_400_000, HOUR = 3_600_000;
let server, browser;

world('services', (here) => { ({ server, browser } = here); });

/** Midnight of next week's Monday, Tuesday … in UTC: a whole week lies ahead, whatever day it is. */
function nextWeek(day, hour = 0) {
    const today = Math.floor(Date.now() / DAY) * DAY;
    const monday = today + ((8 - (new Date(today).getUTCDay() || 7)) * DAY);
    return new Date(monday + day * DAY + hour * HOUR).toISOString().replace('.000Z', 'Z');
}
const dayOf = (instant) => instant.slice(0, 10);

/** Somebody who works from 8 to 18 UTC, a client, and what they agreed on. */
async function agreed({ service = {}, profile = {}, name = 'Nora Nyberg', hour = 9, more = {}, confirm = true } = {}) {
    const weekly = [{ days: ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'], start: '08:00', end: '18:00' }];
    const provider = await newProvider(server, { service: { title: 'Ironing', serviceType: 'IRONING', ...service }, profile, weekly });
    const client = await signUp(server, name);
    const body = { providerId: provider.id, serviceId: provider.service.id, scheduledTime: nextWeek(1, hour), durationHours: 2, location: '1 Main Street', ...more };
    const { booking, series } = await server.expect(201, 'POST', '/api/bookings', { token: client.token, body });
    const all = series?.bookings ?? [booking]; // in a series' list each is told in short
    if (confirm) for (const { id } of all) await server.expect(200, 'POST', `/api/bookings/${id}/confirm`, { token: provider.token, body: {} });
    return { provider, client, booking, all };
}
const stateOf = async (id, person) => (await server.expect(200, 'GET', `/api/bookings/${id}`, { token: person.token })).booking;

async function pageOf(person, options = {}) {
    const page = await browser.page(server, { zone: 'UTC', ...options });
    const answer = await page.context().request.post(`${server.url}/api/auth/login`, {
        data: { email: person.email, password: 'correct horse battery' }, headers: { origin: server.url },
    });
    assert.ok(answer.ok());
    page.sent = [];
    page.on('request', (request) => { if (request.method() === 'POST' && request.url().includes('reschedule')) page.sent.push(request.url()); });
    return page;
}
const entry = (page, id) => page.locator(`[data-entry="${id}"]`);
const dialog = (page) => page.getByRole('dialog');

/** With the mouse, from the upper end of an entry: so many days to the right and hours down. */
async function drag(page, id, { days = 0, hours = 0 }) {
    const from = await entry(page, id).boundingBox();
    const lane = await page.locator('.cal-lane').first().boundingBox();
    const lines = await page.locator('.cal-slot').evaluateAll((slots) => slots.slice(0, 5).map((slot) => slot.getBoundingClientRect().y));
    const hour = lines[4] - lines[0];
    const x = from.x + from.width / 2, y = from.y + 4;
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x + 8, y + 8, { steps: 3 });
    await page.mouse.move(x + days * lane.width, y + hours * hour, { steps: 12 });
    await page.mouse.up();
}
async function place(page, id) {
    const { x, y } = await entry(page, id).boundingBox();
    return [Math.round(x), Math.round(y)];
}

describe('dragging', () => {
    let parts, page;
    before(async () => {
        parts = await agreed();
        // High enough for a whole working day: what is dragged stays in sight.
        page = await pageOf(parts.client, { viewport: { width: 1280, height: 1100 } });
        await page.to(`/booking/calendar?view=week&date=${dayOf(nextWeek(1))}`);
        await seen(entry(page, parts.booking.id));
    });
    after(() => page.context().close());

    it('a refusal puts it back, in the server’s words, with free times near it', async () => {
        const before = await place(page, parts.booking.id);
        // What is free is not known yet: the server says.
        const held = [];
        await page.route(/slot\.list/, (route) => void held.push(route));
        await drag(page, parts.booking.id, { days: 2, hours: 8 }); // 17:00 to 19:00, an hour too late
        await seen(dialog(page));
        await dialog(page).getByRole('button', { name: 'Ask for this time' }).click();
        const words = await dialog(page).getByRole('alert').textContent();
        const answer = await server.call('POST', `/api/bookings/${parts.booking.id}/reschedule`, { token: parts.client.token, body: { scheduledTime: nextWeek(3, 17) } });
        assert.equal(words, answer.json.detail);
        assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Ask for this time', 'the focus stays');
        assert.equal(await entry(page, `${parts.booking.id}/asking`).count(), 0);
        assert.deepEqual(await place(page, parts.booking.id), before);
        const near = dialog(page).getByRole('group', { name: 'Free near it:' }).getByRole('button');
        assert.equal(await near.count(), answer.json.alternatives.starts.length);
        await near.filter({ hasText: '16:00' }).first().click();
        assert.match(await dialog(page).textContent(), /new.*16:00 to 18:00/s);
        await dialog(page).getByRole('button', { name: 'Keep the time' }).click();
        assert.equal(page.sent.length, 1);
        await Promise.all(held.splice(0).map((route) => route.continue()));
        await page.unroute(/slot\.list/);
        page.sent.length = 0;
    });

    it('asks first, with both times in words, and sends nothing', async () => {
        const before = await place(page, parts.booking.id);
        await drag(page, parts.booking.id, { days: 1, hours: 2 });
        await seen(dialog(page).getByRole('heading', { name: 'Another time' }));
        const text = await dialog(page).textContent();
        assert.match(text, /now.*09:00 to 11:00.*new.*11:00 to 13:00/s);
        assert.match(text, /\$150\.00, as before/);
        assert.match(text, /Dana must agree; your present time stays until then\./);
        assert.equal(await entry(page, `${parts.booking.id}/asking`).count(), 1, 'where it was dropped is drawn');
        await dialog(page).getByRole('button', { name: 'Keep the time' }).click();
        await dialog(page).waitFor({ state: 'detached' });
        assert.deepEqual(await place(page, parts.booking.id), before);
        assert.equal(await entry(page, `${parts.booking.id}/asking`).count(), 0);
        assert.deepEqual(page.sent, []);
        assert.equal((await stateOf(parts.booking.id, parts.client)).reschedule, null);
    });

    it('a time that is not free is led to the nearest, before anything is sent', async () => {
        await drag(page, parts.booking.id, { days: 2, hours: 8 });
        await seen(dialog(page).getByText(/, 17:00 is not free; this is the nearest free time\.$/));
        assert.match(await dialog(page).textContent(), /new.*16:00 to 18:00/s);
        assert.ok(await dialog(page).getByRole('radio', { name: '16:00' }).isChecked());
        await dialog(page).getByRole('button', { name: 'Keep the time' }).click();
        assert.deepEqual(page.sent, []);
    });

    it('is asked again, with the time it was dropped on, after signing in', async () => {
        await drag(page, parts.booking.id, { days: 1, hours: 2 });
        await seen(dialog(page));
        await page.context().clearCookies({ name: /session/ });
        await dialog(page).getByRole('button', { name: 'Ask for this time' }).click();
        await dialog(page).getByRole('link', { name: 'Sign in' }).click();
        await page.getByLabel('E-mail').fill(parts.client.email);
        await page.getByLabel('Password', { exact: true }).fill('correct horse battery');
        await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click();
        await seen(dialog(page));
        assert.match(await dialog(page).textContent(), /now.*09:00 to 11:00.*new.*11:00 to 13:00/s);
        assert.ok(await dialog(page).getByLabel(/^Reason/).evaluate((field) => field === document.activeElement), 'the focus is where one goes on');
        await dialog(page).getByRole('button', { name: 'Keep the time' }).click();
        await page.reload();
        await seen(entry(page, parts.booking.id));
        assert.equal(await dialog(page).count(), 0);
    });

    it('sends once it is confirmed, and what was asked for stands beside what is agreed', async () => {
        page.sent.length = 0;
        await drag(page, parts.booking.id, { days: 1, hours: 2 });
        await dialog(page).getByLabel('Reason').fill('A day later is better');
        await dialog(page).getByRole('button', { name: 'Ask for this time' }).click();
        await dialog(page).waitFor({ state: 'detached' });
        await seen(entry(page, `${parts.booking.id}/proposed`), soon);
        assert.equal(page.sent.length, 1);
        const { scheduledTime, reschedule } = await stateOf(parts.booking.id, parts.client);
        assert.deepEqual([scheduledTime, reschedule.start, reschedule.end], [nextWeek(1, 9), nextWeek(2, 11), nextWeek(2, 13)]);
        assert.match(await entry(page, `${parts.booking.id}/proposed`).textContent(), /11:00 to 13:00.*Asked for/);
        // The browser itself reports the refusal that was wanted.
        assert.deepEqual(page.complaints.filter((text) => !/status of 4\d\d .*booking\.reschedule/.test(text)), []);
    });

    it('what is merely asked for cannot be dragged; what the other side accepts moves by itself', async () => {
        const { id } = parts.booking;
        await drag(page, `${id}/proposed`, { days: 2 });
        assert.equal(await dialog(page).count(), 0);
        await server.expect(200, 'POST', `/api/bookings/${id}/reschedule/accept`, { token: parts.provider.token, body: {} });
        await entry(page, `${id}/proposed`).waitFor({ state: 'detached', ...soon });
        await page.waitForFunction((key) => document.querySelector(`[data-entry="${key}"]`)?.textContent.includes('11:00 to 13:00'), id);
    });
});

it('is moved by keyboard alone', async () => {
    const { client, booking } = await agreed({ confirm: false, name: 'Kay Board' });
    const page = await pageOf(client);
    await page.to(`/booking/calendar?view=week&date=${dayOf(nextWeek(1))}`);
    await entry(page, booking.id).waitFor();
    const focused = () => page.evaluate(() => document.activeElement.dataset.entry ?? document.activeElement.textContent.trim());
    const tabTo = async (text) => {
        for (let i = 0; i < 60; i++) {
            if ((await focused()) === text) return;
            await page.keyboard.press('Tab');
        }
        throw new Error(`Tab does not reach ${text}: ${await focused()}`);
    };
    await tabTo(booking.id);
    await page.keyboard.press('Enter');
    await seen(dialog(page).getByRole('heading', { name: 'Ironing' }));
    await tabTo('Move to…');
    await page.keyboard.press('Enter');
    await seen(dialog(page).getByRole('radio').first());
    assert.match(await dialog(page).textContent(), /your request moves at once/);
    const starts = dialog(page).getByRole('group', { name: /^Start on/ });
    await starts.getByRole('radio', { name: '14:00' }).focus();
    await page.keyboard.press('Space');
    await page.keyboard.press('Enter');
    await dialog(page).waitFor({ state: 'detached' });
    await page.waitForFunction((id) => document.querySelector(`[data-entry="${id}"]`)?.textContent.includes('14:00 to 16:00'), booking.id);
    assert.equal((await stateOf(booking.id, client)).scheduledTime, nextWeek(1, 14));
    assert.equal(await focused(), booking.id, 'the focus is where it was');
    assert.deepEqual(page.complaints, []);
    await page.context().close();
});

it('has four views, each with an address, and the back button leads through them', async () => {
    const { client, booking } = await agreed({ name: 'Vera Views' });
    const page = await pageOf(client);
    const date = dayOf(nextWeek(1));
    await page.to(`/booking/calendar?date=${date}`);
    const views = page.getByRole('navigation', { name: 'View' });
    for (const view of ['Month', 'Day', 'List', 'Week']) {
        await views.getByRole('link', { name: view }).click();
        await page.waitForURL(new RegExp(`view=${view.toLowerCase()}&?.*date=${date}|date=${date}&view=${view.toLowerCase()}`));
        await seen(entry(page, booking.id));
        assert.equal(await views.locator('[aria-current]').textContent(), view);
    }
    await page.goBack();
    assert.equal(await views.locator('[aria-current]').textContent(), 'List');
    await page.getByRole('link', { name: 'Later' }).click();
    await entry(page, booking.id).waitFor({ state: 'detached' });
    await seen(page.getByRole('heading', { name: 'Nothing in these four weeks' }));
    await page.goBack();
    await seen(entry(page, booking.id));
    await entry(page, booking.id).click();
    await dialog(page).getByRole('link', { name: 'Open the job' }).click();
    await page.waitForURL(`**/booking/manage/${booking.id}`);
    await page.goBack();
    await seen(entry(page, booking.id));
    // The day of a month leads to the day.
    await views.getByRole('link', { name: 'Month' }).click();
    await page.locator(`[data-date="${date}"] .cal-number`).click();
    await page.waitForURL(/view=day/);
    await seen(entry(page, booking.id));
    assert.deepEqual(page.complaints, []);
    await page.context().close();
});

it('keeps its hours apart when the browser’s text is large', async () => {
    const { client, booking } = await agreed({ name: 'Lena Large' });
    for (const size of [{ width: 1280, height: 900 }, { width: 390, height: 844 }]) {
        const page = await pageOf(client, { viewport: size });
        await page.addInitScript(() => document.addEventListener('readystatechange', () => document.documentElement.style.setProperty('font-size', '32px')));
        await page.to(`/booking/calendar?view=day&date=${dayOf(booking.scheduledTime)}`);
        await seen(entry(page, booking.id));
        const quarter = await page.locator('.cal-slot').first().evaluate((slot) => slot.getBoundingClientRect().height);
        assert.ok(quarter >= 24, `${quarter} px a quarter at ${size.width}`);
        await page.context().close();
    }
});

it('does not pass a month that was never fetched for an empty one', async () => {
    const { client, booking } = await agreed({ name: 'Olaf Offline' });
    const page = await pageOf(client);
    await page.to(`/booking/calendar?view=day&date=${dayOf(booking.scheduledTime)}`);
    await seen(entry(page, booking.id));
    await page.context().setOffline(true);
    await page.getByRole('link', { name: 'Later' }).click();
    await seen(page.getByText('The calendar could not be opened'));
    assert.equal(await page.getByText('Saved copy from').count(), 0);
    await page.context().setOffline(false);
    await seen(page.getByText('Nothing booked on this day'));
    await page.context().close();
});

it('stands on the clock of the place, and on one’s own when asked', async () => {
    const { client, booking } = await agreed({ name: 'Zoë Zones', profile: { timeZone: 'America/New_York' }, hour: 15 });
    const page = await pageOf(client, { zone: 'Europe/Berlin' });
    await page.to(`/booking/calendar?view=week&date=${dayOf(nextWeek(1))}`);
    const clocks = page.getByRole('navigation', { name: 'Whose clock' });
    const clockOf = (time) => entry(page, booking.id).locator('.ev-time', { hasText: new RegExp(`^${time}`) });
    const time = (zone) => new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit' }).format(new Date(booking.scheduledTime));
    await seen(clockOf(time('America/New_York')));
    await clocks.getByRole('link', { name: 'Berlin time' }).click();
    await page.waitForURL(/zone=Europe%2FBerlin/);
    await seen(clockOf(time('Europe/Berlin')));
    await entry(page, booking.id).click();
    const text = await dialog(page).textContent();
    assert.ok(text.includes(`${time('America/New_York')} to`) && text.includes(`New York time (${time('Europe/Berlin')} to`), text);
    await page.reload();
    await seen(clockOf(time('Europe/Berlin')));
    await page.context().close();
});

it('opens its hours where there is something to see, and then leaves them alone', async () => {
    const { client, booking } = await agreed({ name: 'Ella Evening', hour: 15 });
    const page = await pageOf(client, { zone: 'Asia/Kathmandu' });
    const isInSight = () => entry(page, booking.id).evaluate((element) => new Promise((tell) => {
        new IntersectionObserver(([seen], watch) => { watch.disconnect(); tell(seen.intersectionRatio > 0.5); }).observe(element);
    }));
    const inSight = async (isWanted = true) => {
        for (let tries = 0; await isInSight() !== isWanted; tries++) {
            assert.ok(tries < 50, isWanted ? 'never comes in sight' : 'stays in sight');
            await page.waitForTimeout(100);
        }
    };
    const top = () => page.locator('.cal-lane').first().evaluate((lane) => lane.getBoundingClientRect().y);
    await page.to(`/booking/calendar?view=week&date=${dayOf(nextWeek(1))}`);
    await inSight(); // in the afternoon, where it takes place
    const morning = await top();
    await page.getByRole('link', { name: 'Kathmandu time' }).click();
    await page.waitForFunction((id) => document.querySelector(`[data-entry="${id}"]`)?.textContent.includes('20:45'), booking.id);
    await inSight(); // in the evening, on one’s own clock
    await page.reload();
    await inSight(); // as it is opened
    const evening = await top();
    assert.ok(evening < morning, `${evening} is further down than ${morning}`);
    for (const view of ['Month', 'Week', 'Day']) await page.getByRole('navigation', { name: 'View' }).getByRole('link', { name: view }).click();
    await inSight(); // after a month
    await page.getByRole('link', { name: 'Later' }).click();
    await seen(page.getByText('Nothing booked on this day'));
    assert.equal(await top(), evening, 'where nothing is, nothing jumps');
    await page.getByRole('link', { name: 'Earlier' }).click();
    await inSight(); // and back
    await entry(page, booking.id).hover();
    await page.mouse.wheel(0, -900);
    await inSight(false);
    const away = await top();
    await page.waitForTimeout(500);
    assert.equal(await top(), away, 'who scrolls is left alone');
    assert.deepEqual(page.complaints, []);
    await page.context().close();
});

it('says who comes to a session, on the calendar and on the page of a booking', async () => {
    const { provider, client, booking } = await agreed({ name: 'Sam Seat', service: { seats: 3, durationMinutes: 60, minHours: undefined, maxHours: undefined }, more: { durationHours: undefined } });
    const second = await signUp(server, 'Tess Two');
    await server.expect(201, 'POST', '/api/bookings', { token: second.token, body: { providerId: provider.id, serviceId: provider.service.id, scheduledTime: booking.scheduledTime, location: '2 Main Street' } });
    const page = await pageOf(provider);
    await page.to(`/booking/calendar?view=week&date=${dayOf(booking.scheduledTime)}`);
    const session = page.locator('[data-entry^="session/"]');
    await seen(session.locator('.ev-note', { hasText: '2 people' }));
    await session.click();
    const people = dialog(page).getByRole('list', { name: 'Who comes' });
    await seen(people);
    assert.match(await dialog(page).textContent(), /2 of 3 · 1 seat left/);
    assert.deepEqual(await people.getByRole('link').allTextContents(), ['Sam Seat', 'Tess Two']);
    await people.getByRole('link', { name: 'Sam Seat' }).click();
    await page.waitForURL(`**/booking/manage/${booking.id}`);
    const pane = page.getByRole('list', { name: 'Who comes' });
    await seen(pane);
    assert.equal(await pane.locator('[aria-current]').textContent(), 'Sam Seat');
    assert.deepEqual(page.complaints, []);
    await page.context().close();
    // Who merely has a seat is not told.
    const seat = await pageOf(client);
    await seat.to(`/booking/manage/${booking.id}`);
    assert.equal(await seat.getByRole('heading', { name: 'Who comes' }).count(), 0);
    await seat.context().close();
});

it('shows a series, and calls off this one, those after it, or all', async () => {
    const { client, booking, all } = await agreed({ name: 'Rita Repeat', more: { repeat: { everyWeeks: 1, count: 8 } } });
    const page = await pageOf(client);
    await page.to(`/booking/manage/${all[2].id}`);
    const series = page.getByRole('heading', { name: /^The series/ });
    await seen(series.getByText('3 of 8, weekly'));
    const ask = async () => {
        await page.getByRole('group', { name: 'What you can do' }).getByRole('button', { name: 'Cancel job' }).click();
        await seen(dialog(page).getByText('6 jobs'));
    };
    await ask();
    await dialog(page).getByRole('radio', { name: /^This one and those after it/ }).click();
    await seen(dialog(page).getByText('Price of 6 together'));
    // $75 an hour, two hours, six times; more than the free time ahead.
    const previews = [];
    for (const { id } of all.slice(2)) previews.push((await stateOf(id, client)).cancellation);
    const sum = (field) => `$${(previews.reduce((total, one) => total + one[field], 0) / 100).toFixed(2)}`;
    const receipt = (await dialog(page).textContent()).replaceAll(',', '');
    assert.ok(receipt.includes('$900.00') && receipt.includes(sum('refundMinor')) && receipt.includes(sum('feeMinor')), receipt);
    await seen(page.getByRole('dialog', { name: 'Cancel 6 jobs?' }).getByText(/ is told at once/));
    await dialog(page).getByRole('button', { name: 'Cancel 6 jobs' }).click();
    await dialog(page).waitFor({ state: 'detached' });
    await page.getByRole('group', { name: 'What you can do' }).getByRole('button').waitFor({ state: 'detached' });
    assert.equal(await page.evaluate(() => document.activeElement.getAttribute('aria-label')), 'What you can do', 'the focus stays');
    const states = async () => (await server.expect(200, 'GET', `/api/bookings?limit=100&seriesId=${booking.seriesId}`, { token: client.token })).bookings.map(({ status }) => status === 'CANCELLED');
    assert.deepEqual(await states(), [false, false, true, true, true, true, true, true]);
    await page.to(`/booking/manage/${all[0].id}`);
    await page.getByRole('group', { name: 'What you can do' }).getByRole('button', { name: 'Cancel job' }).click();
    await seen(dialog(page).getByText('2 jobs').first());
    await dialog(page).getByRole('button', { name: 'Cancel job' }).click();
    await dialog(page).waitFor({ state: 'detached' });
    assert.deepEqual(await states(), [true, false, true, true, true, true, true, true], 'this one alone, unless others are chosen');
    assert.deepEqual(page.complaints, []);
    await page.context().close();
});

it('offline: what was shown stays with its age, and nothing can be moved', async () => {
    const { client, booking } = await agreed({ name: 'Otto Off' });
    const page = await pageOf(client);
    await page.to(`/booking/calendar?view=week&date=${dayOf(nextWeek(1))}`);
    await entry(page, booking.id).waitFor();
    await settled(page);
    await page.context().setOffline(true);
    await seen(page.getByText(/^Saved copy/));
    await drag(page, booking.id, { days: 1 });
    assert.equal(await dialog(page).count(), 0);
    await entry(page, booking.id).click();
    assert.ok(await dialog(page).getByRole('button', { name: 'Move to…' }).isDisabled());
    await page.context().close();
});
