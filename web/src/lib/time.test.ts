import { describe, expect, it } from 'vitest';
import { addDays, clearClock, clockTime, dayKey, dayStart, formatHours, longDay, shortDay, slotLabel, zoneCity, zoneOffsetMs, zonesAgree } from './time';

const york = 'America/New_York';

describe('an instant in a zone', () => {
  it.each([
    ['2026-11-24T14:00:00Z', york, '09:00', '2026-11-24', 'Tue 24 Nov', 'Tuesday 24 November'],
    ['2026-11-24T02:30:00Z', york, '21:30', '2026-11-23', 'Mon 23 Nov', 'Monday 23 November'],
    ['2026-11-24T18:45:00Z', 'Asia/Kathmandu', '00:30', '2026-11-25', 'Wed 25 Nov', 'Wednesday 25 November'],
  ])('%s in %s', (at, zone, time, day, short, long) =>
    expect([clockTime(at, zone), dayKey(at, zone), shortDay(at, zone), longDay(at, zone)]).toEqual([time, day, short, long]));

  it.each([
    ['2026-11-24', york, '2026-11-24T05:00:00.000Z'],
    ['2026-07-01', york, '2026-07-01T04:00:00.000Z'],
    ['2026-03-08', york, '2026-03-08T05:00:00.000Z'], // the clocks change at two
    ['2026-11-01', york, '2026-11-01T04:00:00.000Z'],
    ['2026-09-06', 'America/Santiago', '2026-09-06T04:00:00.000Z'], // midnight does not exist: 01:00 is the first
    ['2026-01-01', 'Pacific/Kiritimati', '2025-12-31T10:00:00.000Z'],
    ['2026-01-01', 'Asia/Kolkata', '2025-12-31T18:30:00.000Z'],
  ])('%s in %s begins at %s', (day, zone, at) => expect(dayStart(day, zone).toISOString()).toBe(at));

  it.each([
    ['2026-11-24T14:00:00Z', 'Today 09:00'],
    ['2026-11-26T14:00:00Z', 'Thu 09:00'],
    ['2026-12-04T14:00:00Z', '4 Dec 09:00'],
  ])('%s is %s on the 24th', (at, label) => expect(slotLabel(at, york, '2026-11-24T12:00:00Z', 'Today')).toBe(label));

  it('knows offsets, cities, agreement and days', () => {
    expect(zoneOffsetMs('2026-07-01T00:00:00Z', york)).toBe(-4 * 3_600_000);
    expect(zoneCity(york)).toBe('New York');
    expect(zonesAgree('2026-07-01T00:00:00Z', york, 'America/Toronto')).toBe(true);
    expect(zonesAgree('2026-07-01T00:00:00Z', york, 'UTC')).toBe(false);
    expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
  });

  it.each([[0.75, '45 min'], [1, '1 h'], [1.5, '1.5 h'], [3, '3 h']])('%d hours are %s', (hours, text) => expect(formatHours(hours)).toBe(text));
});

it.each([
  ['2027-11-07T04:30:00Z', york, '00:30'],
  ['2027-11-07T05:30:00Z', york, '01:30 (−04:00)'],
  ['2027-11-07T06:30:00Z', york, '01:30 (−05:00)'],
  ['2027-11-07T07:00:00Z', york, '02:00'],
  ['2027-03-14T07:30:00Z', york, '03:30'],
  ['2027-04-03T14:45:00Z', 'Australia/Lord_Howe', '01:45 (+11:00)'],
  ['2027-04-03T15:15:00Z', 'Australia/Lord_Howe', '01:45 (+10:30)'],
  ['2027-11-07T04:00:00Z', 'Asia/Kathmandu', '09:45'],
])('%s in %s is %s, whichever the night', (at, zone, text) => expect(clearClock(at, zone)).toBe(text));
