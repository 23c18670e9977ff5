// @vitest-environment happy-dom
import { act, renderHook } from '@testing-library/preact';
import { TRPCClientError } from '@trpc/client';
import { beforeEach, expect, it, vi } from 'vitest';
import { emptyDraft, type CreateInput, type Draft } from './draft';
import type { Patch } from './useDraft';
import { useSend } from './useSend';

const sent: { key: string; title: string | undefined }[] = [];
let answers: (() => unknown)[] = [];
vi.mock('~/api/client', async (original) => ({
  ...(await original<typeof import('~/api/client')>()),
  api: { booking: { create: { mutate: async (input: CreateInput, { context }: { context: { intent: string } }) => {
    sent.push({ key: context.intent, title: input.title });
    return answers.shift()?.();
  } } } },
}));

const booked = (id: string) => () => ({ success: true, booking: { id } });
const lost = () => { throw new TRPCClientError('fetch failed'); };
const refused = (code: string, httpStatus: number) => () => {
  throw TRPCClientError.from({ error: { code: -32_000, message: code, data: { code: 'X', httpStatus, docket: { code } } } } as never);
};
const input = (title: string): CreateInput => ({ providerId: 'user_p', scheduledTime: '2026-11-24T14:00:00Z', title });

function sender() {
  const latest: { current: Draft } = { current: emptyDraft };
  const patch: Patch = (change) => (latest.current = typeof change === 'function' ? change(latest.current) : { ...latest.current, ...change });
  const onBooked = vi.fn();
  const onRefused = vi.fn();
  const { result } = renderHook(() => useSend({ latest, patch, onBooked, onRefused }));
  const send = (title: string) => act(() => result.current.send(input(title)));
  return { latest, onBooked, onRefused, send, result };
}

beforeEach(() => {
  sent.length = 0;
  answers = [];
});

it('sends the same key again after a lost answer, and books once', async () => {
  answers = [lost, booked('booking_a')];
  const { send, latest, onBooked, onRefused } = sender();
  await send('Mine');
  expect(onRefused).toHaveBeenCalledWith({ kind: 'away', step: 4 });
  expect(latest.current.intent?.inputs).toEqual([input('Mine')]);
  await send('Mine');
  expect(new Set(sent.map(({ key }) => key)).size).toBe(1);
  expect(onBooked).toHaveBeenCalledWith({ id: 'booking_a' }, false);
});

it('finds what the first try had booked when the second says something else', async () => {
  answers = [lost, refused('idempotency_mismatch', 409), booked('booking_a')];
  const { send, onBooked } = sender();
  await send('Mine');
  await send('Changed');
  expect(sent.map(({ title }) => title)).toEqual(['Mine', 'Changed', 'Mine']);
  expect(new Set(sent.map(({ key }) => key)).size).toBe(1);
  expect(onBooked).toHaveBeenCalledWith({ id: 'booking_a' }, true);
});

it('takes a new key once a refusal has settled the old one', async () => {
  answers = [refused('slot_taken', 409), booked('booking_b')];
  const { send, latest, onRefused } = sender();
  await send('Mine');
  expect(onRefused).toHaveBeenCalledWith({ kind: 'time', step: 2, sentence: 'slotTaken' });
  expect(latest.current.intent).toBeNull();
  await send('Mine');
  expect(new Set(sent.map(({ key }) => key)).size).toBe(2);
});

it('a session that has ended settles nothing about the try before', async () => {
  answers = [lost, refused('unauthenticated', 401)];
  const { send, latest } = sender();
  await send('Mine');
  const open = latest.current.intent;
  await send('Mine');
  expect(latest.current.intent).toEqual(open);
});

it('a second press while the first is on its way does nothing', async () => {
  let answer = (_reply: unknown) => {};
  answers = [() => new Promise((resolve) => { answer = resolve; })];
  const { result, onBooked } = sender();
  await act(async () => {
    const both = [result.current.send(input('Mine')), result.current.send(input('Mine'))];
    answer(booked('booking_a')());
    await Promise.all(both);
  });
  expect(sent).toHaveLength(1);
  expect(onBooked).toHaveBeenCalledTimes(1);
});
