// Doing one of the allowed verbs: nothing is shown as done before the server says so, and pressing again after
// a lost answer carries the same intent.
import { useRef, useState } from 'preact/hooks';
import { api, intent, intentKey, refusalOf } from '~/api/client';
import { keyOf, queryClient, stale } from '~/api/query';
import type { Booking } from '~/api/types';
import { keep } from '~/lib/kept';
import { toast } from '~/ui/Toast';
import { keptAnswer, type Verb } from './actions';
import { keptMove } from './move';
import type { Scope } from './series';
import { t } from './words';

type Send = typeof api.booking.confirm.mutate;
const sends: Record<Exclude<Verb, 'reschedule' | 'cancel'>, Send> = {
  confirm: (...call) => api.booking.confirm.mutate(...call),
  decline: (...call) => api.booking.decline.mutate(...call),
  start: (...call) => api.booking.start.mutate(...call),
  complete: (...call) => api.booking.complete.mutate(...call),
  revision: (...call) => api.booking.revision.mutate(...call),
  approve: (...call) => api.booking.approve.mutate(...call),
  'no-show': (...call) => api.booking.noShow.mutate(...call),
  dispute: (...call) => api.booking.dispute.mutate(...call),
  'accept-reschedule': (...call) => api.booking.acceptReschedule.mutate(...call),
  'decline-reschedule': (...call) => api.booking.declineReschedule.mutate(...call),
};
export interface Details {
  reason?: string;
  /** Of `reschedule` alone. */
  start?: string;
  /** Of `cancel` alone, where the booking repeats. */
  scope?: Scope | undefined;
}
function send(verb: Verb, id: string, { reason, start = '', scope }: Details, options: Parameters<Send>[1]) {
  const input = { id, ...(reason && { reason }) };
  if (verb === 'reschedule') return api.booking.reschedule.mutate({ ...input, scheduledTime: start }, options);
  if (verb === 'cancel') return api.booking.cancel.mutate({ ...input, ...(scope && scope !== 'this' && { scope }) }, options);
  return sends[verb](input, options);
}

export interface Start {
  start: string;
  end: string;
}
/** Free starts that a refused time came back with, the nearest first. */
function startsOf(more: Record<string, unknown>): Start[] {
  const { starts } = (more.alternatives ?? {}) as { starts?: Start[] };
  return Array.isArray(starts) ? starts.filter((one) => !Number.isNaN(Date.parse(one.start))) : [];
}

export function useVerb(booking: Pick<Booking, 'id'>, otherName: string) {
  const [busy, setBusy] = useState<Verb | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [alternatives, setAlternatives] = useState<Start[]>([]);
  const intents = useRef(new Map<string, string>());

  /** Whether it was done. A refusal is kept in `problem`, in the server's words. */
  const run = async (verb: Verb, details: Details = {}): Promise<boolean> => {
    const name = `${verb}\n${JSON.stringify(details)}`;
    const key = intents.current.get(name) ?? intentKey();
    intents.current.set(name, key);
    setBusy(verb);
    setProblem(null);
    setAlternatives([]);
    try {
      const reply = await send(verb, booking.id, details, intent(key));
      queryClient.setQueryData(keyOf('booking.get', { id: booking.id }), reply);
      intents.current.delete(name);
      keep(verb === 'reschedule' ? keptMove(booking.id) : keptAnswer(booking.id, verb), '', null);
      toast(t('done', { name: otherName }));
      return true;
    } catch (error) {
      const refusal = refusalOf(error);
      if (!refusal.isOffline) intents.current.delete(name);
      setProblem(refusal.isOffline ? t('lost') : refusal.message);
      setAlternatives(startsOf(refusal.more));
      return false;
    } finally {
      setBusy(null);
      stale('booking.', 'slot.', 'thread.');
    }
  };
  return { run, busy, problem, alternatives, clear: () => { setProblem(null); setAlternatives([]); } };
}
