// @vitest-environment happy-dom
import { QueryClientProvider } from '@tanstack/preact-query';
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/preact';
import { TRPCClientError } from '@trpc/client';
import { LocationProvider } from 'preact-iso';
import { afterEach, expect, it, vi } from 'vitest';
import { queryClient } from '~/api/query';
import type { Account } from '~/api/types';
import { CLIENT, slotAt, someBooking } from '~/booking/fixtures';
import { OwnCalendar } from './OwnCalendar';

const { list, slots, reschedule } = vi.hoisted(() => ({ list: vi.fn(), slots: vi.fn(), reschedule: vi.fn() }));
vi.mock('~/api/client', async (original) => ({
  ...(await original<typeof import('~/api/client')>()),
  api: { booking: { list: { query: list }, reschedule: { mutate: reschedule } }, slot: { list: { query: slots } } },
}));
const ended = TRPCClientError.from({ error: { message: 'Sign in first.', code: -32001, data: { httpStatus: 401, docket: { code: 'unauthenticated' } } } } as never);
const account = { id: CLIENT, roles: ['client'], timeZone: 'America/New_York' } as unknown as Account;
const booking = someBooking({ status: 'CONFIRMED', actions: ['reschedule'] });
const show = () => {
  cleanup();
  queryClient.clear();
  render(<LocationProvider><QueryClientProvider client={queryClient}><OwnCalendar account={account} /></QueryClientProvider></LocationProvider>);
};
const question = { name: 'Another time' };
const entry = () => screen.findByRole('button', { name: /Deep clean/ });
const reason = () => screen.getByLabelText<HTMLTextAreaElement>(/^Reason/);

afterEach(() => {
  cleanup();
  sessionStorage.clear();
  queryClient.clear();
});

it('a question about another time is asked again after signing in; closed, it is gone', async () => {
  history.replaceState(null, '', '/booking/calendar?view=list&date=2026-11-24');
  list.mockResolvedValue({ bookings: [booking], nextCursor: null });
  slots.mockResolvedValue({ slots: [slotAt('2026-11-25T10:00:00-05:00')] });
  reschedule.mockRejectedValue(ended);
  show();
  fireEvent.click(await entry());
  fireEvent.click(await screen.findByRole('button', { name: 'Move to…' }));
  await screen.findByRole('heading', question);
  fireEvent.click(await screen.findByRole('radio', { name: '10:00' }));
  fireEvent.input(reason(), { target: { value: 'The train is late.' } });
  fireEvent.submit(reason().closest('form') as HTMLFormElement);
  await screen.findByText(/^You have been signed out/);
  show();
  await screen.findByRole('heading', question);
  expect(document.activeElement).toBe(reason());
  expect(reason().value).toBe('The train is late.');
  await waitFor(() => expect(screen.getByRole<HTMLInputElement>('radio', { name: '10:00' }).checked).toBe(true));
  fireEvent.submit(reason().closest('form') as HTMLFormElement);
  await screen.findByText(/^You have been signed out/);
  fireEvent.click(screen.getByRole('button', { name: 'Close' }));
  show();
  await entry();
  expect(screen.queryByRole('heading', question)).toBeNull();
});
