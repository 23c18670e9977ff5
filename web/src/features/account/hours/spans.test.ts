import { describe, expect, it } from 'vitest';
import { timeFrom, stepped } from './clock';
import { dragSpan, dropSpan, hasProblem, joinSpans, minutesOf, problemsOf, problemsOfDay, segmentsOf, spanOf, weekMinutes, type Drag } from './spans';
import { weekOf } from './week';

const span = (text: string) => ({ start: text.split('-')[0]!, end: text.split('-')[1]! });
const spans = (text: string) => (text ? text.split(' ').map(span) : []);
const text = (list: { start: string; end: string }[]) => list.map(({ start, end }) => `${start}-${end}`).join(' ');

describe('a span in minutes', () => {
  it.each([
    ['09:00-17:00', 540, 1020],
    ['22:00-02:00', 1320, 1560],
    ['22:00-24:00', 1320, 1440],
    ['22:00-00:00', 1320, 1440],
    ['00:00-24:00', 0, 1440],
    ['09:00-09:00', 540, 1980],
  ])('%s', (of, from, to) => {
    expect(minutesOf(span(of))).toEqual({ from, to });
    expect(minutesOf(spanOf({ from, to }))).toEqual({ from, to });
  });

  it.each([
    ['09:00-12:00 13:00-17:00', '09:00-12:00 13:00-17:00'],
    ['13:00-17:00 09:00-13:00', '09:00-17:00'],
    ['09:00-17:00 10:00-11:00', '09:00-17:00'],
    ['20:00-02:00 22:00-23:00', '20:00-02:00'],
    ['20:00-02:00 23:00-04:00', '20:00-04:00'],
    ['09:00-09:00 20:00-10:00', '09:00-09:00'],
    ['10:00- 09:00-10:00', '09:00-10:00 10:00-'],
  ])('%s joined is %s', (of, to) => expect(text(joinSpans(spans(of)))).toBe(to));

  it('counts what overlaps once, across Sunday’s midnight too', () => {
    const week = weekOf([]);
    week.SU = spans('22:00-02:00');
    week.MO = spans('01:00-03:00 02:00-04:00');
    expect(weekMinutes(week)).toBe(6 * 60);
  });
});

describe('what is wrong', () => {
  it('is said at the one that begins later', () => {
    expect(problemsOf(spans('10:00-12:00 09:00-11:00'))).toEqual([{ code: 'overlap', with: span('09:00-11:00'), day: 'same' }, null]);
    expect(problemsOf(spans('09:00-11:00 09:00-11:00'))[1]).toMatchObject({ code: 'overlap' });
    expect(problemsOf(spans('09:00-11:00 11:00-12:00'))).toEqual([null, null]);
    expect(problemsOf(spans('-11:00'))).toEqual([{ code: 'missing' }]);
  });

  it('may come from the evening before', () => {
    const week = weekOf([]);
    week.SU = spans('22:00-02:00');
    week.MO = spans('01:00-03:00');
    expect(problemsOfDay(week, 'MO')).toEqual([{ code: 'overlap', with: span('22:00-02:00'), day: 'before' }]);
    expect(problemsOfDay(week, 'SU')).toEqual([null]);
    expect(hasProblem(week)).toBe(true);
    week.MO = spans('02:00-03:00');
    expect(hasProblem(week)).toBe(false);
  });
});

describe('by hand', () => {
  const day = spans('09:00-12:00 22:00-02:00');
  it.each<[string, Drag, number, string]>([
    ['draws, in quarters', { mode: 'draw', anchor: 783 }, 908, '09:00-12:00 13:00-15:15 22:00-02:00'],
    ['draws backwards', { mode: 'draw', anchor: 900 }, 785, '09:00-12:00 13:00-15:00 22:00-02:00'],
    ['draws over another: one', { mode: 'draw', anchor: 660 }, 840, '09:00-14:00 22:00-02:00'],
    ['a press alone draws nothing', { mode: 'draw', anchor: 783 }, 784, '09:00-12:00 22:00-02:00'],
    ['stays within the day', { mode: 'draw', anchor: 1200 }, 2000, '09:00-12:00 20:00-02:00'],
    ['moves with its length', { mode: 'move', index: 0, grab: 30 }, 811, '13:00-16:00 22:00-02:00'],
    ['moves no further than the day', { mode: 'move', index: 0, grab: 0 }, -100, '00:00-03:00 22:00-02:00'],
    ['moves what crosses midnight', { mode: 'move', index: 1, grab: 0 }, 1380, '09:00-12:00 23:00-03:00'],
    ['begins later, and never ends before', { mode: 'start', index: 0 }, 900, '11:45-12:00 22:00-02:00'],
    ['ends later', { mode: 'end', index: 0 }, 1000, '09:00-16:45 22:00-02:00'],
    ['ends at midnight at the latest', { mode: 'end', index: 0 }, 1500, '09:00-02:00'],
    ['ends the next day where it does so already', { mode: 'end', index: 1 }, 1440 + 185, '09:00-12:00 22:00-03:00'],
  ])('%s', (_, drag, minute, expected) => expect(text(dropSpan(day, drag, dragSpan(day, drag, minute)))).toBe(expected));

  it('shows what runs over midnight on both days', () => {
    const [own, before] = [spans('09:00-12:00 22:00-02:00'), spans('23:00-01:00')].map((list) => list.map(minutesOf)) as [ReturnType<typeof minutesOf>[], ReturnType<typeof minutesOf>[]];
    expect(segmentsOf(own, before)).toEqual([
      { from: 0, to: 60, index: 0, owner: 'before', hasStart: false, hasEnd: true },
      { from: 540, to: 720, index: 0, owner: 'own', hasStart: true, hasEnd: true },
      { from: 1320, to: 1440, index: 1, owner: 'own', hasStart: true, hasEnd: false },
    ]);
  });
});

describe('a time as it is typed', () => {
  it.each([
    ['9', '09:00'], ['930', '09:30'], ['0930', '09:30'], ['9:30', '09:30'], ['17.30', '17:30'], ['17h30', '17:30'], [' 8 ', '08:00'],
    ['5pm', '17:00'], ['5:15 pm', '17:15'], ['12am', '00:00'], ['12 p.m.', '12:00'], ['00:00', '00:00'], ['24', null], ['25', null], ['9:60', null], ['13pm', null], ['abc', null], ['', null],
  ])('%j is %j', (typed, expected) => expect(timeFrom(typed)).toBe(expected));

  it.each([['24', '24:00'], ['24:00', '24:00'], ['0', '24:00'], ['24:15', null], ['17', '17:00']])('as an end, %j is %j', (typed, expected) => expect(timeFrom(typed, true)).toBe(expected));

  it.each<[string, number, boolean, string]>([
    ['09:00', 1, false, '09:15'], ['09:10', 1, false, '09:15'], ['09:10', -1, false, '09:00'], ['00:00', -1, false, '00:00'],
    ['23:45', 1, false, '23:45'], ['23:45', 1, true, '24:00'], ['24:00', 1, true, '24:00'], ['', 1, false, '09:15'],
  ])('%s and %i steps (end: %s) is %s', (from, steps, isEnd, to) => expect(stepped(from, steps, isEnd)).toBe(to));
});
