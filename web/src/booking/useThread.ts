// One booking's messages: the latest page kept fresh by the journal, earlier ones on demand, and what is on
// its way out, each message with its own intent so that a second try cannot say it twice.
import { useEffect, useState } from 'preact/hooks';
import { api, intent, intentKey, refusalOf } from '~/api/client';
import { keyOf, queryClient, stale, useQuery } from '~/api/query';
import type { Message, Outputs } from '~/api/types';
import { joinMessages, PAGE } from './thread';
import { t } from './words';

export interface Outgoing {
  key: string;
  content: string;
  /** Why it was not sent; null while it is on its way. */
  problem: string | null;
}

function useOutbox(bookingId: string, onSent: (message: Message) => void) {
  const [outbox, setOutbox] = useState<Outgoing[]>([]);
  const drop = (key: string) => setOutbox((list) => list.filter((one) => one.key !== key));
  const mark = (key: string, problem: string | null) => setOutbox((list) => list.map((one) => (one.key === key ? { ...one, problem } : one)));
  const deliver = async ({ key, content }: Pick<Outgoing, 'key' | 'content'>) => {
    mark(key, null);
    try {
      const { message } = await api.message.send.mutate({ bookingId, content }, intent(key));
      onSent(message);
      drop(key);
      stale('thread.', 'message.', 'booking.events');
    } catch (error) {
      const refusal = refusalOf(error);
      mark(key, refusal.isOffline ? t('notSent') : refusal.message);
    }
  };
  const send = (content: string) => {
    const one: Outgoing = { key: intentKey(), content, problem: null };
    setOutbox((list) => [...list, one]);
    void deliver(one);
  };
  return { outbox, send, retry: deliver, discard: drop };
}

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

export function useThread(bookingId: string) {
  const input = { bookingId, limit: PAGE };
  const key = keyOf('message.list', input);
  const query = useQuery({ queryKey: key, queryFn: () => api.message.list.query(input) });
  const [messages, setMessages] = useState<Message[]>([]);
  const add = (came: Message[]) => setMessages((known) => joinMessages(known, came));
  useEffect(() => { if (query.data) add(query.data.messages); }, [query.data]);
  const outbox = useOutbox(bookingId, (message) => {
    queryClient.setQueryData<Outputs['message']['list']>(key, (old) => old && { ...old, messages: joinMessages(old.messages, [message]) });
    add([message]);
  });
  const earlier = useEarlier(bookingId, messages[0], (came) => setMessages((known) => joinMessages(came, known)));
  return { query, messages, ...outbox, ...earlier };
}
