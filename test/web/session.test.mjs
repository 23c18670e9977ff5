// Two tabs of one browser have one session: what happens to it in one is told in the other, where nobody acts as
// somebody else unawares.
import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import { landmarks, watch } from './browser.mjs';
import { bookButton, bookingsTitled, complaintsOf, price, reviewCleaning, seen, signInByForm, soon, step, world } from './walk.mjs';

const rosa = 'client@example.com', sigrid = 'sigrid.haugen@example.com';
let server, browser, here, there;

world('services', async (world) => ({ server, browser } = world));
beforeEach(async () => {
    await here?.context().close();
    here = await browser.page(server, { as: rosa });
    there = watch(await here.context().newPage(), server);
});

async function signOut(page) {
    await page.to('/account');
    await page.getByRole('main').getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('main').getByRole('link', { name: 'Sign in', exact: true }).waitFor();
}
const account = (page, name) => page.getByRole('banner').getByRole('link', { name: new RegExp(`^Your account.*${name}`) });
const note = (page) => page.getByText('You have been signed out.');
const isRefused = (text) => /401/.test(text);

describe('another person in another tab', () => {
    it('nothing of the earlier person stays, and nothing is sent under the other name', async () => {
        const title = 'Behind the piano';
        await reviewCleaning(here, server, { title });
        await account(here, 'Rosa').waitFor();
        await signOut(there);
        assert.ok(await bookButton(here).isVisible(), 'what was written stays for who comes back');
        await signInByForm(there, sigrid);
        await seen(account(here, 'Sigrid'));
        await seen(step(here, 'When?'));
        await seen(price(here));
        assert.equal(await bookButton(here).count(), 0);
        const left = await here.evaluate(() => document.body.innerText + JSON.stringify(Object.values(sessionStorage)));
        for (const words of ['Rosa Klein', 'Garfield', 'under the frog', title]) assert.ok(!left.includes(words), words);
        for (const who of [rosa, sigrid]) assert.deepEqual(await bookingsTitled(server, who, title), []);
    });

    it('who sends after signing out elsewhere is led to sign in, and what was written stays', async () => {
        const title = 'Under the stairs';
        await reviewCleaning(here, server, { title });
        await signOut(there);
        await bookButton(here).click();
        await seen(price(here).getByRole('link', { name: /^Sign in to / }));
        await seen(here.getByRole('main').getByText(title));
        await signInByForm(there, rosa);
        await seen(bookButton(here));
        await seen(here.getByRole('main').getByText(title));
    });

    it('bookings are the other person’s', async () => {
        await here.to('/booking/manage?tab=all');
        const rows = here.getByRole('main').getByRole('list', { name: /all/i });
        const before = await rows.getByRole('link').first().getAttribute('href');
        await signOut(there);
        await seen(note(here), soon);
        await signInByForm(there, sigrid);
        await seen(account(here, 'Sigrid'));
        assert.equal(await here.getByRole('main').locator(`a[href="${before}"]`).count(), 0);
        await complaintsOf(here, isRefused);
    });
});

describe('a session that ends elsewhere', () => {
    it('is said on the screen and stays said, until the same person is back', async () => {
        await here.to('/booking/manage');
        await here.context().clearCookies({ name: /session/ });
        await seen(note(here), soon);
        await here.getByRole('banner').getByRole('link', { name: 'Discover' }).click();
        await here.getByRole('search').waitFor();
        await here.getByRole('banner').locator('a[href="/booking/manage"]').click();
        await seen(note(here));
        await signInByForm(there, rosa);
        await note(here).waitFor({ state: 'detached' });
        await seen(account(here, 'Rosa'));
        await complaintsOf(here, isRefused);
    });

    it('is said also where nothing on the screen had to be asked again', async () => {
        await here.to('/account/profile');
        await here.getByRole('main').getByRole('textbox').first().waitFor();
        await here.context().clearCookies({ name: /session/ });
        await seen(note(here), soon);
        await complaintsOf(here, isRefused);
    });

    it('what was asked is asked again after signing in, with what was written', async () => {
        await here.to(`/booking/manage/${(await landmarks(server)).confirmed.id}`);
        const asked = here.getByRole('dialog');
        await here.getByRole('button', { name: /^Cancel / }).click();
        await asked.getByLabel(/^Reason/).fill('The cat is ill.');
        await here.context().clearCookies({ name: /session/ });
        await asked.getByRole('button', { name: /^Cancel / }).click();
        await seen(asked.getByText('You have been signed out.'));
        assert.equal(await here.getByText('Saved copy').count(), 0);
        const [said, button] = await Promise.all([asked.getByRole('alert'), asked.getByRole('button', { name: /^Cancel / })].map((one) => one.boundingBox()));
        assert.ok(button.y - said.y - said.height < 40, 'said beside the button that it is about');
        await asked.getByRole('link', { name: 'Sign in' }).click();
        await here.getByLabel('E-mail').fill(rosa);
        await here.getByLabel('Password', { exact: true }).fill('docket-demo');
        await here.getByRole('main').getByRole('button', { name: 'Sign in' }).click();
        await seen(asked);
        assert.equal(await asked.getByLabel(/^Reason/).inputValue(), 'The cat is ill.');
        assert.ok(await asked.getByLabel(/^Reason/).evaluate((field) => field === document.activeElement), 'the focus is where one goes on');
        await complaintsOf(here, isRefused);
    });

    it('a message that could not be sent waits only for Retry once one is back in another tab', async () => {
        const { confirmed } = await landmarks(server);
        await here.to(`/booking/manage/${confirmed.id}`);
        await here.getByRole('textbox', { name: /^Message / }).fill('The bell is broken: please knock.');
        await here.context().clearCookies({ name: /session/ });
        await here.getByRole('button', { name: 'Send' }).click();
        const failed = here.getByRole('log').getByRole('alert');
        await seen(failed.getByText('You have been signed out.'));
        await signInByForm(there, rosa);
        await seen(failed.getByText('Not sent.'), soon);
        await failed.getByRole('button', { name: 'Retry' }).click();
        await failed.waitFor({ state: 'detached' });
        await complaintsOf(here, isRefused);
    });

    it('a message that could not be sent says so in sight, and is sent once after signing in', async () => {
        const { confirmed, client } = await landmarks(server);
        const text = 'The key is under the frog.';
        await here.to(`/booking/manage/${confirmed.id}`);
        await here.getByRole('textbox', { name: /^Message / }).fill(text);
        await here.context().clearCookies({ name: /session/ });
        await here.getByRole('button', { name: 'Send' }).click();
        const failed = here.getByRole('log').getByRole('alert');
        await seen(failed.getByText('You have been signed out.'));
        const inside = async (one) => {
            const [box, log] = await Promise.all([one.boundingBox(), here.getByRole('log').boundingBox()]);
            return box.y >= log.y && box.y + box.height <= log.y + log.height;
        };
        assert.ok(await inside(failed.getByRole('button', { name: 'Discard' })), 'the way out is in sight');
        await failed.getByRole('link', { name: 'Sign in' }).click();
        await here.getByLabel('E-mail').fill(rosa);
        await here.getByLabel('Password', { exact: true }).fill('docket-demo');
        await here.getByRole('main').getByRole('button', { name: 'Sign in' }).click();
        await seen(failed.getByText('Not sent.'));
        await failed.getByRole('button', { name: 'Retry' }).click();
        await failed.waitFor({ state: 'detached' });
        await here.getByRole('log').getByText('Sending…').waitFor({ state: 'detached' });
        await here.reload();
        await seen(here.getByRole('log').getByText(text));
        const { messages } = await server.expect(200, 'GET', `/api/bookings/${confirmed.id}/messages?limit=100`, { token: client.token });
        assert.equal(messages.filter((one) => one.content === text).length, 1);
        await complaintsOf(here, isRefused);
    });
});
