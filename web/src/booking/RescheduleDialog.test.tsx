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
