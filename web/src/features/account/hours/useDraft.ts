// The page's one form: edits with a way back, one save, and a draft that survives the back button and signing in again.
import { useMemo, useRef, useState } from 'preact/hooks';
import { api, refusalOf, type FieldProblem, type Refusal } from '~/api/client';
import { keyOf, queryClient, stale } from '~/api/query';
import { keep, keptOf } from '~/lib/kept';
import { toast } from '~/ui/Toast';
import { draftOf, inputOf, problemsOfDraft, type Draft } from './draft';
import { clashesOf, isEdits, isTouched, keepMine, noEdits, patched, rebased, takeTheirs, type Clash, type Edits } from './edits';
import type { Hours } from './week';
import { t } from './words';

export const hoursKey = keyOf('availability.get');
const UNDO_MOST = 100;
const SENDS_MOST = 3;

const KEPT = 'hours';

export const loadHours = () => api.availability.get.query();

export type Outside = NonNullable<Hours['outside']>;
export type Change = (patch: Partial<Draft>, what?: string) => void;

export interface HoursForm {
  draft: Draft;
  /** What each section is changed from: the server's, or for what was touched what it held when it was touched. */
  base: Draft;
  /** What the server has by now. */
  theirs: Draft;
  /** Touched here and changed elsewhere meanwhile: somebody has to say which stays. */
  clashes: Clash[];
  /** How often saving has met them. */
  clashesMet: number;
  keepMine: () => void;
  takeTheirs: () => void;
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
  const server = useMemo(() => draftOf(hours), [hours]);
  const [found] = useState(() => keptOf(KEPT, owner, isEdits));
  const [written, write] = useState<Edits>(found ?? noEdits);
  const latest = useRef(written);
  const [past, setPast] = useState<Edits[]>([]);
  const [told, tell] = useState<HoursForm['told']>({ count: 0, problems: [] });
  const [isBusy, setBusy] = useState(false);
  const [refusal, refuse] = useState<Refusal | null>(null);
  const [clashesMet, meetClashes] = useState(0);
  const [outside, setOutside] = useState<Outside>([]);
  const lastEdit = useRef<string | undefined>(undefined);
  const edits = useMemo(() => rebased(written, server), [written, server]);
  const draft = useMemo(() => ({ ...server, ...edits.mine }), [server, edits]);
  const base = useMemo(() => ({ ...server, ...edits.from }), [server, edits]);
  const clashes = useMemo(() => clashesOf(edits, server), [edits, server]);

  const put = (next: Edits) => {
    latest.current = next;
    write(next);
    keep(KEPT, owner, isTouched(next) ? next : null);
  };
  const remember = () => setPast((before) => [...before, edits].slice(-UNDO_MOST));
  const clear = () => {
    put(noEdits);
    setPast([]);
    tell({ count: 0, problems: [] });
    refuse(null);
    lastEdit.current = undefined;
  };
  const change: Change = (patch, what) => {
    if (!what || what !== lastEdit.current) remember();
    lastEdit.current = what;
    put(patched(edits, patch, server));
  };
  const undo = () => {
    const before = past[past.length - 1];
    if (!before) return;
    lastEdit.current = undefined;
    setPast(past.slice(0, -1));
    put(before);
  };
  /** Null: somebody has to say first which stays. */
  const store = async (sends = 1): Promise<Hours | null> => {
    // The newest answer is asked for first: what was saved elsewhere is not to be written over without a word.
    const now = await queryClient.fetchQuery({ queryKey: hoursKey, queryFn: loadHours, staleTime: 0 });
    const then = draftOf(now);
    if (clashesOf(edits, then).length > 0) return null;
    const { mine, from } = rebased(edits, then);
    try {
      return await api.availability.set.mutate({ ...inputOf({ ...then, ...mine }, { ...then, ...from }), ...(now.version !== undefined && { version: now.version }) });
    } catch (error) {
      // Saved elsewhere since that answer: looked at once more, for it may be about something else.
      if (refusalOf(error).code !== 'stale_version' || sends === SENDS_MOST) throw error;
      return store(sends + 1);
    }
  };
  const send = async () => {
    const answer = await store();
    if (!answer) return meetClashes((count) => count + 1);
    const { outside: left = [], ...saved } = answer;
    if (latest.current === written) clear();
    else put(keepMine({ mine: latest.current.mine, from: draft }, draftOf(saved))); // written on while it was sent
    queryClient.setQueryData(hoursKey, saved);
    stale('availability.open', 'availability.of', 'slot.', 'provider.');
    setOutside(left);
    toast(t('saved'));
  };
  const save = async () => {
    const problems = problemsOfDraft(draft, base);
    tell({ count: told.count + 1, problems });
    refuse(null);
    if (problems.length > 0) return;
    setBusy(true);
    try {
      await send();
    } catch (error) {
      refuse(refusalOf(error));
    } finally {
      setBusy(false);
    }
  };
  return {
    draft, base, theirs: server, clashes, clashesMet, change, undo, save, isBusy, told, refusal, outside,
    keepMine: () => {
      setPast(past.map((one) => keepMine(one, server)));
      put(keepMine(edits, server));
    },
    takeTheirs: () => {
      remember();
      lastEdit.current = undefined;
      put(takeTheirs(edits, server));
    },
    isChanged: isTouched(edits),
    isChecked: told.count > 0,
    discard: clear,
    canUndo: past.length > 0,
    wasKept: found !== null && written === found && isTouched(edits),
    seeOutside: () => setOutside([]),
  };
}

/** Leaving on purpose: there is nothing to come back to. */
export function forgetDraft(): void {
  keep(KEPT, '', null);
}
