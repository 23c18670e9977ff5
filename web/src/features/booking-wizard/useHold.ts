// Keeps the chosen time for the person who is filling in the form: asked for when it is chosen, asked
// anew when the choice changes, and given back when it is dropped or the wizard is left.
import { useCallback, useEffect, useReducer, useRef, useState } from 'preact/hooks';
import { api, refusalOf } from '~/api/client';
import { serverNow } from '~/api/clock';
import { stale } from '~/api/query';
import type { Account, Service } from '~/api/types';
import type { Draft } from './draft';
import { choiceKey, leftMs, type Choice, type Held } from './hold';
import { lengthMeaning, meaningOf, type Meaning } from './refusals';
import { onLeavingPage } from './leaving';
import type { Step } from './steps';
import type { Patch } from './useDraft';
import { whereKey, type Where } from './where';

/** signedOut: nobody can be kept a time for; over: its minutes are up; failed: could not be asked, or was refused. */
export type HoldState = 'none' | 'signedOut' | 'asking' | 'held' | 'over' | 'failed';
export interface Holding {
  state: HoldState;
  hold: Held | null;
  failure: Meaning | null;
  /** Asks again for the same time: after its minutes are up, or when it could not be asked. */
  again: () => void;
}

interface Asking {
  draft: Draft;
  latest: { current: Draft };
  patch: Patch;
  service: Service | undefined;
  where: Where;
  step: Step;
  account: Account | null | undefined;
  onRefused: (meaning: Meaning, start: string) => void;
}
type Failure = { key: string; meaning: Meaning } | null;

/** Given back as well as can be: an answer is not waited for, and what is lost ends by itself. */
function release(id: string): void {
  fetch(`/api/holds/${id}`, { method: 'DELETE', keepalive: true }).then(() => stale('slot.'), () => {});
}

/** What a refusal means for the page is handled there; these only leave the time without a hold. */
const isQuiet = ({ kind }: Meaning) => kind === 'no' || kind === 'away' || kind === 'wait';

function stateOf(key: string, { draft, account }: Pick<Asking, 'draft' | 'account'>, failure: Failure): HoldState {
  if (!key) return 'none';
  if (!account) return 'signedOut';
  if (draft.hold && choiceKey(draft.hold) === key) return leftMs(draft.hold, serverNow()) > 0 ? 'held' : 'over';
  if (draft.intent) return 'none';
  return failure?.key === key ? 'failed' : 'asking';
}

/** Draws again when the minutes are up, also after the machine was asleep. */
function useEnd(hold: Held | null): void {
  const [round, draw] = useReducer((count: number) => count + 1, 0);
  const left = hold ? leftMs(hold, serverNow()) : 0;
  useEffect(() => {
    if (left <= 0) return;
    const look = () => draw(undefined);
    const timer = setTimeout(look, left + 20);
    document.addEventListener('visibilitychange', look);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', look);
    };
  }, [hold?.id, round]);
}

export function useHold(asking: Asking): Holding {
  const { draft, latest, patch, service, where, step, account, onRefused } = asking;
  const [isAsking, setAsking] = useState(false);
  const [failure, fail] = useState<Failure>(null);
  const [isHere, setHere] = useState(true);
  const here = useRef(true);
  const who = useRef(account);
  who.current = account;
  // Choosing another service drops the time with the old one.
  const choice: Choice | null = service && step > 1 && draft.start && draft.hours ? { serviceId: service.id, start: draft.start, hours: draft.hours, where: whereKey(where) } : null;
  const key = choice ? choiceKey(choice) : '';

  const letGo = useCallback(() => {
    const { hold, intent } = latest.current;
    // While it is not known what became of the booking, its time is not given away.
    if (!hold || intent || !who.current) return;
    patch({ hold: null });
    if (leftMs(hold, serverNow()) > 0) release(hold.id);
  }, []);
  const ask = async (wanted: Choice, providerId: string, at: Where): Promise<void> => {
    setAsking(true);
    try {
      const { hold } = await api.hold.create.mutate({ providerId, serviceId: wanted.serviceId, start: wanted.start, durationHours: wanted.hours, ...at });
      if (here.current) patch({ hold: { ...wanted, id: hold.id, expiresAt: hold.expiresAt } });
      else release(hold.id);
    } catch (error) {
      const meaning = lengthMeaning(meaningOf(refusalOf(error)), latest.current.hold, wanted);
      // A refused time is dropped by the page, so that it can be tried again; all else waits for a word.
      if (meaning.kind !== 'time') fail({ key: choiceKey(wanted), meaning });
      if (here.current && latest.current.start === wanted.start && !isQuiet(meaning)) onRefused(meaning, wanted.start);
    }
    setAsking(false);
  };

  const isSettled = draft.intent === null;
  useEffect(() => {
    // One question at a time: the last choice must be the last that the server hears.
    if (isAsking || !account || !isSettled || !here.current) return;
    const { hold } = latest.current;
    if (hold && choiceKey(hold) === key) return;
    if (hold && hold.serviceId !== choice?.serviceId) letGo();
    if (choice && service && failure?.key !== key) void ask(choice, service.providerId, where);
  }, [key, account?.id, isAsking, isSettled, failure, draft.hold?.id, isHere]);
  useEffect(() => fail(null), [account?.id]);
  useEffect(() => {
    const retry = () => fail((before) => (before && isQuiet(before.meaning) && before.meaning.kind !== 'no' ? null : before));
    retry();
    window.addEventListener('online', retry);
    return () => window.removeEventListener('online', retry);
  }, [step]);
  useEffect(() => {
    const turn = (is: boolean) => {
      here.current = is;
      setHere(is);
      if (!is) letGo();
    };
    const stop = onLeavingPage(() => turn(false), () => turn(true));
    return () => {
      stop();
      turn(false);
    };
  }, []);
  useEnd(draft.hold);

  const state = stateOf(key, asking, failure);
  // Whether somebody else has it by now is what one wants to know next.
  useEffect(() => {
    if (state === 'over') stale('slot.');
  }, [state]);
  const again = useCallback(() => {
    fail(null);
    patch({ hold: null });
  }, []);
  return { state, hold: draft.hold, failure: state === 'failed' ? (failure?.meaning ?? null) : null, again };
}
