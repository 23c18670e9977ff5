// Asking for another time: which days are looked through, what is chosen among them, and how an open proposal reads.
import type { Booking, Slot } from '~/api/types';
import { addDays, dayKey, dayStart, type Instant } from '~/lib/time';
import { nearestStarts, slotDay } from './starts';
import { statusOf, type Side } from './view';

export const WEEKS_AROUND = 4;
const DAYS_AROUND = WEEKS_AROUND * 7;

/** Four weeks before and after the time it has, in whole days of the place, and nothing that is past. */
export function rangeAround(start: Instant, zone: string, now: Instant): { from: string; to: string } {
  const today = dayKey(now, zone);
  const day = dayKey(start, zone);
  const first = addDays(day, -DAYS_AROUND);
  return { from: dayStart(first < today ? today : first, zone).toISOString(), to: dayStart(addDays(day < today ? today : day, DAYS_AROUND + 1), zone).toISOString() };
}

/** The time it has is none to ask for. */
export const otherStarts = (slots: readonly Slot[], start: string | null) => slots.filter((slot) => start === null || Date.parse(slot.start) !== Date.parse(start));

/** The picked day while it has free starts, else the first one from the booking's own day on. */
export function shownDay(days: ReadonlyMap<string, Slot[]>, picked: string, own: string): string {
  if (days.has(picked)) return picked;
  const all = [...days.keys()];
  return all.find((day) => day >= own) ?? all[0] ?? '';
}
export const shownStart = (slots: readonly Slot[], picked: string) => slots.find((slot) => slot.start === picked)?.start ?? '';

const minuteOf = (start: string) => new Date(start).getUTCMinutes();
/** Nothing ever starts at that minute of the hour. */
export const isOffGrid = (slots: readonly Slot[], start: string) => !slots.some((slot) => minuteOf(slot.start) === minuteOf(start));

export interface Known {
  slots: readonly Slot[];
  /** What they were looked for in. */
  range: { from: string; to: string };
}
/** What was pointed at; where that is not free, the nearest that is: of its day, or else of any. The server says of the
 * time it has, and of all that nothing is known of. */
export function nearestStart({ slots, range }: Known, pointedAt: string, { scheduledTime, timeZone }: Pick<Booking, 'scheduledTime' | 'timeZone'>): string {
  const at = Date.parse(pointedAt);
  const isKnown = at >= Date.parse(range.from) && at < Date.parse(range.to);
  if (!isKnown || at === Date.parse(scheduledTime ?? '') || slots.some(({ start }) => Date.parse(start) === at)) return pointedAt;
  const ofDay = slots.filter((slot) => slotDay(slot) === dayKey(pointedAt, timeZone));
  return nearestStarts(ofDay.length > 0 ? ofDay : slots, pointedAt, 1)[0]?.start ?? pointedAt;
}

/** What was being asked for, while somebody signs in again. */
export interface Writing {
  start: string;
  reason: string;
}
export const keptMove = (bookingId: string) => `move.${bookingId}`;
export function isWriting(value: unknown): value is Writing {
  const { start, reason } = (value ?? {}) as Partial<Writing>;
  return typeof start === 'string' && typeof reason === 'string';
}

/** A request that its own client moves needs nobody's word. */
export const movesAtOnce = (booking: Pick<Booking, 'status'>, side: Side) => statusOf(booking) === 'PENDING' && side === 'client';

export interface OpenMove {
  isMine: boolean;
  /** What this side can answer, as the server says. */
  canAccept: boolean;
  canEnd: boolean;
}
export function openMove(booking: Pick<Booking, 'reschedule' | 'actions'>, side: Side): OpenMove | null {
  if (!booking.reschedule) return null;
  return { isMine: booking.reschedule.by === side, canAccept: booking.actions.includes('accept-reschedule'), canEnd: booking.actions.includes('decline-reschedule') };
}
