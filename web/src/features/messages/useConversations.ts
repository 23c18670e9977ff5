import { useInfiniteQuery } from '@tanstack/preact-query';
import { api } from '~/api/client';
import { keyOf } from '~/api/query';
import type { Outputs } from '~/api/types';

const PAGE = 30;

/** A booking's conversation, with its newest message. */
export type Conversation = Outputs['thread']['list']['threads'][number];

/** One's conversations on both sides, the newest message first. */
export function useConversations(accountId: string) {
  return useInfiniteQuery({
    queryKey: [...keyOf('thread.list', { limit: PAGE }), 'pages', accountId],
    queryFn: ({ pageParam }) => api.thread.list.query({ limit: PAGE, ...(pageParam && { cursor: pageParam }) }),
    initialPageParam: '',
    getNextPageParam: (last) => last.nextCursor ?? undefined,
  });
}
