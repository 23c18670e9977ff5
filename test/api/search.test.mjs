// Finding providers over HTTP: what the filters leave and how it is ordered is judged by a plain
// filter and sort over all of them, written here once more.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { at, newProvider, Server, signUp } from './harness.mjs';

const places = {
    venice: { label: 'Venice, Los Angeles, CA', lat: 33.99, lng: -118.46 },
    downtown: { label: 'Downtown, Los Angeles, CA', lat: 34.04, lng: -118.25 },
    pasadena: { label: 'Pasadena, CA', lat: 34.15, lng: -118.14 },
    diego: { label: 'San Diego, CA', lat: 32.72, lng: -117.16 },
    paris: { label: 'Paris, France', lat: 48.86, lng: 2.35 },
    fiji: { label: 'Taveuni, Fiji', lat: -16.85, lng: 179.97 },
    beyond: { label: 'Rabi, Fiji', lat: -16.5, lng: -179.98 },
    nowhere: 'Somewhere in Nevada',
};
const week = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];

// name, place, roles, hourly rate, service, more of the service, more of the profile, hours
const dozen = [
    ['Ada', places.venice, ['engineer'], 60, 'FOLEY', {}, {}, ['00:00', '24:00']],
    ['Bela', places.downtown, ['engineer', 'producer'], 75.5, 'FOLEY', {}, { headline: 'Foley & more' }],
    ['Cyd', places.downtown, ['producer'], 90, 'VOICE_OVER', {}, { bio: 'Café voices, in Ελλάδα too.' }],
    ['Dov', places.pasadena, ['artist'], 45, 'FOLEY', { rate: 120 }],
    ['Eve', places.diego, ['engineer'], 75.5, 'VOICE_OVER', { title: 'Narration' }],
    ['Fay', places.paris, ['engineer'], 80, 'FOLEY', {}, { currency: 'EUR' }],
    ['Gus', places.fiji, ['diver'], 30, 'FIELD_RECORDING', {}],
    ['Hal', places.beyond, ['diver'], 35, 'FIELD_RECORDING', {}],
    ['Ivy', places.nowhere, ['artist'], 55, 'VOICE_OVER', {}],
    ['Jo', places.pasadena, ['engineer'], 100, 'FOLEY', { isRemote: false }, { serviceRadiusMiles: 5 }],
    ['Kit', places.venice, ['producer'], 65, 'VOICE_OVER', { active: false }],
    ['Lou', places.downtown, ['producer', 'artist'], null, 'FOLEY', { rate: 70 }],
];

let server, all;
const ids = {};

const search = (query) => server.expect(200, 'GET', `/api/marketplace/providers?${query}`, {});
const names = (page) => page.providers.map((one) => one.displayName);

before(async () => {
    server = await Server.start({ flags: ['--demo'] });
    for (const [name, location, roles, hourlyRate, serviceType, service = {}, profile = {},
        [start, end] = ['10:00', '18:00']] of dozen) {
        const made = await newProvider(server, {
            profile: { location, roles, hourlyRate, bio: '', headline: '', ...profile },
            service: { title: 'Session', serviceType, ...service },
            weekly: [{ days: week, start, end }],
        });
        await server.expect(200, 'PATCH', '/api/account', { token: made.token, body: { displayName: name } });
        ids[name] = made;
    }
    const page = await search('limit=100');
    all = page.providers;
    assert.equal(page.nextCursor, null);
    assert.equal(page.stats.total, all.length);
});
after(() => server.stop());

/** Great-circle miles. */
function miles(lat1, lng1, lat2, lng2) {
    const radians = (degrees) => degrees * Math.PI / 180;
    const half = Math.sin(radians(lat2 - lat1) / 2) ** 2
        + Math.cos(radians(lat1)) * Math.cos(radians(lat2)) * Math.sin(radians(lng2 - lng1) / 2) ** 2;
    return 2 * 3958.7613 * Math.asin(Math.min(1, Math.sqrt(half)));
}

const offered = (one, type) => one.services.filter((service) => !type || service.serviceType === type);
/** What an hour costs: of the service asked for, else the provider's own, else the cheapest. */
function hourOf(one, type) {
    const hours = offered(one, type).filter((service) => service.rateType === 'hourly').map((one) => one.unitRate);
    if (!type && one.hourlyRate !== null) return one.hourlyRate;
    return hours.length ? Math.min(...hours) : null;
}

describe('filters', () => {
    const has = (type) => (one) => offered(one, type).length > 0;
    const rows = [
        ['service=foley', has('FOLEY')],
        ['service=FOLEY', has('FOLEY')],
        ['service=voice-over', has('VOICE_OVER')],
        ['service=Voice+over', has('VOICE_OVER')],
        ['serviceType=mixing', has('MIXING')],
        ['service=nothing', () => false],
        ['roles=diver', (one) => one.roles.includes('diver')],
        ['roles=artist,diver', (one) => one.roles.includes('artist') || one.roles.includes('diver')],
        ['roles=PRODUCER&service=foley', (one) => one.roles.includes('producer') && has('FOLEY')(one)],
        ['minRating=4.8', (one) => one.rating !== null && one.rating >= 4.8],
        ['minRating=0', () => true],
        ['minRating=5', (one) => one.rating === 5],
        ['maxRate=75.50', (one) => hourOf(one) !== null && hourOf(one) <= 75.5],
        ['maxRate=75.49', (one) => hourOf(one) !== null && hourOf(one) <= 75.49],
        ['maxRate=70&service=foley', (one) => has('FOLEY')(one) && hourOf(one, 'FOLEY') <= 70],
        ['maxRate=0', () => false],
        ['verified=true', (one) => one.verified],
        ['location=Los+Angeles', (one) => /\bLos Angeles/i.test(one.location)],
        ['location=los+angeles,+ca', (one) => /\bLos Angeles/i.test(one.location) && /\bCA/.test(one.location)],
        ['location=Pasadena', (one) => /Pasadena/.test(one.location)],
        ['location=asadena', () => false],
        ['q=caf%C3%A9', (one) => one.displayName === 'Cyd'],
        ['q=narration', (one) => one.displayName === 'Eve'],
        ['q=foley+more', (one) => one.displayName === 'Bela'],
        ['q=Cyd', (one) => one.displayName === 'Cyd'],
        ['q=zzzz', () => false],
    ];
    for (const [query, fits] of rows) {
        test(query, async () => {
            const page = await search(`${query}&limit=100`);
            assert.deepEqual(names(page).sort(), all.filter(fits).map((one) => one.displayName).sort());
            assert.equal(page.stats.total, page.providers.length);
        });
    }

    test('some rows above leave somebody, and some do not', () => {
        const counts = rows.map(([, fits]) => all.filter(fits).length);
        assert.ok(counts.filter((count) => count > 0 && count < all.length).length >= 15);
    });
});

describe('circles', () => {
    // Who works in person only is not found beyond their own radius, whatever the circle's.
    const reach = (one) => one.serviceRadiusMiles === null || one.services.some((service) => service.isRemote)
        ? Infinity : one.serviceRadiusMiles;
    const inCircle = (place, radius) => all.filter((one) => one.lat !== null
        && miles(place.lat, place.lng, one.lat, one.lng) <= Math.min(radius, reach(one)))
        .map((one) => one.displayName);
    const rows = [[places.downtown, 5], [places.downtown, 15], [places.downtown, 25], [places.downtown, 150],
        [places.fiji, 100], [places.beyond, 100], [places.paris, 1], [places.diego, 0.5], [places.paris, 12500]];
    for (const [place, radius] of rows) {
        test(`${radius} miles around ${place.label}`, async () => {
            const page = await search(`lat=${place.lat}&lng=${place.lng}&radius=${radius}&sortBy=distance&limit=100`);
            assert.deepEqual(names(page).sort(), inCircle(place, radius).sort());
            for (const one of page.providers)
                assert.ok(Math.abs(one.distanceMiles - miles(place.lat, place.lng, one.lat, one.lng)) < 0.8);
            const distances = page.providers.map((one) => one.distanceMiles);
            assert.deepEqual(distances, [...distances].sort((a, b) => a - b));
        });
    }

    test('Jo, who travels five miles, is found next door and not across town', async () => {
        const near = await search(`lat=${places.pasadena.lat}&lng=${places.pasadena.lng}&radius=25&limit=100`);
        const far = await search(`lat=${places.downtown.lat}&lng=${places.downtown.lng}&radius=25&limit=100`);
        assert.ok(names(near).includes('Jo') && !names(far).includes('Jo'));
    });

    test('25 miles unless said otherwise, and the label does not count then', async () => {
        const { lat, lng } = places.downtown;
        const page = await search(`lat=${lat}&lng=${lng}&location=Paris&limit=100`);
        assert.deepEqual(names(page).sort(), inCircle(places.downtown, 25).sort());
    });

    test('the far side of the date line is near', async () => {
        const { lat, lng } = places.fiji;
        assert.deepEqual(names(await search(`lat=${lat}&lng=${lng}&sortBy=distance&roles=diver`)), ['Gus', 'Hal']);
    });
});

describe('orders', () => {
    const ordered = (values, compare) => assert.deepEqual(values, [...values].sort(compare));

    test('rating: best first, unrated last', async () => {
        const page = await search('sortBy=rating&limit=100');
        const ratings = page.providers.map((one) => one.rating);
        const firstUnrated = ratings.indexOf(null);
        assert.ok(firstUnrated > 5);
        assert.ok(ratings.slice(firstUnrated).every((rating) => rating === null));
        ordered(ratings.slice(0, firstUnrated), (a, b) => b - a);
    });

    test('rate: cheapest first, of the service asked for', async () => {
        const rates = (await search('sortBy=rate&limit=100')).providers
            .filter((one) => one.currency === 'USD').map((one) => hourOf(one));
        assert.ok(!rates.includes(null));
        ordered(rates, (a, b) => a - b);
        assert.deepEqual(names(await search('sortBy=rate&service=foley')).filter((name) => name !== 'Fay'),
            ['Ada', 'Lou', 'Bela', 'Jo', 'Dov']);
    });

    test('soonest: by the first start that can be booked', async () => {
        const page = await search('sortBy=soonest&limit=100');
        const starts = page.providers.map((one) => one.nextSlots[0]);
        const firstNone = starts.indexOf(undefined);
        const some = firstNone < 0 ? starts : starts.slice(0, firstNone);
        assert.ok(some.length > 10);
        ordered(some);
        for (const one of page.providers) ordered(one.nextSlots);
    });

    test('every provider once, page by page, in every order', async () => {
        for (const sort of ['relevance', 'rating', 'rate', 'soonest',
            `distance&lat=${places.downtown.lat}&lng=${places.downtown.lng}&radius=12500`]) {
            const whole = names(await search(`sortBy=${sort}&limit=100`));
            const found = [];
            let cursor = null;
            do {
                const page = await search(`sortBy=${sort}&limit=4${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`);
                assert.ok(page.providers.length <= 4);
                assert.equal(page.stats.total, whole.length);
                found.push(...names(page));
                cursor = page.nextCursor;
            } while (cursor && found.length <= all.length);
            assert.deepEqual(found, whole, sort);
        }
    });
});

describe('the numbers', () => {
    for (const query of ['', 'service=foley', 'roles=diver', 'minRating=4.5', 'service=nothing']) {
        test(query || 'of all', async () => {
            const { providers, stats } = await search(`${query}&limit=100`);
            const type = /service=(\w+)/.exec(query)?.[1].toUpperCase();
            assert.equal(stats.total, providers.length);
            const rated = providers.filter((one) => one.rating !== null);
            if (rated.length === 0) {
                assert.equal(stats.avgRating, null);
            } else {
                const reviews = rated.reduce((sum, one) => sum + one.reviewCount, 0);
                const mean = rated.reduce((sum, one) => sum + one.rating * one.reviewCount, 0) / reviews;
                assert.ok(Math.abs(stats.avgRating - mean) <= 0.06, `${stats.avgRating} and ${mean}`);
            }
            const hours = providers.filter((one) => one.currency === 'USD').map((one) => hourOf(one, type))
                .filter((hour) => hour !== null);
            if (hours.length === 0) {
                assert.equal(stats.avgHourlyRate, null);
            } else {
                // In cents, so that a mean half way between two is exactly that.
                const mean = hours.reduce((sum, hour) => sum + Math.round(hour * 100), 0) / hours.length;
                assert.equal(stats.avgHourlyRateMinor, Math.round(mean));
                assert.equal(stats.avgHourlyRate, stats.avgHourlyRateMinor / 100);
                assert.equal(stats.currency, 'USD');
            }
            const union = (pick) => [...new Set(providers.flatMap(pick))].sort();
            assert.deepEqual(stats.servicesAvailable, union((one) => one.servicesOffered));
            assert.deepEqual(stats.rolesAvailable, union((one) => one.roles));
        });
    }
});

describe('who can really be booked', () => {
    const free = (from, to, hours, more = '') => search(
        `service=foley&availableFrom=${from}&availableTo=${to}&durationHours=${hours}&limit=100${more}`);

    test('only who is open then', async () => {
        assert.deepEqual(names(await free(at(10, 2), at(10, 6), 2)), ['Ada']);
        assert.deepEqual(names(await free(at(10, 10), at(10, 18), 8)).sort(),
            ['Ada', 'Bela', 'Dov', 'Fay', 'Jo', 'Lou']);
        assert.deepEqual(names(await free(at(10, 10), at(10, 18), 9)), []);
    });

    test('and not who was booked meanwhile; what is shown can be booked', async () => {
        const client = await signUp(server);
        const window = [at(12, 12), at(12, 14), 2];
        const before = await free(...window);
        for (const one of before.providers) assert.deepEqual(one.nextSlots, [at(12, 12).replace('.000', '')]);
        for (const one of before.providers.slice(0, 3)) {
            await server.expect(201, 'POST', '/api/bookings', { token: client.token, body: {
                providerId: one.id, serviceType: 'foley', scheduledTime: one.nextSlots[0], durationHours: 2,
            } });
        }
        const after = await free(...window);
        assert.deepEqual(names(after).sort(), names(before).slice(3).sort());
        assert.equal(after.stats.total, before.stats.total - 3);
    });
});

describe('next starts', () => {
    test('as many as asked for, of a service that books them', async () => {
        const client = await signUp(server);
        const page = await search('service=foley&nextSlots=5&limit=100');
        assert.ok(page.providers.length >= 6);
        for (const one of page.providers) {
            const service = one.services.find((service) => service.id === one.nextSlotsServiceId);
            assert.equal(one.nextSlots.length, 5);
            assert.equal(service.serviceType, 'FOLEY');
            assert.ok(one.nextSlotsDurationHours >= service.minHours);
        }
        const [one] = page.providers;
        const { booking } = await server.expect(201, 'POST', '/api/bookings', { token: client.token, body: {
            providerId: one.id, serviceId: one.nextSlotsServiceId, scheduledTime: one.nextSlots[4],
            durationHours: one.nextSlotsDurationHours,
        } });
        assert.equal(booking.scheduledTime, one.nextSlots[4]);
    });

    test('none unless asked for', async () => {
        for (const one of (await search('')).providers) assert.ok(!('nextSlots' in one));
        for (const one of (await search('nextSlots=0&sortBy=soonest')).providers) assert.ok(!('nextSlots' in one));
        for (const one of (await search('sortBy=soonest')).providers) assert.ok(one.nextSlots.length <= 3);
    });
});

describe('facets', () => {
    const window = `availableFrom=${at(10, 10)}&availableTo=${at(10, 18)}`;
    for (const query of ['', 'service=foley', 'service=foley&maxRate=75', 'roles=engineer&minRating=4.8', 'verified=true',
        'service=nothing', `lat=${places.downtown.lat}&lng=${places.downtown.lng}`, window, `service=foley&${window}`,
        `service=foley&durationHours=8&roles=producer&${window}`]) {
        test(`count what choosing finds: ${query || 'all'}`, async () => {
            const { facets, stats } = await search(`${query}&facets=true&limit=1`);
            const total = async (name, value) => {
                const asked = new URLSearchParams(query);
                asked.delete(name);
                asked.set(name, value);
                return (await search(`${asked}&limit=1`)).stats.total;
            };
            for (const [facet, name] of [['minRating', 'minRating'], ['roles', 'roles'], ['services', 'service']]) {
                for (const { value, count } of facets[facet])
                    assert.equal(await total(name, value), count, `${name}=${value}`);
            }
            assert.equal(await total('verified', 'true'), facets.verified);
            assert.equal((await search(`${query}&limit=1`)).stats.total, stats.total);
            if (facets.maxRate) {
                const counts = await Promise.all([facets.maxRate.max, facets.maxRate.min].map((rate) => total('maxRate', rate)));
                assert.ok(counts[0] >= counts[1] && counts[1] >= 1);
            }
            assert.ok(facets.availableToday >= 0);
        });
    }

    test('are there only when asked for', async () => {
        assert.ok(!('facets' in await search('')));
        assert.ok(!('facets' in await search('facets=false')));
    });
});

test('a change is found by whoever made it at once', async () => {
    const { token, id } = ids.Ivy;
    await server.expect(200, 'PUT', '/api/providers/me', { token, body: { roles: ['beekeeper'], hourlyRate: 12 } });
    const page = await search('roles=beekeeper&maxRate=12');
    assert.deepEqual(page.providers.map((one) => one.id), [id]);
    assert.equal(page.providers[0].hourlyRate, 12);
});

describe('what is refused', () => {
    for (const query of ['lat=34', 'lng=-118', 'lat=91&lng=0', 'lat=x&lng=0', 'radius=-1', 'radius=NaN', 'minRating=6',
        'minRating=1e309', 'maxRate=-1', 'sortBy=luck', 'limit=0', 'limit=101', 'cursor=made-up', 'verified=maybe',
        'availableFrom=tomorrow', 'durationHours=0', 'color=red', 'service=%00',
        'nextSlots=6', 'nextSlots=-1', 'nextSlots=1.5', 'facets=perhaps',
        'availableFrom=2027-02-02T00:00:00Z&availableTo=2027-02-01T00:00:00Z',
        'availableFrom=2027-01-01T00:00:00Z&availableTo=2027-12-01T00:00:00Z']) {
        test(query, async () => {
            const answer = await server.call('GET', `/api/marketplace/providers?${query}`);
            assert.equal(answer.status, 400, answer.text);
            assert.ok(['invalid', 'bad_request'].includes(answer.json.code));
        });
    }
});
