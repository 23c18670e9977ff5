// What cancelling this booking would mean, now and for this side: as the server says, or where it has not been asked
// (offline, in a list) by the policy it was agreed under.
import type { Booking } from '~/api/types';
import { policyOf as cancellationOf, termsLeft } from '~/lib/policy';
import { DAY_MS, HOUR_MS } from '~/lib/time';
import type { ReceiptLine } from '~/ui/Receipt';
import { policyOf, statusOf, type Side } from './view';
import { t } from './words';

type Parts = Pick<Booking, 'status' | 'policy' | 'scheduledTime' | 'createdAt' | 'timeZone'>;
export type CancelTerms =
  | { kind: 'free' }
  | { kind: 'freeUntil'; at: Date }
  | { kind: 'part'; percent: number }
  | { kind: 'nothing' }
  | { kind: 'providerPaysBack' };

/** A strict policy's first hours after booking, if it was booked far enough ahead. */
function graceEnds({ policy, createdAt, scheduledTime }: Parts): Date | null {
  const grace = cancellationOf(policyOf({ policy }).cancellation)?.grace;
  if (!grace || !createdAt || !scheduledTime) return null;
  const created = Date.parse(createdAt);
  return Date.parse(scheduledTime) - created >= grace.daysAhead * DAY_MS ? new Date(created + grace.hours * HOUR_MS) : null;
}

export function cancelTerms(booking: Parts, side: Side, now: number): CancelTerms {
  if (statusOf(booking) === 'PENDING') return { kind: 'free' };
  if (side === 'provider') return { kind: 'providerPaysBack' };
  const cancellation = cancellationOf(policyOf(booking).cancellation);
  if (!cancellation || !booking.scheduledTime) return { kind: 'nothing' };
  const terms = termsLeft(cancellation, booking.scheduledTime, booking.timeZone, now);
  const full = terms.filter((term) => term.percent >= 100).map((term) => term.until ?? new Date(booking.scheduledTime ?? now));
  const grace = graceEnds(booking);
  if (grace && grace.getTime() >= now) full.push(grace);
  if (full.length > 0) return { kind: 'freeUntil', at: new Date(Math.max(...full.map(Number))) };
  const percent = Math.max(0, ...terms.map((term) => term.percent));
  return percent > 0 ? { kind: 'part', percent } : { kind: 'nothing' };
}

type Preview = NonNullable<Booking['cancellation']>;
export type SaidTerms = Preview & { isFree: boolean };

/** What the server says cancelling does; null once that has been overtaken by the clock, or was never said. */
export function saidTerms({ cancellation }: Pick<Booking, 'cancellation'>, now: number): SaidTerms | null {
  if (!cancellation || (cancellation.nextChangeAt && Date.parse(cancellation.nextChangeAt) < now)) return null;
  return { ...cancellation, isFree: cancellation.feeMinor === 0 && cancellation.refundPercent >= 100 };
}

const taken = new Set(['PARTIALLY_PAID', 'HELD', 'PAID', 'RELEASED', 'PARTIALLY_REFUNDED']);
/** What is owed where this much would come back. */
export const owedPercent = (refundPercent: number) => Number((100 - refundPercent).toFixed(2));

/** Whether money has moved: before that nothing comes back, it is merely not owed any more. */
export const isPaid = (booking: Pick<Booking, 'paymentStatus'>) => taken.has(booking.paymentStatus);

/** What a cancellation takes off the price; the fee is what is left of it. */
export function backLine(booking: Pick<Booking, 'paymentStatus'>, { refundMinor }: { refundMinor: number }): ReceiptLine {
  return { label: t(isPaid(booking) || booking.paymentStatus === 'REFUNDED' ? 'feeBack' : 'feeNotOwed'), amountMinor: refundMinor };
}
export const feeLabel = () => t('fee');
