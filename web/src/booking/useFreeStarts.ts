// The starts a booking could be moved to, around its own: it may overlap the time it has.
import { useMemo, useState } from 'preact/hooks';
import { keyOf, useQuery } from '~/api/query';
import type { Booking } from '~/api/types';
import { listSlots } from './listSlots';
import { otherStarts, rangeAround } from './move';

const FRESH_MS = 60_000;

/** The range stays as it was when the question was opened; what is free in it is asked again each minute. */
export function useFreeStarts(booking: Booking) {
  const [range] = useState(() => rangeAround(booking.scheduledTime ?? Date.now(), booking.timeZone, Date.now()));
  const input = { providerId: booking.provider.id, ...(booking.serviceId && { serviceId: booking.serviceId }), durationHours: booking.durationHours, ignoreBookingId: booking.id, ...range };
  const query = useQuery({ queryKey: keyOf('slot.list', input), queryFn: () => listSlots(input), refetchInterval: FRESH_MS });
  const slots = useMemo(() => query.data && otherStarts(query.data, booking.scheduledTime), [query.data, booking.scheduledTime]);
  return { slots, range, error: query.error, refetch: query.refetch };
}
