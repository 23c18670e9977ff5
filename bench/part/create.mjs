// Booking, durably, where no two clash: beside Fastify; beside one row written with nothing around it; and
// beside the rows that a booking leaves behind, written so too: what is left for all the rest.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { binary, ports, work } from '../lib/docket.mjs';
import { here, interleave, row, seconds, wrk } from '../lib/measure.mjs';
import { peerId, startBookingPeer } from './get.mjs';

export default async function create({ providers, client, first }) {
    await startBookingPeer();
    const bare = join(work, 'bare_commit');
    execFileSync('cc', ['-O2', '-o', bare, join(here, 'bare_commit.c'), '-lsqlite3', '-lpthread']);
    const tables = join(work, 'bare-booking');
    execFileSync(binary, ['migrate', '--data', tables], { env: { ...process.env, DOCKET_LOG: 'error' } });
    const list = join(work, 'providers.txt'), peerList = join(work, 'peers.txt');
    writeFileSync(list, providers.map((p) => `${p.id} ${p.service}`).join('\n'));
    writeFileSync(peerList, providers.map((_, i) => `${peerId('user', i + 1)} ${peerId('service', i + 1)}`).join('\n'));
    let run = 0;
    const book = (port, file, token) => wrk(`http://127.0.0.1:${port}/api/bookings`, {
        token, script: 'book.lua',
        env: { BENCH_PROVIDERS: file, BENCH_FIRST: String(first / 1000), BENCH_RUN: String(run++) },
    });
    const bareRate = (...words) => ({ rate: Number(execFileSync(bare, words, { encoding: 'utf8' })) });
    const got = interleave({
        docket: () => book(ports.docket, list, client),
        fastify: () => book(ports.peer, peerList, 'bench'),
        'bare, one row': () => bareRate(join(work, 'bare.db'), String(seconds)),
        'bare, the rows of a booking': () => bareRate(join(tables, 'docket.sqlite3'), String(seconds), 'booking'),
    });
    console.log('\nPOST /api/bookings, durable, 64 connections, no two clash');
    for (const [name, { rate, p50, p99, errors }] of Object.entries(got)) {
        row(`  ${name}`, `${Math.round(rate)}/s`, name.startsWith('bare') ? '64 clients that wait' : `p50 ${p50} ms, p99 ${p99} ms, ${errors} refused`);
    }
    row('  booking / fastify', (got.docket.rate / got.fastify.rate).toFixed(2), 'wanted ≥ 3');
    row('  booking / bare group commit of one row', (got.docket.rate / got['bare, one row'].rate).toFixed(2), 'wanted ≥ 0.3');
    row('  booking / bare group commit of its rows', (got.docket.rate / got['bare, the rows of a booking'].rate).toFixed(2));
    return got;
}
