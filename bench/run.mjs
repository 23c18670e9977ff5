// make bench: our path and its peers side by side, interleaved; medians and ratios.
// node bench/run.mjs [PART …] [--rounds N] [--seconds N]      (make bench BENCH="month slots storm")
// Prints what it measured beside what was asked for and writes bench/results/<commit>.json.
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { api, hour, newProvider, signUp, startDocket, stop, work } from './lib/docket.mjs';
import { here, rounds, seconds } from './lib/measure.mjs';

// In the order they run. `slots` leaves a million past bookings behind, on which `idle` starts.
const parts = ['get', 'create', 'month', 'storm', 'slots', 'idle'];
const words = process.argv.slice(2).filter((word, i, all) => !/^--/.test(word) && !/^--/.test(all[i - 1] ?? ''));
const wanted = words.flatMap((word) => word.split(','));
const unknown = wanted.find((word) => !parts.includes(word));
if (unknown) {
    console.error(`No part is called ${unknown}; there are: ${parts.join(', ')}.`);
    process.exit(2);
}

const runs = (name) => wanted.length === 0 || wanted.includes(name);

const bench = { data: join(work, 'docket'), providers: [] };
mkdirSync(bench.data);
bench.docket = await startDocket(bench.data);
bench.restart = async (between) => {
    await stop(bench.docket);
    between?.();
    bench.docket = await startDocket(bench.data);
};
const providerCount = runs('get') || runs('create') ? 64 : 2;
for (let i = 0; i < providerCount; i += 2) bench.providers.push(...await Promise.all([newProvider(`bench${i}`), newProvider(`bench${i + 1}`)]));
bench.client = (await signUp('client@example.com', 'Kim Park')).token;
bench.first = Math.ceil(Date.now() / hour) * hour + 48 * hour;
bench.booking = (await api('POST', '/api/bookings', bench.client, {
    providerId: bench.providers[0].id, serviceId: bench.providers[0].service,
    scheduledTime: new Date(bench.first).toISOString(), durationHours: 2,
})).booking;

const results = {
    commit: spawnSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: here, encoding: 'utf8' }).stdout.trim(),
    cores: cpus().length, rounds, seconds, load: loadavg().map((load) => Number(load.toFixed(2))),
};
console.log(`${results.cores} cores, load before ${results.load[0]}, ${rounds} rounds of ${seconds} s`);
for (const part of parts.filter(runs))
    results[part] = await (await import(`./part/${part}.mjs`)).default(bench);

mkdirSync(join(here, 'results'), { recursive: true });
writeFileSync(join(here, 'results', `${results.commit}.json`), `${JSON.stringify(results, null, 2)}\n`);
process.exit(0);
