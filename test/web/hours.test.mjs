// The availability editor: drawn with a mouse, typed with nothing but keys, a day and a week copied, days
// that differ, time off, rules in words. What is saved is what the server has, and what a client is offered.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { settled } from './browser.mjs';
import { newProvider, signUp } from '../api/harness.mjs';
import { complaintsOf, seen, world } from './walk.mjs';

const DAY = 86_400_000, zone = 'America/New_York';
const office = { start: '09:00', end: '17:00' };
const workdays = ['MO', 'TU', 'WE', 'TH', 'FR'];
let server, browser;

world('studio', (here) => { ({ server, browser } = here); });

/** Days of the provider's wall, at least a week ahead, so that no clock of the test can matter. */
const today = () => new Intl.DateTimeFormat('en-CA', { timeZone: zone }).format(new Date());
const plus = (date, days) => new Date(Date.parse(date) + days * DAY).toISOString().slice(0, 10);
const weekday = (date) => (new Date(date).getUTCDay() + 6) % 7;
const monday = (weeks) => plus(today(), 7 * weeks - weekday(today()));
const spoken = (date) => new Intl.DateTimeFormat('en-GB', { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' }).format(new Date(date)).replace(',', '');

const makeProvider = (weekly = [{ days: workdays, ...office }]) => newProvider(server, { profile: { timeZone: zone }, weekly });
const saved = (provider) => server.expect(200, 'GET', '/api/providers/me/availability', { token: provider.token });
const setHours = (provider, body) => server.expect(200, 'PUT', '/api/providers/me/availability', { token: provider.token, body });

async function signedIn(person, options) {
    const page = await browser.page(server, options);
    const answer = await page.context().request.post(`${server.url}/api/auth/login`, {
        data: { email: person.email, password: 'correct horse battery' }, headers: { origin: server.url },
    });
    assert.ok(answer.ok());
    return page;
}
async function editor(provider, options) {
    const page = await signedIn(provider, options);
    await page.to('/account/hours');
    await seen(page.getByRole('heading', { level: 2, name: 'Every week' }));
    return page;
}
const field = (page, name) => page.getByRole('textbox', { name, exact: true });
const part = (page, name) => page.getByRole('region', { name, exact: true });
async function save(page) {
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await seen(page.getByRole('status').getByText('Everything is saved.'));
}
/** The starts of a date that a client is offered, by the provider's wall. */
async function offered(provider, date) {
    const query = new URLSearchParams({ serviceId: provider.service.id, from: `${date}T00:00:00Z`, to: `${plus(date, 2)}T12:00:00Z` });
    const { slots } = await server.expect(200, 'GET', `/api/providers/${provider.id}/slots?${query}`, {});
    return slots.map((slot) => slot.local).filter((local) => local.startsWith(date)).map((local) => local.slice(11, 16));
}
const hourly = (from, to) => Array.from({ length: to - from }, (_, index) => `${String(from + index).padStart(2, '0')}:00`);

/** Presses at one time of a day's line and lets go at another. */
async function drag(page, day, from, to) {
    const line = page.locator(`[data-track=${day}]`);
    await line.scrollIntoViewIfNeeded();
    const box = await line.boundingBox();
    const x = (hour) => box.x + (box.width * hour) / 24;
    await page.mouse.move(x(from), box.y + box.height / 2);
    await page.mouse.down();
    await page.mouse.move(x((from + to) / 2), box.y + box.height / 2, { steps: 3 });
    await page.mouse.move(x(to), box.y + box.height / 2, { steps: 3 });
    await page.mouse.up();
}

describe('with a mouse', () => {
    let page, provider;
    before(async () => {
        provider = await makeProvider();
        page = await editor(provider);
    });
    after(() => page.context().close());

    it('draws hours on a day, in quarters of an hour', async () => {
        await drag(page, 'SA', 10.05, 14.3);
        assert.equal(await field(page, 'Saturday: From').inputValue(), '10:00');
        assert.equal(await field(page, 'Saturday: to').inputValue(), '14:15');
    });
    it('moves them, and pulls at an end', async () => {
        await drag(page, 'SA', 12, 13);
        assert.equal(await field(page, 'Saturday: From').inputValue(), '11:00');
        await drag(page, 'SA', 15.22, 18);
        assert.deepEqual([await field(page, 'Saturday: From').inputValue(), await field(page, 'Saturday: to').inputValue()], ['11:00', '18:00']);
    });
    it('a press alone does nothing, and Escape lets go', async () => {
        await drag(page, 'SU', 12, 12);
        assert.equal(await field(page, 'Sunday: From').count(), 0);
        const box = await page.locator('[data-track=SU]').boundingBox();
        await page.mouse.move(box.x + 100, box.y + 10);
        await page.mouse.down();
        await page.mouse.move(box.x + 300, box.y + 10);
        await page.keyboard.press('Escape');
        await page.mouse.up();
        assert.equal(await field(page, 'Sunday: From').count(), 0);
    });
    it('undoes step by step', async () => {
        for (let count = 0; count < 3; count++) await page.getByRole('button', { name: 'Undo' }).click();
        assert.equal(await field(page, 'Saturday: From').count(), 0);
        await seen(page.getByText('Everything is saved.'));
        assert.ok(await page.getByRole('button', { name: 'Undo' }).isDisabled());
    });
    it('pulls what crosses midnight on the day after, and saves', async () => {
        await field(page, 'Friday: From').fill('20:00');
        await field(page, 'Friday: to').fill('02:00');
        await seen(page.getByText('until 02:00 next day'));
        await drag(page, 'SA', 1.93, 4);
        assert.equal(await field(page, 'Friday: to').inputValue(), '04:00');
        await save(page);
        const { weekly } = await saved(provider);
        assert.deepEqual(weekly, [{ days: workdays.slice(0, 4), ...office }, { days: ['FR'], start: '20:00', end: '04:00' }]);
        assert.deepEqual(await offered(provider, plus(monday(2), 4)), hourly(20, 24));
        assert.deepEqual(await offered(provider, plus(monday(2), 5)), hourly(0, 4));
    });
    it('says what overlaps at the field, and makes one of them', async () => {
        await drag(page, 'MO', 18, 20);
        await field(page, 'Monday, 2: From').fill('16:00');
        await seen(page.getByText('Overlaps 09:00–17:00.'));
        assert.equal(await field(page, 'Monday, 2: From').getAttribute('aria-invalid'), 'true');
        await page.getByRole('button', { name: 'Save', exact: true }).click();
        const alert = page.getByRole('main').getByRole('alert');
        await seen(alert.getByText('Monday: Overlaps 09:00–17:00.'));
        await page.getByRole('button', { name: 'Make one of them' }).click();
        assert.equal(await field(page, 'Monday: to').inputValue(), '20:00');
        await alert.waitFor({ state: 'detached' });
        await field(page, 'Tuesday: From').fill('03:00');
        await field(page, 'Monday: From').fill('22:00');
        await field(page, 'Monday: to').fill('04:00');
        await seen(page.getByText('Overlaps Monday’s hours, which run until 04:00.'));
        await page.getByRole('button', { name: 'Discard all' }).click();
        await seen(page.getByText('Everything is saved.'));
    });
    it('the console is silent', () => complaintsOf(page));
});

describe('with nothing but the keyboard', () => {
    let page, provider;
    before(async () => {
        provider = await makeProvider();
        page = await editor(provider);
    });
    after(() => page.context().close());

    const name = () => page.evaluate(() => {
        const at = document.activeElement;
        return at === document.body ? '' : (at.getAttribute('aria-label') ?? [...(at.labels ?? [])].map((one) => one.textContent).join(' ') ?? '') || at.textContent;
    });
    async function tabTo(wanted, most = 120) {
        const way = [];
        for (let count = 0; count < most; count++) {
            await page.keyboard.press('Tab');
            way.push(await name());
            if (wanted instanceof RegExp ? wanted.test(way.at(-1)) : way.at(-1) === wanted) return;
        }
        assert.fail(`${wanted} cannot be reached: ${way.slice(-40).join(' | ')}`);
    }

    it('types times as one likes, and steps by quarters', async () => {
        await tabTo('Monday: From');
        await page.keyboard.type('8');
        await page.keyboard.press('Tab');
        assert.equal(await name(), 'Monday: to');
        await page.keyboard.type('1230');
        await page.keyboard.press('Enter');
        assert.equal(await field(page, 'Monday: to').inputValue(), '12:30');
        await page.keyboard.press('ArrowDown');
        assert.equal(await field(page, 'Monday: From').inputValue(), '08:00');
        assert.equal(await field(page, 'Monday: to').inputValue(), '12:15');
    });
    it('adds hours to the day, and is where they are typed', async () => {
        await tabTo('Add hours on Monday');
        await page.keyboard.press('Enter');
        assert.equal(await name(), 'Monday, 2: From');
        await page.keyboard.type('1pm');
        await page.keyboard.press('Tab');
        await page.keyboard.type('24');
        await page.keyboard.press('Tab');
        assert.equal(await field(page, 'Monday, 2: From').inputValue(), '13:00');
        assert.equal(await field(page, 'Monday, 2: to').inputValue(), '24:00');
    });
    it('copies the day to others', async () => {
        await tabTo('Copy Monday to other days');
        await page.keyboard.press('Enter');
        const dialog = page.getByRole('dialog', { name: 'Copy Monday to…' });
        await dialog.waitFor();
        for (const day of ['Tuesday', 'Sunday']) {
            await tabTo(day, 20);
            await page.keyboard.press('Space');
        }
        await tabTo('Copy', 10);
        await page.keyboard.press('Enter');
        await dialog.waitFor({ state: 'detached' });
        assert.equal(await name(), 'Copy Monday to other days');
        assert.equal(await field(page, 'Sunday, 2: to').inputValue(), '24:00');
    });
    it('removes hours without losing the focus', async () => {
        await tabTo('Remove 09:00 to 17:00 on Wednesday');
        await page.keyboard.press('Enter');
        assert.equal(await name(), 'Add hours on Wednesday');
    });
    it('finds a day in the month by the arrows, and closes it', async () => {
        await tabTo(/: as every week$/);
        const first = await name();
        await page.keyboard.press('ArrowDown');
        await page.keyboard.press('ArrowDown');
        assert.notEqual(await name(), first);
        await page.keyboard.press('Enter');
        await tabTo('Closed');
        await tabTo('Add this day');
        await page.keyboard.press('Enter');
        assert.match(await name(), /^Add hours on /);
        assert.equal(await page.locator('.exceptions .hours-rows > li').count(), 1);
    });
    it('saves', async () => {
        await tabTo('Save');
        await page.keyboard.press('Enter');
        await seen(page.getByText('Everything is saved.'));
        const { weekly, exceptions } = await saved(provider);
        assert.deepEqual(weekly, [
            { days: ['MO', 'TU', 'SU'], start: '08:00', end: '12:15' }, { days: ['MO', 'TU', 'SU'], start: '13:00', end: '24:00' },
            { days: ['TH', 'FR'], ...office },
        ]);
        assert.equal(exceptions.length, 1);
        assert.deepEqual(exceptions[0].intervals, []);
    });
    it('the console is silent', () => complaintsOf(page));
});

describe('days that differ, copied weeks, time off and rules', () => {
    let page, provider;
    before(async () => {
        provider = await makeProvider();
        await setHours(provider, {
            exceptions: [{ date: plus(today(), -9), intervals: [] }],
            rules: [{ rrule: 'FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO', from: today(), ...office }],
        });
        page = await editor(provider);
    });
    after(() => page.context().close());
    const differ = () => part(page, 'Days that differ');
    async function add(date, kind) {
        await differ().getByLabel('Date', { exact: true }).fill(date);
        await differ().getByRole('radio', { name: kind }).check({ force: true });
        await differ().getByRole('button', { name: 'Add this day' }).click();
    }

    it('closes a day, gives another other hours, and a third more of them', async () => {
        await add(plus(monday(2), 1), 'Closed');
        await add(plus(monday(2), 2), 'Other hours');
        await field(page, `${spoken(plus(monday(2), 2))}: to`).fill('11:00');
        await add(plus(monday(2), 5), 'Extra hours');
        await add(plus(monday(2), 3), 'Extra hours');
        const rows = differ().locator('.hours-rows').first().getByRole('listitem');
        assert.deepEqual(await rows.locator('.tag').allInnerTexts().then((list) => list.map((text) => text.replace(/\W+/g, ' ').trim())), ['Closed', 'Other hours', 'Extra hours', 'Extra hours']);
        await seen(differ().getByText('1 day that is past'));
        await save(page);
        assert.deepEqual((await saved(provider)).exceptions.slice(1), [
            { date: plus(monday(2), 1), intervals: [] },
            { date: plus(monday(2), 2), intervals: [{ start: '09:00', end: '11:00' }] },
            { date: plus(monday(2), 3), intervals: [office, { start: '18:00', end: '21:00' }] },
            { date: plus(monday(2), 5), intervals: [office] },
        ]);
        assert.deepEqual(await offered(provider, plus(monday(2), 1)), []);
        assert.deepEqual(await offered(provider, plus(monday(2), 2)), ['09:00', '10:00']);
    });
    it('shows the coming weeks as the server says them', async () => {
        const next = part(page, 'Your next four weeks');
        const short = (date) => spoken(date).replace(/ \d{4}$/, '');
        await seen(next.getByRole('button', { name: `${short(plus(monday(2), 1))}: closed` }));
        await seen(next.getByRole('button', { name: `${short(plus(monday(2), 3))}: 09:00–17:00, 18:00–21:00, 11 h` }));
        await next.getByRole('button', { name: `${short(plus(monday(2), 2))}: 09:00–11:00, 2 h` }).click();
        await seen(next.locator('.detail').getByText('09:00–11:00, 2 h'));
    });
    it('copies that week to the next two; undoing brings it back before anything is saved', async () => {
        const copy = async () => {
            await differ().getByRole('button', { name: 'Copy a week…' }).click();
            const dialog = page.getByRole('dialog', { name: 'Copy a week' });
            await dialog.getByLabel('Copy the week of').selectOption(monday(2));
            await seen(dialog.getByText('09:00–17:00, 18:00–21:00'));
            for (const box of (await dialog.getByRole('checkbox').all()).slice(0, 2)) await box.check();
            await seen(dialog.getByText('8 days become days that differ', { exact: false }));
            await dialog.getByRole('button', { name: 'Copy', exact: true }).click();
            await dialog.waitFor({ state: 'detached' });
        };
        await copy();
        const told = await page.locator('.toasts').boundingBox();
        const bar = await page.locator('.save-bar').boundingBox();
        assert.ok(told.y + told.height <= bar.y, 'what is said in passing does not lie on the way to save');
        assert.equal(await differ().locator('.hours-rows').first().locator('> li').count(), 12);
        await page.getByRole('button', { name: 'Undo' }).click();
        assert.equal(await differ().locator('.hours-rows').first().locator('> li').count(), 4);
        await copy();
        await save(page);
        for (const week of [3, 4]) {
            assert.deepEqual(await offered(provider, plus(monday(week), 1)), []);
            assert.deepEqual(await offered(provider, plus(monday(week), 3)), [...hourly(9, 17), ...hourly(18, 21)]);
            assert.deepEqual(await offered(provider, plus(monday(week), 4)), hourly(9, 17));
        }
    });
    it('takes days off, and some hours, with a note that only the provider sees', async () => {
        const off = part(page, 'Time off');
        await off.getByRole('button', { name: 'Add time off' }).click();
        await off.getByLabel('First day').fill(monday(6));
        await off.getByLabel('Last day').fill(plus(monday(6), -1));
        await seen(off.getByText('It ends before it begins.'));
        await off.getByLabel('Last day').fill(plus(monday(6), 1));
        await off.getByLabel('Note').fill('Christmas at the sea');
        await off.getByRole('button', { name: 'Add time off' }).click();
        const second = off.getByRole('listitem').nth(1);
        await second.getByLabel('First day').fill(plus(monday(6), 2));
        await second.getByRole('checkbox', { name: 'Not whole days' }).check();
        await second.getByRole('textbox', { name: /^Starts: / }).fill('10:00');
        await second.getByRole('textbox', { name: /^Ends: / }).fill('12:00');
        await seen(second.getByRole('heading', { name: `${spoken(plus(monday(6), 2))} 10:00 to 12:00` }));
        await save(page);
        const { timeOff } = await saved(provider);
        assert.deepEqual(timeOff[0], { from: monday(6), to: plus(monday(6), 1), note: 'Christmas at the sea' });
        assert.equal(timeOff[1].note, undefined);
        assert.deepEqual(await offered(provider, plus(monday(6), 1)), []);
        assert.deepEqual(await offered(provider, plus(monday(6), 2)), ['09:00', ...hourly(12, 17)]);
        const shown = await server.expect(200, 'GET', `/api/providers/${provider.id}/availability`, {});
        assert.equal(shown.timeOff[0].note, undefined);
    });
    it('says a rule in plain words, and leaves the one written by hand alone', async () => {
        const rules = part(page, 'Hours that repeat');
        await seen(rules.getByText('FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO'));
        await rules.getByRole('button', { name: 'Add a rule' }).click();
        await rules.getByLabel('From the day').fill(monday(8));
        await rules.getByLabel('Repeats').selectOption({ label: 'by months, on a weekday' });
        await rules.getByLabel('Every', { exact: true }).fill('1');
        await rules.getByLabel('Every', { exact: true }).press('Tab');
        await rules.getByLabel('Which').selectOption({ label: 'first' });
        await rules.getByLabel('Day', { exact: true }).selectOption({ label: 'Saturday' });
        await rules.getByLabel('Hours that repeat: to').fill('13:00');
        await rules.getByLabel('Until').selectOption({ label: 'a number of times' });
        await rules.getByLabel('How many times').fill('3');
        await rules.getByLabel('How many times').press('Tab');
        await seen(rules.getByRole('heading', { name: /^Every first Saturday of the month, 10:00 to 13:00, from .*, 3 times$/ }));
        await save(page);
        assert.deepEqual((await saved(provider)).rules, [
            { rrule: 'FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO', from: today(), ...office },
            { rrule: 'FREQ=MONTHLY;BYDAY=1SA;COUNT=3', from: monday(8), start: '10:00', end: '13:00' },
        ]);
        let saturday = plus(monday(8), 5);
        while (Number(saturday.slice(8)) > 7) saturday = plus(saturday, 7);
        assert.deepEqual(await offered(provider, saturday), hourly(10, 13));
    });
    it('puts the server’s refusal at the rule that it is about, and keeps what was typed', async () => {
        const rules = part(page, 'Hours that repeat');
        await rules.getByRole('button', { name: /^Change: Every first Saturday/ }).click();
        await rules.getByLabel('Repeats').selectOption({ label: 'by months, on a date' });
        await rules.getByLabel('Day of the month').selectOption({ label: '31st' });
        await page.route('**/trpc/availability.set**', async (route) => {
            const body = route.request().postDataJSON();
            body[0].rules[1].rrule = 'FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=31';
            await route.continue({ postData: JSON.stringify(body) });
        });
        await page.getByRole('button', { name: 'Save', exact: true }).click();
        await seen(rules.getByRole('listitem').nth(1).getByText('This rule never happens.'));
        assert.equal(await rules.getByLabel('Day of the month').inputValue(), '31');
        await page.unroute('**/trpc/availability.set**');
        await save(page);
        assert.equal(await rules.getByText('This rule never happens.').count(), 0);
        assert.equal((await saved(provider)).rules[1].rrule, 'FREQ=MONTHLY;BYMONTHDAY=31;COUNT=3');
    });
    it('tells the zone’s clock', async () => {
        const place = page.getByRole('region', { name: 'Time zone' });
        await seen(place.getByText(/^\d\d:\d\d there now, UTC−0[45]:00$/));
        await seen(place.getByText(/^The clocks go (forward|back) 1 h on \w{3} \d+ \w{3} \d{4}, at 02:00\./));
        await place.getByLabel('Your time zone').selectOption('Asia/Tokyo');
        await seen(place.getByText(/UTC\+09:00$/));
        await seen(place.getByText('The clocks do not change there in the coming year.'));
        await page.getByRole('button', { name: 'Discard all' }).click();
    });
    it('the console is silent', () => complaintsOf(page, (text) => text.includes('400')));
});

describe('saving', () => {
    let page, provider, booking;
    before(async () => {
        provider = await makeProvider();
        const client = await signUp(server, 'Bo Berg');
        ({ booking } = await server.expect(201, 'POST', '/api/bookings', { token: client.token, body: {
            providerId: provider.id, serviceId: provider.service.id, title: 'Drums, all of them', durationHours: 2,
            scheduledTime: (await server.expect(200, 'GET', `/api/providers/${provider.id}/slots?serviceId=${provider.service.id}&from=${monday(2)}T14:00:00Z&to=${plus(monday(2), 1)}T00:00:00Z&durationHours=2`, {})).slots[0].start,
        } }));
        page = await editor(provider);
    });
    after(() => page.context().close());

    it('names the bookings that now lie outside, and leads to them', async () => {
        await part(page, 'Every week').getByRole('button', { name: /^Remove 09:00 to 17:00 on Monday/ }).click();
        await save(page);
        const note = page.getByRole('region', { name: /now lies outside your hours\. It stays as it is\.$/ });
        await seen(note);
        await seen(note.getByRole('link', { name: 'Drums, all of them' }));
        assert.equal(await note.getByRole('link').getAttribute('href'), `/booking/manage/${booking.id}`);
        await note.getByRole('button', { name: 'Seen' }).click();
        await note.waitFor({ state: 'detached' });
    });
    it('asks before a link loses what is not saved; the back button loses nothing', async () => {
        await field(page, 'Tuesday: to').fill('18:00');
        const profile = page.getByRole('navigation', { name: 'Account sections' }).getByRole('link', { name: 'Profile' });
        await profile.click();
        const dialog = page.getByRole('dialog', { name: 'Leave without saving?' });
        await dialog.getByRole('button', { name: 'Stay here' }).click();
        assert.equal(new URL(page.url()).pathname, '/account/hours');
        assert.equal(await field(page, 'Tuesday: to').inputValue(), '18:00');
        await profile.click();
        await dialog.getByRole('button', { name: 'Leave without saving' }).click();
        await page.getByRole('heading', { level: 1, name: 'Your profile' }).waitFor();
        await page.getByRole('navigation', { name: 'Account sections' }).getByRole('link', { name: 'Hours' }).click();
        await seen(field(page, 'Tuesday: to'));
        assert.equal(await field(page, 'Tuesday: to').inputValue(), '17:00');
        await field(page, 'Tuesday: to').fill('19:00');
        await page.goBack();
        await page.getByRole('heading', { level: 1, name: 'Your profile' }).waitFor();
        await page.goForward();
        await seen(page.getByText('These are the changes you had not saved.'));
        assert.equal(await field(page, 'Tuesday: to').inputValue(), '19:00');
    });
    it('waits while offline', async () => {
        await page.context().setOffline(true);
        await seen(page.getByText('You are offline. Your changes wait here until the connection is back.'));
        assert.ok(await page.getByRole('button', { name: 'Save', exact: true }).isDisabled());
        await page.context().setOffline(false);
        await save(page);
        assert.deepEqual((await saved(provider)).weekly[0], { days: ['TU'], start: '09:00', end: '19:00' });
    });
    it('is what a client sees in a browser of their own', async () => {
        const client = await browser.page(server, { as: 'client@example.com', zone });
        // A Monday and its Tuesday that one month shows.
        const week = [2, 3].find((count) => monday(count).slice(0, 7) === plus(monday(count), 1).slice(0, 7));
        await client.to(`/booking/${provider.id}?service=${provider.service.id}&start=${plus(monday(week), 1)}T19:00:00Z`);
        await settled(client);
        const day = (date) => client.locator(`[data-day="${date}"]`);
        await seen(day(plus(monday(week), 1)));
        assert.match(await day(plus(monday(week), 1)).textContent(), /10 free times$/);
        assert.doesNotMatch(await day(monday(week)).textContent(), /\d+ free/);
        await client.context().close();
    });
    it('the console is silent', () => complaintsOf(page, (text) => /ERR_INTERNET_DISCONNECTED/.test(text)));
});

describe('when the session ends', () => {
    let page, provider;
    before(async () => {
        provider = await makeProvider();
        page = await editor(provider);
    });
    after(() => page.context().close());

    it('says so plainly, and what was changed is there again after signing in', async () => {
        await field(page, 'Monday: to').fill('18:30');
        await page.context().clearCookies({ name: /session/ });
        await page.getByRole('button', { name: 'Save', exact: true }).click();
        const alert = page.getByRole('main').getByRole('alert');
        await seen(alert.getByText('You have been signed out. Sign in and come back. What you wrote stays.'));
        await alert.getByRole('link', { name: 'Sign in' }).click();
        await page.getByLabel('E-mail').fill(provider.email);
        await page.getByLabel('Password', { exact: true }).fill('correct horse battery');
        await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click();
        await seen(page.getByText('These are the changes you had not saved.'));
        assert.equal(new URL(page.url()).pathname, '/account/hours');
        assert.equal(await field(page, 'Monday: to').inputValue(), '18:30');
        await save(page);
        assert.deepEqual((await saved(provider)).weekly[0], { days: ['MO'], start: '09:00', end: '18:30' });
    });
    it('the console is silent', () => complaintsOf(page, (text) => /401/.test(text)));
});

describe('beside another device', () => {
    let page, provider;
    before(async () => {
        provider = await makeProvider();
        page = await editor(provider);
    });
    after(() => page.context().close());

    it('saves what was touched and leaves alone what was saved elsewhere', async () => {
        const timeOff = [{ from: plus(monday(5), 0), to: plus(monday(5), 1) }];
        await field(page, 'Monday: to').fill('18:00');
        await setHours(provider, { timeOff });
        await save(page);
        const now = await saved(provider);
        assert.deepEqual(now.timeOff, timeOff);
        assert.deepEqual(now.weekly.find(({ days }) => days.includes('MO')), { days: ['MO'], start: '09:00', end: '18:00' });
        await seen(page.getByLabel('First day'));
    });
    it('asks which stays where both changed the same, before anything is sent', async () => {
        await field(page, 'Monday: to').fill('19:00');
        const theirs = [{ days: workdays, start: '10:00', end: '16:00' }];
        await setHours(provider, { weekly: theirs });
        await page.getByRole('button', { name: 'Save', exact: true }).click();
        const note = page.getByRole('alert').filter({ hasText: 'Changed elsewhere meanwhile: Every week' });
        await seen(note);
        assert.deepEqual((await saved(provider)).weekly, theirs);
        assert.equal(await field(page, 'Monday: to').inputValue(), '19:00');
        await note.getByRole('button', { name: 'Take theirs' }).click();
        assert.equal(await field(page, 'Monday: to').inputValue(), '16:00');
        await page.getByRole('button', { name: 'Undo' }).click();
        await note.getByRole('button', { name: 'Keep mine' }).click();
        await save(page);
        assert.deepEqual((await saved(provider)).weekly.find(({ days }) => days.includes('MO')), { days: ['MO'], start: '09:00', end: '19:00' });
    });
    it('the console is silent', () => complaintsOf(page));
});
