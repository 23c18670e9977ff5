// How long ago, and how long still, in words: "3 minutes ago", "in 2 hours".
import { currentLocale } from './i18n';
import { clockTime, DAY_MS, dayKey, HOUR_MS, shortDay, viewerZone, type Instant } from './time';

const MINUTE_MS = 60_000;
const units: [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', DAY_MS],
  ['hour', HOUR_MS],
  ['minute', MINUTE_MS],
];

/** "now", "3 minutes ago", "in 2 days": whole units, cut and not rounded, so that nothing is promised. */
export function formatAge(at: Instant, now: Instant): string {
  const difference = new Date(at).getTime() - new Date(now).getTime();
  const words = new Intl.RelativeTimeFormat(currentLocale(), { numeric: 'auto' });
  for (const [unit, size] of units) {
    const count = Math.trunc(difference / size);
    if (count !== 0) return words.format(count, unit);
  }
  return words.format(0, 'second');
}

/** "2 days", "5 h", "40 min": what is left until then; null when it is over. */
export function timeLeft(until: Instant, now: Instant): string | null {
  const left = new Date(until).getTime() - new Date(now).getTime();
  if (left <= 0) return null;
  if (left >= 2 * DAY_MS) return new Intl.NumberFormat(currentLocale(), { style: 'unit', unit: 'day', unitDisplay: 'long' }).format(Math.floor(left / DAY_MS));
  if (left >= HOUR_MS) return `${Math.floor(left / HOUR_MS)} h`;
  return `${Math.max(1, Math.floor(left / MINUTE_MS))} min`;
}

/** "09:12" today, "Fri 20 Nov 09:12" before: when a saved copy is from. */
export function savedAt(at: Instant, now: Instant, zone = viewerZone()): string {
  const time = clockTime(at, zone);
  return dayKey(at, zone) === dayKey(now, zone) ? time : `${shortDay(at, zone)} ${time}`;
}
