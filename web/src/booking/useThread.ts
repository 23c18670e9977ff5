// One booking's messages: the latest page kept fresh by the journal, earlier ones on demand, and what is on its way out.
import { useEffect, useState } from 'preact/hooks';
import { api } from '~/api/client';
import { keyOf, queryClient, useQuery } from '~/api/query';
import type { Message, Outputs } from '~/api/types';
import { joinMessages, PAGE } from './thread';
import { useOutbox } from './useOutbox';

function useEarlier(bookingId: string, first: Message | undefined, onCame: (messages: Message[]) => void) {
  const [state, setState] = useState<'idle' | 'busy' | 'failed'>('idle');
  const load = async () => {
    if (!first) return;
    setState('busy');
    try {
      onCame((await api.message.list.query({ bookingId, limit: PAGE, cursor: first.sequence })).messages);
      setState('idle');
    } catch {
      setState('failed');
    }
  };
  return { hasEarlier: (first?.sequence ?? 1) > 1, loadEarlier: load, earlier: state };
}

export function useThread(bookingId: string, accountId: string) {
  const input = { bookingId, limit: PAGE };
  const key = keyOf('message.list', input);
  const query = useQuery({ queryKey: key, queryFn: () => api.message.list.query(input) });
  const [messages, setMessages] = useState<Message[]>([]);
  const add = (came: Message[]) => setMessages((known) => joinMessages(known, came));
  useEffect(() => { if (query.data) add(query.data.messages); }, [query.data]);
  const outbox = useOutbox(bookingId, accountId, (message) => {
    queryClient.setQueryData<Outputs['message']['list']>(key, (old) => old && { ...old, messages: joinMessages(old.messages, [message]) });
    add([message]);
  });
  const earlier = useEarlier(bookingId, messages[0], (came) => setMessages((known) => joinMessages(came, known)));
  return { query, messages, ...outbox, ...earlier };
}
