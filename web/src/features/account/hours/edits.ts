// What was touched, section by section: each keeps what it was changed from. The others follow the server's news. Pure.
import { sections, type Draft, type Section } from './draft';

export interface Edits {
  mine: Partial<Draft>;
  /** What the same sections held when they were first touched. */
  from: Partial<Draft>;
}
export const noEdits: Edits = { mine: {}, from: {} };

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);
const touched = ({ mine }: Edits) => sections.filter((section) => section in mine);
const only = (draft: Partial<Draft>, which: Section[]): Partial<Draft> => Object.fromEntries(which.map((section) => [section, draft[section]]));
const narrowed = (edits: Edits, which: Section[]): Edits => ({ mine: only(edits.mine, which), from: only(edits.from, which) });
/** What was put back as it was is not touched any more. */
const settled = (edits: Edits): Edits => narrowed(edits, touched(edits).filter((section) => !same(edits.mine[section], edits.from[section])));

export const isTouched = (edits: Edits) => touched(edits).length > 0;

export function patched(edits: Edits, patch: Partial<Draft>, server: Draft): Edits {
  const from = { ...only(server, sections.filter((section) => section in patch)), ...edits.from };
  return settled({ mine: { ...edits.mine, ...patch }, from });
}

/** Touched here, and changed elsewhere meanwhile to something else. */
export function clashesOf(edits: Edits, server: Draft): Section[] {
  return touched(edits).filter((section) => !same(edits.from[section], server[section]) && !same(edits.mine[section], server[section]));
}

export const takeTheirs = (edits: Edits, which: Section[]): Edits => narrowed(edits, touched(edits).filter((section) => !which.includes(section)));
/** They have been seen, and are to be replaced. */
export function keepMine(edits: Edits, which: Section[], server: Draft): Edits {
  const seen = touched(edits).filter((section) => which.includes(section));
  return settled({ mine: edits.mine, from: { ...edits.from, ...only(server, seen) } });
}

export function isEdits(value: unknown): value is Edits {
  const { mine, from } = (value ?? {}) as Partial<Edits>;
  return typeof mine === 'object' && typeof from === 'object' && mine !== null && from !== null;
}
