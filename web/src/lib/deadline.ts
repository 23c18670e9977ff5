// Until when something can be done: on the place's clock, and with the place's zone named wherever the
// viewer's clock shows something else.
import { words } from './i18n';
import { clearClock, shortDay, viewerZone, zoneCity, zonesAgree, type Instant } from './time';

const t = words('deadline', { inZone: '{text} ({city} time)' });

/** The text of an instant as it is; "… (New York time)" for somebody whose clock shows something else. */
export const zoned = (text: string, at: Instant, zone: string, viewer = viewerZone()): string =>
  (zonesAgree(at, zone, viewer) ? text : t('inZone', { text, city: zoneCity(zone) }));

/** "Mon 23 Nov, 09:00" */
export const deadline = (at: Instant, zone: string, viewer = viewerZone()): string => zoned(`${shortDay(at, zone)}, ${clearClock(at, zone)}`, at, zone, viewer);
