// When a provider is open: time off closes whatever the rest opens, rules open beside the week.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { at, newProvider, Server } from './harness.mjs';

const DAY = 86400000;
let server;

before(async () => { server = await Server.start(); });
after(() => server.stop());

const set = (provider, body) =>
    server.call('PUT', '/api/providers/me/availability', { token: provider.token, body });
async function setHours(provider, body) {
    const { status, text, json } = await set(provider, body);
    assert.equal(status, 200, text);
    return json;
}

/** Starts of services of one hour as [day from today, hour UTC]. */
async function starts(provider, from, to) {
    const query = new URLSearchParams({ serviceId: provider.service.id, from: at(from), to: at(to) });
    const { slots } = await server.expect(200, 'GET', `/api/providers/${provider.id}/slots?${query}`, {});
    return slots.map(({ start }) => {
        const ms = Date.parse(start) - Date.parse(at(0));
        return [Math.floor(ms / DAY), (ms % DAY) / 3600000];
    });
}
const hoursOf = (list, day) => list.filter(([each]) => each === day).map(([, hour]) => hour);
const date = (days) => at(days).slice(0, 10);
const week = (start, end) => [{ days: ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'], start, end }];
const explain = (provider, start) => server.expect(200, 'GET',
    `/api/providers/${provider.id}/slots/explain?serviceId=${provider.service.id}&start=${start}`, {});

describe('two who change the same hours', () => {
    const get = async (provider) => server.expect(200, 'GET', '/api/providers/me/availability', { token: provider.token });

    test('whoever read them before the other saved is refused, and changes nothing', async () => {
        const provider = await newProvider(server);
        const { version } = await get(provider);
        const first = await setHours(provider, { version, weekly: week('09:00', '17:00') });
        assert.notEqual(first.version, version);
        assert.equal((await get(provider)).version, first.version);
        const late = await set(provider, { version, weekly: week('10:00', '12:00'), timeZone: 'Europe/Berlin' });
        assert.deepEqual([late.status, late.json.code], [409, 'stale_version']);
        assert.deepEqual(await get(provider), (({ outside, ...saved }) => saved)(first));
        await setHours(provider, { version: first.version, weekly: week('10:00', '12:00') });
    });

    test('a save of any part is one, and so is a zone set with the profile', async () => {
        const provider = await newProvider(server);
        const changes = [
            () => setHours(provider, { timeOff: [] }), () => setHours(provider, { rules: [] }), () => setHours(provider, { exceptions: [] }),
            () => server.expect(200, 'PUT', '/api/providers/me', { token: provider.token, body: { timeZone: 'Asia/Tokyo' } }),
        ];
        for (const change of changes) {
            const { version } = await get(provider);
            await change();
            const { status, json } = await set(provider, { version, weekly: week('09:00', '17:00') });
            assert.deepEqual([status, json.code], [409, 'stale_version'], String(change));
        }
    });

    test('without a version the last one wins, as ever; of many with the same one, one does', async () => {
        const provider = await newProvider(server);
        const { version } = await get(provider);
        await setHours(provider, { weekly: week('08:00', '09:00') });
        await setHours(provider, { weekly: week('09:00', '10:00') });
        assert.equal((await set(provider, { version: 'none of ours' })).status, 409);
        const now = await get(provider);
        assert.notEqual(now.version, version);
        const answers = await Promise.all(Array.from({ length: 10 }, (_, i) => set(provider, { version: now.version, weekly: week('10:00', `${11 + i}:00`) })));
        assert.deepEqual(answers.map(({ status }) => status).sort(), [200, ...Array(9).fill(409)]);
    });

    test('others are not told it', async () => {
        const provider = await newProvider(server);
        const theirs = await server.expect(200, 'GET', `/api/providers/${provider.id}/availability`, {});
        assert.equal('version' in theirs, false);
    });
});

describe('time off', () => {
    test('of whole days, and of hours', async () => {
        const provider = await newProvider(server, { weekly: week('09:00', '12:00') });
        const timeOff = [{ from: date(5), to: date(6), note: 'Sea' }, { from: at(8, 10), to: at(8, 11) }];
        const saved = await setHours(provider, { timeOff, exceptions: [{ date: date(6), intervals: [{ start: '20:00', end: '22:00' }] }] });
        assert.deepEqual(saved.timeOff, [timeOff[0], { from: at(8, 10).replace('.000', ''), to: at(8, 11).replace('.000', '') }]);
        const list = await starts(provider, 4, 9);
        assert.deepEqual([4, 5, 6, 7, 8].map((day) => hoursOf(list, day)), [[9, 10, 11], [], [], [9, 10, 11], [9, 11]]);
        assert.deepEqual((await explain(provider, at(5, 10))).reasons.map(({ code }) => code), ['time_off']);
        assert.equal((await explain(provider, at(8, 10))).reasons[0].until, at(8, 11).replace('.000', ''));
        assert.deepEqual((await explain(provider, at(5, 20))).reasons.map(({ code }) => code), ['outside_hours', 'time_off']);
    });

    test('stays when it is not sent, follows the zone, and its note is nobody else\'s', async () => {
        const provider = await newProvider(server);
        await setHours(provider, { timeOff: [{ from: date(5), to: date(5), note: 'Secret' }] });
        const moved = await setHours(provider, { timeZone: 'Asia/Tokyo' });
        assert.equal(moved.timeOff[0].note, 'Secret');
        const list = await starts(provider, 4, 6);
        assert.deepEqual(hoursOf(list, 4), Array.from({ length: 15 }, (_, hour) => hour));
        assert.deepEqual(hoursOf(list, 5), Array.from({ length: 9 }, (_, hour) => 15 + hour));
        const shown = await server.expect(200, 'GET', `/api/providers/${provider.id}/availability`, {});
        assert.deepEqual(shown.timeOff, [{ from: date(5), to: date(5) }]);
    });

    test('refuses a start within it by booking too', async () => {
        const provider = await newProvider(server);
        await setHours(provider, { timeOff: [{ from: at(5, 10), to: at(5, 12) }] });
        const client = await newProvider(server);
        const book = (hour, durationHours) => server.call('POST', '/api/bookings', { token: client.token, body: {
            providerId: provider.id, scheduledTime: at(5, hour), durationHours } });
        assert.equal((await book(11, 1)).json.code, 'outside_hours');
        assert.equal((await book(9, 2)).json.code, 'outside_hours');
        assert.equal((await book(12, 1)).status, 201);
        assert.equal((await book(9, 1)).status, 201);
    });

    test('at most two hundred times', async () => {
        const provider = await newProvider(server);
        const many = (count) => Array.from({ length: count }, (_, i) => ({ from: date(i), to: date(i) }));
        assert.equal((await setHours(provider, { timeOff: many(200) })).timeOff.length, 200);
        assert.equal((await set(provider, { timeOff: many(201) })).status, 400);
    });
});

describe('rules', () => {
    test('open beside the weekly hours, and both ways of writing one come out alike', async () => {
        const provider = await newProvider(server, { weekly: [] });
        const rule = { rrule: 'FREQ=DAILY;INTERVAL=3', from: date(2), start: '10:00', end: '12:00' };
        const saved = await setHours(provider, { rules: [rule,
            `DTSTART:${date(4).replaceAll('-', '')}T220000\nRRULE:FREQ=DAILY;COUNT=1\nDURATION:PT4H`] });
        assert.deepEqual(saved.rules, [rule, { rrule: 'FREQ=DAILY;COUNT=1', from: date(4), start: '22:00', end: '02:00' }]);
        assert.deepEqual((await server.expect(200, 'GET', '/api/providers/me/availability', { token: provider.token })).rules, saved.rules);
        assert.deepEqual(await starts(provider, 1, 9), [[2, 10], [2, 11], [4, 22], [4, 23], [5, 0], [5, 1], [5, 10], [5, 11], [8, 10], [8, 11]]);
        assert.equal((await starts(provider, 1000, 1009)).length, 6);
    });

    test('give way to a date\'s exceptions and to time off', async () => {
        const provider = await newProvider(server, { weekly: [] });
        await setHours(provider, {
            rules: [{ rrule: 'FREQ=DAILY', from: date(1), start: '10:00', end: '12:00' }],
            exceptions: [{ date: date(3), intervals: [{ start: '15:00', end: '16:00' }] }],
            timeOff: [{ from: date(4), to: date(4) }],
        });
        assert.deepEqual(await starts(provider, 2, 6), [[2, 10], [2, 11], [3, 15], [5, 10], [5, 11]]);
    });

    test('that would never end to be followed are refused', async () => {
        const provider = await newProvider(server);
        const rule = (rrule) => ({ rrule, from: date(1), start: '10:00', end: '12:00' });
        for (const rrule of ['FREQ=SECONDLY', 'FREQ=MINUTELY', 'FREQ=HOURLY', 'FREQ=DAILY;COUNT=1000000000',
            'FREQ=DAILY;INTERVAL=0', 'FREQ=DAILY;BYHOUR=1', 'FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30', 'nonsense', '']) {
            const { status, json } = await set(provider, { rules: [rule('FREQ=DAILY'), rule(rrule)] });
            assert.equal(status, 400, rrule);
            assert.match(json.errors[0].field, /^rules\[1\]/);
        }
        assert.equal((await set(provider, { rules: Array(21).fill(rule('FREQ=DAILY')) })).status, 400);
        assert.equal((await set(provider, { rules: [{ ...rule('FREQ=DAILY'), start: '24:00' }] })).status, 400);
    });
});

describe('really open time', () => {
    const open = (provider, query = '') =>
        server.call('GET', `/api/providers/me/availability/open${query}`, { token: provider.token });
    const locals = async (provider, from, to) => {
        const { status, text, json } = await open(provider, `?from=${from}&to=${to}`);
        assert.equal(status, 200, text);
        return { ...json, intervals: json.intervals.map(({ local, localEnd }) => `${local} ${localEnd}`) };
    };

    test('is the week, exceptions, rules and time off together, cut at its days', async () => {
        const provider = await newProvider(server, { weekly: [...week('09:00', '12:00'), ...week('12:00', '13:00'), ...week('22:00', '02:00')] });
        await setHours(provider, {
            exceptions: [{ date: date(5), intervals: [] }, { date: date(6), intervals: [{ start: '10:00', end: '11:00' }] }],
            rules: [{ rrule: 'FREQ=DAILY', from: date(6), start: '20:00', end: '21:00' }],
            timeOff: [{ from: date(7), to: date(7) }, { from: at(8, 10), to: at(8, 11) }],
        });
        const { json } = await open(provider, `?from=${date(4)}&to=${date(8)}`);
        const span = (day, start, end) => [at(day, start), at(day, end)].map((text) => text.replace('.000', ''));
        assert.deepEqual(json.intervals.map(({ start, end }) => [start, end]), [
            span(4, 0, 2), span(4, 9, 13), span(4, 22, 26), span(6, 10, 11), span(8, 0, 2), span(8, 9, 10), span(8, 11, 13), span(8, 20, 21), span(8, 22, 24)]);
        assert.deepEqual(json.occurrences, [6, 7, 8].map((day) => ({ date: date(day), start: '20:00', end: '21:00' })));
        assert.equal(json.timeZone, 'UTC');
    });

    test('is by the wall of the place, when its clocks change too', async () => {
        const provider = await newProvider(server, { weekly: week('01:00', '04:00') });
        await setHours(provider, { timeZone: 'America/New_York',
            rules: [{ rrule: 'FREQ=YEARLY', from: '2035-03-11', start: '22:00', end: '01:00' }] });
        assert.deepEqual(await locals(provider, '2035-03-11', '2035-03-12'), {
            timeZone: 'America/New_York',
            intervals: ['2035-03-11T01:00:00-05:00 2035-03-11T04:00:00-04:00', '2035-03-11T22:00:00-04:00 2035-03-12T04:00:00-04:00'],
            occurrences: [{ date: '2035-03-11', start: '22:00', end: '01:00' }],
        });
        const { intervals } = await locals(provider, '2035-11-04', '2035-11-04');
        assert.deepEqual(intervals, ['2035-11-04T01:00:00-04:00 2035-11-04T04:00:00-05:00']);
    });

    test('is what slot.list offers, of four weeks unless asked otherwise', async () => {
        const provider = await newProvider(server, { weekly: week('09:00', '11:00') });
        const { json } = await open(provider);
        assert.equal(json.intervals.length, 28);
        assert.deepEqual(hoursOf(await starts(provider, 3, 4), 3), [9, 10]);
    });

    test('of days that make no sense is refused, and of somebody without a profile', async () => {
        const provider = await newProvider(server);
        const refused = async (query) => (await open(provider, query)).json.errors?.[0].field;
        assert.equal(await refused(`?from=${date(2)}&to=${date(1)}`), 'to');
        assert.equal(await refused(`?from=${date(0)}&to=${date(62)}`), 'to');
        assert.equal((await open(provider, `?from=${date(0)}&to=${date(61)}`)).status, 200);
        assert.equal(await refused('?from=0001-01-01'), 'from');
        assert.equal(await refused('?from=9999-12-31'), 'from');
        assert.equal(await refused('?from=tomorrow'), 'from');
    });
});

describe('a change of hours', () => {
    test('names the open bookings that now lie outside, and leaves them alone', async () => {
        const provider = await newProvider(server);
        const client = await newProvider(server);
        const book = async (day, hour, durationHours = 1) => (await server.expect(201, 'POST', '/api/bookings', {
            token: client.token, body: { providerId: provider.id, scheduledTime: at(day, hour), durationHours } })).booking;
        const [night, noon, late, far] = [await book(5, 2), await book(5, 12), await book(6, 16, 2), await book(900, 3)];
        const gone = await book(7, 3);
        await server.expect(200, 'POST', `/api/bookings/${gone.id}/cancel`, { token: client.token, body: {} });
        const { outside } = await setHours(provider, { weekly: week('09:00', '17:00') });
        assert.deepEqual(outside, [night, late, far].map((booking) => ({ bookingId: booking.id,
            start: booking.scheduledTime, end: booking.endTime, title: booking.title })));
        const off = await setHours(provider, { timeOff: [{ from: date(5), to: date(5) }] });
        assert.deepEqual(off.outside.map(({ bookingId }) => bookingId), [night, noon, late, far].map(({ id }) => id));
        assert.deepEqual((await setHours(provider, { weekly: week('00:00', '24:00'), timeOff: [] })).outside, []);
        assert.equal((await server.expect(200, 'GET', '/api/providers/me/availability', { token: provider.token })).outside, undefined);
        for (const { id } of [night, noon, late, far]) {
            const { booking } = await server.expect(200, 'GET', `/api/bookings/${id}`, { token: client.token });
            assert.equal(booking.status, 'PENDING');
        }
    });

    const bookingsOf = (query, by) => server.expect(200, 'GET', `/api/bookings${query}`, { token: by.token });

    /** The hours of day 5 at which the provider sees a booking outside; get, list and roster agree. */
    async function outside(provider, query = '') {
        const { bookings } = await bookingsOf(`?role=provider&limit=100&${query}`, provider);
        for (const { id, outsideHours, scheduledTime } of bookings) {
            assert.equal((await bookingsOf(`/${id}`, provider)).booking.outsideHours, outsideHours);
            const roster = await bookingsOf(`/roster?serviceId=${provider.service.id}&start=${scheduledTime}`, provider);
            for (const one of roster.bookings.filter((each) => each.id === id)) assert.equal(one.outsideHours, outsideHours);
        }
        return bookings.filter(({ outsideHours }) => outsideHours).map(({ scheduledTime }) => (Date.parse(scheduledTime) - Date.parse(at(5))) / 3600000);
    }

    test('marks them for the provider as long as they lie outside, and for nobody else', async () => {
        const provider = await newProvider(server);
        const client = await newProvider(server);
        const book = async (day, hour, durationHours = 1) => (await server.expect(201, 'POST', '/api/bookings', { token: client.token,
            body: { providerId: provider.id, serviceId: provider.service.id, scheduledTime: at(day, hour), durationHours } })).booking;
        const booked = [await book(5, 2), await book(5, 12), await book(5, 16, 2), await book(5, 23, 2), await book(705, 3)];
        const far = 700 * 24 + 3;
        const changes = [
            [{}, []],
            [{ weekly: week('09:00', '17:00') }, [2, 16, 23, far]],
            [{ weekly: week('22:00', '04:00') }, [12, 16]],
            [{ exceptions: [{ date: date(5), intervals: [{ start: '12:00', end: '18:00' }] }] }, [23]],
            [{ exceptions: [], weekly: [], rules: [{ rrule: 'FREQ=DAILY', from: date(0), start: '02:00', end: '04:00' }] }, [12, 16, 23]],
            [{ rules: [], weekly: week('00:00', '24:00'), timeOff: [{ from: at(5, 12.5), to: at(5, 16.5) }] }, [12, 16]],
            [{ timeOff: [{ from: date(700), to: date(800), note: 'Away' }] }, [far]],
            [{ timeOff: [], weekly: week('01:00', '04:00'), timeZone: 'Asia/Tokyo' }, [2, 12, 23, far]],
            [{ weekly: week('00:00', '24:00'), timeZone: 'UTC' }, []],
        ];
        const before = (await bookingsOf('?role=client&limit=100', client)).bookings;
        for (const [body, hours] of changes) {
            const answer = await setHours(provider, body);
            assert.deepEqual(await outside(provider), hours, JSON.stringify(body));
            assert.deepEqual((await outside(provider, 'sort=newest')).sort((a, b) => a - b), hours);
            assert.deepEqual(answer.outside.map(({ start }) => (Date.parse(start) - Date.parse(at(5))) / 3600000), hours);
            assert.ok((await bookingsOf('?role=client&limit=100', client)).bookings.every(({ outsideHours }) => outsideHours === false));
        }
        assert.deepEqual((await bookingsOf('?role=client&limit=100', client)).bookings, before, 'nothing else happened to them');
        await setHours(provider, { weekly: week('09:00', '10:00') });
        const move = (verb) => server.expect(200, 'POST', `/api/bookings/${booked[1].id}/${verb}`, { token: provider.token, body: {} });
        assert.equal((await move('confirm')).booking.outsideHours, true);
        assert.equal((await move('cancel')).booking.outsideHours, false, 'it is over');
    });
});
