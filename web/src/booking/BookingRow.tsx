import './BookingRow.css';
import type { ComponentChildren } from 'preact';
import { canonicalStatus, serviceLabel } from '~/api/edition';
import type { Booking } from '~/api/types';
import { zoned } from '~/lib/deadline';
import { formatMoney } from '~/lib/money';
import { clockTime, formatHours, formatInstant } from '~/lib/time';
import { Icon } from '~/ui/Icon';
import { StatusTag } from '~/ui/Tag';
import { OutsideMark } from './OutsideMark';
import { withWhom, type Side } from './view';
import { waitingFor } from './waiting';
import { t } from './words';

/** The day as a leaf of a calendar, in the place's zone. */
export function DateBlock({ at, zone }: { at: string | null; zone: string }) {
  if (!at) return <span class="date-block mono">{t('noDate')}</span>;
  return (
    <time class="date-block mono" dateTime={at}>
      <span>{formatInstant(at, zone, { weekday: 'short' })}</span>
      <b>{formatInstant(at, zone, { day: 'numeric' })}</b>
      <span>{formatInstant(at, zone, { month: 'short' })}</span>
    </time>
  );
}

function Place({ booking }: { booking: Booking }) {
  const text = booking.isRemote ? t('remote') : booking.location ?? (booking.locationIsHidden ? t('placeHidden') : null);
  return text ? <span class="where"><Icon name={booking.isRemote ? 'screen' : 'pin'} size={16} />{text}</span> : null;
}

/** What did not take place and was not paid is not owed either. */
const isVoid = ({ status, paymentStatus }: Booking) => ['DECLINED', 'EXPIRED', 'CANCELLED'].includes(canonicalStatus(status)) && ['UNPAID', 'REFUNDED', 'FAILED'].includes(paymentStatus);

/** The price, or the fee that a cancellation has left of it. */
function Price({ booking }: { booking: Booking }) {
  const { cancelled, currency, totalPriceMinor } = booking;
  if (cancelled && cancelled.feeMinor > 0) return <span class="price mono">{t('rowFee', { fee: formatMoney(cancelled.feeMinor, currency) })}</span>;
  return <span class={`price mono ${isVoid(booking) ? 'void' : ''}`}>{formatMoney(totalPriceMinor, currency)}</span>;
}

/** One booking in a list: all of it leads to the booking; `children` are buttons of their own. */
export function BookingRow({ booking, side, now, heading: Heading = 'h2', children }:
  { booking: Booking; side: Side; now: number; heading?: 'h2' | 'h3'; children?: ComponentChildren }) {
  const waiting = waitingFor(booking, side, now);
  const { scheduledTime: start, endTime: end, timeZone: zone } = booking;
  return (
    <article class="booking-row">
      <DateBlock at={start} zone={zone} />
      <div class="what">
        <Heading><a href={`/booking/manage/${booking.id}`}>{booking.title || serviceLabel(booking.serviceType)}</a></Heading>
        <p class="muted sm">{withWhom(booking, side)}{start && end && <> · <span class="mono xs">{zoned(`${clockTime(start, zone)}–${clockTime(end, zone)}`, start, zone)} · {formatHours(booking.durationHours)}</span></>}</p>
        <p class="muted sm"><Place booking={booking} /></p>
      </div>
      <div class="standing">
        <StatusTag status={booking.status} />
        <OutsideMark booking={booking} />
        {waiting && <span class={`xs waiting ${waiting.isYours ? 'yours' : ''}`}>{waiting.text}</span>}
      </div>
      <Price booking={booking} />
      {children && <div class="more">{children}</div>}
    </article>
  );
}
