// @vitest-environment happy-dom
import { QueryClientProvider } from '@tanstack/preact-query';
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/preact';
import { TRPCClientError } from '@trpc/client';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { api } from '~/api/client';
import { queryClient } from '~/api/query';
import { standIn } from '~/lib/testZone';
import { CLIENT, PROVIDER, someMessage } from './fixtures';
import { Thread } from './Thread';

vi.mock('~/api/client', async (original) => ({
  ...(await original<typeof import('~/api/client')>()),
  api: { message: { list: { query: vi.fn() }, send: { mutate: vi.fn() } } },
}));
const list = vi.mocked(api.message.list.query as never) as ReturnType<typeof vi.fn>;
const send = vi.mocked(api.message.send.mutate as never) as ReturnType<typeof vi.fn>;

const show = () =>
  render(
    <QueryClientProvider client={queryClient}>
      <Thread bookingId="booking_1" accountId={CLIENT} name="Ana Ribeiro" canWrite happenings={[]} place="America/New_York" />
    </QueryClientProvider>,
  );
const box = () => screen.getByLabelText<HTMLTextAreaElement>('Message Ana');
const write = (text: string) => fireEvent.input(box(), { target: { value: text } });

beforeEach(() => {
  queryClient.clear();
  sessionStorage.clear();
  list.mockReset().mockResolvedValue({ messages: [someMessage(1, PROVIDER, '2026-11-21T09:16:00Z', 'Is there parking?')], nextCursor: null });
  send.mockReset().mockImplementation(async ({ content }: { content: string }) => ({ message: someMessage(2, CLIENT, '2026-11-21T09:21:00Z', content) }));
});
afterEach(() => { cleanup(); vi.restoreAllMocks(); });

it('sends with Enter, not with Shift and Enter, and never nothing', async () => {
  show();
  await screen.findByText('Is there parking?');
  fireEvent.keyDown(box(), { key: 'Enter' });
  write('On 9th Street');
  fireEvent.keyDown(box(), { key: 'Enter', shiftKey: true });
  expect(send).not.toHaveBeenCalled();
  fireEvent.keyDown(box(), { key: 'Enter' });
  expect(box().value).toBe('');
  expect(screen.getByText('Sending…')).toBeTruthy();
  await waitFor(() => expect(screen.queryByText('Sending…')).toBeNull());
  expect(screen.getAllByText('On 9th Street')).toHaveLength(1);
});

it('keeps the text of what was not sent, and sends it again as the same intent', async () => {
  send.mockRejectedValueOnce(new TRPCClientError('fetch failed'));
  show();
  await screen.findByText('Is there parking?');
  write('On 9th Street');
  fireEvent.keyDown(box(), { key: 'Enter' });
  await screen.findByText('Not sent.');
  expect(screen.getByText('On 9th Street')).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: 'Retry' }));
  await waitFor(() => expect(screen.queryByText('Not sent.')).toBeNull());
  await waitFor(() => expect(send).toHaveBeenCalledTimes(2));
  const [first, second] = send.mock.calls.map((call) => (call[1] as { context: { intent: string } }).context.intent);
  expect(first).toBe(second);
});

it('keeps a draft until it is sent', async () => {
  const { unmount } = show();
  write('Half a thou');
  unmount();
  show();
  expect(box().value).toBe('Half a thou');
});

it('fetches what was said earlier when asked', async () => {
  list.mockResolvedValueOnce({ messages: [someMessage(8, PROVIDER, '2026-11-21T09:16:00Z', 'The latest')], nextCursor: 8 });
  list.mockResolvedValueOnce({ messages: [someMessage(7, PROVIDER, '2026-11-20T09:16:00Z', 'From before')], nextCursor: 7 });
  show();
  fireEvent.click(await screen.findByRole('button', { name: 'Earlier messages' }));
  expect(await screen.findByText('From before')).toBeTruthy();
  expect(list.mock.calls[1]?.[0]).toMatchObject({ cursor: 8 });
});

it.each([
  ['Asia/Kathmandu', ['Times here are Kathmandu time.']],
  ['America/Toronto', []],
])('names the clock of who reads it in %s once, where it is not that of the place', async (viewer, notes) => {
  standIn(viewer);
  show();
  await screen.findByText('Is there parking?');
  expect(screen.queryAllByText(/^Times here/).map((note) => note.textContent)).toEqual(notes);
});
