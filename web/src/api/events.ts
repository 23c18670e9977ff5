// What others did appears here without reloading: the journal is asked every few seconds while the
// page is seen, and what an entry is about becomes stale.
import { useEffect } from 'preact/hooks';
import { api, refusalOf } from './client';
import { queryClient, stale } from './query';
import { RETURNED, sessionEnded } from './session';

const INTERVAL_MS = 3_000;
const INTERVAL_WHEN_LOST_MS = 10_000;
const SIGNED_OUT = 401;

export interface JournalEvent {
  id: number;
  type: string;
  at: string;
  bookingId: string | null;
  data?: unknown;
}
type Listener = (event: JournalEvent) => void;
const listeners = new Set<Listener>();

/** Called once for each event about the person who is here, in order. */
export function useEvents(listener: Listener): void {
  useEffect(() => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  }, [listener]);
}

const followed = ['booking.', 'notification.', 'thread.', 'message.', 'slot.'];

function tell(events: JournalEvent[]): void {
  if (events.length === 0) return;
  stale(...followed);
  for (const event of events) for (const listener of listeners) listener(event);
}

/** What was there before the journal was first asked may lack what has happened in between. */
function doubtBefore(at: number): void {
  void queryClient.invalidateQueries({
    predicate: ({ queryKey, state }) => state.dataUpdatedAt < at && followed.some((path) => String(queryKey[0]).startsWith(path)),
  });
}

/** Follows the journal from now on; the answer stops it. */
export function followJournal(): () => void {
  let after: number | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isStopped = false;
  let isAsking = false; // one question at a time: two would tell everything twice
  const ask = async (): Promise<void> => {
    if (isAsking) return;
    isAsking = true;
    let wait = INTERVAL_MS;
    try {
      if (document.visibilityState === 'visible') {
        const askedAt = Date.now();
        const answer = await api.event.poll.query(after === undefined ? undefined : { after });
        if (after === undefined) doubtBefore(askedAt);
        after = answer.nextAfter;
        if (!isStopped) tell(answer.events);
      }
    } catch (error) {
      if (refusalOf(error).status === SIGNED_OUT) return isStopped ? undefined : sessionEnded();
      wait = INTERVAL_WHEN_LOST_MS;
    } finally {
      isAsking = false;
    }
    if (!isStopped) timer = setTimeout(ask, wait);
  };
  const wake = () => {
    if (document.visibilityState !== 'visible') return;
    clearTimeout(timer);
    void ask();
  };
  document.addEventListener('visibilitychange', wake);
  document.addEventListener(RETURNED, wake);
  // At once: what the page asks for after this is as new as the position.
  void ask();
  return () => {
    isStopped = true;
    clearTimeout(timer);
    document.removeEventListener('visibilitychange', wake);
    document.removeEventListener(RETURNED, wake);
  };
}
