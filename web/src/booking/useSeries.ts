// All bookings of a series, and what cancelling each of them would cost.
import { api } from '~/api/client';
import { keyOf, useQuery } from '~/api/query';
import type { Booking } from '~/api/types';
import type { Side } from './view';

/** No series is longer (booking.create allows 52). */
const LIMIT = 100;

export function useSeries(booking: Pick<Booking, 'seriesId'>, side: Side) {
  const input = { seriesId: booking.seriesId ?? '', role: side === 'provider' ? 'provider' as const : 'client' as const, sort: 'soonest' as const, limit: LIMIT };
  return useQuery({ queryKey: keyOf('booking.list', input), queryFn: async () => (await api.booking.list.query(input)).bookings, enabled: Boolean(booking.seriesId) && side !== 'onlooker' });
}

/** The preview stands in each booking's own answer only; tRPC asks for ten at a time. */
export function useTerms(bookings: readonly Pick<Booking, 'id'>[], isEnabled: boolean) {
  const ids = bookings.map(({ id }) => id);
  return useQuery({
    queryKey: keyOf('booking.get', { ids: ids.join(',') }),
    queryFn: () => Promise.all(ids.map(async (id) => (await api.booking.get.query({ id })).booking)),
    enabled: isEnabled && ids.length > 0,
  });
}
