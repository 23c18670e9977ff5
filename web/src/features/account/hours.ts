// Weekly hours as the server keeps them (rows of several days) and as people edit them (days with spans).
import type { Outputs } from '~/api/types';

export const weekdays = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const;
export type Weekday = (typeof weekdays)[number];
export interface Span {
  start: string; // "09:00"
  end: string; // "17:00", "24:00"; before the start: on the next day
}
export type Week = Record<Weekday, Span[]>;
export interface DateException {
  date: string;
  intervals: Span[];
}
type Weekly = Outputs['availability']['get']['weekly'];

export function weekOf(weekly: Weekly): Week {
  const week: Week = { MO: [], TU: [], WE: [], TH: [], FR: [], SA: [], SU: [] };
  for (const row of weekly) for (const day of row.days) week[day].push({ start: row.start, end: row.end });
  for (const day of weekdays) week[day].sort((a, b) => a.start.localeCompare(b.start));
  return week;
}

/** Days with the same span share a row, in the order of the week. */
export function weeklyOf(week: Week): Weekly {
  const rows = new Map<string, { days: Weekday[]; start: string; end: string }>();
  for (const day of weekdays)
    for (const { start, end } of week[day]) {
      const key = `${start}-${end}`;
      const row = rows.get(key);
      if (row) row.days.push(day);
      else rows.set(key, { days: [day], start, end });
    }
  return [...rows.values()];
}

export const crossesMidnight = ({ start, end }: Span) => end !== '24:00' && end <= start;

/** What a new span of a day begins as: after the last one, else office hours. */
export function nextSpan(spans: Span[]): Span {
  const last = spans[spans.length - 1];
  if (!last || crossesMidnight(last) || last.end >= '21:00') return { start: '09:00', end: '17:00' };
  const hour = Number(last.end.slice(0, 2)) + 1;
  const two = (value: number) => String(Math.min(value, 23)).padStart(2, '0');
  return { start: `${two(hour)}:00`, end: `${two(hour + 3)}:00` };
}

/** The day's spans on every day that has any. */
export function copyDay(week: Week, from: Weekday): Week {
  return Object.fromEntries(weekdays.map((day) => [day, week[day].length > 0 ? week[from].map((span) => ({ ...span })) : []])) as unknown as Week;
}
