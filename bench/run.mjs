// make bench: our path and its peers side by side, interleaved; medians and ratios.
// node bench/run.mjs [--rounds N] [--seconds N] [--only get,create,slots,idle]
// Prints what it measured beside what the issue asks for and writes bench/results/<commit>.json.
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { cpus, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '..');
const Database = createRequire(join(here, 'peer', 'package.json'))('better-sqlite3');
const option = (name, otherwise) => {
    const at = process.argv.indexOf(`--${name}`);
    return at < 0 ? otherwise : process.argv[at + 1];
};
const rounds = Number(option('rounds', 3));
const seconds = Number(option('seconds', 4));
const only = option('only', 'get,create,slots,idle').split(',');
const work = mkdtempSync(join(tmpdir(), 'docket-bench-'));
const binary = join(root, 'build', 'docket');
const ports = { docket: 8790, peer: 8791, nginx: 8792 };
const children = [];
process.on('exit', () => {
    for (const child of children) child.kill('SIGTERM'); // nginx and the cluster take their workers along
    rmSync(work, { recursive: true, force: true });
});

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
const row = (name, value, wanted = '') => console.log(`${name.padEnd(58)} ${String(value).padStart(12)}  ${wanted}`);

async function until(url, headers = {}) {
    for (let tries = 0; tries < 400; tries++) {
        try {
            if ((await fetch(url, { headers })).status < 500) return;
        } catch { /* not up yet */ }
        await new Promise((resolve) => setTimeout(resolve, 25));
    }
    throw new Error(`${url} does not answer`);
}

async function startDocket(directory, port = ports.docket) {
    const started = performance.now();
    const child = spawn(binary, ['serve', '--listen', `127.0.0.1:${port}`, '--data', directory], {
        env: { ...process.env, DOCKET_RATE_LIMITS: 'off', DOCKET_LOG: 'warning' },
        stdio: ['ignore', 'pipe', 'inherit'],
    });
    children.push(child);
    let text = '';
    await new Promise((resolve, reject) => {
        child.once('exit', (code) => reject(new Error(`docket ended: ${code}`)));
        child.stdout.setEncoding('utf8').on('data', (piece) => {
            text += piece;
            if (/http:\/\//.test(text)) resolve();
        });
    });
    child.startMs = performance.now() - started;
    return child;
}
const stop = (child) => new Promise((resolve, reject) => {
    if (child.exitCode !== null || child.signalCode !== null) {
        reject(new Error(`docket had ended already: ${child.exitCode ?? child.signalCode}`));
        return;
    }
    child.removeAllListeners('exit');
    child.once('exit', resolve);
    child.kill('SIGTERM');
});

async function api(method, path, token, body) {
    const answer = await fetch(`http://127.0.0.1:${ports.docket}${path}`, {
        method,
        headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
        body: body && JSON.stringify(body),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return JSON.parse(text);
}

const everyDay = [{ days: ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'], start: '00:00', end: '24:00' }];

async function newProvider(number) {
    const { user, token } = await api('POST', '/api/auth/signup', null, {
        email: `bench${number}@example.com`, password: 'bench bench bench', displayName: `Provider ${number}`,
    });
    await api('PUT', '/api/providers/me', token, {
        headline: 'Mixing engineer', bio: 'Twenty years of records.', roles: ['engineer'],
        location: 'Los Angeles, CA', hourlyRate: 75, currency: 'USD', timeZone: 'America/Los_Angeles',
    });
    await api('PUT', '/api/providers/me/availability', token, {
        timeZone: 'America/Los_Angeles', weekly: everyDay, exceptions: [],
    });
    const { service } = await api('POST', '/api/services', token, {
        title: 'Mixing', serviceType: 'MIXING', minHours: 1, maxHours: 12, stepMinutes: 60,
        minNoticeMinutes: 0, windowDays: 3650, requestTtlHours: 48,
    });
    return { id: user.id, token, service: service.id };
}

/** One wrk run: { rate, p50, p99, errors }. */
function wrk(url, { token, script, env = {}, connections = 64 }) {
    const words = ['-t2', `-c${connections}`, `-d${seconds}s`, '--latency'];
    if (token) words.push('-H', `Authorization: Bearer ${token}`);
    if (script) words.push('-s', join(here, script));
    const text = spawnSync('wrk', [...words, url], {
        encoding: 'utf8', env: { ...process.env, ...env },
    }).stdout;
    const duration = (label) => {
        const match = new RegExp(`${label}%\\s+([\\d.]+)(us|ms|s)`).exec(text);
        return match ? Number(match[1]) * { us: 0.001, ms: 1, s: 1000 }[match[2]] : NaN;
    };
    return {
        rate: Number(/Requests\/sec:\s+([\d.]+)/.exec(text)?.[1]),
        p50: duration('50'), p99: duration('99'),
        errors: Number(/Non-2xx or 3xx responses: (\d+)/.exec(text)?.[1] ?? 0),
    };
}

/** Interleaved rounds over named targets; the median of each. */
function interleave(targets) {
    const runs = Object.fromEntries(Object.keys(targets).map((name) => [name, []]));
    for (let round = 0; round < rounds; round++) {
        const names = Object.keys(targets);
        for (let i = 0; i < names.length; i++) {
            const name = names[(i + round) % names.length];
            runs[name].push(targets[name]());
        }
    }
    return Object.fromEntries(Object.entries(runs).map(([name, list]) => [name, {
        rate: median(list.map((run) => run.rate)),
        p50: median(list.map((run) => run.p50 ?? NaN)),
        p99: median(list.map((run) => run.p99 ?? NaN)),
        errors: list.reduce((sum, run) => sum + (run.errors ?? 0), 0),
    }]));
}

function startNginx(bodySize) {
    const config = join(work, 'nginx.conf');
    writeFileSync(config, `worker_processes 2; daemon off; pid ${work}/nginx.pid; error_log ${work}/nginx.log;
events { worker_connections 4096; }
http { access_log off; keepalive_requests 1000000000;
  client_body_temp_path ${work}; proxy_temp_path ${work}; fastcgi_temp_path ${work};
  uwsgi_temp_path ${work}; scgi_temp_path ${work};
  server { listen 127.0.0.1:${ports.nginx}; default_type application/json;
    location / { return 200 '${'x'.repeat(bodySize)}'; } } }`);
    children.push(spawn('/usr/sbin/nginx', ['-c', config, '-g', 'master_process on;'], { stdio: 'ignore' }));
}

const histogram = async (operation) => {
    const text = await (await fetch(`http://127.0.0.1:${ports.docket}/metrics`)).text();
    const buckets = [];
    for (const match of text.matchAll(/^docket_call_duration_seconds_bucket\{([^}]*)\} (\d+)/gm)) {
        if (!match[1].includes(`operation="${operation}"`)) continue;
        buckets.push([Number(/le="([^"]+)"/.exec(match[1])[1].replace('+Inf', 'Infinity')), Number(match[2])]);
    }
    return buckets;
};
/** The smallest bucket bound that holds the share of calls made between two histograms. */
function quantile(before, after, share) {
    const counts = after.map(([bound, count], i) => [bound, count - (before[i]?.[1] ?? 0)]);
    const total = counts.at(-1)[1];
    return counts.find(([, count]) => count >= share * total)[0] * 1000;
}

const results = {
    commit: spawnSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: root, encoding: 'utf8' }).stdout.trim(),
    cores: cpus().length, rounds, seconds,
};

// ---- set-up ----
const data = join(work, 'docket');
mkdirSync(data);
let docket = await startDocket(data);
const providers = [];
for (let i = 0; i < 32; i++) providers.push(...await Promise.all([newProvider(2 * i), newProvider(2 * i + 1)]));
const { token: client } = await api('POST', '/api/auth/signup', null, {
    email: 'client@example.com', password: 'bench bench bench', displayName: 'Kim Park',
});
const hour = 3600000;
const first = Math.ceil(Date.now() / hour) * hour + 48 * hour;
const { booking } = await api('POST', '/api/bookings', client, {
    providerId: providers[0].id, serviceId: providers[0].service,
    scheduledTime: new Date(first).toISOString(), durationHours: 2,
});

const peerId = (prefix, n) => `${prefix}_${String(n).padStart(26, '0')}`;
if (only.includes('get') || only.includes('create')) {
    children.push(spawn('node', [join(here, 'peer', 'server.mjs'), String(ports.peer), join(work, 'peer.db')],
        { stdio: 'inherit', env: { ...process.env, NODE_ENV: 'production' } }));
    await until(`http://127.0.0.1:${ports.peer}/api/providers/${peerId('user', 1)}`, { authorization: 'Bearer bench' });
}

// ---- reading ----
if (only.includes('get')) {
    const path = `/api/bookings/${booking.id}`;
    const size = JSON.stringify(await api('GET', path, client)).length;
    startNginx(size);
    await until(`http://127.0.0.1:${ports.nginx}/`);
    const made = await (await fetch(`http://127.0.0.1:${ports.peer}/api/bookings`, {
        method: 'POST', headers: { authorization: 'Bearer bench', 'content-type': 'application/json' },
        body: JSON.stringify({ providerId: peerId('user', 1), serviceId: peerId('service', 1),
            scheduledTime: new Date(first).toISOString(), durationHours: 2 }),
    })).json();
    const many = [];
    for (let hours = 10; many.length < 4000; hours++) { // before the hours that book.lua takes
        many.push(...await Promise.all(providers.map(async (provider) => `/api/bookings/${(await api('POST', '/api/bookings', client, {
            providerId: provider.id, serviceId: provider.service,
            scheduledTime: new Date(first + hours * hour).toISOString(), durationHours: 1,
        })).booking.id}`)));
    }
    const paths = join(work, 'paths.txt');
    writeFileSync(paths, many.join('\n'));
    const got = interleave({
        docket: () => wrk(`http://127.0.0.1:${ports.docket}${path}`, { token: client }),
        'not remembered': () => wrk(`http://127.0.0.1:${ports.docket}/`, { token: client, script: 'read.lua', env: { BENCH_PATHS: paths } }),
        provider: () => wrk(`http://127.0.0.1:${ports.docket}/api/providers/${providers[0].id}`, {}),
        fastify: () => wrk(`http://127.0.0.1:${ports.peer}/api/bookings/${made.booking.id}`, { token: 'bench' }),
        nginx: () => wrk(`http://127.0.0.1:${ports.nginx}/`, { token: client }),
    });
    results.get = { ...got, bytes: size };
    console.log(`\nGET, 64 connections, answers of ${size} bytes (median of ${rounds} rounds)`);
    for (const [name, run] of Object.entries(got)) {
        row(`  ${name}`, `${Math.round(run.rate)}/s`, `p50 ${run.p50} ms, p99 ${run.p99} ms, ${run.errors} refused`);
    }
    for (const name of ['docket', 'provider', 'not remembered']) {
        row(`  ${name === 'docket' ? 'booking' : name} / nginx`, (got[name].rate / got.nginx.rate).toFixed(2), name === 'not remembered' ? '(4,000 bookings in turn)' : 'wanted ≥ 0.6');
        row(`  ${name === 'docket' ? 'booking' : name} / fastify`, (got[name].rate / got.fastify.rate).toFixed(2), name === 'not remembered' ? '' : 'wanted ≥ 2.5');
    }
}

// ---- booking ----
if (only.includes('create')) {
    const bare = join(work, 'bare_commit');
    execFileSync('cc', ['-O2', '-o', bare, join(here, 'bare_commit.c'), '-lsqlite3', '-lpthread']);
    const list = join(work, 'providers.txt');
    writeFileSync(list, providers.map((p) => `${p.id} ${p.service}`).join('\n'));
    const peerList = join(work, 'peers.txt');
    writeFileSync(peerList, providers.map((_, i) => `${peerId('user', i + 1)} ${peerId('service', i + 1)}`).join('\n'));
    let run = 0;
    const book = (port, file, token) => wrk(`http://127.0.0.1:${port}/api/bookings`, {
        token, script: 'book.lua',
        env: { BENCH_PROVIDERS: file, BENCH_FIRST: String(first / 1000), BENCH_RUN: String(run++) },
    });
    const got = interleave({
        docket: () => book(ports.docket, list, client),
        fastify: () => book(ports.peer, peerList, 'bench'),
        bare: () => ({ rate: Number(execFileSync(bare, [join(work, 'bare.db'), String(seconds)], { encoding: 'utf8' })) }),
    });
    results.create = got;
    console.log('\nPOST /api/bookings, durable, 64 connections, no two clash');
    for (const [name, run] of Object.entries(got)) {
        row(`  ${name}`, `${Math.round(run.rate)}/s`, name === 'bare' ? 'rows, 64 clients that wait' : `p50 ${run.p50} ms, p99 ${run.p99} ms, ${run.errors} refused`);
    }
    row('  booking / fastify', (got.docket.rate / got.fastify.rate).toFixed(2), 'wanted ≥ 3');
    row('  booking / bare group commit', (got.docket.rate / got.bare.rate).toFixed(2), 'wanted ≥ 0.3');
}

// ---- slots, with few and with very many past bookings ----
function addPast(count) {
    const db = new Database(join(data, 'docket.sqlite3'));
    const { provider_id, client_id, service_id } = db.prepare('SELECT * FROM booking ORDER BY id LIMIT 1').get();
    const past = db.prepare(`INSERT INTO claim (id, provider_id, booking_id, client_id, service_id, start_ms, end_ms,
        work_start_ms, work_end_ms, seats, capacity, claimed_ms)
        VALUES (randomblob(16), ?, randomblob(16), ?, ?, ?, ?, ?, ?, 1, 1, ?)`);
    const last = Math.floor(Date.now() / hour) * hour - 24 * hour;
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
async function slotsP99() {
    const from = new Date(first).toISOString();
    const to = new Date(first + 31 * 24 * hour).toISOString();
    const url = `http://127.0.0.1:${ports.docket}/api/providers/${providers[0].id}/slots?serviceId=${providers[0].service}&from=${from}&to=${to}&durationHours=2`;
    await api('GET', url.slice(url.indexOf('/api')));
    const runs = [];
    for (let round = 0; round < rounds; round++) {
        const before = await histogram('slot.list');
        const run = wrk(url, { connections: 2 });
        runs.push({ ...run, server: quantile(before, await histogram('slot.list'), 0.99) });
    }
    return { rate: median(runs.map((r) => r.rate)), p50: median(runs.map((r) => r.p50)), p99: median(runs.map((r) => r.p99)), server: median(runs.map((r) => r.server)) };
}
if (only.includes('slots')) {
    await stop(docket);
    addPast(1000);
    docket = await startDocket(data);
    const few = await slotsP99();
    await stop(docket);
    addPast(999000);
    docket = await startDocket(data);
    const many = await slotsP99();
    results.slots = { few, many };
    console.log('\nA month of slots of one provider (2 connections)');
    row('  1,000 past bookings', `${Math.round(few.rate)}/s`, `p50 ${few.p50} ms, p99 ${few.p99} ms; in the server p99 ≤ ${few.server} ms (wanted < 1)`);
    row('  1,000,000 past bookings', `${Math.round(many.rate)}/s`, `p50 ${many.p50} ms, p99 ${many.p99} ms; in the server p99 ≤ ${many.server} ms (wanted < 1)`);
    row('  many / few', (many.rate / few.rate).toFixed(2), 'wanted 0.8 … 1.2');
}

// ---- being there ----
if (only.includes('idle')) {
    await stop(docket);
    const starts = [];
    for (let i = 0; i < 5; i++) {
        docket = await startDocket(data);
        starts.push(docket.startMs);
        await until(`http://127.0.0.1:${ports.docket}/readyz`);
        if (i < 4) await stop(docket);
    }
    const resident = Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${docket.pid}/status`, 'utf8'))[1]) / 1024;
    results.idle = { startMs: median(starts), residentMiB: resident, binaryMiB: statSync(binary).size / (1 << 20) };
    console.log('\nBeing there');
    row('  start on this store', `${Math.round(results.idle.startMs)} ms`, 'wanted < 300');
    row('  resident when idle', `${resident.toFixed(1)} MiB`, 'wanted < 40');
    row('  binary', `${results.idle.binaryMiB.toFixed(1)} MiB`, 'wanted < 10');
}

mkdirSync(join(here, 'results'), { recursive: true });
writeFileSync(join(here, 'results', `${results.commit}.json`), `${JSON.stringify(results, null, 2)}\n`);
process.exit(0);
