// @vitest-environment happy-dom
import { QueryClientProvider } from '@tanstack/preact-query';
import { cleanup, fireEvent, render, screen } from '@testing-library/preact';
import { afterEach, expect, it, vi } from 'vitest';
import { queryClient } from '~/api/query';
import { someBooking } from './fixtures';
import { RescheduleDialog } from './RescheduleDialog';

vi.mock('~/api/client', async (original) => ({
  ...(await original<typeof import('~/api/client')>()),
  api: { slot: { list: { query: vi.fn().mockResolvedValue({ slots: [] }) } } },
}));
const open = () => render(
  <QueryClientProvider client={queryClient}>
    <RescheduleDialog booking={someBooking({ status: 'CONFIRMED', actions: ['reschedule'] })} side="client" isBusy={false} problem={null} onClose={() => {}} onGo={() => {}} />
  </QueryClientProvider>,
);
const reason = () => document.querySelector<HTMLTextAreaElement>('textarea')!;

afterEach(() => {
  cleanup();
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
