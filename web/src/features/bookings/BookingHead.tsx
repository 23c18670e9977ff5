import type { Booking } from '~/api/types';
import { serviceLabel } from '~/api/edition';
import { ActionBar } from '~/booking/ActionBar';
import { shortId, whenTextZoned, withWhom, type Side } from '~/booking/view';
import { Icon } from '~/ui/Icon';
import { StatusTag } from '~/ui/Tag';
import { t } from './words';

export function BackLink() {
  return <a class="back-to" href="/booking/manage"><Icon name="back" size={18} />{t('title')}</a>;
}

export function BookingHead({ booking, side }: { booking: Booking; side: Side }) {
  const { scheduledTime: start, endTime: end, timeZone: zone } = booking;
  return (
    <div class="booking-head">
      <div>
        <p><StatusTag status={booking.status} /> <span class="mono xs muted id" title={booking.id}>{shortId(booking.id)}</span></p>
        <h1>{booking.title || serviceLabel(booking.serviceType)}</h1>
        <p class="muted">
          {withWhom(booking, side)}
          {start && end && <> · {whenTextZoned(start, end, zone)}</>}
        </p>
      </div>
      <ActionBar booking={booking} side={side} isFixed />
    </div>
  );
}
