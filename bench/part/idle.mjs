// Being there: starting, and what it takes while nothing happens.
import { readFileSync, statSync } from 'node:fs';
import { base, binary, until } from '../lib/docket.mjs';
import { median, row } from '../lib/measure.mjs';

export default async function idle(bench) {
    const starts = [];
    for (let i = 0; i < 5; i++) {
        await bench.restart();
        starts.push(bench.docket.startMs);
        await until(`${base}/readyz`);
    }
    const resident = Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${bench.docket.pid}/status`, 'utf8'))[1]) / 1024;
    const got = { startMs: median(starts), residentMiB: resident, binaryMiB: statSync(binary).size / (1 << 20) };
    console.log('\nBeing there');
    row('  start on this store', `${Math.round(got.startMs)} ms`, 'wanted < 300');
    row('  resident when idle', `${resident.toFixed(1)} MiB`, 'wanted < 40');
    row('  binary', `${got.binaryMiB.toFixed(1)} MiB`, 'wanted < 10');
    return got;
}
