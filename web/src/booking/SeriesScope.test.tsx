// @vitest-environment happy-dom
import { QueryClientProvider } from '@tanstack/preact-query';
import { cleanup, render, screen } from '@testing-library/preact';
import { afterEach, expect, it, vi } from 'vitest';
import type { Booking } from '~/api/types';
import { queryClient } from '~/api/query';
import { standIn } from '~/lib/testZone';
import { someBooking } from './fixtures';
import { SeriesScope } from './SeriesScope';

const server = vi.hoisted(() => ({ series: [] as unknown[], terms: {} }));
vi.mock('~/api/client', async (original) => ({
  ...(await original<typeof import('~/api/client')>()),
  api: { booking: {
    list: { query: async () => ({ bookings: server.series }) },
    cancellation: { query: async () => server.terms },
  } },
}));

const startOf = (seriesIndex: number) => new Date(Date.parse('2026-11-24T14:00:00Z') + (seriesIndex - 1) * 7 * 86_400_000).toISOString();
const member = (seriesIndex: number): Booking => someBooking({ id: `b${seriesIndex}`, seriesId: 'series_1', seriesIndex, status: 'CONFIRMED', actions: ['cancel'], scheduledTime: startOf(seriesIndex) });
function open(fees: number[]) {
  standIn('America/New_York');
  const feeMinor = fees.reduce((sum, fee) => sum + fee, 0);
  server.series = fees.map((_fee, at) => member(at + 1));
  server.terms = {
    bookings: fees.map((fee, at) => ({ bookingId: `b${at + 1}`, seriesIndex: at + 1, start: startOf(at + 1), feeMinor: fee })),
    feeMinor, refundMinor: fees.length * 12_600 - feeMinor, currency: 'USD',
  };
  render(
    <QueryClientProvider client={queryClient}>
      <SeriesScope booking={member(1)} side="client" scope="all" onScope={() => {}} />
    </QueryClientProvider>,
  );
}
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
  queryClient.clear();
});

it('one fee is named with its booking', async () => {
  open([6300, 0, 0]);
  expect(await screen.findByText('The fee is for Tue 24 Nov, 09:00. Calling off the others costs nothing.')).toBeTruthy();
  expect(screen.getAllByRole('definition').map((one) => one.textContent)).toEqual(['$378.00', '$315.00', '$63.00']);
});

it('several are listed, each with its own', async () => {
  open([6300, 3150, 0]);
  expect(await screen.findByText('The fee is for these:')).toBeTruthy();
  expect(screen.getAllByRole('listitem').map((one) => one.textContent)).toEqual(['Tue 24 Nov, 09:00: $63.00', 'Tue 1 Dec, 09:00: $31.50']);
});

it('the same for each is said once, and no fee needs no word', async () => {
  open([6300, 6300]);
  expect(await screen.findByText('Each of them costs $63.00.')).toBeTruthy();
  cleanup();
  vi.restoreAllMocks();
  queryClient.clear();
  open([0, 0]);
  await screen.findByText('Price of 2 together');
  expect(screen.queryByText(/The fee is|Each of them/)).toBeNull();
});

it('what would call off the same is offered once', async () => {
  open([0, 0, 0]);
  await screen.findByText('Price of 3 together');
  expect(screen.getAllByRole<HTMLInputElement>('radio').map(({ value }) => value)).toEqual(['this', 'all']);
});
