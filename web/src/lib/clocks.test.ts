import { describe, expect, it } from 'vitest';
import { otherSpan, otherTime, weekday, zoneNote } from './clocks';

const place = 'America/New_York';
const far = 'Asia/Kathmandu';
const near = 'Europe/Berlin';

describe('a time on another clock than the place’s', () => {
  it.each([
    ['2026-12-12T18:30:00Z', far, 'Sun 13 Dec 00:15'],
    ['2026-11-23T14:00:00Z', near, '15:00'],
    ['2026-11-29T18:00:00Z', far, '23:45'],
  ])('%s in %s is %s', (at, zone, text) => expect(otherTime(at, place, zone)).toBe(text));
  it('names the weekday alone where that is enough', () => expect(otherTime('2026-11-28T20:00:00Z', place, far, weekday)).toBe('Sun 01:45'));
  it.each([
    ['begins on the same day and ends on the next', '2026-11-29T18:00:00Z', '2026-11-29T20:00:00Z', far, '23:45 to Mon 30 Nov 01:45'],
    ['is on another day as a whole', '2026-12-12T18:30:00Z', '2026-12-12T20:30:00Z', far, 'Sun 13 Dec 00:15 to 02:15'],
    ['is on the same day', '2026-11-23T14:00:00Z', '2026-11-23T17:00:00Z', near, '15:00 to 18:00'],
    ['ends at midnight', '2026-11-23T20:00:00Z', '2026-11-23T23:00:00Z', near, '21:00 to 00:00'],
  ])('a span that %s', (_what, start, end, zone, text) => expect(otherSpan(start, end, place, zone)).toBe(text));
});

describe('the note on the zone', () => {
  it.each([
    [place, undefined, 'New York time'],
    [far, undefined, 'New York time (Sun 13 Dec 00:15 in Kathmandu, where you are)'],
    [far, '2026-12-12T20:30:00Z', 'New York time (Sun 13 Dec 00:15 to 02:15 in Kathmandu, where you are)'],
    [near, undefined, 'New York time (19:30 in Berlin, where you are)'],
  ])('for somebody in %s, until %s', (viewer, end, text) => expect(zoneNote('2026-12-12T18:30:00Z', place, end, viewer)).toBe(text));
});
