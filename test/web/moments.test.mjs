// What has no address of its own, because somebody does something to get there (moments.mjs,
// hours_states.mjs), looked at in three themes and two widths (looks.mjs).
import { after, before } from 'node:test';
import { Browser, startDemo } from './browser.mjs';
import { hoursStates } from './hours_states.mjs';
import { lookEverywhere } from './looks.mjs';
import { moments, reach } from './moments.mjs';

let server, browser;
before(async () => {
    [server, browser] = await Promise.all([startDemo('services'), Browser.start()]);
});
after(async () => {
    await browser?.close();
    await server?.stop();
});

for (const [name, path, as, prepare] of hoursStates) {
    lookEverywhere(name, async () => {
        const page = await browser.page(server, { as });
        await page.to(path);
        await prepare(page);
        return page;
    });
}

for (const [name, prepare] of moments) {
    const open = async () => {
        const page = await browser.page(server, { as: 'client@example.com' });
        await reach(page, server, prepare);
        return page;
    };
    // The console tells the refusals; a hold that was ended here, under its page, cannot be given back by it.
    lookEverywhere(name, open, ['409', '/api/holds/']);
}
