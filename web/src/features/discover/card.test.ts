// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest';
import { bookingHref, choiceAmong, openingOf, priceOf, profileHref, sharedZone } from './card';
import type { Found } from './useSearch';

const service = (more: object) => ({ id: 'service_1', serviceType: 'HOME_CLEANING', unitRateMinor: 4500, currency: 'USD', rateType: 'hourly', ...more });
const found = (id: string, more: Partial<Found> | object = {}): Found =>
  ({ id, displayName: id, timeZone: 'America/New_York', currency: 'USD', hourlyRateMinor: 4200, dayRateMinor: 30_000, services: [], nextSlots: ['2026-11-24T14:00:00Z', '2026-11-24T14:30:00Z'], ...more }) as unknown as Found;

describe('the chosen card', () => {
  const both = [found('ana'), found('mei')];
  it('is the first, at its first time, until somebody chooses', () => {
    expect(choiceAmong(both, null)).toEqual({ providerId: 'ana', at: '2026-11-24T14:00:00Z' });
    expect(choiceAmong([], null)).toBeNull();
  });
  it('is what was pressed', () => {
    const pressed = { providerId: 'mei', at: '2026-11-24T14:30:00Z' };
    expect(choiceAmong(both, pressed)).toEqual(pressed);
  });
  it('keeps the person when the time is gone, and falls back when the person is', () => {
    expect(choiceAmong(both, { providerId: 'mei', at: '2026-11-23T09:00:00Z' })).toEqual({ providerId: 'mei', at: '2026-11-24T14:00:00Z' });
    expect(choiceAmong(both, { providerId: 'gone', at: '' })?.providerId).toBe('ana');
  });
  it('has no time where none is free', () => {
    expect(choiceAmong([found('ana', { nextSlots: [] })], null)).toEqual({ providerId: 'ana', at: '' });
  });
});

describe('the price', () => {
  it.each([
    ['of the service searched for', { services: [service({})] }, 'HOME_CLEANING', '$45', '/h'],
    ['of the service whose times are shown', { nextSlotsServiceId: 'service_2', services: [service({}), service({ id: 'service_2', unitRateMinor: 5000 })] }, 'HOME_CLEANING', '$50', '/h'],
    ['a day as a day', { services: [service({ rateType: 'day', unitRateMinor: 30_050 })] }, 'HOME_CLEANING', '$300.50', '/day'],
    ['a whole as a whole', { services: [service({ rateType: 'fixed', unitRateMinor: 9000 })] }, 'HOME_CLEANING', '$90', ''],
    ['the own hour where no service is meant', { services: [service({})] }, undefined, '$42', '/h'],
    ['the own day where there is no hour', { hourlyRateMinor: null }, undefined, '$300', '/day'],
    ['the first service where there is neither', { hourlyRateMinor: null, dayRateMinor: null, services: [service({})] }, undefined, '$45', '/h'],
  ])('is %s', (_, more, type, amount, per) => {
    expect(priceOf(found('ana', more), type)).toEqual({ amount, per });
  });
  it('is none where nobody set one', () => {
    expect(priceOf(found('ana', { hourlyRateMinor: null, dayRateMinor: null }), 'X')).toBeNull();
  });
});

it('opens a bio with the sentences that fit', () => {
  expect(openingOf('Brings her own supplies. Happy with cats, dogs and the odd parrot. Ana has looked after brownstones for eleven years.')).toBe('Brings her own supplies. Happy with cats, dogs and the odd parrot.');
  expect(openingOf('Big dinner on Sunday? Thuy scrubs, chops and washes up from noon until the last guest has gone home happy.')).toContain('Thuy scrubs');
  expect(openingOf('No full stop here')).toBe('No full stop here');
  expect(openingOf('')).toBe('');
});

it('says a zone once where all share it and the viewer is elsewhere', () => {
  const berlin = found('kai', { timeZone: 'Europe/Berlin' });
  expect(sharedZone([found('ana'), found('mei')], 'Europe/Berlin')).toBe('America/New_York');
  expect(sharedZone([found('ana')], 'America/New_York')).toBeNull();
  expect(sharedZone([found('ana'), berlin], 'UTC')).toBeNull();
  expect(sharedZone([found('ana'), found('kai', { timeZone: 'Europe/Berlin', nextSlots: [] })], 'UTC')).toBe('America/New_York');
});

it('leads into the booking with the service and the start', () => {
  const ana = found('user_1', { nextSlotsServiceId: 'service_1' });
  expect(bookingHref(ana, '2026-11-24T14:00:00Z')).toBe('/booking/user_1?service=service_1&start=2026-11-24T14%3A00%3A00Z');
  expect(profileHref(ana, true)).toBe('/providers/user_1?service=service_1#times');
  expect(bookingHref(found('user_2'))).toBe('/booking/user_2');
});
