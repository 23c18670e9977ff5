// Somebody's free starts in a month, and who they are.
import { api } from '~/api/client';
import { keyOf, useQuery } from '~/api/query';
import type { Service } from '~/api/types';
import { listSlots } from '~/booking/listSlots';
import { monthRange } from '~/lib/days';
import { shortestHours } from './calendar';

const FRESH_MS = 60_000;

export function useProvider(id: string) {
  return useQuery({ queryKey: keyOf('provider.get', { id }), queryFn: () => api.provider.get.query({ id }), enabled: id !== '' });
}

/** By the server's own rule: what is listed can be booked. */
export function useFreeStarts(service: Service | undefined, month: string, zone: string) {
  const range = monthRange(month, zone);
  const input = service && { providerId: service.providerId, serviceId: service.id, durationHours: shortestHours(service), ...range };
  return useQuery({
    queryKey: keyOf('slot.list', input ?? {}),
    queryFn: async () => (input ? listSlots(input) : []),
    enabled: input !== undefined,
    refetchInterval: FRESH_MS,
  });
}
