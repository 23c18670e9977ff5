// A time in words, in the place's zone.
import { zoned } from '~/lib/deadline';
import { clearClock, dayKey, HOUR_MS, longDay, shortDay, viewerZone } from '~/lib/time';
import { t } from './words';

/** "Tuesday 24 November, 09:00 to 12:00" */
export function whenText(start: string, hours: number, zone: string): string {
  const end = Date.parse(start) + hours * HOUR_MS;
  const values = { day: longDay(start, zone), from: clearClock(start, zone), to: clearClock(end, zone) };
  return dayKey(start, zone) === dayKey(end, zone) ? t('whenText', values) : t('whenTextOver', { ...values, endDay: shortDay(end, zone) });
}

/** "Tue 24 Nov 09:00"; "Sun 7 Nov 01:30 (−04:00)" where the clocks show that twice. */
export const shortTime = (start: string, zone: string) => `${shortDay(start, zone)} ${clearClock(start, zone)}`;

/** "Mon 23 Nov 14:52"; with the place's zone where the viewer's clock shows something else. */
export const deadlineText = (at: string, zone: string, viewer = viewerZone()) =>
  zoned(shortTime(at, zone), at, zone, viewer);
