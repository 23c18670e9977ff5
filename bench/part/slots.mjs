// A month of slots must cost the same whatever lies in the past.
import { join } from 'node:path';
import { Database, api, base, clocks, day, hour, quantile } from '../lib/docket.mjs';
import { median, rounds, row, wrk } from '../lib/measure.mjs';

function addPast(data, count) {
    const db = new Database(join(data, 'docket.sqlite3'));
    const { provider_id, client_id, service_id } = db.prepare('SELECT * FROM booking ORDER BY id LIMIT 1').get();
    const past = db.prepare(`INSERT INTO claim (id, provider_id, booking_id, client_id, service_id, start_ms, end_ms,
        work_start_ms, work_end_ms, seats, capacity, claimed_ms)
        VALUES (randomblob(16), ?, randomblob(16), ?, ?, ?, ?, ?, ?, 1, 1, ?)`);
    const last = Math.floor(Date.now() / hour) * hour - day;
    const from = db.prepare('SELECT count(*) AS n FROM claim WHERE end_ms < ?').get(Date.now()).n;
    db.transaction(() => {
        for (let i = from; i < from + count; i++) {
            // A minute each, backwards from yesterday: they never overlap.
            const start = last - i * 60000;
            past.run(provider_id, client_id, service_id, start, start + 60000, start, start + 60000, start);
        }
    })();
    db.pragma('wal_checkpoint(TRUNCATE)');
    db.close();
}

async function measure({ providers, first }) {
    const [from, to] = [first, first + 31 * day].map((at) => new Date(at).toISOString());
    const path = `/api/providers/${providers[0].id}/slots?serviceId=${providers[0].service}&from=${from}&to=${to}&durationHours=2`;
    await api('GET', path);
    const runs = [];
    for (let round = 0; round < rounds; round++) {
        const before = await clocks('slot.list');
        const run = wrk(base + path, { connections: 2 });
        const after = await clocks('slot.list');
        runs.push({ ...run, server: quantile(before.http, after.http, 0.99) });
    }
    return Object.fromEntries(['rate', 'p50', 'p99', 'server'].map((name) => [name, median(runs.map((run) => run[name]))]));
}

export default async function slots(bench) {
    await bench.restart(() => addPast(bench.data, 1000));
    const few = await measure(bench);
    await bench.restart(() => addPast(bench.data, 999000));
    const many = await measure(bench);
    console.log('\nA month of slots of one provider who is always open (2 connections)');
    for (const [name, run] of [['1,000', few], ['1,000,000', many]]) {
        row(`  ${name} past bookings`, `${Math.round(run.rate)}/s`, `p50 ${run.p50} ms, p99 ${run.p99} ms; in the server p99 ≤ ${run.server} ms (wanted < 1)`);
    }
    row('  many / few', (many.rate / few.rate).toFixed(2), 'wanted 0.8 … 1.2');
    return { few, many };
}
