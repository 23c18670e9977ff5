import { api } from '~/api/client';
import { keyOf, useQuery } from '~/api/query';
import type { Inputs } from '~/api/types';

type ListInput = Exclude<Inputs['booking']['list'], void | undefined>;

function useList(input: ListInput, accountId: string) {
  return useQuery({ queryKey: [...keyOf('booking.list', input), accountId], queryFn: () => api.booking.list.query(input) });
}

/** Those who ask. Both lists carry the numbers of all. */
export const useRequests = (accountId: string) => useList({ role: 'provider', status: ['PENDING'], sort: 'soonest', limit: 20 }, accountId);

/** What is agreed and not done: also what should have been started or completed before today. */
export const useAgreed = (accountId: string) => useList({ role: 'provider', status: ['CONFIRMED', 'IN_PROGRESS', 'REVISION'], sort: 'soonest', limit: 40 }, accountId);
