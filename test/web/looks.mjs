// What is looked at on every screen: an h1 with words, nothing that scrolls sideways, nothing that axe
// finds (WCAG 2.2 AA), a silent console; in three themes and two widths, each with its picture.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import axe from 'axe-core';
import { settled, shoot, themes, widths } from './browser.mjs';

const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const sideways = (page) => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

/** What axe finds, a line each. It stays in the page (there are no frames), for it is 600 kB to send. */
async function axeFinds(page) {
    if (!await page.evaluate(() => 'axe' in window)) await page.evaluate(axe.source);
    return page.evaluate(async (runOnly) => {
        const { violations } = await window.axe.run(document, { runOnly, resultTypes: ['violations'] });
        return violations.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map((node) => node.target.join(' ')).join(', ')}`);
    }, rules);
}

export async function isWell(page, name) {
    assert.ok((await page.locator('h1').first().textContent()).trim(), 'an h1 with words');
    assert.ok(await sideways(page) <= 0, 'nothing scrolls sideways');
    assert.deepEqual(await axeFinds(page), [], name);
}

async function look(page, name, theme, size) {
    await page.setViewportSize(widths[size]);
    await page.evaluate((value) => { document.documentElement.dataset.theme = value; }, theme);
    await settled(page);
    await shoot(page, `${name}-${size}-${theme}`);
    await isWell(page, `${name} ${size} ${theme}`);
}

/** open() gives the page as it should be looked at; allowed: what the console may say there. */
export function lookEverywhere(name, open, allowed = []) {
    describe(name, () => {
        let page;
        before(async () => { page = await open(); });
        after(() => page?.context().close());
        for (const size of Object.keys(widths))
            for (const theme of themes) it(`${size}, ${theme}`, () => look(page, name, theme, size));
        it('reflows at 320 px', async () => {
            await page.setViewportSize({ width: 320, height: 700 });
            assert.ok(await sideways(page) <= 0, 'nothing scrolls sideways');
        });
        it('the console is silent', () => {
            assert.deepEqual(page.complaints.filter((text) => !allowed.some((part) => text.includes(part))), []);
        });
    });
}
