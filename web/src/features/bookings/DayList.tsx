import type { ComponentChildren } from 'preact';
import type { Booking, Slot } from '~/api/types';
import { BookingRow } from '~/booking/BookingRow';
import { sideOf } from '~/booking/view';
import { clockTime, formatInstant } from '~/lib/time';
import { useNow } from '~/lib/useNow';
import { freeSpans, wizardHref } from './calendar';
import { t } from './words';

export const dayName = (day: string) => formatInstant(`${day}T12:00:00Z`, 'UTC', { weekday: 'long', day: 'numeric', month: 'long' });

export function DayPane({ day, children }: { day: string; children: ComponentChildren }) {
  return <section class="day-pane stack" aria-live="polite"><h2>{dayName(day)}</h2>{children}</section>;
}

export function DayBookings({ bookings, accountId }: { bookings: Booking[]; accountId: string }) {
  const now = useNow();
  if (bookings.length === 0) return <p class="muted">{t('nothingThatDay')}</p>;
  return (
    <ul class="stack rows">
      {bookings.map((booking) => <li key={booking.id}><BookingRow booking={booking} side={sideOf(booking, accountId)} now={now} heading="h3" /></li>)}
    </ul>
  );
}

/** One's own free time, in spans. */
export function FreeSpans({ slots, zone }: { slots: Slot[]; zone: string }) {
  const spans = freeSpans(slots);
  if (spans.length === 0) return null;
  return (
    <div class="free-spans">
      <h3>{t('freeThatDay')}</h3>
      <ul class="row">{spans.map((span) => <li key={span.start} class="mono sm">{clockTime(span.start, zone)}–{clockTime(span.end, zone)}</li>)}</ul>
    </div>
  );
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
