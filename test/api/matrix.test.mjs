// Proof: who may do what. Every route of the operation table × everybody, generated from the table
// as the program itself prints it; and, so that a wrong row is noticed, a table written by hand.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { inParallel, Server } from './harness.mjs';
import { World, everybody, proceduresOf, recipes, relationsOf, restRequest, routesOf,
    sides, trpcRequest } from './recipes.mjs';

// ok: allowed. 401 sign in first, 403 seen but not allowed, 404 not even seen.
const byHand = `
                    nobody  client  provider  ownClient  ownProvider  mediator  admin
auth.signup         ok      ok      ok        ok         ok           ok        ok
auth.login          ok      ok      ok        ok         ok           ok        ok
auth.logout         401     ok      ok        ok         ok           ok        ok
auth.me             401     ok      ok        ok         ok           ok        ok
account.update      401     ok      ok        ok         ok           ok        ok
account.password    401     ok      ok        ok         ok           ok        ok
account.setRoles    401     403     403       403        403          403       ok
session.list        401     ok      ok        ok         ok           ok        ok
session.revoke      401     404     404       ok         404          404       ok
token.create        401     ok      ok        ok         ok           ok        ok
token.list          401     ok      ok        ok         ok           ok        ok
token.revoke        401     404     404       ok         404          404       ok
edition.get         ok      ok      ok        ok         ok           ok        ok
provider.get        ok      ok      ok        ok         ok           ok        ok
provider.search     ok      ok      ok        ok         ok           ok        ok
place.search        ok      ok      ok        ok         ok           ok        ok
service.list        ok      ok      ok        ok         ok           ok        ok
service.get         ok      ok      ok        ok         ok           ok        ok
service.create      401     ok      ok        ok         ok           ok        ok
service.update      401     403     403       403        ok           403       ok
service.delete      401     403     403       403        ok           403       ok
slot.list           ok      ok      ok        ok         ok           ok        ok
slot.explain        ok      ok      ok        ok         ok           ok        ok
hold.create         401     ok      ok        ok         ok           ok        ok
hold.delete         401     ok      ok        ok         ok           ok        ok
booking.create      401     ok      ok        ok         ok           ok        ok
booking.quote       401     ok      ok        ok         ok           ok        ok
booking.list        401     ok      ok        ok         ok           ok        ok
booking.get         401     404     404       ok         ok           ok        ok
booking.roster      401     403     403       403        ok           403       403
booking.events      401     404     404       ok         ok           ok        ok
booking.update      401     404     404       ok         ok           403       403
booking.confirm     401     404     404       403        ok           403       403
booking.accept      401     404     404       403        ok           403       403
booking.decline     401     404     404       403        ok           403       403
booking.start       401     404     404       403        ok           403       403
booking.complete    401     404     404       403        ok           403       403
booking.cancel      401     404     404       ok         ok           403       403
booking.approve     401     404     404       ok         403          403       403
booking.revision    401     404     404       ok         403          403       403
booking.noShow      401     404     404       ok         ok           403       403
booking.dispute     401     404     404       ok         ok           403       403
booking.resolve     401     404     404       403        403          ok        403
booking.reschedule  401     404     404       ok         ok           403       403
booking.acceptReschedule  401 404   404       ok         ok           403       403
booking.declineReschedule 401 404   404       ok         ok           403       403
booking.pay         401     404     404       ok         403          403       403
booking.refund      401     404     404       403        403          ok        ok
booking.distribute  401     404     404       403        ok           403       403
booking.releaseVote 401     404     404       403        ok           403       403
message.list        401     404     404       ok         ok           ok        ok
message.send        401     404     404       ok         ok           403       403
event.poll          401     ok      ok        ok         ok           ok        ok
thread.list         401     ok      ok        ok         ok           ok        ok
project.create      401     ok      ok        ok         ok           ok        ok
project.get         401     404     404       ok         404          404       ok
project.update      401     404     404       ok         404          404       403
`;

const refusals = { 401: 'unauthenticated', 403: 'forbidden', 404: 'not_found' };

/** What the table says: 'ok', 401, 403 or 404. */
function decided(route, who) {
    const relations = relationsOf(who, route.subject);
    if (relations.some((relation) => route.may.includes(relation))) return 'ok';
    if (who === 'nobody') return 401;
    if (!route.subject || relations.some((relation) => route.subject.seenBy.includes(relation))) return 403;
    return 404;
}

describe('who may do what', { concurrency: false }, () => {
    let server;
    let world;
    let routes;
    let cases; // { route, who, expected }

    before(async () => {
        server = await Server.start({ flags: ['--demo'] });
        world = await World.build(server);
        routes = await routesOf(server);
        cases = routes.flatMap((route) => everybody.map((who) => ({ route, who, expected: decided(route, who) })));
    });

    after(() => server.stop());

    test('every operation has a path, an input to try it with, and known subjects', () => {
        const procedures = [...proceduresOf(server).keys()].sort();
        assert.ok(procedures.length > 40, 'the types list all operations');
        assert.deepEqual(Object.keys(recipes).sort(), procedures);
        assert.deepEqual([...new Set(routes.map(({ name }) => name))].sort(), procedures);
        for (const { name, subject } of routes) {
            assert.ok(!subject || sides[subject.name], `${name}: nobody is said to own a ${subject?.name}`);
        }
    });

    test('the table agrees with the one written by hand', () => {
        const [head, ...rows] = byHand.trim().split('\n').map((line) => line.trim().split(/\s+/));
        assert.deepEqual(head, everybody);
        for (const [name, ...expected] of rows) {
            const mine = routes.filter((route) => route.name === name);
            assert.ok(mine.length > 0, `${name} is not in the table`);
            for (const route of mine) {
                assert.deepEqual(everybody.map((who) => String(decided(route, who))), expected, name);
            }
        }
        // Whatever changes something and is not in that table is at least closed to nobody.
        for (const route of routes.filter(({ method }) => method !== 'GET')) {
            const isOpen = ['auth.signup', 'auth.login'].includes(route.name);
            assert.equal(route.may.includes('nobody'), isOpen, route.name);
        }
    });

    /** One case, ready to be sent on both faces. */
    async function prepare({ route, who, expected }) {
        const recipe = recipes[route.name];
        const input = await recipe.make(world, who);
        const person = world.people[who];
        const token = recipe.usesToken && person ? await world.freshToken(person) : person?.token;
        return { route, who, expected, input, token, answers: recipe.answers?.(who) };
    }

    const send = ({ method, path, body }, token) => server.call(method, path, { body, token });
    const called = ({ route, who }) => `${route.method} ${route.path} (${route.name}) by ${who}`;

    function assertRefused(one, answer) {
        assert.equal(answer.status, one.expected, `${called(one)}: ${answer.text}`);
        assert.match(answer.headers.get('content-type'), /^application\/problem\+json/);
        assert.equal(answer.json.code, refusals[one.expected]);
    }

    /** A thing one may not see is answered like a thing that is not there. */
    async function assertNoOracle(one, answer) {
        if (one.expected !== 404) return;
        const { field } = one.route.subject;
        const prefix = one.input[field].split('_')[0];
        const absent = { ...one.input, [field]: `${prefix}_01kaaaaaaaeaaaaaaaaaaaaaaa` };
        const other = await send(restRequest(one.route, absent), one.token);
        assert.equal(other.status, 404, `${called(one)} of nothing: ${other.text}`);
        const { requestId: _, ...seen } = answer.json;
        const { requestId: __, ...unseen } = other.json;
        assert.deepEqual(seen, unseen);
    }

    test('who may not is refused by its right name, on both faces, and changes nothing', async () => {
        const refused = cases.filter(({ expected }) => expected !== 'ok');
        const ready = await inParallel(refused.length, 8, (index) => prepare(refused[index]));
        const factsBefore = world.facts();
        const before = await world.snapshot();
        await inParallel(ready.length, 8, async (index) => {
            const one = ready[index];
            const answer = await send(restRequest(one.route, one.input), one.token);
            assertRefused(one, answer);
            await assertNoOracle(one, answer);
            const { status, json } = await send(trpcRequest(one.route, one.input), one.token);
            assert.equal(status, one.expected, `tRPC ${called(one)}: ${JSON.stringify(json)}`);
            assert.equal(json.error.data.httpStatus, one.expected);
        });
        assert.deepEqual(await world.snapshot(), before);
        assert.equal(world.facts(), factsBefore);
    });

    test('a token that is nobody’s is nobody', async () => {
        for (const { route } of cases.filter(({ who, expected }) => who === 'nobody' && expected === 401)) {
            const input = await recipes[route.name].make(world, 'nobody');
            const answer = await send(restRequest(route, input), 'dk_nosuchtokennosuchtokennosuchtoken');
            assert.equal(answer.status, 401, `${route.name}: ${answer.text}`);
        }
    });

    function assertAllowed(one, answer, face) {
        const good = one.answers ? one.answers.includes(answer.status)
            : answer.status >= 200 && answer.status < 300;
        assert.ok(good, `${face} ${called(one)}: ${answer.status} ${answer.text}`);
    }

    for (const isLast of [false, true]) {
        test(`who may is let in${isLast ? ', also where it changes who one is' : ''}`, async () => {
            const allowed = cases.filter(({ route, expected }) =>
                expected === 'ok' && Boolean(recipes[route.name].isLast) === isLast);
            assert.ok(allowed.length > 0);
            const seen = new Set();
            await inParallel(allowed.length, 4, async (index) => {
                const one = await prepare(allowed[index]);
                assertAllowed(one, await send(restRequest(one.route, one.input), one.token), 'REST');
                if (seen.has(one.route.name + one.who)) return; // the same operation on another path
                seen.add(one.route.name + one.who);
                const again = await prepare(allowed[index]);
                assertAllowed(again, await send(trpcRequest(again.route, again.input), again.token), 'tRPC');
            });
        });
    }

    test('the store holds after all that', () => {
        assert.ok(world.facts() > 0);
        assert.doesNotMatch(server.output.stderr, /Sanitizer|runtime error|"level":"error"/);
    });
});
