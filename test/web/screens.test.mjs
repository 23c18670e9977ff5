// Every screen with an address, looked at in three themes and two widths (looks.mjs).
import { after, before } from 'node:test';
import { Browser, everyScreen, landmarks, startDemo } from './browser.mjs';
import { lookEverywhere } from './looks.mjs';

let server, browser, known;
const names = everyScreen({ provider: {}, confirmed: {}, approved: {} }).map(([name]) => name);

before(async () => {
    [server, browser] = await Promise.all([startDemo('services'), Browser.start()]);
    known = await landmarks(server);
});
after(async () => {
    await browser?.close();
    await server?.stop();
});

for (const name of names) {
    const open = async () => {
        const [, path, as] = everyScreen(known).find((row) => row[0] === name);
        const page = await browser.page(server, { as });
        await page.to(path);
        return page;
    };
    // The browser itself reports the status of the one page that is not there.
    lookEverywhere(name, open, name === 'not-found' ? ['404'] : []);
}
