// A booking that repeats: its place among the others, how often they come, and what calling off some of them means. Pure.
import type { Booking, Outputs } from '~/api/types';
import { DAY_MS } from '~/lib/time';

export const scopes = ['this', 'following', 'all'] as const;
export type Scope = (typeof scopes)[number];
type Member = Pick<Booking, 'id' | 'seriesIndex' | 'scheduledTime' | 'actions'>;

const indexOf = (booking: Pick<Booking, 'seriesIndex'>) => booking.seriesIndex ?? 1;
export const inOrder = <T extends Pick<Booking, 'seriesIndex'>>(series: readonly T[]) => [...series].sort((a, b) => indexOf(a) - indexOf(b));

/** What was left out at booking keeps its number: "3 of 8" counts as it was asked for. */
export const lengthOf = (series: readonly Pick<Booking, 'seriesIndex'>[]) => Math.max(1, ...series.map(indexOf));

/** Every how many weeks; moved ones are outvoted by the others, and null is what one alone cannot tell. */
export function weeksBetween(series: readonly Member[]): number | null {
  const timed = inOrder(series.filter((one) => one.scheduledTime !== null));
  const votes = new Map<number, number>();
  timed.forEach((one, at) => {
    const next = timed[at + 1];
    if (!next) return;
    const weeks = Math.round((Date.parse(next.scheduledTime ?? '') - Date.parse(one.scheduledTime ?? '')) / (7 * DAY_MS) / (indexOf(next) - indexOf(one)));
    votes.set(weeks, (votes.get(weeks) ?? 0) + 1);
  });
  const [winner] = [...votes].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
  return winner && winner[0] > 0 ? winner[0] : null;
}

/** Those that a scope would call off: the server lets what is under way or over stand. */
export function affectedBy<T extends Member>(series: readonly T[], booking: Pick<Booking, 'id' | 'seriesIndex'>, scope: Scope): T[] {
  return inOrder(series).filter((one) => one.id === booking.id || (scope !== 'this' && one.actions.includes('cancel') && (scope === 'all' || indexOf(one) > indexOf(booking))));
}

/** Those worth choosing between: what would call off the same as another is left out, unless it is what is chosen. */
export function tellingScopes(series: readonly Member[], booking: Pick<Booking, 'id' | 'seriesIndex'>, chosen: Scope): Scope[] {
  const [one, following, all] = scopes.map((scope) => affectedBy(series, booking, scope).length);
  return scopes.filter((scope) => scope === chosen || scope === 'this' || (scope === 'all' ? all !== one : following !== one && following !== all));
}

type Terms = Outputs['booking']['cancellation'];
/** Those that cost something: the near ones, as a rule. */
export const feesOf = ({ bookings }: Pick<Terms, 'bookings'>) => bookings.filter((one) => one.feeMinor > 0);
