// stores: sqlite
// The types that `docket types` prints, compiled by tsc: right input is accepted, wrong input is not.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { root, Store } from './harness.mjs';

const here = join(root, 'test', 'api');
let folder;

before(() => {
    folder = mkdtempSync(join(tmpdir(), 'docket-types-'));
    symlinkSync(join(here, 'node_modules'), join(folder, 'node_modules'));
    copyFileSync(join(here, 'fixtures', 'client.ts'), join(folder, 'client.ts'));
    const store = new Store('sqlite');
    const printed = store.run('types');
    store.remove();
    assert.equal(printed.status, 0, printed.stderr);
    writeFileSync(join(folder, 'docket.ts'), printed.stdout);
});
after(() => rmSync(folder, { recursive: true, force: true }));

/** Compiles these files; a list of { file, line, code, text }, one for each complaint. */
function compile(...files) {
    const result = spawnSync(process.execPath, [join(here, 'node_modules', 'typescript', 'bin', 'tsc'),
        '--strict', '--noEmit', '--noUncheckedIndexedAccess', '--pretty', 'false', '--skipLibCheck',
        '--target', 'ES2022', '--lib', 'ES2022,DOM,DOM.AsyncIterable', '--module', 'ESNext',
        '--moduleResolution', 'Bundler', ...files], { cwd: folder, encoding: 'utf8' });
    const complaints = [...result.stdout.matchAll(/^([\w.]+)\((\d+),\d+\): error (TS\d+): (.*)$/gm)]
        .map(([, file, line, code, text]) => ({ file, line: Number(line), code, text }));
    assert.equal(result.status === 0, complaints.length === 0, result.stdout + result.stderr);
    return complaints;
}

test('a client of every right kind compiles', () => {
    assert.deepEqual(compile('client.ts'), []);
});

test('what is printed compiles alone, without a client', () => {
    assert.deepEqual(compile('docket.ts'), []);
});

// Each is one statement that a client must not get away with.
const wrong = [
    ['a procedure that is not there', 'docket.booking.destroy.mutate({ id: "x" })'],
    ['a room that is not there', 'docket.nothing.list.query()'],
    ['a query called as a mutation', 'docket.booking.list.mutate({})'],
    ['a mutation called as a query', 'docket.booking.create.query({ providerId: "x", scheduledTime: "y" })'],
    ['no provider', 'docket.booking.create.mutate({ scheduledTime: new Date() })'],
    ['no start', 'docket.booking.create.mutate({ providerId: "user_x" })'],
    ['no input where some is needed', 'docket.booking.get.query()'],
    ['an id that is a number', 'docket.booking.get.query({ id: 1 })'],
    ['a rate that is text', 'docket.booking.create.mutate({ providerId: "x", eventDate: new Date(), hourlyRate: "75" })'],
    ['a date that is a number', 'docket.booking.create.mutate({ providerId: "x", eventDate: 1736949600000 })'],
    ['a field nobody knows', 'docket.booking.create.mutate({ providerId: "x", eventDate: new Date(), surprise: 1 })'],
    ['a status nobody knows', 'docket.booking.list.query({ status: "LOST" })'],
    ['a status nobody knows, in a list', 'docket.booking.list.query({ status: ["PENDING", "LOST"] })'],
    ['a tab nobody knows', 'docket.booking.list.query({ tab: "soon" })'],
    ['a limit that is text', 'docket.booking.list.query({ limit: "20" })'],
    ['a service without a type', 'docket.service.create.mutate({ title: "Mixing" })'],
    ['weekly hours without days', 'docket.availability.set.mutate({ weekly: [{ start: "09:00", end: "17:00" }] })'],
    ['a day nobody knows', 'docket.availability.set.mutate({ weekly: [{ days: ["XX"], start: "09:00", end: "17:00" }] })'],
    ['a role nobody knows', 'docket.account.setRoles.mutate({ userId: "x", roles: ["king"] })'],
    ['input where none is taken', 'docket.auth.me.query({ id: "x" })'],
    ['no password', 'docket.auth.login.mutate({ email: "a@example.com" })'],
    ['a total read as text', 'docket.booking.get.query({ id: "x" }).then((r) => r.booking.totalPrice.toUpperCase())'],
    ['a field that replies do not have', 'docket.booking.get.query({ id: "x" }).then((r) => r.booking.surprise)'],
    ['a project taken to be there', 'docket.booking.get.query({ id: "x" }).then((r) => r.booking.project.title)'],
    ['a next page taken to be there', 'docket.booking.list.query().then((r) => r.nextCursor.length)'],
    ['a read notice taken for granted', 'docket.notification.list.query().then((r) => r.notifications.map((n) => n.readAt.length))'],
    ['superjson without its transformer', 'createTRPCClient<AppRouter<true>>({ links: [httpBatchLink({ url: "" })] })'],
    ['a transformer without superjson', 'createTRPCClient<AppRouter>({ links: [httpBatchLink({ url: "", transformer: superjson })] })'],
];

const preamble = `import { createTRPCClient, httpBatchLink } from '@trpc/client';
import superjson from 'superjson';
import type { AppRouter } from './docket';
declare const docket: ReturnType<typeof createTRPCClient<AppRouter>>;
export const used = [superjson, createTRPCClient, httpBatchLink];
`;

test('every wrong input is rejected, and nothing else', () => {
    const start = preamble.split('\n').length;
    writeFileSync(join(folder, 'wrong.ts'),
        preamble + wrong.map(([, statement]) => `void ${statement};\n`).join(''));
    const complaints = compile('wrong.ts');
    const lines = new Set(complaints.map((one) => one.line));
    const accepted = wrong.filter((_, index) => !lines.has(start + index)).map(([name]) => name);
    assert.deepEqual(accepted, []);
    const elsewhere = complaints.filter((one) => one.file !== 'wrong.ts' || one.line < start);
    assert.deepEqual(elsewhere, []);
});

test('the same with @ts-expect-error: no error there would be unused', () => {
    writeFileSync(join(folder, 'expected.ts'), preamble
        + wrong.map(([, statement]) => `// @ts-expect-error\nvoid ${statement};\n`).join(''));
    assert.deepEqual(compile('expected.ts'), []);
});

test('the example at the top of the file is right', () => {
    const text = readFileSync(join(folder, 'docket.ts'), 'utf8');
    const example = text.split('\n').filter((line) => line.startsWith('//   ')).map((line) => line.slice(5));
    assert.ok(example.length >= 5);
    writeFileSync(join(folder, 'example.ts'), `${example.join('\n')}\n`);
    assert.deepEqual(compile('example.ts'), []);
});
