// @vitest-environment happy-dom
import { expect, it } from 'vitest';
import { someBooking } from './fixtures';
import { cancelTerms } from './policy';
import type { Side } from './view';

const flexible = { preset: 'flexible', tiers: [{ hoursBefore: 24, refundPercent: 100 }] };
const moderate = { preset: 'moderate', tiers: [{ hoursBefore: 120, refundPercent: 100 }, { hoursBefore: 0, refundPercent: 50 }] };
const strict = { preset: 'strict', tiers: [{ hoursBefore: 168, refundPercent: 50 }], grace: { hours: 48, daysAhead: 14 } };

it.each<[string, Side, string, object, string, object]>([
  ['a request', 'client', 'PENDING', strict, '2026-11-24T13:00:00Z', { kind: 'free' }],
  ['in time', 'client', 'CONFIRMED', flexible, '2026-11-23T14:00:00Z', { kind: 'freeUntil', at: new Date('2026-11-23T14:00:00Z') }],
  ['a moment late', 'client', 'CONFIRMED', flexible, '2026-11-23T14:00:01Z', { kind: 'nothing' }],
  ['a part', 'client', 'CONFIRMED', moderate, '2026-11-22T14:00:00Z', { kind: 'part', percent: 50 }],
  ['strict, and booked too late for its grace', 'client', 'CONFIRMED', strict, '2026-11-20T21:00:00Z', { kind: 'nothing' }],
  ['the provider', 'provider', 'CONFIRMED', flexible, '2026-11-24T13:00:00Z', { kind: 'providerPaysBack' }],
])('%s', (_name, side, status, cancellation, now, terms) => {
  expect(cancelTerms(someBooking({ status: status as never, policy: { cancellation } }), side, Date.parse(now))).toEqual(terms);
});

it('grants the grace from the booking on, when it was far enough ahead', () => {
  const booking = someBooking({ status: 'CONFIRMED', policy: { cancellation: strict }, createdAt: '2026-11-01T10:00:00Z' });
  expect(cancelTerms(booking, 'client', Date.parse('2026-11-03T09:00:00Z'))).toEqual({ kind: 'freeUntil', at: new Date('2026-11-03T10:00:00Z') });
});
