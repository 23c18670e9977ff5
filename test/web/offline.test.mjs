// The network goes away and comes back: the page says so, keeps what it has with its age, lets nobody
// press what cannot work, loses nothing that was typed, and asks again when it can.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { landmarks } from './browser.mjs';
import { apiSession, bookButton, bookingsTitled, cleaner, landOnSuccess, reviewCleaning, seen, soon, statusShown, world } from './walk.mjs';

const client = 'client@example.com';
const bar = 'You are offline. Changes wait until the connection is back.';
let server, browser, known;

world('services', async (here) => {
    ({ server, browser } = here);
    known = await landmarks(server);
});

async function at(path, options = {}) {
    const page = await browser.page(server, { as: client, ...options });
    await page.to(path);
    return page;
}
async function goOffline(page) {
    await page.context().setOffline(true);
    await seen(page.getByText(bar));
}
async function comeBack(page) {
    await page.context().setOffline(false);
    await page.getByText(bar).waitFor({ state: 'detached' });
}
const copy = (page) => page.getByRole('main').getByText(/^Saved copy from \d\d:\d\d$/).first();

describe('without the network', () => {
    it('the list of bookings stays, with its age', async () => {
        const page = await at('/booking/manage?tab=all');
        const rows = page.getByRole('main').getByRole('article');
        await rows.first().waitFor();
        const count = await rows.count();
        assert.equal(await copy(page).count(), 0, 'what is fresh has no age');
        await goOffline(page);
        await seen(copy(page));
        assert.equal(await rows.count(), count);
        await comeBack(page);
        await copy(page).waitFor({ state: 'detached' });
        assert.equal(await rows.count(), count);
        await page.context().close();
    });

    it('a booking stays, nothing can be done to it, and what others did meanwhile is shown on coming back', async () => {
        const { token, id: providerId, serviceId, starts } = await cleaner(server);
        const { token: mine } = await apiSession(server, client);
        const { booking } = await server.expect(201, 'POST', '/api/bookings', {
            token: mine,
            body: { providerId, serviceId, scheduledTime: starts.at(-1), durationHours: 2, title: 'Answered in a tunnel',
                location: '1 Tunnel Road, Brooklyn', answers: [{ question: 'How do I get in?', answer: 'Slowly.' }] },
        });
        const page = await at(`/booking/manage/${booking.id}`);
        const cancel = page.getByRole('button', { name: 'Cancel request' });
        await cancel.waitFor();
        await goOffline(page);
        await seen(copy(page));
        assert.ok(await cancel.isDisabled());
        await seen(page.getByText('You are offline. This can be done when the connection is back.'));
        await server.expect(200, 'POST', `/api/bookings/${booking.id}/accept`, { token, body: {} });
        await seen(statusShown(page, 'Requested'));
        await comeBack(page);
        await seen(statusShown(page, 'Accepted'), soon);
        assert.ok(await page.getByRole('button', { name: 'Cancel job' }).isEnabled());
        await page.context().close();
    });

    it('a message that could not go keeps its words, and goes once when sent again', async () => {
        const page = await at(`/booking/manage/${known.confirmed.id}`);
        const words = 'Is the tunnel over yet?';
        const said = page.getByRole('log', { name: 'Conversation' }).getByText(words);
        await page.getByRole('textbox', { name: /^Message / }).waitFor();
        await goOffline(page);
        await page.getByRole('textbox', { name: /^Message / }).fill(words);
        await page.getByRole('button', { name: 'Send', exact: true }).click();
        await seen(page.getByText('Not sent.'));
        await seen(said);
        await comeBack(page);
        await page.getByRole('button', { name: 'Retry' }).click();
        await page.getByText('Not sent.').waitFor({ state: 'detached' });
        const { token } = await apiSession(server, client);
        const { messages } = await server.expect(200, 'GET', `/api/bookings/${known.confirmed.id}/messages?limit=50`, { token });
        assert.equal(messages.filter((one) => one.content === words).length, 1);
        assert.equal(await said.count(), 1);
        await page.context().close();
    });

    it('Discover keeps what was found, and its times cannot be taken', async () => {
        const page = await at('/');
        const slots = page.getByRole('group', { name: /^Next openings with / }).getByRole('button');
        await slots.first().waitFor();
        const count = await page.getByRole('article').count();
        await goOffline(page);
        await seen(page.getByText(/^Saved at \d\d:\d\d\. Free times may have changed since/));
        assert.equal(await page.getByRole('article').count(), count);
        for (const slot of await slots.all()) assert.ok(await slot.isDisabled());
        assert.equal(await page.getByRole('link', { name: /^Book / }).count(), 0);
        await comeBack(page);
        await seen(page.getByRole('link', { name: /^Book / }).first());
        assert.ok(await slots.first().isEnabled());
        await page.context().close();
    });

    it('a profile stays, and is not booked', async () => {
        const page = await at(`/providers/${known.provider.id}`);
        const times = page.getByRole('region', { name: 'Free times' }).getByRole('link', { name: /^Book / });
        await times.first().waitFor();
        await goOffline(page);
        await seen(page.getByRole('button', { name: 'Booking opens again with the connection', disabled: true }));
        assert.equal(await times.count(), 0);
        await comeBack(page);
        await seen(times.first());
        await page.context().close();
    });

    it('the last step waits with all that was written, even through a reload after', async () => {
        const page = await browser.page(server, { as: client });
        const title = 'Written in a tunnel';
        await reviewCleaning(page, server, { title });
        await goOffline(page);
        assert.ok(await bookButton(page).isDisabled());
        await seen(page.getByText('You are offline; what you wrote is kept and can be sent when the connection is back.'));
        await comeBack(page);
        await page.reload();
        await seen(page.getByText('No bleach on the marble, please.'));
        await bookButton(page).click();
        const id = await landOnSuccess(page, 'Request sent');
        assert.deepEqual((await bookingsTitled(server, client, title)).map((one) => one.id), [id]);
        await page.context().close();
    });

    it('a form that could not be saved says so and keeps what was typed', async () => {
        const page = await at('/account');
        const name = page.getByLabel('Your name');
        await name.fill('Rosa Klein-Tunnel');
        await goOffline(page);
        await page.getByRole('button', { name: 'Save', exact: true }).click();
        await seen(page.getByRole('main').getByRole('alert').first());
        assert.equal(await name.inputValue(), 'Rosa Klein-Tunnel');
        await comeBack(page);
        assert.equal(await name.inputValue(), 'Rosa Klein-Tunnel', 'still, after all was asked again');
        await page.getByRole('button', { name: 'Save', exact: true }).click();
        await page.getByRole('status').getByText('Saved.').waitFor();
        await page.context().close();
    });

    it('a screen that was never opened says that it cannot be, and opens when it can', async () => {
        const page = await at('/booking/manage');
        await page.getByRole('main').getByRole('article').first().waitFor();
        await goOffline(page);
        await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Messages' }).click();
        const again = page.getByRole('main').getByRole('alert').getByRole('button', { name: 'Try again' });
        await seen(again);
        await again.click();
        await seen(again); // still away
        await page.context().setOffline(false);
        await seen(page.getByRole('list', { name: 'Conversations' }));
        await page.context().close();
    });
});
