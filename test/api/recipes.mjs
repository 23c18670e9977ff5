// A valid input for every operation, on a subject of its own, and the people who try them.
//
// To cover a new operation, add one entry to `recipes`: the tests of access and of malformed input
// fail until it is there.
import { at, newProvider, signUp } from './harness.mjs';

const MINUTE = 60000;
const PASSWORD = 'correct horse battery';

export const everybody = ['nobody', 'client', 'provider', 'ownClient', 'ownProvider', 'mediator', 'admin'];

/** Which of them are on a side of each kind of subject. Everybody else is a stranger to it. */
export const sides = {
    booking: { ownClient: 'ownClient', ownProvider: 'ownProvider' },
    service: { ownProvider: 'ownProvider' },
    session: { ownClient: 'ownClient' },
    project: { ownClient: 'ownClient' },
};

/** The relations of the operation table that a person has to an operation's subject. */
export function relationsOf(who, subject) {
    if (who === 'nobody') return ['nobody'];
    const side = subject && sides[subject.name][who];
    if (side) return [side];
    const isProvider = who === 'provider' || who === 'ownProvider';
    const office = who === 'mediator' || who === 'admin' ? [who] : [];
    return ['client', ...(isProvider ? ['provider'] : []), ...office];
}

export class World {
    /** On a server with the demo, whose admin gives out the offices. */
    static async build(server) {
        const world = new World();
        world.server = server;
        world.hour = 0;
        world.people = {
            client: await signUp(server, 'A Client'),
            ownClient: await signUp(server, 'The Client'),
            mediator: await signUp(server, 'A Mediator'),
            admin: await signUp(server, 'An Admin'),
            // Not one of those who try: things are done to this account.
            other: await signUp(server, 'Somebody Else'),
            provider: await newProvider(server),
            ownProvider: await newProvider(server, { profile: { capacity: 100 } }),
        };
        await world.giveOffices();
        // API tokens outlive a change of password, which ends sessions.
        for (const person of Object.values(world.people)) {
            person.token = await world.freshToken(person);
        }
        await world.addServices();
        return world;
    }

    async giveOffices() {
        const { status, stdout, stderr } = this.server.store.run('token', 'admin@example.com');
        if (status !== 0) throw new Error(stderr);
        for (const office of ['mediator', 'admin']) {
            await this.server.expect(200, 'PUT', `/api/accounts/${this.people[office].id}/roles`, {
                token: stdout.trim(), body: { roles: ['client', office] },
            });
        }
    }

    async addServices() {
        const add = async (body) => (await this.server.expect(201, 'POST', '/api/services', {
            token: this.people.ownProvider.token, body,
        })).service;
        // A booking of this one may start at once.
        this.soon = await add({ title: 'Call', serviceType: 'CALL', durationMinutes: 1, stepMinutes: 1,
            minNoticeMinutes: 0, acceptance: 'instant' });
    }

    async freshToken(person) {
        return (await this.freshSession(person)).token;
    }

    freshSession(person) {
        return this.server.expect(201, 'POST', '/api/tokens', { token: person.token, body: { label: 'test' } });
    }

    async verb(booking, verb, who) {
        await this.server.expect(200, 'POST', `/api/bookings/${booking.id}/${verb}`, {
            token: this.people[who].token, body: {},
        });
    }

    /** A booking between ownClient and ownProvider that has come so far. */
    async booking(status) {
        const isSoon = status !== 'PENDING' && status !== 'CONFIRMED';
        const nextMinute = Math.floor(Date.now() / MINUTE + 2) * MINUTE;
        const time = isSoon
            ? { serviceId: this.soon.id, scheduledTime: new Date(nextMinute + (this.hour++ % 10) * MINUTE).toISOString() }
            : { serviceId: this.people.ownProvider.service.id, durationHours: 1, scheduledTime: this.freeHour() };
        const { booking } = await this.server.expect(201, 'POST', '/api/bookings', {
            token: this.people.ownClient.token,
            body: { providerId: this.people.ownProvider.id, title: 'Mix my record', ...time },
        });
        if (status === 'CONFIRMED') await this.verb(booking, 'confirm', 'ownProvider');
        if (status === 'IN_PROGRESS' || status === 'COMPLETED') await this.verb(booking, 'start', 'ownProvider');
        if (status === 'COMPLETED') await this.verb(booking, 'complete', 'ownProvider');
        return booking;
    }

    freeHour() {
        return at(10, this.hour++);
    }

    async service() {
        return (await this.server.expect(201, 'POST', '/api/services', {
            token: this.servicesOf().token, body: { title: 'For one test', serviceType: 'TEST', durationMinutes: 60 },
        })).service;
    }

    /** One for holds that are to last: asking for a service's time ends one's own hold of that service. */
    serviceToHold() {
        return this.held ??= this.service();
    }

    /** A provider has at most 100 services. */
    servicesOf() {
        return this.people.ownProvider;
    }

    async project() {
        return (await this.server.expect(201, 'POST', '/api/projects', {
            token: this.people.ownClient.token, body: { title: 'A record' },
        })).project;
    }

    /** All that its people can see of what they own: equal before and after what changes nothing. */
    async snapshot() {
        const lists = ['/api/auth/me', '/api/sessions', '/api/tokens', '/api/projects?limit=100',
            '/api/favorites?limit=100', '/api/bookings?role=client&sort=newest&limit=100',
            '/api/bookings?role=provider&sort=newest&limit=100', '/api/providers/me/availability'];
        const seen = {};
        for (const [name, person] of Object.entries(this.people)) {
            for (const path of [...lists, `/api/providers/${person.id}`, `/api/providers/${person.id}/services`]) {
                const { status, json } = await this.server.call('GET', path, { token: person.token });
                if (json) delete json.requestId;
                seen[`${name} ${path}`] = { status, json };
            }
        }
        return seen;
    }

    /** How many facts the journal holds. */
    facts() {
        const { status, stdout, stderr } = this.server.store.run('verify');
        const match = /^journal: (\d+) entries, /m.exec(stdout);
        if (status !== 0 || !match) throw new Error(stdout + stderr);
        return Number(match[1]);
    }
}

const aboutBooking = (status, more = {}, answers) => ({
    make: async (world) => ({ id: (await world.booking(status)).id, ...more }), answers,
});
/** A booking that one of its sides has asked to move. */
const aboutMove = (asking, more) => ({
    make: async (world, who) => {
        const { id } = await world.booking('CONFIRMED');
        await world.server.expect(200, 'POST', `/api/bookings/${id}/reschedule`, {
            token: world.people[asking(who)].token, body: { scheduledTime: world.freeHour() },
        });
        return { id, ...more };
    },
});
const aboutTalk = (more = {}) => ({
    make: async (world) => ({ bookingId: (await world.booking('PENDING')).id, ...more }),
});
const aboutProvider = { make: (world) => ({ providerId: world.people.ownProvider.id }) };
const nothing = { make: () => ({}) };
let addresses = 0;

function newBooking(world) {
    return { providerId: world.people.ownProvider.id, serviceId: world.people.ownProvider.service.id,
        scheduledTime: world.freeHour(), durationHours: 1, title: 'Mix my record' };
}

/** A hold of the person who will ask about it. */
async function newHold(world, who) {
    const holder = world.people[who] ?? world.people.client;
    const { provider, ownProvider } = world.people;
    const [host, service] = who === 'ownProvider' ? [provider, provider.service] : [ownProvider, await world.serviceToHold()];
    const { hold } = await world.server.expect(201, 'POST', '/api/holds', {
        token: holder.token, body: { providerId: host.id, serviceId: service.id, start: world.freeHour() },
    });
    return { id: hold.id };
}

/** Whose token is used up by the call: it gets one of its own. */
const usesToken = true;
/** Callers that the rules, not the access table, may refuse: [status …] instead of 2xx. */
const unlessProvider = (who) => (who === 'provider' || who === 'ownProvider' ? undefined : [422]);

/** name → { make(world, who): input; answers(who): statuses of a caller that is allowed, when not
 * 2xx; usesToken; isLast: changes who the caller is } */
export const recipes = {
    'auth.signup': {
        make: () => ({ email: `matrix${++addresses}.${process.pid}@example.com`, password: PASSWORD, displayName: 'New' }),
    },
    'auth.login': { make: (world) => ({ email: world.people.other.email, password: PASSWORD }) },
    'auth.logout': { make: () => ({}), usesToken },
    'auth.me': nothing,
    'account.update': { make: () => ({ displayName: 'Another Name' }) },
    'account.password': { make: () => ({ current: PASSWORD, new: PASSWORD }) },
    'account.setRoles': { make: (world) => ({ userId: world.people.other.id, roles: ['client'] }) },
    'session.list': nothing,
    'session.revoke': { make: async (world) => ({ id: (await world.freshSession(world.people.ownClient)).id }) },
    'token.create': { make: () => ({ label: 'Another' }) },
    'token.list': nothing,
    'token.revoke': { make: async (world) => ({ id: (await world.freshSession(world.people.ownClient)).id }) },

    'provider.update': { make: () => ({ headline: 'Anything at all', travelSpeedMph: 30 }), isLast: true },
    'provider.get': { make: (world) => ({ id: world.people.ownProvider.id }) },
    'edition.get': { make: () => ({}) },
    'provider.search': { make: () => ({ sortBy: 'rating', radius: 40 }) },
    'place.search': { make: () => ({ q: 'Brook', limit: 3 }) },
    'service.create': {
        make: () => ({ title: 'One more', serviceType: 'MORE', durationMinutes: 60 }), answers: unlessProvider,
    },
    'service.get': { make: async (world) => ({ id: (await world.service()).id }) },
    'service.list': aboutProvider,
    'service.update': { make: async (world) => ({ id: (await world.service()).id, title: 'Changed' }) },
    'service.delete': { make: async (world) => ({ id: (await world.service()).id }) },
    'favorite.add': aboutProvider,
    'favorite.remove': aboutProvider,
    'favorite.list': nothing,

    'availability.set': {
        make: () => ({ timeZone: 'UTC', weekly: [{ days: ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'], start: '00:00', end: '24:00' }],
            exceptions: [{ date: '2020-01-01', intervals: [{ start: '10:00', end: '12:00' }] }],
            timeOff: [{ from: '2020-01-01', to: '2020-01-02', note: 'Away' }],
            rules: [{ rrule: 'FREQ=MONTHLY;BYDAY=1SA', from: '2020-01-01', start: '10:00', end: '12:00' }] }),
        answers: unlessProvider,
    },
    'availability.get': { make: () => ({}), answers: unlessProvider },
    'availability.of': aboutProvider,
    'availability.open': { make: () => ({ from: at(3).slice(0, 10), to: at(9).slice(0, 10) }), answers: unlessProvider },
    'slot.list': {
        make: (world) => ({ providerId: world.people.ownProvider.id, serviceId: world.people.ownProvider.service.id,
            from: at(400), to: at(402), durationHours: 2, timeZone: 'Asia/Kathmandu', lat: 34, lng: -118.2 }),
    },

    'slot.explain': {
        make: (world) => ({ providerId: world.people.ownProvider.id, serviceId: world.people.ownProvider.service.id,
            start: at(400), durationHours: 2, lat: 34, lng: -118.2, isRemote: false }),
    },
    'hold.create': {
        make: (world) => ({ providerId: world.people.ownProvider.id, serviceId: world.people.ownProvider.service.id,
            start: world.freeHour(), durationHours: 1, isRemote: false }),
        answers: (who) => (who === 'ownProvider' ? [422] : undefined), // self_booking
    },
    'hold.delete': { make: newHold },

    'booking.create': {
        make: newBooking, answers: (who) => (who === 'ownProvider' ? [422] : undefined), // self_booking
    },
    'booking.quote': {
        make: (world) => {
            const { title, ...input } = newBooking(world);
            return input;
        },
        answers: (who) => (who === 'ownProvider' ? [422] : undefined),
    },
    'booking.list': { make: () => ({ role: 'client', tab: 'all', limit: 5 }) },
    'booking.get': aboutBooking('PENDING'),
    'booking.roster': { make: async (world) => ({ serviceId: (await world.service()).id, start: at(20, 10) }) },
    'booking.events': aboutBooking('PENDING'),
    'booking.cancellation': aboutBooking('CONFIRMED', { scope: 'this' }),
    'message.list': aboutTalk(),
    'thread.list': { make: () => ({ limit: 5 }) },
    'message.send': aboutTalk({ content: 'Hello!' }),
    'booking.update': aboutBooking('PENDING', { notes: 'A word' }),
    'booking.confirm': aboutBooking('PENDING'),
    'booking.accept': aboutBooking('PENDING', { notes: 'Gladly' }),
    'booking.decline': aboutBooking('PENDING', { reason: 'On holiday' }),
    'booking.start': aboutBooking('SOON'),
    'booking.complete': aboutBooking('IN_PROGRESS'),
    'booking.cancel': aboutBooking('CONFIRMED', { reason: 'Ill' }),
    // Refused by name until the rooms for money and disputes open.
    'booking.approve': aboutBooking('COMPLETED', {}, () => [422]),
    'booking.revision': aboutBooking('COMPLETED', {}, () => [422]),
    'booking.noShow': aboutBooking('CONFIRMED', {}, () => [422]),
    'booking.dispute': aboutBooking('CONFIRMED', {}, () => [422]),
    'booking.resolve': aboutBooking('CONFIRMED', {}, () => [409]),
    'booking.reschedule': {
        make: async (world) => ({ id: (await world.booking('CONFIRMED')).id, scheduledTime: world.freeHour(), durationHours: 2, reason: 'Rain' }),
    },
    'booking.acceptReschedule': aboutMove((who) => (who === 'ownClient' ? 'ownProvider' : 'ownClient'), { notes: 'Fine' }),
    'booking.declineReschedule': aboutMove(() => 'ownClient', { reason: 'I cannot' }),
    'booking.pay': aboutBooking('CONFIRMED', { amount: 12.5 }, () => [422]),
    'booking.refund': aboutBooking('CONFIRMED', { amount: 12.5, reason: 'Noise' }, () => [422]),
    'booking.distribute': aboutBooking('COMPLETED', {}, () => [422]),
    'booking.releaseVote': aboutBooking('COMPLETED', { notes: 'Agreed' }, () => [422]),
    'project.create': { make: () => ({ title: 'Another record' }) },
    'project.list': nothing,
    'project.get': { make: async (world) => ({ id: (await world.project()).id }) },
    'project.update': { make: async (world) => ({ id: (await world.project()).id, title: 'Renamed' }) },

    'notification.list': { make: () => ({ limit: 3 }) },
    'notification.read': nothing,
    'edition.get': nothing,
    'event.poll': { make: () => ({ after: 0, limit: 5 }) },
};

/** Every operation, as the types for clients list them: Map name → 'Query' | 'Mutation' | …. */
export function proceduresOf(server) {
    const { stdout } = server.store.run('types');
    const procedures = new Map();
    let room;
    for (const line of stdout.split('\n')) {
        room = /^ {2}(\w+): \{$/.exec(line)?.[1] ?? room;
        const procedure = /^ {4}(\w+): (Query|Mutation|Subscription)</.exec(line);
        if (procedure) procedures.set(`${room}.${procedure[1]}`, procedure[2]);
    }
    return procedures;
}

/** Every route of the program's own description:
 * { name, kind, method, path, may: [relation], subject: { name, field, seenBy } | undefined }. */
export async function routesOf(server) {
    const kinds = proceduresOf(server);
    const nameOf = (row) => row.operationId.replace(/_\d+$/, '');
    const { paths } = await server.expect(200, 'GET', '/api/openapi.json');
    return Object.entries(paths).flatMap(([path, methods]) =>
        Object.entries(methods).map(([method, row]) => ({
            name: nameOf(row), kind: kinds.get(nameOf(row)), method: method.toUpperCase(), path,
            may: row['x-docket-may'], subject: row['x-docket-subject'],
        })));
}

/** The request of a route with this input: { method, path, body }. */
export function restRequest(route, input) {
    const rest = { ...input };
    const path = route.path.replace(/\{(\w+)\}/g, (_, name) => {
        const value = rest[name];
        delete rest[name];
        return encodeURIComponent(value);
    });
    if (route.method === 'GET') {
        const query = new URLSearchParams(rest).toString();
        return { method: 'GET', path: query ? `${path}?${query}` : path };
    }
    const isEmpty = route.method === 'DELETE' && Object.keys(rest).length === 0;
    return { method: route.method, path, body: isEmpty ? undefined : rest };
}

/** The same call as a tRPC client makes it. */
export function trpcRequest(route, input) {
    if (route.kind !== 'Query') return { method: 'POST', path: `/trpc/${route.name}`, body: input };
    return { method: 'GET', path: `/trpc/${route.name}?input=${encodeURIComponent(JSON.stringify(input))}` };
}
