// What a booking waits for, in a few words: the reason to open it, or not to.
import type { Booking } from '~/api/types';
import { timeLeft } from '~/lib/age';
import { firstName, policyOf, statusOf, type Side } from './view';
import { t } from './words';

export interface Waiting {
  text: string;
  /** It is this side that is waited for. */
  isYours: boolean;
}
type Parts = Pick<Booking, 'status' | 'actions' | 'client' | 'provider' | 'policy' | 'scheduledTime' | 'endTime' | 'expiresAt'>;

function pending(booking: Parts, side: Side, now: number): Waiting {
  const left = booking.expiresAt ? timeLeft(booking.expiresAt, now) : null;
  if (side === 'provider') return { text: left ? t('answerWithin', { left }) : t('answerNow'), isYours: true };
  return { text: t('waitsFor', { name: firstName(booking.provider.displayName) }), isYours: false };
}

function confirmed(booking: Parts, side: Side, now: number): Waiting | null {
  if (booking.actions.includes('accept-reschedule')) return { text: t('answerMove', { name: firstName(side === 'client' ? booking.provider.displayName : booking.client.displayName) }), isYours: true };
  if (side === 'provider' && booking.actions.includes('start')) return { text: t('readyToStart'), isYours: true };
  const left = booking.scheduledTime ? timeLeft(booking.scheduledTime, now) : null;
  return left ? { text: t('startsIn', { left }), isYours: false } : null;
}

export function waitingFor(booking: Parts, side: Side, now: number): Waiting | null {
  const client = firstName(booking.client.displayName);
  const provider = firstName(booking.provider.displayName);
  switch (statusOf(booking)) {
    case 'PENDING': return pending(booking, side, now);
    case 'CONFIRMED': return confirmed(booking, side, now);
    case 'IN_PROGRESS': return side === 'provider' ? { text: t('completeWhenDone'), isYours: true } : { text: t('atWork', { name: provider }), isYours: false };
    case 'REVISION': return side === 'provider' ? { text: t('changesAsked', { name: client }), isYours: true } : { text: t('atChanges', { name: provider }), isYours: false };
    case 'COMPLETED':
      if (side === 'client' && booking.actions.includes('approve')) return { text: t('approveAsked'), isYours: true };
      return side !== 'client' && policyOf(booking).approval === 'client' ? { text: t('waitsForApproval', { name: client }), isYours: false } : null;
    case 'DISPUTED': return { text: t('mediatorLooks'), isYours: false };
    default: return null;
  }
}
