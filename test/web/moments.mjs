// Moments of a booking that have no address of their own: [name, what somebody does to get there].
import assert from 'node:assert/strict';
import { apiSession, bookButton, cleaner, endHolds, fillDetails, heldBar, next, reviewCleaning } from './walk.mjs';

const other = 'sigrid.haugen@example.com';
const WEEK = 7 * 86_400_000;
const pathOf = (host, start) => `/booking/${host.id}?service=${host.serviceId}&start=${start}`;

/** Whether somebody else gets it before: held for ten minutes. */
async function isTaken(server, host, start) {
    const { token } = await apiSession(server, other);
    const { status } = await server.call('POST', '/api/holds', { token, body: { providerId: host.id, serviceId: host.serviceId, durationHours: 2, start } });
    return status === 201;
}

/** The first of the starts that was still free a week later, when somebody else has taken that now. */
async function takeAWeekLater(server, host) {
    for (const start of host.starts) if (await isTaken(server, host, new Date(Date.parse(start) + WEEK).toISOString())) return start;
    throw new Error('a week later nothing is free');
}

async function reviewSeries(page, server, host, start) {
    await page.to(pathOf(host, start));
    await heldBar(page).waitFor();
    await page.getByLabel('Repeat', { exact: true }).selectOption({ label: 'Every week' });
    await page.getByLabel('How many in all').fill('4');
    await next(page, 'Place and details', 'Where, and what for?');
    await fillDetails(page, { where: 'In person', address: '3 Garfield Place', answers: { 'How do I get in?': 'Ring.' }, title: 'Every week', special: 'None.' });
}

export const moments = [
    ['wizard-held', async (page, server, host) => {
        await page.to(pathOf(host, host.starts[0]));
        await next(page, 'Place and details', 'Where, and what for?');
        await heldBar(page).waitFor();
    }],
    ['wizard-why', async (page, server, host) => {
        await page.to(pathOf(host, host.starts[0]));
        await heldBar(page).waitFor();
        await page.getByRole('button', { name: 'Show all times' }).click();
        await page.getByRole('button', { name: /not free\. Why\?$/ }).first().click({ force: true });
        await page.getByRole('button', { name: /^Nearest free/ }).waitFor();
    }],
    ['wizard-taken', async (page, server, host) => {
        assert.ok(await isTaken(server, host, host.starts[0]));
        const nearest = page.getByRole('group', { name: 'Nearest free times' });
        const others = page.getByRole('group', { name: 'Others who are free then' });
        // The server looks for others as long as its budget lasts, which it may not on a busy machine.
        for (let asked = 0; asked < 5 && await others.count() === 0; asked++) {
            await page.to(pathOf(host, host.starts[0]));
            await nearest.waitFor();
        }
        await others.waitFor();
    }],
    ['wizard-over', async (page, server, host) => {
        await page.route('**/trpc/hold.create**', async (route) => {
            const answer = await route.fetch();
            const end = new Date(Date.now() + 2000).toISOString();
            await route.fulfill({ response: answer, body: (await answer.text()).replace(/("expiresAt":")[^"]*/, `$1${end}`) });
        }, { times: 1 });
        await reviewCleaning(page, server, { title: 'Slow', start: host.starts[0] });
        endHolds(server);
        await page.getByRole('button', { name: 'Hold it again' }).waitFor();
        await page.getByRole('group', { name: 'Nearest free times' }).waitFor();
    }],
    ['wizard-signed-out', async (page, server, host) => {
        await page.context().clearCookies({ name: /^(?!theme)/ });
        await page.to(pathOf(host, host.starts[0]));
        await page.getByText('Nothing is held yet').waitFor();
    }],
    ['wizard-clash', async (page, server, host) => {
        const start = await takeAWeekLater(server, host);
        await reviewSeries(page, server, host, start);
        await bookButton(page).click();
        await page.getByRole('button', { name: /^Book the other/ }).waitFor();
    }],
    ['success-series', async (page, server, host) => {
        const start = host.starts.at(-1);
        await reviewSeries(page, server, host, start);
        await bookButton(page).click();
        const others = page.getByRole('button', { name: /^Book the other/ });
        const done = page.getByRole('heading', { level: 1, name: 'Request sent' });
        await others.or(done).waitFor();
        if (await others.count() > 0) await others.click();
        await done.waitFor();
        await page.getByRole('heading', { level: 2, name: /^\d times$/ }).waitFor();
    }],
];

/** Nobody holds anything when a moment begins. */
export async function reach(page, server, prepare) {
    endHolds(server);
    await prepare(page, server, await cleaner(server));
}
