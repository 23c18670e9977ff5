// @vitest-environment happy-dom
import { QueryClientProvider } from '@tanstack/preact-query';
import { act, cleanup, fireEvent, render, screen, waitFor } from '@testing-library/preact';
import { TRPCClientError } from '@trpc/client';
import { LocationProvider } from 'preact-iso';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { api } from '~/api/client';
import { keyOf, queryClient } from '~/api/query';
import { setAccount } from '~/api/session';
import type { Account } from '~/api/types';
import { standIn } from '~/lib/testZone';
import { CLIENT, PROVIDER, someMessage } from './fixtures';
import { Thread } from './Thread';

vi.mock('~/api/client', async (original) => ({
  ...(await original<typeof import('~/api/client')>()),
  api: { message: { list: { query: vi.fn() }, send: { mutate: vi.fn() } } },
}));
const list = vi.mocked(api.message.list.query as never) as ReturnType<typeof vi.fn>;
const send = vi.mocked(api.message.send.mutate as never) as ReturnType<typeof vi.fn>;

const show = (accountId = CLIENT) => {
  queryClient.setQueryData(keyOf('auth.me'), { id: accountId });
  return render(
    <LocationProvider>
      <QueryClientProvider client={queryClient}>
        <Thread bookingId="booking_1" accountId={accountId} name="Ana Ribeiro" canWrite happenings={[]} place="America/New_York" />
      </QueryClientProvider>
    </LocationProvider>,
  );
};
const box = () => screen.getByLabelText<HTMLTextAreaElement>('Message Ana');
const write = (text: string) => fireEvent.input(box(), { target: { value: text } });

beforeEach(() => {
  queryClient.clear();
  sessionStorage.clear();
  list.mockReset().mockResolvedValue({ messages: [someMessage(1, PROVIDER, '2026-11-21T09:16:00Z', 'Is there parking?')], nextCursor: null });
  send.mockReset().mockImplementation(async ({ content }: { content: string }) => ({ message: someMessage(2, CLIENT, '2026-11-21T09:21:00Z', content) }));
});
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});
const say = (text: string) => {
  write(text);
  fireEvent.keyDown(box(), { key: 'Enter' });
};
const intents = () => send.mock.calls.map((call) => (call[1] as { context: { intent: string } }).context.intent);
/** The page is loaded again, or its person signs in again: nothing is left but what the tab keeps. */
const comeBack = (accountId = CLIENT) => {
  cleanup();
  queryClient.clear();
  return show(accountId);
};
const ended = TRPCClientError.from({ error: { message: 'Sign in first.', code: -32001, data: { httpStatus: 401, docket: { code: 'unauthenticated' } } } } as never);

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
  say('On 9th Street');
  await screen.findByText('Not sent.');
  expect(screen.getByText('On 9th Street')).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: 'Retry' }));
  await waitFor(() => expect(screen.queryByText('Not sent.')).toBeNull());
  await waitFor(() => expect(send).toHaveBeenCalledTimes(2));
  const [first, second] = intents();
  expect(first).toBe(second);
});

it('what was not sent is there again after signing in, for the same person, and is the same intent', async () => {
  history.replaceState(null, '', '/messages');
  send.mockRejectedValueOnce(ended);
  show();
  say('On 9th Street');
  expect((await screen.findByRole('alert')).textContent).toContain('You have been signed out. Sign in and come back. What you wrote stays. Sign in');
  expect(screen.getByRole('link', { name: 'Sign in' }).getAttribute('href')).toBe('/signin?next=%2Fmessages');
  comeBack(PROVIDER);
  expect(screen.queryByText('On 9th Street')).toBeNull();
  comeBack();
  expect(screen.getByRole('alert').textContent).toContain('Not sent.');
  expect(screen.queryByRole('link', { name: 'Sign in' })).toBeNull();
  fireEvent.click(screen.getByRole('button', { name: 'Retry' }));
  await waitFor(() => expect(screen.queryByRole('alert')).toBeNull());
  expect(screen.getAllByText('On 9th Street')).toHaveLength(1);
  expect(new Set(intents()).size).toBe(1);
  comeBack();
  expect(screen.queryByText('On 9th Street')).toBeNull();
});

it('a message says no more that one was signed out, once one has signed in again in another tab', async () => {
  send.mockRejectedValueOnce(ended);
  show();
  say('On 9th Street');
  await screen.findByText(/^You have been signed out/);
  act(() => setAccount({ id: CLIENT } as Account));
  await waitFor(() => expect(screen.getByRole('alert').textContent).toBe('Not sent.RetryDiscard'));
  fireEvent.click(screen.getByRole('button', { name: 'Retry' }));
  await waitFor(() => expect(screen.queryByRole('alert')).toBeNull());
  expect(new Set(intents()).size).toBe(1);
});

it('what was on its way may be sent again, and what was discarded is gone', async () => {
  send.mockReturnValueOnce(new Promise(() => {}));
  show();
  say('On 9th Street');
  comeBack();
  expect(screen.getByText(/^Perhaps not sent\./)).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: 'Discard' }));
  await waitFor(() => expect(screen.queryByText('On 9th Street')).toBeNull());
  comeBack();
  expect(screen.queryByText('On 9th Street')).toBeNull();
});

it('what arrives after one has looked elsewhere does not wait there', async () => {
  let arrive = () => {};
  send.mockImplementationOnce(() => new Promise((resolve) => { arrive = () => resolve({ message: someMessage(2, CLIENT, '2026-11-21T09:21:00Z', 'On 9th Street') }); }));
  const { unmount } = show();
  say('On 9th Street');
  unmount();
  show();
  expect(screen.getByText('Sending…')).toBeTruthy();
  arrive();
  await waitFor(() => expect(screen.queryByText('Sending…')).toBeNull());
  expect(sessionStorage.length).toBe(0);
});

it('shows the way out of what was not sent', async () => {
  vi.spyOn(Element.prototype, 'scrollHeight', 'get').mockImplementation(function (this: Element) { return this.querySelector('.meta.failed') ? 500 : 400; });
  send.mockRejectedValueOnce(ended);
  show();
  await screen.findByText('Is there parking?');
  say('On 9th Street');
  await screen.findByRole('button', { name: 'Retry' });
  expect(screen.getByRole('log').scrollTop).toBe(500);
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
