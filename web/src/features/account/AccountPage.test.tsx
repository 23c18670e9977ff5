// @vitest-environment happy-dom
import { QueryClientProvider } from '@tanstack/preact-query';
import { cleanup, fireEvent, render, screen } from '@testing-library/preact';
import { LocationProvider } from 'preact-iso';
import { afterEach, expect, it, vi } from 'vitest';
import { queryClient } from '~/api/query';
import { setAccount } from '~/api/session';
import type { Account } from '~/api/types';
import AccountPage from './AccountPage';

const { update } = vi.hoisted(() => ({ update: vi.fn() }));
vi.mock('~/api/client', async (original) => ({
  ...(await original<typeof import('~/api/client')>()),
  api: { account: { update: { mutate: update } }, session: { list: { query: async () => ({ sessions: [] }) } } },
}));
afterEach(() => {
  cleanup();
  queryClient.clear();
});

it('what has been saved leaves its button as it is, and the focus on it', async () => {
  const account = { id: 'user_a', displayName: 'Rosa', email: 'rosa@example.com', timeZone: 'UTC', roles: ['client'] } as unknown as Account;
  setAccount(account);
  update.mockResolvedValue({ user: { ...account, displayName: 'Rosa Klein' } });
  render(<LocationProvider><QueryClientProvider client={queryClient}><AccountPage /></QueryClientProvider></LocationProvider>);
  const save = screen.getByRole<HTMLButtonElement>('button', { name: 'Save' });
  fireEvent.input(screen.getByRole('textbox', { name: 'Your name' }), { target: { value: 'Rosa Klein' } });
  save.focus();
  fireEvent.submit(save.closest('form') as HTMLFormElement);
  await vi.waitFor(() => expect(save.getAttribute('aria-busy')).toBeNull());
  expect(update).toHaveBeenCalledWith({ displayName: 'Rosa Klein', timeZone: 'UTC' });
  expect(screen.getByRole('button', { name: 'Save' })).toBe(save);
  expect([save.disabled, document.activeElement]).toEqual([false, save]);
});
