// What is on its way out of one booking's thread, each message with its own intent so that a second try cannot say
// it twice. Like drafts it outlives reloading and signing in again: as not sent, to be sent again or dropped.
import { useState } from 'preact/hooks';
import { api, intent, intentKey, isSignedOut, refusalOf } from '~/api/client';
import { queryClient, stale, useQuery } from '~/api/query';
import { sessionEnded, useEnded } from '~/api/session';
import type { Message } from '~/api/types';
import { keep, keptOf } from '~/lib/kept';
import { t } from './words';

export interface Outgoing {
  key: string;
  content: string;
  /** Why it was not sent; null while it is on its way. */
  problem: string | null;
}
type Outbox = readonly Outgoing[];

const KEPT_MAX = 20;

function isOutgoing(value: unknown): value is Outgoing {
  const { key, content, problem } = (value ?? {}) as Record<string, unknown>;
  return typeof key === 'string' && typeof content === 'string' && (problem === null || typeof problem === 'string');
}
const isOutbox = (value: unknown): value is Outbox => Array.isArray(value) && value.every(isOutgoing);

/** Nobody waits for an answer any more. */
const asFound = ({ problem, ...one }: Outgoing): Outgoing => ({ ...one, problem: problem ?? t('perhapsNotSent') });
/** Why it was not sent is over for who has signed in again, here or in another tab. */
const asBack = ({ problem, ...one }: Outgoing): Outgoing => ({ ...one, problem: isSignedOut(problem ?? undefined) ? t('notSent') : problem });

/** Beside the screens: what arrives after its thread has been left is not waiting there when one comes back. */
function outboxOf(bookingId: string, owner: string) {
  const queryKey = ['outbox', bookingId, owner];
  const name = `outbox.${bookingId}`;
  const found = (): Outbox => (keptOf(name, owner, isOutbox) ?? []).map(asFound);
  const change = (edit: (list: Outbox) => Outbox) => {
    const next = edit(queryClient.getQueryData<Outbox>(queryKey) ?? found());
    queryClient.setQueryData<Outbox>(queryKey, next);
    keep(name, owner, next.length > 0 ? next.slice(-KEPT_MAX) : null);
  };
  return { queryKey, found, change };
}

export function useOutbox(bookingId: string, owner: string, onSent: (message: Message) => void) {
  const { queryKey, found, ...box } = outboxOf(bookingId, owner);
  const { data } = useQuery({ queryKey, queryFn: found, initialData: found, enabled: false });
  // The cache tells of a change a moment later: what is sent is drawn together with the line that it becomes.
  const outbox = queryClient.getQueryData<Outbox>(queryKey) ?? data;
  const isEnded = useEnded();
  const [, redraw] = useState({});
  const change: typeof box.change = (edit) => { box.change(edit); redraw({}); };
  const drop = (key: string) => change((list) => list.filter((one) => one.key !== key));
  const mark = (key: string, problem: string | null) => change((list) => list.map((one) => (one.key === key ? { ...one, problem } : one)));
  const deliver = async ({ key, content }: Pick<Outgoing, 'key' | 'content'>) => {
    mark(key, null);
    try {
      const { message } = await api.message.send.mutate({ bookingId, content }, intent(key));
      onSent(message);
      drop(key);
      stale('thread.', 'message.', 'booking.events');
    } catch (error) {
      const refusal = refusalOf(error);
      if (isSignedOut(refusal.message)) sessionEnded();
      mark(key, refusal.isOffline ? t('notSent') : refusal.message);
    }
  };
  const send = (content: string) => {
    const one: Outgoing = { key: intentKey(), content, problem: null };
    change((list) => [...list, one]);
    void deliver(one);
  };
  return { outbox: isEnded ? outbox : outbox.map(asBack), send, retry: deliver, discard: drop };
}
