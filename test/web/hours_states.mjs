// What the availability editor can be beside what it is at first: [name, address, who, how to get there].
// Nothing of it is saved, so that the other screens of the same server stay as they are.
const host = 'provider@example.com', path = '/account/hours';
const field = (page, name) => page.getByRole('textbox', { name, exact: true });
const button = (page, name) => page.getByRole('button', { name, exact: true });
const part = (page, name) => page.getByRole('region', { name, exact: true });

/** At its end nothing of the page lies under the bar that is always at hand, in any width. */
const stayAtEnd = (page) => page.evaluate(() => {
    const end = () => scrollTo(0, document.documentElement.scrollHeight);
    addEventListener('resize', () => requestAnimationFrame(end));
    end();
});

async function changed(page) {
    await button(page, 'Add hours on Monday').click();
    await field(page, 'Friday: From').fill('18:00');
    await field(page, 'Friday: to').fill('02:00');
    const differ = part(page, 'Days that differ'), off = part(page, 'Time off'), rules = part(page, 'Hours that repeat');
    for (const kind of ['Closed', 'Extra hours']) {
        await differ.getByRole('grid').getByRole('button', { name: /: as every week$/ }).last().click();
        await differ.getByRole('radio', { name: kind }).check({ force: true });
        await button(page, 'Add this day').click();
        await differ.getByRole('button', { name: 'Month after' }).click();
    }
    await button(page, 'Add time off').click();
    await off.getByLabel('First day').fill('2036-12-24');
    await off.getByLabel('Note').fill('Christmas at the sea');
    await button(page, 'Add time off').click();
    await off.getByRole('checkbox', { name: 'Not whole days' }).last().check();
    await button(page, 'Add a rule').click();
    await rules.getByLabel('Until').selectOption({ label: 'a last day' });
    await stayAtEnd(page);
}

/** Overlaps, a time that is none, time off that ends before it begins, a rule without days: and saving is tried. */
async function wrong(page) {
    await button(page, 'Add hours on Monday').click();
    await field(page, 'Monday, 2: From').fill('10:00');
    await field(page, 'Tuesday: to').fill('25:00');
    await button(page, 'Add time off').click();
    await part(page, 'Time off').getByLabel('First day').fill('2036-12-24');
    await part(page, 'Time off').getByLabel('Last day').fill('2036-12-23');
    await button(page, 'Add a rule').click();
    await part(page, 'Hours that repeat').locator('.days input:checked').click({ force: true });
    await button(page, 'Save').click();
    await page.getByRole('main').getByRole('alert').waitFor();
    await stayAtEnd(page);
}

/** The note about bookings outside, from an answer of the server's shape that nobody saved. */
async function outside(page) {
    await page.route('**/trpc/availability.set**', async (route) => {
        const answer = await page.request.get(new URL('/api/providers/me/availability', page.url()).href);
        const bookings = [10, 11, 12].map((day) => ({
            bookingId: `booking_0000000000000000000000000${day}`, title: 'Deep clean, two-bed flat', start: `2036-03-${day}T14:00:00Z`, end: `2036-03-${day}T17:00:00Z`,
        }));
        await route.fulfill({ contentType: 'application/json', body: JSON.stringify([{ result: { data: { ...await answer.json(), outside: bookings } } }]) });
    });
    await page.getByRole('button', { name: /^Remove .* on Monday$/ }).first().click();
    await button(page, 'Save').click();
    await page.getByRole('region', { name: /now lie outside your hours/ }).waitFor();
}

export const hoursStates = [
    ['account-hours-changed', path, host, changed],
    ['account-hours-wrong', path, host, wrong],
    ['account-hours-outside', path, host, outside],
    ['account-hours-copy-day', path, host, async (page) => {
        await button(page, 'Copy Monday to other days').click();
        await button(page, 'All days').click();
    }],
    ['account-hours-copy-week', path, host, async (page) => {
        await button(page, 'Copy a week…').click();
        await button(page, 'The next 3 weeks').click();
    }],
    ['account-hours-leave', path, host, async (page) => {
        await field(page, 'Monday: to').fill('12:00');
        await page.getByRole('navigation', { name: 'Account sections' }).getByRole('link', { name: 'Profile' }).click();
        await page.getByRole('dialog', { name: 'Leave without saving?' }).waitFor();
    }],
];
