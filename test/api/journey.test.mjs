// One booking from the first sign-up to the last event, and every way it can go otherwise, as two
// people and a stranger meet it through the API.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { eventually } from './crowd.mjs';
import { at, newProvider, Server, signUp, Store } from './harness.mjs';

/** The next five minutes' mark that is at least a minute away: soon enough to begin work on. */
function soon() {
    const step = 5 * 60000;
    return new Date(Math.ceil((Date.now() + 60000) / step) * step).toISOString();
}

/** A service whose work can begin right after it was booked; several at once. */
const atOnce = {
    profile: { capacity: 20 },
    service: { stepMinutes: 5, minHours: 0.25, maxHours: 12, minNoticeMinutes: 0 },
};

let server, client, provider, stranger;

before(async () => {
    server = await Server.start();
    client = await signUp(server, 'Cleo Marsh');
    stranger = await signUp(server, 'Sam Stone');
    provider = await newProvider(server, atOnce);
});
after(() => server.stop());

/** Books and gives the booking. */
async function book(fields = {}, { by = client, of = provider } = {}) {
    const answer = await server.expect(201, 'POST', '/api/bookings', {
        token: by.token,
        body: { providerId: of.id, scheduledTime: at(3, 10), durationHours: 1, ...fields },
    });
    assert.equal(answer.success, true);
    return answer.booking;
}

/** The refusal's code; anything but that status is an error. */
async function refusal(status, method, path, options) {
    const answer = await server.expect(status, method, path, options);
    assert.equal(answer.status, status);
    return answer.code;
}

async function act(person, id, verb, body) {
    return (await server.expect(200, 'POST', `/api/bookings/${id}/${verb}`, {
        token: person.token, body,
    })).booking;
}

async function seen(person, id) {
    return (await server.expect(200, 'GET', `/api/bookings/${id}`, { token: person.token })).booking;
}

/** What happened to a booking, once it is so many things: on PostgreSQL an entry gets its place in the
 * journal a moment after the commit. */
async function history(person, id, count) {
    const events = await eventually(`${count} events`, async () => (await server.expect(200, 'GET',
        `/api/bookings/${id}/events`, { token: person.token })).events, (found) => found.length >= count);
    assert.equal(events.length, count);
    return events;
}

/** The notices a person has about a booking, once there are so many. */
async function noticesAbout(person, id, count) {
    const found = await eventually(`${count} notices`, async () => {
        const page = await server.expect(200, 'GET', '/api/notifications?limit=100', { token: person.token });
        return page.notifications.filter((notice) => notice.bookingId === id);
    }, (notices) => notices.length >= count);
    assert.equal(found.length, count);
    return found.reverse();
}

test('from sign-up to done', async () => {
    const dana = await newProvider(server, {
        profile: { timeZone: 'America/Los_Angeles', headline: 'Vocals are my thing' },
        weekly: [{ days: ['MO', 'TU', 'WE', 'TH', 'FR'], start: '09:00', end: '17:00' }],
        service: { title: 'Vocal mix', serviceType: 'vocal-mix', acceptance: 'request' },
    });
    const kim = await signUp(server, 'Kim Park');
    const token = kim.token;

    const search = await server.expect(200, 'GET', '/api/marketplace/providers?service=VOCAL_MIX', {});
    const [found] = search.providers;
    assert.equal(search.providers.length, 1);
    assert.equal(found.id, dana.id);
    assert.equal(found.hourlyRate, 75);
    assert.deepEqual(found.servicesOffered, ['vocal_mix']);

    const from = at(1), to = at(15);
    const slotsPath = `/api/providers/${dana.id}/slots?serviceId=${dana.service.id}&from=${from}&to=${to}`
        + '&durationHours=4&timeZone=Europe/Paris';
    const { slots } = await server.expect(200, 'GET', slotsPath, {});
    assert.equal(slots.length, 50); // ten working days, 09:00 to 13:00 as starts of four hours
    for (const slot of slots) {
        const local = new Date(slot.start).toLocaleTimeString('en-GB', {
            timeZone: 'America/Los_Angeles', hour: '2-digit', minute: '2-digit',
        });
        assert.ok(local >= '09:00' && local <= '13:00', local);
        assert.equal(new Date(slot.end) - new Date(slot.start), 4 * 3600000);
        assert.equal(Date.parse(slot.local), Date.parse(slot.start));
        assert.match(slot.local, /\+0[12]:00$/);
        assert.equal(slot.seatsLeft, 1);
    }

    const wanted = {
        providerId: dana.id, serviceId: dana.service.id, scheduledTime: slots[7].start, durationHours: 4,
    };
    const quote = await server.expect(200, 'POST', '/api/bookings/quote', { token, body: wanted });
    assert.equal(quote.total, 300);
    assert.equal(quote.totalMinor, 30000);
    assert.equal(quote.currency, 'USD');
    assert.equal(quote.lines.reduce((sum, line) => sum + line.amountMinor, 0), 30000);

    const made = await server.expect(201, 'POST', '/api/bookings/create', {
        token, body: { ...wanted, rate: 75, location: '123 Studio St, Los Angeles, CA', isRemote: false },
    });
    const { id } = made.booking;
    assert.equal(made.booking.status, 'PENDING');
    assert.equal(made.booking.totalPrice, 300);
    assert.equal(made.booking.paymentStatus, 'UNPAID');
    assert.equal(made.booking.client.id, kim.id);
    assert.equal(made.booking.provider.displayName, 'Dana Reyes');
    assert.deepEqual(made.booking.actions, ['cancel', 'reschedule']);

    const left = (await server.expect(200, 'GET', slotsPath, {})).slots.map((slot) => slot.start);
    assert.ok(!left.includes(slots[7].start));
    assert.ok(left.length < slots.length);

    const mine = await server.expect(200, 'GET', '/api/bookings/my-bookings?role=provider&status=pending',
        { token: dana.token });
    assert.deepEqual(mine.bookings.map((booking) => booking.id), [id]);
    assert.deepEqual(mine.bookings[0].actions, ['confirm', 'decline', 'cancel']);

    assert.equal((await act(dana, id, 'accept', { notes: 'Looking forward' })).status, 'CONFIRMED');
    assert.equal(await refusal(422, 'POST', `/api/bookings/${id}/start`, { token: dana.token }), 'too_early');
    const counted = await server.expect(200, 'GET', `/api/providers/${dana.id}`, {});
    assert.equal(counted.provider._count.bookingsAsProvider, 1);
});

describe('work', () => {
    /** A confirmed booking that begins in a few minutes. */
    async function confirmed() {
        const booking = await book({ scheduledTime: soon() });
        return act(provider, booking.id, 'confirm');
    }

    test('start and complete, by their verbs', async () => {
        const { id } = await confirmed();
        const started = await act(provider, id, 'start', { notes: 'Here we go' });
        assert.equal(started.status, 'IN_PROGRESS');
        const before = Date.now();
        const done = await act(provider, id, 'complete');
        assert.equal(done.status, 'COMPLETED');
        assert.ok(Math.abs(Date.parse(done.completedAt) - before) < 10000);
        assert.equal(await refusal(409, 'POST', `/api/bookings/${id}/start`, { token: provider.token }),
            'bad_transition');
        assert.equal(await refusal(409, 'POST', `/api/bookings/${id}/cancel`, { token: client.token }),
            'bad_transition');
    });

    test('the whole of it by PATCH and PUT, in any seed\'s spelling', async () => {
        const { id } = await book({ scheduledTime: soon() });
        const patch = (method, status) => server.expect(200, method, `/api/bookings/${id}`,
            { token: provider.token, body: { status } });
        assert.equal((await patch('PATCH', 'ACCEPTED')).booking.status, 'CONFIRMED');
        assert.equal((await patch('PUT', 'in-progress')).booking.status, 'IN_PROGRESS');
        assert.equal((await patch('PATCH', 'Completed')).booking.status, 'COMPLETED');
    });

    test('deliverables and completedAt come with the status, from the provider alone', async () => {
        const { id } = await confirmed();
        await act(provider, id, 'start');
        const path = `/api/bookings/${id}`;
        const body = { deliverables: ['asset_id_1', 'asset_id_2'] };
        assert.equal(await refusal(403, 'PATCH', path, { token: client.token, body }), 'forbidden');
        const ended = new Date().toISOString();
        const { booking } = await server.expect(200, 'PATCH', path, {
            token: provider.token, body: { ...body, status: 'COMPLETED', completedAt: ended },
        });
        assert.equal(booking.status, 'COMPLETED');
        assert.deepEqual(booking.deliverables, body.deliverables);
        assert.equal(Date.parse(booking.completedAt), Date.parse(ended));
        const later = at(2);
        assert.equal(await refusal(422, 'PATCH', path, { token: provider.token, body: { completedAt: later } }),
            'too_late');
        assert.deepEqual((await seen(client, id)).deliverables, body.deliverables);
    });

    test('no state is reached by another door', async () => {
        const { id } = await book();
        const path = `/api/bookings/${id}`;
        const rows = [
            [client, { status: 'CONFIRMED' }, 403, 'forbidden'],
            [provider, { status: 'IN_PROGRESS' }, 409, 'bad_transition'],
            [provider, { status: 'COMPLETED' }, 409, 'bad_transition'],
            [provider, { status: 'APPROVED' }, 403, 'forbidden'],
            [provider, { status: 'PENDING' }, 409, 'bad_transition'],
            [provider, { status: 'EXPIRED' }, 403, 'forbidden'],
            [provider, { status: 'lost' }, 400, 'invalid'],
            [provider, { deliverables: ['x'] }, 409, 'bad_transition'],
            [client, { totalPrice: 1 }, 400, 'invalid'],
            [client, { rate: 1 }, 400, 'invalid'],
        ];
        for (const [person, body, status, code] of rows)
            assert.equal(await refusal(status, 'PATCH', path, { token: person.token, body }), code,
                JSON.stringify(body));
        assert.equal((await seen(client, id)).status, 'PENDING');
    });

    test('verbs of rooms that are not open say so', async () => {
        const { id } = await confirmed();
        assert.equal(await refusal(422, 'POST', `/api/bookings/${id}/dispute`, { token: client.token }),
            'room_not_open');
        assert.equal(await refusal(422, 'POST', `/api/bookings/${id}/no-show`, { token: provider.token }),
            'room_not_open');
        assert.equal((await seen(client, id)).status, 'CONFIRMED');
    });
});

describe('calling it off', () => {
    const ways = [
        ['POST', (id) => `/api/bookings/${id}/cancel`, undefined],
        ['DELETE', (id) => `/api/bookings/${id}`, undefined],
        ['PATCH', (id) => `/api/bookings/${id}`, { status: 'CANCELLED' }],
    ];
    for (const [method, path, body] of ways) {
        for (const side of ['client', 'provider']) {
            test(`the ${side} cancels by ${method}, and the time is free again`, async () => {
                const of = await newProvider(server);
                const person = side === 'client' ? client : of;
                const { id } = await book({}, { of });
                const again = { token: client.token, body: {
                    providerId: of.id, scheduledTime: at(3, 10), durationHours: 1,
                } };
                assert.equal(await refusal(409, 'POST', '/api/bookings', again), 'slot_taken');
                if (side === 'client') await act(of, id, 'confirm');
                const { booking } = await server.expect(200, method, path(id), { token: person.token, body });
                assert.equal(booking.status, 'CANCELLED');
                assert.deepEqual(booking.actions, []);
                assert.equal((await seen(client, id)).status, 'CANCELLED'); // kept, not deleted
                await server.expect(201, 'POST', '/api/bookings', again);
            });
        }
    }

    test('a declined request frees its time, and stays declined', async () => {
        const of = await newProvider(server);
        const { id } = await book({}, { of });
        assert.equal(await refusal(403, 'POST', `/api/bookings/${id}/decline`, { token: client.token }),
            'forbidden');
        assert.equal((await act(of, id, 'decline', { reason: 'On holiday' })).status, 'DECLINED');
        assert.equal(await refusal(409, 'POST', `/api/bookings/${id}/confirm`, { token: of.token }),
            'bad_transition');
        await book({}, { of });
        const events = await history(client, id, 2);
        assert.equal(events.at(-1).data.reason, 'On holiday');
    });
});

test('a stranger sees nothing of it and can do nothing to it', async () => {
    const { id } = await book();
    const verbs = ['confirm', 'accept', 'decline', 'start', 'complete', 'cancel', 'approve', 'revision',
        'dispute', 'no-show'];
    const tries = [
        ['GET', `/api/bookings/${id}`], ['GET', `/api/bookings/${id}/events`],
        ['PATCH', `/api/bookings/${id}`, { status: 'CANCELLED' }],
        ['PUT', `/api/bookings/${id}`, { title: 'Mine now' }], ['DELETE', `/api/bookings/${id}`],
        ...verbs.map((verb) => ['POST', `/api/bookings/${id}/${verb}`]),
    ];
    for (const [method, path, body] of tries) {
        assert.equal(await refusal(404, method, path, { token: stranger.token, body }), 'not_found', path);
        assert.equal(await refusal(401, method, path, { body }), 'unauthenticated', path);
    }
    for (const role of ['client', 'provider']) {
        const list = await server.expect(200, 'GET', `/api/bookings?role=${role}`, { token: stranger.token });
        assert.deepEqual(list.bookings, []);
        assert.equal(list.stats.total, 0);
    }
    assert.equal(await refusal(403, 'GET', `/api/bookings?userId=${client.id}`, { token: stranger.token }),
        'forbidden');
    assert.equal(await refusal(403, 'POST', '/api/bookings', { token: stranger.token, body: {
        clientId: client.id, providerId: provider.id, scheduledTime: at(4, 10), durationHours: 1,
    } }), 'forbidden');
    const booking = await seen(client, id);
    assert.equal(booking.status, 'PENDING');
    await history(client, id, 1);
});

describe('what the server refuses to book', () => {
    let dana;
    before(async () => {
        dana = await newProvider(server, {
            profile: { serviceRadiusMiles: 20 },
            weekly: [{ days: ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'], start: '09:00', end: '17:00' }],
            service: { minNoticeMinutes: 24 * 60, windowDays: 30, minHours: 1, maxHours: 4 },
        });
    });

    const rows = [
        ['in the past', { scheduledTime: () => at(-3, 10) }, 422, 'too_soon'],
        ['too soon', { scheduledTime: () => at(0, 10) }, 422, 'too_soon'],
        ['too far', { scheduledTime: () => at(40, 10) }, 422, 'too_far'],
        ['at night', { scheduledTime: () => at(3, 20) }, 422, 'outside_hours'],
        ['past the end of the day', { scheduledTime: () => at(3, 16), durationHours: 2 }, 422, 'outside_hours'],
        ['off the grid', { scheduledTime: () => at(3, 10.5) }, 422, 'off_grid'],
        ['too long', { durationHours: 5 }, 422, 'bad_duration'],
        ['off the grid of durations', { durationHours: 1.5 }, 422, 'bad_duration'],
        ['for no time', { durationHours: 0 }, 400, 'invalid'],
        ['for a negative time', { durationHours: -1 }, 400, 'invalid'],
        ['at a lower rate', { rate: 74.99 }, 409, 'rate_changed'],
        ['at a higher rate', { hourlyRate: 76 }, 409, 'rate_changed'],
        ['at another total', { totalPrice: 74 }, 409, 'rate_changed'],
        ['in another currency', { currency: 'EUR' }, 400, 'invalid'],
        ['at a rate below nothing', { rate: -75 }, 400, 'invalid'],
        ['at a rate that is text', { rate: '1e309' }, 400, 'invalid'],
        ['with a field nobody knows', { totalPriceMinor: 1 }, 400, 'invalid'],
        ['far away', { location: { label: 'New York', lat: 40.7, lng: -74 }, isRemote: false }, 422, 'outside_area'],
        ['a service of another provider', { serviceId: () => provider.service.id }, 404, 'not_found'],
        ['with a project of nobody', { projectId: 'project_01h455vb4pex5vsknk084sn02q' }, 404, 'not_found'],
        ['with two spellings of one field', { technicianId: () => dana.id }, 400, 'invalid'],
    ];
    for (const [name, fields, status, code] of rows) {
        test(name, async () => {
            const body = { providerId: dana.id, scheduledTime: at(3, 10), durationHours: 1 };
            for (const [field, value] of Object.entries(fields))
                body[field] = typeof value === 'function' ? value() : value;
            const answer = await server.expect(status, 'POST', '/api/bookings', { token: client.token, body });
            assert.equal(answer.code, code);
            if (code === 'rate_changed') {
                assert.equal(answer.quote.total, 75);
                assert.equal(answer.quote.rate, 75);
            }
            if (code === 'invalid') assert.ok(answer.errors.length > 0);
        });
    }

    test('a way that the service does not offer', async () => {
        const away = { location: { label: 'New York', lat: 40.7, lng: -74 } };
        for (const [isRemote, code] of [[true, 'remote_not_offered'], [false, 'in_person_not_offered']]) {
            const one = await newProvider(server, { service: { isRemote: !isRemote, isInPerson: isRemote } });
            const body = { providerId: one.id, scheduledTime: at(3, 10), durationHours: 1, ...away, isRemote };
            const refused = (method, path, more) => refusal(422, method, path, { token: client.token, ...more });
            assert.equal(await refused('POST', '/api/bookings', { body }), code);
            assert.equal(await refused('POST', '/api/bookings/quote', { body }), code);
            assert.equal(await refused('POST', '/api/holds', { body: { providerId: one.id, start: at(3, 10), isRemote } }), code);
            for (const path of ['slots?', `slots/explain?start=${at(3, 10)}&`])
                assert.equal(await refused('GET', `/api/providers/${one.id}/${path}isRemote=${isRemote}`), code);
            const { slots } = await server.expect(200, 'GET', `/api/providers/${one.id}/slots?isRemote=${!isRemote}&from=${at(3)}&to=${at(4)}`);
            assert.ok(slots.length > 0);
            await server.expect(201, 'POST', '/api/bookings', { token: client.token, body: { providerId: one.id, scheduledTime: at(3, 10), durationHours: 1, isRemote: !isRemote } });
        }
    });

    test('oneself', async () => {
        assert.equal(await refusal(422, 'POST', '/api/bookings', { token: dana.token, body: {
            providerId: dana.id, scheduledTime: at(3, 10), durationHours: 1,
        } }), 'self_booking');
    });

    test('somebody who offers nothing', async () => {
        assert.equal(await refusal(404, 'POST', '/api/bookings', { token: client.token, body: {
            providerId: stranger.id, scheduledTime: at(3, 10), durationHours: 1,
        } }), 'not_found');
    });

    test('nothing was stored by any of it', async () => {
        const list = await server.expect(200, 'GET', '/api/bookings?role=provider', { token: dana.token });
        assert.equal(list.stats.total, 0);
    });

    test('without a service where there are two', async () => {
        const body = { title: 'Mastering', serviceType: 'MASTERING', minHours: 1, maxHours: 8, minNoticeMinutes: 0 };
        await server.expect(201, 'POST', '/api/services', { token: dana.token, body });
        const booking = { providerId: dana.id, scheduledTime: at(3, 10), durationHours: 1 };
        assert.equal(await refusal(422, 'POST', '/api/bookings', { token: client.token, body: booking }),
            'service_required');
        const made = await book({ serviceType: 'Mastering' }, { of: dana });
        assert.equal(made.serviceType, 'MASTERING');
    });
});

describe('policies of a service', () => {
    test('a day rate is by started days', async () => {
        const of = await newProvider(server, { service: {
            rateType: 'day', minHours: 4, maxHours: 48, stepMinutes: 60,
        } });
        for (const [hours, total] of [[4, 500], [24, 500], [25, 1000]]) {
            const quote = await server.expect(200, 'POST', '/api/bookings/quote', { token: client.token, body: {
                providerId: of.id, scheduledTime: at(4), durationHours: hours,
            } });
            assert.equal(quote.total, total, `${hours} hours`);
            assert.equal(quote.rateType, 'day');
        }
        const booking = await book({ scheduledTime: at(4), durationHours: 25, rate: 500, totalPrice: 1000 }, { of });
        assert.equal(booking.totalPriceMinor, 100000);
    });

    test('an amount is exact to the cent', async () => {
        const of = await newProvider(server, {
            profile: { hourlyRate: 74.5 }, service: { minHours: 0.25, stepMinutes: 5 },
        });
        const booking = await book({ durationHours: 1.75, rate: 74.50 }, { of });
        assert.equal(booking.totalPriceMinor, 13038); // 74.50 × 105 / 60 = 130.375, half away from zero
        assert.equal(booking.totalPrice, 130.38);
    });

    test('instant acceptance confirms at once', async () => {
        const of = await newProvider(server, { service: { acceptance: 'instant' } });
        const booking = await book({}, { of });
        assert.equal(booking.status, 'CONFIRMED');
        assert.equal(booking.expiresAt, null);
        assert.equal(await refusal(409, 'POST', `/api/bookings/${booking.id}/confirm`, { token: of.token }),
            'bad_transition');
    });

    test('buffers keep the time around the work free', async () => {
        const of = await newProvider(server, { service: {
            stepMinutes: 30, bufferBeforeMinutes: 30, bufferAfterMinutes: 30,
        } });
        await book({ scheduledTime: at(5, 12) }, { of });
        const rows = [[11.5, 409], [11, 409], [10.5, 409], [13, 409], [13.5, 409], [10, 201], [14, 201]];
        for (const [hour, status] of rows) {
            const answer = await server.expect(status, 'POST', '/api/bookings', { token: client.token, body: {
                providerId: of.id, scheduledTime: at(5, hour), durationHours: 1,
            } });
            if (status === 409) assert.equal(answer.code, 'slot_taken');
        }
    });

    test('requests that do not block: the first confirmed wins, the others are declined', async () => {
        const of = await newProvider(server, { service: { pendingBlocks: false } });
        const first = await book({}, { of });
        const second = await book({}, { of, by: stranger });
        const apart = await book({ scheduledTime: at(3, 12) }, { of, by: stranger });
        await act(of, second.id, 'confirm');
        assert.equal((await seen(client, first.id)).status, 'DECLINED');
        assert.equal((await seen(stranger, apart.id)).status, 'PENDING');
        const last = (await history(client, first.id, 2)).at(-1);
        assert.equal(last.data.to, 'DECLINED');
        assert.equal(last.actorId, null);
        assert.ok(last.data.reason.length > 0);
        assert.equal(await refusal(409, 'POST', `/api/bookings/${first.id}/confirm`, { token: of.token }),
            'bad_transition');
    });

    test('a request runs out after its time to live, and never past the start', async () => {
        const of = await newProvider(server, { service: { requestTtlHours: 1, stepMinutes: 5 } });
        const far = await book({ scheduledTime: at(9) }, { of });
        const age = Date.parse(far.expiresAt) - Date.parse(far.createdAt);
        assert.equal(age, 3600000);
        const near = await book({ scheduledTime: soon() }, { of });
        assert.equal(near.expiresAt, near.scheduledTime);
        assert.equal((await act(of, far.id, 'confirm')).expiresAt, null);
    });

    test('limits: of one client, of a day', async () => {
        const of = await newProvider(server, { service: { maxConcurrentPerClient: 2, maxPerDay: 3 } });
        await book({ scheduledTime: at(6, 8) }, { of });
        await book({ scheduledTime: at(6, 9) }, { of });
        const more = (hour, by) => ({ token: by.token, body: {
            providerId: of.id, scheduledTime: at(6, hour), durationHours: 1,
        } });
        assert.equal(await refusal(409, 'POST', '/api/bookings', more(10, client)), 'client_limit');
        await server.expect(201, 'POST', '/api/bookings', more(10, stranger));
        assert.equal(await refusal(422, 'POST', '/api/bookings', more(11, stranger)), 'day_limit');
    });

    test('seats: as many as there are, and no more', async () => {
        const of = await newProvider(server, { service: { seats: 2 } });
        await book({}, { of });
        await book({}, { of, by: stranger });
        const third = await signUp(server, 'Third Wheel');
        assert.equal(await refusal(409, 'POST', '/api/bookings', { token: third.token, body: {
            providerId: of.id, scheduledTime: at(3, 10), durationHours: 1,
        } }), 'slot_taken');
    });

    test('the price agreed stays when the rate changes', async () => {
        const of = await newProvider(server);
        const { id } = await book({}, { of });
        await server.expect(200, 'PUT', '/api/providers/me', { token: of.token, body: { hourlyRate: 90 } });
        assert.equal((await act(of, id, 'confirm')).totalPrice, 75);
        assert.equal(await refusal(409, 'POST', '/api/bookings', { token: client.token, body: {
            providerId: of.id, scheduledTime: at(3, 14), durationHours: 1, rate: 75,
        } }), 'rate_changed');
    });
});

test('the address is for the provider only once it is confirmed', async () => {
    const { id } = await book({ location: '123 Studio St, Los Angeles, CA', isRemote: false });
    const before = await seen(provider, id);
    assert.equal(before.location, 'Los Angeles, CA');
    assert.equal(before.locationIsHidden, true);
    assert.equal((await seen(client, id)).location, '123 Studio St, Los Angeles, CA');
    const list = await server.expect(200, 'GET', '/api/bookings?role=provider&limit=100', { token: provider.token });
    assert.ok(!JSON.stringify(list).includes('123 Studio'));
    assert.equal((await act(provider, id, 'confirm')).location, '123 Studio St, Los Angeles, CA');
    await act(client, id, 'cancel');
    assert.equal((await seen(provider, id)).location, 'Los Angeles, CA');
});

describe('what is remembered', () => {
    test('the history names who, what, notes and reasons, in order', async () => {
        const { id } = await book({ notes: 'Two songs' });
        await act(provider, id, 'confirm', { notes: 'Bring stems' });
        await act(client, id, 'cancel', { reason: 'The band split up' });
        const events = await history(provider, id, 3);
        const facts = events.map(({ type, actorId, data }) => [type, actorId, data.from, data.to ?? data.status,
            data.notes, data.reason]);
        assert.deepEqual(facts, [
            ['booking.created', client.id, undefined, 'PENDING', 'Two songs', undefined],
            ['booking.status_changed', provider.id, 'PENDING', 'CONFIRMED', 'Bring stems', undefined],
            ['booking.status_changed', client.id, 'CONFIRMED', 'CANCELLED', undefined, 'The band split up'],
        ]);
        const ids = events.map((event) => event.id);
        assert.deepEqual(ids, [...ids].sort((a, b) => a - b));
        const rest = await server.expect(200, 'GET', `/api/bookings/${id}/events?after=${ids[0]}&limit=1`,
            { token: client.token });
        assert.deepEqual(rest.events.map((event) => event.id), [ids[1]]);
        assert.equal(rest.nextAfter, ids[1]);
    });

    test('each side is told what the other did, once, and never of its own', async () => {
        const { id } = await book({ title: 'Night session' });
        await act(provider, id, 'confirm');
        await act(client, id, 'cancel', { reason: 'Rain' });
        const told = await noticesAbout(provider, id, 2);
        assert.deepEqual(told.map((notice) => notice.type), ['booking.created', 'booking.status_changed']);
        assert.equal(told[0].data.title, 'Night session');
        assert.equal(told[1].data.reason, 'Rain');
        const toldClient = await noticesAbout(client, id, 1);
        assert.equal(toldClient[0].data.to, 'CONFIRMED');

        const unread = (person) => server.expect(200, 'GET', '/api/notifications?unread=true&limit=100',
            { token: person.token });
        assert.ok((await unread(client)).notifications.some((notice) => notice.id === toldClient[0].id));
        await server.expect(200, 'POST', '/api/notifications/read', { token: client.token,
            body: { upTo: toldClient[0].id } });
        const still = await unread(client);
        assert.ok(!still.notifications.some((notice) => notice.id === toldClient[0].id));
        assert.equal(still.unread, still.notifications.length);
    });

    test('projects group a client\'s bookings', async () => {
        const token = client.token;
        const { project } = await server.expect(201, 'POST', '/api/projects', { token, body: { title: 'First record' } });
        const booking = await book({ projectId: project.id, scheduledTime: at(8, 9) });
        assert.equal(booking.project.title, 'First record');
        await server.expect(200, 'PATCH', `/api/projects/${project.id}`, { token, body: { title: 'Debut' } });
        assert.equal((await seen(provider, booking.id)).project.title, 'Debut');
        const list = await server.expect(200, 'GET', '/api/projects', { token });
        assert.ok(list.projects.some((one) => one.id === project.id));
        assert.equal(await refusal(404, 'GET', `/api/projects/${project.id}`, { token: stranger.token }), 'not_found');
        assert.equal(await refusal(404, 'PATCH', `/api/projects/${project.id}`,
            { token: stranger.token, body: { title: 'Mine' } }), 'not_found');
        assert.equal(await refusal(404, 'POST', '/api/bookings', { token: stranger.token, body: {
            providerId: provider.id, scheduledTime: at(8, 12), durationHours: 1, projectId: project.id,
        } }), 'not_found');
    });
});

describe('my bookings', () => {
    let host, guest, ids, soonest;
    const titles = ['Ash', 'Birch', 'Cedar', 'Dogwood', 'Elm 100%', 'Fir', 'Ginkgo'];
    const list = (query, person = guest) => server.expect(200, 'GET', `/api/bookings/my-bookings?${query}`,
        { token: person.token });
    const names = (page) => page.bookings.map((booking) => booking.title);

    before(async () => {
        host = await newProvider(server, atOnce);
        guest = await signUp(server, 'Gale Frost');
        ids = {};
        // Made in another order than they take place in.
        for (const index of [3, 0, 6, 2, 5, 1, 4]) {
            const booking = await book({ title: titles[index], scheduledTime: at(3 + index, 10) },
                { of: host, by: guest });
            ids[titles[index]] = booking.id;
        }
        await act(host, ids.Ash, 'confirm');
        await act(host, ids.Birch, 'confirm');
        await act(host, ids.Cedar, 'decline');
        await act(guest, ids.Dogwood, 'cancel');
        soonest = await book({ title: 'Hazel', scheduledTime: soon(), durationHours: 2 }, { of: host, by: guest });
        await act(host, soonest.id, 'confirm');
        await act(host, soonest.id, 'start');
        await act(host, soonest.id, 'complete');
    });

    const rows = [
        ['', ['Hazel', ...titles]],
        ['sort=latest', [...titles].reverse().concat('Hazel')],
        ['sort=newest', ['Hazel', 'Elm 100%', 'Birch', 'Fir', 'Cedar', 'Ginkgo', 'Ash', 'Dogwood']],
        ['status=PENDING', ['Elm 100%', 'Fir', 'Ginkgo']],
        ['status=accepted', ['Ash', 'Birch']],
        ['status=CONFIRMED,DECLINED', ['Ash', 'Birch', 'Cedar']],
        ['status=in_progress', []],
        ['tab=upcoming', ['Ash', 'Birch', 'Elm 100%', 'Fir', 'Ginkgo']],
        ['tab=past', ['Hazel', 'Cedar', 'Dogwood']],
        ['tab=all&status=completed', ['Hazel']],
        ['q=BIR', ['Birch']],
        ['q=%25', ['Elm 100%']],
        ['q=_', []],
        ['q=mixing', ['Hazel', ...titles]],
        ['q=dana', ['Hazel', ...titles]],
        ['q=gale', []], // one's own name does not count
        ['role=provider', []],
    ];
    for (const [query, expected] of rows)
        test(query || 'all of them', async () => assert.deepEqual(names(await list(query)), expected));

    test('from and to are by the start, from included, to not', async () => {
        assert.deepEqual(names(await list(`from=${at(4, 10)}&to=${at(6, 10)}`)), ['Birch', 'Cedar']);
    });

    test('the provider\'s side finds the client by name', async () => {
        assert.equal((await list('role=provider&q=gale', host)).bookings.length, 8);
    });

    test('every booking once, page by page, in every order', async () => {
        for (const sort of ['soonest', 'latest', 'newest']) {
            const all = [];
            let cursor = '';
            for (let pages = 0; cursor !== null; pages++) {
                assert.ok(pages < 5);
                const page = await list(`sort=${sort}&limit=3${cursor && `&cursor=${encodeURIComponent(cursor)}`}`);
                assert.ok(page.bookings.length <= 3 && page.bookings.length > 0);
                all.push(...names(page));
                cursor = page.nextCursor;
            }
            assert.deepEqual(all, names(await list(`sort=${sort}`)));
        }
    });

    test('the numbers are of all, whatever the tab, status and page', async () => {
        const expected = {
            total: 8, pending: 3, confirmed: 2, completed: 1, totalRevenue: 150, totalRevenueMinor: 15000,
            currency: 'USD', revenue: [{ currency: 'USD', amount: 150, amountMinor: 15000 }],
        };
        for (const query of ['', 'tab=past', 'status=pending', 'limit=1'])
            assert.deepEqual((await list(query)).stats, expected, query);
        assert.deepEqual((await list('role=provider', host)).stats, expected);
    });

    for (const query of ['limit=0', 'limit=101', 'limit=x', 'cursor=x', 'status=lost',
        'status=confirmed&status=cancelled', 'tab=soon', 'order=asc',
        'from=yesterday', 'role=admin'])
        test(`${query} is refused`, async () => {
            assert.equal(await refusal(400, 'GET', `/api/bookings/my-bookings?${query}`, { token: guest.token }),
                'invalid');
        });

    test('userId is one\'s own', async () => {
        assert.equal((await list(`userId=${guest.id}&role=client`)).bookings.length, 8);
        assert.equal(await refusal(403, 'GET', `/api/bookings/my-bookings?userId=${host.id}`,
            { token: guest.token }), 'forbidden');
    });
});

test('a second start is quick, and nothing is lost', async () => {
    const kept = new Store();
    let own = await Server.start({ store: kept });
    const dana = await newProvider(own);
    const kim = await signUp(own);
    const view = async () => ({
        mine: await own.expect(200, 'GET', '/api/bookings', { token: kim.token }),
        theirs: await own.expect(200, 'GET', '/api/bookings?role=provider', { token: dana.token }),
        me: await own.expect(200, 'GET', '/api/auth/me', { token: kim.token }),
        slots: await own.expect(200, 'GET',
            `/api/providers/${dana.id}/slots?serviceId=${dana.service.id}&from=${at(2)}&to=${at(4)}`, {}),
        profile: await own.expect(200, 'GET', `/api/providers/${dana.id}`, {}),
    });
    for (const hour of [8, 10, 12])
        await own.expect(201, 'POST', '/api/bookings', { token: kim.token, body: {
            providerId: dana.id, scheduledTime: at(3, hour), durationHours: 1,
        } });
    const before = await view();
    await own.stop({ remove: false });

    const started = performance.now();
    own = await Server.start({ store: kept });
    const took = performance.now() - started;
    assert.ok(took < 1000, `${took} ms`);
    assert.deepEqual(await view(), before);
    const [{ id }] = before.mine.bookings;
    await own.expect(200, 'POST', `/api/bookings/${id}/confirm`, { token: dana.token });
    assert.equal((await own.expect(409, 'POST', '/api/bookings', { token: kim.token, body: {
        providerId: dana.id, scheduledTime: at(3, 8), durationHours: 1,
    } })).code, 'slot_taken');
    await own.stop({ remove: false });
    const verified = kept.run('verify');
    assert.equal(verified.status, 0, verified.stdout + verified.stderr);
    kept.remove();
});
