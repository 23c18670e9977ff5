import { describe, expect, it } from 'vitest';
import { readDays, slotsByDay, wizardHref } from './calendar';

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

it('puts a free start on its day in the zone that is looked at', () => {
  const slots = [slot('2026-11-24T23:00:00Z', '2026-11-25T00:00:00Z')];
  expect([...slotsByDay(slots, 'America/New_York').keys()]).toEqual(['2026-11-24']);
  expect([...slotsByDay(slots, 'Europe/Berlin').keys()]).toEqual(['2026-11-25']);
});

it('leads into the wizard', () => expect(wizardHref('user_ana', 'service_1', '2026-11-24T14:00:00Z')).toBe('/booking/user_ana?service=service_1&start=2026-11-24T14%3A00%3A00Z'));
