// What a zone's clock does: its offset now, and when it next changes. Pure.
import { DAY_MS, zoneOffsetMs } from '~/lib/time';

const MINUTE_MS = 60_000;

/** "UTC−05:00" */
export function offsetName(offsetMs: number): string {
  const minutes = Math.round(Math.abs(offsetMs) / MINUTE_MS);
  const two = (value: number) => String(value).padStart(2, '0');
  return `UTC${offsetMs < 0 ? '−' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

export interface ClockChange {
  at: number;
  minutes: number; // forward, or back when negative
}

/** The next change within some days, to the minute; null when there is none. */
export function nextChange(now: number, zone: string, days = 400): ClockChange | null {
  const before = zoneOffsetMs(now, zone);
  for (let day = 1; day <= days; day += 1) {
    let high = now + day * DAY_MS;
    if (zoneOffsetMs(high, zone) === before) continue;
    let low = high - DAY_MS;
    while (high - low > MINUTE_MS) {
      const middle = Math.floor((low + high) / 2);
      if (zoneOffsetMs(middle, zone) === before) low = middle;
      else high = middle;
    }
    const at = Math.floor(high / MINUTE_MS) * MINUTE_MS;
    return { at, minutes: Math.round((zoneOffsetMs(at, zone) - before) / MINUTE_MS) };
  }
  return null;
}
