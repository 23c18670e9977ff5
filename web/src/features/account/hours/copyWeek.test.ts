import { describe, expect, it } from 'vitest';
import { copyWeek, datesOfWeek, hoursOn, kindOf, mondayOf, type Plan } from './copyWeek';
import { openDays, weeksBetween } from './openDays';
import { instantOf, isPast, timeOffProblem, turned, wallOf } from './timeOff';
import { weekOf } from './week';
import { nextChange, offsetName } from './zone';

const office = { start: '09:00', end: '17:00' };
const plan: Plan = {
  week: weekOf([{ days: ['MO', 'TU', 'WE', 'TH', 'FR'], ...office }]),
  exceptions: [{ date: '2026-11-25', intervals: [] }, { date: '2026-12-01', intervals: [{ start: '12:00', end: '13:00' }] }],
  occurrences: [{ date: '2026-11-28', start: '10:00', end: '14:00' }, { date: '2026-11-27', start: '16:00', end: '20:00' }],
};

describe('a week copied', () => {
  it('is what is really in force: an exception alone, else the week and the rules as one', () => {
    expect(datesOfWeek(mondayOf('2026-11-29')).map((date) => hoursOn(plan, date))).toEqual([
      [office], [office], [], [office], [{ start: '09:00', end: '20:00' }], [{ start: '10:00', end: '14:00' }], [],
    ]);
  });

  it('becomes days that differ, where they do; the other days and the plan stay', () => {
    const { exceptions, changed } = copyWeek(plan, '2026-11-23', ['2026-11-30', '2026-12-07'], '2026-11-21');
    expect(changed).toEqual(['2026-12-01', '2026-12-02', '2026-12-04', '2026-12-05', '2026-12-09', '2026-12-11', '2026-12-12']);
    expect(exceptions).toEqual([
      plan.exceptions[0],
      { date: '2026-12-01', intervals: [office] },
      { date: '2026-12-02', intervals: [] },
      { date: '2026-12-04', intervals: [{ start: '09:00', end: '20:00' }] },
      { date: '2026-12-05', intervals: [{ start: '10:00', end: '14:00' }] },
      { date: '2026-12-09', intervals: [] },
      { date: '2026-12-11', intervals: [{ start: '09:00', end: '20:00' }] },
      { date: '2026-12-12', intervals: [{ start: '10:00', end: '14:00' }] },
    ]);
    expect(plan.exceptions).toHaveLength(2);
    expect(copyWeek({ ...plan, exceptions }, '2026-11-23', ['2026-11-30', '2026-12-07'], '2026-11-21').changed).toEqual([]);
  });

  it('leaves the past alone', () => {
    const { changed } = copyWeek(plan, '2026-11-23', ['2026-11-30'], '2026-12-03');
    expect(changed).toEqual(['2026-12-04', '2026-12-05']);
  });

  it('keeps the wall over a change of the clocks', () => {
    const night = { week: weekOf([]), exceptions: [{ date: '2027-03-07', intervals: [{ start: '01:30', end: '04:00' }] }], occurrences: [] };
    // New York leaps on Sunday 14 March 2027, Berlin on the 28th.
    const { exceptions } = copyWeek(night, '2027-03-01', ['2027-03-08', '2027-03-22'], '2027-03-01');
    expect(exceptions.map(({ date }) => date)).toEqual(['2027-03-07', '2027-03-14', '2027-03-28']);
    expect(new Set(exceptions.map(({ intervals }) => JSON.stringify(intervals))).size).toBe(1);
  });

  it.each([
    [[], [office], 'closed'],
    [[{ start: '10:00', end: '14:00' }], [office], 'other'],
    [[office], [office], 'other'],
    [[office, { start: '18:00', end: '20:00' }], [office], 'extra'],
    [[{ start: '09:00', end: '20:00' }], [office], 'extra'],
    [[{ start: '10:00', end: '14:00' }], [], 'extra'],
  ])('%j on a day of %j is %s', (intervals, usual, kind) => expect(kindOf(intervals, usual)).toBe(kind));
});

describe('open days, as the server says them', () => {
  const interval = (local: string, localEnd: string) => ({ start: new Date(local).toISOString(), end: new Date(localEnd).toISOString(), local, localEnd });
  it('are cut at midnight', () => {
    const days = openDays([interval('2026-11-23T22:00:00-05:00', '2026-11-24T02:00:00-05:00'), interval('2026-11-24T09:00:00-05:00', '2026-11-25T00:00:00-05:00')]);
    expect([...days]).toEqual([
      ['2026-11-23', { parts: [{ from: 1320, to: 1440 }], ms: 2 * 3_600_000 }],
      ['2026-11-24', { parts: [{ from: 0, to: 120 }, { from: 540, to: 1440 }], ms: 17 * 3_600_000 }],
    ]);
  });

  it('have the real hours of a day on which the clocks change', () => {
    const days = openDays([interval('2027-03-14T01:00:00-05:00', '2027-03-14T04:00:00-04:00'), interval('2027-11-07T01:30:00-04:00', '2027-11-07T01:15:00-05:00')]);
    expect(days.get('2027-03-14')?.ms).toBe(2 * 3_600_000);
    expect(days.get('2027-11-07')).toEqual({ parts: [{ from: 75, to: 90 }], ms: 45 * 60_000 });
  });

  it('stand in weeks', () => expect(weeksBetween('2026-11-21', '2026-11-24')).toEqual([
    [null, null, null, null, null, '2026-11-21', '2026-11-22'],
    ['2026-11-23', '2026-11-24', null, null, null, null, null],
  ]));
});

describe('time off', () => {
  const zone = 'America/New_York';
  it.each([
    ['2026-12-24T10:00', '2026-12-24T15:00:00Z'],
    ['2026-12-24T24:00', '2026-12-25T05:00:00Z'],
    ['2027-03-14T02:30', '2027-03-14T07:30:00Z'], // does not exist: an hour on
    ['2027-11-07T01:30', '2027-11-07T05:30:00Z'], // twice: the first
  ])('%s by the wall is %s', (wall, instant) => expect(instantOf(wall, zone)).toBe(instant));
  it('reads the wall of an instant', () => {
    expect(wallOf('2027-11-07T06:30:00Z', zone)).toBe('2027-11-07T01:30');
    expect(wallOf('', zone)).toBe('');
    expect(instantOf('2026-12-24T', zone)).toBe('');
  });

  const days = { isDays: true, from: '2026-12-23', to: '2026-12-24', note: '' };
  it('turns days into hours and back', () => {
    const hours = turned(days, zone, '2026-11-21');
    expect(hours).toEqual({ isDays: false, from: '2026-12-23T14:00:00Z', to: '2026-12-24T22:00:00Z', note: '' });
    expect(turned(hours, zone, '2026-11-21')).toEqual(days);
  });
  it('knows what is wrong, and what is over', () => {
    expect(timeOffProblem(days)).toBeNull();
    expect(timeOffProblem({ ...days, to: '2026-12-22' })).toBe('order');
    expect(timeOffProblem({ ...days, to: '' })).toBe('missing');
    expect(timeOffProblem({ isDays: false, from: '2026-12-23T14:00:00Z', to: '2026-12-23T15:00:00+01:00', note: '' })).toBe('order');
    expect(isPast(days, 0, '2026-12-25')).toBe(true);
    expect(isPast(days, 0, '2026-12-24')).toBe(false);
  });
});

describe('the clock of a zone', () => {
  const now = Date.parse('2026-11-21T10:00:00Z');
  it.each([
    ['America/New_York', '2027-03-14T07:00:00.000Z', 60],
    ['Europe/Berlin', '2027-03-28T01:00:00.000Z', 60],
    ['Australia/Lord_Howe', '2027-04-03T15:00:00.000Z', -30],
  ])('%s leaps next at %s', (zone, at, minutes) => {
    const change = nextChange(now, zone);
    expect([new Date(change!.at).toISOString(), change!.minutes]).toEqual([at, minutes]);
  });
  it('may stand still', () => expect(nextChange(now, 'Asia/Kolkata')).toBeNull());
  it.each([[-5 * 3_600_000, 'UTC−05:00'], [5.75 * 3_600_000, 'UTC+05:45'], [0, 'UTC+00:00']])('%i is %s', (offset, name) => expect(offsetName(offset)).toBe(name));
});
