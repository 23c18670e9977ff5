// Debian's Chromium against the real binary. Starts a Docket of one edition with its demo and gives
// pages of it: any theme, any width, anybody signed in; what the console complains of is kept.
import { mkdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
export const screens = join(root, 'build', 'screens');
export const themes = ['day', 'night', 'terminal'];
export const widths = { desktop: { width: 1280, height: 900 }, phone: { width: 390, height: 844 } };
// The same engine as Debian's chromium, without windows, menus and what they cost: half of the time of a run.
export const executablePath = process.env.DOCKET_CHROMIUM ?? '/usr/bin/chromium-headless-shell';
export const chromiumFlags = [
    '--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync', '--disable-dev-shm-usage',
];
export const password = 'docket-demo';
// What people run, unless somebody says otherwise before the harness reads it.
process.env.DOCKET_BINARY ??= resolve(root, 'build', 'docket');
const { Server, Store } = await import('../api/harness.mjs');
mkdirSync(screens, { recursive: true });

export const startDemo = (edition = 'studio', options = {}) =>
    Server.start({ store: new Store('sqlite'), ...options, flags: [`--demo=${edition}`, ...(options.flags ?? [])] });

export class Browser {
    static async start() {
        const browser = new Browser();
        browser.chromium = await chromium.launch({ executablePath, args: chromiumFlags });
        return browser;
    }

    /** options: { theme, size, as: e-mail, zone, ...Playwright's own } */
    async context(server, { theme = 'day', size = 'desktop', as, zone = 'America/New_York', ...more } = {}) {
        const context = await this.chromium.newContext({
            viewport: widths[size], timezoneId: zone, locale: 'en-GB', reducedMotion: 'reduce', ...more,
        });
        context.setDefaultTimeout(15_000);
        await context.addCookies([{ name: 'theme', value: theme, url: server.url }]);
        if (as) await signIn(context, server, as);
        return context;
    }

    async page(server, options = {}) {
        const context = await this.context(server, options);
        return watch(await context.newPage(), server);
    }

    close() {
        return this.chromium.close();
    }
}

/** The session cookie of a demo person, without the form. */
export async function signIn(context, server, email) {
    const answer = await context.request.post(`${server.url}/api/auth/login`, {
        data: { email, password }, headers: { origin: server.url },
    });
    if (!answer.ok()) throw new Error(`${email} cannot sign in: ${answer.status()}`);
}

/** page.complaints: errors of the console and of scripts. page.to(path) goes there and waits until it is whole. */
export function watch(page, server) {
    page.complaints = [];
    page.on('pageerror', (error) => page.complaints.push(String(error)));
    page.on('console', (message) => {
        if (message.type() === 'error') page.complaints.push(`${message.text()} (${message.location().url})`);
    });
    page.to = async (path) => {
        await page.goto(server.url + path);
        await settled(page);
    };
    return page;
}

/** No skeleton left, nothing that waits for a newer answer, fonts there: what a person would call loaded. */
export async function settled(page) {
    await page.locator('main h1').first().waitFor();
    await page.waitForFunction(() => document.fonts.status === 'loaded'
        && !document.querySelector('main .skeletons, main [data-waiting], main [aria-busy="true"]'));
}

export async function shoot(page, name) {
    await page.screenshot({ path: join(screens, `${name}.png`) });
}

/** One id of each kind that addresses need, as the API tells them. */
export async function landmarks(server) {
    const login = await server.expect(200, 'POST', '/api/auth/login', { body: { email: 'client@example.com', password } });
    const provider = await server.expect(200, 'POST', '/api/auth/login', { body: { email: 'provider@example.com', password } });
    const mine = await server.expect(200, 'GET', '/api/bookings/my-bookings?role=client&limit=100', { token: login.token });
    const by = (status) => mine.bookings.find((booking) => booking.status === status);
    return {
        client: login, provider: provider.user, providerToken: provider.token, bookings: mine.bookings,
        confirmed: by('CONFIRMED') ?? by('ACCEPTED'), pending: by('PENDING'), approved: by('APPROVED'), disputed: by('DISPUTED'),
    };
}

/** Every screen with an address: [name, path, who]. */
export function everyScreen({ provider, confirmed, approved }) {
    const client = 'client@example.com', host = 'provider@example.com';
    return [
        ['discover', '/', client],
        ['discover-empty', '/?q=nobody-has-this-name', undefined],
        ['booking-entry', '/booking', undefined],
        ['profile', `/providers/${provider.id}`, undefined],
        ['wizard', `/booking/${provider.id}`, client],
        ['success', `/booking/${provider.id}/success?booking=${confirmed.id}`, client],
        ['bookings', '/booking/manage?tab=all', client],
        ['bookings-provider', '/booking/manage?role=provider', host],
        ['booking', `/booking/manage/${confirmed.id}`, client],
        ['booking-past', `/booking/manage/${approved.id}`, client],
        ['calendar', '/booking/calendar', host],
        ['calendar-week', '/booking/calendar?view=week', host],
        ['calendar-month', '/booking/calendar?view=month', host],
        ['calendar-day', '/booking/calendar?view=day&zone=Europe/Berlin', client],
        ['calendar-list', '/booking/calendar?view=list', client],
        ['calendar-free', `/booking/calendar?provider=${provider.id}`, client],
        ['messages', '/messages', client],
        ['notifications', '/notifications', host],
        ['dashboard', '/dashboard', host],
        ['account', '/account', client],
        ['account-profile', '/account/profile', host],
        ['account-services', '/account/services', host],
        ['account-hours', '/account/hours', host],
        ['signin', '/signin', undefined],
        ['signup', '/signup', undefined],
        ['signed-out', '/booking/manage', undefined],
        ['not-found', '/no-such-page', undefined],
    ];
}
