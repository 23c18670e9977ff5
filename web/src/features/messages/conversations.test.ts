// @vitest-environment happy-dom
import { expect, it } from 'vitest';
import { CLIENT, PROVIDER, someBooking, someMessage } from '~/booking/fixtures';
import { byLastMove, conversationOf } from './conversations';

it('names the other side, and puts the one that moved last at the top', () => {
  const quiet = conversationOf(someBooking({ id: 'quiet' }), null, CLIENT);
  const lively = conversationOf(someBooking({ id: 'lively', createdAt: '2026-11-01T00:00:00Z' }), someMessage(3, PROVIDER, '2026-11-21T09:16:00Z'), CLIENT);
  expect(quiet).toMatchObject({ side: 'client', name: 'Ana Ribeiro', at: '2026-11-20T20:00:00Z' });
  expect(byLastMove([quiet, lively]).map((one) => one.booking.id)).toEqual(['lively', 'quiet']);
});
