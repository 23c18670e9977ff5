// web/src/booking: what the features bookings, messages and dashboard share: a booking's sides, steps,
// history, actions, policy, row and conversation. It imports api, lib and ui only.
import { canonicalStatus } from '~/api/edition';
import type { Booking } from '~/api/types';
import { zoned } from '~/lib/deadline';
import { clearClock, clockTime, longDay, shortDay, type Instant } from '~/lib/time';
import { t } from './words';

export { firstName, shortId } from '~/lib/names';

/** Mediators and admins look on: they are neither side. */
export type Side = 'client' | 'provider' | 'onlooker';

export function sideOf(booking: Pick<Booking, 'client' | 'provider'>, accountId: string | undefined): Side {
  if (booking.client.id === accountId) return 'client';
  return booking.provider.id === accountId ? 'provider' : 'onlooker';
}

/** With whom: the other side's name, or both for somebody who looks on. */
export function withWhom(booking: Pick<Booking, 'client' | 'provider'>, side: Side): string {
  if (side === 'client') return booking.provider.displayName;
  if (side === 'provider') return booking.client.displayName;
  return t('both', { client: booking.client.displayName, provider: booking.provider.displayName });
}

export const statusOf = (booking: Pick<Booking, 'status'>) => canonicalStatus(booking.status);

/** "Tue 24 Nov, 09:00 to 12:00"; a booking over midnight names both days, an hour that comes twice its offset. */
export function whenText(start: Instant, end: Instant, zone: string, style: 'short' | 'long' = 'short'): string {
  const day = style === 'short' ? shortDay : longDay;
  const first = day(start, zone);
  const last = day(end, zone);
  const until = last === first || clockTime(end, zone) === '00:00' ? clearClock(end, zone) : `${last}, ${clearClock(end, zone)}`;
  return t('when', { day: first, from: clearClock(start, zone), to: until });
}

/** "…"; "… (New York time)" for somebody whose clock shows something else. */
export const whenTextZoned = (start: Instant, end: Instant, zone: string) => zoned(whenText(start, end, zone), start, zone);

export interface Line {
  label: string;
  quantity: number;
  unit: string;
  unitPriceMinor: number;
  amountMinor: number;
}
export interface Answer {
  question: string;
  answer: string;
}
export interface Policy {
  acceptance?: string;
  payment?: string;
  approval?: string;
  cancellation?: unknown;
}

const listOf = <T>(value: unknown): T[] => (Array.isArray(value) ? (value as T[]) : []);
export const linesOf = (booking: Pick<Booking, 'lines'>) => listOf<Line>(booking.lines);
export const answersOf = (booking: Pick<Booking, 'answers'>) => listOf<Answer>(booking.answers);
export const deliverablesOf = (booking: Pick<Booking, 'deliverables'>) => listOf<string>(booking.deliverables);
export const policyOf = (booking: Pick<Booking, 'policy'>): Policy => (booking.policy ?? {}) as Policy;
