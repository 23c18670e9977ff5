import { describe, expect, it } from 'vitest';
import { formatAge, savedAt, timeLeft } from './age';
import { addMonths, dayAfterKey, monthRange, monthWeeks } from './days';

describe('a month', () => {
  it('begins its weeks on Monday', () => {
    const weeks = monthWeeks('2026-11');
    expect(weeks).toHaveLength(6);
    expect(weeks[0]).toEqual([null, null, null, null, null, null, '2026-11-01']);
    expect(weeks[5]?.filter(Boolean)).toEqual(['2026-11-30']);
    expect(monthWeeks('2027-02')).toHaveLength(4);
  });
  it.each([['2026-11', 1, '2026-12'], ['2026-12', 1, '2027-01'], ['2026-01', -1, '2025-12'], ['2026-11', 14, '2028-01']])('%s and %d', (month, count, expected) => expect(addMonths(month, count)).toBe(expected));
  it('is bounded by local midnights, the clocks going back in between', () =>
    expect(monthRange('2026-11', 'America/New_York')).toEqual({ from: '2026-11-01T04:00:00.000Z', to: '2026-12-01T05:00:00.000Z' }));
  it.each([
    ['ArrowRight', '2026-11-30', '2026-12-01'], ['ArrowUp', '2026-11-03', '2026-10-27'], ['Home', '2026-11-21', '2026-11-16'], ['End', '2026-11-21', '2026-11-22'],
    ['PageDown', '2027-01-31', '2027-02-28'], ['Enter', '2026-11-21', null],
  ])('%s from %s', (key, from, to) => expect(dayAfterKey(key, from, '2026-01-01', '2027-12-31')).toBe(to));
  it.each([
    ['ArrowLeft', '2026-11-21', '2026-11-21'], ['ArrowUp', '2026-11-24', '2026-11-21'], ['PageUp', '2027-01-31', '2026-12-31'], ['PageDown', '2027-02-10', '2027-02-28'], ['a', '2026-11-26', null],
  ])('%s from %s stays within what can be shown', (key, from, to) => expect(dayAfterKey(key, from, '2026-11-21', '2027-02-28')).toBe(to));
});

describe('ages', () => {
  const now = '2026-11-21T12:00:00Z';
  it.each([['2026-11-21T11:59:30Z', 'now'], ['2026-11-21T11:57:00Z', '3 minutes ago'], ['2026-11-21T10:01:00Z', '1 hour ago'], ['2026-11-20T11:00:00Z', 'yesterday'], ['2026-11-23T13:00:00Z', 'in 2 days']])('%s', (at, text) => expect(formatAge(at, now)).toBe(text));
  it.each([['2026-11-21T12:00:20Z', '1 min'], ['2026-11-21T17:30:00Z', '5 h'], ['2026-11-23T11:00:00Z', '47 h'], ['2026-11-24T11:00:00Z', '2 days'], ['2026-11-21T12:00:00Z', null]])('until %s: %s', (until, text) => expect(timeLeft(until, now)).toBe(text));
  it('says the day of a copy that is not from today', () => expect([savedAt('2026-11-21T09:12:00Z', now, 'UTC'), savedAt('2026-11-20T09:12:00Z', now, 'UTC')]).toEqual(['09:12', 'Fri 20 Nov 09:12']));
});
