// @vitest-environment happy-dom
import { QueryClientProvider } from '@tanstack/preact-query';
import { TRPCClientError } from '@trpc/client';
import { act, cleanup, fireEvent, render, screen } from '@testing-library/preact';
import { LocationProvider } from 'preact-iso';
import { afterEach, expect, it, vi } from 'vitest';
import { refusalOf } from '~/api/client';
import { keyOf, queryClient } from '~/api/query';
import { sessionEnded, setAccount } from '~/api/session';
import type { Account } from '~/api/types';
import { FormProblem } from './Field';
import { Said } from './Said';
import { SavedCopy } from './SavedCopy';
import { SignedOutBar } from './SignedOutBar';
import { ErrorState } from './States';

const ended = TRPCClientError.from({ error: { message: 'Sign in first; if you sent a token, it is unknown.', code: -32001, data: { httpStatus: 401, docket: { code: 'unauthenticated' } } } } as never);
const { message } = refusalOf(ended);
const show = (what: preact.JSX.Element) => render(<LocationProvider><QueryClientProvider client={queryClient}>{what}</QueryClientProvider></LocationProvider>);

afterEach(() => {
  cleanup();
  queryClient.clear();
});

it('an ended session is said in one way, with the way back to this place', () => {
  history.replaceState(null, '', '/booking/calendar?view=week');
  queryClient.setQueryData(keyOf('auth.me'), { id: 'user_a' });
  show(<FormProblem message={message} isKept />);
  expect(screen.getByRole('alert').textContent).toBe('You have been signed out. Sign in and come back. What you wrote stays. Sign in');
  const link = screen.getByRole<HTMLAnchorElement>('link', { name: 'Sign in' });
  expect(link.getAttribute('href')).toBe('/signin?next=%2Fbooking%2Fcalendar%3Fview%3Dweek');
  fireEvent.click(link);
  expect(queryClient.getQueryData(keyOf('auth.me'))).toBeNull();
});

it('trying again is not offered where only signing in helps', () => {
  show(<ErrorState error={ended} onRetry={() => {}} />);
  expect(screen.getByRole('link', { name: 'Sign in' })).toBeTruthy();
  expect(screen.queryByRole('button')).toBeNull();
});

it('other sentences stay as the server said them', () => {
  show(<p><Said message="Nobody is free then." isKept /></p>);
  expect(screen.getByText('Nobody is free then.')).toBeTruthy();
  expect(screen.queryByRole('link')).toBeNull();
});

it('a saved copy says how old it is, but not where one was signed out: the bar says that', () => {
  const query = { data: {}, dataUpdatedAt: Date.now(), isRefetchError: true, error: ended };
  show(<SavedCopy query={query} />);
  expect(screen.queryByRole('status')).toBeNull();
  cleanup();
  show(<SavedCopy query={{ ...query, error: new Error('away') }} />);
  expect(screen.getByRole('status').textContent).toMatch(/^Saved copy from \d\d:\d\d$/);
});

it('the bar says that one was signed out elsewhere, with the way back, until one is back', async () => {
  const account = { id: 'user_a' } as Account;
  setAccount(account);
  show(<SignedOutBar />);
  expect(document.body.textContent).toBe('');
  act(sessionEnded);
  expect(await screen.findByText(/^You have been signed out\. Sign in and come back\./)).toBeTruthy();
  expect(screen.getByRole('link', { name: 'Sign in' })).toBeTruthy();
  act(() => setAccount(account));
  await vi.waitFor(() => expect(document.body.textContent).toBe(''));
});
