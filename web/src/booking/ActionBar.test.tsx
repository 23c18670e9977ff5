// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/preact';
import { TRPCClientError } from '@trpc/client';
import { LocationProvider } from 'preact-iso';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { api } from '~/api/client';
import { ActionBar } from './ActionBar';
import { someBooking } from './fixtures';

const sent = { confirm: vi.fn(), decline: vi.fn() };
vi.mock('~/api/client', async (original) => ({
  ...(await original<typeof import('~/api/client')>()),
  api: { booking: { confirm: { mutate: vi.fn() }, decline: { mutate: vi.fn() } } },
}));

const booking = someBooking({ actions: ['confirm', 'decline', 'cancel'] });
const refused = (status: number, code: string, message: string) =>
  new TRPCClientError(message, { result: { error: { data: { httpStatus: status, docket: { code } } } } } as never);

beforeEach(() => {
  sent.confirm = vi.mocked(api.booking.confirm.mutate as never);
  sent.decline = vi.mocked(api.booking.decline.mutate as never);
  sent.confirm.mockReset().mockResolvedValue({ success: true, booking: { ...booking, status: 'CONFIRMED' } });
  sent.decline.mockReset().mockResolvedValue({ success: true, booking: { ...booking, status: 'DECLINED' } });
});
afterEach(() => {
  cleanup();
  sessionStorage.clear();
});

const keyOfCall = (call: unknown[] | undefined) => (call?.[1] as { context: { intent: string } } | undefined)?.context.intent;

it('offers what the server allows, the one that is waited for in yellow', () => {
  render(<ActionBar booking={booking} side="provider" />);
  expect(screen.getAllByRole('button').map((button) => [button.textContent, button.classList.contains('go')])).toEqual([['Decline', false], ['Accept', true]]);
});

it('accepts with one press', async () => {
  render(<ActionBar booking={booking} side="provider" />);
  fireEvent.click(screen.getByRole('button', { name: 'Accept' }));
  expect(screen.getByRole('button', { name: 'Accept' }).getAttribute('aria-disabled')).toBe('true');
  await waitFor(() => expect(screen.getByRole('button', { name: 'Accept' }).getAttribute('aria-disabled')).toBeNull());
  expect(sent.confirm).toHaveBeenCalledTimes(1);
  expect(sent.confirm.mock.calls[0]?.[0]).toEqual({ id: booking.id });
});

it('asks before it declines, and sends the reason along', async () => {
  render(<ActionBar booking={booking} side="provider" />);
  fireEvent.click(screen.getByRole('button', { name: 'Decline' }));
  expect(sent.decline).not.toHaveBeenCalled();
  expect(screen.getByRole('heading', { name: 'Decline this request?' })).toBeTruthy();
  fireEvent.input(screen.getByLabelText(/^Reason/), { target: { value: ' On holiday ' } });
  fireEvent.submit(screen.getByLabelText(/^Reason/).closest('form') as HTMLFormElement);
  await waitFor(() => expect(screen.queryByRole('heading', { name: 'Decline this request?' })).toBeNull());
  expect(sent.decline.mock.calls[0]?.[0]).toEqual({ id: booking.id, reason: 'On holiday' });
});

it('shows a refusal in the words of the server', async () => {
  sent.confirm.mockRejectedValue(refused(409, 'slot_taken', 'That time is taken.'));
  render(<ActionBar booking={booking} side="provider" />);
  fireEvent.click(screen.getByRole('button', { name: 'Accept' }));
  expect((await screen.findByRole('alert')).textContent).toBe('That time is taken.');
});

it('carries the same intent when the answer was lost, and a new one after a refusal', async () => {
  sent.confirm.mockRejectedValueOnce(new TRPCClientError('fetch failed')).mockRejectedValueOnce(refused(409, 'conflict', 'Changed meanwhile.'));
  render(<ActionBar booking={booking} side="provider" />);
  const press = async (text: RegExp) => {
    fireEvent.click(screen.getByRole('button', { name: 'Accept' }));
    await waitFor(() => expect(screen.getByRole('alert').textContent).toMatch(text));
  };
  await press(/will not happen twice/);
  await press(/Changed meanwhile/);
  fireEvent.click(screen.getByRole('button', { name: 'Accept' }));
  await waitFor(() => expect(sent.confirm).toHaveBeenCalledTimes(3));
  const [first, second, third] = sent.confirm.mock.calls.map(keyOfCall);
  expect(first).toBe(second);
  expect(third).not.toBe(first);
});

it('a question and its reason outlive signing in again; closed, both are gone', async () => {
  sent.decline.mockRejectedValueOnce(refused(401, 'unauthenticated', 'Sign in first.'));
  const show = () => render(<LocationProvider><ActionBar booking={booking} side="provider" /></LocationProvider>);
  const ask = () => {
    show();
    fireEvent.click(screen.getByRole('button', { name: 'Decline' }));
    return screen.getByLabelText<HTMLTextAreaElement>(/^Reason/);
  };
  const reason = ask();
  fireEvent.input(reason, { target: { value: 'On holiday' } });
  fireEvent.submit(reason.closest('form') as HTMLFormElement);
  const said = await screen.findByRole('alert');
  expect(said.textContent).toMatch(/What you wrote stays\. Sign in$/);
  expect(said.nextElementSibling?.textContent).toContain('Decline'); // beside the button that it is about
  cleanup();
  show();
  expect(document.activeElement).toBe(screen.getByLabelText(/^Reason/));
  expect(screen.getByRole('heading', { name: 'Decline this request?' })).toBeTruthy();
  expect(screen.getByLabelText<HTMLTextAreaElement>(/^Reason/).value).toBe('On holiday');
  fireEvent.click(screen.getByRole('button', { name: 'Close' }));
  cleanup();
  show();
  expect(screen.queryByRole('heading', { name: 'Decline this request?' })).toBeNull();
  cleanup();
  expect(ask().value).toBe('');
});
