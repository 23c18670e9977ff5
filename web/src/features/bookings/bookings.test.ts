// @vitest-environment happy-dom
import { describe, expect, it, vi } from 'vitest';
import { cancelledWith, change, CLIENT, event, PROVIDER, someBooking } from '~/booking/fixtures';
import { storyOf } from '~/booking/history';
import { standIn } from '~/lib/testZone';
import { withQuery } from '~/lib/useQueryState';
import { costOf, paymentText, policyText, receiptLines } from './cost';
import { splitPlace } from './JobFacts';
import { isFiltered, listInput, readState } from './listState';
import { newsIn } from './useNews';

describe('the list and its address', () => {
  it.each([
    ['a client', {}, false, { tab: 'upcoming', role: 'client', sort: 'soonest', limit: 20 }],
    ['a provider', {}, true, { tab: 'upcoming', role: 'provider', sort: 'soonest', limit: 20 }],
    ['a provider who booked', { role: 'client' }, true, { tab: 'upcoming', role: 'client', sort: 'soonest', limit: 20 }],
    ['what is past is read backwards', { tab: 'past' }, false, { tab: 'past', role: 'client', sort: 'latest', limit: 20 }],
    ['all of it', { tab: 'all', sort: 'newest', status: 'CANCELLED,PENDING,SOON', q: ' oven ' }, false, { tab: 'all', role: 'client', sort: 'newest', limit: 20, status: ['PENDING', 'CANCELLED'], q: 'oven' }],
    ['nonsense', { tab: 'never', sort: 'x', role: 'admin' }, false, { tab: 'upcoming', role: 'client', sort: 'soonest', limit: 20 }],
  ])('%s', (_name, query, isProvider, input) => expect(listInput(readState(query, isProvider))).toEqual(input));

  it('knows a filter from a tab', () => {
    expect(isFiltered(readState({ tab: 'past' }, false))).toBe(false);
    expect(isFiltered(readState({ q: 'oven' }, false))).toBe(true);
  });
  it.each([
    ['/booking/manage?tab=past&q=oven', { q: null }, '/booking/manage?tab=past'],
    ['/booking/manage', { status: 'PENDING,CONFIRMED' }, '/booking/manage?status=PENDING,CONFIRMED'],
    ['/booking/manage?q=a', { q: 'ä & b' }, '/booking/manage?q=%C3%A4+%26+b'],
  ])('%s with %j', (url, patch, expected) => expect(withQuery(url, patch)).toBe(expected));
});

it.each([
  ['418 6th Avenue, apt 3R, Brooklyn 11215', ['418 6th Avenue, apt 3R', 'Brooklyn 11215']],
  ['123 Studio St, Los Angeles, CA', ['123 Studio St', 'Los Angeles, CA']],
  ['Brooklyn, NY', ['Brooklyn', 'NY']],
  ['Berlin', ['Berlin', '']],
  ['', ['', '']],
])('the door and the area of "%s"', (location, parts) => expect(splitPlace(location)).toEqual(parts));

describe('what it costs', () => {
  const day = { label: 'Work by the day', quantity: 2, unit: 'day', unitPriceMinor: 60000, amountMinor: 120000 };
  const travel = { label: 'Travel', quantity: 1, unit: 'piece', unitPriceMinor: 1500, amountMinor: 1500 };
  it.each([
    [someBooking(), ['Ana, 3 h at $42.00']],
    [someBooking({ lines: [day, travel] }), ['Ana, 2 days at $600.00', 'Travel']],
    [someBooking({ lines: null }), []],
  ])('%#', (booking, labels) => expect(receiptLines(booking).map((line) => line.label)).toEqual(labels));
  it.each([
    [{}, 'Paid by invoice.'],
    [{ paymentStatus: 'HELD' }, 'Paid, and held until the work is approved.'],
    [{ paymentStatus: 'RELEASED' }, 'Paid, and released to Ana.'],
    [{ status: 'DECLINED' }, 'Nothing was paid, and nothing is owed.'],
    [{ status: 'CANCELLED', paymentStatus: 'REFUNDED' }, 'Given back in full.'],
  ] as const)('%j', (more, text) => expect(paymentText(someBooking(more))).toBe(text));
  it('after a cancellation: the price, what is no longer owed, and the fee that stays', () => {
    const seen = (booking: ReturnType<typeof cancelledWith>) => {
      const { lines, totalLabel, totalMinor } = costOf(booking);
      return [...lines.map(({ label, amountMinor }) => [label, amountMinor]), [totalLabel, totalMinor], paymentText(booking)];
    };
    expect(seen(cancelledWith(6300))).toEqual([
      ['Ana, 3 h at $42.00', 12600], ['No longer owed', 6300], ['Fee for cancelling', 6300],
      'Nothing was paid. The fee for cancelling is owed, by the terms that were agreed on.',
    ]);
    expect(seen(cancelledWith(0))).toEqual([['Ana, 3 h at $42.00', 12600], ['No longer owed', 12600], ['Fee for cancelling', 0], 'Nothing was paid, and nothing is owed.']);
    expect(seen(cancelledWith(0, { lines: [day, travel], totalPriceMinor: 121500, paymentStatus: 'REFUNDED' })).slice(2)).toEqual([
      ['Price', 121500], ['Given back', 12600], ['Fee for cancelling', 0], 'Given back in full.',
    ]);
    expect(paymentText(cancelledWith(6300, { paymentStatus: 'REFUNDED' }))).toBe('Paid, and a part has been given back.');
    expect(seen(someBooking({ status: 'CONFIRMED' })).at(-2)).toEqual(['Total', 12600]);
  });
  it('says when cancelling is free, while it can be cancelled', () => {
    const now = Date.parse('2026-11-21T12:00:00Z');
    standIn('America/New_York');
    const accepted = someBooking({ status: 'CONFIRMED', actions: ['cancel'] });
    expect(policyText(accepted, 'client', now)).toBe('Cancel free until Mon 23 Nov, 09:00.');
    expect(policyText(accepted, 'provider', now)).toBe('If you cancel, Rosa owes nothing.');
    expect(policyText({ ...accepted, actions: [] }, 'client', now)).toBe('');
    // Moved by two days: the deadline is still the one of the first start.
    const cancellation = { refundPercent: 100, refund: 126, refundMinor: 12600, fee: 0, feeMinor: 0, freeUntil: '2026-11-23T14:00:00Z', nextChangeAt: '2026-11-23T14:00:00Z' };
    const moved = { ...accepted, scheduledTime: '2026-11-26T14:00:00Z', cancellation };
    expect(policyText(moved, 'client', now)).toBe('Cancel free until Mon 23 Nov, 09:00.');
    expect(policyText({ ...moved, cancellation: { ...cancellation, refundPercent: 50, freeUntil: null } }, 'client', now)).toBe('If you cancel now, 50% of the price is owed.');
    expect(policyText({ ...moved, paymentStatus: 'PAID', cancellation: { ...cancellation, refundPercent: 50, freeUntil: null } }, 'client', now)).toBe('Cancelling now gives 50% back.');
    standIn('Asia/Kathmandu');
    expect(policyText(accepted, 'client', now)).toBe('Cancel free until Mon 23 Nov, 09:00 (New York time).');
    vi.restoreAllMocks();
  });
});

it('news is what others did since', () => {
  const events = [
    event(1, 'booking.created', '2026-11-20T20:00:00Z', CLIENT), event(2, 'message.created', '2026-11-20T20:05:00Z', PROVIDER),
    change(3, 'confirm', 'CONFIRMED', PROVIDER, '2026-11-21T09:14:00Z'), change(4, 'cancel', 'CANCELLED', CLIENT, '2026-11-21T10:00:00Z'),
  ];
  const news = newsIn(events, 1, storyOf(someBooking(), 'client', CLIENT));
  expect([...news.ids]).toEqual([3]);
  expect(news.text).toBe('Ana accepted your request');
});
