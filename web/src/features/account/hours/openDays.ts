// What the server says is open, as days to draw. Wall times are read as they are written. Pure.
import type { Outputs } from '~/api/types';
import { addDays } from '~/lib/time';
import { mondayOf } from './copyWeek';
import { DAY, minuteOf, timeOf, type Minutes } from './spans';

type Interval = Outputs['availability']['open']['intervals'][number];
export interface OpenDay {
  parts: Minutes[];
  /** Real time, which on a day of a clock change is not what the wall says. */
  ms: number;
}

/** "2026-11-24T09:00:00-05:00" */
const dateOf = (local: string) => local.slice(0, 10);
const wallMinute = (local: string) => minuteOf(local.slice(11));

export function openDays(intervals: readonly Interval[]): Map<string, OpenDay> {
  const days = new Map<string, OpenDay>();
  for (const { start, end, local, localEnd } of intervals) {
    let left = Date.parse(end) - Date.parse(start);
    for (let date = dateOf(local); date <= dateOf(localEnd); date = addDays(date, 1)) {
      const from = date === dateOf(local) ? wallMinute(local) : 0;
      const isLast = date === dateOf(localEnd);
      const to = isLast ? wallMinute(localEnd) : DAY;
      if (isLast && to === 0) break;
      const day = days.get(date) ?? { parts: [], ms: 0 };
      // The last day has what the others leave; a leap inside an earlier one is counted there.
      const ms = isLast || addDays(date, 1) > dateOf(localEnd) || (addDays(date, 1) === dateOf(localEnd) && wallMinute(localEnd) === 0) ? left : (to - from) * 60_000;
      day.parts.push({ from: Math.min(from, to), to: Math.max(from, to) });
      day.ms += ms;
      left -= ms;
      days.set(date, day);
    }
  }
  return days;
}

export const sayParts = (parts: readonly Minutes[]) => parts.map(({ from, to }) => `${timeOf(from)}–${timeOf(to)}`).join(', ');

/** Weeks from Monday to Sunday; null before the first day and after the last. */
export function weeksBetween(first: string, last: string): (string | null)[][] {
  const weeks: (string | null)[][] = [];
  for (let monday = mondayOf(first); monday <= last; monday = addDays(monday, 7))
    weeks.push(Array.from({ length: 7 }, (_, index) => addDays(monday, index)).map((date) => (date < first || date > last ? null : date)));
  return weeks;
}
