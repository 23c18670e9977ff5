import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { Account, Provider } from '~/api/types';
import { bookedAt } from './booked';
import { claimDraft, emptyDraft, loadDraft, saveDraft, type Draft } from './draft';
import { withAddress } from './steps';

export type Patch = (change: Partial<Draft> | ((draft: Draft) => Draft)) => Draft;

/** The draft for one provider, written down with every change. */
export function useDraft(provider: Provider, account: Account | null | undefined, query: Record<string, string | undefined>) {
  // Whoever comes back from the booking starts another one: its own time is theirs already.
  const [before] = useState(() => bookedAt(sessionStorage, provider.id, query.start));
  const [draft, set] = useState(() => withAddress(claimDraft(loadDraft(sessionStorage, provider.id, Date.now()), account ?? null), before ? { ...query, start: undefined } : query, provider));
  const latest = useRef(draft);
  const isOver = useRef(false);
  const patch: Patch = useCallback((change) => {
    const next = typeof change === 'function' ? change(latest.current) : { ...latest.current, ...change };
    latest.current = next;
    if (!isOver.current) saveDraft(sessionStorage, provider.id, next);
    set(next);
    return next;
  }, [provider.id]);
  const clear = useCallback(() => {
    isOver.current = true;
    saveDraft(sessionStorage, provider.id, null);
  }, [provider.id]);
  useEffect(() => {
    if (!account) return;
    patch((before) => {
      const mine = claimDraft(before, account);
      return mine.owner === before.owner || before.owner === null ? mine : withAddress({ ...emptyDraft, owner: account.id }, {}, provider);
    });
  }, [account?.id]);
  return { draft, latest, patch, clear, before };
}
