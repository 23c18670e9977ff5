import { describe, expect, it } from 'vitest';
import { copyDay, crossesMidnight, nextSpan, weeklyOf, weekOf } from './hours';

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

  it.each([
    [{ start: '22:00', end: '02:00' }, true],
    [{ start: '22:00', end: '24:00' }, false],
    [{ start: '09:00', end: '09:00' }, true],
    [office, false],
  ])('%o crosses midnight: %s', (span, expected) => expect(crossesMidnight(span)).toBe(expected));

  it.each([
    [[], { start: '09:00', end: '17:00' }],
    [[{ start: '09:00', end: '12:00' }], { start: '13:00', end: '16:00' }],
    [[{ start: '18:00', end: '23:00' }], { start: '09:00', end: '17:00' }],
  ])('after %o comes %o', (spans, expected) => expect(nextSpan(spans)).toEqual(expected));

  it('copies a day to the open ones and leaves closed ones closed', () => {
    const week = copyDay(weekOf([{ days: ['MO'], ...office }, { days: ['FR'], start: '10:00', end: '12:00' }]), 'MO');
    expect(week.FR).toEqual([office]);
    expect(week.SU).toEqual([]);
    week.FR[0]!.start = '08:00';
    expect(week.MO[0]!.start).toBe('09:00');
  });
});
