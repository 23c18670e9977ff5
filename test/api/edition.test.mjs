// The five editions: each starts as itself with believable people, and speaks its own words.
import assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';
import { createTRPCClient, httpBatchLink } from '@trpc/client';
import { eventually } from './crowd.mjs';
import { at, newProvider, root, Server, signUp, store, Store } from './harness.mjs';

const run = promisify(execFile);
const EDITIONS = ['builders', 'creators', 'services', 'studio', 'technicians'];
const STATUSES = ['PENDING', 'CONFIRMED', 'IN_PROGRESS', 'REVISION', 'COMPLETED', 'APPROVED', 'CANCELLED',
    'DECLINED', 'EXPIRED', 'DISPUTED'];
const fileOf = (name) => JSON.parse(readFileSync(join(root, 'editions', name, 'edition.json'), 'utf8'));

async function login(server, name) {
    const answer = await server.expect(200, 'POST', '/api/auth/login', {
        body: { email: `${name}@example.com`, password: 'docket-demo' },
    });
    return { id: answer.user.id, token: answer.token };
}

/** Every page of a list. */
async function all(server, path, member, options) {
    const found = [];
    for (let cursor = ''; cursor !== null;) {
        const page = await server.expect(200, 'GET', `${path}${path.includes('?') ? '&' : '?'}limit=100${
            cursor && `&cursor=${encodeURIComponent(cursor)}`}`, options);
        found.push(...page[member]);
        cursor = page.nextCursor ?? null;
    }
    return found;
}

const bookingsOf = (server, person, role) =>
    all(server, `/api/bookings?role=${role}`, 'bookings', { token: person.token });

/** What must be the same when the same day's demo is made again: no ids, no moments of asking. */
async function portrait(server) {
    const providers = await all(server, '/api/marketplace/providers', 'providers', {});
    const people = [await login(server, 'client'), await login(server, 'provider')];
    const lists = [await bookingsOf(server, people[0], 'client'), await bookingsOf(server, people[1], 'provider')];
    // Work under way began an hour ago, whatever the day.
    const time = (one) => (one.status === 'IN_PROGRESS' ? 'now' : one.scheduledTime);
    return {
        providers: providers.map(({ displayName, rating, hourlyRate, servicesOffered, _count }) =>
            [displayName, rating, hourlyRate, servicesOffered, _count]).sort(),
        bookings: lists.map((list) => list.map((one) => [one.title, one.status, one.paymentStatus, time(one),
            one.durationHours, one.totalPrice, one.client.displayName, one.provider.displayName]).sort()),
    };
}

// Texts know no store, and each demo is written by the same rules: on PostgreSQL two of them show that.
for (const name of store === 'postgres' ? ['services', 'studio'] : EDITIONS) {
    describe(`the ${name} edition`, () => {
        const spoken = (status) => fileOf(name).statusNames[status] ?? status;
        let server, client, provider;

        before(async () => {
            server = await Server.start({ flags: [`--demo=${name}`] });
            client = await login(server, 'client');
            provider = await login(server, 'provider');
        });
        after(async () => {
            await server?.stop({ remove: false });
            // Nothing of what was seeded or what followed breaks the books.
            assert.equal(server?.store.run('verify').status, 0);
            server?.store.remove();
        });

        test('tells its words as its file says them', async () => {
            const told = await server.expect(200, 'GET', '/api/edition', {});
            const { aliases, ...rest } = fileOf(name);
            assert.deepEqual({ ...told, aliases: undefined }, { ...rest, aliases: undefined });
            assert.deepEqual(told.aliases ?? {}, aliases ?? {});
            const proxy = createTRPCClient({ links: [httpBatchLink({ url: `${server.url}/trpc` })] });
            assert.deepEqual(await proxy.edition.get.query(), told);
        });

        test('has at least 40 providers, whose pictures are there', async () => {
            const providers = await all(server, '/api/marketplace/providers', 'providers', {});
            assert.ok(providers.length >= 40, `${providers.length} providers`);
            const pictures = new Set(providers.flatMap((one) => one.portfolio.map(({ url }) => url)));
            assert.ok(pictures.size >= 5);
            for (const url of pictures) {
                const answer = await server.call('GET', url);
                assert.equal(answer.status, 200, url);
                assert.equal(answer.headers.get('content-type'), 'image/svg+xml');
                assert.equal(answer.headers.get('x-content-type-options'), 'nosniff');
                assert.match(answer.headers.get('content-security-policy'), /default-src 'none'; sandbox/);
                assert.match(answer.text, /<svg/);
                assert.doesNotMatch(answer.text, /<script|javascript:|\son\w+=/i, url);
            }
            assert.equal((await server.call('GET', `/pictures/${name}/nothing.svg`)).status, 404);
        });

        test('shows every state from both sides, in its own words', async () => {
            for (const [person, role] of [[client, 'client'], [provider, 'provider']]) {
                const seen = new Set((await bookingsOf(server, person, role)).map((one) => one.status));
                for (const status of STATUSES) assert.ok(seen.has(spoken(status)), `${role} lacks ${status}`);
            }
        });

        test('rings the bell for both, but not for what is long over', async () => {
            for (const person of [client, provider]) {
                const { notifications } = await eventually('notices',
                    () => server.expect(200, 'GET', '/api/notifications?limit=100', { token: person.token }),
                    (answer) => answer.notifications.length > 0);
                assert.ok(notifications.length <= 40, `${notifications.length} notices`);
                const oldest = Date.now() - 4 * 86400000;
                for (const one of notifications) assert.ok(Date.parse(one.createdAt) > oldest, one.createdAt);
            }
        });

        test('has conversations, in order and within the life of their booking', async () => {
            let count = 0;
            for (const { id } of await bookingsOf(server, client, 'client')) {
                const { booking } = await server.expect(200, 'GET', `/api/bookings/${id}`, { token: client.token });
                let last = Date.parse(booking.createdAt);
                for (const message of booking.messages) {
                    assert.ok(Date.parse(message.createdAt) >= last);
                    last = Date.parse(message.createdAt);
                    count++;
                }
                assert.ok(last <= Date.now());
            }
            assert.ok(count >= 5, `${count} messages`);
        });

        test('gives a service that does not say its own defaults', async () => {
            const person = await signUp(server, 'New Here');
            const { defaults } = fileOf(name);
            const { provider: made } = await server.expect(200, 'PUT', '/api/providers/me', {
                token: person.token, body: { hourlyRate: 50 },
            });
            assert.equal(made.currency, defaults.currency);
            const create = (body) => server.expect(201, 'POST', '/api/services', {
                token: person.token, body: { title: 'Something', serviceType: 'SOMETHING', ...body },
            });
            const { service } = await create({});
            for (const field of ['acceptance', 'payment', 'approval', 'revisions', 'requestTtlHours', 'stepMinutes',
                'minNoticeMinutes', 'windowDays', 'bufferBeforeMinutes', 'bufferAfterMinutes', 'rateType',
                'isRemote', 'isInPerson'])
                assert.equal(service[field], defaults[field], field);
            if (defaults.cancellationPolicy.preset)
                assert.equal(service.cancellationPolicy.preset, defaults.cancellationPolicy.preset);
            else
                assert.deepEqual(service.cancellationPolicy.tiers, defaults.cancellationPolicy.tiers);
            const { service: other } = await create({ revisions: 9, bufferAfterMinutes: 7, stepMinutes: 5 });
            assert.deepEqual([other.revisions, other.bufferAfterMinutes, other.stepMinutes], [9, 7, 5]);
        });

        test('prints three lines that work in a shell', async () => {
            const text = await eventually('the lines', async () => server.output.stdout,
                (out) => out.split('\n').filter((line) => line.includes('curl')).length === 3);
            const lines = text.split('\n').filter((line) => line.startsWith('  ')).map((line) => line.trim());
            const script = `${lines[0]}\n[ -n "$TOKEN" ] || exit 1\n${lines[1]}\necho\n${lines[2]}\n`;
            const { stdout } = await run('sh', ['-euc', script]);
            const [found, booked] = stdout.trim().split('\n').map((line) => JSON.parse(line));
            assert.ok(found.providers.length > 0);
            assert.equal(booked.success, true, JSON.stringify(booked));
        });

        test('is the same when it is made again on the same day', async () => {
            const first = await Server.start({ flags: [`--demo=${name}`] });
            const second = await Server.start({ flags: [`--demo=${name}`] });
            const [one, other] = [await portrait(first), await portrait(second)];
            await first.stop();
            await second.stop();
            assert.deepEqual(other, one);
        });
    });
}

describe('an edition without a demo', () => {
    test('is an empty, friendly Docket', async () => {
        const server = await Server.start({ flags: ['--edition=services'] });
        const told = await server.expect(200, 'GET', '/api/edition', {});
        assert.equal(told.name, 'services');
        const found = await server.expect(200, 'GET', '/api/marketplace/providers', {});
        assert.deepEqual(found.providers, []);
        assert.equal((await server.call('POST', '/api/auth/login', {
            body: { email: 'client@example.com', password: 'docket-demo' } })).status, 401);
        await server.stop();
    });

    test('is the studio when nothing is said, and what the same store was before is nothing to it', async () => {
        const kept = new Store();
        const first = await Server.start({ store: kept, flags: ['--demo=technicians'] });
        await first.stop({ remove: false });
        const second = await Server.start({ store: kept });
        assert.equal((await second.expect(200, 'GET', '/api/edition', {})).name, 'studio');
        const client = await login(second, 'client');
        const seen = new Set((await bookingsOf(second, client, 'client')).map((one) => one.status));
        assert.ok(seen.has('CONFIRMED') && !seen.has('ACCEPTED'));
        await second.stop();
    });

    test('is refused by a name that is none, with those that are', () => {
        const kept = new Store('sqlite');
        for (const flag of ['--edition=moon', '--demo=moon']) {
            const { status, stderr } = kept.run('serve', flag);
            assert.equal(status, 2);
            for (const name of EDITIONS) assert.ok(stderr.includes(name), stderr);
        }
        kept.remove();
    });
});

describe('the technicians’ words', () => {
    let server, provider, client;

    before(async () => {
        server = await Server.start({ flags: ['--edition=technicians'] });
        provider = await newProvider(server, { service: { bufferBeforeMinutes: 0, bufferAfterMinutes: 0 } });
        client = await signUp(server);
    });
    after(() => server?.stop());

    const create = (hour, key) => server.expect(201, 'POST', '/api/bookings', {
        token: client.token,
        body: { [key]: provider.id, scheduledTime: at(10, hour), durationHours: 1 },
    });

    test('are printed, and the canonical ones are still taken', async () => {
        const { booking } = await create(9, 'technicianId');
        assert.equal(booking.status, 'PENDING');
        assert.equal(booking.technicianId, provider.id);
        assert.equal(booking.providerId, provider.id);
        const confirmed = await server.expect(200, 'PATCH', `/api/bookings/${booking.id}`, {
            token: provider.token, body: { status: 'CONFIRMED' },
        });
        assert.equal(confirmed.booking.status, 'ACCEPTED');
        for (const spelling of ['CONFIRMED', 'ACCEPTED', 'accepted']) {
            const { bookings } = await server.expect(200, 'GET', `/api/bookings?status=${spelling}`, client);
            assert.deepEqual(bookings.map((one) => [one.id, one.status]), [[booking.id, 'ACCEPTED']]);
        }
        const proxy = createTRPCClient({
            links: [httpBatchLink({ url: `${server.url}/trpc`, headers: { authorization: `Bearer ${client.token}` } })],
        });
        assert.equal((await proxy.booking.get.query({ id: booking.id })).booking.status, 'ACCEPTED');
        const other = await create(11, 'providerId');
        const accepted = await server.expect(200, 'PATCH', `/api/bookings/${other.booking.id}`, {
            token: provider.token, body: { status: 'accepted' },
        });
        assert.equal(accepted.booking.status, 'ACCEPTED');
        assert.equal(server.store.run('verify').status, 0);
    });

    test('stand in the description and in the types', async () => {
        const { components } = await server.expect(200, 'GET', '/api/openapi.json', {});
        const { Booking, BookingUpdateInput } = components.schemas;
        assert.ok(Booking.properties.status.enum.includes('ACCEPTED'));
        assert.ok(!Booking.properties.status.enum.includes('CONFIRMED'));
        assert.ok(Booking.required.includes('technicianId'));
        assert.ok(BookingUpdateInput.properties.status.enum.includes('CONFIRMED'));
        assert.ok(BookingUpdateInput.properties.status.enum.includes('ACCEPTED'));
        const types = ['studio', 'technicians'].map((name) => server.store.run('types', '--edition', name).stdout);
        assert.equal(types[0], types[1], 'a client compiles against any edition');
        assert.match(types[0], /"CONFIRMED" .*\| "ACCEPTED"/);
        assert.match(types[0], /technicianId\?: string/);
    });
});

describe('a sixth edition', () => {
    test('is made by pasting what docs/EDITIONS.md says', async () => {
        const place = mkdtempSync(join(tmpdir(), 'docket-edition-'));
        const [, script] = /```sh\n([^]*?)```/.exec(readFileSync(join(root, 'docs', 'EDITIONS.md'), 'utf8'));
        execFileSync('sh', ['-euc', script], { cwd: place });
        const server = await Server.start({ flags: ['--edition', join(place, 'salon/'), '--demo'] });
        assert.equal((await server.expect(200, 'GET', '/api/edition', {})).words.provider, 'stylist');
        const client = await login(server, 'client');
        const [booking] = await bookingsOf(server, client, 'client');
        assert.equal(booking.status, 'BOOKED');
        const { booking: whole } = await server.expect(200, 'GET', `/api/bookings/${booking.id}`, client);
        assert.equal(whole.messages[0].content, 'Two centimetres, no more!');
        assert.equal((await server.call('GET', '/pictures/salon/chair.svg')).status, 200);
        assert.ok(server.output.stdout.includes('serviceType":"HAIRCUT"'));
        assert.equal(server.store.run('verify').status, 0);
        await server.stop();
        rmSync(place, { recursive: true });
    });

    test('is a folder: its words, its demo and its pictures', async () => {
        const place = mkdtempSync(join(tmpdir(), 'docket-edition-'));
        const folder = join(place, 'salon');
        cpSync(join(root, 'editions', 'studio'), folder, { recursive: true });
        const edition = { ...fileOf('studio'), name: 'salon', title: 'Chairs',
            statusNames: { CONFIRMED: 'BOOKED' }, aliases: { providerId: 'stylistId' } };
        writeFileSync(join(folder, 'edition.json'), JSON.stringify(edition));
        const server = await Server.start({ flags: [`--demo`, `--edition=${folder}`] });
        assert.equal((await server.expect(200, 'GET', '/api/edition', {})).title, 'Chairs');
        const client = await login(server, 'client');
        const bookings = await bookingsOf(server, client, 'client');
        const booked = bookings.find((one) => one.status === 'BOOKED');
        assert.equal(booked.stylistId, booked.providerId);
        const { bookings: found } = await server.expect(200, 'GET', '/api/bookings?status=booked', client);
        assert.ok(found.length > 0);
        const { provider } = await server.expect(200, 'GET', `/api/providers/${booked.providerId}`, {});
        const picture = provider.portfolio[0].url;
        assert.match(picture, /^\/pictures\/salon\//);
        const answer = await server.call('GET', picture);
        assert.equal(answer.status, 200);
        assert.equal(answer.headers.get('content-type'), 'image/svg+xml');
        assert.match(answer.headers.get('content-security-policy'), /default-src 'none'/);
        const again = await server.call('GET', picture, { headers: { 'if-none-match': answer.headers.get('etag') } });
        assert.equal(again.status, 304);
        await server.stop();

        writeFileSync(join(folder, 'edition.json'), JSON.stringify({ ...edition, tagline: '' }));
        const kept = new Store('sqlite');
        const { status, stderr } = kept.run('serve', `--edition=${folder}`);
        assert.equal(status, 1);
        assert.match(stderr, /salon\/edition\.json: tagline: This may not be empty\./);
        kept.remove();
        rmSync(place, { recursive: true });
    });
});
