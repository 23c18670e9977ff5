// Every screen x three themes x two widths: it has its h1, the console is silent, nothing scrolls
// sideways, axe finds nothing (WCAG 2.2 AA), and a picture of it is kept under build/screens.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { AxeBuilder } from '@axe-core/playwright';
import { moments, reach } from './moments.mjs';
import { hoursStates } from './hours_states.mjs';
import { Browser, everyScreen, landmarks, settled, shoot, startDemo, themes, watch, widths } from './browser.mjs';

const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
let server, browser, known;
/** [name, address, who, what to do there before it is looked at] */
const rows = (of) => [...everyScreen(of), ...hoursStates];
const names = rows({ provider: {}, confirmed: {}, approved: {} }).map(([name]) => name);

before(async () => {
    server = await startDemo('services');
    browser = await Browser.start();
    known = await landmarks(server);
});
after(async () => {
    await browser.close();
    await server.stop();
});

const sideways = (page) => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

async function look(page, name, theme, size) {
    await page.setViewportSize(widths[size]);
    await page.evaluate((value) => { document.documentElement.dataset.theme = value; }, theme);
    await settled(page);
    await shoot(page, `${name}-${size}-${theme}`);
    assert.ok((await page.locator('h1').first().textContent()).trim(), 'an h1 with words');
    assert.ok(await sideways(page) <= 0, 'nothing scrolls sideways');
    const { violations } = await new AxeBuilder({ page }).withTags(rules).analyze();
    const found = violations.map((one) => `${one.id}: ${one.nodes.slice(0, 3).map((node) => node.target.join(' ')).join(', ')}`);
    assert.deepEqual(found, [], `${name} ${size} ${theme}`);
}

for (const name of names) {
    describe(name, () => {
        let page, path;
        before(async () => {
            const [, address, as, prepare] = rows(known).find((row) => row[0] === name);
            path = address;
            const context = await browser.context(server, { as });
            page = watch(await context.newPage(), server);
            await page.to(path);
            if (prepare) await prepare(page);
        });
        after(() => page.context().close());
        for (const size of Object.keys(widths))
            for (const theme of themes) it(`${size}, ${theme}`, () => look(page, name, theme, size));
        it('reflows at 320 px', async () => {
            await page.setViewportSize({ width: 320, height: 700 });
            assert.ok(await sideways(page) <= 0, 'nothing scrolls sideways');
        });
        it('the console is silent', () => {
            // The browser itself reports the status of the one page that is not there.
            const complaints = page.complaints.filter((text) => !(name === 'not-found' && text.includes('404')));
            assert.deepEqual(complaints, []);
        });
    });
}

for (const [name, prepare] of moments) {
    describe(name, () => {
        let page;
        before(async () => {
            page = await browser.page(server, { as: 'client@example.com' });
            await reach(page, server, prepare);
        });
        after(() => page.context().close());
        for (const size of Object.keys(widths))
            for (const theme of themes) it(`${size}, ${theme}`, () => look(page, name, theme, size));
        it('reflows at 320 px', async () => {
            await page.setViewportSize({ width: 320, height: 700 });
            assert.ok(await sideways(page) <= 0, 'nothing scrolls sideways');
        });
        it('the console tells the refusals and nothing else', () => {
            // A hold that was ended here, under its page, cannot be given back by it.
            assert.deepEqual(page.complaints.filter((text) => !text.includes('409') && !text.includes('/api/holds/')), []);
        });
    });
}
