// @vitest-environment happy-dom
import { expect, it } from 'vitest';
import { someBooking } from '~/booking/fixtures';
import { splitAhead } from './Ahead';
import { byExpiry } from './Requests';

const ids = (list: { id: string }[]) => list.map((one) => one.id);

it('puts the request that runs out first at the top', () => {
  const list = [someBooking({ id: 'late', expiresAt: '2026-11-23T00:00:00Z' }), someBooking({ id: 'never', expiresAt: null }), someBooking({ id: 'soon', expiresAt: '2026-11-22T00:00:00Z' })];
  expect(ids(byExpiry(list))).toEqual(['soon', 'late', 'never']);
});

it('tells today from what comes and from what was left open, on the place\'s calendar', () => {
  const now = Date.parse('2026-11-24T04:30:00Z'); // Monday 23:30 in New York
  const list = [
    someBooking({ id: 'open', scheduledTime: '2026-11-20T14:00:00Z', endTime: '2026-11-20T17:00:00Z' }),
    someBooking({ id: 'long', scheduledTime: '2026-11-22T14:00:00Z', endTime: '2026-11-25T17:00:00Z' }),
    someBooking({ id: 'today', scheduledTime: '2026-11-24T04:00:00Z', endTime: '2026-11-24T06:00:00Z' }),
    someBooking({ id: 'next' }),
  ];
  const { open, today, next } = splitAhead(list, now);
  expect([ids(open), ids(today), ids(next)]).toEqual([['open'], ['long', 'today'], ['next']]);
});
