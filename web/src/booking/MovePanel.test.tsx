// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/preact';
import { TRPCClientError } from '@trpc/client';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { api } from '~/api/client';
import { keyOf, queryClient } from '~/api/query';
import { someBooking } from './fixtures';
import { MovePanel } from './MovePanel';

vi.mock('~/api/client', async (original) => ({
  ...(await original<typeof import('~/api/client')>()),
  api: { booking: { acceptReschedule: { mutate: vi.fn() }, declineReschedule: { mutate: vi.fn() } } },
}));
const accept = vi.mocked(api.booking.acceptReschedule.mutate as never) as ReturnType<typeof vi.fn>;
const end = vi.mocked(api.booking.declineReschedule.mutate as never) as ReturnType<typeof vi.fn>;

const proposal = { start: '2026-11-25T14:00:00Z', end: '2026-11-25T18:00:00Z', by: 'client' as const, expiresAt: '2026-11-23T12:00:00Z', totalPrice: 168, totalPriceMinor: 16800 };
const asked = (actions: string[]) => someBooking({ status: 'CONFIRMED', reschedule: proposal, actions });
const buttons = () => screen.getAllByRole('button').map((button) => [button.textContent, button.classList.contains('go')]);

beforeEach(() => {
  accept.mockReset().mockResolvedValue({ success: true, booking: someBooking({ status: 'CONFIRMED' }) });
  end.mockReset().mockResolvedValue({ success: true, booking: someBooking({ status: 'CONFIRMED' }) });
});
afterEach(cleanup);

it('says who asks for what, on the clock of the place, and until when', () => {
  render(<MovePanel booking={asked(['accept-reschedule', 'decline-reschedule'])} side="provider" />);
  const text = screen.getByRole('region', { name: 'Rosa asks for another time' }).textContent;
  expect(text).toContain('Wednesday 25 November, 09:00 to 13:00');
  expect(text).toContain('New York time');
  expect(text).toContain('Tuesday 24 November, 09:00 to 12:00');
  expect(text).toContain('$168.00 in place of $126.00');
  expect(text).toContain('until Mon 23 Nov, 07:00');
  expect(buttons()).toEqual([['Decline', false], ['Accept', true]]);
});

it('accepts with one press and takes the answer of the server', async () => {
  const view = render(<MovePanel booking={asked(['accept-reschedule', 'decline-reschedule'])} side="provider" />);
  const pressed = screen.getByRole('button', { name: 'Accept' });
  fireEvent.click(pressed);
  await waitFor(() => expect(accept).toHaveBeenCalledTimes(1));
  expect(accept.mock.calls[0]?.[0]).toEqual({ id: asked([]).id });
  await waitFor(() => expect(queryClient.getQueryData(keyOf('booking.get', { id: asked([]).id }))).toMatchObject({ success: true }));
  view.rerender(<MovePanel booking={someBooking({ status: 'CONFIRMED' })} side="provider" />);
  expect(screen.queryByRole('region')).toBeNull();
});

it('lets who asked take it back, and offers nothing else', async () => {
  render(<MovePanel booking={asked(['decline-reschedule'])} side="client" />);
  expect(screen.getByRole('heading', { name: 'You asked for another time' })).toBeTruthy();
  expect(buttons()).toEqual([['Withdraw', false]]);
  fireEvent.click(screen.getByRole('button', { name: 'Withdraw' }));
  await waitFor(() => expect(end).toHaveBeenCalledTimes(1));
  expect(accept).not.toHaveBeenCalled();
});

it('shows a refusal in the words of the server', async () => {
  accept.mockRejectedValue(new TRPCClientError('Nobody answered in time; the old time stands.', { result: { error: { data: { httpStatus: 409, docket: { code: 'request_expired' } } } } } as never));
  render(<MovePanel booking={asked(['accept-reschedule'])} side="provider" />);
  fireEvent.click(screen.getByRole('button', { name: 'Accept' }));
  expect((await screen.findByRole('alert')).textContent).toBe('Nobody answered in time; the old time stands.');
});

it('is not there while nothing is asked, and only tells those who look on', () => {
  const view = render(<MovePanel booking={someBooking()} side="client" />);
  expect(screen.queryByRole('region')).toBeNull();
  view.rerender(<MovePanel booking={asked([])} side="onlooker" />);
  expect(screen.getByRole('region', { name: 'Rosa asks for another time' })).toBeTruthy();
  expect(screen.queryAllByRole('button')).toEqual([]);
});
