import { describe, expect, it } from 'vitest';
import { isRepeat, repeatInput, repeatProblem, timesOf, weekly, type Repeat } from './series';

const zone = 'America/New_York';
const start = '2026-10-20T13:00:00Z'; // 09:00 there, two weeks before the clocks change
const byDay = (until: string, everyWeeks = 1): Repeat => ({ ...weekly, everyWeeks, until, by: 'until' });

describe('the times that are meant', () => {
  it.each([
    ['once', null, [start]],
    ['three times', { ...weekly, count: 3 }, [start, '2026-10-27T13:00:00Z', '2026-11-03T14:00:00Z']],
    ['every other week', { ...weekly, everyWeeks: 2, count: 2 }, [start, '2026-11-03T14:00:00Z']],
    ['until a day, and on it', byDay('2026-11-03'), [start, '2026-10-27T13:00:00Z', '2026-11-03T14:00:00Z']],
    ['until the day before', byDay('2026-11-02'), [start, '2026-10-27T13:00:00Z']],
    ['as one, while the number is being typed', { ...weekly, count: 0 }, [start]],
  ])('%s', (_name, repeat, times) => expect(timesOf(start, zone, repeat)).toEqual(times));
  it('the first of two where the clocks show it twice', () => {
    expect(timesOf('2026-10-25T05:30:00Z', zone, { ...weekly, count: 2 })[1]).toBe('2026-11-01T05:30:00Z');
  });
  it('none before a start is chosen', () => expect(timesOf('', zone, weekly)).toEqual([]));
});

describe('what can be asked for', () => {
  it.each([
    [weekly, null], [{ ...weekly, count: 1 }, 'needCount'], [{ ...weekly, count: 53 }, 'needCount'], [{ ...weekly, count: Number.NaN }, 'needCount'],
    [byDay(''), 'needUntil'], [byDay('2026-10-26'), 'needUntil'], [byDay('2026-10-27'), null], [byDay('2026-10-27', 2), 'needUntil'], [byDay('2028-01-01'), 'needUntil'],
  ])('%o: %s', (repeat, problem) => expect(repeatProblem(repeat, start, zone)).toBe(problem));
  it('is sent as one of the two', () => {
    expect(repeatInput(weekly)).toEqual({ everyWeeks: 1, count: 4 });
    expect(repeatInput(byDay('2026-12-01', 2))).toEqual({ everyWeeks: 2, until: '2026-12-01' });
  });
  it.each([[weekly, true], [null, false], [{ everyWeeks: 1 }, false], [{ ...weekly, by: 'mood' }, false]])('%o from storage', (value, is) => expect(isRepeat(value)).toBe(is));
});
