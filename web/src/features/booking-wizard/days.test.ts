import { describe, expect, it } from 'vitest';
import { addMonths, clockLabels, dayAfterKey, monthRange, monthWeeks, nearestStarts, partsOfDay, slotsByDay } from './days';
import { slotAt } from './fixtures';

describe('slots by the days of the place', () => {
  const slots = ['2026-11-24T09:00:00-05:00', '2026-11-24T23:30:00-05:00', '2026-11-25T00:00:00-05:00'].map(slotAt);
  it('knows the local day whatever it is in UTC', () => {
    expect([...slotsByDay(slots)].map(([day, list]) => [day, list.length])).toEqual([['2026-11-24', 2], ['2026-11-25', 1]]);
  });
  it('parts the day', () => expect(partsOfDay(slots.slice(0, 2)).map(([part]) => part)).toEqual(['morning', 'evening']));
});

it('says which of two equal hours it is when the clocks go back', () => {
  const slots = ['2026-11-01T00:30:00-04:00', '2026-11-01T01:30:00-04:00', '2026-11-01T01:30:00-05:00'].map(slotAt);
  expect([...clockLabels(slots).values()]).toEqual(['00:30', '01:30 (−04:00)', '01:30 (−05:00)']);
});

describe('months', () => {
  it.each([['2026-11', 1, '2026-12'], ['2026-12', 1, '2027-01'], ['2026-01', -1, '2025-12'], ['2026-11', 14, '2028-01']])('%s and %d', (month, count, expected) => expect(addMonths(month, count)).toBe(expected));
  it.each([
    ['2026-11', 6, '2026-11-01', 6], // begins on a Sunday
    ['2027-02', 4, '2027-02-01', 0], // fills four weeks exactly
  ])('%s has %d weeks', (month, weeks, first, column) => {
    expect(monthWeeks(month)).toHaveLength(weeks);
    expect(monthWeeks(month)[0]?.indexOf(first)).toBe(column);
  });
  it('begins and ends at midnight there', () => {
    expect(monthRange('2026-11', 'America/New_York')).toEqual({ from: '2026-11-01T04:00:00.000Z', to: '2026-12-01T05:00:00.000Z' });
  });
});

describe('keys in the month', () => {
  const first = '2026-11-21';
  const last = '2027-02-28';
  it.each([
    ['ArrowRight', '2026-11-30', '2026-12-01'],
    ['ArrowLeft', '2026-11-21', '2026-11-21'],
    ['ArrowDown', '2026-11-24', '2026-12-01'],
    ['ArrowUp', '2026-11-24', '2026-11-21'],
    ['Home', '2026-11-26', '2026-11-23'],
    ['End', '2026-11-26', '2026-11-29'],
    ['PageDown', '2027-01-31', '2027-02-28'],
    ['PageUp', '2027-01-31', '2026-12-31'],
    ['PageDown', '2027-02-10', '2027-02-28'],
    ['a', '2026-11-26', null],
  ])('%s on %s', (key, day, expected) => expect(dayAfterKey(key, day, first, last)).toBe(expected));
});

it('finds the nearest starts, in their order, without the one that is gone', () => {
  const slots = ['08:00', '09:00', '10:00', '11:00', '15:00'].map((time) => slotAt(`2026-11-24T${time}:00Z`));
  expect(nearestStarts(slots, '2026-11-24T10:00:00Z', 3).map(({ start }) => start.slice(11, 16))).toEqual(['08:00', '09:00', '11:00']);
});
