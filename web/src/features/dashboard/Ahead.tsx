import type { Booking } from '~/api/types';
import { ActionBar } from '~/booking/ActionBar';
import { actionsOf } from '~/booking/actions';
import { BookingRow } from '~/booking/BookingRow';
import { dayKey } from '~/lib/time';
import { t } from './words';

/** What is on today by its own clock, or under way; what was before and is not closed; and what comes. */
export function splitAhead(bookings: readonly Booking[], now: number): { open: Booking[]; today: Booking[]; next: Booking[] } {
  const parts = { open: [] as Booking[], today: [] as Booking[], next: [] as Booking[] };
  for (const booking of bookings) {
    const { scheduledTime: start, endTime: end, timeZone: zone } = booking;
    const today = dayKey(now, zone);
    const day = start ? dayKey(start, zone) : today;
    const isUnderWay = end !== null && day < today && Date.parse(end) > now;
    parts[day > today ? 'next' : day === today || isUnderWay ? 'today' : 'open'].push(booking);
  }
  return parts;
}

/** Starting and completing belong here; calling off has its place on the booking's own page. */
const hasGo = (booking: Booking) => actionsOf(booking, 'provider').some((action) => action.look === 'go');

function Part({ id, title, bookings, empty, now }: { id: string; title: string; bookings: Booking[]; empty: string; now: number }) {
  return (
    <section class="stack" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {bookings.length === 0 ? <p class="panel muted">{empty}</p> : (
        <ul class="stack">
          {bookings.map((booking) => (
            <li key={booking.id}>
              <BookingRow booking={booking} side="provider" now={now} heading="h3">{hasGo(booking) && <ActionBar booking={booking} side="provider" />}</BookingRow>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

export function Ahead({ bookings, now }: { bookings: Booking[]; now: number }) {
  const { open, today, next } = splitAhead(bookings, now);
  return (
    <>
      {open.length > 0 && <Part id="open" title={t('open')} bookings={open} empty="" now={now} />}
      <Part id="today" title={t('today')} bookings={today} empty={t('nothingToday')} now={now} />
      <Part id="next" title={t('next')} bookings={next.slice(0, 6)} empty={t('nothingNext')} now={now} />
    </>
  );
}
