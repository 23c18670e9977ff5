// The program under test: started on a folder of its own, asked over HTTP, read at /metrics.
import { spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { here } from './measure.mjs';

export const Database = createRequire(join(here, 'peer', 'package.json'))('better-sqlite3');
export const work = mkdtempSync(join(tmpdir(), 'docket-bench-'));
export const binary = join(here, '..', 'build', 'docket');
export const ports = { docket: 8790, peer: 8791, nginx: 8792, months: 8793 };
export const base = `http://127.0.0.1:${ports.docket}`;
export const hour = 3600000;
export const day = 24 * hour;

const children = [];
process.on('exit', () => {
    for (const child of children) child.kill('SIGTERM'); // nginx and the cluster take their workers along
    rmSync(work, { recursive: true, force: true });
});
export function start(command, words, options = {}) {
    const child = spawn(command, words, { stdio: 'inherit', ...options });
    children.push(child);
    return child;
}
export const startPeer = (script, port, file) => start('node', [join(here, 'peer', script), String(port), file],
    { env: { ...process.env, NODE_ENV: 'production' } });

export async function until(url, headers = {}) {
    for (let tries = 0; tries < 400; tries++) {
        try {
            if ((await fetch(url, { headers })).status < 500) return;
        } catch { /* not up yet */ }
        await new Promise((resolve) => setTimeout(resolve, 25));
    }
    throw new Error(`${url} does not answer`);
}

/** On a folder, or with `database` on PostgreSQL. */
export async function startDocket(directory, env = {}) {
    const started = performance.now();
    const child = start(binary, ['serve', '--listen', `127.0.0.1:${ports.docket}`, '--data', directory], {
        env: { ...process.env, DOCKET_RATE_LIMITS: 'off', DOCKET_LOG: 'warning', ...env },
        stdio: ['ignore', 'pipe', 'inherit'],
    });
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
export const stop = (child) => new Promise((resolve, reject) => {
    if (child.exitCode !== null || child.signalCode !== null) {
        reject(new Error(`docket had ended already: ${child.exitCode ?? child.signalCode}`));
        return;
    }
    child.removeAllListeners('exit');
    child.once('exit', resolve);
    child.kill('SIGTERM');
});

/** Each on a connection of its own: a kept one takes a place among those that a storm needs, or ends in it. */
export const ask = (method, path, headers = {}, body = undefined) => new Promise((resolve, reject) => {
    const asked = request(`${base}${path}`, { method, headers, agent: false }, (answer) => {
        let text = '';
        answer.setEncoding('utf8').on('data', (piece) => { text += piece; });
        answer.on('end', () => resolve({ status: answer.statusCode, text }));
    });
    asked.on('error', reject).end(body);
});
export async function api(method, path, token, body) {
    const headers = { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) };
    const { status, text } = await ask(method, path, headers, body && JSON.stringify(body));
    if (status >= 300) throw new Error(`${method} ${path}: ${status} ${text}`);
    return JSON.parse(text);
}

export const signUp = (email, displayName) => api('POST', '/api/auth/signup', null, { email, password: 'bench bench bench', displayName });
const everyDay = [{ days: ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'], start: '00:00', end: '24:00' }];

/** A provider who is always open, unless told otherwise. */
export async function newProvider(name, { profile = {}, availability = {}, service = {} } = {}) {
    const timeZone = availability.timeZone ?? 'America/Los_Angeles';
    const { user, token } = await signUp(`${name}@example.com`, `Provider ${name}`);
    await api('PUT', '/api/providers/me', token, {
        headline: 'Mixing engineer', bio: 'Twenty years of records.', roles: ['engineer'],
        location: 'Los Angeles, CA', hourlyRate: 75, currency: 'USD', timeZone, ...profile,
    });
    await api('PUT', '/api/providers/me/availability', token, { timeZone, weekly: everyDay, exceptions: [], ...availability });
    const made = await api('POST', '/api/services', token, {
        title: 'Mixing', serviceType: 'MIXING', minHours: 1, maxHours: 12, stepMinutes: 60,
        minNoticeMinutes: 0, windowDays: 3650, requestTtlHours: 48, ...service,
    });
    return { id: user.id, token, service: made.service.id };
}

/** Accounts with a session each, as rows for the two tables: signing up thousands would measure argon2id. */
export function manyClients(count) {
    const now = Date.now();
    return Array.from({ length: count }, (_, i) => {
        const token = `dk_${randomBytes(32).toString('base64url')}`;
        return {
            token, now, id: randomBytes(16), session: randomBytes(16), email: `storm${i}@example.com`,
            hash: createHash('sha256').update(token).digest(),
        };
    });
}
export function tokensFile(clients) {
    const path = join(work, 'tokens.txt');
    writeFileSync(path, clients.map(({ token }) => token).join('\n'));
    return path;
}

/** A histogram of /metrics: [[upper bound in seconds, how many up to it], …]. */
export async function histogram(name, operation) {
    const { text } = await ask('GET', '/metrics');
    const buckets = [];
    for (const match of text.matchAll(new RegExp(`^${name}_bucket\\{([^}]*)\\} (\\d+)`, 'gm'))) {
        if (operation && !match[1].includes(`operation="${operation}"`)) continue;
        buckets.push([Number(/le="([^"]+)"/.exec(match[1])[1].replace('+Inf', 'Infinity')), Number(match[2])]);
    }
    return buckets;
}
const since = (before, after) => after.map(([bound, count], i) => [bound, count - (before[i]?.[1] ?? 0)]);
/** The smallest bucket bound, in ms, that holds the share of what was counted between two histograms. */
export function quantile(before, after, share) {
    const counts = since(before, after);
    return counts.find(([, count]) => count >= share * counts.at(-1)[1])[0] * 1000;
}
/** How much of it took at most so many seconds. */
export function shareWithin(before, after, bound) {
    const counts = since(before, after);
    return counts.find(([limit]) => limit === bound)[1] / counts.at(-1)[1];
}
/** Both of the server's own clocks: of an operation, and of whole requests, answer printed and handed over. */
export const clocks = async (operation) => ({
    call: await histogram('docket_call_duration_seconds', operation),
    http: await histogram('docket_http_duration_seconds'),
});

/** Of the same two clocks the sums (in seconds) and counts. */
export async function means(operation) {
    const lines = (await ask('GET', '/metrics')).text.split('\n');
    const read = (start) => Number(lines.find((line) => line.startsWith(start))?.split(' ').at(-1) ?? 0);
    const both = (name, label) => ({ sum: read(`${name}_sum${label}`), count: read(`${name}_count${label}`) });
    return { call: both('docket_call_duration_seconds', `{operation="${operation}"}`), http: both('docket_http_duration_seconds', ' ') };
}
