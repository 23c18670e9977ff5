import { describe, expect, it } from 'vitest';
import { clocksOf, daysOf, readShown, stepFrom, titleOf, weekStartOf } from './view';

const today = '2026-11-21'; // a Saturday
const MONDAY = 1;
const SUNDAY = 0;

describe('readShown', () => {
  it.each([
    ['nothing said', {}, false, { view: 'week', date: today, side: 'both' }],
    ['nothing said, on a phone', {}, true, { view: 'list', date: today, side: 'both' }],
    ['all of it', { view: 'month', date: '2026-12-04', side: 'client' }, true, { view: 'month', date: '2026-12-04', side: 'client' }],
    ['nonsense', { view: 'year', date: '2026-02-30', side: 'all' }, false, { view: 'week', date: today, side: 'both' }],
  ])('%s', (_name, query, isPhone, expected) => expect(readShown(query, today, isPhone, true)).toEqual(expected));
  it('knows one side only for who offers nothing', () => expect(readShown({ side: 'provider' }, today, false, false).side).toBe('client'));
});

describe('daysOf', () => {
  it.each([
    ['day', MONDAY, '2026-11-21', '2026-11-22'],
    ['week', MONDAY, '2026-11-16', '2026-11-23'],
    ['week', SUNDAY, '2026-11-15', '2026-11-22'],
    ['month', MONDAY, '2026-10-26', '2026-12-07'],
    ['month', SUNDAY, '2026-11-01', '2026-12-06'],
    ['list', MONDAY, '2026-11-21', '2026-12-19'],
  ] as const)('%s, weeks from %s', (view, weekStart, first, end) => expect(daysOf({ view, date: today }, weekStart)).toEqual({ first, end }));
});

it.each([
  ['day', 1, '2026-11-22'], ['week', -1, '2026-11-14'], ['month', 1, '2026-12-01'], ['month', -1, '2026-10-01'], ['list', 1, '2026-12-19'],
] as const)('from a %s, a step of %s', (view, by, expected) => expect(stepFrom({ view, date: today }, by)).toBe(expected));

it.each([
  ['month', '2026-11-21', 'November 2026'],
  ['week', '2026-11-21', '16 – 22 November 2026'],
  ['week', '2026-12-01', '30 Nov – 6 Dec 2026'],
  ['week', '2026-12-31', '28 Dec 2026 – 3 Jan 2027'],
  ['day', '2026-11-24', 'Tuesday 24 November 2026'],
  ['list', '2026-11-21', '21 Nov – 18 Dec 2026'],
] as const)('the title of a %s around %s', (view, date, title) => expect(titleOf({ view, date }, MONDAY)).toBe(title));

it('begins the week as the locale does, and on Monday where nobody knows', () => {
  expect([weekStartOf('en-US'), weekStartOf('en-GB'), weekStartOf('ar-EG'), weekStartOf('not a locale')]).toEqual([0, 1, 6, 1]);
});

it('offers each clock once, the place first', () => {
  const now = Date.parse('2026-11-21T12:00:00Z');
  expect(clocksOf(['America/New_York', 'America/Toronto'], 'Europe/Berlin', now)).toEqual(['America/New_York', 'Europe/Berlin']);
  expect(clocksOf(['Europe/Berlin'], 'Europe/Paris', now)).toEqual(['Europe/Berlin']);
});
