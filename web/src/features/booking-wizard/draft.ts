// A booking while it is written: kept in the tab's own storage from the first keystroke, so that
// reloading, going back, signing in and a server that restarts lose nothing.
import type { Inputs } from '~/api/types';
import type { RateType } from './choices';
import { isHold, type Held } from './hold';
import { isRepeat, type Repeat } from './series';
import { isTown, type Town } from './where';

export type CreateInput = Inputs['booking']['create'];

export interface Intent {
  key: string;
  sentAt: number;
  /** All that went out with this key; the server has taken at most one of them. */
  inputs: CreateInput[];
}

export interface Draft {
  /** Whose it is; null until somebody signs in. */
  owner: string | null;
  serviceId: string;
  start: string;
  hours: number | null;
  rateType: RateType | null;
  isRemote: boolean | null;
  location: string;
  /** The address's town, where the provider's way there counts. */
  town: Town | null;
  title: string;
  description: string;
  specialRequirements: string;
  purpose: string;
  company: string;
  /** By the question's text. */
  answers: Record<string, string>;
  /** Everything was filled in once: what is changed now leads straight back to the review. */
  isReviewed: boolean;
  /** Week after week; null: once. */
  repeat: Repeat | null;
  /** The time that the server keeps meanwhile: it outlives a reload, and a server that starts again. */
  hold: Held | null;
  /** Sent, and the outcome is unknown: the same key goes along until it is known. */
  intent: Intent | null;
}

export const emptyDraft: Draft = {
  owner: null, serviceId: '', start: '', hours: null, rateType: null, isRemote: null, location: '', town: null, title: '', description: '', specialRequirements: '', purpose: '', company: '', answers: {}, isReviewed: false, repeat: null, hold: null, intent: null,
};

const PREFIX = 'docket.draft.';
/** The server keeps the replies of keys for 24 hours; an older key protects nothing. */
const INTENT_LIVES_MS = 23 * 3_600_000;
type Storage = Pick<globalThis.Storage, 'getItem' | 'setItem' | 'removeItem'>;

const fits = (value: unknown, like: unknown) =>
  like === null ? value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' || typeof value === 'object' : typeof value === typeof like && value !== null;

/** What an older or a broken page has left there counts member by member. */
export function draftOf(text: string | null, now: number): Draft {
  let found: Record<string, unknown> = {};
  try {
    found = (JSON.parse(text ?? '{}') ?? {}) as Record<string, unknown>;
  } catch {
    return emptyDraft;
  }
  const known = Object.entries(emptyDraft).map(([name, like]) => [name, name in found && fits(found[name], like) ? found[name] : like]);
  const draft = Object.fromEntries(known) as Draft;
  const hold = isHold(draft.hold) ? draft.hold : null;
  const repeat = isRepeat(draft.repeat) ? draft.repeat : null;
  const town = isTown(draft.town) ? draft.town : null;
  return { ...draft, hold, repeat, town, intent: draft.intent && now - draft.intent.sentAt > INTENT_LIVES_MS ? null : draft.intent };
}

/** Somebody else's draft is nobody's; one without an owner becomes theirs who signs in. */
export function claimDraft(draft: Draft, account: { id: string } | null): Draft {
  if (!account || draft.owner === account.id) return draft;
  return { ...(draft.owner === null ? draft : emptyDraft), owner: account.id };
}

/** The same key for as long as it is not known what became of it. */
export function intentFor(before: Intent | null, input: CreateInput, newKey: () => string, now: number): Intent {
  if (!before) return { key: newKey(), sentAt: now, inputs: [input] };
  const text = JSON.stringify(input);
  const isKnown = before.inputs.some((one) => JSON.stringify(one) === text);
  return isKnown ? before : { ...before, inputs: [...before.inputs, input] };
}

export function loadDraft(storage: Storage, providerId: string, now: number): Draft {
  try {
    return draftOf(storage.getItem(PREFIX + providerId), now);
  } catch {
    return emptyDraft;
  }
}

/** A full or forbidden storage must not stop anybody from booking. */
export function saveDraft(storage: Storage, providerId: string, draft: Draft | null): void {
  try {
    if (draft) storage.setItem(PREFIX + providerId, JSON.stringify(draft));
    else storage.removeItem(PREFIX + providerId);
  } catch {
    // It lives in memory for as long as the page does.
  }
}
