// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest';
import { someBooking } from './fixtures';
import { affectedBy, lengthOf, tellingScopes, weeksBetween, type Scope } from './series';

const WEEK_MS = 7 * 86_400_000;
const first = Date.parse('2026-11-24T14:00:00Z');
const said = (feeMinor: number) => ({ refundPercent: feeMinor ? 50 : 100, refund: 0, refundMinor: 12_600 - feeMinor, fee: 0, feeMinor, freeUntil: null, nextChangeAt: null });
const member = (seriesIndex: number, change = {}, everyWeeks = 1) => someBooking({
  id: `b${seriesIndex}`, seriesId: 'series_1', seriesIndex, status: 'CONFIRMED', actions: ['cancel'], cancellation: said(0),
  scheduledTime: new Date(first + (seriesIndex - 1) * everyWeeks * WEEK_MS).toISOString(), ...change,
});
const ids = (bookings: { id: string }[]) => bookings.map(({ id }) => id).join(' ');

describe('weeksBetween', () => {
  it.each([
    ['every week', [1, 2, 3].map((n) => member(n)), 1],
    ['every second, one left out', [1, 2, 4].map((n) => member(n, {}, 2)), 2],
    ['an hour later after the clocks change', [member(1), member(2), member(3, { scheduledTime: new Date(first + 2 * WEEK_MS + 3_600_000).toISOString() })], 1],
    ['one was moved by two days', [member(1), member(2, { scheduledTime: new Date(first + WEEK_MS + 2 * 86_400_000).toISOString() }), member(3), member(4)], 1],
    ['one alone', [member(1)], null],
  ])('%s', (_name, series, expected) => expect(weeksBetween(series)).toBe(expected));
});

it('counts what was left out at booking', () => expect(lengthOf([member(8), member(1), member(3)])).toBe(8));

describe('affectedBy', () => {
  const series = [member(4), member(1, { actions: [] }), member(2), member(3)];
  const third = member(3);
  it.each([['this', 'b3'], ['following', 'b3 b4'], ['all', 'b2 b3 b4']] as const)('%s', (scope, expected) => expect(ids(affectedBy(series, third, scope))).toBe(expected));
});

describe('tellingScopes', () => {
  const series = [1, 2, 3, 4].map((index) => member(index));
  it.each<[string, number, Scope, string]>([
    ['the first: those after it are all', 1, 'this', 'this all'],
    ['in between', 2, 'this', 'this following all'],
    ['the last: none is after it', 4, 'this', 'this all'],
    ['what is chosen stays', 1, 'following', 'this following all'],
  ])('%s', (_name, index, chosen, expected) => expect(tellingScopes(series, member(index), chosen).join(' ')).toBe(expected));
  it('the only one that is left', () => expect(tellingScopes([member(2)], member(2), 'this')).toEqual(['this']));
});
