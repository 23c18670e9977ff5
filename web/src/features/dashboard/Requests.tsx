import type { Booking } from '~/api/types';
import { ActionBar } from '~/booking/ActionBar';
import { BookingRow } from '~/booking/BookingRow';
import { timeLeft } from '~/lib/age';
import { t } from './words';

const SOON_MS = 6 * 3_600_000;

/** Those who wait for an answer, the one that runs out first at the top. */
export function byExpiry(bookings: readonly Booking[]): Booking[] {
  const at = (booking: Booking) => (booking.expiresAt ? Date.parse(booking.expiresAt) : Infinity);
  return [...bookings].sort((a, b) => at(a) - at(b));
}

export function Requests({ bookings, now }: { bookings: Booking[]; now: number }) {
  return (
    <section class="requests stack" aria-labelledby="requests">
      <div class="row head">
        <h2 id="requests">{t('requests')}</h2>
        {bookings.length > 0 && <p class="muted sm">{t('requestsCount', { count: bookings.length })}</p>}
      </div>
      {bookings.length === 0 ? <p class="panel muted">{t('noRequests')}</p> : (
        <ul class="stack">
          {byExpiry(bookings).map((booking) => {
            const left = booking.expiresAt ? timeLeft(booking.expiresAt, now) : null;
            const isSoon = booking.expiresAt !== null && Date.parse(booking.expiresAt) - now < SOON_MS;
            return (
              <li key={booking.id}>
                <BookingRow booking={booking} side="provider" now={now} heading="h3">
                  <div class="answer">
                    {left && <span class={`mono xs ${isSoon ? 'soon' : 'muted'}`}>{t('left', { left })}</span>}
                    <ActionBar booking={booking} side="provider" />
                  </div>
                </BookingRow>
              </li>
            );
          })}
        </ul>
      )}
    </section>
  );
}
