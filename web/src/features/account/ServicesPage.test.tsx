// @vitest-environment happy-dom
import { QueryClientProvider } from '@tanstack/preact-query';
import { TRPCClientError } from '@trpc/client';
import { cleanup, fireEvent, render, screen } from '@testing-library/preact';
import { LocationProvider } from 'preact-iso';
import { afterEach, expect, it, vi } from 'vitest';
import { queryClient } from '~/api/query';
import { setAccount } from '~/api/session';
import type { Account } from '~/api/types';
import { service } from '~/features/booking-wizard/fixtures';
import ServicesPage from './ServicesPage';

const { update } = vi.hoisted(() => ({ update: vi.fn() }));
vi.mock('~/api/client', async (original) => ({
  ...(await original<typeof import('~/api/client')>()),
  api: { service: { list: { query: async () => ({ services: [service] }) }, update: { mutate: update } } },
}));
afterEach(() => {
  cleanup();
  sessionStorage.clear();
  queryClient.clear();
});

const show = async () => {
  setAccount({ id: 'user_p', displayName: 'Sam Rivera', roles: ['provider'] } as unknown as Account);
  render(<LocationProvider><QueryClientProvider client={queryClient}><ServicesPage /></QueryClientProvider></LocationProvider>);
  await screen.findByRole('heading', { name: 'Mixing' });
};
const title = () => screen.queryByLabelText<HTMLInputElement>('Title');

const ended = TRPCClientError.from({ error: { message: 'Sign in first.', code: -32001, data: { httpStatus: 401, docket: { code: 'unauthenticated' } } } } as never);

it('a service that was being changed when the session ended is open again after signing in, once', async () => {
  update.mockRejectedValue(ended);
  await show();
  fireEvent.click(screen.getByRole('button', { name: /^Change: Mixing/ }));
  expect(title()?.value).toBe('Mixing');
  fireEvent.input(title()!, { target: { value: 'Mixing at night' } });
  fireEvent.submit(title()!.closest('form')!);
  expect((await screen.findByRole('alert')).textContent).toMatch(/What you wrote stays\. Sign in$/);
  cleanup();
  await show();
  expect(title()?.value).toBe('Mixing at night');
  fireEvent.click(screen.getByRole('button', { name: 'Close' }));
  cleanup();
  await show();
  expect(title()).toBeNull();
});

it('closed before signing in again, it stays closed', async () => {
  update.mockRejectedValue(ended);
  await show();
  fireEvent.click(screen.getByRole('button', { name: /^Change: Mixing/ }));
  fireEvent.submit(title()!.closest('form')!);
  await screen.findByRole('alert');
  fireEvent.click(screen.getByRole('button', { name: 'Close' }));
  cleanup();
  await show();
  expect(title()).toBeNull();
});
