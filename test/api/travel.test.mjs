// The way between two jobs: who has a speed is not listed, held, booked, moved or confirmed where it
// would be too short, and nobody is told where the other job is.
//
// One hundredth of a degree of latitude is 0.69 miles, so 0.3 degrees are 20.7: at 30 miles an hour
// 42 minutes. Jobs last one hour and begin on the quarter.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { at, newProvider, Server, signUp } from './harness.mjs';

let server, client, other;

before(async () => {
    server = await Server.start();
    [client, other] = [await signUp(server, 'Cleo Marsh'), await signUp(server, 'Ben Ode')];
});
after(() => server.stop());

const home = { label: 'Main St 1, Trenton, NJ', lat: 40.2, lng: -74.7 };
const north = (degrees, from = home) => ({ label: `Up the road ${degrees}`, lat: from.lat + degrees, lng: from.lng });
const far = north(0.3);
const area = { serviceRadiusMiles: null };

const providerWith = (speed, { profile, service } = {}) => newProvider(server, {
    profile: { location: home, travelSpeedMph: speed, ...area, ...profile },
    service: { stepMinutes: 15, isInPerson: true, isRemote: true, acceptance: 'instant', ...service },
});

const post = (path, body, by) => server.call('POST', path, { token: by.token, body });
const book = (provider, { place, by = other, ...fields } = {}) => post('/api/bookings', {
    providerId: provider.id, serviceId: provider.service.id, scheduledTime: at(5, 12), durationHours: 1, isRemote: false,
    ...(place && { location: place }), ...fields }, by);

async function booked(...words) {
    const { status, text, json } = await book(...words);
    assert.equal(status, 201, text);
    return json.booking;
}

async function refused(answer) {
    const { status, json, text } = await answer;
    assert.deepEqual([status, json.code], [409, 'travel'], text);
    return json;
}

function question(provider, place, more = {}) {
    const where = place === 'remote' ? { isRemote: true } : place ? { lat: place.lat, lng: place.lng, isRemote: false } : {};
    return new URLSearchParams({ serviceId: provider.service.id, durationHours: 1, ...where, ...more });
}

/** Times of day 5 from 09:00 to 17:00 that are listed for a job at that place. */
async function listed(provider, place, by) {
    const query = question(provider, place, { from: at(5, 9), to: at(5, 17) });
    const { slots } = await server.expect(200, 'GET', `/api/providers/${provider.id}/slots?${query}`, { token: by?.token });
    return slots.map(({ start }) => start.slice(11, 16));
}

/** Around the hour that is booked: the last start before it and the first after it. */
async function around(provider, place) {
    const times = await listed(provider, place);
    return [times.filter((time) => time < '12:00').at(-1), times.find((time) => time >= '12:00')];
}

async function codes(provider, place, hour, by = client) {
    const query = question(provider, place, { start: at(5, hour) });
    const { bookable, reasons } = await server.expect(200, 'GET', `/api/providers/${provider.id}/slots/explain?${query}`, { token: by.token });
    assert.equal(bookable, reasons.length === 0);
    return reasons.map(({ code }) => code);
}

describe('a job from twelve to one', () => {
    // speed, where the job is, what else; where the next one is to be; its last start before, its first after
    const rows = [
        ['without a speed', null, far, {}, home, ['11:00', '13:00']],
        ['at the same place', 30, far, {}, far, ['11:00', '13:00']],
        ['at the provider’s own, when nothing is said', 30, far, {}, null, ['10:15', '13:45']],
        ['42 minutes away', 30, far, {}, home, ['10:15', '13:45']],
        ['21 minutes away', 60, far, {}, home, ['10:30', '13:30']],
        ['the other way round', 30, undefined, {}, far, ['10:15', '13:45']],
        ['the way on top of the buffers', 30, far, { service: { bufferBeforeMinutes: 10, bufferAfterMinutes: 20 } }, home, ['09:45', '14:15']],
        ['remote work beside it', 30, far, {}, 'remote', ['11:00', '13:00']],
        ['further than a day', 5, north(40), {}, home, [undefined, undefined]],
        ['across the date line', 30, { label: 'East', lat: 0, lng: 179.9 }, {}, { lat: 0, lng: -179.9 }, ['10:30', '13:30']],
        ['a job that says no coordinates', 30, 'Somewhere', {}, far, ['10:15', '13:45']],
    ];
    for (const [what, speed, place, world, next, expected] of rows)
        test(what, async () => {
            const provider = await providerWith(speed, world);
            await booked(provider, { place });
            assert.deepEqual(await around(provider, next), expected);
        });

    test('remote work needs no way to the next place', async () => {
        const provider = await providerWith(30);
        await booked(provider, { isRemote: true, place: far });
        assert.deepEqual(await around(provider, far), ['11:00', '13:00']);
    });

    test('a place less than a hundredth of a degree away is the same one', async () => {
        const provider = await providerWith(5);
        await booked(provider, { place: { ...far, lat: far.lat + 0.004 } });
        assert.deepEqual(await around(provider, far), ['11:00', '13:00']);
    });
});

describe('several at a time', () => {
    test('two people: the second goes where the first could not be', async () => {
        const provider = await providerWith(30, { profile: { capacity: 2 } });
        await booked(provider, { place: far });
        assert.deepEqual(await around(provider, home), ['11:45', '12:00']);
        await booked(provider, { place: far });
        assert.deepEqual(await around(provider, home), ['10:15', '13:45']);
        assert.deepEqual(await around(provider, far), ['11:00', '13:00']);
    });

    test('seatsLeft counts those who could be there', async () => {
        const provider = await providerWith(30, { profile: { capacity: 3 } });
        await booked(provider, { place: far });
        const query = question(provider, home, { from: at(5, 13), to: at(5, 14) });
        const { slots } = await server.expect(200, 'GET', `/api/providers/${provider.id}/slots?${query}`, {});
        assert.deepEqual(slots.map(({ seatsLeft }) => seatsLeft), [2, 2, 2, 3]);
    });

    test('a group session is one job for all its seats', async () => {
        const provider = await providerWith(30, { service: { seats: 3 } });
        await booked(provider, { place: far });
        await booked(provider, { place: far, by: client });
        assert.deepEqual(await codes(provider, far, 12), []);
        assert.deepEqual(await codes(provider, home, 13), ['travel']);
        assert.deepEqual(await codes(provider, far, 13), []);
    });
});

describe('every door', () => {
    let provider;
    before(async () => {
        provider = await providerWith(30);
        await booked(provider, { place: far });
    });

    test('what is listed for a place is what can be held there', async () => {
        for (const place of [home, far, north(0.12), 'remote', null]) {
            const times = await listed(provider, place);
            for (let hour = 9; hour < 17; hour += 0.25) {
                const where = place === 'remote' ? { isRemote: true } : place ? { lat: place.lat, lng: place.lng } : {};
                const { status, json } = await post('/api/holds', { providerId: provider.id, start: at(5, hour), durationHours: 1, ...where }, client);
                const time = at(5, hour).slice(11, 16);
                assert.equal(status === 201, times.includes(time), `${place?.label} ${time} ${json.code}`);
                assert.equal((await codes(provider, place, hour)).length === 0, times.includes(time));
                if (status === 201) await server.call('DELETE', `/api/holds/${json.hold.id}`, { token: client.token });
                else assert.ok(['travel', 'slot_taken'].includes(json.code));
            }
        }
    });

    test('explain says travel, and not where to', async () => {
        assert.deepEqual(await codes(provider, home, 13), ['travel']);
        const problem = await refused(book(provider, { scheduledTime: at(5, 13), place: home }));
        assert.doesNotMatch(JSON.stringify(problem), /Up the road|40\.5|booking_/);
        assert.ok(problem.alternatives.starts.some(({ start }) => start.slice(11, 16) === '13:45'));
    });

    test('booking, alone and as a series', async () => {
        const eleven = { scheduledTime: at(5, 11), place: home };
        await refused(book(provider, eleven));
        const { status, json } = await book(provider, { ...eleven, repeat: { everyWeeks: 1, count: 2 } });
        assert.deepEqual([status, json.code], [409, 'series_clash']);
        assert.deepEqual(json.clashes.map(({ start, code }) => [start.slice(0, 13), code]), [[at(5, 11).slice(0, 13), 'travel']]);
    });

    test('a time that is asked for instead', async () => {
        const { id } = await booked(provider, { scheduledTime: at(6, 12), place: home });
        const move = (scheduledTime) => post(`/api/bookings/${id}/reschedule`, { scheduledTime }, other);
        await refused(move(at(5, 13.5)));
        assert.equal((await move(at(5, 13.75))).status, 200);
        // Claimed beside the old time, it keeps its way clear too.
        await refused(book(provider, { scheduledTime: at(5, 15), place: far, by: client }));
        const moved = await server.expect(200, 'POST', `/api/bookings/${id}/reschedule/accept`, { token: provider.token, body: {} });
        assert.equal(moved.booking.scheduledTime.slice(11, 16), '13:45');
        await refused(book(provider, { scheduledTime: at(5, 15), place: far, by: client }));
    });

    test('a move asks for the times of its own place', async () => {
        const mover = await providerWith(30);
        await booked(mover, { place: far });
        const { id } = await booked(mover, { scheduledTime: at(5, 14), place: home });
        const query = new URLSearchParams({ serviceId: mover.service.id, from: at(5, 12), to: at(5, 15), ignoreBookingId: id });
        const { slots } = await server.expect(200, 'GET', `/api/providers/${mover.id}/slots?${query}`, { token: other.token });
        assert.equal(slots[0].start.slice(11, 16), '13:45');
        const move = (hour) => post(`/api/bookings/${id}/reschedule`, { scheduledTime: at(5, hour) }, other);
        await refused(move(13.5));
        assert.equal((await move(13.75)).status, 200);
    });

    test('confirming a request that held no time', async () => {
        const loose = await providerWith(30, { service: { acceptance: 'request', pendingBlocks: false } });
        const first = await booked(loose, { place: far });
        const second = await booked(loose, { scheduledTime: at(5, 13.25), place: home, by: client });
        const confirm = ({ id }) => post(`/api/bookings/${id}/confirm`, {}, loose);
        await server.expect(201, 'POST', '/api/services', { token: loose.token, body: { title: 'At once', serviceType: 'MORE',
            durationMinutes: 60, stepMinutes: 15, windowDays: 3650, isInPerson: true, acceptance: 'instant' } });
        const early = await book(loose, { serviceId: undefined, serviceType: 'MORE', place: far, scheduledTime: at(5, 14.75), isRemote: false });
        assert.equal(early.status, 201, early.text);
        await refused(confirm(second));
        assert.equal((await confirm(first)).status, 200);
        const { code, detail } = (await confirm(second)).json;
        assert.deepEqual([code, /DECLINED/.test(detail)], ['bad_transition', true], 'turned down with it');
    });

    test('a hold for one place is none for another', async () => {
        const keeper = await providerWith(30);
        const hold = await post('/api/holds', { providerId: keeper.id, start: at(5, 13), durationHours: 1, lat: far.lat, lng: far.lng }, client);
        assert.equal(hold.status, 201, hold.text);
        await refused(book(keeper, { place: home, by: other, scheduledTime: at(5, 12) }));
        await booked(keeper, { place: far, by: other, scheduledTime: at(5, 12) });
        const holdId = hold.json.hold.id;
        await refused(book(keeper, { place: home, by: client, scheduledTime: at(5, 13), holdId }));
        await booked(keeper, { place: far, by: client, scheduledTime: at(5, 13), holdId });
    });
});

describe('the speed', () => {
    const update = (provider, body) => server.call('PUT', '/api/providers/me', { token: provider.token, body });
    const get = async (provider, by) => (await server.expect(200, 'GET', `/api/providers/${provider.id}`, { token: by?.token })).provider;

    test('is told to the provider alone, and can be turned off', async () => {
        const provider = await providerWith(30);
        assert.equal((await get(provider, provider)).travelSpeedMph, 30);
        assert.equal('travelSpeedMph' in await get(provider), false);
        assert.equal('travelSpeedMph' in await get(provider, client), false);
        await update(provider, { headline: 'The same' });
        assert.equal((await get(provider, provider)).travelSpeedMph, 30);
        assert.equal((await update(provider, { travelSpeedMph: null })).status, 200);
        assert.equal('travelSpeedMph' in await get(provider, provider), false);
    });

    for (const [value, status] of [[4, 400], [5, 200], [120, 200], [121, 400], [30.5, 400], ['fast', 400]])
        test(`${value} is ${status}`, async () =>
            assert.equal((await update(await providerWith(null), { travelSpeedMph: value })).status, status));

    test('counts for what was booked before it was set, and never undoes it', async () => {
        const provider = await providerWith(null);
        await booked(provider, { place: far });
        await booked(provider, { scheduledTime: at(5, 13), place: home });
        await update(provider, { travelSpeedMph: 30 });
        assert.deepEqual(await codes(provider, home, 11), ['travel']);
        const { status, stdout, stderr } = server.store.run('verify');
        assert.equal(status, 0, stdout + stderr);
    });
});

test('lat and lng come together', async () => {
    const provider = await providerWith(30);
    const ask = (query) => server.call('GET', `/api/providers/${provider.id}/slots?${query}`, {});
    for (const [query, field] of [['lat=40', 'lng'], ['lng=40', 'lat'], ['lat=91&lng=0', 'lat'], ['lat=0&lng=181', 'lng']]) {
        const { status, json } = await ask(query);
        assert.deepEqual([status, json.errors[0].field], [400, field]);
    }
});
