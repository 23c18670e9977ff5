import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import * as own from './zoned';

const zones = ['America/New_York', 'Europe/Berlin', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'Pacific/Apia', 'Africa/Casablanca', 'America/St_Johns', 'UTC'];
const HOUR = 3_600_000;
/** Every hour and a half of some days around each change of the clocks in 2026 and 2027, and of some without. */
function* instants(zone: string) {
  const end = Date.UTC(2028, 0, 1);
  for (let at = Date.UTC(2026, 0, 1); at < end; at += 24 * HOUR) {
    const offset = (ms: number) => Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(zone).offsetNanoseconds;
    if (offset(at) === offset(at + 48 * HOUR) && at % (31 * 24 * HOUR) !== 0) continue;
    for (let step = 0; step < 48 * HOUR; step += HOUR / 2) yield at + step;
  }
}

describe.each(zones)('%s', (zone) => {
  it('shows each instant as the polyfill does', () => {
    let count = 0;
    for (const at of instants(zone)) {
      const known = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
      const { year, month, day, hour, minute, second, offsetMs } = own.toZonedDateTimeISO(own.fromEpochMilliseconds(at), zone);
      expect([year, month, day, hour, minute, second, offsetMs * 1e6]).toEqual([known.year, known.month, known.day, known.hour, known.minute, known.second, known.offsetNanoseconds]);
      count++;
    }
    expect(count).toBeGreaterThan(100);
  });

  it('finds the instant of each wall time, those left out and those that come twice too', () => {
    for (const at of instants(zone)) {
      const wall = new Date(at);
      const parts = [wall.getUTCFullYear(), wall.getUTCMonth() + 1, wall.getUTCDate(), wall.getUTCHours(), wall.getUTCMinutes()] as const;
      const known = new Temporal.PlainDateTime(...parts).toZonedDateTime(zone);
      const found = own.toZonedDateTime(own.create(...parts), zone);
      expect([parts, found.epochMilliseconds, own.offsetNanoseconds(found)]).toEqual([parts, known.epochMilliseconds, known.offsetNanoseconds]);
    }
  });
});
