// Reading one thing, beside Fastify and beside nginx answering as many fixed bytes.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { api, base, hour, ports, start, startPeer, until, work } from '../lib/docket.mjs';
import { interleave, rounds, row, wrk } from '../lib/measure.mjs';

export const peerId = (prefix, n) => `${prefix}_${String(n).padStart(26, '0')}`;
const peer = `http://127.0.0.1:${ports.peer}`;

let isStarted = false;
export async function startBookingPeer() {
    if (!isStarted) startPeer('server.mjs', ports.peer, join(work, 'peer.db'));
    isStarted = true;
    await until(`${peer}/api/providers/${peerId('user', 1)}`, { authorization: 'Bearer bench' });
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
    start('/usr/sbin/nginx', ['-c', config, '-g', 'master_process on;'], { stdio: 'ignore' });
}

async function bookMany({ providers, client, first }) {
    const many = [];
    for (let hours = 10; many.length < 4000; hours++) { // before the hours that book.lua takes
        many.push(...await Promise.all(providers.map(async (provider) => `/api/bookings/${(await api('POST', '/api/bookings', client, {
            providerId: provider.id, serviceId: provider.service,
            scheduledTime: new Date(first + hours * hour).toISOString(), durationHours: 1,
        })).booking.id}`)));
    }
    const paths = join(work, 'paths.txt');
    writeFileSync(paths, many.join('\n'));
    return paths;
}

async function bookOfPeer(first) {
    const answer = await fetch(`${peer}/api/bookings`, {
        method: 'POST', headers: { authorization: 'Bearer bench', 'content-type': 'application/json' },
        body: JSON.stringify({ providerId: peerId('user', 1), serviceId: peerId('service', 1),
            scheduledTime: new Date(first).toISOString(), durationHours: 2 }),
    });
    return (await answer.json()).booking.id;
}

export default async function get(bench) {
    await startBookingPeer();
    const path = `/api/bookings/${bench.booking.id}`;
    const bytes = JSON.stringify(await api('GET', path, bench.client)).length;
    startNginx(bytes);
    await until(`http://127.0.0.1:${ports.nginx}/`);
    const paths = await bookMany(bench);
    const theirs = await bookOfPeer(bench.first);
    const got = interleave({
        docket: () => wrk(base + path, { token: bench.client }),
        'not remembered': () => wrk(`${base}/`, { token: bench.client, script: 'read.lua', env: { BENCH_PATHS: paths } }),
        provider: () => wrk(`${base}/api/providers/${bench.providers[0].id}`, {}),
        fastify: () => wrk(`${peer}/api/bookings/${theirs}`, { token: 'bench' }),
        nginx: () => wrk(`http://127.0.0.1:${ports.nginx}/`, { token: bench.client }),
    });
    console.log(`\nGET, 64 connections, answers of ${bytes} bytes (median of ${rounds} rounds)`);
    for (const [name, run] of Object.entries(got)) {
        row(`  ${name}`, `${Math.round(run.rate)}/s`, `p50 ${run.p50} ms, p99 ${run.p99} ms, ${run.errors} refused`);
    }
    for (const name of ['docket', 'provider', 'not remembered']) {
        row(`  ${name === 'docket' ? 'booking' : name} / nginx`, (got[name].rate / got.nginx.rate).toFixed(2), name === 'not remembered' ? '(4,000 bookings in turn)' : 'wanted ≥ 0.6');
        row(`  ${name === 'docket' ? 'booking' : name} / fastify`, (got[name].rate / got.fastify.rate).toFixed(2), name === 'not remembered' ? '' : 'wanted ≥ 2.5');
    }
    return { ...got, bytes };
}
