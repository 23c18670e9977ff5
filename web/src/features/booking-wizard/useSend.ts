// Sending the booking: once, whatever happens to the answers on their way.
import { useRef, useState } from 'preact/hooks';
import { api, intent, intentKey, refusalOf } from '~/api/client';
import { keyOf, queryClient, stale } from '~/api/query';
import type { Booking } from '~/api/types';
import { intentFor, type CreateInput, type Draft, type Intent } from './draft';
import { meaningOf, type Meaning } from './refusals';
import { rememberLeftOut } from './series';
import type { Patch } from './useDraft';

/** What is still open after an answer: nothing, what was open before (it was not looked at), or this too. */
function openAfter({ kind }: Meaning, before: Intent | null, sent: Intent): Intent | null {
  if (kind === 'away') return sent;
  return kind === 'wait' || kind === 'signIn' ? before : null;
}

interface Sending {
  latest: { current: Draft };
  patch: Patch;
  onBooked: (booking: Booking, wasBefore: boolean) => void;
  onRefused: (meaning: Meaning) => void;
}

export function useSend({ latest, patch, onBooked, onRefused }: Sending) {
  const [isSending, setSending] = useState(false);
  const isOut = useRef(false);

  const book = async (input: CreateInput, key: string): Promise<Booking> => {
    const reply = await api.booking.create.mutate(input, intent(key));
    queryClient.setQueryData(keyOf('booking.get', { id: reply.booking.id }), reply);
    rememberLeftOut(reply);
    stale('booking.list', 'slot.');
    return reply.booking;
  };
  /** The key stands for something else that has arrived: the server gives its stored answer again. */
  const recall = async (key: string, inputs: CreateInput[]): Promise<Booking | null> => {
    for (const input of inputs)
      try {
        return await book(input, key);
      } catch (error) {
        if (meaningOf(refusalOf(error)).kind !== 'sentBefore') throw error;
      }
    return null;
  };
  const attempt = async (input: CreateInput): Promise<void> => {
    const before = latest.current.intent;
    const sent = intentFor(before, input, intentKey, Date.now());
    patch({ intent: sent });
    try {
      onBooked(await book(input, sent.key), false);
    } catch (error) {
      let meaning = meaningOf(refusalOf(error));
      if (meaning.kind === 'sentBefore') {
        try {
          const booking = await recall(sent.key, sent.inputs.filter((one) => one !== input));
          if (booking) return onBooked(booking, true);
        } catch (again) {
          meaning = meaningOf(refusalOf(again));
        }
      }
      patch({ intent: openAfter(meaning, before, sent) });
      onRefused(meaning);
    }
  };
  const send = async (input: CreateInput): Promise<void> => {
    if (isOut.current) return;
    isOut.current = true;
    setSending(true);
    try {
      await attempt(input);
    } finally {
      isOut.current = false;
      setSending(false);
    }
  };
  return { send, isSending };
}
