// Choosing a time: why one that is greyed cannot be had, whose clock the times are on, and week after week.
import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import {
    apiSession, bookButton, bookingsTitled, cleaner, complaintsOf, eachDay, fillDetails, heldBar, landOnSuccess, next, price, receiptTotal, seen, step,
    worldOfCleaner,
} from './walk.mjs';

const client = 'client@example.com', other = 'sigrid.haugen@example.com';
const WEEK = 7 * 86_400_000;
const zone = 'America/New_York';
let server, browser, page, host, starts, stranger;

worldOfCleaner(client, async (now) => {
    ({ server, browser, page, host, starts } = now);
    stranger ??= (await apiSession(server, other)).token;
});

const wizard = (start) => `/booking/${host.id}?service=${host.serviceId}&start=${start}`;
const clockIn = (start, where) => new Intl.DateTimeFormat('en-GB', { timeZone: where, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(new Date(start));
const clock = (start) => clockIn(start, zone);
const shortDay = (start) => new Intl.DateTimeFormat('en-GB', { timeZone: zone, weekday: 'short', day: 'numeric', month: 'short' }).format(new Date(start)).replace(',', '');
const times = (within = page) => within.getByRole('group', { name: /^(Free|All) starts on / });
const why = () => times().getByRole('status');
const later = (start, weeks) => new Date(Date.parse(start) + weeks * WEEK).toISOString().replace('.000Z', 'Z');
const bookElsewhere = (scheduledTime, location = '1 Elsewhere') => server.expect(201, 'POST', '/api/bookings', {
    token: stranger, body: { providerId: host.id, serviceId: host.serviceId, scheduledTime, durationHours: 2, isRemote: false, location, answers: [{ question: 'How do I get in?', answer: 'Ring.' }] },
});

describe('a greyed time says why', () => {
    it('heading and button say what is shown, free ones or all', async () => {
        await page.to(wizard(starts[0]));
        const shown = (which) => page.getByRole('group', { name: new RegExp(`^${which} starts on `) });
        for (const [press, now] of [['Show all times', 'All'], ['Show only free times', 'Free']]) {
            await page.getByRole('button', { name: press, exact: true }).click();
            await seen(shown(now));
            assert.equal(await shown(now).getByRole('button', { name: /not free\. Why\?$/ }).count() > 0, now === 'All');
        }
        await complaintsOf(page);
    });

    async function allTimes(start) {
        await page.to(wizard(start));
        await seen(heldBar(page));
        await page.getByRole('button', { name: 'Show all times' }).click();
    }

    it('taken by somebody: until when, and the nearest one to have instead', async () => {
        const { starts: free } = await cleaner(server);
        const all = eachDay(free).map((first) => free.filter((one) => one.slice(0, 10) === first.slice(0, 10))).find((day) => day.length > 6);
        const { hold } = await server.expect(201, 'POST', '/api/holds', { token: stranger, body: { providerId: host.id, serviceId: host.serviceId, start: all[6] } });
        await allTimes(all[0]);
        const taken = times().getByRole('button', { name: new RegExp(`^${clock(all[6])}.*not free\\. Why\\?$`) });
        assert.equal(await taken.getAttribute('aria-disabled'), 'true');
        await taken.focus();
        await page.keyboard.press('Enter');
        await why().getByText(`Held by somebody else until ${clockIn(hold.expiresAt, zone)}.`).waitFor();
        const nearest = why().getByRole('button', { name: /^Nearest free: / });
        const label = await nearest.innerText();
        await nearest.click();
        await price(page).getByText(label.replace('Nearest free: ', '')).waitFor();
        await seen(heldBar(page));
        await complaintsOf(page);
    });

    it('every reason of the server, in words of ours', async () => {
        await allTimes(starts[1]);
        const day = starts[1].slice(0, 10);
        const names = await times().getByRole('button', { name: /not free\. Why\?$/ }).all();
        assert.ok(names.length > 5);
        for (const taken of [names[0], names.at(-1)]) {
            await taken.click({ force: true }); // aria-disabled, but not dead
            const at = (await taken.locator('.name').innerText()).trim();
            await why().getByText(`Why not ${at}?`).waitFor();
            await why().getByRole('listitem').first().waitFor();
            const { reasons } = await server.expect(200, 'GET',
                `/api/providers/${host.id}/slots/explain?serviceId=${host.serviceId}&durationHours=2&timeZone=${zone}&start=${day}T${at}:00`, {});
            assert.equal(await why().getByRole('listitem').count(), reasons.length);
        }
        await why().getByText('Ana does not work then, or not for the whole 2 h.').waitFor();
    });
});

describe('two zones', () => {
    it('the place’s clock first and the viewer’s beside it, and the other way round for the asking', async () => {
        const abroad = await browser.page(server, { as: client, zone: 'Europe/Berlin' });
        await abroad.to(wizard(starts[1]));
        const chosen = times(abroad).getByRole('radio', { checked: true });
        await chosen.waitFor({ state: 'attached' });
        const [here, there] = [clock(starts[1]), clockIn(starts[1], 'Europe/Berlin')];
        assert.notEqual(here, there);
        const name = () => chosen.locator('xpath=..').innerText();
        assert.match((await name()).replace(/\s+/g, ' '), new RegExp(`^${here} ${there}`));
        await abroad.getByRole('button', { name: 'Show Berlin time first' }).click();
        await seen(abroad.getByRole('button', { name: 'Show New York time first' }));
        assert.match((await name()).replace(/\s+/g, ' '), new RegExp(`^${there} ${here}`));
        await complaintsOf(abroad);
        await abroad.context().close();
    });
});

describe('week after week', () => {
    const title = 'Every week, please';
    async function toReview(start, count) {
        await page.to(wizard(start));
        await seen(heldBar(page));
        await page.getByLabel('Repeat', { exact: true }).selectOption({ label: 'Every week' });
        await page.getByLabel('How many in all').fill(String(count));
        await next(page, 'Place and details', 'Where, and what for?');
        await fillDetails(page, { where: 'In person', address: '3 Garfield Place', answers: { 'How do I get in?': 'Ring.' }, title, special: 'None.' });
    }

    it('a number that cannot be is said at its field', async () => {
        await page.to(wizard(starts[2]));
        await page.getByLabel('Repeat', { exact: true }).selectOption({ label: 'Every 2 weeks' });
        await page.getByLabel('How many in all').fill('1');
        await price(page).getByRole('button', { name: 'Place and details' }).click();
        await page.getByText('Please say a number from 2 to 52.').waitFor();
        assert.equal(await page.evaluate(() => document.activeElement.name), 'repeat');
        await page.getByLabel('How many in all').fill('3');
        await next(page, 'Place and details', 'Where, and what for?');
    });

    /** A start that is free at the same time in each of the weeks after it. */
    async function regular(weeks, most) {
        const isFree = async (start) => (await server.expect(200, 'GET', `/api/providers/${host.id}/slots/explain?serviceId=${host.serviceId}&durationHours=2&start=${start}`, {})).bookable;
        for (const start of host.starts.slice(most)) {
            const found = await Promise.all(Array.from({ length: weeks }, (_, week) => isFree(later(start, week))));
            if (found.every(Boolean)) return start;
        }
        return assert.fail('no time is free each week');
    }

    it('clashes are named, nothing is booked, and the others are booked at one press', async () => {
        const start = await regular(4, 0);
        await bookElsewhere(later(start, 2));
        await toReview(start, 4);
        const each = (await server.expect(200, 'POST', '/api/bookings/quote', {
            token: (await apiSession(server, client)).token, body: { providerId: host.id, serviceId: host.serviceId, scheduledTime: start, durationHours: 2 },
        })).totalMinor;
        const main = page.getByRole('main');
        for (const weeks of [0, 1, 2, 3]) await main.getByRole('term').filter({ hasText: shortDay(later(start, weeks)) }).first().waitFor();
        await main.getByRole('term').filter({ hasText: 'Total of 4' }).first().waitFor();
        await bookButton(page).click();
        const alert = page.getByRole('alert');
        await seen(alert.getByText(`${shortDay(later(start, 2))} ${clock(start)}: somebody else has it`));
        assert.equal(await alert.getByRole('listitem').count(), 1);
        assert.deepEqual(await bookingsTitled(server, client, title), []);
        await price(page).getByText('Total of 3').first().waitFor();
        await price(page).getByRole('button', { name: 'Book the other 3' }).click();
        await landOnSuccess(page, 'Request sent');
        await page.getByRole('heading', { name: '3 times', exact: true }).waitFor();
        await page.getByRole('heading', { name: '1 time was left out' }).waitFor();
        await seen(page.getByRole('main').getByText(/^Total, 3 × /));
        const booked = await bookingsTitled(server, client, title);
        assert.deepEqual(booked.map((one) => Date.parse(one.scheduledTime)).sort(), [0, 1, 3].map((weeks) => Date.parse(later(start, weeks))));
        assert.deepEqual(booked.map((one) => one.totalPriceMinor), [each, each, each]);
        assert.equal(await receiptTotal(page, /^One time$/), each);
        await complaintsOf(page, (text) => text.includes('409'));
    });

    it('or another time is chosen, and every answer is still there', async () => {
        const start = await regular(2, 12);
        await bookElsewhere(later(start, 1));
        await toReview(start, 2);
        await bookButton(page).click();
        await page.getByRole('alert').getByRole('button', { name: 'Choose another time' }).click();
        await step(page, 'When?').waitFor();
        await seen(heldBar(page));
        await times().getByRole('radio').last().check({ force: true });
        await seen(heldBar(page));
        await next(page, 'Back to review', 'All as you want it?');
        await page.getByText('3 Garfield Place').first().waitFor();
        await complaintsOf(page, (text) => text.includes('409'));
    });
});

describe('the way there', () => {
    const speed = (travelSpeedMph) => server.expect(200, 'PUT', '/api/providers/me', { token: host.token, body: { travelSpeedMph } });
    after(() => speed(null));

    it('the held time is looked at again with the town, and what cannot be reached is said', async () => {
        const all = (await cleaner(server)).starts;
        const at = (start) => ({ date: start.slice(0, 10), ms: Date.parse(start) });
        // A job of two hours that the next one follows half an hour after it, for which all is free.
        const before = all.find((one) => all.some((next) => at(next).ms === at(one).ms + 2.5 * 3_600_000));
        const start = all.find((next) => at(next).ms === at(before).ms + 2.5 * 3_600_000);
        const { provider } = await server.expect(200, 'GET', `/api/providers/${host.id}`, {});
        await bookElsewhere(before, { label: '1 Elsewhere', lat: provider.lat, lng: provider.lng });
        await speed(5);
        await page.to(wizard(start));
        await seen(heldBar(page));
        await next(page, 'Place and details', 'Where, and what for?');
        await page.getByLabel('Title').fill('Far away');
        await page.getByRole('combobox', { name: 'Town' }).fill('Hoboken');
        await page.getByRole('option', { name: /^Hoboken/ }).first().click();
        await seen(page.getByRole('alert').getByText('the way from the job before, or to the next, is too long', { exact: false }));
        await step(page, 'When?').waitFor();
        await page.getByRole('group', { name: 'Nearest free times' }).getByRole('button').last().click();
        await seen(heldBar(page));
        await next(page, 'Place and details', 'Where, and what for?');
        assert.equal(await page.getByLabel('Title').inputValue(), 'Far away');
        assert.match(await page.getByRole('combobox', { name: 'Town' }).inputValue(), /^Hoboken/);
        await complaintsOf(page, (text) => text.includes('409'));
    });
});
