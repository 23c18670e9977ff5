// The whole way of a booking in each edition, with its own demo: found, booked, answered, done,
// cancelled; two browsers side by side, and neither reloads to see what the other did.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { Browser, startDemo } from './browser.mjs';
import {
    apiSession, bookButton, bookingsTitled, capital, chooseTime, complaintsOf, demoOf, editionOf, fillDetails, findProvider, landOnSuccess,
    pickOnProfile, quoteFor, receiptTotal, seen, signInByForm, soon, statusShown,
} from './walk.mjs';

const client = 'client@example.com', host = 'provider@example.com';
const special = 'Please ring twice; the bell is shy.';
const journeys = [
    { edition: 'technicians', need: 'Sound', near: 'Chicago', length: '4 h', charged: 'By the day', rateType: 'day',
        where: 'In person', address: '210 N Green Street, Chicago' },
    { edition: 'studio', need: 'Mixing', near: 'Los Angeles', length: '3 h', charged: 'By the hour', rateType: 'hourly',
        where: 'Remote' },
    { edition: 'creators', need: 'Beat', near: 'Atlanta', length: '3 h', charged: 'By the hour', rateType: 'hourly',
        where: 'Remote', answers: { 'Name two songs that feel like yours': 'Night Bus, Salt Flats' } },
    { edition: 'services', need: 'Home cleaning', near: 'Brooklyn', length: '2.5 h', charged: 'By the hour', rateType: 'hourly',
        where: 'In person', address: '412 9th Street, Brooklyn', answers: { 'How do I get in?': 'The key is with Mrs Alvarez, 1L.' } },
    { edition: 'builders', need: 'AI build', where: 'Remote', isInstant: true,
        answers: { 'What would make this session a success?': 'A timetable that answers questions.' } },
];

let browser;

function walk(journey) {
    describe(journey.edition, { concurrency: 1 }, () => {
        const edition = editionOf(journey.edition), demo = demoOf(journey.edition);
        const labels = edition.statusLabels, words = edition.words;
        const title = `A journey through ${journey.edition}`;
        let server, asClient, asHost, provider, id;

        before(async () => {
            server = await startDemo(journey.edition);
            asClient = await browser.page(server);
            asHost = await browser.page(server, { as: host });
            provider = demo.providers[0];
        });
        after(async () => {
            await Promise.all([asClient, asHost].map((page) => page?.context().close()));
            await server?.stop();
        });

        it('the client signs in, finds a provider and books a free time', async () => {
            // The provider is at work meanwhile.
            await asHost.to(journey.isInstant ? `/booking/manage?q=${encodeURIComponent(title)}` : '/dashboard');
            await signInByForm(asClient, client);
            await findProvider(asClient, { ...journey, need: labelOf(edition, journey.need), name: provider.name });
            await pickOnProfile(asClient, serviceTitle(edition, provider, journey.need));
            await chooseTime(asClient, journey);
            await fillDetails(asClient, { ...journey, title, special });
            const { token } = await apiSession(server, client);
            const quote = await quoteFor(server, token, asClient, journey.rateType);
            assert.equal(await receiptTotal(asClient), quote.totalMinor, 'the receipt shows what the server asks');
            await bookButton(asClient).click();
            id = await landOnSuccess(asClient, journey.isInstant ? 'It is booked' : 'Request sent');
            const { booking } = await server.expect(200, 'GET', `/api/bookings/${id}`, { token });
            assert.equal(booking.totalPriceMinor, quote.totalMinor);
            assert.equal(booking.specialRequirements, special);
        });

        it('the client finds it under upcoming, with all that was said', async () => {
            await asClient.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: capital(words.bookings) }).click();
            await asClient.getByRole('heading', { level: 1, name: capital(words.bookings) }).waitFor();
            const upcoming = asClient.getByRole('navigation', { name: `Which ${words.bookings}` }).getByRole('link', { name: 'Upcoming' });
            assert.equal(await upcoming.getAttribute('aria-current'), 'page');
            await asClient.getByRole('article').getByRole('link', { name: title }).click();
            await asClient.getByRole('heading', { level: 1, name: title }).waitFor();
            await seen(statusShown(asClient, journey.isInstant ? labels.CONFIRMED : labels.PENDING));
            await asClient.getByText(special).waitFor();
            for (const answer of Object.values(journey.answers ?? {})) await asClient.getByText(answer).waitFor();
        });

        it('the provider sees it without reloading and answers; so does the client', async () => {
            const row = asHost.getByRole('article').filter({ has: asHost.getByRole('heading', { name: title }) });
            await seen(row, soon);
            if (!journey.isInstant) {
                await row.getByRole('button', { name: 'Accept' }).click();
                await seen(row.getByText(labels.CONFIRMED), soon);
            }
            await seen(statusShown(asClient, labels.CONFIRMED), soon);
            assert.equal(await asClient.getByRole('button', { name: 'Accept' }).count(), 0, 'nobody accepts their own request');
        });

        it('what is under way is completed, and the client sees it without reloading', async () => {
            const running = demo.bookings.find((one) => one.client === client && one.status === 'IN_PROGRESS');
            const worker = await browser.page(server, { as: running.provider });
            const [{ id: at }] = await bookingsTitled(server, client, running.title);
            const path = `/booking/manage/${at}`;
            await Promise.all([worker.to(path), asClient.to(path)]);
            await seen(statusShown(asClient, labels.IN_PROGRESS));
            await worker.getByRole('button', { name: 'Complete', exact: true }).click();
            await seen(statusShown(worker, labels.COMPLETED), soon);
            await seen(statusShown(asClient, labels.COMPLETED), soon);
            await complaintsOf(worker);
            await worker.context().close();
        });

        it('another one is cancelled with a reason, which the other side can read', async () => {
            const { token } = await apiSession(server, client);
            const { bookings } = await server.expect(200, 'GET', '/api/bookings/my-bookings?role=client&tab=upcoming&limit=100', { token });
            const other = bookings.find((one) => one.id !== id && ['CONFIRMED', 'ACCEPTED'].includes(one.status));
            const reason = 'The boat was cancelled, and so am I.';
            await asClient.to(`/booking/manage/${other.id}`);
            await asClient.getByRole('button', { name: `Cancel ${words.booking}` }).click();
            const dialog = asClient.getByRole('dialog', { name: `Cancel this ${words.booking}?` });
            await dialog.getByLabel('Reason').fill(reason);
            await dialog.getByRole('button', { name: `Cancel ${words.booking}` }).click();
            await dialog.waitFor({ state: 'detached' });
            await seen(statusShown(asClient, labels.CANCELLED), soon);
            await asClient.getByText(reason).waitFor(soon);
        });

        it('a stranger sees nothing of it, and nobody complains', async () => {
            const stranger = await browser.page(server, { as: demo.people.find((one) => one.email !== client && isOnlyClient(one, demo)).email });
            await stranger.to(`/booking/manage/${id}`);
            await stranger.getByRole('heading', { level: 1, name: `There is no such ${words.booking}` }).waitFor();
            assert.equal(await stranger.getByText(title).count(), 0);
            await complaintsOf(stranger, (text) => text.includes('404'));
            await stranger.context().close();
            await complaintsOf(asClient);
            await complaintsOf(asHost);
        });
    });
}

const labelOf = (edition, need) => {
    const entry = edition.catalogue.find((one) => one.label === need || one.serviceType === need.toUpperCase().replace(/ /g, '_'));
    assert.ok(entry, `${need} is in the catalogue`);
    return entry.label;
};
function serviceTitle(edition, provider, need) {
    const label = labelOf(edition, need);
    const { serviceType } = edition.catalogue.find((one) => one.label === label);
    return provider.services.find((one) => one.serviceType === serviceType).title;
}
const isOnlyClient = (person, demo) => person.email.includes('@') && !/^(admin|mediator)@/.test(person.email) && !demo.providers.some((one) => one.email === person.email);

describe('a journey through the edition', { concurrency: 2 }, () => {
    before(async () => { browser = await Browser.start(); });
    after(() => browser.close());
    journeys.forEach(walk);
});
