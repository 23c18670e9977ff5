// Days and months as a wall calendar shows them. A day is "2026-11-24" and a month "2026-11", without any
// zone; whoever makes them of instants says in which. Pure.
import { addDays, dayStart } from './time';

export const monthOf = (day: string) => day.slice(0, 7);
/** What a day is formatted from, in UTC. */
export const noon = (day: string) => `${day}T12:00:00Z`;
export const firstOf = (month: string) => `${month}-01`;
export function addMonths(month: string, count: number): string {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number - 1 + count, 1)).toISOString().slice(0, 7);
}

/** From local midnight to local midnight. */
export function monthRange(month: string, zone: string): { from: string; to: string } {
  return { from: dayStart(firstOf(month), zone).toISOString(), to: dayStart(firstOf(addMonths(month, 1)), zone).toISOString() };
}

/** Monday is 0. */
const weekday = (day: string) => (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7;

/** Weeks from Monday to Sunday; null where the month has not begun or is over. */
export function monthWeeks(month: string): (string | null)[][] {
  const first = firstOf(month);
  const next = firstOf(addMonths(month, 1));
  const weeks: (string | null)[][] = [];
  for (let monday = addDays(first, -weekday(first)); monday < next; monday = addDays(monday, 7))
    weeks.push(Array.from({ length: 7 }, (_, index) => {
      const day = addDays(monday, index);
      return monthOf(day) === month ? day : null;
    }));
  return weeks;
}

/** The same number in another month, or its last day where it has no such number. */
function sameDay(day: string, months: number): string {
  const month = addMonths(monthOf(day), months);
  const last = addDays(firstOf(addMonths(month, 1)), -1);
  const wanted = `${month}-${day.slice(8)}`;
  return wanted > last ? last : wanted;
}
const steps: Record<string, (day: string) => string> = {
  ArrowLeft: (day) => addDays(day, -1),
  ArrowRight: (day) => addDays(day, 1),
  ArrowUp: (day) => addDays(day, -7),
  ArrowDown: (day) => addDays(day, 7),
  Home: (day) => addDays(day, -weekday(day)),
  End: (day) => addDays(day, 6 - weekday(day)),
  PageUp: (day) => sameDay(day, -1),
  PageDown: (day) => sameDay(day, 1),
};
/** Where a key leads from a day, within what can be shown; null for keys that mean nothing here. */
export function dayAfterKey(key: string, day: string, first: string, last: string): string | null {
  const step = steps[key];
  if (!step) return null;
  const next = step(day);
  return next < first ? first : next > last ? last : next;
}
