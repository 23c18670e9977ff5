import { describe, expect, it } from 'vitest';
import { localText, startsOf } from './grid';

const zone = 'America/New_York';
const slot = (start: string, local: string) => ({ start, end: start, local, localEnd: local, seatsLeft: 1 });
const clocks = (...words: Parameters<typeof startsOf>) => startsOf(...words).map(({ local, isFree }) => `${local.slice(11, 16)}${isFree ? ' free' : ''}`);

describe('a start in a zone', () => {
  it.each([
    ['2026-11-24T14:00:00Z', zone, '2026-11-24T09:00:00-05:00'],
    ['2026-07-24T23:30:00Z', 'Asia/Kolkata', '2026-07-25T05:00:00+05:30'],
    ['2026-07-24T23:30:00Z', 'UTC', '2026-07-24T23:30:00+00:00'],
  ])('%s in %s', (at, where, text) => expect(localText(at, where)).toBe(text));
});

describe('the starts of a day', () => {
  const free = [slot('2026-11-24T14:00:00Z', '2026-11-24T09:00:00-05:00'), slot('2026-11-24T18:00:00Z', '2026-11-24T13:00:00-05:00')];
  it('are the free ones', () => expect(clocks('2026-11-24', free, zone, 60, false)).toEqual(['09:00 free', '13:00 free']));
  it('or all of them, the free ones in their places', () => {
    const all = clocks('2026-11-24', free, zone, 120, true);
    expect(all.slice(0, 6)).toEqual(['06:00', '08:00', '09:00 free', '10:00', '12:00', '13:00 free']);
    expect(all).toHaveLength(11);
  });
  it('a night that is worked in is shown whole', () => {
    const night = [slot('2026-11-24T06:00:00Z', '2026-11-24T01:00:00-05:00')];
    expect(clocks('2026-11-24', night, zone, 60, true).slice(0, 3)).toEqual(['00:00', '01:00 free', '02:00']);
    expect(clocks('2026-11-24', night, zone, 60, true)).toHaveLength(24);
  });
  it('an hour that the clocks show twice is there twice, one that they skip is not', () => {
    const twice = [slot('2026-11-01T05:00:00Z', '2026-11-01T01:00:00-04:00')];
    expect(startsOf('2026-11-01', twice, zone, 60, true).slice(0, 4).map(({ local }) => local.slice(11))).toEqual(['00:00:00-04:00', '01:00:00-04:00', '01:00:00-05:00', '02:00:00-05:00']);
    const skipped = [slot('2026-03-08T06:00:00Z', '2026-03-08T01:00:00-05:00')];
    expect(clocks('2026-03-08', skipped, zone, 60, true).slice(0, 3)).toEqual(['00:00', '01:00 free', '03:00']);
  });
  it('a service that starts each minute shows each quarter of an hour', () => expect(clocks('2026-11-24', [], zone, 1, true)).toHaveLength(76));
});
