// @vitest-environment happy-dom
import { expect, it } from 'vitest';
import { someBooking } from './fixtures';
import { waitingFor } from './waiting';
import { firstName, shortId, whenText, type Side } from './view';

const now = Date.parse('2026-11-21T15:00:00Z');
it.each<[Side, string, string[], string | null, boolean]>([
  ['provider', 'PENDING', [], 'Answer within 29 h', true],
  ['client', 'PENDING', [], 'Waiting for Ana', false],
  ['client', 'CONFIRMED', [], 'Starts in 2 days', false],
  ['provider', 'CONFIRMED', ['start'], 'Ready to start', true],
  ['provider', 'CONFIRMED', ['start', 'accept-reschedule'], 'Rosa asks for another time', true],
  ['provider', 'IN_PROGRESS', ['complete'], 'Complete it when done', true],
  ['client', 'IN_PROGRESS', [], 'Ana is at it', false],
  ['client', 'COMPLETED', ['approve'], 'Look at it and approve', true],
  ['client', 'COMPLETED', [], null, false],
  ['provider', 'COMPLETED', [], 'Rosa has not approved yet', false],
  ['provider', 'REVISION', ['complete'], 'Rosa asks for changes', true],
  ['client', 'CANCELLED', [], null, false],
])('%s, %s, %j', (side, status, actions, text, isYours) => {
  const waiting = waitingFor(someBooking({ status: status as never, actions }), side, now);
  expect(waiting?.text ?? null).toBe(text);
  expect(waiting?.isYours ?? false).toBe(isYours);
});

it.each([['Ana Ribeiro', 'Ana'], ['Okafor & Daughters', 'Okafor & Daughters'], ['Brightwater Home Crew', 'Brightwater Home Crew'], ['Prince', 'Prince'], ['Studio 54 East', 'Studio 54 East']])('%s is called %s', (name, first) => expect(firstName(name)).toBe(first));
it('says an id on the telephone', () => expect(shortId('booking_01m7yeqzh0em0syhsd8b9ctybt')).toBe('9CTYBT'));
it.each([
  ['2026-11-24T14:00:00Z', '2026-11-24T17:00:00Z', 'Tue 24 Nov, 09:00 to 12:00'],
  ['2026-11-25T02:00:00Z', '2026-11-25T07:00:00Z', 'Tue 24 Nov, 21:00 to Wed 25 Nov, 02:00'],
  ['2026-11-25T02:00:00Z', '2026-11-25T05:00:00Z', 'Tue 24 Nov, 21:00 to 00:00'],
])('%s to %s', (start, end, text) => expect(whenText(start, end, 'America/New_York')).toBe(text));
