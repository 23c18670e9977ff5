// What the calendar shows of a month: one's bookings on both sides, and a provider's free starts.
import { api } from '~/api/client';
import { keyOf, useQuery } from '~/api/query';
import type { Booking, Inputs, Service } from '~/api/types';
import { monthRange } from '~/lib/days';
import { DAY_MS } from '~/lib/time';
import { shortestHours } from './calendar';

const PAGES_MAX = 10;
const FRESH_MS = 60_000;
type ListInput = Exclude<Inputs['booking']['list'], void | undefined>;
/** What takes or took time. */
const held: NonNullable<ListInput['status']> = ['PENDING', 'CONFIRMED', 'IN_PROGRESS', 'REVISION', 'COMPLETED', 'APPROVED', 'DISPUTED'];

async function loadAll(input: ListInput): Promise<Booking[]> {
  const bookings: Booking[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < PAGES_MAX; page++) {
    const answer = await api.booking.list.query({ ...input, limit: 100, ...(cursor && { cursor }) });
    bookings.push(...answer.bookings);
    if (!answer.nextCursor) break;
    cursor = answer.nextCursor;
  }
  return bookings;
}

/** A day more on both ends: the place's calendar may differ from one's own. */
export function useMonthBookings(role: 'client' | 'provider', month: string, zone: string, isEnabled: boolean) {
  const range = monthRange(month, zone);
  const input: ListInput = {
    role, status: held, sort: 'soonest',
    from: new Date(Date.parse(range.from) - DAY_MS).toISOString(), to: new Date(Date.parse(range.to) + DAY_MS).toISOString(),
  };
  return useQuery({ queryKey: keyOf('booking.list', { ...input, all: true }), queryFn: () => loadAll(input), enabled: isEnabled });
}

export function useProvider(id: string) {
  return useQuery({ queryKey: keyOf('provider.get', { id }), queryFn: () => api.provider.get.query({ id }), enabled: id !== '' });
}

/** By the server's own rule: what is listed can be booked. */
export function useFreeStarts(service: Service | undefined, month: string, zone: string) {
  const range = monthRange(month, zone);
  const input = service && { providerId: service.providerId, serviceId: service.id, durationHours: shortestHours(service), ...range };
  return useQuery({
    queryKey: keyOf('slot.list', input ?? {}),
    queryFn: async () => (input ? (await api.slot.list.query(input)).slots : []),
    enabled: input !== undefined,
    refetchInterval: FRESH_MS,
  });
}
