// Thousands of clients ask for one and the same start at once: one gets it, all others are told at once.
// "At once": each has a connection of its own, all made before; then one thread writes one request to
// each, as fast as it can (how long that took is printed), and reads no answer before the last is sent.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Database, clocks, day, hour, manyClients, newProvider, ports, quantile, shareWithin, startDocket, stop, tokensFile, work } from '../lib/docket.mjs';
import { here, median, rounds, row } from '../lib/measure.mjs';

/** As many as the descriptors of one process allow: the server takes 10,000 connections by default. */
const clientCount = () => Math.min(10000, Number(execFileSync('sh', ['-c', 'ulimit -Hn'], { encoding: 'utf8' }).trim().replace('unlimited', '1000000')) - 300);

const accountColumns = 'account (id, email, password_hash, display_name, time_zone, roles, created_ms, updated_ms)';
const sessionColumns = 'session (id, account_id, token_hash, kind, label, created_ms)';

function addToSqlite(data, clients) {
    const db = new Database(join(data, 'docket.sqlite3'));
    const account = db.prepare(`INSERT INTO ${accountColumns} VALUES (?, ?, NULL, 'Storm', 'UTC', 1, ?, ?)`);
    const session = db.prepare(`INSERT INTO ${sessionColumns} VALUES (?, ?, ?, 0, 'bench', ?)`);
    db.transaction(() => {
        for (const { id, email, session: sessionId, hash, now } of clients) {
            account.run(id, email, now, now);
            session.run(sessionId, id, hash, now);
        }
    })();
    db.close();
}

function addToPostgres(connection, clients) {
    const hex = (bytes) => `'\\x${bytes.toString('hex')}'`;
    const sql = `BEGIN; INSERT INTO ${accountColumns} VALUES
        ${clients.map(({ id, email, now }) => `(${hex(id)}, '${email}', NULL, 'Storm', 'UTC', 1, ${now}, ${now})`)};
        INSERT INTO ${sessionColumns} VALUES
        ${clients.map(({ id, session, hash, now }) => `(${hex(session)}, ${hex(id)}, ${hex(hash)}, 0, 'bench', ${now})`)}; COMMIT;`;
    const ran = spawnSync('psql', ['-q', '-v', 'ON_ERROR_STOP=1', connection], { input: sql, encoding: 'utf8' });
    if (ran.status !== 0) throw new Error(ran.stderr);
}

async function storm(provider, tokens, number, at) {
    const before = await clocks('booking.create');
    const body = JSON.stringify({ providerId: provider.id, serviceId: provider.service,
        scheduledTime: new Date(at).toISOString(), durationHours: 1 });
    const run = JSON.parse(execFileSync(join(work, 'storm'), [String(ports.docket), tokens, body], { encoding: 'utf8' }));
    const after = await clocks('booking.create');
    if (run.won !== 1 || run.taken !== run.requests - 1) throw new Error(`storm ${number}: ${JSON.stringify(run)}`);
    return { ...run, server: quantile(before.http, after.http, 0.99), within: shareWithin(before.http, after.http, 0.05) };
}

async function measure(name, tokens) {
    const provider = await newProvider(`storm-${name.toLowerCase()}`);
    const start = Math.ceil(Date.now() / hour) * hour + 10 * day;
    const runs = [];
    for (let number = 0; number < rounds; number++) runs.push(await storm(provider, tokens, number, start + number * 2 * hour));
    const middle = (key) => median(runs.map((run) => run[key]));
    const keys = ['requests', 'withAlternatives', 'sendingMs', 'totalMs', 'p50', 'p99', 'max', 'server', 'within'];
    const got = Object.fromEntries(keys.map((key) => [key, middle(key)]));
    got.worstServer = Math.max(...runs.map((run) => run.server));
    row(`  ${name}: in the server, read to answered, p99`, `≤ ${got.server} ms`, `wanted < 50; ${(got.within * 100).toFixed(2)} % within 50 ms; worst round ≤ ${got.worstServer} ms`);
    row(`  ${name}: at the client`, `${got.p99} ms`, `p99; p50 ${got.p50} ms, max ${got.max} ms; sent within ${got.sendingMs} ms, all answered after ${got.totalMs} ms`);
    return got;
}

async function onPostgres(clients, tokens) {
    const folder = join(work, 'postgres');
    const tool = join(here, '..', 'tools', 'postgres');
    mkdirSync(folder);
    const connection = execFileSync(tool, ['start', folder], { encoding: 'utf8' }).trim();
    try {
        const data = join(work, 'storm-postgres');
        mkdirSync(data);
        const server = await startDocket(data, { DOCKET_DATABASE: connection });
        addToPostgres(connection, clients);
        const got = await measure('PostgreSQL', tokens);
        await stop(server);
        return got;
    } finally {
        execFileSync(tool, ['stop', folder]);
    }
}

export default async function storms(bench) {
    execFileSync('cc', ['-O2', '-D_GNU_SOURCE', '-o', join(work, 'storm'), join(here, 'storm.c')]);
    const clients = manyClients(clientCount());
    const tokens = tokensFile(clients);
    console.log(`\n${clients.length.toLocaleString('en')} requests at once for one slot, a connection and a client each: one wins, all others are refused (checked), median of ${rounds} storms`);
    await bench.restart(() => addToSqlite(bench.data, clients));
    const sqlite = await measure('SQLite', tokens);
    await stop(bench.docket);
    const postgres = await onPostgres(clients, tokens);
    bench.docket = await startDocket(bench.data);
    return { sqlite, postgres };
}
