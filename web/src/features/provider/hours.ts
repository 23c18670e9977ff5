// Weekly hours as a table: Monday to Sunday, what overlaps or touches joined.
import type { Outputs } from '~/api/types';

type Availability = Outputs['availability']['of'];
export type DayName = Availability['weekly'][number]['days'][number];
export const dayNames: readonly DayName[] = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];

export interface Interval {
  start: string;
  end: string;
}

/** "08:00" to "12:00" and "12:00" to "17:00" are one. "00:00" as an end is midnight after. */
export function join(intervals: readonly Interval[]): Interval[] {
  const ends = (text: string) => (text === '00:00' ? '24:00' : text);
  const sorted = intervals.map(({ start, end }) => ({ start, end: ends(end) })).sort((a, b) => a.start.localeCompare(b.start));
  const joined: Interval[] = [];
  for (const one of sorted) {
    const last = joined[joined.length - 1];
    if (last && one.start <= last.end) last.end = one.end > last.end ? one.end : last.end;
    else joined.push({ ...one });
  }
  return joined;
}

export function weekRows(weekly: Availability['weekly']): { day: DayName; intervals: Interval[] }[] {
  return dayNames.map((day) => ({ day, intervals: join(weekly.filter((row) => row.days.includes(day))) }));
}

/** Those still to come, soonest first. */
export function comingExceptions(exceptions: Availability['exceptions'], today: string, most = 4): Availability['exceptions'] {
  return exceptions.filter((one) => one.date >= today).sort((a, b) => a.date.localeCompare(b.date)).slice(0, most);
}
