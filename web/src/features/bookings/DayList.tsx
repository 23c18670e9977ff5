import type { ComponentChildren } from 'preact';
import type { Slot } from '~/api/types';
import { clockTime, formatInstant } from '~/lib/time';
import { noon } from '~/lib/days';
import { wizardHref } from './calendar';
import { t } from './words';

export const dayName = (day: string) => formatInstant(noon(day), 'UTC', { weekday: 'long', day: 'numeric', month: 'long' });

export function DayPane({ day, children }: { day: string; children: ComponentChildren }) {
  return <section class="day-pane stack" aria-live="polite"><h2>{dayName(day)}</h2>{children}</section>;
}

/** Somebody's free starts: each leads into the wizard. */
export function FreeStarts({ slots, zone, providerId, serviceId }: { slots: Slot[]; zone: string; providerId: string; serviceId: string }) {
  if (slots.length === 0) return <p class="muted">{t('noFreeThatDay')}</p>;
  return (
    <ul class="free-starts">
      {slots.map((slot) => <li key={slot.start}><a class="btn mono" href={wizardHref(providerId, serviceId, slot.start)}>{clockTime(slot.start, zone)}</a></li>)}
    </ul>
  );
}
