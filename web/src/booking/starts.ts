// The free starts of a day, as the place's own clock shows them. A day is "2026-11-24" in the
// provider's zone. Pure.
import type { Slot } from '~/api/types';

/** The server prints each start in the place's own time: its day and its clock are read off there. */
export const slotDay = (slot: Slot) => slot.local.slice(0, 10);
type Local = Pick<Slot, 'start' | 'local'>;
export const slotClock = (slot: Pick<Slot, 'local'>) => slot.local.slice(11, 16);
const slotOffset = (slot: Local) => slot.local.slice(19).replace('Z', '+00:00').replace('-', '−');

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
export function clockLabels(slots: readonly Local[]): Map<string, string> {
  const seen = new Map<string, number>();
  // Of one day: read on another clock, a day of the place may be parts of two.
  const minuteOf = (slot: Local) => slot.local.slice(0, 16);
  for (const slot of slots) seen.set(minuteOf(slot), (seen.get(minuteOf(slot)) ?? 0) + 1);
  return new Map(slots.map((slot) => {
    const clock = slotClock(slot);
    return [slot.start, (seen.get(minuteOf(slot)) ?? 0) > 1 ? `${clock} (${slotOffset(slot)})` : clock];
  }));
}

export type PartOfDay = 'night' | 'morning' | 'afternoon' | 'evening';
export function partOfDay(slot: Pick<Slot, 'local'>): PartOfDay {
  const hour = Number(slotClock(slot).slice(0, 2));
  if (hour < 5) return 'night';
  if (hour < 12) return 'morning';
  return hour < 17 ? 'afternoon' : 'evening';
}
export function partsOfDay<S extends Local>(slots: readonly S[]): [PartOfDay, S[]][] {
  const parts: [PartOfDay, S[]][] = [];
  for (const slot of slots) {
    const part = partOfDay(slot);
    const last = parts[parts.length - 1];
    if (last?.[0] === part) last[1].push(slot);
    else parts.push([part, [slot]]);
  }
  return parts;
}

/** The free starts nearest to the one that was wanted, of two equally near the later one (as the server has it), in
 * their own order. */
export function nearestStarts(slots: readonly Slot[], wanted: string, count: number): Slot[] {
  const at = Date.parse(wanted);
  return slots
    .filter((slot) => slot.start !== wanted)
    .sort((a, b) => Math.abs(Date.parse(a.start) - at) - Math.abs(Date.parse(b.start) - at) || Date.parse(b.start) - Date.parse(a.start))
    .slice(0, count)
    .sort((a, b) => Date.parse(a.start) - Date.parse(b.start));
}
