// Everything that can be done to a few providers' time, thrown together at random: what is asked next,
// which answers are clean, and what is remembered of them.
import { at, inParallel, newProvider, signUp } from './harness.mjs';

const FIRST_DAY = 8; // from today, so that neither notice nor time that goes by has a say
const DAYS = 6;
const week = (start, end) => [{ days: ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'], start, end }];

/** [capacity, services, what changes]: each has an hour of its own length or a fixed one. */
const providersAsked = [
    [1, [{ minHours: 0.5, maxHours: 4, stepMinutes: 30, bufferBeforeMinutes: 15, bufferAfterMinutes: 30 },
        { durationMinutes: 60, stepMinutes: 30, acceptance: 'instant', bufferAfterMinutes: 10 }]],
    [3, [{ durationMinutes: 60, stepMinutes: 60, seats: 4, acceptance: 'instant', bufferAfterMinutes: 15 },
        { minHours: 1, maxHours: 3, stepMinutes: 30, maxConcurrentPerClient: 6 }]],
    [1, [{ minHours: 1, maxHours: 3, stepMinutes: 30, pendingBlocks: false, bufferBeforeMinutes: 30, maxPerDay: 1 },
        { durationMinutes: 90, stepMinutes: 30, acceptance: 'instant' }]],
    [2, [{ minHours: 0.5, maxHours: 2, stepMinutes: 30, acceptance: 'instant', maxPerDay: 3, maxPerWeek: 9, bufferAfterMinutes: 20 },
        { durationMinutes: 120, stepMinutes: 60, seats: 2 }]],
    // Groups that may be moved into their own time; the second is a group now and then only.
    [2, [{ minHours: 1, maxHours: 2, stepMinutes: 30, seats: 3, acceptance: 'instant' },
        { minHours: 1, maxHours: 2, stepMinutes: 30, seats: 2 }], { capacity: [1, 1, 2], seats: [2, 3], maxHours: [1, 2] }],
    [2, [{ minHours: 1, maxHours: 2, stepMinutes: 30, seats: 3, acceptance: 'instant', bufferAfterMinutes: 10 },
        { minHours: 1, maxHours: 2, stepMinutes: 30 }], { capacity: [1, 2], seats: [1, 3], maxHours: [1, 2] }],
    [1, [{ minHours: 1, maxHours: 2, stepMinutes: 30, seats: 3, acceptance: 'instant' }]],
];
const profileWith = (capacity) => ({ headline: 'Many hands', bio: 'b', roles: ['engineer'], hourlyRate: 75, currency: 'USD', timeZone: 'UTC', capacity });

const TIME = ['409 slot_taken', '409 client_limit', '422 outside_hours', '422 day_limit', '422 week_limit'];
/** The clean answers to each; anything else is a fault. */
const clean = {
    book: ['201', ...TIME], series: ['201', '409 series_clash', ...TIME], hold: ['201', '409 hold_quota', ...TIME],
    confirm: ['201', ...TIME], release: ['200', '404 not_found'],
    answer: ['200', '409 bad_transition'], // of a request that holds its time
    take: ['200', '409 bad_transition', '409 slot_taken', '422 day_limit'], // of one that does not
    move: ['200', '409 bad_transition', '422 unprocessable', ...TIME], // at its own length, which is right
    stretch: ['200', '409 bad_transition', '422 unprocessable', ...TIME],
    agree: ['200', '409 bad_transition', '403 forbidden'], // 403: to agree with oneself
    cancel: ['200', '409 bad_transition'], hours: ['200'], terms: ['200'], room: ['200'], look: ['200'],
};
/** Where lengths change, so may this one have. */
for (const name of ['book', 'series', 'hold', 'confirm', 'stretch']) clean[name].push('422 bad_duration');

const weights = { book: 24, series: 5, hold: 12, confirm: 12, release: 6, answer: 14, move: 12, agree: 9, cancel: 9, hours: 2, terms: 4, room: 3, look: 4 };
const deck = Object.entries(weights).flatMap(([name, count]) => Array(count).fill(name));

export class Mixture {
    bookings = new Map(); // id → { id, client, provider, service, isSeries }: all that was acknowledged
    ended = new Map(); // id → the state it was answered to have ended in
    holds = []; // { id, wish }: believed to be live, and
    past = []; // those that are over
    asked = []; // ids of bookings for which another time waits for an answer, or did
    counts = {}; // "book 201" → how often
    isKilled = false;
    unanswered = 0;

    static async begin(server, random) {
        const mixture = new Mixture();
        mixture.random = random;
        mixture.clients = await inParallel(10, 2, (index) => signUp(server, `Client ${index}`));
        mixture.providers = [];
        for (const [capacity, [first, ...more], changes] of providersAsked) {
            const provider = await newProvider(server, { profile: { capacity }, service: { minHours: undefined, maxHours: undefined, ...first } });
            provider.capacity = capacity; // the most there is of it
            provider.changes = changes;
            provider.services = [provider.service];
            for (const service of more) {
                provider.services.push((await server.expect(201, 'POST', '/api/services', { token: provider.token,
                    body: { title: 'More', serviceType: 'MORE', minNoticeMinutes: 0, windowDays: 3650, ...service } })).service);
            }
            for (const service of provider.services) service.isCrowded = !!changes;
            mixture.providers.push(provider);
        }
        return mixture;
    }

    /** So many requests, `width` of them at a time; `onAnswer(count)` after each. */
    async run(crowd, count, width, onAnswer = () => {}) {
        let sent = 0;
        let answered = 0;
        await Promise.all(Array.from({ length: width }, async () => {
            while (sent++ < count && !this.isKilled) {
                const { name, method = 'POST', path, token, body, learn } = this.next();
                const answer = await crowd.call(method, path, { token, body });
                if (answer.status === 0 && this.isKilled) {
                    this.unanswered++;
                    continue;
                }
                this.judge(name, answer, { method, path, body });
                if (answer.status < 300) learn?.(answer.json);
                await onAnswer(++answered);
            }
        }));
    }

    judge(name, { status, json, text }, asked) {
        const said = status < 300 ? String(status) : `${status} ${json?.code}`;
        this.counts[`${name} ${said}`] = (this.counts[`${name} ${said}`] ?? 0) + 1;
        if (!clean[name].includes(said)) throw new Error(`${name} answered ${said}: ${JSON.stringify(asked)} ${text}`);
    }

    next() {
        const name = this.random.pick(deck);
        return { name, ...(this[name]() ?? this.bookIt('book')) };
    }

    // ---- what is asked ----

    time(service) {
        const { random } = this;
        const step = service.stepMinutes / 60;
        const hours = service.durationMinutes ? service.durationMinutes / 60 : service.minHours + random.below((service.maxHours - service.minHours) * 2 + 1) / 2;
        // Where seats and capacity change, little time for many, so that what is lowered was in use.
        const [days, span] = service.isCrowded ? [2, 6] : [DAYS, 24];
        return { start: at(FIRST_DAY + random.below(days), random.below(span / step) * step), durationHours: hours };
    }

    wish() {
        const provider = this.random.pick(this.providers);
        const service = this.random.pick(provider.services);
        return { provider, service, client: this.random.pick(this.clients), ...this.time(service) };
    }

    bookIt(name, wish = this.wish(), more = {}) {
        const { provider, service, client, start, durationHours } = wish;
        return {
            name, path: '/api/bookings', token: client.token,
            body: { providerId: provider.id, serviceId: service.id, scheduledTime: start, durationHours, ...more },
            learn: ({ booking, series }) => {
                for (const { id } of [booking, ...(series?.bookings ?? [])]) this.bookings.set(id, { id, client, provider, service, start, isSeries: !!series });
            },
        };
    }

    book() { return this.bookIt('book'); }

    series() {
        const skipClashes = this.random.chance(0.6);
        return this.bookIt('series', this.wish(), { repeat: { everyWeeks: 1, count: 2 + this.random.below(3) }, skipClashes });
    }

    hold() {
        const wish = this.wish();
        return {
            path: '/api/holds', token: wish.client.token,
            body: { providerId: wish.provider.id, serviceId: wish.service.id, start: wish.start, durationHours: wish.durationHours },
            learn: ({ hold }) => {
                for (const { id } of this.holds.filter(({ wish: { client, service } }) => client === wish.client && service === wish.service)) this.isOver(id);
                this.holds.push({ id: hold.id, wish });
            },
        };
    }

    isOver(id) {
        this.past.push(...this.holds.filter((hold) => hold.id === id));
        this.holds = this.holds.filter((hold) => hold.id !== id);
    }

    someHold() { return this.random.pick(this.random.chance(0.8) ? this.holds : this.past); }

    confirm() {
        const held = this.someHold();
        const request = held && this.bookIt('confirm', held.wish, { holdId: held.id });
        return held && { ...request, learn: (answer) => { this.isOver(held.id); request.learn(answer); } };
    }

    release() {
        const held = this.someHold();
        return held && { method: 'DELETE', path: `/api/holds/${held.id}`, token: held.wish.client.token, learn: () => this.isOver(held.id) };
    }

    some() { return this.random.pick([...this.bookings.values()].slice(-80)); }

    side(booking) { return this.random.pick([booking.client, booking.provider]).token; }

    answer() {
        const booking = this.some();
        const verb = this.random.chance(0.75) ? 'confirm' : 'decline';
        const name = booking?.service.pendingBlocks ? 'answer' : 'take';
        return booking && { name, path: `/api/bookings/${booking.id}/${verb}`, token: booking.provider.token, body: {}, learn: ({ booking: now }) => this.learnEnd(now) };
    }

    learnEnd({ id, status }) {
        if (['CANCELLED', 'DECLINED'].includes(status)) this.ended.set(id, status);
    }

    move() {
        const booking = this.some();
        if (!booking) return undefined;
        const { start, durationHours } = this.time(booking.service);
        const isStretched = this.random.chance(0.3);
        // Into its own time or beside it, where another is, or anywhere.
        const near = new Date(Date.parse(booking.start) + (this.random.below(9) - 4) * 1800000).toISOString();
        const other = this.some();
        const there = this.random.pick([start, booking.service.stepMinutes === 30 ? near : start, other.service === booking.service ? other.start : start]);
        const body = { scheduledTime: there, ...(isStretched && { durationHours }) };
        const learn = ({ booking: now }) => now.reschedule && this.asked.push(now.id);
        return { name: isStretched ? 'stretch' : 'move', path: `/api/bookings/${booking.id}/reschedule`, token: this.side(booking), body, learn };
    }

    agree() {
        const booking = this.random.chance(0.6) ? this.bookings.get(this.random.pick(this.asked.slice(-20))) : this.some();
        return booking && { path: `/api/bookings/${booking.id}/reschedule/${this.random.chance(0.7) ? 'accept' : 'decline'}`, token: this.side(booking), body: {} };
    }

    cancel() {
        const booking = this.some();
        const scope = booking?.isSeries ? this.random.pick(['this', 'following', 'all']) : undefined;
        return booking && {
            path: `/api/bookings/${booking.id}/cancel`, token: this.side(booking), body: { scope },
            learn: ({ booking: now, series }) => [now, ...(series?.bookings ?? [])].forEach((one) => this.learnEnd(one)),
        };
    }

    hours() {
        const away = at(FIRST_DAY + this.random.below(DAYS)).slice(0, 10);
        return {
            method: 'PUT', path: '/api/providers/me/availability', token: this.random.pick(this.providers).token,
            body: { weekly: this.random.pick([week('00:00', '24:00'), week('00:00', '24:00'), week('04:00', '02:00')]), timeOff: this.random.chance(0.3) ? [{ from: away, to: away }] : [] },
        };
    }

    terms() {
        const provider = this.random.pick(this.providers);
        const minutes = () => this.random.pick([0, 10, 30, 60]);
        return {
            method: 'PATCH', path: `/api/services/${this.random.pick(provider.services).id}`, token: provider.token,
            body: provider.changes ? { seats: this.random.pick(provider.changes.seats), maxHours: this.random.pick(provider.changes.maxHours) }
                : { bufferBeforeMinutes: minutes(), bufferAfterMinutes: minutes() },
        };
    }

    room() {
        const provider = this.random.pick(this.providers.filter(({ changes }) => changes));
        return { method: 'PUT', path: '/api/providers/me', token: provider.token, body: profileWith(this.random.pick(provider.changes.capacity)) };
    }

    look() {
        const { provider, service, client } = this.wish();
        const query = new URLSearchParams({ serviceId: service.id, from: at(FIRST_DAY), to: at(FIRST_DAY + DAYS) });
        return { method: 'GET', token: client.token, path: this.random.pick([`/api/providers/${provider.id}/slots?${query}`, '/api/bookings?limit=20']) };
    }
}
