// Proof: bookings that repeat are claimed all together or not at all, keep their time on the clock at
// the place, and are called off one by one, from one on, or all.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { Crowd, bookingsOf, eventually, scaled } from './crowd.mjs';
import { Server, at, newProvider, signUp } from './harness.mjs';

const WEEK = 7 * 86400000;

describe('bookings that repeat', { concurrency: false }, () => {
    let server;
    let client;
    let other;

    before(async () => {
        server = await Server.start();
        client = await signUp(server, 'Rosa Klein');
        other = await signUp(server, 'Somebody Else');
    });
    after(() => server.stop());

    const book = (provider, scheduledTime, more = {}, person = client) => server.call('POST', '/api/bookings', {
        token: person.token, body: { providerId: provider.id, scheduledTime, durationHours: 2, ...more },
    });
    const booked = async (...words) => {
        const answer = await book(...words);
        assert.equal(answer.status, 201, answer.text);
        return answer.json;
    };
    const starts = (list) => list.map(({ scheduledTime, start }) => Date.parse(scheduledTime ?? start));
    const weeks = (first, ...numbers) => numbers.map((number) => Date.parse(first) + number * WEEK);
    const list = async (person, query) =>
        (await server.expect(200, 'GET', `/api/bookings?limit=100&${query}`, { token: person.token })).bookings;
    function assertVerified() {
        const { status, stdout, stderr } = server.store.run('verify');
        assert.equal(status, 0, stdout + stderr);
    }

    test('every occurrence is a booking of its own; the series is a filter', async () => {
        const provider = await newProvider(server);
        const { booking, series } = await booked(provider, at(5, 10), { repeat: { everyWeeks: 2, count: 4 } });
        assert.match(series.id, /^series_/);
        assert.deepEqual([booking.seriesId, booking.seriesIndex, series.clashes.length], [series.id, 1, 0]);
        assert.deepEqual(starts(series.bookings), weeks(at(5, 10), 0, 2, 4, 6));
        assert.deepEqual(series.bookings.map(({ seriesIndex, status }) => `${seriesIndex} ${status}`), ['1 PENDING', '2 PENDING', '3 PENDING', '4 PENDING']);
        const mine = await list(client, `seriesId=${series.id}`);
        assert.deepEqual(mine.map(({ id }) => id), series.bookings.map(({ id }) => id));
        await server.expect(200, 'POST', `/api/bookings/${mine[2].id}/confirm`, { token: provider.token, body: {} });
        assert.equal((await book(provider, at(5 + 28, 11), {}, other)).json.code, 'slot_taken');
        const alone = await booked(provider, at(6, 10));
        assert.deepEqual([alone.booking.seriesId, alone.booking.seriesIndex, alone.series], [null, null, undefined]);
        assertVerified();
    });

    test('the provider is told once, and each booking has its history', async () => {
        const provider = await newProvider(server);
        const { series } = await booked(provider, at(5, 10), { repeat: { everyWeeks: 1, count: 6 } });
        await booked(provider, at(6, 10));
        const { notifications } = await eventually('notices', () => server.expect(200, 'GET', '/api/notifications', { token: provider.token }),
            (answer) => answer.notifications.length >= 2);
        assert.equal(notifications.filter(({ type }) => type === 'booking.created').length, 2);
        for (const { id } of series.bookings) {
            await eventually('history', () => server.expect(200, 'GET', `/api/bookings/${id}/events`, { token: client.token }),
                ({ events }) => events.length === 1);
        }
    });

    test('clashes: none is booked, and each is named with its own reason', async () => {
        const provider = await newProvider(server, { service: { windowDays: 60, maxPerWeek: 1 } });
        await booked(provider, at(12, 15), {}, other);
        const wanted = { repeat: { everyWeeks: 1, count: 10 } };
        const refused = await book(provider, at(5, 10), wanted);
        assert.deepEqual([refused.status, refused.json.code], [409, 'series_clash']);
        const codes = refused.json.clashes.map(({ start, code }) => `${(Date.parse(start) - Date.parse(at(5, 10))) / WEEK} ${code}`);
        assert.ok(codes.includes('1 week_limit') && codes.includes('8 too_far') && codes.includes('9 too_far'), codes.join());
        assert.deepEqual(await list(client, `role=client&from=${at(4)}&q=${encodeURIComponent('Mixing')}`).then((all) => all.filter(({ providerId }) => providerId === provider.id)), []);
        const { series } = await booked(provider, at(5, 10), { ...wanted, skipClashes: true });
        assert.deepEqual(series.clashes, refused.json.clashes);
        assert.equal(series.bookings.length + series.clashes.length, 10);
        assert.ok(!series.bookings.some(({ seriesIndex }) => seriesIndex === 2), 'the one left out keeps its number');
        const nothing = await book(provider, at(5, 10), { repeat: { everyWeeks: 1, count: 1 }, skipClashes: true });
        assert.equal(nothing.json.code, 'series_clash');
        assertVerified();
    });

    test('until a day, and across a change of the clocks at the same time there', async () => {
        const provider = await newProvider(server, { profile: { timeZone: 'America/New_York' } });
        const day = at(5).slice(0, 10);
        const until = new Date(Date.parse(at(5)) + 40 * WEEK).toISOString().slice(0, 10);
        const { series } = await booked(provider, `${day}T10:00:00`, { timeZone: 'America/New_York', repeat: { everyWeeks: 1, until } });
        assert.equal(series.bookings.length, 41);
        const clock = new Intl.DateTimeFormat('en-GB', { timeZone: 'America/New_York', hour: '2-digit', minute: '2-digit' });
        assert.deepEqual([...new Set(starts(series.bookings).map((start) => clock.format(start)))], ['10:00']);
        assert.ok(new Set(starts(series.bookings).map((start) => new Date(start).getUTCHours())).size === 2, 'the clocks changed in between');
    });

    for (const [name, repeat] of [
        ['neither count nor until', { everyWeeks: 1 }], ['both', { everyWeeks: 1, count: 2, until: at(30).slice(0, 10) }],
        ['too many', { everyWeeks: 1, count: 53 }], ['too many until', { everyWeeks: 1, until: at(900).slice(0, 10) }],
        ['until before the first', { everyWeeks: 1, until: at(4).slice(0, 10) }],
        ['every 13 weeks', { everyWeeks: 13, count: 2 }], ['every 0 weeks', { everyWeeks: 0, count: 2 }],
        ['none', { everyWeeks: 1, count: 0 }], ['no rhythm', { count: 3 }], ['what is no object', 3],
    ]) {
        test(`refused: ${name}`, async () => {
            const provider = await newProvider(server);
            const { status, json } = await book(provider, at(5, 10), { repeat });
            assert.deepEqual([status, json.code], [400, 'invalid']);
            assert.match(json.errors[0].field, /^repeat/);
            assert.deepEqual(await list(provider, 'role=provider'), [], 'nothing is booked');
        });
    }

    test('called off: one, this and the following, all', async () => {
        const provider = await newProvider(server);
        const { series } = await booked(provider, at(5, 10), { repeat: { everyWeeks: 1, count: 6 } });
        const ids = series.bookings.map(({ id }) => id);
        const cancel = (index, body, person = client) => server.call('POST', `/api/bookings/${ids[index]}/cancel`, { token: person.token, body });
        const states = async () => (await list(client, `seriesId=${series.id}`)).map(({ status }) => status[0]).join('');
        assert.equal((await cancel(1, {})).json.series, undefined);
        assert.equal(await states(), 'PCPPPP');
        const following = await cancel(3, { scope: 'following', reason: 'Moved away' });
        assert.deepEqual(following.json.series.bookings.map(({ seriesIndex }) => seriesIndex), [4, 5, 6]);
        assert.equal(await states(), 'PCPCCC');
        assert.equal((await cancel(3, { scope: 'all' })).json.code, 'bad_transition');
        assert.equal((await cancel(2, { scope: 'all' }, provider)).json.series.bookings.length, 2);
        assert.equal(await states(), 'CCCCCC');
        const alone = await booked(provider, at(6, 10));
        const answer = await server.call('POST', `/api/bookings/${alone.booking.id}/cancel`, { token: client.token, body: { scope: 'all' } });
        assert.deepEqual([answer.status, answer.json.errors[0].field], [400, 'scope']);
        assertVerified();
    });

    test('what calling off would cost is said of each and of all, and is what it then does', async () => {
        const provider = await newProvider(server, { service: { acceptance: 'instant', cancellationPolicy: { tiers: [{ hoursBefore: 240, refundPercent: 50 }, { hoursBefore: 24, refundPercent: 10 }] } } });
        const { series } = await booked(provider, at(5, 10), { repeat: { everyWeeks: 1, count: 4 } });
        const ids = series.bookings.map(({ id }) => id);
        const preview = (index, scope, person = client) => server.call('GET', `/api/bookings/${ids[index]}/cancellation${scope ? `?scope=${scope}` : ''}`, { token: person.token });
        const row = ({ bookingId, seriesIndex, start, refund, fee }) => [ids.indexOf(bookingId), seriesIndex, Date.parse(start), refund, fee];
        const rows = (first, ...wanted) => wanted.map(([index, refund, fee]) => [index, index + 1, weeks(first, index)[0], refund, fee]);

        const all = (await preview(2, 'all')).json;
        assert.deepEqual(all.bookings.map(row), rows(at(5, 10), [0, 15, 135], [1, 75, 75], [2, 75, 75], [3, 75, 75]));
        assert.deepEqual([all.refund, all.fee, all.refundMinor, all.feeMinor, all.currency], [240, 360, 24000, 36000, 'USD']);
        assert.deepEqual((await preview(2, 'following')).json.bookings.map(row), rows(at(5, 10), [2, 75, 75], [3, 75, 75]));
        for (const scope of ['this', undefined]) {
            const one = (await preview(0, scope)).json;
            assert.deepEqual(one.bookings.map(row), rows(at(5, 10), [0, 15, 135]));
            const { booking } = await server.expect(200, 'GET', `/api/bookings/${ids[0]}`, { token: client.token });
            const { bookingId, seriesIndex, start, end, status, currency, ...money } = one.bookings[0];
            assert.deepEqual(money, booking.cancellation, 'as the booking says of itself');
        }
        assert.deepEqual([(await preview(0, 'all', provider)).json.refund, (await preview(0, 'all', provider)).json.fee], [600, 0], 'the provider pays all of it back');

        await server.expect(200, 'POST', `/api/bookings/${ids[1]}/cancel`, { token: client.token, body: {} });
        const before = (await preview(2, 'all')).json;
        assert.deepEqual(before.bookings.map(({ seriesIndex }) => seriesIndex), [1, 3, 4]);
        assert.equal((await preview(1, 'all')).json.code, 'bad_transition');
        assert.equal((await preview(2, 'all', other)).status, 404);
        await server.expect(200, 'POST', `/api/bookings/${ids[2]}/cancel`, { token: client.token, body: { scope: 'all' } });
        const done = await list(client, `seriesId=${series.id}&status=CANCELLED`);
        assert.deepEqual(done.filter(({ id }) => id !== ids[1]).map(({ cancelled }) => cancelled.refund), before.bookings.map(({ refund }) => refund));

        const alone = (await booked(provider, at(30, 10))).booking;
        const path = `/api/bookings/${alone.id}/cancellation`;
        assert.equal((await server.expect(200, 'GET', path, { token: client.token })).bookings[0].seriesIndex, null);
        assert.equal((await server.call('GET', `${path}?scope=all`, { token: client.token })).json.errors[0].field, 'scope');
    });

    test('is quoted: one, and all of them', async () => {
        const provider = await newProvider(server);
        const quote = (more) => server.call('POST', '/api/bookings/quote', { token: client.token, body: { providerId: provider.id, scheduledTime: at(5, 10), durationHours: 2, ...more } });
        const { json } = await quote({ repeat: { everyWeeks: 2, count: 5 } });
        assert.deepEqual([json.total, json.series.count, json.series.total, json.series.totalMinor], [150, 5, 750, 75000]);
        assert.deepEqual(json.series.starts.map(Date.parse), weeks(at(5, 10), 0, 2, 4, 6, 8));
        assert.equal('series' in (await quote()).json, false);
        assert.equal((await quote({ repeat: { everyWeeks: 1 } })).json.errors[0].field, 'repeat');
        assert.equal((await quote({ repeat: { everyWeeks: 1, until: at(800).slice(0, 10) } })).json.errors[0].field, 'repeat.until');
    });

    test('many series and single bookings want the same weeks: no time is given out twice', async () => {
        const provider = await newProvider(server, { service: { acceptance: 'instant' } });
        const crowd = new Crowd(server, 30);
        await crowd.gather();
        const answers = await Promise.all(Array.from({ length: scaled(100) }, (_, index) => crowd.call('POST', '/api/bookings', {
            token: index % 2 ? client.token : other.token,
            body: { providerId: provider.id, durationHours: 2, scheduledTime: at(40 + (index % 4) * 7, 8 + (index % 5)),
                ...(index % 3 && { repeat: { everyWeeks: 1 + (index % 2), count: 4 }, skipClashes: index % 6 === 1 }) },
        })));
        crowd.close();
        for (const { status, json, text } of answers)
            assert.ok(status === 201 || ['slot_taken', 'series_clash'].includes(json?.code), text);
        const taken = (await bookingsOf(server, provider.token)).map(({ scheduledTime, endTime }) => [Date.parse(scheduledTime), Date.parse(endTime)])
            .sort((a, b) => a[0] - b[0]);
        taken.slice(1).forEach(([start], index) => assert.ok(start >= taken[index][1], 'two at once'));
        const promised = answers.filter(({ status }) => status === 201).reduce((sum, { json }) => sum + (json.series?.bookings.length ?? 1), 0);
        assert.equal(taken.length, promised);
        assertVerified();
    });
});
