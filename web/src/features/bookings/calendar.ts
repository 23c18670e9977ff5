// Somebody's free times by the days of a month. Pure.
import type { Service, Slot } from '~/api/types';
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

export const slotsByDay = (slots: readonly Slot[], zone: string) => groupBy(slots, (slot) => dayKey(slot.start, zone));

/** The shortest that can be booked: what fits most times. */
export const shortestHours = (service: Pick<Service, 'durationMinutes' | 'minHours'>) => (service.durationMinutes ? service.durationMinutes / 60 : service.minHours);

export function wizardHref(providerId: string, serviceId: string, start: string): string {
  return `/booking/${providerId}?${new URLSearchParams({ service: serviceId, start })}`;
}
