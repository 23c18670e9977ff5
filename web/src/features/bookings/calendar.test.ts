import { describe, expect, it } from 'vitest';
import { someBooking } from '~/booking/fixtures';
import { bookingsByDay, freeSpans, readDays, slotsByDay, wizardHref } from './calendar';

const slot = (start: string, end: string) => ({ start, end, local: start, localEnd: end, seatsLeft: 1 });
const today = '2026-11-21';

describe('readDays', () => {
  it.each([
    ['nothing said', {}, { month: '2026-11', day: today }],
    ['a month', { month: '2026-12' }, { month: '2026-12', day: null }],
    ['this month', { month: '2026-11' }, { month: '2026-11', day: today }],
    ['a day', { day: '2026-12-04', month: '2026-11' }, { month: '2026-12', day: '2026-12-04' }],
    ['nonsense', { day: 'soon', month: '2026-13' }, { month: '2026-11', day: today }],
  ])('%s', (_name, query, expected) => expect(readDays(query, today)).toEqual(expected));
});

it('puts a booking on its day at the place, in the order of the day', () => {
  const late = someBooking({ id: 'late', scheduledTime: '2026-11-25T03:00:00Z' }); // 22:00 on the 24th in New York
  const early = someBooking({ id: 'early' });
  const days = bookingsByDay([late, early]);
  expect([...days].map(([day, list]) => [day, list.map((one) => one.id)])).toEqual([['2026-11-24', ['early', 'late']]]);
});

it('puts a free start on its day in the zone that is looked at', () => {
  const slots = [slot('2026-11-24T23:00:00Z', '2026-11-25T00:00:00Z')];
  expect([...slotsByDay(slots, 'America/New_York').keys()]).toEqual(['2026-11-24']);
  expect([...slotsByDay(slots, 'Europe/Berlin').keys()]).toEqual(['2026-11-25']);
});

it('joins starts to spans', () => {
  const slots = [
    slot('2026-11-24T09:00:00Z', '2026-11-24T11:00:00Z'), slot('2026-11-24T09:30:00Z', '2026-11-24T11:30:00Z'),
    slot('2026-11-24T11:30:00Z', '2026-11-24T13:30:00Z'), slot('2026-11-24T15:00:00Z', '2026-11-24T17:00:00Z'),
  ];
  expect(freeSpans(slots)).toEqual([{ start: '2026-11-24T09:00:00Z', end: '2026-11-24T13:30:00Z' }, { start: '2026-11-24T15:00:00Z', end: '2026-11-24T17:00:00Z' }]);
});

it('leads into the wizard', () => expect(wizardHref('user_ana', 'service_1', '2026-11-24T14:00:00Z')).toBe('/booking/user_ana?service=service_1&start=2026-11-24T14%3A00%3A00Z'));
