// Somebody new: makes an account, a profile, a service and hours; is found on Discover by another
// person, who books the very next time; and starts the work, because that time has come.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { landmarks, password } from './browser.mjs';
import { bookButton, complaintsOf, fillDetails, findProvider, landOnSuccess, next, pickPlace, seen, soon, statusShown, step, world } from './walk.mjs';

const name = 'Wilhelmina Oduya', headline = 'Fern rescue and other gentle gardening';
const title = 'Revive the fern';
let server, browser, newcomer, client;

world('services', async (here) => {
    ({ server, browser } = here);
    newcomer = await browser.page(server, { zone: 'America/New_York' });
    client = await browser.page(server, { as: 'client@example.com', zone: 'America/New_York' });
});

const main = (page) => page.getByRole('main');
async function save(page) {
    await main(page).getByRole('button', { name: 'Save', exact: true }).click();
}

describe('somebody new', () => {
    it('makes an account; what is wrong is said at its field', async () => {
        await newcomer.to('/');
        await newcomer.getByRole('banner').getByRole('link', { name: 'Offer your services' }).click();
        await newcomer.getByRole('heading', { level: 1, name: 'Offer your services' }).waitFor();
        const form = main(newcomer);
        await form.getByLabel('Your name').fill(name);
        await form.getByLabel('E-mail').fill('client@example.com');
        await form.getByLabel('Password', { exact: true }).fill('three ferns and a kettle');
        const button = form.getByRole('button', { name: 'Make my account' });
        await button.click();
        await form.getByRole('alert').waitFor();
        assert.equal(await form.getByLabel('Your name').inputValue(), name, 'what was typed stays');
        await form.getByLabel('E-mail').fill('wilhelmina@example.com');
        await button.click();
        await newcomer.getByRole('heading', { level: 1, name: 'Your profile' }).waitFor();
    });

    it('makes a profile', async () => {
        const form = main(newcomer);
        await form.getByLabel('In one line').fill(headline);
        await form.getByLabel('About you').fill('I have never met a plant that wanted to die.');
        await pickPlace(form, 'Where you work from', 'Park Slope');
        await form.getByLabel('Rate per hour').fill('31.50');
        await save(newcomer);
        await newcomer.getByRole('heading', { level: 1, name: 'Your services' }).waitFor();
    });

    it('adds a service', async () => {
        await newcomer.getByRole('button', { name: 'Add one' }).click();
        const dialog = newcomer.getByRole('dialog', { name: 'New service' });
        await dialog.getByLabel('Title').fill('Fern rescue');
        await dialog.getByLabel('Kind').selectOption({ label: 'Gardening' });
        await dialog.getByLabel('What is included').fill('An hour with your fern, and what it told me.');
        await dialog.getByLabel('At least, hours').fill('1');
        await dialog.getByLabel('At most, hours').fill('3');
        await dialog.getByLabel('Starts every').selectOption({ label: '5 min' });
        await dialog.getByLabel('When somebody asks').selectOption({ label: 'It is booked at once' });
        await dialog.getByText('Rules and limits').click();
        await dialog.getByLabel('Notice, minutes').fill('0');
        await dialog.getByRole('button', { name: 'Save' }).click();
        await dialog.waitFor({ state: 'detached' });
        await newcomer.getByRole('heading', { level: 2, name: 'Fern rescue' }).waitFor();
        await main(newcomer).getByText('$31.50').waitFor();
    });

    it('is open all day, every day', async () => {
        await newcomer.getByRole('navigation', { name: 'Account sections' }).getByRole('link', { name: 'Hours' }).click();
        await newcomer.getByRole('heading', { level: 1, name: 'Your hours' }).waitFor();
        const form = main(newcomer);
        const add = form.getByRole('button', { name: 'Add hours on Monday' });
        await add.waitFor();
        if (await form.getByLabel('Monday: From').count() === 0) await add.click();
        await form.getByLabel('Monday: From').fill('00:00');
        await form.getByLabel('Monday: to').fill('00:00');
        for (const day of ['Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']) {
            if (await form.getByLabel(`${day}: From`).count() === 0) await form.getByRole('button', { name: `Add hours on ${day}` }).click();
            await form.getByLabel(`${day}: From`).fill('00:00');
            await form.getByLabel(`${day}: to`).fill('00:00');
        }
        await save(newcomer);
        await newcomer.getByRole('status').getByText('Hours saved.').waitFor();
    });

    it('is found by another person, who books the very next time', async () => {
        await newcomer.to('/dashboard');
        await client.to('/');
        await findProvider(client, { need: 'fern rescue', near: 'Brooklyn', name });
        await client.getByText('New here, no reviews yet.').waitFor();
        const opening = client.getByRole('region', { name: 'Free times' }).getByRole('link', { name: /^Book / }).first();
        await opening.click();
        await step(client, 'When?').waitFor();
        await next(client, 'Place and details', 'Where, and what for?');
        await fillDetails(client, { where: 'In person', address: '5 Sterling Place, Brooklyn', title, special: 'It is shy.' });
        await bookButton(client).click();
        const id = await landOnSuccess(client, 'It is booked');
        await client.to(`/booking/manage/${id}`);
    });

    it('sees it on the dashboard without reloading, starts and completes it', async () => {
        await newcomer.getByRole('article').getByRole('link', { name: title }).click(soon);
        await newcomer.getByRole('heading', { level: 1, name: title }).waitFor();
        await seen(newcomer.getByRole('definition').filter({ hasText: '5 Sterling Place' }));
        await newcomer.getByRole('button', { name: 'Start', exact: true }).click();
        await seen(statusShown(client, 'In progress'), soon);
        await newcomer.getByRole('button', { name: 'Complete', exact: true }).click();
        await seen(statusShown(client, 'Completed'), soon);
    });

    it('and nobody’s console complains', async () => {
        await complaintsOf(newcomer, (text) => text.includes('/trpc/auth.signup'));
        await complaintsOf(client);
    });
});

describe('a session that ends while somebody writes', { concurrency: 2 }, () => {
    const client = 'client@example.com', host = 'provider@example.com';
    const save = (within) => within.getByRole('button', { name: 'Save', exact: true });
    const forms = [
        ['a profile', () => '/account/profile', host, async (page) => [page.getByLabel('In one line'), save(main(page))]],
        ['a service', () => '/account/services', host, async (page, isBack) => {
            if (!isBack) await page.getByRole('button', { name: 'Change: Home cleaning' }).click();
            return [page.getByRole('dialog').getByLabel('Title'), save(page.getByRole('dialog'))];
        }],
        ['why a job is called off', async () => `/booking/manage/${(await landmarks(server)).confirmed.id}`, client, async (page, isBack) => {
            if (!isBack) await main(page).getByRole('button', { name: 'Cancel job' }).click();
            return [page.getByRole('dialog').getByLabel(/^Reason/), page.getByRole('dialog').getByRole('button', { name: 'Cancel job' })];
        }],
    ];
    for (const [name, path, as, form] of forms)
        it(`keeps ${name}`, async () => {
            const page = await browser.page(server, { as });
            const address = await path();
            await page.to(address);
            const [field, send] = await form(page);
            await field.fill('Written late at night');
            await page.context().clearCookies({ name: /session/ });
            await send.click();
            const alert = page.getByRole('alert').filter({ hasText: 'What you wrote stays.' });
            await alert.getByRole('link', { name: 'Sign in' }).click();
            await page.getByLabel('E-mail').fill(as);
            await page.getByLabel('Password', { exact: true }).fill(password);
            await main(page).getByRole('button', { name: 'Sign in' }).click();
            await page.waitForURL((url) => url.pathname === address);
            const [again] = await form(page, true); // what was open is open again
            assert.equal(await again.inputValue(), 'Written late at night');
            await complaintsOf(page, (text) => /401/.test(text));
            await page.context().close();
        });
});
