// A booking with nothing but the keyboard. After every key the focus must be on something that can be
// seen: it is drawn otherwise than without the focus (WCAG 2.4.7), it is inside the window, and nothing
// that sticks to an edge covers it (2.4.11); and it is never lost to the body.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { settled, widths } from './browser.mjs';
import { bookingsTitled, landOnSuccess, seen, step, world } from './walk.mjs';

const client = 'client@example.com', host = 'Ana Ribeiro';
let server, browser;

world('services', (here) => { ({ server, browser } = here); });

/** What has the focus, and what is wrong with it or with what had it before. Runs in the page. */
function look() {
    // All that may be drawn otherwise because of the focus, on the control, its label and what is around it.
    const drawing = (element) => {
        const near = [element, ...element.querySelectorAll('*'), element.nextElementSibling];
        for (let one = element.parentElement, count = 0; one && count < 3; one = one.parentElement, count++) near.push(one);
        return near.filter(Boolean).slice(0, 24).map((one) => {
            const style = getComputedStyle(one);
            return [style.outlineStyle === 'none' ? '' : style.outline, style.boxShadow, style.border, style.backgroundColor, style.textDecoration, style.stroke, style.strokeWidth, style.transform].join();
        }).join('\n');
    };
    const nameOf = (element) => {
        const labels = [...(element.labels ?? [])].map((label) => label.textContent).join(' ');
        return (element.getAttribute('aria-label') || labels || element.textContent || element.tagName).trim().replace(/\s+/g, ' ');
    };
    const before = window.focusedBefore;
    const element = document.activeElement;
    if (before && before.element !== element && before.element.isConnected && before.drawing === drawing(before.element))
        return { name: nameOf(before.element), wrong: 'nothing shows that it had the focus' };
    window.focusedBefore = null;
    if (!element || element === document.body) return { name: 'body' };
    const about = { name: nameOf(element), type: element.type, part: element.closest('dialog,header,nav,aside,section,form,main')?.tagName };
    // A heading or a page that was given the focus to be read from is no stop for Tab.
    if (element.tabIndex < 0) return about;
    // The button inside of a date field has a ring of the browser's own, which no style tells.
    if (element.matches(':focus')) window.focusedBefore = { element, drawing: drawing(element) };
    const isDrawn = element.getBoundingClientRect().width > 2 && getComputedStyle(element).opacity !== '0';
    const drawn = isDrawn ? element : element.closest('label') ?? element;
    const box = drawn.getBoundingClientRect();
    const points = [[0.5, 0.5], [0.1, 0.2], [0.9, 0.2], [0.1, 0.8], [0.9, 0.8]].map(([x, y]) => [box.left + x * box.width, box.top + y * box.height]);
    const isSeen = points.some(([x, y]) => {
        const top = document.elementFromPoint(x, y);
        return top && (drawn.closest('label') ?? drawn).contains(top);
    });
    return isSeen ? about : { ...about, wrong: 'outside the window, or hidden behind something' };
}
const focused = (page) => page.evaluate(look);

class Keys {
    constructor(page) {
        this.page = page;
        this.path = [];
    }

    /** Presses a key and looks where the focus is now. */
    async press(key) {
        await this.page.keyboard.press(key);
        // A step that has only just come takes no taps for a moment, and would seem to be hidden.
        await this.page.waitForFunction(() => !document.querySelector('[data-fresh]'));
        let at = await focused(this.page);
        if (at.name === 'body' && /Tab$/.test(key)) {
            // After the last stop comes the browser's own bar, and then the page again.
            await this.page.keyboard.press(key);
            at = await focused(this.page);
        }
        if (at.name === 'body') at.wrong = 'the focus is lost';
        this.path.push(`${key}: ${at.name.slice(0, 60)}`);
        assert.equal(at.wrong, undefined, `after ${key} on ${JSON.stringify(at)}\n${this.path.slice(-12).join('\n')}`);
        return at;
    }

    /** Presses an arrow that leads from here to somewhere else. */
    async move(key, from) {
        await this.page.keyboard.press(key);
        await this.page.waitForFunction((name) => document.activeElement.getAttribute('aria-label') !== name, from.name);
        return focused(this.page);
    }

    /** Tab until the focus is on what is called so. */
    async tabTo(name, { key = 'Tab', most = 90 } = {}) {
        const matches = (at) => (name instanceof RegExp ? name.test(at.name) : at.name === name);
        for (let count = 0; count < most; count++) {
            const at = await this.press(key);
            if (matches(at)) return at;
        }
        assert.fail(`${name} cannot be reached:\n${this.path.slice(-30).join('\n')}`);
    }

    async type(text) {
        await this.page.keyboard.press('ControlOrMeta+A');
        await this.page.keyboard.type(text);
    }
}

/** The focus has arrived at the beginning of what is new: somewhere in the page, not lost. */
async function isKept(page) {
    await page.waitForFunction(() => document.activeElement && document.activeElement !== document.body);
}

for (const size of Object.keys(widths)) {
    describe(`the keyboard alone, ${size}`, () => {
        const title = `Typed, on a ${size}`;
        let page, keys;

        before(async () => {
            page = await browser.page(server, { as: client, size });
            keys = new Keys(page);
        });
        after(() => page.context().close());

        it('the first Tab leads past the bar', async () => {
            await page.to('/');
            const first = await keys.press('Tab');
            assert.equal(first.name, 'Skip to content');
            await page.keyboard.press('Enter');
            await page.waitForFunction(() => document.activeElement?.id === 'main');
            const next = await keys.press('Tab');
            assert.notEqual(next.part, 'HEADER', 'the bar has been skipped');
        });

        it('searches, by arrows and Enter', async () => {
            await page.to('/');
            if (size === 'phone') {
                await keys.tabTo(/Change search:/);
                await page.keyboard.press('Enter');
                await page.getByRole('dialog', { name: 'What are you looking for?' }).waitFor();
                await isKept(page);
            }
            await keys.tabTo(/I need/);
            await keys.type('Home clea');
            const list = page.getByRole('listbox', { name: 'I need' });
            await list.getByRole('option', { name: 'Home cleaning' }).waitFor();
            await keys.press('ArrowDown');
            await keys.press('Enter');
            assert.equal(await page.evaluate(() => document.activeElement.value), 'Home cleaning');
            await keys.tabTo('Search', { most: 12 });
            await page.keyboard.press('Enter');
            if (size === 'phone') await page.getByRole('dialog').waitFor({ state: 'detached' });
            await page.getByRole('region', { name: 'Results' }).locator('[aria-busy=false]').waitFor();
            await isKept(page);
        });

        it('opens a profile and takes a free time', async () => {
            await keys.tabTo(host);
            await page.keyboard.press('Enter');
            await page.getByRole('heading', { level: 1, name: host }).waitFor();
            await settled(page);
            await isKept(page);
            await page.getByRole('region', { name: 'Free times' }).getByRole('link', { name: /^Book / }).first().waitFor();
            await keys.tabTo('The week after');
            await page.keyboard.press('Enter');
            await page.getByRole('region', { name: 'Free times' }).getByRole('link', { name: /^Book / }).first().waitFor();
            await keys.tabTo(/^Book \w{3} \d/);
            await page.keyboard.press('Enter');
            await step(page, 'When?').waitFor();
            await isKept(page);
        });

        it('chooses length, day and start by the arrows', async () => {
            await page.getByRole('group', { name: /^Free starts on / }).waitFor();
            await keys.tabTo(/^2 h$/);
            await keys.press('ArrowRight');
            await seen(page.getByRole('radio', { name: '2.5 h', exact: true, checked: true }));
            const day = await keys.tabTo(/free times?$/);
            await keys.move('ArrowRight', day);
            const back = await keys.move('ArrowLeft', await focused(page));
            assert.equal(back.name.split(',')[0], day.name.split(',')[0], 'there and back');
            await page.keyboard.press('Enter');
            await page.getByRole('group', { name: /^Free starts on / }).getByRole('radio').first().waitFor({ state: 'attached' });
            const start = await keys.tabTo(/^\d\d:\d\d/);
            await page.keyboard.press('Space');
            assert.equal(start.type, 'radio');
            await keys.tabTo('Place and details');
            await page.keyboard.press('Enter');
            await step(page, 'Where, and what for?').waitFor();
            await isKept(page);
        });

        it('is brought to what is missing, and fills it in', async () => {
            await keys.tabTo('Review');
            await page.keyboard.press('Enter');
            await page.waitForFunction(() => document.activeElement.getAttribute('aria-invalid') === 'true');
            await keys.type('9 Prospect Park West');
            await keys.tabTo(/^How do I get in\?/);
            await keys.type('Through the garden.');
            await keys.tabTo(/^Title/);
            await keys.type(title);
            await keys.tabTo('Review');
            await page.keyboard.press('Enter');
            await step(page, 'All as you want it?').waitFor();
            await isKept(page);
        });

        it('sends it', async () => {
            await keys.tabTo('Request this job');
            await page.keyboard.press('Enter');
            await landOnSuccess(page, 'Request sent');
            await isKept(page);
            assert.equal((await bookingsTitled(server, client, title)).length, 1);
        });

        it('a dialog keeps the focus until Escape, and gives it back', async () => {
            await keys.tabTo('See the job');
            await page.keyboard.press('Enter');
            await page.getByRole('heading', { level: 1, name: title }).waitFor();
            await settled(page);
            await keys.tabTo('Cancel request');
            await page.keyboard.press('Enter');
            const dialog = page.getByRole('dialog', { name: 'Cancel this request?' });
            await dialog.waitFor();
            for (let count = 0; count < 8; count++) {
                await page.keyboard.press('Tab');
                // The browser's own bar may be between the last and the first; nothing of the page is.
                assert.ok(await page.evaluate(() => document.activeElement === document.body || Boolean(document.activeElement.closest('dialog'))));
            }
            await page.keyboard.press('Escape');
            await dialog.waitFor({ state: 'detached' });
            assert.equal((await focused(page)).name, 'Cancel request');
        });
    });
}
