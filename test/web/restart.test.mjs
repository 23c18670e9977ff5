// The server is killed (-9) and comes back on the same port and data while somebody books:
// nothing that was typed is lost, and what was sent twice happens once.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { bookButton, bookingsTitled, cleaner, eachDay, fillDetails, landOnSuccess, next, price, reviewCleaning, step, world } from './walk.mjs';

const client = 'client@example.com';
let server, browser, starts;

const here = world('services', async (here) => {
    ({ server, browser } = here);
    // Far enough apart that none of the bookings here is in another's way.
    starts = eachDay((await cleaner(server)).starts);
    assert.ok(starts.length >= 4);
});

const comeBack = async () => { server = await here.revive(); };
const again = (page) => price(page).getByRole('button', { name: 'Try again' });
async function bookedOnce(title, id) {
    const found = await bookingsTitled(server, client, title);
    assert.equal(found.length, 1, 'exactly one booking');
    assert.equal(found[0].id, id);
    return found[0];
}

describe('a server that is killed while somebody books', () => {
    it('between two words: nothing that was typed is lost, not even by a reload', async () => {
        const page = await browser.page(server, { as: client });
        const { id, serviceId } = await cleaner(server);
        await page.to(`/booking/${id}?service=${serviceId}&start=${starts[0]}`);
        await next(page, 'Place and details', 'Where, and what for?');
        const form = page.getByRole('main');
        await form.getByLabel('Address', { exact: true }).fill('12 Garfield Place, Brooklyn');
        await form.getByLabel('Title').fill('Killed between two words');
        await server.kill();
        await form.getByLabel('Special requirements').fill('Written while nobody was there.');
        await form.getByLabel('How do I get in?').fill('Ring at the basement.');
        await comeBack();
        await page.reload();
        await step(page, 'Where, and what for?').waitFor();
        assert.equal(await form.getByLabel('Title').inputValue(), 'Killed between two words');
        assert.equal(await form.getByLabel('Special requirements').inputValue(), 'Written while nobody was there.');
        await next(page, 'Review', 'All as you want it?');
        await bookButton(page).click();
        const booking = await bookedOnce('Killed between two words', await landOnSuccess(page));
        assert.equal(booking.specialRequirements, 'Written while nobody was there.');
        assert.equal(booking.answers[0].answer, 'Ring at the basement.');
        await page.context().close();
    });

    it('while the price is asked for: it is fetched when the server is back', async () => {
        const page = await browser.page(server, { as: client });
        const { id, serviceId } = await cleaner(server);
        await page.to(`/booking/${id}?service=${serviceId}&start=${starts[1]}`);
        await step(page, 'When?').waitFor();
        await page.getByRole('group', { name: /^Free starts on / }).waitFor();
        await server.kill();
        await page.getByRole('group', { name: 'How long' }).getByRole('radio', { name: '3 h', exact: true }).check({ force: true });
        await price(page).getByText('The price cannot be fetched now.').waitFor();
        await comeBack();
        await again(page).click();
        await next(page, 'Place and details', 'Where, and what for?');
        await fillDetails(page, { where: 'In person', address: '3 Garfield Place, Brooklyn', answers: { 'How do I get in?': 'It is open.' }, title: 'Killed while pricing', special: 'None.' });
        await bookButton(page).click();
        assert.equal((await bookedOnce('Killed while pricing', await landOnSuccess(page))).durationHours, 3);
        await page.context().close();
    });

    const moments = [
        { name: 'after the booking was written, before the answer arrived', hasArrived: true, title: 'Killed after the commit' },
        { name: 'before the request arrived', hasArrived: false, title: 'Killed before the commit' },
    ];
    for (const [index, { name, hasArrived, title }] of moments.entries()) {
        it(`${name}: sent again, it happens once`, async () => {
            const page = await browser.page(server, { as: client });
            await reviewCleaning(page, server, { title, start: starts[2 + index] });
            const keys = [];
            page.on('request', (request) => {
                if (request.url().includes('booking.create')) keys.push(request.headers()['idempotency-key']);
            });
            await page.route('**/trpc/booking.create**', async (route) => {
                if (hasArrived) assert.equal((await route.fetch()).status(), 200);
                await server.kill();
                await route.abort('connectionreset');
            }, { times: 1 });
            await bookButton(page).click();
            await page.getByText(/^The answer did not arrive\./).waitFor();
            // Tried again while it is still away.
            const failed = page.waitForEvent('requestfailed', (request) => request.url().includes('booking.create'));
            await Promise.all([failed, again(page).click()]);
            await again(page).waitFor();
            await comeBack();
            assert.equal((await bookingsTitled(server, client, title)).length, hasArrived ? 1 : 0);
            await again(page).click();
            const booking = await bookedOnce(title, await landOnSuccess(page));
            assert.equal(booking.specialRequirements, 'No bleach on the marble, please.');
            assert.ok(keys.length >= 3 && keys[0], 'each try carries a key');
            assert.equal(new Set(keys).size, 1, 'the same key each time');
            await page.context().close();
        });
    }
});
