import { expect, it } from 'vitest';
import { clockTime, viewerZone } from '~/lib/time';
import { reasonText, type Reason } from './reasons';

const about = {
  name: 'Ana', service: { minNoticeMinutes: 1440, windowDays: 60 }, hours: 2, start: '2026-11-24T14:00:00Z', zone: 'America/New_York', now: '2026-11-24T08:00:00Z',
};
const why = (code: string, until?: string, more = {}) => reasonText({ code, message: 'Said the server.', until } as Reason, { ...about, ...more });
const codes = [
  'duration', 'off_grid', 'notice', 'window', 'outside_hours', 'exception', 'time_off', 'day_limit', 'week_limit', 'claimed', 'buffer', 'held', 'capacity', 'seats',
  'travel', 'external_busy', 'client_limit',
];

it('has a sentence of its own for every code', () => {
  const texts = codes.map((code) => why(code));
  expect(new Set(texts).size).toBe(codes.length);
  for (const text of texts) {
    expect(text).not.toContain('Said the server');
    expect(text).not.toMatch(/[{}]|why[A-Z]/);
  }
});
it.each([
  ['held', '2026-11-24T14:32:00Z', {}, `Held by somebody else until ${clockTime('2026-11-24T14:32:00Z', viewerZone())}.`],
  ['notice', undefined, {}, 'Too soon: Ana wants 24 h notice.'],
  ['notice', undefined, { service: { minNoticeMinutes: 4320, windowDays: 60 } }, 'Too soon: Ana wants 3 days notice.'],
  ['notice', undefined, { now: '2026-11-25T00:00:00Z' }, 'That time is past.'],
  ['window', undefined, {}, 'Too far ahead: Ana takes bookings for the next 60 days.'],
  ['time_off', '2026-11-26T14:00:00Z', {}, 'Ana has taken time off until Thu 26 Nov 09:00.'],
  ['something_new', undefined, {}, 'Said the server.'],
])('%s until %s', (code, until, more, text) => expect(why(code, until, more)).toBe(text));
