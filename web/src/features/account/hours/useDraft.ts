// The page's one form: edits with a way back, one save, and a draft that survives the back button.
import { useMemo, useRef, useState } from 'preact/hooks';
import { api, refusalOf, type FieldProblem, type Refusal } from '~/api/client';
import { keyOf, queryClient, stale } from '~/api/query';
import { toast } from '~/ui/Toast';
import { changedSections, draftOf, inputOf, problemsOfDraft, type Draft } from './draft';
import type { Hours } from './week';
import { t } from './words';

export const hoursKey = keyOf('availability.get');
const UNDO_MOST = 100;

// What was left unsaved by the back button, for whoever comes back to the same hours.
let kept: { owner: string; base: string; draft: Draft } | null = null;

export type Outside = NonNullable<Hours['outside']>;
export type Change = (patch: Partial<Draft>, what?: string) => void;

export interface HoursForm {
  draft: Draft;
  base: Draft;
  /** Edits that follow each other under the same name are undone together. */
  change: Change;
  undo: () => void;
  discard: () => void;
  save: () => Promise<void>;
  canUndo: boolean;
  isChanged: boolean;
  isBusy: boolean;
  wasKept: boolean;
  /** Once saving was tried, what is missing is said as well. */
  isChecked: boolean;
  /** As it was found when saving was tried: it does not change under the hands that put it right. */
  told: { count: number; problems: FieldProblem[] };
  refusal: Refusal | null;
  outside: Outside;
  seeOutside: () => void;
}

export function useDraft(hours: Hours, owner: string): HoursForm {
  const base = useMemo(() => draftOf(hours), [hours]);
  const print = useMemo(() => JSON.stringify(base), [base]);
  const found = useRef(kept?.owner === owner && kept.base === print ? kept.draft : null);
  const [edited, setEdited] = useState<Draft | null>(found.current);
  const [past, setPast] = useState<Draft[]>([]);
  const [told, tell] = useState<HoursForm['told']>({ count: 0, problems: [] });
  const [isBusy, setBusy] = useState(false);
  const [refused, setRefused] = useState<{ refusal: Refusal; draft: Draft } | null>(null);
  const [outside, setOutside] = useState<Outside>([]);
  const lastEdit = useRef<string | undefined>(undefined);
  const draft = edited ?? base;
  const isChanged = useMemo(() => changedSections(draft, base).length > 0, [draft, base]);

  const put = (next: Draft | null) => {
    setEdited(next);
    kept = next && { owner, base: print, draft: next };
  };
  const clear = () => {
    put(null);
    setPast([]);
    tell({ count: 0, problems: [] });
    setRefused(null);
    lastEdit.current = undefined;
  };
  const change: Change = (patch, what) => {
    if (!what || what !== lastEdit.current) setPast((before) => [...before, draft].slice(-UNDO_MOST));
    lastEdit.current = what;
    put({ ...draft, ...patch });
  };
  const undo = () => {
    const before = past[past.length - 1];
    if (!before) return;
    lastEdit.current = undefined;
    setPast(past.slice(0, -1));
    put(before);
  };
  const save = async () => {
    const problems = problemsOfDraft(draft, base);
    tell({ count: told.count + 1, problems });
    setRefused(null);
    if (problems.length > 0) return;
    setBusy(true);
    try {
      const { outside: now = [], ...saved } = await api.availability.set.mutate(inputOf(draft, base));
      clear();
      queryClient.setQueryData(hoursKey, saved);
      stale('availability.open', 'availability.of', 'slot.', 'provider.');
      setOutside(now);
      toast(t('saved'));
    } catch (error) {
      setRefused({ refusal: refusalOf(error), draft });
    } finally {
      setBusy(false);
    }
  };
  return {
    draft, base, change, undo, save, isChanged, isBusy, told, outside,
    isChecked: told.count > 0,
    discard: clear,
    canUndo: past.length > 0,
    wasKept: found.current !== null && edited === found.current,
    refusal: refused?.refusal ?? null,
    seeOutside: () => setOutside([]),
  };
}

/** Leaving on purpose: there is nothing to come back to. */
export function forgetDraft(): void {
  kept = null;
}
