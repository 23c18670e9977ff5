// A booking that repeats: what is asked for, the times it means, and what has become of them. Pure but for the
// few words at the end, which wait in the tab's own storage for the page after the booking.
import type { Outputs } from '~/api/types';
import { addDays, clockTime, DAY_MS, dayKey, zoneOffsetMs } from '~/lib/time';

export const WEEKS_MAX = 12;
export const TIMES_MAX = 52;

export interface Repeat {
  everyWeeks: number;
  /** How many in all, unless there is a last day. */
  count: number;
  /** The last day at the place, or ''. */
  until: string;
  by: 'count' | 'until';
}
export const weekly: Repeat = { everyWeeks: 1, count: 4, until: '', by: 'count' };

export function isRepeat(value: unknown): value is Repeat {
  const { everyWeeks, count, until, by } = (value ?? {}) as Partial<Repeat>;
  return typeof everyWeeks === 'number' && typeof count === 'number' && typeof until === 'string' && (by === 'count' || by === 'until');
}

export function repeatProblem(repeat: Repeat, start: string, zone: string): 'needCount' | 'needUntil' | null {
  if (repeat.by === 'count') return Number.isInteger(repeat.count) && repeat.count >= 2 && repeat.count <= TIMES_MAX ? null : 'needCount';
  const last = start && dayKey(start, zone);
  const isDay = /^\d{4}-\d\d-\d\d$/.test(repeat.until);
  return isDay && (!last || (repeat.until >= addDays(last, 7 * repeat.everyWeeks) && repeat.until < addDays(last, 7 * repeat.everyWeeks * TIMES_MAX))) ? null : 'needUntil';
}

/** The instant at which a clock of the zone shows this; the first where it shows it twice. */
function instantOf(day: string, clock: string, zone: string): string {
  const wall = Date.parse(`${day}T${clock}:00Z`);
  const [before, after] = [wall - DAY_MS, wall + DAY_MS].map((at) => wall - zoneOffsetMs(at, zone)) as [number, number];
  const fits = [before, after].filter((at) => dayKey(at, zone) === day && clockTime(at, zone) === clock);
  return new Date(fits[0] ?? before).toISOString().replace('.000Z', 'Z');
}

/** The times that are asked for: the same time of day at the place, week after week. Whether each can be had is
 * for the server to say. */
export function timesOf(start: string, zone: string, repeat: Repeat | null): string[] {
  if (!start) return [];
  if (!repeat || repeatProblem(repeat, start, zone)) return [start];
  const times = [start];
  const clock = clockTime(start, zone);
  for (let day = addDays(dayKey(start, zone), 7 * repeat.everyWeeks); times.length < TIMES_MAX; day = addDays(day, 7 * repeat.everyWeeks)) {
    if (repeat.by === 'count' ? times.length >= repeat.count : day > repeat.until) break;
    times.push(instantOf(day, clock, zone));
  }
  return times;
}

export const repeatInput = ({ everyWeeks, count, until, by }: Repeat) => ({ everyWeeks, ...(by === 'count' ? { count } : { until }) });

/** A time of a series that cannot be had, and why, as the same booking alone would be refused. */
export interface Clash {
  start: string;
  code: string;
}

const PREFIX = 'docket.left-out.';
export function rememberLeftOut({ booking, series }: Outputs['booking']['create']): void {
  try {
    if (series && series.clashes.length > 0) sessionStorage.setItem(PREFIX + booking.id, JSON.stringify(series.clashes));
  } catch {
    // The bookings themselves are all there; only what was left out is not told again.
  }
}
export function leftOutOf(bookingId: string): Clash[] {
  try {
    const found: unknown = JSON.parse(sessionStorage.getItem(PREFIX + bookingId) ?? '[]');
    return Array.isArray(found) ? (found as Clash[]).filter((one) => typeof one?.start === 'string' && typeof one.code === 'string') : [];
  } catch {
    return [];
  }
}
