// @vitest-environment happy-dom
import { act, renderHook } from '@testing-library/preact';
import { TRPCClientError } from '@trpc/client';
import { useRef, useState } from 'preact/hooks';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Account } from '~/api/types';
import { emptyDraft, type Draft } from './draft';
import { service } from './fixtures';
import type { Patch } from './useDraft';
import { useHold } from './useHold';

const asked: string[] = [];
const released: string[] = [];
let answers: (() => unknown)[] = [];
vi.mock('~/api/client', async (original) => ({
  ...(await original<typeof import('~/api/client')>()),
  api: { hold: { create: { mutate: async (input: { start: string; durationHours: number }) => {
    asked.push(`${input.start} ${input.durationHours}`);
    const answer = answers.shift();
    return answer ? answer() : { hold: { id: `hold_${asked.length}`, expiresAt: new Date(Date.now() + 600_000).toISOString() } };
  } } } },
}));
const refused = (code: string, httpStatus: number) => () => {
  throw TRPCClientError.from({ error: { code: -32_000, message: code, data: { code: 'X', httpStatus, docket: { code } } } } as never);
};

const ten = '2026-11-24T10:00:00Z';
const noon = '2026-11-24T12:00:00Z';
const cleo = { id: 'user_c' } as Account;
const onRefused = vi.fn();

/** What is done, and all that follows from it: effects run when an act is over, answers within one. */
async function settle(first = () => {}, ms = 0): Promise<void> {
  await act(first);
  for (let round = 0; round < 4; round++) await act(async () => { await vi.advanceTimersByTimeAsync(round === 0 ? ms : 0); });
}

function holder(first: Partial<Draft>, account: Account | null = cleo, step: 1 | 2 | 3 = 2) {
  const drafts: { patch: Patch; latest: { current: Draft } } = {} as never;
  const hook = renderHook((props: { account: Account | null; step: 1 | 2 | 3 }) => {
    const [draft, set] = useState<Draft>({ ...emptyDraft, hours: 2, serviceId: service.id, ...first });
    const latest = useRef(draft);
    drafts.latest = latest;
    drafts.patch = (change) => {
      latest.current = typeof change === 'function' ? change(latest.current) : { ...latest.current, ...change };
      set(latest.current);
      return latest.current;
    };
    return useHold({ draft, latest, patch: drafts.patch, service, where: {}, onRefused, ...props });
  }, { initialProps: { account, step } });
  return { ...hook, settle, choose: (change: Partial<Draft>) => settle(() => void drafts.patch(change)) };
}

beforeEach(() => {
  vi.useFakeTimers();
  asked.length = released.length = 0;
  answers = [];
  onRefused.mockReset();
  vi.stubGlobal('fetch', async (path: string) => {
    released.push(path);
    return new Response('{}');
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it('holds what is chosen; the next choice replaces it at the server', async () => {
  const { result, choose } = holder({});
  expect(result.current.state).toBe('none');
  await choose({ start: ten });
  expect(result.current.state).toBe('held');
  await choose({ start: noon });
  await choose({ hours: 3 });
  expect(asked).toEqual([`${ten} 2`, `${noon} 2`, `${noon} 3`]);
  expect(result.current.hold?.id).toBe('hold_3');
  expect(released).toEqual([]);
});

it('asks one thing after the other, so that the last choice is the last that is heard', async () => {
  let answer = (_reply: unknown) => {};
  answers = [() => new Promise((resolve) => { answer = resolve; })];
  const { result, choose } = holder({});
  await choose({ start: ten });
  await choose({ start: noon });
  expect(asked).toEqual([`${ten} 2`]);
  answer({ hold: { id: 'hold_first', expiresAt: new Date(Date.now() + 600_000).toISOString() } });
  await settle();
  expect(asked).toEqual([`${ten} 2`, `${noon} 2`]);
  expect([result.current.state, result.current.hold?.start]).toEqual(['held', noon]);
});

it('gives it back when the choice is dropped, when another service is looked for, and when one leaves', async () => {
  const { choose, rerender, unmount } = holder({ start: ten });
  await settle();
  await choose({ start: '' });
  expect(released).toEqual(['/api/holds/hold_1']);
  await choose({ start: noon });
  rerender({ account: cleo, step: 1 });
  await settle();
  expect(released).toEqual(['/api/holds/hold_1', '/api/holds/hold_2']);
  rerender({ account: cleo, step: 2 });
  await settle();
  unmount();
  expect(released[2]).toBe('/api/holds/hold_3');
});

it('goes on with the hold that was there before a reload', async () => {
  const hold = { id: 'hold_kept', serviceId: service.id, start: ten, hours: 2, where: '  ', expiresAt: new Date(Date.now() + 60_000).toISOString() };
  const { result } = holder({ start: ten, hold }, cleo, 3);
  await settle();
  expect([asked, result.current.state]).toEqual([[], 'held']);
});

it('nobody is held a time before signing in; then it is, at once', async () => {
  const { result, rerender } = holder({ start: ten }, null);
  await settle();
  expect([asked, result.current.state]).toEqual([[], 'signedOut']);
  rerender({ account: cleo, step: 2 });
  await settle();
  expect(result.current.state).toBe('held');
});

it('is over when its minutes are up, and held again for the asking', async () => {
  const { result } = holder({ start: ten });
  await settle();
  await settle(undefined, 601_000);
  expect(result.current.state).toBe('over');
  expect(asked).toHaveLength(1);
  await settle(result.current.again);
  expect([asked.length, result.current.state]).toEqual([2, 'held']);
  expect(released).toEqual([]);
});

it('a time that is taken is told to the page, which drops it', async () => {
  answers = [refused('slot_taken', 409)];
  holder({ start: ten });
  await settle();
  expect(onRefused).toHaveBeenCalledWith(expect.objectContaining({ kind: 'time', sentence: 'slotTaken' }), ten);
});

it.each([['hold_quota', 409, 'no'], ['unavailable', 503, 'away']])('goes on without a hold after %s, until somebody asks again', async (code, status, kind) => {
  answers = [refused(code, status)];
  const { result } = holder({ start: ten });
  await settle();
  expect([result.current.state, result.current.failure?.kind]).toEqual(['failed', kind]);
  expect(onRefused).not.toHaveBeenCalled();
  await settle(result.current.again);
  expect(result.current.state).toBe('held');
});

it('keeps its hands off while it is not known what became of the booking', async () => {
  const hold = { id: 'hold_kept', serviceId: service.id, start: ten, hours: 2, where: '  ', expiresAt: new Date(Date.now() + 60_000).toISOString() };
  const { choose, unmount } = holder({ start: ten, hold, intent: { key: 'k', sentAt: 0, inputs: [] } }, cleo, 3);
  await choose({ start: noon });
  unmount();
  expect([asked, released]).toEqual([[], []]);
});
