// Days and months as a wall calendar shows them, and the free starts on them. A day is
// "2026-11-24" and a month "2026-11", in the provider's zone. Pure.
import type { Slot } from '~/api/types';
import { addDays, dayStart } from '~/lib/time';

/** The server prints each start in the place's own time: its day and its clock are read off there. */
export const slotDay = (slot: Slot) => slot.local.slice(0, 10);
export const slotClock = (slot: Slot) => slot.local.slice(11, 16);
const slotOffset = (slot: Slot) => slot.local.slice(19).replace('Z', '+00:00').replace('-', '−');

export function slotsByDay(slots: readonly Slot[]): Map<string, Slot[]> {
  const days = new Map<string, Slot[]>();
  for (const slot of slots) {
    const day = slotDay(slot);
    const list = days.get(day);
    if (list) list.push(slot);
    else days.set(day, [slot]);
  }
  return days;
}

/** "09:00"; an hour that the clocks show twice that night says which: "01:30 (−04:00)". */
export function clockLabels(slots: readonly Slot[]): Map<string, string> {
  const seen = new Map<string, number>();
  for (const slot of slots) seen.set(slotClock(slot), (seen.get(slotClock(slot)) ?? 0) + 1);
  return new Map(slots.map((slot) => {
    const clock = slotClock(slot);
    return [slot.start, (seen.get(clock) ?? 0) > 1 ? `${clock} (${slotOffset(slot)})` : clock];
  }));
}

export type PartOfDay = 'night' | 'morning' | 'afternoon' | 'evening';
export function partOfDay(slot: Slot): PartOfDay {
  const hour = Number(slotClock(slot).slice(0, 2));
  if (hour < 5) return 'night';
  if (hour < 12) return 'morning';
  return hour < 17 ? 'afternoon' : 'evening';
}
export function partsOfDay(slots: readonly Slot[]): [PartOfDay, Slot[]][] {
  const parts: [PartOfDay, Slot[]][] = [];
  for (const slot of slots) {
    const part = partOfDay(slot);
    const last = parts[parts.length - 1];
    if (last?.[0] === part) last[1].push(slot);
    else parts.push([part, [slot]]);
  }
  return parts;
}

export const monthOf = (day: string) => day.slice(0, 7);
export function addMonths(month: string, count: number): string {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number - 1 + count, 1)).toISOString().slice(0, 7);
}
export const firstOf = (month: string) => `${month}-01`;

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
/** The same number in another month, or its last day where it has no such number. */
function sameDay(day: string, months: number): string {
  const month = addMonths(monthOf(day), months);
  const last = addDays(firstOf(addMonths(month, 1)), -1);
  const wanted = `${month}-${day.slice(8)}`;
  return wanted > last ? last : wanted;
}
/** Where a key leads from a day, within what can be shown; null for keys that mean nothing here. */
export function dayAfterKey(key: string, day: string, first: string, last: string): string | null {
  const step = steps[key];
  if (!step) return null;
  const next = step(day);
  return next < first ? first : next > last ? last : next;
}

/** The free starts nearest to the one that was wanted, in their own order. */
export function nearestStarts(slots: readonly Slot[], wanted: string, count: number): Slot[] {
  const at = Date.parse(wanted);
  return slots
    .filter((slot) => slot.start !== wanted)
    .sort((a, b) => Math.abs(Date.parse(a.start) - at) - Math.abs(Date.parse(b.start) - at))
    .slice(0, count)
    .sort((a, b) => Date.parse(a.start) - Date.parse(b.start));
}
