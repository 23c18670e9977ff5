// The peer of a month of slots, over HTTP: a cluster of two, the provider, the service and the claims of the
// range read from SQLite by prepared statements for each request, a provider's hours kept as parsed until
// they change, a compiled response schema. month.mjs has the rules.
// node months.mjs PORT FILE (which the bench has filled)
import cluster from 'node:cluster';
import Database from 'better-sqlite3';
import Fastify from 'fastify';
import { listSlots, prepare } from './month.mjs';

const [port, file] = [Number(process.argv[2]), process.argv[3]];
const text = { type: 'string' };
const slot = { type: 'object', properties: { start: text, end: text, local: text, localEnd: text, seatsLeft: { type: 'integer' } } };
const reply = { type: 'object', properties: { slots: { type: 'array', items: slot }, timeZone: text } };

function serve() {
    const db = new Database(file, { readonly: true });
    const app = Fastify({ logger: false });
    const findProvider = db.prepare('SELECT version, data FROM provider WHERE id = ?');
    const findService = db.prepare('SELECT * FROM service WHERE id = ? AND provider_id = ?');
    const findClaims = db.prepare(`SELECT start_ms, end_ms, work_start_ms, work_end_ms, seats, service_id FROM claim
        WHERE provider_id = ? AND end_ms > ? AND start_ms < ? ORDER BY start_ms`);
    const known = new Map();

    const providerOf = (id) => {
        const row = findProvider.get(id);
        if (!row) return null;
        let provider = known.get(id);
        if (provider?.version !== row.version) {
            const data = JSON.parse(row.data);
            provider = { ...prepare(data), version: row.version, timeZone: data.timeZone };
            known.set(id, provider);
        }
        return provider;
    };
    app.get('/api/providers/:id/slots', { schema: { response: { 200: reply } } }, (request, answer) => {
        const { serviceId, from, to, durationHours, timeZone } = request.query;
        const provider = providerOf(request.params.id);
        const service = provider && findService.get(serviceId, request.params.id);
        if (!service) return answer.code(404).send({ code: 'not_found' });
        const range = { from: Date.parse(from), to: Date.parse(to), duration: durationHours * 3600000, now: Date.now(), viewer: timeZone ?? provider.timeZone };
        const reach = 8 * 86400000; // a week's limit, and the longest buffer
        const claims = findClaims.all(request.params.id, range.from - reach, range.to + range.duration + reach);
        answer.send({ slots: listSlots(provider, service, claims, range), timeZone: range.viewer });
    });
    app.listen({ port, host: '127.0.0.1' });
}

if (cluster.isPrimary) {
    cluster.fork();
    cluster.fork();
} else {
    serve();
}
