// What was touched, piece by piece (a day of the week, a date, else a whole section): each keeps what it was changed
// from. The others follow the server's news. Pure.
import { sections, type Draft, type Section } from './draft';
import type { DateException } from './week';

export interface Edits {
  mine: Partial<Draft>;
  /** What the same sections held when they were first touched. */
  from: Partial<Draft>;
}
/** What of a section clashes: days of the week, dates, or nothing smaller than the section itself. */
export interface Clash {
  section: Section;
  pieces: string[];
}
export const noEdits: Edits = { mine: {}, from: {} };

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);
const touched = ({ mine }: Edits) => sections.filter((section) => section in mine);
const only = (draft: Partial<Draft>, which: Section[]): Partial<Draft> => Object.fromEntries(which.map((section) => [section, draft[section]]));
const narrowed = (edits: Edits, which: Section[]): Edits => ({ mine: only(edits.mine, which), from: only(edits.from, which) });
/** What was put back as it was is not touched any more. */
const settled = (edits: Edits): Edits => narrowed(edits, touched(edits).filter((section) => !same(edits.mine[section], edits.from[section])));

export const isTouched = (edits: Edits) => touched(edits).length > 0;

// ---- pieces ----

type Pieces = Record<string, unknown>;
function piecesOf(draft: Partial<Draft>, section: Section): Pieces {
  if (section === 'week') return { ...draft.week };
  if (section === 'exceptions') return Object.fromEntries((draft.exceptions ?? []).map(({ date, intervals }) => [date, intervals]));
  return { [section]: draft[section] };
}
function wholeOf(pieces: Pieces, section: Section): unknown {
  if (section === 'week') return pieces;
  if (section !== 'exceptions') return pieces[section];
  const dates = Object.keys(pieces).filter((date) => pieces[date] !== undefined).sort();
  return dates.map((date) => ({ date, intervals: pieces[date] }) as DateException);
}

/** The pieces that `isTheirs` says are the server's, on both sides: what was there, and what is wanted. */
function taken(edits: Edits, server: Draft, isTheirs: (mine: unknown, from: unknown, theirs: unknown) => boolean): Edits {
  const next: Edits = { mine: { ...edits.mine }, from: { ...edits.from } };
  for (const section of touched(edits)) {
    const [mine, from, theirs] = [edits.mine, edits.from, server].map((draft) => piecesOf(draft, section)) as [Pieces, Pieces, Pieces];
    for (const name of Object.keys({ ...theirs, ...mine, ...from }))
      if (isTheirs(mine[name], from[name], theirs[name])) mine[name] = from[name] = theirs[name];
    Object.assign(next.mine, { [section]: wholeOf(mine, section) });
    Object.assign(next.from, { [section]: wholeOf(from, section) });
  }
  return settled(next);
}

/** What was not touched here follows the server, and so does what both have changed to the same. */
export const rebased = (edits: Edits, server: Draft): Edits => taken(edits, server, (mine, from, theirs) => same(mine, from) || same(mine, theirs));

export function patched(edits: Edits, patch: Partial<Draft>, server: Draft): Edits {
  const from = { ...only(server, sections.filter((section) => section in patch)), ...edits.from };
  return settled({ mine: { ...edits.mine, ...patch }, from });
}

/** Touched here, and changed elsewhere meanwhile to something else. */
export function clashesOf(edits: Edits, server: Draft): Clash[] {
  const { from, mine } = rebased(edits, server);
  return sections.filter((section) => section in mine).flatMap((section) => {
    const [before, theirs] = [piecesOf(from, section), piecesOf(server, section)];
    const pieces = Object.keys({ ...theirs, ...before }).filter((name) => !same(before[name], theirs[name]));
    return pieces.length > 0 ? [{ section, pieces }] : [];
  });
}

/** Only what clashes: the rest of what was touched stays. */
export const takeTheirs = (edits: Edits, server: Draft): Edits => taken(edits, server, (mine, from, theirs) => same(mine, from) || !same(from, theirs));
/** They have been seen, and are to be replaced. */
export function keepMine(edits: Edits, server: Draft): Edits {
  const { mine } = rebased(edits, server);
  return settled({ mine, from: only(server, touched({ ...edits, mine })) });
}

export function isEdits(value: unknown): value is Edits {
  const { mine, from } = (value ?? {}) as Partial<Edits>;
  return typeof mine === 'object' && typeof from === 'object' && mine !== null && from !== null;
}
