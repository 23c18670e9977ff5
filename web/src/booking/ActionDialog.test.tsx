// @vitest-environment happy-dom
import { QueryClientProvider } from '@tanstack/preact-query';
import { cleanup, fireEvent, render, screen } from '@testing-library/preact';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import type { Booking } from '~/api/types';
import { queryClient } from '~/api/query';
import { setEditionWords } from '~/lib/i18n';
import { ActionDialog } from './ActionDialog';
import { actionsOf } from './actions';
import { someBooking } from './fixtures';

const server = vi.hoisted(() => ({ series: [] as unknown[] }));
const DAY_MS = 86_400_000;
const startOf = (seriesIndex: number) => new Date(Date.parse('2026-11-24T14:00:00Z') + (seriesIndex - 1) * 7 * DAY_MS).toISOString();
vi.mock('~/api/client', async (original) => ({
  ...(await original<typeof import('~/api/client')>()),
  api: { booking: {
    list: { query: async () => ({ bookings: server.series }) },
    cancellation: { query: async () => ({
      bookings: server.series.map((_one, at) => ({ bookingId: `b${at + 1}`, seriesIndex: at + 1, start: startOf(at + 1), feeMinor: 0 })),
      feeMinor: 0, refundMinor: server.series.length * 12_600, currency: 'USD',
    }) },
  } },
}));

const member = (seriesIndex: number): Booking => someBooking({ id: `b${seriesIndex}`, seriesId: 'series_1', seriesIndex, status: 'CONFIRMED', actions: ['cancel'], scheduledTime: startOf(seriesIndex) });
const onGo = vi.fn();
function open(booking: Booking) {
  const [action] = actionsOf(booking, 'client');
  if (!action) throw new Error('nothing to do');
  render(
    <QueryClientProvider client={queryClient}>
      <ActionDialog action={action} booking={booking} side="client" isBusy={false} problem={null} onClose={() => {}} onGo={onGo} />
    </QueryClientProvider>,
  );
}
beforeAll(() => setEditionWords({ booking: 'job', bookings: 'jobs' }));
afterAll(() => setEditionWords({}));
afterEach(() => {
  cleanup();
  queryClient.clear();
  sessionStorage.clear();
});

it('the question and its button name how many of a series, and that the other side is told', async () => {
  server.series = [member(1), member(2), member(3)];
  open(member(1));
  expect(screen.getByRole('heading', { name: 'Cancel this job?' })).toBeTruthy();
  expect(screen.getByRole('button', { name: 'Cancel job' })).toBeTruthy();
  expect(screen.getByText('Ana is told at once, and the time is free again for others.')).toBeTruthy();
  fireEvent.click(screen.getByRole('radio', { name: /^All of them/ }));
  expect(await screen.findByRole('heading', { name: 'Cancel 3 jobs?' })).toBeTruthy();
  expect(screen.getByText('Ana is told at once, and the times are free again for others.')).toBeTruthy();
  const go = screen.getByRole('button', { name: 'Cancel 3 jobs' });
  fireEvent.submit(go.closest('form') as HTMLFormElement);
  expect(onGo).toHaveBeenCalledWith('', 'all');
});

it('the last one of a series is asked about as one', async () => {
  server.series = [member(3)];
  open(member(3));
  fireEvent.click(screen.getByRole('radio', { name: /^This one and those after it/ }));
  await screen.findByText('Price of 1');
  expect(screen.getByRole('heading', { name: 'Cancel this job?' })).toBeTruthy();
});

it('one that stands alone has nothing to choose', () => {
  open(someBooking({ status: 'CONFIRMED', actions: ['cancel'] }));
  expect(screen.queryByRole('radio')).toBeNull();
  expect(screen.getByRole('button', { name: 'Cancel job' })).toBeTruthy();
});
