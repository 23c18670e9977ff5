// Instants are RFC 3339 in UTC; a zone is an IANA name. Shown in the place's zone first, and in the
// viewer's when it differs.
import { currentLocale } from './i18n';

export type Instant = string | number | Date;
export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;

export function viewerZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC';
}

// To build a format costs a hundred times what using it does: a page of slots needs each once.
const formats = new Map<string, Intl.DateTimeFormat>();
function formatOf(locale: string, zone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale}|${zone}|${JSON.stringify(options)}`;
  let format = formats.get(key);
  if (!format) {
    format = new Intl.DateTimeFormat(locale, { ...options, timeZone: zone });
    formats.set(key, format);
  }
  return format;
}

export function formatInstant(at: Instant, zone: string, options: Intl.DateTimeFormatOptions): string {
  return formatOf(currentLocale() === 'en' ? 'en-GB' : currentLocale(), zone, options).format(new Date(at));
}

/** "09:00" */
export const clockTime = (at: Instant, zone: string) => formatInstant(at, zone, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
/**
 * With the first format of all a browser looks through every locale it has, which takes a phone as long as to draw
 * a page: done here in a piece of its own, while the page that needs it is still on its way.
 */
export function wakeFormats(): void {
  clockTime(0, viewerZone());
}
/** "2026-11-24": the calendar day in the zone, as a key. */
export function dayKey(at: Instant, zone: string): string {
  return formatOf('en-CA', zone, { year: 'numeric', month: '2-digit', day: '2-digit' }).format(new Date(at));
}
/** "Tue 24 Nov" */
export const shortDay = (at: Instant, zone: string) => formatInstant(at, zone, { weekday: 'short', day: 'numeric', month: 'short' }).replace(',', '');
/** "Tuesday 24 November" */
export const longDay = (at: Instant, zone: string) => formatInstant(at, zone, { weekday: 'long', day: 'numeric', month: 'long' }).replace(',', '');

/** "Today 16:30", "Tue 09:00", "24 Nov 09:00": as short as it stays clear. */
export function slotLabel(at: Instant, zone: string, now: Instant, today: string): string {
  const time = clockTime(at, zone);
  if (dayKey(at, zone) === dayKey(now, zone)) return `${today} ${time}`;
  const isThisWeek = new Date(at).getTime() - new Date(now).getTime() < 6 * DAY_MS;
  const day = formatInstant(at, zone, isThisWeek ? { weekday: 'short' } : { day: 'numeric', month: 'short' });
  return `${day} ${time}`;
}

/** Browsers still tell the zones of these cities by the names they had. */
const renamed: Record<string, string> = { Calcutta: 'Kolkata', Katmandu: 'Kathmandu', Kiev: 'Kyiv', Rangoon: 'Yangon', Saigon: 'Ho Chi Minh City' };
/** "New York": the zone's own city. */
export function zoneCity(zone: string): string {
  const city = (zone.split('/').pop() ?? zone).replace(/_/g, ' ');
  return renamed[city] ?? city;
}

/** Whether two zones show this instant alike. */
export function zonesAgree(at: Instant, a: string, b: string): boolean {
  const options: Intl.DateTimeFormatOptions = { dateStyle: 'short', timeStyle: 'short' };
  return a === b || formatInstant(at, a, options) === formatInstant(at, b, options);
}

/** "2026-11-24" and whole days more or less, without any zone. */
export function addDays(day: string, count: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + count * DAY_MS).toISOString().slice(0, 10);
}

/** The instant of 00:00 (or the first that exists) of a calendar day in a zone. */
export function dayStart(day: string, zone: string): Date {
  const guess = Date.parse(`${day}T00:00:00Z`);
  // Offsets reach from −12 to +14 hours and change rarely: two corrections settle it.
  let at = guess;
  for (let i = 0; i < 2; i++) at = guess - zoneOffsetMs(at, zone);
  return new Date(dayKey(at, zone) < day ? at + HOUR_MS : at);
}

export function zoneOffsetMs(at: Instant, zone: string): number {
  const parts = formatOf('en-CA', zone, {
    hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit',
  }).formatToParts(new Date(at));
  const value = (type: string) => Number(parts.find((part) => part.type === type)?.value);
  const wall = Date.UTC(value('year'), value('month') - 1, value('day'), value('hour'), value('minute'), value('second'));
  return wall - Math.floor(new Date(at).getTime() / 1000) * 1000;
}

/** "−04:00" */
function offsetText(offsetMs: number): string {
  const minutes = Math.abs(offsetMs) / 60_000;
  const two = (count: number) => String(Math.floor(count)).padStart(2, '0');
  return `${offsetMs < 0 ? '−' : '+'}${two(minutes / 60)}:${two(minutes % 60)}`;
}
/** "09:00"; in an hour that the clocks show twice that night, which of the two it is: "01:30 (−04:00)". */
export function clearClock(at: Instant, zone: string): string {
  const clock = clockTime(at, zone);
  const time = new Date(at).getTime();
  const back = zoneOffsetMs(time - DAY_MS, zone) - zoneOffsetMs(time + DAY_MS, zone);
  if (back <= 0) return clock;
  const offset = zoneOffsetMs(time, zone);
  const isTwice = zoneOffsetMs(time + back, zone) === offset - back || zoneOffsetMs(time - back, zone) === offset + back;
  return isTwice ? `${clock} (${offsetText(offset)})` : clock;
}

/** "3 h", "1.5 h", "45 min" */
export function formatHours(hours: number): string {
  return hours < 1 ? `${Math.round(hours * 60)} min` : `${Number(hours.toFixed(2))} h`;
}
