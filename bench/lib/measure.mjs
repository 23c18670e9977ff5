// What every part of the bench measures with, and prints by.
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const here = dirname(dirname(fileURLToPath(import.meta.url)));
const option = (name, otherwise) => {
    const at = process.argv.indexOf(`--${name}`);
    return at < 0 ? otherwise : process.argv[at + 1];
};
export const rounds = Number(option('rounds', 3));
export const seconds = Number(option('seconds', 4));

export const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
export const row = (name, value, wanted = '') => console.log(`${name.padEnd(58)} ${String(value).padStart(12)}  ${wanted}`);

/** One wrk run: { rate, p50, p99, errors }. */
export function wrk(url, { token, script, env = {}, connections = 64 }) {
    const words = [`-t${Math.min(2, connections)}`, `-c${connections}`, `-d${seconds}s`, '--latency'];
    if (token) words.push('-H', `Authorization: Bearer ${token}`);
    if (script) words.push('-s', join(here, script));
    const text = spawnSync('wrk', [...words, url], {
        encoding: 'utf8', env: { ...process.env, ...env },
    }).stdout;
    if (!/Requests\/sec/.test(text)) throw new Error(`wrk measured nothing: ${text}`);
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
export function interleave(targets) {
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
