// Two people, two browsers, one free time: the second is told when it is chosen; and where nothing is held
// any more and both press the last button at the same moment, one wins and the other is told then.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
    bookButton, bookingsTitled, cleaner, complaintsOf, endHolds, heldBar, landOnSuccess, next, price, reviewCleaning, seen, world,
} from './walk.mjs';

const special = 'Rosemary on the sill: please do not tidy it.';
const people = ['client@example.com', 'sigrid.haugen@example.com'];
let server, browser, pages, start;

world('services', async (here) => {
    ({ server, browser } = here);
    pages = await Promise.all(people.map((as) => browser.page(server, { as })));
    [start] = (await cleaner(server)).starts;
});

const title = (index) => `Race of ${people[index]}`;
/** "Tue 24 Nov 09:00" by the provider's clock. */
function shortTime(at) {
    const part = (options) => new Intl.DateTimeFormat('en-GB', { timeZone: 'America/New_York', ...options }).format(new Date(at)).replace(',', '');
    return `${part({ weekday: 'short', day: 'numeric', month: 'short' })} ${part({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })}`;
}
const won = (page) => page.getByRole('heading', { level: 1, name: 'Request sent' });
const lost = (page) => page.getByRole('alert').filter({ hasText: / is not free any more\./ });

/** Lets the first requests through only when both have arrived. */
async function together(count) {
    let arrived = 0, open;
    const all = new Promise((resolve) => { open = resolve; });
    for (const page of pages)
        await page.route('**/trpc/booking.create**', async (route) => {
            if (++arrived === count) open();
            await all;
            await route.continue();
        });
}

describe('two browsers on one free time', () => {
    let winner, loser;

    it('the second is told when it chooses, and nothing has been written in vain', async () => {
        await reviewCleaning(pages[0], server, { title: title(0), special, start });
        await seen(heldBar(pages[0]));
        const { id, serviceId } = await cleaner(server);
        await pages[1].to(`/booking/${id}?service=${serviceId}&start=${start}`);
        await seen(lost(pages[1]));
        await lost(pages[1]).getByText(/^Held by somebody else until \d\d:\d\d\. It may come free again then\.$/).waitFor();
        await pages[1].getByRole('group', { name: 'Nearest free times' }).waitFor();
    });

    it('nothing is held any more, and both press at once: one wins, the other is told kindly', async () => {
        endHolds(server);
        await reviewCleaning(pages[1], server, { title: title(1), special, start });
        endHolds(server);
        await together(2);
        await Promise.all(pages.map((page) => bookButton(page).click()));
        const outcomes = await Promise.all(pages.map(async (page) => {
            await won(page).or(lost(page)).waitFor();
            return won(page).isVisible();
        }));
        assert.equal(outcomes.filter(Boolean).length, 1, 'exactly one');
        winner = outcomes.indexOf(true);
        loser = 1 - winner;
        await lost(pages[loser]).getByText('Somebody else has booked it, or a part of it.').waitFor();
        await pages[loser].getByRole('alert').getByText('Everything else you wrote is still here.').waitFor();
        const counts = await Promise.all(people.map(async (email, index) => (await bookingsTitled(server, email, title(index))).length));
        assert.equal(counts[winner], 1);
        assert.equal(counts[loser], 0);
    });

    it('the other is offered the nearest times, and not the one that is gone', async () => {
        const nearest = pages[loser].getByRole('group', { name: 'Nearest free times' });
        await nearest.waitFor();
        const shown = await nearest.getByRole('button').allInnerTexts();
        const { starts } = await cleaner(server, 0); // the nearest may be before it
        assert.ok(!starts.includes(start), 'the server lists it no more');
        // of two equally near the later one
        const distance = (one) => Math.abs(Date.parse(one) - Date.parse(start));
        const expected = [...starts].reverse().sort((a, b) => distance(a) - distance(b)).slice(0, shown.length).sort();
        assert.ok(shown.length >= 3);
        assert.deepEqual(shown.map((text) => text.trim()), expected.map(shortTime));
    });

    it('picks one of them, finds all answers again, and succeeds', async () => {
        const page = pages[loser];
        const choice = page.getByRole('group', { name: 'Nearest free times' }).getByRole('button').first();
        const time = (await choice.innerText()).trim();
        await choice.click();
        await next(page, 'Back to review', 'All as you want it?');
        await page.getByText(special).waitFor();
        await page.getByText('The key is under the frog.').waitFor();
        await price(page).getByText(time).waitFor();
        await bookButton(page).click();
        const id = await landOnSuccess(page, 'Request sent');
        const [booking] = await bookingsTitled(server, people[loser], title(loser));
        assert.equal(booking.id, id);
        assert.notEqual(Date.parse(booking.scheduledTime), Date.parse(start));
        assert.equal(booking.specialRequirements, special);
        const [first] = await bookingsTitled(server, people[winner], title(winner));
        assert.equal(Date.parse(first.scheduledTime), Date.parse(start));
    });

    it('nobody’s console has more to say than the refusal', async () => {
        // A hold that was ended here, under its page, cannot be given back by it.
        const isKnown = (text) => (text.includes('409') && /booking\.create|hold\.create/.test(text)) || (text.includes('404') && text.includes('/api/holds/'));
        for (const page of pages) await complaintsOf(page, isKnown);
        assert.equal(pages[winner].complaints.filter((text) => text.includes('booking.create')).length, 0);
    });
});
