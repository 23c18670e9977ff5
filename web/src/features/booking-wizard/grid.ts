// Every start of a day that a service's step allows, free or not, and how clocks show them. Pure.
import type { Slot } from '~/api/types';
import { addDays, clockTime, dayKey, dayStart, zoneOffsetMs } from '~/lib/time';

const MINUTE_MS = 60_000;
/** Finer ones are too many to look at; those that are free stand among them all the same. */
const FINEST_MINUTES = 15;

/** "2026-11-24T09:00:00-05:00", as the server prints a start in a zone. */
export function localText(at: string, zone: string): string {
  const minutes = Math.round(zoneOffsetMs(at, zone) / MINUTE_MS);
  const two = (value: number) => String(value).padStart(2, '0');
  const offset = `${minutes < 0 ? '-' : '+'}${two(Math.floor(Math.abs(minutes) / 60))}:${two(Math.abs(minutes) % 60)}`;
  return `${dayKey(at, zone)}T${clockTime(at, zone)}:00${offset}`;
}

export type Start = Pick<Slot, 'start' | 'local'> & { isFree: boolean; seatsLeft: number };

const toText = (ms: number) => new Date(ms).toISOString().replace('.000Z', 'Z');

/** The day's starts in order: what is free, and with `isAll` what is not, from the early morning on. An hour that
 * the clocks skip has none, one that they show twice has two of each. */
export function startsOf(day: string, free: readonly Slot[], zone: string, stepMinutes: number, isAll: boolean): Start[] {
  const starts: Start[] = free.map(({ start, local, seatsLeft }) => ({ start, local, seatsLeft, isFree: true }));
  if (!isAll) return starts;
  const known = new Set(free.map(({ start }) => Date.parse(start)));
  const end = dayStart(addDays(day, 1), zone).getTime();
  const hasNight = starts.some(({ local }) => Number(local.slice(11, 13)) < EARLY_HOUR);
  for (let at = dayStart(day, zone).getTime(); at < end; at += Math.max(stepMinutes, FINEST_MINUTES) * MINUTE_MS) {
    const local = localText(toText(at), zone);
    const isShown = hasNight || Number(local.slice(11, 13)) >= EARLY_HOUR;
    if (isShown && !known.has(at)) starts.push({ start: toText(at), local, seatsLeft: 0, isFree: false });
  }
  return starts.sort((a, b) => Date.parse(a.start) - Date.parse(b.start));
}
const EARLY_HOUR = 5;
