import { api } from '~/api/client';
import { keyOf, queryClient, useQuery } from '~/api/query';
import type { Outputs, Provider } from '~/api/types';

type Reply = Outputs['provider']['get'];

/** Whoever comes from the list has seen most of it: that stands here until the whole arrives. */
function seenInSearch(id: string): Provider | undefined {
  for (const [, page] of queryClient.getQueriesData<{ providers: Provider[] }>({ queryKey: ['provider.search'] })) {
    const found = page?.providers.find((one) => one.id === id);
    if (found) return found;
  }
  return undefined;
}

export function useProvider(id: string) {
  const seen = seenInSearch(id);
  const query = useQuery({
    queryKey: keyOf('provider.get', { id }),
    queryFn: (): Promise<Reply> => api.provider.get.query({ id }),
    placeholderData: seen ? { provider: seen } : undefined,
  });
  return { query, provider: query.data?.provider, distanceMiles: seen?.distanceMiles };
}

export function useAvailability(providerId: string) {
  return useQuery({
    queryKey: keyOf('availability.of', { providerId }),
    queryFn: () => api.availability.of.query({ providerId }),
  });
}

export interface WeekInput {
  providerId: string;
  serviceId: string;
  from: string;
  to: string;
}
export function useSlots(input: WeekInput, isWanted = true) {
  return useQuery({
    queryKey: keyOf('slot.list', input),
    queryFn: () => api.slot.list.query(input),
    enabled: isWanted && input.serviceId !== '',
  });
}
