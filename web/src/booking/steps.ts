// Where a booking stands, as steps with their instants: the usual way while it goes that way, and what
// happened instead when it did not.
import { canonicalStatus } from '~/api/edition';
import type { Booking, BookingEvent } from '~/api/types';
import { policyOf, statusOf } from './view';

export interface Step {
  status: string;
  at: string | null;
  state: 'done' | 'now' | 'ahead';
  /** `at` is when it is meant to happen. */
  isPlanned: boolean;
}
type Parts = Pick<Booking, 'status' | 'policy' | 'scheduledTime' | 'createdAt'>;
const usualWay = ['PENDING', 'CONFIRMED', 'IN_PROGRESS', 'COMPLETED', 'APPROVED'];

/** The states a booking has been in, each with when it last came into it. */
export function reachedStates(events: BookingEvent[]): Map<string, string> {
  const reached = new Map<string, string>();
  for (const event of events) {
    const data = (event.data ?? {}) as { status?: string; to?: string };
    const status = event.type === 'booking.created' ? (data.status ?? 'PENDING') : event.type === 'booking.status_changed' ? data.to : undefined;
    if (status) reached.set(canonicalStatus(status), event.at);
  }
  return reached;
}

export function stepsOf(booking: Parts, events: BookingEvent[]): Step[] {
  const status = statusOf(booking);
  const reached = reachedStates(events);
  const isInstant = policyOf(booking).acceptance === 'instant' && !reached.has('PENDING') && status !== 'PENDING';
  if (!isInstant && !reached.has('PENDING') && booking.createdAt) reached.set('PENDING', booking.createdAt);
  if (isInstant && !reached.has('CONFIRMED') && booking.createdAt) reached.set('CONFIRMED', booking.createdAt);
  const way = usualWay.filter((name) => !(name === 'PENDING' && isInstant) && !(name === 'APPROVED' && policyOf(booking).approval === 'none' && status !== 'APPROVED'));

  const step = (name: string, state: Step['state']): Step => {
    const isPlanned = state === 'ahead' && name === 'IN_PROGRESS';
    return { status: name, state, isPlanned, at: state === 'ahead' ? (isPlanned ? booking.scheduledTime : null) : (reached.get(name) ?? null) };
  };
  const here = way.indexOf(status);
  if (here >= 0) return way.map((name, index) => step(name, index < here ? 'done' : index === here ? 'now' : 'ahead'));
  const done = way.filter((name) => reached.has(name)).map((name) => step(name, 'done'));
  return [...done, step(status, 'now'), ...(status === 'REVISION' ? [step('APPROVED', 'ahead')] : [])];
}
