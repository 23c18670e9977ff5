import { useInfiniteQuery } from '@tanstack/preact-query';
import { api } from '~/api/client';
import { keyOf } from '~/api/query';
import { isProvider } from '~/api/session';
import type { Account, Booking } from '~/api/types';
import { conversationOf, type Conversation } from './conversations';

const PAGE = 20;
interface Cursors {
  client: string | null;
  provider: string | null;
}
interface Page {
  conversations: Conversation[];
  next: Cursors;
}

async function side(role: 'client' | 'provider', cursor: string | null): Promise<{ bookings: Booking[]; nextCursor: string | null }> {
  return cursor === null ? { bookings: [], nextCursor: null } : api.booking.list.query({ role, sort: 'newest', limit: PAGE, ...(cursor && { cursor }) });
}

/** The last message of each travels in the same few requests. */
async function load(account: Account, from: Cursors): Promise<Page> {
  const [asClient, asProvider] = await Promise.all([side('client', from.client), side('provider', from.provider)]);
  const bookings = [...asClient.bookings, ...asProvider.bookings];
  const lasts = await Promise.all(bookings.map(({ id }) => api.message.list.query({ bookingId: id, limit: 1 })));
  return {
    conversations: bookings.map((booking, index) => conversationOf(booking, lasts[index]?.messages[0] ?? null, account.id)),
    next: { client: asClient.nextCursor, provider: asProvider.nextCursor },
  };
}

/** One's conversations on both sides, those of the latest bookings first fetched. */
export function useConversations(account: Account) {
  const start: Cursors = { client: '', provider: isProvider(account) ? '' : null };
  return useInfiniteQuery({
    queryKey: [...keyOf('thread.list'), account.id],
    queryFn: ({ pageParam }) => load(account, pageParam),
    initialPageParam: start,
    getNextPageParam: ({ next }: Page) => (next.client || next.provider ? next : undefined),
  });
}
