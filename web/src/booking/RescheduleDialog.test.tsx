// @vitest-environment happy-dom
import { QueryClientProvider } from '@tanstack/preact-query';
import { cleanup, fireEvent, render, screen } from '@testing-library/preact';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { queryClient } from '~/api/query';
import { standIn } from '~/lib/testZone';
import { slotAt, someBooking } from './fixtures';
import { RescheduleDialog } from './RescheduleDialog';

const { list, sent } = vi.hoisted(() => ({ list: vi.fn(), sent: vi.fn() }));
vi.mock('~/api/client', async (original) => ({
  ...(await original<typeof import('~/api/client')>()),
  api: { slot: { list: { query: list } } },
}));
const open = (proposed?: string) => render(
  <QueryClientProvider client={queryClient}>
    <RescheduleDialog booking={someBooking({ status: 'CONFIRMED', actions: ['reschedule'] })} side="client" isBusy={false} problem={null} proposed={proposed} onClose={() => {}} onGo={sent} />
  </QueryClientProvider>,
);
const reason = () => document.querySelector<HTMLTextAreaElement>('textarea')!;

beforeEach(() => void list.mockResolvedValue({ slots: [] }));
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
  sessionStorage.clear();
  queryClient.clear();
});

it('what was asked for is there again after signing in, and gone once it was closed', () => {
  open();
  fireEvent.input(reason(), { target: { value: 'The train is late.' } });
  cleanup();
  open();
  expect(reason().value).toBe('The train is late.');
  fireEvent.click(screen.getByRole('button', { name: 'Close' }));
  cleanup();
  open();
  expect(reason().value).toBe('');
});

it('a time that was dropped between the starts is led to the nearest free one, and that is said', async () => {
  list.mockResolvedValue({ slots: ['2026-11-25T09:00:00-05:00', '2026-11-25T10:30:00-05:00'].map(slotAt) });
  open('2026-11-25T15:15:00Z');
  await screen.findByText('Nothing starts at 10:15; this is the nearest free time.');
  fireEvent.submit(reason().closest('form')!);
  expect(sent).toHaveBeenCalledWith('', '2026-11-25T15:30:00Z');
});

it('names the day of who reads it elsewhere, where it is another', async () => {
  standIn('Asia/Kathmandu');
  list.mockResolvedValue({ slots: ['2026-11-25T13:00:00-05:00'].map(slotAt) });
  open('2026-11-25T18:00:00Z');
  await screen.findByText(/^Wednesday 25 November, 13:00 to 16:00, New York time \(23:45 to Thu 26 Nov 02:45 in Kathmandu, where you are\)$/);
});

it('a time on the grid that is not free is led to the nearest, whose day and hour are chosen', async () => {
  list.mockResolvedValue({ slots: ['2026-11-25T12:00:00-05:00', '2026-11-28T09:00:00-05:00', '2026-11-30T09:00:00-05:00'].map(slotAt) });
  open('2026-11-29T15:00:00Z'); // a Sunday
  await screen.findByText('Sun 29 Nov, 10:00 is not free; this is the nearest free time.');
  expect([...document.querySelectorAll<HTMLInputElement>(':checked')].map(({ value }) => value)).toEqual(['2026-11-30', '2026-11-30T14:00:00Z']);
  fireEvent.submit(reason().closest('form')!);
  expect(sent).toHaveBeenLastCalledWith('', '2026-11-30T14:00:00Z');
});

it.each([
  ['nothing is known', '2026-11-29T15:00:00Z', []],
  ['it lies outside what was looked through', '2027-03-01T15:00:00Z', ['2026-11-25T12:00:00-05:00']],
])('the server answers where %s', async (_name, proposed, free) => {
  list.mockResolvedValue({ slots: free.map(slotAt) });
  open(proposed);
  await vi.waitFor(() => expect(document.querySelector('.move-loading')).toBeNull());
  expect(screen.queryByText(/nearest free time/)).toBeNull();
  fireEvent.submit(reason().closest('form')!);
  expect(sent).toHaveBeenLastCalledWith('', proposed);
});
