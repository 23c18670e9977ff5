// Where somebody means: cities that the program knows, and places that its providers name.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { newProvider, Server } from './harness.mjs';

let server;
const find = async (query) => (await server.expect(200, 'GET', `/api/places?${query}`, {})).places;

before(async () => {
    server = await Server.start();
});
after(() => server.stop());

test('a city by its beginning, with what a search needs', async () => {
    const [brooklyn] = await find('q=brook');
    assert.deepEqual(brooklyn, { label: 'Brooklyn, New York, US', lat: 40.6501, lng: -73.9496, timeZone: 'America/New_York' });
    assert.equal((await find('q=brook&limit=3')).length, 3);
    assert.equal((await find('q=san')).length, 8);
    assert.equal((await find('q=sao+paulo'))[0].label, 'São Paulo, BR');
    assert.equal((await find('q=Paris,+TX&limit=1'))[0].label, 'Paris, Texas, US');
    assert.deepEqual(await find('q=%25'), []);
});

test('what is found can be searched around', async () => {
    await newProvider(server, { profile: { location: { label: 'Gowanus, Brooklyn, NY', lat: 40.67331, lng: -73.98902 } } });
    const [{ lat, lng }] = await find('q=Brooklyn');
    const { providers } = await server.expect(200, 'GET', `/api/marketplace/providers?lat=${lat}&lng=${lng}&radius=5`, {});
    assert.deepEqual(providers.map((one) => one.location), ['Gowanus, Brooklyn, NY']);
});

test("a provider's own quarter, not its doorstep", async () => {
    const [gowanus] = await find('q=gowan');
    assert.deepEqual([gowanus.label, gowanus.lat, gowanus.lng], ['Gowanus, Brooklyn, NY', 40.67, -73.99]);
});

test('what is no question is refused', async () => {
    for (const query of ['', 'q=', 'q=+', 'limit=3', 'q=a&limit=0', 'q=a&limit=21', `q=${'x'.repeat(101)}`, 'q=a&colour=red', 'q=%00'])
        assert.equal((await server.call('GET', `/api/places?${query}`)).status, 400, query);
});
