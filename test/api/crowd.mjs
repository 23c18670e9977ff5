// Many clients at once: real sockets held open beforehand, so that what is sent together arrives
// together, and requests written byte by byte for what no client library would send.
import http from 'node:http';
import net from 'node:net';

export const isQuick = process.env.DOCKET_TEST_QUICK === '1';
/** A count of the full run, or a tenth of it (where every step is slow: TSan). */
export const scaled = (count) => (isQuick ? Math.ceil(count / 10) : count);

/** Numbers that look random and are the same in every run (xorshift32). */
export function randomOf(seed) {
    let state = seed >>> 0 || 1;
    const next = () => {
        state ^= state << 13;
        state >>>= 0;
        state ^= state >>> 17;
        state ^= state << 5;
        state >>>= 0;
        return state / 4294967296;
    };
    return {
        below: (limit) => Math.floor(next() * limit),
        pick: (list) => list[Math.floor(next() * list.length)],
        chance: (share) => next() < share,
    };
}

export class Crowd {
    constructor(server, sockets = 200) {
        this.server = server;
        const { hostname, port } = new URL(server.url);
        this.to = { hostname, port };
        this.agent = new http.Agent({ keepAlive: true, maxSockets: sockets, scheduling: 'fifo' });
        this.sockets = sockets;
    }

    /** Opens every connection, so that none of a storm's time goes into connecting. */
    async gather() {
        await Promise.all(Array.from({ length: this.sockets }, () => this.call('GET', '/healthz')));
    }

    /** body: an object (sent as JSON), text or bytes. Gives { status, headers, text, json }; status 0
     * when the connection was lost. */
    call(method, path, { token, body, headers } = {}) {
        const text = body === undefined || typeof body === 'string' || Buffer.isBuffer(body)
            ? body : JSON.stringify(body);
        return new Promise((resolve) => {
            const lost = (error) => resolve({ status: 0, headers: {}, text: String(error), json: undefined });
            const request = http.request({
                ...this.to, agent: this.agent, method, path,
                headers: {
                    ...(text !== undefined && {
                        'content-type': 'application/json', 'content-length': Buffer.byteLength(text),
                    }),
                    ...(token && { authorization: `Bearer ${token}` }),
                    ...headers,
                },
            }, (response) => {
                let answer = '';
                response.setEncoding('utf8').on('data', (piece) => { answer += piece; });
                response.on('error', lost).on('aborted', lost);
                response.on('end', () => resolve({
                    status: response.statusCode, headers: response.headers, text: answer,
                    json: parsed(answer),
                }));
            });
            request.on('error', lost);
            request.end(text);
        });
    }

    close() {
        this.agent.destroy();
    }
}

function parsed(text) {
    try {
        return JSON.parse(text);
    } catch {
        return undefined;
    }
}

/** Asks until the answer is good; for what followers and stampers do a moment later. */
export async function eventually(what, ask, isGood, limitMs = 15000) {
    const end = Date.now() + limitMs;
    for (;;) {
        const answer = await ask();
        if (isGood(answer)) return answer;
        if (Date.now() > end) throw new Error(`${what}: not in ${limitMs} ms: ${JSON.stringify(answer)}`);
        await new Promise((resolve) => setImmediate(resolve));
    }
}

/** All bookings a provider has, page by page. */
export async function bookingsOf(server, token, role = 'provider') {
    const bookings = [];
    let cursor;
    do {
        const page = await server.expect(200, 'GET', `/api/bookings?role=${role}&limit=100${
            cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`, { token });
        bookings.push(...page.bookings);
        cursor = page.nextCursor;
    } while (cursor);
    return bookings;
}

/** Sends bytes on a connection of their own; resolves with all that came back, as latin1 text,
 * when the server closes, when `enough(text)` says so, or after the time limit.
 * options: leave (close after sending), drop (reset after sending). */
export function sendRaw(server, bytes, { enough, leave = false, drop = false, limitMs = 10000 } = {}) {
    const { hostname, port } = new URL(server.url);
    return new Promise((resolve) => {
        let text = '';
        const socket = net.connect({ host: hostname, port: Number(port), noDelay: true });
        const done = (how) => {
            clearTimeout(timer);
            socket.destroy();
            resolve({ text, how });
        };
        const timer = setTimeout(() => done('time limit'), limitMs);
        socket.setEncoding('latin1');
        socket.on('data', (piece) => {
            text += piece;
            if (enough?.(text)) done('enough');
        });
        socket.on('error', () => done('error'));
        socket.on('close', () => done('closed'));
        socket.on('connect', () => {
            const pieces = Array.isArray(bytes) ? bytes : [bytes];
            const write = (index) => {
                if (index < pieces.length) {
                    socket.write(asBuffer(pieces[index]), () => setImmediate(write, index + 1));
                } else if (drop) {
                    socket.resetAndDestroy();
                } else if (leave) {
                    socket.end(() => done('left'));
                }
            };
            write(0);
        });
    });
}

function asBuffer(piece) {
    return typeof piece === 'string' ? Buffer.from(piece, 'latin1') : piece;
}

/** The answers in what came back: [{ status, head, body }]. */
export function answersIn(text) {
    const answers = [];
    let rest = text;
    while (rest.startsWith('HTTP/1.')) {
        const headEnd = rest.indexOf('\r\n\r\n');
        if (headEnd < 0) break;
        const head = rest.slice(0, headEnd);
        const length = /\r\ncontent-length: *(\d+)/i.exec(head);
        const bodyEnd = headEnd + 4 + (length ? Number(length[1]) : 0);
        answers.push({ status: Number(head.slice(9, 12)), head, body: rest.slice(headEnd + 4, bodyEnd) });
        rest = rest.slice(bodyEnd);
    }
    return answers;
}

/** True once one whole answer has come back. */
export function isOneAnswer(text) {
    const [answer] = answersIn(text);
    if (!answer) return false;
    const length = /\r\ncontent-length: *(\d+)/i.exec(answer.head);
    return !length || answer.body.length >= Number(length[1]);
}
