// @vitest-environment happy-dom
import { TRPCClientError } from '@trpc/client';
import { renderHook } from '@testing-library/preact';
import { QueryClientProvider } from '@tanstack/preact-query';
import { h, type ComponentChildren } from 'preact';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { followJournal } from './events';
import { keyOf, queryClient } from './query';
import { followTabs, forgetAccount, setAccount, useAccount } from './session';
import type { Account } from './types';

const { startAnew, answers, polls } = vi.hoisted(() => ({ startAnew: vi.fn(), answers: { me: (): unknown => null, poll: (): unknown => null }, polls: { count: 0 } }));
vi.mock('./client', async (original) => ({
  ...(await original<typeof import('./client')>()),
  startAnew,
  api: {
    auth: { me: { query: async () => answers.me() } },
    event: { poll: { query: async () => { polls.count++; return answers.poll(); } } },
  },
}));

const rosa = { id: 'user_rosa', displayName: 'Rosa Klein', roles: ['client'] } as unknown as Account;
const sigrid = { ...rosa, id: 'user_sigrid', displayName: 'Sigrid' };
const me = keyOf('auth.me'), list = keyOf('booking.list');
const isDoubted = () => queryClient.getQueryState(list)?.isInvalidated;
const shown = () => queryClient.getQueryData<Account | null>(me)?.id;
const ended = () => { throw TRPCClientError.from({ error: { code: -32_001, message: 'Sign in first.', data: { httpStatus: 401, docket: { code: 'unauthenticated' } } } } as never); };

let stop: () => void;
let other: BroadcastChannel;
beforeEach(() => {
  setAccount(rosa);
  queryClient.setQueryData(list, { bookings: [] });
  answers.me = () => ({ user: rosa });
  answers.poll = () => ({ events: [], nextAfter: 7 });
  polls.count = 0;
  stop = followTabs();
  other = new BroadcastChannel('docket.session');
});
afterEach(() => {
  stop();
  other.close();
  queryClient.clear();
  startAnew.mockClear();
});

/** Somebody looks at a page that asks who is here. */
async function look(): Promise<void> {
  const wrapper = ({ children }: { children: ComponentChildren }) => h(QueryClientProvider, { client: queryClient }, children);
  const { unmount } = renderHook(() => useAccount(), { wrapper });
  const asked = queryClient.getQueryState(me)?.dataUpdateCount ?? 0;
  document.dispatchEvent(new Event('visibilitychange', { bubbles: true })); // it bubbles to the window, as a browser's does
  await vi.waitFor(() => expect(queryClient.getQueryState(me)?.dataUpdateCount).toBeGreaterThan(asked));
  unmount();
}

it('another person who signs in in another tab ends this page', async () => {
  other.postMessage(sigrid.id);
  await vi.waitFor(() => expect(startAnew).toHaveBeenCalledOnce());
});

it('who signs out in another tab is told here by what is on the screen, which stays', async () => {
  other.postMessage(null);
  await vi.waitFor(() => expect(isDoubted()).toBe(true));
  expect([shown(), startAnew.mock.calls.length]).toEqual([rosa.id, 0]);
});

it('other tabs are told who is here now', async () => {
  const heard: unknown[] = [];
  other.onmessage = ({ data }) => void heard.push(data);
  setAccount(null);
  setAccount(sigrid);
  await vi.waitFor(() => expect(heard).toEqual([null, sigrid.id]));
});

it('a tab that is seen again asks who is here: the same, another, or nobody', async () => {
  await look();
  expect([shown(), isDoubted(), startAnew.mock.calls.length]).toEqual([rosa.id, false, 0]);
  answers.me = ended;
  await look();
  expect([shown(), isDoubted(), startAnew.mock.calls.length]).toEqual([rosa.id, true, 0]);
  answers.me = () => ({ user: sigrid });
  await look();
  expect([shown(), startAnew.mock.calls.length]).toEqual([rosa.id, 1]);
});

it('where the page has said that nobody is here, another person still ends it, and the same one is welcome', async () => {
  forgetAccount();
  other.postMessage(rosa.id);
  await look();
  expect([shown(), startAnew.mock.calls.length]).toEqual([rosa.id, 0]);
  forgetAccount();
  other.postMessage(sigrid.id);
  await vi.waitFor(() => expect(startAnew).toHaveBeenCalledOnce());
});

it('a journal that is refused says that the session has ended, and goes on when the same person is back', async () => {
  answers.poll = ended;
  const leave = followJournal();
  await vi.waitFor(() => expect(isDoubted()).toBe(true));
  expect(polls.count).toBe(1);
  answers.poll = () => ({ events: [], nextAfter: 7 });
  other.postMessage(rosa.id);
  await vi.waitFor(() => expect(polls.count).toBe(2));
  leave();
});
