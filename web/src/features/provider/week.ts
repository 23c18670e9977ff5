// Free times by the days of the provider's calendar.
import type { Slot } from '~/api/types';
import { otherTime, weekday } from '~/lib/clocks';
import { addDays, clockTime, dayKey, zonesAgree } from '~/lib/time';

export interface Day {
  day: string;
  /** When each free time starts. */
  starts: string[];
}
export interface Opening {
  start: string;
  /** In the provider's zone. */
  time: string;
  /** In the viewer's, where that is another time; with the weekday where that is another. */
  yours: string | null;
}

/** Seven days from `first`; a time belongs to the day it begins on, where the provider is. */
export function weekOf(slots: readonly Slot[], first: string, zone: string): Day[] {
  const days: Day[] = Array.from({ length: 7 }, (_, index) => ({ day: addDays(first, index), starts: [] }));
  const byDay = new Map(days.map((one) => [one.day, one]));
  for (const { start } of slots) byDay.get(dayKey(start, zone))?.starts.push(start);
  return days;
}

/** The first `room` of each day, and how many are left out in all. */
export function shorten(days: readonly Day[], room: number): { days: Day[]; left: number } {
  let left = 0;
  const short = days.map((one) => {
    left += Math.max(0, one.starts.length - room);
    return { ...one, starts: one.starts.slice(0, room) };
  });
  return { days: short, left };
}

/** As it is read. A week may have many more than are shown: only those that are shown are worded. */
export const openingOf = (start: string, zone: string, viewer: string): Opening => ({
  start,
  time: clockTime(start, zone),
  yours: zonesAgree(start, zone, viewer) ? null : otherTime(start, zone, viewer, weekday),
});
