// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest';
import { CLIENT, PROVIDER, someBooking } from '~/booking/fixtures';
import { askedOf, dotsOf, entriesOf, placesOf } from './events';

const entries = (...args: Parameters<typeof entriesOf>) => entriesOf(...args).map(({ id, kind, tone, glyph, isOpen, canMove, side }) => ({ id, kind, tone, glyph, isOpen, canMove, side }));

describe('entriesOf', () => {
  it('draws a request dashed and what is agreed whole; only what the server lets move can be moved', () => {
    const request = someBooking({ id: 'a', actions: ['confirm', 'decline'] });
    const agreed = someBooking({ id: 'b', status: 'CONFIRMED', actions: ['cancel', 'reschedule'], scheduledTime: '2026-11-25T14:00:00Z', endTime: '2026-11-25T15:00:00Z' });
    expect(entries([agreed, request], PROVIDER)).toEqual([
      { id: 'a', kind: 'booking', tone: 'wait', glyph: '…', isOpen: true, canMove: false, side: 'provider' },
      { id: 'b', kind: 'booking', tone: 'go', glyph: '✓', isOpen: false, canMove: true, side: 'provider' },
    ]);
  });

  it('names each booking once, though both sides told it, and none without a time', () => {
    const one = someBooking();
    expect(entries([one, one, someBooking({ id: 'none', scheduledTime: null, endTime: null })], CLIENT)).toHaveLength(1);
  });

  it('has the time that is asked for beside the one that stands', () => {
    const booking = someBooking({ status: 'CONFIRMED', reschedule: { start: '2026-11-26T14:00:00Z', end: '2026-11-26T17:00:00Z', by: 'client', expiresAt: '2026-11-23T12:00:00Z', totalPrice: 126, totalPriceMinor: 12600 } });
    expect(entriesOf([booking], PROVIDER).map(({ kind, start, isOpen, canMove }) => [kind, start, isOpen, canMove])).toEqual([
      ['booking', '2026-11-24T14:00:00Z', false, false], ['proposed', '2026-11-26T14:00:00Z', true, false],
    ]);
  });

  it('makes one session of those who share it, for the provider alone', () => {
    const seat = (id: string, change = {}) => someBooking({ id, serviceId: 'service_yoga', status: 'CONFIRMED', actions: ['reschedule'], ...change });
    const seats = [seat('a'), seat('b'), seat('c', { status: 'PENDING' })];
    const [session, ...others] = entriesOf([...seats, seat('d', { scheduledTime: '2026-11-25T14:00:00Z', endTime: '2026-11-25T17:00:00Z' })], PROVIDER);
    expect([session?.kind, session?.bookings.map(({ id }) => id), session?.isOpen, session?.canMove]).toEqual(['session', ['a', 'b', 'c'], true, false]);
    expect(others.map(({ kind, canMove }) => [kind, canMove])).toEqual([['booking', true]]);
    expect(entriesOf(seats, CLIENT).map(({ kind }) => kind)).toEqual(['booking', 'booking', 'booking']);
  });

  it('shows where something was dropped while it is asked about', () => {
    const booking = someBooking({ status: 'CONFIRMED' });
    const asked = { booking, start: '2026-11-25T15:00:00Z', end: '2026-11-25T18:00:00Z' };
    expect(entriesOf([booking], CLIENT, asked).map(({ kind, start }) => [kind, start])).toEqual([['booking', '2026-11-24T14:00:00Z'], ['asking', '2026-11-25T15:00:00Z']]);
  });
});

describe('askedOf', () => {
  const booking = someBooking();
  it('keeps its length, also over a change of the clocks', () => {
    expect(askedOf(booking, '2026-11-25T11:00:00-05:00')).toEqual({ booking, start: '2026-11-25T16:00:00Z', end: '2026-11-25T19:00:00Z' });
    expect(askedOf(booking, '2027-03-14T05:30:00.000Z')).toMatchObject({ start: '2027-03-14T05:30:00Z', end: '2027-03-14T08:30:00Z' });
  });
  it.each([['where it lay', '2026-11-24T09:00:00-05:00'], ['nowhere', 'soon']])('asks nothing: dropped %s', (_name, at) => expect(askedOf(booking, at)).toBeNull());
  it('asks nothing for what has no time', () => expect(askedOf(someBooking({ scheduledTime: null }), '2026-11-25T11:00:00Z')).toBeNull());
});

it('tells the place where most take place first', () => {
  const at = (id: string, timeZone: string) => someBooking({ id, timeZone });
  expect(placesOf([at('a', 'Europe/Berlin'), at('b', 'America/New_York'), at('c', 'America/New_York')])).toEqual(['America/New_York', 'Europe/Berlin']);
});

describe('dotsOf', () => {
  it('counts what looks alike on a day, and leaves alone what differs or lasts over midnight', () => {
    const at = (id: string, start: string, end: string, status: 'CONFIRMED' | 'PENDING' = 'CONFIRMED') => someBooking({ id, status, scheduledTime: start, endTime: end });
    const shown = entriesOf([
      at('a', '2026-11-24T14:00:00Z', '2026-11-24T15:00:00Z'), at('b', '2026-11-24T16:00:00Z', '2026-11-24T17:00:00Z'),
      at('c', '2026-11-24T18:00:00Z', '2026-11-24T19:00:00Z', 'PENDING'),
      at('d', '2026-11-24T20:00:00Z', '2026-11-25T14:00:00Z'), at('e', '2026-11-25T16:00:00Z', '2026-11-25T17:00:00Z'),
    ], CLIENT);
    expect(dotsOf(shown, 'UTC').map(({ glyph, count, bookings }) => [glyph, count, bookings[0]?.id])).toEqual([
      ['✓', 2, 'a'], ['…', undefined, 'c'], ['✓', undefined, 'd'], ['✓', undefined, 'e'],
    ]);
  });
});
