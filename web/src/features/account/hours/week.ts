// Weekly hours as the server keeps them (rows of several days) and as people edit them (days with spans).
import type { Outputs } from '~/api/types';

export type Hours = Outputs['availability']['get'];
export const weekdays = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const;
export type Weekday = (typeof weekdays)[number];
export interface Span {
  start: string; // "09:00"; "" while nobody has said it
  end: string; // "17:00", "24:00"; at or before the start: on the next day
}
export type Week = Record<Weekday, Span[]>;
export interface DateException {
  date: string;
  intervals: Span[];
}
type Weekly = Hours['weekly'];

/** The weekday of "2026-11-24". */
export function weekdayOf(date: string): Weekday {
  return weekdays[(new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7]!;
}
export const dayBefore = (day: Weekday): Weekday => weekdays[(weekdays.indexOf(day) + 6) % 7]!;

const byStart = (a: Span, b: Span) => a.start.localeCompare(b.start);
export const sortSpans = (spans: readonly Span[]): Span[] => [...spans].sort(byStart);

export function weekOf(weekly: Weekly): Week {
  const week: Week = { MO: [], TU: [], WE: [], TH: [], FR: [], SA: [], SU: [] };
  for (const row of weekly) for (const day of row.days) week[day].push({ start: row.start, end: row.end });
  for (const day of weekdays) week[day].sort(byStart);
  return week;
}

/** Days with the same span share a row, in the order of the week. */
export function weeklyOf(week: Week): Weekly {
  const rows = new Map<string, { days: Weekday[]; start: string; end: string }>();
  for (const day of weekdays)
    for (const { start, end } of week[day]) {
      const key = `${start}-${end}`;
      const row = rows.get(key);
      if (!row) rows.set(key, { days: [day], start, end });
      else if (!row.days.includes(day)) row.days.push(day);
    }
  return [...rows.values()];
}

export const crossesMidnight = ({ start, end }: Span) => start !== '' && end !== '' && end !== '24:00' && end !== '00:00' && end <= start;

/** What a new span of a day begins as: after the last one, else office hours. */
export function nextSpan(spans: readonly Span[]): Span {
  const last = spans[spans.length - 1];
  if (!last) return { start: '09:00', end: '17:00' };
  if (crossesMidnight(last) || last.end >= '21:00' || last.end === '') return { start: '', end: '' };
  const hour = Number(last.end.slice(0, 2)) + 1;
  const two = (value: number) => String(Math.min(value, 23)).padStart(2, '0');
  return { start: `${two(hour)}:00`, end: `${two(hour + 3)}:00` };
}

/** The day's spans, closed or not, on each of these days. */
export function copyDay(week: Week, from: Weekday, to: readonly Weekday[]): Week {
  return Object.fromEntries(weekdays.map((day) => [day, to.includes(day) ? week[from].map((span) => ({ ...span })) : week[day]])) as unknown as Week;
}
