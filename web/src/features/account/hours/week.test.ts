import { describe, expect, it } from 'vitest';
import { copyDay, crossesMidnight, dayBefore, nextSpan, weekdayOf, weeklyOf, weekOf } from './week';

const office = { start: '09:00', end: '17:00' };

describe('hours of a week', () => {
  it('come as rows, are edited by day, and go back as rows', () => {
    const rows = [
      { days: ['MO', 'TU'] as ('MO' | 'TU')[], ...office },
      { days: ['TU'] as 'TU'[], start: '19:00', end: '02:00' },
    ];
    const week = weekOf(rows);
    expect(week.TU).toEqual([office, { start: '19:00', end: '02:00' }]);
    expect(week.WE).toEqual([]);
    expect(weeklyOf(week)).toEqual(rows);
  });

  it('say the same span of a day once', () => expect(weeklyOf({ ...weekOf([]), MO: [office, office] })).toEqual([{ days: ['MO'], ...office }]));

  it.each([
    [{ start: '22:00', end: '02:00' }, true],
    [{ start: '22:00', end: '24:00' }, false],
    [{ start: '22:00', end: '00:00' }, false],
    [{ start: '09:00', end: '09:00' }, true],
    [{ start: '', end: '09:00' }, false],
    [office, false],
  ])('%o crosses midnight: %s', (span, expected) => expect(crossesMidnight(span)).toBe(expected));

  it.each([
    [[], office],
    [[{ start: '09:00', end: '12:00' }], { start: '13:00', end: '16:00' }],
    [[{ start: '18:00', end: '23:00' }], { start: '', end: '' }],
    [[{ start: '20:00', end: '02:00' }], { start: '', end: '' }],
  ])('after %o comes %o', (spans, expected) => expect(nextSpan(spans)).toEqual(expected));

  it('copies a day to those that are named, closed ones too, and shares nothing', () => {
    const week = copyDay(weekOf([{ days: ['MO'], ...office }, { days: ['FR'], start: '10:00', end: '12:00' }]), 'MO', ['FR', 'SU']);
    expect(week.FR).toEqual([office]);
    expect(week.SU).toEqual([office]);
    expect(week.TU).toEqual([]);
    week.FR[0]!.start = '08:00';
    expect(week.MO[0]!.start).toBe('09:00');
    expect(copyDay(week, 'TU', ['MO']).MO).toEqual([]);
  });

  it('knows the days', () => {
    expect(weekdayOf('2026-11-21')).toBe('SA');
    expect(dayBefore('MO')).toBe('SU');
  });
});
