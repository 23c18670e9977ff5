// Time off as it is edited: whole days by the wall, or from one instant to another. Pure.
import { DAY_MS, dayKey, zoneOffsetMs } from '~/lib/time';
import type { Hours } from './week';

export interface TimeOff {
  isDays: boolean;
  from: string; // a date, or an instant; "" while nobody has said it
  to: string;
  note: string;
}
export const TIME_OFF_MAX = 200;
type Row = Hours['timeOff'][number];

const isDate = (text: string) => /^\d{4}-\d\d-\d\d$/.test(text);
export const timeOffOf = (row: Row): TimeOff => ({ isDays: isDate(row.from), from: row.from, to: row.to, note: row.note ?? '' });
export const timeOffRow = ({ from, to, note }: TimeOff): Row => ({ from, to, ...(note.trim() && { note: note.trim() }) });

/** "2026-12-24T10:00", as the wall of the zone shows the instant. */
export function wallOf(instant: string, zone: string): string {
  if (!instant) return '';
  const at = Date.parse(instant);
  return new Date(at + zoneOffsetMs(at, zone)).toISOString().slice(0, 16);
}

/** The instant at which the wall shows it: the first of two, and in a gap the hour after it. */
export function instantOf(wall: string, zone: string): string {
  // An end at 24:00 is the midnight after.
  const local = wall.endsWith('T24:00') ? Date.parse(`${wall.slice(0, 10)}T00:00:00Z`) + DAY_MS : Date.parse(`${wall}:00Z`);
  if (Number.isNaN(local)) return '';
  const hour = 3_600_000;
  const shown = [-24, 24].map((hours) => local - zoneOffsetMs(local + hours * hour, zone)).filter((at) => at + zoneOffsetMs(at, zone) === local);
  const at = shown.length > 0 ? Math.min(...shown) : local - zoneOffsetMs(local - 24 * hour, zone);
  return new Date(at).toISOString().replace('.000Z', 'Z');
}

export type TimeOffProblem = 'missing' | 'order';
export function timeOffProblem({ isDays, from, to }: TimeOff): TimeOffProblem | null {
  if (!from || !to) return 'missing';
  const isLater = isDays ? to >= from : Date.parse(to) > Date.parse(from);
  return isLater ? null : 'order';
}

/** From days to hours of these days, and back. */
export function turned(row: TimeOff, zone: string, today: string): TimeOff {
  const [first, last] = row.isDays ? [row.from || today, row.to || row.from || today] : [row.from ? dayKey(row.from, zone) : today, row.to ? dayKey(row.to, zone) : today];
  if (!row.isDays) return { ...row, isDays: true, from: first, to: last };
  return { ...row, isDays: false, from: instantOf(`${first}T09:00`, zone), to: instantOf(`${last}T17:00`, zone) };
}

export function isPast({ isDays, to }: TimeOff, now: number, today: string): boolean {
  return to !== '' && (isDays ? to < today : Date.parse(to) <= now);
}
