// A time that stands on the place's clock, on another one as well: mostly on the viewer's own. Its day is
// named where it is another day than the one that stands beside it.
import { words } from './i18n';
import { clearClock, clockTime, dayKey, formatInstant, shortDay, viewerZone, zoneCity, zonesAgree, type Instant } from './time';

const t = words('clocks', {
  place: '{city} time',
  both: '{city} time ({time} in {yours}, where you are)',
  span: '{from} to {to}',
});

/** "03:15" on a zone's clock; "Sun 22 Nov 03:15" where that is another day than the one (a key) that is looked at. */
export function clockOn(day: string, at: Instant, zone: string, nameOf = shortDay, clock = clearClock(at, zone)): string {
  return dayKey(at, zone) === day ? clock : `${nameOf(at, zone)} ${clock}`;
}
/** "Sun": enough where the days stand in a row. */
export const weekday = (at: Instant, zone: string) => formatInstant(at, zone, { weekday: 'short' });

/** The same time on another clock than the place's: "03:15", "Sun 22 Nov 03:15". */
export const otherTime = (at: Instant, place: string, other: string, nameOf = shortDay) => clockOn(dayKey(at, place), at, other, nameOf);

/** "15:00 to 18:00", "23:45 to Mon 30 Nov 01:45", "Sun 22 Nov 03:15 to 06:15"; midnight ends the day before it. */
export function otherSpan(start: Instant, end: Instant, place: string, other: string): string {
  const to = clockTime(end, other) === '00:00' ? clearClock(end, other) : clockOn(dayKey(start, other), end, other);
  return t('span', { from: otherTime(start, place, other), to });
}

/** "New York time"; for another clock "New York time (Sun 22 Nov 03:15 in Kathmandu, where you are)": the span's, if there is an end. */
export function zoneNote(start: Instant, place: string, end?: Instant, viewer = viewerZone()): string {
  const city = zoneCity(place);
  if (zonesAgree(start, place, viewer)) return t('place', { city });
  return t('both', { city, yours: zoneCity(viewer), time: end === undefined ? otherTime(start, place, viewer) : otherSpan(start, end, place, viewer) });
}
