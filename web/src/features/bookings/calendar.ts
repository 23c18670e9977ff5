// The calendar's pure parts: what is on each day, and free starts joined to free spans.
import type { Booking, Service, Slot } from '~/api/types';
import { monthOf } from '~/lib/days';
import { dayKey } from '~/lib/time';

const DAY = /^\d{4}-(0[1-9]|1[0-2])-([0-2]\d|3[01])$/;
const MONTH = /^\d{4}-(0[1-9]|1[0-2])$/;

/** The day and month that the address names, or today. */
export function readDays(query: Record<string, string>, today: string): { month: string; day: string | null } {
  const day = DAY.test(query.day ?? '') ? (query.day ?? null) : null;
  if (day) return { month: monthOf(day), day };
  const month = MONTH.test(query.month ?? '') ? (query.month ?? '') : monthOf(today);
  return { month, day: month === monthOf(today) ? today : null };
}

export function groupBy<T>(items: readonly T[], keyOf: (item: T) => string | null): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    if (key === null) continue;
    const list = groups.get(key);
    if (list) list.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}

/** Each booking on its day at the place, in the order of the day. */
export function bookingsByDay(bookings: readonly Booking[]): Map<string, Booking[]> {
  const sorted = [...bookings].sort((a, b) => (a.scheduledTime ?? '').localeCompare(b.scheduledTime ?? ''));
  return groupBy(sorted, ({ scheduledTime, timeZone }) => (scheduledTime ? dayKey(scheduledTime, timeZone) : null));
}

export const slotsByDay = (slots: readonly Slot[], zone: string) => groupBy(slots, (slot) => dayKey(slot.start, zone));

/** Starts that can be booked, joined where one would end after the next begins: 09:00 to 12:00 is free. */
export function freeSpans(slots: readonly Slot[]): { start: string; end: string }[] {
  const spans: { start: string; end: string }[] = [];
  for (const { start, end } of [...slots].sort((a, b) => Date.parse(a.start) - Date.parse(b.start))) {
    const last = spans[spans.length - 1];
    if (last && Date.parse(start) <= Date.parse(last.end)) last.end = Date.parse(end) > Date.parse(last.end) ? end : last.end;
    else spans.push({ start, end });
  }
  return spans;
}

/** The shortest that can be booked: what fits most times. */
export const shortestHours = (service: Pick<Service, 'durationMinutes' | 'minHours'>) => (service.durationMinutes ? service.durationMinutes / 60 : service.minHours);

export function wizardHref(providerId: string, serviceId: string, start: string): string {
  return `/booking/${providerId}?${new URLSearchParams({ service: serviceId, start })}`;
}
