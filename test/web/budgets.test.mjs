// What travels: measured on the built app, by the manifest that Vite writes.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';

const root = join(import.meta.dirname, '..', '..');
const dist = join(root, 'web', 'dist');
const budgets = JSON.parse(readFileSync(join(import.meta.dirname, 'budgets.json'), 'utf8'));
const manifest = JSON.parse(readFileSync(join(dist, '.vite', 'manifest.json'), 'utf8'));
const gzip = (file) => gzipSync(readFileSync(join(dist, file)), { level: 9 }).length;
const sum = (files, size) => [...files].reduce((total, file) => total + size(file), 0);

/** The entry and all that it imports at once, not what it may ask for later. */
function closure(key, seen = new Set()) {
    if (seen.has(key)) return seen;
    seen.add(key);
    for (const next of manifest[key].imports ?? []) closure(next, seen);
    return seen;
}
const entry = Object.keys(manifest).find((key) => manifest[key].isEntry);
/** The scripts that a page asks for beyond the first ones, with those it fetches once it stands. */
const beyond = (...keys) => new Set(keys.flatMap((key) => [...closure(key)]).map((key) => manifest[key].file).filter((file) => !scripts.has(file)));
const chunks = [...closure(entry)].map((key) => manifest[key]);
const scripts = new Set(chunks.map((chunk) => chunk.file));
const styles = new Set(chunks.flatMap((chunk) => chunk.css ?? []));
const assets = readdirSync(join(dist, 'assets'));
const latin = assets.filter((name) => /latin-wght/.test(name)).map((name) => join('assets', name));

describe('what travels', () => {
    const script = sum(scripts, gzip), style = sum(styles, gzip);
    const fonts = sum(latin, (file) => statSync(join(dist, file)).size);
    const rows = [
        ['the first script', script, budgets.discoverScript],
        ['Discover in all', script + style + fonts, budgets.discoverAll],
        ['the first styles', style, budgets.styles],
        ['the largest chunk that is asked for later',
            Math.max(...Object.values(manifest).filter((chunk) => chunk.isDynamicEntry).map((chunk) => gzip(chunk.file))), budgets.lazyChunk],
        ['the calendar in all', sum(beyond('src/features/bookings/CalendarPage.tsx', 'src/features/bookings/board/Board.tsx'), gzip), budgets.calendar],
        ['the binary with the app in it', statSync(process.env.DOCKET_BINARY ?? join(root, 'build', 'docket')).size, budgets.binary],
    ];
    for (const [name, bytes, most] of rows)
        it(`${name}: ${bytes} bytes, at most ${most}`, () => assert.ok(bytes <= most));
    it('a profile asks for two scripts more: its own, and what pages have in common', () => assert.equal(beyond('src/features/provider/ProviderPage.tsx').size, 2));
    it('two fonts begin with the page', () => assert.equal(latin.length, 2));
});
