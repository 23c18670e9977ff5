import { keepPreviousData, useInfiniteQuery } from '@tanstack/preact-query';
import { api } from '~/api/client';
import { keyOf } from '~/api/query';
import { listInput, type ListState } from './listState';

/** One's bookings, a page at a time; what was shown stays until the next answer is there. */
export function useBookingList(state: ListState, accountId: string) {
  const input = listInput(state);
  return useInfiniteQuery({
    queryKey: [...keyOf('booking.list', input), 'pages', accountId],
    queryFn: ({ pageParam }) => api.booking.list.query({ ...input, ...(pageParam && { cursor: pageParam }) }),
    initialPageParam: '',
    getNextPageParam: (last) => last.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
  });
}
