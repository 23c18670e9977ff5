// @vitest-environment happy-dom
import { expect, it, vi, beforeAll, afterAll } from 'vitest';
import { standIn } from '~/lib/testZone';
import { actionsOf } from './actions';
import { dialogTexts } from './ActionDialog';
import { someBooking } from './fixtures';
import { isPaid, saidTerms } from './policy';
import type { Side } from './view';

const NOW = Date.parse('2026-11-22T12:00:00Z');
beforeAll(() => {
  vi.useFakeTimers({ now: NOW, toFake: ['Date'] });
  standIn('America/New_York');
});
afterAll(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const preview = (refundPercent: number, freeUntil: string | null = null, nextChangeAt: string | null = freeUntil) => {
  const refundMinor = 126 * refundPercent;
  return { refundPercent, refundMinor, refund: refundMinor / 100, feeMinor: 12600 - refundMinor, fee: 126 - refundMinor / 100, freeUntil, nextChangeAt };
};
const said = (side: Side, status: 'PENDING' | 'CONFIRMED', cancellation: ReturnType<typeof preview> | null, paymentStatus: 'PAID' | 'UNPAID' = 'PAID') => {
  const booking = someBooking({ status, paymentStatus, cancellation, actions: ['cancel'], policy: { cancellation: { preset: 'custom', tiers: [] } } });
  const [action] = actionsOf(booking, side);
  return action && dialogTexts(action, booking, side).texts[0];
};

it.each<[string, Side, 'PENDING' | 'CONFIRMED', ReturnType<typeof preview> | null, string]>([
  ['a request', 'client', 'PENDING', preview(100), 'Nobody has agreed yet, so cancelling is free.'],
  ['free still', 'client', 'CONFIRMED', preview(100, '2026-11-23T14:00:00Z'), 'Cancelling is free until Mon 23 Nov, 09:00: everything that was paid comes back.'],
  ['free to the end', 'client', 'CONFIRMED', preview(100), 'Cancelling is free: everything that was paid comes back.'],
  ['a part, for now', 'client', 'CONFIRMED', preview(50, null, '2026-11-24T14:00:00Z'), 'It is past the free time. Until Tue 24 Nov, 09:00, 50% comes back; less after it.'],
  ['nothing', 'client', 'CONFIRMED', preview(0), 'It is past the free time. By the terms that were agreed on, nothing comes back.'],
  ['the provider', 'provider', 'CONFIRMED', preview(100), 'Rosa gets back everything that was paid, fees included.'],
  ['not said: by the terms themselves', 'client', 'CONFIRMED', null, 'It is past the free time. By the terms that were agreed on, nothing comes back.'],
])('%s', (_name, side, status, cancellation, text) => expect(said(side, status, cancellation)).toBe(text));

it.each<[string, Side, ReturnType<typeof preview> | null, string]>([
  ['free still', 'client', preview(100, '2026-11-23T14:00:00Z'), 'Cancelling is free until Mon 23 Nov, 09:00: nothing is owed.'],
  ['free to the end', 'client', preview(100), 'Cancelling is free: nothing is owed.'],
  ['a part', 'client', preview(12.5), 'It is past the free time. By the terms that were agreed on, 87.5% of the price is owed.'],
  ['a part, for now', 'client', preview(70, null, '2026-11-24T14:00:00Z'), 'It is past the free time. Until Tue 24 Nov, 09:00, 30% of the price is owed; more after it.'],
  ['nothing', 'client', preview(0), 'It is past the free time. By the terms that were agreed on, the full price is owed.'],
  ['the provider', 'provider', preview(100), 'Rosa owes nothing.'],
  ['not said', 'client', null, 'It is past the free time. By the terms that were agreed on, the full price is owed.'],
])('not paid: %s', (_name, side, cancellation, text) => expect(said(side, 'CONFIRMED', cancellation, 'UNPAID')).toBe(text));

it('names the zone for somebody elsewhere', () => {
  standIn('America/Los_Angeles');
  expect(said('client', 'CONFIRMED', preview(100, '2026-11-23T14:00:00Z'))).toContain('free until Mon 23 Nov, 09:00 (New York time):');
  standIn('America/New_York');
});

it('does not repeat what the clock has overtaken; the boundary itself is in time', () => {
  const booking = someBooking({ cancellation: preview(100, '2026-11-22T12:00:00Z') });
  expect(saidTerms(booking, NOW)).toMatchObject({ isFree: true, feeMinor: 0 });
  expect(saidTerms(booking, NOW + 1)).toBeNull();
});

it.each<[ReturnType<typeof someBooking>['paymentStatus'], boolean]>([['UNPAID', false], ['AUTHORIZED', false], ['HELD', true], ['PAID', true]])('%s is paid: %s', (paymentStatus, is) =>
  expect(isPaid({ paymentStatus })).toBe(is));
