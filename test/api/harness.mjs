// Starts the real binary on a store of its own and talks to it.
//
// DOCKET_BINARY: which build (default: the sanitized one). DOCKET_TEST_STORE: sqlite or postgres;
// for postgres DOCKET_TEST_POSTGRES is the libpq string of a running test cluster (tools/postgres),
// and every server gets a database of its own in it: a copy of DOCKET_TEST_TEMPLATE, if that names one
// that has its tables already.
import { execFileSync, spawn } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
export const binary = resolve(process.env.DOCKET_BINARY || join(root, 'build', 'asan', 'docket'));
export const store = process.env.DOCKET_TEST_STORE || 'sqlite';
const cluster = process.env.DOCKET_TEST_POSTGRES;

process.setMaxListeners(100); // every server listens for the end of the run

let databases = 0;

function psql(command) {
    execFileSync('psql', [cluster, '-q', '-v', 'ON_ERROR_STOP=1', '-c', command], { stdio: 'pipe' });
}

/** A folder and (on PostgreSQL) a database; the same one can be served several times. isEmpty: there is
 * no table in it yet, whatever could be copied. */
export class Store {
    constructor(kind = store, { isEmpty = false } = {}) {
        this.kind = kind;
        this.directory = mkdtempSync(join(tmpdir(), 'docket-test-'));
        this.arguments = ['--data', this.directory];
        if (kind === 'postgres') {
            if (!cluster) throw new Error('DOCKET_TEST_POSTGRES is not set');
            this.database = `test_${process.pid}_${++databases}_${Date.now() % 100000}`;
            const template = (!isEmpty && process.env.DOCKET_TEST_TEMPLATE) || 'template1';
            psql(`CREATE DATABASE ${this.database} TEMPLATE ${template} STRATEGY FILE_COPY`);
            this.url = cluster.replace(/dbname=\S+/, `dbname=${this.database}`);
            this.arguments.push('--database', this.url);
        }
    }

    /** The data as it is, in a place of its own; nobody may be serving it. */
    copy() {
        const copy = Object.assign(Object.create(Store.prototype), { ...this, directory: mkdtempSync(join(tmpdir(), 'docket-test-')) });
        cpSync(this.directory, copy.directory, { recursive: true });
        copy.arguments = ['--data', copy.directory];
        if (this.database) {
            copy.database = `${this.database}_copy${++databases}`;
            psql(`CREATE DATABASE ${copy.database} TEMPLATE ${this.database} STRATEGY FILE_COPY`);
            copy.url = cluster.replace(/dbname=\S+/, `dbname=${copy.database}`);
            copy.arguments.push('--database', copy.url);
        }
        return copy;
    }

    /** Runs a subcommand to its end: { status, stdout, stderr }. */
    run(...words) {
        try {
            const stdout = execFileSync(binary, [...words, ...this.arguments], {
                stdio: 'pipe', encoding: 'utf8', maxBuffer: 1 << 26, timeout: 120000,
            });
            return { status: 0, stdout, stderr: '' };
        } catch (error) {
            return { status: error.status, stdout: error.stdout, stderr: error.stderr };
        }
    }

    /** What SQL says in the tables as they are: the first value of each row, a line each. */
    sql(statement) {
        const [program, words] = this.database
            ? ['psql', [this.url, '-q', '-A', '-t', '-v', 'ON_ERROR_STOP=1', '-c', statement]]
            : ['python3', ['-c', 'import sqlite3, sys\nwith sqlite3.connect(sys.argv[1]) as c:\n for one in sys.argv[2].split(";"):\n  for row in c.execute(one): print(row[0])',
                join(this.directory, 'docket.sqlite3'), statement]];
        return execFileSync(program, words, { stdio: 'pipe', encoding: 'utf8' }).trim();
    }

    remove() {
        rmSync(this.directory, { recursive: true, force: true });
        if (this.database) {
            try {
                psql(`DROP DATABASE IF EXISTS ${this.database} WITH (FORCE)`);
            } catch { /* the cluster goes away with the run */ }
        }
    }
}

export class Server {
    constructor(of, child, url, output) {
        this.store = of;
        this.child = child;
        this.url = url;
        this.output = output;
        // 'close': all it said has been read by then.
        this.closed = new Promise((resolve) => child.once('close', (code, signal) =>
            resolve({ code, signal })));
        // A test that fails before it stops its server must not keep the whole run waiting.
        for (const handle of this.handles()) handle.unref();
        process.once('exit', () => child.kill('SIGKILL'));
    }

    handles() {
        return [this.child, this.child.stdout, this.child.stderr];
    }

    /** Resolves with { code, signal } once the program has ended. */
    get ended() {
        for (const handle of this.handles()) handle.ref();
        return this.closed;
    }

    /** options: { store, flags: [], env: {} } */
    static async start({ store: of = new Store(), flags = [], env = {} } = {}) {
        const child = spawn(binary, ['serve', '--listen', '127.0.0.1:0', ...of.arguments, ...flags], {
            env: {
                ...process.env, DOCKET_RATE_LIMITS: 'off', DOCKET_LOG: 'warning',
                // Not taken for a server that has a name.
                DOCKET_QUICK_PASSWORDS: flags.includes('--public-url') ? 'off' : 'on',
                UBSAN_OPTIONS: 'halt_on_error=1:print_stacktrace=1', ...env,
            },
            stdio: ['ignore', 'pipe', 'pipe'],
        });
        const output = { stdout: '', stderr: '' };
        child.stderr.setEncoding('utf8').on('data', (text) => { output.stderr += text; });
        const url = await new Promise((resolve, reject) => {
            const timer = setTimeout(() => reject(new Error(`no address:\n${output.stderr}`)), 60000);
            child.once('exit', (code, signal) => {
                clearTimeout(timer);
                reject(new Error(`docket ended (${code ?? signal}):\n${output.stderr}`));
            });
            child.stdout.setEncoding('utf8').on('data', (text) => {
                output.stdout += text;
                const match = /http:\/\/127\.0\.0\.1:\d+/.exec(output.stdout);
                if (match) {
                    clearTimeout(timer);
                    resolve(match[0]);
                }
            });
        });
        return new Server(of, child, url, output);
    }

    /** SIGTERM; throws when it does not end cleanly (a sanitizer report does not), or when a reply
     * lacked a value that the description promises. */
    async stop({ remove = true } = {}) {
        this.child.kill('SIGTERM');
        const { code, signal } = await this.ended;
        if (remove) this.store.remove();
        if (code !== 0) {
            throw new Error(`docket ended with ${code ?? signal}:\n${this.output.stderr.slice(-8000)}`);
        }
        const broken = /^.*"reply_lacks_value".*$/m.exec(this.output.stderr);
        if (broken) throw new Error(broken[0]);
    }

    async kill() {
        this.child.kill('SIGKILL');
        await this.ended;
    }

    /** One request. body: an object (sent as JSON) or text. Gives { status, headers, text, json }. */
    async call(method, path, { body, token, headers = {} } = {}) {
        const response = await fetch(this.url + path, {
            method,
            headers: {
                ...(body !== undefined && { 'content-type': 'application/json' }),
                ...(token && { authorization: `Bearer ${token}` }),
                ...headers,
            },
            body: body === undefined || typeof body === 'string' ? body : JSON.stringify(body),
            redirect: 'manual',
        });
        const text = await response.text();
        let json;
        try {
            json = JSON.parse(text);
        } catch { /* not JSON */ }
        return { status: response.status, headers: response.headers, text, json };
    }

    /** The same, and anything but the expected status is an error that shows the answer. */
    async expect(status, method, path, options) {
        const answer = await this.call(method, path, options);
        if (answer.status !== status) {
            throw new Error(`${method} ${path}: ${answer.status} instead of ${status}: ${answer.text}`);
        }
        return answer.json;
    }
}

let people = 0;

/** Signs a new person up: { id, email, token }. */
export async function signUp(server, displayName = 'Kim Park') {
    const email = `person${++people}.${process.pid}@example.com`;
    const answer = await server.expect(201, 'POST', '/api/auth/signup', {
        body: { email, password: 'correct horse battery', displayName, timeZone: 'America/Los_Angeles' },
    });
    return { id: answer.user.id, email, token: answer.token };
}

/** A provider who is open every day, all day, in UTC, with one service; `service` overrides it. */
export async function newProvider(server, { profile = {}, service = {}, weekly } = {}) {
    const person = await signUp(server, 'Dana Reyes');
    const token = person.token;
    await server.expect(200, 'PUT', '/api/providers/me', {
        token,
        body: {
            headline: 'Mixing engineer', bio: 'Twenty years of records.', roles: ['engineer'],
            location: { label: 'Los Angeles, CA', lat: 34.05, lng: -118.24 },
            hourlyRate: 75, dayRate: 500, currency: 'USD', timeZone: 'UTC', ...profile,
        },
    });
    await server.expect(200, 'PUT', '/api/providers/me/availability', {
        token,
        body: {
            timeZone: profile.timeZone ?? 'UTC', exceptions: [],
            weekly: weekly ?? [{ days: ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'], start: '00:00', end: '24:00' }],
        },
    });
    const made = await server.expect(201, 'POST', '/api/services', {
        token,
        body: { title: 'Mixing', serviceType: 'MIXING', minHours: 1, maxHours: 12, stepMinutes: 60,
            minNoticeMinutes: 0, windowDays: 3650, ...service },
    });
    return { ...person, service: made.service };
}

/** Midnight UTC so many days from now, plus hours, as RFC 3339. */
export function at(days, hours = 0) {
    const midnight = Math.floor(Date.now() / 86400000) * 86400000;
    return new Date(midnight + days * 86400000 + hours * 3600000).toISOString();
}

/** Runs `work(i)` for i in 0…count−1 with at most `width` at once; the results in order. */
export async function inParallel(count, width, work) {
    const results = new Array(count);
    let next = 0;
    await Promise.all(Array.from({ length: Math.min(width, count) }, async () => {
        while (next < count) {
            const index = next++;
            results[index] = await work(index);
        }
    }));
    return results;
}
