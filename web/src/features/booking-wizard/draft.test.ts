import { describe, expect, it } from 'vitest';
import { claimDraft, draftOf, emptyDraft, intentFor, loadDraft, saveDraft } from './draft';

const now = Date.parse('2026-11-21T12:00:00Z');
const input = { providerId: 'user_p', scheduledTime: '2026-11-24T14:00:00Z' };
const shelf = () => {
  const kept = new Map<string, string>();
  return { kept, getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, text: string) => void kept.set(key, text), removeItem: (key: string) => void kept.delete(key) };
};

describe('keeping a draft', () => {
  it('gives back what was written, for that provider alone', () => {
    const storage = shelf();
    const draft = { ...emptyDraft, title: 'Three songs', hours: 2, isRemote: false, answers: { 'How many?': '18' } };
    saveDraft(storage, 'user_p', draft);
    expect(loadDraft(storage, 'user_p', now)).toEqual(draft);
    expect(loadDraft(storage, 'user_q', now)).toEqual(emptyDraft);
    saveDraft(storage, 'user_p', null);
    expect(storage.kept.size).toBe(0);
  });
  it('goes on where storage is full or forbidden', () => {
    const broken = { getItem: () => { throw new Error('forbidden'); }, setItem: () => { throw new Error('full'); }, removeItem: () => {} };
    expect(() => saveDraft(broken, 'user_p', emptyDraft)).not.toThrow();
    expect(loadDraft(broken, 'user_p', now)).toEqual(emptyDraft);
  });
  it.each([
    ['nothing', null, {}],
    ['not JSON', '{"title"', {}],
    ['null', 'null', {}],
    ['members of another kind', '{"title":3,"hours":2,"answers":null,"start":"x"}', { hours: 2, start: 'x' }],
    ['members of another time', '{"holdId":"hold_1","title":"Mine"}', { title: 'Mine' }],
  ])('reads %s', (_name, text, known) => expect(draftOf(text, now)).toEqual({ ...emptyDraft, ...known }));
});

describe('whose draft it is', () => {
  const draft = { ...emptyDraft, title: 'Mine' };
  it.each([
    ['nobody has signed in yet', draft, null, draft],
    ['who signs in takes it along', draft, { id: 'user_a' }, { ...draft, owner: 'user_a' }],
    ['its owner comes back', { ...draft, owner: 'user_a' }, { id: 'user_a' }, { ...draft, owner: 'user_a' }],
    ['somebody else sees nothing of it', { ...draft, owner: 'user_a' }, { id: 'user_b' }, { ...emptyDraft, owner: 'user_b' }],
    ['a session that has ended keeps it', { ...draft, owner: 'user_a' }, null, { ...draft, owner: 'user_a' }],
  ])('%s', (_name, before, account, after) => expect(claimDraft(before, account)).toEqual(after));
});

describe('one key until the outcome is known', () => {
  let made = 0;
  const newKey = () => `key-${++made}`;
  it('goes along with every try, and remembers what was tried', () => {
    const first = intentFor(null, input, newKey, now);
    const again = intentFor(first, { ...input }, newKey, now + 1);
    const changed = intentFor(again, { ...input, title: 'Other' }, newKey, now + 2);
    expect(again).toBe(first);
    expect(changed.key).toBe(first.key);
    expect(changed.inputs).toEqual([input, { ...input, title: 'Other' }]);
  });
  it('is forgotten when the server has forgotten it', () => {
    const intent = { key: 'k', sentAt: now - 22 * 3_600_000, inputs: [input] };
    const text = JSON.stringify({ ...emptyDraft, intent });
    expect(draftOf(text, now).intent).toEqual(intent);
    expect(draftOf(text, now + 2 * 3_600_000).intent).toBeNull();
  });
});
