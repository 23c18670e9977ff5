// A month of slots, beside Node with luxon and rrule. Both are asked for the same providers first, and must
// give the same list, to the byte: one that the bench is run on, and others made up at random.
import { performance } from 'node:perf_hooks';
import { join } from 'node:path';
import { Database, api, ask, base, clocks, day, hour, means, newProvider, ports, quantile, shareWithin, startPeer, until, work } from '../lib/docket.mjs';
import { here, interleave, median, rounds, row, wrk } from '../lib/measure.mjs';
import { idBytes, randomProvider, studio, theMonth } from '../lib/hours.mjs';

const peer = `http://127.0.0.1:${ports.months}`;
const RANDOM_PROVIDERS = 24;
const BOOKINGS = 200;

/** Books starts that are listed, here and there in the month, until there are so many. */
async function bookSome(bench, made, count, random) {
    let booked = 0;
    for (let tries = 0; booked < count && tries < 12; tries++) {
        const { slots } = JSON.parse((await ask('GET', pathOf(made))).text);
        if (slots.length === 0) break;
        const starts = [...new Set(Array.from({ length: count - booked }, () => slots[Math.floor(random() * slots.length)].start))];
        for (const start of starts) {
            const { status } = await ask('POST', '/api/bookings', { 'content-type': 'application/json', authorization: `Bearer ${bench.client}` },
                JSON.stringify({ providerId: made.id, serviceId: made.service, scheduledTime: start, durationHours: made.hours }));
            booked += status < 300 ? 1 : 0;
        }
    }
    return booked;
}

export const pathOf = ({ id, service, range, hours, viewer }) => `/api/providers/${id}/slots?serviceId=${service}&from=${range.from}&to=${range.to}&durationHours=${hours}&timeZone=${viewer}`;

export async function make(bench, name, plan, bookings, random) {
    const made = { ...await newProvider(name, plan), range: plan.range, hours: plan.hours, viewer: plan.viewer };
    made.booked = await bookSome(bench, made, bookings, random);
    return made;
}

/** What Docket has stored, as the peer keeps it. */
export function fillPeer(bench, made) {
    const file = join(work, 'months.db');
    const db = new Database(file);
    const docket = new Database(join(bench.data, 'docket.sqlite3'), { readonly: true });
    db.exec(`PRAGMA journal_mode = WAL;
        CREATE TABLE provider (id TEXT PRIMARY KEY, version INTEGER, data TEXT);
        CREATE TABLE service (id TEXT PRIMARY KEY, provider_id TEXT, step_minutes INTEGER, buffer_before_minutes INTEGER,
            buffer_after_minutes INTEGER, min_notice_minutes INTEGER, window_days INTEGER, max_per_day INTEGER, max_per_week INTEGER, seats INTEGER);
        CREATE TABLE claim (provider_id TEXT, service_id TEXT, start_ms INTEGER, end_ms INTEGER, work_start_ms INTEGER, work_end_ms INTEGER, seats INTEGER);
        CREATE INDEX claim_time ON claim (provider_id, end_ms);`);
    const service = db.prepare('INSERT INTO service VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)');
    const claim = db.prepare('INSERT INTO claim VALUES (?, ?, ?, ?, ?, ?, ?)');
    for (const one of made) {
        const { capacity, availability } = one.plan;
        db.prepare('INSERT INTO provider VALUES (?, 1, ?)').run(one.id, JSON.stringify({ capacity, ...availability }));
        const stored = docket.prepare('SELECT * FROM service WHERE id = ?').get(idBytes(one.service));
        service.run(one.service, one.id, stored.step_minutes, stored.buffer_before_minutes, stored.buffer_after_minutes,
            stored.min_notice_minutes, stored.window_days, stored.max_per_day, stored.max_per_week, stored.seats);
        for (const row of docket.prepare('SELECT * FROM claim WHERE provider_id = ? AND released_ms IS NULL').all(idBytes(one.id)))
            claim.run(one.id, one.service, row.start_ms, row.end_ms, row.work_start_ms, row.work_end_ms, row.seats);
    }
    docket.close();
    db.close();
    return file;
}

/** Both read the clock, so that a start may pass its notice in between: then they are asked again. */
async function compare(one) {
    for (let tries = 0; ; tries++) {
        const ours = JSON.parse((await ask('GET', pathOf(one))).text);
        const theirs = await (await fetch(peer + pathOf(one))).json();
        if (JSON.stringify(ours) === JSON.stringify(theirs)) return ours.slots.length;
        const at = ours.slots?.findIndex((slot, i) => JSON.stringify(slot) !== JSON.stringify(theirs.slots?.[i]));
        if (tries === 2) {
            throw new Error(`not the same slots, so nothing is measured: ${JSON.stringify(one.plan)}\n`
                + `${ours.slots?.length} and ${theirs.slots?.length}; at ${at}: ${JSON.stringify(ours.slots?.[at])} and ${JSON.stringify(theirs.slots?.[at])}`);
        }
    }
}

/** The peer's rules alone: nothing read, nothing sent; in ms. */
async function inProcess(file, one) {
    const { listSlots, prepare } = await import(join(here, 'peer', 'month.mjs'));
    const db = new Database(file, { readonly: true });
    const provider = prepare(JSON.parse(db.prepare('SELECT data FROM provider WHERE id = ?').get(one.id).data));
    const service = db.prepare('SELECT * FROM service WHERE id = ?').get(one.service);
    const claims = db.prepare('SELECT * FROM claim WHERE provider_id = ? ORDER BY start_ms').all(one.id);
    const asked = { from: Date.parse(one.range.from), to: Date.parse(one.range.to), duration: one.hours * hour, now: Date.now(), viewer: one.viewer };
    const took = [];
    for (let i = 0; i < 300; i++) {
        const before = performance.now();
        listSlots(provider, service, claims, asked);
        took.push(performance.now() - before);
    }
    return median(took.slice(100));
}

/** Our side at 64 connections, with the server's own clocks around it. */
async function underLoad(path) {
    const runs = [];
    for (let round = 0; round < rounds; round++) {
        const before = await clocks('slot.list');
        const run = wrk(base + path, {});
        const after = await clocks('slot.list');
        runs.push({ ...run, call: quantile(before.call, after.call, 0.99), within: shareWithin(before.call, after.call, 0.001),
            http: quantile(before.http, after.http, 0.99) });
    }
    return Object.fromEntries(Object.keys(runs[0]).map((key) => [key, median(runs.map((run) => run[key]))]));
}

async function oneByOne(path) {
    const before = await means('slot.list');
    const run = wrk(base + path, { connections: 1 });
    const after = await means('slot.list');
    const mean = (name) => (after[name].sum - before[name].sum) / (after[name].count - before[name].count) * 1000;
    return { ...run, callMs: mean('call'), httpMs: mean('http') };
}

export default async function month(bench) {
    const range = theMonth();
    const random = (() => { let state = 20270314; return () => { state = (state * 1103515245 + 12345) % 2147483648; return state / 2147483648; }; })();
    const plans = [studio(range), ...Array.from({ length: RANDOM_PROVIDERS }, () => randomProvider(range, random))];
    const made = [];
    for (const [i, plan] of plans.entries())
        made.push({ plan, ...await make(bench, `month${i}`, plan, i === 0 ? BOOKINGS : Math.floor(random() * 40), random) });
    const [one] = made;
    if (one.booked !== BOOKINGS) throw new Error(`only ${one.booked} bookings fit the month`);
    const file = fillPeer(bench, made);
    startPeer('months.mjs', ports.months, file);
    await until(peer + pathOf(one));
    const counts = [];
    for (const each of made) counts.push(await compare(each));
    console.log(`\nA month of slots (${counts[0]} of them; ${BOOKINGS} bookings ahead, rules, exceptions, time off, four at a time), beside Fastify with luxon and rrule`);
    row('  the same lists from both', `${made.length} providers`, `${counts.reduce((sum, count) => sum + count, 0)} slots compared, to the byte`);

    const path = pathOf(one);
    const both = interleave({ docket: () => wrk(base + path, {}), peer: () => wrk(peer + path, {}) });
    const alone = await oneByOne(path);
    const peerMs = await inProcess(file, one);
    const load = await underLoad(path);
    row('  over HTTP, 64 connections: Docket', `${Math.round(both.docket.rate)}/s`, `p50 ${both.docket.p50} ms, p99 ${both.docket.p99} ms, ${both.docket.errors} refused`);
    row('  over HTTP, 64 connections: the peer', `${Math.round(both.peer.rate)}/s`, `p50 ${both.peer.p50} ms, p99 ${both.peer.p99} ms, ${both.peer.errors} refused`);
    row('  Docket / peer, over HTTP', (both.docket.rate / both.peer.rate).toFixed(1), 'wanted ≥ 50');
    row('  one request: the rules alone in Node', `${peerMs.toFixed(2)} ms`, 'nothing read, nothing printed as JSON');
    row('  one request: all of it in Docket', `${alone.httpMs.toFixed(3)} ms`, `read, decided, printed and handed over; deciding alone, with what it reads from the store, ${alone.callMs.toFixed(3)} ms`);
    row('  Node, rules / Docket, rules and store', (peerMs / alone.callMs).toFixed(1), 'wanted ≥ 50; both make the list with its local times, neither prints JSON');
    row('  Node, rules / Docket, whole request', (peerMs / alone.httpMs).toFixed(1));
    row('  in the server at 64 connections, p99', `≤ ${load.call} ms`, `wanted < 1; ${(load.within * 100).toFixed(2)} % within 1 ms; until the client had taken it p99 ≤ ${load.http} ms`);
    row('  at the client, 64 connections, p99', `${load.p99} ms`, `p50 ${load.p50} ms, ${Math.round(load.rate)}/s`);
    return { slots: counts[0], providers: made.length, ...both, ratio: both.docket.rate / both.peer.rate, peerMs, alone, load };
}
