// What the calendar shows, as its address says it: which view, around which day, on whose clock. Days are
// "2026-11-24" and belong to the zone that is shown. Pure.
import { addMonths, firstOf, monthOf, noon } from '~/lib/days';
import { addDays, formatInstant, zonesAgree } from '~/lib/time';

export const views = ['month', 'week', 'day', 'list'] as const;
export type View = (typeof views)[number];
export const sides = ['both', 'provider', 'client'] as const;
export type Sides = (typeof sides)[number];

export interface Shown {
  view: View;
  date: string;
  side: Sides;
}
const DAY = /^\d{4}-(0[1-9]|1[0-2])-([0-2]\d|3[01])$/;
const isDay = (text: string) => DAY.test(text) && new Date(`${text}T00:00:00Z`).toISOString().startsWith(text);
const oneOf = <T extends string>(known: readonly T[], value: string | undefined): T | undefined => known.find((one) => one === value);

/** A list begins with its day: what is ahead is what it is opened for. */
export const LIST_DAYS = 28;

/** The view for this width: a phone has no room for seven columns of words. */
export const defaultView = (isPhone: boolean): View => (isPhone ? 'list' : 'week');

export function readShown(query: Record<string, string>, today: string, isPhone: boolean, isProvider: boolean): Shown {
  return {
    view: oneOf(views, query.view) ?? defaultView(isPhone),
    date: query.date && isDay(query.date) ? query.date : today,
    side: isProvider ? (oneOf(sides, query.side) ?? 'both') : 'client',
  };
}

/** 0 is Sunday. By the reader's own locale where the browser knows, else Monday, as ISO 8601 has it. */
export function weekStartOf(locale: string): number {
  try {
    const known = new Intl.Locale(locale) as Intl.Locale & { weekInfo?: { firstDay: number }; getWeekInfo?: () => { firstDay: number } };
    return (known.getWeekInfo?.() ?? known.weekInfo ?? { firstDay: 1 }).firstDay % 7;
  } catch {
    return 1;
  }
}

export const startOfWeek = (day: string, weekStart: number) => addDays(day, -((new Date(`${day}T00:00:00Z`).getUTCDay() - weekStart + 7) % 7));

/** The days that are drawn: the first, and the one after the last. */
export function daysOf({ view, date }: Pick<Shown, 'view' | 'date'>, weekStart: number): { first: string; end: string } {
  if (view === 'day') return { first: date, end: addDays(date, 1) };
  if (view === 'list') return { first: date, end: addDays(date, LIST_DAYS) };
  if (view === 'week') return { first: startOfWeek(date, weekStart), end: addDays(startOfWeek(date, weekStart), 7) };
  const first = firstOf(monthOf(date));
  const end = firstOf(addMonths(monthOf(date), 1));
  return { first: startOfWeek(first, weekStart), end: addDays(startOfWeek(addDays(end, -1), weekStart), 7) };
}

/** The day that the next or previous page of a view is around. */
export function stepFrom({ view, date }: Pick<Shown, 'view' | 'date'>, by: 1 | -1): string {
  if (view === 'day') return addDays(date, by);
  if (view === 'week') return addDays(date, 7 * by);
  if (view === 'list') return addDays(date, LIST_DAYS * by);
  return firstOf(addMonths(monthOf(date), by));
}

const say = (day: string, options: Intl.DateTimeFormatOptions) => formatInstant(noon(day), 'UTC', options).replace(',', '');

/** "November 2026", "16 – 22 November 2026", "30 November – 6 December 2026", "Tuesday 24 November 2026". */
export function titleOf(shown: Pick<Shown, 'view' | 'date'>, weekStart: number): string {
  if (shown.view === 'month') return say(shown.date, { month: 'long', year: 'numeric' });
  if (shown.view === 'day') return say(shown.date, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
  const { first, end } = daysOf(shown, weekStart);
  const last = addDays(end, -1);
  const isOneMonth = monthOf(first) === monthOf(last);
  const from = say(first, isOneMonth ? { day: 'numeric' } : { day: 'numeric', month: 'short', ...(first.slice(0, 4) !== last.slice(0, 4) && { year: 'numeric' }) });
  return `${from} – ${say(last, { day: 'numeric', month: isOneMonth ? 'long' : 'short', year: 'numeric' })}`;
}

/** The clocks that can be chosen: where it takes place first, then the reader's own; those that show the same are one. */
export function clocksOf(places: readonly string[], viewer: string, now: number): string[] {
  const clocks: string[] = [];
  for (const zone of [...places, viewer]) if (zone && !clocks.some((known) => zonesAgree(now, known, zone))) clocks.push(zone);
  return clocks;
}
