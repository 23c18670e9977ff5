import { expect, it } from 'vitest';
import { HOUR_MS } from '~/lib/time';
import { MORNING, openingOf } from './opening';

const week = { first: '2026-11-23', end: '2026-11-30' };
const york = 'America/New_York';
const far = 'Asia/Kathmandu';
const job = (start: string, hours: number) => ({ start, end: new Date(Date.parse(start) + hours * HOUR_MS).toISOString() });
const afternoon = job('2026-11-24T18:30:00Z', 2); // 13:30 in New York, 00:15 of Wednesday in Kathmandu
const morning = job('2026-11-24T14:00:00Z', 3); // 09:00 in New York, 19:45 in Kathmandu
const early = job('2026-11-26T09:00:00Z', 2); // 04:00 in New York
const NINE_HOURS = 9 * HOUR_MS;

it.each([
  ['a working day stays', [morning, afternoon], york, MORNING, null],
  ['what begins in the evening opens an hour before it', [morning], far, MORNING, 18.75],
  ['the first of them in time, not the earliest of a day', [morning, afternoon], far, MORNING, 18.75],
  ['never before midnight', [afternoon], far, MORNING, 0],
  ['one of them in sight is enough', [morning, early], york, MORNING, null],
  ['somebody who looks at the evening keeps it where something is in it', [morning], far, 15 * HOUR_MS, null],
  ['the morning comes back where it shows something', [morning], york, 15 * HOUR_MS, 7.5],
  ['over midnight: what is left of it counts on the next day', [job('2026-11-25T03:00:00Z', 12)], york, MORNING, null],
  ['what is not of this week does not count', [job('2026-12-02T14:00:00Z', 3), job('2026-11-22T14:00:00Z', 3)], far, MORNING, null],
  ['nothing at all', [], far, MORNING, null],
] as const)('%s', (_what, entries, zone, from, hours) =>
  expect(openingOf(entries, week, zone, { from, length: NINE_HOURS })).toBe(hours === null ? null : hours * HOUR_MS));
