import { describe, expect, it } from 'vitest';
import { clockLabels, nearestStarts, partsOfDay, slotsByDay } from './starts';
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

it('takes equal hours of two days for what they are', () => {
  const slots = ['2026-11-24T09:45:00+05:45', '2026-11-25T09:45:00+05:45'].map(slotAt);
  expect([...clockLabels(slots).values()]).toEqual(['09:45', '09:45']);
});

it('finds the nearest starts, in their order, without the one that is gone', () => {
  const slots = ['08:00', '09:00', '10:00', '11:00', '15:00'].map((time) => slotAt(`2026-11-24T${time}:00Z`));
  expect(nearestStarts(slots, '2026-11-24T10:00:00Z', 3).map(({ start }) => start.slice(11, 16))).toEqual(['08:00', '09:00', '11:00']);
  expect(nearestStarts(slots, '2026-11-24T10:00:00Z', 1).map(({ start }) => start.slice(11, 16)), 'of two the later').toEqual(['11:00']);
});
