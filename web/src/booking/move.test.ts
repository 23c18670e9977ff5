// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest';
import { slotAt, someBooking } from './fixtures';
import { movesAtOnce, nearestStart, openMove, otherStarts, rangeAround, shownDay, shownStart } from './move';
import { slotsByDay } from './starts';
import type { Side } from './view';

const zone = 'America/New_York';
const proposal = { start: '2026-11-25T14:00:00Z', end: '2026-11-25T17:00:00Z', by: 'client' as const, expiresAt: '2026-11-23T12:00:00Z', totalPrice: 126, totalPriceMinor: 12600 };

describe('where other times are looked for', () => {
  it.each([
    ['not before today', '2026-11-24T14:00:00Z', '2026-11-20T20:00:00Z', '2026-11-20T05:00:00.000Z', '2026-12-23T05:00:00.000Z'],
    ['four weeks before, over a change of the clocks', '2026-11-24T14:00:00Z', '2026-10-01T20:00:00Z', '2026-10-27T04:00:00.000Z', '2026-12-23T05:00:00.000Z'],
    ['a request whose day is past', '2026-11-24T14:00:00Z', '2026-12-01T20:00:00Z', '2026-12-01T05:00:00.000Z', '2026-12-30T05:00:00.000Z'],
  ])('%s', (_name, start, now, from, to) => expect(rangeAround(start, zone, now)).toEqual({ from, to }));
});

describe('what is shown among them', () => {
  const slots = ['2026-11-22T09:00:00-05:00', '2026-11-24T09:00:00-05:00', '2026-11-25T10:00:00-05:00'].map(slotAt);
  const days = slotsByDay(slots);
  it('leaves out the time it has', () => expect(otherStarts(slots, '2026-11-24T14:00:00.000Z').map((slot) => slot.local)).toEqual(['2026-11-22T09:00:00-05:00', '2026-11-25T10:00:00-05:00']));
  it.each([
    ['the picked day', '2026-11-22', '2026-11-24', '2026-11-22'],
    ['the next day from its own on', '', '2026-11-23', '2026-11-24'],
    ['a picked day that has filled up', '2026-11-23', '2026-11-25', '2026-11-25'],
    ['the first one, when only earlier ones are free', '', '2026-12-01', '2026-11-22'],
  ])('%s', (_name, picked, own, day) => expect(shownDay(days, picked, own)).toBe(day));
  it('forgets a start that somebody else took', () => {
    expect(shownStart(slots, '2026-11-24T14:00:00Z')).toBe('2026-11-24T14:00:00Z');
    expect(shownStart(slots.slice(0, 1), '2026-11-24T14:00:00Z')).toBe('');
  });
});

describe('what was pointed at', () => {
  const slots = ['2026-11-24T09:00:00-05:00', '2026-11-24T10:30:00-05:00', '2026-11-25T10:00:00-05:00'].map(slotAt);
  const range = { from: '2026-11-20T05:00:00Z', to: '2026-12-22T05:00:00Z' };
  const booking = { scheduledTime: '2026-11-24T19:00:00.000Z', timeZone: zone };
  it.each([
    ['between the starts: the nearest free one', '2026-11-24T15:15:00Z', '2026-11-24T15:30:00Z'],
    ['the nearest of its day, not of the next', '2026-11-25T03:45:00Z', '2026-11-24T15:30:00Z'],
    ['on a free start', '2026-11-24T14:00:00Z', '2026-11-24T14:00:00Z'],
    ['on a start that is not free', '2026-11-24T18:00:00Z', '2026-11-24T15:30:00Z'],
    ['on a day with nothing free: the nearest of any', '2026-11-27T15:00:00Z', '2026-11-25T15:00:00Z'],
    ['before all that is free', '2026-11-22T18:00:00Z', '2026-11-24T14:00:00Z'],
    ['the time it has: the server says', '2026-11-24T19:00:00Z', '2026-11-24T19:00:00Z'],
    ['outside what was looked through: the server says', '2026-12-22T05:00:00Z', '2026-12-22T05:00:00Z'],
    ['nothing', '', ''],
  ])('%s', (_name, pointedAt, start) => expect(nearestStart({ slots, range }, pointedAt, booking)).toBe(start));
  it('stays while nothing is known', () => expect(nearestStart({ slots: [], range }, '2026-11-24T15:15:00Z', booking)).toBe('2026-11-24T15:15:00Z'));
});

it.each<[Side, 'PENDING' | 'CONFIRMED', boolean]>([['client', 'PENDING', true], ['client', 'CONFIRMED', false], ['provider', 'CONFIRMED', false]])('a %s moves one that is %s at once: %s', (side, status, isAtOnce) =>
  expect(movesAtOnce(someBooking({ status }), side)).toBe(isAtOnce));

it.each<[Side, string[], object]>([
  ['client', ['reschedule', 'decline-reschedule'], { isMine: true, canAccept: false, canEnd: true }],
  ['provider', ['accept-reschedule', 'decline-reschedule'], { isMine: false, canAccept: true, canEnd: true }],
  ['onlooker', [], { isMine: false, canAccept: false, canEnd: false }],
])('an open proposal of the client, for the %s', (side, actions, open) => {
  expect(openMove(someBooking({ reschedule: proposal, actions }), side)).toEqual(open);
  expect(openMove(someBooking({ actions }), side)).toBeNull();
});
