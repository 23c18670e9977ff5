// The peer: the same job as a skilled user of Fastify and better-sqlite3 would write it.
// A cluster of two, WAL + synchronous=FULL, prepared statements, compiled response schemas, the
// token looked up by its hash (kept in memory once seen), an overlap check with buffers in the same
// immediate transaction as the rows of booking, claim, journal and timer.
// node server.mjs PORT FILE
import cluster from 'node:cluster';
import { createHash, randomBytes } from 'node:crypto';
import Database from 'better-sqlite3';
import Fastify from 'fastify';

const [port, file] = [Number(process.argv[2]), process.argv[3]];
const providers = 64;

const open = () => {
    const db = new Database(file);
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = FULL');
    db.pragma('busy_timeout = 10000');
    return db;
};
const idOf = (prefix, n) => `${prefix}_${String(n).padStart(26, '0')}`;
export const hash = (token) => createHash('sha256').update(token).digest();

function seed() {
    const db = open();
    db.exec(`
        CREATE TABLE user (id TEXT PRIMARY KEY, name TEXT NOT NULL, token_hash BLOB UNIQUE);
        CREATE TABLE provider (id TEXT PRIMARY KEY, headline TEXT, bio TEXT, location TEXT,
            rate INTEGER NOT NULL, currency TEXT NOT NULL, rating_sum INTEGER, rating_count INTEGER);
        CREATE TABLE service (id TEXT PRIMARY KEY, provider_id TEXT NOT NULL, title TEXT, type TEXT,
            buffer_before INTEGER, buffer_after INTEGER, notice INTEGER, window_days INTEGER);
        CREATE INDEX service_provider ON service (provider_id);
        CREATE TABLE booking (id TEXT PRIMARY KEY, client_id TEXT NOT NULL, provider_id TEXT NOT NULL,
            service_id TEXT NOT NULL, status TEXT NOT NULL, title TEXT, start_ms INTEGER NOT NULL,
            end_ms INTEGER NOT NULL, rate INTEGER, total INTEGER, currency TEXT, location TEXT,
            is_remote INTEGER, created_ms INTEGER, updated_ms INTEGER);
        CREATE INDEX booking_client ON booking (client_id, start_ms);
        CREATE INDEX booking_provider ON booking (provider_id, start_ms);
        CREATE TABLE claim (id TEXT PRIMARY KEY, provider_id TEXT, booking_id TEXT, start_ms INTEGER,
            end_ms INTEGER);
        CREATE INDEX claim_time ON claim (provider_id, end_ms);
        CREATE TABLE journal (position INTEGER PRIMARY KEY, at_ms INTEGER, type TEXT, subject TEXT,
            actor TEXT, data TEXT);
        CREATE INDEX journal_subject ON journal (subject);
        CREATE TABLE timer (kind TEXT, subject TEXT, due_ms INTEGER, PRIMARY KEY (kind, subject));
        CREATE INDEX timer_due ON timer (due_ms);`);
    db.prepare('INSERT INTO user VALUES (?, ?, ?)').run(idOf('user', 0), 'Kim Park', hash('bench'));
    for (let n = 1; n <= providers; n++) {
        db.prepare('INSERT INTO user VALUES (?, ?, NULL)').run(idOf('user', n), `Provider ${n}`);
        db.prepare('INSERT INTO provider VALUES (?, ?, ?, ?, ?, ?, ?, ?)').run(idOf('user', n),
            'Mixing engineer', 'Twenty years of records.', 'Los Angeles, CA', 7500, 'USD', 0, 0);
        db.prepare('INSERT INTO service VALUES (?, ?, ?, ?, ?, ?, ?, ?)').run(idOf('service', n),
            idOf('user', n), 'Mixing', 'MIXING', 0, 0, 0, 3650);
    }
    db.close();
}

const person = { type: 'object', properties: { id: { type: 'string' }, displayName: { type: 'string' } } };
const bookingSchema = {
    type: 'object',
    properties: {
        id: { type: 'string' }, clientId: { type: 'string' }, providerId: { type: 'string' },
        serviceId: { type: 'string' }, status: { type: 'string' }, title: { type: 'string' },
        scheduledTime: { type: 'string' }, endTime: { type: 'string' }, durationHours: { type: 'number' },
        rate: { type: 'number' }, totalPrice: { type: 'number' }, currency: { type: 'string' },
        location: { type: ['string', 'null'] }, isRemote: { type: 'boolean' },
        createdAt: { type: 'string' }, updatedAt: { type: 'string' }, client: person, provider: person,
        actions: { type: 'array', items: { type: 'string' } },
    },
};

function serve() {
    const db = open();
    const app = Fastify({ logger: false });
    const actors = new Map();
    const findActor = db.prepare('SELECT id FROM user WHERE token_hash = ?');
    const findBooking = db.prepare(`SELECT b.*, c.name AS client_name, p.name AS provider_name
        FROM booking b JOIN user c ON c.id = b.client_id JOIN user p ON p.id = b.provider_id
        WHERE b.id = ?`);
    const findProvider = db.prepare(`SELECT p.*, u.name FROM provider p JOIN user u ON u.id = p.id
        WHERE p.id = ?`);
    const findServices = db.prepare('SELECT * FROM service WHERE provider_id = ?');
    const findService = db.prepare('SELECT * FROM service WHERE id = ? AND provider_id = ?');
    const clash = db.prepare(`SELECT 1 FROM claim WHERE provider_id = ? AND end_ms > ? AND start_ms < ?
        LIMIT 1`);
    const addBooking = db.prepare(`INSERT INTO booking VALUES
        (?, ?, ?, ?, 'PENDING', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
    const addClaim = db.prepare('INSERT INTO claim VALUES (?, ?, ?, ?, ?)');
    const addJournal = db.prepare(`INSERT INTO journal (at_ms, type, subject, actor, data)
        VALUES (?, 'booking.created', ?, ?, ?)`);
    const addTimer = db.prepare("INSERT INTO timer VALUES ('request', ?, ?)");
    const newId = (prefix) => `${prefix}_${randomBytes(16).toString('hex')}`;

    const show = (row) => ({
        id: row.id, clientId: row.client_id, providerId: row.provider_id, serviceId: row.service_id,
        status: row.status, title: row.title, scheduledTime: new Date(row.start_ms).toISOString(),
        endTime: new Date(row.end_ms).toISOString(), durationHours: (row.end_ms - row.start_ms) / 3600000,
        rate: row.rate / 100, totalPrice: row.total / 100, currency: row.currency, location: row.location,
        isRemote: !!row.is_remote, createdAt: new Date(row.created_ms).toISOString(),
        updatedAt: new Date(row.updated_ms).toISOString(),
        client: { id: row.client_id, displayName: row.client_name },
        provider: { id: row.provider_id, displayName: row.provider_name }, actions: ['cancel'],
    });
    const book = db.transaction((actor, body, startMs, endMs) => {
        const provider = findProvider.get(body.providerId);
        const service = findService.get(body.serviceId, body.providerId);
        if (!provider || !service) return { status: 404, code: 'not_found' };
        const from = startMs - service.buffer_before * 60000;
        const to = endMs + service.buffer_after * 60000;
        if (clash.get(body.providerId, from, to)) return { status: 409, code: 'slot_taken' };
        const now = Date.now();
        const id = newId('booking');
        const total = Math.round(provider.rate * body.durationHours);
        addBooking.run(id, actor, body.providerId, body.serviceId, service.title, startMs, endMs,
            provider.rate, total, provider.currency, null, 0, now, now);
        addClaim.run(newId('claim'), body.providerId, id, from, to);
        addJournal.run(now, id, actor, JSON.stringify({ status: 'PENDING' }));
        addTimer.run(id, now + 48 * 3600000);
        return { id };
    });

    app.addHook('onRequest', async (request, reply) => {
        const token = request.headers.authorization?.slice(7);
        if (!token) return reply.code(401).send({ code: 'unauthenticated' });
        let actor = actors.get(token);
        if (!actor) {
            actor = findActor.get(hash(token))?.id;
            if (!actor) return reply.code(401).send({ code: 'unauthenticated' });
            actors.set(token, actor);
        }
        request.actor = actor;
    });
    app.get('/api/bookings/:id', {
        schema: { response: { 200: { type: 'object', properties: { booking: bookingSchema } } } },
    }, (request, reply) => {
        const row = findBooking.get(request.params.id);
        if (!row || (row.client_id !== request.actor && row.provider_id !== request.actor)) {
            return reply.code(404).send({ code: 'not_found' });
        }
        reply.send({ booking: show(row) });
    });
    app.get('/api/providers/:id', (request, reply) => {
        const row = findProvider.get(request.params.id);
        if (!row) return reply.code(404).send({ code: 'not_found' });
        reply.send({ provider: { ...row, services: findServices.all(row.id) } });
    });
    app.post('/api/bookings', {
        schema: {
            body: {
                type: 'object', required: ['providerId', 'serviceId', 'scheduledTime', 'durationHours'],
                additionalProperties: false,
                properties: {
                    providerId: { type: 'string' }, serviceId: { type: 'string' },
                    scheduledTime: { type: 'string' }, durationHours: { type: 'number', minimum: 0.25 },
                },
            },
            response: { 201: { type: 'object', properties: { success: { type: 'boolean' }, booking: bookingSchema } } },
        },
    }, (request, reply) => {
        const startMs = Date.parse(request.body.scheduledTime);
        if (Number.isNaN(startMs)) return reply.code(400).send({ code: 'invalid' });
        const made = book.immediate(request.actor, request.body, startMs,
            startMs + request.body.durationHours * 3600000);
        if (made.code) return reply.code(made.status).send({ code: made.code });
        reply.code(201).send({ success: true, booking: show(findBooking.get(made.id)) });
    });
    app.listen({ port, host: '127.0.0.1' });
}

if (cluster.isPrimary) {
    seed();
    cluster.fork();
    cluster.fork();
} else {
    serve();
}
