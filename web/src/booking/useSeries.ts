// All bookings of a series, and what cancelling each of them would cost.
import { api } from '~/api/client';
import { keyOf, useQuery } from '~/api/query';
import type { Booking } from '~/api/types';
import { affectedBy, type Scope } from './series';
import type { Side } from './view';

/** No series is longer (booking.create allows 52). */
const LIMIT = 100;
const FRESH_MS = 60_000;

export function useSeries(booking: Pick<Booking, 'seriesId'>, side: Side) {
  const input = { seriesId: booking.seriesId ?? '', role: side === 'provider' ? 'provider' as const : 'client' as const, sort: 'soonest' as const, limit: LIMIT };
  return useQuery({ queryKey: keyOf('booking.list', input), queryFn: async () => (await api.booking.list.query(input)).bookings, enabled: Boolean(booking.seriesId) && side !== 'onlooker' });
}

/** What calling off so many of a series would do now, each by its own terms; asked again as these change with the clock. */
export function useCancellation({ id }: Pick<Booking, 'id'>, scope: Scope, isEnabled: boolean) {
  return useQuery({
    queryKey: keyOf('booking.cancellation', { id, scope }), queryFn: () => api.booking.cancellation.query({ id, scope }),
    enabled: isEnabled, refetchInterval: FRESH_MS,
  });
}

/** How many a scope calls off; null while that is not known. */
export function useCount(booking: Booking, side: Side, scope: Scope): number | null {
  const series = useSeries(booking, side);
  const terms = useCancellation(booking, scope, scope !== 'this');
  if (scope === 'this') return 1;
  return terms.data?.bookings.length ?? (series.data ? affectedBy(series.data, booking, scope).length : null);
}
