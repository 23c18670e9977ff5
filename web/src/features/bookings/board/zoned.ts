// All that the widget asks of a Temporal polyfill: five functions of it, on the browser's own zones. vite.config.ts
// puts them in its place, which leaves 18 kB at home; zoned.test.ts compares them with the polyfill itself.
import { DAY_MS, zoneOffsetMs } from '~/lib/time';

interface Wall {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
  millisecond: number;
}
interface Zoned extends Wall {
  epochMilliseconds: number;
  offsetMs: number;
}

function zoned(at: number, zone: string): Zoned {
  const offsetMs = zoneOffsetMs(at, zone);
  const wall = new Date(at + offsetMs);
  return {
    epochMilliseconds: at, offsetMs,
    year: wall.getUTCFullYear(), month: wall.getUTCMonth() + 1, day: wall.getUTCDate(),
    hour: wall.getUTCHours(), minute: wall.getUTCMinutes(), second: wall.getUTCSeconds(), millisecond: wall.getUTCMilliseconds(),
  };
}

// Instant
export const fromEpochMilliseconds = (at: number) => at;
export const toZonedDateTimeISO = (at: number, zone: string) => zoned(at, zone);

// PlainDateTime
export const create = (year: number, month: number, day: number, hour = 0, minute = 0, second = 0, millisecond = 0): number => Date.UTC(year, month - 1, day, hour, minute, second, millisecond);

/** A wall time that comes twice is the first of them; one that is left out is as long after what was there before. */
export function toZonedDateTime(wall: number, zone: string): Zoned {
  const before = zoneOffsetMs(wall - DAY_MS, zone);
  const after = zoneOffsetMs(wall + DAY_MS, zone);
  const real = [before, after].filter((offset) => zoneOffsetMs(wall - offset, zone) === offset).map((offset) => wall - offset);
  return zoned(real.length > 0 ? Math.min(...real) : wall - before, zone);
}

// ZonedDateTime
export const offsetNanoseconds = ({ offsetMs }: Zoned) => offsetMs * 1e6;
