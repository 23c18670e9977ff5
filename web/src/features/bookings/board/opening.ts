// Where the hours of a week or a day are opened: in the morning, or where there is something to see. Pure.
import { DAY_MS, HOUR_MS, zoneOffsetMs } from '~/lib/time';
import type { Entry } from './events';

/** In milliseconds since midnight. */
export interface Sight {
  from: number;
  length: number;
}
export const MORNING = 7.5 * HOUR_MS;

/** What an entry takes of each of the days that are shown, in the order of time. */
function stretchesOf(entries: readonly Pick<Entry, 'start' | 'end'>[], days: { first: string; end: string }, zone: string): { from: number; to: number }[] {
  const wall = (at: string) => Date.parse(at) + zoneOffsetMs(at, zone);
  const midnight = (day: string) => Date.parse(`${day}T00:00:00Z`);
  const found: { from: number; to: number }[] = [];
  for (const { start, end } of entries) {
    const from = Math.max(wall(start), midnight(days.first));
    const to = Math.min(wall(end), midnight(days.end));
    for (let day = Math.floor(from / DAY_MS) * DAY_MS; day < to; day += DAY_MS) found.push({ from: Math.max(from - day, 0), to: Math.min(to - day, DAY_MS) });
  }
  return found;
}

/**
 * To where the hours are to be scrolled, or null where they stay: something is in sight, or there is nothing at
 * all. The morning if that shows something, else an hour before the first entry. Entries come by their start.
 */
export function openingOf(entries: readonly Pick<Entry, 'start' | 'end'>[], days: { first: string; end: string }, zone: string, sight: Sight): number | null {
  const all = stretchesOf(entries, days, zone);
  const isSeenFrom = (from: number) => all.some((one) => one.from < from + sight.length && one.to > from);
  const [first] = all;
  if (!first || isSeenFrom(sight.from)) return null;
  return isSeenFrom(MORNING) ? MORNING : Math.max(0, first.from - HOUR_MS);
}
